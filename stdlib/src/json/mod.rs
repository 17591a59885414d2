//! `_json`: reading and writing JSON (CPython: `Modules/_json.c`).
//!
//! `scanner.rs` reads values, `strings.rs` reads and writes string literals, `encoder.rs` writes values.

mod encoder;
mod scanner;
mod strings;

use rpython_objects::{
    Args, Module, NativeDef, Obj, PyResult, Ref, Str, Tuple, Vm, argument, int, native, protocol,
    sequence::finish,
    text::{Text, TextBuf},
    type_error,
};

use crate::table;

/// The string that a function takes as its first argument.
fn string<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Str>> {
    match o.downcast_ref::<Str>() {
        Some(text) => Ok(text),
        None => {
            let class = argument::class_name(vm, o);
            Err(type_error!(vm, "first argument must be a string, not {class}"))
        }
    }
}

/// Writes a string literal.
type Quote = fn(Text<'_>, &mut TextBuf);

fn quoted(vm: &mut Vm, args: Args<'_>, quote: Quote) -> PyResult {
    let text = string(vm, args.at(1))?;
    let mut out = TextBuf::new();
    quote(rpython_objects::StrExt::text(text, vm), &mut out);
    finish(vm, out)
}

/// `(value, index)`, as the functions that scan return it.
fn with_index(vm: &mut Vm, value: Obj, index: usize) -> PyResult {
    let index = int::from_i64(vm, index as i64);
    Ok(Tuple::from_vec(vm, vec![value, index])?.into_obj())
}

fn scanstring(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let end = argument::ssize(vm, args.at(2))?;
    let strict = match args.opt(3) {
        Some(strict) => protocol::is_true(vm, strict)?,
        None => true,
    };
    let text = string(vm, args.at(1))?.clone();
    let (value, next) = strings::scan(vm, &text, end, strict)?;
    with_index(vm, value, next)
}

static FUNCTIONS: [NativeDef; 3] = [
    native(
        "encode_basestring",
        "($self, object, /)",
        |vm, a| quoted(vm, a, strings::quote),
        "encode_basestring(string) -> string\n\nReturn a JSON representation of a Python string",
    ),
    native(
        "encode_basestring_ascii",
        "($self, object, /)",
        |vm, a| quoted(vm, a, strings::quote_ascii),
        "encode_basestring_ascii(string) -> string\n\nReturn an ASCII-only JSON representation of a Python string",
    ),
    native(
        "scanstring",
        "($self, string, end, strict=True, /)",
        scanstring,
        "scanstring(string, end, strict=True) -> (string, end)\n\nScan the string s for a JSON string. End is the index of the\ncharacter in s after the quote that started the JSON string.\nUnescapes all valid JSON string escape sequences and raises ValueError\non attempt to decode an invalid string. If strict is False then literal\ncontrol characters are allowed in the string.\n\nReturns a tuple of the decoded string and the index of the character in s\nafter the end quote.",
    ),
];

/// What one of the module's own functions does, so that the encoder need not call it.
fn quote_of(def: &'static NativeDef) -> Option<Quote> {
    let [plain, ascii, _] = &FUNCTIONS;
    if std::ptr::eq(def, ascii) {
        Some(strings::quote_ascii)
    } else if std::ptr::eq(def, plain) {
        Some(strings::quote)
    } else {
        None
    }
}

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_json", "json speedups\n", &FUNCTIONS)?;
    let scanner = rpython_objects::type_object::define_kind::<scanner::Scanner>(vm, &scanner::DEF)?;
    table::set(vm, &module, "make_scanner", scanner.into_obj())?;
    let encoder = rpython_objects::type_object::define_kind::<encoder::Encoder>(vm, &encoder::DEF)?;
    table::set(vm, &module, "make_encoder", encoder.into_obj())?;
    Ok(module)
}
