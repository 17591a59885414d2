//! `_ast`: the classes of syntax trees (Python/Python-ast.c, which CPython generates from `Parser/Python.asdl`).
//!
//! `AST` is native; the classes below it are made from `table`, whose rows are the classes' docstrings.

mod node;
mod table;

use crate::table as module_table;
use rpython_objects::{
    Dict, List, Module, Obj, PyResult, Ref, Str, Tuple, Type, Vm, generic_alias, int, names, protocol, type_object,
    types,
};
use rustc_hash::FxHashMap;
use table::{CLASSES, Class};

/// What the functions need to find again.
#[derive(Default)]
struct State {
    /// The instance of `Load` that a missing context stands for.
    load: Option<Obj>,
    expr_context: Option<Obj>,
}

/// One field of a constructor: `stmt* body`.
struct Field<'a> {
    /// `stmt`
    kind: &'a str,
    name: &'a str,
    many: bool,
    optional: bool,
}

/// The fields in `type name, type? name, type* name`.
fn fields(text: &str) -> Vec<Field<'_>> {
    let parts = text.split(", ").filter_map(|part| part.split_once(' '));
    parts
        .map(|(kind, name)| Field {
            kind: kind.trim_end_matches(['*', '?']),
            name,
            many: kind.ends_with('*'),
            optional: kind.ends_with('?'),
        })
        .collect()
}

/// What stands in the parentheses of a class's docstring; nothing for a sum.
fn constructor(class: &Class) -> &str {
    let inside = class.doc.strip_prefix(class.name).and_then(|rest| rest.strip_prefix('('));
    inside.and_then(|rest| rest.strip_suffix(')')).unwrap_or("")
}

fn texts(vm: &mut Vm, fields: &[Field<'_>]) -> PyResult {
    let made: Vec<Obj> = fields.iter().map(|f| Str::intern(vm, f.name).into_obj()).collect();
    Ok(Tuple::from_vec(vm, made)?.into_obj())
}

/// The type of a field's values: `list[ast.stmt]`, `ast.expr | None`, `str`.
fn field_type(vm: &mut Vm, field: &Field<'_>, known: &FxHashMap<&str, Obj>) -> PyResult {
    let plain = match field.kind {
        "identifier" | "string" => types::STR.clone().into_obj(),
        "int" => types::INT.clone().into_obj(),
        "constant" => types::OBJECT.clone().into_obj(),
        other => known.get(other).cloned().unwrap_or(Obj::NONE),
    };
    if field.many {
        return generic_alias::new(vm, types::LIST, &plain);
    }
    if field.optional {
        return protocol::binary(vm, &plain, &Obj::NONE, protocol::BinaryOp::Or);
    }
    Ok(plain)
}

/// Makes a class without its `_field_types`, which may name classes that come later.
fn make(vm: &mut Vm, class: &Class, base: &Obj) -> PyResult {
    let dict = Dict::new(vm);
    let own = fields(constructor(class));
    let listed = texts(vm, &own)?;
    let (shown, doc) = (Str::intern(vm, "ast").into_obj(), Str::new(vm, class.doc).into_obj());
    Dict::set_name(vm, &dict, "_fields", listed.clone())?;
    Dict::set_str(vm, &dict, names::__match_args__, listed)?;
    Dict::set_str(vm, &dict, names::__module__, shown)?;
    Dict::set_str(vm, &dict, names::__doc__, doc)?;
    for field in own.iter().filter(|f| f.optional) {
        Dict::set_name(vm, &dict, field.name, Obj::NONE)?;
    }
    if class.base == "AST" {
        let attributes = fields(class.attributes);
        let listed = texts(vm, &attributes)?;
        Dict::set_name(vm, &dict, "_attributes", listed)?;
        for field in attributes.iter().filter(|f| f.optional) {
            Dict::set_name(vm, &dict, field.name, Obj::NONE)?;
        }
    }
    let name = Str::intern(vm, class.name).into_obj();
    let bases = Tuple::from_slice(vm, std::slice::from_ref(base))?.into_obj();
    protocol::call(vm, types::TYPE, &[name, bases, dict.into_obj()])
}

/// Makes the module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = module_table::module(vm, "_ast", "", &[])?;
    let dict = module.get(vm).dict.clone();
    Dict::set_str(vm, &dict, names::__doc__, Obj::NONE)?;
    for (name, flag) in [
        ("PyCF_ONLY_AST", 0x400),
        ("PyCF_TYPE_COMMENTS", 0x1000),
        ("PyCF_ALLOW_TOP_LEVEL_AWAIT", 0x2000),
        ("PyCF_OPTIMIZED_AST", 0x8400),
    ] {
        let flag = int::from_i64(vm, flag);
        module_table::set(vm, &module, name, flag)?;
    }
    let base: Ref<Type> = type_object::define(vm, &node::DEF)?;
    let base_dict = base.get(vm).dict.clone();
    let none = Tuple::from_vec(vm, Vec::new())?.into_obj();
    for name in ["_fields", "_attributes", "__match_args__"] {
        Dict::set_name(vm, &base_dict, name, none.clone())?;
    }
    module_table::set(vm, &module, "AST", base.clone().into_obj())?;
    let mut known: FxHashMap<&str, Obj> = FxHashMap::default();
    known.insert("AST", base.into_obj());
    for class in CLASSES {
        let base = known.get(class.base).cloned().unwrap_or(Obj::NONE);
        let made = make(vm, class, &base)?;
        module_table::set(vm, &module, class.name, made.clone())?;
        known.insert(class.name, made);
    }
    for class in CLASSES.iter().filter(|c| !c.doc.contains(" = ")) {
        let field_types = Dict::new(vm);
        for field in fields(constructor(class)) {
            let wanted = field_type(vm, &field, &known)?;
            Dict::set_name(vm, &field_types, field.name, wanted)?;
        }
        if let Some(made) = known.get(class.name) {
            let name = Str::intern(vm, "_field_types");
            protocol::set_attr(vm, made, &name, &field_types)?;
        }
    }
    let load = match known.get("Load") {
        Some(class) => Some(protocol::call(vm, class, &[])?),
        None => None,
    };
    let state = vm.state_of::<State>();
    state.load = load;
    state.expr_context = known.get("expr_context").cloned();
    Ok(module)
}

/// A new empty list, as fields of many values have it.
fn empty_list(vm: &mut Vm) -> PyResult {
    Ok(List::from_vec(vm, Vec::new())?.into_obj())
}
