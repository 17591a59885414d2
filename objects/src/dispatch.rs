//! The slots of classes that define an operation in Python: each looks the special method up in the class and calls it.
//!
//! CPython's `slot_*` functions (`typeobject.c`). A class reaches these only where its MRO overrides the slot, see `crate::slots`.

use crate::{
    CallArgs, CompareOp, PyResult, Str, StrExt, Type, TypeExt, Vm, buffer, int, names, object, protocol, raise,
    type_error, types, value_error,
};
use rpython_heap::{Obj, Ref};

/// Calls a special method that the class must have: lookup and call in one.
fn required(vm: &mut Vm, o: &Obj, name: &Ref<Str>, args: &[Obj]) -> PyResult {
    match protocol::call_special(vm, o, name, args)? {
        Some(result) => Ok(result),
        None => {
            let name = name.as_str(vm).to_string();
            Err(raise!(vm, types::ATTRIBUTE_ERROR, "{name}"))
        }
    }
}

macro_rules! unary {
    ($($slot:ident $name:ident;)*) => {
        $(
            #[doc = concat!("Calls `", stringify!($name), "`.")]
            pub fn $slot(vm: &mut Vm, o: &Obj) -> PyResult {
                required(vm, o, names::$name, &[])
            }
        )*
    };
}

unary! {
    await_ __await__;
    aiter __aiter__;
    anext __anext__;
    negative __neg__;
    positive __pos__;
    absolute __abs__;
    invert __invert__;
    finalise __del__;
}

/// Calls `__int__`.
pub fn int(vm: &mut Vm, o: &Obj) -> PyResult {
    required(vm, o, names::__int__, &[])
}

/// Calls `__float__`.
pub fn float(vm: &mut Vm, o: &Obj) -> PyResult {
    required(vm, o, names::__float__, &[])
}

/// Calls `__index__`, which must return an int.
pub fn index(vm: &mut Vm, o: &Obj) -> PyResult {
    let made = required(vm, o, names::__index__, &[])?;
    int::exact_from_index(vm, made)
}

/// Calls `__repr__`; without one, the object's default.
pub fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    match protocol::call_special(vm, o, names::__repr__, &[])? {
        Some(made) => Ok(made),
        None => object::repr(vm, o),
    }
}

/// Calls `__str__`; without one, `repr`.
pub fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    match protocol::call_special(vm, o, names::__str__, &[])? {
        Some(made) => Ok(made),
        None => protocol::repr(vm, o),
    }
}

/// Calls `__hash__`, which is `None` for unhashable classes.
pub fn hash(vm: &mut Vm, o: &Obj) -> PyResult<i64> {
    let Some(method) = protocol::lookup_special(vm, o, names::__hash__).filter(|m| !m.is_none()) else {
        return Err(protocol::unhashable(vm, o));
    };
    let made = protocol::call_found(vm, o, &method, CallArgs::positional(&[]))?;
    match int::hash_of(vm, &made) {
        Some(hash) => Ok(hash),
        None => Err(type_error!(vm, "__hash__ method should return an integer")),
    }
}

/// Calls `__call__`.
pub fn call(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult {
    match protocol::lookup_special(vm, o, names::__call__) {
        Some(method) => {
            vm.check_stack(" while calling a Python object")?;
            protocol::call_found(vm, o, &method, args)
        }
        None => {
            let class = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "'{class}' object is not callable"))
        }
    }
}

/// Calls `__getattribute__`, and `__getattr__` where that fails with `AttributeError`.
pub fn get_attr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    let getattr = protocol::lookup_special(vm, o, names::__getattr__);
    let getattribute = protocol::lookup_special(vm, o, names::__getattribute__);
    let own = getattribute.filter(|f| !object::is_generic_getattribute(vm, f));
    let result = match &own {
        Some(f) => protocol::call_found(vm, o, f, CallArgs::positional(std::slice::from_ref(name))),
        None => {
            let native = vm.class_of(o).get(vm).native;
            match vm.native_types[native as usize].slots.get_attr {
                Some(get) => get(vm, o, name),
                None => object::generic_get_attr(vm, o, name),
            }
        }
    };
    let (Some(getattr), Err(raised)) = (getattr, &result) else { return result };
    let _ = raised;
    if !vm.raised_is(types::ATTRIBUTE_ERROR) {
        return result;
    }
    vm.exception.take();
    protocol::call_found(vm, o, &getattr, CallArgs::positional(std::slice::from_ref(name)))
}

/// Calls `__setattr__` or `__delattr__`.
pub fn set_attr(vm: &mut Vm, o: &Obj, name: &Obj, value: Option<&Obj>) -> PyResult<()> {
    match value {
        Some(value) => required(vm, o, names::__setattr__, &[name.clone(), value.clone()])?,
        None => required(vm, o, names::__delattr__, std::slice::from_ref(name))?,
    };
    Ok(())
}

/// Calls the comparison's method.
pub fn compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    let name = match op {
        CompareOp::Lt => names::__lt__,
        CompareOp::Le => names::__le__,
        CompareOp::Eq => names::__eq__,
        CompareOp::Ne => names::__ne__,
        CompareOp::Gt => names::__gt__,
        CompareOp::Ge => names::__ge__,
    };
    let made = protocol::call_special(vm, a, name, std::slice::from_ref(b))?;
    Ok(made.unwrap_or(Obj::NOT_IMPLEMENTED))
}

/// Calls `__iter__`, or iterates by `__getitem__`.
pub fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    match protocol::lookup_special(vm, o, names::__iter__) {
        Some(method) if method.is_none() => {
            let class = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "'{class}' object is not iterable"))
        }
        Some(method) => protocol::call_found(vm, o, &method, CallArgs::positional(&[])),
        None => Ok(crate::sequence_iterator::new(vm, o)),
    }
}

/// Calls `__next__`.
pub fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    match required(vm, o, names::__next__, &[]) {
        Ok(item) => Ok(Some(item)),
        Err(raised) => protocol::stopped(vm, raised),
    }
}

/// Calls `__get__`; a class without one does not bind.
pub fn descr_get(vm: &mut Vm, descriptor: &Obj, instance: Option<&Obj>, class: Option<&Obj>) -> PyResult {
    let args = [instance.cloned().unwrap_or(Obj::NONE), class.cloned().unwrap_or(Obj::NONE)];
    // What the class has under the name is called as it is, unbound.
    match protocol::lookup_special(vm, descriptor, names::__get__) {
        Some(get) => {
            let [instance, class] = args;
            protocol::call(vm, &get, &[descriptor.clone(), instance, class])
        }
        None => Ok(descriptor.clone()),
    }
}

/// Calls `__set__` or `__delete__`.
pub fn descr_set(vm: &mut Vm, descriptor: &Obj, instance: &Obj, value: Option<&Obj>) -> PyResult<()> {
    match value {
        Some(value) => required(vm, descriptor, names::__set__, &[instance.clone(), value.clone()])?,
        None => required(vm, descriptor, names::__delete__, std::slice::from_ref(instance))?,
    };
    Ok(())
}

/// Calls `__new__`, which is a static method.
pub fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let method = protocol::get_attr(vm, class, names::__new__)?;
    let mut all = Vec::with_capacity(args.values.len() + 1);
    all.push(class.clone().into_obj());
    all.extend(args.values.iter().cloned());
    protocol::call_args(vm, &method, CallArgs { values: &all, names: args.names })
}

/// Calls `__init__`, which must return `None`.
pub fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let Some(method) = protocol::lookup_special(vm, o, names::__init__) else { return Ok(()) };
    let made = protocol::call_found(vm, o, &method, args)?;
    if made.is_none() {
        return Ok(());
    }
    let class = vm.class_of(&made).name(vm).to_string();
    Err(type_error!(vm, "__init__() should return None, not '{class}'"))
}

/// Calls `__bool__`, which must return a bool; without one, `__len__`.
pub fn truth(vm: &mut Vm, o: &Obj) -> PyResult<bool> {
    match protocol::call_special(vm, o, names::__bool__, &[])? {
        Some(made) => truth_returned(vm, &made),
        None => match vm.slots_of(o).len() {
            Some(len) => len(vm, o).map(|n| n > 0),
            None => Ok(true),
        },
    }
}

/// What a `__bool__` has returned, which must be a bool.
///
/// # Errors
/// `TypeError` for anything else.
pub fn truth_returned(vm: &mut Vm, made: &Obj) -> PyResult<bool> {
    if made.value().is_bool() {
        return Ok(made.value() == rpython_heap::Value::TRUE);
    }
    let class = vm.class_of(made).name(vm).to_string();
    Err(type_error!(vm, "__bool__ should return bool, returned {class}"))
}

/// Calls `__len__`, which must return a small int that is not negative.
pub fn len(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    let made = required(vm, o, names::__len__, &[])?;
    length_returned(vm, &made)
}

/// What a `__len__` has returned, which must be a small int that is not negative.
///
/// # Errors
/// `TypeError`, `ValueError` or `OverflowError` for anything else.
pub fn length_returned(vm: &mut Vm, made: &Obj) -> PyResult<usize> {
    if let Some(n) = made.value().as_int().and_then(|n| usize::try_from(n).ok()) {
        return Ok(n);
    }
    let made = protocol::index(vm, made)?;
    if int::is_negative(vm, &made) {
        return Err(value_error!(vm, "__len__() should return >= 0"));
    }
    protocol::to_index(vm, &made, Some(types::OVERFLOW_ERROR)).map(|n| n as usize)
}

/// A binary operator: the left operand's method, or the reflected one of the right operand, in the order that the
/// language prescribes (`slot_nb_*` of CPython: each is called with the operands as written).
fn operator(
    vm: &mut Vm,
    a: &Obj,
    b: &Obj,
    name: &Ref<Str>,
    reflected: &Ref<Str>,
    own: fn(&Vm, &Ref<Type>) -> bool,
) -> PyResult {
    let (ca, cb) = (vm.class_of(a).own(), vm.class_of(b).own());
    let mut try_other = !ca.is(&cb) && own(vm, &cb);
    if own(vm, &ca) {
        if try_other && cb.is_subtype(vm, &ca) && overrides_method(vm, &ca, &cb, reflected) {
            if let Some(r) = protocol::call_special(vm, b, reflected, std::slice::from_ref(a))?
                && !r.is_not_implemented()
            {
                return Ok(r);
            }
            try_other = false;
        }
        if let Some(r) = protocol::call_special(vm, a, name, std::slice::from_ref(b))?
            && (!r.is_not_implemented() || ca.is(&cb))
        {
            return Ok(r);
        }
    }
    if try_other && let Some(r) = protocol::call_special(vm, b, reflected, std::slice::from_ref(a))? {
        return Ok(r);
    }
    Ok(Obj::NOT_IMPLEMENTED)
}

/// Whether a subclass has another method under `name` than its base.
fn overrides_method(vm: &mut Vm, base: &Ref<Type>, sub: &Ref<Type>, name: &Ref<Str>) -> bool {
    match (sub.lookup(vm, name), base.lookup(vm, name)) {
        (Some(a), Some(b)) => !a.is(&b),
        (Some(_), None) => true,
        (None, _) => false,
    }
}

macro_rules! operators {
    ($($slot:ident $name:ident $reflected:ident;)*) => {
        $(
            #[doc = concat!("Calls `", stringify!($name), "` or `", stringify!($reflected), "`.")]
            pub fn $slot(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
                let own = |vm: &Vm, class: &Ref<Type>| {
                    vm.slots(class).$slot().is_some_and(|f| f as usize == $slot as *const () as usize)
                };
                operator(vm, a, b, names::$name, names::$reflected, own)
            }
        )*
    };
}

operators! {
    add __add__ __radd__;
    subtract __sub__ __rsub__;
    multiply __mul__ __rmul__;
    remainder __mod__ __rmod__;
    divmod __divmod__ __rdivmod__;
    lshift __lshift__ __rlshift__;
    rshift __rshift__ __rrshift__;
    and __and__ __rand__;
    xor __xor__ __rxor__;
    or __or__ __ror__;
    floor_divide __floordiv__ __rfloordiv__;
    true_divide __truediv__ __rtruediv__;
    matrix_multiply __matmul__ __rmatmul__;
}

/// Calls `__pow__` or `__rpow__`; with a modulus, with three arguments.
pub fn power(vm: &mut Vm, a: &Obj, b: &Obj, modulus: &Obj) -> PyResult {
    let own =
        |vm: &Vm, class: &Ref<Type>| vm.slots(class).power().is_some_and(|f| f as usize == power as *const () as usize);
    if modulus.is_none() {
        return operator(vm, a, b, names::__pow__, names::__rpow__, own);
    }
    let class = vm.class_of(a).own();
    if own(vm, &class)
        && let Some(r) = protocol::call_special(vm, a, names::__pow__, &[b.clone(), modulus.clone()])?
    {
        return Ok(r);
    }
    let class = vm.class_of(b).own();
    if own(vm, &class)
        && let Some(r) = protocol::call_special(vm, b, names::__rpow__, &[a.clone(), modulus.clone()])?
    {
        return Ok(r);
    }
    Ok(Obj::NOT_IMPLEMENTED)
}

macro_rules! inplace {
    ($($slot:ident $name:ident;)*) => {
        $(
            #[doc = concat!("Calls `", stringify!($name), "`.")]
            pub fn $slot(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
                let made = protocol::call_special(vm, a, names::$name, std::slice::from_ref(b))?;
                Ok(made.unwrap_or(Obj::NOT_IMPLEMENTED))
            }
        )*
    };
}

inplace! {
    inplace_add __iadd__;
    inplace_subtract __isub__;
    inplace_multiply __imul__;
    inplace_remainder __imod__;
    inplace_lshift __ilshift__;
    inplace_rshift __irshift__;
    inplace_and __iand__;
    inplace_xor __ixor__;
    inplace_or __ior__;
    inplace_floor_divide __ifloordiv__;
    inplace_true_divide __itruediv__;
    inplace_matrix_multiply __imatmul__;
}

/// Calls `__ipow__`.
pub fn inplace_power(vm: &mut Vm, a: &Obj, b: &Obj, _: &Obj) -> PyResult {
    let made = protocol::call_special(vm, a, names::__ipow__, std::slice::from_ref(b))?;
    Ok(made.unwrap_or(Obj::NOT_IMPLEMENTED))
}

/// Calls `__getitem__`.
pub fn subscript(vm: &mut Vm, o: &Obj, key: &Obj) -> PyResult {
    required(vm, o, names::__getitem__, std::slice::from_ref(key))
}

/// Calls `__setitem__` or `__delitem__`.
pub fn set_subscript(vm: &mut Vm, o: &Obj, key: &Obj, value: Option<&Obj>) -> PyResult<()> {
    match value {
        Some(value) => required(vm, o, names::__setitem__, &[key.clone(), value.clone()])?,
        None => required(vm, o, names::__delitem__, std::slice::from_ref(key))?,
    };
    Ok(())
}

/// Calls `__getitem__` with an index.
pub fn item(vm: &mut Vm, o: &Obj, i: isize) -> PyResult {
    let i = int::from_i64(vm, i as i64);
    required(vm, o, names::__getitem__, &[i])
}

/// Calls `__setitem__` or `__delitem__` with an index.
pub fn set_item(vm: &mut Vm, o: &Obj, i: isize, value: Option<&Obj>) -> PyResult<()> {
    let i = int::from_i64(vm, i as i64);
    set_subscript(vm, o, &i, value)
}

/// Calls `__contains__`, or iterates.
pub fn contains(vm: &mut Vm, o: &Obj, item: &Obj) -> PyResult<bool> {
    match protocol::lookup_special(vm, o, names::__contains__) {
        Some(method) if method.is_none() => {
            let class = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "'{class}' object is not a container"))
        }
        Some(method) => {
            let found = protocol::call_found(vm, o, &method, CallArgs::positional(std::slice::from_ref(item)))?;
            protocol::is_true(vm, &found)
        }
        None => {
            let iterator = protocol::iter(vm, o)?;
            while let Some(next) = protocol::next(vm, &iterator)? {
                if protocol::equal(vm, &next, item)? {
                    return Ok(true);
                }
            }
            Ok(false)
        }
    }
}

/// No Python class defines this slot: it has no special method of its own.
pub fn no_binary(_: &mut Vm, _: &Obj, _: &Obj) -> PyResult {
    Ok(Obj::NOT_IMPLEMENTED)
}

/// As [`no_binary`].
pub fn no_item(_: &mut Vm, _: &Obj, _: isize) -> PyResult {
    Ok(Obj::NOT_IMPLEMENTED)
}

/// Calls `__buffer__`.
pub fn buffer(vm: &mut Vm, o: &Obj, flags: buffer::BufferFlags) -> PyResult<buffer::Buffer> {
    buffer::from_python(vm, o, flags)
}
