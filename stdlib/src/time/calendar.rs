//! Broken-down time: between seconds since the epoch and calendar fields, in UTC and in the system's time zone.
//!
//! The calendar is the proleptic Gregorian one, counted in days from 1 March of year 0 (H. Hinnant, "chrono-compatible low-level
//! date algorithms"). The zone's rules are the C library's.

use rpython_vm::system::clock;

/// `struct tm`, with CPython's conventions: the real year, months from 1, Monday is 0, days of the year from 1.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    pub(super) hour: i64,
    pub(super) minute: i64,
    pub(super) second: i64,
    pub(super) weekday: i64,
    pub(super) yearday: i64,
    pub(super) is_dst: i64,
    pub(super) zone: Option<String>,
    pub(super) offset: i64,
}

/// Days from the epoch to a date; months and days may lie outside their ranges.
pub(super) fn days(year: i64, month: i64, day: i64) -> i64 {
    let (year, month) = (year + (month - 1).div_euclid(12), (month - 1).rem_euclid(12) + 1);
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year + day - 1 - 719_468
}

/// The fields of a moment, `offset` seconds east of UTC.
pub(super) fn fields(seconds: i64, offset: i64) -> Fields {
    let local = seconds.saturating_add(offset);
    let (day, rest) = (local.div_euclid(86_400), local.rem_euclid(86_400));
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    Fields {
        year,
        month,
        day: date,
        hour: rest / 3600,
        minute: rest / 60 % 60,
        second: rest % 60,
        weekday: (day + 3).rem_euclid(7),
        yearday: day - days(year, 1, 1) + 1,
        offset,
        ..Fields::default()
    }
}

/// The fields of a moment in UTC.
pub(super) fn utc(seconds: i64) -> Fields {
    Fields { zone: Some("GMT".to_string()), ..fields(seconds, 0) }
}

/// Offset in seconds east of UTC, whether it is summer time, and the zone's abbreviation then.
pub(super) fn zone_at(seconds: i64) -> (i64, bool, String) {
    let local = clock::local(seconds).unwrap_or_default();
    (local.offset, local.is_dst > 0, local.zone)
}

/// The fields of a moment in the system's time zone.
pub(super) fn local(seconds: i64) -> Fields {
    let (offset, is_dst, zone) = zone_at(seconds);
    Fields { is_dst: is_dst.into(), zone: Some(zone), ..fields(seconds, offset) }
}

/// The moment that fields of local time name, which may lie outside their ranges (C: `mktime`); `None` if it cannot be told.
pub(super) fn moment(f: &Fields) -> Option<i64> {
    let numbers = [f.second, f.minute, f.hour, f.day, f.month - 1, f.year - 1900, 0, 0];
    let mut fields = [0; 8];
    for (to, n) in fields.iter_mut().zip(numbers) {
        *to = i32::try_from(n).ok()?;
    }
    clock::moment(fields, i32::try_from(f.is_dst).ok()?)
}
