//! Functions of the `math` module (CPython: `Modules/mathmodule.c`).

/// `(m, e)` with `abs(x) == m * 2**e`, for a finite `x`.
pub(crate) fn decode(x: f64) -> (u64, i32) {
    let bits = x.to_bits();
    let (mantissa, exponent) = (bits & ((1 << 52) - 1), (bits >> 52 & 0x7FF) as i32);
    if exponent == 0 { (mantissa, -1074) } else { (mantissa | 1 << 52, exponent - 1075) }
}

/// `math.frexp(x)`
pub fn frexp(x: f64) -> (f64, i32) {
    if x == 0.0 || !x.is_finite() {
        return (x, 0);
    }
    let (mantissa, exponent) = decode(x);
    let bits = 64 - mantissa.leading_zeros() as i32;
    let fraction = mantissa as f64 / (1u64 << bits) as f64;
    (fraction.copysign(x), exponent + bits)
}
