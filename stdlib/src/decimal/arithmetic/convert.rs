//! Natural numbers between base 10^18 and binary: halves, so that long ones cost a few products.

use super::coefficient::{BASE, Coefficient, split};
use num_bigint::BigUint;

/// Limbs below which conversion goes limb by limb.
const BY_HALVES: usize = 30;

impl Coefficient {
    /// Of binary limbs, least significant first.
    pub(crate) fn from_binary(words: &[u64]) -> Coefficient {
        let words = &words[..words.iter().rposition(|w| *w != 0).map_or(0, |i| i + 1)];
        // Powers 2^(64·30·2^i).
        let mut powers: Vec<Coefficient> = Vec::new();
        let mut len = BY_HALVES;
        while len < words.len() {
            let next = match powers.last() {
                Some(last) => last.mul(last),
                None => {
                    let mut power = vec![0; BY_HALVES];
                    power.push(1);
                    word_by_word(&power)
                }
            };
            powers.push(next);
            len *= 2;
        }
        from_halves(words, &powers)
    }

    /// As a binary number.
    pub(crate) fn to_binary(&self) -> BigUint {
        let mut powers: Vec<BigUint> = Vec::new();
        let mut len = BY_HALVES;
        while len < self.limbs().len() {
            let next = match powers.last() {
                Some(last) => last * last,
                None => BigUint::from(BASE).pow(BY_HALVES as u32),
            };
            powers.push(next);
            len *= 2;
        }
        to_halves(self.limbs(), &powers)
    }
}

fn word_by_word(words: &[u64]) -> Coefficient {
    let mut out: Vec<u64> = Vec::with_capacity(words.len() + words.len() / 14 + 1);
    for word in words.iter().rev() {
        let mut carry = u128::from(*word);
        for limb in &mut out {
            (carry, *limb) = split((u128::from(*limb) << 64) + carry);
        }
        while carry > 0 {
            let (upper, limb) = split(carry);
            out.push(limb);
            carry = upper;
        }
    }
    Coefficient::from_limbs(out)
}

fn from_halves(words: &[u64], powers: &[Coefficient]) -> Coefficient {
    let Some((power, smaller)) = powers.split_last() else { return word_by_word(words) };
    let at = BY_HALVES << smaller.len();
    if words.len() <= at {
        return from_halves(words, smaller);
    }
    from_halves(&words[at..], smaller).mul(power).add(&from_halves(&words[..at], smaller))
}

fn to_halves(limbs: &[u64], powers: &[BigUint]) -> BigUint {
    let Some((power, smaller)) = powers.split_last() else {
        return limbs.iter().rev().fold(BigUint::ZERO, |n, l| n * BASE + *l);
    };
    let at = BY_HALVES << smaller.len();
    if limbs.len() <= at {
        return to_halves(limbs, smaller);
    }
    to_halves(&limbs[at..], smaller) * power + to_halves(&limbs[..at], smaller)
}
