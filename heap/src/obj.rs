//! Owning references: [`Obj`] of any kind, [`Ref<T>`] of a known one (`typed.rs`), [`OptObj`] for a place that may be empty.
//!
//! `Clone` counts up, `Drop` counts down, and dropping the last one frees the object at once (`crate::free`). A payload
//! is reached through a [`Token`]: shared with `&Token`, exclusively with `&mut Token`, so the borrow checker sees
//! every access to Python objects as access to one thing, the token.

mod typed;

pub use typed::{Borrowed, Ref, Shape};

use crate::{
    SlotId, Token, Value, free,
    header::{Header, IMMORTAL, flag},
    kind::{self, Payload},
    region::address,
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
        if self.is_kind::<T>() { Ok(Ref::of_kind(self.into_counted())) } else { Err(self) }
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
        Some(Borrowed::uncounted(Value::uncounted(h.generation(), class)))
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
