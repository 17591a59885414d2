//! `pyexpat.xmlparser`: the parser's attributes and methods.

use super::{
    dispatch, failed, failed_with,
    xml::{Code, Handler, ParameterParsing, Parser},
};
use crate::kinds;
use rpython_objects::{
    Args, ByteArray, Bytes, Dict, GetSetDef, Obj, OptObj, Payload, PyResult, Ref, Str, StrExt, TypeDef, TypeFlags, Vm,
    argument, buffer, getset, getter, int, native, protocol, raise, type_error, type_object::member, types,
    value_error,
};

/// The handlers by number, and their attributes.
pub(super) const HANDLERS: [(Handler, &str); 22] = [
    (Handler::StartElement, "StartElementHandler"),
    (Handler::EndElement, "EndElementHandler"),
    (Handler::Instruction, "ProcessingInstructionHandler"),
    (Handler::Characters, "CharacterDataHandler"),
    (Handler::UnparsedEntity, "UnparsedEntityDeclHandler"),
    (Handler::Notation, "NotationDeclHandler"),
    (Handler::StartNamespace, "StartNamespaceDeclHandler"),
    (Handler::EndNamespace, "EndNamespaceDeclHandler"),
    (Handler::Comment, "CommentHandler"),
    (Handler::StartCdata, "StartCdataSectionHandler"),
    (Handler::EndCdata, "EndCdataSectionHandler"),
    (Handler::Default, "DefaultHandler"),
    (Handler::DefaultExpand, "DefaultHandlerExpand"),
    (Handler::NotStandalone, "NotStandaloneHandler"),
    (Handler::ExternalEntity, "ExternalEntityRefHandler"),
    (Handler::StartDoctype, "StartDoctypeDeclHandler"),
    (Handler::EndDoctype, "EndDoctypeDeclHandler"),
    (Handler::EntityDecl, "EntityDeclHandler"),
    (Handler::XmlDecl, "XmlDeclHandler"),
    (Handler::ElementDecl, "ElementDeclHandler"),
    (Handler::AttlistDecl, "AttlistDeclHandler"),
    (Handler::SkippedEntity, "SkippedEntityHandler"),
];

/// Bytes of text that are kept back at most, until the program says otherwise.
const BUFFER_SIZE: usize = 8192;
/// Bytes that are read from a file at once.
const READ_SIZE: usize = 2048;
/// Bytes that are parsed at once.
const PIECE: usize = 1 << 20;

/// The payload of a parser.
pub(super) struct XmlParser {
    pub(super) parser: Box<Parser>,
    handlers: Vec<OptObj>,
    /// The dict of the strings that names are; `None` where the program wants none.
    pub(super) intern: OptObj,
    /// The parser whose document refers to the entity that this one reads.
    parent: OptObj,
    /// Text that is kept back, in UTF-8.
    pub(super) buffer: Option<String>,
    pub(super) buffer_size: usize,
    pub(super) ordered: bool,
    pub(super) specified: bool,
    prefixes: bool,
    pub(super) in_callback: bool,
}

impl Payload for XmlParser {
    const KIND: u8 = kinds::XML_PARSER;
    const NAME: &'static str = "xmlparser";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.handlers.iter().chain([&self.intern, &self.parent]).filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        for handler in &mut self.handlers {
            handler.take();
        }
        self.intern.take();
        self.parent.take();
    }
}

impl XmlParser {
    /// The function that is called for events of a sort.
    pub(super) fn handler(&self, handler: Handler) -> Option<&Obj> {
        self.handlers.get(handler as usize).and_then(OptObj::get)
    }
}

/// What is done to parsers as objects.
pub(super) trait Handlers {
    /// Takes all handlers away.
    fn clear_handlers(&self, vm: &mut Vm);
}

impl Handlers for Ref<XmlParser> {
    fn clear_handlers(&self, vm: &mut Vm) {
        let state = self.get_mut(vm);
        let old: Vec<Option<Obj>> = state.handlers.iter_mut().map(OptObj::take).collect();
        for (handler, _) in HANDLERS {
            state.parser.handlers.set(handler, false);
        }
        drop(old);
    }
}

/// `pyexpat.ParserCreate(…)`
pub(super) fn create(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let encoding = text_or_none(vm, args.opt(1), "ParserCreate() argument 'encoding'")?;
    let separator = text_or_none(vm, args.opt(2), "ParserCreate() argument 'namespace_separator'")?;
    let separator = match separator.as_deref().map(|s| (s.chars().count(), s.chars().next())) {
        None => None,
        Some((0 | 1, separator)) => Some(separator),
        Some(_) => {
            let message = "namespace_separator must be at most one character, omitted, or None";
            return Err(value_error!(vm, "{message}"));
        }
    };
    let intern = match args.opt(3) {
        None => OptObj::some(Dict::new(vm).into_obj()),
        Some(o) if o.is_none() => OptObj::NONE,
        Some(o) if o.is_kind::<Dict>() => OptObj::some(o.clone()),
        Some(_) => return Err(type_error!(vm, "intern must be a dictionary")),
    };
    let parser = Box::new(Parser::new(encoding.as_deref(), separator));
    Ok(vm.make(new(parser, intern, OptObj::NONE)).into_obj())
}

fn new(parser: Box<Parser>, intern: OptObj, parent: OptObj) -> XmlParser {
    XmlParser {
        parser,
        handlers: HANDLERS.iter().map(|_| OptObj::NONE).collect(),
        intern,
        parent,
        buffer: None,
        buffer_size: BUFFER_SIZE,
        ordered: false,
        specified: false,
        prefixes: false,
        in_callback: false,
    }
}

/// The text of an argument, without null characters.
fn text(vm: &mut Vm, o: &Obj) -> PyResult<String> {
    let Some(s) = o.downcast_ref::<Str>() else { return Ok(String::new()) };
    let Some(text) = s.text(vm).to_str().map(|t| t.into_owned()) else {
        let encode = Str::intern(vm, "encode");
        protocol::call_method(vm, o, &encode, &[])?;
        return Ok(String::new());
    };
    if text.contains('\0') {
        return Err(value_error!(vm, "embedded null character"));
    }
    Ok(text)
}

fn text_or_none(vm: &mut Vm, o: Option<&Obj>, what: &str) -> PyResult<Option<String>> {
    match o {
        None => Ok(None),
        Some(o) if o.is_none() => Ok(None),
        Some(o) if o.is_kind::<Str>() => text(vm, o).map(Some),
        Some(o) => {
            let class = argument::class_name(vm, o);
            Err(type_error!(vm, "{what} must be str or None, not {class}"))
        }
    }
}

fn required_text(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<String> {
    argument::text(vm, o, what)?;
    text(vm, o)
}

fn refuse_in_handler(vm: &mut Vm, this: &Ref<XmlParser>, function: &str) -> PyResult<()> {
    if this.get(vm).in_callback {
        return Err(raise!(vm, types::RUNTIME_ERROR, "cannot call {function}() from within a handler"));
    }
    Ok(())
}

/// What parsing answers: 1, or the error.
fn outcome(vm: &mut Vm, this: &Ref<XmlParser>, result: Result<(), Code>) -> PyResult {
    match result {
        Ok(()) => {
            dispatch::flush(vm, this)?;
            Ok(int::from_i64(vm, 1))
        }
        Err(code) => Err(failed(vm, this, code)),
    }
}

fn parse(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlParser>();
    let last = args.opt(2).map_or(Ok(false), |o| protocol::is_true(vm, o))?;
    refuse_in_handler(vm, this, "Parse")?;
    let data = args.at(1);
    let bytes = if let Some(s) = data.downcast_ref::<Str>() {
        let encoded = s.text(vm).to_str().map(|t| t.into_owned().into_bytes());
        let Some(encoded) = encoded else {
            let encode = Str::intern(vm, "encode");
            return protocol::call_method(vm, data, &encode, &[]);
        };
        this.get_mut(vm).parser.set_encoding(Some("utf-8"));
        encoded
    } else {
        buffer::to_vec(vm, data)?
    };
    let mut rest = &bytes[..];
    while rest.len() > PIECE {
        let (piece, behind) = rest.split_at(PIECE);
        rest = behind;
        let result = dispatch::feed(vm, this, piece, false)?;
        if result.is_err() {
            return outcome(vm, this, result);
        }
    }
    let result = dispatch::feed(vm, this, rest, last)?;
    outcome(vm, this, result)
}

fn parse_file(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlParser>();
    refuse_in_handler(vm, this, "ParseFile")?;
    let name = Str::intern(vm, "read");
    let Some(read) = protocol::find_attr(vm, args.at(1), &name)? else {
        return Err(type_error!(vm, "argument must have 'read' attribute"));
    };
    loop {
        let wanted = int::from_i64(vm, READ_SIZE as i64);
        let got = protocol::call(vm, &read, &[wanted])?;
        if !got.is_kind::<Bytes>() && !got.is_kind::<ByteArray>() {
            let class = argument::class_name(vm, &got);
            return Err(type_error!(vm, "read() did not return a bytes object (type={class})"));
        }
        let bytes = buffer::to_vec(vm, &got)?;
        if bytes.len() > READ_SIZE {
            let len = bytes.len();
            let message = format!("read() returned too much data: {READ_SIZE} bytes requested, {len} returned");
            return Err(value_error!(vm, "{message}"));
        }
        let result = dispatch::feed(vm, this, &bytes, bytes.is_empty())?;
        if result.is_err() || bytes.is_empty() {
            return outcome(vm, this, result);
        }
    }
}

fn set_base(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let base = required_text(vm, args.at(1), "SetBase() argument")?;
    args.this::<XmlParser>().get_mut(vm).parser.base = Some(base.into());
    Ok(Obj::NONE)
}

fn get_base(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let base = args.this::<XmlParser>().get(vm).parser.base.clone();
    Ok(base.map_or(Obj::NONE, |base| Str::new(vm, &base).into_obj()))
}

fn get_input_context(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlParser>();
    if !this.get(vm).in_callback {
        return Ok(Obj::NONE);
    }
    match this.get_mut(vm).parser.input().map(<[u8]>::to_vec) {
        Some(bytes) => Ok(Bytes::new(vm, &bytes)?.into_obj()),
        None => Ok(Obj::NONE),
    }
}

fn external_entity_parser(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlParser>();
    let context = text_or_none(vm, Some(args.at(1)), "ExternalEntityParserCreate() argument 1")?;
    let encoding = match args.opt(2) {
        Some(o) => Some(required_text(vm, o, "ExternalEntityParserCreate() argument 2")?),
        None => None,
    };
    let state = this.get(vm);
    let parser = Box::new(state.parser.child(context.as_deref(), encoding.as_deref()));
    let mut made = new(parser, state.intern.clone(), OptObj::some(this.clone().into_obj()));
    made.handlers = state.handlers.clone();
    made.buffer = state.buffer.as_ref().map(|_| String::new());
    made.buffer_size = state.buffer_size;
    made.ordered = state.ordered;
    made.specified = state.specified;
    made.prefixes = state.prefixes;
    Ok(vm.make(made).into_obj())
}

fn set_parameter_parsing(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let when = match argument::c_int(vm, args.at(1))? {
        0 => ParameterParsing::Never,
        1 => ParameterParsing::UnlessStandalone,
        _ => ParameterParsing::Always,
    };
    let done = args.this::<XmlParser>().get_mut(vm).parser.set_parameter_parsing(when);
    Ok(int::from_i64(vm, done.into()))
}

fn use_foreign_dtd(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlParser>();
    let on = args.opt(1).map_or(Ok(true), |o| protocol::is_true(vm, o))?;
    match this.get_mut(vm).parser.use_foreign_dtd(on) {
        Ok(()) => Ok(Obj::NONE),
        Err(code) => Err(failed(vm, this, code)),
    }
}

fn set_deferral(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let on = protocol::is_true(vm, args.at(1))?;
    args.this::<XmlParser>().get_mut(vm).parser.defers = on;
    Ok(Obj::NONE)
}

/// A number of bytes.
fn threshold(vm: &mut Vm, o: &Obj) -> PyResult<u64> {
    let exact = protocol::index(vm, o)?;
    if int::is_negative(vm, &exact) {
        return Err(value_error!(vm, "Cannot convert negative int"));
    }
    match int::to_big(vm, &exact).and_then(|n| u64::try_from(n).ok()) {
        Some(n) => Ok(n),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large for C unsigned long long")),
    }
}

fn factor(vm: &mut Vm, this: &Ref<XmlParser>, o: &Obj) -> PyResult<f32> {
    let factor = argument::double(vm, o)? as f32;
    if factor.is_nan() || factor < 1.0 {
        return Err(failed_with(vm, this, Code::InvalidArgument, "'max_factor' must be at least 1.0"));
    }
    root(vm, this)?;
    Ok(factor)
}

/// Limits are those of a whole family of parsers: its first one sets them.
fn root(vm: &mut Vm, this: &Ref<XmlParser>) -> PyResult<()> {
    if this.get(vm).parser.is_child() {
        return Err(failed_with(vm, this, Code::InvalidArgument, "parser must be a root parser"));
    }
    Ok(())
}

fn expansion_threshold(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlParser>();
    let bytes = threshold(vm, args.at(1))?;
    root(vm, this)?;
    this.get(vm).parser.limit_expansion(None, Some(bytes));
    Ok(Obj::NONE)
}

fn expansion_factor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlParser>();
    let factor = factor(vm, this, args.at(1))?;
    this.get(vm).parser.limit_expansion(Some(factor), None);
    Ok(Obj::NONE)
}

fn memory_threshold(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlParser>();
    let bytes = threshold(vm, args.at(1))?;
    root(vm, this)?;
    this.get(vm).parser.limit_memory(None, Some(bytes));
    Ok(Obj::NONE)
}

fn memory_factor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<XmlParser>();
    let factor = factor(vm, this, args.at(1))?;
    this.get(vm).parser.limit_memory(Some(factor), None);
    Ok(Obj::NONE)
}

fn this(o: &Obj) -> Option<&Ref<XmlParser>> {
    o.downcast_ref::<XmlParser>()
}

fn get_handler<const N: usize>(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(this(o).and_then(|p| p.get(vm).handler(HANDLERS[N].0).cloned()).unwrap_or(Obj::NONE))
}

fn undeletable<'a>(vm: &mut Vm, value: Option<&'a Obj>) -> PyResult<&'a Obj> {
    match value {
        Some(value) => Ok(value),
        None => Err(raise!(vm, types::RUNTIME_ERROR, "Cannot delete attribute")),
    }
}

fn set_handler<const N: usize>(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let value = undeletable(vm, value)?;
    let Some(this) = this(o) else { return Ok(()) };
    let handler = HANDLERS[N].0;
    if handler == Handler::Characters {
        // What was kept back belongs to the old handler.
        dispatch::flush(vm, this)?;
    }
    let on = !value.is_none();
    let state = this.get_mut(vm);
    match handler {
        // The two share a place in the parser; the last that is set or taken away decides.
        Handler::Default | Handler::DefaultExpand => {
            state.parser.handlers.set(Handler::Default, on);
            state.parser.expands = handler == Handler::DefaultExpand;
        }
        _ => state.parser.handlers.set(handler, on),
    }
    let new = if on { OptObj::some(value.clone()) } else { OptObj::NONE };
    let old = state.handlers.get_mut(N).map(|place| std::mem::replace(place, new));
    drop(old);
    Ok(())
}

fn error_code(vm: &mut Vm, o: &Obj) -> PyResult {
    let code = this(o).and_then(|p| p.get(vm).parser.code());
    Ok(int::from_i64(vm, code.map_or(0, |c| c as i64)))
}

fn line(vm: &mut Vm, o: &Obj) -> PyResult {
    let line = this(o).map_or(0, |p| p.get_mut(vm).parser.position().0);
    Ok(int::from_u64(vm, line))
}

fn column(vm: &mut Vm, o: &Obj) -> PyResult {
    let column = this(o).map_or(0, |p| p.get_mut(vm).parser.position().1);
    Ok(int::from_u64(vm, column))
}

fn byte_index(vm: &mut Vm, o: &Obj) -> PyResult {
    let index = this(o).and_then(|p| p.get_mut(vm).parser.byte_index());
    Ok(index.map_or_else(|| int::from_i64(vm, -1), |n| int::from_u64(vm, n)))
}

fn set_buffer_size(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let value = undeletable(vm, value)?;
    let Some(this) = this(o) else { return Ok(()) };
    if !int::is_int(value) {
        return Err(type_error!(vm, "buffer_size must be an integer"));
    }
    let Some(size) = int::to_i64(vm, value) else { return Err(int::too_large(vm, "long")) };
    if size <= 0 {
        return Err(value_error!(vm, "buffer_size must be greater than zero"));
    }
    if size > i32::MAX.into() {
        return Err(value_error!(vm, "buffer_size must not be greater than {}", i32::MAX));
    }
    if size as usize != this.get(vm).buffer_size {
        dispatch::flush(vm, this)?;
        this.get_mut(vm).buffer_size = size as usize;
    }
    Ok(())
}

fn set_buffer_text(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let on = truth(vm, value)?;
    let Some(this) = this(o) else { return Ok(()) };
    if !on {
        dispatch::flush(vm, this)?;
        this.get_mut(vm).buffer = None;
    } else if this.get(vm).buffer.is_none() {
        this.get_mut(vm).buffer = Some(String::new());
    }
    Ok(())
}

fn truth(vm: &mut Vm, value: Option<&Obj>) -> PyResult<bool> {
    let value = undeletable(vm, value)?;
    protocol::is_true(vm, value)
}

fn flag(vm: &mut Vm, o: &Obj, read: fn(&XmlParser) -> bool) -> PyResult {
    Ok(Obj::bool(this(o).is_some_and(|p| read(p.get(vm)))))
}

fn set_flag(vm: &mut Vm, o: &Obj, value: Option<&Obj>, write: fn(&mut XmlParser, bool)) -> PyResult<()> {
    let on = truth(vm, value)?;
    if let Some(this) = this(o) {
        write(this.get_mut(vm), on);
    }
    Ok(())
}

const fn handler_attribute<const N: usize>() -> GetSetDef {
    getset(HANDLERS[N].1, get_handler::<N>, set_handler::<N>, "")
}

/// `pyexpat.xmlparser`
pub(super) static DEF: TypeDef = TypeDef {
    name: "xmlparser",
    module: "pyexpat",
    kind: kinds::XML_PARSER,
    flags: TypeFlags::NO_NEW,
    doc: "XML parser",
    methods: &[
        native(
            "Parse",
            "($self, data, isfinal=False, /)",
            parse,
            "Parse XML data.\n\n'data' can be a bytes-like object or a string.  If it is a string,\nthe encoding declaration in the XML data is ignored.\n'isfinal' should be true at end of input.",
        ),
        native(
            "ParseFile",
            "($self, file, /)",
            parse_file,
            "Parse XML data from a binary file-like object.\n\nIts read() method should return bytes.",
        ),
        native("SetBase", "($self, base, /)", set_base, "Set the base URL for the parser."),
        native("GetBase", "($self, /)", get_base, "Return base URL string for the parser."),
        native(
            "GetInputContext",
            "($self, /)",
            get_input_context,
            "Return the input which generated the current event as bytes.\n\nThe data is in the encoding of the entity which contains the text.\nIt extends to the end of the currently buffered input, therefore it\ncan contain also the data of the following events, and if the event\nwas generated by a large amount of text, not all of it may be\navailable.",
        ),
        native(
            "ExternalEntityParserCreate",
            "($self, context, encoding=<unrepresentable>, /)",
            external_entity_parser,
            "Create a parser for parsing an external entity based on the information passed to the ExternalEntityRefHandler.",
        ),
        native(
            "SetParamEntityParsing",
            "($self, flag, /)",
            set_parameter_parsing,
            "Controls parsing of parameter entities (including the external DTD subset).\n\nPossible flag values are XML_PARAM_ENTITY_PARSING_NEVER,\nXML_PARAM_ENTITY_PARSING_UNLESS_STANDALONE and\nXML_PARAM_ENTITY_PARSING_ALWAYS. Returns true if setting the flag\nwas successful.",
        ),
        native(
            "UseForeignDTD",
            "($self, flag=True, /)",
            use_foreign_dtd,
            "Allows the application to provide an artificial external subset if one is not specified as part of the document instance.\n\nThis readily allows the use of a 'default' document type controlled\nby the application, while still getting the advantage of providing\ndocument type information to the parser.  'flag' defaults to True if\nnot provided.",
        ),
        native(
            "SetReparseDeferralEnabled",
            "($self, enabled, /)",
            set_deferral,
            "Enable/Disable reparse deferral; enabled by default with Expat >=2.6.0.",
        ),
        native(
            "GetReparseDeferralEnabled",
            "($self, /)",
            |vm, args| Ok(Obj::bool(args.this::<XmlParser>().get(vm).parser.defers)),
            "Retrieve reparse deferral enabled status; always returns false with Expat <2.6.0.",
        ),
        native(
            "SetBillionLaughsAttackProtectionActivationThreshold",
            "($self, threshold, /)",
            expansion_threshold,
            "Sets the number of output bytes needed to activate protection against billion laughs attacks.\n\nThe number of output bytes includes amplification from entity expansion\nand reading DTD files.\n\nParser objects usually have a protection activation threshold of 8 MiB,\nbut the actual default value depends on the underlying Expat library.\n\nActivation thresholds below 4 MiB are known to break support for DITA 1.3\npayload and are hence not recommended.",
        ),
        native(
            "SetBillionLaughsAttackProtectionMaximumAmplification",
            "($self, max_factor, /)",
            expansion_factor,
            "Sets the maximum tolerated amplification factor for protection against billion laughs attacks.\n\nThe amplification factor is calculated as \"(direct + indirect) / direct\"\nwhile parsing, where \"direct\" is the number of bytes read from the primary\ndocument in parsing and \"indirect\" is the number of bytes added by expanding\nentities and reading external DTD files, combined.\n\nThe 'max_factor' value must be a non-NaN floating point value greater than\nor equal to 1.0. Amplification factors greater than 30,000 can be observed\nin the middle of parsing even with benign files in practice. In particular,\nthe activation threshold should be carefully chosen to avoid false positives.\n\nParser objects usually have a maximum amplification factor of 100,\nbut the actual default value depends on the underlying Expat library.",
        ),
        native(
            "SetAllocTrackerActivationThreshold",
            "($self, threshold, /)",
            memory_threshold,
            "Sets the number of allocated bytes of dynamic memory needed to activate protection against disproportionate use of RAM.\n\nParser objects usually have an allocation activation threshold of 64 MiB,\nbut the actual default value depends on the underlying Expat library.",
        ),
        native(
            "SetAllocTrackerMaximumAmplification",
            "($self, max_factor, /)",
            memory_factor,
            "Sets the maximum amplification factor between direct input and bytes of dynamic memory allocated.\n\nThe amplification factor is calculated as \"allocated / direct\" while\nparsing, where \"direct\" is the number of bytes read from the primary\ndocument in parsing and \"allocated\" is the number of bytes of\ndynamic memory allocated in the parser hierarchy.\n\nThe 'max_factor' value must be a non-NaN floating point value\ngreater than or equal to 1.0.  Amplification factors greater than\n100.0 can be observed near the start of parsing even with benign\nfiles in practice.  In particular, the activation threshold should\nbe carefully chosen to avoid false positives.\n\nParser objects usually have a maximum amplification factor of 100,\nbut the actual default value depends on the underlying Expat library.",
        ),
    ],
    getsets: &[
        handler_attribute::<0>(),
        handler_attribute::<1>(),
        handler_attribute::<2>(),
        handler_attribute::<3>(),
        handler_attribute::<4>(),
        handler_attribute::<5>(),
        handler_attribute::<6>(),
        handler_attribute::<7>(),
        handler_attribute::<8>(),
        handler_attribute::<9>(),
        handler_attribute::<10>(),
        handler_attribute::<11>(),
        handler_attribute::<12>(),
        handler_attribute::<13>(),
        handler_attribute::<14>(),
        handler_attribute::<15>(),
        handler_attribute::<16>(),
        handler_attribute::<17>(),
        handler_attribute::<18>(),
        handler_attribute::<19>(),
        handler_attribute::<20>(),
        handler_attribute::<21>(),
        getter("ErrorCode", error_code, ""),
        getter("ErrorLineNumber", line, ""),
        getter("ErrorColumnNumber", column, ""),
        getter("ErrorByteIndex", byte_index, ""),
        getter("CurrentLineNumber", line, ""),
        getter("CurrentColumnNumber", column, ""),
        getter("CurrentByteIndex", byte_index, ""),
        getset(
            "buffer_size",
            |vm, o| Ok(int::from_u64(vm, this(o).map_or(0, |p| p.get(vm).buffer_size as u64))),
            set_buffer_size,
            "",
        ),
        getset("buffer_text", |vm, o| flag(vm, o, |p| p.buffer.is_some()), set_buffer_text, ""),
        getter(
            "buffer_used",
            |vm, o| {
                let used = this(o).map_or(0, |p| p.get(vm).buffer.as_ref().map_or(0, String::len));
                Ok(int::from_u64(vm, used as u64))
            },
            "",
        ),
        getset(
            "namespace_prefixes",
            |vm, o| flag(vm, o, |p| p.prefixes),
            |vm, o, value| {
                set_flag(vm, o, value, |p, on| {
                    p.prefixes = on;
                    p.parser.set_triplets(on);
                })
            },
            "",
        ),
        getset(
            "ordered_attributes",
            |vm, o| flag(vm, o, |p| p.ordered),
            |vm, o, value| set_flag(vm, o, value, |p, on| p.ordered = on),
            "",
        ),
        getset(
            "specified_attributes",
            |vm, o| flag(vm, o, |p| p.specified),
            |vm, o, value| set_flag(vm, o, value, |p, on| p.specified = on),
            "",
        ),
        member("intern", |vm, o| Ok(this(o).and_then(|p| p.get(vm).intern.cloned()).unwrap_or(Obj::NONE)), ""),
    ],
    ..TypeDef::EMPTY
};
