//! `strftime` in the C locale, with the flags, widths and modifiers of the GNU C library.

use super::calendar::{self, Fields};
use rpython_objects::text::{Text, TextBuf};

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A field's padding: the character and the digits it goes to without a width.
enum Value {
    Text(String),
    Number(i64, usize, char),
}

fn number(n: i64, digits: usize) -> Value {
    Value::Number(n, digits, '0')
}

fn day_name(f: &Fields) -> &'static str {
    DAYS[f.weekday.rem_euclid(7) as usize]
}

fn month_name(f: &Fields) -> &'static str {
    MONTHS.get((f.month - 1).max(0) as usize).copied().unwrap_or("?")
}

/// The ISO 8601 year and week.
fn iso_week(f: &Fields) -> (i64, i64) {
    let thursday = f.yearday - 1 + 3 - f.weekday;
    let year_days = |y: i64| calendar::days(y + 1, 1, 1) - calendar::days(y, 1, 1);
    if thursday < 0 {
        return (f.year - 1, (thursday + year_days(f.year - 1)) / 7 + 1);
    }
    let own = year_days(f.year);
    if thursday >= own { (f.year + 1, (thursday - own) / 7 + 1) } else { (f.year, thursday / 7 + 1) }
}

fn hour12(f: &Fields) -> i64 {
    (f.hour + 11) % 12 + 1
}

fn composed(f: &Fields, format: &str) -> Value {
    let mut out = TextBuf::new();
    write(&mut out, f, Text::Ascii(format.as_bytes()));
    Value::Text(out.as_text().to_string())
}

fn value(f: &Fields, code: char) -> Option<Value> {
    Some(match code {
        'a' => Value::Text(day_name(f)[..3].to_string()),
        'A' => Value::Text(day_name(f).to_string()),
        'b' | 'h' => Value::Text(month_name(f).chars().take(3).collect()),
        'B' => Value::Text(month_name(f).to_string()),
        'c' => composed(f, "%a %b %e %H:%M:%S %Y"),
        'C' => number(f.year.div_euclid(100), 2),
        'd' => number(f.day, 2),
        'D' | 'x' => composed(f, "%m/%d/%y"),
        'e' => Value::Number(f.day, 2, ' '),
        'F' => composed(f, "%Y-%m-%d"),
        'g' => number(iso_week(f).0.rem_euclid(100), 2),
        'G' => number(iso_week(f).0, 1),
        'H' => number(f.hour, 2),
        'I' => number(hour12(f), 2),
        'j' => number(f.yearday, 3),
        'k' => Value::Number(f.hour, 2, ' '),
        'l' => Value::Number(hour12(f), 2, ' '),
        'm' => number(f.month, 2),
        'M' => number(f.minute, 2),
        'n' => Value::Text("\n".to_string()),
        'p' => Value::Text(if f.hour < 12 { "AM" } else { "PM" }.to_string()),
        'P' => Value::Text(if f.hour < 12 { "am" } else { "pm" }.to_string()),
        'r' => composed(f, "%I:%M:%S %p"),
        'R' => composed(f, "%H:%M"),
        's' => number(calendar::moment(f).unwrap_or(-1), 1),
        'S' => number(f.second, 2),
        't' => Value::Text("\t".to_string()),
        'T' | 'X' => composed(f, "%H:%M:%S"),
        'u' => number(f.weekday.rem_euclid(7) + 1, 1),
        'U' => number((f.yearday - 1 + 7 - (f.weekday + 1).rem_euclid(7)) / 7, 2),
        'V' => number(iso_week(f).1, 2),
        'w' => number((f.weekday + 1).rem_euclid(7), 1),
        'W' => number((f.yearday - 1 + 7 - f.weekday.rem_euclid(7)) / 7, 2),
        'y' => number(f.year.rem_euclid(100), 2),
        'Y' => number(f.year, 1),
        'z' if f.is_dst < 0 => Value::Text(String::new()),
        'z' => {
            let minutes = f.offset.abs() / 60;
            let sign = if f.offset < 0 { '-' } else { '+' };
            Value::Text(format!("{sign}{:02}{:02}", minutes / 60, minutes % 60))
        }
        'Z' => Value::Text(match &f.zone {
            Some(zone) => zone.clone(),
            None if f.is_dst < 0 => String::new(),
            None => super::zone_names()[usize::from(f.is_dst > 0)].clone(),
        }),
        '%' => Value::Text("%".to_string()),
        _ => return None,
    })
}

/// What stands between `%` and the code.
#[derive(Default)]
struct Modifiers {
    pad: Option<char>,
    upper: bool,
    swap: bool,
    width: Option<usize>,
}

/// Appends `fields` under `format`. A conversion that does not exist stays as it is.
pub(super) fn write(out: &mut TextBuf, fields: &Fields, format: Text<'_>) {
    let mut at = 0;
    let peek = |at: usize| format.get(at).and_then(char::from_u32);
    while at < format.len() {
        if peek(at) != Some('%') {
            out.push(format.at(at));
            at += 1;
            continue;
        }
        let start = at;
        at += 1;
        let mut m = Modifiers::default();
        while let Some(c @ ('_' | '-' | '0' | '^' | '#')) = peek(at) {
            match c {
                '^' => m.upper = true,
                '#' => m.swap = true,
                pad => m.pad = Some(pad),
            }
            at += 1;
        }
        while let Some(digit) = peek(at).and_then(|c| c.to_digit(10)) {
            // Wider than any line: what a program asks for beyond that is cut.
            m.width = Some((m.width.unwrap_or(0) * 10 + digit as usize).min(1 << 20));
            at += 1;
        }
        if let Some('E' | 'O') = peek(at) {
            at += 1;
        }
        let code = peek(at);
        match code.and_then(|c| value(fields, c)) {
            Some(value) => {
                at += 1;
                write_value(out, value, &m, code);
            }
            None => {
                let end = (at + 1).min(format.len());
                out.push_text(format.slice(start..end));
                at = end;
            }
        }
    }
}

fn write_value(out: &mut TextBuf, value: Value, m: &Modifiers, code: Option<char>) {
    match value {
        Value::Number(n, digits, pad) => {
            let pad = match m.pad {
                Some('_' | '-') => ' ',
                Some('0') => '0',
                _ => pad,
            };
            let width = m.width.unwrap_or(if m.pad == Some('-') { 0 } else { digits });
            let text = n.unsigned_abs().to_string();
            let missing = width.saturating_sub(text.len() + usize::from(n < 0));
            let padding = String::from(pad).repeat(missing);
            let sign = if n < 0 { "-" } else { "" };
            if pad == '0' {
                out.push_str(&format!("{sign}{padding}{text}"));
            } else {
                out.push_str(&format!("{padding}{sign}{text}"));
            }
        }
        Value::Text(mut text) => {
            // `#` turns names to upper case, but halves of the day to lower case.
            if m.swap && code == Some('p') {
                text.make_ascii_lowercase();
            } else if m.upper || m.swap {
                text.make_ascii_uppercase();
            }
            let missing = m.width.unwrap_or(0).saturating_sub(text.chars().count());
            let pad = if m.pad == Some('0') { "0" } else { " " };
            out.push_str(&pad.repeat(if m.pad == Some('-') { 0 } else { missing }));
            out.push_str(&text);
        }
    }
}
