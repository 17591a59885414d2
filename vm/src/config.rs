//! How the interpreter was started: what the command line and the environment ask for (CPython: `PyConfig`). `sys` shows it.

use rpython_objects::{PyResult, Ref, Str, Vm, codecs};

/// When hash-based `.pyc` files are compared with their sources (`--check-hash-based-pycs`).
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub enum CheckHashBasedPycs {
    /// As each file says.
    #[default]
    Default,
    /// All of them.
    Always,
    /// None.
    Never,
}

impl CheckHashBasedPycs {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            CheckHashBasedPycs::Default => "default",
            CheckHashBasedPycs::Always => "always",
            CheckHashBasedPycs::Never => "never",
        }
    }
}

/// `sys.flags`
#[derive(Clone, Debug)]
pub struct Flags {
    /// `-d`
    pub debug: i64,
    /// `-i`
    pub inspect: i64,
    /// `-i`
    pub interactive: i64,
    /// `-O`
    pub optimize: u8,
    /// `-B`
    pub dont_write_bytecode: bool,
    /// `-s`
    pub no_user_site: bool,
    /// `-S`
    pub no_site: bool,
    /// `-E`
    pub ignore_environment: bool,
    /// `-v`
    pub verbose: i64,
    /// `-b`
    pub bytes_warning: i64,
    /// `-q`
    pub quiet: bool,
    /// Hashes of text depend on a secret.
    pub hash_randomization: bool,
    /// `-I`
    pub isolated: bool,
    /// `-X dev`
    pub dev_mode: bool,
    /// `-X utf8`
    pub utf8_mode: bool,
    /// `-X warn_default_encoding`
    pub warn_default_encoding: bool,
    /// `-P`
    pub safe_path: bool,
    /// `-X int_max_str_digits`
    pub int_max_str_digits: i64,
    /// `-X thread_inherit_context`
    pub thread_inherit_context: bool,
    /// `-X context_aware_warnings`
    pub context_aware_warnings: bool,
}

impl Default for Flags {
    fn default() -> Flags {
        Flags {
            debug: 0,
            inspect: 0,
            interactive: 0,
            optimize: 0,
            dont_write_bytecode: false,
            no_user_site: false,
            no_site: false,
            ignore_environment: false,
            verbose: 0,
            bytes_warning: 0,
            quiet: false,
            hash_randomization: true,
            isolated: false,
            dev_mode: false,
            utf8_mode: false,
            warn_default_encoding: false,
            safe_path: false,
            int_max_str_digits: 4300,
            thread_inherit_context: false,
            context_aware_warnings: false,
        }
    }
}

/// The locale that the process started in, as far as text depends on it.
#[derive(Clone, Debug)]
pub struct Locale {
    /// Its encoding, by the system's name.
    pub encoding: String,
    /// Whether the standard streams let any byte pass: in the locales C and POSIX, those that stand in for them, and UTF-8 mode.
    pub lenient: bool,
}

impl Default for Locale {
    fn default() -> Locale {
        Locale { encoding: "utf-8".to_string(), lenient: true }
    }
}

/// Where things lie: `sys.prefix` and what is derived from it. Texts are paths of the system, undecodable bytes as they are.
#[derive(Clone, Debug, Default)]
pub struct Places {
    /// `sys.executable`
    pub executable: Vec<u8>,
    /// `sys._base_executable`
    pub base_executable: Vec<u8>,
    /// `sys.prefix`
    pub prefix: Vec<u8>,
    /// `sys.exec_prefix`
    pub exec_prefix: Vec<u8>,
    /// `sys.base_prefix`
    pub base_prefix: Vec<u8>,
    /// `sys.base_exec_prefix`
    pub base_exec_prefix: Vec<u8>,
    /// `sys._stdlib_dir`: the folder of the library, which does not exist where the embedded one serves.
    pub stdlib_dir: Vec<u8>,
    /// Whether the embedded library serves.
    pub embedded: bool,
    /// `sys._home`, `PYTHONHOME`
    pub home: Option<Vec<u8>>,
    /// `sys.path`
    pub path: Vec<Vec<u8>>,
}

/// How the interpreter was started.
#[derive(Clone, Debug)]
pub struct Config {
    /// `sys.argv`
    pub argv: Vec<Vec<u8>>,
    /// `sys.orig_argv`
    pub orig_argv: Vec<Vec<u8>>,
    /// `sys.flags`
    pub flags: Flags,
    /// Where things lie.
    pub places: Places,
    /// `sys.warnoptions`, weakest first
    pub warn_options: Vec<String>,
    /// `sys._xoptions`: names with their values, if they have some
    pub x_options: Vec<(String, Option<String>)>,
    /// `sys.pycache_prefix`
    pub pycache_prefix: Option<Vec<u8>>,
    /// `-X frozen_modules`
    pub frozen_modules: bool,
    /// `-X cpu_count`
    pub cpu_count: Option<i64>,
    /// When hash-based `.pyc` files are checked.
    pub check_hash_based_pycs: CheckHashBasedPycs,
    /// `-u`: standard output and error are not buffered.
    pub unbuffered: bool,
    /// The locale.
    pub locale: Locale,
    /// `PYTHONIOENCODING`: `encoding:errors`, either of which may be empty.
    pub stream_encoding: Option<String>,
    /// Fatal signals show where the program was (`-X faulthandler`).
    pub faulthandler: bool,
    /// Code objects carry no columns (`-X no_debug_ranges`).
    pub no_debug_ranges: bool,
}

impl Default for Config {
    fn default() -> Config {
        Config {
            argv: vec![Vec::new()],
            orig_argv: Vec::new(),
            flags: Flags::default(),
            places: Places::default(),
            warn_options: Vec::new(),
            x_options: Vec::new(),
            pycache_prefix: None,
            frozen_modules: true,
            cpu_count: None,
            check_hash_based_pycs: CheckHashBasedPycs::Default,
            unbuffered: false,
            locale: Locale::default(),
            stream_encoding: None,
            faulthandler: false,
            no_debug_ranges: false,
        }
    }
}

/// How this interpreter was started.
pub fn config(vm: &mut Vm) -> &Config {
    vm.state_of::<Config>()
}

/// Notes how the interpreter is started; before `sys` is filled.
pub fn set_config(vm: &mut Vm, config: Config) {
    crate::interp::set_optimization(vm, config.flags.optimize);
    vm.int_max_str_digits = usize::try_from(config.flags.int_max_str_digits).unwrap_or(4300);
    if config.flags.bytes_warning > 0 {
        rpython_objects::bytes::warning::enable(vm);
    }
    if config.flags.dev_mode {
        rpython_objects::codecs::enable_checks(vm);
    }
    *vm.state_of::<Config>() = config;
}

/// A text of the system as a string: UTF-8, other bytes as lone surrogates.
///
/// # Errors
/// `MemoryError`
pub fn system_text(vm: &mut Vm, bytes: &[u8]) -> PyResult<Ref<Str>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Str::new(vm, text)),
        Err(_) => codecs::decode(vm, bytes, Some("utf-8"), Some("surrogateescape")),
    }
}
