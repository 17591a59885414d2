//! `_sre`: the regular-expression matcher, which knows no Python object, and (`python/`) the module on top of it.
//!
//! `re._compiler`, which is Python code, turns a pattern into an array of 32-bit words. [`Program::compile`] checks and
//! decodes it; a [`State`] matches the program against the characters of a subject; [`Template`] is the replacement of
//! `sub` and `expand`. The results are CPython 3.14's (`Modules/_sre/`): spans, `lastindex`, empty matches, errors.
//!
//! - `opcode.rs`: the numbers of the code array. `translate.rs`: code array to program. `program.rs`: the program.
//! - `charclass.rs`: case and character classes, as a trait; `database.rs`: the interpreter's. `charset.rs`: sets of characters.
//! - `analysis.rs`: what is known of a program beforehand. `prefilter.rs`: where a search may begin.
//! - `unit.rs`: characters of 1, 2 and 4 bytes. `matcher.rs`: the backtracking run; `registers.rs`: its
//!   state. `state.rs`: match, search, bounds.
//!
//! No recursion depends on the pattern or the subject, the stack of choices is bounded, and a match stops when its poll
//! says so and can be resumed.

mod analysis;
mod charclass;
mod charset;
mod database;
mod matcher;
pub mod opcode;
mod prefilter;
mod program;
pub mod python;
mod registers;
mod state;
mod template;
mod translate;
mod unit;

#[cfg(test)]
mod tests;

pub use charclass::{CharClass, ascii_iscased, ascii_tolower, getlower, unicode_iscased, unicode_tolower};
pub use database::Database;
pub use program::{InvalidCode, Program};
pub use registers::Stop;
pub use state::{DEFAULT_STACK_LIMIT, State, Subject};
pub use template::{InvalidTemplate, Piece, Template};
