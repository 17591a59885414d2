//! `gamma` and `lgamma` by Lanczos's approximation with 13 terms and g = 6.0246… (CPython: `m_tgamma`, `m_lgamma`).
//!
//! Every operation and its order count: results are equal to CPython's to the last bit where the C library's `exp`, `log`, `pow` and
//! `sin` are.

use std::f64::consts::PI;

use super::{got, range_error};
use crate::number::Result;

const G: f64 = 6.02468004077673;
const G_MINUS_HALF: f64 = 5.52468004077673;
const LN_PI: f64 = 1.1447298858494002;

/// Coefficients of the approximation's numerator and denominator, lowest power first.
const NUMERATOR: [f64; 13] = [
    23531376880.41076,
    42919803642.6491,
    35711959237.35567,
    17921034426.03721,
    6039542586.352028,
    1439720407.3117216,
    248874557.86205417,
    31426415.585400194,
    2876370.6289353725,
    186056.26539522348,
    8071.672002365816,
    210.82427775157936,
    2.5066282746310002,
];
const DENOMINATOR: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];

/// Up to here `gamma` of a whole number is an exact float.
const LAST_EXACT: f64 = 23.0;

/// The rational function's value for a positive `x`; in powers of `1/x` where that keeps them small.
fn lanczos_sum(x: f64) -> f64 {
    let terms = NUMERATOR.iter().zip(&DENOMINATOR);
    let (numerator, denominator) = if x < 5.0 {
        terms.rev().fold((0.0, 0.0), |(n, d), (a, b)| (n * x + a, d * x + b))
    } else {
        terms.fold((0.0, 0.0), |(n, d), (a, b)| (n / x + a, d / x + b))
    };
    numerator / denominator
}

/// `sin(pi * x)` without the error of the product, for a finite `x`.
fn sin_pi(x: f64) -> f64 {
    let y = x.abs() % 2.0;
    let sine = match (2.0 * y).round() as i32 {
        0 => (PI * y).sin(),
        1 => (PI * (y - 0.5)).cos(),
        2 => (PI * (1.0 - y)).sin(),
        3 => -(PI * (y - 1.5)).cos(),
        _ => (PI * (y - 2.0)).sin(),
    };
    1f64.copysign(x) * sine
}

fn undefined(x: f64) -> crate::number::Error {
    got("a noninteger or positive integer", x)
}

/// `math.gamma(x)`; `ValueError`, `OverflowError`.
pub fn gamma(x: f64) -> Result<f64> {
    if x.is_nan() || x == f64::INFINITY {
        return Ok(x);
    }
    if x == 0.0 || x == f64::NEG_INFINITY {
        return Err(undefined(x));
    }
    if x == x.floor() {
        if x < 0.0 {
            return Err(undefined(x));
        }
        if x <= LAST_EXACT {
            return Ok((1..x as u32).map(f64::from).product());
        }
    }
    let value = gamma_of_fraction(x);
    if value.is_infinite() { Err(range_error()) } else { Ok(value) }
}

fn gamma_of_fraction(x: f64) -> f64 {
    let magnitude = x.abs();
    if magnitude < 1e-20 {
        return 1.0 / x;
    }
    if magnitude > 200.0 {
        return if x < 0.0 { 0.0 / sin_pi(x) } else { f64::INFINITY };
    }
    let y = magnitude + G_MINUS_HALF;
    // What rounding took from that sum.
    let lost = if magnitude > G_MINUS_HALF { (y - magnitude) - G_MINUS_HALF } else { (y - G_MINUS_HALF) - magnitude };
    let correction = lost * G / y;
    // A power that might overflow before the whole does is taken in two halves.
    let power = |exponent: f64, halves: f64| y.powf(if magnitude < 140.0 { exponent } else { halves });
    let steps = if magnitude < 140.0 { 1 } else { 2 };
    let factor = power(magnitude - 0.5, magnitude / 2.0 - 0.25);
    if x < 0.0 {
        let mut value = -PI / sin_pi(magnitude) / magnitude * y.exp() / lanczos_sum(magnitude);
        value -= correction * value;
        (0..steps).fold(value, |value, _| value / factor)
    } else {
        let mut value = lanczos_sum(magnitude) / y.exp();
        value += correction * value;
        (0..steps).fold(value, |value, _| value * factor)
    }
}

/// `math.lgamma(x)`; `ValueError`, `OverflowError`.
pub fn lgamma(x: f64) -> Result<f64> {
    if x.is_nan() {
        return Ok(x);
    }
    if x.is_infinite() {
        return Ok(f64::INFINITY);
    }
    if x == x.floor() && x <= 2.0 {
        return if x <= 0.0 { Err(undefined(x)) } else { Ok(0.0) };
    }
    let magnitude = x.abs();
    if magnitude < 1e-20 {
        return Ok(-magnitude.ln());
    }
    let mut value = lanczos_sum(magnitude).ln() - G;
    value += (magnitude - 0.5) * ((magnitude + G - 0.5).ln() - 1.0);
    if x < 0.0 {
        value = LN_PI - sin_pi(magnitude).abs().ln() - magnitude.ln() - value;
    }
    if value.is_infinite() { Err(range_error()) } else { Ok(value) }
}
