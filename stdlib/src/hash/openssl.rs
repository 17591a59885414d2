//! `_hashlib`: what CPython takes from OpenSSL, on the same functions as the other modules. There is no OpenSSL here, and no FIPS
//! mode; the names are those that OpenSSL knows.

use rpython_heap::OutOfMemory;
use rpython_objects::{
    Args, Bytes, Dict, Module, NativeDef, Obj, PyResult, Raised, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef,
    TypeFlags, Vm, argument, buffer, function, int, mapping_proxy, native, protocol, raise, text::Text, type_error,
    type_object, types, value_error,
};

use super::{
    State, add_class, add_threshold,
    hasher::{ALGORITHMS, Algorithm, Keyed, derive_key, openssl_named},
    keyed::{self, Hmac, OPENSSL_DEF},
    object::{self, GETSETS, Hash, METHODS, SHAKE_METHODS, class, unsigned},
};
use crate::{kinds, table};

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let name = o.downcast_ref::<Hash>().map_or("", |hash| hash.get(vm).algorithm.name);
    let class = argument::class_name(vm, o);
    let address = protocol::id(o);
    Ok(Str::new(vm, &format!("<{name} {class} object @ {address:#x}>")).into_obj())
}

const HASH_DOC: &str = "A hash is an object used to calculate a checksum of a string of information.\n\nMethods:\n\nupdate() -- updates the current digest with an additional string\ndigest() -- return the current digest value\nhexdigest() -- return the current digest as a string of hexadecimal digits\ncopy() -- return a copy of the current hash object\n\nAttributes:\n\nname -- the hash algorithm being used by this object\ndigest_size -- number of bytes in this hashes output";

static HASH: TypeDef = TypeDef {
    name: "HASH",
    module: "_hashlib",
    kind: kinds::HASH,
    flags: TypeFlags::BASE | TypeFlags::NO_NEW,
    doc: HASH_DOC,
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    getsets: GETSETS,
    ..TypeDef::EMPTY
};

static HASHXOF: TypeDef = TypeDef {
    name: "HASHXOF",
    module: "_hashlib",
    kind: kinds::HASH,
    flags: TypeFlags::BASE | TypeFlags::NO_NEW,
    doc: HASH_DOC,
    methods: SHAKE_METHODS,
    ..TypeDef::EMPTY
};

/// `_hashlib.UnsupportedDigestmodError`
#[derive(Default)]
struct Unsupported(Option<Ref<Type>>);

fn unsupported(vm: &mut Vm, message: &str) -> Raised {
    let class = vm.state_of::<Unsupported>().0.clone();
    vm.raise(class.as_ref().unwrap_or(types::VALUE_ERROR), message)
}

/// The function of a name.
fn by_name(vm: &mut Vm, name: &Ref<Str>) -> PyResult<&'static Algorithm> {
    let text = name.to_string_lossy(vm);
    openssl_named(&text).ok_or_else(|| unsupported(vm, "[digital envelope routines] unsupported"))
}

/// A hash object of a function.
fn make(vm: &mut Vm, algorithm: &'static Algorithm, data: Option<&Obj>, string: Option<&Obj>) -> PyResult {
    let name = if algorithm.digest_size == 0 { "_hashlib.HASHXOF" } else { "_hashlib.HASH" };
    let class = class(vm, name)?;
    let data = object::first_data(vm, data, string)?;
    object::make(vm, &class, algorithm, (algorithm.make)(), algorithm.digest_size, data)
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = argument::text(vm, args.at(1), "new() argument 'name'")?;
    let algorithm = by_name(vm, name)?;
    make(vm, algorithm, args.opt(2), args.opt(4))
}

/// The functions that take no name: each with the name it stands for.
macro_rules! constructors {
    ($($function:literal $name:literal;)*) => {
        static CONSTRUCTORS: &[NativeDef] = &[$(native(
            $function,
            "($module, /, data=b'', *, usedforsecurity=True, string=None)",
            |vm, a| {
                let algorithm = super::builtin::known(vm, $name)?;
                make(vm, algorithm, a.opt(1), a.opt(3))
            },
            concat!("Returns a ", $name, " hash object; optionally initialized with a string"),
        )),*];

        /// The function's name in Python.
        const NAMES: &[(&str, &str)] = &[$(($function, $name)),*];
    };
}

constructors! {
    "openssl_md5" "md5";
    "openssl_sha1" "sha1";
    "openssl_sha224" "sha224";
    "openssl_sha256" "sha256";
    "openssl_sha384" "sha384";
    "openssl_sha512" "sha512";
    "openssl_sha3_224" "sha3_224";
    "openssl_sha3_256" "sha3_256";
    "openssl_sha3_384" "sha3_384";
    "openssl_sha3_512" "sha3_512";
    "openssl_shake_128" "shake_128";
    "openssl_shake_256" "shake_256";
}

/// The function that a `digestmod` means: a name, or one of the constructors.
fn by_digestmod(vm: &mut Vm, o: &Obj) -> PyResult<&'static Algorithm> {
    if let Some(name) = o.downcast_ref::<Str>() {
        return by_name(vm, name);
    }
    let def = function::native_of(vm, o);
    let place = def.and_then(|def| CONSTRUCTORS.iter().position(|other| std::ptr::eq(other, def)));
    if let Some((_, name)) = place.and_then(|place| NAMES.get(place)) {
        return super::builtin::known(vm, name);
    }
    let shown = protocol::repr_text(vm, o)?;
    Err(unsupported(vm, &format!("Unsupported digestmod {shown}")))
}

/// A keyed hash; functions without a fixed length have none.
fn keyed_of(vm: &mut Vm, key: &Obj, digestmod: &Obj) -> PyResult<Keyed> {
    let key = buffer::to_vec(vm, key)?;
    let algorithm = by_digestmod(vm, digestmod)?;
    match algorithm.digest_size {
        0 => Err(value_error!(vm, "no reason supplied")),
        _ => Ok(Keyed::new(algorithm, &key)),
    }
}

fn hmac_new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(digestmod) = args.opt(3) else {
        return Err(type_error!(vm, "Missing required parameter 'digestmod'."));
    };
    let keyed = keyed_of(vm, args.at(1), digestmod)?;
    let class = class(vm, "_hashlib.HMAC")?;
    keyed::make(vm, &class, keyed, args.some(2))
}

fn hmac_digest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut keyed = keyed_of(vm, args.at(1), args.at(3))?;
    buffer::with_bytes(vm, args.at(2), |_, bytes| keyed.update(bytes))?;
    Ok(Bytes::new(vm, &keyed.digest())?.into_obj())
}

fn pbkdf2_hmac(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const MOST: i64 = i32::MAX as i64;
    let name = argument::text(vm, args.at(1), "pbkdf2_hmac() argument 'hash_name'")?;
    let password = buffer::to_vec(vm, args.at(2))?;
    let salt = buffer::to_vec(vm, args.at(3))?;
    let iterations = argument::ssize(vm, args.at(4))? as i64;
    let algorithm = by_name(vm, name)?;
    if iterations < 1 {
        return Err(value_error!(vm, "iteration value must be greater than 0."));
    }
    if iterations > MOST {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "iteration value is too great."));
    }
    let len = match args.some(5) {
        Some(len) => argument::ssize(vm, len)? as i64,
        None => algorithm.digest_size as i64,
    };
    if len < 1 {
        return Err(value_error!(vm, "key length must be greater than 0."));
    }
    if len > MOST {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "key length is too great."));
    }
    if algorithm.digest_size == 0 {
        return Err(value_error!(vm, "no reason supplied"));
    }
    // It grows by doubling.
    rpython_objects::memory::probe((len as u64).saturating_mul(2))?;
    let made = derive_key(algorithm, &password, &salt, iterations as u64, len as usize, || vm.poll())?;
    Ok(Bytes::new(vm, &made)?.into_obj())
}

fn scrypt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const MOST: i64 = i32::MAX as i64;
    /// What OpenSSL allows unless told otherwise.
    const MEMORY: u64 = 32 << 20;
    let password = buffer::to_vec(vm, args.at(1))?;
    let salt = buffer::to_vec(vm, args.at(2))?;
    let (n, r, p) = (unsigned(vm, args.at(3))?, unsigned(vm, args.at(4))?, unsigned(vm, args.at(5))?);
    let max_memory = args.opt(6).map_or(Ok(0), |o| argument::ssize(vm, o))? as i64;
    let len = args.opt(7).map_or(Ok(64), |o| argument::ssize(vm, o))? as i64;
    if n < 2 || !n.is_power_of_two() {
        return Err(value_error!(vm, "n must be a power of 2."));
    }
    if !(0..=MOST).contains(&max_memory) {
        return Err(value_error!(vm, "maxmem must be positive and smaller than {MOST}"));
    }
    if !(1..=MOST).contains(&len) {
        return Err(value_error!(vm, "dklen must be greater than 0 and smaller than {MOST}"));
    }
    if r == 0 || p == 0 {
        return Err(value_error!(vm, "Invalid parameter combination for n, r, p, maxmem."));
    }
    let (Ok(small_r), Ok(small_p)) = (u32::try_from(r), u32::try_from(p)) else {
        return Err(value_error!(vm, "[digital envelope routines] parameter too large"));
    };
    let limit = if max_memory == 0 { MEMORY } else { max_memory as u64 };
    let blocks = 128u128 * u128::from(r);
    let needed = blocks * u128::from(p) + blocks * (u128::from(n) + 2);
    let params = scrypt::Params::new(n.trailing_zeros() as u8, small_r, small_p);
    let (true, Ok(params)) = (needed <= limit.into(), params) else {
        return Err(value_error!(vm, "[digital envelope routines] memory limit exceeded"));
    };
    let mut out = Vec::new();
    out.try_reserve_exact(len as usize).map_err(|_| OutOfMemory)?;
    out.resize(len as usize, 0);
    match scrypt::scrypt(&password, &salt, &params, &mut out) {
        Ok(()) => Ok(Bytes::new(vm, &out)?.into_obj()),
        Err(_) => Err(value_error!(vm, "Invalid parameter combination for n, r, p, maxmem.")),
    }
}

/// Compares in a time that depends on the lengths alone.
fn same(a: &[u8], b: &[u8]) -> bool {
    let differences = a.iter().zip(b).fold(0, |all, (x, y)| all | (x ^ y));
    a.len() == b.len() && std::hint::black_box(differences) == 0
}

fn compare_digest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (a, b) = (args.at(1), args.at(2));
    if let (Some(a), Some(b)) = (a.downcast_ref::<Str>(), b.downcast_ref::<Str>()) {
        return match (a.text(vm), b.text(vm)) {
            (Text::Ascii(a), Text::Ascii(b)) => Ok(Obj::bool(same(a, b))),
            _ => Err(type_error!(vm, "comparing strings with non-ASCII characters is not supported")),
        };
    }
    if !buffer::has_buffer(vm, a) && !buffer::has_buffer(vm, b) {
        let (a, b) = (argument::class_name(vm, a), argument::class_name(vm, b));
        return Err(type_error!(vm, "unsupported operand types(s) or combination of types: '{a}' and '{b}'"));
    }
    let (a, b) = (buffer::to_vec(vm, a)?, buffer::to_vec(vm, b)?);
    Ok(Obj::bool(same(&a, &b)))
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "new",
        "($module, /, name, data=b'', *, usedforsecurity=True, string=None)",
        new,
        "Return a new hash object using the named algorithm.\n\nAn optional string argument may be provided and will be\nautomatically hashed.\n\nThe MD5 and SHA1 algorithms are always supported.",
    ),
    native("hmac_new", "($module, /, key, msg=b'', digestmod=None)", hmac_new, "Return a new hmac object."),
    native("hmac_digest", "($module, /, key, msg, digest)", hmac_digest, "Single-shot HMAC."),
    native(
        "pbkdf2_hmac",
        "($module, /, hash_name, password, salt, iterations,\n            dklen=None)",
        pbkdf2_hmac,
        "Password based key derivation function 2 (PKCS #5 v2.0) with HMAC as pseudorandom function.",
    ),
    native(
        "scrypt",
        "($module, /, password, *, salt, n, r, p, maxmem=0, dklen=64)",
        scrypt,
        "scrypt password-based key derivation function.",
    ),
    native(
        "compare_digest",
        "($module, a, b, /)",
        compare_digest,
        "Return 'a == b'.\n\nThis function uses an approach designed to prevent\ntiming analysis, making it appropriate for cryptography.\n\na and b must both be of the same type: either str (ASCII only),\nor any bytes-like object.",
    ),
    native(
        "get_fips_mode",
        "($module, /)",
        |vm, _| Ok(int::from_i64(vm, 0)),
        "Determine the OpenSSL FIPS mode of operation.",
    ),
];

/// Makes the module `_hashlib`.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_hashlib", "OpenSSL interface for hashlib module", FUNCTIONS)?;
    let constructors = Dict::new(vm);
    for (def, (_, name)) in CONSTRUCTORS.iter().zip(NAMES) {
        let made = function::for_module(vm, Some(&module), "_hashlib", def);
        table::set(vm, &module, def.name, made.clone())?;
        let name = Str::intern(vm, name).into_obj();
        Dict::set_item(vm, &constructors, &made, name)?;
    }
    let constructors = mapping_proxy::new(vm, &constructors);
    table::set(vm, &module, "_constructors", constructors)?;
    let hash = add_class(vm, "_hashlib.HASH", &HASH)?;
    let long_hash = type_object::define_on(vm, &HASHXOF, &hash)?;
    vm.state_of::<State>().classes.insert("_hashlib.HASHXOF", long_hash.clone());
    table::set(vm, &module, "HASH", hash.into_obj())?;
    table::set(vm, &module, "HASHXOF", long_hash.into_obj())?;
    let hmac = table::add_type::<Hmac>(vm, &module, &OPENSSL_DEF)?;
    vm.state_of::<State>().classes.insert("_hashlib.HMAC", hmac);
    let base = types::VALUE_ERROR.clone();
    let error = table::add_exception(vm, &module, "_hashlib", "UnsupportedDigestmodError", &base)?;
    vm.state_of::<Unsupported>().0 = Some(error);
    let names: Vec<Obj> = ALGORITHMS.iter().map(|a| Str::intern(vm, a.name).into_obj()).collect();
    let names = Tuple::from_vec(vm, names)?.into_obj();
    let names = protocol::call(vm, types::FROZENSET, &[names])?;
    table::set(vm, &module, "openssl_md_meth_names", names)?;
    add_threshold(vm, &module)?;
    Ok(module)
}
