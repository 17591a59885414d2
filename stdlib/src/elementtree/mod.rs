//! `_elementtree`: the native part of `xml.etree.ElementTree` (CPython: `Modules/_elementtree.c`). Elements are in `element`, `children`,
//! `find` and `iterator`; trees are made by `builder` of what `parser` reads.

mod builder;
mod children;
mod element;
mod find;
mod iterator;
mod parser;

use crate::table;
use rpython_objects::{
    Args, Module, NativeDef, Obj, OptObj, PyResult, Raised, Ref, Str, Type, Vm, argument, int, native, protocol,
    type_error, types,
};

/// What the module keeps.
#[derive(Default)]
struct State {
    parse_error: Option<Ref<Type>>,
    /// `xml.etree.ElementPath`
    paths: OptObj,
    /// `copy.deepcopy`
    deepcopy: OptObj,
    comment_factory: OptObj,
    instruction_factory: OptObj,
}

/// Raises `ParseError`.
#[cold]
fn failed(vm: &mut Vm, message: &str) -> Raised {
    match vm.state_of::<State>().parse_error.clone() {
        Some(class) => vm.raise(&class, message),
        None => vm.raise(types::SYNTAX_ERROR, message),
    }
}

/// Raises the `ParseError` of a parser's error.
#[cold]
fn parse_error(vm: &mut Vm, code: u64, line: u64, column: u64, message: &str) -> Raised {
    let raised = failed(vm, message);
    let e = vm.take_exception();
    let position = [line, column].map(|n| int::from_u64(vm, n));
    let position = match table::tuple(vm, &position) {
        Ok(position) => position,
        Err(raised) => return raised,
    };
    for (name, value) in [("code", int::from_u64(vm, code)), ("position", position)] {
        let name = Str::intern(vm, name);
        if let Err(raised) = protocol::set_attr(vm, &e, &name, &value) {
            return raised;
        }
    }
    drop(raised);
    vm.travel(e)
}

fn set_factories(vm: &mut Vm, args: Args<'_>) -> PyResult {
    for (i, what) in [(1, "Comment"), (2, "PI")] {
        let factory = args.at(i);
        if !factory.is_none() && vm.slots_of(factory).call().is_none() {
            let got = argument::full_class_name(vm, factory);
            return Err(type_error!(vm, "{what} factory must be callable, not {got}"));
        }
    }
    let given = |i: usize| OptObj::from(args.some(i).cloned());
    let state = vm.state_of::<State>();
    let old = [
        std::mem::replace(&mut state.comment_factory, given(1)),
        std::mem::replace(&mut state.instruction_factory, given(2)),
    ];
    table::tuple(vm, &old.map(|o| o.cloned().unwrap_or(Obj::NONE)))
}

static FUNCTIONS: &[NativeDef] = &[
    element::SUB_ELEMENT,
    native(
        "_set_factories",
        "($module, comment_factory, pi_factory, /)",
        set_factories,
        "Change the factories used to create comments and processing instructions.\n\nFor internal use only.",
    ),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_elementtree", "", FUNCTIONS)?;
    table::set(vm, &module, "__doc__", Obj::NONE)?;
    table::add_type::<element::Element>(vm, &module, &element::DEF)?;
    table::add_type::<builder::TreeBuilder>(vm, &module, &builder::DEF)?;
    table::add_type::<parser::XmlTreeParser>(vm, &module, &parser::DEF)?;
    rpython_objects::type_object::define_kind::<iterator::Iterator>(vm, &iterator::DEF)?;
    let error = table::add_exception(vm, &module, "xml.etree.ElementTree", "ParseError", &types::SYNTAX_ERROR.clone())?;
    vm.state_of::<State>().parse_error = Some(error);
    Ok(module)
}
