//! The kind numbers of the built-in payloads. Native modules above this crate take numbers from [`FIRST_FREE`] on.

use rpython_heap::Kind;

macro_rules! kinds {
    ($($name:ident),* $(,)?) => {
        #[repr(u8)]
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Number { _NONE, $($name,)* END }
        $(
            #[doc = concat!("Kind of `", stringify!($name), "` payloads.")]
            pub const $name: Kind = Number::$name as Kind;
        )*
        /// First number that no built-in payload has.
        pub const FIRST_FREE: Kind = Number::END as Kind;
    };
}

kinds! {
    TYPE, INSTANCE, STR, INT, FLOAT, COMPLEX, BYTES, BYTEARRAY, MEMORYVIEW, TUPLE, LIST, DICT, SET, RANGE, SLICE,
    DICT_VIEW, MAPPING_PROXY,
    // Iterators
    SEQUENCE_ITERATOR, LIST_ITERATOR, TUPLE_ITERATOR, STR_ITERATOR, BYTES_ITERATOR, RANGE_ITERATOR, LONG_RANGE_ITERATOR, DICT_ITERATOR, SET_ITERATOR,
    CALL_ITERATOR, ENUMERATE, ZIP, MAP, FILTER, REVERSED, MEMORY_ITERATOR,
    // Functions and descriptors
    FUNCTION, METHOD, BUILTIN, METHOD_DESCRIPTOR, SLOT_WRAPPER, BOUND_SLOT, MEMBER, GETSET, PROPERTY, CLASS_METHOD,
    STATIC_METHOD, SUPER, CELL, CODE, FRAME, TRACEBACK, GENERATOR, ASYNC_GENERATOR_STEP, COROUTINE_WRAPPER, MODULE, NAMESPACE,
    FRAME_LOCALS, CODE_ITERATOR,
    // Typing
    GENERIC_ALIAS, UNION, TYPE_PARAMETER, TYPE_ALIAS, PARAM_SPEC_PART, CONST_EVALUATOR,
    TEMPLATE, INTERPOLATION, TEMPLATE_ITERATOR, GENERIC_ALIAS_ITERATOR,
    // Exceptions, weak references, the rest
    EXCEPTION, MANAGED_BUFFER, WEAK_REF, WEAK_PROXY, CAPSULE, LOCK, STRUCT_SEQUENCE, ANEXT_AWAITABLE, ASYNC_GENERATOR_VALUE, PICKLE_BUFFER,
}
