//! Arguments as `PyArg_ParseTuple` and `PyArg_ParseTupleAndKeywords` bind them: the messages name no function.

use rpython_objects::{Args, CallArgs, Obj, PyResult, Str, StrExt, Vm, argument, text::suggestions, type_error};
use smallvec::SmallVec;

/// The receiver of a method, and the arguments behind it.
pub(super) fn method(args: CallArgs<'_>) -> (&Obj, CallArgs<'_>) {
    // There is one: the method's descriptor has checked its kind.
    let (this, values) = (&args.values[0], &args.values[1..]);
    (this, CallArgs { values, names: args.names })
}

fn plural(n: usize) -> &'static str {
    if n == 1 { "" } else { "s" }
}

/// One value for each name: what was passed, or "no value". The first `required` must be passed.
///
/// # Errors
/// `TypeError`
pub(super) fn named(vm: &mut Vm, args: CallArgs<'_>, names: &[&str], required: usize) -> PyResult<SmallVec<[Obj; 8]>> {
    let (given, values) = args.split();
    let (most, got) = (names.len(), args.values.len());
    if got > most {
        let how = if required == most { "exactly" } else { "at most" };
        let sort = if given.is_empty() { "keyword " } else { "" };
        return Err(type_error!(vm, "function takes {how} {most} {sort}argument{} ({got} given)", plural(most)));
    }
    let mut bound: SmallVec<[Obj; 8]> = given.iter().cloned().collect();
    bound.resize(most, Obj::UNBOUND);
    let mut misfit = None;
    for (k, value) in values.iter().enumerate() {
        let Some(name) = args.names.and_then(|n| n.tail(vm).get(k)).and_then(|o| o.downcast_ref::<Str>()).cloned()
        else {
            return Err(type_error!(vm, "keywords must be strings"));
        };
        match names.iter().position(|n| name.is_text(vm, n)) {
            Some(i) if i < given.len() => {
                let (name, at) = (names[i], i + 1);
                return Err(type_error!(vm, "argument for function given by name ('{name}') and position ({at})"));
            }
            Some(i) => bound[i] = value.clone(),
            None => misfit = misfit.or(Some(name)),
        }
    }
    if let Some(i) = bound.iter().take(required).position(Obj::is_unbound) {
        return Err(type_error!(vm, "function missing required argument '{}' (pos {})", names[i], i + 1));
    }
    match misfit {
        Some(name) => {
            let name = name.to_string_lossy(vm);
            let meant = match suggestions::closest(&name, names.iter().copied()) {
                Some(near) => format!(". Did you mean '{near}'?"),
                None => String::new(),
            };
            Err(type_error!(vm, "this function got an unexpected keyword argument '{name}'{meant}"))
        }
        None => Ok(bound),
    }
}

/// The arguments of a method, receiver included, behind which there are `least` to `most`, all by position.
///
/// # Errors
/// `TypeError`
pub(super) fn positional<'a>(
    vm: &mut Vm,
    function: &str,
    args: CallArgs<'a>,
    least: usize,
    most: usize,
) -> PyResult<Args<'a>> {
    argument::no_keywords(vm, function, args)?;
    let got = args.values.len().saturating_sub(1);
    if (least..=most).contains(&got) {
        return Ok(Args::new(args.values));
    }
    let (how, n) = match (least == most, got < least) {
        (true, _) => ("exactly", least),
        (_, true) => ("at least", least),
        _ => ("at most", most),
    };
    Err(type_error!(vm, "function takes {how} {n} argument{} ({got} given)", plural(n)))
}
