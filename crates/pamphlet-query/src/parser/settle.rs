//! Tokens of which each is what it looks like: those that cannot be become words or are left out.

use super::{MOST_DEPTH, MOST_ITEMS};
use crate::habits;
use crate::lexer::{Kind, Token, is_quote, near};
use crate::note::{NoteKind, Notes};

/// Why most operators are read as words.
const LONELY: &str = "it needs something on each side";

/// Whether an item can begin with this token.
pub(super) fn begins(kind: &Kind) -> bool {
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
pub(super) fn settle(text: &str, tokens: &mut Vec<Token>, notes: &mut Notes) {
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

/// Makes operators of those of other programs (`w/5`), where they stand between two items; says so.
pub(super) fn adopt(tokens: &mut [Token], notes: &mut Notes) {
    for at in 1..tokens.len().saturating_sub(1) {
        let right = &tokens[at + 1].kind;
        let stands = ends(&tokens[at - 1].kind) && begins(right) && !matches!(right, Kind::Not | Kind::Plus);
        let token = &mut tokens[at];
        let Kind::Word { text, exact: false, fuzzy: None } = &token.kind else { continue };
        let Some((ordered, words)) = habits::near(text).filter(|_| stands) else { continue };
        let Some(kind) = near(ordered, words) else { continue };
        let name = if ordered { "BEFORE" } else { "NEAR" };
        // a colon or a boost behind it is no part of it, should it become a word again
        token.place.end = token.place.start + text.len();
        notes.add(NoteKind::ReadAs, token.place.clone(), || format!("'{text}' is read as {name}/{words}"));
        token.kind = kind;
    }
}

/// In a text that was pasted as a query, capitals are emphasis (`this is NOT true`), quotation marks quote,
/// and the address of a page says nothing. A query of many words with hardly an operator or phrase among
/// them is such a text. Returns it with all that blanked out, byte for byte, so that places stay.
pub(super) fn running_text(text: &str, tokens: &[Token]) -> Option<String> {
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
pub(crate) fn is_address(text: &str) -> bool {
    ["http://", "https://", "www.", "pic.twitter.com/"].iter().any(|start| text.starts_with(start))
}

/// Makes words of the operators of a running text.
pub(super) fn demote_all(text: &str, tokens: &mut [Token], notes: &mut Notes) {
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
