//! Values of attributes and entities: references in them replaced, white space normalised (XML 1.0, sections 3.3.3 and 4.5). Entities
//! within entities lie on a stack of the value, not of the machine.

use super::{
    dtd::{Dtd, EntityId, Sort},
    error::Code,
    event::Shared,
    limits::Family,
    scan::{Scanner, Token, predefined, referred},
};

/// An error in a value, and where in it, if it lies in the value itself.
pub(super) type Wrong = (Code, Option<usize>);

/// What a value may refer to.
pub(super) struct Rules<'a> {
    pub(super) namespaces: bool,
    pub(super) family: &'a Family,
    /// Entities must have been declared in the document itself.
    pub(super) declared: bool,
    /// Bytes of the value count as those of an entity.
    pub(super) indirect: bool,
}

/// A text that is being read.
struct Open {
    entity: EntityId,
    text: Shared,
    at: usize,
}

/// The text of bytes that a scan has passed.
pub(super) fn str_of(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).unwrap_or_default()
}

fn add(out: &mut String, text: &str) -> Result<(), Wrong> {
    out.try_reserve(text.len()).map_err(|_| (Code::NoMemory, None))?;
    out.push_str(text);
    Ok(())
}

/// The value of an attribute from its literal.
///
/// # Errors
/// What is wrong in it.
pub(super) fn attribute(dtd: &mut Dtd, literal: &[u8], cdata: bool, rules: &Rules<'_>) -> Result<String, Wrong> {
    let mut out = String::new();
    let mut stack: Vec<Open> = Vec::new();
    let mut main = 0;
    loop {
        let shared = stack.last().map(|open| (open.text.clone(), open.at));
        let (text, at) = match &shared {
            Some((text, at)) => (text.as_bytes(), *at),
            None => (literal, main),
        };
        let inner = shared.is_some();
        let place = |at: usize| (!inner).then_some(at);
        let found = Scanner { text, namespaces: rules.namespaces }.attribute_value(at);
        let count = |bytes: usize| {
            if !inner && !rules.indirect || rules.family.expanded(bytes) {
                Ok(())
            } else {
                Err((Code::AmplificationLimitBreach, None))
            }
        };
        let piece = || text.get(at..found.end).unwrap_or_default();
        match found.token {
            Token::None => match stack.pop() {
                Some(open) => {
                    dtd.general.get_mut(open.entity).open = false;
                    continue;
                }
                None => break,
            },
            Token::Data => {
                count(found.end - at)?;
                add(&mut out, str_of(piece()))?;
            }
            Token::Newline | Token::Space | Token::TrailingCr => {
                count(found.end - at)?;
                if cdata || !out.is_empty() && !out.ends_with(' ') {
                    add(&mut out, " ")?;
                }
            }
            Token::CharRef => {
                count(found.end - at)?;
                let c = referred(piece()).ok_or((Code::BadCharRef, place(at)))?;
                if cdata || c != ' ' || !out.is_empty() && !out.ends_with(' ') {
                    add(&mut out, c.encode_utf8(&mut [0; 4]))?;
                }
            }
            Token::EntityRef => {
                count(found.end - at)?;
                let name = text.get(at + 1..found.end - 1).unwrap_or_default();
                if let Some(c) = predefined(name) {
                    let _ = rules.family.expanded(1);
                    add(&mut out, c.encode_utf8(&mut [0; 4]))?;
                } else {
                    let entity = dtd.general.find(str_of(name));
                    if rules.declared {
                        match entity {
                            None => return Err((Code::UndefinedEntity, None)),
                            Some(id) if !dtd.general.get(id).internal => return Err((Code::EntityDeclaredInPe, None)),
                            _ => {}
                        }
                    }
                    if let Some(id) = entity {
                        let entity = dtd.general.get_mut(id);
                        if entity.open {
                            return Err((Code::RecursiveEntityRef, place(at)));
                        }
                        if entity.notation.is_some() {
                            return Err((Code::BinaryEntityRef, place(at)));
                        }
                        let Some(inner) = entity.text.clone() else {
                            return Err((Code::AttributeExternalEntityRef, place(at)));
                        };
                        entity.open = true;
                        match stack.last_mut() {
                            Some(open) => open.at = found.end,
                            None => main = found.end,
                        }
                        stack.push(Open { entity: id, text: inner, at: 0 });
                        continue;
                    }
                }
            }
            Token::Invalid => return Err((Code::InvalidToken, place(found.end))),
            _ => return Err((Code::InvalidToken, place(at))),
        }
        match stack.last_mut() {
            Some(open) => open.at = found.end,
            None => main = found.end,
        }
    }
    if !cdata && out.ends_with(' ') {
        out.pop();
    }
    Ok(out)
}

/// The value of an entity while it is read; what has been read lies in the DTD.
pub(super) struct EntityValue {
    literal: Vec<u8>,
    main: usize,
    stack: Vec<Open>,
    /// Parameter entities may be referred to: the value does not lie in the internal subset itself.
    pub(super) refers: bool,
    /// The entity that is being declared.
    pub(super) declared: Option<(Sort, EntityId)>,
}

/// Where the reading of an entity's value has come to.
pub(super) enum Progress {
    Done,
    /// A parser of this external parameter entity may add its text.
    External(EntityId),
}

impl EntityValue {
    pub(super) fn new(literal: &[u8], refers: bool, declared: Option<(Sort, EntityId)>) -> EntityValue {
        EntityValue { literal: literal.to_vec(), main: 0, stack: Vec::new(), refers, declared }
    }

    /// Reads on.
    ///
    /// # Errors
    /// What is wrong in it.
    pub(super) fn read(&mut self, dtd: &mut Dtd, rules: &Rules<'_>, external: bool) -> Result<Progress, Wrong> {
        loop {
            let shared = self.stack.last().map(|open| (open.text.clone(), open.at));
            let (text, at) = match &shared {
                Some((text, at)) => (text.as_bytes(), *at),
                None => (&self.literal[..], self.main),
            };
            let inner = shared.is_some();
            let place = |at: usize| (!inner).then_some(at);
            let found = Scanner { text, namespaces: rules.namespaces }.entity_value(at);
            if (inner || rules.indirect) && found.end > at && !rules.family.expanded(found.end - at) {
                return Err((Code::AmplificationLimitBreach, None));
            }
            let piece = text.get(at..found.end).unwrap_or_default();
            let mut character = [0; 4];
            let added: &[u8] = match found.token {
                Token::None => match self.stack.pop() {
                    Some(open) => {
                        dtd.parameter.get_mut(open.entity).open = false;
                        continue;
                    }
                    None => return Ok(Progress::Done),
                },
                Token::Data | Token::EntityRef => piece,
                Token::Newline | Token::TrailingCr => b"\n",
                Token::CharRef => {
                    let c = referred(piece).ok_or((Code::BadCharRef, place(at)))?;
                    c.encode_utf8(&mut character).as_bytes()
                }
                Token::ParamRef => {
                    if !self.refers && !inner {
                        return Err((Code::ParamEntityRef, Some(at)));
                    }
                    let name = str_of(text.get(at + 1..found.end - 1).unwrap_or_default());
                    let entity = dtd.parameter.find(name);
                    let wrong = (Code::RecursiveEntityRef, place(at));
                    match self.stack.last_mut() {
                        Some(open) => open.at = found.end,
                        None => self.main = found.end,
                    }
                    let Some(id) = entity else {
                        dtd.keeps_processing = dtd.standalone;
                        continue;
                    };
                    let entity = dtd.parameter.get_mut(id);
                    if entity.open || self.declared == Some((Sort::Parameter, id)) {
                        return Err(wrong);
                    }
                    if entity.system.is_some() {
                        if external {
                            dtd.parameter_read = false;
                            entity.open = true;
                            return Ok(Progress::External(id));
                        }
                        dtd.keeps_processing = dtd.standalone;
                    } else if let Some(inner) = entity.text.clone() {
                        entity.open = true;
                        self.stack.push(Open { entity: id, text: inner, at: 0 });
                    }
                    continue;
                }
                Token::Invalid => return Err((Code::InvalidToken, place(found.end))),
                _ => return Err((Code::InvalidToken, place(at))),
            };
            if dtd.value.try_reserve(added.len()).is_err() || !rules.family.keep(added.len()) {
                return Err((Code::NoMemory, None));
            }
            dtd.value.extend_from_slice(added);
            match self.stack.last_mut() {
                Some(open) => open.at = found.end,
                None => self.main = found.end,
            }
        }
    }
}
