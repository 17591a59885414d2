//! `_decimal`: decimal numbers (CPython: `Modules/_decimal/_decimal.c` over libmpdec).
//!
//! `arithmetic` knows no Python: numbers, contexts' rules and conditions. Around it stand the types `Decimal` (`number`, `methods`,
//! `compare`, `construct`, `integer`, `format`) and `Context` (`context`, `context_methods`), and the exceptions (`signals`).

mod arguments;
pub(crate) mod arithmetic;
mod compare;
mod construct;
mod context;
mod context_methods;
mod format;
mod integer;
mod methods;
mod number;
mod signals;

use crate::table;
use arithmetic::{Context as Rules, Rounding};
use rpython_objects::{Module, Obj, OptObj, PyResult, Ref, Str, Type, Vm, protocol, type_object};
use rustc_hash::FxHashMap;

/// What the module keeps: its classes and contexts live once, whatever becomes of the module.
#[derive(Default)]
struct State {
    exceptions: FxHashMap<&'static str, Ref<Type>>,
    /// The class of `flags` and `traps`.
    signal_dict: Option<Ref<Type>>,
    templates: Vec<(&'static str, Ref<context::Context>)>,
    /// The context variable that holds the current context.
    variable: OptObj,
    /// The current context, as long as nothing has changed in the variables.
    current: Option<((u64, u64), Ref<context::Context>)>,
    /// `DecimalTuple`
    tuple: OptObj,
    /// `numbers.Rational`
    rational: OptObj,
    /// `_pydecimal.Decimal`, once it was needed.
    library: OptObj,
}

/// `collections.namedtuple('DecimalTuple', …)`
fn tuple_class(vm: &mut Vm) -> PyResult {
    let collections = table::import(vm, "collections")?;
    let [function, name, fields, module] =
        ["namedtuple", "DecimalTuple", "sign digits exponent", "decimal"].map(|s| Str::intern(vm, s));
    let class = protocol::call_method(vm, &collections, &function, &[name.into_obj(), fields.into_obj()])?;
    protocol::set_attr(vm, &class, rpython_objects::names::__module__, module.as_obj())?;
    Ok(class)
}

fn define(vm: &mut Vm) -> PyResult<()> {
    let decimal = type_object::define_kind::<number::Decimal>(vm, &number::DEF)?;
    type_object::define_kind::<context::Context>(vm, &context::DEF)?;
    type_object::define_kind::<context::Manager>(vm, &context::MANAGER)?;
    let numbers = table::import(vm, "numbers")?;
    let [number, rational, register] = ["Number", "Rational", "register"].map(|s| Str::intern(vm, s));
    let number = protocol::get_attr(vm, &numbers, &number)?;
    protocol::call_method(vm, &number, &register, &[decimal.into_obj()])?;
    let rational = protocol::get_attr(vm, &numbers, &rational)?;
    let tuple = tuple_class(vm)?;
    let state = vm.state_of::<State>();
    (state.rational, state.tuple) = (OptObj::some(rational), OptObj::some(tuple));
    signals::define(vm)?;
    context::define(vm)
}

/// The module.
///
/// # Errors
/// What importing the modules that it needs raises.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_decimal", "Decimal arithmetic.", context::FUNCTIONS)?;
    if vm.state_of::<State>().templates.is_empty() {
        define(vm)?;
    }
    signals::publish(vm, &module)?;
    for (name, kind) in [
        ("Decimal", <number::Decimal as rpython_objects::Payload>::KIND),
        ("Context", <context::Context as rpython_objects::Payload>::KIND),
    ] {
        let class = vm.type_of_kind(kind).cloned();
        table::set(vm, &module, name, class.map_or(Obj::NONE, Ref::into_obj))?;
    }
    for (name, context) in vm.state_of::<State>().templates.clone() {
        table::set(vm, &module, name, context.into_obj())?;
    }
    let tuple = vm.state_of::<State>().tuple.cloned().unwrap_or(Obj::NONE);
    table::set(vm, &module, "DecimalTuple", tuple)?;
    for (_, name) in Rounding::ALL {
        let text = Str::intern(vm, name).into_obj();
        table::set(vm, &module, name, text)?;
    }
    table::set_numbers(
        vm,
        &module,
        &[
            ("MAX_PREC", Rules::MAX.prec),
            ("MAX_EMAX", Rules::MAX.emax),
            ("MIN_EMIN", Rules::MAX.emin),
            ("MIN_ETINY", Rules::MAX.etiny()),
            ("IEEE_CONTEXT_MAX_BITS", context::IEEE_MOST_BITS),
        ],
    )?;
    for name in ["HAVE_THREADS", "HAVE_CONTEXTVAR"] {
        table::set(vm, &module, name, Obj::TRUE)?;
    }
    for (name, version) in [("__version__", "1.70"), ("__libmpdec_version__", "2.5.1")] {
        let version = Str::intern(vm, version).into_obj();
        table::set(vm, &module, name, version)?;
    }
    Ok(module)
}
