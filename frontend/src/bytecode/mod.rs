//! The instruction set of CPython 3.14: the one table that code generation, the interpreter, the tiers,
//! `dis` and marshal read.
//!
//! An instruction in `co_code` is two bytes: number, argument. `EXTENDED_ARG` in front of it supplies the higher
//! bytes of the argument. [`CACHES`]`[op]` 16-bit inline cache entries, zero in a fresh code object, follow it.
//! Numbers below [`MIN_SPECIALIZED_OPCODE`] are what the compiler emits; those up to [`MIN_INSTRUMENTED_OPCODE`] are
//! the specialised forms of a base instruction ([`DEOPT`], [`FAMILIES`]); those above are the instrumented ones of
//! `sys.monitoring`. Pseudo-instructions ([`pseudo`], numbers above 255) exist only inside the compiler.
//!
//! The facts live in `table.rs`, recorded from CPython by `record.py`. What is derived from them lives here.
#[rustfmt::skip]
mod table;

pub use table::*;

/// What `LOAD_COMMON_CONSTANT` pushes, by its argument.
pub mod common_constant {
    /// `AssertionError`.
    pub const ASSERTION_ERROR: u8 = 0;
    /// `NotImplementedError`.
    pub const NOT_IMPLEMENTED_ERROR: u8 = 1;
    /// `builtins.tuple`.
    pub const BUILTIN_TUPLE: u8 = 2;
    /// `builtins.all`.
    pub const BUILTIN_ALL: u8 = 3;
    /// `builtins.any`.
    pub const BUILTIN_ANY: u8 = 4;
}

/// The names of the built-in objects that `LOAD_COMMON_CONSTANT` pushes, by its argument.
pub static COMMON_CONSTANTS: [&str; 5] = ["AssertionError", "NotImplementedError", "tuple", "all", "any"];

/// Arguments of `LOAD_SPECIAL`; indices into [`SPECIAL_METHODS`].
pub mod special {
    /// `__enter__`.
    pub const ENTER: u8 = 0;
    /// `__exit__`.
    pub const EXIT: u8 = 1;
    /// `__aenter__`.
    pub const AENTER: u8 = 2;
    /// `__aexit__`.
    pub const AEXIT: u8 = 3;
}

/// Arguments of `SET_FUNCTION_ATTRIBUTE`.
pub mod make_function {
    /// A tuple of positional defaults.
    pub const DEFAULTS: u8 = 0x01;
    /// A dict of keyword-only defaults.
    pub const KWDEFAULTS: u8 = 0x02;
    /// A tuple or dict of annotations.
    pub const ANNOTATIONS: u8 = 0x04;
    /// A tuple of cells.
    pub const CLOSURE: u8 = 0x08;
    /// The `__annotate__` function.
    pub const ANNOTATE: u8 = 0x10;
}

/// The argument of `RESUME`: where the frame resumes, and whether it was suspended at exception depth 1.
pub mod resume {
    /// At the start of a function.
    pub const AT_FUNC_START: u8 = 0;
    /// After a `yield`.
    pub const AFTER_YIELD: u8 = 1;
    /// After a `yield from`.
    pub const AFTER_YIELD_FROM: u8 = 2;
    /// After an `await`.
    pub const AFTER_AWAIT: u8 = 3;
    /// The bits that hold the location.
    pub const LOCATION_MASK: u8 = 0x3;
    /// Set where the suspended frame has exactly the generator's own exception handler.
    pub const DEPTH1_MASK: u8 = 0x4;
}

/// The argument of `COMPARE_OP`: the operator in the bits from 5 on, bit 4 where the result is converted to a
/// bool, and in the low four bits the outcomes for which the operator holds.
pub mod compare {
    /// The operators, by `oparg >> 5`; `dis.cmp_op`.
    pub static OPERATORS: [&str; 6] = ["<", "<=", "==", "!=", ">", ">="];
    /// `<`.
    pub const LT: u8 = 0;
    /// `<=`.
    pub const LE: u8 = 1;
    /// `==`.
    pub const EQ: u8 = 2;
    /// `!=`.
    pub const NE: u8 = 3;
    /// `>`.
    pub const GT: u8 = 4;
    /// `>=`.
    pub const GE: u8 = 5;
    /// Outcome: unordered (a NaN).
    pub const UNORDERED: u8 = 1;
    /// Outcome: less than.
    pub const LESS_THAN: u8 = 2;
    /// Outcome: greater than.
    pub const GREATER_THAN: u8 = 4;
    /// Outcome: equal.
    pub const EQUALS: u8 = 8;
    /// Every outcome but equality.
    pub const NOT_EQUALS: u8 = UNORDERED | LESS_THAN | GREATER_THAN;
    /// Set where the result is converted to a bool.
    pub const TO_BOOL: u8 = 16;

    /// The outcomes for which operator `op` holds.
    pub const fn outcomes(op: u8) -> u8 {
        match op {
            LT => LESS_THAN,
            LE => LESS_THAN | EQUALS,
            EQ => EQUALS,
            NE => NOT_EQUALS,
            GT => GREATER_THAN,
            _ => GREATER_THAN | EQUALS,
        }
    }

    /// The argument for operator `op`, without [`TO_BOOL`].
    pub const fn oparg(op: u8) -> u32 {
        ((op as u32) << 5) | outcomes(op) as u32
    }
}

/// Arguments of `CONVERT_VALUE`.
pub mod convert {
    /// `!s`.
    pub const STR: u8 = 1;
    /// `!r`.
    pub const REPR: u8 = 2;
    /// `!a`.
    pub const ASCII: u8 = 3;
}

/// Whether the bit `which` of [`flag`] is set for `opcode` (pseudo-instructions included).
pub const fn has_flag(opcode: u16, which: u16) -> bool {
    (opcode as usize) < FLAGS.len() && FLAGS[opcode as usize] & which != 0
}

/// Whether the instruction takes an argument.
pub const fn has_arg(opcode: u16) -> bool {
    has_flag(opcode, flag::ARG)
}

/// Whether the instruction may jump (pseudo-jumps included; block setups are not jumps).
pub const fn has_jump(opcode: u16) -> bool {
    has_flag(opcode, flag::JUMP)
}

/// Whether the argument is an index into the constants.
pub const fn has_const(opcode: u16) -> bool {
    has_flag(opcode, flag::CONST)
}

/// Whether the argument names a local variable.
pub const fn has_local(opcode: u16) -> bool {
    has_flag(opcode, flag::LOCAL)
}

/// Whether the argument is an index into the names (shifted for some instructions).
pub const fn has_name(opcode: u16) -> bool {
    has_flag(opcode, flag::NAME)
}

/// Whether the argument names a cell or free variable.
pub const fn has_free(opcode: u16) -> bool {
    has_flag(opcode, flag::FREE)
}

/// Whether the instruction pushes an exception handler: `SETUP_FINALLY`, `SETUP_CLEANUP`, `SETUP_WITH`.
pub const fn is_block_push(opcode: u16) -> bool {
    matches!(opcode, pseudo::SETUP_FINALLY | pseudo::SETUP_CLEANUP | pseudo::SETUP_WITH)
}

/// Whether control never goes on to the next instruction because the frame is left.
pub const fn is_scope_exit(opcode: u16) -> bool {
    const RETURN: u16 = op::RETURN_VALUE as u16;
    const RAISE: u16 = op::RAISE_VARARGS as u16;
    const RERAISE: u16 = op::RERAISE as u16;
    matches!(opcode, RETURN | RAISE | RERAISE)
}

/// Whether the instruction always jumps.
pub const fn is_unconditional_jump(opcode: u16) -> bool {
    const FORWARD: u16 = op::JUMP_FORWARD as u16;
    const BACKWARD: u16 = op::JUMP_BACKWARD as u16;
    const BACKWARD_NO_INTERRUPT: u16 = op::JUMP_BACKWARD_NO_INTERRUPT as u16;
    matches!(opcode, pseudo::JUMP | pseudo::JUMP_NO_INTERRUPT | FORWARD | BACKWARD | BACKWARD_NO_INTERRUPT)
}

/// How an instruction moves control, as bits; the compiler's passes ask for little else.
pub mod flow {
    /// May jump.
    pub const JUMP: u8 = 1;
    /// Pushes an exception handler.
    pub const BLOCK_PUSH: u8 = 2;
    /// Leaves the frame.
    pub const SCOPE_EXIT: u8 = 4;
    /// Always jumps.
    pub const ALWAYS_JUMPS: u8 = 8;
    /// Looks for signals and the like.
    pub const EVAL_BREAK: u8 = 16;
    /// Loads a constant by its index.
    pub const CONST: u8 = 32;
}

/// Bits of [`flow`] by number, masked to nine bits.
const FLOW: [u8; 512] = {
    let mut table = [0; 512];
    let mut opcode = 0;
    while opcode < FLAGS.len() {
        let number = opcode as u16;
        let mut bits = 0;
        if has_jump(number) {
            bits |= flow::JUMP;
        }
        if is_block_push(number) {
            bits |= flow::BLOCK_PUSH;
        }
        if is_scope_exit(number) {
            bits |= flow::SCOPE_EXIT;
        }
        if is_unconditional_jump(number) {
            bits |= flow::ALWAYS_JUMPS;
        }
        if has_flag(number, flag::EVAL_BREAK) {
            bits |= flow::EVAL_BREAK;
        }
        if has_const(number) {
            bits |= flow::CONST;
        }
        table[opcode] = bits;
        opcode += 1;
    }
    table
};

/// Bits of [`flow`] for an instruction, pseudo-instructions included.
#[inline]
pub fn flow_of(opcode: u16) -> u8 {
    EFFECTS[opcode as usize & 511].flow
}

/// A number that depends on an instruction's argument as `fixed + each * arg + odd * (arg & 1)`.
#[derive(Clone, Copy)]
struct Linear {
    fixed: i8,
    each: i8,
    odd: i8,
}

impl Linear {
    const NOTHING: Linear = Linear { fixed: 0, each: 0, odd: 0 };

    /// From the values for the arguments 0, 1 and 2.
    const fn through(zero: i32, one: i32, two: i32) -> Linear {
        let each = (two - zero) / 2;
        Linear { fixed: zero as i8, each: each as i8, odd: (one - zero - each) as i8 }
    }

    #[inline(always)]
    const fn at(self, arg: i32) -> i32 {
        let each = (self.each as i32).wrapping_mul(arg);
        (self.fixed as i32).wrapping_add(each).wrapping_add((self.odd as i32) * (arg & 1))
    }

    const fn minus(self, other: Linear) -> Linear {
        Linear { fixed: self.fixed - other.fixed, each: self.each - other.each, odd: self.odd - other.odd }
    }
}

/// What an instruction does to the stack and to control, so that a pass over code asks one table and branches on what is
/// rare only.
#[derive(Clone, Copy)]
struct Effect {
    /// By how much the stack grows.
    net: Linear,
    /// Bits of [`flow`].
    flow: u8,
    popped: Linear,
    /// Whether all that is true: the argument of a few instructions counts in other ways.
    linear: bool,
}

const _: () = assert!(size_of::<Effect>() == 8);

static EFFECTS: [Effect; 512] = {
    let mut table = [Effect { net: Linear::NOTHING, flow: 0, popped: Linear::NOTHING, linear: false }; 512];
    let mut opcode = 0;
    while opcode < table.len() {
        let number = opcode as u16;
        table[opcode].flow = FLOW[opcode];
        if let (Some(popped), Some(pushed)) = (linear(number, false), linear(number, true)) {
            table[opcode].net = pushed.minus(popped);
            table[opcode].popped = popped;
            table[opcode].linear = true;
        }
        opcode += 1;
    }
    table
};

const fn linear(opcode: u16, pushed: bool) -> Option<Linear> {
    const fn value(opcode: u16, arg: i32, pushed: bool) -> Option<i32> {
        if pushed { num_pushed(opcode, arg) } else { num_popped(opcode, arg) }
    }
    let (Some(zero), Some(one), Some(two)) =
        (value(opcode, 0, pushed), value(opcode, 1, pushed), value(opcode, 2, pushed))
    else {
        return None;
    };
    let linear = Linear::through(zero, one, two);
    let mut arg = 3;
    while arg < 0x1000 {
        match value(opcode, arg, pushed) {
            Some(value) if value == linear.at(arg) => {}
            _ => return None,
        }
        arg += 0xFD;
    }
    Some(linear)
}

/// By how much an instruction makes the stack grow, and its bits of [`flow`].
#[inline(always)]
pub fn net_effect(opcode: u16, oparg: i32) -> Option<(i32, u8)> {
    let effect = &EFFECTS[opcode as usize & 511];
    if effect.linear {
        return Some((effect.net.at(oparg), effect.flow));
    }
    let (popped, pushed) = unusual_stack_use(opcode, oparg)?;
    Some((pushed - popped, effect.flow))
}

/// [`num_popped`] and [`num_pushed`] at once, from a table where possible.
#[inline(always)]
pub fn stack_use(opcode: u16, oparg: i32) -> Option<(i32, i32)> {
    let effect = &EFFECTS[opcode as usize & 511];
    if effect.linear {
        let popped = effect.popped.at(oparg);
        return Some((popped, popped.wrapping_add(effect.net.at(oparg))));
    }
    unusual_stack_use(opcode, oparg)
}

#[cold]
#[inline(never)]
fn unusual_stack_use(opcode: u16, oparg: i32) -> Option<(i32, i32)> {
    Some((num_popped(opcode, oparg)?, num_pushed(opcode, oparg)?))
}

/// The number of the instruction of that name, pseudo-instructions included.
pub fn by_name(name: &str) -> Option<u16> {
    NAMES.iter().position(|known| *known == Some(name)).map(|number| number as u16)
}

/// Whether a path of execution is asked for by [`stack_effect`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Path {
    /// The instruction does not jump.
    Fallthrough,
    /// The instruction jumps.
    Jump,
    /// The larger of the two.
    Either,
}

/// By how much an instruction moves the stack pointer; `None` for what is not an instruction and for specialised
/// forms (flowgraph.c: get_stack_effects; `dis.stack_effect`).
pub fn stack_effect(opcode: u16, oparg: i32, path: Path) -> Option<i32> {
    if opcode < MIN_INSTRUMENTED_OPCODE as u16 && DEOPT[opcode as usize] as u16 != opcode {
        return None;
    }
    let popped = num_popped(opcode, oparg)?;
    let pushed = num_pushed(opcode, oparg)?;
    if is_block_push(opcode) && path == Path::Fallthrough { Some(0) } else { Some(pushed - popped) }
}

/// How many bytes an instruction with that argument takes, with its prefixes and inline caches.
pub const fn instruction_size(opcode: u8, oparg: u32) -> usize {
    let prefixes = (oparg > 0xff) as usize + (oparg > 0xffff) as usize + (oparg > 0xff_ffff) as usize;
    2 * (1 + prefixes + CACHES[opcode as usize] as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn caches_of_specialised_forms_equal_their_base() {
        for (base, forms) in FAMILIES {
            for form in *forms {
                assert_eq!(CACHES[*form as usize], CACHES[*base as usize]);
                assert_eq!(DEOPT[*form as usize], *base);
            }
        }
        assert_eq!(CACHES[op::INSTRUMENTED_CALL as usize], CACHES[op::CALL as usize]);
    }

    #[test]
    fn stack_effects() {
        assert_eq!(stack_effect(op::CALL.into(), 2, Path::Either), Some(-3));
        assert_eq!(stack_effect(op::LOAD_GLOBAL.into(), 1, Path::Either), Some(2));
        assert_eq!(stack_effect(op::UNPACK_EX.into(), 0x0102, Path::Either), Some(3));
        assert_eq!(stack_effect(pseudo::SETUP_WITH, 0, Path::Fallthrough), Some(0));
        assert_eq!(stack_effect(pseudo::SETUP_CLEANUP, 0, Path::Jump), Some(2));
        assert_eq!(stack_effect(op::CALL_LEN.into(), 1, Path::Either), None);
        assert!(has_jump(pseudo::JUMP_NO_INTERRUPT) && has_arg(pseudo::SETUP_WITH));
        assert_eq!(by_name("SETUP_FINALLY"), Some(pseudo::SETUP_FINALLY));
    }
}
