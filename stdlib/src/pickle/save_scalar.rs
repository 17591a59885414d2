//! Saving numbers, strings, bytes and buffers.

use super::{
    buffer::PickleBuffer,
    error,
    opcode::*,
    output::{FRAME_TARGET, Large},
    save::Saver,
};
use rpython_heap::OutOfMemory;
use rpython_objects::{
    ByteArray, Bytes, Obj, PyResult, Ref, Str, StrExt, Tuple, Vm,
    buffer::{self, Buffer},
    int,
    number::int::IntRef,
    protocol, raise,
    text::Text,
    types,
};

/// The header of data of a length: the narrowest of three opcodes, whose arguments have one, four and eight bytes. `None` where
/// only one that is not there would do.
fn header(len: usize, opcodes: [Option<u8>; 3]) -> Option<([u8; 9], usize)> {
    let widths = [(1, u8::MAX.into()), (4, u32::MAX.into()), (8, u64::MAX)];
    let fits = |&(opcode, (_, most)): &(Option<u8>, (usize, u64))| opcode.is_some() && len as u64 <= most;
    let (opcode, (width, _)) = opcodes.into_iter().zip(widths).find(fits)?;
    let mut bytes = [0; 9];
    bytes[0] = opcode?;
    bytes[1..=width].copy_from_slice(&(len as u64).to_le_bytes()[..width]);
    Some((bytes, width + 1))
}

impl Saver {
    pub(super) fn save_bool(&mut self, value: bool) -> PyResult<()> {
        let text: &[u8] = match (self.proto >= 2, value) {
            (true, true) => &[NEWTRUE],
            (true, false) => &[NEWFALSE],
            (false, true) => b"I01\n",
            (false, false) => b"I00\n",
        };
        self.out.put(text)
    }

    #[inline]
    pub(super) fn save_small_int(&mut self, vm: &mut Vm, n: i64) -> PyResult<()> {
        let Ok(narrow) = i32::try_from(n) else { return self.save_wide_int(vm, n) };
        if !self.bin {
            return self.out.put(format!("I{n}\n").as_bytes());
        }
        let [a, b, c, d] = narrow.to_le_bytes();
        match (b, c, d) {
            (0, 0, 0) => self.out.put(&[BININT1, a]),
            (_, 0, 0) => self.out.put(&[BININT2, a, b]),
            _ => self.out.put(&[BININT, a, b, c, d]),
        }
    }

    /// Saves an int that needs more than 32 bits.
    fn save_wide_int(&mut self, vm: &mut Vm, n: i64) -> PyResult<()> {
        if self.proto < 2 {
            return self.save_int_as_text(vm, &int::from_i64(vm, n));
        }
        let bytes = n.to_le_bytes();
        // Bytes that only repeat the sign are left out.
        let mut len = bytes.len();
        let sign = if n < 0 { 0xff } else { 0 };
        while len > 1 && bytes[len - 1] == sign && (bytes[len - 2] ^ sign) & 0x80 == 0 {
            len -= 1;
        }
        self.out.put(&[LONG1, len as u8])?;
        self.out.put(&bytes[..len])
    }

    pub(super) fn save_big_int(&mut self, vm: &mut Vm, o: &Obj) -> PyResult<()> {
        let bytes = match int::view(vm, o) {
            Some(IntRef::Big(big)) if self.proto >= 2 => big.to_signed_bytes_le(),
            Some(IntRef::Small(n)) => return self.save_small_int(vm, n),
            _ => return self.save_int_as_text(vm, o),
        };
        match (u8::try_from(bytes.len()), i32::try_from(bytes.len())) {
            (Ok(len), _) => self.out.put(&[LONG1, len])?,
            (_, Ok(len)) => {
                let [a, b, c, d] = len.to_le_bytes();
                self.out.put(&[LONG4, a, b, c, d])?;
            }
            _ => return Err(raise!(vm, types::OVERFLOW_ERROR, "int too large to pickle")),
        }
        self.out.put(&bytes)
    }

    fn save_int_as_text(&mut self, vm: &mut Vm, o: &Obj) -> PyResult<()> {
        let digits = protocol::repr_text(vm, o)?;
        self.out.put(&[LONG])?;
        self.out.put(digits.as_bytes())?;
        self.out.put(b"L\n")
    }

    #[inline]
    pub(super) fn save_float(&mut self, x: f64) -> PyResult<()> {
        if self.bin {
            let [a, b, c, d, e, f, g, h] = x.to_be_bytes();
            return self.out.put(&[BINFLOAT, a, b, c, d, e, f, g, h]);
        }
        let digits = rpython_objects::number::float::repr(x);
        self.out.put(&[FLOAT])?;
        self.out.put(digits.as_bytes())?;
        self.op(b'\n')
    }

    #[inline]
    pub(super) fn save_str(&mut self, vm: &mut Vm, s: &Ref<Str>) -> PyResult<()> {
        if self.proto >= 4
            && self.bin
            && let Text::Ascii(bytes) = s.text(vm)
            && let Ok(len) = u8::try_from(bytes.len())
        {
            self.out.put(&[SHORT_BINUNICODE, len])?;
            self.out.put(bytes)?;
        } else {
            self.save_text(vm, s)?;
        }
        self.memoize(vm, s)
    }

    #[inline(never)]
    fn save_text(&mut self, vm: &mut Vm, s: &Ref<Str>) -> PyResult<()> {
        if !self.bin {
            let escaped = raw_escapes(s.text(vm));
            self.op(UNICODE)?;
            self.out.put(&escaped)?;
            return self.op(b'\n');
        }
        let text = s.text(vm).to_wtf8();
        let framed = self.proto >= 4;
        let opcodes = [framed.then_some(SHORT_BINUNICODE), Some(BINUNICODE), framed.then_some(BINUNICODE8)];
        match header(text.len(), opcodes) {
            Some((header, len)) if text.len() < FRAME_TARGET => {
                self.out.put(&header[..len])?;
                self.out.put(&text)
            }
            Some((header, len)) => {
                let text = text.into_owned();
                self.out.put_large(vm, &header[..len], Large::Copy(&text))
            }
            None => Err(raise!(
                vm,
                types::OVERFLOW_ERROR,
                "serializing a string larger than 4 GiB requires pickle protocol 4 or higher"
            )),
        }
    }

    fn bytes_header(&self, vm: &mut Vm, len: usize) -> PyResult<([u8; 9], usize)> {
        let opcodes = [Some(SHORT_BINBYTES), Some(BINBYTES), (self.proto >= 4).then_some(BINBYTES8)];
        match header(len, opcodes) {
            Some(header) => Ok(header),
            None => Err(raise!(
                vm,
                types::OVERFLOW_ERROR,
                "serializing a bytes object larger than 4 GiB requires pickle protocol 4 or higher"
            )),
        }
    }

    pub(super) fn save_bytes(&mut self, vm: &mut Vm, bytes: &Ref<Bytes>) -> PyResult<()> {
        if self.proto < 3 {
            return self.save_bytes_as_call(vm, bytes);
        }
        let (header, len) = self.bytes_header(vm, bytes.tail(vm).len())?;
        if bytes.tail(vm).len() < FRAME_TARGET {
            self.out.put(&header[..len])?;
            self.out.put(bytes.tail(vm))?;
        } else {
            self.out.put_large(vm, &header[..len], Large::Object(bytes))?;
        }
        self.memoize(vm, bytes)
    }

    /// Python 2 has no opcode for bytes: they are the Latin-1 encoding of a text.
    fn save_bytes_as_call(&mut self, vm: &mut Vm, bytes: &Ref<Bytes>) -> PyResult<()> {
        let (function, arguments) = if bytes.tail(vm).is_empty() {
            (types::BYTES.clone().into_obj(), Tuple::empty())
        } else {
            let text = Str::from_text(vm, Text::latin1(bytes.tail(vm)))?.into_obj();
            let encoding = Str::intern(vm, "latin1").into_obj();
            (self.shared.codecs_encode.clone(), Tuple::from_slice(vm, &[text, encoding])?)
        };
        self.save_reduced(vm, &[function, arguments.into_obj()], bytes)
    }

    pub(super) fn save_bytearray(&mut self, vm: &mut Vm, bytes: &Ref<ByteArray>) -> PyResult<()> {
        if self.proto >= 5 {
            let data = bytes.get(vm).as_slice();
            if data.len() < FRAME_TARGET {
                self.out.put(&long_header(BYTEARRAY8, data.len()))?;
                self.out.put(data)?;
            } else {
                let data = data.to_vec();
                self.out.put_large(vm, &long_header(BYTEARRAY8, data.len()), Large::Copy(&data))?;
            }
            return self.memoize(vm, bytes);
        }
        let arguments = match bytes.get(vm).is_empty() {
            true => Tuple::empty(),
            false => {
                let data = Bytes::new(vm, bytes.get(vm).as_slice())?.into_obj();
                Tuple::from_slice(vm, &[data])?
            }
        };
        self.save_reduced(vm, &[types::BYTEARRAY.clone().into_obj(), arguments.into_obj()], bytes)
    }

    /// Saves a buffer: beside the pickle if the program takes it, within it otherwise.
    pub(super) fn save_buffer(&mut self, vm: &mut Vm, buffer: &Ref<PickleBuffer>) -> PyResult<()> {
        if self.proto < 5 {
            return Err(error::pickling(vm, "PickleBuffer can only be pickled with protocol >= 5"));
        }
        let lent = PickleBuffer::borrow(vm, buffer)?;
        let done = self.save_lent(vm, buffer, &lent);
        buffer::release(vm, lent);
        done
    }

    fn save_lent(&mut self, vm: &mut Vm, buffer: &Ref<PickleBuffer>, lent: &Buffer) -> PyResult<()> {
        if !PickleBuffer::is_in_one_piece(lent) {
            let message = "PickleBuffer can not be pickled when pointing to a non-contiguous buffer";
            return Err(error::pickling(vm, message));
        }
        let read_only = lent.read_only;
        if let Some(callback) = self.buffer_callback.clone() {
            let kept = self.ask(vm, &callback, buffer)?;
            if !protocol::is_true(vm, &kept)? {
                self.op(NEXT_BUFFER)?;
                return if read_only { self.op(READONLY_BUFFER) } else { Ok(()) };
            }
        }
        let bytes = lent.bytes(vm);
        let mut data = Vec::new();
        data.try_reserve_exact(bytes.len()).map_err(|_| OutOfMemory)?;
        data.extend_from_slice(bytes);
        let (header, len) = match read_only {
            true => self.bytes_header(vm, data.len())?,
            false => (long_header(BYTEARRAY8, data.len()), 9),
        };
        if data.len() < FRAME_TARGET {
            self.out.put(&header[..len])?;
            self.out.put(&data)?;
        } else {
            self.out.put_large(vm, &header[..len], Large::Copy(&data))?;
        }
        self.memoize(vm, buffer)
    }
}

fn long_header(opcode: u8, len: usize) -> [u8; 9] {
    let [a, b, c, d, e, f, g, h] = (len as u64).to_le_bytes();
    [opcode, a, b, c, d, e, f, g, h]
}

/// The text of protocol 0: `raw_unicode_escape`, with what ends a line or a file, and the backslash, escaped as well.
fn raw_escapes(text: Text<'_>) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.iter() {
        match c {
            0x10000.. => out.extend_from_slice(format!("\\U{c:08x}").as_bytes()),
            0x100.. | 0 | 0x0a | 0x0d | 0x1a | 0x5c => out.extend_from_slice(format!("\\u{c:04x}").as_bytes()),
            _ => out.push(c as u8),
        }
    }
    out
}
