//! Names of characters, as `\N{...}`, `unicodedata.name` and `lookup` have them.
//!
//! Hangul syllables and unified ideographs are named by rule. The other names are sequences of words; the words, the names in order of
//! their characters, and an order of the names by hash, which is how a name is found, lie in `tables/names.bin`. Aliases and named
//! sequences are few and listed as they are.

use std::ops::Range;

use super::tables::names as table;

static DATA: &[u8] = include_bytes!("tables/names.bin");

const HANGUL_SYLLABLE: &str = "HANGUL SYLLABLE ";
const UNIFIED_IDEOGRAPH: &str = "CJK UNIFIED IDEOGRAPH-";
const TANGUT_IDEOGRAPH: &str = "TANGUT IDEOGRAPH-";

/// The longest name, with room to spare; nothing longer is looked for.
const LONGEST: usize = 256;

// The Unicode Standard, 4.8, table of short names of jamos.
const LEADS: [&str; 19] =
    ["G", "GG", "N", "D", "DD", "R", "M", "B", "BB", "S", "SS", "", "J", "JJ", "C", "K", "T", "P", "H"];
const VOWELS: [&str; 21] = [
    "A", "AE", "YA", "YAE", "EO", "E", "YEO", "YE", "O", "WA", "WAE", "OE", "YO", "U", "WEO", "WE", "WI", "YU", "EU",
    "YI", "I",
];
const TRAILS: [&str; 28] = [
    "", "G", "GG", "GS", "N", "NJ", "NH", "D", "L", "LG", "LM", "LB", "LS", "LT", "LP", "LH", "M", "B", "BS", "S",
    "SS", "NG", "J", "C", "K", "T", "P", "H",
];

/// The `i`th of the byte strings in `part`, of which `offsets` has the place of every sixteenth.
fn entry(offsets: Range<usize>, part: Range<usize>, i: usize) -> Option<&'static [u8]> {
    let offset = DATA.get(offsets)?.as_chunks::<4>().0.get(i / 16)?;
    let mut rest = DATA.get(part)?.get(u32::from_le_bytes(*offset) as usize..)?;
    for _ in 0..i % 16 {
        let (&len, tail) = rest.split_first()?;
        rest = tail.get(usize::from(len)..)?;
    }
    let (&len, tail) = rest.split_first()?;
    tail.get(..usize::from(len))
}

/// The `i`th listed name, which is that of `c`.
fn listed(i: usize, c: u32) -> Option<String> {
    let mut words = entry(table::NAME_OFFSETS, table::NAMES, i)?.iter().map(|&b| usize::from(b));
    let mut out = String::new();
    while let Some(first) = words.next() {
        let number =
            if first < table::SHORT { first } else { table::SHORT + ((first - table::SHORT) << 8 | words.next()?) };
        match entry(table::LEXICON_OFFSETS, table::LEXICON, number)? {
            b"#" => out.push_str(&format!("{c:04X}")),
            word => out.push_str(std::str::from_utf8(word).ok()?),
        }
    }
    Some(out)
}

/// The run that `find` compares equal.
fn run_by(find: impl Fn(&(u32, u32, u16)) -> std::cmp::Ordering) -> Option<(u32, u32, u16)> {
    table::RUNS.binary_search_by(find).ok().map(|i| table::RUNS[i])
}

fn within(ranges: &[(u32, u32)], c: u32) -> bool {
    ranges.iter().any(|&(from, to)| (from..to).contains(&c))
}

/// The name of `c`, if it has one. Control characters have none.
pub fn name(c: u32) -> Option<String> {
    use std::cmp::Ordering::{Equal, Greater, Less};
    let syllable = c.wrapping_sub(0xAC00) as usize;
    if let (Some(lead), Some(vowel), Some(trail)) =
        (LEADS.get(syllable / (28 * 21)), VOWELS.get(syllable / 28 % 21), TRAILS.get(syllable % 28))
    {
        return Some(format!("{HANGUL_SYLLABLE}{lead}{vowel}{trail}"));
    }
    if within(&table::IDEOGRAPHS, c) {
        return Some(format!("{UNIFIED_IDEOGRAPH}{c:X}"));
    }
    let (from, _, first) = run_by(|&(from, to, _)| match c {
        _ if to <= c => Less,
        _ if from > c => Greater,
        _ => Equal,
    })?;
    listed(usize::from(first) + (c - from) as usize, c)
}

/// The index in `parts` of the longest that `rest` begins with, and what follows it.
fn longest<'r>(parts: &[&str], rest: &'r str) -> Option<(u32, &'r str)> {
    let fits = parts.iter().enumerate().filter_map(|(i, part)| rest.strip_prefix(part).map(|after| (i as u32, after)));
    fits.min_by_key(|(_, after)| after.len())
}

/// The FNV-1a hash that orders the names.
fn hash(name: &[u8]) -> u32 {
    name.iter().fold(0x811C_9DC5, |hash, &b| (hash ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// The number in `digits` that a derived name ends in: four digits, or more without a leading zero.
fn number_of(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|b| b.is_ascii_hexdigit());
    let c = u32::from_str_radix(digits, 16).ok().filter(|_| plain && digits.len() <= 6)?;
    (format!("{c:04X}").len() == digits.len()).then_some(c)
}

/// The name in capitals, as it is looked for.
fn capitals(name: &[u8]) -> Option<String> {
    if name.len() > LONGEST || !name.is_ascii() {
        return None;
    }
    String::from_utf8(name.to_ascii_uppercase()).ok()
}

/// The character of a name in capitals that is no alias.
fn by_own_name(name: &str) -> Option<u32> {
    if let Some(rest) = name.strip_prefix(HANGUL_SYLLABLE) {
        let (lead, rest) = longest(&LEADS, rest)?;
        let (vowel, rest) = longest(&VOWELS, rest)?;
        let (trail, rest) = longest(&TRAILS, rest)?;
        return rest.is_empty().then_some(0xAC00 + (lead * 21 + vowel) * 28 + trail);
    }
    if let Some(rest) = name.strip_prefix(UNIFIED_IDEOGRAPH) {
        return number_of(rest).filter(|&c| within(&table::IDEOGRAPHS, c));
    }
    if let Some(rest) = name.strip_prefix(TANGUT_IDEOGRAPH) {
        return number_of(rest).filter(|&c| within(&table::TANGUT, c));
    }
    let wanted = hash(name.as_bytes());
    let order = DATA.get(table::ORDER)?.as_chunks::<2>().0;
    let nth = |at: usize| -> Option<(u32, String)> {
        let number = u16::from_le_bytes(*order.get(at)?);
        let (from, _, first) = run_by(|&(from, to, first)| {
            let end = u32::from(first) + (to - from);
            if end <= u32::from(number) {
                std::cmp::Ordering::Less
            } else if first > number {
                std::cmp::Ordering::Greater
            } else {
                std::cmp::Ordering::Equal
            }
        })?;
        let c = from + u32::from(number - first);
        Some((c, listed(usize::from(number), c)?))
    };
    let (mut low, mut high) = (0, order.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if hash(nth(middle)?.1.as_bytes()) < wanted {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    while let Some((c, found)) = nth(low) {
        if found == name {
            return Some(c);
        }
        if hash(found.as_bytes()) != wanted {
            break;
        }
        low += 1;
    }
    None
}

/// The character of a name or an alias, in any case, as `\N{...}` finds it.
pub fn lookup(name: &[u8]) -> Option<u32> {
    let name = capitals(name)?;
    by_own_name(&name).or_else(|| {
        let at = table::ALIASES.binary_search_by_key(&name.as_str(), |&(alias, _)| alias).ok()?;
        Some(table::ALIASES[at].1)
    })
}

/// As [`lookup`] without the aliases, as the database of Unicode 3.2.0 finds it.
pub fn lookup_without_aliases(name: &[u8]) -> Option<u32> {
    by_own_name(&capitals(name)?)
}

/// The code points of a named sequence, which `unicodedata.lookup` finds too.
pub fn lookup_sequence(name: &[u8]) -> Option<&'static [u32]> {
    let name = capitals(name)?;
    let at = table::SEQUENCES.binary_search_by_key(&name.as_str(), |&(sequence, _)| sequence).ok()?;
    Some(table::SEQUENCES[at].1)
}
