//! Reading and writing through memory views: items, slices, comparison, hash.

use super::{
    Geometry, MemoryView,
    item::{Item, Unfit},
    managed, with_geometry,
};
use crate::{
    CompareOp, PyResult, Str, Tuple, Vm, buffer, kinds, protocol, raise, slice, type_error, types, value_error,
};
use rpython_heap::{Obj, Ref};

/// The format of a view as a native one.
///
/// # Errors
/// `NotImplementedError` for any other.
pub(super) fn native_item(vm: &mut Vm, g: &Geometry) -> PyResult<Item> {
    match Item::of(&g.format) {
        Some(item) => Ok(item),
        None => Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "memoryview: format {} not supported", g.format)),
    }
}

/// As [`native_item`], with the message of operations that look at the format before the items.
pub(super) fn plain_item(vm: &mut Vm, g: &Geometry) -> PyResult<Item> {
    if g.format.strip_prefix('@').unwrap_or(&g.format).len() != 1 {
        return Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "memoryview: unsupported format {}", g.format));
    }
    native_item(vm, g)
}

/// Refuses views of no or several dimensions.
pub(super) fn check_one_dimension(vm: &mut Vm, g: &Geometry) -> PyResult<()> {
    match g.shape.len() {
        0 => Err(type_error!(vm, "invalid indexing of 0-dim memory")),
        1 => Ok(()),
        _ => Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "multi-dimensional sub-views are not implemented")),
    }
}

fn view_of(o: &Obj) -> Option<&Ref<MemoryView>> {
    o.downcast_ref::<MemoryView>()
}

pub(super) fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    let Some(view) = view_of(o) else { return Ok(0) };
    managed(vm, view)?;
    match view.get(vm).shape.first() {
        Some(&n) => Ok(n),
        None => Err(type_error!(vm, "0-dim memory has no length")),
    }
}

/// Where the item `i` of dimension `dimension` begins, relative to the start of that dimension.
fn step(vm: &mut Vm, g: &Geometry, dimension: usize, i: isize) -> PyResult<isize> {
    let (n, stride) = (g.shape[dimension] as isize, g.strides[dimension]);
    let i = if i < 0 { i.saturating_add(n) } else { i };
    if (0..n).contains(&i) {
        return Ok(i * stride);
    }
    Err(raise!(vm, types::INDEX_ERROR, "index out of bounds on dimension {}", dimension + 1))
}

pub(super) fn item(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    let Some(view) = view_of(o) else { return Ok(Obj::NOT_IMPLEMENTED) };
    // Bytes of a row are what most views are of.
    let v = view.get(vm);
    if let (&[n], &[stride], Some(managed)) = (&v.shape[..], &v.strides[..], v.managed.get())
        && crate::StrExt::as_str(&v.format, vm) == "B"
        && (0..n as isize).contains(&i)
        && let Some(managed) = managed.downcast_ref::<super::Managed>()
        && let Some(&byte) = buffer::storage(vm, &managed.get(vm).storage).get((v.offset + i * stride) as usize)
    {
        return Ok(crate::int::from_i64(vm, byte.into()));
    }
    let g = Geometry::of(vm, view)?;
    let item = native_item(vm, &g)?;
    check_one_dimension(vm, &g)?;
    let at = g.offset + step(vm, &g, 0, i)?;
    item.unpack(vm, g.item(vm, at as usize))
}

/// What a key selects.
enum Key {
    /// One item, that begins here.
    Item(usize),
    /// All of a view without dimensions.
    All,
    /// A part of the first dimension.
    Slice(Geometry),
    /// Slices of several dimensions.
    Slices,
    /// Nothing.
    Wrong,
}

fn key(vm: &mut Vm, g: &Geometry, key: &Obj) -> PyResult<Key> {
    let tuple = key.downcast_ref::<Tuple>();
    if g.shape.is_empty() {
        return match tuple {
            Some(t) if t.tail(vm).is_empty() => Ok(Key::Item(g.offset as usize)),
            _ if key.is(&Obj::ELLIPSIS) => Ok(Key::All),
            _ => Err(type_error!(vm, "invalid indexing of 0-dim memory")),
        };
    }
    if protocol::has_index(vm, key) {
        let i = protocol::to_index(vm, key, Some(types::INDEX_ERROR))?;
        check_one_dimension(vm, g)?;
        return Ok(Key::Item((g.offset + step(vm, g, 0, i)?) as usize));
    }
    if key.kind() == kinds::SLICE {
        let (start, _, by, count) = slice::adjust(vm, key, g.shape[0])?;
        let mut part = g.clone();
        part.offset += start * g.strides[0];
        (part.shape[0], part.strides[0]) = (count, by.wrapping_mul(g.strides[0]));
        return Ok(Key::Slice(part));
    }
    let Some(tuple) = tuple else { return Ok(Key::Wrong) };
    let parts = tuple.tail(vm).to_vec();
    if parts.iter().all(|p| protocol::has_index(vm, p)) {
        if parts.len() < g.shape.len() {
            return Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "sub-views are not implemented"));
        }
        if parts.len() > g.shape.len() {
            let (dimensions, given) = (g.shape.len(), parts.len());
            return Err(type_error!(vm, "cannot index {dimensions}-dimension view with {given}-element tuple"));
        }
        let mut at = g.offset;
        for (dimension, part) in parts.iter().enumerate() {
            let i = protocol::to_index(vm, part, Some(types::INDEX_ERROR))?;
            at += step(vm, g, dimension, i)?;
        }
        return Ok(Key::Item(at as usize));
    }
    if parts.iter().all(|p| p.kind() == kinds::SLICE) { Ok(Key::Slices) } else { Ok(Key::Wrong) }
}

pub(super) fn subscript(vm: &mut Vm, o: &Obj, index: &Obj) -> PyResult {
    let Some(view) = view_of(o) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let managed = managed(vm, view)?;
    let g = Geometry::of(vm, view)?;
    match key(vm, &g, index)? {
        Key::Item(at) => {
            super::managed(vm, view)?;
            native_item(vm, &g)?.unpack(vm, g.item(vm, at))
        }
        Key::All => Ok(o.clone()),
        Key::Slice(part) => with_geometry(vm, managed, part),
        Key::Slices => Err(raise!(vm, types::NOT_IMPLEMENTED_ERROR, "multi-dimensional slicing is not implemented")),
        Key::Wrong => Err(type_error!(vm, "memoryview: invalid slice key")),
    }
}

pub(super) fn set_subscript(vm: &mut Vm, o: &Obj, index: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(view) = view_of(o) else { return Ok(()) };
    let g = Geometry::of(vm, view)?;
    if g.read_only {
        return Err(type_error!(vm, "cannot modify read-only memory"));
    }
    let Some(value) = value else { return Err(type_error!(vm, "cannot delete memory")) };
    let format = native_item(vm, &g);
    let target = key(vm, &g, index)?;
    match target {
        Key::Item(at) => {
            let item = format?;
            store(vm, view, &g, item, at, value)
        }
        Key::All => {
            let item = format?;
            store(vm, view, &g, item, g.offset as usize, value)
        }
        Key::Slice(part) if g.shape.len() == 1 => {
            // Finding the bounds may have released the view.
            managed(vm, view)?;
            copy(vm, &part, value)
        }
        Key::Slice(_) | Key::Slices => Err(raise!(
            vm,
            types::NOT_IMPLEMENTED_ERROR,
            "memoryview slice assignments are currently restricted to ndim = 1"
        )),
        Key::Wrong => Err(type_error!(vm, "memoryview: invalid slice key")),
    }
}

/// Writes an item.
fn store(vm: &mut Vm, view: &Ref<MemoryView>, g: &Geometry, item: Item, at: usize, value: &Obj) -> PyResult<()> {
    let packed = match item.pack(vm, value)? {
        Ok(packed) => packed,
        Err(Unfit::Type) => return Err(type_error!(vm, "memoryview: invalid type for format '{}'", g.format)),
        Err(Unfit::Value) => return Err(value_error!(vm, "memoryview: invalid value for format '{}'", g.format)),
    };
    // Converting the value may have released the view.
    managed(vm, view)?;
    let bytes = packed.bytes();
    if let Some(place) = buffer::storage_mut(vm, &g.storage).get_mut(at..at + bytes.len()) {
        place.copy_from_slice(bytes);
    }
    Ok(())
}

/// Copies the items of a buffer of the same structure.
fn copy(vm: &mut Vm, to: &Geometry, value: &Obj) -> PyResult<()> {
    let source = buffer::get(vm, value, buffer::FULL_RO)?;
    let from = Geometry::of_buffer(&source);
    let plain = |format: &str| format.strip_prefix('@').unwrap_or(format).to_string();
    if from.shape != to.shape || from.item_size != to.item_size || plain(&from.format) != plain(&to.format) {
        buffer::release(vm, source);
        return Err(value_error!(vm, "memoryview assignment: lvalue and rvalue have different structures"));
    }
    // The two may overlap.
    let items = from.gather(vm);
    buffer::release(vm, source);
    let items = items?;
    let size = to.item_size;
    let places: Vec<usize> = (0..to.count()).map(|i| to.place(i)).collect();
    let all = buffer::storage_mut(vm, &to.storage);
    for (at, item) in places.into_iter().zip(items.chunks_exact(size.max(1))) {
        if let Some(place) = all.get_mut(at..at + size) {
            place.copy_from_slice(item);
        }
    }
    Ok(())
}

pub(super) fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let Some(view) = view_of(a) else { return Ok(Obj::NOT_IMPLEMENTED) };
    let answer = |equal: bool| Ok(Obj::bool(equal == (op == CompareOp::Eq)));
    let released = |vm: &Vm, v: &Ref<MemoryView>| v.get(vm).managed.is_none();
    if released(vm, view) {
        return answer(a.is(b));
    }
    if let Some(other) = view_of(b)
        && released(vm, other)
    {
        return answer(a.is(b));
    }
    if !buffer::has_buffer(vm, b) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let x = Geometry::of(vm, view)?;
    let source = match buffer::get(vm, b, buffer::FULL_RO) {
        Ok(source) => source,
        Err(_) => {
            vm.exception.take();
            return Ok(Obj::NOT_IMPLEMENTED);
        }
    };
    let equal = same_items(vm, &x, &Geometry::of_buffer(&source));
    buffer::release(vm, source);
    answer(equal?)
}

/// Whether two views have the same shape and equal items.
fn same_items(vm: &mut Vm, x: &Geometry, y: &Geometry) -> PyResult<bool> {
    if x.shape != y.shape {
        return Ok(false);
    }
    let (p, q) = (Item::of(&x.format), Item::of(&y.format));
    if let (Some(p), Some(q)) = (p, q)
        && p == q
        && !matches!(p, Item::Float(_) | Item::Bool)
    {
        if x.is_c_contiguous() && y.is_c_contiguous() {
            let part = |vm: &Vm, g: &Geometry| -> Option<Vec<u8>> {
                let start = g.offset as usize;
                buffer::storage(vm, &g.storage).get(start..start + g.bytes_len()).map(<[u8]>::to_vec)
            };
            return Ok(part(vm, x) == part(vm, y));
        }
        return Ok((0..x.count()).all(|i| x.item(vm, x.place(i)) == y.item(vm, y.place(i))));
    }
    let (Some(x_reader), Some(y_reader)) = (Reader::of(vm, x)?, Reader::of(vm, y)?) else { return Ok(false) };
    for i in 0..x.count() {
        let (a, b) = (x_reader.read(vm, x, i)?, y_reader.read(vm, y, i)?);
        if !protocol::holds(vm, &a, &b, CompareOp::Eq)? {
            return Ok(false);
        }
        vm.poll()?;
    }
    Ok(true)
}

/// How items of a format are read: natively, or by the `struct` module.
enum Reader {
    Native(Item),
    Struct(Obj),
}

impl Reader {
    /// `None` for a format that `struct` does not know.
    fn of(vm: &mut Vm, g: &Geometry) -> PyResult<Option<Reader>> {
        if let Some(item) = Item::of(&g.format) {
            return Ok(Some(Reader::Native(item)));
        }
        let name = Str::intern(vm, "struct").into_obj();
        let (import, level) = (vm.hooks.import, Obj::small_int(0).unwrap_or(Obj::NONE));
        let module = import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &level])?;
        let (class, format) = (Str::intern(vm, "Struct"), Str::new(vm, &g.format).into_obj());
        match protocol::call_method(vm, &module, &class, &[format]) {
            Ok(made) => {
                let unpack = Str::intern(vm, "unpack");
                protocol::get_attr(vm, &made, &unpack).map(|unpack| Some(Reader::Struct(unpack)))
            }
            Err(raised) => {
                let error = Str::intern(vm, "error");
                let travelling = vm.exception.take();
                let class = protocol::get_attr(vm, &module, &error)?;
                vm.exception = travelling.into();
                match class.downcast_ref::<crate::Type>() {
                    Some(class) => vm.swallow(raised, class).map(|()| None),
                    None => Err(raised),
                }
            }
        }
    }

    fn read(&self, vm: &mut Vm, g: &Geometry, i: usize) -> PyResult {
        let at = g.place(i);
        match self {
            Reader::Native(item) => item.unpack(vm, g.item(vm, at)),
            Reader::Struct(unpack) => {
                let bytes = crate::Bytes::new(vm, g.item(vm, at))?.into_obj();
                let values = protocol::call(vm, unpack, &[bytes])?;
                match values.downcast_ref::<Tuple>().map(|t| t.tail(vm)) {
                    Some([one]) => Ok(one.clone()),
                    _ => Ok(values),
                }
            }
        }
    }
}

pub(super) fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let Some(view) = view_of(o) else { return Ok(0) };
    let known = view.get(vm).hash.get();
    if known != 0 {
        return Ok(known);
    }
    let managed = managed(vm, view)?;
    let g = Geometry::of(vm, view)?;
    if !g.read_only {
        return Err(value_error!(vm, "cannot hash writable memoryview object"));
    }
    if !Item::of(&g.format).is_some_and(Item::is_byte) {
        return Err(value_error!(vm, "memoryview: hashing is restricted to formats 'B', 'b' or 'c'"));
    }
    let base = managed.get(vm).base.clone();
    // Its hash may be asked of Python code, which cannot release the view meanwhile.
    let lease = buffer::Lease::take(o);
    let hashed = protocol::hash(vm, &base);
    drop(lease);
    hashed?;
    let bytes = g.gather(vm)?;
    let hash = vm.hash_key.bytes(&bytes);
    view.get(vm).hash.set(hash);
    Ok(hash)
}
