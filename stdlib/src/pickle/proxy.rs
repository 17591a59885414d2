//! What `Pickler.memo` and `Unpickler.memo` are: views of the memo that can be copied to a dict and cleared.

use super::{
    memo::{PickleMemo, UnpickleMemo},
    pickler::{self, Pickler},
    unpickler::Unpickler,
};
use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Args, Dict, Obj, Payload, PyResult, Ref, Tuple, TypeDef, TypeFlags, Vm, argument, int, native, protocol,
    type_error, types, value_error,
};

macro_rules! proxies {
    ($($(#[$doc:meta])* $name:ident, $of:ty, $kind:ident, $def:ident, $what:literal, $reduce:literal, $copy:path, $clear:path;)*) => {
        $(
            $(#[$doc])*
            pub(super) struct $name {
                of: Ref<$of>,
            }

            impl Payload for $name {
                const KIND: Kind = kinds::$kind;
                const NAME: &'static str = $what;
                const TRACKED: bool = true;
                type Tail = ();
                fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
                    visit(&self.of);
                }
            }

            $(#[$doc])*
            pub(super) static $def: TypeDef = TypeDef {
                name: $what,
                module: "_pickle",
                kind: kinds::$kind,
                flags: TypeFlags::NO_NEW,
                methods: &[
                    native(
                        "clear",
                        "($self, /)",
                        |vm: &mut Vm, args: Args<'_>| {
                            let of = args.this::<$name>().get(vm).of.clone();
                            $clear(vm, &of);
                            Ok(Obj::NONE)
                        },
                        "Remove all items from memo.",
                    ),
                    native(
                        "copy",
                        "($self, /)",
                        |vm: &mut Vm, args: Args<'_>| {
                            let of = args.this::<$name>().get(vm).of.clone();
                            $copy(vm, &of)
                        },
                        "Copy the memo to a new object.",
                    ),
                    native(
                        "__reduce__",
                        "($self, /)",
                        |vm: &mut Vm, args: Args<'_>| {
                            let of = args.this::<$name>().get(vm).of.clone();
                            let contents = $copy(vm, &of)?;
                            let arguments = table::tuple(vm, &[contents])?;
                            table::tuple(vm, &[types::DICT.clone().into_obj(), arguments])
                        },
                        $reduce,
                    ),
                ],
                attributes: &[("__hash__", |_| Obj::NONE)],
                ..TypeDef::EMPTY
            };
        )*
    };
}

proxies! {
    /// `_pickle.PicklerMemoProxy`
    PicklerMemo, Pickler, PICKLER_MEMO, PICKLER_DEF, "PicklerMemoProxy", "Implement pickle support.", copy_pickler, pickler::clear_memo;
    /// `_pickle.UnpicklerMemoProxy`
    UnpicklerMemo, Unpickler, UNPICKLER_MEMO, UNPICKLER_DEF, "UnpicklerMemoProxy", "Implement pickling support.", copy_unpickler, clear_unpickler;
}

/// `Pickler.memo`
pub(super) fn of_pickler(vm: &mut Vm, o: &Obj) -> PyResult {
    match o.downcast_ref::<Pickler>() {
        Some(of) => Ok(vm.make(PicklerMemo { of: of.clone() }).into_obj()),
        None => Ok(Obj::NONE),
    }
}

/// `Unpickler.memo`
pub(super) fn of_unpickler(vm: &mut Vm, o: &Obj) -> PyResult {
    match o.downcast_ref::<Unpickler>() {
        Some(of) => Ok(vm.make(UnpicklerMemo { of: of.clone() }).into_obj()),
        None => Ok(Obj::NONE),
    }
}

/// Ids with numbers and objects.
fn copy_pickler(vm: &mut Vm, of: &Ref<Pickler>) -> PyResult {
    let entries = of.get(vm).memo.entries().to_vec();
    let dict = Dict::new(vm);
    for (o, number) in entries {
        let key = int::from_i64(vm, protocol::id(&o));
        let number = int::from_i64(vm, number);
        let value = table::tuple(vm, &[number, o])?;
        Dict::set_item(vm, &dict, &key, value)?;
    }
    Ok(dict.into_obj())
}

/// Numbers with objects.
fn copy_unpickler(vm: &mut Vm, of: &Ref<Unpickler>) -> PyResult {
    let entries: Vec<(usize, Obj)> = of.get(vm).memo.entries().map(|(number, o)| (number, o.clone())).collect();
    let dict = Dict::new(vm);
    for (number, o) in entries {
        let key = int::from_u64(vm, number as u64);
        Dict::set_item(vm, &dict, &key, o)?;
    }
    Ok(dict.into_obj())
}

fn clear_unpickler(vm: &mut Vm, of: &Ref<Unpickler>) {
    let old = std::mem::take(&mut of.get_mut(vm).memo);
    drop(old);
}

/// The entries of a dict.
fn pairs(vm: &Vm, dict: &Ref<Dict>) -> Vec<(Obj, Obj)> {
    dict.get(vm).iter().map(|(key, value)| (key.clone(), value.clone())).collect()
}

/// `Pickler.memo = value`
pub(super) fn set_pickler_memo(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(this) = o.downcast_ref::<Pickler>() else { return Ok(()) };
    let Some(value) = value else {
        return Err(type_error!(vm, "attribute deletion is not supported"));
    };
    let mut memo = PickleMemo::default();
    if let Some(proxy) = value.downcast_ref::<PicklerMemo>() {
        for (o, number) in proxy.get(vm).of.clone().get(vm).memo.entries() {
            memo.set(o, *number)?;
        }
    } else if let Some(dict) = value.downcast_ref::<Dict>() {
        for (_, value) in pairs(vm, dict) {
            let entry = value.downcast_ref::<Tuple>().map(|t| t.tail(vm));
            let Some([number, o]) = entry else {
                return Err(type_error!(vm, "'memo' values must be 2-item tuples"));
            };
            if !int::is_int(number) {
                return Err(type_error!(vm, "an integer is required"));
            }
            let (number, o) = (number.clone(), o.clone());
            let number = int::to_isize(vm, &number)?;
            memo.set(&o, number as i64)?;
        }
    } else {
        let class = argument::class_name(vm, value);
        let message = "'memo' attribute must be a PicklerMemoProxy object or dict";
        return Err(type_error!(vm, "{message}, not {class}"));
    }
    let old = std::mem::replace(&mut this.get_mut(vm).memo, memo);
    drop(old);
    Ok(())
}

/// `Unpickler.memo = value`
pub(super) fn set_unpickler_memo(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(this) = o.downcast_ref::<Unpickler>() else { return Ok(()) };
    let Some(value) = value else {
        return Err(type_error!(vm, "attribute deletion is not supported"));
    };
    let mut memo = UnpickleMemo::default();
    if let Some(proxy) = value.downcast_ref::<UnpicklerMemo>() {
        for (number, o) in proxy.get(vm).of.clone().get(vm).memo.entries() {
            memo.set(number, o.clone())?;
        }
    } else if let Some(dict) = value.downcast_ref::<Dict>() {
        for (key, value) in pairs(vm, dict) {
            if !int::is_int(&key) {
                return Err(type_error!(vm, "memo key must be integers"));
            }
            let Ok(number) = usize::try_from(int::to_isize(vm, &key)?) else {
                return Err(value_error!(vm, "memo key must be positive integers."));
            };
            memo.set(number, value)?;
        }
    } else {
        let class = argument::class_name(vm, value);
        let message = "'memo' attribute must be an UnpicklerMemoProxy object or dict";
        return Err(type_error!(vm, "{message}, not {class}"));
    }
    let old = std::mem::replace(&mut this.get_mut(vm).memo, memo);
    drop(old);
    Ok(())
}
