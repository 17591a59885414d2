//! Feeding a parser and calling the handlers of what it finds (CPython: `Modules/pyexpat.c`, the `…_Handler` functions).
//!
//! The parser is asked for one event at a time, so nothing is borrowed while a handler runs. A handler that raises takes all handlers
//! away; the rest of the piece is parsed without them, and then the exception is raised.

use super::{
    object::{Handlers as _, XmlParser},
    xml::{Code, Content, Event, External, Handler, Model, Shared},
};
use rpython_objects::{
    BufVec, Bytes, Dict, Exception, Frame, Function, List, Obj, OptObj, PyResult, Ref, Str, StrExt as _, Traceback, Vm,
    int, protocol,
    text::{Text, TextBuf},
    types, value_error,
};

/// The names of the handlers in tracebacks, and the lines of CPython's `pyexpat.c` that call them.
const CALLED: [(&str, u32); super::object::HANDLERS.len()] = [
    ("StartElement", 514),
    ("EndElement", 582),
    ("ProcessingInstruction", 586),
    ("CharacterData", 377),
    ("UnparsedEntityDecl", 592),
    ("NotationDecl", 737),
    ("StartNamespaceDecl", 747),
    ("EndNamespaceDecl", 754),
    ("Comment", 759),
    ("StartCdataSection", 763),
    ("EndCdataSection", 767),
    ("Default", 771),
    ("DefaultHandlerExpand", 775),
    ("NotStandalone", 780),
    ("ExternalEntityRef", 784),
    ("StartDoctypeDecl", 800),
    ("EndDoctypeDecl", 808),
    ("EntityDecl", 604),
    ("XmlDecl", 621),
    ("ElementDecl", 700),
    ("AttlistDecl", 715),
    ("SkippedEntity", 729),
];

/// The file that those lines are in, as CPython's tracebacks name it.
const CALLED_IN: &str = "../Modules/pyexpat.c";

/// A string of a text of any length.
///
/// # Errors
/// `MemoryError`
pub(crate) fn string(vm: &Vm, text: &str) -> PyResult {
    Ok(if text.is_ascii() {
        Str::from_text(vm, Text::Ascii(text.as_bytes()))?
    } else {
        Str::try_from_buf(vm, TextBuf::from(text))?
    }
    .into_obj())
}

/// A string, or `None`.
///
/// # Errors
/// `MemoryError`
pub(crate) fn optional(vm: &Vm, text: Option<&str>) -> PyResult {
    text.map_or(Ok(Obj::NONE), |text| string(vm, text))
}

/// The one string object that the parser, or who gave it its `intern`, has for a text.
fn interned(vm: &mut Vm, this: &Ref<XmlParser>, text: &str) -> PyResult {
    let made = string(vm, text)?;
    let Some(dict) = this.get(vm).intern.cloned() else { return Ok(made) };
    let (Some(dict), Some(key)) = (dict.downcast_ref::<Dict>(), made.downcast_ref::<Str>()) else { return Ok(made) };
    if let Some(known) = Dict::get_str(vm, dict, key) {
        return Ok(known.clone());
    }
    Dict::set_str(vm, dict, key, made.clone())?;
    Ok(made)
}

fn interned_or_none(vm: &mut Vm, this: &Ref<XmlParser>, text: Option<&str>) -> PyResult {
    text.map_or(Ok(Obj::NONE), |text| interned(vm, this, text))
}

/// Parses a piece of a document. Answers the parser's error, if there is one.
///
/// # Errors
/// What handlers raise.
pub(super) fn feed(vm: &mut Vm, this: &Ref<XmlParser>, bytes: &[u8], last: bool) -> PyResult<Result<(), Code>> {
    vm.poll()?;
    if let Err(code) = this.get_mut(vm).parser.feed(bytes, last) {
        return Ok(Err(code));
    }
    let mut raised: Option<Obj> = None;
    let end = loop {
        let event = match this.get_mut(vm).parser.next() {
            Ok(Some(event)) => event,
            Ok(None) => break Ok(()),
            Err(code) => break Err(code),
        };
        if raised.is_some() {
            this.get_mut(vm).parser.answer(!matches!(event, Event::ExternalEntity { .. }));
        } else if deliver(vm, this, event).is_err() {
            raised = Some(vm.take_exception());
        }
    };
    match raised {
        Some(e) => Err(vm.travel(e)),
        None => Ok(end),
    }
}

/// Calls the handler of an event.
fn deliver(vm: &mut Vm, this: &Ref<XmlParser>, event: Event) -> PyResult<()> {
    match &event {
        Event::Characters(text) => return characters(vm, this, text),
        Event::UnknownEncoding(name) => return encoding(vm, this, name),
        _ => {}
    }
    let Some(mut handler) = event.handler() else { return Ok(()) };
    if handler == Handler::Default && this.get(vm).parser.expands {
        handler = Handler::DefaultExpand;
    }
    let asks = matches!(handler, Handler::NotStandalone | Handler::ExternalEntity);
    if asks {
        this.get_mut(vm).parser.answer(true);
    }
    if this.get(vm).handler(handler).is_none() {
        return Ok(());
    }
    flush(vm, this)?;
    // What took the text may have taken the handler away.
    if this.get(vm).handler(handler).is_none() {
        return Ok(());
    }
    let args = match arguments(vm, this, event) {
        Ok(args) => args,
        Err(e) => {
            this.clear_handlers(vm);
            return Err(e);
        }
    };
    let answer = call(vm, this, handler, &args)?;
    if asks {
        let index = protocol::index(vm, &answer)?;
        match int::to_i64(vm, &index) {
            Some(n) => this.get_mut(vm).parser.answer(n as i32 != 0),
            None => return Err(int::too_large(vm, "long")),
        }
    }
    Ok(())
}

/// The arguments of an event's handler.
fn arguments(vm: &mut Vm, this: &Ref<XmlParser>, event: Event) -> PyResult<Vec<Obj>> {
    Ok(match event {
        Event::StartElement { name, attributes, specified } => {
            let state = this.get(vm);
            let (ordered, only_specified) = (state.ordered, state.specified);
            let count = if only_specified { specified } else { attributes.len() };
            let name = interned(vm, this, &name)?;
            let attributes = attributes.iter().take(count);
            let container = if ordered {
                let mut items = Vec::with_capacity(2 * count);
                for (name, value) in attributes {
                    items.push(interned(vm, this, name)?);
                    items.push(string(vm, value)?);
                }
                List::from_vec(vm, items)?.into_obj()
            } else {
                let dict = Dict::new(vm);
                for (name, value) in attributes {
                    let name = interned(vm, this, name)?;
                    let value = string(vm, value)?;
                    Dict::set_item(vm, &dict, &name, value)?;
                }
                dict.into_obj()
            };
            vec![name, container]
        }
        Event::EndElement(name) => vec![interned(vm, this, &name)?],
        Event::Instruction { target, data } => vec![interned(vm, this, &target)?, string(vm, &data)?],
        Event::Comment(text) | Event::Default(text) | Event::Characters(text) => vec![string(vm, &text)?],
        Event::UnparsedEntity { name, external, notation } => {
            let mut args = vec![interned(vm, this, &name)?];
            args.extend(identifiers(vm, this, &external)?);
            args.push(interned(vm, this, &notation)?);
            args
        }
        Event::Notation { name, external } => {
            let mut args = vec![interned(vm, this, &name)?];
            args.extend(identifiers(vm, this, &external)?);
            args
        }
        Event::StartNamespace { prefix, uri } => {
            vec![interned_or_none(vm, this, prefix.as_deref())?, interned_or_none(vm, this, uri.as_deref())?]
        }
        Event::EndNamespace(prefix) => vec![interned_or_none(vm, this, prefix.as_deref())?],
        Event::StartCdata | Event::EndCdata | Event::NotStandalone | Event::EndDoctype => Vec::new(),
        Event::ExternalEntity { context, external } => {
            let mut args = vec![optional(vm, context.as_deref())?];
            args.extend(identifiers(vm, this, &external)?);
            args
        }
        Event::StartDoctype { name, system, public, subset } => vec![
            interned(vm, this, &name)?,
            interned_or_none(vm, this, system.as_deref())?,
            interned_or_none(vm, this, public.as_deref())?,
            int::from_i64(vm, subset.into()),
        ],
        Event::EntityDecl { name, parameter, value, external, notation } => {
            let mut args =
                vec![interned(vm, this, &name)?, int::from_i64(vm, parameter.into()), optional(vm, value.as_deref())?];
            args.extend(identifiers(vm, this, &external)?);
            args.push(interned_or_none(vm, this, notation.as_deref())?);
            args
        }
        Event::XmlDecl { version, encoding, standalone } => {
            vec![
                optional(vm, version.as_deref())?,
                optional(vm, encoding.as_deref())?,
                int::from_i64(vm, standalone.into()),
            ]
        }
        Event::ElementDecl { name, model } => vec![interned(vm, this, &name)?, content_model(vm, this, &model, 0)?],
        Event::AttlistDecl { element, name, kind, default, required } => vec![
            interned(vm, this, &element)?,
            interned(vm, this, &name)?,
            string(vm, &kind)?,
            optional(vm, default.as_deref())?,
            int::from_i64(vm, required.into()),
        ],
        Event::SkippedEntity { name, parameter } => {
            vec![interned(vm, this, &name)?, int::from_i64(vm, parameter.into())]
        }
        Event::UnknownEncoding(_) => Vec::new(),
    })
}

/// Base, system identifier and public identifier.
fn identifiers(vm: &mut Vm, this: &Ref<XmlParser>, external: &External) -> PyResult<[Obj; 3]> {
    let mut shown = |text: &Option<Shared>| interned_or_none(vm, this, text.as_deref());
    Ok([shown(&external.base)?, shown(&external.system)?, shown(&external.public)?])
}

/// The nested tuples of a content model.
fn content_model(vm: &mut Vm, this: &Ref<XmlParser>, model: &Model, number: usize) -> PyResult {
    vm.check_stack(" in conv_content_model")?;
    let Some(part) = model.get(number) else { return Ok(Obj::NONE) };
    let mut parts = Vec::with_capacity(part.parts.len());
    for &number in &part.parts {
        parts.push(content_model(vm, this, model, number)?);
    }
    let content: Content = part.content;
    let parts = crate::table::tuple(vm, &parts)?;
    let name = interned_or_none(vm, this, part.name.as_deref())?;
    let (content, quantity) = (int::from_i64(vm, content as i64), int::from_i64(vm, part.quantity as i64));
    let items = [content, quantity, name, parts];
    crate::table::tuple(vm, &items)
}

/// Character data: kept back where the program wants few pieces.
fn characters(vm: &mut Vm, this: &Ref<XmlParser>, text: &str) -> PyResult<()> {
    let state = this.get(vm);
    let size = state.buffer_size;
    let Some(buffer) = &state.buffer else { return call_characters(vm, this, text) };
    if buffer.len() + text.len() > size {
        flush(vm, this)?;
        if this.get(vm).handler(Handler::Characters).is_none() {
            return Ok(());
        }
    }
    // What took the text before may have turned the buffer off.
    match &mut this.get_mut(vm).buffer {
        Some(buffer) if text.len() <= size => {
            buffer.push_str(text);
            Ok(())
        }
        _ => call_characters(vm, this, text),
    }
}

fn call_characters(vm: &mut Vm, this: &Ref<XmlParser>, text: &str) -> PyResult<()> {
    if this.get(vm).handler(Handler::Characters).is_none() {
        return Ok(());
    }
    let text = string(vm, text)?;
    call(vm, this, Handler::Characters, &[text]).map(drop)
}

/// Hands out the text that was kept back.
///
/// # Errors
/// What the handler raises.
pub(super) fn flush(vm: &mut Vm, this: &Ref<XmlParser>) -> PyResult<()> {
    match &mut this.get_mut(vm).buffer {
        Some(buffer) if !buffer.is_empty() => {
            let text = std::mem::take(buffer);
            call_characters(vm, this, &text)
        }
        _ => Ok(()),
    }
}

/// Calls a handler. Where it raises, all are taken away, and the traceback shows what it was called for.
fn call(vm: &mut Vm, this: &Ref<XmlParser>, handler: Handler, args: &[Obj]) -> PyResult {
    let Some(function) = this.get(vm).handler(handler).cloned() else { return Ok(Obj::NONE) };
    this.get_mut(vm).in_callback = true;
    let answer = protocol::call(vm, &function, args);
    this.get_mut(vm).in_callback = false;
    if answer.is_err() {
        this.clear_handlers(vm);
        let e = vm.take_exception();
        // Without the entry the exception is still the same.
        if trace(vm, &e, handler).is_err() {
            vm.take_exception();
        }
        return Err(vm.travel(e));
    }
    answer
}

/// Adds an entry to a traceback that stands for the call of a handler (CPython: `_PyTraceback_Add`).
fn trace(vm: &mut Vm, e: &Obj, handler: Handler) -> PyResult<()> {
    let Some(exception) = e.downcast_ref::<Exception>() else { return Ok(()) };
    let (name, line) = CALLED[handler as usize];
    let source = format!("{}def {name}(): pass", "\n".repeat(line as usize - 1));
    let builtins = crate::table::import(vm, "builtins")?;
    let call = |vm: &mut Vm, function: &str, args: &[Obj]| {
        let function = Str::intern(vm, function);
        protocol::call_method(vm, &builtins, &function, args)
    };
    let texts = [source.as_str(), CALLED_IN, "exec"].map(|t| Str::new(vm, t).into_obj());
    let code = call(vm, "compile", &texts)?;
    let globals = Dict::new(vm);
    call(vm, "exec", &[code, globals.clone().into_obj()])?;
    let key = Str::intern(vm, name);
    let made = Dict::get_str(vm, &globals, &key).cloned();
    let Some(function) = made.as_ref().and_then(|f| f.downcast_ref::<Function>()).cloned() else { return Ok(()) };
    let code = function.get(vm).code.clone();
    let frame = Frame {
        function,
        code,
        globals,
        locals: OptObj::NONE,
        words: BufVec::new(),
        back: OptObj::NONE,
        trace: OptObj::NONE,
        extra_locals: OptObj::NONE,
        generator: None,
        live: 0,
        last: 0,
        line,
        traced_line: -1,
        trace_lines: true,
        trace_opcodes: false,
    };
    let frame = vm.alloc(types::FRAME, frame);
    let next = exception.get(vm).traceback.clone();
    let entry = vm.alloc(types::TRACEBACK, Traceback { next, frame, last: 0, line: line as i32 });
    let old = std::mem::replace(&mut exception.get_mut(vm).traceback, OptObj::some(entry.into_obj()));
    drop(old);
    Ok(())
}

/// Gives the parser the characters of an encoding.
fn encoding(vm: &mut Vm, this: &Ref<XmlParser>, name: &str) -> PyResult<()> {
    let characters = characters_of(vm, name)?;
    this.get_mut(vm).parser.answer_encoding(&characters);
    Ok(())
}

/// The characters of the 256 bytes in an encoding that Python's codecs know.
///
/// # Errors
/// `LookupError` for an unknown one, `ValueError` where a character takes several bytes.
pub(crate) fn characters_of(vm: &mut Vm, name: &str) -> PyResult<Vec<Option<char>>> {
    let all: Vec<u8> = (0..=u8::MAX).collect();
    let all = Bytes::new(vm, &all)?.into_obj();
    let args = [Str::new(vm, name).into_obj(), Str::new(vm, "replace").into_obj()];
    let decode = Str::intern(vm, "decode");
    let decoded = protocol::call_method(vm, &all, &decode, &args)?;
    let text: Vec<u32> = decoded.downcast_ref::<Str>().map(|s| s.text(vm).iter().collect()).unwrap_or_default();
    if text.len() != 256 {
        return Err(value_error!(vm, "multi-byte encodings are not supported"));
    }
    Ok(text.into_iter().map(|c| char::from_u32(c).filter(|&c| c != char::REPLACEMENT_CHARACTER)).collect())
}
