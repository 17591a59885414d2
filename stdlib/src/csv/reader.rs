//! The reader: a state machine over the characters of lines, which makes a list of fields for each record.

use super::dialect::{self, Dialect, Quoting};
use crate::kinds;
use rpython_heap::OutOfMemory;
use rpython_objects::{
    Args, List, Obj, Payload, PyResult, Raised, Ref, Slots, Str, StrExt, TypeDef, TypeFlags, Vm, int, protocol,
    text::{Text, TextBuf},
    type_object::member,
    types,
};

/// Where in a record the machine is.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
enum At {
    #[default]
    StartOfRecord,
    StartOfField,
    Escaped,
    Field,
    Quoted,
    QuotedEscape,
    /// Behind a quote in a quoted field, which ends it unless another follows.
    QuoteInQuoted,
    /// Behind the end of a line; only more of it may follow.
    LineEnd,
    EscapedLineEnd,
}

/// What is known of the record that is being read.
#[derive(Default)]
struct Parser {
    at: At,
    fields: Vec<Obj>,
    field: TextBuf,
    /// Whether the field at hand has no quotes.
    unquoted: bool,
    /// Whether a record is being read; an iterator of lines that asks the reader itself ends it.
    active: bool,
}

/// What keeps a line from being read.
enum Problem {
    NoMemory,
    /// A field without quotes that must be a number and is none.
    NoNumber(Obj),
    TooLong,
    NewLine,
    /// What was expected behind a quote: the delimiter and the quote.
    Expected(u32, u32),
    EndOfData,
}

impl From<OutOfMemory> for Problem {
    fn from(_: OutOfMemory) -> Problem {
        Problem::NoMemory
    }
}

const RETURN: u32 = '\r' as u32;
const NEWLINE: u32 = '\n' as u32;

impl Parser {
    fn start(&mut self) {
        *self = Parser { active: true, ..Parser::default() };
    }

    /// Ends the field.
    fn save(&mut self, vm: &Vm, rules: &Dialect) -> Result<(), Problem> {
        let text = std::mem::take(&mut self.field);
        self.fields.try_reserve(1).map_err(|_| OutOfMemory)?;
        if self.unquoted && text.is_empty() && rules.quoting.tells_null() {
            self.fields.push(Obj::NONE);
            return Ok(());
        }
        let number =
            self.unquoted && !text.is_empty() && matches!(rules.quoting, Quoting::NonNumeric | Quoting::Strings);
        let made = Str::try_from_buf(vm, text)?.into_obj();
        if number {
            return Err(Problem::NoNumber(made));
        }
        self.fields.push(made);
        Ok(())
    }

    /// Adds a run of characters to the field.
    fn add(&mut self, run: Text<'_>, limit: isize) -> Result<(), Problem> {
        if self.field.len() as isize + run.len() as isize > limit.max(0) {
            return Err(Problem::TooLong);
        }
        self.field.push_text(run);
        Ok(())
    }

    /// One character, or the end of the line. Runs of plain characters do not come here.
    fn step(&mut self, vm: &Vm, rules: &Dialect, limit: isize, c: Option<u32>) -> Result<(), Problem> {
        let line_end = c.is_none_or(|c| c == NEWLINE || c == RETURN);
        let behind = if c.is_none() { At::StartOfRecord } else { At::LineEnd };
        let is = |wanted: Option<u32>| c.is_some() && c == wanted;
        let quotes = rules.quoting != Quoting::None;
        match self.at {
            At::StartOfRecord if c.is_none() => {}
            At::StartOfRecord if line_end => self.at = At::LineEnd,
            At::StartOfRecord | At::StartOfField => {
                self.unquoted = true;
                if line_end {
                    self.at = behind;
                    self.save(vm, rules)?;
                } else if quotes && is(rules.quote) {
                    self.unquoted = false;
                    self.at = At::Quoted;
                } else if is(rules.escape) {
                    self.at = At::Escaped;
                } else if rules.skips_space && is(Some(' '.into())) {
                    self.at = At::StartOfField;
                } else if is(Some(rules.delimiter)) {
                    self.at = At::StartOfField;
                    self.save(vm, rules)?;
                } else {
                    self.at = At::Field;
                    self.push(c, limit)?;
                }
            }
            At::Escaped => {
                self.at = if c.is_some() && line_end { At::EscapedLineEnd } else { At::Field };
                self.push(c.or(Some(NEWLINE)), limit)?;
            }
            At::EscapedLineEnd if c.is_none() => {}
            At::EscapedLineEnd | At::Field => {
                if line_end {
                    self.at = behind;
                    self.save(vm, rules)?;
                } else if is(rules.escape) {
                    self.at = At::Escaped;
                } else if is(Some(rules.delimiter)) {
                    self.at = At::StartOfField;
                    self.save(vm, rules)?;
                } else {
                    self.at = At::Field;
                    self.push(c, limit)?;
                }
            }
            At::Quoted if c.is_none() => {}
            At::Quoted if is(rules.escape) => self.at = At::QuotedEscape,
            At::Quoted if quotes && is(rules.quote) => {
                self.at = if rules.doubles_quotes { At::QuoteInQuoted } else { At::Field };
            }
            At::Quoted => self.push(c, limit)?,
            At::QuotedEscape => {
                self.at = At::Quoted;
                self.push(c.or(Some(NEWLINE)), limit)?;
            }
            At::QuoteInQuoted => {
                if quotes && is(rules.quote) {
                    self.at = At::Quoted;
                    self.push(c, limit)?;
                } else if is(Some(rules.delimiter)) {
                    self.at = At::StartOfField;
                    self.save(vm, rules)?;
                } else if line_end {
                    self.at = behind;
                    self.save(vm, rules)?;
                } else if rules.strict {
                    return Err(Problem::Expected(rules.delimiter, rules.quote.unwrap_or_default()));
                } else {
                    self.at = At::Field;
                    self.push(c, limit)?;
                }
            }
            At::LineEnd if c.is_none() => self.at = At::StartOfRecord,
            At::LineEnd if line_end => {}
            At::LineEnd => return Err(Problem::NewLine),
        }
        Ok(())
    }

    fn push(&mut self, c: Option<u32>, limit: isize) -> Result<(), Problem> {
        if self.field.len() as isize >= limit {
            return Err(Problem::TooLong);
        }
        if let Some(c) = c {
            self.field.push(c);
        }
        Ok(())
    }

    /// Reads a line from character `from` on; where a problem is met, how far it came.
    fn line(
        &mut self,
        vm: &Vm,
        rules: &Dialect,
        limit: isize,
        line: Text<'_>,
        from: usize,
    ) -> Result<(), (usize, Problem)> {
        let len = line.len();
        let mut i = from;
        while i < len {
            let special = |c: u32| {
                c == rules.delimiter || Some(c) == rules.quote || Some(c) == rules.escape || c == NEWLINE || c == RETURN
            };
            if matches!(self.at, At::Field | At::Quoted) {
                let rest = line.slice(i..);
                let run = rest.iter().position(special).unwrap_or(len - i);
                if run > 0 {
                    self.add(line.slice(i..i + run), limit).map_err(|p| (len, p))?;
                    i += run;
                    continue;
                }
            }
            self.step(vm, rules, limit, line.get(i)).map_err(|p| (i + 1, p))?;
            i += 1;
        }
        if from <= len {
            self.step(vm, rules, limit, None).map_err(|p| (len + 1, p))?;
        }
        Ok(())
    }
}

/// The payload of a reader.
pub(super) struct Reader {
    lines: Obj,
    dialect: Ref<Dialect>,
    parser: Parser,
    /// Lines read so far.
    line: i64,
}

impl Payload for Reader {
    const KIND: u8 = kinds::CSV_READER;
    const NAME: &'static str = "reader";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.lines);
        visit(&self.dialect);
        self.parser.fields.iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.lines = Obj::NONE;
        self.parser.start();
    }
}

/// `_csv.reader(…)`
pub(super) fn reader(vm: &mut Vm, args: Args<'_>) -> PyResult {
    let lines = protocol::iter(vm, args.at(1))?;
    let dialect = dialect::with_fields(vm, args.opt(2), args.opt(3))?;
    Ok(vm.make(Reader { lines, dialect, parser: Parser::default(), line: 0 }).into_obj())
}

#[cold]
fn raise(vm: &mut Vm, problem: Problem, limit: isize) -> Raised {
    match problem {
        Problem::NoMemory => OutOfMemory.into(),
        Problem::TooLong => super::error(vm, &format!("field larger than field limit ({limit})")),
        Problem::NewLine => super::error(
            vm,
            "new-line character seen in unquoted field - do you need to open the file with newline=''?",
        ),
        Problem::Expected(delimiter, quote) => {
            let show = |c| char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER);
            super::error(vm, &format!("'{}' expected after '{}'", show(delimiter), show(quote)))
        }
        Problem::EndOfData | Problem::NoNumber(_) => super::error(vm, "unexpected end of data"),
    }
}

/// Does a part of the reading, turning fields into numbers where it asks for that. `part` gets the place to go on at.
fn parse(
    vm: &mut Vm,
    this: &Ref<Reader>,
    part: impl Fn(&mut Parser, &Vm, &Dialect, usize) -> Result<(), (usize, Problem)>,
) -> PyResult<()> {
    let limit = super::field_limit(vm);
    let mut from = 0;
    loop {
        let dialect = this.get(vm).dialect.clone();
        let mut parser = std::mem::take(&mut this.get_mut(vm).parser);
        let done = part(&mut parser, vm, dialect.get(vm), from);
        this.get_mut(vm).parser = parser;
        match done {
            Ok(()) => return Ok(()),
            Err((next, Problem::NoNumber(text))) => {
                let number = protocol::call(vm, types::FLOAT, &[text])?;
                this.get_mut(vm).parser.fields.push(number);
                from = next;
            }
            Err((_, problem)) => return Err(raise(vm, problem, limit)),
        }
    }
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(this) = o.downcast_ref::<Reader>() else { return Ok(None) };
    this.get_mut(vm).parser.start();
    let limit = super::field_limit(vm);
    loop {
        vm.poll()?;
        let lines = this.get(vm).lines.clone();
        let line = protocol::next(vm, &lines)?;
        if !this.get(vm).parser.active {
            return Err(super::error(vm, "iterator has already advanced the reader"));
        }
        let Some(line) = line else {
            let parser = &this.get(vm).parser;
            if parser.field.is_empty() && parser.at != At::Quoted {
                return Ok(None);
            }
            parse(vm, this, |parser, vm, rules, from| match from {
                0 if rules.strict => Err((1, Problem::EndOfData)),
                0 => parser.save(vm, rules).map_err(|p| (1, p)),
                _ => Ok(()),
            })?;
            break;
        };
        let Some(line) = line.downcast_ref::<Str>() else {
            let class = super::shown(vm, &line);
            let message =
                format!("iterator should return strings, not {class} (the file should be opened in text mode)");
            return Err(super::error(vm, &message));
        };
        this.get_mut(vm).line += 1;
        parse(vm, this, |parser, vm, rules, from| parser.line(vm, rules, limit, line.text(vm), from))?;
        if this.get(vm).parser.at == At::StartOfRecord {
            break;
        }
    }
    let fields = std::mem::take(&mut this.get_mut(vm).parser).fields;
    Ok(Some(List::from_vec(vm, fields)?.into_obj()))
}

/// `_csv.reader`, the type
pub(super) static DEF: TypeDef = TypeDef {
    name: "reader",
    module: "_csv",
    kind: kinds::CSV_READER,
    flags: TypeFlags::NO_NEW | TypeFlags::BASE,
    doc: "CSV reader\n\nReader objects are responsible for reading and parsing tabular data\nin CSV format.\n",
    slots: Slots { iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    getsets: &[
        member(
            "dialect",
            |vm, o| Ok(o.downcast_ref::<Reader>().map_or(Obj::NONE, |r| r.get(vm).dialect.clone().into_obj())),
            "",
        ),
        member(
            "line_num",
            |vm, o| {
                let n = o.downcast_ref::<Reader>().map_or(0, |r| r.get(vm).line);
                Ok(int::from_i64(vm, n))
            },
            "",
        ),
    ],
    ..TypeDef::EMPTY
};
