//! The interactive loop (CPython: `Python/pythonrun.c`, `PyRun_InteractiveLoop`): statements are read from standard input as they become
//! complete, run, and their values shown. Prompts go to standard error.

use rpython_objects::{
    Dict, Exception, Obj, PyResult, Ref, Str, StrExt, TypeExt, Vm, exception, names, protocol, types,
};
use rpython_vm::compile::{Mode, Request};
use std::io::{BufRead, Write};

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

/// Runs statements until the input ends.
pub(crate) fn run(vm: &mut Vm, globals: &Ref<Dict>) -> End {
    for (name, prompt) in [("ps1", ">>> "), ("ps2", "... ")] {
        if rpython_vm::sys_attribute(vm, name).is_none() {
            let sys = rpython_vm::sys_dict(vm);
            let prompt = Str::new(vm, prompt).into_obj();
            // A full heap shows at the first statement.
            let _ = Dict::set_name(vm, &sys, name, prompt);
        }
    }
    let mut number = 0;
    loop {
        match one(vm, globals, number) {
            Ok(true) => number += 1,
            Ok(false) => return End::Input,
            Err(raised) => {
                if vm.raised_is(types::SYSTEM_EXIT) {
                    return End::Exit(raised);
                }
                number += 1;
                let e = vm.take_exception();
                rpython_vm::traceback::report(vm, &e);
            }
        }
        rpython_vm::run_pending(vm);
    }
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

/// Reads a line behind a prompt; nothing at the end of the input.
fn read_line(vm: &mut Vm, name: &str) -> Option<Vec<u8>> {
    let shown = prompt(vm, name);
    for stream in ["stdout", "stderr"] {
        if let Some(stream) = rpython_vm::sys_attribute(vm, stream).filter(|s| !s.is_none())
            && protocol::call_method(vm, &stream, names::flush, &[]).is_err()
        {
            vm.exception.take();
        }
    }
    eprint!("{shown}");
    let _ = std::io::stderr().flush();
    let mut line = Vec::new();
    let read = vm.suspend(|| std::io::stdin().lock().read_until(b'\n', &mut line).map(|n| (n, line)));
    match read {
        Ok((n, line)) if n > 0 => Some(line),
        _ => {
            eprintln!();
            None
        }
    }
}

/// Reads and runs a statement; false at the end of the input.
fn one(vm: &mut Vm, globals: &Ref<Dict>, number: usize) -> PyResult<bool> {
    let mut text = Vec::new();
    let filename = format!("<stdin>-{number}");
    loop {
        let Some(line) = read_line(vm, if text.is_empty() { "ps1" } else { "ps2" }) else {
            if text.is_empty() {
                return Ok(false);
            }
            // What there is must do.
            run_text(vm, globals, &text, &filename, false)?;
            return Ok(true);
        };
        let blank = line.iter().all(u8::is_ascii_whitespace);
        text.extend_from_slice(&line);
        if text.iter().all(u8::is_ascii_whitespace) {
            return Ok(true);
        }
        // A block is open until an empty line.
        let shown = if blank { &text } else { text.strip_suffix(b"\n").unwrap_or(&text) };
        match run_text(vm, globals, shown, &filename, !blank) {
            Ok(()) => return Ok(true),
            Err(raised) => {
                let incomplete =
                    vm.exception.get().is_some_and(|e| vm.class_of(e).is_subtype(vm, types::INCOMPLETE_INPUT_ERROR));
                if !incomplete {
                    return Err(raised);
                }
                vm.exception.take();
                check_open(vm, &text, &filename)?;
            }
        }
    }
}

/// Whether a statement that is not complete may become so: what no further line can mend is an error at once.
fn check_open(vm: &mut Vm, text: &[u8], filename: &str) -> PyResult<()> {
    let mut request = Request::new(vm, Mode::Single, -1);
    request.allow_incomplete = true;
    match rpython_vm::compile::bytes(vm, text, filename, &request) {
        Ok(_) => Ok(()),
        Err(raised) => {
            name_input(vm);
            vm.swallow(raised, types::INCOMPLETE_INPUT_ERROR)
        }
    }
}

/// A `SyntaxError` names the input as one: the numbers of statements serve only the source lines of frames.
fn name_input(vm: &mut Vm) {
    let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<Exception>()).cloned() else { return };
    if exception::field(vm, &e, "filename").is_some_and(|name| !name.is_none()) {
        let name = Str::intern(vm, "<stdin>").into_obj();
        exception::set_field(vm, &e, "filename", name);
    }
}

/// Compiles and runs a statement. `open` says that more lines may follow.
fn run_text(vm: &mut Vm, globals: &Ref<Dict>, text: &[u8], filename: &str, open: bool) -> PyResult<()> {
    let mut request = Request::new(vm, Mode::Single, -1);
    request.allow_incomplete = true;
    request.dont_imply_dedent = open;
    let code = match rpython_vm::compile::bytes(vm, text, filename, &request) {
        Ok(code) => code,
        Err(raised) => {
            name_input(vm);
            return Err(raised);
        }
    };
    rpython_vm::traceback::keep_source(vm, &code, &String::from_utf8_lossy(text));
    let result: PyResult<Obj> = rpython_vm::run_code(vm, &code, globals, None);
    result.map(|_| ())
}
