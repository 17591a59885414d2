//! Local time, by the C library's reading of the time zone (`TZ`, or the system's own).

use std::ffi::CStr;

/// `struct tm`, as it is.
#[derive(Clone, Debug, Default)]
pub struct LocalTime {
    /// Second, minute, hour, day of the month, month from 0, years since 1900, weekday from Sunday, day of the year from 0.
    pub fields: [i32; 8],
    /// Positive in summer time, negative where it is not known.
    pub is_dst: i32,
    /// Seconds east of UTC.
    pub offset: i64,
    /// The zone's abbreviation.
    pub zone: String,
}

unsafe extern "C" {
    fn tzset();
}

/// `tzset(3)`: reads the time zone anew.
pub fn read_zone() {
    // SAFETY: the environment is changed under Rust's lock; see `set_variable`.
    unsafe { tzset() }
}

fn shown(tm: &libc::tm) -> LocalTime {
    let fields = [tm.tm_sec, tm.tm_min, tm.tm_hour, tm.tm_mday, tm.tm_mon, tm.tm_year, tm.tm_wday, tm.tm_yday];
    let zone = if tm.tm_zone.is_null() {
        String::new()
    } else {
        // SAFETY: the library's abbreviations end with zero and live as long as the zone is used.
        unsafe { CStr::from_ptr(tm.tm_zone) }.to_string_lossy().into_owned()
    };
    LocalTime { fields, is_dst: tm.tm_isdst, offset: tm.tm_gmtoff, zone }
}

/// `localtime_r(3)`; `None` for a year beyond what its field holds.
pub fn local(seconds: i64) -> Option<LocalTime> {
    // SAFETY: zeros are a time, which the call fills in.
    unsafe {
        let mut tm: libc::tm = std::mem::zeroed();
        (!libc::localtime_r(&raw const seconds, &raw mut tm).is_null()).then(|| shown(&tm))
    }
}

/// `mktime(3)`; `None` for a moment that cannot be told.
pub fn moment(fields: [i32; 8], is_dst: i32) -> Option<i64> {
    let [second, minute, hour, day, month, year, ..] = fields;
    // SAFETY: zeros are a time; the call reads and normalises it.
    unsafe {
        let mut tm: libc::tm = std::mem::zeroed();
        (tm.tm_sec, tm.tm_min, tm.tm_hour) = (second, minute, hour);
        (tm.tm_mday, tm.tm_mon, tm.tm_year, tm.tm_isdst) = (day, month, year, is_dst);
        // The weekday, which the call sets, tells -1 as a moment from a failure.
        tm.tm_wday = -1;
        let made = libc::mktime(&raw mut tm);
        (made != -1 || tm.tm_wday != -1).then_some(made)
    }
}
