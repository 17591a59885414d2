//! The rpython program, and the crate that Rust programs embed.
//!
//! `options` reads the command line, `environment` and `places` make the configuration of it, `run` runs what is asked for.
#![forbid(unsafe_code)]

mod environment;
mod first_stderr;
mod heap_options;
mod interactive;
mod line_editor;
pub mod options;
mod path_report;
mod places;
mod run;
mod start_times;

use environment::{Fatal, Start};
use options::{Help, Options, Source, UsageError};
use rpython_objects::Vm;
use start_times::StartTimes;
use std::{ffi::OsStr, os::unix::ffi::OsStrExt, path::Path};

/// Machine stack of the thread that runs Python: deep recursion ends in a RecursionError before it is used up.
pub const STACK: usize = 64 << 20;

/// The version of Python that programs see.
const PYTHON: &str = "Python 3.14.10";

/// A program as its command line asks for it.
pub struct Program {
    /// The program's own name.
    name: Vec<u8>,
    /// The whole command line.
    words: Vec<Vec<u8>>,
    line: Result<options::Line, UsageError>,
}

impl Program {
    /// Reads a command line, the program's own name first.
    pub fn from_arguments(args: &[Vec<u8>]) -> Program {
        let name = args.first().cloned().unwrap_or_else(|| b"rpython".to_vec());
        Program { name, words: args.to_vec(), line: options::read(args.get(1..).unwrap_or_default()) }
    }

    /// Runs the program and returns its exit status.
    pub fn run(self) -> u8 {
        let name = String::from_utf8_lossy(&self.name).into_owned();
        let (options, source, argv) = match self.line {
            Ok(line) => line,
            Err(UsageError(message)) => {
                let usage = format!("usage: {name} [option] ... [-c cmd | -m mod | file | -] [arg] ...");
                eprintln!("{message}\n{usage}\nTry `python -h' for more information.");
                return 2;
            }
        };
        if let Some(help) = options.help {
            show_help(help, &name);
            return 0;
        }
        if options.version > 0 {
            show_version(options.version);
            return 0;
        }
        if let Some(prefix) = &options.install_stdlib {
            return install_stdlib(prefix);
        }
        let mut times = StartTimes::begin(&options.extra);
        let start = match environment::configure(&self.name, &self.words, &options, argv) {
            Ok(start) => start,
            Err(Fatal(message, state)) => {
                eprintln!("Fatal Python error: {message}\nPython runtime state: {state}\n");
                return 1;
            }
        };
        if start.lacks_library {
            eprint!("{}", path_report::missing_library(&name, &start.config, &options));
            return 1;
        }
        times.step("configuration: environment, paths, locale");
        run_started(&name, &options, &source, start, &mut times)
    }
}

/// Writes the embedded library below a prefix; the exit status.
fn install_stdlib(prefix: &[u8]) -> u8 {
    let folder = Path::new(OsStr::from_bytes(prefix)).join(places::LIBRARY);
    match rpython_stdlib::library::install(&folder) {
        Ok(()) => 0,
        Err(e) => {
            eprintln!("rpython: --install-stdlib: {}: {e}", folder.display());
            1
        }
    }
}

fn show_version(level: u8) {
    if level == 1 {
        println!("{PYTHON}");
    } else {
        println!("{PYTHON} (rpython {}) [Rust {}]", env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_RUST_VERSION"));
    }
}

fn show_help(help: Help, program: &str) {
    let usage = || print!("{}", include_str!("help/usage.txt").replacen("{}", program, 1));
    match help {
        Help::Usage => usage(),
        Help::Environment => print!("{}", include_str!("help/environment.txt")),
        Help::XOptions => print!("{}", include_str!("help/xoptions.txt")),
        Help::All => {
            usage();
            print!("\n{}\n{}", include_str!("help/environment.txt"), include_str!("help/xoptions.txt"));
        }
    }
}

fn run_started(name: &str, options: &Options, source: &Source, start: Start, times: &mut StartTimes) -> u8 {
    let Ok(mut vm) = Vm::with_hash_key(STACK, start.hash_key) else {
        eprintln!("rpython: the system grants no address space for the heap");
        return 1;
    };
    if let Err(e) = rpython_vm::attach(&mut vm) {
        eprintln!("rpython: the system grants no address space for the stack: {e}");
        return 1;
    }
    times.step("heap, built-in types");
    if let Err(message) = heap_options::apply(&mut vm, &options.extra) {
        eprintln!("{message}");
        return 2;
    }
    if start.import_time > 0 {
        rpython_vm::imports::show_times(&mut vm);
    }
    if start.import_time > 1 {
        rpython_vm::imports::show_cached(&mut vm);
    }
    rpython_vm::set_config(&mut vm, start.config);
    let ended = run::run(&mut vm, name, source, options.skip_first_line, times);
    rpython_vm::threads::end(&mut vm);
    let status = if heap_options::report(&mut vm, &options.extra) { ended.status } else { 1 };
    if ended.interrupted {
        rpython_vm::signals::die_of(rpython_vm::signals::INTERRUPT);
    }
    status
}
