//! `module`: a namespace with a name.
//!
//! CPython's `moduleobject.c`: attributes are found by `object`'s rules, then by the module's own `__getattr__` (PEP 562);
//! `__annotations__` is computed by `__annotate__` (PEP 649) and kept in the namespace.

use crate::{
    Args, CallArgs, Dict, List, NativeDef, PyResult, Slots, Str, StrExt, Type, TypeDef, TypeExt, TypeFlags, Vm,
    argument, getset, kinds, names, native, object, protocol, raise, type_attributes, type_error, types,
};
use rpython_heap::{Obj, Payload, Ref};

/// The payload of a module: its namespace.
pub struct Module {
    /// `__dict__`
    pub dict: Ref<Dict>,
}

impl Payload for Module {
    const KIND: u8 = kinds::MODULE;
    const NAME: &'static str = "module";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.dict);
    }
}

impl Module {
    /// An empty module with the attributes that every module has.
    ///
    /// # Errors
    /// `MemoryError`.
    pub fn new(vm: &mut Vm, name: &str) -> PyResult<Ref<Module>> {
        let dict = Dict::new(vm);
        let name = Str::intern(vm, name).into_obj();
        set_up(vm, &dict, &name, &Obj::NONE)?;
        Ok(vm.alloc(types::MODULE, Module { dict }))
    }
}

/// Sets the attributes that every module has.
fn set_up(vm: &mut Vm, dict: &Ref<Dict>, name: &Obj, doc: &Obj) -> PyResult<()> {
    Dict::set_str(vm, dict, names::__name__, name.clone())?;
    Dict::set_str(vm, dict, names::__doc__, doc.clone())?;
    for empty in [names::__package__, names::__loader__, names::__spec__] {
        Dict::set_str(vm, dict, empty, Obj::NONE)?;
    }
    Ok(())
}

/// The namespace of a module; `None` for other objects.
pub fn namespace(vm: &Vm, o: &Obj) -> Option<Ref<Dict>> {
    o.downcast_ref::<Module>().map(|m| m.get(vm).dict.clone())
}

/// The namespace of what must be a module.
fn dict_of(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Dict>> {
    match namespace(vm, o) {
        Some(dict) => Ok(dict),
        None => {
            let got = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "'{got}' object is not a module"))
        }
    }
}

fn make(vm: &mut Vm, class: &Ref<Type>, _: CallArgs<'_>) -> PyResult {
    let dict = Dict::new(vm);
    Ok(vm.alloc_in(class, Module { dict }).into_obj())
}

static INIT: NativeDef = native("module", "($self, name, doc=None)", init_bound, "");

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let mut values = vec![o.clone()];
    values.extend(args.values.iter().cloned());
    native::call(vm, &INIT, CallArgs { values: &values, names: args.names })?;
    Ok(())
}

fn init_bound(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let name = args.at(1);
    if !name.is_kind::<Str>() {
        let got = argument::shown_class(vm, name);
        return Err(type_error!(vm, "module() argument 'name' must be str, not {got}"));
    }
    let dict = dict_of(vm, args.at(0))?;
    let doc = args.opt(2).cloned().unwrap_or(Obj::NONE);
    set_up(vm, &dict, name, &doc)?;
    Ok(Obj::NONE)
}

pub(crate) fn get_attr(vm: &mut Vm, o: &Obj, name: &Obj) -> PyResult {
    let name = &object::attribute_name(vm, name)?;
    if let Some(found) = find(vm, o, name)? {
        return Ok(found);
    }
    match namespace(vm, o) {
        Some(dict) => Err(missing(vm, o, &dict, name)),
        None => Err(protocol::no_attribute(vm, o, name)),
    }
}

/// As [`get_attr`], with `None` for a missing attribute.
pub(crate) fn find(vm: &mut Vm, o: &Obj, name: &Ref<Str>) -> PyResult<Option<Obj>> {
    let raised = match object::find_generic(vm, o, name) {
        Ok(Some(found)) => return Ok(Some(found)),
        Ok(None) => None,
        Err(raised) => {
            if !vm.raised_is(types::ATTRIBUTE_ERROR) {
                return Err(raised);
            }
            Some(raised)
        }
    };
    if let Some(dict) = namespace(vm, o)
        && let Some(getattr) = Dict::get_str(vm, &dict, names::__getattr__).cloned()
    {
        vm.exception.take();
        return protocol::call(vm, &getattr, &[name.clone().into_obj()]).map(Some);
    }
    match raised {
        Some(raised) => Err(raised),
        None => Ok(None),
    }
}

/// What a module's file hides, having its name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shadow {
    /// Nothing: it lies elsewhere.
    Nothing,
    /// Perhaps a library: it lies in the program's folder.
    Possibly,
    /// A module of the standard library.
    Stdlib,
}

/// The `AttributeError` of a missing attribute: it says so where the module is still being imported or hides another
/// (moduleobject.c: `_Py_module_getattro_impl`).
#[cold]
fn missing(vm: &mut Vm, o: &Obj, dict: &Ref<Dict>, name: &Ref<Str>) -> crate::Raised {
    let own = Dict::get_str(vm, dict, names::__name__).and_then(|n| n.downcast_ref::<Str>()).cloned();
    let message = match own {
        None => Ok(format!("module has no attribute '{}'", name.to_string_lossy(vm))),
        Some(own) => missing_message(vm, dict, &own, name),
    };
    match message {
        Ok(message) => protocol::attribute_error(vm, o, name, &message),
        Err(raised) => raised,
    }
}

fn missing_message(vm: &mut Vm, dict: &Ref<Dict>, own: &Ref<Str>, name: &Ref<Str>) -> PyResult<String> {
    let (module, attr) = (protocol::repr_text(vm, own)?, protocol::repr_text(vm, name)?);
    let plain = format!("module {module} has no attribute {attr}");
    let Some(spec) = Dict::get_str(vm, dict, names::__spec__).cloned().filter(|s| !s.is_none()) else {
        return Ok(plain);
    };
    let (origin, shadow) = (vm.hooks.shadowing)(vm, &spec, own)?;
    let place = match &origin {
        Some(origin) => protocol::repr_text(vm, origin)?,
        None => String::new(),
    };
    if shadow == Shadow::Stdlib {
        return Ok(format!(
            "{plain} (consider renaming {place} since it has the same name as the standard library module named {module} and prevents importing that standard library module)"
        ));
    }
    if is_initializing(vm, &spec)? {
        if shadow == Shadow::Possibly {
            return Ok(format!(
                "{plain} (consider renaming {place} if it has the same name as a library you intended to import)"
            ));
        }
        let from = if origin.is_some() { format!(" from {place}") } else { String::new() };
        return Ok(format!(
            "partially initialized module {module}{from} has no attribute {attr} (most likely due to a circular import)"
        ));
    }
    let submodules = Str::intern(vm, "_uninitialized_submodules");
    if let Some(submodules) = protocol::find_attr(vm, &spec, &submodules)?
        && protocol::contains(vm, &submodules, name)?
    {
        return Ok(format!("cannot access submodule {attr} of module {module} (most likely due to a circular import)"));
    }
    Ok(plain)
}

fn is_initializing(vm: &mut Vm, spec: &Obj) -> PyResult<bool> {
    match protocol::find_attr(vm, spec, names::_initializing)? {
        Some(value) => protocol::is_true(vm, &value),
        None => Ok(false),
    }
}

/// An attribute, `None` where it is missing or `None`.
fn some_attr(vm: &mut Vm, o: &Obj, name: &str) -> PyResult<Option<Obj>> {
    let name = Str::intern(vm, name);
    Ok(protocol::find_attr(vm, o, &name)?.filter(|v| !v.is_none()))
}

/// As `importlib._bootstrap._module_repr` has it: by the module's spec, or by its file, or by its loader.
fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let text = match some_attr(vm, o, "__spec__")? {
        Some(spec) => {
            let name = some_attr(vm, &spec, "name")?;
            let name = shown_name(vm, name)?;
            match some_attr(vm, &spec, "origin")? {
                Some(origin) => {
                    let located = match some_attr(vm, &spec, "has_location")? {
                        Some(located) => protocol::is_true(vm, &located)?,
                        None => false,
                    };
                    if located {
                        format!("<module {name} from {}>", protocol::repr_text(vm, &origin)?)
                    } else {
                        let origin = protocol::str(vm, &origin)?;
                        format!("<module {name} ({})>", origin.text(vm))
                    }
                }
                None => by_loader(vm, &spec, &name, "loader")?,
            }
        }
        None => {
            let name = match protocol::find_attr(vm, o, names::__name__)? {
                Some(name) => protocol::repr_text(vm, &name)?,
                None => "'?'".to_string(),
            };
            match protocol::find_attr(vm, o, names::__file__)? {
                Some(file) => format!("<module {name} from {}>", protocol::repr_text(vm, &file)?),
                None => by_loader(vm, o, &name, "__loader__")?,
            }
        }
    };
    Ok(Str::new(vm, &text).into_obj())
}

fn shown_name(vm: &mut Vm, name: Option<Obj>) -> PyResult<String> {
    match name {
        Some(name) => protocol::repr_text(vm, &name),
        None => Ok("'?'".to_string()),
    }
}

fn by_loader(vm: &mut Vm, holder: &Obj, name: &str, attribute: &str) -> PyResult<String> {
    let Some(loader) = some_attr(vm, holder, attribute)? else { return Ok(format!("<module {name}>")) };
    if vm.class_of(&loader).name(vm) == "NamespaceLoader"
        && let Some(path) = some_attr(vm, &loader, "_path")?
    {
        let path = protocol::collect(vm, &path)?;
        let path = List::from_vec(vm, path)?.into_obj();
        return Ok(format!("<module {name} (namespace) from {}>", protocol::repr_text(vm, &path)?));
    }
    Ok(format!("<module {name} ({})>", protocol::repr_text(vm, &loader)?))
}

/// `dir(module)`: the module's own `__dir__`, or the keys of its namespace.
fn dir(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let dict = protocol::get_attr(vm, args.at(0), names::__dict__)?;
    let Some(dict) = dict.downcast_ref::<Dict>() else {
        return Err(type_error!(vm, "<module>.__dict__ is not a dictionary"));
    };
    match Dict::get_str(vm, dict, names::__dir__).cloned() {
        Some(own) => protocol::call(vm, &own, &[]),
        None => type_attributes::keys_of(vm, dict),
    }
}

fn annotate(vm: &mut Vm, o: &Obj) -> PyResult {
    let dict = dict_of(vm, o)?;
    if let Some(found) = Dict::get_str(vm, &dict, names::__annotate__).cloned() {
        return Ok(found);
    }
    Dict::set_str(vm, &dict, names::__annotate__, Obj::NONE)?;
    Ok(Obj::NONE)
}

fn set_annotate(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(type_error!(vm, "cannot delete __annotate__ attribute")) };
    let dict = dict_of(vm, o)?;
    if !value.is_none() && vm.slots_of(value).call().is_none() {
        return Err(type_error!(vm, "__annotate__ must be callable or None"));
    }
    Dict::set_str(vm, &dict, names::__annotate__, value.clone())?;
    if !value.is_none() {
        let old = Dict::remove_str(vm, &dict, names::__annotations__);
        drop(old);
    }
    Ok(())
}

fn annotations(vm: &mut Vm, o: &Obj) -> PyResult {
    let dict = dict_of(vm, o)?;
    if let Some(found) = Dict::get_str(vm, &dict, names::__annotations__).cloned() {
        return Ok(found);
    }
    let initializing = match Dict::get_str(vm, &dict, names::__spec__).cloned().filter(|s| !s.is_none()) {
        Some(spec) => is_initializing(vm, &spec)?,
        None => false,
    };
    let annotate = Dict::get_str(vm, &dict, names::__annotate__).cloned();
    let made = type_attributes::computed_annotations(vm, annotate.as_ref())?;
    // A module that is still being executed may yet define more.
    if !initializing {
        Dict::set_str(vm, &dict, names::__annotations__, made.clone())?;
    }
    Ok(made)
}

fn set_annotations(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let dict = dict_of(vm, o)?;
    match value {
        Some(value) => Dict::set_str(vm, &dict, names::__annotations__, value.clone())?,
        None => {
            if Dict::remove_str(vm, &dict, names::__annotations__).is_none() {
                return Err(raise!(vm, types::ATTRIBUTE_ERROR, "__annotations__"));
            }
        }
    }
    let old = Dict::remove_str(vm, &dict, names::__annotate__);
    drop(old);
    Ok(())
}

/// `module`
pub static DEF: TypeDef = TypeDef {
    name: "module",
    kind: kinds::MODULE,
    flags: TypeFlags::BASE,
    doc: "Create a module object.\n\nThe name must be a string; the optional doc argument can have any type.",
    slots: Slots { new: Some(make), init: Some(init), get_attr: Some(get_attr), repr: Some(repr), ..Slots::EMPTY },
    methods: &[native("__dir__", "($self, /)", dir, "__dir__() -> list\nspecialized dir() implementation")],
    getsets: &[
        getset(
            "__dict__",
            |vm, o| dict_of(vm, o).map(Ref::into_obj),
            |vm, _, _| Err(raise!(vm, types::ATTRIBUTE_ERROR, "readonly attribute")),
            "",
        )
        .as_member(),
        getset("__annotations__", annotations, set_annotations, ""),
        getset("__annotate__", annotate, set_annotate, ""),
    ],
    weakly_referable: true,
    signature: "(name, doc=None)",
    ..TypeDef::EMPTY
};
