//! A query's text read as an [`Expr`]. Never fails.
//!
//! ```text
//! query  = or
//! or     = and  { ("OR" | "|") and }
//! and    = not  { ["AND" | "&"] not }              side by side is AND, or OR when asked for
//! not    = ["NOT" | "-" | "+"] near
//! near   = item { ("NEAR/"n | "BEFORE/"n) item }   n words between at most; without /n it is 10
//! item   = [field ":"] atom ["^" number]
//! atom   = phrase ["~" n] | "(" query ")" | unit "(" query ")" | range | "/" regex "/" | word ["~" [1|2]]
//! ```
//!
//! First every token that cannot be the operator it looks like becomes a word or is left out, with a note
//! (`settle`); what remains is read by plain recursive descent, no deeper than [`MOST_DEPTH`].

use crate::ast::{Expr, Phrase, Range, Step, Word};
use crate::lexer::{Kind, Token, is_quote, lex, split_fuzzy};
use crate::note::{Note, NoteKind, Notes};

/// Brackets nested deeper are left out: what stands in them is read as if they were not there.
pub const MOST_DEPTH: usize = 200;

/// Words, phrases and values beyond that many are left out.
pub const MOST_ITEMS: usize = 1_024;

/// Bytes of a query beyond that many are left out.
pub const MOST_BYTES: usize = 1 << 20;

/// How a query's text is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Words side by side are alternatives.
    pub any: bool,
    /// The whole text is one phrase.
    pub phrase: bool,
}

/// Reads a query. `is_field` says whether a name (in lower case) before a `:` is a field; a name that is
/// none is text.
///
/// ```
/// use pamphlet_query::{Reading, parse};
/// let fields = |name: &str| name == "title";
/// let (read, notes) = parse("title:budget -\"tax cut\" Re: what is to be done?", Reading::default(), &fields);
/// assert_eq!(
///     read.to_string(),
///     "title:budget AND NOT \"tax cut\" AND Re AND what AND is AND to AND be AND done?"
/// );
/// assert!(notes.is_empty());
/// ```
pub fn parse(text: &str, reading: Reading, is_field: &dyn Fn(&str) -> bool) -> (Expr, Vec<Note>) {
    let mut notes = Notes::default();
    let mut cut = text;
    if text.len() > MOST_BYTES {
        let mut end = MOST_BYTES;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        cut = &text[..end];
        notes.add(NoteKind::Limit, end..text.len(), || {
            format!("only the first {end} bytes of {} are read", text.len())
        });
    }
    if reading.phrase {
        let text: String = cut.chars().map(|c| if is_quote(c) { ' ' } else { c }).collect();
        let blank = !text.chars().any(char::is_alphanumeric);
        let expr = if blank { Expr::Nothing } else { Expr::Phrase(Phrase { text, slop: 0 }) };
        return (expr, notes.finish());
    }
    let mut tokens = lex(cut, is_field, &mut notes);
    if reading.any
        && let Some(blanked) = running_text(cut, &tokens)
    {
        let mut again = Notes::default();
        tokens = lex(&blanked, is_field, &mut again);
        demote_all(cut, &mut tokens, &mut again);
        notes = again;
    }
    settle(cut, &mut tokens, &mut notes);
    let mut parser = Parser { tokens: &tokens, at: 0, any: reading.any, field: None };
    let mut parts = Vec::new();
    // brackets are settled, so one turn reads all; the loop makes sure of it
    while parser.at < tokens.len() {
        let before = parser.at;
        parts.push(parser.or());
        if parser.at == before {
            parser.at += 1;
        }
    }
    (Expr::all(parts), notes.finish())
}

/// Why most operators are read as words.
const LONELY: &str = "it needs something on each side";

/// Whether an item can begin with this token.
fn begins(kind: &Kind) -> bool {
    match kind {
        Kind::Open | Kind::Unit(_) | Kind::Field(_) | Kind::Not | Kind::Plus => true,
        kind => is_item(kind),
    }
}

/// Whether an item can end with this token.
fn ends(kind: &Kind) -> bool {
    matches!(kind, Kind::Close | Kind::Boost(_)) || is_item(kind)
}

fn is_item(kind: &Kind) -> bool {
    matches!(kind, Kind::Phrase { .. } | Kind::Regex(_) | Kind::Word { .. } | Kind::Value(_))
}

/// Leaves only tokens that are what they look like: brackets in pairs, not too deep and not empty, and
/// operators with something on each side that they need.
fn settle(text: &str, tokens: &mut Vec<Token>, notes: &mut Notes) {
    drop_excess(tokens, notes);
    let keep = pair_brackets(text, tokens, notes);
    let mut at = 0;
    tokens.retain(|_| {
        at += 1;
        keep[at - 1]
    });
    // from the end: whether NOT and + have something to stand before
    let mut next_begins = false;
    for token in tokens.iter_mut().rev() {
        match token.kind {
            Kind::Not | Kind::Plus if !next_begins => {
                demote(text, token, notes, LONELY);
            }
            Kind::Field(_) if !next_begins => demote(text, token, notes, LONELY),
            _ => {}
        }
        next_begins = begins(&token.kind);
    }
    for at in 0..tokens.len() {
        let left = at > 0 && ends(&tokens[at - 1].kind);
        let right = tokens.get(at + 1).map(|token| &token.kind);
        let stands = match tokens[at].kind {
            Kind::Or | Kind::And => left && right.is_some_and(begins),
            Kind::Near { .. } => {
                left && right.is_some_and(|kind| begins(kind) && !matches!(kind, Kind::Not | Kind::Plus))
            }
            Kind::Boost(_) => left,
            _ => true,
        };
        if !stands {
            demote(text, &mut tokens[at], notes, LONELY);
        }
    }
    // what was demoted to nothing is an empty word
    tokens.retain(|token| !matches!(&token.kind, Kind::Word { text, .. } if text.is_empty()));
    // a mark such as | that went away may have parted an operator from its side: once more, to be sure
    for at in 0..tokens.len() {
        let left = at > 0 && ends(&tokens[at - 1].kind);
        let right = tokens.get(at + 1).is_some_and(|token| begins(&token.kind));
        if matches!(tokens[at].kind, Kind::Or | Kind::And | Kind::Near { .. }) && !(left && right) {
            demote(text, &mut tokens[at], notes, LONELY);
        }
    }
    tokens.retain(|token| !matches!(&token.kind, Kind::Word { text, .. } if text.is_empty()));
}

/// In a text that was pasted as a query, capitals are emphasis (`this is NOT true`), quotation marks quote,
/// and the address of a page says nothing. A query of many words with hardly an operator or phrase among
/// them is such a text. Returns it with all that blanked out, byte for byte, so that places stay.
fn running_text(text: &str, tokens: &[Token]) -> Option<String> {
    let (mut words, mut quoted, mut marks) = (0, 0, 0);
    for token in tokens {
        match &token.kind {
            Kind::Phrase { text, .. } => {
                quoted += text.split_whitespace().count();
                marks += 1;
            }
            kind if is_item(kind) => words += 1,
            Kind::Or | Kind::And | Kind::Not | Kind::Plus | Kind::Near { .. } => marks += 1,
            _ => {}
        }
    }
    // what is quoted whole is meant as a phrase
    if words < 4 || words + quoted < 8 || marks * 6 > words + quoted {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let blank = |out: &mut String, bytes: usize| out.extend(std::iter::repeat_n(' ', bytes));
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let len = if is_address(&text[at..]) {
            text[at..].find(char::is_whitespace).unwrap_or(text.len() - at)
        } else if is_quote(c) {
            c.len_utf8()
        } else {
            out.push(c);
            at += c.len_utf8();
            continue;
        };
        blank(&mut out, len);
        at += len;
    }
    Some(out)
}

/// Whether the address of a page starts here, be it stuck to the word before.
fn is_address(text: &str) -> bool {
    ["http://", "https://", "www.", "pic.twitter.com/"].iter().any(|start| text.starts_with(start))
}

/// Makes words of the operators of a running text.
fn demote_all(text: &str, tokens: &mut [Token], notes: &mut Notes) {
    for token in tokens.iter_mut() {
        if matches!(token.kind, Kind::Or | Kind::And | Kind::Not | Kind::Plus | Kind::Near { .. }) {
            demote(text, token, notes, "in running text");
        }
    }
}

/// Makes an operator what it is as text: a word in lower case, or nothing where it has no letters.
fn demote(text: &str, token: &mut Token, notes: &mut Notes, why: &str) {
    let typed = &text[token.place.clone()];
    let word = match &token.kind {
        Kind::Field(name) => name.clone(),
        // a word begins with a letter or digit: `^2` alone would be read as `2` the next time
        Kind::Boost(_) => typed.trim_start_matches('^').to_lowercase(),
        _ => typed.to_lowercase(),
    };
    let letters = word.chars().any(char::is_alphanumeric);
    notes.add(NoteKind::ReadAsWords, token.place.clone(), || {
        let shown: String = typed.chars().take(40).collect();
        if letters {
            format!("'{shown}' is read as a word: {why}")
        } else {
            format!("'{shown}' is left out: {why}")
        }
    });
    let text = if letters { word } else { String::new() };
    token.kind = Kind::Word { text, exact: false, fuzzy: None };
}

/// Cuts off what comes after [`MOST_ITEMS`] items.
fn drop_excess(tokens: &mut Vec<Token>, notes: &mut Notes) {
    let mut items = 0;
    for (at, token) in tokens.iter().enumerate() {
        items += usize::from(is_item(&token.kind) || token.kind == Kind::Not);
        if items > MOST_ITEMS {
            let place = token.place.start..tokens[tokens.len() - 1].place.end;
            notes.add(NoteKind::Limit, place, || format!("only the first {MOST_ITEMS} words are searched"));
            tokens.truncate(at);
            return;
        }
    }
}

/// Which tokens stay: brackets that pair, hold something, and are not nested too deep. A unit whose
/// bracket does not pair becomes a word.
fn pair_brackets(text: &str, tokens: &mut [Token], notes: &mut Notes) -> Vec<bool> {
    let mut keep = vec![true; tokens.len()];
    // the open brackets, and whether an item was seen inside
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut deep = 0usize;
    for at in 0..tokens.len() {
        match &tokens[at].kind {
            Kind::Open | Kind::Unit(_) if open.len() >= MOST_DEPTH => {
                deep += 1;
                drop_bracket(tokens, at, &mut keep, text);
                notes.add(NoteKind::Limit, tokens[at].place.clone(), || {
                    format!("brackets nested deeper than {MOST_DEPTH} are left out")
                });
            }
            Kind::Open | Kind::Unit(_) => open.push((at, false)),
            Kind::Close if deep > 0 => {
                deep -= 1;
                keep[at] = false;
            }
            Kind::Close => match open.pop() {
                Some((_, true)) => {
                    if let Some(outer) = open.last_mut() {
                        outer.1 = true;
                    }
                }
                Some((from, false)) => {
                    keep[at] = false;
                    drop_bracket(tokens, from, &mut keep, text);
                    notes.add(NoteKind::ReadAsWords, tokens[from].place.start..tokens[at].place.end, || {
                        "brackets with nothing inside are left out".to_owned()
                    });
                }
                None => {
                    keep[at] = false;
                    notes.add(NoteKind::ReadAsWords, tokens[at].place.clone(), || {
                        "')' without '(' is left out".to_owned()
                    });
                }
            },
            kind => {
                if is_item(kind)
                    && let Some(inner) = open.last_mut()
                {
                    inner.1 = true;
                }
            }
        }
    }
    for (at, _) in open {
        drop_bracket(tokens, at, &mut keep, text);
        notes.add(NoteKind::ReadAsWords, tokens[at].place.clone(), || {
            "'(' without ')' is left out".to_owned()
        });
    }
    keep
}

/// Takes a bracket out; the name of a unit or field before it stays as a word.
fn drop_bracket(tokens: &mut [Token], at: usize, keep: &mut [bool], text: &str) {
    if let Kind::Unit(unit) = tokens[at].kind {
        let word = Kind::Word { text: unit.name().to_owned(), exact: false, fuzzy: None };
        tokens[at].kind = word;
        return;
    }
    keep[at] = false;
    if let Some(before) = at.checked_sub(1)
        && let Kind::Field(name) = &tokens[before].kind
        && tokens[before].place.end == tokens[at].place.start
    {
        debug_assert!(text[tokens[before].place.clone()].ends_with(':') || !name.is_empty());
        tokens[before].kind = Kind::Word { text: name.clone(), exact: false, fuzzy: None };
    }
}

struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    any: bool,
    /// The field whose brackets we are in.
    field: Option<&'t str>,
}

/// A part of a conjunction, and whether `+` stood before it.
struct Part {
    expr: Expr,
    must: bool,
}

impl<'t> Parser<'t> {
    fn peek(&self) -> Option<&'t Kind> {
        self.tokens.get(self.at).map(|token| &token.kind)
    }

    fn or(&mut self) -> Expr {
        let mut parts = vec![self.and()];
        while self.peek() == Some(&Kind::Or) {
            self.at += 1;
            parts.push(self.and());
        }
        Expr::any(parts)
    }

    fn and(&mut self) -> Expr {
        // with --any, what AND joins is one alternative
        let mut parts: Vec<Part> = Vec::new();
        loop {
            match self.peek() {
                Some(Kind::And) => {
                    self.at += 1;
                    let next = self.not();
                    match parts.pop() {
                        Some(last) if self.any => {
                            let must = last.must || next.must;
                            parts.push(Part { expr: Expr::all(vec![last.expr, next.expr]), must });
                        }
                        last => {
                            parts.extend(last);
                            parts.push(next);
                        }
                    }
                }
                Some(kind) if begins(kind) => {
                    let part = self.not();
                    parts.push(part);
                }
                _ => break,
            }
        }
        if self.any { alternatives(parts) } else { Expr::all(parts.into_iter().map(|p| p.expr).collect()) }
    }

    fn not(&mut self) -> Part {
        let mut negated = false;
        let mut must = false;
        loop {
            match self.peek() {
                Some(Kind::Not) => negated = !negated,
                Some(Kind::Plus) => must = true,
                _ => break,
            }
            self.at += 1;
        }
        let expr = self.near();
        Part { expr: if negated { Expr::not(expr) } else { expr }, must }
    }

    fn near(&mut self) -> Expr {
        let first = self.item();
        let (mut items, mut steps) = (vec![first], Vec::new());
        while let Some(&Kind::Near { ordered, words }) = self.peek() {
            self.at += 1;
            steps.push(Step { ordered, words });
            items.push(self.item());
        }
        if steps.is_empty() { items.swap_remove(0) } else { Expr::Near(items, steps) }
    }

    fn item(&mut self) -> Expr {
        let Some(kind) = self.peek() else { return Expr::Nothing };
        self.at += 1;
        let expr = match kind {
            Kind::Field(name) => {
                let outer = self.field.replace(name);
                let value = self.item_without_boost();
                self.field = outer;
                match value {
                    Expr::Nothing => Expr::Nothing,
                    value => Expr::Field(name.clone(), Box::new(value)),
                }
            }
            _ => {
                self.at -= 1;
                self.item_without_boost()
            }
        };
        match self.peek() {
            Some(&Kind::Boost(by)) => {
                self.at += 1;
                Expr::Boost(Box::new(expr), by)
            }
            _ => expr,
        }
    }

    fn item_without_boost(&mut self) -> Expr {
        let Some(kind) = self.peek() else { return Expr::Nothing };
        match kind {
            Kind::Open => {
                self.at += 1;
                let inner = self.or();
                self.close();
                inner
            }
            Kind::Unit(unit) => {
                self.at += 1;
                let inner = self.or();
                self.close();
                Expr::Unit(*unit, Box::new(inner))
            }
            Kind::Phrase { text, slop } => {
                self.at += 1;
                Expr::Phrase(Phrase { text: text.clone(), slop: *slop })
            }
            Kind::Regex(pattern) => {
                self.at += 1;
                Expr::Regex(pattern.clone())
            }
            Kind::Word { text, exact, fuzzy } => {
                self.at += 1;
                self.word(text, *exact, *fuzzy)
            }
            Kind::Value(text) => {
                self.at += 1;
                let (exact, bare) = match text.strip_prefix('=') {
                    Some(rest) => (true, rest),
                    None => (false, text.as_str()),
                };
                let (bare, fuzzy) = split_fuzzy(bare);
                self.word(bare, exact, fuzzy)
            }
            Kind::Field(_) => self.item(),
            _ => Expr::Nothing,
        }
    }

    fn close(&mut self) {
        if self.peek() == Some(&Kind::Close) {
            self.at += 1;
        }
    }

    fn word(&self, text: &str, exact: bool, fuzzy: Option<u8>) -> Expr {
        if let Some(field) = self.field
            && !matches!(field, "path" | "title" | "url")
            && !exact
            && fuzzy.is_none()
            && let Some(range) = range(text)
        {
            return Expr::Range(range);
        }
        if text.chars().all(|c| c == '*') {
            return Expr::Everything;
        }
        Expr::Word(Word { text: text.to_owned(), exact, fuzzy })
    }
}

/// Words side by side under `--any`: one of them is enough, but what has a `+` must match and what is
/// negated must not.
fn alternatives(parts: Vec<Part>) -> Expr {
    let mut must = Vec::new();
    let mut any = Vec::new();
    let mut not = Vec::new();
    for part in parts {
        match part.expr {
            expr @ Expr::Not(_) => not.push(expr),
            expr if part.must => must.push(expr),
            expr => any.push(expr),
        }
    }
    if must.is_empty() {
        not.insert(0, Expr::any(any));
        return Expr::all(not);
    }
    // all that must match makes the alternatives true; they still count for the order
    if !any.is_empty() {
        any.insert(0, Expr::all(must.clone()));
        must.push(Expr::any(any));
    }
    must.append(&mut not);
    Expr::all(must)
}

/// `a..b`, `a..`, `..b`, `>=a`, `>a`, `<=b`, `<b`.
fn range(text: &str) -> Option<Range> {
    let value = |text: &str| text.chars().any(char::is_alphanumeric).then(|| text.to_owned());
    for (mark, upper, inclusive) in
        [(">=", false, true), ("<=", true, true), (">", false, false), ("<", true, false)]
    {
        if let Some(rest) = text.strip_prefix(mark) {
            let end = Some((value(rest)?, inclusive));
            return Some(if upper { Range { from: None, to: end } } else { Range { from: end, to: None } });
        }
    }
    let (from, to) = text.split_once("..")?;
    let end = |text: &str| value(text).map(|text| (text, true));
    let range = Range { from: end(from), to: end(to) };
    (range.from.is_some() || range.to.is_some()).then_some(range)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::time::Instant;

    fn is_field(name: &str) -> bool {
        matches!(name, "title" | "date" | "party" | "path" | "author")
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let (read, _) = parse(text, Reading::default(), &is_field);
        assert_eq!(read.to_string(), expected, "{text}");
    }

    #[track_caller]
    fn check_any(text: &str, expected: &str) {
        let (read, _) = parse(text, Reading { any: true, phrase: false }, &is_field);
        assert_eq!(read.to_string(), expected, "{text}");
    }

    #[track_caller]
    fn check_notes(text: &str, expected: &[(std::ops::Range<usize>, NoteKind)]) {
        let (_, notes) = parse(text, Reading::default(), &is_field);
        let found: Vec<_> = notes.into_iter().map(|note| (note.place, note.kind)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn operators() {
        check("a b", "a AND b");
        check("a AND b OR c", "a AND b OR c");
        check("a (b | c)", "a AND (b OR c)");
        check("a & b", "a AND b");
        check("-a", "NOT a");
        check("NOT NOT a", "a");
        check("a -b +c", "a AND NOT b AND c");
        check("-(a b)", "NOT (a AND b)");
        check("a NEAR/3 b BEFORE c", "a NEAR/3 b BEFORE/10 c");
        check("reform NEAR/8 (revolution OR overthrow*)", "reform NEAR/8 (revolution OR overthrow*)");
        check("a NEAR (b c)", "a NEAR/10 (b AND c)");
        check("sent(gold silver) x", "sent(gold AND silver) AND x");
        check("sent (gold)", "sent AND gold");
        check("/gold(en)?/ standard", "/gold(en)?/ AND standard");
        check("a^2 (b c)^0.5 \"d e\"~3^4", "a^2 AND (b AND c)^0.5 AND \"d e\"~3^4");
        check("=word wrod~ revolt~2 revolution~", "=word AND wrod~1 AND revolt~2 AND revolution~2");
        check("«les droits» „der Staat“", "\"les droits\" AND \"der Staat\"");
        check("and or not near", "and AND or AND not AND near");
    }

    #[test]
    fn fields() {
        check("title:budget", "title:budget");
        check("Title:budget", "title:budget");
        check("party:\"old league\" x", "party:\"old league\" AND x");
        check("title:(a OR b)^3", "title:(a OR b)^3");
        check("date:1917..1921", "date:1917..1921");
        check("date:..1677 date:1848-03.. date:184?", "date:..1677 AND date:1848-03.. AND date:184?");
        check("date:>=1848 date:<1900", "date:1848.. AND date:<1900");
        check("date:(1848 OR 1917..1921)", "date:(1848 OR 1917..1921)");
        check("path:a/*.txt", "path:a/*.txt");
        check("Re: budget", "Re AND budget");
        check("10:30 title: x", "10:30 AND title AND x");
        check("http://a.example/b", "http://a.example/b");
        check("party:*", "party:*");
    }

    #[test]
    fn any_joins_by_or() {
        check_any("a b c", "a OR b OR c");
        check_any("a AND b c", "a AND b OR c");
        check_any("a b -c", "(a OR b) AND NOT c");
        check_any("+a b c", "a AND (a OR b OR c)");
        check_any("-c", "NOT c");
        check_any(
            "they said that this is NOT the end of it",
            "they OR said OR that OR this OR is OR not OR the OR end OR of OR it",
        );
        check_any(
            "the mayor said “we never closed a mill” on Monday.https://a.example/x?y=1 www.b.example",
            "the OR mayor OR said OR we OR never OR closed OR a OR mill OR on OR Monday.",
        );
        check_any(
            "\"we never closed a single mill in this town\"",
            "\"we never closed a single mill in this town\"",
        );
        check_any("\"closed mill\" league", "\"closed mill\" OR league");
    }

    #[test]
    fn what_a_person_types_is_read() {
        for (text, expected) in [
            ("don't", "don't"),
            ("workers' rights", "workers' AND rights"),
            ("'tis", "tis"),
            ("[sic]", "sic]"),
            ("{x}", "x}"),
            ("C++", "C++"),
            ("AT&T", "AT&T"),
            ("U.S.-led", "U.S.-led"),
            ("(a OR b", "a OR b"),
            ("AND a", "and AND a"),
            ("a NOT", "a AND not"),
            ("\"open phrase", "open AND phrase"),
            ("\"\"", "()"),
            ("()", "()"),
            ("!", "()"),
            ("?", "()"),
            ("*", "*"),
            ("^", "()"),
            ("~", "()"),
            ("/unclosed", "unclosed"),
            ("/bad[/", "bad[/"),
            ("a^b", "a^b"),
            ("a ) b", "a AND b"),
            ("a OR OR b", "a AND or OR b"),
            ("| a |", "a"),
            ("\u{0}a\u{1b}[31m\u{7}", "a AND 31m"),
            ("what is to be done?", "what AND is AND to AND be AND done?"),
            ("- a – b", "a AND b"),
            ("#AustralianFires @name", "#AustralianFires AND @name"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn notes_name_the_place() {
        use NoteKind::{Limit, ReadAsWords};
        check_notes("a b", &[]);
        check_notes("a AND", &[(2..5, ReadAsWords)]);
        check_notes("x (a OR b", &[(2..3, ReadAsWords)]);
        check_notes("é \"open", &[(3..4, ReadAsWords)]);
        check_notes("a /bad[/ b", &[(2..8, ReadAsWords)]);
        check_notes("@set", &[(0..4, ReadAsWords)]);
        let deep = format!("{}a{}", "(".repeat(201), ")".repeat(201));
        check_notes(&deep, &[(200..201, Limit)]);
    }

    #[test]
    fn monsters_are_read_at_once() {
        let word = "x".repeat(1 << 20);
        let monsters = [
            "(".repeat(10_000),
            ")".repeat(1 << 20),
            format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000)),
            "NOT ".repeat(100_000),
            format!("{}a", "NOT ".repeat(100_000)),
            "-".repeat(1 << 20),
            "\"".repeat(1 << 20),
            "/".repeat(1 << 20),
            "/a/ ".repeat(200_000),
            "sent(".repeat(100_000),
            "title:".repeat(100_000),
            "a NEAR/3 ".repeat(100_000),
            "a^2~1".repeat(100_000),
            "* ".repeat(100_000),
            "word ".repeat(200_000),
            word,
        ];
        for monster in &monsters {
            let start = Instant::now();
            let (read, _) = parse(monster, Reading::default(), &is_field);
            let printed = read.to_string();
            assert!(start.elapsed().as_millis() < 1_500, "{} …", &monster[..8]);
            assert!(printed.len() <= monster.len().max(MOST_ITEMS * 24));
        }
    }

    /// Queries of the pieces that mean something, in any order.
    fn query() -> impl Strategy<Value = String> {
        let piece = prop::sample::select(vec![
            "a",
            "wom?n",
            "rev*",
            "*ism",
            "don't",
            "society?s",
            "AND",
            "OR",
            "NOT",
            "NEAR/3",
            "BEFORE",
            "NEAR",
            "(",
            ")",
            "\"",
            "“",
            "”",
            "«",
            "-",
            "+",
            "=",
            "~",
            "~1",
            "~5",
            "^",
            "^2",
            "^0.5",
            "/",
            "/re(d|f)/",
            "/bad[/",
            "title:",
            "date:",
            "Re:",
            "10:30",
            "1848..1850",
            "..1848",
            ">=1848",
            "sent(",
            "para(",
            "speech(",
            "sent",
            "@set",
            "#TagMe",
            "|",
            "&",
            "*",
            "?",
            "!",
            "'",
            "’",
            "â€™",
            "C++",
            "[sic]",
            "é",
            "\u{301}",
            "人民",
            ".",
            ":",
            ",",
            "--",
            "\u{0}",
            "\t",
            "\\",
            "AT&T",
            "U.S.-led",
            "x^2^3",
            "^2",
            "title:-~",
            "y~1~2",
        ]);
        let gap = prop::sample::select(vec!["", " ", " ", "  "]);
        prop::collection::vec((piece, gap), 0..14)
            .prop_map(|parts| parts.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]

        #[test]
        fn printing_and_reading_give_the_same_tree(text in query(), any in any::<bool>()) {
            let (first, _) = parse(&text, Reading { any, phrase: false }, &is_field);
            let printed = first.to_string();
            let (second, notes) = parse(&printed, Reading { any, phrase: false }, &is_field);
            prop_assert_eq!(&second, &first, "{:?} printed as {:?}", text, printed);
            if first != Expr::Nothing {
                let misread = notes.iter().any(|note| !note.message.starts_with("'@'") && !note.message.contains("/' is read"));
                prop_assert!(!misread, "{} {:?}", printed, notes);
            }
        }

        #[test]
        fn any_text_is_read(text in any::<String>(), any in any::<bool>()) {
            let (first, notes) = parse(&text, Reading { any, phrase: false }, &is_field);
            let (second, _) = parse(&first.to_string(), Reading { any, phrase: false }, &is_field);
            prop_assert_eq!(second, first);
            for note in notes {
                prop_assert!(text.get(note.place.clone()).is_some(), "{:?}", note);
            }
        }
    }
}
