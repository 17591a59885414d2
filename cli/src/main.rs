//! The `rpython` program.
#![forbid(unsafe_code)]

use rpython_objects::{Dict, Obj, Str, StrExt, TypeExt, Vm, names, protocol};
use std::process::ExitCode;

/// Machine stack of the thread that runs Python: deep recursion ends in a RecursionError before it is used up.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    let runner = std::thread::Builder::new().stack_size(STACK).spawn(run);
    match runner.map(|r| r.join()) {
        Ok(Ok(code)) => code,
        _ => ExitCode::from(120),
    }
}

fn run() -> ExitCode {
    let Ok(mut vm) = Vm::new(STACK) else {
        eprintln!("rpython: no address space for the heap");
        return ExitCode::from(1);
    };
    if let Err(e) = rpython_vm::attach(&mut vm) {
        eprintln!("rpython: no address space for the stack: {e}");
        return ExitCode::from(1);
    }
    let args: Vec<String> = std::env::args().collect();
    let (source, filename) = match args.get(1).map(String::as_str) {
        Some("-c") => (args.get(2).cloned().unwrap_or_default().into_bytes(), "<string>".to_string()),
        Some(path) => match std::fs::read(path) {
            Ok(source) => (source, path.to_string()),
            Err(e) => {
                eprintln!("rpython: can't open file '{path}': {e}");
                return ExitCode::from(2);
            }
        },
        None => return ExitCode::from(2),
    };
    let result = (|| {
        rpython_vm::builtins::fill(&mut vm)?;
        let code = rpython_vm::compile::module(&mut vm, &source, &filename, 0)?;
        let globals = Dict::new(&vm);
        let main = Str::intern(&mut vm, "__main__").into_obj();
        Dict::set_str(&mut vm, &globals, names::__name__, main)?;
        rpython_vm::run_code(&mut vm, &code, &globals, None)
    })();
    match result {
        Ok(_) => ExitCode::SUCCESS,
        Err(_raised) => {
            let e: Obj = vm.take_exception();
            let class = vm.class_of(&e).own();
            let text = protocol::str(&mut vm, &e).map(|s| s.to_string_lossy(&vm)).unwrap_or_default();
            eprintln!("{}: {text}", class.name(&vm));
            ExitCode::from(1)
        }
    }
}
