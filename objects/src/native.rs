//! Functions written in Rust: how they are declared, and how arguments reach their parameters.
//!
//! A native function states its Python signature once, as text in CPython's `__text_signature__` form, next to the Rust
//! function: `"($self, object, /, *, key=None)"`. The text is parsed at compile time; binding, the messages of its
//! errors and introspection all come from it. `$self`, `$module` and `$type` name a first parameter that the call supplies.
//!
//! The function gets its parameters in the order of the text: `*args` as a tuple, `**kwargs` as a dict, an absent one with a
//! default as "no value". A call without keywords passes the caller's slice through, uncopied (and perhaps shorter).

use crate::{Dict, PyResult, Str, StrExt, Tuple, TypeExt, Vm, type_error};
use rpython_heap::{Obj, Payload, Ref};
use smallvec::SmallVec;

/// A native function's Rust form.
pub type NativeFn = fn(&mut Vm, Args<'_>) -> PyResult;

/// Most parameters that a native function has.
const MOST: usize = 20;

/// Kinds of parameters.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ParamKind {
    /// Before `/`.
    PositionalOnly,
    /// By position or name.
    Either,
    /// `*args`
    VarPositional,
    /// Behind `*`.
    KeywordOnly,
    /// `**kwargs`
    VarKeyword,
}

/// One parameter: where its name stands in the text.
#[derive(Clone, Copy, Debug)]
pub struct Param {
    start: u16,
    len: u8,
    /// How it is passed.
    pub kind: ParamKind,
    /// Whether it may be left out.
    pub optional: bool,
}

/// A parsed signature.
#[derive(Clone, Copy)]
pub struct Signature {
    /// The text it was parsed from.
    pub text: &'static str,
    params: [Param; MOST],
    count: u8,
    /// Parameters that can be passed by position.
    positional: u8,
    /// Of those, the ones that must be passed.
    required: u8,
    /// Whether a call by position alone can pass its slice through.
    simple: bool,
}

impl Signature {
    /// Parses a signature.
    ///
    /// # Panics
    /// At compile time, if the text is no signature.
    pub const fn parse(text: &'static str) -> Signature {
        let none = Param { start: 0, len: 0, kind: ParamKind::Either, optional: false };
        let mut s = Signature { text, params: [none; MOST], count: 0, positional: 0, required: 0, simple: true };
        let b = text.as_bytes();
        assert!(b.len() >= 2 && b[0] == b'(' && b[b.len() - 1] == b')', "a signature is parenthesised");
        let mut at = 1;
        let mut keyword_only = false;
        let mut bracketed = false;
        while at < b.len() - 1 {
            if b[at] == b'[' {
                bracketed = true;
                at += 1;
            }
            let mut end = at;
            let mut depth = 0;
            let mut quoted = false;
            let mut valued = false;
            while end < b.len() - 1 && (depth > 0 || quoted || b[end] != b',') {
                match b[end] {
                    b'\'' => quoted = !quoted,
                    b'=' => valued = true,
                    b'(' | b'{' if !quoted => depth += 1,
                    b')' | b'}' if !quoted => depth -= 1,
                    b'[' if !quoted && valued => depth += 1,
                    b']' if !quoted && valued && depth > 0 => depth -= 1,
                    _ => {}
                }
                end += 1;
            }
            while at < end && (b[at] == b' ' || b[at] == b'\n') {
                at += 1;
            }
            if end - at == 1 && b[at] == b'/' {
                let mut i = 0;
                while i < s.count as usize {
                    s.params[i].kind = ParamKind::PositionalOnly;
                    i += 1;
                }
            } else if end - at == 1 && b[at] == b'*' {
                keyword_only = true;
            } else if at < end {
                // A bracket that opens behind a parameter makes those that follow optional: `sub[, start[, end]]`.
                let mut kind = if keyword_only { ParamKind::KeywordOnly } else { ParamKind::Either };
                if b[at] == b'$' {
                    at += 1;
                    kind = ParamKind::PositionalOnly;
                } else if b[at] == b'*' && b[at + 1] == b'*' {
                    at += 2;
                    kind = ParamKind::VarKeyword;
                } else if b[at] == b'*' {
                    at += 1;
                    kind = ParamKind::VarPositional;
                    keyword_only = true;
                }
                let mut name_end = at;
                while name_end < end
                    && b[name_end] != b'='
                    && b[name_end] != b':'
                    && b[name_end] != b'['
                    && b[name_end] != b']'
                {
                    name_end += 1;
                }
                let has_default = name_end < end && (b[name_end] == b'=' || b[name_end] == b':');
                let optional =
                    bracketed || has_default || matches!(kind, ParamKind::VarKeyword | ParamKind::VarPositional);
                bracketed |= name_end < end && b[name_end] == b'[';
                s.params[s.count as usize] = Param { start: at as u16, len: (name_end - at) as u8, kind, optional };
                s.count += 1;
            }
            at = end + 1;
        }
        let mut i = 0;
        while i < s.count as usize {
            let p = s.params[i];
            match p.kind {
                ParamKind::PositionalOnly | ParamKind::Either => {
                    s.positional += 1;
                    if !p.optional {
                        s.required += 1;
                    }
                }
                ParamKind::KeywordOnly if p.optional => {}
                _ => s.simple = false,
            }
            i += 1;
        }
        s
    }

    /// The parameters, the supplied first one included.
    pub fn params(&self) -> &[Param] {
        &self.params[..self.count as usize]
    }

    /// A parameter's name.
    pub fn name(&self, param: &Param) -> &'static str {
        &self.text[param.start as usize..param.start as usize + param.len as usize]
    }

    /// Whether a call by `given` positions alone can pass its words through unbound.
    pub fn passes_through(&self, given: usize) -> bool {
        self.simple && given >= self.required as usize && given <= self.positional as usize
    }

    /// Whether some parameter can be passed by name.
    pub fn takes_keywords(&self) -> bool {
        let named = |p: &Param| matches!(p.kind, ParamKind::Either | ParamKind::KeywordOnly | ParamKind::VarKeyword);
        self.params().iter().any(named)
    }

    /// Whether the first parameter is supplied by the call (`$self`).
    pub fn has_self(&self) -> bool {
        self.text.as_bytes().get(1) == Some(&b'$')
    }
}

/// A native function: its name, signature, Rust form and documentation.
pub struct NativeDef {
    /// Its Python name.
    pub name: &'static str,
    /// How it is called.
    pub signature: Signature,
    /// What runs.
    pub run: NativeFn,
    /// `__doc__`, without the signature.
    pub doc: &'static str,
    /// How it is reached through a type.
    pub binding: Binding,
    /// `__text_signature__`: CPython gives some functions none, or a shorter one.
    pub shown: Option<&'static str>,
    /// What runs instead, with the arguments as they were passed: for functions whose errors are those of another.
    pub unbound: Option<fn(&mut Vm, CallArgs<'_>) -> PyResult>,
    /// What runs for arguments by position alone, as they were passed: where no tuple need be made for `*args`.
    pub by_position: Option<NativeFn>,
}

impl NativeDef {
    /// The same with a shorter way for arguments by position alone.
    pub const fn by_position(self, run: NativeFn) -> NativeDef {
        NativeDef { by_position: Some(run), ..self }
    }
    /// The same without `__text_signature__`.
    pub const fn unsigned(self) -> NativeDef {
        NativeDef { shown: None, ..self }
    }
    /// The same with another `__text_signature__` than the one that binds.
    pub const fn signed(self, text: &'static str) -> NativeDef {
        NativeDef { shown: Some(text), ..self }
    }
}

/// How a function in a type's table binds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Binding {
    /// To the instance.
    Instance,
    /// To the class.
    Class,
    /// Not at all.
    Static,
}

/// Declares a function or method: `native("append", "($self, object, /)", append, "…")`.
pub const fn native(name: &'static str, signature: &'static str, run: NativeFn, doc: &'static str) -> NativeDef {
    let signature = Signature::parse(signature);
    NativeDef {
        name,
        signature,
        run,
        doc,
        binding: Binding::Instance,
        shown: Some(signature.text),
        unbound: None,
        by_position: None,
    }
}

/// Declares a function that binds its arguments itself; the signature is for introspection.
pub const fn native_unbound(
    name: &'static str,
    signature: &'static str,
    run: fn(&mut Vm, CallArgs<'_>) -> PyResult,
    doc: &'static str,
) -> NativeDef {
    let mut signature = Signature::parse(signature);
    signature.simple = false;
    let never: NativeFn = |_, _| Ok(Obj::NONE);
    NativeDef {
        name,
        signature,
        run: never,
        doc,
        binding: Binding::Instance,
        shown: Some(signature.text),
        unbound: Some(run),
        by_position: None,
    }
}

/// Declares a class method; its first parameter is `$type`.
pub const fn class_native(name: &'static str, signature: &'static str, run: NativeFn, doc: &'static str) -> NativeDef {
    NativeDef { binding: Binding::Class, ..native(name, signature, run, doc) }
}

/// Declares a static method.
pub const fn static_native(name: &'static str, signature: &'static str, run: NativeFn, doc: &'static str) -> NativeDef {
    NativeDef { binding: Binding::Static, ..native(name, signature, run, doc) }
}

/// Declares `__class_getitem__` of a generic class.
pub const fn class_getitem(doc: &'static str) -> NativeDef {
    fn alias(vm: &mut Vm, args: Args<'_>) -> PyResult {
        crate::generic_alias::new(vm, args.at(0), args.at(1))
    }
    class_native("__class_getitem__", "($type, object, /)", alias, doc)
}

/// The arguments of a call, not yet bound: positional ones, then the values of the keywords named.
#[derive(Clone, Copy)]
pub struct CallArgs<'a> {
    /// Positional arguments, then keyword arguments' values.
    pub values: &'a [Obj],
    /// A tuple of the keywords' names.
    pub names: Option<&'a Ref<Tuple>>,
}

impl<'a> CallArgs<'a> {
    /// Positional arguments only.
    #[inline]
    pub const fn positional(values: &'a [Obj]) -> CallArgs<'a> {
        CallArgs { values, names: None }
    }
    /// Number of keyword arguments.
    #[inline]
    pub fn keywords(&self) -> usize {
        self.names.map_or(0, |n| n.header().aux() as usize)
    }
    /// The positional arguments.
    #[inline]
    pub fn split(&self) -> (&'a [Obj], &'a [Obj]) {
        self.values.split_at(self.values.len() - self.keywords())
    }
}

/// A native function's bound arguments, by parameter.
#[derive(Clone, Copy)]
pub struct Args<'a>(&'a [Obj]);

impl<'a> Args<'a> {
    /// Arguments as they are; for calling a native function from Rust.
    pub const fn new(values: &'a [Obj]) -> Args<'a> {
        Args(values)
    }

    /// The parameter `i`, which has no default.
    #[inline(always)]
    pub fn at(self, i: usize) -> &'a Obj {
        &self.0[i]
    }

    /// The parameter `i`, if it was passed.
    #[inline(always)]
    pub fn opt(self, i: usize) -> Option<&'a Obj> {
        self.0.get(i).filter(|o| !o.is_unbound())
    }

    /// The parameter `i`, if it was passed and is not `None`.
    #[inline]
    pub fn some(self, i: usize) -> Option<&'a Obj> {
        self.opt(i).filter(|o| !o.is_none())
    }

    /// The receiver, whose kind the caller (a method descriptor) has checked.
    ///
    /// # Panics
    /// If it has another kind: a fault in rpython.
    #[inline(always)]
    pub fn this<T: Payload>(self) -> &'a Ref<T> {
        match self.0[0].downcast_ref() {
            Some(this) => this,
            None => wrong_receiver(T::NAME, &self.0[0]),
        }
    }

    /// Everything passed.
    pub const fn all(self) -> &'a [Obj] {
        self.0
    }
}

#[cold]
fn wrong_receiver(wanted: &str, got: &Obj) -> ! {
    panic!("a method of {wanted} reached {got:?}")
}

/// Calls a native function: binds, then runs.
#[inline]
pub fn call(vm: &mut Vm, def: &'static NativeDef, args: CallArgs<'_>) -> PyResult {
    let s = &def.signature;
    let n = args.values.len();
    if args.names.is_none() && s.simple && n >= s.required as usize && n <= s.positional as usize {
        return (def.run)(vm, Args(args.values));
    }
    call_bound(vm, def, args, None)
}

/// As [`call`], for a method reached through the class that declares it, which messages then name.
#[inline]
pub(crate) fn call_declared(
    vm: &mut Vm,
    def: &'static NativeDef,
    args: CallArgs<'_>,
    owner: impl FnOnce(&Vm) -> Ref<crate::Type>,
) -> PyResult {
    let s = &def.signature;
    let n = args.values.len();
    if args.names.is_none() && s.simple && n >= s.required as usize && n <= s.positional as usize {
        return (def.run)(vm, Args(args.values));
    }
    let owner = owner(vm);
    call_bound(vm, def, args, Some(&owner))
}

#[inline(never)]
fn call_bound(vm: &mut Vm, def: &'static NativeDef, args: CallArgs<'_>, owner: Option<&Ref<crate::Type>>) -> PyResult {
    if let Some(run) = def.unbound {
        return run(vm, args);
    }
    if args.names.is_none()
        && let Some(run) = def.by_position
    {
        return run(vm, Args(args.values));
    }
    let bound = bind_declared(vm, def, args, owner)?;
    (def.run)(vm, Args(&bound))
}

/// Brings arguments to parameters: one value for each, "no value" for what was not passed.
///
/// # Errors
/// `TypeError` where they do not fit the signature.
pub fn bind(vm: &mut Vm, def: &'static NativeDef, args: CallArgs<'_>) -> PyResult<SmallVec<[Obj; 8]>> {
    bind_declared(vm, def, args, None)
}

fn bind_declared(
    vm: &mut Vm,
    def: &'static NativeDef,
    args: CallArgs<'_>,
    owner: Option<&Ref<crate::Type>>,
) -> PyResult<SmallVec<[Obj; 8]>> {
    let s = &def.signature;
    let hidden = s.has_self() as usize;
    let (given, values) = args.split();
    let positional = s.positional as usize;
    let mut bound: SmallVec<[Obj; 8]> = SmallVec::new();
    let mut rest = None;
    let mut extra = None;
    for (i, p) in s.params().iter().enumerate() {
        bound.push(match p.kind {
            ParamKind::PositionalOnly | ParamKind::Either => given.get(i).cloned().unwrap_or_default(),
            ParamKind::VarPositional => {
                rest = Some(i);
                Tuple::from_slice(vm, given.get(positional..).unwrap_or_default())?.into_obj()
            }
            ParamKind::VarKeyword => {
                extra = Some(Dict::new(vm));
                Obj::from(extra.clone().unwrap_or_else(|| Dict::new(vm)))
            }
            ParamKind::KeywordOnly => Obj::UNBOUND,
        });
    }
    if args.names.is_some()
        && !values.is_empty()
        && extra.is_none()
        && s.params().iter().all(|p| matches!(p.kind, ParamKind::PositionalOnly | ParamKind::VarPositional))
    {
        return Err(type_error!(vm, "{}() takes no keyword arguments", qualified(vm, def, given, owner)));
    }
    let total = s.params().len() - hidden;
    // A receiver may be missing too: then the first parameter is.
    let got = given.len().saturating_sub(hidden);
    if rest.is_none() && extra.is_none() && got + values.len() > total && !is_plain(s) {
        let how = if s.params().iter().all(|p| !p.optional) { "exactly" } else { "at most" };
        let sort = if got == 0 { "keyword " } else { "" };
        let plural = if total == 1 { "" } else { "s" };
        let got = got + values.len();
        return Err(type_error!(vm, "{}() takes {how} {total} {sort}argument{plural} ({got} given)", def.name));
    }
    let by_name = |p: &Param| matches!(p.kind, ParamKind::Either | ParamKind::KeywordOnly);
    let named = s.params().iter().filter(|p| by_name(p)).count();
    if rest.is_some() && extra.is_none() && def.shown.is_none() && values.len() > named {
        let got = values.len();
        let plural = if named == 1 { "" } else { "s" };
        return Err(type_error!(vm, "{}() takes at most {named} keyword argument{plural} ({got} given)", def.name));
    }
    if given.len() > positional && rest.is_none() {
        return Err(too_many(vm, def, given, owner));
    }
    // Missing parameters are reported before keywords that fit none.
    let mut misfit = None;
    for (k, value) in values.iter().enumerate() {
        let Some(name) = args.names.and_then(|n| n.tail(vm).get(k)).and_then(|o| o.downcast_ref::<Str>()).cloned()
        else {
            return Err(type_error!(vm, "keywords must be strings"));
        };
        let found = s.params().iter().position(|p| by_name(p) && name.is_text(vm, s.name(p)));
        match (found, &extra) {
            (Some(i), _) if bound[i].is_unbound() => bound[i] = value.clone(),
            (None, Some(extra)) => Dict::set_str(vm, extra, &name, value.clone())?,
            (found, _) => misfit = misfit.or(Some((name, found))),
        }
    }
    for (i, p) in s.params().iter().enumerate() {
        if !p.optional && bound[i].is_unbound() {
            return Err(missing(vm, def, given, i, owner));
        }
    }
    match misfit {
        None => {}
        Some((_, Some(i))) => {
            return Err(type_error!(
                vm,
                "argument for {}() given by name ('{}') and position ({})",
                def.name,
                s.name(&s.params()[i]),
                i + 1 - hidden
            ));
        }
        Some((name, None)) => {
            let known = s.params().iter().filter(|p| by_name(p));
            // A string of a class of its own may claim to be equal to a name that it does not spell.
            if !name.is_exact() {
                for p in known.clone() {
                    let spelt = Str::intern(vm, s.name(p));
                    if crate::protocol::equal(vm, &name, &spelt)? {
                        return Err(type_error!(vm, "invalid keyword argument for {}()", def.name));
                    }
                }
            }
            return Err(unexpected_keyword(vm, def.name, &name, known.map(|p| s.name(p))));
        }
    }
    Ok(bound)
}

/// The function's name for messages: with the class that declares it where it was reached through that, with the receiver's
/// otherwise.
fn qualified(vm: &Vm, def: &NativeDef, given: &[Obj], owner: Option<&Ref<crate::Type>>) -> String {
    if let Some(owner) = owner {
        return format!("{}.{}", owner.get(vm).qualname.to_string_lossy(vm), def.name);
    }
    match given.first() {
        Some(this) if this.is_kind::<crate::Module>() => {
            let dict = crate::module::namespace(vm, this);
            let name = dict.as_ref().and_then(|d| Dict::get_str(vm, d, crate::names::__name__));
            match name.and_then(|name| name.downcast_ref::<Str>()).map(|name| name.to_string_lossy(vm)) {
                Some(module) if module != "builtins" => format!("{module}.{}", def.name),
                _ => def.name.to_string(),
            }
        }
        Some(this) if def.signature.text.starts_with("($self") => {
            let class = match this.downcast_ref::<crate::Type>() {
                Some(class) => class.clone(),
                None => vm.class_of(this).own(),
            };
            format!("{}.{}", class.get(vm).qualname.to_string_lossy(vm), def.name)
        }
        Some(this) if def.signature.text.starts_with("($type") => {
            let class = this.downcast_ref::<crate::Type>().map(|t| t.name(vm).to_string());
            format!("{}.{}", class.unwrap_or_default(), def.name)
        }
        _ => def.name.to_string(),
    }
}

/// Whether all parameters are passed by position alone.
fn is_plain(s: &Signature) -> bool {
    s.params().iter().all(|p| p.kind == ParamKind::PositionalOnly)
}

/// The message of a call with too many positional arguments, in the forms of CPython's argument clinic.
#[cold]
fn too_many(vm: &mut Vm, def: &'static NativeDef, given: &[Obj], owner: Option<&Ref<crate::Type>>) -> crate::Raised {
    let s = &def.signature;
    let hidden = s.has_self() as usize;
    let (least, most, got) = (s.required as usize - hidden, s.positional as usize - hidden, given.len() - hidden);
    let plural = if most == 1 { "" } else { "s" };
    if is_plain(s) {
        if most == 0 {
            return type_error!(vm, "{}() takes no arguments ({got} given)", qualified(vm, def, given, owner));
        }
        if most == 1 && least == 1 {
            return type_error!(vm, "{}() takes exactly one argument ({got} given)", qualified(vm, def, given, owner));
        }
        let how = if least == most { "" } else { "at most " };
        return type_error!(vm, "{} expected {how}{most} argument{plural}, got {got}", def.name);
    }
    if most == 0 {
        return type_error!(vm, "{}() takes no positional arguments", def.name);
    }
    let how = if least == most { "exactly" } else { "at most" };
    type_error!(vm, "{}() takes {how} {most} positional argument{plural} ({got} given)", def.name)
}

#[cold]
fn missing(
    vm: &mut Vm,
    def: &'static NativeDef,
    given: &[Obj],
    index: usize,
    owner: Option<&Ref<crate::Type>>,
) -> crate::Raised {
    let s = &def.signature;
    let hidden = s.has_self() as usize;
    let (least, most) = (s.required as usize - hidden, s.positional as usize - hidden);
    let got = given.len().saturating_sub(hidden);
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    if is_plain(s) {
        if least == 1 && most == 1 {
            return type_error!(vm, "{}() takes exactly one argument ({got} given)", qualified(vm, def, given, owner));
        }
        let how = if least == most { "" } else { "at least " };
        return type_error!(vm, "{} expected {how}{least} argument{}, got {got}", def.name, plural(least));
    }
    let param = &s.params()[index];
    if s.params().iter().all(|p| matches!(p.kind, ParamKind::PositionalOnly | ParamKind::VarPositional)) {
        return type_error!(vm, "{} expected at least {least} argument{}, got {got}", def.name, plural(least));
    }
    if param.kind == ParamKind::PositionalOnly {
        let how = if least == most { "exactly" } else { "at least" };
        return type_error!(
            vm,
            "{}() takes {how} {least} positional argument{} ({got} given)",
            def.name,
            plural(least)
        );
    }
    let name = s.name(param);
    type_error!(vm, "{}() missing required argument '{name}' (pos {})", def.name, index + 1 - hidden)
}

/// The `TypeError` of a keyword that no parameter has, with the one that may have been meant.
#[cold]
pub fn unexpected_keyword<'a>(
    vm: &mut Vm,
    function: &str,
    name: &Ref<Str>,
    known: impl Iterator<Item = &'a str>,
) -> crate::Raised {
    let text = name.to_string_lossy(vm);
    match crate::text::suggestions::closest(&text, known) {
        Some(near) => {
            type_error!(vm, "{function}() got an unexpected keyword argument '{text}'. Did you mean '{near}'?")
        }
        None => type_error!(vm, "{function}() got an unexpected keyword argument '{text}'"),
    }
}
