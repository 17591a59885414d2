//! The locale of the process, through the C library: `setlocale` and what depends on it.
//!
//! The C library keeps one locale for the process, which no lock guards. Only the holder of the token changes it, and what is read
//! is copied before the token can be let go.

use std::ffi::{CStr, CString, c_char, c_int};

type Wide = libc::wchar_t;

unsafe extern "C" {
    fn wcscoll(a: *const Wide, b: *const Wide) -> c_int;
    fn wcsxfrm(to: *mut Wide, from: *const Wide, room: usize) -> usize;
    fn gettext(message: *const c_char) -> *mut c_char;
    fn dgettext(domain: *const c_char, message: *const c_char) -> *mut c_char;
    fn dcgettext(domain: *const c_char, message: *const c_char, category: c_int) -> *mut c_char;
    fn textdomain(domain: *const c_char) -> *mut c_char;
    fn bindtextdomain(domain: *const c_char, folder: *const c_char) -> *mut c_char;
    fn bind_textdomain_codeset(domain: *const c_char, codeset: *const c_char) -> *mut c_char;
}

/// A copy of a text of the C library.
///
/// # Safety
/// The pointer is null or names a text that ends.
unsafe fn copied(text: *const c_char) -> Option<Vec<u8>> {
    // SAFETY: the caller's promise.
    (!text.is_null()).then(|| unsafe { CStr::from_ptr(text) }.to_bytes().to_vec())
}

fn pointer(text: Option<&CStr>) -> *const c_char {
    text.map_or(std::ptr::null(), CStr::as_ptr)
}

/// Sets the locale of a category, or asks for it; `None` where there is no such locale.
pub fn set(_: &mut rpython_objects::Vm, category: i32, name: Option<&CStr>) -> Option<Vec<u8>> {
    set_unguarded(category, name)
}

fn set_unguarded(category: i32, name: Option<&CStr>) -> Option<Vec<u8>> {
    // SAFETY: the name ends; the answer is copied at once, by the holder of the token or before there are other threads.
    unsafe { copied(libc::setlocale(category, pointer(name))) }
}

/// What the process starts with.
#[derive(Clone, Default, Debug)]
pub struct Start {
    /// The locale of characters.
    pub name: String,
    /// Its encoding.
    pub codeset: String,
}

/// Takes the locale of characters from the environment when the process starts, while it has one thread. Instead of C, where
/// `coerces` and the environment let it, one of UTF-8 is chosen, and `LC_CTYPE` set for the processes to come (PEP 538).
pub fn start(coerces: bool) -> Start {
    let mut name = set_unguarded(libc::LC_CTYPE, Some(c"")).or_else(|| set_unguarded(libc::LC_CTYPE, None));
    let is_c = name.as_deref().is_none_or(|n| n == b"C" || n == b"POSIX");
    if is_c && coerces && std::env::var_os("LC_ALL").is_none_or(|value| value.is_empty()) {
        for target in [c"C.UTF-8", c"C.utf8", c"UTF-8"] {
            if let Some(found) = set_unguarded(libc::LC_CTYPE, Some(target)) {
                name = Some(found);
                // SAFETY: no other thread runs yet.
                unsafe { std::env::set_var("LC_CTYPE", target.to_string_lossy().as_ref()) };
                break;
            }
        }
    }
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Start { name: text(name.unwrap_or_else(|| b"C".to_vec())), codeset: text(langinfo_unguarded(libc::CODESET)) }
}

fn langinfo_unguarded(item: i32) -> Vec<u8> {
    // SAFETY: any number is allowed, unknown ones give an empty text; the answer is copied at once.
    unsafe { copied(libc::nl_langinfo(item)) }.unwrap_or_default()
}

/// `nl_langinfo`
pub fn langinfo(_: &mut rpython_objects::Vm, item: i32) -> Vec<u8> {
    langinfo_unguarded(item)
}

/// `localeconv`: texts, then groupings, then numbers, by name.
pub struct Conventions {
    /// Texts in the locale's encoding.
    pub texts: Vec<(&'static str, Vec<u8>)>,
    /// Sizes of groups of digits.
    pub groupings: Vec<(&'static str, Vec<u8>)>,
    /// Numbers; 127 is "not available".
    pub numbers: Vec<(&'static str, i8)>,
}

/// `localeconv`
pub fn conventions(_: &mut rpython_objects::Vm) -> Conventions {
    // SAFETY: the C library's structure stays valid until the next call or change of the locale, which the token excludes; its
    // texts end.
    unsafe {
        let c = &*libc::localeconv();
        let text = |p: *const c_char| copied(p).unwrap_or_default();
        Conventions {
            texts: vec![
                ("int_curr_symbol", text(c.int_curr_symbol)),
                ("currency_symbol", text(c.currency_symbol)),
                ("mon_decimal_point", text(c.mon_decimal_point)),
                ("mon_thousands_sep", text(c.mon_thousands_sep)),
                ("positive_sign", text(c.positive_sign)),
                ("negative_sign", text(c.negative_sign)),
                ("decimal_point", text(c.decimal_point)),
                ("thousands_sep", text(c.thousands_sep)),
            ],
            groupings: vec![("grouping", text(c.grouping)), ("mon_grouping", text(c.mon_grouping))],
            numbers: vec![
                ("int_frac_digits", c.int_frac_digits as i8),
                ("frac_digits", c.frac_digits as i8),
                ("p_cs_precedes", c.p_cs_precedes as i8),
                ("p_sep_by_space", c.p_sep_by_space as i8),
                ("n_cs_precedes", c.n_cs_precedes as i8),
                ("n_sep_by_space", c.n_sep_by_space as i8),
                ("p_sign_posn", c.p_sign_posn as i8),
                ("n_sign_posn", c.n_sign_posn as i8),
            ],
        }
    }
}

fn wide(text: &[u32]) -> Vec<Wide> {
    text.iter().map(|&c| c as Wide).chain([0]).collect()
}

/// Compares texts in the order of the locale. They contain no null character.
pub fn collate(_: &mut rpython_objects::Vm, a: &[u32], b: &[u32]) -> i32 {
    let (a, b) = (wide(a), wide(b));
    // SAFETY: both end in a null.
    unsafe { wcscoll(a.as_ptr(), b.as_ptr()) }
}

/// A text whose order by code points is the text's order in the locale; `None` if there is none.
pub fn transform(_: &mut rpython_objects::Vm, text: &[u32]) -> Option<Vec<u32>> {
    let from = wide(text);
    let mut room = from.len();
    loop {
        let mut to: Vec<Wide> = vec![0; room + 1];
        // SAFETY: the source ends in a null, and there is room for as much as is said.
        let needed = unsafe { wcsxfrm(to.as_mut_ptr(), from.as_ptr(), room + 1) };
        if needed <= room {
            return Some(to[..needed].iter().map(|&c| c as u32).collect());
        }
        if needed > 1 << 30 {
            return None;
        }
        room = needed;
    }
}

/// `gettext`, `dgettext`, `dcgettext`: by whether a domain and a category are given.
pub fn translate(
    _: &mut rpython_objects::Vm,
    domain: Option<&CStr>,
    message: &CStr,
    category: Option<i32>,
) -> Option<Vec<u8>> {
    let (d, m) = (pointer(domain), message.as_ptr());
    // SAFETY: all texts end; the answer is copied at once.
    unsafe {
        copied(match (domain, category) {
            (_, Some(category)) => dcgettext(d, m, category),
            (Some(_), None) => dgettext(d, m),
            (None, None) => gettext(m),
        })
    }
}

/// `textdomain`
pub fn domain(_: &mut rpython_objects::Vm, name: Option<&CStr>) -> Option<Vec<u8>> {
    // SAFETY: the name ends; the answer is copied at once.
    unsafe { copied(textdomain(pointer(name))) }
}

/// `bindtextdomain`
pub fn bind_domain(_: &mut rpython_objects::Vm, name: &CStr, folder: Option<&CStr>) -> Option<Vec<u8>> {
    // SAFETY: both texts end; the answer is copied at once.
    unsafe { copied(bindtextdomain(name.as_ptr(), pointer(folder))) }
}

/// `bind_textdomain_codeset`
pub fn bind_codeset(_: &mut rpython_objects::Vm, name: &CStr, codeset: Option<&CStr>) -> Option<Vec<u8>> {
    // SAFETY: both texts end; the answer is copied at once.
    unsafe { copied(bind_textdomain_codeset(name.as_ptr(), pointer(codeset))) }
}

/// A text for the C library; `None` if it contains a null.
pub fn c_text(bytes: Vec<u8>) -> Option<CString> {
    CString::new(bytes).ok()
}
