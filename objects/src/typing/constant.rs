//! `typing.NoDefault`, and `_ConstEvaluator`: the function that evaluates what was given at once.

use crate::{
    CallArgs, PyResult, Slots, Str, StrExt, Tuple, TypeDef, TypeFlags, Vm, argument, generic_alias, kinds, native,
    object::Instance, protocol, type_error, types,
};
use rpython_heap::{Obj, OptObj, Payload};

/// The one `NoDefault` of a program.
#[derive(Default)]
struct NoDefault(OptObj);

/// `typing.NoDefault`
pub fn no_default(vm: &mut Vm) -> Obj {
    if let Some(known) = vm.state_of::<NoDefault>().0.cloned() {
        return known;
    }
    let made = vm.alloc(types::NO_DEFAULT_TYPE, Instance).into_obj();
    made.immortalise();
    vm.state_of::<NoDefault>().0 = OptObj::some(made.clone());
    made
}

/// `NoDefaultType`
pub static NO_DEFAULT_DEF: TypeDef = TypeDef {
    name: "NoDefaultType",
    doc: "The type of the NoDefault singleton.",
    slots: Slots {
        new: Some(|vm, _, args| {
            if args.values.is_empty() {
                Ok(no_default(vm))
            } else {
                Err(type_error!(vm, "NoDefaultType takes no arguments"))
            }
        }),
        repr: Some(|vm, _| Ok(Str::new(vm, "typing.NoDefault").into_obj())),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", |vm, _| Ok(Str::new(vm, "NoDefault").into_obj()), "")],
    ..TypeDef::EMPTY
};

/// The payload of `_ConstEvaluator`.
pub struct ConstEvaluator {
    value: Obj,
}

impl Payload for ConstEvaluator {
    const KIND: u8 = kinds::CONST_EVALUATOR;
    const NAME: &'static str = "constant evaluator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.value);
    }
}

/// A function that gives `value`, or its text.
pub(super) fn evaluator(vm: &Vm, value: &Obj) -> Obj {
    vm.alloc(types::CONST_EVALUATOR, ConstEvaluator { value: value.clone() }).into_obj()
}

/// `annotationlib.Format.STRING`
const STRING: i32 = 4;

fn call(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult {
    argument::no_keywords(vm, "constevaluator.__call__", args)?;
    let [format] = args.values else {
        let n = args.values.len();
        return Err(type_error!(vm, "constevaluator.__call__() takes exactly 1 argument ({n} given)"));
    };
    let format = argument::c_int(vm, format)?;
    let Some(value) = o.downcast_ref::<ConstEvaluator>().map(|e| e.get(vm).value.clone()) else {
        return Ok(Obj::NONE);
    };
    if format != STRING {
        return Ok(value);
    }
    let text = match value.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()) {
        Some(items) => {
            let mut shown = Vec::new();
            for item in &items {
                shown.push(generic_alias::type_repr(vm, item)?);
            }
            format!("({})", shown.join(", "))
        }
        None => generic_alias::type_repr(vm, &value)?,
    };
    Ok(Str::new(vm, &text).into_obj())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let value = o.downcast_ref::<ConstEvaluator>().map_or(Obj::NONE, |e| e.get(vm).value.clone());
    let shown = protocol::repr(vm, &value)?;
    let shown = shown.downcast_ref::<Str>().map(|s| s.to_string_lossy(vm)).unwrap_or_default();
    Ok(Str::new(vm, &format!("<constevaluator {shown}>")).into_obj())
}

/// `_typing._ConstEvaluator`
pub static EVALUATOR_DEF: TypeDef = TypeDef {
    name: "_ConstEvaluator",
    module: "_typing",
    kind: kinds::CONST_EVALUATOR,
    flags: TypeFlags::NO_NEW,
    doc: "Internal type for implementing evaluation functions.",
    slots: Slots { call: Some(call), repr: Some(repr), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};
