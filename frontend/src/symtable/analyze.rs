//! The second pass: decides for every name of every scope where it lives (CPython: symtable.c, `analyze_block`).
//!
//! CPython hands sets of names down: those that enclosing functions bind, and the type parameters. A block changes its
//! copies for the blocks inside it. Here one byte per name holds the memberships, and a trail of old bytes undoes a
//! block's changes when it is left; so descending costs only what a block declares. Free names come back up as sorted
//! sets. A block's own declarations change the memberships of its own names only, each once, so it
//! makes no difference that they are applied while its names are being resolved.

use super::flags::*;
use super::*;
use crate::error::{CompileError, Result};
use crate::future::ranged_place;

/// Bound by an enclosing function-like block.
const BOUND: u8 = 1;
/// The binding that is seen is a type parameter.
const TYPE_PARAM: u8 = 2;

pub(super) fn analyze(table: &mut SymbolTable, names: &Interner) -> Result<()> {
    let known = table.known;
    let members = vec![0; names.bound()];
    let mut analyzer = Analyzer { table, names, known, members, trail: Vec::new() };
    analyzer.block(ScopeId::TOP, None)?;
    Ok(())
}

/// A set of names, sorted: these are small.
#[derive(Default)]
struct NameSet(SmallVec<[Name; 8]>);

impl NameSet {
    fn insert(&mut self, name: Name) {
        if let Err(place) = self.0.binary_search(&name) {
            self.0.insert(place, name);
        }
    }

    fn remove(&mut self, name: Name) -> bool {
        match self.0.binary_search(&name) {
            Ok(place) => {
                self.0.remove(place);
                true
            }
            Err(_) => false,
        }
    }

    fn contains(&self, name: Name) -> bool {
        self.0.binary_search(&name).is_ok()
    }

    fn merge(&mut self, other: Self) {
        if self.0.is_empty() {
            *self = other;
        } else if !other.0.is_empty() {
            self.0.extend(other.0);
            self.0.sort_unstable();
            self.0.dedup();
        }
    }
}

struct Analyzer<'a> {
    table: &'a mut SymbolTable,
    names: &'a Interner,
    known: KnownNames,
    members: Vec<u8>,
    trail: Vec<(Name, u8)>,
}

impl Analyzer<'_> {
    fn members(&self, name: Name) -> u8 {
        self.members[name.index()]
    }

    fn change(&mut self, name: Name, set: u8, clear: u8) {
        let old = self.members(name);
        let new = old & !clear | set;
        if new != old {
            self.trail.push((name, old));
            self.members[name.index()] = new;
        }
    }

    fn undo_to(&mut self, mark: usize) {
        while self.trail.len() > mark
            && let Some((name, old)) = self.trail.pop()
        {
            self.members[name.index()] = old;
        }
    }

    /// Analyzes a block and those inside it; returns the names that are free in it. `class` is the class whose names the
    /// block sees although it stands outside, or inside, of it.
    fn block(&mut self, id: ScopeId, class: Option<ScopeId>) -> Result<NameSet> {
        let mark = self.trail.len();
        let kind = self.table[id].kind;
        let mut free = NameSet::default();
        for index in 0..self.table[id].symbols.len() {
            let symbol = self.table[id].symbols[index];
            let resolution = self.resolve(id, kind, symbol, class)?;
            if resolution == Resolution::Free {
                free.insert(symbol.name);
            }
            self.table[id].symbols[index].resolution = resolution;
        }
        let inner_mark = self.trail.len();
        if kind == BlockKind::Class {
            for name in [self.known.class, self.known.classdict, self.known.conditional_annotations] {
                self.change(name, BOUND, 0);
            }
        }

        let mut inner_free = NameSet::default();
        let mut inlined_cells = NameSet::default();
        let mut any_inlined = false;
        let sees_class = self.table[id].can_see_class_scope;
        for index in 0..self.table[id].children.len() {
            let child = self.table[id].children[index];
            let scope = &self.table[child];
            let child_class = match (scope.can_see_class_scope, kind) {
                (true, BlockKind::Class) => Some(id),
                (true, _) => class,
                (false, _) => None,
            };
            // Generator expressions have a frame of their own, and so have comprehensions that look into a class.
            let inline = scope.comprehension.is_some() && !scope.generator && !sees_class;
            let mut child_free = self.block(child, child_class)?;
            if inline {
                self.inline(id, kind, child, &mut child_free, &mut inlined_cells);
                self.table[child].comp_inlined = true;
                any_inlined = true;
            }
            inner_free.merge(child_free);
        }
        if any_inlined {
            self.splice_inlined(id);
        }
        self.undo_to(inner_mark);

        if kind.is_function_like() {
            for symbol in &mut self.table[id].symbols {
                if symbol.resolution == Resolution::Local
                    && (inner_free.contains(symbol.name) || inlined_cells.contains(symbol.name))
                {
                    symbol.resolution = Resolution::Cell;
                    inner_free.remove(symbol.name);
                }
            }
        } else if kind == BlockKind::Class {
            let scope = &mut self.table[id];
            scope.needs_class_closure |= inner_free.remove(self.known.class);
            scope.needs_classdict |= inner_free.remove(self.known.classdict);
            scope.has_conditional_annotations |= inner_free.remove(self.known.conditional_annotations);
        }
        self.hand_up(id, kind, &inner_free, &inlined_cells);
        self.undo_to(mark);
        free.merge(inner_free);
        Ok(free)
    }

    /// Where a name lives, and what the blocks inside see of it (CPython: `analyze_name`).
    fn resolve(&mut self, id: ScopeId, kind: BlockKind, symbol: Symbol, class: Option<ScopeId>) -> Result<Resolution> {
        let Symbol { name, flags, .. } = symbol;
        if flags & DEF_GLOBAL != 0 {
            if flags & DEF_NONLOCAL != 0 {
                return Err(self.directive_error(
                    id,
                    name,
                    format!("name '{}' is nonlocal and global", self.text(name)),
                ));
            }
            if kind != BlockKind::Class {
                self.change(name, 0, BOUND);
            }
            return Ok(Resolution::GlobalExplicit);
        }
        if flags & DEF_NONLOCAL != 0 {
            let message = if kind == BlockKind::Module {
                "nonlocal declaration not allowed at module level".to_string()
            } else if self.members(name) & BOUND == 0 {
                format!("no binding for nonlocal '{}' found", self.text(name))
            } else if self.members(name) & TYPE_PARAM != 0 {
                format!("nonlocal binding not allowed for type parameter '{}'", self.text(name))
            } else {
                return Ok(Resolution::Free);
            };
            return Err(self.directive_error(id, name, message));
        }
        if flags & DEF_BOUND != 0 {
            // The names of a class or module are not variables of the blocks inside.
            let bound = if kind.is_function_like() { BOUND } else { 0 };
            match flags & DEF_TYPE_PARAM {
                0 => self.change(name, bound, TYPE_PARAM),
                _ => self.change(name, bound | TYPE_PARAM, 0),
            }
            return Ok(Resolution::Local);
        }
        // A name of the class that the block sees is looked up in the class and in the globals, even when a function
        // around the class binds it too.
        if let Some(class) = class {
            let flags = self.table.symbol(class, name).map_or(0, |symbol| symbol.flags);
            if flags & DEF_GLOBAL != 0 {
                return Ok(Resolution::GlobalExplicit);
            }
            if flags & DEF_BOUND != 0 && flags & DEF_NONLOCAL == 0 {
                return Ok(Resolution::GlobalImplicit);
            }
        }
        if kind != BlockKind::Module && self.members(name) & BOUND != 0 {
            return Ok(Resolution::Free);
        }
        Ok(Resolution::GlobalImplicit)
    }

    fn text(&self, name: Name) -> &str {
        self.names.str(name)
    }

    #[cold]
    fn directive_error(&self, id: ScopeId, name: Name, message: String) -> CompileError {
        let directive = self.table[id].directives.iter().find(|(declared, _)| *declared == name);
        CompileError::syntax(message, ranged_place(directive.map_or_else(Location::default, |&(_, loc)| loc)))
    }

    fn free_in_any_child(&self, id: ScopeId, name: Name) -> bool {
        self.table[id].children.iter().any(|&child| self.table.resolution(child, name) == Resolution::Free)
    }

    /// Merges the names of a comprehension into the block that runs it (PEP 709; CPython: `inline_comprehension`).
    fn inline(
        &mut self,
        id: ScopeId,
        kind: BlockKind,
        comprehension: ScopeId,
        free: &mut NameSet,
        inlined_cells: &mut NameSet,
    ) {
        let of_class = [self.known.class, self.known.classdict, self.known.conditional_annotations];
        let mut removed = Vec::new();
        for index in 0..self.table[comprehension].symbols.len() {
            let symbol = self.table[comprehension].symbols[index];
            let Symbol { name, flags, mut resolution } = symbol;
            if flags & DEF_PARAM != 0 {
                continue;
            }
            if resolution == Resolution::Cell || flags & DEF_COMP_CELL != 0 {
                inlined_cells.insert(name);
            }
            let existing = self.table.symbol(id, name);
            // The cells of a class are free in what stands inside it, but not in its body.
            if resolution == Resolution::Free && kind == BlockKind::Class && of_class.contains(&name) {
                resolution = Resolution::GlobalImplicit;
                if !self.free_in_any_child(comprehension, name) {
                    free.remove(name);
                }
                removed.push(name);
            }
            match existing {
                None => self.table.add_symbol(id, Symbol { name, flags, resolution }),
                Some(existing) if kind != BlockKind::Class => {
                    if resolution == Resolution::Free
                        && let Some(place) = self.table.place(id, name)
                    {
                        self.table[id].symbols[place].flags |= flags & USE;
                    }
                    // What is a local around the comprehension is a local in it, unless a block inside it needs a cell.
                    if existing.flags & DEF_BOUND != 0 && !self.free_in_any_child(comprehension, name) {
                        free.remove(name);
                    }
                }
                Some(_) => {}
            }
        }
        if !removed.is_empty() {
            self.table.remove_symbols(comprehension, &removed);
        }
    }

    /// Puts the children of inlined comprehensions in their place.
    fn splice_inlined(&mut self, id: ScopeId) {
        let mut children = SmallVec::new();
        for child in std::mem::take(&mut self.table[id].children) {
            if self.table[child].comp_inlined {
                children.extend_from_slice(&self.table[child].children);
            } else {
                children.push(child);
            }
        }
        self.table[id].children = children;
    }

    /// Notes what the blocks inside need from outside (CPython: `update_symbols`).
    fn hand_up(&mut self, id: ScopeId, kind: BlockKind, free: &NameSet, inlined_cells: &NameSet) {
        if !inlined_cells.0.is_empty() {
            for symbol in &mut self.table[id].symbols {
                if inlined_cells.contains(symbol.name) {
                    symbol.flags |= DEF_COMP_CELL;
                }
            }
        }
        let class_like = kind == BlockKind::Class || self.table[id].can_see_class_scope;
        for &name in &free.0 {
            match self.table.place(id, name) {
                Some(place) if class_like => self.table[id].symbols[place].flags |= DEF_FREE_CLASS,
                Some(_) => {}
                None if kind == BlockKind::Module || self.members(name) & BOUND != 0 => {
                    self.table.add_symbol(id, Symbol { name, flags: 0, resolution: Resolution::Free });
                }
                None => {}
            }
        }
    }
}
