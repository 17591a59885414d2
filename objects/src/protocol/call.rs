//! Calling.

use crate::{CallArgs, PyResult, Str, TypeFlags, Vm, type_error};
use rpython_heap::{Obj, Ref};
use smallvec::SmallVec;

/// `f(*args)`
///
/// # Errors
/// What the call raises.
#[inline]
pub fn call(vm: &mut Vm, f: &Obj, args: &[Obj]) -> PyResult {
    call_args(vm, f, CallArgs::positional(args))
}

/// `f(…)` with positional and keyword arguments.
///
/// # Errors
/// What the call raises.
pub fn call_args(vm: &mut Vm, f: &Obj, args: CallArgs<'_>) -> PyResult {
    vm.check_stack(" while calling a Python object")?;
    match vm.slots_of(f).call() {
        Some(call) => call(vm, f, args),
        None => {
            let class = crate::argument::class_name(vm, f);
            match namesake(vm, f) {
                Some(name) => {
                    Err(type_error!(vm, "'{class}' object is not callable. Did you mean: '{name}.{name}(...)'?"))
                }
                None => Err(type_error!(vm, "'{class}' object is not callable")),
            }
        }
    }
}

/// The name of a module that holds something callable of the same name.
#[cold]
fn namesake(vm: &mut Vm, o: &Obj) -> Option<String> {
    let dict = crate::module::namespace(vm, o)?;
    let name = crate::Dict::get_str(vm, &dict, crate::names::__name__)?.downcast_ref::<Str>()?.clone();
    let held = crate::Dict::get_str(vm, &dict, &name)?.clone();
    vm.slots_of(&held).call()?;
    Some(crate::StrExt::to_string_lossy(&name, vm))
}

/// `o.name(*args)`
///
/// # Errors
/// What finding or calling the method raises.
pub fn call_method(vm: &mut Vm, o: &Obj, name: &Ref<Str>, args: &[Obj]) -> PyResult {
    let method = super::get_attr(vm, o, name)?;
    call(vm, &method, args)
}

/// Calls the special method `name` of the class of `o`; `None` where there is none.
///
/// # Errors
/// What binding or calling it raises.
pub fn call_special(vm: &mut Vm, o: &Obj, name: &Ref<Str>, args: &[Obj]) -> PyResult<Option<Obj>> {
    match super::lookup_special(vm, o, name) {
        Some(method) => call_found(vm, o, &method, CallArgs::positional(args)).map(Some),
        None => Ok(None),
    }
}

/// Calls what a class has under a name as a method of `o`, without making a bound method where that is not needed.
///
/// # Errors
/// What binding or calling it raises.
pub fn call_found(vm: &mut Vm, o: &Obj, method: &Obj, args: CallArgs<'_>) -> PyResult {
    let class = vm.class_of(method);
    if class.get(vm).flags.has(TypeFlags::METHOD_DESCRIPTOR) {
        match args.values {
            [] => return call_args(vm, method, CallArgs::positional(std::slice::from_ref(o))),
            [one] if args.names.is_none() => {
                let all = [o.clone(), one.clone()];
                return call_args(vm, method, CallArgs::positional(&all));
            }
            _ => {}
        }
        let mut all: SmallVec<[Obj; 6]> = SmallVec::with_capacity(args.values.len() + 1);
        all.push(o.clone());
        all.extend(args.values.iter().cloned());
        return call_args(vm, method, CallArgs { values: &all, names: args.names });
    }
    let bound = bind(vm, o, method)?;
    call_args(vm, &bound, args)
}

/// Binds what a class has under a name to `o`.
///
/// # Errors
/// What its `__get__` raises.
pub fn bind(vm: &mut Vm, o: &Obj, found: &Obj) -> PyResult {
    match vm.slots_of(found).descr_get() {
        Some(get) => {
            let class = vm.class_of(o).own();
            get(vm, found, Some(o), Some(&class))
        }
        None => Ok(found.clone()),
    }
}
