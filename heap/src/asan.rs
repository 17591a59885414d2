//! Telling AddressSanitizer which pieces are free, so that it sees a use after free in the region as it does in `malloc`'s memory.
//!
//! With the feature `asan`, for builds with `-Zsanitizer=address`; otherwise these are nothing. A free piece's first granule stays
//! readable: it holds a slot's header, or the link to the next free buffer.

use crate::region::GRANULE;

#[cfg(feature = "asan")]
mod runtime {
    // From AddressSanitizer's run-time library (`sanitizer/asan_interface.h`).
    unsafe extern "C" {
        pub(super) fn __asan_poison_memory_region(start: *const u8, bytes: usize);
        pub(super) fn __asan_unpoison_memory_region(start: *const u8, bytes: usize);
        #[cfg(test)]
        pub(super) fn __asan_address_is_poisoned(at: *const u8) -> i32;
    }
}

/// A piece has become free.
#[inline(always)]
pub(crate) fn freed(piece: *mut u8, granules: u32) {
    #[cfg(feature = "asan")]
    // SAFETY: the range lies in the region, which is mapped; poisoning changes the shadow memory only.
    unsafe {
        runtime::__asan_poison_memory_region(piece.add(GRANULE), (granules as usize - 1) * GRANULE);
    }
    #[cfg(not(feature = "asan"))]
    let _ = (piece, granules, GRANULE);
}

/// A piece, or pages, are taken into use.
#[inline(always)]
pub(crate) fn taken(start: *mut u8, granules: u32) {
    #[cfg(feature = "asan")]
    // SAFETY: as in `freed`.
    unsafe {
        runtime::__asan_unpoison_memory_region(start, granules as usize * GRANULE);
    }
    #[cfg(not(feature = "asan"))]
    let _ = (start, granules);
}

#[cfg(all(test, feature = "asan"))]
mod tests {
    use crate::{Obj, Payload, Ref, Shape, SlotId, Token, kind, region::address};

    struct Plain([u64; 6]);
    impl Payload for Plain {
        const KIND: u8 = 8;
        const NAME: &'static str = "plain";
        const TRACKED: bool = false;
        type Tail = ();
        fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
    }

    #[test]
    fn the_sanitizer_sees_freed_slots() {
        kind::register::<Plain>();
        let token = Token::acquire().unwrap();
        let shape = Shape { class: SlotId(0), subclass: false, extra: 0 };
        let object = Ref::new(&token, shape, Plain([7; 6]));
        let at = address(object.slot().0 + 1);
        let poisoned = |at: *mut u8| {
            // SAFETY: asks about the shadow memory only.
            unsafe { super::runtime::__asan_address_is_poisoned(at) != 0 }
        };
        assert!(!poisoned(at));
        assert_eq!(object.get(&token).0[5], 7);
        drop(object);
        assert!(poisoned(at));
        let again = Ref::new(&token, shape, Plain([8; 6]));
        assert_eq!(address(again.slot().0 + 1), at, "the slot is used again");
        assert!(!poisoned(at));
    }
}
