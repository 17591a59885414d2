//! `_operator`: the operators as functions, and the callables that pick items, attributes and methods
//! (CPython: `Modules/_operator.c`).

use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Args, CallArgs, CompareOp, Dict, GetSetDef, Module, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt,
    Tuple, Type, TypeDef, Vm, argument, buffer, getter, int, native,
    protocol::{self, BinaryOp},
    sequence::{finish, write_repr},
    text::TextBuf,
    type_error, value_error,
};
use smallvec::SmallVec;

macro_rules! binary {
    ($($name:ident |$vm:ident, $a:ident, $b:ident| $body:expr;)*) => {
        $(
            fn $name($vm: &mut Vm, args: Args<'_>) -> PyResult {
                let ($a, $b) = (args.at(1), args.at(2));
                $body
            }
        )*
    };
}

binary! {
    add |vm, a, b| protocol::binary(vm, a, b, BinaryOp::Add);
    sub |vm, a, b| protocol::binary(vm, a, b, BinaryOp::Subtract);
    mul |vm, a, b| protocol::binary(vm, a, b, BinaryOp::Multiply);
    matmul |vm, a, b| protocol::binary(vm, a, b, BinaryOp::MatrixMultiply);
    floordiv |vm, a, b| protocol::binary(vm, a, b, BinaryOp::FloorDivide);
    truediv |vm, a, b| protocol::binary(vm, a, b, BinaryOp::TrueDivide);
    modulo |vm, a, b| protocol::binary(vm, a, b, BinaryOp::Remainder);
    lshift |vm, a, b| protocol::binary(vm, a, b, BinaryOp::Lshift);
    rshift |vm, a, b| protocol::binary(vm, a, b, BinaryOp::Rshift);
    and |vm, a, b| protocol::binary(vm, a, b, BinaryOp::And);
    or |vm, a, b| protocol::binary(vm, a, b, BinaryOp::Or);
    xor |vm, a, b| protocol::binary(vm, a, b, BinaryOp::Xor);
    pow |vm, a, b| protocol::power(vm, a, b, &Obj::NONE);
    iadd |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::Add);
    isub |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::Subtract);
    imul |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::Multiply);
    imatmul |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::MatrixMultiply);
    ifloordiv |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::FloorDivide);
    itruediv |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::TrueDivide);
    imod |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::Remainder);
    ilshift |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::Lshift);
    irshift |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::Rshift);
    iand |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::And);
    ior |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::Or);
    ixor |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::Xor);
    ipow |vm, a, b| protocol::inplace(vm, a, b, BinaryOp::Power);
    eq |vm, a, b| protocol::compare(vm, a, b, CompareOp::Eq);
    ne |vm, a, b| protocol::compare(vm, a, b, CompareOp::Ne);
    lt |vm, a, b| protocol::compare(vm, a, b, CompareOp::Lt);
    le |vm, a, b| protocol::compare(vm, a, b, CompareOp::Le);
    gt |vm, a, b| protocol::compare(vm, a, b, CompareOp::Gt);
    ge |vm, a, b| protocol::compare(vm, a, b, CompareOp::Ge);
    is |_vm, a, b| Ok(Obj::bool(a.is(b)));
    is_not |_vm, a, b| Ok(Obj::bool(!a.is(b)));
    contains |vm, a, b| protocol::contains(vm, a, b).map(Obj::bool);
    getitem |vm, a, b| protocol::get_item(vm, a, b);
    delitem |vm, a, b| protocol::del_item(vm, a, b).map(|()| Obj::NONE);
}

fn setitem(vm: &mut Vm, args: Args<'_>) -> PyResult {
    protocol::set_item(vm, args.at(1), args.at(2), args.at(3))?;
    Ok(Obj::NONE)
}

fn not(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Obj::bool(!protocol::is_true(vm, args.at(1))?))
}

fn truth(vm: &mut Vm, args: Args<'_>) -> PyResult {
    protocol::is_true(vm, args.at(1)).map(Obj::bool)
}

/// Whether an object has items by number.
fn is_sequence(vm: &Vm, o: &Obj) -> bool {
    !o.is_kind::<Dict>() && vm.slots_of(o).item().is_some()
}

/// `a + b` of sequences: what is a number only does not add.
fn concatenation(vm: &mut Vm, args: Args<'_>, inplace: bool) -> PyResult {
    let (a, b) = (args.at(1), args.at(2));
    let slots = vm.slots_of(a);
    let own = if inplace { slots.inplace_concat().or(slots.concat()) } else { slots.concat() };
    if let Some(concat) = own {
        return concat(vm, a, b);
    }
    if is_sequence(vm, a) && is_sequence(vm, b) {
        let run = if inplace { protocol::inplace } else { protocol::binary };
        return run(vm, a, b, BinaryOp::Add);
    }
    let class = argument::class_name(vm, a);
    Err(type_error!(vm, "'{class}' object can't be concatenated"))
}

fn concat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    concatenation(vm, args, false)
}

fn iconcat(vm: &mut Vm, args: Args<'_>) -> PyResult {
    concatenation(vm, args, true)
}

/// An iterator over what is searched.
fn searched(vm: &mut Vm, o: &Obj) -> PyResult {
    match protocol::iter(vm, o) {
        Ok(iterator) => Ok(iterator),
        Err(raised) => {
            vm.swallow(raised, rpython_objects::types::TYPE_ERROR)?;
            let class = argument::class_name(vm, o);
            Err(type_error!(vm, "argument of type '{class}' is not iterable"))
        }
    }
}

fn index_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = searched(vm, args.at(1))?;
    let mut index = 0;
    while let Some(item) = protocol::next(vm, &iterator)? {
        if protocol::equal(vm, &item, args.at(2))? {
            return Ok(int::from_i64(vm, index));
        }
        index += 1;
        vm.poll()?;
    }
    Err(value_error!(vm, "sequence.index(x): x not in sequence"))
}

fn count_of(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let iterator = searched(vm, args.at(1))?;
    let mut count = 0;
    while let Some(item) = protocol::next(vm, &iterator)? {
        count += i64::from(protocol::equal(vm, &item, args.at(2))?);
        vm.poll()?;
    }
    Ok(int::from_i64(vm, count))
}

fn length_hint(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let default = match args.opt(2) {
        None => 0,
        Some(given) if int::is_int(given) => argument::ssize(vm, given)?,
        Some(given) => {
            let class = argument::class_name(vm, given);
            return Err(type_error!(vm, "'{class}' object cannot be interpreted as an integer"));
        }
    };
    // A negative default is answered as it is where the object has no hint of its own.
    const NONE: usize = usize::MAX;
    let hint = protocol::length_hint(vm, args.at(1), NONE)?;
    Ok(int::from_i64(vm, if hint == NONE { default as i64 } else { hint as i64 }))
}

fn call(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut values: SmallVec<[Obj; 6]> = SmallVec::new();
    if let Some(given) = args.at(2).downcast_ref::<Tuple>() {
        values.extend(given.tail(vm).iter().cloned());
    }
    let mut keywords = Vec::new();
    if let Some(given) = args.at(3).downcast_ref::<Dict>() {
        for (key, value) in given.get(vm).iter() {
            keywords.push(key.clone());
            values.push(value.clone());
        }
    }
    let names = if keywords.is_empty() { None } else { Some(Tuple::from_vec(vm, keywords)?) };
    protocol::call_args(vm, args.at(1), CallArgs { values: &values, names: names.as_ref() })
}

/// Whether two byte strings are equal, in a time that does not depend on where they differ.
fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    // Where the lengths differ, `b` is compared with itself: the time says the length of `b` only.
    let (other, mut difference) = if a.len() == b.len() { (a, 0) } else { (b, 1) };
    for (x, y) in other.iter().zip(b) {
        difference = std::hint::black_box(difference | (x ^ y));
    }
    difference == 0
}

fn compare_digest(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (a, b) = (args.at(1), args.at(2));
    if let (Some(x), Some(y)) = (a.downcast_ref::<Str>(), b.downcast_ref::<Str>()) {
        let (x, y) = (x.text(vm), y.text(vm));
        if let (rpython_objects::text::Text::Ascii(x), rpython_objects::text::Text::Ascii(y)) = (x, y) {
            return Ok(Obj::bool(same_bytes(x, y)));
        }
        return Err(type_error!(vm, "comparing strings with non-ASCII characters is not supported"));
    }
    if !buffer::has_buffer(vm, a) && !buffer::has_buffer(vm, b) {
        let (x, y) = (argument::class_name(vm, a), argument::class_name(vm, b));
        return Err(type_error!(vm, "unsupported operand types(s) or combination of types: '{x}' and '{y}'"));
    }
    let (x, y) = (buffer::to_vec(vm, a)?, buffer::to_vec(vm, b)?);
    Ok(Obj::bool(same_bytes(&x, &y)))
}

/// The payload of an `itemgetter`: what it picks.
pub struct ItemGetter {
    items: Ref<Tuple>,
}

impl Payload for ItemGetter {
    const KIND: Kind = kinds::ITEM_GETTER;
    const NAME: &'static str = "itemgetter";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.items);
    }
}

/// The payload of an `attrgetter`: a tuple of names for each attribute, `a.b` in its parts.
pub struct AttrGetter {
    paths: Ref<Tuple>,
}

impl Payload for AttrGetter {
    const KIND: Kind = kinds::ATTR_GETTER;
    const NAME: &'static str = "attrgetter";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.paths);
    }
}

/// The payload of a `methodcaller`.
pub struct MethodCaller {
    name: Ref<Str>,
    /// Positional arguments, then the values of the keywords.
    values: Ref<Tuple>,
    /// Names of the keywords.
    keywords: Ref<Tuple>,
}

impl Payload for MethodCaller {
    const KIND: Kind = kinds::METHOD_CALLER;
    const NAME: &'static str = "methodcaller";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.name);
        visit(&self.values);
        visit(&self.keywords);
    }
}

/// The one argument that all three take, with the messages of `itemgetter expected 1 argument, got 2`.
fn only_argument<'a>(vm: &mut Vm, function: &str, args: CallArgs<'a>) -> PyResult<&'a Obj> {
    argument::no_keywords(vm, function, args)?;
    Ok(&argument::positional(vm, function, args, 1, 1)?[0])
}

fn new_item_getter(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    argument::no_keywords(vm, "itemgetter", args)?;
    if args.values.is_empty() {
        return Err(type_error!(vm, "itemgetter expected 1 argument, got 0"));
    }
    let items = Tuple::from_slice(vm, args.values)?;
    Ok(vm.alloc_in(class, ItemGetter { items }).into_obj())
}

/// `o[item]`, quick for a tuple and a number in range.
#[inline]
fn pick(vm: &mut Vm, o: &Obj, item: &Obj) -> PyResult {
    if let (Some(i), Some(t)) = (item.value().as_int(), o.downcast_ref::<Tuple>().filter(|t| Tuple::is_exact(t)))
        && let Some(found) = t.tail(vm).get(i as usize)
    {
        return Ok(found.clone());
    }
    protocol::get_item(vm, o, item)
}

fn call_item_getter(vm: &mut Vm, this: &Obj, args: CallArgs<'_>) -> PyResult {
    let o = only_argument(vm, "itemgetter", args)?;
    let Some(getter) = this.downcast_ref::<ItemGetter>() else { return Ok(Obj::NONE) };
    let items = getter.get(vm).items.clone();
    if let [item] = items.tail(vm) {
        let item = item.clone();
        return pick(vm, o, &item);
    }
    let mut found: SmallVec<[Obj; 6]> = SmallVec::new();
    for i in 0..items.tail(vm).len() {
        let item = items.tail(vm)[i].clone();
        found.push(pick(vm, o, &item)?);
    }
    table::tuple(vm, &found)
}

/// `name(item, …)`
fn write_call(vm: &mut Vm, this: &Obj, parts: &[(Option<Obj>, Obj)]) -> PyResult {
    let made = protocol::guard_repr(vm, this, |vm| {
        let mut buf = TextBuf::new();
        buf.push_str(&argument::class_name(vm, this));
        buf.push_ascii(b"(");
        for (i, (name, value)) in parts.iter().enumerate() {
            if i > 0 {
                buf.push_ascii(b", ");
            }
            if let Some(name) = name {
                let name = protocol::str(vm, name)?;
                buf.push_text(name.text(vm));
                buf.push_ascii(b"=");
            }
            write_repr(vm, value, &mut buf)?;
        }
        buf.push_ascii(b")");
        finish(vm, buf)
    })?;
    let name = argument::class_name(vm, this);
    Ok(made.unwrap_or_else(|| Str::new(vm, &format!("{name}(...)")).into_obj()))
}

fn item_getter_repr(vm: &mut Vm, this: &Obj) -> PyResult {
    let Some(getter) = this.downcast_ref::<ItemGetter>() else { return Ok(Obj::NONE) };
    let items = getter.get(vm).items.clone();
    let parts: Vec<_> = items.tail(vm).iter().map(|i| (None, i.clone())).collect();
    write_call(vm, this, &parts)
}

fn item_getter_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let items = args.this::<ItemGetter>().get(vm).items.clone().into_obj();
    table::tuple(vm, &[class, items])
}

fn new_attr_getter(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    argument::no_keywords(vm, "attrgetter", args)?;
    if args.values.is_empty() {
        return Err(type_error!(vm, "attrgetter expected 1 argument, got 0"));
    }
    let mut paths = Vec::with_capacity(args.values.len());
    for name in args.values {
        let Some(name) = name.downcast_ref::<Str>() else {
            return Err(type_error!(vm, "attribute name must be a string"));
        };
        let text = name.text(vm);
        let dot = u32::from(b'.');
        let mut parts = Vec::new();
        let mut start = 0;
        let ends: Vec<usize> = text.iter().enumerate().filter(|c| c.1 == dot).map(|c| c.0).collect();
        for end in ends.into_iter().chain([text.len()]) {
            let part = Str::slice(vm, name, start, end)?;
            parts.push(Str::intern_ref(vm, part).into_obj());
            start = end + 1;
        }
        paths.push(Tuple::from_vec(vm, parts)?.into_obj());
    }
    let paths = Tuple::from_vec(vm, paths)?;
    Ok(vm.alloc_in(class, AttrGetter { paths }).into_obj())
}

/// `o.a.b.c`
fn follow(vm: &mut Vm, o: &Obj, path: &Obj) -> PyResult {
    let mut at = o.clone();
    let Some(path) = path.downcast_ref::<Tuple>() else { return Ok(at) };
    for i in 0..path.tail(vm).len() {
        if let Some(name) = path.tail(vm)[i].downcast_ref::<Str>().cloned() {
            at = protocol::get_attr(vm, &at, &name)?;
        }
    }
    Ok(at)
}

fn call_attr_getter(vm: &mut Vm, this: &Obj, args: CallArgs<'_>) -> PyResult {
    let o = only_argument(vm, "attrgetter", args)?;
    let Some(getter) = this.downcast_ref::<AttrGetter>() else { return Ok(Obj::NONE) };
    let paths = getter.get(vm).paths.clone();
    if let [path] = paths.tail(vm) {
        let path = path.clone();
        return follow(vm, o, &path);
    }
    let mut found: SmallVec<[Obj; 6]> = SmallVec::new();
    for i in 0..paths.tail(vm).len() {
        let path = paths.tail(vm)[i].clone();
        found.push(follow(vm, o, &path)?);
    }
    table::tuple(vm, &found)
}

/// The attributes as they were given: `a.b`.
fn attribute_names(vm: &mut Vm, getter: &Ref<AttrGetter>) -> PyResult<Vec<Obj>> {
    let paths = getter.get(vm).paths.clone();
    let mut joined = Vec::new();
    for path in paths.tail(vm) {
        let mut buf = TextBuf::new();
        for (i, part) in path.downcast_ref::<Tuple>().map(|p| p.tail(vm)).unwrap_or_default().iter().enumerate() {
            if i > 0 {
                buf.push_ascii(b".");
            }
            if let Some(part) = part.downcast_ref::<Str>() {
                buf.push_text(part.text(vm));
            }
        }
        joined.push(finish(vm, buf)?);
    }
    Ok(joined)
}

fn attr_getter_repr(vm: &mut Vm, this: &Obj) -> PyResult {
    let Some(getter) = this.downcast_ref::<AttrGetter>() else { return Ok(Obj::NONE) };
    let parts: Vec<_> = attribute_names(vm, getter)?.into_iter().map(|name| (None, name)).collect();
    write_call(vm, this, &parts)
}

fn attr_getter_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let names = attribute_names(vm, args.this::<AttrGetter>())?;
    let names = Tuple::from_vec(vm, names)?.into_obj();
    table::tuple(vm, &[class, names])
}

fn new_method_caller(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let Some((name, _)) = args.split().0.split_first() else {
        return Err(type_error!(vm, "methodcaller needs at least one argument, the method name"));
    };
    let Some(name) = name.downcast_ref::<Str>().cloned() else {
        return Err(type_error!(vm, "method name must be a string"));
    };
    let name = Str::intern_ref(vm, name);
    let values = Tuple::from_slice(vm, &args.values[1..])?;
    let keywords = args.names.cloned().unwrap_or_else(Tuple::empty);
    Ok(vm.alloc_in(class, MethodCaller { name, values, keywords }).into_obj())
}

fn call_method_caller(vm: &mut Vm, this: &Obj, args: CallArgs<'_>) -> PyResult {
    let o = only_argument(vm, "methodcaller", args)?;
    let Some(caller) = this.downcast_ref::<MethodCaller>() else { return Ok(Obj::NONE) };
    let c = caller.get(vm);
    let (name, keywords) = (c.name.clone(), c.keywords.clone());
    let values: SmallVec<[Obj; 6]> = c.values.tail(vm).iter().cloned().collect();
    let method = protocol::get_attr(vm, o, &name)?;
    let names = (!keywords.tail(vm).is_empty()).then_some(&keywords);
    protocol::call_args(vm, &method, CallArgs { values: &values, names })
}

fn method_caller_repr(vm: &mut Vm, this: &Obj) -> PyResult {
    let Some(caller) = this.downcast_ref::<MethodCaller>() else { return Ok(Obj::NONE) };
    let c = caller.get(vm);
    let (values, keywords) = (c.values.tail(vm), c.keywords.tail(vm));
    let positional = values.len() - keywords.len();
    let mut parts = vec![(None, c.name.clone().into_obj())];
    parts.extend(values.iter().enumerate().map(|(i, v)| {
        let name = i.checked_sub(positional).and_then(|k| keywords.get(k)).cloned();
        (name, v.clone())
    }));
    write_call(vm, this, &parts)
}

fn method_caller_reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let c = args.this::<MethodCaller>().get(vm);
    let (name, values, keywords) = (c.name.clone().into_obj(), c.values.clone(), c.keywords.clone());
    let positional = values.tail(vm).len() - keywords.tail(vm).len();
    let given = values.tail(vm)[..positional].to_vec();
    if keywords.tail(vm).is_empty() {
        let all: Vec<Obj> = std::iter::once(name).chain(given).collect();
        let all = Tuple::from_vec(vm, all)?.into_obj();
        return table::tuple(vm, &[class, all]);
    }
    let partial = partial_class(vm)?;
    let given = Tuple::from_vec(vm, given)?.into_obj();
    let mut bound: Vec<Obj> = vec![class, name];
    bound.extend(values.tail(vm)[positional..].iter().cloned());
    let made = protocol::call_args(vm, &partial, CallArgs { values: &bound, names: Some(&keywords) })?;
    table::tuple(vm, &[made, given])
}

/// `functools.partial`
fn partial_class(vm: &mut Vm) -> PyResult {
    let module = table::import(vm, "functools")?;
    let name = Str::intern(vm, "partial");
    protocol::get_attr(vm, &module, &name)
}

/// What calling an instance takes.
const CALL_SIGNATURE: &[GetSetDef] =
    &[getter("__text_signature__", |vm, _| Ok(Str::new(vm, "(obj, /)").into_obj()), "")];

const REDUCE_DOC: &str = "Return state information for pickling";

/// `operator.itemgetter`
pub static ITEM_GETTER_DEF: TypeDef = TypeDef {
    name: "itemgetter",
    module: "operator",
    kind: kinds::ITEM_GETTER,
    doc: "Return a callable object that fetches the given item(s) from its operand.\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), the call g(r) returns (r[2], r[5], r[3])",
    slots: Slots {
        new: Some(new_item_getter),
        call: Some(call_item_getter),
        repr: Some(item_getter_repr),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", item_getter_reduce, REDUCE_DOC)],
    signature: "(item, /, *items)",
    getsets: CALL_SIGNATURE,
    ..TypeDef::EMPTY
};

/// `operator.attrgetter`
pub static ATTR_GETTER_DEF: TypeDef = TypeDef {
    name: "attrgetter",
    module: "operator",
    kind: kinds::ATTR_GETTER,
    doc: "Return a callable object that fetches the given attribute(s) from its operand.\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = attrgetter('name', 'date'), the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the call h(r) returns\n(r.name.first, r.name.last).",
    slots: Slots {
        new: Some(new_attr_getter),
        call: Some(call_attr_getter),
        repr: Some(attr_getter_repr),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", attr_getter_reduce, REDUCE_DOC)],
    signature: "(attr, /, *attrs)",
    getsets: CALL_SIGNATURE,
    ..TypeDef::EMPTY
};

/// `operator.methodcaller`
pub static METHOD_CALLER_DEF: TypeDef = TypeDef {
    name: "methodcaller",
    module: "operator",
    kind: kinds::METHOD_CALLER,
    doc: "Return a callable object that calls the given method on its operand.\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = methodcaller('name', 'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
    slots: Slots {
        new: Some(new_method_caller),
        call: Some(call_method_caller),
        repr: Some(method_caller_repr),
        ..Slots::EMPTY
    },
    methods: &[native("__reduce__", "($self, /)", method_caller_reduce, REDUCE_DOC)],
    signature: "(name, /, *args, **kwargs)",
    getsets: CALL_SIGNATURE,
    ..TypeDef::EMPTY
};

const ONE: &str = "($module, a, /)";
const TWO: &str = "($module, a, b, /)";

static FUNCTIONS: &[NativeDef] = &[
    native("truth", ONE, truth, "Return True if a is true, False otherwise."),
    native("contains", TWO, contains, "Same as b in a (note reversed operands)."),
    native("indexOf", TWO, index_of, "Return the first index of b in a."),
    native("countOf", TWO, count_of, "Return the number of items in a which are, or which equal, b."),
    native("is_", TWO, is, "Same as a is b."),
    native("is_not", TWO, is_not, "Same as a is not b."),
    native("is_none", ONE, |_, a| Ok(Obj::bool(a.at(1).is_none())), "Same as a is None."),
    native("is_not_none", ONE, |_, a| Ok(Obj::bool(!a.at(1).is_none())), "Same as a is not None."),
    native("add", TWO, add, "Same as a + b."),
    native("sub", TWO, sub, "Same as a - b."),
    native("mul", TWO, mul, "Same as a * b."),
    native("matmul", TWO, matmul, "Same as a @ b."),
    native("floordiv", TWO, floordiv, "Same as a // b."),
    native("truediv", TWO, truediv, "Same as a / b."),
    native("mod", TWO, modulo, "Same as a % b."),
    native("neg", ONE, |vm, a| protocol::negative(vm, a.at(1)), "Same as -a."),
    native("pos", ONE, |vm, a| protocol::positive(vm, a.at(1)), "Same as +a."),
    native("abs", ONE, |vm, a| protocol::absolute(vm, a.at(1)), "Same as abs(a)."),
    native("inv", ONE, |vm, a| protocol::invert(vm, a.at(1)), "Same as ~a."),
    native("invert", ONE, |vm, a| protocol::invert(vm, a.at(1)), "Same as ~a."),
    native("lshift", TWO, lshift, "Same as a << b."),
    native("rshift", TWO, rshift, "Same as a >> b."),
    native("not_", ONE, not, "Same as not a."),
    native("and_", TWO, and, "Same as a & b."),
    native("xor", TWO, xor, "Same as a ^ b."),
    native("or_", TWO, or, "Same as a | b."),
    native("iadd", TWO, iadd, "Same as a += b."),
    native("isub", TWO, isub, "Same as a -= b."),
    native("imul", TWO, imul, "Same as a *= b."),
    native("imatmul", TWO, imatmul, "Same as a @= b."),
    native("ifloordiv", TWO, ifloordiv, "Same as a //= b."),
    native("itruediv", TWO, itruediv, "Same as a /= b."),
    native("imod", TWO, imod, "Same as a %= b."),
    native("ilshift", TWO, ilshift, "Same as a <<= b."),
    native("irshift", TWO, irshift, "Same as a >>= b."),
    native("iand", TWO, iand, "Same as a &= b."),
    native("ixor", TWO, ixor, "Same as a ^= b."),
    native("ior", TWO, ior, "Same as a |= b."),
    native("concat", TWO, concat, "Same as a + b, for a and b sequences."),
    native("iconcat", TWO, iconcat, "Same as a += b, for a and b sequences."),
    native("getitem", TWO, getitem, "Same as a[b]."),
    native("setitem", "($module, a, b, c, /)", setitem, "Same as a[b] = c."),
    native("delitem", TWO, delitem, "Same as del a[b]."),
    native("pow", TWO, pow, "Same as a ** b."),
    native("ipow", TWO, ipow, "Same as a **= b."),
    native("eq", TWO, eq, "Same as a == b."),
    native("ne", TWO, ne, "Same as a != b."),
    native("lt", TWO, lt, "Same as a < b."),
    native("le", TWO, le, "Same as a <= b."),
    native("gt", TWO, gt, "Same as a > b."),
    native("ge", TWO, ge, "Same as a >= b."),
    native("index", ONE, |vm, a| protocol::index(vm, a.at(1)), "Same as a.__index__()"),
    native(
        "length_hint",
        "($module, obj, default=0, /)",
        length_hint,
        "Return an estimate of the number of items in obj.\n\nThis is useful for presizing containers when building from an iterable.\n\nIf the object supports len(), the result will be exact.\nOtherwise, it may over- or under-estimate by an arbitrary amount.\nThe result will be an integer >= 0.",
    ),
    native("call", "($module, obj, /, *args, **kwargs)", call, "Same as obj(*args, **kwargs)."),
    native(
        "_compare_digest",
        TWO,
        compare_digest,
        "Return 'a == b'.\n\nThis function uses an approach designed to prevent\ntiming analysis, making it appropriate for cryptography.\n\na and b must both be of the same type: either str (ASCII only),\nor any bytes-like object.\n\nNote: If a and b are of different lengths, or if an error occurs,\na timing attack could theoretically reveal information about the\ntypes and lengths of a and b--but not their values.",
    ),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(
        vm,
        "_operator",
        "Operator interface.\n\nThis module exports a set of functions implemented in C corresponding\nto the intrinsic operators of Python.  For example, operator.add(x, y)\nis equivalent to the expression x+y.  The function names are those\nused for special methods; variants without leading and trailing\n'__' are also provided for convenience.",
        FUNCTIONS,
    )?;
    table::add_type::<ItemGetter>(vm, &module, &ITEM_GETTER_DEF)?;
    table::add_type::<AttrGetter>(vm, &module, &ATTR_GETTER_DEF)?;
    table::add_type::<MethodCaller>(vm, &module, &METHOD_CALLER_DEF)?;
    Ok(module)
}
