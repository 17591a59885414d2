//! `CALL_INTRINSIC_1` and `CALL_INTRINSIC_2`.

use crate::frame::FrameHeader;
use rpython_frontend::bytecode::{intrinsic1, intrinsic2};
use rpython_objects::{
    Exception, Function, List, Obj, OptObj, PyResult, Tuple, TypeExt, Vm, protocol, raise, types, typing,
};

/// An intrinsic of one argument.
pub(crate) unsafe fn one(vm: &mut Vm, frame: *mut FrameHeader, o: &Obj, which: u8) -> PyResult {
    match which {
        intrinsic1::PRINT => {
            let hook = crate::interp::sys_attribute(vm, "displayhook");
            match hook {
                Some(hook) => protocol::call(vm, &hook, std::slice::from_ref(o)),
                None => Err(raise!(vm, types::RUNTIME_ERROR, "lost sys.displayhook")),
            }
        }
        intrinsic1::IMPORT_STAR => {
            // SAFETY: the caller passes the running frame.
            unsafe { crate::imports::import_star(vm, frame, o)? };
            Ok(Obj::NONE)
        }
        intrinsic1::STOPITERATION_ERROR => {
            // SAFETY: as above.
            let flags = unsafe { FrameHeader::code(frame).get(vm).flags };
            stop_iteration_error(vm, o, flags)
        }
        intrinsic1::ASYNC_GEN_WRAP => Ok(rpython_objects::async_generator::wrap_yield(vm, o)),
        intrinsic1::UNARY_POSITIVE => protocol::positive(vm, o),
        intrinsic1::LIST_TO_TUPLE => match o.downcast_ref::<List>() {
            Some(list) => Ok(Tuple::from_slice(vm, &list.get(vm).items)?.into_obj()),
            None => Err(raise!(vm, types::SYSTEM_ERROR, "expected a list")),
        },
        intrinsic1::TYPEVAR => typing::type_var(vm, o),
        intrinsic1::PARAMSPEC => typing::param_spec(vm, o),
        intrinsic1::TYPEVARTUPLE => typing::type_var_tuple(vm, o),
        intrinsic1::SUBSCRIPT_GENERIC => typing::subscript_generic(vm, o),
        intrinsic1::TYPEALIAS => typing::type_alias(vm, o),
        other => Err(raise!(vm, types::SYSTEM_ERROR, "unknown intrinsic {other}")),
    }
}

/// A `StopIteration` that leaves a generator becomes a `RuntimeError` (PEP 479).
fn stop_iteration_error(vm: &mut Vm, e: &Obj, flags: u32) -> PyResult {
    use rpython_frontend::code::flags as f;
    let is_async = flags & f::ASYNC_GENERATOR != 0;
    let class = vm.class_of(e).own();
    let what = if class.is_subtype(vm, types::STOP_ITERATION) {
        if is_async {
            "async generator raised StopIteration"
        } else if flags & f::COROUTINE != 0 {
            "coroutine raised StopIteration"
        } else {
            "generator raised StopIteration"
        }
    } else if is_async && class.is_subtype(vm, types::STOP_ASYNC_ITERATION) {
        "async generator raised StopAsyncIteration"
    } else {
        return Ok(e.clone());
    };
    let _raised = raise!(vm, types::RUNTIME_ERROR, "{what}");
    let made = vm.take_exception();
    if let Some(x) = made.downcast_ref::<Exception>() {
        let x = x.get_mut(vm);
        x.cause = OptObj::some(e.clone());
        x.context = OptObj::some(e.clone());
        x.suppress_context = true;
    }
    Ok(made)
}

/// An intrinsic of two arguments.
pub(crate) fn two(vm: &mut Vm, a: &Obj, b: &Obj, which: u8) -> PyResult {
    match which {
        intrinsic2::PREP_RERAISE_STAR => rpython_objects::exception::prepare_reraise_star(vm, a, b),
        intrinsic2::TYPEVAR_WITH_BOUND => typing::type_var_with_bound(vm, a, b),
        intrinsic2::TYPEVAR_WITH_CONSTRAINTS => typing::type_var_with_constraints(vm, a, b),
        intrinsic2::SET_FUNCTION_TYPE_PARAMS => {
            if let Some(f) = a.downcast_ref::<Function>() {
                f.get_mut(vm).type_params = OptObj::some(b.clone());
            }
            Ok(a.clone())
        }
        intrinsic2::SET_TYPEPARAM_DEFAULT => typing::set_default(vm, a, b),
        other => Err(raise!(vm, types::SYSTEM_ERROR, "unknown intrinsic {other}")),
    }
}
