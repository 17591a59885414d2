//! Arguments that name files: paths as text, bytes or objects with `__fspath__`, descriptors, and folders that relative paths start from
//! (CPython: `path_converter`, `dir_fd_converter`).
//!
//! File names are bytes; text stands for them by UTF-8 with the error handler `surrogateescape`.

use super::error;
use rpython_objects::{
    Bytes, Obj, PyResult, Raised, Ref, Str, TypeExt, Vm, argument, codecs, int, protocol, raise, type_error, types,
    value_error,
};
use rpython_vm::system;
use rustix::{fd::BorrowedFd, io::Errno};
use std::ffi::{CStr, CString};

/// The bytes of a file name given as text.
///
/// # Errors
/// `UnicodeEncodeError`
pub(crate) fn encode(vm: &mut Vm, text: &Ref<Str>) -> PyResult<Vec<u8>> {
    let encoded = codecs::encode(vm, text, Some("utf-8"), Some("surrogateescape"))?;
    Ok(encoded.tail(vm).to_vec())
}

/// A file name as text.
///
/// # Errors
/// `MemoryError`
pub(crate) fn decode(vm: &mut Vm, name: &[u8]) -> PyResult {
    match std::str::from_utf8(name) {
        Ok(text) => Ok(Str::new(vm, text).into_obj()),
        Err(_) => Ok(codecs::decode(vm, name, Some("utf-8"), Some("surrogateescape"))?.into_obj()),
    }
}

/// Bytes as a Python object.
///
/// # Errors
/// `MemoryError`
pub(crate) fn bytes(vm: &mut Vm, data: &[u8]) -> PyResult {
    Ok(Bytes::new(vm, data)?.into_obj())
}

/// `os.fspath(o)`
///
/// # Errors
/// `TypeError` for what is no path.
pub(crate) fn fspath(vm: &mut Vm, o: &Obj) -> PyResult {
    match try_fspath(vm, o)? {
        Some(path) => Ok(path),
        None => {
            let class = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "expected str, bytes or os.PathLike object, not {class}"))
        }
    }
}

/// The path that an object is or stands for; `None` if it is none.
fn try_fspath(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    if o.is_kind::<Str>() || o.is_kind::<Bytes>() {
        return Ok(Some(o.clone()));
    }
    let name = Str::intern(vm, "__fspath__");
    let Some(method) = protocol::lookup_special(vm, o, &name).filter(|m| !m.is_none()) else { return Ok(None) };
    let bound = protocol::bind(vm, o, &method)?;
    let path = protocol::call(vm, &bound, &[])?;
    if path.is_kind::<Str>() || path.is_kind::<Bytes>() {
        return Ok(Some(path));
    }
    let (class, got) = (vm.class_of(o).name(vm).to_string(), vm.class_of(&path).name(vm).to_string());
    Err(type_error!(vm, "expected {class}.__fspath__() to return str or bytes, not {got}"))
}

/// The bytes of a path: `os.fsencode(o)`, without NULs.
///
/// # Errors
/// `TypeError`, `ValueError` for a path with a NUL.
pub(crate) fn fsencode(vm: &mut Vm, o: &Obj) -> PyResult<CString> {
    let path = fspath(vm, o)?;
    let data = data_of(vm, &path)?;
    CString::new(data).map_err(|_| value_error!(vm, "embedded null byte"))
}

/// The bytes of a `str` or `bytes`.
pub(super) fn data_of(vm: &mut Vm, path: &Obj) -> PyResult<Vec<u8>> {
    match path.downcast_ref::<Str>() {
        Some(text) => encode(vm, text),
        None => Ok(path.downcast_ref::<Bytes>().map(|b| b.tail(vm).to_vec()).unwrap_or_default()),
    }
}

/// What a function takes where a path is wanted.
#[derive(Clone, Copy)]
pub(crate) struct Wanted {
    /// The function and the argument, for messages.
    pub(crate) function: &'static str,
    pub(crate) argument: &'static str,
    /// Whether a descriptor will do.
    pub(crate) descriptor: bool,
    /// Whether `None` will do, for the working directory.
    pub(crate) none: bool,
}

impl Wanted {
    /// A path.
    pub(crate) const fn path(function: &'static str) -> Wanted {
        Wanted { function, argument: "path", descriptor: false, none: false }
    }
    /// A path of another argument's name.
    pub(crate) const fn named(function: &'static str, argument: &'static str) -> Wanted {
        Wanted { function, argument, descriptor: false, none: false }
    }
    /// A path or a descriptor.
    pub(crate) const fn or_descriptor(function: &'static str) -> Wanted {
        Wanted { function, argument: "path", descriptor: true, none: false }
    }
}

/// A path argument.
pub(crate) struct Path {
    /// What was passed, for errors.
    pub(crate) object: Obj,
    /// The name; empty where there is a descriptor.
    pub(crate) name: CString,
    /// The descriptor, if one was passed.
    pub(crate) descriptor: Option<i32>,
    /// Whether names in results shall be bytes.
    pub(crate) is_bytes: bool,
}

/// A number that fits a descriptor (CPython: `_fd_converter`).
fn number(vm: &mut Vm, o: &Obj) -> PyResult<i32> {
    if o.value().is_bool() {
        let warn = vm.hooks.warn;
        warn(vm, types::RUNTIME_WARNING, "bool is used as a file descriptor", 1)?;
    }
    let exact = protocol::index(vm, o)?;
    let fits = int::to_i64(vm, &exact).and_then(|n| i32::try_from(n).ok());
    match fits {
        Some(n) => Ok(n),
        None if int::is_negative(vm, &exact) => Err(raise!(vm, types::OVERFLOW_ERROR, "fd is less than minimum")),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "fd is greater than maximum")),
    }
}

impl Path {
    /// Reads a path argument; without one, or for `None`, the working directory where that is allowed.
    ///
    /// # Errors
    /// `TypeError`, `ValueError`, `OverflowError`
    pub(crate) fn read(vm: &mut Vm, o: Option<&Obj>, wanted: Wanted) -> PyResult<Path> {
        let Some(o) = o.filter(|o| !(wanted.none && o.is_none())) else {
            return Ok(Path { object: Obj::NONE, name: c".".to_owned(), descriptor: None, is_bytes: false });
        };
        if wanted.descriptor && !o.is_kind::<Str>() && !o.is_kind::<Bytes>() && protocol::has_index(vm, o) {
            let n = number(vm, o)?;
            return Ok(Path { object: o.clone(), name: CString::default(), descriptor: Some(n), is_bytes: false });
        }
        let Some(path) = try_fspath(vm, o)? else { return Err(unwanted(vm, o, wanted)) };
        let data = data_of(vm, &path)?;
        let Ok(name) = CString::new(data) else {
            return Err(value_error!(vm, "{}: embedded null character in {}", wanted.function, wanted.argument));
        };
        Ok(Path { object: o.clone(), name, descriptor: None, is_bytes: path.is_kind::<Bytes>() })
    }

    /// The `OSError` about this file.
    pub(crate) fn error(&self, vm: &mut Vm, error: Errno) -> Raised {
        let name = Some(&self.object).filter(|o| !o.is_none());
        error::raise(vm, error, name)
    }

    /// The `OSError` about two files.
    pub(crate) fn error_with(&self, vm: &mut Vm, error: Errno, other: &Path) -> Raised {
        error::raise_number(vm, error.raw_os_error(), Some(&self.object), Some(&other.object))
    }

    /// Makes a system call that may take long, again if a signal's handler has run.
    ///
    /// # Errors
    /// The `OSError` about this file; what a handler raises.
    pub(crate) fn call<T: Send>(&self, vm: &mut Vm, call: impl Fn(&CStr) -> Result<T, Errno> + Sync) -> PyResult<T> {
        let name = Some(&self.object).filter(|o| !o.is_none());
        let path = self.name.as_c_str();
        error::blocking_named(vm, name, || call(path))
    }

    /// As [`Path::call`], by descriptor where one was passed.
    ///
    /// # Errors
    /// As [`Path::call`].
    pub(crate) fn call_either<T: Send>(
        &self,
        vm: &mut Vm,
        by_name: impl Fn(&CStr) -> Result<T, Errno> + Sync,
        by_descriptor: impl Fn(BorrowedFd<'static>) -> Result<T, Errno> + Sync,
    ) -> PyResult<T> {
        let Some(number) = self.descriptor else { return self.call(vm, by_name) };
        error::blocking_named(vm, Some(&self.object), || by_descriptor(borrow(number)?))
    }

    /// A name in a result: bytes if the path was.
    ///
    /// # Errors
    /// `MemoryError`
    pub(crate) fn result(&self, vm: &mut Vm, name: &[u8]) -> PyResult {
        if self.is_bytes { bytes(vm, name) } else { decode(vm, name) }
    }
}

#[cold]
fn unwanted(vm: &mut Vm, o: &Obj, wanted: Wanted) -> Raised {
    let allowed = match (wanted.descriptor, wanted.none) {
        (true, true) => "string, bytes, os.PathLike, integer or None",
        (true, false) => "string, bytes, os.PathLike or integer",
        (false, true) => "string, bytes, os.PathLike or None",
        (false, false) => "string, bytes or os.PathLike",
    };
    let class = vm.class_of(o).name(vm).to_string();
    type_error!(vm, "{}: {} should be {allowed}, not {class}", wanted.function, wanted.argument)
}

/// The descriptor of a number.
pub(crate) fn borrow(number: i32) -> Result<BorrowedFd<'static>, Errno> {
    system::descriptor(number)
}

/// The folder that a relative path starts from: `dir_fd`.
#[derive(Clone, Copy)]
pub(crate) struct Folder(Option<i32>);

impl Folder {
    /// Reads the argument.
    ///
    /// # Errors
    /// `TypeError`, `OverflowError`
    pub(crate) fn read(vm: &mut Vm, o: Option<&Obj>) -> PyResult<Folder> {
        let Some(o) = o.filter(|o| !o.is_none()) else { return Ok(Folder(None)) };
        if !protocol::has_index(vm, o) {
            let class = vm.class_of(o).name(vm).to_string();
            return Err(type_error!(vm, "argument should be integer or None, not {class}"));
        }
        number(vm, o).map(|n| Folder(Some(n)))
    }

    /// The descriptor to start from.
    pub(crate) fn get(self) -> Result<BorrowedFd<'static>, Errno> {
        match self.0 {
            None => Ok(rustix::fs::CWD),
            Some(n) => borrow(n),
        }
    }

    /// As the C library has it.
    pub(crate) fn raw(self) -> i32 {
        const AT_FDCWD: i32 = -100;
        self.0.unwrap_or(AT_FDCWD)
    }

    /// Whether one was passed.
    pub(crate) fn is_given(self) -> bool {
        self.0.is_some()
    }
}

/// Refuses a folder for a path that is a descriptor.
///
/// # Errors
/// `ValueError`
pub(crate) fn no_folder(vm: &mut Vm, function: &str, path: &Path, folder: Folder) -> PyResult<()> {
    if folder.is_given() && path.descriptor.is_some() {
        return Err(value_error!(vm, "{function}: can't specify dir_fd without matching path"));
    }
    Ok(())
}

/// Refuses `follow_symlinks=False` for a path that is a descriptor.
///
/// # Errors
/// `ValueError`
pub(crate) fn must_follow(vm: &mut Vm, function: &str, path: &Path, follow: bool) -> PyResult<()> {
    if !follow && path.descriptor.is_some() {
        return Err(value_error!(vm, "{function}: cannot use fd and follow_symlinks together"));
    }
    Ok(())
}

/// A descriptor argument: an int, or an object with a `fileno()` method (CPython: `PyObject_AsFileDescriptor`).
///
/// # Errors
/// `TypeError`, `ValueError` for negative ones.
pub(crate) fn descriptor_of(vm: &mut Vm, o: &Obj) -> PyResult<i32> {
    let made = if int::is_int(o) {
        if o.value().is_bool() {
            let warn = vm.hooks.warn;
            warn(vm, types::RUNTIME_WARNING, "bool is used as a file descriptor", 1)?;
        }
        o.clone()
    } else {
        let fileno = Str::intern(vm, "fileno");
        let Some(method) = protocol::find_attr(vm, o, &fileno)? else {
            return Err(type_error!(vm, "argument must be an int, or have a fileno() method."));
        };
        let made = protocol::call(vm, &method, &[])?;
        if !int::is_int(&made) {
            return Err(type_error!(vm, "fileno() returned a non-integer"));
        }
        made
    };
    let number = argument::c_int(vm, &made)?;
    if number < 0 {
        return Err(value_error!(vm, "file descriptor cannot be a negative integer ({number})"));
    }
    Ok(number)
}

/// A truth value with a default.
///
/// # Errors
/// What `__bool__` raises.
pub(crate) fn truth(vm: &mut Vm, o: Option<&Obj>, default: bool) -> PyResult<bool> {
    match o {
        Some(o) => protocol::is_true(vm, o),
        None => Ok(default),
    }
}

/// The name of a value's class, for messages.
pub(crate) fn class_name(vm: &Vm, o: &Obj) -> String {
    vm.class_of(o).name(vm).to_string()
}
