//! Conversions of arguments to machine values, with the errors of CPython's argument clinic.

use crate::{CallArgs, PyResult, Str, StrExt, TypeExt, Vm, int, protocol, raise, type_error, types};
use rpython_heap::{Obj, Ref};

/// The name of a value's class as messages have it.
pub fn class_name(vm: &Vm, o: &Obj) -> String {
    vm.class_of(o).name(vm).into_owned()
}

/// The name of an object's class with its module, but for those of `builtins` and `__main__`.
pub fn full_class_name(vm: &Vm, o: &Obj) -> String {
    let class = vm.class_of(o).own();
    let name = class.get(vm).qualname.to_string_lossy(vm);
    match crate::class::module_name(vm, &class).filter(|m| m != "builtins" && m != "__main__") {
        Some(module) => format!("{module}.{name}"),
        None => name,
    }
}

/// As [`class_name`], but `None` for `None`, as messages about arguments have it.
pub fn shown_class(vm: &Vm, o: &Obj) -> String {
    if o.is_none() { "None".to_string() } else { class_name(vm, o) }
}

/// An integer that fits `Py_ssize_t`.
///
/// # Errors
/// `TypeError` for what is no integer, `OverflowError`.
pub fn ssize(vm: &mut Vm, o: &Obj) -> PyResult<isize> {
    if let Some(n) = o.value().as_int() {
        return Ok(n as isize);
    }
    let exact = protocol::index(vm, o)?;
    match int::to_i64(vm, &exact) {
        Some(n) => Ok(n as isize),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large to convert to C ssize_t")),
    }
}

/// As [`ssize`], for ints only: `__index__` is not asked.
///
/// # Errors
/// As [`ssize`].
pub fn int_ssize(vm: &mut Vm, o: &Obj) -> PyResult<isize> {
    if int::view(vm, o).is_some() { ssize(vm, o) } else { Err(type_error!(vm, "an integer is required")) }
}

/// As [`ssize`], with a default for an argument that was not passed.
///
/// # Errors
/// As [`ssize`].
pub fn ssize_or(vm: &mut Vm, o: Option<&Obj>, default: isize) -> PyResult<isize> {
    match o {
        Some(o) => ssize(vm, o),
        None => Ok(default),
    }
}

/// An integer that fits a C `int`.
///
/// # Errors
/// `TypeError` for what is no integer, `OverflowError`.
pub fn c_int(vm: &mut Vm, o: &Obj) -> PyResult<i32> {
    let exact = protocol::index(vm, o)?;
    match int::to_i64(vm, &exact).and_then(|n| i32::try_from(n).ok()) {
        Some(n) => Ok(n),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "Python int too large to convert to C int")),
    }
}

/// A `start` or `end` of a search: cut to what fits, the default where it is `None` or was not passed.
///
/// # Errors
/// `TypeError` for what is no integer.
pub fn bound(vm: &mut Vm, o: Option<&Obj>, default: isize) -> PyResult<isize> {
    let Some(o) = o.filter(|o| !o.is_none()) else { return Ok(default) };
    if !protocol::has_index(vm, o) {
        return Err(type_error!(vm, "slice indices must be integers or None or have an __index__ method"));
    }
    protocol::to_index(vm, o, None)
}

/// A string. `what` names function and argument: `find() argument 1`.
///
/// # Errors
/// `TypeError` for anything else.
pub fn text<'a>(vm: &mut Vm, o: &'a Obj, what: &str) -> PyResult<&'a Ref<Str>> {
    match o.downcast_ref::<Str>() {
        Some(s) => Ok(s),
        None => {
            let class = shown_class(vm, o);
            Err(type_error!(vm, "{what} must be str, not {class}"))
        }
    }
}

/// A number of cuts or replacements: negative ones mean all.
///
/// # Errors
/// As [`ssize`].
pub fn limit(vm: &mut Vm, o: Option<&Obj>) -> PyResult<usize> {
    let n = ssize_or(vm, o, -1)?;
    Ok(usize::try_from(n).unwrap_or(usize::MAX))
}

/// A width: negative ones are 0.
///
/// # Errors
/// As [`ssize`].
pub fn width(vm: &mut Vm, o: &Obj) -> PyResult<usize> {
    Ok(ssize(vm, o)?.max(0) as usize)
}

/// A real number as a float: a float, or what `__float__` or `__index__` make one.
///
/// # Errors
/// `TypeError` for what is none, `OverflowError` for an integer too large, what the methods raise.
pub fn double(vm: &mut Vm, o: &Obj) -> PyResult<f64> {
    crate::float::to_f64(vm, o)
}

/// The value of any number as an integer: `int(o)` for what has `__int__` or `__index__`; `None` for what has neither.
///
/// # Errors
/// What the methods raise; `TypeError` where `__int__` returns no int.
pub fn whole(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    int::trunc(vm, o)
}

/// Refuses keyword arguments.
///
/// # Errors
/// `TypeError` where there are any.
pub fn no_keywords(vm: &mut Vm, function: &str, args: CallArgs<'_>) -> PyResult<()> {
    if args.keywords() > 0 { Err(type_error!(vm, "{function}() takes no keyword arguments")) } else { Ok(()) }
}

/// The positional arguments, of which there must be `least` to `most`.
///
/// # Errors
/// `TypeError` for more or fewer.
pub fn positional<'a>(
    vm: &mut Vm,
    function: &str,
    args: CallArgs<'a>,
    least: usize,
    most: usize,
) -> PyResult<&'a [Obj]> {
    let given = args.split().0;
    let got = given.len();
    if (least..=most).contains(&got) {
        return Ok(given);
    }
    let (how, n) = match (least == most, got < least) {
        (true, _) => ("", least),
        (_, true) => ("at least ", least),
        _ => ("at most ", most),
    };
    let plural = if n == 1 { "" } else { "s" };
    Err(type_error!(vm, "{function} expected {how}{n} argument{plural}, got {got}"))
}
