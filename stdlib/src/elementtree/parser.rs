//! `XMLParser`: hands what the parser of `pyexpat` finds to a target, or to a `TreeBuilder` without looking methods up.

use super::{
    builder::{self, REPORTS, Report, TreeBuilder},
    parse_error,
};
use crate::{
    expat::{
        self,
        xml::{Code, Event, Handler, Parser},
    },
    kinds, table,
};
use rpython_objects::{
    Args, Bytes, Dict, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, TypeDef, TypeFlags, Vm,
    argument, buffer, getter, native, protocol, type_error, type_object::member, types, value_error,
};

/// The methods of a target that events go to, in the order of [`XmlTreeParser::handlers`].
const METHODS: [&str; 9] = ["start", "data", "end", "comment", "pi", "start_ns", "end_ns", "close", "doctype"];

/// The numbers of those methods.
#[derive(Clone, Copy)]
#[repr(usize)]
enum Method {
    Start,
    Data,
    End,
    Comment,
    Instruction,
    StartNamespace,
    EndNamespace,
    Close,
    Doctype,
}

/// What namespaces and names are joined by.
const SEPARATOR: char = '}';

/// The payload of a parser. Without a target, it has not been initialised.
#[derive(Default)]
pub(super) struct XmlTreeParser {
    parser: Option<Box<Parser>>,
    target: OptObj,
    entity: OptObj,
    /// The strings that names are.
    names: OptObj,
    handlers: [OptObj; METHODS.len()],
}

impl Payload for XmlTreeParser {
    const KIND: u8 = kinds::XML_TREE_PARSER;
    const NAME: &'static str = "XMLParser";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.target, &self.entity, &self.names]
            .into_iter()
            .chain(&self.handlers)
            .filter_map(OptObj::get)
            .for_each(visit);
    }
    fn clear(&mut self) {
        *self = XmlTreeParser::default();
    }
}

static INIT: NativeDef = native("XMLParser", "($self, /, *, target=None, encoding=None)", init, "");

fn init(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlTreeParser>();
    let encoding = match args.some(2) {
        None => None,
        Some(o) => match o.downcast_ref::<Str>() {
            Some(s) => Some(s.to_string_lossy(vm)),
            None => {
                let got = argument::class_name(vm, o);
                return Err(type_error!(vm, "XMLParser() argument 'encoding' must be str or None, not {got}"));
            }
        },
    };
    let mut parser = Box::new(Parser::new(encoding.as_deref(), Some(Some(SEPARATOR))));
    let target = match args.some(1) {
        Some(target) => target.clone(),
        None => {
            let made = vm.make(TreeBuilder::default()).into_obj();
            builder::initialise(vm, &made)?;
            made
        }
    };
    let mut handlers: [OptObj; METHODS.len()] = Default::default();
    for (place, name) in handlers.iter_mut().zip(METHODS) {
        let name = Str::intern(vm, name);
        *place = protocol::find_attr(vm, &target, &name)?.into();
    }
    let has = |method: Method| !handlers[method as usize].is_none();
    for (handler, on) in [
        (Handler::StartElement, true),
        (Handler::EndElement, true),
        (Handler::Default, true),
        (Handler::Characters, true),
        (Handler::StartDoctype, true),
        (Handler::StartNamespace, has(Method::StartNamespace)),
        (Handler::EndNamespace, has(Method::EndNamespace)),
        (Handler::Comment, has(Method::Comment)),
        (Handler::Instruction, has(Method::Instruction)),
    ] {
        parser.handlers.set(handler, on);
    }
    let entity = OptObj::some(Dict::new(vm).into_obj());
    let names = OptObj::some(Dict::new(vm).into_obj());
    let made = XmlTreeParser { parser: Some(parser), target: OptObj::some(target), entity, names, handlers };
    let old = std::mem::replace(this.get_mut(vm), made);
    drop(old);
    Ok(Obj::NONE)
}

/// The parser itself, and the target.
fn ready<'a>(vm: &'a mut Vm, this: &'a Ref<XmlTreeParser>) -> PyResult<&'a mut Parser> {
    if this.get(vm).parser.is_none() {
        return Err(value_error!(vm, "XMLParser.__init__() wasn't called"));
    }
    match &mut this.get_mut(vm).parser {
        Some(parser) => Ok(parser),
        None => Err(rpython_heap::OutOfMemory.into()),
    }
}

fn handler(vm: &Vm, this: &Ref<XmlTreeParser>, method: Method) -> Option<Obj> {
    this.get(vm).handlers[method as usize].cloned()
}

/// The target, if it is a plain builder.
fn plain_target(vm: &Vm, this: &Ref<XmlTreeParser>) -> Option<Ref<TreeBuilder>> {
    let target = this.get(vm).target.cloned()?;
    builder::exact(vm, &target).cloned()
}

/// A name as elements have it, `{namespace}name`; the same object each time.
fn universal(vm: &mut Vm, this: &Ref<XmlTreeParser>, name: &str) -> PyResult {
    let made = match name.contains(SEPARATOR) {
        true => expat::string(vm, &format!("{{{name}"))?,
        false => expat::string(vm, name)?,
    };
    let names = this.get(vm).names.cloned();
    let (Some(dict), Some(key)) = (names.as_ref().and_then(|d| d.downcast_ref::<Dict>()), made.downcast_ref::<Str>())
    else {
        return Ok(made);
    };
    if let Some(known) = Dict::get_str(vm, dict, key) {
        return Ok(known.clone());
    }
    Dict::set_str(vm, dict, key, made.clone())?;
    Ok(made)
}

/// Parses a piece of a document.
fn parse(vm: &mut Vm, this: &Ref<XmlTreeParser>, bytes: &[u8], last: bool) -> PyResult {
    const PIECE: usize = 1 << 20;
    let mut pieces = bytes.chunks(PIECE).peekable();
    if bytes.is_empty() {
        parse_piece(vm, this, bytes, last)?;
    }
    while let Some(piece) = pieces.next() {
        parse_piece(vm, this, piece, last && pieces.peek().is_none())?;
    }
    Ok(Obj::NONE)
}

fn parse_piece(vm: &mut Vm, this: &Ref<XmlTreeParser>, bytes: &[u8], last: bool) -> PyResult<()> {
    vm.poll()?;
    if let Err(code) = ready(vm, this)?.feed(bytes, last) {
        return Err(error(vm, this, code, None));
    }
    let mut raised: Option<Obj> = None;
    let end = loop {
        let event = match ready(vm, this)?.next() {
            Ok(Some(event)) => event,
            Ok(None) => break Ok(()),
            Err(code) => break Err(code),
        };
        // After an exception the rest of the piece is only parsed.
        if raised.is_none() && deliver(vm, this, event).is_err() {
            raised = Some(vm.take_exception());
        }
    };
    match (raised, end) {
        (Some(e), _) => Err(vm.travel(e)),
        (None, Err(code)) => Err(error(vm, this, code, None)),
        (None, Ok(())) => Ok(()),
    }
}

/// The `ParseError` of the parser's error, or with another message.
fn error(vm: &mut Vm, this: &Ref<XmlTreeParser>, code: Code, message: Option<String>) -> rpython_objects::Raised {
    let (line, column) = match ready(vm, this) {
        Ok(parser) => parser.position(),
        Err(raised) => return raised,
    };
    let said = message.unwrap_or_else(|| expat::xml::message(code as i64).unwrap_or_default().to_owned());
    parse_error(vm, code as u64, line, column, &format!("{said}: line {line}, column {column}"))
}

fn deliver(vm: &mut Vm, this: &Ref<XmlTreeParser>, event: Event) -> PyResult<()> {
    let plain = plain_target(vm, this);
    match event {
        Event::StartElement { name, attributes, .. } => {
            let tag = universal(vm, this, &name)?;
            let mut attrib = None;
            if !attributes.is_empty() {
                let dict = Dict::new(vm);
                for (name, value) in &attributes {
                    let name = universal(vm, this, name)?;
                    let value = expat::string(vm, value)?;
                    Dict::set_item(vm, &dict, &name, value)?;
                }
                attrib = Some(dict.into_obj());
            }
            if let Some(target) = plain {
                builder::start(vm, &target, &tag, attrib)?;
            } else if let Some(start) = handler(vm, this, Method::Start) {
                let attrib = match attrib {
                    Some(attrib) => attrib,
                    None => Dict::new(vm).into_obj(),
                };
                protocol::call(vm, &start, &[tag, attrib])?;
            }
        }
        Event::EndElement(name) => {
            if let Some(target) = plain {
                builder::end(vm, &target)?;
            } else if let Some(end) = handler(vm, this, Method::End) {
                let tag = universal(vm, this, &name)?;
                protocol::call(vm, &end, &[tag])?;
            }
        }
        Event::Characters(text) => {
            let text = expat::string(vm, &text)?;
            text_to(vm, this, &text)?;
        }
        Event::Default(raw) => default(vm, this, &raw)?,
        Event::Comment(text) => {
            let text = expat::string(vm, &text)?;
            if let Some(target) = plain {
                builder::comment(vm, &target, &text)?;
            } else if let Some(comment) = handler(vm, this, Method::Comment) {
                protocol::call(vm, &comment, &[text])?;
            }
        }
        Event::Instruction { target, data } => {
            let parts = [expat::string(vm, &target)?, expat::string(vm, &data)?];
            if let Some(target) = plain {
                builder::instruction(vm, &target, &parts[0], &parts[1])?;
            } else if let Some(pi) = handler(vm, this, Method::Instruction) {
                protocol::call(vm, &pi, &parts)?;
            }
        }
        Event::StartNamespace { prefix, uri } => {
            let prefix = expat::string(vm, prefix.as_deref().unwrap_or_default())?;
            let uri = expat::string(vm, uri.as_deref().unwrap_or_default())?;
            if let Some(target) = plain {
                builder::start_namespace(vm, &target, &prefix, &uri)?;
            } else if let Some(start) = handler(vm, this, Method::StartNamespace) {
                protocol::call(vm, &start, &[prefix, uri])?;
            }
        }
        Event::EndNamespace(prefix) => {
            if let Some(target) = plain {
                builder::end_namespace(vm, &target)?;
            } else if let Some(end) = handler(vm, this, Method::EndNamespace) {
                let prefix = expat::string(vm, prefix.as_deref().unwrap_or_default())?;
                protocol::call(vm, &end, &[prefix])?;
            }
        }
        Event::StartDoctype { name, system, public, .. } => {
            if let Some(doctype) = handler(vm, this, Method::Doctype) {
                let name = universal(vm, this, &name)?;
                let public = expat::optional(vm, public.as_deref())?;
                let system = expat::optional(vm, system.as_deref())?;
                protocol::call(vm, &doctype, &[name, public, system])?;
            } else {
                let name = Str::intern(vm, "doctype");
                if protocol::find_attr(vm, this, &name)?.is_some() {
                    let message = "The doctype() method of XMLParser is ignored.  Define doctype() method on the TreeBuilder target.";
                    (vm.hooks.warn)(vm, types::RUNTIME_WARNING, message, 1)?;
                }
            }
        }
        Event::UnknownEncoding(name) => {
            let characters = expat::characters_of(vm, &name)?;
            ready(vm, this)?.answer_encoding(&characters);
        }
        _ => {}
    }
    Ok(())
}

fn text_to(vm: &mut Vm, this: &Ref<XmlTreeParser>, text: &Obj) -> PyResult<()> {
    if let Some(target) = plain_target(vm, this) {
        builder::data(vm, &target, text)?;
    } else if let Some(data) = handler(vm, this, Method::Data) {
        protocol::call(vm, &data, std::slice::from_ref(text))?;
    }
    Ok(())
}

/// Text that no handler took: of interest are references to entities, which the program may have defined.
fn default(vm: &mut Vm, this: &Ref<XmlTreeParser>, raw: &str) -> PyResult<()> {
    let Some(name) = raw.strip_prefix('&').and_then(|rest| rest.strip_suffix(';')) else { return Ok(()) };
    let key = expat::string(vm, name)?;
    let entity = this.get(vm).entity.cloned();
    let known = match entity.as_ref().and_then(|d| d.downcast_ref::<Dict>()) {
        Some(dict) => Dict::get_item(vm, dict, &key)?,
        None => None,
    };
    match known {
        Some(text) => text_to(vm, this, &text),
        None => {
            let message = format!("undefined entity {raw}");
            Err(error(vm, this, Code::UndefinedEntity, Some(message)))
        }
    }
}

/// The bytes of a document's piece; a string decides the encoding.
fn bytes_of(vm: &mut Vm, this: &Ref<XmlTreeParser>, data: &Obj) -> PyResult<Vec<u8>> {
    let Some(s) = data.downcast_ref::<Str>() else { return buffer::to_vec(vm, data) };
    let Some(text) = s.text(vm).to_str().map(|t| t.into_owned()) else {
        let encode = Str::intern(vm, "encode");
        protocol::call_method(vm, data, &encode, &[])?;
        return Ok(Vec::new());
    };
    ready(vm, this)?.set_encoding(Some("utf-8"));
    Ok(text.into_bytes())
}

fn feed(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlTreeParser>();
    ready(vm, this)?;
    let bytes = bytes_of(vm, this, args.at(1))?;
    parse(vm, this, &bytes, false)
}

fn close(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlTreeParser>();
    ready(vm, this)?;
    parse(vm, this, &[], true)?;
    if let Some(target) = plain_target(vm, this) {
        return Ok(builder::close(vm, &target));
    }
    match handler(vm, this, Method::Close) {
        Some(close) => protocol::call(vm, &close, &[]),
        None => Ok(Obj::NONE),
    }
}

fn flush(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlTreeParser>();
    ready(vm, this)?.defers = false;
    let result = parse(vm, this, &[], false);
    ready(vm, this)?.defers = true;
    result
}

fn parse_whole(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const READ: i64 = 64 << 10;
    let this = args.this::<XmlTreeParser>();
    ready(vm, this)?;
    let name = Str::intern(vm, "read");
    let read = protocol::get_attr(vm, args.at(1), &name)?;
    loop {
        let size = rpython_objects::int::from_i64(vm, READ);
        let got = protocol::call(vm, &read, &[size])?;
        let bytes = if let Some(s) = got.downcast_ref::<Str>() {
            let encode = Str::intern(vm, "encode");
            let args = ["utf-8", "surrogatepass"].map(|t| Str::new(vm, t).into_obj());
            if s.get(vm).is_empty() {
                break;
            }
            let encoded = protocol::call_method(vm, &got, &encode, &args)?;
            ready(vm, this)?.set_encoding(Some("utf-8"));
            buffer::to_vec(vm, &encoded)?
        } else {
            match got.downcast_ref::<Bytes>().map(|b| b.tail(vm).to_vec()) {
                Some(bytes) if !bytes.is_empty() => bytes,
                _ => break,
            }
        };
        parse(vm, this, &bytes, false)?;
    }
    parse(vm, this, &[], true)?;
    Ok(plain_target(vm, this).map_or(Obj::NONE, |target| builder::close(vm, &target)))
}

fn set_events(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlTreeParser>();
    ready(vm, this)?;
    let Some(target) = plain_target(vm, this) else {
        return Err(type_error!(vm, "event handling only supported for ElementTree.TreeBuilder targets"));
    };
    let append = Str::intern(vm, "append");
    let append = protocol::get_attr(vm, args.at(1), &append)?;
    builder::report_to(vm, &target, append);
    let Some(wanted) = args.some(2) else {
        let name = Str::intern(vm, "end").into_obj();
        builder::report(vm, &target, Report::End, name);
        return Ok(Obj::NONE);
    };
    let wanted = super::children::sequence(vm, wanted, "events must be a sequence")?;
    for name in wanted {
        let text = match (name.downcast_ref::<Str>(), name.downcast_ref::<Bytes>()) {
            (Some(s), _) => s.to_string_lossy(vm),
            (_, Some(b)) => String::from_utf8_lossy(b.tail(vm)).into_owned(),
            _ => return Err(value_error!(vm, "invalid events sequence")),
        };
        let Some(&(report, _)) = REPORTS.iter().find(|(_, known)| *known == text) else {
            return Err(value_error!(vm, "unknown event '{text}'"));
        };
        builder::report(vm, &target, report, name);
        let handler = match report {
            Report::Start | Report::End => continue,
            Report::StartNamespace => Handler::StartNamespace,
            Report::EndNamespace => Handler::EndNamespace,
            Report::Comment => Handler::Comment,
            Report::Instruction => Handler::Instruction,
        };
        ready(vm, this)?.handlers.set(handler, true);
    }
    Ok(Obj::NONE)
}

fn field(vm: &Vm, o: &Obj, read: fn(&XmlTreeParser) -> &OptObj) -> Obj {
    o.downcast_ref::<XmlTreeParser>().and_then(|p| read(p.get(vm)).cloned()).unwrap_or(Obj::NONE)
}

/// `xml.etree.ElementTree.XMLParser`
pub(super) static DEF: TypeDef = TypeDef {
    name: "XMLParser",
    module: "xml.etree.ElementTree",
    kind: kinds::XML_TREE_PARSER,
    flags: TypeFlags::BASE,
    slots: Slots {
        new: Some(|vm, class, _| Ok(vm.alloc_in(class, XmlTreeParser::default()).into_obj())),
        init: Some(|vm, o, args| table::initialise(vm, o, &INIT, args)),
        ..Slots::EMPTY
    },
    methods: &[
        native("feed", "($self, data, /)", feed, ""),
        native("close", "($self, /)", close, ""),
        native("flush", "($self, /)", flush, ""),
        native("_parse_whole", "($self, file, /)", parse_whole, ""),
        native("_setevents", "($self, events_queue, events_to_report=None, /)", set_events, ""),
    ],
    getsets: &[
        member("entity", |vm, o| Ok(field(vm, o, |p| &p.entity)), ""),
        member("target", |vm, o| Ok(field(vm, o, |p| &p.target)), ""),
        getter(
            "version",
            |vm, _| {
                let [major, minor, micro] = expat::VERSION;
                Ok(Str::new(vm, &format!("Expat {major}.{minor}.{micro}")).into_obj())
            },
            "",
        ),
    ],
    ..TypeDef::EMPTY
};
