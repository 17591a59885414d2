//! Assigning `f_lineno`: jumps of a tracing function (CPython: `Objects/frameobject.c`, `frame_lineno_set_impl`).
//!
//! A jump may lead to an instruction that expects what lies on the operand stack already, or less. Which kinds of words lie there at
//! each instruction is found by walking the code until nothing changes.

use crate::{exceptions, frame::take, frame_object, interp::interp};
use rpython_frontend::bytecode::{CACHES, DEOPT, Path, op, stack_effect};
use rpython_objects::{Code, Frame, Obj, PyResult, Ref, Vm, code_lines, types, value_error};

/// What a word of the operand stack is, as far as jumps care.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Kind {
    Iterator,
    Except,
    Object,
    Null,
    Lasti,
}

type Stack = Vec<Kind>;

/// The kinds of words at each instruction; none for what is never reached.
fn mark_stacks(units: &[u16], table: &[u8], is_generator: bool) -> Vec<Option<Stack>> {
    let mut stacks: Vec<Option<Stack>> = vec![None; units.len() + 1];
    // A generator is started with `None`.
    stacks[0] = Some(if is_generator { vec![Kind::Object] } else { Vec::new() });
    let mut changed = true;
    while changed {
        changed = false;
        let (mut at, mut wide) = (0, 0u32);
        while at < units.len() {
            let [code, argument] = units[at].to_le_bytes();
            let opcode = DEOPT[code as usize];
            let arg = (wide << 8 | u32::from(argument)) as usize;
            wide = if opcode == op::EXTENDED_ARG { arg as u32 } else { 0 };
            let next = at + 1 + CACHES[opcode as usize] as usize;
            if let Some(stack) = stacks[at].clone() {
                changed |= step(&mut stacks, stack, opcode, arg, at, next);
            }
            at = next;
        }
        for (start, target, depth, lasti) in exceptions::handlers(table) {
            let known = stacks.get(start as usize).cloned().flatten();
            let Some(place) = stacks.get_mut(target as usize).filter(|place| place.is_none()) else { continue };
            if let Some(mut stack) = known {
                stack.truncate(depth as usize);
                if lasti {
                    stack.push(Kind::Lasti);
                }
                stack.push(Kind::Except);
                *place = Some(stack);
                changed = true;
            }
        }
    }
    stacks
}

/// Goes over one instruction; answers whether an earlier one was reached for the first time.
fn step(stacks: &mut [Option<Stack>], mut stack: Stack, opcode: u8, arg: usize, at: usize, next: usize) -> bool {
    let mut again = false;
    let mut set = |target: usize, stack: &Stack| {
        if let Some(place) = stacks.get_mut(target) {
            again |= place.is_none() && target < at;
            *place = Some(stack.clone());
        }
    };
    match opcode {
        op::POP_JUMP_IF_FALSE | op::POP_JUMP_IF_TRUE | op::POP_JUMP_IF_NONE | op::POP_JUMP_IF_NOT_NONE => {
            stack.pop();
            set(next + arg, &stack);
        }
        op::SEND => set(next + arg, &stack),
        op::JUMP_FORWARD => {
            set(next + arg, &stack);
            return again;
        }
        op::JUMP_BACKWARD | op::JUMP_BACKWARD_NO_INTERRUPT => {
            set(next.saturating_sub(arg), &stack);
            return again;
        }
        op::GET_ITER | op::GET_AITER => {
            stack.pop();
            stack.push(Kind::Iterator);
        }
        op::FOR_ITER => {
            stack.push(Kind::Object);
            set(next + arg, &stack);
        }
        op::END_ASYNC_FOR => {
            stack.pop();
            stack.pop();
        }
        op::PUSH_EXC_INFO => stack.push(Kind::Except),
        op::POP_EXCEPT => {
            stack.pop();
        }
        op::RETURN_VALUE | op::RAISE_VARARGS | op::RERAISE => return again,
        op::PUSH_NULL => stack.push(Kind::Null),
        op::LOAD_GLOBAL => {
            stack.push(Kind::Object);
            if arg & 1 != 0 {
                stack.push(Kind::Null);
            }
        }
        op::LOAD_ATTR => {
            stack.pop();
            stack.push(Kind::Object);
            if arg & 1 != 0 {
                stack.push(Kind::Null);
            }
        }
        op::SWAP => {
            let top = stack.len();
            if let Some(other) = top.checked_sub(arg)
                && top > other
            {
                stack.swap(top - 1, other);
            }
        }
        op::COPY => {
            let copied = stack.len().checked_sub(arg).and_then(|i| stack.get(i).copied());
            stack.push(copied.unwrap_or(Kind::Object));
        }
        _ => {
            let effect = stack_effect(opcode.into(), arg as i32, Path::Either).unwrap_or(0);
            for _ in effect..0 {
                stack.pop();
            }
            for _ in 0..effect {
                stack.push(Kind::Object);
            }
        }
    }
    set(next, &stack);
    again
}

/// Whether a frame with the words of `from` can go on where `to` is expected, some words dropped.
fn is_compatible(from: &Stack, to: &Stack) -> bool {
    from.len() >= to.len()
        && from.iter().zip(to).all(|(from, to)| match to {
            Kind::Object => *from != Kind::Null,
            Kind::Null => true,
            _ => from == to,
        })
}

/// Why nothing at the line can be jumped to.
fn explain(to: Option<&Stack>) -> &'static str {
    match to.map(|stack| stack.last()) {
        None => "can't jump into an exception handler, or code may be unreachable",
        Some(Some(Kind::Except)) => "can't jump into an 'except' block as there's no exception",
        Some(Some(Kind::Lasti)) => "can't jump into a re-raising block as there's no location",
        Some(Some(Kind::Iterator)) => "can't jump into the body of a for loop",
        Some(_) => "incompatible stacks",
    }
}

/// The lines that begin at units, 0 for none.
fn line_starts(vm: &Vm, code: &Ref<Code>) -> Vec<i32> {
    let units = code.get(vm).units.len();
    let lines = code_lines::unit_lines(code.get(vm).line_table.tail(vm), code.get(vm).first_line, units);
    let mut previous = 0;
    lines
        .into_iter()
        .map(|line| {
            let starts = line != previous;
            previous = line;
            if starts { line } else { 0 }
        })
        .collect()
}

/// Lets the frame of a tracing function go on at another line.
///
/// # Errors
/// `ValueError` where it cannot.
pub(crate) fn set_line(vm: &mut Vm, f: &Ref<Frame>, line: i64) -> PyResult<()> {
    let state = interp(vm);
    let frame = frame_object::live(vm, f);
    // SAFETY: the state outlives the token.
    let (event, traced) = unsafe { (*state).tracing.event() };
    if traced.is_null() || traced != frame {
        return Err(value_error!(vm, "f_lineno can only be set in a trace function"));
    }
    match event {
        "call" => return Err(value_error!(vm, "can't jump from the 'call' trace event of a new frame")),
        "line" | "opcode" => {}
        _ => return Err(value_error!(vm, "can only jump from a 'line' trace event")),
    }
    let code = f.get(vm).code.clone();
    if line < i64::from(code.get(vm).first_line) {
        return Err(value_error!(vm, "line {line} comes before the current code block"));
    }
    let lines = line_starts(vm, &code);
    let Some(wanted) = lines.iter().copied().filter(|&l| l != 0 && i64::from(l) >= line).min() else {
        return Err(value_error!(vm, "line {line} comes after the current code block"));
    };
    let units: Vec<u16> = code.get(vm).units.to_vec();
    let table = code.get(vm).exception_table.tail(vm).to_vec();
    let is_generator = code.get(vm).flags & (0x20 | 0x80 | 0x200) != 0;
    let stacks = mark_stacks(&units, &table, is_generator);
    // SAFETY: `frame` is the live frame that the object stands for.
    let here = unsafe { frame_object::instruction_offset(vm, frame) } as usize;
    let Some(start) = stacks.get(here).cloned().flatten() else {
        return Err(value_error!(vm, "stack to deep to analyze"));
    };
    let mut best: Option<(usize, &Stack)> = None;
    let mut why = "cannot find bytecode for specified line";
    for (unit, _) in lines.iter().enumerate().filter(|(_, l)| **l == wanted) {
        match stacks[unit].as_ref() {
            Some(stack) if is_compatible(&start, stack) && best.is_none_or(|(_, known)| stack.len() > known.len()) => {
                best = Some((unit, stack));
            }
            other if best.is_none() => why = explain(other),
            _ => {}
        }
    }
    let Some((unit, stack)) = best else { return Err(value_error!(vm, "{why}")) };
    let depth = stack.len();
    bind_unbound(vm, f, &code)?;
    // SAFETY: the frame's words lie between its stack base and its top; the target expects `depth` of them.
    unsafe {
        for kind in start[depth..].iter().rev() {
            (*frame).top = (*frame).top.sub(1);
            let word = take((*frame).top);
            if *kind == Kind::Except {
                let left = exceptions::push_handled(vm, word);
                drop(left);
            }
        }
        let target = code.get(vm).units.as_ptr().add(unit);
        (*state).tracing.jump = Some((frame, target));
    }
    Ok(())
}

/// Gives local variables that have no value `None`, with a warning: the code that is jumped to may rely on their having one.
fn bind_unbound(vm: &mut Vm, f: &Ref<Frame>, code: &Ref<Code>) -> PyResult<()> {
    let slots = vm.hooks.frames.slot;
    let locals = code.get(vm).locals as usize;
    let unbound: Vec<usize> = (0..locals).filter(|&i| slots(vm, f, i).is_none()).collect();
    if unbound.is_empty() {
        return Ok(());
    }
    let plural = if unbound.len() == 1 { "" } else { "s" };
    let warn = vm.hooks.warn;
    warn(vm, types::RUNTIME_WARNING, &format!("assigning None to {} unbound local{plural}", unbound.len()), 0)?;
    let set = vm.hooks.frames.set_slot;
    for i in unbound {
        set(vm, f, i, Some(Obj::NONE));
    }
    Ok(())
}
