//! Operations on numbers whose digits are bits.

use super::{
    Answer,
    coefficient::Coefficient,
    context::{Context, status},
    number::Number,
};

impl Context {
    /// The digits of a logical operand, least significant first; more than the precision has count for nothing.
    fn bits(&self, n: &Number) -> Option<Vec<u8>> {
        if n.is_special() || n.negative || n.exponent != 0 {
            return None;
        }
        let digits: Vec<u8> = n.coefficient.text().bytes().rev().map(|d| d - b'0').collect();
        if digits.iter().any(|d| *d > 1) {
            return None;
        }
        Some(digits.into_iter().take(usize::try_from(self.prec).unwrap_or(usize::MAX)).collect())
    }

    fn combined(&self, a: &Number, b: &Number, with: fn(u8, u8) -> u8, status: &mut u32) -> Answer {
        let (Some(a), Some(b)) = (self.bits(a), self.bits(b)) else {
            return Ok(Number::invalid(status::INVALID_OPERATION, status));
        };
        let at = |bits: &[u8], i: usize| bits.get(i).copied().unwrap_or(0);
        let digits: Vec<u8> = (0..a.len().max(b.len())).rev().map(|i| b'0' + with(at(&a, i), at(&b, i))).collect();
        Ok(Number::finite(false, Coefficient::from_digits(&digits), 0))
    }

    pub(crate) fn logical_and(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        self.combined(a, b, |a, b| a & b, status)
    }

    pub(crate) fn logical_or(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        self.combined(a, b, |a, b| a | b, status)
    }

    pub(crate) fn logical_xor(&self, a: &Number, b: &Number, status: &mut u32) -> Answer {
        self.combined(a, b, |a, b| a ^ b, status)
    }

    pub(crate) fn logical_invert(&self, a: &Number, status: &mut u32) -> Answer {
        if self.bits(a).is_none() {
            return Ok(Number::invalid(status::INVALID_OPERATION, status));
        }
        // 11…1 is 99…9 divided by 9.
        let ones = Coefficient::nines(self.digits())?.div_small(9).0;
        Ok(Number::finite(false, ones.sub(&a.coefficient.low(self.digits())), 0))
    }
}
