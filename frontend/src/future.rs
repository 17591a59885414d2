//! `from __future__` statements: which features a module turns on (CPython: Python/future.c).
//!
//! Only a docstring and other `from __future__` imports may stand before one. Late ones are found by the symbol table,
//! which compares each with [`Future::last`].

use crate::ast::{AliasId, Expr};
use crate::ast::{Ast, List, Location, Mod, Stmt, StmtId};
use crate::constant::Constant;
use crate::error::{CompileError, ErrorPlace, Result};
use crate::names::Interner;

/// `CO_FUTURE_BARRY_AS_BDFL`: `<>` is spelled instead of `!=`.
pub const CO_FUTURE_BARRY_AS_BDFL: u32 = 0x40_0000;
/// `CO_FUTURE_ANNOTATIONS`: annotations are kept as text (PEP 563).
pub const CO_FUTURE_ANNOTATIONS: u32 = 0x100_0000;

/// The future features of a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Future {
    /// `CO_FUTURE_*` bits.
    pub features: u32,
    /// Where the last `from __future__` import of the beginning stands; lines and columns -1 when there is none.
    pub last: Location,
}

impl Default for Future {
    fn default() -> Self {
        Self { features: 0, last: Location { line: -1, col: -1, end_line: -1, end_col: -1 } }
    }
}

impl Future {
    /// Reads the imports at the beginning of a module. Raises `SyntaxError` for a feature that does not exist.
    pub fn of(ast: &Ast, names: &Interner) -> Result<Self> {
        let mut future = Self::default();
        let (Mod::Module { body, .. } | Mod::Interactive { body }) = ast.root else { return Ok(future) };
        let docstring = usize::from(docstring(ast, body).is_some());
        for stmt in ast.list(body).skip(docstring) {
            match ast[stmt].kind {
                Stmt::ImportFrom { module: Some(module), names: imported, level: 0 }
                    if names.str(module) == "__future__" =>
                {
                    for alias in ast.list(imported) {
                        future.features |= feature(ast, names, alias)?;
                    }
                    future.last = ast[stmt].loc;
                }
                _ => break,
            }
        }
        Ok(future)
    }

    /// Whether annotations are text.
    pub fn annotations(&self) -> bool {
        self.features & CO_FUTURE_ANNOTATIONS != 0
    }
}

/// The docstring of a body: its first statement when that is a string (CPython: `_PyAST_GetDocString`).
pub fn docstring(ast: &Ast, body: List<StmtId>) -> Option<crate::ast::Name> {
    let first = ast.list(body).first()?;
    let Stmt::Expr { value } = ast[first].kind else { return None };
    let Expr::Constant { value, .. } = ast[value].kind else { return None };
    match ast[value] {
        Constant::Str(text) => Some(text),
        _ => None,
    }
}

fn feature(ast: &Ast, names: &Interner, alias: AliasId) -> Result<u32> {
    let text = names.str(ast[alias].kind.name);
    let message = match text {
        "nested_scopes" | "generators" | "division" | "absolute_import" | "with_statement" | "print_function"
        | "unicode_literals" | "generator_stop" => return Ok(0),
        "barry_as_FLUFL" => return Ok(CO_FUTURE_BARRY_AS_BDFL),
        "annotations" => return Ok(CO_FUTURE_ANNOTATIONS),
        "braces" => "not a chance".to_string(),
        // `%.100s`: bytes, and what that cuts through is replaced.
        _ => {
            let shown = String::from_utf8_lossy(&text.as_bytes()[..text.len().min(100)]);
            format!("future feature {shown} is not defined")
        }
    };
    Err(CompileError::syntax(message, ranged_place(ast[alias].loc)))
}

/// The place of an error or warning of the passes after the parser: columns from 1, in bytes as CPython has them there.
pub(crate) fn place(loc: Location) -> ErrorPlace {
    let at = |value: i32, plus: i64| Some(i64::from(value) + plus);
    ErrorPlace {
        line: at(loc.line, 0),
        column: at(loc.col, 1),
        end_line: at(loc.end_line, 0),
        end_column: at(loc.end_col, 1),
    }
}

/// The same for what the symbol table and future imports report: nothing where a hand-made tree has negative numbers
/// (CPython: `PyErr_RangedSyntaxLocationObject`).
pub(crate) fn ranged_place(loc: Location) -> ErrorPlace {
    let ErrorPlace { line, column, end_line, end_column } = place(loc);
    let [column, end_line, end_column] = [column, end_line, end_column].map(|value| value.filter(|&value| value >= 0));
    ErrorPlace { line, column, end_line, end_column }
}
