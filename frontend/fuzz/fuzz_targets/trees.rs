//! Trees made by hand: the nodes of parsed programs are changed at random; what validation lets pass is compiled, and
//! must not panic, whatever the error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rpython_frontend::ast::unparse::unparse;
use rpython_frontend::ast::validate::validate;
use rpython_frontend::ast::*;
use rpython_frontend::compile::{CompileOptions, compile_ast};
use rpython_frontend::constant::Constant;
use rpython_frontend::error::IgnoreWarnings;
use rpython_frontend::names::Interner;
use rpython_frontend::parser::{Mode, ParseOptions, parse};
use rpython_frontend::recursion::StackLimit;
use rpython_frontend::source::{FinalNewline, Source, no_decoder};

const PROGRAMS: [&str; 8] = [
    "@d\ndef f[T: int = str, *U, **P](a: x, /, b=1, *c, e, g=2, **h) -> y:\n 'doc'\n global z\n return a + b\n",
    "class C[T](B, metaclass=M):\n x: int = 1\n def m(self): return super().m, __class__\n y = [self for q in x]\n",
    "for a, (b, *c) in d:\n if a: break\n elif b: continue\n else: del c[0], e.f\nelse: x = y = (1, 2), [*a], {**b}\n",
    "async def f():\n async for a in b: await c\n async with d as e, g: yield h\n return_ = [i async for i in j]\n",
    "try: a\nexcept b as c: raise d from e\nexcept: pass\nelse: assert f, g\nfinally: h += 1\ntry: i\nexcept* j: k\n",
    "match a:\n case -1 | 2j | 'x': b\n case [c, *_] if d: e\n case {1: f, **g}: h\n case C(i, j=k) as l: m\n case _: n\n",
    "x = lambda a, *b, c=1: (yield a)\ny: T = f(a, *b, c=d, **e)[g:h, i] < j <= k\ntype A[T] = (b := c if d else not e)\n",
    "f'{a!r:>{b}}c' f'{d=}'; t'{a!s:{b}}'; ('%s' % (a,)); [{a: b for a in c} for d in e if (i := a)]; (g for h in i)\nfrom .m import n as o\nimport p.q\n",
];

const NAMES: [&str; 12] =
    ["a", "_", "None", "True", "__debug__", "__class__", ".0", ".type_params", "", "__p", "super", "\u{e9}.x"];

struct Changes<'a> {
    bytes: &'a [u8],
    ast: Ast,
    names: Interner,
}

impl Changes<'_> {
    fn next(&mut self) -> usize {
        match self.bytes.split_first() {
            Some((&first, rest)) => {
                self.bytes = rest;
                first as usize
            }
            None => 0,
        }
    }

    fn name(&mut self) -> Name {
        let text = NAMES[self.next() % NAMES.len()];
        self.names.intern(text)
    }

    fn ctx(&mut self) -> Ctx {
        [Ctx::Load, Ctx::Store, Ctx::Del][self.next() % 3]
    }

    fn constant(&mut self) -> ConstId {
        let text = self.name();
        let value = [
            Constant::None,
            Constant::True,
            Constant::Ellipsis,
            Constant::Int(-1),
            Constant::Float(f64::NAN),
            Constant::Complex { re: -0.0, im: f64::INFINITY },
            Constant::Str(text),
            Constant::Bytes(Box::new([0, 255])),
            Constant::Tuple(Box::new([Constant::Int(1), Constant::Tuple(Box::new([]))])),
            Constant::FrozenSet(Box::new([Constant::Int(1), Constant::Str(text)])),
        ][self.next() % 10]
            .clone();
        self.ast.add_constant(value)
    }

    fn change(&mut self) {
        match self.next() % 8 {
            0..=4 => self.change_expr(),
            5 | 6 => self.change_stmt(),
            _ => self.change_other(),
        }
    }

    fn change_expr(&mut self) {
        let bound = self.ast.expr_bound();
        let id = ExprId::from_index(1 + (self.next() * 256 + self.next()) % (bound - 1).max(1));
        let Node { kind, loc } = self.ast[id];
        // The old expression under a new handle, so that it can be a child of what takes its place.
        let moved = |this: &mut Self| this.ast.add_expr(kind, loc);
        self.ast[id].kind = match self.next() % 16 {
            0 => Expr::Name { id: self.name(), ctx: self.ctx() },
            1 => Expr::Constant { value: self.constant(), kind: None },
            2 => Expr::Starred { value: moved(self), ctx: self.ctx() },
            3 => Expr::Await { value: moved(self) },
            4 => Expr::YieldFrom { value: moved(self) },
            5 => Expr::Attribute { value: moved(self), attr: self.name(), ctx: self.ctx() },
            6 => {
                let elts = [moved(self)];
                Expr::Tuple { elts: self.ast.add_list(&elts), ctx: self.ctx() }
            }
            7 => Expr::UnaryOp { op: UnaryOp::USub, operand: moved(self) },
            8 => {
                let values = [moved(self)];
                Expr::JoinedStr { values: self.ast.add_list(&values) }
            }
            9 => Expr::FormattedValue { conversion: self.next() as i16 - 1, value: moved(self), format_spec: None },
            10 => {
                let text = self.constant();
                Expr::Interpolation { conversion: -1, value: moved(self), text, format_spec: None }
            }
            11 => Expr::Slice { lower: Some(moved(self)), upper: None, step: None },
            12 => {
                let target = self.ast.add_expr(Expr::Name { id: target_name(&mut self.names), ctx: Ctx::Store }, loc);
                Expr::NamedExpr { target, value: moved(self) }
            }
            13 => {
                let values = [moved(self)];
                Expr::TemplateStr { values: self.ast.add_list(&values) }
            }
            14 => Expr::Dict { keys: List::EMPTY, values: List::EMPTY },
            _ => Expr::Lambda { args: self.ast.add(Arguments::default()), body: moved(self) },
        };
        if self.next() % 16 == 0 {
            self.ast[id].loc = Location { line: self.next() as i32 - 2, ..loc };
        }
    }

    fn change_stmt(&mut self) {
        let bound = self.ast.stmt_bound();
        let id = StmtId::from_index(1 + self.next() % (bound - 1).max(1));
        let Node { kind, loc } = self.ast[id];
        let moved = |this: &mut Self| {
            let stmt = this.ast.add_stmt(kind, loc);
            this.ast.add_list(&[stmt])
        };
        self.ast[id].kind = match self.next() % 12 {
            0 => Stmt::Break,
            1 => Stmt::Continue,
            2 => Stmt::Return { value: None },
            3 => {
                let names = [self.name(), self.name()];
                Stmt::Global { names: self.ast.add_list(&names) }
            }
            4 => {
                let names = [self.name()];
                Stmt::Nonlocal { names: self.ast.add_list(&names) }
            }
            5 => {
                Stmt::TryStar { body: moved(self), handlers: List::EMPTY, orelse: List::EMPTY, finalbody: List::EMPTY }
            }
            6 => {
                let finalbody = [self.ast.add_stmt(Stmt::Continue, loc)];
                let finalbody = self.ast.add_list(&finalbody);
                Stmt::Try { body: moved(self), handlers: List::EMPTY, orelse: List::EMPTY, finalbody }
            }
            7 => {
                let test = self.constant();
                let test = self.ast.add_expr(Expr::Constant { value: test, kind: None }, loc);
                Stmt::While { test, body: moved(self), orelse: List::EMPTY }
            }
            8 => {
                let alias = Alias { name: self.name(), asname: None };
                let aliases = [self.ast.add(Node { kind: alias, loc })];
                let module = Some(self.names.intern("__future__"));
                Stmt::ImportFrom { module, names: self.ast.add_list(&aliases), level: 0 }
            }
            9 => Stmt::Expr { value: self.ast.add_expr(Expr::Yield { value: None }, loc) },
            10 => {
                let test = self.ast.add_expr(Expr::Name { id: target_name(&mut self.names), ctx: Ctx::Load }, loc);
                Stmt::If { test, body: moved(self), orelse: List::EMPTY }
            }
            _ => Stmt::Raise { exc: None, cause: None },
        };
        if self.next() % 16 == 0 {
            self.ast[id].loc = Location { line: -1, col: -1, end_line: -1, end_col: -1 };
        }
    }

    fn change_other(&mut self) {
        let functions: Vec<FunctionId> = self.ast.all::<FunctionDef>().collect();
        let classes: Vec<ClassId> = self.ast.all::<ClassDef>().collect();
        let patterns: Vec<PatternId> = self.ast.all::<Node<Pattern>>().collect();
        let which = self.next();
        if let (Some(&id), 0) = (functions.get(which % functions.len().max(1)), which % 3) {
            self.ast[id].name = self.name();
        } else if let (Some(&id), 1) = (classes.get(which % classes.len().max(1)), which % 3) {
            self.ast[id].name = self.name();
        } else if let Some(&id) = patterns.get(which % patterns.len().max(1)) {
            let Node { kind, loc } = self.ast[id];
            self.ast[id].kind = match self.next() % 5 {
                0 => Pattern::MatchStar { name: Some(self.name()) },
                1 => Pattern::MatchAs { pattern: Some(self.ast.add_pattern(kind, loc)), name: Some(self.name()) },
                2 => Pattern::MatchSingleton { value: self.constant() },
                3 => {
                    let patterns = [self.ast.add_pattern(kind, loc)];
                    Pattern::MatchSequence { patterns: self.ast.add_list(&patterns) }
                }
                _ => {
                    let value = self.constant();
                    Pattern::MatchValue { value: self.ast.add_expr(Expr::Constant { value, kind: None }, loc) }
                }
            };
        }
    }
}

fn target_name(names: &mut Interner) -> Name {
    names.intern("target")
}

fuzz_target!(|data: &[u8]| {
    let Some((&which, bytes)) = data.split_first() else { return };
    let program = PROGRAMS[which as usize % PROGRAMS.len()];
    let source = Source::from_bytes(program.as_bytes(), FinalNewline::Add, &no_decoder).expect("UTF-8");
    let mut names = Interner::new();
    let ast =
        parse(&source, &ParseOptions { mode: Mode::Exec, ..ParseOptions::default() }, &mut names, &mut IgnoreWarnings)
            .expect("the programs are right");
    let mut changes = Changes { bytes, ast, names };
    // A `finally` that leaves another one doubles its code, as in CPython: a few levels of that are enough.
    for _ in 0..12 {
        if changes.bytes.is_empty() {
            break;
        }
        changes.change();
    }
    let Changes { mut ast, mut names, .. } = changes;
    if validate(&ast, &names, StackLimit::default()).is_err() {
        return;
    }
    for expr in ast.all::<Node<Expr>>() {
        let _ = unparse(&ast, &names, expr, StackLimit::default());
    }
    let options = CompileOptions::new(Mode::Exec, which % 3);
    let _ = compile_ast(&mut ast, &mut names, "<fuzz>", &options, &mut IgnoreWarnings);
});
