//! Constant values: what a literal denotes, what folding computes, what `co_consts` holds.
//!
//! Strings are interned texts (their [`Name`] belongs to the compilation's [`Interner`](crate::names::Interner)), so the
//! common constants are copied without allocating.

use crate::ast::Name;
use num_bigint::BigInt;

/// A constant.
#[allow(missing_docs)]
#[derive(Clone, Debug, PartialEq)]
pub enum Constant {
    None,
    True,
    False,
    Ellipsis,
    Int(i64),
    /// An int outside `i64`; one that fits is always an [`Constant::Int`].
    BigInt(Box<BigInt>),
    Float(f64),
    Complex {
        re: f64,
        im: f64,
    },
    Str(Name),
    Bytes(Box<[u8]>),
    Tuple(Box<[Constant]>),
    /// The elements in the order in which the source has them.
    FrozenSet(Box<[Constant]>),
}

impl Constant {
    /// The int, as [`Constant::Int`] where it fits.
    pub fn from_bigint(value: BigInt) -> Self {
        match i64::try_from(&value) {
            Ok(small) => Self::Int(small),
            Err(_) => Self::BigInt(Box::new(value)),
        }
    }

    /// `True` or `False`.
    pub fn from_bool(value: bool) -> Self {
        if value { Self::True } else { Self::False }
    }
}
