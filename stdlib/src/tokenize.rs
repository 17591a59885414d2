//! `_tokenize`: the frontend's lexer as an iterator, fed by a `readline` function (CPython: `Python/Python-tokenize.c`).

use crate::{kinds, table};
use rpython_frontend::tokenize::{SyntaxPlace, TokenizeError, TokenizeSyntaxError, Tokenizer};
use rpython_heap::Kind;
use rpython_objects::{
    CallArgs, Module, NativeDef, Obj, OptObj, Payload, PyResult, Raised, Ref, Slots, Str, StrExt, Type, TypeDef,
    TypeExt, Vm, buffer, codecs, exception, int, native, protocol, raise, type_error, types,
};

/// The payload of a tokenizer.
pub struct TokenizerIter {
    readline: Obj,
    encoding: Option<String>,
    /// Absent while it runs.
    tokenizer: Option<Box<Tokenizer>>,
    /// The line of the last token.
    line: OptObj,
}

impl Payload for TokenizerIter {
    const KIND: Kind = kinds::TOKENIZER;
    const NAME: &'static str = "tokenizer";
    const TRACKED: bool = true;
    const FOREIGN: bool = true;
    type Tail = ();
    fn traverse(&self, visit: &mut dyn FnMut(&Obj)) {
        visit(&self.readline);
        self.line.get().into_iter().for_each(visit);
    }
    fn clear(&mut self) {
        self.readline = Obj::NONE;
    }
}

static NEW: NativeDef = native(
    "tokenizeriter",
    "($class, readline, /, *, encoding=<unrepresentable>, extra_tokens=<unrepresentable>)",
    |vm, args| {
        let encoding = match args.opt(2) {
            None => None,
            Some(name) => match name.downcast_ref::<Str>() {
                Some(name) => Some(name.to_string_lossy(vm)),
                None => {
                    let got = rpython_objects::argument::shown_class(vm, name);
                    return Err(type_error!(vm, "tokenizeriter() argument 'encoding' must be str, not {got}"));
                }
            },
        };
        let Some(extra) = args.opt(3) else {
            return Err(type_error!(vm, "tokenizeriter() missing required argument 'extra_tokens' (pos 2)"));
        };
        let extra = protocol::is_true(vm, extra)?;
        let made = TokenizerIter {
            readline: args.at(1).clone(),
            encoding,
            tokenizer: Some(Box::new(Tokenizer::new(extra))),
            line: OptObj::NONE,
        };
        Ok(vm.alloc_in(args.this::<Type>(), made).into_obj())
    },
    "",
);

fn new(vm: &mut Vm, class: &Ref<Type>, args: CallArgs<'_>) -> PyResult {
    let given = args.split().0.len();
    if given != 1 {
        return Err(type_error!(vm, "tokenizeriter() takes exactly 1 positional argument ({given} given)"));
    }
    table::construct(vm, class, &NEW, args)
}

/// Appends the next line; nothing at the end.
fn read_line(vm: &mut Vm, readline: &Obj, encoding: Option<&str>, to: &mut String) -> PyResult<()> {
    let line = match protocol::call(vm, readline, &[]) {
        Ok(line) => line,
        Err(raised) => return vm.swallow(raised, types::STOP_ITERATION),
    };
    let text = match encoding {
        None => match line.downcast_ref::<Str>() {
            Some(text) => text.clone(),
            None => return Err(type_error!(vm, "readline() returned a non-string object")),
        },
        Some(encoding) => {
            if !line.is_kind::<rpython_objects::Bytes>() {
                return Err(type_error!(vm, "readline() returned a non-bytes object"));
            }
            let data = buffer::to_vec(vm, &line)?;
            codecs::decode(vm, &data, Some(encoding), Some("replace"))?
        }
    };
    match text.text(vm).to_str() {
        Some(text) => to.push_str(&text),
        None => {
            // What has no UTF-8 form is no source.
            codecs::encode(vm, &text, Some("utf-8"), Some("strict"))?;
        }
    }
    Ok(())
}

/// Raises the lexer's error.
#[cold]
fn syntax_error(vm: &mut Vm, e: &TokenizeSyntaxError) -> Raised {
    let class = types::exceptions().into_iter().find(|c| c.name(vm) == e.class.name());
    let class = class.unwrap_or(types::SYNTAX_ERROR);
    let message = Str::new(vm, &e.message).into_obj();
    let number = |vm: &Vm, n: i64| int::from_i64(vm, n);
    let details = match &e.place {
        SyntaxPlace::Attributes { line, column } => {
            let (line, column) = (number(vm, (*line).into()), number(vm, (*column).into()));
            let made = exception::with_args(vm, class, &[message]);
            let file = Str::new(vm, "<string>").into_obj();
            for (name, value) in [("filename", file), ("lineno", line), ("offset", column)] {
                let name = Str::intern(vm, name);
                if let Err(raised) = protocol::set_attr(vm, &made, &name, &value) {
                    return raised;
                }
            }
            return vm.raise_object(made);
        }
        SyntaxPlace::Range { line, column, text, end_column } => {
            let line = number(vm, (*line).into());
            let text = Str::new(vm, text).into_obj();
            let (column, end) = (number(vm, (*column).into()), number(vm, (*end_column).into()));
            [line.clone(), column, text, line, end]
        }
        SyntaxPlace::Start { line, column, text } => {
            let line = number(vm, (*line).into());
            let text = Str::new(vm, text).into_obj();
            [line, number(vm, (*column).into()), text, Obj::NONE, Obj::NONE]
        }
    };
    let [line, column, text, end_line, end_column] = details;
    let file = Str::new(vm, "<string>").into_obj();
    match table::tuple(vm, &[file, line, column, text, end_line, end_column]) {
        Ok(details) => {
            let made = exception::with_args(vm, class, &[message, details]);
            vm.raise_object(made)
        }
        Err(raised) => raised,
    }
}

fn next(vm: &mut Vm, o: &Obj) -> PyResult<Option<Obj>> {
    let Some(iterator) = o.downcast_ref::<TokenizerIter>() else { return Ok(None) };
    let (readline, encoding) = (iterator.get(vm).readline.clone(), iterator.get(vm).encoding.clone());
    let Some(mut tokenizer) = iterator.get_mut(vm).tokenizer.take() else {
        return Err(raise!(vm, types::VALUE_ERROR, "tokenizer is already running"));
    };
    let last = iterator.get(vm).line.cloned();
    let token = tokenizer.next(&mut |to| read_line(vm, &readline, encoding.as_deref(), to));
    let made = match token {
        Ok(None) => Ok(None),
        Ok(Some(token)) => {
            let line = match last.filter(|_| token.same_line) {
                Some(line) => line,
                None => Str::new(vm, token.line).into_obj(),
            };
            let place = |vm: &Vm, (row, column): (i64, i64)| {
                table::tuple(vm, &[int::from_i64(vm, row), int::from_i64(vm, column)])
            };
            let kind = int::from_i64(vm, token.kind as i64);
            let text = Str::new(vm, token.text).into_obj();
            let (start, end) = (place(vm, token.start), place(vm, token.end));
            start.and_then(|start| Ok(Some((table::tuple(vm, &[kind, text, start, end?, line.clone()])?, line))))
        }
        Err(TokenizeError::Read(raised)) => Err(raised),
        Err(TokenizeError::Syntax(e)) => Err(syntax_error(vm, &e)),
    };
    let warnings = tokenizer.take_warnings();
    iterator.get_mut(vm).tokenizer = Some(tokenizer);
    for warning in warnings {
        (vm.hooks.warn_at)(vm, types::SYNTAX_WARNING, &warning.message, "<string>", warning.line.into())?;
    }
    match made? {
        Some((token, line)) => {
            let old = iterator.get_mut(vm).line.replace(line);
            drop(old);
            Ok(Some(token))
        }
        None => Ok(None),
    }
}

/// `_tokenize.TokenizerIter`
pub static DEF: TypeDef = TypeDef {
    name: "TokenizerIter",
    module: "_tokenize",
    kind: kinds::TOKENIZER,
    slots: Slots { new: Some(new), iter: Some(|_, o| Ok(o.clone())), next: Some(next), ..Slots::EMPTY },
    ..TypeDef::EMPTY
};

/// Makes the module.
///
/// # Errors
/// `MemoryError`.
pub fn module(vm: &mut Vm) -> PyResult<Ref<Module>> {
    let module = table::module(vm, "_tokenize", "", &[])?;
    table::add_type::<TokenizerIter>(vm, &module, &DEF)?;
    Ok(module)
}
