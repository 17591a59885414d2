//! `ast.dump`: the text of a tree, byte for byte what `ast.dump(tree, include_attributes=…)` makes.
//!
//! The document is written depth first from a work list, so that no depth of tree overflows the stack. As in `ast.dump`,
//! optional fields that are `None` and empty lists are left out.

use super::*;
use crate::constant::Constant;
use crate::error::Result;
use crate::names::Interner;
use crate::repr::push_repr;
use crate::wtf8::Wtf8Buf;

/// What to show.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DumpOptions {
    /// Show positions (`include_attributes=True`).
    pub attributes: bool,
}

/// The text of a tree.
///
/// # Errors
/// `ValueError` where `repr` of an int constant is too long.
pub fn dump(ast: &Ast, names: &Interner, options: DumpOptions) -> Result<Wtf8Buf> {
    let mut dumper = Dumper { ast, options, out: Wtf8Buf::new(), work: Vec::new() };
    dumper.root();
    while let Some(step) = dumper.work.pop() {
        match step {
            Step::Text(text) => dumper.out.push_str(text),
            Step::Number(number) => dumper.out.push_str(&number.to_string()),
            Step::Constant(id) => push_repr(&mut dumper.out, &ast[id], names)?,
            Step::Str(name) => push_repr(&mut dumper.out, &Constant::Str(name), names)?,
            Step::Expr(id) => dumper.expr(id),
            Step::Stmt(id) => dumper.stmt(id),
            Step::Pattern(id) => dumper.pattern(id),
            Step::Arguments(id) => dumper.arguments(id),
            Step::Arg(id) => dumper.arg(id),
            Step::Keyword(id) => dumper.keyword(id),
            Step::Alias(id) => dumper.alias(id),
            Step::WithItem(id) => dumper.with_item(id),
            Step::Comprehension(id) => dumper.comprehension(id),
            Step::Handler(id) => dumper.handler(id),
            Step::Case(id) => dumper.case(id),
            Step::TypeParam(id) => dumper.type_param(id),
            Step::TypeIgnore(id) => dumper.type_ignore(id),
        }
    }
    Ok(dumper.out)
}

#[derive(Clone, Copy)]
enum Step {
    Text(&'static str),
    Number(i32),
    Constant(ConstId),
    Str(Name),
    Expr(ExprId),
    Stmt(StmtId),
    Pattern(PatternId),
    Arguments(ArgumentsId),
    Arg(ArgId),
    Keyword(KeywordId),
    Alias(AliasId),
    WithItem(WithItemId),
    Comprehension(ComprehensionId),
    Handler(ExceptHandlerId),
    Case(MatchCaseId),
    TypeParam(TypeParamId),
    TypeIgnore(TypeIgnoreId),
}

/// A field's value.
enum Value {
    /// `None` where that is the default, or an empty list: not shown.
    Absent,
    Steps(Vec<Step>),
}

struct Dumper<'a> {
    ast: &'a Ast,
    options: DumpOptions,
    out: Wtf8Buf,
    work: Vec<Step>,
}

fn one(step: Step) -> Value {
    Value::Steps(vec![step])
}

fn text(text: &'static str) -> Value {
    one(Step::Text(text))
}

fn ctx(ctx: Ctx) -> Value {
    text(match ctx {
        Ctx::Load => "Load()",
        Ctx::Store => "Store()",
        Ctx::Del => "Del()",
    })
}

fn operator(op: Operator) -> Value {
    text(match op {
        Operator::Add => "Add()",
        Operator::Sub => "Sub()",
        Operator::Mult => "Mult()",
        Operator::MatMult => "MatMult()",
        Operator::Div => "Div()",
        Operator::Mod => "Mod()",
        Operator::Pow => "Pow()",
        Operator::LShift => "LShift()",
        Operator::RShift => "RShift()",
        Operator::BitOr => "BitOr()",
        Operator::BitXor => "BitXor()",
        Operator::BitAnd => "BitAnd()",
        Operator::FloorDiv => "FloorDiv()",
    })
}

fn comparison(op: CmpOp) -> &'static str {
    match op {
        CmpOp::Eq => "Eq()",
        CmpOp::NotEq => "NotEq()",
        CmpOp::Lt => "Lt()",
        CmpOp::LtE => "LtE()",
        CmpOp::Gt => "Gt()",
        CmpOp::GtE => "GtE()",
        CmpOp::Is => "Is()",
        CmpOp::IsNot => "IsNot()",
        CmpOp::In => "In()",
        CmpOp::NotIn => "NotIn()",
    }
}

fn expr(id: ExprId) -> Value {
    one(Step::Expr(id))
}

fn option(id: Option<ExprId>) -> Value {
    optional(id, Step::Expr)
}

fn string(name: Name) -> Value {
    one(Step::Str(name))
}

fn number(number: i32) -> Value {
    one(Step::Number(number))
}

fn optional<T>(item: Option<T>, step: impl Fn(T) -> Step) -> Value {
    item.map_or(Value::Absent, |item| one(step(item)))
}

impl Dumper<'_> {
    fn list<T: Word>(&self, list: List<T>, step: impl Fn(T) -> Step) -> Value {
        if list.is_empty() {
            return Value::Absent;
        }
        let mut steps = vec![Step::Text("[")];
        for (index, item) in self.ast.list(list).iter().enumerate() {
            if index > 0 {
                steps.push(Step::Text(", "));
            }
            steps.push(step(item));
        }
        steps.push(Step::Text("]"));
        Value::Steps(steps)
    }

    fn exprs(&self, list: List<ExprId>) -> Value {
        self.list(list, Step::Expr)
    }

    fn stmts(&self, list: List<StmtId>) -> Value {
        self.list(list, Step::Stmt)
    }

    fn optional_exprs(&self, list: List<Option<ExprId>>) -> Value {
        self.list(list, |item| item.map_or(Step::Text("None"), Step::Expr))
    }

    /// Schedules a node: its class, its fields, its position.
    fn node(&mut self, class: &'static str, fields: Vec<(&'static str, Value)>, loc: Option<Location>) {
        let mut steps = vec![Step::Text(class), Step::Text("(")];
        let mut first = true;
        for (name, value) in fields {
            let Value::Steps(value) = value else { continue };
            if !first {
                steps.push(Step::Text(", "));
            }
            first = false;
            steps.push(Step::Text(name));
            steps.push(Step::Text("="));
            steps.extend(value);
        }
        if let (Some(loc), true) = (loc, self.options.attributes) {
            let places = [
                ("lineno=", loc.line),
                ("col_offset=", loc.col),
                ("end_lineno=", loc.end_line),
                ("end_col_offset=", loc.end_col),
            ];
            for (name, place) in places {
                if !first {
                    steps.push(Step::Text(", "));
                }
                first = false;
                steps.push(Step::Text(name));
                steps.push(Step::Number(place));
            }
        }
        steps.push(Step::Text(")"));
        self.work.extend(steps.into_iter().rev());
    }

    fn root(&mut self) {
        match self.ast.root {
            Mod::Module { body, type_ignores } => {
                let fields =
                    vec![("body", self.stmts(body)), ("type_ignores", self.list(type_ignores, Step::TypeIgnore))];
                self.node("Module", fields, None);
            }
            Mod::Interactive { body } => {
                let fields = vec![("body", self.stmts(body))];
                self.node("Interactive", fields, None);
            }
            Mod::Expression { body } => self.node("Expression", vec![("body", expr(body))], None),
            Mod::FunctionType { argtypes, returns } => {
                let fields = vec![("argtypes", self.exprs(argtypes)), ("returns", expr(returns))];
                self.node("FunctionType", fields, None);
            }
        }
    }

    fn stmt(&mut self, id: StmtId) {
        let ast = self.ast;
        let Node { kind, loc } = ast[id];
        let (class, fields) = match kind {
            Stmt::FunctionDef(f) | Stmt::AsyncFunctionDef(f) => {
                let f = ast[f];
                let class = if matches!(kind, Stmt::FunctionDef(_)) { "FunctionDef" } else { "AsyncFunctionDef" };
                let fields = vec![
                    ("name", string(f.name)),
                    ("args", one(Step::Arguments(f.args))),
                    ("body", self.stmts(f.body)),
                    ("decorator_list", self.exprs(f.decorator_list)),
                    ("returns", option(f.returns)),
                    ("type_comment", optional(f.type_comment, Step::Str)),
                    ("type_params", self.list(f.type_params, Step::TypeParam)),
                ];
                (class, fields)
            }
            Stmt::ClassDef(c) => {
                let c = ast[c];
                let fields = vec![
                    ("name", string(c.name)),
                    ("bases", self.exprs(c.bases)),
                    ("keywords", self.list(c.keywords, Step::Keyword)),
                    ("body", self.stmts(c.body)),
                    ("decorator_list", self.exprs(c.decorator_list)),
                    ("type_params", self.list(c.type_params, Step::TypeParam)),
                ];
                ("ClassDef", fields)
            }
            Stmt::Return { value } => ("Return", vec![("value", option(value))]),
            Stmt::Delete { targets } => ("Delete", vec![("targets", self.exprs(targets))]),
            Stmt::Assign { targets, value, type_comment } => {
                let fields = vec![
                    ("targets", self.exprs(targets)),
                    ("value", expr(value)),
                    ("type_comment", optional(type_comment, Step::Str)),
                ];
                ("Assign", fields)
            }
            Stmt::TypeAlias { name, type_params, value } => {
                let fields = vec![
                    ("name", expr(name)),
                    ("type_params", self.list(type_params, Step::TypeParam)),
                    ("value", expr(value)),
                ];
                ("TypeAlias", fields)
            }
            Stmt::AugAssign { target, op, value } => {
                ("AugAssign", vec![("target", expr(target)), ("op", operator(op)), ("value", expr(value))])
            }
            Stmt::AnnAssign { target, annotation, value, simple } => {
                let fields = vec![
                    ("target", expr(target)),
                    ("annotation", expr(annotation)),
                    ("value", option(value)),
                    ("simple", number(i32::from(simple))),
                ];
                ("AnnAssign", fields)
            }
            Stmt::For { target, iter, body, orelse, type_comment }
            | Stmt::AsyncFor { target, iter, body, orelse, type_comment } => {
                let fields = vec![
                    ("target", expr(target)),
                    ("iter", expr(iter)),
                    ("body", self.stmts(body)),
                    ("orelse", self.stmts(orelse)),
                    ("type_comment", optional(type_comment, Step::Str)),
                ];
                (if matches!(kind, Stmt::For { .. }) { "For" } else { "AsyncFor" }, fields)
            }
            Stmt::While { test, body, orelse } | Stmt::If { test, body, orelse } => {
                let fields = vec![("test", expr(test)), ("body", self.stmts(body)), ("orelse", self.stmts(orelse))];
                (if matches!(kind, Stmt::If { .. }) { "If" } else { "While" }, fields)
            }
            Stmt::With { items, body, type_comment } | Stmt::AsyncWith { items, body, type_comment } => {
                let fields = vec![
                    ("items", self.list(items, Step::WithItem)),
                    ("body", self.stmts(body)),
                    ("type_comment", optional(type_comment, Step::Str)),
                ];
                (if matches!(kind, Stmt::With { .. }) { "With" } else { "AsyncWith" }, fields)
            }
            Stmt::Match { subject, cases } => {
                ("Match", vec![("subject", expr(subject)), ("cases", self.list(cases, Step::Case))])
            }
            Stmt::Raise { exc, cause } => ("Raise", vec![("exc", option(exc)), ("cause", option(cause))]),
            Stmt::Try { body, handlers, orelse, finalbody } | Stmt::TryStar { body, handlers, orelse, finalbody } => {
                let fields = vec![
                    ("body", self.stmts(body)),
                    ("handlers", self.list(handlers, Step::Handler)),
                    ("orelse", self.stmts(orelse)),
                    ("finalbody", self.stmts(finalbody)),
                ];
                (if matches!(kind, Stmt::Try { .. }) { "Try" } else { "TryStar" }, fields)
            }
            Stmt::Assert { test, msg } => ("Assert", vec![("test", expr(test)), ("msg", option(msg))]),
            Stmt::Import { names } => ("Import", vec![("names", self.list(names, Step::Alias))]),
            Stmt::ImportFrom { module, names, level } => {
                let fields = vec![
                    ("module", optional(module, Step::Str)),
                    ("names", self.list(names, Step::Alias)),
                    ("level", number(level)),
                ];
                ("ImportFrom", fields)
            }
            Stmt::Global { names } => ("Global", vec![("names", self.list(names, Step::Str))]),
            Stmt::Nonlocal { names } => ("Nonlocal", vec![("names", self.list(names, Step::Str))]),
            Stmt::Expr { value } => ("Expr", vec![("value", expr(value))]),
            Stmt::Pass => ("Pass", Vec::new()),
            Stmt::Break => ("Break", Vec::new()),
            Stmt::Continue => ("Continue", Vec::new()),
        };
        self.node(class, fields, Some(loc));
    }

    fn expr(&mut self, id: ExprId) {
        let Node { kind, loc } = self.ast[id];
        let (class, fields) = match kind {
            Expr::BoolOp { op, values } => {
                let op = text(if op == BoolOp::And { "And()" } else { "Or()" });
                ("BoolOp", vec![("op", op), ("values", self.exprs(values))])
            }
            Expr::NamedExpr { target, value } => ("NamedExpr", vec![("target", expr(target)), ("value", expr(value))]),
            Expr::BinOp { left, op, right } => {
                ("BinOp", vec![("left", expr(left)), ("op", operator(op)), ("right", expr(right))])
            }
            Expr::UnaryOp { op, operand } => {
                let op = text(match op {
                    UnaryOp::Invert => "Invert()",
                    UnaryOp::Not => "Not()",
                    UnaryOp::UAdd => "UAdd()",
                    UnaryOp::USub => "USub()",
                });
                ("UnaryOp", vec![("op", op), ("operand", expr(operand))])
            }
            Expr::Lambda { args, body } => ("Lambda", vec![("args", one(Step::Arguments(args))), ("body", expr(body))]),
            Expr::IfExp { test, body, orelse } => {
                ("IfExp", vec![("test", expr(test)), ("body", expr(body)), ("orelse", expr(orelse))])
            }
            Expr::Dict { keys, values } => {
                ("Dict", vec![("keys", self.optional_exprs(keys)), ("values", self.exprs(values))])
            }
            Expr::Set { elts } => ("Set", vec![("elts", self.exprs(elts))]),
            Expr::ListComp { elt, generators } => ("ListComp", self.generators(elt, generators)),
            Expr::SetComp { elt, generators } => ("SetComp", self.generators(elt, generators)),
            Expr::GeneratorExp { elt, generators } => ("GeneratorExp", self.generators(elt, generators)),
            Expr::DictComp { key, value, generators } => {
                let generators = self.list(generators, Step::Comprehension);
                ("DictComp", vec![("key", expr(key)), ("value", expr(value)), ("generators", generators)])
            }
            Expr::Await { value } => ("Await", vec![("value", expr(value))]),
            Expr::Yield { value } => ("Yield", vec![("value", option(value))]),
            Expr::YieldFrom { value } => ("YieldFrom", vec![("value", expr(value))]),
            Expr::Compare { left, ops, comparators } => {
                let ops = self.list(ops, |op| Step::Text(comparison(op)));
                ("Compare", vec![("left", expr(left)), ("ops", ops), ("comparators", self.exprs(comparators))])
            }
            Expr::Call { func, args, keywords } => {
                let keywords = self.list(keywords, Step::Keyword);
                ("Call", vec![("func", expr(func)), ("args", self.exprs(args)), ("keywords", keywords)])
            }
            Expr::FormattedValue { conversion, value, format_spec } => {
                let fields = vec![
                    ("value", expr(value)),
                    ("conversion", number(i32::from(conversion))),
                    ("format_spec", option(format_spec)),
                ];
                ("FormattedValue", fields)
            }
            Expr::Interpolation { conversion, value, text, format_spec } => {
                let fields = vec![
                    ("value", expr(value)),
                    ("str", one(Step::Constant(text))),
                    ("conversion", number(i32::from(conversion))),
                    ("format_spec", option(format_spec)),
                ];
                ("Interpolation", fields)
            }
            Expr::JoinedStr { values } => ("JoinedStr", vec![("values", self.exprs(values))]),
            Expr::TemplateStr { values } => ("TemplateStr", vec![("values", self.exprs(values))]),
            Expr::Constant { value, kind } => {
                ("Constant", vec![("value", one(Step::Constant(value))), ("kind", optional(kind, Step::Str))])
            }
            Expr::Attribute { value, attr, ctx: c } => {
                ("Attribute", vec![("value", expr(value)), ("attr", string(attr)), ("ctx", ctx(c))])
            }
            Expr::Subscript { value, slice, ctx: c } => {
                ("Subscript", vec![("value", expr(value)), ("slice", expr(slice)), ("ctx", ctx(c))])
            }
            Expr::Starred { value, ctx: c } => ("Starred", vec![("value", expr(value)), ("ctx", ctx(c))]),
            Expr::Name { id, ctx: c } => ("Name", vec![("id", string(id)), ("ctx", ctx(c))]),
            Expr::List { elts, ctx: c } => ("List", vec![("elts", self.exprs(elts)), ("ctx", ctx(c))]),
            Expr::Tuple { elts, ctx: c } => ("Tuple", vec![("elts", self.exprs(elts)), ("ctx", ctx(c))]),
            Expr::Slice { lower, upper, step } => {
                ("Slice", vec![("lower", option(lower)), ("upper", option(upper)), ("step", option(step))])
            }
        };
        self.node(class, fields, Some(loc));
    }

    fn generators(&self, elt: ExprId, generators: List<ComprehensionId>) -> Vec<(&'static str, Value)> {
        vec![("elt", expr(elt)), ("generators", self.list(generators, Step::Comprehension))]
    }

    fn pattern(&mut self, id: PatternId) {
        let Node { kind, loc } = self.ast[id];
        let patterns = |list| self.list(list, Step::Pattern);
        let (class, fields) = match kind {
            Pattern::MatchValue { value } => ("MatchValue", vec![("value", expr(value))]),
            Pattern::MatchSingleton { value } => ("MatchSingleton", vec![("value", one(Step::Constant(value)))]),
            Pattern::MatchSequence { patterns: p } => ("MatchSequence", vec![("patterns", patterns(p))]),
            Pattern::MatchMapping { keys, patterns: p, rest } => {
                let rest = optional(rest, Step::Str);
                ("MatchMapping", vec![("keys", self.exprs(keys)), ("patterns", patterns(p)), ("rest", rest)])
            }
            Pattern::MatchClass { cls, patterns: p, kwd_attrs, kwd_patterns } => {
                let fields = vec![
                    ("cls", expr(cls)),
                    ("patterns", patterns(p)),
                    ("kwd_attrs", self.list(kwd_attrs, Step::Str)),
                    ("kwd_patterns", patterns(kwd_patterns)),
                ];
                ("MatchClass", fields)
            }
            Pattern::MatchStar { name } => ("MatchStar", vec![("name", optional(name, Step::Str))]),
            Pattern::MatchAs { pattern, name } => {
                ("MatchAs", vec![("pattern", optional(pattern, Step::Pattern)), ("name", optional(name, Step::Str))])
            }
            Pattern::MatchOr { patterns: p } => ("MatchOr", vec![("patterns", patterns(p))]),
        };
        self.node(class, fields, Some(loc));
    }

    fn arguments(&mut self, id: ArgumentsId) {
        let a = self.ast[id];
        let fields = vec![
            ("posonlyargs", self.list(a.posonlyargs, Step::Arg)),
            ("args", self.list(a.args, Step::Arg)),
            ("vararg", optional(a.vararg, Step::Arg)),
            ("kwonlyargs", self.list(a.kwonlyargs, Step::Arg)),
            ("kw_defaults", self.optional_exprs(a.kw_defaults)),
            ("kwarg", optional(a.kwarg, Step::Arg)),
            ("defaults", self.exprs(a.defaults)),
        ];
        self.node("arguments", fields, None);
    }

    fn arg(&mut self, id: ArgId) {
        let Node { kind, loc } = self.ast[id];
        let fields = vec![
            ("arg", string(kind.arg)),
            ("annotation", option(kind.annotation)),
            ("type_comment", optional(kind.type_comment, Step::Str)),
        ];
        self.node("arg", fields, Some(loc));
    }

    fn keyword(&mut self, id: KeywordId) {
        let Node { kind, loc } = self.ast[id];
        let fields = vec![("arg", optional(kind.arg, Step::Str)), ("value", expr(kind.value))];
        self.node("keyword", fields, Some(loc));
    }

    fn alias(&mut self, id: AliasId) {
        let Node { kind, loc } = self.ast[id];
        let fields = vec![("name", string(kind.name)), ("asname", optional(kind.asname, Step::Str))];
        self.node("alias", fields, Some(loc));
    }

    fn with_item(&mut self, id: WithItemId) {
        let item = self.ast[id];
        let fields = vec![("context_expr", expr(item.context_expr)), ("optional_vars", option(item.optional_vars))];
        self.node("withitem", fields, None);
    }

    fn comprehension(&mut self, id: ComprehensionId) {
        let c = self.ast[id];
        let fields = vec![
            ("target", expr(c.target)),
            ("iter", expr(c.iter)),
            ("ifs", self.exprs(c.ifs)),
            ("is_async", number(i32::from(c.is_async))),
        ];
        self.node("comprehension", fields, None);
    }

    fn handler(&mut self, id: ExceptHandlerId) {
        let Node { kind, loc } = self.ast[id];
        let fields = vec![
            ("type", option(kind.exc_type)),
            ("name", optional(kind.name, Step::Str)),
            ("body", self.stmts(kind.body)),
        ];
        self.node("ExceptHandler", fields, Some(loc));
    }

    fn case(&mut self, id: MatchCaseId) {
        let case = self.ast[id];
        let fields = vec![
            ("pattern", one(Step::Pattern(case.pattern))),
            ("guard", option(case.guard)),
            ("body", self.stmts(case.body)),
        ];
        self.node("match_case", fields, None);
    }

    fn type_param(&mut self, id: TypeParamId) {
        let Node { kind, loc } = self.ast[id];
        let (class, fields) = match kind {
            TypeParam::TypeVar { name, bound, default_value } => (
                "TypeVar",
                vec![("name", string(name)), ("bound", option(bound)), ("default_value", option(default_value))],
            ),
            TypeParam::ParamSpec { name, default_value } => {
                ("ParamSpec", vec![("name", string(name)), ("default_value", option(default_value))])
            }
            TypeParam::TypeVarTuple { name, default_value } => {
                ("TypeVarTuple", vec![("name", string(name)), ("default_value", option(default_value))])
            }
        };
        self.node(class, fields, Some(loc));
    }

    fn type_ignore(&mut self, id: TypeIgnoreId) {
        let ignore = self.ast[id];
        self.node("TypeIgnore", vec![("lineno", number(ignore.lineno)), ("tag", string(ignore.tag))], None);
    }
}
