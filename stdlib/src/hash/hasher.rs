//! The hash functions themselves, behind one interface: RustCrypto's crates, and BLAKE2 with its tree parameters.

use digest::{DynDigest, ExtendableOutput, Update, XofReader};

/// A hash function being fed.
pub(super) enum Hasher {
    /// One whose digests have one length.
    Fixed(Box<dyn DynDigest>),
    Shake128(shake::Shake128),
    Shake256(shake::Shake256),
    Blake2b(blake2b_simd::State),
    Blake2s(blake2s_simd::State),
    /// Both one behind the other, as old versions of TLS have it.
    Pair(Box<dyn DynDigest>, Box<dyn DynDigest>),
}

impl Clone for Hasher {
    fn clone(&self) -> Hasher {
        match self {
            Hasher::Fixed(hasher) => Hasher::Fixed(hasher.box_clone()),
            Hasher::Shake128(hasher) => Hasher::Shake128(hasher.clone()),
            Hasher::Shake256(hasher) => Hasher::Shake256(hasher.clone()),
            Hasher::Blake2b(hasher) => Hasher::Blake2b(hasher.clone()),
            Hasher::Blake2s(hasher) => Hasher::Blake2s(hasher.clone()),
            Hasher::Pair(first, second) => Hasher::Pair(first.box_clone(), second.box_clone()),
        }
    }
}

impl Hasher {
    /// Feeds bytes.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        match self {
            Hasher::Fixed(hasher) => hasher.update(bytes),
            Hasher::Shake128(hasher) => hasher.update(bytes),
            Hasher::Shake256(hasher) => hasher.update(bytes),
            Hasher::Blake2b(hasher) => drop(hasher.update(bytes)),
            Hasher::Blake2s(hasher) => drop(hasher.update(bytes)),
            Hasher::Pair(first, second) => {
                first.update(bytes);
                second.update(bytes);
            }
        }
    }

    /// The digest of what was fed so far; `out` is filled by a function whose digests may have any length.
    pub(super) fn digest(&self, mut out: Vec<u8>) -> Vec<u8> {
        match self.clone() {
            Hasher::Fixed(hasher) => hasher.finalize().into_vec(),
            Hasher::Shake128(hasher) => {
                hasher.finalize_xof().read(&mut out);
                out
            }
            Hasher::Shake256(hasher) => {
                hasher.finalize_xof().read(&mut out);
                out
            }
            Hasher::Blake2b(hasher) => hasher.finalize().as_bytes().to_vec(),
            Hasher::Blake2s(hasher) => hasher.finalize().as_bytes().to_vec(),
            Hasher::Pair(first, second) => [first.finalize(), second.finalize()].concat(),
        }
    }
}

/// A hash function.
pub(super) struct Algorithm {
    /// As Python calls it.
    pub(super) name: &'static str,
    /// As OpenSSL calls it, in small letters.
    pub(super) aliases: &'static [&'static str],
    /// Bytes that are hashed at a time.
    pub(super) block_size: usize,
    /// Bytes of a digest; 0 where that is for the caller to say.
    pub(super) digest_size: usize,
    /// A hasher that was fed nothing.
    pub(super) make: fn() -> Hasher,
}

macro_rules! algorithms {
    ($($name:literal $aliases:expr, $block:literal, $digest:literal, $make:expr;)*) => {
        /// All of them.
        pub(super) static ALGORITHMS: &[Algorithm] = &[$(Algorithm {
            name: $name,
            aliases: &$aliases,
            block_size: $block,
            digest_size: $digest,
            make: || $make,
        }),*];
    };
}

/// A hasher of fixed length.
fn fixed<D: DynDigest + Default + 'static>() -> Hasher {
    Hasher::Fixed(Box::<D>::default())
}

algorithms! {
    "md5" ["ssl3-md5"], 64, 16, fixed::<md5::Md5>();
    "sha1" ["sha-1", "ssl3-sha1"], 64, 20, fixed::<sha1::Sha1>();
    "sha224" ["sha-224", "sha2-224"], 64, 28, fixed::<sha2::Sha224>();
    "sha256" ["sha-256", "sha2-256"], 64, 32, fixed::<sha2::Sha256>();
    "sha384" ["sha-384", "sha2-384"], 128, 48, fixed::<sha2::Sha384>();
    "sha512" ["sha-512", "sha2-512"], 128, 64, fixed::<sha2::Sha512>();
    "sha3_224" ["sha3-224"], 144, 28, fixed::<sha3::Sha3_224>();
    "sha3_256" ["sha3-256"], 136, 32, fixed::<sha3::Sha3_256>();
    "sha3_384" ["sha3-384"], 104, 48, fixed::<sha3::Sha3_384>();
    "sha3_512" ["sha3-512"], 72, 64, fixed::<sha3::Sha3_512>();
    "shake_128" ["shake-128", "shake128"], 168, 0, Hasher::Shake128(shake::Shake128::default());
    "shake_256" ["shake-256", "shake256"], 136, 0, Hasher::Shake256(shake::Shake256::default());
    "blake2b" ["blake2b-512", "blake2b512"], 128, 64, Hasher::Blake2b(blake2b_simd::State::new());
    "blake2s" ["blake2s-256", "blake2s256"], 64, 32, Hasher::Blake2s(blake2s_simd::State::new());
    "sha512_224" ["sha512-224", "sha-512/224", "sha2-512/224"], 128, 28, fixed::<sha2::Sha512_224>();
    "sha512_256" ["sha512-256", "sha-512/256", "sha2-512/256"], 128, 32, fixed::<sha2::Sha512_256>();
    "ripemd160" ["ripemd-160", "ripemd", "rmd160"], 64, 20, fixed::<ripemd::Ripemd160>();
    "sm3" [], 64, 32, fixed::<sm3::Sm3>();
    "md5-sha1" [], 64, 36, Hasher::Pair(Box::<md5::Md5>::default(), Box::<sha1::Sha1>::default());
}

/// The function of a Python name.
pub(super) fn named(name: &str) -> Option<&'static Algorithm> {
    ALGORITHMS.iter().find(|algorithm| algorithm.name == name)
}

/// The function of a name as OpenSSL finds it: Python's names exactly, its own in any case.
pub(super) fn openssl_named(name: &str) -> Option<&'static Algorithm> {
    named(name).or_else(|| {
        let name = name.to_ascii_lowercase();
        let own = |a: &&Algorithm| a.name == name && !a.name.contains('_') && !a.name.starts_with("blake2");
        ALGORITHMS.iter().find(|a| own(a) || a.aliases.contains(&name.as_str()))
    })
}

/// A keyed hash (RFC 2104).
#[derive(Clone)]
pub(super) struct Keyed {
    pub(super) algorithm: &'static Algorithm,
    inner: Hasher,
    outer: Hasher,
}

impl Keyed {
    /// A keyed hash of nothing.
    pub(super) fn new(algorithm: &'static Algorithm, key: &[u8]) -> Keyed {
        let mut block = vec![0; algorithm.block_size];
        let short = match key.len() > algorithm.block_size {
            true => {
                let mut hasher = (algorithm.make)();
                hasher.update(key);
                hasher.digest(Vec::new())
            }
            false => key.to_vec(),
        };
        block.iter_mut().zip(&short).for_each(|(place, byte)| *place = *byte);
        let padded = |pad: u8| {
            let mut hasher = (algorithm.make)();
            hasher.update(&block.iter().map(|byte| byte ^ pad).collect::<Vec<_>>());
            hasher
        };
        Keyed { algorithm, inner: padded(0x36), outer: padded(0x5C) }
    }

    /// Feeds bytes.
    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.inner.update(bytes);
    }

    /// The digest of what was fed so far.
    pub(super) fn digest(&self) -> Vec<u8> {
        let mut outer = self.outer.clone();
        outer.update(&self.inner.digest(Vec::new()));
        outer.digest(Vec::new())
    }
}

/// `len` bytes derived from a password (PBKDF2, RFC 8018); nothing if `poll` fails meanwhile.
pub(super) fn derive_key<E>(
    algorithm: &'static Algorithm,
    password: &[u8],
    salt: &[u8],
    iterations: u64,
    len: usize,
    mut poll: impl FnMut() -> Result<(), E>,
) -> Result<Vec<u8>, E> {
    let keyed = Keyed::new(algorithm, password);
    let mut out = Vec::new();
    for number in 1u32.. {
        if out.len() >= len {
            break;
        }
        let mut first = keyed.clone();
        first.update(salt);
        first.update(&number.to_be_bytes());
        let mut last = first.digest();
        let mut block = last.clone();
        for _ in 1..iterations {
            poll()?;
            let mut next = keyed.clone();
            next.update(&last);
            last = next.digest();
            block.iter_mut().zip(&last).for_each(|(sum, byte)| *sum ^= byte);
        }
        out.extend(block);
    }
    out.truncate(len);
    Ok(out)
}
