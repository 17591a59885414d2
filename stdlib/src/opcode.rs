//! `_opcode`: what `opcode` and `dis` ask about the instruction set (CPython: `Modules/_opcode.c`).

use crate::table;
use rpython_frontend::bytecode::{self, Path};
use rpython_objects::{
    Args, Code, List, Module, NativeDef, Obj, PyResult, Ref, Str, Vm, argument, int, native, type_error, value_error,
};

fn opcode(vm: &mut Vm, args: Args<'_>) -> PyResult<Option<u16>> {
    let n = argument::c_int(vm, args.at(1))?;
    Ok(u16::try_from(n).ok().filter(|&n| is_known(n)))
}

/// Whether a number is an instruction's, pseudo-instructions and specialised forms included.
fn is_known(n: u16) -> bool {
    bytecode::NAMES.get(n as usize).is_some_and(|name| name.is_some())
}

fn stack_effect(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = argument::c_int(vm, args.at(1))?;
    let oparg = match args.some(2) {
        Some(oparg) => argument::c_int(vm, oparg)?,
        None => 0,
    };
    let path = match args.opt(3) {
        None => Path::Either,
        Some(jump) if jump.is_none() => Path::Either,
        Some(jump) if jump.is(&Obj::TRUE) => Path::Jump,
        Some(jump) if jump.is(&Obj::FALSE) => Path::Fallthrough,
        Some(_) => return Err(value_error!(vm, "stack_effect: jump must be False, True or None")),
    };
    let effect = u16::try_from(n).ok().filter(|&n| is_known(n)).and_then(|n| bytecode::stack_effect(n, oparg, path));
    match effect {
        Some(effect) => Ok(int::from_i64(vm, effect.into())),
        None => Err(value_error!(vm, "invalid opcode or oparg")),
    }
}

/// A question about an instruction; no for what is none.
fn ask(vm: &mut Vm, args: Args<'_>, question: fn(u16) -> bool) -> PyResult {
    Ok(Obj::bool(opcode(vm, args)?.is_some_and(question)))
}

/// A list of names.
fn listed(vm: &mut Vm, names: &[&str]) -> PyResult {
    let names = names.iter().map(|name| Str::intern(vm, name).into_obj()).collect();
    Ok(List::from_vec(vm, names)?.into_obj())
}

fn nb_ops(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let mut all = Vec::with_capacity(bytecode::NB_OPS.len());
    for (name, symbol) in bytecode::NB_OPS {
        let pair = [Str::intern(vm, name).into_obj(), Str::intern(vm, symbol).into_obj()];
        all.push(table::tuple(vm, &pair)?);
    }
    Ok(List::from_vec(vm, all)?.into_obj())
}

fn get_executor(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let code = args.at(1);
    if !code.is_kind::<Code>() {
        let got = argument::class_name(vm, code);
        return Err(type_error!(vm, "expected a code object, not '{got}'"));
    }
    argument::c_int(vm, args.at(2))?;
    Err(value_error!(vm, "no executor at given byte offset"))
}

const OPCODE: &str = "($module, /, opcode)";
const NONE: &str = "($module, /)";

static FUNCTIONS: &[NativeDef] = &[
    native(
        "stack_effect",
        "($module, opcode, oparg=None, /, *, jump=None)",
        stack_effect,
        "Compute the stack effect of the opcode.",
    ),
    native("is_valid", OPCODE, |vm, a| ask(vm, a, |_| true), "Return True if opcode is valid, False otherwise."),
    native(
        "has_arg",
        OPCODE,
        |vm, a| ask(vm, a, bytecode::has_arg),
        "Return True if the opcode uses its oparg, False otherwise.",
    ),
    native(
        "has_const",
        OPCODE,
        |vm, a| ask(vm, a, bytecode::has_const),
        "Return True if the opcode accesses a constant, False otherwise.",
    ),
    native(
        "has_name",
        OPCODE,
        |vm, a| ask(vm, a, bytecode::has_name),
        "Return True if the opcode accesses an attribute by name, False otherwise.",
    ),
    native(
        "has_jump",
        OPCODE,
        |vm, a| ask(vm, a, bytecode::has_jump),
        "Return True if the opcode has a jump target, False otherwise.",
    ),
    native(
        "has_free",
        OPCODE,
        |vm, a| ask(vm, a, bytecode::has_free),
        "Return True if the opcode accesses a free variable, False otherwise.\n\nNote that 'free' in this context refers to names in the current scope\nthat are referenced by inner scopes or names in outer scopes that are\nreferenced from this scope. It does not include references to global\nor builtin scopes.",
    ),
    native(
        "has_local",
        OPCODE,
        |vm, a| ask(vm, a, bytecode::has_local),
        "Return True if the opcode accesses a local variable, False otherwise.",
    ),
    native(
        "has_exc",
        OPCODE,
        |vm, a| ask(vm, a, bytecode::is_block_push),
        "Return True if the opcode sets an exception handler, False otherwise.",
    ),
    native("get_specialization_stats", NONE, |_, _| Ok(Obj::NONE), "Return the specialization stats"),
    native(
        "get_nb_ops",
        NONE,
        nb_ops,
        "Return array of symbols of binary ops.\n\nIndexed by the BINARY_OP oparg value.",
    ),
    native(
        "get_intrinsic1_descs",
        NONE,
        |vm, _| listed(vm, &bytecode::INTRINSIC_1_NAMES),
        "Return a list of names of the unary intrinsics.",
    ),
    native(
        "get_intrinsic2_descs",
        NONE,
        |vm, _| listed(vm, &bytecode::INTRINSIC_2_NAMES),
        "Return a list of names of the binary intrinsics.",
    ),
    native(
        "get_executor",
        "($module, /, code, offset)",
        get_executor,
        "Return the executor object at offset in code if exists, None otherwise.",
    ),
    native(
        "get_special_method_names",
        NONE,
        |vm, _| listed(vm, &["__enter__", "__exit__", "__aenter__", "__aexit__"]),
        "Return a list of special method names.",
    ),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_opcode", "Opcode support module.", FUNCTIONS)?;
    for name in ["ENABLE_SPECIALIZATION", "ENABLE_SPECIALIZATION_FT"] {
        let one = int::from_i64(vm, 1);
        table::set(vm, &module, name, one)?;
    }
    Ok(module)
}
