//! HTML, also where it is saved as `.php` or without an ending: all visible text in blocks, page chrome
//! marked by what the markup says and by where links gather. Nothing visible is left out, and no script,
//! style or comment gets in.
//!
//! The page is cut into numbered pieces of text ([`tokens`]), scraper builds the tree of the skeleton, and
//! the walk over the tree ([`walk`]) puts text and places back in the order of the tree.

pub(crate) mod entities;
mod hints;
mod linked;
mod tokens;
mod walk;

use super::notes::{self, Links};
use super::{Extracted, Format, Input, Sink};
use crate::draft::Draft;
use crate::repairing::decode;
use crate::{Options, Reason, dates};
use pamphlet_document::{BlockKind, Chrome, Diagnostic, Metadata, Role, Severity, field};
use std::ops::Range;

/// The format `html`.
pub(crate) struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let unit = decode(input.bytes, declared_charset(input.bytes).as_deref());
        let mut draft = Draft::default();
        page(&unit.text, &mut draft, input.options);
        super::place_notes(&mut draft, &unit.map);
        let _ = sink.document(Extracted {
            plain: draft.is_typed(),
            draft,
            unit: Some(&unit),
            locator: String::new(),
            format: self.name(),
            first_line: None,
        });
        Ok(())
    }
}

/// Adds a page that is the whole unit. Returns the names of its places and its links to places.
pub(crate) fn page(text: &str, draft: &mut Draft, options: &Options) -> Links {
    let page = tokens::cut(text);
    if let Some(at) = page.flattened {
        draft.notes.push(Diagnostic {
            severity: Severity::Note,
            code: "html-flattened".to_owned(),
            message: "elements nest too deep; the innermost were read as one level".to_owned(),
            place: Some(pamphlet_document::SourceRange::new(at as u64, at as u64)),
        });
    }
    let mut idle = false;
    if let Some(title) = page.title.clone() {
        idle = crate::structure::is_idle_title(&text[title.clone()]);
        match idle {
            true => draft.begin(BlockKind::Paragraph, Role::Chrome(Chrome::Header)),
            false => draft.begin(BlockKind::Title, Role::Content),
        }
        fold(text, title, draft);
        draft.end();
    }
    let tree = scraper::Html::parse_document(&page.skeleton);
    walk::walk(text, &page, &tree, draft);
    metadata(text, &page, &mut draft.metadata, options);
    shorten_title(draft);
    if idle {
        title_of_heading(draft);
    }
    notes::tie(text, &page.links, draft);
    page.links
}

/// Adds text of the unit with its references resolved and its white space folded.
pub(crate) fn fold(unit: &str, range: Range<usize>, draft: &mut Draft) {
    add(unit, range, draft, Draft::fold);
}

/// Adds text of the unit with its references resolved and its white space as it stands.
fn keep(unit: &str, range: Range<usize>, draft: &mut Draft) {
    add(unit, range, draft, Draft::copy);
}

/// Adds text of the unit with its references resolved; `put` adds what stands between them.
fn add(unit: &str, range: Range<usize>, draft: &mut Draft, put: fn(&mut Draft, &str, u64)) {
    let mut at = range.start;
    while let Some(found) = memchr::memchr(b'&', &unit.as_bytes()[at..range.end]) {
        let reference = at + found;
        match entities::reference(&unit[reference..range.end]) {
            Some((text, len)) => {
                put(draft, &unit[at..reference], at as u64);
                let place = pamphlet_document::SourceRange::new(reference as u64, (reference + len) as u64);
                if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
                    draft.space(' ', place);
                } else {
                    draft.replace(&text, place);
                }
                at = reference + len;
            }
            None => {
                put(draft, &unit[at..=reference], at as u64);
                at = reference + 1;
            }
        }
    }
    put(draft, &unit[at..range.end], at as u64);
}

/// The charset that a page declares in its first bytes; it may lie.
fn declared_charset(bytes: &[u8]) -> Option<String> {
    let head = &bytes[..bytes.len().min(4096)];
    let lower = head.to_ascii_lowercase();
    for start in memchr::memmem::find_iter(&lower, b"charset=") {
        let rest = &lower[start + 8..];
        let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
        let len =
            rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)).count();
        if len > 0 {
            return Some(String::from_utf8_lossy(&rest[..len]).into_owned());
        }
    }
    xml_encoding(head)
}

/// The encoding that an XML declaration names.
pub(crate) fn xml_encoding(head: &[u8]) -> Option<String> {
    let head = &head[..head.len().min(200)];
    let end = memchr::memmem::find(head, b"?>")?;
    let start = memchr::memmem::find(&head[..end], b"encoding")?;
    let rest = &head[start + 8..end];
    let quote = rest.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
    let rest = &rest[quote + 1..];
    let len = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte)).count();
    (len > 0).then(|| String::from_utf8_lossy(&rest[..len]).into_owned())
}

/// A value of an attribute with its references resolved.
pub(crate) fn resolved(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        match entities::reference(&rest[at..]) {
            Some((text, len)) => {
                out.push_str(&text);
                rest = &rest[at + len..];
            }
            None => {
                out.push('&');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    crate::structure::one_line(&out)
}

/// Names of `meta` elements, and the fields that they fill; `date` is the document's own.
const METAS: [(&str, &str); 29] = [
    ("author", field::AUTHOR),
    ("dc.creator", field::AUTHOR),
    ("dcterms.creator", field::AUTHOR),
    ("article:author", field::AUTHOR),
    ("citation_author", field::AUTHOR),
    ("description", "description"),
    ("og:description", "description"),
    ("keywords", "keywords"),
    ("og:site_name", "site"),
    ("dc.publisher", "publisher"),
    ("og:url", field::URL),
    ("language", field::LANG),
    ("content-language", field::LANG),
    ("dc.language", field::LANG),
    ("article:published_time", "date"),
    ("datepublished", "date"),
    ("date", "date"),
    ("dc.date", "date"),
    ("dc.date.issued", "date"),
    ("dcterms.date", "date"),
    ("dcterms.issued", "date"),
    ("dcterms.created", "date"),
    ("pubdate", "date"),
    ("publish-date", "date"),
    ("citation_date", "date"),
    ("citation_publication_date", "date"),
    ("article:modified_time", field::UPDATED),
    ("last-modified", field::UPDATED),
    ("dcterms.modified", field::UPDATED),
];

fn metadata(unit: &str, page: &tokens::Page, metadata: &mut Metadata, options: &Options) {
    for (name, content) in &page.metas {
        let Some((_, field)) = METAS.iter().find(|(known, _)| known == name) else { continue };
        let value = resolved(content);
        let date = || dates::of_value(&value, options.date_order).map(|found| found.date);
        match *field {
            "date" => metadata.date = metadata.date.or_else(date),
            field::UPDATED => {
                if let Some(date) = date() {
                    metadata.add(field::UPDATED, &date.to_string());
                }
            }
            field::LANG => {
                if let (Some(lang), false) = (lang_code(&value), metadata.fields.contains_key(field::LANG)) {
                    metadata.add(field::LANG, &lang);
                }
            }
            field if value.len() <= 500 => metadata.add(field, &value),
            _ => {}
        }
    }
    if let (Some(lang), false) =
        (page.lang.as_deref().and_then(lang_code), metadata.fields.contains_key(field::LANG))
    {
        metadata.add(field::LANG, &lang);
    }
    if let Some(url) = &page.canonical {
        metadata.add(field::URL, &resolved(url));
    }
    linked::metadata(unit, page, metadata, options);
    if metadata.date.is_none()
        && let Some(time) = &page.time
    {
        metadata.date = dates::of_value(time, options.date_order).map(|found| found.date);
    }
}

/// `en` of `en-GB`.
pub(crate) fn lang_code(value: &str) -> Option<String> {
    let code: String = value.trim().chars().take_while(char::is_ascii_alphabetic).collect();
    (2..=3).contains(&code.len()).then(|| code.to_ascii_lowercase())
}

/// The first heading as the title, where the page's own says nothing.
fn title_of_heading(draft: &mut Draft) {
    let first = &draft.blocks[..draft.blocks.len().min(40)];
    if let Some(heading) = crate::structure::of_heading(&draft.text, first) {
        draft.metadata.title = Some(heading);
    }
}

/// The title without the site's name, where a heading of the page says which part of it is the title.
fn shorten_title(draft: &mut Draft) {
    let Some(block) = draft.blocks.first().filter(|block| block.kind == BlockKind::Title) else { return };
    let title = &draft.text[block.range.span()];
    let parts: Vec<&str> = [" | ", " – ", " — ", " - ", " :: ", " » ", ": "]
        .iter()
        .flat_map(|by| title.split(by))
        .map(str::trim)
        .collect();
    let heading = draft.blocks.iter().skip(1).take(60).find_map(|block| {
        let body = &draft.text[block.range.span()];
        let heading = matches!(block.kind, BlockKind::Heading(1..=3)) && body.len() > 3;
        (heading && parts.iter().any(|part| part.eq_ignore_ascii_case(body))).then(|| body.to_owned())
    });
    if let Some(heading) = heading {
        draft.metadata.title = Some(heading);
    }
}

#[cfg(test)]
mod tests;
