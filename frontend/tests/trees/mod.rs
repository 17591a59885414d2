//! Reads trees in the manner of `ast.dump`: the text is a Python expression, so the frontend's own parser reads it, and what
//! is left is to turn the calls in it into nodes. A node without a place is at line 1, columns 0 to 0.

use rpython_frontend::ast::*;
use rpython_frontend::constant::Constant;
use rpython_frontend::error::IgnoreWarnings;
use rpython_frontend::names::Interner;
use rpython_frontend::parser::{Mode, ParseOptions, parse};
use rpython_frontend::source::{FinalNewline, Source, no_decoder};
use std::collections::HashMap;

/// The tree that a text describes, and its texts. Panics on a text that describes none.
pub(crate) fn read(text: &str) -> (Ast, Interner) {
    let source = Source::from_bytes(text.as_bytes(), FinalNewline::Add, &no_decoder).expect("UTF-8");
    let mut names = Interner::new();
    let options = ParseOptions { mode: Mode::Eval, ..ParseOptions::default() };
    let from = parse(&source, &options, &mut names, &mut IgnoreWarnings).expect("an expression");
    let Mod::Expression { body } = from.root else { panic!("not an expression") };
    let mut reader = Reader { from, names, into: Ast::new() };
    reader.into.root = reader.root(body);
    (reader.into, reader.names)
}

struct Reader {
    from: Ast,
    names: Interner,
    into: Ast,
}

/// A call: the class and its fields.
struct Call {
    class: String,
    fields: HashMap<String, ExprId>,
}

impl Call {
    fn field(&self, name: &str) -> ExprId {
        *self.fields.get(name).unwrap_or_else(|| panic!("{} without {name}", self.class))
    }
}

impl Reader {
    fn call(&self, id: ExprId) -> Call {
        let Expr::Call { func, keywords, .. } = self.from[id].kind else { panic!("not a node") };
        let Expr::Name { id: class, .. } = self.from[func].kind else { panic!("not a class") };
        let field = |keyword: KeywordId| {
            let Keyword { arg, value } = self.from[keyword].kind;
            (self.names.str(arg.expect("a field")).to_string(), value)
        };
        let fields = self.from.list(keywords).iter().map(field).collect();
        Call { class: self.names.str(class).to_string(), fields }
    }

    fn is_none(&self, id: ExprId) -> bool {
        matches!(self.from[id].kind, Expr::Constant { value, .. } if self.from[value] == Constant::None)
    }

    fn int(&self, id: ExprId) -> i32 {
        match self.constant(id) {
            Constant::Int(value) => value as i32,
            Constant::False => 0,
            Constant::True => 1,
            other => panic!("not an int: {other:?}"),
        }
    }

    fn constant(&self, id: ExprId) -> Constant {
        match self.from[id].kind {
            Expr::Constant { value, .. } => self.from[value].clone(),
            Expr::UnaryOp { op: UnaryOp::USub, operand } => match self.constant(operand) {
                Constant::Int(value) => Constant::Int(-value),
                other => panic!("minus {other:?}"),
            },
            Expr::Name { id, .. } if self.names.str(id) == "Ellipsis" => Constant::Ellipsis,
            Expr::Tuple { elts, .. } => {
                Constant::Tuple(self.from.list(elts).iter().map(|e| self.constant(e)).collect())
            }
            Expr::Call { args, .. } => match self.from.list(args).first().map(|set| self.from[set].kind) {
                Some(Expr::Set { elts }) => {
                    Constant::FrozenSet(self.from.list(elts).iter().map(|e| self.constant(e)).collect())
                }
                _ => Constant::FrozenSet(Box::new([])),
            },
            other => panic!("not a constant: {other:?}"),
        }
    }

    fn name(&self, call: &Call, field: &str) -> Name {
        self.option_name(call, field).unwrap_or_else(|| panic!("{} without {field}", call.class))
    }

    fn option_name(&self, call: &Call, field: &str) -> Option<Name> {
        match self.constant(call.field(field)) {
            Constant::Str(name) => Some(name),
            _ => None,
        }
    }

    fn loc(&self, call: &Call) -> Location {
        let given = |name: &str| call.fields.get(name).filter(|&&id| !self.is_none(id));
        let at = |name: &str, default| given(name).map_or(default, |&id| self.int(id));
        Location {
            line: at("lineno", 1),
            col: at("col_offset", 0),
            end_line: at("end_lineno", 1),
            end_col: at("end_col_offset", 0),
        }
    }

    fn items(&self, call: &Call, field: &str) -> Vec<ExprId> {
        match self.from[call.field(field)].kind {
            Expr::List { elts, .. } => self.from.list(elts).to_vec(),
            _ => panic!("{field} of {} is no list", call.class),
        }
    }

    /// A list of nodes, with gaps where the text has None.
    fn gapped<T: Copy>(&mut self, call: &Call, field: &str, read: fn(&mut Self, ExprId) -> T) -> List<Option<T>>
    where
        Option<T>: Word,
    {
        let items: Vec<Option<T>> = self
            .items(call, field)
            .into_iter()
            .map(|item| if self.is_none(item) { None } else { Some(read(self, item)) })
            .collect();
        self.into.add_list(&items)
    }

    fn list<T: Copy>(&mut self, call: &Call, field: &str, read: fn(&mut Self, ExprId) -> T) -> List<T>
    where
        Option<T>: Word,
    {
        self.gapped(call, field, read).unvalidated()
    }

    fn option<T>(&mut self, call: &Call, field: &str, read: fn(&mut Self, ExprId) -> T) -> Option<T> {
        let id = call.field(field);
        if self.is_none(id) { None } else { Some(read(self, id)) }
    }

    fn exprs(&mut self, call: &Call, field: &str) -> List<ExprId> {
        self.list(call, field, Self::expr)
    }

    fn stmts(&mut self, call: &Call, field: &str) -> List<StmtId> {
        self.list(call, field, Self::stmt)
    }

    fn names(&mut self, call: &Call, field: &str) -> List<Name> {
        self.list(call, field, |this, id| match this.constant(id) {
            Constant::Str(name) => name,
            other => panic!("not a name: {other:?}"),
        })
    }

    fn sub(&mut self, call: &Call, field: &str) -> ExprId {
        self.expr(call.field(field))
    }

    fn const_id(&mut self, call: &Call, field: &str) -> ConstId {
        let value = self.constant(call.field(field));
        self.into.add_constant(value)
    }

    fn class(&self, call: &Call, field: &str) -> String {
        self.call(call.field(field)).class
    }

    fn ctx(&self, call: &Call) -> Ctx {
        match self.class(call, "ctx").as_str() {
            "Load" => Ctx::Load,
            "Store" => Ctx::Store,
            _ => Ctx::Del,
        }
    }

    fn root(&mut self, id: ExprId) -> Mod {
        let c = &self.call(id);
        match c.class.as_str() {
            "Module" => Mod::Module { body: self.stmts(c, "body"), type_ignores: List::EMPTY },
            "Interactive" => Mod::Interactive { body: self.stmts(c, "body") },
            "Expression" => Mod::Expression { body: self.sub(c, "body") },
            "FunctionType" => {
                Mod::FunctionType { argtypes: self.exprs(c, "argtypes"), returns: self.sub(c, "returns") }
            }
            other => panic!("unknown root {other}"),
        }
    }

    fn function(&mut self, c: &Call) -> FunctionId {
        let function = FunctionDef {
            name: self.name(c, "name"),
            args: self.arguments(c.field("args")),
            body: self.stmts(c, "body"),
            decorator_list: self.exprs(c, "decorator_list"),
            returns: self.option(c, "returns", Self::expr),
            type_comment: None,
            type_params: self.list(c, "type_params", Self::type_param),
        };
        self.into.add(function)
    }

    fn stmt(&mut self, id: ExprId) -> StmtId {
        let c = &self.call(id);
        let kind = match c.class.as_str() {
            "FunctionDef" => Stmt::FunctionDef(self.function(c)),
            "AsyncFunctionDef" => Stmt::AsyncFunctionDef(self.function(c)),
            "ClassDef" => {
                let class = ClassDef {
                    name: self.name(c, "name"),
                    bases: self.exprs(c, "bases"),
                    keywords: self.list(c, "keywords", Self::keyword),
                    body: self.stmts(c, "body"),
                    decorator_list: self.exprs(c, "decorator_list"),
                    type_params: self.list(c, "type_params", Self::type_param),
                };
                Stmt::ClassDef(self.into.add(class))
            }
            "Return" => Stmt::Return { value: self.option(c, "value", Self::expr) },
            "Delete" => Stmt::Delete { targets: self.exprs(c, "targets") },
            "Assign" => {
                Stmt::Assign { targets: self.exprs(c, "targets"), value: self.sub(c, "value"), type_comment: None }
            }
            "TypeAlias" => Stmt::TypeAlias {
                name: self.sub(c, "name"),
                type_params: self.list(c, "type_params", Self::type_param),
                value: self.sub(c, "value"),
            },
            "AugAssign" => Stmt::AugAssign {
                target: self.sub(c, "target"),
                op: operator(&self.class(c, "op")),
                value: self.sub(c, "value"),
            },
            "AnnAssign" => Stmt::AnnAssign {
                target: self.sub(c, "target"),
                annotation: self.sub(c, "annotation"),
                value: self.option(c, "value", Self::expr),
                simple: self.int(c.field("simple")) != 0,
            },
            "For" | "AsyncFor" => {
                let (target, iter) = (self.sub(c, "target"), self.sub(c, "iter"));
                let (body, orelse) = (self.stmts(c, "body"), self.stmts(c, "orelse"));
                match c.class.as_str() {
                    "For" => Stmt::For { target, iter, body, orelse, type_comment: None },
                    _ => Stmt::AsyncFor { target, iter, body, orelse, type_comment: None },
                }
            }
            "While" => {
                Stmt::While { test: self.sub(c, "test"), body: self.stmts(c, "body"), orelse: self.stmts(c, "orelse") }
            }
            "If" => {
                Stmt::If { test: self.sub(c, "test"), body: self.stmts(c, "body"), orelse: self.stmts(c, "orelse") }
            }
            "With" | "AsyncWith" => {
                let items = self.list(c, "items", Self::with_item);
                let body = self.stmts(c, "body");
                match c.class.as_str() {
                    "With" => Stmt::With { items, body, type_comment: None },
                    _ => Stmt::AsyncWith { items, body, type_comment: None },
                }
            }
            "Match" => Stmt::Match { subject: self.sub(c, "subject"), cases: self.list(c, "cases", Self::match_case) },
            "Raise" => {
                Stmt::Raise { exc: self.option(c, "exc", Self::expr), cause: self.option(c, "cause", Self::expr) }
            }
            "Try" | "TryStar" => {
                let body = self.stmts(c, "body");
                let handlers = self.list(c, "handlers", Self::handler);
                let (orelse, finalbody) = (self.stmts(c, "orelse"), self.stmts(c, "finalbody"));
                match c.class.as_str() {
                    "Try" => Stmt::Try { body, handlers, orelse, finalbody },
                    _ => Stmt::TryStar { body, handlers, orelse, finalbody },
                }
            }
            "Assert" => Stmt::Assert { test: self.sub(c, "test"), msg: self.option(c, "msg", Self::expr) },
            "Import" => Stmt::Import { names: self.list(c, "names", Self::alias) },
            "ImportFrom" => Stmt::ImportFrom {
                module: self.option_name(c, "module"),
                names: self.list(c, "names", Self::alias),
                level: self.int(c.field("level")),
            },
            "Global" => Stmt::Global { names: self.names(c, "names") },
            "Nonlocal" => Stmt::Nonlocal { names: self.names(c, "names") },
            "Expr" => Stmt::Expr { value: self.sub(c, "value") },
            "Pass" => Stmt::Pass,
            "Break" => Stmt::Break,
            "Continue" => Stmt::Continue,
            other => panic!("unknown statement {other}"),
        };
        let loc = self.loc(c);
        self.into.add_stmt(kind, loc)
    }

    fn expr(&mut self, id: ExprId) -> ExprId {
        let c = &self.call(id);
        let kind = match c.class.as_str() {
            "BoolOp" => Expr::BoolOp {
                op: if self.class(c, "op") == "And" { BoolOp::And } else { BoolOp::Or },
                values: self.exprs(c, "values"),
            },
            "NamedExpr" => Expr::NamedExpr { target: self.sub(c, "target"), value: self.sub(c, "value") },
            "BinOp" => Expr::BinOp {
                left: self.sub(c, "left"),
                op: operator(&self.class(c, "op")),
                right: self.sub(c, "right"),
            },
            "UnaryOp" => Expr::UnaryOp {
                op: match self.class(c, "op").as_str() {
                    "Invert" => UnaryOp::Invert,
                    "Not" => UnaryOp::Not,
                    "UAdd" => UnaryOp::UAdd,
                    _ => UnaryOp::USub,
                },
                operand: self.sub(c, "operand"),
            },
            "Lambda" => Expr::Lambda { args: self.arguments(c.field("args")), body: self.sub(c, "body") },
            "IfExp" => {
                Expr::IfExp { test: self.sub(c, "test"), body: self.sub(c, "body"), orelse: self.sub(c, "orelse") }
            }
            "Dict" => Expr::Dict { keys: self.gapped(c, "keys", Self::expr), values: self.exprs(c, "values") },
            "Set" => Expr::Set { elts: self.exprs(c, "elts") },
            "ListComp" => Expr::ListComp { elt: self.sub(c, "elt"), generators: self.generators(c) },
            "SetComp" => Expr::SetComp { elt: self.sub(c, "elt"), generators: self.generators(c) },
            "GeneratorExp" => Expr::GeneratorExp { elt: self.sub(c, "elt"), generators: self.generators(c) },
            "DictComp" => {
                Expr::DictComp { key: self.sub(c, "key"), value: self.sub(c, "value"), generators: self.generators(c) }
            }
            "Await" => Expr::Await { value: self.sub(c, "value") },
            "Yield" => Expr::Yield { value: self.option(c, "value", Self::expr) },
            "YieldFrom" => Expr::YieldFrom { value: self.sub(c, "value") },
            "Compare" => Expr::Compare {
                left: self.sub(c, "left"),
                ops: self.cmp_ops(c),
                comparators: self.exprs(c, "comparators"),
            },
            "Call" => Expr::Call {
                func: self.sub(c, "func"),
                args: self.exprs(c, "args"),
                keywords: self.list(c, "keywords", Self::keyword),
            },
            "FormattedValue" => Expr::FormattedValue {
                conversion: self.int(c.field("conversion")) as i16,
                value: self.sub(c, "value"),
                format_spec: self.option(c, "format_spec", Self::expr),
            },
            "Interpolation" => Expr::Interpolation {
                conversion: self.int(c.field("conversion")) as i16,
                value: self.sub(c, "value"),
                text: self.const_id(c, "str"),
                format_spec: self.option(c, "format_spec", Self::expr),
            },
            "JoinedStr" => Expr::JoinedStr { values: self.exprs(c, "values") },
            "TemplateStr" => Expr::TemplateStr { values: self.exprs(c, "values") },
            "Constant" => Expr::Constant { value: self.const_id(c, "value"), kind: self.option_name(c, "kind") },
            "Attribute" => {
                Expr::Attribute { value: self.sub(c, "value"), attr: self.name(c, "attr"), ctx: self.ctx(c) }
            }
            "Subscript" => {
                Expr::Subscript { value: self.sub(c, "value"), slice: self.sub(c, "slice"), ctx: self.ctx(c) }
            }
            "Starred" => Expr::Starred { value: self.sub(c, "value"), ctx: self.ctx(c) },
            "Name" => Expr::Name { id: self.name(c, "id"), ctx: self.ctx(c) },
            "List" => Expr::List { elts: self.exprs(c, "elts"), ctx: self.ctx(c) },
            "Tuple" => Expr::Tuple { elts: self.exprs(c, "elts"), ctx: self.ctx(c) },
            "Slice" => Expr::Slice {
                lower: self.option(c, "lower", Self::expr),
                upper: self.option(c, "upper", Self::expr),
                step: self.option(c, "step", Self::expr),
            },
            other => panic!("unknown expression {other}"),
        };
        let loc = self.loc(c);
        self.into.add_expr(kind, loc)
    }

    fn cmp_ops(&mut self, c: &Call) -> List<CmpOp> {
        let ops: Vec<CmpOp> = self
            .items(c, "ops")
            .into_iter()
            .map(|op| {
                let class = self.call(op).class;
                CmpOp::ALL.into_iter().find(|op| format!("{op:?}") == class).expect("an operator")
            })
            .collect();
        self.into.add_list(&ops)
    }

    fn generators(&mut self, c: &Call) -> List<ComprehensionId> {
        self.list(c, "generators", |this, id| {
            let c = &this.call(id);
            let generator = Comprehension {
                target: this.sub(c, "target"),
                iter: this.sub(c, "iter"),
                ifs: this.exprs(c, "ifs"),
                is_async: this.int(c.field("is_async")) != 0,
            };
            this.into.add(generator)
        })
    }

    fn arguments(&mut self, id: ExprId) -> ArgumentsId {
        let c = &self.call(id);
        let arguments = Arguments {
            posonlyargs: self.list(c, "posonlyargs", Self::arg),
            args: self.list(c, "args", Self::arg),
            vararg: self.option(c, "vararg", Self::arg),
            kwonlyargs: self.list(c, "kwonlyargs", Self::arg),
            kw_defaults: self.gapped(c, "kw_defaults", Self::expr),
            kwarg: self.option(c, "kwarg", Self::arg),
            defaults: self.exprs(c, "defaults"),
        };
        self.into.add(arguments)
    }

    fn arg(&mut self, id: ExprId) -> ArgId {
        let c = &self.call(id);
        let kind =
            Arg { arg: self.name(c, "arg"), annotation: self.option(c, "annotation", Self::expr), type_comment: None };
        let loc = self.loc(c);
        self.into.add(Node { kind, loc })
    }

    fn keyword(&mut self, id: ExprId) -> KeywordId {
        let c = &self.call(id);
        let kind = Keyword { arg: self.option_name(c, "arg"), value: self.sub(c, "value") };
        let loc = self.loc(c);
        self.into.add(Node { kind, loc })
    }

    fn alias(&mut self, id: ExprId) -> AliasId {
        let c = &self.call(id);
        let kind = Alias { name: self.name(c, "name"), asname: self.option_name(c, "asname") };
        let loc = self.loc(c);
        self.into.add(Node { kind, loc })
    }

    fn with_item(&mut self, id: ExprId) -> WithItemId {
        let c = &self.call(id);
        let item = WithItem {
            context_expr: self.sub(c, "context_expr"),
            optional_vars: self.option(c, "optional_vars", Self::expr),
        };
        self.into.add(item)
    }

    fn handler(&mut self, id: ExprId) -> ExceptHandlerId {
        let c = &self.call(id);
        let kind = ExceptHandler {
            exc_type: self.option(c, "type", Self::expr),
            name: self.option_name(c, "name"),
            body: self.stmts(c, "body"),
        };
        let loc = self.loc(c);
        self.into.add(Node { kind, loc })
    }

    fn match_case(&mut self, id: ExprId) -> MatchCaseId {
        let c = &self.call(id);
        let case = MatchCase {
            pattern: self.pattern(c.field("pattern")),
            guard: self.option(c, "guard", Self::expr),
            body: self.stmts(c, "body"),
        };
        self.into.add(case)
    }

    fn pattern(&mut self, id: ExprId) -> PatternId {
        let c = &self.call(id);
        let kind = match c.class.as_str() {
            "MatchValue" => Pattern::MatchValue { value: self.sub(c, "value") },
            "MatchSingleton" => Pattern::MatchSingleton { value: self.const_id(c, "value") },
            "MatchSequence" => Pattern::MatchSequence { patterns: self.list(c, "patterns", Self::pattern) },
            "MatchOr" => Pattern::MatchOr { patterns: self.list(c, "patterns", Self::pattern) },
            "MatchMapping" => Pattern::MatchMapping {
                keys: self.exprs(c, "keys"),
                patterns: self.list(c, "patterns", Self::pattern),
                rest: self.option_name(c, "rest"),
            },
            "MatchClass" => Pattern::MatchClass {
                cls: self.sub(c, "cls"),
                patterns: self.list(c, "patterns", Self::pattern),
                kwd_attrs: self.names(c, "kwd_attrs"),
                kwd_patterns: self.list(c, "kwd_patterns", Self::pattern),
            },
            "MatchStar" => Pattern::MatchStar { name: self.option_name(c, "name") },
            "MatchAs" => Pattern::MatchAs {
                pattern: self.option(c, "pattern", Self::pattern),
                name: self.option_name(c, "name"),
            },
            other => panic!("unknown pattern {other}"),
        };
        let loc = self.loc(c);
        self.into.add_pattern(kind, loc)
    }

    fn type_param(&mut self, id: ExprId) -> TypeParamId {
        let c = &self.call(id);
        let name = self.name(c, "name");
        let default_value = self.option(c, "default_value", Self::expr);
        let kind = match c.class.as_str() {
            "TypeVar" => TypeParam::TypeVar { name, bound: self.option(c, "bound", Self::expr), default_value },
            "ParamSpec" => TypeParam::ParamSpec { name, default_value },
            _ => TypeParam::TypeVarTuple { name, default_value },
        };
        let loc = self.loc(c);
        self.into.add(Node { kind, loc })
    }
}

fn operator(class: &str) -> Operator {
    match class {
        "Add" => Operator::Add,
        "Sub" => Operator::Sub,
        "Mult" => Operator::Mult,
        "MatMult" => Operator::MatMult,
        "Div" => Operator::Div,
        "Mod" => Operator::Mod,
        "Pow" => Operator::Pow,
        "LShift" => Operator::LShift,
        "RShift" => Operator::RShift,
        "BitOr" => Operator::BitOr,
        "BitXor" => Operator::BitXor,
        "BitAnd" => Operator::BitAnd,
        _ => Operator::FloorDiv,
    }
}
