//! Source text to code objects: the frontend's answers as Python objects, exceptions and warnings.

use crate::{code, interp::interp};
use rpython_frontend::{
    compile::{self, CompileOptions},
    error::{CompileError, Warning, WarningClass, WarningSink},
    source::{Decoder, FinalNewline, Source},
};
use rpython_objects::{
    Code, Obj, PyResult, Raised, Ref, Str, StrExt, Tuple, TypeExt, Vm, codecs, exception, int, protocol, raise,
    type_error, types,
};

use std::{cell::RefCell, ops::ControlFlow};

pub use rpython_frontend::parser::Mode;

/// How to compile.
pub struct Request {
    /// What the source is.
    pub mode: Mode,
    /// 0, 1 or 2.
    pub optimize: u8,
    /// Future features in force.
    pub future: u32,
    /// `await` outside functions is allowed.
    pub allow_top_level_await: bool,
    /// Blocks do not end with the input.
    pub dont_imply_dedent: bool,
    /// Incomplete input is told apart.
    pub allow_incomplete: bool,
}

impl Request {
    /// A request with the interpreter's optimisation level where `optimize` is -1.
    pub fn new(vm: &mut Vm, mode: Mode, optimize: i8) -> Request {
        // SAFETY: the state outlives the token.
        let level = u8::try_from(optimize).unwrap_or_else(|_| unsafe { (*interp(vm)).optimize });
        Request {
            mode,
            optimize: level,
            future: 0,
            allow_top_level_await: false,
            dont_imply_dedent: false,
            allow_incomplete: false,
        }
    }
}

/// Compiles the source of a module.
///
/// # Errors
/// As [`bytes`].
pub fn module(vm: &mut Vm, source: &[u8], filename: &str) -> PyResult<Ref<Code>> {
    let request = Request::new(vm, Mode::Exec, -1);
    bytes(vm, source, filename, &request)
}

/// Compiles the program in a file: a line that cannot be read is an error only when the parser comes to it.
///
/// # Errors
/// As [`bytes`].
pub fn file(vm: &mut Vm, source: &[u8], filename: &str) -> PyResult<Ref<Code>> {
    let request = Request::new(vm, Mode::Exec, -1);
    let made = decoding(vm, |decoder| Source::from_file(source, filename, decoder));
    match made {
        Ok(source) => compiled(vm, &source, filename, &request),
        Err(e) => Err(raise_error(vm, &e.into(), filename)),
    }
}

/// Compiles the bytes of a source.
///
/// # Errors
/// `SyntaxError` and its subclasses, and what else CPython's `compile()` raises.
pub fn bytes(vm: &mut Vm, source: &[u8], filename: &str, request: &Request) -> PyResult<Ref<Code>> {
    let newline = if matches!(request.mode, Mode::Exec) { FinalNewline::Add } else { FinalNewline::Keep };
    let made = decoding(vm, |decoder| Source::from_bytes(source, newline, decoder));
    match made {
        Ok(source) => compiled(vm, &source, filename, request),
        Err(e) => Err(raise_error(vm, &e.into(), filename)),
    }
}

/// Reads a source with the interpreter's codecs for encodings that the frontend does not know (PEP 263).
fn decoding<T>(vm: &mut Vm, read: impl FnOnce(Decoder<'_>) -> T) -> T {
    let vm = RefCell::new(vm);
    read(&|name: &str, bytes: &[u8]| {
        let vm: &mut Vm = &mut vm.borrow_mut();
        match codecs::decode(vm, bytes, Some(name), Some("strict")) {
            Ok(text) => match text.text(vm).to_str() {
                Some(text) => Ok(text.into_owned()),
                None => Err(format!("encoding problem: {name}")),
            },
            Err(_) => {
                let unknown = vm.raised_is(types::LOOKUP_ERROR);
                let e = vm.take_exception();
                if unknown {
                    return Err(format!("unknown encoding: {name}"));
                }
                let shown = protocol::str(vm, &e).map(|s| s.to_string_lossy(vm)).unwrap_or_default();
                Err(format!("(unicode error) {shown}"))
            }
        }
    })
}

/// Compiles a source given as an object: a string, or bytes.
///
/// # Errors
/// As [`bytes`]; `TypeError` for what is no source.
pub fn object(vm: &mut Vm, source: &Obj, filename: &str, request: &Request, who: &str) -> PyResult<Ref<Code>> {
    if let Some(text) = source.downcast_ref::<Str>() {
        let Some(text) = text.text(vm).to_str().map(|t| t.into_owned()) else {
            let encoded = rpython_objects::codecs::encode(vm, &text.clone(), Some("utf-8"), Some("strict"));
            return match encoded {
                Err(raised) => Err(raised),
                Ok(_) => Err(type_error!(vm, "source is no text")),
            };
        };
        let text = if matches!(request.mode, Mode::Eval) { text.trim_start_matches([' ', '\t']) } else { &text };
        let newline = if matches!(request.mode, Mode::Exec) { FinalNewline::Add } else { FinalNewline::Keep };
        return match Source::from_text(text, newline) {
            Ok(source) => compiled(vm, &source, filename, request),
            Err(e) => Err(raise_error(vm, &e.into(), filename)),
        };
    }
    match rpython_objects::buffer::plain_bytes(vm, source).map(<[u8]>::to_vec) {
        Some(data) => bytes(vm, &data, filename, request),
        None => {
            let what =
                if who == "compile" { "a string, bytes or AST object" } else { "a string, bytes or code object" };
            Err(type_error!(vm, "{who}() arg 1 must be {what}"))
        }
    }
}

/// Issues the compiler's warnings as they come.
struct Issue<'a> {
    vm: &'a mut Vm,
    filename: &'a str,
    /// What was raised that is not the warning itself.
    raised: Option<Raised>,
}

impl WarningSink for Issue<'_> {
    fn warn(&mut self, warning: Warning) -> ControlFlow<()> {
        let class = match warning.class {
            WarningClass::SyntaxWarning => types::SYNTAX_WARNING,
            WarningClass::DeprecationWarning => types::DEPRECATION_WARNING,
        };
        let line = warning.place.line.unwrap_or(0);
        match (self.vm.hooks.warn_at)(self.vm, class, &warning.message, self.filename, line) {
            Ok(()) => ControlFlow::Continue(()),
            Err(raised) => {
                // A filter makes an error of the warning: the compiler raises a SyntaxError in its place.
                self.raised = self.vm.swallow(raised, class).err();
                ControlFlow::Break(())
            }
        }
    }
}

fn compiled(vm: &mut Vm, source: &Source<'_>, filename: &str, request: &Request) -> PyResult<Ref<Code>> {
    let mut options = CompileOptions::new(request.mode, request.optimize);
    options.future = request.future;
    options.allow_top_level_await = request.allow_top_level_await;
    options.parse.dont_imply_dedent = request.dont_imply_dedent;
    options.parse.allow_incomplete = request.allow_incomplete;
    options.parse.max_str_digits = vm.int_max_str_digits;
    options.stack = vm.stack_left();
    let mut warnings = Issue { vm, filename, raised: None };
    let result = compile::compile(source, filename, &options, &mut warnings);
    if let Some(raised) = warnings.raised {
        return Err(raised);
    }
    match result {
        Ok(description) => code::from_description(vm, &description),
        Err(e) => Err(raise_error(vm, &e, filename)),
    }
}

/// Raises the frontend's error.
pub fn raise_error(vm: &mut Vm, e: &CompileError, filename: &str) -> Raised {
    let class = types::exceptions().into_iter().find(|c| c.name(vm) == e.class.name());
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
