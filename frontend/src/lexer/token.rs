//! Tokens: their kinds with CPython's numbers (`Grammar/Tokens`), the keyword a name is, and the 20-byte record the
//! lexer hands out.
//!
//! A keyword is a `NAME` token; which one it is has been worked out by the lexer, so that the parser compares one byte.

macro_rules! token_kinds {
    ($($name:ident = $number:literal, $cpython:literal;)*) => {
        /// What a token is. The discriminant is CPython 3.14's token number.
        #[repr(u8)]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        pub enum TokenKind {
            $(#[doc = concat!("`", $cpython, "`")] $name = $number,)*
        }

        impl TokenKind {
            /// Every kind, in order of its number.
            pub const ALL: &[TokenKind] = &[$(TokenKind::$name,)*];

            /// The name in CPython's `token` module.
            pub fn name(self) -> &'static str {
                match self { $(TokenKind::$name => $cpython,)* }
            }
        }
    };
}

token_kinds! {
    EndMarker = 0, "ENDMARKER";
    Name = 1, "NAME";
    Number = 2, "NUMBER";
    String = 3, "STRING";
    Newline = 4, "NEWLINE";
    Indent = 5, "INDENT";
    Dedent = 6, "DEDENT";
    LPar = 7, "LPAR";
    RPar = 8, "RPAR";
    LSqb = 9, "LSQB";
    RSqb = 10, "RSQB";
    Colon = 11, "COLON";
    Comma = 12, "COMMA";
    Semi = 13, "SEMI";
    Plus = 14, "PLUS";
    Minus = 15, "MINUS";
    Star = 16, "STAR";
    Slash = 17, "SLASH";
    VBar = 18, "VBAR";
    Amper = 19, "AMPER";
    Less = 20, "LESS";
    Greater = 21, "GREATER";
    Equal = 22, "EQUAL";
    Dot = 23, "DOT";
    Percent = 24, "PERCENT";
    LBrace = 25, "LBRACE";
    RBrace = 26, "RBRACE";
    EqEqual = 27, "EQEQUAL";
    NotEqual = 28, "NOTEQUAL";
    LessEqual = 29, "LESSEQUAL";
    GreaterEqual = 30, "GREATEREQUAL";
    Tilde = 31, "TILDE";
    Circumflex = 32, "CIRCUMFLEX";
    LeftShift = 33, "LEFTSHIFT";
    RightShift = 34, "RIGHTSHIFT";
    DoubleStar = 35, "DOUBLESTAR";
    PlusEqual = 36, "PLUSEQUAL";
    MinEqual = 37, "MINEQUAL";
    StarEqual = 38, "STAREQUAL";
    SlashEqual = 39, "SLASHEQUAL";
    PercentEqual = 40, "PERCENTEQUAL";
    AmperEqual = 41, "AMPEREQUAL";
    VBarEqual = 42, "VBAREQUAL";
    CircumflexEqual = 43, "CIRCUMFLEXEQUAL";
    LeftShiftEqual = 44, "LEFTSHIFTEQUAL";
    RightShiftEqual = 45, "RIGHTSHIFTEQUAL";
    DoubleStarEqual = 46, "DOUBLESTAREQUAL";
    DoubleSlash = 47, "DOUBLESLASH";
    DoubleSlashEqual = 48, "DOUBLESLASHEQUAL";
    At = 49, "AT";
    AtEqual = 50, "ATEQUAL";
    RArrow = 51, "RARROW";
    Ellipsis = 52, "ELLIPSIS";
    ColonEqual = 53, "COLONEQUAL";
    Exclamation = 54, "EXCLAMATION";
    Op = 55, "OP";
    TypeIgnore = 56, "TYPE_IGNORE";
    TypeComment = 57, "TYPE_COMMENT";
    SoftKeyword = 58, "SOFT_KEYWORD";
    FStringStart = 59, "FSTRING_START";
    FStringMiddle = 60, "FSTRING_MIDDLE";
    FStringEnd = 61, "FSTRING_END";
    TStringStart = 62, "TSTRING_START";
    TStringMiddle = 63, "TSTRING_MIDDLE";
    TStringEnd = 64, "TSTRING_END";
    Comment = 65, "COMMENT";
    Nl = 66, "NL";
    ErrorToken = 67, "ERRORTOKEN";
    Encoding = 68, "ENCODING";
}

impl TokenKind {
    /// Whether this is a punctuation token: what `tokenize` reports as `OP`.
    #[inline]
    pub fn is_operator(self) -> bool {
        self as u8 > TokenKind::Dedent as u8 && self as u8 <= TokenKind::Op as u8
    }
}

macro_rules! keywords {
    ($($name:ident $text:literal)*) => {
        /// Which keyword a `NAME` token is. Hard keywords come first, then the soft ones.
        #[repr(u8)]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        pub enum Keyword {
            /// An ordinary identifier, or a token that is no name.
            NotKeyword,
            $(#[doc = concat!("`", $text, "`")] $name,)*
        }

        impl Keyword {
            /// Every keyword with its text, in order of declaration.
            pub const ALL: &[(Keyword, &str)] = &[$((Keyword::$name, $text),)*];
        }
    };
}

keywords! {
    False "False" None "None" True "True" And "and" As "as" Assert "assert" Async "async" Await "await"
    Break "break" Class "class" Continue "continue" Def "def" Del "del" Elif "elif" Else "else" Except "except"
    Finally "finally" For "for" From "from" Global "global" If "if" Import "import" In "in" Is "is" Lambda "lambda"
    Nonlocal "nonlocal" Not "not" Or "or" Pass "pass" Raise "raise" Return "return" Try "try" While "while"
    With "with" Yield "yield"
    Underscore "_" Case "case" Match "match" Type "type"
}

impl Keyword {
    /// Whether the name is reserved everywhere.
    #[inline]
    pub fn is_hard(self) -> bool {
        self != Keyword::NotKeyword && self < Keyword::Underscore
    }

    /// Whether the name is a keyword only where the grammar asks for it (`match`, `case`, `type`, `_`).
    #[inline]
    pub fn is_soft(self) -> bool {
        self >= Keyword::Underscore
    }

    /// The keyword's text; empty for [`Keyword::NotKeyword`].
    pub fn text(self) -> &'static str {
        match (self as usize).checked_sub(1).and_then(|index| Keyword::ALL.get(index)) {
            Some((_, text)) => text,
            None => "",
        }
    }

    /// The keyword with this text.
    pub fn from_text(text: &str) -> Keyword {
        let bytes = text.as_bytes();
        if bytes.len() > 8 { Keyword::NotKeyword } else { Keyword::from_packed(pack(bytes)) }
    }

    /// The keyword whose text, as little-endian bytes, is `packed`. No keyword is longer than eight bytes.
    #[inline]
    pub(super) fn from_packed(packed: u64) -> Keyword {
        let (key, keyword) = TABLE[slot(packed)];
        if key == packed { keyword } else { Keyword::NotKeyword }
    }
}

/// The first eight bytes of a text as a little-endian number.
const fn pack(bytes: &[u8]) -> u64 {
    let mut packed = 0;
    let mut index = 0;
    while index < bytes.len() && index < 8 {
        packed |= (bytes[index] as u64) << (8 * index);
        index += 1;
    }
    packed
}

const SLOT_BITS: u32 = 7;

const fn slot_with(packed: u64, multiplier: u64) -> usize {
    (packed.wrapping_mul(multiplier) >> (64 - SLOT_BITS)) as usize
}

#[inline]
const fn slot(packed: u64) -> usize {
    slot_with(packed, MULTIPLIER)
}

/// The first multiplier of a fixed sequence under which no two keywords share a slot.
const MULTIPLIER: u64 = {
    let mut candidate = 0x9E37_79B9_7F4A_7C15u64;
    'search: loop {
        candidate = candidate.wrapping_mul(0xD134_2543_DE82_EF95).wrapping_add(1) | 1;
        let mut used = [false; 1 << SLOT_BITS];
        let mut index = 0;
        while index < Keyword::ALL.len() {
            let place = slot_with(pack(Keyword::ALL[index].1.as_bytes()), candidate);
            if used[place] {
                continue 'search;
            }
            used[place] = true;
            index += 1;
        }
        break candidate;
    }
};

/// The keyword table: perfect, so that one comparison decides. An empty slot's key is that of no name.
static TABLE: [(u64, Keyword); 1 << SLOT_BITS] = {
    let mut table = [(0, Keyword::NotKeyword); 1 << SLOT_BITS];
    let mut index = 0;
    while index < Keyword::ALL.len() {
        let (keyword, text) = Keyword::ALL[index];
        table[slot(pack(text.as_bytes()))] = (pack(text.as_bytes()), keyword);
        index += 1;
    }
    table
};

/// A token: 20 bytes.
///
/// Positions follow CPython's `struct token`: columns count bytes; `INDENT`, `DEDENT` and `ENDMARKER` have no text, and
/// their `start`, `end` and `col` say where the lexer stood (CPython's column for them is -1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Token {
    /// What it is.
    pub kind: TokenKind,
    /// Which keyword a `NAME` is.
    pub keyword: Keyword,
    /// See the associated constants.
    pub flags: u16,
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte, as positions count it: [`Token::text`] may be shorter.
    pub end: u32,
    /// Line of the first byte, from 1.
    pub line: u32,
    /// Column of the first byte, from 0.
    pub col: u32,
}

const _: () = assert!(size_of::<Token>() == 20);

impl Token {
    /// The token spans lines: its end position is [`super::Lexer::end_position`]'s to find.
    pub const MULTILINE: u16 = 1;
    /// A name or literal with a character above 127.
    pub const NON_ASCII: u16 = 2;
    /// A middle part of an f- or t-string that ends in `{{` or `}}`; its text leaves the second brace out.
    pub const DOUBLED_BRACE: u16 = 4;
    /// The start of a raw f- or t-string, or a middle part of one.
    pub const RAW: u16 = 8;
    /// The newline that the lexer added to a text that does not end in one.
    pub const IMPLICIT: u16 = 16;

    /// Whether a flag is set.
    #[inline]
    pub fn has(self, flag: u16) -> bool {
        self.flags & flag != 0
    }

    /// The token's text.
    pub fn text(self, source: &str) -> &str {
        let end = self.end - u32::from(self.has(Token::DOUBLED_BRACE));
        source.get(self.start as usize..end as usize).unwrap_or("")
    }
}

/// What a step of the lexer returns: all of a token but its end, line and column, which are the lexer's own. A number, so
/// that it travels in a register; [`Token`]s are put together where they are wanted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Head(u64);

impl Head {
    /// The line has ended without a token.
    pub(super) const NOTHING: Head = Head(0xFF);

    #[inline(always)]
    pub(super) fn new(kind: TokenKind, start: usize) -> Head {
        Head((start as u64) << 32 | kind as u64)
    }

    #[inline(always)]
    pub(super) fn with_keyword(self, keyword: Keyword) -> Head {
        Head(self.0 | (keyword as u64) << 8)
    }

    #[inline(always)]
    pub(super) fn with_flag(self, flag: u16) -> Head {
        Head(self.0 | u64::from(flag) << 16)
    }

    /// The same token from another start.
    pub(super) fn starting_at(self, start: usize) -> Head {
        Head(self.0 & 0xFFFF_FFFF | (start as u64) << 32)
    }

    #[inline(always)]
    pub(super) fn kind(self) -> TokenKind {
        KINDS[self.0 as usize & 127]
    }

    #[inline(always)]
    pub(super) fn keyword(self) -> Keyword {
        KEYWORDS[(self.0 >> 8) as usize & 63]
    }

    #[inline(always)]
    pub(super) fn flags(self) -> u16 {
        (self.0 >> 16) as u16
    }

    #[inline(always)]
    pub(super) fn start(self) -> u32 {
        (self.0 >> 32) as u32
    }
}

/// Kinds by number.
static KINDS: [TokenKind; 128] = {
    let mut kinds = [TokenKind::ErrorToken; 128];
    let mut index = 0;
    while index < TokenKind::ALL.len() {
        kinds[TokenKind::ALL[index] as usize] = TokenKind::ALL[index];
        index += 1;
    }
    kinds
};

/// Keywords by number.
static KEYWORDS: [Keyword; 64] = {
    let mut keywords = [Keyword::NotKeyword; 64];
    let mut index = 0;
    while index < Keyword::ALL.len() {
        keywords[Keyword::ALL[index].0 as usize] = Keyword::ALL[index].0;
        index += 1;
    }
    keywords
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_keyword_is_found() {
        for &(keyword, text) in Keyword::ALL {
            assert_eq!(Keyword::from_text(text), keyword);
            assert_eq!(keyword.text(), text);
        }
        for text in ["", "a", "iff", "nonlocals", "none", "TRUE", "print", "exec"] {
            assert_eq!(Keyword::from_text(text), Keyword::NotKeyword);
        }
        assert_eq!(Keyword::ALL.iter().filter(|(keyword, _)| keyword.is_hard()).count(), 35);
        assert_eq!(Keyword::ALL.iter().filter(|(keyword, _)| keyword.is_soft()).count(), 4);
    }
}
