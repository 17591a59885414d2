//! `math` (CPython: `Modules/mathmodule.c`): argument conversions around the functions of `rpython_objects::number::math`.

use crate::table;
use rpython_objects::{
    Args, NativeDef, Obj, PyResult, Ref, Tuple, Vm, argument, float, int,
    module::Module,
    names, native,
    number::{
        Error, float as floats,
        int::{Int, IntRef},
        math as kernel,
    },
    protocol::{self, BinaryOp},
    type_error, types, value_error,
};

/// What a function of floats computed, or the exception that it asks for.
fn finish(vm: &mut Vm, made: Result<f64, Error>) -> PyResult {
    match made {
        Ok(x) => Ok(Obj::float(x)),
        Err(e) => Err(vm.raise_number(e)),
    }
}

/// A function of one float.
fn real(vm: &mut Vm, args: Args<'_>, function: kernel::Function) -> PyResult {
    let x = float::to_f64(vm, args.at(1))?;
    finish(vm, function(x))
}

/// A question about one float.
fn question(vm: &mut Vm, args: Args<'_>, ask: fn(f64) -> bool) -> PyResult {
    let x = float::to_f64(vm, args.at(1))?;
    Ok(Obj::bool(ask(x)))
}

/// Functions of two floats.
macro_rules! binary {
    ($($name:ident |$x:ident, $y:ident| $body:expr;)*) => {
        $(
            fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
                let $x = float::to_f64(vm, args.at(1))?;
                let $y = float::to_f64(vm, args.at(2))?;
                finish(vm, $body)
            }
        )*
    };
}

binary! {
    atan2 |y, x| Ok(y.atan2(x));
    copysign |x, y| Ok(x.copysign(y));
    fmod |x, y| kernel::fmod(x, y);
    pow |x, y| kernel::pow(x, y);
    remainder |x, y| kernel::remainder(x, y);
}

fn fma(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let x = float::to_f64(vm, args.at(1))?;
    let y = float::to_f64(vm, args.at(2))?;
    let z = float::to_f64(vm, args.at(3))?;
    finish(vm, kernel::fma(x, y, z))
}

fn pair(vm: &mut Vm, first: Obj, second: Obj) -> PyResult {
    Ok(Tuple::from_slice(vm, &[first, second])?.into_obj())
}

fn frexp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fraction, exponent) = kernel::frexp(float::to_f64(vm, args.at(1))?);
    let exponent = int::from_i64(vm, exponent.into());
    pair(vm, Obj::float(fraction), exponent)
}

fn modf(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (fraction, whole) = kernel::modf(float::to_f64(vm, args.at(1))?);
    pair(vm, Obj::float(fraction), Obj::float(whole))
}

fn ldexp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let x = float::to_f64(vm, args.at(1))?;
    match int::view(vm, args.at(2)).map(|exponent| kernel::ldexp(x, exponent)) {
        Some(made) => finish(vm, made),
        None => Err(type_error!(vm, "Expected an int as second argument to ldexp.")),
    }
}

/// A whole number near a real one: by the operand's own method, or as a float.
macro_rules! rounding {
    ($($name:ident $method:ident;)*) => {
        $(
            fn $name(vm: &mut Vm, args: Args<'_>) -> PyResult {
                let o = args.at(1);
                if o.value().as_float().is_none()
                    && let Some(made) = protocol::call_special(vm, o, names::$method, &[])?
                {
                    return Ok(made);
                }
                let made = floats::$name(float::to_f64(vm, o)?);
                int::finish(vm, made)
            }
        )*
    };
}

rounding! {
    floor __floor__;
    ceil __ceil__;
}

fn trunc(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(1);
    if let Some(x) = o.value().as_float() {
        return int::finish(vm, floats::trunc(x));
    }
    match protocol::call_special(vm, o, names::__trunc__, &[])? {
        Some(made) => Ok(made),
        None => {
            let class = argument::class_name(vm, o);
            Err(type_error!(vm, "type {class} doesn't define __trunc__ method"))
        }
    }
}

/// The value of what `operator.index` makes of an object.
fn whole(vm: &mut Vm, o: &Obj) -> PyResult<Int> {
    let exact = protocol::index(vm, o)?;
    Ok(int::to_integer(vm, &exact).unwrap_or(Int::ZERO))
}

fn factorial(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let made = whole(vm, args.at(1))?.as_ref().factorial();
    int::finish(vm, made)
}

fn isqrt(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let made = whole(vm, args.at(1))?.as_ref().isqrt();
    int::finish(vm, made)
}

fn perm(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(k) = args.some(2) else { return factorial(vm, args) };
    let (n, k) = (whole(vm, args.at(1))?, whole(vm, k)?);
    int::finish(vm, n.as_ref().perm(k.as_ref()))
}

fn comb(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (n, k) = (whole(vm, args.at(1))?, whole(vm, args.at(2))?);
    int::finish(vm, n.as_ref().comb(k.as_ref()))
}

/// The values of `*args`.
fn rest(vm: &Vm, o: &Obj) -> Vec<Obj> {
    o.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default()
}

fn gcd(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut made = Int::ZERO;
    for o in rest(vm, args.at(1)) {
        made = made.as_ref().gcd(whole(vm, &o)?.as_ref());
    }
    Ok(int::from_integer(vm, made))
}

fn lcm(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut made = Int::ONE;
    for o in rest(vm, args.at(1)) {
        let n = whole(vm, &o)?;
        made = made.as_ref().lcm(n.as_ref()).map_err(|e| vm.raise_number(e))?;
    }
    Ok(int::from_integer(vm, made))
}

/// The logarithm of an int of any size, or of a float.
fn logarithm(
    vm: &mut Vm,
    o: &Obj,
    of_float: kernel::Function,
    of_int: fn(IntRef<'_>) -> Result<f64, Error>,
) -> PyResult<f64> {
    let made = match int::view(vm, o).map(of_int) {
        Some(made) => made,
        None => of_float(float::to_f64(vm, o)?),
    };
    made.map_err(|e| vm.raise_number(e))
}

fn log(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let x = logarithm(vm, args.at(1), kernel::log, kernel::log_int)?;
    let Some(base) = args.opt(2) else { return Ok(Obj::float(x)) };
    let base = logarithm(vm, base, kernel::log, kernel::log_int)?;
    finish(vm, kernel::log_ratio(x, base))
}

fn log2(vm: &mut Vm, args: Args<'_>) -> PyResult {
    logarithm(vm, args.at(1), kernel::log2, kernel::log2_int).map(Obj::float)
}

fn log10(vm: &mut Vm, args: Args<'_>) -> PyResult {
    logarithm(vm, args.at(1), kernel::log10, kernel::log10_int).map(Obj::float)
}

/// Objects as floats.
fn floats_of(vm: &mut Vm, objects: &[Obj]) -> PyResult<Vec<f64>> {
    objects.iter().map(|o| float::to_f64(vm, o)).collect()
}

fn hypot(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let coordinates = rest(vm, args.at(1));
    let coordinates = floats_of(vm, &coordinates)?;
    Ok(Obj::float(kernel::norm(&coordinates)))
}

fn dist(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (p, q) = (protocol::collect(vm, args.at(1))?, protocol::collect(vm, args.at(2))?);
    if p.len() != q.len() {
        return Err(value_error!(vm, "both points must have the same number of dimensions"));
    }
    let (p, q) = (floats_of(vm, &p)?, floats_of(vm, &q)?);
    finish(vm, kernel::dist(&p, &q))
}

fn fsum(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut sum = kernel::Sum::new();
    protocol::for_each(vm, args.at(1), |vm, item| {
        let x = float::to_f64(vm, &item)?;
        sum.push(x).map_err(|e| vm.raise_number(e))
    })?;
    finish(vm, sum.finish())
}

fn prod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut product = match args.opt(2) {
        Some(start) => start.clone(),
        None => int::from_i64(vm, 1),
    };
    protocol::for_each(vm, args.at(1), |vm, item| {
        product = protocol::binary(vm, &product, &item, BinaryOp::Multiply)?;
        Ok(())
    })?;
    Ok(product)
}

/// Whether `o` is an exact int.
fn is_exact_int(o: &Obj) -> bool {
    o.value().is_int() || o.header().is_some_and(|h| h.class() == types::INT.slot())
}

/// A factor of a compensated sum: both floats, or a float and an exact int or bool that a float can hold.
fn float_factors(vm: &Vm, p: &Obj, q: &Obj) -> Option<(f64, f64)> {
    let narrow = |o: &Obj| match o.value().as_float() {
        Some(x) => Some(x),
        None if is_exact_int(o) || o.value().is_bool() => int::view(vm, o)?.to_float().ok(),
        None => None,
    };
    if !p.value().is_float() && !q.value().is_float() {
        return None;
    }
    narrow(p).zip(narrow(q))
}

fn add(vm: &mut Vm, total: &mut Obj, more: &Obj) -> PyResult<()> {
    *total = protocol::binary(vm, total, more, BinaryOp::Add)?;
    Ok(())
}

/// Ints are summed exactly until the first pair that is none or does not fit machine words; floats from there on with compensation
/// until the first pair that is none or not finite; what follows, by the operands' own operators.
fn sumprod(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (p, q) = (protocol::iter(vm, args.at(1))?, protocol::iter(vm, args.at(2))?);
    let mut total = int::from_i64(vm, 0);
    let mut words = Some(0i64);
    let mut dot = Some(kernel::Dot::new());
    let mut dot_in_use = false;
    loop {
        vm.poll()?;
        let (x, y) = (protocol::next(vm, &p)?, protocol::next(vm, &q)?);
        if x.is_some() != y.is_some() {
            return Err(value_error!(vm, "Inputs are not the same length"));
        }
        let factors = x.zip(y);
        if let Some(sum) = words {
            let next = factors
                .as_ref()
                .filter(|(x, y)| is_exact_int(x) && is_exact_int(y))
                .and_then(|(x, y)| sum.checked_add(int::to_i64(vm, x)?.checked_mul(int::to_i64(vm, y)?)?));
            words = next;
            if next.is_some() {
                continue;
            }
            let sum = int::from_i64(vm, sum);
            add(vm, &mut total, &sum)?;
        }
        if let Some(mut sum) = dot.take() {
            if let Some((x, y)) = factors.as_ref().and_then(|(x, y)| float_factors(vm, x, y))
                && sum.push(x, y)
            {
                dot = Some(sum);
                dot_in_use = true;
                continue;
            }
            if dot_in_use {
                add(vm, &mut total, &Obj::float(sum.finish()))?;
            }
        }
        let Some((x, y)) = factors else { return Ok(total) };
        let product = protocol::binary(vm, &x, &y, BinaryOp::Multiply)?;
        add(vm, &mut total, &product)?;
    }
}

fn isclose(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (a, b) = (float::to_f64(vm, args.at(1))?, float::to_f64(vm, args.at(2))?);
    let (relative, absolute) = tolerances(vm, args)?;
    match kernel::isclose(a, b, relative, absolute) {
        Ok(close) => Ok(Obj::bool(close)),
        Err(e) => Err(vm.raise_number(e)),
    }
}

/// `rel_tol` and `abs_tol`, parameters 3 and 4 here and in `cmath`.
pub(crate) fn tolerances(vm: &mut Vm, args: Args<'_>) -> PyResult<(f64, f64)> {
    let relative = match args.opt(3) {
        Some(o) => float::to_f64(vm, o)?,
        None => 1e-9,
    };
    let absolute = match args.opt(4) {
        Some(o) => float::to_f64(vm, o)?,
        None => 0.0,
    };
    Ok((relative, absolute))
}

fn nextafter(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (x, y) = (float::to_f64(vm, args.at(1))?, float::to_f64(vm, args.at(2))?);
    let Some(steps) = args.some(3) else { return Ok(Obj::float(kernel::nextafter(x, y))) };
    let steps = whole(vm, steps)?;
    finish(vm, kernel::nextafter_steps(x, y, steps.as_ref()))
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "acos",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::acos),
        "Return the arc cosine (measured in radians) of x.\n\nThe result is between 0 and pi.",
    ),
    native(
        "acosh",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::acosh),
        "Return the inverse hyperbolic cosine of x.",
    ),
    native(
        "asin",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::asin),
        "Return the arc sine (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.",
    ),
    native(
        "asinh",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::asinh),
        "Return the inverse hyperbolic sine of x.",
    ),
    native(
        "atan",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::atan),
        "Return the arc tangent (measured in radians) of x.\n\nThe result is between -pi/2 and pi/2.",
    ),
    native(
        "atan2",
        "($module, y, x, /)",
        atan2,
        "Return the arc tangent (measured in radians) of y/x.\n\nUnlike atan(y/x), the signs of both x and y are considered.",
    ),
    native(
        "atanh",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::atanh),
        "Return the inverse hyperbolic tangent of x.",
    ),
    native("cbrt", "($module, x, /)", |vm, args| real(vm, args, kernel::cbrt), "Return the cube root of x."),
    native(
        "ceil",
        "($module, x, /)",
        ceil,
        "Return the ceiling of x as an Integral.\n\nThis is the smallest integer >= x.",
    ),
    native(
        "copysign",
        "($module, x, y, /)",
        copysign,
        "Return a float with the magnitude (absolute value) of x but the sign of y.\n\nOn platforms that support signed zeros, copysign(1.0, -0.0)\nreturns -1.0.\n",
    ),
    native(
        "cos",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::cos),
        "Return the cosine of x (measured in radians).",
    ),
    native("cosh", "($module, x, /)", |vm, args| real(vm, args, kernel::cosh), "Return the hyperbolic cosine of x."),
    native(
        "degrees",
        "($module, x, /)",
        |vm, args| real(vm, args, |x| Ok(kernel::degrees(x))),
        "Convert angle x from radians to degrees.",
    ),
    native(
        "dist",
        "($module, p, q, /)",
        dist,
        "Return the Euclidean distance between two points p and q.\n\nThe points should be specified as sequences (or iterables) of\ncoordinates.  Both inputs must have the same dimension.\n\nRoughly equivalent to:\n    sqrt(sum((px - qx) ** 2.0 for px, qx in zip(p, q)))",
    ),
    native("erf", "($module, x, /)", |vm, args| real(vm, args, kernel::erf), "Error function at x."),
    native("erfc", "($module, x, /)", |vm, args| real(vm, args, kernel::erfc), "Complementary error function at x."),
    native("exp", "($module, x, /)", |vm, args| real(vm, args, kernel::exp), "Return e raised to the power of x."),
    native("exp2", "($module, x, /)", |vm, args| real(vm, args, kernel::exp2), "Return 2 raised to the power of x."),
    native(
        "expm1",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::expm1),
        "Return exp(x)-1.\n\nThis function avoids the loss of precision involved in the direct evaluation of exp(x)-1 for small x.",
    ),
    native(
        "fabs",
        "($module, x, /)",
        |vm, args| real(vm, args, |x| Ok(x.abs())),
        "Return the absolute value of the float x.",
    ),
    native("factorial", "($module, n, /)", factorial, "Find n!."),
    native(
        "floor",
        "($module, x, /)",
        floor,
        "Return the floor of x as an Integral.\n\nThis is the largest integer <= x.",
    ),
    native(
        "fma",
        "($module, x, y, z, /)",
        fma,
        "Fused multiply-add operation.\n\nCompute (x * y) + z with a single round.",
    ),
    native("fmod", "($module, x, y, /)", fmod, "Return fmod(x, y), according to platform C.\n\nx % y may differ."),
    native(
        "frexp",
        "($module, x, /)",
        frexp,
        "Return the mantissa and exponent of x, as pair (m, e).\n\nIf x is a finite nonzero number, then m is a float with\n0.5 <= abs(m) < 1.0 and an integer e is such that\nx == m * 2**e exactly.  Else, return (x, 0).",
    ),
    native(
        "fsum",
        "($module, seq, /)",
        fsum,
        "Return an accurate floating-point sum of values in the iterable seq.\n\nAssumes IEEE-754 floating-point arithmetic.",
    ),
    native("gamma", "($module, x, /)", |vm, args| real(vm, args, kernel::gamma), "Gamma function at x."),
    native("gcd", "($module, /, *integers)", gcd, "Greatest Common Divisor."),
    native(
        "hypot",
        "($module, /, *coordinates)",
        hypot,
        "Multidimensional Euclidean distance from the origin to a point.\n\nRoughly equivalent to:\n    sqrt(sum(x**2 for x in coordinates))\n\nFor a two dimensional point (x, y), gives the hypotenuse\nusing the Pythagorean theorem:  sqrt(x*x + y*y).\n\nFor example, the hypotenuse of a 3/4/5 right triangle is:\n\n    >>> hypot(3.0, 4.0)\n    5.0",
    ),
    native(
        "isclose",
        "($module, /, a, b, *, rel_tol=1e-09, abs_tol=0.0)",
        isclose,
        "Determine whether two floating-point numbers are close in value.\n\n  rel_tol\n    maximum difference for being considered \"close\", relative to the\n    magnitude of the input values\n  abs_tol\n    maximum difference for being considered \"close\", regardless of the\n    magnitude of the input values\n\nReturn True if a is close in value to b, and False otherwise.\n\nFor the values to be considered close, the difference between them\nmust be smaller than at least one of the tolerances.\n\n-inf, inf and NaN behave similarly to the IEEE 754 Standard.  That\nis, NaN is not close to anything, even itself.  inf and -inf are\nonly close to themselves.",
    ),
    native(
        "isfinite",
        "($module, x, /)",
        |vm, args| question(vm, args, f64::is_finite),
        "Return True if x is neither an infinity nor a NaN, and False otherwise.",
    ),
    native(
        "isinf",
        "($module, x, /)",
        |vm, args| question(vm, args, f64::is_infinite),
        "Return True if x is a positive or negative infinity, and False otherwise.",
    ),
    native(
        "isnan",
        "($module, x, /)",
        |vm, args| question(vm, args, f64::is_nan),
        "Return True if x is a NaN (not a number), and False otherwise.",
    ),
    native("isqrt", "($module, n, /)", isqrt, "Return the integer part of the square root of the input."),
    native("lcm", "($module, /, *integers)", lcm, "Least Common Multiple."),
    native("ldexp", "($module, x, i, /)", ldexp, "Return x * (2**i).\n\nThis is essentially the inverse of frexp()."),
    native(
        "lgamma",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::lgamma),
        "Natural logarithm of absolute value of Gamma function at x.",
    ),
    native(
        "log",
        "($module, x, base=None, /)",
        log,
        "log(x, [base=math.e])\nReturn the logarithm of x to the given base.\n\nIf the base is not specified, returns the natural logarithm (base e) of x.",
    ),
    native(
        "log1p",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::log1p),
        "Return the natural logarithm of 1+x (base e).\n\nThe result is computed in a way which is accurate for x near zero.",
    ),
    native("log10", "($module, x, /)", log10, "Return the base 10 logarithm of x."),
    native("log2", "($module, x, /)", log2, "Return the base 2 logarithm of x."),
    native(
        "modf",
        "($module, x, /)",
        modf,
        "Return the fractional and integer parts of x.\n\nBoth results carry the sign of x and are floats.",
    ),
    native("pow", "($module, x, y, /)", pow, "Return x**y (x to the power of y)."),
    native(
        "radians",
        "($module, x, /)",
        |vm, args| real(vm, args, |x| Ok(kernel::radians(x))),
        "Convert angle x from degrees to radians.",
    ),
    native(
        "remainder",
        "($module, x, y, /)",
        remainder,
        "Difference between x and the closest integer multiple of y.\n\nReturn x - n*y where n*y is the closest integer multiple of y.\nIn the case where x is exactly halfway between two multiples of\ny, the nearest even value of n is used. The result is always exact.",
    ),
    native(
        "sin",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::sin),
        "Return the sine of x (measured in radians).",
    ),
    native("sinh", "($module, x, /)", |vm, args| real(vm, args, kernel::sinh), "Return the hyperbolic sine of x."),
    native("sqrt", "($module, x, /)", |vm, args| real(vm, args, kernel::sqrt), "Return the square root of x."),
    native(
        "tan",
        "($module, x, /)",
        |vm, args| real(vm, args, kernel::tan),
        "Return the tangent of x (measured in radians).",
    ),
    native("tanh", "($module, x, /)", |vm, args| real(vm, args, kernel::tanh), "Return the hyperbolic tangent of x."),
    native(
        "sumprod",
        "($module, p, q, /)",
        sumprod,
        "Return the sum of products of values from two iterables p and q.\n\nRoughly equivalent to:\n\n    sum(map(operator.mul, p, q, strict=True))\n\nFor float and mixed int/float inputs, the intermediate products\nand sums are computed with extended precision.",
    ),
    native(
        "trunc",
        "($module, x, /)",
        trunc,
        "Truncates the Real x to the nearest Integral toward 0.\n\nUses the __trunc__ magic method.",
    ),
    native(
        "prod",
        "($module, iterable, /, *, start=1)",
        prod,
        "Calculate the product of all the elements in the input iterable.\n\nThe default start value for the product is 1.\n\nWhen the iterable is empty, return the start value.  This function is\nintended specifically for use with numeric values and may reject\nnon-numeric types.",
    ),
    native(
        "perm",
        "($module, n, k=None, /)",
        perm,
        "Number of ways to choose k items from n items without repetition and with order.\n\nEvaluates to n! / (n - k)! when k <= n and evaluates\nto zero when k > n.\n\nIf k is not specified or is None, then k defaults to n\nand the function returns n!.\n\nRaises TypeError if either of the arguments are not integers.\nRaises ValueError if either of the arguments are negative.",
    ),
    native(
        "comb",
        "($module, n, k, /)",
        comb,
        "Number of ways to choose k items from n items without repetition and without order.\n\nEvaluates to n! / (k! * (n - k)!) when k <= n and evaluates\nto zero when k > n.\n\nAlso called the binomial coefficient because it is equivalent\nto the coefficient of k-th term in polynomial expansion of the\nexpression (1 + x)**n.\n\nRaises TypeError if either of the arguments are not integers.\nRaises ValueError if either of the arguments are negative.",
    ),
    native(
        "nextafter",
        "($module, x, y, /, *, steps=None)",
        nextafter,
        "Return the floating-point value the given number of steps after x towards y.\n\nIf steps is not specified or is None, it defaults to 1.\n\nRaises a TypeError, if x or y is not a double, or if steps is not\nan integer.  Raises ValueError if steps is negative.",
    ),
    native(
        "ulp",
        "($module, x, /)",
        |vm, args| real(vm, args, |x| Ok(kernel::ulp(x))),
        "Return the value of the least significant bit of the float x.",
    ),
];

/// The module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let doc = "This module provides access to the mathematical functions\ndefined by the C standard.";
    let module = table::module(vm, "math", doc, FUNCTIONS)?;
    for (name, x) in [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ] {
        table::set(vm, &module, name, Obj::float(x))?;
    }
    Ok(module)
}
