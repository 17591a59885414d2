//! The second reading of a program that the fast parser refused: finds the error that CPython reports.

use super::ParseOptions;
use crate::error::{CompileError, ErrorClass, WarningSink};
use crate::source::Source;

/// The error of a program that is wrong.
pub(super) fn diagnose(source: &Source<'_>, options: &ParseOptions, warnings: &mut dyn WarningSink) -> CompileError {
    let _ = (source, options, warnings);
    CompileError::new(ErrorClass::SystemError, "the error report of the parser is missing")
}

/// A byte offset from 1 as a character offset from 1 in a line (`_PyPegen_byte_offset_to_character_offset`).
pub(super) fn character_column(line: &str, column: i64) -> i64 {
    let Ok(column) = usize::try_from(column) else { return column };
    let bytes = line.as_bytes();
    let whole = bytes.iter().take(column).filter(|&&byte| byte & 0xC0 != 0x80).count();
    (whole + usize::from(column > bytes.len())) as i64
}

/// Whether anything but blanks and comments follows the one statement of mode `single`.
pub(super) fn more_than_one_statement(rest: &str) -> bool {
    rest.split('\n').any(|line| {
        let line = line.trim_start_matches([' ', '\t', '\u{C}']);
        !line.is_empty() && !line.starts_with('#')
    })
}
