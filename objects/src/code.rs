//! `code`: instructions, constants, names, tables. Made by the interpreter from the frontend's descriptions.

use crate::{Str, Tuple, TypeDef, bytes::Bytes, kinds};
use rpython_heap::{BufVec, Obj, OptObj, Payload, Ref};

/// The payload of a code object.
pub struct Code {
    /// Instructions with their inline caches; the interpreter specialises them in place.
    pub units: BufVec<u16>,
    /// `co_consts`
    pub consts: Ref<Tuple>,
    /// `co_names`
    pub names: Ref<Tuple>,
    /// Names of the frame's slots: locals, cells, free variables.
    pub slot_names: Ref<Tuple>,
    /// What each slot is (`CO_FAST_*`).
    pub slot_kinds: Ref<Bytes>,
    /// `co_filename`
    pub filename: Ref<Str>,
    /// `co_name`
    pub name: Ref<Str>,
    /// `co_qualname`
    pub qualname: Ref<Str>,
    /// `co_linetable`
    pub line_table: Ref<Bytes>,
    /// `co_exceptiontable`
    pub exception_table: Ref<Bytes>,
    /// `_co_cached` and the like: attributes computed on demand.
    pub cache: OptObj,
    /// `co_flags`
    pub flags: u32,
    /// `co_argcount`
    pub arg_count: u32,
    /// `co_posonlyargcount`
    pub positional_only: u32,
    /// `co_kwonlyargcount`
    pub keyword_only: u32,
    /// `co_stacksize`
    pub stack_size: u32,
    /// `co_firstlineno`
    pub first_line: i32,
    /// `co_nlocals`
    pub locals: u32,
    /// Free variables: the last slots.
    pub free: u32,
}

impl Payload for Code {
    const KIND: u8 = kinds::CODE;
    const NAME: &'static str = "code";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.consts);
        visit(&self.names);
        visit(&self.slot_names);
        visit(&self.slot_kinds);
        visit(&self.filename);
        visit(&self.name);
        visit(&self.qualname);
        visit(&self.line_table);
        visit(&self.exception_table);
        self.cache.get().into_iter().for_each(visit);
    }
}

impl Code {
    /// Slots of a frame: locals, cells, free variables.
    #[inline]
    pub fn slots(&self) -> usize {
        self.slot_names.header().aux() as usize
    }
}

/// `code`
pub static DEF: TypeDef =
    TypeDef { name: "code", kind: kinds::CODE, flags: 0, weakly_referable: true, ..TypeDef::EMPTY };
