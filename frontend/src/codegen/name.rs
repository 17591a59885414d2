//! Loading, storing and deleting names (codegen.c: codegen_nameop; compile.c: _PyCompile_ResolveNameop).

use super::unit::{Recent, ScopeType};
use super::{Compiler, is_class};
use crate::ast::{Ctx, Name};
use crate::bytecode::wide;
use crate::flow::Loc;
use crate::symtable::Resolution;

/// How a name is reached.
enum Access {
    Fast,
    Global,
    Deref,
    Name,
}

/// What is pushed before a name is loaded.
#[derive(PartialEq)]
enum FirstOf {
    Nothing,
    Locals,
    ClassDict,
}

impl Compiler<'_> {
    pub(super) fn load_name(&mut self, loc: Loc, name: Name) {
        self.name_op(loc, name, Ctx::Load);
    }

    pub(super) fn store_name(&mut self, loc: Loc, name: Name) {
        self.name_op(loc, name, Ctx::Store);
    }

    pub(super) fn delete_name(&mut self, loc: Loc, name: Name) {
        self.name_op(loc, name, Ctx::Del);
    }

    #[inline]
    pub(super) fn name_op(&mut self, loc: Loc, name: Name, ctx: Ctx) {
        if let Some(recent) = self.recent.get(name.index())
            && recent.unit == self.u.number
        {
            let (op, arg) = (recent.ops[ctx as usize], recent.arg);
            return self.op_i(loc, op, arg << u32::from(op == wide::LOAD_GLOBAL));
        }
        self.resolve_name_op(loc, name, ctx);
    }

    #[inline(never)]
    fn resolve_name_op(&mut self, loc: Loc, name: Name, ctx: Ctx) {
        let mangled = self.mangle(name);
        let resolution = self.resolution(mangled);
        let function_like = self.is_function_like();
        let (access, arg) = match resolution {
            Resolution::Free => (Access::Deref, self.free_index(mangled)),
            Resolution::Cell => (Access::Deref, self.u.cellvars.add(mangled)),
            Resolution::Local if function_like || self.is_fast_hidden(mangled) => {
                (Access::Fast, self.u.varnames.add(mangled))
            }
            Resolution::GlobalImplicit if function_like => (Access::Global, self.u.names.add(mangled)),
            Resolution::GlobalExplicit => (Access::Global, self.u.names.add(mangled)),
            _ => (Access::Name, self.u.names.add(mangled)),
        };
        let in_class = is_class(self.scope());
        let inlined = self.u.in_inlined_comp > 0;
        // In the order of `Ctx`.
        let mut ops = match access {
            Access::Fast => [wide::LOAD_FAST, wide::STORE_FAST, wide::DELETE_FAST],
            Access::Deref => [wide::LOAD_DEREF, wide::STORE_DEREF, wide::DELETE_DEREF],
            Access::Global => [wide::LOAD_GLOBAL, wide::STORE_GLOBAL, wide::DELETE_GLOBAL],
            Access::Name => [wide::LOAD_NAME, wide::STORE_NAME, wide::DELETE_NAME],
        };
        let mut first = FirstOf::Nothing;
        match access {
            Access::Deref if in_class && !inlined => {
                ops[Ctx::Load as usize] = wide::LOAD_FROM_DICT_OR_DEREF;
                first = FirstOf::Locals;
            }
            Access::Deref if self.scope().can_see_class_scope => {
                ops[Ctx::Load as usize] = wide::LOAD_FROM_DICT_OR_DEREF;
                first = FirstOf::ClassDict;
            }
            Access::Global if self.scope().can_see_class_scope && resolution == Resolution::GlobalImplicit => {
                ops[Ctx::Load as usize] = wide::LOAD_FROM_DICT_OR_GLOBALS;
                first = FirstOf::ClassDict;
            }
            Access::Name if in_class && inlined => ops[Ctx::Load as usize] = wide::LOAD_GLOBAL,
            _ => {}
        }
        if first == FirstOf::Nothing {
            let unit = self.u.number;
            if let Some(recent) = self.recent.get_mut(name.index()) {
                *recent = Recent { unit, ops, arg, ..*recent };
            }
        } else if ctx == Ctx::Load {
            match first {
                FirstOf::ClassDict => self.load_classdict(loc),
                _ => self.op(loc, wide::LOAD_LOCALS),
            }
        }
        let op = ops[ctx as usize];
        self.op_i(loc, op, arg << u32::from(op == wide::LOAD_GLOBAL));
    }

    /// The number of a free variable: they come after the cells.
    pub(super) fn free_index(&mut self, name: Name) -> u32 {
        self.u.cellvars.len() as u32 + self.u.freevars.add(name)
    }

    fn load_classdict(&mut self, loc: Loc) {
        let classdict = self.table.known.classdict;
        let arg = self.free_index(classdict);
        self.op_i(loc, wide::LOAD_DEREF, arg);
    }

    fn is_fast_hidden(&self, name: Name) -> bool {
        self.u.fast_hidden.iter().any(|&(hidden, active)| active && hidden == name)
    }

    /// Whether the name is a cell or a free variable of the unit, for closures (compile.c: _PyCompile_GetRefType).
    pub(super) fn reference_kind(&self, name: Name) -> Resolution {
        let known = self.table.known;
        if self.u.scope_type == ScopeType::Class
            && [known.class, known.classdict, known.conditional_annotations].contains(&name)
        {
            return Resolution::Cell;
        }
        self.resolution(name)
    }

    /// The number of the cell or free variable that an inner function's closure takes.
    pub(super) fn closure_index(&mut self, name: Name) -> u32 {
        if self.reference_kind(name) == Resolution::Cell { self.u.cellvars.add(name) } else { self.free_index(name) }
    }
}
