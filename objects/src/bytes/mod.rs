//! `bytes`: the slot's tail.
//!
//! This file holds the object and its operators; [`methods`] the methods that `bytearray` has too, [`constructor`] what both are
//! made from, [`iterator`] iteration.

pub(crate) mod constructor;
pub mod iterator;
pub(crate) mod methods;
pub mod warning;

use crate::{
    Args, CallArgs, CompareOp, NativeDef, PyResult, Slots, Tuple, Type, TypeDef, TypeExt, TypeFlags, Vm, argument,
    buffer::{self, Buffer, BufferFlags},
    class_native, int, kinds, native, percent, protocol, raise, slice, static_native,
    text::{bytes as kernel, resize, search},
    type_error, types,
};
pub use methods::hex_groups;
use methods::{ByteString, Needle};
use rpython_heap::{Obj, OutOfMemory, Payload, Ref, Shape};
use std::cell::Cell;

/// The payload of a bytes object: its cached hash (0: not computed); the bytes are the tail.
pub struct Bytes {
    pub(crate) hash: Cell<i64>,
}

impl Payload for Bytes {
    const KIND: u8 = kinds::BYTES;
    const NAME: &'static str = "bytes";
    const TRACKED: bool = false;
    type Tail = u8;
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

impl Bytes {
    /// A bytes object of a copy of `data`.
    ///
    /// # Errors
    /// When the region is full.
    pub fn new(vm: &Vm, data: &[u8]) -> Result<Ref<Bytes>, OutOfMemory> {
        let shape = Shape { class: types::BYTES.slot(), subclass: false, extra: 0 };
        Ref::of_bytes(vm, shape, Bytes { hash: Cell::new(0) }, data)
    }

    fn is_exact(o: &Ref<Bytes>) -> bool {
        o.header().class() == types::BYTES.slot()
    }
}

impl ByteString for Bytes {
    const TYPE: &'static str = "bytes";
    // CPython's header and closing NUL, 33 bytes, count towards the greatest size.
    const LONGEST: usize = isize::MAX as usize - 33;

    fn bytes<'a>(vm: &'a Vm, o: &'a Ref<Bytes>) -> &'a [u8] {
        o.tail(vm)
    }

    fn make(vm: &mut Vm, data: &[u8]) -> PyResult {
        Ok(Bytes::new(vm, data)?.into_obj())
    }

    fn unchanged(vm: &mut Vm, o: &Ref<Bytes>) -> PyResult {
        if Bytes::is_exact(o) { Ok(o.clone().into_obj()) } else { Ok(Bytes::new(vm, o.tail(vm))?.into_obj()) }
    }
}

/// How `bytes(…)` takes its arguments.
static NEW: NativeDef = native("bytes", "($type, /, source=b'', encoding='utf-8', errors='strict')", make, "");

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let mut values = Vec::with_capacity(args.values.len() + 1);
    values.push(class.clone().into_obj());
    values.extend(args.values.iter().cloned());
    crate::native::call(vm, &NEW, CallArgs { values: &values, names: args.names })
}

fn make(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = args.this::<Type>();
    if let (Some(source), None, None) = (args.opt(1), args.opt(2), args.opt(3))
        && class.is(types::BYTES)
        && let Some(bytes) = source.downcast_ref::<Bytes>()
        && Bytes::is_exact(bytes)
    {
        return Ok(source.clone());
    }
    if let (Some(source), None, None) = (args.opt(1), args.opt(2), args.opt(3))
        && class.is(types::BYTES)
        && let Some(made) = constructor::special(vm, source)?
    {
        return Ok(made.into_obj());
    }
    let data = constructor::content::<Bytes>(vm, args.opt(1), args.opt(2), args.opt(3))?;
    Ok(Ref::of_bytes(vm, class.shape(vm), Bytes { hash: Cell::new(0) }, &data)?.into_obj())
}

fn data<'a>(vm: &'a Vm, o: &'a Obj) -> &'a [u8] {
    o.downcast_ref::<Bytes>().map_or(&[], |b| b.tail(vm))
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let buf = kernel::repr(data(vm, o));
    Ok(crate::Str::try_from_buf(vm, buf)?.into_obj())
}

fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let Some(bytes) = o.downcast_ref::<Bytes>() else { return Ok(0) };
    let payload = bytes.get(vm);
    if payload.hash.get() == 0 {
        payload.hash.set(vm.hash_key.bytes(bytes.tail(vm)));
    }
    Ok(payload.hash.get())
}

fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let (Some(a), Some(b)) = (a.downcast_ref::<Bytes>(), b.downcast_ref::<Bytes>()) else {
        warning::compared(vm, a, b, op)?;
        return Ok(Obj::NOT_IMPLEMENTED);
    };
    Ok(Obj::bool(op.holds(a.tail(vm).cmp(b.tail(vm)))))
}

fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    Ok(data(vm, o).len())
}

fn item(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    match usize::try_from(i).ok().and_then(|i| data(vm, o).get(i)) {
        Some(&byte) => Ok(int::from_i64(vm, byte.into())),
        None => Err(protocol::out_of_range(vm, "index")),
    }
}

/// The bytes that a slice selects.
pub(crate) fn sliced(
    data: &[u8],
    (start, _, step, count): (isize, isize, isize, usize),
) -> Result<Vec<u8>, OutOfMemory> {
    let mut out = Vec::new();
    out.try_reserve_exact(count).map_err(|_| OutOfMemory)?;
    if step == 1 {
        out.extend_from_slice(data.get(start as usize..start as usize + count).unwrap_or_default());
        return Ok(out);
    }
    out.extend((0..count as isize).filter_map(|i| data.get((start + i * step) as usize)));
    Ok(out)
}

fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    if protocol::has_index(vm, key) {
        let i = protocol::to_index(vm, key, Some(types::INDEX_ERROR))?;
        let i = if i < 0 { i.saturating_add(data(vm, o).len() as isize) } else { i };
        return item(vm, o, i);
    }
    if key.kind() != kinds::SLICE {
        let class = argument::class_name(vm, key);
        return Err(type_error!(vm, "byte indices must be integers or slices, not {class}"));
    }
    let selected = slice::adjust(vm, key, data(vm, o).len())?;
    if selected.2 == 1
        && selected.3 == data(vm, o).len()
        && let Some(bytes) = o.downcast_ref::<Bytes>()
        && Bytes::is_exact(bytes)
    {
        return Ok(o.clone());
    }
    let part = sliced(data(vm, o), selected)?;
    Bytes::make(vm, &part)
}

/// `item in o` of a `bytes` or `bytearray`.
pub(crate) fn contains(vm: &mut Vm, o: &Obj, item: &Obj) -> PyResult<bool> {
    let _pin = buffer::is_bytearray(o).then(|| buffer::Lease::take(o));
    let needle = Needle::read(vm, item, |class| format!("a bytes-like object is required, not '{class}'"))?;
    let found = search::find_units(buffer::storage(vm, o), needle.get(vm)).is_some();
    needle.release(vm);
    Ok(found)
}

/// The bytes of `a` and `b`, one behind the other.
pub(crate) fn joined(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult<Vec<u8>> {
    let (Some(x), Some(y)) = (buffer::try_bytes_of(vm, a), buffer::try_bytes_of(vm, b)) else {
        let (x, y) = (argument::class_name(vm, a), argument::class_name(vm, b));
        return Err(type_error!(vm, "can't concat {y} to {x}"));
    };
    let mut out = Vec::new();
    let room = out.try_reserve_exact(x.get(vm).len() + y.get(vm).len());
    if room.is_ok() {
        out.extend_from_slice(x.get(vm));
        out.extend_from_slice(y.get(vm));
    }
    x.release(vm);
    y.release(vm);
    room.map_err(|_| OutOfMemory)?;
    Ok(out)
}

fn concat(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    if let (Some(x), Some(y)) = (a.downcast_ref::<Bytes>(), b.downcast_ref::<Bytes>()) {
        match (x.tail(vm), y.tail(vm)) {
            ([], _) if Bytes::is_exact(y) => return Ok(b.clone()),
            (_, []) if Bytes::is_exact(x) => return Ok(a.clone()),
            _ => {}
        }
        let (x, y) = (x.tail(vm), y.tail(vm));
        let shape = Shape { class: types::BYTES.slot(), subclass: false, extra: 0 };
        let len = x.len() + y.len();
        let made = Ref::with_bytes(vm, shape, Bytes { hash: Cell::new(0) }, len, len, |out| {
            let (left, right) = out.split_at_mut(x.len());
            left.copy_from_slice(x);
            right.copy_from_slice(y);
        });
        return Ok(made?.into_obj());
    }
    let data = joined(vm, a, b)?;
    Bytes::make(vm, &data)
}

/// `data * n`
pub(crate) fn repeated(vm: &mut Vm, data: &[u8], n: isize) -> PyResult<Vec<u8>> {
    let n = n.max(0) as usize;
    match data.len().checked_mul(n) {
        Some(len) if len > isize::MAX as usize => {}
        None => {}
        Some(len) if u32::try_from(len).is_err() => return Err(OutOfMemory.into()),
        Some(_) => return resize::repeat_units(data, n).map_err(|e| vm.raise_size(e, "repeated bytes are too long")),
    }
    Err(raise!(vm, types::OVERFLOW_ERROR, "repeated bytes are too long"))
}

fn repeat(vm: &mut Vm, o: &Obj, n: isize) -> PyResult {
    if let (1, Some(bytes)) = (n, o.downcast_ref::<Bytes>()) {
        return Bytes::unchanged(vm, bytes);
    }
    let copy = data(vm, o).to_vec();
    let data = repeated(vm, &copy, n)?;
    Bytes::make(vm, &data)
}

fn remainder(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let Some(template) = a.downcast_ref::<Bytes>() else { return Ok(Obj::NOT_IMPLEMENTED) };
    let template = template.tail(vm).to_vec();
    let data = percent::format_bytes(vm, &template, b)?;
    Bytes::make(vm, &data)
}

fn buffer(vm: &mut Vm, o: &Obj, flags: BufferFlags) -> PyResult<Buffer> {
    buffer::read_only(vm, flags)?;
    let len = data(vm, o).len();
    Ok(Buffer::plain(o, len, true, None))
}

fn new_args(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let copy = Bytes::new(vm, args.this::<Bytes>().tail(vm))?.into_obj();
    Ok(Tuple::from_slice(vm, &[copy])?.into_obj())
}

fn to_bytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Bytes::unchanged(vm, args.this::<Bytes>())
}

/// `bytes`
pub static DEF: TypeDef = TypeDef {
    name: "bytes",
    kind: kinds::BYTES,
    flags: TypeFlags::BASE | TypeFlags::MATCH_SELF,
    doc: DOC,
    slots: Slots {
        new: Some(new),
        repr: Some(repr),
        str: Some(|vm, o| {
            warning::converted(vm, "a bytes")?;
            repr(vm, o)
        }),
        hash: Some(hash),
        compare: Some(compare),
        iter: Some(iterator::iter),
        len: Some(len),
        item: Some(item),
        subscript: Some(subscript),
        contains: Some(contains),
        concat: Some(concat),
        repeat: Some(repeat),
        remainder: Some(remainder),
        buffer: Some(buffer),
        ..Slots::EMPTY
    },
    methods: METHODS,
    ..TypeDef::EMPTY
};

const DOC: &str = "bytes(iterable_of_ints) -> bytes\nbytes(string, encoding[, errors]) -> bytes\nbytes(bytes_or_buffer) -> immutable copy of bytes_or_buffer\nbytes(int) -> bytes object of size given by the parameter initialized with null bytes\nbytes() -> empty bytes object\n\nConstruct an immutable array of bytes from:\n  - an iterable yielding integers in range(256)\n  - a text string encoded using the specified encoding\n  - any object implementing the buffer API.\n  - an integer";

/// The methods of `bytes`.
static METHODS: &[NativeDef] = &[
    native("__getnewargs__", "($self, /)", new_args, ""),
    native("__bytes__", "($self, /)", to_bytes, "Convert this value to exact type bytes."),
    native(
        "capitalize",
        "($self, /)",
        methods::capitalize::<Bytes>,
        "B.capitalize() -> copy of B\n\nReturn a copy of B with only its first character capitalized (ASCII)\nand the rest lower-cased.",
    ),
    native(
        "center",
        "($self, width, fillchar=b' ', /)",
        methods::center::<Bytes>,
        "Return a centered string of length width.\n\nPadding is done using the specified fill character.",
    ),
    native(
        "count",
        "($self, sub[, start[, end]], /)",
        methods::count::<Bytes>,
        "Return the number of non-overlapping occurrences of subsection 'sub' in bytes B[start:end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.",
    ),
    native(
        "decode",
        "($self, /, encoding='utf-8', errors='strict')",
        methods::decode::<Bytes>,
        "Decode the bytes using the codec registered for encoding.\n\n  encoding\n    The encoding with which to decode the bytes.\n  errors\n    The error handling scheme to use for the handling of decoding\n    errors.  The default is 'strict' meaning that decoding errors\n    raise a UnicodeDecodeError.  Other possible values are 'ignore'\n    and 'replace' as well as any other name registered with\n    codecs.register_error that can handle UnicodeDecodeErrors.",
    ),
    native(
        "endswith",
        "($self, suffix[, start[, end]], /)",
        methods::endswith::<Bytes>,
        "Return True if the bytes ends with the specified suffix, False otherwise.\n\n  suffix\n    A bytes or a tuple of bytes to try.\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.",
    ),
    native(
        "expandtabs",
        "($self, /, tabsize=8)",
        methods::expandtabs::<Bytes>,
        "Return a copy where all tab characters are expanded using spaces.\n\nIf tabsize is not given, a tab size of 8 characters is assumed.",
    ),
    native(
        "find",
        "($self, sub[, start[, end]], /)",
        methods::find::<Bytes>,
        "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nReturn -1 on failure.",
    ),
    class_native(
        "fromhex",
        "($type, string, /)",
        methods::fromhex::<Bytes>,
        "Create a bytes object from a string of hexadecimal numbers.\n\nSpaces between two numbers are accepted.\nExample: bytes.fromhex('B9 01EF') -> b'\\\\xb9\\\\x01\\\\xef'.",
    ),
    native(
        "hex",
        "($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
        methods::hex::<Bytes>,
        "Create a string of hexadecimal numbers from a bytes object.\n\n  sep\n    An optional single character or byte to separate hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values count from\n    the right, negative values count from the left.\n\nExample:\n>>> value = b'\\xb9\\x01\\xef'\n>>> value.hex()\n'b901ef'\n>>> value.hex(':')\n'b9:01:ef'\n>>> value.hex(':', 2)\n'b9:01ef'\n>>> value.hex(':', -2)\n'b901:ef'",
    ),
    native(
        "index",
        "($self, sub[, start[, end]], /)",
        methods::index::<Bytes>,
        "Return the lowest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nRaise ValueError if the subsection is not found.",
    ),
    native(
        "isalnum",
        "($self, /)",
        methods::isalnum::<Bytes>,
        "B.isalnum() -> bool\n\nReturn True if all characters in B are alphanumeric\nand there is at least one character in B, False otherwise.",
    ),
    native(
        "isalpha",
        "($self, /)",
        methods::isalpha::<Bytes>,
        "B.isalpha() -> bool\n\nReturn True if all characters in B are alphabetic\nand there is at least one character in B, False otherwise.",
    ),
    native(
        "isascii",
        "($self, /)",
        methods::isascii::<Bytes>,
        "B.isascii() -> bool\n\nReturn True if B is empty or all characters in B are ASCII,\nFalse otherwise.",
    ),
    native(
        "isdigit",
        "($self, /)",
        methods::isdigit::<Bytes>,
        "B.isdigit() -> bool\n\nReturn True if all characters in B are digits\nand there is at least one character in B, False otherwise.",
    ),
    native(
        "islower",
        "($self, /)",
        methods::islower::<Bytes>,
        "B.islower() -> bool\n\nReturn True if all cased characters in B are lowercase and there is\nat least one cased character in B, False otherwise.",
    ),
    native(
        "isspace",
        "($self, /)",
        methods::isspace::<Bytes>,
        "B.isspace() -> bool\n\nReturn True if all characters in B are whitespace\nand there is at least one character in B, False otherwise.",
    ),
    native(
        "istitle",
        "($self, /)",
        methods::istitle::<Bytes>,
        "B.istitle() -> bool\n\nReturn True if B is a titlecased string and there is at least one\ncharacter in B, i.e. uppercase characters may only follow uncased\ncharacters and lowercase characters only cased ones. Return False\notherwise.",
    ),
    native(
        "isupper",
        "($self, /)",
        methods::isupper::<Bytes>,
        "B.isupper() -> bool\n\nReturn True if all cased characters in B are uppercase and there is\nat least one cased character in B, False otherwise.",
    ),
    native(
        "join",
        "($self, iterable_of_bytes, /)",
        methods::join::<Bytes>,
        "Concatenate any number of bytes objects.\n\nThe bytes whose method is called is inserted in between each pair.\n\nThe result is returned as a new bytes object.\n\nExample: b'.'.join([b'ab', b'pq', b'rs']) -> b'ab.pq.rs'.",
    ),
    native(
        "ljust",
        "($self, width, fillchar=b' ', /)",
        methods::ljust::<Bytes>,
        "Return a left-justified string of length width.\n\nPadding is done using the specified fill character.",
    ),
    native(
        "lower",
        "($self, /)",
        methods::lower::<Bytes>,
        "B.lower() -> copy of B\n\nReturn a copy of B with all ASCII characters converted to lowercase.",
    ),
    native(
        "lstrip",
        "($self, bytes=None, /)",
        methods::lstrip::<Bytes>,
        "Strip leading bytes contained in the argument.\n\nIf the argument is omitted or None, strip leading  ASCII whitespace.",
    ),
    static_native(
        "maketrans",
        "(frm, to, /)",
        methods::maketrans::<Bytes>,
        "Return a translation table usable for the bytes or bytearray translate method.\n\nThe returned table will be one where each byte in frm is mapped to\nthe byte at the same position in to.\n\nThe bytes objects frm and to must be of the same length.",
    ),
    native(
        "partition",
        "($self, sep, /)",
        methods::partition::<Bytes>,
        "Partition the bytes into three parts using the given separator.\n\nThis will search for the separator sep in the bytes.  If the\nseparator is found, returns a 3-tuple containing the part before the\nseparator, the separator itself, and the part after it.\n\nIf the separator is not found, returns a 3-tuple containing the\noriginal bytes object and two empty bytes objects.",
    ),
    native(
        "replace",
        "($self, old, new, count=-1, /)",
        methods::replace::<Bytes>,
        "Return a copy with all occurrences of substring old replaced by new.\n\n  count\n    Maximum number of occurrences to replace.\n    -1 (the default value) means replace all occurrences.\n\nIf the optional argument count is given, only the first count occurrences are\nreplaced.",
    ),
    native(
        "removeprefix",
        "($self, prefix, /)",
        methods::removeprefix::<Bytes>,
        "Return a bytes object with the given prefix string removed if present.\n\nIf the bytes starts with the prefix string, return\nbytes[len(prefix):].  Otherwise, return a copy of the original\nbytes.",
    ),
    native(
        "removesuffix",
        "($self, suffix, /)",
        methods::removesuffix::<Bytes>,
        "Return a bytes object with the given suffix string removed if present.\n\nIf the bytes ends with the suffix string and that suffix is not\nempty, return bytes[:-len(prefix)].  Otherwise, return a copy of the\noriginal bytes.",
    ),
    native(
        "rfind",
        "($self, sub[, start[, end]], /)",
        methods::rfind::<Bytes>,
        "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nReturn -1 on failure.",
    ),
    native(
        "rindex",
        "($self, sub[, start[, end]], /)",
        methods::rindex::<Bytes>,
        "Return the highest index in B where subsection 'sub' is found, such that 'sub' is contained within B[start,end].\n\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.\n\nRaise ValueError if the subsection is not found.",
    ),
    native(
        "rjust",
        "($self, width, fillchar=b' ', /)",
        methods::rjust::<Bytes>,
        "Return a right-justified string of length width.\n\nPadding is done using the specified fill character.",
    ),
    native(
        "rpartition",
        "($self, sep, /)",
        methods::rpartition::<Bytes>,
        "Partition the bytes into three parts using the given separator.\n\nThis will search for the separator sep in the bytes, starting at the\nend.  If the separator is found, returns a 3-tuple containing the\npart before the separator, the separator itself, and the part after\nit.\n\nIf the separator is not found, returns a 3-tuple containing two\nempty bytes objects and the original bytes object.",
    ),
    native(
        "rsplit",
        "($self, /, sep=None, maxsplit=-1)",
        methods::rsplit::<Bytes>,
        "Return a list of the sections in the bytes, using sep as the delimiter.\n\n  sep\n    The delimiter according which to split the bytes.\n    None (the default value) means split on ASCII whitespace\n    characters (space, tab, return, newline, formfeed, vertical tab).\n  maxsplit\n    Maximum number of splits to do.\n    -1 (the default value) means no limit.\n\nSplitting is done starting at the end of the bytes and working to\nthe front.",
    ),
    native(
        "rstrip",
        "($self, bytes=None, /)",
        methods::rstrip::<Bytes>,
        "Strip trailing bytes contained in the argument.\n\nIf the argument is omitted or None, strip trailing ASCII whitespace.",
    ),
    native(
        "split",
        "($self, /, sep=None, maxsplit=-1)",
        methods::split::<Bytes>,
        "Return a list of the sections in the bytes, using sep as the delimiter.\n\n  sep\n    The delimiter according which to split the bytes.\n    None (the default value) means split on ASCII whitespace\n    characters (space, tab, return, newline, formfeed, vertical tab).\n  maxsplit\n    Maximum number of splits to do.\n    -1 (the default value) means no limit.",
    ),
    native(
        "splitlines",
        "($self, /, keepends=False)",
        methods::splitlines::<Bytes>,
        "Return a list of the lines in the bytes, breaking at line boundaries.\n\nLine breaks are not included in the resulting list unless keepends\nis given and true.",
    ),
    native(
        "startswith",
        "($self, prefix[, start[, end]], /)",
        methods::startswith::<Bytes>,
        "Return True if the bytes starts with the specified prefix, False otherwise.\n\n  prefix\n    A bytes or a tuple of bytes to try.\n  start\n    Optional start position. Default: start of the bytes.\n  end\n    Optional stop position. Default: end of the bytes.",
    ),
    native(
        "strip",
        "($self, bytes=None, /)",
        methods::strip::<Bytes>,
        "Strip leading and trailing bytes contained in the argument.\n\nIf the argument is omitted or None, strip leading and trailing ASCII\nwhitespace.",
    ),
    native(
        "swapcase",
        "($self, /)",
        methods::swapcase::<Bytes>,
        "B.swapcase() -> copy of B\n\nReturn a copy of B with uppercase ASCII characters converted\nto lowercase ASCII and vice versa.",
    ),
    native(
        "title",
        "($self, /)",
        methods::title::<Bytes>,
        "B.title() -> copy of B\n\nReturn a titlecased version of B, i.e. ASCII words start with\nuppercase characters, all remaining cased characters have lowercase.",
    ),
    native(
        "translate",
        "($self, table, /, delete=b'')",
        methods::translate::<Bytes>,
        "Return a copy with each character mapped by the given translation table.\n\n  table\n    Translation table, which must be a bytes object of length 256.\n\nAll characters occurring in the optional argument delete are\nremoved.  The remaining characters are mapped through the given\ntranslation table.",
    ),
    native(
        "upper",
        "($self, /)",
        methods::upper::<Bytes>,
        "B.upper() -> copy of B\n\nReturn a copy of B with all ASCII characters converted to uppercase.",
    ),
    native(
        "zfill",
        "($self, width, /)",
        methods::zfill::<Bytes>,
        "Pad a numeric string with zeros on the left, to fill a field of the given width.\n\nThe original string is never truncated.",
    ),
];
