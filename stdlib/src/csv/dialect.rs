//! Dialects: how records are written down. Immutable once made.

use crate::{kinds, table};
use rpython_objects::{
    Args, CallArgs, Dict, GetSetDef, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef,
    TypeExt, TypeFlags, Vm, argument, getter, int, native, protocol, text::Text, type_error, type_object::member,
    types, value_error,
};

/// Which fields are quoted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quoting {
    Minimal,
    All,
    NonNumeric,
    None,
    Strings,
    NotNull,
}

use Quoting::{All, Minimal, NonNumeric, NotNull, Strings};

/// The names of the ways of quoting, with their numbers.
pub(super) const QUOTING: &[(&str, i64)] = &[
    ("QUOTE_MINIMAL", Minimal as i64),
    ("QUOTE_ALL", All as i64),
    ("QUOTE_NONNUMERIC", NonNumeric as i64),
    ("QUOTE_NONE", Quoting::None as i64),
    ("QUOTE_STRINGS", Strings as i64),
    ("QUOTE_NOTNULL", NotNull as i64),
];

impl Quoting {
    const ALL: [Quoting; 6] = [Minimal, All, NonNumeric, Quoting::None, Strings, NotNull];

    /// Whether an empty field without quotes is `None`.
    pub(super) fn tells_null(self) -> bool {
        matches!(self, Strings | NotNull)
    }
}

/// The payload of a dialect.
pub(super) struct Dialect {
    pub(super) delimiter: u32,
    pub(super) quote: Option<u32>,
    pub(super) escape: Option<u32>,
    pub(super) terminator: Ref<Str>,
    pub(super) quoting: Quoting,
    pub(super) doubles_quotes: bool,
    pub(super) skips_space: bool,
    pub(super) strict: bool,
}

impl Payload for Dialect {
    const KIND: u8 = kinds::CSV_DIALECT;
    const NAME: &'static str = "Dialect";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.terminator);
    }
}

/// Whether a text contains a character.
pub(super) fn contains(text: Text<'_>, c: u32) -> bool {
    c <= text.kind().max_code_point() && text.iter().any(|d| d == c)
}

/// The arguments behind `$class` and `dialect`, in the order of [`CONSTRUCTOR`].
const FIELDS: [&str; 8] =
    ["delimiter", "doublequote", "escapechar", "lineterminator", "quotechar", "quoting", "skipinitialspace", "strict"];

static CONSTRUCTOR: NativeDef = native(
    "Dialect",
    "($class, dialect=None, delimiter=None, doublequote=None, escapechar=None, lineterminator=None, quotechar=None, quoting=None, skipinitialspace=None, strict=None)",
    construct,
    "",
);

/// A dialect on the base of another, or of a registered one's name, with fields of its own from a dict.
///
/// # Errors
/// `TypeError`, `ValueError` for fields that do not fit, `_csv.Error` for an unknown name.
pub(super) fn with_fields(vm: &mut Vm, base: Option<&Obj>, fields: Option<&Obj>) -> PyResult<Ref<Dialect>> {
    let Some(class) = vm.type_of_kind(Dialect::KIND).cloned() else {
        return Err(type_error!(vm, "_csv has no dialects"));
    };
    let mut values = vec![class.into_obj(), base.cloned().unwrap_or(Obj::NONE)];
    let mut names = Vec::new();
    if let Some(fields) = fields.and_then(|f| f.downcast_ref::<Dict>()) {
        for (name, value) in fields.get(vm).iter() {
            names.push(name.clone());
            values.push(value.clone());
        }
    }
    let names = Tuple::from_vec(vm, names)?;
    let made = native::call(vm, &CONSTRUCTOR, CallArgs { values: &values, names: Some(&names) })?;
    match made.downcast::<Dialect>() {
        Ok(made) => Ok(made),
        Err(_) => Err(type_error!(vm, "a dialect was expected")),
    }
}

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    table::construct(vm, class, &CONSTRUCTOR, args)
}

/// A field that is one character; absent where it is `None` and may be.
fn character(
    vm: &mut Vm,
    name: &str,
    given: Option<&Obj>,
    default: Option<u32>,
    optional: bool,
) -> PyResult<Option<u32>> {
    let Some(o) = given else { return Ok(default) };
    let or_none = if optional { " or None" } else { "" };
    if optional && o.is_none() {
        return Ok(None);
    }
    let Some(text) = o.downcast_ref::<Str>() else {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "\"{name}\" must be a unicode character{or_none}, not {class}"));
    };
    match text.get(vm).len() {
        1 => Ok(text.text(vm).first()),
        n => Err(type_error!(vm, "\"{name}\" must be a unicode character{or_none}, not a string of length {n}")),
    }
}

fn quoting(vm: &mut Vm, given: Option<&Obj>) -> PyResult<Quoting> {
    let Some(o) = given else { return Ok(Minimal) };
    if !vm.class_of(o).is(types::INT) {
        let class = argument::class_name(vm, o);
        return Err(type_error!(vm, "\"quoting\" must be an integer, not {class}"));
    }
    let number = argument::c_int(vm, o)?;
    match usize::try_from(number).ok().and_then(|n| Quoting::ALL.get(n)) {
        Some(quoting) => Ok(*quoting),
        None => Err(type_error!(vm, "bad \"quoting\" value")),
    }
}

fn truth(vm: &mut Vm, given: Option<&Obj>, default: bool) -> PyResult<bool> {
    given.map_or(Ok(default), |o| protocol::is_true(vm, o))
}

fn construct(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let mut base = args.some(1).cloned();
    if let Some(name) = base.as_ref().filter(|o| o.is_kind::<Str>()) {
        base = Some(super::registered(vm, name)?);
    }
    let mut fields: Vec<Option<Obj>> = (2..10).map(|i| args.opt(i).cloned()).collect();
    if let Some(base) = base {
        if base.is_kind::<Dialect>() && fields.iter().all(Option::is_none) {
            return Ok(base);
        }
        for (field, name) in fields.iter_mut().zip(FIELDS).filter(|(field, _)| field.is_none()) {
            let name = Str::intern(vm, name);
            match protocol::get_attr(vm, &base, &name) {
                Ok(found) => *field = Some(found),
                Err(_raised) => drop(vm.take_exception()),
            }
        }
    }
    let field = |i: usize| fields.get(i).and_then(Option::as_ref);
    let delimiter = character(vm, "delimiter", field(0), Some(','.into()), false)?;
    let doubles_quotes = truth(vm, field(1), true)?;
    let escape = character(vm, "escapechar", field(2), None, true)?;
    let terminator = match field(3) {
        None => Str::intern(vm, "\r\n"),
        Some(o) => match o.downcast_ref::<Str>() {
            Some(text) => text.clone(),
            None => {
                let class = argument::class_name(vm, o);
                return Err(type_error!(vm, "\"lineterminator\" must be a string, not {class}"));
            }
        },
    };
    let quote = character(vm, "quotechar", field(4), Some('"'.into()), true)?;
    let mut quoting = quoting(vm, field(5))?;
    let skips_space = truth(vm, field(6), false)?;
    let strict = truth(vm, field(7), false)?;
    // Without a quote character there is no quoting, unless it was asked for.
    if field(4).is_some_and(Obj::is_none) && field(5).is_none() {
        quoting = Quoting::None;
    }
    let Some(delimiter) = delimiter else { return Err(type_error!(vm, "\"delimiter\" must be set")) };
    if quoting != Quoting::None && quote.is_none() {
        return Err(type_error!(vm, "quotechar must be set if quoting enabled"));
    }
    let given = [("delimiter", Some(delimiter)), ("escapechar", escape), ("quotechar", quote)];
    for (name, c) in given {
        let Some(c) = c else { continue };
        let line_end = c == u32::from('\r') || c == u32::from('\n');
        if line_end || c == u32::from(' ') && skips_space && name != "delimiter" {
            return Err(value_error!(vm, "bad {name} value"));
        }
        if contains(terminator.text(vm), c) {
            return Err(value_error!(vm, "bad {name} or lineterminator value"));
        }
    }
    for (i, j) in [(0, 1), (0, 2), (1, 2)] {
        if let [Some((a, Some(c))), Some((b, Some(d)))] = [given.get(i), given.get(j)]
            && c == d
        {
            return Err(value_error!(vm, "bad {a} or {b} value"));
        }
    }
    let made = Dialect { delimiter, quote, escape, terminator, quoting, doubles_quotes, skips_space, strict };
    Ok(table::instance(vm, args.at(0), made))
}

/// What a getter reads.
fn read(vm: &mut Vm, o: &Obj, show: fn(&Vm, &Dialect) -> Obj) -> PyResult {
    Ok(o.downcast_ref::<Dialect>().map_or(Obj::NONE, |d| show(vm, d.get(vm))))
}

fn optional(vm: &Vm, c: Option<u32>) -> Obj {
    c.map_or(Obj::NONE, |c| Str::from_char(vm, c).into_obj())
}

const ATTRIBUTES: &[GetSetDef] = &[
    member("skipinitialspace", |vm, o| read(vm, o, |_, d| Obj::bool(d.skips_space)), ""),
    member("doublequote", |vm, o| read(vm, o, |_, d| Obj::bool(d.doubles_quotes)), ""),
    member("strict", |vm, o| read(vm, o, |_, d| Obj::bool(d.strict)), ""),
    getter("delimiter", |vm, o| read(vm, o, |vm, d| optional(vm, Some(d.delimiter))), ""),
    getter("escapechar", |vm, o| read(vm, o, |vm, d| optional(vm, d.escape)), ""),
    getter("lineterminator", |vm, o| read(vm, o, |_, d| d.terminator.clone().into_obj()), ""),
    getter("quotechar", |vm, o| read(vm, o, |vm, d| optional(vm, d.quote)), ""),
    getter("quoting", |vm, o| read(vm, o, |vm, d| int::from_i64(vm, d.quoting as i64)), ""),
];

fn refuse_pickle(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let class = vm.class_of(args.at(0)).name(vm).to_string();
    Err(type_error!(vm, "cannot pickle '{class}' instances"))
}

/// `_csv.Dialect`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Dialect",
    module: "_csv",
    kind: kinds::CSV_DIALECT,
    flags: TypeFlags::BASE,
    doc: "CSV dialect\n\nThe Dialect type records CSV parsing and generation options.\n",
    slots: Slots { new: Some(new), ..Slots::EMPTY },
    methods: &[
        native("__reduce__", "($self, /)", refuse_pickle, "raises an exception to avoid pickling"),
        native("__reduce_ex__", "($self, protocol, /)", refuse_pickle, "raises an exception to avoid pickling"),
    ],
    getsets: ATTRIBUTES,
    ..TypeDef::EMPTY
};
