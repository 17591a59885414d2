//! Code descriptions: everything that a Python code object holds, as plain owned data.
//!
//! A description stands alone: its texts and byte strings are shared among the descriptions of one compilation or one
//! marshal stream, but with nothing else, and it may go to another thread. Constants are [`Const`]s; nested code is a
//! constant as in `co_consts`.

use crate::wtf8::Wtf8;
use num_bigint::BigInt;
use std::sync::{Arc, OnceLock};

/// A shared, immutable Python string. Two texts of one compilation are equal exactly if they lie in one place.
#[derive(Clone)]
pub struct Text {
    buffer: TextBuffer,
    start: u32,
    len: u32,
}

/// What the texts of a compilation share. It is filled when the compilation is done: until then texts can be compared
/// with each other, but not be read.
pub(crate) type TextBuffer = Arc<OnceLock<Box<[u8]>>>;

impl Text {
    /// A text with that content.
    pub fn new(text: Wtf8<'_>) -> Text {
        Text {
            buffer: Arc::new(OnceLock::from(Box::from(text.as_bytes()))),
            start: 0,
            len: text.as_bytes().len() as u32,
        }
    }

    /// The text that `buffer` has, or will have, at `range`.
    pub(crate) fn within(buffer: &TextBuffer, range: std::ops::Range<u32>) -> Text {
        Text { buffer: buffer.clone(), start: range.start, len: range.end - range.start }
    }

    /// The content.
    pub fn as_wtf8(&self) -> Wtf8<'_> {
        Wtf8::from_bytes_unchecked(self.as_bytes())
    }

    /// The content; `None` if it holds a lone surrogate.
    pub fn to_str(&self) -> Option<&str> {
        self.as_wtf8().to_str()
    }

    /// The encoded content.
    pub fn as_bytes(&self) -> &[u8] {
        let bytes = self.buffer.get().map_or(&[][..], |bytes| bytes);
        bytes.get(self.start as usize..(self.start + self.len) as usize).unwrap_or_default()
    }

    /// Where the content lies, to recognise a text that was met before; no two unequal texts lie in one place.
    pub fn address(&self) -> usize {
        self.as_bytes().as_ptr() as usize
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        if Arc::ptr_eq(&self.buffer, &other.buffer) {
            return (self.start, self.len) == (other.start, other.len);
        }
        self.as_bytes() == other.as_bytes()
    }
}

impl Eq for Text {}

impl PartialOrd for Text {
    fn partial_cmp(&self, other: &Text) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Text {
    fn cmp(&self, other: &Text) -> std::cmp::Ordering {
        self.as_bytes().cmp(other.as_bytes())
    }
}

impl std::hash::Hash for Text {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.as_bytes().hash(state);
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Text {
        Text::new(Wtf8::new(text))
    }
}

impl std::fmt::Debug for Text {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.as_wtf8().fmt(f)
    }
}

/// A value that code carries or marshal transports.
#[derive(Clone, Debug)]
pub enum Const {
    /// `None`.
    None,
    /// `True`.
    True,
    /// `False`.
    False,
    /// `...`.
    Ellipsis,
    /// The class `StopIteration` (marshal only).
    StopIteration,
    /// An int that fits 64 bits.
    Int(i64),
    /// An int that does not.
    BigInt(Arc<BigInt>),
    /// A float.
    Float(f64),
    /// A complex number.
    Complex {
        /// Real part.
        re: f64,
        /// Imaginary part.
        im: f64,
    },
    /// A str.
    Str(Text),
    /// A bytes object.
    Bytes(Arc<[u8]>),
    /// A tuple.
    Tuple(Arc<[Const]>),
    /// A frozenset; the elements are unequal, in the order in which they were added.
    FrozenSet(Arc<[Const]>),
    /// A slice: start, stop, step.
    Slice(Arc<[Const; 3]>),
    /// A code object.
    Code(Arc<Code>),
    /// A list (marshal only).
    List(Arc<[Const]>),
    /// A set (marshal only).
    Set(Arc<[Const]>),
    /// A dict (marshal only).
    Dict(Arc<[(Const, Const)]>),
}

/// Bits of [`Code::flags`] (`inspect.CO_*`, `__future__`).
pub mod flags {
    /// Locals are in fast slots.
    pub const OPTIMIZED: u32 = 0x1;
    /// A call makes a new namespace.
    pub const NEWLOCALS: u32 = 0x2;
    /// `*args`.
    pub const VARARGS: u32 = 0x4;
    /// `**kwargs`.
    pub const VARKEYWORDS: u32 = 0x8;
    /// Inside a function.
    pub const NESTED: u32 = 0x10;
    /// A generator.
    pub const GENERATOR: u32 = 0x20;
    /// A coroutine (`async def`).
    pub const COROUTINE: u32 = 0x80;
    /// A generator-based coroutine (`types.coroutine`).
    pub const ITERABLE_COROUTINE: u32 = 0x100;
    /// An asynchronous generator.
    pub const ASYNC_GENERATOR: u32 = 0x200;
    /// The first constant is the docstring.
    pub const HAS_DOCSTRING: u32 = 0x400_0000;
    /// Defined in a class body.
    pub const METHOD: u32 = 0x800_0000;
    /// `from __future__ import division`.
    pub const FUTURE_DIVISION: u32 = 0x20000;
    /// `from __future__ import absolute_import`.
    pub const FUTURE_ABSOLUTE_IMPORT: u32 = 0x40000;
    /// `from __future__ import with_statement`.
    pub const FUTURE_WITH_STATEMENT: u32 = 0x80000;
    /// `from __future__ import print_function`.
    pub const FUTURE_PRINT_FUNCTION: u32 = 0x100000;
    /// `from __future__ import unicode_literals`.
    pub const FUTURE_UNICODE_LITERALS: u32 = 0x200000;
    /// `from __future__ import barry_as_FLUFL`.
    pub const FUTURE_BARRY_AS_BDFL: u32 = 0x400000;
    /// `from __future__ import generator_stop`.
    pub const FUTURE_GENERATOR_STOP: u32 = 0x800000;
    /// `from __future__ import annotations`.
    pub const FUTURE_ANNOTATIONS: u32 = 0x1000000;
    /// Every future feature: the flags that `compile()` hands on (`PyCF_MASK`).
    pub const FUTURE_MASK: u32 = 0x1fe0000;
}

/// Bits of [`Code::localspluskinds`] (pycore_code.h: `CO_FAST_*`).
pub mod kind {
    /// A parameter that may be given by position.
    pub const ARG_POS: u8 = 0x02;
    /// A parameter that may be given by name.
    pub const ARG_KW: u8 = 0x04;
    /// `*args` or `**kwargs`.
    pub const ARG_VAR: u8 = 0x08;
    /// Bound in an inlined comprehension only, outside a function.
    pub const HIDDEN: u8 = 0x10;
    /// A local variable.
    pub const LOCAL: u8 = 0x20;
    /// A cell that inner functions share.
    pub const CELL: u8 = 0x40;
    /// A cell of an outer function.
    pub const FREE: u8 = 0x80;
}

/// A code object's description.
#[derive(Clone, Debug)]
pub struct Code {
    /// Parameters that may be given by position (`co_argcount`).
    pub argcount: u32,
    /// Of these, those that may not be given by name.
    pub posonlyargcount: u32,
    /// Parameters that must be given by name.
    pub kwonlyargcount: u32,
    /// Stack slots needed.
    pub stacksize: u32,
    /// [`flags`].
    pub flags: u32,
    /// The instructions with their inline caches zeroed (`co_code`).
    pub code: Arc<[u8]>,
    /// Constants.
    pub consts: Box<[Const]>,
    /// Names of globals and attributes.
    pub names: Box<[Text]>,
    /// Names of the locals, cells and free variables, one a slot of the frame.
    pub localsplusnames: Box<[Text]>,
    /// What each of them is: [`kind`].
    pub localspluskinds: Box<[u8]>,
    /// File name.
    pub filename: Text,
    /// Name.
    pub name: Text,
    /// Dotted name (PEP 3155).
    pub qualname: Text,
    /// First line of the source.
    pub firstlineno: i32,
    /// Location table (PEP 657).
    pub linetable: Arc<[u8]>,
    /// Exception table.
    pub exceptiontable: Arc<[u8]>,
}

impl Code {
    fn of_kind(&self, bit: u8) -> impl Iterator<Item = &Text> {
        self.localsplusnames.iter().zip(self.localspluskinds.iter()).filter(move |(_, k)| *k & bit != 0).map(|(n, _)| n)
    }

    /// `co_varnames`.
    pub fn varnames(&self) -> impl Iterator<Item = &Text> {
        self.of_kind(kind::LOCAL)
    }

    /// `co_cellvars`.
    pub fn cellvars(&self) -> impl Iterator<Item = &Text> {
        self.of_kind(kind::CELL)
    }

    /// `co_freevars`.
    pub fn freevars(&self) -> impl Iterator<Item = &Text> {
        self.of_kind(kind::FREE)
    }

    /// `co_nlocals`.
    pub fn nlocals(&self) -> usize {
        self.varnames().count()
    }

    /// Number of free variables.
    pub fn nfreevars(&self) -> usize {
        self.freevars().count()
    }

    /// The docstring of a function, if it has one.
    pub fn docstring(&self) -> Option<&Text> {
        match (self.flags & flags::HAS_DOCSTRING != 0, self.consts.first()) {
            (true, Some(Const::Str(text))) => Some(text),
            _ => None,
        }
    }
}
