//! `None`, `NotImplemented`, `Ellipsis` and `bool`: values that are constants of the encoding.

use crate::{
    CallArgs, PyResult, Slots, Str, Type, TypeDef, TypeExt, TypeFlags, Vm, native, protocol, type_error, types,
};
use rpython_heap::{Obj, Ref};

fn text(vm: &mut Vm, text: &str) -> PyResult {
    Ok(Str::intern(vm, text).into_obj())
}

fn no_arguments(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>, constant: Obj) -> PyResult {
    if args.values.is_empty() {
        return Ok(constant);
    }
    let name = class.name(vm).to_string();
    Err(type_error!(vm, "{name} takes no arguments"))
}

/// `NoneType`
pub static NONE_DEF: TypeDef = TypeDef {
    name: "NoneType",
    doc: "The type of the None singleton.",
    slots: Slots {
        repr: Some(|vm, _| text(vm, "None")),
        truth: Some(|_, _| Ok(false)),
        // CPython's fixed value: None hashes alike in every process.
        hash: Some(|_, _| Ok(0xFCA8_6420)),
        compare: Some(crate::object::compare),
        new: Some(|vm, class, args| no_arguments(vm, class, args, Obj::NONE)),
        ..Slots::EMPTY
    },
    signature: "()",
    ..TypeDef::EMPTY
};

/// `NotImplementedType`
pub static NOT_IMPLEMENTED_DEF: TypeDef = TypeDef {
    name: "NotImplementedType",
    doc: "The type of the NotImplemented singleton.",
    slots: Slots {
        repr: Some(|vm, _| text(vm, "NotImplemented")),
        truth: Some(|vm, _| Err(type_error!(vm, "NotImplemented should not be used in a boolean context"))),
        new: Some(|vm, class, args| no_arguments(vm, class, args, Obj::NOT_IMPLEMENTED)),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", |vm, _| text(vm, "NotImplemented"), "")],
    signature: "()",
    ..TypeDef::EMPTY
};

/// `ellipsis`
pub static ELLIPSIS_DEF: TypeDef = TypeDef {
    name: "ellipsis",
    doc: "The type of the Ellipsis singleton.",
    slots: Slots {
        repr: Some(|vm, _| text(vm, "Ellipsis")),
        new: Some(|vm, _, args| {
            if args.values.is_empty() {
                Ok(Obj::ELLIPSIS)
            } else {
                Err(type_error!(vm, "EllipsisType takes no arguments"))
            }
        }),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", |vm, _| text(vm, "Ellipsis"), "")],
    signature: "()",
    ..TypeDef::EMPTY
};

fn bool_new(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if args.keywords() > 0 {
        return Err(type_error!(vm, "bool() takes no keyword arguments"));
    }
    match args.values {
        [] => Ok(Obj::FALSE),
        [o] => protocol::is_true(vm, o).map(Obj::bool),
        more => Err(type_error!(vm, "bool expected at most 1 argument, got {}", more.len())),
    }
}

fn bool_repr(vm: &mut Vm, o: &Obj) -> PyResult {
    text(vm, if o.value().is_bool() && o.value() == Obj::TRUE.value() { "True" } else { "False" })
}

/// The truth values of both operands, if both are bools.
fn both(a: &Obj, b: &Obj) -> Option<(bool, bool)> {
    let truth = |o: &Obj| o.value().is_bool().then(|| o.value() == Obj::TRUE.value());
    truth(a).zip(truth(b))
}

macro_rules! logic {
    ($name:ident, $op:tt) => {
        fn $name(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
            match both(a, b) {
                Some((x, y)) => Ok(Obj::bool(x $op y)),
                None => crate::int::$name(vm, a, b),
            }
        }
    };
}
logic!(and, &);
logic!(or, |);
logic!(xor, ^);

fn bool_invert(vm: &mut Vm, o: &Obj) -> PyResult {
    let warn = vm.hooks.warn;
    warn(
        vm,
        types::DEPRECATION_WARNING,
        "Bitwise inversion '~' on bool is deprecated and will be removed in Python 3.16. This returns the bitwise inversion of the underlying int object and is usually not what you expect from negating a bool. Use the 'not' operator for boolean negation or ~int(x) if you really want the bitwise inversion of the underlying int.",
        1,
    )?;
    crate::int::operators::invert(vm, o)
}

/// `bool`
pub static BOOL_DEF: TypeDef = TypeDef {
    name: "bool",
    base: types::INT.slot(),
    flags: TypeFlags::MATCH_SELF,
    doc: "Returns True when the argument is true, False otherwise.\nThe builtins True and False are the only two instances of the class bool.\nThe class bool is a subclass of the class int, and cannot be subclassed.",
    slots: Slots {
        new: Some(bool_new),
        repr: Some(bool_repr),
        and: Some(and),
        or: Some(or),
        xor: Some(xor),
        invert: Some(bool_invert),
        ..Slots::EMPTY
    },
    signature: "(object=False, /)",
    ..TypeDef::EMPTY
};
