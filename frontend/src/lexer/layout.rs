//! Indentation: columns under two tab widths, so that a block whose depth depends on the width is refused.

use crate::error::ErrorClass;

use super::{CLASSES, Class, Head, LexError, Lexer, MAX_INDENTS, TextEnd, TokenKind};

/// The width of a tab. The alternative width is 1; a line's relation to its neighbours must be the same under both.
const TAB: u32 = 8;

/// An indentation level: the column with tabs to multiples of 8, and with tabs as single columns.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) struct Indent {
    column: u32,
    alternative: u32,
}

impl Lexer<'_> {
    /// Reads the white space that begins a line and owes the tokens it calls for. True if the line has no statement.
    #[inline]
    pub(super) fn indentation(&mut self) -> Result<bool, LexError> {
        self.begin_free_line();
        self.state.end_is_free = true;
        if self.state.at_end {
            match self.end {
                TextEnd::Nul => return Err(self.nul_error()),
                TextEnd::Unknown => return Ok(true),
                _ => {}
            }
        }
        let mut here = Indent::default();
        // The column of the first backslash: continuation lines do not change the depth.
        let mut continued = 0;
        let spaces = self.spaces();
        self.state.pos += spaces;
        here.column = spaces as u32;
        here.alternative = spaces as u32;
        let byte = loop {
            let byte = self.at(self.state.pos);
            match byte {
                b' ' => {
                    here.column += 1;
                    here.alternative += 1;
                }
                b'\t' => {
                    here.column = (here.column / TAB + 1) * TAB;
                    here.alternative += 1;
                }
                // A form feed starts the column anew, for Emacs users.
                0x0C => here = Indent::default(),
                b'\\' => {
                    if continued == 0 {
                        continued = here.column;
                    }
                    self.state.pos += 1;
                    self.continuation_line()?;
                    self.mark_buffer(self.state.pos);
                    continue;
                }
                _ => break byte,
            }
            self.state.pos += 1;
        };
        if matches!(byte, b'#' | b'\n' | b'\r') {
            return Ok(true);
        }
        if self.state.brackets.is_empty() {
            if continued != 0 {
                here = Indent { column: continued, alternative: continued };
            }
            self.settle(here)?;
        }
        Ok(false)
    }

    /// Begins a line of code that stands at the same depth as the one before, or within brackets, and is indented with
    /// spaces; false, and nothing has happened, if the next line is another.
    #[inline]
    pub(super) fn begin_like_line(&mut self) -> bool {
        let spaces = self.spaces();
        let first = CLASSES[self.at(self.state.pos + spaces) as usize];
        if matches!(first, Class::Hash | Class::Newline | Class::Return | Class::Backslash | Class::Blank | Class::End)
        {
            return false;
        }
        let here = Indent { column: spaces as u32, alternative: spaces as u32 };
        if self.state.brackets.is_empty() && self.state.indents.last() != Some(&here) {
            return false;
        }
        self.begin_free_line();
        self.state.end_is_free = true;
        self.state.pos += spaces;
        self.state.at_line_start = false;
        true
    }

    /// How many spaces come next.
    #[inline(always)]
    fn spaces(&self) -> usize {
        let mut count = 0;
        while let Some(chunk) = self.bytes.get(self.state.pos + count..).and_then(|rest| rest.first_chunk::<8>()) {
            let others = u64::from_le_bytes(*chunk) ^ u64::from_le_bytes([b' '; 8]);
            count += others.trailing_zeros() as usize / 8;
            if others != 0 {
                break;
            }
        }
        count
    }

    /// Compares a statement's column with the open blocks.
    #[inline]
    fn settle(&mut self, here: Indent) -> Result<(), LexError> {
        let Some(&top) = self.state.indents.last() else { return Ok(()) };
        if here.column == top.column {
            if here.alternative != top.alternative {
                return Err(self.tab_error());
            }
        } else if here.column > top.column {
            if self.state.indents.len() >= MAX_INDENTS {
                self.skip_line();
                return Err(self.error_at_line(ErrorClass::IndentationError, "too many levels of indentation"));
            }
            if here.alternative <= top.alternative {
                return Err(self.tab_error());
            }
            self.state.pending += 1;
            self.state.indents.push(here);
        } else {
            let mut top = top;
            while self.state.indents.len() > 1 && here.column < top.column {
                self.state.pending -= 1;
                self.state.indents.pop();
                top = self.state.indents.last().copied().unwrap_or_default();
            }
            if here.column != top.column {
                return Err(self.dedent_error());
            }
            if here.alternative != top.alternative {
                return Err(self.tab_error());
            }
        }
        Ok(())
    }

    /// An owed `INDENT` or `DEDENT`. CPython gives them no column; these stand where the lexer stands.
    pub(super) fn indentation_token(&mut self) -> Head {
        let pos = self.state.pos;
        if self.state.pending < 0 {
            self.state.pending += 1;
            Head::new(TokenKind::Dedent, pos)
        } else {
            self.state.pending -= 1;
            let start = if self.options.extra_tokens { self.state.buffer_start } else { pos };
            Head::new(TokenKind::Indent, start)
        }
    }

    fn tab_error(&mut self) -> LexError {
        self.skip_line();
        self.error_at_line(ErrorClass::TabError, "inconsistent use of tabs and spaces in indentation")
    }
}
