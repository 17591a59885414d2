//! Values as bytes and back.

use rpython_objects::{
    ByteArray, Bytes, Obj, PyResult, Vm, complex, float, int,
    number::{
        complex::Complex,
        float::half::{float_to_half, half_to_float},
    },
    protocol, raise, types,
};

use super::{
    error,
    format::{Code, Item},
};

/// Writes `value` in native order of significance: the least significant byte first, or the last.
fn put(code: Code, out: &mut [u8], word: u64) {
    let bytes = word.to_le_bytes();
    for (place, byte) in out.iter_mut().zip(bytes) {
        *place = byte;
    }
    if code.big_endian {
        out.reverse();
    }
}

/// The bytes of a value as a number.
fn take(code: Code, bytes: &[u8]) -> u64 {
    let fold = |word, byte: &u8| word << 8 | u64::from(*byte);
    if code.big_endian { bytes.iter().fold(0, fold) } else { bytes.iter().rev().fold(0, fold) }
}

/// Writes a value where the code's next one lies. `out` is as long as one of its values.
pub(super) fn pack(vm: &mut Vm, code: Code, value: &Obj, out: &mut [u8]) -> PyResult<()> {
    match code.item {
        Item::Char => match value.downcast_ref::<Bytes>().map(|b| b.tail(vm)) {
            Some(&[byte]) => out.fill(byte),
            _ => return Err(error(vm, "char format requires a bytes object of length 1")),
        },
        Item::Text => {
            copy(vm, code, value, out)?;
        }
        Item::Pascal => match out.split_first_mut() {
            Some((length, text)) => {
                let copied = copy(vm, code, value, text)?;
                *length = copied.min(255) as u8;
            }
            None => {
                copy(vm, code, value, out)?;
            }
        },
        Item::Bool => out.fill(protocol::is_true(vm, value)?.into()),
        Item::Signed | Item::Unsigned | Item::Pointer => {
            let word = integer(vm, code, value)?;
            put(code, out, word);
        }
        Item::Float => {
            let Ok(x) = float::to_f64(vm, value) else { return Err(unfit(vm, "float")) };
            let word = match float_word(code, x) {
                Some(word) => word,
                None if int::is_int(value) => return Err(error(vm, "int too large to convert")),
                None => {
                    let letter = char::from(code.letter);
                    return Err(raise!(vm, types::OVERFLOW_ERROR, "float too large to pack with {letter} format"));
                }
            };
            put(code, out, word);
        }
        Item::Complex => {
            let Ok(z) = complex::to_complex(vm, value) else { return Err(unfit(vm, "complex")) };
            let half = out.len() / 2;
            let (re, im) = out.split_at_mut(half);
            for (x, out) in [(z.re, re), (z.im, im)] {
                put(code, out, if half == 4 { u64::from((x as f32).to_bits()) } else { x.to_bits() });
            }
        }
    }
    Ok(())
}

/// An object that could not be converted: what its conversion raised goes.
fn unfit(vm: &mut Vm, wanted: &str) -> rpython_objects::Raised {
    vm.exception.take();
    error(vm, &format!("required argument is not a {wanted}"))
}

/// Copies as many bytes of a `bytes` or `bytearray` as there is room for, and says how many.
fn copy(vm: &mut Vm, code: Code, value: &Obj, out: &mut [u8]) -> PyResult<usize> {
    let bytes = match (value.downcast_ref::<Bytes>(), value.downcast_ref::<ByteArray>()) {
        (Some(bytes), _) => bytes.tail(vm),
        (_, Some(bytes)) => bytes.get(vm).as_slice(),
        _ => {
            let letter = char::from(code.letter);
            return Err(error(vm, &format!("argument for '{letter}' must be a bytes object")));
        }
    };
    let n = bytes.len().min(out.len());
    out.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
    Ok(n)
}

/// An integer in as many bytes as the code has.
fn integer(vm: &mut Vm, code: Code, value: &Obj) -> PyResult<u64> {
    let exact = if int::is_int(value) {
        value.clone()
    } else if protocol::has_index(vm, value) {
        protocol::index(vm, value)?
    } else {
        return Err(error(vm, "required argument is not an integer"));
    };
    let bits = 8 * code.size as u32;
    let (low, high) = match code.item {
        Item::Signed => (-(1i128 << (bits - 1)), (1i128 << (bits - 1)) - 1),
        Item::Unsigned => (0, (1i128 << bits) - 1),
        _ => (i64::MIN.into(), u64::MAX.into()),
    };
    let known = int::view(vm, &exact).and_then(|n| n.to_i64().map(i128::from).or_else(|| n.to_u64().map(i128::from)));
    match known {
        Some(n) if (low..=high).contains(&n) => Ok(n as u64),
        _ if code.item == Item::Pointer => Err(error(vm, "int too large to convert")),
        _ => {
            let letter = char::from(code.letter);
            Err(error(vm, &format!("'{letter}' format requires {low} <= number <= {high}")))
        }
    }
}

/// A float in as many bytes as the code has, unless it would become infinite.
fn float_word(code: Code, x: f64) -> Option<u64> {
    match code.size {
        2 => float_to_half(x).map(u64::from),
        4 => {
            let narrow = x as f32;
            (narrow.is_finite() || !x.is_finite()).then(|| narrow.to_bits().into())
        }
        _ => Some(x.to_bits()),
    }
}

/// Reads a value from its bytes.
pub(super) fn unpack(vm: &Vm, code: Code, bytes: &[u8]) -> PyResult {
    Ok(match code.item {
        Item::Char | Item::Text => Bytes::new(vm, bytes)?.into_obj(),
        Item::Pascal => {
            let (length, text) = bytes.split_first().map_or((0, bytes), |(length, text)| (usize::from(*length), text));
            Bytes::new(vm, text.get(..length).unwrap_or(text))?.into_obj()
        }
        Item::Bool => Obj::bool(bytes.iter().any(|byte| *byte != 0)),
        Item::Signed => {
            let unused = 64 - 8 * code.size as u32;
            int::from_i64(vm, (take(code, bytes) << unused) as i64 >> unused)
        }
        Item::Unsigned | Item::Pointer => int::from_u64(vm, take(code, bytes)),
        Item::Float => Obj::float(float_of(code.size, take(code, bytes))),
        Item::Complex => {
            let half = bytes.len() / 2;
            let (re, im) = bytes.split_at(half);
            let z = Complex { re: float_of(half, take(code, re)), im: float_of(half, take(code, im)) };
            complex::from_number(vm, z)
        }
    })
}

fn float_of(size: usize, word: u64) -> f64 {
    match size {
        2 => half_to_float(word as u16),
        4 => f32::from_bits(word as u32).into(),
        _ => f64::from_bits(word),
    }
}
