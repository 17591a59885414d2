//! Unpickling: the stack, the marks, and the loop over the opcodes (CPython: `Modules/_pickle.c`, `load`).
//!
//! A [`Loader`] is one run of `load`. Items above the top mark are those that may be taken singly: the `fence` is the mark's
//! place, and nothing is popped from below it but by opcodes that take the mark as well.

use super::{
    Shared, error,
    global::is_exact_str,
    input::{Input, ended},
    memo::UnpickleMemo,
    opcode::*,
    unpickler::{Unpickler, no_persistent_load},
};
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Dict, List, Obj, PyResult, Raised, Ref, Str, Tuple, Vm, memoryview, protocol, raise,
    set::{self, Set},
    types, value_error,
};
use std::rc::Rc;

/// How the strings and names of Python 2 are read.
#[derive(Clone)]
pub(super) struct Decoding {
    pub(super) fix_imports: bool,
    /// `bytes` to leave strings as they are.
    pub(super) encoding: Rc<str>,
    pub(super) errors: Rc<str>,
}

impl Default for Decoding {
    fn default() -> Decoding {
        Decoding { fix_imports: true, encoding: "ASCII".into(), errors: "strict".into() }
    }
}

pub(super) struct Loader {
    pub(super) input: Input,
    pub(super) stack: Vec<Obj>,
    marks: Vec<usize>,
    fence: usize,
    pub(super) most_marks: usize,
    pub(super) memo: UnpickleMemo,
    pub(super) proto: u8,
    pub(super) decoding: Decoding,
    buffers: Option<Obj>,
    pub(super) persistent_load: Option<Obj>,
    /// The `find_class` of a subclass.
    pub(super) find_class: Option<Obj>,
    /// The unpickler that the program sees.
    pub(super) owner: Option<Ref<Unpickler>>,
    pub(super) shared: Rc<Shared>,
}

impl Loader {
    pub(super) fn new(shared: Rc<Shared>, input: Input, decoding: Decoding, buffers: Option<Obj>) -> Loader {
        Loader {
            input,
            stack: Vec::new(),
            marks: Vec::new(),
            fence: 0,
            most_marks: 0,
            memo: UnpickleMemo::default(),
            proto: 0,
            decoding,
            buffers,
            persistent_load: None,
            find_class: None,
            owner: None,
            shared,
        }
    }

    /// Runs Python code, which may look at the unpickler.
    pub(super) fn outside<R>(&mut self, vm: &mut Vm, run: impl FnOnce(&mut Vm) -> R) -> R {
        let Some(owner) = self.owner.clone() else { return run(vm) };
        let unpickler = owner.get_mut(vm);
        unpickler.proto = self.proto;
        std::mem::swap(&mut self.memo, &mut unpickler.memo);
        let result = run(vm);
        std::mem::swap(&mut self.memo, &mut owner.get_mut(vm).memo);
        result
    }

    #[inline]
    pub(super) fn push(&mut self, o: Obj) -> PyResult<()> {
        if self.stack.len() == self.stack.capacity() {
            self.stack.try_reserve(1).map_err(|_| OutOfMemory)?;
        }
        self.stack.push(o);
        Ok(())
    }

    #[cold]
    pub(super) fn underflow(&self, vm: &mut Vm) -> Raised {
        let marked = !self.marks.is_empty();
        error::unpickling(vm, if marked { "unexpected MARK found" } else { "unpickling stack underflow" })
    }

    #[inline]
    pub(super) fn pop(&mut self, vm: &mut Vm) -> PyResult {
        match self.stack.len() > self.fence {
            true => self.stack.pop().ok_or_else(|| OutOfMemory.into()),
            false => Err(self.underflow(vm)),
        }
    }

    /// The item on top.
    #[inline]
    pub(super) fn top(&self, vm: &mut Vm) -> PyResult<&Obj> {
        match self.stack.last() {
            Some(top) if self.stack.len() > self.fence => Ok(top),
            _ => Err(self.underflow(vm)),
        }
    }

    /// The least height of the stack at which `n` items may be taken.
    pub(super) fn fence_and(&self, n: usize) -> usize {
        self.fence + n
    }

    fn mark(&mut self) -> PyResult<()> {
        self.marks.try_reserve(1).map_err(|_| OutOfMemory)?;
        self.fence = self.stack.len();
        self.marks.push(self.fence);
        self.most_marks = self.most_marks.max(self.marks.len());
        Ok(())
    }

    /// Takes the top mark and says where it was.
    #[inline]
    pub(super) fn take_mark(&mut self, vm: &mut Vm) -> PyResult<usize> {
        let Some(mark) = self.marks.pop() else { return Err(error::unpickling(vm, "could not find MARK")) };
        self.fence = self.marks.last().copied().unwrap_or(0);
        Ok(mark)
    }

    /// The items from a place on, as a tuple.
    #[inline]
    pub(super) fn tuple_from(&mut self, vm: &mut Vm, start: usize) -> PyResult<Ref<Tuple>> {
        if start < self.fence || start > self.stack.len() {
            return Err(self.underflow(vm));
        }
        if start == self.stack.len() {
            return Ok(Tuple::empty());
        }
        Ok(Tuple::from_exact(vm, self.stack.drain(start..))?)
    }

    /// The items from a place on, as a list.
    fn list_from(&mut self, vm: &mut Vm, start: usize) -> PyResult<Ref<List>> {
        if start < self.fence || start > self.stack.len() {
            return Err(self.underflow(vm));
        }
        Ok(List::new(vm, rpython_heap::BufVec::from_exact(self.stack.drain(start..))?))
    }

    /// Reads a pickle.
    pub(super) fn load(&mut self, vm: &mut Vm) -> PyResult {
        self.run(vm)?;
        self.input.catch_up(vm)?;
        self.pop(vm)
    }

    fn run(&mut self, vm: &mut Vm) -> PyResult<()> {
        loop {
            let at = match self.input.take(vm, 1) {
                Ok(at) => at,
                Err(raised) => return Err(ended(vm, raised)),
            };
            let Some(&op) = self.input.slice(vm, at, at + 1).first() else { return Ok(()) };
            match op {
                BININT1 => {
                    let [n] = self.input.array(vm)?;
                    self.push_int(n.into())?;
                }
                BININT => {
                    let n = i32::from_le_bytes(self.input.array(vm)?);
                    self.push_int(n.into())?;
                }
                BININT2 => {
                    let n = u16::from_le_bytes(self.input.array(vm)?);
                    self.push_int(n.into())?;
                }
                BINFLOAT => {
                    let x = f64::from_be_bytes(self.input.array(vm)?);
                    self.push(Obj::float(x))?;
                }
                SHORT_BINUNICODE => {
                    let [len] = self.input.array(vm)?;
                    self.load_text(vm, len.into())?;
                }
                MEMOIZE => {
                    let top = self.top(vm)?.clone();
                    self.memo.set(self.memo.len(), top)?;
                }
                BINGET => {
                    let [number] = self.input.array(vm)?;
                    self.load_memoized(vm, number.into())?;
                }
                BINPUT => {
                    let [number] = self.input.array(vm)?;
                    let top = self.top(vm)?.clone();
                    self.memo.set(number.into(), top)?;
                }
                NONE => self.push(Obj::NONE)?,
                NEWTRUE => self.push(Obj::bool(true))?,
                NEWFALSE => self.push(Obj::bool(false))?,
                MARK => self.mark()?,
                TUPLE1 => self.load_short_tuple(vm, 1)?,
                TUPLE2 => self.load_short_tuple(vm, 2)?,
                TUPLE3 => self.load_short_tuple(vm, 3)?,
                TUPLE => {
                    let mark = self.take_mark(vm)?;
                    let tuple = self.tuple_from(vm, mark)?;
                    self.push(tuple.into_obj())?;
                }
                EMPTY_TUPLE => self.push(Tuple::empty().into_obj())?,
                EMPTY_LIST => {
                    let list = List::new(vm, rpython_heap::BufVec::new());
                    self.push(list.into_obj())?;
                }
                EMPTY_DICT => {
                    let dict = Dict::new(vm);
                    self.push(dict.into_obj())?;
                }
                APPEND => {
                    let len = self.stack.len();
                    if len <= self.fence + 1 {
                        return Err(self.underflow(vm));
                    }
                    self.append_from(vm, len - 1)?;
                }
                APPENDS => {
                    let mark = self.take_mark(vm)?;
                    self.append_from(vm, mark)?;
                }
                SETITEM => {
                    let len = self.stack.len();
                    if len < self.fence + 2 {
                        return Err(self.underflow(vm));
                    }
                    self.set_items_from(vm, len - 2)?;
                }
                SETITEMS => {
                    let mark = self.take_mark(vm)?;
                    self.set_items_from(vm, mark)?;
                }
                LONG_BINGET => {
                    let number = u32::from_le_bytes(self.input.array(vm)?);
                    self.load_memoized(vm, number as usize)?;
                }
                LONG_BINPUT => {
                    let number = u32::from_le_bytes(self.input.array(vm)?);
                    let top = self.top(vm)?.clone();
                    self.memo.set(number as usize, top)?;
                }
                BINUNICODE => {
                    let len = u32::from_le_bytes(self.input.array(vm)?);
                    self.load_text(vm, len as usize)?;
                }
                FRAME => self.load_frame(vm)?,
                REDUCE => self.load_reduce(vm)?,
                BUILD => self.load_build(vm)?,
                NEWOBJ => self.load_newobj(vm)?,
                NEWOBJ_EX => self.load_newobj_ex(vm)?,
                GLOBAL => self.load_global(vm)?,
                STACK_GLOBAL => self.load_stack_global(vm)?,
                STOP => return Ok(()),
                _ => self.load_rare(vm, op)?,
            }
        }
    }

    #[inline]
    fn push_int(&mut self, n: i64) -> PyResult<()> {
        match Obj::small_int(n) {
            Some(n) => self.push(n),
            None => Ok(()),
        }
    }

    /// The opcodes that are not often met.
    #[inline(never)]
    fn load_rare(&mut self, vm: &mut Vm, op: u8) -> PyResult<()> {
        match op {
            PROTO => self.load_proto(vm),
            POP => self.load_pop(vm),
            POP_MARK => {
                let mark = self.take_mark(vm)?;
                self.stack.truncate(mark);
                Ok(())
            }
            DUP => {
                let top = self.top(vm)?.clone();
                self.push(top)
            }
            INT => self.load_int(vm),
            LONG => self.load_long(vm),
            LONG1 => {
                let [len] = self.input.array(vm)?;
                self.load_counted_long(vm, len.into())
            }
            LONG4 => {
                let len = i32::from_le_bytes(self.input.array(vm)?);
                self.load_counted_long(vm, len.into())
            }
            FLOAT => self.load_float(vm),
            STRING => self.load_string(vm),
            BINSTRING => {
                let len = i32::from_le_bytes(self.input.array(vm)?);
                self.load_counted_string(vm, len.into())
            }
            SHORT_BINSTRING => {
                let [len] = self.input.array(vm)?;
                self.load_counted_string(vm, len.into())
            }
            UNICODE => self.load_unicode(vm),
            BINUNICODE8 => {
                let len = self.length(vm, "BINUNICODE exceeds system's maximum size of")?;
                self.load_text(vm, len)
            }
            BINBYTES => {
                let len = u32::from_le_bytes(self.input.array(vm)?);
                self.load_bytes(vm, len as usize)
            }
            SHORT_BINBYTES => {
                let [len] = self.input.array(vm)?;
                self.load_bytes(vm, len.into())
            }
            BINBYTES8 => {
                let len = self.length(vm, "BINBYTES exceeds system's maximum size of")?;
                self.load_bytes(vm, len)
            }
            BYTEARRAY8 => {
                let len = self.length(vm, "BYTEARRAY8 exceeds system's maximum size of")?;
                let bytes = self.input.bytearray(vm, len)?;
                self.push(bytes.into_obj())
            }
            NEXT_BUFFER => self.load_next_buffer(vm),
            READONLY_BUFFER => self.load_readonly_buffer(vm),
            LIST => {
                let mark = self.take_mark(vm)?;
                let list = self.list_from(vm, mark)?;
                self.push(list.into_obj())
            }
            DICT => self.load_dict(vm),
            EMPTY_SET => {
                let set = set::empty(vm);
                self.push(set.into_obj())
            }
            ADDITEMS => self.load_additems(vm),
            FROZENSET => {
                let mark = self.take_mark(vm)?;
                let items = self.tuple_from(vm, mark)?;
                let items = items.tail(vm).to_vec();
                let set = set::frozenset(vm, &items)?;
                self.push(set)
            }
            GET => self.load_get(vm),
            PUT => self.load_put(vm),
            PERSID => self.load_persid(vm),
            BINPERSID => {
                let id = self.pop(vm)?;
                self.load_persistent(vm, &id)
            }
            INST => self.load_inst(vm),
            OBJ => self.load_obj(vm),
            EXT1 => {
                let [code] = self.input.array(vm)?;
                self.load_extension(vm, code.into())
            }
            EXT2 => {
                let code = u16::from_le_bytes(self.input.array(vm)?);
                self.load_extension(vm, code.into())
            }
            EXT4 => {
                let code = i32::from_le_bytes(self.input.array(vm)?);
                self.load_extension(vm, code)
            }
            _ => {
                let shown = match op {
                    0x20..=0x7e if op != b'\'' && op != b'\\' => char::from(op).to_string(),
                    _ => format!("\\x{op:02x}"),
                };
                Err(error::unpickling(vm, format_args!("invalid load key, '{shown}'.")))
            }
        }
    }

    /// A length of eight bytes.
    fn length(&mut self, vm: &mut Vm, too_long: &str) -> PyResult<usize> {
        let len = u64::from_le_bytes(self.input.array(vm)?);
        match isize::try_from(len) {
            Ok(len) => Ok(len as usize),
            Err(_) => Err(raise!(vm, types::OVERFLOW_ERROR, "{too_long} {} bytes", isize::MAX)),
        }
    }

    fn load_proto(&mut self, vm: &mut Vm) -> PyResult<()> {
        let [proto] = self.input.array(vm)?;
        if proto > HIGHEST_PROTOCOL {
            return Err(value_error!(vm, "unsupported pickle protocol: {proto}"));
        }
        self.proto = proto;
        Ok(())
    }

    fn load_frame(&mut self, vm: &mut Vm) -> PyResult<()> {
        let len = self.length(vm, "FRAME length exceeds system's maximum of")?;
        self.input.enter_frame(vm, len)
    }

    fn load_pop(&mut self, vm: &mut Vm) -> PyResult<()> {
        // The mark lies on a stack of its own here: it is what is on top if nothing lies above it.
        if self.marks.last() == Some(&self.stack.len()) { self.take_mark(vm).map(drop) } else { self.pop(vm).map(drop) }
    }

    #[inline]
    fn load_short_tuple(&mut self, vm: &mut Vm, len: usize) -> PyResult<()> {
        let Some(start) = self.stack.len().checked_sub(len) else { return Err(self.underflow(vm)) };
        let tuple = self.tuple_from(vm, start)?;
        self.push(tuple.into_obj())
    }

    #[inline]
    pub(super) fn load_memoized(&mut self, vm: &mut Vm, number: usize) -> PyResult<()> {
        match self.memo.get(number).cloned() {
            Some(o) => self.push(o),
            None => Err(error::unpickling(vm, format_args!("Memo value not found at index {number}"))),
        }
    }

    /// Whether the items from a place on have a container below them; `false` if there are none.
    #[inline]
    fn has_items(&self, vm: &mut Vm, start: usize) -> PyResult<bool> {
        if start > self.stack.len() || start <= self.fence {
            return Err(self.underflow(vm));
        }
        Ok(start < self.stack.len())
    }

    /// Appends the items from a place on to what lies below them.
    fn append_from(&mut self, vm: &mut Vm, start: usize) -> PyResult<()> {
        if !self.has_items(vm, start)? {
            return Ok(());
        }
        let target = self.stack[start - 1].clone();
        if let Some(list) = target.downcast_ref::<List>().filter(|list| List::is_exact(list)) {
            let items = &mut list.get_mut(vm).items;
            items.reserve(self.stack.len() - start)?;
            for item in self.stack.drain(start..) {
                items.push(item)?;
            }
            return Ok(());
        }
        let [extend, append] = ["extend", "append"].map(|name| Str::intern(vm, name));
        if let Some(extend) = self.outside(vm, |vm| protocol::find_attr(vm, &target, &extend))? {
            let items = self.list_from(vm, start)?.into_obj();
            return self.outside(vm, |vm| protocol::call(vm, &extend, &[items])).map(drop);
        }
        // PEP 307 asks for both methods, but one was once enough.
        let append = protocol::get_attr(vm, &target, &append)?;
        self.call_with_each(vm, &append, start)
    }

    /// Calls a function with each of the items from a place on.
    fn call_with_each(&mut self, vm: &mut Vm, f: &Obj, start: usize) -> PyResult<()> {
        let items: Vec<Obj> = self.stack.drain(start..).collect();
        for item in items {
            self.outside(vm, |vm| protocol::call(vm, f, &[item]))?;
        }
        Ok(())
    }

    /// Sets the pairs from a place on as items of what lies below them.
    fn set_items_from(&mut self, vm: &mut Vm, start: usize) -> PyResult<()> {
        if !self.has_items(vm, start)? {
            return Ok(());
        }
        if !(self.stack.len() - start).is_multiple_of(2) {
            return Err(error::unpickling(vm, "odd number of items for SETITEMS"));
        }
        let target = self.stack[start - 1].clone();
        let done = self.set_pairs(vm, &target, start);
        self.stack.truncate(start);
        done
    }

    /// `target[key] = value` for each of the pairs from a place on.
    fn set_pairs(&mut self, vm: &mut Vm, target: &Obj, start: usize) -> PyResult<()> {
        if let Some(dict) = target.downcast_ref::<Dict>().filter(|dict| Dict::is_exact(dict)) {
            for pair in self.stack[start..].chunks_exact(2) {
                Dict::set_item(vm, dict, &pair[0], pair[1].clone())?;
            }
            return Ok(());
        }
        let pairs: Vec<Obj> = self.stack[start..].to_vec();
        for pair in pairs.chunks_exact(2) {
            self.outside(vm, |vm| protocol::set_item(vm, target, &pair[0], &pair[1]))?;
        }
        Ok(())
    }

    fn load_dict(&mut self, vm: &mut Vm) -> PyResult<()> {
        let mark = self.take_mark(vm)?;
        if !(self.stack.len() - mark).is_multiple_of(2) {
            return Err(error::unpickling(vm, "odd number of items for DICT"));
        }
        let dict = Dict::new(vm).into_obj();
        self.set_pairs(vm, &dict, mark)?;
        self.stack.truncate(mark);
        self.push(dict)
    }

    fn load_additems(&mut self, vm: &mut Vm) -> PyResult<()> {
        let mark = self.take_mark(vm)?;
        if !self.has_items(vm, mark)? {
            return Ok(());
        }
        let target = self.stack[mark - 1].clone();
        if let Some(s) = target.downcast_ref::<Set>()
            && rpython_objects::TypeExt::is_subtype(&vm.class_of(s).own(), vm, types::SET)
        {
            let items: Vec<Obj> = self.stack.drain(mark..).collect();
            for item in &items {
                set::add_item(vm, s, item)?;
            }
            return Ok(());
        }
        let name = Str::intern(vm, "add");
        let add = self.outside(vm, |vm| protocol::get_attr(vm, &target, &name))?;
        self.call_with_each(vm, &add, mark)
    }

    fn load_next_buffer(&mut self, vm: &mut Vm) -> PyResult<()> {
        let Some(buffers) = self.buffers.clone() else {
            let message = "pickle stream refers to out-of-band data but no *buffers* argument was given";
            return Err(error::unpickling(vm, message));
        };
        match self.outside(vm, |vm| protocol::next(vm, &buffers))? {
            Some(buffer) => self.push(buffer),
            None => Err(error::unpickling(vm, "not enough out-of-band buffers")),
        }
    }

    fn load_readonly_buffer(&mut self, vm: &mut Vm) -> PyResult<()> {
        let buffer = self.top(vm)?.clone();
        let view = memoryview::new(vm, &buffer)?;
        let name = Str::intern(vm, "readonly");
        let known = protocol::get_attr(vm, &view, &name)?;
        if protocol::is_true(vm, &known)? {
            return Ok(());
        }
        let name = Str::intern(vm, "toreadonly");
        let frozen = protocol::call_method(vm, &view, &name, &[])?;
        self.stack.pop();
        self.push(frozen)
    }

    fn load_persistent(&mut self, vm: &mut Vm, id: &Obj) -> PyResult<()> {
        let Some(load) = self.persistent_load.clone() else { return Err(no_persistent_load(vm)) };
        let o = self.outside(vm, |vm| protocol::call(vm, &load, std::slice::from_ref(id)))?;
        self.push(o)
    }

    fn load_persid(&mut self, vm: &mut Vm) -> PyResult<()> {
        let (start, end) = self.input.line(vm)?;
        let id = self.input.slice(vm, start, end - 1);
        let Some(id) = rpython_objects::text::Text::ascii(id) else {
            return Err(error::unpickling(vm, "persistent IDs in protocol 0 must be ASCII strings"));
        };
        let id = Str::from_text(vm, id)?.into_obj();
        self.load_persistent(vm, &id)
    }

    fn load_stack_global(&mut self, vm: &mut Vm) -> PyResult<()> {
        let name = self.pop(vm)?;
        let module = self.pop(vm)?;
        if !is_exact_str(&module) || !is_exact_str(&name) {
            return Err(error::unpickling(vm, "STACK_GLOBAL requires str"));
        }
        self.push_global(vm, &module, &name)
    }
}
