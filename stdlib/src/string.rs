//! `_string`: the parts of format strings, for `string.Formatter` (CPython: `Objects/unicodeobject.c`).

use crate::{kinds, table};
use rpython_heap::Kind;
use rpython_objects::{
    Args, Module, NativeDef, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, TypeDef, TypeFlags, Vm, argument, int,
    native,
    number::template::{Accessor, FieldName, First, Pieces},
    type_error, type_object,
};

/// The payload of both iterators: a text, and how many parts of it have been given out.
pub struct Parts {
    text: Ref<Str>,
    given: usize,
}

impl Payload for Parts {
    const KIND: Kind = kinds::FORMAT_PARTS;
    const NAME: &'static str = "format parts";
    const TRACKED: bool = false;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.text);
    }
}

#[derive(Default)]
struct State {
    pieces: Option<Ref<rpython_objects::Type>>,
    accessors: Option<Ref<rpython_objects::Type>>,
}

fn text<'a>(vm: &mut Vm, args: Args<'a>) -> PyResult<&'a Ref<Str>> {
    match args.at(1).downcast_ref::<Str>() {
        Some(text) => Ok(text),
        None => {
            let got = argument::class_name(vm, args.at(1));
            Err(type_error!(vm, "expected str, got {got}"))
        }
    }
}

fn make(vm: &mut Vm, class: Option<Ref<rpython_objects::Type>>, text: &Ref<Str>) -> Obj {
    match class {
        Some(class) => vm.alloc_in(&class, Parts { text: text.clone(), given: 0 }).into_obj(),
        None => Obj::NONE,
    }
}

fn formatter_parser(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = text(vm, args)?;
    let class = vm.state_of::<State>().pieces.clone();
    Ok(make(vm, class, text))
}

fn field_name_split(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let text = text(vm, args)?;
    let content = text.text(vm);
    let first = match FieldName::split_plain(content, 0..content.len()) {
        Ok(name) => match name.first {
            First::Index(n) => int::from_i64(vm, n as i64),
            First::Name(range) => Str::slice(vm, text, range.start, range.end)?.into_obj(),
        },
        Err(e) => return Err(vm.raise_number(e)),
    };
    let class = vm.state_of::<State>().accessors.clone();
    let rest = make(vm, class, text);
    table::tuple(vm, &[first, rest])
}

/// The text of the iterator and the number of the next part, which is taken.
fn take(vm: &mut Vm, o: &Obj) -> Option<(Ref<Str>, usize)> {
    let parts = o.downcast_ref::<Parts>()?.get_mut(vm);
    parts.given += 1;
    Some((parts.text.clone(), parts.given - 1))
}

fn next_piece(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some((text, number)) = take(vm, o) else { return Ok(None) };
    let content = text.text(vm);
    let piece = match Pieces::new(content, 0..content.len()).nth(number) {
        None => return Ok(None),
        Some(Err(e)) => return Err(vm.raise_number(e)),
        Some(Ok(piece)) => piece,
    };
    let part = |vm: &Vm, range: std::ops::Range<usize>| -> PyResult {
        Ok(Str::slice(vm, &text, range.start, range.end)?.into_obj())
    };
    let literal = part(vm, piece.literal)?;
    let [name, spec, conversion] = match piece.field {
        None => [Obj::NONE, Obj::NONE, Obj::NONE],
        Some(field) => {
            let conversion = field.conversion.map_or(Obj::NONE, |c| Str::from_char(vm, c).into_obj());
            [part(vm, field.name)?, part(vm, field.spec)?, conversion]
        }
    };
    table::tuple(vm, &[literal, name, spec, conversion]).map(Some)
}

fn next_accessor(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some((text, number)) = take(vm, o) else { return Ok(None) };
    let content = text.text(vm);
    let accessor = match FieldName::split_plain(content, 0..content.len()) {
        Ok(name) => name.accessors().nth(number),
        Err(e) => Some(Err(e)),
    };
    let (attribute, part) = match accessor {
        None => return Ok(None),
        Some(Err(e)) => return Err(vm.raise_number(e)),
        Some(Ok(Accessor::Attribute(range))) => (true, Str::slice(vm, &text, range.start, range.end)?.into_obj()),
        Some(Ok(Accessor::Key(range))) => (false, Str::slice(vm, &text, range.start, range.end)?.into_obj()),
        Some(Ok(Accessor::Index(n))) => (false, int::from_i64(vm, n as i64)),
    };
    table::tuple(vm, &[Obj::bool(attribute), part]).map(Some)
}

/// `formatteriterator`
pub static PIECES_DEF: TypeDef = TypeDef {
    name: "formatteriterator",
    kind: kinds::FORMAT_PARTS,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next_piece), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// `fieldnameiterator`
pub static ACCESSORS_DEF: TypeDef = TypeDef {
    name: "fieldnameiterator",
    kind: kinds::FORMAT_PARTS,
    flags: TypeFlags::NO_NEW,
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next_accessor), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

static FUNCTIONS: &[NativeDef] = &[
    native("formatter_field_name_split", "($self, object, /)", field_name_split, "split the argument as a field name"),
    native("formatter_parser", "($self, object, /)", formatter_parser, "parse the argument as a format string"),
];

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_string", "string helper module", FUNCTIONS)?;
    rpython_heap::kind::register::<Parts>();
    let pieces = type_object::define(vm, &PIECES_DEF)?;
    let accessors = type_object::define(vm, &ACCESSORS_DEF)?;
    let state = vm.state_of::<State>();
    (state.pieces, state.accessors) = (Some(pieces), Some(accessors));
    Ok(module)
}
