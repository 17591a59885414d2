//! What a parser reports, in the order of the document. An event owns its text.

use super::dtd::Model;
use std::sync::Arc;

/// A text that a declaration gave and several events may repeat.
pub(crate) type Shared = Arc<str>;

/// An attribute: its name and its value.
pub(crate) type Attribute = (String, String);

/// The handlers of a parser, each for one sort of event.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Handler {
    StartElement,
    EndElement,
    Instruction,
    Characters,
    UnparsedEntity,
    Notation,
    StartNamespace,
    EndNamespace,
    Comment,
    StartCdata,
    EndCdata,
    /// Raw text; entities are not expanded.
    Default,
    /// Raw text; entities are expanded.
    DefaultExpand,
    NotStandalone,
    ExternalEntity,
    StartDoctype,
    EndDoctype,
    EntityDecl,
    XmlDecl,
    ElementDecl,
    AttlistDecl,
    SkippedEntity,
}

/// An external identifier as a handler gets it.
#[derive(Clone, Debug, Default)]
pub(crate) struct External {
    pub(crate) base: Option<Shared>,
    pub(crate) system: Option<Shared>,
    pub(crate) public: Option<Shared>,
}

/// One thing that a document says.
#[derive(Debug)]
pub(crate) enum Event {
    /// `specified` of the attributes are in the document; the rest are defaults.
    StartElement {
        name: String,
        attributes: Vec<Attribute>,
        specified: usize,
    },
    EndElement(String),
    Instruction {
        target: String,
        data: String,
    },
    Characters(String),
    UnparsedEntity {
        name: Shared,
        external: External,
        notation: Shared,
    },
    Notation {
        name: Shared,
        external: External,
    },
    StartNamespace {
        prefix: Option<Shared>,
        uri: Option<Shared>,
    },
    EndNamespace(Option<Shared>),
    Comment(String),
    StartCdata,
    EndCdata,
    /// Text for which no handler is set.
    Default(String),
    /// The document depends on what has not been read; to be answered.
    NotStandalone,
    /// An external entity may be read now; to be answered.
    ExternalEntity {
        context: Option<String>,
        external: External,
    },
    StartDoctype {
        name: Shared,
        system: Option<Shared>,
        public: Option<Shared>,
        subset: bool,
    },
    EndDoctype,
    EntityDecl {
        name: Shared,
        parameter: bool,
        value: Option<Shared>,
        external: External,
        notation: Option<Shared>,
    },
    XmlDecl {
        version: Option<String>,
        encoding: Option<String>,
        standalone: i32,
    },
    ElementDecl {
        name: Shared,
        model: Model,
    },
    AttlistDecl {
        element: Shared,
        name: Shared,
        kind: String,
        default: Option<Shared>,
        required: bool,
    },
    SkippedEntity {
        name: String,
        parameter: bool,
    },
    /// An encoding that the parser does not know; to be answered with its characters.
    UnknownEncoding(String),
}

impl Event {
    /// The handler that the event is for; an unknown encoding has none.
    pub(crate) fn handler(&self) -> Option<Handler> {
        Some(match self {
            Event::StartElement { .. } => Handler::StartElement,
            Event::EndElement(_) => Handler::EndElement,
            Event::Instruction { .. } => Handler::Instruction,
            Event::Characters(_) => Handler::Characters,
            Event::UnparsedEntity { .. } => Handler::UnparsedEntity,
            Event::Notation { .. } => Handler::Notation,
            Event::StartNamespace { .. } => Handler::StartNamespace,
            Event::EndNamespace(_) => Handler::EndNamespace,
            Event::Comment(_) => Handler::Comment,
            Event::StartCdata => Handler::StartCdata,
            Event::EndCdata => Handler::EndCdata,
            Event::Default(_) => Handler::Default,
            Event::NotStandalone => Handler::NotStandalone,
            Event::ExternalEntity { .. } => Handler::ExternalEntity,
            Event::StartDoctype { .. } => Handler::StartDoctype,
            Event::EndDoctype => Handler::EndDoctype,
            Event::EntityDecl { .. } => Handler::EntityDecl,
            Event::XmlDecl { .. } => Handler::XmlDecl,
            Event::ElementDecl { .. } => Handler::ElementDecl,
            Event::AttlistDecl { .. } => Handler::AttlistDecl,
            Event::SkippedEntity { .. } => Handler::SkippedEntity,
            Event::UnknownEncoding(_) => return None,
        })
    }
}

/// Which handlers are set. A parser asks this: what no handler takes goes to the default handler as raw text, if there is one.
#[derive(Clone, Copy, Default, Debug)]
pub(crate) struct Handlers(u32);

impl Handlers {
    /// Whether a handler is set.
    pub(crate) fn has(self, handler: Handler) -> bool {
        self.0 & 1 << handler as u32 != 0
    }

    /// Sets or clears one.
    pub(crate) fn set(&mut self, handler: Handler, on: bool) {
        let bit = 1 << handler as u32;
        self.0 = if on { self.0 | bit } else { self.0 & !bit };
    }
}
