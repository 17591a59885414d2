//! Declarations of entities and the values that they give.

use super::unquoted;
use crate::expat::xml::{
    Flow, Parser, Pending, Stage,
    dtd::{Entity, EntityId, Sort, lock},
    error::Code,
    event::{Event, External, Handler, Shared},
    scan::{Scanner, Token},
    values::{EntityValue, Progress, Rules, str_of},
};

impl Parser {
    /// The name of an entity that is being declared; only its first declaration counts.
    pub(super) fn entity_name(&mut self, sort: Sort, raw: &[u8]) -> Result<bool, Code> {
        let handle = self.dtd.clone();
        let mut dtd = lock(&handle);
        self.declaring.entity = None;
        if !dtd.keeps_processing {
            return Ok(false);
        }
        if !self.family.keep(raw.len() + std::mem::size_of::<Entity>()) {
            return Err(Code::NoMemory);
        }
        let (id, new) = dtd.entities_mut(sort).declare(str_of(raw));
        if !new {
            return Ok(false);
        }
        dtd.entities_mut(sort).get_mut(id).internal = !self.is_child() && self.open.is_empty();
        self.declaring.entity = Some((sort, id));
        Ok(self.has(Handler::EntityDecl))
    }

    pub(super) fn entity_value(&mut self, raw: &[u8], start: usize, inner: bool) -> Result<(), Code> {
        let rest = self.rest(true, raw);
        if !self.keeps() {
            self.push_rest(rest);
            return Ok(());
        }
        lock(&self.dtd).value.clear();
        let refers = self.is_parameter || inner;
        let value = Box::new(EntityValue::new(unquoted(raw), refers, self.declaring.entity));
        self.read_value(value, (!inner).then_some(start + 1), rest)
    }

    /// Reads on in the value of an entity, which ends or waits for a parser of another entity. `place` is where it begins.
    pub(in super::super) fn read_value(
        &mut self,
        mut value: Box<EntityValue>,
        place: Option<usize>,
        rest: Option<String>,
    ) -> Result<(), Code> {
        let handle = self.dtd.clone();
        let mut dtd = lock(&handle);
        let family = self.family.clone();
        let rules = Rules {
            namespaces: self.namespaces.is_some(),
            family: &family,
            declared: false,
            indirect: place.is_none(),
        };
        let progress = match value.read(&mut dtd, &rules, self.has(Handler::ExternalEntity)) {
            Ok(progress) => progress,
            Err((code, at)) => {
                if let (Some(place), Some(at)) = (place, at) {
                    self.at = place + at;
                }
                return Err(code);
            }
        };
        if let Progress::External(id) = progress {
            let entity = dtd.parameter.get(id);
            let external =
                External { base: entity.base.clone(), system: entity.system.clone(), public: entity.public.clone() };
            drop(dtd);
            self.push(Event::ExternalEntity { context: None, external });
            self.pending = Some(Pending::Value { value, id, place, rest });
            return Ok(());
        }
        if self.stage == Stage::Value {
            // The parser of the declaration takes it from here.
            return Ok(());
        }
        let read = std::mem::take(&mut dtd.value);
        let mut reported = false;
        if let Some((sort, id)) = value.declared {
            dtd.entities_mut(sort).get_mut(id).text = Some(str_of(&read).into());
            drop(dtd);
            if self.has(Handler::EntityDecl) {
                self.report_entity((sort, id));
                reported = true;
            }
        }
        if !reported {
            self.push_rest(rest);
        }
        Ok(())
    }

    /// An external parameter entity within the value of an entity, read once it is whole.
    pub(in super::super) fn external_value(&mut self, text: &[u8], i: &mut usize) -> Result<Flow, Code> {
        lock(&self.dtd).parameter_read = true;
        if !self.last {
            return Ok(Flow::Done);
        }
        let start = *i;
        self.at = start;
        let scanner = Scanner { text, namespaces: self.namespaces.is_some() };
        let mut at = start;
        loop {
            let found = scanner.prolog(at);
            match found.token {
                Token::None => break,
                Token::Invalid => {
                    self.at = found.end;
                    return Err(Code::InvalidToken);
                }
                Token::Partial => return Err(Code::UnclosedToken),
                Token::PartialChar => return Err(Code::PartialChar),
                Token::XmlDeclaration if at == start && self.machine.document => {}
                Token::XmlDeclaration if at == start => {
                    self.machine.document = true;
                    *i = found.end;
                    self.source.start = found.end;
                    self.xml_declaration(text, start..found.end, false)?;
                    return Ok(Flow::More);
                }
                Token::InstanceStart => return Err(Code::Syntax),
                _ if found.open => break,
                _ => {}
            }
            at = found.end;
        }
        *i = text.len();
        if start == text.len() {
            return Ok(Flow::Done);
        }
        let value = Box::new(EntityValue::new(&text[start..], true, None));
        self.read_value(value, Some(start), None)?;
        Ok(Flow::More)
    }

    /// Name and external identifier of an entity.
    pub(super) fn described(&self, sort: Sort, id: EntityId) -> (Shared, External) {
        let dtd = lock(&self.dtd);
        let entity = dtd.entities(sort).get(id);
        let external =
            External { base: entity.base.clone(), system: entity.system.clone(), public: entity.public.clone() };
        (entity.name.clone(), external)
    }

    pub(super) fn report_entity(&mut self, (sort, id): (Sort, EntityId)) {
        let (name, mut external) = self.described(sort, id);
        let (value, notation) = {
            let dtd = lock(&self.dtd);
            let entity = dtd.entities(sort).get(id);
            (entity.text.clone(), entity.notation.clone())
        };
        if value.is_some() {
            external = External { base: self.base.clone(), ..External::default() };
        }
        self.push(Event::EntityDecl { name, parameter: sort == Sort::Parameter, value, external, notation });
    }
}
