//! What is said where `PYTHONHOME` names a folder without a library (CPython: `Python/pathconfig.c: _Py_DumpPathConfig`).

use crate::{options::Options, run};
use rpython_vm::config::Config;

/// A configured text as it is shown.
fn shown(text: &[u8]) -> String {
    format!("'{}'", String::from_utf8_lossy(text))
}

/// The message of a start that finds no library.
pub(crate) fn missing_library(program: &str, config: &Config, options: &Options) -> String {
    let places = &config.places;
    let set = |text: Option<&[u8]>| text.map_or("(not set)".to_string(), shown);
    let variable = |name: &str| {
        std::env::var_os(name).filter(|value| !options.ignore_environment && !value.is_empty()).map(|value| {
            use std::os::unix::ffi::OsStringExt;
            value.into_vec()
        })
    };
    let flag = |set: bool| u8::from(set).to_string();
    let mut out = "Python path configuration:\n".to_string();
    let lines = [
        ("PYTHONHOME", set(places.home.as_deref())),
        ("PYTHONPATH", set(variable("PYTHONPATH").as_deref())),
        ("program name", shown(program.as_bytes())),
        ("isolated", flag(options.isolated)),
        ("environment", flag(!options.ignore_environment)),
        ("user site", flag(!config.flags.no_user_site)),
        ("safe_path", flag(config.flags.safe_path)),
        ("import site", flag(!config.flags.no_site)),
        ("is in build tree", flag(false)),
        ("stdlib dir", shown(&places.stdlib_dir)),
        ("sys.path[0]", set(None)),
        ("sys._base_executable", shown(&places.base_executable)),
        ("sys.base_prefix", shown(&places.base_prefix)),
        ("sys.base_exec_prefix", shown(&places.base_exec_prefix)),
        ("sys.platlibdir", shown(b"lib")),
        ("sys.executable", shown(&places.executable)),
        ("sys.prefix", shown(&places.prefix)),
        ("sys.exec_prefix", shown(&places.exec_prefix)),
    ];
    for (name, value) in lines {
        out.push_str(&format!("  {name} = {value}\n"));
    }
    out.push_str("  sys.path = [\n");
    for entry in &places.path {
        out.push_str(&format!("    {},\n", shown(entry)));
    }
    out.push_str("  ]\nFatal Python error: Failed to import encodings module\n");
    out.push_str("Python runtime state: core initialized\nModuleNotFoundError: No module named 'encodings'\n");
    out.push_str(&run::no_frame());
    out
}
