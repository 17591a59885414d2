//! The Tier-1 loop: one `match` over CPython 3.14's instructions.
//!
//! State of the running frame lives in local variables: `ip` (next code unit), `sp` (first free word of the operand stack), `slots`,
//! `frame`. Before anything that may run other code or fail, `save!()` writes the instruction and `sp` to the frame; `ip` is then
//! still right behind the instruction's first unit, its caches not yet skipped. A failing instruction breaks to the handler below the
//! loop, which finds the exception's target in the frame's table or leaves the frame.
//!
//! Specialised instructions (PEP 659) stand beside their base: a guard that does not hold goes on as the base instruction
//! (`deopt!`), whose counter in the inline cache decides when `crate::specialize` looks again.
//!
//! Handlers hold the fast paths; everything else is a function elsewhere, cold where it is rare, so that the compiler keeps the
//! state in registers. Instructions are documented in `dis`.

use crate::{
    build, call, exceptions,
    frame::{Caller, FrameHeader, peek, take},
    generators, interp, marshal, rare, special, special_methods, specialize, tracing, unpack, variables,
};
use rpython_frontend::bytecode::{CACHES, compare, op};
use rpython_heap::{SlotId, give_up, has_pending};
use rpython_objects::{
    Args, CallArgs, CompareOp, Dict, EVAL_BREAKER, Function, Generator, List, Obj, PyResult, Ref, Str, Tuple, Type,
    TypeFlags, Value, Vm, cell::Cell, kinds, list::ListIterator, module::Module, property::Property, protocol,
    range::RangeIterator, tuple::TupleIterator, types,
};
use std::{mem::ManuallyDrop, sync::atomic::Ordering};

/// Runs the frame on top of the stack until it returns to its native caller. With `thrown`, it starts by raising the
/// travelling exception at its instruction.
///
/// # Safety
/// `frame` is a complete frame on this thread's value stack whose caller is [`Caller::Native`], and its `instruction` is the
/// next one to run.
// The block in `again!` is empty and touches no memory.
#[allow(clippy::pointers_in_nomem_asm_block)]
pub(crate) unsafe fn run(vm: &mut Vm, entry: *mut FrameHeader, thrown: bool) -> PyResult {
    // SAFETY: throughout: the compiler's invariants hold for every code object (stack depth, slot numbers, jump targets are within
    // bounds), because code comes from our compiler or from marshal data that was verified like it; words between a
    // frame's stack base and `sp` are live stack references; and the interpreter's state outlives the token.
    unsafe {
        // The interpreter's state, asked for where it is used: one variable less for the loop to keep.
        macro_rules! state {
            () => {
                interp::running(vm)
            };
        }
        let mut frame = entry;
        (*state!()).frame = frame;
        // Null: the instruction has failed already.
        let mut ip = if thrown { std::ptr::null() } else { (*frame).instruction };
        let mut sp = (*frame).top;
        let mut slots = FrameHeader::slot_base(frame);

        crate::vocabulary::vocabulary!($ vm frame ip sp);
        macro_rules! code {
            () => {
                FrameHeader::code(frame).get(vm)
            };
        }
        // Makes a frame the one whose words the loop works on.
        macro_rules! take_up {
            ($frame:expr) => {
                frame = $frame;
                slots = FrameHeader::slot_base(frame);
            };
        }
        // Takes up the frame on top, or another, which runs from its `instruction` on.
        macro_rules! start {
            () => {
                start!((*state!()).frame);
                sp = (*frame).top;
            };
            ($frame:expr) => {
                take_up!($frame);
                ip = (*frame).instruction;
            };
        }
        // Takes up a frame that was just pushed. Its `RESUME` needs no dispatch where there is nothing to poll for.
        macro_rules! start_pushed {
            () => {{
                let top = (*state!()).frame;
                start_pushed!(call::Pushed { frame: top, slots: FrameHeader::slot_base(top), ip: (*top).instruction });
            }};
            ($pushed:expr) => {
                let pushed: call::Pushed = $pushed;
                frame = pushed.frame;
                slots = pushed.slots;
                ip = pushed.ip;
                sp = FrameHeader::stack_base(frame);
                if *ip as u8 == op::RESUME_CHECK && !EVAL_BREAKER.load(Ordering::Relaxed) {
                    ip = ip.add(1);
                }
            };
        }
        // Goes on in the frame on top, `skip` units from its instruction.
        macro_rules! resume {
            ($skip:expr) => {
                start!();
                ip = ip.add($skip as usize);
            };
        }
        // Pending finalisers run before the next instruction.
        macro_rules! settle {
            () => {
                if has_pending() {
                    (*frame).top = sp;
                    special::run_pending(vm);
                }
            };
        }
        // Releases the reference in a word that is not used again.
        macro_rules! discard {
            ($value:expr) => {{
                let value: Value = $value;
                if value.is_counted() && give_up(value) {
                    save!();
                    special::free_word(vm, value);
                }
            }};
        }
        // As `discard!`, where `ip` has left the instruction.
        macro_rules! discard_behind {
            ($value:expr) => {{
                let value: Value = $value;
                if value.is_counted() && give_up(value) {
                    (*frame).top = sp;
                    special::free_word(vm, value);
                }
            }};
        }
        // Releases the top `n` words.
        macro_rules! drop_top {
            ($n:expr) => {
                sp = special::drop_words(vm, frame, sp, $n as usize);
                settle!();
            };
        }
        // Releases the top `n` words, where `ip` has left the instruction.
        macro_rules! drop_operands {
            ($n:expr) => {
                for _ in 0..$n {
                    let word = pop!();
                    discard_behind!(word);
                }
            };
        }
        // Releases a word of a frame that is being left: finalisers wait until the caller goes on.
        macro_rules! discard_local {
            ($value:expr) => {{
                let value: Value = $value;
                if value.is_counted() && give_up(value) {
                    rpython_heap::release(value);
                }
            }};
        }
        macro_rules! set_slot {
            ($i:expr, $value:expr) => {{
                let place = slots.add($i as usize);
                let old = *place;
                *place = Obj::from_value($value).into_counted().into_value();
                discard!(old);
            }};
        }
        // The function whose slot's number is in a cache, which a class keeps alive as long as its version: without a count.
        macro_rules! cached_method {
            ($at:expr) => {
                Obj::in_live_slot(SlotId(cached!(u32, $at)))
            };
        }
        // Inline cache entries, counted in units from the first.
        macro_rules! cached {
            (u16, $at:expr) => {
                *ip.add($at)
            };
            (u32, $at:expr) => {
                ip.add($at).cast::<u32>().read_unaligned()
            };
            (u64, $at:expr) => {
                ip.add($at).cast::<u64>().read_unaligned()
            };
        }

        loop {
            'error: {
                // A failing operation, behind `save!`: the exception lies in the token.
                macro_rules! check {
                    ($result:expr) => {
                        match $result {
                            Ok(value) => value,
                            Err(_raised) => break 'error,
                        }
                    };
                }
                // As `check!`, after a call, which has released its operands.
                macro_rules! check_call {
                    ($result:expr) => {
                        match $result {
                            Ok(value) => value,
                            Err(_raised) => {
                                sp = (*frame).top;
                                break 'error;
                            }
                        }
                    };
                }
                // Polls signals, other threads and the collector.
                macro_rules! poll {
                    () => {
                        if EVAL_BREAKER.load(Ordering::Relaxed) {
                            save!();
                            check!((vm.hooks.poll)(vm));
                        }
                    };
                }
                // As `settle!`, after a call of what is native: nothing may run between its end and a signal's handler, so that what
                // it has taken is given back by the `finally` that is to do so.
                macro_rules! settle_call {
                    () => {
                        settle!();
                        poll!();
                    };
                }
                // A unary operation on the top of the stack.
                macro_rules! unary {
                    ($f:expr) => {{
                        save!();
                        let result = check!($f(vm, top!(1)));
                        let old = *sp.sub(1);
                        *sp.sub(1) = result.into_value();
                        discard!(old);
                        settle!();
                    }};
                }
                // Replaces the top two words by a result; `ip` may have left the instruction.
                macro_rules! binary_result {
                    ($result:expr) => {{
                        let result: Obj = $result;
                        let (a, b) = (*sp.sub(2), *sp.sub(1));
                        sp = sp.sub(1);
                        *sp.sub(1) = result.into_value();
                        discard_behind!(b);
                        discard_behind!(a);
                        settle!();
                    }};
                }
                // Passes over the mark of a branch that was not taken.
                macro_rules! not_taken {
                    () => {
                        ip = ip.add((*ip as u8 == op::NOT_TAKEN) as usize)
                    };
                }
                macro_rules! jump_if {
                    ($wanted:expr, $arg:expr) => {{
                        let value = pop!();
                        skip!(op::POP_JUMP_IF_TRUE);
                        // The compiler puts TO_BOOL before, so the value is a bool.
                        if value == Value::bool($wanted) {
                            ip = ip.add($arg as usize);
                        } else {
                            not_taken!();
                        }
                    }};
                }

                if ip.is_null() {
                    break 'error;
                }
                'next: loop {
                    // The instruction: its opcode in the low byte, its argument above.
                    let mut unit = u64::from(*ip);
                    ip = ip.add(1);
                    'decode: loop {
                        let arg = (unit >> 8) as u32;
                        // Replaces the top two words, neither of which is counted, by a value, behind the caches of `$op`.
                        macro_rules! binary_value {
                            ($op:expr, $value:expr) => {{
                                sp = sp.sub(1);
                                *sp.sub(1) = $value;
                                skip!($op);
                                continue 'next;
                            }};
                        }
                        // The outcome of a comparison of two words that are not counted. A conditional jump behind is taken at once.
                        macro_rules! compared {
                            ($holds:expr) => {{
                                let holds: bool = $holds;
                                sp = sp.sub(2);
                                skip!(op::COMPARE_OP);
                                let next = *ip;
                                let wanted = match next as u8 {
                                    op::POP_JUMP_IF_FALSE => false,
                                    op::POP_JUMP_IF_TRUE => true,
                                    _ => {
                                        push!(Value::bool(holds));
                                        continue 'next;
                                    }
                                };
                                ip = ip.add(const { call::units(op::POP_JUMP_IF_FALSE) as usize });
                                if holds == wanted {
                                    ip = ip.add((next >> 8) as usize);
                                } else {
                                    not_taken!();
                                }
                                continue 'next;
                            }};
                        }
                        // A guard of a specialised instruction does not hold: it goes on as its base.
                        // The compiler must not compute ahead of the dispatch what it would take for constant in this inner loop: it learns
                        // nothing of what passes here, in registers.
                        macro_rules! again {
                            ($opcode:expr) => {
                                again!($opcode, arg)
                            };
                            ($opcode:expr, $arg:expr) => {{
                                unit = u64::from($arg) << 8 | u64::from($opcode);
                                std::arch::asm!(
                                    "/* {0} {1} {2} {3} {4} */",
                                    inout(reg) unit,
                                    inout(reg) ip,
                                    inout(reg) sp,
                                    inout(reg) frame,
                                    inout(reg) slots,
                                    options(pure, nomem, nostack, preserves_flags)
                                );
                                continue 'decode;
                            }};
                        }
                        macro_rules! deopt {
                            ($base:expr) => {
                                again!($base)
                            };
                        }
                        // A special method written in Python runs on this loop, where `$may` holds and there is one.
                        macro_rules! enter_special {
                            ($may:expr, $method:ident, $skip:expr $(, $arg:expr)*) => {
                                if $may
                                    && let Some(pushed) =
                                        check!(special_methods::$method(vm, state!(), frame, sp, $skip $(, $arg)*))
                                {
                                    start_pushed!(pushed);
                                    continue 'next;
                                }
                            };
                        }
                        // The frame of a special method has ended with a result.
                        macro_rules! finish_special {
                            ($caller:expr, $skip:expr, $result:expr) => {{
                                start!();
                                sp = check_call!(special_methods::finish(vm, frame, sp, $caller, $result));
                                let skip =
                                    if $caller == Caller::Item { const { call::units(op::FOR_ITER) } } else { $skip };
                                ip = ip.add(skip as usize);
                            }};
                        }
                        // A base instruction counts; at 0, it is specialised, and what it has become runs.
                        macro_rules! adapt {
                            ($how:expr) => {
                                let counter = *ip;
                                if specialize::is_due(counter) {
                                    save!();
                                    $how;
                                    again!(*ip.sub(1) as u8);
                                }
                                specialize::count(ip);
                            };
                        }
                        // `LOAD_ATTR` has found a value, not a method to be called on the owner.
                        macro_rules! attribute_loaded {
                            ($value:expr) => {{
                                let owner = *sp.sub(1);
                                *sp.sub(1) = Obj::into_value($value);
                                if arg & 1 != 0 {
                                    push!(Value::UNBOUND);
                                }
                                discard!(owner);
                                skip!(op::LOAD_ATTR);
                            }};
                        }
                        // The object in a cache of `LOAD_ATTR`, which the class keeps alive as long as its version.
                        macro_rules! cached_object {
                            () => {
                                ManuallyDrop::new(Obj::from_value(Value(cached!(u64, 5))))
                            };
                        }
                        // `LOAD_ATTR` has found a method: the owner becomes its first argument.
                        macro_rules! method_loaded {
                            () => {{
                                let owner = *sp.sub(1);
                                *sp.sub(1) = (*cached_object!()).clone().into_value();
                                push!(owner);
                                skip!(op::LOAD_ATTR);
                            }};
                        }
                        let (told, caches) = 'told: {
                            // What the mark of an instrumented instruction has told.
                            macro_rules! instrumented {
                                ($op:expr) => {{
                                    save!();
                                    break 'told (tracing::instrumented(vm, frame, $op, arg), CACHES[$op as usize]);
                                }};
                            }
                            match unit as u8 {
                                op::EXTENDED_ARG => {
                                    let next = *ip;
                                    ip = ip.add(1);
                                    again!(next as u8, arg << 8 | u32::from(next >> 8));
                                }
                                // ---- variables
                                op::LOAD_FAST => {
                                    push_obj!(peek(slots.add(arg as usize)).clone());
                                }
                                op::LOAD_FAST_BORROW => {
                                    push!((*slots.add(arg as usize)).to_uncounted());
                                }
                                op::LOAD_FAST_BORROW_LOAD_FAST_BORROW => {
                                    push!((*slots.add((arg >> 4) as usize)).to_uncounted());
                                    push!((*slots.add((arg & 15) as usize)).to_uncounted());
                                }
                                op::LOAD_FAST_LOAD_FAST => {
                                    push_obj!(peek(slots.add((arg >> 4) as usize)).clone());
                                    push_obj!(peek(slots.add((arg & 15) as usize)).clone());
                                }
                                op::LOAD_FAST_CHECK => {
                                    let value = *slots.add(arg as usize);
                                    if value.is_unbound() {
                                        save!();
                                        let _raised = variables::unbound_local(vm, frame, arg);
                                        break 'error;
                                    }
                                    push_obj!(peek(slots.add(arg as usize)).clone());
                                }
                                op::LOAD_FAST_AND_CLEAR => {
                                    let place = slots.add(arg as usize);
                                    push!(*place);
                                    *place = Value::UNBOUND;
                                }
                                op::STORE_FAST => {
                                    let value = pop!();
                                    set_slot!(arg, value);
                                }
                                op::STORE_FAST_LOAD_FAST => {
                                    let value = pop!();
                                    set_slot!(arg >> 4, value);
                                    push_obj!(peek(slots.add((arg & 15) as usize)).clone());
                                }
                                op::STORE_FAST_STORE_FAST => {
                                    let value = pop!();
                                    set_slot!(arg >> 4, value);
                                    let value = pop!();
                                    set_slot!(arg & 15, value);
                                }
                                op::LOAD_CONST => {
                                    push!((*(*frame).consts.add(arg as usize)).value().to_uncounted());
                                }
                                op::LOAD_SMALL_INT => {
                                    push!(Value::int_wrapping(arg as i64));
                                }
                                op::LOAD_GLOBAL => {
                                    let name = name!(arg >> 1);
                                    adapt!(specialize::load_global(vm, ip, frame, name));
                                    let globals = FrameHeader::globals(vm, frame);
                                    let found = match Dict::get_str(vm, globals, name) {
                                        Some(value) => value.clone(),
                                        None => {
                                            save!();
                                            check!(variables::load_builtin(vm, frame, name))
                                        }
                                    };
                                    push_obj!(found);
                                    if arg & 1 != 0 {
                                        push!(Value::UNBOUND);
                                    }
                                    skip!(op::LOAD_GLOBAL);
                                }
                                op::LOAD_GLOBAL_MODULE => {
                                    let globals = FrameHeader::globals(vm, frame).get(vm);
                                    if globals.current_version() != cached!(u32, 2) {
                                        deopt!(op::LOAD_GLOBAL);
                                    }
                                    push_obj!(globals.entries().get_unchecked(cached!(u16, 1) as usize).value.clone());
                                    if arg & 1 != 0 {
                                        push!(Value::UNBOUND);
                                    }
                                    skip!(op::LOAD_GLOBAL);
                                }
                                op::LOAD_GLOBAL_BUILTIN => {
                                    let entry = FrameHeader::builtins(vm, frame)
                                        .get(vm)
                                        .entries()
                                        .get(cached!(u16, 1) as usize);
                                    let globals = FrameHeader::globals(vm, frame).get(vm);
                                    match entry {
                                        Some(entry)
                                            if globals.current_version() == cached!(u32, 2)
                                                && entry.key.is(name!(arg >> 1)) =>
                                        {
                                            push_obj!(entry.value.clone());
                                            if arg & 1 != 0 {
                                                push!(Value::UNBOUND);
                                            }
                                            skip!(op::LOAD_GLOBAL);
                                        }
                                        _ => deopt!(op::LOAD_GLOBAL),
                                    }
                                }
                                op::LOAD_DEREF => {
                                    let cell = &*slots.add(arg as usize).cast::<Ref<Cell>>();
                                    match cell.get(vm).content.cloned() {
                                        Some(value) => push_obj!(value),
                                        None => {
                                            save!();
                                            let _raised = variables::unbound_cell(vm, frame, arg);
                                            break 'error;
                                        }
                                    }
                                }
                                op::STORE_DEREF => {
                                    let value = take(sp.sub(1));
                                    sp = sp.sub(1);
                                    let cell = &*slots.add(arg as usize).cast::<Ref<Cell>>();
                                    let old = cell.get_mut(vm).content.replace(value).unwrap_or_default();
                                    discard!(old.into_value());
                                }

                                // ---- the operand stack
                                op::POP_TOP | op::POP_ITER => {
                                    let value = pop!();
                                    discard!(value);
                                }
                                op::PUSH_NULL => push!(Value::UNBOUND),
                                op::COPY => {
                                    push_obj!(top!(arg as usize).clone());
                                }
                                op::SWAP => {
                                    std::ptr::swap(sp.sub(1), sp.sub(arg as usize));
                                }
                                op::NOP | op::NOT_TAKEN | op::CACHE => {}
                                op::END_FOR => {
                                    let value = pop!();
                                    discard!(value);
                                }
                                op::END_SEND => {
                                    let value = pop!();
                                    let receiver = *sp.sub(1);
                                    *sp.sub(1) = value;
                                    discard!(receiver);
                                }

                                // ---- operators
                                op::BINARY_OP => {
                                    adapt!(specialize::binary_op(vm, ip, slots, top!(2), top!(1), arg));
                                    save!();
                                    let result = check!(special::binary_op(vm, ip, slots, sp, arg));
                                    skip!(op::BINARY_OP);
                                    binary_result!(result);
                                }
                                op::BINARY_OP_ADD_INT => {
                                    let (a, b) = (*sp.sub(2), *sp.sub(1));
                                    if Value::both_int(a, b)
                                        && let Some(sum) = Value::add_int(a, b)
                                    {
                                        binary_value!(op::BINARY_OP, sum);
                                    }
                                    deopt!(op::BINARY_OP);
                                }
                                op::BINARY_OP_SUBTRACT_INT => {
                                    let (a, b) = (*sp.sub(2), *sp.sub(1));
                                    if Value::both_int(a, b)
                                        && let Some(difference) = Value::sub_int(a, b)
                                    {
                                        binary_value!(op::BINARY_OP, difference);
                                    }
                                    deopt!(op::BINARY_OP);
                                }
                                op::BINARY_OP_MULTIPLY_INT => {
                                    let (a, b) = (*sp.sub(2), *sp.sub(1));
                                    if Value::both_int(a, b)
                                        && let Some(product) = Value::mul_int(a, b)
                                    {
                                        binary_value!(op::BINARY_OP, product);
                                    }
                                    deopt!(op::BINARY_OP);
                                }
                                op::BINARY_OP_ADD_FLOAT => {
                                    let (a, b) = (*sp.sub(2), *sp.sub(1));
                                    if a.is_float() && b.is_float() {
                                        let sum = a.as_float_unchecked() + b.as_float_unchecked();
                                        binary_value!(op::BINARY_OP, Value::float(sum));
                                    }
                                    deopt!(op::BINARY_OP);
                                }
                                op::BINARY_OP_SUBTRACT_FLOAT => {
                                    let (a, b) = (*sp.sub(2), *sp.sub(1));
                                    if a.is_float() && b.is_float() {
                                        let difference = a.as_float_unchecked() - b.as_float_unchecked();
                                        binary_value!(op::BINARY_OP, Value::float(difference));
                                    }
                                    deopt!(op::BINARY_OP);
                                }
                                op::BINARY_OP_MULTIPLY_FLOAT => {
                                    let (a, b) = (*sp.sub(2), *sp.sub(1));
                                    if a.is_float() && b.is_float() {
                                        let product = a.as_float_unchecked() * b.as_float_unchecked();
                                        binary_value!(op::BINARY_OP, Value::float(product));
                                    }
                                    deopt!(op::BINARY_OP);
                                }
                                op::BINARY_OP_EXTEND => match special::extended_operator(*sp.sub(2), *sp.sub(1), arg) {
                                    Some(value) => binary_value!(op::BINARY_OP, value),
                                    None => deopt!(op::BINARY_OP),
                                },
                                op::BINARY_OP_ADD_UNICODE => {
                                    let (a, b) = (top!(2), top!(1));
                                    if !special::is_exact(a, types::STR) || !special::is_exact(b, types::STR) {
                                        deopt!(op::BINARY_OP);
                                    }
                                    save!();
                                    let made = check!(Str::concat(vm, &*sp.sub(2).cast(), &*sp.sub(1).cast()));
                                    skip!(op::BINARY_OP);
                                    binary_result!(made.into_obj());
                                }
                                op::BINARY_OP_INPLACE_ADD_UNICODE => {
                                    let (a, b) = (top!(2), top!(1));
                                    let next = *ip.add(CACHES[op::BINARY_OP as usize] as usize);
                                    let place = slots.add((next >> 8) as usize);
                                    if !special::is_exact(a, types::STR)
                                        || !special::is_exact(b, types::STR)
                                        || !(*place).is(a.value())
                                    {
                                        deopt!(op::BINARY_OP);
                                    }
                                    save!();
                                    let grown = special::append_to_local(vm, place, sp);
                                    // The slot is empty now: `STORE_FAST` behind fills it, or the failure leaves it so.
                                    let grown = check!(grown);
                                    skip!(op::BINARY_OP);
                                    let b = *sp.sub(1);
                                    sp = sp.sub(1);
                                    *sp.sub(1) = grown.into_value();
                                    discard_behind!(b);
                                }
                                op::BINARY_OP_SUBSCR_LIST_INT => {
                                    let (list, index) = (top!(2), *sp.sub(1));
                                    if !special::is_exact(list, types::LIST) || !index.is_int() {
                                        deopt!(op::BINARY_OP);
                                    }
                                    let items = &(*(&raw const *list).cast::<Ref<List>>()).get(vm).items;
                                    let i = index.as_int_unchecked();
                                    let Some(item) = items.get(i as usize) else { deopt!(op::BINARY_OP) };
                                    let item = item.clone().into_value();
                                    let list = *sp.sub(2);
                                    sp = sp.sub(1);
                                    *sp.sub(1) = item;
                                    discard!(list);
                                    skip!(op::BINARY_OP);
                                }
                                op::BINARY_OP_SUBSCR_TUPLE_INT => {
                                    let (tuple, index) = (top!(2), *sp.sub(1));
                                    if !special::is_exact(tuple, types::TUPLE) || !index.is_int() {
                                        deopt!(op::BINARY_OP);
                                    }
                                    let items = (*(&raw const *tuple).cast::<Ref<Tuple>>()).tail(vm);
                                    let i = index.as_int_unchecked();
                                    let Some(item) = items.get(i as usize) else { deopt!(op::BINARY_OP) };
                                    let item = item.clone().into_value();
                                    let tuple = *sp.sub(2);
                                    sp = sp.sub(1);
                                    *sp.sub(1) = item;
                                    discard!(tuple);
                                    skip!(op::BINARY_OP);
                                }
                                op::BINARY_OP_SUBSCR_STR_INT => {
                                    let index = *sp.sub(1);
                                    if !special::is_exact(top!(2), types::STR) || !index.is_int() {
                                        deopt!(op::BINARY_OP);
                                    }
                                    match special::latin1_at(vm, &*sp.sub(2).cast(), index.as_int_unchecked()) {
                                        Some(character) => {
                                            skip!(op::BINARY_OP);
                                            binary_result!(character);
                                        }
                                        None => deopt!(op::BINARY_OP),
                                    }
                                }
                                op::BINARY_OP_SUBSCR_DICT => {
                                    if !special::is_exact(top!(2), types::DICT) {
                                        deopt!(op::BINARY_OP);
                                    }
                                    save!();
                                    match check!(Dict::get_item(vm, &*sp.sub(2).cast(), top!(1))) {
                                        Some(value) => {
                                            skip!(op::BINARY_OP);
                                            binary_result!(value);
                                        }
                                        None => {
                                            let _raised = special::missing_key(vm, top!(1));
                                            break 'error;
                                        }
                                    }
                                }
                                op::BINARY_OP_SUBSCR_GETITEM => {
                                    let state = state!();
                                    let container = top!(2);
                                    if container.class_aux() != cached!(u32, 1) {
                                        deopt!(op::BINARY_OP);
                                    }
                                    let getitem = cached_method!(3);
                                    if !special::takes_exactly(vm, &getitem, 2) {
                                        deopt!(op::BINARY_OP);
                                    }
                                    save!();
                                    // The arguments lie where the frame's slots will.
                                    let pushed = check!(call::enter_frame(
                                        vm,
                                        state,
                                        frame,
                                        getitem.value(),
                                        sp.sub(2),
                                        2,
                                        sp.sub(2),
                                        const { call::units(op::BINARY_OP) },
                                        Caller::Call,
                                    ));
                                    // The class may lose the function while it runs.
                                    (*pushed.frame).function = getitem.clone().into_value();
                                    start_pushed!(pushed);
                                }
                                op::COMPARE_OP => {
                                    adapt!(specialize::compare_op(ip, top!(2), top!(1), arg));
                                    save!();
                                    let operator = CompareOp::ALL[(arg >> 5) as usize];
                                    enter_special!(
                                        special_methods::may_have(top!(2)),
                                        enter_compare,
                                        const { call::units(op::COMPARE_OP) },
                                        operator
                                    );
                                    let to_bool = arg & compare::TO_BOOL as u32 != 0;
                                    let result = check!(special::compare_op(vm, top!(2), top!(1), operator, to_bool));
                                    skip!(op::COMPARE_OP);
                                    binary_result!(result);
                                }
                                op::COMPARE_OP_INT => {
                                    let (a, b) = (*sp.sub(2), *sp.sub(1));
                                    if !Value::both_int(a, b) {
                                        deopt!(op::COMPARE_OP);
                                    }
                                    let outcome = special::int_outcome(a, b);
                                    compared!(arg & outcome != 0);
                                }
                                op::COMPARE_OP_FLOAT => {
                                    let (a, b) = (*sp.sub(2), *sp.sub(1));
                                    if !(a.is_float() && b.is_float()) {
                                        deopt!(op::COMPARE_OP);
                                    }
                                    let outcome =
                                        special::float_outcome(a.as_float_unchecked(), b.as_float_unchecked());
                                    compared!(arg & outcome != 0);
                                }
                                op::COMPARE_OP_STR => {
                                    let (a, b) = (top!(2), top!(1));
                                    if !special::is_exact(a, types::STR) || !special::is_exact(b, types::STR) {
                                        deopt!(op::COMPARE_OP);
                                    }
                                    let same = a.is(b) || Str::same(vm, &*sp.sub(2).cast(), &*sp.sub(1).cast());
                                    skip!(op::COMPARE_OP);
                                    // Specialised for `==` and `!=` only.
                                    binary_result!(Obj::bool(same == (arg >> 5 == compare::EQ as u32)));
                                }
                                op::CONTAINS_OP => {
                                    adapt!(specialize::contains_op(ip, top!(1)));
                                    save!();
                                    enter_special!(
                                        special_methods::may_have(top!(1)),
                                        enter_contains,
                                        const { call::units(op::CONTAINS_OP) }
                                    );
                                    let found = check!(protocol::contains(vm, top!(1), top!(2)));
                                    skip!(op::CONTAINS_OP);
                                    binary_result!(Obj::bool(found != (arg != 0)));
                                }
                                op::CONTAINS_OP_DICT => {
                                    if !special::is_exact(top!(1), types::DICT) {
                                        deopt!(op::CONTAINS_OP);
                                    }
                                    save!();
                                    let hash = check!(Dict::hash_key(vm, top!(2)));
                                    let found = check!(Dict::find(vm, &*sp.sub(1).cast(), top!(2), hash)).is_some();
                                    skip!(op::CONTAINS_OP);
                                    binary_result!(Obj::bool(found != (arg != 0)));
                                }
                                op::CONTAINS_OP_SET => {
                                    if !special::is_exact(top!(1), types::SET)
                                        && !special::is_exact(top!(1), types::FROZENSET)
                                    {
                                        deopt!(op::CONTAINS_OP);
                                    }
                                    save!();
                                    let found = check!(protocol::contains(vm, top!(1), top!(2)));
                                    skip!(op::CONTAINS_OP);
                                    binary_result!(Obj::bool(found != (arg != 0)));
                                }
                                op::IS_OP => {
                                    let same = top!(2).is(top!(1));
                                    binary_result!(Obj::bool(same != (arg != 0)));
                                }
                                op::UNARY_NEGATIVE => {
                                    let value = *sp.sub(1);
                                    if value.is_float() {
                                        *sp.sub(1) = Value::float(-value.as_float_unchecked());
                                        continue 'next;
                                    }
                                    if value.is_int()
                                        && let Some(negated) = Value::int(-value.as_int_unchecked())
                                    {
                                        *sp.sub(1) = negated;
                                        continue 'next;
                                    }
                                    unary!(protocol::negative);
                                }
                                op::UNARY_NOT => {
                                    let value = *sp.sub(1);
                                    *sp.sub(1) = Value::bool(value == Value::FALSE);
                                }
                                op::TO_BOOL => {
                                    adapt!(specialize::to_bool(vm, ip, top!(1)));
                                    if !(*sp.sub(1)).is_bool() {
                                        save!();
                                        enter_special!(
                                            special_methods::may_have(top!(1)),
                                            enter_truth,
                                            const { call::units(op::TO_BOOL) }
                                        );
                                        unary!(|vm: &mut Vm, o: &Obj| protocol::is_true(vm, o).map(Obj::bool));
                                    }
                                    skip!(op::TO_BOOL);
                                }
                                op::TO_BOOL_BOOL => {
                                    if !(*sp.sub(1)).is_bool() {
                                        deopt!(op::TO_BOOL);
                                    }
                                    skip!(op::TO_BOOL);
                                }
                                op::TO_BOOL_INT => {
                                    let value = *sp.sub(1);
                                    if !value.is_int() {
                                        deopt!(op::TO_BOOL);
                                    }
                                    *sp.sub(1) = Value::bool(value != Value::int_wrapping(0));
                                    skip!(op::TO_BOOL);
                                }
                                op::TO_BOOL_NONE => {
                                    if *sp.sub(1) != Value::NONE {
                                        deopt!(op::TO_BOOL);
                                    }
                                    *sp.sub(1) = Value::FALSE;
                                    skip!(op::TO_BOOL);
                                }
                                op::TO_BOOL_LIST => {
                                    if !special::is_exact(top!(1), types::LIST) {
                                        deopt!(op::TO_BOOL);
                                    }
                                    let empty = (*sp.sub(1).cast::<Ref<List>>()).get(vm).items.is_empty();
                                    let old = *sp.sub(1);
                                    *sp.sub(1) = Value::bool(!empty);
                                    discard!(old);
                                    skip!(op::TO_BOOL);
                                }
                                op::TO_BOOL_STR => {
                                    if !special::is_exact(top!(1), types::STR) {
                                        deopt!(op::TO_BOOL);
                                    }
                                    let empty = (*sp.sub(1).cast::<Ref<Str>>()).get(vm).is_empty();
                                    let old = *sp.sub(1);
                                    *sp.sub(1) = Value::bool(!empty);
                                    discard!(old);
                                    skip!(op::TO_BOOL);
                                }
                                op::TO_BOOL_ALWAYS_TRUE => {
                                    if top!(1).class_aux() != cached!(u32, 1) {
                                        deopt!(op::TO_BOOL);
                                    }
                                    let old = *sp.sub(1);
                                    *sp.sub(1) = Value::TRUE;
                                    discard!(old);
                                    skip!(op::TO_BOOL);
                                }
                                op::STORE_SUBSCR => {
                                    adapt!(specialize::store_subscr(ip, top!(2), top!(1)));
                                    save!();
                                    enter_special!(
                                        special_methods::may_have(top!(2)),
                                        enter_set_item,
                                        const { call::units(op::STORE_SUBSCR) }
                                    );
                                    check!(protocol::set_item(vm, top!(2), top!(1), top!(3)));
                                    skip!(op::STORE_SUBSCR);
                                    drop_top!(3);
                                }
                                op::STORE_SUBSCR_LIST_INT => {
                                    let (container, key) = (top!(2), *sp.sub(1));
                                    if !key.is_int() || !special::is_exact(container, types::LIST) {
                                        deopt!(op::STORE_SUBSCR);
                                    }
                                    let list = &*(&raw const *container).cast::<Ref<List>>();
                                    let i = key.as_int_unchecked();
                                    let Some(place) = list.get_mut(vm).items.get_mut(i as usize) else {
                                        deopt!(op::STORE_SUBSCR)
                                    };
                                    let old = std::mem::replace(place, take(sp.sub(3))).into_value();
                                    let container = *sp.sub(2);
                                    sp = sp.sub(3);
                                    discard!(old);
                                    discard!(container);
                                    skip!(op::STORE_SUBSCR);
                                }
                                op::STORE_SUBSCR_DICT => {
                                    if !special::is_exact(top!(2), types::DICT) {
                                        deopt!(op::STORE_SUBSCR);
                                    }
                                    save!();
                                    check!(Dict::set_item(vm, &*sp.sub(2).cast(), top!(1), top!(3).clone()));
                                    skip!(op::STORE_SUBSCR);
                                    drop_top!(3);
                                    settle!();
                                }

                                // ---- attributes
                                op::LOAD_ATTR => {
                                    let name = name!(arg >> 1);
                                    adapt!(specialize::load_attr(vm, ip, top!(1), name, arg & 1 != 0));
                                    save!();
                                    if arg & 1 != 0 {
                                        let method = check!(special::load_method(vm, top!(1), name));
                                        match method {
                                            special::Method::Unbound(function) => {
                                                // The receiver stays, as the first argument.
                                                let receiver = *sp.sub(1);
                                                *sp.sub(1) = function.into_value();
                                                push!(receiver);
                                            }
                                            special::Method::Bound(function, class) => {
                                                let owner = *sp.sub(1);
                                                *sp.sub(1) = function.into_value();
                                                push_obj!(class);
                                                discard!(owner);
                                            }
                                            special::Method::Attribute(value) => {
                                                let receiver = *sp.sub(1);
                                                *sp.sub(1) = value.into_value();
                                                push!(Value::UNBOUND);
                                                discard!(receiver);
                                            }
                                        }
                                    } else {
                                        let value = check!(special::load_attribute(vm, top!(1), name));
                                        let receiver = *sp.sub(1);
                                        *sp.sub(1) = value.into_value();
                                        discard!(receiver);
                                    }
                                    skip!(op::LOAD_ATTR);
                                }
                                op::LOAD_ATTR_INSTANCE_VALUE | op::LOAD_ATTR_SLOT => {
                                    let owner = top!(1);
                                    if owner.class_aux() != cached!(u32, 1) {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    let word = owner.word(cached!(u16, 3) as usize);
                                    if (*word).is_unbound() {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    attribute_loaded!(peek(word).clone());
                                }
                                op::LOAD_ATTR_WITH_HINT => {
                                    let owner = top!(1);
                                    if owner.class_aux() != cached!(u32, 1) {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    let entry = peek(owner.word(cached!(u16, 3) as usize))
                                        .downcast_ref::<Dict>()
                                        .and_then(|d| d.get(vm).entry(cached!(u16, 4) as usize));
                                    match entry {
                                        Some(entry) if entry.key.is(name!(arg >> 1)) => {
                                            let value = entry.value.clone();
                                            attribute_loaded!(value);
                                        }
                                        _ => deopt!(op::LOAD_ATTR),
                                    }
                                }
                                op::LOAD_ATTR_MODULE => {
                                    let owner = top!(1);
                                    if !special::is_exact(owner, types::MODULE) {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    let d = (*sp.sub(1).cast::<Ref<Module>>()).get(vm).dict.get(vm);
                                    if d.current_version() != cached!(u32, 1) {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    let value = d.entries().get_unchecked(cached!(u16, 3) as usize).value.clone();
                                    attribute_loaded!(value);
                                }
                                op::LOAD_ATTR_CLASS => {
                                    if special::own_version(top!(1)) != cached!(u32, 1) {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    let value = (*cached_object!()).clone();
                                    attribute_loaded!(value);
                                }
                                op::LOAD_ATTR_CLASS_WITH_METACLASS_CHECK => {
                                    let owner = top!(1);
                                    if special::own_version(owner) != cached!(u32, 1)
                                        || owner.class_aux() != cached!(u32, 3)
                                    {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    let value = (*cached_object!()).clone();
                                    attribute_loaded!(value);
                                }
                                op::LOAD_ATTR_NONDESCRIPTOR_NO_DICT => {
                                    if top!(1).class_aux() != cached!(u32, 1) {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    let value = (*cached_object!()).clone();
                                    attribute_loaded!(value);
                                }
                                op::LOAD_ATTR_NONDESCRIPTOR_WITH_VALUES => {
                                    let owner = top!(1);
                                    if owner.class_aux() != cached!(u32, 1)
                                        || !(*owner.word(cached!(u16, 3) as usize)).is_unbound()
                                    {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    let value = (*cached_object!()).clone();
                                    attribute_loaded!(value);
                                }
                                op::LOAD_ATTR_METHOD_NO_DICT => {
                                    if top!(1).class_aux() != cached!(u32, 1) {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    method_loaded!();
                                }
                                op::LOAD_ATTR_METHOD_WITH_VALUES => {
                                    let owner = top!(1);
                                    if owner.class_aux() != cached!(u32, 1)
                                        || !(*owner.word(cached!(u16, 3) as usize)).is_unbound()
                                    {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    method_loaded!();
                                }
                                op::LOAD_ATTR_PROPERTY => {
                                    let state = state!();
                                    if top!(1).class_aux() != cached!(u32, 1) {
                                        deopt!(op::LOAD_ATTR);
                                    }
                                    let get = cached_object!()
                                        .downcast_ref::<Property>()
                                        .and_then(|p| p.get(vm).get.cloned());
                                    let Some(get) = get.filter(|f| special::takes_exactly(vm, f, 1)) else {
                                        deopt!(op::LOAD_ATTR)
                                    };
                                    save!();
                                    let pushed = check!(call::enter_frame(
                                        vm,
                                        state,
                                        frame,
                                        get.value(),
                                        sp.sub(1),
                                        1,
                                        sp.sub(1),
                                        const { call::units(op::LOAD_ATTR) },
                                        Caller::Call,
                                    ));
                                    std::mem::forget(get);
                                    start_pushed!(pushed);
                                }
                                op::STORE_ATTR => {
                                    let name = name!(arg);
                                    adapt!(specialize::store_attr(vm, ip, top!(1), name));
                                    save!();
                                    check!(special::store_attribute(vm, top!(1), name, top!(2)));
                                    skip!(op::STORE_ATTR);
                                    drop_top!(2);
                                    settle!();
                                }
                                op::STORE_ATTR_INSTANCE_VALUE => {
                                    let owner = top!(1);
                                    if owner.class_aux() != cached!(u32, 1) {
                                        deopt!(op::STORE_ATTR);
                                    }
                                    let at = cached!(u16, 3) as usize;
                                    let place = owner.word(at);
                                    let old = *place;
                                    if old.is_unbound() {
                                        // A new attribute, behind all that were set: see `rpython_objects::object`.
                                        let count = at as u32 - special::FIRST_EXTRA;
                                        match owner.header() {
                                            Some(h) if h.kind() == kinds::INSTANCE && h.aux() <= count => {
                                                h.set_aux(count + 1)
                                            }
                                            _ => deopt!(op::STORE_ATTR),
                                        }
                                    }
                                    *place = take(sp.sub(2)).into_value();
                                    let owner = *sp.sub(1);
                                    sp = sp.sub(2);
                                    discard!(old);
                                    discard!(owner);
                                    skip!(op::STORE_ATTR);
                                }
                                op::STORE_ATTR_SLOT => {
                                    let owner = top!(1);
                                    if owner.class_aux() != cached!(u32, 1) {
                                        deopt!(op::STORE_ATTR);
                                    }
                                    let place = owner.word(cached!(u16, 3) as usize);
                                    let old = *place;
                                    *place = take(sp.sub(2)).into_value();
                                    let owner = *sp.sub(1);
                                    sp = sp.sub(2);
                                    discard!(old);
                                    discard!(owner);
                                    skip!(op::STORE_ATTR);
                                }
                                op::STORE_ATTR_WITH_HINT => {
                                    let owner = top!(1);
                                    if owner.class_aux() != cached!(u32, 1) {
                                        deopt!(op::STORE_ATTR);
                                    }
                                    let name = name!(arg);
                                    // The dict lies in the word in front of the instance's first inline one, by its class.
                                    let dict = special::dict_of(vm, owner);
                                    let hint = cached!(u16, 3) as usize;
                                    let Some(d) =
                                        dict.filter(|d| d.get(vm).entry(hint).is_some_and(|e| e.key.is(name)))
                                    else {
                                        deopt!(op::STORE_ATTR)
                                    };
                                    let old = d.get_mut(vm).set_value_at(hint, take(sp.sub(2))).into_value();
                                    let owner = *sp.sub(1);
                                    sp = sp.sub(2);
                                    discard!(old);
                                    discard!(owner);
                                    skip!(op::STORE_ATTR);
                                }

                                // ---- jumps
                                op::JUMP_FORWARD => ip = ip.add(arg as usize),
                                op::JUMP_BACKWARD => {
                                    // Traces begin here one day; until then, a loop that runs has none.
                                    specialize::become_form(ip, op::JUMP_BACKWARD_NO_JIT);
                                    poll!();
                                    ip =
                                        ip.add(const { CACHES[op::JUMP_BACKWARD as usize] as usize }).sub(arg as usize);
                                }
                                op::JUMP_BACKWARD_NO_JIT | op::JUMP_BACKWARD_JIT => {
                                    poll!();
                                    ip =
                                        ip.add(const { CACHES[op::JUMP_BACKWARD as usize] as usize }).sub(arg as usize);
                                }
                                op::JUMP_BACKWARD_NO_INTERRUPT => ip = ip.sub(arg as usize),
                                op::POP_JUMP_IF_TRUE => jump_if!(true, arg),
                                op::POP_JUMP_IF_FALSE => jump_if!(false, arg),
                                op::POP_JUMP_IF_NONE => {
                                    let value = pop!();
                                    skip!(op::POP_JUMP_IF_NONE);
                                    if value == Value::NONE {
                                        ip = ip.add(arg as usize);
                                    }
                                    discard_behind!(value);
                                }
                                op::POP_JUMP_IF_NOT_NONE => {
                                    let value = pop!();
                                    skip!(op::POP_JUMP_IF_NOT_NONE);
                                    if value != Value::NONE {
                                        ip = ip.add(arg as usize);
                                    }
                                    discard_behind!(value);
                                }
                                op::RESUME => {
                                    specialize::become_form(ip, op::RESUME_CHECK);
                                    again!(op::RESUME_CHECK);
                                }
                                op::RESUME_CHECK => {
                                    if EVAL_BREAKER.load(Ordering::Relaxed) {
                                        save!();
                                        if tracing::begin(vm, frame) {
                                            again!(op::INSTRUMENTED_RESUME);
                                        }
                                        check!((vm.hooks.poll)(vm));
                                    }
                                }
                                // Marks in code that is traced.
                                op::INSTRUMENTED_LINE
                                | op::INSTRUMENTED_RESUME
                                | op::INSTRUMENTED_RETURN_VALUE
                                | op::INSTRUMENTED_YIELD_VALUE
                                | op::INSTRUMENTED_JUMP_BACKWARD
                                | op::INSTRUMENTED_JUMP_FORWARD
                                | op::INSTRUMENTED_FOR_ITER
                                | op::INSTRUMENTED_END_SEND
                                | op::INSTRUMENTED_END_ASYNC_FOR
                                | op::INSTRUMENTED_POP_ITER
                                | op::INSTRUMENTED_NOT_TAKEN
                                | op::INSTRUMENTED_POP_JUMP_IF_TRUE
                                | op::INSTRUMENTED_POP_JUMP_IF_FALSE
                                | op::INSTRUMENTED_POP_JUMP_IF_NONE
                                | op::INSTRUMENTED_POP_JUMP_IF_NOT_NONE
                                | op::INSTRUMENTED_CALL
                                | op::INSTRUMENTED_CALL_KW
                                | op::INSTRUMENTED_CALL_FUNCTION_EX => instrumented!(unit as u8),

                                // ---- building
                                op::BUILD_TUPLE => {
                                    save!();
                                    let first = sp.sub(arg as usize);
                                    let made = build::tuple(vm, first, arg as usize);
                                    sp = first;
                                    push_obj!(check!(made));
                                }
                                op::LIST_APPEND => {
                                    let item = take(sp.sub(1));
                                    sp = sp.sub(1);
                                    let list = &*sp.sub(arg as usize).cast::<Ref<List>>();
                                    if list.get_mut(vm).items.push(item).is_err() {
                                        save!();
                                        break 'error;
                                    }
                                }
                                op::UNPACK_SEQUENCE => {
                                    adapt!(specialize::unpack_sequence(ip, top!(1), arg));
                                    save!();
                                    let sequence = *sp.sub(1);
                                    sp = sp.sub(1);
                                    let done = unpack::sequence(vm, peek(&raw const sequence), sp, arg as usize);
                                    skip!(op::UNPACK_SEQUENCE);
                                    let failed = done.is_err();
                                    if !failed {
                                        sp = sp.add(arg as usize);
                                    }
                                    discard_behind!(sequence);
                                    if failed {
                                        break 'error;
                                    }
                                    settle!();
                                }
                                op::UNPACK_SEQUENCE_TWO_TUPLE => {
                                    let sequence = top!(1);
                                    if !special::is_exact(sequence, types::TUPLE) {
                                        deopt!(op::UNPACK_SEQUENCE);
                                    }
                                    let [first, second] = (*sp.sub(1).cast::<Ref<Tuple>>()).tail(vm) else {
                                        deopt!(op::UNPACK_SEQUENCE)
                                    };
                                    let (first, second) = (first.clone().into_value(), second.clone().into_value());
                                    let sequence = *sp.sub(1);
                                    *sp.sub(1) = second;
                                    push!(first);
                                    discard!(sequence);
                                    skip!(op::UNPACK_SEQUENCE);
                                }
                                op::UNPACK_SEQUENCE_TUPLE | op::UNPACK_SEQUENCE_LIST => {
                                    let sequence = top!(1);
                                    let items: &[Obj] = if special::is_exact(sequence, types::TUPLE) {
                                        (*sp.sub(1).cast::<Ref<Tuple>>()).tail(vm)
                                    } else if special::is_exact(sequence, types::LIST) {
                                        &(*sp.sub(1).cast::<Ref<List>>()).get(vm).items
                                    } else {
                                        deopt!(op::UNPACK_SEQUENCE)
                                    };
                                    if items.len() != arg as usize {
                                        deopt!(op::UNPACK_SEQUENCE);
                                    }
                                    let sequence = *sp.sub(1);
                                    sp = sp.sub(1);
                                    for item in items.iter().rev() {
                                        push_obj!(item.clone());
                                    }
                                    discard!(sequence);
                                    skip!(op::UNPACK_SEQUENCE);
                                }

                                // ---- calls
                                op::CALL => {
                                    let state = state!();
                                    adapt!(specialize::call(vm, ip, sp, arg));
                                    save!();
                                    let count = arg as usize;
                                    match check_call!(call::enter(vm, state, frame, sp, count)) {
                                        call::Entered::Frame => {
                                            start!();
                                        }
                                        call::Entered::Result(result) => {
                                            skip!(op::CALL);
                                            sp = sp.sub(count + 2);
                                            push_obj!(result);
                                            settle_call!();
                                        }
                                    }
                                }
                                op::CALL_PY_EXACT_ARGS => {
                                    let state = state!();
                                    let callable = sp.sub(arg as usize + 2);
                                    let receiver = callable.add(1);
                                    let has_receiver = !(*receiver).is_unbound();
                                    let given = arg as usize + has_receiver as usize;
                                    let args = sp.sub(given);
                                    if peek(callable).kind() != kinds::FUNCTION
                                        || (*callable.cast::<Ref<Function>>()).get(vm).code.get(vm).exact_arguments
                                            != given as u32
                                    {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    let pushed = check!(call::enter_frame(
                                        vm,
                                        state,
                                        frame,
                                        *callable,
                                        args,
                                        given,
                                        callable,
                                        const { call::units(op::CALL) },
                                        Caller::Call,
                                    ));
                                    start_pushed!(pushed);
                                }
                                op::CALL_BOUND_METHOD_EXACT_ARGS | op::CALL_BOUND_METHOD_GENERAL => {
                                    let state = state!();
                                    let callable = sp.sub(arg as usize + 2);
                                    let receiver = callable.add(1);
                                    if peek(callable).kind() != kinds::METHOD || !(*receiver).is_unbound() {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    call::unpack_method(vm, callable, receiver);
                                    if peek(callable).kind() != kinds::FUNCTION {
                                        deopt!(op::CALL);
                                    }
                                    let given = arg as usize + 1;
                                    match check_call!(call::enter_function(vm, state, frame, callable, receiver, given))
                                    {
                                        call::Entered::Frame => {
                                            start_pushed!();
                                        }
                                        call::Entered::Result(_) => {}
                                    }
                                }
                                op::CALL_PY_GENERAL => {
                                    let state = state!();
                                    let callable = sp.sub(arg as usize + 2);
                                    let receiver = callable.add(1);
                                    if peek(callable).kind() != kinds::FUNCTION {
                                        deopt!(op::CALL);
                                    }
                                    let given = arg as usize + !(*receiver).is_unbound() as usize;
                                    save!();
                                    match check_call!(call::enter_function(
                                        vm,
                                        state,
                                        frame,
                                        callable,
                                        sp.sub(given),
                                        given
                                    )) {
                                        call::Entered::Frame => {
                                            start_pushed!();
                                        }
                                        call::Entered::Result(_) => {}
                                    }
                                }
                                op::CALL_ALLOC_AND_ENTER_INIT => {
                                    let state = state!();
                                    let callable = sp.sub(arg as usize + 2);
                                    if special::own_version(peek(callable)) != cached!(u32, 1)
                                        || !(*callable.add(1)).is_unbound()
                                    {
                                        deopt!(op::CALL);
                                    }
                                    let init = (*callable.cast::<Ref<Type>>()).get(vm).init;
                                    if !call::takes(vm, peek(&raw const init), arg as usize + 1) {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    // The class may lose the function while it runs.
                                    let init = peek(&raw const init).clone().into_value();
                                    let pushed = check!(call::enter_plain_init(
                                        vm,
                                        state,
                                        frame,
                                        callable,
                                        arg as usize,
                                        init,
                                        const { call::units(op::CALL) },
                                    ));
                                    start_pushed!(pushed);
                                }
                                op::CALL_LIST_APPEND => {
                                    let callable = sp.sub(3);
                                    if !special::is_native(vm, callable, kinds::METHOD_DESCRIPTOR, cached!(u32, 1))
                                        || !special::is_exact(top!(2), types::LIST)
                                    {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    let item = take(sp.sub(1));
                                    sp = sp.sub(1);
                                    check!((*sp.sub(1).cast::<Ref<List>>()).get_mut(vm).items.push(item));
                                    let list = *sp.sub(1);
                                    let callable = *sp.sub(2);
                                    sp = sp.sub(1);
                                    *sp.sub(1) = Value::NONE;
                                    discard!(list);
                                    discard!(callable);
                                    skip!(op::CALL);
                                }
                                op::CALL_LEN => {
                                    if !special::is_native(vm, sp.sub(3), kinds::BUILTIN, cached!(u32, 1)) {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    enter_special!(
                                        special_methods::may_have(top!(1)),
                                        enter_len,
                                        const { call::units(op::CALL) }
                                    );
                                    let length = match special::plain_len(vm, top!(1)) {
                                        Some(length) => length,
                                        None => check!(protocol::len(vm, top!(1))),
                                    };
                                    let (argument, callable) = (*sp.sub(1), *sp.sub(3));
                                    sp = sp.sub(2);
                                    *sp.sub(1) = rpython_objects::int::from_i64(vm, length as i64).into_value();
                                    skip!(op::CALL);
                                    discard_behind!(argument);
                                    discard_behind!(callable);
                                }
                                op::CALL_ISINSTANCE => {
                                    if !special::is_native(vm, sp.sub(4), kinds::BUILTIN, cached!(u32, 1)) {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    let found = check!(protocol::is_instance(vm, top!(2), top!(1)));
                                    let (class, object, callable) = (*sp.sub(1), *sp.sub(2), *sp.sub(4));
                                    sp = sp.sub(3);
                                    *sp.sub(1) = Value::bool(found);
                                    skip!(op::CALL);
                                    discard_behind!(class);
                                    discard_behind!(object);
                                    discard_behind!(callable);
                                }
                                op::CALL_TYPE_1 => {
                                    if !top!(3).is(types::TYPE) || !(*sp.sub(2)).is_unbound() {
                                        deopt!(op::CALL);
                                    }
                                    let argument = *sp.sub(1);
                                    let class = vm.class_of(peek(&raw const argument)).own();
                                    sp = sp.sub(2);
                                    *sp.sub(1) = class.into_obj().into_value();
                                    discard!(argument);
                                    skip!(op::CALL);
                                }
                                op::CALL_STR_1 => {
                                    if !top!(3).is(types::STR) || !(*sp.sub(2)).is_unbound() {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    let made = check!(protocol::str(vm, top!(1)));
                                    let argument = *sp.sub(1);
                                    sp = sp.sub(2);
                                    *sp.sub(1) = made.into_obj().into_value();
                                    skip!(op::CALL);
                                    discard_behind!(argument);
                                }
                                op::CALL_TUPLE_1 => {
                                    if !top!(3).is(types::TUPLE) || !(*sp.sub(2)).is_unbound() {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    let made = check!(Tuple::from_iterable(vm, top!(1)));
                                    let argument = *sp.sub(1);
                                    sp = sp.sub(2);
                                    *sp.sub(1) = made.into_obj().into_value();
                                    skip!(op::CALL);
                                    discard_behind!(argument);
                                    settle_call!();
                                }
                                // Native functions whose arguments need no binding: the cache holds the function's number.
                                op::CALL_METHOD_DESCRIPTOR_O
                                | op::CALL_METHOD_DESCRIPTOR_NOARGS
                                | op::CALL_METHOD_DESCRIPTOR_FAST
                                | op::CALL_METHOD_DESCRIPTOR_FAST_WITH_KEYWORDS => {
                                    let callable = sp.sub(arg as usize + 2);
                                    let receiver = callable.add(1);
                                    let number = cached!(u32, 1);
                                    if !special::is_native(vm, callable, kinds::METHOD_DESCRIPTOR, number)
                                        || !special::is_receiver(vm, callable, receiver)
                                    {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    let args = operands(sp, arg as usize + 1);
                                    let result = check!((vm.function(number).run)(vm, Args::new(args)));
                                    skip!(op::CALL);
                                    drop_operands!(arg as usize + 2);
                                    push_obj!(result);
                                    settle_call!();
                                }
                                op::CALL_BUILTIN_O | op::CALL_BUILTIN_FAST | op::CALL_BUILTIN_FAST_WITH_KEYWORDS => {
                                    let callable = sp.sub(arg as usize + 2);
                                    let receiver = callable.add(1);
                                    let number = cached!(u32, 1);
                                    if !(*receiver).is_unbound()
                                        || !special::is_native(vm, callable, kinds::BUILTIN, number)
                                    {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    let def = vm.function(number);
                                    let mut count = arg as usize;
                                    if def.signature.has_self() {
                                        // The function holds its module or receiver.
                                        let Some(this) = special::native_receiver(vm, callable) else {
                                            deopt!(op::CALL)
                                        };
                                        *receiver = this;
                                        count += 1;
                                    }
                                    let args = operands(sp, count);
                                    let run = def.by_position.unwrap_or(def.run);
                                    let result = check!(run(vm, Args::new(args)));
                                    skip!(op::CALL);
                                    drop_operands!(arg as usize + 2);
                                    push_obj!(result);
                                    settle_call!();
                                }
                                op::CALL_BUILTIN_CLASS => {
                                    let callable = sp.sub(arg as usize + 2);
                                    if !special::is_exact(peek(callable), types::TYPE)
                                        || !(*callable.add(1)).is_unbound()
                                    {
                                        deopt!(op::CALL);
                                    }
                                    let class = &*callable.cast::<Ref<Type>>();
                                    if !class.get(vm).flags.has(TypeFlags::IMMUTABLE) || class.is(types::TYPE) {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    let args = CallArgs::positional(operands(sp, arg as usize));
                                    let result = check!(rpython_objects::type_call::make(vm, class, args));
                                    skip!(op::CALL);
                                    drop_top!(arg as usize + 2);
                                    push_obj!(result);
                                }
                                op::CALL_NON_PY_GENERAL => {
                                    let state = state!();
                                    let kind = peek(sp.sub(arg as usize + 2)).kind();
                                    if kind == kinds::FUNCTION || kind == kinds::METHOD {
                                        deopt!(op::CALL);
                                    }
                                    save!();
                                    let count = arg as usize;
                                    match check_call!(call::enter(vm, state, frame, sp, count)) {
                                        call::Entered::Frame => {
                                            start!();
                                        }
                                        call::Entered::Result(result) => {
                                            skip!(op::CALL);
                                            sp = sp.sub(count + 2);
                                            push_obj!(result);
                                            settle_call!();
                                        }
                                    }
                                }
                                op::CALL_KW => {
                                    let state = state!();
                                    save!();
                                    let count = arg as usize;
                                    match check_call!(call::enter_keywords(vm, state, frame, sp, count)) {
                                        call::Entered::Frame => {
                                            start!();
                                        }
                                        call::Entered::Result(result) => {
                                            skip!(op::CALL_KW);
                                            sp = sp.sub(count + 3);
                                            push_obj!(result);
                                            settle_call!();
                                        }
                                    }
                                }
                                op::CALL_FUNCTION_EX => {
                                    let state = state!();
                                    save!();
                                    match check_call!(call::enter_spread(vm, state, frame, sp)) {
                                        call::Entered::Frame => {
                                            start!();
                                        }
                                        call::Entered::Result(result) => {
                                            sp = sp.sub(4);
                                            push_obj!(result);
                                            settle_call!();
                                        }
                                    }
                                }
                                op::RETURN_VALUE => {
                                    let result = take(sp.sub(1)).into_value();
                                    sp = sp.sub(1);
                                    debug_assert!(sp == FrameHeader::stack_base(frame));
                                    let left = frame;
                                    let is_plain = FrameHeader::is_plain(left);
                                    if !is_plain && (*left).extras != 0 {
                                        save!();
                                        call::leave_extras(vm, left);
                                    }
                                    (*state!()).depth -= 1;
                                    // The last slot goes first, as in CPython.
                                    let mut place = left.cast::<Value>();
                                    while place > slots {
                                        place = place.sub(1);
                                        discard_local!(*place);
                                    }
                                    discard_local!((*left).function);
                                    (*state!()).frame = (*left).previous;
                                    if is_plain {
                                        let skip = (*left).skip;
                                        take_up!((*left).previous);
                                        ip = (*frame).instruction.add(skip as usize);
                                        sp = (*frame).top;
                                        push!(result);
                                        settle!();
                                        continue 'next;
                                    }
                                    let skip = (*left).skip;
                                    match (*left).caller {
                                        Caller::Native => {
                                            let result = Obj::from_value(result);
                                            if has_pending() {
                                                special::run_pending(vm);
                                            }
                                            return Ok(result);
                                        }
                                        Caller::Init => {
                                            resume!(skip);
                                            // The instance lies below, put there when `__init__` was entered.
                                            if result != Value::NONE {
                                                let _raised = call::init_returned(vm, peek(&raw const result));
                                                discard_local!(result);
                                                break 'error;
                                            }
                                        }
                                        Caller::ForIter => {
                                            resume!(skip);
                                            discard_behind!(result);
                                        }
                                        Caller::Send | Caller::Call => {
                                            resume!(skip);
                                            push!(result);
                                        }
                                        caller => finish_special!(caller, skip, Obj::from_value(result)),
                                    }
                                    settle!();
                                }

                                // ---- iteration and generators
                                op::GET_ITER => {
                                    let iterable = top!(1);
                                    let class = iterable.header().map(|h| h.class());
                                    if class == Some(types::GENERATOR.slot()) {
                                        continue 'next;
                                    }
                                    save!();
                                    enter_special!(
                                        special_methods::may_have(top!(1)),
                                        enter_iter,
                                        const { call::units(op::GET_ITER) }
                                    );
                                    unary!(protocol::iter);
                                }
                                op::GET_YIELD_FROM_ITER => {
                                    save!();
                                    enter_special!(
                                        special_methods::may_have(top!(1)),
                                        enter_iter,
                                        const { call::units(op::GET_YIELD_FROM_ITER) }
                                    );
                                    unary!(|vm: &mut Vm, o: &Obj| generators::yield_from_iter(vm, frame, o));
                                }
                                op::FOR_ITER => {
                                    adapt!(specialize::for_iter(ip, top!(1)));
                                    save!();
                                    enter_special!(
                                        special_methods::may_have_next(top!(1)),
                                        enter_next,
                                        const { call::units(op::FOR_ITER) } + arg as u16 + 1
                                    );
                                    let unpacking = *ip.add(const { CACHES[op::FOR_ITER as usize] as usize });
                                    if unpacking == const { op::UNPACK_SEQUENCE_TWO_TUPLE as u16 | 2 << 8 } {
                                        let next = check!(protocol::next_unpacked(vm, top!(1)));
                                        skip!(op::FOR_ITER);
                                        match next {
                                            Some(protocol::Next::Two([first, second])) => {
                                                push_obj!(second);
                                                push_obj!(first);
                                                ip = ip.add(const { call::units(op::UNPACK_SEQUENCE) as usize });
                                            }
                                            Some(protocol::Next::One(item)) => push_obj!(item),
                                            None => ip = ip.add(arg as usize + 1),
                                        }
                                        settle!();
                                        continue 'next;
                                    }
                                    let item = check!(protocol::next(vm, top!(1)));
                                    skip!(op::FOR_ITER);
                                    match item {
                                        Some(item) => push_obj!(item),
                                        // Past END_FOR; POP_ITER follows.
                                        None => ip = ip.add(arg as usize + 1),
                                    }
                                    settle!();
                                }
                                op::FOR_ITER_RANGE => {
                                    let iterator = top!(1);
                                    if iterator.kind() != kinds::RANGE_ITERATOR {
                                        deopt!(op::FOR_ITER);
                                    }
                                    let r = (*sp.sub(1).cast::<Ref<RangeIterator>>()).get_mut(vm);
                                    skip!(op::FOR_ITER);
                                    if r.left > 0 {
                                        r.left -= 1;
                                        let n = r.next;
                                        r.next = n.wrapping_add(r.step);
                                        match Value::int(n) {
                                            // The loop's variable is set at once.
                                            Some(value) if *ip as u8 == op::STORE_FAST => {
                                                let place = slots.add((*ip >> 8) as usize);
                                                let old = *place;
                                                *place = value;
                                                ip = ip.add(1);
                                                discard!(old);
                                            }
                                            Some(value) => push!(value),
                                            None => push_obj!(rpython_objects::int::from_i64(vm, n)),
                                        }
                                    } else {
                                        ip = ip.add(arg as usize + 1);
                                    }
                                }
                                op::FOR_ITER_LIST => {
                                    if !special::is_exact(top!(1), types::LIST_ITERATOR) {
                                        deopt!(op::FOR_ITER);
                                    }
                                    let it = &*sp.sub(1).cast::<Ref<ListIterator>>();
                                    let i = it.get(vm);
                                    let item = i.sequence.as_ref().and_then(|l| l.get(vm).items.get(i.index as usize));
                                    match item {
                                        Some(item) => {
                                            let item = item.clone().into_value();
                                            it.get_mut(vm).index += 1;
                                            skip!(op::FOR_ITER);
                                            push!(item);
                                        }
                                        None => {
                                            let done = it.get_mut(vm).sequence.take().map(Ref::into_obj);
                                            skip!(op::FOR_ITER);
                                            ip = ip.add(arg as usize + 1);
                                            discard_behind!(done.unwrap_or_default().into_value());
                                        }
                                    }
                                }
                                op::FOR_ITER_TUPLE => {
                                    if !special::is_exact(top!(1), types::TUPLE_ITERATOR) {
                                        deopt!(op::FOR_ITER);
                                    }
                                    let it = &*sp.sub(1).cast::<Ref<TupleIterator>>();
                                    let i = it.get(vm);
                                    let item = i.sequence.as_ref().and_then(|t| t.tail(vm).get(i.index as usize));
                                    match item {
                                        Some(item) => {
                                            let item = item.clone().into_value();
                                            it.get_mut(vm).index += 1;
                                            skip!(op::FOR_ITER);
                                            push!(item);
                                        }
                                        None => {
                                            let done = it.get_mut(vm).sequence.take().map(Ref::into_obj);
                                            skip!(op::FOR_ITER);
                                            ip = ip.add(arg as usize + 1);
                                            discard_behind!(done.unwrap_or_default().into_value());
                                        }
                                    }
                                }
                                op::FOR_ITER_GEN => {
                                    let state = state!();
                                    if !special::is_exact(top!(1), types::GENERATOR) {
                                        deopt!(op::FOR_ITER);
                                    }
                                    let generator = &*sp.sub(1).cast::<Ref<Generator>>();
                                    if !generators::can_enter(vm, generator) {
                                        deopt!(op::FOR_ITER);
                                    }
                                    save!();
                                    let skip = const { call::units(op::FOR_ITER) } + arg as u16 + 1;
                                    let floor = call::floor(frame, sp);
                                    let (entered, next, free) =
                                        check!(generators::link(vm, state, generator, floor, Caller::ForIter, skip));
                                    take_up!(entered);
                                    (ip, sp) = (next, free);
                                    if generators::drops_at_once(ip) {
                                        ip = ip.add(2);
                                    } else {
                                        push!(Value::NONE);
                                    }
                                }
                                op::RETURN_GENERATOR => {
                                    let state = state!();
                                    save!();
                                    let caller = (*frame).caller;
                                    let skip = (*frame).skip;
                                    let made = generators::make(vm, frame);
                                    call::leave(vm, state, frame);
                                    let made = match made {
                                        Ok(made) => made,
                                        Err(raised) if caller == Caller::Native => return Err(raised),
                                        Err(_) => {
                                            take_up!((*state).frame);
                                            sp = (*frame).top;
                                            break 'error;
                                        }
                                    };
                                    match caller {
                                        Caller::Native => return Ok(made),
                                        Caller::Call | Caller::Send | Caller::ForIter | Caller::Init => {
                                            resume!(skip);
                                            if caller == Caller::Init {
                                                let _raised = call::init_returned(vm, &made);
                                                break 'error;
                                            }
                                            push_obj!(made);
                                        }
                                        caller => finish_special!(caller, skip, made),
                                    }
                                }
                                op::YIELD_VALUE => {
                                    let state = state!();
                                    let value = take(sp.sub(1)).into_value();
                                    sp = sp.sub(1);
                                    let left = frame;
                                    generators::suspend(vm, state, frame, ip.sub(1), sp, arg);
                                    if (*left).caller == Caller::Native {
                                        return Ok(Obj::from_value(value));
                                    }
                                    take_up!((*left).previous);
                                    // `FOR_ITER` and `SEND` have one cache entry each.
                                    ip = (*frame).instruction.add(const { call::units(op::SEND) as usize });
                                    sp = (*frame).top;
                                    push!(value);
                                }
                                op::SEND => {
                                    adapt!(specialize::send(ip, top!(2)));
                                    save!();
                                    let sent = check!(generators::send(vm, top!(2), top!(1)));
                                    skip!(op::SEND);
                                    let (generators::Sent::Yielded(value) | generators::Sent::Returned(value)) = &sent;
                                    let old = *sp.sub(1);
                                    *sp.sub(1) = value.value();
                                    if matches!(sent, generators::Sent::Returned(_)) {
                                        ip = ip.add(arg as usize);
                                    }
                                    std::mem::forget(sent);
                                    discard_behind!(old);
                                }
                                op::SEND_GEN => {
                                    let state = state!();
                                    let receiver = top!(2);
                                    if receiver.kind() != kinds::GENERATOR
                                        || special::is_exact(receiver, types::ASYNC_GENERATOR)
                                    {
                                        deopt!(op::SEND);
                                    }
                                    let generator = &*sp.sub(2).cast::<Ref<Generator>>();
                                    if !generators::can_enter(vm, generator) {
                                        deopt!(op::SEND);
                                    }
                                    let value = take(sp.sub(1)).into_value();
                                    sp = sp.sub(1);
                                    save!();
                                    let skip = const { call::units(op::SEND) } + arg as u16;
                                    let floor = call::floor(frame, sp);
                                    let (entered, next, free) =
                                        match generators::link(vm, state, generator, floor, Caller::Send, skip) {
                                            Ok(entered) => entered,
                                            Err(_raised) => {
                                                push!(value);
                                                break 'error;
                                            }
                                        };
                                    take_up!(entered);
                                    (ip, sp) = (next, free);
                                    if value == Value::NONE && generators::drops_at_once(ip) {
                                        ip = ip.add(2);
                                    } else {
                                        push!(value);
                                        if *ip as u8 == op::RESUME_CHECK && !EVAL_BREAKER.load(Ordering::Relaxed) {
                                            ip = ip.add(1);
                                            // A `yield from` hands it on.
                                            if *ip as u8 == op::JUMP_BACKWARD_NO_INTERRUPT {
                                                ip = ip.add(1).sub((*ip >> 8) as usize);
                                            }
                                        }
                                    }
                                }

                                // ---- exceptions

                                // ---- imports, annotations
                                op::INTERPRETER_EXIT => {
                                    let result = take(sp.sub(1));
                                    return Ok(result);
                                }
                                // Code whose instructions are still to be read.
                                op::RESERVED => {
                                    save!();
                                    check!(marshal::begin(vm, FrameHeader::code(frame)));
                                    (*frame).instruction = code!().units.as_ptr();
                                    (*frame).consts = code!().consts.tail(vm).as_ptr();
                                    start!(frame);
                                }
                                op::ENTER_EXECUTOR => {
                                    save!();
                                    let _raised = special::no_executors(vm);
                                    break 'error;
                                }
                                rare::instructions!() => {
                                    let state = state!();
                                    ip = rare::run(vm, state, frame, ip, sp, arg);
                                    sp = (*frame).top;
                                    if ip.is_null() {
                                        break 'error;
                                    }
                                }
                            }
                            continue 'next;
                        };
                        match told {
                            tracing::Next::Run(plain) => again!(plain),
                            tracing::Next::Done => {}
                            tracing::Next::Moved => {
                                ip = (*frame).instruction;
                                sp = (*frame).top;
                            }
                            tracing::Next::Called(result, words) => {
                                drop_top!(words);
                                push_obj!(result);
                                ip = ip.add(caches as usize);
                            }
                            tracing::Next::Failed => break 'error,
                        }
                        break;
                    }
                }
            }
            // An instruction has failed: the frame's `instruction`. The exception lies in the token.
            loop {
                let state = state!();
                let here = (*frame).instruction;
                // What the instruction itself let go of ends here.
                if has_pending() {
                    (*frame).top = sp;
                    special::run_pending(vm);
                }
                let unseen = (*frame).caller == Caller::Item && special_methods::ends_loop_unseen(vm, state, frame);
                let is_new = !unseen && exceptions::add_traceback(vm, state, frame);
                if tracing::sees_exceptions(state) {
                    (*frame).top = sp;
                    tracing::raised(vm, frame, is_new);
                }
                let offset = here.offset_from(code!().units.as_ptr()) as u32;
                let handler = exceptions::find_handler(code!().exception_table.tail(vm), offset);
                let offset = exceptions::origin(here, sp, offset);
                (*frame).instruction = code!().units.as_ptr().add(offset as usize);
                if let Some(handler) = handler {
                    let base = FrameHeader::stack_base(frame).add(handler.depth as usize);
                    sp = special::drop_words(vm, frame, sp, sp.offset_from(base) as usize);
                    if handler.push_last {
                        push!(Value::int_wrapping(offset as i64));
                    }
                    if tracing::sees_exceptions(state) {
                        (*frame).top = sp;
                        tracing::handled(vm, frame, handler.target);
                    }
                    let e = vm.take_exception();
                    push_obj!(e);
                    ip = code!().units.as_ptr().add(handler.target as usize);
                    break;
                }
                // No handler: the frame ends.
                let base = FrameHeader::stack_base(frame);
                sp = special::drop_words(vm, frame, sp, sp.offset_from(base) as usize);
                (*frame).top = sp;
                // What the operands leave runs in this frame.
                if has_pending() {
                    special::run_pending(vm);
                }
                if tracing::sees_exceptions(state) {
                    tracing::unwound(vm, frame);
                }
                let caller = (*frame).caller;
                let skip = (*frame).skip;
                call::leave(vm, state, frame);
                if has_pending() {
                    special::run_pending(vm);
                }
                match caller {
                    Caller::Native => return Err(exceptions::travelling(vm)),
                    Caller::ForIter if exceptions::swallow_stop(vm) => {
                        resume!(skip);
                        break;
                    }
                    Caller::Item if special_methods::ends_loop(vm, (*state).frame) => {
                        resume!(skip);
                        break;
                    }
                    _ => {
                        take_up!((*state).frame);
                        sp = (*frame).top;
                    }
                }
            }
        }
    }
}

/// The top `n` words of an operand stack, as references.
///
/// # Safety
/// They are live stack references, and stay for `'a`.
#[inline(always)]
pub(crate) unsafe fn operands<'a>(sp: *mut Value, n: usize) -> &'a [Obj] {
    // SAFETY: `Obj` is a transparent `Value`; the caller's promise.
    unsafe { std::slice::from_raw_parts(sp.sub(n).cast(), n) }
}
