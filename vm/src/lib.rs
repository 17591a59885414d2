//! The Tier-1 interpreter: frames, the loop, generators, builtins, sys, import, marshal.
//!
//! `eval` is the loop; `call` and `arguments` enter functions; `frame` is the value stack. [`attach`] makes a `Vm` run
//! Python code. `unsafe` is confined to the loop, the stack and what touches them directly.

// See `eval`: the handlers of the loop jump to each other.
#![feature(explicit_tail_calls, rust_preserve_none_cc)]
#![allow(incomplete_features)]

mod arguments;
pub mod audit;
mod build;
pub mod builtins;
mod call;
pub mod code;
pub mod compile;
pub mod config;
mod eval;
mod exceptions;
pub mod finalize;
mod frame;
mod frame_object;
mod generators;
pub mod imports;
mod interp;
mod intrinsics;
pub mod marshal;
mod matching;
mod rare;
pub mod signals;
mod special;
mod special_methods;
mod specialize;
pub mod stdio;
pub mod sys;
pub mod system;
pub mod system_locale;
pub mod threads;
pub mod traceback;
mod tracing;
mod unpack;
mod variables;
mod vocabulary;

pub use call::{run_code, run_function_in};
pub use config::{config, set_config};
pub use frame_object::{running_frame, running_generators_with};
pub use imports::{MakeModule, register_module};
pub use interp::{builtins as builtins_dict, modules, set_optimization, sys_attribute, sys_dict};
pub use special::run_pending;

use rpython_objects::Vm;

/// Makes a `Vm` able to run Python code.
///
/// # Errors
/// When the system grants no address space for the value stack.
pub fn attach(vm: &mut Vm) -> std::io::Result<()> {
    let state = interp::Interp::new(vm, frame::STACK_BYTES)?;
    interp::install(vm, state);
    threads::attach_main(vm);
    vm.hooks.import = imports::import;
    vm.hooks.shadowing = imports::shadowing;
    vm.hooks.call_function = call::call_function;
    vm.hooks.resume = generators::resume;
    vm.hooks.advance = generators::advance;
    vm.hooks.delegate = generators::delegate;
    vm.hooks.raised = exceptions::raised;
    vm.hooks.generator_frame = frame_object::of_generator;
    vm.hooks.frames = frame_object::HOOKS;
    vm.hooks.unraisable = sys::unraisable;
    vm.hooks.globals = variables::running_globals;
    vm.hooks.super_arguments = variables::super_arguments;
    vm.hooks.loaded_module = imports::module_named;
    vm.hooks.poll = threads::poll;
    vm.hooks.park = threads::park;
    vm.hooks.unpark = threads::unpark;
    Ok(())
}
