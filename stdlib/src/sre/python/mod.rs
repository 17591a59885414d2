//! The module `_sre` on top of the matcher (CPython: `Modules/_sre/sre.c`).
//!
//! `pattern.rs`, `matched.rs`, `scanner.rs`, `substitution.rs` hold a type each; `subject.rs` what is matched. A match
//! runs on borrowed characters and stops where a signal is pending; the module handles it and goes on.

mod matched;
mod pattern;
mod scanner;
mod subject;
mod substitution;

use rpython_objects::{Args, Module, NativeDef, Obj, PyResult, Ref, Str, Vm, argument, int, native};

use super::{Database, ascii_iscased, ascii_tolower, opcode, unicode_iscased, unicode_tolower};
use crate::table;

/// The character that an argument names.
fn character(vm: &mut Vm, args: Args<'_>) -> PyResult<u32> {
    argument::c_int(vm, args.at(1)).map(|n| n as u32)
}

fn number(vm: &Vm, n: u32) -> Obj {
    int::from_i64(vm, (n as i32).into())
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "compile",
        "($module, /, pattern, flags, code, groups, groupindex,\n        indexgroup)",
        pattern::compile,
        "",
    ),
    native(
        "template",
        "($module, pattern, template, /)",
        substitution::template,
        "\n\n  template\n    A list containing interleaved literal strings (str or bytes) and group\n    indices (int), as returned by re._parser.parse_template():\n        [literal1, group1, ..., literalN, groupN]",
    ),
    native("getcodesize", "($module, /)", |vm, _| Ok(int::from_i64(vm, opcode::CODESIZE as i64)), ""),
    native("ascii_iscased", "($module, character, /)", |vm, a| Ok(Obj::bool(ascii_iscased(character(vm, a)?))), ""),
    native(
        "unicode_iscased",
        "($module, character, /)",
        |vm, a| Ok(Obj::bool(unicode_iscased(&Database, character(vm, a)?))),
        "",
    ),
    native(
        "ascii_tolower",
        "($module, character, /)",
        |vm, a| {
            let ch = character(vm, a)?;
            Ok(number(vm, ascii_tolower(ch)))
        },
        "",
    ),
    native(
        "unicode_tolower",
        "($module, character, /)",
        |vm, a| {
            let ch = character(vm, a)?;
            Ok(number(vm, unicode_tolower(&Database, ch)))
        },
        "",
    ),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_sre", "", FUNCTIONS)?;
    rpython_objects::type_object::define_kind::<pattern::Pattern>(vm, &pattern::DEF)?;
    rpython_objects::type_object::define_kind::<matched::Match>(vm, &matched::DEF)?;
    rpython_objects::type_object::define_kind::<scanner::Scanner>(vm, &scanner::DEF)?;
    rpython_objects::type_object::define_kind::<substitution::Compiled>(vm, &substitution::DEF)?;
    table::set_numbers(
        vm,
        &module,
        &[
            ("MAGIC", opcode::MAGIC),
            ("CODESIZE", opcode::CODESIZE as u32),
            ("MAXREPEAT", opcode::MAXREPEAT),
            ("MAXGROUPS", opcode::MAXGROUPS),
        ],
    )?;
    let copyright = Str::new(vm, " SRE 2.2.2 Copyright (c) 1997-2002 by Secret Labs AB ").into_obj();
    table::set(vm, &module, "copyright", copyright)?;
    Ok(module)
}
