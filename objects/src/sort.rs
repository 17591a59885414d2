//! Sorting.
use crate::{List, Obj, PyResult, Ref, Vm, type_error};
pub(crate) fn sort(vm: &mut Vm, _: &Ref<List>, _: Option<&Obj>, _: bool) -> PyResult<()> {
    Err(type_error!(vm, "list.sort is not implemented yet"))
}
