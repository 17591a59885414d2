//! The marks in code that is traced: which instructions are replaced by instrumented ones.
//!
//! `Instrumentation::marks` has an entry for each code unit: the instruction that an `INSTRUMENTED_LINE` stands for, and why it stands there.
//! Other instrumented instructions say themselves what they stand for.

use super::monitor;
use rpython_frontend::bytecode::{CACHES, DE_INSTRUMENT, DEOPT, op};
use rpython_objects::{BufVec, Code, Ref, Vm, code_lines};

/// Bits of `Instrumentation::traced`: calls, lines, returns; for `sys.settrace`.
pub(super) const TRACE: u8 = 1;
/// Calls and returns, native ones too; for `sys.setprofile`.
pub(super) const PROFILE: u8 = 2;
/// Every instruction; for `f_trace_opcodes`.
pub(super) const OPCODES: u8 = 4;

/// Bits of a mark: a line starts here.
pub(super) const LINE: u16 = 0x100;
/// Instructions of no line start here.
pub(super) const SILENT: u16 = 0x200;
/// The instruction is traced for itself.
pub(super) const OPCODE: u16 = 0x400;

/// The instruction that one stands for that says so itself.
pub(super) fn base(opcode: u8) -> u8 {
    settled(DE_INSTRUMENT[opcode as usize])
}

/// A backward jump in the form that does not change itself, over a mark.
pub(super) fn settled(opcode: u8) -> u8 {
    if opcode == op::JUMP_BACKWARD { op::JUMP_BACKWARD_NO_JIT } else { opcode }
}

/// The instruction at a unit as compiled.
pub(crate) fn plain_opcode(code: &Code, at: usize) -> u8 {
    let opcode = code.units.get(at).map_or(0, |u| *u as u8);
    let opcode = if opcode == op::INSTRUMENTED_LINE {
        code.instrumentation.marks.get(at).map_or(0, |m| *m as u8)
    } else {
        opcode
    };
    DEOPT[DE_INSTRUMENT[opcode as usize] as usize]
}

/// Keeps the instruction at a unit from specialising itself over its mark.
pub(super) fn postpone(vm: &mut Vm, code: &Ref<Code>, at: usize) {
    let code = code.get_mut(vm);
    if CACHES[plain_opcode(code, at) as usize] > 0
        && let Some(counter) = code.units.get_mut(at + 1)
    {
        *counter = u16::MAX;
    }
}

/// The instrumented form of an instruction that is an event of its own.
fn event(plain: u8, wanted: u8, events: u32) -> Option<u8> {
    let jumps = events & 1 << monitor::JUMP != 0;
    let branches = events & (1 << monitor::BRANCH_LEFT | 1 << monitor::BRANCH_RIGHT) != 0;
    let ends = wanted & TRACE != 0 || events & 1 << monitor::STOP_ITERATION != 0;
    let calls = wanted & PROFILE != 0 || events & 1 << monitor::CALL != 0;
    Some(match plain {
        op::RESUME => op::INSTRUMENTED_RESUME,
        op::RETURN_VALUE => op::INSTRUMENTED_RETURN_VALUE,
        op::YIELD_VALUE => op::INSTRUMENTED_YIELD_VALUE,
        op::JUMP_BACKWARD if jumps || wanted & TRACE != 0 => op::INSTRUMENTED_JUMP_BACKWARD,
        op::JUMP_FORWARD if jumps => op::INSTRUMENTED_JUMP_FORWARD,
        op::FOR_ITER if branches || ends => op::INSTRUMENTED_FOR_ITER,
        op::END_SEND if ends => op::INSTRUMENTED_END_SEND,
        op::CALL if calls => op::INSTRUMENTED_CALL,
        op::CALL_KW if calls => op::INSTRUMENTED_CALL_KW,
        op::CALL_FUNCTION_EX if calls => op::INSTRUMENTED_CALL_FUNCTION_EX,
        op::POP_JUMP_IF_TRUE if branches => op::INSTRUMENTED_POP_JUMP_IF_TRUE,
        op::POP_JUMP_IF_FALSE if branches => op::INSTRUMENTED_POP_JUMP_IF_FALSE,
        op::POP_JUMP_IF_NONE if branches => op::INSTRUMENTED_POP_JUMP_IF_NONE,
        op::POP_JUMP_IF_NOT_NONE if branches => op::INSTRUMENTED_POP_JUMP_IF_NOT_NONE,
        op::NOT_TAKEN if branches => op::INSTRUMENTED_NOT_TAKEN,
        op::POP_ITER if branches => op::INSTRUMENTED_POP_ITER,
        op::END_ASYNC_FOR if branches => op::INSTRUMENTED_END_ASYNC_FOR,
        _ => return None,
    })
}

/// Marks code as wanted, in addition to what it is marked for already, and for the tools' events. `false` where nothing is wanted, or
/// there is no memory for it.
pub(super) fn mark(vm: &mut Vm, code: &Ref<Code>, wanted: u8) -> bool {
    let events = monitor::events_of(vm, code);
    let known = &code.get(vm).instrumentation;
    let wanted = known.traced | wanted;
    if known.traced == wanted && known.monitored == events {
        return wanted != 0 || events != 0;
    }
    remove(vm, code);
    if wanted == 0 && events == 0 {
        return false;
    }
    let lines = wanted & (TRACE | OPCODES) != 0 || events & (1 << monitor::LINE | 1 << monitor::INSTRUCTION) != 0;
    let every = wanted & OPCODES != 0 || events & 1 << monitor::INSTRUCTION != 0;
    let reasons = if lines { reasons(vm, code, every) } else { Vec::new() };
    let c = code.get_mut(vm);
    let count = c.units.len();
    let Ok(mut marks) = BufVec::with_capacity(count) else { return false };
    for _ in 0..count {
        if marks.push(0u16).is_err() {
            return false;
        }
    }
    let mut at = 0;
    while at < count {
        let plain = plain_opcode(c, at);
        let mut opcode = event(plain, wanted, events).unwrap_or(c.units[at] as u8);
        if let Some(&reason) = reasons.get(at).filter(|r| **r != 0) {
            let stands_for = event(plain, wanted, events).unwrap_or(plain);
            marks[at] = reason | u16::from(stands_for);
            opcode = op::INSTRUMENTED_LINE;
        }
        c.units[at] = c.units[at] & 0xFF00 | u16::from(opcode);
        at += 1 + CACHES[plain as usize] as usize;
    }
    c.instrumentation.marks = marks;
    c.instrumentation.traced = wanted;
    c.instrumentation.monitored = events;
    true
}

/// Takes all marks out.
pub(super) fn remove(vm: &mut Vm, code: &Ref<Code>) {
    let c = code.get_mut(vm);
    if c.instrumentation.traced == 0 && c.instrumentation.monitored == 0 {
        return;
    }
    let mut at = 0;
    while at < c.units.len() {
        let plain = plain_opcode(c, at);
        let opcode = c.units[at] as u8;
        if opcode == op::INSTRUMENTED_LINE || DE_INSTRUMENT[opcode as usize] != opcode {
            c.units[at] = c.units[at] & 0xFF00 | u16::from(plain);
        }
        at += 1 + CACHES[plain as usize] as usize;
    }
    c.instrumentation.marks = BufVec::new();
    c.instrumentation.traced = 0;
    c.instrumentation.monitored = 0;
}

/// Where the branch is that a mark behind it tells of, in units: the instruction before, of a loop its `FOR_ITER`.
pub(super) fn branch(code: &Code, at: usize) -> usize {
    if code.units[at] as u8 == op::INSTRUMENTED_LINE {
        return at;
    }
    let ends_loop = plain_opcode(code, at) == op::POP_ITER;
    let (mut unit, mut arg, mut before) = (0, 0usize, at);
    while unit < at {
        let opcode = plain_opcode(code, unit);
        arg = arg << 8 | usize::from(code.units[unit] >> 8);
        let next = unit + 1 + CACHES[opcode as usize] as usize;
        if if ends_loop { opcode == op::FOR_ITER && next + arg + 1 == at } else { next == at } {
            before = unit;
        }
        if opcode != op::EXTENDED_ARG {
            arg = 0;
        }
        unit = next;
    }
    before
}

/// The line of each unit.
pub(super) fn lines(vm: &Vm, code: &Ref<Code>) -> Vec<Option<i32>> {
    let c = code.get(vm);
    let mut lines = Vec::with_capacity(c.units.len());
    for (length, location) in code_lines::Entries::new(c.line_table.tail(vm), c.first_line) {
        lines.extend((0..length).map(|_| location.line));
    }
    lines.resize(c.units.len(), None);
    lines
}

/// Why instructions are marked: where lines start, in the order of the code or after a jump (`instrumentation.c`:
/// `initialize_lines`), and every instruction if that is wanted.
fn reasons(vm: &mut Vm, code: &Ref<Code>, every: bool) -> Vec<u16> {
    let lines = lines(vm, code);
    let c = code.get(vm);
    let count = c.units.len();
    let mut reasons = vec![0u16; count];
    let mut starts = Vec::new();
    let mut at = 0;
    while at < count {
        starts.push(at);
        at += 1 + CACHES[plain_opcode(c, at) as usize] as usize;
    }
    let Some(first) = starts.iter().position(|&at| plain_opcode(c, at) == op::RESUME) else { return reasons };
    let mut current = None;
    let mut prefixed = false;
    for &at in &starts[first..] {
        let opcode = plain_opcode(c, at);
        let hidden = matches!(opcode, op::END_ASYNC_FOR | op::END_FOR | op::END_SEND | op::RESUME | op::POP_ITER);
        if !hidden {
            if lines[at] != current {
                // Where an exception is raised once more, the table is asked for `RERAISE` itself.
                reasons[at] |= match lines[at] {
                    Some(_) => LINE,
                    None if opcode == op::RERAISE => 0,
                    None => SILENT,
                };
            }
            current = lines[at];
        }
        if every && !prefixed && !matches!(opcode, op::RESUME | op::END_FOR) {
            reasons[at] |= OPCODE;
        }
        prefixed = opcode == op::EXTENDED_ARG;
    }
    let mut arg = 0usize;
    for &at in &starts[first..] {
        let opcode = plain_opcode(c, at);
        arg = arg << 8 | usize::from(c.units[at] >> 8);
        if opcode == op::EXTENDED_ARG {
            continue;
        }
        let next = at + 1 + CACHES[opcode as usize] as usize;
        let target = match opcode {
            op::POP_JUMP_IF_FALSE
            | op::POP_JUMP_IF_TRUE
            | op::POP_JUMP_IF_NONE
            | op::POP_JUMP_IF_NOT_NONE
            | op::JUMP_FORWARD => Some(next + arg),
            // Behind the END_FOR or END_SEND.
            op::FOR_ITER | op::SEND => Some(next + arg + 1),
            op::JUMP_BACKWARD | op::JUMP_BACKWARD_NO_INTERRUPT => next.checked_sub(arg),
            _ => None,
        };
        arg = 0;
        if let Some(target) = target.filter(|&t| lines.get(t).is_some_and(Option::is_some)) {
            let opcode = plain_opcode(c, target);
            if !matches!(opcode, op::POP_ITER | op::RESUME) {
                reasons[target] |= LINE;
            }
        }
    }
    for handler in crate::exceptions::handlers(c.exception_table.tail(vm)) {
        let at = handler.target as usize;
        if lines.get(at).is_some_and(Option::is_some) && plain_opcode(c, at) != op::END_ASYNC_FOR {
            reasons[at] |= LINE;
        }
    }
    reasons
}
