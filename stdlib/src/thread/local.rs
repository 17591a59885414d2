//! `_local`: an object with other attributes in every thread (CPython: `Modules/_threadmodule.c`, thread-local objects).
//!
//! The payload keeps a dict for each thread. Before each access the running thread's is put into the instance's `__dict__` word,
//! so that `object`'s own rules do the rest; between that and the dict's use no other code runs.

use crate::kinds;
use rpython_objects::{
    CallArgs, Dict, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, Tuple, Type, TypeDef, TypeFlags, Vm, Weak,
    argument, names, object, protocol, type_error, types,
};
use rpython_vm::threads;
use rustc_hash::FxHashMap;

/// The payload of a thread-local object.
pub(super) struct Local {
    dicts: Vec<(u64, Ref<Dict>)>,
    /// What `__init__` is called with in every thread.
    values: Vec<Obj>,
    names: Option<Ref<Tuple>>,
}

impl Payload for Local {
    const KIND: u8 = kinds::THREAD_LOCAL;
    const NAME: &'static str = "_local";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();

    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        for (_, dict) in &self.dicts {
            visit(dict);
        }
        self.values.iter().for_each(&mut *visit);
        if let Some(names) = &self.names {
            visit(names);
        }
    }

    fn clear(&mut self) {
        self.dicts.clear();
        self.values.clear();
    }
}

/// The thread-local objects that each thread has used.
#[derive(Default)]
struct Used(FxHashMap<u64, Vec<Weak<Local>>>);

fn object_init(vm: &Vm) -> Option<usize> {
    vm.slots(types::OBJECT).init().map(|f| f as usize)
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if !args.values.is_empty() && vm.slots(class).init().map(|f| f as usize) == object_init(vm) {
        return Err(type_error!(vm, "Initialization arguments are not supported"));
    }
    let payload = Local { dicts: Vec::new(), values: args.values.to_vec(), names: args.names.cloned() };
    let made = vm.alloc_in(class, payload);
    // The call of the class initialises it in this thread.
    add_dict(vm, &made);
    Ok(made.into_obj())
}

fn add_dict(vm: &mut Vm, this: &Ref<Local>) -> Ref<Dict> {
    let thread = threads::ident();
    let dict = Dict::new(vm);
    this.get_mut(vm).dicts.push((thread, dict.clone()));
    let used = vm.state_of::<Used>().0.entry(thread).or_default();
    used.push(Weak::of_ref(this));
    dict
}

/// Puts a dict into the instance's word for `__dict__`.
fn install(vm: &mut Vm, o: &Obj, dict: Option<Ref<Dict>>) {
    let Some(word) = vm.class_of(o).get(vm).dict_word else { return };
    if let Some(place) = o.extra_mut(vm).get_mut(word as usize) {
        let old = std::mem::replace(place, OptObj::from(dict.map(Ref::into_obj)));
        drop(old);
    }
}

fn drop_dict(vm: &mut Vm, this: &Ref<Local>, thread: u64) {
    let dicts = &mut this.get_mut(vm).dicts;
    let Some(at) = dicts.iter().position(|(t, _)| *t == thread) else { return };
    let (_, dict) = dicts.swap_remove(at);
    if object::existing_dict(vm, this).is_some_and(|d| d.is(&dict)) {
        install(vm, this, None);
    }
    drop(dict);
}

/// Makes the running thread's dict the instance's, initialising the object in this thread if need be.
fn switch(vm: &mut Vm, o: &Obj) -> PyResult<Option<Ref<Dict>>> {
    let Some(this) = o.downcast_ref::<Local>() else { return Ok(None) };
    let thread = threads::ident();
    let known = this.get(vm).dicts.iter().find(|(t, _)| *t == thread).map(|(_, d)| d.clone());
    if let Some(dict) = known {
        if !object::existing_dict(vm, o).is_some_and(|d| d.is(&dict)) {
            install(vm, o, Some(dict.clone()));
        }
        return Ok(Some(dict));
    }
    let dict = add_dict(vm, this);
    install(vm, o, Some(dict.clone()));
    let class = vm.class_of(o).own();
    if let Some(init) = vm.slots(&class).init()
        && Some(init as usize) != object_init(vm)
    {
        let (values, names) = (this.get(vm).values.clone(), this.get(vm).names.clone());
        if let Err(raised) = init(vm, o, CallArgs { values: &values, names: names.as_ref() }) {
            // The next access tries again.
            drop_dict(vm, this, thread);
            return Err(raised);
        }
        install(vm, o, Some(dict.clone()));
    }
    Ok(Some(dict))
}

/// A thread ends: its attributes go.
pub(super) fn thread_ended(vm: &mut Vm, thread: u64) {
    for weak in vm.state_of::<Used>().0.remove(&thread).unwrap_or_default() {
        if let Some(local) = weak.upgrade(vm) {
            drop_dict(vm, &local, thread);
        }
    }
}

fn get_attr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    let dict = switch(vm, o)?;
    if is_dict(vm, name)
        && let Some(dict) = dict
    {
        return Ok(dict.into_obj());
    }
    object::generic_get_attr(vm, o, name)
}

fn set_attr(vm: &mut Vm, o: &Obj, name: &Obj, value: Option<&Obj>) -> PyResult<()> {
    if is_dict(vm, name) {
        let class = argument::class_name(vm, o);
        let message = format!("'{class}' object attribute '__dict__' is read-only");
        return Err(protocol::attribute_error(vm, o, names::__dict__, &message));
    }
    switch(vm, o)?;
    object::generic_set_attr(vm, o, name, value)
}

fn is_dict(vm: &Vm, name: &Obj) -> bool {
    name.downcast_ref::<Str>().is_some_and(|n| Str::same(vm, n, names::__dict__))
}

/// `_local`
pub(super) static DEF: TypeDef = TypeDef {
    name: "_local",
    module: "_thread",
    kind: kinds::THREAD_LOCAL,
    flags: TypeFlags::BASE,
    doc: "Thread-local data",
    slots: Slots { new: Some(new), get_attr: Some(get_attr), set_attr: Some(set_attr), ..Slots::EMPTY },
    weakly_referable: true,
    instance_dict: true,
    ..TypeDef::EMPTY
};
