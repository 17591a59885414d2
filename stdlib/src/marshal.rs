//! `marshal`: CPython's serial form of constants and code (Python/marshal.c). The format lives in `rpython_vm::marshal`.

use crate::table;
use rpython_objects::{
    Args, Bytes, Module, NativeDef, PyResult, Ref, Str, Vm, argument, buffer, int, names, native, protocol, type_error,
};
use rpython_vm::marshal::{Choices, Input, VERSION, read, write};

static FUNCTIONS: &[NativeDef] = &[
    native(
        "dump",
        "($module, value, file, version=version, /, *, allow_code=True)",
        dump,
        "Write the value on the open file.\n\n  value\n    Must be a supported type.\n  file\n    Must be a writeable binary file.\n  version\n    Indicates the data format that dump should use.\n  allow_code\n    Allow to write code objects.\n\nIf the value has (or contains an object that has) an unsupported type, a\nValueError exception is raised - but garbage data will also be written\nto the file. The object will not be properly read back by load().",
    ),
    native(
        "load",
        "($module, file, /, *, allow_code=True)",
        load,
        "Read one value from the open file and return it.\n\n  file\n    Must be readable binary file.\n  allow_code\n    Allow to load code objects.\n\nIf no valid value is read (e.g. because the data has a different Python\nversion's incompatible marshal format), raise EOFError, ValueError or\nTypeError.\n\nNote: If an object containing an unsupported type was marshalled with\ndump(), load() will substitute None for the unmarshallable type.",
    ),
    native(
        "dumps",
        "($module, value, version=version, /, *, allow_code=True)",
        dumps,
        "Return the bytes object that would be written to a file by dump(value, file).\n\n  value\n    Must be a supported type.\n  version\n    Indicates the data format that dumps should use.\n  allow_code\n    Allow to write code objects.\n\nRaise a ValueError exception if value has (or contains an object that\nhas) an unsupported type.",
    ),
    native(
        "loads",
        "($module, bytes, /, *, allow_code=True)",
        loads,
        "Convert the bytes-like object to a value.\n\n  allow_code\n    Allow to load code objects.\n\nIf no valid value is found, raise EOFError, ValueError or TypeError.\nExtra bytes in the input are ignored.",
    ),
];

/// The stream of the value that is argument 1; `version` and `allow_code` are the arguments at the places given.
fn written(vm: &mut Vm, args: Args<'_>, version: usize, allow_code: usize) -> PyResult<Ref<Bytes>> {
    let version = match args.opt(version) {
        Some(version) => argument::c_int(vm, version)?,
        None => VERSION,
    };
    let allow_code = match args.opt(allow_code) {
        Some(allow) => protocol::is_true(vm, allow)?,
        None => true,
    };
    // Whether the value has other references decides what is written: none is made for nobody.
    if rpython_vm::audit::is_watched(vm) {
        rpython_vm::audit::event(vm, "marshal.dumps", &[args.at(1).clone(), int::from_i64(vm, version.into())])?;
    }
    let data = write(vm, args.at(1), version, allow_code)?;
    Ok(Bytes::new(vm, &data)?)
}

fn dump(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let data = written(vm, args, 3, 4)?;
    protocol::call_method(vm, args.at(2), names::write, &[data.into_obj()])
}

fn dumps(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(written(vm, args, 2, 3)?.into_obj())
}

fn choices(vm: &mut Vm, args: Args<'_>) -> PyResult<Choices> {
    let no_code = match args.opt(2) {
        Some(allow) => !protocol::is_true(vm, allow)?,
        None => false,
    };
    Ok(Choices { no_code, ..Choices::default() })
}

fn load(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let choices = choices(vm, args)?;
    let file = args.at(1);
    // Text files are told apart before anything is read.
    let (nothing, name) = (int::from_i64(vm, 0), Str::intern(vm, "read"));
    let probe = protocol::call_method(vm, file, &name, &[nothing])?;
    if !probe.is_kind::<Bytes>() {
        let class = argument::class_name(vm, &probe);
        return Err(type_error!(vm, "file.read() returned not bytes but {class}"));
    }
    rpython_vm::audit::event(vm, "marshal.load", &[])?;
    read(vm, Input::File(file.clone(), Vec::new()), choices)
}

fn loads(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let choices = choices(vm, args)?;
    let data = buffer::to_vec(vm, args.at(1))?;
    rpython_vm::audit::event(vm, "marshal.loads", &[args.at(1).clone()])?;
    read(vm, Input::Memory(&data, 0), choices)
}

/// Makes the module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "This module contains functions that can read and write Python values in\na binary format. The format is specific to Python, but independent of\nmachine architecture issues.\n\nNot all Python object types are supported; in general, only objects\nwhose value is independent from a particular invocation of Python can be\nwritten and read by this module. The following types are supported:\nNone, integers, floating-point numbers, strings, bytes, bytearrays,\ntuples, lists, sets, dictionaries, and code objects, where it\nshould be understood that tuples, lists and dictionaries are only\nsupported as long as the values contained therein are themselves\nsupported; and recursive lists and dictionaries should not be written\n(they will cause infinite loops).\n\nVariables:\n\nversion -- indicates the format that the module uses. Version 0 is the\n    historical format, version 1 shares interned strings and version 2\n    uses a binary format for floating-point numbers.\n    Version 3 shares common object references (New in version 3.4).\n\nFunctions:\n\ndump() -- write value to a file\nload() -- read value from a file\ndumps() -- marshal value as a bytes object\nloads() -- read value from a bytes-like object";
    let module = table::module(vm, "marshal", doc, FUNCTIONS)?;
    let version = int::from_i64(vm, VERSION.into());
    table::set(vm, &module, "version", version)?;
    Ok(module)
}
