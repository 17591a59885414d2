//! Hashes equal to CPython's, bit for bit.
//!
//! Numbers that are equal hash alike whatever their type: the hash of a rational number is its residue modulo the prime
//! `P = 2**61 - 1` (CPython: `Python/pyhash.c`, `_Py_HashDouble`). Text and bytes go through SipHash-1-3 under a key that
//! `PYTHONHASHSEED` settles. The hash of a container combines those of its items. -1 means an error in C and is never a hash.

use std::hash::Hasher;

use num_bigint::BigInt;
use siphasher::sip::SipHasher13;

use crate::number::complex::Complex;
use crate::number::int::IntRef;
use crate::number::math;
use crate::text::Text;

/// `sys.hash_info.width`'s exponent: the modulus is `2**BITS - 1`.
const BITS: u32 = 61;
/// `sys.hash_info.modulus`
pub const MODULUS: u64 = (1 << BITS) - 1;
/// `sys.hash_info.inf`
pub const INFINITY: i64 = 314_159;
/// `sys.hash_info.imag`
pub const IMAGINARY: u64 = 1_000_003;

#[inline]
fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

/// The hash of an integer that fits in a word.
#[inline]
pub fn small_int(n: i64) -> i64 {
    let residue = (n.unsigned_abs() % MODULUS) as i64;
    not_minus_one(if n < 0 { -residue } else { residue })
}

/// The hash of an integer.
#[inline]
pub fn int(n: IntRef<'_>) -> i64 {
    match n {
        IntRef::Small(n) => small_int(n),
        IntRef::Big(n) => big_int(n),
    }
}

fn big_int(n: &BigInt) -> i64 {
    // 2**64 is 8 modulo P.
    let fold =
        |residue: u64, digit: u64| ((u128::from(residue) << 64 | u128::from(digit)) % u128::from(MODULUS)) as u64;
    let residue = n.iter_u64_digits().rev().fold(0, fold) as i64;
    not_minus_one(if n.sign() == num_bigint::Sign::Minus { -residue } else { residue })
}

/// The hash of a float; `None` for NaN, whose object's address is hashed.
pub fn float(x: f64) -> Option<i64> {
    if x.is_nan() {
        return None;
    }
    if x.is_infinite() {
        return Some(if x > 0.0 { INFINITY } else { -INFINITY });
    }
    let (mantissa, exponent) = math::decode(x);
    // 2**61 is 1 modulo P, so a power of two rotates.
    let residue = mantissa % MODULUS;
    let turn = exponent.rem_euclid(BITS as i32) as u32;
    let residue = ((residue << turn) & MODULUS | residue >> (BITS - turn)) as i64;
    Some(not_minus_one(if x < 0.0 { -residue } else { residue }))
}

/// The hash of a complex number; `nan` is the hash of the object at hand, taken for a NaN part.
pub fn complex(z: Complex, nan: i64) -> i64 {
    let real = float(z.re).unwrap_or(nan) as u64;
    let imaginary = float(z.im).unwrap_or(nan) as u64;
    not_minus_one(real.wrapping_add(IMAGINARY.wrapping_mul(imaginary)) as i64)
}

/// The hash of an address, as `object.__hash__` makes it: its low bits, which alignment leaves zero, are rotated to the top.
#[inline]
pub fn address(address: u64) -> i64 {
    not_minus_one(address.rotate_right(4) as i64)
}

/// Combines the hashes of a tuple's items in order (CPython: `tuple_hash`, after xxHash).
#[derive(Clone, Copy, Debug)]
pub struct TupleHasher {
    state: u64,
    len: u64,
}

impl TupleHasher {
    const PRIME_1: u64 = 11_400_714_785_074_694_791;
    const PRIME_2: u64 = 14_029_467_366_897_019_727;
    const PRIME_5: u64 = 2_870_177_450_012_600_261;

    /// For an empty tuple.
    #[inline]
    pub const fn new() -> TupleHasher {
        TupleHasher { state: TupleHasher::PRIME_5, len: 0 }
    }

    /// Takes the next item's hash.
    #[inline]
    pub const fn push(&mut self, hash: i64) {
        let lane = (hash as u64).wrapping_mul(TupleHasher::PRIME_2);
        self.state = self.state.wrapping_add(lane).rotate_left(31).wrapping_mul(TupleHasher::PRIME_1);
        self.len += 1;
    }

    /// The tuple's hash.
    #[inline]
    pub const fn finish(self) -> i64 {
        let hash = self.state.wrapping_add(self.len ^ (TupleHasher::PRIME_5 ^ 3_527_539));
        if hash == u64::MAX { 1_546_275_796 } else { hash as i64 }
    }
}

impl Default for TupleHasher {
    fn default() -> TupleHasher {
        TupleHasher::new()
    }
}

/// Combines the hashes of a frozenset's items in any order (CPython: `frozenset_hash_impl`).
#[derive(Clone, Copy, Debug, Default)]
pub struct SetHasher {
    state: u64,
    len: u64,
}

impl SetHasher {
    /// For an empty set.
    #[inline]
    pub const fn new() -> SetHasher {
        SetHasher { state: 0, len: 0 }
    }

    /// Takes an item's hash.
    #[inline]
    pub const fn push(&mut self, hash: i64) {
        let h = hash as u64;
        self.state ^= ((h ^ 89_869_747) ^ (h << 16)).wrapping_mul(3_644_798_167);
        self.len += 1;
    }

    /// The set's hash.
    #[inline]
    pub const fn finish(self) -> i64 {
        let mut h = self.state ^ self.len.wrapping_add(1).wrapping_mul(1_927_868_237);
        h ^= (h >> 11) ^ (h >> 25);
        h = h.wrapping_mul(69_069).wrapping_add(907_133_923);
        if h == u64::MAX { 590_923_713 } else { h as i64 }
    }
}

/// The hash of a slice, from those of its three parts (CPython: `slice_hash`).
pub fn slice(start: i64, stop: i64, step: i64) -> i64 {
    let mut state = TupleHasher::PRIME_5;
    for hash in [start, stop, step] {
        let lane = (hash as u64).wrapping_mul(TupleHasher::PRIME_2);
        state = state.wrapping_add(lane).rotate_left(31).wrapping_mul(TupleHasher::PRIME_1);
    }
    if state == u64::MAX { 1_546_275_796 } else { state as i64 }
}

/// The secret of the process that hashes of text and bytes depend on (CPython: `Python/bootstrap_hash.c`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Key {
    k0: u64,
    k1: u64,
}

impl Key {
    /// The key under `PYTHONHASHSEED=0`, under which hashes do not depend on a secret.
    pub const ZERO: Key = Key { k0: 0, k1: 0 };

    /// The key that `PYTHONHASHSEED=seed` gives: the bytes of a linear congruential generator.
    pub fn from_seed(seed: u32) -> Key {
        if seed == 0 {
            return Key::ZERO;
        }
        let mut state = seed;
        let mut word = || {
            u64::from_le_bytes(std::array::from_fn(|_| {
                state = state.wrapping_mul(214_013).wrapping_add(2_531_011);
                (state >> 16) as u8
            }))
        };
        Key { k0: word(), k1: word() }
    }

    /// A key from 16 random bytes.
    pub fn from_random(bytes: [u8; 16]) -> Key {
        let [k0, k1] = [0, 8].map(|at| u64::from_le_bytes(std::array::from_fn(|i| bytes[at + i])));
        Key { k0, k1 }
    }

    /// The hash of `bytes`, `bytearray` and `memoryview` data.
    pub fn bytes(self, data: &[u8]) -> i64 {
        if data.is_empty() {
            return 0;
        }
        not_minus_one(SipHasher13::new_with_keys(self.k0, self.k1).hash(data) as i64)
    }

    /// The hash of a text, which must be canonical: that of the storage's bytes, lowest first.
    pub fn text(self, text: Text<'_>) -> i64 {
        match text {
            Text::Ascii(units) | Text::Latin1(units) => self.bytes(units),
            Text::Ucs2(units) => self.units(units.iter().map(|u| u.to_le_bytes())),
            Text::Ucs4(units) => self.units(units.iter().map(|u| u.to_le_bytes())),
        }
    }

    fn units<const N: usize>(self, units: impl ExactSizeIterator<Item = [u8; N]>) -> i64 {
        if units.len() == 0 {
            return 0;
        }
        let mut hasher = SipHasher13::new_with_keys(self.k0, self.k1);
        units.for_each(|unit| hasher.write(&unit));
        not_minus_one(hasher.finish() as i64)
    }
}

/// SipHash-1-3 of some bytes under a 64-bit key: `_imp.source_hash`.
pub fn keyed(key: u64, data: &[u8]) -> u64 {
    SipHasher13::new_with_keys(key, 0).hash(data)
}
