//! Pickling: which function saves an object, and the containers (CPython: `Modules/_pickle.c`, `save` and `save_list` to `save_frozenset`).
//!
//! A [`Saver`] is one run of `dump`. What a program can see of it through its `Pickler` meanwhile lies in the pickler while
//! Python code runs ([`Saver::outside`]).

use super::{
    Shared,
    buffer::PickleBuffer,
    error::{self, Note, noted},
    memo::{PickleMemo, identity},
    opcode::*,
    output::Output,
    pickler::Pickler,
};
use rpython_heap::{SlotId, Value};
use rpython_objects::{
    ByteArray, Bytes, Dict, List, Obj, PyResult, Ref, Str, Tuple, Vm, argument, names, protocol, raise,
    set::{self, Set},
    type_error, types,
};
use rustc_hash::FxHashSet;
use std::rc::Rc;

/// How deep containers may lie in each other before fast mode looks for cycles.
const FAST_NESTING: usize = 50;

pub(super) struct Saver {
    pub(super) out: Output,
    pub(super) memo: PickleMemo,
    pub(super) proto: u8,
    /// Whether binary opcodes are written: protocol 1 and above, but a program may say otherwise.
    pub(super) bin: bool,
    /// Whether nothing is memoized.
    pub(super) fast: bool,
    pub(super) fix_imports: bool,
    fast_nesting: usize,
    /// The containers that are being saved below [`FAST_NESTING`].
    fast_open: FxHashSet<u64>,
    pub(super) persistent_id: Option<Obj>,
    pub(super) reducer_override: Option<Obj>,
    pub(super) dispatch_table: Option<Obj>,
    pub(super) buffer_callback: Option<Obj>,
    /// The pickler that the program sees.
    pub(super) owner: Option<Ref<Pickler>>,
    pub(super) shared: Rc<Shared>,
}

impl Saver {
    pub(super) fn new(shared: Rc<Shared>, out: Output, proto: u8, fix_imports: bool) -> Saver {
        Saver {
            out,
            memo: PickleMemo::default(),
            proto,
            bin: proto > 0,
            fast: false,
            fix_imports: fix_imports && proto < 3,
            fast_nesting: 0,
            fast_open: FxHashSet::default(),
            persistent_id: None,
            reducer_override: None,
            dispatch_table: None,
            buffer_callback: None,
            owner: None,
            shared,
        }
    }

    /// Writes the pickle of an object (`dump`).
    pub(super) fn dump(&mut self, vm: &mut Vm, o: &Obj) -> PyResult<()> {
        if self.proto >= 2 {
            self.out.put(&[PROTO, self.proto])?;
            self.out.framing = self.proto >= 4;
        }
        self.save(vm, o)?;
        self.op(STOP)?;
        self.out.commit();
        self.out.framing = false;
        Ok(())
    }

    /// Runs Python code, which may look at the pickler.
    pub(super) fn outside<R>(&mut self, vm: &mut Vm, run: impl FnOnce(&mut Vm) -> R) -> R {
        let Some(owner) = self.owner.clone() else { return run(vm) };
        std::mem::swap(&mut self.memo, &mut owner.get_mut(vm).memo);
        let result = run(vm);
        let pickler = owner.get_mut(vm);
        std::mem::swap(&mut self.memo, &mut pickler.memo);
        (self.fast, self.bin) = (pickler.fast != 0, pickler.bin != 0);
        result
    }

    /// Calls Python code with one argument.
    pub(super) fn ask(&mut self, vm: &mut Vm, f: &Obj, argument: &Obj) -> PyResult {
        self.outside(vm, |vm| protocol::call(vm, f, std::slice::from_ref(argument)))
    }

    #[inline]
    pub(super) fn op(&mut self, op: u8) -> PyResult<()> {
        self.out.put(&[op])
    }

    /// Saves an object.
    #[inline]
    pub(super) fn save(&mut self, vm: &mut Vm, o: &Obj) -> PyResult<()> {
        self.out.boundary(vm)?;
        if self.persistent_id.is_some() && self.save_persistent(vm, o)? {
            return Ok(());
        }
        self.save_itself(vm, o)
    }

    /// Saves an object that has no persistent id.
    fn save_itself(&mut self, vm: &mut Vm, o: &Obj) -> PyResult<()> {
        let value = o.value();
        if let Some(n) = value.as_int() {
            return self.save_small_int(vm, n);
        }
        if let Some(x) = value.as_float() {
            return self.save_float(x);
        }
        let Some(class) = o.header().map(|h| h.class()) else {
            return match value {
                Value::NONE => self.op(NONE),
                Value::TRUE => self.save_bool(true),
                Value::FALSE => self.save_bool(false),
                _ => self.save_other(vm, o, SlotId(0)),
            };
        };
        if class == types::INT.slot() {
            return self.save_big_int(vm, o);
        }
        if let Some(number) = self.memo.get(o) {
            return self.get(vm, number);
        }
        if class == types::STR.slot()
            && let Some(text) = o.downcast_ref::<Str>()
        {
            return self.save_str(vm, text);
        }
        self.save_other(vm, o, class)
    }

    /// Saves what is no number, string or constant, and not in the memo.
    #[inline(never)]
    fn save_other(&mut self, vm: &mut Vm, o: &Obj, class: SlotId) -> PyResult<()> {
        if class == types::BYTES.slot()
            && let Some(bytes) = o.downcast_ref::<Bytes>()
        {
            return self.save_bytes(vm, bytes);
        }
        if class == SlotId(0)
            && let Some(number) = self.memo.get(o)
        {
            return self.get(vm, number);
        }
        vm.check_stack(" while pickling an object")?;
        if class == types::DICT.slot()
            && let Some(dict) = o.downcast_ref::<Dict>()
        {
            return self.guarded(vm, o, |saver, vm| saver.save_dict(vm, dict));
        }
        if (class == types::SET.slot() || class == types::FROZENSET.slot())
            && let Some(s) = o.downcast_ref::<Set>()
        {
            return match class == types::SET.slot() {
                true => self.save_set(vm, s),
                false => self.guarded(vm, o, |saver, vm| saver.save_frozenset(vm, s)),
            };
        }
        if class == types::LIST.slot()
            && let Some(list) = o.downcast_ref::<List>()
        {
            return self.guarded(vm, o, |saver, vm| saver.save_list(vm, list));
        }
        if class == types::TUPLE.slot()
            && let Some(tuple) = o.downcast_ref::<Tuple>()
        {
            return self.save_tuple(vm, tuple);
        }
        if class == types::BYTEARRAY.slot()
            && let Some(bytes) = o.downcast_ref::<ByteArray>()
        {
            return self.save_bytearray(vm, bytes);
        }
        if let Some(buffer) = o.downcast_ref::<PickleBuffer>() {
            return self.save_buffer(vm, buffer);
        }
        self.save_instance(vm, o)
    }

    /// Saves the persistent id of an object, if it has one.
    fn save_persistent(&mut self, vm: &mut Vm, o: &Obj) -> PyResult<bool> {
        let Some(ask) = self.persistent_id.clone() else { return Ok(false) };
        let id = self.ask(vm, &ask, o)?;
        if id.is_none() {
            return Ok(false);
        }
        if self.bin {
            self.out.boundary(vm)?;
            self.save_itself(vm, &id)?;
            self.op(BINPERSID)?;
            return Ok(true);
        }
        let text = protocol::str(vm, &id)?;
        if !text.get(vm).is_ascii() {
            return Err(error::pickling(vm, "persistent IDs in protocol 0 must be ASCII strings"));
        }
        self.op(PERSID)?;
        self.out.put(text.tail(vm))?;
        self.op(b'\n')?;
        Ok(true)
    }

    /// Writes the number of a memoized object.
    pub(super) fn get(&mut self, vm: &mut Vm, number: i64) -> PyResult<()> {
        if !self.bin {
            return self.out.put(format!("g{number}\n").as_bytes());
        }
        match (u8::try_from(number), u32::try_from(number)) {
            (Ok(byte), _) => self.out.put(&[BINGET, byte]),
            (_, Ok(number)) => {
                let [a, b, c, d] = number.to_le_bytes();
                self.out.put(&[LONG_BINGET, a, b, c, d])
            }
            _ => Err(error::pickling(vm, "memo id too large for LONG_BINGET")),
        }
    }

    /// Gives an object the next number.
    #[inline]
    pub(super) fn memoize(&mut self, vm: &mut Vm, o: &Obj) -> PyResult<()> {
        if self.fast {
            return Ok(());
        }
        let number = self.memo.len();
        self.memo.set(o, number as i64)?;
        if self.proto >= 4 {
            return self.op(MEMOIZE);
        }
        if !self.bin {
            return self.out.put(format!("p{number}\n").as_bytes());
        }
        match (u8::try_from(number), u32::try_from(number)) {
            (Ok(byte), _) => self.out.put(&[BINPUT, byte]),
            (_, Ok(number)) => {
                let [a, b, c, d] = number.to_le_bytes();
                self.out.put(&[LONG_BINPUT, a, b, c, d])
            }
            _ => Err(error::pickling(vm, "memo id too large for LONG_BINPUT")),
        }
    }

    /// Saves a container; in fast mode, not within itself.
    #[inline]
    fn guarded(
        &mut self,
        vm: &mut Vm,
        o: &Obj,
        save: impl FnOnce(&mut Saver, &mut Vm) -> PyResult<()>,
    ) -> PyResult<()> {
        if !self.fast {
            return save(self, vm);
        }
        self.fast_nesting += 1;
        let checked = self.fast_nesting >= FAST_NESTING;
        if checked && !self.fast_open.insert(identity(o)) {
            self.fast_nesting = 0;
            let (class, id) = (argument::class_name(vm, o), protocol::id(o));
            return Err(raise!(
                vm,
                types::VALUE_ERROR,
                "fast mode: can't pickle cyclic objects including object type {class} at {id:#x}"
            ));
        }
        let saved = save(self, vm);
        self.fast_nesting = self.fast_nesting.saturating_sub(1);
        if checked {
            self.fast_open.remove(&identity(o));
        }
        saved
    }

    fn save_list(&mut self, vm: &mut Vm, list: &Ref<List>) -> PyResult<()> {
        self.out.put(if self.bin { &[EMPTY_LIST] } else { &[MARK, LIST] })?;
        self.memoize(vm, list)?;
        if list.get(vm).items.is_empty() {
            return Ok(());
        }
        if self.proto == 0 {
            let iterator = protocol::iter(vm, list)?;
            return self.append_items(vm, &iterator, list);
        }
        if list.get(vm).items.len() == 1 {
            let Some(item) = list.get(vm).items.first().cloned() else { return Ok(()) };
            let saved = self.save(vm, &item);
            noted(vm, saved, list, Note::Number(0))?;
            return self.op(APPEND);
        }
        let mut i = 0;
        loop {
            self.op(MARK)?;
            let end = i + BATCH;
            while i < end {
                let Some(item) = list.get(vm).items.get(i).cloned() else { break };
                let saved = self.save(vm, &item);
                noted(vm, saved, list, Note::Number(i))?;
                i += 1;
            }
            self.op(APPENDS)?;
            if i >= list.get(vm).items.len() {
                return Ok(());
            }
        }
    }

    /// The next item of an iterator that Python code may have written.
    fn next(&mut self, vm: &mut Vm, iterator: &Obj) -> PyResult<Option<Obj>> {
        self.outside(vm, |vm| protocol::next(vm, iterator))
    }

    /// Saves an iterator's items, which unpickling appends to `of` (`batch_list`).
    pub(super) fn append_items(&mut self, vm: &mut Vm, iterator: &Obj, of: &Obj) -> PyResult<()> {
        let mut number = 0;
        if self.proto == 0 {
            while let Some(item) = self.next(vm, iterator)? {
                let saved = self.save(vm, &item);
                noted(vm, saved, of, Note::Number(number))?;
                self.op(APPEND)?;
                number += 1;
            }
            return Ok(());
        }
        while let Some(first) = self.next(vm, iterator)? {
            let mut ahead = self.next(vm, iterator)?;
            if ahead.is_none() {
                let saved = self.save(vm, &first);
                noted(vm, saved, of, Note::Number(number))?;
                return self.op(APPEND);
            }
            self.op(MARK)?;
            let saved = self.save(vm, &first);
            noted(vm, saved, of, Note::Number(number))?;
            let end = number + BATCH;
            number += 1;
            while let Some(item) = ahead.take() {
                let saved = self.save(vm, &item);
                noted(vm, saved, of, Note::Number(number))?;
                number += 1;
                if number == end {
                    break;
                }
                ahead = self.next(vm, iterator)?;
            }
            self.op(APPENDS)?;
            if number < end {
                return Ok(());
            }
        }
        Ok(())
    }

    fn save_dict(&mut self, vm: &mut Vm, dict: &Ref<Dict>) -> PyResult<()> {
        self.out.put(if self.bin { &[EMPTY_DICT] } else { &[MARK, DICT] })?;
        self.memoize(vm, dict)?;
        let size = dict.get(vm).len();
        if size == 0 {
            return Ok(());
        }
        if self.proto == 0 {
            let items = Str::intern(vm, "items");
            let items = protocol::call_method(vm, dict, &items, &[])?;
            let iterator = protocol::iter(vm, &items)?;
            return self.set_items(vm, &iterator, dict);
        }
        let mut at = 0;
        if size == 1 {
            if let Some((key, value)) = next_entry(vm, dict, &mut at) {
                self.save_entry(vm, &key, &value, dict)?;
            }
            return self.op(SETITEM);
        }
        loop {
            let mut count = 0;
            self.op(MARK)?;
            while count < BATCH
                && let Some((key, value)) = next_entry(vm, dict, &mut at)
            {
                self.save_entry(vm, &key, &value, dict)?;
                count += 1;
            }
            self.op(SETITEMS)?;
            if dict.get(vm).len() != size {
                return Err(raise!(vm, types::RUNTIME_ERROR, "dictionary changed size during iteration"));
            }
            if count < BATCH {
                return Ok(());
            }
        }
    }

    #[inline]
    fn save_entry(&mut self, vm: &mut Vm, key: &Obj, value: &Obj, of: &Obj) -> PyResult<()> {
        self.save(vm, key)?;
        let saved = self.save(vm, value);
        noted(vm, saved, of, Note::Key(key))
    }

    /// The next pair of an iterator.
    fn next_pair(&mut self, vm: &mut Vm, iterator: &Obj) -> PyResult<Option<(Obj, Obj)>> {
        let Some(pair) = self.next(vm, iterator)? else { return Ok(None) };
        match pair.downcast_ref::<Tuple>().map(|t| t.tail(vm)) {
            Some([key, value]) => Ok(Some((key.clone(), value.clone()))),
            _ => Err(type_error!(vm, "dict items iterator must return 2-tuples")),
        }
    }

    /// Saves an iterator's pairs, which unpickling sets as items of `of` (`batch_dict`).
    pub(super) fn set_items(&mut self, vm: &mut Vm, iterator: &Obj, of: &Obj) -> PyResult<()> {
        if self.proto == 0 {
            while let Some((key, value)) = self.next_pair(vm, iterator)? {
                self.save_entry(vm, &key, &value, of)?;
                self.op(SETITEM)?;
            }
            return Ok(());
        }
        while let Some(first) = self.next_pair(vm, iterator)? {
            let mut ahead = self.next_pair(vm, iterator)?;
            if ahead.is_none() {
                self.save_entry(vm, &first.0, &first.1, of)?;
                return self.op(SETITEM);
            }
            self.op(MARK)?;
            self.save_entry(vm, &first.0, &first.1, of)?;
            let mut count = 1;
            while let Some((key, value)) = ahead.take() {
                self.save_entry(vm, &key, &value, of)?;
                count += 1;
                if count == BATCH {
                    break;
                }
                ahead = self.next_pair(vm, iterator)?;
            }
            self.op(SETITEMS)?;
            if count < BATCH {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Saves a set as a call of its class with a list, as before protocol 4.
    fn save_set_as_call(&mut self, vm: &mut Vm, s: &Ref<Set>, class: &Obj) -> PyResult<()> {
        let items = protocol::collect(vm, s)?;
        let items = List::from_vec(vm, items)?.into_obj();
        let arguments = Tuple::from_slice(vm, &[items])?.into_obj();
        self.save_reduced(vm, &[class.clone(), arguments], s)
    }

    fn save_set(&mut self, vm: &mut Vm, s: &Ref<Set>) -> PyResult<()> {
        if self.proto < 4 {
            return self.save_set_as_call(vm, s, types::SET);
        }
        self.op(EMPTY_SET)?;
        self.memoize(vm, s)?;
        let size = s.get(vm).len();
        if size == 0 {
            return Ok(());
        }
        let mut place = 0;
        loop {
            let mut count = 0;
            self.op(MARK)?;
            while count < BATCH
                && let Some((item, _)) = set::step(vm, s, &mut place)
            {
                let saved = self.save(vm, &item);
                noted(vm, saved, s, Note::Part("element"))?;
                count += 1;
            }
            self.op(ADDITEMS)?;
            if s.get(vm).len() != size {
                return Err(raise!(vm, types::RUNTIME_ERROR, "set changed size during iteration"));
            }
            if count < BATCH {
                return Ok(());
            }
        }
    }

    fn save_frozenset(&mut self, vm: &mut Vm, s: &Ref<Set>) -> PyResult<()> {
        if self.proto < 4 {
            return self.save_set_as_call(vm, s, types::FROZENSET);
        }
        self.op(MARK)?;
        let mut place = 0;
        while let Some((item, _)) = set::step(vm, s, &mut place) {
            let saved = self.save(vm, &item);
            noted(vm, saved, s, Note::Part("element"))?;
        }
        // A frozenset that its own items lead back to has been made by then.
        if let Some(number) = self.memo.get(s) {
            self.op(POP_MARK)?;
            return self.get(vm, number);
        }
        self.op(FROZENSET)?;
        self.memoize(vm, s)
    }

    fn save_tuple(&mut self, vm: &mut Vm, tuple: &Ref<Tuple>) -> PyResult<()> {
        let len = tuple.tail(vm).len();
        if len == 0 {
            return self.out.put(if self.proto > 0 { &[EMPTY_TUPLE] } else { &[MARK, TUPLE] });
        }
        let marked = len > 3 || self.proto < 2;
        if marked {
            self.op(MARK)?;
        }
        for i in 0..len {
            let Some(item) = tuple.tail(vm).get(i).cloned() else { break };
            let saved = self.save(vm, &item);
            noted(vm, saved, tuple, Note::Number(i))?;
        }
        // A tuple that its own items lead back to has been made by then: what lies on the stack for it is dropped.
        if let Some(number) = self.memo.get(tuple) {
            match (marked, self.bin) {
                (true, true) => self.op(POP_MARK)?,
                (true, false) => self.out.put(&vec![POP; len + 1])?,
                (false, _) => self.out.put(&[POP; 3][..len])?,
            }
            return self.get(vm, number);
        }
        self.op(if marked { TUPLE } else { [TUPLE1, TUPLE2, TUPLE3][len - 1] })?;
        self.memoize(vm, tuple)
    }

    /// Saves what no function of its own knows: by `reducer_override`, as a global, or as its `__reduce_ex__` says.
    fn save_instance(&mut self, vm: &mut Vm, o: &Obj) -> PyResult<()> {
        if let Some(reduce) = self.reducer_override.clone() {
            let reduced = self.ask(vm, &reduce, o)?;
            if !reduced.is_not_implemented() {
                return self.save_reduction(vm, &reduced, o);
            }
        }
        let class = vm.class_of(o).own();
        if class.is(types::TYPE) {
            return self.save_type(vm, o);
        }
        if class.is(types::FUNCTION) {
            return self.save_global(vm, o, None);
        }
        let reduce = match self.dispatch_table.clone() {
            None => Dict::get_item(vm, &self.shared.dispatch_table.clone(), &class)?,
            Some(table) => match table.downcast_ref::<Dict>().filter(|d| Dict::is_exact(d)) {
                Some(table) => Dict::get_item(vm, table, &class)?,
                None => match self.outside(vm, |vm| protocol::get_item(vm, &table, &class)) {
                    Ok(found) => Some(found),
                    Err(raised) => {
                        vm.swallow(raised, types::KEY_ERROR)?;
                        None
                    }
                },
            },
        };
        let reduced = match reduce {
            Some(reduce) => self.ask(vm, &reduce, o)?,
            None if rpython_objects::TypeExt::is_subtype(&class, vm, types::TYPE) => {
                return self.save_global(vm, o, None);
            }
            None => self.reduce(vm, o)?,
        };
        self.save_reduction(vm, &reduced, o)
    }

    /// What `__reduce_ex__`, or else `__reduce__`, says.
    fn reduce(&mut self, vm: &mut Vm, o: &Obj) -> PyResult {
        let proto = rpython_objects::int::from_i64(vm, self.proto.into());
        self.outside(vm, |vm| {
            if let Some(reduce) = protocol::find_attr(vm, o, names::__reduce_ex__)? {
                return protocol::call(vm, &reduce, &[proto]);
            }
            match protocol::find_attr(vm, o, names::__reduce__)? {
                Some(reduce) => protocol::call(vm, &reduce, &[]),
                None => {
                    let class = argument::full_class_name(vm, o);
                    Err(error::pickling(vm, format_args!("Can't pickle {class} object")))
                }
            }
        })
    }

    /// Saves an object as its reduction says: a string names a global.
    fn save_reduction(&mut self, vm: &mut Vm, reduced: &Obj, o: &Obj) -> PyResult<()> {
        if let Some(name) = reduced.downcast_ref::<Str>() {
            return self.save_global(vm, o, Some(name));
        }
        let saved = match reduced.downcast_ref::<Tuple>() {
            Some(parts) => {
                let parts: smallvec::SmallVec<[Obj; 6]> = parts.tail(vm).iter().cloned().collect();
                self.save_reduced(vm, &parts, o)
            }
            None => {
                let class = argument::full_class_name(vm, reduced);
                Err(error::pickling(vm, format_args!("__reduce__ must return a string or tuple, not {class}")))
            }
        };
        noted(vm, saved, o, Note::Part("object"))
    }
}

/// The next entry of a dict, and the place behind it.
#[inline]
fn next_entry(vm: &Vm, dict: &Ref<Dict>, at: &mut usize) -> Option<(Obj, Obj)> {
    let d = dict.get(vm);
    while *at < d.size() {
        let number = *at;
        *at += 1;
        if let Some(entry) = d.entry(number).filter(|e| !e.key.is_unbound()) {
            return Some((entry.key.clone(), entry.value.clone()));
        }
    }
    None
}
