//! The recursive descent over settled tokens.

use super::settle::begins;
use crate::ast::{Expr, Phrase, Range, Step, Unit, Word};
use crate::habits::{date, years};
use crate::lexer::{ADDED, Kind, Token, has_ranges, split_boost, split_fuzzy};

pub(super) struct Parser<'t> {
    tokens: &'t [Token],
    at: usize,
    any: bool,
    /// The field whose brackets we are in.
    field: Option<&'t str>,
    /// Whether documents have a field `added`.
    added_is_field: bool,
}

/// A part of a conjunction, and whether `+` stood before it.
struct Part {
    expr: Expr,
    must: bool,
}

impl<'t> Parser<'t> {
    /// Reads all of the tokens; `any` says that words side by side are alternatives, `added_is_field` that `added:` is a
    /// field like any other.
    pub fn read(tokens: &'t [Token], any: bool, added_is_field: bool) -> Expr {
        let mut parser = Parser { tokens, at: 0, any, field: None, added_is_field };
        let mut parts = Vec::new();
        // brackets are settled, so one turn reads all; the loop makes sure of it
        while parser.at < tokens.len() {
            let before = parser.at;
            parts.push(parser.or());
            if parser.at == before {
                parser.at += 1;
            }
        }
        Expr::all(parts)
    }

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
        if self.any {
            alternatives(parts, self.field.is_some())
        } else {
            Expr::all(parts.into_iter().map(|p| p.expr).collect())
        }
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
        let mut items = vec![self.item()];
        let mut steps = Vec::new();
        while let Some(&Kind::Near { ordered, words }) = self.peek() {
            self.at += 1;
            match (self.item(), items.last()) {
                // near nothing is what stands alone
                (Expr::Nothing, _) => {}
                (item, Some(Expr::Nothing)) => items = vec![item],
                (item, _) => {
                    steps.push(Step { ordered, words });
                    items.push(item);
                }
            }
        }
        if steps.is_empty() { items.swap_remove(0) } else { Expr::Near(items, steps) }
    }

    fn item(&mut self) -> Expr {
        let Some(kind) = self.peek() else { return Expr::Nothing };
        self.at += 1;
        let expr = match kind {
            Kind::Field(name) if name == ADDED && !self.added_is_field => {
                let outer = self.field.take();
                let value = self.item_without_boost();
                self.field = outer;
                over(value, |value| Expr::Unit(Unit::Added, value))
            }
            Kind::Field(name) => {
                let outer = self.field.replace(name);
                let value = self.item_without_boost();
                self.field = outer;
                over(value, |value| Expr::Field(name.clone(), value))
            }
            _ => {
                self.at -= 1;
                self.item_without_boost()
            }
        };
        match self.peek() {
            Some(&Kind::Boost(by)) => {
                self.at += 1;
                over(expr, |expr| Expr::Boost(expr, by))
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
                over(inner, |inner| Expr::Unit(*unit, inner))
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
            && has_ranges(field)
            && !exact
            && fuzzy.is_none()
            && let Some(mut range) = range(text).or_else(|| (field == "date").then(|| years(text))?)
        {
            if field == "date" {
                for (bound, _) in [&mut range.from, &mut range.to].into_iter().flatten() {
                    *bound = date(bound).unwrap_or_else(|| std::mem::take(bound));
                }
            }
            return Expr::Range(range);
        }
        if text.chars().all(|c| c == '*') {
            return Expr::Everything;
        }
        let of_date = (self.field == Some("date")).then(|| date(text)).flatten();
        Expr::Word(Word { text: of_date.unwrap_or_else(|| text.to_owned()), exact, fuzzy })
    }
}

/// What stands over nothing is nothing.
fn over(inner: Expr, made: impl FnOnce(Box<Expr>) -> Expr) -> Expr {
    match inner {
        Expr::Nothing => Expr::Nothing,
        inner => made(Box::new(inner)),
    }
}

/// Words side by side under `--any`: one of them is enough, but what has a `+` must match and what is
/// negated must not.
fn alternatives(parts: Vec<Part>, in_field: bool) -> Expr {
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
    // the others are not needed any more; they still count for the order. `*` of a field are the documents that have
    // it: where others may match too, the order is left as it is
    if !any.is_empty() && (!in_field || must.iter().all(needs_its_field)) {
        any.insert(0, Expr::Everything);
        must.push(Expr::any(any));
    }
    must.append(&mut not);
    Expr::all(must)
}

/// Whether what stands behind a field matches no document without that field.
fn needs_its_field(value: &Expr) -> bool {
    match value {
        Expr::Everything
        | Expr::Nothing
        | Expr::Word(_)
        | Expr::Phrase(_)
        | Expr::Regex(_)
        | Expr::Range(_) => true,
        Expr::Set(..) | Expr::Field(..) | Expr::Unit(..) | Expr::Not(_) => false,
        Expr::Boost(inner, _) => needs_its_field(inner),
        Expr::Near(parts, _) | Expr::And(parts) | Expr::Or(parts) => parts.iter().all(needs_its_field),
    }
}

/// `a..b`, `a..`, `..b`, `>=a`, `>a`, `<=b`, `<b`.
fn range(text: &str) -> Option<Range> {
    // behind a bound `~` and `^2` would be those of the value when it is read again
    let bare = |text: &str| {
        split_fuzzy(text).1.is_none()
            && split_boost(text) == (text, None)
            && !text.starts_with(['<', '>', '='])
    };
    let value = |text: &str| (text.chars().any(char::is_alphanumeric) && bare(text)).then(|| text.to_owned());
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
