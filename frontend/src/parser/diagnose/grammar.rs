//! The grammar as data: `grammar.txt`, read once into arenas of rules, alternatives and items.
//!
//! A rule is `name flags: alternatives`; its alternatives stand on the line or, each after `|`, on the lines below. Items are
//! `'literal'`, `"soft keyword"`, `TOKEN`, `rule`, `#check`, `(group)`, `[optional]`, `e?`, `e*`, `e+`, `s.e+` (separated by
//! `s`), `&e`, `!e`, `&&e` (fails for good) and `~` (cut); `x=e` names the value of `e`. After `->` stands what the
//! alternative makes: a [`Shape`] with the parts that errors look at, `#` and a check in Rust, or `!` and an error. A number
//! before it is the Python version (3.N) that has the construct.
//!
//! Flags: `memo` for the rules whose results CPython remembers, `left` for left-recursive ones, `seed` for a rule whose
//! result depends on the growing seed of another, `quiet` for a rule under which errors are not looked for. Which results
//! are remembered matters: it decides where an error rule is not tried a second time.

use super::values::Shape;
use crate::lexer::{Keyword, TokenKind};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// A rule's number.
pub(super) type RuleId = u16;
/// An item's number.
pub(super) type ItemId = u16;

/// A set of tokens: bits 0 to 68 are token kinds, those from 69 on keywords.
pub(super) type TokenSet = u128;

pub(super) const ANY: TokenSet = u128::MAX;

/// The set that a token is in.
pub(super) fn token_set(kind: TokenKind, keyword: Keyword) -> TokenSet {
    if keyword == Keyword::NotKeyword {
        return 1 << kind as u32;
    }
    let set = keyword_set(keyword);
    if keyword.is_hard() { set } else { set | 1 << kind as u32 }
}

fn keyword_set(keyword: Keyword) -> TokenSet {
    1 << (69 + keyword as u32)
}

pub(super) struct Grammar {
    pub(super) rules: Vec<Rule>,
    pub(super) alternatives: Vec<Alternative>,
    pub(super) items: Vec<Item>,
    by_name: FxHashMap<&'static str, RuleId>,
}

/// Alternatives `start..end` of the grammar.
#[derive(Clone, Copy, Debug)]
pub(super) struct Choices {
    pub(super) start: u16,
    pub(super) end: u16,
}

#[derive(Debug)]
pub(super) struct Rule {
    pub(super) choices: Choices,
    pub(super) flags: Flags,
}

#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Flags {
    pub(super) memo: bool,
    pub(super) left: bool,
    pub(super) seed: bool,
    pub(super) quiet: bool,
}

#[derive(Debug)]
pub(super) struct Alternative {
    pub(super) items: Vec<(ItemId, Label)>,
    pub(super) action: Action,
    /// The minor version that the construct needs, and the start of the message if it is not met.
    pub(super) version: Option<(u8, &'static str)>,
    /// It is one error rule: not tried on the first pass.
    pub(super) invalid: bool,
    /// The tokens it can start with; all if it can match nothing.
    pub(super) first: TokenSet,
}

/// The name of a value: `a` is 1, `z` is 26; 0 is none.
pub(super) type Label = u8;

#[derive(Clone, Copy, Debug)]
pub(super) enum Item {
    Token(TokenKind),
    Keyword(Keyword),
    /// Any soft keyword.
    SoftKeyword,
    Rule(RuleId),
    Check(Check),
    Group(Choices),
    Optional(ItemId),
    Repeat(ItemId),
    RepeatOnce(ItemId),
    Separated {
        separator: ItemId,
        item: ItemId,
    },
    Ahead(ItemId),
    NotAhead(ItemId),
    Force {
        item: ItemId,
        text: &'static str,
    },
    Cut,
}

/// A value that an error speaks of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) label: Label,
    pub(super) of: PartOf,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PartOf {
    Whole,
    First,
    Last,
    /// The last expression of the last clause of a comprehension.
    Comprehension,
}

/// Which targets an error is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Targets {
    Star,
    Del,
    For,
}

/// What a matched alternative makes.
#[derive(Debug)]
pub(super) enum Action {
    /// The only named value, the only value, or a group of them.
    Default,
    Make(Shape, Vec<Label>),
    Check(Check),
    /// `RAISE_SYNTAX_ERROR_KNOWN_LOCATION` and `…_RANGE`.
    Range(Part, Part, &'static str),
    /// `RAISE_SYNTAX_ERROR_STARTING_FROM`: up to where the lexer is.
    From(Part, &'static str),
    /// `RAISE_SYNTAX_ERROR`: at the last token read.
    Last(&'static str),
    /// `RAISE_SYNTAX_ERROR_ON_NEXT_TOKEN`.
    Next(&'static str),
    /// `RAISE_INDENTATION_ERROR`.
    Indent(&'static str),
    /// `RAISE_SYNTAX_ERROR_INVALID_TARGET`.
    Target(Targets, Label),
}

macro_rules! checks {
    ($($(#[$doc:meta])* $name:ident $text:literal;)*) => {
        /// What is decided in Rust.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(super) enum Check {
            $($(#[$doc])* $name,)*
        }

        impl Check {
            fn named(name: &str) -> Option<Self> {
                match name {
                    $($text => Some(Self::$name),)*
                    _ => None,
                }
            }
        }
    };
}

checks! {
    /// Never matches.
    Null "null";
    /// The statement is the last whole one so far.
    Register "register";
    /// `from __future__ import barry_as_FLUFL`.
    Future "future";
    /// `!=` or `<>`, as the future import says.
    NotEqual "noteq";
    /// `<` and `>` side by side, meant as `!=`.
    Chevrons "chevrons";
    /// A number that is no imaginary one.
    Real "real";
    /// An imaginary number.
    Imaginary "imaginary";
    /// A number token has a value.
    Number "number";
    /// A string token can be decoded.
    String "string";
    /// An f-string's texts can be decoded.
    FString "fstring";
    /// A t-string's texts can be decoded.
    TString "tstring";
    /// A format specification's text can be decoded.
    Format "format";
    /// Adjacent literals are of one kind.
    Concatenate "concatenate";
    /// The conversion follows its `!` at once.
    Conversion "conversion";
    /// The conversion is one of the three.
    Field "field";
    /// `print` or `exec` without parentheses.
    Legacy "legacy";
    /// Two expressions in a row, within brackets.
    MissingComma "missing_comma";
    /// A generator expression as one of several arguments.
    NonparenGenexp "nonparen_genexp";
    /// A positional argument after a keyword argument.
    PositionalFollows "positional_follows";
    /// A dictionary key without a value.
    DictionaryKey "dictionary_key";
    /// A bound of a `*Ts`.
    TypeVarTuple "type_var_tuple";
    /// A bound of a `**P`.
    ParamSpec "param_spec";
}

impl Grammar {
    /// The grammar of Python 3.14.
    pub(super) fn get() -> &'static Self {
        static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
        GRAMMAR.get_or_init(|| Reader::read(include_str!("grammar.txt")))
    }

    /// The rule of a name; the grammar's own text is the only source of names.
    pub(super) fn rule(&self, name: &str) -> RuleId {
        self.by_name.get(name).copied().unwrap_or(0)
    }
}

/// Reads the notation. The text is part of the program, so a mistake in it is a bug that the tests find: the reader then
/// makes an item that matches nothing.
struct Reader {
    grammar: Grammar,
    text: &'static str,
    at: usize,
}

impl Reader {
    fn read(text: &'static str) -> Grammar {
        let grammar =
            Grammar { rules: Vec::new(), alternatives: Vec::new(), items: Vec::new(), by_name: FxHashMap::default() };
        let mut reader = Reader { grammar, text, at: 0 };
        let definitions = reader.definitions();
        for (index, definition) in definitions.iter().enumerate() {
            reader.grammar.by_name.insert(definition.0, index as RuleId);
        }
        for (_, flags, lines) in definitions {
            let mut alternatives = Vec::new();
            for line in lines {
                reader.text = line;
                reader.at = 0;
                alternatives.extend(reader.alternatives(line.starts_with('|')));
            }
            let choices = reader.store(alternatives);
            reader.grammar.rules.push(Rule { choices, flags });
        }
        reader.find_first_sets();
        reader.grammar
    }

    /// Name, flags and lines of alternatives of every rule.
    fn definitions(&self) -> Vec<(&'static str, Flags, Vec<&'static str>)> {
        let mut definitions: Vec<(&'static str, Flags, Vec<&'static str>)> = Vec::new();
        for line in self.text.lines() {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Some(alternative) = line.strip_prefix("  ") {
                if let Some(last) = definitions.last_mut() {
                    last.2.push(alternative);
                }
                continue;
            }
            let Some((head, rest)) = line.split_once(':') else { continue };
            let mut words = head.split(' ');
            let name = words.next().unwrap_or("");
            let mut flags = Flags::default();
            for word in words {
                match word {
                    "memo" => flags.memo = true,
                    "left" => flags.left = true,
                    "seed" => flags.seed = true,
                    "quiet" => flags.quiet = true,
                    _ => {}
                }
            }
            let rest = rest.trim();
            definitions.push((name, flags, if rest.is_empty() { Vec::new() } else { vec![rest] }));
        }
        definitions
    }

    fn store(&mut self, alternatives: Vec<Alternative>) -> Choices {
        let start = self.grammar.alternatives.len() as u16;
        self.grammar.alternatives.extend(alternatives);
        Choices { start, end: self.grammar.alternatives.len() as u16 }
    }

    fn item(&mut self, item: Item) -> ItemId {
        self.grammar.items.push(item);
        (self.grammar.items.len() - 1) as ItemId
    }

    fn rest(&self) -> &'static str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn skip_blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn eat(&mut self, text: &str) -> bool {
        self.skip_blanks();
        let there = self.rest().starts_with(text);
        if there {
            self.at += text.len();
        }
        there
    }

    fn word(&mut self) -> &'static str {
        self.skip_blanks();
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }

    /// The text between quotes; `\"` stands for a quote.
    fn quoted(&mut self, quote: char) -> &'static str {
        let rest = self.rest();
        let mut escaped = false;
        let end = rest
            .find(|c| {
                let ends = c == quote && !escaped;
                escaped = c == '\\';
                ends
            })
            .unwrap_or(rest.len());
        self.at += end + 1;
        &rest[..end]
    }

    /// Alternatives up to the end of the text or a closing bracket.
    fn alternatives(&mut self, leading_bar: bool) -> Vec<Alternative> {
        if leading_bar {
            self.eat("|");
        }
        let mut alternatives = vec![self.alternative()];
        while self.eat("|") {
            alternatives.push(self.alternative());
        }
        alternatives
    }

    fn alternative(&mut self) -> Alternative {
        let mut items = Vec::new();
        let mut action = Action::Default;
        let mut version = None;
        loop {
            self.skip_blanks();
            match self.rest().chars().next() {
                None | Some('|' | ')' | ']') => break,
                _ => {}
            }
            if self.eat("->") {
                (version, action) = self.action();
                break;
            }
            items.push(self.labelled());
        }
        let invalid = match *items {
            [(item, _)] => self.is_invalid_rule(item),
            _ => false,
        };
        Alternative { items, action, version, invalid, first: ANY }
    }

    fn is_invalid_rule(&self, item: ItemId) -> bool {
        let Some(Item::Rule(rule)) = self.grammar.items.get(item as usize) else { return false };
        self.grammar.by_name.iter().any(|(name, id)| id == rule && name.starts_with("invalid_"))
    }

    fn labelled(&mut self) -> (ItemId, Label) {
        self.skip_blanks();
        let bytes = self.rest().as_bytes();
        let mut label = 0;
        if let [letter @ b'a'..=b'z', b'=', ..] = *bytes {
            label = letter - b'a' + 1;
            self.at += 2;
        }
        (self.prefixed(), label)
    }

    fn prefixed(&mut self) -> ItemId {
        if self.eat("&&") {
            let text = self.rest().strip_prefix('\'').and_then(|rest| rest.split('\'').next()).unwrap_or("");
            let item = self.postfixed();
            return self.item(Item::Force { item, text });
        }
        if self.eat("&") {
            let item = self.postfixed();
            return self.item(Item::Ahead(item));
        }
        if self.eat("!") {
            let item = self.postfixed();
            return self.item(Item::NotAhead(item));
        }
        if self.eat("~") {
            return self.item(Item::Cut);
        }
        self.postfixed()
    }

    fn postfixed(&mut self) -> ItemId {
        let item = self.atom();
        match self.rest().as_bytes().first() {
            Some(b'?') => {
                self.at += 1;
                self.item(Item::Optional(item))
            }
            Some(b'*') => {
                self.at += 1;
                self.item(Item::Repeat(item))
            }
            Some(b'+') => {
                self.at += 1;
                self.item(Item::RepeatOnce(item))
            }
            Some(b'.') => {
                self.at += 1;
                let separated = self.atom();
                self.at += 1;
                self.item(Item::Separated { separator: item, item: separated })
            }
            _ => item,
        }
    }

    fn atom(&mut self) -> ItemId {
        if self.eat("(") {
            let alternatives = self.alternatives(false);
            self.eat(")");
            let choices = self.store(alternatives);
            return self.item(Item::Group(choices));
        }
        if self.eat("[") {
            let alternatives = self.alternatives(false);
            self.eat("]");
            let choices = self.store(alternatives);
            let group = self.item(Item::Group(choices));
            return self.item(Item::Optional(group));
        }
        if self.eat("'") {
            let text = self.quoted('\'');
            let item = literal(text);
            return self.item(item);
        }
        if self.eat("\"") {
            let keyword = Keyword::from_text(self.quoted('"'));
            return self.item(Item::Keyword(keyword));
        }
        if self.eat("#") {
            let check = Check::named(self.word()).unwrap_or(Check::Null);
            return self.item(Item::Check(check));
        }
        let name = self.word();
        let item = match name {
            "NAME" => Item::Token(TokenKind::Name),
            "NUMBER" => Item::Token(TokenKind::Number),
            "STRING" => Item::Token(TokenKind::String),
            "NEWLINE" => Item::Token(TokenKind::Newline),
            "INDENT" => Item::Token(TokenKind::Indent),
            "DEDENT" => Item::Token(TokenKind::Dedent),
            "ENDMARKER" => Item::Token(TokenKind::EndMarker),
            "TYPE_COMMENT" => Item::Token(TokenKind::TypeComment),
            "FSTRING_START" => Item::Token(TokenKind::FStringStart),
            "FSTRING_MIDDLE" => Item::Token(TokenKind::FStringMiddle),
            "FSTRING_END" => Item::Token(TokenKind::FStringEnd),
            "TSTRING_START" => Item::Token(TokenKind::TStringStart),
            "TSTRING_MIDDLE" => Item::Token(TokenKind::TStringMiddle),
            "TSTRING_END" => Item::Token(TokenKind::TStringEnd),
            "SOFT_KEYWORD" => Item::SoftKeyword,
            name => match self.grammar.by_name.get(name) {
                Some(&rule) => Item::Rule(rule),
                None => Item::Check(Check::Null),
            },
        };
        self.item(item)
    }

    fn action(&mut self) -> (Option<(u8, &'static str)>, Action) {
        self.skip_blanks();
        let mut version = None;
        if self.rest().starts_with(|c: char| c.is_ascii_digit()) {
            let minor = self.word().parse().unwrap_or(0);
            self.eat("\"");
            version = Some((minor, self.quoted('"')));
        }
        if self.eat("#") {
            return (version, Action::Check(Check::named(self.word()).unwrap_or(Check::Null)));
        }
        if !self.eat("!") {
            let shape = Shape::named(self.word());
            let mut labels = Vec::new();
            if self.eat("(") {
                while !self.eat(")") {
                    let label = self.label();
                    if label == 0 {
                        break;
                    }
                    labels.push(label);
                }
            }
            return (version, Action::Make(shape, labels));
        }
        let kind = self.word();
        let mut parts = Vec::new();
        let mut targets = Targets::Star;
        if self.eat("(") {
            if kind == "target" {
                targets = match self.word() {
                    "del" => Targets::Del,
                    "for" => Targets::For,
                    _ => Targets::Star,
                };
                self.eat(",");
            }
            loop {
                parts.push(self.part());
                if !self.eat(",") {
                    break;
                }
            }
            self.eat(")");
        }
        let message = if self.eat("\"") { self.quoted('"') } else { "" };
        let nothing = Part { label: 0, of: PartOf::Whole };
        let first = parts.first().copied().unwrap_or(nothing);
        let action = match kind {
            "at" => Action::Range(first, first, message),
            "range" => Action::Range(first, parts.get(1).copied().unwrap_or(first), message),
            "from" => Action::From(first, message),
            "last" => Action::Last(message),
            "next" => Action::Next(message),
            "indent" => Action::Indent(message),
            "target" => Action::Target(targets, first.label),
            _ => Action::Check(Check::Null),
        };
        (version, action)
    }

    fn label(&mut self) -> Label {
        self.skip_blanks();
        label_of(self.word())
    }

    fn part(&mut self) -> Part {
        let label = self.label();
        let of = if self.eat(".") {
            match self.word() {
                "first" => PartOf::First,
                "last" => PartOf::Last,
                _ => PartOf::Comprehension,
            }
        } else {
            PartOf::Whole
        };
        Part { label, of }
    }

    /// Fills in the tokens that alternatives can start with, by iterating to a fixed point.
    fn find_first_sets(&mut self) {
        let mut rules = vec![(0, false); self.grammar.rules.len()];
        loop {
            let mut changed = false;
            for index in 0..rules.len() {
                let found = self.first_of_choices(self.grammar.rules[index].choices, &rules);
                changed |= found != rules[index];
                rules[index] = found;
            }
            if !changed {
                break;
            }
        }
        for index in 0..self.grammar.alternatives.len() {
            let (first, empty) = self.first_of_alternative(index, &rules);
            self.grammar.alternatives[index].first = if empty { ANY } else { first };
        }
    }

    /// The tokens that may start a match, and whether nothing may match.
    fn first_of_choices(&self, choices: Choices, rules: &[(TokenSet, bool)]) -> (TokenSet, bool) {
        (choices.start..choices.end).fold((0, false), |(set, empty), index| {
            let (more, nullable) = self.first_of_alternative(index as usize, rules);
            (set | more, empty | nullable)
        })
    }

    fn first_of_alternative(&self, index: usize, rules: &[(TokenSet, bool)]) -> (TokenSet, bool) {
        let mut set = 0;
        for &(item, _) in &self.grammar.alternatives[index].items {
            let (more, empty) = self.first_of_item(item, rules);
            set |= more;
            if !empty {
                return (set, false);
            }
        }
        (set, true)
    }

    fn first_of_item(&self, item: ItemId, rules: &[(TokenSet, bool)]) -> (TokenSet, bool) {
        match self.grammar.items[item as usize] {
            Item::Token(kind) => (1 << kind as u32, false),
            Item::Keyword(keyword) => (keyword_set(keyword), false),
            Item::SoftKeyword => (1 << TokenKind::Name as u32, false),
            Item::Rule(rule) => rules[rule as usize],
            Item::Check(_) => (ANY, false),
            Item::Group(choices) => self.first_of_choices(choices, rules),
            Item::Optional(item) | Item::Repeat(item) => (self.first_of_item(item, rules).0, true),
            Item::RepeatOnce(item) | Item::Separated { item, .. } => self.first_of_item(item, rules),
            // A forced item fails with an error, whatever the token.
            Item::Force { .. } => (ANY, false),
            // An empty match, but one that looks at a token which a later item may not.
            Item::Ahead(_) | Item::NotAhead(_) => (0, true),
            Item::Cut => (0, true),
        }
    }
}

fn label_of(word: &str) -> Label {
    match *word.as_bytes() {
        [letter @ b'a'..=b'z'] => letter - b'a' + 1,
        _ => 0,
    }
}

/// The label of a one-letter word, for messages.
pub(super) fn label_of_word(word: &str) -> Label {
    label_of(word)
}

fn literal(text: &str) -> Item {
    let keyword = Keyword::from_text(text);
    if keyword != Keyword::NotKeyword {
        return Item::Keyword(keyword);
    }
    use TokenKind::*;
    let table = [
        ("(", LPar),
        (")", RPar),
        ("[", LSqb),
        ("]", RSqb),
        (":", Colon),
        (",", Comma),
        (";", Semi),
        ("+", Plus),
        ("-", Minus),
        ("*", Star),
        ("/", Slash),
        ("|", VBar),
        ("&", Amper),
        ("<", Less),
        (">", Greater),
        ("=", Equal),
        (".", Dot),
        ("%", Percent),
        ("{", LBrace),
        ("}", RBrace),
        ("==", EqEqual),
        ("!=", NotEqual),
        ("<=", LessEqual),
        (">=", GreaterEqual),
        ("~", Tilde),
        ("^", Circumflex),
        ("<<", LeftShift),
        (">>", RightShift),
        ("**", DoubleStar),
        ("+=", PlusEqual),
        ("-=", MinEqual),
        ("*=", StarEqual),
        ("/=", SlashEqual),
        ("%=", PercentEqual),
        ("&=", AmperEqual),
        ("|=", VBarEqual),
        ("^=", CircumflexEqual),
        ("<<=", LeftShiftEqual),
        (">>=", RightShiftEqual),
        ("**=", DoubleStarEqual),
        ("//", DoubleSlash),
        ("//=", DoubleSlashEqual),
        ("@", At),
        ("@=", AtEqual),
        ("->", RArrow),
        ("...", TokenKind::Ellipsis),
        (":=", ColonEqual),
        ("!", Exclamation),
    ];
    match table.iter().find(|entry| entry.0 == text) {
        Some(&(_, kind)) => Item::Token(kind),
        None => Item::Check(Check::Null),
    }
}
