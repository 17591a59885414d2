//! The symbol table: which scope every name of a program belongs to (CPython: Python/symtable.c).
//!
//! Two passes. `collect` walks the tree and notes in a [`Scope`] per block what happens to each name there
//! (bound, used, declared), and raises every `SyntaxError` that this shows. `analyze` then walks the scopes
//! from the outside in, with the names that enclosing functions bind, and decides whether a name is local, global, free or
//! a cell; on the way back it learns which locals inner functions need (they become cells) and merges the comprehensions
//! that are inlined into their surroundings (PEP 709).
//!
//! Names in the table are mangled names (`_Class__name`). The symbols of a scope keep the order in which they were first
//! noted, as CPython's dicts do; the free variables that a scope merely hands through to inner ones come last, in no
//! particular order there, in the order of their [`Name`]s here.

mod analyze;
mod collect;
mod dump;

pub use dump::dump;

use crate::ast::{Ast, ClassDef, ExprId, FunctionDef, Location, Name, StmtId, TypeParamId};
use crate::error::Result;
use crate::future::Future;
use crate::names::Interner;
use crate::recursion::StackLimit;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::cell::Cell;

/// What happens to a name in a block, as bits; the numbers are CPython's, which the `symtable` module shows.
pub mod flags {
    /// `global` statement.
    pub const DEF_GLOBAL: u16 = 1;
    /// Assignment in the block.
    pub const DEF_LOCAL: u16 = 2;
    /// Formal parameter.
    pub const DEF_PARAM: u16 = 2 << 1;
    /// `nonlocal` statement.
    pub const DEF_NONLOCAL: u16 = 2 << 2;
    /// The name is used.
    pub const USE: u16 = 2 << 3;
    /// A free variable of a method that is also a name of the class.
    pub const DEF_FREE_CLASS: u16 = 2 << 5;
    /// Assignment by import.
    pub const DEF_IMPORT: u16 = 2 << 6;
    /// The name is annotated.
    pub const DEF_ANNOT: u16 = 2 << 7;
    /// Iteration variable of a comprehension.
    pub const DEF_COMP_ITER: u16 = 2 << 8;
    /// Type parameter.
    pub const DEF_TYPE_PARAM: u16 = 2 << 9;
    /// A cell of an inlined comprehension.
    pub const DEF_COMP_CELL: u16 = 2 << 10;
    /// Any flag that binds the name in the block (a type parameter is a local, too).
    pub const DEF_BOUND: u16 = DEF_LOCAL | DEF_PARAM | DEF_IMPORT;
}

/// Where a name's value lives, seen from one block. The numbers are CPython's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum Resolution {
    /// Not yet known; after the analysis no symbol has it.
    Unknown = 0,
    /// A local of the block (in a module or class: a name of its namespace).
    Local = 1,
    /// Declared `global`.
    GlobalExplicit = 2,
    /// Bound nowhere around the block: a global or a builtin.
    GlobalImplicit = 3,
    /// A variable of an enclosing function.
    Free = 4,
    /// A local that inner blocks use.
    Cell = 5,
}

/// What a block is. The numbers are CPython's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum BlockKind {
    /// A function, lambda or comprehension.
    Function = 0,
    /// A class body.
    Class,
    /// A module, or the whole of any other mode.
    Module,
    /// Annotations: of a function, or of the names of a module or class (PEP 649).
    Annotation,
    /// The value of a `type` statement.
    TypeAlias,
    /// The type parameters of a function, class or `type` statement.
    TypeParameters,
    /// The bound, constraints or default of a type parameter.
    TypeVariable,
}

impl BlockKind {
    /// The number of the kind in `_symtable` (`TYPE_FUNCTION` and the like).
    pub fn cpython_type(self) -> u8 {
        self as u8
    }

    /// Whether names bound in the block are fast locals that inner blocks see.
    pub fn is_function_like(self) -> bool {
        !matches!(self, Self::Class | Self::Module)
    }
}

/// The kind of a comprehension.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum ComprehensionKind {
    /// `[…]`
    List,
    /// `{…}`
    Set,
    /// `{…: …}`
    Dict,
    /// `(…)`
    Generator,
}

/// A scope of a [`SymbolTable`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct ScopeId(u32);

impl ScopeId {
    /// The module.
    pub const TOP: Self = Self(0);

    /// The number of the scope, from 0 in the order of the source.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The part of the tree that a scope belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum ScopeKey {
    /// The whole tree.
    Module,
    /// The body of a function or class, or the value of a `type` statement.
    Stmt(StmtId),
    /// A lambda or comprehension.
    Expr(ExprId),
    /// The type parameters of a function, class or `type` statement.
    TypeParams(StmtId),
    /// The annotations of a function's parameters and result.
    FunctionAnnotations(StmtId),
    /// The annotated names of a module, class or function body.
    BlockAnnotations(ScopeId),
    /// The bound or constraints of a type variable, or the default of another type parameter.
    TypeParamBound(TypeParamId),
    /// The default of a type variable.
    TypeParamDefault(TypeParamId),
}

/// A name of a scope.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Symbol {
    /// The mangled name.
    pub name: Name,
    /// [`flags`].
    pub flags: u16,
    /// Where it lives.
    pub resolution: Resolution,
}

impl Symbol {
    /// The number that CPython keeps for the name: flags, and the scope above them.
    pub fn cpython_flags(self) -> u32 {
        u32::from(self.flags) | (self.resolution as u32) << 12
    }
}

/// A block and its names.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The name that the `symtable` module shows (`top`, `lambda`, `listcomp`, the function's or class's own, …).
    pub name: Name,
    /// What the block is.
    pub kind: BlockKind,
    /// What it belongs to.
    pub key: ScopeKey,
    /// Where it stands; zeros for the module.
    pub loc: Location,
    /// Names in the order in which they were first noted.
    pub symbols: SmallVec<[Symbol; 4]>,
    /// Parameters, in the order of the code object's locals.
    pub varnames: SmallVec<[Name; 4]>,
    /// Inner scopes in the order of the source; those of an inlined comprehension stand in its place.
    pub children: SmallVec<[ScopeId; 4]>,
    /// The scope of the block's own annotated names (not of function annotations), also where nothing evaluates it.
    pub annotations: Option<ScopeId>,
    /// In the scope of a function's annotations: the function's name.
    pub function_name: Option<Name>,
    /// The kind of comprehension, if it is one.
    pub comprehension: Option<ComprehensionKind>,
    /// Whether the block is inside a function-like one.
    pub nested: bool,
    /// `yield` appears, or the block is a generator expression.
    pub generator: bool,
    /// `async def`, or a comprehension that awaits; in a module: top-level `await`.
    pub coroutine: bool,
    /// `*args`.
    pub varargs: bool,
    /// `**kwargs`.
    pub varkeywords: bool,
    /// The body begins with a string.
    pub has_docstring: bool,
    /// A function that stands directly in a class body.
    pub method: bool,
    /// `return` with a value appears.
    pub returns_value: bool,
    /// Some annotation is there for the block to evaluate.
    pub annotations_used: bool,
    /// The class needs a `__class__` cell.
    pub needs_class_closure: bool,
    /// The class needs a `__classdict__` cell.
    pub needs_classdict: bool,
    /// The block runs some annotations only under a condition, and so needs `__conditional_annotations__`.
    pub has_conditional_annotations: bool,
    /// A comprehension that runs inside the frame around it.
    pub comp_inlined: bool,
    /// An annotation scope that looks names up in the class around it.
    pub can_see_class_scope: bool,
    /// While collecting: inside an iteration target of a comprehension.
    comp_iter_target: bool,
    /// While collecting: how many iterables of comprehensions are around.
    comp_iter_expr: u32,
    /// While collecting: inside `if`, `for`, `try` and the like.
    in_conditional_block: bool,
    /// While collecting: names are not noted, for the annotation never runs.
    in_unevaluated_annotation: bool,
    /// The set of the type parameters of a generic class whose private names are mangled, where only those are.
    mangled_names: Option<u32>,
    /// What a type variable's scope is, for messages.
    scope_info: &'static str,
    /// Places of `global` and `nonlocal` declarations and of assignment expressions that act like them.
    directives: Vec<(Name, Location)>,
}

/// Names that the compiler itself makes or looks for.
#[derive(Clone, Copy, Debug)]
pub struct KnownNames {
    /// `__class__`
    pub class: Name,
    /// `__classdict__`
    pub classdict: Name,
    /// `__conditional_annotations__`
    pub conditional_annotations: Name,
    /// `__annotate__`
    pub annotate: Name,
    /// `__type_params__`
    pub dunder_type_params: Name,
    /// `.type_params`
    pub type_params: Name,
    /// `.generic_base`
    pub generic_base: Name,
    /// `.defaults`
    pub defaults: Name,
    /// `.kwdefaults`
    pub kwdefaults: Name,
    /// `.format`
    pub format: Name,
    /// `.0`
    pub outermost_iterable: Name,
    /// `super`
    pub super_: Name,
    /// `__debug__`
    pub debug: Name,
    top: Name,
    lambda: Name,
    listcomp: Name,
    setcomp: Name,
    dictcomp: Name,
    genexpr: Name,
}

impl KnownNames {
    fn new(names: &mut Interner) -> Self {
        Self {
            class: names.intern("__class__"),
            classdict: names.intern("__classdict__"),
            conditional_annotations: names.intern("__conditional_annotations__"),
            annotate: names.intern("__annotate__"),
            dunder_type_params: names.intern("__type_params__"),
            type_params: names.intern(".type_params"),
            generic_base: names.intern(".generic_base"),
            defaults: names.intern(".defaults"),
            kwdefaults: names.intern(".kwdefaults"),
            format: names.intern(".format"),
            outermost_iterable: names.intern(".0"),
            super_: names.intern("super"),
            debug: names.intern("__debug__"),
            top: names.intern("top"),
            lambda: names.intern("lambda"),
            listcomp: names.intern("listcomp"),
            setcomp: names.intern("setcomp"),
            dictcomp: names.intern("dictcomp"),
            genexpr: names.intern("genexpr"),
        }
    }
}

/// What the table depends on besides the tree.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// The module's future features, with those that its surroundings turned on.
    pub future: Future,
    /// `PyCF_ALLOW_TOP_LEVEL_AWAIT`.
    pub allow_top_level_await: bool,
    /// How deep the tree may be.
    pub stack_limit: StackLimit,
}

/// The scopes of one tree.
#[derive(Clone, Debug)]
pub struct SymbolTable {
    scopes: Vec<Scope>,
    by_key: FxHashMap<ScopeKey, ScopeId>,
    /// Scope and name (32 bits each) to the place in [`Scope::symbols`], for the scopes with more than [`FEW`] symbols.
    places: FxHashMap<u64, u32>,
    /// By name: the last scope and place that `places` answered for it.
    recent: Vec<Cell<(u32, u32)>>,
    mangling: Mangling,
    /// The compiler's own names.
    pub known: KnownNames,
}

/// So many symbols are searched one by one.
const FEW: usize = 16;

/// A scope number that no scope has, for empty cache entries.
const NO_SCOPE: u32 = u32::MAX;

impl SymbolTable {
    /// Builds the table of a tree. Raises `SyntaxError`, or `RecursionError` where the tree is too deep.
    pub fn build(ast: &Ast, names: &mut Interner, options: Options) -> Result<Self> {
        let mut table = collect::collect(ast, names, options)?;
        analyze::analyze(&mut table, names)?;
        Ok(table)
    }

    /// A table without scopes, with room for those of the tree's functions and classes.
    fn empty(ast: &Ast, names: &mut Interner) -> Self {
        let known = KnownNames::new(names);
        let room = 2 * ast.all::<FunctionDef>().count()
            + ast.all::<ClassDef>().count()
            + ast.all::<crate::ast::Comprehension>().count()
            + ast.expr_bound() / 512
            + 4;
        let mut by_key = FxHashMap::default();
        by_key.reserve(room);
        Self {
            scopes: Vec::with_capacity(room),
            by_key,
            places: FxHashMap::default(),
            recent: vec![Cell::new((NO_SCOPE, 0)); names.bound()],
            mangling: Mangling::new(names),
            known,
        }
    }

    /// The scope of a part of the tree.
    pub fn scope_of(&self, key: ScopeKey) -> Option<ScopeId> {
        self.by_key.get(&key).copied()
    }

    /// How many scopes there are.
    pub fn len(&self) -> usize {
        self.scopes.len()
    }

    /// Whether there are none (a built table has at least the module).
    pub fn is_empty(&self) -> bool {
        self.scopes.is_empty()
    }

    /// A scope's symbol, by its mangled name.
    #[inline]
    pub fn symbol(&self, scope: ScopeId, name: Name) -> Option<Symbol> {
        self.place(scope, name).map(|place| self[scope].symbols[place])
    }

    /// Where a (mangled) name lives, seen from a scope; [`Resolution::Unknown`] when the scope does not have it.
    #[inline]
    pub fn resolution(&self, scope: ScopeId, name: Name) -> Resolution {
        self.symbol(scope, name).map_or(Resolution::Unknown, |symbol| symbol.resolution)
    }

    /// The mangled form of a name in a scope, inside the class `private` (CPython: `_Py_MaybeMangle`).
    #[inline]
    pub fn mangle(&mut self, scope: ScopeId, private: Option<Name>, name: Name, names: &mut Interner) -> Name {
        match private {
            Some(private) if self.mangling.is_private(name, names) => {
                self.mangling.mangle_in(self.scopes[scope.index()].mangled_names, private, name, names)
            }
            _ => name,
        }
    }

    #[inline]
    fn place(&self, scope: ScopeId, name: Name) -> Option<usize> {
        if let Some(recent) = self.recent.get(name.index())
            && let (of, place) = recent.get()
            && of == scope.0
        {
            return Some(place as usize);
        }
        self.place_uncached(scope, name)
    }

    fn place_uncached(&self, scope: ScopeId, name: Name) -> Option<usize> {
        let symbols = &self.scopes[scope.index()].symbols;
        let place = if symbols.len() <= FEW {
            symbols.iter().position(|symbol| symbol.name == name)?
        } else {
            *self.places.get(&place_key(scope, name))? as usize
        };
        if let Some(recent) = self.recent.get(name.index()) {
            recent.set((scope.0, place as u32));
        }
        Some(place)
    }

    /// Makes the symbols of a scope quick to find, until others of the same names are looked for.
    pub(crate) fn expect_symbols_of(&self, scope: ScopeId) {
        for (place, symbol) in self.scopes[scope.index()].symbols.iter().enumerate() {
            if let Some(recent) = self.recent.get(symbol.name.index()) {
                recent.set((scope.0, place as u32));
            }
        }
    }

    /// Adds a symbol that the scope does not have yet.
    fn add_symbol(&mut self, scope: ScopeId, symbol: Symbol) {
        let symbols = &mut self.scopes[scope.index()].symbols;
        let place = symbols.len();
        symbols.push(symbol);
        if place == FEW {
            let numbered = symbols.iter().enumerate();
            self.places.extend(numbered.map(|(place, symbol)| (place_key(scope, symbol.name), place as u32)));
        } else if place > FEW {
            self.places.insert(place_key(scope, symbol.name), place as u32);
        }
        let index = symbol.name.index();
        if index >= self.recent.len() {
            self.recent.resize(index + 1, Cell::new((NO_SCOPE, 0)));
        }
        self.recent[index].set((scope.0, place as u32));
    }

    /// Removes symbols from a scope.
    fn remove_symbols(&mut self, scope: ScopeId, removed: &[Name]) {
        let symbols = &mut self.scopes[scope.index()].symbols;
        for symbol in symbols.iter() {
            self.places.remove(&place_key(scope, symbol.name));
            self.recent[symbol.name.index()].set((NO_SCOPE, 0));
        }
        symbols.retain(|symbol| !removed.contains(&symbol.name));
        if symbols.len() > FEW {
            let numbered = symbols.iter().enumerate();
            self.places.extend(numbered.map(|(place, symbol)| (place_key(scope, symbol.name), place as u32)));
        }
    }
}

fn place_key(scope: ScopeId, name: Name) -> u64 {
    u64::from(scope.0) << 32 | name.index() as u64
}

impl std::ops::Index<ScopeId> for SymbolTable {
    type Output = Scope;
    #[inline]
    fn index(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.index()]
    }
}

impl std::ops::IndexMut<ScopeId> for SymbolTable {
    #[inline]
    fn index_mut(&mut self, id: ScopeId) -> &mut Scope {
        &mut self.scopes[id.index()]
    }
}

/// Private names: `__x` in class `C` is `_C__x`.
#[derive(Clone, Debug)]
struct Mangling {
    /// By name: whether it has the form of a private one.
    private: Vec<bool>,
    made: FxHashMap<(Name, Name), Name>,
    /// Sets of names that are mangled where others are not.
    sets: Vec<Vec<Name>>,
}

impl Mangling {
    fn new(names: &Interner) -> Self {
        let mut mangling = Self { private: Vec::new(), made: FxHashMap::default(), sets: Vec::new() };
        mangling.classify(names);
        mangling
    }

    fn classify(&mut self, names: &Interner) {
        let private = |name| names.begins_with_two_underscores(name) && has_private_form(names.wtf8(name).as_bytes());
        let known = self.private.len();
        self.private.extend((known..names.bound()).map(|index| index > 0 && private(Name::from_index(index))));
    }

    #[inline]
    fn is_private(&mut self, name: Name, names: &Interner) -> bool {
        if name.index() >= self.private.len() {
            self.classify(names);
        }
        self.private.get(name.index()).copied().unwrap_or(false)
    }

    fn mangle_in(&mut self, only: Option<u32>, private: Name, name: Name, names: &mut Interner) -> Name {
        if only.is_some_and(|set| !self.sets[set as usize].contains(&name)) {
            return name;
        }
        if let Some(&made) = self.made.get(&(private, name)) {
            return made;
        }
        let made = mangle(private, name, names);
        self.made.insert((private, name), made);
        made
    }
}

/// Whether a name is one that a class makes private: it begins with two underscores, does not end with two and has no
/// dot.
fn has_private_form(text: &[u8]) -> bool {
    text.starts_with(b"__") && !text.ends_with(b"__") && !text.contains(&b'.')
}

/// The name that `name` has inside the class `private` (CPython: `_Py_Mangle`).
pub fn mangle(private: Name, name: Name, names: &mut Interner) -> Name {
    let text = names.wtf8(name).as_bytes();
    let class = names.wtf8(private).as_bytes();
    let class = &class[class.iter().take_while(|&&byte| byte == b'_').count()..];
    if class.is_empty() || !has_private_form(text) {
        return name;
    }
    let mangled = [b"_", class, text].concat();
    names.intern_wtf8(crate::wtf8::Wtf8::from_bytes_unchecked(&mangled))
}

const _: () = assert!(flags::DEF_BOUND == 134 && BlockKind::TypeVariable as u8 == 6 && Resolution::Cell as u8 == 5);
