//! Arithmetic with any operands: reflected operations, in-place ones, conversions to numbers.

use crate::{BinaryFn, PyResult, SlotView, Type, TypeExt, Vm, type_error, types};
use rpython_heap::{Obj, Ref};

/// The binary operators, numbered as CPython's `NB_*`; an in-place one is `INPLACE` more.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u8)]
#[allow(missing_docs)]
pub enum BinaryOp {
    Add,
    And,
    FloorDivide,
    Lshift,
    MatrixMultiply,
    Multiply,
    Remainder,
    Or,
    Power,
    Rshift,
    Subtract,
    TrueDivide,
    Xor,
}

impl BinaryOp {
    /// All, by number.
    pub const ALL: [BinaryOp; 13] = [
        BinaryOp::Add,
        BinaryOp::And,
        BinaryOp::FloorDivide,
        BinaryOp::Lshift,
        BinaryOp::MatrixMultiply,
        BinaryOp::Multiply,
        BinaryOp::Remainder,
        BinaryOp::Or,
        BinaryOp::Power,
        BinaryOp::Rshift,
        BinaryOp::Subtract,
        BinaryOp::TrueDivide,
        BinaryOp::Xor,
    ];

    /// As written in messages.
    pub const fn symbol(self) -> &'static str {
        ["+", "&", "//", "<<", "@", "*", "%", "|", "** or pow()", ">>", "-", "/", "^"][self as usize]
    }

    /// As written in messages of in-place operations.
    pub const fn inplace_symbol(self) -> &'static str {
        ["+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^="][self as usize]
    }

    fn slot(self, s: SlotView) -> Option<BinaryFn> {
        match self {
            BinaryOp::Add => s.add(),
            BinaryOp::And => s.and(),
            BinaryOp::FloorDivide => s.floor_divide(),
            BinaryOp::Lshift => s.lshift(),
            BinaryOp::MatrixMultiply => s.matrix_multiply(),
            BinaryOp::Multiply => s.multiply(),
            BinaryOp::Remainder => s.remainder(),
            BinaryOp::Or => s.or(),
            BinaryOp::Power => None,
            BinaryOp::Rshift => s.rshift(),
            BinaryOp::Subtract => s.subtract(),
            BinaryOp::TrueDivide => s.true_divide(),
            BinaryOp::Xor => s.xor(),
        }
    }

    fn inplace_slot(self, s: SlotView) -> Option<BinaryFn> {
        match self {
            BinaryOp::Add => s.inplace_add(),
            BinaryOp::And => s.inplace_and(),
            BinaryOp::FloorDivide => s.inplace_floor_divide(),
            BinaryOp::Lshift => s.inplace_lshift(),
            BinaryOp::MatrixMultiply => s.inplace_matrix_multiply(),
            BinaryOp::Multiply => s.inplace_multiply(),
            BinaryOp::Remainder => s.inplace_remainder(),
            BinaryOp::Or => s.inplace_or(),
            BinaryOp::Power => None,
            BinaryOp::Rshift => s.inplace_rshift(),
            BinaryOp::Subtract => s.inplace_subtract(),
            BinaryOp::TrueDivide => s.inplace_true_divide(),
            BinaryOp::Xor => s.inplace_xor(),
        }
    }
}

/// `a OP b`
///
/// # Errors
/// `TypeError` where neither operand knows the operation, or what it raises.
pub fn binary(vm: &mut Vm, a: &Obj, b: &Obj, op: BinaryOp) -> PyResult {
    if op == BinaryOp::Power {
        return power(vm, a, b, &Obj::NONE);
    }
    let r = try_binary(vm, a, b, |s| op.slot(s))?;
    if !r.is_not_implemented() {
        return Ok(r);
    }
    if let Some(r) = sequence_binary(vm, a, b, op, false)? {
        return Ok(r);
    }
    Err(unsupported(vm, a, b, op.symbol()))
}

/// `a OP= b`: the new value of `a`.
///
/// # Errors
/// As [`binary`].
pub fn inplace(vm: &mut Vm, a: &Obj, b: &Obj, op: BinaryOp) -> PyResult {
    if op == BinaryOp::Power {
        return inplace_power(vm, a, b);
    }
    if let Some(f) = op.inplace_slot(vm.slots_of(a)) {
        let r = f(vm, a, b)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    let r = try_binary(vm, a, b, |s| op.slot(s))?;
    if !r.is_not_implemented() {
        return Ok(r);
    }
    if let Some(r) = sequence_binary(vm, a, b, op, true)? {
        return Ok(r);
    }
    Err(unsupported(vm, a, b, op.inplace_symbol()))
}

/// The number operation of either operand: the left one's first, unless the right one's class is a subclass that has its own.
fn try_binary(vm: &mut Vm, a: &Obj, b: &Obj, pick: impl Fn(SlotView) -> Option<BinaryFn>) -> PyResult {
    let (ca, cb) = (vm.class_of(a).own(), vm.class_of(b).own());
    let fa = pick(vm.slots(&ca));
    let fb = if ca.is(&cb) { None } else { pick(vm.slots(&cb)).filter(|f| !is_same(fa, *f)) };
    if let Some(f) = fa {
        if let Some(g) = fb
            && cb.is_subtype(vm, &ca)
        {
            let r = g(vm, a, b)?;
            if !r.is_not_implemented() {
                return Ok(r);
            }
            return f(vm, a, b);
        }
        let r = f(vm, a, b)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    match fb {
        Some(g) => g(vm, a, b),
        None => Ok(Obj::NOT_IMPLEMENTED),
    }
}

fn is_same(a: Option<BinaryFn>, b: BinaryFn) -> bool {
    a.is_some_and(|a| a as usize == b as usize)
}

/// `+` and `*` of sequences, behind the number operations.
fn sequence_binary(vm: &mut Vm, a: &Obj, b: &Obj, op: BinaryOp, inplace: bool) -> PyResult<Option<Obj>> {
    let (sa, sb) = (vm.slots_of(a), vm.slots_of(b));
    match op {
        BinaryOp::Add => {
            let own = if inplace { sa.inplace_concat().or(sa.concat()) } else { sa.concat() };
            match own {
                Some(f) => f(vm, a, b).map(Some),
                None => Ok(None),
            }
        }
        BinaryOp::Multiply => {
            let own = if inplace { sa.inplace_repeat().or(sa.repeat()) } else { sa.repeat() };
            let (f, seq, n) = match (own, sb.repeat()) {
                (Some(f), _) => (f, a, b),
                (None, Some(f)) => (f, b, a),
                (None, None) => return Ok(None),
            };
            if !has_index(vm, n) {
                let class = vm.class_of(n).name(vm).to_string();
                return Err(type_error!(vm, "can't multiply sequence by non-int of type '{class}'"));
            }
            let n = to_index(vm, n, Some(types::OVERFLOW_ERROR))?;
            f(vm, seq, n).map(Some)
        }
        _ => Ok(None),
    }
}

/// The `TypeError` of operands that do not fit an operator.
#[cold]
pub fn unsupported(vm: &mut Vm, a: &Obj, b: &Obj, symbol: &str) -> crate::Raised {
    let (x, y) = (crate::argument::class_name(vm, a), crate::argument::class_name(vm, b));
    if symbol == ">>" && x == "builtin_function_or_method" {
        let is_print = crate::function::is_print(vm, a);
        if is_print {
            return type_error!(
                vm,
                "unsupported operand type(s) for >>: '{x}' and '{y}'. Did you mean \"print(<message>, file=<output_stream>)\"?"
            );
        }
    }
    type_error!(vm, "unsupported operand type(s) for {symbol}: '{x}' and '{y}'")
}

/// `pow(a, b, m)`; `m` is `None` for `a ** b`.
///
/// # Errors
/// As [`binary`].
pub fn power(vm: &mut Vm, a: &Obj, b: &Obj, m: &Obj) -> PyResult {
    let r = try_power(vm, a, b, m)?;
    if !r.is_not_implemented() {
        return Ok(r);
    }
    if m.is_none() {
        return Err(unsupported(vm, a, b, BinaryOp::Power.symbol()));
    }
    let name = |o: &Obj| vm.class_of(o).name(vm).into_owned();
    let (x, y, z) = (name(a), name(b), name(m));
    Err(type_error!(vm, "unsupported operand type(s) for ** or pow(): '{x}', '{y}', '{z}'"))
}

fn try_power(vm: &mut Vm, a: &Obj, b: &Obj, m: &Obj) -> PyResult {
    let (ca, cb) = (vm.class_of(a).own(), vm.class_of(b).own());
    let fa = vm.slots(&ca).power();
    let fb =
        if ca.is(&cb) { None } else { vm.slots(&cb).power().filter(|g| fa.is_none_or(|f| f as usize != *g as usize)) };
    let order = if fb.is_some() && fa.is_some() && cb.is_subtype(vm, &ca) { [fb, fa] } else { [fa, fb] };
    for f in order.into_iter().flatten() {
        let r = f(vm, a, b, m)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    // A modulus of another type has its say last.
    if !m.is_none()
        && let Some(f) = vm.slots_of(m).power()
        && !order.into_iter().flatten().any(|g| g as usize == f as usize)
    {
        return f(vm, a, b, m);
    }
    Ok(Obj::NOT_IMPLEMENTED)
}

fn inplace_power(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    if let Some(f) = vm.slots_of(a).inplace_power() {
        let r = f(vm, a, b, &Obj::NONE)?;
        if !r.is_not_implemented() {
            return Ok(r);
        }
    }
    let r = try_power(vm, a, b, &Obj::NONE)?;
    if r.is_not_implemented() { Err(unsupported(vm, a, b, "**=")) } else { Ok(r) }
}

/// `divmod(a, b)`
///
/// # Errors
/// As [`binary`].
pub fn divmod(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let r = try_binary(vm, a, b, |s| s.divmod())?;
    if r.is_not_implemented() { Err(unsupported(vm, a, b, "divmod()")) } else { Ok(r) }
}

macro_rules! unary {
    ($($(#[$doc:meta])* $name:ident $slot:ident $symbol:literal;)*) => {
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// `TypeError` where the operand has no such operation, or what it raises.
            pub fn $name(vm: &mut Vm, o: &Obj) -> PyResult {
                match vm.slots_of(o).$slot() {
                    Some(f) => f(vm, o),
                    None => {
                        let class = vm.class_of(o).name(vm).to_string();
                        Err(type_error!(vm, "bad operand type for {}: '{class}'", $symbol))
                    }
                }
            }
        )*
    };
}

unary! {
    /// `-o`
    negative negative "unary -";
    /// `+o`
    positive positive "unary +";
    /// `~o`
    invert invert "unary ~";
    /// `abs(o)`
    absolute absolute "abs()";
}

/// Whether `operator.index(o)` is defined.
pub fn has_index(vm: &Vm, o: &Obj) -> bool {
    o.value().is_int() || vm.slots_of(o).index().is_some()
}

/// `operator.index(o)`: an exact int.
///
/// # Errors
/// `TypeError` for what is no integer, or what `__index__` raises.
pub fn index(vm: &mut Vm, o: &Obj) -> PyResult {
    if let Some(exact) = crate::int::exact(vm, o) {
        return Ok(exact);
    }
    match vm.slots_of(o).index() {
        Some(f) => f(vm, o),
        None => {
            let class = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "'{class}' object cannot be interpreted as an integer"))
        }
    }
}

/// `operator.index(o)` as a machine integer. One that does not fit raises `overflow`, or is cut to the nearest that does.
///
/// # Errors
/// As [`index`]; `overflow` with CPython's message.
pub fn to_index(vm: &mut Vm, o: &Obj, overflow: Option<&Ref<Type>>) -> PyResult<isize> {
    if let Some(n) = o.value().as_int() {
        return Ok(n as isize);
    }
    let exact = index(vm, o)?;
    match (int_value(vm, &exact), overflow) {
        (Some(n), _) => Ok(n as isize),
        (None, Some(class)) => {
            let name = vm.class_of(o).name(vm).to_string();
            Err(crate::raise!(vm, class, "cannot fit '{name}' into an index-sized integer"))
        }
        (None, None) => Ok(if crate::int::is_negative(vm, &exact) { isize::MIN } else { isize::MAX }),
    }
}

/// The value of an int (a bool included), if it fits 64 bits; `None` for anything else.
pub fn int_value(vm: &Vm, o: &Obj) -> Option<i64> {
    match o.value().as_int() {
        Some(n) => Some(n),
        None => crate::int::to_i64(vm, o),
    }
}
