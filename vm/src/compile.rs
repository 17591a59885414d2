//! Source text to code objects: the frontend's answer as Python objects and exceptions.

use crate::code;
use rpython_frontend::{
    compile::{self, CompileOptions},
    error::{CompileError, IgnoreWarnings},
    parser::Mode,
    source::{FinalNewline, Source, no_decoder},
};
use rpython_objects::{Code, Obj, PyResult, Raised, Ref, Str, Tuple, Vm, exception, int, raise, types};

/// Compiles the source of a module.
///
/// # Errors
/// `SyntaxError` and its subclasses, and what else CPython's `compile()` raises.
pub fn module(vm: &mut Vm, source: &[u8], filename: &str, optimize: u8) -> PyResult<Ref<Code>> {
    let source = match Source::from_bytes(source, FinalNewline::Add, &no_decoder) {
        Ok(source) => source,
        Err(e) => return Err(raise_error(vm, &e.into(), filename)),
    };
    let options = CompileOptions::new(Mode::Exec, optimize);
    match compile::compile(&source, filename, &options, &mut IgnoreWarnings) {
        Ok(description) => code::from_description(vm, &description),
        Err(e) => Err(raise_error(vm, &e, filename)),
    }
}

/// Raises the frontend's error.
pub fn raise_error(vm: &mut Vm, e: &CompileError, filename: &str) -> Raised {
    let class = types::exceptions().into_iter().find(|c| rpython_objects::TypeExt::name(*c, vm) == e.class.name());
    let class = class.unwrap_or(types::SYNTAX_ERROR);
    if !e.class.is_syntax_error() {
        return raise!(vm, class, "{}", e.message);
    }
    let message = Str::new(vm, &e.message).into_obj();
    let number = |vm: &mut Vm, n: Option<i64>| n.map_or(Obj::NONE, |n| int::from_i64(vm, n));
    let filename = Str::new(vm, filename).into_obj();
    let place = e.place;
    let details = [
        filename,
        number(vm, place.line),
        number(vm, place.column),
        e.text.as_deref().map_or(Obj::NONE, |t| Str::new(vm, t).into_obj()),
        number(vm, place.end_line),
        number(vm, place.end_column),
    ];
    match Tuple::from_slice(vm, &details) {
        Ok(details) => {
            let made = exception::with_args(vm, class, &[message, details.into_obj()]);
            vm.raise_object(made)
        }
        Err(full) => full.into(),
    }
}
