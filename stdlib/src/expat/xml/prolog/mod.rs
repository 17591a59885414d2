//! The prolog and DTDs: what tokens mean by their role, declarations as they come together (expat: `xmlparse.c: doProlog`).

mod entity;
mod model;

use super::{
    Flow, ParameterParsing, Parser, Pending, Stage,
    dtd::{EXTERNAL_SUBSET, Element, EntityId, Part, Sort, lock},
    error::Code,
    event::{Event, External, Handler, Shared},
    role::{Role, Within},
    scan::{Scanner, Token, predefined},
    values::{self, Rules, str_of},
};

/// The declaration that is being read.
#[derive(Default)]
pub(super) struct Declaring {
    doctype: Option<Shared>,
    doctype_system: Option<Shared>,
    doctype_public: Option<Shared>,
    /// The document names an external subset that is still to be read.
    names_subset: bool,
    entity: Option<(Sort, EntityId)>,
    notation: Option<Shared>,
    notation_public: Option<Shared>,
    element: Option<Shared>,
    attribute: Option<Shared>,
    kind: String,
    cdata: bool,
    id: bool,
    /// A content model is being read for a handler.
    in_model: bool,
    model: Vec<Part>,
    /// The open groups of the model, by the numbers of their parts.
    groups: Vec<usize>,
    /// What joins the parts of each open group: 0 as long as there is one part.
    connectors: Vec<u8>,
}

/// Text between quotes.
fn unquoted(raw: &[u8]) -> &[u8] {
    raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default()
}

fn shared(raw: &[u8]) -> Shared {
    str_of(raw).into()
}

/// A public identifier with its white space normalised.
///
/// Fails with the place of a character that none may contain.
fn public_id(raw: &[u8]) -> Result<Shared, usize> {
    let inside = unquoted(raw);
    let legal = |b: u8| b.is_ascii_alphanumeric() || b" \r\n-'()+,./:=?;!*#@$_%".contains(&b);
    if let Some(bad) = inside.iter().position(|&b| !legal(b)) {
        return Err(bad + 1);
    }
    let words: Vec<&str> = str_of(inside).split([' ', '\r', '\n']).filter(|w| !w.is_empty()).collect();
    Ok(words.join(" ").into())
}

impl Parser {
    /// Reads a prolog or DTD: the parser's own text, or that of an internal parameter entity.
    pub(super) fn prolog(&mut self, text: &[u8], i: &mut usize, inner: bool) -> Result<Flow, Code> {
        while self.queue.is_empty() && self.pending.is_none() {
            if self.ignoring {
                if self.ignored(text, i, inner)? == Flow::Done {
                    return Ok(Flow::Done);
                }
                continue;
            }
            let start = *i;
            self.mark(inner, start);
            let scanner = Scanner { text, namespaces: self.namespaces.is_some() };
            let found = scanner.prolog(start);
            let more = !inner && !self.last;
            match found.token {
                Token::Invalid => {
                    self.mark(inner, found.end);
                    return Err(Code::InvalidToken);
                }
                Token::None | Token::Partial | Token::PartialChar if more => return Ok(Flow::Done),
                Token::Partial => return Err(Code::UnclosedToken),
                Token::PartialChar => return Err(Code::PartialChar),
                Token::None => {
                    if inner && self.open.last().is_some_and(|open| !open.between) {
                        return Ok(Flow::Done);
                    }
                    if inner || self.is_parameter {
                        return match self.machine.role(Token::None, b"") {
                            Role::Error => Err(Code::IncompletePe),
                            _ => Ok(Flow::Done),
                        };
                    }
                    if self.source.ends_within_character() {
                        return Err(Code::UnclosedToken);
                    }
                    return Err(Code::NoElements);
                }
                _ if found.open && more => return Ok(Flow::Done),
                _ => {}
            }
            let raw = text.get(start..found.end).unwrap_or_default();
            let role = self.machine.role(found.token, raw);
            if role == Role::InstanceStart {
                self.instance();
                return Ok(Flow::More);
            }
            if !matches!(role, Role::XmlDeclaration | Role::TextDeclaration) {
                self.count(inner, raw.len())?;
            }
            *i = found.end;
            let depth = self.open.len();
            self.declare(role, found.token, text, start..found.end, inner)?;
            if self.open.len() != depth {
                return Ok(Flow::More);
            }
        }
        Ok(Flow::More)
    }

    /// An ignored section.
    fn ignored(&mut self, text: &[u8], i: &mut usize, inner: bool) -> Result<Flow, Code> {
        let start = *i;
        self.mark(inner, start);
        let found = Scanner { text, namespaces: self.namespaces.is_some() }.ignored(start);
        match found.token {
            Token::IgnoredEnd => {
                let raw = text.get(start..found.end).unwrap_or_default();
                self.count(inner, raw.len())?;
                self.push_default(raw, inner);
                self.ignoring = false;
                *i = found.end;
                Ok(Flow::More)
            }
            Token::Invalid => {
                self.mark(inner, found.end);
                Err(Code::InvalidToken)
            }
            _ if !inner && !self.last => Ok(Flow::Done),
            Token::PartialChar => Err(Code::PartialChar),
            _ => Err(Code::Syntax),
        }
    }

    /// The root element begins.
    fn instance(&mut self) {
        if self.foreign_dtd {
            self.ask_subset(false, true, None);
        } else {
            self.stage = Stage::Content;
        }
    }

    /// Asks for the external subset, if someone reads such.
    fn ask_subset(&mut self, named: bool, instance: bool, rest: Option<String>) {
        let foreign = std::mem::take(&mut self.foreign_dtd);
        let shared = self.dtd.clone();
        let mut dtd = lock(&shared);
        let referred = std::mem::replace(&mut dtd.has_parameter_references, true);
        if self.parameter_parsing == ParameterParsing::Never || !self.has(Handler::ExternalEntity) {
            drop(dtd);
            return self.subset_done(instance, rest);
        }
        let (id, _) = dtd.parameter.declare(EXTERNAL_SUBSET);
        let base = self.base.clone();
        let entity = dtd.parameter.get_mut(id);
        if foreign {
            entity.base = base;
        }
        let external =
            External { base: entity.base.clone(), system: entity.system.clone(), public: entity.public.clone() };
        dtd.parameter_read = false;
        drop(dtd);
        self.push(Event::ExternalEntity { context: None, external });
        self.pending = Some(Pending::Subset { named, referred, instance, rest });
    }

    /// The external subset has been read, or passed over.
    pub(super) fn subset_read(&mut self, named: bool, referred: bool, instance: bool, rest: Option<String>) {
        let shared = self.dtd.clone();
        let mut dtd = lock(&shared);
        if dtd.parameter_read {
            let ask = !dtd.standalone && self.has(Handler::NotStandalone);
            drop(dtd);
            if ask {
                self.push(Event::NotStandalone);
                self.pending = Some(Pending::SubsetAllowed { instance, rest });
                return;
            }
        } else {
            if !named {
                dtd.has_parameter_references = referred;
            }
            drop(dtd);
        }
        self.subset_done(instance, rest);
    }

    /// The document type ends, or the root element follows.
    pub(super) fn subset_done(&mut self, instance: bool, rest: Option<String>) {
        if instance {
            self.stage = Stage::Content;
        } else if self.has(Handler::EndDoctype) {
            self.push(Event::EndDoctype);
        } else {
            self.push_rest(rest);
        }
    }

    /// What a token does in its role.
    fn declare(
        &mut self,
        role: Role,
        token: Token,
        text: &[u8],
        range: std::ops::Range<usize>,
        inner: bool,
    ) -> Result<(), Code> {
        let (start, raw) = (range.start, &text[range.clone()]);
        // The token has been reported; otherwise it is raw text for the default handler.
        let reported = match role {
            Role::XmlDeclaration | Role::TextDeclaration => {
                let at = self.source.start;
                self.source.start = range.end;
                let read = self.xml_declaration(text, range, role == Role::TextDeclaration);
                self.source.start = at;
                read?;
                true
            }
            Role::DoctypeName => {
                self.declaring.doctype_system = None;
                self.declaring.doctype_public = None;
                self.declaring.names_subset = false;
                self.declaring.doctype = self.has(Handler::StartDoctype).then(|| shared(raw));
                self.declaring.doctype.is_some()
            }
            Role::DoctypeSubset => self.start_doctype(true),
            Role::DoctypePublic => {
                self.foreign_dtd = false;
                let public = self.public_id(raw, start)?;
                let wanted = self.has(Handler::StartDoctype);
                if wanted {
                    self.declaring.doctype_public = Some(public.clone());
                }
                let handle = self.dtd.clone();
                let mut dtd = lock(&handle);
                let (id, _) = dtd.parameter.declare(EXTERNAL_SUBSET);
                self.declaring.entity = Some((Sort::Parameter, id));
                dtd.has_parameter_references = true;
                if dtd.keeps_processing {
                    dtd.parameter.get_mut(id).public = Some(public);
                }
                wanted
            }
            Role::DoctypeSystem => return self.doctype_system(raw, inner),
            Role::DoctypeClose => {
                let started = self.declaring.doctype.is_some() && self.start_doctype(false);
                let rest = self.rest(!started, raw);
                if self.declaring.names_subset || self.foreign_dtd {
                    self.ask_subset(self.declaring.names_subset, false, rest);
                } else {
                    self.subset_done(false, rest);
                }
                return Ok(());
            }
            Role::GeneralEntityName => {
                if predefined(raw).is_some() {
                    self.declaring.entity = None;
                    false
                } else {
                    self.entity_name(Sort::General, raw)?
                }
            }
            Role::ParameterEntityName => self.entity_name(Sort::Parameter, raw)?,
            Role::EntityValue => return self.entity_value(raw, start, inner),
            Role::EntityPublic => {
                let public = self.public_id(raw, start)?;
                let mut dtd = lock(&self.dtd);
                match self.declaring.entity.filter(|_| dtd.keeps_processing) {
                    Some((sort, id)) => {
                        dtd.entities_mut(sort).get_mut(id).public = Some(public);
                        self.has(Handler::EntityDecl)
                    }
                    None => false,
                }
            }
            Role::EntitySystem => {
                let mut dtd = lock(&self.dtd);
                match self.declaring.entity.filter(|_| dtd.keeps_processing) {
                    Some((sort, id)) => {
                        let entity = dtd.entities_mut(sort).get_mut(id);
                        entity.system = Some(shared(unquoted(raw)));
                        entity.base = self.base.clone();
                        self.has(Handler::EntityDecl)
                    }
                    None => false,
                }
            }
            Role::EntityComplete => match self.declaring.entity.filter(|_| self.keeps()) {
                Some(declared) if self.has(Handler::EntityDecl) => {
                    self.report_entity(declared);
                    true
                }
                _ => false,
            },
            Role::EntityNotation => match self.declaring.entity.filter(|_| self.keeps()) {
                Some((sort, id)) => {
                    let notation = shared(raw);
                    lock(&self.dtd).entities_mut(sort).get_mut(id).notation = Some(notation.clone());
                    if self.has(Handler::UnparsedEntity) {
                        let (name, external) = self.described(sort, id);
                        self.push(Event::UnparsedEntity { name, external, notation });
                        true
                    } else if self.has(Handler::EntityDecl) {
                        self.report_entity((sort, id));
                        true
                    } else {
                        false
                    }
                }
                None => false,
            },
            Role::NotationName => {
                self.declaring.notation_public = None;
                self.declaring.notation = self.has(Handler::Notation).then(|| shared(raw));
                self.declaring.notation.is_some()
            }
            Role::NotationPublic => {
                let public = self.public_id(raw, start)?;
                let wanted = self.declaring.notation.is_some();
                if wanted {
                    self.declaring.notation_public = Some(public);
                }
                wanted
            }
            Role::NotationSystem => self.notation(Some(shared(unquoted(raw)))),
            Role::NotationComplete => self.declaring.notation_public.is_some() && self.notation(None),
            Role::AttlistElement => {
                self.declaring.element = Some(shared(raw));
                self.attlist_wanted()
            }
            Role::AttributeName => {
                let d = &mut self.declaring;
                d.attribute = Some(shared(raw));
                d.kind.clear();
                d.cdata = false;
                d.id = false;
                self.attlist_wanted()
            }
            Role::AttributeType => {
                let d = &mut self.declaring;
                d.kind = str_of(raw).to_owned();
                d.cdata = raw == b"CDATA";
                d.id = raw == b"ID";
                self.attlist_wanted()
            }
            Role::EnumeratedValue | Role::NotationValue => {
                let wanted = self.attlist_wanted();
                if wanted {
                    let kind = &mut self.declaring.kind;
                    kind.push_str(match (kind.is_empty(), role) {
                        (false, _) => "|",
                        (true, Role::NotationValue) => "NOTATION(",
                        (true, _) => "(",
                    });
                    kind.push_str(str_of(raw));
                    if !self.family.keep(raw.len()) {
                        return Err(Code::NoMemory);
                    }
                }
                wanted
            }
            Role::Implied | Role::Required if self.keeps() => self.define(None, role == Role::Required)?,
            Role::Default | Role::Fixed if self.keeps() => {
                let handle = self.dtd.clone();
                let mut dtd = lock(&handle);
                let declared = self.machine.document
                    && if dtd.standalone { self.open.is_empty() } else { !dtd.has_parameter_references };
                let family = self.family.clone();
                let rules = Rules {
                    namespaces: self.namespaces.is_some(),
                    family: &family,
                    declared,
                    indirect: inner || self.is_child(),
                };
                let value = values::attribute(&mut dtd, unquoted(raw), self.declaring.cdata, &rules);
                drop(dtd);
                match value {
                    Ok(value) => self.define(Some(value.into()), role == Role::Fixed)?,
                    Err((code, at)) => {
                        if let Some(at) = at {
                            self.mark(inner, start + 1 + at);
                        }
                        return Err(code);
                    }
                }
            }
            Role::ElementName
            | Role::ContentAny
            | Role::ContentEmpty
            | Role::ContentText
            | Role::ContentElement(_)
            | Role::GroupOpen
            | Role::GroupClose(_)
            | Role::Choice
            | Role::Sequence => self.content_model(role, raw)?,
            Role::Instruction => {
                self.instruction(raw, inner);
                true
            }
            Role::Comment => {
                self.comment(raw, inner);
                true
            }
            Role::ParamRef | Role::InnerParamRef => return self.parameter_reference(role, raw, inner),
            Role::IgnoredSection => {
                self.push_default(raw, inner);
                self.ignoring = true;
                true
            }
            Role::Error => {
                return Err(match token {
                    Token::ParamRef => Code::ParamEntityRef,
                    Token::XmlDeclaration => Code::MisplacedXmlPi,
                    _ => Code::Syntax,
                });
            }
            Role::None(within) => match within {
                Within::Nothing => false,
                Within::Doctype => self.has(Handler::StartDoctype),
                Within::Entity => self.has(Handler::EntityDecl) && self.keeps(),
                Within::Notation => self.has(Handler::Notation),
                Within::Attlist => self.attlist_wanted(),
                Within::Element => self.has(Handler::ElementDecl),
            },
            Role::Implied | Role::Required | Role::Default | Role::Fixed | Role::InstanceStart => false,
        };
        if !reported {
            self.push_default(raw, inner);
        }
        Ok(())
    }

    /// Declarations count.
    fn keeps(&self) -> bool {
        lock(&self.dtd).keeps_processing
    }

    fn attlist_wanted(&self) -> bool {
        self.has(Handler::AttlistDecl) && self.keeps()
    }

    fn rest(&self, wanted: bool, raw: &[u8]) -> Option<String> {
        (wanted && self.has(Handler::Default)).then(|| str_of(raw).to_owned())
    }

    fn public_id(&mut self, raw: &[u8], start: usize) -> Result<Shared, Code> {
        public_id(raw).map_err(|at| {
            self.at = start + at;
            Code::Publicid
        })
    }

    fn start_doctype(&mut self, subset: bool) -> bool {
        let d = &mut self.declaring;
        let Some(name) = d.doctype.take() else { return false };
        if !self.handlers.has(Handler::StartDoctype) {
            return false;
        }
        let event =
            Event::StartDoctype { name, system: d.doctype_system.clone(), public: d.doctype_public.take(), subset };
        self.push(event);
        true
    }

    fn doctype_system(&mut self, raw: &[u8], inner: bool) -> Result<(), Code> {
        self.foreign_dtd = false;
        let system = shared(unquoted(raw));
        self.declaring.names_subset = true;
        let wanted = self.has(Handler::StartDoctype);
        if wanted {
            self.declaring.doctype_system = Some(system.clone());
        }
        let handle = self.dtd.clone();
        let mut dtd = lock(&handle);
        dtd.has_parameter_references = true;
        let ask = !dtd.standalone && self.parameter_parsing == ParameterParsing::Never;
        let (_, id) = self.declaring.entity.filter(|(sort, _)| *sort == Sort::Parameter).unwrap_or_else(|| {
            let (id, _) = dtd.parameter.declare(EXTERNAL_SUBSET);
            (Sort::Parameter, id)
        });
        self.declaring.entity = Some((Sort::Parameter, id));
        if dtd.keeps_processing {
            let entity = dtd.parameter.get_mut(id);
            entity.system = Some(system);
            entity.base = self.base.clone();
        }
        drop(dtd);
        if ask {
            let rest = self.rest(!wanted, raw);
            self.ask_standalone(rest);
        } else if !wanted {
            self.push_default(raw, inner);
        }
        Ok(())
    }

    fn notation(&mut self, system: Option<Shared>) -> bool {
        let public = self.declaring.notation_public.take();
        match self.declaring.notation.take() {
            Some(name) if self.has(Handler::Notation) => {
                let external = External { base: self.base.clone(), system, public };
                self.push(Event::Notation { name, external });
                true
            }
            _ => false,
        }
    }

    /// Declares the attribute that has been read. Answers whether it was reported.
    fn define(&mut self, default: Option<Shared>, required: bool) -> Result<bool, Code> {
        let d = &self.declaring;
        let (Some(element), Some(name)) = (d.element.clone(), d.attribute.clone()) else { return Ok(false) };
        let kept = std::mem::size_of::<super::dtd::Declared>() + default.as_ref().map_or(0, |d| d.len());
        if !self.family.keep(kept) {
            return Err(Code::NoMemory);
        }
        {
            let mut dtd = lock(&self.dtd);
            let entry: &mut Element = dtd.elements.entry(element.clone()).or_default();
            entry.define(&name, default.clone(), d.cdata, d.id);
        }
        if !self.has(Handler::AttlistDecl) || d.kind.is_empty() {
            return Ok(false);
        }
        let mut kind = self.declaring.kind.clone();
        if kind.starts_with('(') || kind.starts_with("NOTATION(") {
            kind.push(')');
        }
        self.push(Event::AttlistDecl { element, name, kind, default, required });
        Ok(true)
    }

    /// A reference to a parameter entity.
    fn parameter_reference(&mut self, role: Role, raw: &[u8], inner: bool) -> Result<(), Code> {
        let handle = self.dtd.clone();
        let mut dtd = lock(&handle);
        dtd.has_parameter_references = true;
        let rest = self.rest(true, raw);
        if self.parameter_parsing == ParameterParsing::Never {
            dtd.keeps_processing = dtd.standalone;
        } else {
            let name = str_of(raw.get(1..raw.len() - 1).unwrap_or_default());
            let found = dtd.parameter.find(name);
            let declared = self.machine.document && dtd.standalone && self.open.is_empty();
            let Some(id) = found else {
                if declared {
                    return Err(Code::UndefinedEntity);
                }
                dtd.keeps_processing = dtd.standalone;
                drop(dtd);
                if role == Role::ParamRef && self.has(Handler::SkippedEntity) {
                    self.push(Event::SkippedEntity { name: name.to_owned(), parameter: true });
                } else {
                    self.push_default(raw, inner);
                }
                return Ok(());
            };
            let entity = dtd.parameter.get_mut(id);
            if declared && !entity.internal {
                return Err(Code::EntityDeclaredInPe);
            }
            if entity.open {
                return Err(Code::RecursiveEntityRef);
            }
            if let Some(text) = entity.text.clone() {
                drop(dtd);
                return self.enter(Sort::Parameter, id, text, role == Role::ParamRef);
            }
            if self.has(Handler::ExternalEntity) {
                entity.open = true;
                let external = External {
                    base: entity.base.clone(),
                    system: entity.system.clone(),
                    public: entity.public.clone(),
                };
                dtd.parameter_read = false;
                drop(dtd);
                self.push(Event::ExternalEntity { context: None, external });
                self.pending = Some(Pending::Parameter { id });
                return Ok(());
            }
            dtd.keeps_processing = dtd.standalone;
            drop(dtd);
            self.push_rest(rest);
            return Ok(());
        }
        drop(dtd);
        self.ask_standalone(rest);
        Ok(())
    }
}
