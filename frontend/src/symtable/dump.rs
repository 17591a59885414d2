//! A symbol table as text, a line a scope or name, for comparison with CPython's `symtable` module.

use super::*;
use std::fmt::Write;

/// The whole table: `TYPE NAME LINE NESTED VARNAMES`, then the names of the scope with CPython's flag numbers, sorted, then
/// its children, each level two columns in.
pub fn dump(table: &SymbolTable, names: &Interner) -> String {
    let mut text = String::new();
    let mut open = vec![(ScopeId::TOP, 0)];
    while let Some((id, depth)) = open.pop() {
        dump_scope(table, names, id, depth, &mut text);
        open.extend(table[id].children.iter().rev().map(|&child| (child, depth + 1)));
    }
    text
}

fn dump_scope(table: &SymbolTable, names: &Interner, id: ScopeId, depth: usize, text: &mut String) {
    let scope = &table[id];
    let indent = 2 * depth;
    let kind = match scope.kind {
        BlockKind::Function => "function",
        BlockKind::Class => "class",
        BlockKind::Module => "module",
        BlockKind::Annotation => "annotation",
        BlockKind::TypeVariable => "type variable",
        BlockKind::TypeAlias => "type alias",
        BlockKind::TypeParameters => "type parameters",
    };
    let varnames: Vec<&str> = scope.varnames.iter().map(|&name| names.str(name)).collect();
    let nested = if scope.nested { " nested" } else { "" };
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{:indent$}{kind} {} {}{nested} ({})",
        "",
        names.str(scope.name),
        scope.loc.line,
        varnames.join(" ")
    );
    // Names handed through have no order in CPython; the rest has.
    let (ordered, handed): (Vec<Symbol>, Vec<Symbol>) = scope.symbols.iter().partition(|symbol| symbol.flags != 0);
    let line = |symbol: &Symbol| format!("{:indent$}- {} {}\n", "", names.str(symbol.name), symbol.cpython_flags());
    text.extend(ordered.iter().map(line));
    let mut handed: Vec<String> = handed.iter().map(line).collect();
    handed.sort_unstable();
    text.extend(handed);
}
