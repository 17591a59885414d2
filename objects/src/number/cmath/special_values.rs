//! What functions give where a part of their argument is infinite or NaN; written by `special_values.py`.
//!
//! The rows are the real part's classes, the columns the imaginary part's: -inf, negative, -0, 0, positive, inf, NaN. `NONE` stands
//! where both are finite and where the function is undefined.

use std::f64::consts::{FRAC_PI_2, FRAC_PI_4, PI};

use crate::number::complex::Complex;

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;
const P34: f64 = 3.0 * FRAC_PI_4;
const NONE: Complex = Complex::new(NAN, NAN);

/// Values by the classes of both parts.
pub(super) type Table = [[Complex; 7]; 7];

pub(super) const ACOS: Table = [
    [
        Complex::new(P34, INF),
        Complex::new(PI, INF),
        Complex::new(PI, INF),
        Complex::new(PI, -INF),
        Complex::new(PI, -INF),
        Complex::new(P34, -INF),
        Complex::new(NAN, INF),
    ],
    [Complex::new(FRAC_PI_2, INF), NONE, NONE, NONE, NONE, Complex::new(FRAC_PI_2, -INF), Complex::new(NAN, NAN)],
    [Complex::new(FRAC_PI_2, INF), NONE, NONE, NONE, NONE, Complex::new(FRAC_PI_2, -INF), Complex::new(FRAC_PI_2, NAN)],
    [Complex::new(FRAC_PI_2, INF), NONE, NONE, NONE, NONE, Complex::new(FRAC_PI_2, -INF), Complex::new(FRAC_PI_2, NAN)],
    [Complex::new(FRAC_PI_2, INF), NONE, NONE, NONE, NONE, Complex::new(FRAC_PI_2, -INF), Complex::new(NAN, NAN)],
    [
        Complex::new(FRAC_PI_4, INF),
        Complex::new(0.0, INF),
        Complex::new(0.0, INF),
        Complex::new(0.0, -INF),
        Complex::new(0.0, -INF),
        Complex::new(FRAC_PI_4, -INF),
        Complex::new(NAN, INF),
    ],
    [
        Complex::new(NAN, INF),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, -INF),
        Complex::new(NAN, NAN),
    ],
];

pub(super) const ACOSH: Table = [
    [
        Complex::new(INF, -P34),
        Complex::new(INF, -PI),
        Complex::new(INF, -PI),
        Complex::new(INF, PI),
        Complex::new(INF, PI),
        Complex::new(INF, P34),
        Complex::new(INF, NAN),
    ],
    [Complex::new(INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(INF, FRAC_PI_2), Complex::new(NAN, NAN)],
    [Complex::new(INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(INF, FRAC_PI_2), Complex::new(NAN, FRAC_PI_2)],
    [Complex::new(INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(INF, FRAC_PI_2), Complex::new(NAN, FRAC_PI_2)],
    [Complex::new(INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(INF, FRAC_PI_2), Complex::new(NAN, NAN)],
    [
        Complex::new(INF, -FRAC_PI_4),
        Complex::new(INF, -0.0),
        Complex::new(INF, -0.0),
        Complex::new(INF, 0.0),
        Complex::new(INF, 0.0),
        Complex::new(INF, FRAC_PI_4),
        Complex::new(INF, NAN),
    ],
    [
        Complex::new(INF, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(INF, NAN),
        Complex::new(NAN, NAN),
    ],
];

pub(super) const ASINH: Table = [
    [
        Complex::new(-INF, -FRAC_PI_4),
        Complex::new(-INF, -0.0),
        Complex::new(-INF, -0.0),
        Complex::new(-INF, 0.0),
        Complex::new(-INF, 0.0),
        Complex::new(-INF, FRAC_PI_4),
        Complex::new(-INF, NAN),
    ],
    [Complex::new(-INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(-INF, FRAC_PI_2), Complex::new(NAN, NAN)],
    [Complex::new(-INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(-INF, FRAC_PI_2), Complex::new(NAN, NAN)],
    [Complex::new(INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(INF, FRAC_PI_2), Complex::new(NAN, NAN)],
    [Complex::new(INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(INF, FRAC_PI_2), Complex::new(NAN, NAN)],
    [
        Complex::new(INF, -FRAC_PI_4),
        Complex::new(INF, -0.0),
        Complex::new(INF, -0.0),
        Complex::new(INF, 0.0),
        Complex::new(INF, 0.0),
        Complex::new(INF, FRAC_PI_4),
        Complex::new(INF, NAN),
    ],
    [
        Complex::new(INF, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, -0.0),
        Complex::new(NAN, 0.0),
        Complex::new(NAN, NAN),
        Complex::new(INF, NAN),
        Complex::new(NAN, NAN),
    ],
];

pub(super) const ATANH: Table = [
    [
        Complex::new(-0.0, -FRAC_PI_2),
        Complex::new(-0.0, -FRAC_PI_2),
        Complex::new(-0.0, -FRAC_PI_2),
        Complex::new(-0.0, FRAC_PI_2),
        Complex::new(-0.0, FRAC_PI_2),
        Complex::new(-0.0, FRAC_PI_2),
        Complex::new(-0.0, NAN),
    ],
    [Complex::new(-0.0, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(-0.0, FRAC_PI_2), Complex::new(NAN, NAN)],
    [Complex::new(-0.0, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(-0.0, FRAC_PI_2), Complex::new(-0.0, NAN)],
    [Complex::new(0.0, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(0.0, FRAC_PI_2), Complex::new(0.0, NAN)],
    [Complex::new(0.0, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(0.0, FRAC_PI_2), Complex::new(NAN, NAN)],
    [
        Complex::new(0.0, -FRAC_PI_2),
        Complex::new(0.0, -FRAC_PI_2),
        Complex::new(0.0, -FRAC_PI_2),
        Complex::new(0.0, FRAC_PI_2),
        Complex::new(0.0, FRAC_PI_2),
        Complex::new(0.0, FRAC_PI_2),
        Complex::new(0.0, NAN),
    ],
    [
        Complex::new(0.0, -FRAC_PI_2),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(0.0, FRAC_PI_2),
        Complex::new(NAN, NAN),
    ],
];

pub(super) const COSH: Table = [
    [
        NONE,
        Complex::new(-INF, INF),
        Complex::new(INF, 0.0),
        Complex::new(INF, -0.0),
        Complex::new(-INF, -INF),
        NONE,
        Complex::new(INF, NAN),
    ],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, 0.0)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, 0.0)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [
        NONE,
        Complex::new(-INF, -INF),
        Complex::new(INF, -0.0),
        Complex::new(INF, 0.0),
        Complex::new(-INF, INF),
        NONE,
        Complex::new(INF, NAN),
    ],
    [
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, 0.0),
        Complex::new(NAN, 0.0),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
    ],
];

pub(super) const EXP: Table = [
    [
        Complex::new(0.0, 0.0),
        Complex::new(-0.0, -0.0),
        Complex::new(0.0, -0.0),
        Complex::new(0.0, 0.0),
        Complex::new(-0.0, 0.0),
        Complex::new(0.0, 0.0),
        Complex::new(0.0, 0.0),
    ],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [
        NONE,
        Complex::new(-INF, -INF),
        Complex::new(INF, -0.0),
        Complex::new(INF, 0.0),
        Complex::new(-INF, INF),
        NONE,
        Complex::new(INF, NAN),
    ],
    [
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, -0.0),
        Complex::new(NAN, 0.0),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
    ],
];

pub(super) const LOG: Table = [
    [
        Complex::new(INF, -P34),
        Complex::new(INF, -PI),
        Complex::new(INF, -PI),
        Complex::new(INF, PI),
        Complex::new(INF, PI),
        Complex::new(INF, P34),
        Complex::new(INF, NAN),
    ],
    [Complex::new(INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(INF, FRAC_PI_2), Complex::new(NAN, NAN)],
    [Complex::new(INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(INF, FRAC_PI_2), Complex::new(NAN, NAN)],
    [Complex::new(INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(INF, FRAC_PI_2), Complex::new(NAN, NAN)],
    [Complex::new(INF, -FRAC_PI_2), NONE, NONE, NONE, NONE, Complex::new(INF, FRAC_PI_2), Complex::new(NAN, NAN)],
    [
        Complex::new(INF, -FRAC_PI_4),
        Complex::new(INF, -0.0),
        Complex::new(INF, -0.0),
        Complex::new(INF, 0.0),
        Complex::new(INF, 0.0),
        Complex::new(INF, FRAC_PI_4),
        Complex::new(INF, NAN),
    ],
    [
        Complex::new(INF, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(INF, NAN),
        Complex::new(NAN, NAN),
    ],
];

pub(super) const SINH: Table = [
    [
        NONE,
        Complex::new(INF, -INF),
        Complex::new(-INF, -0.0),
        Complex::new(-INF, 0.0),
        Complex::new(INF, INF),
        NONE,
        Complex::new(INF, NAN),
    ],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(0.0, NAN)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(0.0, NAN)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [
        NONE,
        Complex::new(-INF, -INF),
        Complex::new(INF, -0.0),
        Complex::new(INF, 0.0),
        Complex::new(-INF, INF),
        NONE,
        Complex::new(INF, NAN),
    ],
    [
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, -0.0),
        Complex::new(NAN, 0.0),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
    ],
];

pub(super) const SQRT: Table = [
    [
        Complex::new(INF, -INF),
        Complex::new(0.0, -INF),
        Complex::new(0.0, -INF),
        Complex::new(0.0, INF),
        Complex::new(0.0, INF),
        Complex::new(INF, INF),
        Complex::new(NAN, INF),
    ],
    [Complex::new(INF, -INF), NONE, NONE, NONE, NONE, Complex::new(INF, INF), Complex::new(NAN, NAN)],
    [Complex::new(INF, -INF), NONE, NONE, NONE, NONE, Complex::new(INF, INF), Complex::new(NAN, NAN)],
    [Complex::new(INF, -INF), NONE, NONE, NONE, NONE, Complex::new(INF, INF), Complex::new(NAN, NAN)],
    [Complex::new(INF, -INF), NONE, NONE, NONE, NONE, Complex::new(INF, INF), Complex::new(NAN, NAN)],
    [
        Complex::new(INF, -INF),
        Complex::new(INF, -0.0),
        Complex::new(INF, -0.0),
        Complex::new(INF, 0.0),
        Complex::new(INF, 0.0),
        Complex::new(INF, INF),
        Complex::new(INF, NAN),
    ],
    [
        Complex::new(INF, -INF),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(INF, INF),
        Complex::new(NAN, NAN),
    ],
];

pub(super) const TANH: Table = [
    [
        Complex::new(-1.0, 0.0),
        Complex::new(-1.0, 0.0),
        Complex::new(-1.0, -0.0),
        Complex::new(-1.0, 0.0),
        Complex::new(-1.0, -0.0),
        Complex::new(-1.0, 0.0),
        Complex::new(-1.0, 0.0),
    ],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(-0.0, NAN)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(0.0, NAN)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [
        Complex::new(1.0, 0.0),
        Complex::new(1.0, 0.0),
        Complex::new(1.0, -0.0),
        Complex::new(1.0, 0.0),
        Complex::new(1.0, -0.0),
        Complex::new(1.0, 0.0),
        Complex::new(1.0, 0.0),
    ],
    [
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, -0.0),
        Complex::new(NAN, 0.0),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
    ],
];

pub(super) const RECT: Table = [
    [
        NONE,
        Complex::new(INF, INF),
        Complex::new(-INF, 0.0),
        Complex::new(-INF, -0.0),
        Complex::new(INF, -INF),
        NONE,
        Complex::new(INF, NAN),
    ],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [Complex::new(0.0, 0.0), NONE, NONE, NONE, NONE, Complex::new(0.0, 0.0), Complex::new(0.0, 0.0)],
    [Complex::new(0.0, 0.0), NONE, NONE, NONE, NONE, Complex::new(0.0, 0.0), Complex::new(0.0, 0.0)],
    [NONE, NONE, NONE, NONE, NONE, NONE, Complex::new(NAN, NAN)],
    [
        NONE,
        Complex::new(-INF, -INF),
        Complex::new(INF, -0.0),
        Complex::new(INF, 0.0),
        Complex::new(-INF, INF),
        NONE,
        Complex::new(INF, NAN),
    ],
    [
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, 0.0),
        Complex::new(NAN, 0.0),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
        Complex::new(NAN, NAN),
    ],
];
