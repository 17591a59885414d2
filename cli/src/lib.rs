//! The rpython program, and the crate that Rust programs embed.
#![forbid(unsafe_code)]

use rpython_objects::{Dict, Obj, PyResult, Str, Vm, names};
use std::io::Read;

/// Machine stack of the thread that runs Python: deep recursion ends in a RecursionError before it is used up.
pub const STACK: usize = 256 << 20;

/// What to run.
enum Source {
    Command(String),
    File(String),
    Input,
}

/// A program as its command line asks for it.
pub struct Program {
    source: Result<Source, String>,
    argv: Vec<String>,
}

impl Program {
    /// Reads a command line, the program's own name first.
    pub fn from_arguments(args: &[String]) -> Program {
        let mut rest = args.iter().skip(1).cloned();
        let source = loop {
            match rest.next().as_deref() {
                None | Some("-") => break Ok(Source::Input),
                Some("-c") => match rest.next() {
                    Some(command) => break Ok(Source::Command(command)),
                    None => break Err("Argument expected for the -c option".to_string()),
                },
                Some("-I" | "-S" | "-E" | "-s" | "-B" | "-u") => {}
                Some(option) if option.starts_with('-') => break Err(format!("Unknown option: {option}")),
                Some(file) => break Ok(Source::File(file.to_string())),
            }
        };
        let first = match &source {
            Ok(Source::Command(_)) => "-c".to_string(),
            Ok(Source::File(file)) => file.clone(),
            _ => String::new(),
        };
        Program { source, argv: std::iter::once(first).chain(rest).collect() }
    }

    /// Runs the program and returns its exit status.
    pub fn run(self) -> u8 {
        let source = match self.source {
            Ok(source) => source,
            Err(message) => {
                eprintln!("{message}");
                return 2;
            }
        };
        let (text, filename) = match &source {
            Source::Command(text) => (Ok(text.clone().into_bytes()), "<string>".to_string()),
            Source::File(file) => (std::fs::read(file), file.clone()),
            Source::Input => {
                let mut text = Vec::new();
                (std::io::stdin().read_to_end(&mut text).map(|_| text), "<stdin>".to_string())
            }
        };
        let text = match text {
            Ok(text) => text,
            Err(e) => {
                let reason = e.to_string();
                let reason = reason.split(" (os error").next().unwrap_or_default();
                let number = e.raw_os_error().unwrap_or(0);
                let program = std::env::args().next().unwrap_or_default();
                eprintln!("{program}: can't open file '{filename}': [Errno {number}] {reason}");
                return 2;
            }
        };
        let Ok(mut vm) = Vm::new(STACK) else {
            eprintln!("rpython: the system grants no address space for the heap");
            return 1;
        };
        if let Err(e) = rpython_vm::attach(&mut vm) {
            eprintln!("rpython: the system grants no address space for the stack: {e}");
            return 1;
        }
        let result = execute(&mut vm, &self.argv, &text, &filename);
        let status = match result {
            Ok(()) => 0,
            Err(_raised) => {
                let e = vm.take_exception();
                rpython_vm::traceback::report(&mut vm, &e)
            }
        };
        match rpython_vm::stdio::flush_out(&mut vm) {
            Ok(()) => status,
            Err(_raised) => 120,
        }
    }
}

/// Starts the interpreter and runs the source as `__main__`.
fn execute(vm: &mut Vm, argv: &[String], text: &[u8], filename: &str) -> PyResult<()> {
    rpython_vm::sys::fill(vm, argv)?;
    rpython_vm::builtins::fill(vm)?;
    rpython_vm::stdio::install(vm)?;
    rpython_stdlib::register(vm);
    let module = rpython_objects::Module::new(vm, "__main__")?;
    let globals = module.get(vm).dict.clone();
    let builtins = rpython_vm::builtins::module(vm).unwrap_or(Obj::NONE);
    Dict::set_str(vm, &globals, names::__builtins__, builtins)?;
    if filename != "<string>" && filename != "<stdin>" {
        let file = Str::new(vm, filename).into_obj();
        Dict::set_str(vm, &globals, names::__file__, file)?;
    }
    let modules = rpython_vm::modules(vm);
    Dict::set_name(vm, &modules, "__main__", module.into_obj())?;
    let code = rpython_vm::compile::module(vm, text, filename)?;
    rpython_vm::run_code(vm, &code, &globals, None)?;
    rpython_vm::run_pending(vm);
    Ok(())
}
