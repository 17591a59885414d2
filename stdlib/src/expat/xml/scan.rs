//! Tokens of content, and what tokens of all kinds are made of. A scanner looks at UTF-8 that may end anywhere and may be wrong:
//! both are found where the scan reaches them, as expat does it (`xmltok_impl.c`), since the place is part of an error.

use super::names;
use std::ops::Range;

/// How often a part of a content model may occur.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(crate) enum Quantity {
    #[default]
    One,
    Optional,
    Repeated,
    OneOrMore,
}

/// What a piece of text is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Token {
    /// Nothing is left.
    None,
    /// The token goes on behind the end.
    Partial,
    /// A character goes on behind the end.
    PartialChar,
    Invalid,
    /// `\r` at the end, which a `\n` may follow.
    TrailingCr,
    /// `]` or `]]` at the end.
    TrailingBrackets,
    Data,
    /// `\n`, `\r` or `\r\n`
    Newline,
    StartTag,
    EmptyTag,
    EndTag,
    CharRef,
    EntityRef,
    CdataOpen,
    CdataClose,
    IgnoredEnd,
    Comment,
    Instruction,
    XmlDeclaration,
    /// White space between declarations and in attribute values.
    Space,
    DeclOpen,
    DeclClose,
    Name,
    PrefixedName,
    Nmtoken,
    QuantifiedName(Quantity),
    PoundName,
    Or,
    Comma,
    Percent,
    GroupOpen,
    GroupClose(Quantity),
    SubsetOpen,
    SubsetClose,
    Literal,
    ParamRef,
    InstanceStart,
    CondOpen,
    CondClose,
}

/// A token and its end; for what is invalid, where.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scanned {
    pub(super) token: Token,
    pub(super) end: usize,
    /// The token reaches the end of the text and might go on there.
    pub(super) open: bool,
}

/// What keeps a scan from going on.
pub(super) enum Stop {
    Partial,
    PartialChar,
    Invalid(usize),
}

pub(super) type Scan<T> = Result<T, Stop>;

/// An attribute of a start tag.
#[derive(Clone, Debug)]
pub(super) struct Attribute {
    pub(super) name: Range<usize>,
    pub(super) value: Range<usize>,
    /// The value is its text: no reference, tab or end of line in it.
    pub(super) plain: bool,
}

/// A text with the rules for colons in names.
#[derive(Clone, Copy)]
pub(super) struct Scanner<'a> {
    pub(super) text: &'a [u8],
    pub(super) namespaces: bool,
}

/// A character at some place.
pub(super) enum At {
    Ascii(u8),
    /// Beyond ASCII: the code point and its length.
    Wide(u32, usize),
}

pub(super) fn is_space(b: u8) -> bool {
    matches!(b, b' ' | b'\t' | b'\n' | b'\r')
}

/// A control character, which no document may contain.
fn is_control(b: u8) -> bool {
    b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r')
}

/// Bytes at which a run of character data is looked at closely.
const SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        table[i] = b >= 0x80 || matches!(b, b'<' | b'&' | b']') || b < 0x20 && b != b'\t';
        i += 1;
    }
    table
};

/// Decodes the character at `i`, which is there and not ASCII.
fn wide(text: &[u8], i: usize) -> Scan<(u32, usize)> {
    let lead = text[i];
    let len = match lead {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return Err(Stop::Invalid(i)),
    };
    let Some(bytes) = text.get(i..i + len) else { return Err(Stop::PartialChar) };
    let c = bytes[1..]
        .iter()
        .try_fold(u32::from(lead) & (0x7F >> len), |c, &b| (b & 0xC0 == 0x80).then_some(c << 6 | u32::from(b & 0x3F)));
    match c {
        Some(c)
            if c >= [0x80, 0x800, 0x10000][len - 2] && char::from_u32(c).is_some() && !matches!(c, 0xFFFE | 0xFFFF) =>
        {
            Ok((c, len))
        }
        _ => Err(Stop::Invalid(i)),
    }
}

impl<'a> Scanner<'a> {
    /// The byte at `i`.
    pub(super) fn byte(&self, i: usize) -> Scan<u8> {
        self.text.get(i).copied().ok_or(Stop::Partial)
    }

    /// The character at `i`.
    pub(super) fn at(&self, i: usize) -> Scan<At> {
        match self.byte(i)? {
            b if b < 0x80 => Ok(At::Ascii(b)),
            _ => wide(self.text, i).map(|(c, len)| At::Wide(c, len)),
        }
    }

    /// The place behind the character at `i`, which must be one that documents may contain.
    pub(super) fn any(&self, i: usize) -> Scan<usize> {
        match self.at(i)? {
            At::Ascii(b) if is_control(b) => Err(Stop::Invalid(i)),
            At::Ascii(_) => Ok(i + 1),
            At::Wide(_, len) => Ok(i + len),
        }
    }

    fn starts_ascii(&self, b: u8) -> bool {
        b.is_ascii_alphabetic() || b == b'_' || b == b':' && !self.namespaces
    }

    /// The place behind the first character of a name, which must be at `i`.
    pub(super) fn name_start(&self, i: usize) -> Scan<usize> {
        match self.at(i)? {
            At::Ascii(b) if self.starts_ascii(b) => Ok(i + 1),
            At::Wide(c, len) if names::starts(c) => Ok(i + len),
            _ => Err(Stop::Invalid(i)),
        }
    }

    /// The end of the characters of a name from `i` on. A character beyond ASCII that is none is an error.
    pub(super) fn name_rest(&self, mut i: usize) -> Scan<usize> {
        loop {
            match self.at(i)? {
                At::Ascii(b) if self.starts_ascii(b) || b.is_ascii_digit() || matches!(b, b'-' | b'.') => i += 1,
                At::Ascii(_) => return Ok(i),
                At::Wide(c, len) if names::continues(c) => i += len,
                At::Wide(..) => return Err(Stop::Invalid(i)),
            }
        }
    }

    /// A name of a tag or attribute whose first character ended at `i`; at most one colon divides it where namespaces are told apart.
    fn tag_name(&self, mut i: usize) -> Scan<usize> {
        let mut divided = false;
        loop {
            i = self.name_rest(i)?;
            if !self.namespaces || self.text[i] != b':' {
                return Ok(i);
            }
            if divided {
                return Err(Stop::Invalid(i));
            }
            divided = true;
            i = self.name_start(i + 1)?;
        }
    }

    /// Behind white space, of which there may be none.
    fn skip_space(&self, mut i: usize) -> Scan<usize> {
        while is_space(self.byte(i)?) {
            i += 1;
        }
        Ok(i)
    }

    /// The next token of content. The attributes of a start tag go into `attributes`.
    pub(super) fn content(&self, i: usize, attributes: &mut Vec<Attribute>) -> Scanned {
        if i >= self.text.len() {
            return Scanned { token: Token::None, end: i, open: false };
        }
        scanned(self.content_token(i, attributes))
    }

    fn content_token(&self, i: usize, attributes: &mut Vec<Attribute>) -> Scan<(Token, usize)> {
        let after = |i: usize| self.text.get(i).copied();
        match self.text[i] {
            b'<' => self.markup(i + 1, attributes),
            b'&' => self.reference(i + 1),
            b'\n' => Ok((Token::Newline, i + 1)),
            b'\r' => Ok(match after(i + 1) {
                None => (Token::TrailingCr, i + 1),
                Some(b'\n') => (Token::Newline, i + 2),
                Some(_) => (Token::Newline, i + 1),
            }),
            b']' => match (after(i + 1), after(i + 2)) {
                (None, _) | (Some(b']'), None) => Ok((Token::TrailingBrackets, self.text.len())),
                (Some(b']'), Some(b'>')) => Err(Stop::Invalid(i + 2)),
                _ => self.data(i + 1),
            },
            _ => self.data(self.any(i)?),
        }
    }

    /// Character data whose first character ended at `i`.
    fn data(&self, mut i: usize) -> Scan<(Token, usize)> {
        let text = self.text;
        while let Some(&b) = text.get(i) {
            if !SPECIAL[b as usize] {
                i += 1;
            } else if b >= 0x80 {
                match wide(text, i) {
                    Ok((_, len)) => i += len,
                    Err(_) => break,
                }
            } else if b == b']' {
                match text.get(i + 1..) {
                    Some([b']', b'>', ..]) => return Err(Stop::Invalid(i + 2)),
                    Some([] | [b']']) | None => break,
                    Some(_) => i += 1,
                }
            } else {
                break;
            }
        }
        Ok((Token::Data, i))
    }

    /// The next token of a CDATA section.
    pub(super) fn cdata(&self, i: usize) -> Scanned {
        if i >= self.text.len() {
            return Scanned { token: Token::None, end: i, open: false };
        }
        scanned(self.cdata_token(i))
    }

    fn cdata_token(&self, i: usize) -> Scan<(Token, usize)> {
        let mut i = match self.text[i] {
            b']' => {
                if self.byte(i + 1)? == b']' && self.byte(i + 2)? == b'>' {
                    return Ok((Token::CdataClose, i + 3));
                }
                i + 1
            }
            b'\n' => return Ok((Token::Newline, i + 1)),
            b'\r' => {
                let end = if self.byte(i + 1)? == b'\n' { i + 2 } else { i + 1 };
                return Ok((Token::Newline, end));
            }
            _ => self.any(i)?,
        };
        while let Some(&b) = self.text.get(i) {
            if b == b']' || b < 0x80 && b != b'<' && b != b'&' && SPECIAL[b as usize] {
                break;
            }
            if b < 0x80 {
                i += 1;
            } else {
                match wide(self.text, i) {
                    Ok((_, len)) => i += len,
                    Err(_) => break,
                }
            }
        }
        Ok((Token::Data, i))
    }

    /// The rest of an ignored section of a DTD.
    pub(super) fn ignored(&self, i: usize) -> Scanned {
        scanned(self.ignored_section(i))
    }

    fn ignored_section(&self, mut i: usize) -> Scan<(Token, usize)> {
        let mut level = 0usize;
        loop {
            match self.byte(i)? {
                b'<' => {
                    i += 1;
                    if self.byte(i)? == b'!' {
                        i += 1;
                        if self.byte(i)? == b'[' {
                            level += 1;
                            i += 1;
                        }
                    }
                }
                b']' => {
                    i += 1;
                    if self.byte(i)? == b']' {
                        i += 1;
                        if self.byte(i)? == b'>' {
                            i += 1;
                            if level == 0 {
                                return Ok((Token::IgnoredEnd, i));
                            }
                            level -= 1;
                        }
                    }
                }
                _ => i = self.any(i)?,
            }
        }
    }

    /// What follows `<` in content.
    fn markup(&self, i: usize, attributes: &mut Vec<Attribute>) -> Scan<(Token, usize)> {
        match self.byte(i)? {
            b'!' => match self.byte(i + 1)? {
                b'-' => self.comment(i + 2),
                b'[' => {
                    self.byte(i + 7)?;
                    for (k, &wanted) in b"CDATA[".iter().enumerate() {
                        if self.byte(i + 2 + k)? != wanted {
                            return Err(Stop::Invalid(i + 2 + k));
                        }
                    }
                    Ok((Token::CdataOpen, i + 8))
                }
                _ => Err(Stop::Invalid(i + 1)),
            },
            b'?' => self.instruction(i + 1),
            b'/' => self.end_tag(i + 1),
            _ => self.start_tag(i, attributes),
        }
    }

    fn end_tag(&self, i: usize) -> Scan<(Token, usize)> {
        let mut i = self.name_start(i)?;
        loop {
            i = self.name_rest(i)?;
            match self.text[i] {
                b':' => i += 1,
                b'>' => return Ok((Token::EndTag, i + 1)),
                b if is_space(b) => {
                    i = self.skip_space(i)?;
                    return if self.text[i] == b'>' { Ok((Token::EndTag, i + 1)) } else { Err(Stop::Invalid(i)) };
                }
                _ => return Err(Stop::Invalid(i)),
            }
        }
    }

    fn start_tag(&self, i: usize, attributes: &mut Vec<Attribute>) -> Scan<(Token, usize)> {
        attributes.clear();
        let mut i = self.tag_name(self.name_start(i)?)?;
        loop {
            // Behind the name, or behind an attribute's closing quote.
            let spaced = self.skip_space(i)?;
            match self.text[spaced] {
                b'>' => return Ok((Token::StartTag, spaced + 1)),
                b'/' => {
                    return match self.byte(spaced + 1)? {
                        b'>' => Ok((Token::EmptyTag, spaced + 2)),
                        _ => Err(Stop::Invalid(spaced + 1)),
                    };
                }
                _ if spaced == i => return Err(Stop::Invalid(i)),
                _ => {}
            }
            let name_end = self.tag_name(self.name_start(spaced)?)?;
            i = self.skip_space(name_end)?;
            if self.text[i] != b'=' {
                return Err(Stop::Invalid(i));
            }
            i = self.skip_space(i + 1)?;
            let quote = self.text[i];
            if !matches!(quote, b'"' | b'\'') {
                return Err(Stop::Invalid(i));
            }
            i += 1;
            let value_start = i;
            let mut plain = true;
            loop {
                let b = self.byte(i)?;
                if b == quote {
                    break;
                }
                match b {
                    b'&' => {
                        plain = false;
                        i = self.reference(i + 1)?.1;
                    }
                    b'<' => return Err(Stop::Invalid(i)),
                    b'\t' | b'\n' | b'\r' => {
                        plain = false;
                        i += 1;
                    }
                    _ => i = self.any(i)?,
                }
            }
            attributes.push(Attribute { name: spaced..name_end, value: value_start..i, plain });
            i += 1;
        }
    }

    /// What follows `&`.
    pub(super) fn reference(&self, i: usize) -> Scan<(Token, usize)> {
        if self.byte(i)? == b'#' {
            return self.char_reference(i + 1);
        }
        let i = self.name_rest(self.name_start(i)?)?;
        if self.text[i] == b';' { Ok((Token::EntityRef, i + 1)) } else { Err(Stop::Invalid(i)) }
    }

    fn char_reference(&self, mut i: usize) -> Scan<(Token, usize)> {
        let hex = self.byte(i)? == b'x';
        if hex {
            i += 1;
        }
        let is_digit = |b: u8| if hex { b.is_ascii_hexdigit() } else { b.is_ascii_digit() };
        if !is_digit(self.byte(i)?) {
            return Err(Stop::Invalid(i));
        }
        while is_digit(self.byte(i)?) {
            i += 1;
        }
        if self.text[i] == b';' { Ok((Token::CharRef, i + 1)) } else { Err(Stop::Invalid(i)) }
    }

    /// What follows `<!-`.
    pub(super) fn comment(&self, mut i: usize) -> Scan<(Token, usize)> {
        if self.byte(i)? != b'-' {
            return Err(Stop::Invalid(i));
        }
        i += 1;
        loop {
            if self.byte(i)? != b'-' {
                i = self.any(i)?;
                continue;
            }
            i += 1;
            if self.byte(i)? == b'-' {
                i += 1;
                return if self.byte(i)? == b'>' { Ok((Token::Comment, i + 1)) } else { Err(Stop::Invalid(i)) };
            }
        }
    }

    /// What follows `<?`.
    pub(super) fn instruction(&self, start: usize) -> Scan<(Token, usize)> {
        let mut i = self.name_rest(self.name_start(start)?)?;
        let kind = |end: usize| match &self.text[start..end] {
            b"xml" => Ok(Token::XmlDeclaration),
            target if target.eq_ignore_ascii_case(b"xml") => Err(Stop::Invalid(end)),
            _ => Ok(Token::Instruction),
        };
        match self.text[i] {
            b'?' => {
                let token = kind(i)?;
                i += 1;
                if self.byte(i)? == b'>' { Ok((token, i + 1)) } else { Err(Stop::Invalid(i)) }
            }
            b if is_space(b) => {
                let token = kind(i)?;
                i += 1;
                loop {
                    if self.byte(i)? != b'?' {
                        i = self.any(i)?;
                        continue;
                    }
                    i += 1;
                    if self.byte(i)? == b'>' {
                        return Ok((token, i + 1));
                    }
                }
            }
            _ => Err(Stop::Invalid(i)),
        }
    }

    /// The next piece of an attribute's value.
    pub(super) fn attribute_value(&self, i: usize) -> Scanned {
        self.value(i, |b| matches!(b, b'&' | b'<' | b'\n' | b'\r' | b'\t' | b' '))
    }

    /// The next piece of an entity's value.
    pub(super) fn entity_value(&self, i: usize) -> Scanned {
        self.value(i, |b| matches!(b, b'&' | b'%' | b'\n' | b'\r'))
    }

    /// The next piece of a literal, whose characters have been looked at; those that are `special` end a run.
    fn value(&self, i: usize, special: fn(u8) -> bool) -> Scanned {
        let Some(&first) = self.text.get(i) else { return Scanned { token: Token::None, end: i, open: false } };
        if !special(first) {
            let run = self.text[i..].iter().position(|&b| special(b));
            return Scanned { token: Token::Data, end: run.map_or(self.text.len(), |n| i + n), open: false };
        }
        scanned(match first {
            b'&' => self.reference(i + 1),
            b'%' => match self.percent(i + 1) {
                Ok((Token::Percent, end)) => Err(Stop::Invalid(end)),
                other => other,
            },
            b'\n' => Ok((Token::Newline, i + 1)),
            b'\r' => Ok(match self.text.get(i + 1) {
                None => (Token::TrailingCr, i + 1),
                Some(b'\n') => (Token::Newline, i + 2),
                Some(_) => (Token::Newline, i + 1),
            }),
            b'\t' | b' ' => Ok((Token::Space, i + 1)),
            _ => Err(Stop::Invalid(i)),
        })
    }

    /// What follows `%`.
    pub(super) fn percent(&self, i: usize) -> Scan<(Token, usize)> {
        match self.byte(i)? {
            b'%' => return Ok((Token::Percent, i)),
            b if is_space(b) => return Ok((Token::Percent, i)),
            _ => {}
        }
        let i = self.name_rest(self.name_start(i)?)?;
        if self.text[i] == b';' { Ok((Token::ParamRef, i + 1)) } else { Err(Stop::Invalid(i)) }
    }
}

/// A token that scans answered with.
pub(super) fn scanned(found: Scan<(Token, usize)>) -> Scanned {
    let (token, end) = match found {
        Ok(found) => found,
        Err(Stop::Partial) => (Token::Partial, 0),
        Err(Stop::PartialChar) => (Token::PartialChar, 0),
        Err(Stop::Invalid(at)) => (Token::Invalid, at),
    };
    Scanned { token, end, open: false }
}

/// The character that `&#…;` stands for.
pub(super) fn referred(text: &[u8]) -> Option<char> {
    let digits = text.get(2..text.len().checked_sub(1)?)?;
    let (digits, base) = match digits {
        [b'x', hex @ ..] => (hex, 16),
        _ => (digits, 10),
    };
    let mut n = 0u32;
    for &b in digits {
        n = n * base + char::from(b).to_digit(base)?;
        if n > 0x10FFFF {
            return None;
        }
    }
    let c = char::from_u32(n)?;
    (!matches!(n, 0xFFFE | 0xFFFF) && !u8::try_from(n).is_ok_and(is_control)).then_some(c)
}

/// The character of an entity that every document has.
pub(super) fn predefined(name: &[u8]) -> Option<char> {
    Some(match name {
        b"lt" => '<',
        b"gt" => '>',
        b"amp" => '&',
        b"quot" => '"',
        b"apos" => '\'',
        _ => return None,
    })
}
