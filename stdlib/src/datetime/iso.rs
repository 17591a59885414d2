//! Reading ISO 8601, in the forms that CPython takes (`datetime.fromisoformat`).

use super::{calendar, clock::Clock, delta::SECOND};

/// What cannot be read.
pub(super) enum Problem {
    /// No such form.
    Form,
    /// An ISO week date that is none.
    Week,
}

/// Digits as a number.
fn number(text: &[char]) -> Result<i64, Problem> {
    if text.is_empty() {
        return Err(Problem::Form);
    }
    text.iter()
        .try_fold(0, |n, c| c.to_digit(10).filter(|_| c.is_ascii()).map(|d| n * 10 + i64::from(d)).ok_or(Problem::Form))
}

fn part(text: &[char], from: usize, to: usize) -> Result<i64, Problem> {
    number(text.get(from..to).ok_or(Problem::Form)?)
}

/// Where the date of a date and time ends (CPython: `_find_isoformat_datetime_separator`).
pub(super) fn date_end(text: &[char]) -> usize {
    const DATE: usize = 7;
    if text.len() == DATE {
        return DATE;
    }
    let at = |i: usize| text.get(i).copied().unwrap_or('\0');
    let digit = |i: usize| at(i).is_ascii_digit();
    if at(4) == '-' {
        // YYYY-Www[-D] or YYYY-MM-DD
        if at(5) != 'W' {
            return 10;
        }
        // Digits behind `YYYY-Www-d` are a time behind `YYYY-Www`, of which the dash is the separator.
        let has_day = at(8) == '-' && text.len() != 9 && !(text.len() > 10 && digit(10));
        return if has_day { 10 } else { 8 };
    }
    if at(4) == 'W' {
        // YYYYWww[d]: the digits go on to the date's end.
        let mut end = DATE;
        while end < text.len() && digit(end) {
            end += 1;
        }
        if end < 9 {
            return end;
        }
        return if end.is_multiple_of(2) { 7 } else { 8 };
    }
    8
}

/// Year, month and day, not yet checked.
pub(super) fn date(text: &[char]) -> Result<(i64, i64, i64), Problem> {
    if !matches!(text.len(), 7 | 8 | 10) {
        return Err(Problem::Form);
    }
    let year = part(text, 0, 4)?;
    let dashed = text.get(4) == Some(&'-');
    let mut at = 4 + usize::from(dashed);
    if text.get(at) == Some(&'W') {
        at += 1;
        let week = part(text, at, at + 2)?;
        at += 2;
        let mut day = 1;
        if at < text.len() {
            if (text.get(at) == Some(&'-')) != dashed {
                return Err(Problem::Form);
            }
            at += usize::from(dashed);
            day = part(text, at, at + 1)?;
            at += 1;
        }
        if at != text.len() {
            return Err(Problem::Form);
        }
        let ordinal = calendar::from_iso(year, week, day).map_err(|_| Problem::Week)?;
        return Ok(calendar::date(ordinal));
    }
    let month = part(text, at, at + 2)?;
    at += 2;
    if (text.get(at) == Some(&'-')) != dashed {
        return Err(Problem::Form);
    }
    at += usize::from(dashed);
    let day = part(text, at, at + 2)?;
    if at + 2 == text.len() { Ok((year, month, day)) } else { Err(Problem::Form) }
}

/// A time of day with its offset from UTC.
pub(super) struct Time {
    /// Hour 24 is allowed here.
    pub(super) clock: [i64; 4],
    /// Microseconds; nothing where there is none.
    pub(super) offset: Option<i128>,
}

/// Hours, minutes, seconds, microseconds: `HH[[:]MM[[:]SS[.ffffff]]]`.
fn clock(text: &[char]) -> Result<[i64; 4], Problem> {
    let mut parts = [0; 4];
    let mut at = 0;
    let colons = text.get(2) == Some(&':');
    for i in 0..3 {
        parts[i] = part(text, at, at + 2)?;
        at += 2;
        match text.get(at) {
            None => return Ok(parts),
            Some(':') if colons && i < 2 => at += 1,
            Some('.' | ',') if i == 2 => {
                let digits = text.get(at + 1..).unwrap_or_default();
                let shown = digits.get(..digits.len().min(6)).unwrap_or_default();
                let n = number(shown)?;
                number(digits)?;
                parts[3] = n * 10i64.pow(6 - shown.len() as u32);
                return Ok(parts);
            }
            Some(c) if !colons && c.is_ascii_digit() && i < 2 => {}
            Some(_) => return Err(Problem::Form),
        }
    }
    Err(Problem::Form)
}

/// A time of day, perhaps with an offset.
pub(super) fn time(text: &[char]) -> Result<Time, Problem> {
    let end = text.iter().position(|c| matches!(c, '+' | '-' | 'Z')).unwrap_or(text.len());
    if end < 2 {
        return Err(Problem::Form);
    }
    let own = clock(&text[..end])?;
    let offset = match text.get(end) {
        None => None,
        Some('Z') if end + 1 == text.len() => Some(0),
        Some('Z') => return Err(Problem::Form),
        Some(sign) => {
            let [h, m, s, us] = clock(&text[end + 1..])?;
            if m > 59 || s > 59 {
                return Err(Problem::Form);
            }
            let us = i128::from((h * 60 + m) * 60 + s) * SECOND + i128::from(us);
            Some(if *sign == '-' { -us } else { us })
        }
    };
    Ok(Time { clock: own, offset })
}

/// How much of a time is shown.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Precision {
    Auto,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
    Microseconds,
}

impl Precision {
    /// The precision of a name.
    pub(super) fn of(name: &str) -> Option<Precision> {
        Some(match name {
            "auto" => Precision::Auto,
            "hours" => Precision::Hours,
            "minutes" => Precision::Minutes,
            "seconds" => Precision::Seconds,
            "milliseconds" => Precision::Milliseconds,
            "microseconds" => Precision::Microseconds,
            _ => return None,
        })
    }
}

/// A time of day in the form of ISO 8601.
pub(super) fn show(c: &Clock, precision: Precision) -> String {
    let (h, m, s, us) = (c.hour, c.minute, c.second, c.micro);
    match precision {
        Precision::Auto if us == 0 => format!("{h:02}:{m:02}:{s:02}"),
        Precision::Auto | Precision::Microseconds => format!("{h:02}:{m:02}:{s:02}.{us:06}"),
        Precision::Hours => format!("{h:02}"),
        Precision::Minutes => format!("{h:02}:{m:02}"),
        Precision::Seconds => format!("{h:02}:{m:02}:{s:02}"),
        Precision::Milliseconds => format!("{h:02}:{m:02}:{s:02}.{:03}", us / 1000),
    }
}
