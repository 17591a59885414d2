//! Native modules: what CPython's library writes in C.
#![forbid(unsafe_code)]

pub mod sre;

/// Makes the native modules importable.
pub fn register(vm: &mut rpython_objects::Vm) {
    let modules: &[(&'static str, rpython_vm::MakeModule)] = &[];
    for (name, make) in modules {
        rpython_vm::register_module(vm, name, *make);
    }
}
