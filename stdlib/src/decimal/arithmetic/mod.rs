//! Decimal arithmetic without the heap (General Decimal Arithmetic, version 1.70; the results are libmpdec's).
//!
//! A [`Number`] is a sign, a natural number in base 10^18 and an exponent, or special. Each operation takes a [`Context`] and adds what
//! happened to a status word (`status`); who calls decides which conditions are errors.

mod add;
mod coefficient;
mod compare;
mod context;
mod convert;
mod digits;
mod divide;
mod logical;
mod multiply;
mod number;
mod power;
mod quantum;
mod quotient;
mod root;
mod text;
mod transcendental;
mod transform;

pub(crate) use coefficient::{Coefficient, NoMemory};
pub(crate) use context::{Context, Rounding, status};
pub(crate) use number::{Kind, Number};
pub(crate) use text::Form;

/// The result of an operation that needs memory for its digits.
pub(crate) type Answer<T = Number> = Result<T, NoMemory>;
