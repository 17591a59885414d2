//! Hash objects: what all the modules' types share.

use std::cell::RefCell;

use rpython_heap::{Kind, OutOfMemory, Payload};
use rpython_objects::{
    Args, Bytes, GetSetDef, NativeDef, Obj, PyResult, Ref, Str, Type, Vm, buffer, getter, int, native, protocol, raise,
    text::bytes as kernel, type_error, types, value_error,
};

use super::{
    State,
    hasher::{Algorithm, Hasher},
};
use crate::kinds;

/// The payload of a hash object.
pub(super) struct Hash {
    pub(super) algorithm: &'static Algorithm,
    /// Bytes of a digest, which BLAKE2 lets the caller choose.
    pub(super) digest_size: usize,
    /// In a cell, so that it can be fed bytes that lie in the heap.
    pub(super) hasher: RefCell<Box<Hasher>>,
}

impl Payload for Hash {
    const KIND: Kind = kinds::HASH;
    const NAME: &'static str = "hash";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// The bytes of an argument to be hashed, as `read` wants them.
pub(super) fn with_data<R>(vm: &mut Vm, o: &Obj, read: impl FnOnce(&Vm, &[u8]) -> R) -> PyResult<R> {
    if o.is_kind::<Str>() {
        return Err(type_error!(vm, "Strings must be encoded before hashing"));
    }
    if !buffer::has_buffer(vm, o) {
        return Err(type_error!(vm, "object supporting the buffer API required"));
    }
    buffer::with_bytes(vm, o, read)
}

/// What a constructor is to hash first: `data`, or `string`, its old name.
pub(super) fn first_data<'a>(vm: &mut Vm, data: Option<&'a Obj>, string: Option<&'a Obj>) -> PyResult<Option<&'a Obj>> {
    match (data, string) {
        (Some(_), Some(_)) => Err(type_error!(
            vm,
            "'data' and 'string' are mutually exclusive and support for 'string' keyword parameter is slated for removal in a future version."
        )),
        (data, string) => Ok(data.or(string)),
    }
}

/// An object of a class that has hashed `data`.
pub(super) fn make(
    vm: &mut Vm,
    class: &Ref<Type>,
    algorithm: &'static Algorithm,
    mut hasher: Hasher,
    digest_size: usize,
    data: Option<&Obj>,
) -> PyResult {
    if let Some(data) = data {
        with_data(vm, data, |_, bytes| hasher.update(bytes))?;
    }
    Ok(vm.alloc_in(class, Hash { algorithm, digest_size, hasher: RefCell::new(Box::new(hasher)) }).into_obj())
}

/// The class that a module has made under a name.
pub(super) fn class(vm: &mut Vm, name: &'static str) -> PyResult<Ref<Type>> {
    match vm.state_of::<State>().classes.get(name).cloned() {
        Some(class) => Ok(class),
        None => Err(raise!(vm, types::SYSTEM_ERROR, "the type {name} has not been made")),
    }
}

fn update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Hash>();
    with_data(vm, args.at(1), |vm, bytes| this.get(vm).hasher.borrow_mut().update(bytes))?;
    Ok(Obj::NONE)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own();
    let Hash { algorithm, digest_size, hasher } = args.this::<Hash>().get(vm);
    let made = Hash { algorithm, digest_size: *digest_size, hasher: hasher.clone() };
    Ok(vm.alloc_in(&class, made).into_obj())
}

/// The digest as text.
pub(super) fn hex(vm: &mut Vm, digest: &[u8]) -> PyResult {
    match kernel::hex(digest, None, 1) {
        Ok(digits) => Ok(Str::from_ascii(vm, &digits).into_obj()),
        Err(e) => Err(vm.raise_size(e, "result too long")),
    }
}

fn digest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let digest = args.this::<Hash>().get(vm).hasher.borrow().digest(Vec::new());
    Ok(Bytes::new(vm, &digest)?.into_obj())
}

fn hexdigest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let digest = args.this::<Hash>().get(vm).hasher.borrow().digest(Vec::new());
    hex(vm, &digest)
}

/// An argument that fits C's `unsigned long`.
pub(super) fn unsigned(vm: &mut Vm, o: &Obj) -> PyResult<u64> {
    let exact = protocol::index(vm, o)?;
    if int::is_negative(vm, &exact) {
        return Err(value_error!(vm, "Cannot convert negative int"));
    }
    match int::view(vm, &exact).and_then(|n| n.to_u64()) {
        Some(n) => Ok(n),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large for C unsigned long")),
    }
}

/// A digest of as many bytes as the argument says.
fn long_digest(vm: &mut Vm, args: Args<'_>) -> PyResult<Vec<u8>> {
    const TOO_LONG: u64 = 1 << 29;
    let len = unsigned(vm, args.at(1))?;
    if len >= TOO_LONG {
        return Err(value_error!(vm, "length is too large"));
    }
    let mut out = Vec::new();
    out.try_reserve_exact(len as usize).map_err(|_| OutOfMemory)?;
    out.resize(len as usize, 0);
    Ok(args.this::<Hash>().get(vm).hasher.borrow().digest(out))
}

fn shake_digest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let digest = long_digest(vm, args)?;
    Ok(Bytes::new(vm, &digest)?.into_obj())
}

fn shake_hexdigest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let digest = long_digest(vm, args)?;
    hex(vm, &digest)
}

const UPDATE_DOC: &str = "Update this hash object's state with the provided string.";

/// `copy`, `digest`, `hexdigest`, `update`.
pub(super) static METHODS: &[NativeDef] = &[
    native("copy", "($self, /)", copy, "Return a copy of the hash object."),
    native("digest", "($self, /)", digest, "Return the digest value as a bytes object."),
    native("hexdigest", "($self, /)", hexdigest, "Return the digest value as a string of hexadecimal digits."),
    native("update", "($self, obj, /)", update, UPDATE_DOC),
];

/// The same, where digests may have any length.
pub(super) static SHAKE_METHODS: &[NativeDef] = &[
    native("copy", "($self, /)", copy, "Return a copy of the hash object."),
    native("digest", "($self, /, length)", shake_digest, "Return the digest value as a bytes object."),
    native(
        "hexdigest",
        "($self, /, length)",
        shake_hexdigest,
        "Return the digest value as a string of hexadecimal digits.",
    ),
    native("update", "($self, obj, /)", update, UPDATE_DOC),
];

/// A number that a hash object tells.
fn number(vm: &mut Vm, o: &Obj, read: fn(&Hash) -> usize) -> PyResult {
    let n = o.downcast_ref::<Hash>().map_or(0, |hash| read(hash.get(vm)));
    Ok(int::from_i64(vm, n as i64))
}

const BLOCK_SIZE: GetSetDef = getter("block_size", |vm, o| number(vm, o, |hash| hash.algorithm.block_size), "");
const DIGEST_SIZE: GetSetDef = getter("digest_size", |vm, o| number(vm, o, |hash| hash.digest_size), "");
const NAME: GetSetDef = getter(
    "name",
    |vm, o| {
        let name = o.downcast_ref::<Hash>().map_or("", |hash| hash.get(vm).algorithm.name);
        Ok(Str::intern(vm, name).into_obj())
    },
    "",
);

/// `block_size`, `name`, `digest_size`.
pub(super) static GETSETS: &[GetSetDef] = &[BLOCK_SIZE, NAME, DIGEST_SIZE];

/// The same, and what is known of the sponge of SHA-3.
pub(super) static SPONGE_GETSETS: &[GetSetDef] = &[
    BLOCK_SIZE,
    NAME,
    DIGEST_SIZE,
    getter("_capacity_bits", |vm, o| number(vm, o, |hash| 1600 - 8 * hash.algorithm.block_size), ""),
    getter("_rate_bits", |vm, o| number(vm, o, |hash| 8 * hash.algorithm.block_size), ""),
    getter(
        "_suffix",
        |vm, o| {
            let is_shake = o.downcast_ref::<Hash>().is_some_and(|hash| hash.get(vm).digest_size == 0);
            Ok(Bytes::new(vm, if is_shake { b"\x1f" } else { b"\x06" })?.into_obj())
        },
        "",
    ),
];
