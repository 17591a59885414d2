//! The Unicode tables, as `generate.py` writes them, and the two lookups that read them.
//!
//! Both indexes are two-stage: the high bits of a code point name a block, the low bits an entry of it, and the entry a record; equal
//! blocks and equal records are stored once.

pub(crate) mod ctype;
pub(crate) mod database;
pub(crate) mod names;

/// What `str` asks of a character. `decimal` and `digit` are 255 where there is no value. A case mapping is a distance to the mapped
/// code point or, from [`ctype::SPECIAL`] on, names an expansion.
pub(crate) struct Ctype {
    pub(crate) flags: u16,
    pub(crate) decimal: u8,
    pub(crate) digit: u8,
    pub(crate) lower: i32,
    pub(crate) upper: i32,
    pub(crate) title: i32,
    pub(crate) fold: i32,
}

/// What `unicodedata` tells of a character; category, bidirectional class and width are indexes of their tables of names.
pub(crate) struct Properties {
    pub(crate) category: u8,
    pub(crate) bidirectional: u8,
    pub(crate) combining: u8,
    pub(crate) width: u8,
    pub(crate) mirrored: bool,
}

/// The index, by two stages, of what belongs to `c`; code points above U+10FFFF count as U+10FFFF.
macro_rules! two_stage {
    ($c:expr, $stage1:expr, $stage2:expr) => {{
        let c = $c.min($crate::text::MAX_CODE_POINT);
        let block = usize::from($stage1[(c >> ctype::SHIFT) as usize]);
        usize::from($stage2[(block << ctype::SHIFT) | (c & ((1 << ctype::SHIFT) - 1)) as usize])
    }};
}

/// The record of `c`.
#[inline]
pub(crate) fn ctype_of(c: u32) -> &'static Ctype {
    &ctype::RECORDS[two_stage!(c, ctype::CTYPE_STAGE1, ctype::CTYPE_STAGE2)]
}

/// The flags of `c`.
#[inline]
pub(crate) fn flags_of(c: u32) -> u16 {
    match ctype::ASCII_FLAGS.get(c as usize) {
        Some(&flags) => flags,
        None => ctype_of(c).flags,
    }
}

/// The properties of `c` in the present database.
#[inline]
pub(crate) fn properties_of(c: u32) -> &'static Properties {
    &database::RECORDS[two_stage!(c, database::DATABASE_STAGE1, database::DATABASE_STAGE2)]
}

/// The properties of `c` in Unicode 3.2.0.
#[inline]
pub(crate) fn old_properties_of(c: u32) -> &'static Properties {
    &database::RECORDS[two_stage!(c, database::OLD_DATABASE_STAGE1, database::OLD_DATABASE_STAGE2)]
}
