//! Bounds the recursion of the passes by the machine stack that it takes, so that no tree, however deep, overflows it.
//!
//! A pass notes the address of a local when it starts and compares against it as it descends: the bound is one of bytes,
//! the same for every build and frame size. CPython does this too (`Py_EnterRecursiveCall(" during compilation")`), and
//! raises `RecursionError` where the stack ends. Stacks grow downwards on every supported target.

use crate::error::{CompileError, ErrorClass, Result};

/// How far down the stack a pass may go.
#[derive(Clone, Copy, Debug)]
pub struct StackLimit {
    lowest: usize,
}

/// The longest chain of left operands (`a.b.c`, `a+b+c`, `a()()`) that is walked in a loop instead of by recursion.
/// CPython's own stack ends between 20,000 and 30,000 of them.
pub const MAX_CHAIN: usize = 20_000;

impl StackLimit {
    /// The bytes of stack that a pass may use unless its caller knows better: half of a Rust thread's default stack.
    pub const DEFAULT: usize = 1 << 20;

    /// A limit `bytes` below the caller's frame.
    #[inline(never)]
    pub fn below_here(bytes: usize) -> Self {
        Self { lowest: stack_address().saturating_sub(bytes) }
    }

    /// Raises `RecursionError` when the stack is below the limit.
    #[inline(always)]
    pub fn check(self) -> Result<()> {
        if stack_address() < self.lowest { Err(too_deep()) } else { Ok(()) }
    }
}

impl Default for StackLimit {
    fn default() -> Self {
        Self::below_here(Self::DEFAULT)
    }
}

/// The error of a program that is nested too deeply.
#[cold]
pub fn too_deep() -> CompileError {
    CompileError::new(ErrorClass::RecursionError, "maximum recursion depth exceeded during compilation")
}

#[inline(always)]
fn stack_address() -> usize {
    let marker = 0u8;
    std::ptr::from_ref(std::hint::black_box(&marker)).addr()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn descend(limit: StackLimit, depth: usize) -> Result<usize> {
        limit.check()?;
        let below = std::hint::black_box(descend(limit, depth + 1)?);
        Ok(below.max(depth))
    }

    #[test]
    fn endless_recursion_ends() {
        let error = descend(StackLimit::default(), 0).map(drop).map_err(|error| error.class);
        assert_eq!(error, Err(ErrorClass::RecursionError));
    }
}
