//! `str.format` and `str.format_map`: templates of replacement fields (PEP 3101; CPython: `stringlib/unicode_format.h`).

use super::{Str, StrExt};
use crate::{
    Dict, PyResult, Tuple, Vm, int,
    number::template::{self, Accessor, AutoNumber, Conversion, Field, FieldName, First, Pieces},
    protocol,
    text::{Text, TextBuf},
    types, value_error,
};
use rpython_heap::{Obj, Ref};
use std::ops::Range;

/// Where a template's fields get their values.
#[derive(Clone, Copy)]
pub enum Values<'a> {
    /// `format(*args, **kwargs)`
    Arguments(&'a Ref<Tuple>, &'a Ref<Dict>),
    /// `format_map(mapping)`
    Mapping(&'a Obj),
}

/// How deep templates nest: a field's specification may hold fields itself.
const DEPTH: u32 = 2;

struct Formatter<'a> {
    values: Values<'a>,
    numbers: AutoNumber,
    /// The field written last.
    last: Option<Ref<Str>>,
}

/// Fills a template in.
///
/// # Errors
/// `ValueError` for a malformed template, `IndexError` or `KeyError` for values that are not there, what formatting raises.
pub fn format(vm: &mut Vm, template: &Ref<Str>, values: Values<'_>) -> PyResult<Ref<Str>> {
    // Fields run Python code, so the template is copied out of the heap.
    let text = template.text(vm).to_buf();
    let mut out = TextBuf::new();
    let mut formatter = Formatter { values, numbers: AutoNumber::default(), last: None };
    formatter.expand(vm, text.as_text(), 0..text.len(), DEPTH, &mut out)?;
    Ok(Str::among_or_from(vm, [Some(template), formatter.last.as_ref()], out)?)
}

impl Formatter<'_> {
    /// Appends the part of the template in `range`, filled in.
    fn expand(
        &mut self,
        vm: &mut Vm,
        text: Text<'_>,
        range: Range<usize>,
        depth: u32,
        out: &mut TextBuf,
    ) -> PyResult<()> {
        if depth == 0 {
            return Err(vm.raise_number(template::too_deep()));
        }
        for piece in Pieces::new(text, range) {
            let piece = piece.map_err(|e| vm.raise_number(e))?;
            out.push_slice(text, piece.literal);
            if let Some(field) = piece.field {
                self.field(vm, text, &field, depth, out)?;
            }
        }
        Ok(())
    }

    fn field(&mut self, vm: &mut Vm, text: Text<'_>, field: &Field, depth: u32, out: &mut TextBuf) -> PyResult<()> {
        let mut value = self.value(vm, text, field.name.clone())?;
        if let Some(code) = field.conversion {
            let conversion = Conversion::named(code).map_err(|e| vm.raise_number(e))?;
            value = match conversion {
                Conversion::Str => protocol::str(vm, &value)?.into_obj(),
                Conversion::Repr => protocol::repr(vm, &value)?,
                Conversion::Ascii => protocol::ascii(vm, &value)?.into_obj(),
            };
        }
        let spec = if field.nested {
            let mut spec = TextBuf::new();
            self.expand(vm, text, field.spec.clone(), depth - 1, &mut spec)?;
            Str::try_from_buf(vm, spec)?
        } else {
            Str::from_text(vm, text.slice(field.spec.clone()))?
        };
        let made = protocol::format(vm, &value, &spec)?;
        out.push_text(made.text(vm));
        self.last = Some(made);
        Ok(())
    }

    /// The value that a field names.
    fn value(&mut self, vm: &mut Vm, text: Text<'_>, name: Range<usize>) -> PyResult {
        let name = FieldName::split(text, name, &mut self.numbers).map_err(|e| vm.raise_number(e))?;
        let mut value = match (name.first.clone(), self.values) {
            (First::Index(_), Values::Mapping(_)) => {
                return Err(value_error!(vm, "Format string contains positional fields"));
            }
            (First::Index(i), Values::Arguments(positional, _)) => match positional.tail(vm).get(i) {
                Some(value) => value.clone(),
                None => return Err(vm.raise_number(template::out_of_range(i))),
            },
            (First::Name(range), values) => {
                let key = Str::from_text(vm, text.slice(range))?;
                match values {
                    Values::Mapping(mapping) => protocol::get_item(vm, mapping, &key)?,
                    Values::Arguments(_, keywords) => match Dict::get_str(vm, keywords, &key) {
                        Some(value) => value.clone(),
                        None => {
                            let e = crate::exception::with_args(vm, types::KEY_ERROR, &[key.into_obj()]);
                            return Err(vm.raise_object(e));
                        }
                    },
                }
            }
        };
        for accessor in name.accessors() {
            value = match accessor.map_err(|e| vm.raise_number(e))? {
                Accessor::Attribute(range) => {
                    let attribute = Str::from_text(vm, text.slice(range))?;
                    let attribute = Str::intern_ref(vm, attribute);
                    protocol::get_attr(vm, &value, &attribute)?
                }
                Accessor::Index(i) => {
                    let key = int::from_i64(vm, i as i64);
                    protocol::get_item(vm, &value, &key)?
                }
                Accessor::Key(range) => {
                    let key = Str::from_text(vm, text.slice(range))?;
                    protocol::get_item(vm, &value, &key)?
                }
            };
        }
        Ok(value)
    }
}
