//! The buffer protocol: a view of an object's bytes (PEP 3118), with its format and shape.
//!
//! A view names its exporter and a range of that exporter's bytes; the bytes themselves are borrowed through the token
//! for each access. The exporter counts its views, and refuses to change its size while there are any.

use crate::{PyResult, TypeExt, Vm, type_error};
use rpython_heap::Obj;

/// What a consumer asks of a buffer (`PyBUF_*`).
pub type BufferFlags = u32;

/// Asks for a writable buffer.
pub const WRITABLE: BufferFlags = 1;

/// How a type exports its bytes.
pub type BufferFn = fn(&mut Vm, &Obj, BufferFlags) -> PyResult<Buffer>;

/// A view of an object's bytes.
#[derive(Debug)]
pub struct Buffer {
    /// Whose bytes these are: a `bytes`, `bytearray`, `memoryview` or a native module's exporter.
    pub exporter: Obj,
    /// Whether they may be changed.
    pub read_only: bool,
    /// Format of an item, in `struct`'s language.
    pub format: String,
    /// Bytes of an item.
    pub item_size: usize,
    /// Items by dimension.
    pub shape: Vec<usize>,
    /// Bytes from one item to the next, by dimension.
    pub strides: Vec<isize>,
    /// First byte of the view within the exporter's bytes.
    pub offset: usize,
}

/// Asks a class written in Python.
///
/// # Errors
/// `TypeError` where it has no `__buffer__`, or what that raises.
pub fn from_python(vm: &mut Vm, o: &Obj, _flags: BufferFlags) -> PyResult<Buffer> {
    let class = vm.class_of(o).name(vm).to_string();
    Err(type_error!(vm, "a bytes-like object is required, not '{class}'"))
}
