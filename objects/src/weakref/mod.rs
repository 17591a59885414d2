//! `weakref.ref`: a reference that keeps its object alive no longer, with a callback at its death.
//!
//! The object does not know its weak references; the heap keeps them aside (`rpython_heap::Token::watch`) and announces a death
//! through the pending list, so a callback runs before the next instruction. A reference without a callback of the type
//! itself is shared: asking for it again gives the same one. CPython's `weakrefobject.c`; proxies are in [`proxy`].

pub mod proxy;

use crate::{
    CallArgs, CompareOp, PyResult, Raised, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm, argument, kinds, names,
    native, protocol, type_error, type_object::member, types,
};
use rpython_heap::{Obj, OptObj, Payload, Ref, Weak};

/// What a weak reference and a proxy hold.
pub struct Link {
    target: Weak<Obj>,
    callback: OptObj,
    /// The object's hash, once asked for.
    hash: Option<i64>,
}

/// The payload of `weakref.ref`.
pub struct WeakRef(Link);

impl Payload for WeakRef {
    const KIND: u8 = kinds::WEAK_REF;
    const NAME: &'static str = "weak reference";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.0.callback.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.0.callback.take();
    }
}

fn link<'a>(vm: &'a mut Vm, reference: &'a Obj) -> Option<&'a mut Link> {
    match (reference.downcast_ref::<WeakRef>(), reference.downcast_ref::<proxy::WeakProxy>()) {
        (Some(r), _) => Some(&mut r.get_mut(vm).0),
        (_, Some(p)) => Some(&mut p.get_mut(vm).0),
        _ => None,
    }
}

/// The object that a weak reference or proxy names, if it lives.
pub fn target(vm: &Vm, reference: &Obj) -> Option<Obj> {
    read_link(vm, reference)?.target.upgrade_obj(vm)
}

fn read_link<'a>(vm: &'a Vm, reference: &'a Obj) -> Option<&'a Link> {
    match (reference.downcast_ref::<WeakRef>(), reference.downcast_ref::<proxy::WeakProxy>()) {
        (Some(r), _) => Some(&r.get(vm).0),
        (_, Some(p)) => Some(&p.get(vm).0),
        _ => None,
    }
}

/// Whether an object is a weak reference whose object is gone; `None` for what is no `weakref.ref`.
pub fn is_dead(vm: &Vm, reference: &Obj) -> Option<bool> {
    reference.is_kind::<WeakRef>().then(|| target(vm, reference).is_none())
}

/// Makes a weak reference forget its object; its callback is taken out.
pub fn detach(vm: &mut Vm, reference: &Obj) -> Option<Obj> {
    let link = link(vm, reference)?;
    link.target = Weak::DEAD;
    link.callback.take()
}

/// Whether a weak reference has a callback.
pub fn has_callback(vm: &mut Vm, reference: &Obj) -> bool {
    link(vm, reference).is_some_and(|l| !l.callback.is_none())
}

/// Calls the callback of a weak reference whose object is gone.
///
/// # Errors
/// What the callback raises, with the callback.
pub fn run_callback(vm: &mut Vm, reference: &Obj) -> Result<(), (Raised, Obj)> {
    let Some(callback) = detach(vm, reference) else { return Ok(()) };
    match protocol::call(vm, &callback, std::slice::from_ref(reference)) {
        Ok(_) => Ok(()),
        Err(raised) => Err((raised, callback)),
    }
}

/// Whether a reference is the shared one of its object and type: no callback, no subclass.
fn is_shared(vm: &mut Vm, reference: &Obj) -> bool {
    let class = vm.class_of(reference).own();
    let native = [types::WEAK_REF, types::WEAK_PROXY, types::CALLABLE_PROXY].iter().any(|t| class.is(t));
    native && !has_callback(vm, reference)
}

/// The weak references of an object as CPython lists them: the shared reference, the shared proxy, then the others,
/// newest first.
pub fn all(vm: &mut Vm, o: &Obj) -> Vec<Obj> {
    // A reference that was detached from a garbage object still stands in the list of those to be told.
    let mut found: Vec<Obj> = vm.watchers(o).into_iter().filter(|r| target(vm, r).is_some()).collect();
    found.reverse();
    found.sort_by_cached_key(|r| match is_shared(vm, r) {
        true if r.is_kind::<WeakRef>() => 0,
        true => 1,
        false => 2,
    });
    found
}

/// Fails unless instances of the object's class can be weakly referenced.
fn check_referable(vm: &mut Vm, o: &Obj) -> PyResult<()> {
    if o.header().is_some() && vm.class_of(o).get(vm).weakly_referable {
        return Ok(());
    }
    let class = argument::class_name(vm, o);
    Err(type_error!(vm, "cannot create weak reference to '{class}' object"))
}

/// What a new reference to `o` holds, or the shared one of `class` that exists already.
fn connect(vm: &mut Vm, class: &Ref<Type>, o: &Obj, callback: Option<&Obj>) -> PyResult<Result<Link, Obj>> {
    check_referable(vm, o)?;
    if callback.is_none() && !class.get(vm).flags.has(TypeFlags::HEAP) {
        let shared = vm.find_watcher(o, |r| {
            let link = vm.class_of(r).is(class).then(|| read_link(vm, r)).flatten();
            link.is_some_and(|link| link.callback.is_none() && link.target.same(Weak::of(o)))
        });
        if let Some(shared) = shared {
            return Ok(Err(shared));
        }
    }
    let callback = callback.map_or(OptObj::NONE, |c| OptObj::some(c.clone()));
    Ok(Ok(Link { target: Weak::of(o), callback, hash: None }))
}

/// `weakref.ref(o, callback)`
///
/// # Errors
/// `TypeError` for an object that cannot be weakly referenced.
pub fn new(vm: &mut Vm, class: &Ref<Type>, o: &Obj, callback: Option<&Obj>) -> PyResult {
    match connect(vm, class, o, callback)? {
        Ok(link) => {
            let made = vm.alloc_in(class, WeakRef(link)).into_obj();
            vm.watch(o, &made);
            Ok(made)
        }
        Err(shared) => Ok(shared),
    }
}

fn make(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if !class.get(vm).flags.has(TypeFlags::HEAP) {
        argument::no_keywords(vm, "ref", args)?;
    }
    let given = argument::positional(vm, "__new__", args, 1, 2)?;
    new(vm, class, &given[0], given.get(1).filter(|c| !c.is_none()))
}

fn init(vm: &mut Vm, _: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    argument::no_keywords(vm, "ref", args)?;
    argument::positional(vm, "__init__", args, 1, 2)?;
    Ok(())
}

fn call(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult {
    argument::no_keywords(vm, "weakref", args)?;
    argument::positional(vm, "weakref", args, 0, 0)?;
    Ok(target(vm, o).unwrap_or(Obj::NONE))
}

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    if let Some(known) = link(vm, o).and_then(|l| l.hash) {
        return Ok(known);
    }
    let Some(target) = target(vm, o) else { return Err(type_error!(vm, "weak object has gone away")) };
    let hash = protocol::hash(vm, &target)?;
    if let Some(link) = link(vm, o) {
        link.hash = Some(hash);
    }
    Ok(hash)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) || !a.is_kind::<WeakRef>() || !b.is_kind::<WeakRef>() {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    match (target(vm, a), target(vm, b)) {
        (Some(x), Some(y)) => protocol::compare(vm, &x, &y, op),
        _ => Ok(Obj::bool(a.is(b) == (op == CompareOp::Eq))),
    }
}

/// The class of a reference's object, as reprs show it.
fn full_name(vm: &Vm, target: &Obj) -> String {
    let class = vm.class_of(target).own();
    crate::class::qualified_name(vm, &class)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let id = protocol::id(o);
    let Some(target) = target(vm, o) else {
        return Ok(Str::from_display(vm, format_args!("<weakref at {id:#x}; dead>")).into_obj());
    };
    let name = match protocol::lookup_special(vm, &target, names::__name__) {
        Some(found) => match protocol::bind(vm, &target, &found) {
            Ok(name) => Some(name),
            Err(raised) => {
                vm.swallow(raised, types::ATTRIBUTE_ERROR)?;
                None
            }
        },
        None => None,
    };
    let (class, at) = (full_name(vm, &target), protocol::id(&target));
    let name = match name.as_ref().and_then(|n| n.downcast_ref::<Str>()) {
        Some(name) => format!(" ({})", name.to_string_lossy(vm)),
        None => String::new(),
    };
    Ok(Str::new(vm, &format!("<weakref at {id:#x}; to '{class}' at {at:#x}{name}>")).into_obj())
}

fn callback(vm: &mut Vm, o: &Obj) -> PyResult {
    // The callback of a reference whose object is gone is about to be called; it is not shown any more.
    if target(vm, o).is_none() {
        return Ok(Obj::NONE);
    }
    Ok(link(vm, o).and_then(|l| l.callback.cloned()).unwrap_or(Obj::NONE))
}

/// `weakref.ref`
pub static DEF: TypeDef = TypeDef {
    name: "ReferenceType",
    module: "weakref",
    kind: kinds::WEAK_REF,
    flags: TypeFlags::BASE,
    slots: Slots {
        new: Some(make),
        init: Some(init),
        call: Some(call),
        hash: Some(hash),
        compare: Some(compare),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    methods: &[native::class_getitem("See PEP 585")],
    getsets: &[member("__callback__", callback, "")],
    ..TypeDef::EMPTY
};
