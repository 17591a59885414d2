//! The writer (marshal.c: `w_object`): objects to a stream.
//!
//! From version 3 on, what is referred to more than once is written once; identity decides. The elements of sets are written in the order of
//! their own streams, so that equal sets give equal bytes.

use super::{FLAG_REF, MAX_DEPTH, tag};
use rpython_objects::{
    Bytes, Code, Dict, List, Obj, PyResult, Ref, Str, StrExt, Tuple, Vm, buffer, codecs, complex, int, number::float,
    set, types, value_error,
};
use rustc_hash::FxHashMap;

/// Writes an object in the format of `version`.
///
/// # Errors
/// `ValueError` for what cannot be written.
pub fn object(vm: &mut Vm, o: &Obj, version: i32, allow_code: bool) -> PyResult<Vec<u8>> {
    let mut writer = Writer { out: Vec::new(), refs: FxHashMap::default(), depth: 0, version, allow_code };
    writer.object(vm, o)?;
    Ok(writer.out)
}

struct Writer {
    out: Vec<u8>,
    /// What was written and may be referred to, to its number.
    refs: FxHashMap<u64, i32>,
    depth: usize,
    version: i32,
    allow_code: bool,
}

#[cold]
fn unmarshallable(vm: &mut Vm) -> rpython_objects::Raised {
    value_error!(vm, "unmarshallable object")
}

impl Writer {
    fn long(&mut self, n: i32) {
        self.out.extend_from_slice(&n.to_le_bytes());
    }

    fn size(&mut self, vm: &mut Vm, n: usize) -> PyResult<()> {
        match i32::try_from(n) {
            Ok(n) => {
                self.long(n);
                Ok(())
            }
            Err(_) => Err(unmarshallable(vm)),
        }
    }

    /// Writes a reference to what was written before; otherwise answers the flag that the object's type byte has.
    fn reference(&mut self, o: &Obj) -> Option<u8> {
        // Besides its owner, the bound argument or whoever walks the container holds a count. What may be a constant is held
        // once more in CPython, by the table of constants. Ints and floats are shared, being their own identity.
        let may_be_constant = o.is_kind::<Tuple>() || o.is_kind::<Str>() || o.is_kind::<Bytes>() || o.is_kind::<Code>();
        let held = 2 - u32::from(self.depth <= 1 && may_be_constant);
        let lone = o.header().is_some_and(|header| header.rc() <= held);
        let interned = o.downcast_ref::<Str>().is_some_and(|s| s.header().rc() > 1);
        if self.version < 3 || (lone && !interned) {
            return Some(0);
        }
        let next = self.refs.len() as i32;
        let identity = if o.header().is_some() { rpython_objects::protocol::id(o) as u64 } else { o.value().0 };
        match self.refs.entry(identity) {
            std::collections::hash_map::Entry::Occupied(known) => {
                let n = *known.get();
                self.out.push(tag::REF);
                self.long(n);
                None
            }
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(next);
                Some(FLAG_REF)
            }
        }
    }

    fn object(&mut self, vm: &mut Vm, o: &Obj) -> PyResult<()> {
        if self.depth >= MAX_DEPTH {
            return Err(value_error!(vm, "object too deeply nested to marshal"));
        }
        vm.check_stack(" in marshalling")?;
        self.depth += 1;
        let single = match o {
            _ if o.is_none() => Some(tag::NONE),
            _ if o.is(types::STOP_ITERATION) => Some(tag::STOPITER),
            _ if o.is(&Obj::ELLIPSIS) => Some(tag::ELLIPSIS),
            _ if o.is(&Obj::FALSE) => Some(tag::FALSE),
            _ if o.is(&Obj::TRUE) => Some(tag::TRUE),
            _ => None,
        };
        match single {
            Some(byte) => self.out.push(byte),
            None => {
                if let Some(flag) = self.reference(o) {
                    self.content(vm, o, flag)?;
                }
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn content(&mut self, vm: &mut Vm, o: &Obj, flag: u8) -> PyResult<()> {
        let class = vm.class_of(o).own();
        if class.is(types::INT) {
            return self.int(vm, o, flag);
        }
        if let Some(x) = o.value().as_float().filter(|_| class.is(types::FLOAT)) {
            self.float(flag, tag::BINARY_FLOAT, tag::FLOAT, &[x]);
        } else if class.is(types::COMPLEX)
            && let Some(z) = complex::value(vm, o)
        {
            self.float(flag, tag::BINARY_COMPLEX, tag::COMPLEX, &[z.re, z.im]);
        } else if let Some(b) = o.downcast_ref::<Bytes>().filter(|_| class.is(types::BYTES)) {
            self.bytes(vm, b, flag)?;
        } else if let Some(s) = o.downcast_ref::<Str>().filter(|_| class.is(types::STR)) {
            self.text(vm, s, flag)?;
        } else if let Some(t) = o.downcast_ref::<Tuple>().filter(|_| class.is(types::TUPLE)) {
            self.tuple(vm, t, flag)?;
        } else if let Some(list) = o.downcast_ref::<List>().filter(|_| class.is(types::LIST)) {
            self.out.push(tag::LIST | flag);
            let n = list.get(vm).items.len();
            self.size(vm, n)?;
            for i in 0..n {
                let Some(item) = list.get(vm).items.get(i).cloned() else { return Err(unmarshallable(vm)) };
                self.object(vm, &item)?;
            }
        } else if let Some(d) = o.downcast_ref::<Dict>().filter(|_| class.is(types::DICT)) {
            self.out.push(tag::DICT | flag);
            let pairs: Vec<(Obj, Obj)> = d.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect();
            for (key, value) in pairs {
                self.object(vm, &key)?;
                self.object(vm, &value)?;
            }
            self.out.push(tag::NULL);
        } else if set::is_exact_any(o) {
            self.set(vm, o, if class.is(types::FROZENSET) { tag::FROZENSET } else { tag::SET } | flag)?;
        } else if let Some(code) = o.downcast_ref::<Code>() {
            self.code(vm, code, flag)?;
        } else if class.is(types::SLICE) && self.version >= 5 {
            self.out.push(tag::SLICE | flag);
            for name in ["start", "stop", "step"] {
                let name = Str::intern(vm, name);
                let part = rpython_objects::protocol::get_attr(vm, o, &name)?;
                self.object(vm, &part)?;
            }
        } else if buffer::has_buffer(vm, o) {
            let data = buffer::to_vec(vm, o)?;
            self.out.push(tag::STRING | flag);
            self.size(vm, data.len())?;
            self.out.extend_from_slice(&data);
        } else {
            return Err(unmarshallable(vm));
        }
        Ok(())
    }

    fn int(&mut self, vm: &mut Vm, o: &Obj, flag: u8) -> PyResult<()> {
        if let Some(n) = int::to_i64(vm, o).and_then(|n| i32::try_from(n).ok()) {
            self.out.push(tag::INT | flag);
            self.long(n);
            return Ok(());
        }
        let Some(big) = int::to_big(vm, o) else { return Err(unmarshallable(vm)) };
        let count = usize::try_from(big.bits().div_ceil(15)).unwrap_or(usize::MAX);
        self.out.push(tag::LONG | flag);
        match i32::try_from(count) {
            Ok(n) => self.long(if big.sign() == num_bigint::Sign::Minus { -n } else { n }),
            Err(_) => return Err(unmarshallable(vm)),
        }
        let mut words = big.iter_u32_digits();
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

    fn float(&mut self, flag: u8, binary: u8, text: u8, parts: &[f64]) {
        self.out.push(flag | if self.version > 1 { binary } else { text });
        for x in parts {
            if self.version > 1 {
                self.out.extend_from_slice(&x.to_le_bytes());
                continue;
            }
            let mut shown = Vec::new();
            // 17 digits of any float fit the length byte.
            let _ = float::write(&mut shown, *x, float::Code::General, 17, float::Style::default());
            self.out.push(shown.len() as u8);
            self.out.extend_from_slice(&shown);
        }
    }

    fn bytes(&mut self, vm: &mut Vm, b: &Ref<Bytes>, flag: u8) -> PyResult<()> {
        self.out.push(tag::STRING | flag);
        let n = b.tail(vm).len();
        self.size(vm, n)?;
        self.out.extend_from_slice(b.tail(vm));
        Ok(())
    }

    fn text(&mut self, vm: &mut Vm, s: &Ref<Str>, flag: u8) -> PyResult<()> {
        let interned = s.get(vm).is_interned();
        let ascii = match s.text(vm) {
            rpython_objects::text::Text::Ascii(bytes) => Some(bytes.to_vec()),
            _ => None,
        };
        let (code, data) = match ascii {
            Some(bytes) if self.version >= 4 => {
                if let Ok(short) = u8::try_from(bytes.len()) {
                    self.out.push(flag | if interned { tag::SHORT_ASCII_INTERNED } else { tag::SHORT_ASCII });
                    self.out.push(short);
                    self.out.extend_from_slice(&bytes);
                    return Ok(());
                }
                (if interned { tag::ASCII_INTERNED } else { tag::ASCII }, bytes)
            }
            _ => {
                let data = codecs::encode(vm, s, Some("utf-8"), Some("surrogatepass"))?.tail(vm).to_vec();
                (if interned && self.version >= 3 { tag::INTERNED } else { tag::UNICODE }, data)
            }
        };
        self.out.push(code | flag);
        self.size(vm, data.len())?;
        self.out.extend_from_slice(&data);
        Ok(())
    }

    fn tuple(&mut self, vm: &mut Vm, t: &Ref<Tuple>, flag: u8) -> PyResult<()> {
        let n = t.tail(vm).len();
        match u8::try_from(n) {
            Ok(small) if self.version >= 4 => self.out.extend([tag::SMALL_TUPLE | flag, small]),
            _ => {
                self.out.push(tag::TUPLE | flag);
                self.size(vm, n)?;
            }
        }
        for i in 0..n {
            let item = t.tail(vm)[i].clone();
            self.object(vm, &item)?;
        }
        Ok(())
    }

    fn set(&mut self, vm: &mut Vm, o: &Obj, code: u8) -> PyResult<()> {
        self.out.push(code);
        let items = rpython_objects::protocol::collect(vm, o)?;
        self.size(vm, items.len())?;
        let mut keyed = Vec::with_capacity(items.len());
        for item in items {
            keyed.push((object(vm, &item, self.version, self.allow_code)?, item));
        }
        keyed.sort_by(|a, b| a.0.cmp(&b.0));
        for (_, item) in keyed {
            self.object(vm, &item)?;
        }
        Ok(())
    }

    fn code(&mut self, vm: &mut Vm, code: &Ref<Code>, flag: u8) -> PyResult<()> {
        if !self.allow_code {
            return Err(value_error!(vm, "marshalling code objects is disallowed"));
        }
        rpython_objects::code::complete(vm, code)?;
        self.out.push(tag::CODE | flag);
        let c = code.get(vm);
        let counts = [c.arg_count, c.positional_only, c.keyword_only, c.stack_size, c.flags];
        counts.into_iter().for_each(|n| self.long(n as i32));
        let plain = (vm.hooks.frames.plain_code)(vm, code);
        self.out.push(tag::STRING);
        self.size(vm, plain.len())?;
        self.out.extend_from_slice(&plain);
        let c = code.get(vm);
        let parts: [Obj; 7] = [
            c.consts.clone().into_obj(),
            c.names.clone().into_obj(),
            c.slot_names.clone().into_obj(),
            c.slot_kinds.clone().into_obj(),
            c.filename.clone().into_obj(),
            c.name.clone().into_obj(),
            c.qualname.clone().into_obj(),
        ];
        let (first_line, tables) =
            (c.first_line, [c.line_table.clone().into_obj(), c.exception_table.clone().into_obj()]);
        for part in &parts {
            self.object(vm, part)?;
        }
        self.long(first_line);
        for part in &tables {
            self.object(vm, part)?;
        }
        Ok(())
    }
}
