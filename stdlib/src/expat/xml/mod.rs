//! A parser that reports what expat reports: the same events in the same pieces, at the same places, with the same errors, for
//! documents that arrive in pieces of any size. Nothing here knows Python, and no crate offers this.
//!
//! [`Parser::feed`] takes bytes; [`Parser::next`] answers with one event after the other until more bytes are needed. Events that ask
//! something (whether an external entity was read, which characters an encoding has) are answered before the next one is asked for.
//! The parser knows which handlers are set, since that decides what an event is at all: what no handler takes is raw text for the
//! default handler.
//!
//! `source` makes text of bytes; `scan` and `scan_prolog` find tokens in it; `content` and `prolog` say what they mean, the latter by
//! the machine in `role`; `dtd` keeps what is declared; `values` makes values of literals.

mod content;
mod declaration;
mod dtd;
mod error;
mod event;
mod limits;
mod names;
mod namespaces;
mod prolog;
mod role;
mod scan;
mod scan_prolog;
mod source;
mod values;

pub(crate) use dtd::{Content, Model};
pub(crate) use error::{CODES, Code, message};
pub(crate) use event::{Event, External, Handler, Handlers, Shared};
pub(crate) use scan::Quantity;

use dtd::{Dtd, EntityId, Sort, lock};
use limits::Family;
use namespaces::Namespaces;
use prolog::Declaring;
use role::Machine;
use source::{Encoding, Source};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};
use values::EntityValue;

/// Which part of a document or entity is being read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Stage {
    Prolog,
    Content,
    Epilog,
    /// The beginning of an external general entity.
    ExternalStart,
    /// The beginning of an external parameter entity.
    ParameterStart,
    /// An external parameter entity in the value of an entity.
    Value,
}

/// When external parameter entities are read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum ParameterParsing {
    Never,
    UnlessStandalone,
    Always,
}

/// The encoding that the program has named.
enum Named {
    Nothing,
    Known(Encoding),
    /// To be asked for.
    Unknown(String),
    /// One that was asked for.
    Asked,
}

/// An internal entity whose text is being parsed.
struct OpenEntity {
    sort: Sort,
    id: EntityId,
    text: Shared,
    at: usize,
    /// How many elements were open where it was referred to.
    level: usize,
    /// A parameter entity that was referred to between declarations.
    between: bool,
}

/// An element that is open.
struct Tag {
    raw: String,
    /// Its name with its namespace, where that differs.
    expanded: Option<String>,
    /// How many prefixes it binds.
    bound: usize,
}

/// What is to be done once an event has been answered.
enum Pending {
    /// The document need not be standalone; then comes a raw text.
    Standalone { rest: Option<String> },
    /// The external subset was to be read: whether the document names one, whether parameter entities had been referred to before,
    /// whether the root element follows.
    Subset { named: bool, referred: bool, instance: bool, rest: Option<String> },
    /// As before, when the external subset has been read.
    SubsetAllowed { instance: bool, rest: Option<String> },
    /// An external parameter entity between declarations.
    Parameter { id: EntityId },
    /// An external parameter entity in a value.
    Value { value: Box<EntityValue>, id: EntityId, place: Option<usize>, rest: Option<String> },
    /// An external general entity in content.
    General,
    /// The rest has this encoding.
    Encoding(Encoding),
    /// The rest has an encoding that is asked for; where its name is.
    Asked { name: usize },
    /// The whole has an encoding that is asked for.
    Named,
}

/// Whether a part of the text was read up to its end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Flow {
    More,
    Done,
}

/// A parser of a document or an external entity.
pub(crate) struct Parser {
    source: Source,
    last: bool,
    finished: bool,
    failed: Option<Code>,
    /// More was fed behind the end.
    refused: Option<Code>,
    stage: Stage,
    machine: Machine,
    declaring: Declaring,
    open: Vec<OpenEntity>,
    queue: VecDeque<(usize, Event)>,
    /// The place of what is being read: expat's event pointer.
    at: usize,
    /// The place of the last event.
    current: Option<usize>,
    pending: Option<Pending>,
    answer: bool,
    table: Option<Encoding>,
    /// The handlers that are set.
    pub(crate) handlers: Handlers,
    /// Internal entities are expanded though there is a default handler.
    pub(crate) expands: bool,
    namespaces: Option<Namespaces>,
    dtd: Arc<Mutex<Dtd>>,
    family: Arc<Family>,
    is_child: bool,
    is_parameter: bool,
    named: Named,
    /// The base of relative system identifiers.
    pub(crate) base: Option<Shared>,
    parameter_parsing: ParameterParsing,
    foreign_dtd: bool,
    tags: Vec<Tag>,
    /// Elements that count as open around an external entity.
    floor: usize,
    cdata: bool,
    ignoring: bool,
    attributes: Vec<scan::Attribute>,
    /// A token that stayed partial is tried again only when there is twice as much.
    pub(crate) defers: bool,
    partial: usize,
    /// Nothing has been read yet, so that a byte order mark may come.
    fresh: bool,
    ready: bool,
    /// What has been fed has been read; its last events are still to be asked for.
    paused: bool,
    /// What waited when the last piece was taken up, and where it began.
    taken: (usize, usize),
}

impl Parser {
    /// A parser of a document. `separator` makes it tell namespaces apart: `Some(None)` joins names without a separator.
    pub(crate) fn new(encoding: Option<&str>, separator: Option<Option<char>>) -> Parser {
        let mut made = Parser {
            source: Source::default(),
            last: false,
            finished: false,
            failed: None,
            refused: None,
            stage: Stage::Prolog,
            machine: Machine::document(),
            declaring: Declaring::default(),
            open: Vec::new(),
            queue: VecDeque::new(),
            at: 0,
            current: None,
            pending: None,
            answer: false,
            table: None,
            handlers: Handlers::default(),
            expands: true,
            namespaces: separator.map(Namespaces::new),
            dtd: Arc::default(),
            family: Arc::default(),
            is_child: false,
            is_parameter: false,
            named: Named::Nothing,
            base: None,
            parameter_parsing: ParameterParsing::Never,
            foreign_dtd: false,
            tags: Vec::new(),
            floor: 0,
            cdata: false,
            ignoring: false,
            attributes: Vec::new(),
            defers: true,
            partial: 0,
            fresh: true,
            ready: false,
            paused: false,
            taken: (0, 0),
        };
        made.set_encoding(encoding);
        made
    }

    /// A parser of an external entity that this one refers to: of a general one with the context that its event had, of a parameter
    /// entity without.
    pub(crate) fn child(&self, context: Option<&str>, encoding: Option<&str>) -> Parser {
        let separator = self.namespaces.as_ref().map(|n| n.separator);
        let mut made = Parser::new(encoding, separator);
        made.family = self.family.clone();
        made.is_child = true;
        made.handlers = self.handlers;
        made.expands = self.expands;
        made.defers = self.defers;
        made.parameter_parsing = self.parameter_parsing;
        if let (Some(new), Some(old)) = (&mut made.namespaces, &self.namespaces) {
            new.triplets = old.triplets;
        }
        let Some(context) = context else {
            made.dtd = self.dtd.clone();
            made.is_parameter = true;
            made.machine = Machine::external();
            made.stage = match self.pending {
                Some(Pending::Value { .. }) => Stage::Value,
                _ if self.stage == Stage::Value => Stage::Value,
                _ => Stage::ParameterStart,
            };
            return made;
        };
        let mut copy = lock(&self.dtd).copy();
        for item in context.split('\u{c}') {
            match item.split_once('=') {
                Some((prefix, uri)) => {
                    if let Some(namespaces) = made.namespaces.as_mut().filter(|_| prefix != "xml") {
                        // What a parser has put into a context is no error.
                        let _ = namespaces.bind(prefix, uri);
                    }
                }
                None => {
                    if let Some(id) = copy.general.find(item) {
                        copy.general.get_mut(id).open = true;
                    }
                }
            }
        }
        made.dtd = Arc::new(Mutex::new(copy));
        made.stage = Stage::ExternalStart;
        made.floor = 1;
        made
    }

    /// Whether something has been fed.
    pub(crate) fn started(&self) -> bool {
        self.source.fed()
    }

    /// Whether the parser reads an external entity of another parser's document.
    pub(crate) fn is_child(&self) -> bool {
        self.is_child
    }

    /// Names the encoding; once parsing has begun, that is without effect.
    pub(crate) fn set_encoding(&mut self, name: Option<&str>) {
        if !self.started() {
            self.named = match name {
                None => Named::Nothing,
                Some(name) => match Encoding::named(name, &Encoding::Utf8) {
                    Some(known) => Named::Known(known),
                    None => Named::Unknown(name.to_owned()),
                },
            };
        }
    }

    /// Whether names show their prefixes, too.
    pub(crate) fn set_triplets(&mut self, on: bool) {
        if let Some(namespaces) = self.namespaces.as_mut() {
            namespaces.triplets = on;
        }
    }

    /// Says when parameter entities are read. Answers `false` once parsing has begun.
    pub(crate) fn set_parameter_parsing(&mut self, when: ParameterParsing) -> bool {
        if self.started() {
            return false;
        }
        self.parameter_parsing = when;
        true
    }

    /// Makes a document without an external subset ask for one.
    ///
    /// # Errors
    /// Once parsing has begun.
    pub(crate) fn use_foreign_dtd(&mut self, on: bool) -> Result<(), Code> {
        if self.started() {
            return Err(Code::CantChangeFeatureOnceParsing);
        }
        self.foreign_dtd = on;
        Ok(())
    }

    /// Sets the limits of expansion, where given.
    pub(crate) fn limit_expansion(&self, factor: Option<f32>, threshold: Option<u64>) {
        factor.into_iter().for_each(|f| self.family.expansion.set_factor(f));
        threshold.into_iter().for_each(|t| self.family.expansion.set_threshold(t));
    }

    /// Sets the limits of memory, where given.
    pub(crate) fn limit_memory(&self, factor: Option<f32>, threshold: Option<u64>) {
        factor.into_iter().for_each(|f| self.family.memory.set_factor(f));
        threshold.into_iter().for_each(|t| self.family.memory.set_threshold(t));
    }

    /// Takes a piece of the document; `last` says that none follows.
    ///
    /// # Errors
    /// Where the parser has failed or come to its end before.
    pub(crate) fn feed(&mut self, bytes: &[u8], last: bool) -> Result<(), Code> {
        if let Some(code) = self.failed {
            // expat counts the way to the error once more.
            let (start, at) = (self.taken.1, self.at);
            self.source.repeat(start, at);
            return Err(code);
        }
        if self.finished {
            self.refused = Some(Code::Finished);
            return Err(Code::Finished);
        }
        self.last = last;
        let named = match &self.named {
            Named::Known(encoding) => Some(encoding),
            Named::Unknown(name) => {
                self.queue.push_back((0, Event::UnknownEncoding(name.clone())));
                self.pending = Some(Pending::Named);
                self.named = Named::Asked;
                None
            }
            _ => None,
        };
        let asks = matches!(self.named, Named::Asked);
        let Some(dropped) = self.source.feed(bytes, last, named, self.floor > 0, asks) else {
            return Err(self.fail(Code::NoMemory));
        };
        self.at = self.at.saturating_sub(dropped);
        self.current = self.current.map(|at| at.saturating_sub(dropped));
        let waiting = self.source.waiting();
        self.ready = last || !self.defers || waiting >= 2 * self.partial;
        self.taken = (waiting, self.source.start);
        Ok(())
    }

    fn fail(&mut self, code: Code) -> Code {
        self.failed = Some(code);
        code
    }

    /// The answer to the last event.
    pub(crate) fn answer(&mut self, yes: bool) {
        self.answer = yes;
    }

    /// The characters of the encoding that was asked for. Answers `false` where it cannot be that of a document.
    pub(crate) fn answer_encoding(&mut self, characters: &[Option<char>]) -> bool {
        self.table = Encoding::table(characters);
        self.table.is_some()
    }

    /// The next event, `None` when more of the document is needed.
    ///
    /// # Errors
    /// What is wrong with the document; from then on always the same.
    pub(crate) fn next(&mut self) -> Result<Option<Event>, Code> {
        loop {
            if let Some((at, event)) = self.queue.pop_front() {
                self.current = Some(at);
                return Ok(Some(event));
            }
            if let Some(code) = self.failed {
                self.current = Some(self.at);
                return Err(code);
            }
            if std::mem::take(&mut self.paused) {
                self.pause();
                return Ok(None);
            }
            match self.step() {
                Ok(Flow::More) => {}
                Ok(Flow::Done) => self.paused = true,
                Err(code) => {
                    self.fail(code);
                }
            }
        }
    }

    /// What has been fed has been read.
    fn pause(&mut self) {
        if self.ready {
            let (waiting, start) = self.taken;
            self.partial = if self.source.start == start { waiting } else { 0 };
            self.current = Some(self.at);
            self.finished = self.last;
            self.ready = false;
            let start = self.source.start;
            self.source.position(start);
        }
    }

    fn step(&mut self) -> Result<Flow, Code> {
        if let Some(pending) = self.pending.take() {
            self.resume(pending)?;
            return Ok(Flow::More);
        }
        if !self.ready {
            return Ok(Flow::Done);
        }
        if let Some(open) = self.open.last() {
            let (text, mut at, sort, level) = (open.text.clone(), open.at, open.sort, open.level);
            let depth = self.open.len();
            let flow = match sort {
                Sort::Parameter => self.prolog(text.as_bytes(), &mut at, true),
                Sort::General => self.content(text.as_bytes(), &mut at, Some(level)),
            }?;
            if let Some(open) = self.open.get_mut(depth - 1) {
                open.at = at;
            }
            if flow == Flow::Done
                && self.open.len() == depth
                && let Some(open) = self.open.pop()
            {
                self.family.release(std::mem::size_of::<OpenEntity>());
                lock(&self.dtd).entities_mut(sort).get_mut(open.id).open = false;
                if sort == Sort::General && level != self.level() {
                    return Err(Code::AsyncEntity);
                }
            }
            return Ok(Flow::More);
        }
        let text = std::mem::take(&mut self.source.text);
        let mut at = self.source.start;
        let flow = self.main(&text, &mut at);
        self.source.text = text;
        self.source.start = at;
        flow
    }

    /// Reads on in the document or external entity itself.
    fn main(&mut self, text: &[u8], at: &mut usize) -> Result<Flow, Code> {
        if self.fresh && (!text.is_empty() || self.last) {
            self.fresh = false;
            if text.starts_with("\u{feff}".as_bytes())
                && matches!(self.source.encoding(), Encoding::Utf8 | Encoding::Utf16 { .. })
            {
                *at = "\u{feff}".len();
            }
        }
        match self.stage {
            Stage::Prolog => self.prolog(text, at, false),
            Stage::Content => self.content(text, at, None),
            Stage::Epilog => self.epilog(text, at),
            Stage::ExternalStart => self.external_start(text, at),
            Stage::ParameterStart => {
                lock(&self.dtd).parameter_read = true;
                self.stage = Stage::Prolog;
                Ok(Flow::More)
            }
            Stage::Value => self.external_value(text, at),
        }
    }

    /// Goes on after an event that has been answered.
    fn resume(&mut self, pending: Pending) -> Result<(), Code> {
        let answer = std::mem::take(&mut self.answer);
        match pending {
            Pending::Standalone { rest } => {
                if !answer {
                    return Err(Code::NotStandalone);
                }
                self.push_rest(rest);
            }
            Pending::Subset { named, referred, instance, rest } => {
                if !answer {
                    return Err(Code::ExternalEntityHandling);
                }
                self.subset_read(named, referred, instance, rest);
            }
            Pending::SubsetAllowed { instance, rest } => {
                if !answer {
                    return Err(Code::NotStandalone);
                }
                self.subset_done(instance, rest);
            }
            Pending::Parameter { id } => {
                let mut dtd = lock(&self.dtd);
                dtd.parameter.get_mut(id).open = false;
                if !answer {
                    return Err(Code::ExternalEntityHandling);
                }
                if dtd.parameter_read {
                    drop(dtd);
                    self.ask_standalone(None);
                } else {
                    dtd.keeps_processing = dtd.standalone;
                }
            }
            Pending::Value { value, id, place, rest } => {
                {
                    let mut dtd = lock(&self.dtd);
                    dtd.parameter.get_mut(id).open = false;
                    if !answer {
                        return Err(Code::ExternalEntityHandling);
                    }
                    if !dtd.parameter_read {
                        dtd.keeps_processing = dtd.standalone;
                    }
                }
                self.read_value(value, place, rest)?;
            }
            Pending::General => {
                if !answer {
                    return Err(Code::ExternalEntityHandling);
                }
            }
            Pending::Encoding(encoding) => self.change_encoding(encoding)?,
            Pending::Asked { name } => match self.table.take() {
                Some(table) => self.change_encoding(table)?,
                None => {
                    self.at = name;
                    return Err(Code::UnknownEncoding);
                }
            },
            Pending::Named => {
                let table = self.table.take().ok_or(Code::UnknownEncoding)?;
                self.source.impose(table).ok_or(Code::NoMemory)?;
            }
        }
        Ok(())
    }

    fn change_encoding(&mut self, encoding: Encoding) -> Result<(), Code> {
        let from = self.source.start;
        let old = self.source.encoding().clone();
        if old != encoding {
            self.source.change(encoding, from).ok_or(Code::NoMemory)?;
            self.at = 0;
            self.taken.1 = usize::MAX;
        }
        Ok(())
    }

    /// How many elements are open.
    fn level(&self) -> usize {
        self.tags.len() + self.floor
    }

    /// Adds an event at the place that is being read.
    fn push(&mut self, event: Event) {
        self.queue.push_back((self.at, event));
    }

    fn push_rest(&mut self, rest: Option<String>) {
        if let Some(text) = rest {
            self.push(Event::Default(text));
        }
    }

    /// Notes the place of what is being read, unless it lies in an entity: then it is where the entity was referred to.
    fn mark(&mut self, inner: bool, at: usize) {
        if !inner {
            self.at = at;
        }
    }

    fn has(&self, handler: Handler) -> bool {
        self.handlers.has(handler)
    }

    /// Asks whether a document that is not standalone is acceptable, if someone wants to be asked; then comes a raw text.
    fn ask_standalone(&mut self, rest: Option<String>) {
        if self.has(Handler::NotStandalone) && !lock(&self.dtd).standalone {
            self.push(Event::NotStandalone);
            self.pending = Some(Pending::Standalone { rest });
        } else {
            self.push_rest(rest);
        }
    }

    /// Text for the default handler.
    fn push_default(&mut self, raw: &[u8], inner: bool) {
        if self.has(Handler::Default) {
            self.push_text(raw, inner, Event::Default);
            // What follows from the same token lies behind converted text.
            if !inner && *self.source.encoding() != Encoding::Utf8 {
                self.at += raw.len();
            }
        }
    }

    /// Text as events: one, or, where the document's text had to be converted, one for each kilobyte.
    fn push_text(&mut self, raw: &[u8], inner: bool, make: fn(String) -> Event) {
        const PIECE: usize = 1024;
        let text = values::str_of(raw);
        if inner || *self.source.encoding() == Encoding::Utf8 {
            self.push(make(text.to_owned()));
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let mut end = rest.len().min(PIECE);
            while !rest.is_char_boundary(end) {
                end -= 1;
            }
            self.push(make(rest[..end].to_owned()));
            rest = &rest[end..];
            self.at += end;
        }
        self.at -= text.len();
    }

    /// Counts what has been read.
    fn count(&self, inner: bool, bytes: usize) -> Result<(), Code> {
        let within = if inner || self.is_child {
            self.family.expanded(bytes)
        } else {
            self.family.read(bytes);
            self.family.within()
        };
        if within { Ok(()) } else { Err(Code::AmplificationLimitBreach) }
    }

    /// Begins to parse the text of an internal entity.
    fn enter(&mut self, sort: Sort, id: EntityId, text: Shared, between: bool) -> Result<(), Code> {
        if !self.family.keep(std::mem::size_of::<OpenEntity>()) {
            return Err(Code::NoMemory);
        }
        lock(&self.dtd).entities_mut(sort).get_mut(id).open = true;
        let level = self.level();
        self.open.push(OpenEntity { sort, id, text, at: 0, level, between });
        Ok(())
    }

    /// Line from 1 and column from 0 of the last event or error.
    pub(crate) fn position(&mut self) -> (u64, u64) {
        let at = self.current.unwrap_or(0);
        self.source.position(at)
    }

    /// The number of the first byte of the last event or error.
    pub(crate) fn byte_index(&mut self) -> Option<u64> {
        let at = self.current?;
        Some(self.source.byte(at))
    }

    /// The bytes from the last event to the end of what has been fed.
    pub(crate) fn input(&mut self) -> Option<&[u8]> {
        let at = self.current?;
        Some(self.source.bytes_from(at))
    }

    /// The number of the last error.
    pub(crate) fn code(&self) -> Option<Code> {
        self.refused.or(self.failed)
    }
}
