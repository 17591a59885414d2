//! Python 3.14 source text to code descriptions. Depends on no other crate of rpython.
//!
//! The way of a program: [`ast`] trees are made from source text, checked and named by the symbol table, and turned into
//! code. Every node, scope, block and instruction is a `u32` of its own type into an arena; texts are interned
//! ([`names`]); values are [`constant::Constant`]s; whatever ends a compilation is a [`error::CompileError`] with the
//! class, message and place that CPython gives it.
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
