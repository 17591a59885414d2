//! Native modules: what CPython's library writes in C.
#![forbid(unsafe_code)]

pub mod cmath;
pub mod errno;
pub mod gc;
mod kinds;
pub mod math;
pub mod sre;
mod table;
pub mod time;

/// Makes the native modules importable.
pub fn register(vm: &mut rpython_objects::Vm) {
    // One line a module.
    let modules: &[(&'static str, rpython_vm::MakeModule)] = &[
        ("cmath", cmath::module),
        ("errno", errno::module),
        ("gc", gc::module),
        ("math", math::module),
        ("time", time::module),
    ];
    for (name, make) in modules {
        rpython_vm::register_module(vm, name, *make);
    }
}
