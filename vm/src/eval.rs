//! The Tier-1 loop: one `match` over CPython 3.14's instructions.
//!
//! State of the running frame lives in local variables: `ip` (next code unit), `sp` (first free word of the operand stack), `slots`,
//! `frame`. Before anything that may run other code, `save!()` writes the instruction and `sp` to the frame. A failing
//! instruction breaks to the handler below the loop, which finds the exception's target in the frame's table or leaves the frame.
//!
//! Handlers hold the fast paths; everything else is a function elsewhere. Instructions are documented in `dis`.

use crate::{
    build, call, exceptions,
    frame::{Caller, FrameHeader, peek, release, take},
    generators, imports,
    interp::interp,
    intrinsics, matching, special, unpack, variables,
};
use rpython_frontend::bytecode::{CACHES, compare, op};
use rpython_heap::has_pending;
use rpython_objects::{
    BufVec, CompareOp, Dict, EVAL_BREAKER, Generator, List, Obj, PyResult, Ref, Str, Tuple, Value, Vm, cell::Cell,
    list::ListIterator, protocol, range::RangeIterator, types,
};
use std::sync::atomic::Ordering;

/// `NB_SUBSCR`, the last of `BINARY_OP`'s arguments.
const SUBSCRIPT: u32 = 26;

/// Runs the frame on top of the stack until it returns to its native caller. With `thrown`, it starts by raising the
/// travelling exception at its instruction.
///
/// # Safety
/// `frame` is a complete frame on this thread's value stack whose caller is [`Caller::Native`], and its `instruction` is the
/// next one to run.
pub(crate) unsafe fn run(vm: &mut Vm, entry: *mut FrameHeader, mut thrown: bool) -> PyResult {
    // SAFETY: throughout: the compiler's invariants hold for every code object (stack depth, slot numbers, jump targets are within
    // bounds), because code comes from our compiler or from marshal data that was verified like it; words between a
    // frame's stack base and `sp` are live stack references; and the interpreter's state outlives the token.
    unsafe {
        let state = interp(vm);
        let mut frame = entry;
        let mut ip = (*frame).instruction;
        let mut sp = (*frame).top;
        let mut slots = FrameHeader::slot_base(frame);
        let mut here = ip;
        (*state).frame = frame;
        let mut consts = FrameHeader::code(frame).get(vm).consts.tail(vm).as_ptr();
        let mut names = FrameHeader::code(frame).get(vm).names.tail(vm).as_ptr();

        macro_rules! code {
            () => {
                FrameHeader::code(frame).get(vm)
            };
        }
        macro_rules! push {
            ($value:expr) => {{
                let value: Value = $value;
                *sp = value;
                sp = sp.add(1);
            }};
        }
        macro_rules! push_obj {
            ($o:expr) => {
                push!(Obj::into_value($o))
            };
        }
        macro_rules! pop {
            () => {{
                sp = sp.sub(1);
                *sp
            }};
        }
        // The reference `n` words below the top, 1 being the top.
        macro_rules! top {
            ($n:expr) => {
                peek(sp.sub($n))
            };
        }
        macro_rules! save {
            () => {
                (*frame).instruction = here;
                (*frame).top = sp;
                (*state).top = sp;
            };
        }
        // Starts the frame that was just entered.
        macro_rules! start {
            () => {
                frame = (*state).frame;
                ip = (*frame).instruction;
                sp = (*frame).top;
                slots = FrameHeader::slot_base(frame);
                consts = code!().consts.tail(vm).as_ptr();
                names = code!().names.tail(vm).as_ptr();
            };
        }
        // Goes on behind the instruction that called.
        macro_rules! load {
            () => {
                start!();
                here = ip;
                ip = ip.add(1 + CACHES[*ip as u8 as usize] as usize);
            };
        }
        // Pending finalisers run before the next instruction.
        macro_rules! settle {
            () => {
                if has_pending() {
                    save!();
                    special::run_pending(vm);
                }
            };
        }
        // Releases the reference in a word that is not used again.
        macro_rules! discard {
            ($value:expr) => {{
                let value: Value = $value;
                if value.is_counted() {
                    release(value);
                    settle!();
                }
            }};
        }
        // Releases the top `n` words.
        macro_rules! drop_top {
            ($n:expr) => {
                for _ in 0..$n {
                    let word = pop!();
                    release(word);
                }
                settle!();
            };
        }
        macro_rules! skip {
            ($op:expr) => {
                ip = ip.add(const { CACHES[$op as usize] as usize });
            };
        }
        macro_rules! name {
            ($i:expr) => {
                &*names.add($i as usize).cast::<Ref<Str>>()
            };
        }
        macro_rules! set_slot {
            ($i:expr, $value:expr) => {{
                let place = slots.add($i as usize);
                let old = *place;
                *place = Obj::from_value($value).into_counted().into_value();
                discard!(old);
            }};
        }

        loop {
            'error: {
                // A failing operation: the exception lies in the token.
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
                // A unary operation on the top of the stack.
                macro_rules! unary {
                    ($f:expr) => {{
                        save!();
                        let result = check!($f(vm, top!(1)));
                        let old = *sp.sub(1);
                        *sp.sub(1) = result.into_value();
                        discard!(old);
                    }};
                }
                // Replaces the top two words by a result.
                macro_rules! binary_result {
                    ($result:expr) => {{
                        let result: Obj = $result;
                        let (a, b) = (*sp.sub(2), *sp.sub(1));
                        sp = sp.sub(1);
                        *sp.sub(1) = result.into_value();
                        release(b);
                        release(a);
                        settle!();
                    }};
                }
                macro_rules! jump_if {
                    ($wanted:expr, $arg:expr) => {{
                        let value = pop!();
                        skip!(op::POP_JUMP_IF_TRUE);
                        // The compiler puts TO_BOOL before, so the value is a bool.
                        if value == Value::bool($wanted) {
                            ip = ip.add($arg as usize);
                        }
                    }};
                }

                if std::mem::take(&mut thrown) {
                    break 'error;
                }
                'next: loop {
                    here = ip;
                    let unit = *ip;
                    ip = ip.add(1);
                    let mut opcode = unit as u8;
                    let mut arg = (unit >> 8) as u32;
                    'decode: loop {
                        match opcode {
                            op::EXTENDED_ARG => {
                                here = ip;
                                let unit = *ip;
                                ip = ip.add(1);
                                opcode = unit as u8;
                                arg = arg << 8 | (unit >> 8) as u32;
                                continue 'decode;
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
                            op::DELETE_FAST => {
                                let place = slots.add(arg as usize);
                                let old = *place;
                                if old.is_unbound() {
                                    save!();
                                    let _raised = variables::unbound_local(vm, frame, arg);
                                    break 'error;
                                }
                                *place = Value::UNBOUND;
                                discard!(old);
                            }
                            op::LOAD_CONST => {
                                push!((*consts.add(arg as usize)).value().to_uncounted());
                            }
                            op::LOAD_SMALL_INT => {
                                push!(Value::int_wrapping(arg as i64));
                            }
                            op::LOAD_COMMON_CONSTANT => {
                                save!();
                                push_obj!(check!(variables::common_constant(vm, arg)));
                            }
                            op::LOAD_BUILD_CLASS => {
                                save!();
                                push_obj!(check!(variables::build_class(vm, frame)));
                            }
                            op::LOAD_LOCALS => {
                                save!();
                                push_obj!(check!(variables::load_locals(vm, frame)));
                            }
                            op::LOAD_NAME => {
                                save!();
                                push_obj!(check!(variables::load_name(vm, frame, name!(arg))));
                            }
                            op::LOAD_GLOBAL => {
                                let name = name!(arg >> 1);
                                let globals = FrameHeader::globals(frame);
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
                            op::LOAD_FROM_DICT_OR_GLOBALS => {
                                unary!(|vm: &mut Vm, mapping: &Obj| {
                                    variables::load_from_mapping_or_globals(vm, frame, mapping, name!(arg))
                                });
                            }
                            op::LOAD_FROM_DICT_OR_DEREF => {
                                unary!(|vm: &mut Vm, mapping: &Obj| {
                                    variables::load_from_mapping_or_cell(vm, frame, mapping, arg)
                                });
                            }
                            op::STORE_NAME => {
                                save!();
                                check!(variables::store_name(vm, frame, name!(arg), Some(top!(1))));
                                drop_top!(1);
                            }
                            op::DELETE_NAME => {
                                save!();
                                check!(variables::store_name(vm, frame, name!(arg), None));
                                settle!();
                            }
                            op::STORE_GLOBAL => {
                                let value = take(sp.sub(1));
                                sp = sp.sub(1);
                                save!();
                                check!(Dict::set_str(vm, FrameHeader::globals(frame), name!(arg), value));
                                settle!();
                            }
                            op::DELETE_GLOBAL => {
                                save!();
                                if Dict::remove_str(vm, FrameHeader::globals(frame), name!(arg)).is_none() {
                                    let _raised = variables::undefined(vm, name!(arg));
                                    break 'error;
                                }
                                settle!();
                            }
                            op::MAKE_CELL => {
                                let place = slots.add(arg as usize);
                                let content = take(place).bound();
                                *place = Cell::new(vm, content).into_obj().into_value();
                            }
                            op::COPY_FREE_VARS => {
                                let closure = FrameHeader::function(frame).get(vm).closure.clone();
                                if let Some(closure) = closure {
                                    let first = (*frame).slots as usize - arg as usize;
                                    for (i, cell) in closure.tail(vm).iter().enumerate() {
                                        *slots.add(first + i) = cell.clone().into_value();
                                    }
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
                                let old = cell.get_mut(vm).content.replace(value);
                                drop(old);
                                settle!();
                            }
                            op::DELETE_DEREF => {
                                let cell = &*slots.add(arg as usize).cast::<Ref<Cell>>();
                                let old = cell.get_mut(vm).content.take();
                                if old.is_none() {
                                    save!();
                                    let _raised = variables::unbound_cell(vm, frame, arg);
                                    break 'error;
                                }
                                drop(old);
                                settle!();
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
                                let (a, b) = (*sp.sub(2), *sp.sub(1));
                                if Value::both_int(a, b) {
                                    let result = match arg {
                                        0 | 13 => Value::add_int(a, b),
                                        10 | 23 => Value::sub_int(a, b),
                                        5 | 18 => Value::mul_int(a, b),
                                        1 | 14 => Some(Value(a.0 & b.0)),
                                        7 | 20 => Some(Value(a.0 | b.0)),
                                        _ => None,
                                    };
                                    if let Some(result) = result {
                                        sp = sp.sub(1);
                                        *sp.sub(1) = result;
                                        skip!(op::BINARY_OP);
                                        continue 'next;
                                    }
                                } else if a.is_float() && b.is_float() {
                                    let (x, y) = (a.as_float_unchecked(), b.as_float_unchecked());
                                    let result = match arg {
                                        0 | 13 => Some(x + y),
                                        10 | 23 => Some(x - y),
                                        5 | 18 => Some(x * y),
                                        11 | 24 if y != 0.0 => Some(x / y),
                                        _ => None,
                                    };
                                    if let Some(result) = result {
                                        sp = sp.sub(1);
                                        *sp.sub(1) = Value::float(result);
                                        skip!(op::BINARY_OP);
                                        continue 'next;
                                    }
                                } else if arg == SUBSCRIPT && b.is_int() {
                                    let i = b.as_int_unchecked();
                                    let container = top!(2);
                                    let class = container.header().map(|h| h.class());
                                    let items: &[Obj] = if class == Some(types::LIST.slot()) {
                                        &(*(&raw const *container).cast::<Ref<List>>()).get(vm).items
                                    } else if class == Some(types::TUPLE.slot()) {
                                        (*(&raw const *container).cast::<Ref<Tuple>>()).tail(vm)
                                    } else {
                                        &[]
                                    };
                                    let i = if i < 0 { i + items.len() as i64 } else { i };
                                    if let Some(item) = items.get(i as usize) {
                                        let item = item.clone().into_value();
                                        sp = sp.sub(1);
                                        *sp.sub(1) = item;
                                        skip!(op::BINARY_OP);
                                        discard!(a);
                                        continue 'next;
                                    }
                                }
                                save!();
                                let result = check!(special::binary_op(vm, ip, slots, sp, arg));
                                skip!(op::BINARY_OP);
                                binary_result!(result);
                            }
                            op::COMPARE_OP => {
                                let (a, b) = (*sp.sub(2), *sp.sub(1));
                                let order = if Value::both_int(a, b) {
                                    a.as_int_unchecked().partial_cmp(&b.as_int_unchecked())
                                } else if a.is_float() && b.is_float() {
                                    match a.as_float_unchecked().partial_cmp(&b.as_float_unchecked()) {
                                        None => {
                                            // Unordered: only `!=` holds.
                                            sp = sp.sub(1);
                                            *sp.sub(1) = Value::bool(arg >> 5 == compare::NE as u32);
                                            skip!(op::COMPARE_OP);
                                            continue 'next;
                                        }
                                        order => order,
                                    }
                                } else {
                                    None
                                };
                                let operator = CompareOp::ALL[(arg >> 5) as usize];
                                if let Some(order) = order {
                                    sp = sp.sub(1);
                                    *sp.sub(1) = Value::bool(operator.holds(order));
                                    skip!(op::COMPARE_OP);
                                    continue 'next;
                                }
                                save!();
                                let to_bool = arg & compare::TO_BOOL as u32 != 0;
                                let result = check!(special::compare_op(vm, top!(2), top!(1), operator, to_bool));
                                skip!(op::COMPARE_OP);
                                binary_result!(result);
                            }
                            op::CONTAINS_OP => {
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
                                unary!(protocol::negative);
                            }
                            op::UNARY_INVERT => unary!(protocol::invert),
                            op::UNARY_NOT => {
                                let value = *sp.sub(1);
                                *sp.sub(1) = Value::bool(value == Value::FALSE);
                            }
                            op::TO_BOOL => {
                                if !(*sp.sub(1)).is_bool() {
                                    unary!(|vm: &mut Vm, o: &Obj| protocol::is_true(vm, o).map(Obj::bool));
                                }
                                skip!(op::TO_BOOL);
                            }
                            op::BINARY_SLICE => {
                                save!();
                                let result = check!(special::get_slice(vm, top!(3), top!(2), top!(1)));
                                drop_top!(3);
                                push_obj!(result);
                            }
                            op::STORE_SLICE => {
                                save!();
                                check!(special::set_slice(vm, top!(3), top!(2), top!(1), top!(4)));
                                drop_top!(4);
                            }
                            op::STORE_SUBSCR => {
                                let (container, key) = (top!(2), *sp.sub(1));
                                if key.is_int() && container.header().is_some_and(|h| h.class() == types::LIST.slot()) {
                                    let list = &*(&raw const *container).cast::<Ref<List>>();
                                    let i = key.as_int_unchecked();
                                    let items = &mut list.get_mut(vm).items;
                                    if let Some(place) = items.get_mut(i as usize) {
                                        let old = std::mem::replace(place, take(sp.sub(3)));
                                        let container = *sp.sub(2);
                                        sp = sp.sub(3);
                                        skip!(op::STORE_SUBSCR);
                                        drop(old);
                                        release(container);
                                        settle!();
                                        continue 'next;
                                    }
                                }
                                save!();
                                check!(protocol::set_item(vm, top!(2), top!(1), top!(3)));
                                skip!(op::STORE_SUBSCR);
                                drop_top!(3);
                            }
                            op::DELETE_SUBSCR => {
                                save!();
                                check!(protocol::del_item(vm, top!(2), top!(1)));
                                drop_top!(2);
                            }

                            // ---- attributes
                            op::LOAD_ATTR => {
                                let name = name!(arg >> 1);
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
                            op::STORE_ATTR => {
                                save!();
                                check!(special::store_attribute(vm, top!(1), name!(arg), top!(2)));
                                skip!(op::STORE_ATTR);
                                drop_top!(2);
                            }
                            op::DELETE_ATTR => {
                                save!();
                                check!(protocol::del_attr(vm, top!(1), name!(arg)));
                                drop_top!(1);
                            }
                            op::LOAD_SUPER_ATTR => {
                                save!();
                                let method = check!(special::load_super_attribute(
                                    vm,
                                    top!(3),
                                    top!(2),
                                    top!(1),
                                    name!(arg >> 2),
                                    arg
                                ));
                                skip!(op::LOAD_SUPER_ATTR);
                                match method {
                                    special::Method::Unbound(function) => {
                                        let receiver = pop!();
                                        drop_top!(2);
                                        push_obj!(function);
                                        push!(receiver);
                                    }
                                    special::Method::Attribute(value) => {
                                        drop_top!(3);
                                        push_obj!(value);
                                        if arg & 1 != 0 {
                                            push!(Value::UNBOUND);
                                        }
                                    }
                                }
                            }
                            op::LOAD_SPECIAL => {
                                save!();
                                let method = check!(special::load_special(vm, top!(1), arg as u8));
                                match method {
                                    special::Method::Unbound(function) => {
                                        let receiver = *sp.sub(1);
                                        *sp.sub(1) = function.into_value();
                                        push!(receiver);
                                    }
                                    special::Method::Attribute(value) => {
                                        let receiver = *sp.sub(1);
                                        *sp.sub(1) = value.into_value();
                                        push!(Value::UNBOUND);
                                        discard!(receiver);
                                    }
                                }
                            }

                            // ---- jumps
                            op::JUMP_FORWARD => ip = ip.add(arg as usize),
                            op::JUMP_BACKWARD | op::JUMP_BACKWARD_JIT | op::JUMP_BACKWARD_NO_JIT => {
                                skip!(op::JUMP_BACKWARD);
                                ip = ip.sub(arg as usize);
                                poll!();
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
                                discard!(value);
                            }
                            op::POP_JUMP_IF_NOT_NONE => {
                                let value = pop!();
                                skip!(op::POP_JUMP_IF_NOT_NONE);
                                if value != Value::NONE {
                                    ip = ip.add(arg as usize);
                                }
                                discard!(value);
                            }
                            op::RESUME | op::RESUME_CHECK => {
                                poll!();
                            }

                            // ---- building
                            op::BUILD_TUPLE => {
                                let first = sp.sub(arg as usize);
                                let items = (0..arg as usize).map(|i| take(first.add(i)));
                                let made = Tuple::from_exact(vm, items);
                                sp = first;
                                push_obj!(check!(made).into_obj());
                            }
                            op::BUILD_LIST => {
                                let first = sp.sub(arg as usize);
                                let items = BufVec::from_exact((0..arg as usize).map(|i| take(first.add(i))));
                                sp = first;
                                let items = check!(items);
                                push_obj!(List::new(vm, items).into_obj());
                            }
                            op::BUILD_SET => {
                                save!();
                                let made = check!(build::set(vm, operands(sp, arg as usize)));
                                drop_top!(arg);
                                push_obj!(made);
                            }
                            op::BUILD_MAP => {
                                save!();
                                let made = check!(build::map(vm, operands(sp, 2 * arg as usize)));
                                drop_top!(2 * arg);
                                push_obj!(made);
                            }
                            op::BUILD_STRING => {
                                save!();
                                let made = check!(build::string(vm, operands(sp, arg as usize)));
                                drop_top!(arg);
                                push_obj!(made);
                            }
                            op::BUILD_SLICE => {
                                let made = build::slice(vm, operands(sp, arg as usize));
                                drop_top!(arg);
                                push_obj!(made);
                            }
                            op::BUILD_INTERPOLATION => {
                                save!();
                                let words = if arg & 1 != 0 { 3 } else { 2 };
                                let made = check!(build::interpolation(vm, operands(sp, words), arg >> 2));
                                drop_top!(words);
                                push_obj!(made);
                            }
                            op::BUILD_TEMPLATE => {
                                save!();
                                let made = check!(build::template(vm, top!(2), top!(1)));
                                drop_top!(2);
                                push_obj!(made);
                            }
                            op::LIST_APPEND => {
                                let item = take(sp.sub(1));
                                sp = sp.sub(1);
                                let list = &*sp.sub(arg as usize).cast::<Ref<List>>();
                                check!(list.get_mut(vm).items.push(item));
                            }
                            op::LIST_EXTEND => {
                                save!();
                                check!(build::list_extend(vm, top!(1 + arg as usize), top!(1)));
                                drop_top!(1);
                            }
                            op::SET_ADD => {
                                save!();
                                check!(build::set_add(vm, top!(1 + arg as usize), top!(1)));
                                drop_top!(1);
                            }
                            op::SET_UPDATE => {
                                save!();
                                check!(build::set_update(vm, top!(1 + arg as usize), top!(1)));
                                drop_top!(1);
                            }
                            op::MAP_ADD => {
                                save!();
                                let dict = &*sp.sub(2 + arg as usize).cast::<Ref<Dict>>();
                                check!(Dict::set_item(vm, dict, top!(2), top!(1).clone()));
                                drop_top!(2);
                            }
                            op::DICT_UPDATE => {
                                save!();
                                check!(build::dict_update(vm, top!(1 + arg as usize), top!(1)));
                                drop_top!(1);
                            }
                            op::DICT_MERGE => {
                                save!();
                                check!(build::dict_merge(vm, top!(1 + arg as usize), top!(1), top!(4 + arg as usize)));
                                drop_top!(1);
                            }
                            op::UNPACK_SEQUENCE => {
                                save!();
                                let sequence = *sp.sub(1);
                                sp = sp.sub(1);
                                let done = unpack::sequence(vm, peek(&raw const sequence), sp, arg as usize);
                                release(sequence);
                                skip!(op::UNPACK_SEQUENCE);
                                check!(done);
                                sp = sp.add(arg as usize);
                                settle!();
                            }
                            op::UNPACK_EX => {
                                save!();
                                let sequence = *sp.sub(1);
                                sp = sp.sub(1);
                                let (before, after) = ((arg & 0xFF) as usize, (arg >> 8) as usize);
                                let done = unpack::starred(vm, peek(&raw const sequence), sp, before, after);
                                release(sequence);
                                check!(done);
                                sp = sp.add(before + 1 + after);
                                settle!();
                            }
                            op::FORMAT_SIMPLE => {
                                if top!(1).header().is_none_or(|h| h.class() != types::STR.slot()) {
                                    unary!(build::format_simple);
                                }
                            }
                            op::FORMAT_WITH_SPEC => {
                                save!();
                                let result = check!(build::format_with_spec(vm, top!(2), top!(1)));
                                binary_result!(result);
                            }
                            op::CONVERT_VALUE => {
                                unary!(|vm: &mut Vm, o: &Obj| build::convert(vm, o, arg as u8));
                            }

                            // ---- calls
                            op::CALL => {
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
                                        settle!();
                                    }
                                }
                            }
                            op::CALL_KW => {
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
                                        settle!();
                                    }
                                }
                            }
                            op::CALL_FUNCTION_EX => {
                                save!();
                                match check_call!(call::enter_spread(vm, state, frame, sp)) {
                                    call::Entered::Frame => {
                                        start!();
                                    }
                                    call::Entered::Result(result) => {
                                        sp = sp.sub(4);
                                        push_obj!(result);
                                        settle!();
                                    }
                                }
                            }
                            op::CALL_INTRINSIC_1 => {
                                unary!(|vm: &mut Vm, o: &Obj| intrinsics::one(vm, frame, o, arg as u8));
                            }
                            op::CALL_INTRINSIC_2 => {
                                save!();
                                let result = check!(intrinsics::two(vm, top!(2), top!(1), arg as u8));
                                binary_result!(result);
                            }
                            op::MAKE_FUNCTION => {
                                unary!(|vm: &mut Vm, code: &Obj| variables::make_function(vm, frame, code));
                            }
                            op::SET_FUNCTION_ATTRIBUTE => {
                                let value = take(sp.sub(2));
                                let function = *sp.sub(1);
                                *sp.sub(2) = function;
                                sp = sp.sub(1);
                                variables::set_function_attribute(vm, top!(1), value, arg as u8);
                            }
                            op::RETURN_VALUE => {
                                let result = take(sp.sub(1));
                                sp = sp.sub(1);
                                debug_assert!(sp == FrameHeader::stack_base(frame));
                                let caller = (*frame).caller;
                                let skip = (*frame).skip;
                                if !(*frame).generator.is_unbound() {
                                    generators::finish(vm, frame);
                                }
                                call::leave(vm, state, frame);
                                match caller {
                                    Caller::Native => {
                                        return Ok(result);
                                    }
                                    Caller::Call => {
                                        load!();
                                        push_obj!(result);
                                    }
                                    Caller::Send => {
                                        load!();
                                        ip = ip.add(skip as usize);
                                        push_obj!(result);
                                    }
                                    Caller::ForIter => {
                                        load!();
                                        ip = ip.add(skip as usize);
                                        drop(result);
                                    }
                                    Caller::Init => {
                                        load!();
                                        // The instance lies below, put there when `__init__` was entered.
                                        if !result.is_none() {
                                            let _raised = call::init_returned(vm, &result);
                                            break 'error;
                                        }
                                    }
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
                                unary!(protocol::iter);
                            }
                            op::GET_YIELD_FROM_ITER => {
                                unary!(|vm: &mut Vm, o: &Obj| generators::yield_from_iter(vm, frame, o));
                            }
                            op::FOR_ITER => {
                                let iterator = top!(1);
                                match iterator.kind() {
                                    rpython_objects::kinds::RANGE_ITERATOR => {
                                        let it = &*(&raw const *iterator).cast::<Ref<RangeIterator>>();
                                        let r = it.get_mut(vm);
                                        if r.left > 0 {
                                            r.left -= 1;
                                            let n = r.next;
                                            r.next = n.wrapping_add(r.step);
                                            skip!(op::FOR_ITER);
                                            match Value::int(n) {
                                                Some(value) => push!(value),
                                                None => push_obj!(rpython_objects::int::from_i64(vm, n)),
                                            }
                                            continue 'next;
                                        }
                                        skip!(op::FOR_ITER);
                                        ip = ip.add(arg as usize + 1);
                                        continue 'next;
                                    }
                                    rpython_objects::kinds::LIST_ITERATOR
                                        if iterator
                                            .header()
                                            .is_some_and(|h| h.class() == types::LIST_ITERATOR.slot()) =>
                                    {
                                        let it = &*(&raw const *iterator).cast::<Ref<ListIterator>>();
                                        let item = {
                                            let i = it.get(vm);
                                            let list = i.sequence.as_ref();
                                            list.and_then(|l| l.get(vm).items.get(i.index as usize).cloned())
                                        };
                                        skip!(op::FOR_ITER);
                                        match item {
                                            Some(item) => {
                                                it.get_mut(vm).index += 1;
                                                push_obj!(item);
                                            }
                                            None => {
                                                let done = it.get_mut(vm).sequence.take();
                                                drop(done);
                                                ip = ip.add(arg as usize + 1);
                                                settle!();
                                            }
                                        }
                                        continue 'next;
                                    }
                                    rpython_objects::kinds::GENERATOR
                                        if iterator.header().is_some_and(|h| h.class() == types::GENERATOR.slot()) =>
                                    {
                                        save!();
                                        skip!(op::FOR_ITER);
                                        let generator = &*(&raw const *iterator).cast::<Ref<Generator>>();
                                        if generators::can_enter(vm, generator) {
                                            check!(generators::enter(
                                                vm,
                                                state,
                                                generator,
                                                Obj::NONE,
                                                Caller::ForIter,
                                                arg as u16 + 1
                                            ));
                                            start!();
                                            continue 'next;
                                        }
                                    }
                                    _ => {
                                        save!();
                                        skip!(op::FOR_ITER);
                                    }
                                }
                                match check!(protocol::next(vm, top!(1))) {
                                    Some(item) => push_obj!(item),
                                    // Past END_FOR; POP_ITER follows.
                                    None => ip = ip.add(arg as usize + 1),
                                }
                                settle!();
                            }
                            op::RETURN_GENERATOR => {
                                save!();
                                let caller = (*frame).caller;
                                let made = generators::make(vm, frame);
                                call::leave(vm, state, frame);
                                let made = match made {
                                    Ok(made) => made,
                                    Err(raised) if caller == Caller::Native => return Err(raised),
                                    Err(_) => {
                                        load!();
                                        break 'error;
                                    }
                                };
                                if caller == Caller::Native {
                                    return Ok(made);
                                }
                                load!();
                                if caller == Caller::Init {
                                    let _raised = call::init_returned(vm, &made);
                                    break 'error;
                                }
                                push_obj!(made);
                            }
                            op::YIELD_VALUE => {
                                let value = take(sp.sub(1));
                                sp = sp.sub(1);
                                (*frame).top = sp;
                                let caller = (*frame).caller;
                                check!(generators::suspend(vm, state, frame, here, arg));
                                if caller == Caller::Native {
                                    return Ok(value);
                                }
                                load!();
                                push_obj!(value);
                            }
                            op::SEND => {
                                save!();
                                skip!(op::SEND);
                                let receiver = top!(2);
                                if receiver.kind() == rpython_objects::kinds::GENERATOR {
                                    let generator = &*(&raw const *receiver).cast::<Ref<Generator>>();
                                    let is_async = generator.header().class() == types::ASYNC_GENERATOR.slot();
                                    if !is_async && generators::can_enter(vm, generator) {
                                        let value = take(sp.sub(1));
                                        sp = sp.sub(1);
                                        (*frame).top = sp;
                                        (*state).top = sp;
                                        check!(generators::enter(
                                            vm,
                                            state,
                                            generator,
                                            value,
                                            Caller::Send,
                                            arg as u16
                                        ));
                                        start!();
                                        continue 'next;
                                    }
                                }
                                match check!(generators::send(vm, top!(2), top!(1))) {
                                    generators::Sent::Yielded(value) => {
                                        let old = *sp.sub(1);
                                        *sp.sub(1) = value.into_value();
                                        discard!(old);
                                    }
                                    generators::Sent::Returned(value) => {
                                        let old = *sp.sub(1);
                                        *sp.sub(1) = value.into_value();
                                        ip = ip.add(arg as usize);
                                        discard!(old);
                                    }
                                }
                            }
                            op::CLEANUP_THROW => {
                                save!();
                                let value = check!(generators::cleanup_throw(vm, state, top!(1)));
                                drop_top!(3);
                                push!(Value::NONE);
                                push_obj!(value);
                            }
                            op::GET_AWAITABLE => {
                                unary!(|vm: &mut Vm, o: &Obj| generators::get_awaitable(vm, o, arg));
                            }
                            op::GET_AITER => unary!(generators::get_aiter),
                            op::GET_ANEXT => {
                                save!();
                                let awaitable = check!(generators::get_anext(vm, top!(1)));
                                push_obj!(awaitable);
                            }
                            op::END_ASYNC_FOR => {
                                save!();
                                let exception = top!(1);
                                if exceptions::is_instance_of(vm, exception, types::STOP_ASYNC_ITERATION) {
                                    drop_top!(2);
                                } else {
                                    let e = take(sp.sub(1));
                                    sp = sp.sub(1);
                                    let _raised = exceptions::reraise(vm, state, e);
                                    break 'error;
                                }
                            }

                            // ---- exceptions
                            op::PUSH_EXC_INFO => {
                                let e = take(sp.sub(1));
                                let previous = exceptions::push_handled(vm, e.clone());
                                *sp.sub(1) = previous.into_value();
                                push_obj!(e);
                            }
                            op::POP_EXCEPT => {
                                let previous = take(sp.sub(1));
                                sp = sp.sub(1);
                                exceptions::pop_handled(vm, previous);
                                settle!();
                            }
                            op::RERAISE => {
                                // The offset below says where it was raised first; the table is asked for this instruction's own.
                                let e = take(sp.sub(1));
                                sp = sp.sub(1);
                                save!();
                                let _raised = exceptions::reraise(vm, state, e);
                                break 'error;
                            }
                            op::RAISE_VARARGS => {
                                save!();
                                let cause = (arg == 2).then(|| take(sp.sub(1)));
                                if arg == 2 {
                                    sp = sp.sub(1);
                                }
                                let raised = (arg >= 1).then(|| take(sp.sub(1)));
                                if arg >= 1 {
                                    sp = sp.sub(1);
                                }
                                let _raised = exceptions::raise(vm, state, raised, cause);
                                break 'error;
                            }
                            op::CHECK_EXC_MATCH => {
                                save!();
                                let matches = check!(exceptions::matches(vm, top!(2), top!(1)));
                                let old = *sp.sub(1);
                                *sp.sub(1) = Value::bool(matches);
                                discard!(old);
                            }
                            op::CHECK_EG_MATCH => {
                                save!();
                                let (rest, matched) = check!(exceptions::group_match(vm, top!(2), top!(1)));
                                drop_top!(2);
                                push_obj!(rest);
                                push_obj!(matched);
                            }
                            op::WITH_EXCEPT_START => {
                                save!();
                                let result = check!(exceptions::with_except_start(vm, top!(5), top!(4), top!(1)));
                                push_obj!(result);
                            }
                            op::EXIT_INIT_CHECK => {
                                let value = pop!();
                                if value != Value::NONE {
                                    let _raised = call::init_returned(vm, peek(&raw const value));
                                    break 'error;
                                }
                            }

                            // ---- pattern matching
                            op::GET_LEN => {
                                save!();
                                let n = check!(protocol::len(vm, top!(1)));
                                push_obj!(rpython_objects::int::from_i64(vm, n as i64));
                            }
                            op::MATCH_MAPPING => {
                                push!(Value::bool(matching::is_mapping(vm, top!(1))));
                            }
                            op::MATCH_SEQUENCE => {
                                push!(Value::bool(matching::is_sequence(vm, top!(1))));
                            }
                            op::MATCH_KEYS => {
                                save!();
                                let values = check!(matching::keys(vm, top!(2), top!(1)));
                                push_obj!(values);
                            }
                            op::MATCH_CLASS => {
                                save!();
                                let values = check!(matching::class(vm, top!(3), top!(2), top!(1), arg as usize));
                                drop_top!(3);
                                push_obj!(values);
                            }

                            // ---- imports, annotations
                            op::IMPORT_NAME => {
                                save!();
                                let module = check!(imports::import_name(vm, frame, name!(arg), top!(1), top!(2)));
                                binary_result!(module);
                            }
                            op::IMPORT_FROM => {
                                save!();
                                let value = check!(imports::import_from(vm, top!(1), name!(arg)));
                                push_obj!(value);
                            }
                            op::SETUP_ANNOTATIONS => {
                                save!();
                                check!(variables::setup_annotations(vm, frame));
                            }
                            op::INTERPRETER_EXIT => {
                                let result = take(sp.sub(1));
                                return Ok(result);
                            }
                            other => {
                                save!();
                                let _raised = special::unknown_instruction(vm, other);
                                break 'error;
                            }
                        }
                        break;
                    }
                }
            }
            // An instruction has failed. `here` is it; the exception lies in the token.
            loop {
                (*frame).instruction = here;
                exceptions::add_traceback(vm, state, frame);
                let offset = here.offset_from(code!().units.as_ptr()) as u32;
                if let Some(handler) = exceptions::find_handler(code!().exception_table.tail(vm), offset) {
                    let base = FrameHeader::stack_base(frame).add(handler.depth as usize);
                    while sp > base {
                        let word = pop!();
                        release(word);
                    }
                    if handler.push_last {
                        push!(Value::int_wrapping(offset as i64));
                    }
                    let e = vm.take_exception();
                    push_obj!(e);
                    ip = code!().units.as_ptr().add(handler.target as usize);
                    break;
                }
                // No handler: the frame ends.
                let base = FrameHeader::stack_base(frame);
                while sp > base {
                    let word = pop!();
                    release(word);
                }
                (*frame).top = sp;
                let caller = (*frame).caller;
                let skip = (*frame).skip;
                let in_generator = !(*frame).generator.is_unbound();
                if in_generator {
                    generators::finish(vm, frame);
                }
                call::leave(vm, state, frame);
                match caller {
                    Caller::Native => return Err(exceptions::travelling(vm)),
                    Caller::ForIter if exceptions::swallow_stop(vm) => {
                        load!();
                        ip = ip.add(skip as usize);
                        break;
                    }
                    Caller::Call | Caller::Send | Caller::ForIter | Caller::Init => {
                        load!();
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
unsafe fn operands<'a>(sp: *mut Value, n: usize) -> &'a [Obj] {
    // SAFETY: `Obj` is a transparent `Value`; the caller's promise.
    unsafe { std::slice::from_raw_parts(sp.sub(n).cast(), n) }
}
