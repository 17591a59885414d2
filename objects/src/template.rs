//! `string.templatelib`: t-strings (PEP 750).
//!
//! A template holds its strings and its interpolations; there is one string more, and they alternate.

use crate::{
    Args, CallArgs, NativeDef, PyResult, Slots, Str, Tuple, Type, TypeDef, TypeFlags, Vm, argument, class_native,
    generic_alias, getter, kinds, names, native, protocol, type_error, type_object::member, types, value_error,
};
use rpython_heap::{Obj, Payload, Ref};

/// The payload of a template.
pub struct Template {
    strings: Ref<Tuple>,
    interpolations: Ref<Tuple>,
}

impl Payload for Template {
    const KIND: u8 = kinds::TEMPLATE;
    const NAME: &'static str = "template";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.strings);
        visit(&self.interpolations);
    }
}

/// The payload of an interpolation.
pub struct Interpolation {
    value: Obj,
    expression: Obj,
    conversion: Obj,
    format_spec: Obj,
}

impl Payload for Interpolation {
    const KIND: u8 = kinds::INTERPOLATION;
    const NAME: &'static str = "interpolation";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        [&self.value, &self.expression, &self.conversion, &self.format_spec].into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.value = Obj::NONE;
    }
}

/// The payload of an iterator over a template.
pub struct TemplateIterator {
    template: Ref<Template>,
    /// Number of the next part: strings are even, interpolations odd.
    next: usize,
}

impl Payload for TemplateIterator {
    const KIND: u8 = kinds::TEMPLATE_ITERATOR;
    const NAME: &'static str = "template iterator";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.template);
    }
}

/// An interpolation. `conversion`: 0 none, 1 `!s`, 2 `!r`, 3 `!a`.
///
/// # Errors
/// `MemoryError`.
pub fn interpolation(vm: &mut Vm, value: &Obj, text: &Obj, conversion: u32, spec: Option<&Obj>) -> PyResult {
    let conversion = match conversion {
        1 => names::character(b's').into_obj(),
        2 => names::character(b'r').into_obj(),
        3 => names::character(b'a').into_obj(),
        _ => Obj::NONE,
    };
    let format_spec = spec.cloned().unwrap_or_else(|| names::EMPTY.clone().into_obj());
    let made = Interpolation { value: value.clone(), expression: text.clone(), conversion, format_spec };
    Ok(vm.alloc(types::INTERPOLATION, made).into_obj())
}

/// A template of a tuple of strings and one of interpolations.
///
/// # Errors
/// `TypeError` for anything but tuples; `MemoryError`.
pub fn template(vm: &mut Vm, strings: &Obj, interpolations: &Obj) -> PyResult {
    match (strings.downcast_ref::<Tuple>(), interpolations.downcast_ref::<Tuple>()) {
        (Some(strings), Some(interpolations)) => {
            let made = Template { strings: strings.clone(), interpolations: interpolations.clone() };
            Ok(vm.alloc(types::TEMPLATE, made).into_obj())
        }
        _ => Err(type_error!(vm, "a template is made of tuples")),
    }
}

/// Strings and interpolations as they come, brought into alternation.
#[derive(Default)]
struct Parts {
    strings: Vec<Ref<Str>>,
    interpolations: Vec<Obj>,
}

impl Parts {
    fn push_string(&mut self, vm: &mut Vm, s: &Ref<Str>) -> PyResult<()> {
        if self.strings.len() > self.interpolations.len()
            && let Some(last) = self.strings.pop()
        {
            self.strings.push(Str::concat(vm, &last, s)?);
        } else {
            self.strings.push(crate::str::exact(vm, s)?);
        }
        Ok(())
    }

    fn push_interpolation(&mut self, o: &Obj) {
        if self.strings.len() == self.interpolations.len() {
            self.strings.push(names::EMPTY.clone());
        }
        self.interpolations.push(o.clone());
    }

    fn finish(mut self, vm: &mut Vm) -> PyResult {
        if self.strings.len() == self.interpolations.len() {
            self.strings.push(names::EMPTY.clone());
        }
        let strings = Tuple::from_exact(vm, self.strings.into_iter().map(Ref::into_obj))?;
        let interpolations = Tuple::from_vec(vm, self.interpolations)?;
        Ok(vm.alloc(types::TEMPLATE, Template { strings, interpolations }).into_obj())
    }
}

fn new_template(vm: &mut Vm, _: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    if args.keywords() > 0 {
        return Err(type_error!(vm, "Template.__new__ only accepts *args arguments"));
    }
    let mut parts = Parts::default();
    for part in args.values {
        if let Some(s) = part.downcast_ref::<Str>() {
            parts.push_string(vm, s)?;
        } else if part.is_kind::<Interpolation>() {
            parts.push_interpolation(part);
        } else {
            let class = argument::class_name(vm, part);
            return Err(type_error!(
                vm,
                "Template.__new__ *args need to be of type 'str' or 'Interpolation', got {class}"
            ));
        }
    }
    parts.finish(vm)
}

/// `a + b`: the last string of `a` and the first of `b` become one.
fn concat(vm: &mut Vm, a: &Obj, b: &Obj) -> PyResult {
    let (Some(x), Some(y)) = (a.downcast_ref::<Template>(), b.downcast_ref::<Template>()) else {
        let class = argument::class_name(vm, b);
        return Err(type_error!(
            vm,
            "can only concatenate string.templatelib.Template (not \"{class}\") to string.templatelib.Template"
        ));
    };
    let mut parts = Parts::default();
    for template in [x, y] {
        let (strings, interpolations) = (template.get(vm).strings.clone(), template.get(vm).interpolations.clone());
        for i in 0..strings.tail(vm).len() {
            if let Some(s) = strings.tail(vm)[i].downcast_ref::<Str>().cloned() {
                parts.push_string(vm, &s)?;
            }
            if let Some(o) = interpolations.tail(vm).get(i) {
                parts.push_interpolation(o);
            }
        }
    }
    parts.finish(vm)
}

fn template_repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(template) = o.downcast_ref::<Template>() else { return crate::object::repr(vm, o) };
    let (strings, interpolations) = (template.get(vm).strings.clone(), template.get(vm).interpolations.clone());
    let (strings, interpolations) = (protocol::repr(vm, &strings)?, protocol::repr(vm, &interpolations)?);
    let parts = [
        Str::new(vm, "Template(strings=").into_obj(),
        strings,
        Str::new(vm, ", interpolations=").into_obj(),
        interpolations,
        names::character(b')').into_obj(),
    ];
    crate::str::build(vm, &parts).map(Obj::from)
}

fn iter(vm: &mut Vm, o: &Obj) -> PyResult {
    match o.downcast_ref::<Template>() {
        Some(template) => {
            let made = TemplateIterator { template: template.clone(), next: 0 };
            Ok(vm.alloc(types::TEMPLATE_ITERATOR, made).into_obj())
        }
        None => Err(type_error!(vm, "a template is required")),
    }
}

/// The next part; empty strings are left out.
fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<TemplateIterator>() else { return Ok(None) };
    loop {
        let state = iterator.get(vm);
        let template = state.template.get(vm);
        let parts = if state.next.is_multiple_of(2) { &template.strings } else { &template.interpolations };
        let Some(part) = parts.tail(vm).get(state.next / 2).cloned() else { return Ok(None) };
        iterator.get_mut(vm).next += 1;
        if part.downcast_ref::<Str>().is_none_or(|s| !s.get(vm).is_empty()) {
            return Ok(Some(part));
        }
    }
}

fn reduce_template(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let module = Str::intern(vm, "string.templatelib").into_obj();
    let name = Str::intern(vm, "_template_unpickle");
    let from = Tuple::from_slice(vm, &[name.clone().into_obj()])?.into_obj();
    let (import, level) = (vm.hooks.import, Obj::small_int(0).unwrap_or(Obj::NONE));
    let module = import(vm, [&module, &Obj::NONE, &Obj::NONE, &from, &level])?;
    let unpickle = protocol::get_attr(vm, &module, &name)?;
    let template = args.this::<Template>().get(vm);
    let parts = [template.strings.clone().into_obj(), template.interpolations.clone().into_obj()];
    let parts = Tuple::from_slice(vm, &parts)?.into_obj();
    Ok(Tuple::from_slice(vm, &[unpickle, parts])?.into_obj())
}

fn class_getitem(vm: &mut Vm, args: Args<'_>) -> PyResult {
    generic_alias::new(vm, args.at(0), args.at(1))
}

fn strings(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<Template>().map_or(Obj::NONE, |t| t.get(vm).strings.clone().into_obj()))
}

fn interpolations(vm: &mut Vm, o: &Obj) -> PyResult {
    Ok(o.downcast_ref::<Template>().map_or(Obj::NONE, |t| t.get(vm).interpolations.clone().into_obj()))
}

fn values(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(template) = o.downcast_ref::<Template>() else { return Ok(Obj::NONE) };
    let all = template.get(vm).interpolations.tail(vm).iter();
    let values: Vec<Obj> =
        all.filter_map(|i| i.downcast_ref::<Interpolation>()).map(|i| i.get(vm).value.clone()).collect();
    Ok(Tuple::from_vec(vm, values)?.into_obj())
}

/// `string.templatelib.Template`
pub static DEF: TypeDef = TypeDef {
    name: "Template",
    module: "string.templatelib",
    kind: kinds::TEMPLATE,
    doc: "Template object",
    slots: Slots {
        new: Some(new_template),
        repr: Some(template_repr),
        iter: Some(iter),
        concat: Some(concat),
        ..Slots::EMPTY
    },
    methods: &[
        native("__reduce__", "($self, /)", reduce_template, ""),
        class_native(
            "__class_getitem__",
            "($type, object, /)",
            class_getitem,
            "Template supports [] for generic usage",
        ),
    ],
    getsets: &[
        member("strings", strings, "Strings"),
        member("interpolations", interpolations, "Interpolations"),
        getter("values", values, "Values of interpolations"),
    ],
    ..TypeDef::EMPTY
};

/// How `Interpolation(…)` takes its arguments.
static NEW: NativeDef = native(
    "Interpolation",
    "($type, /, value, expression='', conversion=None, format_spec='')",
    make_interpolation,
    "",
);

fn new_interpolation(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let mut all = Vec::with_capacity(args.values.len() + 1);
    all.push(class.clone().into_obj());
    all.extend(args.values.iter().cloned());
    crate::native::call(vm, &NEW, CallArgs { values: &all, names: args.names })
}

fn make_interpolation(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut text = |i: usize, name: &str| match args.opt(i) {
        None => Ok(names::EMPTY.clone().into_obj()),
        Some(o) => argument::text(vm, o, &format!("Interpolation() argument '{name}'")).map(|s| s.clone().into_obj()),
    };
    let expression = text(2, "expression")?;
    let conversion = match args.some(3) {
        None => Obj::NONE,
        Some(_) => text(3, "conversion")?,
    };
    let format_spec = text(4, "format_spec")?;
    if !conversion.is_none() {
        let known = [b's', b'a', b'r'].map(names::character);
        let is_known = conversion.downcast_ref::<Str>().is_some_and(|c| known.iter().any(|k| Str::same(vm, k, c)));
        if !is_known {
            return Err(value_error!(vm, "Interpolation() argument 'conversion' must be one of 's', 'a' or 'r'"));
        }
    }
    let made = Interpolation { value: args.at(1).clone(), expression, conversion, format_spec };
    Ok(vm.alloc(types::INTERPOLATION, made).into_obj())
}

/// The four parts of an interpolation.
fn fields(vm: &Vm, o: &Obj) -> Option<[Obj; 4]> {
    let i = o.downcast_ref::<Interpolation>()?.get(vm);
    Some([i.value.clone(), i.expression.clone(), i.conversion.clone(), i.format_spec.clone()])
}

fn interpolation_repr(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(fields) = fields(vm, o) else { return crate::object::repr(vm, o) };
    let mut parts = vec![Str::new(vm, "Interpolation(").into_obj()];
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            parts.push(Str::new(vm, ", ").into_obj());
        }
        parts.push(protocol::repr(vm, field)?);
    }
    parts.push(names::character(b')').into_obj());
    crate::str::build(vm, &parts).map(Obj::from)
}

fn reduce_interpolation(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).own().into_obj();
    let state = fields(vm, args.at(0)).unwrap_or_default();
    let state = Tuple::from_slice(vm, &state)?.into_obj();
    Ok(Tuple::from_slice(vm, &[class, state])?.into_obj())
}

macro_rules! fields {
    ($($name:ident $index:literal;)*) => {
        $(fn $name(vm: &mut Vm, o: &Obj) -> PyResult {
            Ok(fields(vm, o).map_or(Obj::NONE, |fields| fields[$index].clone()))
        })*
    };
}

fields! {
    value 0;
    expression 1;
    conversion 2;
    format_spec 3;
}

fn match_args(vm: &mut Vm) -> Obj {
    let names = ["value", "expression", "conversion", "format_spec"].map(|name| Str::intern(vm, name).into_obj());
    Tuple::from_slice(vm, &names).map_or(Obj::NONE, Ref::into_obj)
}

/// `string.templatelib.Interpolation`
pub static INTERPOLATION_DEF: TypeDef = TypeDef {
    name: "Interpolation",
    module: "string.templatelib",
    kind: kinds::INTERPOLATION,
    doc: "Interpolation object",
    slots: Slots { new: Some(new_interpolation), repr: Some(interpolation_repr), ..Slots::EMPTY },
    methods: &[
        native("__reduce__", "($self, /)", reduce_interpolation, "__reduce__() -> (cls, state)"),
        class_native(
            "__class_getitem__",
            "($type, object, /)",
            class_getitem,
            "Interpolations are generic over the types of their values",
        ),
    ],
    getsets: &[
        member("value", value, "Value"),
        member("expression", expression, "Expression"),
        member("conversion", conversion, "Conversion"),
        member("format_spec", format_spec, "Format specifier"),
    ],
    attributes: &[("__match_args__", match_args)],
    ..TypeDef::EMPTY
};

/// `string.templatelib.TemplateIter`
pub static ITERATOR_DEF: TypeDef = TypeDef {
    name: "TemplateIter",
    module: "string.templatelib",
    kind: kinds::TEMPLATE_ITERATOR,
    flags: TypeFlags::NO_NEW,
    doc: "Template iterator object",
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};
