//! `_ast`: the classes of syntax trees (CPython: `Python/Python-ast.c`, generated from `Parser/Python.asdl`).
//!
//! [`grammar`] is the table, from which the classes are made once; they are ordinary classes, so that programs can subclass and
//! change them. [`convert`] turns the frontend's trees into nodes and back, [`node`] is what every node can do.

mod convert;
mod grammar;
mod node;

use crate::table;
use grammar::{Field, GRAMMAR, PLACES, Places, Quantity, fields_of, name_of};
use rpython_objects::{
    Dict, Module, Obj, PyResult, Ref, Str, Tuple, Type, TypeFlags, Vm, protocol, raise, type_object, types,
};
use rustc_hash::FxHashMap;

/// The classes, by name, and the one instance of each class without fields.
#[derive(Default)]
struct State {
    base: Option<Ref<Type>>,
    classes: FxHashMap<&'static str, Ref<Type>>,
    singletons: FxHashMap<&'static str, Obj>,
    /// Names of the classes in the order of the grammar.
    order: Vec<&'static str>,
}

/// The class `AST`.
fn base(vm: &mut Vm) -> PyResult<Ref<Type>> {
    if let Some(base) = vm.state_of::<State>().base.clone() {
        return Ok(base);
    }
    let base = type_object::define(vm, &node::DEF)?;
    base.get_mut(vm).flags.0 &= !TypeFlags::IMMUTABLE;
    for name in ["_fields", "_attributes", "__match_args__"] {
        let name = Str::intern(vm, name);
        let none = Tuple::empty().into_obj();
        protocol::set_attr(vm, &base, &name, &none)?;
    }
    vm.state_of::<State>().base = Some(base.clone());
    let mut fields = Vec::new();
    for sum in GRAMMAR {
        let name = name_of(sum.head);
        let own = fields_of(sum.head);
        let doc = document(name, sum);
        let class = make_class(vm, name, &base, &doc, &own)?;
        add_places(vm, &class, sum.places)?;
        if sum.constructors.is_empty() {
            fields.push((class.clone(), own));
        }
        for constructor in sum.constructors {
            let own = fields_of(constructor);
            let made = make_class(vm, name_of(constructor), &class, constructor, &own)?;
            fields.push((made.clone(), own));
            if !constructor.contains('(') && sum.places == Places::None {
                let one = protocol::call(vm, &made, &[])?;
                vm.state_of::<State>().singletons.insert(name_of(constructor), one);
            }
        }
    }
    // The types of fields name classes, so they come last.
    for (class, fields) in fields {
        add_field_types(vm, &class, &fields)?;
    }
    Ok(base)
}

/// What `__doc__` of a sum shows: all of its constructors.
fn document(name: &str, sum: &grammar::Sum) -> String {
    if sum.constructors.is_empty() {
        return sum.head.to_string();
    }
    // Sums without fields are shown on one line.
    let simple = sum.constructors.iter().all(|c| !c.contains('('));
    let separator = if simple { " | ".to_string() } else { format!("\n{} | ", " ".repeat(name.len())) };
    format!("{name} = {}", sum.constructors.join(&separator))
}

/// A tuple of strings.
fn strings<'a>(vm: &mut Vm, texts: impl Iterator<Item = &'a str>) -> PyResult {
    let items: Vec<Obj> = texts.map(|text| Str::intern(vm, text).into_obj()).collect();
    Ok(Tuple::from_vec(vm, items)?.into_obj())
}

fn set(vm: &mut Vm, class: &Ref<Type>, name: &str, value: &Obj) -> PyResult<()> {
    let name = Str::intern(vm, name);
    protocol::set_attr(vm, class, &name, value)
}

fn make_class(vm: &mut Vm, name: &'static str, base: &Ref<Type>, doc: &str, fields: &[Field]) -> PyResult<Ref<Type>> {
    let namespace = Dict::new(vm);
    let names = strings(vm, fields.iter().map(|f| f.name))?;
    let module = Str::intern(vm, "ast").into_obj();
    let doc = Str::new(vm, doc).into_obj();
    for (key, value) in
        [("_fields", names.clone()), ("__match_args__", names), ("__module__", module), ("__doc__", doc)]
    {
        Dict::set_name(vm, &namespace, key, value)?;
    }
    let bases = table::tuple(vm, &[base.clone().into_obj()])?;
    let text = Str::intern(vm, name).into_obj();
    let made = protocol::call(vm, types::TYPE, &[text, bases, namespace.into_obj()])?;
    let Ok(class) = made.downcast::<Type>() else {
        return Err(raise!(vm, types::SYSTEM_ERROR, "a node class is no class"));
    };
    for field in fields.iter().filter(|f| f.quantity == Quantity::Optional) {
        set(vm, &class, field.name, &Obj::NONE)?;
    }
    let state = vm.state_of::<State>();
    state.classes.insert(name, class.clone());
    state.order.push(name);
    Ok(class)
}

fn add_places(vm: &mut Vm, class: &Ref<Type>, places: Places) -> PyResult<()> {
    let names: &[&str] = if places == Places::None { &[] } else { &PLACES };
    let names = strings(vm, names.iter().copied())?;
    set(vm, class, "_attributes", &names)?;
    if places == Places::OptionalEnd {
        set(vm, class, "end_lineno", &Obj::NONE)?;
        set(vm, class, "end_col_offset", &Obj::NONE)?;
    }
    Ok(())
}

/// `_field_types` and `__annotations__`, which sums do not have.
fn add_field_types(vm: &mut Vm, class: &Ref<Type>, fields: &[Field]) -> PyResult<()> {
    let all = Dict::new(vm);
    for field in fields {
        let one = match field.asdl {
            "identifier" | "string" => types::STR.clone().into_obj(),
            "int" => types::INT.clone().into_obj(),
            "constant" => types::OBJECT.clone().into_obj(),
            name => self::class(vm, name)?.into_obj(),
        };
        let shown = match field.quantity {
            Quantity::One => one,
            Quantity::Optional => protocol::binary(vm, &one, &Obj::NONE, protocol::BinaryOp::Or)?,
            Quantity::Many => rpython_objects::generic_alias::new(vm, types::LIST, &one)?,
        };
        Dict::set_name(vm, &all, field.name, shown)?;
    }
    let all = all.into_obj();
    set(vm, class, "_field_types", &all)?;
    set(vm, class, "__annotations__", &all)
}

/// The class of a name of the grammar.
fn class(vm: &mut Vm, name: &'static str) -> PyResult<Ref<Type>> {
    if let Some(class) = vm.state_of::<State>().classes.get(name) {
        return Ok(class.clone());
    }
    base(vm)?;
    match vm.state_of::<State>().classes.get(name) {
        Some(class) => Ok(class.clone()),
        None => Err(raise!(vm, types::SYSTEM_ERROR, "no node class is named {name}")),
    }
}

/// The one instance of a class without fields.
fn singleton(vm: &mut Vm, name: &'static str) -> PyResult {
    base(vm)?;
    Ok(vm.state_of::<State>().singletons.get(name).cloned().unwrap_or(Obj::NONE))
}

/// Lets `compile()` take and make node objects.
pub(crate) fn install(vm: &mut Vm) {
    let hooks = rpython_vm::compile::TreeHooks {
        is_tree: |vm, o| {
            let base = base(vm)?;
            protocol::is_instance(vm, o, &base)
        },
        to_object: convert::to_object,
        from_object: convert::from_object,
    };
    *vm.state_of::<Option<rpython_vm::compile::TreeHooks>>() = Some(hooks);
}

/// Flags of `compile()`.
const FLAGS: &[(&str, i64)] = &[
    ("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000),
    ("PyCF_ONLY_AST", 0x400),
    ("PyCF_TYPE_COMMENTS", 0x1000),
    ("PyCF_OPTIMIZED_AST", 0x8400),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_ast", "", &[])?;
    let dict = module.get(vm).dict.clone();
    Dict::set_str(vm, &dict, rpython_objects::names::__doc__, Obj::NONE)?;
    let base = base(vm)?;
    table::set(vm, &module, "AST", base.into_obj())?;
    table::set_numbers(vm, &module, FLAGS)?;
    for name in vm.state_of::<State>().order.clone() {
        let class = class(vm, name)?;
        table::set(vm, &module, name, class.into_obj())?;
    }
    Ok(module)
}
