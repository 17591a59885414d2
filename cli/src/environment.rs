//! What the options and the environment variables say together (CPython: `Python/initconfig.c`, `preconfig.c`).

use crate::{
    options::Options,
    places::{self, Hints},
};
use rpython_objects::hash::Key;
use rpython_vm::config::{Config, Flags, Locale};
use std::{
    ffi::{OsStr, OsString},
    hash::{BuildHasher, Hasher, RandomState},
    os::unix::ffi::{OsStrExt, OsStringExt},
};

/// What prevents a start: the words after `Fatal Python error: `, and how far the start had come.
pub(crate) struct Fatal(pub(crate) String, pub(crate) &'static str);

/// The environment as the options let it be seen.
struct Environment {
    ignored: bool,
}

impl Environment {
    /// A variable that is set to something.
    fn get(&self, name: &str) -> Option<OsString> {
        if self.ignored { None } else { std::env::var_os(name).filter(|value| !value.is_empty()) }
    }

    fn text(&self, name: &str) -> Option<String> {
        self.get(name).map(|value| value.to_string_lossy().into_owned())
    }

    /// The level that a variable asks for: a number, or 1 for another text.
    fn level(&self, name: &str, given: u8) -> u8 {
        match self.text(name) {
            Some(value) => given.max(value.parse::<i64>().ok().map_or(1, |n| u8::try_from(n).unwrap_or(1))),
            None => given,
        }
    }
}

/// `-X` options: names, and values where there are some.
fn x_options(extra: &[String]) -> Vec<(String, Option<String>)> {
    let mut all: Vec<(String, Option<String>)> = Vec::new();
    for option in extra {
        let (name, value) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value.to_string())),
            None => (option.as_str(), None),
        };
        match all.iter_mut().find(|(known, _)| known == name) {
            Some((_, old)) => *old = value,
            None => all.push((name.to_string(), value)),
        }
    }
    all
}

/// The values of `PYTHONMALLOC`. The heap has one allocator, whatever is asked for.
const ALLOCATORS: &[&str] =
    &["default", "debug", "malloc", "malloc_debug", "pymalloc", "pymalloc_debug", "mimalloc", "mimalloc_debug"];

/// A start: its configuration, and the key of text hashes.
pub(crate) struct Start {
    pub(crate) config: Config,
    pub(crate) hash_key: Key,
    /// `-X importtime`: 1, or 2 to show cached modules too.
    pub(crate) import_time: u8,
    /// `PYTHONHOME` names a folder without a library.
    pub(crate) lacks_library: bool,
}

/// Puts options and environment together.
///
/// # Errors
/// Values that CPython refuses.
pub(crate) fn configure(
    program: &[u8],
    words: &[Vec<u8>],
    options: &Options,
    argv: Vec<Vec<u8>>,
) -> Result<Start, Fatal> {
    let environment = Environment { ignored: options.ignore_environment };
    let x = x_options(&options.extra);
    let option = |name: &str| x.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_deref());
    let on = |name: &str| option(name).is_some();
    let dev_mode = on("dev") || environment.get("PYTHONDEVMODE").is_some();
    if environment.text("PYTHONMALLOC").is_some_and(|name| !ALLOCATORS.contains(&name.as_str())) {
        return Err(early("preconfig_init_allocator: PYTHONMALLOC: unknown allocator"));
    }
    let utf8_mode = match option("utf8") {
        Some(None | Some("1")) => Some(true),
        Some(Some("0")) => Some(false),
        Some(Some(_)) => return Err(early("preconfig_init_utf8_mode: invalid -X utf8 option value")),
        None => match environment.text("PYTHONUTF8").as_deref() {
            Some("1") => Some(true),
            Some("0") => Some(false),
            None => None,
            Some(_) => return Err(early("preconfig_init_utf8_mode: invalid PYTHONUTF8 environment variable value")),
        },
    };
    let (locale, utf8_mode) = locale(&environment, utf8_mode);
    let digits = match option("int_max_str_digits") {
        Some(value) => digits(value.unwrap_or_default()).ok_or_else(|| {
            late("config_init_int_max_str_digits: -X int_max_str_digits: invalid limit; must be >= 640 or 0 for unlimited.")
        })?,
        None => match environment.text("PYTHONINTMAXSTRDIGITS") {
            Some(value) => digits(&value).ok_or_else(|| {
                late("config_init_int_max_str_digits: PYTHONINTMAXSTRDIGITS: invalid limit; must be >= 640 or 0 for unlimited.")
            })?,
            None => 4300,
        },
    };
    let (traced, wrong) = match option("tracemalloc") {
        Some(value) => (Some(value.unwrap_or("1").to_string()), "-X tracemalloc=NFRAME: invalid number of frames"),
        None => (environment.text("PYTHONTRACEMALLOC"), "PYTHONTRACEMALLOC: invalid number of frames"),
    };
    match traced.map(|frames| frames.parse::<u16>()) {
        None | Some(Ok(0)) => {}
        Some(Ok(_)) => return Err(late("config_init_tracemalloc: rpython does not trace allocations yet")),
        Some(Err(_)) => return Err(late(&format!("config_init_tracemalloc: {wrong}"))),
    }
    // What is no number asks for the times too.
    let import_time = match option("importtime") {
        Some(value) => value.unwrap_or_default().parse::<i32>().unwrap_or(1),
        None => environment.text("PYTHONPROFILEIMPORTTIME").map_or(0, |value| value.parse::<i32>().unwrap_or(1)),
    };
    let import_time = u8::try_from(import_time).ok().filter(|n| *n <= 2).ok_or_else(|| {
        late("config_init_import_time: -X importtime: values other than 1 and 2 are reserved for future use.")
    })?;
    let frozen_modules = match option("frozen_modules").map(|v| v.map(str::to_string)) {
        Some(value) => frozen(value.as_deref().unwrap_or("on"))
            .ok_or_else(|| late("bad value for option -X frozen_modules (expected \"on\" or \"off\")"))?,
        None => match environment.text("PYTHON_FROZEN_MODULES") {
            Some(value) => frozen(&value)
                .ok_or_else(|| late("bad value for PYTHON_FROZEN_MODULES (expected \"on\" or \"off\")"))?,
            None => true,
        },
    };
    let switch = |name: &str, variable: &str| match option(name).map(|value| value.map(str::to_string)) {
        Some(value) => match value.as_deref() {
            Some("0") => Ok(false),
            Some("1") => Ok(true),
            _ => Err(late(&format!("config_init_{name}: -X {name}=n: n is missing or invalid"))),
        },
        None => match environment.text(variable).as_deref() {
            None | Some("0") => Ok(false),
            Some("1") => Ok(true),
            Some(_) => Err(late(&format!("config_init_{name}: {variable}=N: N is missing or invalid"))),
        },
    };
    let token = match option("gil") {
        Some(value) => Some(value.unwrap_or_default().to_string()),
        None => environment.text("PYTHON_GIL"),
    };
    match token.as_deref() {
        None | Some("1") => {}
        Some("0") => return Err(late("config_read_gil: Disabling the GIL is not supported by this build")),
        Some(_) => return Err(late("config_read_gil: PYTHON_GIL / -X gil must be \"0\" or \"1\"")),
    }
    let cpu_count = option("cpu_count").map(|value| value.unwrap_or_default().to_string());
    let cpu_count = match cpu_count.or_else(|| environment.text("PYTHON_CPU_COUNT")) {
        None => None,
        Some(value) if value == "default" => None,
        Some(value) => match value.parse::<i32>() {
            Ok(n) if n > 0 => Some(i64::from(n)),
            _ => {
                return Err(late(
                    "config_init_cpu_count: -X cpu_count=n option: n is missing or an invalid number, n must be greater than 0",
                ));
            }
        },
    };
    let (hash_key, hash_randomization) =
        hash_key(environment.text("PYTHONHASHSEED").filter(|_| !options.random_hashes).as_deref())?;
    let inspect = options.inspect || environment.get("PYTHONINSPECT").is_some();
    let flags = Flags {
        debug: environment.level("PYTHONDEBUG", options.debug).min(1).into(),
        inspect: inspect.into(),
        interactive: options.inspect.into(),
        optimize: environment.level("PYTHONOPTIMIZE", options.optimize),
        dont_write_bytecode: options.dont_write_bytecode || environment.level("PYTHONDONTWRITEBYTECODE", 0) > 0,
        no_user_site: options.no_user_site || environment.get("PYTHONNOUSERSITE").is_some(),
        no_site: options.no_site,
        ignore_environment: options.ignore_environment,
        verbose: environment.level("PYTHONVERBOSE", options.verbose).into(),
        bytes_warning: options.bytes_warning.into(),
        quiet: options.quiet,
        hash_randomization,
        isolated: options.isolated,
        dev_mode,
        utf8_mode,
        warn_default_encoding: on("warn_default_encoding") || environment.get("PYTHONWARNDEFAULTENCODING").is_some(),
        safe_path: options.safe_path || environment.get("PYTHONSAFEPATH").is_some(),
        int_max_str_digits: digits,
        thread_inherit_context: switch("thread_inherit_context", "PYTHON_THREAD_INHERIT_CONTEXT")?,
        context_aware_warnings: switch("context_aware_warnings", "PYTHON_CONTEXT_AWARE_WARNINGS")?,
    };
    let hints = Hints {
        program: OsString::from_vec(program.to_vec()),
        home: environment.get("PYTHONHOME"),
        path: environment.get("PYTHONPATH"),
        stdlib: options.stdlib.as_deref().map(|s| OsStr::from_bytes(s).to_os_string()),
    };
    let pycache_prefix = match option("pycache_prefix") {
        Some(prefix) => prefix.filter(|p| !p.is_empty()).map(|p| p.as_bytes().to_vec()),
        None => environment.get("PYTHONPYCACHEPREFIX").map(OsString::into_vec),
    };
    let places::Found { places, lacks_library } = places::find(&hints);
    let config = Config {
        argv,
        orig_argv: words.to_vec(),
        places,
        warn_options: warn_options(&environment, options, dev_mode),
        x_options: x.clone(),
        pycache_prefix,
        frozen_modules,
        cpu_count,
        check_hash_based_pycs: options.check_hash_based_pycs,
        unbuffered: options.unbuffered || environment.level("PYTHONUNBUFFERED", 0) > 0,
        locale,
        stream_encoding: environment.text("PYTHONIOENCODING"),
        faulthandler: dev_mode || on("faulthandler") || environment.get("PYTHONFAULTHANDLER").is_some(),
        no_debug_ranges: on("no_debug_ranges") || environment.get("PYTHONNODEBUGRANGES").is_some(),
        flags,
    };
    Ok(Start { config, hash_key, import_time, lacks_library })
}

/// Takes the locale from the system's variables, and decides about UTF-8 mode, which is the default in the locale C
/// (PEP 538, PEP 540).
fn locale(environment: &Environment, utf8_mode: Option<bool>) -> (Locale, bool) {
    let coerces = environment.text("PYTHONCOERCECLOCALE").as_deref() != Some("0");
    let start = rpython_vm::system_locale::start(coerces);
    let is_c = matches!(start.name.as_str(), "C" | "POSIX");
    let utf8_mode = utf8_mode.unwrap_or(is_c);
    let lenient = utf8_mode || is_c || matches!(start.name.as_str(), "C.UTF-8" | "C.utf8" | "UTF-8");
    let encoding = if start.codeset.is_empty() { "utf-8".to_string() } else { start.codeset };
    (Locale { encoding, lenient }, utf8_mode)
}

fn early(message: &str) -> Fatal {
    Fatal(message.to_string(), "preinitializing")
}

fn late(message: &str) -> Fatal {
    Fatal(message.to_string(), "preinitialized")
}

fn digits(value: &str) -> Option<i64> {
    value.parse::<i32>().ok().filter(|n| *n == 0 || *n >= 640).map(i64::from)
}

fn frozen(value: &str) -> Option<bool> {
    match value {
        "on" | "" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

/// `sys.warnoptions`: the weakest come first.
fn warn_options(environment: &Environment, options: &Options, dev_mode: bool) -> Vec<String> {
    let mut all = Vec::new();
    if dev_mode {
        all.push("default".to_string());
    }
    if let Some(given) = environment.text("PYTHONWARNINGS") {
        all.extend(given.split(',').filter(|w| !w.is_empty()).map(str::to_string));
    }
    all.extend(options.warnings.iter().cloned());
    match options.bytes_warning {
        0 => {}
        1 => all.push("default::BytesWarning".to_string()),
        _ => all.push("error::BytesWarning".to_string()),
    }
    // A later one takes the place of an equal earlier one.
    let mut kept: Vec<String> = Vec::new();
    for option in all {
        if !kept.contains(&option) {
            kept.push(option);
        }
    }
    kept
}

/// The key of text hashes, and whether it is random.
fn hash_key(seed: Option<&str>) -> Result<(Key, bool), Fatal> {
    match seed {
        None | Some("random") => {
            // Each of std's keys comes from the system's random source.
            let word = || RandomState::new().build_hasher().finish().to_le_bytes();
            let mut bytes = [0; 16];
            bytes[..8].copy_from_slice(&word());
            bytes[8..].copy_from_slice(&word());
            Ok((Key::from_random(bytes), true))
        }
        Some(text) => match text.trim_ascii_start().parse::<u32>() {
            Ok(seed) => Ok((Key::from_seed(seed), seed != 0)),
            Err(_) => Err(late(
                "config_init_hash_seed: PYTHONHASHSEED must be \"random\" or an integer in range [0; 4294967295]",
            )),
        },
    }
}
