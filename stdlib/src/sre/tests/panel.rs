//! Reads `panel.txt` (see `record_panel.py`) and compares every outcome.

use std::fmt::Write;

use super::super::{Program, State, Stop};
use super::{Facts, Owned};

fn base(text: &str, radix: u32) -> u32 {
    u32::from_str_radix(text, radix).unwrap()
}

/// The characters of an escaped subject.
fn unescape(mut text: &str) -> Vec<u32> {
    let mut codes = Vec::new();
    while let Some(ch) = text.chars().next() {
        let Some(escape) = text.strip_prefix('%') else {
            codes.push(u32::from(ch));
            text = &text[1..];
            continue;
        };
        let (body, rest) = escape.split_once(';').unwrap();
        text = rest;
        if let Some(run) = body.strip_prefix('r') {
            let (unit, times) = run.split_once('*').unwrap();
            for _ in 0..times.parse::<usize>().unwrap() {
                codes.extend(unit.chars().map(u32::from));
            }
        } else {
            let (ch, times) = body.split_once('*').unwrap_or((body, "1"));
            codes.extend(std::iter::repeat_n(base(ch, 16), times.parse().unwrap()));
        }
    }
    codes
}

fn code_words(text: &str) -> Vec<u32> {
    let mut code = Vec::new();
    for word in text.split(' ') {
        let (word, times) = word.split_once('*').unwrap_or((word, "1"));
        let word = if word == "M" { u32::MAX } else { base(word, 36) };
        code.extend(std::iter::repeat_n(word, times.parse().unwrap()));
    }
    code
}

fn show(program: &Program, state: &State) -> String {
    let mut out = String::new();
    for group in 0..=program.groups() {
        if group > 0 {
            out.push(',');
        }
        match state.group(group) {
            Some((start, end)) => write!(out, "{start}-{end}").unwrap(),
            None => out.push('.'),
        }
    }
    if let Some(index) = state.lastindex() {
        write!(out, "/{index}").unwrap();
    }
    out
}

/// Calls one method; a run that the poll stops is resumed.
fn call(state: &mut State, program: &Program, subject: &Owned, facts: &Facts, method: usize, stops: bool) -> String {
    let mut left = if stops { 3 } else { 0 };
    let mut poll = move || {
        left -= i32::from(left > 0);
        left > 0
    };
    let view = subject.view();
    let mut result = match method {
        0 => state.match_(program, view, facts, &mut poll),
        1 => state.fullmatch(program, view, facts, &mut poll),
        _ => state.search(program, view, facts, &mut poll),
    };
    while result == Err(Stop::Interrupted) {
        result = state.resume(program, view, facts, &mut poll);
    }
    if result.unwrap() { show(program, state) } else { "x".to_owned() }
}

fn outcome(state: &mut State, program: &Program, subject: &Owned, facts: &Facts, pos: usize, endpos: usize) -> String {
    let len = subject.view().len();
    let mut fields: Vec<String> = Vec::new();
    for method in 0..3 {
        state.begin(len, pos, endpos);
        fields.push(call(state, program, subject, facts, method, method == 2));
    }
    let mut all = String::new();
    state.begin(len, pos, endpos);
    super::find_all(state, program, subject.view(), facts, &mut || false, |state| {
        if !all.is_empty() {
            all.push('|');
        }
        all.push_str(&show(program, state));
    })
    .unwrap();
    fields.push(if all.is_empty() { "x".to_owned() } else { all });
    let mut line = fields[0].clone();
    for pair in fields.windows(2) {
        line.push(' ');
        line.push_str(if pair[0] == pair[1] { "=" } else { &pair[1] });
    }
    line
}

fn run_panel(panel: &str) -> (usize, Vec<String>) {
    let mut facts = Facts::default();
    let mut program = None;
    let mut source = "";
    let mut subjects: Vec<Owned> = Vec::new();
    let mut state = State::new();
    let (mut count, mut wrong) = (0, Vec::new());
    for line in panel.lines() {
        let rest = &line[1..];
        match line.as_bytes()[0] {
            b'C' => {
                let words: Vec<&str> = rest.split(' ').collect();
                facts.0.insert(base(words[0], 16), (base(words[1], 10), base(words[2], 16), base(words[3], 16)));
            }
            b'P' => {
                let (words, comment) = rest.split_once(" # ").unwrap();
                source = comment;
                let (groups, words) = words.split_once(' ').unwrap();
                program = Some(Program::compile(&code_words(words), base(groups, 10), &facts).expect(comment));
            }
            b'S' => {
                let width = rest.chars().next().unwrap();
                let codes = unescape(&rest[1..]);
                // What a narrow subject gives, the same characters in a wider one must give.
                let widths = match width {
                    _ if codes.len() > 1000 => &rest[..1],
                    'b' => "b",
                    '1' => "124",
                    '2' => "24",
                    _ => "4",
                };
                subjects = widths.chars().map(|width| Owned::new(width, &codes)).collect();
            }
            b'R' => {
                let mut words = rest.splitn(3, ' ');
                let pos = words.next().unwrap().parse().unwrap();
                let endpos = words.next().unwrap().parse().unwrap();
                let expected = words.next().unwrap();
                for subject in &subjects {
                    count += 1;
                    let got = outcome(&mut state, program.as_ref().unwrap(), subject, &facts, pos, endpos);
                    if got != expected {
                        let clip = |text: &str| text.chars().take(300).collect::<String>();
                        let subject = clip(&format!("{subject:?}"));
                        let (got, expected) = (clip(&got), clip(expected));
                        wrong.push(format!("{source}\n  {subject} {pos} {endpos}\n  want {expected}\n  got  {got}"));
                    }
                }
            }
            _ => panic!("{line}"),
        }
    }
    (count, wrong)
}

fn check_panel(panel: &str, at_least: usize) {
    let (count, wrong) = run_panel(panel);
    for message in wrong.iter().take(10) {
        println!("{message}");
    }
    assert!(wrong.is_empty(), "{} of {count} outcomes differ", wrong.len());
    assert!(count >= at_least, "only {count} outcomes");
}

#[test]
fn outcomes_are_those_of_cpython() {
    check_panel(include_str!("panel.txt"), 10_000);
}

/// The interpreter's own database says of every listed character what CPython's does.
#[test]
fn the_database_agrees() {
    use super::super::{CharClass, Database};
    let mut facts = Facts::default();
    let lines = include_str!("panel.txt").lines().filter_map(|line| line.strip_prefix('C'));
    for words in lines.map(|line| line.split(' ').collect::<Vec<_>>()) {
        let ch = base(words[0], 16);
        facts.0.insert(ch, (base(words[1], 10), base(words[2], 16), base(words[3], 16)));
    }
    for ch in (0..128).chain(facts.0.keys().copied()) {
        assert_eq!(properties(&Database, ch), properties(&facts, ch), "{ch:x}");
    }

    fn properties<C: CharClass>(class: &C, ch: u32) -> [u32; 6] {
        let flags =
            [class.is_alnum(ch), class.is_decimal(ch), class.is_space(ch), class.is_linebreak(ch)].map(u32::from);
        [flags[0], flags[1], flags[2], flags[3], class.to_lower(ch), class.to_upper(ch)]
    }
}

/// A larger panel: `record_panel.py --only-fuzz --fuzz 20000 --seed 2 FILE`, then `SRE_PANEL=FILE cargo test -- --ignored`.
#[test]
#[ignore = "needs a recorded file"]
fn outcomes_of_another_panel() {
    let path = std::env::var_os("SRE_PANEL").expect("SRE_PANEL names a file made by record_panel.py");
    check_panel(&std::fs::read_to_string(path).unwrap(), 1);
}
