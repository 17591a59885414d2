//! The reader (marshal.c: `r_object`): a stream to objects.
//!
//! It trusts nothing: sizes are compared with what is left, nesting is bounded, and code objects are checked for what the loop relies
//! on. Unlike `rpython_frontend::marshal`, it makes objects at once, keeps their identities, and reads from files.

use super::{FLAG_REF, MAX_DEPTH, tag};
use rpython_frontend::bytecode::op;
use rpython_heap::OutOfMemory;
use rpython_objects::{
    BufVec, ByteArray, Bytes, Code, Dict, List, Obj, OptObj, Payload, PyResult, Raised, Ref, Str, Tuple, Vm, codecs,
    complex, int, protocol, raise, set, slice, text::TextBuf, type_error, types, value_error,
};

/// Where the bytes come from.
pub enum Input<'a> {
    /// Memory, and how much of it is read.
    Memory(&'a [u8], usize),
    /// An object with `read`, and the piece read last.
    File(Obj, Vec<u8>),
}

/// What the reader is to do.
#[derive(Default)]
pub struct Choices {
    /// Stands for every file name in code.
    pub filename: Option<Ref<Str>>,
    /// Code objects are refused.
    pub no_code: bool,
    /// The stream is the embedded library: it has numbers for names, and code of which the rest is read later.
    pub library: Option<Embedded>,
}

/// The embedded library's code, in the form of `rpython_frontend::marshal::write_library`.
#[derive(Clone, Copy)]
pub struct Embedded {
    /// The stream of all files.
    pub code: &'static [u8],
    /// The interned name of a number in it: ASCII.
    pub name: fn(u32) -> Option<&'static [u8]>,
}

/// The embedded library, once code was read from it, and what was read.
#[derive(Default)]
struct Library {
    embedded: Option<Embedded>,
    names: Names,
}

/// Names of the library by their numbers, in pieces of [`Names::PIECE`]; unbound where they were not met yet.
#[derive(Default)]
struct Names(Vec<Vec<Obj>>);

impl Names {
    const PIECE: usize = 256;

    #[inline]
    fn get(&self, number: u32) -> Option<Obj> {
        let n = number as usize;
        self.0.get(n / Names::PIECE)?.get(n % Names::PIECE)?.clone().bound()
    }

    fn set(&mut self, number: u32, name: &Obj) {
        let n = number as usize;
        if self.0.len() <= n / Names::PIECE {
            self.0.resize_with(n / Names::PIECE + 1, Vec::new);
        }
        let piece = &mut self.0[n / Names::PIECE];
        if piece.is_empty() {
            piece.resize(Names::PIECE, Obj::UNBOUND);
        }
        piece[n % Names::PIECE] = name.clone();
    }
}

/// Reads one object; what follows it is left.
///
/// # Errors
/// `EOFError`, `ValueError` and `TypeError` for a stream that is none; what the file raises.
pub fn object(vm: &mut Vm, input: Input<'_>, choices: Choices) -> PyResult {
    Reader { input, choices, refs: Vec::new(), names: Names::default(), depth: 0 }.whole(vm)
}

/// Reads a code object.
///
/// # Errors
/// As [`object`]; `TypeError` for another object.
pub fn code(vm: &mut Vm, data: &[u8], filename: Option<Ref<Str>>) -> PyResult<Ref<Code>> {
    let made = object(vm, Input::Memory(data, 0), Choices { filename, ..Choices::default() })?;
    expect_code(vm, made)
}

fn expect_code(vm: &mut Vm, made: Obj) -> PyResult<Ref<Code>> {
    match made.downcast::<Code>() {
        Ok(code) => Ok(code),
        Err(other) => {
            let class = rpython_objects::argument::class_name(vm, &other);
            Err(type_error!(vm, "expected a code object, not {class}"))
        }
    }
}

/// Reads a module's code from the embedded library, which is one stream (`rpython_frontend::marshal::write_library`). The code of its
/// functions is read when it is needed; see [`rpython_objects::code::complete`].
///
/// # Errors
/// As [`code`].
pub fn library_code(vm: &mut Vm, library: Embedded, start: usize, filename: Ref<Str>) -> PyResult<Ref<Code>> {
    vm.state_of::<Library>().embedded = Some(library);
    let made = from_library(vm, start, filename, |reader, vm| reader.whole(vm))?;
    expect_code(vm, made)
}

/// Reads from the embedded library.
fn from_library<T>(
    vm: &mut Vm,
    start: usize,
    filename: Ref<Str>,
    read: impl FnOnce(&mut Reader<'_>, &mut Vm) -> PyResult<T>,
) -> PyResult<T> {
    let library = vm.state_of::<Library>();
    let names = std::mem::take(&mut library.names);
    let Some(embedded) = library.embedded else { return Err(malformed(vm)) };
    let input = Input::Memory(embedded.code, start.min(embedded.code.len()));
    let choices = Choices { filename: Some(filename), no_code: false, library: Some(embedded) };
    let mut reader = Reader { input, choices, refs: Vec::new(), names, depth: 0 };
    let made = read(&mut reader, vm);
    vm.state_of::<Library>().names = reader.names;
    made
}

/// Reads what is left to be read of a code object.
pub(crate) fn complete(vm: &mut Vm, code: &Ref<Code>) -> PyResult<()> {
    let start = code.get(vm).deferred as usize;
    if start == 0 {
        return Ok(());
    }
    let filename = code.get(vm).filename.clone();
    from_library(vm, start, filename, |reader, vm| reader.rest(vm, code))
}

/// `RESERVED`: reads the code that is about to run.
pub(crate) fn begin(vm: &mut Vm, code: &Ref<Code>) -> PyResult<()> {
    if code.get(vm).deferred == 0 {
        return Err(crate::special::unknown_instruction(vm, op::RESERVED));
    }
    complete(vm, code)
}

struct Reader<'a> {
    input: Input<'a>,
    choices: Choices,
    /// Values that may be referred to; unbound while one is being read.
    refs: Vec<Obj>,
    /// Of the embedded library: the names met so far.
    names: Names,
    depth: usize,
}

#[cold]
fn bad(vm: &mut Vm, what: &str) -> Raised {
    value_error!(vm, "bad marshal data ({what})")
}

#[cold]
fn too_short(vm: &mut Vm) -> Raised {
    raise!(vm, types::EOF_ERROR, "marshal data too short")
}

/// Most that is reserved for a container before its items are seen.
const TRUSTED: usize = 1 << 16;

impl Reader<'_> {
    fn take(&mut self, vm: &mut Vm, count: usize) -> PyResult<&[u8]> {
        match &mut self.input {
            Input::Memory(data, at) => {
                let start = *at;
                match start.checked_add(count).filter(|end| *end <= data.len()) {
                    Some(end) => {
                        *at = end;
                        Ok(&data[start..end])
                    }
                    None => Err(too_short(vm)),
                }
            }
            Input::File(file, piece) => {
                let room = ByteArray::new(vm, &[])?;
                room.get_mut(vm).resize(count)?;
                let view = protocol::call(vm, types::MEMORYVIEW, &[room.clone().into_obj()])?;
                let read = Str::intern(vm, "readinto");
                let got = protocol::call_method(vm, file, &read, &[view])?;
                let n = protocol::to_index(vm, &got, Some(types::OVERFLOW_ERROR))?;
                match usize::try_from(n) {
                    Ok(n) if n > count => {
                        return Err(value_error!(
                            vm,
                            "read() returned too much data: {count} bytes requested, {n} returned"
                        ));
                    }
                    Ok(n) if n == count => {}
                    _ => return Err(too_short(vm)),
                }
                piece.clear();
                piece.extend_from_slice(room.get(vm).as_slice());
                Ok(piece)
            }
        }
    }

    fn array<const N: usize>(&mut self, vm: &mut Vm) -> PyResult<[u8; N]> {
        let mut out = [0; N];
        out.copy_from_slice(self.take(vm, N)?);
        Ok(out)
    }

    fn byte(&mut self, vm: &mut Vm) -> PyResult<u8> {
        match self.take(vm, 1) {
            Ok(byte) => Ok(byte[0]),
            Err(raised) => self.end(vm, raised, "EOF read where not expected"),
        }
    }

    /// The end of the stream where a byte was expected.
    #[cold]
    fn end<T>(&self, vm: &mut Vm, raised: Raised, message: &str) -> PyResult<T> {
        vm.swallow(raised, types::EOF_ERROR)?;
        Err(raise!(vm, types::EOF_ERROR, "{message}"))
    }

    fn long(&mut self, vm: &mut Vm) -> PyResult<i32> {
        Ok(i32::from_le_bytes(self.array(vm)?))
    }

    fn size(&mut self, vm: &mut Vm, what: &str) -> PyResult<usize> {
        match usize::try_from(self.long(vm)?) {
            Ok(n) => Ok(n),
            Err(_) => Err(bad(vm, &format!("{what} size out of range"))),
        }
    }

    fn float_text(&mut self, vm: &mut Vm) -> PyResult<f64> {
        let count = self.byte(vm)? as usize;
        let text = self.take(vm, count)?.to_vec();
        match std::str::from_utf8(&text).ok().and_then(|t| t.parse().ok()) {
            Some(x) => Ok(x),
            None => {
                let shown = String::from_utf8_lossy(&text).into_owned();
                Err(value_error!(vm, "could not convert string to float: '{shown}'"))
            }
        }
    }

    fn big(&mut self, vm: &mut Vm) -> PyResult {
        let n = self.long(vm)?;
        if n == i32::MIN {
            return Err(bad(vm, "long size out of range"));
        }
        let count = n.unsigned_abs() as usize;
        let data = self.take(vm, count.saturating_mul(2))?.to_vec();
        // Digits of 15 bits, lowest first, are digits of 32 bits after regrouping.
        let mut words = Vec::with_capacity(count / 2 + 1);
        let (mut accumulator, mut bits) = (0u64, 0);
        for (i, pair) in data.chunks_exact(2).enumerate() {
            let digit = u16::from_le_bytes([pair[0], pair[1]]);
            if digit >> 15 != 0 {
                return Err(bad(vm, "digit out of range in long"));
            }
            if i + 1 == count && digit == 0 {
                return Err(bad(vm, "unnormalized long data"));
            }
            accumulator |= u64::from(digit) << bits;
            bits += 15;
            if bits >= 32 {
                words.push(accumulator as u32);
                accumulator >>= 32;
                bits -= 32;
            }
        }
        words.push(accumulator as u32);
        let sign = if n < 0 { num_bigint::Sign::Minus } else { num_bigint::Sign::Plus };
        Ok(int::from_big(vm, num_bigint::BigInt::new(sign, words)))
    }

    fn ascii(&mut self, vm: &mut Vm, count: usize, interned: bool) -> PyResult {
        let bytes = self.take(vm, count)?;
        let made = match (bytes.is_ascii(), interned) {
            (true, true) => return Ok(Str::intern_ascii(vm, bytes).into_obj()),
            (true, false) => Str::from_ascii(vm, bytes),
            (false, _) => Str::try_from_buf(vm, TextBuf::from_latin1(bytes.to_vec()))?,
        };
        Ok(if interned { Str::intern_ref(vm, made) } else { made }.into_obj())
    }

    fn unicode(&mut self, vm: &mut Vm, count: usize, interned: bool) -> PyResult {
        let bytes = self.take(vm, count)?;
        let made = match std::str::from_utf8(bytes) {
            Ok(text) => Str::new(vm, text),
            Err(_) => codecs::decode(vm, bytes, Some("utf-8"), Some("surrogatepass"))?,
        };
        Ok(if interned { Str::intern_ref(vm, made) } else { made }.into_obj())
    }

    fn items(&mut self, vm: &mut Vm, count: usize, what: &str) -> PyResult<Vec<Obj>> {
        let mut items = Vec::with_capacity(count.min(TRUSTED));
        for _ in 0..count {
            match self.object(vm)? {
                Some(item) => items.push(item),
                None => return Err(type_error!(vm, "NULL object in marshal data for {what}")),
            }
        }
        Ok(items)
    }

    /// Reads the items of a tuple that may be referred to while they are read.
    fn open_tuple(&mut self, vm: &mut Vm, count: usize, entered: Option<usize>) -> PyResult {
        // A count that the stream cannot hold is found out before it is believed.
        let left = match &self.input {
            Input::Memory(data, at) => data.len().saturating_sub(*at),
            Input::File(..) => TRUSTED,
        };
        if count > left {
            let items = self.items(vm, count, "tuple")?;
            return Ok(Tuple::from_vec(vm, items)?.into_obj());
        }
        let tuple = Tuple::from_vec(vm, vec![Obj::NONE; count])?;
        self.enter(entered, &tuple);
        for i in 0..count {
            let Some(item) = self.object(vm)? else {
                return Err(type_error!(vm, "NULL object in marshal data for tuple"));
            };
            tuple.tail_mut(vm).1[i] = item.into_counted();
        }
        Ok(tuple.into_obj())
    }

    /// Reads the only object of the stream.
    fn whole(&mut self, vm: &mut Vm) -> PyResult {
        match self.object(vm)? {
            Some(o) => Ok(o),
            None => Err(type_error!(vm, "NULL object in marshal data for object")),
        }
    }

    /// Reads a name of the embedded library.
    fn name(&mut self, vm: &mut Vm, library: Embedded) -> PyResult {
        let number = u32::from_le_bytes(self.array(vm)?);
        if let Some(known) = self.names.get(number) {
            return Ok(known);
        }
        let Some(name) = (library.name)(number) else { return Err(malformed(vm)) };
        let name = Str::intern_ascii(vm, name).into_obj();
        self.names.set(number, &name);
        Ok(name)
    }

    /// Reads an object; `None` is the NULL that ends a dict.
    fn object(&mut self, vm: &mut Vm) -> PyResult<Option<Obj>> {
        let code = match self.take(vm, 1) {
            Ok(byte) => byte[0],
            Err(raised) => return self.end(vm, raised, "EOF read where object expected"),
        };
        if let (tag::NAME, Some(library)) = (code, self.choices.library) {
            return self.name(vm, library).map(Some);
        }
        if self.depth >= MAX_DEPTH {
            return Err(value_error!(vm, "recursion limit exceeded"));
        }
        vm.check_stack(" in unmarshalling")?;
        self.depth += 1;
        let entered = (code & FLAG_REF != 0).then_some(self.refs.len());
        let made = match code & !FLAG_REF {
            tag::NULL => {
                self.depth -= 1;
                return Ok(None);
            }
            // The singletons and references never enter the table.
            tag::NONE => return Ok(self.done(None, Obj::NONE)),
            tag::STOPITER => return Ok(self.done(None, types::STOP_ITERATION.clone().into_obj())),
            tag::ELLIPSIS => return Ok(self.done(None, Obj::ELLIPSIS)),
            tag::FALSE => return Ok(self.done(None, Obj::FALSE)),
            tag::TRUE => return Ok(self.done(None, Obj::TRUE)),
            tag::REF => {
                let n = self.long(vm)?;
                let known = usize::try_from(n).ok().and_then(|n| self.refs.get(n)).cloned().and_then(Obj::bound);
                match known {
                    Some(known) => return Ok(self.done(None, known)),
                    None => return Err(bad(vm, "invalid reference")),
                }
            }
            other => {
                if entered.is_some() {
                    self.refs.push(Obj::UNBOUND);
                }
                self.content(vm, other, entered)?
            }
        };
        Ok(self.done(entered, made))
    }

    fn done(&mut self, entered: Option<usize>, made: Obj) -> Option<Obj> {
        self.depth -= 1;
        self.enter(entered, &made);
        Some(made)
    }

    /// Lets references name an object, which may not be complete yet.
    fn enter(&mut self, entered: Option<usize>, made: &Obj) {
        if let Some(slot) = entered.and_then(|n| self.refs.get_mut(n)) {
            *slot = made.clone();
        }
    }

    fn content(&mut self, vm: &mut Vm, code: u8, entered: Option<usize>) -> PyResult {
        Ok(match code {
            tag::INT => {
                let n = self.long(vm)?;
                int::from_i64(vm, n.into())
            }
            tag::INT64 => {
                let n = i64::from_le_bytes(self.array(vm)?);
                int::from_i64(vm, n)
            }
            tag::LONG => self.big(vm)?,
            tag::FLOAT => Obj::float(self.float_text(vm)?),
            tag::BINARY_FLOAT => Obj::float(f64::from_le_bytes(self.array(vm)?)),
            tag::COMPLEX => {
                let (re, im) = (self.float_text(vm)?, self.float_text(vm)?);
                complex::new(vm, re, im)
            }
            tag::BINARY_COMPLEX => {
                let (re, im) = (f64::from_le_bytes(self.array(vm)?), f64::from_le_bytes(self.array(vm)?));
                complex::new(vm, re, im)
            }
            tag::STRING => {
                let count = self.size(vm, "bytes object")?;
                let data = self.take(vm, count)?;
                Bytes::new(vm, data)?.into_obj()
            }
            tag::ASCII | tag::ASCII_INTERNED => {
                let count = self.size(vm, "string")?;
                self.ascii(vm, count, code == tag::ASCII_INTERNED)?
            }
            tag::SHORT_ASCII | tag::SHORT_ASCII_INTERNED => {
                let count = self.byte(vm)? as usize;
                self.ascii(vm, count, code == tag::SHORT_ASCII_INTERNED)?
            }
            tag::UNICODE | tag::INTERNED => {
                let count = self.size(vm, "string")?;
                self.unicode(vm, count, code == tag::INTERNED)?
            }
            tag::SMALL_TUPLE | tag::TUPLE => {
                let count = if code == tag::TUPLE { self.size(vm, "tuple")? } else { self.byte(vm)? as usize };
                // What refers to the tuple from inside must find it: then its items come into it one by one.
                match entered {
                    Some(_) if count > 0 => self.open_tuple(vm, count, entered)?,
                    _ => {
                        let items = self.items(vm, count, "tuple")?;
                        Tuple::of_constants(vm, items)?.into_obj()
                    }
                }
            }
            tag::LIST => {
                let count = self.size(vm, "list")?;
                let list = List::from_vec(vm, Vec::new())?;
                self.enter(entered, &list);
                let items = self.items(vm, count, "list")?;
                for item in items {
                    list.get_mut(vm).items.push(item)?;
                }
                list.into_obj()
            }
            tag::SET | tag::FROZENSET => {
                let count = self.size(vm, "set")?;
                let made = if code == tag::SET {
                    let made = set::empty(vm).into_obj();
                    self.enter(entered, &made);
                    made
                } else {
                    set::frozenset(vm, &[])?
                };
                if code == tag::FROZENSET {
                    let items = self.items(vm, count, "set")?;
                    return set::frozenset(vm, &items);
                }
                for item in self.items(vm, count, "set")? {
                    set::add(vm, &made, &item)?;
                }
                made
            }
            tag::DICT => {
                let dict = Dict::new(vm);
                self.enter(entered, &dict);
                while let Some(key) = self.object(vm)? {
                    let Some(value) = self.object(vm)? else { break };
                    Dict::set_item(vm, &dict, &key, value)?;
                }
                dict.into_obj()
            }
            tag::SLICE => {
                let parts = self.items(vm, 3, "slice")?;
                slice::new(vm, &parts[0], &parts[1], &parts[2])
            }
            tag::CODE => {
                if self.choices.no_code {
                    return Err(value_error!(vm, "unmarshalling code objects is disallowed"));
                }
                self.code(vm)?.into_obj()
            }
            tag::DEFERRED if self.choices.library.is_some() => self.deferred(vm)?.into_obj(),
            _ => return Err(bad(vm, "unknown type code")),
        })
    }

    fn part(&mut self, vm: &mut Vm) -> PyResult {
        match self.object(vm)? {
            Some(o) => Ok(o),
            None => Err(type_error!(vm, "NULL object in marshal data for code object")),
        }
    }

    fn kind<T: Payload>(&mut self, vm: &mut Vm) -> PyResult<Ref<T>> {
        self.part(vm)?.downcast().map_err(|_| malformed(vm))
    }

    /// Reads the numbers and names of code of the library, and where the rest lies.
    fn deferred(&mut self, vm: &mut Vm) -> PyResult<Ref<Code>> {
        let mut numbers = [0u32; 9];
        for number in &mut numbers {
            *number = u32::from_le_bytes(self.array(vm)?);
        }
        let [arg_count, positional_only, keyword_only, stack_size, flags, first_line, locals, free, frame_slots] =
            numbers;
        let (name, qualname) = (self.kind(vm)?, self.kind(vm)?);
        let count = u32::from_le_bytes(self.array(vm)?) as usize;
        let Input::Memory(_, at) = &self.input else { return Err(malformed(vm)) };
        let (Ok(deferred), Some(filename)) = (u32::try_from(*at), self.choices.filename.clone()) else {
            return Err(malformed(vm));
        };
        self.take(vm, count)?;
        let mut units = BufVec::with_capacity(1)?;
        units.push(u16::from(op::RESERVED))?;
        let nothing = Bytes::new(vm, &[])?;
        let made = Code {
            instrumentation: Default::default(),
            deferred,
            units,
            consts: Tuple::empty(),
            names: Tuple::empty(),
            slot_names: Tuple::empty(),
            slot_kinds: nothing.clone(),
            filename,
            name,
            qualname,
            line_table: nothing.clone(),
            exception_table: nothing,
            cache: OptObj::NONE,
            flags,
            arg_count,
            positional_only,
            keyword_only,
            stack_size,
            first_line: first_line as i32,
            locals,
            free,
            exact_arguments: rpython_objects::code::exact_arguments(flags, arg_count, keyword_only),
            frame_slots,
        };
        Ok(vm.alloc(types::CODE, made))
    }

    /// Reads the rest of a code object.
    fn rest(&mut self, vm: &mut Vm, code: &Ref<Code>) -> PyResult<()> {
        let (consts, names, slot_names) = (self.kind(vm)?, self.kind(vm)?, self.kind(vm)?);
        let (slot_kinds, line_table, exception_table) = (self.kind(vm)?, self.kind(vm)?, self.kind(vm)?);
        let count = u32::from_le_bytes(self.array(vm)?) as usize;
        let units = units(self.take(vm, count)?)?;
        let line_table = shown_line_table(vm, &line_table)?;
        let c = code.get_mut(vm);
        (c.consts, c.names, c.slot_names) = (consts, names, slot_names);
        (c.slot_kinds, c.line_table, c.exception_table) = (slot_kinds, line_table, exception_table);
        c.units = units;
        c.deferred = 0;
        Ok(())
    }

    fn code(&mut self, vm: &mut Vm) -> PyResult<Ref<Code>> {
        let mut counts = [0u32; 5];
        for count in &mut counts {
            let n = self.long(vm)?;
            *count = match u32::try_from(n) {
                Ok(n) => n,
                Err(_) => return Err(malformed(vm)),
            };
        }
        let [arg_count, positional_only, keyword_only, stack_size, flags] = counts;
        let (code, consts, names) = (self.part(vm)?, self.part(vm)?, self.part(vm)?);
        let (slot_names, slot_kinds) = (self.part(vm)?, self.part(vm)?);
        let (filename, name, qualname) = (self.part(vm)?, self.part(vm)?, self.part(vm)?);
        let first_line = self.long(vm)?;
        let (line_table, exception_table) = (self.part(vm)?, self.part(vm)?);
        let (
            Some(code),
            Some(consts),
            Some(names),
            Some(slot_names),
            Some(slot_kinds),
            Some(filename),
            Some(name),
            Some(qualname),
            Some(line_table),
            Some(exception_table),
        ) = (
            code.downcast_ref::<Bytes>(),
            consts.downcast_ref::<Tuple>(),
            names.downcast_ref::<Tuple>(),
            slot_names.downcast_ref::<Tuple>(),
            slot_kinds.downcast_ref::<Bytes>(),
            filename.downcast_ref::<Str>(),
            name.downcast_ref::<Str>(),
            qualname.downcast_ref::<Str>(),
            line_table.downcast_ref::<Bytes>(),
            exception_table.downcast_ref::<Bytes>(),
        )
        else {
            return Err(malformed(vm));
        };
        let all_text = |vm: &Vm, t: &Ref<Tuple>| t.tail(vm).iter().all(Obj::is_kind::<Str>);
        if !all_text(vm, names) || !all_text(vm, slot_names) {
            return Err(type_error!(vm, "name tuples must contain only strings"));
        }
        let kinds = slot_kinds.tail(vm);
        let count = |bit: u8| kinds.iter().filter(|k| **k & bit != 0).count() as u32;
        let (locals, free) = (count(super::kind::LOCAL), count(super::kind::FREE));
        if positional_only > arg_count || slot_names.tail(vm).len() != kinds.len() {
            return Err(malformed(vm));
        }
        let variadic = (flags >> 2 & 1) + (flags >> 3 & 1);
        if arg_count.saturating_add(keyword_only).saturating_add(variadic) > locals {
            return Err(value_error!(vm, "code: co_varnames is too small"));
        }
        let data = code.tail(vm);
        if data.len() % 2 != 0 {
            return Err(value_error!(vm, "code: co_code is malformed"));
        }
        let units = units(data)?;
        let frame_slots = slot_names.tail(vm).len() as u32;
        let made = Code {
            instrumentation: Default::default(),
            deferred: 0,
            units,
            consts: consts.clone(),
            names: names.clone(),
            slot_names: slot_names.clone(),
            slot_kinds: slot_kinds.clone(),
            filename: self.choices.filename.clone().unwrap_or_else(|| filename.clone()),
            name: name.clone(),
            qualname: qualname.clone(),
            line_table: shown_line_table(vm, line_table)?,
            exception_table: exception_table.clone(),
            cache: OptObj::NONE,
            flags,
            arg_count,
            positional_only,
            keyword_only,
            stack_size,
            first_line,
            locals,
            free,
            exact_arguments: rpython_objects::code::exact_arguments(flags, arg_count, keyword_only),
            frame_slots,
        };
        Ok(vm.alloc(types::CODE, made))
    }
}

/// Instructions, ready to run.
fn units(data: &[u8]) -> Result<BufVec<u16>, OutOfMemory> {
    let mut units = BufVec::with_capacity(data.len() / 2)?;
    units.fill_to(data.len() / 2, 0)?;
    for (unit, pair) in units.iter_mut().zip(data.chunks_exact(2)) {
        *unit = u16::from_le_bytes([pair[0], pair[1]]);
    }
    crate::specialize::quicken(&mut units);
    Ok(units)
}

/// A location table as code objects are to have it.
fn shown_line_table(vm: &mut Vm, table: &Ref<Bytes>) -> PyResult<Ref<Bytes>> {
    match crate::config::config(vm).no_debug_ranges {
        true => {
            let table = table.tail(vm).to_vec();
            crate::code::line_table(vm, &table)
        }
        false => Ok(table.clone()),
    }
}

#[cold]
fn malformed(vm: &mut Vm) -> Raised {
    bad(vm, "malformed code object")
}
