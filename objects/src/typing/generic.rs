//! `typing.Generic`: its two hooks are Python functions of `typing`.

use crate::{Args, CallArgs, Dict, PyResult, Str, Tuple, TypeDef, TypeFlags, Vm, class_native, protocol};
use rpython_heap::Obj;

/// `typing.name(class, *args, **keywords)`
fn forward(vm: &mut Vm, args: Args<'_>, name: &str) -> PyResult {
    let mut values = vec![args.at(0).clone()];
    if let Some(rest) = args.at(1).downcast_ref::<Tuple>() {
        values.extend(rest.tail(vm).iter().cloned());
    }
    let keywords: Vec<(Obj, Obj)> = match args.at(2).downcast_ref::<Dict>() {
        Some(d) => d.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        None => Vec::new(),
    };
    let (keys, given): (Vec<Obj>, Vec<Obj>) = keywords.into_iter().unzip();
    values.extend(given);
    let keys = Tuple::from_vec(vm, keys)?;
    let typing = protocol::import(vm, "typing")?;
    let name = Str::intern(vm, name);
    let function = protocol::get_attr(vm, &typing, &name)?;
    protocol::call_args(vm, &function, CallArgs { values: &values, names: Some(&keys) })
}

/// `typing.Generic`
pub static DEF: TypeDef = TypeDef {
    name: "Generic",
    module: "typing",
    flags: TypeFlags::BASE,
    doc: "Abstract base class for generic types.",
    methods: &[
        class_native(
            "__class_getitem__",
            "($type, *args, **kwargs)",
            |vm, a| forward(vm, a, "_generic_class_getitem"),
            "Parameterizes a generic class.",
        ),
        class_native(
            "__init_subclass__",
            "($type, *args, **kwargs)",
            |vm, a| forward(vm, a, "_generic_init_subclass"),
            "Function to initialize subclasses.",
        ),
    ],
    ..TypeDef::EMPTY
};
