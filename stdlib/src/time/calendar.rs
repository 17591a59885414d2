//! Broken-down time: between seconds since the epoch and calendar fields, in UTC and in the system's time zone.
//!
//! The calendar is the proleptic Gregorian one, counted in days from 1 March of year 0 (H. Hinnant, "chrono-compatible low-level
//! date algorithms"). The zone's rules come from the system's time zone database.

use jiff::{Timestamp, tz::TimeZone};
use std::{
    ffi::{OsStr, OsString},
    os::unix::ffi::OsStrExt,
    path::Path,
    sync::{Mutex, PoisonError},
};

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

/// Where the time zone database lies.
const DATABASE: &str = "/usr/share/zoneinfo";

/// The time zone that `TZ` names, or else the system's. It is found anew when `TZ` has changed.
fn zone() -> TimeZone {
    static KNOWN: Mutex<Option<(Option<OsString>, TimeZone)>> = Mutex::new(None);
    let named = std::env::var_os("TZ");
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    match &*known {
        Some((of, zone)) if *of == named => zone.clone(),
        _ => {
            let zone = rules_of(named.as_deref()).unwrap_or_else(TimeZone::system);
            *known = Some((named, zone.clone()));
            zone
        }
    }
}

/// The rules in the file that serves in most cases; so the database's names need not all be read.
fn rules_of(named: Option<&OsStr>) -> Option<TimeZone> {
    let file = match named {
        None => Path::new("/etc/localtime").to_path_buf(),
        Some(name) => {
            let plain =
                name.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) && std::env::var_os("TZDIR").is_none();
            if !plain {
                return None;
            }
            Path::new(DATABASE).join(name)
        }
    };
    TimeZone::tzif("", &std::fs::read(file).ok()?).ok()
}

/// Offset in seconds east of UTC, whether it is summer time, and the zone's abbreviation then.
pub(super) fn zone_at(seconds: i64) -> (i64, bool, String) {
    let zone = zone();
    // Beyond what the database knows, its first and last rules go on.
    let end = if seconds < 0 { Timestamp::MIN } else { Timestamp::MAX };
    let moment = Timestamp::from_second(seconds).unwrap_or(end);
    let info = zone.to_offset_info(moment);
    (info.offset().seconds().into(), info.dst().is_dst(), info.abbreviation().to_string())
}

/// The fields of a moment in the system's time zone.
pub(super) fn local(seconds: i64) -> Fields {
    let (offset, is_dst, zone) = zone_at(seconds);
    Fields { is_dst: is_dst.into(), zone: Some(zone), ..fields(seconds, offset) }
}

/// The moment that fields of local time name, which may lie outside their ranges (C: `mktime`).
pub(super) fn moment(f: &Fields) -> i64 {
    let naive = days(f.year, f.month, f.day) * 86_400 + f.hour * 3600 + f.minute * 60 + f.second;
    // The offsets around the moment; one of them holds then, or both in an hour that comes twice.
    let around = [zone_at(naive - 86_400).0, zone_at(naive + 86_400).0];
    let valid: Vec<i64> = around.iter().map(|&o| naive - o).filter(|&t| zone_at(t).0 == naive - t).collect();
    let wanted = |t: &&i64| f.is_dst < 0 || zone_at(**t).1 == (f.is_dst > 0);
    if let Some(&moment) = valid.iter().find(wanted) {
        return moment;
    }
    // A flag that does not fit the date: the offset of the other half of the year.
    for distance in [182, -182] {
        let (offset, is_dst, _) = zone_at(naive + distance * 86_400);
        if f.is_dst >= 0 && is_dst == (f.is_dst > 0) {
            return naive - offset;
        }
    }
    valid.first().copied().unwrap_or(naive - around[0])
}
