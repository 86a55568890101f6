//! A query that was copied out of a damaged text, read as it was meant: `Workersâ€™`, `Workers&rsquo;` and
//! `WorkersÕ` are `Workers’`.
//!
//! Only damage that no person types: mojibake, entities, and the letters that other tables of characters have for
//! the apostrophe, where the word around them can have one. A `?` is left alone: it asks for one letter.

use crate::note::{NoteKind, Notes};
use crate::parser::MOST_BYTES;
use pamphlet_document::{SourceMap, TextRange};
use pamphlet_index::analyzer::can_have_apostrophe;
use pamphlet_repair::{Repairer, rules};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::LazyLock;

/// The rules of repair that need no more than the damage itself. Controls stay what they are to every reader of a query:
/// they part words, and the apostrophe among them is known as one.
const RULES: [&str; 3] = ["entity", "mojibake", "mojibake-cut"];

/// What stands for `’` where a text of one system was read as one of another: of the Macintosh, of DOS, and of a
/// system that did not know it.
const OTHER_TABLES: [char; 3] = ['Õ', 'Æ', '¿'];

static REPAIRER: LazyLock<Option<Repairer>> = LazyLock::new(|| {
    let others: Vec<&str> =
        rules().iter().map(|rule| rule.name).filter(|name| !RULES.contains(name)).collect();
    Repairer::without(&others).ok()
});

/// A query's text without damage.
pub(crate) struct Mended<'t> {
    /// The text that is to be read.
    pub text: Cow<'t, str>,
    /// From it to what was typed; `None` where nothing was changed.
    map: Option<SourceMap>,
}

impl<'t> Mended<'t> {
    /// Mends `typed`; a note says what was mended. What lies beyond [`MOST_BYTES`] is not looked at.
    pub fn of(typed: &'t str, notes: &mut Notes) -> Self {
        let nothing = Self { text: Cow::Borrowed(typed), map: None };
        if typed.len() > MOST_BYTES || typed.is_ascii() && !typed.contains('&') {
            return nothing;
        }
        // every letter of another table is two bytes long, as is the sign that is put in its place: no byte moves
        let marked = other_tables(typed);
        for ((at, c), _) in typed.char_indices().zip(marked.chars()).filter(|((_, c), other)| c != other) {
            let place = at..at + c.len_utf8();
            notes.add(NoteKind::ReadAs, place, || format!("'{c}' is read as an apostrophe"));
        }
        let Some(repairer) = &*REPAIRER else { return nothing };
        let repaired = repairer.repair(&marked);
        for edit in &repaired.edits {
            let place = edit.range.start as usize..edit.range.end as usize;
            notes.add(NoteKind::ReadAs, place, || format!("'{}' is read as '{}'", edit.old, edit.new));
        }
        let map = (!repaired.edits.is_empty()).then_some(repaired.map);
        let changed = match repaired.text {
            Cow::Owned(text) => Some(text),
            Cow::Borrowed(_) => None,
        };
        Self { text: changed.map_or(marked, Cow::Owned), map }
    }

    /// The bytes of what was typed that a place of the mended text came from.
    pub fn typed(&self, place: Range<usize>) -> Range<usize> {
        let Some(map) = &self.map else { return place };
        let range = map.source_of(TextRange::new(place.start as u32, place.end as u32));
        range.start as usize..range.end as usize
    }
}

/// The text with an acute accent, which is an apostrophe to every reader of the text, for each letter of
/// [`OTHER_TABLES`] that stands where only an apostrophe can.
fn other_tables(typed: &str) -> Cow<'_, str> {
    if !typed.contains(OTHER_TABLES) {
        return Cow::Borrowed(typed);
    }
    let mut out = String::with_capacity(typed.len());
    let mut kept = 0;
    for (at, found) in typed.match_indices(OTHER_TABLES) {
        let end = at + found.len();
        if can_have_apostrophe(&typed[..at], &typed[end..]) {
            out.push_str(&typed[kept..at]);
            out.push('´');
            kept = end;
        }
    }
    if kept == 0 {
        return Cow::Borrowed(typed);
    }
    out.push_str(&typed[kept..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, expected: &str) {
        let mut notes = Notes::default();
        let mended = Mended::of(typed, &mut notes);
        assert_eq!(mended.text, expected);
        let notes = notes.finish();
        assert_eq!(notes.is_empty(), typed == expected, "{typed}: {notes:?}");
        for note in notes {
            assert!(typed.get(note.place).is_some_and(|place| !place.is_empty()));
        }
        assert_eq!(mended.typed(0..mended.text.len()), 0..typed.len());
    }

    #[test]
    fn copied_damage_is_read_as_it_was_meant() {
        check("Workersâ€™ Power", "Workers’ Power");
        check("WorkersÃ¢â‚¬â„¢ Power", "Workers’ Power");
        check("Workers&rsquo; Power", "Workers’ Power");
        check("the society&#146;s aims", "the society’s aims");
        check("WorkersÕ Power", "Workers´ Power");
        check("societyÕs aims, we¿ve, donÆt", "society´s aims, we´ve, don´t");
        check("â€œwhat is to be doneâ€", "“what is to be done”");
        check("MÃ¼ller OR cafÃ©", "Müller OR café");
        check("AT&amp;T", "AT&T");
    }

    #[test]
    fn what_a_person_types_stays() {
        for typed in [
            "",
            "workers' power",
            "workers’ power",
            "society?s wom?n Workers? Power",
            "AT&T R&D a&b;c & d",
            "ÕES õhtu SÃO Paulo são",
            "Æsop ÆTHER",
            "¿qué hacer?",
            "naïve Straße œuvre",
            "à la recherche",
            "война и мир",
            "全世界",
            "a\u{9b}31m b\u{85}",
            "caf\u{fffd}",
        ] {
            check(typed, typed);
        }
    }

    #[test]
    fn places_are_those_of_what_was_typed() {
        let typed = "cafÃ© AND";
        let mended = Mended::of(typed, &mut Notes::default());
        assert_eq!(mended.text, "café AND");
        assert_eq!(&typed[mended.typed(6..9)], "AND");
    }
}
