//! `_library`: what the embedded library holds, for its finder (`_embedded_library` in `pylib/Lib`). Paths are relative to the library's folder.

use crate::table;
use rpython_objects::{
    Args, Bytes, List, Module, NativeDef, Obj, PyResult, Ref, Str, StrExt, Tuple, Vm, argument, native, type_error,
};
use std::{
    collections::BTreeSet,
    fs,
    io::{Error, ErrorKind, Result as IoResult},
    path::{Path, PathBuf},
};

/// The library's code, as it is read.
pub(crate) const EMBEDDED: rpython_vm::marshal::Embedded =
    rpython_vm::marshal::Embedded { code: rpython_pylib::code(), name: rpython_pylib::name };

/// The file of a folder that tells which library [`install`] has written there.
const MARK: &str = "RPYTHON_LIBRARY";

/// Whether a folder holds the files of this very library, written by [`install`].
pub fn is_installed(folder: &Path) -> bool {
    fs::read_to_string(folder.join(MARK)).is_ok_and(|mark| mark.trim_end() == rpython_pylib::IDENTITY)
}

/// Writes the library's files to a folder, whole or not at all: they are written beside it first. One that was written before is
/// replaced.
///
/// # Errors
/// The system's; `AlreadyExists` where the folder holds something else.
pub fn install(folder: &Path) -> IoResult<()> {
    if is_installed(folder) {
        return Ok(());
    }
    if folder.exists() && !folder.join(MARK).is_file() {
        let message = format!("{} holds another library", folder.display());
        return Err(Error::new(ErrorKind::AlreadyExists, message));
    }
    let beside = |what: &str| -> PathBuf {
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        folder.with_file_name(format!(".{name}.{what}.{}", std::process::id()))
    };
    let (new, old) = (beside("new"), beside("old"));
    let written = write_files(&new).and_then(|()| {
        if folder.exists() {
            fs::rename(folder, &old)?;
        }
        fs::rename(&new, folder)
    });
    for left in [new, old] {
        if left.exists() {
            fs::remove_dir_all(left)?;
        }
    }
    written
}

fn write_files(folder: &Path) -> IoResult<()> {
    for file in rpython_pylib::files() {
        let place = folder.join(file.path);
        fs::create_dir_all(place.parent().unwrap_or(folder))?;
        fs::write(place, file.text())?;
    }
    fs::write(folder.join(MARK), format!("{}\n", rpython_pylib::IDENTITY))
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "find",
        "($module, folder, name, /)",
        find,
        "Return the file of a module in a folder and whether it is a package, or None.\n\nA folder without __init__.py is returned with None for that.",
    ),
    native("code", "($module, path, filename, /)", code, "Return the code object of a file, with a file name."),
    native("data", "($module, path, /)", data, "Return the content of a file, or None."),
    native("names", "($module, folder, /)", names, "Return the names in a folder, or None if there is none."),
];

fn text(vm: &mut Vm, args: Args<'_>, i: usize) -> PyResult<String> {
    match args.at(i).downcast_ref::<Str>() {
        Some(text) => Ok(text.to_string_lossy(vm)),
        None => {
            let class = argument::class_name(vm, args.at(i));
            Err(type_error!(vm, "a path must be str, not {class}"))
        }
    }
}

fn find(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (folder, name) = (text(vm, args, 1)?, text(vm, args, 2)?);
    let stem = if folder.is_empty() { name } else { format!("{folder}/{name}") };
    let (file, module) = (format!("{stem}/__init__.py"), format!("{stem}.py"));
    let (path, package) = if rpython_pylib::file(&file).is_some() {
        (file, Obj::TRUE)
    } else if rpython_pylib::file(&module).is_some() {
        (module, Obj::FALSE)
    } else if rpython_pylib::below(&stem).is_empty() {
        return Ok(Obj::NONE);
    } else {
        (stem, Obj::NONE)
    };
    let path = Str::new(vm, &path).into_obj();
    Ok(Tuple::from_slice(vm, &[path, package])?.into_obj())
}

fn code(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = text(vm, args, 1)?;
    let Some(filename) = args.at(2).downcast_ref::<Str>().cloned() else {
        let class = argument::class_name(vm, args.at(2));
        return Err(type_error!(vm, "a file name must be str, not {class}"));
    };
    match rpython_pylib::file(&path).and_then(rpython_pylib::File::code_start) {
        Some(start) => {
            let filename = Str::intern_ref(vm, filename);
            Ok(rpython_vm::marshal::library_code(vm, EMBEDDED, start, filename)?.into_obj())
        }
        None => Ok(Obj::NONE),
    }
}

fn data(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let path = text(vm, args, 1)?;
    match rpython_pylib::file(&path) {
        Some(file) => Ok(Bytes::new(vm, &file.text())?.into_obj()),
        None => Ok(Obj::NONE),
    }
}

fn names(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let folder = text(vm, args, 1)?;
    let inside = if folder.is_empty() { rpython_pylib::files() } else { rpython_pylib::below(&folder) };
    if inside.is_empty() {
        return Ok(Obj::NONE);
    }
    let skip = if folder.is_empty() { 0 } else { folder.len() + 1 };
    let found: BTreeSet<&str> = inside.iter().filter_map(|f| f.path.get(skip..)?.split('/').next()).collect();
    let found: Vec<Obj> = found.into_iter().map(|name| Str::new(vm, name).into_obj()).collect();
    Ok(List::from_vec(vm, found)?.into_obj())
}

/// The source of a file, wherever the library's folder is said to lie.
pub(crate) fn source(vm: &mut Vm, file: &str) -> Option<Vec<u8>> {
    let places = &rpython_vm::config(vm).places;
    let root = std::str::from_utf8(&places.stdlib_dir).ok().filter(|_| places.embedded)?;
    let inside = file.strip_prefix(root)?.strip_prefix('/')?;
    rpython_pylib::file(inside).map(rpython_pylib::File::text)
}

/// Makes the module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    table::module(vm, "_library", "What the embedded library holds.", FUNCTIONS)
}
