//! The source lines of a frame with carets under the instruction (PEP 657; `traceback.StackSummary.format_frame_summary`).
//!
//! Lines are lists of characters; positions from the location table are bytes and converted first. The operator of a binary
//! operation and the brackets of a call or subscript stand out: `~~^~~`.

use rpython_frontend::{
    ast::{Ast, Expr, ExprId, Mod, Stmt},
    error::IgnoreWarnings,
    names::Interner,
    parser::{self, ParseOptions},
    source::{FinalNewline, Source, no_decoder},
};

/// The part of an instruction that stands out: from a line and column to another.
struct Anchors {
    left: (usize, usize),
    right: (usize, usize),
}

type Line = Vec<char>;

/// Removes the white space that all lines begin with; lines of white space become empty.
pub(super) fn dedent(lines: &[String]) -> Vec<String> {
    let mut margin: Option<&str> = None;
    for line in lines {
        let rest = line.trim_start_matches([' ', '\t']);
        if rest.trim().is_empty() {
            continue;
        }
        let lead = &line[..line.len() - rest.len()];
        margin = Some(match margin {
            None => lead,
            Some(m) => {
                let common = m.bytes().zip(lead.bytes()).take_while(|(a, b)| a == b).count();
                &m[..common]
            }
        });
    }
    let cut = margin.map_or(0, str::len);
    let blank = |l: &String| l.trim().is_empty();
    lines.iter().map(|l| if blank(l) { String::new() } else { l[cut..].to_string() }).collect()
}

fn characters(line: &str, bytes: usize) -> usize {
    let end = bytes.min(line.len());
    String::from_utf8_lossy(&line.as_bytes()[..end]).chars().count()
}

/// Columns that the first `n` characters take: wide ones take two.
fn width(line: &[char], n: usize) -> usize {
    if line.iter().all(char::is_ascii) {
        return n;
    }
    line.iter().take(n).map(|c| if is_wide(*c) { 2 } else { 1 }).sum()
}

/// East Asian Wide or Fullwidth, by blocks.
fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x115F | 0x231A..=0x231B | 0x2329..=0x232A | 0x23E9..=0x23EC | 0x23F0 | 0x23F3 | 0x25FD..=0x25FE
        | 0x2614..=0x2615 | 0x2630..=0x2637 | 0x2648..=0x2653 | 0x267F | 0x268A..=0x268F | 0x2693 | 0x26A1 | 0x26AA..=0x26AB
        | 0x26BD..=0x26BE | 0x26C4..=0x26C5 | 0x26CE | 0x26D4 | 0x26EA | 0x26F2..=0x26F3 | 0x26F5 | 0x26FA | 0x26FD | 0x2705
        | 0x270A..=0x270B | 0x2728 | 0x274C | 0x274E | 0x2753..=0x2755 | 0x2757 | 0x2795..=0x2797 | 0x27B0 | 0x27BF
        | 0x2B1B..=0x2B1C | 0x2B50 | 0x2B55 | 0x2E80..=0x303E | 0x3041..=0x4DBF | 0x4E00..=0xA4CF | 0xA960..=0xA97C
        | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE10..=0xFE19 | 0xFE30..=0xFE6B | 0xFF01..=0xFF60 | 0xFFE0..=0xFFE6
        | 0x16FE0..=0x18DFF | 0x1AFF0..=0x1B2FF | 0x1D300..=0x1D376 | 0x1F004 | 0x1F0CF | 0x1F18E | 0x1F191..=0x1F19A
        | 0x1F200..=0x1F320 | 0x1F32D..=0x1F335 | 0x1F337..=0x1F37C | 0x1F37E..=0x1F393 | 0x1F3A0..=0x1F3CA
        | 0x1F3CF..=0x1F3D3 | 0x1F3E0..=0x1F3F0 | 0x1F3F4 | 0x1F3F8..=0x1F43E | 0x1F440 | 0x1F442..=0x1F4FC
        | 0x1F4FF..=0x1F53D | 0x1F54B..=0x1F54E | 0x1F550..=0x1F567 | 0x1F57A | 0x1F595..=0x1F596 | 0x1F5A4
        | 0x1F5FB..=0x1F64F | 0x1F680..=0x1F6C5 | 0x1F6CC | 0x1F6D0..=0x1F6D2 | 0x1F6D5..=0x1F6D7 | 0x1F6DC..=0x1F6DF
        | 0x1F6EB..=0x1F6EC | 0x1F6F4..=0x1F6FC | 0x1F7E0..=0x1F7EB | 0x1F7F0 | 0x1F90C..=0x1F93A | 0x1F93C..=0x1F945
        | 0x1F947..=0x1F9FF | 0x1FA70..=0x1FAFF | 0x20000..=0x2FFFD | 0x30000..=0x3FFFD)
}

/// Parses a text as a module of one statement.
fn parse(text: &str) -> Option<Ast> {
    let source = Source::from_bytes(text.as_bytes(), FinalNewline::Add, &no_decoder).ok()?;
    parser::parse(&source, &ParseOptions::default(), &mut Interner::new(), &mut IgnoreWarnings).ok()
}

fn first_statement(ast: &Ast) -> Option<(Stmt, usize)> {
    let Mod::Module { body, .. } = ast.root else { return None };
    let body = ast.list(body);
    let first = body.iter().next()?;
    Some((ast[first].kind, body.iter().count()))
}

/// Finds positions in the lines of an expression.
struct Segment<'a> {
    text: Vec<&'a str>,
    lines: Vec<Line>,
}

impl Segment<'_> {
    fn column(&self, line: usize, bytes: i32) -> Option<usize> {
        Some(characters(self.text.get(line)?, usize::try_from(bytes).ok()?))
    }

    fn valid(&self, mut line: usize, mut column: usize) -> Option<(usize, usize)> {
        while column >= self.lines.get(line)?.len() {
            column = 0;
            line += 1;
        }
        Some((line, column))
    }

    /// The first character from a place on that `stop` accepts; comments and line ends are passed over.
    fn seek(&self, from: (usize, usize), stop: impl Fn(char) -> bool) -> Option<(usize, usize)> {
        let (mut line, mut column) = from;
        loop {
            let c = *self.lines.get(line)?.get(column)?;
            (line, column) = match c {
                '\\' | '#' => self.valid(line + 1, 0)?,
                c if stop(c) => return Some((line, column)),
                _ => self.valid(line, column + 1)?,
            };
        }
    }

    /// Where an expression ends. The parsed text has a line with a bracket before the segment.
    fn end(&self, ast: &Ast, e: ExprId) -> Option<(usize, usize)> {
        let line = usize::try_from(ast[e].loc.end_line - 2).ok()?;
        Some((line, self.column(line, ast[e].loc.end_col)?))
    }

    fn anchors(&self, ast: &Ast, e: ExprId) -> Option<Anchors> {
        let after = |part: ExprId| {
            let (line, column) = self.end(ast, part)?;
            self.valid(line, column)
        };
        match ast[e].kind {
            Expr::BinOp { left, right, .. } => {
                let (line, column) = self.seek(after(left)?, |c| !c.is_whitespace() && c != ')')?;
                let mut end = column + 1;
                let next = self.lines[line].get(end).copied();
                let right_line = usize::try_from(ast[right].loc.line - 2).ok()?;
                if let Some(c) = next
                    && (right_line > line || end < self.column(right_line, ast[right].loc.col)?)
                    && !c.is_whitespace()
                    && c != '\\'
                    && c != '#'
                {
                    end += 1;
                }
                Some(Anchors { left: (line, column), right: (line, end) })
            }
            Expr::Subscript { value, .. } => {
                Some(Anchors { left: self.seek(after(value)?, |c| c == '[')?, right: self.end(ast, e)? })
            }
            Expr::Call { func, .. } => {
                Some(Anchors { left: self.seek(after(func)?, |c| c == '(')?, right: self.end(ast, e)? })
            }
            _ => None,
        }
    }
}

fn find_anchors(segment: &str) -> Option<Anchors> {
    let ast = parse(&format!("(\n{segment}\n)"))?;
    let (Stmt::Expr { value }, 1) = first_statement(&ast)? else { return None };
    let text: Vec<&str> = segment.lines().collect();
    let lines = text.iter().map(|l| l.chars().collect()).collect();
    Segment { text, lines }.anchors(&ast, value)
}

/// A statement that is nothing but a call needs no carets: `return f()`, `x = f()`.
fn is_plain_call(lines: &[String], start: usize, end: usize) -> Option<bool> {
    let ast = parse(&lines.join("\n"))?;
    let Some((statement, _)) = first_statement(&ast) else { return Some(true) };
    let call = match statement {
        Stmt::Return { value: Some(value) } => match ast[value].kind {
            Expr::Call { func, .. } if matches!(ast[func].kind, Expr::Name { .. }) => value,
            _ => return Some(false),
        },
        Stmt::Assign { targets, value, .. } => {
            let targets = ast.list(targets);
            let mut targets = targets.iter();
            match (targets.next(), targets.next()) {
                (Some(target), None)
                    if matches!(ast[target].kind, Expr::Name { .. })
                        && matches!(ast[value].kind, Expr::Call { .. }) =>
                {
                    value
                }
                _ => return Some(false),
            }
        }
        _ => return Some(false),
    };
    let loc = ast[call].loc;
    Some(
        loc.line == 1
            && usize::try_from(loc.end_line) == Ok(lines.len())
            && usize::try_from(loc.col) == Ok(start)
            && usize::try_from(loc.end_col) == Ok(end),
    )
}

/// The lines that show an instruction, each ending in a newline, indented by four.
pub(super) fn source_lines(original: &[String], column: u32, end_column: u32) -> String {
    let all = dedent(original);
    let (Some(first), Some(last)) = (original.first(), original.last()) else { return String::new() };
    let cut = first.chars().count() - all[0].chars().count();
    let start = characters(first, column as usize).saturating_sub(cut);
    let end = characters(last, end_column as usize).saturating_sub(cut);
    let lines: Vec<Line> = all.iter().map(|l| l.chars().collect()).collect();
    let count = lines.len();
    let (start_width, end_width) = (width(&lines[0], start), width(&lines[count - 1], end));

    let whole: Line = all.join("\n").chars().collect();
    let tail = lines[count - 1].len().saturating_sub(end);
    let segment: String = whole.get(start..whole.len().saturating_sub(tail)).unwrap_or_default().iter().collect();
    let anchors = find_anchors(&segment);
    let before: String = lines[0].iter().take(start).collect();
    let behind: String = lines[count - 1].iter().skip(end).collect();
    let carets = !is_plain_call(&all, start, end).unwrap_or(false)
        && (anchors.is_some() || !before.trim_start().is_empty() || !behind.trim_end().is_empty());

    let mut significant = vec![0, count - 1];
    let marked = anchors.map(|a| {
        let shift = |(line, column): (usize, usize)| {
            let column = if line == 0 { column + start } else { column };
            (line, lines.get(line).map_or(column, |l| width(l, column)))
        };
        for line in [a.left.0, a.right.0] {
            significant.extend(line.saturating_sub(1)..(line + 2).min(count));
        }
        (shift(a.left), shift(a.right))
    });
    significant.sort_unstable();
    significant.dedup();

    let mut out: Vec<String> = Vec::new();
    let show = |number: usize, out: &mut Vec<String>| {
        let line = &lines[number];
        out.push(all[number].clone());
        if !carets {
            return;
        }
        let spaces = line.iter().take_while(|c| c.is_whitespace()).count();
        let columns = if number == count - 1 { end_width } else { width(line, line.len()) };
        let mark = |column: usize| {
            if column < spaces || number == 0 && column < start_width {
                return ' ';
            }
            match marked {
                None => '^',
                Some((left, right)) if (number, column) >= left && (number, column) < right => '^',
                Some(_) => '~',
            }
        };
        out.push((0..columns).map(mark).collect());
    };
    let mut previous: Option<usize> = None;
    for &number in &significant {
        match previous.map(|p| number - p) {
            Some(2) => show(number - 1, &mut out),
            Some(n) if n > 2 => out.push(format!("...<{} lines>...", n - 1)),
            _ => {}
        }
        show(number, &mut out);
        previous = Some(number);
    }
    dedent(&out).iter().map(|l| format!("    {l}\n")).collect()
}
