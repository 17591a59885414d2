//! Speed of the regular-expression matcher, in bytes a second: patterns of pyperformance's regex_dna and regex_effbot, a
//! tokenizer, and one that backtracks without end in sight.
//!
//! `cargo bench -p rpython-benches --bench sre`. The code arrays are what `re._compiler` makes of the pattern beside them.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use rpython_stdlib::sre::{Database, Program, State, Subject};

const M: u32 = u32::MAX;

const VARIANT: &str = "agggtaaa|tttaccct";
const VARIANT_CODE: &[u32] = &[
    14, 9, 4, 8, 8, 16, 97, 16, 116, 0, 7, 19, 16, 97, 16, 103, 16, 103, 16, 103, 16, 116, 16, 97, 16, 97, 16, 97, 15,
    21, 19, 16, 116, 16, 116, 16, 116, 16, 97, 16, 99, 16, 99, 16, 99, 16, 116, 15, 2, 0, 1,
];
const FIELDS: &str = "([a-z][a-z0-9]*,)+";
const FIELDS_CODE: &[u32] = &[
    14, 4, 0, 2, M, 23, 29, 1, M, 17, 0, 13, 5, 22, 97, 122, 0, 24, 13, 0, M, 13, 8, 22, 97, 122, 22, 48, 57, 0, 1, 16,
    44, 17, 1, 18, 1,
];
const WORDS: &str = r"(\w+)\s+(\w+)";
const WORDS_CODE: &[u32] = &[
    14, 4, 0, 3, M, 17, 0, 24, 9, 1, M, 13, 4, 8, 14, 0, 1, 17, 1, 24, 9, 1, M, 13, 4, 8, 12, 0, 1, 17, 2, 24, 9, 1, M,
    13, 4, 8, 14, 0, 1, 17, 3, 1,
];
const JSON: &str = r#""(?:[^"\\]|\\.)*"|-?\d+|[{}\[\],:]|true|false|null|\s+"#;
const JSON_CODE: &[u32] = &[
    14, 4, 0, 1, M, 7, 31, 16, 34, 23, 22, 0, M, 7, 11, 13, 7, 21, 16, 34, 16, 92, 0, 15, 8, 6, 16, 92, 2, 15, 2, 0,
    18, 16, 34, 15, 85, 20, 24, 6, 0, 1, 16, 45, 1, 24, 9, 1, M, 13, 4, 8, 10, 0, 1, 15, 65, 15, 13, 11, 9, 0,
    67112960, 671088640, 671088640, 0, 0, 0, 0, 0, 15, 50, 11, 16, 116, 16, 114, 16, 117, 16, 101, 15, 39, 13, 16, 102,
    16, 97, 16, 108, 16, 115, 16, 101, 15, 26, 11, 16, 110, 16, 117, 16, 108, 16, 108, 15, 15, 13, 24, 9, 1, M, 13, 4,
    8, 12, 0, 1, 15, 2, 0, 1,
];
const NESTED: &str = "(a+)+b";
const NESTED_CODE: &[u32] = &[14, 4, 0, 2, M, 23, 14, 1, M, 17, 0, 24, 6, 1, M, 16, 97, 1, 17, 1, 18, 16, 98, 1];

/// Number of matches, found one after another.
fn count(state: &mut State, program: &Program, text: &[u8]) -> usize {
    state.begin(text.len(), 0, text.len());
    let mut found = 0;
    while !state.is_exhausted() && state.search(program, Subject::U8(text), &Database, &mut || false) == Ok(true) {
        found += 1;
        state.advance();
    }
    found
}

fn main() {
    let mut seed = 42_u32;
    let dna: Vec<u8> = (0..500_000)
        .map(|_| {
            seed = (seed * 3877 + 29573) % 139_968;
            b"acgt"[seed as usize * 4 / 139_968]
        })
        .collect();
    let fields = [vec![b'-'; 5000], b"a5,b7,c9,".to_vec(), vec![b'-'; 5000]].concat();
    let words = b"the quick brown fox, jumps over the lazy dog; ".repeat(200);
    let json = br#"{"a": [1, 2, {"b\n": null}], "ccc": "dddddd dddd"} "#.repeat(200);
    let nested = vec![b'a'; 16];
    let mut criterion = Criterion::default().sample_size(20).configure_from_args();
    let mut group = criterion.benchmark_group("sre");
    let mut state = State::new();
    for (pattern, groups, code, text) in [
        (VARIANT, 0, VARIANT_CODE, dna),
        (FIELDS, 1, FIELDS_CODE, fields),
        (WORDS, 2, WORDS_CODE, words),
        (JSON, 0, JSON_CODE, json),
        (NESTED, 1, NESTED_CODE, nested),
    ] {
        let Ok(program) = Program::compile(code, groups, &Database) else {
            println!("sre: {pattern} is refused");
            continue;
        };
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(pattern, |bencher| bencher.iter(|| black_box(count(&mut state, &program, &text))));
    }
    group.bench_function("compile", |bencher| {
        bencher.iter(|| black_box(Program::compile(JSON_CODE, 0, &Database).is_ok()));
    });
    group.finish();
    criterion.final_summary();
}
