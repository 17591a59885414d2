//! `_functools` (CPython: `Modules/_functoolsmodule.c`): [`partial`] application, the [`lru_cache`], and here `reduce` and
//! `cmp_to_key`.

mod lru_cache;
mod partial;

use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Args, CallArgs, CompareOp, Module, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, TypeDef, TypeFlags,
    Vm, getset, getter, native, protocol, type_error, types,
};

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (function, iterable) = (args.at(1), args.at(2));
    let iterator = match protocol::iter(vm, iterable) {
        Ok(iterator) => iterator,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            return Err(type_error!(vm, "reduce() arg 2 must support iteration"));
        }
    };
    let mut result = args.opt(3).cloned();
    while let Some(item) = protocol::next(vm, &iterator)? {
        result = Some(match result {
            None => item.into_counted(),
            Some(so_far) => protocol::call(vm, function, &[so_far, item])?,
        });
        vm.poll()?;
    }
    match result {
        Some(result) => Ok(result),
        None => Err(type_error!(vm, "reduce() of empty iterable with no initial value")),
    }
}

/// The payload of a key that `cmp_to_key` makes, and of the function that makes keys, which has no object.
pub struct Key {
    compare: Obj,
    object: OptObj,
}

impl Payload for Key {
    const KIND: Kind = kinds::COMPARISON_KEY;
    const NAME: &'static str = "comparison key";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.compare);
        self.object.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.compare = Obj::NONE;
        self.object.take();
    }
}

fn cmp_to_key(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(vm.make(Key { compare: args.at(1).clone(), object: OptObj::NONE }).into_obj())
}

static MAKE_KEY: NativeDef = native(
    "K",
    "($maker, obj)",
    |vm, args| {
        let compare = args.this::<Key>().get(vm).compare.clone();
        Ok(vm.make(Key { compare, object: OptObj::some(args.at(1).clone()) }).into_obj())
    },
    "",
);

fn call_key(vm: &mut Vm, this: &Obj, args: CallArgs<'_>) -> PyResult {
    if args.values.len() > 1 {
        let got = args.values.len();
        return Err(type_error!(vm, "K() takes at most 1 argument ({got} given)"));
    }
    let mut values = vec![this.clone()];
    values.extend(args.values.iter().cloned());
    native::call(vm, &MAKE_KEY, CallArgs { values: &values, names: args.names })
}

fn compare_keys(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<Key>(), b.downcast_ref::<Key>()) else {
        return Err(type_error!(vm, "other argument must be K instance"));
    };
    let (compare, x, y) = (x.get(vm).compare.clone(), x.get(vm).object.cloned(), y.get(vm).object.cloned());
    let (Some(x), Some(y)) = (x, y) else {
        return Err(rpython_objects::raise!(vm, types::ATTRIBUTE_ERROR, "object"));
    };
    let answer = protocol::call(vm, &compare, &[x, y])?;
    let zero = rpython_objects::int::from_i64(vm, 0);
    protocol::compare(vm, &answer, &zero, op)
}

fn key_object(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<Key>().and_then(|k| k.get(vm).object.cloned()).unwrap_or(Obj::NONE))
}

fn set_key_object(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    if let Some(key) = o.downcast_ref::<Key>() {
        let old = std::mem::replace(&mut key.get_mut(vm).object, value.cloned().into());
        drop(old);
    }
    Ok(())
}

/// `functools.KeyWrapper`
pub static KEY_DEF: TypeDef = TypeDef {
    name: "KeyWrapper",
    module: "functools",
    kind: kinds::COMPARISON_KEY,
    flags: TypeFlags::NO_NEW,
    slots: Slots { call: Some(call_key), compare: Some(compare_keys), ..Slots::EMPTY },
    getsets: &[
        getset("obj", key_object, set_key_object, "Value wrapped by a key function."),
        getter("__text_signature__", |vm, _| Ok(Str::new(vm, "(obj)").into_obj()), ""),
    ],
    ..TypeDef::EMPTY
};

static FUNCTIONS: &[NativeDef] = &[
    native(
        "reduce",
        "($module, function, iterable, /, initial=<unrepresentable>)",
        reduce,
        "Apply a function of two arguments cumulatively to the items of an iterable, from left to right.\n\nThis effectively reduces the iterable to a single value.  If initial is\npresent, it is placed before the items of the iterable in the\ncalculation, and serves as a default when the iterable is empty.\n\nFor example, reduce(lambda x, y: x+y, [1, 2, 3, 4, 5])\ncalculates ((((1 + 2) + 3) + 4) + 5).",
    ),
    native(
        "cmp_to_key",
        "($module, /, mycmp)",
        cmp_to_key,
        "Convert a cmp= function into a key= function.\n\n  mycmp\n    Function that compares two objects.",
    ),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_functools", "Tools that operate on functions.", FUNCTIONS)?;
    rpython_objects::type_object::define_kind::<Key>(vm, &KEY_DEF)?;
    partial::add(vm, &module)?;
    table::add_type::<lru_cache::LruCache>(vm, &module, &lru_cache::DEF)?;
    Ok(module)
}
