//! `format()`, `%` and `str.format` against what CPython 3.14 recorded: see `number/record_format.py`.

use std::ops::Range;

use crate::golden::{Field, check};
use rpython_objects::number::format::{self, Context};
use rpython_objects::number::int::DEFAULT_MAX_STR_DIGITS as LIMIT;
use rpython_objects::number::percent::{self, Conversion, Flavor, Layout, Piece, Size};
use rpython_objects::number::template::{self, Accessor, AutoNumber, FieldName, First, Pieces};
use rpython_objects::number::{Error, float, int::Int};
use rpython_objects::text::{Text, TextBuf, repr};

fn name_of(value: &Field) -> Text<'static> {
    Text::Ascii(match value {
        Field::Int(_) => b"int",
        Field::Float(_) => b"float",
        Field::Complex(_) => b"complex",
        _ => b"str",
    })
}

fn format_value(out: &mut TextBuf, value: &Field, spec: Text<'_>) -> Result<(), Error> {
    let context = Context::new(name_of(value));
    match value {
        Field::Int(n) => format::int(out, n.as_ref(), spec, &context),
        Field::Float(x) => format::float(out, *x, spec, &context),
        Field::Complex(z) => format::complex(out, *z, spec, &context),
        other => format::text(out, other.text(), spec, context.type_name),
    }
}

#[test]
fn specifications() {
    check("format.txt", |_, args, _| {
        let mut out = TextBuf::new();
        format_value(&mut out, &args[0], args[1].text()).map(|()| out).into()
    });
}

/// The arguments of a `%`, taken in turn.
struct Arguments<'a> {
    rest: std::slice::Iter<'a, Field>,
}

impl Arguments<'_> {
    fn take(&mut self) -> Result<&Field, Error> {
        self.rest.next().ok_or_else(percent::not_enough_arguments)
    }

    fn layout(&mut self, conversion: &Conversion) -> Result<Layout, Error> {
        if conversion.key.is_some() {
            return Err(percent::not_a_mapping());
        }
        let as_int = |value: &Field| if let Field::Int(n) = value { Some(n.clone()) } else { None };
        let mut flags = conversion.flags;
        let width = match conversion.width {
            Size::Absent => 0,
            Size::Given(width) => width,
            Size::Argument => percent::width_argument(as_int(self.take()?).as_ref().map(Int::as_ref), &mut flags)?,
        };
        let precision = match conversion.precision {
            Size::Absent => None,
            Size::Given(precision) => Some(precision),
            Size::Argument => Some(percent::precision_argument(as_int(self.take()?).as_ref().map(Int::as_ref))?),
        };
        let code = u8::try_from(conversion.code()?).unwrap_or(0);
        Ok(Layout { flags, width, precision, code })
    }
}

fn as_text(value: &Field) -> TextBuf {
    match value {
        Field::Int(n) => TextBuf::from(n.to_string().as_str()),
        Field::Float(x) => TextBuf::from(float::repr(*x).as_str()),
        other => other.text().to_buf(),
    }
}

fn percent_number(out: &mut impl percent::Sink, value: &Field, layout: &Layout, flavor: Flavor) -> Result<(), Error> {
    match (layout.code, value) {
        (b'e' | b'E' | b'f' | b'F' | b'g' | b'G', Field::Int(n)) => match n.as_ref().to_float() {
            Err(_) if flavor == Flavor::Bytes => Err(percent::not_a_float(flavor, name_of(value))),
            x => percent::float(out, x?, layout),
        },
        (b'e' | b'E' | b'f' | b'F' | b'g' | b'G', Field::Float(x)) => percent::float(out, *x, layout),
        (b'e' | b'E' | b'f' | b'F' | b'g' | b'G', _) => Err(percent::not_a_float(flavor, name_of(value))),
        (_, Field::Int(n)) => percent::integer(out, n.as_ref(), layout, LIMIT),
        (b'd' | b'i' | b'u', Field::Float(x)) => percent::integer(out, float::trunc(*x)?.as_ref(), layout, LIMIT),
        _ => Err(percent::not_a_number(layout.code, name_of(value))),
    }
}

fn percent_str(template: Text<'_>, arguments: &[Field]) -> Result<TextBuf, Error> {
    let mut out = TextBuf::new();
    let mut arguments = Arguments { rest: arguments.iter() };
    for piece in percent::Pieces::new(template, Flavor::Str) {
        let conversion = match piece {
            Piece::Literal(range) => {
                out.push_text(template.slice(range));
                continue;
            }
            Piece::Conversion(conversion) => conversion,
        };
        let layout = arguments.layout(&conversion)?;
        let value = arguments.take()?;
        match (layout.code, value) {
            (b's', _) | (b'r' | b'a', Field::Int(_) | Field::Float(_)) => {
                percent::text(&mut out, as_text(value).as_text(), &layout)?;
            }
            (b'r', _) => percent::text(&mut out, repr::repr(value.text()).as_text(), &layout)?,
            (b'a', _) => percent::text(&mut out, repr::ascii(value.text()).as_text(), &layout)?,
            (b'c', Field::Int(n)) => {
                let c: TextBuf = [percent::character(n.as_ref())?].into_iter().collect();
                percent::text(&mut out, c.as_text(), &layout)?;
            }
            (b'c', Field::Text(c)) if c.len() == 1 => percent::text(&mut out, c.as_text(), &layout)?,
            (b'c', Field::Text(c)) => return Err(percent::not_one_character(Flavor::Str, "str", c.len())),
            (b'c', _) => return Err(percent::not_a_character(Flavor::Str, name_of(value))),
            (b'd' | b'i' | b'u' | b'o' | b'x' | b'X' | b'e' | b'E' | b'f' | b'F' | b'g' | b'G', _) => {
                percent_number(&mut out, value, &layout, Flavor::Str)?;
            }
            _ => return Err(conversion.unsupported()),
        }
    }
    if arguments.rest.len() > 0 { Err(percent::too_many_arguments(Flavor::Str)) } else { Ok(out) }
}

fn percent_bytes(template: &[u8], arguments: &[Field]) -> Result<Vec<u8>, Error> {
    let mut out = Vec::new();
    let mut arguments = Arguments { rest: arguments.iter() };
    for piece in percent::Pieces::new(Text::latin1(template), Flavor::Bytes) {
        let conversion = match piece {
            Piece::Literal(range) => {
                out.extend_from_slice(&template[range]);
                continue;
            }
            Piece::Conversion(conversion) => conversion,
        };
        let layout = arguments.layout(&conversion)?;
        let value = arguments.take()?;
        match (layout.code, value) {
            (b'c', Field::Int(n)) => percent::bytes(&mut out, &[percent::byte(n.as_ref())?], &layout)?,
            (b'c', _) => return Err(percent::not_a_character(Flavor::Bytes, name_of(value))),
            (b'd' | b'i' | b'u' | b'o' | b'x' | b'X' | b'e' | b'E' | b'f' | b'F' | b'g' | b'G', _) => {
                percent_number(&mut out, value, &layout, Flavor::Bytes)?;
            }
            _ => return Err(conversion.unsupported()),
        }
    }
    if arguments.rest.len() > 0 { Err(percent::too_many_arguments(Flavor::Bytes)) } else { Ok(out) }
}

#[test]
fn percents() {
    check("percent.txt", |name, args, _| match name {
        "percent.str" => percent_str(args[0].text(), args[1].list()).into(),
        _ => percent_bytes(args[0].bytes(), args[1].list()).into(),
    });
}

fn parsed(text: Text<'_>) -> Field {
    let mut items = Vec::new();
    for piece in Pieces::new(text, 0..text.len()) {
        let piece = match piece {
            Ok(piece) => piece,
            Err(error) => {
                items.push(error.into());
                break;
            }
        };
        let mut item = TextBuf::new();
        let mut part = |part: Option<Text<'_>>| {
            if !item.is_empty() {
                item.push(0);
            }
            item.push_str(if part.is_some() { "+" } else { "-" });
            item.push_text(part.unwrap_or(Text::EMPTY));
        };
        part(Some(text.slice(piece.literal)));
        let field = piece.field.as_ref();
        part(field.map(|f| text.slice(f.name.clone())));
        part(field.map(|f| text.slice(f.spec.clone())));
        let conversion: Option<TextBuf> = field.and_then(|f| f.conversion).map(|c| [c].into_iter().collect());
        part(conversion.as_ref().map(TextBuf::as_text));
        items.push(Field::Text(item));
    }
    Field::List(items)
}

fn split(text: Text<'_>) -> Field {
    let name = match FieldName::split_plain(text, 0..text.len()) {
        Ok(name) => name,
        Err(error) => return error.into(),
    };
    let prefixed = |prefix: &str, range: Range<usize>| {
        let mut item = TextBuf::from(prefix);
        item.push_text(text.slice(range));
        Field::Text(item)
    };
    let mut items = vec![match name.first {
        First::Index(index) => (index as i64).into(),
        First::Name(ref range) => prefixed("", range.clone()),
    }];
    items.extend(name.accessors().map(|accessor| match accessor {
        Ok(Accessor::Attribute(range)) => prefixed(".", range),
        Ok(Accessor::Key(range)) => prefixed("[", range),
        Ok(Accessor::Index(index)) => (index as i64).into(),
        Err(error) => error.into(),
    }));
    Field::List(items)
}

fn formatted(
    text: Text<'_>,
    range: Range<usize>,
    arguments: &[Field],
    numbers: &mut AutoNumber,
    depth: usize,
) -> Result<TextBuf, Error> {
    let mut out = TextBuf::new();
    for piece in Pieces::new(text, range) {
        let piece = piece?;
        out.push_text(text.slice(piece.literal));
        let Some(field) = piece.field else { continue };
        let name = FieldName::split(text, field.name, numbers)?;
        let First::Index(index) = name.first else { panic!("a name") };
        let value = arguments.get(index).ok_or_else(|| template::out_of_range(index))?;
        let converted = match field.conversion.map(template::Conversion::named).transpose()? {
            Some(_) => &Field::Text(as_text(value)),
            None => value,
        };
        let spec = match field.nested {
            true if depth == 0 => return Err(template::too_deep()),
            true => formatted(text, field.spec, arguments, numbers, depth - 1)?,
            false => text.slice(field.spec).to_buf(),
        };
        format_value(&mut out, converted, spec.as_text())?;
    }
    Ok(out)
}

#[test]
fn templates() {
    check("template.txt", |name, args, _| {
        let text = args[0].text();
        match name {
            "template.parse" => parsed(text),
            "template.split" => split(text),
            _ => formatted(text, 0..text.len(), args[1].list(), &mut AutoNumber::default(), 1).into(),
        }
    });
}
