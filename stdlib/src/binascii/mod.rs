//! `binascii`: bytes as text and back (CPython: `Modules/binascii.c`).

mod base64;
mod quoted_printable;

use rpython_objects::{
    Args, Bytes, Module, NativeDef, Obj, PyResult, Raised, Ref, Str, StrExt, Type, Vm, argument, buffer,
    bytes::hex_groups,
    int, memory, native, protocol,
    text::{Text, bytes as kernel},
    type_error, types, value_error,
};

use crate::table;

/// `binascii.Error`
#[derive(Default)]
struct State(Option<Ref<Type>>);

#[cold]
fn error(vm: &mut Vm, message: &str) -> Raised {
    let class = vm.state_of::<State>().0.clone();
    vm.raise(class.as_ref().unwrap_or(types::VALUE_ERROR), message)
}

fn made(vm: &mut Vm, bytes: &[u8]) -> PyResult {
    Ok(Bytes::new(vm, bytes)?.into_obj())
}

/// Shows ASCII text, a `str` or bytes, to `read`.
fn with_ascii<R>(vm: &mut Vm, o: &Obj, read: impl FnOnce(&[u8]) -> R) -> PyResult<R> {
    if let Some(text) = o.downcast_ref::<Str>() {
        return match text.text(vm) {
            Text::Ascii(bytes) => Ok(read(bytes)),
            _ => Err(value_error!(vm, "string argument should contain only ASCII characters")),
        };
    }
    if !buffer::has_buffer(vm, o) {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "argument should be bytes, buffer or ASCII string, not '{class}'"));
    }
    buffer::with_bytes(vm, o, |_, bytes| read(bytes))
}

/// A truth value that was passed, or a default.
fn flag(vm: &mut Vm, o: Option<&Obj>, default: bool) -> PyResult<bool> {
    o.map_or(Ok(default), |o| protocol::is_true(vm, o))
}

fn a2b_base64(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let strict = flag(vm, args.opt(2), false)?;
    match with_ascii(vm, args.at(1), |text| base64::decode(text, strict))? {
        Ok(bytes) => made(vm, &bytes),
        Err(message) => Err(error(vm, &message)),
    }
}

fn b2a_base64(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let newline = flag(vm, args.opt(2), true)?;
    let text = buffer::with_bytes(vm, args.at(1), |_, bytes| {
        memory::probe(bytes.len() as u64 / 3 * 4 + 8)?;
        Ok::<_, rpython_heap::OutOfMemory>(base64::encode(bytes, newline))
    })??;
    made(vm, &text)
}

fn a2b_hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let decode = |text: &[u8]| -> Result<Vec<u8>, &'static str> {
        if !text.len().is_multiple_of(2) {
            return Err("Odd-length string");
        }
        let digit = |byte: u8| char::from(byte).to_digit(16).map(|n| n as u8);
        let pairs = text.chunks_exact(2).map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?));
        pairs.collect::<Option<_>>().ok_or("Non-hexadecimal digit found")
    };
    match with_ascii(vm, args.at(1), decode)? {
        Ok(bytes) => made(vm, &bytes),
        Err(message) => Err(error(vm, message)),
    }
}

fn b2a_hex(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let source = buffer::bytes_of(vm, args.at(1))?;
    let result = hex_groups(vm, args.opt(2), args.opt(3), 0xFF).and_then(|(separator, group)| {
        match kernel::hex(source.get(vm), separator, group) {
            Ok(digits) => made(vm, &digits),
            Err(e) => Err(vm.raise_size(e, "result too long")),
        }
    });
    source.release(vm);
    result
}

fn a2b_qp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let header = flag(vm, args.opt(2), false)?;
    let bytes = with_ascii(vm, args.at(1), |text| quoted_printable::decode(text, header))?;
    made(vm, &bytes)
}

fn b2a_qp(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let style = quoted_printable::Style {
        quote_tabs: flag(vm, args.opt(2), false)?,
        is_text: flag(vm, args.opt(3), true)?,
        header: flag(vm, args.opt(4), false)?,
    };
    let text = buffer::with_bytes(vm, args.at(1), |_, bytes| quoted_printable::encode(bytes, style))?;
    made(vm, &text)
}

/// The bytes of a line of uuencoded text.
fn uudecode(text: &[u8]) -> Result<Vec<u8>, &'static str> {
    let (&length, text) = text.split_first().ok_or("Missing length byte")?;
    let length = usize::from(length.wrapping_sub(b' ') & 63);
    let mut out = Vec::with_capacity(length);
    let (mut bits, mut word) = (0, 0u32);
    let mut rest = text.iter();
    while out.len() < length {
        // White space at the end may have been lost.
        let value = match rest.clone().next() {
            None | Some(b'\n' | b'\r') => 0,
            Some(&byte) if (b' '..=b' ' + 64).contains(&byte) => (byte - b' ') & 63,
            Some(_) => return Err("Illegal char"),
        };
        rest.next();
        word = word << 6 | u32::from(value);
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            out.push((word >> bits) as u8);
            word &= (1 << bits) - 1;
        }
    }
    match rest.all(|byte| matches!(byte, b' ' | b'`' | b'\n' | b'\r')) {
        true => Ok(out),
        false => Err("Trailing garbage"),
    }
}

/// A line of uuencoded text.
fn uuencode(bytes: &[u8], backtick: bool) -> Vec<u8> {
    let letter = |value: u8| if backtick && value == 0 { b'`' } else { b' ' + value };
    let mut out = vec![letter(bytes.len() as u8)];
    for triple in bytes.chunks(3) {
        let byte = |i: usize| u32::from(triple.get(i).copied().unwrap_or(0));
        let word = byte(0) << 16 | byte(1) << 8 | byte(2);
        out.extend([18, 12, 6, 0].map(|shift| letter((word >> shift & 63) as u8)));
    }
    out.push(b'\n');
    out
}

fn a2b_uu(vm: &mut Vm, args: Args<'_>) -> PyResult {
    match with_ascii(vm, args.at(1), uudecode)? {
        Ok(bytes) => made(vm, &bytes),
        Err(message) => Err(error(vm, message)),
    }
}

fn b2a_uu(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const LONGEST: usize = 45;
    let backtick = flag(vm, args.opt(2), false)?;
    let encode = |_: &Vm, bytes: &[u8]| (bytes.len() <= LONGEST).then(|| uuencode(bytes, backtick));
    match buffer::with_bytes(vm, args.at(1), encode)? {
        Some(text) => made(vm, &text),
        None => Err(error(vm, "At most 45 bytes at once")),
    }
}

/// The low 32 bits of an integer argument.
pub(crate) fn low_word(vm: &mut Vm, o: Option<&Obj>, default: u32) -> PyResult<u32> {
    let Some(o) = o else { return Ok(default) };
    let exact = protocol::index(vm, o)?;
    if let Some(n) = int::to_i64(vm, &exact) {
        return Ok(n as u32);
    }
    let big = int::to_big(vm, &exact).unwrap_or_default();
    let (sign, digits) = big.to_u32_digits();
    let low = digits.first().copied().unwrap_or(0);
    Ok(if sign == num_bigint::Sign::Minus { low.wrapping_neg() } else { low })
}

pub(crate) fn crc32(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let start = low_word(vm, args.opt(2), 0)?;
    let crc = buffer::with_bytes(vm, args.at(1), |_, bytes| zlib_rs::crc32::crc32(start, bytes))?;
    Ok(int::from_i64(vm, crc.into()))
}

/// CRC-CCITT, polynomial 0x1021.
fn crc_ccitt(start: u16, bytes: &[u8]) -> u16 {
    bytes.iter().fold(start, |crc, &byte| {
        (0..8).fold(crc ^ u16::from(byte) << 8, |crc, _| crc << 1 ^ if crc & 0x8000 != 0 { 0x1021 } else { 0 })
    })
}

fn crc_hqx(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let start = low_word(vm, args.opt(2), 0)? as u16;
    let crc = buffer::with_bytes(vm, args.at(1), |_, bytes| crc_ccitt(start, bytes))?;
    Ok(int::from_i64(vm, crc.into()))
}

const HEX_DOC: &str = "Hexadecimal representation of binary data.\n\n  sep\n    An optional single character or byte to separate hex bytes.\n  bytes_per_sep\n    How many bytes between separators.  Positive values count from the\n    right, negative values count from the left.\n\nThe return value is a bytes object.";

static FUNCTIONS: &[NativeDef] = &[
    native(
        "a2b_base64",
        "($module, data, /, *, strict_mode=False)",
        a2b_base64,
        "Decode a line of base64 data.\n\n  strict_mode\n    When set to True, bytes that are not part of the base64 standard are not allowed.\n    The same applies to excess data after padding (= / ==).",
    ),
    native("b2a_base64", "($module, data, /, *, newline=True)", b2a_base64, "Base64-code line of data."),
    native(
        "a2b_hex",
        "($module, hexstr, /)",
        a2b_hex,
        "Binary data of hexadecimal representation.\n\nhexstr must contain an even number of hex digits (upper or lower case).\nThis function is also available as \"unhexlify()\".",
    ),
    native(
        "unhexlify",
        "($module, hexstr, /)",
        a2b_hex,
        "Binary data of hexadecimal representation.\n\nhexstr must contain an even number of hex digits (upper or lower case).",
    ),
    native("b2a_hex", "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)", b2a_hex, HEX_DOC),
    native("hexlify", "($module, /, data, sep=<unrepresentable>, bytes_per_sep=1)", b2a_hex, HEX_DOC),
    native("a2b_qp", "($module, /, data, header=False)", a2b_qp, "Decode a string of qp-encoded data."),
    native(
        "b2a_qp",
        "($module, /, data, quotetabs=False, istext=True, header=False)",
        b2a_qp,
        "Encode a string using quoted-printable encoding.\n\nOn encoding, when istext is set, newlines are not encoded, and white\nspace at end of lines is.  When istext is not set, \\r and \\n (CR/LF)\nare both encoded.  When quotetabs is set, space and tabs are encoded.",
    ),
    native("a2b_uu", "($module, data, /)", a2b_uu, "Decode a line of uuencoded data."),
    native("b2a_uu", "($module, data, /, *, backtick=False)", b2a_uu, "Uuencode line of data."),
    native("crc32", "($module, data, crc=0, /)", crc32, "Compute CRC-32 incrementally."),
    native("crc_hqx", "($module, data, crc, /)", crc_hqx, "Compute CRC-CCITT incrementally."),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "binascii", "Conversion between binary data and ASCII", FUNCTIONS)?;
    let error = table::add_exception(vm, &module, "binascii", "Error", &types::VALUE_ERROR.clone())?;
    table::add_exception(vm, &module, "binascii", "Incomplete", &types::EXCEPTION.clone())?;
    vm.state_of::<State>().0 = Some(error);
    Ok(module)
}
