//! Printing exceptions as CPython 3.14 does (`traceback.TracebackException`), and how an uncaught one ends a program.
//!
//! `groups` orders chains and draws the boxes of exception groups, `carets` shows the source of one frame, `source` finds it. Here
//! are the frames of one exception, its last line, and the hooks.

mod carets;
mod groups;
mod source;
pub(crate) mod stdlib_names;

pub(crate) use source::program_line;
pub use source::{ReadEmbedded, keep_source, line_of_file, set_embedded_sources};

use crate::{interp, stdio};
use rpython_objects::{
    Code, Dict, Exception, Frame, List, Obj, PyResult, Ref, Str, StrExt, Traceback, Tuple, Type, TypeExt, Vm,
    code_lines::Location, exception, frame, frame_locals, int, names, protocol, types,
};
use source::shown;

/// Equal frames in a row that are shown.
const REPEATED: usize = 3;

/// A traceback entry, ready to be shown.
struct Entry {
    code: Ref<Code>,
    globals: Ref<Dict>,
    file: String,
    name: String,
    line: Option<i32>,
    place: Location,
    /// As CPython's plain printer shows it (`traceback.c: _Py_DisplaySourceLine`): one line of a file, no carets.
    plain: bool,
}

/// Goes through the entries of a traceback, outermost first, without those that `sys.tracebacklimit` hides. It may be millions long.
struct Entries {
    next: Option<Obj>,
    plain: bool,
}

impl Entries {
    fn of(vm: &mut Vm, e: &Obj) -> Entries {
        let first = e.downcast_ref::<Exception>().and_then(|x| x.get(vm).traceback.cloned());
        let mut entries = Entries { next: first, plain: false };
        let Some(limit) = interp::sys_attribute(vm, "tracebacklimit").filter(|n| !n.is_none()) else { return entries };
        match int::to_big(vm, &limit) {
            Some(limit) => {
                let limit = if int::is_negative(vm, &int::from_big(vm, limit.clone())) {
                    0
                } else {
                    usize::try_from(limit).unwrap_or(usize::MAX)
                };
                let (mut length, mut at) = (0usize, entries.next.clone());
                while let Some(t) = at.as_ref().and_then(|t| t.downcast_ref::<Traceback>()) {
                    length += 1;
                    at = t.get(vm).next.cloned();
                }
                for _ in 0..length.saturating_sub(limit) {
                    entries.skip(vm);
                }
            }
            // As CPython, which then leaves the printing to its plain printer: all frames, no carets.
            None => entries.plain = true,
        }
        entries
    }

    fn skip(&mut self, vm: &Vm) -> Option<Obj> {
        let at = self.next.take()?;
        self.next = at.downcast_ref::<Traceback>().and_then(|t| t.get(vm).next.cloned());
        Some(at)
    }

    fn next(&mut self, vm: &mut Vm) -> Option<Entry> {
        let at = self.skip(vm)?;
        let t = at.downcast_ref::<Traceback>()?;
        let (code, last) = (t.get(vm).frame.get(vm).code.clone(), t.get(vm).last);
        let place = u32::try_from(last).map(|l| rpython_objects::code::location(vm, &code, l / 2)).unwrap_or_default();
        let line = place.line.or_else(|| frame::traceback_line(vm, t));
        let (file, name) = (shown(vm, &code.get(vm).filename), shown(vm, &code.get(vm).name));
        let globals = t.get(vm).frame.get(vm).globals.clone();
        let mut entry = Entry { code, globals, file, name, line, place, plain: self.plain };
        if self.plain {
            (entry.place.column, entry.place.end_column, entry.place.end_line) = (None, None, None);
        }
        Some(entry)
    }
}

/// The frames of an exception's traceback.
fn stack(vm: &mut Vm, e: &Obj) -> String {
    let entries = Entries::of(vm, e);
    shown_entries(vm, entries)
}

fn shown_entries(vm: &mut Vm, mut entries: Entries) -> String {
    let mut out = String::new();
    let mut last: Option<(String, i32, String)> = None;
    let mut count = 0;
    let repeated = |count: usize| match count.checked_sub(REPEATED) {
        Some(n) if n > 0 => format!("  [Previous line repeated {n} more time{}]\n", if n > 1 { "s" } else { "" }),
        _ => String::new(),
    };
    while let Some(entry) = entries.next(vm) {
        let same = match (&last, entry.line) {
            (Some((file, line, name)), Some(n)) => *file == entry.file && *line == n && *name == entry.name,
            _ => false,
        };
        if !same {
            out.push_str(&repeated(count));
            last = entry.line.map(|n| (entry.file.clone(), n, entry.name.clone()));
            count = 0;
        }
        count += 1;
        if count <= REPEATED {
            out.push_str(&shown_entry(vm, &entry));
        }
    }
    out.push_str(&repeated(count));
    out
}

fn shown_entry(vm: &mut Vm, entry: &Entry) -> String {
    let number = entry.line.map_or("None".to_string(), |n| n.to_string());
    // Statements typed at the prompt have names of their own, so that each keeps its source.
    let file = if entry.file.starts_with("<stdin-") { "<stdin>" } else { &entry.file };
    let mut out = format!("  File \"{file}\", line {number}, in {}\n", entry.name);
    let (Some(first), Some(end)) = (entry.line, entry.place.end_line.or(entry.line)) else { return out };
    let lines: Vec<String> = match entry.plain {
        true => vec![source::plain_line(vm, &entry.file, first)],
        false => (first..=end).map(|n| source::line(vm, &entry.code, &entry.globals, &entry.file, n)).collect(),
    };
    if lines.iter().all(|l| l.trim().is_empty()) {
        return out;
    }
    match (entry.place.column, entry.place.end_column) {
        (Some(column), Some(end)) => out.push_str(&carets::source_lines(&lines, column, end)),
        _ => {
            let line = lines.first().map_or("", |l| l.trim());
            if !line.is_empty() {
                out.push_str(&format!("    {line}"));
            }
            out.push('\n');
        }
    }
    out
}

/// A text made by Python code; what that raises is dropped.
fn safe(vm: &mut Vm, o: &Obj, what: &str) -> String {
    match protocol::str(vm, o) {
        Ok(s) => shown(vm, &s),
        Err(_) => {
            vm.take_exception();
            format!("<{what} str() failed>")
        }
    }
}

fn safe_repr(vm: &mut Vm, o: &Obj, what: &str) -> String {
    match protocol::repr(vm, o) {
        Ok(s) => s.downcast_ref::<Str>().map(|s| shown(vm, s)).unwrap_or_default(),
        Err(_) => {
            vm.take_exception();
            format!("<{what} repr() failed>")
        }
    }
}

/// The class as the last line names it.
fn class_name(vm: &Vm, class: &Ref<Type>) -> String {
    let qualname = shown(vm, &class.get(vm).qualname);
    match rpython_objects::class::module_name(vm, class) {
        Some(m) if m == "builtins" || m == "__main__" => qualname,
        Some(m) => format!("{m}.{qualname}"),
        None => format!("<unknown>.{qualname}"),
    }
}

/// The last line of an exception, with its notes; before it, for a `SyntaxError`, where that is.
fn exception_only(vm: &mut Vm, e: &Obj) -> String {
    let class = vm.class_of(e).own();
    let name = class_name(vm, &class);
    let mut out = match e.downcast_ref::<Exception>().cloned() {
        Some(x) if class.is_subtype(vm, types::SYNTAX_ERROR) => syntax_error(vm, &x, &name),
        _ => {
            let mut text = safe(vm, e, "exception");
            text.push_str(&suggestion(vm, e, &class));
            if text.is_empty() { format!("{name}\n") } else { format!("{name}: {text}\n") }
        }
    };
    match protocol::find_attr(vm, e, names::__notes__) {
        Ok(None) => {}
        Ok(Some(notes)) if notes.is_none() => {}
        Ok(Some(notes)) if notes.is_kind::<List>() || notes.is_kind::<Tuple>() => {
            for note in protocol::collect(vm, &notes).unwrap_or_default() {
                let text = safe(vm, &note, "note");
                text.split('\n').for_each(|line| out.push_str(&format!("{line}\n")));
            }
        }
        Ok(Some(notes)) => {
            let text = safe_repr(vm, &notes, "__notes__");
            out.push_str(&format!("{text}\n"));
        }
        Err(_) => {
            let failure = vm.take_exception();
            let text = safe_repr(vm, &failure, "__notes__");
            out.push_str(&format!("Ignored error getting __notes__: {text}\n"));
        }
    }
    out
}

/// The place and message of a `SyntaxError` that a mistyped keyword explains: what `traceback` finds by trying.
fn keyword_typo(vm: &mut Vm, e: &Ref<Exception>) -> PyResult<Option<Obj>> {
    let Some(message) = exception::field(vm, e, "msg").and_then(|m| m.downcast::<Str>().ok()) else { return Ok(None) };
    let message = message.to_string_lossy(vm);
    let unexplained = message == "invalid syntax" || message.contains("Perhaps you forgot a comma");
    if !unexplained || exception::field(vm, e, "_metadata").is_none_or(|m| m.is_none()) {
        return Ok(None);
    }
    let module = protocol::import(vm, "traceback")?;
    let [class, search, told] = ["TracebackException", "_find_keyword_typos", "msg"].map(|name| Str::intern(vm, name));
    let class = protocol::get_attr(vm, &module, &class)?;
    let own = vm.class_of(e).own().into_obj();
    let found = protocol::call(vm, &class, &[own, e.clone().into_obj(), Obj::NONE])?;
    protocol::call_method(vm, &found, &search, &[])?;
    let told = protocol::get_attr(vm, &found, &told)?;
    let told = protocol::str(vm, &told)?;
    Ok((told.to_string_lossy(vm) != message).then_some(found))
}

fn syntax_error(vm: &mut Vm, e: &Ref<Exception>, class: &str) -> String {
    let typo = match keyword_typo(vm, e) {
        Ok(typo) => typo,
        Err(_) => {
            vm.take_exception();
            None
        }
    };
    let field = |vm: &mut Vm, name: &str| match &typo {
        Some(found) => {
            let name = Str::intern(vm, name);
            let value = protocol::get_attr(vm, found, &name).ok();
            vm.exception.take();
            value.filter(|o| !o.is_none())
        }
        None => exception::field(vm, e, name).filter(|o| !o.is_none()),
    };
    let (filename, line, text) = (field(vm, "filename"), field(vm, "lineno"), field(vm, "text"));
    let (end_line, offset, end_offset) = (field(vm, "end_lineno"), field(vm, "offset"), field(vm, "end_offset"));
    let (mut out, mut suffix) = (String::new(), String::new());
    let filename = filename.map(|f| safe(vm, &f, "filename"));
    // The search for a mistyped keyword counts lines from where the statement begins; the heading is written before it.
    match (exception::field(vm, e, "lineno").filter(|o| !o.is_none()), &filename) {
        (Some(line), _) => {
            let line = safe(vm, &line, "lineno");
            let file = filename.as_deref().filter(|f| !f.is_empty()).unwrap_or("<string>");
            out.push_str(&format!("  File \"{file}\", line {line}\n"));
        }
        (None, Some(file)) => suffix = format!(" ({file})"),
        (None, None) => {}
    }
    if let Some(text) = text.as_ref().and_then(|t| t.downcast_ref::<Str>()) {
        let text: Vec<char> = shown(vm, text).chars().collect();
        let whole: String = text.iter().collect();
        let right = whole.trim_end_matches('\n');
        let left = right.trim_start_matches([' ', '\n', '\u{c}']);
        let length = right.chars().count() as i64;
        let spaces = length - left.chars().count() as i64;
        let number = |vm: &Vm, o: &Option<Obj>| o.as_ref().and_then(|o| int::to_i64(vm, o));
        match (&offset, number(vm, &offset)) {
            (None, _) => out.push_str(&format!("    {left}\n")),
            (Some(_), None) => {}
            (Some(_), Some(mut offset)) => {
                let same_line = match (&line, &end_line) {
                    (Some(a), Some(b)) => safe(vm, a, "lineno") == safe(vm, b, "end_lineno"),
                    (a, b) => a.is_none() == b.is_none(),
                };
                let mut end =
                    if same_line { number(vm, &end_offset).filter(|n| *n != 0).unwrap_or(offset) } else { length + 1 };
                let most = text.len() as i64;
                if most > 0 && offset > most {
                    offset = length + 1;
                }
                if most > 0 && end > most {
                    end = length + 1;
                }
                if offset >= end || end < 0 {
                    end = offset.saturating_add(1);
                }
                let (column, end) = (offset.saturating_sub(1 + spaces), end.saturating_sub(1 + spaces));
                out.push_str(&format!("    {left}\n"));
                if let Ok(column) = usize::try_from(column) {
                    let lead: String =
                        left.chars().take(column).map(|c| if c.is_whitespace() { c } else { ' ' }).collect();
                    let carets = usize::try_from(end).unwrap_or(0).saturating_sub(column).min(1 << 20);
                    out.push_str(&format!("    {lead}{}\n", "^".repeat(carets)));
                }
            }
        }
    }
    let message = match field(vm, "msg") {
        Some(m) => Some(safe(vm, &m, "msg")).filter(|m| !m.is_empty()),
        None => None,
    };
    let message = message.unwrap_or_else(|| "<no detail available>".to_string());
    out.push_str(&format!("{class}: {message}{suffix}\n"));
    out
}

/// What follows the message: the name that may have been meant, a module that may have to be imported.
fn suggestion(vm: &mut Vm, e: &Obj, class: &Ref<Type>) -> String {
    let Some(x) = e.downcast_ref::<Exception>().cloned() else { return String::new() };
    let field = |vm: &Vm, name: &str| exception::field(vm, &x, name).filter(|o| !o.is_none());
    let is_import = class.is_subtype(vm, types::IMPORT_ERROR);
    let is_name = class.is_subtype(vm, types::NAME_ERROR);
    let is_attribute = class.is_subtype(vm, types::ATTRIBUTE_ERROR);
    if !is_import && !is_name && !is_attribute {
        return String::new();
    }
    let wrong = field(vm, if is_import { "name_from" } else { "name" });
    let Some(wrong) = wrong.as_ref().and_then(|w| w.downcast_ref::<Str>()).cloned() else { return String::new() };
    let text = wrong.to_string_lossy(vm);
    let found = if is_attribute {
        attribute_candidates(vm, &x, &text)
    } else if is_import {
        import_candidates(vm, &x, &text)
    } else {
        name_candidates(vm, &x, &wrong)
    };
    let meant = match found {
        Ok(Candidates::Answer(name)) => Some(name),
        Ok(Candidates::Names(names)) => {
            rpython_objects::text::suggestions::closest(&text, names.iter().map(String::as_str))
        }
        Err(_) => {
            vm.take_exception();
            None
        }
    };
    let mut out = meant.as_ref().map(|m| format!(". Did you mean: '{m}'?")).unwrap_or_default();
    if is_name && stdlib_names::STDLIB_MODULE_NAMES.binary_search(&text.as_str()).is_ok() {
        let joint = if meant.is_some() { " Or did" } else { ". Did" };
        out.push_str(&format!("{joint} you forget to import '{text}'?"));
    }
    out
}

/// Names that may have been meant, or the one that was.
enum Candidates {
    Names(Vec<String>),
    Answer(String),
}

/// `dir(o)`, sorted strings only.
fn directory(vm: &mut Vm, o: &Obj) -> PyResult<Vec<String>> {
    let listed = match o.is_kind::<Type>() {
        true => {
            let class = vm.class_of(o).own();
            let f = protocol::get_attr(vm, &class, names::__dir__)?;
            protocol::call(vm, &f, std::slice::from_ref(o))?
        }
        false => protocol::call_method(vm, o, names::__dir__, &[])?,
    };
    let mut all: Vec<String> = protocol::collect(vm, &listed)?
        .iter()
        .filter_map(|n| n.downcast_ref::<Str>())
        .map(|n| n.to_string_lossy(vm))
        .collect();
    all.sort();
    Ok(all)
}

/// The innermost frame of an exception's traceback.
fn innermost(vm: &Vm, e: &Ref<Exception>) -> Option<Ref<Frame>> {
    let mut at = e.get(vm).traceback.cloned()?;
    while let Some(next) = at.downcast_ref::<Traceback>().and_then(|t| t.get(vm).next.cloned()) {
        at = next;
    }
    at.downcast_ref::<Traceback>().map(|t| t.get(vm).frame.clone())
}

/// The frame's variables by name: what `f_locals` shows.
fn variables(vm: &mut Vm, f: &Ref<Frame>) -> PyResult<Ref<Dict>> {
    let locals = frame_locals::of(vm, f)?;
    match locals.downcast::<Dict>() {
        Ok(d) => Ok(d),
        Err(_) => frame_locals::snapshot(vm, f),
    }
}

fn attribute_candidates(vm: &mut Vm, e: &Ref<Exception>, wrong: &str) -> PyResult<Candidates> {
    let o = exception::field(vm, e, "obj").unwrap_or(Obj::NONE);
    let mut all = directory(vm, &o)?;
    let mut hide = !wrong.starts_with('_');
    if hide && let Some(f) = innermost(vm, e) {
        let variables = variables(vm, &f)?;
        let this = Str::intern(vm, "self");
        if Dict::get_str(vm, &variables, &this).is_some_and(|s| s.is(&o)) {
            hide = false;
        }
    }
    if hide {
        all.retain(|n| !n.starts_with('_'));
    }
    Ok(Candidates::Names(all))
}

fn import_candidates(vm: &mut Vm, e: &Ref<Exception>, wrong: &str) -> PyResult<Candidates> {
    let name = exception::field(vm, e, "name").unwrap_or(Obj::NONE);
    let modules = interp::modules(vm);
    let Some(module) = Dict::get_item(vm, &modules, &name)? else { return Ok(Candidates::Names(Vec::new())) };
    let mut all = directory(vm, &module)?;
    if !wrong.starts_with('_') {
        all.retain(|n| !n.starts_with('_'));
    }
    Ok(Candidates::Names(all))
}

fn name_candidates(vm: &mut Vm, e: &Ref<Exception>, wrong: &Ref<Str>) -> PyResult<Candidates> {
    let Some(f) = innermost(vm, e) else { return Ok(Candidates::Names(Vec::new())) };
    let variables = variables(vm, &f)?;
    let this = Str::intern(vm, "self");
    if let Some(this) = Dict::get_str(vm, &variables, &this).cloned()
        && protocol::find_attr(vm, &this, wrong)?.is_some()
    {
        return Ok(Candidates::Answer(format!("self.{}", wrong.to_string_lossy(vm))));
    }
    let (globals, builtins) = (f.get(vm).globals.clone(), f.get(vm).function.get(vm).builtins.clone());
    let mut all = Vec::new();
    for d in [&variables, &globals, &builtins] {
        all.extend(d.get(vm).iter().filter_map(|(k, _)| k.downcast_ref::<Str>()).map(|n| n.to_string_lossy(vm)));
    }
    Ok(Candidates::Names(all))
}

/// What is printed of an exception.
pub fn format(vm: &mut Vm, e: &Obj) -> String {
    source::forget_files(vm);
    groups::format(vm, e)
}

/// Prints an exception to `sys.stderr`. Where that is lost, the system's standard error gets what is known of the object.
pub fn print(vm: &mut Vm, e: &Obj) {
    let text = format(vm, e);
    if stdio::offer_error(vm, &text) == stdio::Shown::Lost {
        dump(vm, e);
        eprintln!("lost sys.stderr");
    }
}

/// Describes an object on the system's standard error (CPython: `_PyObject_Dump`).
fn dump(vm: &mut Vm, o: &Obj) {
    let class = vm.class_of(o).own();
    let (name, count) = (class.name(vm).to_string(), o.header().map_or(1, |header| header.rc()));
    eprintln!("object address  : {:#x}\nobject refcount : {count}", protocol::id(o));
    eprintln!("object type     : {:#x}\nobject type name: {name}", protocol::id(&class));
    let shown = match protocol::repr(vm, o) {
        Ok(text) => text.downcast_ref::<Str>().map(|text| shown(vm, text)).unwrap_or_default(),
        Err(_raised) => {
            drop(vm.take_exception());
            String::new()
        }
    };
    eprintln!("object repr     : {shown}");
}

/// The status with which `SystemExit` ends the program; a code that is no number is printed.
pub fn exit_status(vm: &mut Vm, e: &Obj) -> i32 {
    let code = match protocol::find_attr(vm, e, names::code) {
        Ok(code) => code.unwrap_or(Obj::NONE),
        Err(_) => {
            vm.take_exception();
            e.clone()
        }
    };
    if code.is_none() {
        return 0;
    }
    if int::view(vm, &code).is_some() || code.is(&Obj::TRUE) || code.is(&Obj::FALSE) {
        if code.is(&Obj::TRUE) {
            return 1;
        }
        return int::to_i64(vm, &code).map_or(-1, |n| n as i32) * i32::from(!code.is(&Obj::FALSE));
    }
    stdio::flush_quietly(vm);
    let text = match protocol::str(vm, &code) {
        Ok(s) => shown(vm, &s),
        Err(_) => {
            vm.take_exception();
            String::new()
        }
    };
    if interp::sys_attribute(vm, "stderr").is_none_or(|stream| stream.is_none()) {
        eprint!("{text}");
    } else {
        stdio::offer_error(vm, &text);
    }
    stdio::write_error(vm, "\n");
    1
}

/// Status after an uncaught `KeyboardInterrupt`: as if SIGINT had ended the program.
const INTERRUPTED: u8 = 130;

/// Ends a program with an exception: `SystemExit` gives its status, others go to `sys.excepthook`.
pub fn report(vm: &mut Vm, e: &Obj) -> u8 {
    if vm.class_of(e).is_subtype(vm, types::SYSTEM_EXIT) {
        return exit_status(vm, e) as u8;
    }
    show(vm, e)
}

/// Shows an exception, `SystemExit` as any other (`-i`), through `sys.excepthook`. The status that it would end a program with.
pub fn show(vm: &mut Vm, e: &Obj) -> u8 {
    let status = if vm.class_of(e).is_subtype(vm, types::KEYBOARD_INTERRUPT) { INTERRUPTED } else { 1 };
    let class = vm.class_of(e).own().into_obj();
    let traceback = e.downcast_ref::<Exception>().and_then(|x| x.get(vm).traceback.cloned()).unwrap_or(Obj::NONE);
    let sys = interp::sys_dict(vm);
    for (name, value) in [("last_exc", e), ("last_type", &class), ("last_value", e), ("last_traceback", &traceback)] {
        // A full heap loses the record, not the report.
        let _ = Dict::set_name(vm, &sys, name, value.clone());
    }
    let Some(hook) = interp::sys_attribute(vm, "excepthook") else {
        stdio::write_error(vm, "sys.excepthook is missing\n");
        print(vm, e);
        return status;
    };
    if protocol::call(vm, &hook, &[class, e.clone(), traceback]).is_err() {
        let failure = vm.take_exception();
        if vm.class_of(&failure).is_subtype(vm, types::SYSTEM_EXIT) {
            return exit_status(vm, &failure) as u8;
        }
        stdio::write_error(vm, "Error in sys.excepthook:\n");
        print(vm, &failure);
        stdio::write_error(vm, "\nOriginal exception was:\n");
        print(vm, e);
    }
    status
}

/// Shows an exception that cannot be raised: what was going on, the object at fault, the traceback.
pub(crate) fn print_unraisable(vm: &mut Vm, message: &str, object: Option<&Obj>, e: &Obj) {
    let head = match object {
        Some(o) => format!("{message}: {}\n", safe_repr(vm, o, "object")),
        None => format!("{message}:\n"),
    };
    if stdio::offer_error(vm, &head) != stdio::Shown::Written {
        return;
    }
    // The plain printer's form, as CPython has it here.
    let mut frames = Entries::of(vm, e);
    frames.plain = true;
    let frames = shown_entries(vm, frames);
    let mut text = String::new();
    if !frames.is_empty() {
        text.push_str("Traceback (most recent call last):\n");
        text.push_str(&frames);
    }
    // The class and the message only: no suggestion, no notes, no place of a `SyntaxError`.
    let class = vm.class_of(e).own();
    let name = match rpython_objects::class::module_name(vm, &class) {
        Some(_) => class_name(vm, &class),
        None => format!("<unknown>{}", shown(vm, &class.get(vm).qualname)),
    };
    let message = safe(vm, e, "exception");
    text.push_str(&format!("{name}: {message}\n"));
    stdio::offer_error(vm, &text);
}
