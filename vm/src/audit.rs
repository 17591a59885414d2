//! Audit events (PEP 578): `sys.addaudithook` and `sys.audit`.

use rpython_objects::{Obj, PyResult, Str, Tuple, Vm, protocol};

/// The hooks of the interpreter, in the order in which they were added.
#[derive(Default)]
struct Hooks(Vec<Obj>);

/// Whether anyone listens.
pub fn is_watched(vm: &mut Vm) -> bool {
    !vm.state_of::<Hooks>().0.is_empty()
}

/// Reports an event to the hooks.
///
/// # Errors
/// What a hook raises: the event does not take place then.
pub fn event(vm: &mut Vm, name: &str, args: &[Obj]) -> PyResult<()> {
    if !is_watched(vm) {
        return Ok(());
    }
    let name = Str::intern(vm, name).into_obj();
    let args = Tuple::from_slice(vm, args)?.into_obj();
    report(vm, &name, &args)
}

/// Reports an event whose name and arguments are objects.
pub(crate) fn report(vm: &mut Vm, name: &Obj, args: &Obj) -> PyResult<()> {
    let mut i = 0;
    while let Some(hook) = vm.state_of::<Hooks>().0.get(i).cloned() {
        protocol::call(vm, &hook, &[name.clone(), args.clone()])?;
        i += 1;
    }
    Ok(())
}

/// Adds a hook.
pub(crate) fn add(vm: &mut Vm, hook: Obj) {
    vm.state_of::<Hooks>().0.push(hook);
}
