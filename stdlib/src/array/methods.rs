//! The methods of arrays.

use super::{Array, append, check_exports, copied, extend, item, item::Form, make, replace, value};
use crate::table;
use rpython_objects::{
    Args, Bytes, List, NativeDef, Obj, PyResult, Ref, Str, StrExt, Vm, argument, buffer, int, names, native,
    native::class_getitem, protocol, raise, text::TextBuf, type_error, types, value_error,
};

/// The first index from `start` on, before `stop`, of an item equal to `wanted`.
pub(super) fn find(
    vm: &mut Vm,
    array: &Ref<Array>,
    wanted: &Obj,
    start: usize,
    stop: usize,
) -> PyResult<Option<usize>> {
    for i in start..stop {
        let Some(item) = value(vm, array, i) else { break };
        if protocol::equal(vm, &item, wanted)? {
            return Ok(Some(i));
        }
        vm.poll()?;
    }
    Ok(None)
}

/// Appends items given as bytes.
pub(super) fn add_bytes(vm: &mut Vm, array: &Ref<Array>, bytes: &[u8]) -> PyResult<()> {
    if !bytes.len().is_multiple_of(array.get(vm).code.size) {
        return Err(value_error!(vm, "bytes length not a multiple of item size"));
    }
    let len = array.get(vm).len();
    replace(vm, array, len, len, bytes)
}

/// Appends the characters of a text.
pub(super) fn add_text(vm: &mut Vm, array: &Ref<Array>, text: &Ref<Str>) -> PyResult<()> {
    let bytes: Vec<u8> = text.text(vm).iter().flat_map(u32::to_le_bytes).collect();
    let len = array.get(vm).len();
    replace(vm, array, len, len, &bytes)
}

/// The characters of an array as a text.
pub(super) fn text(vm: &mut Vm, array: &Ref<Array>) -> PyResult {
    let mut buf = TextBuf::new();
    let points = array.get(vm).bytes.chunks_exact(4).map(|c| u32::from_le_bytes([c[0], c[1], c[2], c[3]]));
    for c in points.collect::<Vec<u32>>() {
        if c > 0x10_ffff {
            return Err(value_error!(vm, "character U+{c:x} is not in range [U+0000; U+10ffff]"));
        }
        buf.push(c);
    }
    rpython_objects::sequence::finish(vm, buf)
}

/// The items as a list.
pub(super) fn list(vm: &mut Vm, array: &Ref<Array>) -> PyResult {
    let items = (0..array.get(vm).len()).filter_map(|i| value(vm, array, i)).collect();
    Ok(List::from_vec(vm, items)?.into_obj())
}

fn buffer_info(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let len = args.this::<Array>().get(vm).len();
    let parts = [int::from_i64(vm, protocol::id(args.at(0))), int::from_i64(vm, len as i64)];
    table::tuple(vm, &parts)
}

fn byte_swap(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let a = args.this::<Array>().get_mut(vm);
    let size = a.code.size;
    a.bytes.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    Ok(Obj::NONE)
}

fn clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<Array>();
    let len = array.get(vm).len();
    replace(vm, array, 0, len, &[])?;
    Ok(Obj::NONE)
}

fn copy(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let a = args.this::<Array>().get(vm);
    Ok(make(vm, a.code, copied(&a.bytes)?).into_obj())
}

fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<Array>();
    let (mut from, mut found) = (0, 0);
    while let Some(at) = find(vm, array, args.at(1), from, usize::MAX)? {
        found += 1;
        from = at + 1;
    }
    Ok(int::from_i64(vm, found))
}

/// A `start` or `stop`, counted from the end if negative.
fn limit(vm: &mut Vm, array: &Ref<Array>, given: Option<&Obj>, default: isize) -> PyResult<usize> {
    let i = match given {
        None => default,
        Some(given) if protocol::has_index(vm, given) => protocol::to_index(vm, given, None)?,
        Some(_) => return Err(type_error!(vm, "slice indices must be integers or have an __index__ method")),
    };
    let len = array.get(vm).len() as isize;
    Ok(if i < 0 { i.saturating_add(len).max(0) } else { i } as usize)
}

fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<Array>();
    let start = limit(vm, array, args.opt(2), 0)?;
    let stop = limit(vm, array, args.opt(3), isize::MAX)?;
    match find(vm, array, args.at(1), start, stop)? {
        Some(at) => Ok(int::from_i64(vm, at as i64)),
        None => Err(value_error!(vm, "array.index(x): x not in array")),
    }
}

fn remove(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<Array>();
    match find(vm, array, args.at(1), 0, usize::MAX)? {
        Some(at) if at < array.get(vm).len() => {
            replace(vm, array, at, at + 1, &[])?;
            Ok(Obj::NONE)
        }
        _ => Err(value_error!(vm, "array.remove(x): x not in array")),
    }
}

fn insert(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<Array>();
    let i = argument::ssize(vm, args.at(1))?;
    let code = array.get(vm).code;
    let bytes = item::write(vm, code, args.at(2))?;
    let len = array.get(vm).len() as isize;
    let i = if i < 0 { i.saturating_add(len).max(0) } else { i.min(len) } as usize;
    replace(vm, array, i, i, &bytes[..code.size])?;
    Ok(Obj::NONE)
}

fn pop(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<Array>();
    let i = argument::ssize_or(vm, args.opt(1), -1)?;
    let len = array.get(vm).len() as isize;
    if len == 0 {
        return Err(table::index_error(vm, "pop from empty array"));
    }
    let i = if i < 0 { i + len } else { i };
    let Some(item) = value(vm, array, i as usize).filter(|_| i >= 0) else {
        return Err(table::index_error(vm, "pop index out of range"));
    };
    replace(vm, array, i as usize, i as usize + 1, &[])?;
    Ok(item)
}

fn reverse(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let a = args.this::<Array>().get_mut(vm);
    let size = a.code.size;
    a.bytes.reverse();
    a.bytes.chunks_exact_mut(size).for_each(<[u8]>::reverse);
    Ok(Obj::NONE)
}

fn from_file(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<Array>();
    let n = argument::ssize(vm, args.at(2))?;
    let size = array.get(vm).code.size;
    if n < 0 {
        return Err(value_error!(vm, "negative count"));
    }
    let Some(wanted) = (n as usize).checked_mul(size).filter(|&w| w <= isize::MAX as usize) else {
        return Err(rpython_heap::OutOfMemory.into());
    };
    let read = Str::intern(vm, "read");
    let count = int::from_i64(vm, wanted as i64);
    let data = protocol::call_method(vm, args.at(1), &read, &[count])?;
    let Some(bytes) = data.downcast_ref::<Bytes>().map(|b| b.tail(vm).to_vec()) else {
        return Err(type_error!(vm, "read() didn't return bytes"));
    };
    add_bytes(vm, array, &bytes)?;
    if bytes.len() != wanted {
        return Err(raise!(vm, types::EOF_ERROR, "read() didn't return enough bytes"));
    }
    Ok(Obj::NONE)
}

/// Bytes that are written to a file at once.
const BLOCK: usize = 64 << 10;

fn to_file(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<Array>();
    let write = Str::intern(vm, "write");
    let mut at = 0;
    while at < array.get(vm).bytes.len() {
        let bytes = &array.get(vm).bytes;
        let block = bytes[at..bytes.len().min(at + BLOCK)].to_vec();
        at += block.len();
        let block = Bytes::new(vm, &block)?.into_obj();
        protocol::call_method(vm, args.at(1), &write, &[block])?;
        vm.poll()?;
    }
    Ok(Obj::NONE)
}

fn from_list(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<Array>();
    let Some(list) = args.at(1).downcast_ref::<List>() else {
        return Err(type_error!(vm, "arg must be list"));
    };
    let len = list.get(vm).items.len();
    if len == 0 {
        return Ok(Obj::NONE);
    }
    check_exports(vm, array)?;
    let before = array.get(vm).len();
    for i in 0..len {
        let item = list.get(vm).items.get(i).cloned();
        let appended = match item {
            Some(item) => append(vm, array, &item),
            None => Err(raise!(vm, types::RUNTIME_ERROR, "list changed size during iteration")),
        };
        let changed = list.get(vm).items.len() != len;
        let result = match appended {
            Ok(()) if changed => Err(raise!(vm, types::RUNTIME_ERROR, "list changed size during iteration")),
            other => other,
        };
        if let Err(raised) = result {
            // The array is as before.
            let now = array.get(vm).len();
            if now > before && buffer::exports(array) == 0 {
                let size = array.get(vm).code.size;
                array.get_mut(vm).bytes.truncate(before * size);
            }
            return Err(raised);
        }
    }
    Ok(Obj::NONE)
}

fn from_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bytes = buffer::to_vec(vm, args.at(1))?;
    add_bytes(vm, args.this::<Array>(), &bytes)?;
    Ok(Obj::NONE)
}

fn to_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let bytes = args.this::<Array>().get(vm).bytes.to_vec();
    Ok(Bytes::new(vm, &bytes)?.into_obj())
}

fn from_unicode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<Array>();
    let Some(text) = args.at(1).downcast_ref::<Str>() else {
        let got = argument::shown_class(vm, args.at(1));
        return Err(type_error!(vm, "fromunicode() argument must be str, not {got}"));
    };
    if array.get(vm).code.form != Form::Character {
        return Err(value_error!(vm, "fromunicode() may only be called on unicode type arrays ('u' or 'w')"));
    }
    add_text(vm, array, text)?;
    Ok(Obj::NONE)
}

fn to_unicode(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<Array>();
    if array.get(vm).code.form != Form::Character {
        return Err(value_error!(vm, "tounicode() may only be called on unicode type arrays ('u' or 'w')"));
    }
    text(vm, array)
}

/// The state of an array beside its items.
fn attributes(vm: &mut Vm, o: &Obj) -> PyResult {
    match protocol::find_attr(vm, o, names::__dict__)? {
        Some(dict) => Ok(dict),
        None => Ok(Obj::NONE),
    }
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (o, array) = (args.at(0), args.this::<Array>());
    let protocol_number = argument::ssize(vm, args.at(1))?;
    let class = vm.class_of(o).own().into_obj();
    let code = array.get(vm).code;
    let letter = Str::from_char(vm, code.letter.into()).into_obj();
    let state = attributes(vm, o)?;
    if protocol_number < 3 {
        let items = list(vm, array)?;
        let arguments = table::tuple(vm, &[letter, items])?;
        return table::tuple(vm, &[class, arguments, state]);
    }
    let module = table::import(vm, "array")?;
    let name = Str::intern(vm, "_array_reconstructor");
    let rebuild = protocol::get_attr(vm, &module, &name)?;
    let machine = int::from_i64(vm, code.machine.into());
    let bytes = to_bytes(vm, args)?;
    let arguments = table::tuple(vm, &[class, letter, machine, bytes])?;
    table::tuple(vm, &[rebuild, arguments, state])
}

fn sizeof(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let room = args.this::<Array>().get(vm).bytes.capacity();
    Ok(int::from_i64(vm, (16 + size_of::<Array>() + room) as i64))
}

pub(super) const METHODS: &[NativeDef] = &[
    native(
        "append",
        "($self, v, /)",
        |vm, args| {
            append(vm, args.this::<Array>(), args.at(1))?;
            Ok(Obj::NONE)
        },
        "Append new value v to the end of the array.",
    ),
    native(
        "buffer_info",
        "($self, /)",
        buffer_info,
        "Return a tuple (address, length) giving the current memory address and the length in items of the buffer used to hold array's contents.\n\nThe length should be multiplied by the itemsize attribute to\ncalculate the buffer length in bytes.",
    ),
    native(
        "byteswap",
        "($self, /)",
        byte_swap,
        "Byteswap all items of the array.\n\nIf the items in the array are not 1, 2, 4, or 8 bytes in size,\nRuntimeError is raised.",
    ),
    native("clear", "($self, /)", clear, "Remove all items from the array."),
    native("__copy__", "($self, /)", copy, "Return a copy of the array."),
    native("count", "($self, v, /)", count, "Return number of occurrences of v in the array."),
    native("__deepcopy__", "($self, unused, /)", copy, "Return a copy of the array."),
    native(
        "extend",
        "($self, bb, /)",
        |vm, args| {
            extend(vm, args.this::<Array>(), args.at(1))?;
            Ok(Obj::NONE)
        },
        "Append items to the end of the array.",
    ),
    native(
        "fromfile",
        "($self, f, n, /)",
        from_file,
        "Read n objects from the file object f and append them to the end of the array.",
    ),
    native("fromlist", "($self, list, /)", from_list, "Append items to array from list."),
    native(
        "frombytes",
        "($self, buffer, /)",
        from_bytes,
        "Appends items from the string, interpreting it as an array of machine values, as if it had been read from a file using the fromfile() method.",
    ),
    native(
        "fromunicode",
        "($self, ustr, /)",
        from_unicode,
        "Extends this array with data from the unicode string ustr.\n\nThe array must be a unicode type array; otherwise a ValueError is\nraised.  Use array.frombytes(ustr.encode(...)) to append Unicode\ndata to an array of some other type.",
    ),
    native(
        "index",
        "($self, v, start=0, stop=sys.maxsize, /)",
        index,
        "Return index of first occurrence of v in the array.\n\nRaise ValueError if the value is not present.",
    ),
    native("insert", "($self, i, v, /)", insert, "Insert a new item v into the array before position i."),
    native(
        "pop",
        "($self, i=-1, /)",
        pop,
        "Return the i-th element and delete it from the array.\n\ni defaults to -1.",
    ),
    native("__reduce_ex__", "($self, value, /)", reduce, "Return state information for pickling."),
    native("remove", "($self, v, /)", remove, "Remove the first occurrence of v in the array."),
    native("reverse", "($self, /)", reverse, "Reverse the order of the items in the array."),
    native("tofile", "($self, f, /)", to_file, "Write all items (as machine values) to the file object f."),
    native(
        "tolist",
        "($self, /)",
        |vm, args| list(vm, args.this::<Array>()),
        "Convert array to an ordinary list with the same items.",
    ),
    native(
        "tobytes",
        "($self, /)",
        to_bytes,
        "Convert the array to an array of machine values and return the bytes representation.",
    ),
    native(
        "tounicode",
        "($self, /)",
        to_unicode,
        "Extends this array with data from the unicode string ustr.\n\nConvert the array to a unicode string.  The array must be a unicode\ntype array; otherwise a ValueError is raised.  Use\narray.tobytes().decode() to obtain a unicode string from an array of\nsome other type.",
    ),
    native("__sizeof__", "($self, /)", sizeof, "Size of the array in memory, in bytes."),
    class_getitem("Arrays are generic over the type of their elements"),
];
