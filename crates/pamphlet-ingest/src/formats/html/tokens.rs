//! HTML to a skeleton: the same page with block elements only, and with a number in the place of each
//! piece of text.
//!
//! The tree builder that mends tag soup keeps no places. So the page is cut here first, by the rules of the
//! HTML standard's tokenizer: each stretch of text between two block tags becomes a [`Segment`] that knows
//! its bytes, and the skeleton says `12;` for the twelfth. Wherever the tree puts that number, the text and
//! its place go with it. Inline tags leave only a mark on the text (link, bold, size), so they cannot nest.
//! Where a page is cut off within a tag or comment, only that tag is skipped, not the rest of the page.

use super::hints::{self, Hint};
use crate::formats::notes::{Links, Ref, is_mark};
use std::collections::HashMap;
use std::ops::Range;

/// A stretch of text without a tag of any kind in it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    /// First byte in the page.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// Whether it is a link.
    pub link: bool,
    /// Whether it is bold.
    pub bold: bool,
    /// The size of an old `font` tag, 3 if there is none.
    pub size: u8,
    /// Whether it may be the mark of a note: set high, or a link to a place.
    pub mark: Mark,
}

/// What makes a stretch of text look like the mark of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing.
    No,
    /// It is set high.
    High,
    /// It is a link to a place.
    Place,
    /// It is a link to a place, and set high or called a reference to a note.
    Reference,
}

/// A page cut into pieces.
#[derive(Debug, Default)]
pub(super) struct Page {
    /// Block tags, and numbers for text.
    pub skeleton: String,
    /// All text in the order of the page.
    pub runs: Vec<Run>,
    /// For each number of the skeleton, its runs.
    pub segments: Vec<Range<u32>>,
    /// The content of the first `title` element.
    pub title: Option<Range<usize>>,
    /// Name and content of `meta` elements, the name in lower case.
    pub metas: Vec<(String, String)>,
    /// Blocks of JSON-LD.
    pub json_ld: Vec<Range<usize>>,
    /// The language that the page declares for itself.
    pub lang: Option<String>,
    /// `link rel=canonical`.
    pub canonical: Option<String>,
    /// The first `datetime` of a `time` element.
    pub time: Option<String>,
    /// Names of places, and links to places.
    pub links: Links,
    /// The byte from which elements nested deeper than the limit, and were flattened.
    pub flattened: Option<usize>,
}

/// How deep elements that close nothing by themselves may nest. Tables bring up to four more each, so the
/// tree stays under 512, where browsers stop too.
const DEPTH: u32 = 120;

/// The most text of a link, in bytes; what follows an `<a>` that nobody closed is no link.
const LINK: usize = 600;

/// The most names and links that are noted.
const LINKS: usize = 100_000;

/// Cuts a page.
pub(super) fn cut(page: &str) -> Page {
    let mut cutter = Cutter {
        page,
        out: Page::default(),
        first_run: 0,
        depth: [0; NESTING.len()],
        skipped: [0; NESTING.len()],
        link: 0,
        place: false,
        noted: false,
        high: 0,
        bold: 0,
        sizes: Vec::new(),
        svg: 0,
        names: HashMap::new(),
        no_comment_end: false,
        no_quote: [false; 2],
        no_php_end: false,
        no_close: false,
        no_end: Vec::new(),
    };
    cutter.out.skeleton.push_str("<!DOCTYPE html>");
    cutter.run();
    cutter.out
}

struct Cutter<'p> {
    page: &'p str,
    out: Page,
    /// The first run of the segment that is open.
    first_run: u32,
    /// Open elements by place in [`NESTING`].
    depth: [u32; NESTING.len()],
    /// Those that were left out because they nest too deep.
    skipped: [u32; NESTING.len()],
    /// How many bytes the text of the open link may still have; 0 when none is open.
    link: usize,
    /// Whether the open link leads to a place, and whether it is called a reference to a note.
    place: bool,
    noted: bool,
    /// How many `sup` are open.
    high: u32,
    bold: u32,
    sizes: Vec<u8>,
    svg: u32,
    /// What classes say: a page has few, and each many times.
    names: HashMap<&'p str, Hint>,
    // what is known not to come any more, so that no search runs to the end of the page twice
    no_comment_end: bool,
    no_quote: [bool; 2],
    no_php_end: bool,
    /// No `>`.
    no_close: bool,
    /// No end tag of these elements.
    no_end: Vec<String>,
}

/// Elements whose start closes nothing, by which nesting is counted.
const NESTING: [&str; 7] = ["div", "ul", "ol", "dl", "table", "blockquote", "pre"];

/// Attributes that matter here.
#[derive(Default)]
struct Attributes<'p> {
    list: Vec<(&'p str, &'p str)>,
}

impl<'p> Attributes<'p> {
    fn get(&self, name: &str) -> Option<&'p str> {
        self.list.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|&(_, value)| value)
    }
}

/// Names of attributes that are kept; a page may have a million others.
const KEPT: [&str; 14] = [
    "class", "id", "role", "href", "lang", "xml:lang", "name", "property", "itemprop", "content", "size",
    "rel", "datetime", "type",
];
const KEPT_MORE: [&str; 4] = ["http-equiv", "style", "hidden", "epub:type"];

impl<'p> Cutter<'p> {
    fn run(&mut self) {
        let bytes = self.page.as_bytes();
        let mut text = 0;
        let mut at = 0;
        while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
            let open = at + found;
            let end = match bytes.get(open + 1) {
                Some(b'!') => self.declaration(open),
                Some(b'?') => self.instruction(open),
                Some(b'/') if bytes.get(open + 2).is_some_and(u8::is_ascii_alphabetic) => {
                    self.text(text, open);
                    text = open;
                    self.end_tag(open)
                }
                Some(b'/') if bytes.len() > open + 2 => self.close_of(open).unwrap_or(open + 2),
                Some(byte) if byte.is_ascii_alphabetic() => {
                    self.text(text, open);
                    text = open;
                    self.start_tag(open)
                }
                _ => {
                    // a `<` that starts nothing is text
                    at = open + 1;
                    continue;
                }
            };
            self.text(text, open);
            text = end;
            at = end;
        }
        self.text(text, bytes.len());
        self.close_segment();
    }

    /// Text from `start` to `end`, if there is any.
    fn text(&mut self, start: usize, end: usize) {
        if start < end {
            let mark = if self.place || self.high > 0 { self.mark(start, end) } else { Mark::No };
            self.out.runs.push(Run {
                start: start as u32,
                end: end as u32,
                link: self.link > 0,
                bold: self.bold > 0,
                size: self.sizes.last().copied().unwrap_or(3),
                mark,
            });
            self.link = self.link.saturating_sub(end - start);
        }
    }

    /// What text in a link to a place, or in `sup`, is. The link of a reference is noted as one.
    fn mark(&mut self, start: usize, end: usize) -> Mark {
        if end - start > 16 || !is_mark(&self.page[start..end]) {
            return Mark::No;
        }
        if !self.place || self.link == 0 {
            return if self.high > 0 { Mark::High } else { Mark::No };
        }
        if self.high == 0 && !self.noted {
            return Mark::Place;
        }
        if let Some(link) = self.out.links.refs.last_mut() {
            link.mark = true;
        }
        Mark::Reference
    }

    /// Puts the number of the text so far into the skeleton.
    fn close_segment(&mut self) {
        let runs = self.first_run..self.out.runs.len() as u32;
        self.first_run = runs.end;
        let blank = |run: &Run| {
            self.page.as_bytes()[run.start as usize..run.end as usize].iter().all(u8::is_ascii_whitespace)
        };
        if self.out.runs[runs.start as usize..runs.end as usize].iter().all(blank) {
            return;
        }
        self.out.skeleton.push_str(&self.out.segments.len().to_string());
        self.out.skeleton.push(';');
        self.out.segments.push(runs);
    }

    /// `<!`: comment, doctype, or something like them. Returns the byte after it.
    fn declaration(&mut self, open: usize) -> usize {
        let bytes = self.page.as_bytes();
        let rest = &bytes[open..];
        if rest.starts_with(b"<!--") {
            if rest.starts_with(b"<!-->") {
                return open + 5;
            }
            if rest.starts_with(b"<!--->") {
                return open + 6;
            }
            if !self.no_comment_end {
                if let Some(end) = memchr::memmem::find(&rest[4..], b"-->") {
                    // `--!>` ends a comment too
                    let other = memchr::memmem::find(&rest[4..4 + end], b"--!>");
                    return open + 4 + other.map_or(end + 3, |other| other + 4);
                }
                self.no_comment_end = true;
            }
        }
        self.close_of(open).unwrap_or(open + 2)
    }

    /// `<?`: the source of a page in PHP, or something like a comment.
    fn instruction(&mut self, open: usize) -> usize {
        let bytes = self.page.as_bytes();
        let rest = &bytes[open..];
        let php = rest.starts_with(b"<?php") || rest.starts_with(b"<?=") || rest.starts_with(b"<?PHP");
        if php && !self.no_php_end {
            match memchr::memmem::find(rest, b"?>") {
                Some(end) => return open + end + 2,
                None => self.no_php_end = true,
            }
        }
        self.close_of(open).unwrap_or(open + 2)
    }

    fn end_tag(&mut self, open: usize) -> usize {
        let name = name_at(self.page, open + 2);
        let end = self.close_of(open).unwrap_or(open + 2 + name.len());
        let mut lower = [0; 16];
        let Some(name) = lowered(name, &mut lower) else { return end };
        if self.svg > 0 {
            self.svg -= u32::from(name == "svg" || name == "math");
            return end;
        }
        match name {
            "a" => {
                self.link = 0;
                self.place = false;
            }
            "sup" => self.high = self.high.saturating_sub(1),
            "b" | "strong" => self.bold = self.bold.saturating_sub(1),
            "font" => {
                self.sizes.pop();
            }
            _ => {
                let Some(name) = block_name(name) else { return end };
                self.close_segment();
                if name == "br" || name == "hr" {
                    self.out.skeleton.push_str("<br>");
                    return end;
                }
                if let Some(place) = NESTING.iter().position(|nesting| *nesting == name) {
                    if self.skipped[place] > 0 {
                        self.skipped[place] -= 1;
                        self.out.skeleton.push_str("<hr>");
                        return end;
                    }
                    // the end of nothing: the tree builder would ignore it too
                    if self.depth[place] == 0 {
                        self.out.skeleton.push_str("<hr>");
                        return end;
                    }
                    self.depth[place] -= 1;
                }
                self.out.skeleton.push_str("</");
                self.out.skeleton.push_str(name);
                self.out.skeleton.push('>');
            }
        }
        end
    }

    fn start_tag(&mut self, open: usize) -> usize {
        let written = name_at(self.page, open + 1);
        let (attributes, end) = self.attributes(open + 1 + written.len());
        let mut lower = [0; 16];
        let Some(name) = lowered(written, &mut lower) else { return end };
        self.link(name, &attributes, open);
        if self.svg > 0 {
            self.svg += u32::from(name == "svg" || name == "math");
            return end;
        }
        match name {
            "script" | "style" => {
                let (body, end) = self.raw(name, end);
                if name == "script" && attributes.get("type").is_some_and(|kind| kind.contains("ld+json")) {
                    self.out.json_ld.push(body);
                }
                return end;
            }
            "title" => {
                let (body, end) = self.raw(name, end);
                if self.out.title.is_none() {
                    self.out.title = Some(body);
                    return end;
                }
                // a second one is text like any other
                self.close_segment();
                self.text(body.start, body.end);
                self.close_segment();
                self.out.skeleton.push_str("<hr>");
                return end;
            }
            "svg" | "math" => self.svg += u32::from(!self.page[..end].ends_with("/>")),
            "meta" => self.meta(&attributes),
            "link" => {
                if attributes.get("rel").is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) {
                    self.out.canonical = attributes.get("href").map(str::to_owned);
                }
            }
            "html" | "body" => {
                let lang = attributes.get("lang").or_else(|| attributes.get("xml:lang"));
                if self.out.lang.is_none() {
                    self.out.lang = lang.map(str::to_owned);
                }
            }
            "time" => {
                if self.out.time.is_none() {
                    self.out.time = attributes.get("datetime").map(str::to_owned);
                }
            }
            "a" => self.link = if attributes.get("href").is_some() { LINK } else { 0 },
            "sup" => self.high += 1,
            "b" | "strong" => self.bold += 1,
            "font" => {
                let now = self.sizes.last().copied().unwrap_or(3);
                let size = attributes.get("size").map(str::trim);
                let size = size.and_then(|size| match size.strip_prefix('+') {
                    Some(more) => more.parse::<u8>().ok().map(|more| now.saturating_add(more)),
                    None => size.parse().ok(),
                });
                // a page that never closes them brings no more than this
                if self.sizes.len() < 10_000 {
                    self.sizes.push(size.unwrap_or(now).min(7));
                }
            }
            _ => {
                let Some(block) = block_name(name) else { return end };
                self.close_segment();
                self.block_tag(name, block, &attributes);
            }
        }
        end
    }

    /// Notes the name of a place, or a link to one.
    fn link(&mut self, name: &str, attributes: &Attributes<'p>, open: usize) {
        let place = |value: &str| {
            let start = (value.as_ptr() as usize - self.page.as_ptr() as usize) as u32;
            start..start + value.len() as u32
        };
        let links = &mut self.out.links;
        let id = attributes.get("id").or_else(|| attributes.get("name").filter(|_| name == "a"));
        if let Some(id) = id.filter(|id| !id.is_empty() && links.ids.len() < LINKS) {
            links.ids.push((place(id), open as u32));
        }
        if name != "a" {
            return;
        }
        self.place = false;
        if let Some(address) = attributes.get("href").filter(|address| address.contains('#'))
            && links.refs.len() < LINKS
        {
            links.refs.push(Ref { address: place(address), at: open as u32, mark: false });
            self.place = true;
            self.noted = is_note_reference(attributes);
        }
    }

    /// Writes the start tag of a block into the skeleton, with what its name and attributes hint at.
    fn block_tag(&mut self, name: &str, block: &str, attributes: &Attributes<'p>) {
        if let Some(place) = NESTING.iter().position(|nesting| *nesting == block) {
            if self.depth.iter().sum::<u32>() >= DEPTH {
                self.skipped[place] += 1;
                self.out.flattened.get_or_insert(self.out.runs.last().map_or(0, |run| run.end as usize));
                self.out.skeleton.push_str("<hr>");
                return;
            }
            self.depth[place] += 1;
        }
        self.out.skeleton.push('<');
        self.out.skeleton.push_str(block);
        let hint = self.hint(name, attributes);
        if hint != Hint::None {
            self.out.skeleton.push_str(" c=");
            self.out.skeleton.push(hint.letter());
        }
        if let Some(lang) = attributes.get("lang").or_else(|| attributes.get("xml:lang")) {
            let code: String = lang.chars().take_while(char::is_ascii_alphabetic).take(3).collect();
            if !code.is_empty() {
                self.out.skeleton.push_str(" l=");
                self.out.skeleton.push_str(&code.to_ascii_lowercase());
            }
        }
        self.out.skeleton.push('>');
    }

    /// What an element's name and attributes say of its part in the page.
    fn hint(&mut self, name: &str, attributes: &Attributes<'p>) -> Hint {
        let unseen = attributes.get("style").is_some_and(|style| {
            style.to_ascii_lowercase().split(';').any(|one| one.replace(' ', "") == "display:none")
        });
        if unseen || attributes.get("hidden").is_some() {
            return Hint::AsideName;
        }
        let role = attributes.get("role").or_else(|| attributes.get("epub:type"));
        if matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6") {
            return Hint::None;
        }
        let names = &mut self.names;
        hints::of_element(name, role, || {
            let class = attributes.get("class").map_or(Hint::None, |class| {
                *names.entry(class).or_insert_with(|| hints::of_names(class, true))
            });
            match attributes.get("id") {
                Some(id) if class == Hint::None => hints::of_names(id, false),
                _ => class,
            }
        })
    }

    fn meta(&mut self, attributes: &Attributes<'_>) {
        let Some(content) = attributes.get("content") else { return };
        let name =
            ["name", "property", "itemprop", "http-equiv"].iter().find_map(|name| attributes.get(name));
        if let Some(name) = name
            && self.out.metas.len() < 1_000
        {
            self.out.metas.push((name.to_ascii_lowercase(), content.to_owned()));
        }
    }

    /// The content of an element whose content is no markup, and the byte after its end tag.
    fn raw(&mut self, name: &str, start: usize) -> (Range<usize>, usize) {
        let bytes = self.page.as_bytes();
        let mut at = start;
        let may_end = !self.no_end.iter().any(|known| known == name);
        while let Some(found) = may_end.then(|| memchr::memmem::find(&bytes[at..], b"</")).flatten() {
            let close = at + found;
            let rest = &bytes[close + 2..];
            if rest.len() >= name.len()
                && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
                && rest
                    .get(name.len())
                    .is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
            {
                return (start..close, self.close_of(close).unwrap_or(bytes.len()));
            }
            at = close + 2;
        }
        if may_end {
            self.no_end.push(name.to_owned());
        }
        // never closed: a title ends at the next tag, a script goes on to the end as in a browser
        let end = match name {
            "title" => memchr::memchr(b'<', &bytes[start..]).map_or(bytes.len(), |found| start + found),
            _ => bytes.len(),
        };
        (start..end, end)
    }

    /// The attributes from `at` on, and the byte after the tag's `>`.
    fn attributes(&mut self, at: usize) -> (Attributes<'p>, usize) {
        let bytes = self.page.as_bytes();
        let mut out = Attributes::default();
        let start = at;
        let mut at = at;
        loop {
            while bytes.get(at).is_some_and(|byte| byte.is_ascii_whitespace() || *byte == b'/') {
                at += 1;
            }
            match bytes.get(at) {
                None => break,
                Some(b'>') => return (out, at + 1),
                Some(_) => {}
            }
            let name = at;
            at += 1;
            while bytes
                .get(at)
                .is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'='))
            {
                at += 1;
            }
            let name_end = at;
            while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                at += 1;
            }
            let mut value = 0..0;
            if bytes.get(at) == Some(&b'=') {
                at += 1;
                while bytes.get(at).is_some_and(u8::is_ascii_whitespace) {
                    at += 1;
                }
                match bytes.get(at) {
                    Some(&quote @ (b'"' | b'\'')) => {
                        let which = usize::from(quote == b'"');
                        let close =
                            if self.no_quote[which] { None } else { memchr::memchr(quote, &bytes[at + 1..]) };
                        let Some(close) = close else {
                            self.no_quote[which] = true;
                            break;
                        };
                        value = at + 1..at + 1 + close;
                        at = value.end + 1;
                    }
                    _ => {
                        value.start = at;
                        while bytes.get(at).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'>') {
                            at += 1;
                        }
                        value.end = at;
                    }
                }
            }
            let name = self.page.get(name..name_end).unwrap_or_default();
            let kept = KEPT.iter().chain(&KEPT_MORE).any(|kept| kept.eq_ignore_ascii_case(name));
            if kept && out.get(name).is_none() {
                out.list.push((name, self.page.get(value).unwrap_or_default()));
            }
        }
        // cut off within the tag: it ends at its first `>`, or is all that is left
        (out, self.close_of(start).unwrap_or(bytes.len()))
    }

    /// The byte after the next `>` from `at` on.
    fn close_of(&mut self, at: usize) -> Option<usize> {
        if self.no_close {
            return None;
        }
        let found = memchr::memchr(b'>', &self.page.as_bytes()[at..]);
        self.no_close = found.is_none();
        found.map(|found| at + found + 1)
    }
}

/// Whether the role or class of a link says that it refers to a note.
fn is_note_reference(attributes: &Attributes<'_>) -> bool {
    let role = attributes.get("role").or_else(|| attributes.get("epub:type")).unwrap_or_default();
    let class = attributes.get("class").unwrap_or_default();
    let is_one = |word: &str| {
        ["doc-noteref", "noteref", "footnote-ref", "footnote-reference", "footnoteref", "fnref", "fnanchor"]
            .iter()
            .any(|known| known.eq_ignore_ascii_case(word))
    };
    role.split_ascii_whitespace().chain(class.split_ascii_whitespace()).any(is_one)
}

/// The name of a tag.
fn name_at(page: &str, at: usize) -> &str {
    let rest = &page[at..];
    let len = rest.bytes().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<'));
    &rest[..len.unwrap_or(rest.len())]
}

/// The name in lower case; `None` for names longer than any known one.
fn lowered<'b>(name: &str, buffer: &'b mut [u8; 16]) -> Option<&'b str> {
    let buffer = buffer.get_mut(..name.len())?;
    buffer.copy_from_slice(name.as_bytes());
    buffer.make_ascii_lowercase();
    std::str::from_utf8(buffer).ok()
}

/// How the skeleton calls a block element; `None` for what is inline or unknown.
fn block_name(name: &str) -> Option<&'static str> {
    Some(match name {
        "p" => "p",
        "br" => "br",
        "hr" => "hr",
        "h1" => "h1",
        "h2" => "h2",
        "h3" => "h3",
        "h4" => "h4",
        "h5" => "h5",
        "h6" => "h6",
        "ul" | "menu" | "dir" => "ul",
        "ol" => "ol",
        "li" => "li",
        "dl" => "dl",
        "dt" => "dt",
        "dd" => "dd",
        "table" => "table",
        "caption" => "caption",
        "thead" => "thead",
        "tbody" => "tbody",
        "tfoot" => "tfoot",
        "tr" => "tr",
        "td" => "td",
        "th" => "th",
        "blockquote" => "blockquote",
        "pre" | "listing" | "xmp" | "plaintext" => "pre",
        "div" | "section" | "article" | "main" | "nav" | "header" | "footer" | "aside" | "address"
        | "center" | "details" | "summary" | "fieldset" | "legend" | "figure" | "figcaption" | "form"
        | "hgroup" | "search" | "select" | "option" | "optgroup" | "textarea" | "dialog" | "iframe"
        | "noframes" | "object" | "video" | "audio" | "template" | "button" => "div",
        _ => return None,
    })
}
