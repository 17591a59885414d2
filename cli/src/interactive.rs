//! The interactive loops (CPython: `Modules/main.c`, `pymain_repl`; `Python/pythonrun.c`, `PyRun_InteractiveLoop`). At a terminal the
//! library's console runs (`_pyrepl`). The basic loop, `sys._baserepl`, serves where that cannot or `PYTHON_BASIC_REPL` says so: it reads
//! statements line by line, at a terminal with a line editor, and shows values. Prompts go to standard error.

use crate::line_editor::{Line, LineEditor};
use rpython_objects::{
    Args, Code, Dict, Exception, NativeDef, Obj, PyResult, Ref, Str, StrExt, TypeExt, Vm, exception, function, names,
    native, protocol, raise, types,
};
use rpython_vm::compile::{Mode, Request};
use std::io::{BufRead, IsTerminal, Write};

/// What a program says before the first prompt.
pub(crate) fn banner() -> String {
    format!(
        "{} (rpython {}) [Rust {}] on linux\nType \"help\", \"copyright\", \"credits\" or \"license\" for more information.",
        crate::PYTHON,
        env!("CARGO_PKG_VERSION"),
        env!("CARGO_PKG_RUST_VERSION")
    )
}

/// How the loop ended.
pub(crate) enum End {
    /// The input ended.
    Input,
    /// `SystemExit`, which is the travelling exception.
    Exit(rpython_objects::Raised),
}

static BASE_LOOP: &[NativeDef] = &[native(
    "_baserepl",
    "($module, /)",
    |vm, _: Args<'_>| {
        let Some(globals) = main_globals(vm) else { return Ok(Obj::NONE) };
        match basic(vm, &globals) {
            End::Input => Ok(Obj::NONE),
            End::Exit(raised) => Err(raised),
        }
    },
    "Private function for getting the base REPL",
)];

/// Sets `sys._baserepl`.
///
/// # Errors
/// `MemoryError`
pub(crate) fn install(vm: &mut Vm) -> PyResult<()> {
    let sys = rpython_vm::sys_dict(vm);
    let modules = rpython_vm::modules(vm);
    let name = Str::intern(vm, "sys");
    let module = Dict::get_str(vm, &modules, &name).cloned();
    for def in BASE_LOOP {
        let made = function::for_module(vm, module.as_ref(), "sys", def);
        Dict::set_name(vm, &sys, def.name, made)?;
    }
    Ok(())
}

/// The namespace of `__main__`.
pub(crate) fn main_globals(vm: &mut Vm) -> Option<Ref<Dict>> {
    let main = main_module(vm)?;
    rpython_objects::module::namespace(vm, &main)
}

fn main_module(vm: &mut Vm) -> Option<Obj> {
    let modules = rpython_vm::modules(vm);
    Dict::get_str(vm, &modules, names::__main__).cloned()
}

/// Who has run the file that `PYTHONSTARTUP` names.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Startup {
    /// The caller.
    Done,
    /// Nobody: the console is to.
    Wanted,
}

/// Runs statements until the input ends: in the library's console at a terminal, in the basic loop otherwise.
pub(crate) fn run(vm: &mut Vm, globals: &Ref<Dict>, startup: Startup) -> End {
    let ignored = rpython_vm::config(vm).flags.ignore_environment;
    let basic_wanted = !ignored && std::env::var_os("PYTHON_BASIC_REPL").is_some_and(|v| !v.is_empty());
    if basic_wanted || !std::io::stdin().is_terminal() {
        return basic(vm, globals);
    }
    let console = match library_console(vm) {
        Ok(Some(console)) => console,
        Ok(None) => return basic(vm, globals),
        Err(_raised) => {
            // Without a library, or with a part of it, the basic loop still runs.
            drop(vm.take_exception());
            return basic(vm, globals);
        }
    };
    let main = main_module(vm).unwrap_or(Obj::NONE);
    match protocol::call(vm, &console, &[main, Obj::FALSE, Obj::bool(startup == Startup::Wanted)]) {
        Ok(_) => End::Input,
        Err(raised) => End::Exit(raised),
    }
}

/// `_pyrepl.main.interactive_console`
fn library_console(vm: &mut Vm) -> PyResult<Option<Obj>> {
    let name = Str::intern(vm, "_pyrepl.main");
    let zero = rpython_objects::int::from_i64(vm, 0);
    let import = vm.hooks.import;
    import(vm, [&name.clone().into_obj(), &Obj::NONE, &Obj::NONE, &Obj::NONE, &zero])?;
    let Some(module) = rpython_vm::imports::module_named(vm, &name)? else { return Ok(None) };
    let console = Str::intern(vm, "interactive_console");
    protocol::find_attr(vm, &module, &console)
}

/// Calls `sys.__interactivehook__`, which is where `site` sets up completion and history.
pub(crate) fn call_hook(vm: &mut Vm) {
    let Some(hook) = rpython_vm::sys_attribute(vm, "__interactivehook__") else { return };
    let called = rpython_vm::audit::event(vm, "cpython.run_interactivehook", std::slice::from_ref(&hook))
        .and_then(|()| protocol::call(vm, &hook, &[]));
    if called.is_err() {
        let e = vm.take_exception();
        eprintln!("Failed calling sys.__interactivehook__");
        rpython_vm::traceback::show(vm, &e);
    }
}

/// The basic loop.
fn basic(vm: &mut Vm, globals: &Ref<Dict>) -> End {
    for (name, prompt) in [("ps1", ">>> "), ("ps2", "... ")] {
        if rpython_vm::sys_attribute(vm, name).is_none() {
            let sys = rpython_vm::sys_dict(vm);
            let prompt = Str::new(vm, prompt).into_obj();
            // A full heap shows at the first statement.
            let _ = Dict::set_name(vm, &sys, name, prompt);
        }
    }
    let at_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let mut input = Input { editor: if at_terminal { LineEditor::start(vm, globals) } else { None }, number: 0 };
    loop {
        match one(vm, globals, &mut input) {
            Ok(true) => {}
            Ok(false) => return End::Input,
            Err(raised) => {
                if vm.raised_is(types::SYSTEM_EXIT) {
                    return End::Exit(raised);
                }
                let e = vm.take_exception();
                rpython_vm::traceback::report(vm, &e);
            }
        }
        rpython_vm::run_pending(vm);
    }
}

/// Where lines come from: the editor at a terminal, standard input otherwise.
struct Input {
    editor: Option<LineEditor>,
    /// The number of the next statement: those that the parser took are counted.
    number: usize,
}

fn prompt(vm: &mut Vm, name: &str) -> String {
    let Some(prompt) = rpython_vm::sys_attribute(vm, name) else { return String::new() };
    match protocol::str(vm, &prompt) {
        Ok(text) => text.to_string_lossy(vm),
        Err(_) => {
            vm.exception.take();
            String::new()
        }
    }
}

impl Input {
    /// Reads a line behind a prompt.
    fn read(&mut self, vm: &mut Vm, name: &str) -> Line {
        let shown = prompt(vm, name);
        for stream in ["stdout", "stderr"] {
            if let Some(stream) = rpython_vm::sys_attribute(vm, stream).filter(|s| !s.is_none())
                && protocol::call_method(vm, &stream, names::flush, &[]).is_err()
            {
                vm.exception.take();
            }
        }
        if let Some(editor) = &mut self.editor {
            return editor.read(vm, &shown);
        }
        eprint!("{shown}");
        let _ = std::io::stderr().flush();
        let mut line = Vec::new();
        let read = vm.suspend(|| std::io::stdin().lock().read_until(b'\n', &mut line).map(|n| (n, line)));
        match read {
            Ok((n, line)) if n > 0 => Line::Text(line),
            _ => {
                eprintln!();
                Line::End
            }
        }
    }
}

/// Whether a line is empty for the parser.
fn says_nothing(line: &[u8]) -> bool {
    let line = line.trim_ascii_start();
    line.is_empty() || line.starts_with(b"#")
}

/// Reads and runs a statement; false at the end of the input.
fn one(vm: &mut Vm, globals: &Ref<Dict>, input: &mut Input) -> PyResult<bool> {
    let mut text = Vec::new();
    let filename = format!("<stdin-{}>", input.number);
    loop {
        let line = match input.read(vm, if text.is_empty() { "ps1" } else { "ps2" }) {
            Line::Text(line) => line,
            Line::Interrupted => return Err(raise!(vm, types::KEYBOARD_INTERRUPT, "")),
            Line::End if text.is_empty() => return Ok(false),
            Line::End => {
                // What there is must do.
                run_text(vm, globals, [&text, &text], &filename, &mut input.number, false)?;
                return Ok(true);
            }
        };
        let blank = line.iter().all(u8::is_ascii_whitespace);
        let first = text.is_empty();
        text.extend_from_slice(&line);
        if first && says_nothing(&line) {
            input.number += 1;
            return Ok(true);
        }
        if line.ends_with(b"\\\n") && !line.contains(&b'#') {
            continue;
        }
        // A block is open until an empty line.
        let shown = if blank { &text } else { text.strip_suffix(b"\n").unwrap_or(&text) };
        match run_text(vm, globals, [shown, &text], &filename, &mut input.number, !blank) {
            Ok(()) => return Ok(true),
            Err(raised) => {
                let incomplete =
                    vm.exception.get().is_some_and(|e| vm.class_of(e).is_subtype(vm, types::INCOMPLETE_INPUT_ERROR));
                if !incomplete {
                    return Err(raised);
                }
                vm.exception.take();
                // What no further line can mend is an error at once.
                if let Err(raised) = check(vm, &text, &filename, false) {
                    vm.swallow(raised, types::INCOMPLETE_INPUT_ERROR)?;
                }
            }
        }
    }
}

/// Parses a statement. `open` says that more lines may follow. Errors name the input as `<stdin>`: the numbers of statements serve only
/// the source lines of frames.
fn check(vm: &mut Vm, text: &[u8], filename: &str, open: bool) -> PyResult<()> {
    let request = request(vm, open);
    let checked = rpython_vm::compile::check_syntax(vm, text, filename, &request);
    if checked.is_err()
        && let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<Exception>()).cloned()
        && exception::field(vm, &e, "filename").is_some_and(|name| !name.is_none())
    {
        let name = Str::intern(vm, "<stdin>").into_obj();
        exception::set_field(vm, &e, "filename", name);
    }
    checked
}

/// Gives an error behind the parser the line that it is about.
fn show_line(vm: &mut Vm, source: &str) {
    let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<Exception>()).cloned() else { return };
    let line = exception::field(vm, &e, "lineno").and_then(|n| rpython_objects::int::to_i64(vm, &n));
    let index = line.and_then(|n| usize::try_from(n).ok()).and_then(|n| n.checked_sub(1));
    if let Some(text) = index.and_then(|index| source.split_inclusive('\n').nth(index))
        && exception::field(vm, &e, "text").is_some_and(|text| text.is_none())
    {
        let text = Str::new(vm, text).into_obj();
        exception::set_field(vm, &e, "text", text);
    }
}

fn request(vm: &mut Vm, open: bool) -> Request {
    let mut request = Request::new(vm, Mode::Single, -1);
    request.allow_incomplete = true;
    request.dont_imply_dedent = open;
    request
}

/// Compiles and runs a statement, given as the parser is to see it and as it was entered; counts it.
fn run_text(
    vm: &mut Vm,
    globals: &Ref<Dict>,
    [text, whole]: [&[u8]; 2],
    filename: &str,
    number: &mut usize,
    open: bool,
) -> PyResult<()> {
    check(vm, text, filename, open)?;
    *number += 1;
    let request = request(vm, open);
    let source = String::from_utf8_lossy(whole);
    let code = match rpython_vm::compile::bytes(vm, text, filename, &request) {
        Ok(code) => code,
        Err(raised) => {
            show_line(vm, &source);
            return Err(raised);
        }
    };
    rpython_vm::traceback::keep_source(vm, &code, &source);
    register(vm, &code, &source, "<stdin>");
    let result: PyResult<Obj> = rpython_vm::run_code(vm, &code, globals, None);
    result.map(|_| ())
}

/// Lets `linecache` know the source of code without a file, for `traceback` and `inspect`. Without the library there is nobody to ask for it.
pub(crate) fn register(vm: &mut Vm, code: &Ref<Code>, source: &str, file: &str) {
    let name = Str::intern(vm, "linecache").into_obj();
    let zero = rpython_objects::int::from_i64(vm, 0);
    let import = vm.hooks.import;
    let registered = import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &zero]).and_then(|linecache| {
        let method = Str::intern(vm, "_register_code");
        let (source, file) = (Str::new(vm, source).into_obj(), Str::intern(vm, file).into_obj());
        protocol::call_method(vm, &linecache, &method, &[code.clone().into_obj(), source, file])
    });
    if registered.is_err() {
        drop(vm.take_exception());
    }
}
