//! What a DTD declares: entities, attributes with their defaults, content models. Parsers of parameter entities share the DTD of the
//! parser that refers to them; parsers of general entities have a copy.

use super::{event::Shared, scan::Quantity};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard},
};

/// The number of an entity in its table.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct EntityId(usize);

/// The two name spaces of entities.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Sort {
    General,
    Parameter,
}

/// The name under which the external subset stands among the parameter entities; no entity can have it.
pub(super) const EXTERNAL_SUBSET: &str = "#";

#[derive(Clone)]
pub(super) struct Entity {
    pub(super) name: Shared,
    /// The replacement text of an internal entity.
    pub(super) text: Option<Shared>,
    pub(super) system: Option<Shared>,
    pub(super) public: Option<Shared>,
    pub(super) base: Option<Shared>,
    pub(super) notation: Option<Shared>,
    /// Its text is being read: a reference to it would have no end.
    pub(super) open: bool,
    /// Declared in the internal subset itself.
    pub(super) internal: bool,
}

#[derive(Clone, Default)]
pub(super) struct Entities {
    numbers: HashMap<Shared, usize>,
    all: Vec<Entity>,
}

impl Entities {
    pub(super) fn find(&self, name: &str) -> Option<EntityId> {
        self.numbers.get(name).copied().map(EntityId)
    }

    /// The entity of a name, which is made if it is not there yet; and whether it was made.
    pub(super) fn declare(&mut self, name: &str) -> (EntityId, bool) {
        if let Some(id) = self.find(name) {
            return (id, false);
        }
        let name: Shared = name.into();
        let number = self.all.len();
        self.numbers.insert(name.clone(), number);
        self.all.push(Entity {
            name,
            text: None,
            system: None,
            public: None,
            base: None,
            notation: None,
            open: false,
            internal: false,
        });
        (EntityId(number), true)
    }

    pub(super) fn get(&self, id: EntityId) -> &Entity {
        &self.all[id.0]
    }

    pub(super) fn get_mut(&mut self, id: EntityId) -> &mut Entity {
        &mut self.all[id.0]
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Entity> {
        self.all.iter()
    }
}

/// An attribute that an element's declaration names.
#[derive(Clone)]
pub(super) struct Declared {
    pub(super) name: Shared,
    pub(super) default: Option<Shared>,
    /// Its value is kept as it is; that of other types is normalised further.
    pub(super) cdata: bool,
}

#[derive(Clone, Default)]
pub(super) struct Element {
    pub(super) attributes: Vec<Declared>,
    /// The first declaration of each attribute.
    first: HashMap<Shared, usize>,
    has_id: bool,
}

impl Element {
    /// Declares an attribute; only the first declaration of a default counts.
    pub(super) fn define(&mut self, name: &Shared, default: Option<Shared>, cdata: bool, id: bool) {
        if default.is_some() || id {
            if self.first.contains_key(name) {
                return;
            }
            self.has_id |= id;
        }
        self.first.entry(name.clone()).or_insert(self.attributes.len());
        self.attributes.push(Declared { name: name.clone(), default, cdata });
    }

    /// Whether the values of an attribute are kept as they are.
    pub(super) fn is_cdata(&self, name: &str) -> bool {
        self.first.get(name).and_then(|&i| self.attributes.get(i)).is_none_or(|a| a.cdata)
    }
}

/// What a part of a content model is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub(crate) enum Content {
    Empty = 1,
    Any,
    Mixed,
    Name,
    Choice,
    Sequence,
}

/// A part of a content model.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) content: Content,
    pub(crate) quantity: Quantity,
    pub(crate) name: Option<Shared>,
    /// Numbers of the parts within, all above the part's own.
    pub(crate) parts: Vec<usize>,
}

impl Part {
    /// A part with nothing in it.
    pub(super) fn new(content: Content, quantity: Quantity, name: Option<Shared>) -> Part {
        Part { content, quantity, name, parts: Vec::new() }
    }
}

/// A content model; the first part is the whole.
pub(crate) type Model = Vec<Part>;

pub(super) struct Dtd {
    pub(super) general: Entities,
    pub(super) parameter: Entities,
    pub(super) elements: HashMap<Shared, Element>,
    /// Declarations still count: no parameter entity was skipped, or the document is standalone.
    pub(super) keeps_processing: bool,
    pub(super) has_parameter_references: bool,
    pub(super) standalone: bool,
    /// A parser of a parameter entity or external subset has been at work.
    pub(super) parameter_read: bool,
    /// The value of the entity that is being declared, to which parsers of parameter entities add.
    pub(super) value: Vec<u8>,
}

impl Default for Dtd {
    fn default() -> Dtd {
        Dtd {
            general: Entities::default(),
            parameter: Entities::default(),
            elements: HashMap::new(),
            keeps_processing: true,
            has_parameter_references: false,
            standalone: false,
            parameter_read: false,
            value: Vec::new(),
        }
    }
}

impl Dtd {
    pub(super) fn entities(&self, sort: Sort) -> &Entities {
        match sort {
            Sort::General => &self.general,
            Sort::Parameter => &self.parameter,
        }
    }

    pub(super) fn entities_mut(&mut self, sort: Sort) -> &mut Entities {
        match sort {
            Sort::General => &mut self.general,
            Sort::Parameter => &mut self.parameter,
        }
    }

    /// The copy that a parser of an external general entity has: nothing in it is being read.
    pub(super) fn copy(&self) -> Dtd {
        let closed = |entities: &Entities| {
            let mut copy = entities.clone();
            copy.all.iter_mut().for_each(|e| e.open = false);
            copy
        };
        Dtd {
            general: closed(&self.general),
            parameter: closed(&self.parameter),
            elements: self.elements.clone(),
            value: Vec::new(),
            ..*self
        }
    }
}

/// The DTD, whoever shares it. A parser never waits here: only one runs at a time.
pub(super) fn lock(dtd: &Arc<Mutex<Dtd>>) -> MutexGuard<'_, Dtd> {
    dtd.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}
