//! A query's text cut into tokens. Never fails: whatever is no operator is a word, and what holds no
//! letter, digit or `*` is nothing.
//!
//! A chunk is what stands between white space, double quotes, brackets and `|`. What a chunk means depends
//! on how it starts (`-` `+` `=` `/` `name:`) and ends (`~n` `^n`); leading punctuation is skipped.

use crate::ast::Unit;
use crate::habits;
use crate::note::{NoteKind, Notes};
use std::ops::Range;

/// A token and the bytes of the query that it was made of.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Token {
    pub kind: Kind,
    pub place: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Kind {
    Open,
    Close,
    Or,
    And,
    /// `NOT`, or `-` before something.
    Not,
    /// `+` before something.
    Plus,
    Near {
        ordered: bool,
        words: u32,
    },
    /// `sent(` with its bracket.
    Unit(Unit),
    /// `name:` with a value right behind it.
    Field(String),
    Phrase {
        text: String,
        slop: u32,
    },
    Regex(String),
    Word {
        text: String,
        exact: bool,
        fuzzy: Option<u8>,
    },
    /// A field's value, as typed.
    Value(String),
    /// `^n` behind an item.
    Boost(f32),
}

/// Before a bracket, or before a colon where no field has that name: what the earlier version of a document does not have.
pub(crate) const ADDED: &str = "added";

/// More tokens than that are cut off, and it is said.
pub(crate) const MOST_TOKENS: usize = 20_000;

/// Regular expressions beyond that many are read as words.
const MOST_REGEXES: usize = 16;

/// Cuts `text`; `is_field` says which names before a `:` are fields, `is_set` which behind an `@` are sets.
pub(crate) fn lex(
    text: &str,
    is_field: &dyn Fn(&str) -> bool,
    is_set: &dyn Fn(&str) -> bool,
    notes: &mut Notes,
) -> Vec<Token> {
    let mut lexer = Lexer { text, at: 0, is_field, is_set, notes, out: Vec::new(), regexes: 0 };
    while lexer.at < text.len() {
        if lexer.out.len() >= MOST_TOKENS {
            let cut = lexer.at..text.len();
            lexer.notes.add(NoteKind::Limit, cut, || {
                format!("only the first {MOST_TOKENS} words and operators are read")
            });
            break;
        }
        lexer.step();
    }
    lexer.out
}

/// Whether a character opens and closes a phrase. A single quote that can be an apostrophe never does.
pub(crate) fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '＂' | '‹' | '›' | '❝' | '❞' | '〝' | '〞' | '〟')
        || matches!(c, '「' | '」' | '『' | '』' | '《' | '》')
}

/// Whether a character ends a chunk.
fn ends_chunk(c: char) -> bool {
    c.is_whitespace() || c.is_control() || is_quote(c) || matches!(c, '(' | ')' | '|')
}

/// Whether a character is searched.
fn is_searched(c: char) -> bool {
    c.is_alphanumeric() || c == '*'
}

struct Lexer<'a, 'n> {
    text: &'a str,
    at: usize,
    is_field: &'a dyn Fn(&str) -> bool,
    is_set: &'a dyn Fn(&str) -> bool,
    notes: &'n mut Notes,
    out: Vec<Token>,
    /// Regular expressions so far.
    regexes: usize,
}

impl<'a> Lexer<'a, '_> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn push(&mut self, kind: Kind, start: usize) {
        self.out.push(Token { kind, place: start..self.at });
    }

    /// Reads one thing at the start of a chunk.
    fn step(&mut self) {
        let start = self.at;
        let Some(c) = self.peek() else { return };
        match c {
            _ if c.is_whitespace() || c.is_control() => self.at += c.len_utf8(),
            '(' => {
                self.at += 1;
                self.push(Kind::Open, start);
            }
            ')' => {
                self.at += 1;
                self.push(Kind::Close, start);
                self.boost();
            }
            '|' => {
                // `||`, as programs write it, is one operator
                self.at += if self.rest().starts_with("||") { 2 } else { 1 };
                self.push(Kind::Or, start);
            }
            '[' if self.corpus_tokens() => {}
            '-' | '+' if self.starts_item(1) => {
                self.at += 1;
                self.push(if c == '-' { Kind::Not } else { Kind::Plus }, start);
                self.item();
            }
            _ => self.item(),
        }
    }

    /// `[lemma="war"]` and the like; says whether that stands here.
    fn corpus_tokens(&mut self) -> bool {
        let start = self.at;
        let Some((tokens, len)) = habits::corpus_tokens(self.rest()) else { return false };
        self.at += len;
        let kind = match tokens {
            habits::Tokens::Word { text, exact } => {
                // as a word is read: `'a` is `a`
                let text = word_of(text.trim_start_matches(|c| !is_searched(c)));
                Kind::Word { text, exact, fuzzy: None }
            }
            habits::Tokens::Row(text) => Kind::Phrase { text, slop: 0 },
        };
        let read = match &kind {
            Kind::Word { text, exact, .. } => format!("{}{text}", if *exact { "=" } else { "" }),
            Kind::Phrase { text, .. } => format!("\"{text}\""),
            _ => String::new(),
        };
        let typed = &self.text[start..self.at];
        self.notes.add(NoteKind::ReadAs, start..self.at, || format!("'{typed}' is read as {read}"));
        self.push(kind, start);
        true
    }

    /// Whether something that can be searched, a quote or a bracket stands `skip` bytes ahead, before the
    /// chunk ends.
    fn starts_item(&self, skip: usize) -> bool {
        for c in self.rest()[skip..].chars() {
            if is_quote(c) || c == '(' || is_searched(c) {
                return true;
            }
            if ends_chunk(c) {
                return false;
            }
        }
        false
    }

    /// A phrase, a regular expression, a field's name, or a word.
    fn item(&mut self) {
        let Some(c) = self.peek() else { return };
        if is_quote(c) {
            self.phrase();
        } else if c == '(' {
            // behind `-` or `+`: the bracket is read by the next step
        } else if c == '/' && self.regex() {
        } else if c == '=' {
            self.at += 1;
            if self.peek().is_some_and(|c| !ends_chunk(c)) {
                self.word(true);
            }
        } else {
            self.word(false);
        }
    }

    /// `"…"` with `~n` and `^n` behind it. A quote that is never closed is left out.
    fn phrase(&mut self) {
        let start = self.at;
        let open = self.peek().map_or(0, char::len_utf8);
        let Some((len, close)) = self.rest()[open..].char_indices().find(|&(_, c)| is_quote(c)) else {
            self.at += open;
            self.notes.add(NoteKind::ReadAsWords, start..start + open, || {
                "a quote that is not closed is left out".to_owned()
            });
            return;
        };
        let text = &self.rest()[open..open + len];
        self.at += open + len + close.len_utf8();
        if !text.chars().any(is_searched) {
            self.notes.add(NoteKind::ReadAsWords, start..self.at, || {
                "a phrase without words is left out".to_owned()
            });
            return;
        }
        let mut slop = 0;
        if let Some(digits) = self.digits('~')
            && let Ok(words) = digits.parse::<u32>()
        {
            slop = words.min(1_000);
            self.at += 1 + digits.len();
        }
        self.push(Kind::Phrase { text: text.to_owned(), slop }, start);
        self.boost();
    }

    /// The digits behind `mark`, when they are next.
    fn digits(&self, mark: char) -> Option<&'a str> {
        let rest = self.rest().strip_prefix(mark)?;
        let len = rest.bytes().take_while(u8::is_ascii_digit).count();
        (1..=6).contains(&len).then(|| &rest[..len])
    }

    /// `^n` right behind an item, and then the chunk ends.
    fn boost(&mut self) {
        let Some(rest) = self.rest().strip_prefix('^') else { return };
        let end = rest.find(ends_chunk).unwrap_or(rest.len());
        if let Some(by) = boost(&rest[..end]) {
            let start = self.at;
            self.at += 1 + end;
            self.push(Kind::Boost(by), start);
        }
    }

    /// `/…/` without white space inside and with the chunk's end behind it; says whether it was one.
    fn regex(&mut self) -> bool {
        let start = self.at;
        let body = &self.rest()[1..];
        let mut escaped = false;
        let mut end = None;
        for (i, c) in body.char_indices() {
            match c {
                _ if c.is_whitespace() || c.is_control() || is_quote(c) => break,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '/' => {
                    end = Some(i);
                    break;
                }
                _ => {}
            }
        }
        let Some(end) = end.filter(|&end| end > 0) else { return false };
        let behind = &body[end + 1..];
        let ends = behind.chars().next().is_none_or(|c| ends_chunk(c) || c == '^');
        let pattern = &body[..end];
        if !ends {
            return false;
        }
        self.regexes += 1;
        if self.regexes > MOST_REGEXES {
            self.notes.add(NoteKind::Limit, start..start + end + 2, || {
                format!("only the first {MOST_REGEXES} regular expressions are read as such")
            });
            return false;
        }
        if let Err(error) = crate::expand::regex(pattern) {
            self.notes.add(NoteKind::ReadAsWords, start..start + end + 2, || {
                format!("'/{pattern}/' is read as words: {error}")
            });
            return false;
        }
        self.at += end + 2;
        self.push(Kind::Regex(pattern.to_owned()), start);
        self.boost();
        true
    }

    /// A chunk from here on: an operator, a field's name, a unit, or a word.
    fn word(&mut self, exact: bool) {
        let chunk_start = self.at;
        let rest = self.rest();
        let chunk = &rest[..rest.find(ends_chunk).unwrap_or(rest.len())];
        if !exact && let Some(kind) = operator(chunk) {
            self.at += chunk.len();
            self.push(kind, chunk_start);
            return;
        }
        // leading punctuation is nothing, but for the mark of a tag or a name
        let from = chunk.char_indices().find(|&(i, c)| {
            let tag = matches!(c, '#' | '@') && chunk[i + 1..].starts_with(char::is_alphanumeric);
            is_searched(c) || tag
        });
        let Some((skipped, _)) = from else {
            self.at += chunk.len();
            if chunk.is_empty() {
                // only when a caller stands before a delimiter; go on behind it
                self.at += self.peek().map_or(0, char::len_utf8);
            }
            return;
        };
        let chunk = &chunk[skipped..];
        self.at += skipped;
        let start = self.at;
        if !exact {
            if let Some(unit) = unit(chunk)
                && self.rest()[chunk.len()..].starts_with('(')
            {
                self.at += chunk.len() + 1;
                self.push(Kind::Unit(unit), start);
                return;
            }
            if let Some(colon) = chunk.find(':')
                && ((self.is_field)(&chunk[..colon].to_lowercase()) || &chunk[..colon] == ADDED)
                && self.field(&chunk[..colon], colon + 1)
            {
                return;
            }
            if let Some((name, value)) = habits::comparison(chunk)
                && (self.is_field)(name)
                && self.field(name, chunk.len() - value.len())
            {
                return;
            }
        }
        self.at += chunk.len();
        if let Some(written) = habits::unit(chunk) {
            self.notes.add(NoteKind::ReadAsWords, start..self.at, || {
                format!(
                    "'{chunk}' is read as a word: what stands in one unit of the text is written {written}"
                )
            });
        }
        if !exact
            && let Some(name) = chunk.strip_suffix(':')
            && (self.is_field)(&name.to_lowercase())
            && self.rest().trim_start().starts_with(|c| is_quote(c) || is_searched(c))
        {
            self.notes.add(NoteKind::ReadAsWords, start..self.at, || {
                format!("'{chunk}' is read as a word: what a field has is written without a space behind the colon")
            });
        }
        let (chunk, by) = split_boost(chunk);
        let (chunk, fuzzy) = split_fuzzy(chunk);
        if let Some(name) = chunk.strip_prefix('@')
            && (exact || fuzzy.is_some() || !(self.is_set)(name))
        {
            self.notes.add(NoteKind::ReadAsWords, start..start + chunk.len(), || {
                format!("there is no set '@{name}' in a codebook: read as a word")
            });
        }
        self.push(Kind::Word { text: word_of(chunk), exact, fuzzy }, start);
        if let Some(by) = by {
            self.push(Kind::Boost(by), self.at);
        }
    }

    /// `name:` and what stands `skip` bytes on; says whether there is a value.
    fn field(&mut self, name: &str, skip: usize) -> bool {
        let start = self.at;
        let value = start + skip;
        let rest = &self.text[value..];
        let Some(c) = rest.chars().next().filter(|&c| is_quote(c) || c == '(' || !ends_chunk(c)) else {
            return false;
        };
        let name = name.to_lowercase();
        if is_quote(c) {
            if !rest[c.len_utf8()..].chars().any(is_quote) {
                return false;
            }
            self.at = value;
            self.push(Kind::Field(name), start);
            self.phrase();
        } else if c == '(' {
            self.at = value;
            self.push(Kind::Field(name), start);
        } else {
            let at = self.out.len();
            self.at = value;
            if name == ADDED && !(self.is_field)(ADDED) {
                return self.added(start);
            }
            if has_ranges(&name)
                && let Some((values, len)) = habits::lucene_range(rest)
            {
                self.at += len;
                self.ranges(&name, values, start);
                return true;
            }
            if name == "date"
                && let line = &rest[..rest.find(|c| ends_chunk(c) && c != ' ').unwrap_or(rest.len())]
                && let Some(len) = habits::unquoted_date(line)
            {
                self.push(Kind::Field(name), start);
                self.at += len;
                self.push(Kind::Phrase { text: line[..len].to_owned(), slop: 0 }, value);
                return true;
            }
            self.push(Kind::Field(name), start);
            if c == '/' && self.regex() {
                return true;
            }
            let chunk = &rest[..rest.find(ends_chunk).unwrap_or(rest.len())];
            let (chunk, by) = value_of(chunk);
            if !chunk.chars().any(is_searched) {
                self.out.truncate(at);
                self.at = start;
                return false;
            }
            self.at = value + rest.find(ends_chunk).unwrap_or(rest.len());
            self.push(Kind::Value(chunk.to_owned()), value);
            if let Some(by) = by {
                self.push(Kind::Boost(by), self.at);
            }
        }
        true
    }

    /// What stands right behind `added:`, which is read as anywhere else; `start` is where the name does. Says whether
    /// there is something.
    fn added(&mut self, start: usize) -> bool {
        let rest = self.rest();
        let chunk = &rest[..rest.find(ends_chunk).unwrap_or(rest.len())];
        if !value_of(chunk).0.chars().any(is_searched) {
            self.at = start;
            return false;
        }
        self.push(Kind::Field(ADDED.to_owned()), start);
        if operator(chunk).is_some() {
            let word = self.at;
            self.at += chunk.len();
            self.push(Kind::Word { text: word_of(chunk), exact: false, fuzzy: None }, word);
        } else {
            self.item();
        }
        true
    }

    /// Values of a field that must all hold.
    fn ranges(&mut self, name: &str, values: Vec<String>, start: usize) {
        let several = values.len() > 1;
        if several {
            self.push(Kind::Open, start);
        }
        for value in values {
            self.push(Kind::Field(name.to_owned()), start);
            self.push(Kind::Value(value), start);
        }
        if several {
            self.push(Kind::Close, start);
        }
        self.boost();
    }
}

/// Whether values of a field can be a range; in other fields two points are text.
pub(crate) fn has_ranges(field: &str) -> bool {
    !matches!(field, "path" | "title" | "url")
}

/// The text of a word: what is an operator in capitals is none.
fn word_of(chunk: &str) -> String {
    if operator(chunk).is_some() { chunk.to_lowercase() } else { chunk.to_owned() }
}

/// The operator that a chunk is.
pub(crate) fn operator(chunk: &str) -> Option<Kind> {
    match chunk {
        "OR" => Some(Kind::Or),
        "AND" | "&" | "&&" => Some(Kind::And),
        "NOT" => Some(Kind::Not),
        "NEAR" => Some(Kind::Near { ordered: false, words: 10 }),
        "BEFORE" => Some(Kind::Near { ordered: true, words: 10 }),
        _ => {
            let (name, words) = chunk.split_once('/')?;
            let ordered = match name {
                "NEAR" => false,
                "BEFORE" => true,
                _ => return None,
            };
            near(ordered, words)
        }
    }
}

/// Items with at most so many words between them, in up to six digits.
pub(crate) fn near(ordered: bool, words: &str) -> Option<Kind> {
    let digits = (1..=6).contains(&words.len()) && words.bytes().all(|b| b.is_ascii_digit());
    let words = words.parse().ok().filter(|_| digits)?;
    Some(Kind::Near { ordered, words })
}

fn unit(chunk: &str) -> Option<Unit> {
    match chunk {
        "sent" => Some(Unit::Sentence),
        "para" => Some(Unit::Paragraph),
        "speech" => Some(Unit::Speech),
        ADDED => Some(Unit::Added),
        _ => None,
    }
}

/// A boost: a number above 0 up to 1000 with up to three digits behind the point.
fn boost(text: &str) -> Option<f32> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let digits =
        |text: &str, most| (1..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    let by: f32 = (digits(whole, 4) && digits(part, 3)).then(|| text.parse().ok())??;
    (by > 0.0 && by <= 1_000.0).then_some(by)
}

/// What stands behind a field's colon, without the boost at its end. That is no value, whoever wrote it: `title:-^2` is the
/// word `title:-`.
fn value_of(chunk: &str) -> (&str, Option<f32>) {
    match chunk.rsplit_once('^') {
        Some((value, by)) if boost(by).is_some() => (value, boost(by)),
        _ => (chunk, None),
    }
}

/// A word without the boosts and colons at its end, and the last boost.
pub(crate) fn split_boost(chunk: &str) -> (&str, Option<f32>) {
    let (mut rest, mut last) = (chunk.trim_end_matches(':'), None);
    while let Some((word, by)) = rest.rsplit_once('^')
        && word.chars().any(is_searched)
        && let Some(by) = boost(by)
    {
        rest = word.trim_end_matches(':');
        last = last.or(Some(by));
    }
    (rest, last)
}

/// `~`, `~1` or `~2` at the end. Without a number: one letter up to five, two above.
pub(crate) fn split_fuzzy(chunk: &str) -> (&str, Option<u8>) {
    match chunk.rsplit_once('~') {
        // behind punctuation it is punctuation: `title:-~` would become the field's value `-~2` when printed
        Some((word, distance)) if word.ends_with(is_searched) && word.contains(char::is_alphanumeric) => {
            match distance {
                "" => (word, Some(if word.chars().count() <= 5 { 1 } else { 2 })),
                "1" => (word, Some(1)),
                "2" => (word, Some(2)),
                _ => (chunk, None),
            }
        }
        _ => (chunk, None),
    }
}
