//! Where things lie (CPython: `Modules/getpath.py`): the program, the library, `sys.prefix`, the path that modules are searched on.
//!
//! The library is embedded: its folder is `lib/python3.14` below the prefix whether that exists or not. Where `--install-stdlib` has
//! written the same library near the program (in a folder `lib/python3.14` beside it or further up), that folder is taken, so that
//! its files can be looked at; code still comes from the program. Modules that lie in a folder as files come first only where
//! `PYTHONHOME` or `--stdlib` name it.

use rpython_vm::config::Places;
use std::{
    ffi::{OsStr, OsString},
    os::unix::ffi::{OsStrExt, OsStringExt},
    path::{Path, PathBuf},
};

/// The folder of library modules below a prefix.
pub(crate) const LIBRARY: &str = "lib/python3.14";

/// What the environment and the command line say.
#[derive(Default)]
pub(crate) struct Hints {
    /// `argv[0]`
    pub program: OsString,
    /// `PYTHONHOME`
    pub home: Option<OsString>,
    /// `PYTHONPATH`
    pub path: Option<OsString>,
    /// `--stdlib`
    pub stdlib: Option<OsString>,
}

/// Where things lie, and whether `PYTHONHOME` keeps the program from its library.
pub(crate) struct Found {
    pub(crate) places: Places,
    pub(crate) lacks_library: bool,
}

/// Finds everything.
pub(crate) fn find(hints: &Hints) -> Found {
    let executable = executable(&hints.program);
    let environment = VirtualEnvironment::of(&executable);
    let base_executable = match &environment {
        Some(found) => found.home.join(executable.file_name().unwrap_or_default()),
        None => executable.clone(),
    };
    let real = std::fs::canonicalize(&base_executable)
        .or_else(|_| std::env::current_exe())
        .unwrap_or_else(|_| base_executable.clone());
    let own = match real.ancestors().skip(1).find(|folder| rpython_stdlib::library::is_installed(&folder.join(LIBRARY)))
    {
        Some(found) => found.to_path_buf(),
        None => real.parent().and_then(Path::parent).unwrap_or(Path::new("/usr/local")).to_path_buf(),
    };
    let (prefix, exec_prefix) = match &hints.home {
        Some(home) => match home.as_bytes().iter().position(|b| *b == b':') {
            Some(colon) => {
                let (a, b) = home.as_bytes().split_at(colon);
                (PathBuf::from(OsStr::from_bytes(a)), PathBuf::from(OsStr::from_bytes(&b[1..])))
            }
            None => (PathBuf::from(home), PathBuf::from(home)),
        },
        None => (own.clone(), own.clone()),
    };
    let on_disk = match (&hints.stdlib, &hints.home) {
        (Some(folder), _) => Some(absolute(Path::new(folder))),
        (None, Some(_)) => Some(prefix.join(LIBRARY)),
        (None, None) => None,
    };
    let embedded = on_disk.as_ref().is_none_or(|folder| !folder.join("os.py").is_file());
    let stdlib = on_disk.filter(|_| !embedded).unwrap_or_else(|| prefix.join(LIBRARY));
    let mut path: Vec<Vec<u8>> = Vec::new();
    if let Some(given) = &hints.path {
        path.extend(given.as_bytes().split(|b| *b == b':').map(<[u8]>::to_vec));
    }
    path.push(bytes(&prefix.join("lib/python314.zip")));
    path.push(bytes(&stdlib));
    path.push(bytes(&exec_prefix.join(LIBRARY).join("lib-dynload")));
    let (own_prefix, own_exec_prefix) = match &environment {
        Some(found) => (found.folder.clone(), found.folder.clone()),
        None => (prefix.clone(), exec_prefix.clone()),
    };
    let holds_library = |entry: &Vec<u8>| {
        let folder = Path::new(OsStr::from_bytes(entry));
        folder.join("encodings").is_dir() || folder.join("encodings.py").is_file() || folder.is_file()
    };
    // The program's own place has its library, even where that is the embedded one.
    let lacks_library = hints.home.is_some() && embedded && prefix != own && !path.iter().any(holds_library);
    let places = Places {
        executable: bytes(&executable),
        base_executable: bytes(&base_executable),
        prefix: bytes(&own_prefix),
        exec_prefix: bytes(&own_exec_prefix),
        base_prefix: bytes(&prefix),
        base_exec_prefix: bytes(&exec_prefix),
        stdlib_dir: bytes(&stdlib),
        embedded,
        home: hints.home.clone().map(OsString::into_vec),
        path,
    };
    Found { places, lacks_library }
}

fn bytes(path: &Path) -> Vec<u8> {
    path.as_os_str().as_bytes().to_vec()
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

/// The program's file: as it was called, or as `PATH` has it.
fn executable(program: &OsStr) -> PathBuf {
    if program.is_empty() {
        return std::env::current_exe().unwrap_or_default();
    }
    if program.as_bytes().contains(&b'/') {
        return absolute(Path::new(program));
    }
    let folders = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|file| {
        use std::os::unix::fs::PermissionsExt;
        file.metadata().is_ok_and(|m| m.is_file() && m.permissions().mode() & 0o111 != 0)
    });
    found.or_else(|| std::env::current_exe().ok()).map(|file| absolute(&file)).unwrap_or_default()
}

/// A virtual environment (PEP 405): `pyvenv.cfg` beside the program or one folder above.
struct VirtualEnvironment {
    folder: PathBuf,
    /// Where the program that it was made with lies.
    home: PathBuf,
}

impl VirtualEnvironment {
    fn of(executable: &Path) -> Option<VirtualEnvironment> {
        let beside = executable.parent()?;
        for folder in [Some(beside), beside.parent()].into_iter().flatten() {
            let Ok(text) = std::fs::read_to_string(folder.join("pyvenv.cfg")) else { continue };
            let home = text.lines().find_map(|line| {
                let (key, value) = line.split_once('=')?;
                key.trim().eq_ignore_ascii_case("home").then(|| PathBuf::from(value.trim()))
            });
            if let Some(home) = home {
                let folder = beside.parent().unwrap_or(folder).to_path_buf();
                return Some(VirtualEnvironment { folder, home });
            }
        }
        None
    }
}
