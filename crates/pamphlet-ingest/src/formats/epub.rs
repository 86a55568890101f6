//! EPUB: the chapters of the spine in their order, each read as the HTML that it is, under the metadata of
//! the package. A table of contents is chrome where it stands in the spine, and left alone where it does not.
//!
//! The bytes that a block stands for are those of its chapter as it is packed in the file.

use super::html;
use super::notes::{self, Finder};
use super::office::{Package, Piece, Pieces, Token, Tokens, attribute, properties};
use super::{Extracted, Format, Input, Sink};
use crate::draft::Draft;
use crate::{Reason, dates};
use pamphlet_document::{BlockKind, Chrome, Diagnostic, Lines, Role, Severity, SourceRange};
use std::collections::{HashMap, HashSet};

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
        let mut links = BookLinks::default();
        let mut missing = Vec::new();
        let encrypted = package.has("META-INF/rights.xml");
        let mut read = HashSet::new();
        for id in &book.spine {
            // the standard wants each chapter once; a small book that repeats one would grow without end
            if !read.insert(id) {
                continue;
            }
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
            links.chapter(&name, &chapter.text, chapter.place, item.nav, input, &mut pieces.list);
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
        links.tie(&mut pieces.list);
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

/// Names of places and links to them, over all chapters; each with the number of its piece, links also with whether
/// they are marks.
#[derive(Default)]
struct BookLinks {
    ids: HashMap<String, usize>,
    refs: Vec<(String, usize, bool)>,
}

impl BookLinks {
    /// Adds the blocks of a chapter, `name`. Its `<title>` is shown by no reader, so it is no text.
    fn chapter(
        &mut self,
        name: &str,
        xhtml: &str,
        place: SourceRange,
        nav: bool,
        input: &Input<'_>,
        pieces: &mut Vec<Piece>,
    ) {
        let mut xhtml = xhtml.to_owned();
        if let (Some(from), Some(to)) = (xhtml.find("<title"), xhtml.find("</title>"))
            && from < to
        {
            xhtml.replace_range(from..to + "</title>".len(), "");
        }
        let mut draft = Draft::default();
        let links = html::page(&xhtml, &mut draft, input.options);
        draft.end();
        let map = std::mem::take(&mut draft.map).finish();
        let finder = Finder::new(&draft, &map);
        let first = pieces.len();
        let written = |range: &std::ops::Range<u32>| &xhtml[range.start as usize..range.end as usize];
        for (id, at) in &links.ids {
            if let Some(at) = finder.after(u64::from(*at)) {
                self.ids.entry(format!("{name}#{}", written(id))).or_insert(first + at);
            }
        }
        let folder = name.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        for link in &links.refs {
            let Some((file, id)) = written(&link.address).split_once('#') else { continue };
            let file = if file.is_empty() { name.to_owned() } else { resolve(&folder, file) };
            if let Some(at) = finder.before(u64::from(link.at)) {
                self.refs.push((format!("{file}#{id}"), first + at, link.mark));
            }
        }
        for block in &draft.blocks {
            let kind = if block.kind == BlockKind::Title { BlockKind::Heading(1) } else { block.kind };
            let role = if nav { Role::Chrome(Chrome::Navigation) } else { block.role };
            let text = draft.text[block.range.span()].to_owned();
            pieces.push(Piece { kind, role, text, page: None, place });
        }
    }

    /// Puts footnotes behind what refers to them, also where they stand in a chapter of their own.
    fn tie(&self, pieces: &mut Vec<Piece>) {
        let pair = |from, to, mark| Some(notes::Pair { from, to, mark });
        let pairs: Vec<notes::Pair> = self
            .refs
            .iter()
            .filter_map(|(name, from, mark)| pair(*from, *self.ids.get(name)?, *mark))
            .collect();
        let mut seen: Vec<notes::Seen> = pieces
            .iter()
            .map(|piece| notes::Seen {
                kind: piece.kind,
                chrome: piece.role.is_chrome(),
                len: piece.text.len() as u32,
            })
            .collect();
        let order = notes::order(&mut seen, &pairs);
        for (piece, seen) in pieces.iter_mut().zip(&seen) {
            piece.kind = seen.kind;
        }
        if let Some(order) = order {
            *pieces = order.into_iter().filter_map(|at| pieces.get(at).cloned()).collect();
        }
    }
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
