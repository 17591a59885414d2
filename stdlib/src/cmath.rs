//! `cmath` (CPython: `Modules/cmathmodule.c`): argument conversions around the functions of `rpython_objects::number::cmath`.

use crate::{math::tolerances, table};
use rpython_objects::{
    Args, NativeDef, Obj, PyResult, Ref, Tuple, Vm, complex, float,
    module::Module,
    native,
    number::{Error, cmath as kernel, complex::Complex},
};

/// A function of one complex number.
fn function(vm: &mut Vm, args: Args<'_>, function: fn(Complex) -> Result<Complex, Error>) -> PyResult {
    let z = complex::to_complex(vm, args.at(1))?;
    complex::finish(vm, function(z))
}

/// A question about one complex number.
fn question(vm: &mut Vm, args: Args<'_>, ask: fn(Complex) -> bool) -> PyResult {
    let z = complex::to_complex(vm, args.at(1))?;
    Ok(Obj::bool(ask(z)))
}

fn log(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let z = complex::to_complex(vm, args.at(1))?;
    let Some(base) = args.opt(2) else { return complex::finish(vm, kernel::log(z)) };
    let base = complex::to_complex(vm, base)?;
    complex::finish(vm, kernel::log_base(z, base))
}

fn phase(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match kernel::phase(complex::to_complex(vm, args.at(1))?) {
        Ok(angle) => Ok(Obj::float(angle)),
        Err(e) => Err(vm.raise_number(e)),
    }
}

fn polar(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match kernel::polar(complex::to_complex(vm, args.at(1))?) {
        Ok((length, angle)) => Ok(Tuple::from_slice(vm, &[Obj::float(length), Obj::float(angle)])?.into_obj()),
        Err(e) => Err(vm.raise_number(e)),
    }
}

fn rect(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (length, angle) = (float::to_f64(vm, args.at(1))?, float::to_f64(vm, args.at(2))?);
    complex::finish(vm, kernel::rect(length, angle))
}

fn isclose(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (a, b) = (complex::to_complex(vm, args.at(1))?, complex::to_complex(vm, args.at(2))?);
    let (relative, absolute) = tolerances(vm, args)?;
    match kernel::isclose(a, b, relative, absolute) {
        Ok(close) => Ok(Obj::bool(close)),
        Err(e) => Err(vm.raise_number(e)),
    }
}

static FUNCTIONS: &[NativeDef] = &[
    native("acos", "($module, z, /)", |vm, args| function(vm, args, kernel::acos), "Return the arc cosine of z."),
    native(
        "acosh",
        "($module, z, /)",
        |vm, args| function(vm, args, kernel::acosh),
        "Return the inverse hyperbolic cosine of z.",
    ),
    native("asin", "($module, z, /)", |vm, args| function(vm, args, kernel::asin), "Return the arc sine of z."),
    native(
        "asinh",
        "($module, z, /)",
        |vm, args| function(vm, args, kernel::asinh),
        "Return the inverse hyperbolic sine of z.",
    ),
    native("atan", "($module, z, /)", |vm, args| function(vm, args, kernel::atan), "Return the arc tangent of z."),
    native(
        "atanh",
        "($module, z, /)",
        |vm, args| function(vm, args, kernel::atanh),
        "Return the inverse hyperbolic tangent of z.",
    ),
    native("cos", "($module, z, /)", |vm, args| function(vm, args, kernel::cos), "Return the cosine of z."),
    native(
        "cosh",
        "($module, z, /)",
        |vm, args| function(vm, args, kernel::cosh),
        "Return the hyperbolic cosine of z.",
    ),
    native("exp", "($module, z, /)", |vm, args| function(vm, args, kernel::exp), "Return the exponential value e**z."),
    native(
        "isclose",
        "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        isclose,
        "Determine whether two complex numbers are close in value.\n\n  rel_tol\n    maximum difference for being considered \"close\", relative to the\n    magnitude of the input values\n  abs_tol\n    maximum difference for being considered \"close\", regardless of the\n    magnitude of the input values\n\nReturn True if a is close in value to b, and False otherwise.\n\nFor the values to be considered close, the difference between them must\nbe smaller than at least one of the tolerances.\n\n-inf, inf and NaN behave similarly to the IEEE 754 Standard.  That is,\nNaN is not close to anything, even itself. inf and -inf are only close\nto themselves.",
    ),
    native(
        "isfinite",
        "($module, z, /)",
        |vm, args| question(vm, args, kernel::isfinite),
        "Return True if both the real and imaginary parts of z are finite, else False.",
    ),
    native(
        "isinf",
        "($module, z, /)",
        |vm, args| question(vm, args, kernel::isinf),
        "Checks if the real or imaginary part of z is infinite.",
    ),
    native(
        "isnan",
        "($module, z, /)",
        |vm, args| question(vm, args, kernel::isnan),
        "Checks if the real or imaginary part of z not a number (NaN).",
    ),
    native(
        "log",
        "($module, z, base=None, /)",
        log,
        "log(z[, base]) -> the logarithm of z to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e)\nof z.",
    ),
    native(
        "log10",
        "($module, z, /)",
        |vm, args| function(vm, args, kernel::log10),
        "Return the base-10 logarithm of z.",
    ),
    native("phase", "($module, z, /)", phase, "Return argument, also known as the phase angle, of a complex."),
    native(
        "polar",
        "($module, z, /)",
        polar,
        "Convert a complex from rectangular coordinates to polar coordinates.\n\nr is the distance from 0 and phi the phase angle.",
    ),
    native("rect", "($module, r, phi, /)", rect, "Convert from polar coordinates to rectangular coordinates."),
    native("sin", "($module, z, /)", |vm, args| function(vm, args, kernel::sin), "Return the sine of z."),
    native("sinh", "($module, z, /)", |vm, args| function(vm, args, kernel::sinh), "Return the hyperbolic sine of z."),
    native("sqrt", "($module, z, /)", |vm, args| function(vm, args, kernel::sqrt), "Return the square root of z."),
    native("tan", "($module, z, /)", |vm, args| function(vm, args, kernel::tan), "Return the tangent of z."),
    native(
        "tanh",
        "($module, z, /)",
        |vm, args| function(vm, args, kernel::tanh),
        "Return the hyperbolic tangent of z.",
    ),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "This module provides access to mathematical functions for complex\nnumbers.";
    let module = table::module(vm, "cmath", doc, FUNCTIONS)?;
    let infj = complex::new(vm, 0.0, f64::INFINITY);
    let nanj = complex::new(vm, 0.0, f64::NAN);
    for (name, value) in [
        ("pi", Obj::float(std::f64::consts::PI)),
        ("e", Obj::float(std::f64::consts::E)),
        ("tau", Obj::float(std::f64::consts::TAU)),
        ("inf", Obj::float(f64::INFINITY)),
        ("infj", infj),
        ("nan", Obj::float(f64::NAN)),
        ("nanj", nanj),
    ] {
        table::set(vm, &module, name, value)?;
    }
    Ok(module)
}
