//! `_lru_cache_wrapper`: a callable that remembers results.
//!
//! A bounded cache is one dict whose order is that of use: a hit moves its entry to the end, a full cache drops the first
//! one. The function, and comparing keys, may run Python code that calls the same wrapper again; so after each of them the
//! cache is asked anew.

use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Args, CallArgs, Dict, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeFlags,
    Vm, argument, int, method, names, native, protocol, type_error,
};
use smallvec::SmallVec;

/// How much is remembered.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limit {
    Nothing,
    Everything,
    Entries(usize),
}

/// The payload of a cached function.
pub(super) struct LruCache {
    function: Obj,
    cache: Ref<Dict>,
    limit: Limit,
    typed: bool,
    hits: i64,
    misses: i64,
    /// Makes what `cache_info()` answers.
    info: Obj,
    /// Stands between positional and keyword arguments in a key.
    mark: Obj,
}

impl Payload for LruCache {
    const KIND: Kind = kinds::LRU_CACHE;
    const NAME: &'static str = "lru_cache wrapper";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.function);
        visit(&self.cache);
        visit(&self.info);
        visit(&self.mark);
    }
    fn clear(&mut self) {
        self.function = Obj::NONE;
        self.info = Obj::NONE;
    }
}

static NEW: NativeDef = native(
    "lru_cache",
    "($class, user_function, maxsize, typed, cache_info_type)",
    |vm, args| {
        let (function, maxsize) = (args.at(1), args.at(2));
        if vm.slots_of(function).call().is_none() {
            return Err(type_error!(vm, "the first argument must be callable"));
        }
        let limit = if maxsize.is_none() {
            Limit::Everything
        } else if protocol::has_index(vm, maxsize) {
            match argument::ssize(vm, maxsize)? {
                n if n <= 0 => Limit::Nothing,
                n => Limit::Entries(n as usize),
            }
        } else {
            return Err(type_error!(vm, "maxsize should be integer or None"));
        };
        let typed = protocol::is_true(vm, args.at(3))?;
        let mark = mark(vm)?;
        let made = LruCache {
            function: function.clone(),
            cache: Dict::new(vm),
            limit,
            typed,
            hits: 0,
            misses: 0,
            info: args.at(4).clone(),
            mark,
        };
        Ok(vm.alloc_in(args.this::<Type>(), made).into_obj())
    },
    "",
);

#[derive(Default)]
struct State {
    mark: rpython_objects::OptObj,
}

/// An object that equals nothing that a program passes.
fn mark(vm: &mut Vm) -> PyResult {
    if let Some(mark) = vm.state_of::<State>().mark.cloned() {
        return Ok(mark);
    }
    let made = protocol::call(vm, rpython_objects::types::OBJECT, &[])?;
    vm.state_of::<State>().mark = rpython_objects::OptObj::some(made.clone());
    Ok(made)
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    table::construct(vm, class, &NEW, args)
}

/// What a call is remembered under: a tuple of its arguments, or the only one if it is an exact int or string.
fn key(vm: &Vm, mark: &Obj, typed: bool, args: CallArgs<'_>) -> PyResult {
    if let (false, None, [one]) = (typed, args.names, args.values)
        && (one.value().is_int() || one.downcast_ref::<Str>().is_some_and(|s| s.is_exact()))
    {
        return Ok(one.clone());
    }
    let (given, named) = args.split();
    let mut parts: SmallVec<[Obj; 8]> = given.iter().cloned().collect();
    if !named.is_empty() {
        parts.push(mark.clone());
        let names = args.names.map(|n| n.tail(vm)).unwrap_or_default();
        for (name, value) in names.iter().zip(named) {
            parts.push(name.clone());
            parts.push(value.clone());
        }
    }
    if typed {
        for value in args.values {
            parts.push(vm.class_of(value).own().into_obj());
        }
    }
    Ok(Tuple::from_exact(vm, parts.into_iter())?.into_obj())
}

fn call(vm: &mut Vm, this: &Obj, args: CallArgs<'_>) -> PyResult {
    let Some(wrapper) = this.downcast_ref::<LruCache>() else { return Ok(Obj::NONE) };
    let w = wrapper.get(vm);
    let (function, limit) = (w.function.clone(), w.limit);
    if limit == Limit::Nothing {
        wrapper.get_mut(vm).misses += 1;
        return protocol::call_args(vm, &function, args);
    }
    let key = key(vm, &w.mark, w.typed, args)?;
    let cache = w.cache.clone();
    let hash = protocol::hash(vm, &key)?;
    if let Some(at) = Dict::find(vm, &cache, &key, hash)? {
        wrapper.get_mut(vm).hits += 1;
        let result = cache.get(vm).value_at(at).cloned().unwrap_or(Obj::NONE);
        if limit != Limit::Everything {
            cache.get_mut(vm).move_to_end(at)?;
        }
        return Ok(result);
    }
    wrapper.get_mut(vm).misses += 1;
    let result = protocol::call_args(vm, &function, args)?;
    let Limit::Entries(most) = limit else {
        Dict::set_hashed(vm, &cache, &key, hash, result.clone())?;
        return Ok(result);
    };
    // The function may have remembered the same call meanwhile: that entry stays.
    if Dict::find(vm, &cache, &key, hash)?.is_none() {
        let mut dropped = None;
        if cache.get(vm).len() >= most {
            dropped = cache.get_mut(vm).remove_first();
        }
        cache.get_mut(vm).insert_new(hash, key, result.clone())?;
        drop(dropped);
    }
    Ok(result)
}

fn bind(vm: &mut Vm, this: &Obj, instance: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    match instance.filter(|i| !i.is_none()) {
        Some(instance) => Ok(method::new(vm, this, instance)),
        None => Ok(this.clone()),
    }
}

fn cache_info(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let w = args.this::<LruCache>().get(vm);
    let (hits, misses, size) = (w.hits, w.misses, w.cache.get(vm).len() as i64);
    let limit = match w.limit {
        Limit::Nothing => int::from_i64(vm, 0),
        Limit::Everything => Obj::NONE,
        Limit::Entries(n) => int::from_i64(vm, n as i64),
    };
    let info = w.info.clone();
    let values = [int::from_i64(vm, hits), int::from_i64(vm, misses), limit, int::from_i64(vm, size)];
    protocol::call(vm, &info, &values)
}

fn cache_clear(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let w = args.this::<LruCache>().get_mut(vm);
    (w.hits, w.misses) = (0, 0);
    let cache = w.cache.clone();
    let old = cache.get_mut(vm).take();
    drop(old);
    Ok(Obj::NONE)
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    protocol::get_attr(vm, args.at(0), names::__qualname__)
}

const METHODS: &[NativeDef] = &[
    native("cache_info", "($self, /)", cache_info, "Report cache statistics"),
    native("cache_clear", "($self, /)", cache_clear, "Clear the cache and cache statistics"),
    native("__reduce__", "($self, /)", reduce, ""),
    native("__copy__", "($self, /)", |_, args| Ok(args.at(0).clone()), ""),
    native("__deepcopy__", "($self, memo, /)", |_, args| Ok(args.at(0).clone()), ""),
];

/// `functools._lru_cache_wrapper`
pub(super) static DEF: TypeDef = TypeDef {
    name: "_lru_cache_wrapper",
    module: "functools",
    kind: kinds::LRU_CACHE,
    flags: TypeFlags::BASE | TypeFlags::METHOD_DESCRIPTOR,
    doc: "Create a cached callable that wraps another function.\n\nuser_function:      the function being cached\n\nmaxsize:  0         for no caching\n          None      for unlimited cache size\n          n         for a bounded cache\n\ntyped:    False     cache f(3) and f(3.0) as identical calls\n          True      cache f(3) and f(3.0) as distinct calls\n\ncache_info_type:    namedtuple class with the fields:\n                        hits misses currsize maxsize\n",
    slots: Slots { new: Some(new), call: Some(call), descr_get: Some(bind), ..Slots::EMPTY },
    methods: METHODS,
    weakly_referable: true,
    instance_dict: true,
    ..TypeDef::EMPTY
};
