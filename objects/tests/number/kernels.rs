//! `math` and `cmath` against what CPython 3.14 recorded: see `record_math.py`.
//!
//! The goldens come from glibc on x86-64, and there results must be equal to the last bit. Another C library may round otherwise.

use crate::golden::{Field, check};
use rpython_objects::number::complex::Complex;
use rpython_objects::number::{Error, cmath, math};

/// Is the C library the one that the goldens were recorded with?
const SAME_LIBRARY: bool = cfg!(all(target_os = "linux", target_env = "gnu", target_arch = "x86_64"));

/// The expected float if ours is near enough to it.
fn settle(ours: f64, expected: f64, tolerance: f64) -> f64 {
    if (ours - expected).abs() <= expected.abs() * tolerance { expected } else { ours }
}

/// Forgives a difference in rounding where the C library decides it.
fn forgive(name: &str, ours: Field, expected: &Field) -> Field {
    let tolerance = match name {
        // glibc's cube root is up to four units off; ours is correctly rounded.
        "math.cbrt" => 1e-15,
        _ if SAME_LIBRARY => return ours,
        _ => 1e-12,
    };
    match (ours, expected) {
        (Field::Float(x), Field::Float(y)) => Field::Float(settle(x, *y, tolerance)),
        (Field::Complex(z), Field::Complex(w)) => {
            Field::Complex(Complex::new(settle(z.re, w.re, tolerance), settle(z.im, w.im, tolerance)))
        }
        (ours, _) => ours,
    }
}

fn number((fraction, exponent): (f64, i32)) -> Field {
    (fraction, i64::from(exponent)).into()
}

fn sum(items: &[f64]) -> Result<f64, Error> {
    let mut sum = math::Sum::new();
    items.iter().try_for_each(|&x| sum.push(x))?;
    sum.finish()
}

fn sumprod(a: &[f64], b: &[f64]) -> f64 {
    let mut dot = math::Dot::new();
    for (&x, &y) in a.iter().zip(b) {
        assert!(dot.push(x, y), "a finite product");
    }
    dot.finish()
}

fn real(name: &str, args: &[Field]) -> Field {
    let x = &args[0];
    let arg = |i: usize| args[i].float();
    if let Some((_, function)) = math::UNARY.iter().find(|(known, _)| *known == name) {
        return function(x.float()).into();
    }
    match name {
        "log" => math::log(x.float()).into(),
        "log2" => math::log2(x.float()).into(),
        "log10" => math::log10(x.float()).into(),
        "degrees" => math::degrees(x.float()).into(),
        "radians" => math::radians(x.float()).into(),
        "frexp" => number(math::frexp(x.float())),
        "modf" => math::modf(x.float()).into(),
        "ulp" => math::ulp(x.float()).into(),
        "fmod" => math::fmod(x.float(), arg(1)).into(),
        "remainder" => math::remainder(x.float(), arg(1)).into(),
        "pow" => math::pow(x.float(), arg(1)).into(),
        "nextafter" => math::nextafter(x.float(), arg(1)).into(),
        "nextafter_steps" => math::nextafter_steps(x.float(), arg(1), args[2].int()).into(),
        "fma" => math::fma(x.float(), arg(1), arg(2)).into(),
        "ldexp" => math::ldexp(x.float(), args[1].int()).into(),
        "isclose" => math::isclose(x.float(), arg(1), arg(2), arg(3)).into(),
        "log_int" => math::log_int(x.int()).into(),
        "log2_int" => math::log2_int(x.int()).into(),
        "log10_int" => math::log10_int(x.int()).into(),
        "log_base" => math::log_int(x.int()).and_then(|n| math::log_ratio(n, math::log_int(args[1].int())?)).into(),
        "hypot" => math::norm(&x.floats()).into(),
        "dist" => math::dist(&x.floats(), &args[1].floats()).into(),
        "fsum" => sum(&x.floats()).into(),
        "sumprod" => sumprod(&x.floats(), &args[1].floats()).into(),
        _ => panic!("no function {name}"),
    }
}

#[test]
fn maths() {
    check("math.txt", |name, args, expected| {
        let ours = real(name.strip_prefix("math.").expect("a module"), args);
        forgive(name, ours, expected)
    });
}

fn complex(name: &str, args: &[Field]) -> Field {
    let z = |i: usize| match &args[i] {
        Field::Complex(z) => *z,
        other => panic!("{other:?} is no complex number"),
    };
    if name == "rect" {
        return cmath::rect(args[0].float(), args[1].float()).into();
    }
    if let Some((_, function)) = cmath::UNARY.iter().find(|(known, _)| *known == name) {
        return function(z(0)).into();
    }
    match name {
        "phase" => cmath::phase(z(0)).into(),
        "polar" => cmath::polar(z(0)).into(),
        "log_base" => cmath::log_base(z(0), z(1)).into(),
        "isclose" => cmath::isclose(z(0), z(1), args[2].float(), args[3].float()).into(),
        _ => panic!("no function {name}"),
    }
}

#[test]
fn complex_maths() {
    check("cmath.txt", |name, args, expected| {
        let ours = complex(name.strip_prefix("cmath.").expect("a module"), args);
        forgive(name, ours, expected)
    });
}
