//! The parser: tokens to a tree (`Grammar/python.gram`).
//!
//! Two parsers stand behind [`parse`]. The first is recursive descent with precedence climbing, made for programs that
//! are right: one token of lookahead nearly everywhere, nodes written straight into the arenas, and on any surprise it
//! gives up without a word. Only then does `diagnose` read the program again, the way CPython's own parser does, to
//! find the error that CPython reports. So the fast path carries no knowledge of errors, and the slow one need not be
//! fast.
//!
//! `expressions`, `statements`, `compound`, `patterns`, `parameters` and `targets` hold the grammar,
//! `strings`, `literals` and `character_names` what literals denote, `tokens` the lookahead.

mod character_names;
mod compound;
mod diagnose;
mod expressions;
mod literals;
mod parameters;
mod patterns;
mod statements;
mod strings;
mod targets;
mod tokens;

pub use character_names::character_by_name;
pub use literals::DEFAULT_MAX_STR_DIGITS;

use crate::ast::*;
use crate::error::{CompileError, Result, Warning, WarningSink};
use crate::lexer::{LexOptions, Lexer};
use crate::names::Interner;
use crate::recursion::StackLimit;
use crate::source::Source;
use tokens::Tokens;

/// What a source is parsed as.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Hash)]
pub enum Mode {
    /// A module.
    #[default]
    Exec,
    /// An expression.
    Eval,
    /// One statement, as the interactive prompt takes it.
    Single,
    /// A signature type comment: `(int, str) -> None`.
    FuncType,
}

/// How to parse.
#[derive(Clone, Debug)]
pub struct ParseOptions {
    /// What the source is.
    pub mode: Mode,
    /// Keep type comments (`PyCF_TYPE_COMMENTS`).
    pub type_comments: bool,
    /// The minor version of Python 3 whose grammar applies; later features are errors.
    pub feature_version: u8,
    /// Report an incomplete program as such (`PyCF_ALLOW_INCOMPLETE_INPUT`).
    pub allow_incomplete: bool,
    /// In mode `single`, do not end blocks where the input ends (`PyCF_DONT_IMPLY_DEDENT`).
    pub dont_imply_dedent: bool,
    /// `<>` instead of `!=` (`from __future__ import barry_as_FLUFL`).
    pub barry_as_flufl: bool,
    /// How many digits a decimal int may have (`sys.set_int_max_str_digits`); 0 for any number.
    pub max_str_digits: usize,
    /// Bytes of stack that the parser may use; where they do not suffice, the source is too complex.
    pub stack: usize,
    /// The character of a name, for `\N{…}`.
    pub character_by_name: fn(&str) -> Option<char>,
}

impl Default for ParseOptions {
    fn default() -> Self {
        Self {
            mode: Mode::Exec,
            type_comments: false,
            feature_version: 14,
            allow_incomplete: false,
            dont_imply_dedent: false,
            barry_as_flufl: false,
            max_str_digits: DEFAULT_MAX_STR_DIGITS,
            stack: StackLimit::DEFAULT,
            character_by_name,
        }
    }
}

/// Parses a source. Texts of the tree are interned into `names`; `warnings` takes the `SyntaxWarning`s of lexer and
/// parser in the order of the text.
///
/// # Errors
/// What CPython raises: `SyntaxError` and its subclasses, `MemoryError` for too deep a nesting.
pub fn parse(
    source: &Source<'_>,
    options: &ParseOptions,
    names: &mut Interner,
    warnings: &mut dyn WarningSink,
) -> Result<Ast> {
    let lex_options = LexOptions { type_comments: options.type_comments, ..LexOptions::default() };
    let lexer = Lexer::with_options(source, lex_options);
    let text = lexer.text();
    let mut parser = Parser {
        text,
        options,
        names,
        ast: Ast::with_capacity(text.len()),
        tokens: Tokens::new(lexer, options),
        scratch: Vec::new(),
        depth: 0,
        stack: StackLimit::below_here(options.stack),
        block_end: (1, 0),
        warnings: Vec::new(),
        flufl: options.barry_as_flufl,
        kind_u: None,
    };
    match parser.root() {
        Ok(root) => {
            let Parser { mut ast, warnings: found, mut tokens, .. } = parser;
            ast.root = root;
            deliver(found, tokens.take_lexer_warnings(), warnings)?;
            Ok(ast)
        }
        Err(Fail) => Err(diagnose::diagnose(source, options, warnings)),
    }
}

/// Hands the warnings of a successful parse over, in order of the text.
fn deliver(
    parser: Vec<(u32, Warning, CompileError)>,
    lexer: Vec<(u32, Warning, CompileError)>,
    sink: &mut dyn WarningSink,
) -> Result<()> {
    let mut all = parser;
    all.extend(lexer);
    all.sort_by_key(|entry| entry.0);
    for (_, warning, error) in all {
        if sink.warn(warning).is_break() {
            return Err(error);
        }
    }
    Ok(())
}

/// The fast parser gives up: the program is wrong, or too deeply nested.
#[derive(Clone, Copy, Debug)]
struct Fail;

type R<T> = std::result::Result<T, Fail>;

/// Nesting of the constructs that recurse here. CPython's limit is its machine stack (about 2,800 lambdas in 8 MiB).
const MAX_DEPTH: u32 = 3000;
/// Length of a chain that CPython parses by recursion and this parser by a loop: unary operators, `elif`.
const MAX_CHAIN: usize = 6000;

struct Parser<'s, 'a> {
    text: &'s str,
    options: &'a ParseOptions,
    names: &'a mut Interner,
    ast: Ast,
    tokens: Tokens<'s>,
    /// List items under construction; each list takes what lies above its mark.
    scratch: Vec<u32>,
    depth: u32,
    stack: StackLimit,
    /// Where the last line of statements ended.
    block_end: (i32, i32),
    /// Warnings with their place in the text and the error that they become where the filter says so.
    warnings: Vec<(u32, Warning, CompileError)>,
    flufl: bool,
    /// The interned `u`.
    kind_u: Option<Name>,
}

impl Parser<'_, '_> {
    fn root(&mut self) -> R<Mod> {
        match self.options.mode {
            Mode::Exec => self.module(),
            Mode::Eval => self.expression_input(),
            Mode::Single => self.interactive(),
            Mode::FuncType => self.function_type(),
        }
    }

    /// The items above `mark` as a list of the tree.
    #[inline]
    fn take_list<T: Word>(&mut self, mark: usize) -> List<T> {
        let list = self.ast.add_words(&self.scratch[mark..]);
        self.scratch.truncate(mark);
        list
    }

    #[inline]
    fn push<T: Word>(&mut self, item: T) {
        self.scratch.push(item.to_word());
    }

    /// Runs `f` one level deeper.
    #[inline]
    fn nested<T>(&mut self, f: impl FnOnce(&mut Self) -> R<T>) -> R<T> {
        if self.depth >= MAX_DEPTH || self.stack.check().is_err() {
            return Err(Fail);
        }
        self.depth += 1;
        let result = f(self);
        self.depth -= 1;
        result
    }

    /// Gives up where the construct at hand is newer than the feature version.
    #[inline]
    fn since(&self, minor: u8) -> R<()> {
        if self.options.feature_version >= minor { Ok(()) } else { Err(Fail) }
    }
}
