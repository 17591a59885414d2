//! The writer: joins fields to records, quoting and escaping what needs it.

use super::dialect::{self, Dialect, Quoting};
use crate::kinds;
use rpython_objects::{
    Args, Obj, Payload, PyResult, Ref, Slots, Str, StrExt, TypeDef, TypeFlags, Vm, native, protocol,
    text::{Text, TextBuf},
    type_object::member,
    types,
};

/// The payload of a writer.
pub(super) struct Writer {
    /// The file's `write`.
    write: Obj,
    dialect: Ref<Dialect>,
}

impl Payload for Writer {
    const KIND: u8 = kinds::CSV_WRITER;
    const NAME: &'static str = "writer";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.write);
        visit(&self.dialect);
    }
    fn clear(&mut self) {
        self.write = Obj::NONE;
    }
}

/// `_csv.writer(…)`
pub(super) fn writer(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let dialect = dialect::with_fields(vm, args.opt(2), args.opt(3))?;
    let write = super::write_method(vm, args.at(1))?;
    Ok(vm.make(Writer { write, dialect }).into_obj())
}

/// A record that is being put together.
#[derive(Default)]
struct Record {
    text: TextBuf,
    fields: usize,
}

const CANNOT_ESCAPE: &str = "need to escape, but no escapechar set";

impl Record {
    /// Adds a field; `None` is the absent value.
    fn append(
        &mut self,
        rules: &Dialect,
        terminator: Text<'_>,
        field: Option<Text<'_>>,
        quoted: bool,
    ) -> Result<(), &'static str> {
        let mut quoted = quoted;
        let text = field.unwrap_or(Text::EMPTY);
        if text.is_empty() && rules.delimiter == u32::from(' ') && rules.skips_space {
            if rules.quoting == Quoting::None || field.is_none() && rules.quoting.tells_null() {
                return Err("empty field must be quoted if delimiter is a space and skipinitialspace is true");
            }
            quoted = true;
        }
        if self.fields > 0 {
            self.text.push(rules.delimiter);
        }
        self.fields += 1;
        let special = |c: u32| {
            c == rules.delimiter
                || Some(c) == rules.escape
                || Some(c) == rules.quote
                || c == u32::from('\n')
                || c == u32::from('\r')
                || dialect::contains(terminator, c)
        };
        // Whether there must be quotes is known only behind the last character.
        let mut body = TextBuf::new();
        let mut from = 0;
        while from < text.len() {
            let rest = text.slice(from..);
            let run = rest.iter().position(special).unwrap_or(rest.len());
            body.push_text(rest.slice(..run));
            from += run;
            let Some(c) = rest.get(run) else { break };
            let is_quote = Some(c) == rules.quote;
            let escapes = if rules.quoting == Quoting::None {
                true
            } else if is_quote && rules.doubles_quotes {
                body.push(c);
                quoted = true;
                false
            } else if is_quote || Some(c) == rules.escape {
                true
            } else {
                quoted = true;
                false
            };
            if escapes {
                body.push(rules.escape.ok_or(CANNOT_ESCAPE)?);
            }
            body.push(c);
            from += 1;
        }
        let quote = rules.quote.filter(|_| quoted);
        self.text.extend(quote);
        self.text.push_text(body.as_text());
        self.text.extend(quote);
        Ok(())
    }
}

/// Adds a field of any text to a record.
fn append(
    vm: &mut Vm,
    this: &Ref<Writer>,
    record: &mut Record,
    field: Option<&Ref<Str>>,
    quoted: bool,
) -> PyResult<()> {
    let dialect = this.get(vm).dialect.clone();
    let rules = dialect.get(vm);
    let done = record.append(rules, rules.terminator.text(vm), field.map(|f| f.text(vm)), quoted);
    done.map_err(|message| super::error(vm, message))
}

/// Whether a value passes for a number.
fn is_number(vm: &Vm, o: &Obj) -> bool {
    let slots = vm.slots_of(o);
    slots.index().is_some() || slots.int().is_some() || slots.float().is_some() || vm.class_of(o).is(types::COMPLEX)
}

fn write_row(vm: &mut Vm, this: &Ref<Writer>, row: &Obj) -> PyResult {
    let fields = match protocol::iter(vm, row) {
        Ok(fields) => fields,
        Err(raised) => {
            vm.swallow(raised, types::TYPE_ERROR)?;
            let class = super::shown(vm, row);
            return Err(super::error(vm, &format!("iterable expected, not {class}")));
        }
    };
    let dialect = this.get(vm).dialect.clone();
    let quoting = dialect.get(vm).quoting;
    let mut record = Record::default();
    let mut null = false;
    while let Some(field) = protocol::next(vm, &fields)? {
        vm.poll()?;
        let quoted = match quoting {
            Quoting::NonNumeric => !is_number(vm, &field),
            Quoting::All => true,
            Quoting::Strings => field.is_kind::<Str>(),
            Quoting::NotNull => !field.is_none(),
            Quoting::Minimal | Quoting::None => false,
        };
        null = field.is_none();
        if null {
            append(vm, this, &mut record, None, quoted)?;
        } else {
            let text = match field.downcast_ref::<Str>() {
                Some(text) => text.clone(),
                None => protocol::str(vm, &field)?,
            };
            append(vm, this, &mut record, Some(&text), quoted)?;
        }
    }
    if record.fields > 0 && record.text.is_empty() {
        if quoting == Quoting::None || null && quoting.tells_null() {
            return Err(super::error(vm, "single empty field record must be quoted"));
        }
        record.fields -= 1;
        append(vm, this, &mut record, None, true)?;
    }
    record.text.push_text(dialect.get(vm).terminator.text(vm));
    let line = Str::try_from_buf(vm, record.text)?.into_obj();
    let write = this.get(vm).write.clone();
    protocol::call(vm, &write, &[line])
}

fn write_rows(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let rows = protocol::iter(vm, args.at(1))?;
    while let Some(row) = protocol::next(vm, &rows)? {
        write_row(vm, args.this(), &row)?;
    }
    Ok(Obj::NONE)
}

/// `_csv.writer`, the type
pub(super) static DEF: TypeDef = TypeDef {
    name: "writer",
    module: "_csv",
    kind: kinds::CSV_WRITER,
    flags: TypeFlags::NO_NEW | TypeFlags::BASE,
    doc: "CSV writer\n\nWriter objects are responsible for generating tabular data\nin CSV format from sequence input.\n",
    slots: Slots::EMPTY,
    methods: &[
        native(
            "writerow",
            "($self, row, /)",
            |vm, args| write_row(vm, args.this(), args.at(1)),
            "Construct and write a CSV record from an iterable of fields.\n\nNon-string elements will be converted to string.",
        ),
        native(
            "writerows",
            "($self, rows, /)",
            write_rows,
            "Construct and write a series of iterables to a csv file.\n\nNon-string elements will be converted to string.",
        ),
    ],
    getsets: &[member(
        "dialect",
        |vm, o| Ok(o.downcast_ref::<Writer>().map_or(Obj::NONE, |w| w.get(vm).dialect.clone().into_obj())),
        "",
    )],
    ..TypeDef::EMPTY
};
