//! IEEE 754 half-precision numbers (CPython: `floatobject.c`, `PyFloat_Pack2`, `PyFloat_Unpack2`).

/// The value of an IEEE 754 half-precision number.
pub fn half_to_float(half: u16) -> f64 {
    let (exponent, fraction) = (i32::from(half >> 10 & 0x1F), f64::from(half & 0x3FF));
    let magnitude = match exponent {
        0 => fraction * 2f64.powi(-24),
        0x1F if fraction == 0.0 => f64::INFINITY,
        0x1F => f64::NAN,
        _ => (1024.0 + fraction) * 2f64.powi(exponent - 25),
    };
    if half & 0x8000 != 0 { -magnitude } else { magnitude }
}

/// The nearest half-precision number, ties to even; `None` if it would be infinite.
pub fn float_to_half(x: f64) -> Option<u16> {
    let sign = if x.is_sign_negative() { 0x8000 } else { 0 };
    let a = x.abs();
    if a.is_nan() {
        return Some(sign | 0x7E00);
    }
    if a.is_infinite() {
        return Some(sign | 0x7C00);
    }
    // The exponent of the quantum: that of the last place, which for small numbers is fixed.
    let exponent = ((a.to_bits() >> 52) as i32 - 1023).max(-14);
    let n = (a * 2f64.powi(10 - exponent)).round_ties_even() as u32;
    // A mantissa that rounds up to the next power of two carries into the exponent.
    let bits = if n < 1024 { n } else { ((exponent + 15) as u32) * 1024 + n - 1024 };
    (bits < 0x7C00).then_some(sign | bits as u16)
}
