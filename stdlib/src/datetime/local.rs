//! Local time, as `datetime` asks for it.

use super::calendar;
use rpython_objects::{PyResult, Vm, raise, types, value_error};
use rpython_vm::system::clock;

fn at(vm: &mut Vm, seconds: i64) -> PyResult<clock::LocalTime> {
    match clock::local(seconds) {
        Some(found) => Ok(found),
        None => Err(raise!(vm, types::OVERFLOW_ERROR, "timestamp out of range for platform time_t")),
    }
}

/// Year, month, day, hour, minute, second of a moment.
///
/// # Errors
/// `ValueError` for a year that no date has, `OverflowError`.
pub(super) fn fields(vm: &mut Vm, seconds: i64) -> PyResult<[i64; 6]> {
    let [second, minute, hour, day, month, year, ..] = at(vm, seconds)?.fields.map(i64::from);
    let year = year + 1900;
    if !(0..=calendar::MAX_YEAR + 1).contains(&year) {
        return Err(value_error!(vm, "year must be in 1..9999, not {year}"));
    }
    Ok([year, month + 1, day, hour, minute, second])
}

/// Seconds of fields, counted as if they were UTC, since the epoch.
pub(super) fn naive(f: &[i64; 6]) -> i64 {
    let days = calendar::ordinal(f[0], f[1], f[2]) - calendar::EPOCH;
    ((days * 24 + f[3]) * 60 + f[4]) * 60 + f[5]
}

/// Seconds east of UTC at a moment, and the zone's abbreviation.
///
/// # Errors
/// `OverflowError`
pub(super) fn zone(vm: &mut Vm, seconds: i64) -> PyResult<(i64, String)> {
    let found = at(vm, seconds)?;
    Ok((found.offset, found.zone))
}
