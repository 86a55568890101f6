//! Any XML: elements within running text are inline, titles are headings, the rest are blocks. Values of
//! attributes are not text.

use super::flow::{Flow, Open};
use super::reading::Reading;
use super::tag::Tag;
use super::{Ended, Vocabulary};
use crate::DateOrder;
use crate::dates;
use pamphlet_document::{BlockKind, field};

/// The vocabulary of what has none that is known.
#[derive(Default)]
pub(super) struct Plain {
    titled: bool,
}

impl Vocabulary for Plain {
    fn name(&self) -> &'static str {
        ""
    }

    fn open(&mut self, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open {
        let name = tag.local();
        let lower = name.to_ascii_lowercase();
        if let Some(flow) = formatting(&lower) {
            return flow.into();
        }
        if reading.survey.inline(reading.parent(), name) {
            return Flow::Words.into();
        }
        let depth = reading.depth();
        match lower.as_str() {
            "title" | "doctitle" | "headline" | "titel" | "titre" | "titulo" | "título" | "titolo"
                if !self.titled && depth <= 4 =>
            {
                self.titled = true;
                Open::block(BlockKind::Title)
            }
            "date" | "datum" | "fecha" | "published" | "pubdate" | "datepublished" | "issued" | "created" => {
                if let Some(when) = tag.get("when").or_else(|| tag.get("date")).or_else(|| tag.get("value")) {
                    state_date(reading, &when);
                }
                Open::block(BlockKind::MetadataLine).marked("date")
            }
            "name" if reading.within("author") || reading.within("creator") => {
                Open::block(BlockKind::MetadataLine).marked(field::AUTHOR)
            }
            // one that holds a name and more is told by the name
            "author" | "creator" | "byline" if depth <= 6 => {
                Open::block(BlockKind::MetadataLine).marked(field::AUTHOR)
            }
            "publisher" if depth <= 6 => Open::block(BlockKind::MetadataLine).marked("publisher"),
            "language" if depth <= 6 => Open::block(BlockKind::MetadataLine).marked(field::LANG),
            // of a feed, not of a list
            "item" | "entry" if reading.survey.occurs(name, "title") => Flow::Container.into(),
            _ => common(&lower).unwrap_or(Flow::Container.into()),
        }
    }

    fn ended(&mut self, ended: Ended, reading: &mut Reading<'_>) {
        match ended.mark {
            "date" => state_date(reading, &ended.text),
            field::LANG => {
                if let Some(lang) = super::language(&ended.text) {
                    reading.draft.metadata.add(field::LANG, lang);
                }
            }
            name => {
                let known = name == field::AUTHOR
                    && reading.draft.metadata.first(name).is_some_and(|known| ended.text.contains(known));
                if ended.text.len() <= 200 && !known {
                    reading.draft.metadata.add(name, &ended.text);
                }
            }
        }
    }
}

/// What the root states of the document in its attributes: the language, and with a title or an author the date, too
/// (one alone may be that of the file): `<speech title="…" speaker="…" date="1848-03-18">`.
pub(super) fn stated_by_root<'a>(root: Tag<'a>, reading: &mut Reading<'a>) {
    if let Some(lang) = root.attribute("xml:lang").and_then(|found| super::language(found.raw)) {
        reading.draft.metadata.add(field::LANG, lang);
    }
    let title = root.attribute("title").filter(|found| found.raw.contains(char::is_alphabetic));
    let author = root.get("author");
    if title.is_none() && author.is_none() && root.get("speaker").is_none() {
        return;
    }
    if let Some(date) = root.get("date") {
        state_date(reading, &date);
    }
    if let Some(author) = author.filter(|author| author.len() <= 200) {
        reading.draft.metadata.add(field::AUTHOR, &author);
    }
    let Some(title) = title.filter(|_| !reading.survey.holds("title")) else { return };
    reading.value(BlockKind::Title, title);
    if title.raw.contains('_') && !title.raw.contains(' ') {
        // a title that was made a name; the words of it are found as they stand
        let words = super::entities::resolved(title.raw).replace('_', " ");
        reading.draft.metadata.title = Some(crate::structure::one_line(&words));
    }
}

/// The document's date, unless it is known already.
pub(super) fn state_date(reading: &mut Reading<'_>, value: &str) {
    let metadata = &mut reading.draft.metadata;
    if metadata.date.is_none() && value.len() <= 100 {
        metadata.date = dates::of_value(value, DateOrder::Auto).map(|found| found.date);
    }
}

/// Elements of formatting, by their names in lower case: they may part a word.
pub(super) fn formatting(name: &str) -> Option<Flow> {
    Some(match name {
        "b" | "i" | "em" | "strong" | "a" | "span" | "u" | "s" | "sub" | "sup" | "small" | "big" | "font"
        | "tt" | "hi" | "italic" | "bold" | "underline" | "emphasis" | "smallcaps" | "superscript"
        | "subscript" | "ins" | "del" | "mark" | "inline" => Flow::Inline,
        "br" | "eol" | "lb" | "linebreak" | "line-break" => Flow::Line,
        _ => return None,
    })
}

/// Elements that many vocabularies have in common, by their names in lower case.
pub(super) fn common(name: &str) -> Option<Open> {
    Some(match name {
        "head" | "heading" | "header" | "title" | "subtitle" | "subheading" | "h1" | "h2" | "h3" | "h4"
        | "h5" | "h6" | "headline" | "caption" | "crossheading" => Flow::Heading.into(),
        "li" | "item" | "listitem" | "list-item" => Open::block(BlockKind::ListItem),
        "tr" | "row" => Open::block(BlockKind::TableRow),
        "td" | "th" | "cell" | "entry" => Flow::Cell.into(),
        "blockquote" | "quote" | "quotation" | "extract" => Open::block(BlockKind::Quote),
        "footnote" | "fn" | "endnote" => Open::block(BlockKind::Footnote),
        "lg" | "stanza" | "verse" | "poem" => Open::block(BlockKind::Verse),
        "l" | "line" => Flow::Line.into(),
        _ => return None,
    })
}
