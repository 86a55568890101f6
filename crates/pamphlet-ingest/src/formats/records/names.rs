//! What a key or a column is, told by its name.

use crate::Options;
use pamphlet_document::field;

/// The part that a value plays in its record; the number ranks names of one kind, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Id(usize),
    Title(usize),
    Body(usize),
    Date(usize),
    /// A field with a name of its own.
    Field(&'static str),
    /// A field that the caller named: its place in [`Options::map`].
    Mapped(usize),
    /// A field under the key's name.
    Other,
}

const ID: [&str; 9] = ["id", "_id", "doc-id", "docid", "docno", "record-id", "identifier", "uuid", "guid"];
const TITLE: [&str; 13] = [
    "title",
    "headline",
    "heading",
    "subject",
    "book-title",
    "doc-title",
    "document-title",
    "titel",
    "titre",
    "titulo",
    "título",
    "titolo",
    "name",
];
const BODY: [&str; 31] = [
    "body",
    "text",
    "full-text",
    "fulltext",
    "content",
    "contents",
    "speech",
    "speech-text",
    "transcript",
    "article",
    "article-body",
    "articlebody",
    "original-text",
    "discurso",
    "texto",
    "texte",
    "testo",
    "rede",
    "spoken",
    "utterance",
    "discours",
    "anforandetext",
    "message",
    "statement",
    "claim",
    "post",
    "tweet",
    "abstract",
    "summary",
    "description",
    "html",
];
const DATE: [&str; 19] = [
    "date",
    "published",
    "published-at",
    "date-published",
    "publication-date",
    "datepublished",
    "pub-date",
    "speech-date",
    "date-of-speech",
    "sitting-date",
    "date-signed",
    "signed",
    "datum",
    "fecha",
    "data",
    "created",
    "created-at",
    "timestamp",
    "year",
];
const FIELDS: [(&str, &str); 40] = [
    ("author", field::AUTHOR),
    ("authors", field::AUTHOR),
    ("author-name", field::AUTHOR),
    ("by", field::AUTHOR),
    ("byline", field::AUTHOR),
    ("speaker", field::SPEAKER),
    ("speaker-name", field::SPEAKER),
    ("speakername", field::SPEAKER),
    ("member-name", field::SPEAKER),
    ("mp-name", field::SPEAKER),
    ("talker", field::SPEAKER),
    ("orateur", field::SPEAKER),
    ("oratore", field::SPEAKER),
    ("talare", field::SPEAKER),
    ("fullname", field::SPEAKER),
    ("originator", field::SPEAKER),
    ("presidente", field::SPEAKER),
    ("president", field::SPEAKER),
    ("redner", field::SPEAKER),
    ("orador", field::SPEAKER),
    ("party", field::PARTY),
    ("party-name", field::PARTY),
    ("partei", field::PARTY),
    ("partido", field::PARTY),
    ("org", field::ORG),
    ("organization", field::ORG),
    ("organisation", field::ORG),
    ("mayor", "mayor"),
    ("place", field::PLACE),
    ("location", field::PLACE),
    ("country", field::PLACE),
    ("lang", field::LANG),
    ("language", field::LANG),
    ("scope", field::SCOPE),
    ("url", field::URL),
    ("link", field::URL),
    ("permalink", field::URL),
    ("canonical-url", field::URL),
    ("updated", field::UPDATED),
    ("last-modified", field::UPDATED),
];

/// What the caller says of a column, or else its name.
pub(super) fn part_by(name: &str, options: &Options) -> Part {
    if options.map.is_empty() {
        return part(name);
    }
    let named = folded(name);
    if let Some(at) = options.map.iter().position(|mapped| folded(&mapped.column) == named) {
        return match &*options.map[at].field {
            "text" | "body" => Part::Body(0),
            "title" => Part::Title(0),
            "date" => Part::Date(0),
            "id" => Part::Id(0),
            _ => Part::Mapped(at),
        };
    }
    // what was mapped is not looked for under other names
    let is_mapped = |names: &[&str]| options.map.iter().any(|mapped| names.contains(&&*mapped.field));
    match part(name) {
        Part::Body(_) if is_mapped(&["text", "body"]) => Part::Other,
        Part::Title(_) if is_mapped(&["title"]) => Part::Other,
        Part::Date(_) if is_mapped(&["date"]) => Part::Other,
        Part::Id(_) if is_mapped(&["id"]) => Part::Other,
        Part::Field(name) if is_mapped(&[name]) => Part::Other,
        part => part,
    }
}

/// What a name says.
pub(super) fn part(name: &str) -> Part {
    let name = folded(name);
    let name = name.as_str();
    let rank = |list: &[&str]| list.iter().position(|known| *known == name);
    if let Some(rank) = rank(&ID) {
        return Part::Id(rank);
    }
    if let Some(rank) = rank(&TITLE) {
        return Part::Title(rank);
    }
    if let Some(rank) = rank(&BODY) {
        return Part::Body(rank);
    }
    if let Some(rank) = rank(&DATE) {
        return Part::Date(rank);
    }
    if let Some(&(_, field)) = FIELDS.iter().find(|(known, _)| *known == name) {
        return Part::Field(field);
    }
    if name.ends_with("-date") || name.starts_with("date-") {
        return Part::Date(DATE.len());
    }
    Part::Other
}

/// A key as a field name: lower case, `-` for spaces, underscores and the humps of `camelCase`.
pub(super) fn folded(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut lower = false;
    for c in name.trim().trim_start_matches('\u{feff}').chars() {
        if c == '_' && out.is_empty() {
            out.push('_');
        } else if c.is_alphanumeric() {
            if c.is_uppercase() && lower {
                out.push('-');
            }
            lower = c.is_lowercase();
            out.extend(c.to_lowercase());
        } else if !out.is_empty() && !out.ends_with(['-', '_']) {
            out.push('-');
            lower = false;
        }
    }
    while out.ends_with('-') {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_any_writing() {
        assert_eq!(folded("Date Published"), "date-published");
        assert_eq!(folded("sittingDate"), "sitting-date");
        assert_eq!(folded("S. No"), "s-no");
        assert_eq!(folded("_id"), "_id");
        assert_eq!(part("Date Published"), Part::Date(3));
        assert_eq!(part("Original_Text"), Part::Body(12));
        assert_eq!(part("weight"), Part::Other);
    }
}
