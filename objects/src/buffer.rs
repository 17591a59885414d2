//! The buffer protocol: a view of an object's bytes (PEP 3118, PEP 688), with its format and shape.
//!
//! A view names the object in whose storage the bytes lie and where in it; the bytes themselves are borrowed through the token for
//! each access, so nothing dangles. Exporters that can move or shrink their storage count their views in their header's own
//! word ([`Lease`]), and refuse to change their size while there are any.

use crate::{Bytes, PyResult, Vm, argument, kinds, memoryview::MemoryView, names, protocol, raise, type_error, types};
use rpython_heap::{Kind, Obj};
use std::sync::OnceLock;

/// What a consumer asks of a buffer (`PyBUF_*`).
pub type BufferFlags = u32;

/// Contiguous bytes, nothing else.
pub const SIMPLE: BufferFlags = 0;
/// Asks for a writable buffer.
pub const WRITABLE: BufferFlags = 1;
/// Asks for the items' format.
pub const FORMAT: BufferFlags = 4;
/// Asks for the shape.
pub const ND: BufferFlags = 8;
/// Asks for the strides, and can deal with any.
pub const STRIDES: BufferFlags = 0x10 | ND;
/// Only a buffer in the order of C will do.
pub const C_CONTIGUOUS: BufferFlags = 0x20 | STRIDES;
/// Only a buffer in the order of Fortran will do.
pub const F_CONTIGUOUS: BufferFlags = 0x40 | STRIDES;
/// A buffer in either order will do.
pub const ANY_CONTIGUOUS: BufferFlags = 0x80 | STRIDES;
/// Can deal with pointers in the buffer.
pub const INDIRECT: BufferFlags = 0x100 | STRIDES;
/// Everything, writable or not.
pub const FULL_RO: BufferFlags = INDIRECT | FORMAT;

/// How a type exports its bytes.
pub type BufferFn = fn(&mut Vm, &Obj, BufferFlags) -> PyResult<Buffer>;

/// One count on an object's exports, given back when dropped.
#[derive(Debug)]
pub struct Lease(Obj);

impl Lease {
    /// Counts one more view of `exporter`, a kind without a tail whose header's own word is free.
    pub fn take(exporter: &Obj) -> Lease {
        if let Some(h) = exporter.header() {
            h.set_aux(h.aux() + 1);
        }
        Lease(exporter.clone())
    }

    /// The exporter.
    pub fn exporter(&self) -> &Obj {
        &self.0
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(h) = self.0.header() {
            h.set_aux(h.aux().saturating_sub(1));
        }
    }
}

/// Views of an object that are held.
pub fn exports(o: &Obj) -> usize {
    o.header().map_or(0, |h| h.aux() as usize)
}

/// A buffer that Python code lent: the object, and the memoryview that its `__buffer__` returned.
#[derive(Debug)]
pub struct Loan {
    /// Whose `__buffer__` it was.
    pub owner: Obj,
    /// What it returned.
    pub view: Obj,
}

/// A view of an object's bytes.
#[derive(Debug)]
pub struct Buffer {
    /// In whose storage the bytes lie: a `bytes`, a `bytearray` or a native module's exporter.
    pub storage: Obj,
    /// The object that the view is of, as `memoryview.obj` has it.
    pub base: Obj,
    /// The count on the exporter, where it keeps one.
    pub lease: Option<Lease>,
    /// What to give back to Python code.
    pub loan: Option<Loan>,
    /// Whether the bytes may not be changed.
    pub read_only: bool,
    /// Format of an item, in `struct`'s language.
    pub format: String,
    /// Bytes of an item.
    pub item_size: usize,
    /// Items by dimension.
    pub shape: Vec<usize>,
    /// Bytes from one item to the next, by dimension.
    pub strides: Vec<isize>,
    /// First byte of the view within the storage.
    pub offset: usize,
}

impl Buffer {
    /// A view of `len` bytes of `o` from the first on.
    pub fn plain(o: &Obj, len: usize, read_only: bool, lease: Option<Lease>) -> Buffer {
        Buffer {
            storage: o.clone(),
            base: o.clone(),
            lease,
            loan: None,
            read_only,
            format: "B".to_string(),
            item_size: 1,
            shape: vec![len],
            strides: vec![1],
            offset: 0,
        }
    }

    /// Bytes of the items.
    pub fn len(&self) -> usize {
        self.shape.iter().product::<usize>() * self.item_size
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the items lie one behind the other in the order of C.
    pub fn is_c_contiguous(&self) -> bool {
        is_contiguous(self.item_size, self.shape.iter().zip(&self.strides).rev())
    }

    /// Whether the items lie one behind the other in the order of Fortran.
    pub fn is_f_contiguous(&self) -> bool {
        is_contiguous(self.item_size, self.shape.iter().zip(&self.strides))
    }

    /// Shows the references of a view that a payload holds.
    pub fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.storage);
        visit(&self.base);
        self.lease.iter().for_each(|lease| visit(&lease.0));
        if let Some(loan) = &self.loan {
            visit(&loan.owner);
            visit(&loan.view);
        }
    }

    /// The bytes of a contiguous view.
    pub fn bytes<'a>(&'a self, vm: &'a Vm) -> &'a [u8] {
        storage(vm, &self.storage).get(self.offset..self.offset + self.len()).unwrap_or_default()
    }

    /// The bytes of a contiguous view, to change.
    pub fn bytes_mut<'a>(&'a self, vm: &'a mut Vm) -> &'a mut [u8] {
        storage_mut(vm, &self.storage).get_mut(self.offset..self.offset + self.len()).unwrap_or_default()
    }
}

/// `dimensions` from the fastest on.
pub(crate) fn is_contiguous<'a>(
    item_size: usize,
    dimensions: impl Iterator<Item = (&'a usize, &'a isize)> + Clone,
) -> bool {
    if dimensions.clone().any(|(&n, _)| n == 0) {
        return true;
    }
    let mut expected = item_size;
    for (&n, &stride) in dimensions {
        if n > 1 && stride != expected as isize {
            return false;
        }
        expected *= n;
    }
    true
}

/// How the bytes of an exporter of one kind are reached.
pub struct Exporter {
    /// All bytes of its storage.
    pub bytes: for<'a> fn(&'a Vm, &'a Obj) -> &'a [u8],
    /// The same, to change; empty where they cannot be.
    pub bytes_mut: for<'a> fn(&'a mut Vm, &'a Obj) -> &'a mut [u8],
}

static EXPORTERS: [OnceLock<&'static Exporter>; 256] = [const { OnceLock::new() }; 256];

/// Says how the bytes of a native module's exporters are reached. Saying it again changes nothing.
pub fn register(kind: Kind, exporter: &'static Exporter) {
    let _ = EXPORTERS[kind as usize].set(exporter);
}

/// All bytes of an exporter's storage.
pub fn storage<'a>(vm: &'a Vm, o: &'a Obj) -> &'a [u8] {
    if let Some(bytes) = o.downcast_ref::<Bytes>() {
        return bytes.tail(vm);
    }
    if let Some(bytes) = o.downcast_ref::<crate::ByteArray>() {
        return bytes.get(vm).as_slice();
    }
    EXPORTERS[o.kind() as usize].get().map_or(&[], |e| (e.bytes)(vm, o))
}

/// All bytes of an exporter's storage, to change.
pub fn storage_mut<'a>(vm: &'a mut Vm, o: &'a Obj) -> &'a mut [u8] {
    if let Some(bytes) = o.downcast_ref::<crate::ByteArray>() {
        return bytes.get_mut(vm).as_mut_slice();
    }
    match EXPORTERS[o.kind() as usize].get() {
        Some(e) => (e.bytes_mut)(vm, o),
        None => &mut [],
    }
}

/// Whether an object is a `bytearray`.
pub fn is_bytearray(o: &Obj) -> bool {
    o.kind() == kinds::BYTEARRAY
}

/// Whether an object exports its bytes.
pub fn has_buffer(vm: &Vm, o: &Obj) -> bool {
    vm.slots_of(o).buffer().is_some()
}

/// Asks an object for a view of its bytes. It must be given back with [`release`].
///
/// # Errors
/// `TypeError` for what has none, `BufferError` for what cannot be had as asked.
pub fn get(vm: &mut Vm, o: &Obj, flags: BufferFlags) -> PyResult<Buffer> {
    match vm.slots_of(o).buffer() {
        Some(buffer) => buffer(vm, o, flags),
        None => {
            let class = argument::class_name(vm, o);
            Err(type_error!(vm, "a bytes-like object is required, not '{class}'"))
        }
    }
}

/// Gives a view back. One that Python code lent is returned to its `__release_buffer__`; a failure of that is reported and
/// goes no further.
pub fn release(vm: &mut Vm, buffer: Buffer) {
    let Buffer { loan, lease, storage, .. } = buffer;
    drop(lease);
    drop(storage);
    if let Some(loan) = loan {
        return_loan(vm, &loan);
    }
}

/// Calls `__release_buffer__` and releases the view.
pub(crate) fn return_loan(vm: &mut Vm, loan: &Loan) {
    // An exception under way must survive.
    let travelling = vm.exception.take();
    let args = std::slice::from_ref(&loan.view);
    if protocol::call_special(vm, &loan.owner, names::__release_buffer__, args).is_err() {
        let unraisable = vm.hooks.unraisable;
        unraisable(vm, "in __release_buffer__", Some(&loan.owner));
    }
    if let Some(view) = loan.view.downcast_ref::<MemoryView>()
        && crate::memoryview::release(vm, view).is_err()
    {
        vm.exception.take();
    }
    if let Some(e) = travelling {
        vm.exception = rpython_heap::OptObj::some(e);
    }
}

/// A view of bytes that lie one behind the other.
#[derive(Debug)]
pub enum Contiguous {
    /// All bytes of a `bytes`.
    Whole(Obj),
    /// All bytes of an exporter that counts its views.
    Leased(Lease),
    /// Any other.
    View(Buffer),
}

impl Contiguous {
    /// Shows the references of a view that a payload holds.
    pub fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        match self {
            Contiguous::Whole(o) => visit(o),
            Contiguous::Leased(lease) => visit(&lease.0),
            Contiguous::View(view) => view.traverse(visit),
        }
    }

    /// The bytes.
    #[inline]
    pub fn get<'a>(&'a self, vm: &'a Vm) -> &'a [u8] {
        match self {
            Contiguous::Whole(o) => storage(vm, o),
            Contiguous::Leased(lease) => storage(vm, &lease.0),
            Contiguous::View(view) => view.bytes(vm),
        }
    }

    /// The bytes, to change; empty if the view is read-only.
    pub fn get_mut<'a>(&'a self, vm: &'a mut Vm) -> &'a mut [u8] {
        match self {
            Contiguous::Leased(lease) => storage_mut(vm, &lease.0),
            Contiguous::View(view) if !view.read_only => view.bytes_mut(vm),
            _ => &mut [],
        }
    }

    /// Gives the view back.
    pub fn release(self, vm: &mut Vm) {
        if let Contiguous::View(view) = self {
            release(vm, view);
        }
    }
}

/// The bytes of an object with a buffer. Must be given back with [`Contiguous::release`].
///
/// # Errors
/// `TypeError` for what has none, `BufferError` if they do not lie one behind the other.
pub fn bytes_of(vm: &mut Vm, o: &Obj) -> PyResult<Contiguous> {
    match o.header().map(|h| h.class()) {
        Some(class) if class == types::BYTES.slot() => Ok(Contiguous::Whole(o.clone())),
        Some(class) if class == types::BYTEARRAY.slot() => Ok(Contiguous::Leased(Lease::take(o))),
        _ => get(vm, o, SIMPLE).map(Contiguous::View),
    }
}

/// As [`bytes_of`], where another message than the one raised is asked for; `None` for what has no bytes.
pub fn try_bytes_of(vm: &mut Vm, o: &Obj) -> Option<Contiguous> {
    if !has_buffer(vm, o) {
        return None;
    }
    let bytes = bytes_of(vm, o);
    if bytes.is_err() {
        drop(vm.exception.take());
    }
    bytes.ok()
}

/// The bytes of an object with a buffer, to change. Must be given back with [`Contiguous::release`].
///
/// # Errors
/// `TypeError` for what has none or must not be changed.
pub fn writable_bytes_of(vm: &mut Vm, o: &Obj) -> PyResult<Contiguous> {
    if has_buffer(vm, o) {
        match get(vm, o, WRITABLE) {
            Ok(buffer) => return Ok(Contiguous::View(buffer)),
            Err(raised) => vm.swallow(raised, types::BUFFER_ERROR)?,
        }
    }
    let class = argument::class_name(vm, o);
    Err(type_error!(vm, "a read-write bytes-like object is required, not '{class}'"))
}

/// Shows the bytes of an object with a buffer to `read`.
///
/// # Errors
/// As [`bytes_of`].
pub fn with_bytes<R>(vm: &mut Vm, o: &Obj, read: impl FnOnce(&Vm, &[u8]) -> R) -> PyResult<R> {
    if let Some(bytes) = o.downcast_ref::<Bytes>() {
        return Ok(read(vm, bytes.tail(vm)));
    }
    let source = bytes_of(vm, o)?;
    let result = read(vm, source.get(vm));
    source.release(vm);
    Ok(result)
}

/// A copy of the bytes of an object with a buffer.
///
/// # Errors
/// As [`bytes_of`]; `MemoryError`.
pub fn to_vec(vm: &mut Vm, o: &Obj) -> PyResult<Vec<u8>> {
    with_bytes(vm, o, |_, bytes| {
        let mut copy = Vec::new();
        copy.try_reserve_exact(bytes.len()).map_err(|_| rpython_heap::OutOfMemory)?;
        copy.extend_from_slice(bytes);
        Ok(copy)
    })?
}

/// The slot of an exporter whose bytes must not be changed.
///
/// # Errors
/// `BufferError` if a writable view is asked for.
pub fn read_only(vm: &mut Vm, flags: BufferFlags) -> PyResult<()> {
    if flags & WRITABLE != 0 { Err(raise!(vm, types::BUFFER_ERROR, "Object is not writable.")) } else { Ok(()) }
}

/// Asks a class written in Python: its `__buffer__` returns a memoryview.
///
/// # Errors
/// `TypeError` where it has none or it returns something else, or what it raises.
pub fn from_python(vm: &mut Vm, o: &Obj, flags: BufferFlags) -> PyResult<Buffer> {
    let argument = crate::int::from_i64(vm, flags.into());
    let Some(view) = protocol::call_special(vm, o, names::__buffer__, &[argument])? else {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "a bytes-like object is required, not '{class}'"));
    };
    if !view.is_kind::<MemoryView>() {
        return Err(type_error!(vm, "__buffer__ returned non-memoryview object"));
    }
    let mut buffer = get(vm, &view, flags)?;
    buffer.base = o.clone();
    buffer.loan = Some(Loan { owner: o.clone(), view });
    Ok(buffer)
}

/// The bytes of a `bytes` object, without the protocol; `None` for anything else.
pub fn plain_bytes<'a>(vm: &'a Vm, o: &'a Obj) -> Option<&'a [u8]> {
    o.downcast_ref::<crate::Bytes>().map(|b| b.tail(vm))
}
