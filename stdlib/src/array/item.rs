//! Items of arrays: the typecodes, and values to bytes and back.

use rpython_objects::{
    Obj, PyResult, Raised, Str, StrExt, Vm, argument, float, int, protocol, raise, type_error, types,
};

/// What an item is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Signed,
    Unsigned,
    Float,
    Character,
}

/// A typecode.
#[derive(PartialEq, Eq)]
pub(super) struct Code {
    pub(super) letter: u8,
    pub(super) size: usize,
    pub(super) form: Form,
    /// The number of the machine's format, for pickling.
    pub(super) machine: u8,
}

/// The typecodes, in the order of `array.typecodes`.
pub(super) static CODES: &[Code] = &[
    Code { letter: b'b', size: 1, form: Form::Signed, machine: 1 },
    Code { letter: b'B', size: 1, form: Form::Unsigned, machine: 0 },
    Code { letter: b'u', size: 4, form: Form::Character, machine: 20 },
    Code { letter: b'w', size: 4, form: Form::Character, machine: 20 },
    Code { letter: b'h', size: 2, form: Form::Signed, machine: 4 },
    Code { letter: b'H', size: 2, form: Form::Unsigned, machine: 2 },
    Code { letter: b'i', size: 4, form: Form::Signed, machine: 8 },
    Code { letter: b'I', size: 4, form: Form::Unsigned, machine: 6 },
    Code { letter: b'l', size: 8, form: Form::Signed, machine: 12 },
    Code { letter: b'L', size: 8, form: Form::Unsigned, machine: 10 },
    Code { letter: b'q', size: 8, form: Form::Signed, machine: 12 },
    Code { letter: b'Q', size: 8, form: Form::Unsigned, machine: 10 },
    Code { letter: b'f', size: 4, form: Form::Float, machine: 14 },
    Code { letter: b'd', size: 8, form: Form::Float, machine: 16 },
];

/// The typecode of a letter.
pub(super) fn code(letter: u32) -> Option<&'static Code> {
    CODES.iter().find(|c| u32::from(c.letter) == letter)
}

/// A format that a pickle may have: its size, form, and whether its bytes come from the largest on. `None` for UTF-16 and unknown ones.
pub(super) fn machine_format(number: i64) -> Option<(usize, Form, bool)> {
    Some(match number {
        0 => (1, Form::Unsigned, false),
        1 => (1, Form::Signed, false),
        2..=13 => {
            let size = [2, 2, 4, 4, 8, 8][(number as usize - 2) / 2];
            let form = if (number - 2) / 2 % 2 == 0 { Form::Unsigned } else { Form::Signed };
            (size, form, number % 2 == 1)
        }
        14..=17 => (if number < 16 { 4 } else { 8 }, Form::Float, number % 2 == 1),
        18 | 19 => (2, Form::Character, number % 2 == 1),
        20 | 21 => (4, Form::Character, number % 2 == 1),
        _ => return None,
    })
}

/// The value of an item of up to 8 bytes, the smallest first.
pub(super) fn read(vm: &Vm, form: Form, bytes: &[u8]) -> Obj {
    let mut word = [0u8; 8];
    let size = bytes.len().min(8);
    word[..size].copy_from_slice(&bytes[..size]);
    let n = u64::from_le_bytes(word);
    match form {
        Form::Unsigned => match i64::try_from(n) {
            Ok(n) => int::from_i64(vm, n),
            Err(_) => int::from_big(vm, n.into()),
        },
        Form::Signed => {
            let unused = 64 - 8 * size as u32;
            int::from_i64(vm, (n << unused) as i64 >> unused)
        }
        Form::Float if size == 4 => Obj::float(f32::from_bits(n as u32).into()),
        Form::Float => Obj::float(f64::from_bits(n)),
        Form::Character => Str::from_char(vm, n as u32).into_obj(),
    }
}

fn overflow(vm: &mut Vm, message: &str) -> Raised {
    raise!(vm, types::OVERFLOW_ERROR, "{message}")
}

/// An integer between bounds, which an integer of C has been read as first.
fn bounded(vm: &mut Vm, o: &Obj, steps: &[(i64, i64, &str)]) -> PyResult<i64> {
    let exact = protocol::index(vm, o)?;
    let Some(n) = int::to_i64(vm, &exact) else {
        return Err(overflow(vm, "Python int too large to convert to C long"));
    };
    for &(least, most, name) in steps {
        if n < least {
            return Err(overflow(vm, &format!("{name} is less than minimum")));
        }
        if n > most {
            return Err(overflow(vm, &format!("{name} is greater than maximum")));
        }
    }
    Ok(n)
}

const SHORT: (i64, i64, &str) = (i16::MIN as i64, i16::MAX as i64, "signed short integer");
const INT: (i64, i64, &str) = (i32::MIN as i64, i32::MAX as i64, "signed integer");

/// An unsigned integer of 64 bits.
fn unsigned(vm: &mut Vm, o: &Obj, negative: &str, large: &str) -> PyResult<u64> {
    let exact = protocol::index(vm, o)?;
    if int::is_negative(vm, &exact) {
        return Err(overflow(vm, negative));
    }
    match int::to_big(vm, &exact).and_then(|n| u64::try_from(n).ok()) {
        Some(n) => Ok(n),
        None => Err(overflow(vm, large)),
    }
}

/// The bytes of a value as an item, in the first places of what is returned.
pub(super) fn write(vm: &mut Vm, code: &Code, o: &Obj) -> PyResult<[u8; 8]> {
    const NEGATIVE: &str = "can't convert negative value to unsigned int";
    const LARGE: &str = "Python int too large to convert to C unsigned long";
    let n = match code.letter {
        b'b' => bounded(vm, o, &[SHORT, (-128, 127, "signed char")])? as u64,
        b'B' => bounded(vm, o, &[SHORT, (0, 255, "unsigned byte integer")])? as u64,
        b'h' => bounded(vm, o, &[SHORT])? as u64,
        b'H' => bounded(vm, o, &[INT, (0, 65535, "unsigned short")])? as u64,
        b'i' => bounded(vm, o, &[INT])? as u64,
        b'I' => {
            let n = unsigned(vm, o, NEGATIVE, LARGE)?;
            if n > u32::MAX.into() {
                return Err(overflow(vm, "unsigned int is greater than maximum"));
            }
            n
        }
        b'l' => bounded(vm, o, &[])? as u64,
        b'L' => unsigned(vm, o, NEGATIVE, LARGE)?,
        b'q' => {
            let exact = protocol::index(vm, o)?;
            match int::to_i64(vm, &exact) {
                Some(n) => n as u64,
                None => return Err(overflow(vm, "int too big to convert")),
            }
        }
        b'Q' => unsigned(vm, o, "can't convert negative int to unsigned", "int too big to convert")?,
        b'f' => (float::to_f64(vm, o)? as f32).to_bits().into(),
        b'd' => float::to_f64(vm, o)?.to_bits(),
        _ => character(vm, o)?.into(),
    };
    Ok(n.to_le_bytes())
}

/// The code point of a string of one.
fn character(vm: &mut Vm, o: &Obj) -> PyResult<u32> {
    let Some(s) = o.downcast_ref::<Str>() else {
        let got = argument::shown_class(vm, o);
        return Err(type_error!(vm, "array item must be a unicode character, not {got}"));
    };
    let mut points = s.text(vm).iter();
    match (points.next(), s.get(vm).len()) {
        (Some(c), 1) => Ok(c),
        (_, len) => Err(type_error!(vm, "array item must be a unicode character, not a string of length {len}")),
    }
}
