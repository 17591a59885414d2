//! Frozen modules: those of the embedded library that are found before `sys.path` is searched, the same ones as CPython's
//! (Python/frozen.c), so that a program's own module may not take their place.

use super::State;
use rpython_objects::{Code, PyResult, Raised, Ref, Str, Vm, raise, types};
use rpython_pylib::File;

/// A frozen module.
pub(super) struct Frozen {
    /// The name that code is compiled under.
    name: String,
    file: &'static File,
    /// Whether it is a package.
    pub(super) package: bool,
    alias: Alias,
}

/// What a frozen module is called otherwise.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Alias {
    /// It is the module of its name.
    Itself,
    /// It stands for another.
    Of(&'static str),
    /// It is no module of the library.
    Nothing,
}

/// Why there is no frozen module.
#[derive(Clone, Copy)]
pub(super) enum Missing {
    /// None of that name.
    NotFound,
    /// Frozen modules that are not essential are turned off.
    Excluded,
    /// Its data is no code.
    Invalid,
}

/// Names, files, other names.
static TABLE: &[(&str, &str, Alias)] = &[
    ("_frozen_importlib", "importlib/_bootstrap.py", Alias::Of("importlib._bootstrap")),
    ("_frozen_importlib_external", "importlib/_bootstrap_external.py", Alias::Of("importlib._bootstrap_external")),
    ("zipimport", "zipimport.py", Alias::Itself),
    ("abc", "abc.py", Alias::Itself),
    ("codecs", "codecs.py", Alias::Itself),
    ("io", "io.py", Alias::Itself),
    ("_collections_abc", "_collections_abc.py", Alias::Itself),
    ("_sitebuiltins", "_sitebuiltins.py", Alias::Itself),
    ("genericpath", "genericpath.py", Alias::Itself),
    ("ntpath", "ntpath.py", Alias::Itself),
    ("posixpath", "posixpath.py", Alias::Itself),
    ("os", "os.py", Alias::Itself),
    ("site", "site.py", Alias::Itself),
    ("stat", "stat.py", Alias::Itself),
    ("importlib.util", "importlib/util.py", Alias::Itself),
    ("importlib.machinery", "importlib/machinery.py", Alias::Itself),
    ("runpy", "runpy.py", Alias::Itself),
    ("__hello__", "__hello__.py", Alias::Itself),
    ("__hello_alias__", "__hello__.py", Alias::Of("__hello__")),
    ("__phello_alias__", "__hello__.py", Alias::Of("__hello__")),
    ("__phello_alias__.spam", "__hello__.py", Alias::Of("__hello__")),
    ("__phello__", "__phello__/__init__.py", Alias::Itself),
    ("__phello__.__init__", "__phello__/__init__.py", Alias::Of("<__phello__")),
    ("__phello__.ham", "__phello__/ham/__init__.py", Alias::Itself),
    ("__phello__.ham.__init__", "__phello__/ham/__init__.py", Alias::Of("<__phello__.ham")),
    ("__phello__.ham.eggs", "__phello__/ham/eggs.py", Alias::Itself),
    ("__phello__.spam", "__phello__/spam.py", Alias::Itself),
    ("__hello_only__", "__hello__.py", Alias::Nothing),
];

/// Modules without which nothing can be imported.
const ESSENTIAL: usize = 3;

/// Packages of the table whose file says otherwise.
const PACKAGE: &str = "__phello_alias__";

/// The names of the frozen modules.
pub(super) fn names() -> Vec<&'static str> {
    TABLE.iter().map(|entry| entry.0).collect()
}

/// The frozen module of a name.
pub(super) fn find(vm: &mut Vm, name: &str) -> Result<Frozen, Missing> {
    let Some(i) = TABLE.iter().position(|entry| entry.0 == name) else {
        // Until files can be looked for, all of the library is frozen.
        let found = if super::searches_files(vm) { None } else { of_library(name) };
        return found.ok_or(Missing::NotFound);
    };
    let on = match vm.state_of::<State>().frozen_override {
        0 => rpython_vm::config(vm).frozen_modules,
        n => n > 0,
    };
    if !on && i >= ESSENTIAL {
        return Err(Missing::Excluded);
    }
    let (name, path, alias) = TABLE[i];
    let file = rpython_pylib::file(path).ok_or(Missing::NotFound)?;
    let package = name == PACKAGE || (path.ends_with("/__init__.py") && !name.ends_with("__init__"));
    Ok(Frozen { name: name.to_string(), file, package, alias })
}

/// A module of the library, as a frozen one.
pub(super) fn of_library(name: &str) -> Option<Frozen> {
    let path = name.replace('.', "/");
    let (file, package) = match rpython_pylib::file(&format!("{path}/__init__.py")) {
        Some(file) => (file, true),
        None => (rpython_pylib::file(&format!("{path}.py"))?, false),
    };
    Some(Frozen { name: name.to_string(), file, package, alias: Alias::Itself })
}

impl Frozen {
    /// The marshalled code.
    pub(super) fn data(&self, vm: &mut Vm) -> PyResult<Vec<u8>> {
        let code = self.object(vm)?.into_obj();
        rpython_vm::marshal::write(vm, &code, rpython_vm::marshal::VERSION, true)
    }

    /// The name of the module that it stands for; `None` if it is no module of the library.
    pub(super) fn origin(&self) -> Option<String> {
        match self.alias {
            Alias::Itself => Some(self.name.to_string()),
            Alias::Of(other) => Some(other.to_string()),
            Alias::Nothing => None,
        }
    }

    /// The code object.
    pub(super) fn object(&self, vm: &mut Vm) -> PyResult<Ref<Code>> {
        let shown = match self.alias {
            Alias::Of(other) => other.trim_start_matches('<'),
            Alias::Itself => &self.name,
            Alias::Nothing => "__hello__",
        };
        let filename = Str::intern(vm, &format!("<frozen {shown}>"));
        rpython_vm::marshal::library_code(
            vm,
            crate::library::EMBEDDED,
            self.file.code_start().unwrap_or(usize::MAX),
            filename,
        )
    }
}

/// Raises the `ImportError` of a missing frozen module.
#[cold]
pub(super) fn raise_missing(vm: &mut Vm, name: &str, missing: Missing) -> Raised {
    let shown = Str::new(vm, name).into_obj();
    let shown = match rpython_objects::protocol::repr_text(vm, &shown) {
        Ok(shown) => shown,
        Err(raised) => return raised,
    };
    let raised = match missing {
        Missing::NotFound => raise!(vm, types::IMPORT_ERROR, "No such frozen object named {shown}"),
        Missing::Excluded => raise!(
            vm,
            types::IMPORT_ERROR,
            "Frozen modules are disabled and the frozen object named {shown} is not essential"
        ),
        Missing::Invalid => raise!(vm, types::IMPORT_ERROR, "Frozen object named {shown} is invalid"),
    };
    if let Some(e) = vm.exception.get().and_then(|e| e.downcast_ref::<rpython_objects::Exception>()).cloned() {
        let name = Str::new(vm, name).into_obj();
        rpython_objects::exception::set_field(vm, &e, "name", name);
    }
    raised
}
