//! The reader (marshal.c: r_object).

use super::{FLAG_REF, MAX_DEPTH, MarshalError, tag};
use crate::code::{Code, Const, Text};
use num_bigint::{BigInt, BigUint, Sign};
use std::sync::Arc;

type Result<T> = std::result::Result<T, MarshalError>;

/// Reads one value; bytes after it are ignored, as `marshal.loads` does.
pub fn read(data: &[u8]) -> Result<Const> {
    read_prefix(data).map(|(value, _)| value)
}

/// Reads one value and says how many bytes it took.
pub fn read_prefix(data: &[u8]) -> Result<(Const, usize)> {
    let mut reader = Reader { data, at: 0, refs: Vec::new(), depth: 0 };
    match reader.object()? {
        Some(value) => Ok((value, reader.at)),
        None => Err(MarshalError::Type("NULL object in marshal data for object")),
    }
}

struct Reader<'a> {
    data: &'a [u8],
    at: usize,
    /// `None` while the value is being read.
    refs: Vec<Option<Const>>,
    depth: usize,
}

const TOO_SHORT: MarshalError = MarshalError::Eof("marshal data too short");

#[cold]
fn bad(what: &str) -> MarshalError {
    MarshalError::Value(format!("bad marshal data ({what})"))
}

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Result<u8> {
        let byte = *self.data.get(self.at).ok_or(MarshalError::Eof("EOF read where not expected"))?;
        self.at += 1;
        Ok(byte)
    }

    fn bytes(&mut self, count: usize) -> Result<&'a [u8]> {
        let end = self.at.checked_add(count).ok_or(TOO_SHORT)?;
        let bytes = self.data.get(self.at..end).ok_or(TOO_SHORT)?;
        self.at = end;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.bytes(N)?.try_into().map_err(|_| TOO_SHORT)
    }

    fn short(&mut self) -> Result<i16> {
        Ok(i16::from_le_bytes(self.array()?))
    }

    fn long(&mut self) -> Result<i32> {
        Ok(i32::from_le_bytes(self.array()?))
    }

    fn size(&mut self, what: &str) -> Result<usize> {
        usize::try_from(self.long()?).map_err(|_| bad(&format!("{what} size out of range")))
    }

    fn float(&mut self) -> Result<f64> {
        Ok(f64::from_le_bytes(self.array()?))
    }

    fn float_text(&mut self) -> Result<f64> {
        let count = self.byte()? as usize;
        let text = self.bytes(count)?;
        std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()).ok_or_else(|| {
            let shown = String::from_utf8_lossy(text);
            MarshalError::Value(format!("could not convert string to float: '{shown}'"))
        })
    }

    fn int(&mut self) -> Result<Const> {
        let n = self.long()?;
        if n == 0 {
            return Ok(Const::Int(0));
        }
        if n == i32::MIN {
            return Err(bad("long size out of range"));
        }
        let count = n.unsigned_abs() as usize;
        let mut small: u128 = 0;
        let mut large: Vec<u32> = Vec::new();
        let mut accumulator: u64 = 0;
        let mut bits = 0;
        for i in 0..count {
            let digit = self.short()?;
            if digit < 0 {
                return Err(bad("digit out of range in long"));
            }
            if i + 1 == count && digit == 0 {
                return Err(bad("unnormalized long data"));
            }
            if count <= 8 {
                small |= (digit as u128) << (15 * i);
            } else {
                accumulator |= (digit as u64) << bits;
                bits += 15;
                if bits >= 32 {
                    large.push(accumulator as u32);
                    accumulator >>= 32;
                    bits -= 32;
                }
            }
        }
        if count <= 8 {
            let value = if n < 0 { -(small as i128) } else { small as i128 };
            return Ok(match i64::try_from(value) {
                Ok(value) => Const::Int(value),
                Err(_) => Const::BigInt(Arc::new(BigInt::from(value))),
            });
        }
        large.push(accumulator as u32);
        let sign = if n < 0 { Sign::Minus } else { Sign::Plus };
        Ok(Const::BigInt(Arc::new(BigInt::from_biguint(sign, BigUint::new(large)))))
    }

    fn unicode(&mut self, count: usize) -> Result<Const> {
        let bytes = self.bytes(count)?;
        if !is_wtf8(bytes) {
            return Err(MarshalError::Value("'utf-8' codec can't decode marshal data".to_owned()));
        }
        Ok(Const::Str(Text::new(crate::wtf8::Wtf8::from_bytes_unchecked(bytes))))
    }

    /// ASCII strings are stored as Latin-1 reads them.
    fn ascii(&mut self, count: usize) -> Result<Const> {
        let bytes = self.bytes(count)?;
        if bytes.is_ascii() {
            return Ok(Const::Str(Text::new(crate::wtf8::Wtf8::from_bytes_unchecked(bytes))));
        }
        let text: String = bytes.iter().map(|&byte| byte as char).collect();
        Ok(Const::Str(text.as_str().into()))
    }

    fn items(&mut self, count: usize, null: &'static str) -> Result<Vec<Const>> {
        let mut items = Vec::with_capacity(count.min(self.data.len() - self.at));
        for _ in 0..count {
            items.push(self.object()?.ok_or(MarshalError::Type(null))?);
        }
        Ok(items)
    }

    /// Reads a value; `None` is the NULL that ends a dict.
    fn object(&mut self) -> Result<Option<Const>> {
        let Ok(code) = self.byte() else {
            return Err(MarshalError::Eof("EOF read where object expected"));
        };
        if self.depth >= MAX_DEPTH {
            return Err(MarshalError::Value("recursion limit exceeded".to_owned()));
        }
        self.depth += 1;
        let entered = (code & FLAG_REF != 0).then_some(self.refs.len());
        let value = match code & !FLAG_REF {
            tag::NULL => {
                self.depth -= 1;
                return Ok(None);
            }
            // The singletons and references never enter the table.
            tag::NONE => return self.done(None, Const::None),
            tag::STOPITER => return self.done(None, Const::StopIteration),
            tag::ELLIPSIS => return self.done(None, Const::Ellipsis),
            tag::FALSE => return self.done(None, Const::False),
            tag::TRUE => return self.done(None, Const::True),
            tag::REF => {
                let n = self.long()?;
                let known = usize::try_from(n).ok().and_then(|n| self.refs.get(n)).cloned().flatten();
                return self.done(None, known.ok_or_else(|| bad("invalid reference"))?);
            }
            other => {
                if entered.is_some() {
                    self.refs.push(None);
                }
                self.content(other)?
            }
        };
        self.done(entered, value)
    }

    fn done(&mut self, entered: Option<usize>, value: Const) -> Result<Option<Const>> {
        self.depth -= 1;
        if let Some(slot) = entered.and_then(|n| self.refs.get_mut(n)) {
            *slot = Some(value.clone());
        }
        Ok(Some(value))
    }

    fn content(&mut self, code: u8) -> Result<Const> {
        Ok(match code {
            tag::INT => Const::Int(self.long()?.into()),
            tag::INT64 => Const::Int(i64::from_le_bytes(self.array()?)),
            tag::LONG => self.int()?,
            tag::FLOAT => Const::Float(self.float_text()?),
            tag::BINARY_FLOAT => Const::Float(self.float()?),
            tag::COMPLEX => Const::Complex { re: self.float_text()?, im: self.float_text()? },
            tag::BINARY_COMPLEX => Const::Complex { re: self.float()?, im: self.float()? },
            tag::STRING => {
                let count = self.size("bytes object")?;
                Const::Bytes(self.bytes(count)?.into())
            }
            tag::ASCII | tag::ASCII_INTERNED => {
                let count = self.size("string")?;
                self.ascii(count)?
            }
            tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED => {
                let count = self.byte()? as usize;
                self.ascii(count)?
            }
            tag::UNICODE | tag::INTERNED => {
                let count = self.size("string")?;
                self.unicode(count)?
            }
            tag::SMALL_TUPLE => {
                let count = self.byte()? as usize;
                Const::Tuple(self.items(count, "NULL object in marshal data for tuple")?.into())
            }
            tag::TUPLE => {
                let count = self.size("tuple")?;
                Const::Tuple(self.items(count, "NULL object in marshal data for tuple")?.into())
            }
            tag::LIST => {
                let count = self.size("list")?;
                Const::List(self.items(count, "NULL object in marshal data for list")?.into())
            }
            tag::SET => {
                let count = self.size("set")?;
                Const::Set(self.items(count, "NULL object in marshal data for set")?.into())
            }
            tag::FROZENSET => {
                let count = self.size("set")?;
                Const::FrozenSet(self.items(count, "NULL object in marshal data for set")?.into())
            }
            tag::DICT => {
                let mut pairs = Vec::new();
                while let Some(key) = self.object()? {
                    let Some(value) = self.object()? else { break };
                    pairs.push((key, value));
                }
                Const::Dict(pairs.into())
            }
            tag::SLICE => {
                const NULL: &str = "NULL object in marshal data for slice";
                let mut part = || self.object()?.ok_or(MarshalError::Type(NULL));
                Const::Slice([part()?, part()?, part()?].into())
            }
            tag::CODE => Const::Code(Arc::new(self.code()?)),
            _ => return Err(bad("unknown type code")),
        })
    }

    fn part(&mut self) -> Result<Const> {
        self.object()?.ok_or(MarshalError::Type("NULL object in marshal data for code object"))
    }

    fn count(&mut self) -> Result<u32> {
        Ok(self.long()? as u32)
    }

    fn code(&mut self) -> Result<Code> {
        let argcount = self.count()?;
        let posonlyargcount = self.count()?;
        let kwonlyargcount = self.count()?;
        let stacksize = self.count()?;
        let flags = self.count()?;
        let (code, consts, names) = (self.part()?, self.part()?, self.part()?);
        let (localsplusnames, localspluskinds) = (self.part()?, self.part()?);
        let (filename, name, qualname) = (self.part()?, self.part()?, self.part()?);
        let firstlineno = self.long()?;
        let (linetable, exceptiontable) = (self.part()?, self.part()?);
        // Types are looked at when everything has been read.
        let (Const::Bytes(code), Const::Tuple(consts)) = (code, consts) else { return Err(malformed()) };
        let names = texts(names)?;
        let localsplusnames = texts(localsplusnames)?;
        let Const::Bytes(localspluskinds) = localspluskinds else { return Err(malformed()) };
        let (Const::Str(filename), Const::Str(name), Const::Str(qualname)) = (filename, name, qualname) else {
            return Err(malformed());
        };
        let (Const::Bytes(linetable), Const::Bytes(exceptiontable)) = (linetable, exceptiontable) else {
            return Err(malformed());
        };
        let negative =
            [argcount, posonlyargcount, kwonlyargcount, stacksize, flags].iter().any(|n| *n > i32::MAX as u32);
        if negative || argcount < posonlyargcount || localsplusnames.len() != localspluskinds.len() {
            return Err(malformed());
        }
        if !code.len().is_multiple_of(2) {
            return Err(MarshalError::Value("code: co_code is malformed".to_owned()));
        }
        let code = Code {
            argcount,
            posonlyargcount,
            kwonlyargcount,
            stacksize,
            flags,
            code,
            consts: consts.as_ref().into(),
            names,
            localsplusnames,
            localspluskinds: localspluskinds.as_ref().into(),
            filename,
            name,
            qualname,
            firstlineno,
            linetable,
            exceptiontable,
        };
        let variadic = [crate::code::flags::VARARGS, crate::code::flags::VARKEYWORDS];
        let parameters =
            argcount as usize + kwonlyargcount as usize + variadic.iter().filter(|bit| flags & **bit != 0).count();
        if parameters > code.nlocals() {
            return Err(MarshalError::Value("code: co_varnames is too small".to_owned()));
        }
        Ok(code)
    }
}

fn texts(value: Const) -> Result<Box<[Text]>> {
    let Const::Tuple(items) = value else { return Err(malformed()) };
    items
        .iter()
        .map(|item| match item {
            Const::Str(text) => Ok(text.clone()),
            _ => Err(MarshalError::Type("name tuples must contain only strings")),
        })
        .collect()
}

#[cold]
fn malformed() -> MarshalError {
    bad("malformed code object")
}

/// UTF-8 in which surrogates may stand.
fn is_wtf8(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    loop {
        match std::str::from_utf8(rest) {
            Ok(_) => return true,
            Err(error) => {
                rest = &rest[error.valid_up_to()..];
                match rest {
                    [0xED, 0xA0..=0xBF, 0x80..=0xBF, tail @ ..] => rest = tail,
                    _ => return false,
                }
            }
        }
    }
}
