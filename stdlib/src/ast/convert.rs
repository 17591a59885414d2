//! Trees of the frontend to node objects and back (CPython: `ast2obj_*` and `obj2ast_*` of `Python/Python-ast.c`).
//!
//! Each class is said once, by its fields; how a field is shown and read follows from its Rust type ([`Field`]).

use super::{class, grammar::PLACES, singleton};
use rpython_frontend::{
    ast::{
        Alias, AliasId, Arg, ArgId, Arguments, ArgumentsId, Ast, BoolOp, ClassDef, CmpOp, Comprehension,
        ComprehensionId, ConstId, Ctx, ExceptHandler, ExceptHandlerId, Expr, ExprId, FunctionDef, Keyword, KeywordId,
        List, Location, MatchCase, MatchCaseId, Mod, Name, Node, Operator, Pattern, PatternId, Stmt, StmtId,
        TypeIgnore, TypeIgnoreId, TypeParam, TypeParamId, UnaryOp, WithItem, WithItemId, Word,
    },
    constant::Constant,
    names::Interner,
    parser::Mode,
};
use rpython_objects::{
    Bytes, List as PyList, Obj, PyResult, Raised, Str, StrExt, Tuple, TypeExt, Vm, argument, complex, int,
    object::{self, Instance},
    protocol, set,
    text::TextBuf,
    type_call, type_error, types, value_error,
};

/// A field of a class, for messages.
#[derive(Clone, Copy)]
pub(super) struct Place {
    class: &'static str,
    field: &'static str,
}

/// A tree that is being shown.
pub(super) struct Show<'a> {
    ast: &'a Ast,
    texts: &'a Interner,
}

/// A tree that is being read.
pub(super) struct Read<'a> {
    ast: Ast,
    texts: &'a mut Interner,
}

/// A type of fields.
trait Field: Sized {
    fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult;
    /// `found` is the attribute, if the node has it.
    fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self>;
}

/// The Python name of a field: what is a keyword or a type in Rust has another name there.
fn python_name(field: &'static str) -> &'static str {
    match field {
        "exc_type" => "type",
        "text" => "str",
        other => other,
    }
}

/// A node with its fields, and its place if its class has one.
fn node(vm: &mut Vm, name: &'static str, fields: &[(&'static str, Obj)], loc: Option<Location>) -> PyResult {
    vm.check_stack(" during ast construction")?;
    let class = class(vm, name)?;
    let made = vm.alloc_in(&class, Instance).into_obj();
    for (field, value) in fields {
        let field = Str::intern(vm, python_name(field));
        object::set_own_attribute(vm, &made, &field, value)?;
    }
    if let Some(loc) = loc {
        for (place, number) in PLACES.into_iter().zip([loc.line, loc.col, loc.end_line, loc.end_col]) {
            let place = Str::intern(vm, place);
            let number = int::from_i64(vm, number.into());
            object::set_own_attribute(vm, &made, &place, &number)?;
        }
    }
    Ok(made)
}

#[cold]
fn missing(vm: &mut Vm, at: Place) -> Raised {
    type_error!(vm, "required field \"{}\" missing from {}", at.field, at.class)
}

#[cold]
fn required(vm: &mut Vm, at: Place) -> Raised {
    value_error!(vm, "field '{}' is required for {}", at.field, at.class)
}

#[cold]
fn unexpected(vm: &mut Vm, sum: &str, got: &Obj) -> Raised {
    match protocol::repr_text(vm, got) {
        Ok(text) => type_error!(vm, "expected some sort of {sum}, but got {text}"),
        Err(raised) => raised,
    }
}

impl Read<'_> {
    fn field<T: Field>(&mut self, vm: &mut Vm, o: &Obj, class: &'static str, field: &'static str) -> PyResult<T> {
        let field = python_name(field);
        let name = Str::intern(vm, field);
        let found = protocol::find_attr(vm, o, &name)?;
        T::read(self, vm, found, Place { class, field })
    }

    /// Where a node stands; an end that is missing is the start.
    fn location(&mut self, vm: &mut Vm, o: &Obj, class: &'static str, needs_end: bool) -> PyResult<Location> {
        let line: i32 = self.field(vm, o, class, "lineno")?;
        let col: i32 = self.field(vm, o, class, "col_offset")?;
        let mut end = [line, col];
        for (place, field) in end.iter_mut().zip(["end_lineno", "end_col_offset"]) {
            let name = Str::intern(vm, field);
            match protocol::find_attr(vm, o, &name)? {
                Some(found) if needs_end || !found.is_none() => {
                    *place = i32::read(self, vm, Some(found), Place { class, field })?;
                }
                None if needs_end => return Err(missing(vm, Place { class, field })),
                _ => {}
            }
        }
        Ok(Location { line, col, end_line: end[0], end_col: end[1] })
    }
}

/// Whether a node is of a class.
fn is(vm: &mut Vm, o: &Obj, name: &'static str) -> PyResult<bool> {
    let class = class(vm, name)?;
    if type_call::is_instance(vm, o, &class) {
        return Ok(true);
    }
    protocol::is_instance(vm, o, &class)
}

// ---- texts, numbers, constants ----

fn text(s: &Show<'_>, vm: &mut Vm, name: Name) -> PyResult {
    match s.texts.wtf8(name).to_str() {
        Some(text) => Ok(Str::intern(vm, text).into_obj()),
        None => {
            let mut buf = TextBuf::new();
            buf.extend(s.texts.wtf8(name).code_points());
            Ok(Str::try_from_buf(vm, buf)?.into_obj())
        }
    }
}

/// The name of a string object.
fn intern(r: &mut Read<'_>, vm: &mut Vm, o: &Obj) -> Option<Name> {
    let text = o.downcast_ref::<Str>()?.text(vm);
    Some(match text.to_str() {
        Some(text) => r.texts.intern(&text),
        None => {
            let mut buf = rpython_frontend::wtf8::Wtf8Buf::new();
            text.iter().for_each(|c| buf.push(c));
            r.texts.intern_wtf8(buf.as_wtf8())
        }
    })
}

impl Field for Option<Name> {
    fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
        self.map_or(Ok(Obj::NONE), |name| text(s, vm, name))
    }
    fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
        let Some(o) = found.filter(|o| !o.is_none()) else { return Ok(None) };
        let exact = vm.class_of(&o).is(types::STR);
        match intern(r, vm, &o) {
            Some(name) if exact => Ok(Some(name)),
            _ if matches!(at.field, "type_comment" | "kind" | "tag") => {
                Err(type_error!(vm, "AST string must be of type str"))
            }
            _ => Err(type_error!(vm, "AST identifier must be of type str")),
        }
    }
}

impl Field for Name {
    fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
        text(s, vm, self)
    }
    fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
        if found.is_none() {
            return Err(missing(vm, at));
        }
        match <Option<Name>>::read(r, vm, found, at)? {
            Some(name) => Ok(name),
            None => Err(required(vm, at)),
        }
    }
}

impl Field for i32 {
    fn show(self, _: &Show<'_>, vm: &mut Vm) -> PyResult {
        Ok(int::from_i64(vm, self.into()))
    }
    fn read(_: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
        let optional = at.field == "level";
        match found {
            Some(o) if optional && o.is_none() => Ok(0),
            Some(o) if int::is_int(&o) => argument::c_int(vm, &o),
            Some(o) => {
                let text = protocol::repr_text(vm, &o)?;
                Err(value_error!(vm, "invalid integer value: {text}"))
            }
            None if optional => Ok(0),
            None => Err(missing(vm, at)),
        }
    }
}

impl Field for i16 {
    fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
        i32::from(self).show(s, vm)
    }
    fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
        let n = i32::read(r, vm, found, at)?;
        Ok(n.clamp(i16::MIN.into(), i16::MAX.into()) as i16)
    }
}

impl Field for bool {
    fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
        i32::from(self).show(s, vm)
    }
    fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
        Ok(i32::read(r, vm, found, at)? != 0)
    }
}

/// The object of a constant.
fn constant(s: &Show<'_>, vm: &mut Vm, c: &Constant) -> PyResult {
    let many =
        |vm: &mut Vm, items: &[Constant]| -> PyResult<Vec<Obj>> { items.iter().map(|c| constant(s, vm, c)).collect() };
    Ok(match c {
        Constant::None => Obj::NONE,
        Constant::True => Obj::TRUE,
        Constant::False => Obj::FALSE,
        Constant::Ellipsis => Obj::ELLIPSIS,
        Constant::Int(n) => int::from_i64(vm, *n),
        Constant::BigInt(n) => int::from_big(vm, (**n).clone()),
        Constant::Float(x) => Obj::float(*x),
        Constant::Complex { re, im } => complex::new(vm, *re, *im),
        Constant::Str(name) => text(s, vm, *name)?,
        Constant::Bytes(b) => Bytes::new(vm, b)?.into_obj(),
        Constant::Tuple(items) => {
            let items = many(vm, items)?;
            Tuple::from_vec(vm, items)?.into_obj()
        }
        Constant::FrozenSet(items) => {
            let items = many(vm, items)?;
            set::frozenset(vm, &items)?
        }
    })
}

/// The constant of an object.
fn read_constant(r: &mut Read<'_>, vm: &mut Vm, o: &Obj) -> PyResult<Constant> {
    vm.check_stack(" during compilation")?;
    let class = vm.class_of(o).own();
    if o.is_none() {
        return Ok(Constant::None);
    }
    if o.value().is_bool() {
        return Ok(Constant::from_bool(o.is(&Obj::TRUE)));
    }
    if o.is(&Obj::ELLIPSIS) {
        return Ok(Constant::Ellipsis);
    }
    if class.is(types::INT) {
        return Ok(Constant::from_bigint(int::to_big(vm, o).unwrap_or_default()));
    }
    if let Some(x) = o.value().as_float() {
        return Ok(Constant::Float(x));
    }
    if class.is(types::COMPLEX)
        && let Some(number) = complex::value(vm, o)
    {
        return Ok(Constant::Complex { re: number.re, im: number.im });
    }
    if class.is(types::STR)
        && let Some(name) = intern(r, vm, o)
    {
        return Ok(Constant::Str(name));
    }
    if class.is(types::BYTES)
        && let Some(bytes) = rpython_objects::buffer::plain_bytes(vm, o)
    {
        return Ok(Constant::Bytes(bytes.into()));
    }
    if class.is(types::TUPLE) || class.is(types::FROZENSET) {
        let mut items = Vec::new();
        for item in protocol::collect(vm, o)? {
            items.push(read_constant(r, vm, &item)?);
        }
        let items = items.into_boxed_slice();
        return Ok(if class.is(types::TUPLE) { Constant::Tuple(items) } else { Constant::FrozenSet(items) });
    }
    let got = class.name(vm).to_string();
    Err(type_error!(vm, "got an invalid type in Constant: {got}"))
}

impl Field for ConstId {
    fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
        constant(s, vm, &s.ast[self])
    }
    fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
        let Some(o) = found else { return Err(missing(vm, at)) };
        let c = read_constant(r, vm, &o)?;
        Ok(r.ast.add_constant(c))
    }
}

// ---- lists ----

/// The items of a list, each read as `T`.
fn read_list<T: Field>(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Vec<T>> {
    let Some(o) = found else { return Ok(Vec::new()) };
    let Some(list) = o.downcast_ref::<PyList>() else {
        let got = vm.class_of(&o).name(vm).to_string();
        return Err(type_error!(vm, "{} field \"{}\" must be a list, not a {got}", at.class, at.field));
    };
    let len = list.get(vm).items.len();
    let mut items = Vec::with_capacity(len);
    for i in 0..len {
        let item = list.get(vm).items.get(i).cloned();
        items.push(T::read(r, vm, item, at)?);
        if list.get(vm).items.len() != len {
            return Err(rpython_objects::raise!(
                vm,
                types::RUNTIME_ERROR,
                "{} field \"{}\" changed size during iteration",
                at.class,
                at.field
            ));
        }
    }
    Ok(items)
}

fn show_list<T: Field + Word>(s: &Show<'_>, vm: &mut Vm, list: List<T>) -> PyResult {
    let mut items = Vec::new();
    if !list.is_empty() {
        for item in s.ast.list(list).iter() {
            items.push(item.show(s, vm)?);
        }
    }
    Ok(PyList::from_vec(vm, items)?.into_obj())
}

/// Lists whose items may be `None` in what a program passes; `validate` refuses them.
macro_rules! gappy_lists {
    ($($id:ty),*) => {$(
        impl Field for List<$id> {
            fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
                show_list(s, vm, self)
            }
            fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
                let items: Vec<Option<$id>> = read_list(r, vm, found, at)?;
                Ok(r.ast.add_list(&items).unvalidated())
            }
        }
    )*};
}

macro_rules! lists {
    ($($id:ty),*) => {$(
        impl Field for List<$id> {
            fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
                show_list(s, vm, self)
            }
            fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
                let items: Vec<$id> = read_list(r, vm, found, at)?;
                Ok(r.ast.add_list(&items))
            }
        }
    )*};
}

gappy_lists!(ExprId, StmtId, PatternId);
lists!(
    Option<ExprId>,
    Name,
    CmpOp,
    ArgId,
    KeywordId,
    AliasId,
    WithItemId,
    ComprehensionId,
    ExceptHandlerId,
    MatchCaseId,
    TypeParamId,
    TypeIgnoreId
);

// ---- classes without fields ----

macro_rules! singletons {
    ($($enum:ident $sum:literal: $($variant:ident)*;)*) => {$(
        impl Field for $enum {
            fn show(self, _: &Show<'_>, vm: &mut Vm) -> PyResult {
                let name = match self {
                    $($enum::$variant => stringify!($variant),)*
                };
                singleton(vm, name)
            }
            fn read(_: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
                let Some(o) = found else { return Err(missing(vm, at)) };
                $(if is(vm, &o, stringify!($variant))? {
                    return Ok($enum::$variant);
                })*
                Err(unexpected(vm, $sum, &o))
            }
        }
    )*};
}

singletons! {
    Ctx "expr_context": Load Store Del;
    BoolOp "boolop": And Or;
    Operator "operator": Add Sub Mult MatMult Div Mod Pow LShift RShift BitOr BitXor BitAnd FloorDiv;
    UnaryOp "unaryop": Invert Not UAdd USub;
    CmpOp "cmpop": Eq NotEq Lt LtE Gt GtE Is IsNot In NotIn;
}

// ---- sums with places ----

/// `None` where it may stand, and where it must not.
macro_rules! optional_and_required {
    ($($id:ident $one:ident;)*) => {$(
        impl Field for Option<$id> {
            fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
                self.map_or(Ok(Obj::NONE), |id| id.show(s, vm))
            }
            fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, _: Place) -> PyResult<Self> {
                match found.filter(|o| !o.is_none()) {
                    Some(o) => $one(r, vm, &o).map(Some),
                    None => Ok(None),
                }
            }
        }
    )*};
}

macro_rules! sums {
    ($($id:ident $enum:ident $sum:literal $read:ident $needs_end:literal {
        $($variant:ident { $($field:ident)* })*
    } by hand { $($pattern:pat => $show:expr),* } { $($name:literal => $make:expr),* })*) => {$(
        impl Field for $id {
            fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
                vm.check_stack(" during ast construction")?;
                let Node { kind, loc } = s.ast[self];
                match kind {
                    $($enum::$variant { $($field),* } => {
                        let fields = [$((stringify!($field), $field.show(s, vm)?)),*];
                        node(vm, stringify!($variant), &fields, Some(loc))
                    })*
                    $($pattern => {
                        let show: fn(&Show<'_>, &mut Vm, $enum, Location) -> PyResult = $show;
                        show(s, vm, kind, loc)
                    })*
                }
            }
            fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
                let Some(o) = found else { return Err(missing(vm, at)) };
                if o.is_none() {
                    return Err(required(vm, at));
                }
                $read(r, vm, &o)
            }
        }

        fn $read(r: &mut Read<'_>, vm: &mut Vm, o: &Obj) -> PyResult<$id> {
            vm.check_stack(concat!(" while traversing '", $sum, "' node"))?;
            let loc = r.location(vm, o, $sum, $needs_end)?;
            $(if is(vm, o, stringify!($variant))? {
                let kind = $enum::$variant {
                    $($field: r.field(vm, o, stringify!($variant), stringify!($field))?),*
                };
                return Ok(r.ast.add(Node { kind, loc }));
            })*
            $(if is(vm, o, $name)? {
                let make: fn(&mut Read<'_>, &mut Vm, &Obj) -> PyResult<$enum> = $make;
                let kind = make(r, vm, o)?;
                return Ok(r.ast.add(Node { kind, loc }));
            })*
            Err(unexpected(vm, $sum, o))
        }
    )*};
}

sums! {
    StmtId Stmt "stmt" read_stmt false {
        Return { value }
        Delete { targets }
        Assign { targets value type_comment }
        TypeAlias { name type_params value }
        AugAssign { target op value }
        AnnAssign { target annotation value simple }
        For { target iter body orelse type_comment }
        AsyncFor { target iter body orelse type_comment }
        While { test body orelse }
        If { test body orelse }
        With { items body type_comment }
        AsyncWith { items body type_comment }
        Match { subject cases }
        Raise { exc cause }
        Try { body handlers orelse finalbody }
        TryStar { body handlers orelse finalbody }
        Assert { test msg }
        Import { names }
        ImportFrom { module names level }
        Global { names }
        Nonlocal { names }
        Expr { value }
        Pass {}
        Break {}
        Continue {}
    } by hand {
        Stmt::FunctionDef(_) | Stmt::AsyncFunctionDef(_) | Stmt::ClassDef(_) => show_definition
    } {
        "FunctionDef" => |r, vm, o| Ok(Stmt::FunctionDef(read_function(r, vm, o, "FunctionDef")?)),
        "AsyncFunctionDef" => |r, vm, o| Ok(Stmt::AsyncFunctionDef(read_function(r, vm, o, "AsyncFunctionDef")?)),
        "ClassDef" => |r, vm, o| {
            let class = ClassDef {
                name: r.field(vm, o, "ClassDef", "name")?,
                bases: r.field(vm, o, "ClassDef", "bases")?,
                keywords: r.field(vm, o, "ClassDef", "keywords")?,
                body: r.field(vm, o, "ClassDef", "body")?,
                decorator_list: r.field(vm, o, "ClassDef", "decorator_list")?,
                type_params: r.field(vm, o, "ClassDef", "type_params")?,
            };
            Ok(Stmt::ClassDef(r.ast.add(class)))
        }
    }
    ExprId Expr "expr" read_expr false {
        BoolOp { op values }
        NamedExpr { target value }
        BinOp { left op right }
        UnaryOp { op operand }
        Lambda { args body }
        IfExp { test body orelse }
        Dict { keys values }
        Set { elts }
        ListComp { elt generators }
        SetComp { elt generators }
        DictComp { key value generators }
        GeneratorExp { elt generators }
        Await { value }
        Yield { value }
        YieldFrom { value }
        Compare { left ops comparators }
        Call { func args keywords }
        FormattedValue { value conversion format_spec }
        Interpolation { value text conversion format_spec }
        JoinedStr { values }
        TemplateStr { values }
        Constant { value kind }
        Attribute { value attr ctx }
        Subscript { value slice ctx }
        Starred { value ctx }
        Name { id ctx }
        List { elts ctx }
        Tuple { elts ctx }
        Slice { lower upper step }
    } by hand {} {}
    PatternId Pattern "pattern" read_pattern true {
        MatchValue { value }
        MatchSingleton { value }
        MatchSequence { patterns }
        MatchMapping { keys patterns rest }
        MatchClass { cls patterns kwd_attrs kwd_patterns }
        MatchStar { name }
        MatchAs { pattern name }
        MatchOr { patterns }
    } by hand {} {}
    TypeParamId TypeParam "type_param" read_type_param true {
        TypeVar { name bound default_value }
        ParamSpec { name default_value }
        TypeVarTuple { name default_value }
    } by hand {} {}
}

optional_and_required! {
    ExprId read_expr;
    StmtId read_stmt;
    PatternId read_pattern;
    ArgId read_arg;
}

fn show_definition(s: &Show<'_>, vm: &mut Vm, kind: Stmt, loc: Location) -> PyResult {
    let (class, f) = match kind {
        Stmt::FunctionDef(f) => ("FunctionDef", s.ast[f]),
        Stmt::AsyncFunctionDef(f) => ("AsyncFunctionDef", s.ast[f]),
        Stmt::ClassDef(c) => {
            let ClassDef { name, bases, keywords, body, decorator_list, type_params } = s.ast[c];
            let fields = [
                ("name", name.show(s, vm)?),
                ("bases", bases.show(s, vm)?),
                ("keywords", keywords.show(s, vm)?),
                ("body", body.show(s, vm)?),
                ("decorator_list", decorator_list.show(s, vm)?),
                ("type_params", type_params.show(s, vm)?),
            ];
            return node(vm, "ClassDef", &fields, Some(loc));
        }
        _ => return Ok(Obj::NONE),
    };
    let fields = [
        ("name", f.name.show(s, vm)?),
        ("args", f.args.show(s, vm)?),
        ("body", f.body.show(s, vm)?),
        ("decorator_list", f.decorator_list.show(s, vm)?),
        ("returns", f.returns.show(s, vm)?),
        ("type_comment", f.type_comment.show(s, vm)?),
        ("type_params", f.type_params.show(s, vm)?),
    ];
    node(vm, class, &fields, Some(loc))
}

fn read_function(
    r: &mut Read<'_>,
    vm: &mut Vm,
    o: &Obj,
    class: &'static str,
) -> PyResult<rpython_frontend::ast::FunctionId> {
    let function = FunctionDef {
        name: r.field(vm, o, class, "name")?,
        args: r.field(vm, o, class, "args")?,
        body: r.field(vm, o, class, "body")?,
        decorator_list: r.field(vm, o, class, "decorator_list")?,
        returns: r.field(vm, o, class, "returns")?,
        type_comment: r.field(vm, o, class, "type_comment")?,
        type_params: r.field(vm, o, class, "type_params")?,
    };
    Ok(r.ast.add(function))
}

// ---- products ----

/// Products, and the sums of one constructor. `loc` stands where a node has a place.
macro_rules! products {
    ($($id:ident $struct:ident $class:literal { $($field:ident)* })*) => {$(
        impl Field for $id {
            fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
                let $struct { $($field),* } = s.ast[self];
                let fields = [$((stringify!($field), $field.show(s, vm)?)),*];
                node(vm, $class, &fields, None)
            }
            fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
                let Some(o) = found else { return Err(missing(vm, at)) };
                vm.check_stack(concat!(" while traversing '", $class, "' node"))?;
                let made = $struct { $($field: r.field(vm, &o, $class, stringify!($field))?),* };
                Ok(r.ast.add(made))
            }
        }
    )*};
}

macro_rules! placed_products {
    ($($id:ident $struct:ident $class:literal $read:ident { $($field:ident)* })*) => {$(
        impl Field for $id {
            fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
                let Node { kind: $struct { $($field),* }, loc } = s.ast[self];
                let fields = [$((stringify!($field), $field.show(s, vm)?)),*];
                node(vm, $class, &fields, Some(loc))
            }
            fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
                let Some(o) = found else { return Err(missing(vm, at)) };
                $read(r, vm, &o)
            }
        }

        fn $read(r: &mut Read<'_>, vm: &mut Vm, o: &Obj) -> PyResult<$id> {
            vm.check_stack(concat!(" while traversing '", $class, "' node"))?;
            let kind = $struct { $($field: r.field(vm, o, $class, stringify!($field))?),* };
            let loc = r.location(vm, o, $class, false)?;
            Ok(r.ast.add(Node { kind, loc }))
        }
    )*};
}

products! {
    ComprehensionId Comprehension "comprehension" { target iter ifs is_async }
    ArgumentsId Arguments "arguments" { posonlyargs args vararg kwonlyargs kw_defaults kwarg defaults }
    WithItemId WithItem "withitem" { context_expr optional_vars }
    MatchCaseId MatchCase "match_case" { pattern guard body }
    TypeIgnoreId TypeIgnore "TypeIgnore" { lineno tag }
}

placed_products! {
    ArgId Arg "arg" read_arg { arg annotation type_comment }
    KeywordId Keyword "keyword" read_keyword { arg value }
    AliasId Alias "alias" read_alias { name asname }
}

impl Field for ExceptHandlerId {
    fn show(self, s: &Show<'_>, vm: &mut Vm) -> PyResult {
        let Node { kind: ExceptHandler { exc_type, name, body }, loc } = s.ast[self];
        let fields = [("exc_type", exc_type.show(s, vm)?), ("name", name.show(s, vm)?), ("body", body.show(s, vm)?)];
        node(vm, "ExceptHandler", &fields, Some(loc))
    }
    fn read(r: &mut Read<'_>, vm: &mut Vm, found: Option<Obj>, at: Place) -> PyResult<Self> {
        let Some(o) = found else { return Err(missing(vm, at)) };
        let loc = r.location(vm, &o, "excepthandler", false)?;
        if !is(vm, &o, "ExceptHandler")? {
            return Err(unexpected(vm, "excepthandler", &o));
        }
        let kind = ExceptHandler {
            exc_type: r.field(vm, &o, "ExceptHandler", "exc_type")?,
            name: r.field(vm, &o, "ExceptHandler", "name")?,
            body: r.field(vm, &o, "ExceptHandler", "body")?,
        };
        Ok(r.ast.add(Node { kind, loc }))
    }
}

// ---- whole trees ----

/// The object of a tree.
///
/// # Errors
/// `RecursionError`, `MemoryError`.
pub(super) fn to_object(vm: &mut Vm, ast: &Ast, texts: &Interner) -> PyResult {
    let s = &Show { ast, texts };
    match ast.root {
        Mod::Module { body, type_ignores } => {
            let fields = [("body", body.show(s, vm)?), ("type_ignores", type_ignores.show(s, vm)?)];
            node(vm, "Module", &fields, None)
        }
        Mod::Interactive { body } => {
            let fields = [("body", body.show(s, vm)?)];
            node(vm, "Interactive", &fields, None)
        }
        Mod::Expression { body } => {
            let fields = [("body", body.show(s, vm)?)];
            node(vm, "Expression", &fields, None)
        }
        Mod::FunctionType { argtypes, returns } => {
            let fields = [("argtypes", argtypes.show(s, vm)?), ("returns", returns.show(s, vm)?)];
            node(vm, "FunctionType", &fields, None)
        }
    }
}

/// The tree of an object, which must be what `mode` says.
///
/// # Errors
/// `TypeError` and `ValueError` for what is no tree; what reading attributes raises.
pub(super) fn from_object(vm: &mut Vm, o: &Obj, mode: Mode, texts: &mut Interner) -> PyResult<Ast> {
    let wanted = match mode {
        Mode::Exec => "Module",
        Mode::Eval => "Expression",
        Mode::Single => "Interactive",
        Mode::FuncType => "FunctionType",
    };
    let class = class(vm, wanted)?;
    if !protocol::is_instance(vm, o, &class)? {
        let got = vm.class_of(o).name(vm).to_string();
        return Err(type_error!(vm, "expected {wanted} node, got {got}"));
    }
    let mut r = Read { ast: Ast::new(), texts };
    r.ast.root = match mode {
        Mode::Exec => Mod::Module {
            body: r.field(vm, o, "Module", "body")?,
            type_ignores: r.field(vm, o, "Module", "type_ignores")?,
        },
        Mode::Eval => Mod::Expression { body: r.field(vm, o, "Expression", "body")? },
        Mode::Single => Mod::Interactive { body: r.field(vm, o, "Interactive", "body")? },
        Mode::FuncType => Mod::FunctionType {
            argtypes: r.field(vm, o, "FunctionType", "argtypes")?,
            returns: r.field(vm, o, "FunctionType", "returns")?,
        },
    };
    Ok(r.ast)
}
