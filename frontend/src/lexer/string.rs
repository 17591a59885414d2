//! String literals, and f- and t-strings as sequences of tokens (PEP 701, PEP 750).
//!
//! Each f- or t-string that is open has a [`StringMode`]; while the top one is `in_text`, the lexer reads literal text
//! up to the next replacement field or the closing quotes, and otherwise ordinary tokens of the field's expression.

use std::borrow::Cow;

use super::{Head, LexError, Lexer, MAX_FIELDS, MAX_STRINGS, TextEnd, Token, TokenKind};

/// An f- or t-string that is being read (`tokenizer_mode`).
#[derive(Clone, Copy, Debug)]
pub(crate) struct StringMode {
    /// Reading literal text, not a field's expression.
    pub(super) in_text: bool,
    template: bool,
    raw: bool,
    quote: u8,
    quote_size: u8,
    /// Between a field's colon and its closing brace.
    pub(super) in_format: bool,
    /// An `=` has been seen at the top of the field's expression.
    pub(super) in_debug: bool,
    /// Brackets open within the string (`curly_bracket_depth`).
    pub(super) depth: i32,
    /// How many of them are the braces of fields, less one (`curly_bracket_expr_start_depth`).
    pub(super) field_depth: i32,
    start: usize,
    line: u32,
    line_start: usize,
    /// Where the current field's expression begins, and where it has ended.
    expression: usize,
    expression_end: Option<usize>,
}

impl StringMode {
    /// `f` or `t`, as messages name the string.
    pub(super) fn prefix(&self) -> char {
        if self.template { 't' } else { 'f' }
    }

    fn kinds(&self) -> (TokenKind, TokenKind, TokenKind) {
        if self.template {
            (TokenKind::TStringStart, TokenKind::TStringMiddle, TokenKind::TStringEnd)
        } else {
            (TokenKind::FStringStart, TokenKind::FStringMiddle, TokenKind::FStringEnd)
        }
    }
}

/// Bytes at which the text of a one-line string may end or need care.
static STOPS: [bool; 256] = {
    let mut table = [false; 256];
    table[b'"' as usize] = true;
    table[b'\'' as usize] = true;
    table[b'\\' as usize] = true;
    table[b'\n' as usize] = true;
    table
};

/// The same for the text of f- and t-strings.
static TEXT_STOPS: [bool; 256] = {
    let mut table = STOPS;
    table[b'{' as usize] = true;
    table[b'}' as usize] = true;
    table
};

/// The source of a field's expression as CPython records it: without comments (`set_ftstring_expr`).
pub fn expression_text(expression: &str) -> Cow<'_, str> {
    // A quote of one kind within a string of the other does not end it; the three quotes of a triple-quoted string toggle
    // as one would.
    let mut quote = None;
    let toggle = |quote: &mut Option<char>, character| match *quote {
        None => *quote = Some(character),
        Some(open) if open == character => *quote = None,
        Some(_) => {}
    };
    let mut characters = expression.chars();
    let mut commented = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '"' | '\'' => toggle(&mut quote, character),
            '#' if quote.is_none() => {
                commented = true;
                break;
            }
            _ => {}
        }
    }
    if !commented {
        return Cow::Borrowed(expression);
    }
    let mut text = String::with_capacity(expression.len());
    let mut quote = None;
    let mut characters = expression.chars();
    while let Some(character) = characters.next() {
        if character == '#' && quote.is_none() {
            if characters.any(|skipped| skipped == '\n') {
                text.push('\n');
            }
            continue;
        }
        text.push(character);
        match character {
            '\\' => text.extend(characters.next()),
            '"' | '\'' => toggle(&mut quote, character),
            _ => {}
        }
    }
    Cow::Owned(text)
}

impl Lexer<'_> {
    /// How many quotes open the string at `quote`: 1 or 3.
    #[inline]
    fn quote_size(&self, quote: usize) -> u8 {
        let byte = self.at(quote);
        if self.at(quote + 1) == byte && self.at(quote + 2) == byte { 3 } else { 1 }
    }

    /// A string literal that is no f- or t-string; its prefix begins at `start`.
    #[inline]
    pub(super) fn string(&mut self, start: usize, quote_at: usize) -> Result<Head, LexError> {
        let quote = self.at(quote_at);
        self.state.string_line = self.state.line;
        self.state.string_line_start = self.state.line_start;
        if self.quote_size(quote_at) == 3 {
            return self.triple_quoted(start, quote_at);
        }
        let (line, line_start) = (self.state.line, self.state.line_start);
        let mut pos = quote_at + 1;
        let mut escaped_quote = false;
        loop {
            while let Some(&byte) = self.bytes.get(pos)
                && !STOPS[byte as usize]
            {
                pos += 1;
            }
            let byte = self.at(pos);
            if byte == quote {
                self.state.pos = pos + 1;
                return Ok(self.string_token(start, line));
            }
            match byte {
                b'\\' => {
                    pos += 1;
                    escaped_quote |= self.at(pos) == quote;
                    pos = self.skip_escaped(pos);
                }
                b'\n' | 0 => return Err(self.unterminated(start, quote, 1, pos, escaped_quote, line, line_start)),
                _ => pos += 1,
            }
        }
    }

    /// The token of a string that began on `line`.
    #[inline]
    fn string_token(&self, start: usize, line: u32) -> Head {
        let head = Head::new(TokenKind::String, start);
        if line == self.state.line { head } else { head.with_flag(Token::MULTILINE) }
    }

    /// Passes the character after a backslash, which may be a newline.
    #[inline]
    fn skip_escaped(&mut self, mut pos: usize) -> usize {
        if self.at(pos) == b'\r' {
            pos += 1;
        }
        if pos >= self.bytes.len() {
            return pos;
        }
        let newline = self.at(pos) == b'\n';
        pos += 1;
        if newline {
            self.begin_line(pos);
        }
        pos
    }

    fn triple_quoted(&mut self, start: usize, quote_at: usize) -> Result<Head, LexError> {
        let quote = self.at(quote_at);
        let (line, line_start) = (self.state.line, self.state.line_start);
        let mut pos = quote_at + 3;
        let mut quotes = 0;
        loop {
            // Quotes count only side by side.
            let rest = self.bytes.get(pos..).unwrap_or(&[]);
            let skipped = memchr::memchr3(quote, b'\\', b'\n', rest).unwrap_or(rest.len());
            if skipped > 0 {
                quotes = 0;
                pos += skipped;
            }
            let byte = self.at(pos);
            if byte == quote {
                pos += 1;
                quotes += 1;
                if quotes == 3 {
                    self.state.pos = pos;
                    return Ok(self.string_token(start, line));
                }
                continue;
            }
            quotes = 0;
            match byte {
                b'\n' => {
                    pos += 1;
                    self.begin_line(pos);
                }
                b'\\' => pos = self.skip_escaped(pos + 1),
                _ => return Err(self.unterminated(start, quote, 3, pos, false, line, line_start)),
            }
        }
    }

    /// A string without an end. Reported where it starts; `pos` is at the newline or at the end of the text.
    #[cold]
    #[allow(clippy::too_many_arguments)]
    fn unterminated(
        &mut self,
        start: usize,
        quote: u8,
        quote_size: u8,
        pos: usize,
        escaped_quote: bool,
        line: u32,
        line_start: usize,
    ) -> LexError {
        let at_end = pos >= self.bytes.len();
        self.state.at_end |= at_end;
        if at_end && self.end == TextEnd::Nul {
            self.state.pos = pos;
            return self.nul_error();
        }
        let last = self.state.line;
        let last_start = self.state.line_start;
        let message = match self.state.strings.last() {
            Some(mode) if mode.quote == quote && mode.quote_size == quote_size => {
                format!("{}-string: expecting '}}'", mode.prefix())
            }
            _ if quote_size == 3 => format!("unterminated triple-quoted string literal (detected at line {last})"),
            _ if escaped_quote => {
                format!("unterminated string literal (detected at line {last}); perhaps you escaped the end quote?")
            }
            _ => format!("unterminated string literal (detected at line {last})"),
        };
        let incomplete = at_end && message.starts_with("unterminated");
        self.state.line = line;
        self.state.line_start = line_start;
        self.state.pos = start + 1;
        let mut error = self.error_here(message);
        error.0.at_end = incomplete;
        // Whoever goes on after the error goes on behind the string.
        self.state.line = last;
        self.state.line_start = last_start;
        self.state.pos = pos;
        error
    }

    /// Opens an f- or t-string.
    pub(super) fn string_start(
        &mut self,
        start: usize,
        quote: usize,
        template: bool,
        raw: bool,
    ) -> Result<Head, LexError> {
        let quote_size = self.quote_size(quote);
        self.state.string_line = self.state.line;
        self.state.string_line_start = self.state.line_start;
        self.state.pos = quote + quote_size as usize;
        if self.state.strings.len() + 2 > MAX_STRINGS {
            return Err(self.error_here("too many nested f-strings or t-strings".to_owned()));
        }
        let mode = StringMode {
            in_text: true,
            template,
            raw,
            quote: self.at(quote),
            quote_size,
            in_format: false,
            in_debug: false,
            depth: 0,
            field_depth: -1,
            start,
            line: self.state.line,
            line_start: self.state.line_start,
            expression: 0,
            expression_end: None,
        };
        self.state.strings.push(mode);
        let head = Head::new(mode.kinds().0, start);
        Ok(if raw { head.with_flag(Token::RAW) } else { head })
    }

    /// The next token within the text of an f- or t-string (`tok_get_fstring_mode`).
    pub(super) fn string_part(&mut self) -> Result<Head, LexError> {
        let Some(&mode) = self.state.strings.last() else { return self.ordinary() };
        let start = self.state.pos;
        self.state.string_line = self.state.line;
        self.state.string_line_start = self.state.line_start;
        if self.at(start) == b'{' && self.at(start + 1) != b'{' {
            self.begin_field()?;
            return self.ordinary();
        }
        let closes = (0..mode.quote_size as usize).all(|index| self.at(start + index) == mode.quote);
        if closes {
            self.state.pos = start + mode.quote_size as usize;
            self.state.strings.pop();
            return Ok(Head::new(mode.kinds().2, start));
        }
        self.string_text(mode, start)
    }

    /// A replacement field begins at the current position.
    fn begin_field(&mut self) -> Result<(), LexError> {
        let Some(mode) = self.state.strings.last_mut() else { return Ok(()) };
        mode.field_depth += 1;
        if mode.field_depth >= MAX_FIELDS {
            let message = format!("{}-string: expressions nested too deeply", mode.prefix());
            return Err(self.error_here(message));
        }
        mode.in_text = false;
        Ok(())
    }

    /// Leaves the text for the tokens of a field, or of its end.
    fn leave_text(&mut self) {
        if let Some(mode) = self.state.strings.last_mut() {
            mode.in_text = false;
            mode.in_format = false;
        }
    }

    /// Literal text of an f- or t-string, up to a field, a doubled brace or the closing quotes.
    fn string_text(&mut self, mode: StringMode, start: usize) -> Result<Head, LexError> {
        let line = self.state.line;
        let in_format = mode.in_format && mode.field_depth >= 0;
        let mut pos = start;
        let mut quotes = 0;
        // Within `\N{…}`, whose closing brace ends the token.
        let mut named_escape = false;
        let mut doubled = false;
        loop {
            while let Some(&byte) = self.bytes.get(pos)
                && !TEXT_STOPS[byte as usize]
            {
                pos += 1;
                quotes = 0;
            }
            let byte = self.at(pos);
            if byte == mode.quote {
                pos += 1;
                quotes += 1;
                if quotes == mode.quote_size {
                    pos -= quotes as usize;
                    break;
                }
                continue;
            }
            quotes = 0;
            match byte {
                b'"' | b'\'' => pos += 1,
                b'{' => {
                    self.note_field_start(pos + 1);
                    if self.at(pos + 1) == b'{' && !in_format {
                        pos += 2;
                        doubled = true;
                    } else {
                        self.state.pos = pos;
                        self.begin_field()?;
                        self.leave_text();
                    }
                    break;
                }
                b'}' => {
                    if named_escape {
                        pos += 1;
                    } else if self.at(pos + 1) == b'}' && !in_format && mode.depth == 0 {
                        pos += 2;
                        doubled = true;
                    } else {
                        self.leave_text();
                    }
                    break;
                }
                b'\\' => {
                    pos += 1;
                    let escaped = if self.at(pos) == b'\r' { pos + 1 } else { pos };
                    let byte = self.at(escaped);
                    if byte == b'{' || byte == b'}' {
                        pos = escaped;
                        if !mode.raw {
                            self.state.pos = pos + 1;
                            self.warn_brace_escape(byte as char);
                        }
                    } else {
                        pos = self.skip_escaped(pos);
                        if byte == b'N' && !mode.raw && self.at(pos) == b'{' {
                            named_escape = true;
                            pos += 1;
                        }
                    }
                }
                b'\n' if mode.quote_size == 3 => {
                    pos += 1;
                    self.begin_line(pos);
                }
                _ => return Err(self.unterminated_text(mode, pos, in_format)),
            }
        }
        self.state.pos = pos;
        let mut head = Head::new(mode.kinds().1, start);
        if line != self.state.line {
            head = head.with_flag(Token::MULTILINE);
        }
        if doubled {
            head = head.with_flag(Token::DOUBLED_BRACE);
        }
        if mode.raw {
            head = head.with_flag(Token::RAW);
        }
        Ok(head)
    }

    #[cold]
    fn warn_brace_escape(&mut self, brace: char) {
        let hint = format!("Did you mean \"\\\\{brace}\"? A raw string is also an option.");
        self.warn(
            format!("\"\\{brace}\" is an invalid escape sequence. Such sequences will not work in the future. {hint}"),
            format!("\"\\{brace}\" is an invalid escape sequence. {hint}"),
        );
    }

    /// Text that a newline or the end cuts short.
    #[cold]
    fn unterminated_text(&mut self, mode: StringMode, pos: usize, in_format: bool) -> LexError {
        let at_end = pos >= self.bytes.len();
        let prefix = mode.prefix();
        self.state.at_end |= at_end;
        if at_end && self.end == TextEnd::Nul {
            self.state.pos = pos;
            return self.nul_error();
        }
        if in_format && !at_end {
            self.state.pos = pos + 1;
            let error = self.error_here(format!(
                "{prefix}-string: newlines are not allowed in format specifiers for single quoted {prefix}-strings"
            ));
            self.state.pos = pos;
            return error;
        }
        let last = self.state.line;
        let last_start = self.state.line_start;
        let triple = mode.quote_size == 3;
        let size = if triple { "triple-quoted " } else { "" };
        let message = format!("unterminated {size}{prefix}-string literal (detected at line {last})");
        self.state.line = mode.line;
        self.state.line_start = mode.line_start;
        self.state.pos = mode.start + 1;
        let mut error = self.error_here(message);
        error.0.at_end = triple && at_end;
        self.state.line = last;
        self.state.line_start = last_start;
        self.state.pos = pos;
        error
    }

    /// A field's expression begins at `start`.
    fn note_field_start(&mut self, start: usize) {
        if let Some(mode) = self.state.strings.last_mut() {
            mode.expression = start;
            mode.expression_end = None;
        }
    }

    /// A single `=`: at the top of a field it asks for the expression's text.
    #[inline]
    pub(super) fn note_debug_field(&mut self) {
        if let Some(mode) = self.state.strings.last_mut()
            && mode.depth - mode.field_depth == 1
        {
            mode.in_debug = true;
        }
    }

    /// One of `{`, `}`, `!` and `:` within a field: notes where its expression lies. True if it is the colon that begins
    /// the format.
    #[inline]
    pub(super) fn note_field_mark(&mut self, byte: u8, start: usize) -> bool {
        match self.state.strings.last_mut() {
            Some(mode) if mode.field_depth >= 0 => {
                let cursor = mode.depth - i32::from(byte != b'{');
                let comparison = byte == b'!' && self.bytes.get(start + 1) == Some(&b'=');
                if !comparison && (cursor == 0 || cursor == 1 && (mode.in_debug || mode.in_format)) {
                    if byte == b'{' {
                        mode.expression = start + 1;
                        mode.expression_end = None;
                    } else {
                        let end = *mode.expression_end.get_or_insert(start);
                        if mode.in_debug || mode.template {
                            self.state.fields.push((start as u32, mode.expression as u32, end as u32));
                        }
                    }
                }
                if byte == b':' && cursor == mode.field_depth {
                    mode.in_text = true;
                    mode.in_format = true;
                    return true;
                }
                false
            }
            _ => false,
        }
    }
}
