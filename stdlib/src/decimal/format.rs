//! `format(d, spec)`: the format mini-language as libmpdec reads it (`mpd_parse_fmt_str`). What it cannot read, the library's
//! `_pydecimal` is asked.

use super::{
    State,
    arithmetic::{Answer, Context as Rules, Form, Number},
    context, number,
};
use crate::table;
use rpython_objects::{
    Args, Dict, Obj, OptObj, PyResult, Ref, Str, StrExt, Vm, int,
    number::format::{Align, Locale, NO_CODE, Sign, Spec, written},
    protocol,
    text::{Text, TextBuf},
    type_error, types, value_error,
};

/// What a specification says beside the layout.
struct Wish {
    layout: Spec,
    /// Zeros between the sign and the digits, grouped as these are.
    zeros: bool,
    notation: u8,
    precision: Option<i64>,
    width: i64,
    point: TextBuf,
    separator: TextBuf,
    grouping: Vec<u8>,
    /// The numbers' separators are to be the locale's.
    localized: bool,
}

/// Reads a decimal number; nothing for one that is too large.
fn digits(text: &[u32], at: &mut usize) -> Option<i64> {
    let mut n: i64 = 0;
    while let Some(d) = text.get(*at).and_then(|c| c.checked_sub(0x30)).filter(|d| *d < 10) {
        n = n.checked_mul(10)?.checked_add(d.into())?;
        *at += 1;
    }
    Some(n)
}

fn align_of(c: Option<&u32>) -> Option<Align> {
    Some(match char::from_u32(*c?)? {
        '<' => Align::Left,
        '>' => Align::Right,
        '^' => Align::Center,
        '=' => Align::AfterSign,
        _ => return None,
    })
}

/// Reads a specification.
fn parse(text: Text<'_>, capitals: bool) -> Option<Wish> {
    // A string of C ends at a zero, but the first character may be a zero to fill with.
    let text: Vec<u32> = text.iter().enumerate().take_while(|(i, c)| *i == 0 || *c != 0).map(|(_, c)| c).collect();
    let layout = Spec {
        fill: u32::from(' '),
        align: Align::Right,
        sign: None,
        no_negative_zero: false,
        alternate: false,
        width: None,
        separator: None,
        precision: None,
        fraction_separator: None,
        code: NO_CODE,
    };
    let mut wish = Wish {
        layout,
        zeros: false,
        notation: if capitals { b'G' } else { b'g' },
        precision: None,
        width: 0,
        point: TextBuf::new(),
        separator: TextBuf::new(),
        grouping: Vec::new(),
        localized: false,
    };
    let mut at = 0;
    let mut aligned = true;
    if let (Some(fill), Some(align)) = (text.first(), align_of(text.get(1))) {
        (wish.layout.fill, wish.layout.align) = (*fill, align);
        at = 2;
    } else if let Some(align) = align_of(text.first()) {
        wish.layout.align = align;
        at = 1;
    } else {
        aligned = false;
    }
    let peek = |at: usize| text.get(at).and_then(|c| char::from_u32(*c)).unwrap_or('\0');
    wish.layout.sign = match peek(at) {
        '+' => Some(Sign::Plus),
        ' ' => Some(Sign::Space),
        '-' => Some(Sign::Negative),
        _ => None,
    };
    at += usize::from(wish.layout.sign.is_some());
    if peek(at) == '0' {
        if aligned {
            return None;
        }
        wish.zeros = true;
        at += 1;
    }
    if peek(at).is_ascii_digit() {
        if peek(at) == '0' {
            return None;
        }
        wish.width = digits(&text, &mut at)?;
    }
    if peek(at) == ',' {
        (wish.point, wish.separator, wish.grouping) = (TextBuf::from("."), TextBuf::from(","), vec![3]);
        at += 1;
    }
    if peek(at) == '.' {
        at += 1;
        if !peek(at).is_ascii_digit() {
            return None;
        }
        wish.precision = Some(digits(&text, &mut at)?);
    }
    match peek(at) {
        c @ ('e' | 'E' | 'f' | 'F' | 'g' | 'G' | '%') => wish.notation = c as u8,
        c @ ('n' | 'N') => {
            if !wish.separator.is_empty() {
                return None;
            }
            wish.notation = if c == 'N' { b'G' } else { b'g' };
            wish.localized = true;
        }
        _ => at = at.wrapping_sub(1),
    }
    (at.wrapping_add(1) == text.len()).then_some(wish)
}

/// How many bytes a string of C would have.
fn utf8_len(text: &TextBuf) -> usize {
    text.as_text().iter().map(|c| char::from_u32(c).map_or(3, char::len_utf8)).sum()
}

impl Wish {
    /// Whether libmpdec takes the point, the separator and the groups.
    fn separates(&self) -> bool {
        self.grouping.iter().all(u8::is_ascii)
            && (1..=4).contains(&utf8_len(&self.point))
            && utf8_len(&self.separator) <= 4
    }

    /// Takes what a mapping like that of `localeconv` says.
    fn follow(&mut self, vm: &mut Vm, said: &Ref<Dict>) -> PyResult<()> {
        for name in ["decimal_point", "thousands_sep", "grouping"] {
            let key = Str::intern(vm, name);
            let Some(found) = Dict::get_str(vm, said, &key).cloned() else { continue };
            let text = found.downcast_ref::<Str>();
            if name == "grouping" {
                self.grouping = match text {
                    Some(text) => text.text(vm).iter().map(|c| c.min(255) as u8).collect(),
                    None if found.is_kind::<rpython_objects::List>() => {
                        let sizes = protocol::collect(vm, &found)?;
                        sizes.iter().filter_map(|n| int::to_i64(vm, n)).map(|n| n.clamp(0, 127) as u8).collect()
                    }
                    None => return Err(type_error!(vm, "bad argument type for built-in operation")),
                };
                continue;
            }
            let Some(text) = text else {
                return Err(type_error!(vm, "bad argument type for built-in operation"));
            };
            let text = text.text(vm).to_buf();
            if name == "decimal_point" {
                self.point = text;
            } else {
                self.separator = text;
            }
        }
        Ok(())
    }

    /// The digits, point and exponent of a number.
    fn digits(&self, n: &Number, rules: &Rules) -> Answer<String> {
        let capitals = self.notation.is_ascii_uppercase();
        let mut n = n.clone();
        if n.is_special() {
            let mut text = n.show(Form::Scientific, capitals);
            if self.notation == b'%' {
                text.push('%');
            }
            return Ok(text);
        }
        let notation = self.notation.to_ascii_lowercase();
        if notation == b'%' {
            n.exponent += 2;
        }
        let mut point = 1;
        match (notation, self.precision) {
            (_, None) => {}
            (b'g', Some(p)) => {
                let most = p.max(1).unsigned_abs();
                if n.coefficient.digits() > most {
                    n = rules.with_digits(&n, most)?;
                }
            }
            (b'e', Some(p)) if n.is_zero() => point = 1 - p,
            (b'e', Some(p)) => n = rules.with_digits(&n, p.unsigned_abs() + 1)?,
            (_, Some(p)) => n = rules.rescale(&n, -p)?.0,
        }
        match notation {
            b'g' => Ok(n.show(Form::Scientific, capitals)),
            b'e' => n.show_long(Form::Exponent(point), capitals),
            _ => {
                if n.is_zero() && n.exponent > 0 {
                    n.exponent = 0;
                }
                let mut text = n.show_long(Form::Fixed, capitals)?;
                if notation == b'%' {
                    text.push('%');
                }
                Ok(text)
            }
        }
    }
}

/// `Decimal.__format__`
pub(super) fn format(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let context = context::current(vm)?;
    let (o, spec) = (args.at(0), args.at(1));
    let Some(text) = spec.downcast_ref::<Str>() else {
        return Err(type_error!(vm, "format arg must be str"));
    };
    if text.text(vm).has_surrogates() {
        // Encoding it is what fails.
        let encode = Str::intern(vm, "encode");
        protocol::call_method(vm, spec, &encode, &[])?;
    }
    if text.text(vm).last() == Some(u32::from('N')) {
        let warn = vm.hooks.warn;
        warn(
            vm,
            types::DEPRECATION_WARNING,
            "Format specifier 'N' is deprecated and slated for removal in Python 3.18",
            1,
        )?;
    }
    let Some(mut wish) = parse(text.text(vm), context.get(vm).capitals) else {
        return by_library(vm, o, spec, context.as_obj());
    };
    if wish.localized {
        let locale = table::import(vm, "_locale")?;
        let name = Str::intern(vm, "localeconv");
        let said = protocol::call_method(vm, &locale, &name, &[])?;
        if let Some(said) = said.downcast_ref::<Dict>() {
            wish.follow(vm, said)?;
        }
        if !wish.separates() {
            return by_library(vm, o, spec, context.as_obj());
        }
    }
    if let Some(said) = args.opt(2) {
        let Some(said) = said.downcast_ref::<Dict>() else {
            return Err(type_error!(vm, "optional argument must be a dict"));
        };
        wish.follow(vm, said)?;
        if !wish.separates() {
            return Err(value_error!(vm, "invalid override dict"));
        }
    }
    let special = number::value(vm, o).is_some_and(Number::is_special);
    let beyond = |n: i64| n > Rules::MAX.prec;
    if beyond(wish.width) || !special && wish.precision.is_some_and(beyond) {
        return Err(value_error!(vm, "format specification exceeds internal limits of _decimal"));
    }
    let Some(n) = number::value(vm, o) else { return Ok(Obj::NONE) };
    let digits = wish.digits(n, &context.get(vm).rules);
    let digits = context::settle(vm, &context, digits, 0)?;
    lay_out(vm, &mut wish, &digits, special)
}

/// Groups and pads.
fn lay_out(vm: &mut Vm, wish: &mut Wish, digits: &str, special: bool) -> PyResult {
    let mut spec = wish.layout;
    let width = usize::try_from(wish.width).unwrap_or(usize::MAX);
    let zeros = wish.zeros && !special;
    if zeros {
        (spec.fill, spec.align, spec.width) = (u32::from('0'), Align::AfterSign, Some(width));
    }
    if wish.point.is_empty() {
        wish.point = TextBuf::from(".");
    }
    // The code by which the locale's separators are taken.
    spec.code = u32::from('n');
    let locale = Locale {
        decimal_point: wish.point.as_text(),
        thousands_sep: wish.separator.as_text(),
        grouping: if wish.separator.is_empty() { &[] } else { &wish.grouping },
    };
    let mut body = TextBuf::new();
    if let Err(e) = written(&mut body, digits.as_bytes(), &spec, &locale) {
        return Err(vm.raise_number(e));
    }
    let missing = width.saturating_sub(body.len());
    if zeros || missing == 0 {
        return Ok(Str::try_from_buf(vm, body)?.into_obj());
    }
    if Vec::<u32>::new().try_reserve_exact(width).is_err() {
        return Err(context::no_memory(vm));
    }
    let signed = matches!(body.as_text().first().and_then(char::from_u32), Some('-' | '+' | ' '));
    let (before, head) = match spec.align {
        Align::Left => (0, 0),
        Align::Right => (missing, 0),
        Align::Center => (missing / 2, 0),
        Align::AfterSign => (missing, usize::from(signed)),
    };
    let mut out = TextBuf::new();
    out.push_slice(body.as_text(), ..head);
    out.push_repeated(spec.fill, before);
    out.push_slice(body.as_text(), head..);
    out.push_repeated(spec.fill, missing - before);
    Ok(Str::try_from_buf(vm, out)?.into_obj())
}

/// Formats by the library's own `Decimal`; what it refuses, too, is no specification.
#[cold]
fn by_library(vm: &mut Vm, o: &Obj, spec: &Obj, context: &Obj) -> PyResult {
    let class = match vm.state_of::<State>().library.cloned() {
        Some(class) => class,
        None => {
            let module = table::import(vm, "_pydecimal")?;
            let name = Str::intern(vm, "Decimal");
            let class = protocol::get_attr(vm, &module, &name)?;
            vm.state_of::<State>().library = OptObj::some(class.clone());
            class
        }
    };
    let text = number::text(vm, o, Form::Scientific)?;
    let text = Str::from_ascii(vm, text.as_bytes()).into_obj();
    let other = protocol::call(vm, &class, &[text])?;
    let name = Str::intern(vm, "__format__");
    match protocol::call_method(vm, &other, &name, &[spec.clone(), context.clone()]) {
        Ok(made) => Ok(made),
        Err(raised) => {
            vm.swallow(raised, types::VALUE_ERROR)?;
            Err(value_error!(vm, "invalid format string"))
        }
    }
}
