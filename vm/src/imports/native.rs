//! Native modules: how they are made, by name.

use rpython_objects::{Module, PyResult, Ref, Vm};
use std::collections::BTreeMap;

/// Makes a native module.
pub type MakeModule = fn(&mut Vm) -> PyResult<Ref<Module>>;

#[derive(Default)]
struct NativeModules(BTreeMap<&'static str, MakeModule>);

/// Makes a native module importable.
pub fn register_module(vm: &mut Vm, name: &'static str, make: MakeModule) {
    vm.state_of::<NativeModules>().0.insert(name, make);
}

/// The names of the native modules that are registered, in order. `builtins` and `sys` are made by the interpreter and not among them.
pub fn native_names(vm: &mut Vm) -> Vec<&'static str> {
    vm.state_of::<NativeModules>().0.keys().copied().collect()
}

/// Makes a native module; `None` if none has the name.
pub fn make_native(vm: &mut Vm, name: &str) -> Option<PyResult<Ref<Module>>> {
    let make = vm.state_of::<NativeModules>().0.get(name).copied()?;
    Some(make(vm))
}
