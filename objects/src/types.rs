//! The built-in types, by fixed slot.
//!
//! Every built-in type lies in a slot whose number is known at compile time, so `types::LIST` is a constant and testing
//! an object's exact class is one compare with an immediate. A type is added by a line in the table below and
//! a `TypeDef` in its own file.

use crate::{Type, TypeDef, kinds};
use rpython_heap::{Ref, region};

/// Granules of a type's slot.
pub(crate) const GRANULES: u32 = 20;
/// The first page of the fixed types: the first that the heap lays out.
pub(crate) const FIRST_PAGE: u32 = 1;

macro_rules! builtin_types {
    ($($name:ident = $def:path;)*) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u32)]
        enum Number { $($name,)* END }
        $(
            #[doc = concat!("The type `", stringify!($name), "`.")]
            #[allow(clippy::declare_interior_mutable_const)]
            pub const $name: &Ref<Type> =
                &Ref::fixed(region::fixed_slot(FIRST_PAGE, GRANULES, Number::$name as u32));
        )*
        /// Number of built-in types.
        pub const COUNT: u32 = Number::END as u32;
        /// Definitions of the built-in types, by number.
        pub(crate) static DEFS: &[&TypeDef] = &[$(&$def,)*];
    };
}

builtin_types! {
    OBJECT = crate::object::DEF;
    TYPE = crate::type_object::DEF;
    NONE_TYPE = crate::constants::NONE_DEF;
    NOT_IMPLEMENTED_TYPE = crate::constants::NOT_IMPLEMENTED_DEF;
    ELLIPSIS_TYPE = crate::constants::ELLIPSIS_DEF;
    INT = crate::int::DEF;
    BOOL = crate::constants::BOOL_DEF;
    FLOAT = crate::float::DEF;
    COMPLEX = crate::complex::DEF;
    STR = crate::str::DEF;
    BYTES = crate::bytes::DEF;
    BYTEARRAY = crate::bytearray::DEF;
    MEMORYVIEW = crate::memoryview::DEF;
    TUPLE = crate::tuple::DEF;
    LIST = crate::list::DEF;
    LIST_ITERATOR = crate::list::ITERATOR_DEF;
    LIST_REVERSE_ITERATOR = crate::list::REVERSE_ITERATOR_DEF;
    RANGE = crate::range::DEF;
    RANGE_ITERATOR = crate::range::ITERATOR_DEF;
    LONG_RANGE_ITERATOR = crate::range::LONG_ITERATOR_DEF;
    DICT = crate::dict::DEF;
    PROPERTY = crate::property::DEF;
    BUILTIN = crate::function::BUILTIN_DEF;
    METHOD_DESCRIPTOR = crate::function::METHOD_DESCRIPTOR_DEF;
    CLASS_METHOD_DESCRIPTOR = crate::function::CLASS_METHOD_DESCRIPTOR_DEF;
    SLOT_WRAPPER = crate::wrapper::DEF;
    BOUND_SLOT = crate::wrapper::BOUND_DEF;
    GETSET_DESCRIPTOR = crate::descriptor::GETSET_DEF;
    MEMBER_DESCRIPTOR = crate::descriptor::MEMBER_DEF;
}

const _: () = assert!(kinds::TYPE != 0);
