//! What changes a bytearray in place.

use super::{ByteArray, data, wrong_key};
use crate::{
    Args, PyResult, Str, Vm, argument, buffer,
    bytes::{constructor, constructor::byte},
    int, kinds, protocol, raise, slice, type_error, types, value_error,
};
use rpython_heap::{Obj, Ref, Value};
use std::ops::Range;

const OUT_OF_RANGE: &str = "byte must be in range(0, 256)";

/// Refuses while views of the array are held.
pub(super) fn check_exports(vm: &mut Vm, array: &Ref<ByteArray>) -> PyResult<()> {
    if buffer::exports(array) > 0 {
        return Err(raise!(vm, types::BUFFER_ERROR, "Existing exports of data: object cannot be re-sized"));
    }
    Ok(())
}

/// Puts `data` in the place of a range.
fn replace(vm: &mut Vm, array: &Ref<ByteArray>, range: Range<usize>, data: &[u8]) -> PyResult<()> {
    if range.len() != data.len() {
        check_exports(vm, array)?;
    }
    Ok(array.get_mut(vm).replace(range, data)?)
}

pub(super) fn set_item(vm: &mut Vm, o: &Obj, i: isize, value: Option<&Obj>) -> PyResult<()> {
    let Some(array) = o.downcast_ref::<ByteArray>() else { return Ok(()) };
    let in_range = |vm: &Vm| usize::try_from(i).ok().filter(|&i| i < array.get(vm).len());
    if in_range(vm).is_none() {
        return Err(protocol::out_of_range(vm, "bytearray index"));
    }
    let value = value.map(|v| byte(vm, v, OUT_OF_RANGE)).transpose()?;
    // Converting the value may have run Python code.
    let Some(i) = in_range(vm) else { return Err(protocol::out_of_range(vm, "bytearray index")) };
    match value {
        Some(byte) => array.get_mut(vm).as_mut_slice()[i] = byte,
        None => replace(vm, array, i..i + 1, &[])?,
    }
    Ok(())
}

/// `array[i] = byte` where the operands are a bytearray, no instance of a subclass, and small ints in range; `false` where they are not.
#[inline]
pub fn store_byte(vm: &mut Vm, array: &Obj, i: Value, byte: Value) -> bool {
    if !i.is_int() || !byte.is_int() || array.header().is_none_or(|h| h.class() != types::BYTEARRAY.slot()) {
        return false;
    }
    let Some(array) = array.downcast_ref::<ByteArray>() else { return false };
    let place = usize::try_from(i.as_int_unchecked()).ok().and_then(|i| array.get_mut(vm).as_mut_slice().get_mut(i));
    match (place, u8::try_from(byte.as_int_unchecked())) {
        (Some(place), Ok(byte)) => {
            *place = byte;
            true
        }
        _ => false,
    }
}

pub(super) fn set_subscript(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(array) = o.downcast_ref::<ByteArray>() else { return Ok(()) };
    if protocol::has_index(vm, key) {
        let i = protocol::to_index(vm, key, Some(types::INDEX_ERROR))?;
        let i = if i < 0 { i.saturating_add(data(vm, o).len() as isize) } else { i };
        return set_item(vm, o, i, value);
    }
    if key.kind() != kinds::SLICE {
        return Err(wrong_key(vm, key));
    }
    let new = match value {
        None => Vec::new(),
        Some(value) if buffer::is_bytearray(value) => data(vm, value).to_vec(),
        Some(value) => {
            let slots = vm.slots_of(value);
            let is_number = slots.index().is_some() || slots.int().is_some() || slots.float().is_some();
            if value.is_kind::<Str>() || (is_number && !buffer::has_buffer(vm, value)) {
                return Err(type_error!(vm, "can assign only bytes, buffers, or iterables of ints in range(0, 256)"));
            }
            constructor::from_object(vm, value, "bytearray", "byte")?
        }
    };
    let (start, stop, step) = slice::unpack(vm, key)?;
    let (start, stop, step, count) = slice::clip(start, stop, step, array.get(vm).len());
    if step == 1 {
        let start = start as usize;
        return replace(vm, array, start..start.max(stop as usize), &new);
    }
    if new.is_empty() {
        return delete_stepped(vm, array, start, step, count);
    }
    if new.len() != count {
        let n = new.len();
        return Err(value_error!(vm, "attempt to assign bytes of size {n} to extended slice of size {count}"));
    }
    let bytes = array.get_mut(vm).as_mut_slice();
    for (i, byte) in new.into_iter().enumerate() {
        if let Some(place) = bytes.get_mut((start + i as isize * step) as usize) {
            *place = byte;
        }
    }
    Ok(())
}

/// Deletes every `step`th byte from `start` on.
fn delete_stepped(vm: &mut Vm, array: &Ref<ByteArray>, start: isize, step: isize, count: usize) -> PyResult<()> {
    check_exports(vm, array)?;
    if count == 0 {
        return Ok(());
    }
    let first = if step < 0 { start + (count as isize - 1) * step } else { start } as usize;
    let step = step.unsigned_abs();
    let bytes = array.get_mut(vm).as_mut_slice();
    let mut to = first;
    for from in first..bytes.len() {
        let nth = from - first;
        if !(nth.is_multiple_of(step) && nth / step < count) {
            bytes[to] = bytes[from];
            to += 1;
        }
    }
    Ok(array.get_mut(vm).resize(to)?)
}

pub(super) fn inplace_concat(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some(array) = a.downcast_ref::<ByteArray>() else { return Ok(Obj::NOT_IMPLEMENTED) };
    let Some(bytes) = buffer::try_bytes_of(vm, b) else {
        let (x, y) = (argument::class_name(vm, b), argument::class_name(vm, a));
        return Err(type_error!(vm, "can't concat {x} to {y}"));
    };
    let mut more = Vec::new();
    let room = more.try_reserve_exact(bytes.get(vm).len());
    if room.is_ok() {
        more.extend_from_slice(bytes.get(vm));
    }
    bytes.release(vm);
    room.map_err(|_| rpython_heap::OutOfMemory)?;
    if !more.is_empty() {
        check_exports(vm, array)?;
        array.get_mut(vm).extend(&more)?;
    }
    Ok(a.clone())
}

pub(super) fn inplace_repeat(vm: &mut Vm, o: &Obj, n: isize) -> PyResult {
    let Some(array) = o.downcast_ref::<ByteArray>() else { return Ok(Obj::NOT_IMPLEMENTED) };
    if n == 1 {
        return Ok(o.clone());
    }
    let copy = array.get(vm).as_slice().to_vec();
    let repeated = super::repeated(vm, &copy, n)?;
    if repeated.len() != copy.len() {
        check_exports(vm, array)?;
    }
    let len = array.get(vm).len();
    array.get_mut(vm).replace(0..len, &repeated)?;
    Ok(o.clone())
}

pub(super) fn append(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<ByteArray>();
    let byte = byte(vm, args.at(1), OUT_OF_RANGE)?;
    check_exports(vm, array)?;
    array.get_mut(vm).extend(&[byte])?;
    Ok(Obj::NONE)
}

pub(super) fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<ByteArray>();
    check_exports(vm, array)?;
    *array.get_mut(vm) = ByteArray::default();
    Ok(Obj::NONE)
}

pub(super) fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(ByteArray::new(vm, args.this::<ByteArray>().get(vm).as_slice())?.into_obj())
}

pub(super) fn extend(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (array, source) = (args.this::<ByteArray>(), args.at(1));
    if buffer::has_buffer(vm, source) {
        // Reading the source may change the array: its bytes go to where the end was.
        let end = array.get(vm).len();
        let more = buffer::to_vec(vm, source)?;
        let end = end.min(array.get(vm).len());
        replace(vm, array, end..end, &more)?;
        return Ok(Obj::NONE);
    }
    let iterator = match protocol::iter(vm, source) {
        Ok(iterator) => iterator,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            let class = argument::class_name(vm, source);
            return Err(type_error!(vm, "can't extend bytearray with {class}"));
        }
    };
    protocol::length_hint(vm, source, 32)?;
    let mut more = Vec::new();
    while let Some(item) = protocol::next(vm, &iterator)? {
        match byte(vm, &item, OUT_OF_RANGE) {
            Ok(byte) => {
                more.try_reserve(1).map_err(|_| rpython_heap::OutOfMemory)?;
                more.push(byte);
            }
            Err(raised) if source.is_kind::<Str>() => {
                vm.swallow(raised, types::TYPE_ERROR)?;
                return Err(type_error!(vm, "expected iterable of integers; got: 'str'"));
            }
            Err(raised) => return Err(raised),
        }
        vm.poll()?;
    }
    if !more.is_empty() {
        check_exports(vm, array)?;
        array.get_mut(vm).extend(&more)?;
    }
    Ok(Obj::NONE)
}

pub(super) fn insert(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<ByteArray>();
    let index = argument::ssize(vm, args.at(1))?;
    let byte = byte(vm, args.at(2), OUT_OF_RANGE)?;
    let len = array.get(vm).len();
    let at = if index < 0 { len.saturating_sub(index.unsigned_abs()) } else { len.min(index as usize) };
    replace(vm, array, at..at, &[byte])?;
    Ok(Obj::NONE)
}

pub(super) fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<ByteArray>();
    let index = argument::ssize_or(vm, args.opt(1), -1)?;
    let len = array.get(vm).len();
    if len == 0 {
        return Err(raise!(vm, types::INDEX_ERROR, "pop from empty bytearray"));
    }
    let index = if index < 0 { index + len as isize } else { index };
    let found = usize::try_from(index).ok().and_then(|i| array.get(vm).as_slice().get(i).map(|&b| (i, b)));
    let Some((at, byte)) = found else { return Err(raise!(vm, types::INDEX_ERROR, "pop index out of range")) };
    replace(vm, array, at..at + 1, &[])?;
    Ok(int::from_i64(vm, byte.into()))
}

pub(super) fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<ByteArray>();
    let byte = byte(vm, args.at(1), OUT_OF_RANGE)?;
    match array.get(vm).as_slice().iter().position(|&b| b == byte) {
        Some(at) => replace(vm, array, at..at + 1, &[])?,
        None => return Err(value_error!(vm, "value not found in bytearray")),
    }
    Ok(Obj::NONE)
}

pub(super) fn resize(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<ByteArray>();
    let size = argument::ssize(vm, args.at(1))?;
    let Ok(len) = usize::try_from(size) else {
        return Err(value_error!(vm, "Can only resize to positive sizes, got {size}"));
    };
    if len != array.get(vm).len() {
        check_exports(vm, array)?;
        array.get_mut(vm).resize(len)?;
    }
    Ok(Obj::NONE)
}

pub(super) fn reverse(vm: &mut Vm, args: Args<'_>) -> PyResult {
    args.this::<ByteArray>().get_mut(vm).as_mut_slice().reverse();
    Ok(Obj::NONE)
}
