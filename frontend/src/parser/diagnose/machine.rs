//! The interpreter of the grammar: a parser of parsing expressions with memory, as CPython's generated one is.
//!
//! What it keeps to, because errors depend on it: tokens are read one at a time and only when an item looks at them; the
//! results that CPython remembers are remembered, no matter whether error rules were on; a rule whose action makes nothing
//! has failed without trying its other alternatives; once an error is raised nothing matches any more. Results that
//! CPython does not remember are remembered as well, but apart for each setting of the error rules, which changes nothing
//! but the time.

use super::grammar::{self, Action, Choices, Grammar, Item, ItemId, RuleId};
use super::values::{Shape, Value, Values};
use crate::ast::Location;
use crate::error::{CompileError, ErrorClass, ErrorPlace, LastStatement, Warning};
use crate::lexer::{ErrorOrigin, Keyword, LexError, Lexer, Token, TokenKind};
use crate::parser::{Mode, ParseOptions};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// A token as CPython's parser sees it.
#[derive(Clone, Copy)]
pub(super) struct Seen {
    pub(super) token: Token,
    /// It has no text: its columns are -1.
    pub(super) bare: bool,
    /// How many brackets are open after it.
    pub(super) level: usize,
    pub(super) loc: Location,
}

/// What a rule came to at a place: its value and where it ended.
#[derive(Clone, Copy)]
struct Remembered {
    value: Option<Value>,
    end: u32,
}

/// Results that CPython does not remember are forgotten when there are so many of them.
const MOST_OF_OURS: usize = 1 << 20;

pub(super) struct Machine<'s, 'a> {
    pub(super) grammar: &'static Grammar,
    pub(super) lexer: Lexer<'s>,
    pub(super) text: &'s str,
    pub(super) options: &'a ParseOptions,
    /// The warnings of the first pass with the errors that they may become.
    pub(super) warned: Vec<(Warning, CompileError)>,
    pub(super) tokens: Vec<Seen>,
    pub(super) mark: usize,
    pub(super) values: Values,
    /// Error rules are tried: the second pass.
    pub(super) look_for_errors: bool,
    /// The second pass, whatever rule switched error rules off for a while.
    pub(super) second_pass: bool,
    /// What was raised; then nothing matches.
    pub(super) error: Option<CompileError>,
    /// The error came from the lexer; whether at the end of the text.
    pub(super) lexical: Option<LexError>,
    pub(super) flufl: bool,
    pub(super) last_statement: Option<(i64, i64)>,
    /// What CPython remembers.
    memory: FxHashMap<(u32, RuleId), Remembered>,
    /// What it does not, without and with error rules.
    ours: [FxHashMap<(u32, RuleId), Remembered>; 2],
    level: u32,
    max_level: u32,
    started: bool,
    /// Rules that are being applied, to know when a statement of the module is done.
    depth: u32,
}

/// What an alternative came to.
enum Outcome {
    Matched(Value),
    /// The next alternative may be tried.
    Failed,
    /// The rule has failed.
    Ended,
}

impl<'s, 'a> Machine<'s, 'a> {
    pub(super) fn new(lexer: Lexer<'s>, options: &'a ParseOptions, max_level: u32) -> Self {
        Self {
            grammar: Grammar::get(),
            text: lexer.text(),
            lexer,
            options,
            warned: Vec::new(),
            tokens: Vec::new(),
            mark: 0,
            values: Values::default(),
            look_for_errors: false,
            second_pass: false,
            error: None,
            lexical: None,
            flufl: options.barry_as_flufl,
            last_statement: None,
            memory: FxHashMap::default(),
            ours: Default::default(),
            level: 0,
            max_level,
            started: false,
            depth: 0,
        }
    }

    /// Goes through the source once.
    pub(super) fn run(&mut self) -> bool {
        self.mark = 0;
        self.forget();
        let start = match self.options.mode {
            Mode::Exec => "file",
            Mode::Eval => "eval",
            Mode::Single => "interactive",
            Mode::FuncType => "func_type",
        };
        self.rule(self.grammar.rule(start)).is_some()
    }

    /// The last whole statement, for `SyntaxError._metadata`.
    pub(super) fn metadata(&self) -> LastStatement {
        let (line, column) = self.last_statement.unwrap_or((0, 0));
        LastStatement { line, column, source: self.text.to_owned() }
    }

    /// Whether there is a token at the mark, reading it if need be; else an error is raised.
    pub(super) fn fill(&mut self) -> bool {
        if self.mark < self.tokens.len() {
            return true;
        }
        if self.error.is_some() {
            return false;
        }
        loop {
            let next = self.lexer.next();
            let warned = self.lexer.take_warnings();
            if !self.second_pass {
                for warning in warned {
                    let raised = self.lexer.compile_error(&warning.error);
                    self.warned.push((crate::parser::tokens::lexer_warning(&warning), raised));
                }
            }
            match next {
                Ok(token) if token.kind == TokenKind::TypeIgnore => {}
                Ok(mut token) => {
                    if self.flufl && token.kind == TokenKind::Less {
                        self.take_chevrons(&mut token);
                    }
                    self.see(token);
                    return true;
                }
                Err(error) => {
                    self.error = Some(self.lexer.compile_error(&error));
                    self.lexical = Some(error);
                    return false;
                }
            }
        }
    }

    /// Makes `<` and the `>` right after it one token, as the lexer does once the future import has been read.
    fn take_chevrons(&mut self, token: &mut Token) {
        let before = self.lexer.state().clone();
        match self.lexer.next() {
            Ok(next) if next.kind == TokenKind::Greater && next.start == token.end => {
                token.kind = TokenKind::NotEqual;
                token.end = next.end;
            }
            _ => self.lexer.rewind(before),
        }
    }

    fn see(&mut self, mut token: Token) {
        let mut bare = matches!(token.kind, TokenKind::Indent | TokenKind::Dedent | TokenKind::EndMarker);
        if token.kind == TokenKind::EndMarker && self.options.mode == Mode::Single && self.started {
            // The end of the input also ends the line, and the blocks.
            self.started = false;
            token.kind = TokenKind::Newline;
            bare = true;
            if !self.options.dont_imply_dedent {
                self.lexer.imply_dedents();
            }
        } else {
            self.started = true;
        }
        let (end_line, end_col) = crate::parser::tokens::end_position(&self.lexer, &token);
        let mut loc = Location {
            line: token.line as i32,
            col: token.col as i32,
            end_line: end_line as i32,
            end_col: end_col as i32,
        };
        if bare {
            let line = self.lexer.line() as i32;
            loc = Location { line, col: -1, end_line: line, end_col: -1 };
        }
        self.tokens.push(Seen { token, bare, level: self.lexer.bracket_depth(), loc });
    }

    /// Whether the lexer has looked at the end of the text (`tok->done == E_EOF`): it looks at the character after a
    /// name, a number or an operator that may be longer.
    pub(super) fn saw_end(&self) -> bool {
        let looked_on = self.tokens.last().is_some_and(|seen| {
            let token = seen.token;
            let operator = token.kind.is_operator() && token.end - token.start < 3;
            operator || matches!(token.kind, TokenKind::Name | TokenKind::Number)
        });
        self.lexer.at_end() || looked_on && self.lexer.pos() as usize >= self.text.len()
    }

    /// Raises `_IncompleteInputError` at the last token, which after a lexical error is the error token.
    pub(super) fn raise_incomplete(&mut self) {
        const MESSAGE: &str = "incomplete input";
        self.error = None;
        let line = self.lexer.line() as i32;
        let class = ErrorClass::IncompleteInputError;
        match self.lexical.take() {
            // The lexer goes back to the start of a literal that does not end.
            Some(error) if error.origin == ErrorOrigin::Tokenizer => {
                let (line, column) = (Some(i64::from(error.line)), Some(i64::from(error.column)));
                let place = ErrorPlace { line, column, end_line: line, end_column: Some(-1) };
                let text = self.lexer.compile_error(&error).text.clone();
                self.error = Some(CompileError::new(class, MESSAGE).at(place).with_text(text));
            }
            Some(_) => {
                let kind = TokenKind::ErrorToken;
                let token = Token { kind, keyword: Keyword::NotKeyword, flags: 0, start: 0, end: 0, line: 0, col: 0 };
                let loc = Location { line, col: -1, end_line: line, end_col: -1 };
                self.tokens.push(Seen { token, bare: true, level: 0, loc });
                self.raise_at_token(class, self.tokens.len() - 1, MESSAGE);
            }
            None => self.raise_at_token(class, self.tokens.len().saturating_sub(1), MESSAGE),
        }
    }

    /// The token at the mark.
    fn current(&mut self) -> Option<Token> {
        if !self.fill() {
            return None;
        }
        self.tokens.get(self.mark).map(|seen| seen.token)
    }

    fn rule(&mut self, rule: RuleId) -> Option<Value> {
        if self.error.is_some() {
            return None;
        }
        if self.level >= self.max_level {
            self.error = Some(too_complex());
            return None;
        }
        let grammar = self.grammar;
        let definition = &grammar.rules[rule as usize];
        let (choices, flags) = (definition.choices, definition.flags);
        let start = self.mark;
        let key = (start as u32, rule);
        let theirs = flags.memo || flags.left;
        // CPython reads the token before it looks into its memory.
        if theirs && !self.fill() {
            return None;
        }
        if !flags.seed
            && let Some(remembered) = self.memory_of(theirs).get(&key).copied()
        {
            if remembered.value.is_some() {
                self.mark = remembered.end as usize;
            }
            return remembered.value;
        }
        self.level += 1;
        let outer = self.look_for_errors;
        if flags.quiet {
            self.look_for_errors = false;
        }
        let value = if flags.left { self.grow(key, choices) } else { self.choices(choices) };
        self.look_for_errors = outer;
        if !flags.left && !flags.seed && self.error.is_none() {
            let end = self.mark as u32;
            let memory = self.memory_of(theirs);
            if !theirs && memory.len() >= MOST_OF_OURS {
                memory.clear();
            }
            memory.insert(key, Remembered { value, end });
        }
        self.level -= 1;
        value
    }

    /// Where results are remembered: CPython's, or ours for the present setting of the error rules.
    fn memory_of(&mut self, theirs: bool) -> &mut FxHashMap<(u32, RuleId), Remembered> {
        if theirs { &mut self.memory } else { &mut self.ours[usize::from(self.look_for_errors)] }
    }

    fn forget(&mut self) {
        self.memory.clear();
        self.ours.iter_mut().for_each(FxHashMap::clear);
    }

    /// A left-recursive rule: its remembered result is a seed that grows as long as it gets longer.
    fn grow(&mut self, key: (u32, RuleId), choices: Choices) -> Option<Value> {
        let start = self.mark;
        let mut end = start;
        let mut value = None;
        loop {
            self.memory.insert(key, Remembered { value, end: end as u32 });
            self.mark = start;
            let longer = self.choices(choices);
            if self.error.is_some() {
                return None;
            }
            if longer.is_none() || self.mark <= end {
                break;
            }
            end = self.mark;
            value = longer;
        }
        self.mark = end;
        value
    }

    /// The first alternative that matches.
    fn choices(&mut self, choices: Choices) -> Option<Value> {
        let start = self.mark;
        let grammar = self.grammar;
        for index in choices.start..choices.end {
            if self.error.is_some() {
                return None;
            }
            let alternative = &grammar.alternatives[index as usize];
            if alternative.invalid && !self.look_for_errors {
                continue;
            }
            if alternative.first != grammar::ANY {
                let token = self.current()?;
                if grammar::token_set(token.kind, token.keyword) & alternative.first == 0 {
                    continue;
                }
            }
            match self.alternative(index) {
                Outcome::Matched(value) => return Some(value),
                Outcome::Failed => self.mark = start,
                Outcome::Ended => {
                    self.mark = start;
                    return None;
                }
            }
        }
        self.mark = start;
        None
    }

    fn alternative(&mut self, index: u16) -> Outcome {
        let grammar = self.grammar;
        let alternative = &grammar.alternatives[index as usize];
        let start = self.mark;
        let mut values: SmallVec<[(u8, Value); 12]> = SmallVec::new();
        let mut cut = false;
        for &(item, label) in &alternative.items {
            match grammar.items[item as usize] {
                Item::Cut => {
                    cut = true;
                    continue;
                }
                Item::Ahead(inner) => {
                    let before = self.mark;
                    let matched = self.item(inner).is_some();
                    self.mark = before;
                    if !matched {
                        return if cut { Outcome::Ended } else { Outcome::Failed };
                    }
                    continue;
                }
                Item::NotAhead(inner) => {
                    let before = self.mark;
                    let matched = self.item(inner).is_some();
                    self.mark = before;
                    if matched {
                        return if cut { Outcome::Ended } else { Outcome::Failed };
                    }
                    continue;
                }
                _ => {}
            }
            match self.item(item) {
                Some(value) => values.push((label, value)),
                None => return if cut { Outcome::Ended } else { Outcome::Failed },
            }
        }
        if self.error.is_some() {
            return Outcome::Ended;
        }
        if let Some((minor, what)) = alternative.version
            && self.options.feature_version < minor
        {
            self.raise_last(&format!("{what} only supported in Python 3.{minor} and greater"));
            return Outcome::Ended;
        }
        match self.action(&alternative.action, start, &values) {
            Some(value) if self.error.is_none() => Outcome::Matched(value),
            _ => Outcome::Ended,
        }
    }

    fn item(&mut self, item: ItemId) -> Option<Value> {
        match self.grammar.items[item as usize] {
            Item::Token(kind) => {
                let token = self.current()?;
                if token.kind != kind || kind == TokenKind::Name && token.keyword.is_hard() {
                    return None;
                }
                self.take()
            }
            Item::Keyword(keyword) => {
                let token = self.current()?;
                if token.keyword == keyword { self.take() } else { None }
            }
            Item::SoftKeyword => {
                let token = self.current()?;
                if token.keyword.is_soft() { self.take() } else { None }
            }
            Item::Rule(rule) => {
                self.depth += 1;
                let value = self.rule(rule);
                self.depth -= 1;
                // Nothing goes back beyond a whole statement of the module.
                if self.depth == 2 && value.is_some() && self.options.mode == Mode::Exec {
                    self.forget();
                }
                value
            }
            Item::Check(check) => self.check(check, self.mark, &[]),
            Item::Group(choices) => {
                if self.error.is_some() {
                    return None;
                }
                self.level += 1;
                let value = self.choices(choices);
                self.level -= 1;
                value
            }
            Item::Optional(inner) => {
                let before = self.mark;
                match self.item(inner) {
                    Some(value) => Some(value),
                    None if self.error.is_some() => None,
                    None => {
                        self.mark = before;
                        Some(Value::ABSENT)
                    }
                }
            }
            Item::Repeat(inner) => self.repeat(inner, None, false),
            Item::RepeatOnce(inner) => self.repeat(inner, None, true),
            Item::Separated { separator, item } => self.repeat(item, Some(separator), true),
            Item::Force { item, text } => {
                if self.error.is_some() {
                    return None;
                }
                let value = self.item(item);
                if value.is_none() && self.error.is_none() {
                    let loc = self.tokens.get(self.mark).map(|seen| seen.loc).unwrap_or_default();
                    self.raise_range(ErrorClass::SyntaxError, loc, loc, &format!("expected '{text}'"));
                }
                value
            }
            Item::Ahead(_) | Item::NotAhead(_) | Item::Cut => Some(Value::ABSENT),
        }
    }

    fn take(&mut self) -> Option<Value> {
        let value = Value::token(self.mark);
        self.mark += 1;
        Some(value)
    }

    fn repeat(&mut self, item: ItemId, separator: Option<ItemId>, once: bool) -> Option<Value> {
        let mut found: SmallVec<[Value; 8]> = SmallVec::new();
        let start = self.mark;
        loop {
            let before = self.mark;
            if let (Some(separator), false) = (separator, found.is_empty())
                && self.item(separator).is_none()
            {
                self.mark = before;
                break;
            }
            match self.item(item) {
                Some(value) => found.push(value),
                None => {
                    self.mark = before;
                    break;
                }
            }
            if self.mark == before {
                break;
            }
        }
        if self.error.is_some() || once && found.is_empty() {
            self.mark = start;
            return None;
        }
        let loc = self.span(start);
        Some(self.values.add(Shape::Items, loc, &found))
    }

    /// From the token at `start` to the last one before the mark that is no layout (`EXTRA`).
    pub(super) fn span(&self, start: usize) -> Location {
        let first = self.tokens.get(start).map(|seen| seen.loc).unwrap_or_default();
        let last = self.tokens[..self.mark.min(self.tokens.len())].iter().rev().find(|seen| {
            let kind = seen.token.kind;
            !matches!(kind, TokenKind::EndMarker | TokenKind::Newline | TokenKind::Indent | TokenKind::Dedent)
        });
        let end = last.map(|seen| seen.loc).unwrap_or(first);
        Location { line: first.line, col: first.col, end_line: end.end_line, end_col: end.end_col }
    }

    /// The value of a matched alternative that starts at token `start`.
    fn action(&mut self, action: &Action, start: usize, values: &[(u8, Value)]) -> Option<Value> {
        match action {
            Action::Default => {
                let mut named = values.iter().filter(|value| value.0 != 0);
                if let (Some(&(_, value)), None) = (named.next(), named.next()) {
                    return Some(value);
                }
                if let [(_, value)] = *values {
                    return Some(value);
                }
                let all: SmallVec<[Value; 12]> = values.iter().map(|value| value.1).collect();
                let loc = self.span(start);
                Some(self.values.add(Shape::Items, loc, &all))
            }
            Action::Make(shape, labels) => {
                let mut kids = Vec::new();
                let tokens = &self.tokens;
                let is_name = |index: usize| tokens.get(index).is_some_and(|s: &Seen| s.token.kind == TokenKind::Name);
                for &label in labels {
                    for &(_, value) in values.iter().filter(|value| value.0 == label) {
                        self.values.flatten(value, &is_name, &mut kids);
                    }
                }
                // Without labels the parts of a display or target list are all that matched.
                if labels.is_empty() && matches!(shape, Shape::Tuple | Shape::List | Shape::Starred) {
                    for &(_, value) in values {
                        self.values.flatten(value, &is_name, &mut kids);
                    }
                }
                let loc = self.span(start);
                Some(self.values.add(*shape, loc, &kids))
            }
            Action::Check(check) => self.check(*check, start, values),
            error => {
                self.report(error, values);
                None
            }
        }
    }
}

/// The nesting is too deep for any parser here.
pub(super) fn too_complex() -> CompileError {
    CompileError::new(ErrorClass::MemoryError, "Parser stack overflowed - Python source too complex to parse")
}
