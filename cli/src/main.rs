//! The `rpython` program.
#![forbid(unsafe_code)]

use rpython::Program;
use std::process::ExitCode;

fn main() -> ExitCode {
    // Python code runs on a thread of its own, whose machine stack is large enough for deep recursion in native code.
    let runner = std::thread::Builder::new().stack_size(rpython::STACK).spawn(|| {
        let args: Vec<String> = std::env::args().collect();
        Program::from_arguments(&args).run()
    });
    match runner.map(std::thread::JoinHandle::join) {
        Ok(Ok(status)) => ExitCode::from(status),
        _ => ExitCode::from(120),
    }
}
