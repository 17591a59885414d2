//! Elements and what is in them (expat: `xmlparse.c: doContent`, `storeAtts`, `epilogProcessor`).

use super::{
    Flow, Parser, Pending, Stage, Tag, declaration,
    dtd::{Sort, lock},
    error::Code,
    event::{Event, External, Handler},
    namespaces::{declares, split},
    scan::{Attribute, Scanned, Scanner, Token, is_space, predefined, referred},
    source::Encoding,
    values::{self, Rules, str_of},
};
use std::{collections::HashSet, ops::Range};

impl Parser {
    fn scanner<'a>(&self, text: &'a [u8]) -> Scanner<'a> {
        Scanner { text, namespaces: self.namespaces.is_some() }
    }

    /// What a token that is not whole means: nothing as long as more may come.
    fn incomplete(&mut self, found: Scanned, inner: bool) -> Result<Flow, Code> {
        match found.token {
            Token::Invalid => {
                self.mark(inner, found.end);
                Err(Code::InvalidToken)
            }
            _ if !inner && !self.last => Ok(Flow::Done),
            Token::PartialChar => Err(Code::PartialChar),
            _ => Err(Code::UnclosedToken),
        }
    }

    /// Reads content. `level` is how many elements were open where the text's entity was referred to.
    pub(super) fn content(&mut self, text: &[u8], i: &mut usize, level: Option<usize>) -> Result<Flow, Code> {
        let inner = level.is_some();
        let start_level = level.unwrap_or(self.floor);
        while self.queue.is_empty() && self.pending.is_none() {
            if self.cdata {
                if self.cdata_section(text, i, inner)? == Flow::Done {
                    return Ok(Flow::Done);
                }
                continue;
            }
            let start = *i;
            self.mark(inner, start);
            let mut attributes = std::mem::take(&mut self.attributes);
            let found = self.scanner(text).content(start, &mut attributes);
            self.attributes = attributes;
            let end = found.end;
            let raw = text.get(start..end).unwrap_or_default();
            if !matches!(found.token, Token::None | Token::Partial | Token::PartialChar | Token::Invalid) {
                self.count(inner, raw.len())?;
            }
            match found.token {
                Token::None | Token::TrailingCr | Token::TrailingBrackets => {
                    let trailing = found.token != Token::None;
                    if !inner && !self.last {
                        return Ok(Flow::Done);
                    }
                    if !inner && !trailing && self.source.ends_within_character() {
                        return Err(Code::UnclosedToken);
                    }
                    if trailing {
                        if self.has(Handler::Characters) {
                            let shown: &[u8] = if found.token == Token::TrailingCr { b"\n" } else { raw };
                            self.push_text(shown, inner, Event::Characters);
                        } else {
                            self.push_default(raw, inner);
                        }
                        *i = end;
                        if found.token == Token::TrailingBrackets {
                            self.mark(inner, end);
                        }
                    }
                    if start_level == 0 {
                        return Err(Code::NoElements);
                    }
                    if self.level() != start_level {
                        return Err(Code::AsyncEntity);
                    }
                    return Ok(Flow::Done);
                }
                Token::Partial | Token::PartialChar | Token::Invalid => return self.incomplete(found, inner),
                Token::Data => {
                    if self.has(Handler::Characters) {
                        self.push_text(raw, inner, Event::Characters);
                    } else {
                        self.push_default(raw, inner);
                    }
                }
                Token::Newline => self.character('\n', raw, inner),
                Token::CharRef => {
                    let c = referred(raw).ok_or(Code::BadCharRef)?;
                    self.character(c, raw, inner);
                }
                Token::StartTag | Token::EmptyTag => {
                    // What follows is read after the tag's events.
                    *i = end;
                    self.start_tag(text, start..end, found.token == Token::EmptyTag, inner)?;
                    if self.level() == 0 {
                        self.stage = Stage::Epilog;
                        return Ok(Flow::More);
                    }
                    continue;
                }
                Token::EndTag => {
                    *i = end;
                    self.end_tag(raw, start, start_level, inner)?;
                    if self.level() == 0 {
                        self.stage = Stage::Epilog;
                        return Ok(Flow::More);
                    }
                    continue;
                }
                Token::EntityRef => {
                    *i = end;
                    if self.entity_reference(raw, inner)? {
                        return Ok(Flow::More);
                    }
                    continue;
                }
                Token::CdataOpen => {
                    if self.has(Handler::StartCdata) {
                        self.push(Event::StartCdata);
                    } else {
                        self.push_default(raw, inner);
                    }
                    self.cdata = true;
                }
                Token::XmlDeclaration => return Err(Code::MisplacedXmlPi),
                Token::Instruction => self.instruction(raw, inner),
                Token::Comment => self.comment(raw, inner),
                _ => self.push_default(raw, inner),
            }
            *i = end;
        }
        Ok(Flow::More)
    }

    /// One character of data.
    fn character(&mut self, c: char, raw: &[u8], inner: bool) {
        if self.has(Handler::Characters) {
            self.push(Event::Characters(c.into()));
        } else {
            self.push_default(raw, inner);
        }
    }

    fn cdata_section(&mut self, text: &[u8], i: &mut usize, inner: bool) -> Result<Flow, Code> {
        let start = *i;
        self.mark(inner, start);
        let found = self.scanner(text).cdata(start);
        let raw = text.get(start..found.end).unwrap_or_default();
        match found.token {
            Token::Invalid => return self.incomplete(found, inner),
            Token::None | Token::Partial | Token::PartialChar => {
                return match found.token {
                    _ if !inner && !self.last => Ok(Flow::Done),
                    Token::PartialChar => Err(Code::PartialChar),
                    _ => Err(Code::UnclosedCdataSection),
                };
            }
            _ => self.count(inner, raw.len())?,
        }
        match found.token {
            Token::CdataClose => {
                if self.has(Handler::EndCdata) {
                    self.push(Event::EndCdata);
                } else {
                    self.push_default(raw, inner);
                }
                self.cdata = false;
            }
            Token::Newline => self.character('\n', raw, inner),
            _ if self.has(Handler::Characters) => self.push_text(raw, inner, Event::Characters),
            _ => self.push_default(raw, inner),
        }
        *i = found.end;
        Ok(Flow::More)
    }

    /// A processing instruction.
    pub(super) fn instruction(&mut self, raw: &[u8], inner: bool) {
        if !self.has(Handler::Instruction) {
            return self.push_default(raw, inner);
        }
        let inside = raw.get(2..raw.len().saturating_sub(2)).unwrap_or_default();
        let target = inside.iter().position(|&b| is_space(b)).unwrap_or(inside.len());
        let data = &inside[target..];
        let data = &data[data.iter().position(|&b| !is_space(b)).unwrap_or(data.len())..];
        let event =
            Event::Instruction { target: str_of(&inside[..target]).to_owned(), data: with_plain_newlines(data) };
        self.push(event);
    }

    /// A comment.
    pub(super) fn comment(&mut self, raw: &[u8], inner: bool) {
        if self.has(Handler::Comment) {
            let text = with_plain_newlines(raw.get(4..raw.len().saturating_sub(3)).unwrap_or_default());
            self.push(Event::Comment(text));
        } else {
            self.push_default(raw, inner);
        }
    }

    /// A reference to a general entity. Answers whether its text is to be read now.
    fn entity_reference(&mut self, raw: &[u8], inner: bool) -> Result<bool, Code> {
        let name = raw.get(1..raw.len() - 1).unwrap_or_default();
        if let Some(c) = predefined(name) {
            // One character for four to six: no amplification.
            let _ = self.family.expanded(1);
            self.character(c, raw, inner);
            return Ok(false);
        }
        let name = str_of(name);
        let shared = self.dtd.clone();
        let mut dtd = lock(&shared);
        let found = dtd.general.find(name);
        if !dtd.has_parameter_references || dtd.standalone {
            match found {
                None => return Err(Code::UndefinedEntity),
                Some(id) if !dtd.general.get(id).internal => return Err(Code::EntityDeclaredInPe),
                _ => {}
            }
        }
        let Some(id) = found else {
            self.skip(name.to_owned(), raw, inner);
            return Ok(false);
        };
        let entity = dtd.general.get(id).clone();
        if entity.open {
            return Err(Code::RecursiveEntityRef);
        }
        if entity.notation.is_some() {
            return Err(Code::BinaryEntityRef);
        }
        if let Some(text) = entity.text {
            if !self.expands {
                self.skip(name.to_owned(), raw, inner);
                return Ok(false);
            }
            drop(dtd);
            self.enter(Sort::General, id, text, false)?;
            return Ok(true);
        }
        if !self.has(Handler::ExternalEntity) {
            self.push_default(raw, inner);
            return Ok(false);
        }
        dtd.general.get_mut(id).open = true;
        let mut context = self.namespaces.as_ref().map(|n| n.context()).unwrap_or_default();
        context.extend(dtd.general.iter().filter(|e| e.open).map(|e| e.name.to_string()));
        dtd.general.get_mut(id).open = false;
        drop(dtd);
        let external = External { base: entity.base, system: entity.system, public: entity.public };
        self.push(Event::ExternalEntity { context: Some(context.join("\u{c}")), external });
        self.pending = Some(Pending::General);
        Ok(false)
    }

    /// An entity that is not expanded.
    fn skip(&mut self, name: String, raw: &[u8], inner: bool) {
        if self.has(Handler::SkippedEntity) {
            self.push(Event::SkippedEntity { name, parameter: false });
        } else {
            self.push_default(raw, inner);
        }
    }

    fn start_tag(&mut self, text: &[u8], token: Range<usize>, empty: bool, inner: bool) -> Result<(), Code> {
        let raw = &text[token.clone()];
        let name_end = raw[1..].iter().position(|&b| is_space(b) || matches!(b, b'/' | b'>')).unwrap_or(0) + 1;
        let name = str_of(&raw[1..name_end]);
        let attributes = std::mem::take(&mut self.attributes);
        let read = self.read_attributes(text, name, &attributes, inner);
        self.attributes = attributes;
        let (values, specified, bound) = read?;
        let expanded = match &self.namespaces {
            Some(namespaces) => Some(namespaces.element(name)?).filter(|e| e != name),
            None => None,
        };
        let shown = expanded.as_deref().unwrap_or(name);
        let starts = self.has(Handler::StartElement);
        if starts {
            self.push(Event::StartElement { name: shown.to_owned(), attributes: values, specified });
        }
        if empty {
            let ends = self.has(Handler::EndElement);
            if ends || starts {
                // A handler for the end may be set by that for the start.
                let at = if starts && !inner { token.end } else { self.at };
                self.queue.push_back((at, Event::EndElement(shown.to_owned())));
                if ends {
                    self.at = at;
                }
            }
            if !starts && !ends {
                self.push_default(raw, inner);
            }
            self.unbind(bound);
            return Ok(());
        }
        if !starts {
            self.push_default(raw, inner);
        }
        if self.tags.try_reserve(1).is_err() || !self.family.keep(std::mem::size_of::<Tag>()) {
            return Err(Code::NoMemory);
        }
        self.tags.push(Tag { raw: name.to_owned(), expanded, bound });
        Ok(())
    }

    fn unbind(&mut self, bound: usize) {
        for _ in 0..bound {
            let prefix = self.namespaces.as_mut().and_then(|n| n.unbind());
            if self.has(Handler::EndNamespace) {
                let prefix = prefix.filter(|p| !p.is_empty());
                self.push(Event::EndNamespace(prefix));
            }
        }
    }

    fn end_tag(&mut self, raw: &[u8], start: usize, start_level: usize, inner: bool) -> Result<(), Code> {
        if self.level() == start_level {
            return Err(Code::AsyncEntity);
        }
        let inside = &raw[2..raw.len() - 1];
        let name = &inside[..inside.iter().position(|&b| is_space(b)).unwrap_or(inside.len())];
        let Some(tag) = self.tags.pop() else { return Err(Code::AsyncEntity) };
        if tag.raw.as_bytes() != name {
            self.mark(inner, start + 2);
            return Err(Code::TagMismatch);
        }
        self.family.release(std::mem::size_of::<Tag>());
        if self.has(Handler::EndElement) {
            self.push(Event::EndElement(tag.expanded.unwrap_or(tag.raw)));
        } else {
            self.push_default(raw, inner);
        }
        self.unbind(tag.bound);
        Ok(())
    }

    /// The attributes of a start tag with their defaults, how many are in the document, and how many prefixes they bind.
    fn read_attributes(
        &mut self,
        text: &[u8],
        element: &str,
        given: &[Attribute],
        inner: bool,
    ) -> Result<(Vec<(String, String)>, usize, usize), Code> {
        let shared = self.dtd.clone();
        let mut dtd = lock(&shared);
        let declared = !dtd.has_parameter_references || dtd.standalone;
        let known = !dtd.elements.is_empty() && dtd.elements.contains_key(element);
        let mut values: Vec<(String, String)> = Vec::new();
        values.try_reserve(given.len()).map_err(|_| Code::NoMemory)?;
        // Few names are compared with each other, many are hashed.
        let mut seen = Seen::default();
        let mut bound = 0;
        let family = self.family.clone();
        let rules = Rules {
            namespaces: self.namespaces.is_some(),
            family: &family,
            declared,
            indirect: inner || self.is_child,
        };
        for attribute in given {
            let name = str_of(&text[attribute.name.clone()]);
            if !seen.add(name) {
                self.mark(inner, attribute.name.start);
                return Err(Code::DuplicateAttribute);
            }
            let literal = &text[attribute.value.clone()];
            let cdata = !known || dtd.elements.get(element).is_none_or(|e| e.is_cdata(name));
            let value = if attribute.plain && cdata {
                str_of(literal).to_owned()
            } else {
                match values::attribute(&mut dtd, literal, cdata, &rules) {
                    Ok(value) => value,
                    Err((code, at)) => {
                        if let Some(at) = at {
                            self.mark(inner, attribute.value.start + at);
                        }
                        return Err(code);
                    }
                }
            };
            match declares(name).filter(|_| self.namespaces.is_some()) {
                Some(prefix) => {
                    self.bind(prefix, &value)?;
                    bound += 1;
                }
                None => values.push((name.to_owned(), value)),
            }
        }
        let specified = values.len();
        if known && let Some(element) = dtd.elements.get(element) {
            for attribute in &element.attributes {
                let Some(default) = &attribute.default else { continue };
                if !seen.add(&attribute.name) {
                    continue;
                }
                match declares(&attribute.name).filter(|_| self.namespaces.is_some()) {
                    Some(prefix) => {
                        self.bind(prefix, default)?;
                        bound += 1;
                    }
                    None => values.push((attribute.name.to_string(), default.to_string())),
                }
            }
        }
        if let Some(namespaces) = &self.namespaces {
            let mut unique = HashSet::new();
            for (name, _) in &mut values {
                let (Some(prefix), local) = split(name) else { continue };
                let (shown, key) = namespaces.attribute(prefix, local)?;
                if !unique.insert(key) {
                    return Err(Code::DuplicateAttribute);
                }
                *name = shown;
            }
        }
        Ok((values, specified, bound))
    }

    fn bind(&mut self, prefix: &str, uri: &str) -> Result<(), Code> {
        let Some(namespaces) = self.namespaces.as_mut() else { return Ok(()) };
        let (prefix, uri) = namespaces.bind(prefix, uri)?;
        if self.has(Handler::StartNamespace) {
            let prefix = Some(prefix).filter(|p| !p.is_empty());
            self.push(Event::StartNamespace { prefix, uri });
        }
        Ok(())
    }

    /// What follows the root element.
    pub(super) fn epilog(&mut self, text: &[u8], i: &mut usize) -> Result<Flow, Code> {
        while self.queue.is_empty() {
            let start = *i;
            self.at = start;
            let found = self.scanner(text).prolog(start);
            let raw = text.get(start..found.end).unwrap_or_default();
            match found.token {
                Token::Space => {
                    self.push_default(raw, false);
                    if found.open {
                        self.count(false, raw.len())?;
                        *i = found.end;
                        return Ok(Flow::Done);
                    }
                }
                Token::None if self.last && self.source.ends_within_character() => return Err(Code::UnclosedToken),
                Token::None => return Ok(Flow::Done),
                Token::Partial | Token::PartialChar | Token::Invalid => return self.incomplete(found, false),
                Token::Instruction => self.instruction(raw, false),
                Token::Comment => self.comment(raw, false),
                _ => return Err(Code::JunkAfterDocElement),
            }
            self.count(false, raw.len())?;
            *i = found.end;
        }
        Ok(Flow::More)
    }

    /// The beginning of an external general entity.
    pub(super) fn external_start(&mut self, text: &[u8], i: &mut usize) -> Result<Flow, Code> {
        let start = *i;
        self.at = start;
        let mut attributes = std::mem::take(&mut self.attributes);
        let found = self.scanner(text).content(start, &mut attributes);
        self.attributes = attributes;
        match found.token {
            Token::Partial | Token::PartialChar => return self.incomplete(found, false),
            Token::XmlDeclaration => {
                *i = found.end;
                self.stage = Stage::Content;
                self.xml_declaration(text, start..found.end, true)?;
            }
            _ => self.stage = Stage::Content,
        }
        Ok(Flow::More)
    }

    /// The declaration of a document or an external entity.
    pub(super) fn xml_declaration(&mut self, text: &[u8], token: Range<usize>, external: bool) -> Result<(), Code> {
        let raw = &text[token.clone()];
        self.count(false, raw.len())?;
        let said = match declaration::read(text, token, external) {
            Ok(said) => said,
            Err(at) => {
                self.at = at;
                return Err(if external { Code::TextDecl } else { Code::XmlDecl });
            }
        };
        if !external && said.standalone == Some(true) {
            lock(&self.dtd).standalone = true;
            if self.parameter_parsing == super::ParameterParsing::UnlessStandalone {
                self.parameter_parsing = super::ParameterParsing::Never;
            }
        }
        let part = |range: &Option<Range<usize>>| range.clone().map(|r| str_of(&text[r]).to_owned());
        let encoding = part(&said.encoding);
        if self.has(Handler::XmlDecl) {
            let standalone = said.standalone.map_or(-1, i32::from);
            self.push(Event::XmlDecl { version: part(&said.version), encoding: encoding.clone(), standalone });
        } else {
            self.push_default(raw, false);
        }
        let (Some(name), Some(place), super::Named::Nothing) = (encoding, said.encoding, &self.named) else {
            return Ok(());
        };
        let current = self.source.encoding();
        match Encoding::named(&name, current) {
            Some(new) if new.is_wide() != current.is_wide() || new.is_wide() && new != *current => {
                self.at = place.start;
                return Err(Code::IncorrectEncoding);
            }
            Some(new) => self.pending = Some(Pending::Encoding(new)),
            None => {
                self.push(Event::UnknownEncoding(name));
                self.pending = Some(Pending::Asked { name: place.start });
            }
        }
        Ok(())
    }
}

/// The names of a start tag's attributes.
#[derive(Default)]
struct Seen {
    few: Vec<String>,
    many: HashSet<String>,
}

impl Seen {
    /// Adds a name; answers whether it was not there yet.
    fn add(&mut self, name: &str) -> bool {
        const FEW: usize = 12;
        if self.few.iter().any(|n| n == name) || !self.many.is_empty() && self.many.contains(name) {
            return false;
        }
        if self.few.len() < FEW {
            self.few.push(name.to_owned());
        } else {
            self.many.insert(name.to_owned());
        }
        true
    }
}

/// Text with `\n` at the end of each line.
fn with_plain_newlines(raw: &[u8]) -> String {
    let text = str_of(raw);
    if !raw.contains(&b'\r') {
        return text.to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n")
}
