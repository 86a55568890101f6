//! What a query means, and how it is written.
//!
//! [`Expr`] is the tree that the parser makes. It prints as a query with every operator spelled out, and
//! that text reads as the same tree again. It knows no index: words stand as they were typed.

use std::fmt;
use std::sync::Arc;

/// A query, or a part of one.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// `*` alone: every document.
    Everything,
    /// Nothing to search for: no document.
    Nothing,
    /// A word.
    Word(Word),
    /// `@name`: the set of a codebook, and what belongs to it.
    Set(String, Arc<Expr>),
    /// Quoted words.
    Phrase(Phrase),
    /// `/…/`: every word that the regular expression matches as a whole.
    Regex(String),
    /// A span of values, behind a field only.
    Range(Range),
    /// `name:` before an atom. The name is in lower case.
    Field(String, Box<Expr>),
    /// `sent(…)`, `para(…)`, `speech(…)`, `added(…)`: the whole query matches inside one such unit.
    Unit(Unit, Box<Expr>),
    /// Items near each other; there is one step between each two neighbours.
    Near(Vec<Expr>, Vec<Step>),
    /// `^n`: counts n times as much for the order of the hits.
    Boost(Box<Expr>, f32),
    /// Does not match.
    Not(Box<Expr>),
    /// All of them match; at least two.
    And(Vec<Expr>),
    /// One of them or more matches; at least two.
    Or(Vec<Expr>),
}

/// A word as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The characters, with `*` and `?` where they stand for letters.
    pub text: String,
    /// `=word`: this form only, no light forms.
    pub exact: bool,
    /// `word~`: how many letters may differ, 1 or 2.
    pub fuzzy: Option<u8>,
}

/// A phrase as it was typed, without its quotes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// What stood between the quotes.
    pub text: String,
    /// How many other words may stand in between, in all.
    pub slop: u32,
}

/// A span of values; each end is the value as typed and whether it belongs to the span.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Range {
    /// From where; `None` is open.
    pub from: Option<(String, bool)>,
    /// To where; `None` is open.
    pub to: Option<(String, bool)>,
}

/// What a query can be held inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// One sentence.
    Sentence,
    /// One paragraph, heading or list item.
    Paragraph,
    /// One speech.
    Speech,
    /// One sentence that the earlier version of the document does not have; see
    /// [`earlier_version`](crate::earlier_version).
    Added,
}

impl Unit {
    /// As it is written before the bracket.
    pub fn name(self) -> &'static str {
        match self {
            Unit::Sentence => "sent",
            Unit::Paragraph => "para",
            Unit::Speech => "speech",
            Unit::Added => "added",
        }
    }
}

/// How two neighbours of [`Expr::Near`] stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// The left one stands before the right one (`BEFORE`), or in any order (`NEAR`).
    pub ordered: bool,
    /// How many words may stand between them.
    pub words: u32,
}

impl Expr {
    /// All of `parts`: an empty list is [`Expr::Nothing`], a single part is itself, and a conjunction
    /// inside joins its parts to this one.
    pub fn all(parts: Vec<Expr>) -> Expr {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Expr::And(inner) => flat.extend(inner),
                Expr::Nothing => {}
                other => flat.push(other),
            }
        }
        if flat.len() < 2 { flat.pop().unwrap_or(Expr::Nothing) } else { Expr::And(flat) }
    }

    /// Any of `parts`, as [`Expr::all`].
    pub fn any(parts: Vec<Expr>) -> Expr {
        let mut flat = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Expr::Or(inner) => flat.extend(inner),
                Expr::Nothing => {}
                other => flat.push(other),
            }
        }
        if flat.len() < 2 { flat.pop().unwrap_or(Expr::Nothing) } else { Expr::Or(flat) }
    }

    /// The opposite; a double one is none.
    #[expect(clippy::should_implement_trait, reason = "it makes an expression, it negates no value")]
    pub fn not(inner: Expr) -> Expr {
        match inner {
            Expr::Not(inner) => *inner,
            Expr::Nothing => Expr::Nothing,
            other => Expr::Not(Box::new(other)),
        }
    }

    /// Whether it needs no brackets beside `NEAR`, `NOT` or `^`.
    pub(crate) fn is_atom(&self) -> bool {
        !matches!(self, Expr::Near(..) | Expr::Not(_) | Expr::And(_) | Expr::Or(_))
    }
}

/// Writes `part` in brackets unless it can stand there bare.
fn write_bracketed(f: &mut fmt::Formatter<'_>, part: &Expr, bare: bool) -> fmt::Result {
    if bare { write!(f, "{part}") } else { write!(f, "({part})") }
}

impl fmt::Display for Expr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Expr::Everything => f.write_str("*"),
            Expr::Nothing => f.write_str("()"),
            Expr::Word(word) => write!(f, "{word}"),
            Expr::Set(name, _) => write!(f, "@{name}"),
            Expr::Phrase(phrase) => write!(f, "{phrase}"),
            Expr::Regex(pattern) => write!(f, "/{pattern}/"),
            Expr::Range(range) => write!(f, "{range}"),
            Expr::Field(name, value) => {
                let bare = matches!(
                    **value,
                    Expr::Word(_)
                        | Expr::Set(..)
                        | Expr::Phrase(_)
                        | Expr::Regex(_)
                        | Expr::Range(_)
                        | Expr::Everything
                );
                write!(f, "{name}:")?;
                write_bracketed(f, value, bare)
            }
            Expr::Unit(unit, inner) => write!(f, "{}({inner})", unit.name()),
            Expr::Near(items, steps) => {
                for (i, item) in items.iter().enumerate() {
                    if let Some(step) = i.checked_sub(1).and_then(|i| steps.get(i)) {
                        let name = if step.ordered { "BEFORE" } else { "NEAR" };
                        write!(f, " {name}/{} ", step.words)?;
                    }
                    write_bracketed(f, item, item.is_atom())?;
                }
                Ok(())
            }
            Expr::Boost(inner, by) => {
                write_bracketed(f, inner, inner.is_atom() && !matches!(**inner, Expr::Boost(..)))?;
                write!(f, "^{by}")
            }
            Expr::Not(inner) => {
                f.write_str("NOT ")?;
                write_bracketed(f, inner, inner.is_atom() || matches!(**inner, Expr::Near(..)))
            }
            Expr::And(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" AND ")?;
                    }
                    write_bracketed(f, part, !matches!(part, Expr::Or(_) | Expr::And(_)))?;
                }
                Ok(())
            }
            Expr::Or(parts) => {
                for (i, part) in parts.iter().enumerate() {
                    if i > 0 {
                        f.write_str(" OR ")?;
                    }
                    write_bracketed(f, part, !matches!(part, Expr::Or(_)))?;
                }
                Ok(())
            }
        }
    }
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.exact {
            f.write_str("=")?;
        }
        f.write_str(&self.text)?;
        match self.fuzzy {
            Some(distance) => write!(f, "~{distance}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.text)?;
        if self.slop > 0 { write!(f, "~{}", self.slop) } else { Ok(()) }
    }
}

impl fmt::Display for Range {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.from, &self.to) {
            // a bound with points in it would be parted there
            (Some((from, true)), None) if from.contains('.') => write!(f, ">={from}"),
            (None, Some((to, true))) if to.contains('.') => write!(f, "<={to}"),
            (Some((from, true)), None) => write!(f, "{from}.."),
            (Some((from, false)), None) => write!(f, ">{from}"),
            (None, Some((to, true))) => write!(f, "..{to}"),
            (None, Some((to, false))) => write!(f, "<{to}"),
            (Some((from, _)), Some((to, _))) => write!(f, "{from}..{to}"),
            (None, None) => f.write_str(".."),
        }
    }
}
