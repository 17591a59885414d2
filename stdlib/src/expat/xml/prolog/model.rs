//! Content models of elements.

use super::{Declaring, shared};
use crate::expat::xml::{
    Parser,
    dtd::{Content, Part},
    error::Code,
    event::{Event, Handler},
    role::Role,
    scan::Quantity,
};

impl Parser {
    /// A part of an element's declaration. Answers whether it was, or will be, reported.
    pub(super) fn content_model(&mut self, role: Role, raw: &[u8]) -> Result<bool, Code> {
        let wanted = self.has(Handler::ElementDecl);
        let level = self.machine.level;
        let d = &mut self.declaring;
        match role {
            Role::ElementName => {
                if wanted {
                    d.element = Some(shared(raw));
                    d.in_model = true;
                    d.model.clear();
                    d.groups.clear();
                }
                d.connectors.clear();
                return Ok(wanted);
            }
            Role::ContentAny | Role::ContentEmpty => {
                if !std::mem::take(&mut d.in_model) || !wanted {
                    return Ok(false);
                }
                let content = if role == Role::ContentAny { Content::Any } else { Content::Empty };
                d.model = vec![Part::new(content, Quantity::One, None)];
                self.report_model();
                return Ok(true);
            }
            Role::GroupOpen => {
                d.connectors.truncate(level.saturating_sub(1));
                d.connectors.push(0);
                if !d.in_model {
                    return Ok(false);
                }
                let number = d.add(Part::new(Content::Sequence, Quantity::One, None))?;
                d.groups.push(number);
                return Ok(wanted);
            }
            Role::Sequence | Role::Choice => {
                let (mine, other) = if role == Role::Choice { (b'|', b',') } else { (b',', b'|') };
                let Some(connector) = d.connectors.get_mut(level.saturating_sub(1)) else { return Ok(false) };
                if *connector == other {
                    return Err(Code::Syntax);
                }
                let first = std::mem::replace(connector, mine) == 0;
                if !d.in_model {
                    return Ok(false);
                }
                if role == Role::Choice
                    && first
                    && let Some(part) = d.groups.last().and_then(|&g| d.model.get_mut(g))
                    && part.content != Content::Mixed
                {
                    part.content = Content::Choice;
                }
                return Ok(wanted);
            }
            _ if !d.in_model => return Ok(false),
            Role::ContentText => {
                if let Some(part) = d.groups.last().and_then(|&g| d.model.get_mut(g)) {
                    part.content = Content::Mixed;
                }
            }
            Role::ContentElement(quantity) => {
                let end = if quantity == Quantity::One { raw.len() } else { raw.len() - 1 };
                d.add(Part::new(Content::Name, quantity, Some(shared(&raw[..end]))))?;
            }
            Role::GroupClose(quantity) => {
                let group = d.groups.pop();
                if let Some(part) = group.and_then(|g| d.model.get_mut(g)) {
                    part.quantity = quantity;
                }
                if d.groups.is_empty() {
                    d.in_model = false;
                    if wanted {
                        self.report_model();
                    }
                    return Ok(true);
                }
            }
            _ => return Ok(false),
        }
        Ok(true)
    }

    pub(super) fn report_model(&mut self) {
        let model = std::mem::take(&mut self.declaring.model);
        if let Some(name) = self.declaring.element.clone() {
            self.push(Event::ElementDecl { name, model });
        }
    }
}

impl Declaring {
    /// Adds a part to the innermost open group.
    pub(super) fn add(&mut self, part: Part) -> Result<usize, Code> {
        let number = self.model.len();
        self.model.try_reserve(1).map_err(|_| Code::NoMemory)?;
        self.model.push(part);
        if let Some(group) = self.groups.last().and_then(|&g| self.model.get_mut(g)) {
            group.parts.push(number);
        }
        Ok(number)
    }
}
