//! Methods of `object`: `dir`, sizes, and `__reduce__`, by which any object says what `pickle` and `copy` need to make it again.
//!
//! CPython's `object___reduce_ex___impl` and below (`typeobject.c`). Protocols before 2 are `copyreg._reduce_ex`'s; from 2 on
//! an object is `copyreg.__newobj__(class, *args)`, its state, and iterators over its items.

use crate::{
    Args, CallArgs, Dict, NativeDef, PyResult, Str, Tuple, Type, TypeExt, Vm, argument, function, int, kinds, names,
    native, object, protocol, type_error, types, value_error,
};
use rpython_heap::{Obj, Ref};

/// A function of the `copyreg` module.
fn copyreg(vm: &mut Vm, name: &str) -> PyResult {
    let module = Str::intern(vm, "copyreg").into_obj();
    let import = vm.hooks.import;
    let level = int::from_i64(vm, 0);
    let module = import(vm, [&module, &Obj::NONE, &Obj::NONE, &Obj::NONE, &level])?;
    let name = Str::intern(vm, name);
    protocol::get_attr(vm, &module, &name)
}

/// Names of the slots of a class and its bases, as `copyreg._slotnames` collects them and keeps them in the class.
fn slot_names(vm: &mut Vm, class: &Ref<Type>) -> PyResult<Vec<Obj>> {
    let kept_as = Str::intern(vm, "__slotnames__");
    let found = match Dict::get_str(vm, &class.get(vm).dict, &kept_as).cloned() {
        Some(kept) => kept,
        None => {
            let f = copyreg(vm, "_slotnames")?;
            protocol::call(vm, &f, &[class.clone().into_obj()])?
        }
    };
    if found.is_none() {
        return Ok(Vec::new());
    }
    if !found.is_kind::<crate::List>() {
        let owner = class.name(vm).to_string();
        let got = vm.class_of(&found).name(vm).to_string();
        return Err(type_error!(vm, "{owner}.__slotnames__ should be a list or None, not {got}"));
    }
    protocol::collect(vm, &found)
}

/// Whether the class, or one that it is based on, declares slots: only then can there be any names.
fn has_slots(vm: &Vm, class: &Ref<Type>) -> bool {
    let t = class.get(vm);
    t.words > u16::from(t.dict_word.is_some())
}

/// The state of an object: its `__dict__`, with the values of its slots if it has any. `required` says that nothing else carries
/// what the object holds, so that one with native state of its own cannot be pickled.
fn default_state(vm: &mut Vm, o: &Obj, required: bool) -> PyResult {
    let class = vm.class_of(o).own();
    let kind = class.get(vm).kind;
    if required && kind != kinds::INSTANCE {
        let name = argument::class_name(vm, o);
        return Err(type_error!(vm, "cannot pickle '{name}' object"));
    }
    let state = match protocol::find_attr(vm, o, names::__dict__)? {
        Some(dict) if !o.is_kind::<Type>() && !dict.downcast_ref::<Dict>().is_some_and(|d| d.get(vm).is_empty()) => {
            dict
        }
        _ => Obj::NONE,
    };
    let kept_as = Str::intern(vm, "__slotnames__");
    if !has_slots(vm, &class) && Dict::find_str(vm, &class.get(vm).dict, &kept_as).is_none() {
        return Ok(state);
    }
    let values = Dict::new(vm);
    for name in slot_names(vm, &class)? {
        let Some(attribute) = name.downcast_ref::<Str>() else { continue };
        if let Some(value) = protocol::find_attr(vm, o, attribute)? {
            Dict::set_item(vm, &values, &name, value)?;
        }
    }
    if values.get(vm).is_empty() {
        return Ok(state);
    }
    Ok(Tuple::from_slice(vm, &[state, values.into_obj()])?.into_obj())
}

/// `o.__getstate__()`, without a call where it is `object`'s.
fn state(vm: &mut Vm, o: &Obj, required: bool) -> PyResult {
    let method = protocol::get_attr(vm, o, names::__getstate__)?;
    let own =
        function::native_of(vm, &method).is_some_and(|def| std::ptr::eq(def.run as *const (), get_state as *const ()));
    if own { default_state(vm, o, required) } else { protocol::call(vm, &method, &[]) }
}

fn get_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    default_state(vm, args.at(0), false)
}

/// Arguments and keyword arguments for `__new__`, if the object gives any.
fn new_arguments(vm: &mut Vm, o: &Obj) -> PyResult<(Option<Ref<Tuple>>, Option<Ref<Dict>>)> {
    if let Some(both) = protocol::call_special(vm, o, names::__getnewargs_ex__, &[])? {
        let Some(pair) = both.downcast_ref::<Tuple>() else {
            let got = vm.class_of(&both).name(vm).to_string();
            return Err(type_error!(vm, "__getnewargs_ex__ should return a tuple, not '{got}'"));
        };
        let [args, keywords] = pair.tail(vm) else {
            let n = pair.tail(vm).len();
            return Err(value_error!(vm, "__getnewargs_ex__ should return a tuple of length 2, not {n}"));
        };
        let (args, keywords) = (args.clone(), keywords.clone());
        let args = args.downcast::<Tuple>().map_err(|args| {
            let got = vm.class_of(&args).name(vm).to_string();
            type_error!(vm, "first item of the tuple returned by __getnewargs_ex__ must be a tuple, not '{got}'")
        })?;
        let keywords = keywords.downcast::<Dict>().map_err(|keywords| {
            let got = vm.class_of(&keywords).name(vm).to_string();
            type_error!(vm, "second item of the tuple returned by __getnewargs_ex__ must be a dict, not '{got}'")
        })?;
        return Ok((Some(args), Some(keywords)));
    }
    match protocol::call_special(vm, o, names::__getnewargs__, &[])? {
        None => Ok((None, None)),
        Some(args) => match args.downcast::<Tuple>() {
            Ok(args) => Ok((Some(args), None)),
            Err(args) => {
                let got = vm.class_of(&args).name(vm).to_string();
                Err(type_error!(vm, "__getnewargs__ should return a tuple, not '{got}'"))
            }
        },
    }
}

/// The reduction of protocols from 2 on.
fn reduce_new(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = vm.class_of(o).own();
    if vm.slots(&class).new().is_none() || class.get(vm).flags.has(crate::TypeFlags::NO_NEW) || !makes_own(vm, &class) {
        let name = argument::class_name(vm, o);
        return Err(type_error!(vm, "cannot pickle '{name}' object"));
    }
    let (args, keywords) = new_arguments(vm, o)?;
    let has_args = args.is_some();
    let this = class.clone().into_obj();
    let (maker, maker_args) = match (&args, keywords.filter(|k| !k.get(vm).is_empty())) {
        (Some(args), Some(keywords)) => {
            let items = [this, args.clone().into_obj(), keywords.into_obj()];
            (copyreg(vm, "__newobj_ex__")?, Tuple::from_slice(vm, &items)?)
        }
        _ => {
            let mut items = vec![this];
            if let Some(args) = &args {
                items.extend(args.tail(vm).iter().cloned());
            }
            (copyreg(vm, "__newobj__")?, Tuple::from_vec(vm, items)?)
        }
    };
    let (is_list, is_dict) = (o.is_kind::<crate::List>(), o.is_kind::<Dict>());
    let state = state(vm, o, !(has_args || is_list || is_dict))?;
    let list_items = if is_list { protocol::iter(vm, o)? } else { Obj::NONE };
    let dict_items = if is_dict {
        let items = protocol::call_method(vm, o, names::items, &[])?;
        protocol::iter(vm, &items)?
    } else {
        Obj::NONE
    };
    Ok(Tuple::from_slice(vm, &[maker, maker_args.into_obj(), state, list_items, dict_items])?.into_obj())
}

/// Whether the native type that a class is built on makes its instances itself, as opposed to having `object`'s `__new__`.
fn makes_own(vm: &Vm, class: &Ref<Type>) -> bool {
    let t = class.get(vm);
    let address = |new: Option<crate::slots::NewFn>| new.map(|f| f as usize);
    t.kind == kinds::INSTANCE
        || address(vm.native_types[t.native as usize].slots.new) != address(vm.slots(types::OBJECT).new())
}

fn common(vm: &mut Vm, o: &Obj, protocol_number: i64) -> PyResult {
    if protocol_number >= 2 {
        return reduce_new(vm, o);
    }
    let f = copyreg(vm, "_reduce_ex")?;
    let number = int::from_i64(vm, protocol_number);
    protocol::call(vm, &f, &[o.clone(), number])
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    common(vm, args.at(0), 0)
}

fn reduce_ex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let number = argument::c_int(vm, args.at(1))?;
    let class = vm.class_of(o).own();
    let (found, own) = (class.lookup(vm, names::__reduce__), types::OBJECT.lookup(vm, names::__reduce__));
    let overridden = match (&found, &own) {
        (Some(found), Some(own)) => !found.is(own),
        _ => false,
    };
    if overridden {
        let method = protocol::get_attr(vm, o, names::__reduce__)?;
        return protocol::call_args(vm, &method, CallArgs::positional(&[]));
    }
    common(vm, o, number.into())
}

/// `__sizeof__`, also of the types that CPython gives one of their own.
pub(crate) const SIZE_OF: NativeDef =
    native("__sizeof__", "($self, /)", size_of, "Size of object in memory, in bytes.");

fn size_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let class = vm.class_of(o).own();
    let item = crate::type_attributes::item_size(vm, &class);
    let mut size = crate::type_attributes::basic_size(vm, &class);
    if item > 0
        && let Some(len) = vm.slots_of(o).len()
    {
        size = size.saturating_add(item.saturating_mul(len(vm, o)? as i64));
    }
    Ok(int::from_i64(vm, size))
}

fn dir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let found = Dict::new(vm);
    if let Some(own) = protocol::find_attr(vm, o, names::__dict__)?
        && own.is_kind::<Dict>()
    {
        protocol::for_each(vm, &own, |vm, key| Dict::set_item(vm, &found, &key, Obj::NONE))?;
    }
    if let Some(class) = protocol::find_attr(vm, o, names::__class__)? {
        crate::type_attributes::merge_class_dict(vm, &found, &class)?;
    }
    crate::type_attributes::keys_of(vm, &found)
}

/// Methods of `object` that any object inherits.
pub(crate) const METHODS: &[NativeDef] = &[
    native("__reduce_ex__", "($self, protocol, /)", reduce_ex, "Helper for pickle."),
    native("__reduce__", "($self, /)", reduce, "Helper for pickle."),
    native("__getstate__", "($self, /)", get_state, "Helper for pickle."),
    crate::class_native(
        "__subclasshook__",
        "($type, object, /)",
        |_, _| Ok(Obj::NOT_IMPLEMENTED),
        "Abstract classes can override this to customize issubclass().\n\nThis is invoked early on by abc.ABCMeta.__subclasscheck__().\nIt should return True, False or NotImplemented.  If it returns\nNotImplemented, the normal algorithm is used.  Otherwise, it\noverrides the normal algorithm (and the outcome is cached).\n",
    ),
    crate::class_native(
        "__init_subclass__",
        "($type, /)",
        |_, _| Ok(Obj::NONE),
        "This method is called when a class is subclassed.\n\nThe default implementation does nothing. It may be\noverridden to extend subclasses.\n",
    ),
    native(
        "__format__",
        "($self, format_spec, /)",
        object::format,
        "Default object formatter.\n\nReturn str(self) if format_spec is empty. Raise TypeError otherwise.",
    ),
    SIZE_OF,
    native("__dir__", "($self, /)", dir, "Default dir() implementation."),
];
