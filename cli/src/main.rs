//! The `rpython` program.
#![forbid(unsafe_code)]

use rpython::Program;
use std::{io::Write, os::unix::ffi::OsStringExt, process::ExitCode};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    // Python code runs on a thread of its own, whose machine stack is large enough for deep recursion in native code.
    let runner = std::thread::Builder::new().stack_size(rpython::STACK).spawn(|| -> u8 {
        let args: Vec<Vec<u8>> = std::env::args_os().map(OsStringExt::into_vec).collect();
        let status = Program::from_arguments(&args).run();
        // At once: the allocator would give its memory back piece by piece first. In a forked child this is the only thread: there is
        // none to hand the status to.
        let _ = std::io::stdout().flush();
        if cfg!(feature = "orderly-exit") {
            std::process::exit(status.into());
        }
        rpython_vm::system::exit_now(status.into())
    });
    // Signals are for the thread that runs Python: its blocking calls must end early.
    rpython_vm::signals::block_all();
    match runner.map(std::thread::JoinHandle::join) {
        Ok(Ok(status)) => ExitCode::from(status),
        _ => ExitCode::from(120),
    }
}
