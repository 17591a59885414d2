//! The proleptic Gregorian calendar by ordinals (1 January of year 1 is day 1), and ISO 8601 weeks.

/// Most days of an ordinal: 31 December 9999.
pub(super) const MAX_ORDINAL: i64 = 3_652_059;
pub(super) const MAX_YEAR: i64 = 9999;
/// The ordinal of 1 January 1970.
pub(super) const EPOCH: i64 = 719_163;

pub(super) const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
pub(super) const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

pub(super) fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        2 => 28 + i64::from(is_leap(year)),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The ordinal of a date; its day may lie outside the month.
pub(super) fn ordinal(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let of_era = y.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 305
}

/// The date of an ordinal.
pub(super) fn date(ordinal: i64) -> (i64, i64, i64) {
    let shifted = ordinal + 305;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month, day)
}

/// Monday is 0.
pub(super) fn weekday(year: i64, month: i64, day: i64) -> i64 {
    (ordinal(year, month, day) + 6).rem_euclid(7)
}

/// The ordinal of the Monday of the first ISO week of a year.
fn first_week(year: i64) -> i64 {
    let first = ordinal(year, 1, 1);
    let weekday = (first + 6).rem_euclid(7);
    first - weekday + if weekday > 3 { 7 } else { 0 }
}

/// ISO year, week, weekday from 1.
pub(super) fn iso(year: i64, month: i64, day: i64) -> (i64, i64, i64) {
    let today = ordinal(year, month, day);
    let mut year = year;
    let mut first = first_week(year);
    if today < first {
        year -= 1;
        first = first_week(year);
    } else if today >= first_week(year + 1) {
        year += 1;
        first = first_week(year);
    }
    (year, (today - first) / 7 + 1, (today - first) % 7 + 1)
}

/// What is wrong with an ISO date.
pub(super) enum IsoError {
    Year,
    Week,
    Day,
}

/// The ordinal of an ISO date.
pub(super) fn from_iso(year: i64, week: i64, day: i64) -> Result<i64, IsoError> {
    if !(1..=MAX_YEAR).contains(&year) {
        return Err(IsoError::Year);
    }
    let weeks = (first_week(year + 1) - first_week(year)) / 7;
    if !(1..=weeks).contains(&week) {
        return Err(IsoError::Week);
    }
    if !(1..=7).contains(&day) {
        return Err(IsoError::Day);
    }
    Ok(first_week(year) + (week - 1) * 7 + day - 1)
}
