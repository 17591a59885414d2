//! Which pairs of neighbours the optimiser may change: known from two table entries, so that the passes look at the few
//! instructions that matter instead of asking each what it is.
//!
//! What is said here may be more than true, never less: an instruction that another rewrite could put next to its
//! partner counts as the partner.

use crate::bytecode::{self, wide};

/// The instruction and the next one.
const NULL: u16 = 1;
const STORE: u16 = 1 << 1;
const BOOL: u16 = 1 << 2;
const NOT: u16 = 1 << 3;
const SEARCH: u16 = 1 << 4;
const WITH_NEXT: u16 = NULL | STORE | BOOL | NOT | SEARCH;
/// The instruction and the one before.
const FOLD: u16 = 1 << 8;
const POP: u16 = 1 << 9;
const WITH_PREVIOUS: u16 = FOLD | POP;
/// A constant is tested by the next instruction.
const TEST: u16 = 1 << 10;

/// The roles of an instruction: in the low half as the first of a pair, in the high half as the second. Bits from 11 on of
/// either half are about the instruction alone.
#[derive(Clone, Copy)]
pub(super) struct Roles(u32);

/// It moves control.
const CONTROL: u32 = 1 << 12;
/// It is a pseudo-instruction that stays until the end, jumps aside.
const PSEUDO: u32 = 1 << 13;
/// It is always to be looked at.
const ALONE: u32 = 1 << 14;
/// It may leave a local unbound.
const UNBINDS: u32 = 1 << 15;

/// It is a NOP.
const IDLE: u32 = 1 << 27;

/// It jumps and may leave the value that it tests.
const KEEPS: u32 = 1 << 11;

impl Roles {
    /// Of no instruction.
    pub(super) const NONE: Roles = Roles(0);

    #[inline(always)]
    pub(super) fn of(op: u16) -> Roles {
        ROLES[op as usize & 511]
    }

    /// What an instruction and the next one are to each other.
    #[inline(always)]
    pub(super) fn pair(self, next: Roles) -> Pair {
        Pair(self.0 & next.0 >> 16)
    }

    /// Not zero if the peephole pass is to look at the instruction, the second of a pair, whatever comes next.
    #[inline(always)]
    pub(super) fn with_previous(self, pair: Pair) -> u32 {
        pair.0 & WITH_PREVIOUS as u32 | self.0 & ALONE
    }

    /// Whether blocks depend on the instruction, the second of a pair, or a pass looks for it.
    #[inline(always)]
    pub(super) fn is_notable_behind(self, pair: Pair) -> bool {
        pair.0 & TEST as u32 | self.0 & (CONTROL | IDLE) != 0
    }

    #[inline(always)]
    pub(super) fn moves_control(self) -> bool {
        self.0 & CONTROL != 0
    }

    /// The roles of two instructions together; what is asked of them is what holds of either.
    #[inline(always)]
    pub(super) fn and(self, other: Roles) -> Roles {
        Roles(self.0 | other.0)
    }

    pub(super) fn unbinds(self) -> bool {
        self.0 & UNBINDS != 0
    }

    pub(super) fn keeps_tested(self) -> bool {
        self.0 & KEEPS != 0
    }

    pub(super) fn is_pseudo(self) -> bool {
        self.0 & PSEUDO != 0
    }
}

/// What two neighbours are to each other.
#[derive(Clone, Copy)]
pub(super) struct Pair(u32);

impl Pair {
    /// Not zero if the peephole pass is to look at the first because of the second.
    #[inline(always)]
    pub(super) fn with_next(self) -> u32 {
        self.0 & WITH_NEXT as u32
    }

    /// Whether the second may test a constant.
    #[inline(always)]
    pub(super) fn tests_constant(self) -> bool {
        self.0 & TEST as u32 != 0
    }
}

static ROLES: [Roles; 512] = {
    let mut table = [Roles::NONE; 512];
    let mut op = 0;
    while op < table.len() {
        let number = op as u16;
        table[op] = Roles((second(number) as u32) << 16 | first(number) as u32 | alone(number));
        op += 1;
    }
    table
};

const fn alone(op: u16) -> u32 {
    let mut roles = 0;
    if op == wide::NOP {
        roles |= IDLE;
    }
    if matches!(op, wide::SWAP | wide::CALL_INTRINSIC_1 | wide::BUILD_TUPLE) || bytecode::has_jump(op) {
        roles |= ALONE;
    }
    if matches!(op, wide::DELETE_FAST | wide::LOAD_FAST_AND_CLEAR | wide::STORE_FAST_MAYBE_NULL) {
        roles |= UNBINDS;
    }
    if matches!(op, wide::JUMP_IF_FALSE | wide::JUMP_IF_TRUE) {
        roles |= KEEPS;
    }
    if bytecode::has_jump(op) || bytecode::is_block_push(op) || bytecode::is_scope_exit(op) {
        roles |= CONTROL;
    }
    if op > u8::MAX as u16 && !bytecode::has_jump(op) {
        roles |= PSEUDO;
    }
    roles
}

const fn first(op: u16) -> u16 {
    let mut roles = match op {
        wide::LOAD_GLOBAL => NULL,
        wide::STORE_FAST => STORE,
        wide::COMPARE_OP => BOOL,
        wide::CONTAINS_OP | wide::IS_OP | wide::TO_BOOL | wide::UNARY_NOT => BOOL | NOT,
        wide::BUILD_LIST | wide::BUILD_SET | wide::LIST_APPEND | wide::SET_ADD => SEARCH,
        wide::LOAD_CONST | wide::LOAD_SMALL_INT | wide::COPY => TEST,
        _ => 0,
    };
    if loads_const_in_the_end(op) {
        roles |= FOLD;
    }
    if !is_kept(op) {
        roles |= POP;
    }
    roles
}

const fn second(op: u16) -> u16 {
    match op {
        wide::PUSH_NULL => NULL,
        wide::STORE_FAST => STORE,
        wide::TO_BOOL => BOOL | TEST,
        wide::UNARY_NOT => NOT | FOLD,
        wide::GET_ITER | wide::CONTAINS_OP => SEARCH,
        wide::BINARY_OP | wide::UNARY_NEGATIVE | wide::UNARY_INVERT => FOLD,
        wide::BUILD_LIST | wide::BUILD_SET => FOLD,
        wide::POP_TOP => POP,
        wide::IS_OP | wide::POP_JUMP_IF_FALSE | wide::POP_JUMP_IF_TRUE | wide::JUMP_IF_FALSE | wide::JUMP_IF_TRUE => {
            TEST
        }
        _ => 0,
    }
}

/// Whether the instruction may have become the load of a constant, or a NOP behind one, when the next is looked at.
const fn loads_const_in_the_end(op: u16) -> bool {
    !matches!(
        op,
        wide::LOAD_FAST
            | wide::LOAD_NAME
            | wide::LOAD_GLOBAL
            | wide::LOAD_ATTR
            | wide::LOAD_DEREF
            | wide::CALL
            | wide::CALL_KW
            | wide::CALL_FUNCTION_EX
            | wide::BINARY_SLICE
            | wide::STORE_FAST
            | wide::STORE_NAME
            | wide::STORE_ATTR
            | wide::GET_ITER
    )
}

/// Whether the instruction stays what it is and cancels with no `POP_TOP`.
const fn is_kept(op: u16) -> bool {
    matches!(
        op,
        wide::CALL
            | wide::CALL_KW
            | wide::CALL_FUNCTION_EX
            | wide::END_SEND
            | wide::IMPORT_FROM
            | wide::YIELD_VALUE
            | wide::RESUME
            | wide::LOAD_ATTR
    )
}
