//! `bytearray`: a growing array of bytes in one buffer.
//!
//! Bytes deleted at the front stay until the array is next copied, so that consuming a queue from its front is linear. The
//! header's own word counts the views of the array (`buffer::Lease`); while there are any, its size must not change.

mod mutation;

pub use mutation::store_byte;

use crate::{
    Args, CallArgs, CompareOp, NativeDef, PyResult, Slots, Str, Tuple, Type, TypeDef, TypeFlags, Vm, argument,
    buffer::{self, Buffer, BufferFlags, Lease},
    bytes::{self, constructor, methods, methods::ByteString},
    class_native, int, kinds, native, percent, protocol, sequence, slice, static_native,
    text::{Text, TextBuf, bytes as kernel},
    type_error, types,
};
use rpython_heap::{BufVec, Obj, OutOfMemory, Payload, Ref};
use std::ops::Range;

/// The payload of a bytearray.
#[derive(Default)]
pub struct ByteArray {
    bytes: BufVec<u8>,
    /// Bytes deleted at the front, whose room is not given back yet.
    start: u32,
}

impl Payload for ByteArray {
    const KIND: u8 = kinds::BYTEARRAY;
    const NAME: &'static str = "bytearray";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl ByteArray {
    /// An array of a copy of `data`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn of(data: &[u8]) -> Result<ByteArray, OutOfMemory> {
        let mut bytes = BufVec::with_capacity(data.len())?;
        bytes.extend_copy(data)?;
        Ok(ByteArray { bytes, start: 0 })
    }

    /// A bytearray of a copy of `data`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn new(vm: &Vm, data: &[u8]) -> Result<Ref<ByteArray>, OutOfMemory> {
        Ok(vm.alloc(types::BYTEARRAY, ByteArray::of(data)?))
    }

    /// The bytes.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        &self.bytes[self.start as usize..]
    }

    /// The bytes, to change.
    #[inline]
    pub fn as_mut_slice(&mut self) -> &mut [u8] {
        &mut self.bytes[self.start as usize..]
    }

    /// How many there are.
    #[inline]
    pub fn len(&self) -> usize {
        self.bytes.len() - self.start as usize
    }

    /// Whether there are none.
    #[inline]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Appends bytes.
    ///
    /// # Errors
    /// When the region is full.
    pub fn extend(&mut self, data: &[u8]) -> Result<(), OutOfMemory> {
        self.bytes.extend_copy(data)
    }

    /// Puts `data` in the place of the bytes in `range`, which lies within the array.
    ///
    /// # Errors
    /// When the region is full; the array is as before.
    pub fn replace(&mut self, range: Range<usize>, data: &[u8]) -> Result<(), OutOfMemory> {
        if range.start == 0 && data.is_empty() {
            self.start += range.end as u32;
            if self.start as usize > self.bytes.len() / 2 {
                self.bytes.copy_within(self.start as usize.., 0);
                let len = self.len();
                self.start = 0;
                self.resize(len)?;
            }
            return Ok(());
        }
        let (from, to, len) = (self.start as usize + range.start, self.start as usize + range.end, self.bytes.len());
        let end = from + data.len();
        if end > to {
            self.bytes.fill_to(len + (end - to), 0)?;
            self.bytes.copy_within(to..len, end);
        } else {
            self.bytes.copy_within(to..len, end);
            self.bytes.fill_to(len - (to - end), 0)?;
        }
        self.bytes[from..end].copy_from_slice(data);
        Ok(())
    }

    /// Makes the array `len` bytes long; new ones are 0.
    ///
    /// # Errors
    /// When the region is full; the array is as before.
    pub fn resize(&mut self, len: usize) -> Result<(), OutOfMemory> {
        if u32::try_from(len).is_err() {
            return Err(OutOfMemory);
        }
        self.bytes.fill_to(self.start as usize + len, 0)?;
        if self.bytes.capacity() > 64 && len < self.bytes.capacity() / 4 {
            self.bytes.shrink_to_fit();
        }
        Ok(())
    }
}

impl ByteString for ByteArray {
    const TYPE: &'static str = "bytearray";
    const LONGEST: usize = isize::MAX as usize;

    fn bytes<'a>(vm: &'a Vm, o: &'a Ref<ByteArray>) -> &'a [u8] {
        o.get(vm).as_slice()
    }

    fn pin(o: &Ref<ByteArray>) -> Option<Lease> {
        Some(Lease::take(o))
    }

    fn make(vm: &mut Vm, data: &[u8]) -> PyResult {
        Ok(ByteArray::new(vm, data)?.into_obj())
    }

    fn unchanged(vm: &mut Vm, o: &Ref<ByteArray>) -> PyResult {
        Ok(ByteArray::new(vm, o.get(vm).as_slice())?.into_obj())
    }
}

fn data<'a>(vm: &'a Vm, o: &'a Obj) -> &'a [u8] {
    o.downcast_ref::<ByteArray>().map_or(&[], |b| b.get(vm).as_slice())
}

fn new(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    Ok(vm.alloc_in(class, ByteArray::default()).into_obj())
}

/// How `bytearray(…)` takes its arguments.
static INIT: NativeDef = native("bytearray", "($self, /, source=b'', encoding='utf-8', errors='strict')", fill, "");

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let mut values = Vec::with_capacity(args.values.len() + 1);
    values.push(o.clone());
    values.extend(args.values.iter().cloned());
    crate::native::call(vm, &INIT, CallArgs { values: &values, names: args.names }).map(|_| ())
}

fn fill(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let array = args.this::<ByteArray>();
    if !array.get(vm).is_empty() {
        mutation::check_exports(vm, array)?;
        array.get_mut(vm).resize(0)?;
    }
    if let (Some(source), None, None) = (args.opt(1), args.opt(2), args.opt(3))
        && !source.is_kind::<Str>()
        && sequence::plain(vm, source).is_none()
        && !buffer::has_buffer(vm, source)
        && !protocol::has_index(vm, source)
    {
        // Iterating shows the array as it grows.
        constructor::each_byte(vm, source, "bytearray", "byte", |vm, byte| {
            mutation::check_exports(vm, array)?;
            Ok(array.get_mut(vm).extend(&[byte])?)
        })?;
        return Ok(Obj::NONE);
    }
    let data = constructor::content::<ByteArray>(vm, args.opt(1), args.opt(2), args.opt(3))?;
    mutation::check_exports(vm, array)?;
    *array.get_mut(vm) = ByteArray::of(&data)?;
    Ok(Obj::NONE)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let mut out = TextBuf::new();
    let class = vm.class_of(o).get(vm).name.clone();
    out.push_text(crate::StrExt::text(&class, vm));
    // A single quote is escaped even between double ones, unlike in the repr of bytes.
    let data = data(vm, o);
    let quote = if data.contains(&b'\'') && !data.contains(&b'"') { b'"' } else { b'\'' };
    let mut shown = vec![b'(', b'b', quote];
    kernel::push_escaped(&mut shown, data, Some(b'\''));
    shown.extend([quote, b')']);
    out.push_ascii(&shown);
    Ok(Str::try_from_buf(vm, out)?.into_obj())
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if !buffer::has_buffer(vm, a) || !buffer::has_buffer(vm, b) {
        crate::bytes::warning::compared_array(vm, a, b, op)?;
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let (Some(x), Some(y)) = (buffer::try_bytes_of(vm, a), buffer::try_bytes_of(vm, b)) else {
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    let order = x.get(vm).cmp(y.get(vm));
    x.release(vm);
    y.release(vm);
    Ok(Obj::bool(op.holds(order)))
}

fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    Ok(data(vm, o).len())
}

fn item(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    match usize::try_from(i).ok().and_then(|i| data(vm, o).get(i)) {
        Some(&byte) => Ok(int::from_i64(vm, byte.into())),
        None => Err(protocol::out_of_range(vm, "bytearray index")),
    }
}

/// The `TypeError` of a key that is neither an index nor a slice.
fn wrong_key(vm: &mut Vm, key: &Obj) -> crate::Raised {
    let class = argument::class_name(vm, key);
    type_error!(vm, "bytearray indices must be integers or slices, not {class}")
}

fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    if protocol::has_index(vm, key) {
        let i = protocol::to_index(vm, key, Some(types::INDEX_ERROR))?;
        let i = if i < 0 { i.saturating_add(data(vm, o).len() as isize) } else { i };
        return item(vm, o, i);
    }
    if key.kind() != kinds::SLICE {
        return Err(wrong_key(vm, key));
    }
    let (start, stop, step) = slice::unpack(vm, key)?;
    let part = bytes::sliced(data(vm, o), slice::clip(start, stop, step, data(vm, o).len()))?;
    ByteArray::make(vm, &part)
}

fn concat(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let data = bytes::joined(vm, a, b)?;
    ByteArray::make(vm, &data)
}

/// `data * n`; any length that cannot be had is a matter of memory.
fn repeated(vm: &mut Vm, data: &[u8], n: isize) -> PyResult<Vec<u8>> {
    if data.len().checked_mul(n.max(0) as usize).is_none_or(|len| u32::try_from(len).is_err()) {
        return Err(OutOfMemory.into());
    }
    bytes::repeated(vm, data, n)
}

fn repeat(vm: &mut Vm, o: &Obj, n: isize) -> PyResult {
    let copy = data(vm, o).to_vec();
    let data = repeated(vm, &copy, n)?;
    ByteArray::make(vm, &data)
}

fn remainder(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some(template) = a.downcast_ref::<ByteArray>() else { return Ok(Obj::NOT_IMPLEMENTED) };
    let _pin = Lease::take(a);
    let template = template.get(vm).as_slice().to_vec();
    let data = percent::format_bytes(vm, &template, b)?;
    ByteArray::make(vm, &data)
}

fn buffer(vm: &mut Vm, o: &Obj, _: BufferFlags) -> PyResult<Buffer> {
    let len = data(vm, o).len();
    Ok(Buffer::plain(o, len, false, Some(Lease::take(o))))
}

fn alloc(vm: &mut Vm, args: Args<'_>) -> PyResult {
    // CPython's arrays end in a NUL, which its number includes.
    let array = args.this::<ByteArray>().get(vm);
    let allocated = if array.bytes.capacity() == 0 { 0 } else { array.bytes.capacity() + 1 };
    Ok(int::from_i64(vm, allocated as i64))
}

fn size_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let allocated = args.this::<ByteArray>().get(vm).bytes.capacity();
    Ok(int::from_i64(vm, allocated as i64 + 57))
}

/// The state for pickling: the constructor's arguments and the instance's dict.
fn reduced(vm: &mut Vm, array: &Ref<ByteArray>, protocol: i32) -> PyResult {
    let state = protocol::call_special(vm, array, crate::names::__getstate__, &[])?.unwrap_or(Obj::NONE);
    let data = array.get(vm).as_slice();
    let arguments = if data.is_empty() {
        Vec::new()
    } else if protocol < 3 {
        let text = Str::from_text(vm, Text::latin1(data))?.into_obj();
        vec![text, Str::new(vm, "latin-1").into_obj()]
    } else {
        vec![crate::Bytes::new(vm, data)?.into_obj()]
    };
    let arguments = Tuple::from_vec(vm, arguments)?.into_obj();
    let class = vm.class_of(array).own().into_obj();
    Ok(Tuple::from_slice(vm, &[class, arguments, state])?.into_obj())
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    reduced(vm, args.this::<ByteArray>(), 2)
}

fn reduce_ex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let protocol = args.opt(1).map(|o| argument::c_int(vm, o)).transpose()?.unwrap_or(0);
    reduced(vm, args.this::<ByteArray>(), protocol)
}

/// `bytearray`
pub static DEF: TypeDef = TypeDef {
    name: "bytearray",
    kind: kinds::BYTEARRAY,
    flags: TypeFlags::BASE | TypeFlags::MATCH_SELF,
    doc: DOC,
    slots: Slots {
        new: Some(new),
        init: Some(init),
        repr: Some(repr),
        str: Some(|vm, o| {
            crate::bytes::warning::converted(vm, "a bytearray")?;
            repr(vm, o)
        }),
        compare: Some(compare),
        iter: Some(bytes::iterator::iter),
        len: Some(len),
        item: Some(item),
        subscript: Some(subscript),
        set_item: Some(mutation::set_item),
        set_subscript: Some(mutation::set_subscript),
        contains: Some(bytes::contains),
        concat: Some(concat),
        repeat: Some(repeat),
        inplace_concat: Some(mutation::inplace_concat),
        inplace_repeat: Some(mutation::inplace_repeat),
        remainder: Some(remainder),
        buffer: Some(buffer),
        release_buffer: Some(crate::memoryview::release_buffer),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};

const DOC: &str = "bytearray(iterable_of_ints) -> bytearray\nbytearray(string, encoding[, errors]) -> bytearray\nbytearray(bytes_or_buffer) -> mutable copy of bytes_or_buffer\nbytearray(int) -> bytes array of size given by the parameter initialized with null bytes\nbytearray() -> empty bytes array\n\nConstruct a mutable bytearray object from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - a bytes or a buffer object\n  - any object implementing the buffer API.\n  - an integer";

/// The methods of `bytearray`.
static METHODS: &[NativeDef] = &[
    native("__alloc__", "($self, /)", alloc, "B.__alloc__() -> int\n\nReturn the number of bytes actually allocated."),
    native("__reduce__", "($self, /)", reduce, "Return state information for pickling."),
    native("__reduce_ex__", "($self, proto=0, /)", reduce_ex, "Return state information for pickling."),
    native("__sizeof__", "($self, /)", size_of, "Returns the size of the bytearray object in memory, in bytes."),
    native(
        "append",
        "($self, item, /)",
        mutation::append,
        "Append a single item to the end of the bytearray.\n\n  item\n    The item to be appended.",
    ),
    native(
        "capitalize",
        "($self, /)",
        methods::capitalize::<ByteArray>,
        "B.capitalize() -> copy of B\n\nReturn a copy of B with only its first character capitalized (ASCII)\nand the rest lower-cased.",
    ),
    native(
        "center",
        "($self, width, fillchar=b' ', /)",
        methods::center::<ByteArray>,
        "Return a centered string of length width.\n\nPadding is done using the specified fill character.",
    ),
    native("clear", "($self, /)", mutation::clear, "Remove all items from the bytearray."),
    native("copy", "($self, /)", mutation::copy, "Return a copy of B."),
    native(
        "count",
        "($self, sub[, start[, end]], /)",
        methods::count::<ByteArray>,
        "Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.",
    ),
    native(
        "decode",
        "($self, /, encoding='utf-8', errors='strict')",
        methods::decode::<ByteArray>,
        "Decode the bytearray using the codec registered for encoding.\n\n  encoding\n    The encoding with which to decode the bytearray.\n  errors\n    The error handling scheme to use for the handling of decoding\n    errors.  The default is 'strict' meaning that decoding errors\n    raise a UnicodeDecodeError.  Other possible values are 'ignore'\n    and 'replace' as well as any other name registered with\n    codecs.register_error that can handle UnicodeDecodeErrors.",
    ),
    native(
        "endswith",
        "($self, suffix[, start[, end]], /)",
        methods::endswith::<ByteArray>,
        "Return True if the bytearray ends with the specified suffix, False otherwise.\n\n  suffix\n    A bytes or a tuple of bytes to try.\n  start\n    Optional start position. Default: start of the bytearray.\n  end\n    Optional stop position. Default: end of the bytearray.",
    ),
    native(
        "expandtabs",
        "($self, /, tabsize=8)",
        methods::expandtabs::<ByteArray>,
        "Return a copy where all tab characters are expanded using spaces.\n\nIf tabsize is not given, a tab size of 8 characters is assumed.",
    ),
    native(
        "extend",
        "($self, iterable_of_ints, /)",
        mutation::extend,
        "Append all the items from the iterator or sequence to the end of the bytearray.\n\n  iterable_of_ints\n    The iterable of items to append.",
    ),
    native(
        "find",
        "($self, sub[, start[, end]], /)",
        methods::find::<ByteArray>,
        "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nReturn -1 on failure.",
    ),
    class_native(
        "fromhex",
        "($type, string, /)",
        methods::fromhex::<ByteArray>,
        "Create a bytearray object from a string of hexadecimal numbers.\n\nSpaces between two numbers are accepted.\nExample:\n    bytearray.fromhex('B9 01EF') -> bytearray(b'\\\\xb9\\\\x01\\\\xef')",
    ),
    native(
        "hex",
        "($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
        methods::hex::<ByteArray>,
        "Create a string of hexadecimal numbers from a bytearray object.\n\n  sep\n    An optional single character or byte to separate hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values count from\n    the right, negative values count from the left.\n\nExample:\n>>> value = bytearray([0xb9, 0x01, 0xef])\n>>> value.hex()\n'b901ef'\n>>> value.hex(':')\n'b9:01:ef'\n>>> value.hex(':', 2)\n'b9:01ef'\n>>> value.hex(':', -2)\n'b901:ef'",
    ),
    native(
        "index",
        "($self, sub[, start[, end]], /)",
        methods::index::<ByteArray>,
        "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nRaise ValueError if the subsection is not found.",
    ),
    native(
        "insert",
        "($self, index, item, /)",
        mutation::insert,
        "Insert a single item into the bytearray before the given index.\n\n  index\n    The index where the value is to be inserted.\n  item\n    The item to be inserted.",
    ),
    native(
        "isalnum",
        "($self, /)",
        methods::isalnum::<ByteArray>,
        "B.isalnum() -> bool\n\nReturn True if all characters in B are alphanumeric\nand there is at least one character in B, False otherwise.",
    ),
    native(
        "isalpha",
        "($self, /)",
        methods::isalpha::<ByteArray>,
        "B.isalpha() -> bool\n\nReturn True if all characters in B are alphabetic\nand there is at least one character in B, False otherwise.",
    ),
    native(
        "isascii",
        "($self, /)",
        methods::isascii::<ByteArray>,
        "B.isascii() -> bool\n\nReturn True if B is empty or all characters in B are ASCII,\nFalse otherwise.",
    ),
    native(
        "isdigit",
        "($self, /)",
        methods::isdigit::<ByteArray>,
        "B.isdigit() -> bool\n\nReturn True if all characters in B are digits\nand there is at least one character in B, False otherwise.",
    ),
    native(
        "islower",
        "($self, /)",
        methods::islower::<ByteArray>,
        "B.islower() -> bool\n\nReturn True if all cased characters in B are lowercase and there is\nat least one cased character in B, False otherwise.",
    ),
    native(
        "isspace",
        "($self, /)",
        methods::isspace::<ByteArray>,
        "B.isspace() -> bool\n\nReturn True if all characters in B are whitespace\nand there is at least one character in B, False otherwise.",
    ),
    native(
        "istitle",
        "($self, /)",
        methods::istitle::<ByteArray>,
        "B.istitle() -> bool\n\nReturn True if B is a titlecased string and there is at least one\ncharacter in B, i.e. uppercase characters may only follow uncased\ncharacters and lowercase characters only cased ones. Return False\notherwise.",
    ),
    native(
        "isupper",
        "($self, /)",
        methods::isupper::<ByteArray>,
        "B.isupper() -> bool\n\nReturn True if all cased characters in B are uppercase and there is\nat least one cased character in B, False otherwise.",
    ),
    native(
        "join",
        "($self, iterable_of_bytes, /)",
        methods::join::<ByteArray>,
        "Concatenate any number of bytes/bytearray objects.\n\nThe bytearray whose method is called is inserted in between each\npair.\n\nThe result is returned as a new bytearray object.",
    ),
    native(
        "ljust",
        "($self, width, fillchar=b' ', /)",
        methods::ljust::<ByteArray>,
        "Return a left-justified string of length width.\n\nPadding is done using the specified fill character.",
    ),
    native(
        "lower",
        "($self, /)",
        methods::lower::<ByteArray>,
        "B.lower() -> copy of B\n\nReturn a copy of B with all ASCII characters converted to lowercase.",
    ),
    native(
        "lstrip",
        "($self, bytes=None, /)",
        methods::lstrip::<ByteArray>,
        "Strip leading bytes contained in the argument.\n\nIf the argument is omitted or None, strip leading ASCII whitespace.",
    ),
    static_native(
        "maketrans",
        "(frm, to, /)",
        methods::maketrans::<ByteArray>,
        "Return a translation table usable for the bytes or bytearray translate method.\n\nThe returned table will be one where each byte in frm is mapped to\nthe byte at the same position in to.\n\nThe bytes objects frm and to must be of the same length.",
    ),
    native(
        "partition",
        "($self, sep, /)",
        methods::partition::<ByteArray>,
        "Partition the bytearray into three parts using the given separator.\n\nThis will search for the separator sep in the bytearray.  If the\nseparator is found, returns a 3-tuple containing the part before the\nseparator, the separator itself, and the part after it as new\nbytearray objects.\n\nIf the separator is not found, returns a 3-tuple containing the copy\nof the original bytearray object and two empty bytearray objects.",
    ),
    native(
        "pop",
        "($self, index=-1, /)",
        mutation::pop,
        "Remove and return a single item from B.\n\n  index\n    The index from where to remove the item.\n    -1 (the default value) means remove the last item.\n\nIf no index argument is given, will pop the last item.",
    ),
    native(
        "remove",
        "($self, value, /)",
        mutation::remove,
        "Remove the first occurrence of a value in the bytearray.\n\n  value\n    The value to remove.",
    ),
    native(
        "replace",
        "($self, old, new, count=-1, /)",
        methods::replace::<ByteArray>,
        "Return a copy with all occurrences of substring old replaced by new.\n\n  count\n    Maximum number of occurrences to replace.\n    -1 (the default value) means replace all occurrences.\n\nIf the optional argument count is given, only the first count occurrences are\nreplaced.",
    ),
    native(
        "removeprefix",
        "($self, prefix, /)",
        methods::removeprefix::<ByteArray>,
        "Return a bytearray with the given prefix string removed if present.\n\nIf the bytearray starts with the prefix string, return\nbytearray[len(prefix):].  Otherwise, return a copy of the original\nbytearray.",
    ),
    native(
        "removesuffix",
        "($self, suffix, /)",
        methods::removesuffix::<ByteArray>,
        "Return a bytearray with the given suffix string removed if present.\n\nIf the bytearray ends with the suffix string and that suffix is not\nempty, return bytearray[:-len(suffix)].  Otherwise, return a copy of\nthe original bytearray.",
    ),
    native(
        "resize",
        "($self, size, /)",
        mutation::resize,
        "Resize the internal buffer of bytearray to len.\n\n  size\n    New size to resize to.",
    ),
    native("reverse", "($self, /)", mutation::reverse, "Reverse the order of the values in B in place."),
    native(
        "rfind",
        "($self, sub[, start[, end]], /)",
        methods::rfind::<ByteArray>,
        "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nReturn -1 on failure.",
    ),
    native(
        "rindex",
        "($self, sub[, start[, end]], /)",
        methods::rindex::<ByteArray>,
        "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start:end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nRaise ValueError if the subsection is not found.",
    ),
    native(
        "rjust",
        "($self, width, fillchar=b' ', /)",
        methods::rjust::<ByteArray>,
        "Return a right-justified string of length width.\n\nPadding is done using the specified fill character.",
    ),
    native(
        "rpartition",
        "($self, sep, /)",
        methods::rpartition::<ByteArray>,
        "Partition the bytearray into three parts using the given separator.\n\nThis will search for the separator sep in the bytearray, starting at\nthe end.  If the separator is found, returns a 3-tuple containing\nthe part before the separator, the separator itself, and the part\nafter it as new bytearray objects.\n\nIf the separator is not found, returns a 3-tuple containing two\nempty bytearray objects and the copy of the original bytearray\nobject.",
    ),
    native(
        "rsplit",
        "($self, /, sep=None, maxsplit=-1)",
        methods::rsplit::<ByteArray>,
        "Return a list of the sections in the bytearray, using sep as the delimiter.\n\n  sep\n    The delimiter according which to split the bytearray.\n    None (the default value) means split on ASCII whitespace\n    characters (space, tab, return, newline, formfeed, vertical tab).\n  maxsplit\n    Maximum number of splits to do.\n    -1 (the default value) means no limit.\n\nSplitting is done starting at the end of the bytearray and working\nto the front.",
    ),
    native(
        "rstrip",
        "($self, bytes=None, /)",
        methods::rstrip::<ByteArray>,
        "Strip trailing bytes contained in the argument.\n\nIf the argument is omitted or None, strip trailing ASCII whitespace.",
    ),
    native(
        "split",
        "($self, /, sep=None, maxsplit=-1)",
        methods::split::<ByteArray>,
        "Return a list of the sections in the bytearray, using sep as the delimiter.\n\n  sep\n    The delimiter according which to split the bytearray.\n    None (the default value) means split on ASCII whitespace\n    characters (space, tab, return, newline, formfeed, vertical tab).\n  maxsplit\n    Maximum number of splits to do.\n    -1 (the default value) means no limit.",
    ),
    native(
        "splitlines",
        "($self, /, keepends=False)",
        methods::splitlines::<ByteArray>,
        "Return a list of the lines in the bytearray, breaking at line boundaries.\n\nLine breaks are not included in the resulting list unless keepends\nis given and true.",
    ),
    native(
        "startswith",
        "($self, prefix[, start[, end]], /)",
        methods::startswith::<ByteArray>,
        "Return True if the bytearray starts with the specified prefix, False otherwise.\n\n  prefix\n    A bytes or a tuple of bytes to try.\n  start\n    Optional start position. Default: start of the bytearray.\n  end\n    Optional stop position. Default: end of the bytearray.",
    ),
    native(
        "strip",
        "($self, bytes=None, /)",
        methods::strip::<ByteArray>,
        "Strip leading and trailing bytes contained in the argument.\n\nIf the argument is omitted or None, strip leading and trailing ASCII\nwhitespace.",
    ),
    native(
        "swapcase",
        "($self, /)",
        methods::swapcase::<ByteArray>,
        "B.swapcase() -> copy of B\n\nReturn a copy of B with uppercase ASCII characters converted\nto lowercase ASCII and vice versa.",
    ),
    native(
        "title",
        "($self, /)",
        methods::title::<ByteArray>,
        "B.title() -> copy of B\n\nReturn a titlecased version of B, i.e. ASCII words start with\nuppercase characters, all remaining cased characters have lowercase.",
    ),
    native(
        "translate",
        "($self, table, /, delete=b'')",
        methods::translate::<ByteArray>,
        "Return a copy with each character mapped by the given translation table.\n\n  table\n    Translation table, which must be a bytes object of length 256.\n\nAll characters occurring in the optional argument delete are\nremoved.  The remaining characters are mapped through the given\ntranslation table.",
    ),
    native(
        "upper",
        "($self, /)",
        methods::upper::<ByteArray>,
        "B.upper() -> copy of B\n\nReturn a copy of B with all ASCII characters converted to uppercase.",
    ),
    native(
        "zfill",
        "($self, width, /)",
        methods::zfill::<ByteArray>,
        "Pad a numeric string with zeros on the left, to fill a field of the given width.\n\nThe original string is never truncated.",
    ),
];
