//! Conditions on a document as a whole: values of fields, dates, paths.

use super::patterns::{pattern_letters, wildcard_pieces};
use super::{Condition, Planner, Scored};
use crate::ast::{Range, Word};
use crate::expand::{EachTerm, Lexicon, Pattern};
use crate::habits::named_date;
use crate::note::NoteKind;
use crate::spans::Node;
use pamphlet_document::PartialDate;
use pamphlet_index::analyzer::{Tokens, analyze, folded, light_forms, umlauts_written_out};

impl Planner<'_> {
    pub(super) fn range(&mut self, range: &Range) -> Node {
        let Some(field) = self.field.clone() else { return Node::None };
        if field == "date" {
            return match days(range) {
                Some((from, to)) => self.condition(Condition::Days { from, to }),
                None => {
                    self.note(
                        NoteKind::ReadAsWords,
                        &range.to_string(),
                        format!(
                            "'{range}' is no range of dates: nothing matches (expected such as 1848..1850-06)"
                        ),
                    );
                    Node::None
                }
            };
        }
        self.condition(Condition::Values { field, range: range.clone() })
    }

    pub(super) fn field_word(&mut self, field: &str, word: &Word) -> Node {
        match field {
            "date" => match date_days(&word.text) {
                Some((from, to)) => self.condition(Condition::Days { from, to }),
                None => {
                    self.note(
                        NoteKind::ReadAsWords,
                        &word.text,
                        format!(
                            "'{}' is no date: nothing matches (expected 1848, 1848-03 or 1848-03-18)",
                            word.text
                        ),
                    );
                    Node::None
                }
            },
            "path" => self.condition(Condition::Path(word.text.clone())),
            _ if word.fuzzy.is_some() => {
                let letters: Vec<char> = folded(&word.text).chars().filter(|c| *c != ' ').collect();
                let pattern = Pattern::Fuzzy(letters, word.fuzzy.unwrap_or(1));
                self.field_pattern(field, &pattern, &word.text)
            }
            _ if !wildcard_pieces(&word.text).is_empty() => {
                let pattern = Pattern::Wildcard(pattern_letters(&word.text));
                self.field_pattern(field, &pattern, &word.text)
            }
            _ => self.field_words(field, &word.text, true, word.exact || self.negated),
        }
    }

    pub(super) fn field_words(&mut self, field: &str, text: &str, row: bool, exact: bool) -> Node {
        match field {
            "date" | "path" => {
                let word = Word { text: text.to_owned(), exact: false, fuzzy: None };
                return self.field_word(field, &word);
            }
            _ => {}
        }
        let lang = self.setting.langs.first().copied().unwrap_or_default();
        let mut tokens = Tokens::default();
        analyze(text, lang, &mut tokens);
        let mut slots = Vec::new();
        for token in tokens.iter().filter(|token| !token.extra) {
            let term = tokens.term(token);
            let typed = text.get(token.start as usize..token.end as usize).unwrap_or(term);
            slots.push(if exact { vec![term.to_owned()] } else { self.light_forms_of_any(term, typed) });
            if field == "title" && !self.negated && self.scored(term).is_none() {
                self.add_scored(Scored { term: term.to_owned(), light: Vec::new(), boost: self.boost });
            }
        }
        if slots.is_empty() {
            return Node::None;
        }
        let row = row && slots.len() > 1;
        self.condition(Condition::Words { field: field.to_owned(), slots, row })
    }

    /// The light forms of a word in any language of the index: a field's value has no language of its own.
    fn light_forms_of_any(&self, term: &str, typed: &str) -> Vec<String> {
        let mut forms: Vec<String> = Vec::new();
        let written_out = umlauts_written_out(typed);
        for word in std::iter::once(term).chain(written_out.as_deref()) {
            for &lang in self.setting.langs {
                for form in light_forms(word, lang) {
                    if !forms.contains(&form) {
                        forms.push(form);
                    }
                }
            }
        }
        forms
    }

    /// A pattern over the words of a field: resolved by the index's own list of the field's words.
    pub(super) fn field_pattern(&mut self, field: &str, pattern: &Pattern, typed: &str) -> Node {
        struct Words<'l> {
            lexicon: &'l dyn Lexicon,
            field: &'l str,
        }
        impl Lexicon for Words<'_> {
            fn documents(&self, term: &str) -> u64 {
                self.lexicon.documents(term)
            }
            fn terms(&self, prefix: &str, each: &mut EachTerm<'_>) {
                self.lexicon.field_terms(self.field, prefix, each);
            }
        }
        let words = Words { lexicon: self.lexicon, field };
        let slot = self.expand(typed, pattern, &words);
        self.condition(Condition::Words { field: field.to_owned(), slots: vec![slot], row: false })
    }
}

/// The days that a date, as typed, can mean: `1848`, `1848-03`, `1848-03-18`, `184?`, `1840s`, `18 March 1848`.
pub(crate) fn date_days(text: &str) -> Option<(i64, i64)> {
    let text = text.trim();
    let wild = text.strip_suffix('s').filter(|year| year.len() == 4 && year.ends_with('0'));
    let pattern = wild.map(|year| format!("{}?", &year[..year.len() - 1])).unwrap_or_else(|| text.to_owned());
    if pattern.ends_with(['?', '*']) && pattern.len() <= 4 {
        let digits = pattern.trim_end_matches(['?', '*']);
        let missing = if pattern.ends_with('*') {
            4usize.checked_sub(digits.len())?
        } else {
            pattern.len() - digits.len()
        };
        if digits.is_empty() || missing == 0 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        let scale = 10u16.checked_pow(missing as u32)?;
        let first = digits.parse::<u16>().ok()?.checked_mul(scale)?;
        let (from, _) = PartialDate::year(first.max(1))?.days();
        let (_, to) = PartialDate::year(first.checked_add(scale - 1)?)?.days();
        return Some((from.into(), to.into()));
    }
    let (from, to) = text.parse::<PartialDate>().ok().or_else(|| named_date(text))?.days();
    Some((from.into(), to.into()))
}

/// The days of a range of dates; an open end is as far as days go.
pub(crate) fn days(range: &Range) -> Option<(i64, i64)> {
    let from = match &range.from {
        Some((text, inclusive)) => {
            let (first, last) = date_days(text)?;
            if *inclusive { first } else { last + 1 }
        }
        None => i64::MIN,
    };
    let to = match &range.to {
        Some((text, inclusive)) => {
            let (first, last) = date_days(text)?;
            if *inclusive { last } else { first - 1 }
        }
        None => i64::MAX,
    };
    Some((from, to))
}

/// Whether a field's value lies in a range: as dates where all are dates, else as numbers, else as text.
pub(crate) fn in_range(value: &str, range: &Range) -> bool {
    if let (Some(value), Some((from, to))) = (date_days(value), days(range)) {
        return value.0 <= to && value.1 >= from;
    }
    let number = |text: &str| text.replace(',', "").parse::<f64>().ok();
    let compare = |bound: &str| match (number(value), number(bound)) {
        (Some(value), Some(bound)) => value.total_cmp(&bound),
        _ => value.cmp(&folded(bound)),
    };
    let above = range.from.as_ref().is_none_or(|(from, inclusive)| {
        let order = compare(from);
        order.is_gt() || *inclusive && order.is_eq()
    });
    let below = range.to.as_ref().is_none_or(|(to, inclusive)| {
        let order = compare(to);
        order.is_lt() || *inclusive && order.is_eq()
    });
    above && below
}
