//! Native modules: what CPython's library writes in C.
#![forbid(unsafe_code)]

pub mod cmath;
pub mod errno;
pub mod gc;
mod kinds;
pub mod math;
pub mod sre;
pub mod r#struct;
mod table;
pub mod time;
pub mod unicodedata;

/// Makes the native modules importable.
pub fn register(vm: &mut rpython_objects::Vm) {
    // One line a module.
    let modules: &[(&'static str, rpython_vm::MakeModule)] = &[
        ("_sre", sre::python::module),
        ("_struct", r#struct::module),
        ("cmath", cmath::module),
        ("errno", errno::module),
        ("gc", gc::module),
        ("math", math::module),
        ("time", time::module),
        ("unicodedata", unicodedata::module),
    ];
    for (name, make) in modules {
        rpython_vm::register_module(vm, name, *make);
    }
}
