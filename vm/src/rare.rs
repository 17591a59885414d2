//! Instructions that are rare, or that do so much that a call more does not matter: out of the loop, so that the compiler
//! keeps the loop's state in registers. They enter no frame and have no specialised forms.

use crate::{
    build, call,
    eval::operands,
    exceptions,
    frame::{FrameHeader, peek, release, take},
    generators, imports,
    interp::Interp,
    intrinsics, matching, special, tracing, unpack, variables,
};
use rpython_frontend::bytecode::{CACHES, op};
use rpython_heap::has_pending;
use rpython_objects::{BufVec, Dict, List, Obj, Ref, Str, Value, Vm, cell::Cell, protocol, types};

/// The instruction in front of `ip`; of a marked one, the one that stands there.
#[inline(always)]
unsafe fn opcode(vm: &Vm, frame: *mut FrameHeader, ip: *const u16) -> u8 {
    // SAFETY: the caller passes the running frame and the place behind its instruction's first unit.
    unsafe {
        let unit = ip.sub(1);
        match *unit as u8 {
            op::INSTRUMENTED_LINE | op::INSTRUMENTED_END_ASYNC_FOR => {
                let code = FrameHeader::code(frame).get(vm);
                tracing::plain_opcode(code, unit.offset_from(code.units.as_ptr()) as usize)
            }
            plain => plain,
        }
    }
}

/// Runs one instruction of the running frame: `ip` is behind its first unit, `sp` the operand stack pointer. Returns where the
/// frame goes on, null where the instruction has failed; the stack pointer is then the frame's `top`.
///
/// # Safety
/// As for `crate::eval::run`, whose words these are.
#[inline(never)]
pub(crate) unsafe fn run(
    vm: &mut Vm,
    state: *mut Interp,
    frame: *mut FrameHeader,
    mut ip: *const u16,
    mut sp: *mut Value,
    arg: u32,
) -> *const u16 {
    // SAFETY: as in `crate::eval::run`.
    unsafe {
        let slots = FrameHeader::slot_base(frame);
        crate::vocabulary::vocabulary!(vm frame ip sp);
        macro_rules! failed {
            () => {{
                (*frame).top = sp;
                std::ptr::null()
            }};
        }
        macro_rules! check {
            ($result:expr) => {
                match $result {
                    Ok(value) => value,
                    Err(_raised) => return failed!(),
                }
            };
        }
        // Releases a word; finalisers wait for the end of the instruction.
        macro_rules! discard {
            ($value:expr) => {
                release($value)
            };
        }
        macro_rules! drop_top {
            ($n:expr) => {
                for _ in 0..$n {
                    let word = pop!();
                    release(word);
                }
            };
        }
        macro_rules! unary {
            ($f:expr) => {{
                let result = check!($f(vm, top!(1)));
                let old = *sp.sub(1);
                *sp.sub(1) = result.into_value();
                release(old);
            }};
        }
        macro_rules! binary_result {
            ($result:expr) => {{
                let result: Obj = $result;
                let (a, b) = (*sp.sub(2), *sp.sub(1));
                sp = sp.sub(1);
                *sp.sub(1) = result.into_value();
                release(b);
                release(a);
            }};
        }
        save!();
        match opcode(vm, frame, ip) {
            op::DELETE_FAST => {
                let place = slots.add(arg as usize);
                let old = *place;
                if old.is_unbound() {
                    save!();
                    let _raised = variables::unbound_local(vm, frame, arg);
                    return failed!();
                }
                *place = Value::UNBOUND;
                discard!(old);
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
            op::LOAD_FROM_DICT_OR_GLOBALS => {
                let name = name!(arg);
                unary!(|vm: &mut Vm, mapping: &Obj| {
                    variables::load_from_mapping_or_globals(vm, frame, mapping, name)
                });
            }
            op::LOAD_FROM_DICT_OR_DEREF => {
                unary!(|vm: &mut Vm, mapping: &Obj| { variables::load_from_mapping_or_cell(vm, frame, mapping, arg) });
            }
            op::STORE_NAME => {
                save!();
                check!(variables::store_name(vm, frame, name!(arg), Some(top!(1))));
                drop_top!(1);
            }
            op::DELETE_NAME => {
                save!();
                check!(variables::store_name(vm, frame, name!(arg), None));
            }
            op::STORE_GLOBAL => {
                let value = take(sp.sub(1));
                sp = sp.sub(1);
                save!();
                check!(Dict::set_str(vm, FrameHeader::globals(vm, frame), name!(arg), value));
            }
            op::DELETE_GLOBAL => {
                save!();
                if Dict::remove_str(vm, FrameHeader::globals(vm, frame), name!(arg)).is_none() {
                    let _raised = variables::undefined(vm, name!(arg));
                    return failed!();
                }
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
            op::DELETE_DEREF => {
                let cell = &*slots.add(arg as usize).cast::<Ref<Cell>>();
                let old = cell.get_mut(vm).content.take();
                if old.is_none() {
                    save!();
                    let _raised = variables::unbound_cell(vm, frame, arg);
                    return failed!();
                }
                drop(old);
            }
            op::UNARY_INVERT => unary!(protocol::invert),
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
            op::DELETE_SUBSCR => {
                save!();
                check!(protocol::del_item(vm, top!(2), top!(1)));
                drop_top!(2);
            }
            op::DELETE_ATTR => {
                save!();
                check!(protocol::del_attr(vm, top!(1), name!(arg)));
                drop_top!(1);
            }
            op::LOAD_SUPER_ATTR => {
                save!();
                let method = check!(special::load_super_attribute(vm, top!(3), top!(2), top!(1), name!(arg >> 2), arg));
                skip!(op::LOAD_SUPER_ATTR);
                match method {
                    special::Method::Unbound(function) => {
                        let receiver = pop!();
                        drop_top!(2);
                        push_obj!(function);
                        push!(receiver);
                    }
                    special::Method::Bound(function, class) => {
                        drop_top!(3);
                        push_obj!(function);
                        push_obj!(class);
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
                    special::Method::Bound(function, class) => {
                        let receiver = *sp.sub(1);
                        *sp.sub(1) = function.into_value();
                        push_obj!(class);
                        discard!(receiver);
                    }
                    special::Method::Attribute(value) => {
                        let receiver = *sp.sub(1);
                        *sp.sub(1) = value.into_value();
                        push!(Value::UNBOUND);
                        discard!(receiver);
                    }
                }
            }
            op::BUILD_LIST => {
                save!();
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
            op::UNPACK_EX => {
                save!();
                let sequence = *sp.sub(1);
                sp = sp.sub(1);
                let (before, after) = ((arg & 0xFF) as usize, (arg >> 8) as usize);
                let done = unpack::starred(vm, peek(&raw const sequence), sp, before, after);
                release(sequence);
                check!(done);
                sp = sp.add(before + 1 + after);
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
                    save!();
                    let _raised = exceptions::reraise(vm, state, e);
                    return failed!();
                }
            }
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
            }
            op::RERAISE => {
                // The offset below says where it was raised first; the table is asked for this instruction's own.
                let e = take(sp.sub(1));
                sp = sp.sub(1);
                save!();
                let _raised = exceptions::reraise(vm, state, e);
                return failed!();
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
                return failed!();
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
                let (rest, matched) = check!(exceptions::group_match(vm, frame, top!(2), top!(1)));
                drop_top!(2);
                push_obj!(rest);
                if !matched.is_none() {
                    exceptions::push_handled(vm, matched.clone());
                }
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
                    save!();
                    let _raised = call::init_returned(vm, peek(&raw const value));
                    return failed!();
                }
            }
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
            other => {
                let _raised = special::unknown_instruction(vm, other);
                return failed!();
            }
        }
        (*frame).top = sp;
        if has_pending() {
            special::run_pending(vm);
        }
        ip
    }
}
