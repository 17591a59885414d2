//! The exception classes and what their instances hold.
//!
//! All share one payload: arguments, traceback, context, cause, and the fields that the class adds (`OSError.errno`,
//! `ImportError.name`, …), by index. `base` is `BaseException`, `fields` the access to fields; the other files hold the classes
//! that add something; the rest are a table here.

mod base;
mod fields;
mod group;
mod named;
mod os;
mod syntax;
mod unicode;

pub use base::BASE_EXCEPTION_DEF;
pub(crate) use fields::adds_fields;
pub(crate) use group::add_second_base;
pub use group::{BASE_EXCEPTION_GROUP_DEF, EXCEPTION_GROUP_DEF, exceptions, prepare_reraise_star};
pub use named::{
    ATTRIBUTE_ERROR_DEF, IMPORT_ERROR_DEF, KEY_ERROR_DEF, NAME_ERROR_DEF, STOP_ITERATION_DEF, SYSTEM_EXIT_DEF,
};
pub use os::{OS_ERROR_DEF, class_of_errno, raise_os};
pub use syntax::SYNTAX_ERROR_DEF;
pub use unicode::{UNICODE_DECODE_ERROR_DEF, UNICODE_ENCODE_ERROR_DEF, UNICODE_TRANSLATE_ERROR_DEF};

use crate::{CallArgs, Dict, Slots, Tuple, Type, TypeDef, TypeFlags, Vm, kinds, types};
use rpython_heap::{BufVec, Obj, OptObj, Payload, Ref};

/// The payload of an exception.
pub struct Exception {
    /// `args`
    pub args: Ref<Tuple>,
    /// `__traceback__`
    pub traceback: OptObj,
    /// `__context__`
    pub context: OptObj,
    /// `__cause__`
    pub cause: OptObj,
    /// `__suppress_context__`
    pub suppress_context: bool,
    /// `__dict__`, made when first asked for.
    pub dict: OptObj,
    /// The class's own fields, in the order of its definition.
    pub fields: BufVec<OptObj>,
}

impl Payload for Exception {
    const KIND: u8 = kinds::EXCEPTION;
    const NAME: &'static str = "exception";
    const TRACKED: bool = true;
    type Tail = ();

    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.args);
        let own = [&self.traceback, &self.context, &self.cause, &self.dict];
        own.into_iter().chain(self.fields.iter()).filter_map(OptObj::get).for_each(visit);
    }

    fn clear(&mut self) {
        self.args = Tuple::empty();
        for field in [&mut self.traceback, &mut self.context, &mut self.cause, &mut self.dict] {
            field.take();
        }
        self.fields.clear();
    }
}

/// Makes an exception of a class as calling it with positional arguments would; if that itself fails, the failure's exception.
pub fn with_args(vm: &mut Vm, class: &Ref<Type>, args: &[Obj]) -> Obj {
    let made = if class.get(vm).flags.has(TypeFlags::HEAP) {
        crate::protocol::call(vm, class, args)
    } else {
        make_native(vm, class, CallArgs::positional(args))
    };
    match made {
        Ok(made) => made,
        Err(_) => vm.take_exception(),
    }
}

/// Makes an instance of a built-in class without the detour over the metaclass.
fn make_native(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> crate::PyResult {
    let slots = vm.slots(class);
    let (Some(new), Some(init)) = (slots.new(), slots.init()) else {
        return crate::protocol::call(vm, class, args.values);
    };
    let made = new(vm, class, args)?;
    init(vm, &made, args)?;
    Ok(made)
}

/// `__new__`, which CPython's simple exceptions have each, unless their base adds fields.
const fn own_new(base: rpython_heap::SlotId) -> Option<crate::slots::NewFn> {
    let bases = [types::OS_ERROR, types::CONNECTION_ERROR, types::IMPORT_ERROR, types::NAME_ERROR];
    let more = [types::SYNTAX_ERROR, types::INDENTATION_ERROR];
    let mut i = 0;
    while i < bases.len() {
        if bases[i].slot().0 == base.0 || i < more.len() && more[i].slot().0 == base.0 {
            return None;
        }
        i += 1;
    }
    Some(base::new::<0>)
}

macro_rules! simple {
    ($($def:ident $name:literal $base:ident $doc:literal;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $def: TypeDef = TypeDef {
                name: $name,
                base: types::$base.slot(),
                flags: TypeFlags::BASE,
                doc: $doc,
                slots: Slots { new: own_new(types::$base.slot()), ..Slots::EMPTY },
                ..TypeDef::EMPTY
            };
        )*
    };
}

simple! {
    EXCEPTION_DEF "Exception" BASE_EXCEPTION "Common base class for all non-exit exceptions.";
    GENERATOR_EXIT_DEF "GeneratorExit" BASE_EXCEPTION "Request that a generator exit.";
    KEYBOARD_INTERRUPT_DEF "KeyboardInterrupt" BASE_EXCEPTION "Program interrupted by user.";
    ARITHMETIC_ERROR_DEF "ArithmeticError" EXCEPTION "Base class for arithmetic errors.";
    FLOATING_POINT_ERROR_DEF "FloatingPointError" ARITHMETIC_ERROR "Floating-point operation failed.";
    OVERFLOW_ERROR_DEF "OverflowError" ARITHMETIC_ERROR "Result too large to be represented.";
    ZERO_DIVISION_ERROR_DEF "ZeroDivisionError" ARITHMETIC_ERROR "Second argument to a division or modulo operation was zero.";
    ASSERTION_ERROR_DEF "AssertionError" EXCEPTION "Assertion failed.";
    BUFFER_ERROR_DEF "BufferError" EXCEPTION "Buffer error.";
    EOF_ERROR_DEF "EOFError" EXCEPTION "Read beyond end of file.";
    MODULE_NOT_FOUND_ERROR_DEF "ModuleNotFoundError" IMPORT_ERROR "Module not found.";
    LOOKUP_ERROR_DEF "LookupError" EXCEPTION "Base class for lookup errors.";
    INDEX_ERROR_DEF "IndexError" LOOKUP_ERROR "Sequence index out of range.";
    MEMORY_ERROR_DEF "MemoryError" EXCEPTION "Out of memory.";
    UNBOUND_LOCAL_ERROR_DEF "UnboundLocalError" NAME_ERROR "Local name referenced but not bound to a value.";
    BLOCKING_IO_ERROR_DEF "BlockingIOError" OS_ERROR "I/O operation would block.";
    CHILD_PROCESS_ERROR_DEF "ChildProcessError" OS_ERROR "Child process error.";
    CONNECTION_ERROR_DEF "ConnectionError" OS_ERROR "Connection error.";
    BROKEN_PIPE_ERROR_DEF "BrokenPipeError" CONNECTION_ERROR "Broken pipe.";
    CONNECTION_ABORTED_ERROR_DEF "ConnectionAbortedError" CONNECTION_ERROR "Connection aborted.";
    CONNECTION_REFUSED_ERROR_DEF "ConnectionRefusedError" CONNECTION_ERROR "Connection refused.";
    CONNECTION_RESET_ERROR_DEF "ConnectionResetError" CONNECTION_ERROR "Connection reset.";
    FILE_EXISTS_ERROR_DEF "FileExistsError" OS_ERROR "File already exists.";
    FILE_NOT_FOUND_ERROR_DEF "FileNotFoundError" OS_ERROR "File not found.";
    INTERRUPTED_ERROR_DEF "InterruptedError" OS_ERROR "Interrupted by signal.";
    IS_A_DIRECTORY_ERROR_DEF "IsADirectoryError" OS_ERROR "Operation doesn't work on directories.";
    NOT_A_DIRECTORY_ERROR_DEF "NotADirectoryError" OS_ERROR "Operation only works on directories.";
    PERMISSION_ERROR_DEF "PermissionError" OS_ERROR "Not enough permissions.";
    PROCESS_LOOKUP_ERROR_DEF "ProcessLookupError" OS_ERROR "Process not found.";
    TIMEOUT_ERROR_DEF "TimeoutError" OS_ERROR "Timeout expired.";
    REFERENCE_ERROR_DEF "ReferenceError" EXCEPTION "Weak ref proxy used after referent went away.";
    RUNTIME_ERROR_DEF "RuntimeError" EXCEPTION "Unspecified run-time error.";
    NOT_IMPLEMENTED_ERROR_DEF "NotImplementedError" RUNTIME_ERROR "Method or function hasn't been implemented yet.";
    PYTHON_FINALIZATION_ERROR_DEF "PythonFinalizationError" RUNTIME_ERROR "Operation blocked during Python finalization.";
    RECURSION_ERROR_DEF "RecursionError" RUNTIME_ERROR "Recursion limit exceeded.";
    STOP_ASYNC_ITERATION_DEF "StopAsyncIteration" EXCEPTION "Signal the end from iterator.__anext__().";
    INCOMPLETE_INPUT_ERROR_DEF "_IncompleteInputError" SYNTAX_ERROR "incomplete input.";
    INDENTATION_ERROR_DEF "IndentationError" SYNTAX_ERROR "Improper indentation.";
    TAB_ERROR_DEF "TabError" INDENTATION_ERROR "Improper mixture of spaces and tabs.";
    SYSTEM_ERROR_DEF "SystemError" EXCEPTION "Internal error in the Python interpreter.\n\nPlease report this to the Python maintainer, along with the traceback,\nthe Python version, and the hardware/OS platform and version.";
    TYPE_ERROR_DEF "TypeError" EXCEPTION "Inappropriate argument type.";
    VALUE_ERROR_DEF "ValueError" EXCEPTION "Inappropriate argument value (of correct type).";
    UNICODE_ERROR_DEF "UnicodeError" VALUE_ERROR "Unicode related error.";
    WARNING_DEF "Warning" EXCEPTION "Base class for warning categories.";
    BYTES_WARNING_DEF "BytesWarning" WARNING "Base class for warnings about bytes and buffer related problems, mostly\nrelated to conversion from str or comparing to str.";
    DEPRECATION_WARNING_DEF "DeprecationWarning" WARNING "Base class for warnings about deprecated features.";
    ENCODING_WARNING_DEF "EncodingWarning" WARNING "Base class for warnings about encodings.";
    FUTURE_WARNING_DEF "FutureWarning" WARNING "Base class for warnings about constructs that will change semantically\nin the future.";
    IMPORT_WARNING_DEF "ImportWarning" WARNING "Base class for warnings about probable mistakes in module imports";
    PENDING_DEPRECATION_WARNING_DEF "PendingDeprecationWarning" WARNING "Base class for warnings about features which will be deprecated\nin the future.";
    RESOURCE_WARNING_DEF "ResourceWarning" WARNING "Base class for warnings about resource usage.";
    RUNTIME_WARNING_DEF "RuntimeWarning" WARNING "Base class for warnings about dubious runtime behavior.";
    SYNTAX_WARNING_DEF "SyntaxWarning" WARNING "Base class for warnings about dubious syntax.";
    UNICODE_WARNING_DEF "UnicodeWarning" WARNING "Base class for warnings about Unicode related problems, mostly\nrelated to conversion problems.";
    USER_WARNING_DEF "UserWarning" WARNING "Base class for warnings generated by user code.";
}

/// The `__dict__` of an exception.
pub fn dict(vm: &mut Vm, e: &Ref<Exception>) -> Ref<Dict> {
    if let Some(d) = e.get(vm).dict.get().and_then(|o| o.downcast_ref::<Dict>()) {
        return d.clone();
    }
    let made = Dict::new(vm);
    e.get_mut(vm).dict = OptObj::some(made.clone().into_obj());
    made
}

/// Adds a note (`e.add_note(note)`).
pub fn add_note(vm: &mut Vm, e: &Obj, note: &str) {
    let Some(e) = e.downcast_ref::<Exception>() else { return };
    let dict = dict(vm, e);
    let note = crate::Str::new(vm, note).into_obj();
    match Dict::get_str(vm, &dict, crate::names::__notes__).and_then(|o| o.downcast_ref::<crate::List>()).cloned() {
        Some(list) => {
            // A full heap loses the note, not the exception.
            let _ = list.get_mut(vm).items.push(note);
        }
        None => {
            if let Ok(list) = crate::List::from_vec(vm, vec![note]) {
                let _ = Dict::set_str(vm, &dict, crate::names::__notes__, list.into_obj());
            }
        }
    }
}

/// Sets one of the fields that the exception's class adds, by name; what its class does not have goes into its `__dict__`.
pub fn set_field(vm: &mut Vm, e: &Ref<Exception>, name: &str, value: Obj) {
    // A full heap loses the field, not the exception.
    match fields::index(vm, e, name) {
        Some(index) => drop(fields::set(vm, e, index, Some(value))),
        None => {
            let dict = dict(vm, e);
            let _ = Dict::set_name(vm, &dict, name, value);
        }
    }
}

/// One of the fields that the exception's class adds, by name, if it is set.
pub fn field(vm: &Vm, e: &Ref<Exception>, name: &str) -> Option<Obj> {
    fields::index(vm, e, name).and_then(|i| fields::get(vm, e, i))
}

/// `value` of a `StopIteration`.
pub fn stop_iteration_value(vm: &mut Vm, e: &Obj) -> Obj {
    e.downcast_ref::<Exception>().and_then(|e| fields::get(vm, e, 0)).unwrap_or(Obj::NONE)
}
