//! `_suggestions`: the name that another was probably meant to be (CPython: `Modules/_suggestions.c`).

use crate::table;
use rpython_objects::{
    Args, List, Module, NativeDef, Obj, PyResult, Ref, Str, StrExt, Vm, argument, native, text::suggestions, type_error,
};

fn generate(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let Some(wrong) = args.at(2).downcast_ref::<Str>() else {
        let got = argument::shown_class(vm, args.at(2));
        return Err(type_error!(vm, "_generate_suggestions() argument 2 must be str, not {got}"));
    };
    let wrong = wrong.to_string_lossy(vm);
    let Some(candidates) = args.at(1).downcast_ref::<List>() else {
        return Err(type_error!(vm, "candidates must be a list"));
    };
    let mut names = Vec::new();
    for candidate in candidates.get(vm).items.iter() {
        match candidate.downcast_ref::<Str>() {
            Some(name) => names.push(name.to_string_lossy(vm)),
            None => {
                return Err(type_error!(vm, "all elements in 'candidates' must be strings"));
            }
        }
    }
    let found = suggestions::closest(&wrong, names.iter().map(String::as_str));
    Ok(found.map_or(Obj::NONE, |name| Str::new(vm, &name).into_obj()))
}

static FUNCTIONS: &[NativeDef] = &[native(
    "_generate_suggestions",
    "($module, candidates, item, /)",
    generate,
    "Returns the candidate in candidates that's closest to item",
)];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    table::module(vm, "_suggestions", "", FUNCTIONS)
}
