//! `_json.Scanner`: reads the value that begins at a place of a document.
//!
//! A value is parsed by recursion, bounded by the machine stack. The document is borrowed anew for each token, because hooks may run
//! between two.

use rpython_heap::{BufVec, Kind, Payload};
use rpython_objects::{
    CallArgs, Dict, List, NativeDef, Obj, PyResult, Raised, Ref, Slots, Str, StrExt, Tuple, Type, TypeDef, Vm,
    argument, exception, getter, int, native,
    number::{float, int::Int},
    protocol,
    text::Text,
    types, value_error,
};

use super::{
    string,
    strings::{self, fault},
    with_index,
};
use crate::kinds;

/// The payload of a scanner.
pub(super) struct Scanner {
    strict: bool,
    hooks: Hooks,
}

/// What the caller makes of values.
#[derive(Clone)]
struct Hooks {
    object: Obj,
    pairs: Obj,
    float: Obj,
    int: Obj,
    constant: Obj,
}

impl Payload for Scanner {
    const KIND: Kind = kinds::JSON_SCANNER;
    const NAME: &'static str = "JSON scanner";
    const TRACKED: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        let Hooks { object, pairs, float, int, constant } = &self.hooks;
        [object, pairs, float, int, constant].into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        let none = || Obj::NONE;
        self.hooks = Hooks { object: none(), pairs: none(), float: none(), int: none(), constant: none() };
    }
}

static CONSTRUCTOR: NativeDef = native("make_scanner", "(context)", |_, args| Ok(args.at(0).clone()), "");

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let context = native::call(vm, &CONSTRUCTOR, args)?;
    let read = |vm: &mut Vm, name| {
        let name = Str::intern(vm, name);
        protocol::get_attr(vm, &context, &name)
    };
    let strict = read(vm, "strict")?;
    let strict = protocol::is_true(vm, &strict)?;
    let hooks = Hooks {
        object: read(vm, "object_hook")?,
        pairs: read(vm, "object_pairs_hook")?,
        float: read(vm, "parse_float")?,
        int: read(vm, "parse_int")?,
        constant: read(vm, "parse_constant")?,
    };
    Ok(vm.alloc_in(class, Scanner { strict, hooks }).into_obj())
}

static CALL: NativeDef = native("scan_once", "(string, idx)", |_, _| Ok(Obj::NONE), "");

fn call(vm: &mut Vm, o: &Obj, args: CallArgs<'_>) -> PyResult {
    let Some(this) = o.downcast_ref::<Scanner>() else { return Ok(Obj::NONE) };
    let bound = native::bind(vm, &CALL, args)?;
    let [document, index] = &bound[..] else { return Ok(Obj::NONE) };
    let index = argument::ssize(vm, index)?;
    let document = string(vm, document)?.clone();
    let Ok(index) = usize::try_from(index) else { return Err(value_error!(vm, "idx cannot be negative")) };
    let (strict, hooks) = {
        let payload = this.get(vm);
        (payload.strict, payload.hooks.clone())
    };
    let keys = Dict::new(vm);
    let scan = Scan { document, keys, strict, hooks };
    let (value, next) = scan.value(vm, index)?;
    with_index(vm, value, next)
}

/// One call of a scanner.
struct Scan {
    document: Ref<Str>,
    /// Each key of an object, once.
    keys: Ref<Dict>,
    strict: bool,
    hooks: Hooks,
}

/// Raises `StopIteration`: there is no value at `at`.
#[cold]
fn nothing(vm: &mut Vm, at: usize) -> Raised {
    let at = int::from_i64(vm, at as i64);
    let raised = exception::with_args(vm, types::STOP_ITERATION, &[at]);
    vm.raise_object(raised)
}

fn is_digit(c: Option<u32>) -> bool {
    c.is_some_and(|c| (u32::from(b'0')..=u32::from(b'9')).contains(&c))
}

fn is(c: Option<u32>, wanted: u8) -> bool {
    c == Some(wanted.into())
}

/// Whether an ASCII word stands at `at`.
fn stands(text: Text<'_>, at: usize, word: &str) -> bool {
    word.bytes().enumerate().all(|(i, byte)| is(text.get(at + i), byte))
}

/// The end of the number that begins at `start`, and whether it is a float.
fn number_end(text: Text<'_>, start: usize) -> Option<(usize, bool)> {
    let digits = |mut at: usize| {
        while is_digit(text.get(at)) {
            at += 1;
        }
        at
    };
    let mut at = start + usize::from(is(text.get(start), b'-'));
    at = match text.get(at) {
        Some(c) if c == u32::from(b'0') => at + 1,
        c if is_digit(c) => digits(at),
        _ => return None,
    };
    let mut is_float = false;
    if is(text.get(at), b'.') && is_digit(text.get(at + 1)) {
        is_float = true;
        at = digits(at + 1);
    }
    if is(text.get(at), b'e') || is(text.get(at), b'E') {
        let sign = is(text.get(at + 1), b'-') || is(text.get(at + 1), b'+');
        let first = at + 1 + usize::from(sign);
        if is_digit(text.get(first)) {
            is_float = true;
            at = digits(first);
        }
    }
    Some((at, is_float))
}

impl Scan {
    fn at(&self, vm: &Vm, at: usize) -> Option<u32> {
        self.document.text(vm).get(at)
    }

    /// The first place from `at` on that is no white space.
    fn skip(&self, vm: &Vm, mut at: usize) -> usize {
        let text = self.document.text(vm);
        while matches!(text.get(at), Some(0x20 | 0x09 | 0x0A | 0x0D)) {
            at += 1;
        }
        at
    }

    /// The value at `at`, and where it ends (`scan_once_unicode`).
    fn value(&self, vm: &mut Vm, at: usize) -> PyResult<(Obj, usize)> {
        const CONSTANTS: [(&str, Obj); 3] = [("null", Obj::NONE), ("true", Obj::TRUE), ("false", Obj::FALSE)];
        let text = self.document.text(vm);
        let Some(first) = text.get(at) else { return Err(nothing(vm, at)) };
        match u8::try_from(first).unwrap_or(0) {
            b'"' => return strings::scan(vm, &self.document, at as isize + 1, self.strict),
            b'{' => {
                vm.check_stack(" while decoding a JSON object from a unicode string")?;
                return self.object(vm, at + 1);
            }
            b'[' => {
                vm.check_stack(" while decoding a JSON array from a unicode string")?;
                return self.array(vm, at + 1);
            }
            b'n' | b't' | b'f' => {
                if let Some((word, value)) = CONSTANTS.iter().find(|(word, _)| stands(text, at, word)) {
                    return Ok((value.clone(), at + word.len()));
                }
            }
            b'N' | b'I' | b'-' => {
                if let Some(word) = ["NaN", "Infinity", "-Infinity"].into_iter().find(|word| stands(text, at, word)) {
                    let name = Str::intern(vm, word).into_obj();
                    let value = protocol::call(vm, &self.hooks.constant, &[name])?;
                    return Ok((value, at + word.len()));
                }
            }
            _ => {}
        }
        self.number(vm, at)
    }

    fn number(&self, vm: &mut Vm, at: usize) -> PyResult<(Obj, usize)> {
        let Some((end, is_float)) = number_end(self.document.text(vm), at) else { return Err(nothing(vm, at)) };
        let (hook, plain) = match is_float {
            true => (&self.hooks.float, types::FLOAT.as_obj()),
            false => (&self.hooks.int, types::INT.as_obj()),
        };
        if !hook.is(plain) {
            let literal = Str::from_text(vm, self.document.text(vm).slice(at..end))?.into_obj();
            return Ok((protocol::call(vm, hook, &[literal])?, end));
        }
        let literal = self.document.text(vm).slice(at..end);
        let value = match is_float {
            true => float::from_text(literal).map(Obj::float).map_err(|e| vm.raise_number(e))?,
            false => {
                let made = Int::from_text(literal, 10, vm.int_max_str_digits);
                int::finish(vm, made)?
            }
        };
        Ok((value, end))
    }

    fn array(&self, vm: &mut Vm, at: usize) -> PyResult<(Obj, usize)> {
        let mut items = BufVec::new();
        let mut at = self.skip(vm, at);
        if !is(self.at(vm, at), b']') {
            loop {
                let (value, next) = self.value(vm, at)?;
                items.push(value)?;
                at = self.skip(vm, next);
                if is(self.at(vm, at), b']') {
                    break;
                }
                at = self.comma(vm, at, b']', "Illegal trailing comma before end of array")?;
            }
        }
        Ok((List::new(vm, items).into_obj(), at + 1))
    }

    /// Behind the comma at `at`; what follows may not be the end.
    fn comma(&self, vm: &mut Vm, at: usize, end: u8, message: &str) -> PyResult<usize> {
        if !is(self.at(vm, at), b',') {
            return Err(fault(vm, "Expecting ',' delimiter", &self.document, at));
        }
        let next = self.skip(vm, at + 1);
        if is(self.at(vm, next), end) {
            return Err(fault(vm, message, &self.document, at));
        }
        Ok(next)
    }

    /// The key at `at`: equal ones are one object.
    fn key(&self, vm: &mut Vm, at: usize) -> PyResult<(Obj, usize)> {
        if !is(self.at(vm, at), b'"') {
            return Err(fault(vm, "Expecting property name enclosed in double quotes", &self.document, at));
        }
        let (key, next) = strings::scan(vm, &self.document, at as isize + 1, self.strict)?;
        let Some(text) = key.downcast_ref::<Str>() else { return Ok((key, next)) };
        if let Some(known) = Dict::get_str(vm, &self.keys, text) {
            return Ok((known.clone(), next));
        }
        Dict::set_str(vm, &self.keys, text, key.clone())?;
        Ok((key, next))
    }

    fn object(&self, vm: &mut Vm, at: usize) -> PyResult<(Obj, usize)> {
        let has_pairs = !self.hooks.pairs.is_none();
        let mut pairs = BufVec::new();
        let made = Dict::new(vm);
        let mut at = self.skip(vm, at);
        if !is(self.at(vm, at), b'}') {
            loop {
                let (key, next) = self.key(vm, at)?;
                at = self.skip(vm, next);
                if !is(self.at(vm, at), b':') {
                    return Err(fault(vm, "Expecting ':' delimiter", &self.document, at));
                }
                at = self.skip(vm, at + 1);
                let (value, next) = self.value(vm, at)?;
                if has_pairs {
                    pairs.push(Tuple::from_vec(vm, vec![key, value])?.into_obj())?;
                } else if let Some(key) = key.downcast_ref::<Str>() {
                    Dict::set_str(vm, &made, key, value)?;
                }
                at = self.skip(vm, next);
                if is(self.at(vm, at), b'}') {
                    break;
                }
                at = self.comma(vm, at, b'}', "Illegal trailing comma before end of object")?;
            }
        }
        let value = if has_pairs {
            let pairs = List::new(vm, pairs).into_obj();
            protocol::call(vm, &self.hooks.pairs, &[pairs])?
        } else if !self.hooks.object.is_none() {
            protocol::call(vm, &self.hooks.object, &[made.into_obj()])?
        } else {
            made.into_obj()
        };
        Ok((value, at + 1))
    }
}

/// A field of a scanner.
fn field(vm: &mut Vm, o: &Obj, read: fn(&Scanner) -> Obj) -> PyResult {
    Ok(o.downcast_ref::<Scanner>().map_or(Obj::NONE, |this| read(this.get(vm))))
}

/// `_json.Scanner`
pub(super) static DEF: TypeDef = TypeDef {
    name: "Scanner",
    module: "_json",
    kind: kinds::JSON_SCANNER,
    doc: "JSON scanner object",
    slots: Slots { new: Some(new), call: Some(call), ..Slots::EMPTY },
    getsets: &[
        getter("strict", |vm, o| field(vm, o, |s| Obj::bool(s.strict)), "strict"),
        getter("object_hook", |vm, o| field(vm, o, |s| s.hooks.object.clone()), "object_hook"),
        getter("object_pairs_hook", |vm, o| field(vm, o, |s| s.hooks.pairs.clone()), ""),
        getter("parse_float", |vm, o| field(vm, o, |s| s.hooks.float.clone()), "parse_float"),
        getter("parse_int", |vm, o| field(vm, o, |s| s.hooks.int.clone()), "parse_int"),
        getter("parse_constant", |vm, o| field(vm, o, |s| s.hooks.constant.clone()), "parse_constant"),
    ],
    ..TypeDef::EMPTY
};
