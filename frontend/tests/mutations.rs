//! Programs of the panel with bytes and words changed at random: the parser ends, with a tree or an error, and what it
//! refuses it can say why. A fixed seed makes the run the same each time; `RPYTHON_MUTATIONS` sets how many are tried.

use rpython_frontend::ast::{DumpOptions, dump};
use rpython_frontend::error::{ErrorClass, IgnoreWarnings};
use rpython_frontend::names::Interner;
use rpython_frontend::parser::{Mode, ParseOptions, parse};
use rpython_frontend::source::{FinalNewline, Source};
use std::time::Instant;

const PANEL: &str = include_str!("panels/errors.txt");
const WORDS: &str = "if else elif for in while try except finally with as def class lambda return yield await async match \
    case type import from global del pass not and or is None ( ) [ ] { } : ; , . ... = := == <> -> * ** @ / // + - ~ ! \\ \
    ' \" ''' \"\"\" f' f''' t\" rb' \\N{x} \\x {x!r:>{w}} {{ }} # \n \n\t \n\x20\x20 0 1_0 0x 1e9 1j é € \u{0C} \r";

/// Xorshift: enough to choose by.
struct Chooser(u64);

impl Chooser {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    /// A character boundary of a text.
    fn place(&mut self, text: &str) -> usize {
        let mut at = self.below(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }
}

fn mutate(chooser: &mut Chooser, sources: &[String], words: &[&str]) -> String {
    let mut text = sources[chooser.below(sources.len())].clone();
    for _ in 0..=chooser.below(3) {
        let (first, second) = (chooser.place(&text), chooser.place(&text));
        let (start, end) = (first.min(second), first.max(second));
        match chooser.below(5) {
            0 => text.insert_str(start, words[chooser.below(words.len())]),
            1 => {
                let few = text[start..end].char_indices().nth(8).map_or(end, |(offset, _)| start + offset);
                text.replace_range(start..few, "");
            }
            2 => {
                let piece = text[start..end].to_owned();
                text.insert_str(end, &piece);
            }
            3 => {
                let other = &sources[chooser.below(sources.len())];
                let at = chooser.place(other);
                text.insert_str(start, &other[at..]);
            }
            _ => text.truncate(end),
        }
    }
    text
}

#[test]
fn no_mutation_breaks_the_parser() {
    let tries = std::env::var("RPYTHON_MUTATIONS").ok().and_then(|tries| tries.parse().ok()).unwrap_or(4_000);
    let seed = std::env::var("RPYTHON_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(0x2545_F491_4F6C_DD1D);
    let sources: Vec<String> = PANEL.lines().skip(1).step_by(2).map(|line| line.replace("\\n", "\n")).collect();
    let words: Vec<&str> = WORDS.split(' ').collect();
    let mut chooser = Chooser(seed);
    for index in 0..tries {
        let text = mutate(&mut chooser, &sources, &words);
        let mode = [Mode::Exec, Mode::Exec, Mode::Exec, Mode::Eval, Mode::Single, Mode::FuncType][index % 6];
        let options = ParseOptions {
            mode,
            type_comments: index % 7 == 0,
            allow_incomplete: index % 5 == 0,
            feature_version: if index % 11 == 0 { (index % 15) as u8 } else { 14 },
            ..ParseOptions::default()
        };
        let newline = if mode == Mode::Exec { FinalNewline::Add } else { FinalNewline::Keep };
        let Ok(source) = Source::from_text(&text, newline) else { continue };
        let mut names = Interner::new();
        let start = Instant::now();
        match parse(&source, &options, &mut names, &mut IgnoreWarnings) {
            Ok(ast) => drop(dump(&ast, &names, DumpOptions { attributes: true })),
            // The fast parser accepts whatever the other one does.
            Err(error) => {
                assert!(error.class != ErrorClass::MemoryError, "the parsers disagree on {text:?} in {mode:?}")
            }
        }
        assert!(start.elapsed().as_secs() < 20, "{text:?} takes {:?}", start.elapsed());
    }
}
