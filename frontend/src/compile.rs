//! The way from source text, or a tree, to code (Python/pythonrun.c: Py_CompileStringObject; compile.c: _PyAST_Compile).

use crate::ast::Ast;
use crate::code::{Code, flags};
use crate::codegen;
use crate::error::{Result, WarningSink};
use crate::future::Future;
use crate::names::Interner;
use crate::parser::{self, Mode, ParseOptions};
use crate::preprocess;
use crate::recursion::StackLimit;
use crate::source::Source;
use crate::symtable::{self, SymbolTable};
use std::sync::Arc;

/// How to compile.
#[derive(Clone, Debug)]
pub struct CompileOptions {
    /// What the source is, and the other choices of the parser.
    pub parse: ParseOptions,
    /// Optimisation level: 0, 1 (`-O`) or 2 (`-OO`).
    pub optimize: u8,
    /// `CO_FUTURE_*` bits that the surroundings turn on; others are ignored.
    pub future: u32,
    /// `PyCF_ALLOW_TOP_LEVEL_AWAIT`.
    pub allow_top_level_await: bool,
    /// Bytes of stack that each pass may use.
    pub stack: usize,
}

impl Default for CompileOptions {
    fn default() -> Self {
        Self {
            parse: ParseOptions::default(),
            optimize: 0,
            future: 0,
            allow_top_level_await: false,
            stack: StackLimit::DEFAULT,
        }
    }
}

impl CompileOptions {
    /// The defaults for a mode and an optimisation level.
    pub fn new(mode: Mode, optimize: u8) -> Self {
        Self { parse: ParseOptions { mode, ..ParseOptions::default() }, optimize, ..Self::default() }
    }
}

/// Compiles a source.
///
/// # Errors
/// What CPython's `compile()` raises: `SyntaxError` and its subclasses, and few others.
pub fn compile(
    source: &Source<'_>,
    filename: &str,
    options: &CompileOptions,
    warnings: &mut dyn WarningSink,
) -> Result<Arc<Code>> {
    let mut names = Interner::with_room(source.lexed().len());
    let mut parse = options.parse.clone();
    parse.barry_as_flufl |= options.future & flags::FUTURE_BARRY_AS_BDFL != 0;
    let mut ast = parser::parse(source, &parse, &mut names, warnings)?;
    compile_ast(&mut ast, &mut names, filename, options, warnings)
}

/// Compiles a tree, which is changed on the way. A tree that was made by hand is to be validated first
/// ([`crate::ast::validate`]).
///
/// # Errors
/// As [`compile`].
pub fn compile_ast(
    ast: &mut Ast,
    names: &mut Interner,
    filename: &str,
    options: &CompileOptions,
    warnings: &mut dyn WarningSink,
) -> Result<Arc<Code>> {
    let mut future = Future::of(ast, names)?;
    future.features |= options.future & flags::FUTURE_MASK;
    let optimize = options.optimize.min(2);
    let fold = preprocess::Options { optimize, future, syntax_check_only: false };
    preprocess::preprocess(ast, names, fold, warnings)?;
    let stack_limit = StackLimit::below_here(options.stack);
    let table_options = symtable::Options { future, allow_top_level_await: options.allow_top_level_await, stack_limit };
    let mut table = SymbolTable::build(ast, names, table_options)?;
    let generate = codegen::Options { optimize, future: future.features, stack_limit };
    codegen::generate(ast, names, &mut table, filename, generate, warnings)
}
