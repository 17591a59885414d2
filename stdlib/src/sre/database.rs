//! The interpreter's own character database, as the matcher asks for it.

use rpython_objects::text::chars;

use super::charclass::{self, CharClass};
use super::opcode::Category;
use std::sync::OnceLock;

/// Unicode as `str` has it. The locale is "C", which has the properties of ASCII, as have all UTF-8 locales for single
/// bytes.
#[derive(Clone, Copy, Debug, Default)]
pub struct Database;

impl CharClass for Database {
    #[inline]
    fn is_alnum(&self, ch: u32) -> bool {
        chars::is_alnum(ch)
    }
    #[inline]
    fn is_decimal(&self, ch: u32) -> bool {
        chars::is_decimal(ch)
    }
    #[inline]
    fn is_space(&self, ch: u32) -> bool {
        chars::is_space(ch)
    }
    #[inline]
    fn is_linebreak(&self, ch: u32) -> bool {
        chars::is_line_break(ch)
    }
    // Constants, but for the first pattern to compute.
    fn latin(&self, category: Category) -> [u64; 4] {
        static LATIN: [OnceLock<[u64; 4]>; Category::ALL.len()] = [const { OnceLock::new() }; Category::ALL.len()];
        *LATIN[category as usize].get_or_init(|| charclass::latin(self, category))
    }
    #[inline]
    fn to_lower(&self, ch: u32) -> u32 {
        chars::to_lower(ch).as_slice().first().copied().unwrap_or(ch)
    }
    #[inline]
    fn to_upper(&self, ch: u32) -> u32 {
        chars::to_upper(ch).as_slice().first().copied().unwrap_or(ch)
    }
}
