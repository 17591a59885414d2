//! The input is a series of choices that a small grammar makes a program of, so nearly every input gets through the
//! parser and into the passes behind it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rpython_frontend::compile::{CompileOptions, compile};
use rpython_frontend::error::IgnoreWarnings;
use rpython_frontend::parser::Mode;
use rpython_frontend::source::{FinalNewline, Source, no_decoder};

struct Choices<'a> {
    bytes: &'a [u8],
    text: String,
}

const NAMES: [&str; 12] =
    ["a", "b", "c", "x", "__p", "T", "_", "super", "__class__", "__classdict__", "__debug__", "__annotations__"];

const ATOMS: [&str; 20] = [
    "1",
    "-1",
    "0",
    "1.5",
    "2j",
    "'s'",
    "b'b'",
    "None",
    "True",
    "...",
    "()",
    "[]",
    "{}",
    "f'{a!r:>{b}}{c=}'",
    "t'{a}{b:x}'",
    "10**100",
    "'%s %r' % (a, b)",
    "(1, 2, (3, 'x'))",
    "1 << 70",
    "'' 'x' f'{a}'",
];

const OPERATORS: [&str; 20] =
    ["+", "-", "*", "/", "//", "%", "@", "**", "<<", ">>", "&", "|", "^", "<", "==", "in", "not in", "is", "and", "or"];

impl Choices<'_> {
    fn pick(&mut self, count: usize) -> usize {
        match self.bytes.split_first() {
            Some((&first, rest)) => {
                self.bytes = rest;
                first as usize % count
            }
            None => 0,
        }
    }

    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn name(&mut self) {
        let name = NAMES[self.pick(NAMES.len())];
        self.put(name);
    }

    fn exprs(&mut self, depth: usize, template: &str) {
        // `$` is an expression, `@` a name, `~` a target; everything else stands for itself.
        for character in template.chars() {
            match character {
                '$' => self.expr(depth),
                '@' => self.name(),
                '~' => self.target(depth),
                _ => self.text.push(character),
            }
        }
    }

    fn target(&mut self, depth: usize) {
        let depth = depth.saturating_sub(1);
        match self.pick(if depth == 0 { 1 } else { 6 }) {
            0 | 1 => self.name(),
            2 => self.exprs(depth, "(@).@"),
            3 => self.exprs(depth, "(@)[$]"),
            4 => self.exprs(depth, "(@, *@)"),
            _ => self.exprs(depth, "[@, @[$:$]]"),
        }
    }

    fn expr(&mut self, depth: usize) {
        if depth == 0 || self.bytes.is_empty() {
            return match self.pick(2) {
                0 => self.name(),
                _ => {
                    let atom = ATOMS[self.pick(ATOMS.len())];
                    self.put(atom);
                }
            };
        }
        let depth = depth - 1;
        match self.pick(28) {
            0..=2 => self.name(),
            3..=4 => {
                let atom = ATOMS[self.pick(ATOMS.len())];
                self.put(atom);
            }
            5..=7 => {
                let operator = OPERATORS[self.pick(OPERATORS.len())];
                self.exprs(depth, "(($) ");
                self.put(operator);
                self.exprs(depth, " ($))");
            }
            8 => self.exprs(depth, "(not $)"),
            9 => self.exprs(depth, "(-$)"),
            10 => self.exprs(depth, "($ if $ else $)"),
            11 => self.exprs(depth, "($ < $ <= $)"),
            12 => self.exprs(depth, "(lambda @, /, x=$, *, y=$: $)"),
            13 => self.exprs(depth, "[$ for ~ in $ if $]"),
            14 => self.exprs(depth, "{$: $ for ~ in $ for ~ in $}"),
            15 => self.exprs(depth, "($ for ~ in $)"),
            16 => self.exprs(depth, "{$ async for ~ in $}"),
            17 => self.exprs(depth, "@($, *$, @=$, **$)"),
            18 => self.exprs(depth, "super().@($)"),
            19 => self.exprs(depth, "($).@"),
            20 => self.exprs(depth, "($)[$:$, $]"),
            21 => self.exprs(depth, "[$, *$]"),
            22 => self.exprs(depth, "{$: $, **$}"),
            23 => self.exprs(depth, "(@ := $)"),
            24 => self.exprs(depth, "(yield $)"),
            25 => self.exprs(depth, "(await $)"),
            26 => self.exprs(depth, "f'{($)}{($)!r:{$}}'"),
            _ => self.exprs(depth, "all($ for ~ in $)"),
        }
    }

    fn line(&mut self, indent: usize, template: &str) {
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.exprs(2, template);
        self.text.push('\n');
    }

    fn body(&mut self, indent: usize, depth: usize) {
        for _ in 0..=self.pick(3) {
            self.stmt(indent + 1, depth);
        }
    }

    fn type_params(&mut self) -> &'static str {
        ["", "", "[T]", "[T: $]", "[T = $, *Ts]", "[**P, T: ($, $)]"][self.pick(6)]
    }

    fn stmt(&mut self, indent: usize, depth: usize) {
        let simple = depth == 0 || self.bytes.is_empty();
        match self.pick(if simple { 17 } else { 34 }) {
            0 => self.line(indent, "pass"),
            1..=2 => self.line(indent, "~ = $"),
            3..=4 => self.line(indent, "$"),
            5 => self.line(indent, "@: $ = $"),
            6 => self.line(indent, "@ += $"),
            7 => self.line(indent, "return $"),
            8 => self.line(indent, "break"),
            9 => self.line(indent, "continue"),
            10 => self.line(indent, "del ~, ~"),
            11 => self.line(indent, "assert $, $"),
            12 => self.line(indent, "raise $ from $"),
            13 => self.line(indent, ["global @", "nonlocal @"][indent % 2]),
            14 => self.line(indent, ["import @.@ as @", "from .@ import @, @ as @", "import @.@"][indent % 3]),
            15 => self.line(indent, "type @[T: $ = $] = $"),
            16 => self.line(indent, "(@, @), @ = $, $"),
            17..=18 => {
                let params = self.type_params();
                self.line(indent, &format!("def @{params}(@, k: $ = $, *args: $, o=$, **kw) -> $:"));
                self.body(indent, depth - 1);
            }
            19 => {
                self.put(&" ".repeat(indent));
                self.put("@");
                self.line(0, "$");
                self.line(indent, "async def @():");
                self.body(indent, depth - 1);
            }
            20..=21 => {
                let params = self.type_params();
                self.line(indent, &format!("class @{params}($, k=$):"));
                self.body(indent, depth - 1);
            }
            22..=23 => {
                self.line(indent, "if $:");
                self.body(indent, depth - 1);
                self.line(indent, "elif $:");
                self.body(indent, depth - 1);
                self.line(indent, "else:");
                self.body(indent, depth - 1);
            }
            24 => {
                self.line(indent, "while $:");
                self.body(indent, depth - 1);
                self.line(indent, "else:");
                self.body(indent, depth - 1);
            }
            25..=26 => {
                self.line(indent, ["for ~ in $:", "async for ~ in $:"][self.bytes.len() % 8 / 7]);
                self.body(indent, depth - 1);
            }
            27 => {
                self.line(indent, ["with $ as ~, $:", "async with $ as @:"][self.bytes.len() % 8 / 7]);
                self.body(indent, depth - 1);
            }
            28..=29 => {
                self.line(indent, "try:");
                self.body(indent, depth - 1);
                let star = ["", "*"][self.pick(2)];
                self.line(indent, &format!("except{star} $ as @:"));
                self.body(indent, depth - 1);
                self.line(indent, "finally:");
                self.body(indent, depth - 1);
            }
            30 => {
                self.line(indent, "try:");
                self.body(indent, depth - 1);
                self.line(indent, "except:");
                self.body(indent, depth - 1);
                self.line(indent, "else:");
                self.body(indent, depth - 1);
            }
            31 => {
                self.line(indent, "try:");
                self.body(indent, depth - 1);
                self.line(indent, "finally:");
                self.body(indent, depth - 1);
            }
            _ => {
                self.line(indent, "match $:");
                for _ in 0..=self.pick(3) {
                    let pattern = [
                        "case -1 | 'x' | @.@:",
                        "case [@, *_, {1: @, **@}] if $:",
                        "case @(1, a=@, b=[]) as @:",
                        "case {None: _, 'k': (1 | 2) as @}:",
                        "case [*@, 1+2j, None]:",
                    ][self.pick(5)];
                    self.line(indent + 1, pattern);
                    self.body(indent + 1, depth - 1);
                }
            }
        }
    }
}

fuzz_target!(|data: &[u8]| {
    let mut choices = Choices { bytes: data, text: String::new() };
    if choices.pick(8) == 0 {
        choices.put("from __future__ import annotations\n");
    }
    while !choices.bytes.is_empty() && choices.text.len() < 20_000 {
        choices.stmt(0, 4);
    }
    let source =
        Source::from_bytes(choices.text.as_bytes(), FinalNewline::Add, &no_decoder).expect("UTF-8 without NUL");
    for optimize in [0, 2] {
        let _ = compile(&source, "<fuzz>", &CompileOptions::new(Mode::Exec, optimize), &mut IgnoreWarnings);
    }
});
