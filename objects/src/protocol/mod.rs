//! Operations on any object (CPython's abstract object layer): each finds the type's slot and calls it, with the language's
//! rules around it (reflected operands, fallbacks, messages).

mod attribute;
mod call;
mod class_check;
mod compare;
mod container;
mod iterate;
mod number;
mod text;

pub use attribute::*;
pub use call::*;
pub use class_check::*;
pub use compare::*;
pub use container::*;
pub use iterate::*;
pub use number::*;
pub use text::*;
