//! `function`: what `def` and `lambda` make. It is run by the interpreter, through a hook.

use crate::{
    Args, Code, Dict, NativeDef, PyResult, Slots, Str, StrExt, Tuple, TypeDef, TypeExt, TypeFlags, Vm, argument,
    getset, kinds, method, names, native, protocol, raise, type_attributes, type_error, type_object, types,
    value_error,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// The payload of a function.
pub struct Function {
    /// `__code__`
    pub code: Ref<Code>,
    /// `__globals__`
    pub globals: Ref<Dict>,
    /// `__builtins__`
    pub builtins: Ref<Dict>,
    /// `__name__`
    pub name: Ref<Str>,
    /// `__qualname__`
    pub qualname: Ref<Str>,
    /// `__defaults__`: a tuple.
    pub defaults: Option<Ref<Tuple>>,
    /// `__kwdefaults__`: a dict.
    pub keyword_defaults: Option<Ref<Dict>>,
    /// `__closure__`: a tuple of cells.
    pub closure: Option<Ref<Tuple>>,
    /// `__doc__`, where `doc_in_code` does not say otherwise.
    pub doc: OptObj,
    /// `__module__`
    pub module: OptObj,
    /// `__dict__`, made when first asked for.
    pub dict: OptObj,
    /// `__annotations__`, once computed.
    pub annotations: OptObj,
    /// `__annotate__`
    pub annotate: OptObj,
    /// `__type_params__`
    pub type_params: OptObj,
    /// Changes with whatever a cached call depends on; 0 until asked for.
    pub version: u32,
    /// `__doc__` is still the first constant of the code.
    pub doc_in_code: bool,
}

impl Payload for Function {
    const KIND: u8 = kinds::FUNCTION;
    const NAME: &'static str = "function";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.code);
        visit(&self.globals);
        visit(&self.builtins);
        visit(&self.name);
        visit(&self.qualname);
        if let Some(t) = &self.defaults {
            visit(t);
        }
        if let Some(d) = &self.keyword_defaults {
            visit(d);
        }
        if let Some(t) = &self.closure {
            visit(t);
        }
        let own = [&self.doc, &self.module, &self.dict, &self.annotations, &self.annotate, &self.type_params];
        own.into_iter().filter_map(OptObj::get).for_each(visit);
    }
    fn clear(&mut self) {
        // The code, the globals and the names stay, so that the function remains one (CPython: func_clear).
        self.defaults = None;
        self.keyword_defaults = None;
        self.closure = None;
        for field in [&mut self.doc, &mut self.module, &mut self.dict, &mut self.annotations, &mut self.annotate] {
            field.take();
        }
        self.type_params.take();
    }
}

fn call(vm: &mut Vm, f: &Obj, args: crate::CallArgs<'_>) -> PyResult {
    (vm.hooks.call_function)(vm, f, args)
}

fn bind(vm: &mut Vm, f: &Obj, instance: Option<&Obj>, _: Option<&Obj>) -> PyResult {
    Ok(match instance {
        Some(instance) => method::new(vm, f, instance),
        None => f.clone(),
    })
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let f = this(vm, o)?;
    let qualname = f.get(vm).qualname.clone();
    Ok(Str::from_display(vm, format_args!("<function {} at {:#x}>", qualname.text(vm), protocol::id(o))).into_obj())
}

/// The function's `__dict__`, made now if need be.
pub(crate) fn dict(vm: &mut Vm, f: &Ref<Function>) -> Ref<Dict> {
    if let Some(d) = f.get(vm).dict.get().and_then(|d| d.downcast_ref::<Dict>()) {
        return d.clone();
    }
    let made = Dict::new(vm);
    f.get_mut(vm).dict = OptObj::some(made.clone().into_obj());
    made
}

/// A function, for functions that only `function`'s descriptors call.
fn this<'a>(vm: &mut Vm, o: &'a Obj) -> PyResult<&'a Ref<Function>> {
    match o.downcast_ref::<Function>() {
        Some(f) => Ok(f),
        None => {
            let got = vm.class_of(o).name(vm).to_string();
            Err(type_error!(vm, "'{got}' object is not a function"))
        }
    }
}

/// A field that is `None` where it is empty.
fn field(vm: &mut Vm, o: &Obj, which: fn(&Function) -> OptObj) -> PyResult {
    let f = this(vm, o)?;
    Ok(which(f.get(vm)).take().unwrap_or(Obj::NONE))
}

fn set_text(
    vm: &mut Vm,
    o: &Obj,
    value: Option<&Obj>,
    attribute: &str,
    which: fn(&mut Function) -> &mut Ref<Str>,
) -> PyResult<()> {
    let f = this(vm, o)?;
    let Some(text) = value.and_then(|v| v.downcast_ref::<Str>()) else {
        return Err(type_error!(vm, "{attribute} must be set to a string object"));
    };
    let old = std::mem::replace(which(f.get_mut(vm)), text.clone());
    drop(old);
    Ok(())
}

fn set_any(vm: &mut Vm, o: &Obj, value: Option<&Obj>, which: fn(&mut Function) -> &mut OptObj) -> PyResult<()> {
    let f = this(vm, o)?;
    let old = std::mem::replace(which(f.get_mut(vm)), type_object::opt(value));
    drop(old);
    Ok(())
}

fn readonly(vm: &mut Vm, _: &Obj, _: Option<&Obj>) -> PyResult<()> {
    Err(raise!(vm, types::ATTRIBUTE_ERROR, "readonly attribute"))
}

/// `__doc__`, taken from the code when it is first asked for.
fn doc(vm: &mut Vm, o: &Obj) -> PyResult {
    let f = this(vm, o)?;
    if f.get(vm).doc_in_code {
        let code = f.get(vm).code.clone();
        crate::code::complete(vm, &code)?;
        let doc = code.get(vm).consts.tail(vm).first().cloned();
        let f = f.get_mut(vm);
        f.doc = doc.into();
        f.doc_in_code = false;
    }
    field(vm, o, |f| f.doc.clone())
}

fn set_doc(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    this(vm, o)?.get_mut(vm).doc_in_code = false;
    set_any(vm, o, value, |f| &mut f.doc)
}

fn set_code(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    doc(vm, o)?;
    let f = this(vm, o)?;
    let Some(code) = value.and_then(|v| v.downcast_ref::<Code>()) else {
        return Err(type_error!(vm, "__code__ must be set to a code object"));
    };
    let cells = f.get(vm).closure.as_ref().map_or(0, |c| c.tail(vm).len());
    let free = code.get(vm).free as usize;
    if cells != free {
        let name = f.get(vm).name.to_string_lossy(vm);
        return Err(value_error!(vm, "{name}() requires a code object with {cells} free vars, not {free}"));
    }
    const KINDS: u32 = 0x20 | 0x80 | 0x200;
    let kinds = |vm: &Vm, code: &Ref<Code>| code.get(vm).flags & KINDS;
    if kinds(vm, code) != kinds(vm, &f.get(vm).code) {
        let message =
            "Assigning a code object of non-matching type is deprecated (e.g., from a generator to a plain function)";
        (vm.hooks.warn)(vm, types::DEPRECATION_WARNING, message, 1)?;
    }
    (vm.hooks.frames.code_exchanged)(vm, o);
    let f = f.get_mut(vm);
    f.version = 0;
    let old = std::mem::replace(&mut f.code, code.clone());
    drop(old);
    Ok(())
}

fn set_defaults(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let f = this(vm, o)?;
    let value = match value.filter(|v| !v.is_none()) {
        None => None,
        Some(value) => match value.downcast_ref::<Tuple>() {
            Some(t) => Some(t.clone()),
            None => return Err(type_error!(vm, "__defaults__ must be set to a tuple object")),
        },
    };
    let f = f.get_mut(vm);
    f.version = 0;
    let old = std::mem::replace(&mut f.defaults, value);
    drop(old);
    Ok(())
}

fn set_keyword_defaults(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let f = this(vm, o)?;
    let value = match value.filter(|v| !v.is_none()) {
        None => None,
        Some(value) => match value.downcast_ref::<Dict>() {
            Some(d) => Some(d.clone()),
            None => return Err(type_error!(vm, "__kwdefaults__ must be set to a dict object")),
        },
    };
    let f = f.get_mut(vm);
    f.version = 0;
    let old = std::mem::replace(&mut f.keyword_defaults, value);
    drop(old);
    Ok(())
}

fn get_dict(vm: &mut Vm, o: &Obj) -> PyResult {
    let f = this(vm, o)?;
    Ok(dict(vm, f).into_obj())
}

fn set_dict(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(type_error!(vm, "cannot delete __dict__")) };
    if !value.is_kind::<Dict>() {
        let got = vm.class_of(value).name(vm).to_string();
        return Err(type_error!(vm, "__dict__ must be set to a dictionary, not a '{got}'"));
    }
    set_any(vm, o, Some(value), |f| &mut f.dict)
}

/// The function's annotations as a dict: the compiler may leave them as a tuple of names and values.
fn annotations(vm: &mut Vm, o: &Obj) -> PyResult {
    let f = this(vm, o)?;
    let kept = f.get(vm).annotations.cloned();
    let made = match kept {
        Some(kept) => match kept.downcast_ref::<Tuple>() {
            Some(pairs) => {
                let pairs = pairs.tail(vm).to_vec();
                let made = Dict::new(vm);
                for pair in pairs.chunks_exact(2) {
                    Dict::set_item(vm, &made, &pair[0], pair[1].clone())?;
                }
                made.into_obj()
            }
            None => return Ok(kept),
        },
        None => {
            let annotate = f.get(vm).annotate.cloned();
            type_attributes::computed_annotations(vm, annotate.as_ref())?
        }
    };
    f.get_mut(vm).annotations = OptObj::some(made.clone());
    Ok(made)
}

fn set_annotations(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let value = value.filter(|v| !v.is_none());
    if value.is_some_and(|v| !v.is_kind::<Dict>()) {
        return Err(type_error!(vm, "__annotations__ must be set to a dict object"));
    }
    set_any(vm, o, value, |f| &mut f.annotations)?;
    set_any(vm, o, None, |f| &mut f.annotate)
}

fn set_annotate(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    let Some(value) = value else { return Err(type_error!(vm, "__annotate__ cannot be deleted")) };
    if value.is_none() {
        return set_any(vm, o, None, |f| &mut f.annotate);
    }
    if vm.slots_of(value).call().is_none() {
        return Err(type_error!(vm, "__annotate__ must be callable or None"));
    }
    set_any(vm, o, Some(value), |f| &mut f.annotate)?;
    set_any(vm, o, None, |f| &mut f.annotations)
}

fn type_params(vm: &mut Vm, o: &Obj) -> PyResult {
    let f = this(vm, o)?;
    Ok(f.get(vm).type_params.cloned().unwrap_or_else(|| Tuple::empty().into_obj()))
}

fn set_type_params(vm: &mut Vm, o: &Obj, value: Option<&Obj>) -> PyResult<()> {
    match value.filter(|v| v.is_kind::<Tuple>()) {
        Some(value) => set_any(vm, o, Some(value), |f| &mut f.type_params),
        None => Err(type_error!(vm, "__type_params__ must be set to a tuple")),
    }
}

static NEW: NativeDef =
    native("function", "(code, globals, name=None, argdefs=None, closure=None, kwdefaults=None)", new_bound, "");

/// `types.FunctionType(…)`
fn new_bound(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let wrong = |vm: &mut Vm, what: &str, wanted: &str, o: &Obj| {
        let got = argument::shown_class(vm, o);
        type_error!(vm, "function() argument '{what}' must be {wanted}, not {got}")
    };
    let Some(code) = args.at(0).downcast_ref::<Code>() else { return Err(wrong(vm, "code", "code", args.at(0))) };
    let Some(globals) = args.at(1).downcast_ref::<Dict>() else {
        return Err(wrong(vm, "globals", "dict", args.at(1)));
    };
    let name = match args.some(2) {
        None => None,
        Some(name) => match name.downcast_ref::<Str>() {
            Some(name) => Some(name.clone()),
            None => return Err(type_error!(vm, "arg 3 (name) must be None or string")),
        },
    };
    let defaults = match args.some(3) {
        None => None,
        Some(defaults) => match defaults.downcast_ref::<Tuple>() {
            Some(defaults) => Some(defaults.clone()),
            None => return Err(type_error!(vm, "arg 4 (defaults) must be None or tuple")),
        },
    };
    let free = code.get(vm).free as usize;
    let closure = match args.some(4) {
        Some(closure) => match closure.downcast_ref::<Tuple>() {
            Some(closure) => Some(closure.clone()),
            None if free > 0 => return Err(type_error!(vm, "arg 5 (closure) must be tuple")),
            None => return Err(type_error!(vm, "arg 5 (closure) must be None or tuple")),
        },
        None if free > 0 => return Err(type_error!(vm, "arg 5 (closure) must be tuple")),
        None => None,
    };
    let cells = closure.as_ref().map_or(0, |c| c.tail(vm).len());
    if cells != free {
        let name = code.get(vm).name.to_string_lossy(vm);
        return Err(value_error!(vm, "{name} requires closure of length {free}, not {cells}"));
    }
    for i in 0..cells {
        let one = closure.as_ref().and_then(|c| c.tail(vm).get(i)).cloned().unwrap_or_default();
        if !one.is_kind::<crate::cell::Cell>() {
            let got = vm.class_of(&one).name(vm).to_string();
            return Err(type_error!(vm, "arg 5 (closure) expected cell, found {got}"));
        }
    }
    let keyword_defaults = match args.some(5) {
        None => None,
        Some(defaults) => match defaults.downcast_ref::<Dict>() {
            Some(defaults) => Some(defaults.clone()),
            None => return Err(type_error!(vm, "arg 6 (kwdefaults) must be None or dict")),
        },
    };
    let builtins = builtins_for(vm, globals)?;
    let made = new(vm, code, globals, &builtins);
    let f = made.get_mut(vm);
    if let Some(name) = name {
        f.name = name;
    }
    f.defaults = defaults;
    f.closure = closure.filter(|_| cells > 0);
    f.keyword_defaults = keyword_defaults;
    Ok(made.into_obj())
}

/// The builtins that code with these globals uses: their `__builtins__`, a module or its dict, or else the module `builtins`.
fn builtins_for(vm: &mut Vm, globals: &Ref<Dict>) -> PyResult<Ref<Dict>> {
    let found = match Dict::get_str(vm, globals, names::__builtins__).cloned() {
        Some(found) => found,
        None => {
            let name = names::builtins.clone().into_obj();
            let import = vm.hooks.import;
            let level = crate::int::from_i64(vm, 0);
            import(vm, [&name, &Obj::NONE, &Obj::NONE, &Obj::NONE, &level])?
        }
    };
    if let Some(dict) = crate::module::namespace(vm, &found) {
        return Ok(dict);
    }
    found.downcast::<Dict>().map_err(|_| raise!(vm, types::SYSTEM_ERROR, "__builtins__ is neither a module nor a dict"))
}

fn opt_ref<T: Payload>(r: Option<&Ref<T>>) -> OptObj {
    r.map_or(OptObj::NONE, |r| OptObj::some(r.clone().into_obj()))
}

/// `function`
pub static DEF: TypeDef = TypeDef {
    name: "function",
    kind: kinds::FUNCTION,
    flags: TypeFlags::METHOD_DESCRIPTOR,
    doc: "Create a function object.\n\n  code\n    a code object\n  globals\n    the globals dictionary\n  name\n    a string that overrides the name from the code object\n  argdefs\n    a tuple that specifies the default argument values\n  closure\n    a tuple that supplies the bindings for free variables\n  kwdefaults\n    a dictionary that specifies the default keyword argument values",
    slots: Slots {
        new: Some(|vm: &mut Vm, _: &Ref<crate::Type>, args: crate::CallArgs<'_>| native::call(vm, &NEW, args)),
        call: Some(call),
        descr_get: Some(bind),
        repr: Some(repr),
        ..Slots::EMPTY
    },
    getsets: &[
        getset("__closure__", |vm, o| field(vm, o, |f| opt_ref(f.closure.as_ref())), readonly, "").as_member(),
        getset("__globals__", |vm, o| field(vm, o, |f| opt_ref(Some(&f.globals))), readonly, "").as_member(),
        getset("__builtins__", |vm, o| field(vm, o, |f| opt_ref(Some(&f.builtins))), readonly, "").as_member(),
        getset("__code__", |vm, o| field(vm, o, |f| opt_ref(Some(&f.code))), set_code, ""),
        getset("__defaults__", |vm, o| field(vm, o, |f| opt_ref(f.defaults.as_ref())), set_defaults, ""),
        getset(
            "__kwdefaults__",
            |vm, o| field(vm, o, |f| opt_ref(f.keyword_defaults.as_ref())),
            set_keyword_defaults,
            "",
        ),
        getset("__annotations__", annotations, set_annotations, "Dict of annotations in a function object."),
        getset(
            "__annotate__",
            |vm, o| field(vm, o, |f| f.annotate.clone()),
            set_annotate,
            "Get the code object for a function.",
        ),
        getset("__dict__", get_dict, set_dict, ""),
        getset("__doc__", doc, set_doc, ""),
        getset(
            "__module__",
            |vm, o| field(vm, o, |f| f.module.clone()),
            |vm, o, v| set_any(vm, o, v, |f| &mut f.module),
            "",
        ),
        getset(
            "__name__",
            |vm, o| field(vm, o, |f| opt_ref(Some(&f.name))),
            |vm, o, v| set_text(vm, o, v, "__name__", |f| &mut f.name),
            "",
        ),
        getset(
            "__qualname__",
            |vm, o| field(vm, o, |f| opt_ref(Some(&f.qualname))),
            |vm, o, v| set_text(vm, o, v, "__qualname__", |f| &mut f.qualname),
            "",
        ),
        getset("__type_params__", type_params, set_type_params, "Get the declared type parameters for a function."),
    ],
    weakly_referable: true,
    signature: "(code, globals, name=None, argdefs=None, closure=None,\n         kwdefaults=None)",
    ..TypeDef::EMPTY
};

/// Makes a function as `MAKE_FUNCTION` does: named and documented by its code.
pub fn new(vm: &mut Vm, code: &Ref<Code>, globals: &Ref<Dict>, builtins: &Ref<Dict>) -> Ref<Function> {
    const HAS_DOCSTRING: u32 = 0x400_0000;
    let c = code.get(vm);
    let doc_in_code = c.flags & HAS_DOCSTRING != 0;
    let (name, qualname) = (c.name.clone(), c.qualname.clone());
    let module = Dict::get_str(vm, globals, crate::names::__name__).cloned();
    let made = Function {
        code: code.clone(),
        globals: globals.clone(),
        builtins: builtins.clone(),
        name,
        qualname,
        defaults: None,
        keyword_defaults: None,
        closure: None,
        doc: OptObj::NONE,
        doc_in_code,
        module: module.into(),
        dict: OptObj::NONE,
        annotations: OptObj::NONE,
        annotate: OptObj::NONE,
        type_params: OptObj::NONE,
        version: 0,
    };
    vm.alloc(types::FUNCTION, made)
}
