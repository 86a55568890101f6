//! What the styles of a DOCX mean: headings by name or outline level, quotes, lists, the table of contents.

use super::markup::{Token, Tokens, attribute};
use pamphlet_document::{BlockKind, Chrome, Role};
use std::collections::HashMap;

/// What a paragraph of a style is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Meaning {
    pub kind: BlockKind,
    pub role: Role,
}

/// The styles of a document by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    known: HashMap<String, Style>,
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    numbered: bool,
}

/// How far a style may inherit; a circle ends here too.
const HOPS: usize = 12;

impl Styles {
    /// Reads `word/styles.xml`.
    pub fn read(xml: &str) -> Self {
        let mut styles = Self::default();
        let mut open: Option<(String, Style)> = None;
        for token in Tokens::new(xml) {
            match token {
                Token::Open(start) => match start.local_name().as_ref() {
                    "style" => {
                        let id = attribute(&start, "styleId").unwrap_or_default();
                        open = Some((id, Style::default()));
                    }
                    name => {
                        let Some((_, style)) = &mut open else { continue };
                        match name {
                            "name" => style.name = value(&start).to_lowercase(),
                            "basedOn" => style.based_on = Some(value(&start)),
                            "outlineLvl" => style.outline = value(&start).parse().ok(),
                            "numId" => style.numbered = value(&start) != "0",
                            _ => {}
                        }
                    }
                },
                Token::Close(name) if name == "style" => {
                    if let Some((id, style)) = open.take() {
                        styles.known.insert(id, style);
                    }
                }
                _ => {}
            }
        }
        styles
    }

    /// What paragraphs of a style are; `None` for plain ones.
    pub fn meaning(&self, id: &str) -> Option<Meaning> {
        let mut id = id;
        for _ in 0..HOPS {
            let Some(style) = self.known.get(id) else {
                // without a style sheet the id is mostly the name without spaces
                return by_name(&id.to_lowercase());
            };
            if let Some(meaning) = by_name(&style.name) {
                return Some(meaning);
            }
            if let Some(level) = style.outline.filter(|&level| level < 9) {
                return Some(heading(level + 1));
            }
            if style.numbered {
                return Some(Meaning { kind: BlockKind::ListItem, role: Role::Content });
            }
            id = style.based_on.as_deref()?;
        }
        None
    }
}

/// The `val` attribute.
pub(super) fn value(start: &quick_xml::events::BytesStart<'_>) -> String {
    attribute(start, "val").unwrap_or_default()
}

pub(super) fn heading(level: u8) -> Meaning {
    Meaning { kind: BlockKind::Heading(level.clamp(1, 6)), role: Role::Content }
}

/// Word's own styles; their names are English in the file, whatever the program's language.
fn by_name(name: &str) -> Option<Meaning> {
    let content = |kind| Some(Meaning { kind, role: Role::Content });
    if let Some(level) = name.strip_prefix("heading") {
        return level.trim().parse().ok().map(heading);
    }
    match name {
        "title" => content(BlockKind::Title),
        "quote" | "intense quote" | "intensequote" | "block text" => content(BlockKind::Quote),
        "footnote text" | "endnote text" => content(BlockKind::Footnote),
        _ if name.starts_with("list bullet") || name.starts_with("list number") => {
            content(BlockKind::ListItem)
        }
        _ if name.starts_with("toc ") || name == "toc heading" => {
            Some(Meaning { kind: BlockKind::ListItem, role: Role::Chrome(Chrome::Navigation) })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_inherit_and_circles_end() {
        let styles = Styles::read(
            "<styles><style styleId='a'><name val='Kop'/><basedOn val='b'/></style>\
             <style styleId='b'><name val='heading 2'/></style>\
             <style styleId='c'><name val='x'/><basedOn val='d'/></style>\
             <style styleId='d'><name val='y'/><basedOn val='c'/></style>\
             <style styleId='e'><pPr><outlineLvl val='0'/></pPr></style></styles>",
        );
        assert_eq!(styles.meaning("a"), Some(heading(2)));
        assert_eq!(styles.meaning("c"), None);
        assert_eq!(styles.meaning("e"), Some(heading(1)));
        assert_eq!(styles.meaning("Heading3"), Some(heading(3)));
        assert_eq!(styles.meaning("nothing"), None);
    }
}
