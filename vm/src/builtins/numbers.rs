//! `abs`, `round`, `chr` and their like.

use rpython_objects::{
    Args, NativeDef, Obj, PyResult, Str, StrExt, TypeExt, Vm, int, names, native, protocol, raise, type_error, types,
    value_error,
};

pub(super) const FUNCTIONS: &[NativeDef] = &[
    native(
        "abs",
        "($module, x, /)",
        |vm, a| protocol::absolute(vm, a.at(1)),
        "Return the absolute value of the argument.",
    ),
    native(
        "bin",
        "($module, number, /)",
        |vm, a| in_base(vm, a.at(1), 2),
        "Return the binary representation of an integer.\n\n   >>> bin(2796202)\n   '0b1010101010101010101010'",
    ),
    native(
        "chr",
        "($module, i, /)",
        chr,
        "Return a Unicode string of one character with ordinal i; 0 <= i <= 0x10ffff.",
    ),
    native(
        "divmod",
        "($module, x, y, /)",
        |vm, a| protocol::divmod(vm, a.at(1), a.at(2)),
        "Return the tuple (x//y, x%y).  Invariant: div*y + mod == x.",
    ),
    native(
        "hex",
        "($module, number, /)",
        |vm, a| in_base(vm, a.at(1), 16),
        "Return the hexadecimal representation of an integer.\n\n   >>> hex(12648430)\n   '0xc0ffee'",
    ),
    native(
        "oct",
        "($module, number, /)",
        |vm, a| in_base(vm, a.at(1), 8),
        "Return the octal representation of an integer.\n\n   >>> oct(342391)\n   '0o1234567'",
    ),
    native(
        "ord",
        "($module, character, /)",
        ord,
        "Return the ordinal value of a character.\n\nIf the argument is a one-character string, return the Unicode code\npoint of that character.\n\nIf the argument is a bytes or bytearray object of length 1, return its\nsingle byte value.",
    ),
    native(
        "pow",
        "($module, /, base, exp, mod=None)",
        |vm, a| protocol::power(vm, a.at(1), a.at(2), a.opt(3).unwrap_or(&Obj::NONE)),
        "Equivalent to base**exp with 2 arguments or base**exp % mod with 3 arguments.\n\nSome types, such as ints, are able to use a more efficient algorithm when\ninvoked using the three argument form.",
    ),
    native(
        "round",
        "($module, /, number, ndigits=None)",
        round,
        "Round a number to a given precision in decimal digits.\n\nThe return value is an integer if ndigits is omitted or None.  Otherwise\nthe return value has the same type as the number.  ndigits may be negative.",
    ),
];

fn in_base(vm: &mut Vm, o: &Obj, base: u32) -> PyResult {
    let n = protocol::index(vm, o)?;
    let sign = if int::is_negative(vm, &n) { "-" } else { "" };
    let digits = int::to_big(vm, &n).unwrap_or_default().magnitude().to_str_radix(base);
    let prefix = match base {
        2 => "0b",
        8 => "0o",
        _ => "0x",
    };
    Ok(Str::new(vm, &format!("{sign}{prefix}{digits}")).into_obj())
}

fn chr(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let n = protocol::index(vm, args.at(1))?;
    match int::to_i64(vm, &n) {
        Some(c @ 0..=0x10_FFFF) => Ok(Str::from_char(vm, c as u32).into_obj()),
        _ => Err(value_error!(vm, "chr() arg not in range(0x110000)")),
    }
}

fn ord(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(1);
    let (first, len) = if let Some(s) = o.downcast_ref::<Str>() {
        (s.text(vm).first(), s.get(vm).len())
    } else if let Some(bytes) = rpython_objects::buffer::plain_bytes(vm, o) {
        (bytes.first().map(|b| u32::from(*b)), bytes.len())
    } else if let Some(bytes) = o.downcast_ref::<rpython_objects::ByteArray>() {
        let bytes = bytes.get(vm).as_slice();
        (bytes.first().map(|b| u32::from(*b)), bytes.len())
    } else {
        let class = vm.class_of(o).name(vm).to_string();
        return Err(type_error!(vm, "ord() expected string of length 1, but {class} found"));
    };
    match first {
        Some(c) if len == 1 => Ok(int::from_i64(vm, c.into())),
        _ => Err(type_error!(vm, "ord() expected a character, but string of length {len} found")),
    }
}

fn round(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let number = args.at(1);
    let digits: &[Obj] = match args.some(2) {
        Some(digits) => std::slice::from_ref(digits),
        None => &[],
    };
    match protocol::call_special(vm, number, names::__round__, digits)? {
        Some(rounded) => Ok(rounded),
        None => {
            let class = vm.class_of(number).name(vm).to_string();
            Err(raise!(vm, types::TYPE_ERROR, "type {class} doesn't define __round__ method"))
        }
    }
}
