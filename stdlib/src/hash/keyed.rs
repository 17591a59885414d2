//! `_hmac`, and the objects that `_hashlib.hmac_new` makes too: keyed hashes (RFC 2104).

use std::cell::RefCell;

use rpython_heap::{Kind, Payload};
use rpython_objects::{
    Args, Bytes, Module, NativeDef, Obj, PyResult, Raised, Ref, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm,
    getter, int, native, protocol, type_error, types, value_error,
};

use super::{
    State, add_threshold,
    hasher::{ALGORITHMS, Algorithm, Keyed},
    object::{class, hex, with_data},
};
use crate::{kinds, table};

/// The payload of a keyed hash object.
pub(super) struct Hmac(RefCell<Box<Keyed>>);

impl Payload for Hmac {
    const KIND: Kind = kinds::HMAC;
    const NAME: &'static str = "HMAC";
    const TRACKED: bool = false;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

/// An object of a class, which has hashed `msg`.
pub(super) fn make(vm: &mut Vm, class: &Ref<Type>, mut keyed: Keyed, msg: Option<&Obj>) -> PyResult {
    if let Some(msg) = msg {
        with_data(vm, msg, |_, bytes| keyed.update(bytes))?;
    }
    Ok(vm.alloc_in(class, Hmac(RefCell::new(Box::new(keyed)))).into_obj())
}

fn update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Hmac>();
    with_data(vm, args.at(1), |vm, bytes| this.get(vm).0.borrow_mut().update(bytes))?;
    Ok(Obj::NONE)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own();
    let keyed = args.this::<Hmac>().get(vm).0.borrow().clone();
    Ok(vm.alloc_in(&class, Hmac(RefCell::new(keyed))).into_obj())
}

fn digest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let digest = args.this::<Hmac>().get(vm).0.borrow().digest();
    Ok(Bytes::new(vm, &digest)?.into_obj())
}

fn hexdigest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let digest = args.this::<Hmac>().get(vm).0.borrow().digest();
    hex(vm, &digest)
}

/// The function of a keyed hash object.
fn algorithm(vm: &Vm, o: &Obj) -> Option<&'static Algorithm> {
    o.downcast_ref::<Hmac>().map(|this| this.get(vm).0.borrow().algorithm)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let name = algorithm(vm, o).map_or("", |a| a.name);
    let address = protocol::id(o);
    Ok(Str::new(vm, &format!("<{name} HMAC object @ {address:#x}>")).into_obj())
}

/// The type, in the module of that name.
macro_rules! hmac_type {
    ($def:ident $module:literal $doc:expr) => {
        pub(super) static $def: TypeDef = TypeDef {
            name: "HMAC",
            module: $module,
            kind: kinds::HMAC,
            flags: TypeFlags::NO_NEW,
            doc: $doc,
            slots: Slots { repr: Some(repr), ..Slots::EMPTY },
            methods: &[
                native("copy", "($self, /)", copy, "Return a copy (\"clone\") of the HMAC object."),
                native("update", "($self, /, msg)", update, "Update the HMAC object with the given message."),
                native(
                    "digest",
                    "($self, /)",
                    digest,
                    "Return the digest of the bytes passed to the update() method so far.",
                ),
                native(
                    "hexdigest",
                    "($self, /)",
                    hexdigest,
                    "Return hexadecimal digest of the bytes passed to the update() method so far.\n\nThis may be used to exchange the value safely in email or other\nnon-binary environments.",
                ),
            ],
            getsets: &[
                getter(
                    "name",
                    |vm, o| {
                        let name = algorithm(vm, o).map_or("", |a| a.name);
                        Ok(Str::new(vm, &format!("hmac-{name}")).into_obj())
                    },
                    "",
                ),
                getter(
                    "block_size",
                    |vm, o| {
                        let size = algorithm(vm, o).map_or(0, |a| a.block_size);
                        Ok(int::from_i64(vm, size as i64))
                    },
                    "",
                ),
                getter(
                    "digest_size",
                    |vm, o| {
                        let size = algorithm(vm, o).map_or(0, |a| a.digest_size);
                        Ok(int::from_i64(vm, size as i64))
                    },
                    "",
                ),
            ],
            ..TypeDef::EMPTY
        };
    };
}

hmac_type!(DEF "_hmac" "");
hmac_type!(
    OPENSSL_DEF "_hashlib"
    "The object used to calculate HMAC of a message.\n\nMethods:\n\nupdate() -- updates the current digest with an additional string\ndigest() -- return the current digest value\nhexdigest() -- return the current digest as a string of hexadecimal digits\ncopy() -- return a copy of the current hash object\n\nAttributes:\n\nname -- the name, including the hash algorithm used by this object\ndigest_size -- number of bytes in digest() output\n"
);

/// `_hmac.UnknownHashError`
#[derive(Default)]
struct Unknown(Option<Ref<Type>>);

fn unknown(vm: &mut Vm, name: &Obj) -> Raised {
    let shown = match protocol::repr_text(vm, name) {
        Ok(shown) => shown,
        Err(raised) => return raised,
    };
    let class = vm.state_of::<Unknown>().0.clone();
    vm.raise(class.as_ref().unwrap_or(types::VALUE_ERROR), format!("unsupported hash type: {shown}"))
}

/// The function that a `digestmod` names, in small or capital letters: one of HACL's.
fn by_name(vm: &mut Vm, name: &Obj) -> PyResult<&'static Algorithm> {
    const HACL: usize = 14;
    let text = name.downcast_ref::<Str>().map(|name| name.to_string_lossy(vm));
    let found = text.and_then(|text| {
        let text = text.strip_suffix("_32").filter(|name| name.starts_with("blake2")).unwrap_or(&text);
        let fits = |a: &&Algorithm| a.digest_size > 0 && (a.name == text || a.name.to_ascii_uppercase() == text);
        ALGORITHMS.iter().take(HACL).find(fits)
    });
    found.ok_or_else(|| unknown(vm, name))
}

fn key(vm: &mut Vm, o: &Obj) -> PyResult<Vec<u8>> {
    with_data(vm, o, |_, bytes| bytes.to_vec())
}

fn new(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(name) = args.opt(3) else {
        return Err(type_error!(vm, "new() missing 1 required argument 'digestmod'"));
    };
    let algorithm = by_name(vm, name)?;
    if algorithm.name.starts_with("blake2") {
        return Err(value_error!(vm, "invalid HACL* algorithm"));
    }
    let key = key(vm, args.at(1))?;
    let class = class(vm, "_hmac.HMAC")?;
    make(vm, &class, Keyed::new(algorithm, &key), args.some(2))
}

/// The keyed hash of a message.
fn compute(vm: &mut Vm, algorithm: &'static Algorithm, key_of: &Obj, msg: &Obj) -> PyResult {
    let key = key(vm, key_of)?;
    let mut keyed = Keyed::new(algorithm, &key);
    with_data(vm, msg, |_, bytes| keyed.update(bytes))?;
    Ok(Bytes::new(vm, &keyed.digest())?.into_obj())
}

macro_rules! one_shot {
    ($($function:literal $name:literal;)*) => {
        static FUNCTIONS: &[NativeDef] = &[
            native("new", "($module, /, key, msg=None, digestmod=None)", new, "Return a new HMAC object."),
            native(
                "compute_digest",
                "($module, /, key, msg, digest)",
                |vm, a| {
                    let algorithm = by_name(vm, a.at(3))?;
                    compute(vm, algorithm, a.at(1), a.at(2))
                },
                "",
            ),
            $(native(
                $function,
                "($module, key, msg, /)",
                |vm, a| {
                    let algorithm = super::builtin::known(vm, $name)?;
                    compute(vm, algorithm, a.at(1), a.at(2))
                },
                "",
            ),)*
        ];
    };
}

one_shot! {
    "compute_md5" "md5";
    "compute_sha1" "sha1";
    "compute_sha224" "sha224";
    "compute_sha256" "sha256";
    "compute_sha384" "sha384";
    "compute_sha512" "sha512";
    "compute_sha3_224" "sha3_224";
    "compute_sha3_256" "sha3_256";
    "compute_sha3_384" "sha3_384";
    "compute_sha3_512" "sha3_512";
    "compute_blake2s_32" "blake2s";
    "compute_blake2b_32" "blake2b";
}

/// Makes the module `_hmac`.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_hmac", "", FUNCTIONS)?;
    let class = table::add_type::<Hmac>(vm, &module, &DEF)?;
    vm.state_of::<State>().classes.insert("_hmac.HMAC", class);
    let base = types::VALUE_ERROR.clone();
    let unknown = table::add_exception(vm, &module, "_hmac", "UnknownHashError", &base)?;
    vm.state_of::<Unknown>().0 = Some(unknown);
    add_threshold(vm, &module)?;
    Ok(module)
}
