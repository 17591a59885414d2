//! The built-in types, by fixed slot.
//!
//! Every built-in type lies in a slot whose number is known at compile time, so `types::LIST` is a constant and testing
//! an object's exact class is one compare with an immediate. A type is added by a line in the table below and
//! a `TypeDef` in its own file.

use crate::{Type, TypeDef};
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
    TYPE = crate::type_call::DEF;
    NONE_TYPE = crate::constants::NONE_DEF;
    NOT_IMPLEMENTED_TYPE = crate::constants::NOT_IMPLEMENTED_DEF;
    ELLIPSIS_TYPE = crate::constants::ELLIPSIS_DEF;
    INT = crate::int::DEF;
    BOOL = crate::constants::BOOL_DEF;
    FLOAT = crate::float::DEF;
    COMPLEX = crate::complex::DEF;
    STR = crate::str::DEF;
    STR_ITERATOR = crate::str::iterator::DEF;
    STR_ASCII_ITERATOR = crate::str::iterator::ASCII_DEF;
    BYTES = crate::bytes::DEF;
    BYTEARRAY = crate::bytearray::DEF;
    BYTES_ITERATOR = crate::bytes::iterator::DEF;
    BYTEARRAY_ITERATOR = crate::bytes::iterator::BYTEARRAY_DEF;
    MEMORYVIEW = crate::memoryview::DEF;
    MEMORY_ITERATOR = crate::memoryview::ITERATOR_DEF;
    MANAGED_BUFFER = crate::memoryview::MANAGED_DEF;
    BUFFER_WRAPPER = crate::memoryview::WRAPPER_DEF;
    TUPLE = crate::tuple::DEF;
    TUPLE_ITERATOR = crate::tuple::ITERATOR_DEF;
    LIST = crate::list::DEF;
    LIST_ITERATOR = crate::list::ITERATOR_DEF;
    LIST_REVERSE_ITERATOR = crate::list::REVERSE_ITERATOR_DEF;
    SLICE = crate::slice::DEF;
    RANGE = crate::range::DEF;
    RANGE_ITERATOR = crate::range::ITERATOR_DEF;
    LONG_RANGE_ITERATOR = crate::range::LONG_ITERATOR_DEF;
    DICT = crate::dict::DEF;
    DICT_KEYS = crate::dict::views::KEYS_DEF;
    DICT_VALUES = crate::dict::views::VALUES_DEF;
    DICT_ITEMS = crate::dict::views::ITEMS_DEF;
    DICT_KEY_ITERATOR = crate::dict::iterators::KEY_DEF;
    DICT_VALUE_ITERATOR = crate::dict::iterators::VALUE_DEF;
    DICT_ITEM_ITERATOR = crate::dict::iterators::ITEM_DEF;
    DICT_REVERSE_KEY_ITERATOR = crate::dict::iterators::REVERSE_KEY_DEF;
    DICT_REVERSE_VALUE_ITERATOR = crate::dict::iterators::REVERSE_VALUE_DEF;
    DICT_REVERSE_ITEM_ITERATOR = crate::dict::iterators::REVERSE_ITEM_DEF;
    MAPPING_PROXY = crate::mapping_proxy::DEF;
    SET = crate::set::methods::DEF;
    FROZENSET = crate::set::methods::FROZEN_DEF;
    SET_ITERATOR = crate::set::iterator::DEF;
    SEQUENCE_ITERATOR = crate::sequence_iterator::DEF;
    CALL_ITERATOR = crate::call_iterator::DEF;
    ENUMERATE = crate::enumerate::DEF;
    ZIP = crate::zip::DEF;
    MAP = crate::map::DEF;
    FILTER = crate::filter::DEF;
    REVERSED = crate::reversed::DEF;
    PROPERTY = crate::property::DEF;
    BUILTIN = crate::function::BUILTIN_DEF;
    METHOD_DESCRIPTOR = crate::function::METHOD_DESCRIPTOR_DEF;
    CLASS_METHOD_DESCRIPTOR = crate::function::CLASS_METHOD_DESCRIPTOR_DEF;
    SLOT_WRAPPER = crate::wrapper::DEF;
    BOUND_SLOT = crate::wrapper::BOUND_DEF;
    GETSET_DESCRIPTOR = crate::descriptor::GETSET_DEF;
    MEMBER_DESCRIPTOR = crate::descriptor::MEMBER_DEF;
    FUNCTION = crate::python_function::DEF;
    METHOD = crate::method::DEF;
    CELL = crate::cell::DEF;
    CODE = crate::code::DEF;
    FRAME = crate::frame::DEF;
    TRACEBACK = crate::frame::TRACEBACK_DEF;
    FRAME_LOCALS = crate::frame_locals::DEF;
    GENERATOR = crate::generator::DEF;
    COROUTINE = crate::generator::COROUTINE_DEF;
    ASYNC_GENERATOR = crate::async_generator::DEF;
    ASYNC_GENERATOR_ASEND = crate::async_generator::ASEND_DEF;
    ASYNC_GENERATOR_ATHROW = crate::async_generator::ATHROW_DEF;
    ASYNC_GENERATOR_VALUE = crate::async_generator::VALUE_DEF;
    COROUTINE_WRAPPER = crate::generator::COROUTINE_WRAPPER_DEF;
    ANEXT_AWAITABLE = crate::anext_awaitable::DEF;
    MODULE = crate::module::DEF;
    NAMESPACE = crate::namespace::DEF;
    GENERIC_ALIAS = crate::generic_alias::DEF;
    GENERIC_ALIAS_ITERATOR = crate::generic_alias::ITERATOR_DEF;
    UNION = crate::union::DEF;
    SUPER = crate::super_object::DEF;
    CLASS_METHOD = crate::class_method::DEF;
    STATIC_METHOD = crate::static_method::DEF;
    TEMPLATE = crate::template::DEF;
    INTERPOLATION = crate::template::INTERPOLATION_DEF;
    TEMPLATE_ITERATOR = crate::template::ITERATOR_DEF;
    TYPE_VAR = crate::typing::parameter::TYPE_VAR_DEF;
    PARAM_SPEC = crate::typing::parameter::PARAM_SPEC_DEF;
    TYPE_VAR_TUPLE = crate::typing::parameter::TYPE_VAR_TUPLE_DEF;
    PARAM_SPEC_ARGS = crate::typing::parameter::ARGS_DEF;
    PARAM_SPEC_KWARGS = crate::typing::parameter::KWARGS_DEF;
    TYPE_ALIAS = crate::typing::alias::DEF;
    GENERIC = crate::typing::generic::DEF;
    NO_DEFAULT_TYPE = crate::typing::constant::NO_DEFAULT_DEF;
    CONST_EVALUATOR = crate::typing::constant::EVALUATOR_DEF;
    WEAK_REF = crate::weakref::DEF;
    WEAK_PROXY = crate::weakref::proxy::DEF;
    CALLABLE_PROXY = crate::weakref::proxy::CALLABLE_DEF;
    // Exceptions, bases first
    BASE_EXCEPTION = crate::exception::BASE_EXCEPTION_DEF;
    EXCEPTION = crate::exception::EXCEPTION_DEF;
    BASE_EXCEPTION_GROUP = crate::exception::BASE_EXCEPTION_GROUP_DEF;
    EXCEPTION_GROUP = crate::exception::EXCEPTION_GROUP_DEF;
    GENERATOR_EXIT = crate::exception::GENERATOR_EXIT_DEF;
    KEYBOARD_INTERRUPT = crate::exception::KEYBOARD_INTERRUPT_DEF;
    SYSTEM_EXIT = crate::exception::SYSTEM_EXIT_DEF;
    ARITHMETIC_ERROR = crate::exception::ARITHMETIC_ERROR_DEF;
    FLOATING_POINT_ERROR = crate::exception::FLOATING_POINT_ERROR_DEF;
    OVERFLOW_ERROR = crate::exception::OVERFLOW_ERROR_DEF;
    ZERO_DIVISION_ERROR = crate::exception::ZERO_DIVISION_ERROR_DEF;
    ASSERTION_ERROR = crate::exception::ASSERTION_ERROR_DEF;
    ATTRIBUTE_ERROR = crate::exception::ATTRIBUTE_ERROR_DEF;
    BUFFER_ERROR = crate::exception::BUFFER_ERROR_DEF;
    EOF_ERROR = crate::exception::EOF_ERROR_DEF;
    IMPORT_ERROR = crate::exception::IMPORT_ERROR_DEF;
    MODULE_NOT_FOUND_ERROR = crate::exception::MODULE_NOT_FOUND_ERROR_DEF;
    LOOKUP_ERROR = crate::exception::LOOKUP_ERROR_DEF;
    INDEX_ERROR = crate::exception::INDEX_ERROR_DEF;
    KEY_ERROR = crate::exception::KEY_ERROR_DEF;
    MEMORY_ERROR = crate::exception::MEMORY_ERROR_DEF;
    NAME_ERROR = crate::exception::NAME_ERROR_DEF;
    UNBOUND_LOCAL_ERROR = crate::exception::UNBOUND_LOCAL_ERROR_DEF;
    OS_ERROR = crate::exception::OS_ERROR_DEF;
    BLOCKING_IO_ERROR = crate::exception::BLOCKING_IO_ERROR_DEF;
    CHILD_PROCESS_ERROR = crate::exception::CHILD_PROCESS_ERROR_DEF;
    CONNECTION_ERROR = crate::exception::CONNECTION_ERROR_DEF;
    BROKEN_PIPE_ERROR = crate::exception::BROKEN_PIPE_ERROR_DEF;
    CONNECTION_ABORTED_ERROR = crate::exception::CONNECTION_ABORTED_ERROR_DEF;
    CONNECTION_REFUSED_ERROR = crate::exception::CONNECTION_REFUSED_ERROR_DEF;
    CONNECTION_RESET_ERROR = crate::exception::CONNECTION_RESET_ERROR_DEF;
    FILE_EXISTS_ERROR = crate::exception::FILE_EXISTS_ERROR_DEF;
    FILE_NOT_FOUND_ERROR = crate::exception::FILE_NOT_FOUND_ERROR_DEF;
    INTERRUPTED_ERROR = crate::exception::INTERRUPTED_ERROR_DEF;
    IS_A_DIRECTORY_ERROR = crate::exception::IS_A_DIRECTORY_ERROR_DEF;
    NOT_A_DIRECTORY_ERROR = crate::exception::NOT_A_DIRECTORY_ERROR_DEF;
    PERMISSION_ERROR = crate::exception::PERMISSION_ERROR_DEF;
    PROCESS_LOOKUP_ERROR = crate::exception::PROCESS_LOOKUP_ERROR_DEF;
    TIMEOUT_ERROR = crate::exception::TIMEOUT_ERROR_DEF;
    REFERENCE_ERROR = crate::exception::REFERENCE_ERROR_DEF;
    RUNTIME_ERROR = crate::exception::RUNTIME_ERROR_DEF;
    NOT_IMPLEMENTED_ERROR = crate::exception::NOT_IMPLEMENTED_ERROR_DEF;
    PYTHON_FINALIZATION_ERROR = crate::exception::PYTHON_FINALIZATION_ERROR_DEF;
    RECURSION_ERROR = crate::exception::RECURSION_ERROR_DEF;
    STOP_ITERATION = crate::exception::STOP_ITERATION_DEF;
    STOP_ASYNC_ITERATION = crate::exception::STOP_ASYNC_ITERATION_DEF;
    SYNTAX_ERROR = crate::exception::SYNTAX_ERROR_DEF;
    INCOMPLETE_INPUT_ERROR = crate::exception::INCOMPLETE_INPUT_ERROR_DEF;
    INDENTATION_ERROR = crate::exception::INDENTATION_ERROR_DEF;
    TAB_ERROR = crate::exception::TAB_ERROR_DEF;
    SYSTEM_ERROR = crate::exception::SYSTEM_ERROR_DEF;
    TYPE_ERROR = crate::exception::TYPE_ERROR_DEF;
    VALUE_ERROR = crate::exception::VALUE_ERROR_DEF;
    UNICODE_ERROR = crate::exception::UNICODE_ERROR_DEF;
    UNICODE_DECODE_ERROR = crate::exception::UNICODE_DECODE_ERROR_DEF;
    UNICODE_ENCODE_ERROR = crate::exception::UNICODE_ENCODE_ERROR_DEF;
    UNICODE_TRANSLATE_ERROR = crate::exception::UNICODE_TRANSLATE_ERROR_DEF;
    WARNING = crate::exception::WARNING_DEF;
    BYTES_WARNING = crate::exception::BYTES_WARNING_DEF;
    DEPRECATION_WARNING = crate::exception::DEPRECATION_WARNING_DEF;
    ENCODING_WARNING = crate::exception::ENCODING_WARNING_DEF;
    FUTURE_WARNING = crate::exception::FUTURE_WARNING_DEF;
    IMPORT_WARNING = crate::exception::IMPORT_WARNING_DEF;
    PENDING_DEPRECATION_WARNING = crate::exception::PENDING_DEPRECATION_WARNING_DEF;
    RESOURCE_WARNING = crate::exception::RESOURCE_WARNING_DEF;
    RUNTIME_WARNING = crate::exception::RUNTIME_WARNING_DEF;
    SYNTAX_WARNING = crate::exception::SYNTAX_WARNING_DEF;
    UNICODE_WARNING = crate::exception::UNICODE_WARNING_DEF;
    USER_WARNING = crate::exception::USER_WARNING_DEF;
}

/// The exception classes.
pub fn exceptions() -> Vec<&'static Ref<Type>> {
    vec![
        BASE_EXCEPTION,
        EXCEPTION,
        BASE_EXCEPTION_GROUP,
        EXCEPTION_GROUP,
        GENERATOR_EXIT,
        KEYBOARD_INTERRUPT,
        SYSTEM_EXIT,
        ARITHMETIC_ERROR,
        FLOATING_POINT_ERROR,
        OVERFLOW_ERROR,
        ZERO_DIVISION_ERROR,
        ASSERTION_ERROR,
        ATTRIBUTE_ERROR,
        BUFFER_ERROR,
        EOF_ERROR,
        IMPORT_ERROR,
        MODULE_NOT_FOUND_ERROR,
        LOOKUP_ERROR,
        INDEX_ERROR,
        KEY_ERROR,
        MEMORY_ERROR,
        NAME_ERROR,
        UNBOUND_LOCAL_ERROR,
        OS_ERROR,
        BLOCKING_IO_ERROR,
        CHILD_PROCESS_ERROR,
        CONNECTION_ERROR,
        BROKEN_PIPE_ERROR,
        CONNECTION_ABORTED_ERROR,
        CONNECTION_REFUSED_ERROR,
        CONNECTION_RESET_ERROR,
        FILE_EXISTS_ERROR,
        FILE_NOT_FOUND_ERROR,
        INTERRUPTED_ERROR,
        IS_A_DIRECTORY_ERROR,
        NOT_A_DIRECTORY_ERROR,
        PERMISSION_ERROR,
        PROCESS_LOOKUP_ERROR,
        TIMEOUT_ERROR,
        REFERENCE_ERROR,
        RUNTIME_ERROR,
        NOT_IMPLEMENTED_ERROR,
        PYTHON_FINALIZATION_ERROR,
        RECURSION_ERROR,
        STOP_ITERATION,
        STOP_ASYNC_ITERATION,
        SYNTAX_ERROR,
        INCOMPLETE_INPUT_ERROR,
        INDENTATION_ERROR,
        TAB_ERROR,
        SYSTEM_ERROR,
        TYPE_ERROR,
        VALUE_ERROR,
        UNICODE_ERROR,
        UNICODE_DECODE_ERROR,
        UNICODE_ENCODE_ERROR,
        UNICODE_TRANSLATE_ERROR,
        WARNING,
        BYTES_WARNING,
        DEPRECATION_WARNING,
        ENCODING_WARNING,
        FUTURE_WARNING,
        IMPORT_WARNING,
        PENDING_DEPRECATION_WARNING,
        RESOURCE_WARNING,
        RUNTIME_WARNING,
        SYNTAX_WARNING,
        UNICODE_WARNING,
        USER_WARNING,
    ]
}

/// The types that are names of `builtins`.
pub fn exported() -> Vec<&'static Ref<Type>> {
    vec![
        OBJECT,
        TYPE,
        INT,
        BOOL,
        FLOAT,
        COMPLEX,
        STR,
        BYTES,
        BYTEARRAY,
        MEMORYVIEW,
        TUPLE,
        LIST,
        RANGE,
        SLICE,
        DICT,
        SET,
        FROZENSET,
        ENUMERATE,
        ZIP,
        MAP,
        FILTER,
        REVERSED,
        PROPERTY,
        SUPER,
        CLASS_METHOD,
        STATIC_METHOD,
    ]
    .into_iter()
    .chain(exceptions())
    .collect()
}

/// Slot of `()`, behind the fixed strings.
pub(crate) const fn empty_tuple_slot() -> rpython_heap::SlotId {
    region::fixed_slot(
        crate::names::FIRST_PAGE + region::fixed_pages(crate::names::GRANULES, crate::names::COUNT),
        EMPTY_TUPLE_GRANULES,
        0,
    )
}

/// Granules of `()`.
pub(crate) const EMPTY_TUPLE_GRANULES: u32 = 2;
