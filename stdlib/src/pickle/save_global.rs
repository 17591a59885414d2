//! Saving classes and functions: by the names under which they are found again (`save_global`, `whichmodule`).

use super::{
    error::{self, in_place},
    opcode::*,
    save::Saver,
};
use crate::table;
use rpython_objects::{
    Dict, Obj, PyResult, Ref, Str, StrExt, Tuple, Vm, int, names, protocol, raise, text::Text, types,
};

/// The parts of a dotted name.
pub(super) fn dotted(vm: &mut Vm, name: &Ref<Str>) -> PyResult<Vec<Ref<Str>>> {
    let len = name.get(vm).len();
    let mut parts = Vec::new();
    let mut start = 0;
    for end in 0..=len {
        if end == len || name.text(vm).at(end) == u32::from(b'.') {
            let part = match start == 0 && end == len {
                true => name.clone(),
                false => Str::slice(vm, name, start, end)?,
            };
            parts.push(part);
            start = end + 1;
        }
    }
    Ok(parts)
}

/// What a path of attributes leads to.
pub(super) fn follow(vm: &mut Vm, from: &Obj, path: &[Ref<Str>]) -> PyResult {
    let mut at = from.clone();
    for name in path {
        at = protocol::get_attr(vm, &at, name)?;
    }
    Ok(at)
}

/// The module of an object among those that are loaded, where it does not say itself (`None`: `__main__` by default).
fn searched(vm: &mut Vm, o: &Obj, path: &[Ref<Str>]) -> PyResult {
    let modules = rpython_vm::modules(vm);
    let mut at = 0;
    while at < modules.get(vm).size() {
        let pair = modules.get(vm).pair_at(at);
        at += 1;
        let Some((name, module)) = pair else { continue };
        let skipped =
            name.downcast_ref::<Str>().is_some_and(|n| n.is_text(vm, "__main__") || n.is_text(vm, "__mp_main__"));
        if module.is_none() || skipped {
            continue;
        }
        match follow(vm, &module, path) {
            Ok(found) if found.is(o) => return Ok(name),
            Ok(_) => {}
            Err(raised) => vm.swallow(raised, types::ATTRIBUTE_ERROR)?,
        }
    }
    Ok(names::__main__.clone().into_obj())
}

/// The name of the module in which an object is found under `name`.
fn module_of(vm: &mut Vm, o: &Obj, name: &Ref<Str>, path: &[Ref<Str>]) -> PyResult {
    let said = protocol::find_attr(vm, o, names::__module__)?.filter(|m| !m.is_none());
    if path.iter().any(|part| part.is_text(vm, "<locals>")) {
        let shown = error::shown(vm, o)?;
        return Err(error::pickling(vm, format_args!("Can't pickle local object {shown}")));
    }
    let module_name = match said {
        Some(said) => said,
        None => searched(vm, o, path)?,
    };
    let import = vm.hooks.import;
    let wanted = table::tuple(vm, &[names::__name__.clone().into_obj()])?;
    let level = int::from_i64(vm, 0);
    let module = match import(vm, [&module_name, &Obj::NONE, &Obj::NONE, &wanted, &level]) {
        Ok(module) => module,
        Err(raised) if vm.raised_is(types::IMPORT_ERROR) || vm.raised_is(types::VALUE_ERROR) => {
            return Err(in_place(vm, raised, |vm, e| {
                match error::shown(vm, o).and_then(|shown| Ok((shown, error::text(vm, e)?))) {
                    Ok((shown, why)) => error::pickling(vm, format_args!("Can't pickle {shown}: {why}")),
                    Err(raised) => raised,
                }
            }));
        }
        Err(raised) => return Err(raised),
    };
    let place = |vm: &mut Vm| -> PyResult<(String, String)> {
        Ok((error::shown(vm, o)?, format!("{}.{}", error::text(vm, &module_name)?, name.to_string_lossy(vm))))
    };
    match follow(vm, &module, path) {
        Ok(found) if found.is(o) => Ok(module_name),
        Ok(_) => {
            let (shown, place) = place(vm)?;
            Err(error::pickling(vm, format_args!("Can't pickle {shown}: it's not the same object as {place}")))
        }
        Err(raised) if vm.raised_is(types::ATTRIBUTE_ERROR) => Err(in_place(vm, raised, |vm, _| match place(vm) {
            Ok((shown, place)) => error::pickling(vm, format_args!("Can't pickle {shown}: it's not found as {place}")),
            Err(raised) => raised,
        })),
        Err(raised) => Err(raised),
    }
}

impl Saver {
    /// Saves a class; those of the constants have no name to be found by.
    pub(super) fn save_type(&mut self, vm: &mut Vm, class: &Obj) -> PyResult<()> {
        let singleton = if class.is(types::NONE_TYPE) {
            Obj::NONE
        } else if class.is(types::ELLIPSIS_TYPE) {
            Obj::ELLIPSIS
        } else if class.is(types::NOT_IMPLEMENTED_TYPE) {
            Obj::NOT_IMPLEMENTED
        } else {
            return self.save_global(vm, class, None);
        };
        let arguments = Tuple::from_slice(vm, &[singleton])?.into_obj();
        self.save_reduced(vm, &[types::TYPE.clone().into_obj(), arguments], class)
    }

    /// Saves an object as a name of a module.
    pub(super) fn save_global(&mut self, vm: &mut Vm, o: &Obj, name: Option<&Ref<Str>>) -> PyResult<()> {
        let name = match name {
            Some(name) => name.clone().into_obj(),
            None => match protocol::find_attr(vm, o, names::__qualname__)? {
                Some(name) => name,
                None => protocol::get_attr(vm, o, names::__name__)?,
            },
        };
        let name = match name.downcast::<Str>() {
            Ok(name) => name,
            Err(other) => {
                let class = rpython_objects::argument::class_name(vm, &other);
                return Err(rpython_objects::type_error!(vm, "must be str, not {class}"));
            }
        };
        let path = dotted(vm, &name)?;
        let module = module_of(vm, o, &name, &path)?;
        if self.proto >= 2 && self.save_extension(vm, &module, &name)? {
            return Ok(());
        }
        if self.proto >= 4 {
            self.save(vm, &module)?;
            self.save(vm, &name)?;
            self.op(STACK_GLOBAL)?;
        } else {
            self.save_path(vm, module, &path)?;
        }
        self.memoize(vm, o)
    }

    /// Writes the number that `copyreg` has for a name, if it has one.
    fn save_extension(&mut self, vm: &mut Vm, module: &Obj, name: &Ref<Str>) -> PyResult<bool> {
        let registry = self.shared.extension_registry.clone();
        if registry.get(vm).is_empty() {
            return Ok(false);
        }
        let key = table::tuple(vm, &[module.clone(), name.clone().into_obj()])?;
        let Some(code) = Dict::get_item(vm, &registry, &key)? else { return Ok(false) };
        let number = int::to_isize(vm, &code)?;
        let number = match i32::try_from(number) {
            Ok(number) if number > 0 => number as u32,
            _ => return Err(raise!(vm, types::RUNTIME_ERROR, "extension code {number} is out of range")),
        };
        let [a, b, c, d] = number.to_le_bytes();
        match number {
            1..=0xff => self.out.put(&[EXT1, a])?,
            0x100..=0xffff => self.out.put(&[EXT2, a, b])?,
            _ => self.out.put(&[EXT4, a, b, c, d])?,
        }
        Ok(true)
    }

    /// Writes a name before protocol 4: what lies within something else is `getattr(…)` of it.
    fn save_path(&mut self, vm: &mut Vm, module: Obj, path: &[Ref<Str>]) -> PyResult<()> {
        let Some((first, attributes)) = path.split_first() else { return Ok(()) };
        for _ in attributes {
            let getattr = self.shared.getattr.clone();
            self.save(vm, &getattr)?;
            if self.proto < 2 {
                self.op(MARK)?;
            }
        }
        let (module, name) = match self.fix_imports {
            true => self.old_names(vm, module, first.clone().into_obj())?,
            false => (module, first.clone().into_obj()),
        };
        self.op(GLOBAL)?;
        self.put_identifier(vm, &module, "module")?;
        self.put_identifier(vm, &name, "global")?;
        for attribute in attributes {
            self.save(vm, attribute)?;
            self.op(if self.proto < 2 { TUPLE } else { TUPLE2 })?;
            self.op(REDUCE)?;
        }
        Ok(())
    }

    fn put_identifier(&mut self, vm: &mut Vm, name: &Obj, what: &str) -> PyResult<()> {
        let text = name.downcast_ref::<Str>().map(|name| name.text(vm));
        match text {
            Some(Text::Ascii(text)) => self.out.put(text)?,
            Some(text) if self.proto == 3 && !text.has_surrogates() => self.out.put(&text.to_wtf8())?,
            _ => {
                let (shown, proto) = (error::shown(vm, name)?, self.proto);
                let message = format!("can't pickle {what} identifier {shown} using pickle protocol {proto}");
                return Err(error::pickling(vm, message));
            }
        }
        self.op(b'\n')
    }

    /// The names that Python 2 had for a name of a module (`fix_imports`).
    fn old_names(&mut self, vm: &mut Vm, module: Obj, name: Obj) -> PyResult<(Obj, Obj)> {
        let shared = self.shared.clone();
        shared.to_old.renamed(vm, module, name, "REVERSE_")
    }
}
