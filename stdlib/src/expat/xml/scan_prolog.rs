//! Tokens of the prolog and of DTDs (expat: `xmltok_impl.c: prologTok`).

use super::{
    names,
    scan::{At, Quantity, Scan, Scanned, Scanner, Stop, Token, is_space, scanned},
};

/// A token, its end, and whether it might go on behind the end of the text.
type Found = (Token, usize, bool);

fn whole((token, end): (Token, usize)) -> Found {
    (token, end, false)
}

impl Scanner<'_> {
    /// The next token of a prolog or DTD.
    pub(super) fn prolog(&self, i: usize) -> Scanned {
        if i >= self.text.len() {
            return Scanned { token: Token::None, end: i, open: false };
        }
        match self.prolog_token(i) {
            Ok((token, end, open)) => Scanned { token, end, open },
            Err(stop) => scanned(Err(stop)),
        }
    }

    fn prolog_token(&self, i: usize) -> Scan<Found> {
        let one = |token| Ok((token, i + 1, false));
        match self.text[i] {
            quote @ (b'"' | b'\'') => self.literal(quote, i + 1),
            b'<' => match self.byte(i + 1)? {
                b'!' => self.declaration(i + 2).map(whole),
                b'?' => self.instruction(i + 2).map(whole),
                b if b.is_ascii_alphabetic()
                    || b == b'_'
                    || b == b':' && !self.namespaces
                    || matches!(b, 0xC0..=0xF4) =>
                {
                    Ok((Token::InstanceStart, i, false))
                }
                _ => Err(Stop::Invalid(i + 1)),
            },
            b if is_space(b) => Ok(self.space(i)),
            b'%' => self.percent(i + 1).map(whole),
            b',' => one(Token::Comma),
            b'[' => one(Token::SubsetOpen),
            b']' => match self.text.get(i + 1) {
                None => Ok((Token::SubsetClose, i + 1, true)),
                Some(b']') => match self.byte(i + 2)? {
                    b'>' => Ok((Token::CondClose, i + 3, false)),
                    _ => one(Token::SubsetClose),
                },
                Some(_) => one(Token::SubsetClose),
            },
            b'(' => one(Token::GroupOpen),
            b')' => {
                let Some(&next) = self.text.get(i + 1) else {
                    return Ok((Token::GroupClose(Quantity::One), i + 1, true));
                };
                match quantity(next) {
                    Some(quantity) => Ok((Token::GroupClose(quantity), i + 2, false)),
                    None if is_space(next) || matches!(next, b'>' | b',' | b'|' | b')') => {
                        one(Token::GroupClose(Quantity::One))
                    }
                    None => Err(Stop::Invalid(i + 1)),
                }
            }
            b'|' => one(Token::Or),
            b'>' => one(Token::DeclClose),
            b'#' => self.pound_name(i + 1),
            _ => self.name_token(i),
        }
    }

    fn space(&self, i: usize) -> Found {
        let text = self.text;
        if text[i] == b'\r' && i + 1 == text.len() {
            return (Token::Space, i + 1, true);
        }
        let mut end = i + 1;
        while let Some(&b) = text.get(end) {
            // A last `\r` waits for the `\n` that may belong to it.
            if !is_space(b) || b == b'\r' && end + 1 == text.len() {
                break;
            }
            end += 1;
        }
        (Token::Space, end, false)
    }

    fn literal(&self, quote: u8, mut i: usize) -> Scan<Found> {
        while self.byte(i)? != quote {
            i = self.any(i)?;
        }
        i += 1;
        match self.text.get(i) {
            None => Ok((Token::Literal, i, true)),
            Some(&b) if is_space(b) || matches!(b, b'>' | b'%' | b'[') => Ok((Token::Literal, i, false)),
            Some(_) => Err(Stop::Invalid(i)),
        }
    }

    /// What follows `<!`.
    fn declaration(&self, mut i: usize) -> Scan<(Token, usize)> {
        let begins = |b: u8| b.is_ascii_alphabetic() || b == b'_' || b == b':' && !self.namespaces;
        match self.byte(i)? {
            b'-' => return self.comment(i + 1),
            b'[' => return Ok((Token::CondOpen, i + 1)),
            b if begins(b) => i += 1,
            _ => return Err(Stop::Invalid(i)),
        }
        loop {
            match self.byte(i)? {
                b'%' => {
                    let next = self.byte(i + 1)?;
                    return if is_space(next) || next == b'%' {
                        Err(Stop::Invalid(i))
                    } else {
                        Ok((Token::DeclOpen, i))
                    };
                }
                b if is_space(b) => return Ok((Token::DeclOpen, i)),
                b if begins(b) => i += 1,
                _ => return Err(Stop::Invalid(i)),
            }
        }
    }

    fn pound_name(&self, i: usize) -> Scan<Found> {
        let i = self.name_start(i)?;
        match self.name_rest(i) {
            Ok(i) => match self.text[i] {
                b if is_space(b) || matches!(b, b')' | b'>' | b'%' | b'|') => Ok((Token::PoundName, i, false)),
                _ => Err(Stop::Invalid(i)),
            },
            Err(Stop::Partial) => Ok((Token::PoundName, self.text.len(), true)),
            Err(stop) => Err(stop),
        }
    }

    fn name_token(&self, i: usize) -> Scan<Found> {
        let digit = |b: u8| b.is_ascii_digit() || matches!(b, b'-' | b'.');
        let (mut token, mut i) = match self.at(i)? {
            At::Wide(c, len) if names::starts(c) => (Token::Name, i + len),
            At::Wide(c, len) if names::continues(c) => (Token::Nmtoken, i + len),
            At::Ascii(b) if digit(b) || b == b':' && self.namespaces => (Token::Nmtoken, i + 1),
            _ => (Token::Name, self.name_start(i)?),
        };
        loop {
            i = match self.name_rest(i) {
                Ok(i) => i,
                Err(Stop::Partial) => return Ok((token, self.text.len(), true)),
                Err(stop) => return Err(stop),
            };
            let b = self.text[i];
            if is_space(b) || matches!(b, b'>' | b')' | b',' | b'|' | b'[' | b'%') {
                return Ok((token, i, false));
            }
            if b == b':' && self.namespaces {
                i += 1;
                token = match token {
                    Token::Name => match self.at(i)? {
                        At::Ascii(b) if b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.') => {
                            Token::PrefixedName
                        }
                        At::Wide(c, _) if names::continues(c) => Token::PrefixedName,
                        At::Wide(..) => return Err(Stop::Invalid(i)),
                        At::Ascii(_) => Token::Nmtoken,
                    },
                    _ => Token::Nmtoken,
                };
                continue;
            }
            return match quantity(b) {
                Some(quantity) if token != Token::Nmtoken => Ok((Token::QuantifiedName(quantity), i + 1, false)),
                _ => Err(Stop::Invalid(i)),
            };
        }
    }
}

fn quantity(b: u8) -> Option<Quantity> {
    Some(match b {
        b'?' => Quantity::Optional,
        b'*' => Quantity::Repeated,
        b'+' => Quantity::OneOrMore,
        _ => return None,
    })
}
