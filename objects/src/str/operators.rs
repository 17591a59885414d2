//! Operators of `str`: `+`, `+=`, `*`, `%`, `in`, comparison, items and slices.

use super::{Str, StrExt};
use crate::{
    CompareOp, List, PyResult, Tuple, Vm, argument, kinds, names, percent, protocol, raise, slice,
    text::{Kind, Text, TextBuf, search},
    type_error, types,
};
use rpython_heap::{Obj, OutOfMemory, Ref};

/// The string itself where its class is `str`, else a copy that is.
///
/// # Errors
/// `MemoryError`.
pub fn exact(vm: &Vm, s: &Ref<Str>) -> Result<Ref<Str>, OutOfMemory> {
    if s.is_exact() { Ok(s.clone()) } else { Str::from_text(vm, s.text(vm)) }
}

/// Writes a text's units in the width of `kind`, which is no narrower than the text's.
fn write_units(text: Text<'_>, kind: Kind, out: &mut [u8]) {
    match (text, kind.width()) {
        (Text::Ascii(s) | Text::Latin1(s), 1) => out.copy_from_slice(s),
        (Text::Ascii(s) | Text::Latin1(s), 2) => widen(s, out),
        (Text::Ascii(s) | Text::Latin1(s), _) => widen4(s, out),
        (Text::Ucs2(s), 2) => out.copy_from_slice(bytemuck::cast_slice(s)),
        (Text::Ucs2(s), _) => widen4(s, out),
        (Text::Ucs4(s), _) => out.copy_from_slice(bytemuck::cast_slice(s)),
    }
}

fn widen(units: &[u8], out: &mut [u8]) {
    for (place, &u) in out.as_chunks_mut::<2>().0.iter_mut().zip(units) {
        *place = u16::from(u).to_ne_bytes();
    }
}

fn widen4<T: Copy + Into<u32>>(units: &[T], out: &mut [u8]) {
    for (place, &u) in out.as_chunks_mut::<4>().0.iter_mut().zip(units) {
        *place = u.into().to_ne_bytes();
    }
}

/// `a + b` in a slot that has room for `spare` more code points.
fn concat_with_room(vm: &Vm, a: &Ref<Str>, b: &Ref<Str>, spare: usize) -> Result<Ref<Str>, OutOfMemory> {
    let (x, y) = (a.text(vm), b.text(vm));
    if x.is_empty() {
        return exact(vm, b);
    }
    if y.is_empty() {
        return exact(vm, a);
    }
    let (kind, cut, len) = (x.kind().max(y.kind()), x.len(), x.len() + y.len());
    Str::filled(vm, kind, len, len + spare, |out| {
        let (left, right) = out.split_at_mut(cut * kind.width());
        write_units(x, kind, left);
        write_units(y, kind, right);
    })
}

impl Str {
    /// `a + b`
    ///
    /// # Errors
    /// When the region is full.
    pub fn concat(vm: &Vm, a: &Ref<Str>, b: &Ref<Str>) -> Result<Ref<Str>, OutOfMemory> {
        concat_with_room(vm, a, b, 0)
    }

    /// The texts of strings, one after the other.
    ///
    /// # Errors
    /// When the region is full.
    pub fn concat_all(vm: &Vm, parts: &[Obj]) -> Result<Ref<Str>, OutOfMemory> {
        let strings = || parts.iter().filter_map(|p| p.downcast_ref::<Str>());
        let kind = strings().map(|s| s.get(vm).kind).max().unwrap_or(Kind::Ascii);
        let mut len = 0usize;
        for s in strings() {
            len = len.checked_add(s.get(vm).len()).ok_or(OutOfMemory)?;
        }
        // Short results may be ones that exist already.
        if len < 2 {
            return match strings().find(|s| !s.get(vm).is_empty()) {
                Some(s) => exact(vm, s),
                None => Ok(crate::names::EMPTY.clone()),
            };
        }
        Str::filled(vm, kind, len, len, |mut out| {
            for s in strings() {
                let (part, rest) = out.split_at_mut(s.get(vm).len() * kind.width());
                write_units(s.text(vm), kind, part);
                out = rest;
            }
        })
    }

    /// `a += b`: grows `a` where it lies if this is the only reference to it and its slot has room, else makes a new string with
    /// room for the next ones, so that a loop of appends takes time linear in the result.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn append_in_place(vm: &mut Vm, a: Ref<Str>, b: &Ref<Str>) -> PyResult<Ref<Str>> {
        if !a.is_unique() || !a.is_exact() || a.get(vm).is_interned() || a.is(b) {
            return Ok(Str::concat(vm, &a, b)?);
        }
        let (len, more) = (a.get(vm).len(), b.get(vm).len());
        if more == 0 {
            return Ok(a);
        }
        let kind = a.get(vm).kind;
        // Growing keeps the kind, so the appended part must not be wider.
        if b.get(vm).kind <= kind && u32::try_from(len + more).is_ok() {
            let width = kind.width();
            // The payload of `b` cannot be borrowed while that of `a` is changed; small appends are copied on the stack.
            let mut small = [0u8; 256];
            let large;
            let bytes = more * width;
            let added: &[u8] = if bytes <= small.len() {
                write_units(b.text(vm), kind, &mut small[..bytes]);
                &small[..bytes]
            } else {
                let mut copy = Vec::new();
                copy.try_reserve_exact(bytes).map_err(|_| OutOfMemory)?;
                copy.resize(bytes, 0);
                write_units(b.text(vm), kind, &mut copy);
                large = copy;
                &large
            };
            if let Some(place) = a.grow_tail(vm, bytes) {
                place.copy_from_slice(added);
                let payload = a.get_mut(vm);
                payload.len = (len + more) as u32;
                payload.hash.set(0);
                return Ok(a);
            }
        }
        Ok(concat_with_room(vm, &a, b, (len + more) / 4)?)
    }
}

/// `s * n`
///
/// # Errors
/// `OverflowError`, `MemoryError`.
pub fn repeat(vm: &mut Vm, s: &Ref<Str>, n: isize) -> PyResult<Ref<Str>> {
    let n = n.max(0) as usize;
    let text = s.text(vm);
    if n == 0 || text.is_empty() {
        return Ok(names::EMPTY.clone());
    }
    if n == 1 {
        return Ok(exact(vm, s)?);
    }
    let len = text.len().checked_mul(n).filter(|&len| len <= isize::MAX as usize);
    let Some(len) = len else {
        return Err(raise!(vm, types::OVERFLOW_ERROR, "repeated string is too long"));
    };
    let kind = text.kind();
    Ok(Str::filled(vm, kind, len, len, |out| {
        let mut done = text.len() * kind.width();
        write_units(text, kind, &mut out[..done]);
        if done == 1 {
            return out.fill(out[0]);
        }
        while done < out.len() {
            let (from, to) = out.split_at_mut(done);
            let part = done.min(to.len());
            to[..part].copy_from_slice(&from[..part]);
            done += part;
        }
    })?)
}

pub(super) fn concat_slot(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    match (a.downcast_ref::<Str>(), b.downcast_ref::<Str>()) {
        (Some(a), Some(b)) => Ok(Str::concat(vm, a, b)?.into_obj()),
        _ => {
            let class = argument::class_name(vm, b);
            Err(type_error!(vm, "can only concatenate str (not \"{class}\") to str"))
        }
    }
}

pub(super) fn repeat_slot(vm: &mut Vm, o: &Obj, n: isize) -> PyResult {
    match o.downcast_ref::<Str>() {
        Some(s) => repeat(vm, s, n).map(Obj::from),
        None => Ok(Obj::NOT_IMPLEMENTED),
    }
}

pub(super) fn remainder(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    match a.downcast_ref::<Str>() {
        Some(template) => percent::format_str(vm, template, b),
        None => Ok(Obj::NOT_IMPLEMENTED),
    }
}

impl Str {
    /// `part in s`
    ///
    /// # Errors
    /// `TypeError` where `part` is no string.
    pub fn contains(vm: &mut Vm, s: &Ref<Str>, part: &Obj) -> PyResult<bool> {
        match part.downcast_ref::<Str>() {
            Some(part) => Ok(search::find(s.text(vm), part.text(vm)).is_some()),
            None => {
                let class = argument::class_name(vm, part);
                Err(type_error!(vm, "'in <string>' requires string as left operand, not {class}"))
            }
        }
    }
}

pub(super) fn contains(vm: &mut Vm, o: &Obj, item: &Obj) -> PyResult<bool> {
    match o.downcast_ref::<Str>() {
        Some(s) => Str::contains(vm, s, item),
        None => Ok(false),
    }
}

pub(super) fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<Str>(), b.downcast_ref::<Str>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    Ok(Obj::bool(match op {
        CompareOp::Eq => Str::same(vm, x, y),
        CompareOp::Ne => !Str::same(vm, x, y),
        _ => op.holds(x.text(vm).cmp(&y.text(vm))),
    }))
}

pub(super) fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    Ok(o.downcast_ref::<Str>().map_or(0, |s| Str::hash(vm, s)))
}

pub(super) fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    Ok(o.downcast_ref::<Str>().map_or(0, |s| s.get(vm).len()))
}

/// The string of the code point at `i`.
pub(super) fn item(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    let Some(s) = o.downcast_ref::<Str>() else { return Ok(Obj::NOT_IMPLEMENTED) };
    match usize::try_from(i).ok().and_then(|i| s.text(vm).get(i)) {
        Some(c) => Ok(Str::from_char(vm, c).into_obj()),
        None => Err(protocol::out_of_range(vm, "string index")),
    }
}

pub(super) fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let Some(s) = o.downcast_ref::<Str>() else { return Ok(Obj::NOT_IMPLEMENTED) };
    if protocol::has_index(vm, key) {
        let i = protocol::to_index(vm, key, Some(types::INDEX_ERROR))?;
        let i = if i < 0 { i.saturating_add(s.get(vm).len() as isize) } else { i };
        return item(vm, o, i);
    }
    if key.kind() != kinds::SLICE {
        let class = argument::class_name(vm, key);
        return Err(type_error!(vm, "string indices must be integers, not '{class}'"));
    }
    let (start, _, step, count) = slice::adjust(vm, key, s.get(vm).len())?;
    if count == 0 {
        return Ok(names::EMPTY.clone().into_obj());
    }
    if step == 1 {
        return Ok(Str::slice(vm, s, start as usize, start as usize + count)?.into_obj());
    }
    let text = s.text(vm);
    let mut buf = TextBuf::try_with_kind(text.kind(), count).map_err(|_| OutOfMemory)?;
    let mut at = start;
    for _ in 0..count {
        buf.push(text.at(at as usize));
        at = at.wrapping_add(step);
    }
    buf.shrink_kind();
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

pub(super) fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(s) = o.downcast_ref::<Str>() else { return Ok(Obj::NOT_IMPLEMENTED) };
    let buf = crate::text::repr::repr(s.text(vm));
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

pub(super) fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    match o.downcast_ref::<Str>() {
        Some(s) => Ok(exact(vm, s)?.into_obj()),
        None => Ok(Obj::NOT_IMPLEMENTED),
    }
}

/// Why strings could not be joined.
enum JoinError {
    /// The item of this number is no string.
    NotText(usize),
    /// The result would be too long.
    TooLong,
    /// The region is full.
    Full(OutOfMemory),
}

/// `separator.join(iterable)`
///
/// # Errors
/// `TypeError` for what is not iterable or holds something else than strings; what iterating raises.
pub fn join(vm: &mut Vm, separator: &Ref<Str>, iterable: &Obj) -> PyResult<Ref<Str>> {
    let collected;
    let list = iterable.downcast_ref::<List>().filter(|l| l.header().class() == types::LIST.slot());
    let tuple = iterable.downcast_ref::<Tuple>();
    let items: &[Obj] = match (list, tuple) {
        (Some(list), _) => &list.get(vm).items,
        (None, Some(tuple)) => tuple.tail(vm),
        (None, None) => {
            let iterator = match protocol::iter(vm, iterable) {
                Ok(iterator) => iterator,
                Err(raised) => {
                    vm.swallow(raised, types::TYPE_ERROR)?;
                    return Err(type_error!(vm, "can only join an iterable"));
                }
            };
            collected = protocol::collect_hinted(vm, &iterator)?;
            &collected
        }
    };
    match join_items(vm, separator, items) {
        Ok(joined) => Ok(joined),
        Err(JoinError::NotText(i)) => {
            let class = items.get(i).map(|o| argument::class_name(vm, o)).unwrap_or_default();
            Err(type_error!(vm, "sequence item {i}: expected str instance, {class} found"))
        }
        Err(JoinError::TooLong) => {
            Err(raise!(vm, types::OVERFLOW_ERROR, "join() result is too long for a Python string"))
        }
        Err(JoinError::Full(full)) => Err(full.into()),
    }
}

/// Joins strings: what `join` and f-strings are made of.
fn join_items(vm: &Vm, separator: &Ref<Str>, items: &[Obj]) -> Result<Ref<Str>, JoinError> {
    let between = separator.text(vm);
    match items {
        [] => return Ok(names::EMPTY.clone()),
        [one] => {
            if let Some(s) = one.downcast_ref::<Str>() {
                return exact(vm, s).map_err(JoinError::Full);
            }
        }
        _ => {}
    }
    let mut kind = if items.len() > 1 && !between.is_empty() { between.kind() } else { Kind::Ascii };
    let mut len = between.len().checked_mul(items.len().saturating_sub(1)).ok_or(JoinError::TooLong)?;
    for (i, item) in items.iter().enumerate() {
        let s = item.downcast_ref::<Str>().ok_or(JoinError::NotText(i))?.get(vm);
        kind = kind.max(s.kind);
        len = len.checked_add(s.len()).ok_or(JoinError::TooLong)?;
    }
    match len {
        0 => return Ok(names::EMPTY.clone()),
        1 => {
            let mut texts = items.iter().filter_map(|o| o.downcast_ref::<Str>()).map(|s| s.text(vm)).chain([between]);
            if let Some(c) = texts.find_map(Text::first) {
                return Ok(Str::from_char(vm, c));
            }
        }
        _ => {}
    }
    let made = Str::filled(vm, kind, len, len, |mut out| {
        for (i, item) in items.iter().enumerate() {
            let Some(s) = item.downcast_ref::<Str>() else { continue };
            for text in [if i > 0 { between } else { Text::EMPTY }, s.text(vm)] {
                let (part, rest) = std::mem::take(&mut out).split_at_mut(text.len() * kind.width());
                write_units(text, kind, part);
                out = rest;
            }
        }
    });
    made.map_err(JoinError::Full)
}

/// The strings one behind the other, as an f-string has them.
///
/// # Errors
/// `MemoryError`; `TypeError` for anything but strings.
pub fn build(vm: &mut Vm, items: &[Obj]) -> PyResult<Ref<Str>> {
    match join_items(vm, names::EMPTY, items) {
        Ok(joined) => Ok(joined),
        Err(JoinError::NotText(i)) => {
            let class = items.get(i).map(|o| argument::class_name(vm, o)).unwrap_or_default();
            Err(type_error!(vm, "sequence item {i}: expected str instance, {class} found"))
        }
        Err(_) => Err(OutOfMemory.into()),
    }
}
