//! Expressions as source text, the way CPython's compiler writes them (Python/ast_unparse.c): what an annotation is under
//! `from __future__ import annotations`. The `ast` module's `unparse` is Python code and differs in detail.

use super::*;
use crate::error::{CompileError, ErrorClass, Result};
use crate::names::Interner;
use crate::recursion::{MAX_CHAIN, StackLimit, too_deep};
use crate::repr::{push_repr, push_str_repr};
use crate::wtf8::{Wtf8, Wtf8Buf};

/// The source text of an expression. Raises `RecursionError` where it is too deep.
pub fn unparse(ast: &Ast, names: &Interner, expr: ExprId, stack_limit: StackLimit) -> Result<Wtf8Buf> {
    let mut writer = Writer { ast, names, stack_limit, out: Wtf8Buf::new() };
    writer.expr(expr, Level::Test)?;
    Ok(writer.out)
}

/// How tightly an expression binds; one that binds less tightly than its place asks for gets parentheses.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Level {
    Tuple,
    Test,
    Or,
    And,
    Not,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Arith,
    Term,
    Factor,
    Power,
    Await,
    Atom,
}

impl Level {
    fn tighter(self) -> Self {
        match self {
            Self::Tuple => Self::Test,
            Self::Test => Self::Or,
            Self::Or => Self::And,
            Self::And => Self::Not,
            Self::Not => Self::Compare,
            Self::Compare => Self::BitOr,
            Self::BitOr => Self::BitXor,
            Self::BitXor => Self::BitAnd,
            Self::BitAnd => Self::Shift,
            Self::Shift => Self::Arith,
            Self::Arith => Self::Term,
            Self::Term => Self::Factor,
            Self::Factor => Self::Power,
            Self::Power => Self::Await,
            Self::Await | Self::Atom => Self::Atom,
        }
    }
}

struct Writer<'a> {
    ast: &'a Ast,
    names: &'a Interner,
    stack_limit: StackLimit,
    out: Wtf8Buf,
}

impl<'a> Writer<'a> {
    fn text(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn name(&mut self, name: Name) {
        self.out.push_wtf8(self.names.wtf8(name));
    }

    /// Writes what `inner` writes, in parentheses if the place asks for something tighter than `own`.
    fn grouped(&mut self, level: Level, own: Level, inner: impl FnOnce(&mut Self) -> Result<()>) -> Result<()> {
        let group = level > own;
        if group {
            self.text("(");
        }
        inner(self)?;
        if group {
            self.text(")");
        }
        Ok(())
    }

    fn separated(&mut self, exprs: List<ExprId>, separator: &str, level: Level) -> Result<()> {
        let ast = self.ast;
        for (index, expr) in ast.list(exprs).iter().enumerate() {
            if index > 0 {
                self.text(separator);
            }
            self.expr(expr, level)?;
        }
        Ok(())
    }

    fn enclosed(&mut self, open: &str, exprs: List<ExprId>, close: &str) -> Result<()> {
        self.text(open);
        self.separated(exprs, ", ", Level::Test)?;
        self.text(close);
        Ok(())
    }

    fn expr(&mut self, id: ExprId, level: Level) -> Result<()> {
        self.stack_limit.check()?;
        match self.ast[id].kind {
            Expr::BoolOp { op, values } => {
                let (word, own) = match op {
                    BoolOp::And => (" and ", Level::And),
                    BoolOp::Or => (" or ", Level::Or),
                };
                self.grouped(level, own, |this| this.separated(values, word, own.tighter()))
            }
            Expr::BinOp { .. } => self.binary(id, level),
            Expr::UnaryOp { op, operand } => {
                let (sign, own) = match op {
                    UnaryOp::Invert => ("~", Level::Factor),
                    UnaryOp::Not => ("not ", Level::Not),
                    UnaryOp::UAdd => ("+", Level::Factor),
                    UnaryOp::USub => ("-", Level::Factor),
                };
                self.grouped(level, own, |this| {
                    this.text(sign);
                    this.expr(operand, own)
                })
            }
            Expr::Lambda { args, body } => self.grouped(level, Level::Test, |this| this.lambda(args, body)),
            Expr::IfExp { test, body, orelse } => self.grouped(level, Level::Test, |this| {
                this.expr(body, Level::Or)?;
                this.text(" if ");
                this.expr(test, Level::Or)?;
                this.text(" else ");
                this.expr(orelse, Level::Test)
            }),
            Expr::Dict { keys, values } => self.dict(keys, values),
            Expr::Set { elts } => self.enclosed("{", elts, "}"),
            Expr::List { elts, .. } => self.enclosed("[", elts, "]"),
            Expr::Tuple { elts, .. } => self.tuple(elts, level),
            Expr::GeneratorExp { elt, generators } => self.comprehension("(", elt, None, generators, ")"),
            Expr::ListComp { elt, generators } => self.comprehension("[", elt, None, generators, "]"),
            Expr::SetComp { elt, generators } => self.comprehension("{", elt, None, generators, "}"),
            Expr::DictComp { key, value, generators } => self.comprehension("{", key, Some(value), generators, "}"),
            Expr::Yield { value: None } => {
                self.text("(yield)");
                Ok(())
            }
            Expr::Yield { value: Some(value) } => {
                self.text("(yield ");
                self.expr(value, Level::Test)?;
                self.text(")");
                Ok(())
            }
            Expr::YieldFrom { value } => {
                self.text("(yield from ");
                self.expr(value, Level::Test)?;
                self.text(")");
                Ok(())
            }
            Expr::Await { value } => self.grouped(level, Level::Await, |this| {
                this.text("await ");
                this.expr(value, Level::Atom)
            }),
            Expr::Compare { left, ops, comparators } => {
                self.grouped(level, Level::Compare, |this| this.compare(left, ops, comparators))
            }
            Expr::Call { .. } | Expr::Attribute { .. } | Expr::Subscript { .. } => self.primary(id),
            Expr::Constant { value, kind } => self.constant(value, kind),
            Expr::JoinedStr { values } => self.joined_str(values),
            Expr::TemplateStr { values } => self.template_str(values),
            Expr::FormattedValue { .. } | Expr::Interpolation { .. } => self.string_part(id),
            Expr::Starred { value, .. } => {
                self.text("*");
                self.expr(value, Level::BitOr)
            }
            Expr::Slice { lower, upper, step } => self.slice(lower, upper, step),
            Expr::Name { id, .. } => {
                self.name(id);
                Ok(())
            }
            Expr::NamedExpr { target, value } => self.grouped(level, Level::Tuple, |this| {
                this.expr(target, Level::Atom)?;
                this.text(" := ");
                this.expr(value, Level::Atom)
            }),
        }
    }

    /// A chain of operators, from the innermost left operand outwards.
    fn binary(&mut self, id: ExprId, level: Level) -> Result<()> {
        let mut outer = Vec::new();
        let (mut at, mut place) = (id, level);
        while let Expr::BinOp { left, op, right } = self.ast[at].kind {
            let (sign, own) = operator(op);
            // `**` binds to the right, all others to the left.
            let (left_level, right_level) = match op {
                Operator::Pow => (own.tighter(), own),
                _ => (own, own.tighter()),
            };
            let group = place > own;
            if group {
                self.text("(");
            }
            outer.push((sign, right, right_level, group));
            if outer.len() > MAX_CHAIN {
                return Err(too_deep());
            }
            (at, place) = (left, left_level);
        }
        self.expr(at, place)?;
        for (sign, right, right_level, group) in outer.into_iter().rev() {
            self.text(sign);
            self.expr(right, right_level)?;
            if group {
                self.text(")");
            }
        }
        Ok(())
    }

    /// A chain of attributes, subscripts and calls.
    fn primary(&mut self, id: ExprId) -> Result<()> {
        let mut outer = Vec::new();
        let mut at = id;
        while let Expr::Attribute { value, .. } | Expr::Subscript { value, .. } | Expr::Call { func: value, .. } =
            self.ast[at].kind
        {
            outer.push(at);
            if outer.len() > MAX_CHAIN {
                return Err(too_deep());
            }
            at = value;
        }
        self.expr(at, Level::Atom)?;
        for id in outer.into_iter().rev() {
            match self.ast[id].kind {
                Expr::Attribute { value, attr, .. } => {
                    // `1.real` would be a float.
                    self.text(if self.is_int(value) { " ." } else { "." });
                    self.name(attr);
                }
                Expr::Subscript { slice, .. } => {
                    self.text("[");
                    self.expr(slice, Level::Tuple)?;
                    self.text("]");
                }
                Expr::Call { args, keywords, .. } => self.arguments_of_call(args, keywords)?,
                _ => {}
            }
        }
        Ok(())
    }

    fn is_int(&self, id: ExprId) -> bool {
        matches!(self.ast[id].kind, Expr::Constant { value, .. }
            if matches!(self.ast[value], Constant::Int(_) | Constant::BigInt(_)))
    }

    fn arguments_of_call(&mut self, args: List<ExprId>, keywords: List<KeywordId>) -> Result<()> {
        let ast = self.ast;
        let positional = ast.list(args);
        if let (1, true, Some(only)) = (positional.len(), ast.list(keywords).is_empty(), positional.first())
            && let Expr::GeneratorExp { .. } = ast[only].kind
        {
            return self.expr(only, Level::Tuple);
        }
        self.text("(");
        self.separated(args, ", ", Level::Test)?;
        for (index, keyword) in ast.list(keywords).iter().enumerate() {
            if index > 0 || !positional.is_empty() {
                self.text(", ");
            }
            let Keyword { arg, value } = ast[keyword].kind;
            match arg {
                None => self.text("**"),
                Some(arg) => {
                    self.name(arg);
                    self.text("=");
                }
            }
            self.expr(value, Level::Test)?;
        }
        self.text(")");
        Ok(())
    }

    fn lambda(&mut self, args: ArgumentsId, body: ExprId) -> Result<()> {
        let ast = self.ast;
        let positional = ast.list(ast[args].posonlyargs).len() + ast.list(ast[args].args).len();
        self.text(if positional > 0 { "lambda " } else { "lambda" });
        self.parameters(&ast[args])?;
        self.text(": ");
        self.expr(body, Level::Test)
    }

    fn parameters(&mut self, args: &Arguments) -> Result<()> {
        let ast = self.ast;
        let (posonly, rest) = (ast.list(args.posonlyargs), ast.list(args.args));
        let defaults = ast.list(args.defaults);
        let positional = posonly.len() + rest.len();
        let without_default = positional.saturating_sub(defaults.len());
        let mut first = true;
        for (index, arg) in posonly.iter().chain(rest).enumerate() {
            self.comma(&mut first);
            self.parameter(arg)?;
            if index >= without_default
                && let Some(default) = defaults.get(index + defaults.len() - positional)
            {
                self.text("=");
                self.expr(default, Level::Test)?;
            }
            if index + 1 == posonly.len() {
                self.text(", /");
            }
        }
        let kwonly = ast.list(args.kwonlyargs);
        if args.vararg.is_some() || !kwonly.is_empty() {
            self.comma(&mut first);
            self.text("*");
            if let Some(vararg) = args.vararg {
                self.parameter(vararg)?;
            }
        }
        for (arg, default) in kwonly.iter().zip(ast.list(args.kw_defaults)) {
            self.comma(&mut first);
            self.parameter(arg)?;
            if let Some(default) = default {
                self.text("=");
                self.expr(default, Level::Test)?;
            }
        }
        if let Some(kwarg) = args.kwarg {
            self.comma(&mut first);
            self.text("**");
            self.parameter(kwarg)?;
        }
        Ok(())
    }

    fn comma(&mut self, first: &mut bool) {
        if !std::mem::replace(first, false) {
            self.text(", ");
        }
    }

    fn parameter(&mut self, arg: ArgId) -> Result<()> {
        let Arg { arg, annotation, .. } = self.ast[arg].kind;
        self.name(arg);
        if let Some(annotation) = annotation {
            self.text(": ");
            self.expr(annotation, Level::Test)?;
        }
        Ok(())
    }

    fn dict(&mut self, keys: List<Option<ExprId>>, values: List<ExprId>) -> Result<()> {
        let ast = self.ast;
        self.text("{");
        for (index, (key, value)) in ast.list(keys).iter().zip(ast.list(values)).enumerate() {
            if index > 0 {
                self.text(", ");
            }
            match key {
                Some(key) => {
                    self.expr(key, Level::Test)?;
                    self.text(": ");
                    self.expr(value, Level::Test)?;
                }
                None => {
                    self.text("**");
                    self.expr(value, Level::BitOr)?;
                }
            }
        }
        self.text("}");
        Ok(())
    }

    fn tuple(&mut self, elts: List<ExprId>, level: Level) -> Result<()> {
        let count = self.ast.list(elts).len();
        if count == 0 {
            self.text("()");
            return Ok(());
        }
        self.grouped(level, Level::Tuple, |this| {
            this.separated(elts, ", ", Level::Test)?;
            if count == 1 {
                this.text(",");
            }
            Ok(())
        })
    }

    fn comprehension(
        &mut self,
        open: &str,
        elt: ExprId,
        value: Option<ExprId>,
        generators: List<ComprehensionId>,
        close: &str,
    ) -> Result<()> {
        let ast = self.ast;
        self.text(open);
        self.expr(elt, Level::Test)?;
        if let Some(value) = value {
            self.text(": ");
            self.expr(value, Level::Test)?;
        }
        for generator in ast.list(generators) {
            let Comprehension { target, iter, ifs, is_async } = ast[generator];
            self.text(if is_async { " async for " } else { " for " });
            self.expr(target, Level::Tuple)?;
            self.text(" in ");
            self.expr(iter, Level::Or)?;
            for condition in ast.list(ifs) {
                self.text(" if ");
                self.expr(condition, Level::Or)?;
            }
        }
        self.text(close);
        Ok(())
    }

    fn compare(&mut self, left: ExprId, ops: List<CmpOp>, comparators: List<ExprId>) -> Result<()> {
        let ast = self.ast;
        self.expr(left, Level::BitOr)?;
        for (op, comparator) in ast.list(ops).iter().zip(ast.list(comparators)) {
            self.text(match op {
                CmpOp::Eq => " == ",
                CmpOp::NotEq => " != ",
                CmpOp::Lt => " < ",
                CmpOp::LtE => " <= ",
                CmpOp::Gt => " > ",
                CmpOp::GtE => " >= ",
                CmpOp::Is => " is ",
                CmpOp::IsNot => " is not ",
                CmpOp::In => " in ",
                CmpOp::NotIn => " not in ",
            });
            self.expr(comparator, Level::BitOr)?;
        }
        Ok(())
    }

    fn slice(&mut self, lower: Option<ExprId>, upper: Option<ExprId>, step: Option<ExprId>) -> Result<()> {
        if let Some(lower) = lower {
            self.expr(lower, Level::Test)?;
        }
        self.text(":");
        if let Some(upper) = upper {
            self.expr(upper, Level::Test)?;
        }
        if let Some(step) = step {
            self.text(":");
            self.expr(step, Level::Test)?;
        }
        Ok(())
    }

    // ---- constants and strings ----

    fn constant(&mut self, value: ConstId, kind: Option<Name>) -> Result<()> {
        let value = &self.ast[value];
        if *value == Constant::Ellipsis {
            self.text("...");
            return Ok(());
        }
        if let Some(kind) = kind {
            self.name(kind);
        }
        self.constant_value(value)
    }

    fn constant_value(&mut self, value: &Constant) -> Result<()> {
        match value {
            Constant::Tuple(items) => {
                self.text("(");
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.text(", ");
                    }
                    self.constant_value(item)?;
                }
                self.text(if items.len() == 1 { ",)" } else { ")" });
                Ok(())
            }
            Constant::Float(_) | Constant::Complex { .. } => {
                let mut repr = Wtf8Buf::new();
                push_repr(&mut repr, value, self.names)?;
                // There is no literal for infinity, but one that overflows to it.
                let repr = repr.as_wtf8().to_str().unwrap_or_default().replace("inf", "1e309");
                self.text(&repr);
                Ok(())
            }
            value => push_repr(&mut self.out, value, self.names),
        }
    }

    fn joined_str(&mut self, values: List<ExprId>) -> Result<()> {
        let ast = self.ast;
        self.quoted("f", ast.list(values))
    }

    /// A part of a string in quotes, with its prefix. The quotes and escapes are those of the `repr` of the whole.
    fn quoted(&mut self, prefix: &str, values: Seq<'_, ExprId>) -> Result<()> {
        let around = std::mem::take(&mut self.out);
        let result = values.iter().try_for_each(|value| self.string_part(value));
        let body = std::mem::replace(&mut self.out, around);
        result?;
        self.text(prefix);
        push_str_repr(&mut self.out, body.as_wtf8());
        Ok(())
    }

    /// A t-string; the values of f-strings that were joined to it become f-strings of their own.
    fn template_str(&mut self, values: List<ExprId>) -> Result<()> {
        let ast = self.ast;
        let values = ast.list(values);
        if values.is_empty() {
            return self.quoted("t", values);
        }
        let mut start = 0;
        for (index, value) in values.iter().enumerate() {
            if let Expr::FormattedValue { .. } = ast[value].kind {
                if index > start {
                    self.quoted("t", values.take(index).skip(start))?;
                    self.text(" ");
                }
                self.quoted("f", values.take(index + 1).skip(index))?;
                if index + 1 < values.len() {
                    self.text(" ");
                }
                start = index + 1;
            }
        }
        if start < values.len() {
            self.quoted("t", values.skip(start))?;
        }
        Ok(())
    }

    fn string_part(&mut self, id: ExprId) -> Result<()> {
        self.stack_limit.check()?;
        match self.ast[id].kind {
            Expr::Constant { value, .. } => {
                let text = self.str_constant(value)?;
                self.escaped_braces(text);
                Ok(())
            }
            Expr::JoinedStr { values } => self.joined_str(values),
            Expr::TemplateStr { values } => self.template_str(values),
            Expr::FormattedValue { conversion, value, format_spec } => {
                // A lambda has a colon of its own and needs parentheses.
                let around = std::mem::take(&mut self.out);
                let result = self.expr(value, Level::Or);
                let text = std::mem::replace(&mut self.out, around);
                result?;
                self.field(text.as_wtf8(), conversion, format_spec)
            }
            Expr::Interpolation { conversion, text, format_spec, .. } => {
                let text = self.str_constant(text)?;
                self.field(text, conversion, format_spec)
            }
            _ => Err(CompileError::new(ErrorClass::SystemError, "unknown expression kind inside f-string or t-string")),
        }
    }

    fn field(&mut self, text: Wtf8<'_>, conversion: i16, format_spec: Option<ExprId>) -> Result<()> {
        // `{{` would be a brace.
        self.text(if text.as_bytes().starts_with(b"{") { "{ " } else { "{" });
        self.out.push_wtf8(text);
        if conversion >= 0 {
            self.text(match u8::try_from(conversion) {
                Ok(b'a') => "!a",
                Ok(b'r') => "!r",
                Ok(b's') => "!s",
                _ => return Err(CompileError::new(ErrorClass::SystemError, "unknown f-value conversion kind")),
            });
        }
        if let Some(spec) = format_spec {
            self.text(":");
            match self.ast[spec].kind {
                Expr::JoinedStr { values } => {
                    let ast = self.ast;
                    ast.list(values).iter().try_for_each(|value| self.spec_part(value))?;
                }
                _ => self.string_part(spec)?,
            }
        }
        self.text("}");
        Ok(())
    }

    /// A part of a format specification: strings in it have no quotes.
    fn spec_part(&mut self, id: ExprId) -> Result<()> {
        self.stack_limit.check()?;
        match self.ast[id].kind {
            Expr::JoinedStr { values } => {
                let ast = self.ast;
                ast.list(values).iter().try_for_each(|value| self.spec_part(value))
            }
            _ => self.string_part(id),
        }
    }

    fn str_constant(&self, value: ConstId) -> Result<Wtf8<'a>> {
        match &self.ast[value] {
            Constant::Str(text) => Ok(self.names.wtf8(*text)),
            _ => Err(CompileError::new(ErrorClass::TypeError, "a part of an f-string or t-string must be str")),
        }
    }

    fn escaped_braces(&mut self, text: Wtf8<'_>) {
        for point in text.code_points() {
            if point == u32::from(b'{') || point == u32::from(b'}') {
                self.out.push(point);
            }
            self.out.push(point);
        }
    }
}

fn operator(op: Operator) -> (&'static str, Level) {
    match op {
        Operator::Add => (" + ", Level::Arith),
        Operator::Sub => (" - ", Level::Arith),
        Operator::Mult => (" * ", Level::Term),
        Operator::MatMult => (" @ ", Level::Term),
        Operator::Div => (" / ", Level::Term),
        Operator::Mod => (" % ", Level::Term),
        Operator::LShift => (" << ", Level::Shift),
        Operator::RShift => (" >> ", Level::Shift),
        Operator::BitOr => (" | ", Level::BitOr),
        Operator::BitXor => (" ^ ", Level::BitXor),
        Operator::BitAnd => (" & ", Level::BitAnd),
        Operator::FloorDiv => (" // ", Level::Term),
        Operator::Pow => (" ** ", Level::Power),
    }
}
