//! "Did you mean": the closest of some names, by CPython's edit distance over UTF-8 bytes (`Python/suggestions.c`).

const MOVE: usize = 2;
const CASE: usize = 1;
/// More candidates or longer names are not searched.
const MOST_CANDIDATES: usize = 750;
const LONGEST: usize = 40;

fn substitution(a: u8, b: u8) -> usize {
    if a == b {
        0
    } else if a.eq_ignore_ascii_case(&b) {
        CASE
    } else {
        MOVE
    }
}

/// Edit distance with cheap changes of case, or `max + 1` where it is larger.
fn distance(a: &str, b: &str, max: usize) -> usize {
    if a == b {
        return 0;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let prefix = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    if a.is_empty() || b.is_empty() {
        return MOVE * (a.len() + b.len());
    }
    if a.len() > LONGEST || b.len() > LONGEST {
        return max + 1;
    }
    let (a, b) = if b.len() < a.len() { (b, a) } else { (a, b) };
    if (b.len() - a.len()) * MOVE > max {
        return max + 1;
    }
    let mut row: Vec<usize> = (1..=a.len()).map(|i| i * MOVE).collect();
    let mut result = 0;
    for (i, &bc) in b.iter().enumerate() {
        result = i * MOVE;
        let mut diagonal = result;
        let mut least = usize::MAX;
        for (j, &ac) in a.iter().enumerate() {
            let substitute = diagonal + substitution(bc, ac);
            diagonal = row[j];
            let insert_delete = result.min(diagonal) + MOVE;
            result = insert_delete.min(substitute);
            row[j] = result;
            least = least.min(result);
        }
        if least > max {
            return max + 1;
        }
    }
    result
}

/// The candidate closest to `wrong`, if one is close enough.
pub fn closest<'a>(wrong: &str, candidates: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    let all: Vec<&str> = candidates.collect();
    if all.len() > MOST_CANDIDATES || wrong.len() > LONGEST {
        return None;
    }
    for candidate in all {
        if candidate == wrong {
            continue;
        }
        let mut max = (wrong.len() + candidate.len() + 3) * MOVE / 6;
        if let Some((d, _)) = best {
            max = max.min(d - 1);
        }
        let d = distance(wrong, candidate, max);
        if d > max {
            continue;
        }
        if best.is_none_or(|(least, _)| d < least) {
            best = Some((d, candidate));
            if d == 0 {
                break;
            }
        }
    }
    best.map(|b| b.1.to_string())
}
