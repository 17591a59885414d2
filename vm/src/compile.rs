//! Source text to code objects: the frontend's answers as Python objects, exceptions and warnings.

use crate::{code, interp::interp};
use rpython_frontend::{
    ast::{Ast, validate},
    code::flags,
    compile::{self, CompileOptions},
    error::{CompileError, IgnoreWarnings, Warning, WarningClass, WarningSink},
    future::Future,
    names::Interner,
    parser::{ParseOptions, parse},
    preprocess,
    recursion::StackLimit,
    source::{Decoder, FinalNewline, Source},
};
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Bytes, Code, Exception, Obj, PyResult, Raised, Ref, Str, StrExt, Tuple, TypeExt, Vm, codecs, exception, int,
    memory, protocol, raise, type_error, types,
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

/// What the frontend may take for each byte of a source, in bytes: annotated names, a line each, take the most of what was measured.
const WORKING_MEMORY: u64 = 448;

/// Sees that there is memory to compile a source of `length` bytes. The frontend's passes take it in small pieces and have no errors
/// for its end, so it is asked for at once, before they start, and given back.
///
/// # Errors
/// `MemoryError`
pub fn check_memory(length: usize) -> Result<(), OutOfMemory> {
    memory::probe((length as u64).saturating_mul(WORKING_MEMORY))
}

/// Compiles the program in a file: a line that cannot be read is an error only when the parser comes to it.
///
/// # Errors
/// As [`bytes`].
pub fn file(vm: &mut Vm, source: &[u8], filename: &str) -> PyResult<Ref<Code>> {
    check_memory(source.len())?;
    let request = Request::new(vm, Mode::Exec, -1);
    let made = decoding_by(vm, decode_stream, |decoder| Source::from_file(source, filename, decoder));
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
    check_memory(source.len())?;
    let newline = if matches!(request.mode, Mode::Exec) { FinalNewline::Add } else { FinalNewline::Keep };
    let made = decoding(vm, |decoder| Source::from_bytes(source, newline, decoder));
    match made {
        Ok(source) => compiled(vm, &source, filename, request),
        Err(e) => Err(raise_error(vm, &e.into(), filename)),
    }
}

/// Parses the bytes of a source; warnings are left to who compiles it.
///
/// # Errors
/// As [`bytes`], of the parser.
pub fn check_syntax(vm: &mut Vm, source: &[u8], filename: &str, request: &Request) -> PyResult<()> {
    check_memory(source.len())?;
    let made = decoding(vm, |decoder| Source::from_bytes(source, FinalNewline::Keep, decoder));
    let options = ParseOptions {
        mode: request.mode,
        stack: vm.stack_left(),
        allow_incomplete: request.allow_incomplete,
        dont_imply_dedent: request.dont_imply_dedent,
        max_str_digits: vm.int_max_str_digits,
        ..ParseOptions::default()
    };
    let parsed = made
        .map_err(CompileError::from)
        .and_then(|source| parse(&source, &options, &mut Interner::new(), &mut IgnoreWarnings).map(|_| ()));
    parsed.map_err(|e| raise_error(vm, &e, filename))
}

/// Reads a source with the interpreter's codecs for encodings that the frontend does not know (PEP 263).
pub fn decoding<T>(vm: &mut Vm, read: impl FnOnce(Decoder<'_>) -> T) -> T {
    decoding_by(vm, |vm, bytes, name| codecs::decode(vm, bytes, Some(name), Some("strict")), read)
}

/// Decodes the text of a file as a text stream does.
fn decode_stream(vm: &mut Vm, bytes: &[u8], name: &str) -> PyResult<Ref<Str>> {
    let codec = codecs::text_stream_codec(vm, name)?;
    let [class, method] = ["incrementaldecoder", "decode"].map(|name| Str::intern(vm, name));
    let Some(class) = protocol::find_attr(vm, &codec, &class)?.filter(|class| !class.is_none()) else {
        return codecs::decode(vm, bytes, Some(name), Some("strict"));
    };
    let strict = Str::intern(vm, "strict").into_obj();
    let decoder = protocol::call(vm, &class, &[strict])?;
    // The end of the file shows after its last piece.
    let mut whole = String::new();
    for (piece, last) in [(bytes, Obj::FALSE), (&b""[..], Obj::TRUE)] {
        let piece = Bytes::new(vm, piece)?.into_obj();
        let text = protocol::call_method(vm, &decoder, &method, &[piece, last])?;
        match text.downcast_ref::<Str>().map(|text| text.text(vm).to_str().map(|text| text.into_owned())) {
            Some(Some(text)) => whole.push_str(&text),
            Some(None) => return Ok(text.downcast::<Str>().unwrap_or_else(|_| Str::new(vm, ""))),
            None => return Err(type_error!(vm, "decoder should return a string result")),
        }
    }
    Ok(Str::new(vm, &whole))
}

fn decoding_by<T>(
    vm: &mut Vm,
    decode: impl Fn(&mut Vm, &[u8], &str) -> PyResult<Ref<Str>>,
    read: impl FnOnce(Decoder<'_>) -> T,
) -> T {
    let vm = RefCell::new(vm);
    read(&|name: &str, bytes: &[u8]| {
        let vm: &mut Vm = &mut vm.borrow_mut();
        match decode(vm, bytes, name) {
            Ok(text) => match text.text(vm).to_str() {
                Some(text) => Ok(text.into_owned()),
                None => Err(format!("encoding problem: {name}")),
            },
            Err(_) => {
                let unknown = vm.raised_is(types::LOOKUP_ERROR);
                let e = vm.take_exception();
                let shown = protocol::str(vm, &e).map(|s| s.to_string_lossy(vm)).unwrap_or_default();
                if unknown {
                    let known = shown.contains("is not a text encoding");
                    return Err(if known { shown } else { format!("unknown encoding: {name}") });
                }
                Err(shown)
            }
        }
    })
}

/// The encoding that the first two lines of a source declare (PEP 263), as the frontend names it.
pub use rpython_frontend::source::declared_name as declared_encoding;

/// Compiles a source given as an object: a string, or bytes.
///
/// # Errors
/// As [`bytes`]; `TypeError` for what is no source.
pub fn object(vm: &mut Vm, source: &Obj, filename: &str, request: &Request, who: &str) -> PyResult<Ref<Code>> {
    with_source(vm, source, filename, request.mode, who, |vm, source| compiled(vm, source, filename, request))
}

/// Reads a source given as an object.
fn with_source<R>(
    vm: &mut Vm,
    source: &Obj,
    filename: &str,
    mode: Mode,
    who: &str,
    run: impl FnOnce(&mut Vm, &Source<'_>) -> PyResult<R>,
) -> PyResult<R> {
    let newline = if matches!(mode, Mode::Exec) { FinalNewline::Add } else { FinalNewline::Keep };
    let (text, data);
    let made = if let Some(string) = source.downcast_ref::<Str>() {
        check_memory(string.get(vm).len())?;
        let Some(owned) = string.text(vm).to_str().map(|t| t.into_owned()) else {
            let encoded = rpython_objects::codecs::encode(vm, &string.clone(), Some("utf-8"), Some("strict"));
            return match encoded {
                Err(raised) => Err(raised),
                Ok(_) => Err(type_error!(vm, "source is no text")),
            };
        };
        text = owned;
        let trimmed = if matches!(mode, Mode::Eval) { text.trim_start_matches([' ', '\t']) } else { &text };
        Source::from_text(trimmed, newline)
    } else {
        data = match rpython_objects::buffer::to_vec(vm, source) {
            Ok(data) => data,
            Err(_) => {
                vm.exception.take();
                let what =
                    if who == "compile" { "a string, bytes or AST object" } else { "a string, bytes or code object" };
                return Err(type_error!(vm, "{who}() arg 1 must be {what}"));
            }
        };
        check_memory(data.len())?;
        decoding(vm, |decoder| Source::from_bytes(&data, newline, decoder))
    };
    match made {
        Ok(source) => run(vm, &source),
        Err(e) => Err(raise_error(vm, &e.into(), filename)),
    }
}

/// How trees become objects and back; set by whoever has the classes (`_ast`).
#[derive(Clone, Copy)]
pub struct TreeHooks {
    /// Whether an object is a node.
    pub is_tree: fn(&mut Vm, &Obj) -> PyResult<bool>,
    /// The object of a tree.
    pub to_object: fn(&mut Vm, &Ast, &Interner) -> PyResult,
    /// The tree of an object, which must be what the mode says.
    pub from_object: fn(&mut Vm, &Obj, Mode, &mut Interner) -> PyResult<Ast>,
}

fn tree_hooks(vm: &mut Vm) -> PyResult<TreeHooks> {
    match *vm.state_of::<Option<TreeHooks>>() {
        Some(hooks) => Ok(hooks),
        None => Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "compile() with syntax trees needs the module _ast")),
    }
}

/// Whether an object is a node of a syntax tree.
///
/// # Errors
/// What the check raises.
pub fn is_tree(vm: &mut Vm, o: &Obj) -> PyResult<bool> {
    if !vm.class_of(o).get(vm).flags.has(rpython_objects::TypeFlags::HEAP) {
        return Ok(false);
    }
    let hooks = tree_hooks(vm)?;
    (hooks.is_tree)(vm, o)
}

/// What `compile()` is asked for beside code: a tree.
pub struct TreeRequest {
    /// Keep type comments.
    pub type_comments: bool,
    /// The minor version of Python 3 whose grammar applies.
    pub feature_version: Option<u8>,
    /// Fold constants and the like.
    pub optimized: bool,
}

/// What goes over every tree that is answered.
fn prepare(
    vm: &mut Vm,
    ast: &mut Ast,
    names: &mut Interner,
    filename: &str,
    request: &Request,
    optimized: bool,
) -> PyResult<()> {
    // What this warns of, compiling the tree will.
    let result = Future::of(ast, names).and_then(|mut future| {
        future.features |= request.future;
        let fold = preprocess::Options { optimize: request.optimize, future, syntax_check_only: !optimized };
        preprocess::preprocess(ast, names, fold, &mut IgnoreWarnings)
    });
    result.map_err(|e| raise_error(vm, &e, filename))
}

/// The tree of a source, as node objects.
///
/// # Errors
/// As [`object`].
pub fn parse_to_object(vm: &mut Vm, source: &Obj, filename: &str, request: &Request, tree: &TreeRequest) -> PyResult {
    let hooks = tree_hooks(vm)?;
    with_source(vm, source, filename, request.mode, "compile", |vm, source| {
        let mut options = ParseOptions {
            mode: request.mode,
            stack: vm.stack_left(),
            type_comments: tree.type_comments,
            allow_incomplete: request.allow_incomplete,
            dont_imply_dedent: request.dont_imply_dedent,
            barry_as_flufl: request.future & flags::FUTURE_BARRY_AS_BDFL != 0,
            max_str_digits: vm.int_max_str_digits,
            ..ParseOptions::default()
        };
        if let Some(version) = tree.feature_version {
            options.feature_version = version;
        }
        let mut names = Interner::new();
        let mut issue = Issue { vm, filename, raised: None };
        let parsed = parse(source, &options, &mut names, &mut issue);
        let mut ast = match (parsed, issue.raised.take()) {
            (_, Some(raised)) => return Err(raised),
            (Ok(ast), None) => ast,
            (Err(e), None) => return Err(raise_error(vm, &e, filename)),
        };
        prepare(vm, &mut ast, &mut names, filename, request, tree.optimized)?;
        (hooks.to_object)(vm, &ast, &names)
    })
}

/// A tree, read from node objects and checked.
fn tree_of(vm: &mut Vm, source: &Obj, filename: &str, mode: Mode, names: &mut Interner) -> PyResult<Ast> {
    let hooks = tree_hooks(vm)?;
    let ast = (hooks.from_object)(vm, source, mode, names)?;
    match validate::validate(&ast, names, StackLimit::below_here(vm.stack_left())) {
        Ok(()) => Ok(ast),
        Err(e) => Err(raise_error(vm, &e, filename)),
    }
}

/// The optimised form of a tree, as node objects.
///
/// # Errors
/// `TypeError` and `ValueError` for what is no tree; as [`object`].
pub fn optimize_tree(vm: &mut Vm, source: &Obj, filename: &str, request: &Request) -> PyResult {
    let hooks = tree_hooks(vm)?;
    let mut names = Interner::new();
    let mut ast = tree_of(vm, source, filename, request.mode, &mut names)?;
    prepare(vm, &mut ast, &mut names, filename, request, true)?;
    (hooks.to_object)(vm, &ast, &names)
}

/// Compiles a tree given as node objects.
///
/// # Errors
/// As [`optimize_tree`].
pub fn tree(vm: &mut Vm, source: &Obj, filename: &str, request: &Request) -> PyResult<Ref<Code>> {
    let mut names = Interner::new();
    let mut ast = tree_of(vm, source, filename, request.mode, &mut names)?;
    let mut options = CompileOptions::new(request.mode, request.optimize);
    options.future = request.future;
    options.allow_top_level_await = request.allow_top_level_await;
    options.stack = vm.stack_left();
    let mut issue = Issue { vm, filename, raised: None };
    let result = compile::compile_ast(&mut ast, &mut names, filename, &options, &mut issue);
    match (result, issue.raised.take()) {
        (_, Some(raised)) => Err(raised),
        (Ok(description), None) => code::from_description(vm, &description),
        (Err(e), None) => Err(raise_error(vm, &e, filename)),
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
    let place = e.place;
    if place.line.is_none() {
        // What concerns no place names no file.
        let made = exception::with_args(vm, class, &[message]);
        return vm.raise_object(made);
    }
    // What fails behind the parser has no source at hand.
    let text = match (&e.text, place.line) {
        (None, Some(line)) => crate::traceback::program_line(vm, filename, line),
        (text, _) => text.clone(),
    };
    let filename = Str::new(vm, filename).into_obj();
    let details = [
        filename,
        number(vm, place.line),
        number(vm, place.column),
        text.as_deref().map_or(Obj::NONE, |t| Str::new(vm, t).into_obj()),
        number(vm, place.end_line),
        number(vm, place.end_column),
    ];
    let metadata = match &e.metadata {
        Some(last) => {
            let source = Str::new(vm, &last.source).into_obj();
            let parts = [int::from_i64(vm, last.line), int::from_i64(vm, last.column), source];
            Tuple::from_slice(vm, &parts).ok()
        }
        None => None,
    };
    // What has no end is told without one.
    let told = if place.end_line.is_none() && place.end_column.is_none() { &details[..4] } else { &details };
    match Tuple::from_slice(vm, told) {
        Ok(details) => {
            let made = exception::with_args(vm, class, &[message, details.into_obj()]);
            if let (Some(metadata), Some(made)) = (metadata, made.downcast_ref::<Exception>()) {
                exception::set_field(vm, made, "_metadata", metadata.into_obj());
            }
            vm.raise_object(made)
        }
        Err(full) => full.into(),
    }
}
