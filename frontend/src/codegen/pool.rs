//! The constants of one compilation, each once.
//!
//! CPython merges constants through a cache whose keys tell `1`, `1.0` and `True` apart, and `0.0` from `-0.0`
//! (codeobject.c: _PyCode_ConstantKey). Here a constant is a [`PoolId`]; equal keys have equal ids, so "the same object"
//! is comparing four bytes. Strings and small ints are found by index, the rest by hashing.

use super::numbered::{Numbered, NumberedList};
use crate::ast::Name;
use crate::code::{Code, Const, Text, TextBuffer};
use crate::constant::Constant;
use crate::names::Interner;
use num_bigint::BigInt;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// A constant of a [`ConstPool`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Hash)]
pub struct PoolId(u32);

impl PoolId {
    /// `None`.
    pub const NONE: PoolId = PoolId(0);
    /// `True`.
    pub const TRUE: PoolId = PoolId(1);
    /// `False`.
    pub const FALSE: PoolId = PoolId(2);
    /// `...`.
    pub const ELLIPSIS: PoolId = PoolId(3);
    const SMALL_INTS: u32 = 4;
    const FIRST_FREE: u32 = Self::SMALL_INTS + 256;

    /// `True` or `False`.
    pub fn bool(value: bool) -> PoolId {
        if value { PoolId::TRUE } else { PoolId::FALSE }
    }

    /// The value, for an int that `LOAD_SMALL_INT` can push.
    pub fn small_int(self) -> Option<u32> {
        (Self::SMALL_INTS..Self::FIRST_FREE).contains(&self.0).then(|| self.0 - Self::SMALL_INTS)
    }
}

/// A value of the pool.
#[derive(Clone, Debug)]
pub enum Value {
    /// `None`.
    None,
    /// `True`.
    True,
    /// `False`.
    False,
    /// `...`.
    Ellipsis,
    /// An int.
    Int(i64),
    /// An int outside `i64`.
    BigInt(Arc<BigInt>),
    /// A float.
    Float(f64),
    /// A complex number.
    Complex(f64, f64),
    /// A str.
    Str(Name),
    /// A bytes object.
    Bytes(Arc<[u8]>),
    /// A tuple.
    Tuple(Arc<[PoolId]>),
    /// A frozenset.
    FrozenSet(Arc<[PoolId]>),
    /// A slice.
    Slice([PoolId; 3]),
    /// A code object.
    Code(Arc<Code>),
}

#[derive(PartialEq, Eq, Hash)]
enum Key {
    Int(i64),
    BigInt(Arc<BigInt>),
    Float(u64),
    Complex(u64, u64),
    Bytes(Arc<[u8]>),
    Tuple(Arc<[PoolId]>),
    /// Sorted.
    FrozenSet(Box<[PoolId]>),
    Slice([PoolId; 3]),
    Code(u64),
}

/// The constants of one compilation.
pub struct ConstPool {
    values: Vec<Value>,
    /// Tuples, frozensets and slices as code carries them.
    compounds: FxHashMap<PoolId, Const>,
    by_name: Vec<Option<PoolId>>,
    by_key: FxHashMap<Key, PoolId>,
    /// The texts, once all are there.
    shared: TextBuffer,
    /// Those that do not lie among the others: with lone surrogates, or empty.
    apart: FxHashMap<Name, Text>,
}

impl ConstPool {
    /// An empty pool for a compilation with these names and some more, and about so many constants.
    pub fn new(names: &Interner, room: usize) -> ConstPool {
        let mut values = Vec::with_capacity(PoolId::FIRST_FREE as usize + room);
        values.extend([Value::None, Value::True, Value::False, Value::Ellipsis]);
        values.extend((0..256).map(Value::Int));
        ConstPool {
            values,
            compounds: FxHashMap::default(),
            by_name: vec![None; names.bound()],
            by_key: FxHashMap::with_capacity_and_hasher(room / 4, Default::default()),
            shared: TextBuffer::default(),
            apart: FxHashMap::default(),
        }
    }

    /// The value of a constant.
    #[inline]
    pub fn value(&self, id: PoolId) -> &Value {
        &self.values[id.0 as usize]
    }

    fn push(&mut self, value: Value) -> PoolId {
        self.values.push(value);
        PoolId(self.values.len() as u32 - 1)
    }

    fn keyed(&mut self, key: Key, value: impl FnOnce() -> Value) -> PoolId {
        if let Some(&id) = self.by_key.get(&key) {
            return id;
        }
        let id = self.push(value());
        self.by_key.insert(key, id);
        id
    }

    /// A str.
    pub fn str(&mut self, name: Name) -> PoolId {
        let index = name.index();
        if index >= self.by_name.len() {
            self.by_name.resize(index + 64, None);
        }
        if let Some(id) = self.by_name[index] {
            return id;
        }
        let id = self.push(Value::Str(name));
        self.by_name[index] = Some(id);
        id
    }

    /// An int.
    pub fn int(&mut self, value: i64) -> PoolId {
        if let Ok(small) = u8::try_from(value) {
            return PoolId(PoolId::SMALL_INTS + u32::from(small));
        }
        self.keyed(Key::Int(value), || Value::Int(value))
    }

    /// An int of any size.
    pub fn big_int(&mut self, value: BigInt) -> PoolId {
        match i64::try_from(&value) {
            Ok(small) => self.int(small),
            Err(_) => {
                let value = Arc::new(value);
                self.keyed(Key::BigInt(value.clone()), || Value::BigInt(value))
            }
        }
    }

    /// A float.
    pub fn float(&mut self, value: f64) -> PoolId {
        if value.is_nan() {
            // A NaN equals nothing, so it is merged with nothing.
            return self.push(Value::Float(value));
        }
        self.keyed(Key::Float(value.to_bits()), || Value::Float(value))
    }

    /// A complex number.
    pub fn complex(&mut self, re: f64, im: f64) -> PoolId {
        if re.is_nan() || im.is_nan() {
            return self.push(Value::Complex(re, im));
        }
        self.keyed(Key::Complex(re.to_bits(), im.to_bits()), || Value::Complex(re, im))
    }

    /// A bytes object.
    pub fn bytes(&mut self, value: &[u8]) -> PoolId {
        let value: Arc<[u8]> = value.into();
        self.keyed(Key::Bytes(value.clone()), || Value::Bytes(value))
    }

    /// A tuple.
    pub fn tuple(&mut self, items: &[PoolId]) -> PoolId {
        let items: Arc<[PoolId]> = items.into();
        self.keyed(Key::Tuple(items.clone()), || Value::Tuple(items))
    }

    /// A slice.
    pub fn slice(&mut self, parts: [PoolId; 3]) -> PoolId {
        self.keyed(Key::Slice(parts), || Value::Slice(parts))
    }

    /// A frozenset; of equal items the first stays.
    pub fn frozenset(&mut self, items: &[PoolId]) -> PoolId {
        let mut seen = FxHashSet::default();
        let unequal: Vec<PoolId> = items.iter().copied().filter(|&item| seen.insert(self.equality(item))).collect();
        let mut sorted = unequal.clone();
        sorted.sort_unstable();
        self.keyed(Key::FrozenSet(sorted.into()), || Value::FrozenSet(unequal.into()))
    }

    /// A code object. Equal code (the body of a `finally` is compiled more than once) is one constant.
    pub fn code(&mut self, code: Arc<Code>) -> PoolId {
        // Code that begins on one line is equal or, nearly always, of another length.
        let lengths = (code.code.len() as u64) << 40 ^ (code.linetable.len() as u64) << 20;
        let mut hash = lengths ^ u64::from(code.firstlineno as u32);
        loop {
            match self.by_key.get(&Key::Code(hash)) {
                None => {
                    let id = self.push(Value::Code(code));
                    self.by_key.insert(Key::Code(hash), id);
                    return id;
                }
                Some(&id) => {
                    if let Value::Code(known) = self.value(id)
                        && same_code(known, &code)
                    {
                        return id;
                    }
                    hash = hash.wrapping_add(1);
                }
            }
        }
    }

    /// The constant of a literal of the tree.
    pub fn literal(&mut self, value: &Constant) -> PoolId {
        match value {
            Constant::None => PoolId::NONE,
            Constant::True => PoolId::TRUE,
            Constant::False => PoolId::FALSE,
            Constant::Ellipsis => PoolId::ELLIPSIS,
            Constant::Int(value) => self.int(*value),
            Constant::BigInt(value) => self.big_int((**value).clone()),
            Constant::Float(value) => self.float(*value),
            Constant::Complex { re, im } => self.complex(*re, *im),
            Constant::Str(name) => self.str(*name),
            Constant::Bytes(bytes) => self.bytes(bytes),
            Constant::Tuple(items) => {
                let items: Vec<PoolId> = items.iter().map(|item| self.literal(item)).collect();
                self.tuple(&items)
            }
            Constant::FrozenSet(items) => {
                let items: Vec<PoolId> = items.iter().map(|item| self.literal(item)).collect();
                self.frozenset(&items)
            }
        }
    }

    /// Whether the value counts as true.
    pub fn is_true(&self, id: PoolId, names: &Interner) -> bool {
        match self.value(id) {
            Value::None | Value::False => false,
            Value::True | Value::Ellipsis | Value::Slice(_) | Value::Code(_) | Value::BigInt(_) => true,
            Value::Int(value) => *value != 0,
            Value::Float(value) => *value != 0.0,
            Value::Complex(re, im) => *re != 0.0 || *im != 0.0,
            Value::Str(name) => *name != names.empty(),
            Value::Bytes(bytes) => !bytes.is_empty(),
            Value::Tuple(items) | Value::FrozenSet(items) => !items.is_empty(),
        }
    }

    /// Python's `==`, which also holds between numbers of different types.
    pub fn equal(&self, a: PoolId, b: PoolId) -> bool {
        a == b || self.equality(a) == self.equality(b)
    }

    /// A key that is the same for equal constants.
    fn equality(&self, id: PoolId) -> Equality {
        match self.value(id) {
            Value::True => Equality::Int(1),
            Value::False => Equality::Int(0),
            Value::Int(value) => Equality::Int(*value),
            Value::Float(value) => Equality::of_float(*value, id),
            Value::Complex(re, im) if *im == 0.0 => Equality::of_float(*re, id),
            Value::Complex(re, im) if !re.is_nan() && !im.is_nan() => {
                // Adding zero makes a negative one positive.
                Equality::Complex((re + 0.0).to_bits(), (im + 0.0).to_bits())
            }
            Value::BigInt(value) => Equality::BigInt(value.clone()),
            Value::Tuple(items) => Equality::Tuple(items.iter().map(|&item| self.equality(item)).collect()),
            _ => Equality::Same(id),
        }
    }

    /// The shared text of a name.
    pub fn text(&mut self, name: Name, names: &Interner) -> Text {
        match names.place(name) {
            Some(place) => Text::within(&self.shared, place),
            None => self.apart.entry(name).or_insert_with(|| Text::new(names.wtf8(name))).clone(),
        }
    }

    /// All code is made: from now on its texts can be read.
    pub fn finish(self, names: &Interner) {
        self.shared.get_or_init(|| names.snapshot());
    }

    /// The constant as code carries it.
    pub fn to_const(&mut self, id: PoolId, names: &Interner) -> Const {
        match &self.values[id.0 as usize] {
            Value::None => Const::None,
            Value::True => Const::True,
            Value::False => Const::False,
            Value::Ellipsis => Const::Ellipsis,
            Value::Int(value) => Const::Int(*value),
            Value::BigInt(value) => Const::BigInt(value.clone()),
            Value::Float(value) => Const::Float(*value),
            Value::Complex(re, im) => Const::Complex { re: *re, im: *im },
            Value::Str(name) => {
                let name = *name;
                Const::Str(self.text(name, names))
            }
            Value::Bytes(bytes) => Const::Bytes(bytes.clone()),
            Value::Code(code) => Const::Code(code.clone()),
            Value::Tuple(_) | Value::FrozenSet(_) | Value::Slice(_) => self.compound(id, names),
        }
    }

    /// A constant that has others in it: one for all code that has it.
    #[inline(never)]
    fn compound(&mut self, id: PoolId, names: &Interner) -> Const {
        if let Some(made) = self.compounds.get(&id) {
            return made.clone();
        }
        let made = match self.values[id.0 as usize].clone() {
            Value::Tuple(items) => Const::Tuple(items.iter().map(|&item| self.to_const(item, names)).collect()),
            Value::FrozenSet(items) => Const::FrozenSet(items.iter().map(|&item| self.to_const(item, names)).collect()),
            Value::Slice(parts) => Const::Slice(Arc::new(parts.map(|part| self.to_const(part, names)))),
            _ => return self.to_const(id, names),
        };
        self.compounds.insert(id, made.clone());
        made
    }
}

/// What equal constants have in common.
#[derive(PartialEq, Eq, Hash)]
enum Equality {
    Int(i64),
    BigInt(Arc<BigInt>),
    /// A float that is no int.
    Float(u64),
    Complex(u64, u64),
    Tuple(Vec<Equality>),
    /// Equal to itself only.
    Same(PoolId),
}

impl Equality {
    fn of_float(value: f64, id: PoolId) -> Equality {
        const BOUND: f64 = 9_223_372_036_854_775_808.0;
        if value.is_nan() {
            Equality::Same(id)
        } else if value.fract() != 0.0 || value.is_infinite() {
            Equality::Float(value.to_bits())
        } else if (-BOUND..BOUND).contains(&value) {
            Equality::Int(value as i64)
        } else {
            num_traits::FromPrimitive::from_f64(value)
                .map_or(Equality::Same(id), |value: BigInt| Equality::BigInt(Arc::new(value)))
        }
    }
}

/// codeobject.c: code_richcompare. The qualified name does not count.
fn same_code(a: &Code, b: &Code) -> bool {
    a.name == b.name
        && a.argcount == b.argcount
        && a.posonlyargcount == b.posonlyargcount
        && a.kwonlyargcount == b.kwonlyargcount
        && a.flags == b.flags
        && a.firstlineno == b.firstlineno
        && a.code == b.code
        && a.consts.len() == b.consts.len()
        && a.consts.iter().zip(b.consts.iter()).all(|(a, b)| same_const(a, b))
        && a.names == b.names
        && a.localsplusnames == b.localsplusnames
        && a.linetable == b.linetable
        && a.exceptiontable == b.exceptiontable
}

fn same_const(a: &Const, b: &Const) -> bool {
    match (a, b) {
        (Const::None, Const::None)
        | (Const::True, Const::True)
        | (Const::False, Const::False)
        | (Const::Ellipsis, Const::Ellipsis) => true,
        (Const::Int(a), Const::Int(b)) => a == b,
        (Const::BigInt(a), Const::BigInt(b)) => a == b,
        (Const::Float(a), Const::Float(b)) => a.to_bits() == b.to_bits(),
        (Const::Complex { re: a, im: b }, Const::Complex { re: c, im: d }) => {
            a.to_bits() == c.to_bits() && b.to_bits() == d.to_bits()
        }
        (Const::Str(a), Const::Str(b)) => a == b,
        (Const::Bytes(a), Const::Bytes(b)) => a == b,
        (Const::Tuple(a), Const::Tuple(b)) | (Const::FrozenSet(a), Const::FrozenSet(b)) => {
            a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| same_const(a, b))
        }
        (Const::Slice(a), Const::Slice(b)) => a.iter().zip(b.iter()).all(|(a, b)| same_const(a, b)),
        (Const::Code(a), Const::Code(b)) => Arc::ptr_eq(a, b) || same_code(a, b),
        _ => false,
    }
}

/// The constants of one code unit, in order.
#[derive(Default)]
pub struct ConstList(NumberedList<PoolId>);

impl Numbered for PoolId {
    fn key(self) -> u32 {
        self.0
    }
}

impl ConstList {
    /// An empty list with room for the constants of most functions.
    pub(super) fn roomy() -> ConstList {
        ConstList(NumberedList::roomy())
    }

    /// The place of a constant, which is added if it is new.
    pub fn add(&mut self, id: PoolId) -> u32 {
        self.0.add(id)
    }

    /// Forgets the constants, keeps the room.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The constants in order.
    pub fn ids(&self) -> &[PoolId] {
        self.0.as_slice()
    }
}

/// A unit's constants together with the pool: what the flow graph's folding works on.
pub struct ConstTable<'a> {
    /// The compilation's constants.
    pub pool: &'a mut ConstPool,
    /// The compilation's texts.
    pub names: &'a mut Interner,
    /// The unit's constants.
    pub list: &'a mut ConstList,
}

impl ConstTable<'_> {
    /// How many constants the unit has.
    pub fn len(&self) -> usize {
        self.list.0.len()
    }

    /// Whether the unit has none.
    pub fn is_empty(&self) -> bool {
        self.list.ids().is_empty()
    }

    /// Constant number `at`.
    pub fn get(&self, at: u32) -> PoolId {
        self.list.ids().get(at as usize).copied().unwrap_or(PoolId::NONE)
    }

    /// Drops the constants from number `len` on.
    pub fn truncate(&mut self, len: usize) {
        self.list.0.truncate(len);
    }

    /// Drops the constants that are not marked.
    pub fn retain(&mut self, used: &[bool]) {
        self.list.0.retain(used);
    }
}
