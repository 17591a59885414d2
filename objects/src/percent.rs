//! `%` formatting of `str` and `bytes`: walks a template's conversions over the arguments (CPython: `unicode_format.c`,
//! `_PyBytes_FormatEx`). Reading templates and laying numbers out is `crate::number::percent`.

use crate::{
    Bytes, PyResult, Str, StrExt, Tuple, Vm, argument, buffer, int,
    number::int::decimal_word,
    number::percent::{self, Conversion, Flavor, Layout, Piece, Pieces, Sink, Size},
    protocol,
    text::{Text, TextBuf},
    type_error, types,
};
use rpython_heap::{Obj, OutOfMemory, Ref};
use smallvec::SmallVec;

/// What a template's conversions take their values from.
struct Arguments {
    /// The argument: a tuple of values, or the one value.
    all: Obj,
    /// Values in the tuple; `None` where there is one value that is no tuple.
    count: Option<usize>,
    /// Values taken.
    taken: usize,
    /// The value taken last.
    last: Option<Obj>,
    /// The mapping that keys are looked up in.
    mapping: Option<Obj>,
}

impl Arguments {
    fn new(vm: &Vm, args: &Obj, flavor: Flavor) -> Arguments {
        let count = args.downcast_ref::<Tuple>().map(|t| t.tail(vm).len());
        let slots = vm.slots_of(args);
        let is_text = match flavor {
            Flavor::Str => args.is_kind::<Str>(),
            Flavor::Bytes => args.is_kind::<Str>() || args.is_kind::<Bytes>() || buffer::is_bytearray(args),
        };
        let is_mapping = count.is_none() && !is_text && (slots.subscript().is_some() || slots.item().is_some());
        Arguments { all: args.clone(), count, taken: 0, last: None, mapping: is_mapping.then(|| args.clone()) }
    }

    fn next(&mut self, vm: &mut Vm) -> PyResult {
        if self.taken >= self.count.unwrap_or(1) {
            return Err(vm.raise_number(percent::not_enough_arguments()));
        }
        self.taken += 1;
        let value = match (self.count, self.all.downcast_ref::<Tuple>()) {
            (Some(_), Some(tuple)) => tuple.tail(vm)[self.taken - 1].clone(),
            _ => self.all.clone(),
        };
        self.last = Some(value.clone());
        Ok(value)
    }

    /// From now on there is the one value that the mapping has under `key`.
    fn select(&mut self, vm: &mut Vm, key: &Obj) -> PyResult<()> {
        let Some(mapping) = self.mapping.clone() else { return Err(vm.raise_number(percent::not_a_mapping())) };
        self.all = protocol::get_item(vm, &mapping, key)?;
        (self.count, self.taken) = (None, 0);
        Ok(())
    }

    fn is_used_up(&self) -> bool {
        self.mapping.is_some() || self.taken >= self.count.unwrap_or(1)
    }
}

/// What a conversion's result is appended to.
trait Output: Sink {
    const FLAVOR: Flavor;
    /// A key of the template, as the mapping has it.
    fn key(vm: &mut Vm, key: Text<'_>) -> PyResult;
    fn literal(&mut self, text: Text<'_>);
    /// Appends a value by a conversion that is not numeric; `false` if there is none of that letter.
    fn value(&mut self, vm: &mut Vm, value: &Obj, layout: &Layout) -> PyResult<bool>;
}

/// Appends the template, filled in; the value that was taken last.
fn format<O: Output>(vm: &mut Vm, out: &mut O, template: Text<'_>, args: &Obj) -> PyResult<Option<Obj>> {
    let mut args = Arguments::new(vm, args, O::FLAVOR);
    for piece in Pieces::new(template, O::FLAVOR) {
        match piece {
            Piece::Literal(range) => out.literal(template.slice(range)),
            Piece::Conversion(conversion) => convert(vm, out, template, conversion, &mut args)?,
        }
    }
    if args.is_used_up() { Ok(args.last) } else { Err(vm.raise_number(percent::too_many_arguments(O::FLAVOR))) }
}

fn convert<O: Output>(
    vm: &mut Vm,
    out: &mut O,
    template: Text<'_>,
    conversion: Conversion,
    args: &mut Arguments,
) -> PyResult<()> {
    if let Some(key) = conversion.key.clone() {
        if args.mapping.is_none() {
            return Err(vm.raise_number(percent::not_a_mapping()));
        }
        let key = key.map_err(|e| vm.raise_number(e))?;
        let key = O::key(vm, template.slice(key))?;
        args.select(vm, &key)?;
    }
    let mut flags = conversion.flags;
    let width = match conversion.width {
        Size::Absent => 0,
        Size::Given(n) => n,
        Size::Argument => {
            let value = args.next(vm)?;
            percent::width_argument(int::view(vm, &value), &mut flags).map_err(|e| vm.raise_number(e))?
        }
    };
    let precision = match conversion.precision {
        Size::Absent => None,
        Size::Given(n) => Some(n),
        Size::Argument => {
            let value = args.next(vm)?;
            Some(percent::precision_argument(int::view(vm, &value)).map_err(|e| vm.raise_number(e))?)
        }
    };
    let code = conversion.code().map_err(|e| vm.raise_number(e))?;
    let value = args.next(vm)?;
    let code = u8::try_from(code).unwrap_or(0);
    let layout = Layout { flags, width, precision, code };
    match code {
        b'd' | b'i' | b'u' | b'o' | b'x' | b'X' => integer(vm, out, &value, &layout),
        b'e' | b'E' | b'f' | b'F' | b'g' | b'G' => float(vm, out, &value, &layout),
        _ if out.value(vm, &value, &layout)? => Ok(()),
        _ => Err(vm.raise_number(conversion.unsupported())),
    }
}

fn integer<O: Output>(vm: &mut Vm, out: &mut O, value: &Obj, layout: &Layout) -> PyResult<()> {
    let exact = match layout.code {
        b'o' | b'x' | b'X' if protocol::has_index(vm, value) => protocol::index(vm, value).map(Some),
        b'o' | b'x' | b'X' => Ok(None),
        _ => argument::whole(vm, value),
    };
    let exact = match exact {
        Ok(exact) => exact,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            None
        }
    };
    let limit = vm.int_max_str_digits;
    let result = match exact.as_ref().and_then(|n| int::view(vm, n)) {
        Some(n) => percent::integer(out, n, layout, limit),
        None => {
            let class = vm.class_of(value).get(vm).name.clone();
            Err(percent::not_a_number(layout.code, class.text(vm)))
        }
    };
    result.map_err(|e| vm.raise_number(e))
}

fn float<O: Output>(vm: &mut Vm, out: &mut O, value: &Obj, layout: &Layout) -> PyResult<()> {
    let x = match argument::double(vm, value) {
        Ok(x) => x,
        // Of bytes, any failure becomes a message of its own.
        Err(_) if O::FLAVOR == Flavor::Bytes => {
            vm.exception.take();
            let class = vm.class_of(value).get(vm).name.clone();
            let error = percent::not_a_float(Flavor::Bytes, class.text(vm));
            return Err(vm.raise_number(error));
        }
        Err(raised) => return Err(raised),
    };
    percent::float(out, x, layout).map_err(|e| vm.raise_number(e))
}

impl Output for TextBuf {
    const FLAVOR: Flavor = Flavor::Str;

    fn key(vm: &mut Vm, key: Text<'_>) -> PyResult {
        Ok(Str::from_text(vm, key)?.into_obj())
    }

    fn literal(&mut self, text: Text<'_>) {
        self.push_text(text);
    }

    fn value(&mut self, vm: &mut Vm, value: &Obj, layout: &Layout) -> PyResult<bool> {
        let shown = match layout.code {
            b's' => protocol::str(vm, value)?,
            b'a' => protocol::ascii(vm, value)?,
            b'r' => match protocol::repr(vm, value)?.downcast::<Str>() {
                Ok(shown) => shown,
                Err(_) => return Err(type_error!(vm, "__repr__ returned non-string")),
            },
            b'c' => character(vm, value)?,
            _ => return Ok(false),
        };
        // A character is not cut by the precision.
        let layout = if layout.code == b'c' { Layout { precision: None, ..*layout } } else { *layout };
        percent::text(self, shown.text(vm), &layout).map_err(|e| vm.raise_number(e))?;
        Ok(true)
    }
}

/// The string that `%c` makes of a value.
fn character(vm: &mut Vm, value: &Obj) -> PyResult<Ref<Str>> {
    if let Some(s) = value.downcast_ref::<Str>() {
        return match s.get(vm).len() {
            1 => Ok(s.clone()),
            n => Err(vm.raise_number(percent::not_one_character(Flavor::Str, "str", n))),
        };
    }
    let code = match code_point(vm, value)? {
        Some(n) => int::view(vm, &n).map(percent::character),
        None => None,
    };
    match code {
        Some(Ok(c)) => Ok(Str::from_char(vm, c)),
        Some(Err(e)) => Err(vm.raise_number(e)),
        None => {
            let class = argument::full_class_name(vm, value);
            let error = percent::not_a_character(Flavor::Str, TextBuf::from(class.as_str()).as_text());
            Err(vm.raise_number(error))
        }
    }
}

/// The value of an integer that `%c` takes; `None` for what is none.
fn code_point(vm: &mut Vm, value: &Obj) -> PyResult<Option<Obj>> {
    if !protocol::has_index(vm, value) {
        return Ok(None);
    }
    match protocol::index(vm, value) {
        Ok(n) => Ok(Some(n)),
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            Ok(None)
        }
    }
}

impl Output for Vec<u8> {
    const FLAVOR: Flavor = Flavor::Bytes;

    fn key(vm: &mut Vm, key: Text<'_>) -> PyResult {
        let bytes: Vec<u8> = key.iter().map(|c| c as u8).collect();
        Ok(Bytes::new(vm, &bytes)?.into_obj())
    }

    fn literal(&mut self, text: Text<'_>) {
        self.extend(text.iter().map(|c| c as u8));
    }

    fn value(&mut self, vm: &mut Vm, value: &Obj, layout: &Layout) -> PyResult<bool> {
        let shown = match layout.code {
            b's' | b'b' => as_bytes(vm, value)?,
            b'a' | b'r' => {
                let shown = protocol::ascii(vm, value)?;
                shown.tail(vm).to_vec()
            }
            b'c' => vec![byte(vm, value)?],
            _ => return Ok(false),
        };
        let layout = if layout.code == b'c' { Layout { precision: None, ..*layout } } else { *layout };
        percent::bytes(self, &shown, &layout).map_err(|e| vm.raise_number(e))?;
        Ok(true)
    }
}

/// The bytes that `%b` makes of a value.
fn as_bytes(vm: &mut Vm, value: &Obj) -> PyResult<Vec<u8>> {
    if value.is_kind::<Bytes>() || buffer::is_bytearray(value) {
        return buffer::to_vec(vm, value);
    }
    if let Some(made) = crate::bytes::constructor::special(vm, value)? {
        return Ok(made.tail(vm).to_vec());
    }
    if vm.slots_of(value).buffer().is_some() {
        return crate::bytes::constructor::from_object(vm, value, "bytes", "byte");
    }
    let class = argument::class_name(vm, value);
    Err(type_error!(vm, "%b requires a bytes-like object, or an object that implements __bytes__, not '{class}'"))
}

/// The byte that `%c` makes of a value.
fn byte(vm: &mut Vm, value: &Obj) -> PyResult<u8> {
    if value.is_kind::<Bytes>() || buffer::is_bytearray(value) {
        let bytes = buffer::to_vec(vm, value)?;
        return match bytes[..] {
            [one] => Ok(one),
            _ => {
                let class = if value.is_kind::<Bytes>() { "bytes" } else { "bytearray" };
                Err(vm.raise_number(percent::not_one_character(Flavor::Bytes, class, bytes.len())))
            }
        };
    }
    let code = match code_point(vm, value)? {
        Some(n) => int::view(vm, &n).map(percent::byte),
        None => None,
    };
    match code {
        Some(Ok(b)) => Ok(b),
        Some(Err(e)) => Err(vm.raise_number(e)),
        None => {
            let class = argument::full_class_name(vm, value);
            let error = percent::not_a_character(Flavor::Bytes, TextBuf::from(class.as_str()).as_text());
            Err(vm.raise_number(error))
        }
    }
}

/// Formats where no Python code can run and nothing can go wrong: an ASCII template whose conversions are `%s` and `%d`, without flags
/// or sizes, of exact ASCII strings and small ints, as many as there are. `None` where that is not so.
fn format_plain(vm: &Vm, template: &Ref<Str>, args: &Obj) -> Option<SmallVec<[u8; 128]>> {
    let Text::Ascii(mut rest) = template.text(vm) else { return None };
    let mut values = match args.downcast_ref::<Tuple>() {
        Some(tuple) => tuple.tail(vm),
        None => std::slice::from_ref(args),
    }
    .iter();
    let mut out = SmallVec::new();
    while let Some(at) = memchr::memchr(b'%', rest) {
        out.extend_from_slice(&rest[..at]);
        let code = *rest.get(at + 1)?;
        rest = &rest[at + 2..];
        if code == b'%' {
            out.push(b'%');
            continue;
        }
        let value = values.next()?;
        match (code, value.value().as_int(), value.downcast_ref::<Str>()) {
            (b's' | b'd', Some(n), _) => {
                let mut buffer = [0u8; 20];
                out.extend_from_slice(decimal_word(n, &mut buffer).as_bytes());
            }
            (b's', _, Some(s)) if s.is_exact() => {
                let Text::Ascii(text) = s.text(vm) else { return None };
                out.extend_from_slice(text);
            }
            _ => return None,
        }
    }
    out.extend_from_slice(rest);
    values.next().is_none().then_some(out)
}

/// `template % args` of strings.
///
/// # Errors
/// `ValueError`, `TypeError`, `OverflowError` as CPython has them; what formatting raises.
pub fn format_str(vm: &mut Vm, template: &Ref<Str>, args: &Obj) -> PyResult {
    if let Some(out) = format_plain(vm, template, args) {
        let last = match args.downcast_ref::<Tuple>() {
            Some(tuple) => tuple.tail(vm).last(),
            None => Some(args),
        };
        let text = Text::Ascii(&out);
        return Ok(Str::among(vm, [Some(template), last.and_then(|o| o.downcast_ref())], text)?.into_obj());
    }
    // Conversions run Python code, so the template is copied out of the heap.
    let text = template.text(vm).to_buf();
    let mut out = TextBuf::with_capacity(text.len() + 32);
    let last = format(vm, &mut out, text.as_text(), args)?;
    let whole = [Some(template), last.as_ref().and_then(|o| o.downcast_ref())];
    Ok(Str::among_or_from(vm, whole, out)?.into_obj())
}

/// `template % args` of bytes.
///
/// # Errors
/// As [`format_str`].
pub fn format_bytes(vm: &mut Vm, template: &[u8], args: &Obj) -> PyResult<Vec<u8>> {
    let mut out = Vec::new();
    out.try_reserve(template.len()).map_err(|_| OutOfMemory)?;
    format(vm, &mut out, Text::latin1(template), args)?;
    Ok(out)
}
