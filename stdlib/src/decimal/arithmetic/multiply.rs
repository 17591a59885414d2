//! Products of natural numbers in base 10^18: columns, Karatsuba, and the number-theoretic transform.

use super::{
    coefficient::{BASE, split},
    transform,
};

/// Limbs of the shorter factor up to which products are made column by column; 340 products fit a sum.
const COLUMNS: usize = 40;
/// Limbs of the shorter factor from which the transform is faster.
const TRANSFORM: usize = 600;

/// The product, perhaps with zeros on top.
pub(super) fn multiply(a: &[u64], b: &[u64]) -> Vec<u64> {
    let (long, short) = if a.len() >= b.len() { (a, b) } else { (b, a) };
    if short.is_empty() {
        return Vec::new();
    }
    if short.len() <= COLUMNS {
        return columns(long, short);
    }
    if short.len() >= TRANSFORM && long.len() < 4 * short.len() {
        return transform::multiply(long, short);
    }
    if long.len() >= 2 * short.len() {
        let mut out = vec![0; long.len() + short.len()];
        for (i, piece) in long.chunks(short.len()).enumerate() {
            add_to(&mut out[i * short.len()..], &multiply(piece, short));
        }
        return out;
    }
    karatsuba(long, short)
}

fn columns(long: &[u64], short: &[u64]) -> Vec<u64> {
    let mut out = Vec::with_capacity(long.len() + short.len());
    let mut carry: u128 = 0;
    for k in 0..long.len() + short.len() - 1 {
        let first = k.saturating_sub(long.len() - 1);
        let last = k.min(short.len() - 1);
        let mut sum = carry;
        for (s, l) in short[first..=last].iter().zip(long[k - last..=k - first].iter().rev()) {
            sum += u128::from(*s) * u128::from(*l);
        }
        let limb;
        (carry, limb) = split(sum);
        out.push(limb);
    }
    out.push(carry as u64);
    out
}

/// Adds, within the room that there is.
fn add_to(to: &mut [u64], what: &[u64]) {
    let mut carry = 0;
    for (i, limb) in to.iter_mut().enumerate() {
        if carry == 0 && i >= what.len() {
            return;
        }
        let sum = *limb + what.get(i).copied().unwrap_or(0) + carry;
        carry = u64::from(sum >= BASE);
        *limb = if carry == 1 { sum - BASE } else { sum };
    }
}

/// Subtracts what is not larger.
fn take_from(from: &mut [u64], what: &[u64]) {
    let mut borrow = 0;
    for (i, limb) in from.iter_mut().enumerate() {
        if borrow == 0 && i >= what.len() {
            return;
        }
        let take = what.get(i).copied().unwrap_or(0) + borrow;
        borrow = u64::from(*limb < take);
        *limb = if borrow == 1 { *limb + BASE - take } else { *limb - take };
    }
}

fn sum(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut out = a.to_vec();
    out.resize(a.len().max(b.len()) + 1, 0);
    add_to(&mut out, b);
    out
}

/// (a1·B + a0)(b1·B + b0) by three products; the shorter factor has more than half of the longer one's limbs.
fn karatsuba(long: &[u64], short: &[u64]) -> Vec<u64> {
    let half = long.len().div_ceil(2);
    let (a0, a1) = long.split_at(half);
    let (b0, b1) = short.split_at(half.min(short.len()));
    let (low, high) = (multiply(a0, b0), multiply(a1, b1));
    let mut middle = multiply(&sum(a0, a1), &sum(b0, b1));
    take_from(&mut middle, &low);
    take_from(&mut middle, &high);
    let mut out = vec![0; long.len() + short.len()];
    add_to(&mut out, &low);
    add_to(&mut out[half..], &middle);
    if !high.is_empty() {
        add_to(&mut out[2 * half..], &high);
    }
    out
}
