//! `_io`: streams (CPython: `Modules/_io/`).
//!
//! `base` has the abstract classes; `file_io`, `buffered` and `text` are the three layers that `open` puts above one another; `bytes_io`
//! and `string_io` are the streams in memory; `newline` translates line ends; `standard` makes the standard streams.

mod base;
mod buffered;
mod bytes_io;
pub(crate) mod errors;
mod file_io;
mod newline;
mod open;
mod standard;
mod string_io;
mod text;

pub(crate) use file_io::path;
pub use standard::{StreamCodec, close_remaining, install, standard_streams, stream_codec};

use crate::{kinds, table};
use rpython_heap::Payload;
use rpython_objects::{
    Dict, Module, PyResult, Ref, Str, Tuple, Type, TypeDef, Vm, buffer, int, names, protocol, type_object, types,
};

/// `io.DEFAULT_BUFFER_SIZE`
pub(crate) const DEFAULT_BUFFER_SIZE: usize = 128 << 10;

/// The classes that have no payload of their own, and what else the module needs to find again.
#[derive(Default)]
pub(crate) struct State {
    unsupported: Option<Ref<Type>>,
    reader: Option<Ref<Type>>,
    writer: Option<Ref<Type>>,
    random: Option<Ref<Type>>,
}

fn add_on<T: Payload>(
    vm: &mut Vm,
    module: &Ref<Module>,
    def: &'static TypeDef,
    base: &Ref<Type>,
) -> PyResult<Ref<Type>> {
    rpython_heap::kind::register::<T>();
    add_plain(vm, module, def, base)
}

fn add_plain(vm: &mut Vm, module: &Ref<Module>, def: &'static TypeDef, base: &Ref<Type>) -> PyResult<Ref<Type>> {
    let class = type_object::define_on(vm, def, base)?;
    table::set(vm, module, def.name, class.clone().into_obj())?;
    Ok(class)
}

/// `class UnsupportedOperation(OSError, ValueError)`
fn make_unsupported(vm: &mut Vm, module: &Ref<Module>) -> PyResult<()> {
    let dict = Dict::new(vm);
    let shown = Str::intern(vm, "io").into_obj();
    Dict::set_str(vm, &dict, names::__module__, shown)?;
    let bases = [types::OS_ERROR, types::VALUE_ERROR].map(|b| b.clone().into_obj());
    let bases = Tuple::from_slice(vm, &bases)?.into_obj();
    let name = Str::intern(vm, "UnsupportedOperation").into_obj();
    let made = protocol::call(vm, types::TYPE, &[name, bases, dict.into_obj()])?;
    table::set(vm, module, "UnsupportedOperation", made.clone())?;
    vm.state_of::<State>().unsupported = made.downcast::<Type>().ok();
    Ok(())
}

/// `BufferedReader` and `BufferedWriter`.
fn buffered_classes(vm: &mut Vm) -> PyResult<(Ref<Type>, Ref<Type>)> {
    let state = vm.state_of::<State>();
    match (state.reader.clone(), state.writer.clone()) {
        (Some(reader), Some(writer)) => Ok((reader, writer)),
        _ => Err(errors::refuse_uninitialised(vm)),
    }
}

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(
        vm,
        "_io",
        "The io module provides the Python interfaces to stream handling. The\nbuiltin open function is defined in this module.",
        open::FUNCTIONS,
    )?;
    let m = &module;
    let size = int::from_i64(vm, DEFAULT_BUFFER_SIZE as i64);
    table::set(vm, m, "DEFAULT_BUFFER_SIZE", size)?;
    table::set(vm, m, "BlockingIOError", types::BLOCKING_IO_ERROR.clone().into_obj())?;
    make_unsupported(vm, m)?;
    let io_base = add_plain(vm, m, &base::IO_BASE, types::OBJECT)?;
    let raw = add_plain(vm, m, &base::RAW_IO_BASE, &io_base)?;
    let buffered = add_plain(vm, m, &base::BUFFERED_IO_BASE, &io_base)?;
    let text = add_plain(vm, m, &base::TEXT_IO_BASE, &io_base)?;
    add_on::<bytes_io::BytesIo>(vm, m, &bytes_io::DEF, &buffered)?;
    buffer::register(kinds::BYTES_IO, &bytes_io::EXPORTER);
    table::add_type::<bytes_io::BytesIoBuffer>(vm, m, &bytes_io::BUFFER_DEF)?;
    add_on::<file_io::FileIo>(vm, m, &file_io::DEF, &raw)?;
    let reader = add_on::<buffered::Buffered>(vm, m, &buffered::READER, &buffered)?;
    let writer = add_on::<buffered::Buffered>(vm, m, &buffered::WRITER, &buffered)?;
    let random = add_on::<buffered::Buffered>(vm, m, &buffered::RANDOM, &buffered)?;
    let state = vm.state_of::<State>();
    (state.reader, state.writer, state.random) = (Some(reader), Some(writer), Some(random));
    add_on::<buffered::pair::Pair>(vm, m, &buffered::pair::DEF, &buffered)?;
    add_on::<string_io::StringIo>(vm, m, &string_io::DEF, &text)?;
    table::add_type::<newline::NewlineDecoder>(vm, m, &newline::DEF)?;
    add_on::<text::TextIo>(vm, m, &text::DEF, &text)?;
    Ok(module)
}
