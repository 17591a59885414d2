//! The end of the program: modules are let go, so that what only they hold is finalised (CPython: `pylifecycle.c: finalize_modules`).
//!
//! `sys.modules` lets its modules go first; a collection then finalises what only cycles through their functions held, while all
//! their names still have values. A module that lives on after that is held from elsewhere and is emptied, the last imported
//! first, private names before the others. `sys` and `builtins` stay: what comes later still prints through them.

use crate::{interp, special::run_pending};
use rpython_heap::Weak;
use rpython_objects::{Dict, Module, Obj, Ref, Str, StrExt, Vm, kinds, names, weakref};

/// Names of `sys` that lose their value beforehand.
const GIVEN_UP: &[&str] = &[
    "path",
    "argv",
    "ps1",
    "ps2",
    "last_exc",
    "last_type",
    "last_value",
    "last_traceback",
    "path_hooks",
    "path_importer_cache",
    "meta_path",
];

/// Streams that get back what they were at the start.
const STREAMS: &[(&str, &str)] = &[("stdin", "__stdin__"), ("stdout", "__stdout__"), ("stderr", "__stderr__")];

#[derive(Default)]
struct Finalizing(bool);

/// Whether the program is ending: `sys.is_finalizing()`.
pub fn is_finalizing(vm: &mut Vm) -> bool {
    vm.state_of::<Finalizing>().0
}

/// Lets the modules go, and finalises what they held but for the streams in `kept`, unless nobody would see it.
pub fn modules(vm: &mut Vm, kept: Vec<Obj>) {
    vm.state_of::<Finalizing>().0 = true;
    let observed = is_observed(vm, &kept);
    drop(kept);
    if !observed {
        return;
    }
    let (sys, builtins) = (interp::sys_dict(vm), interp::builtins(vm));
    for name in GIVEN_UP {
        if interp::sys_attribute(vm, name).is_some() {
            give_up(vm, &sys, name, Obj::NONE);
        }
    }
    for (name, first) in STREAMS {
        let stream = interp::sys_attribute(vm, first).unwrap_or(Obj::NONE);
        give_up(vm, &sys, name, stream);
    }
    let modules = interp::modules(vm);
    let known: Vec<Weak<Module>> = modules
        .get(vm)
        .iter()
        .filter_map(|(_, m)| m.downcast_ref::<Module>())
        .filter(|m| !m.get(vm).dict.is(&sys) && !m.get(vm).dict.is(&builtins))
        .map(Weak::of_ref)
        .collect();
    let gone = modules.get_mut(vm).take();
    drop(gone);
    run_pending(vm);
    rpython_gc::collect(vm);
    run_pending(vm);
    for module in known.into_iter().rev() {
        let Some(module) = module.upgrade(vm) else { continue };
        let dict = module.get(vm).dict.clone();
        clear(vm, &dict);
    }
}

/// Whether anything would run when objects die: a finaliser, or the callback of a weak reference. Where nothing would, the
/// system takes the memory back faster.
fn is_observed(vm: &mut Vm, kept: &[Obj]) -> bool {
    if Obj::any_finaliser(vm, kept) {
        return true;
    }
    let is_reference = |kind| matches!(kind, kinds::WEAK_REF | kinds::WEAK_PROXY);
    let mut references = Vec::new();
    Obj::for_each_of(vm, is_reference, &mut |o| references.push(o.clone()));
    references.iter().any(|r| weakref::has_callback(vm, r))
}

/// Sets a name; a full heap leaves it as it was.
fn give_up(vm: &mut Vm, dict: &Ref<Dict>, name: &str, value: Obj) {
    if Dict::set_name(vm, dict, name, value).is_err() {
        vm.exception.take();
    }
    run_pending(vm);
}

/// Takes the values of a module's names away: of private ones first.
fn clear(vm: &mut Vm, dict: &Ref<Dict>) {
    for private in [true, false] {
        for i in 0..dict.get(vm).size() {
            let Some((key, value)) = dict.get(vm).pair_at(i) else { continue };
            let Some(name) = key.downcast_ref::<Str>() else { continue };
            let text = name.to_string_lossy(vm);
            let fits = match private {
                true => text.starts_with('_') && !text.starts_with("__"),
                false => !name.is(names::__builtins__),
            };
            if !fits || value.is_none() {
                continue;
            }
            drop(value);
            if Dict::set_str(vm, dict, name, Obj::NONE).is_err() {
                vm.exception.take();
            }
            run_pending(vm);
        }
    }
}
