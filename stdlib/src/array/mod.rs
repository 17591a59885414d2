//! `array`: arrays of machine values in one buffer of bytes (CPython: `Modules/arraymodule.c`).
//!
//! The header's own word counts the views of an array (`buffer::Lease`); while there are any, its size must not change.

mod item;
mod methods;

use crate::{kinds, table};
use item::{CODES, Code, Form};
use rpython_heap::{Kind, OutOfMemory};
use rpython_objects::{
    Args, BufVec, CallArgs, CompareOp, Module, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, Tuple, Type,
    TypeDef, TypeExt, TypeFlags, Vm, argument,
    buffer::{self, Buffer, BufferFlags, Exporter, Lease},
    getter, int, native, protocol, raise,
    sequence::{finish, write_repr},
    slice::{self, Slice},
    text::TextBuf,
    type_error, types, value_error,
};

/// The payload of an array.
pub struct Array {
    code: &'static Code,
    bytes: BufVec<u8>,
}

impl Payload for Array {
    const KIND: Kind = kinds::ARRAY;
    const NAME: &'static str = "array";
    const TRACKED: bool = false;
    /// The typecode is named by its address.
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl Array {
    fn len(&self) -> usize {
        self.bytes.len() / self.code.size
    }

    /// The bytes of an item.
    fn item(&self, i: usize) -> Option<&[u8]> {
        let size = self.code.size;
        if i < self.len() { self.bytes.get(i * size..(i + 1) * size) } else { None }
    }
}

/// The value of an item, if there is one of that number.
fn value(vm: &Vm, array: &Ref<Array>, i: usize) -> Option<Obj> {
    let a = array.get(vm);
    a.item(i).map(|bytes| item::read(vm, a.code.form, bytes))
}

/// The receiver of a slot.
fn this<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Array>> {
    match o.downcast_ref::<Array>() {
        Some(array) => Ok(array),
        None => Err(type_error!(vm, "an array is required")),
    }
}

/// Fails while there are views: the size must not change.
fn check_exports(vm: &mut Vm, array: &Ref<Array>) -> PyResult<()> {
    if buffer::exports(array) > 0 {
        return Err(raise!(vm, types::BUFFER_ERROR, "cannot resize an array that is exporting buffers"));
    }
    Ok(())
}

fn make(vm: &Vm, code: &'static Code, bytes: BufVec<u8>) -> Ref<Array> {
    vm.make(Array { code, bytes })
}

/// A copy of bytes.
fn copied(bytes: &[u8]) -> Result<BufVec<u8>, OutOfMemory> {
    let mut made = BufVec::new();
    made.extend_copy(bytes)?;
    Ok(made)
}

/// Puts `new` in the place of the items from `first` to `end`.
fn replace(vm: &mut Vm, array: &Ref<Array>, first: usize, end: usize, new: &[u8]) -> PyResult<()> {
    let size = array.get(vm).code.size;
    let (first, end) = (first * size, end.max(first) * size);
    if end - first != new.len() {
        check_exports(vm, array)?;
    } else {
        array.get_mut(vm).bytes[first..end].copy_from_slice(new);
        return Ok(());
    }
    let new = copied(new)?;
    array.get_mut(vm).bytes.splice(first..end, new)?;
    Ok(())
}

/// Appends an item. The bounds of the array are looked at behind the conversion, which may run Python code.
fn append(vm: &mut Vm, array: &Ref<Array>, o: &Obj) -> PyResult<()> {
    let code = array.get(vm).code;
    let bytes = item::write(vm, code, o)?;
    check_exports(vm, array)?;
    Ok(array.get_mut(vm).bytes.extend_copy(&bytes[..code.size])?)
}

/// Appends the items of an iterable; an array must be of the same typecode.
fn extend(vm: &mut Vm, array: &Ref<Array>, iterable: &Obj) -> PyResult<()> {
    if let Some(other) = iterable.downcast_ref::<Array>() {
        if other.get(vm).code != array.get(vm).code {
            return Err(type_error!(vm, "can only extend with array of same kind"));
        }
        let bytes = other.get(vm).bytes.to_vec();
        let len = array.get(vm).len();
        return replace(vm, array, len, len, &bytes);
    }
    protocol::for_each(vm, iterable, |vm, o| append(vm, array, &o))
}

/// A typecode given as an argument.
fn letter(vm: &mut Vm, o: &Obj, who: &str) -> PyResult<u32> {
    let Some(s) = o.downcast_ref::<Str>() else {
        let got = argument::shown_class(vm, o);
        return Err(type_error!(vm, "{who} must be a unicode character, not {got}"));
    };
    let mut points = s.text(vm).iter();
    match (points.next(), s.get(vm).len()) {
        (Some(c), 1) => Ok(c),
        (_, len) => Err(type_error!(vm, "{who} must be a unicode character, not a string of length {len}")),
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if args.keywords() > 0 && !table::has_own_init(vm, class) {
        return Err(type_error!(vm, "array.array() takes no keyword arguments"));
    }
    let given = args.split().0;
    let (code, initial) = match given {
        [code] => (code, None),
        [code, initial] => (code, Some(initial)),
        _ => {
            let got = given.len();
            let (how, n) = if got == 0 { ("least", "1 argument") } else { ("most", "2 arguments") };
            return Err(type_error!(vm, "array() takes at {how} {n} ({got} given)"));
        }
    };
    let c = letter(vm, code, "array() argument 1")?;
    let Some(code) = item::code(c) else {
        return Err(value_error!(vm, "bad typecode (must be b, B, u, w, h, H, i, I, l, L, q, Q, f or d)"));
    };
    if code.letter == b'u' {
        let warn = vm.hooks.warn;
        warn(vm, types::DEPRECATION_WARNING, "The 'u' type code is deprecated and will be removed in Python 3.16", 1)?;
    }
    let shown = char::from(code.letter);
    if let Some(initial) = initial.filter(|_| code.form != Form::Character) {
        if initial.is_kind::<Str>() {
            return Err(type_error!(vm, "cannot use a str to initialize an array with typecode '{shown}'"));
        }
        if initial.downcast_ref::<Array>().is_some_and(|a| a.get(vm).code.form == Form::Character) {
            return Err(type_error!(vm, "cannot use a unicode array to initialize an array with typecode '{shown}'"));
        }
    }
    let array = vm.alloc_in(class, Array { code, bytes: BufVec::new() });
    let Some(initial) = initial else { return Ok(array.into_obj()) };
    if let Some(text) = initial.downcast_ref::<Str>() {
        methods::add_text(vm, &array, text)?;
    } else if initial.is_kind::<rpython_objects::Bytes>() || buffer::is_bytearray(initial) {
        let bytes = buffer::to_vec(vm, initial)?;
        methods::add_bytes(vm, &array, &bytes)?;
    } else if let Some(other) = initial.downcast_ref::<Array>().filter(|a| a.get(vm).code == code) {
        let bytes = other.get(vm).bytes.to_vec();
        array.get_mut(vm).bytes.extend_copy(&bytes)?;
    } else {
        protocol::for_each(vm, initial, |vm, o| append(vm, &array, &o))?;
    }
    Ok(array.into_obj())
}

fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    Ok(this(vm, o)?.get(vm).len())
}

fn item_slot(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    let array = this(vm, o)?;
    // A negative number is a very large one.
    value(vm, array, i as usize).ok_or_else(|| table::index_error(vm, "array index out of range"))
}

/// An index, counted from the end if negative.
fn position(vm: &mut Vm, array: &Ref<Array>, key: &Obj) -> PyResult<isize> {
    let i = protocol::to_index(vm, key, Some(types::INDEX_ERROR))?;
    Ok(if i < 0 { i + array.get(vm).len() as isize } else { i })
}

fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    let array = this(vm, o)?;
    if protocol::has_index(vm, key) {
        let i = position(vm, array, key)?;
        return item_slot(vm, o, i);
    }
    if !key.is_kind::<Slice>() {
        return Err(type_error!(vm, "array indices must be integers"));
    }
    let (start, stop, step) = slice::unpack(vm, key)?;
    let a = array.get(vm);
    let (first, _, step, count) = slice::clip(start, stop, step, a.len());
    let mut bytes = BufVec::with_capacity(count * a.code.size)?;
    for k in 0..count as isize {
        bytes.extend_copy(a.item((first + k * step) as usize).unwrap_or_default())?;
    }
    Ok(make(vm, a.code, bytes).into_obj())
}

fn set_item(vm: &mut Vm, o: &Obj, i: isize, value: Option<&Obj>) -> PyResult<()> {
    let array = this(vm, o)?;
    let code = array.get(vm).code;
    let new = match value {
        Some(value) => Some(item::write(vm, code, value)?),
        None => None,
    };
    if i as usize >= array.get(vm).len() {
        return Err(table::index_error(vm, "array assignment index out of range"));
    }
    let i = i as usize;
    match new {
        Some(bytes) => replace(vm, array, i, i + 1, &bytes[..code.size]),
        None => replace(vm, array, i, i + 1, &[]),
    }
}

fn set_subscript(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let array = this(vm, o)?;
    if protocol::has_index(vm, key) {
        let i = position(vm, array, key)?;
        return set_item(vm, o, i, value);
    }
    if !key.is_kind::<Slice>() {
        return Err(type_error!(vm, "array indices must be integers"));
    }
    let (start, stop, step) = slice::unpack(vm, key)?;
    let new = match value {
        None => Vec::new(),
        Some(value) => {
            let Some(other) = value.downcast_ref::<Array>() else {
                let got = argument::class_name(vm, value);
                return Err(type_error!(vm, "can only assign array (not \"{got}\") to array slice"));
            };
            if other.get(vm).code != array.get(vm).code {
                return Err(type_error!(vm, "bad argument type for built-in operation"));
            }
            other.get(vm).bytes.to_vec()
        }
    };
    let a = array.get(vm);
    let size = a.code.size;
    let (first, end, step, count) = slice::clip(start, stop, step, a.len());
    if step == 1 {
        return replace(vm, array, first as usize, end.max(first) as usize, &new);
    }
    let given = new.len() / size;
    if value.is_some() {
        if given != count {
            return Err(value_error!(vm, "attempt to assign array of size {given} to extended slice of size {count}"));
        }
        let bytes = &mut array.get_mut(vm).bytes;
        for (k, item) in new.chunks_exact(size).enumerate() {
            let at = (first + k as isize * step) as usize * size;
            bytes[at..at + size].copy_from_slice(item);
        }
        return Ok(());
    }
    if count == 0 {
        return Ok(());
    }
    check_exports(vm, array)?;
    let lowest = if step < 0 { first + (count as isize - 1) * step } else { first } as usize;
    let stride = step.unsigned_abs();
    let gone = |i: usize| i >= lowest && (i - lowest).is_multiple_of(stride) && (i - lowest) / stride < count;
    let mut kept = BufVec::with_capacity(array.get(vm).bytes.len() - count * size)?;
    for (i, item) in array.get(vm).bytes.chunks_exact(size).enumerate() {
        if !gone(i) {
            kept.extend_copy(item)?;
        }
    }
    array.get_mut(vm).bytes = kept;
    Ok(())
}

fn contains(vm: &mut Vm, o: &Obj, wanted: &Obj) -> PyResult<bool> {
    let array = this(vm, o)?;
    Ok(methods::find(vm, array, wanted, 0, usize::MAX)?.is_some())
}

fn concat(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let array = this(vm, a)?;
    let Some(other) = b.downcast_ref::<Array>() else {
        let got = argument::class_name(vm, b);
        return Err(type_error!(vm, "can only append array (not \"{got}\") to array"));
    };
    let (x, y) = (array.get(vm), other.get(vm));
    if x.code != y.code {
        return Err(type_error!(vm, "bad argument type for built-in operation"));
    }
    let mut bytes = BufVec::with_capacity(x.bytes.len() + y.bytes.len())?;
    bytes.extend_copy(&x.bytes)?;
    bytes.extend_copy(&y.bytes)?;
    Ok(make(vm, x.code, bytes).into_obj())
}

fn inplace_concat(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let array = this(vm, a)?;
    if !b.is_kind::<Array>() {
        let got = argument::class_name(vm, b);
        return Err(type_error!(vm, "can only extend with array (not \"{got}\")"));
    }
    extend(vm, array, b)?;
    Ok(a.clone())
}

/// The bytes of an array, `n` times over.
fn repeated(vm: &Vm, array: &Ref<Array>, n: isize) -> Result<BufVec<u8>, OutOfMemory> {
    let own = &array.get(vm).bytes;
    let n = if own.is_empty() { 0 } else { n.max(0) as usize };
    let total = own.len().checked_mul(n).filter(|&t| t <= u32::MAX as usize).ok_or(OutOfMemory)?;
    let mut bytes = BufVec::with_capacity(total)?;
    for _ in 0..n {
        bytes.extend_copy(own)?;
    }
    Ok(bytes)
}

fn repeat(vm: &mut Vm, o: &Obj, n: isize) -> PyResult {
    let array = this(vm, o)?;
    let bytes = repeated(vm, array, n)?;
    Ok(make(vm, array.get(vm).code, bytes).into_obj())
}

fn inplace_repeat(vm: &mut Vm, o: &Obj, n: isize) -> PyResult {
    let array = this(vm, o)?;
    if !array.get(vm).bytes.is_empty() && n != 1 {
        check_exports(vm, array)?;
        array.get_mut(vm).bytes = repeated(vm, array, n)?;
    }
    Ok(o.clone())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let array = this(vm, o)?;
    let name = vm.class_of(o).get(vm).name.to_string_lossy(vm);
    let code = array.get(vm).code;
    let mut buf = TextBuf::new();
    buf.push_str(&format!("{name}('{}'", char::from(code.letter)));
    if array.get(vm).len() > 0 {
        buf.push_ascii(b", ");
        let content = if code.form == Form::Character { methods::text(vm, array)? } else { methods::list(vm, array)? };
        write_repr(vm, &content, &mut buf)?;
    }
    buf.push_ascii(b")");
    finish(vm, buf)
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<Array>(), b.downcast_ref::<Array>()) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    let (n, m) = (x.get(vm).len(), y.get(vm).len());
    if n != m && matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::bool(op == CompareOp::Ne));
    }
    if x.get(vm).code == y.get(vm).code
        && x.get(vm).code.form != Form::Float
        && matches!(op, CompareOp::Eq | CompareOp::Ne)
    {
        return Ok(Obj::bool((x.get(vm).bytes[..] == y.get(vm).bytes[..]) == (op == CompareOp::Eq)));
    }
    let mut i = 0;
    while let (Some(p), Some(q)) = (value(vm, x, i), value(vm, y, i)) {
        // Not by identity: a NaN differs from itself.
        if !protocol::holds(vm, &p, &q, CompareOp::Eq)? {
            return match op {
                CompareOp::Eq => Ok(Obj::FALSE),
                CompareOp::Ne => Ok(Obj::TRUE),
                _ => protocol::compare(vm, &p, &q, op),
            };
        }
        i += 1;
    }
    Ok(Obj::bool(op.holds(x.get(vm).len().cmp(&y.get(vm).len()))))
}

fn export(vm: &mut Vm, o: &Obj, _: BufferFlags) -> PyResult<Buffer> {
    let array = this(vm, o)?;
    let a = array.get(vm);
    let (len, code) = (a.len(), a.code);
    let letter = if code.form == Form::Character { 'w' } else { char::from(code.letter) };
    Ok(Buffer {
        format: letter.to_string(),
        item_size: code.size,
        shape: vec![len],
        strides: vec![code.size as isize],
        ..Buffer::plain(o, len, false, Some(Lease::take(o)))
    })
}

fn exported<'a>(vm: &'a Vm, o: &'a Obj) -> &'a [u8] {
    o.downcast_ref::<Array>().map_or(&[], |a| &a.get(vm).bytes)
}

fn exported_mut<'a>(vm: &'a mut Vm, o: &'a Obj) -> &'a mut [u8] {
    match o.downcast_ref::<Array>() {
        Some(a) => &mut a.get_mut(vm).bytes,
        None => &mut [],
    }
}

static EXPORTER: Exporter = Exporter { bytes: exported, bytes_mut: exported_mut };

/// `array.array`
pub static DEF: TypeDef = TypeDef {
    name: "array",
    module: "array",
    kind: kinds::ARRAY,
    flags: TypeFlags::BASE | TypeFlags::SEQUENCE,
    doc: "array(typecode [, initializer]) -> array\n\nReturn a new array whose items are restricted by typecode, and\ninitialized from the optional initializer value, which must be a list,\nstring or iterable over elements of the appropriate type.",
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        compare: Some(compare),
        iter: Some(|vm, o| {
            let array = Some(this(vm, o)?.clone());
            Ok(vm.make(ArrayIterator { array, index: 0 }).into_obj())
        }),
        len: Some(len),
        item: Some(item_slot),
        set_item: Some(set_item),
        subscript: Some(subscript),
        set_subscript: Some(set_subscript),
        contains: Some(contains),
        concat: Some(concat),
        repeat: Some(repeat),
        inplace_concat: Some(inplace_concat),
        inplace_repeat: Some(inplace_repeat),
        buffer: Some(export),
        release_buffer: Some(rpython_objects::memoryview::release_buffer),
        ..Slots::EMPTY
    },
    methods: methods::METHODS,
    getsets: &[
        getter(
            "typecode",
            |vm, o| {
                let letter = this(vm, o)?.get(vm).code.letter;
                Ok(Str::from_char(vm, letter.into()).into_obj())
            },
            "the typecode character used to create the array",
        ),
        getter(
            "itemsize",
            |vm, o| {
                let size = this(vm, o)?.get(vm).code.size;
                Ok(int::from_i64(vm, size as i64))
            },
            "the size, in bytes, of one array item",
        ),
    ],
    weakly_referable: true,
    ..TypeDef::EMPTY
};

/// The payload of an array's iterator.
pub struct ArrayIterator {
    /// The array, until the iterator is exhausted.
    array: Option<Ref<Array>>,
    index: usize,
}

impl Payload for ArrayIterator {
    const KIND: Kind = kinds::ARRAY_ITERATOR;
    const NAME: &'static str = "array iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        if let Some(array) = &self.array {
            visit(array);
        }
    }
    fn clear(&mut self) {
        self.array = None;
    }
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<ArrayIterator>() else { return Ok(None) };
    let it = iterator.get(vm);
    let Some(array) = it.array.as_ref() else { return Ok(None) };
    let found = value(vm, array, it.index);
    if found.is_some() {
        iterator.get_mut(vm).index += 1;
    } else {
        let done = iterator.get_mut(vm).array.take();
        drop(done);
    }
    Ok(found)
}

fn iterator_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iter = protocol::builtin(vm, "iter")?;
    let it = args.this::<ArrayIterator>().get(vm);
    match it.array.clone() {
        Some(array) => {
            let index = int::from_i64(vm, it.index as i64);
            let arguments = table::tuple(vm, &[array.into_obj()])?;
            table::tuple(vm, &[iter, arguments, index])
        }
        None => {
            let none = Tuple::empty().into_obj();
            let arguments = table::tuple(vm, &[none])?;
            table::tuple(vm, &[iter, arguments])
        }
    }
}

fn iterator_set_state(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let index = argument::ssize(vm, args.at(1))?;
    let it = args.this::<ArrayIterator>();
    let most = it.get(vm).array.as_ref().map(|a| a.get(vm).len() as isize);
    if let Some(most) = most {
        it.get_mut(vm).index = index.clamp(0, most) as usize;
    }
    Ok(Obj::NONE)
}

/// `array.arrayiterator`
pub static ITERATOR_DEF: TypeDef = TypeDef {
    name: "arrayiterator",
    module: "array",
    kind: kinds::ARRAY_ITERATOR,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    methods: &[
        native("__reduce__", "($self, /)", iterator_reduce, "Return state information for pickling."),
        native("__setstate__", "($self, state, /)", iterator_set_state, "Set state information for unpickling."),
    ],
    ..TypeDef::EMPTY
};

/// An array of a pickle: its class, typecode, the format of the machine that wrote it, and its bytes.
fn reconstruct(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(class) = args.at(1).downcast_ref::<Type>() else {
        let got = argument::class_name(vm, args.at(1));
        return Err(type_error!(vm, "first argument must be a type object, not {got}"));
    };
    let c = letter(vm, args.at(2), "_array_reconstructor(): argument 2")?;
    let machine = argument::c_int(vm, args.at(3))?;
    if !vm.type_of_kind(kinds::ARRAY).is_some_and(|own| class.is_subtype(vm, own)) {
        let name = class.name(vm).to_string();
        return Err(type_error!(vm, "{name} is not a subtype of array.array"));
    }
    let Some(mut code) = item::code(c) else {
        return Err(value_error!(vm, "second argument must be a valid type code"));
    };
    let Some((size, form, big_endian)) = item::machine_format(machine.into()) else {
        return Err(value_error!(vm, "third argument must be a valid machine format code."));
    };
    let Some(bytes) = args.at(4).downcast_ref::<rpython_objects::Bytes>().map(|b| b.tail(vm).to_vec()) else {
        let got = argument::class_name(vm, args.at(4));
        return Err(type_error!(vm, "fourth argument should be bytes, not {got}"));
    };
    let own = i32::from(code.machine) == machine;
    if !own && matches!(form, Form::Signed | Form::Unsigned) {
        // An integer of another size: the typecode that has it here.
        code = CODES.iter().find(|c| c.form == form && c.size == size).unwrap_or(code);
    }
    let class = class.clone();
    let text = Str::from_char(vm, code.letter.into()).into_obj();
    let made = protocol::call(vm, &class, &[text])?;
    let array = this(vm, &made)?.clone();
    if own {
        methods::add_bytes(vm, &array, &bytes)?;
        return Ok(made);
    }
    if bytes.len() % size != 0 {
        return Err(value_error!(vm, "bytes length not a multiple of item size"));
    }
    if form == Form::Character {
        let encoding = match (size, big_endian) {
            (2, false) => "utf-16-le",
            (2, true) => "utf-16-be",
            (_, false) => "utf-32-le",
            (_, true) => "utf-32-be",
        };
        let text = rpython_objects::codecs::decode(vm, &bytes, Some(encoding), Some("strict"))?;
        methods::add_text(vm, &array, &text)?;
        return Ok(made);
    }
    for item in bytes.chunks_exact(size) {
        let mut item = item.to_vec();
        if big_endian {
            item.reverse();
        }
        let value = item::read(vm, form, &item);
        append(vm, &array, &value)?;
    }
    Ok(made)
}

static FUNCTIONS: &[NativeDef] = &[native(
    "_array_reconstructor",
    "($module, arraytype, typecode, mformat_code, items, /)",
    reconstruct,
    "Internal. Used for pickling support.",
)];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(
        vm,
        "array",
        "This module defines an object type which can efficiently represent\nan array of basic values: characters, integers, floating-point\nnumbers.  Arrays are sequence types and behave very much like lists,\nexcept that the type of objects stored in them is constrained.\n",
        FUNCTIONS,
    )?;
    let class = table::add_type::<Array>(vm, &module, &DEF)?;
    table::set(vm, &module, "ArrayType", class.clone().into_obj())?;
    let abc = table::import(vm, "collections.abc")?;
    let name = Str::intern(vm, "MutableSequence");
    let sequence = protocol::get_attr(vm, &abc, &name)?;
    let register = Str::intern(vm, "register");
    protocol::call_method(vm, &sequence, &register, &[class.into_obj()])?;
    rpython_objects::type_object::define_kind::<ArrayIterator>(vm, &ITERATOR_DEF)?;
    buffer::register(kinds::ARRAY, &EXPORTER);
    let codes: String = CODES.iter().map(|c| char::from(c.letter)).collect();
    let codes = Str::new(vm, &codes).into_obj();
    table::set(vm, &module, "typecodes", codes)?;
    Ok(module)
}
