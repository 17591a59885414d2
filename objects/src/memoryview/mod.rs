//! `memoryview`: items of another object's memory, in any shape (PEP 3118; CPython: `Objects/memoryobject.c`).
//!
//! All views that come of one request to an exporter share one managed buffer, which holds the exporter's lease and gives it back
//! when the last of them is released. A view itself is a geometry: format, shape, strides and an offset into the storage.

mod access;
mod item;
mod iterator;
mod managed;
mod methods;

use crate::{
    Args, CallArgs, NativeDef, PyResult, Slots, Str, StrExt, Type, TypeDef, TypeFlags, Vm, argument,
    buffer::{self, Buffer, BufferFlags, Lease},
    kinds, native, raise, type_error, types, value_error,
};
use rpython_heap::{BufVec, Obj, OptObj, OutOfMemory, Payload, Ref};
use std::cell::Cell;

pub use methods::release_buffer;

pub use iterator::{DEF as ITERATOR_DEF, MemoryIterator};
pub use managed::{DEF as MANAGED_DEF, Managed, WRAPPER_DEF};

/// The payload of a memoryview. The header's own word counts the views that others hold of it.
pub struct MemoryView {
    /// The managed buffer; none once the view is released.
    managed: OptObj,
    format: Ref<Str>,
    item_size: u32,
    read_only: bool,
    shape: BufVec<usize>,
    strides: BufVec<isize>,
    /// Of the first item, in bytes of the storage.
    offset: isize,
    /// 0 while not computed.
    hash: Cell<i64>,
}

impl Payload for MemoryView {
    const KIND: u8 = kinds::MEMORYVIEW;
    const NAME: &'static str = "memoryview";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.format);
        self.managed.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.managed.take();
    }
}

/// What a view looks at, taken out of the heap.
#[derive(Clone, Debug)]
struct Geometry {
    storage: Obj,
    format: String,
    item_size: usize,
    read_only: bool,
    shape: Vec<usize>,
    strides: Vec<isize>,
    offset: isize,
}

impl Geometry {
    fn of(vm: &mut Vm, view: &Ref<MemoryView>) -> PyResult<Geometry> {
        let managed = managed(vm, view)?;
        let v = view.get(vm);
        Ok(Geometry {
            storage: managed.get(vm).storage.clone(),
            format: v.format.as_str(vm).to_string(),
            item_size: v.item_size as usize,
            read_only: v.read_only,
            shape: v.shape.to_vec(),
            strides: v.strides.to_vec(),
            offset: v.offset,
        })
    }

    fn of_buffer(b: &Buffer) -> Geometry {
        Geometry {
            storage: b.storage.clone(),
            format: b.format.clone(),
            item_size: b.item_size,
            read_only: b.read_only,
            shape: b.shape.clone(),
            strides: b.strides.clone(),
            offset: b.offset as isize,
        }
    }

    /// Items of the view.
    fn count(&self) -> usize {
        self.shape.iter().product()
    }

    fn bytes_len(&self) -> usize {
        self.count() * self.item_size
    }

    fn is_c_contiguous(&self) -> bool {
        buffer::is_contiguous(self.item_size, self.shape.iter().zip(&self.strides).rev())
    }

    fn is_f_contiguous(&self) -> bool {
        buffer::is_contiguous(self.item_size, self.shape.iter().zip(&self.strides))
    }

    /// Where the item of number `i` in the order of C begins.
    fn place(&self, mut i: usize) -> usize {
        let mut at = self.offset;
        for (&n, &stride) in self.shape.iter().zip(&self.strides).rev() {
            at += (i % n) as isize * stride;
            i /= n;
        }
        at as usize
    }

    /// Where the item of number `i` in the order of Fortran begins.
    fn place_fortran(&self, mut i: usize) -> usize {
        let mut at = self.offset;
        for (&n, &stride) in self.shape.iter().zip(&self.strides) {
            at += (i % n) as isize * stride;
            i /= n;
        }
        at as usize
    }

    /// The bytes of the item that begins at `at`.
    fn item<'a>(&'a self, vm: &'a Vm, at: usize) -> &'a [u8] {
        buffer::storage(vm, &self.storage).get(at..at + self.item_size).unwrap_or_default()
    }

    /// All items in the order of C, one behind the other.
    fn gather(&self, vm: &Vm) -> Result<Vec<u8>, OutOfMemory> {
        let mut out = Vec::new();
        out.try_reserve_exact(self.bytes_len()).map_err(|_| OutOfMemory)?;
        let all = buffer::storage(vm, &self.storage);
        if self.is_c_contiguous() {
            let start = self.offset as usize;
            out.extend_from_slice(all.get(start..start + self.bytes_len()).unwrap_or_default());
            return Ok(out);
        }
        for i in 0..self.count() {
            let at = self.place(i);
            out.extend_from_slice(all.get(at..at + self.item_size).unwrap_or_default());
        }
        Ok(out)
    }
}

/// The items of a view, one behind the other.
///
/// # Errors
/// `MemoryError`.
pub fn gather(vm: &mut Vm, view: &Buffer) -> PyResult<Vec<u8>> {
    Ok(Geometry::of_buffer(view).gather(vm)?)
}

/// The managed buffer of a view that is not released.
fn managed(vm: &mut Vm, view: &Ref<MemoryView>) -> PyResult<Ref<Managed>> {
    match view.get(vm).managed.get().and_then(|o| o.downcast_ref::<Managed>()) {
        Some(managed) => Ok(managed.clone()),
        None => Err(value_error!(vm, "operation forbidden on released memoryview object")),
    }
}

/// A view of another geometry of the same buffer.
fn with_geometry(vm: &mut Vm, managed: Ref<Managed>, g: Geometry) -> PyResult {
    let format = Str::intern(vm, &g.format);
    let made = MemoryView {
        managed: OptObj::some(managed.into_obj()),
        format,
        item_size: g.item_size as u32,
        read_only: g.read_only,
        shape: BufVec::from_exact(g.shape.into_iter())?,
        strides: BufVec::from_exact(g.strides.into_iter())?,
        offset: g.offset,
        hash: Cell::new(0),
    };
    Ok(vm.alloc(types::MEMORYVIEW, made).into_obj())
}

/// `memoryview(o)`
///
/// # Errors
/// `TypeError` for what has no buffer; what `__buffer__` raises.
pub fn new(vm: &mut Vm, o: &Obj) -> PyResult {
    if let Some(view) = o.downcast_ref::<MemoryView>() {
        let (managed, geometry) = (managed(vm, view)?, Geometry::of(vm, view)?);
        return with_geometry(vm, managed, geometry);
    }
    if !buffer::has_buffer(vm, o) {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "memoryview: a bytes-like object is required, not '{class}'"));
    }
    let lent = buffer::get(vm, o, buffer::FULL_RO)?;
    of_buffer(vm, lent)
}

/// A view of a buffer that an exporter has lent.
///
/// # Errors
/// `MemoryError`.
pub fn of_buffer(vm: &mut Vm, lent: Buffer) -> PyResult {
    let geometry = Geometry::of_buffer(&lent);
    let managed = managed::new(vm, lent);
    with_geometry(vm, managed, geometry)
}

/// `view.release()`
///
/// # Errors
/// `BufferError` while others hold views of it.
pub fn release(vm: &mut Vm, view: &Ref<MemoryView>) -> PyResult<()> {
    match buffer::exports(view) {
        0 => {}
        n => {
            let plural = if n == 1 { "" } else { "s" };
            return Err(raise!(vm, types::BUFFER_ERROR, "memoryview has {n} exported buffer{plural}"));
        }
    }
    let released = view.get_mut(vm).managed.take();
    if let Some(managed) = released.as_ref().and_then(|o| o.downcast_ref::<Managed>())
        && managed.is_unique()
    {
        managed::give_back(vm, managed);
    }
    drop(released);
    Ok(())
}

/// How `memoryview(…)` takes its argument.
static NEW: NativeDef = native("memoryview", "($type, /, object)", make, "");

fn construct(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let mut values = Vec::with_capacity(args.values.len() + 1);
    values.push(class.clone().into_obj());
    values.extend(args.values.iter().cloned());
    let given = args.values.len();
    if given > 1 {
        return Err(type_error!(vm, "memoryview() takes at most 1 argument ({given} given)"));
    }
    crate::native::call(vm, &NEW, CallArgs { values: &values, names: args.names })
}

fn make(vm: &mut Vm, args: Args<'_>) -> PyResult {
    new(vm, args.at(1))
}

/// The buffer of a view, for a consumer.
fn buffer(vm: &mut Vm, o: &Obj, flags: BufferFlags) -> PyResult<Buffer> {
    let Some(view) = o.downcast_ref::<MemoryView>() else { return Err(type_error!(vm, "a memoryview is required")) };
    let managed = managed(vm, view)?;
    let g = Geometry::of(vm, view)?;
    let (c, f) = (g.is_c_contiguous(), g.is_f_contiguous());
    let asks = |wanted: BufferFlags| flags & wanted == wanted;
    let fault = if asks(buffer::WRITABLE) && g.read_only {
        Some("memoryview: underlying buffer is not writable")
    } else if asks(buffer::C_CONTIGUOUS) && !c {
        Some("memoryview: underlying buffer is not C-contiguous")
    } else if asks(buffer::F_CONTIGUOUS) && !f {
        Some("memoryview: underlying buffer is not Fortran contiguous")
    } else if asks(buffer::ANY_CONTIGUOUS) && !c && !f {
        Some("memoryview: underlying buffer is not contiguous")
    } else if !asks(buffer::STRIDES) && !c {
        Some("memoryview: underlying buffer is not C-contiguous")
    } else if !asks(buffer::ND) && asks(buffer::FORMAT) {
        Some("memoryview: cannot cast to unsigned bytes if the format flag is present")
    } else {
        None
    };
    if let Some(fault) = fault {
        return Err(raise!(vm, types::BUFFER_ERROR, "{fault}"));
    }
    let base = managed.get(vm).base.clone();
    let mut made = Buffer {
        storage: g.storage.clone(),
        base,
        lease: Some(Lease::take(o)),
        loan: None,
        read_only: g.read_only,
        format: if asks(buffer::FORMAT) { g.format.clone() } else { "B".to_string() },
        item_size: g.item_size,
        shape: g.shape.clone(),
        strides: g.strides.clone(),
        offset: g.offset as usize,
    };
    if !asks(buffer::ND) {
        (made.item_size, made.shape, made.strides) = (1, vec![g.bytes_len()], vec![1]);
    }
    Ok(made)
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let released = o.downcast_ref::<MemoryView>().is_none_or(|v| v.get(vm).managed.is_none());
    let what = if released { "released memory" } else { "memory" };
    Ok(Str::from_display(vm, format_args!("<{what} at {:#x}>", crate::protocol::id(o))).into_obj())
}

/// `memoryview`
pub static DEF: TypeDef = TypeDef {
    name: "memoryview",
    kind: kinds::MEMORYVIEW,
    flags: TypeFlags::SEQUENCE,
    doc: "Create a new memoryview object which references the given object.",
    slots: Slots {
        new: Some(construct),
        repr: Some(repr),
        hash: Some(access::hash),
        compare: Some(access::compare),
        iter: Some(iterator::iter),
        len: Some(access::len),
        item: Some(access::item),
        subscript: Some(access::subscript),
        set_subscript: Some(access::set_subscript),
        buffer: Some(buffer),
        release_buffer: Some(release_buffer),
        ..Slots::EMPTY
    },
    methods: methods::METHODS,
    getsets: methods::GETSETS,
    weakly_referable: true,
    signature: "(object)",
    ..TypeDef::EMPTY
};
