//! `_random`: the Mersenne Twister (Matsumoto and Nishimura, 1998; CPython: `Modules/_randommodule.c`).

use crate::{kinds, table};
use num_bigint::{BigInt, BigUint, Sign};
use rpython_heap::{Kind, OutOfMemory};
use rpython_objects::{
    Args, BufVec, CallArgs, Module, NativeDef, Obj, Payload, PyResult, Ref, Slots, Tuple, Type, TypeDef, TypeFlags, Vm,
    argument, int, native, protocol, raise, type_error, types, value_error,
};

/// Words of the state.
const N: usize = 624;
/// How far apart the words are that a new one is made of.
const M: usize = 397;

/// The payload of a generator.
pub struct Twister {
    /// `N` words.
    words: BufVec<u32>,
    /// The next word to be given out; `N` when all have been.
    index: usize,
}

impl Payload for Twister {
    const KIND: Kind = kinds::RANDOM;
    const NAME: &'static str = "random generator";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl Twister {
    fn new() -> Result<Twister, OutOfMemory> {
        let mut words = BufVec::new();
        words.fill_to(N, 0)?;
        Ok(Twister { words, index: N })
    }

    /// The state of a seed of 32 bits.
    fn start(&mut self, seed: u32) {
        self.words[0] = seed;
        for i in 1..N {
            let before = self.words[i - 1];
            self.words[i] = 1_812_433_253u32.wrapping_mul(before ^ before >> 30).wrapping_add(i as u32);
        }
        self.index = N;
    }

    /// The state of a seed of any length, not empty.
    fn start_with(&mut self, key: &[u32]) {
        self.start(19_650_218);
        let w = &mut self.words;
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(key.len()) {
            let before = w[i - 1] ^ w[i - 1] >> 30;
            w[i] = (w[i] ^ before.wrapping_mul(1_664_525)).wrapping_add(key[j]).wrapping_add(j as u32);
            i += 1;
            j = if j + 1 < key.len() { j + 1 } else { 0 };
            if i == N {
                w[0] = w[N - 1];
                i = 1;
            }
        }
        for _ in 1..N {
            let before = w[i - 1] ^ w[i - 1] >> 30;
            w[i] = (w[i] ^ before.wrapping_mul(1_566_083_941)).wrapping_sub(i as u32);
            i += 1;
            if i == N {
                w[0] = w[N - 1];
                i = 1;
            }
        }
        w[0] = 0x8000_0000;
    }

    /// Makes the next `N` words.
    fn twist(&mut self) {
        let w = &mut self.words;
        for i in 0..N {
            let y = w[i] & 0x8000_0000 | w[(i + 1) % N] & 0x7fff_ffff;
            w[i] = w[(i + M) % N] ^ y >> 1 ^ if y & 1 == 0 { 0 } else { 0x9908_b0df };
        }
        self.index = 0;
    }

    /// 32 random bits.
    #[inline]
    fn next(&mut self) -> u32 {
        if self.index >= N {
            self.twist();
        }
        let mut y = self.words[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= y << 7 & 0x9d2c_5680;
        y ^= y << 15 & 0xefc6_0000;
        y ^ y >> 18
    }
}

fn random(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let twister = args.this::<Twister>().get_mut(vm);
    let (a, b) = (twister.next() >> 5, twister.next() >> 6);
    Ok(Obj::float((f64::from(a) * 67_108_864.0 + f64::from(b)) * (1.0 / 9_007_199_254_740_992.0)))
}

/// Seeds from the system's random numbers.
fn seed_from_system(vm: &mut Vm, twister: &Ref<Twister>) -> PyResult<()> {
    let mut key = [0u8; N * 4];
    let filled = rustix::rand::getrandom(&mut key, rustix::rand::GetRandomFlags::empty());
    if filled.is_ok_and(|n| n == key.len()) {
        let words: Vec<u32> = key.chunks_exact(4).map(|c| u32::from_ne_bytes([c[0], c[1], c[2], c[3]])).collect();
        twister.get_mut(vm).start_with(&words);
        return Ok(());
    }
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default().as_nanos() as u64;
    twister.get_mut(vm).start_with(&[now as u32, (now >> 32) as u32, std::process::id()]);
    Ok(())
}

fn seed_with(vm: &mut Vm, twister: &Ref<Twister>, seed: Option<&Obj>) -> PyResult<()> {
    let Some(seed) = seed.filter(|s| !s.is_none()) else { return seed_from_system(vm, twister) };
    let magnitude: BigUint = if vm.class_of(seed).is(types::INT) {
        int::to_big(vm, seed).unwrap_or_default().into_parts().1
    } else if int::is_int(seed) {
        let absolute = protocol::absolute(vm, seed)?;
        int::to_big(vm, &absolute).unwrap_or_default().into_parts().1
    } else {
        BigUint::from(protocol::hash(vm, seed)? as u64)
    };
    let mut key = magnitude.to_u32_digits();
    if key.is_empty() {
        key.push(0);
    }
    twister.get_mut(vm).start_with(&key);
    Ok(())
}

fn seed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    seed_with(vm, args.this::<Twister>(), args.opt(1))?;
    Ok(Obj::NONE)
}

fn get_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let t = args.this::<Twister>().get(vm);
    let words = t.words.iter().copied().chain([t.index as u32]);
    let all: Vec<Obj> = words.map(|w| int::from_i64(vm, w.into())).collect();
    Ok(Tuple::from_vec(vm, all)?.into_obj())
}

/// An item of a state: an int, not negative.
fn word(vm: &mut Vm, o: &Obj) -> PyResult<u64> {
    let n = protocol::index(vm, o)?;
    if int::is_negative(vm, &n) {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "can't convert negative value to unsigned int"));
    }
    match int::to_big(vm, &n).and_then(|n| u64::try_from(n).ok()) {
        Some(n) => Ok(n),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large to convert to C unsigned long")),
    }
}

fn set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(state) = args.at(1).downcast_ref::<Tuple>() else {
        return Err(type_error!(vm, "state vector must be a tuple"));
    };
    let items = state.tail(vm).to_vec();
    if items.len() != N + 1 {
        return Err(value_error!(vm, "state vector is the wrong size"));
    }
    let mut words = Vec::with_capacity(N);
    for item in &items[..N] {
        words.push(word(vm, item)? as u32);
    }
    let index = protocol::index(vm, &items[N])?;
    let index = match int::to_i64(vm, &index) {
        Some(n) => n,
        None => return Err(int::too_large(vm, "long")),
    };
    let Some(index) = usize::try_from(index).ok().filter(|&i| i <= N) else {
        return Err(value_error!(vm, "invalid state"));
    };
    let t = args.this::<Twister>().get_mut(vm);
    t.words.copy_from_slice(&words);
    t.index = index;
    Ok(Obj::NONE)
}

fn get_rand_bits(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let k = protocol::index(vm, args.at(1))?;
    if int::is_negative(vm, &k) {
        return Err(value_error!(vm, "Cannot convert negative int"));
    }
    let Some(k) = int::to_big(vm, &k).and_then(|k| u64::try_from(k).ok()) else {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large for C uint64_t"));
    };
    let twister = args.this::<Twister>();
    if k == 0 {
        return Ok(int::from_i64(vm, 0));
    }
    if k <= 32 {
        let bits = twister.get_mut(vm).next() >> (32 - k);
        return Ok(int::from_i64(vm, bits.into()));
    }
    let count = (k - 1) / 32 + 1;
    let count = usize::try_from(count).ok().filter(|&n| n <= u32::MAX as usize).ok_or(OutOfMemory)?;
    let mut words = Vec::new();
    words.try_reserve_exact(count).map_err(|_| OutOfMemory)?;
    let t = twister.get_mut(vm);
    for i in 0..count {
        let left = k - 32 * i as u64;
        let bits = t.next();
        words.push(if left < 32 { bits >> (32 - left) } else { bits });
    }
    Ok(int::from_big(vm, BigInt::from_biguint(Sign::Plus, BigUint::new(words))))
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let mut made = Twister::new()?;
    made.start(5489);
    Ok(vm.alloc_in(class, made).into_obj())
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let Some(twister) = o.downcast_ref::<Twister>() else { return Ok(()) };
    argument::no_keywords(vm, "Random", args)?;
    let given = argument::positional(vm, "Random", args, 0, 1)?;
    seed_with(vm, twister, given.first())
}

const METHODS: &[NativeDef] = &[
    native("random", "($self, /)", random, "random() -> x in the interval [0, 1)."),
    native(
        "seed",
        "($self, n=None, /)",
        seed,
        "seed([n]) -> None.\n\nDefaults to use urandom and falls back to a combination\nof the current time and the process identifier.",
    ),
    native("getstate", "($self, /)", get_state, "getstate() -> tuple containing the current state."),
    native("setstate", "($self, state, /)", set_state, "setstate(state) -> None.  Restores generator state."),
    native("getrandbits", "($self, k, /)", get_rand_bits, "getrandbits(k) -> x.  Generates an int with k random bits."),
];

/// `_random.Random`
pub static DEF: TypeDef = TypeDef {
    name: "Random",
    module: "_random",
    kind: kinds::RANDOM,
    flags: TypeFlags::BASE,
    doc: "Random() -> create a random number generator with its own internal state.",
    slots: Slots { new: Some(new), init: Some(init), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_random", "Module implements the Mersenne Twister random number generator.", &[])?;
    table::add_type::<Twister>(vm, &module, &DEF)?;
    Ok(module)
}
