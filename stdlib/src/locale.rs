//! `_locale` (CPython: `Modules/_localemodule.c`).

use crate::table;
use rpython_objects::{
    Args, Dict, List, Module, NativeDef, Obj, PyResult, Raised, Ref, Str, StrExt, Type, Vm, argument, codecs, int,
    native, raise, type_error, types, value_error,
};
use rpython_vm::system_locale::{self, c_text};
use std::ffi::CString;

/// What the module keeps.
#[derive(Default)]
struct State {
    error: Option<Ref<Type>>,
}

/// `locale.getencoding()`
pub(crate) fn encoding(vm: &mut Vm) -> String {
    rpython_vm::config(vm).locale.encoding.clone()
}

/// `sys.flags.utf8_mode`
pub(crate) fn utf8_mode(vm: &mut Vm) -> bool {
    rpython_vm::config(vm).flags.utf8_mode
}

/// Raises `locale.Error`.
#[cold]
fn failed(vm: &mut Vm, message: &str) -> Raised {
    match vm.state_of::<State>().error.clone() {
        Some(class) => raise!(vm, &class, "{message}"),
        None => raise!(vm, types::RUNTIME_ERROR, "{message}"),
    }
}

/// A text of the C library as a string.
fn decoded(vm: &mut Vm, bytes: &[u8]) -> PyResult {
    let encoding = encoding(vm);
    Ok(codecs::decode(vm, bytes, Some(&encoding), Some("surrogateescape"))?.into_obj())
}

fn decoded_or_none(vm: &mut Vm, bytes: Option<Vec<u8>>) -> PyResult {
    match bytes {
        Some(bytes) => decoded(vm, &bytes),
        None => Ok(Obj::NONE),
    }
}

/// A string argument as the C library takes it.
fn c_argument(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<CString> {
    let s = argument::text(vm, o, what)?.clone();
    let bytes = codecs::encode(vm, &s, None, None)?.tail(vm).to_vec();
    c_text(bytes).ok_or_else(|| value_error!(vm, "embedded null character"))
}

/// A string argument that may be `None`.
fn c_or_none(vm: &mut Vm, o: Option<&Obj>, what: &str) -> PyResult<Option<CString>> {
    match o.filter(|o| !o.is_none()) {
        None => Ok(None),
        Some(o) if o.is_kind::<Str>() => c_argument(vm, o, what).map(Some),
        Some(o) => {
            let class = argument::class_name(vm, o);
            Err(type_error!(vm, "{what} must be str or None, not {class}"))
        }
    }
}

fn setlocale(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let category = argument::c_int(vm, args.at(1))?;
    let name = c_or_none(vm, args.opt(2), "setlocale() argument 2")?;
    let message = if name.is_some() { "unsupported locale setting" } else { "locale query failed" };
    match system_locale::set(vm, category, name.as_deref()) {
        Some(now) => decoded(vm, &now),
        None => Err(failed(vm, message)),
    }
}

fn localeconv(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let conventions = system_locale::conventions(vm);
    let made = Dict::new(vm);
    for (name, text) in conventions.texts {
        let text = decoded(vm, &text)?;
        Dict::set_name(vm, &made, name, text)?;
    }
    for (name, sizes) in conventions.groupings {
        // The number that ends the sizes belongs to them: 0 repeats the last, 127 ends grouping.
        let mut all: Vec<Obj> = Vec::new();
        if !sizes.is_empty() {
            let end = sizes.iter().position(|&n| n == 127);
            let listed = end.map_or(sizes.as_slice(), |end| &sizes[..=end]);
            all.extend(listed.iter().map(|&n| int::from_i64(vm, n.into())));
            if end.is_none() {
                all.push(int::from_i64(vm, 0));
            }
        }
        let all = List::from_vec(vm, all)?.into_obj();
        Dict::set_name(vm, &made, name, all)?;
    }
    for (name, number) in conventions.numbers {
        let number = int::from_i64(vm, number.into());
        Dict::set_name(vm, &made, name, number)?;
    }
    Ok(made.into_obj())
}

fn nl_langinfo(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let key = argument::c_int(vm, args.at(1))?;
    if !ITEMS.iter().any(|&(_, item)| item == key) {
        return Err(value_error!(vm, "unsupported langinfo constant"));
    }
    let text = system_locale::langinfo(vm, key);
    decoded(vm, &text)
}

/// The characters of an argument, which must not contain a null.
fn characters(vm: &mut Vm, o: &Obj, what: &str) -> PyResult<Vec<u32>> {
    let text: Vec<u32> = argument::text(vm, o, what)?.text(vm).iter().collect();
    if text.contains(&0) { Err(value_error!(vm, "embedded null character")) } else { Ok(text) }
}

fn strcoll(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let a = characters(vm, args.at(1), "strcoll() argument 1")?;
    let b = characters(vm, args.at(2), "strcoll() argument 2")?;
    let order = system_locale::collate(vm, &a, &b);
    Ok(int::from_i64(vm, order.into()))
}

fn strxfrm(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = characters(vm, args.at(1), "strxfrm() argument")?;
    let Some(made) = system_locale::transform(vm, &text) else {
        return Err(value_error!(vm, "the locale cannot transform the string"));
    };
    if let Some(c) = made.iter().find(|&&c| c > rpython_objects::text::MAX_CODE_POINT) {
        return Err(value_error!(vm, "character U+{c:x} is not in range [U+0000; U+10ffff]"));
    }
    Ok(Str::try_from_buf(vm, made.into_iter().collect())?.into_obj())
}

fn gettext(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let message = c_argument(vm, args.at(1), "gettext() argument")?;
    let made = system_locale::translate(vm, None, &message, None);
    decoded_or_none(vm, made)
}

fn dgettext(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let domain = c_or_none(vm, args.opt(1), "dgettext() argument 1")?;
    let message = c_argument(vm, args.at(2), "dgettext() argument 2")?;
    let made = system_locale::translate(vm, domain.as_deref(), &message, None);
    decoded_or_none(vm, made)
}

fn dcgettext(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let domain = c_or_none(vm, args.opt(1), "dcgettext() argument 1")?;
    let message = c_argument(vm, args.at(2), "dcgettext() argument 2")?;
    let category = argument::c_int(vm, args.at(3))?;
    let made = system_locale::translate(vm, domain.as_deref(), &message, Some(category));
    decoded_or_none(vm, made)
}

fn textdomain(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = c_or_none(vm, args.opt(1), "textdomain() argument")?;
    let now = system_locale::domain(vm, name.as_deref());
    decoded_or_none(vm, now)
}

fn bindtextdomain(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = c_argument(vm, args.at(1), "bindtextdomain() argument 1")?;
    if name.is_empty() {
        return Err(failed(vm, "domain must be a non-empty string"));
    }
    let folder = match args.some(2) {
        None => None,
        Some(folder) => c_text(crate::io::path(vm, folder)?),
    };
    let now = system_locale::bind_domain(vm, &name, folder.as_deref());
    decoded_or_none(vm, now)
}

fn bind_textdomain_codeset(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = c_argument(vm, args.at(1), "bind_textdomain_codeset() argument 1")?;
    let codeset = c_or_none(vm, args.opt(2), "bind_textdomain_codeset() argument 2")?;
    let now = system_locale::bind_codeset(vm, &name, codeset.as_deref());
    decoded_or_none(vm, now)
}

fn getencoding(vm: &mut Vm, _: Args<'_>) -> PyResult {
    let name = encoding(vm);
    Ok(Str::new(vm, &name).into_obj())
}

static FUNCTIONS: &[NativeDef] = &[
    native("setlocale", "($module, category, locale=None, /)", setlocale, "Activates/queries locale processing."),
    native("localeconv", "($module, /)", localeconv, "Returns numeric and monetary locale-specific parameters."),
    native(
        "nl_langinfo",
        "($module, key, /)",
        nl_langinfo,
        "Return the value for the locale information associated with key.",
    ),
    native("getencoding", "($module, /)", getencoding, "Get the current locale encoding."),
    native("strcoll", "($module, os1, os2, /)", strcoll, "Compares two strings according to the locale."),
    native(
        "strxfrm",
        "($module, string, /)",
        strxfrm,
        "Return a string that can be used as a key for locale-aware comparisons.",
    ),
    native("gettext", "($module, msg, /)", gettext, "gettext(msg) -> string\n\nReturn translation of msg."),
    native(
        "dgettext",
        "($module, domain, msg, /)",
        dgettext,
        "dgettext(domain, msg) -> string\n\nReturn translation of msg in domain.",
    ),
    native(
        "dcgettext",
        "($module, domain, msg, category, /)",
        dcgettext,
        "Return translation of msg in domain and category.",
    ),
    native(
        "textdomain",
        "($module, domain, /)",
        textdomain,
        "Set the C library's textdmain to domain, returning the new domain.",
    ),
    native("bindtextdomain", "($module, domain, dir, /)", bindtextdomain, "Bind the C library's domain to dir."),
    native(
        "bind_textdomain_codeset",
        "($module, domain, codeset, /)",
        bind_textdomain_codeset,
        "Bind the C library's domain to codeset.",
    ),
];

/// The categories, by glibc's numbers.
static CATEGORIES: &[(&str, i64)] = &[
    ("LC_CTYPE", 0),
    ("LC_TIME", 2),
    ("LC_COLLATE", 3),
    ("LC_MONETARY", 4),
    ("LC_MESSAGES", 5),
    ("LC_NUMERIC", 1),
    ("LC_ALL", 6),
    ("CHAR_MAX", 127),
];

/// What `nl_langinfo` can be asked for, by glibc's numbers.
static ITEMS: &[(&str, i32)] = &[
    ("ABDAY_1", 131072),
    ("ABDAY_2", 131073),
    ("ABDAY_3", 131074),
    ("ABDAY_4", 131075),
    ("ABDAY_5", 131076),
    ("ABDAY_6", 131077),
    ("ABDAY_7", 131078),
    ("ABMON_1", 131086),
    ("ABMON_2", 131087),
    ("ABMON_3", 131088),
    ("ABMON_4", 131089),
    ("ABMON_5", 131090),
    ("ABMON_6", 131091),
    ("ABMON_7", 131092),
    ("ABMON_8", 131093),
    ("ABMON_9", 131094),
    ("ABMON_10", 131095),
    ("ABMON_11", 131096),
    ("ABMON_12", 131097),
    ("ALT_DIGITS", 131119),
    ("AM_STR", 131110),
    ("CODESET", 14),
    ("CRNCYSTR", 262159),
    ("DAY_1", 131079),
    ("DAY_2", 131080),
    ("DAY_3", 131081),
    ("DAY_4", 131082),
    ("DAY_5", 131083),
    ("DAY_6", 131084),
    ("DAY_7", 131085),
    ("D_FMT", 131113),
    ("D_T_FMT", 131112),
    ("ERA", 131116),
    ("ERA_D_FMT", 131118),
    ("ERA_D_T_FMT", 131120),
    ("ERA_T_FMT", 131121),
    ("MON_1", 131098),
    ("MON_2", 131099),
    ("MON_3", 131100),
    ("MON_4", 131101),
    ("MON_5", 131102),
    ("MON_6", 131103),
    ("MON_7", 131104),
    ("MON_8", 131105),
    ("MON_9", 131106),
    ("MON_10", 131107),
    ("MON_11", 131108),
    ("MON_12", 131109),
    ("NOEXPR", 327681),
    ("PM_STR", 131111),
    ("RADIXCHAR", 65536),
    ("THOUSEP", 65537),
    ("T_FMT", 131114),
    ("T_FMT_AMPM", 131115),
    ("YESEXPR", 327680),
    ("_DATE_FMT", 131180),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_locale", "Support for POSIX locales.", FUNCTIONS)?;
    table::set_numbers(vm, &module, CATEGORIES)?;
    table::set_numbers(vm, &module, ITEMS)?;
    let error = table::add_exception(vm, &module, "locale", "Error", types::EXCEPTION)?;
    vm.state_of::<State>().error = Some(error);
    Ok(module)
}
