//! `f_lineno = …` in a trace function: where the frame goes on (CPython's `frameobject.c`: `mark_stacks`, `frame_lineno_set_impl`).
//!
//! A jump is possible where the operand stack that the target expects is what remains of the present one when words are taken off.
//! The stacks are found by going through the code as it would run, with a kind for each word.

use super::{Event, marks};
use crate::{
    frame::{FrameHeader, peek, take},
    frame_object,
    interp::interp,
};
use rpython_frontend::bytecode::{CACHES, op, stack_use};
use rpython_objects::{Code, Frame, OptObj, PyResult, Ref, Value, Vm, types, value_error};

/// What a word of an operand stack is; [`Stack`] has three bits for each.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
enum Kind {
    Iterator = 1,
    Except = 2,
    Object = 3,
    Null = 4,
    Lasti = 5,
}

const BITS: u32 = 3;

/// The kinds of an operand stack, the top lowest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
struct Stack(i64);

impl Stack {
    const EMPTY: Stack = Stack(0);
    const OVERFLOWED: Stack = Stack(-1);
    const UNKNOWN: Stack = Stack(-2);

    fn push(self, kind: Kind) -> Stack {
        if self.0 as u64 >= 1 << (63 - BITS) { Stack::OVERFLOWED } else { Stack(self.0 << BITS | kind as i64) }
    }

    fn pop(self) -> Stack {
        Stack(self.0 >> BITS)
    }

    /// The bits of the word `n` below the top, 1 being the top.
    fn bits(self, n: u32) -> i64 {
        self.0.checked_shr(BITS * (n - 1)).unwrap_or(0) & ((1 << BITS) - 1)
    }

    fn top(self) -> i64 {
        self.bits(1)
    }

    fn push_bits(self, bits: i64) -> Stack {
        if self.0 as u64 >= 1 << (63 - BITS) { Stack::OVERFLOWED } else { Stack(self.0 << BITS | bits) }
    }

    fn swap(self, n: u32) -> Stack {
        if self.0 < 0 || n < 2 || BITS * n > 63 {
            return self;
        }
        let (top, other) = (self.bits(1), self.bits(n));
        let shift = BITS * (n - 1);
        let mask = (1i64 << BITS) - 1;
        Stack((self.0 & !mask & !(mask << shift)) | other | top << shift)
    }

    fn depth(self) -> u32 {
        let (mut n, mut rest) = (0, self);
        while rest.0 > 0 {
            rest = rest.pop();
            n += 1;
        }
        n
    }
}

/// The operand stack before each unit, as far as the code can be reached.
fn stacks(vm: &Vm, code: &Ref<Code>) -> Vec<Stack> {
    let c = code.get(vm);
    let count = c.units.len();
    let mut stacks = vec![Stack::UNKNOWN; count + 1];
    stacks[0] = Stack::EMPTY;
    let mut again = true;
    while std::mem::take(&mut again) {
        let mut at = 0;
        while at < count {
            let start = stacks[at];
            let mut arg = 0u32;
            while marks::plain_opcode(c, at) == op::EXTENDED_ARG && at + 1 < count {
                arg = arg << 8 | u32::from(c.units[at] >> 8);
                at += 1;
                if start != Stack::UNKNOWN {
                    stacks[at] = start;
                }
            }
            let opcode = marks::plain_opcode(c, at);
            arg = arg << 8 | u32::from(c.units[at] >> 8);
            let next = at + 1 + CACHES[opcode as usize] as usize;
            if start == Stack::UNKNOWN || next > count {
                at = next;
                continue;
            }
            let forward = (next + arg as usize).min(count);
            let stack = match opcode {
                op::POP_JUMP_IF_FALSE | op::POP_JUMP_IF_TRUE | op::POP_JUMP_IF_NONE | op::POP_JUMP_IF_NOT_NONE => {
                    stacks[forward] = start.pop();
                    Some(start.pop())
                }
                op::SEND => {
                    stacks[forward] = start;
                    Some(start)
                }
                op::JUMP_FORWARD => {
                    stacks[forward] = start;
                    None
                }
                op::JUMP_BACKWARD | op::JUMP_BACKWARD_NO_INTERRUPT => {
                    let target = next.saturating_sub(arg as usize);
                    again |= stacks[target] == Stack::UNKNOWN && target < at;
                    stacks[target] = start;
                    None
                }
                op::GET_ITER | op::GET_AITER => Some(start.pop().push(Kind::Iterator)),
                op::FOR_ITER => {
                    stacks[forward] = start.push(Kind::Object);
                    Some(start.push(Kind::Object))
                }
                op::END_ASYNC_FOR => Some(start.pop().pop()),
                op::PUSH_EXC_INFO => Some(start.push(Kind::Except)),
                op::POP_EXCEPT => Some(start.pop()),
                op::RETURN_VALUE | op::RAISE_VARARGS | op::RERAISE => None,
                op::PUSH_NULL => Some(start.push(Kind::Null)),
                op::LOAD_GLOBAL => {
                    let loaded = start.push(Kind::Object);
                    Some(if arg & 1 != 0 { loaded.push(Kind::Null) } else { loaded })
                }
                op::LOAD_ATTR => {
                    Some(if arg & 1 != 0 { start.pop().push(Kind::Object).push(Kind::Null) } else { start })
                }
                op::SWAP => Some(start.swap(arg)),
                op::COPY => Some(start.push_bits(start.bits(arg.max(1)))),
                other => {
                    let (popped, pushed) = stack_use(other.into(), arg as i32).unwrap_or((0, 0));
                    let mut stack = start;
                    for _ in pushed..popped {
                        stack = stack.pop();
                    }
                    for _ in popped..pushed {
                        stack = stack.push(Kind::Object);
                    }
                    Some(stack)
                }
            };
            if let Some(stack) = stack {
                stacks[next] = stack;
            }
            at = next;
        }
        for entry in crate::exceptions::handlers(c.exception_table.tail(vm)) {
            let (start, target) = (entry.start as usize, entry.target as usize);
            if start < count && target < count && stacks[start] != Stack::UNKNOWN && stacks[target] == Stack::UNKNOWN {
                again = true;
                let mut stack = stacks[start];
                while stack.depth() > entry.depth {
                    stack = stack.pop();
                }
                if entry.push_last {
                    stack = stack.push(Kind::Lasti);
                }
                stacks[target] = stack.push(Kind::Except);
            }
        }
    }
    stacks
}

/// Whether the words that `to` expects are what is left of `from`.
fn are_compatible(mut from: Stack, mut to: Stack) -> bool {
    if from.0 < 0 || to.0 < 0 {
        return false;
    }
    while from > to {
        from = from.pop();
    }
    while from.0 != 0 {
        let (have, want) = (from.top(), to.top());
        let fits = match want {
            0 => false,
            w if w == Kind::Object as i64 => have != Kind::Null as i64,
            w if w == Kind::Null as i64 => true,
            w => have == w,
        };
        if !fits {
            return false;
        }
        (from, to) = (from.pop(), to.pop());
    }
    to.0 == 0
}

fn explain(to: Stack) -> &'static str {
    if to == Stack::OVERFLOWED {
        return "stack is too deep to analyze";
    }
    if to == Stack::UNKNOWN {
        return "can't jump into an exception handler, or code may be unreachable";
    }
    match to.top() {
        k if k == Kind::Except as i64 => "can't jump into an 'except' block as there's no exception",
        k if k == Kind::Lasti as i64 => "can't jump into a re-raising block as there's no location",
        k if k == Kind::Iterator as i64 => "can't jump into the body of a for loop",
        _ => "incompatible stacks",
    }
}

/// The unit to go on at for a line, and the stack expected there.
fn target(vm: &mut Vm, code: &Ref<Code>, line: i64, from: Stack, stacks: &[Stack]) -> PyResult<(usize, Stack)> {
    let first = code.get(vm).first_line;
    if line < first.into() {
        return Err(value_error!(vm, "line {line} comes before the current code block"));
    }
    let mut starts: Vec<(usize, i64)> = Vec::new();
    let mut at = 0;
    {
        let c = code.get(vm);
        for (length, location) in rpython_objects::code_lines::Entries::new(c.line_table.tail(vm), c.first_line) {
            if let Some(line) = location.line
                && starts.last().is_none_or(|s| s.1 != i64::from(line))
            {
                starts.push((at, line.into()));
            }
            at += length as usize;
        }
    }
    let Some(line) = starts.iter().map(|s| s.1).filter(|&l| l >= line).min() else {
        return Err(value_error!(vm, "line {line} comes after the current code block"));
    };
    let mut best: Option<(usize, Stack)> = None;
    let mut fault = "cannot find bytecode for specified line";
    for (at, _) in starts.into_iter().filter(|s| s.1 == line) {
        let to = stacks.get(at).copied().unwrap_or(Stack::UNKNOWN);
        if are_compatible(from, to) {
            if best.is_none_or(|(_, known)| to > known) {
                best = Some((at, to));
            }
        } else if best.is_none() {
            fault = match from {
                Stack::OVERFLOWED => "stack to deep to analyze",
                Stack::UNKNOWN => "can't jump from unreachable code",
                _ => explain(to),
            };
        }
    }
    best.ok_or_else(|| value_error!(vm, "{fault}"))
}

/// `f.f_lineno = line`
///
/// # Errors
/// `ValueError` where the frame cannot go on there; what the warning about unbound variables raises.
pub(crate) fn set_line(vm: &mut Vm, f: &Ref<Frame>, line: i64) -> PyResult<()> {
    // SAFETY: the frame in which an event is being told is live; its `top` and instruction are saved.
    unsafe {
        let event = (*interp(vm)).tracing.event;
        let Some((event, frame)) = event else {
            return Err(value_error!(vm, "f_lineno can only be set in a trace function"));
        };
        match event {
            Event::Line | Event::Resume | Event::Yield => {}
            Event::Start => return Err(value_error!(vm, "can't jump from the 'call' trace event of a new frame")),
            Event::NativeCall | Event::NativeReturn => return Err(value_error!(vm, "can't jump during a call")),
            _ => return Err(value_error!(vm, "can only jump from a 'line' trace event")),
        }
        if frame_object::live(vm, f) != frame {
            return Err(value_error!(vm, "can only jump from a 'line' trace event"));
        }
        let code = FrameHeader::code(frame).clone();
        let known = stacks(vm, &code);
        let here = frame_object::instruction_offset(vm, frame) as usize;
        let mut from = known.get(here).copied().unwrap_or(Stack::UNKNOWN);
        let (at, to) = target(vm, &code, line, from, &known)?;
        bind_unbound(vm, frame)?;
        while from > to {
            let sp = (*frame).top.sub(1);
            let is_exception = from.top() == Kind::Except as i64;
            let word = if peek(sp).is_unbound() { None } else { Some(take(sp)) };
            (*frame).top = sp;
            if is_exception {
                let handled = word.filter(|e| !e.is_none());
                if let Some(place) = vm.handled.last_mut() {
                    let old = std::mem::replace(place, OptObj::from(handled));
                    drop(old);
                }
            } else {
                drop(word);
            }
            from = from.pop();
        }
        (*frame).instruction = code.get(vm).units.as_ptr().add(at);
    }
    Ok(())
}

/// Variables that the compiler knows to have values at the target may have none: they become `None`.
unsafe fn bind_unbound(vm: &mut Vm, frame: *mut FrameHeader) -> PyResult<()> {
    // SAFETY: the caller passes a live frame, whose slots are stack references.
    unsafe {
        let slots = FrameHeader::slot_base(frame);
        let count = (*frame).slots as usize;
        let unbound = (0..count).filter(|&i| (*slots.add(i)).is_unbound()).count();
        if unbound == 0 {
            return Ok(());
        }
        let plural = if unbound == 1 { "" } else { "s" };
        let message = format!("assigning None to {unbound} unbound local{plural}");
        (vm.hooks.warn)(vm, types::RUNTIME_WARNING, &message, 0)?;
        for i in 0..count {
            let place = slots.add(i);
            if (*place).is_unbound() {
                *place = Value::NONE;
            }
        }
    }
    Ok(())
}
