//! `TypeVar`, `ParamSpec` and `TypeVarTuple`, with the parts `P.args` and `P.kwargs`.
//!
//! One payload serves all three. Bound, constraints and default are given at once, or as a function that is called when
//! they are first asked for.

use super::{calling_module, check_type, constant, iterate_unpacked, no_parameter};
use crate::{
    Args, CallArgs, CompareOp, GetSetDef, NativeDef, PyResult, Slots, Str, StrExt, Tuple, Type, TypeDef, Vm, argument,
    getter, kinds, names, native, protocol, raise, type_error, type_object::member, types, union, value_error,
};
use rpython_heap::{Obj, OptObj, Payload, Ref};

/// The payload of a type parameter.
#[derive(Default)]
pub struct Parameter {
    pub(super) name: OptObj,
    pub(super) bound: OptObj,
    pub(super) evaluate_bound: OptObj,
    pub(super) constraints: OptObj,
    pub(super) evaluate_constraints: OptObj,
    pub(super) default: OptObj,
    pub(super) evaluate_default: OptObj,
    pub(super) covariant: bool,
    pub(super) contravariant: bool,
    pub(super) infer_variance: bool,
}

impl Payload for Parameter {
    const KIND: u8 = kinds::TYPE_PARAMETER;
    const NAME: &'static str = "type parameter";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [
            &self.name,
            &self.bound,
            &self.evaluate_bound,
            &self.constraints,
            &self.evaluate_constraints,
            &self.default,
            &self.evaluate_default,
        ]
        .into_iter()
        .filter_map(OptObj::get)
        .for_each(visit);
    }
    fn clear(&mut self) {
        *self = Parameter::default();
    }
}

type Field = fn(&mut Parameter) -> &mut OptObj;

fn field(vm: &mut Vm, o: &Obj, field: Field) -> Option<Obj> {
    o.downcast_ref::<Parameter>().and_then(|p| field(p.get_mut(vm)).cloned())
}

/// A parameter of PEP 695's syntax, whose variance is inferred.
pub(super) fn inferred(vm: &mut Vm, class: &Ref<Type>, name: &Obj, p: Parameter) -> PyResult {
    if !name.is_kind::<Str>() {
        return Err(raise!(vm, types::SYSTEM_ERROR, "the name of a type parameter must be a string"));
    }
    let p = Parameter { name: OptObj::some(name.clone()), infer_variance: true, ..p };
    Ok(vm.alloc_in(class, p).into_obj())
}

/// A value that was given, or that its function gives now.
fn evaluated(vm: &mut Vm, o: &Obj, value: Field, evaluate: Field) -> PyResult<Option<Obj>> {
    if let Some(known) = field(vm, o, value) {
        return Ok(Some(known));
    }
    let Some(evaluate) = field(vm, o, evaluate) else { return Ok(None) };
    let made = protocol::call(vm, &evaluate, &[])?;
    if let Some(p) = o.downcast_ref::<Parameter>() {
        let old = value(p.get_mut(vm)).replace(made.clone());
        drop(old);
    }
    Ok(Some(made))
}

/// The function that evaluates, or one that gives the value.
fn evaluator(vm: &mut Vm, o: &Obj, value: Field, evaluate: Field) -> PyResult {
    if let Some(f) = field(vm, o, evaluate) {
        return Ok(f);
    }
    match field(vm, o, value) {
        Some(value) => Ok(constant::evaluator(vm, &value)),
        None => Ok(Obj::NONE),
    }
}

fn bound(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(evaluated(vm, o, |p| &mut p.bound, |p| &mut p.evaluate_bound)?.unwrap_or(Obj::NONE))
}

fn constraints(vm: &mut Vm, o: &Obj) -> PyResult {
    let known = evaluated(vm, o, |p| &mut p.constraints, |p| &mut p.evaluate_constraints)?;
    Ok(known.unwrap_or_else(|| Tuple::empty().into_obj()))
}

fn default(vm: &mut Vm, o: &Obj) -> PyResult {
    match evaluated(vm, o, |p| &mut p.default, |p| &mut p.evaluate_default)? {
        Some(default) => Ok(default),
        None => Ok(constant::no_default(vm)),
    }
}

/// `__default__` of a type parameter, `NoDefault` where it has none.
///
/// # Errors
/// `TypeError` for what is no type parameter; what evaluating raises.
pub(super) fn default_of(vm: &mut Vm, o: &Obj) -> PyResult {
    if o.is_kind::<Parameter>() { default(vm, o) } else { Err(no_parameter(vm, o)) }
}

fn has_default(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let o = args.at(0);
    if field(vm, o, |p| &mut p.evaluate_default).is_some() {
        return Ok(Obj::TRUE);
    }
    match field(vm, o, |p| &mut p.default) {
        Some(default) => Ok(Obj::bool(!default.is(&constant::no_default(vm)))),
        None => Ok(Obj::FALSE),
    }
}

fn name(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(field(vm, o, |p| &mut p.name).unwrap_or(Obj::NONE))
}

fn repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let name = name(vm, o)?;
    let Some(p) = o.downcast_ref::<Parameter>() else { return Ok(name) };
    let p = p.get(vm);
    if p.infer_variance || vm.class_of(o).is(types::TYPE_VAR_TUPLE) {
        return Ok(name);
    }
    let variance = if p.covariant { '+' } else { '~' };
    let variance = if p.contravariant { '-' } else { variance };
    let sign = Str::from_display(vm, variance);
    match name.downcast_ref::<Str>() {
        Some(name) => Ok(Str::concat(vm, &sign, name)?.into_obj()),
        None => Ok(sign.into_obj()),
    }
}

/// `T | other`: `typing` has always accepted strings here.
fn or(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    union::of_checked(vm, &[a.clone(), b.clone()])
}

/// Arguments of a constructor, bound.
struct Given<'a> {
    function: &'a str,
    name: Obj,
    bound: Option<Obj>,
    default: Option<Obj>,
    flags: [Option<Obj>; 3],
}

/// Makes a parameter from the arguments of its class.
fn construct(vm: &mut Vm, class: &Ref<Type>, given: Given<'_>, constraints: Option<&Ref<Tuple>>) -> PyResult {
    argument::text(vm, &given.name, &format!("{}() argument 'name'", given.function))?;
    let mut flags = [false; 3];
    for (flag, o) in flags.iter_mut().zip(&given.flags) {
        *flag = match o {
            Some(o) => protocol::is_true(vm, o)?,
            None => false,
        };
    }
    let [covariant, contravariant, infer_variance] = flags;
    if covariant && contravariant {
        return Err(value_error!(vm, "Bivariant types are not supported."));
    }
    if infer_variance && (covariant || contravariant) {
        return Err(value_error!(vm, "Variance cannot be specified with infer_variance."));
    }
    let bound = match given.bound {
        Some(bound) if given.function == "paramspec" => OptObj::some(bound),
        Some(bound) => OptObj::some(check_type(vm, &bound, "Bound must be a type.")?),
        None => OptObj::NONE,
    };
    let constraints = match constraints.map(|t| t.tail(vm).len()) {
        Some(1) => return Err(type_error!(vm, "A single constraint is not allowed")),
        Some(2..) if !bound.is_none() => {
            return Err(type_error!(vm, "Constraints cannot be combined with bound=..."));
        }
        Some(2..) => constraints.map_or(OptObj::NONE, |t| OptObj::some(t.clone().into_obj())),
        _ => OptObj::NONE,
    };
    let default = given.default.unwrap_or_else(|| constant::no_default(vm));
    let module = calling_module(vm);
    let made = Parameter {
        name: OptObj::some(given.name),
        bound,
        constraints,
        default: OptObj::some(default),
        covariant,
        contravariant,
        infer_variance,
        ..Parameter::default()
    };
    let made = vm.alloc_in(class, made).into_obj();
    protocol::set_attr(vm, &made, names::__module__, &module)?;
    Ok(made)
}

static NEW_TYPE_VAR: NativeDef = native(
    "typevar",
    "(name, *constraints, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)",
    |vm, a| {
        let given = Given {
            function: "typevar",
            name: a.at(0).clone(),
            bound: a.some(2).cloned(),
            default: a.opt(3).cloned(),
            flags: [4, 5, 6].map(|i| a.opt(i).cloned()),
        };
        construct(vm, types::TYPE_VAR, given, a.at(1).downcast_ref::<Tuple>())
    },
    "",
);

static NEW_PARAM_SPEC: NativeDef = native(
    "paramspec",
    "(name, *, bound=None, default=typing.NoDefault, covariant=False, contravariant=False, infer_variance=False)",
    |vm, a| {
        let given = Given {
            function: "paramspec",
            name: a.at(0).clone(),
            bound: a.some(1).cloned(),
            default: a.opt(2).cloned(),
            flags: [3, 4, 5].map(|i| a.opt(i).cloned()),
        };
        construct(vm, types::PARAM_SPEC, given, None)
    },
    "",
);

static NEW_TYPE_VAR_TUPLE: NativeDef = native(
    "typevartuple",
    "(name, *, default=typing.NoDefault)",
    |vm, a| {
        let given = Given {
            function: "typevartuple",
            name: a.at(0).clone(),
            bound: None,
            default: a.opt(1).cloned(),
            flags: [None, None, None],
        };
        construct(vm, types::TYPE_VAR_TUPLE, given, None)
    },
    "",
);

fn prepare_type_var(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (this, alias, given) = (args.at(0), args.at(1), args.at(2));
    let parameters = protocol::get_attr(vm, alias, names::__parameters__)?;
    let parameters = protocol::collect(vm, &parameters)?;
    let mut at = None;
    for (i, p) in parameters.iter().enumerate() {
        if protocol::equal(vm, p, this)? {
            at = Some(i);
            break;
        }
    }
    let Some(at) = at else { return Err(value_error!(vm, "tuple.index(x): x not in tuple")) };
    let count = protocol::len(vm, given)?;
    if at < count {
        return Ok(given.clone());
    }
    if at == count {
        let default = default(vm, this)?;
        if !default.is(&constant::no_default(vm)) {
            let more = Tuple::from_slice(vm, &[default])?.into_obj();
            return protocol::binary(vm, given, &more, protocol::BinaryOp::Add);
        }
    }
    let shown = protocol::str(vm, alias)?.to_string_lossy(vm);
    Err(type_error!(vm, "Too few arguments for {shown}; actual {count}, expected at least {}", at + 1))
}

macro_rules! common_methods {
    ($class:literal; $($own:expr),*) => {
        &[
            $($own,)*
            native("__reduce__", "($self, /)", |vm, a| name(vm, a.at(0)), ""),
            native("has_default", "($self, /)", has_default, ""),
            native(
                "__mro_entries__",
                "($self, object, /)",
                |vm, _| Err(type_error!(vm, concat!("Cannot subclass an instance of ", $class))),
                "",
            ),
        ]
    };
}

macro_rules! typing_method {
    ($name:literal, $signature:literal, $function:literal) => {
        native($name, $signature, |vm, a| super::call_typing(vm, $function, a.all()), "")
    };
}

const COVARIANT: GetSetDef = member(
    "__covariant__",
    |vm, o| Ok(Obj::bool(o.downcast_ref::<Parameter>().is_some_and(|p| p.get(vm).covariant))),
    "",
);
const CONTRAVARIANT: GetSetDef = member(
    "__contravariant__",
    |vm, o| Ok(Obj::bool(o.downcast_ref::<Parameter>().is_some_and(|p| p.get(vm).contravariant))),
    "",
);
const INFER_VARIANCE: GetSetDef = member(
    "__infer_variance__",
    |vm, o| Ok(Obj::bool(o.downcast_ref::<Parameter>().is_some_and(|p| p.get(vm).infer_variance))),
    "",
);
const EVALUATE_DEFAULT: GetSetDef =
    getter("evaluate_default", |vm, o| evaluator(vm, o, |p| &mut p.default, |p| &mut p.evaluate_default), "");

/// `typing.TypeVar`
pub static TYPE_VAR_DEF: TypeDef = TypeDef {
    name: "TypeVar",
    module: "typing",
    kind: kinds::TYPE_PARAMETER,
    doc: "Type variable.",
    slots: Slots {
        new: Some(|vm, _, args| native::call(vm, &NEW_TYPE_VAR, args)),
        repr: Some(repr),
        or: Some(or),
        ..Slots::EMPTY
    },
    methods: common_methods!("TypeVar";
        typing_method!("__typing_subst__", "($self, arg, /)", "_typevar_subst"),
        native("__typing_prepare_subst__", "($self, alias, args, /)", prepare_type_var, "")
    ),
    getsets: &[
        member("__name__", name, ""),
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
        getter("__bound__", bound, ""),
        getter("__constraints__", constraints, ""),
        getter("__default__", default, ""),
        getter("evaluate_bound", |vm, o| evaluator(vm, o, |p| &mut p.bound, |p| &mut p.evaluate_bound), ""),
        getter(
            "evaluate_constraints",
            |vm, o| evaluator(vm, o, |p| &mut p.constraints, |p| &mut p.evaluate_constraints),
            "",
        ),
        EVALUATE_DEFAULT,
    ],
    weakly_referable: true,
    instance_dict: true,
    hides_dict: true,
    ..TypeDef::EMPTY
};

/// `typing.ParamSpec`
pub static PARAM_SPEC_DEF: TypeDef = TypeDef {
    name: "ParamSpec",
    module: "typing",
    kind: kinds::TYPE_PARAMETER,
    doc: "Parameter specification variable.",
    slots: Slots {
        new: Some(|vm, _, args| native::call(vm, &NEW_PARAM_SPEC, args)),
        repr: Some(repr),
        or: Some(or),
        ..Slots::EMPTY
    },
    methods: common_methods!("ParamSpec";
        typing_method!("__typing_subst__", "($self, arg, /)", "_paramspec_subst"),
        typing_method!("__typing_prepare_subst__", "($self, alias, args, /)", "_paramspec_prepare_subst")
    ),
    getsets: &[
        member("__name__", name, ""),
        member("__bound__", bound, ""),
        COVARIANT,
        CONTRAVARIANT,
        INFER_VARIANCE,
        getter("args", |vm, o| Ok(part(vm, types::PARAM_SPEC_ARGS, o)), "Represents positional arguments."),
        getter("kwargs", |vm, o| Ok(part(vm, types::PARAM_SPEC_KWARGS, o)), "Represents keyword arguments."),
        getter("__default__", default, "The default value for this ParamSpec."),
        EVALUATE_DEFAULT,
    ],
    weakly_referable: true,
    instance_dict: true,
    hides_dict: true,
    ..TypeDef::EMPTY
};

/// `typing.TypeVarTuple`
pub static TYPE_VAR_TUPLE_DEF: TypeDef = TypeDef {
    name: "TypeVarTuple",
    module: "typing",
    kind: kinds::TYPE_PARAMETER,
    doc: "Type variable tuple. A specialized form of type variable that enables\nvariadic generics.",
    slots: Slots {
        new: Some(|vm, _, args| native::call(vm, &NEW_TYPE_VAR_TUPLE, args)),
        repr: Some(repr),
        iter: Some(iterate_unpacked),
        ..Slots::EMPTY
    },
    methods: common_methods!("TypeVarTuple";
        native(
            "__typing_subst__",
            "($self, arg, /)",
            |vm, _| Err(type_error!(vm, "Substitution of bare TypeVarTuple is not supported")),
            "",
        ),
        typing_method!("__typing_prepare_subst__", "($self, alias, args, /)", "_typevartuple_prepare_subst")
    ),
    getsets: &[
        member("__name__", name, ""),
        getter("__default__", default, "The default value for this TypeVarTuple."),
        EVALUATE_DEFAULT,
    ],
    weakly_referable: true,
    instance_dict: true,
    hides_dict: true,
    ..TypeDef::EMPTY
};

/// The payload of `P.args` and `P.kwargs`.
pub struct Part {
    origin: Obj,
}

impl Payload for Part {
    const KIND: u8 = kinds::PARAM_SPEC_PART;
    const NAME: &'static str = "part of a parameter specification";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.origin);
    }
}

fn part(vm: &Vm, class: &Ref<Type>, origin: &Obj) -> Obj {
    vm.alloc(class, Part { origin: origin.clone() }).into_obj()
}

fn origin(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<Part>().map_or(Obj::NONE, |p| p.get(vm).origin.clone()))
}

fn part_repr(vm: &mut Vm, o: &Obj, suffix: &str) -> PyResult {
    let origin = origin(vm, o)?;
    let shown =
        if vm.class_of(&origin).is(types::PARAM_SPEC) { name(vm, &origin)? } else { protocol::repr(vm, &origin)? };
    let suffix = Str::new(vm, suffix);
    match shown.downcast_ref::<Str>() {
        Some(shown) => Ok(Str::concat(vm, shown, &suffix)?.into_obj()),
        None => Ok(suffix.into_obj()),
    }
}

fn part_compare(vm: &mut Vm, a: &Obj, b: &Obj, op: CompareOp) -> PyResult {
    if !vm.class_of(a).is(&vm.class_of(b)) || !matches!(op, CompareOp::Eq | CompareOp::Ne) {
        return Ok(Obj::NOT_IMPLEMENTED);
    }
    let (a, b) = (origin(vm, a)?, origin(vm, b)?);
    protocol::compare(vm, &a, &b, op)
}

static NEW_ARGS: NativeDef =
    native("paramspecargs", "(origin)", |vm, a| Ok(part(vm, types::PARAM_SPEC_ARGS, a.at(0))), "");
static NEW_KWARGS: NativeDef =
    native("paramspeckwargs", "(origin)", |vm, a| Ok(part(vm, types::PARAM_SPEC_KWARGS, a.at(0))), "");

fn new_args(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    native::call(vm, &NEW_ARGS, args)
}

fn new_kwargs(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    native::call(vm, &NEW_KWARGS, args)
}

macro_rules! part_def {
    ($name:literal, $doc:literal, $new:ident, $suffix:literal) => {
        TypeDef {
            name: $name,
            module: "typing",
            kind: kinds::PARAM_SPEC_PART,
            doc: $doc,
            slots: Slots {
                new: Some($new),
                repr: Some(|vm, o| part_repr(vm, o, $suffix)),
                compare: Some(part_compare),
                ..Slots::EMPTY
            },
            methods: &[native(
                "__mro_entries__",
                "($self, object, /)",
                |vm, _| Err(type_error!(vm, concat!("Cannot subclass an instance of ", $name))),
                "",
            )],
            getsets: &[member("__origin__", origin, "")],
            weakly_referable: true,
            ..TypeDef::EMPTY
        }
    };
}

/// `typing.ParamSpecArgs`
pub static ARGS_DEF: TypeDef = part_def!("ParamSpecArgs", "The args for a ParamSpec object.", new_args, ".args");

/// `typing.ParamSpecKwargs`
pub static KWARGS_DEF: TypeDef =
    part_def!("ParamSpecKwargs", "The kwargs for a ParamSpec object.", new_kwargs, ".kwargs");
