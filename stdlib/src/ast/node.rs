//! What every node can do: `AST`'s construction, `repr`, pickling and `copy.replace`
//! (CPython: `ast_type_init` and its neighbours in `Python/Python-ast.c`).

use crate::table;
use rpython_objects::{
    Args, CallArgs, Dict, List, NativeDef, Obj, PyResult, Ref, Slots, Str, StrExt, Tuple, TypeDef, TypeExt, TypeFlags,
    Vm, argument, generic_alias::GenericAlias, native, object, protocol, sequence::finish, set, text::TextBuf,
    type_call, type_error, types, union,
};

/// A class attribute that lists names: `_fields`, `_attributes`.
fn listed(vm: &mut Vm, o: &Obj, name: &str) -> PyResult<Vec<Obj>> {
    let class = vm.class_of(o).own();
    let name = Str::intern(vm, name);
    match protocol::find_attr(vm, &class, &name)? {
        Some(names) => protocol::collect(vm, &names),
        None => Ok(Vec::new()),
    }
}

/// Sets an attribute whose name is an object.
fn set_named(vm: &mut Vm, o: &Obj, name: &Obj, value: &Obj) -> PyResult<()> {
    match name.downcast_ref::<Str>() {
        Some(name) => {
            let name = Str::intern_ref(vm, name.clone());
            protocol::set_attr(vm, o, &name, value)
        }
        None => {
            let got = argument::class_name(vm, name);
            Err(type_error!(vm, "attribute name must be string, not '{got}'"))
        }
    }
}

fn contains(vm: &mut Vm, names: &[Obj], name: &Obj) -> PyResult<bool> {
    for other in names {
        if protocol::equal(vm, other, name)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Warns of what will be an error in 3.15.
fn deprecated(vm: &mut Vm, message: &str) -> PyResult<()> {
    let warn = vm.hooks.warn;
    warn(vm, types::DEPRECATION_WARNING, message, 1)
}

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    let shown = argument::class_name(vm, o);
    let fields = listed(vm, o, "_fields")?;
    let (given, named) = args.split();
    if given.len() > fields.len() {
        let most = fields.len();
        let plural = if most == 1 { "" } else { "s" };
        let name = vm.class_of(o).get(vm).name.to_string_lossy(vm);
        return Err(type_error!(vm, "{name} constructor takes at most {most} positional argument{plural}"));
    }
    for (field, value) in fields.iter().zip(given) {
        set_named(vm, o, field, value)?;
    }
    let mut remaining: Vec<Obj> = fields[given.len()..].to_vec();
    let mut attributes = None;
    for (i, value) in named.iter().enumerate() {
        let Some(key) = args.names.and_then(|n| n.tail(vm).get(i)).cloned() else { continue };
        if contains(vm, &fields, &key)? {
            let mut found = None;
            for (i, name) in remaining.iter().enumerate() {
                if protocol::equal(vm, name, &key)? {
                    found = Some(i);
                }
            }
            match found {
                Some(i) => drop(remaining.remove(i)),
                None => {
                    let key = protocol::repr_text(vm, &key)?;
                    return Err(type_error!(vm, "{shown} got multiple values for argument {key}"));
                }
            }
        } else {
            if attributes.is_none() {
                attributes = Some(listed(vm, o, "_attributes")?);
            }
            if !contains(vm, attributes.as_deref().unwrap_or_default(), &key)? {
                let key = protocol::repr_text(vm, &key)?;
                deprecated(
                    vm,
                    &format!(
                        "{shown}.__init__ got an unexpected keyword argument {key}. Support for arbitrary keyword arguments is deprecated and will be removed in Python 3.15."
                    ),
                )?;
            }
        }
        set_named(vm, o, &key, value)?;
    }
    if remaining.is_empty() { Ok(()) } else { fill(vm, o, &shown, remaining) }
}

/// Gives the fields that were not passed their defaults, by their declared types.
fn fill(vm: &mut Vm, o: &Obj, shown: &str, remaining: Vec<Obj>) -> PyResult<()> {
    let class = vm.class_of(o).own();
    let name = Str::intern(vm, "_field_types");
    let Some(field_types) = protocol::find_attr(vm, &class, &name)? else { return Ok(()) };
    let context = super::class(vm, "expr_context")?;
    for field in remaining {
        let declared = match field_types.downcast_ref::<Dict>() {
            Some(d) => Dict::get_item(vm, d, &field)?,
            None => None,
        };
        let text = protocol::repr_text(vm, &field)?;
        match declared {
            None => deprecated(
                vm,
                &format!(
                    "Field {text} is missing from {shown}._field_types. This will become an error in Python 3.15."
                ),
            )?,
            // The class has `None` for it.
            Some(kind) if union::members(vm, &kind).is_some() => {}
            Some(kind) if kind.is_kind::<GenericAlias>() => {
                let empty = List::from_vec(vm, Vec::new())?.into_obj();
                set_named(vm, o, &field, &empty)?;
            }
            Some(kind) if kind.is(&context) => {
                let load = super::singleton(vm, "Load")?;
                set_named(vm, o, &field, &load)?;
            }
            Some(_) => deprecated(
                vm,
                &format!(
                    "{shown}.__init__ missing 1 required positional argument: {text}. This will become an error in Python 3.15."
                ),
            )?,
        }
    }
    Ok(())
}

/// How deep `repr` shows nodes.
const DEPTH: u32 = 3;

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let mut buf = TextBuf::new();
    write_node(vm, o, DEPTH, &mut buf)?;
    finish(vm, buf)
}

fn write_node(vm: &mut Vm, o: &Obj, depth: u32, buf: &mut TextBuf) -> PyResult<()> {
    let shown = argument::class_name(vm, o);
    if depth == 0 {
        buf.push_str(&shown);
        buf.push_ascii(b"(...)");
        return Ok(());
    }
    let mut inner = TextBuf::new();
    let made = protocol::guard_repr(vm, o, |vm| {
        for (i, field) in listed(vm, o, "_fields")?.into_iter().enumerate() {
            let Some(name) = field.downcast_ref::<Str>().cloned() else { continue };
            let value = protocol::get_attr(vm, o, &name)?;
            if i > 0 {
                inner.push_ascii(b", ");
            }
            inner.push_text(name.text(vm));
            inner.push_ascii(b"=");
            write_value(vm, &value, depth, &mut inner)?;
        }
        Ok(Obj::NONE)
    })?;
    buf.push_str(&shown);
    buf.push_ascii(b"(");
    match made {
        Some(_) => buf.push_text(inner.as_text()),
        None => buf.push_ascii(b"..."),
    }
    buf.push_ascii(b")");
    Ok(())
}

/// A field's value. Of a list or tuple the first and the last item are shown.
fn write_value(vm: &mut Vm, value: &Obj, depth: u32, buf: &mut TextBuf) -> PyResult<()> {
    let items = match (value.downcast_ref::<List>(), value.downcast_ref::<Tuple>()) {
        (Some(list), _) => Some((list.get(vm).items.to_vec(), "[", "]")),
        (_, Some(tuple)) => Some((tuple.tail(vm).to_vec(), "(", ")")),
        _ => None,
    };
    let Some((items, open, close)) = items else { return write_item(vm, value, depth, buf) };
    buf.push_str(open);
    if let Some(first) = items.first() {
        write_item(vm, first, depth, buf)?;
    }
    if items.len() > 2 {
        buf.push_ascii(b", ...");
    }
    if let (Some(last), true) = (items.last(), items.len() > 1) {
        buf.push_ascii(b", ");
        write_item(vm, last, depth, buf)?;
    }
    buf.push_str(close);
    Ok(())
}

fn write_item(vm: &mut Vm, value: &Obj, depth: u32, buf: &mut TextBuf) -> PyResult<()> {
    let base = super::base(vm)?;
    if type_call::is_instance(vm, value, &base) {
        return write_node(vm, value, depth - 1, buf);
    }
    rpython_objects::sequence::write_repr(vm, value, buf)
}

/// The class; `None` for each field that the node has; its attributes. Unpickling passes the fields so that no default is made
/// for them, and then sets the attributes.
fn reduce(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    let class = vm.class_of(o).own().into_obj();
    let Some(dict) = object::dict(vm, o)? else {
        let none = table::tuple(vm, &[])?;
        return table::tuple(vm, &[class, none]);
    };
    let mut positional = Vec::new();
    for field in listed(vm, o, "_fields")? {
        if Dict::get_item(vm, &dict, &field)?.is_none() {
            break;
        }
        positional.push(Obj::NONE);
    }
    let positional = Tuple::from_vec(vm, positional)?.into_obj();
    table::tuple(vm, &[class, positional, dict.into_obj()])
}

/// What `copy.replace` may set, and what must be passed because the node lacks it.
fn check_replaced(vm: &mut Vm, o: &Obj, own: Option<&Ref<Dict>>, given: &Ref<Dict>) -> PyResult<()> {
    let shown = argument::class_name(vm, o);
    let expecting = set::empty(vm);
    let (fields, attributes) = (listed(vm, o, "_fields")?, listed(vm, o, "_attributes")?);
    for name in fields.iter().chain(&attributes) {
        set::add_item(vm, &expecting, name)?;
    }
    let missing = set::empty(vm);
    for name in &fields {
        set::add_item(vm, &missing, name)?;
    }
    let keys: Vec<Obj> = given.get(vm).iter().map(|(k, _)| k.clone()).collect();
    for key in &keys {
        if !set::contains_item(vm, &expecting, key)? {
            let key = protocol::repr_text(vm, key)?;
            return Err(type_error!(vm, "{shown}.__replace__ got an unexpected keyword argument {key}."));
        }
    }
    // Fields that the node has, that are passed, or that have a default are not missing.
    let mut lacking = Vec::new();
    let class = vm.class_of(o).own();
    for field in fields {
        let has = match own {
            Some(own) => Dict::get_item(vm, own, &field)?.is_some(),
            None => false,
        };
        if has || contains(vm, &keys, &field)? {
            continue;
        }
        if let Some(name) = field.downcast_ref::<Str>()
            && class.lookup(vm, name).is_none()
        {
            lacking.push(protocol::repr_text(vm, &field)?);
        }
    }
    if lacking.is_empty() {
        return Ok(());
    }
    lacking.sort();
    let (count, plural) = (lacking.len(), if lacking.len() == 1 { "" } else { "s" });
    let lacking = lacking.join(", ");
    Err(type_error!(vm, "{shown}.__replace__ missing {count} keyword argument{plural}: {lacking}."))
}

fn replace(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    if args.at(1).downcast_ref::<Tuple>().is_some_and(|t| !t.tail(vm).is_empty()) {
        return Err(type_error!(vm, "__replace__() takes no positional arguments"));
    }
    let Some(given) = args.at(2).downcast_ref::<Dict>() else { return Ok(o.clone()) };
    let own = object::dict(vm, o)?;
    check_replaced(vm, o, own.as_ref(), given)?;
    let merged = match &own {
        Some(own) => Dict::copy(vm, own)?,
        None => Dict::new(vm),
    };
    for (key, value) in given.get(vm).iter().map(|(k, v)| (k.clone(), v.clone())).collect::<Vec<_>>() {
        Dict::set_item(vm, &merged, &key, value)?;
    }
    let (mut names, mut values) = (Vec::new(), Vec::new());
    for (key, value) in merged.get(vm).iter() {
        names.push(key.clone());
        values.push(value.clone());
    }
    let names = Tuple::from_vec(vm, names)?;
    let class = vm.class_of(o).own();
    protocol::call_args(vm, &class, CallArgs { values: &values, names: Some(&names) })
}

const METHODS: &[NativeDef] = &[
    native("__reduce__", "($self, /)", reduce, ""),
    native(
        "__replace__",
        "($self, /, *args, **kwargs)",
        replace,
        "Return a copy of the AST node with new values for the specified fields.",
    ),
];

/// `ast.AST`
pub(super) static DEF: TypeDef = TypeDef {
    name: "AST",
    module: "ast",
    flags: TypeFlags::BASE,
    slots: Slots { init: Some(init), repr: Some(repr), ..Slots::EMPTY },
    methods: METHODS,
    instance_dict: true,
    ..TypeDef::EMPTY
};
