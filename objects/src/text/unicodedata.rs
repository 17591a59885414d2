//! What the module `unicodedata` tells, for Unicode 16.0.0 and for the frozen 3.2.0 that IDNA is defined by
//! (CPython: `Modules/unicodedata.c`; UAX #15 for the normal forms).

use super::tables::{Properties, database, old_properties_of, properties_of};
use super::{Text, TextBuf, buf::room, chars};

/// Which database is asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Database {
    /// Unicode 16.0.0.
    Current,
    /// Unicode 3.2.0 (`unicodedata.ucd_3_2_0`).
    Old,
}

/// A normal form of UAX #15.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Form {
    /// Canonical decomposition and composition.
    Nfc,
    /// Canonical decomposition.
    Nfd,
    /// Compatibility decomposition and canonical composition.
    Nfkc,
    /// Compatibility decomposition.
    Nfkd,
}

impl Form {
    /// The form that Python names so.
    pub fn named(name: &[u8]) -> Option<Form> {
        Some(match name {
            b"NFC" => Form::Nfc,
            b"NFD" => Form::Nfd,
            b"NFKC" => Form::Nfkc,
            b"NFKD" => Form::Nfkd,
            _ => return None,
        })
    }

    fn is_compatible(self) -> bool {
        matches!(self, Form::Nfkc | Form::Nfkd)
    }

    fn composes(self) -> bool {
        matches!(self, Form::Nfc | Form::Nfkc)
    }
}

// Hangul syllables are composed by arithmetic: The Unicode Standard, 3.12.
const S_BASE: u32 = 0xAC00;
const L_BASE: u32 = 0x1100;
const V_BASE: u32 = 0x1161;
const T_BASE: u32 = 0x11A7;
const L_COUNT: u32 = 19;
const V_COUNT: u32 = 21;
const T_COUNT: u32 = 28;
const S_COUNT: u32 = L_COUNT * V_COUNT * T_COUNT;
/// Code points of the longest full decomposition (U+FDFA's).
const LONGEST: usize = 18;

/// A decomposition of one step: its tag (empty if canonical) and its code points.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Decomposition {
    /// `<compat>` and the like, or nothing.
    pub tag: &'static str,
    /// The code points.
    pub codes: &'static [u32],
}

impl Database {
    fn properties(self, c: u32) -> &'static Properties {
        match self {
            Database::Current => properties_of(c),
            Database::Old => old_properties_of(c),
        }
    }

    /// Does this database know `c` as assigned?
    pub fn is_assigned(self, c: u32) -> bool {
        self.properties(c).category != 0
    }

    /// The general category, such as `Lu`.
    pub fn category(self, c: u32) -> &'static str {
        database::CATEGORIES[usize::from(self.properties(c).category)]
    }

    /// The bidirectional class, such as `L`; may be empty.
    pub fn bidirectional(self, c: u32) -> &'static str {
        database::BIDIRECTIONAL[usize::from(self.properties(c).bidirectional)]
    }

    /// The canonical combining class.
    pub fn combining(self, c: u32) -> u8 {
        self.properties(c).combining
    }

    /// The East Asian width, such as `Na`.
    pub fn east_asian_width(self, c: u32) -> &'static str {
        database::WIDTHS[usize::from(self.properties(c).width)]
    }

    /// Is it mirrored in text that runs from right to left?
    pub fn mirrored(self, c: u32) -> bool {
        self.properties(c).mirrored
    }

    /// The value of a decimal digit.
    pub fn decimal(self, c: u32) -> Option<u8> {
        match self {
            Database::Current => chars::decimal(c),
            Database::Old if database::OLD_DECIMALS.binary_search(&c).is_ok() => chars::digit(c),
            Database::Old => chars::decimal(c).filter(|_| self.is_assigned(c)),
        }
    }

    /// The value of a digit; the old database answers as the present one.
    pub fn digit(self, c: u32) -> Option<u8> {
        chars::digit(c)
    }

    /// The numeric value.
    pub fn numeric(self, c: u32) -> Option<f64> {
        if self == Database::Old {
            if let Ok(at) = database::OLD_NUMERIC.binary_search_by_key(&c, |&(code, _)| code) {
                return database::NUMERIC_VALUES.get(usize::from(database::OLD_NUMERIC[at].1)).copied();
            }
            if !self.is_assigned(c) {
                return None;
            }
        }
        chars::numeric(c)
    }

    fn decomposition_record(self, c: u32) -> Option<Decomposition> {
        if self == Database::Old && !self.is_assigned(c) {
            return None;
        }
        let at = database::DECOMPOSITIONS.binary_search_by_key(&c, |&(code, ..)| code).ok()?;
        let (_, tag, len, start) = database::DECOMPOSITIONS[at];
        let start = usize::from(start);
        Some(Decomposition {
            tag: database::DECOMPOSITION_TAGS[usize::from(tag)],
            codes: &database::DECOMPOSITION_POOL[start..start + usize::from(len)],
        })
    }

    /// The decomposition as the database's file writes it, such as `<compat> 0020 0301`; empty if there is none. That of a Hangul
    /// syllable is its full one.
    pub fn decomposition(self, c: u32) -> String {
        if c.wrapping_sub(S_BASE) < S_COUNT {
            let mut codes = Vec::new();
            self.decompose(Form::Nfd, c, &mut codes);
            return codes.iter().map(|code| format!("{code:04X}")).collect::<Vec<_>>().join(" ");
        }
        let Some(decomposition) = self.decomposition_record(c) else { return String::new() };
        let tag = Some(decomposition.tag.to_owned()).filter(|tag| !tag.is_empty());
        let words: Vec<String> =
            tag.into_iter().chain(decomposition.codes.iter().map(|code| format!("{code:04X}"))).collect();
        words.join(" ")
    }

    /// Appends the full decomposition of `c`.
    fn decompose(self, form: Form, c: u32, out: &mut Vec<u32>) {
        let syllable = c.wrapping_sub(S_BASE);
        if syllable < S_COUNT {
            out.push(L_BASE + syllable / (V_COUNT * T_COUNT));
            out.push(V_BASE + syllable % (V_COUNT * T_COUNT) / T_COUNT);
            if !syllable.is_multiple_of(T_COUNT) {
                out.push(T_BASE + syllable % T_COUNT);
            }
            return;
        }
        if self == Database::Old
            && let Ok(at) = database::OLD_SINGLES.binary_search_by_key(&c, |&(code, _)| code)
        {
            out.push(database::OLD_SINGLES[at].1);
            return;
        }
        match self.decomposition_record(c) {
            // Chains of decompositions are a few steps long, and the tables are fixed, so the recursion is bounded.
            Some(step) if step.tag.is_empty() || form.is_compatible() => {
                for &code in step.codes {
                    self.decompose(form, code, out);
                }
            }
            _ => out.push(c),
        }
    }

    /// The normal form of `text`.
    pub fn normalize(self, form: Form, text: Text<'_>) -> TextBuf {
        if text.is_ascii() {
            return text.to_buf();
        }
        let mut codes = Vec::new();
        let mut known = room(&mut codes, text.len());
        for c in text.iter() {
            known = known && room(&mut codes, LONGEST);
            if !known {
                return TextBuf::new();
            }
            if c < 0x80 {
                codes.push(c);
            } else {
                self.decompose(form, c, &mut codes);
            }
        }
        order(&mut codes);
        if form.composes() {
            compose(&mut codes);
        }
        codes.into_iter().collect()
    }

    /// Is `text` in the normal form already?
    pub fn is_normalized(self, form: Form, text: Text<'_>) -> bool {
        text.is_ascii() || self.normalize(form, text).as_text() == text
    }
}

/// The combining class for ordering and composing, where the old database too goes by the present classes.
fn class_of(c: u32) -> u8 {
    properties_of(c).combining
}

/// Sorts each run of combining characters by their classes, keeping the order of equals.
fn order(codes: &mut [u32]) {
    for run in codes.chunk_by_mut(|_, &next| class_of(next) != 0) {
        // A run's first code point is a starter, or the text begins with combining characters.
        let first = usize::from(run.first().is_some_and(|&c| class_of(c) == 0));
        if run.len() > first + 1 {
            run[first..].sort_by_key(|&c| class_of(c));
        }
    }
}

/// Composes each starter with the followers that are not blocked from it.
fn compose(codes: &mut Vec<u32>) {
    let mut kept = 0;
    let mut starter: Option<usize> = None;
    // The combining class of the last follower that stayed; a starter blocks all.
    let mut blocking = 0;
    for at in 0..codes.len() {
        let c = codes[at];
        let class = class_of(c);
        if let Some(first) = starter {
            let adjacent = kept == first + 1;
            if (adjacent || (blocking != 0 && blocking < class))
                && let Some(composed) = pair(codes[first], c)
            {
                codes[first] = composed;
                continue;
            }
        }
        if class == 0 {
            starter = Some(kept);
        }
        blocking = class;
        codes[kept] = c;
        kept += 1;
    }
    codes.truncate(kept);
}

/// The primary composite of two code points.
fn pair(first: u32, second: u32) -> Option<u32> {
    let (lead, vowel) = (first.wrapping_sub(L_BASE), second.wrapping_sub(V_BASE));
    if lead < L_COUNT && vowel < V_COUNT {
        return Some(S_BASE + (lead * V_COUNT + vowel) * T_COUNT);
    }
    let (syllable, trail) = (first.wrapping_sub(S_BASE), second.wrapping_sub(T_BASE));
    if syllable < S_COUNT && syllable.is_multiple_of(T_COUNT) && trail > 0 && trail < T_COUNT {
        return Some(first + trail);
    }
    let pairs = &database::COMPOSITIONS;
    let at = pairs.binary_search_by_key(&(first, second), |&(a, b, _)| (a, b)).ok()?;
    Some(pairs[at].2)
}
