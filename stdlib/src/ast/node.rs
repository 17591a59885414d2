//! `AST`: how nodes are made from arguments, shown, copied and pickled (`ast_type_init` and its neighbours).

use super::{State, empty_list};
use rpython_objects::{
    Args, CallArgs, Dict, List, NativeDef, Obj, PyResult, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef, TypeExt,
    TypeFlags, Vm, argument, names, native, protocol, type_error, types,
};

/// How deep a repr shows nodes within nodes.
const REPR_DEPTH: usize = 3;

/// The names in an attribute of a class that is a tuple of them.
fn listed(vm: &mut Vm, o: &Obj, attribute: &str) -> PyResult<Vec<Obj>> {
    let class = vm.class_of(o).own().into_obj();
    let name = Str::intern(vm, attribute);
    match protocol::find_attr(vm, &class, &name)? {
        Some(found) => protocol::collect(vm, &found),
        None => Ok(Vec::new()),
    }
}

fn contains(vm: &mut Vm, all: &[Obj], wanted: &Obj) -> PyResult<Option<usize>> {
    for (i, o) in all.iter().enumerate() {
        if protocol::equal(vm, o, wanted)? {
            return Ok(Some(i));
        }
    }
    Ok(None)
}

fn set(vm: &mut Vm, o: &Obj, name: &Obj, value: &Obj) -> PyResult<()> {
    match name.downcast_ref::<Str>() {
        Some(name) => protocol::set_attr(vm, o, name, value),
        None => Err(type_error!(vm, "attribute name must be string")),
    }
}

fn warn(vm: &mut Vm, message: &str) -> PyResult<()> {
    (vm.hooks.warn)(vm, types::DEPRECATION_WARNING, message, 1)
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let fields = listed(vm, o, "_fields")?;
    let class = argument::class_name(vm, o);
    let (given, values) = args.split();
    if given.len() > fields.len() {
        let (n, s) = (fields.len(), if fields.len() == 1 { "" } else { "s" });
        return Err(type_error!(vm, "{class} constructor takes at most {n} positional argument{s}"));
    }
    let mut missing: Vec<bool> = vec![true; fields.len()];
    for (i, value) in given.iter().enumerate() {
        set(vm, o, &fields[i], value)?;
        missing[i] = false;
    }
    let keywords = args.names.map(|n| n.tail(vm).to_vec()).unwrap_or_default();
    for (name, value) in keywords.iter().zip(values) {
        match contains(vm, &fields, name)? {
            Some(i) if !missing[i] => {
                let name = protocol::repr_text(vm, name)?;
                return Err(type_error!(vm, "{class} got multiple values for argument {name}"));
            }
            Some(i) => missing[i] = false,
            None => {
                let attributes = listed(vm, o, "_attributes")?;
                if contains(vm, &attributes, name)?.is_none() {
                    let name = protocol::repr_text(vm, name)?;
                    warn(
                        vm,
                        &format!(
                            "{class}.__init__ got an unexpected keyword argument {name}. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15."
                        ),
                    )?;
                }
            }
        }
        set(vm, o, name, value)?;
    }
    let left: Vec<Obj> = fields.into_iter().zip(missing).filter(|(_, missing)| *missing).map(|(f, _)| f).collect();
    fill(vm, o, &class, &left)
}

/// Gives fields that were not passed their defaults.
fn fill(vm: &mut Vm, o: &Obj, class: &str, left: &[Obj]) -> PyResult<()> {
    let own = vm.class_of(o).own().into_obj();
    let name = Str::intern(vm, "_field_types");
    let Some(field_types) = protocol::find_attr(vm, &own, &name)? else { return Ok(()) };
    let Some(field_types) = field_types.downcast_ref::<Dict>() else { return Ok(()) };
    for field in left {
        let shown = protocol::repr_text(vm, field)?;
        let Some(wanted) = Dict::get_item(vm, field_types, field)? else {
            let message = format!(
                "Field {shown} is missing from {class}._field_types. This will become an error in Python 3.15."
            );
            warn(vm, &message)?;
            continue;
        };
        let kind = vm.class_of(&wanted).own();
        let context = vm.state_of::<State>().expr_context.clone();
        if kind.is(types::UNION) {
            // The class has the default, None.
        } else if kind.is(types::GENERIC_ALIAS) {
            let list = empty_list(vm)?;
            set(vm, o, field, &list)?;
        } else if context.is_some_and(|c| c.is(&wanted)) {
            let load = vm.state_of::<State>().load.clone().unwrap_or(Obj::NONE);
            set(vm, o, field, &load)?;
        } else {
            let message = format!(
                "{class}.__init__ missing 1 required positional argument: {shown}. This will become an error in Python 3.15."
            );
            warn(vm, &message)?;
        }
    }
    Ok(())
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let text = shown(vm, o, REPR_DEPTH)?;
    Ok(Str::new(vm, &text).into_obj())
}

/// A node with its fields; deeper ones as `Name(...)`.
fn shown(vm: &mut Vm, o: &Obj, depth: usize) -> PyResult<String> {
    vm.check_stack(" during  ast object repr")?;
    let class = argument::class_name(vm, o);
    if depth == 0 {
        return Ok(format!("{class}(...)"));
    }
    let fields = listed(vm, o, "_fields")?;
    let mut parts = Vec::with_capacity(fields.len());
    for field in &fields {
        let Some(name) = field.downcast_ref::<Str>() else { continue };
        let value = protocol::get_attr(vm, o, name)?;
        let text = match value.downcast_ref::<List>() {
            Some(list) => {
                let items: Vec<Obj> = list.get(vm).items.iter().cloned().collect();
                shown_list(vm, &items, depth)?
            }
            None => shown_value(vm, &value, depth)?,
        };
        parts.push(format!("{}={text}", name.to_string_lossy(vm)));
    }
    Ok(format!("{class}({})", parts.join(", ")))
}

fn is_node(vm: &Vm, o: &Obj) -> bool {
    vm.slots_of(o).repr().is_some_and(|f| f as usize == repr as usize)
}

fn shown_value(vm: &mut Vm, o: &Obj, depth: usize) -> PyResult<String> {
    if is_node(vm, o) { shown(vm, o, depth - 1) } else { protocol::repr_text(vm, o) }
}

/// A list: the first and the last item, if there are more than two.
fn shown_list(vm: &mut Vm, items: &[Obj], depth: usize) -> PyResult<String> {
    let mut parts = Vec::new();
    for (i, item) in items.iter().enumerate() {
        if i > 0 && i + 1 < items.len() {
            if i == 1 {
                parts.push("...".to_string());
            }
            continue;
        }
        parts.push(shown_value(vm, item, depth)?);
    }
    Ok(format!("[{}]", parts.join(", ")))
}

fn own_dict(vm: &mut Vm, o: &Obj) -> PyResult<Ref<Dict>> {
    match protocol::find_attr(vm, o, names::__dict__)?.and_then(|d| d.downcast::<Dict>().ok()) {
        Some(dict) => Ok(dict),
        None => Ok(Dict::new(vm)),
    }
}

fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let dict = own_dict(vm, o)?;
    let dict = Dict::copy(vm, &dict)?;
    let mut given = Vec::new();
    for field in listed(vm, o, "_fields")? {
        if Dict::get_item(vm, &dict, &field)?.is_none() {
            break;
        }
        given.push(Obj::NONE);
    }
    let given = Tuple::from_vec(vm, given)?.into_obj();
    let class = vm.class_of(o).own().into_obj();
    Ok(Tuple::from_slice(vm, &[class, given, dict.into_obj()])?.into_obj())
}

fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let class_name = argument::class_name(vm, o);
    let fields = listed(vm, o, "_fields")?;
    let attributes = listed(vm, o, "_attributes")?;
    let dict = own_dict(vm, o)?;
    let dict = Dict::copy(vm, &dict)?;
    let changes: Vec<(Obj, Obj)> = match args.at(1).downcast_ref::<Dict>() {
        Some(d) => d.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect(),
        None => Vec::new(),
    };
    for (name, value) in changes {
        if contains(vm, &fields, &name)?.is_none() && contains(vm, &attributes, &name)?.is_none() {
            let name = protocol::repr_text(vm, &name)?;
            return Err(type_error!(vm, "{class_name}.__replace__ got an unexpected keyword argument {name}."));
        }
        Dict::set_item(vm, &dict, &name, value)?;
    }
    let mut missing = Vec::new();
    for field in &fields {
        let Some(name) = field.downcast_ref::<Str>() else { continue };
        if Dict::get_item(vm, &dict, field)?.is_none() && protocol::find_attr(vm, o, name)?.is_none() {
            missing.push(protocol::repr_text(vm, field)?);
        }
    }
    if !missing.is_empty() {
        missing.sort_unstable();
        let (n, s) = (missing.len(), if missing.len() == 1 { "" } else { "s" });
        let missing = missing.join(", ");
        return Err(type_error!(vm, "{class_name}.__replace__ missing {n} keyword argument{s}: {missing}."));
    }
    let (mut keywords, mut values) = (Vec::new(), Vec::new());
    for (name, value) in dict.get(vm).iter() {
        keywords.push(name.clone());
        values.push(value.clone());
    }
    let keywords = Tuple::from_vec(vm, keywords)?;
    let class: Ref<Type> = vm.class_of(o).own();
    protocol::call_args(vm, &class, CallArgs { values: &values, names: Some(&keywords) })
}

static METHODS: &[NativeDef] = &[
    native("__reduce__", "($self, /)", reduce, ""),
    native(
        "__replace__",
        "($self, /, **fields)",
        replace,
        "Return a copy of the AST node with new values for the specified fields.",
    ),
];

/// `AST`
pub(super) static DEF: TypeDef = TypeDef {
    name: "AST",
    module: "ast",
    flags: TypeFlags::BASE,
    slots: Slots { init: Some(init), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    instance_dict: true,
    weakly_referable: true,
    ..TypeDef::EMPTY
};
