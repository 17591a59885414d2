//! `cell`: a variable that inner functions share.

use crate::{
    Args, CallArgs, CompareOp, NativeDef, PyResult, Slots, Str, Type, TypeDef, TypeExt, Vm, argument, getset, kinds,
    native, protocol, types, value_error,
};
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

static NEW: NativeDef = native("cell", "(contents=<unrepresentable>, /)", make_bound, "");

fn make_bound(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Cell::new(vm, args.opt(0).cloned()).into_obj())
}

fn make(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    argument::no_keywords(vm, "cell", args)?;
    native::call(vm, &NEW, args)
}

fn content(vm: &Vm, o: &Obj) -> Option<Obj> {
    o.downcast_ref::<Cell>().and_then(|c| c.get(vm).content.cloned())
}

fn get_contents(vm: &mut Vm, o: &Obj) -> PyResult {
    match content(vm, o) {
        Some(content) => Ok(content),
        None => Err(value_error!(vm, "Cell is empty")),
    }
}

fn set_contents(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    if let Some(c) = o.downcast_ref::<Cell>() {
        let old = std::mem::replace(&mut c.get_mut(vm).content, crate::type_object::opt(value));
        drop(old);
    }
    Ok(())
}

/// By contents; an empty cell is less than any other.
fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if !a.is_kind::<Cell>() || !b.is_kind::<Cell>() {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    match (content(vm, a), content(vm, b)) {
        (Some(a), Some(b)) => protocol::compare(vm, &a, &b, op),
        (a, b) => Ok(Obj::bool(op.holds(a.is_some().cmp(&b.is_some())))),
    }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let at = protocol::id(o);
    let text = match content(vm, o) {
        None => format!("<cell at {at:#x}: empty>"),
        Some(held) => {
            let class = vm.class_of(&held).name(vm).to_string();
            format!("<cell at {at:#x}: {class} object at {:#x}>", protocol::id(&held))
        }
    };
    Ok(Str::new(vm, &text).into_obj())
}

/// `cell`
pub static DEF: TypeDef = TypeDef {
    name: "cell",
    kind: kinds::CELL,
    doc: "Create a new cell object.\n\n  contents\n    the contents of the cell. If not specified, the cell will be empty,\n    and further attempts to access its cell_contents attribute will\n    raise a ValueError.",
    slots: Slots { new: Some(make), compare: Some(compare), repr: Some(repr), ..Slots::EMPTY },
    getsets: &[getset("cell_contents", get_contents, set_contents, "")],
    signature: "([contents])",
    ..TypeDef::EMPTY
};
