//! `format(value, spec)`: the format mini-language (PEP 3101, 378, 515, 682; CPython: `Python/formatter_unicode.c`).
//!
//! [`Spec::parse`] reads a specification; [`int`], [`float`], [`complex`] and [`text`] read one and append the formatted value.
//! Every message names the value's type, which may be a subclass: it comes with the [`Context`].

mod layout;

use super::complex::Complex;
use super::float::{self as floats, Code, Style};
use super::int::IntRef;
use super::{Error, ErrorKind, Result, probe_memory};
use crate::text::{Text, TextBuf, chars};

use layout::{Grouping, Number, pad};

/// What formatting depends on beside the value and the specification.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// `type(value).__name__`
    pub type_name: Text<'a>,
    /// `sys.get_int_max_str_digits()`
    pub max_str_digits: usize,
    /// What `n` writes numbers by.
    pub locale: Locale<'a>,
}

impl<'a> Context<'a> {
    /// In the C locale with the default limit of digits.
    pub fn new(type_name: Text<'a>) -> Context<'a> {
        Context { type_name, max_str_digits: super::int::DEFAULT_MAX_STR_DIGITS, locale: Locale::C }
    }
}

/// The numeric part of `localeconv()`.
#[derive(Clone, Copy, Debug)]
pub struct Locale<'a> {
    /// Before the fraction.
    pub decimal_point: Text<'a>,
    /// Between groups of digits.
    pub thousands_sep: Text<'a>,
    /// Sizes of the groups from the point leftwards, as C has it: 0 repeats the last one, 127 ends.
    pub grouping: &'a [u8],
}

impl Locale<'static> {
    /// The C locale: a point and no groups.
    pub const C: Locale<'static> =
        Locale { decimal_point: Text::Ascii(b"."), thousands_sep: Text::EMPTY, grouping: &[] };
}

/// Where padding goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Align {
    /// `<`
    Left,
    /// `>`
    Right,
    /// `^`
    Center,
    /// `=`: between the sign or prefix and the digits.
    AfterSign,
}

impl Align {
    fn of(c: u32) -> Option<Align> {
        match char::from_u32(c)? {
            '<' => Some(Align::Left),
            '>' => Some(Align::Right),
            '^' => Some(Align::Center),
            '=' => Some(Align::AfterSign),
            _ => None,
        }
    }
}

/// What stands before a number that is not negative.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sign {
    /// Nothing (`-`, or not given, which strings tell apart).
    Negative,
    /// `+`
    Plus,
    /// A space.
    Space,
}

/// What separates groups of digits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Separator {
    /// `,`
    Comma,
    /// `_`
    Underscore,
}

impl Separator {
    fn code(self) -> u8 {
        match self {
            Separator::Comma => b',',
            Separator::Underscore => b'_',
        }
    }
}

/// A format specification.
#[derive(Clone, Copy, Debug)]
pub struct Spec {
    /// The padding character.
    pub fill: u32,
    /// Where it goes.
    pub align: Align,
    /// The sign, if one was given.
    pub sign: Option<Sign>,
    /// `z`
    pub no_negative_zero: bool,
    /// `#`
    pub alternate: bool,
    /// The least width.
    pub width: Option<usize>,
    /// In the integer part.
    pub separator: Option<Separator>,
    /// The precision.
    pub precision: Option<usize>,
    /// In the fraction.
    pub fraction_separator: Option<Separator>,
    /// The type's code point, or the default.
    pub code: u32,
}

/// The code of a specification without a type, where the default is none of the letters.
pub const NO_CODE: u32 = 0;

struct Cursor<'a> {
    text: Text<'a>,
    at: usize,
}

impl Cursor<'_> {
    fn peek(&self) -> Option<u32> {
        self.text.get(self.at)
    }

    fn eat(&mut self, c: u8) -> bool {
        let hit = self.peek() == Some(u32::from(c));
        self.at += usize::from(hit);
        hit
    }

    /// A decimal number, if there is one; `ValueError`.
    fn number(&mut self) -> Result<Option<usize>> {
        let mut value = None;
        while let Some(digit) = self.peek().and_then(chars::decimal) {
            let next = push_digit(value.unwrap_or(0), digit)?;
            value = Some(next);
            self.at += 1;
        }
        Ok(value)
    }

    /// `,` or `_`, but not both.
    fn separator(&mut self) -> Result<Option<Separator>> {
        let both = || Error::value("Cannot specify both ',' and '_'.");
        if self.eat(b',') {
            return if self.eat(b'_') { Err(both()) } else { Ok(Some(Separator::Comma)) };
        }
        if self.eat(b'_') {
            return if self.peek() == Some(b','.into()) { Err(both()) } else { Ok(Some(Separator::Underscore)) };
        }
        Ok(None)
    }
}

/// `value * 10 + digit` as far as `Py_ssize_t` goes; `ValueError`.
pub(super) fn push_digit(value: usize, digit: u8) -> Result<usize> {
    value
        .checked_mul(10)
        .and_then(|v| v.checked_add(usize::from(digit)))
        .filter(|&v| v <= isize::MAX as usize)
        .ok_or_else(|| Error::value("Too many decimal digits in format string"))
}

impl Spec {
    /// Reads a specification; `ValueError`.
    pub fn parse(text: Text<'_>, default_code: u32, default_align: Align, type_name: Text<'_>) -> Result<Spec> {
        let mut spec = Spec {
            fill: b' '.into(),
            align: default_align,
            sign: None,
            no_negative_zero: false,
            alternate: false,
            width: None,
            separator: None,
            precision: None,
            fraction_separator: None,
            code: default_code,
        };
        let mut cursor = Cursor { text, at: 0 };
        let (mut fill_given, mut align_given) = (false, false);
        if let Some(align) = text.get(1).and_then(Align::of) {
            spec.fill = text.at(0);
            spec.align = align;
            (fill_given, align_given) = (true, true);
            cursor.at = 2;
        } else if let Some(align) = text.first().and_then(Align::of) {
            spec.align = align;
            align_given = true;
            cursor.at = 1;
        }
        for (c, sign) in [(b'+', Sign::Plus), (b'-', Sign::Negative), (b' ', Sign::Space)] {
            if spec.sign.is_none() && cursor.eat(c) {
                spec.sign = Some(sign);
            }
        }
        spec.no_negative_zero = cursor.eat(b'z');
        spec.alternate = cursor.eat(b'#');
        if !fill_given && cursor.eat(b'0') {
            spec.fill = b'0'.into();
            if !align_given && default_align == Align::Right {
                spec.align = Align::AfterSign;
            }
        }
        spec.width = cursor.number()?;
        spec.separator = cursor.separator()?;
        if cursor.eat(b'.') {
            spec.precision = cursor.number()?;
            spec.fraction_separator = cursor.separator()?;
            if spec.precision.is_none() && spec.fraction_separator.is_none() {
                return Err(Error::value("Format specifier missing precision"));
            }
        }
        match text.len() - cursor.at {
            0 => {}
            1 => spec.code = text.at(cursor.at),
            _ => return Err(invalid_spec(text, type_name)),
        }
        spec.check_separators()?;
        Ok(spec)
    }

    fn check_separators(&self) -> Result<()> {
        let code = u8::try_from(self.code).unwrap_or(0xFF);
        if let Some(separator) = self.separator {
            let allowed = match code {
                b'd' | b'e' | b'f' | b'g' | b'E' | b'G' | b'%' | b'F' | 0 => true,
                b'b' | b'o' | b'x' | b'X' => separator == Separator::Underscore,
                _ => false,
            };
            if !allowed {
                return Err(invalid_separator(separator, self.code));
            }
        }
        match self.fraction_separator {
            Some(separator) if code == b'n' => Err(invalid_separator(separator, self.code)),
            _ => Ok(()),
        }
    }

    /// How a number's digits are grouped under this specification.
    fn grouping<'a>(&self, locale: &Locale<'a>) -> Grouping<'a> {
        let is_power_of_two = matches!(u8::try_from(self.code), Ok(b'b' | b'o' | b'x' | b'X'));
        let (decimal_point, separator, sizes): (Text<'a>, Text<'a>, &'a [u8]) = match self.separator {
            _ if self.code == u32::from(b'n') => (locale.decimal_point, locale.thousands_sep, locale.grouping),
            None => (Text::Ascii(b"."), Text::EMPTY, &[]),
            Some(Separator::Comma) => (Text::Ascii(b"."), Text::Ascii(b","), &[3]),
            Some(Separator::Underscore) if is_power_of_two => (Text::Ascii(b"."), Text::Ascii(b"_"), &[4]),
            Some(Separator::Underscore) => (Text::Ascii(b"."), Text::Ascii(b"_"), &[3]),
        };
        Grouping { decimal_point, separator, sizes, fraction_separator: self.fraction_separator.map(Separator::code) }
    }
}

#[cold]
fn invalid_spec(spec: Text<'_>, type_name: Text<'_>) -> Error {
    let mut message = TextBuf::from("Invalid format specifier '");
    message.push_text(spec);
    message.push_str("' for object of type '");
    message.push_text(type_name);
    message.push_str("'");
    Error::with_text(ErrorKind::Value, message)
}

/// A code as messages show it: itself if it is visible ASCII, else its number.
fn shown_code(code: u32) -> String {
    match char::from_u32(code) {
        Some(c @ '!'..='\x7F') => c.to_string(),
        _ => format!("\\x{code:x}"),
    }
}

#[cold]
fn invalid_separator(separator: Separator, code: u32) -> Error {
    Error::value(format!("Cannot specify '{}' with '{}'.", char::from(separator.code()), shown_code(code)))
}

#[cold]
fn unknown_code(code: u32, type_name: Text<'_>) -> Error {
    let mut message =
        TextBuf::from(format!("Unknown format code '{}' for object of type '", shown_code(code)).as_str());
    message.push_text(type_name);
    message.push_str("'");
    Error::with_text(ErrorKind::Value, message)
}

/// Appends `format(value, spec)` of a `str`; `ValueError`.
pub fn text(out: &mut TextBuf, value: Text<'_>, spec: Text<'_>, type_name: Text<'_>) -> Result<()> {
    if spec.is_empty() {
        out.push_text(value);
        return Ok(());
    }
    let spec = Spec::parse(spec, b's'.into(), Align::Left, type_name)?;
    if spec.code != u32::from(b's') {
        return Err(unknown_code(spec.code, type_name));
    }
    if let Some(sign) = spec.sign {
        return Err(Error::value(match sign {
            Sign::Space => "Space not allowed in string format specifier",
            _ => "Sign not allowed in string format specifier",
        }));
    }
    if spec.no_negative_zero {
        return Err(Error::value("Negative zero coercion (z) not allowed in string format specifier"));
    }
    if spec.alternate {
        return Err(Error::value("Alternate form (#) not allowed in string format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(Error::value("'=' alignment not allowed in string format specifier"));
    }
    let shown = value.slice(..spec.precision.unwrap_or(usize::MAX));
    pad(out, &spec, shown.len(), |out| out.push_text(shown))
}

/// Appends `format(n, spec)` of an `int`; `ValueError`, `OverflowError`.
pub fn int(out: &mut TextBuf, n: IntRef<'_>, spec: Text<'_>, context: &Context<'_>) -> Result<()> {
    if spec.is_empty() {
        out.push_ascii(n.to_decimal(context.max_str_digits)?.as_bytes());
        return Ok(());
    }
    let spec = Spec::parse(spec, b'd'.into(), Align::Right, context.type_name)?;
    match u8::try_from(spec.code) {
        Ok(b'b' | b'c' | b'd' | b'o' | b'x' | b'X' | b'n') => int_with(out, n, &spec, context),
        Ok(b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'%') => float_with(out, n.to_float()?, &spec, context),
        _ => Err(unknown_code(spec.code, context.type_name)),
    }
}

fn int_with(out: &mut TextBuf, n: IntRef<'_>, spec: &Spec, context: &Context<'_>) -> Result<()> {
    if spec.precision.is_some() {
        return Err(Error::value("Precision not allowed in integer format specifier"));
    }
    if spec.no_negative_zero {
        return Err(Error::value("Negative zero coercion (z) not allowed in integer format specifier"));
    }
    let base = match spec.code as u8 {
        b'c' => return character(out, n, spec),
        b'b' => 2,
        b'o' => 8,
        b'x' | b'X' => 16,
        _ => 10,
    };
    let mut digits =
        if base == 10 { n.to_decimal(context.max_str_digits)? } else { n.magnitude_digits(base) }.into_bytes();
    if digits.first() == Some(&b'-') {
        digits.remove(0);
    }
    let prefix: &[u8] = match spec.code as u8 {
        _ if !spec.alternate => b"",
        b'b' => b"0b",
        b'o' => b"0o",
        b'x' => b"0x",
        b'X' => b"0X",
        _ => b"",
    };
    if spec.code == u32::from(b'X') {
        digits.make_ascii_uppercase();
    }
    let number = Number { negative: n.is_negative(), prefix, digits: &digits, ..Number::default() };
    number.write(out, spec, &spec.grouping(&context.locale))
}

fn character(out: &mut TextBuf, n: IntRef<'_>, spec: &Spec) -> Result<()> {
    if spec.sign.is_some() {
        return Err(Error::value("Sign not allowed with integer format specifier 'c'"));
    }
    if spec.alternate {
        return Err(Error::value("Alternate form (#) not allowed with integer format specifier 'c'"));
    }
    let Some(code) = n.to_i64() else {
        return Err(Error::overflow("Python int too large to convert to C long"));
    };
    let code = u32::try_from(code).ok().filter(|&c| c <= crate::text::MAX_CODE_POINT);
    let code = code.ok_or_else(|| Error::overflow("%c arg not in range(0x110000)"))?;
    pad(out, spec, 1, |out| out.push(code))
}

/// Appends `format(x, spec)` of a `float`; `ValueError`.
pub fn float(out: &mut TextBuf, x: f64, spec: Text<'_>, context: &Context<'_>) -> Result<()> {
    if spec.is_empty() {
        out.push_ascii(floats::repr(x).as_bytes());
        return Ok(());
    }
    let spec = Spec::parse(spec, NO_CODE, Align::Right, context.type_name)?;
    match u8::try_from(spec.code) {
        Ok(0 | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n' | b'%') => float_with(out, x, &spec, context),
        _ => Err(unknown_code(spec.code, context.type_name)),
    }
}

/// The notation and the precision that a specification asks for.
fn notation(spec: &Spec) -> Result<(Code, usize, bool)> {
    if spec.precision.is_some_and(|p| p > i32::MAX as usize) {
        return Err(Error::value("precision too big"));
    }
    let code = match spec.code as u8 {
        0 if spec.precision.is_none() => return Ok((Code::Repr, 0, false)),
        b'e' | b'E' => Code::Exponent,
        b'f' | b'F' | b'%' => Code::Fixed,
        _ => Code::General,
    };
    Ok((code, spec.precision.unwrap_or(6), matches!(spec.code as u8, b'E' | b'F' | b'G')))
}

fn float_with(out: &mut TextBuf, x: f64, spec: &Spec, context: &Context<'_>) -> Result<()> {
    let (code, precision, upper) = notation(spec)?;
    let percent = spec.code == u32::from(b'%');
    let style = Style {
        alternate: spec.alternate,
        add_dot_0: spec.code == NO_CODE,
        no_negative_zero: spec.no_negative_zero,
        upper,
        plus: false,
    };
    // The digits, and room in which they grow.
    probe_memory((precision as u64).saturating_mul(2))?;
    let mut digits = Vec::new();
    floats::write(&mut digits, if percent { x * 100.0 } else { x }, code, precision, style)?;
    if percent {
        digits.push(b'%');
    }
    Number::split(&digits).write(out, spec, &spec.grouping(&context.locale))
}

/// Appends a number that is already written (`-12.5E+3`) as `spec` lays it out; `MemoryError`.
pub fn written(out: &mut TextBuf, number: &[u8], spec: &Spec, locale: &Locale<'_>) -> Result<()> {
    Number::split(number).write(out, spec, &spec.grouping(locale))
}

/// Appends `format(z, spec)` of a `complex`; `ValueError`.
pub fn complex(out: &mut TextBuf, z: Complex, spec: Text<'_>, context: &Context<'_>) -> Result<()> {
    if spec.is_empty() {
        out.push_ascii(z.repr().as_bytes());
        return Ok(());
    }
    let spec = Spec::parse(spec, NO_CODE, Align::Right, context.type_name)?;
    match u8::try_from(spec.code) {
        Ok(0 | b'e' | b'E' | b'f' | b'F' | b'g' | b'G' | b'n') => {}
        _ => return Err(unknown_code(spec.code, context.type_name)),
    }
    if spec.precision.is_some_and(|p| p > i32::MAX as usize) {
        return Err(Error::value("precision too big"));
    }
    if spec.fill == u32::from(b'0') {
        return Err(Error::value("Zero padding is not allowed in complex format specifier"));
    }
    if spec.align == Align::AfterSign {
        return Err(Error::value("'=' alignment flag is not allowed in complex format specifier"));
    }
    let (code, precision, upper) = notation(&spec)?;
    let style = Style { alternate: spec.alternate, no_negative_zero: spec.no_negative_zero, upper, ..Style::default() };
    let plain = spec.code == NO_CODE;
    let only_imaginary = plain && z.re == 0.0 && z.re.is_sign_positive();
    let grouping = spec.grouping(&context.locale);
    // The parts are laid out without padding; that goes around the whole.
    let part = Spec { align: Align::Left, width: None, ..spec };
    let mut body = TextBuf::new();
    let mut digits = Vec::new();
    if plain && !only_imaginary {
        body.push(b'('.into());
    }
    if !only_imaginary {
        floats::write(&mut digits, z.re, code, precision, style)?;
        Number::split(&digits).write(&mut body, &part, &grouping)?;
        digits.clear();
    }
    floats::write(&mut digits, z.im, code, precision, style)?;
    let sign = if only_imaginary { spec.sign } else { Some(Sign::Plus) };
    Number::split(&digits).write(&mut body, &Spec { sign, ..part }, &grouping)?;
    body.push(b'j'.into());
    if plain && !only_imaginary {
        body.push(b')'.into());
    }
    pad(out, &spec, body.len(), |out| out.push_text(body.as_text()))
}
