//! Python's object model: the built-in types, the type system, protocols and exceptions.
//!
//! A type is a file: its payload, its operations, its table of methods ("how a type is written" in ARCHITECTURE.md). Behind
//! them stand the type system (`type_object`, `class`, `slots`, `dispatch`, `wrapper`, `descriptor`), the operations on any
//! object (`protocol`), native functions (`native`, `function`), and pure kernels (`text`, `number`, `hash`).
#![forbid(unsafe_code)]

pub mod anext_awaitable;
pub mod argument;
pub mod async_generator;
mod bootstrap;
pub mod buffer;
pub mod bytearray;
pub mod bytes;
pub mod call_iterator;
pub mod cell;
pub mod class;
pub mod class_method;
pub mod code;
pub mod code_lines;
pub mod codecs;
pub mod complex;
pub mod constants;
pub mod descriptor;
pub mod dict;
pub mod dispatch;
pub mod enumerate;
mod error;
pub mod exception;
pub mod filter;
pub mod float;
pub mod frame;
pub mod frame_locals;
pub mod function;
pub mod generator;
pub mod generic_alias;
pub mod hash;
pub mod int;
pub mod kinds;
pub(crate) mod last_tuple;
pub mod list;
mod lockstep;
pub mod map;
pub mod mapping_proxy;
pub mod memory;
pub mod memoryview;
pub mod method;
pub mod module;
mod mro;
pub mod names;
pub mod namespace;
pub mod native;
pub mod number;
pub mod object;
mod object_methods;
pub mod percent;
pub mod property;
pub mod protocol;
pub mod python_function;
pub mod range;
pub mod reversed;
pub mod sequence;
pub mod sequence_iterator;
pub mod set;
pub mod slice;
pub mod slots;
mod sort;
pub mod static_method;
pub mod str;
pub mod struct_sequence;
pub mod super_object;
pub mod template;
pub mod text;
pub mod tuple;
mod type_attributes;
pub mod type_call;
pub mod type_object;
pub mod types;
pub mod typing;
pub mod union;
pub mod vm;
pub mod weakref;
pub mod wrapper;
pub mod zip;

pub use bytearray::ByteArray;
pub use bytes::Bytes;
pub use code::Code;
pub use dict::Dict;
pub use error::{PyResult, Raised};
pub use exception::Exception;
pub use frame::{Frame, Traceback};
pub use generator::{Generator, GeneratorState, Resume, Resumed};
pub use list::List;
pub use module::Module;
pub use native::{Args, Binding, CallArgs, NativeDef, class_native, native, native_unbound, static_native};
pub use python_function::Function;
pub use rpython_heap::{BufVec, Obj, OptObj, Payload, Ref, Value, Weak};
pub use slots::{BinaryFn, CompareOp, SlotView, Slots};
pub use str::{Str, StrExt};
pub use tuple::Tuple;
pub use type_object::{GetSetDef, Type, TypeDef, TypeExt, TypeFlags, getset, getter};
pub use vm::{EVAL_BREAKER, Hooks, Vm};

/// Writes (`Some`) or deletes (`None`) a computed attribute.
pub type SetAttribute = fn(&mut Vm, &Obj, Option<&Obj>) -> PyResult<()>;
