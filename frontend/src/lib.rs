//! Python 3.14 source text to code descriptions. Depends on no other crate of rpython.
//!
//! The way of a program: [`ast`] trees are made from source text, checked and named by the symbol table, and turned into
//! code. Every node, scope, block and instruction is a `u32` of its own type into an arena; texts are interned
//! ([`names`]); values are [`constant::Constant`]s; whatever ends a compilation is a [`error::CompileError`] with the
//! class, message and place that CPython gives it.
//!
//! # As a library
//! A linter reads trees; [`ast::visit`] walks them:
//!
//! ```
//! use rpython_frontend::ast::visit::{Visitor, walk_expr, walk_mod};
//! use rpython_frontend::ast::{Ast, Expr, ExprId};
//! use rpython_frontend::error::IgnoreWarnings;
//! use rpython_frontend::names::Interner;
//! use rpython_frontend::parser::{ParseOptions, parse};
//! use rpython_frontend::source::{FinalNewline, Source};
//!
//! struct Calls<'a> {
//!     ast: &'a Ast,
//!     lines: Vec<i32>,
//! }
//!
//! impl Visitor for Calls<'_> {
//!     fn ast(&self) -> &Ast {
//!         self.ast
//!     }
//!     fn visit_expr(&mut self, id: ExprId) {
//!         if let Expr::Call { .. } = self.ast[id].kind {
//!             self.lines.push(self.ast[id].loc.line);
//!         }
//!         walk_expr(self, id);
//!     }
//! }
//!
//! let source = Source::from_text("x = f(1)\ng(h(2))\n", FinalNewline::Add)?;
//! let mut names = Interner::new();
//! let ast = parse(&source, &ParseOptions::default(), &mut names, &mut IgnoreWarnings)?;
//! let mut calls = Calls { ast: &ast, lines: Vec::new() };
//! walk_mod(&mut calls);
//! assert_eq!(calls.lines, [1, 2, 2]);
//! # Ok::<(), rpython_frontend::error::CompileError>(())
//! ```
//!
//! A build script checks sources, with CPython's words and places for what is wrong:
//!
//! ```
//! use rpython_frontend::compile::{CompileOptions, compile};
//! use rpython_frontend::error::IgnoreWarnings;
//! use rpython_frontend::source::{FinalNewline, Source};
//!
//! let source = Source::from_text("if x = 1:\n    pass\n", FinalNewline::Add)?;
//! let error = compile(&source, "a.py", &CompileOptions::default(), &mut IgnoreWarnings).expect_err("`=` is wrong");
//! assert_eq!(error.message, "invalid syntax. Maybe you meant '==' or ':=' instead of '='?");
//! assert_eq!((error.place.line, error.place.column), (Some(1), Some(4)));
//! # Ok::<(), rpython_frontend::error::CompileError>(())
//! ```
//!
//! The same script may write `.pyc` files; [`compile()`] goes the whole way, [`compile_ast`] from a tree on:
//!
//! ```
//! use rpython_frontend::error::Warning;
//! use rpython_frontend::marshal::{Header, Validation, write_pyc};
//! use rpython_frontend::parser::Mode;
//! use rpython_frontend::source::{FinalNewline, Source};
//! use rpython_frontend::{CompileOptions, compile};
//!
//! let text = "print('hello' if 1 is 1 else 'bye')\n";
//! let source = Source::from_text(text, FinalNewline::Add)?;
//! let mut warnings: Vec<Warning> = Vec::new();
//! let code = compile(&source, "hello.py", &CompileOptions::new(Mode::Exec, 0), &mut warnings)?;
//! assert_eq!(code.names.iter().map(|name| name.to_str()).collect::<Vec<_>>(), [Some("print")]);
//! assert_eq!(warnings[0].message, "\"is\" with 'int' literal. Did you mean \"==\"?");
//!
//! let validation = Validation::Timestamp { mtime: 0, size: text.len() as u32 };
//! let pyc = write_pyc(Header { validation }, &code)?;
//! assert_eq!(&pyc[..4], &rpython_frontend::marshal::MAGIC_NUMBER);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod assemble;
pub mod ast;
pub mod bytecode;
pub mod code;
pub mod codegen;
pub mod compile;
pub mod constant;
pub mod error;
pub mod flow;
pub mod future;
pub mod lexer;
pub mod marshal;
pub mod names;
pub mod parser;
pub mod preprocess;
pub mod recursion;
pub mod repr;
pub mod source;
pub mod symtable;
pub mod tokenize;
pub mod wtf8;

pub use compile::{CompileOptions, compile, compile_ast};
