//! The methods of `str`: each binds its arguments and calls a kernel of `crate::text`.

use super::{Str, StrExt, format, operators, operators::exact};
use crate::{
    Args, Dict, List, NativeDef, PyResult, Tuple, Vm, argument, codecs, int, memory, native, protocol, static_native,
    text::{
        MAX_CODE_POINT, Text, TextBuf, case, classify,
        resize::{self, Justify, SizeError},
        search,
        split::{self, LineEnds},
        strip::{self, Ends},
        translate::{self, Translation},
    },
    type_error, types, value_error,
};
use rpython_heap::{Obj, Ref};
use std::ops::Range;

fn made(vm: &mut Vm, buf: TextBuf) -> PyResult {
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

/// The result of a kernel that may leave the text as it is.
fn changed(vm: &mut Vm, s: &Ref<Str>, result: Result<Option<TextBuf>, SizeError>, too_long: &str) -> PyResult {
    match result {
        Ok(Some(buf)) => made(vm, buf),
        Ok(None) => Ok(exact(vm, s)?.into_obj()),
        Err(e) => Err(vm.raise_size(e, too_long)),
    }
}

fn part(vm: &mut Vm, s: &Ref<Str>, range: Range<usize>) -> PyResult {
    Ok(Str::slice(vm, s, range.start, range.end)?.into_obj())
}

fn parts(vm: &mut Vm, s: &Ref<Str>, ranges: Vec<Range<usize>>) -> PyResult {
    let mut pieces = memory::pieces(&ranges)?;
    for range in ranges {
        pieces.push(part(vm, s, range)?);
    }
    Ok(List::from_vec(vm, pieces)?.into_obj())
}

macro_rules! mappings {
    ($($name:ident $kernel:path;)*) => {
        $(fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
            let buf = $kernel(args.this::<Str>().text(vm));
            made(vm, buf)
        })*
    };
}

mappings! {
    capitalize case::capitalize;
    casefold case::casefold;
    lower case::lower;
    swapcase case::swapcase;
    title case::title;
    upper case::upper;
}

macro_rules! tests {
    ($($name:ident $kernel:path;)*) => {
        $(fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
            Ok(Obj::bool($kernel(args.this::<Str>().text(vm))))
        })*
    };
}

tests! {
    isalnum classify::is_alnum;
    isalpha classify::is_alpha;
    isascii Text::is_ascii;
    isdecimal classify::is_decimal;
    isdigit classify::is_digit;
    isidentifier classify::is_identifier;
    islower classify::is_lower;
    isnumeric classify::is_numeric;
    isprintable classify::is_printable;
    isspace classify::is_space;
    istitle classify::is_title;
    isupper classify::is_upper;
}

fn encode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let encoding = args.opt(1).map(|o| argument::text(vm, o, "encode() argument 'encoding'")).transpose()?;
    let errors = args.opt(2).map(|o| argument::text(vm, o, "encode() argument 'errors'")).transpose()?;
    let encoding = codecs::name_argument(vm, encoding)?;
    let errors = codecs::name_argument(vm, errors)?;
    let s = args.this::<Str>();
    codecs::encode(vm, s, encoding.as_deref(), errors.as_deref()).map(Obj::from)
}

/// The needle and the part of the text that a search looks at; `None` if nothing lies between its bounds.
fn search_range<'a>(vm: &mut Vm, args: Args<'a>, name: &str) -> PyResult<(&'a Ref<Str>, Option<Range<usize>>)> {
    let needle = argument::text(vm, args.at(1), &std::format!("{name}() argument 1"))?;
    let start = argument::bound(vm, args.opt(2), 0)?;
    let end = argument::bound(vm, args.opt(3), isize::MAX)?;
    let len = args.this::<Str>().get(vm).len();
    Ok((needle, search::clip(start, end, len)))
}

type FindFn = fn(Text<'_>, Text<'_>) -> Option<usize>;

fn position(vm: &mut Vm, args: Args<'_>, name: &str, find: FindFn) -> PyResult<Option<usize>> {
    let (needle, range) = search_range(vm, args, name)?;
    let Some(range) = range else { return Ok(None) };
    let start = range.start;
    let hay = args.this::<Str>().text(vm).slice(range);
    Ok(find(hay, needle.text(vm)).map(|at| at + start))
}

fn found(vm: &mut Vm, position: Option<usize>) -> PyResult {
    Ok(position.map_or_else(|| int::from_i64(vm, -1), |at| int::from_i64(vm, at as i64)))
}

fn found_or_error(vm: &mut Vm, position: Option<usize>) -> PyResult {
    match position {
        Some(at) => Ok(int::from_i64(vm, at as i64)),
        None => Err(value_error!(vm, "substring not found")),
    }
}

fn find(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let at = position(vm, args, "find", search::find)?;
    found(vm, at)
}

fn rfind(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let at = position(vm, args, "rfind", search::rfind)?;
    found(vm, at)
}

fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let at = position(vm, args, "index", search::find)?;
    found_or_error(vm, at)
}

fn rindex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let at = position(vm, args, "rindex", search::rfind)?;
    found_or_error(vm, at)
}

fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (needle, range) = search_range(vm, args, "count")?;
    let n = range.map_or(0, |r| search::count(args.this::<Str>().text(vm).slice(r), needle.text(vm)));
    Ok(int::from_i64(vm, n as i64))
}

/// `startswith` and `endswith`: one affix or a tuple of them.
fn has_affix(vm: &mut Vm, args: Args<'_>, name: &str, test: fn(Text<'_>, Text<'_>) -> bool) -> PyResult {
    let start = argument::bound(vm, args.opt(2), 0)?;
    let end = argument::bound(vm, args.opt(3), isize::MAX)?;
    let s = args.this::<Str>();
    let range = search::clip(start, end, s.get(vm).len());
    let holds =
        |vm: &Vm, affix: &Ref<Str>| range.clone().is_some_and(|range| test(s.text(vm).slice(range), affix.text(vm)));
    if let Some(tuple) = args.at(1).downcast_ref::<Tuple>() {
        for affix in tuple.tail(vm) {
            match affix.downcast_ref::<Str>() {
                Some(affix) if holds(vm, affix) => return Ok(Obj::TRUE),
                Some(_) => {}
                None => {
                    let class = argument::class_name(vm, affix);
                    return Err(type_error!(vm, "tuple for {name} must only contain str, not {class}"));
                }
            }
        }
        return Ok(Obj::FALSE);
    }
    match args.at(1).downcast_ref::<Str>() {
        Some(affix) => Ok(Obj::bool(holds(vm, affix))),
        None => {
            let class = argument::class_name(vm, args.at(1));
            Err(type_error!(vm, "{name} first arg must be str or a tuple of str, not {class}"))
        }
    }
}

fn startswith(vm: &mut Vm, args: Args<'_>) -> PyResult {
    has_affix(vm, args, "startswith", search::starts_with)
}

fn endswith(vm: &mut Vm, args: Args<'_>) -> PyResult {
    has_affix(vm, args, "endswith", search::ends_with)
}

fn removeprefix(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let prefix = argument::text(vm, args.at(1), "removeprefix() argument")?;
    let s = args.this::<Str>();
    let range = search::without_prefix(s.text(vm), prefix.text(vm));
    part(vm, s, range)
}

fn removesuffix(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let suffix = argument::text(vm, args.at(1), "removesuffix() argument")?;
    let s = args.this::<Str>();
    let range = search::without_suffix(s.text(vm), suffix.text(vm));
    part(vm, s, range)
}

/// `strip` and its like.
fn strip_ends(vm: &mut Vm, args: Args<'_>, name: &str, ends: Ends) -> PyResult {
    let s = args.this::<Str>();
    let range = match args.some(1) {
        None => strip::strip_space(s.text(vm), ends),
        Some(set) => match set.downcast_ref::<Str>() {
            Some(set) => strip::strip(s.text(vm), set.text(vm), ends),
            None => return Err(type_error!(vm, "{name} arg must be None or str")),
        },
    };
    part(vm, s, range)
}

fn strip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, "strip", Ends::Both)
}

fn lstrip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, "lstrip", Ends::Left)
}

fn rstrip(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends(vm, args, "rstrip", Ends::Right)
}

/// A separator: not empty.
fn separator<'a>(vm: &mut Vm, o: &'a Obj, wanted: &str) -> PyResult<&'a Ref<Str>> {
    let Some(separator) = o.downcast_ref::<Str>() else {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "must be {wanted}, not {class}"));
    };
    if separator.get(vm).is_empty() { Err(value_error!(vm, "empty separator")) } else { Ok(separator) }
}

fn split(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = argument::limit(vm, args.opt(2))?;
    let s = args.this::<Str>();
    let ranges = match args.some(1) {
        None => split::split_space(s.text(vm), limit),
        Some(o) => {
            let separator = separator(vm, o, "str or None")?;
            split::split(s.text(vm), separator.text(vm), limit)
        }
    };
    parts(vm, s, ranges)
}

fn rsplit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let limit = argument::limit(vm, args.opt(2))?;
    let s = args.this::<Str>();
    let ranges = match args.some(1) {
        None => split::rsplit_space(s.text(vm), limit),
        Some(o) => {
            let separator = separator(vm, o, "str or None")?;
            split::rsplit(s.text(vm), separator.text(vm), limit)
        }
    };
    parts(vm, s, ranges)
}

fn splitlines(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let keep = args.opt(1).map(|o| protocol::is_true(vm, o)).transpose()?.unwrap_or(false);
    let s = args.this::<Str>();
    let ranges = split::lines_of(s.text(vm), if keep { LineEnds::Keep } else { LineEnds::Drop });
    parts(vm, s, ranges)
}

/// Three parts as a tuple; where the separator does not occur, the text and two empty ones, in this order or reversed.
fn three(vm: &mut Vm, s: &Ref<Str>, cut: Option<[Range<usize>; 3]>, whole: usize) -> PyResult {
    let len = s.get(vm).len();
    let mut missing = [0..0, 0..0, 0..0];
    missing[whole] = 0..len;
    let mut pieces = Vec::with_capacity(3);
    for range in cut.unwrap_or(missing) {
        pieces.push(part(vm, s, range)?);
    }
    Ok(Tuple::from_vec(vm, pieces)?.into_obj())
}

fn partition(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<Str>();
    let separator = separator(vm, args.at(1), "str")?;
    let cut = split::partition(s.text(vm), separator.text(vm));
    three(vm, s, cut, 0)
}

fn rpartition(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<Str>();
    let separator = separator(vm, args.at(1), "str")?;
    let cut = split::rpartition(s.text(vm), separator.text(vm));
    three(vm, s, cut, 2)
}

fn join(vm: &mut Vm, args: Args<'_>) -> PyResult {
    operators::join(vm, args.this::<Str>(), args.at(1)).map(Obj::from)
}

fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let old = argument::text(vm, args.at(1), "replace() argument 1")?;
    let new = argument::text(vm, args.at(2), "replace() argument 2")?;
    let limit = argument::limit(vm, args.opt(3))?;
    let s = args.this::<Str>();
    if old.text(vm) == new.text(vm) {
        return Ok(exact(vm, s)?.into_obj());
    }
    let result = resize::replace(s.text(vm), old.text(vm), new.text(vm), limit);
    changed(vm, s, result, "replace string is too long")
}

fn expandtabs(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let size = args.opt(1).map(|o| argument::c_int(vm, o)).transpose()?.unwrap_or(8);
    let s = args.this::<Str>();
    let result = resize::expand_tabs(s.text(vm), size.max(0) as usize);
    changed(vm, s, result, "new string is too long")
}

/// `center` and its like.
fn justify(vm: &mut Vm, args: Args<'_>, how: Justify) -> PyResult {
    let width = argument::width(vm, args.at(1))?;
    let fill = match args.opt(2) {
        None => u32::from(b' '),
        Some(o) => {
            let Some(fill) = o.downcast_ref::<Str>() else {
                let class = argument::class_name(vm, o);
                return Err(type_error!(vm, "The fill character must be a unicode character, not {class}"));
            };
            if fill.get(vm).len() != 1 {
                return Err(type_error!(vm, "The fill character must be exactly one character long"));
            }
            fill.text(vm).at(0)
        }
    };
    let s = args.this::<Str>();
    let result = resize::justify(s.text(vm), how, width, fill);
    changed(vm, s, result, "padded string is too long")
}

fn center(vm: &mut Vm, args: Args<'_>) -> PyResult {
    justify(vm, args, Justify::Center)
}

fn ljust(vm: &mut Vm, args: Args<'_>) -> PyResult {
    justify(vm, args, Justify::Left)
}

fn rjust(vm: &mut Vm, args: Args<'_>) -> PyResult {
    justify(vm, args, Justify::Right)
}

fn zfill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let width = argument::width(vm, args.at(1))?;
    let s = args.this::<Str>();
    let result = resize::zfill(s.text(vm), width);
    changed(vm, s, result, "padded string is too long")
}

/// What a translation table says of `c`.
fn look_up(vm: &mut Vm, table: &Obj, c: u32) -> PyResult<Translation> {
    let key = int::from_i64(vm, c.into());
    let answer = match protocol::get_item(vm, table, &key) {
        Ok(answer) => answer,
        Err(raised) => {
            vm.swallow(raised, types::LOOKUP_ERROR)?;
            return Ok(Translation::Unchanged);
        }
    };
    if answer.is_none() {
        return Ok(Translation::Removed);
    }
    if let Some(text) = answer.downcast_ref::<Str>() {
        return Ok(Translation::Text(text.text(vm).to_buf()));
    }
    if int::view(vm, &answer).is_none() {
        return Err(type_error!(vm, "character mapping must return integer, None or str"));
    }
    match int::to_i64(vm, &answer).and_then(|n| u32::try_from(n).ok()).filter(|&n| n <= MAX_CODE_POINT) {
        Some(code) => Ok(Translation::Code(code)),
        None => Err(value_error!(vm, "character mapping must be in range(0x110000)")),
    }
}

fn translate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let s = args.this::<Str>();
    if s.get(vm).is_empty() {
        return Ok(exact(vm, s)?.into_obj());
    }
    // Looking up may run Python code, so the text is copied out of the heap.
    let text = s.text(vm).to_buf();
    let buf = translate::translate(text.as_text(), |c| look_up(vm, args.at(1), c))?;
    made(vm, buf)
}

fn maketrans(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let table = Dict::new(vm);
    let Some(y) = args.opt(1) else {
        let Some(given) = args.at(0).downcast_ref::<Dict>() else {
            return Err(type_error!(vm, "if you give only one argument to maketrans it must be a dict"));
        };
        let mut entry = 0;
        while entry < given.get(vm).size() {
            let pair = given.get(vm).entry(entry).map(|e| (e.key.clone(), e.value.clone()));
            entry += 1;
            let Some((key, value)) = pair.filter(|p| !p.0.is_unbound()) else { continue };
            let key = match key.downcast_ref::<Str>() {
                Some(s) if s.get(vm).len() == 1 => int::from_i64(vm, s.text(vm).at(0).into()),
                Some(_) => return Err(value_error!(vm, "string keys in translatetable must be of length 1")),
                None if int::view(vm, &key).is_some() => key,
                None => return Err(type_error!(vm, "keys in translate table mustbe strings or integers")),
            };
            Dict::set_item(vm, &table, &key, value)?;
        }
        return Ok(table.into_obj());
    };
    let y = argument::text(vm, y, "maketrans() argument 2")?;
    let z = args.opt(2).map(|z| argument::text(vm, z, "maketrans() argument 3")).transpose()?;
    let Some(x) = args.at(0).downcast_ref::<Str>() else {
        return Err(type_error!(vm, "first maketrans argument must be a string if there is a second argument"));
    };
    if x.get(vm).len() != y.get(vm).len() {
        return Err(value_error!(vm, "the first two maketrans arguments must have equal length"));
    }
    let pairs: Vec<(u32, u32)> = x.text(vm).iter().zip(y.text(vm).iter()).collect();
    for (from, to) in pairs {
        let (key, value) = (int::from_i64(vm, from.into()), int::from_i64(vm, to.into()));
        Dict::set_item(vm, &table, &key, value)?;
    }
    let gone: Vec<u32> = z.map(|z| z.text(vm).iter().collect()).unwrap_or_default();
    for c in gone {
        let key = int::from_i64(vm, c.into());
        Dict::set_item(vm, &table, &key, Obj::NONE)?;
    }
    Ok(table.into_obj())
}

fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (positional, keywords) = (args.at(1), args.at(2));
    let (Some(positional), Some(keywords)) = (positional.downcast_ref::<Tuple>(), keywords.downcast_ref::<Dict>())
    else {
        return Err(type_error!(vm, "format() takes positional and keyword arguments"));
    };
    format::format(vm, args.this::<Str>(), format::Values::Arguments(positional, keywords)).map(Obj::from)
}

fn format_map(vm: &mut Vm, args: Args<'_>) -> PyResult {
    format::format(vm, args.this::<Str>(), format::Values::Mapping(args.at(1))).map(Obj::from)
}

fn format_dunder(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let spec = argument::text(vm, args.at(1), "__format__() argument")?;
    let s = args.this::<Str>();
    if spec.get(vm).is_empty() {
        return if s.is_exact() { Ok(s.clone().into_obj()) } else { protocol::str(vm, s).map(Obj::from) };
    }
    let mut out = TextBuf::new();
    let class = vm.class_of(s).own();
    let name = class.get(vm).name.clone();
    match crate::number::format::text(&mut out, s.text(vm), spec.text(vm), name.text(vm)) {
        Ok(()) => Ok(Str::among_or_from(vm, [Some(s), None], out)?.into_obj()),
        Err(e) => Err(vm.raise_number(e)),
    }
}

fn size_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    // CPython's layout: 40 bytes before ASCII text, 56 before other text, and a NUL behind either.
    let text = args.this::<Str>().text(vm);
    let head = if text.is_ascii() { 40 } else { 56 };
    let size = head + (text.len() + 1) * text.kind().width();
    Ok(int::from_i64(vm, size as i64))
}

fn new_args(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let copy = Str::from_text(vm, args.this::<Str>().text(vm))?;
    Ok(Tuple::from_slice(vm, &[copy.into_obj()])?.into_obj())
}

/// The methods of `str`.
pub(super) static METHODS: &[NativeDef] = &[
    native(
        "encode",
        "($self, /, encoding='utf-8', errors='strict')",
        encode,
        "Encode the string using the codec registered for encoding.\n\n  encoding\n    The encoding in which to encode the string.\n  errors\n    The error handling scheme to use for encoding errors.\n    The default is 'strict' meaning that encoding errors raise a\n    UnicodeEncodeError.  Other possible values are 'ignore', 'replace'\n    and 'xmlcharrefreplace' as well as any other name registered with\n    codecs.register_error that can handle UnicodeEncodeErrors.",
    ),
    native(
        "replace",
        "($self, old, new, /, count=-1)",
        replace,
        "Return a copy with all occurrences of substring old replaced by new.\n\n  count\n    Maximum number of occurrences to replace.\n    -1 (the default value) means replace all occurrences.\n\nIf the optional argument count is given, only the first count occurrences are\nreplaced.",
    ),
    native(
        "split",
        "($self, /, sep=None, maxsplit=-1)",
        split,
        "Return a list of the substrings in the string, using sep as the separator string.\n\n  sep\n    The separator used to split the string.\n\n    When set to None (the default value), will split on any\n    whitespace character (including \\n \\r \\t \\f and spaces) and\n    will discard empty strings from the result.\n  maxsplit\n    Maximum number of splits.\n    -1 (the default value) means no limit.\n\nSplitting starts at the front of the string and works to the end.\n\nNote, str.split() is mainly useful for data that has been\nintentionally delimited.  With natural text that includes\npunctuation, consider using the regular expression module.",
    ),
    native(
        "rsplit",
        "($self, /, sep=None, maxsplit=-1)",
        rsplit,
        "Return a list of the substrings in the string, using sep as the separator string.\n\n  sep\n    The separator used to split the string.\n\n    When set to None (the default value), will split on any\n    whitespace character (including \\n \\r \\t \\f and spaces) and\n    will discard empty strings from the result.\n  maxsplit\n    Maximum number of splits.\n    -1 (the default value) means no limit.\n\nSplitting starts at the end of the string and works to the front.",
    ),
    native(
        "join",
        "($self, iterable, /)",
        join,
        "Concatenate any number of strings.\n\nThe string whose method is called is inserted in between each given\nstring.  The result is returned as a new string.\n\nExample: '.'.join(['ab', 'pq', 'rs']) -> 'ab.pq.rs'",
    ),
    native(
        "capitalize",
        "($self, /)",
        capitalize,
        "Return a capitalized version of the string.\n\nMore specifically, make the first character have upper case and the\nrest lower case.",
    ),
    native("casefold", "($self, /)", casefold, "Return a version of the string suitable for caseless comparisons."),
    native(
        "title",
        "($self, /)",
        title,
        "Return a version of the string where each word is titlecased.\n\nMore specifically, words start with uppercased characters and all\nremaining cased characters have lower case.",
    ),
    native(
        "center",
        "($self, width, fillchar=' ', /)",
        center,
        "Return a centered string of length width.\n\nPadding is done using the specified fill character (default is\na space).",
    ),
    native(
        "count",
        "($self, sub[, start[, end]], /)",
        count,
        "Return the number of non-overlapping occurrences of substring sub in string S[start:end].\n\nOptional arguments start and end are interpreted as in slice\nnotation.",
    ),
    native(
        "expandtabs",
        "($self, /, tabsize=8)",
        expandtabs,
        "Return a copy where all tab characters are expanded using spaces.\n\nIf tabsize is not given, a tab size of 8 characters is assumed.",
    ),
    native(
        "find",
        "($self, sub[, start[, end]], /)",
        find,
        "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice\nnotation.  Return -1 on failure.",
    ),
    native(
        "partition",
        "($self, sep, /)",
        partition,
        "Partition the string into three parts using the given separator.\n\nThis will search for the separator in the string.  If the separator\nis found, returns a 3-tuple containing the part before the\nseparator, the separator itself, and the part after it.\n\nIf the separator is not found, returns a 3-tuple containing\nthe original string and two empty strings.",
    ),
    native(
        "index",
        "($self, sub[, start[, end]], /)",
        index,
        "Return the lowest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice\nnotation.  Raises ValueError when the substring is not found.",
    ),
    native(
        "ljust",
        "($self, width, fillchar=' ', /)",
        ljust,
        "Return a left-justified string of length width.\n\nPadding is done using the specified fill character (default is\na space).",
    ),
    native("lower", "($self, /)", lower, "Return a copy of the string converted to lowercase."),
    native(
        "lstrip",
        "($self, chars=None, /)",
        lstrip,
        "Return a copy of the string with leading whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.",
    ),
    native(
        "rfind",
        "($self, sub[, start[, end]], /)",
        rfind,
        "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice\nnotation.  Return -1 on failure.",
    ),
    native(
        "rindex",
        "($self, sub[, start[, end]], /)",
        rindex,
        "Return the highest index in S where substring sub is found, such that sub is contained within S[start:end].\n\nOptional arguments start and end are interpreted as in slice\nnotation.  Raises ValueError when the substring is not found.",
    ),
    native(
        "rjust",
        "($self, width, fillchar=' ', /)",
        rjust,
        "Return a right-justified string of length width.\n\nPadding is done using the specified fill character (default is\na space).",
    ),
    native(
        "rstrip",
        "($self, chars=None, /)",
        rstrip,
        "Return a copy of the string with trailing whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.",
    ),
    native(
        "rpartition",
        "($self, sep, /)",
        rpartition,
        "Partition the string into three parts using the given separator.\n\nThis will search for the separator in the string, starting at the\nend.  If the separator is found, returns a 3-tuple containing the\npart before the separator, the separator itself, and the part after\nit.\n\nIf the separator is not found, returns a 3-tuple containing two\nempty strings and the original string.",
    ),
    native(
        "splitlines",
        "($self, /, keepends=False)",
        splitlines,
        "Return a list of the lines in the string, breaking at line boundaries.\n\nLine breaks are not included in the resulting list unless keepends\nis given and true.",
    ),
    native(
        "strip",
        "($self, chars=None, /)",
        strip,
        "Return a copy of the string with leading and trailing whitespace removed.\n\nIf chars is given and not None, remove characters in chars instead.",
    ),
    native(
        "swapcase",
        "($self, /)",
        swapcase,
        "Convert uppercase characters to lowercase and lowercase characters to uppercase.",
    ),
    native(
        "translate",
        "($self, table, /)",
        translate,
        "Replace each character in the string using the given translation table.\n\n  table\n    Translation table, which must be a mapping of Unicode ordinals\n    to Unicode ordinals, strings, or None.\n\nThe table must implement lookup/indexing via __getitem__, for\ninstance a dictionary or list.  If this operation raises\nLookupError, the character is left untouched.  Characters mapped to\nNone are deleted.",
    ),
    native("upper", "($self, /)", upper, "Return a copy of the string converted to uppercase."),
    native(
        "startswith",
        "($self, prefix[, start[, end]], /)",
        startswith,
        "Return True if the string starts with the specified prefix, False otherwise.\n\n  prefix\n    A string or a tuple of strings to try.\n  start\n    Optional start position. Default: start of the string.\n  end\n    Optional stop position. Default: end of the string.",
    ),
    native(
        "endswith",
        "($self, suffix[, start[, end]], /)",
        endswith,
        "Return True if the string ends with the specified suffix, False otherwise.\n\n  suffix\n    A string or a tuple of strings to try.\n  start\n    Optional start position. Default: start of the string.\n  end\n    Optional stop position. Default: end of the string.",
    ),
    native(
        "removeprefix",
        "($self, prefix, /)",
        removeprefix,
        "Return a str with the given prefix string removed if present.\n\nIf the string starts with the prefix string, return\nstring[len(prefix):].  Otherwise, return a copy of the original\nstring.",
    ),
    native(
        "removesuffix",
        "($self, suffix, /)",
        removesuffix,
        "Return a str with the given suffix string removed if present.\n\nIf the string ends with the suffix string and that suffix is not\nempty, return string[:-len(suffix)].  Otherwise, return a copy of\nthe original string.",
    ),
    native(
        "isascii",
        "($self, /)",
        isascii,
        "Return True if all characters in the string are ASCII, False otherwise.\n\nASCII characters have code points in the range U+0000-U+007F.\nEmpty string is ASCII too.",
    ),
    native(
        "islower",
        "($self, /)",
        islower,
        "Return True if the string is a lowercase string, False otherwise.\n\nA string is lowercase if all cased characters in the string are\nlowercase and there is at least one cased character in the string.",
    ),
    native(
        "isupper",
        "($self, /)",
        isupper,
        "Return True if the string is an uppercase string, False otherwise.\n\nA string is uppercase if all cased characters in the string are\nuppercase and there is at least one cased character in the string.",
    ),
    native(
        "istitle",
        "($self, /)",
        istitle,
        "Return True if the string is a title-cased string, False otherwise.\n\nIn a title-cased string, upper- and title-case characters may only\nfollow uncased characters and lowercase characters only cased ones.",
    ),
    native(
        "isspace",
        "($self, /)",
        isspace,
        "Return True if the string is a whitespace string, False otherwise.\n\nA string is whitespace if all characters in the string are\nwhitespace and there is at least one character in the string.",
    ),
    native(
        "isdecimal",
        "($self, /)",
        isdecimal,
        "Return True if the string is a decimal string, False otherwise.\n\nA string is a decimal string if all characters in the string are\ndecimal and there is at least one character in the string.",
    ),
    native(
        "isdigit",
        "($self, /)",
        isdigit,
        "Return True if the string is a digit string, False otherwise.\n\nA string is a digit string if all characters in the string are\ndigits and there is at least one character in the string.",
    ),
    native(
        "isnumeric",
        "($self, /)",
        isnumeric,
        "Return True if the string is a numeric string, False otherwise.\n\nA string is numeric if all characters in the string are numeric and\nthere is at least one character in the string.",
    ),
    native(
        "isalpha",
        "($self, /)",
        isalpha,
        "Return True if the string is an alphabetic string, False otherwise.\n\nA string is alphabetic if all characters in the string are\nalphabetic and there is at least one character in the string.",
    ),
    native(
        "isalnum",
        "($self, /)",
        isalnum,
        "Return True if the string is an alpha-numeric string, False otherwise.\n\nA string is alpha-numeric if all characters in the string are\nalpha-numeric and there is at least one character in the string.",
    ),
    native(
        "isidentifier",
        "($self, /)",
        isidentifier,
        "Return True if the string is a valid Python identifier, False otherwise.\n\nCall keyword.iskeyword(s) to test whether string s is a reserved\nidentifier, such as \"def\" or \"class\".",
    ),
    native(
        "isprintable",
        "($self, /)",
        isprintable,
        "Return True if all characters in the string are printable, False otherwise.\n\nA character is printable if repr() may use it in its output.",
    ),
    native(
        "zfill",
        "($self, width, /)",
        zfill,
        "Pad a numeric string with zeros on the left, to fill a field of the given width.\n\nThe string is never truncated.",
    ),
    native(
        "format",
        "($self, /, *args, **kwargs)",
        format,
        "Return a formatted version of the string, using substitutions from args and kwargs.\nThe substitutions are identified by braces ('{' and '}').",
    ),
    native(
        "format_map",
        "($self, mapping, /)",
        format_map,
        "Return a formatted version of the string, using substitutions from mapping.\nThe substitutions are identified by braces ('{' and '}').",
    ),
    native(
        "__format__",
        "($self, format_spec, /)",
        format_dunder,
        "Return a formatted version of the string as described by format_spec.",
    ),
    static_native(
        "maketrans",
        "(x, y=None, z=None, /)",
        maketrans,
        "Return a translation table usable for str.translate().\n\nIf there is only one argument, it must be a dictionary mapping\nUnicode ordinals (integers) or characters to Unicode ordinals,\nstrings or None.  Character keys will be then converted to ordinals.\nIf there are two arguments, they must be strings of equal length,\nand in the resulting dictionary, each character in x will be mapped\nto the character at the same position in y.  If there is a third\nargument, it must be a string, whose characters will be mapped to\nNone in the result.",
    ),
    native("__sizeof__", "($self, /)", size_of, "Return the size of the string in memory, in bytes."),
    native("__getnewargs__", "($self, /)", new_args, ""),
];
