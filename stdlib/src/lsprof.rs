//! `_lsprof`, the profiler below `cProfile` (CPython: `Modules/_lsprof.c`), a tool of `sys.monitoring`.
//!
//! Each call that is going on has a context: when it began, and the time that calls below it took. At its end what passed is
//! added to the function's entry and, in the caller's entry, to what it spent on that function. A function that calls itself counts its
//! time once, at the outermost return.

use crate::{kinds, table, time};
use rpython_objects::{
    Args, Code, List, Module, NativeDef, Obj, OptObj, Payload, PyResult, Ref, Slots, Str, StrExt, Type, TypeDef,
    TypeFlags, Vm, argument, function,
    function::{Builtin, MethodDescriptor},
    getter, int, native, protocol, raise, struct_sequence, type_error, type_object, types,
};
use rustc_hash::FxHashMap;
use std::{collections::BTreeMap, time::Instant};

/// `sys.monitoring.PROFILER_ID`
const TOOL: i64 = 2;

/// The events, and the method that answers them.
const CALLBACKS: &[(&str, &str)] = &[
    ("PY_START", "_pystart_callback"),
    ("PY_RESUME", "_pystart_callback"),
    ("PY_THROW", "_pythrow_callback"),
    ("PY_RETURN", "_pyreturn_callback"),
    ("PY_YIELD", "_pyreturn_callback"),
    ("PY_UNWIND", "_pyreturn_callback"),
    ("CALL", "_ccall_callback"),
    ("C_RETURN", "_creturn_callback"),
    ("C_RAISE", "_creturn_callback"),
];

/// Which function an entry is of.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    /// A code object, which the entry keeps alive, by its slot.
    Code(u32),
    /// A native function by its number.
    Native(u32),
}

/// Calls of a function, in all or from one caller. Times are nanoseconds or units of the program's timer.
#[derive(Default)]
struct Count {
    calls: i64,
    recursive: i64,
    total: i64,
    inline: i64,
    /// How many calls are going on.
    depth: i64,
}

impl Count {
    fn add(&mut self, total: i64, inline: i64) {
        self.depth -= 1;
        if self.depth == 0 {
            self.total = self.total.wrapping_add(total);
        } else {
            self.recursive += 1;
        }
        self.inline = self.inline.wrapping_add(inline);
        self.calls += 1;
    }
}

struct Entry {
    /// The code object, or the name of a native function.
    function: Obj,
    count: Count,
    /// What it called, by the number of the entry.
    callees: BTreeMap<usize, Count>,
}

/// A call that is going on.
struct Context {
    entry: usize,
    began: i64,
    /// What calls below it took.
    below: i64,
}

/// The payload of a profiler.
struct Profiler {
    timer: OptObj,
    /// Seconds in a unit of the timer; 0 if it answers seconds.
    unit: f64,
    subcalls: bool,
    builtins: bool,
    enabled: bool,
    /// Whether the timer is being asked: the profiler may not be taken down meanwhile.
    timing: bool,
    numbers: FxHashMap<Key, usize>,
    entries: Vec<Entry>,
    /// Innermost last.
    contexts: Vec<Context>,
    start: Instant,
}

impl Default for Profiler {
    fn default() -> Profiler {
        Profiler {
            timer: OptObj::NONE,
            unit: 0.0,
            subcalls: true,
            builtins: true,
            enabled: false,
            timing: false,
            numbers: FxHashMap::default(),
            entries: Vec::new(),
            contexts: Vec::new(),
            start: Instant::now(),
        }
    }
}

impl Payload for Profiler {
    const KIND: u8 = kinds::PROFILER;
    const NAME: &'static str = "profiler";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        self.timer.get().into_iter().for_each(&mut *visit);
        self.entries.iter().for_each(|e| visit(&e.function));
    }
    fn clear(&mut self) {
        self.timer.take();
        self.forget();
    }
}

impl Profiler {
    fn forget(&mut self) {
        self.numbers.clear();
        self.contexts.clear();
        self.entries.clear();
    }

    /// The entry of a function that is known.
    fn entry(&mut self, number: usize) -> Option<&mut Entry> {
        self.entries.get_mut(number)
    }

    /// What an entry spent on another.
    fn spent(&mut self, caller: usize, callee: usize) -> Option<&mut Count> {
        Some(self.entry(caller)?.callees.entry(callee).or_default())
    }

    /// A call begins; its time does once `Context::began` is set.
    fn enter(&mut self, number: usize) {
        if let Some(entry) = self.entry(number) {
            entry.count.depth += 1;
        }
        let caller = self.contexts.last().map(|c| c.entry).filter(|_| self.subcalls);
        if let Some(count) = caller.and_then(|caller| self.spent(caller, number)) {
            count.depth += 1;
        }
        self.contexts.push(Context { entry: number, began: 0, below: 0 });
    }

    /// The innermost call ends at a time.
    fn leave(&mut self, now: i64) {
        let Some(context) = self.contexts.pop() else { return };
        let total = now.wrapping_sub(context.began);
        let inline = total.wrapping_sub(context.below);
        if let Some(caller) = self.contexts.last_mut() {
            caller.below = caller.below.wrapping_add(total);
        }
        if let Some(entry) = self.entry(context.entry) {
            entry.count.add(total, inline);
        }
        let caller = self.contexts.last().map(|c| c.entry).filter(|_| self.subcalls);
        if let Some(count) = caller.and_then(|caller| self.spent(caller, context.entry)) {
            count.add(total, inline);
        }
    }
}

/// A time in units of the program's timer (CPython: `PyTime_FromLong`).
fn units(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    if !int::is_int(o) {
        let got = argument::class_name(vm, o);
        return Err(type_error!(vm, "expect int, got {got}"));
    }
    match int::to_i64(vm, o) {
        Some(n) => Ok(n),
        None => Err(time::too_long(vm)),
    }
}

/// What the program's timer says; what it raises is reported and counts as 0.
fn ask(vm: &mut Vm, this: &Ref<Profiler>, timer: &Obj) -> i64 {
    this.get_mut(vm).timing = true;
    let answer = protocol::call(vm, timer, &[]);
    this.get_mut(vm).timing = false;
    let read = match answer {
        Err(raised) => Err(raised),
        Ok(o) if this.get(vm).unit > 0.0 => units(vm, &o),
        Ok(o) => time::duration(vm, &o, f64::floor).map(|ns| ns as i64),
    };
    read.unwrap_or_else(|_raised| {
        (vm.hooks.unraisable)(vm, "while calling _lsprof timer", Some(timer));
        0
    })
}

fn now(vm: &mut Vm, this: &Ref<Profiler>) -> i64 {
    match this.get(vm).timer.cloned() {
        Some(timer) => ask(vm, this, &timer),
        None => this.get(vm).start.elapsed().as_nanos() as i64,
    }
}

/// A call begins of the function that `key` names; `function` makes what its entry shows.
fn begin(vm: &mut Vm, this: &Ref<Profiler>, key: Key, function: impl FnOnce(&mut Vm) -> PyResult) -> PyResult<()> {
    let number = match this.get(vm).numbers.get(&key) {
        Some(&number) => number,
        None => {
            let function = function(vm)?;
            let this = this.get_mut(vm);
            let number = this.entries.len();
            this.numbers.insert(key, number);
            this.entries.push(Entry { function, count: Count::default(), callees: BTreeMap::new() });
            number
        }
    };
    this.get_mut(vm).enter(number);
    let at = this.get(vm).contexts.len() - 1;
    let began = now(vm, this);
    if let Some(context) = this.get_mut(vm).contexts.get_mut(at) {
        context.began = began;
    }
    Ok(())
}

/// A call ends of the function that `key` names. One whose beginning was not seen only takes the innermost away.
fn end(vm: &mut Vm, this: &Ref<Profiler>, key: Key) {
    if this.get(vm).contexts.is_empty() {
        return;
    }
    if this.get(vm).numbers.contains_key(&key) {
        let now = now(vm, this);
        this.get_mut(vm).leave(now);
    } else {
        this.get_mut(vm).contexts.pop();
    }
}

fn key_of_code(o: &Obj) -> Option<Key> {
    o.downcast_ref::<Code>().map(|code| Key::Code(code.slot().0))
}

/// How `pstats` knows a native function: by module and name, or as the method of a type.
fn shown_native(vm: &mut Vm, f: &Ref<Builtin>) -> PyResult {
    let name = function::native_of(vm, f).map_or("", |def| def.name);
    let (this, module) = (f.get(vm).this.cloned(), f.get(vm).module.cloned());
    let text = match (this, module) {
        (Some(this), None) => {
            let method = Str::intern(vm, name);
            match type_object::lookup_in_class(vm, &this, &method) {
                Some(found) => return protocol::repr(vm, &found),
                None => format!("<built-in method {name}>"),
            }
        }
        (_, Some(module)) => match module.downcast_ref::<Str>() {
            Some(module) => format!("<built-in method {}.{name}>", module.to_string_lossy(vm)),
            None => format!("<built-in method {name}>"),
        },
        (None, None) => format!("<built-in method {name}>"),
    };
    Ok(Str::new(vm, &text).into_obj())
}

/// The native function that is called, bound if it is a method.
fn native_function(vm: &mut Vm, callable: &Obj, this: &Obj) -> Option<Ref<Builtin>> {
    if let Some(f) = callable.downcast_ref::<Builtin>() {
        return Some(f.clone());
    }
    let is_method = callable.is_kind::<MethodDescriptor>() && vm.class_of(callable).is(types::METHOD_DESCRIPTOR);
    if !is_method || this.is_unbound() {
        return None;
    }
    match protocol::bind(vm, this, callable) {
        Ok(bound) => bound.downcast::<Builtin>().ok(),
        Err(_raised) => {
            // A receiver that the method is not for: the call itself will say so.
            drop(vm.take_exception());
            None
        }
    }
}

fn python_begins(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (this, code) = (args.this::<Profiler>(), args.at(1));
    if let Some(key) = key_of_code(code) {
        begin(vm, this, key, |_| Ok(code.clone()))?;
    }
    Ok(Obj::NONE)
}

fn python_ends(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(key) = key_of_code(args.at(1)) {
        end(vm, args.this::<Profiler>(), key);
    }
    Ok(Obj::NONE)
}

/// The native function of a `CALL`, `C_RETURN` or `C_RAISE` event, if calls of native functions count.
fn called(vm: &mut Vm, args: Args<'_>) -> Option<Ref<Builtin>> {
    if !args.this::<Profiler>().get(vm).builtins {
        return None;
    }
    native_function(vm, args.at(3), args.at(4))
}

fn native_begins(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(f) = called(vm, args) {
        let key = Key::Native(f.get(vm).number);
        begin(vm, args.this::<Profiler>(), key, |vm| shown_native(vm, &f))?;
    }
    Ok(Obj::NONE)
}

fn native_ends(vm: &mut Vm, args: Args<'_>) -> PyResult {
    if let Some(f) = called(vm, args) {
        let key = Key::Native(f.get(vm).number);
        end(vm, args.this::<Profiler>(), key);
    }
    Ok(Obj::NONE)
}

static INIT: NativeDef =
    native("Profiler", "($self, /, timer=None, timeunit=0.0, subcalls=True, builtins=True)", initialise, "");

fn initialise(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let timer = args.some(1).cloned();
    let unit = args.opt(2).map_or(Ok(0.0), |o| argument::double(vm, o))?;
    let subcalls = args.opt(3).map_or(Ok(true), |o| protocol::is_true(vm, o))?;
    let builtins = args.opt(4).map_or(Ok(true), |o| protocol::is_true(vm, o))?;
    let this = args.this::<Profiler>().get_mut(vm);
    let old = std::mem::replace(&mut this.timer, OptObj::from(timer));
    (this.unit, this.subcalls, this.builtins) = (unit, subcalls, builtins);
    drop(old);
    Ok(Obj::NONE)
}

/// A function of `sys.monitoring`, called.
fn monitoring(vm: &mut Vm, function: &str, args: &[Obj]) -> PyResult {
    let sys = protocol::import(vm, "sys")?;
    let name = Str::intern(vm, "monitoring");
    let module = protocol::get_attr(vm, &sys, &name)?;
    let name = Str::intern(vm, function);
    let function = protocol::get_attr(vm, &module, &name)?;
    protocol::call(vm, &function, args)
}

/// The number of an event in `sys.monitoring.events`.
fn event(vm: &mut Vm, name: &str) -> PyResult {
    let sys = protocol::import(vm, "sys")?;
    let mut found = sys;
    for name in ["monitoring", "events", name] {
        let name = Str::intern(vm, name);
        found = protocol::get_attr(vm, &found, &name)?;
    }
    Ok(found)
}

fn enable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Profiler>();
    let subcalls = args.opt(1).map_or(Ok(true), |o| protocol::is_true(vm, o))?;
    let builtins = args.opt(2).map_or(Ok(true), |o| protocol::is_true(vm, o))?;
    let tool = int::from_i64(vm, TOOL);
    let name = Str::new(vm, "cProfile").into_obj();
    monitoring(vm, "use_tool_id", &[tool.clone(), name])?;
    let profiler = this.get_mut(vm);
    (profiler.subcalls, profiler.builtins) = (subcalls, builtins);
    let mut wanted = 0;
    for (name, method) in CALLBACKS {
        let number = event(vm, name)?;
        wanted |= int::to_i64(vm, &number).unwrap_or(0);
        let method = Str::intern(vm, method);
        let method = protocol::get_attr(vm, this, &method)?;
        monitoring(vm, "register_callback", &[tool.clone(), number, method])?;
    }
    let wanted = int::from_i64(vm, wanted);
    monitoring(vm, "set_events", &[tool, wanted])?;
    this.get_mut(vm).enabled = true;
    Ok(Obj::NONE)
}

/// While the timer is asked, calls that it times are going on.
fn check_timer(vm: &mut Vm, this: &Ref<Profiler>, what: &str) -> PyResult<()> {
    if this.get(vm).timing {
        return Err(raise!(vm, types::RUNTIME_ERROR, "cannot {what} profiler in external timer"));
    }
    Ok(())
}

fn disable(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Profiler>();
    check_timer(vm, this, "disable")?;
    if this.get(vm).enabled {
        let tool = int::from_i64(vm, TOOL);
        let none = int::from_i64(vm, 0);
        monitoring(vm, "set_events", &[tool.clone(), none])?;
        for (name, _) in CALLBACKS {
            let number = event(vm, name)?;
            monitoring(vm, "register_callback", &[tool.clone(), number, Obj::NONE])?;
        }
        monitoring(vm, "free_tool_id", &[tool])?;
        this.get_mut(vm).enabled = false;
        // What is going on still has been seen up to here.
        while !this.get(vm).contexts.is_empty() {
            let now = now(vm, this);
            this.get_mut(vm).leave(now);
        }
    }
    Ok(Obj::NONE)
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Profiler>();
    check_timer(vm, this, "clear")?;
    let old = std::mem::take(&mut this.get_mut(vm).entries);
    this.get_mut(vm).forget();
    drop(old);
    Ok(Obj::NONE)
}

/// The types of `getstats`'s items.
#[derive(Default)]
struct State {
    entry: Option<Ref<Type>>,
    subentry: Option<Ref<Type>>,
}

/// The fields that entries and what they called have alike.
fn fields(vm: &Vm, function: &Obj, count: &Count, seconds: f64) -> Vec<Obj> {
    let time = |n: i64| Obj::float(seconds * n as f64);
    let (calls, recursive) = (int::from_i64(vm, count.calls), int::from_i64(vm, count.recursive));
    vec![function.clone(), calls, recursive, time(count.total), time(count.inline)]
}

fn getstats(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let this = args.this::<Profiler>();
    let (Some(entry_type), Some(subentry_type)) = ({
        let state = vm.state_of::<State>();
        (state.entry.clone(), state.subentry.clone())
    }) else {
        return Ok(List::from_vec(vm, Vec::new())?.into_obj());
    };
    let profiler = this.get(vm);
    let seconds = if profiler.timer.is_none() || profiler.unit == 0.0 { 1e-9 } else { profiler.unit };
    let mut rows = Vec::new();
    for entry in profiler.entries.iter().filter(|e| e.count.calls != 0) {
        let callees: Vec<Vec<Obj>> = entry
            .callees
            .iter()
            .filter_map(|(&callee, count)| Some(fields(vm, &profiler.entries.get(callee)?.function, count, seconds)))
            .collect();
        rows.push((fields(vm, &entry.function, &entry.count, seconds), callees));
    }
    let mut made = Vec::with_capacity(rows.len());
    for (mut row, callees) in rows {
        let mut below = Vec::with_capacity(callees.len());
        for callee in callees {
            below.push(struct_sequence::new(vm, &subentry_type, callee)?);
        }
        row.push(if below.is_empty() { Obj::NONE } else { List::from_vec(vm, below)?.into_obj() });
        made.push(struct_sequence::new(vm, &entry_type, row)?);
    }
    Ok(List::from_vec(vm, made)?.into_obj())
}

static ENTRY: TypeDef = TypeDef {
    name: "profiler_entry",
    module: "_lsprof",
    getsets: &[
        getter("code", struct_sequence::field::<0>, "code object or built-in function name"),
        getter("callcount", struct_sequence::field::<1>, "how many times this was called"),
        getter("reccallcount", struct_sequence::field::<2>, "how many times called recursively"),
        getter("totaltime", struct_sequence::field::<3>, "total time in this entry"),
        getter("inlinetime", struct_sequence::field::<4>, "inline time in this entry (not in subcalls)"),
        getter("calls", struct_sequence::field::<5>, "details of the calls"),
    ],
    ..struct_sequence::DEF
};

static SUBENTRY: TypeDef = TypeDef {
    name: "profiler_subentry",
    module: "_lsprof",
    getsets: &[
        getter("code", struct_sequence::field::<0>, "called code object or built-in function name"),
        getter("callcount", struct_sequence::field::<1>, "how many times this is called"),
        getter("reccallcount", struct_sequence::field::<2>, "how many times this is called recursively"),
        getter("totaltime", struct_sequence::field::<3>, "total time spent in this call"),
        getter("inlinetime", struct_sequence::field::<4>, "inline time (not in further subcalls)"),
    ],
    ..struct_sequence::DEF
};

/// `_lsprof.Profiler`
static DEF: TypeDef = TypeDef {
    name: "Profiler",
    module: "_lsprof",
    kind: kinds::PROFILER,
    flags: TypeFlags::BASE,
    doc: "Build a profiler object using the specified timer function.\n\nThe default timer is a fast built-in one based on real time.\nFor custom timer functions returning integers, 'timeunit' can\nbe a float specifying a scale (that is, how long each integer unit\nis, in seconds).",
    signature: "(timer=None, timeunit=0.0, subcalls=True, builtins=True)",
    slots: Slots {
        new: Some(|vm, class, _| Ok(vm.alloc_in(class, Profiler::default()).into_obj())),
        init: Some(|vm, o, args| table::initialise(vm, o, &INIT, args)),
        ..Slots::EMPTY
    },
    methods: &[
        native(
            "getstats",
            "($self, /)",
            getstats,
            "list of profiler_entry objects.\n\ngetstats() -> list of profiler_entry objects\n\nReturn all information collected by the profiler.\nEach profiler_entry is a tuple-like object with the\nfollowing attributes:\n\n    code          code object\n    callcount     how many times this was called\n    reccallcount  how many times called recursively\n    totaltime     total time in this entry\n    inlinetime    inline time in this entry (not in subcalls)\n    calls         details of the calls\n\nThe calls attribute is either None or a list of\nprofiler_subentry objects:\n\n    code          called code object\n    callcount     how many times this is called\n    reccallcount  how many times this is called recursively\n    totaltime     total time spent in this call\n    inlinetime    inline time (not in further subcalls)",
        ),
        native(
            "enable",
            "($self, /, subcalls=True, builtins=True)",
            enable,
            "Start collecting profiling information.\n\n  subcalls\n    If True, also records for each function\n    statistics separated according to its current caller.\n  builtins\n    If True, records the time spent in\n    built-in functions separately from their caller.",
        ),
        native("disable", "($self, /)", disable, "Stop collecting profiling information."),
        native("clear", "($self, /)", clear, "Clear all profiling information collected so far."),
        native("_pystart_callback", "($self, code, instruction_offset, /)", python_begins, ""),
        native("_pythrow_callback", "($self, code, instruction_offset, exception, /)", python_begins, ""),
        native("_pyreturn_callback", "($self, code, instruction_offset, retval, /)", python_ends, ""),
        native("_ccall_callback", "($self, code, instruction_offset, callable, self_arg, /)", native_begins, ""),
        native("_creturn_callback", "($self, code, instruction_offset, callable, self_arg, /)", native_ends, ""),
    ],
    ..TypeDef::EMPTY
};

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_lsprof", "Fast profiler", &[])?;
    table::add_type::<Profiler>(vm, &module, &DEF)?;
    let entry = struct_sequence::define(vm, &ENTRY, 0)?;
    let subentry = struct_sequence::define(vm, &SUBENTRY, 0)?;
    table::set(vm, &module, "profiler_entry", entry.clone().into_obj())?;
    table::set(vm, &module, "profiler_subentry", subentry.clone().into_obj())?;
    *vm.state_of::<State>() = State { entry: Some(entry), subentry: Some(subentry) };
    Ok(module)
}
