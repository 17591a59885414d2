//! Finding what a name of a module stands for, and the names of Python 2 (`find_class`; `_compat_pickle`).

use super::{
    Shared,
    save_global::{dotted, follow},
};
use crate::table;
use rpython_objects::{
    Dict, Obj, PyResult, Raised, Ref, Str, StrExt, Tuple, Vm, argument, int, names, protocol, raise, type_error, types,
};

/// How names are called in the other of Python 2 and 3.
pub(super) struct Renaming {
    /// (module, name) → (module, name)
    pub(super) names: Ref<Dict>,
    /// module → module
    pub(super) modules: Ref<Dict>,
}

impl Renaming {
    /// The module and the name that a name of a module has on the other side. `prefix` tells the tables' names.
    ///
    /// # Errors
    /// `RuntimeError` if a program has put something else into the tables.
    pub(super) fn renamed(&self, vm: &mut Vm, module: Obj, name: Obj, prefix: &str) -> PyResult<(Obj, Obj)> {
        let key = table::tuple(vm, &[module.clone(), name.clone()])?;
        if let Some(found) = Dict::get_item(vm, &self.names, &key)? {
            let table = format!("_compat_pickle.{prefix}NAME_MAPPING values should be");
            let Some([module, name]) = found.downcast_ref::<Tuple>().map(|t| t.tail(vm)) else {
                let class = argument::class_name(vm, &found);
                return Err(raise!(vm, types::RUNTIME_ERROR, "{table} 2-tuples, not {class}"));
            };
            if !module.is_kind::<Str>() || !name.is_kind::<Str>() {
                let classes = format!("({}, {})", argument::class_name(vm, module), argument::class_name(vm, name));
                return Err(raise!(vm, types::RUNTIME_ERROR, "{table} pairs of str, not {classes}"));
            }
            return Ok((module.clone(), name.clone()));
        }
        match Dict::get_item(vm, &self.modules, &module)? {
            Some(found) if found.is_kind::<Str>() => Ok((found, name)),
            Some(found) => {
                let class = argument::class_name(vm, &found);
                let table = format!("_compat_pickle.{prefix}IMPORT_MAPPING values should be");
                Err(raise!(vm, types::RUNTIME_ERROR, "{table} strings, not {class}"))
            }
            None => Ok((module, name)),
        }
    }
}

/// What `name` of `module` stands for, which is imported (`find_class`).
///
/// # Errors
/// What importing and looking up raise.
pub(super) fn find(vm: &mut Vm, shared: &Shared, proto: u8, fix_imports: bool, module: &Obj, name: &Obj) -> PyResult {
    rpython_vm::audit::event(vm, "pickle.find_class", &[module.clone(), name.clone()])?;
    let (module_name, name) = match proto < 3 && fix_imports {
        true => shared.to_new.renamed(vm, module.clone(), name.clone(), "")?,
        false => (module.clone(), name.clone()),
    };
    let import = vm.hooks.import;
    let wanted = table::tuple(vm, &[names::__name__.clone().into_obj()])?;
    let level = int::from_i64(vm, 0);
    let module = import(vm, [&module_name, &Obj::NONE, &Obj::NONE, &wanted, &level])?;
    let Some(text) = name.downcast_ref::<Str>() else {
        let class = argument::class_name(vm, &name);
        return Err(type_error!(vm, "attribute name must be string, not '{class}'"));
    };
    if proto < 4 {
        return protocol::get_attr(vm, &module, text);
    }
    let path = dotted(vm, text)?;
    match follow(vm, &module, &path) {
        Err(raised) if path.len() > 1 && vm.raised_is(types::ATTRIBUTE_ERROR) => {
            Err(unresolved(vm, raised, text, &module_name))
        }
        found => found,
    }
}

#[cold]
fn unresolved(vm: &mut Vm, raised: Raised, path: &Ref<Str>, module: &Obj) -> Raised {
    super::error::in_place(vm, raised, |vm, _| {
        let shown = protocol::repr_text(vm, path).and_then(|path| Ok((path, protocol::repr_text(vm, module)?)));
        match shown {
            Ok((path, module)) => {
                raise!(vm, types::ATTRIBUTE_ERROR, "Can't resolve path {path} on module {module}")
            }
            Err(raised) => raised,
        }
    })
}

/// Whether a text is a name: used where a stream's names must be exact strings.
pub(super) fn is_exact_str(o: &Obj) -> bool {
    o.downcast_ref::<Str>().is_some_and(|s| s.is_exact())
}
