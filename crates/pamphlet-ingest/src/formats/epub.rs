//! EPUB: the chapters of the spine in their order, each read as the HTML that it is, under the metadata of
//! the package. A table of contents is chrome where it stands in the spine, and left alone where it does not.
//!
//! The bytes that a block stands for are those of its chapter as it is packed in the file.

use super::html;
use super::office::{Package, Piece, Pieces, Token, Tokens, attribute, properties};
use super::{Extracted, Format, Input, Sink};
use crate::draft::Draft;
use crate::{Reason, dates};
use pamphlet_document::{BlockKind, Chrome, Diagnostic, Lines, Role, Severity, SourceRange};
use std::collections::HashMap;

/// The format `epub`.
pub(crate) struct Epub;

/// A file of the book.
struct Item {
    href: String,
    nav: bool,
}

/// What the package file says.
#[derive(Default)]
struct Book {
    items: HashMap<String, Item>,
    /// The ids of the items in reading order.
    spine: Vec<String>,
    date: Option<String>,
}

impl Format for Epub {
    fn name(&self) -> &'static str {
        "epub"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let mut draft = Draft::default();
        let mut pieces = Pieces::default();
        let mut package = Package::open(input.bytes, sink.budget())?;
        let container = package.part("META-INF/container.xml")?;
        let opf = rootfile(&container.text).ok_or(Reason::Damaged("it names no package file".to_owned()))?;
        let folder = opf.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        let part = package.part(&opf)?;
        let book = Book::read(&part.text);
        properties::read(&part.text, &mut draft.metadata);
        let title = draft.metadata.title.take();
        if let Some(date) = &book.date {
            draft.metadata.date = date.get(..10).unwrap_or(date).parse().ok();
            draft.metadata.date = draft
                .metadata
                .date
                .or_else(|| dates::of_value(date, input.options.date_order).map(|found| found.date));
        }
        let mut missing = Vec::new();
        let encrypted = package.has("META-INF/rights.xml");
        for id in &book.spine {
            let Some(item) = book.items.get(id) else {
                missing.push(id.clone());
                continue;
            };
            let name = resolve(&folder, &item.href);
            let chapter = match package.part(&name) {
                Ok(chapter) => chapter,
                Err(Reason::Limit(what)) => return Err(Reason::Limit(what)),
                Err(_) => {
                    missing.push(name);
                    continue;
                }
            };
            if encrypted && !chapter.text.contains('<') {
                return Err(Reason::Encrypted);
            }
            pieces.list.extend(chapter_pieces(&chapter.text, chapter.place, item.nav, input));
        }
        for name in missing {
            draft.notes.push(Diagnostic {
                severity: Severity::Warning,
                code: "epub-chapter-missing".to_owned(),
                message: format!("chapter {name} is not there or cannot be read"),
                place: None,
            });
        }
        if pieces.list.is_empty() {
            return Err(Reason::Damaged("none of its chapters can be read".to_owned()));
        }
        draft.metadata.title = pieces.settle_title(title.as_deref().map(|title| (title, part.place)));
        pieces.write(&mut draft);
        let _ = sink.document(Extracted {
            draft,
            unit: None,
            locator: String::new(),
            plain: false,
            format: self.name(),
            first_line: Some(Lines::default()),
        });
        Ok(())
    }
}

impl Book {
    fn read(xml: &str) -> Self {
        let mut book = Self::default();
        let mut in_date = false;
        for token in Tokens::new(xml) {
            match token {
                Token::Open(start) => match start.local_name().as_ref() {
                    "item" => {
                        let (Some(id), Some(href)) = (attribute(&start, "id"), attribute(&start, "href"))
                        else {
                            continue;
                        };
                        let properties = attribute(&start, "properties").unwrap_or_default();
                        let nav = properties.split_whitespace().any(|property| property == "nav");
                        book.items.insert(id, Item { href, nav });
                    }
                    "itemref" => book.spine.extend(attribute(&start, "idref")),
                    "date" => {
                        let event = attribute(&start, "event");
                        in_date = event.is_none_or(|event| event.contains("publication"));
                    }
                    _ => in_date = false,
                },
                Token::Text(text) if in_date && book.date.is_none() => {
                    book.date = Some(text.trim().to_owned()).filter(|date| !date.is_empty());
                }
                Token::Text(_) => {}
                Token::Close(_) => in_date = false,
            }
        }
        book
    }
}

/// The package file that the container names.
fn rootfile(xml: &str) -> Option<String> {
    Tokens::new(xml).find_map(|token| match token {
        Token::Open(start) if start.local_name().as_ref() == "rootfile" => attribute(&start, "full-path"),
        _ => None,
    })
}

/// The blocks of a chapter. Its `<title>` is shown by no reader, so it is no text.
fn chapter_pieces(xhtml: &str, place: SourceRange, nav: bool, input: &Input<'_>) -> Vec<Piece> {
    let mut xhtml = xhtml.to_owned();
    if let (Some(from), Some(to)) = (xhtml.find("<title"), xhtml.find("</title>"))
        && from < to
    {
        xhtml.replace_range(from..to + "</title>".len(), "");
    }
    let mut draft = Draft::default();
    html::page(&xhtml, &mut draft, input.options);
    draft.end();
    let mut pieces = Vec::new();
    for block in &draft.blocks {
        let kind = if block.kind == BlockKind::Title { BlockKind::Heading(1) } else { block.kind };
        let role = if nav { Role::Chrome(Chrome::Navigation) } else { block.role };
        let text = draft.text[block.range.span()].to_owned();
        pieces.push(Piece { kind, role, text, page: None, place });
    }
    pieces
}

/// The name of a part from a reference in the package file: `%20` resolved, `../` followed.
fn resolve(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        let code = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        match code.and_then(|hex| u8::from_str_radix(hex, 16).ok()).filter(|_| byte == b'%') {
            Some(code) => {
                bytes.push(code);
                rest = &tail[2..];
            }
            None => bytes.push(byte),
        }
    }
    let path = format!("{folder}{}", String::from_utf8_lossy(&bytes));
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references() {
        assert_eq!(resolve("OEBPS/", "a%20b.xhtml#c"), "OEBPS/a b.xhtml");
        assert_eq!(resolve("OEBPS/", "../../text/1.xhtml"), "text/1.xhtml");
        assert_eq!(resolve("", "50%"), "50%");
    }
}
