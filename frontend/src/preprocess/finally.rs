//! Warns of `return`, `break` and `continue` that leave a `finally` block (PEP 765).
//!
//! Only the nearest `finally`, function or loop around the statement counts, as in CPython: a `return` in a loop in a
//! `finally` passes.

use crate::ast::*;
use crate::error::{CompileError, Result, Warning, WarningClass, WarningSink};
use crate::future::place;

#[derive(Clone, Copy, PartialEq)]
enum Around {
    Nothing,
    Finally,
    Function,
    Loop,
}

/// Walks the statements, if there is a `finally` at all.
pub(super) fn warn(ast: &Ast, warnings: &mut dyn WarningSink) -> Result<()> {
    let (Mod::Module { body, .. } | Mod::Interactive { body }) = ast.root else { return Ok(()) };
    if !ast.has_finally() {
        return Ok(());
    }
    // Statements to come, the next one last.
    let mut open: Vec<(StmtId, Around)> = Vec::new();
    push(ast, &mut open, body, Around::Nothing);
    while let Some((id, around)) = open.pop() {
        let Node { kind, loc } = ast[id];
        let word = match kind {
            Stmt::Return { .. } => "return",
            Stmt::Break => "break",
            Stmt::Continue => "continue",
            _ => {
                open_stmt(ast, &mut open, kind, around);
                continue;
            }
        };
        if around == Around::Finally {
            let message = format!("'{word}' in a 'finally' block");
            let warning = Warning { class: WarningClass::SyntaxWarning, message, place: place(loc) };
            if warnings.warn(warning.clone()).is_break() {
                return Err(CompileError::syntax(warning.message, warning.place));
            }
        }
    }
    Ok(())
}

fn push(ast: &Ast, open: &mut Vec<(StmtId, Around)>, body: List<StmtId>, around: Around) {
    open.extend(ast.list(body).iter().rev().map(|stmt| (stmt, around)));
}

fn open_stmt(ast: &Ast, open: &mut Vec<(StmtId, Around)>, stmt: Stmt, around: Around) {
    match stmt {
        Stmt::FunctionDef(function) | Stmt::AsyncFunctionDef(function) => {
            push(ast, open, ast[function].body, Around::Function);
        }
        Stmt::ClassDef(class) => push(ast, open, ast[class].body, around),
        Stmt::For { body, orelse, .. } | Stmt::AsyncFor { body, orelse, .. } | Stmt::While { body, orelse, .. } => {
            push(ast, open, orelse, around);
            push(ast, open, body, Around::Loop);
        }
        Stmt::If { body, orelse, .. } => {
            push(ast, open, orelse, around);
            push(ast, open, body, around);
        }
        Stmt::With { body, .. } | Stmt::AsyncWith { body, .. } => push(ast, open, body, around),
        Stmt::Match { cases, .. } => {
            for case in ast.list(cases).iter().rev() {
                push(ast, open, ast[case].body, around);
            }
        }
        Stmt::Try { body, handlers, orelse, finalbody } | Stmt::TryStar { body, handlers, orelse, finalbody } => {
            push(ast, open, finalbody, Around::Finally);
            push(ast, open, orelse, around);
            for handler in ast.list(handlers).iter().rev() {
                push(ast, open, ast[handler].kind.body, around);
            }
            push(ast, open, body, around);
        }
        _ => {}
    }
}
