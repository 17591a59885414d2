//! `_typing`: type parameters and aliases.

use crate::{PyResult, Vm, type_error};
use rpython_heap::Obj;

macro_rules! later {
    ($($name:ident($($arg:ident),*);)*) => {
        $(
            /// See `CALL_INTRINSIC_1` and `CALL_INTRINSIC_2`.
            ///
            /// # Errors
            /// `TypeError`.
            pub fn $name(vm: &mut Vm, $($arg: &Obj),*) -> PyResult {
                let _ = ($($arg),*);
                Err(type_error!(vm, "{} is not implemented yet", stringify!($name)))
            }
        )*
    };
}

later! {
    type_var(name);
    param_spec(name);
    type_var_tuple(name);
    subscript_generic(params);
    type_alias(parts);
    type_var_with_bound(name, bound);
    type_var_with_constraints(name, constraints);
    set_default(param, default);
}
