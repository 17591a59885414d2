//! The methods that `bytes` and `bytearray` share, generic in which of them the receiver is and results are.

use crate::{
    Args, List, PyResult, Str, StrExt, Tuple, Type, Vm, argument,
    buffer::{self, Contiguous},
    codecs, int, memory, protocol, raise, sequence,
    text::{
        Text,
        bytes::{self as kernel, HexError},
        resize::{self, Justify, SizeError},
        search,
        split::{self, LineEnds},
        strip::Ends,
    },
    type_error, types, value_error,
};
use rpython_heap::{Obj, OutOfMemory, Payload, Ref};
use std::ops::Range;

use super::Bytes;

/// `bytes` or `bytearray`.
pub(crate) trait ByteString: Payload {
    /// The type's name.
    const TYPE: &'static str;
    /// Greatest length that is a matter of memory; beyond it, the length itself is refused.
    const LONGEST: usize;
    /// The content.
    fn bytes<'a>(vm: &'a Vm, o: &'a Ref<Self>) -> &'a [u8];
    /// A new object of the type itself.
    fn make(vm: &mut Vm, data: &[u8]) -> PyResult;
    /// Keeps the size as it is while arguments are read that may run Python code.
    fn pin(_: &Ref<Self>) -> Option<buffer::Lease> {
        None
    }
    /// The result of a method that changes nothing.
    fn unchanged(vm: &mut Vm, o: &Ref<Self>) -> PyResult;
}

fn this<'a, B: ByteString>(vm: &'a Vm, args: Args<'a>) -> &'a [u8] {
    B::bytes(vm, args.this::<B>())
}

fn changed<B: ByteString>(
    vm: &mut Vm,
    args: Args<'_>,
    result: Result<Option<Vec<u8>>, SizeError>,
    too_long: &str,
) -> PyResult {
    match result {
        Ok(Some(data)) => B::make(vm, &data),
        Ok(None) => B::unchanged(vm, args.this::<B>()),
        Err(e) => Err(vm.raise_size(e, too_long)),
    }
}

/// Refuses a length that no object of the type has.
///
/// # Errors
/// `OverflowError`
pub(crate) fn check_length<B: ByteString>(vm: &mut Vm, length: usize) -> PyResult<()> {
    if length > B::LONGEST { Err(raise!(vm, types::OVERFLOW_ERROR, "byte string is too large")) } else { Ok(()) }
}

fn copy_of(data: &[u8]) -> Result<Vec<u8>, OutOfMemory> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(data.len()).map_err(|_| OutOfMemory)?;
    copy.extend_from_slice(data);
    Ok(copy)
}

fn part<B: ByteString>(vm: &mut Vm, args: Args<'_>, range: Range<usize>) -> PyResult {
    let data = this::<B>(vm, args);
    if range == (0..data.len()) {
        return B::unchanged(vm, args.this::<B>());
    }
    let data = copy_of(data.get(range).unwrap_or_default())?;
    B::make(vm, &data)
}

fn parts<B: ByteString>(vm: &mut Vm, args: Args<'_>, ranges: Vec<Range<usize>>) -> PyResult<Vec<Obj>> {
    let mut pieces = memory::pieces(&ranges)?;
    for range in ranges {
        pieces.push(part::<B>(vm, args, range)?);
    }
    Ok(pieces)
}

fn list_of<B: ByteString>(vm: &mut Vm, args: Args<'_>, ranges: Vec<Range<usize>>) -> PyResult {
    let pieces = parts::<B>(vm, args, ranges)?;
    Ok(List::from_vec(vm, pieces)?.into_obj())
}

macro_rules! mappings {
    ($($name:ident)*) => {
        $(pub(crate) fn $name<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
            let data = kernel::$name(this::<B>(vm, args));
            B::make(vm, &data)
        })*
    };
}

mappings! { capitalize lower swapcase title upper }

macro_rules! tests {
    ($($name:ident $kernel:expr;)*) => {
        $(pub(crate) fn $name<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
            Ok(Obj::bool($kernel(this::<B>(vm, args))))
        })*
    };
}

tests! {
    isalnum kernel::is_alnum;
    isalpha kernel::is_alpha;
    isascii <[u8]>::is_ascii;
    isdigit kernel::is_digit;
    islower kernel::is_lower;
    isspace kernel::is_space;
    istitle kernel::is_title;
    isupper kernel::is_upper;
}

/// What is sought: one byte or several.
pub(super) enum Needle {
    /// A byte, given as an integer.
    Byte([u8; 1]),
    /// Bytes.
    Bytes(Contiguous),
}

impl Needle {
    /// Reads an argument; `wrong` says what is the matter with one that is neither.
    pub(super) fn read(vm: &mut Vm, o: &Obj, wrong: impl FnOnce(&str) -> String) -> PyResult<Needle> {
        if buffer::has_buffer(vm, o) {
            return buffer::bytes_of(vm, o).map(Needle::Bytes);
        }
        if !protocol::has_index(vm, o) {
            let message = wrong(&argument::class_name(vm, o));
            return Err(type_error!(vm, "{message}"));
        }
        let n = protocol::to_index(vm, o, None)?;
        match u8::try_from(n) {
            Ok(byte) => Ok(Needle::Byte([byte])),
            Err(_) => Err(value_error!(vm, "byte must be in range(0, 256)")),
        }
    }

    pub(super) fn get<'a>(&'a self, vm: &'a Vm) -> &'a [u8] {
        match self {
            Needle::Byte(byte) => byte,
            Needle::Bytes(bytes) => bytes.get(vm),
        }
    }

    pub(super) fn release(self, vm: &mut Vm) {
        if let Needle::Bytes(bytes) = self {
            bytes.release(vm);
        }
    }
}

/// Runs a search over the part of the content that the bounds name; `None` if nothing lies between them.
fn search<B: ByteString, R>(
    vm: &mut Vm,
    args: Args<'_>,
    run: impl FnOnce(&[u8], &[u8], usize) -> R,
) -> PyResult<Option<R>> {
    let start = argument::bound(vm, args.opt(2), 0)?;
    let end = argument::bound(vm, args.opt(3), isize::MAX)?;
    let _pin = B::pin(args.this::<B>());
    let needle = Needle::read(vm, args.at(1), |class| {
        format!("argument should be integer or bytes-like object, not '{class}'")
    })?;
    let hay = this::<B>(vm, args);
    let result = search::clip(start, end, hay.len()).map(|r| run(&hay[r.clone()], needle.get(vm), r.start));
    needle.release(vm);
    Ok(result)
}

fn first<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult<Option<usize>> {
    search::<B, _>(vm, args, |hay, needle, at| search::find_units(hay, needle).map(|i| i + at)).map(Option::flatten)
}

fn last<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult<Option<usize>> {
    search::<B, _>(vm, args, |hay, needle, at| search::rfind_units(hay, needle).map(|i| i + at)).map(Option::flatten)
}

fn position_or_error(vm: &mut Vm, at: Option<usize>) -> PyResult {
    match at {
        Some(at) => Ok(int::from_i64(vm, at as i64)),
        None => Err(value_error!(vm, "subsection not found")),
    }
}

pub(crate) fn find<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let at = first::<B>(vm, args)?;
    Ok(int::from_i64(vm, at.map_or(-1, |at| at as i64)))
}

pub(crate) fn rfind<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let at = last::<B>(vm, args)?;
    Ok(int::from_i64(vm, at.map_or(-1, |at| at as i64)))
}

pub(crate) fn index<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let at = first::<B>(vm, args)?;
    position_or_error(vm, at)
}

pub(crate) fn rindex<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let at = last::<B>(vm, args)?;
    position_or_error(vm, at)
}

pub(crate) fn count<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = search::<B, _>(vm, args, |hay, needle, _| search::count_units(hay, needle))?;
    Ok(int::from_i64(vm, n.unwrap_or(0) as i64))
}

/// `startswith` and `endswith`: one affix or a tuple of them.
fn has_affix<B: ByteString>(vm: &mut Vm, args: Args<'_>, name: &str, test: fn(&[u8], &[u8]) -> bool) -> PyResult {
    let start = argument::bound(vm, args.opt(2), 0)?;
    let end = argument::bound(vm, args.opt(3), isize::MAX)?;
    let holds = |vm: &mut Vm, affix: &Obj| -> PyResult<bool> {
        let affix = buffer::bytes_of(vm, affix)?;
        let all = this::<B>(vm, args);
        let range = search::clip(start, end, all.len());
        let holds = range.is_some_and(|range| test(&all[range], affix.get(vm)));
        affix.release(vm);
        Ok(holds)
    };
    if let Some(tuple) = args.at(1).downcast_ref::<Tuple>() {
        for i in 0..tuple.tail(vm).len() {
            let affix = tuple.tail(vm)[i].clone();
            if holds(vm, &affix)? {
                return Ok(Obj::TRUE);
            }
        }
        return Ok(Obj::FALSE);
    }
    if !buffer::has_buffer(vm, args.at(1)) {
        let class = argument::class_name(vm, args.at(1));
        return Err(type_error!(vm, "{name} first arg must be bytes or a tuple of bytes, not {class}"));
    }
    holds(vm, args.at(1)).map(Obj::bool)
}

pub(crate) fn startswith<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    has_affix::<B>(vm, args, "startswith", <[u8]>::starts_with)
}

pub(crate) fn endswith<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    has_affix::<B>(vm, args, "endswith", <[u8]>::ends_with)
}

pub(crate) fn removeprefix<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let prefix = buffer::bytes_of(vm, args.at(1))?;
    let range = search::without_prefix(Text::Latin1(this::<B>(vm, args)), Text::Latin1(prefix.get(vm)));
    prefix.release(vm);
    part::<B>(vm, args, range)
}

pub(crate) fn removesuffix<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let suffix = buffer::bytes_of(vm, args.at(1))?;
    let range = search::without_suffix(Text::Latin1(this::<B>(vm, args)), Text::Latin1(suffix.get(vm)));
    suffix.release(vm);
    part::<B>(vm, args, range)
}

fn strip_ends<B: ByteString>(vm: &mut Vm, args: Args<'_>, ends: Ends) -> PyResult {
    let range = match args.some(1) {
        None => kernel::strip_space(this::<B>(vm, args), ends),
        Some(set) => {
            let set = buffer::bytes_of(vm, set)?;
            let range = kernel::strip(this::<B>(vm, args), set.get(vm), ends);
            set.release(vm);
            range
        }
    };
    part::<B>(vm, args, range)
}

pub(crate) fn strip<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends::<B>(vm, args, Ends::Both)
}

pub(crate) fn lstrip<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends::<B>(vm, args, Ends::Left)
}

pub(crate) fn rstrip<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    strip_ends::<B>(vm, args, Ends::Right)
}

/// A separator: not empty.
fn separator(vm: &mut Vm, o: &Obj) -> PyResult<Contiguous> {
    let separator = buffer::bytes_of(vm, o)?;
    if separator.get(vm).is_empty() {
        separator.release(vm);
        return Err(value_error!(vm, "empty separator"));
    }
    Ok(separator)
}

type SplitSpace = fn(&[u8], usize) -> Vec<Range<usize>>;
type SplitAt = fn(&[u8], &[u8], usize) -> Vec<Range<usize>>;

fn split_by<B: ByteString>(vm: &mut Vm, args: Args<'_>, at_space: SplitSpace, at: SplitAt) -> PyResult {
    let limit = argument::limit(vm, args.opt(2))?;
    let ranges = match args.some(1) {
        None => at_space(this::<B>(vm, args), limit),
        Some(o) => {
            let _pin = B::pin(args.this::<B>());
            let separator = separator(vm, o)?;
            let ranges = at(this::<B>(vm, args), separator.get(vm), limit);
            separator.release(vm);
            ranges
        }
    };
    list_of::<B>(vm, args, ranges)
}

pub(crate) fn split<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    split_by::<B>(vm, args, kernel::split_space, split::split_units)
}

pub(crate) fn rsplit<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    split_by::<B>(vm, args, kernel::rsplit_space, split::rsplit_units)
}

pub(crate) fn splitlines<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let keep = args.opt(1).map(|o| protocol::is_true(vm, o)).transpose()?.unwrap_or(false);
    let ranges = kernel::lines_of(this::<B>(vm, args), if keep { LineEnds::Keep } else { LineEnds::Drop });
    list_of::<B>(vm, args, ranges)
}

type Partition = fn(&[u8], &[u8]) -> Option<[Range<usize>; 3]>;

fn three<B: ByteString>(vm: &mut Vm, args: Args<'_>, partition: Partition, whole: usize) -> PyResult {
    let separator = separator(vm, args.at(1))?;
    let data = this::<B>(vm, args);
    let cut = partition(data, separator.get(vm)).unwrap_or_else(|| {
        let mut missing = [0..0, 0..0, 0..0];
        missing[whole] = 0..data.len();
        missing
    });
    separator.release(vm);
    let pieces = parts::<B>(vm, args, cut.into())?;
    Ok(Tuple::from_vec(vm, pieces)?.into_obj())
}

pub(crate) fn partition<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    three::<B>(vm, args, split::partition_units, 0)
}

pub(crate) fn rpartition<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    three::<B>(vm, args, split::rpartition_units, 2)
}

pub(crate) fn join<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = match protocol::iter(vm, args.at(1)) {
        Ok(iterator) => iterator,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            return Err(type_error!(vm, "can only join an iterable"));
        }
    };
    let items = match sequence::plain(vm, args.at(1)) {
        Some(_) => args.at(1).clone(),
        None => {
            let items = protocol::collect_hinted(vm, &iterator)?;
            List::from_vec(vm, items)?.into_obj()
        }
    };
    let count = sequence::plain(vm, &items).map_or(0, <[Obj]>::len);
    if let Some([one]) = sequence::plain(vm, &items)
        && B::TYPE == Bytes::TYPE
        && one.header().is_some_and(|h| h.class() == types::BYTES.slot())
    {
        return Ok(one.clone());
    }
    let _pin = B::pin(args.this::<B>());
    let mut views = Vec::with_capacity(count);
    let result = join_views(vm, &items, count, &mut views);
    let joined = result.map(|()| kernel::join(this::<B>(vm, args), views.iter().map(|view| view.get(vm))));
    views.into_iter().for_each(|view| view.release(vm));
    match joined? {
        Ok(joined) => B::make(vm, &joined),
        Err(e) => Err(vm.raise_size(e, "join() result is too long")),
    }
}

/// The bytes of `count` items of a list or tuple, which the items' own code may change.
fn join_views(vm: &mut Vm, items: &Obj, count: usize, views: &mut Vec<Contiguous>) -> PyResult<()> {
    for i in 0..count {
        let Some(item) = sequence::plain(vm, items).and_then(|all| all.get(i)).cloned() else { break };
        let Some(view) = buffer::try_bytes_of(vm, &item) else {
            let class = argument::class_name(vm, &item);
            return Err(type_error!(vm, "sequence item {i}: expected a bytes-like object, {class} found"));
        };
        views.push(view);
        if sequence::plain(vm, items).map_or(0, <[Obj]>::len) != count {
            return Err(raise!(vm, types::RUNTIME_ERROR, "sequence changed size during iteration"));
        }
    }
    Ok(())
}

pub(crate) fn replace<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let old = buffer::bytes_of(vm, args.at(1))?;
    let new = buffer::bytes_of(vm, args.at(2))?;
    let limit = argument::limit(vm, args.opt(3))?;
    let result = resize::replace_units(this::<B>(vm, args), old.get(vm), new.get(vm), limit);
    old.release(vm);
    new.release(vm);
    changed::<B>(vm, args, result, "replace bytes is too long")
}

pub(crate) fn expandtabs<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let size = args.opt(1).map(|o| argument::c_int(vm, o)).transpose()?.unwrap_or(8);
    let result = resize::expand_tabs_units(this::<B>(vm, args), size.max(0) as usize);
    changed::<B>(vm, args, result, "result too long")
}

fn justify<B: ByteString>(vm: &mut Vm, args: Args<'_>, name: &str, how: Justify) -> PyResult {
    let width = argument::width(vm, args.at(1))?;
    let fill = match args.opt(2) {
        None => b' ',
        Some(o) if o.is_kind::<Bytes>() || buffer::is_bytearray(o) => match *buffer::storage(vm, o) {
            [one] => one,
            ref many => {
                let (len, class) = (many.len(), argument::class_name(vm, o));
                return Err(type_error!(
                    vm,
                    "{name}(): argument 2 must be a byte string of length 1, not a {class} object of length {len}"
                ));
            }
        },
        Some(o) => {
            let class = argument::shown_class(vm, o);
            return Err(type_error!(vm, "{name}() argument 2 must be a byte string of length 1, not {class}"));
        }
    };
    check_length::<B>(vm, width)?;
    let result = kernel::justify(this::<B>(vm, args), how, width, fill);
    changed::<B>(vm, args, result, "padded bytes are too long")
}

pub(crate) fn center<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    justify::<B>(vm, args, "center", Justify::Center)
}

pub(crate) fn ljust<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    justify::<B>(vm, args, "ljust", Justify::Left)
}

pub(crate) fn rjust<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    justify::<B>(vm, args, "rjust", Justify::Right)
}

pub(crate) fn zfill<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let width = argument::width(vm, args.at(1))?;
    check_length::<B>(vm, width)?;
    let result = kernel::zfill(this::<B>(vm, args), width);
    changed::<B>(vm, args, result, "padded bytes are too long")
}

pub(crate) fn translate<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let table = match args.some(1) {
        None => None,
        Some(o) => {
            let table = buffer::to_vec(vm, o)?;
            let Ok(table) = <[u8; 256]>::try_from(table) else {
                return Err(value_error!(vm, "translation table must be 256 characters long"));
            };
            Some(table)
        }
    };
    let delete = args.opt(2).map(|o| buffer::to_vec(vm, o)).transpose()?.unwrap_or_default();
    let data = kernel::translate(this::<B>(vm, args), table.as_ref(), &delete);
    if data == this::<B>(vm, args) {
        return B::unchanged(vm, args.this::<B>());
    }
    B::make(vm, &data)
}

pub(crate) fn maketrans<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let from = buffer::bytes_of(vm, args.at(0))?;
    let to = match buffer::bytes_of(vm, args.at(1)) {
        Ok(to) => to,
        Err(raised) => {
            from.release(vm);
            return Err(raised);
        }
    };
    let mut table: [u8; 256] = std::array::from_fn(|i| i as u8);
    let (x, y) = (from.get(vm), to.get(vm));
    let same = x.len() == y.len();
    for (&x, &y) in x.iter().zip(y) {
        table[usize::from(x)] = y;
    }
    from.release(vm);
    to.release(vm);
    if !same {
        return Err(value_error!(vm, "maketrans arguments must have same length"));
    }
    Ok(Bytes::new(vm, &table)?.into_obj())
}

pub(crate) fn decode<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let encoding = args.opt(1).map(|o| argument::text(vm, o, "decode() argument 'encoding'")).transpose()?;
    let errors = args.opt(2).map(|o| argument::text(vm, o, "decode() argument 'errors'")).transpose()?;
    let encoding = codecs::name_argument(vm, encoding)?;
    let errors = codecs::name_argument(vm, errors)?;
    codecs::decode_object(vm, args.at(0), encoding.as_deref(), errors.as_deref()).map(Obj::from)
}

/// The separator and the size of groups of `hex`; the separator may be at most `largest`.
///
/// # Errors
/// `TypeError`, `ValueError`.
pub fn hex_groups(
    vm: &mut Vm,
    separator: Option<&Obj>,
    group: Option<&Obj>,
    largest: u8,
) -> PyResult<(Option<u8>, isize)> {
    let group = group.map(|o| argument::c_int(vm, o)).transpose()?.unwrap_or(1) as isize;
    let Some(separator) = separator else { return Ok((None, group)) };
    if protocol::len(vm, separator)? != 1 {
        return Err(value_error!(vm, "sep must be length 1."));
    }
    let code = if let Some(s) = separator.downcast_ref::<Str>() {
        s.text(vm).first()
    } else if let Some(b) = separator.downcast_ref::<Bytes>() {
        b.tail(vm).first().map(|&b| b.into())
    } else {
        return Err(type_error!(vm, "sep must be str or bytes."));
    };
    match code.and_then(|c| u8::try_from(c).ok()).filter(|&byte| byte <= largest) {
        Some(separator) => Ok((Some(separator), group)),
        None => Err(value_error!(vm, "sep must be ASCII.")),
    }
}

/// The digits of bytes as a string.
///
/// # Errors
/// `OverflowError`, `MemoryError`.
pub(crate) fn hex_text(vm: &mut Vm, data: &[u8], separator: Option<u8>, group: isize) -> PyResult {
    match kernel::hex(data, separator, group) {
        Ok(digits) => Ok(Str::from_text(vm, Text::Ascii(&digits))?.into_obj()),
        Err(e) => Err(vm.raise_size(e, "result too long")),
    }
}

pub(crate) fn hex<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let _pin = B::pin(args.this::<B>());
    let (separator, group) = hex_groups(vm, args.opt(1), args.opt(2), 0x7F)?;
    let data = copy_of(this::<B>(vm, args))?;
    hex_text(vm, &data, separator, group)
}

pub(crate) fn fromhex<B: ByteString>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (class, given) = (args.this::<Type>(), args.at(1));
    let data = if let Some(s) = given.downcast_ref::<Str>() {
        kernel::from_hex(s.text(vm))
    } else if buffer::has_buffer(vm, given) {
        buffer::with_bytes(vm, given, |_, digits| kernel::hex_digits(digits))?
    } else {
        let class = argument::shown_class(vm, given);
        return Err(type_error!(vm, "fromhex() argument must be str or bytes-like, not {class}"));
    };
    let data = match data {
        Ok(data) => data,
        Err(HexError::NotHex(at)) => {
            return Err(value_error!(vm, "non-hexadecimal number found in fromhex() arg at position {at}"));
        }
        Err(HexError::OddLength) => {
            return Err(value_error!(vm, "fromhex() arg must contain an even number of hexadecimal digits"));
        }
    };
    let made = B::make(vm, &data)?;
    if vm.class_of(&made).is(class) { Ok(made) } else { protocol::call(vm, class, &[made]) }
}
