//! The constants and named tuples of `sys` (Python/sysmodule.c).

use crate::config::{self, Config, system_text};
use rpython_objects::{
    Dict, List, Obj, PyResult, Ref, Str, Type, TypeDef, TypeFlags, Vm, getter, int, namespace, set, struct_sequence,
};

/// `sys.__doc__`
pub(super) const DOC: &str = "This module provides access to some objects used or maintained by the\ninterpreter and to functions that interact strongly with the interpreter.\n\nDynamic objects:\n\nargv -- command line arguments; argv[0] is the script pathname if known\npath -- module search path; path[0] is the script directory, else ''\nmodules -- dictionary of loaded modules\n\ndisplayhook -- called to show results in an interactive session\nexcepthook -- called to handle any uncaught exception other than SystemExit\n  To customize printing in an interactive session or to install a custom\n  top-level exception handler, assign other functions to replace these.\n\nstdin -- standard input file object; used by input()\nstdout -- standard output file object; used by print()\nstderr -- standard error object; used for error messages\n  By assigning other file objects (or objects that behave like files)\n  to these, it is possible to redirect all of the interpreter's I/O.\n\nlast_exc - the last uncaught exception\n  Only available in an interactive session after a\n  traceback has been printed.\nlast_type -- type of last uncaught exception\nlast_value -- value of last uncaught exception\nlast_traceback -- traceback of last uncaught exception\n  These three are the (deprecated) legacy representation of last_exc.\n\nStatic objects:\n\nbuiltin_module_names -- tuple of module names built into this interpreter\ncopyright -- copyright notice pertaining to this interpreter\nexec_prefix -- prefix used to find the machine-specific Python library\nexecutable -- absolute path of the executable binary of the Python interpreter\nfloat_info -- a named tuple with information about the float implementation.\nfloat_repr_style -- string indicating the style of repr() output for floats\nhash_info -- a named tuple with information about the hash algorithm.\nhexversion -- version information encoded as a single integer\nimplementation -- Python implementation information.\nint_info -- a named tuple with information about the int implementation.\nmaxsize -- the largest supported length of containers.\nmaxunicode -- the value of the largest Unicode code point\nplatform -- platform identifier\nprefix -- prefix used to find the Python library\nthread_info -- a named tuple with information about the thread implementation.\nversion -- the version of this interpreter as a string\nversion_info -- version information as a named tuple\n__stdin__ -- the original stdin; don't touch!\n__stdout__ -- the original stdout; don't touch!\n__stderr__ -- the original stderr; don't touch!\n__displayhook__ -- the original displayhook; don't touch!\n__excepthook__ -- the original excepthook; don't touch!\n\nFunctions:\n\ndisplayhook() -- print an object to the screen, and save it in builtins._\nexcepthook() -- print an exception and its traceback to sys.stderr\nexception() -- return the current thread's active exception\nexc_info() -- return information about the current thread's active exception\nexit() -- exit the interpreter by raising SystemExit\ngetdlopenflags() -- returns flags to be used for dlopen() calls\ngetprofile() -- get the global profiling function\ngetrefcount() -- return the reference count for an object (plus one :-)\ngetrecursionlimit() -- return the max recursion depth for the interpreter\ngetsizeof() -- return the size of an object in bytes\ngettrace() -- get the global debug tracing function\nsetdlopenflags() -- set the flags to be used for dlopen() calls\nsetprofile() -- set the global profiling function\nsetrecursionlimit() -- set the max recursion depth for the interpreter\nsettrace() -- set the global debug tracing function\n";

/// `sys.flags`
static FLAGS: TypeDef = TypeDef {
    name: "flags",
    module: "sys",
    flags: TypeFlags::NO_NEW,
    doc: "sys.flags\n\nFlags provided through command line arguments or environment vars.",
    getsets: &[
        getter("debug", struct_sequence::field::<0>, "-d"),
        getter("inspect", struct_sequence::field::<1>, "-i"),
        getter("interactive", struct_sequence::field::<2>, "-i"),
        getter("optimize", struct_sequence::field::<3>, "-O or -OO"),
        getter("dont_write_bytecode", struct_sequence::field::<4>, "-B"),
        getter("no_user_site", struct_sequence::field::<5>, "-s"),
        getter("no_site", struct_sequence::field::<6>, "-S"),
        getter("ignore_environment", struct_sequence::field::<7>, "-E"),
        getter("verbose", struct_sequence::field::<8>, "-v"),
        getter("bytes_warning", struct_sequence::field::<9>, "-b"),
        getter("quiet", struct_sequence::field::<10>, "-q"),
        getter("hash_randomization", struct_sequence::field::<11>, "-R"),
        getter("isolated", struct_sequence::field::<12>, "-I"),
        getter("dev_mode", struct_sequence::field::<13>, "-X dev"),
        getter("utf8_mode", struct_sequence::field::<14>, "-X utf8"),
        getter("warn_default_encoding", struct_sequence::field::<15>, "-X warn_default_encoding"),
        getter("safe_path", struct_sequence::field::<16>, "-P"),
        getter("int_max_str_digits", struct_sequence::field::<17>, "-X int_max_str_digits"),
        getter("gil", struct_sequence::field::<18>, "-X gil"),
        getter("thread_inherit_context", struct_sequence::field::<19>, "-X thread_inherit_context"),
        getter("context_aware_warnings", struct_sequence::field::<20>, "-X context_aware_warnings"),
    ],
    ..struct_sequence::DEF
};

/// `sys.version_info`
static VERSION_INFO: TypeDef = TypeDef {
    name: "version_info",
    module: "sys",
    flags: TypeFlags::NO_NEW,
    doc: "sys.version_info\n\nVersion information as a named tuple.",
    getsets: &[
        getter("major", struct_sequence::field::<0>, "Major release number"),
        getter("minor", struct_sequence::field::<1>, "Minor release number"),
        getter("micro", struct_sequence::field::<2>, "Patch release number"),
        getter("releaselevel", struct_sequence::field::<3>, "'alpha', 'beta', 'candidate', or 'final'"),
        getter("serial", struct_sequence::field::<4>, "Serial release number"),
    ],
    ..struct_sequence::DEF
};

/// `sys.float_info`
static FLOAT_INFO: TypeDef = TypeDef {
    name: "float_info",
    module: "sys",
    flags: TypeFlags::NO_NEW,
    doc: "sys.float_info\n\nA named tuple holding information about the float type. It contains low level\ninformation about the precision and internal representation. Please study\nyour system's :file:`float.h` for more information.",
    getsets: &[
        getter("max", struct_sequence::field::<0>, "DBL_MAX -- maximum representable finite float"),
        getter(
            "max_exp",
            struct_sequence::field::<1>,
            "DBL_MAX_EXP -- maximum int e such that radix**(e-1) is representable",
        ),
        getter(
            "max_10_exp",
            struct_sequence::field::<2>,
            "DBL_MAX_10_EXP -- maximum int e such that 10**e is representable",
        ),
        getter("min", struct_sequence::field::<3>, "DBL_MIN -- Minimum positive normalized float"),
        getter(
            "min_exp",
            struct_sequence::field::<4>,
            "DBL_MIN_EXP -- minimum int e such that radix**(e-1) is a normalized float",
        ),
        getter(
            "min_10_exp",
            struct_sequence::field::<5>,
            "DBL_MIN_10_EXP -- minimum int e such that 10**e is a normalized float",
        ),
        getter(
            "dig",
            struct_sequence::field::<6>,
            "DBL_DIG -- maximum number of decimal digits that can be faithfully represented in a float",
        ),
        getter("mant_dig", struct_sequence::field::<7>, "DBL_MANT_DIG -- mantissa digits"),
        getter(
            "epsilon",
            struct_sequence::field::<8>,
            "DBL_EPSILON -- Difference between 1 and the next representable float",
        ),
        getter("radix", struct_sequence::field::<9>, "FLT_RADIX -- radix of exponent"),
        getter("rounds", struct_sequence::field::<10>, "FLT_ROUNDS -- rounding mode used for arithmetic operations"),
    ],
    ..struct_sequence::DEF
};

/// `sys.int_info`
static INT_INFO: TypeDef = TypeDef {
    name: "int_info",
    module: "sys",
    flags: TypeFlags::NO_NEW,
    doc: "sys.int_info\n\nA named tuple that holds information about Python's\ninternal representation of integers.  The attributes are read only.",
    getsets: &[
        getter("bits_per_digit", struct_sequence::field::<0>, "size of a digit in bits"),
        getter("sizeof_digit", struct_sequence::field::<1>, "size in bytes of the C type used to represent a digit"),
        getter("default_max_str_digits", struct_sequence::field::<2>, "maximum string conversion digits limitation"),
        getter(
            "str_digits_check_threshold",
            struct_sequence::field::<3>,
            "minimum positive value for int_max_str_digits",
        ),
    ],
    ..struct_sequence::DEF
};

/// `sys.hash_info`
static HASH_INFO: TypeDef = TypeDef {
    name: "hash_info",
    module: "sys",
    flags: TypeFlags::NO_NEW,
    doc: "hash_info\n\nA named tuple providing parameters used for computing\nhashes. The attributes are read only.",
    getsets: &[
        getter("width", struct_sequence::field::<0>, "width of the type used for hashing, in bits"),
        getter(
            "modulus",
            struct_sequence::field::<1>,
            "prime number giving the modulus on which the hash function is based",
        ),
        getter("inf", struct_sequence::field::<2>, "value to be used for hash of a positive infinity"),
        getter("nan", struct_sequence::field::<3>, "value to be used for hash of a nan"),
        getter("imag", struct_sequence::field::<4>, "multiplier used for the imaginary part of a complex number"),
        getter(
            "algorithm",
            struct_sequence::field::<5>,
            "name of the algorithm for hashing of str, bytes and memoryviews",
        ),
        getter("hash_bits", struct_sequence::field::<6>, "internal output size of hash algorithm"),
        getter("seed_bits", struct_sequence::field::<7>, "seed size of hash algorithm"),
        getter("cutoff", struct_sequence::field::<8>, "small string optimization cutoff"),
    ],
    ..struct_sequence::DEF
};

/// `sys.thread_info`
static THREAD_INFO: TypeDef = TypeDef {
    name: "thread_info",
    module: "sys",
    flags: TypeFlags::NO_NEW,
    doc: "sys.thread_info\n\nA named tuple holding information about the thread implementation.",
    getsets: &[
        getter("name", struct_sequence::field::<0>, "name of the thread implementation"),
        getter("lock", struct_sequence::field::<1>, "name of the lock implementation"),
        getter("version", struct_sequence::field::<2>, "name and version of the thread library"),
    ],
    ..struct_sequence::DEF
};

/// The copyright notice of the language and its library.
const COPYRIGHT: &str = "Copyright (c) 2001 Python Software Foundation.\nAll Rights Reserved.\n\nCopyright (c) 2000 BeOpen.com.\nAll Rights Reserved.\n\nCopyright (c) 1995-2001 Corporation for National Research Initiatives.\nAll Rights Reserved.\n\nCopyright (c) 1991-1995 Stichting Mathematisch Centrum, Amsterdam.\nAll Rights Reserved.";

/// `sys.version`
pub(super) const VERSION: &str = concat!("3.14.10 (rpython ", env!("CARGO_PKG_VERSION"), ") [Rust]");

/// `sys.implementation.cache_tag`
const CACHE_TAG: &str = "rpython-314";

const HEX_VERSION: i64 = 0x030E_0AF0;

struct Filler<'a> {
    vm: &'a mut Vm,
    dict: &'a Ref<Dict>,
}

impl Filler<'_> {
    fn set(&mut self, name: &str, value: Obj) -> PyResult<()> {
        Ok(Dict::set_name(self.vm, self.dict, name, value)?)
    }

    fn text(&mut self, name: &str, text: &str) -> PyResult<()> {
        let text = Str::new(self.vm, text).into_obj();
        self.set(name, text)
    }

    fn system(&mut self, name: &str, text: &[u8]) -> PyResult<()> {
        let text = system_text(self.vm, text)?.into_obj();
        self.set(name, text)
    }

    fn list(&mut self, name: &str, items: Vec<Obj>) -> PyResult<()> {
        let list = List::from_vec(self.vm, items)?.into_obj();
        self.set(name, list)
    }

    fn system_list(&mut self, name: &str, texts: &[Vec<u8>]) -> PyResult<()> {
        let mut items = Vec::with_capacity(texts.len());
        for text in texts {
            items.push(system_text(self.vm, text)?.into_obj());
        }
        self.list(name, items)
    }

    /// A named tuple: integers and texts, given as objects.
    fn sequence(&mut self, def: &'static TypeDef, hidden: usize, fields: Vec<Obj>) -> PyResult<Obj> {
        let class: Ref<Type> = struct_sequence::define(self.vm, def, hidden)?;
        let made = struct_sequence::new(self.vm, &class, fields)?;
        self.set(def.name, made.clone())?;
        Ok(made)
    }

    fn ints(&mut self, numbers: &[i64]) -> Vec<Obj> {
        numbers.iter().map(|n| int::from_i64(self.vm, *n)).collect()
    }
}

/// Sets everything that is no function.
pub(super) fn fill(vm: &mut Vm, dict: &Ref<Dict>) -> PyResult<()> {
    let config = config::config(vm).clone();
    let mut f = Filler { vm, dict };
    numbers(&mut f)?;
    let version = version(&mut f)?;
    implementation(&mut f, version)?;
    flags(&mut f, &config)?;
    started(&mut f, &config)?;
    f.text("version", VERSION)?;
    f.text("copyright", COPYRIGHT)?;
    f.text("byteorder", "little")?;
    f.text("platform", "linux")?;
    f.text("float_repr_style", "short")?;
    f.text("platlibdir", "lib")?;
    f.text("abiflags", "")?;
    f.text("_framework", "")?;
    for name in ["meta_path", "path_hooks"] {
        f.list(name, Vec::new())?;
    }
    let cache = Dict::new(f.vm).into_obj();
    f.set("path_importer_cache", cache)?;
    let git: Vec<Obj> = ["rpython", "", ""].iter().map(|t| Str::new(f.vm, t).into_obj()).collect();
    let git = rpython_objects::Tuple::from_vec(f.vm, git)?.into_obj();
    f.set("_git", git)?;
    let known: Vec<Obj> =
        crate::traceback::stdlib_names::STDLIB_MODULE_NAMES.iter().map(|n| Str::intern(f.vm, n).into_obj()).collect();
    let known = set::frozenset(f.vm, &known)?;
    f.set("stdlib_module_names", known)
}

fn numbers(f: &mut Filler<'_>) -> PyResult<()> {
    let maxsize = int::from_i64(f.vm, i64::MAX);
    f.set("maxsize", maxsize)?;
    for (name, n) in [("maxunicode", 0x10_FFFF), ("hexversion", HEX_VERSION), ("api_version", 1013)] {
        let n = int::from_i64(f.vm, n);
        f.set(name, n)?;
    }
    let int = |f: &mut Filler<'_>, n: i64| int::from_i64(f.vm, n);
    let fields = vec![
        Obj::float(f64::MAX),
        int(f, f64::MAX_EXP.into()),
        int(f, f64::MAX_10_EXP.into()),
        Obj::float(f64::MIN_POSITIVE),
        int(f, f64::MIN_EXP.into()),
        int(f, f64::MIN_10_EXP.into()),
        int(f, f64::DIGITS.into()),
        int(f, f64::MANTISSA_DIGITS.into()),
        Obj::float(f64::EPSILON),
        int(f, f64::RADIX.into()),
        int(f, 1),
    ];
    f.sequence(&FLOAT_INFO, 0, fields)?;
    let fields = f.ints(&[30, 4, 4300, 640]);
    f.sequence(&INT_INFO, 0, fields)?;
    let mut fields = f.ints(&[64, (1 << 61) - 1, 314_159, 0, 1_000_003]);
    fields.push(Str::intern(f.vm, "siphash13").into_obj());
    fields.extend(f.ints(&[64, 128, 0]));
    f.sequence(&HASH_INFO, 0, fields)?;
    let fields = vec![Str::intern(f.vm, "pthread").into_obj(), Str::intern(f.vm, "semaphore").into_obj(), Obj::NONE];
    f.sequence(&THREAD_INFO, 0, fields)?;
    Ok(())
}

fn version(f: &mut Filler<'_>) -> PyResult {
    let mut fields = f.ints(&[3, 14, 10]);
    fields.push(Str::intern(f.vm, "final").into_obj());
    fields.extend(f.ints(&[0]));
    f.sequence(&VERSION_INFO, 0, fields)
}

fn implementation(f: &mut Filler<'_>, version: Obj) -> PyResult<()> {
    let made = Dict::new(f.vm);
    let values = [
        ("name", Str::intern(f.vm, "rpython").into_obj()),
        ("cache_tag", Str::intern(f.vm, CACHE_TAG).into_obj()),
        ("version", version),
        ("hexversion", int::from_i64(f.vm, HEX_VERSION)),
        ("_multiarch", Str::intern(f.vm, &format!("{}-linux-gnu", std::env::consts::ARCH)).into_obj()),
        ("supports_isolated_interpreters", Obj::FALSE),
    ];
    for (name, value) in values {
        Dict::set_name(f.vm, &made, name, value)?;
    }
    let made = namespace::new(f.vm, made);
    f.set("implementation", made)
}

fn flags(f: &mut Filler<'_>, config: &Config) -> PyResult<()> {
    let c = &config.flags;
    let mut fields = f.ints(&[
        c.debug,
        c.inspect,
        c.interactive,
        c.optimize.into(),
        c.dont_write_bytecode.into(),
        c.no_user_site.into(),
        c.no_site.into(),
        c.ignore_environment.into(),
        c.verbose,
        c.bytes_warning,
        c.quiet.into(),
        c.hash_randomization.into(),
        c.isolated.into(),
    ]);
    fields.push(Obj::bool(c.dev_mode));
    fields.extend(f.ints(&[c.utf8_mode.into(), c.warn_default_encoding.into()]));
    fields.push(Obj::bool(c.safe_path));
    fields.extend(f.ints(&[c.int_max_str_digits, 1, c.thread_inherit_context.into(), c.context_aware_warnings.into()]));
    f.sequence(&FLAGS, 3, fields)?;
    f.set("dont_write_bytecode", Obj::bool(c.dont_write_bytecode))
}

fn started(f: &mut Filler<'_>, config: &Config) -> PyResult<()> {
    let places = &config.places;
    for (name, place) in [
        ("executable", &places.executable),
        ("_base_executable", &places.base_executable),
        ("prefix", &places.prefix),
        ("exec_prefix", &places.exec_prefix),
        ("base_prefix", &places.base_prefix),
        ("base_exec_prefix", &places.base_exec_prefix),
        ("_stdlib_dir", &places.stdlib_dir),
    ] {
        f.system(name, place)?;
    }
    for (name, place) in [("_home", &places.home), ("pycache_prefix", &config.pycache_prefix)] {
        match place {
            Some(place) => f.system(name, place)?,
            None => f.set(name, Obj::NONE)?,
        }
    }
    f.system_list("argv", &config.argv)?;
    f.system_list("orig_argv", &config.orig_argv)?;
    f.system_list("path", &places.path)?;
    let options = config.warn_options.iter().map(|o| Str::new(f.vm, o).into_obj()).collect();
    f.list("warnoptions", options)?;
    let options = Dict::new(f.vm);
    for (name, value) in &config.x_options {
        let value = match value {
            Some(value) => Str::new(f.vm, value).into_obj(),
            None => Obj::TRUE,
        };
        Dict::set_name(f.vm, &options, name, value)?;
    }
    f.set("_xoptions", options.into_obj())
}
