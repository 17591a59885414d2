//! Struct sequences: tuples of a native module with names for their items, and perhaps for some more that are no items
//! (CPython: `Objects/structseq.c`).
//!
//! The type is a subtype of `tuple` whose definition's getsets are the fields, in order: items first. Fields that are no items lie
//! in a tuple in the one extra word that an object with a tail can have.

use crate::{
    Args, CallArgs, Dict, NativeDef, PyResult, Slots, Str, Tuple, Type, TypeDef, TypeExt, Vm, int, native, protocol,
    type_error, type_object, types,
};
use rpython_heap::{Obj, OptObj, Ref};

/// Field number `I`; the `get` of a field's getset.
///
/// # Errors
/// None; the type is that of a getter.
pub fn field<const I: usize>(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(field_at(vm, o, I))
}

fn field_at(vm: &Vm, o: &Obj, i: usize) -> Obj {
    let Some(items) = o.downcast_ref::<Tuple>().map(|t| t.tail(vm)) else { return Obj::NONE };
    match items.get(i) {
        Some(item) => item.clone(),
        None => hidden(vm, o).get(i - items.len()).cloned().unwrap_or(Obj::NONE),
    }
}

/// The values of the fields that are no items.
pub fn hidden(vm: &Vm, o: &Obj) -> Vec<Obj> {
    let word = o.extra(vm).first().and_then(OptObj::get).and_then(|t| t.downcast_ref::<Tuple>());
    word.map(|t| t.tail(vm).to_vec()).unwrap_or_default()
}

/// How many of a type's fields are items.
fn items(vm: &mut Vm, class: &Ref<Type>) -> usize {
    let name = Str::intern(vm, "n_sequence_fields");
    let items = Dict::get_str(vm, &class.get(vm).dict, &name).and_then(|n| int::to_i64(vm, n));
    items.map_or_else(|| definition(vm, class).getsets.len(), |n| n as usize)
}

/// How many of a type's items have no names of their own: the last ones.
fn unnamed(vm: &mut Vm, class: &Ref<Type>) -> usize {
    let name = Str::intern(vm, "n_unnamed_fields");
    Dict::get_str(vm, &class.get(vm).dict, &name).and_then(|n| int::to_i64(vm, n)).map_or(0, |n| n as usize)
}

/// Slots and methods of a struct sequence's definition: `TypeDef { getsets: …, ..struct_sequence::DEF }`.
pub const DEF: TypeDef = TypeDef {
    base: types::TUPLE.slot(),
    slots: Slots { new: Some(construct), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    ..TypeDef::EMPTY
};

/// Whether a class is being made from a struct sequence's definition: its getsets are fields then.
pub(crate) fn is_definition(vm: &Vm, class: &Ref<Type>) -> bool {
    let new = vm.native_types[class.get(vm).native as usize].def.slots.new;
    new.is_some_and(|f| f as usize == construct as crate::slots::NewFn as usize)
}

const METHODS: &[NativeDef] = &[
    native("__reduce__", "($self, /)", reduce, ""),
    native(
        "__replace__",
        "($self, /, **changes)",
        replace,
        "Return a copy of the structure with new values for the specified fields.",
    ),
];

/// Makes the type of a definition whose last `hidden` fields are no items.
///
/// # Errors
/// `MemoryError`
pub fn define(vm: &mut Vm, def: &'static TypeDef, hidden: usize) -> PyResult<Ref<Type>> {
    define_unnamed(vm, def, hidden, 0)
}

/// As [`define`], with `unnamed` items at the end that have no names of their own (`os.stat_result`).
///
/// # Errors
/// `MemoryError`
pub fn define_unnamed(vm: &mut Vm, def: &'static TypeDef, hidden: usize, unnamed: usize) -> PyResult<Ref<Type>> {
    let class = type_object::define(vm, def)?;
    class.get_mut(vm).words = u16::from(hidden > 0);
    let dict = class.get(vm).dict.clone();
    let all = def.getsets.len() + unnamed;
    let items = all - hidden;
    for (name, n) in [("n_sequence_fields", items), ("n_fields", all), ("n_unnamed_fields", unnamed)] {
        let n = int::from_i64(vm, n as i64);
        Dict::set_name(vm, &dict, name, n)?;
    }
    let names: Vec<Obj> = def.getsets[..items - unnamed].iter().map(|f| Str::intern(vm, f.name).into_obj()).collect();
    let names = Tuple::from_vec(vm, names)?.into_obj();
    Dict::set_name(vm, &dict, "__match_args__", names)?;
    Ok(class)
}

/// The definition of a struct sequence's type.
fn definition(vm: &Vm, class: &Ref<Type>) -> &'static TypeDef {
    vm.native_types[class.get(vm).native as usize].def
}

/// An instance of the type; fields that are missing at the end are `None`.
///
/// # Errors
/// `MemoryError`
pub fn new(vm: &mut Vm, class: &Ref<Type>, mut fields: Vec<Obj>) -> PyResult {
    let shape = class.shape(vm);
    let items = items(vm, class);
    fields.resize(fields.len().max(items), Obj::NONE);
    let hidden = fields.split_off(items);
    let items = fields.into_iter().map(Obj::into_counted);
    let made: Obj = Ref::with_tail(vm, shape, Tuple { hash: Default::default() }, items)?.into_obj();
    let hidden = Tuple::from_vec(vm, hidden)?.into_obj();
    if let Some(word) = made.extra_mut(vm).first_mut() {
        *word = OptObj::some(hidden);
    }
    Ok(made)
}

static NEW: NativeDef = native("structseq", "(sequence, dict=None)", bound, "");

/// The constructor's arguments, bound, as a tuple.
fn bound(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let both = [args.at(0).clone(), args.opt(1).cloned().unwrap_or_else(|| Dict::new(vm).into_obj())];
    Ok(Tuple::from_slice(vm, &both)?.into_obj())
}

fn construct(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let bound = native::call(vm, &NEW, args)?;
    let Some([sequence, dict]) =
        bound.downcast_ref::<Tuple>().and_then(|t| <[Obj; 2]>::try_from(t.tail(vm).to_vec()).ok())
    else {
        return Err(type_error!(vm, "constructor requires a sequence"));
    };
    let def = definition(vm, class);
    let name = format!("{}.{}", def.module, def.name);
    let mut fields = match protocol::collect(vm, &sequence) {
        Ok(fields) => fields,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            return Err(type_error!(vm, "constructor requires a sequence"));
        }
    };
    let Some(dict) = dict.downcast_ref::<Dict>() else {
        return Err(type_error!(vm, "{name}() takes a dict as second arg, if any"));
    };
    let unnamed = unnamed(vm, class);
    let (given, most) = (fields.len(), def.getsets.len() + unnamed);
    let least = items(vm, class);
    if given < least || given > most {
        let bound = if least == most {
            format!("a {least}-sequence")
        } else if given < least {
            format!("an at least {least}-sequence")
        } else {
            format!("an at most {most}-sequence")
        };
        return Err(type_error!(vm, "{name}() takes {bound} ({given}-sequence given)"));
    }
    let mut used = 0;
    for field in &def.getsets[given - unnamed..] {
        let key = Str::intern(vm, field.name);
        let value = Dict::get_item(vm, dict, &key)?;
        used += usize::from(value.is_some());
        fields.push(value.unwrap_or(Obj::NONE));
    }
    if dict.get(vm).iter().count() > used {
        return Err(type_error!(vm, "{name}() got duplicate or unexpected field name(s)"));
    }
    new(vm, class, fields)
}

/// The name with the module's, unless that is `builtins`.
fn full_name(def: &TypeDef) -> String {
    if def.module == "builtins" { def.name.to_string() } else { format!("{}.{}", def.module, def.name) }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let class = vm.class_of(o).own();
    let def = definition(vm, &class);
    let items = o.downcast_ref::<Tuple>().map_or(0, |t| t.tail(vm).len());
    let mut out = crate::text::TextBuf::from(format!("{}(", full_name(def)).as_str());
    for (i, field) in def.getsets.iter().take(items).enumerate() {
        if i > 0 {
            out.push_str(", ");
        }
        out.push_str(field.name);
        out.push_str("=");
        let value = field_at(vm, o, i);
        let text = protocol::repr(vm, &value)?;
        if let Some(text) = text.downcast_ref::<Str>() {
            out.push_text(crate::StrExt::text(text, vm));
        }
    }
    out.push_str(")");
    Ok(Str::try_from_buf(vm, out)?.into_obj())
}

/// The fields, items first.
fn fields(vm: &mut Vm, o: &Obj) -> (&'static TypeDef, usize, Vec<Obj>) {
    let class = vm.class_of(o).own();
    let def = definition(vm, &class);
    let items = o.downcast_ref::<Tuple>().map_or(0, |t| t.tail(vm).len());
    let all = def.getsets.len() + unnamed(vm, &class);
    (def, items, (0..all).map(|i| field_at(vm, o, i)).collect())
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (def, items, fields) = fields(vm, args.at(0));
    let hidden = Dict::new(vm);
    let named = def.getsets.len() - (fields.len() - items);
    for (field, value) in def.getsets[named..].iter().zip(&fields[items..]) {
        Dict::set_name(vm, &hidden, field.name, value.clone())?;
    }
    let items = Tuple::from_slice(vm, &fields[..items])?.into_obj();
    let class = vm.class_of(args.at(0)).own().into_obj();
    let state = Tuple::from_slice(vm, &[items, hidden.into_obj()])?.into_obj();
    Ok(Tuple::from_slice(vm, &[class, state])?.into_obj())
}

fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (def, _, mut fields) = fields(vm, args.at(0));
    if fields.len() > def.getsets.len() {
        let name = format!("{}.{}", def.module, def.name);
        return Err(type_error!(vm, "__replace__() is not supported for {name} because it has unnamed field(s)"));
    }
    let Some(changes) = args.at(1).downcast_ref::<Dict>() else { return Ok(args.at(0).clone()) };
    for (i, field) in def.getsets.iter().enumerate() {
        let key = Str::intern(vm, field.name);
        if let Some(value) = Dict::remove_item(vm, changes, &key)? {
            fields[i] = value;
        }
    }
    let left: Vec<Obj> = changes.get(vm).iter().map(|(k, _)| k.clone()).collect();
    if !left.is_empty() {
        let left = crate::List::from_vec(vm, left)?.into_obj();
        let left = protocol::repr_text(vm, &left)?;
        return Err(type_error!(vm, "Got unexpected field name(s): {left}"));
    }
    let class = vm.class_of(args.at(0)).own();
    new(vm, &class, fields)
}
