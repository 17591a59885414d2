//! The writer (marshal.c: w_object), of marshal and of the embedded library's form of it.
//!
//! Strings, byte strings and code that occur twice are written once and then referred to. Identity decides, so a value
//! that was made twice is written twice, as in CPython.

use super::{FLAG_REF, MAX_DEPTH, MarshalError, tag};
use crate::code::{Code, Const, Text, flags, kind};
use num_bigint::{BigInt, Sign};
use rustc_hash::FxHashMap;

/// The version of the format that is written.
pub const VERSION: i32 = 5;

/// Writes a value. Fails with CPython's ValueError where it nests too deeply or is too large.
pub fn write(value: &Const) -> Result<Vec<u8>> {
    let mut writer = Writer { out: Vec::new(), refs: FxHashMap::default(), depth: 0, names: None };
    writer.object(value)?;
    Ok(writer.out)
}

/// The interned names of the embedded library: each is written once, and named by its number wherever it occurs.
#[derive(Default)]
pub struct LibraryNames {
    numbers: FxHashMap<Box<[u8]>, u32>,
    names: Vec<Box<[u8]>>,
}

impl LibraryNames {
    /// The names in the order of their numbers: ASCII.
    pub fn names(&self) -> &[Box<[u8]>] {
        &self.names
    }

    fn number(&mut self, name: &[u8]) -> u32 {
        if let Some(known) = self.numbers.get(name) {
            return *known;
        }
        let number = self.names.len() as u32;
        self.numbers.insert(name.into(), number);
        self.names.push(name.into());
        number
    }
}

/// Writes code as the embedded library has it: marshal, but interned ASCII names are numbers in a table that all files share, and
/// functions' code among the constants is written so that its numbers and names can be read without the rest:
///
/// ```text
/// '='  number of a name                                                                                        u32
/// '@'  arguments, positional-only, keyword-only, stack size, flags, first line, locals, free variables, slots   u32 each
///      name, qualified name                                                                                    marshalled
///      length of what follows                                                                                  u32
///      constants, names, names of slots, kinds of slots, location table, exception table                       marshalled
///      length in bytes, instructions                                                                           u32, bytes
/// ```
///
/// What follows the length refers to nothing outside it. Fails as [`write`] does.
pub fn write_library(code: &std::sync::Arc<Code>, names: &mut LibraryNames) -> Result<Vec<u8>> {
    let mut writer = Writer { out: Vec::new(), refs: FxHashMap::default(), depth: 0, names: Some(names) };
    writer.known(std::sync::Arc::as_ptr(code) as usize);
    writer.code(code)?;
    Ok(writer.out)
}

struct Writer<'a> {
    out: Vec<u8>,
    /// Address of what was written, to its number.
    refs: FxHashMap<usize, u32>,
    depth: usize,
    /// The library's names, where the form is that of [`write_library`].
    names: Option<&'a mut LibraryNames>,
}

type Result<T> = std::result::Result<T, MarshalError>;

impl Writer<'_> {
    fn long(&mut self, value: i32) {
        self.out.extend_from_slice(&value.to_le_bytes());
    }

    fn size(&mut self, count: usize) -> Result<()> {
        let count = i32::try_from(count).map_err(|_| MarshalError::Value("unmarshallable object".to_owned()))?;
        self.long(count);
        Ok(())
    }

    /// Whether the value at that address was written before; then a reference to it is.
    fn known(&mut self, address: usize) -> bool {
        let next = self.refs.len() as u32;
        match self.refs.entry(address) {
            std::collections::hash_map::Entry::Occupied(entry) => {
                let n = *entry.get();
                self.out.push(tag::REF);
                self.long(n as i32);
                true
            }
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert(next);
                false
            }
        }
    }

    fn object(&mut self, value: &Const) -> Result<()> {
        if self.depth >= MAX_DEPTH {
            return Err(MarshalError::Value("object too deeply nested to marshal".to_owned()));
        }
        self.depth += 1;
        match value {
            Const::None => self.out.push(tag::NONE),
            Const::True => self.out.push(tag::TRUE),
            Const::False => self.out.push(tag::FALSE),
            Const::Ellipsis => self.out.push(tag::ELLIPSIS),
            Const::StopIteration => self.out.push(tag::STOPITER),
            Const::Int(value) => self.int(*value),
            Const::BigInt(value) => self.big_int(value)?,
            Const::Float(value) => {
                self.out.push(tag::BINARY_FLOAT);
                self.out.extend_from_slice(&value.to_le_bytes());
            }
            Const::Complex { re, im } => {
                self.out.push(tag::BINARY_COMPLEX);
                self.out.extend_from_slice(&re.to_le_bytes());
                self.out.extend_from_slice(&im.to_le_bytes());
            }
            Const::Str(text) => self.text(text, is_name(text))?,
            Const::Bytes(bytes) => self.byte_string(bytes)?,
            Const::Tuple(items) => self.tuple(items)?,
            Const::FrozenSet(items) => self.sequence(tag::FROZENSET, items)?,
            Const::Set(items) => self.sequence(tag::SET, items)?,
            Const::List(items) => self.sequence(tag::LIST, items)?,
            Const::Dict(pairs) => {
                self.out.push(tag::DICT);
                for (key, value) in pairs.iter() {
                    self.object(key)?;
                    self.object(value)?;
                }
                self.out.push(tag::NULL);
            }
            Const::Slice(parts) => {
                self.out.push(tag::SLICE);
                for part in parts.iter() {
                    self.object(part)?;
                }
            }
            Const::Code(code) if self.names.is_some() && code.flags & FUNCTION == FUNCTION => self.deferred(code)?,
            Const::Code(code) => {
                if !self.known(std::sync::Arc::as_ptr(code) as usize) {
                    self.code(code)?;
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn int(&mut self, value: i64) {
        if let Ok(small) = i32::try_from(value) {
            self.out.push(tag::INT);
            self.long(small);
            return;
        }
        let mut magnitude = value.unsigned_abs();
        let digits = (64 - magnitude.leading_zeros()).div_ceil(15) as i32;
        self.out.push(tag::LONG);
        self.long(if value < 0 { -digits } else { digits });
        for _ in 0..digits {
            self.out.extend_from_slice(&((magnitude & 0x7fff) as u16).to_le_bytes());
            magnitude >>= 15;
        }
    }

    fn big_int(&mut self, value: &BigInt) -> Result<()> {
        let (sign, words) = value.to_u32_digits();
        let count = usize::try_from(value.bits().div_ceil(15)).unwrap_or(usize::MAX);
        let count = i32::try_from(count).map_err(|_| MarshalError::Value("unmarshallable object".to_owned()))?;
        self.out.push(tag::LONG);
        self.long(if sign == Sign::Minus { -count } else { count });
        let mut words = words.into_iter();
        let (mut accumulator, mut bits) = (0u64, 0);
        for _ in 0..count {
            if bits < 15 {
                accumulator |= u64::from(words.next().unwrap_or(0)) << bits;
                bits += 32;
            }
            self.out.extend_from_slice(&((accumulator & 0x7fff) as u16).to_le_bytes());
            accumulator >>= 15;
            bits -= 15;
        }
        Ok(())
    }

    fn byte_string(&mut self, bytes: &std::sync::Arc<[u8]>) -> Result<()> {
        // Empty ones may share an address with something else.
        let flag = if bytes.is_empty() {
            0
        } else if self.known(bytes.as_ptr() as usize) {
            return Ok(());
        } else {
            FLAG_REF
        };
        self.out.push(tag::STRING | flag);
        self.size(bytes.len())?;
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    fn text(&mut self, text: &Text, interned: bool) -> Result<()> {
        let bytes = text.as_bytes();
        if let Some(names) = self.names.as_deref_mut().filter(|_| interned && bytes.is_ascii()) {
            let number = names.number(bytes);
            self.out.push(tag::NAME);
            self.out.extend_from_slice(&number.to_le_bytes());
            return Ok(());
        }
        let flag = if bytes.is_empty() {
            0
        } else if self.known(text.address()) {
            return Ok(());
        } else {
            FLAG_REF
        };
        if bytes.is_ascii() {
            if let Ok(short) = u8::try_from(bytes.len()) {
                self.out.push(flag | if interned { tag::SHORT_ASCII_INTERNED } else { tag::SHORT_ASCII });
                self.out.push(short);
            } else {
                self.out.push(flag | if interned { tag::ASCII_INTERNED } else { tag::ASCII });
                self.size(bytes.len())?;
            }
        } else {
            self.out.push(flag | if interned { tag::INTERNED } else { tag::UNICODE });
            self.size(bytes.len())?;
        }
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    fn tuple_head(&mut self, count: usize) -> Result<()> {
        if let Ok(small) = u8::try_from(count) {
            self.out.push(tag::SMALL_TUPLE);
            self.out.push(small);
            Ok(())
        } else {
            self.out.push(tag::TUPLE);
            self.size(count)
        }
    }

    fn tuple(&mut self, items: &[Const]) -> Result<()> {
        self.tuple_head(items.len())?;
        items.iter().try_for_each(|item| self.object(item))
    }

    fn sequence(&mut self, code: u8, items: &[Const]) -> Result<()> {
        self.out.push(code);
        self.size(items.len())?;
        items.iter().try_for_each(|item| self.object(item))
    }

    fn texts(&mut self, texts: &[Text]) -> Result<()> {
        self.tuple_head(texts.len())?;
        texts.iter().try_for_each(|text| self.text(text, true))
    }

    fn unsigned(&mut self, value: usize) -> Result<()> {
        let value = u32::try_from(value).map_err(|_| MarshalError::Value("unmarshallable object".to_owned()))?;
        self.out.extend_from_slice(&value.to_le_bytes());
        Ok(())
    }

    fn deferred(&mut self, code: &Code) -> Result<()> {
        self.out.push(tag::DEFERRED);
        let kinds = &code.localspluskinds;
        let count = |bit: u8| kinds.iter().filter(|k| **k & bit != 0).count() as u32;
        for number in [
            code.argcount,
            code.posonlyargcount,
            code.kwonlyargcount,
            code.stacksize,
            code.flags,
            code.firstlineno as u32,
            count(kind::LOCAL),
            count(kind::FREE),
            kinds.len() as u32,
        ] {
            self.out.extend_from_slice(&number.to_le_bytes());
        }
        self.text(&code.name, true)?;
        // Methods' qualified names serve as no key: interning them would only cost time.
        let same = code.qualname.as_bytes() == code.name.as_bytes();
        if same {
            self.text(&code.name, true)?
        } else {
            self.text(&code.qualname, false)?
        }
        let names = self.names.as_deref_mut();
        let mut rest = Writer { out: Vec::new(), refs: FxHashMap::default(), depth: self.depth, names };
        rest.tuple(&code.consts)?;
        rest.texts(&code.names)?;
        rest.texts(&code.localsplusnames)?;
        rest.out.push(tag::STRING);
        rest.size(kinds.len())?;
        rest.out.extend_from_slice(kinds);
        rest.byte_string(&code.linetable)?;
        rest.byte_string(&code.exceptiontable)?;
        rest.unsigned(code.code.len())?;
        rest.out.extend_from_slice(&code.code);
        let rest = rest.out;
        self.unsigned(rest.len())?;
        self.out.extend_from_slice(&rest);
        Ok(())
    }

    fn code(&mut self, code: &Code) -> Result<()> {
        self.out.push(tag::CODE | FLAG_REF);
        for count in [code.argcount, code.posonlyargcount, code.kwonlyargcount, code.stacksize, code.flags] {
            self.long(count as i32);
        }
        self.byte_string(&code.code)?;
        self.tuple(&code.consts)?;
        self.texts(&code.names)?;
        self.texts(&code.localsplusnames)?;
        self.out.push(tag::STRING);
        self.size(code.localspluskinds.len())?;
        self.out.extend_from_slice(&code.localspluskinds);
        self.text(&code.filename, true)?;
        self.text(&code.name, true)?;
        self.text(&code.qualname, true)?;
        self.long(code.firstlineno);
        self.byte_string(&code.linetable)?;
        self.byte_string(&code.exceptiontable)
    }
}

/// Flags that functions' code has, and modules' and classes' has not.
const FUNCTION: u32 = flags::OPTIMIZED | flags::NEWLOCALS;

/// Strings that look like identifiers are interned when code is made (codeobject.c: intern_constants).
fn is_name(text: &Text) -> bool {
    text.as_bytes().iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}
