//! Owning references: [`Obj`] of any kind, [`Ref<T>`] of a known one, [`OptObj`] for a place that may be empty.
//!
//! `Clone` counts up, `Drop` counts down, and dropping the last one frees the object at once (`crate::free`). A payload
//! is reached through a [`Token`]: shared with `&Token`, exclusively with `&mut Token`, so the borrow checker sees
//! every access to Python objects as access to one thing, the token.

use crate::{
    OutOfMemory, SlotId, Token, Value, free,
    header::{Header, IMMORTAL, flag},
    kind::{self, Payload, TailItem},
    region::{GRANULE, address},
    slab,
};
use std::{fmt, marker::PhantomData, mem::ManuallyDrop};

/// The header of a slot.
#[inline(always)]
pub(crate) fn header(slot: SlotId) -> *const Header {
    address(slot.0).cast()
}

/// An owned strong reference to a value of any kind: 8 bytes.
#[repr(transparent)]
pub struct Obj {
    value: Value,
    _not_send: PhantomData<*mut ()>,
}

const _: () = assert!(size_of::<Obj>() == 8);

macro_rules! constant {
    ($($(#[$doc:meta])* $name:ident;)*) => {
        $($(#[$doc])* pub const $name: Obj = Obj { value: Value::$name, _not_send: PhantomData };)*
    };
}

#[allow(clippy::declare_interior_mutable_const)]
impl Obj {
    constant! {
        /// `None`
        NONE;
        /// `True`
        TRUE;
        /// `False`
        FALSE;
        /// `...`
        ELLIPSIS;
        /// `NotImplemented`
        NOT_IMPLEMENTED;
        /// No value: an absent argument.
        UNBOUND;
    }

    /// The plain bits, without a count.
    #[inline(always)]
    pub const fn value(&self) -> Value {
        self.value
    }

    /// A value that names no slot: a float, small int or constant.
    ///
    /// # Panics
    /// If the value is a handle.
    #[inline(always)]
    pub fn immediate(value: Value) -> Obj {
        assert!(!value.is_handle());
        Obj { value, _not_send: PhantomData }
    }

    /// A float; a NaN becomes a new object.
    #[inline(always)]
    pub fn float(x: f64) -> Obj {
        Obj { value: Value::float(x), _not_send: PhantomData }
    }

    /// A small int; `None` where it needs more than 50 bits.
    #[inline(always)]
    pub const fn small_int(n: i64) -> Option<Obj> {
        match Value::int(n) {
            Some(value) => Some(Obj { value, _not_send: PhantomData }),
            None => None,
        }
    }

    /// `True` or `False`.
    #[inline(always)]
    pub const fn bool(b: bool) -> Obj {
        Obj { value: Value::bool(b), _not_send: PhantomData }
    }

    /// Takes over the count that a value stands for.
    ///
    /// # Safety
    /// The value is not a handle, or names a live object and stands for one of its counts (a counted handle), or for
    /// none (an uncounted one, of an immortal object or one that outlives the result).
    #[inline(always)]
    pub const unsafe fn from_value(value: Value) -> Obj {
        Obj { value, _not_send: PhantomData }
    }

    /// The plain bits, with the count they stand for.
    #[inline(always)]
    pub const fn into_value(self) -> Value {
        let value = self.value;
        std::mem::forget(self);
        value
    }

    /// The same object, held with a count of its own even where this reference is a borrowed one of the VM stack.
    #[inline(always)]
    pub fn into_counted(self) -> Obj {
        if self.value.is_uncounted() { self.clone() } else { self }
    }

    /// Whether this is "no value".
    #[inline(always)]
    pub const fn is_unbound(&self) -> bool {
        self.value.is_unbound()
    }
    /// Whether this is `None`.
    #[inline(always)]
    pub const fn is_none(&self) -> bool {
        self.value.0 == Value::NONE.0
    }
    /// Whether this is `NotImplemented`.
    #[inline(always)]
    pub const fn is_not_implemented(&self) -> bool {
        self.value.0 == Value::NOT_IMPLEMENTED.0
    }
    /// Python's `is`.
    #[inline(always)]
    pub const fn is(&self, other: &Obj) -> bool {
        self.value.is(other.value)
    }

    /// `None` for "no value".
    #[inline(always)]
    pub fn bound(self) -> Option<Obj> {
        if self.is_unbound() { None } else { Some(self) }
    }

    /// The header of the object, if the value names one.
    #[inline(always)]
    pub fn header(&self) -> Option<&Header> {
        if self.value.is_handle() {
            self.check();
            let header = header(self.value.slot());
            // SAFETY: a strong reference names a live object, which lies at no null address. The compiler does not see that from
            // the sum, and would test it wherever the option is.
            unsafe {
                std::hint::assert_unchecked(!header.is_null());
                Some(&*header)
            }
        } else {
            None
        }
    }

    /// The kind, 0 for values that name no slot.
    #[inline(always)]
    pub fn kind(&self) -> u8 {
        self.header().map_or(0, Header::kind)
    }

    /// Whether this is a `T` or an instance of one of its subclasses.
    #[inline(always)]
    pub fn is_kind<T: Payload>(&self) -> bool {
        self.kind() == T::KIND
    }

    /// This object as a `T`, if it is one (subclasses included).
    #[inline(always)]
    pub fn downcast_ref<T: Payload>(&self) -> Option<&Ref<T>> {
        if self.is_kind::<T>() {
            debug_assert!(kind::is_registered::<T>());
            // SAFETY: a Ref<T> is an Obj whose kind is T's.
            Some(unsafe { &*std::ptr::from_ref(self).cast() })
        } else {
            None
        }
    }

    /// This object as a `T`, or itself back.
    ///
    /// # Errors
    /// The object, if it is no `T`.
    #[inline(always)]
    pub fn downcast<T: Payload>(self) -> Result<Ref<T>, Obj> {
        if self.is_kind::<T>() { Ok(Ref { obj: self.into_counted(), of: PhantomData }) } else { Err(self) }
    }

    /// The extra words at the slot's end (`__dict__`, inline attributes, `__slots__`); empty where there are none.
    #[inline(always)]
    pub fn extra<'a>(&'a self, _: &'a Token) -> &'a [OptObj] {
        match self.header() {
            // SAFETY: alive; shared access is what the token grants.
            Some(h) => unsafe { &*kind::extra_words(self.value.slot(), kind::info(h.kind())) },
            None => &[],
        }
    }

    /// The extra words, to change.
    #[inline(always)]
    pub fn extra_mut<'a>(&'a self, _: &'a mut Token) -> &'a mut [OptObj] {
        match self.header() {
            // SAFETY: alive; exclusive access is what the exclusive token grants.
            Some(h) => unsafe { &mut *kind::extra_words(self.value.slot(), kind::info(h.kind())) },
            None => &mut [],
        }
    }

    /// The 32 bits of the class's own ([`Header::aux`]); 0 for values that name no slot.
    #[inline(always)]
    pub fn class_aux(&self) -> u32 {
        // SAFETY: an object keeps its class alive, as in `class`.
        self.header().map_or(0, |h| unsafe { (*header(h.class())).aux() })
    }

    /// Where the word `at` words from the start of the object's slot lies.
    ///
    /// # Safety
    /// The value names a slot of more words.
    #[inline(always)]
    pub unsafe fn word(&self, at: usize) -> *mut Value {
        // SAFETY: the caller's promise.
        unsafe { address(self.value.slot().0).cast::<Value>().add(at) }
    }

    /// How many words from the start of an object's slot its extra words begin, where that is the same for all objects of the
    /// kind: where there is no tail.
    pub fn extra_start(kind: kind::Kind) -> Option<usize> {
        let info = kind::info(kind);
        (info.tail_size == 0).then_some(2 + info.size as usize / 8)
    }

    /// Shows every reference that this object owns. Words of a suspended frame that borrow are not shown.
    pub fn traverse(&self, _: &Token, visit: &mut dyn FnMut(&Obj)) {
        if let Some(h) = self.header() {
            // SAFETY: alive, and the shared token excludes mutable borrows.
            unsafe {
                kind::info(h.kind()).traverse(self.value.slot(), &mut |child| {
                    if child.value.is_counted() || !child.value.is_handle() || child.is_immortal() {
                        visit(child);
                    }
                });
            }
        }
    }

    /// Whether the object's count never changes.
    pub fn is_immortal(&self) -> bool {
        self.header().is_none_or(Header::is_immortal)
    }

    /// Makes the cycle collector look at the object.
    pub fn track(&self) {
        if let Some(h) = self.header().filter(|h| !h.has(flag::TRACKED)) {
            h.set(flag::TRACKED);
            free::count_birth();
        }
    }

    /// Makes the cycle collector overlook the object: nothing that it refers to leads back to it.
    pub fn untrack(&self) {
        if let Some(h) = self.header().filter(|h| h.has(flag::TRACKED)) {
            h.unset(flag::TRACKED);
            free::uncount_birth();
        }
    }

    /// Gives up the object's references to break a cycle; it stays valid.
    pub fn clear_references(&self, _: &mut Token) {
        if let Some(h) = self.header() {
            // SAFETY: alive, and the exclusive token excludes all borrows.
            unsafe { kind::info(h.kind()).clear(self.value.slot()) }
        }
    }

    /// Makes the object immortal: from now on its count never changes.
    pub fn immortalise(&self) {
        if let Some(h) = self.header() {
            h.rc.set(IMMORTAL + (IMMORTAL >> 1));
        }
    }

    /// The object's class, `None` for values that name no slot. `T` is the payload of classes.
    #[inline(always)]
    pub fn class<'a, T: Payload>(&'a self, _: &'a Token) -> Option<Borrowed<'a, T>> {
        let class = self.header()?.class();
        // SAFETY: the object keeps its class alive (built-in ones are immortal), and changing it takes the exclusive
        // token. `Shape::class` names objects of the class payload only.
        let h = unsafe { &*header(class) };
        debug_assert_eq!(h.kind(), T::KIND);
        let obj = Obj { value: Value::uncounted(h.generation(), class), _not_send: PhantomData };
        Some(Borrowed { inner: ManuallyDrop::new(Ref { obj, of: PhantomData }), life: PhantomData })
    }

    /// Changes the object's class. The caller has seen that the layouts agree.
    pub fn set_class(&self, _: &mut Token, class: &Obj, subclass: bool) {
        if let Some(h) = self.header() {
            let old = h.has(flag::SUBCLASS).then(|| h.class());
            if subclass {
                std::mem::forget(class.clone());
                h.set(flag::SUBCLASS);
            } else {
                h.unset(flag::SUBCLASS);
            }
            h.class.set(class.value.slot().0);
            if let Some(old) = old {
                // SAFETY: the header held a count on its class, which it names no longer.
                unsafe { free::release_class(old) };
            }
        }
    }

    /// A reference without a count to the object that lies in `slot`.
    ///
    /// # Safety
    /// One does, and outlives the reference.
    #[inline(always)]
    pub unsafe fn in_live_slot(slot: SlotId) -> Obj {
        // SAFETY: the caller's promise.
        let generation = unsafe { (*header(slot)).generation() };
        Obj { value: Value::uncounted(generation, slot), _not_send: PhantomData }
    }

    /// The object that lies in `slot`, if any does.
    pub fn in_slot(_: &Token, slot: SlotId) -> Option<Obj> {
        if !slab::is_slot(slot) {
            return None;
        }
        // SAFETY: `is_slot` says that the header means something; a count above 0 is a live object.
        unsafe {
            let h = &*header(slot);
            (h.rc() != 0)
                .then(|| ManuallyDrop::new(Obj::from_value(Value::uncounted(h.generation(), slot))).as_counted())
        }
    }

    /// Calls `visit` with every object that lives now, in the order of the pages. While it is shown, an object's count is one
    /// higher than before.
    pub fn for_each(token: &Token, visit: &mut dyn FnMut(&Obj)) {
        Obj::for_each_of(token, |_| true, visit);
    }

    /// Whether an object that lives now is to be finalised at its end; those of `kept` whose class no program made do not count.
    pub fn any_finaliser(_: &Token, kept: &[Obj]) -> bool {
        let is_kept = |slot| kept.iter().any(|k| k.value.is_handle() && k.value.slot() == slot);
        let mut found = false;
        // SAFETY: the token is held; the slots shown hold live objects, whose headers are only read.
        unsafe {
            slab::for_each_slot(|_| true, &mut |slot, h| {
                found |= free::wants_finaliser(h) && (h.has(flag::SUBCLASS) || !is_kept(slot))
            })
        };
        found
    }

    /// As [`Obj::for_each`], of the kinds that are wanted: pages of others are passed over.
    pub fn for_each_of(token: &Token, wanted: impl Fn(crate::Kind) -> bool, visit: &mut dyn FnMut(&Obj)) {
        let mut slots = Vec::new();
        // SAFETY: the token is held, and the visitor only notes.
        unsafe { slab::for_each_slot(wanted, &mut |slot, _| slots.push(slot)) };
        for slot in slots {
            if let Some(o) = Obj::in_slot(token, slot) {
                visit(&o);
            }
        }
    }

    fn as_counted(&self) -> Obj {
        self.clone()
    }

    /// In checked builds, panics if the handle is stale.
    #[inline(always)]
    fn check(&self) {
        #[cfg(any(debug_assertions, feature = "checked-handles"))]
        {
            // SAFETY: any granule number that was handed out can be read as a header.
            let h = unsafe { &*header(self.value.slot()) };
            assert!(
                h.generation() == self.value.generation() && h.rc() != 0 || free::is_dying(),
                "stale handle {:?}: the slot is at generation {}, count {}",
                self.value,
                h.generation(),
                h.rc()
            );
        }
    }
}

impl Clone for Obj {
    #[inline(always)]
    fn clone(&self) -> Obj {
        let mut value = self.value;
        if value.is_counted() {
            self.check();
            // SAFETY: a strong reference names a live object.
            let h = unsafe { &*header(value.slot()) };
            let rc = h.rc();
            // An immortal object is cloned as an uncounted handle, so the counted ones that its immortality found are all there will be.
            if rc < IMMORTAL {
                h.rc.set(rc + 1);
            } else {
                value = value.to_uncounted();
            }
        } else if value.is_uncounted() {
            self.check();
            // SAFETY: as above.
            let h = unsafe { &*header(value.slot()) };
            let rc = h.rc();
            if rc < IMMORTAL {
                h.rc.set(rc + 1);
                value = value.uncounted_to_counted();
            }
        }
        Obj { value, _not_send: PhantomData }
    }
}

impl Drop for Obj {
    #[inline(always)]
    fn drop(&mut self) {
        if self.value.is_counted() {
            self.check();
            // SAFETY: this reference holds a count, which it gives up here.
            unsafe {
                if give_up(self.value) {
                    release(self.value);
                }
            }
        }
    }
}

/// Gives up the count that a counted handle stands for, and says whether it was the last: then [`release`] must follow.
///
/// # Safety
/// The value is a counted handle whose count is the caller's to give up.
#[inline(always)]
pub unsafe fn give_up(value: Value) -> bool {
    // SAFETY: the caller's promise. The count of an immortal object sinks by at most the counted handles that existed when it was
    // made so, far fewer than lie between its count and 0.
    unsafe {
        let h = &*header(value.slot());
        let rc = h.rc() - 1;
        h.rc.set(rc);
        rc == 0
    }
}

/// Frees the object whose last count was given up. Out of line, so that the code around a release stays small.
///
/// # Safety
/// [`give_up`] has just answered true for this value.
#[cold]
#[inline(never)]
pub unsafe fn release(value: Value) {
    // SAFETY: the caller's promise.
    unsafe { free::release(value.slot()) }
}

impl fmt::Debug for Obj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.header() {
            Some(h) => write!(f, "<{} {:?} rc={}>", kind::info(h.kind()).name, self.value, h.rc()),
            None => self.value.fmt(f),
        }
    }
}

impl Default for Obj {
    /// "No value".
    #[inline(always)]
    fn default() -> Obj {
        Obj::UNBOUND
    }
}

/// A place that holds a reference or nothing: 8 bytes, where `Option<Obj>` takes 16.
#[derive(Debug)]
#[repr(transparent)]
pub struct OptObj(Obj);

impl Default for OptObj {
    /// Nothing.
    #[inline(always)]
    fn default() -> OptObj {
        OptObj::NONE
    }
}

impl OptObj {
    /// Nothing.
    #[allow(clippy::declare_interior_mutable_const)]
    pub const NONE: OptObj = OptObj(Obj::UNBOUND);

    /// Holds `obj`.
    #[inline(always)]
    pub fn some(obj: Obj) -> OptObj {
        OptObj(obj.into_counted())
    }
    /// What is held.
    #[inline(always)]
    pub fn get(&self) -> Option<&Obj> {
        if self.0.is_unbound() { None } else { Some(&self.0) }
    }
    /// Whether nothing is held.
    #[inline(always)]
    pub fn is_none(&self) -> bool {
        self.0.is_unbound()
    }
    /// Takes out what is held.
    #[inline(always)]
    pub fn take(&mut self) -> Option<Obj> {
        std::mem::take(&mut self.0).bound()
    }
    /// Puts `obj` in and takes out what was held.
    #[inline(always)]
    pub fn replace(&mut self, obj: Obj) -> Option<Obj> {
        std::mem::replace(&mut self.0, obj.into_counted()).bound()
    }
    /// What is held, or "no value".
    #[inline(always)]
    pub fn into_obj(self) -> Obj {
        self.0
    }
    /// What is held, counted, or "no value".
    #[inline(always)]
    pub fn cloned(&self) -> Option<Obj> {
        self.get().cloned()
    }
}

impl From<Option<Obj>> for OptObj {
    fn from(o: Option<Obj>) -> OptObj {
        o.map_or(OptObj::NONE, OptObj::some)
    }
}

impl Clone for OptObj {
    fn clone(&self) -> OptObj {
        OptObj(self.0.clone())
    }
}

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
        let obj = Obj { value: r.obj.value.to_uncounted(), _not_send: PhantomData };
        Borrowed { inner: ManuallyDrop::new(Ref { obj, of: PhantomData }), life: PhantomData }
    }
}

impl<T> Borrowed<'_, T> {
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
            Ok(Ref { obj: Obj::from_value(Value::counted(h.generation(), slot)), of: PhantomData })
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
        Ref { obj: Obj { value: Value::uncounted(0, slot), _not_send: PhantomData }, of: PhantomData }
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
        Ref { obj: self.obj.clone(), of: PhantomData }
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
