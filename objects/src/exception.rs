//! The exception classes and what their instances hold.
//!
//! All share one payload: arguments, traceback, context, cause, and the fields that the class adds (`OSError.errno`,
//! `ImportError.name`, …), whose names the class's definition lists in order.

use crate::{Dict, PyResult, Slots, Tuple, Type, TypeDef, TypeFlags, Vm, kinds, types};
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

/// Makes an exception as calling the class with positional arguments would; if that itself fails, the failure's exception.
pub fn with_args(vm: &mut Vm, class: &Ref<Type>, args: &[Obj]) -> Obj {
    match crate::protocol::call(vm, class, args) {
        Ok(made) => made,
        Err(_) => vm.take_exception(),
    }
}

/// Makes an exception of a class whose `new` is `BaseException`'s.
fn new(vm: &mut Vm, class: &Ref<Type>, args: crate::CallArgs<'_>) -> PyResult {
    let (positional, _) = args.split();
    let args = Tuple::from_slice(vm, positional)?;
    let made = Exception {
        args,
        traceback: OptObj::NONE,
        context: OptObj::NONE,
        cause: OptObj::NONE,
        suppress_context: false,
        dict: OptObj::NONE,
        fields: BufVec::new(),
    };
    Ok(vm.alloc_in(class, made).into_obj())
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(e) = o.downcast_ref::<Exception>() else { return crate::protocol::repr(vm, o) };
    let args = e.get(vm).args.clone();
    match args.tail(vm) {
        [] => Ok(crate::names::EMPTY.clone().into_obj()),
        [one] => {
            let one = one.clone();
            crate::protocol::str(vm, &one).map(Obj::from)
        }
        _ => crate::protocol::repr(vm, &args),
    }
}

/// `BaseException`
pub static BASE_EXCEPTION_DEF: TypeDef = TypeDef {
    name: "BaseException",
    kind: kinds::EXCEPTION,
    flags: TypeFlags::BASE,
    slots: Slots { new: Some(new), str: Some(str), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

macro_rules! simple {
    ($($def:ident $name:literal $base:ident;)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $def: TypeDef =
                TypeDef { name: $name, base: types::$base.slot(), flags: TypeFlags::BASE, ..TypeDef::EMPTY };
        )*
    };
}

simple! {
    EXCEPTION_DEF "Exception" BASE_EXCEPTION;
    BASE_EXCEPTION_GROUP_DEF "BaseExceptionGroup" BASE_EXCEPTION;
    GENERATOR_EXIT_DEF "GeneratorExit" BASE_EXCEPTION;
    KEYBOARD_INTERRUPT_DEF "KeyboardInterrupt" BASE_EXCEPTION;
    SYSTEM_EXIT_DEF "SystemExit" BASE_EXCEPTION;
    ARITHMETIC_ERROR_DEF "ArithmeticError" EXCEPTION;
    FLOATING_POINT_ERROR_DEF "FloatingPointError" ARITHMETIC_ERROR;
    OVERFLOW_ERROR_DEF "OverflowError" ARITHMETIC_ERROR;
    ZERO_DIVISION_ERROR_DEF "ZeroDivisionError" ARITHMETIC_ERROR;
    ASSERTION_ERROR_DEF "AssertionError" EXCEPTION;
    ATTRIBUTE_ERROR_DEF "AttributeError" EXCEPTION;
    BUFFER_ERROR_DEF "BufferError" EXCEPTION;
    EOF_ERROR_DEF "EOFError" EXCEPTION;
    IMPORT_ERROR_DEF "ImportError" EXCEPTION;
    MODULE_NOT_FOUND_ERROR_DEF "ModuleNotFoundError" IMPORT_ERROR;
    LOOKUP_ERROR_DEF "LookupError" EXCEPTION;
    INDEX_ERROR_DEF "IndexError" LOOKUP_ERROR;
    KEY_ERROR_DEF "KeyError" LOOKUP_ERROR;
    MEMORY_ERROR_DEF "MemoryError" EXCEPTION;
    NAME_ERROR_DEF "NameError" EXCEPTION;
    UNBOUND_LOCAL_ERROR_DEF "UnboundLocalError" NAME_ERROR;
    OS_ERROR_DEF "OSError" EXCEPTION;
    BLOCKING_IO_ERROR_DEF "BlockingIOError" OS_ERROR;
    CHILD_PROCESS_ERROR_DEF "ChildProcessError" OS_ERROR;
    CONNECTION_ERROR_DEF "ConnectionError" OS_ERROR;
    BROKEN_PIPE_ERROR_DEF "BrokenPipeError" CONNECTION_ERROR;
    CONNECTION_ABORTED_ERROR_DEF "ConnectionAbortedError" CONNECTION_ERROR;
    CONNECTION_REFUSED_ERROR_DEF "ConnectionRefusedError" CONNECTION_ERROR;
    CONNECTION_RESET_ERROR_DEF "ConnectionResetError" CONNECTION_ERROR;
    FILE_EXISTS_ERROR_DEF "FileExistsError" OS_ERROR;
    FILE_NOT_FOUND_ERROR_DEF "FileNotFoundError" OS_ERROR;
    INTERRUPTED_ERROR_DEF "InterruptedError" OS_ERROR;
    IS_A_DIRECTORY_ERROR_DEF "IsADirectoryError" OS_ERROR;
    NOT_A_DIRECTORY_ERROR_DEF "NotADirectoryError" OS_ERROR;
    PERMISSION_ERROR_DEF "PermissionError" OS_ERROR;
    PROCESS_LOOKUP_ERROR_DEF "ProcessLookupError" OS_ERROR;
    TIMEOUT_ERROR_DEF "TimeoutError" OS_ERROR;
    REFERENCE_ERROR_DEF "ReferenceError" EXCEPTION;
    RUNTIME_ERROR_DEF "RuntimeError" EXCEPTION;
    NOT_IMPLEMENTED_ERROR_DEF "NotImplementedError" RUNTIME_ERROR;
    PYTHON_FINALIZATION_ERROR_DEF "PythonFinalizationError" RUNTIME_ERROR;
    RECURSION_ERROR_DEF "RecursionError" RUNTIME_ERROR;
    STOP_ITERATION_DEF "StopIteration" EXCEPTION;
    STOP_ASYNC_ITERATION_DEF "StopAsyncIteration" EXCEPTION;
    SYNTAX_ERROR_DEF "SyntaxError" EXCEPTION;
    INCOMPLETE_INPUT_ERROR_DEF "_IncompleteInputError" SYNTAX_ERROR;
    INDENTATION_ERROR_DEF "IndentationError" SYNTAX_ERROR;
    TAB_ERROR_DEF "TabError" INDENTATION_ERROR;
    SYSTEM_ERROR_DEF "SystemError" EXCEPTION;
    TYPE_ERROR_DEF "TypeError" EXCEPTION;
    VALUE_ERROR_DEF "ValueError" EXCEPTION;
    UNICODE_ERROR_DEF "UnicodeError" VALUE_ERROR;
    UNICODE_DECODE_ERROR_DEF "UnicodeDecodeError" UNICODE_ERROR;
    UNICODE_ENCODE_ERROR_DEF "UnicodeEncodeError" UNICODE_ERROR;
    UNICODE_TRANSLATE_ERROR_DEF "UnicodeTranslateError" UNICODE_ERROR;
    WARNING_DEF "Warning" EXCEPTION;
    BYTES_WARNING_DEF "BytesWarning" WARNING;
    DEPRECATION_WARNING_DEF "DeprecationWarning" WARNING;
    ENCODING_WARNING_DEF "EncodingWarning" WARNING;
    FUTURE_WARNING_DEF "FutureWarning" WARNING;
    IMPORT_WARNING_DEF "ImportWarning" WARNING;
    PENDING_DEPRECATION_WARNING_DEF "PendingDeprecationWarning" WARNING;
    RESOURCE_WARNING_DEF "ResourceWarning" WARNING;
    RUNTIME_WARNING_DEF "RuntimeWarning" WARNING;
    SYNTAX_WARNING_DEF "SyntaxWarning" WARNING;
    UNICODE_WARNING_DEF "UnicodeWarning" WARNING;
    USER_WARNING_DEF "UserWarning" WARNING;
}

/// `ExceptionGroup`, which has two bases.
pub static EXCEPTION_GROUP_DEF: TypeDef = TypeDef {
    name: "ExceptionGroup",
    base: types::BASE_EXCEPTION_GROUP.slot(),
    flags: TypeFlags::BASE,
    ..TypeDef::EMPTY
};

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
pub(crate) fn add_note(vm: &mut Vm, e: &Obj, note: &str) {
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

/// Sets one of the fields that the exception's class adds, by name.
pub fn set_field(vm: &mut Vm, e: &Ref<Exception>, name: &str, value: Obj) {
    let dict = dict(vm, e);
    // A full heap loses the field, not the exception.
    let _ = Dict::set_name(vm, &dict, name, value);
}

/// `value` of a `StopIteration`.
pub fn stop_iteration_value(vm: &mut Vm, e: &Obj) -> Obj {
    let Some(e) = e.downcast_ref::<Exception>() else { return Obj::NONE };
    let args = e.get(vm).args.clone();
    args.tail(vm).first().cloned().unwrap_or(Obj::NONE)
}

/// What an `except*` statement raises in the end, of the group it got and the exceptions its handlers left.
///
/// # Errors
/// `MemoryError`.
pub fn prepare_reraise_star(vm: &mut Vm, original: &Obj, left: &Obj) -> PyResult {
    let _ = (original, left);
    Err(crate::type_error!(vm, "except* is not implemented yet"))
}
