//! `property`

use crate::{TypeDef, TypeFlags, kinds};
use rpython_heap::{Obj, OptObj, Payload};

/// The payload of a property.
#[derive(Default)]
pub struct Property {
    /// `fget`
    pub get: OptObj,
    /// `fset`
    pub set: OptObj,
    /// `fdel`
    pub delete: OptObj,
    /// `__doc__`
    pub doc: OptObj,
    /// `__name__`
    pub name: OptObj,
    /// Whether the doc is the getter's.
    pub doc_from_getter: bool,
}

impl Payload for Property {
    const KIND: u8 = kinds::PROPERTY;
    const NAME: &'static str = "property";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        let own = [&self.get, &self.set, &self.delete, &self.doc, &self.name];
        own.into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        *self = Property::default();
    }
}

/// `property`
pub static DEF: TypeDef = TypeDef { name: "property", kind: kinds::PROPERTY, flags: TypeFlags::BASE, ..TypeDef::EMPTY };
