//! `_pickle`: objects as streams of bytes (CPython: `Modules/_pickle.c`; PEP 307, 3154, 574).
//!
//! `save*.rs` write pickles and `load*.rs` read them, both over `opcode.rs` and `memo.rs`; `output.rs` knows frames and files,
//! `input.rs` likewise. `pickler.rs` and `unpickler.rs` are the types that programs subclass, `proxy.rs` their memos,
//! `buffer.rs` what travels beside a pickle.

mod buffer;
mod error;
mod global;
mod input;
mod load;
mod load_object;
mod load_scalar;
mod memo;
mod opcode;
mod output;
mod pickler;
mod proxy;
mod save;
mod save_global;
mod save_reduce;
mod save_scalar;
mod unpickler;

use crate::table;
use buffer::PickleBuffer;
use global::Renaming;
use input::{File, Input};
use load::{Decoding, Loader};
use output::Output;
use pickler::Pickler;
use rpython_objects::{
    Args, Dict, Module, NativeDef, Obj, PyResult, Ref, Str, Type, Vm, argument, native, protocol, raise, type_object,
    types,
};
use save::Saver;
use std::rc::Rc;
use unpickler::Unpickler;

/// What the module keeps.
#[derive(Default)]
struct State {
    pickling_error: Option<Ref<Type>>,
    unpickling_error: Option<Ref<Type>>,
    shared: Option<Rc<Shared>>,
}

/// What picklers and unpicklers need of other modules.
struct Shared {
    /// `copyreg.dispatch_table`: class → reducing function
    dispatch_table: Ref<Dict>,
    /// `copyreg._extension_registry`: (module, name) → number
    extension_registry: Ref<Dict>,
    /// `copyreg._inverted_registry`: number → (module, name)
    inverted_registry: Ref<Dict>,
    /// `copyreg._extension_cache`: number → object
    extension_cache: Ref<Dict>,
    /// From Python 2 to 3.
    to_new: Renaming,
    /// From Python 3 to 2.
    to_old: Renaming,
    /// `codecs.encode`
    codecs_encode: Obj,
    /// `builtins.getattr`
    getattr: Obj,
    /// `functools.partial`
    partial: Obj,
}

/// `module.name`
fn attribute(vm: &mut Vm, module: &str, name: &str) -> PyResult {
    let module = table::import(vm, module)?;
    let name = Str::intern(vm, name);
    protocol::get_attr(vm, &module, &name)
}

/// `module.name`, which must be a dict.
fn dict(vm: &mut Vm, module: &str, name: &str) -> PyResult<Ref<Dict>> {
    match attribute(vm, module, name)?.downcast::<Dict>() {
        Ok(dict) => Ok(dict),
        Err(other) => {
            let class = argument::class_name(vm, &other);
            Err(raise!(vm, types::RUNTIME_ERROR, "{module}.{name} should be a dict, not {class}"))
        }
    }
}

impl Shared {
    fn new(vm: &mut Vm) -> PyResult<Shared> {
        Ok(Shared {
            getattr: protocol::builtin(vm, "getattr")?,
            dispatch_table: dict(vm, "copyreg", "dispatch_table")?,
            extension_registry: dict(vm, "copyreg", "_extension_registry")?,
            inverted_registry: dict(vm, "copyreg", "_inverted_registry")?,
            extension_cache: dict(vm, "copyreg", "_extension_cache")?,
            to_new: Renaming {
                names: dict(vm, "_compat_pickle", "NAME_MAPPING")?,
                modules: dict(vm, "_compat_pickle", "IMPORT_MAPPING")?,
            },
            to_old: Renaming {
                names: dict(vm, "_compat_pickle", "REVERSE_NAME_MAPPING")?,
                modules: dict(vm, "_compat_pickle", "REVERSE_IMPORT_MAPPING")?,
            },
            codecs_encode: attribute(vm, "codecs", "encode")?,
            partial: attribute(vm, "functools", "partial")?,
        })
    }
}

/// What the module found in others when it was made.
fn shared(vm: &mut Vm) -> PyResult<Rc<Shared>> {
    if let Some(shared) = vm.state_of::<State>().shared.clone() {
        return Ok(shared);
    }
    let shared = Rc::new(Shared::new(vm)?);
    vm.state_of::<State>().shared = Some(shared.clone());
    Ok(shared)
}

/// A saver for the arguments `protocol`, `fix_imports` and `buffer_callback`, the first of them at `at`.
fn saver(vm: &mut Vm, file: Option<&Obj>, args: Args<'_>, at: usize) -> PyResult<Saver> {
    let fix_imports = match args.opt(at + 1) {
        Some(given) => protocol::is_true(vm, given)?,
        None => true,
    };
    let proto = pickler::protocol_of(vm, args.some(at))?;
    let write = file.map(|file| pickler::write_of(vm, file)).transpose()?;
    let callback = pickler::callback_of(vm, args.some(at + 2), proto)?;
    let mut saver = Saver::new(shared(vm)?, Output::new(write), proto, fix_imports);
    saver.buffer_callback = callback;
    Ok(saver)
}

fn dump(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut saver = saver(vm, Some(args.at(2)), args, 3)?;
    saver.dump(vm, args.at(1))?;
    saver.out.flush(vm)?;
    Ok(Obj::NONE)
}

fn dumps(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut saver = saver(vm, None, args, 2)?;
    saver.dump(vm, args.at(1))?;
    saver.out.finish(vm)
}

/// Loads from an input; `fix_imports` is the argument at 2.
fn load_from(vm: &mut Vm, function: &str, input: Input, args: Args<'_>) -> PyResult {
    let mut input = input;
    let prepared = (|| {
        let decoding = Decoding::of(vm, function, args, 2)?;
        let buffers = unpickler::buffers_of(vm, args.some(5))?;
        Ok((shared(vm)?, decoding, buffers))
    })();
    let (shared, decoding, buffers) = match prepared {
        Ok(prepared) => prepared,
        Err(raised) => {
            input.close(vm);
            return Err(raised);
        }
    };
    let mut loader = Loader::new(shared, input, decoding, buffers);
    let loaded = loader.load(vm);
    loader.input.close(vm);
    loaded
}

fn load(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let file = File::new(vm, args.at(1))?;
    load_from(vm, "load", Input::of_file(file), args)
}

fn loads(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let input = Input::of_bytes(vm, args.at(1))?;
    load_from(vm, "loads", input, args)
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "dump",
        "($module, /, obj, file, protocol=None, *, fix_imports=True,\n     buffer_callback=None)",
        dump,
        "Write a pickled representation of obj to the open file object file.\n\nThis is equivalent to ``Pickler(file, protocol).dump(obj)``, but may\nbe more efficient.\n\nThe optional *protocol* argument tells the pickler to use the given\nprotocol; supported protocols are 0, 1, 2, 3, 4 and 5.  The default\nprotocol is 5. It was introduced in Python 3.8, and is incompatible\nwith previous versions.\n\nSpecifying a negative protocol version selects the highest protocol\nversion supported.  The higher the protocol used, the more recent the\nversion of Python needed to read the pickle produced.\n\nThe *file* argument must have a write() method that accepts a single\nbytes argument.  It can thus be a file object opened for binary\nwriting, an io.BytesIO instance, or any other custom object that meets\nthis interface.\n\nIf *fix_imports* is True and protocol is less than 3, pickle will try\nto map the new Python 3 names to the old module names used in Python\n2, so that the pickle data stream is readable with Python 2.\n\nIf *buffer_callback* is None (the default), buffer views are serialized\ninto *file* as part of the pickle stream.  It is an error if\n*buffer_callback* is not None and *protocol* is None or smaller than 5.",
    ),
    native(
        "dumps",
        "($module, /, obj, protocol=None, *, fix_imports=True,\n      buffer_callback=None)",
        dumps,
        "Return the pickled representation of the object as a bytes object.\n\nThe optional *protocol* argument tells the pickler to use the given\nprotocol; supported protocols are 0, 1, 2, 3, 4 and 5.  The default\nprotocol is 5. It was introduced in Python 3.8, and is incompatible\nwith previous versions.\n\nSpecifying a negative protocol version selects the highest protocol\nversion supported.  The higher the protocol used, the more recent the\nversion of Python needed to read the pickle produced.\n\nIf *fix_imports* is True and *protocol* is less than 3, pickle will\ntry to map the new Python 3 names to the old module names used in\nPython 2, so that the pickle data stream is readable with Python 2.\n\nIf *buffer_callback* is None (the default), buffer views are serialized\ninto *file* as part of the pickle stream.  It is an error if\n*buffer_callback* is not None and *protocol* is None or smaller than 5.",
    ),
    native(
        "load",
        "($module, /, file, *, fix_imports=True, encoding='ASCII',\n     errors='strict', buffers=())",
        load,
        "Read and return an object from the pickle data stored in a file.\n\nThis is equivalent to ``Unpickler(file).load()``, but may be more\nefficient.\n\nThe protocol version of the pickle is detected automatically, so no\nprotocol argument is needed.  Bytes past the pickled object's\nrepresentation are ignored.\n\nThe argument *file* must have two methods, a read() method that takes\nan integer argument, and a readline() method that requires no\narguments.  Both methods should return bytes.  Thus *file* can be a\nbinary file object opened for reading, an io.BytesIO object, or any\nother custom object that meets this interface.\n\nOptional keyword arguments are *fix_imports*, *encoding* and *errors*,\nwhich are used to control compatibility support for pickle stream\ngenerated by Python 2.  If *fix_imports* is True, pickle will try to\nmap the old Python 2 names to the new names used in Python 3.  The\n*encoding* and *errors* tell pickle how to decode 8-bit string\ninstances pickled by Python 2; these default to 'ASCII' and 'strict',\nrespectively.  The *encoding* can be 'bytes' to read these 8-bit\nstring instances as bytes objects.",
    ),
    native(
        "loads",
        "($module, data, /, *, fix_imports=True, encoding='ASCII',\n      errors='strict', buffers=())",
        loads,
        "Read and return an object from the given pickle data.\n\nThe protocol version of the pickle is detected automatically, so no\nprotocol argument is needed.  Bytes past the pickled object's\nrepresentation are ignored.\n\nOptional keyword arguments are *fix_imports*, *encoding* and *errors*,\nwhich are used to control compatibility support for pickle stream\ngenerated by Python 2.  If *fix_imports* is True, pickle will try to\nmap the old Python 2 names to the new names used in Python 3.  The\n*encoding* and *errors* tell pickle how to decode 8-bit string\ninstances pickled by Python 2; these default to 'ASCII' and 'strict',\nrespectively.  The *encoding* can be 'bytes' to read these 8-bit\nstring instances as bytes objects.",
    ),
];

/// Makes the module.
///
/// # Errors
/// What importing the modules raises that it needs.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "Optimized C implementation for the Python pickle module.";
    let module = table::module(vm, "_pickle", doc, FUNCTIONS)?;
    table::add_type::<Pickler>(vm, &module, &pickler::DEF)?;
    table::add_type::<Unpickler>(vm, &module, &unpickler::DEF)?;
    table::add_type::<PickleBuffer>(vm, &module, &buffer::DEF)?;
    type_object::define_kind::<proxy::PicklerMemo>(vm, &proxy::PICKLER_DEF)?;
    type_object::define_kind::<proxy::UnpicklerMemo>(vm, &proxy::UNPICKLER_DEF)?;
    let base = table::add_exception(vm, &module, "_pickle", "PickleError", types::EXCEPTION)?;
    let pickling = table::add_exception(vm, &module, "_pickle", "PicklingError", &base)?;
    let unpickling = table::add_exception(vm, &module, "_pickle", "UnpicklingError", &base)?;
    let state = vm.state_of::<State>();
    (state.pickling_error, state.unpickling_error) = (Some(pickling), Some(unpickling));
    shared(vm)?;
    Ok(module)
}
