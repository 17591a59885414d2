//! `unicodedata` (CPython: `Modules/unicodedata.c`): arguments around `rpython_objects::text::unicodedata` and `text::names`.
//!
//! The functions of the module and the methods of `ucd_3_2_0` are the same; the receiver says which database is asked.

use rpython_heap::{Kind, OutOfMemory, Payload};
use rpython_objects::{
    Args, Module, NativeDef, Obj, PyResult, Ref, Str, StrExt, TypeDef, TypeFlags, Vm, argument, exception, getter, int,
    native,
    sequence::finish,
    text::{
        Text, TextBuf, names, take_lost,
        unicodedata::{Database, Form},
    },
    type_error, types, value_error,
};

use crate::{kinds, table};

/// The payload of `ucd_3_2_0`.
struct Ucd;

impl Payload for Ucd {
    const KIND: Kind = kinds::UCD;
    const NAME: &'static str = "UCD";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, _: &mut dyn FnMut(&Obj)) {}
}

fn database(args: Args<'_>) -> Database {
    if args.at(0).is_kind::<Ucd>() { Database::Old } else { Database::Current }
}

/// The character of the first argument. `place` names the argument where there are several.
fn character(vm: &mut Vm, args: Args<'_>, function: &str, place: &str) -> PyResult<u32> {
    let o = args.at(1);
    let Some(text) = o.downcast_ref::<Str>() else {
        let class = argument::shown_class(vm, o);
        return Err(type_error!(vm, "{function}() argument{place} must be a unicode character, not {class}"));
    };
    match text.text(vm) {
        text if text.len() == 1 => Ok(text.at(0)),
        text => {
            let len = text.len();
            Err(type_error!(
                vm,
                "{function}(): argument{place} must be a unicode character, not a string of length {len}"
            ))
        }
    }
}

/// What was found, or the default, or an error.
fn or_default(vm: &mut Vm, found: Option<Obj>, args: Args<'_>, message: &str) -> PyResult {
    match (found, args.opt(2)) {
        (Some(found), _) => Ok(found),
        (None, Some(default)) => Ok(default.clone()),
        (None, None) => Err(value_error!(vm, "{message}")),
    }
}

fn decimal(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let c = character(vm, args, "decimal", " 1")?;
    let found = database(args).decimal(c).map(|n| int::from_i64(vm, n.into()));
    or_default(vm, found, args, "not a decimal")
}

fn digit(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let c = character(vm, args, "digit", " 1")?;
    let found = database(args).digit(c).map(|n| int::from_i64(vm, n.into()));
    or_default(vm, found, args, "not a digit")
}

fn numeric(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let c = character(vm, args, "numeric", " 1")?;
    let found = database(args).numeric(c).map(Obj::float);
    or_default(vm, found, args, "not a numeric character")
}

fn name(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let c = character(vm, args, "name", " 1")?;
    let known = database(args) == Database::Current || Database::Old.is_assigned(c);
    let found = names::name(c).filter(|_| known).map(|name| Str::new(vm, &name).into_obj());
    or_default(vm, found, args, "no such name")
}

/// An interned answer.
fn word(vm: &mut Vm, text: &str) -> PyResult {
    Ok(Str::intern(vm, text).into_obj())
}

fn category(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let c = character(vm, args, "category", "")?;
    word(vm, database(args).category(c))
}

fn bidirectional(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let c = character(vm, args, "bidirectional", "")?;
    word(vm, database(args).bidirectional(c))
}

fn east_asian_width(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let c = character(vm, args, "east_asian_width", "")?;
    word(vm, database(args).east_asian_width(c))
}

fn combining(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let c = character(vm, args, "combining", "")?;
    Ok(int::from_i64(vm, database(args).combining(c).into()))
}

fn mirrored(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let c = character(vm, args, "mirrored", "")?;
    Ok(int::from_i64(vm, database(args).mirrored(c).into()))
}

fn decomposition(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let c = character(vm, args, "decomposition", "")?;
    Ok(Str::new(vm, &database(args).decomposition(c)).into_obj())
}

fn lookup(vm: &mut Vm, args: Args<'_>) -> PyResult {
    const LONGEST: usize = 256;
    let wanted = match args.at(1).downcast_ref::<Str>() {
        Some(text) => rpython_objects::codecs::encode(vm, &text.clone(), None, None)?.tail(vm).to_vec(),
        None => rpython_objects::buffer::to_vec(vm, args.at(1))?,
    };
    let mut message = "name too long".to_string();
    if wanted.len() <= LONGEST {
        let found = match database(args) {
            Database::Old => names::lookup_without_aliases(&wanted),
            Database::Current => names::lookup(&wanted),
        };
        if let Some(c) = found {
            return Ok(Str::from_char(vm, c).into_obj());
        }
        if let (Database::Current, Some(sequence)) = (database(args), names::lookup_sequence(&wanted)) {
            let mut buf = TextBuf::new();
            buf.extend(sequence.iter().copied());
            return finish(vm, buf);
        }
        // The message is a C string: it ends at a null character.
        let shown = wanted.split(|byte| *byte == 0).next().unwrap_or_default();
        message = format!("undefined character name '{}'", String::from_utf8_lossy(shown));
    }
    let message = Str::new(vm, &message).into_obj();
    let raised = exception::with_args(vm, types::KEY_ERROR, &[message]);
    Err(vm.raise_object(raised))
}

/// The form and the text of the arguments.
fn form<'a>(vm: &mut Vm, args: Args<'a>, function: &str) -> PyResult<(Option<Form>, &'a Ref<Str>)> {
    let form = argument::text(vm, args.at(1), &format!("{function}() argument 1"))?;
    let text = argument::text(vm, args.at(2), &format!("{function}() argument 2"))?;
    let form = match form.text(vm) {
        Text::Ascii(name) => Form::named(name),
        _ => None,
    };
    Ok((form, text))
}

fn normalize(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (form, text) = form(vm, args, "normalize")?;
    if text.get(vm).is_empty() {
        return finish(vm, TextBuf::new());
    }
    let Some(form) = form else { return Err(value_error!(vm, "invalid normalization form")) };
    let database = database(args);
    if text.is_exact() && database.is_normalized(form, text.text(vm)) {
        return Ok(text.clone().into_obj());
    }
    let made = database.normalize(form, text.text(vm));
    finish(vm, made)
}

fn is_normalized(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let (form, text) = form(vm, args, "is_normalized")?;
    if text.get(vm).is_empty() {
        return Ok(Obj::TRUE);
    }
    let Some(form) = form else { return Err(value_error!(vm, "invalid normalization form")) };
    let normal = database(args).is_normalized(form, text.text(vm));
    // There was no memory for the text to compare with.
    if take_lost() { Err(OutOfMemory.into()) } else { Ok(Obj::bool(normal)) }
}

static FUNCTIONS: &[NativeDef] = &[
    native(
        "decimal",
        "($self, chr, default=<unrepresentable>, /)",
        decimal,
        "Converts a Unicode character into its equivalent decimal value.\n\nReturns the decimal value assigned to the character chr as integer.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.",
    ),
    native(
        "digit",
        "($self, chr, default=<unrepresentable>, /)",
        digit,
        "Converts a Unicode character into its equivalent digit value.\n\nReturns the digit value assigned to the character chr as integer.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.",
    ),
    native(
        "numeric",
        "($self, chr, default=<unrepresentable>, /)",
        numeric,
        "Converts a Unicode character into its equivalent numeric value.\n\nReturns the numeric value assigned to the character chr as float.\nIf no such value is defined, default is returned, or, if not given,\nValueError is raised.",
    ),
    native(
        "category",
        "($self, chr, /)",
        category,
        "Returns the general category assigned to the character chr as string.",
    ),
    native(
        "bidirectional",
        "($self, chr, /)",
        bidirectional,
        "Returns the bidirectional class assigned to the character chr as string.\n\nIf no such value is defined, an empty string is returned.",
    ),
    native(
        "combining",
        "($self, chr, /)",
        combining,
        "Returns the canonical combining class assigned to the character chr as integer.\n\nReturns 0 if no combining class is defined.",
    ),
    native(
        "mirrored",
        "($self, chr, /)",
        mirrored,
        "Returns the mirrored property assigned to the character chr as integer.\n\nReturns 1 if the character has been identified as a \"mirrored\"\ncharacter in bidirectional text, 0 otherwise.",
    ),
    native(
        "east_asian_width",
        "($self, chr, /)",
        east_asian_width,
        "Returns the east asian width assigned to the character chr as string.",
    ),
    native(
        "decomposition",
        "($self, chr, /)",
        decomposition,
        "Returns the character decomposition mapping assigned to the character chr as string.\n\nAn empty string is returned in case no such mapping is defined.",
    ),
    native(
        "name",
        "($self, chr, default=<unrepresentable>, /)",
        name,
        "Returns the name assigned to the character chr as a string.\n\nIf no name is defined, default is returned, or, if not given,\nValueError is raised.",
    ),
    native(
        "lookup",
        "($self, name, /)",
        lookup,
        "Look up character by name.\n\nIf a character with the given name is found, return the\ncorresponding character.  If not found, KeyError is raised.",
    ),
    native(
        "is_normalized",
        "($self, form, unistr, /)",
        is_normalized,
        "Return whether the Unicode string unistr is in the normal form 'form'.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.",
    ),
    native(
        "normalize",
        "($self, form, unistr, /)",
        normalize,
        "Return the normal form 'form' for the Unicode string unistr.\n\nValid values for form are 'NFC', 'NFKC', 'NFD', and 'NFKD'.",
    ),
];

/// `unicodedata.UCD`
static UCD: TypeDef = TypeDef {
    name: "UCD",
    module: "unicodedata",
    kind: kinds::UCD,
    flags: TypeFlags::NO_NEW,
    methods: FUNCTIONS,
    getsets: &[getter("unidata_version", |vm, _| word(vm, "3.2.0"), "")],
    ..TypeDef::EMPTY
};

const DOC: &str = "This module provides access to the Unicode Character Database which\ndefines character properties for all Unicode characters. The data in\nthis database is based on the UnicodeData.txt file version\n16.0.0 which is publicly available from ftp://ftp.unicode.org/.\n\nThe module uses the same names and symbols as defined by the\nUnicodeData File Format 16.0.0.";

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "unicodedata", DOC, FUNCTIONS)?;
    table::add_type::<Ucd>(vm, &module, &UCD)?;
    let old = vm.make(Ucd).into_obj();
    table::set(vm, &module, "ucd_3_2_0", old)?;
    let version = word(vm, "16.0.0")?;
    table::set(vm, &module, "unidata_version", version)?;
    Ok(module)
}
