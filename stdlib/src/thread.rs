//! `_thread` while one thread runs: locks count, and waiting for a lock that nobody can release is an error instead of a deadlock.

use crate::{kinds, table};
use rpython_heap::Payload;
use rpython_objects::{
    Args, CallArgs, Module, NativeDef, Obj, PyResult, Ref, Slots, Type, TypeDef, TypeFlags, Vm, int, native, raise,
    types,
};

/// The payload of a lock: how often it is held, and how often it may be.
pub(crate) struct Lock<const KIND: u8> {
    held: u32,
    most: u32,
}

impl<const K: u8> Payload for Lock<K> {
    const KIND: u8 = K;
    const NAME: &'static str = "lock";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

type Plain = Lock<{ kinds::LOCK }>;
type Recursive = Lock<{ kinds::RLOCK }>;

fn make<const K: u8>(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let most = if K == kinds::RLOCK { u32::MAX } else { 1 };
    Ok(vm.alloc_in(class, Lock::<K> { held: 0, most }).into_obj())
}

fn acquire<const K: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let lock = args.this::<Lock<K>>();
    let l = lock.get_mut(vm);
    if l.held < l.most {
        l.held += 1;
        return Ok(Obj::TRUE);
    }
    let blocking = match args.opt(1) {
        Some(b) => rpython_objects::protocol::is_true(vm, b)?,
        None => true,
    };
    let timed = args.opt(2).is_some_and(|t| !matches!(int::to_i64(vm, t), Some(n) if n < 0));
    if blocking && !timed {
        return Err(raise!(vm, types::RUNTIME_ERROR, "deadlock: the only thread waits for a lock that it holds"));
    }
    Ok(Obj::FALSE)
}

fn release<const K: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let l = args.this::<Lock<K>>().get_mut(vm);
    match l.held.checked_sub(1) {
        Some(left) => {
            l.held = left;
            Ok(Obj::NONE)
        }
        None if K == kinds::RLOCK => Err(raise!(vm, types::RUNTIME_ERROR, "cannot release un-acquired lock")),
        None => Err(raise!(vm, types::RUNTIME_ERROR, "release unlocked lock")),
    }
}

fn locked<const K: u8>(vm: &mut Vm, args: Args<'_>) -> PyResult {
    Ok(Obj::bool(args.this::<Lock<K>>().get(vm).held > 0))
}

const fn def<const K: u8>(name: &'static str, methods: &'static [NativeDef]) -> TypeDef {
    TypeDef {
        name,
        module: "_thread",
        kind: K,
        flags: TypeFlags::BASE,
        slots: Slots { new: Some(make::<K>), ..Slots::EMPTY },
        methods,
        weakly_referable: true,
        ..TypeDef::EMPTY
    }
}

macro_rules! methods {
    ($kind:expr) => {
        &[
            native("acquire", "($self, /, blocking=True, timeout=-1)", acquire::<{ $kind }>, ""),
            native("release", "($self, /)", release::<{ $kind }>, ""),
            native("locked", "($self, /)", locked::<{ $kind }>, ""),
            native("__enter__", "($self, /)", acquire::<{ $kind }>, ""),
            native("__exit__", "($self, /, *exc_info)", release::<{ $kind }>, ""),
        ]
    };
}

static LOCK_DEF: TypeDef = def::<{ kinds::LOCK }>("lock", methods!(kinds::LOCK));
static RLOCK_DEF: TypeDef = def::<{ kinds::RLOCK }>("RLock", methods!(kinds::RLOCK));

static FUNCTIONS: &[NativeDef] = &[
    native("get_ident", "($module, /)", |vm, _| Ok(int::from_i64(vm, 1)), ""),
    native("allocate_lock", "($module, /)", |vm, _| Ok(vm.make(Plain { held: 0, most: 1 }).into_obj()), ""),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_thread", "", FUNCTIONS)?;
    let lock = table::add_type::<Plain>(vm, &module, &LOCK_DEF)?;
    table::set(vm, &module, "LockType", lock.into_obj())?;
    table::add_type::<Recursive>(vm, &module, &RLOCK_DEF)?;
    table::set(vm, &module, "error", types::RUNTIME_ERROR.clone().into_obj())?;
    table::set(vm, &module, "TIMEOUT_MAX", Obj::float(9_223_372_036.0))?;
    Ok(module)
}
