//! Decimals of strings, integers, floats and tuples: exact, or rounded by a context.

use super::{
    arithmetic::{Answer, Coefficient, Context as Rules, Kind, Number, status},
    context::{self, Context},
    number::{self, Decimal, make_in, of_int, unsupported},
    signals,
};
use rpython_objects::{
    Args, List, Obj, PyResult, Ref, Str, StrExt, Tuple, Type, Vm, argument, float, int,
    number::float as floats,
    text::{Text, chars},
    type_error, value_error,
};

/// The characters of a number in ASCII. `loose` drops white space around and underscores. What holds no number becomes empty.
fn ascii(text: Text<'_>, loose: bool) -> Vec<u8> {
    let space = |i: usize| text.get(i).is_some_and(chars::is_space);
    let (mut start, mut end) = (0, text.len());
    if loose {
        while start < end && space(start) {
            start += 1;
        }
        while end > start && space(end - 1) {
            end -= 1;
        }
    }
    let mut out = Vec::with_capacity(end - start);
    for c in text.slice(start..end).iter() {
        match c {
            0x5F if loose => {}
            1..=127 => out.push(c as u8),
            _ if chars::is_space(c) => out.push(b' '),
            _ => match chars::decimal(c) {
                Some(digit) => out.push(b'0' + digit),
                None => return Vec::new(),
            },
        }
    }
    out
}

/// Reads a number without rounding it.
fn read_exactly(text: &[u8], bits: &mut u32) -> Answer {
    let mut inner = 0;
    let found = Rules::MAX.parse(text, &mut inner)?;
    if inner & (status::INEXACT | status::ROUNDED | status::CLAMPED) != 0 {
        *bits |= status::INVALID_OPERATION;
        return Ok(Number::nan());
    }
    *bits |= inner & status::ERRORS;
    Ok(found)
}

/// The exact value of a float.
pub(super) fn of_float(vm: &mut Vm, x: f64) -> PyResult<Number> {
    if x.is_nan() {
        return Ok(Number::nan());
    }
    if x.is_infinite() {
        return Ok(Number::infinity(x < 0.0));
    }
    let (top, bottom) = match floats::as_integer_ratio(x.abs()) {
        Ok(ratio) => ratio,
        Err(e) => return Err(vm.raise_number(e)),
    };
    // n/2^k is n·5^k/10^k.
    let twos = bottom.into_big().bits().saturating_sub(1) as u32;
    let digits = top.into_big() * num_bigint::BigInt::from(5).pow(twos);
    let words: Vec<u64> = digits.iter_u64_digits().collect();
    Ok(Number::finite(x.is_sign_negative(), Coefficient::from_binary(&words), -i64::from(twos)))
}

/// The items of a tuple or a list.
fn items(vm: &Vm, o: &Obj) -> Option<Vec<Obj>> {
    match (o.downcast_ref::<Tuple>(), o.downcast_ref::<List>()) {
        (Some(t), _) => Some(t.tail(vm).to_vec()),
        (_, Some(l)) => Some(l.get(vm).items.to_vec()),
        _ => None,
    }
}

fn c_long(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    match int::to_i64(vm, o) {
        Some(n) => Ok(n),
        None => Err(int::too_large(vm, "long")),
    }
}

/// Sign, digits and exponent as the text of a number.
fn tuple_text(vm: &mut Vm, o: &Obj) -> PyResult<Vec<u8>> {
    let parts = items(vm, o).unwrap_or_default();
    let [sign, digits, exponent] = parts.as_slice() else {
        return Err(value_error!(vm, "argument must be a sequence of length 3"));
    };
    let sign = if int::is_int(sign) { c_long(vm, sign)? } else { -1 };
    let mut out = match sign {
        0 => Vec::new(),
        1 => b"-".to_vec(),
        _ => return Err(value_error!(vm, "sign must be an integer with the value 0 or 1")),
    };
    let mut scale = None;
    if let Some(letter) = exponent.downcast_ref::<Str>() {
        let letters = [("F", "Inf"), ("n", "NaN"), ("N", "sNaN")];
        let Some((_, word)) = letters.iter().find(|(l, _)| letter.is_text(vm, l)) else {
            return Err(value_error!(vm, "string argument in the third position must be 'F', 'n' or 'N'"));
        };
        out.extend(word.as_bytes());
    } else if int::is_int(exponent) {
        scale = Some(argument::ssize(vm, exponent)?);
    } else {
        return Err(value_error!(vm, "exponent must be an integer"));
    }
    let infinite = out.ends_with(b"Inf");
    let Some(digits) = items(vm, digits) else {
        return Err(value_error!(vm, "coefficient must be a tuple of digits"));
    };
    if digits.is_empty() && scale.is_some() {
        out.push(b'0');
    }
    for digit in &digits {
        let n = if int::is_int(digit) { c_long(vm, digit)? } else { -1 };
        if !(0..=9).contains(&n) {
            return Err(value_error!(vm, "coefficient must be a tuple of digits"));
        }
        if !infinite {
            out.push(b'0' + n as u8);
        }
    }
    if let Some(scale) = scale {
        out.extend(format!("E{scale}").as_bytes());
    }
    Ok(out)
}

/// The conversion that a string, an int or a tuple asks for: exact, or by the context.
enum Source {
    Text(Vec<u8>),
    Number(Number),
}

fn source(vm: &mut Vm, o: &Obj, loose: bool) -> PyResult<Option<Source>> {
    if let Some(n) = int::view(vm, o) {
        return Ok(Some(Source::Number(of_int(n))));
    }
    if let Some(text) = o.downcast_ref::<Str>() {
        return Ok(Some(Source::Text(ascii(text.text(vm), loose))));
    }
    if o.is_kind::<Tuple>() || o.is_kind::<List>() {
        return Ok(Some(Source::Text(tuple_text(vm, o)?)));
    }
    Ok(None)
}

/// `Decimal(value)`: nothing is rounded, the context only learns of conditions.
///
/// # Errors
/// What the conversion raises.
pub(super) fn exactly(vm: &mut Vm, class: &Ref<Type>, value: &Obj, context: &Ref<Context>) -> PyResult {
    if value.is_unbound() {
        return Ok(make_in(vm, class, Number::small(0)));
    }
    if let Some(other) = value.downcast_ref::<Decimal>() {
        return Ok(of_decimal(vm, class, value, other));
    }
    if let Some(x) = float::value(vm, value) {
        signals::record(vm, context, status::FLOAT_OPERATION)?;
        let n = of_float(vm, x)?;
        return Ok(make_in(vm, class, n));
    }
    let n = match source(vm, value, true)? {
        Some(Source::Number(n)) => n,
        Some(Source::Text(text)) => {
            let mut bits = 0;
            let found = read_exactly(&text, &mut bits);
            context::settle(vm, context, found, bits)?
        }
        None => return Err(unsupported(vm, value)),
    };
    Ok(make_in(vm, class, n))
}

/// A `Decimal` of a class: the same one, where it need not be another.
fn of_decimal(vm: &Vm, class: &Ref<Type>, o: &Obj, n: &Ref<Decimal>) -> Obj {
    if number::is_exact(vm, o) && vm.class_of(o).is(class) {
        return o.clone();
    }
    make_in(vm, class, n.get(vm).0.clone())
}

/// `Context.create_decimal`
///
/// # Errors
/// What the conversion raises.
pub(super) fn rounded(vm: &mut Vm, value: &Obj, context: &Ref<Context>) -> PyResult {
    if let Some(n) = number::value(vm, value) {
        let rules = context.get(vm).rules;
        let room = rules.prec - i64::from(rules.clamp);
        if n.is_nan() && !n.coefficient.is_zero() && n.coefficient.digits() as i64 > room {
            signals::record(vm, context, status::CONVERSION_SYNTAX)?;
            return Ok(number::make(vm, Number::nan()));
        }
        return context::run(vm, context, |vm, rules, bits| match number::value(vm, value) {
            Some(n) => rules.finalize(n.clone(), bits),
            None => Ok(Number::nan()),
        });
    }
    if let Some(x) = float::value(vm, value) {
        signals::record(vm, context, status::FLOAT_OPERATION)?;
        return rounded_float(vm, x, context);
    }
    match source(vm, value, false)? {
        Some(Source::Number(n)) => context::run(vm, context, |_, rules, bits| rules.finalize(n, bits)),
        Some(Source::Text(text)) => context::run(vm, context, |_, rules, bits| rules.parse(&text, bits)),
        None => Err(unsupported(vm, value)),
    }
}

fn rounded_float(vm: &mut Vm, x: f64, context: &Ref<Context>) -> PyResult {
    let n = of_float(vm, x)?;
    context::run(vm, context, |_, rules, bits| rules.finalize(n, bits))
}

/// `Context.create_decimal_from_float`
pub(super) fn rounded_from_float(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let context = args.this::<Context>();
    if let Some(x) = float::value(vm, args.at(1)) {
        return rounded_float(vm, x, context);
    }
    if int::is_int(args.at(1)) {
        return rounded(vm, args.at(1), context);
    }
    Err(type_error!(vm, "argument must be int or float"))
}

/// The number at hand as an instance of the class at hand.
fn instance(vm: &mut Vm, class: &Obj, n: Number) -> PyResult {
    let made = number::make(vm, n);
    match vm.type_of_kind(<Decimal as rpython_objects::Payload>::KIND) {
        Some(own) if own.as_obj().is(class) => Ok(made),
        _ => rpython_objects::protocol::call(vm, class, &[made]),
    }
}

/// The exact value of an int or a float.
fn real(vm: &mut Vm, o: &Obj) -> PyResult<Option<Number>> {
    if let Some(n) = int::view(vm, o) {
        return Ok(Some(of_int(n)));
    }
    match float::value(vm, o) {
        Some(x) => Ok(Some(of_float(vm, x)?)),
        None => Ok(None),
    }
}

/// `Decimal.from_float`
pub(super) fn from_float(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match real(vm, args.at(1))? {
        Some(n) => instance(vm, args.at(0), n),
        None => Err(type_error!(vm, "argument must be int or float")),
    }
}

/// `Decimal.from_number`
pub(super) fn from_number(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let found = match number::value(vm, args.at(1)) {
        Some(n) => Some(n.clone()),
        None => {
            if float::value(vm, args.at(1)).is_some() {
                let context = context::current(vm)?;
                signals::record(vm, &context, status::FLOAT_OPERATION)?;
            }
            real(vm, args.at(1))?
        }
    };
    match found {
        Some(n) => instance(vm, args.at(0), n),
        None => Err(unsupported(vm, args.at(1))),
    }
}

/// `Decimal.as_tuple`
pub(super) fn as_tuple(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = &args.this::<Decimal>().get(vm).0;
    let (negative, kind, exponent) = (n.negative, n.kind, n.exponent);
    let digits = if n.is_nan() && n.coefficient.is_zero() { String::new() } else { n.coefficient.text() };
    let digits: Vec<Obj> = digits.bytes().map(|d| int::from_i64(vm, i64::from(d - b'0'))).collect();
    let digits = Tuple::from_vec(vm, digits)?.into_obj();
    let exponent = match kind {
        Kind::Finite => int::from_i64(vm, exponent),
        Kind::Infinity => Str::intern(vm, "F").into_obj(),
        Kind::Nan => Str::intern(vm, "n").into_obj(),
        Kind::SignalingNan => Str::intern(vm, "N").into_obj(),
    };
    let sign = int::from_i64(vm, negative.into());
    match vm.state_of::<super::State>().tuple.cloned() {
        Some(class) => rpython_objects::protocol::call(vm, &class, &[sign, digits, exponent]),
        None => crate::table::tuple(vm, &[sign, digits, exponent]),
    }
}
