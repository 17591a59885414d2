//! `FrameLocalsProxy`: the variables of a function's frame as a mapping that writes through (PEP 667).

use crate::{
    Args, Dict, Frame, List, NativeDef, PyResult, Slots, Str, Tuple, TypeDef, TypeFlags, Vm, cell::Cell, int, kinds,
    native, protocol, raise, type_error, types, value_error,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// `CO_OPTIMIZED`: variables lie in slots.
const OPTIMIZED: u32 = 1;
/// A slot that is not shown: a variable of an inlined comprehension.
const HIDDEN: u8 = 0x10;

/// The payload of a proxy.
pub struct FrameLocals {
    /// The frame.
    pub frame: Ref<Frame>,
}

impl Payload for FrameLocals {
    const KIND: u8 = kinds::FRAME_LOCALS;
    const NAME: &'static str = "frame locals";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.frame);
    }
}

/// `f_locals`: the namespace of a module or class body, or a proxy of a function's variables.
///
/// # Errors
/// None but what stands in the signature.
pub fn of(vm: &mut Vm, f: &Ref<Frame>) -> PyResult {
    let state = f.get(vm);
    if let Some(locals) = state.locals.cloned() {
        return Ok(locals);
    }
    if state.code.get(vm).flags & OPTIMIZED == 0 {
        return Ok(state.globals.clone().into_obj());
    }
    Ok(vm.alloc(types::FRAME_LOCALS, FrameLocals { frame: f.clone() }).into_obj())
}

fn frame(o: &Obj, vm: &Vm) -> Option<Ref<Frame>> {
    o.downcast_ref::<FrameLocals>().map(|p| p.get(vm).frame.clone())
}

/// What the variable of a slot holds.
fn content(vm: &mut Vm, f: &Ref<Frame>, slot: usize) -> Option<Obj> {
    let held = (vm.hooks.frames.slot)(vm, f, slot)?;
    match held.downcast_ref::<Cell>() {
        Some(cell) if f.get(vm).code.get(vm).slot_kinds.tail(vm).get(slot).is_some_and(|k| k & 0xC0 != 0) => {
            cell.get(vm).content.cloned()
        }
        _ => Some(held),
    }
}

/// The slot of a name.
fn slot_of(vm: &Vm, f: &Ref<Frame>, name: &Ref<Str>) -> Option<usize> {
    let code = &f.get(vm).code;
    let c = code.get(vm);
    let kinds = c.slot_kinds.tail(vm);
    c.slot_names.tail(vm).iter().enumerate().find_map(|(i, n)| {
        let n = n.downcast_ref::<Str>()?;
        (kinds.get(i).is_none_or(|k| k & HIDDEN == 0) && Str::same(vm, n, name)).then_some(i)
    })
}

/// The slot of the variable that a key names: an exact string by its text, anything else that is hashed and compared as one.
fn slot_for(vm: &mut Vm, f: &Ref<Frame>, key: &Obj) -> PyResult<Option<usize>> {
    if let Some(name) = key.downcast_ref::<Str>()
        && vm.class_of(key).is(types::STR)
    {
        return Ok(slot_of(vm, f, name));
    }
    let hash = protocol::hash(vm, key)?;
    let code = f.get(vm).code.clone();
    for i in 0..code.get(vm).slots() {
        let c = code.get(vm);
        if c.slot_kinds.tail(vm).get(i).is_some_and(|k| k & HIDDEN != 0) {
            continue;
        }
        let Some(name) = c.slot_names.tail(vm).get(i).and_then(|n| n.downcast_ref::<Str>()).cloned() else { continue };
        if Str::hash(vm, &name) == hash && protocol::equal(vm, &name, key)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

/// The variables that have values, in order, as a dict.
pub fn snapshot(vm: &mut Vm, f: &Ref<Frame>) -> PyResult<Ref<Dict>> {
    let made = Dict::new(vm);
    let code = f.get(vm).code.clone();
    for i in 0..code.get(vm).slots() {
        let c = code.get(vm);
        if c.slot_kinds.tail(vm).get(i).is_some_and(|k| k & HIDDEN != 0) {
            continue;
        }
        let Some(name) = c.slot_names.tail(vm).get(i).and_then(|n| n.downcast_ref::<Str>()).cloned() else { continue };
        if let Some(value) = content(vm, f, i) {
            Dict::set_str(vm, &made, &name, value)?;
        }
    }
    add_extra(vm, f, &made)?;
    Ok(made)
}

/// Adds to `made` what programs stored in the frame's namespace beside its variables.
///
/// # Errors
/// `MemoryError`.
pub fn add_extra(vm: &mut Vm, f: &Ref<Frame>, made: &Ref<Dict>) -> PyResult<()> {
    match f.get(vm).extra_locals.cloned().and_then(|e| e.downcast::<Dict>().ok()) {
        Some(extra) => copy(vm, &extra, made),
        None => Ok(()),
    }
}

fn copy(vm: &mut Vm, from: &Ref<Dict>, to: &Ref<Dict>) -> PyResult<()> {
    for i in 0..from.get(vm).size() {
        if let Some((hash, key, value)) = from.get(vm).entry(i).map(|e| (e.hash, e.key.clone(), e.value.clone())) {
            Dict::set_hashed(vm, to, &key, hash, value)?;
        }
    }
    Ok(())
}

fn dict(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Dict>> {
    match frame(o, vm) {
        Some(f) => snapshot(vm, &f),
        None => Ok(Dict::new(vm)),
    }
}

fn find(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult<Option<Obj>> {
    let Some(f) = frame(o, vm) else { return Ok(None) };
    if let Some(slot) = slot_for(vm, &f, key)?
        && let Some(value) = content(vm, &f, slot)
    {
        return Ok(Some(value));
    }
    match f.get(vm).extra_locals.cloned().and_then(|e| e.downcast::<Dict>().ok()) {
        Some(extra) => Dict::get_item(vm, &extra, key),
        None => Ok(None),
    }
}

fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    match find(vm, o, key)? {
        Some(value) => Ok(value),
        None => {
            let shown = protocol::repr_text(vm, key)?;
            Err(raise!(vm, types::KEY_ERROR, "local variable '{shown}' is not defined"))
        }
    }
}

fn set_subscript(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(f) = frame(o, vm) else { return Ok(()) };
    let slot = slot_for(vm, &f, key)?;
    let Some(value) = value else {
        if slot.is_some() {
            return Err(value_error!(vm, "cannot remove local variables from FrameLocalsProxy"));
        }
        let extra = f.get(vm).extra_locals.cloned().and_then(|e| e.downcast::<Dict>().ok());
        let removed = match extra {
            Some(extra) => Dict::remove_item(vm, &extra, key)?.is_some(),
            None => false,
        };
        if removed {
            return Ok(());
        }
        let e = crate::exception::with_args(vm, types::KEY_ERROR, std::slice::from_ref(key));
        return Err(vm.raise_object(e));
    };
    let Some(slot) = slot else {
        let extra = match f.get(vm).extra_locals.cloned().and_then(|e| e.downcast::<Dict>().ok()) {
            Some(extra) => extra,
            None => {
                let made = Dict::new(vm);
                f.get_mut(vm).extra_locals = OptObj::some(made.clone().into_obj());
                made
            }
        };
        return Dict::set_item(vm, &extra, key, value.clone());
    };
    let kinds = f.get(vm).code.get(vm).slot_kinds.clone();
    let is_cell = kinds.tail(vm).get(slot).is_some_and(|k| k & 0xC0 != 0);
    let held = (vm.hooks.frames.slot)(vm, &f, slot);
    if is_cell && let Some(cell) = held.as_ref().and_then(|h| h.downcast_ref::<Cell>()) {
        let old = cell.get_mut(vm).content.replace(value.clone());
        drop(old);
        return Ok(());
    }
    (vm.hooks.frames.set_slot)(vm, &f, slot, Some(value.clone()));
    Ok(())
}

fn pairs(vm: &mut Vm, o: &Obj) -> PyResult<Vec<(Obj, Obj)>> {
    let d = dict(vm, o)?;
    Ok(d.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect())
}

fn keys(vm: &mut Vm, o: &Obj) -> PyResult<Ref<List>> {
    let keys = pairs(vm, o)?.into_iter().map(|p| p.0).collect();
    List::from_vec(vm, keys)
}

fn values(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let values = pairs(vm, args.at(0))?.into_iter().map(|p| p.1).collect();
    Ok(List::from_vec(vm, values)?.into_obj())
}

fn items(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut all = Vec::new();
    for (key, value) in pairs(vm, args.at(0))? {
        all.push(Tuple::from_slice(vm, &[key, value])?.into_obj());
    }
    Ok(List::from_vec(vm, all)?.into_obj())
}

fn get(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(match find(vm, args.at(0), args.at(1))? {
        Some(found) => found,
        None => args.opt(2).cloned().unwrap_or(Obj::NONE),
    })
}

fn setdefault(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(found) = find(vm, args.at(0), args.at(1))? {
        return Ok(found);
    }
    let value = args.opt(2).cloned().unwrap_or(Obj::NONE);
    set_subscript(vm, args.at(0), args.at(1), Some(&value))?;
    Ok(value)
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (o, key) = (args.at(0), args.at(1));
    let is_variable = match frame(o, vm) {
        Some(f) => slot_for(vm, &f, key)?.is_some(),
        None => false,
    };
    if is_variable {
        return Err(value_error!(vm, "cannot remove local variables from FrameLocalsProxy"));
    }
    match (find(vm, o, key)?, args.opt(2)) {
        (Some(value), _) => {
            set_subscript(vm, o, key, None)?;
            Ok(value)
        }
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => {
            let e = crate::exception::with_args(vm, types::KEY_ERROR, std::slice::from_ref(key));
            Err(vm.raise_object(e))
        }
    }
}

fn update_from(vm: &mut Vm, o: &Obj, other: &Obj) -> PyResult<()> {
    let keys = match other.downcast_ref::<Dict>() {
        Some(d) => d.get(vm).iter().map(|(k, _)| k.clone()).collect(),
        None if other.is_kind::<FrameLocals>() => pairs(vm, other)?.into_iter().map(|p| p.0).collect(),
        None => return Err(type_error!(vm, "update() argument must be dict or another FrameLocalsProxy")),
    };
    let keys: Vec<Obj> = keys;
    for key in keys {
        let value = protocol::get_item(vm, other, &key)?;
        set_subscript(vm, o, &key, Some(&value))?;
    }
    Ok(())
}

fn update(vm: &mut Vm, args: Args<'_>) -> PyResult {
    update_from(vm, args.at(0), args.at(1))?;
    Ok(Obj::NONE)
}

fn or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let made = Dict::new(vm);
    for side in [a, b] {
        let part = match side.downcast_ref::<Dict>() {
            Some(d) => d.clone(),
            None if side.is_kind::<FrameLocals>() => dict(vm, side)?,
            None => return Ok(Obj::NOT_IMPLEMENTED),
        };
        copy(vm, &part, &made)?;
    }
    Ok(made.into_obj())
}

fn inplace_or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    if !b.is_kind::<Dict>() && !b.is_kind::<FrameLocals>() {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    update_from(vm, a, b)?;
    Ok(a.clone())
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: crate::CompareOp) -> PyResult {
    if let Some(other) = b.downcast_ref::<FrameLocals>() {
        let same = frame(a, vm).is_some_and(|f| f.is(&other.get(vm).frame));
        return Ok(match op {
            crate::CompareOp::Eq => Obj::bool(same),
            crate::CompareOp::Ne => Obj::bool(!same),
            _ => Obj::NOT_IMPLEMENTED,
        });
    }
    if b.is_kind::<Dict>() {
        let own = dict(vm, a)?;
        return protocol::compare(vm, &own, b, op);
    }
    Ok(Obj::NOT_IMPLEMENTED)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let shown = protocol::guard_repr(vm, o, |vm| {
        let d = dict(vm, o)?;
        protocol::repr(vm, &d)
    })?;
    Ok(match shown {
        Some(shown) => shown,
        None => Str::new(vm, "{...}").into_obj(),
    })
}

fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    let keys = keys(vm, o)?;
    protocol::iter(vm, &keys)
}

fn reversed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut keys: Vec<Obj> = pairs(vm, args.at(0))?.into_iter().map(|p| p.0).collect();
    keys.reverse();
    Ok(List::from_vec(vm, keys)?.into_obj())
}

static METHODS: &[NativeDef] = &[
    native("copy", "($self, /)", |vm, a| dict(vm, a.at(0)).map(Obj::from), ""),
    native("keys", "($self, /)", |vm, a| keys(vm, a.at(0)).map(Obj::from), ""),
    native("values", "($self, /)", values, ""),
    native("items", "($self, /)", items, ""),
    native("get", "($self, key, default=None, /)", get, ""),
    native("pop", "($self, key, default=None, /)", pop, ""),
    native("setdefault", "($self, key, default=None, /)", setdefault, ""),
    native("update", "($self, other, /)", update, ""),
    native("__reversed__", "($self, /)", reversed, ""),
];

fn new(vm: &mut Vm, _: &Ref<crate::Type>, args: crate::CallArgs<'_>) -> PyResult {
    if args.keywords() > 0 {
        return Err(type_error!(vm, "FrameLocalsProxy takes no keyword arguments"));
    }
    match args.values {
        [one] => match one.downcast_ref::<Frame>() {
            Some(f) => Ok(vm.alloc(types::FRAME_LOCALS, FrameLocals { frame: f.clone() }).into_obj()),
            None => {
                let got = crate::argument::class_name(vm, one);
                Err(type_error!(vm, "expect frame, not {got}"))
            }
        },
        all => {
            let n = int::from_i64(vm, all.len() as i64);
            let n = protocol::repr_text(vm, &n)?;
            Err(type_error!(vm, "FrameLocalsProxy expected 1 argument, got {n}"))
        }
    }
}

/// `FrameLocalsProxy`
pub static DEF: TypeDef = TypeDef {
    name: "FrameLocalsProxy",
    kind: kinds::FRAME_LOCALS,
    flags: TypeFlags::MAPPING,
    slots: Slots {
        new: Some(new),
        subscript: Some(subscript),
        set_subscript: Some(set_subscript),
        contains: Some(|vm, o, key| find(vm, o, key).map(|f| f.is_some())),
        len: Some(|vm, o| pairs(vm, o).map(|p| p.len())),
        iter: Some(iter),
        repr: Some(repr),
        compare: Some(compare),
        or: Some(or),
        inplace_or: Some(inplace_or),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};
