//! The rpython program, and the crate that Rust programs embed.
#![forbid(unsafe_code)]

pub mod heap_options;
pub mod options;
mod places;

use options::{Options, Source, UsageError};
use rpython_objects::{Dict, Obj, PyResult, Str, TypeExt, Vm, names, types};
use rpython_vm::config::{Config, Flags};
use std::io::Read;

/// Machine stack of the thread that runs Python: deep recursion ends in a RecursionError before it is used up.
pub const STACK: usize = 256 << 20;

/// The version of Python that programs see.
const PYTHON: &str = "Python 3.14.10";

/// A program as its command line asks for it.
pub struct Program {
    /// The program's own name.
    name: String,
    line: Result<(Options, Source, Vec<String>), UsageError>,
}

/// Where a program's text comes from failed: the message, and the exit status.
struct Unreadable(String, u8);

impl Program {
    /// Reads a command line, the program's own name first.
    pub fn from_arguments(args: &[String]) -> Program {
        let name = args.first().cloned().unwrap_or_else(|| "rpython".to_string());
        Program { name, line: options::read(args.get(1..).unwrap_or_default()) }
    }

    /// Runs the program and returns its exit status.
    pub fn run(self) -> u8 {
        let usage = format!("usage: {} [option] ... [-c cmd | -m mod | file | -] [arg] ...", self.name);
        let (options, source, argv) = match self.line {
            Ok(line) => line,
            Err(UsageError(message)) => {
                eprintln!("{message}\n{usage}\nTry `python -h' for more information.");
                return 2;
            }
        };
        if options.help {
            println!("{usage}");
            return 0;
        }
        if options.version > 0 {
            match options.version {
                1 => println!("{PYTHON}"),
                _ => println!(
                    "{PYTHON} (rpython {}) [Rust {}]",
                    env!("CARGO_PKG_VERSION"),
                    env!("CARGO_PKG_RUST_VERSION")
                ),
            }
            return 0;
        }
        let (text, filename) = match read_source(&self.name, &source) {
            Ok(found) => found,
            Err(Unreadable(message, status)) => {
                eprintln!("{message}");
                return status;
            }
        };
        let text = if options.skip_first_line { without_first_line(&text) } else { text };
        let Ok(mut vm) = Vm::new(STACK) else {
            eprintln!("rpython: the system grants no address space for the heap");
            return 1;
        };
        if let Err(e) = rpython_vm::attach(&mut vm) {
            eprintln!("rpython: the system grants no address space for the stack: {e}");
            return 1;
        }
        rpython_vm::set_config(&mut vm, configuration(&self.name, &options, &argv));
        if let Err(message) = heap_options::apply(&mut vm, &options.extra) {
            eprintln!("{message}");
            return 2;
        }
        let result = execute(&mut vm, &text, &filename);
        let mut interrupted = false;
        let status = match result {
            Ok(()) => 0,
            Err(_raised) => {
                let e = vm.take_exception();
                interrupted = vm.class_of(&e).is_subtype(&vm, types::KEYBOARD_INTERRUPT);
                rpython_vm::traceback::report(&mut vm, &e)
            }
        };
        rpython_stdlib::finish(&mut vm);
        let status = match rpython_vm::stdio::flush_out(&mut vm) {
            Ok(()) => status,
            Err(_raised) => 120,
        };
        rpython_vm::threads::end(&mut vm);
        let status = if heap_options::report(&mut vm, &options.extra) { status } else { 1 };
        if interrupted {
            rpython_vm::signals::die_of(rpython_vm::signals::INTERRUPT);
        }
        status
    }
}

/// The program's text and the name that it has in tracebacks.
fn read_source(program: &str, source: &Source) -> Result<(Vec<u8>, String), Unreadable> {
    match source {
        Source::Command(text) => Ok((text.clone().into_bytes(), "<string>".to_string())),
        Source::Module(name) => {
            Err(Unreadable(format!("{program}: -m {name} needs the import system, which is not there yet"), 1))
        }
        Source::File(file) => {
            if std::path::Path::new(file).is_dir() {
                return Err(Unreadable(format!("{program}: can't find '__main__' module in '{file}'"), 1));
            }
            match std::fs::read(file) {
                Ok(text) => Ok((text, file.clone())),
                Err(e) => {
                    let reason = e.to_string();
                    let reason = reason.split(" (os error").next().unwrap_or_default();
                    let number = e.raw_os_error().unwrap_or(0);
                    Err(Unreadable(format!("{program}: can't open file '{file}': [Errno {number}] {reason}"), 2))
                }
            }
        }
        Source::Input => {
            let mut text = Vec::new();
            match std::io::stdin().read_to_end(&mut text) {
                Ok(_) => Ok((text, "<stdin>".to_string())),
                Err(e) => Err(Unreadable(format!("{program}: can't read standard input: {e}"), 1)),
            }
        }
    }
}

/// `-x`: the first line is left out, its end stays so that line numbers do.
fn without_first_line(text: &[u8]) -> Vec<u8> {
    match text.iter().position(|b| *b == b'\n') {
        Some(end) => text[end..].to_vec(),
        None => Vec::new(),
    }
}

/// What the options and the environment say.
fn configuration(program: &str, options: &Options, argv: &[String]) -> Config {
    let environment = |name: &str| match options.ignore_environment {
        true => None,
        false => std::env::var_os(name).filter(|value| !value.is_empty()),
    };
    let hints = places::Hints {
        program: program.into(),
        home: environment("PYTHONHOME"),
        path: environment("PYTHONPATH"),
        stdlib: None,
    };
    let flags = Flags {
        optimize: options.optimize,
        dont_write_bytecode: options.dont_write_bytecode,
        no_user_site: options.no_user_site,
        no_site: options.no_site,
        ignore_environment: options.ignore_environment,
        verbose: options.verbose.into(),
        bytes_warning: options.bytes_warning.into(),
        quiet: options.quiet,
        isolated: options.isolated,
        safe_path: options.safe_path,
        ..Flags::default()
    };
    Config {
        argv: argv.iter().map(|a| a.clone().into_bytes()).collect(),
        flags,
        places: places::find(&hints),
        ..Config::default()
    }
}

/// Starts the interpreter and runs the source as `__main__`.
fn execute(vm: &mut Vm, text: &[u8], filename: &str) -> PyResult<()> {
    rpython_vm::sys::fill(vm)?;
    rpython_vm::builtins::fill(vm)?;
    rpython_vm::stdio::install(vm)?;
    rpython_stdlib::register(vm);
    rpython_vm::sys::set_builtin_names(vm)?;
    rpython_stdlib::imp::install(vm)?;
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
    if filename == "<string>" {
        rpython_vm::traceback::keep_source(vm, &code, &String::from_utf8_lossy(text));
    }
    rpython_vm::run_code(vm, &code, &globals, None)?;
    rpython_vm::run_pending(vm);
    Ok(())
}
