//! The matcher against what CPython answered (`panel.txt`), and against code that no compiler made.
#![allow(clippy::unwrap_used)]

mod hostile;
mod panel;

use std::collections::HashMap;

use super::{CharClass, State, Subject, Template};

/// Character properties as the panel lists them; ASCII is built in.
#[derive(Default)]
pub(super) struct Facts(HashMap<u32, (u32, u32, u32)>);

impl Facts {
    fn flag(&self, ch: u32, bit: u32) -> bool {
        self.0.get(&ch).is_some_and(|(flags, _, _)| flags & bit != 0)
    }

    fn ascii(ch: u32) -> Option<u8> {
        u8::try_from(ch).ok().filter(u8::is_ascii)
    }
}

impl CharClass for Facts {
    fn is_alnum(&self, ch: u32) -> bool {
        Facts::ascii(ch).map_or_else(|| self.flag(ch, 1), |ch| ch.is_ascii_alphanumeric())
    }
    fn is_decimal(&self, ch: u32) -> bool {
        Facts::ascii(ch).map_or_else(|| self.flag(ch, 2), |ch| ch.is_ascii_digit())
    }
    fn is_space(&self, ch: u32) -> bool {
        Facts::ascii(ch).map_or_else(|| self.flag(ch, 4), |ch| matches!(ch, 9..=13 | 28..=32))
    }
    fn is_linebreak(&self, ch: u32) -> bool {
        Facts::ascii(ch).map_or_else(|| self.flag(ch, 8), |ch| matches!(ch, 10..=13 | 28..=30))
    }
    fn to_lower(&self, ch: u32) -> u32 {
        match Facts::ascii(ch) {
            Some(ch) => u32::from(ch.to_ascii_lowercase()),
            None => self.0.get(&ch).map_or(ch, |(_, lower, _)| *lower),
        }
    }
    fn to_upper(&self, ch: u32) -> u32 {
        match Facts::ascii(ch) {
            Some(ch) => u32::from(ch.to_ascii_uppercase()),
            None => self.0.get(&ch).map_or(ch, |(_, _, upper)| *upper),
        }
    }
}

/// A subject that owns its characters.
#[derive(Clone, Debug)]
pub(super) enum Owned {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

impl Owned {
    pub(super) fn new(width: char, codes: &[u32]) -> Owned {
        match width {
            'b' | '1' => Owned::U8(codes.iter().map(|ch| u8::try_from(*ch).unwrap()).collect()),
            '2' => Owned::U16(codes.iter().map(|ch| u16::try_from(*ch).unwrap()).collect()),
            _ => Owned::U32(codes.to_vec()),
        }
    }

    pub(super) fn view(&self) -> Subject<'_> {
        match self {
            Owned::U8(text) => Subject::U8(text),
            Owned::U16(text) => Subject::U16(text),
            Owned::U32(text) => Subject::U32(text),
        }
    }
}

#[test]
fn a_template_yields_its_pieces() {
    use super::Piece::{Group, Literal};
    let template = Template::new("a", [(1, None), (2, Some("b"))]).unwrap();
    let pieces: Vec<_> = template.pieces().collect();
    assert_eq!(pieces, [Literal(&"a"), Group(1), Group(2), Literal(&"b")]);
    assert_eq!(template.literal(), None);
    assert_eq!(Template::new("x", []).unwrap().literal(), Some(&"x"));
    assert!(Template::new("x", [(-1, None)]).is_err());
}

#[test]
fn case_kernels() {
    use super::{ascii_iscased, ascii_tolower, getlower, opcode, unicode_iscased, unicode_tolower};
    let facts = Facts([(0x130, (1, 0x69, 0x130))].into());
    assert_eq!(ascii_tolower(0x41), 0x61);
    assert_eq!(ascii_tolower(0xC9), 0xC9);
    assert!(ascii_iscased(0x41) && !ascii_iscased(0x30) && !ascii_iscased(0xE9));
    assert_eq!(unicode_tolower(&facts, 0x130), 0x69);
    assert!(unicode_iscased(&facts, 0x130) && !unicode_iscased(&facts, 0x30));
    assert_eq!(getlower(&facts, 0x130, opcode::FLAG_UNICODE), 0x69);
    assert_eq!(getlower(&facts, 0x130, 0), 0x130);
    assert_eq!(getlower(&facts, 0x41, opcode::FLAG_LOCALE), 0x61);
}

/// Every match, as `finditer` finds them; None where the poll stopped one.
pub(super) fn find_all(
    state: &mut State,
    program: &super::Program,
    subject: Subject<'_>,
    class: &Facts,
    poll: &mut dyn FnMut() -> bool,
    mut found: impl FnMut(&State),
) -> Option<()> {
    while !state.is_exhausted() {
        if !state.search(program, subject, class, poll).ok()? {
            break;
        }
        found(state);
        state.advance();
    }
    Some(())
}
