//! The methods and attributes of `memoryview`.

use super::{Geometry, Managed, MemoryView, access, item::Item, managed, with_geometry};
use crate::{
    Args, GetSetDef, List, NativeDef, PyResult, Str, StrExt, Tuple, Vm, argument, buffer,
    bytes::methods as byte_methods, class_native, generic_alias, getter, int, native, protocol, raise, type_error,
    types, value_error,
};
use rpython_heap::{Obj, Ref};

/// Most dimensions of a view.
const MOST_DIMENSIONS: usize = 64;

fn this<'a>(vm: &mut Vm, args: Args<'a>) -> PyResult<(&'a Ref<MemoryView>, Geometry)> {
    let view = args.this::<MemoryView>();
    Ok((view, Geometry::of(vm, view)?))
}

fn release(vm: &mut Vm, args: Args<'_>) -> PyResult {
    super::release(vm, args.this::<MemoryView>())?;
    Ok(Obj::NONE)
}

fn enter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(vm, args)?;
    Ok(args.at(0).clone())
}

fn tobytes(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let order = match args.some(1) {
        None => "C".to_string(),
        Some(o) => match o.downcast_ref::<Str>() {
            Some(s) => s.to_string_lossy(vm),
            None => {
                let class = argument::class_name(vm, o);
                return Err(type_error!(vm, "tobytes() argument 'order' must be str or None, not {class}"));
            }
        },
    };
    let (_, g) = this(vm, args)?;
    let data = match order.as_str() {
        "C" => g.gather(vm)?,
        "A" if !g.is_f_contiguous() => g.gather(vm)?,
        "F" | "A" => {
            let mut out = Vec::with_capacity(g.bytes_len());
            for i in 0..g.count() {
                out.extend_from_slice(g.item(vm, g.place_fortran(i)));
            }
            out
        }
        _ => return Err(value_error!(vm, "order must be 'C', 'F' or 'A'")),
    };
    Ok(crate::Bytes::new(vm, &data)?.into_obj())
}

fn hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    this(vm, args)?;
    // The length of the separator may be asked of Python code, which cannot release the view meanwhile.
    let lease = buffer::Lease::take(args.at(0));
    let groups = byte_methods::hex_groups(vm, args.opt(1), args.opt(2), 0x7F);
    drop(lease);
    let (separator, group) = groups?;
    let (_, g) = this(vm, args)?;
    let data = g.gather(vm)?;
    byte_methods::hex_text(vm, &data, separator, group)
}

/// The items from `at` on, as nested lists of the dimensions from `dimension` on.
fn nested(vm: &mut Vm, g: &Geometry, item: Item, dimension: usize, at: isize) -> PyResult {
    let Some((&n, &stride)) = g.shape.get(dimension).zip(g.strides.get(dimension)) else {
        return item.unpack(vm, g.item(vm, at as usize));
    };
    let mut items = Vec::new();
    items.try_reserve_exact(n).map_err(|_| rpython_heap::OutOfMemory)?;
    for i in 0..n as isize {
        items.push(nested(vm, g, item, dimension + 1, at + i * stride)?);
    }
    Ok(List::from_vec(vm, items)?.into_obj())
}

fn tolist(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (_, g) = this(vm, args)?;
    let item = access::plain_item(vm, &g)?;
    nested(vm, &g, item, 0, g.offset)
}

fn cast(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let format = argument::text(vm, args.at(1), "cast() argument 'format'")?.to_string_lossy(vm);
    let (view, g) = this(vm, args)?;
    if !g.is_c_contiguous() {
        return Err(type_error!(vm, "memoryview: casts are restricted to C-contiguous views"));
    }
    let shape = args.opt(2);
    if (shape.is_some() || g.shape.len() != 1) && g.shape.contains(&0) {
        return Err(type_error!(vm, "memoryview: cannot cast view with zeros in shape or strides"));
    }
    let shape = match shape {
        None => None,
        Some(o) => {
            let parts = match (o.downcast_ref::<List>(), o.downcast_ref::<Tuple>()) {
                (Some(list), _) => list.get(vm).items.to_vec(),
                (_, Some(tuple)) => tuple.tail(vm).to_vec(),
                _ => return Err(type_error!(vm, "shape must be a list or a tuple")),
            };
            if parts.len() > MOST_DIMENSIONS {
                return Err(value_error!(vm, "memoryview: number of dimensions must not exceed {MOST_DIMENSIONS}"));
            }
            if g.shape.len() != 1 && parts.len() != 1 {
                return Err(type_error!(vm, "memoryview: cast must be 1D -> ND or ND -> 1D"));
            }
            Some(parts)
        }
    };
    let managed = managed(vm, view)?;
    if !format.is_ascii() {
        // As `format.encode("ascii")` fails.
        let (name, encoding) = (Str::intern(vm, "encode"), Str::intern(vm, "ascii"));
        return protocol::call_method(vm, args.at(1), &name, &[encoding.into_obj()]);
    }
    let Some(item) = Item::of(&format) else {
        return Err(value_error!(
            vm,
            "memoryview: destination format must be a native single character format prefixed with an optional '@'"
        ));
    };
    if !item.is_byte() && !Item::of(&g.format).is_some_and(Item::is_byte) {
        return Err(type_error!(vm, "memoryview: cannot cast between two non-byte formats"));
    }
    let (size, len) = (item.size(), g.bytes_len());
    if len % size != 0 {
        return Err(type_error!(vm, "memoryview: length is not a multiple of itemsize"));
    }
    let mut made = Geometry { format, item_size: size, shape: vec![len / size], strides: vec![size as isize], ..g };
    if let Some(parts) = shape {
        reshape(vm, &mut made, &parts, len)?;
    }
    with_geometry(vm, managed, made)
}

/// Gives a contiguous geometry of `len` bytes another shape.
fn reshape(vm: &mut Vm, g: &mut Geometry, parts: &[Obj], len: usize) -> PyResult<()> {
    let mut shape = Vec::with_capacity(parts.len());
    let mut product = g.item_size;
    for part in parts {
        let Some(n) = int::view(vm, part) else {
            return Err(type_error!(vm, "memoryview.cast(): elements of shape must be integers"));
        };
        let Some(n) = n.to_i64().filter(|&n| n > 0) else {
            return Err(value_error!(vm, "memoryview.cast(): elements of shape must be integers > 0"));
        };
        let Some(next) = product.checked_mul(n as usize).filter(|&n| n <= isize::MAX as usize) else {
            return Err(value_error!(vm, "memoryview.cast(): product(shape) > SSIZE_MAX"));
        };
        product = next;
        shape.push(n as usize);
    }
    if product != len {
        return Err(type_error!(vm, "memoryview: product(shape) * itemsize != buffer size"));
    }
    let mut stride = g.item_size;
    let mut strides: Vec<isize> = shape
        .iter()
        .rev()
        .map(|n| {
            let own = stride as isize;
            stride *= n;
            own
        })
        .collect();
    strides.reverse();
    (g.shape, g.strides) = (shape, strides);
    Ok(())
}

fn toreadonly(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (view, g) = this(vm, args)?;
    let managed = managed(vm, view)?;
    with_geometry(vm, managed, Geometry { read_only: true, ..g })
}

fn from_flags(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let flags = argument::c_int(vm, args.at(2))?;
    let lent = buffer::get(vm, args.at(1), flags as u32)?;
    super::of_buffer(vm, lent)
}

fn count(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = protocol::iter(vm, args.at(0))?;
    let mut n = 0;
    while let Some(item) = protocol::next(vm, &iterator)? {
        n += i64::from(protocol::equal(vm, &item, args.at(1))?);
        vm.poll()?;
    }
    Ok(int::from_i64(vm, n))
}

fn index(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let start = argument::bound(vm, args.opt(2), 0)?;
    let stop = argument::bound(vm, args.opt(3), isize::MAX)?;
    let (view, g) = this(vm, args)?;
    match g.shape.len() {
        0 => return Err(type_error!(vm, "invalid lookup on 0-dim memory")),
        1 => {}
        _ => {
            return Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "multi-dimensional lookup is not implemented"));
        }
    }
    let n = g.shape[0] as isize;
    let cut = |i: isize| if i < 0 { (i + n).max(0) } else { i.min(n) };
    for i in cut(start)..cut(stop) {
        let item = access::item(vm, view, i)?;
        if protocol::equal(vm, &item, args.at(1))? {
            return Ok(int::from_i64(vm, i as i64));
        }
        vm.poll()?;
    }
    Err(value_error!(vm, "memoryview.index(x): x not found"))
}

/// `exporter.__release_buffer__(view)` (`wrap_releasebuffer`)
///
/// # Errors
/// `TypeError` for what is no view, `ValueError` for the view of another object.
pub fn release_buffer(vm: &mut Vm, exporter: &Obj, view: &Obj) -> PyResult {
    let Some(view) = view.downcast_ref::<MemoryView>() else {
        return Err(type_error!(vm, "expected a memoryview object"));
    };
    let managed = view.get(vm).managed.get().and_then(|m| m.downcast_ref::<Managed>()).cloned();
    let Some(managed) = managed else { return Ok(Obj::NONE) };
    if !managed.get(vm).base.is(exporter) {
        return Err(value_error!(vm, "memoryview's buffer is not this object"));
    }
    super::release(vm, view).map(|()| Obj::NONE)
}

fn class_getitem(vm: &mut Vm, args: Args<'_>) -> PyResult {
    generic_alias::new(vm, args.at(0), args.at(1))
}

/// The methods of `memoryview`.
pub(super) static METHODS: &[NativeDef] = &[
    native("release", "($self, /)", release, "Release the underlying buffer exposed by the memoryview object."),
    native(
        "tobytes",
        "($self, /, order='C')",
        tobytes,
        "Return the data in the buffer as a byte string.\n\nOrder can be {'C', 'F', 'A'}.  When order is 'C' or 'F', the data of the\noriginal array is converted to C or Fortran order.  For contiguous views,\n'A' returns an exact copy of the physical memory.  In particular, in-memory\nFortran order is preserved.  For non-contiguous views, the data is converted\nto C first.  order=None is the same as order='C'.",
    ),
    native(
        "hex",
        "($self, /, sep=<unrepresentable>, bytes_per_sep=1)",
        hex,
        "Return the data in the buffer as a str of hexadecimal numbers.",
    ),
    native("tolist", "($self, /)", tolist, "Return the data in the buffer as a list of elements."),
    native("cast", "($self, /, format, shape=<unrepresentable>)", cast, "Cast a memoryview to a new format or shape."),
    native("toreadonly", "($self, /)", toreadonly, "Return a readonly version of the memoryview."),
    class_native(
        "_from_flags",
        "($type, /, object, flags)",
        from_flags,
        "Create a new memoryview object which references the given object.",
    ),
    native("count", "($self, value, /)", count, "Count the number of occurrences of a value."),
    native(
        "index",
        "($self, value, start=0, stop=sys.maxsize, /)",
        index,
        "Return the index of the first occurrence of a value.\n\nRaises ValueError if the value is not present.",
    ),
    native("__enter__", "($self, /)", enter, ""),
    native(
        "__exit__",
        "($self, /, *exc_info)",
        release,
        "Release the underlying buffer exposed by the memoryview object.",
    ),
    class_native(
        "__class_getitem__",
        "($type, object, /)",
        class_getitem,
        "memoryviews are generic over the type of their underlying data",
    ),
];

fn of(vm: &mut Vm, o: &Obj) -> PyResult<(Ref<Managed>, Geometry)> {
    match o.downcast_ref::<MemoryView>() {
        Some(view) => Ok((managed(vm, view)?, Geometry::of(vm, view)?)),
        None => Err(type_error!(vm, "a memoryview is required")),
    }
}

fn numbers(vm: &mut Vm, numbers: impl ExactSizeIterator<Item = i64>) -> PyResult {
    let numbers: Vec<Obj> = numbers.map(|n| int::from_i64(vm, n)).collect();
    Ok(Tuple::from_vec(vm, numbers)?.into_obj())
}

macro_rules! attributes {
    ($($name:ident |$vm:ident, $managed:ident, $g:ident| $body:expr;)*) => {
        $(fn $name($vm: &mut Vm, o: &Obj) -> PyResult {
            let ($managed, $g) = of($vm, o)?;
            $body
        })*
    };
}

attributes! {
    obj |vm, managed, _g| Ok(managed.get(vm).base.clone());
    nbytes |vm, _managed, g| Ok(int::from_i64(vm, g.bytes_len() as i64));
    readonly |vm, _managed, g| Ok(Obj::bool(g.read_only));
    itemsize |vm, _managed, g| Ok(int::from_i64(vm, g.item_size as i64));
    format |vm, _managed, g| Ok(Str::new(vm, &g.format).into_obj());
    ndim |vm, _managed, g| Ok(int::from_i64(vm, g.shape.len() as i64));
    shape |vm, _managed, g| numbers(vm, g.shape.iter().map(|&n| n as i64));
    strides |vm, _managed, g| numbers(vm, g.strides.iter().map(|&n| n as i64));
    suboffsets |vm, _managed, _g| Ok(Tuple::empty().into_obj());
    c_contiguous |vm, _managed, g| Ok(Obj::bool(g.is_c_contiguous()));
    f_contiguous |vm, _managed, g| Ok(Obj::bool(g.is_f_contiguous()));
    contiguous |vm, _managed, g| Ok(Obj::bool(g.is_c_contiguous() || g.is_f_contiguous()));
}

/// The attributes of `memoryview`.
pub(super) static GETSETS: &[GetSetDef] = &[
    getter("obj", obj, "The underlying object of the memoryview."),
    getter("nbytes", nbytes, "The amount of space in bytes that the array would use in\n a contiguous representation."),
    getter("readonly", readonly, "A bool indicating whether the memory is read only."),
    getter("itemsize", itemsize, "The size in bytes of each element of the memoryview."),
    getter("format", format, "A string containing the format (in struct module style)\n for each element in the view."),
    getter(
        "ndim",
        ndim,
        "An integer indicating how many dimensions of a multi-dimensional\n array the memory represents.",
    ),
    getter("shape", shape, "A tuple of ndim integers giving the shape of the memory\n as an N-dimensional array."),
    getter(
        "strides",
        strides,
        "A tuple of ndim integers giving the size in bytes to access\n each element for each dimension of the array.",
    ),
    getter("suboffsets", suboffsets, "A tuple of integers used internally for PIL-style arrays."),
    getter("c_contiguous", c_contiguous, "A bool indicating whether the memory is C contiguous."),
    getter("f_contiguous", f_contiguous, "A bool indicating whether the memory is Fortran contiguous."),
    getter("contiguous", contiguous, "A bool indicating whether the memory is contiguous."),
];
