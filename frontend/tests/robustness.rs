//! Damaged programs and damaged marshal streams end in an error or in code, never in a panic.
//!
//! `RPYTHON_MUTATIONS` sets how many are tried (4,000).

use rpython_frontend::code::Const;
use rpython_frontend::compile::{CompileOptions, compile};
use rpython_frontend::error::IgnoreWarnings;
use rpython_frontend::marshal;
use rpython_frontend::parser::Mode;
use rpython_frontend::source::{FinalNewline, Source, no_decoder};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// xorshift64*.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound.max(1)
    }
}

fn mutations() -> usize {
    std::env::var("RPYTHON_MUTATIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(4000)
}

fn sources() -> Vec<&'static str> {
    let panel = include_str!("panels/code.txt");
    panel.split_terminator('\u{1e}').filter_map(|record| record.split('\u{1f}').nth(1)).collect()
}

/// Pieces that change what the text around them means.
const PIECES: &[&str] = &[
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ":",
    ",",
    "\n",
    "\n  ",
    "  ",
    "*",
    "**",
    "=",
    ":=",
    "->",
    ".",
    "...",
    "@",
    "lambda ",
    "yield ",
    "await ",
    "async ",
    "not ",
    " if ",
    " else ",
    " for x in y",
    "f'{",
    "}'",
    "'",
    "\"\"\"",
    "\\",
    "#",
    "del ",
    "global x\n",
    "nonlocal x\n",
    "return ",
    "break",
    "continue",
    "class A:",
    "def f():",
    "match x:\n case ",
    "type X = ",
    "try:",
    "except* E:",
    "finally:",
    "with a as b:",
    "import a.b as c",
    "from a import *",
    "assert ",
    "1e999",
    "0x",
    "10**400",
    "'\\ud800'",
    "é",
    "\0",
    "\u{feff}",
    "__debug__",
    "super().x",
    "x: int",
];

fn damaged(random: &mut Random, all: &[&str]) -> String {
    let mut text = all[random.below(all.len())].to_owned();
    for _ in 0..=random.below(4) {
        let mut at = random.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let mut end = (at + random.below(12)).min(text.len());
        while !text.is_char_boundary(end) {
            end += 1;
        }
        match random.below(4) {
            0 => text.replace_range(at..end, ""),
            1 => text.insert_str(at, PIECES[random.below(PIECES.len())]),
            2 => text.replace_range(at..end, PIECES[random.below(PIECES.len())]),
            _ => {
                let other = all[random.below(all.len())];
                let line = other.lines().nth(random.below(other.lines().count())).unwrap_or_default();
                text.insert_str(at, line);
            }
        }
    }
    text
}

#[test]
fn damaged_programs_do_not_panic() {
    let all = sources();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    for _ in 0..mutations() {
        let text = damaged(&mut random, &all);
        let mode = [Mode::Exec, Mode::Single, Mode::Eval][random.below(3)];
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let Ok(source) = Source::from_bytes(text.as_bytes(), FinalNewline::Add, &no_decoder) else { return };
            let options = CompileOptions::new(mode, 0);
            if let Ok(code) = compile(&source, "damaged", &options, &mut IgnoreWarnings) {
                let bytes = marshal::write(&Const::Code(code)).expect("code that can be written");
                assert!(matches!(marshal::read(&bytes), Ok(Const::Code(_))));
            }
        }));
        assert!(outcome.is_ok(), "panic in mode {mode:?} for:\n{text}\n({text:?})");
    }
}

#[test]
fn damaged_streams_do_not_panic() {
    let mut random = Random(42);
    let streams: Vec<Vec<u8>> = sources()
        .into_iter()
        .filter_map(|text| {
            let source = Source::from_bytes(text.as_bytes(), FinalNewline::Add, &no_decoder).ok()?;
            let code = compile(&source, "panel", &CompileOptions::default(), &mut IgnoreWarnings).ok()?;
            marshal::write(&Const::Code(code)).ok()
        })
        .collect();
    for _ in 0..mutations() * 5 {
        let mut stream = streams[random.below(streams.len())].clone();
        for _ in 0..=random.below(3) {
            let at = random.below(stream.len());
            if let Some(byte) = stream.get_mut(at) {
                *byte = random.below(256) as u8;
            }
        }
        if random.below(4) == 0 {
            stream.truncate(random.below(stream.len()));
        }
        let outcome = catch_unwind(|| marshal::read(&stream).map(drop));
        assert!(outcome.is_ok(), "panic for {stream:?}");
    }
}
