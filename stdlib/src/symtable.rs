//! `_symtable`: the compiler's symbol tables as objects (CPython: `Modules/symtablemodule.c`).

use crate::{kinds, table};
use rpython_frontend::{
    error::Warning,
    future::Future,
    names::Interner,
    parser::{Mode, ParseOptions, parse},
    recursion::StackLimit,
    source::{FinalNewline, Source},
    symtable::{Options, ScopeId, SymbolTable, flags},
};
use rpython_heap::Kind;
use rpython_objects::{
    Args, Dict, GetSetDef, List, Module, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, TypeDef,
    TypeFlags, Vm, argument, buffer, getter, int, names, native, protocol, type_error, type_object, value_error,
};
use rpython_vm::compile;

/// The payload of a block's table.
pub struct Entry {
    name: Obj,
    symbols: Obj,
    varnames: Obj,
    children: Obj,
    nested: bool,
    block: u8,
    line: i64,
}

impl Payload for Entry {
    const KIND: Kind = kinds::SYMTABLE_ENTRY;
    const NAME: &'static str = "symtable entry";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.name);
        visit(&self.symbols);
        visit(&self.varnames);
        visit(&self.children);
    }
    fn clear(&mut self) {
        self.children = Obj::NONE;
    }
}

/// The object of a scope, those of its children included. Scopes are as deep as the source, which the parser bounds.
fn entry(vm: &mut Vm, t: &SymbolTable, texts: &Interner, id: ScopeId) -> PyResult {
    vm.check_stack("")?;
    let scope = &t[id];
    let symbols = Dict::new(vm);
    for symbol in &scope.symbols {
        let number = int::from_i64(vm, symbol.cpython_flags().into());
        let name = Str::intern(vm, texts.str(symbol.name));
        Dict::set_str(vm, &symbols, &name, number)?;
    }
    let varnames = scope.varnames.iter().map(|&name| Str::intern(vm, texts.str(name)).into_obj()).collect();
    let varnames = List::from_vec(vm, varnames)?.into_obj();
    let mut children = Vec::with_capacity(scope.children.len());
    for &child in &scope.children {
        children.push(entry(vm, t, texts, child)?);
    }
    let children = List::from_vec(vm, children)?.into_obj();
    let made = Entry {
        name: Str::intern(vm, texts.str(scope.name)).into_obj(),
        symbols: symbols.into_obj(),
        varnames,
        children,
        nested: scope.nested,
        block: scope.kind.cpython_type(),
        line: scope.loc.line.into(),
    };
    Ok(vm.make(made).into_obj())
}

/// A file name: a string, bytes, or what `__fspath__` makes one.
fn file_name(vm: &mut Vm, o: &Obj) -> PyResult<String> {
    let path = match protocol::call_special(vm, o, names::__fspath__, &[])? {
        Some(path) => path,
        None => o.clone(),
    };
    if let Some(s) = path.downcast_ref::<Str>() {
        return Ok(s.to_string_lossy(vm));
    }
    if let Some(bytes) = buffer::plain_bytes(vm, &path) {
        return Ok(String::from_utf8_lossy(bytes).into_owned());
    }
    let got = argument::class_name(vm, o);
    Err(type_error!(vm, "expected str, bytes or os.PathLike object, not {got}"))
}

fn symtable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = file_name(vm, args.at(2))?;
    let mode = match args.at(3).downcast_ref::<Str>().map(|m| m.to_string_lossy(vm)) {
        None => {
            let got = argument::shown_class(vm, args.at(3));
            return Err(type_error!(vm, "symtable() argument 3 must be str, not {got}"));
        }
        Some(mode) => match mode.as_str() {
            "exec" => Mode::Exec,
            "eval" => Mode::Eval,
            "single" => Mode::Single,
            _ => return Err(value_error!(vm, "symtable() arg 3 must be 'exec' or 'eval' or 'single'")),
        },
    };
    let text;
    let data;
    let made = if let Some(s) = args.at(1).downcast_ref::<Str>() {
        compile::check_memory(s.get(vm).len())?;
        text = s.to_string_lossy(vm);
        Source::from_text(&text, FinalNewline::Add)
    } else if let Some(bytes) = buffer::plain_bytes(vm, args.at(1)) {
        compile::check_memory(bytes.len())?;
        data = bytes.to_vec();
        compile::decoding(vm, |decoder| Source::from_bytes(&data, FinalNewline::Add, decoder))
    } else {
        return Err(type_error!(vm, "symtable() arg 1 must be a string or bytes"));
    };
    let source = made.map_err(|e| compile::raise_error(vm, &e.into(), &file))?;
    let mut texts = Interner::new();
    let mut warnings: Vec<Warning> = Vec::new();
    let stack = vm.stack_left();
    let options = ParseOptions { mode, stack, max_str_digits: vm.int_max_str_digits, ..ParseOptions::default() };
    let built = parse(&source, &options, &mut texts, &mut warnings).and_then(|ast| {
        let future = Future::of(&ast, &texts)?;
        let stack_limit = StackLimit::below_here(stack);
        SymbolTable::build(&ast, &mut texts, Options { future, allow_top_level_await: false, stack_limit })
    });
    let built = built.map_err(|e| compile::raise_error(vm, &e, &file))?;
    entry(vm, &built, &texts, ScopeId::TOP)
}

/// A field of the payload.
fn field(vm: &Vm, o: &Obj, pick: fn(&Entry) -> Obj) -> PyResult {
    Ok(o.downcast_ref::<Entry>().map_or(Obj::NONE, |e| pick(e.get(vm))))
}

fn number(vm: &Vm, o: &Obj, pick: fn(&Entry) -> i64) -> PyResult {
    Ok(o.downcast_ref::<Entry>().map_or(Obj::NONE, |e| int::from_i64(vm, pick(e.get(vm)))))
}

const GETTERS: &[GetSetDef] = &[
    getter("id", |vm, o| Ok(int::from_i64(vm, protocol::id(o))), ""),
    getter("name", |vm, o| field(vm, o, |e| e.name.clone()), ""),
    getter("symbols", |vm, o| field(vm, o, |e| e.symbols.clone()), ""),
    getter("varnames", |vm, o| field(vm, o, |e| e.varnames.clone()), ""),
    getter("children", |vm, o| field(vm, o, |e| e.children.clone()), ""),
    getter("nested", |vm, o| number(vm, o, |e| e.nested.into()), ""),
    getter("type", |vm, o| number(vm, o, |e| e.block.into()), ""),
    getter("lineno", |vm, o| number(vm, o, |e| e.line), ""),
];

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(e) = o.downcast_ref::<Entry>() else { return Ok(Obj::NONE) };
    let (name, line) = (e.get(vm).name.clone(), e.get(vm).line);
    let name = protocol::str(vm, &name)?.to_string_lossy(vm);
    let id = protocol::id(o);
    Ok(Str::new(vm, &format!("<symtable entry {name}({id}), line {line}>")).into_obj())
}

/// `symtable entry`
pub static ENTRY_DEF: TypeDef = TypeDef {
    name: "symtable entry",
    kind: kinds::SYMTABLE_ENTRY,
    flags: TypeFlags::NO_NEW,
    slots: Slots { repr: Some(repr), ..Slots::EMPTY },
    getsets: GETTERS,
    ..TypeDef::EMPTY
};

static FUNCTIONS: &[NativeDef] = &[native(
    "symtable",
    "($module, source, filename, startstr, /)",
    symtable,
    "Return symbol and scope dictionaries used internally by compiler.",
)];

/// The constants of the module.
const NUMBERS: &[(&str, u16)] = &[
    ("USE", flags::USE),
    ("DEF_GLOBAL", flags::DEF_GLOBAL),
    ("DEF_NONLOCAL", flags::DEF_NONLOCAL),
    ("DEF_LOCAL", flags::DEF_LOCAL),
    ("DEF_PARAM", flags::DEF_PARAM),
    ("DEF_TYPE_PARAM", flags::DEF_TYPE_PARAM),
    ("DEF_FREE_CLASS", flags::DEF_FREE_CLASS),
    ("DEF_IMPORT", flags::DEF_IMPORT),
    ("DEF_BOUND", flags::DEF_BOUND),
    ("DEF_ANNOT", flags::DEF_ANNOT),
    ("DEF_COMP_ITER", flags::DEF_COMP_ITER),
    ("DEF_COMP_CELL", flags::DEF_COMP_CELL),
    ("TYPE_FUNCTION", 0),
    ("TYPE_CLASS", 1),
    ("TYPE_MODULE", 2),
    ("TYPE_ANNOTATION", 3),
    ("TYPE_TYPE_ALIAS", 4),
    ("TYPE_TYPE_PARAMETERS", 5),
    ("TYPE_TYPE_VARIABLE", 6),
    ("LOCAL", 1),
    ("GLOBAL_EXPLICIT", 2),
    ("GLOBAL_IMPLICIT", 3),
    ("FREE", 4),
    ("CELL", 5),
    ("SCOPE_OFF", 12),
    ("SCOPE_MASK", 15),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_symtable", "", FUNCTIONS)?;
    type_object::define_kind::<Entry>(vm, &ENTRY_DEF)?;
    table::set_numbers(vm, &module, NUMBERS)?;
    Ok(module)
}
