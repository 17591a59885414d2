//! The abstract grammar of Python 3.14 (ASDL): the one table from which the node classes are made.

/// What a field holds, by its ASDL type.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quantity {
    One,
    Optional,
    Many,
}

/// A field: ASDL type, quantity, name.
#[derive(Clone, Copy)]
pub(super) struct Field {
    pub(super) asdl: &'static str,
    pub(super) quantity: Quantity,
    pub(super) name: &'static str,
}

/// Which attributes nodes of a class have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Places {
    None,
    /// Start, and an end that may be absent.
    OptionalEnd,
    /// Start and end.
    Both,
}

/// A class of the grammar: a sum with its constructors, or a product (which has none). Each is written as its `__doc__` shows it.
pub(super) struct Sum {
    /// The name of a sum; the whole of a product.
    pub(super) head: &'static str,
    pub(super) constructors: &'static [&'static str],
    pub(super) places: Places,
}

/// Names of the attributes that say where a node stands.
pub(super) const PLACES: [&str; 4] = ["lineno", "col_offset", "end_lineno", "end_col_offset"];

/// The name of a constructor or product.
pub(super) fn name_of(declaration: &'static str) -> &'static str {
    declaration.split('(').next().unwrap_or(declaration)
}

/// The fields of a constructor or product.
pub(super) fn fields_of(declaration: &'static str) -> Vec<Field> {
    let Some((_, list)) = declaration.split_once('(') else { return Vec::new() };
    let fields = list.trim_end_matches(')').split(", ");
    fields
        .filter_map(|field| field.split_once(' '))
        .map(|(kind, name)| {
            let (asdl, quantity) = match (kind.strip_suffix('*'), kind.strip_suffix('?')) {
                (Some(asdl), _) => (asdl.trim_end_matches('?'), Quantity::Many),
                (_, Some(asdl)) => (asdl, Quantity::Optional),
                _ => (kind, Quantity::One),
            };
            Field { asdl, quantity, name }
        })
        .collect()
}

const fn sum(head: &'static str, places: Places, constructors: &'static [&'static str]) -> Sum {
    Sum { head, constructors, places }
}

/// The grammar, in the order in which the module lists it.
pub(super) static GRAMMAR: &[Sum] = &[
    sum(
        "mod",
        Places::None,
        &[
            "Module(stmt* body, type_ignore* type_ignores)",
            "Interactive(stmt* body)",
            "Expression(expr body)",
            "FunctionType(expr* argtypes, expr returns)",
        ],
    ),
    sum(
        "stmt",
        Places::OptionalEnd,
        &[
            "FunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)",
            "AsyncFunctionDef(identifier name, arguments args, stmt* body, expr* decorator_list, expr? returns, string? type_comment, type_param* type_params)",
            "ClassDef(identifier name, expr* bases, keyword* keywords, stmt* body, expr* decorator_list, type_param* type_params)",
            "Return(expr? value)",
            "Delete(expr* targets)",
            "Assign(expr* targets, expr value, string? type_comment)",
            "TypeAlias(expr name, type_param* type_params, expr value)",
            "AugAssign(expr target, operator op, expr value)",
            "AnnAssign(expr target, expr annotation, expr? value, int simple)",
            "For(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)",
            "AsyncFor(expr target, expr iter, stmt* body, stmt* orelse, string? type_comment)",
            "While(expr test, stmt* body, stmt* orelse)",
            "If(expr test, stmt* body, stmt* orelse)",
            "With(withitem* items, stmt* body, string? type_comment)",
            "AsyncWith(withitem* items, stmt* body, string? type_comment)",
            "Match(expr subject, match_case* cases)",
            "Raise(expr? exc, expr? cause)",
            "Try(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)",
            "TryStar(stmt* body, excepthandler* handlers, stmt* orelse, stmt* finalbody)",
            "Assert(expr test, expr? msg)",
            "Import(alias* names)",
            "ImportFrom(identifier? module, alias* names, int? level)",
            "Global(identifier* names)",
            "Nonlocal(identifier* names)",
            "Expr(expr value)",
            "Pass",
            "Break",
            "Continue",
        ],
    ),
    sum(
        "expr",
        Places::OptionalEnd,
        &[
            "BoolOp(boolop op, expr* values)",
            "NamedExpr(expr target, expr value)",
            "BinOp(expr left, operator op, expr right)",
            "UnaryOp(unaryop op, expr operand)",
            "Lambda(arguments args, expr body)",
            "IfExp(expr test, expr body, expr orelse)",
            "Dict(expr?* keys, expr* values)",
            "Set(expr* elts)",
            "ListComp(expr elt, comprehension* generators)",
            "SetComp(expr elt, comprehension* generators)",
            "DictComp(expr key, expr value, comprehension* generators)",
            "GeneratorExp(expr elt, comprehension* generators)",
            "Await(expr value)",
            "Yield(expr? value)",
            "YieldFrom(expr value)",
            "Compare(expr left, cmpop* ops, expr* comparators)",
            "Call(expr func, expr* args, keyword* keywords)",
            "FormattedValue(expr value, int conversion, expr? format_spec)",
            "Interpolation(expr value, constant str, int conversion, expr? format_spec)",
            "JoinedStr(expr* values)",
            "TemplateStr(expr* values)",
            "Constant(constant value, string? kind)",
            "Attribute(expr value, identifier attr, expr_context ctx)",
            "Subscript(expr value, expr slice, expr_context ctx)",
            "Starred(expr value, expr_context ctx)",
            "Name(identifier id, expr_context ctx)",
            "List(expr* elts, expr_context ctx)",
            "Tuple(expr* elts, expr_context ctx)",
            "Slice(expr? lower, expr? upper, expr? step)",
        ],
    ),
    sum("expr_context", Places::None, &["Load", "Store", "Del"]),
    sum("boolop", Places::None, &["And", "Or"]),
    sum(
        "operator",
        Places::None,
        &[
            "Add", "Sub", "Mult", "MatMult", "Div", "Mod", "Pow", "LShift", "RShift", "BitOr", "BitXor", "BitAnd",
            "FloorDiv",
        ],
    ),
    sum("unaryop", Places::None, &["Invert", "Not", "UAdd", "USub"]),
    sum("cmpop", Places::None, &["Eq", "NotEq", "Lt", "LtE", "Gt", "GtE", "Is", "IsNot", "In", "NotIn"]),
    sum("comprehension(expr target, expr iter, expr* ifs, int is_async)", Places::None, &[]),
    sum("excepthandler", Places::OptionalEnd, &["ExceptHandler(expr? type, identifier? name, stmt* body)"]),
    sum(
        "arguments(arg* posonlyargs, arg* args, arg? vararg, arg* kwonlyargs, expr?* kw_defaults, arg? kwarg, expr* defaults)",
        Places::None,
        &[],
    ),
    sum("arg(identifier arg, expr? annotation, string? type_comment)", Places::OptionalEnd, &[]),
    sum("keyword(identifier? arg, expr value)", Places::OptionalEnd, &[]),
    sum("alias(identifier name, identifier? asname)", Places::OptionalEnd, &[]),
    sum("withitem(expr context_expr, expr? optional_vars)", Places::None, &[]),
    sum("match_case(pattern pattern, expr? guard, stmt* body)", Places::None, &[]),
    sum(
        "pattern",
        Places::Both,
        &[
            "MatchValue(expr value)",
            "MatchSingleton(constant value)",
            "MatchSequence(pattern* patterns)",
            "MatchMapping(expr* keys, pattern* patterns, identifier? rest)",
            "MatchClass(expr cls, pattern* patterns, identifier* kwd_attrs, pattern* kwd_patterns)",
            "MatchStar(identifier? name)",
            "MatchAs(pattern? pattern, identifier? name)",
            "MatchOr(pattern* patterns)",
        ],
    ),
    sum("type_ignore", Places::None, &["TypeIgnore(int lineno, string tag)"]),
    sum(
        "type_param",
        Places::Both,
        &[
            "TypeVar(identifier name, expr? bound, expr? default_value)",
            "ParamSpec(identifier name, expr? default_value)",
            "TypeVarTuple(identifier name, expr? default_value)",
        ],
    ),
];
