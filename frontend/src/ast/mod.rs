//! The abstract syntax tree: typed arenas, `u32` handles, lists in one pool; positions on every node that has them.
//!
//! [`Ast`] owns everything of one tree but its texts, which the caller's [`Interner`](crate::names::Interner) holds so
//! that later passes can add names while they read the tree. `ast[id]` is the node of a handle (`.kind` and `.loc` for
//! the classes with positions), `ast.list(l)` the items of a list, `ast.add(node)` makes a node. [`visit`] walks.

mod dump;
mod id;
mod nodes;
pub mod unparse;
pub mod validate;
pub mod visit;

pub use dump::{DumpOptions, dump};
pub use id::*;
pub use nodes::*;

use crate::constant::Constant;
use std::ops::{Index, IndexMut};

/// One tree.
pub struct Ast {
    /// The root.
    pub root: Mod,
    exprs: Vec<Node<Expr>>,
    stmts: Vec<Node<Stmt>>,
    patterns: Vec<Node<Pattern>>,
    constants: Vec<Constant>,
    arguments: Vec<Arguments>,
    args: Vec<Node<Arg>>,
    keywords: Vec<Node<Keyword>>,
    aliases: Vec<Node<Alias>>,
    with_items: Vec<WithItem>,
    comprehensions: Vec<Comprehension>,
    except_handlers: Vec<Node<ExceptHandler>>,
    match_cases: Vec<MatchCase>,
    type_params: Vec<Node<TypeParam>>,
    type_ignores: Vec<TypeIgnore>,
    functions: Vec<FunctionDef>,
    classes: Vec<ClassDef>,
    pool: Vec<u32>,
    /// Expressions `… % …`, of which few make much of what preprocessing looks for.
    remainders: Vec<ExprId>,
    /// Whether there is a `try` with a `finally`.
    has_finally: bool,
}

impl Default for Ast {
    fn default() -> Self {
        Self::new()
    }
}

impl Ast {
    /// An empty tree: a module without statements.
    pub fn new() -> Self {
        Self::with_capacity(0)
    }

    /// An empty tree with room for what `source_len` bytes of source usually make.
    pub fn with_capacity(source_len: usize) -> Self {
        let mut ast = Self {
            root: Mod::Module { body: List::EMPTY, type_ignores: List::EMPTY },
            exprs: Vec::with_capacity(source_len / 8),
            stmts: Vec::with_capacity(source_len / 40),
            patterns: Vec::new(),
            constants: Vec::with_capacity(source_len / 64 + 5),
            arguments: Vec::with_capacity(source_len / 512),
            args: Vec::with_capacity(source_len / 256),
            keywords: Vec::with_capacity(source_len / 512),
            aliases: Vec::new(),
            with_items: Vec::new(),
            comprehensions: Vec::new(),
            except_handlers: Vec::new(),
            match_cases: Vec::new(),
            type_params: Vec::new(),
            type_ignores: Vec::new(),
            functions: Vec::with_capacity(source_len / 512),
            classes: Vec::new(),
            pool: Vec::with_capacity(source_len / 12 + 1),
            remainders: Vec::new(),
            has_finally: false,
        };
        ast.pool.push(0);
        ast.constants.extend([Constant::None, Constant::None, Constant::True, Constant::False, Constant::Ellipsis]);
        ast
    }

    /// The items of a list.
    #[inline]
    pub fn list<T: Word>(&self, list: List<T>) -> Seq<'_, T> {
        let at = list.word();
        let len = self.pool[at] as usize;
        Seq::new(&self.pool[at + 1..at + 1 + len])
    }

    /// Makes a list.
    #[inline]
    pub fn add_list<T: Word>(&mut self, items: &[T]) -> List<T> {
        if items.is_empty() {
            return List::EMPTY;
        }
        let at = self.pool.len();
        self.pool.push(items.len() as u32);
        self.pool.extend(items.iter().map(|item| item.to_word()));
        List::at(at as u32)
    }

    /// Makes a list of items that are already words of its type.
    #[inline]
    pub(crate) fn add_words<T: Word>(&mut self, words: &[u32]) -> List<T> {
        if words.is_empty() {
            return List::EMPTY;
        }
        let at = self.pool.len();
        self.pool.push(words.len() as u32);
        self.pool.extend_from_slice(words);
        List::at(at as u32)
    }

    /// Overwrites item `index` of a list (nothing happens past its end).
    pub fn set_item<T: Word>(&mut self, list: List<T>, index: usize, item: T) {
        let at = list.word();
        if index < self.pool[at] as usize {
            self.pool[at + 1 + index] = item.to_word();
        }
    }

    /// Makes a node (or an arena struct such as [`Arguments`]) and returns its handle.
    #[inline]
    pub fn add<N: Stored>(&mut self, node: N) -> N::Id {
        N::store(self, node)
    }

    /// Makes an expression.
    #[inline]
    pub fn add_expr(&mut self, kind: Expr, loc: Location) -> ExprId {
        self.add(Node { kind, loc })
    }

    /// Makes a statement.
    #[inline]
    pub fn add_stmt(&mut self, kind: Stmt, loc: Location) -> StmtId {
        self.add(Node { kind, loc })
    }

    /// Makes a pattern.
    #[inline]
    pub fn add_pattern(&mut self, kind: Pattern, loc: Location) -> PatternId {
        self.add(Node { kind, loc })
    }

    /// The handle of a constant; the four singletons have one each in every tree.
    pub fn add_constant(&mut self, value: Constant) -> ConstId {
        match value {
            Constant::None => ConstId::from_index(1),
            Constant::True => ConstId::from_index(2),
            Constant::False => ConstId::from_index(3),
            Constant::Ellipsis => ConstId::from_index(4),
            value => {
                self.constants.push(value);
                ConstId::from_index(self.constants.len() - 1)
            }
        }
    }

    /// All handles of a class of nodes, in the order of creation; nodes that the tree no longer reaches are among them.
    pub fn all<N: Stored>(&self) -> impl Iterator<Item = N::Id> + use<N> {
        (1..N::bound(self)).map(N::id)
    }

    /// How many expressions there are: an upper bound (exclusive) of `ExprId::index` for side tables.
    pub fn expr_bound(&self) -> usize {
        self.exprs.len().max(1)
    }

    /// How many statements there are: an upper bound (exclusive) of `StmtId::index` for side tables.
    pub fn stmt_bound(&self) -> usize {
        self.stmts.len().max(1)
    }

    /// How many constants there are at most, equal ones counted each.
    pub(crate) fn constant_bound(&self) -> usize {
        self.constants.len()
    }

    /// The expressions `left % right`, in the order of creation.
    pub(crate) fn remainders(&self) -> &[ExprId] {
        &self.remainders
    }

    /// Whether a `finally` was ever made.
    pub(crate) fn has_finally(&self) -> bool {
        self.has_finally
    }

    /// Bytes that the arenas hold, for the memory bar.
    pub fn arena_bytes(&self) -> usize {
        fn of<T>(v: &Vec<T>) -> usize {
            v.capacity() * size_of::<T>()
        }
        of(&self.exprs)
            + of(&self.stmts)
            + of(&self.patterns)
            + of(&self.constants)
            + of(&self.arguments)
            + of(&self.args)
            + of(&self.keywords)
            + of(&self.aliases)
            + of(&self.with_items)
            + of(&self.comprehensions)
            + of(&self.except_handlers)
            + of(&self.match_cases)
            + of(&self.type_params)
            + of(&self.type_ignores)
            + of(&self.functions)
            + of(&self.classes)
            + of(&self.pool)
            + of(&self.remainders)
    }
}

impl Index<ConstId> for Ast {
    type Output = Constant;
    #[inline]
    fn index(&self, id: ConstId) -> &Constant {
        &self.constants[id.index()]
    }
}

/// What an arena of [`Ast`] holds.
pub trait Stored: Sized {
    /// Its handle.
    type Id;
    /// Puts it into its arena.
    fn store(ast: &mut Ast, node: Self) -> Self::Id;
    /// The handle with a number.
    fn id(index: usize) -> Self::Id;
    /// An upper bound (exclusive) of the numbers of the arena's handles.
    fn bound(ast: &Ast) -> usize;
}

/// Nodes of which the tree keeps lists, so that a pass that looks for them need not look at all.
trait Noted<Id> {
    /// Notes the node that is about to become `id`.
    #[inline(always)]
    fn noted(&self, _: &mut Ast, _: Id) {}
}

impl Noted<ExprId> for Node<Expr> {
    #[inline(always)]
    fn noted(&self, ast: &mut Ast, id: ExprId) {
        if let Expr::BinOp { op: Operator::Mod, .. } = self.kind {
            ast.remainders.push(id);
        }
    }
}

impl Noted<StmtId> for Node<Stmt> {
    #[inline(always)]
    fn noted(&self, ast: &mut Ast, _: StmtId) {
        if let Stmt::Try { finalbody, .. } | Stmt::TryStar { finalbody, .. } = self.kind {
            ast.has_finally |= finalbody != List::EMPTY;
        }
    }
}

macro_rules! noted {
    ($($id:ident: $node:ty;)*) => {$(impl Noted<$id> for $node {})*};
}

noted! {
    PatternId: Node<Pattern>;
    ArgumentsId: Arguments;
    ArgId: Node<Arg>;
    KeywordId: Node<Keyword>;
    AliasId: Node<Alias>;
    WithItemId: WithItem;
    ComprehensionId: Comprehension;
    ExceptHandlerId: Node<ExceptHandler>;
    MatchCaseId: MatchCase;
    TypeParamId: Node<TypeParam>;
    TypeIgnoreId: TypeIgnore;
    FunctionId: FunctionDef;
    ClassId: ClassDef;
}

macro_rules! arenas {
    ($($id:ident => $field:ident: $node:ty;)*) => {$(
        impl Stored for $node {
            type Id = $id;
            #[inline]
            fn store(ast: &mut Ast, node: Self) -> $id {
                // Number 0 is never a handle: the first slot holds a copy of the first node.
                if ast.$field.is_empty() {
                    ast.$field.push(node.clone());
                }
                let id = $id::from_index(ast.$field.len());
                node.noted(ast, id);
                ast.$field.push(node);
                id
            }
            #[inline]
            fn id(index: usize) -> $id {
                $id::from_index(index)
            }
            #[inline]
            fn bound(ast: &Ast) -> usize {
                ast.$field.len()
            }
        }
        impl Index<$id> for Ast {
            type Output = $node;
            #[inline]
            fn index(&self, id: $id) -> &$node {
                &self.$field[id.index()]
            }
        }
        impl IndexMut<$id> for Ast {
            #[inline]
            fn index_mut(&mut self, id: $id) -> &mut $node {
                &mut self.$field[id.index()]
            }
        }
    )*};
}

arenas! {
    ExprId => exprs: Node<Expr>;
    StmtId => stmts: Node<Stmt>;
    PatternId => patterns: Node<Pattern>;
    ArgumentsId => arguments: Arguments;
    ArgId => args: Node<Arg>;
    KeywordId => keywords: Node<Keyword>;
    AliasId => aliases: Node<Alias>;
    WithItemId => with_items: WithItem;
    ComprehensionId => comprehensions: Comprehension;
    ExceptHandlerId => except_handlers: Node<ExceptHandler>;
    MatchCaseId => match_cases: MatchCase;
    TypeParamId => type_params: Node<TypeParam>;
    TypeIgnoreId => type_ignores: TypeIgnore;
    FunctionId => functions: FunctionDef;
    ClassId => classes: ClassDef;
}
