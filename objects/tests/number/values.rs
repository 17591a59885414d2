//! `int`, `float`, `complex` and hashes against what CPython 3.14 recorded: see `number/record.py`.

use crate::golden::{Field, check};
use rpython_objects::hash::{self, Key, SetHasher, TupleHasher};
use rpython_objects::number::complex::Complex;
use rpython_objects::number::float;
use rpython_objects::number::int::{ByteOrder, DEFAULT_MAX_STR_DIGITS as LIMIT, Int, IntRef, Power};
use rpython_objects::text::TextBuf;

#[test]
fn integers() {
    check("int.txt", |name, args, _| {
        let (a, b) = (&args[0], args.get(1).unwrap_or(&args[0]));
        match name {
            "int.add" => a.int().add(b.int()).into(),
            "int.sub" => a.int().sub(b.int()).into(),
            "int.mul" => a.int().mul(b.int()).into(),
            "int.floordiv" => a.int().floor_div(b.int()).into(),
            "int.mod" => a.int().modulo(b.int()).into(),
            "int.divmod" => a.int().divmod(b.int()).into(),
            "int.truediv" => a.int().true_div(b.int()).into(),
            "int.and" => a.int().and(b.int()).into(),
            "int.or" => a.int().or(b.int()).into(),
            "int.xor" => a.int().xor(b.int()).into(),
            "int.lt" => (a.int() < b.int()).into(),
            "int.gcd" => a.int().gcd(b.int()).into(),
            "int.lcm" => a.int().lcm(b.int()).into(),
            "int.neg" => a.int().neg().into(),
            "int.abs" => a.int().abs().into(),
            "int.invert" => a.int().invert().into(),
            "int.bit_length" => (a.int().bit_length() as i64).into(),
            "int.bit_count" => (a.int().bit_count() as i64).into(),
            "int.float" => a.int().to_float().into(),
            "int.hex" => a.int().to_prefixed(16).into(),
            "int.oct" => a.int().to_prefixed(8).into(),
            "int.bin" => a.int().to_prefixed(2).into(),
            "int.str" => a.int().to_decimal(LIMIT).into(),
            "int.pow" => match a.int().pow(b.int()) {
                Ok(Power::Int(n)) => n.into(),
                Ok(Power::Float(x)) => x.into(),
                Err(error) => error.into(),
            },
            "int.powmod" => a.int().pow_mod(b.int(), args[2].int()).into(),
            "int.lshift" => a.int().shl(b.int()).into(),
            "int.rshift" => a.int().shr(b.int()).into(),
            "int.round" => a.int().round(b.int()).into(),
            "int.to_bytes" => ByteOrder::named(args[2].text())
                .and_then(|order| a.int().to_bytes(b.word() as isize, order, args[3].word() != 0))
                .into(),
            "int.from_bytes" => {
                ByteOrder::named(b.text()).map(|order| Int::from_bytes(a.bytes(), order, args[2].word() != 0)).into()
            }
            "int.cmp_float" => {
                let order = a.int().partial_cmp_float(b.float());
                Field::List(vec![
                    (order == Some(std::cmp::Ordering::Less)).into(),
                    (order == Some(std::cmp::Ordering::Equal)).into(),
                    (order == Some(std::cmp::Ordering::Greater)).into(),
                ])
            }
            "int.from_float" => Int::from_float(a.float()).into(),
            // Long literals are recorded without their values.
            "int.parse" if a.text().len() > 1000 => match Int::from_text(a.text(), b.word(), LIMIT) {
                Ok(_) => Field::None,
                Err(error) => error.into(),
            },
            "int.parse" => Int::from_text(a.text(), b.word(), LIMIT).into(),
            "int.parse_bytes" => Int::from_ascii(a.bytes(), b.word(), LIMIT).into(),
            "int.parse_repeated" => {
                let digits: TextBuf = (0..args[2].word()).flat_map(|_| a.text().iter()).collect();
                Int::from_text(digits.as_text(), b.word(), LIMIT)
                    .and_then(|n| n.as_ref().modulo(IntRef::Small(1_000_000_007)))
                    .into()
            }
            "int.decimal_length" => match IntRef::Small(10).pow(a.int()) {
                Ok(Power::Int(n)) => {
                    n.as_ref().add(b.int()).as_ref().to_decimal(LIMIT).map(|text| text.len() as i64).into()
                }
                other => panic!("{other:?}"),
            },
            "math.factorial" => a.int().factorial().into(),
            "math.comb" => a.int().comb(b.int()).into(),
            "math.perm" => a.int().perm(b.int()).into(),
            "math.isqrt" => a.int().isqrt().into(),
            _ => panic!("no function {name}"),
        }
    });
}

#[test]
fn floats() {
    check("float.txt", |name, args, _| {
        let (a, b) = (&args[0], args.get(1).unwrap_or(&args[0]));
        match name {
            "float.repr" => float::repr(a.float()).into(),
            "float.hex" => float::to_hex(a.float()).into(),
            "float.ratio" => float::as_integer_ratio(a.float()).into(),
            "float.is_integer" => float::is_integer(a.float()).into(),
            "float.div" => float::div(a.float(), b.float()).into(),
            "float.mod" => float::modulo(a.float(), b.float()).into(),
            "float.floordiv" => float::floor_div(a.float(), b.float()).into(),
            "float.divmod" => float::divmod(a.float(), b.float()).into(),
            "float.pow" => match float::pow(a.float(), b.float()) {
                Ok(float::Power::Float(x)) => x.into(),
                Ok(float::Power::Complex) => Field::None,
                Err(error) => error.into(),
            },
            "float.round" => float::round_digits(a.float(), b.word() as isize).into(),
            "float.round_int" => float::round(a.float()).into(),
            "float.floor" => float::floor(a.float()).into(),
            "float.ceil" => float::ceil(a.float()).into(),
            "float.parse" => float::from_text(a.text()).into(),
            "float.parse_bytes" => float::from_ascii(a.bytes()).into(),
            "float.fromhex" => float::from_hex(a.text()).into(),
            _ => panic!("no function {name}"),
        }
    });
}

#[test]
fn complexes() {
    use Field::{Complex as C, Float as F};
    check("complex.txt", |name, args, _| match (name, args) {
        ("complex.add", [C(a), C(b)]) => a.add(*b).into(),
        ("complex.add", [C(a), F(b)] | [F(b), C(a)]) => a.add_real(*b).into(),
        ("complex.sub", [C(a), C(b)]) => a.sub(*b).into(),
        ("complex.sub", [C(a), F(b)]) => a.sub_real(*b).into(),
        ("complex.sub", [F(a), C(b)]) => b.sub_from_real(*a).into(),
        ("complex.mul", [C(a), C(b)]) => a.mul(*b).into(),
        ("complex.mul", [C(a), F(b)] | [F(b), C(a)]) => a.mul_real(*b).into(),
        ("complex.truediv", [C(a), C(b)]) => a.div(*b).into(),
        ("complex.truediv", [C(a), F(b)]) => a.div_real(*b).into(),
        ("complex.truediv", [F(a), C(b)]) => b.div_into_real(*a).into(),
        ("complex.pow", [C(a), C(b)]) => a.pow(*b).into(),
        ("complex.repr", [C(a)]) => a.repr().into(),
        ("complex.abs", [C(a)]) => a.abs().into(),
        ("complex.parse", [Field::Text(text)]) => Complex::from_text(text.as_text()).into(),
        _ => panic!("no function {name}"),
    });
}

#[test]
fn hashes() {
    let key = |seed: &Field| Key::from_seed(seed.word() as u32);
    check("hash.txt", |name, args, _| match name {
        "hash.int" => hash::int(args[0].int()).into(),
        "hash.float" => hash::float(args[0].float()).into(),
        "hash.complex" => match &args[0] {
            Field::Complex(z) => hash::complex(*z, 0).into(),
            other => panic!("{other:?}"),
        },
        "hash.tuple" => {
            let mut hasher = TupleHasher::new();
            args[0].list().iter().for_each(|item| hasher.push(hash::int(item.int())));
            hasher.finish().into()
        }
        "hash.frozenset" => {
            let mut hasher = SetHasher::new();
            args[0].list().iter().for_each(|item| hasher.push(hash::int(item.int())));
            hasher.finish().into()
        }
        "hash.slice" => {
            hash::slice(hash::int(args[0].int()), hash::int(args[1].int()), hash::int(args[2].int())).into()
        }
        "hash.text" => key(&args[0]).text(args[1].text()).into(),
        "hash.bytes" => key(&args[0]).bytes(args[1].bytes()).into(),
        _ => panic!("no function {name}"),
    });
}

/// Sizes at which conversions and roots split their work, too long for golden lines: checked by what must hold.
#[test]
fn large_integers() {
    for (base, exponent) in [(3, 700), (7, 5_000), (12_345_678_901, 3_000), (-10, 4_801), (2, 60_000)] {
        let Ok(Power::Int(n)) = IntRef::Small(base).pow(IntRef::Small(exponent)) else { panic!("a power") };
        for n in [n.as_ref().sub(IntRef::Small(1)), n.clone(), n.as_ref().add(IntRef::Small(1))] {
            let digits = n.as_ref().to_decimal(0).expect("digits");
            assert_eq!(Int::from_ascii(digits.as_bytes(), 10, 0), Ok(n.clone()));
            for radix in [3, 36] {
                let magnitude = n.as_ref().magnitude_digits(radix);
                assert_eq!(Int::from_ascii(magnitude.as_bytes(), i64::from(radix), 0), Ok(n.as_ref().abs()));
            }
            if n.as_ref().is_negative() {
                continue;
            }
            let root = n.as_ref().isqrt().expect("a root");
            let next = root.as_ref().add(IntRef::Small(1));
            assert!(root.as_ref().mul(root.as_ref()).expect("a square") <= n);
            assert!(next.as_ref().mul(next.as_ref()).expect("a square") > n);
        }
    }
}

/// What no machine holds is a `MemoryError`, at once.
#[test]
fn impossible_sizes() {
    use rpython_objects::number::ErrorKind;
    use rpython_objects::number::format::{self, Context};
    use rpython_objects::text::Text;
    let huge = IntRef::Small(1 << 50);
    let kinds = [
        IntRef::Small(2).pow(huge).map(|_| ()),
        IntRef::Small(3).pow(huge).map(|_| ()),
        IntRef::Small(1).shl(huge).map(|_| ()),
        huge.factorial().map(|_| ()),
        IntRef::Small(0).to_bytes(1 << 50, ByteOrder::Big, false).map(|_| ()),
        format::int(&mut TextBuf::new(), huge, Text::Ascii(b"99999999999999999"), &Context::new(Text::Ascii(b"int"))),
    ]
    .map(|result| result.expect_err("too large").kind);
    assert_eq!(kinds, [ErrorKind::Memory; 6]);
}
