//! Comments, and those of them that are type comments (PEP 484).

use super::token::Head;
use super::{Lexer, TokenKind};

impl Lexer<'_> {
    /// A comment: skipped, unless comments are wanted.
    #[inline]
    pub(super) fn comment(&mut self, blank_line: bool, start: usize) -> Head {
        let rest = &self.bytes[start..];
        let length = match memchr::memchr(b'\n', rest) {
            Some(length) => length,
            None => rest.len(),
        };
        self.state.pos = start + length;
        if self.options.type_comments || self.state.line_by_line {
            return self.comment_token(blank_line, start);
        }
        Head::NOTHING
    }

    #[cold]
    fn comment_token(&mut self, blank_line: bool, start: usize) -> Head {
        // A carriage return ends a comment as well.
        let comment = &self.bytes[start..self.state.pos];
        if let Some(length) = memchr::memchr(b'\r', comment) {
            self.state.pos = start + length;
        }
        if self.options.type_comments {
            let head = self.type_comment(blank_line, start);
            if head != Head::NOTHING {
                return head;
            }
        }
        if self.options.extra_tokens {
            self.state.comment_newline = blank_line;
            return Head::new(TokenKind::Comment, start);
        }
        Head::NOTHING
    }

    /// `# type: …`, where each space stands for any number of spaces and tabs. The token is what follows.
    fn type_comment(&mut self, blank_line: bool, start: usize) -> Head {
        let end = self.state.pos;
        let mut pos = start;
        for &expected in b"# type: " {
            if expected == b' ' {
                while pos < end && matches!(self.at(pos), b' ' | b'\t') {
                    pos += 1;
                }
            } else if pos < end && self.at(pos) == expected {
                pos += 1;
            } else {
                return Head::NOTHING;
            }
        }
        let after = pos + b"ignore".len();
        let ignores = self.bytes.get(pos..after.min(end)) == Some(b"ignore")
            && !(after < end && (self.at(after) >= 128 || self.at(after).is_ascii_alphanumeric()));
        if !ignores {
            return Head::new(TokenKind::TypeComment, pos);
        }
        if blank_line {
            // Alone on its line, it takes the newline along.
            self.state.pos += usize::from(self.at(end) == b'\n');
            self.state.at_line_start = true;
        }
        Head::new(TokenKind::TypeIgnore, after)
    }
}

#[cfg(test)]
mod tests {
    use super::super::LexOptions;
    use super::*;
    use crate::source::{FinalNewline, Source};

    /// Kind and text of the tokens, without those of structure.
    fn type_comments(text: &str) -> Vec<(TokenKind, String)> {
        let source = Source::from_text(text, FinalNewline::Add).expect("a source");
        let options = LexOptions { type_comments: true, extra_tokens: false };
        let mut lexer = Lexer::with_options(&source, options);
        let mut found = Vec::new();
        loop {
            let token = lexer.next().expect("a token");
            match token.kind {
                TokenKind::TypeComment | TokenKind::TypeIgnore => {
                    found.push((token.kind, token.text(source.text()).to_owned()));
                }
                TokenKind::EndMarker => return found,
                _ => {}
            }
        }
    }

    #[test]
    fn type_comments_are_cpythons() {
        use TokenKind::{TypeComment, TypeIgnore};
        let cases: [(&str, &[(TokenKind, &str)]); 18] = [
            ("x = 1 # type: int", &[(TypeComment, "int")]),
            ("x = 1 #type:int", &[(TypeComment, "int")]),
            ("x = 1 #\ttype :int", &[]),
            ("x = 1 # type:   a b  ", &[(TypeComment, "a b  ")]),
            ("x = 1 # type:", &[(TypeComment, "")]),
            ("# type: ignore", &[(TypeIgnore, "\n")]),
            ("  # type: ignore\nx", &[(TypeIgnore, "\n")]),
            ("x # type: ignore", &[(TypeIgnore, "")]),
            ("x #type:ignore[foo] bar", &[(TypeIgnore, "[foo] bar")]),
            ("x # type: ignored", &[(TypeComment, "ignored")]),
            ("x # type: ignore é", &[(TypeIgnore, " é")]),
            ("x # type: ignoreé", &[(TypeComment, "ignoreé")]),
            ("x # type: ignore_", &[(TypeIgnore, "_")]),
            ("x # type: ignore # c", &[(TypeIgnore, " # c")]),
            ("(\n# type: ignore\nx)", &[(TypeIgnore, "\n")]),
            ("(x # type: int\n)", &[(TypeComment, "int")]),
            ("# type: int", &[(TypeComment, "int")]),
            ("if x: # type: ignore\n  # type: ignore\n  y", &[(TypeIgnore, ""), (TypeIgnore, "\n")]),
        ];
        for (text, expected) in cases {
            let expected: Vec<_> = expected.iter().map(|&(kind, text)| (kind, text.to_owned())).collect();
            assert_eq!(type_comments(text), expected, "{text:?}");
        }
    }
}
