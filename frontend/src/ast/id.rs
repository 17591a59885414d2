//! Handles of the tree: one `u32` type per node class, and length-prefixed lists of handles in one pool.
//!
//! A handle is never 0, so `Option<ExprId>` takes four bytes as well. A [`List`] names the word of the pool that holds
//! its length; its items follow. The empty list is word 0 and needs no room.

use std::marker::PhantomData;
use std::num::NonZeroU32;

/// What a list can hold: anything that packs into one word.
pub trait Word: Copy {
    /// The item as the pool stores it.
    fn to_word(self) -> u32;
    /// The item back from the pool.
    fn from_word(word: u32) -> Self;
}

macro_rules! handles {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(NonZeroU32);

        impl $name {
            /// The handle with this (non-zero) number; number 0 becomes 1, which every arena fills with a placeholder.
            #[inline]
            pub fn from_index(index: usize) -> Self {
                Self(NonZeroU32::new(index as u32).unwrap_or(NonZeroU32::MIN))
            }
            /// The number of the handle, counted from 1 in the order of creation: a dense index for side tables.
            #[inline]
            pub fn index(self) -> usize {
                self.0.get() as usize
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl Word for $name {
            #[inline]
            fn to_word(self) -> u32 {
                self.0.get()
            }
            #[inline]
            fn from_word(word: u32) -> Self {
                Self::from_index(word as usize)
            }
        }

        impl Word for Option<$name> {
            #[inline]
            fn to_word(self) -> u32 {
                self.map_or(0, |id| id.0.get())
            }
            #[inline]
            fn from_word(word: u32) -> Self {
                NonZeroU32::new(word).map($name)
            }
        }
    )*};
}

handles! {
    /// An interned text (identifier or string constant) of an [`Interner`](crate::names::Interner).
    Name;
    /// An expression.
    ExprId;
    /// A statement.
    StmtId;
    /// A pattern of a `case`.
    PatternId;
    /// A constant value.
    ConstId;
    /// The parameter list of a function or lambda.
    ArgumentsId;
    /// One parameter.
    ArgId;
    /// A keyword argument of a call or class definition.
    KeywordId;
    /// A name of an import, with its `as`.
    AliasId;
    /// One item of a `with`.
    WithItemId;
    /// One `for` clause of a comprehension.
    ComprehensionId;
    /// One `except` clause.
    ExceptHandlerId;
    /// One `case` clause.
    MatchCaseId;
    /// One type parameter.
    TypeParamId;
    /// A `# type: ignore` of a module.
    TypeIgnoreId;
    /// The body of a `def` or `async def`.
    FunctionId;
    /// The body of a `class`.
    ClassId;
}

/// A list of `T` in the tree's pool; read it with [`Ast::list`](super::Ast::list).
pub struct List<T> {
    at: u32,
    items: PhantomData<fn() -> T>,
}

impl<T> List<T> {
    /// The list without items.
    pub const EMPTY: Self = Self { at: 0, items: PhantomData };

    #[inline]
    pub(super) fn at(at: u32) -> Self {
        Self { at, items: PhantomData }
    }

    #[inline]
    pub(super) fn word(self) -> usize {
        self.at as usize
    }

    /// Whether the list has no items (known without the pool).
    #[inline]
    pub fn is_empty(self) -> bool {
        self.at == 0
    }
}

impl<T> List<Option<T>> {
    /// The list as one without gaps, for [`validate`](super::validate) to check that it has none.
    pub fn unvalidated(self) -> List<T> {
        List::at(self.at)
    }
}

impl<T> Clone for List<T> {
    #[inline]
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for List<T> {}
impl<T> PartialEq for List<T> {
    fn eq(&self, other: &Self) -> bool {
        self.at == other.at
    }
}
impl<T> Eq for List<T> {}
impl<T> std::fmt::Debug for List<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "List@{}", self.at)
    }
}
impl<T> Default for List<T> {
    fn default() -> Self {
        Self::EMPTY
    }
}

/// The items of a [`List`]: a slice that unpacks as it is read.
pub struct Seq<'a, T> {
    words: &'a [u32],
    items: PhantomData<fn() -> T>,
}

impl<T> Clone for Seq<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Seq<'_, T> {}

impl<'a, T: Word> Seq<'a, T> {
    #[inline]
    pub(super) fn new(words: &'a [u32]) -> Self {
        Self { words, items: PhantomData }
    }
    /// How many items.
    #[inline]
    pub fn len(self) -> usize {
        self.words.len()
    }
    /// Whether there are none.
    #[inline]
    pub fn is_empty(self) -> bool {
        self.words.is_empty()
    }
    /// Item number `index`.
    #[inline]
    pub fn get(self, index: usize) -> Option<T> {
        self.words.get(index).map(|&word| T::from_word(word))
    }
    /// Item number `index`, unless the list has a gap there.
    #[inline]
    pub fn present(self, index: usize) -> Option<T> {
        self.words.get(index).filter(|&&word| word != 0).map(|&word| T::from_word(word))
    }
    /// The first item.
    #[inline]
    pub fn first(self) -> Option<T> {
        self.get(0)
    }
    /// The last item.
    #[inline]
    pub fn last(self) -> Option<T> {
        self.words.last().map(|&word| T::from_word(word))
    }
    /// The items from `start` on (none when `start` is past the end).
    #[inline]
    pub fn skip(self, start: usize) -> Self {
        Self::new(self.words.get(start..).unwrap_or(&[]))
    }
    /// The first `count` items, or all.
    #[inline]
    pub fn take(self, count: usize) -> Self {
        Self::new(&self.words[..count.min(self.words.len())])
    }
    /// All items in order.
    #[inline]
    pub fn iter(self) -> SeqIter<'a, T> {
        SeqIter { words: self.words.iter(), items: PhantomData }
    }
    /// The items as a vector, for passes that change the tree while they walk it.
    pub fn to_vec(self) -> Vec<T> {
        self.iter().collect()
    }
}

impl<'a, T: Word> IntoIterator for Seq<'a, T> {
    type Item = T;
    type IntoIter = SeqIter<'a, T>;
    #[inline]
    fn into_iter(self) -> SeqIter<'a, T> {
        self.iter()
    }
}

/// Iterator over a [`Seq`].
pub struct SeqIter<'a, T> {
    words: std::slice::Iter<'a, u32>,
    items: PhantomData<fn() -> T>,
}

impl<T> Clone for SeqIter<'_, T> {
    fn clone(&self) -> Self {
        Self { words: self.words.clone(), items: PhantomData }
    }
}

impl<T: Word> Iterator for SeqIter<'_, T> {
    type Item = T;
    #[inline]
    fn next(&mut self) -> Option<T> {
        self.words.next().map(|&word| T::from_word(word))
    }
    #[inline]
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.words.size_hint()
    }
}
impl<T: Word> DoubleEndedIterator for SeqIter<'_, T> {
    #[inline]
    fn next_back(&mut self) -> Option<T> {
        self.words.next_back().map(|&word| T::from_word(word))
    }
}
impl<T: Word> ExactSizeIterator for SeqIter<'_, T> {}
