//! Loading, storing and deleting names (codegen.c: codegen_nameop; compile.c: _PyCompile_ResolveNameop).

use super::unit::ScopeType;
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

    pub(super) fn name_op(&mut self, loc: Loc, name: Name, ctx: Ctx) {
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
        let op = match (access, ctx) {
            (Access::Fast, Ctx::Load) => wide::LOAD_FAST,
            (Access::Fast, Ctx::Store) => wide::STORE_FAST,
            (Access::Fast, Ctx::Del) => wide::DELETE_FAST,
            (Access::Deref, Ctx::Load) => {
                if in_class && !inlined {
                    self.op(loc, wide::LOAD_LOCALS);
                    wide::LOAD_FROM_DICT_OR_DEREF
                } else if self.scope().can_see_class_scope {
                    self.load_classdict(loc);
                    wide::LOAD_FROM_DICT_OR_DEREF
                } else {
                    wide::LOAD_DEREF
                }
            }
            (Access::Deref, Ctx::Store) => wide::STORE_DEREF,
            (Access::Deref, Ctx::Del) => wide::DELETE_DEREF,
            (Access::Global, Ctx::Load) => {
                if self.scope().can_see_class_scope && resolution == Resolution::GlobalImplicit {
                    self.load_classdict(loc);
                    wide::LOAD_FROM_DICT_OR_GLOBALS
                } else {
                    wide::LOAD_GLOBAL
                }
            }
            (Access::Global, Ctx::Store) => wide::STORE_GLOBAL,
            (Access::Global, Ctx::Del) => wide::DELETE_GLOBAL,
            (Access::Name, Ctx::Load) if in_class && inlined => wide::LOAD_GLOBAL,
            (Access::Name, Ctx::Load) => wide::LOAD_NAME,
            (Access::Name, Ctx::Store) => wide::STORE_NAME,
            (Access::Name, Ctx::Del) => wide::DELETE_NAME,
        };
        let arg = if op == wide::LOAD_GLOBAL { arg << 1 } else { arg };
        self.op_i(loc, op, arg);
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
