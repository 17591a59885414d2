//! Character sets: a table for the first 256 characters, the item list of the code array for the rest.
//!
//! A set is a list of items tried in order; the first that holds the character decides, and `NEGATE` turns the decision
//! of what follows. The outcome for characters below 256 is computed once, when the pattern is compiled, with case
//! folding applied; only locale-dependent sets must be evaluated anew each time. Source: `_sre/sre_lib.h: charset`.

use super::charclass::{CharClass, ascii_tolower, in_category, locale_tolower, locale_toupper};
use super::opcode::Category;

/// What a character from 256 up can be, as bits: the analysis separates `\w+` from a following `\s` with these.
pub(super) mod kind {
    /// `isalnum` holds.
    pub(in super::super) const WORD: u8 = 1;
    /// `isspace` holds.
    pub(in super::super) const SPACE: u8 = 2;
    /// Neither holds.
    pub(in super::super) const OTHER: u8 = 4;
    /// Any character.
    pub(in super::super) const ANY: u8 = 7;
}

/// How a character is changed before it is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fold {
    /// Not at all.
    None,
    /// ASCII letters become lower case.
    Ascii,
    /// Lower case by the Unicode database.
    Unicode,
    /// The locale's lower case is looked up, then its upper case.
    Locale,
}

/// One item of a set, as in the code array.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Negate,
    Literal(u32),
    Range(u32, u32),
    /// A range of lower-case characters that also holds a character whose upper case is inside.
    RangeUniIgnore(u32, u32),
    Category(Category),
    /// Bitmap of the first 256 characters.
    Bitmap([u32; 8]),
    /// Two-level bitmap of the first 65536 characters: block number of each high byte, blocks.
    BigBitmap(Box<([u8; 256], Vec<[u32; 8]>)>),
}

fn bit(map: &[u32; 8], ch: u32) -> bool {
    map[(ch as usize >> 5) & 7] & (1 << (ch & 31)) != 0
}

/// A set of the first 256 characters.
#[derive(Clone, Copy)]
struct Latin([u64; 4]);

impl Latin {
    const NONE: Latin = Latin([0; 4]);
    const ALL: Latin = Latin([u64::MAX; 4]);

    fn has(&self, ch: u32) -> bool {
        self.0[(ch >> 6) as usize & 3] >> (ch & 63) & 1 != 0
    }

    /// Adds the characters from `low` to `high`, both included.
    fn add(&mut self, low: u32, high: u32) {
        for (i, word) in (0..).zip(self.0.iter_mut()) {
            let (first, last) = (low.max(i * 64), high.min(i * 64 + 63));
            if first <= last {
                *word |= (u64::MAX >> (63 - (last - first))) << (first & 63);
            }
        }
    }

    fn set(&mut self, ch: u32, member: bool) {
        let (word, bit) = (&mut self.0[(ch >> 6) as usize & 3], 1 << (ch & 63));
        *word = if member { *word | bit } else { *word & !bit };
    }

    fn or(self, other: Latin) -> Latin {
        Latin(std::array::from_fn(|i| self.0[i] | other.0[i]))
    }

    fn and_not(self, other: Latin) -> Latin {
        Latin(std::array::from_fn(|i| self.0[i] & !other.0[i]))
    }
}

impl Item {
    /// The characters below 256 that the item holds.
    fn latin<C: CharClass>(&self, class: &C) -> Latin {
        let mut held = Latin::NONE;
        match self {
            Item::Negate => {}
            Item::Literal(literal) => held.add(*literal, *literal),
            Item::Range(low, high) => held.add(*low, *high),
            Item::Category(category) => held = Latin(class.latin(*category)),
            _ => (0..256).for_each(|ch| held.set(ch, self.holds(class, ch))),
        }
        held
    }

    fn holds<C: CharClass>(&self, class: &C, ch: u32) -> bool {
        match self {
            Item::Negate => false,
            Item::Literal(literal) => ch == *literal,
            Item::Range(low, high) => (*low..=*high).contains(&ch),
            Item::RangeUniIgnore(low, high) => {
                (*low..=*high).contains(&ch) || (*low..=*high).contains(&class.to_upper(ch))
            }
            Item::Category(category) => in_category(class, *category, ch),
            Item::Bitmap(map) => ch < 256 && bit(map, ch),
            Item::BigBitmap(big) => {
                ch < 0x10000
                    && big.1.get(usize::from(big.0[ch as usize >> 8])).is_some_and(|block| bit(block, ch & 255))
            }
        }
    }

    /// Kinds of characters from 256 up that the item may hold, and whether it holds all of these kinds.
    fn wide_kinds<C: CharClass>(&self, class: &C) -> (u8, bool) {
        match self {
            Item::Negate | Item::Bitmap(_) => (0, true),
            Item::Literal(literal) if *literal < 256 => (0, true),
            Item::Literal(literal) => (kind_of(class, *literal), false),
            Item::Range(_, high) if *high < 256 => (0, true),
            Item::Range(..) | Item::RangeUniIgnore(..) | Item::BigBitmap(_) => (kind::ANY, false),
            Item::Category(category) => match category {
                Category::Digit | Category::Space | Category::Word | Category::Linebreak | Category::LocWord => {
                    (0, true)
                }
                Category::NotDigit
                | Category::NotSpace
                | Category::NotWord
                | Category::NotLinebreak
                | Category::LocNotWord => (kind::ANY, true),
                Category::UniDigit => (kind::WORD, false),
                Category::UniNotDigit | Category::UniLinebreak | Category::UniNotLinebreak => (kind::ANY, false),
                Category::UniSpace => (kind::SPACE, true),
                Category::UniNotSpace => (kind::WORD | kind::OTHER, true),
                Category::UniWord => (kind::WORD, true),
                Category::UniNotWord => (kind::SPACE | kind::OTHER, true),
            },
        }
    }
}

/// The lower case of the first 256 characters, which every folded set of a pattern needs.
pub(super) fn lower_latin<C: CharClass>(class: &C) -> Box<[u32; 256]> {
    let mut lower = Box::new([0; 256]);
    for (ch, lower) in (0..).zip(lower.iter_mut()) {
        *lower = class.to_lower(ch);
    }
    lower
}

/// The kind bit of one character from 256 up.
pub(super) fn kind_of<C: CharClass>(class: &C, ch: u32) -> u8 {
    if class.is_alnum(ch) {
        kind::WORD
    } else if class.is_space(ch) {
        kind::SPACE
    } else {
        kind::OTHER
    }
}

/// Which characters from 256 up are members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wide {
    Never,
    Always,
    /// Those of one category, or all others.
    Category(Category, bool),
    /// Ask the items.
    Items,
}

/// A set with its folding, ready to be asked.
#[derive(Debug)]
pub(super) struct CharSet {
    table: [bool; 256],
    /// The same as bits.
    bits: [u64; 4],
    wide: Wide,
    fold: Fold,
    /// Kinds of wide characters that may be members.
    kinds: u8,
    /// Membership depends on the locale: the table is void.
    dynamic: bool,
    /// Under `Fold::Locale`: `items` lack their leading `Negate`, and a member is what has neither case among them.
    inverted: bool,
    items: Box<[Item]>,
}

impl CharSet {
    /// Builds the set of `items` seen through `fold`. `lower` is what [`lower_latin`] returns.
    pub(super) fn new<C: CharClass>(class: &C, lower: &[u32; 256], mut items: Vec<Item>, fold: Fold) -> CharSet {
        let inverted = fold == Fold::Locale && items.first() == Some(&Item::Negate);
        if inverted {
            items.remove(0);
        }
        let locale_item = |item: &Item| matches!(item, Item::Category(Category::LocWord | Category::LocNotWord));
        let dynamic = fold == Fold::Locale || items.iter().any(locale_item);
        let (kinds, wide) =
            if dynamic || fold == Fold::Unicode { (kind::ANY, Wide::Items) } else { Self::wide_part(class, &items) };
        let mut set = CharSet {
            table: [false; 256],
            bits: [u64::MAX; 4],
            wide,
            fold,
            kinds,
            dynamic,
            inverted,
            items: items.into(),
        };
        if !dynamic {
            set.fill_table(class, lower);
        }
        set
    }

    fn wide_part<C: CharClass>(class: &C, items: &[Item]) -> (u8, Wide) {
        let negated = items.first() == Some(&Item::Negate);
        let items = if negated { &items[1..] } else { items };
        if items.contains(&Item::Negate) {
            return (kind::ANY, Wide::Items);
        }
        let (mut touched, mut covered) = (0, 0);
        for item in items {
            let (kinds, whole) = item.wide_kinds(class);
            touched |= kinds;
            if whole {
                covered |= kinds;
            }
        }
        let (possible, certain) =
            if negated { (kind::ANY & !covered, kind::ANY & !touched) } else { (touched, covered) };
        let mut relevant = items.iter().filter(|item| item.wide_kinds(class).0 != 0);
        match (possible, certain, relevant.next(), relevant.next()) {
            (0, ..) => (0, Wide::Never),
            (_, kind::ANY, ..) => (kind::ANY, Wide::Always),
            (_, _, Some(Item::Category(category)), None) => (possible, Wide::Category(*category, !negated)),
            _ => (possible, Wide::Items),
        }
    }

    fn fill_table<C: CharClass>(&mut self, class: &C, lower: &[u32; 256]) {
        let (mut members, mut decided) = (Latin::NONE, Latin::NONE);
        let mut verdict = true;
        for item in &self.items {
            if matches!(item, Item::Negate) {
                verdict = !verdict;
                continue;
            }
            let held = item.latin(class);
            if verdict {
                members = members.or(held.and_not(decided));
            }
            decided = decided.or(held);
        }
        if !verdict {
            members = members.or(Latin::ALL.and_not(decided));
        }
        let raw = members;
        for (ch, lower) in (0..).zip(lower) {
            let folded = match self.fold {
                Fold::None | Fold::Locale => break,
                Fold::Ascii => ascii_tolower(ch),
                Fold::Unicode => *lower,
            };
            if folded != ch {
                let member = if folded < 256 { raw.has(folded) } else { self.holds_raw(class, folded) };
                members.set(ch, member);
            }
        }
        for (word, cells) in members.0.iter().zip(self.table.chunks_exact_mut(64)) {
            for (byte, cells) in word.to_le_bytes().iter().zip(cells.chunks_exact_mut(8)) {
                for (i, cell) in cells.iter_mut().enumerate() {
                    *cell = byte >> i & 1 != 0;
                }
            }
        }
        self.bits = members.0;
    }

    fn holds_raw<C: CharClass>(&self, class: &C, ch: u32) -> bool {
        let mut verdict = true;
        for item in &self.items {
            match item {
                Item::Negate => verdict = !verdict,
                item if item.holds(class, ch) => return verdict,
                _ => {}
            }
        }
        !verdict
    }

    /// Whether membership must be asked of [`holds_dynamic`](Self::holds_dynamic).
    pub(super) fn is_dynamic(&self) -> bool {
        self.dynamic
    }

    /// Membership of the first 256 characters; void for a dynamic set.
    #[inline(always)]
    pub(super) fn table(&self) -> &[bool; 256] {
        &self.table
    }

    /// The characters below 256 that may be members, as bits.
    pub(super) fn bits(&self) -> &[u64; 4] {
        &self.bits
    }

    /// Kinds of wide characters that may be members.
    pub(super) fn kinds(&self) -> u8 {
        self.kinds
    }

    /// Membership; not for dynamic sets.
    #[inline(always)]
    pub(super) fn holds<C: CharClass>(&self, class: &C, ch: u32) -> bool {
        match self.table.get(ch as usize) {
            Some(member) => *member,
            None => self.holds_wide(class, ch),
        }
    }

    #[inline]
    fn holds_wide<C: CharClass>(&self, class: &C, ch: u32) -> bool {
        match self.wide {
            Wide::Never => false,
            Wide::Always => true,
            Wide::Category(category, member) => in_category(class, category, ch) == member,
            Wide::Items if self.fold == Fold::Unicode => self.holds_raw(class, class.to_lower(ch)),
            Wide::Items => self.holds_raw(class, ch),
        }
    }

    /// Membership under the current locale.
    #[cold]
    pub(super) fn holds_dynamic<C: CharClass>(&self, class: &C, ch: u32) -> bool {
        match self.fold {
            Fold::None => self.holds_raw(class, ch),
            Fold::Ascii => self.holds_raw(class, ascii_tolower(ch)),
            Fold::Unicode => self.holds_raw(class, class.to_lower(ch)),
            Fold::Locale => {
                let (lower, upper) = (locale_tolower(class, ch), locale_toupper(class, ch));
                (self.holds_raw(class, lower) || self.holds_raw(class, upper)) != self.inverted
            }
        }
    }
}
