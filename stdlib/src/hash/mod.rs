//! `_md5`, `_sha1`, `_sha2`, `_sha3`, `_blake2`, `_hmac`, `_hashlib`: hash functions (CPython: `Modules/md5module.c` and its
//! neighbours, `Modules/_hashopenssl.c`).
//!
//! `hasher.rs` holds the functions, `object.rs` what their objects share, `builtin.rs` the modules of one family each,
//! `blake2.rs`, `keyed.rs` (`_hmac`) and `openssl.rs` (`_hashlib`, which needs no OpenSSL here) the others.

pub mod blake2;
pub mod builtin;
mod hasher;
pub mod keyed;
mod object;
pub mod openssl;

use rpython_objects::{Module, PyResult, Ref, Type, TypeDef, Vm, int, type_object};
use rustc_hash::FxHashMap;

use crate::table;

/// What the modules keep: their types, by module and name, and their exceptions.
#[derive(Default)]
struct State {
    classes: FxHashMap<&'static str, Ref<Type>>,
}

/// Makes a type of hash objects and keeps it.
fn add_class(vm: &mut Vm, key: &'static str, def: &'static TypeDef) -> PyResult<Ref<Type>> {
    let class = type_object::define_kind::<object::Hash>(vm, def)?;
    vm.state_of::<State>().classes.insert(key, class.clone());
    Ok(class)
}

/// `_GIL_MINSIZE`: from how many bytes on CPython lets other threads run.
fn add_threshold(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    let size = int::from_i64(vm, 2048);
    table::set(vm, module, "_GIL_MINSIZE", size)
}
