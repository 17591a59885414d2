//! Characters by name, for `\N{…}` (`unicodedata.c: _getcode`): the names of Unicode 16, its formal aliases, and the
//! derived names of ideographs; in any case, but otherwise to the letter.

/// The character that a name denotes.
pub fn character_by_name(name: &str) -> Option<char> {
    // Every name and alias starts with a letter.
    if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let upper = name.to_ascii_uppercase();
    if let Ok(index) = ALIASES.binary_search_by_key(&upper.as_str(), |alias| alias.0) {
        return ALIASES.get(index).map(|alias| alias.1);
    }
    if let Some(digits) = upper.strip_prefix("VS") {
        return variation_selector(digits);
    }
    if let Some(digits) = upper.strip_prefix("TANGUT IDEOGRAPH-") {
        let point = hexadecimal(digits)?;
        let known = matches!(point, 0x17000..=0x187F7 | 0x18D00..=0x18D08);
        return char::from_u32(point).filter(|_| known);
    }
    // The look-up is lenient about spaces and hyphens; CPython's is not.
    let found = unicode_names2::character(&upper)?;
    let exact = unicode_names2::name(found).is_some_and(|known| known.flat_map(str::bytes).eq(upper.bytes()));
    Some(found).filter(|_| exact)
}

/// Variation selectors 1 to 256, whose aliases are `VS1` to `VS256`.
fn variation_selector(digits: &str) -> Option<char> {
    if digits.starts_with('0') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let point = match digits.parse::<u32>().ok()? {
        number @ 1..=16 => 0xFE00 + number - 1,
        number @ 17..=256 => 0xE0100 + number - 17,
        _ => return None,
    };
    char::from_u32(point)
}

/// Four or five hexadecimal digits without a needless zero.
fn hexadecimal(digits: &str) -> Option<u32> {
    let plain = matches!(digits.len(), 4 | 5) && !digits.starts_with('0');
    let hexadecimal = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if plain && hexadecimal { u32::from_str_radix(digits, 16).ok() } else { None }
}

/// The formal aliases (Unicode 16, `NameAliases.txt`) but for the variation selectors', in order of the text.
static ALIASES: &[(&str, char)] = &[
    ("ACK", '\u{6}'),
    ("ACKNOWLEDGE", '\u{6}'),
    ("ALERT", '\u{7}'),
    ("ALM", '\u{61C}'),
    ("APC", '\u{9F}'),
    ("APPLICATION PROGRAM COMMAND", '\u{9F}'),
    ("BACKSPACE", '\u{8}'),
    ("BEL", '\u{7}'),
    ("BOM", '\u{FEFF}'),
    ("BPH", '\u{82}'),
    ("BREAK PERMITTED HERE", '\u{82}'),
    ("BS", '\u{8}'),
    ("BYTE ORDER MARK", '\u{FEFF}'),
    ("BYZANTINE MUSICAL SYMBOL FTHORA SKLIRON CHROMA VASIS", '\u{1D0C5}'),
    ("CAN", '\u{18}'),
    ("CANCEL", '\u{18}'),
    ("CANCEL CHARACTER", '\u{94}'),
    ("CARRIAGE RETURN", '\u{D}'),
    ("CCH", '\u{94}'),
    ("CGJ", '\u{34F}'),
    ("CHARACTER TABULATION", '\u{9}'),
    ("CHARACTER TABULATION SET", '\u{88}'),
    ("CHARACTER TABULATION WITH JUSTIFICATION", '\u{89}'),
    ("CONTROL SEQUENCE INTRODUCER", '\u{9B}'),
    ("CR", '\u{D}'),
    ("CSI", '\u{9B}'),
    ("CUNEIFORM SIGN NU11 OVER NU11 BUR OVER BUR", '\u{122D5}'),
    ("CUNEIFORM SIGN NU11 TENU", '\u{122D4}'),
    ("DATA LINK ESCAPE", '\u{10}'),
    ("DC1", '\u{11}'),
    ("DC2", '\u{12}'),
    ("DC3", '\u{13}'),
    ("DC4", '\u{14}'),
    ("DCS", '\u{90}'),
    ("DEL", '\u{7F}'),
    ("DELETE", '\u{7F}'),
    ("DEVICE CONTROL FOUR", '\u{14}'),
    ("DEVICE CONTROL ONE", '\u{11}'),
    ("DEVICE CONTROL STRING", '\u{90}'),
    ("DEVICE CONTROL THREE", '\u{13}'),
    ("DEVICE CONTROL TWO", '\u{12}'),
    ("DLE", '\u{10}'),
    ("EM", '\u{19}'),
    ("END OF GUARDED AREA", '\u{97}'),
    ("END OF LINE", '\u{A}'),
    ("END OF MEDIUM", '\u{19}'),
    ("END OF PROTECTED AREA", '\u{97}'),
    ("END OF SELECTED AREA", '\u{87}'),
    ("END OF TEXT", '\u{3}'),
    ("END OF TRANSMISSION", '\u{4}'),
    ("END OF TRANSMISSION BLOCK", '\u{17}'),
    ("ENQ", '\u{5}'),
    ("ENQUIRY", '\u{5}'),
    ("EOL", '\u{A}'),
    ("EOM", '\u{19}'),
    ("EOT", '\u{4}'),
    ("EPA", '\u{97}'),
    ("ESA", '\u{87}'),
    ("ESC", '\u{1B}'),
    ("ESCAPE", '\u{1B}'),
    ("ETB", '\u{17}'),
    ("ETX", '\u{3}'),
    ("FF", '\u{C}'),
    ("FILE SEPARATOR", '\u{1C}'),
    ("FORM FEED", '\u{C}'),
    ("FS", '\u{1C}'),
    ("FSI", '\u{2068}'),
    ("FVS1", '\u{180B}'),
    ("FVS2", '\u{180C}'),
    ("FVS3", '\u{180D}'),
    ("FVS4", '\u{180F}'),
    ("GROUP SEPARATOR", '\u{1D}'),
    ("GS", '\u{1D}'),
    ("HANGUL JONGSEONG SSANGYESIEUNG", '\u{11EE}'),
    ("HANGUL JONGSEONG YESIEUNG-KHIEUKH", '\u{11EF}'),
    ("HANGUL JONGSEONG YESIEUNG-KIYEOK", '\u{11EC}'),
    ("HANGUL JONGSEONG YESIEUNG-SSANGKIYEOK", '\u{11ED}'),
    ("HENTAIGANA LETTER E-1", '\u{1B001}'),
    ("HIGH OCTET PRESET", '\u{81}'),
    ("HOP", '\u{81}'),
    ("HORIZONTAL TABULATION", '\u{9}'),
    ("HORIZONTAL TABULATION SET", '\u{88}'),
    ("HORIZONTAL TABULATION WITH JUSTIFICATION", '\u{89}'),
    ("HT", '\u{9}'),
    ("HTJ", '\u{89}'),
    ("HTS", '\u{88}'),
    ("IND", '\u{84}'),
    ("INDEX", '\u{84}'),
    ("INFORMATION SEPARATOR FOUR", '\u{1C}'),
    ("INFORMATION SEPARATOR ONE", '\u{1F}'),
    ("INFORMATION SEPARATOR THREE", '\u{1D}'),
    ("INFORMATION SEPARATOR TWO", '\u{1E}'),
    ("KANNADA LETTER LLLA", '\u{CDE}'),
    ("LAO LETTER FO FAY", '\u{E9F}'),
    ("LAO LETTER FO FON", '\u{E9D}'),
    ("LAO LETTER LO", '\u{EA5}'),
    ("LAO LETTER RO", '\u{EA3}'),
    ("LATIN CAPITAL LETTER GHA", '\u{1A2}'),
    ("LATIN SMALL LETTER GHA", '\u{1A3}'),
    ("LEFTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE", '\u{2B7A}'),
    ("LF", '\u{A}'),
    ("LINE FEED", '\u{A}'),
    ("LINE TABULATION", '\u{B}'),
    ("LINE TABULATION SET", '\u{8A}'),
    ("LOCKING-SHIFT ONE", '\u{E}'),
    ("LOCKING-SHIFT ZERO", '\u{F}'),
    ("LRE", '\u{202A}'),
    ("LRI", '\u{2066}'),
    ("LRM", '\u{200E}'),
    ("LRO", '\u{202D}'),
    ("MEDEFAIDRIN CAPITAL LETTER H", '\u{16E56}'),
    ("MEDEFAIDRIN CAPITAL LETTER NG", '\u{16E57}'),
    ("MEDEFAIDRIN SMALL LETTER H", '\u{16E76}'),
    ("MEDEFAIDRIN SMALL LETTER NG", '\u{16E77}'),
    ("MESSAGE WAITING", '\u{95}'),
    ("MICR DASH SYMBOL", '\u{2449}'),
    ("MICR ON US SYMBOL", '\u{2448}'),
    ("MMSP", '\u{205F}'),
    ("MVS", '\u{180E}'),
    ("MW", '\u{95}'),
    ("MYANMAR LETTER KHAMTI LLA", '\u{AA6E}'),
    ("NAK", '\u{15}'),
    ("NBH", '\u{83}'),
    ("NBSP", '\u{A0}'),
    ("NEGATIVE ACKNOWLEDGE", '\u{15}'),
    ("NEL", '\u{85}'),
    ("NEW LINE", '\u{A}'),
    ("NEXT LINE", '\u{85}'),
    ("NL", '\u{A}'),
    ("NNBSP", '\u{202F}'),
    ("NO BREAK HERE", '\u{83}'),
    ("NUL", '\u{0}'),
    ("NULL", '\u{0}'),
    ("OPERATING SYSTEM COMMAND", '\u{9D}'),
    ("OSC", '\u{9D}'),
    ("PAD", '\u{80}'),
    ("PADDING CHARACTER", '\u{80}'),
    ("PARTIAL LINE BACKWARD", '\u{8C}'),
    ("PARTIAL LINE DOWN", '\u{8B}'),
    ("PARTIAL LINE FORWARD", '\u{8B}'),
    ("PARTIAL LINE UP", '\u{8C}'),
    ("PDF", '\u{202C}'),
    ("PDI", '\u{2069}'),
    ("PLD", '\u{8B}'),
    ("PLU", '\u{8C}'),
    ("PM", '\u{9E}'),
    ("PRESENTATION FORM FOR VERTICAL RIGHT WHITE LENTICULAR BRACKET", '\u{FE18}'),
    ("PRIVACY MESSAGE", '\u{9E}'),
    ("PRIVATE USE ONE", '\u{91}'),
    ("PRIVATE USE TWO", '\u{92}'),
    ("PRIVATE USE-1", '\u{91}'),
    ("PRIVATE USE-2", '\u{92}'),
    ("PU1", '\u{91}'),
    ("PU2", '\u{92}'),
    ("RECORD SEPARATOR", '\u{1E}'),
    ("REVERSE INDEX", '\u{8D}'),
    ("REVERSE LINE FEED", '\u{8D}'),
    ("RI", '\u{8D}'),
    ("RIGHTWARDS TRIANGLE-HEADED ARROW WITH DOUBLE VERTICAL STROKE", '\u{2B7C}'),
    ("RLE", '\u{202B}'),
    ("RLI", '\u{2067}'),
    ("RLM", '\u{200F}'),
    ("RLO", '\u{202E}'),
    ("RS", '\u{1E}'),
    ("SCI", '\u{9A}'),
    ("SET TRANSMIT STATE", '\u{93}'),
    ("SGC", '\u{99}'),
    ("SHIFT IN", '\u{F}'),
    ("SHIFT OUT", '\u{E}'),
    ("SHY", '\u{AD}'),
    ("SI", '\u{F}'),
    ("SINGLE CHARACTER INTRODUCER", '\u{9A}'),
    ("SINGLE GRAPHIC CHARACTER INTRODUCER", '\u{99}'),
    ("SINGLE SHIFT THREE", '\u{8F}'),
    ("SINGLE SHIFT TWO", '\u{8E}'),
    ("SINGLE-SHIFT-2", '\u{8E}'),
    ("SINGLE-SHIFT-3", '\u{8F}'),
    ("SO", '\u{E}'),
    ("SOH", '\u{1}'),
    ("SOS", '\u{98}'),
    ("SP", '\u{20}'),
    ("SPA", '\u{96}'),
    ("SS2", '\u{8E}'),
    ("SS3", '\u{8F}'),
    ("SSA", '\u{86}'),
    ("ST", '\u{9C}'),
    ("START OF GUARDED AREA", '\u{96}'),
    ("START OF HEADING", '\u{1}'),
    ("START OF PROTECTED AREA", '\u{96}'),
    ("START OF SELECTED AREA", '\u{86}'),
    ("START OF STRING", '\u{98}'),
    ("START OF TEXT", '\u{2}'),
    ("STRING TERMINATOR", '\u{9C}'),
    ("STS", '\u{93}'),
    ("STX", '\u{2}'),
    ("SUB", '\u{1A}'),
    ("SUBSTITUTE", '\u{1A}'),
    ("SYN", '\u{16}'),
    ("SYNCHRONOUS IDLE", '\u{16}'),
    ("SYRIAC SUBLINEAR COLON SKEWED LEFT", '\u{709}'),
    ("TAB", '\u{9}'),
    ("TIBETAN MARK BKA- SHOG GI MGO RGYAN", '\u{FD0}'),
    ("UNIT SEPARATOR", '\u{1F}'),
    ("US", '\u{1F}'),
    ("VERTICAL TABULATION", '\u{B}'),
    ("VERTICAL TABULATION SET", '\u{8A}'),
    ("VT", '\u{B}'),
    ("VTS", '\u{8A}'),
    ("WEIERSTRASS ELLIPTIC FUNCTION", '\u{2118}'),
    ("WJ", '\u{2060}'),
    ("YI SYLLABLE ITERATION MARK", '\u{A015}'),
    ("ZWJ", '\u{200D}'),
    ("ZWNBSP", '\u{FEFF}'),
    ("ZWNJ", '\u{200C}'),
    ("ZWSP", '\u{200B}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_aliases_and_derived_names() {
        assert!(ALIASES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        for (name, character) in [
            ("latin small letter a", 'a'),
            ("LINE FEED", '\n'),
            ("lf", '\n'),
            ("BYTE ORDER MARK", '\u{FEFF}'),
            ("VS17", '\u{E0100}'),
            ("CJK UNIFIED IDEOGRAPH-4e00", '\u{4E00}'),
            ("tangut ideograph-17000", '\u{17000}'),
            ("HANGUL SYLLABLE GA", '\u{AC00}'),
        ] {
            assert_eq!(character_by_name(name), Some(character), "{name}");
        }
        for name in [
            "",
            "LATIN  SMALL LETTER A",
            "LATIN_SMALL_LETTER_A",
            "latinsmalllettera",
            "VS0",
            "VS257",
            "VS01",
            "-A",
            "-",
            "A-",
            "é",
        ] {
            assert_eq!(character_by_name(name), None, "{name}");
        }
    }
}
