//! Region, slabs, generational handles, reference counts and weak handles. Knows no Python.
//!
//! The heap stores payloads of registered kinds ([`kind`]) in slots of typed pages ([`slab`]) of one position-independent
//! region ([`region`]). [`Obj`] and [`Ref`] own counts; [`Weak`] owns none; [`Buf`] and [`BufVec`] are the variable
//! parts of payloads. A payload is borrowed through the [`Token`] of the running thread, so Rust's borrow rules hold
//! for objects: no reference into an object survives a call that could change it (ARCHITECTURE.md §4).
//!
//! This crate is one of two that contain `unsafe`: what it exports as safe is safe.

mod asan;
mod buffer;
mod columns;
mod free;
pub mod header;
pub mod kind;
mod obj;
pub mod region;
mod slab;
mod statistics;
mod token;
pub mod value;
mod verify;
mod weak;

pub use buffer::{Buf, BufVec};
pub use columns::Column;
pub use free::{Pending, has_pending, take_pending};
pub use header::{Header, IMMORTAL, flag};
pub use kind::{Kind, Payload, TailItem};
pub use obj::{Borrowed, Obj, OptObj, Ref, Shape, give_up, release};
pub use statistics::{KindStatistics, Statistics, statistics};
pub use token::{EVAL_BREAKER, Token};
pub use value::{SlotId, Value};
pub use verify::{Verified, verify};
pub use weak::Weak;

/// The region is full, or its limit is reached.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct OutOfMemory;

impl std::fmt::Display for OutOfMemory {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the heap is full")
    }
}
impl std::error::Error for OutOfMemory {}
