//! `cell`: a variable that inner functions share.

use crate::{TypeDef, Vm, kinds, types};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// The payload of a cell.
pub struct Cell {
    /// What the variable holds.
    pub content: OptObj,
}

impl Payload for Cell {
    const KIND: u8 = kinds::CELL;
    const NAME: &'static str = "cell";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.content.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.content.take();
    }
}

impl Cell {
    /// A cell that holds `content`.
    pub fn new(vm: &Vm, content: Option<Obj>) -> Ref<Cell> {
        vm.alloc(types::CELL, Cell { content: content.into() })
    }
}

/// `cell`
pub static DEF: TypeDef = TypeDef { name: "cell", kind: kinds::CELL, ..TypeDef::EMPTY };
