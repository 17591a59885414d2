//! Owning references to objects of a known kind: making objects, and reaching their payloads and tails through the [`Token`].

use super::{Obj, header};
use crate::{
    OutOfMemory, SlotId, Token, Value, free,
    header::{Header, IMMORTAL, flag},
    kind::{self, Payload, TailItem},
    region::{GRANULE, address},
    slab,
};
use std::{fmt, marker::PhantomData, mem::ManuallyDrop};

/// An owned strong reference to a `T` or an instance of a subclass: 8 bytes. Made only by a checked downcast or by
/// making the object, so it cannot lie about the kind.
#[repr(transparent)]
pub struct Ref<T> {
    obj: Obj,
    of: PhantomData<T>,
}

/// A reference without a count, that its owner keeps alive for `'a`. Cloning it makes an owned one.
pub struct Borrowed<'a, T> {
    inner: ManuallyDrop<Ref<T>>,
    life: PhantomData<&'a Ref<T>>,
}

impl<'a, T> From<&'a Ref<T>> for Borrowed<'a, T> {
    #[inline(always)]
    fn from(r: &'a Ref<T>) -> Borrowed<'a, T> {
        Borrowed::uncounted(r.obj.value.to_uncounted())
    }
}

impl<T> Borrowed<'_, T> {
    /// An uncounted handle of a `T`, that lives as long as what `'_` borrows.
    #[inline(always)]
    pub(super) const fn uncounted(value: Value) -> Self {
        let obj = Obj { value, _not_send: PhantomData };
        Borrowed { inner: ManuallyDrop::new(Ref::of_kind(obj)), life: PhantomData }
    }

    /// An owned reference to the same object.
    #[inline(always)]
    pub fn own(&self) -> Ref<T> {
        (*self.inner).clone()
    }
}

impl<T> std::ops::Deref for Borrowed<'_, T> {
    type Target = Ref<T>;
    #[inline(always)]
    fn deref(&self) -> &Ref<T> {
        &self.inner
    }
}

/// What a new slot is to be, apart from its payload.
#[derive(Clone, Copy, Debug)]
pub struct Shape {
    /// The class's slot.
    pub class: SlotId,
    /// Whether `class` is not the kind's own type; the object then holds a count on it.
    pub subclass: bool,
    /// Extra words at the end of the slot.
    pub extra: u32,
}

impl<T> Ref<T> {
    /// An object known to be a `T`.
    #[inline(always)]
    pub(super) const fn of_kind(obj: Obj) -> Ref<T> {
        Ref { obj, of: PhantomData }
    }
}

impl<T: Payload> Ref<T> {
    /// Makes an object.
    ///
    /// # Panics
    /// With [`OutOfMemory`] when even the reserve of the region is used up; the interpreter turns that into a
    /// `MemoryError`.
    #[inline]
    pub fn new(token: &Token, shape: Shape, payload: T) -> Ref<T> {
        match Ref::with_tail(token, shape, payload, std::iter::empty()) {
            Ok(made) => made,
            Err(OutOfMemory) => std::panic::panic_any(OutOfMemory),
        }
    }

    /// Makes an object with a tail of `items`.
    ///
    /// # Errors
    /// When the region is full.
    #[inline]
    pub fn with_tail(
        token: &Token,
        shape: Shape,
        payload: T,
        items: impl ExactSizeIterator<Item = T::Tail>,
    ) -> Result<Ref<T>, OutOfMemory> {
        let count = items.len();
        let made = Ref::with_room(token, shape, payload, count.checked_mul(size_of::<T::Tail>()).ok_or(OutOfMemory)?)?;
        if size_of::<T::Tail>() != 0 {
            let h = made.header();
            // SAFETY: the slot has room for `count` items behind the payload, and nobody else knows the object yet.
            unsafe {
                let first = address(made.slot().0).add(16 + const { kind::payload_size::<T>() }).cast::<T::Tail>();
                for (i, item) in items.take(count).enumerate() {
                    first.add(i).write(item);
                    h.aux.set(i as u32 + 1);
                }
            }
        }
        Ok(made)
    }

    /// Makes an object with an empty tail that has room for `room` bytes.
    #[inline]
    fn with_room(_: &Token, shape: Shape, payload: T, room: usize) -> Result<Ref<T>, OutOfMemory> {
        debug_assert!(kind::is_registered::<T>(), "{} is not registered", T::NAME);
        let size = const { kind::payload_size::<T>() };
        let extra = const { size_of::<T::Tail>() != 0 } as usize;
        let extra = if shape.extra == 0 { 0 } else { shape.extra as usize + extra };
        let bytes = room.checked_add(16 + size + extra * 8).filter(|&n| n <= u32::MAX as usize).ok_or(OutOfMemory)?;
        let slot = SlotId(slab::take(T::KIND, bytes.div_ceil(GRANULE) as u32)?);
        // Words of its own can hold a reference back to the object.
        let tracked = T::TRACKED || shape.subclass && shape.extra > 0;
        let mut flags = if tracked { flag::TRACKED } else { 0 };
        if shape.subclass {
            flags |= flag::SUBCLASS;
            // SAFETY: the class is alive: the caller reaches it through a type it holds.
            let class = unsafe { &*header(shape.class) };
            if !class.is_immortal() {
                class.rc.set(class.rc() + 1);
            }
        }
        if shape.extra > 0 {
            flags |= flag::EXTRA;
        }
        if tracked {
            free::count_birth();
        }
        // SAFETY: the slot is fresh and large enough; its generation is right already.
        unsafe {
            let h = &*header(slot);
            let base = address(slot.0);
            base.add(16).cast::<T>().write(payload);
            if shape.extra > 0 {
                let mut end = slab::slot_bytes(slot);
                let mut at = 16 + size;
                if const { size_of::<T::Tail>() != 0 } {
                    end -= 8;
                    base.add(end).cast::<u64>().write(shape.extra.into());
                    at = end - shape.extra as usize * 8;
                }
                // Without a tail, all words to the end of the slot, which may be larger than asked for.
                while at < end {
                    base.add(at).cast::<Value>().write(Value::UNBOUND);
                    at += 8;
                }
            }
            h.kind.set(T::KIND);
            h.flags.set(flags);
            h.class.set(shape.class.0);
            h.aux.set(0);
            h.rc.set(1);
            Ok(Ref::of_kind(Obj::from_value(Value::counted(h.generation(), slot))))
        }
    }

    /// Makes an immortal object in a slot of fixed number, without a tail; see [`Token::fixed_slots`].
    ///
    /// # Panics
    /// If the slot is no free fixed slot of this kind.
    pub fn emplace(token: &Token, slot: SlotId, class: SlotId, payload: T) {
        let Ok(()) = Ref::emplace_tail(token, slot, class, payload, &[]);
    }

    /// As [`Ref::emplace`], with a tail of bytes or references.
    ///
    /// # Panics
    /// If the slot is no free fixed slot of this kind, or too small.
    pub fn emplace_tail(
        _: &Token,
        slot: SlotId,
        class: SlotId,
        payload: T,
        tail: &[T::Tail],
    ) -> Result<(), std::convert::Infallible>
    where
        T::Tail: Sized,
    {
        assert!(slab::is_slot(slot) && kind::is_registered::<T>());
        // SAFETY: the slot is a free one of this kind, and large enough.
        unsafe {
            let page = &*crate::region::page_header(crate::region::page_of(slot.0));
            let size = const { kind::payload_size::<T>() };
            let h = &*header(slot);
            assert!(page.fixed && page.kind == T::KIND && h.rc() == 0);
            assert!(16 + size + size_of_val(tail) <= slab::slot_bytes(slot));
            assert!(!T::Tail::OBJECTS || tail.is_empty(), "fixed slots take no tail of references");
            address(slot.0).add(16).cast::<T>().write(payload);
            std::ptr::copy_nonoverlapping(tail.as_ptr(), address(slot.0).add(16 + size).cast(), tail.len());
            h.kind.set(T::KIND);
            h.flags.set(if T::TRACKED { flag::TRACKED } else { 0 });
            h.class.set(class.0);
            h.aux.set(tail.len() as u32);
            h.rc.set(IMMORTAL + (IMMORTAL >> 1));
        }
        Ok(())
    }

    /// The handle of an object in a slot of fixed number. It may be used only once [`Ref::emplace`] has made the
    /// object; tables of fixed slots are filled before anything else runs.
    pub const fn fixed(slot: SlotId) -> Ref<T> {
        Ref::of_kind(Obj { value: Value::uncounted(0, slot), _not_send: PhantomData })
    }

    /// The payload.
    #[inline(always)]
    pub fn get<'a>(&'a self, _: &'a Token) -> &'a T {
        self.obj.check();
        // SAFETY: alive and a T; the shared token excludes mutable borrows.
        unsafe { &*address(self.obj.value.slot().0).add(16).cast() }
    }

    /// The payload, to change.
    #[inline(always)]
    pub fn get_mut<'a>(&'a self, _: &'a mut Token) -> &'a mut T {
        self.obj.check();
        // SAFETY: alive and a T; the exclusive token excludes all other borrows.
        unsafe { &mut *address(self.obj.value.slot().0).add(16).cast() }
    }

    /// The tail: the inline array behind the payload.
    #[inline(always)]
    pub fn tail<'a>(&'a self, _: &'a Token) -> &'a [T::Tail] {
        self.obj.check();
        // SAFETY: alive and a T; `aux` counts the tail's initialised items.
        unsafe {
            let first = address(self.obj.value.slot().0).add(16 + const { kind::payload_size::<T>() });
            std::slice::from_raw_parts(first.cast(), (*header(self.obj.value.slot())).aux() as usize)
        }
    }

    /// The tail, to change, and the payload.
    #[inline(always)]
    pub fn tail_mut<'a>(&'a self, _: &'a mut Token) -> (&'a mut T, &'a mut [T::Tail]) {
        self.obj.check();
        // SAFETY: as in `tail`, with the exclusive token.
        unsafe {
            let payload = address(self.obj.value.slot().0).add(16);
            let first = payload.add(const { kind::payload_size::<T>() });
            let count = (*header(self.obj.value.slot())).aux() as usize;
            (&mut *payload.cast(), std::slice::from_raw_parts_mut(first.cast(), count))
        }
    }

    /// Two payloads at once, to change.
    ///
    /// `None` if both are the same object.
    pub fn pair_mut<'a, U: Payload>(&'a self, other: &'a Ref<U>, _: &'a mut Token) -> Option<(&'a mut T, &'a mut U)> {
        if self.obj.is(&other.obj) {
            return None;
        }
        // SAFETY: two different live objects; the exclusive token excludes all other borrows.
        unsafe {
            Some((
                &mut *address(self.obj.value.slot().0).add(16).cast(),
                &mut *address(other.obj.value.slot().0).add(16).cast(),
            ))
        }
    }

    /// The header.
    #[inline(always)]
    pub fn header(&self) -> &Header {
        self.obj.check();
        // SAFETY: alive.
        unsafe { &*header(self.obj.value.slot()) }
    }

    /// The slot's number.
    #[inline(always)]
    pub const fn slot(&self) -> SlotId {
        self.obj.value.slot()
    }

    /// The reference, of any kind.
    #[inline(always)]
    pub const fn as_obj(&self) -> &Obj {
        &self.obj
    }

    /// The reference, of any kind.
    #[inline(always)]
    pub fn into_obj(self) -> Obj {
        self.obj
    }

    /// Whether this is the only reference to the object.
    #[inline(always)]
    pub fn is_unique(&self) -> bool {
        self.header().rc() == 1
    }
}

impl<T: Payload<Tail = u8>> Ref<T> {
    /// Makes an object with a tail of `len` bytes, 0 until `fill` writes them, that can grow to at least `room` in its slot.
    ///
    /// # Errors
    /// When the region is full.
    #[inline]
    pub fn with_bytes(
        token: &Token,
        shape: Shape,
        payload: T,
        len: usize,
        room: usize,
        fill: impl FnOnce(&mut [u8]),
    ) -> Result<Ref<T>, OutOfMemory> {
        let made = Ref::with_room(token, shape, payload, room.max(len))?;
        // SAFETY: the slot has `len` bytes behind the payload, and nobody else knows the object yet.
        unsafe {
            let first = address(made.slot().0).add(16 + const { kind::payload_size::<T>() });
            std::ptr::write_bytes(first, 0, len);
            fill(std::slice::from_raw_parts_mut(first, len));
            made.header().aux.set(len as u32);
        }
        Ok(made)
    }

    /// Makes an object with a copy of `bytes` as its tail.
    ///
    /// # Errors
    /// When the region is full.
    #[inline]
    pub fn of_bytes(token: &Token, shape: Shape, payload: T, bytes: &[u8]) -> Result<Ref<T>, OutOfMemory> {
        let made = Ref::with_room(token, shape, payload, bytes.len())?;
        // SAFETY: as in `with_bytes`; a fresh slot does not overlap what the caller borrows.
        unsafe {
            let first = address(made.slot().0).add(16 + const { kind::payload_size::<T>() });
            std::ptr::copy_nonoverlapping(bytes.as_ptr(), first, bytes.len());
            made.header().aux.set(bytes.len() as u32);
        }
        Ok(made)
    }

    /// Makes the tail `more` bytes longer within its slot and returns the new part, which is 0; `None` if the slot is full.
    #[inline]
    pub fn grow_tail<'a>(&'a self, token: &'a mut Token, more: usize) -> Option<&'a mut [u8]> {
        let len = self.header().aux() as usize;
        let size = const { kind::payload_size::<T>() };
        // SAFETY: alive; the bytes of a slot behind its payload and before its extra words belong to the tail, and the
        // exclusive token excludes all borrows of it.
        unsafe {
            let info = kind::info(T::KIND);
            let extra = info.extra_bytes(kind::extra_words(self.slot(), info).len());
            let room = slab::slot_bytes(self.slot()) - 16 - size - extra;
            let end = len.checked_add(more).filter(|&end| end <= room)?;
            std::ptr::write_bytes(address(self.slot().0).add(16 + size + len), 0, more);
            self.header().aux.set(end as u32);
        }
        self.tail_mut(token).1.get_mut(len..)
    }
}

impl<T> Clone for Ref<T> {
    #[inline(always)]
    fn clone(&self) -> Ref<T> {
        Ref::of_kind(self.obj.clone())
    }
}

impl<T: Payload> std::ops::Deref for Ref<T> {
    type Target = Obj;
    #[inline(always)]
    fn deref(&self) -> &Obj {
        &self.obj
    }
}

impl<T: Payload> From<Ref<T>> for Obj {
    #[inline(always)]
    fn from(r: Ref<T>) -> Obj {
        r.obj
    }
}

impl<T> fmt::Debug for Ref<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.obj.fmt(f)
    }
}
