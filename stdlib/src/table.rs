//! How a native module is made: its functions, types and exceptions.

use rpython_heap::Payload;
use rpython_objects::{
    CallArgs, Dict, NativeDef, Obj, PyResult, Ref, Str, Tuple, Type, TypeDef, Vm, function, int,
    module::Module,
    names,
    native::{self, ParamKind},
    protocol, raise, type_object, types,
};

/// Names that every module has.
const NAMES: usize = 5;

/// A module with a docstring and functions.
///
/// # Errors
/// `MemoryError`
pub(crate) fn module(
    vm: &mut Vm,
    name: &'static str,
    doc: &str,
    functions: &'static [NativeDef],
) -> PyResult<Ref<Module>> {
    let module = Module::new(vm, name)?;
    let dict = module.get(vm).dict.clone();
    dict.get_mut(vm).reserve(functions.len() + NAMES)?;
    let doc = Str::new(vm, doc).into_obj();
    Dict::set_str(vm, &dict, names::__doc__, doc)?;
    for def in functions {
        let made = function::for_module(vm, Some(&module), name, def);
        set(vm, &module, def.name, made)?;
    }
    Ok(module)
}

/// `module.name = value`
///
/// # Errors
/// `MemoryError`
pub(crate) fn set(vm: &mut Vm, module: &Ref<Module>, name: &str, value: Obj) -> PyResult<()> {
    let dict = module.get(vm).dict.clone();
    let name = Str::intern(vm, name);
    Ok(Dict::set_str(vm, &dict, &name, value)?)
}

/// Sets constants of a module.
///
/// # Errors
/// `MemoryError`
pub(crate) fn set_numbers(
    vm: &mut Vm,
    module: &Ref<Module>,
    numbers: &[(&str, impl Into<i64> + Copy)],
) -> PyResult<()> {
    for &(name, n) in numbers {
        let n = int::from_i64(vm, n.into());
        set(vm, module, name, n)?;
    }
    Ok(())
}

/// Makes the type of a payload and sets it in the module under its name.
///
/// # Errors
/// `MemoryError`
pub(crate) fn add_type<T: Payload>(vm: &mut Vm, module: &Ref<Module>, def: &'static TypeDef) -> PyResult<Ref<Type>> {
    let class = type_object::define_kind::<T>(vm, def)?;
    set(vm, module, def.name, class.clone().into_obj())?;
    Ok(class)
}

/// Makes an exception class, `module.name`, and sets it in the module. `shown` is its `__module__`, which may differ
/// from the module's own name (`struct.error` lives in `_struct`).
///
/// # Errors
/// `MemoryError`
pub(crate) fn add_exception(
    vm: &mut Vm,
    module: &Ref<Module>,
    shown: &str,
    name: &str,
    base: &Ref<Type>,
) -> PyResult<Ref<Type>> {
    let dict = Dict::new(vm);
    let shown = Str::intern(vm, shown).into_obj();
    Dict::set_str(vm, &dict, names::__module__, shown)?;
    let bases = Tuple::from_slice(vm, &[base.clone().into_obj()])?.into_obj();
    let class_name = Str::intern(vm, name).into_obj();
    let made = protocol::call(vm, types::TYPE, &[class_name, bases, dict.into_obj()])?;
    set(vm, module, name, made.clone())?;
    match made.downcast::<Type>() {
        Ok(class) => Ok(class),
        Err(_) => unreachable!("a call of `type` makes a class"),
    }
}

/// Binds the arguments of a constructor, declared as a function whose first parameter, `$class`, is the class that is made an
/// instance of. A subclass whose `__init__` takes keywords may be called with them, whatever `def` says.
///
/// # Errors
/// What binding or running it raises.
pub(crate) fn construct(vm: &mut Vm, class: &Ref<Type>, def: &'static NativeDef, args: CallArgs<'_>) -> PyResult {
    let mut values: smallvec::SmallVec<[Obj; 6]> = smallvec::SmallVec::with_capacity(args.values.len() + 1);
    values.push(class.clone().into_obj());
    let takes_names =
        def.signature.params().iter().any(|p| !matches!(p.kind, ParamKind::PositionalOnly | ParamKind::VarPositional));
    if args.keywords() > 0 && !takes_names && has_own_init(vm, class) {
        values.extend(args.split().0.iter().cloned());
        return native::call(vm, def, CallArgs::positional(&values));
    }
    values.extend(args.values.iter().cloned());
    native::call(vm, def, CallArgs { values: &values, names: args.names })
}

/// An instance of the class that `construct` puts before a constructor's arguments; of the payload's own where that is no class.
pub(crate) fn instance<T: Payload>(vm: &Vm, class: &Obj, payload: T) -> Obj {
    match class.downcast_ref::<Type>() {
        Some(class) => vm.alloc_in(class, payload).into_obj(),
        None => vm.make(payload).into_obj(),
    }
}

/// Runs an `__init__`, declared as a function whose first parameter, `$self`, is the object.
///
/// # Errors
/// What binding or running it raises.
pub(crate) fn initialise(vm: &mut Vm, o: &Obj, def: &'static NativeDef, args: CallArgs<'_>) -> PyResult<()> {
    let mut values: smallvec::SmallVec<[Obj; 6]> = smallvec::SmallVec::with_capacity(args.values.len() + 1);
    values.push(o.clone());
    values.extend(args.values.iter().cloned());
    native::call(vm, def, CallArgs { values: &values, names: args.names }).map(|_| ())
}

/// Whether a class has another `__init__` than `object`'s.
pub(crate) fn has_own_init(vm: &Vm, class: &Ref<Type>) -> bool {
    vm.slots(class).init().map(|f| f as usize) != vm.slots(types::OBJECT).init().map(|f| f as usize)
}

/// `(items…)`
///
/// # Errors
/// `MemoryError`
pub(crate) fn tuple(vm: &Vm, items: &[Obj]) -> PyResult {
    Ok(Tuple::from_slice(vm, items)?.into_obj())
}

/// The `KeyError` of a key that is not there.
#[cold]
pub(crate) fn key_error(vm: &mut Vm, key: &Obj) -> rpython_objects::Raised {
    rpython_objects::dict::methods::key_error(vm, key)
}

/// The `IndexError` with a message.
#[cold]
pub(crate) fn index_error(vm: &mut Vm, message: &str) -> rpython_objects::Raised {
    raise!(vm, types::INDEX_ERROR, "{message}")
}

/// Imports a module by its full name.
///
/// # Errors
/// What importing raises.
pub(crate) fn import(vm: &mut Vm, name: &str) -> PyResult {
    let name = Str::intern(vm, name).into_obj();
    let level = int::from_i64(vm, 0);
    // A list of names makes the import answer with the module itself, not with its package.
    let wanted = tuple(vm, &[names::__name__.clone().into_obj()])?;
    let import = vm.hooks.import;
    import(vm, [&name, &Obj::NONE, &Obj::NONE, &wanted, &level])
}
