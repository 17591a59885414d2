//! The operations a type can define (CPython's `tp_*` slots), and how a class that defines them in Python is dispatched.
//!
//! A built-in type's [`Slots`] are Rust functions, inherited when it is registered. A Python class shares the slots of the
//! built-in type it is built on (`Type::native`); for each slot that its MRO overrides in Python a bit is set in
//! `Type::overrides`, and the slot is then [`PYTHON`]'s function, which looks the special method up and calls it. So no
//! function pointer lies in the heap, and asking for a slot is one test of a bit.

use crate::{CallArgs, PyResult, Type, Vm, buffer::BufferFn, dispatch};
use rpython_heap::{Obj, Ref};

/// Comparison operators, numbered as in CPython (`Py_LT` …).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
pub enum CompareOp {
    /// `<`
    Lt,
    /// `<=`
    Le,
    /// `==`
    Eq,
    /// `!=`
    Ne,
    /// `>`
    Gt,
    /// `>=`
    Ge,
}

impl CompareOp {
    /// All, by number.
    pub const ALL: [CompareOp; 6] =
        [CompareOp::Lt, CompareOp::Le, CompareOp::Eq, CompareOp::Ne, CompareOp::Gt, CompareOp::Ge];
    /// As written.
    pub const fn symbol(self) -> &'static str {
        ["<", "<=", "==", "!=", ">", ">="][self as usize]
    }
    /// The operator with its operands exchanged.
    pub const fn swapped(self) -> CompareOp {
        match self {
            CompareOp::Lt => CompareOp::Gt,
            CompareOp::Le => CompareOp::Ge,
            CompareOp::Gt => CompareOp::Lt,
            CompareOp::Ge => CompareOp::Le,
            same => same,
        }
    }
    /// Whether the operator holds for an ordering.
    #[inline]
    pub const fn holds(self, o: std::cmp::Ordering) -> bool {
        match self {
            CompareOp::Lt => o.is_lt(),
            CompareOp::Le => o.is_le(),
            CompareOp::Eq => o.is_eq(),
            CompareOp::Ne => o.is_ne(),
            CompareOp::Gt => o.is_gt(),
            CompareOp::Ge => o.is_ge(),
        }
    }
}

/// One operand.
pub type UnaryFn = fn(&mut Vm, &Obj) -> PyResult;
/// Two operands. A number's may answer `NotImplemented`, and is called with the operands in their order of writing,
/// whichever of them the type is.
pub type BinaryFn = fn(&mut Vm, &Obj, &Obj) -> PyResult;
/// Three operands.
pub type TernaryFn = fn(&mut Vm, &Obj, &Obj, &Obj) -> PyResult;
/// A truth value.
pub type TruthFn = fn(&mut Vm, &Obj) -> PyResult<bool>;
/// A length.
pub type LenFn = fn(&mut Vm, &Obj) -> PyResult<usize>;
/// A hash.
pub type HashFn = fn(&mut Vm, &Obj) -> PyResult<i64>;
/// The next item, `None` at the end.
pub type NextFn = fn(&mut Vm, &Obj) -> PyResult<Option<Obj>>;
/// An item by index; negative ones are already adjusted by the length where the type has one.
pub type ItemFn = fn(&mut Vm, &Obj, isize) -> PyResult;
/// Assigns an item by index, or deletes it.
pub type SetItemFn = fn(&mut Vm, &Obj, isize, Option<&Obj>) -> PyResult<()>;
/// Assigns an item by key, or deletes it.
pub type SetSubscriptFn = fn(&mut Vm, &Obj, &Obj, Option<&Obj>) -> PyResult<()>;
/// A rich comparison, which may answer `NotImplemented`.
pub type CompareFn = fn(&mut Vm, &Obj, &Obj, CompareOp) -> PyResult;
/// Containment.
pub type ContainsFn = fn(&mut Vm, &Obj, &Obj) -> PyResult<bool>;
/// Sets an attribute, or deletes it.
pub type SetAttrFn = fn(&mut Vm, &Obj, &Obj, Option<&Obj>) -> PyResult<()>;
/// A descriptor's `__get__`: descriptor, instance (absent for the class itself), class.
pub type DescrGetFn = fn(&mut Vm, &Obj, Option<&Obj>, Option<&Obj>) -> PyResult;
/// A descriptor's `__set__` or `__delete__`.
pub type DescrSetFn = fn(&mut Vm, &Obj, &Obj, Option<&Obj>) -> PyResult<()>;
/// A call.
pub type CallFn = fn(&mut Vm, &Obj, CallArgs<'_>) -> PyResult;
/// Makes an instance.
pub type NewFn = fn(&mut Vm, &Ref<Type>, CallArgs<'_>) -> PyResult;
/// Initialises an instance.
pub type InitFn = fn(&mut Vm, &Obj, CallArgs<'_>) -> PyResult<()>;

macro_rules! slots {
    ($($(#[$doc:meta])* $name:ident : $ty:ty = [$($dunder:literal),*] $python:path;)*) => {
        /// A built-in type's operations; absent ones are inherited from its base.
        #[derive(Clone, Copy)]
        pub struct Slots { $($(#[$doc])* pub $name: Option<$ty>,)* }

        impl Slots {
            /// No operation.
            pub const EMPTY: Slots = Slots { $($name: None,)* };

            /// These, with those of `base` where absent. A type that defines equality without a hash gets no hash.
            pub fn inherit(self, base: &Slots) -> Slots {
                let base_hash = if self.compare.is_some() && self.hash.is_none() { None } else { base.hash };
                let mut all = Slots { $($name: self.$name.or(base.$name),)* };
                all.hash = self.hash.or(base_hash);
                all
            }
        }

        /// The operations of classes written in Python: each calls the special method.
        pub static PYTHON: Slots = Slots { $($name: Some($python),)* };

        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        #[repr(u8)]
        enum Number { $($name,)* END }

        const _: () = assert!((Number::END as u32) <= 128);

        /// A type's operations, Python's overrides seen to.
        #[derive(Clone, Copy)]
        pub struct SlotView { pub(crate) native: &'static Slots, pub(crate) overrides: u128 }

        impl SlotView {
            $(
                $(#[$doc])*
                #[inline]
                #[allow(clippy::new_ret_no_self)]
                pub fn $name(self) -> Option<$ty> {
                    if self.overrides & 1 << Number::$name as u8 != 0 { PYTHON.$name } else { self.native.$name }
                }
            )*
        }

        /// The special methods that define each slot: name, bit.
        pub static SPECIAL: &[(&str, u8)] = &[$($(($dunder, Number::$name as u8),)*)*];

        /// Whether the slot of this bit is defined by both, and by the same function.
        pub fn same_slot(a: &Slots, b: &Slots, bit: u8) -> bool {
            $(if bit == Number::$name as u8 {
                return a.$name.map(|f| f as usize) == b.$name.map(|f| f as usize);
            })*
            false
        }
    };
}

slots! {
    /// `repr(o)`
    repr: UnaryFn = ["__repr__"] dispatch::repr;
    /// `str(o)`
    str: UnaryFn = ["__str__"] dispatch::str;
    /// `hash(o)`
    hash: HashFn = ["__hash__"] dispatch::hash;
    /// `o(…)`
    call: CallFn = ["__call__"] dispatch::call;
    /// `o.name`
    get_attr: BinaryFn = ["__getattribute__", "__getattr__"] dispatch::get_attr;
    /// `o.name = v`, `del o.name`
    set_attr: SetAttrFn = ["__setattr__", "__delattr__"] dispatch::set_attr;
    /// `<`, `==`, …
    compare: CompareFn = ["__lt__", "__le__", "__eq__", "__ne__", "__gt__", "__ge__"] dispatch::compare;
    /// `iter(o)`
    iter: UnaryFn = ["__iter__"] dispatch::iter;
    /// `next(o)`
    next: NextFn = ["__next__"] dispatch::next;
    /// `type.__get__`
    descr_get: DescrGetFn = ["__get__"] dispatch::descr_get;
    /// `type.__set__`, `__delete__`
    descr_set: DescrSetFn = ["__set__", "__delete__"] dispatch::descr_set;
    /// `T(…)`: making
    new: NewFn = ["__new__"] dispatch::new;
    /// `T(…)`: initialising
    init: InitFn = ["__init__"] dispatch::init;
    /// `bool(o)`
    truth: TruthFn = ["__bool__"] dispatch::truth;
    /// `o + p`
    add: BinaryFn = ["__add__", "__radd__"] dispatch::add;
    /// `o - p`
    subtract: BinaryFn = ["__sub__", "__rsub__"] dispatch::subtract;
    /// `o * p`
    multiply: BinaryFn = ["__mul__", "__rmul__"] dispatch::multiply;
    /// `o % p`
    remainder: BinaryFn = ["__mod__", "__rmod__"] dispatch::remainder;
    /// `divmod(o, p)`
    divmod: BinaryFn = ["__divmod__", "__rdivmod__"] dispatch::divmod;
    /// `pow(o, p, m)`; without a modulus, `None`
    power: TernaryFn = ["__pow__", "__rpow__"] dispatch::power;
    /// `o << p`
    lshift: BinaryFn = ["__lshift__", "__rlshift__"] dispatch::lshift;
    /// `o >> p`
    rshift: BinaryFn = ["__rshift__", "__rrshift__"] dispatch::rshift;
    /// `o & p`
    and: BinaryFn = ["__and__", "__rand__"] dispatch::and;
    /// `o ^ p`
    xor: BinaryFn = ["__xor__", "__rxor__"] dispatch::xor;
    /// `o | p`
    or: BinaryFn = ["__or__", "__ror__"] dispatch::or;
    /// `o // p`
    floor_divide: BinaryFn = ["__floordiv__", "__rfloordiv__"] dispatch::floor_divide;
    /// `o / p`
    true_divide: BinaryFn = ["__truediv__", "__rtruediv__"] dispatch::true_divide;
    /// `o @ p`
    matrix_multiply: BinaryFn = ["__matmul__", "__rmatmul__"] dispatch::matrix_multiply;
    /// `o += p`
    inplace_add: BinaryFn = ["__iadd__"] dispatch::inplace_add;
    /// `o -= p`
    inplace_subtract: BinaryFn = ["__isub__"] dispatch::inplace_subtract;
    /// `o *= p`
    inplace_multiply: BinaryFn = ["__imul__"] dispatch::inplace_multiply;
    /// `o %= p`
    inplace_remainder: BinaryFn = ["__imod__"] dispatch::inplace_remainder;
    /// `o **= p`
    inplace_power: TernaryFn = ["__ipow__"] dispatch::inplace_power;
    /// `o <<= p`
    inplace_lshift: BinaryFn = ["__ilshift__"] dispatch::inplace_lshift;
    /// `o >>= p`
    inplace_rshift: BinaryFn = ["__irshift__"] dispatch::inplace_rshift;
    /// `o &= p`
    inplace_and: BinaryFn = ["__iand__"] dispatch::inplace_and;
    /// `o ^= p`
    inplace_xor: BinaryFn = ["__ixor__"] dispatch::inplace_xor;
    /// `o |= p`
    inplace_or: BinaryFn = ["__ior__"] dispatch::inplace_or;
    /// `o //= p`
    inplace_floor_divide: BinaryFn = ["__ifloordiv__"] dispatch::inplace_floor_divide;
    /// `o /= p`
    inplace_true_divide: BinaryFn = ["__itruediv__"] dispatch::inplace_true_divide;
    /// `o @= p`
    inplace_matrix_multiply: BinaryFn = ["__imatmul__"] dispatch::inplace_matrix_multiply;
    /// `-o`
    negative: UnaryFn = ["__neg__"] dispatch::negative;
    /// `+o`
    positive: UnaryFn = ["__pos__"] dispatch::positive;
    /// `abs(o)`
    absolute: UnaryFn = ["__abs__"] dispatch::absolute;
    /// `~o`
    invert: UnaryFn = ["__invert__"] dispatch::invert;
    /// `int(o)`
    int: UnaryFn = ["__int__"] dispatch::int;
    /// `float(o)`
    float: UnaryFn = ["__float__"] dispatch::float;
    /// `operator.index(o)`
    index: UnaryFn = ["__index__"] dispatch::index;
    /// `len(o)`, of a sequence or mapping
    len: LenFn = ["__len__"] dispatch::len;
    /// `o[k]`
    subscript: BinaryFn = ["__getitem__"] dispatch::subscript;
    /// `o[k] = v`, `del o[k]`
    set_subscript: SetSubscriptFn = ["__setitem__", "__delitem__"] dispatch::set_subscript;
    /// A sequence's item by number; its presence is what makes a type a sequence.
    item: ItemFn = ["__getitem__"] dispatch::item;
    /// A sequence's assignment by number.
    set_item: SetItemFn = ["__setitem__", "__delitem__"] dispatch::set_item;
    /// `k in o`
    contains: ContainsFn = ["__contains__"] dispatch::contains;
    /// A sequence's `o + p`
    concat: BinaryFn = [] dispatch::no_binary;
    /// A sequence's `o * n`
    repeat: ItemFn = [] dispatch::no_item;
    /// A sequence's `o += p`
    inplace_concat: BinaryFn = [] dispatch::no_binary;
    /// A sequence's `o *= n`
    inplace_repeat: ItemFn = [] dispatch::no_item;
    /// `await o`
    await_: UnaryFn = ["__await__"] dispatch::await_;
    /// `aiter(o)`
    aiter: UnaryFn = ["__aiter__"] dispatch::aiter;
    /// `anext(o)`
    anext: UnaryFn = ["__anext__"] dispatch::anext;
    /// The buffer protocol
    buffer: BufferFn = ["__buffer__"] dispatch::buffer;
    /// `__release_buffer__`: the view comes back.
    release_buffer: BinaryFn = [] dispatch::no_binary;
    /// `__del__`; native types that set it also set their objects' FINALISES flag.
    finalise: UnaryFn = ["__del__"] dispatch::finalise;
}
