//! The node classes of Python 3.14's abstract syntax (`ast` module, "Abstract Grammar"), field for field.
//!
//! Field names are the abstract grammar's; `?` fields are `Option`s, `*` fields are [`List`]s. An expression is 16 bytes
//! and a statement 24, each followed by its 16 bytes of [`Location`]; the two definitions, whose fields are many, live in
//! arenas of their own.

// The names say it all: they are the abstract grammar's, which the `ast` module documents.
#![allow(missing_docs)]

use super::id::*;

/// Where a node stands: lines from 1, columns from 0 in UTF-8 bytes, the end exclusive. Signed because trees made by
/// hand may hold anything.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub struct Location {
    /// `lineno`.
    pub line: i32,
    /// `col_offset`.
    pub col: i32,
    /// `end_lineno`.
    pub end_line: i32,
    /// `end_col_offset`.
    pub end_col: i32,
}

/// A node with its place.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Node<K> {
    /// Class and fields.
    pub kind: K,
    /// Place in the source.
    pub loc: Location,
}

/// The root of a tree (`mod`).
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Mod {
    /// Mode `exec`.
    Module { body: List<StmtId>, type_ignores: List<TypeIgnoreId> },
    /// Mode `single`.
    Interactive { body: List<StmtId> },
    /// Mode `eval`.
    Expression { body: ExprId },
    /// Mode `func_type`.
    FunctionType { argtypes: List<ExprId>, returns: ExprId },
}

/// A statement.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Stmt {
    FunctionDef(FunctionId),
    AsyncFunctionDef(FunctionId),
    ClassDef(ClassId),
    Return {
        value: Option<ExprId>,
    },
    Delete {
        targets: List<ExprId>,
    },
    Assign {
        targets: List<ExprId>,
        value: ExprId,
        type_comment: Option<Name>,
    },
    TypeAlias {
        name: ExprId,
        type_params: List<TypeParamId>,
        value: ExprId,
    },
    AugAssign {
        target: ExprId,
        op: Operator,
        value: ExprId,
    },
    AnnAssign {
        target: ExprId,
        annotation: ExprId,
        value: Option<ExprId>,
        simple: bool,
    },
    For {
        target: ExprId,
        iter: ExprId,
        body: List<StmtId>,
        orelse: List<StmtId>,
        type_comment: Option<Name>,
    },
    AsyncFor {
        target: ExprId,
        iter: ExprId,
        body: List<StmtId>,
        orelse: List<StmtId>,
        type_comment: Option<Name>,
    },
    While {
        test: ExprId,
        body: List<StmtId>,
        orelse: List<StmtId>,
    },
    If {
        test: ExprId,
        body: List<StmtId>,
        orelse: List<StmtId>,
    },
    With {
        items: List<WithItemId>,
        body: List<StmtId>,
        type_comment: Option<Name>,
    },
    AsyncWith {
        items: List<WithItemId>,
        body: List<StmtId>,
        type_comment: Option<Name>,
    },
    Match {
        subject: ExprId,
        cases: List<MatchCaseId>,
    },
    Raise {
        exc: Option<ExprId>,
        cause: Option<ExprId>,
    },
    Try {
        body: List<StmtId>,
        handlers: List<ExceptHandlerId>,
        orelse: List<StmtId>,
        finalbody: List<StmtId>,
    },
    TryStar {
        body: List<StmtId>,
        handlers: List<ExceptHandlerId>,
        orelse: List<StmtId>,
        finalbody: List<StmtId>,
    },
    Assert {
        test: ExprId,
        msg: Option<ExprId>,
    },
    Import {
        names: List<AliasId>,
    },
    /// `level` counts the leading dots.
    ImportFrom {
        module: Option<Name>,
        names: List<AliasId>,
        level: i32,
    },
    Global {
        names: List<Name>,
    },
    Nonlocal {
        names: List<Name>,
    },
    Expr {
        value: ExprId,
    },
    Pass,
    Break,
    Continue,
}

/// The fields of `FunctionDef` and `AsyncFunctionDef`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct FunctionDef {
    pub name: Name,
    pub args: ArgumentsId,
    pub body: List<StmtId>,
    pub decorator_list: List<ExprId>,
    pub returns: Option<ExprId>,
    pub type_comment: Option<Name>,
    pub type_params: List<TypeParamId>,
}

/// The fields of `ClassDef`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ClassDef {
    pub name: Name,
    pub bases: List<ExprId>,
    pub keywords: List<KeywordId>,
    pub body: List<StmtId>,
    pub decorator_list: List<ExprId>,
    pub type_params: List<TypeParamId>,
}

/// An expression.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Expr {
    BoolOp {
        op: BoolOp,
        values: List<ExprId>,
    },
    NamedExpr {
        target: ExprId,
        value: ExprId,
    },
    BinOp {
        left: ExprId,
        op: Operator,
        right: ExprId,
    },
    UnaryOp {
        op: UnaryOp,
        operand: ExprId,
    },
    Lambda {
        args: ArgumentsId,
        body: ExprId,
    },
    IfExp {
        test: ExprId,
        body: ExprId,
        orelse: ExprId,
    },
    /// A `None` key is a `**mapping`.
    Dict {
        keys: List<Option<ExprId>>,
        values: List<ExprId>,
    },
    Set {
        elts: List<ExprId>,
    },
    ListComp {
        elt: ExprId,
        generators: List<ComprehensionId>,
    },
    SetComp {
        elt: ExprId,
        generators: List<ComprehensionId>,
    },
    DictComp {
        key: ExprId,
        value: ExprId,
        generators: List<ComprehensionId>,
    },
    GeneratorExp {
        elt: ExprId,
        generators: List<ComprehensionId>,
    },
    Await {
        value: ExprId,
    },
    Yield {
        value: Option<ExprId>,
    },
    YieldFrom {
        value: ExprId,
    },
    Compare {
        left: ExprId,
        ops: List<CmpOp>,
        comparators: List<ExprId>,
    },
    Call {
        func: ExprId,
        args: List<ExprId>,
        keywords: List<KeywordId>,
    },
    /// `conversion` is -1 or the letter's code point (`s`, `r`, `a`).
    FormattedValue {
        conversion: i16,
        value: ExprId,
        format_spec: Option<ExprId>,
    },
    /// `text` is the expression's source text.
    Interpolation {
        conversion: i16,
        value: ExprId,
        text: ConstId,
        format_spec: Option<ExprId>,
    },
    JoinedStr {
        values: List<ExprId>,
    },
    TemplateStr {
        values: List<ExprId>,
    },
    /// `kind` is `u` for `u'…'`.
    Constant {
        value: ConstId,
        kind: Option<Name>,
    },
    Attribute {
        value: ExprId,
        attr: Name,
        ctx: Ctx,
    },
    Subscript {
        value: ExprId,
        slice: ExprId,
        ctx: Ctx,
    },
    Starred {
        value: ExprId,
        ctx: Ctx,
    },
    Name {
        id: Name,
        ctx: Ctx,
    },
    List {
        elts: List<ExprId>,
        ctx: Ctx,
    },
    Tuple {
        elts: List<ExprId>,
        ctx: Ctx,
    },
    Slice {
        lower: Option<ExprId>,
        upper: Option<ExprId>,
        step: Option<ExprId>,
    },
}

/// Whether an expression is read, bound or deleted (`expr_context`).
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Ctx {
    Load,
    Store,
    Del,
}

/// `and`, `or`.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum BoolOp {
    And,
    Or,
}

/// A binary operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Operator {
    Add,
    Sub,
    Mult,
    MatMult,
    Div,
    Mod,
    Pow,
    LShift,
    RShift,
    BitOr,
    BitXor,
    BitAnd,
    FloorDiv,
}

/// A unary operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum UnaryOp {
    Invert,
    Not,
    UAdd,
    USub,
}

/// A comparison operator.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
#[repr(u8)]
pub enum CmpOp {
    Eq,
    NotEq,
    Lt,
    LtE,
    Gt,
    GtE,
    Is,
    IsNot,
    In,
    NotIn,
}

impl CmpOp {
    /// All operators in the order of the abstract grammar.
    pub const ALL: [Self; 10] =
        [Self::Eq, Self::NotEq, Self::Lt, Self::LtE, Self::Gt, Self::GtE, Self::Is, Self::IsNot, Self::In, Self::NotIn];
}

impl Word for CmpOp {
    fn to_word(self) -> u32 {
        self as u32
    }
    fn from_word(word: u32) -> Self {
        Self::ALL.get(word as usize).copied().unwrap_or(Self::Eq)
    }
}

/// One `for` clause of a comprehension.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Comprehension {
    pub target: ExprId,
    pub iter: ExprId,
    pub ifs: List<ExprId>,
    pub is_async: bool,
}

/// One `except` clause.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ExceptHandler {
    pub exc_type: Option<ExprId>,
    pub name: Option<Name>,
    pub body: List<StmtId>,
}

/// A parameter list.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub struct Arguments {
    pub posonlyargs: List<ArgId>,
    pub args: List<ArgId>,
    pub vararg: Option<ArgId>,
    pub kwonlyargs: List<ArgId>,
    /// One entry per keyword-only parameter, `None` where it has no default.
    pub kw_defaults: List<Option<ExprId>>,
    pub kwarg: Option<ArgId>,
    /// Defaults of the last positional parameters.
    pub defaults: List<ExprId>,
}

/// One parameter.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Arg {
    pub arg: Name,
    pub annotation: Option<ExprId>,
    pub type_comment: Option<Name>,
}

/// A keyword argument; without a name it is a `**mapping`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Keyword {
    pub arg: Option<Name>,
    pub value: ExprId,
}

/// An imported name.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Alias {
    pub name: Name,
    pub asname: Option<Name>,
}

/// One item of a `with`.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WithItem {
    pub context_expr: ExprId,
    pub optional_vars: Option<ExprId>,
}

/// One `case` clause.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct MatchCase {
    pub pattern: PatternId,
    pub guard: Option<ExprId>,
    pub body: List<StmtId>,
}

/// A pattern.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Pattern {
    MatchValue {
        value: ExprId,
    },
    /// `value` is None, True or False.
    MatchSingleton {
        value: ConstId,
    },
    MatchSequence {
        patterns: List<PatternId>,
    },
    MatchMapping {
        keys: List<ExprId>,
        patterns: List<PatternId>,
        rest: Option<Name>,
    },
    MatchClass {
        cls: ExprId,
        patterns: List<PatternId>,
        kwd_attrs: List<Name>,
        kwd_patterns: List<PatternId>,
    },
    MatchStar {
        name: Option<Name>,
    },
    MatchAs {
        pattern: Option<PatternId>,
        name: Option<Name>,
    },
    MatchOr {
        patterns: List<PatternId>,
    },
}

/// A `# type: ignore` comment: its line, and what follows the word.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct TypeIgnore {
    pub lineno: i32,
    pub tag: Name,
}

/// A type parameter (PEP 695, PEP 696).
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum TypeParam {
    TypeVar { name: Name, bound: Option<ExprId>, default_value: Option<ExprId> },
    ParamSpec { name: Name, default_value: Option<ExprId> },
    TypeVarTuple { name: Name, default_value: Option<ExprId> },
}

const _: () = assert!(size_of::<Expr>() == 16);
const _: () = assert!(size_of::<Stmt>() == 24);
const _: () = assert!(size_of::<Node<Expr>>() == 32);
const _: () = assert!(size_of::<Node<Stmt>>() == 40);
const _: () = assert!(size_of::<Option<ExprId>>() == 4);
