//! Quotients and square roots of natural numbers in base 10^18.
//!
//! Short quotients digit by digit (Knuth, algorithm D); long ones by halves, so that they cost a few products
//! (Brent and Zimmermann, Modern Computer Arithmetic, algorithm 1.8).

use super::coefficient::{BASE, Coefficient, NoMemory, split};
use std::cmp::Ordering;

/// Limbs of a quotient or a divisor below which division goes digit by digit.
const BY_HALVES: usize = 60;

impl Coefficient {
    /// Quotient and remainder; the divisor is not zero.
    pub(crate) fn div_rem(&self, by: &Coefficient) -> (Coefficient, Coefficient) {
        if let [limb] = *by.limbs() {
            let (quotient, rest) = self.div_small(limb);
            return (quotient, Coefficient::from(rest));
        }
        if let (Some(a), Some(b)) = (self.to_u128(), by.to_u128())
            && b != 0
        {
            return (Coefficient::from_wide(a / b), Coefficient::from_wide(a % b));
        }
        if self < by || by.is_zero() {
            return (Coefficient::zero(), self.clone());
        }
        // A divisor whose first limb is at least half of the base makes good guesses.
        let factor = by.limbs().last().map_or(1, |top| BASE / (top + 1));
        let (quotient, rest) = unbalanced(&self.mul_small(factor), &by.mul_small(factor));
        (quotient, rest.div_small(factor).0)
    }

    fn from_wide(n: u128) -> Coefficient {
        let (upper, limb) = split(n);
        Coefficient::from_slice(&[limb, upper as u64])
    }

    /// The largest number whose square is not larger.
    pub(crate) fn isqrt(&self) -> Result<Coefficient, NoMemory> {
        if let Some(small) = self.to_u128() {
            return Ok(Coefficient::from_wide(small.isqrt()));
        }
        // A root of half the digits, too large by less than 2, then one step of Newton's.
        let cut = self.digits() / 4 - 1;
        let guess = self.without(2 * cut).isqrt()?.increment().shift_left(cut)?;
        let mut root = guess.add(&self.div_rem(&guess).0).div_small(2).0;
        while root.mul(&root) > *self {
            root = root.sub(&Coefficient::from(1));
        }
        Ok(root)
    }
}

/// Long division with digits of as many limbs as the divisor has.
fn unbalanced(a: &Coefficient, b: &Coefficient) -> (Coefficient, Coefficient) {
    let n = b.limbs().len();
    let m = a.limbs().len().saturating_sub(n);
    if m <= n || n < BY_HALVES {
        return by_halves(a, b, m);
    }
    let mut rest = Coefficient::zero();
    let mut quotient = vec![0; a.limbs().len() + 1];
    for (i, piece) in a.limbs().chunks(n).enumerate().collect::<Vec<_>>().into_iter().rev() {
        let (digit, left) = by_halves(&rest.joined(piece.len(), &Coefficient::from_slice(piece)), b, piece.len());
        for (to, limb) in quotient[i * n..].iter_mut().zip(digit.limbs()) {
            *to = *limb;
        }
        rest = left;
    }
    (Coefficient::from_limbs(quotient), rest)
}

/// `a` has at most `m` limbs more than `b`, whose first limb is at least half of the base.
fn by_halves(a: &Coefficient, b: &Coefficient, m: usize) -> (Coefficient, Coefficient) {
    if m < BY_HALVES || b.limbs().len() < BY_HALVES {
        return digit_by_digit(a, b);
    }
    let k = m / 2;
    let (b1, b0) = b.split(k);
    let (top, low) = a.split(2 * k);
    let (q1, r1) = by_halves(&top, &b1, m - k);
    let (q1, left) = corrected(q1, &r1.joined(2 * k, &low), &b0, k, &shifted(b, k));
    let (top, low) = left.split(k);
    let (q0, r0) = by_halves(&top, &b1, k);
    let (q0, left) = corrected(q0, &r0.joined(k, &low), &b0, 0, b);
    (shifted(&q1, k).add(&q0), left)
}

fn shifted(a: &Coefficient, limbs: usize) -> Coefficient {
    a.joined(limbs, &Coefficient::zero())
}

/// A quotient made without the divisor's lower part `b0`: with it, the remainder becomes `rest` - q·b0·BASE^k, and the quotient
/// is lowered until that is not negative.
fn corrected(
    mut q: Coefficient,
    rest: &Coefficient,
    b0: &Coefficient,
    k: usize,
    divisor: &Coefficient,
) -> (Coefficient, Coefficient) {
    let take = shifted(&q.mul(b0), k);
    let mut rest = rest.clone();
    while rest.cmp(&take) == Ordering::Less {
        q = q.sub(&Coefficient::from(1));
        rest = rest.add(divisor);
    }
    (q, rest.sub(&take))
}

fn digit_by_digit(a: &Coefficient, b: &Coefficient) -> (Coefficient, Coefficient) {
    let divisor = b.limbs();
    let n = divisor.len();
    if n < 2 || a < b {
        return match divisor {
            [limb] => {
                let (quotient, rest) = a.div_small(*limb);
                (quotient, Coefficient::from(rest))
            }
            _ => (Coefficient::zero(), a.clone()),
        };
    }
    let base = u128::from(BASE);
    let (first, second) = (u128::from(divisor[n - 1]), u128::from(divisor[n - 2]));
    let mut left = a.limbs().to_vec();
    left.push(0);
    let mut quotient = vec![0; left.len() - n];
    for j in (0..quotient.len()).rev() {
        let top = u128::from(left[j + n]) * base + u128::from(left[j + n - 1]);
        let mut guess = top / first;
        let mut rest = top % first;
        while guess >= base || guess * second > rest * base + u128::from(left[j + n - 2]) {
            guess -= 1;
            rest += first;
            if rest >= base {
                break;
            }
        }
        let guess = guess as u64;
        let mut carry: u128 = 0;
        let mut borrow = 0;
        for (to, limb) in left[j..=j + n].iter_mut().zip(divisor.iter().chain([&0])) {
            let (upper, take) = split(u128::from(guess) * u128::from(*limb) + carry);
            carry = upper;
            let take = take + borrow;
            borrow = u64::from(*to < take);
            *to = if borrow == 1 { *to + BASE - take } else { *to - take };
        }
        quotient[j] = guess;
        if borrow == 1 {
            quotient[j] -= 1;
            let mut carry = 0;
            for (to, limb) in left[j..=j + n].iter_mut().zip(divisor.iter().chain([&0])) {
                let sum = *to + limb + carry;
                carry = u64::from(sum >= BASE);
                *to = if carry == 1 { sum - BASE } else { sum };
            }
        }
    }
    (Coefficient::from_limbs(quotient), Coefficient::from_limbs(left))
}
