//! `pyexpat`: event-driven parsing of XML (CPython: `Modules/pyexpat.c` on the library expat).
//!
//! The parser is ours (`xml`, which knows no Python): programs see which pieces expat cuts text into, where its events lie, which of
//! its errors a document has and what it does with entities, and no crate tells those. `object` has the parser as Python sees it,
//! `dispatch` calls its handlers.

mod dispatch;
mod object;
pub(crate) mod xml;

use crate::table;
pub(crate) use dispatch::{characters_of, optional, string};
use object::XmlParser;
use rpython_objects::{
    Args, Dict, List, Module, NativeDef, Obj, PyResult, Raised, Ref, Str, Type, Vm, argument, int, native, protocol,
    types,
};
use xml::{CODES, Code, Content, Quantity};

/// The version of expat whose behaviour this is.
pub(crate) const VERSION: [i64; 3] = [2, 9, 0];

/// `pyexpat.ExpatError`
#[derive(Default)]
struct State(Option<Ref<Type>>);

/// Raises a parser's error, which tells where it is.
#[cold]
fn failed(vm: &mut Vm, this: &Ref<XmlParser>, code: Code) -> Raised {
    if code == Code::NoMemory && !this.get(vm).parser.started() {
        return rpython_heap::OutOfMemory.into();
    }
    let (line, column) = this.get_mut(vm).parser.position();
    let said = xml::message(code as i64).unwrap_or_default();
    failed_with(vm, this, code, &format!("{said}: line {line}, column {column}"))
}

/// Raises an error of a parser with a message.
#[cold]
fn failed_with(vm: &mut Vm, this: &Ref<XmlParser>, code: Code, message: &str) -> Raised {
    let class = vm.state_of::<State>().0.clone();
    let raised = vm.raise(class.as_ref().unwrap_or(types::EXCEPTION), message);
    let (line, column) = this.get_mut(vm).parser.position();
    let e = vm.take_exception();
    for (name, n) in [("code", code as u64), ("offset", column), ("lineno", line)] {
        let name = Str::intern(vm, name);
        let n = int::from_u64(vm, n);
        if let Err(raised) = protocol::set_attr(vm, &e, &name, &n) {
            return raised;
        }
    }
    drop(raised);
    vm.travel(e)
}

fn error_string(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = argument::ssize(vm, args.at(1))?;
    Ok(xml::message(number as i64).map_or(Obj::NONE, |text| Str::new(vm, text).into_obj()))
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "ParserCreate",
        "($module, /, encoding=None, namespace_separator=None, intern=<unrepresentable>)",
        object::create,
        "Return a new XML parser object.",
    ),
    native("ErrorString", "($module, code, /)", error_string, "Returns string error for given number."),
];

/// A module within this one, which programs may import by its full name.
fn submodule(vm: &mut Vm, name: &'static str, doc: &str) -> PyResult<Ref<Module>> {
    let module = table::module(vm, name, doc, &[])?;
    let sys = table::import(vm, "sys")?;
    let modules = Str::intern(vm, "modules");
    let modules = protocol::get_attr(vm, &sys, &modules)?;
    let key = Str::intern(vm, name).into_obj();
    protocol::set_item(vm, &modules, &key, &module.clone().into_obj())?;
    Ok(module)
}

fn errors(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = submodule(vm, "pyexpat.errors", "Constants used to describe error conditions.")?;
    let (codes, messages) = (Dict::new(vm), Dict::new(vm));
    for &(code, name, message) in CODES {
        let (number, text) = (int::from_i64(vm, code as i64), Str::intern(vm, message).into_obj());
        table::set(vm, &module, name, text.clone())?;
        Dict::set_item(vm, &codes, &text, number.clone())?;
        Dict::set_item(vm, &messages, &number, text)?;
    }
    table::set(vm, &module, "codes", codes.into_obj())?;
    table::set(vm, &module, "messages", messages.into_obj())?;
    Ok(module)
}

fn model(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = submodule(vm, "pyexpat.model", "Constants used to interpret content model information.")?;
    let constants = [
        ("XML_CTYPE_EMPTY", Content::Empty as i64),
        ("XML_CTYPE_ANY", Content::Any as i64),
        ("XML_CTYPE_MIXED", Content::Mixed as i64),
        ("XML_CTYPE_NAME", Content::Name as i64),
        ("XML_CTYPE_CHOICE", Content::Choice as i64),
        ("XML_CTYPE_SEQ", Content::Sequence as i64),
        ("XML_CQUANT_NONE", Quantity::One as i64),
        ("XML_CQUANT_OPT", Quantity::Optional as i64),
        ("XML_CQUANT_REP", Quantity::Repeated as i64),
        ("XML_CQUANT_PLUS", Quantity::OneOrMore as i64),
    ];
    table::set_numbers(vm, &module, &constants)?;
    Ok(module)
}

/// What the library was built with, as expat's own build in CPython.
const FEATURES: [(&str, i64); 10] = [
    ("sizeof(XML_Char)", 1),
    ("sizeof(XML_LChar)", 1),
    ("XML_DTD", 0),
    ("XML_CONTEXT_BYTES", 1024),
    ("XML_NS", 0),
    ("XML_BLAP_MAX_AMP", 100),
    ("XML_BLAP_ACT_THRES", 8 << 20),
    ("XML_GE", 0),
    ("XML_AT_MAX_AMP", 100),
    ("XML_AT_ACT_THRES", 64 << 20),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "pyexpat", "Python wrapper for Expat parser.", FUNCTIONS)?;
    let error = table::add_exception(vm, &module, "xml.parsers.expat", "ExpatError", &types::EXCEPTION.clone())?;
    table::set(vm, &module, "error", error.clone().into_obj())?;
    vm.state_of::<State>().0 = Some(error);
    let class = rpython_objects::type_object::define_kind::<XmlParser>(vm, &object::DEF)?;
    table::set(vm, &module, "XMLParserType", class.into_obj())?;
    let [major, minor, micro] = VERSION;
    let name = Str::new(vm, &format!("expat_{major}.{minor}.{micro}")).into_obj();
    table::set(vm, &module, "EXPAT_VERSION", name)?;
    let version = VERSION.map(|n| int::from_i64(vm, n));
    let version = table::tuple(vm, &version)?;
    table::set(vm, &module, "version_info", version)?;
    let encoding = Str::new(vm, "UTF-8").into_obj();
    table::set(vm, &module, "native_encoding", encoding)?;
    let mut features = Vec::new();
    for (name, n) in FEATURES {
        let name = Str::new(vm, name).into_obj();
        let n = int::from_i64(vm, n);
        features.push(table::tuple(vm, &[name, n])?);
    }
    let features = List::from_vec(vm, features)?.into_obj();
    table::set(vm, &module, "features", features)?;
    table::set_numbers(
        vm,
        &module,
        &[
            ("XML_PARAM_ENTITY_PARSING_NEVER", 0),
            ("XML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE", 1),
            ("XML_PARAM_ENTITY_PARSING_ALWAYS", 2),
        ],
    )?;
    let errors = errors(vm)?.into_obj();
    table::set(vm, &module, "errors", errors)?;
    let model = model(vm)?.into_obj();
    table::set(vm, &module, "model", model)?;
    Ok(module)
}
