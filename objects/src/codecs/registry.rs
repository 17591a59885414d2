//! The registry of codecs and error handlers written in Python (`codecs.register`, `codecs.register_error`).

use super::call_builtin;
use crate::{
    Args, NativeDef, PyResult, Str, Tuple, Vm, function, native, protocol, raise,
    text::codec::{handlers::Builtin, normalize_name},
    type_error, types,
};
use rpython_heap::{Obj, Ref};
use rustc_hash::FxHashMap;

/// What has been registered.
#[derive(Default)]
struct Registry {
    search: Vec<Obj>,
    found: FxHashMap<String, Ref<Tuple>>,
    errors: FxHashMap<String, Obj>,
    /// Whether `encodings` has been imported.
    started: bool,
}

/// Adds a search function.
///
/// # Errors
/// `TypeError` for what cannot be called.
pub fn register(vm: &mut Vm, search: &Obj) -> PyResult<()> {
    if vm.slots_of(search).call().is_none() {
        return Err(type_error!(vm, "argument must be callable"));
    }
    vm.state_of::<Registry>().search.push(search.clone());
    Ok(())
}

/// Removes a search function, and forgets what has been found.
pub fn unregister(vm: &mut Vm, search: &Obj) {
    let registry = vm.state_of::<Registry>();
    let found = registry.search.iter().position(|s| s.is(search)).map(|i| registry.search.remove(i));
    if found.is_some() {
        let old = std::mem::take(&mut registry.found);
        drop(old);
    }
}

/// Forgets an encoding that was found (`_codecs._forget_codec`).
pub fn forget(vm: &mut Vm, encoding: &str) {
    let found = vm.state_of::<Registry>().found.remove(encoding);
    drop(found);
}

/// The codec of a name: what a search function has returned, a tuple of four.
///
/// # Errors
/// `LookupError`; what search functions raise.
pub fn look_up(vm: &mut Vm, encoding: &str) -> PyResult<Ref<Tuple>> {
    let name = normalize_name(encoding);
    if let Some(found) = vm.state_of::<Registry>().found.get(&name) {
        return Ok(found.clone());
    }
    if !std::mem::replace(&mut vm.state_of::<Registry>().started, true) {
        let module = Str::intern(vm, "encodings").into_obj();
        let (import, level) = (vm.hooks.import, Obj::small_int(0).unwrap_or(Obj::NONE));
        // Without the library there are the built-in codecs alone.
        if let Err(raised) = import(vm, [&module, &Obj::NONE, &Obj::NONE, &Obj::NONE, &level]) {
            vm.swallow(raised, types::IMPORT_ERROR)?;
        }
    }
    let argument = Str::intern(vm, &name).into_obj();
    let mut i = 0;
    while let Some(search) = vm.state_of::<Registry>().search.get(i).cloned() {
        i += 1;
        let answer = protocol::call(vm, &search, std::slice::from_ref(&argument))?;
        if answer.is_none() {
            continue;
        }
        let codec = match answer.downcast::<Tuple>() {
            Ok(codec) if codec.tail(vm).len() == 4 => codec,
            _ => return Err(type_error!(vm, "codec search functions must return 4-tuples")),
        };
        let old = vm.state_of::<Registry>().found.insert(name, codec.clone());
        drop(old);
        return Ok(codec);
    }
    Err(unknown(vm, encoding))
}

#[cold]
fn unknown(vm: &mut Vm, encoding: &str) -> crate::Raised {
    raise!(vm, types::LOOKUP_ERROR, "unknown encoding: {encoding}")
}

/// Whether a codec is one of text.
pub(super) fn is_text(vm: &mut Vm, codec: &Ref<Tuple>) -> PyResult<bool> {
    if codec.header().class() == types::TUPLE.slot() {
        return Ok(true);
    }
    let name = Str::intern(vm, "_is_text_encoding");
    match protocol::find_attr(vm, codec, &name)? {
        Some(answer) => protocol::is_true(vm, &answer),
        None => Ok(true),
    }
}

/// Calls a codec's encoder (0) or decoder (1) and returns the first part of its answer.
pub(super) fn call(
    vm: &mut Vm,
    codec: &Ref<Tuple>,
    which: usize,
    encoding: &str,
    object: &Obj,
    errors: Option<&str>,
) -> PyResult {
    let function = codec.tail(vm)[which].clone();
    let mut args = vec![object.clone()];
    args.extend(errors.map(|errors| Str::new(vm, errors).into_obj()));
    let answer = match protocol::call(vm, &function, &args) {
        Ok(answer) => answer,
        Err(raised) => {
            let doing = if which == 0 { "encoding" } else { "decoding" };
            return Err(note(vm, raised, &format!("{doing} with '{encoding}' codec failed")));
        }
    };
    match answer.downcast_ref::<Tuple>().map(|t| t.tail(vm)) {
        Some([first, _]) => Ok(first.clone()),
        _ if which == 0 => Err(type_error!(vm, "encoder must return a tuple (object, integer)")),
        _ => Err(type_error!(vm, "decoder must return a tuple (object,integer)")),
    }
}

/// Adds a note to the travelling exception.
fn note(vm: &mut Vm, raised: crate::Raised, text: &str) -> crate::Raised {
    let Some(e) = vm.exception.take() else { return raised };
    let (method, text) = (Str::intern(vm, "add_note"), Str::new(vm, text).into_obj());
    // An exception that takes no notes travels without.
    if protocol::call_method(vm, &e, &method, &[text]).is_err() {
        vm.exception.take();
    }
    vm.exception = rpython_heap::OptObj::some(e);
    raised
}

/// Registers an error handler.
///
/// # Errors
/// `TypeError` for what cannot be called.
pub fn register_error(vm: &mut Vm, name: &str, handler: &Obj) -> PyResult<()> {
    if vm.slots_of(handler).call().is_none() {
        return Err(type_error!(vm, "handler must be callable"));
    }
    let old = vm.state_of::<Registry>().errors.insert(name.to_string(), handler.clone());
    drop(old);
    Ok(())
}

/// Removes an error handler; whether there was one.
///
/// # Errors
/// `ValueError` for a built-in one.
pub fn unregister_error(vm: &mut Vm, name: &str) -> PyResult<bool> {
    if Builtin::named(name).is_some() {
        return Err(crate::value_error!(vm, "cannot un-register built-in error handler '{name}'"));
    }
    let old = vm.state_of::<Registry>().errors.remove(name);
    Ok(old.is_some())
}

macro_rules! handlers {
    ($($handler:ident $run:ident $text:literal $doc:literal;)*) => {
        $(fn $run(vm: &mut Vm, args: Args<'_>) -> PyResult {
            call_builtin(vm, Builtin::$handler, args.at(0))
        })*
        /// The built-in handlers as functions.
        static HANDLERS: &[(Builtin, NativeDef)] =
            &[$((Builtin::$handler, native($text, "(exception, /)", $run, $doc)),)*];
    };
}

handlers! {
    Strict strict "strict_errors" "Implements the 'strict' error handling, which raises a UnicodeError on coding errors.";
    Ignore ignore "ignore_errors" "Implements the 'ignore' error handling, which ignores malformed data and continues.";
    Replace replace "replace_errors" "Implements the 'replace' error handling, which replaces malformed data with a replacement marker.";
    XmlCharRefReplace xml "xmlcharrefreplace_errors" "Implements the 'xmlcharrefreplace' error handling, which replaces an unencodable character with the appropriate XML character reference.";
    BackslashReplace backslash "backslashreplace_errors" "Implements the 'backslashreplace' error handling, which replaces malformed data with a backslashed escape sequence.";
    NameReplace name "namereplace_errors" "Implements the 'namereplace' error handling, which replaces an unencodable character with a \\N{...} escape sequence.";
    SurrogatePass pass "surrogatepass" "";
    SurrogateEscape escape "surrogateescape" "";
}

/// Whether handlers are looked up even where there is nothing to handle (`-X dev`).
#[derive(Default)]
struct Checks(bool);

/// From now on, handlers are looked up even where there is nothing to handle.
pub fn enable_checks(vm: &mut Vm) {
    vm.state_of::<Checks>().0 = true;
}

/// Looks a handler up where that is asked for.
///
/// # Errors
/// `LookupError`.
#[inline]
pub(super) fn check_errors(vm: &mut Vm, errors: &str) -> PyResult<()> {
    if errors != "strict" && vm.state_of::<Checks>().0 {
        look_up_error(vm, errors)?;
    }
    Ok(())
}

/// The error handler of a name.
///
/// # Errors
/// `LookupError`.
pub fn look_up_error(vm: &mut Vm, name: &str) -> PyResult {
    if let Some(found) = vm.state_of::<Registry>().errors.get(name) {
        return Ok(found.clone());
    }
    let builtin = Builtin::named(name);
    match HANDLERS.iter().find(|h| Some(h.0) == builtin) {
        Some((_, def)) => {
            let made = function::for_module(vm, None, "", def);
            let old = vm.state_of::<Registry>().errors.insert(name.to_string(), made.clone());
            drop(old);
            Ok(made)
        }
        None => Err(raise!(vm, types::LOOKUP_ERROR, "unknown error handler name '{name}'")),
    }
}
