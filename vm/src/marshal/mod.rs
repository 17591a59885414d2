//! Marshal: objects to and from CPython 3.14's serial form (Python/marshal.c, version 5).
//!
//! A value is a type byte and its content; bit 7 of the type byte enters the value into the table of references, which a
//! later `r` names by number. The module `marshal`, the importer and the embedded library all come here.

mod read;
mod write;

pub use read::{Choices, Embedded, Input, code, library_code, object as read};
pub(crate) use read::{begin, complete};
pub use write::object as write;

/// The version of the format that is written by default.
pub const VERSION: i32 = rpython_frontend::marshal::VERSION;

/// How deep values may nest, reading and writing (marshal.c: MAX_MARSHAL_STACK_DEPTH).
const MAX_DEPTH: usize = 2000;

/// Bit 7 of a type byte: the value enters the table of references.
const FLAG_REF: u8 = 0x80;

use rpython_frontend::{code::kind, marshal::tag};
use rpython_objects::{Code, PyResult, Ref, Vm, raise, types};

/// The first bytes of a `.pyc` file.
pub const MAGIC_NUMBER: [u8; 4] = rpython_frontend::marshal::MAGIC_NUMBER;

/// The code of a `.pyc` file (pythonrun.c: `run_pyc_file`).
///
/// # Errors
/// `RuntimeError` for a file that is none.
pub fn pyc(vm: &mut Vm, data: &[u8]) -> PyResult<Ref<Code>> {
    if !data.starts_with(&MAGIC_NUMBER) {
        return Err(raise!(vm, types::RUNTIME_ERROR, "Bad magic number in .pyc file"));
    }
    code(vm, data.get(rpython_frontend::marshal::Header::SIZE..).unwrap_or_default(), None)
}
