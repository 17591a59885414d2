//! `_posixsubprocess`: fork and exec for `subprocess` (CPython: `Modules/_posixsubprocess.c`). What happens between the two is
//! `rpython_vm::system::process::fork_exec`.

use crate::{
    posix::{error, identity, number, path, process as posix},
    table,
};
use rpython_objects::{
    Args, List, Module, NativeDef, Obj, PyResult, Ref, Tuple, Vm, argument, int, native, protocol, type_error,
    value_error,
};
use rpython_vm::system::process::{self, ForkExec};

/// What `fork_exec` is passed.
const ARGUMENTS: usize = 22;

fn is_sequence(o: &Obj) -> bool {
    o.is_kind::<List>() || o.is_kind::<Tuple>()
}

/// The descriptors to keep: ascending and not negative.
fn kept(vm: &mut Vm, o: &Obj) -> PyResult<Vec<i32>> {
    let mut all = Vec::new();
    for item in protocol::collect(vm, o)? {
        match int::to_i64(vm, &item).and_then(|n| i32::try_from(n).ok()) {
            Some(n) if n >= 0 && all.last().is_none_or(|last| *last < n) => all.push(n),
            _ => return Err(value_error!(vm, "bad value(s) in fds_to_keep")),
        }
    }
    Ok(all)
}

fn fork_exec(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let given = args.at(1).downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    if given.len() != ARGUMENTS {
        return Err(type_error!(vm, "fork_exec expected {ARGUMENTS} arguments, got {}", given.len()));
    }
    let mut asked = ForkExec { close: protocol::is_true(vm, &given[2])?, ..ForkExec::default() };
    if !given[3].is_kind::<Tuple>() {
        let got = argument::shown_class(vm, &given[3]);
        return Err(type_error!(vm, "fork_exec() argument 4 must be tuple, not {got}"));
    }
    asked.keep = kept(vm, &given[3])?;
    for (place, o) in asked.pipes.iter_mut().zip(&given[6..12]) {
        *place = argument::c_int(vm, o)?;
    }
    for (place, o) in asked.report.iter_mut().zip(&given[12..14]) {
        *place = argument::c_int(vm, o)?;
    }
    asked.restore_signals = protocol::is_true(vm, &given[14])?;
    asked.session = protocol::is_true(vm, &given[15])?;
    asked.group = argument::c_int(vm, &given[16])?;
    asked.umask = argument::c_int(vm, &given[20])?;
    if asked.close && asked.report[1] < 3 {
        return Err(value_error!(vm, "errpipe_write must be >= 3"));
    }
    let function = Some(&given[21]).filter(|f| !f.is_none());
    asked.programs = posix::arguments(vm, &given[1])?;
    if !given[0].is_none() {
        if !is_sequence(&given[0]) {
            return Err(type_error!(vm, "expected a sequence of arguments"));
        }
        asked.argv = posix::arguments(vm, &given[0])?;
    }
    if !given[5].is_none() {
        let mut environment = Vec::new();
        for item in protocol::collect(vm, &given[5])? {
            environment.push(path::fsencode(vm, &item)?);
        }
        asked.environment = Some(environment);
    }
    if !given[4].is_none() {
        asked.directory = Some(path::fsencode(vm, &given[4])?);
    }
    if !given[17].is_none() {
        asked.gid = Some(number::identity(vm, &given[17], "gid")?);
    }
    if !given[18].is_none() {
        if !given[18].is_kind::<List>() {
            return Err(type_error!(vm, "setgroups argument must be a sequence"));
        }
        asked.groups = Some(identity::groups(vm, &given[18])?);
    }
    if !given[19].is_none() {
        asked.uid = Some(number::identity(vm, &given[19], "uid")?);
    }
    let child = match function {
        None => process::fork_exec(vm, &asked, None),
        Some(function) => {
            posix::before_fork(vm);
            let function = function.clone();
            let child = process::fork_exec(
                vm,
                &asked,
                Some(&mut |vm: &mut Vm| {
                    posix::after_fork_in_child(vm);
                    protocol::call(vm, &function, &[]).is_ok()
                }),
            );
            posix::after_fork_in_parent(vm);
            child
        }
    };
    let child = error::check(vm, child)?;
    Ok(int::from_i64(vm, child.into()))
}

static FUNCTIONS: &[NativeDef] =
    &[native("fork_exec", "($module, /, *args)", fork_exec, "Spawn a fresh new child process.")];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    table::module(vm, "_posixsubprocess", "A POSIX helper for the subprocess module.", FUNCTIONS)
}
