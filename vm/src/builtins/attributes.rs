//! `getattr`, `isinstance`, `repr` and their like: what can be asked of any object.

use rpython_objects::{
    Args, List, NativeDef, Obj, PyResult, Ref, Str, TypeExt, Vm, int, names, native, object, protocol, type_error,
};

pub(super) const FUNCTIONS: &[NativeDef] = &[
    native(
        "ascii",
        "($module, obj, /)",
        |vm, a| crate::build::ascii(vm, a.at(1)),
        "Return an ASCII-only representation of an object.\n\nAs repr(), return a string containing a printable representation of an\nobject, but escape the non-ASCII characters in the string returned by\nrepr() using \\\\x, \\\\u or \\\\U escapes. This generates a string similar\nto that returned by repr() in Python 2.",
    ),
    native(
        "callable",
        "($module, obj, /)",
        callable,
        "Return whether the object is callable (i.e., some kind of function).\n\nNote that classes are callable, as are instances of classes with a\n__call__() method.",
    ),
    native(
        "delattr",
        "($module, obj, name, /)",
        delattr,
        "Deletes the named attribute from the given object.\n\ndelattr(x, 'y') is equivalent to ``del x.y``",
    ),
    native(
        "dir",
        "($module, object=None, /)",
        dir,
        "dir([object]) -> list of strings\n\nIf called without an argument, return the names in the current scope.\nElse, return an alphabetized list of names comprising (some of) the attributes\nof the given object, and of attributes reachable from it.",
    )
    .unsigned(),
    native(
        "format",
        "($module, value, format_spec='', /)",
        format,
        "Return type(value).__format__(value, format_spec).\n\nMany built-in types implement format_spec according to the\nFormat Specification Mini-language. See help('FORMATTING') for details.",
    ),
    native(
        "getattr",
        "($module, object, name, default=None, /)",
        getattr,
        "getattr(object, name[, default]) -> value\n\nGet a named attribute from an object; getattr(x, 'y') is equivalent to x.y.\nWhen a default argument is given, it is returned when the attribute doesn't\nexist; without it, an exception is raised in that case.",
    )
    .unsigned(),
    native(
        "hasattr",
        "($module, obj, name, /)",
        hasattr,
        "Return whether the object has an attribute with the given name.\n\nThis is done by calling getattr(obj, name) and catching AttributeError.",
    ),
    native(
        "hash",
        "($module, obj, /)",
        hash,
        "Return the hash value for the given object.\n\nTwo objects that compare equal must also have the same hash value, but the\nreverse is not necessarily true.",
    ),
    native(
        "id",
        "($module, obj, /)",
        id,
        "Return the identity of an object.\n\nThis is guaranteed to be unique among simultaneously existing objects.\n(CPython uses the object's memory address.)",
    ),
    native(
        "isinstance",
        "($module, obj, class_or_tuple, /)",
        isinstance,
        "Return whether an object is an instance of a class or of a subclass thereof.\n\nA tuple, as in ``isinstance(x, (A, B, ...))``, may be given as the target to\ncheck against. This is equivalent to ``isinstance(x, A) or isinstance(x, B)\nor ...`` etc.",
    ),
    native(
        "issubclass",
        "($module, cls, class_or_tuple, /)",
        issubclass,
        "Return whether 'cls' is derived from another class or is the same class.\n\nA tuple, as in ``issubclass(x, (A, B, ...))``, may be given as the target to\ncheck against. This is equivalent to ``issubclass(x, A) or issubclass(x, B)\nor ...``.",
    ),
    native("len", "($module, obj, /)", len, "Return the number of items in a container."),
    native(
        "repr",
        "($module, obj, /)",
        |vm, a| protocol::repr(vm, a.at(1)),
        "Return the canonical string representation of the object.\n\nFor many object types, including most builtins, eval() will return\nan object equal to the original.",
    ),
    native(
        "setattr",
        "($module, obj, name, value, /)",
        setattr,
        "Sets the named attribute on the given object to the specified value.\n\nsetattr(x, 'y', v) is equivalent to ``x.y = v``",
    ),
    native(
        "vars",
        "($module, object=None, /)",
        vars,
        "vars([object]) -> dictionary\n\nWithout arguments, equivalent to locals().\nWith an argument, equivalent to object.__dict__.",
    )
    .unsigned(),
];

fn callable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Obj::bool(vm.slots_of(args.at(1)).call().is_some()))
}

fn attribute_name(vm: &mut Vm, name: &Obj) -> PyResult<Ref<Str>> {
    object::attribute_name(vm, name)
}

fn delattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = attribute_name(vm, args.at(2))?;
    protocol::del_attr(vm, args.at(1), &name)?;
    Ok(Obj::NONE)
}

fn setattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = attribute_name(vm, args.at(2))?;
    protocol::set_attr(vm, args.at(1), &name, args.at(3))?;
    Ok(Obj::NONE)
}

fn getattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = attribute_name(vm, args.at(2))?;
    match args.opt(3) {
        Some(default) => Ok(protocol::find_attr(vm, args.at(1), &name)?.unwrap_or_else(|| default.clone())),
        None => protocol::get_attr(vm, args.at(1), &name),
    }
}

fn hasattr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = attribute_name(vm, args.at(2))?;
    Ok(Obj::bool(protocol::find_attr(vm, args.at(1), &name)?.is_some()))
}

fn hash(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = protocol::hash(vm, args.at(1))?;
    Ok(int::from_i64(vm, n))
}

fn id(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(int::from_i64(vm, protocol::id(args.at(1))))
}

fn len(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = protocol::len(vm, args.at(1))?;
    Ok(int::from_i64(vm, n as i64))
}

fn isinstance(vm: &mut Vm, args: Args<'_>) -> PyResult {
    protocol::is_instance(vm, args.at(1), args.at(2)).map(Obj::bool)
}

fn issubclass(vm: &mut Vm, args: Args<'_>) -> PyResult {
    protocol::is_subclass(vm, args.at(1), args.at(2)).map(Obj::bool)
}

fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let spec = match args.opt(2) {
        None => names::EMPTY.clone(),
        Some(spec) => match spec.downcast_ref::<Str>() {
            Some(s) => s.clone(),
            None => {
                let class = vm.class_of(spec).name(vm).to_string();
                return Err(type_error!(vm, "format() argument 2 must be str, not {class}"));
            }
        },
    };
    protocol::format(vm, args.at(1), &spec).map(Obj::from)
}

/// A sorted list.
fn sorted(vm: &mut Vm, items: &Obj) -> PyResult {
    let items = protocol::collect(vm, items)?;
    let list = List::from_vec(vm, items)?.into_obj();
    let sort = Str::intern(vm, "sort");
    protocol::call_method(vm, &list, &sort, &[])?;
    Ok(list)
}

fn dir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(o) = args.opt(1) else {
        let locals = super::code::current_locals(vm)?;
        let keys = protocol::call_method(vm, &locals, names::keys, &[])?;
        return sorted(vm, &keys);
    };
    match protocol::call_special(vm, o, names::__dir__, &[])? {
        Some(listed) => sorted(vm, &listed),
        None => Err(type_error!(vm, "object does not provide __dir__")),
    }
}

fn vars(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match args.opt(1) {
        None => super::code::current_locals(vm),
        Some(o) => match protocol::find_attr(vm, o, names::__dict__)? {
            Some(dict) => Ok(dict),
            None => Err(type_error!(vm, "vars() argument must have __dict__ attribute")),
        },
    }
}
