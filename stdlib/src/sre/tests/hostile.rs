//! Code arrays and subjects that no compiler makes: refused or run, but never a panic or an endless loop.

use super::super::opcode::Opcode;
use super::super::{Program, State, Stop, Subject};
use super::{Facts, Owned};

/// xorshift, so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn compile(code: &[u32]) -> Option<Program> {
    Program::compile(code, 2, &Facts::default()).ok()
}

/// Runs every method with a poll that soon gives up.
fn exercise(program: &Program, state: &mut State) {
    let facts = Facts::default();
    for subject in [
        Owned::new('1', &[97, 98, 97, 97, 10, 99]),
        Owned::new('2', &[0x416, 97, 98, 10, 0x212A]),
        Owned::new('4', &[]),
    ] {
        let view = subject.view();
        for (pos, endpos) in [(0, 9), (2, 1), (1, 3)] {
            for method in 0..4 {
                let mut polls = 0;
                let mut poll = || {
                    polls += 1;
                    polls > 3
                };
                state.begin(view.len(), pos, endpos);
                let _ = match method {
                    0 => state.match_(program, view, &facts, &mut poll),
                    1 => state.fullmatch(program, view, &facts, &mut poll),
                    2 => state.search(program, view, &facts, &mut poll),
                    _ => {
                        let mut rounds = 0;
                        while !state.is_exhausted() && rounds < 20 {
                            rounds += 1;
                            match state.search(program, view, &facts, &mut poll) {
                                Ok(true) => state.advance(),
                                _ => break,
                            }
                        }
                        Ok(false)
                    }
                };
                for group in 0..4 {
                    state.group(group);
                }
                state.has_wrong_span(program);
            }
        }
    }
}

#[test]
fn mutated_code_is_refused_or_runs() {
    let panel = include_str!("panel.txt");
    let sources: Vec<Vec<u32>> = panel
        .lines()
        .filter_map(|line| line.strip_prefix('P')?.split_once(' ')?.1.split_once(" # "))
        .filter(|(words, _)| words.len() < 300 && !words.contains('*'))
        .map(|(words, _)| words.split(' ').map(|word| u32::from_str_radix(word, 36).unwrap_or(u32::MAX)).collect())
        .collect();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let mut state = State::new();
    state.set_stack_limit(10_000);
    let mut accepted = 0;
    for round in 0..10_000 {
        let mut code = sources[random.below(sources.len())].clone();
        for _ in 0..1 + random.below(3) {
            let at = random.below(code.len());
            match random.below(5) {
                0 => code[at] = random.below(44) as u32,
                1 => code[at] = code[at].wrapping_add(random.below(5) as u32).wrapping_sub(2),
                2 => code[at] = [u32::MAX, 1 << 31, 0, 255, 65536][random.below(5)],
                3 => {
                    code.remove(at);
                }
                _ => code.insert(at, random.below(44) as u32),
            }
        }
        if round % 7 == 0 {
            code.truncate(random.below(code.len() + 1));
            code.push(Opcode::Success as u32);
        }
        if let Some(program) = compile(&code) {
            accepted += 1;
            exercise(&program, &mut state);
        }
    }
    assert!(accepted > 300, "{accepted}");
}

#[test]
fn malformed_code_is_refused() {
    let op = |op: Opcode| op as u32;
    let success = op(Opcode::Success);
    for code in [
        vec![],
        vec![op(Opcode::Any)],
        vec![op(Opcode::Literal), success],
        vec![43, success],
        vec![op(Opcode::In), 0, success],
        vec![op(Opcode::In), 1, success],
        vec![op(Opcode::In), 2, op(Opcode::Negate), success],
        vec![op(Opcode::Category), 18, success],
        vec![op(Opcode::At), 12, success],
        vec![op(Opcode::Mark), 6, success],
        vec![op(Opcode::GroupRef), 2, success],
        vec![op(Opcode::Jump), 1, success],
        vec![op(Opcode::Branch), 0, success],
        vec![op(Opcode::MaxUntil), success],
        vec![op(Opcode::RepeatOne), 4, 2, 1, op(Opcode::Any), success, success],
        vec![op(Opcode::Repeat), 4, 0, 1, op(Opcode::Any), success, success],
        vec![op(Opcode::Info), 4, 8, 0, 0, success],
        vec![op(Opcode::Charset), success],
        vec![op(Opcode::Subpattern), success],
    ] {
        assert!(compile(&code).is_none(), "{code:?}");
    }
    assert!(compile(&[success]).is_some());
    assert!(Program::compile(&[success], super::super::opcode::MAXGROUPS + 1, &Facts::default()).is_err());
}

/// Deep nesting costs memory, not machine stack.
#[test]
fn nesting_is_not_limited() {
    let depth = 100_000;
    let mut code = Vec::new();
    for level in 0..depth {
        code.extend([Opcode::AtomicGroup as u32, 2 + 3 * (depth - level) as u32 - 3 + 1]);
    }
    code.extend([Opcode::Any as u32]);
    code.extend(std::iter::repeat_n(Opcode::Success as u32, depth + 1));
    let program = compile(&code).unwrap();
    let mut state = State::new();
    state.begin(1, 0, 1);
    assert_eq!(state.match_(&program, Subject::U8(b"a"), &Facts::default(), &mut || false), Ok(true));
}

/// `(?:a|b)*c` on a subject without c: one frame a round.
fn loop_code() -> Vec<u32> {
    let set = [Opcode::Any as u32];
    let mut code = vec![Opcode::Repeat as u32, 3 + 2 * set.len() as u32, 0, u32::MAX];
    code.extend(set);
    code.extend(set);
    code.extend([Opcode::MaxUntil as u32, Opcode::Any as u32, Opcode::Literal as u32, 99, Opcode::Success as u32]);
    code
}

#[test]
fn the_stack_is_bounded() {
    let program = compile(&loop_code()).unwrap();
    let text = vec![b'a'; 1_000_000];
    let mut state = State::new();
    state.set_stack_limit(1000);
    state.begin(text.len(), 0, text.len());
    let facts = Facts::default();
    assert_eq!(state.match_(&program, Subject::U8(&text), &facts, &mut || false), Err(Stop::Memory));
    state.set_stack_limit(10_000_000);
    state.begin(text.len(), 0, text.len());
    assert_eq!(state.match_(&program, Subject::U8(&text), &facts, &mut || false), Ok(false));
}

#[test]
fn a_run_stops_when_the_poll_says_so() {
    let program = compile(&loop_code()).unwrap();
    let text = vec![b'a'; 3000];
    let mut state = State::new();
    state.begin(text.len(), 0, text.len());
    let facts = Facts::default();
    let (mut polls, mut stops) = (0, 0);
    let mut poll = || {
        polls += 1;
        polls % 2 == 0
    };
    let mut result = state.search(&program, Subject::U8(&text), &facts, &mut poll);
    while result == Err(Stop::Interrupted) {
        stops += 1;
        result = state.resume(&program, Subject::U8(&text), &facts, &mut poll);
    }
    assert_eq!(result, Ok(false));
    assert!(stops > 100, "{stops}");
}
