//! Names: locals of class bodies, globals, builtins, cells; making functions and classes.

use crate::{
    frame::FrameHeader,
    interp::{self, interp},
};
use rpython_frontend::{bytecode::make_function as attribute, code::kind};
use rpython_objects::{
    Code, Dict, Function, Obj, OptObj, PyResult, Raised, Ref, Str, StrExt, Tuple, Type, TypeExt, Vm, cell::Cell, names,
    protocol, python_function, raise, type_error, types,
};

/// The name of a slot of the running frame.
unsafe fn slot_name(vm: &Vm, frame: *mut FrameHeader, slot: u32) -> Option<Ref<Str>> {
    // SAFETY: the caller passes the running frame.
    let code = unsafe { FrameHeader::code(frame) };
    code.get(vm).slot_names.tail(vm).get(slot as usize)?.clone().downcast().ok()
}

/// A local variable has no value.
#[cold]
pub(crate) unsafe fn unbound_local(vm: &mut Vm, frame: *mut FrameHeader, slot: u32) -> Raised {
    // SAFETY: as in `slot_name`.
    let name = unsafe { slot_name(vm, frame, slot) };
    let text = name.as_ref().map(|n| n.to_string_lossy(vm)).unwrap_or_default();
    raise!(
        vm,
        types::UNBOUND_LOCAL_ERROR,
        "cannot access local variable '{text}' where it is not associated with a value"
    )
}

/// A cell has no value: of a local variable, or of a free one.
#[cold]
pub(crate) unsafe fn unbound_cell(vm: &mut Vm, frame: *mut FrameHeader, slot: u32) -> Raised {
    // SAFETY: as in `slot_name`.
    unsafe {
        let kinds = FrameHeader::code(frame).get(vm).slot_kinds.clone();
        if kinds.tail(vm).get(slot as usize).is_some_and(|k| k & kind::FREE == 0) {
            return unbound_local(vm, frame, slot);
        }
        let name = slot_name(vm, frame, slot);
        let text = name.as_ref().map(|n| n.to_string_lossy(vm)).unwrap_or_default();
        let raised = raise!(
            vm,
            types::NAME_ERROR,
            "cannot access free variable '{text}' where it is not associated with a value in enclosing scope"
        );
        set_error_name(vm, name);
        raised
    }
}

/// A name has no value anywhere.
#[cold]
pub(crate) fn undefined(vm: &mut Vm, name: &Ref<Str>) -> Raised {
    let text = name.to_string_lossy(vm);
    let raised = raise!(vm, types::NAME_ERROR, "name '{text}' is not defined");
    set_error_name(vm, Some(name.clone()));
    raised
}

/// Sets `name` of the travelling `NameError`, for suggestions.
fn set_error_name(vm: &mut Vm, name: Option<Ref<Str>>) {
    let e = vm.exception.get().and_then(|e| e.downcast_ref::<rpython_objects::Exception>()).cloned();
    if let (Some(e), Some(name)) = (e, name) {
        rpython_objects::exception::set_field(vm, &e, "name", name.into_obj());
    }
}

/// A name of `builtins`, where the globals do not have it.
pub(crate) unsafe fn load_builtin(vm: &mut Vm, frame: *mut FrameHeader, name: &Ref<Str>) -> PyResult {
    // SAFETY: the caller passes the running frame.
    let (builtins, globals) = unsafe { (FrameHeader::builtins(vm, frame), FrameHeader::globals(vm, frame)) };
    // A dict whose keys are not all strings may hold a key that only Python code can compare.
    // An instance of a subclass may know what its table does not hold.
    for (namespace, looked_up) in [(globals, true), (builtins, false)] {
        let found = if !Dict::is_exact(namespace) {
            let namespace = namespace.clone().into_obj();
            find_in_mapping(vm, &namespace, name)?
        } else if !namespace.get(vm).has_only_str_keys() {
            Dict::get_item(vm, namespace, name)?
        } else if looked_up {
            None
        } else {
            Dict::get_str(vm, namespace, name).cloned()
        };
        if let Some(found) = found {
            return Ok(found);
        }
    }
    // What `exec` was given in the place of builtins may be any mapping.
    // SAFETY: as above.
    let globals = unsafe { FrameHeader::globals(vm, frame) };
    if let Some(given) = Dict::get_str(vm, globals, names::__builtins__).cloned()
        && !given.is_kind::<Dict>()
        && !given.is_kind::<rpython_objects::Module>()
        && let Some(found) = find_in_mapping(vm, &given, name)?
    {
        return Ok(found);
    }
    Err(undefined(vm, name))
}

/// A global or builtin name.
unsafe fn load_global(vm: &mut Vm, frame: *mut FrameHeader, name: &Ref<Str>) -> PyResult {
    // SAFETY: as in `load_builtin`.
    unsafe {
        match Dict::get_str(vm, FrameHeader::globals(vm, frame), name) {
            Some(value) => Ok(value.clone()),
            None => load_builtin(vm, frame, name),
        }
    }
}

/// The locals of the running frame as an owned mapping: the globals where a function of a module's code was called.
unsafe fn locals(vm: &Vm, frame: *mut FrameHeader) -> Obj {
    // SAFETY: as in `load_builtin`; the header owns its locals.
    unsafe {
        match FrameHeader::locals(frame) {
            Some(locals) => locals.clone(),
            None => FrameHeader::globals(vm, frame).clone().into_obj(),
        }
    }
}

/// `mapping[name]`, `None` for a `KeyError`.
pub(crate) fn find_in_mapping(vm: &mut Vm, mapping: &Obj, name: &Ref<Str>) -> PyResult<Option<Obj>> {
    if let Some(d) = mapping.downcast_ref::<Dict>()
        && vm.class_of(mapping).is(types::DICT)
    {
        return Dict::get_item(vm, d, name);
    }
    match protocol::get_item(vm, mapping, name) {
        Ok(found) => Ok(Some(found)),
        Err(raised) => {
            vm.swallow(raised, types::KEY_ERROR)?;
            Ok(None)
        }
    }
}

/// `LOAD_NAME`
pub(crate) unsafe fn load_name(vm: &mut Vm, frame: *mut FrameHeader, name: &Ref<Str>) -> PyResult {
    // SAFETY: the caller passes the running frame.
    unsafe {
        let locals = locals(vm, frame);
        load_from_mapping_or_globals(vm, frame, &locals, name)
    }
}

/// `LOAD_FROM_DICT_OR_GLOBALS`
pub(crate) unsafe fn load_from_mapping_or_globals(
    vm: &mut Vm,
    frame: *mut FrameHeader,
    mapping: &Obj,
    name: &Ref<Str>,
) -> PyResult {
    match find_in_mapping(vm, mapping, name)? {
        Some(found) => Ok(found),
        // SAFETY: the caller passes the running frame.
        None => unsafe { load_global(vm, frame, name) },
    }
}

/// `LOAD_FROM_DICT_OR_DEREF`
pub(crate) unsafe fn load_from_mapping_or_cell(
    vm: &mut Vm,
    frame: *mut FrameHeader,
    mapping: &Obj,
    slot: u32,
) -> PyResult {
    // SAFETY: the caller passes the running frame, whose slot holds a cell.
    unsafe {
        if let Some(name) = slot_name(vm, frame, slot)
            && let Some(found) = find_in_mapping(vm, mapping, &name)?
        {
            return Ok(found);
        }
        let cell = &*FrameHeader::slot_base(frame).add(slot as usize).cast::<Ref<Cell>>();
        match cell.get(vm).content.cloned() {
            Some(value) => Ok(value),
            None => Err(unbound_cell(vm, frame, slot)),
        }
    }
}

/// `LOAD_LOCALS`
pub(crate) unsafe fn load_locals(vm: &mut Vm, frame: *mut FrameHeader) -> PyResult {
    // SAFETY: the caller passes the running frame.
    Ok(unsafe { locals(vm, frame) })
}

/// `STORE_NAME` (`Some`) and `DELETE_NAME`
pub(crate) unsafe fn store_name(
    vm: &mut Vm,
    frame: *mut FrameHeader,
    name: &Ref<Str>,
    value: Option<&Obj>,
) -> PyResult<()> {
    // SAFETY: the caller passes the running frame.
    let locals = unsafe { locals(vm, frame) };
    let exact = locals.downcast_ref::<Dict>().filter(|_| vm.class_of(&locals).is(types::DICT));
    match (exact, value) {
        (Some(d), Some(value)) => Dict::set_item(vm, d, name, value.clone()),
        (Some(d), None) => match Dict::remove_item(vm, d, name)? {
            Some(_) => Ok(()),
            None => Err(undefined(vm, name)),
        },
        (None, Some(value)) => protocol::set_item(vm, &locals, name, value),
        (None, None) => match protocol::del_item(vm, &locals, name) {
            Err(raised) => {
                vm.swallow(raised, types::KEY_ERROR)?;
                Err(undefined(vm, name))
            }
            done => done,
        },
    }
}

/// `all` and `any` as they were at the start, whatever the program has made of their names.
#[derive(Default)]
struct CommonFunctions {
    all: OptObj,
    any: OptObj,
}

/// Keeps the functions that code asks for by number.
pub(crate) fn keep_common_functions(vm: &mut Vm, builtins: &Ref<Dict>) {
    let [all, any] = ["all", "any"].map(|name| {
        let name = Str::intern(vm, name);
        OptObj::from(Dict::get_str(vm, builtins, &name).cloned())
    });
    *vm.state_of::<CommonFunctions>() = CommonFunctions { all, any };
}

/// `LOAD_COMMON_CONSTANT`
pub(crate) fn common_constant(vm: &mut Vm, which: u32) -> PyResult {
    Ok(match which {
        0 => types::ASSERTION_ERROR.clone().into_obj(),
        1 => types::NOT_IMPLEMENTED_ERROR.clone().into_obj(),
        2 => types::TUPLE.clone().into_obj(),
        _ => {
            let kept = vm.state_of::<CommonFunctions>();
            let function = if which == 3 { &kept.all } else { &kept.any };
            function.cloned().unwrap_or(Obj::NONE)
        }
    })
}

/// `LOAD_BUILD_CLASS`
pub(crate) unsafe fn build_class(vm: &mut Vm, frame: *mut FrameHeader) -> PyResult {
    // SAFETY: the caller passes the running frame.
    let builtins = unsafe { FrameHeader::builtins(vm, frame) };
    match Dict::get_str(vm, builtins, names::__build_class__) {
        Some(f) => Ok(f.clone()),
        None => Err(raise!(vm, types::NAME_ERROR, "__build_class__ not found")),
    }
}

/// `MAKE_FUNCTION`
pub(crate) unsafe fn make_function(vm: &mut Vm, frame: *mut FrameHeader, code: &Obj) -> PyResult {
    let Some(code) = code.downcast_ref::<Code>() else { return Err(type_error!(vm, "expected a code object")) };
    // SAFETY: the caller passes the running frame.
    unsafe {
        let made = python_function::new(vm, code, FrameHeader::globals(vm, frame), FrameHeader::builtins(vm, frame));
        Ok(made.into_obj())
    }
}

/// `SET_FUNCTION_ATTRIBUTE`
pub(crate) fn set_function_attribute(vm: &mut Vm, function: &Obj, value: Obj, which: u8) {
    let Some(function) = function.downcast_ref::<Function>() else { return };
    let f = function.get_mut(vm);
    match which {
        attribute::DEFAULTS => f.defaults = value.downcast::<Tuple>().ok(),
        attribute::KWDEFAULTS => f.keyword_defaults = value.downcast::<Dict>().ok(),
        attribute::CLOSURE => f.closure = value.downcast::<Tuple>().ok(),
        attribute::ANNOTATIONS => f.annotations = OptObj::some(value),
        _ => {
            let qualname = f.qualname.clone();
            f.annotate = OptObj::some(value.clone());
            if let Some(annotate) = value.downcast_ref::<Function>() {
                let name = format!("{}.__annotate__", qualname.to_string_lossy(vm));
                annotate.get_mut(vm).qualname = Str::new(vm, &name);
            }
        }
    }
}

/// `SETUP_ANNOTATIONS`
pub(crate) unsafe fn setup_annotations(vm: &mut Vm, frame: *mut FrameHeader) -> PyResult<()> {
    // SAFETY: the caller passes the running frame.
    let locals = unsafe { load_locals(vm, frame)? };
    if find_in_mapping(vm, &locals, names::__annotations__)?.is_none() {
        let made = Dict::new(vm);
        protocol::set_item(vm, &locals, names::__annotations__, &made)?;
    }
    Ok(())
}

/// The builtins that code with these globals uses: their `__builtins__`, a module or its dict.
pub(crate) fn builtins_of(vm: &mut Vm, globals: &Ref<Dict>) -> PyResult<Ref<Dict>> {
    let found = Dict::get_str(vm, globals, names::__builtins__).cloned();
    match found {
        Some(b) => Ok(match rpython_objects::module::namespace(vm, &b) {
            Some(d) => d,
            None => b.downcast::<Dict>().unwrap_or_else(|_| interp::builtins(vm)),
        }),
        None => Ok(interp::builtins(vm)),
    }
}

/// `__build_class__(function, name, *bases, metaclass=…, **keywords)`
pub(crate) fn build_class_native(vm: &mut Vm, args: rpython_objects::Args<'_>) -> PyResult {
    let (given, keywords) = (args.at(0).clone(), args.at(1).clone());
    let values = given.downcast_ref::<Tuple>().map(|t| t.tail(vm).to_vec()).unwrap_or_default();
    let [function, name, bases @ ..] = values.as_slice() else {
        return Err(type_error!(vm, "__build_class__: not enough arguments"));
    };
    let Some(function) = function.downcast_ref::<Function>() else {
        return Err(type_error!(vm, "__build_class__: func must be a function"));
    };
    if !name.is_kind::<Str>() {
        return Err(type_error!(vm, "__build_class__: name is not a string"));
    }
    let original = Tuple::from_slice(vm, bases)?;
    let bases = resolve_bases(vm, &original)?;
    let mut keyword_names = Vec::new();
    let mut keyword_values = Vec::new();
    let mut meta = None;
    if let Some(d) = keywords.downcast_ref::<Dict>() {
        for (k, v) in d.get(vm).iter() {
            if k.is(names::metaclass) {
                meta = Some(v.clone());
            } else {
                keyword_names.push(k.clone());
                keyword_values.push(v.clone());
            }
        }
    }
    let mut meta = match meta {
        Some(m) => m,
        None => match bases.tail(vm).first() {
            Some(base) => vm.class_of(base).own().into_obj(),
            None => types::TYPE.clone().into_obj(),
        },
    };
    let is_class = meta.is_kind::<Type>();
    if let Some(m) = meta.downcast_ref::<Type>() {
        meta = rpython_objects::class::most_derived_metaclass(vm, m, &bases)?.into_obj();
    }
    let keyword_names = if keyword_names.is_empty() { None } else { Some(Tuple::from_vec(vm, keyword_names)?) };
    let with_keywords = |first: Vec<Obj>, values: &[Obj]| first.into_iter().chain(values.iter().cloned()).collect();
    let namespace = match protocol::find_attr(vm, &meta, names::__prepare__)? {
        Some(prepare) => {
            let values: Vec<Obj> = with_keywords(vec![name.clone(), bases.clone().into_obj()], &keyword_values);
            let call = rpython_objects::CallArgs { values: &values, names: keyword_names.as_ref() };
            let made = protocol::call_args(vm, &prepare, call)?;
            if vm.slots_of(&made).subscript().is_none() {
                let who = if is_class {
                    meta.downcast_ref::<Type>().map(|t| t.name(vm).to_string()).unwrap_or_default()
                } else {
                    "<metaclass>".to_string()
                };
                let got = vm.class_of(&made).name(vm).to_string();
                return Err(type_error!(vm, "{who}.__prepare__() must return a mapping, not {got}"));
            }
            made
        }
        None => Dict::new(vm).into_obj(),
    };
    let cell = crate::call::run_function_in(vm, function, namespace.clone())?;
    if !bases.is(&original) {
        protocol::set_item(vm, &namespace, names::__orig_bases__, &original)?;
    }
    let values: Vec<Obj> = with_keywords(vec![name.clone(), bases.into_obj(), namespace], &keyword_values);
    let call = rpython_objects::CallArgs { values: &values, names: keyword_names.as_ref() };
    let class = protocol::call_args(vm, &meta, call)?;
    if class.is_kind::<Type>()
        && let Some(cell) = cell.downcast_ref::<Cell>()
    {
        match cell.get(vm).content.cloned() {
            None => {
                let text = protocol::repr_text(vm, name)?;
                return Err(raise!(
                    vm,
                    types::RUNTIME_ERROR,
                    "__class__ not set defining {text} as {}. Was __classcell__ propagated to type.__new__?",
                    protocol::repr_text(vm, &class)?
                ));
            }
            Some(set) if !set.is(&class) => {
                let text = protocol::repr_text(vm, name)?;
                let (got, wanted) = (protocol::repr_text(vm, &set)?, protocol::repr_text(vm, &class)?);
                return Err(type_error!(vm, "__class__ set to {got} defining {text} as {wanted}"));
            }
            Some(_) => {}
        }
    }
    Ok(class)
}

/// The bases after `__mro_entries__` (PEP 560); the same tuple if none has that.
fn resolve_bases(vm: &mut Vm, bases: &Ref<Tuple>) -> PyResult<Ref<Tuple>> {
    let mut resolved = Vec::new();
    let mut changed = false;
    for i in 0..bases.tail(vm).len() {
        let base = bases.tail(vm)[i].clone();
        let entries =
            if base.is_kind::<Type>() { None } else { protocol::find_attr(vm, &base, names::__mro_entries__)? };
        match entries {
            None => resolved.push(base),
            Some(f) => {
                changed = true;
                let made = protocol::call(vm, &f, &[bases.clone().into_obj()])?;
                let Some(t) = made.downcast_ref::<Tuple>() else {
                    return Err(type_error!(vm, "__mro_entries__ must return a tuple"));
                };
                resolved.extend(t.tail(vm).iter().cloned());
            }
        }
    }
    if changed { Ok(Tuple::from_vec(vm, resolved)?) } else { Ok(bases.clone()) }
}

/// The globals of the running frame.
pub(crate) fn running_globals(vm: &mut Vm) -> Option<Ref<Dict>> {
    // SAFETY: the state outlives the token, and its frame is null or a live one.
    unsafe {
        let frame = (*interp(vm)).frame;
        if frame.is_null() { None } else { Some(FrameHeader::globals(vm, frame).clone()) }
    }
}

/// Class and first argument of the running function, for `super()` without arguments.
pub(crate) fn super_arguments(vm: &mut Vm) -> PyResult<(Obj, Obj)> {
    // SAFETY: the state outlives the token; a frame that runs is live, its slots are stack references.
    unsafe {
        let frame = (*interp(vm)).frame;
        if frame.is_null() {
            return Err(raise!(vm, types::RUNTIME_ERROR, "super(): no current frame"));
        }
        let code = FrameHeader::code(frame).clone();
        if code.get(vm).arg_count == 0 {
            return Err(raise!(vm, types::RUNTIME_ERROR, "super(): no arguments"));
        }
        let slots = FrameHeader::slot_base(frame);
        let content = |vm: &Vm, o: &Obj| match o.downcast_ref::<Cell>() {
            Some(cell) => cell.get(vm).content.cloned(),
            None => o.clone().bound(),
        };
        let kinds = code.get(vm).slot_kinds.clone();
        let is_cell = kinds.tail(vm).first().is_some_and(|k| k & kind::CELL != 0);
        let first = crate::frame::peek(slots);
        let this = if is_cell { content(vm, first) } else { first.clone().bound() };
        let Some(this) = this else {
            return Err(raise!(vm, types::RUNTIME_ERROR, "super(): arg[0] deleted"));
        };
        let total = code.get(vm).slots();
        for i in total - code.get(vm).free as usize..total {
            let is_class =
                code.get(vm).slot_names.tail(vm)[i].downcast_ref::<Str>().is_some_and(|n| n.is(names::__class__));
            if !is_class {
                continue;
            }
            let Some(class) = content(vm, crate::frame::peek(slots.add(i))) else {
                return Err(raise!(vm, types::RUNTIME_ERROR, "super(): empty __class__ cell"));
            };
            if !class.is_kind::<Type>() {
                let got = vm.class_of(&class).name(vm).to_string();
                return Err(raise!(vm, types::RUNTIME_ERROR, "super(): __class__ is not a type ({got})"));
            }
            return Ok((class, this));
        }
        Err(raise!(vm, types::RUNTIME_ERROR, "super(): __class__ cell not found"))
    }
}
