//! `_blake2`: BLAKE2 with keys, salts and tree parameters (RFC 7693).

use rpython_objects::{
    Args, CallArgs, Module, NativeDef, Obj, PyResult, Raised, Ref, Slots, Type, TypeDef, Vm, argument, buffer, int,
    native, protocol, raise, types, value_error,
};

use super::{
    add_class, add_threshold,
    builtin::known,
    hasher::Hasher,
    object::{self, GETSETS, METHODS, unsigned},
};
use crate::{kinds, table};

/// One of the two functions: its bounds.
struct Variant {
    name: &'static str,
    /// As messages name it.
    title: &'static str,
    /// Most bytes of a digest, and of a key.
    most: usize,
    /// Bytes of a salt, and of a personalisation.
    salt: usize,
    /// Largest node offset.
    offset: u64,
}

const BLAKE2B: Variant = Variant { name: "blake2b", title: "Blake2b", most: 64, salt: 16, offset: u64::MAX };
const BLAKE2S: Variant = Variant { name: "blake2s", title: "Blake2s", most: 32, salt: 8, offset: (1 << 48) - 1 };

/// What a caller may set.
struct Parameters {
    digest_size: usize,
    key: Vec<u8>,
    salt: Vec<u8>,
    person: Vec<u8>,
    fanout: u8,
    depth: u8,
    leaf_size: u32,
    node_offset: u64,
    node_depth: u8,
    inner_size: usize,
    last_node: bool,
}

/// The parameters in the language of one crate.
macro_rules! state {
    ($crate_name:ident, $variant:ident, $p:expr) => {{
        let p = $p;
        let mut params = $crate_name::Params::new();
        params
            .hash_length(p.digest_size)
            .key(&p.key)
            .salt(&p.salt)
            .personal(&p.person)
            .fanout(p.fanout)
            .max_depth(p.depth)
            .max_leaf_length(p.leaf_size)
            .node_offset(p.node_offset)
            .node_depth(p.node_depth)
            .inner_hash_length(p.inner_size)
            .last_node(p.last_node);
        Hasher::$variant(params.to_state())
    }};
}

/// A byte-sized parameter.
fn small(vm: &mut Vm, o: Option<&Obj>, default: u8, name: &str, least: i32) -> PyResult<u8> {
    let n = o.map_or(Ok(default.into()), |o| argument::c_int(vm, o))?;
    match u8::try_from(n) {
        Ok(byte) if n >= least => Ok(byte),
        _ => Err(value_error!(vm, "{name} must be between {least} and 255")),
    }
}

/// Bytes of bounded length.
fn short(vm: &mut Vm, o: Option<&Obj>, most: usize, name: &str) -> PyResult<Vec<u8>> {
    let bytes = o.map_or(Ok(Vec::new()), |o| buffer::to_vec(vm, o))?;
    if bytes.len() > most {
        return Err(value_error!(vm, "maximum {name} length is {most} bytes"));
    }
    Ok(bytes)
}

/// An integer that fits C's `unsigned long long`.
fn wide(vm: &mut Vm, o: &Obj) -> PyResult<u64> {
    let exact = protocol::index(vm, o)?;
    if !int::is_negative(vm, &exact) && int::view(vm, &exact).is_some_and(|n| n.to_u64().is_none()) {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large for C unsigned long long"));
    }
    unsigned(vm, &exact)
}

fn too_large(vm: &mut Vm, name: &str) -> Raised {
    raise!(vm, types::OVERFLOW_ERROR, "{name} is too large")
}

fn parameters(vm: &mut Vm, args: Args<'_>, variant: &Variant) -> PyResult<Parameters> {
    let Variant { title, most, salt: salt_size, .. } = *variant;
    let size = args.opt(1).map_or(Ok(most as i32), |o| argument::c_int(vm, o))?;
    let Some(digest_size) = usize::try_from(size).ok().filter(|size| (1..=most).contains(size)) else {
        return Err(value_error!(vm, "digest_size for {title} must be between 1 and {most} bytes, here it is {size}"));
    };
    let salt = short(vm, args.opt(3), salt_size, "salt")?;
    let person = short(vm, args.opt(4), salt_size, "person")?;
    let fanout = small(vm, args.opt(5), 1, "fanout", 0)?;
    let depth = small(vm, args.opt(6), 1, "depth", 1)?;
    let leaf_size = args.opt(7).map_or(Ok(0), |o| unsigned(vm, o))?;
    let leaf_size = u32::try_from(leaf_size).map_err(|_| too_large(vm, "leaf_size"))?;
    let node_offset = args.opt(8).map_or(Ok(0), |o| wide(vm, o))?;
    if node_offset > variant.offset {
        return Err(too_large(vm, "node_offset"));
    }
    let node_depth = small(vm, args.opt(9), 0, "node_depth", 0)?;
    let inner = args.opt(10).map_or(Ok(0), |o| argument::c_int(vm, o))?;
    let Some(inner_size) = usize::try_from(inner).ok().filter(|size| *size <= most) else {
        return Err(value_error!(vm, "inner_size must be between 0 and is {most}"));
    };
    let last_node = args.opt(11).map_or(Ok(false), |o| protocol::is_true(vm, o))?;
    let key = short(vm, args.opt(2), most, "key")?;
    Ok(Parameters {
        digest_size,
        key,
        salt,
        person,
        fanout,
        depth,
        leaf_size,
        node_offset,
        node_depth,
        inner_size,
        last_node,
    })
}

fn construct(
    vm: &mut Vm,
    class: &Ref<Type>,
    args: Args<'_>,
    variant: &Variant,
    make: fn(&Parameters) -> Hasher,
) -> PyResult {
    let data = object::first_data(vm, args.opt(0), args.opt(13))?;
    let parameters = parameters(vm, args, variant)?;
    let algorithm = known(vm, variant.name)?;
    object::make(vm, class, algorithm, make(&parameters), parameters.digest_size, data)
}

macro_rules! blake2_types {
    ($($name:ident $def:ident $signature:ident $variant:ident $make:expr, $size:literal;)*) => {
        $(
            static $signature: NativeDef = native(
                stringify!($name),
                concat!(
                    "(data=b'', *, digest_size=_blake2.", stringify!($name), ".MAX_DIGEST_SIZE,\n        ",
                    "key=b'', salt=b'', person=b'', fanout=1, depth=1, leaf_size=0,\n        ",
                    "node_offset=0, node_depth=0, inner_size=0, last_node=False,\n        ",
                    "usedforsecurity=True, string=None)"
                ),
                |_, _| Ok(Obj::NONE),
                "",
            );

            fn $name(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
                let bound = native::bind(vm, &$signature, args)?;
                construct(vm, class, Args::new(&bound), &$variant, $make)
            }

            static $def: TypeDef = TypeDef {
                name: stringify!($name),
                module: "_blake2",
                kind: kinds::HASH,
                doc: concat!("Return a new BLAKE2", $size, " hash object."),
                slots: Slots { new: Some($name), ..Slots::EMPTY },
                methods: METHODS,
                getsets: GETSETS,
                attributes: &[
                    ("SALT_SIZE", |vm| int::from_i64(vm, $variant.salt as i64)),
                    ("PERSON_SIZE", |vm| int::from_i64(vm, $variant.salt as i64)),
                    ("MAX_KEY_SIZE", |vm| int::from_i64(vm, $variant.most as i64)),
                    ("MAX_DIGEST_SIZE", |vm| int::from_i64(vm, $variant.most as i64)),
                ],
                ..TypeDef::EMPTY
            };
        )*
    };
}

blake2_types! {
    blake2b DEF_BLAKE2B NEW_BLAKE2B BLAKE2B |p| state!(blake2b_simd, Blake2b, p), "b";
    blake2s DEF_BLAKE2S NEW_BLAKE2S BLAKE2S |p| state!(blake2s_simd, Blake2s, p), "s";
}

/// Makes the module `_blake2`.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_blake2", "_blake2b provides BLAKE2b for hashlib\n", &[])?;
    for (key, def, prefix, variant) in
        [("_blake2.blake2b", &DEF_BLAKE2B, "BLAKE2B", BLAKE2B), ("_blake2.blake2s", &DEF_BLAKE2S, "BLAKE2S", BLAKE2S)]
    {
        let class = add_class(vm, key, def)?;
        table::set(vm, &module, def.name, class.into_obj())?;
        for (name, size) in [
            ("SALT_SIZE", variant.salt),
            ("PERSON_SIZE", variant.salt),
            ("MAX_KEY_SIZE", variant.most),
            ("MAX_DIGEST_SIZE", variant.most),
        ] {
            let size = int::from_i64(vm, size as i64);
            table::set(vm, &module, &format!("{prefix}_{name}"), size)?;
        }
    }
    add_threshold(vm, &module)?;
    Ok(module)
}
