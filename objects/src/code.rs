//! `code`: instructions, constants, names, tables. Made by the interpreter from the frontend's descriptions.
//!
//! Code of the embedded library's functions is read when it is first needed: until then it has its numbers and names, and one
//! instruction, `RESERVED`, at which the loop reads the rest. Whoever looks at anything else than numbers and names from outside the
//! loop calls [`complete`] first.

use crate::{
    Args, CallArgs, CompareOp, GetSetDef, PyResult, Slots, Str, StrExt, Tuple, TypeDef, Vm, bytes::Bytes, code_lines,
    getter, int, kinds, native, protocol, type_error, type_object::member, types, value_error,
};
use rpython_heap::{BufVec, Obj, OptObj, Payload, Ref};

/// The marks of code that is traced or monitored (`vm/src/tracing/marks.rs`).
#[derive(Default)]
pub struct Instrumentation {
    /// What is marked at each unit.
    pub marks: BufVec<u16>,
    /// What trace and profile functions have the code marked for; 0 where nothing.
    pub traced: u8,
    /// The events of `sys.monitoring` that the code is marked for.
    pub monitored: u32,
    /// What each tool of `sys.monitoring` wants of this code, and where it wants no more (`vm/src/tracing/monitor.rs`).
    pub tools: BufVec<u32>,
}

/// The payload of a code object.
pub struct Code {
    /// Instructions with their inline caches; the interpreter specialises them in place (`vm/src/specialize.rs`).
    pub units: BufVec<u16>,
    /// `co_consts`
    pub consts: Ref<Tuple>,
    /// `co_names`
    pub names: Ref<Tuple>,
    /// Names of the frame's slots: locals, cells, free variables.
    pub slot_names: Ref<Tuple>,
    /// What each slot is (`CO_FAST_*`).
    pub slot_kinds: Ref<Bytes>,
    /// `co_filename`
    pub filename: Ref<Str>,
    /// `co_name`
    pub name: Ref<Str>,
    /// `co_qualname`
    pub qualname: Ref<Str>,
    /// `co_linetable`
    pub line_table: Ref<Bytes>,
    /// `co_exceptiontable`
    pub exception_table: Ref<Bytes>,
    /// `_co_cached` and the like: attributes computed on demand.
    pub cache: OptObj,
    /// `co_flags`
    pub flags: u32,
    /// `co_argcount`
    pub arg_count: u32,
    /// `co_posonlyargcount`
    pub positional_only: u32,
    /// `co_kwonlyargcount`
    pub keyword_only: u32,
    /// `co_stacksize`
    pub stack_size: u32,
    /// `co_firstlineno`
    pub first_line: i32,
    /// `co_nlocals`
    pub locals: u32,
    /// Free variables: the last slots.
    pub free: u32,
    /// Positional arguments of a call that needs no binding; `u32::MAX` where every call does. See [`exact_arguments`].
    pub exact_arguments: u32,
    /// Slots of a frame: locals, cells, free variables.
    pub frame_slots: u32,
    /// What is told of the code, to whom.
    pub instrumentation: Instrumentation,
    /// Where the rest is to be read from, in bytes of the embedded library; 0 where nothing is left to be read.
    pub deferred: u32,
}

/// The number of arguments with which a call by position fills the parameters exactly.
pub fn exact_arguments(flags: u32, arg_count: u32, keyword_only: u32) -> u32 {
    const STARRED: u32 = 0x4 | 0x8;
    if flags & STARRED == 0 && keyword_only == 0 { arg_count } else { u32::MAX }
}

impl Payload for Code {
    const KIND: u8 = kinds::CODE;
    const NAME: &'static str = "code";
    // As CPython's: constants lead back to their code only where a program takes pains for it.
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.consts);
        visit(&self.names);
        visit(&self.slot_names);
        visit(&self.slot_kinds);
        visit(&self.filename);
        visit(&self.name);
        visit(&self.qualname);
        visit(&self.line_table);
        visit(&self.exception_table);
        self.cache.get().into_iter().for_each(visit);
    }
}

impl Code {
    /// Slots of a frame: locals, cells, free variables.
    #[inline]
    pub fn slots(&self) -> usize {
        self.frame_slots as usize
    }
}

/// Reads what is left to be read of a code object.
///
/// # Errors
/// `MemoryError`
#[inline]
pub fn complete(vm: &mut Vm, code: &Ref<Code>) -> PyResult<()> {
    if code.get(vm).deferred == 0 { Ok(()) } else { (vm.hooks.frames.complete_code)(vm, code) }
}

/// A code object for functions that only `code`'s descriptors call, complete.
fn whole<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<Option<&'a Ref<Code>>> {
    let code = this(o);
    code.map_or(Ok(()), |code| complete(vm, code))?;
    Ok(code)
}

/// What a slot of a frame is, as `co_localspluskinds` has it.
const LOCAL: u8 = 0x20;
const CELL: u8 = 0x40;
const FREE: u8 = 0x80;

/// The location of the instruction at `unit`.
pub fn location(vm: &Vm, code: &Ref<Code>, unit: u32) -> code_lines::Location {
    let c = code.get(vm);
    code_lines::location(c.line_table.tail(vm), c.first_line, unit)
}

fn this(o: &Obj) -> Option<&Ref<Code>> {
    o.downcast_ref::<Code>()
}

/// Names of the slots that are of a kind.
fn slot_names(vm: &mut Vm, o: &Obj, kind: u8) -> PyResult {
    let Some(code) = whole(vm, o)? else { return Ok(Obj::NONE) };
    let c = code.get(vm);
    let (names, kinds) = (c.slot_names.tail(vm), c.slot_kinds.tail(vm));
    let chosen: Vec<Obj> = names.iter().zip(kinds).filter(|(_, k)| **k & kind != 0).map(|(n, _)| n.clone()).collect();
    Ok(Tuple::from_vec(vm, chosen)?.into_obj())
}

/// The instructions as compiled: no specialised forms, caches zeroed.
fn plain(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Bytes>> {
    let Some(code) = whole(vm, o)? else { return Ok(Bytes::new(vm, &[])?) };
    let read = vm.hooks.frames.plain_code;
    let data = read(vm, code);
    Ok(Bytes::new(vm, &data)?)
}

fn adaptive(vm: &mut Vm, o: &Obj) -> PyResult {
    let data: Vec<u8> =
        whole(vm, o)?.map_or_else(Vec::new, |c| c.get(vm).units.iter().flat_map(|u| u.to_le_bytes()).collect());
    Ok(Bytes::new(vm, &data)?.into_obj())
}

macro_rules! number {
    ($name:literal, $field:ident) => {
        member($name, |vm, o| Ok(this(o).map_or(Obj::NONE, |c| int::from_i64(vm, c.get(vm).$field.into()))), "")
    };
}

macro_rules! object {
    ($name:literal, $field:ident) => {
        member($name, |vm, o| Ok(this(o).map_or(Obj::NONE, |c| c.get(vm).$field.clone().into_obj())), "")
    };
}

macro_rules! deferred {
    ($name:literal, $field:ident) => {
        member($name, |vm, o| Ok(whole(vm, o)?.map_or(Obj::NONE, |c| c.get(vm).$field.clone().into_obj())), "")
    };
}

static GETSETS: &[GetSetDef] = &[
    number!("co_argcount", arg_count),
    number!("co_posonlyargcount", positional_only),
    number!("co_kwonlyargcount", keyword_only),
    number!("co_stacksize", stack_size),
    number!("co_flags", flags),
    number!("co_nlocals", locals),
    number!("co_firstlineno", first_line),
    deferred!("co_names", names),
    getter("co_lnotab", old_line_table, ""),
    object!("co_filename", filename),
    object!("co_name", name),
    object!("co_qualname", qualname),
    deferred!("co_linetable", line_table),
    deferred!("co_exceptiontable", exception_table),
    deferred!("co_consts", consts),
    getter("co_varnames", |vm, o| slot_names(vm, o, LOCAL), ""),
    getter("co_cellvars", |vm, o| slot_names(vm, o, CELL), ""),
    getter("co_freevars", |vm, o| slot_names(vm, o, FREE), ""),
    getter("co_code", |vm, o| plain(vm, o).map(Obj::from), ""),
    getter("_co_code_adaptive", adaptive, ""),
];

fn table_of(vm: &mut Vm, o: &Obj) -> PyResult<(Vec<u8>, i32)> {
    Ok(whole(vm, o)?.map_or((Vec::new(), 0), |c| (c.get(vm).line_table.tail(vm).to_vec(), c.get(vm).first_line)))
}

fn positions(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (table, first) = table_of(vm, args.at(0))?;
    code_lines::positions(vm, &table, first)
}

fn lines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (table, first) = table_of(vm, args.at(0))?;
    code_lines::lines(vm, &table, first)
}

fn old_line_table(vm: &mut Vm, o: &Obj) -> PyResult {
    let warn = vm.hooks.warn;
    warn(vm, types::DEPRECATION_WARNING, "co_lnotab is deprecated, use co_lines instead.", 1)?;
    let (table, first) = table_of(vm, o)?;
    Ok(Bytes::new(vm, &code_lines::old_table(&table, first))?.into_obj())
}

fn varname(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let i = protocol::to_index(vm, args.at(1), Some(types::OVERFLOW_ERROR))?;
    let code = whole(vm, args.at(0))?;
    let name = code.and_then(|c| c.get(vm).slot_names.tail(vm).get(usize::try_from(i).ok()?).cloned());
    match name {
        Some(name) => Ok(name),
        None => Err(protocol::out_of_range(vm, "tuple index")),
    }
}

/// What a code object is made of, as programs see it.
struct Parts {
    /// Counts of arguments (all positional, positional-only, keyword-only) and locals, stack size, flags.
    numbers: [i64; 6],
    code: Ref<Bytes>,
    first_line: i32,
    consts: Ref<Tuple>,
    names: Ref<Tuple>,
    locals: Ref<Tuple>,
    free: Ref<Tuple>,
    cells: Ref<Tuple>,
    filename: Ref<Str>,
    name: Ref<Str>,
    qualname: Ref<Str>,
    line_table: Ref<Bytes>,
    exception_table: Ref<Bytes>,
}

impl Parts {
    fn of(vm: &mut Vm, code: &Ref<Code>) -> PyResult<Parts> {
        let plain = plain(vm, code)?;
        let mut named = |kind: u8| {
            let names = slot_names(vm, code, kind)?;
            tuple(vm, &names, "names")
        };
        let (locals, free, cells) = (named(LOCAL)?, named(FREE)?, named(CELL)?);
        let c = code.get(vm);
        let numbers = [c.arg_count, c.positional_only, c.keyword_only, c.locals, c.stack_size, c.flags];
        Ok(Parts {
            numbers: numbers.map(i64::from),
            code: plain,
            first_line: c.first_line,
            consts: c.consts.clone(),
            names: c.names.clone(),
            locals,
            free,
            cells,
            filename: c.filename.clone(),
            name: c.name.clone(),
            qualname: c.qualname.clone(),
            line_table: c.line_table.clone(),
            exception_table: c.exception_table.clone(),
        })
    }

    /// The code object.
    fn assemble(self, vm: &mut Vm) -> PyResult {
        let bytes = self.code.tail(vm).to_vec();
        if bytes.is_empty() || !bytes.len().is_multiple_of(2) {
            return Err(value_error!(vm, "code: co_code is malformed"));
        }
        let mut units = BufVec::with_capacity(bytes.len() / 2)?;
        for pair in bytes.chunks_exact(2) {
            units.push(u16::from_le_bytes([pair[0], pair[1]]))?;
        }
        let [args, positional_only, keyword_only, locals, stack_size, flags] = self.numbers.map(|n| n as u32);
        if locals as usize != self.locals.tail(vm).len() {
            return Err(value_error!(vm, "code: co_nlocals != len(co_varnames)"));
        }
        let parameters = u64::from(args) + u64::from(keyword_only);
        let stars = u64::from(flags & VARARGS != 0) + u64::from(flags & VARKEYWORDS != 0);
        if positional_only > args || parameters + stars > u64::from(locals) {
            return Err(value_error!(vm, "code: varnames is too small"));
        }
        let mut slots: Vec<(Obj, u8)> = self.locals.tail(vm).iter().map(|n| (n.clone(), LOCAL)).collect();
        for cell in self.cells.tail(vm).to_vec() {
            let known = slots.iter().position(|(n, _)| match (n.downcast_ref::<Str>(), cell.downcast_ref::<Str>()) {
                (Some(a), Some(b)) => Str::same(vm, a, b),
                _ => false,
            });
            match known {
                Some(i) => slots[i].1 |= CELL,
                None => slots.push((cell, CELL)),
            }
        }
        let free = self.free.tail(vm).len() as u32;
        slots.extend(self.free.tail(vm).iter().map(|n| (n.clone(), FREE)));
        let kinds: Vec<u8> = slots.iter().map(|s| s.1).collect();
        let frame_slots = slots.len() as u32;
        let made = Code {
            instrumentation: Instrumentation::default(),
            deferred: 0,
            units,
            consts: self.consts,
            names: self.names,
            slot_names: Tuple::from_vec(vm, slots.into_iter().map(|s| s.0).collect())?,
            slot_kinds: Bytes::new(vm, &kinds)?,
            filename: self.filename,
            name: self.name,
            qualname: self.qualname,
            line_table: self.line_table,
            exception_table: self.exception_table,
            cache: OptObj::NONE,
            flags,
            arg_count: args,
            positional_only,
            keyword_only,
            stack_size,
            first_line: self.first_line,
            locals,
            free,
            exact_arguments: exact_arguments(flags, args, keyword_only),
            frame_slots,
        };
        Ok(vm.alloc(types::CODE, made).into_obj())
    }
}

/// `CO_VARARGS`
const VARARGS: u32 = 4;
/// `CO_VARKEYWORDS`
const VARKEYWORDS: u32 = 8;
const NUMBERS: [&str; 6] =
    ["co_argcount", "co_posonlyargcount", "co_kwonlyargcount", "co_nlocals", "co_stacksize", "co_flags"];

/// `replace(**changes)`
fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let Some(code) = this(o).cloned() else { return Ok(o.clone()) };
    let mut parts = Parts::of(vm, &code)?;
    for (i, name) in NUMBERS.into_iter().enumerate() {
        if let Some(given) = args.opt(1 + i) {
            parts.numbers[i] = count(vm, given, name)?;
        }
    }
    if let Some(given) = args.opt(7) {
        parts.code = bytes(vm, given, "co_code")?;
    }
    if let Some(given) = args.opt(8) {
        parts.first_line = count(vm, given, "co_firstlineno")? as i32;
    }
    for (i, place, what) in [
        (9, &mut parts.consts, "co_consts"),
        (10, &mut parts.names, "co_names"),
        (11, &mut parts.locals, "co_varnames"),
        (12, &mut parts.free, "co_freevars"),
        (13, &mut parts.cells, "co_cellvars"),
    ] {
        if let Some(given) = args.opt(i) {
            *place = tuple(vm, given, what)?;
        }
    }
    // The number of locals follows the names, unless it is given itself.
    if args.opt(11).is_some() && args.opt(4).is_none() {
        parts.numbers[3] = parts.locals.tail(vm).len() as i64;
    }
    for (i, place, what) in [
        (14, &mut parts.filename, "co_filename"),
        (15, &mut parts.name, "co_name"),
        (16, &mut parts.qualname, "co_qualname"),
    ] {
        if let Some(given) = args.opt(i) {
            let Some(text) = given.downcast_ref::<Str>() else { return Err(wrong(vm, what, "str", given)) };
            *place = Str::intern_ref(vm, text.clone());
        }
    }
    for (i, place, what) in
        [(17, &mut parts.line_table, "co_linetable"), (18, &mut parts.exception_table, "co_exceptiontable")]
    {
        if let Some(given) = args.opt(i) {
            *place = bytes(vm, given, what)?;
        }
    }
    parts.assemble(vm)
}

/// `code(…)`: all parts by position; the names of free variables and cells may be left out.
fn construct(vm: &mut Vm, _: &Ref<crate::Type>, args: CallArgs<'_>) -> PyResult {
    crate::argument::no_keywords(vm, "code", args)?;
    let given = crate::argument::positional(vm, "code", args, 16, 18)?;
    let mut numbers = [0; 6];
    for (i, n) in numbers.iter_mut().enumerate() {
        *n = crate::argument::c_int(vm, &given[i])?.into();
    }
    let unfit = |vm: &mut Vm, i: usize, wanted: &str| {
        let got = crate::argument::shown_class(vm, &given[i]);
        type_error!(vm, "code() argument {} must be {wanted}, not {got}", i + 1)
    };
    let bytes_at =
        |vm: &mut Vm, i: usize| given[i].downcast_ref::<Bytes>().cloned().ok_or_else(|| unfit(vm, i, "bytes"));
    let text_at = |vm: &mut Vm, i: usize| match given[i].downcast_ref::<Str>() {
        Some(text) => Ok(Str::intern_ref(vm, text.clone())),
        None => Err(unfit(vm, i, "str")),
    };
    let tuple_at = |vm: &mut Vm, i: usize| match given.get(i) {
        Some(o) => o.downcast_ref::<Tuple>().cloned().ok_or_else(|| unfit(vm, i, "tuple")),
        None => Ok(Tuple::empty()),
    };
    let names_at = |vm: &mut Vm, i: usize| {
        let t = tuple_at(vm, i)?;
        match t.tail(vm).iter().find(|n| !n.is_kind::<Str>()).cloned() {
            None => Ok(t),
            Some(other) => {
                let got = crate::argument::class_name(vm, &other);
                Err(type_error!(vm, "name tuples must contain only strings, not '{got}'"))
            }
        }
    };
    let parts = Parts {
        numbers,
        code: bytes_at(vm, 6)?,
        consts: tuple_at(vm, 7)?,
        names: names_at(vm, 8)?,
        locals: names_at(vm, 9)?,
        filename: text_at(vm, 10)?,
        name: text_at(vm, 11)?,
        qualname: text_at(vm, 12)?,
        first_line: crate::argument::c_int(vm, &given[13])?,
        line_table: bytes_at(vm, 14)?,
        exception_table: bytes_at(vm, 15)?,
        free: names_at(vm, 16)?,
        cells: names_at(vm, 17)?,
    };
    for (n, name) in numbers.into_iter().zip(["argcount", "posonlyargcount", "kwonlyargcount", "nlocals"]) {
        if n < 0 {
            return Err(value_error!(vm, "code: {name} must not be negative"));
        }
    }
    if numbers[4] < 0 || numbers[5] < 0 {
        return Err(crate::raise!(vm, types::SYSTEM_ERROR, "bad argument to internal function"));
    }
    parts.assemble(vm)
}

fn count(vm: &mut Vm, o: &Obj, name: &str) -> PyResult<i64> {
    let n = crate::argument::c_int(vm, o)?;
    if n < 0 {
        return Err(value_error!(vm, "{name} must be a positive integer"));
    }
    Ok(n.into())
}

/// `co_branches()`: for each conditional branch the offsets of its instruction and of where it goes when not taken and taken.
fn branches(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let code = plain(vm, args.at(0))?;
    let found = (vm.hooks.frames.branches)(code.tail(vm));
    let mut triples = Vec::new();
    for triple in found {
        let offsets = triple.map(|n| int::from_i64(vm, 2 * n as i64));
        triples.push(Tuple::from_slice(vm, &offsets)?.into_obj());
    }
    let all = crate::List::from_vec(vm, triples)?;
    protocol::iter(vm, &all)
}

fn wrong(vm: &mut Vm, what: &str, wanted: &str, got: &Obj) -> crate::Raised {
    let got = crate::argument::class_name(vm, got);
    type_error!(vm, "replace() argument '{what}' must be {wanted}, not {got}")
}

fn tuple(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<Ref<Tuple>> {
    match o.downcast_ref::<Tuple>() {
        Some(t) => Ok(t.clone()),
        None => Err(wrong(vm, what, "tuple", o)),
    }
}

fn bytes(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<Ref<Bytes>> {
    match o.downcast_ref::<Bytes>() {
        Some(b) => Ok(b.clone()),
        None => Err(wrong(vm, what, "bytes", o)),
    }
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(code) = this(o) else { return crate::object::repr(vm, o) };
    let c = code.get(vm);
    let (name, file) = (c.name.to_string_lossy(vm), c.filename.to_string_lossy(vm));
    let line = if c.first_line != 0 { c.first_line } else { -1 };
    let id = protocol::id(o);
    let text = format!("<code object {name} at {id:#x}, file \"{file}\", line {line}>");
    Ok(Str::new(vm, &text).into_obj())
}

/// Constants are equal if they also have the same types, all the way down.
fn same_constant(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<bool> {
    vm.check_stack(" in comparison")?;
    if a.is(b) {
        return Ok(true);
    }
    if !vm.class_of(a).is(&vm.class_of(b)) {
        return Ok(false);
    }
    if let (Some(x), Some(y)) = (a.downcast_ref::<Tuple>(), b.downcast_ref::<Tuple>()) {
        return same_constants(vm, x, y);
    }
    if let (Some(x), Some(y)) = (a.value().as_float(), b.value().as_float()) {
        return Ok(x == y && x.is_sign_negative() == y.is_sign_negative());
    }
    protocol::equal(vm, a, b)
}

fn same_constants(vm: &mut Vm, x: &Ref<Tuple>, y: &Ref<Tuple>) -> PyResult<bool> {
    let n = x.tail(vm).len();
    if n != y.tail(vm).len() {
        return Ok(false);
    }
    for i in 0..n {
        let (p, q) = (x.tail(vm)[i].clone(), y.tail(vm)[i].clone());
        if !same_constant(vm, &p, &q)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (this(a), this(b)) else { return Ok(Obj::NOT_IMPLEMENTED) };
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let equal = a.is(b) || {
        // Reads what is left to be read, too.
        let (p, q) = (plain(vm, a)?, plain(vm, b)?);
        let (c, d) = (x.get(vm), y.get(vm));
        let numbers =
            |c: &Code| (c.arg_count, c.positional_only, c.keyword_only, c.flags, c.first_line, c.locals, c.free);
        let plain_parts = numbers(c) == numbers(d)
            && Str::same(vm, &c.name, &d.name)
            && p.tail(vm) == q.tail(vm)
            && c.slot_kinds.tail(vm) == d.slot_kinds.tail(vm)
            && c.line_table.tail(vm) == d.line_table.tail(vm)
            && c.exception_table.tail(vm) == d.exception_table.tail(vm);
        let parts = [
            (c.names.clone(), d.names.clone()),
            (c.slot_names.clone(), d.slot_names.clone()),
            (c.consts.clone(), d.consts.clone()),
        ];
        let mut equal = plain_parts;
        for (m, n) in parts {
            equal = equal && same_constants(vm, &m, &n)?;
        }
        equal
    };
    Ok(Obj::bool(equal == (op == CompareOp::Eq)))
}

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let Some(code_of) = this(o) else { return Ok(0) };
    let mut hash = Str::hash(vm, &code_of.get(vm).name);
    let code = plain(vm, o)?;
    let c = code_of.get(vm);
    for &byte in code.tail(vm).iter().chain(c.exception_table.tail(vm)) {
        hash = (hash ^ i64::from(byte)).wrapping_mul(1_000_003);
    }
    for n in [c.arg_count, c.positional_only, c.keyword_only, c.flags, c.first_line as u32, c.units.len() as u32] {
        hash = (hash ^ i64::from(n)).wrapping_mul(1_000_003);
    }
    Ok(if hash == -1 { -2 } else { hash })
}

/// `code`
pub static DEF: TypeDef = TypeDef {
    name: "code",
    kind: kinds::CODE,
    weakly_referable: true,
    signature: "(argcount, posonlyargcount, kwonlyargcount, nlocals, stacksize,\n     flags, codestring, constants, names, varnames, filename, name,\n     qualname, firstlineno, linetable, exceptiontable, freevars=(),\n     cellvars=(), /)",
    doc: "Create a code object.  Not for mere mortals.",
    slots: Slots { new: Some(construct), repr: Some(repr), compare: Some(compare), hash: Some(hash), ..Slots::EMPTY },
    methods: &[
        native("co_positions", "($self, /)", positions, ""),
        native("co_lines", "($self, /)", lines, ""),
        native("co_branches", "($self, /)", branches, ""),
        native(
            "_varname_from_oparg",
            "($self, /, oparg)",
            varname,
            "(internal-only) Return the local variable name for the given oparg.",
        ),
        native(
            "replace",
            "($self, /, *, co_argcount=None, co_posonlyargcount=None, co_kwonlyargcount=None, co_nlocals=None, co_stacksize=None, co_flags=None, co_code=None, co_firstlineno=None, co_consts=None, co_names=None, co_varnames=None, co_freevars=None, co_cellvars=None, co_filename=None, co_name=None, co_qualname=None, co_linetable=None, co_exceptiontable=None)",
            replace,
            "Return a copy of the code object with new values for the specified fields.",
        )
        .signed("($self, /, **changes)"),
        native(
            "__replace__",
            "($self, /, *, co_argcount=None, co_posonlyargcount=None, co_kwonlyargcount=None, co_nlocals=None, co_stacksize=None, co_flags=None, co_code=None, co_firstlineno=None, co_consts=None, co_names=None, co_varnames=None, co_freevars=None, co_cellvars=None, co_filename=None, co_name=None, co_qualname=None, co_linetable=None, co_exceptiontable=None)",
            replace,
            "The same as replace().",
        )
        .signed("($self, /, **changes)"),
        crate::object_methods::SIZE_OF,
    ],
    getsets: GETSETS,
    ..TypeDef::EMPTY
};
