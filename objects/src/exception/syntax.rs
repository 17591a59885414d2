//! `SyntaxError`: a message and where in which source.

use super::{
    Exception, base,
    fields::{self, field},
};
use crate::{CallArgs, PyResult, Slots, Str, StrExt, TypeDef, TypeFlags, Vm, int, protocol, type_error, types};
use rpython_heap::Obj;

const MSG: usize = 0;
const FILENAME: usize = 1;
const LINENO: usize = 2;
const END_LINENO: usize = 5;
const END_OFFSET: usize = 6;
const METADATA: usize = 8;

fn init(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult<()> {
    base::init(vm, o, args)?;
    let Some(e) = o.downcast_ref::<Exception>() else { return Ok(()) };
    if let Some(message) = args.values.first() {
        fields::set(vm, e, MSG, Some(message.clone()))?;
    }
    let [_, details] = args.values else { return Ok(()) };
    let details = protocol::collect(vm, details)?;
    for i in [END_LINENO, END_OFFSET, METADATA] {
        fields::set(vm, e, i, None)?;
    }
    let n = details.len();
    if n < 4 {
        return Err(type_error!(vm, "function takes at least 4 arguments ({n} given)"));
    }
    if n > 7 {
        return Err(type_error!(vm, "function takes at most 7 arguments ({n} given)"));
    }
    for (i, value) in details.into_iter().enumerate() {
        // The seventh is the metadata; `print_file_and_line` is no detail.
        let place = if i == 6 { METADATA } else { FILENAME + i };
        fields::set(vm, e, place, Some(value))?;
    }
    if fields::get(vm, e, END_LINENO).is_some() && fields::get(vm, e, END_OFFSET).is_none() {
        return Err(type_error!(vm, "end_offset must be provided when end_lineno is provided"));
    }
    Ok(())
}

fn str(vm: &mut Vm, o: &Obj) -> PyResult {
    let Some(e) = o.downcast_ref::<Exception>() else { return protocol::repr(vm, o) };
    let message = fields::get(vm, e, MSG).unwrap_or(Obj::NONE);
    let filename = fields::get(vm, e, FILENAME).and_then(|f| f.downcast::<Str>().ok());
    let lineno = fields::get(vm, e, LINENO).filter(|n| vm.class_of(n).is(types::INT));
    let lineno = lineno.map(|n| int::to_i64(vm, &n).unwrap_or(-1));
    let message = protocol::str(vm, &message)?;
    let mut buf = crate::text::TextBuf::new();
    buf.push_text(message.text(vm));
    let name = filename.map(|f| {
        let text = f.text(vm);
        let start = (0..text.len()).rev().find(|&i| text.at(i) == u32::from(b'/')).map_or(0, |i| i + 1);
        text.slice(start..text.len()).to_buf()
    });
    match (&name, lineno) {
        (None, None) => {}
        (Some(name), None) => {
            buf.push_str(" (");
            buf.push_text(name.as_text());
            buf.push_str(")");
        }
        (None, Some(n)) => buf.push_str(&format!(" (line {n})")),
        (Some(name), Some(n)) => {
            buf.push_str(" (");
            buf.push_text(name.as_text());
            buf.push_str(&format!(", line {n})"));
        }
    }
    Ok(Str::try_from_buf(vm, buf)?.into_obj())
}

/// `SyntaxError`
pub static SYNTAX_ERROR_DEF: TypeDef = TypeDef {
    name: "SyntaxError",
    base: types::EXCEPTION.slot(),
    flags: TypeFlags::BASE,
    doc: "Invalid syntax.",
    slots: Slots { init: Some(init), str: Some(str), ..Slots::EMPTY },
    getsets: &[
        field::<MSG>("msg", "exception msg"),
        field::<FILENAME>("filename", "exception filename"),
        field::<LINENO>("lineno", "exception lineno"),
        field::<3>("offset", "exception offset"),
        field::<4>("text", "exception text"),
        field::<END_LINENO>("end_lineno", "exception end lineno"),
        field::<END_OFFSET>("end_offset", "exception end offset"),
        field::<7>("print_file_and_line", "exception print_file_and_line"),
        field::<METADATA>("_metadata", "exception private metadata"),
    ],
    ..TypeDef::EMPTY
};
