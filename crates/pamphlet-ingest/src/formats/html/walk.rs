//! Over the tree: blocks in its order, each with its kind and role, and its text put back.

use super::hints::Hint;
use super::tokens::{Mark, Page, Run};
use crate::draft::Draft;
use crate::formats::notes::is_high_mark;
use ego_tree::iter::Edge;
use pamphlet_document::{Block, BlockKind, Chrome, Role, SourceRange};
use scraper::Html;
use scraper::node::Node;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What is in an element, counted before the walk.
#[derive(Clone, Copy, Default)]
struct Content {
    /// Bytes of text.
    bytes: u32,
    /// Bytes of text in links.
    links: u32,
    /// Bytes of text of the page before it.
    before: u32,
    /// For `tr`: whether it holds block elements, and so lays out a page rather than a table.
    layout: bool,
    /// For `tr`: cells with text.
    cells: u32,
    /// Whether it holds a heading of level 1.
    top_heading: bool,
}

/// How the text of a block looks.
#[derive(Clone, Copy, Default)]
pub(super) struct Look {
    bytes: u32,
    links: u32,
    bold: u32,
    /// Of the smallest text in it.
    size: u8,
    /// How many links.
    anchors: u32,
    /// The element that holds it, to tell the items of one list.
    parent: u32,
}

/// The longest row of a table in bytes; what is longer lays out a page.
const ROW: u32 = 2_000;
/// The share of a page's text, in percent, that a part called `menu` or `footer` by its class can have.
const NAMED_PART: u64 = 25;
/// The same for what readers wrote below a text.
const COMMENTS: u64 = 85;
/// The bytes that a part called `menu` can have without being full of links.
const MENU: u32 = 200;
/// The share of a page's text, in percent, that can follow a part called `footer`.
const FOOT: u64 = 15;

/// The bytes beside links that the head of an article has, with its title.
const HEAD: u32 = 250;

/// Adds the tree's text to the draft.
pub(super) fn walk(unit: &str, page: &Page, tree: &Html, draft: &mut Draft) {
    let contents = count(page, tree);
    let all = contents.first().copied().unwrap_or_default();
    let mut walker = Walker {
        unit,
        page,
        draft,
        frames: vec![Frame::default()],
        looks: Vec::new(),
        look: Look::default(),
        new: true,
        breaks: 0,
        marked: false,
        line_start: true,
    };
    walker.looks.resize(walker.draft.blocks.len(), Look::default());
    let mut element = 0usize;
    for edge in tree.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(value) => {
                    let content = contents.get(element).copied().unwrap_or_default();
                    walker.open(value.name(), value.attr("c"), value.attr("l"), content, all, element as u32);
                    element += 1;
                }
                Node::Text(numbers) => walker.numbers(numbers),
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(value) = node.value() {
                    walker.close(value.name());
                }
            }
        }
    }
    walker.flush();
    let looks = walker.looks;
    headings(draft, &looks);
    link_lists(draft, &looks);
    islands(draft);
    foot(draft);
}

/// Whether an element stands for itself, so that text before and after it is parted.
fn is_block(name: &str) -> bool {
    !matches!(name, "html" | "head" | "body" | "br" | "tbody" | "thead" | "tfoot" | "colgroup")
}

/// What is in each element, in the order in which they open.
fn count(page: &Page, tree: &Html) -> Vec<Content> {
    let mut out: Vec<Content> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut rows: Vec<usize> = Vec::new();
    let mut before = 0;
    for edge in tree.tree.root().traverse() {
        match edge {
            Edge::Open(node) => match node.value() {
                Node::Element(value) => {
                    let name = value.name();
                    if is_block(name) && !matches!(name, "tr" | "td" | "th") {
                        // outer rows were marked when the block around this one opened
                        for &row in rows.iter().rev().take_while(|&&row| !out[row].layout).collect::<Vec<_>>()
                        {
                            out[row].layout = true;
                        }
                    }
                    if name == "tr" {
                        rows.push(out.len());
                    }
                    open.push(out.len());
                    out.push(Content { top_heading: name == "h1", before, ..Content::default() });
                }
                Node::Text(numbers) => {
                    if let Some(&element) = open.last() {
                        for runs in segments(page, numbers) {
                            for run in runs {
                                out[element].bytes += run.end - run.start;
                                before += run.end - run.start;
                                out[element].links += if run.link { run.end - run.start } else { 0 };
                            }
                        }
                    }
                }
                _ => {}
            },
            Edge::Close(node) => {
                if let Node::Element(value) = node.value() {
                    let Some(element) = open.pop() else { continue };
                    let content = out[element];
                    if value.name() == "tr" {
                        rows.pop();
                    }
                    if let Some(&parent) = open.last() {
                        let parent = &mut out[parent];
                        parent.bytes += content.bytes;
                        parent.links += content.links;
                        parent.top_heading |= content.top_heading;
                        parent.cells += u32::from(matches!(value.name(), "td" | "th") && content.bytes > 0);
                    }
                }
            }
        }
    }
    out
}

/// The runs of text behind the numbers of a text node.
fn segments<'p>(page: &'p Page, numbers: &'p str) -> impl Iterator<Item = &'p [super::tokens::Run]> {
    numbers.split(';').filter_map(|number| {
        let range = page.segments.get(number.trim().parse::<usize>().ok()?)?;
        page.runs.get(range.start as usize..range.end as usize)
    })
}

/// An open element, as far as it says something about the blocks in it.
#[derive(Clone, Default)]
struct Frame {
    kind: Kind,
    role: Role,
    lang: Option<String>,
    /// White space counts.
    pre: bool,
    /// Within a row that is one block.
    row: bool,
    /// Within `main` or `article`.
    main: bool,
    element: u32,
}

/// [`BlockKind`], with a paragraph as what there is without markup.
#[derive(Clone, Copy)]
struct Kind(BlockKind);

impl Default for Kind {
    fn default() -> Self {
        Self(BlockKind::Paragraph)
    }
}

struct Walker<'a> {
    unit: &'a str,
    page: &'a Page,
    draft: &'a mut Draft,
    frames: Vec<Frame>,
    /// One for each block of the draft.
    looks: Vec<Look>,
    look: Look,
    /// Whether the next text starts a block.
    new: bool,
    /// `br` since the last text.
    breaks: u32,
    /// The last text was the mark of a note.
    marked: bool,
    /// Within text whose line breaks count: nothing of the line was seen yet.
    line_start: bool,
}

impl Walker<'_> {
    fn open(
        &mut self,
        name: &str,
        hint: Option<&str>,
        lang: Option<&str>,
        content: Content,
        all: Content,
        element: u32,
    ) {
        if name == "br" {
            self.line_break();
            return;
        }
        let outer = self.frames.last().cloned().unwrap_or_default();
        let mut frame = Frame { element, ..outer.clone() };
        if let Some(lang) = lang {
            frame.lang = Some(lang.to_owned());
        }
        let hint = hint.map_or(Hint::None, Hint::from_letter);
        frame.main |= hint == Hint::Main;
        if outer.role == Role::Content && is_chrome(hint, content, all, outer.main) {
            frame.role = hint.role();
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                frame.kind = Kind(BlockKind::Heading(name.as_bytes()[1] - b'0'));
                // the page's name may stand in its head; it is no chrome there
                if matches!(frame.role, Role::Chrome(Chrome::Header)) && name == "h1" {
                    frame.role = Role::Content;
                }
            }
            _ if hint == Hint::Note => frame.kind = Kind(BlockKind::Footnote),
            "li" if outer.kind.0 != BlockKind::Footnote => frame.kind = Kind(BlockKind::ListItem),
            "blockquote" => frame.kind = Kind(BlockKind::Quote),
            "pre" => {
                frame.pre = true;
                self.line_start = true;
            }
            "table" => frame.kind = Kind(BlockKind::Paragraph),
            "tr" if !content.layout && content.cells >= 2 && content.bytes <= ROW && !outer.row => {
                frame.row = true;
                frame.kind = Kind(BlockKind::TableRow);
            }
            _ => {}
        }
        if outer.row {
            if matches!(name, "td" | "th") {
                self.draft.space('\t', SourceRange::default());
            }
        } else if is_block(name) {
            self.flush();
        }
        self.frames.push(frame);
    }

    fn close(&mut self, name: &str) {
        if name == "br" {
            return;
        }
        if self.frames.len() > 1 {
            self.frames.pop();
        }
        let row = self.frames.last().is_some_and(|frame| frame.row);
        if is_block(name) && !row {
            self.flush();
        }
    }

    /// A line break; two in a row end a paragraph.
    fn line_break(&mut self) {
        self.breaks += 1;
        let row = self.frames.last().is_some_and(|frame| frame.row);
        if row {
            self.draft.space(' ', SourceRange::default());
        } else if self.breaks > 1 {
            self.flush();
        } else {
            self.draft.space('\n', SourceRange::default());
        }
    }

    /// Ends the block.
    pub fn flush(&mut self) {
        self.draft.end();
        if self.draft.blocks.len() > self.looks.len() {
            self.looks.push(self.look);
        }
        self.look = Look::default();
        self.new = true;
    }

    /// The text behind the numbers of a text node.
    fn numbers(&mut self, numbers: &str) {
        for runs in segments(self.page, numbers) {
            let mut linked = false;
            for run in runs {
                let text = &self.unit[run.start as usize..run.end as usize];
                let bytes = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).count() as u32;
                if bytes > 0 {
                    self.start_block();
                    if run.mark != Mark::No || self.marked {
                        self.part_mark(run);
                    }
                    self.look.anchors += u32::from(run.link && !linked);
                    linked = run.link;
                    self.look.size =
                        if self.look.bytes == 0 { run.size } else { self.look.size.min(run.size) };
                    self.look.bytes += bytes;
                    self.look.links += if run.link { bytes } else { 0 };
                    self.look.bold += if run.bold { bytes } else { 0 };
                }
                if self.frames.last().is_some_and(|frame| frame.pre) {
                    self.preformatted(run.start as usize, run.end as usize);
                } else {
                    super::fold(self.unit, run.start as usize..run.end as usize, self.draft);
                }
            }
        }
    }

    /// Puts a space between a word and the mark of a note, which no page has there: `word1` would be found as
    /// neither. `19th` and `km2` stay what they are.
    fn part_mark(&mut self, run: &Run) {
        let text = &self.unit[run.start as usize..run.end as usize];
        let before = self.draft.glued();
        let signs =
            |c: char| !c.is_whitespace() && !matches!(c, '(' | '[' | '“' | '‘' | '«' | '-' | '–' | '—');
        let mark = match run.mark {
            Mark::No => false,
            Mark::High => is_high_mark(&self.draft.text, text),
            // behind a figure or a sign it may belong to it, `1984/85`; at the start of a block it is that of the
            // note itself
            Mark::Place => {
                text.starts_with(|c: char| c.is_ascii_digit())
                    && (before.is_some_and(char::is_alphabetic) || !self.draft.has_text())
            }
            Mark::Reference => true,
        };
        let was = std::mem::replace(&mut self.marked, mark);
        let word = text.starts_with(char::is_alphanumeric);
        if word && before.is_some_and(signs) && (mark || was) {
            self.draft.space(' ', SourceRange::default());
        }
    }

    fn start_block(&mut self) {
        self.breaks = 0;
        if !self.new {
            return;
        }
        self.new = false;
        let Some(frame) = self.frames.last() else { return };
        self.look.parent = self.frames.iter().rev().nth(1).map_or(0, |frame| frame.element);
        self.draft.begin(frame.kind.0, frame.role);
        if let Some(lang) = &frame.lang {
            self.draft.block_lang(lang);
        }
    }

    /// Text whose line breaks count; a blank line ends a paragraph. White space at the start of a line stays, for by
    /// that a typist told paragraphs.
    fn preformatted(&mut self, start: usize, end: usize) {
        for (at, line, next) in crate::formats::text::Lines::new(&self.unit[start..end]) {
            let from = start + at;
            let to = from + line.len();
            let whole = std::mem::replace(&mut self.line_start, start + next > to);
            let white = SourceRange::new(to as u64, (start + next) as u64);
            if line.trim().is_empty() {
                match (whole, self.line_start) {
                    (true, true) => self.flush(),
                    (false, true) => self.draft.space('\n', white),
                    _ => self.draft.space(' ', SourceRange::new(from as u64, to as u64)),
                }
                continue;
            }
            self.start_block();
            let body = from + line.len() - line.trim_start().len();
            if body > from && !(whole && self.draft.has_text()) {
                self.draft.space(' ', SourceRange::new(from as u64, body as u64));
            }
            let kept = if whole && self.draft.has_text() { from } else { body };
            let last = from + line.trim_end().len();
            self.draft.typed += last - body;
            super::keep(self.unit, kept..last, self.draft);
            if self.line_start {
                self.draft.space('\n', SourceRange::new(last as u64, (start + next) as u64));
            } else if last < to {
                self.draft.space(' ', SourceRange::new(last as u64, to as u64));
            }
        }
    }
}

/// Whether a part is chrome. What only its class or id says is believed of parts that are small or full of
/// links; a page that is wrapped in `div class=menu` as a whole is not all menu.
fn is_chrome(hint: Hint, content: Content, all: Content, in_main: bool) -> bool {
    if matches!(hint, Hint::None | Hint::Main | Hint::Note) {
        return false;
    }
    let links = content.bytes > 0 && u64::from(content.links) * 2 > u64::from(content.bytes);
    let share = u64::from(content.bytes) * 100 / u64::from(all.bytes.max(1));
    if matches!(hint, Hint::Header | Hint::HeaderName | Hint::Footer) && in_main {
        return false;
    }
    // the head of an article may hold its title and what it says first; that of a site has a name and links
    if matches!(hint, Hint::Header | Hint::HeaderName)
        && content.top_heading
        && content.bytes.saturating_sub(content.links) >= HEAD
        && !links
    {
        return false;
    }
    let after = u64::from(all.bytes.saturating_sub(content.before).saturating_sub(content.bytes));
    match hint {
        _ if !hint.is_name() => links || share <= 60,
        Hint::CommentsName => links || share <= COMMENTS,
        // a menu is made of links; a page whose text stands in `class=nav` is none
        Hint::NavigationName => {
            links
                || share <= NAMED_PART
                    && (content.bytes <= MENU || u64::from(content.links) * 4 > u64::from(content.bytes))
        }
        // the foot of a page is at its end: books have a `class=footer` below each chapter's notes
        Hint::FooterName => links || share <= NAMED_PART && after * 100 <= u64::from(all.bytes) * FOOT,
        _ => links || share <= NAMED_PART,
    }
}

/// Paragraphs that are bold or large as a whole are headings; so pages were made before style sheets.
fn headings(draft: &mut Draft, looks: &[Look]) {
    let has_title = draft.blocks.first().is_some_and(|block| block.kind == BlockKind::Title);
    for (block, look) in draft.blocks.iter_mut().zip(looks) {
        let body = &draft.text[block.range.span()];
        if block.kind != BlockKind::Paragraph || block.role.is_chrome() || look.bytes == 0 {
            continue;
        }
        // most blocks are long: nothing more is asked of them
        let marked = look.bold == look.bytes || look.size >= 4;
        if !marked || body.len() > 120 {
            continue;
        }
        let words = body.split_whitespace().count();
        let letters = body.chars().filter(|c| c.is_alphabetic()).count();
        let running = body.ends_with(['.', ',', ';', ':']) || look.links * 2 > look.bytes;
        if words <= 16 && letters >= 3 && !running && !body.contains('\n') {
            block.kind = BlockKind::Heading(match look.size {
                5.. => 2,
                4 => 3,
                _ => 4,
            });
        }
    }
    if !has_title {
        let first = draft
            .blocks
            .iter()
            .position(|block| matches!(block.kind, BlockKind::Heading(1..=2)) && !block.role.is_chrome());
        if let Some(first) = first.filter(|&first| first < 8) {
            draft.blocks[first].kind = BlockKind::Title;
        }
    }
}

/// Blocks that are nothing but links, three or more in a row, lead elsewhere; so does a line of links.
fn link_lists(draft: &mut Draft, looks: &[Look]) {
    let only_links = |at: usize| {
        let (block, look) = (&draft.blocks[at], &looks[at]);
        let kind = !matches!(block.kind, BlockKind::Title | BlockKind::Heading(1));
        kind && look.bytes > 0
            && look.links * 10 >= look.bytes * 8
            && block.range.len() <= 160
            && !is_of_print(block.kind, &draft.text[block.range.span()])
    };
    let mut chrome = Vec::new();
    let mut at = 0;
    while at < draft.blocks.len().min(looks.len()) {
        let start = at;
        while at < draft.blocks.len().min(looks.len()) && only_links(at) {
            at += 1;
        }
        let line =
            at == start + 1 && looks[start].anchors >= 4 && looks[start].links / looks[start].anchors <= 30;
        if at >= start + 3 || line {
            chrome.extend(start..at);
        }
        at = at.max(start + 1);
        if start < draft.blocks.len().min(looks.len())
            && is_trail(&draft.text[draft.blocks[start].range.span()], looks[start])
        {
            chrome.push(start);
        }
    }
    chrome.extend(recurring_links(draft, looks));
    let chrome: Vec<usize> =
        chrome.into_iter().filter(|&at| draft.blocks[at].role == Role::Content).collect();
    let list = the_list_itself(draft, &chrome);
    for at in chrome {
        if !list.contains(&at) {
            draft.blocks[at].role = Role::Chrome(Chrome::Navigation);
        }
    }
}

/// Rows of links that recur within a page, such as `[Listen] [PDF]` below each song. One link alone may be a
/// speaker's name.
fn recurring_links(draft: &Draft, looks: &[Look]) -> Vec<usize> {
    let rows = || {
        let blocks = draft.blocks.iter().zip(looks).enumerate();
        blocks.filter_map(|(at, (block, look))| {
            let row = look.anchors >= 2 && look.links * 10 >= look.bytes * 6 && block.range.len() <= 160;
            (row && block.kind == BlockKind::Paragraph).then(|| (at, &draft.text[block.range.span()]))
        })
    };
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for (_, body) in rows() {
        *counts.entry(body).or_default() += 1;
    }
    rows().filter(|(_, body)| counts[body] >= 3).map(|(at, _)| at).collect()
}

/// The longest list of links of a page that has no other text: it is what the page is for, such as the topics
/// of a library. Empty where something else is said.
fn the_list_itself(draft: &Draft, chrome: &[usize]) -> Range<usize> {
    let marked: HashSet<usize> = chrome.iter().copied().collect();
    let longest = chrome.chunk_by(|a, b| a + 1 == *b).max_by_key(|list| list.len());
    let Some(list) = longest.filter(|list| list.len() >= PAGE_OF_LINKS) else { return 0..0 };
    let list = list[0]..list[0] + list.len();
    let len = |at: usize| draft.blocks[at].range.len() as usize;
    let all: usize = (0..draft.blocks.len()).map(len).sum();
    let says = |at: usize| {
        let block = &draft.blocks[at];
        let named = matches!(block.kind, BlockKind::Title | BlockKind::Heading(_));
        !marked.contains(&at) && !block.role.is_chrome() && !named && len(at) > LABEL
    };
    let most = list.clone().map(len).sum::<usize>() * 2 > all;
    if most && !(0..draft.blocks.len()).any(says) { list } else { 0..0 }
}

/// How many links in a row can be what a page is for.
const PAGE_OF_LINKS: usize = 20;

/// Whether a row of links is one of a printed book's own contents or index: it ends with the number of a page.
fn is_of_print(kind: BlockKind, body: &str) -> bool {
    let number = |cell: &str| !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit());
    kind == BlockKind::TableRow && body.rsplit_once('\t').is_some_and(|(_, cell)| number(cell.trim()))
}

/// Whether a line says where in a site the page stands: `Home > News > Archive`, `You are here: …`.
fn is_trail(body: &str, look: Look) -> bool {
    if body.len() > 160 {
        return false;
    }
    let steps: usize =
        [" > ", " » ", " › ", " / ", " | "].iter().map(|step| body.matches(step).count()).sum();
    let said = body.get(..12).is_some_and(|start| start.eq_ignore_ascii_case("you are here"));
    said && steps > 0 || steps > 1 && look.links * 2 > look.bytes
}

/// Few short blocks between lists of links are their headings and labels, not the page's text: `SITE TOOLS`,
/// `Filter results by:`.
fn islands(draft: &mut Draft) {
    let around = |role| {
        matches!(
            role,
            Role::Chrome(Chrome::Navigation | Chrome::Header | Chrome::Footer | Chrome::Boilerplate)
        )
    };
    let blocks = &draft.blocks;
    let text = |block: &&Block| !block.role.is_chrome() && block.kind != BlockKind::Title;
    let all = blocks.iter().filter(text).count();
    let mut found = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        if blocks[at].role.is_chrome() {
            at += 1;
            continue;
        }
        let start = at;
        while at < blocks.len() && !blocks[at].role.is_chrome() {
            at += 1;
        }
        // the page's title is none of it, nor does it end a list of links
        let first = start + usize::from(start == 0 && blocks[0].kind == BlockKind::Title);
        let before = blocks[..start].iter().rev().take_while(|block| around(block.role)).count();
        let after = blocks[at..].iter().take_while(|block| around(block.role)).count();
        let island = &blocks[first..at];
        let labels = island.iter().all(|block| {
            let body = &draft.text[block.range.span()];
            let top = matches!(block.kind, BlockKind::Title | BlockKind::Heading(1));
            !top && body.len() <= LABEL && !body.ends_with(['.', '!', '?', '”', '"'])
        });
        let between = before >= LIST && after >= LIST && island.len() <= 4;
        let ends = (first <= 1 && after >= LIST || at == blocks.len() && before >= LIST) && island.len() <= 2;
        // a page must have some text besides
        if labels && (between || ends) && island.len() < all {
            found.extend(first..at);
        }
        // a heading right above a list of links that goes on to the next heading or the end, or a line that
        // introduces the list
        let next = blocks.get(at + after);
        if let Some(heading) = at.checked_sub(1).filter(|&heading| heading > 0)
            && after >= LIST
            && !blocks[heading].role.is_chrome()
            && blocks[heading].range.len() as usize <= LABEL
            && (matches!(blocks[heading].kind, BlockKind::Heading(2..))
                && next.is_none_or(|next| matches!(next.kind, BlockKind::Heading(_)))
                || blocks[heading].kind == BlockKind::Paragraph
                    && draft.text[blocks[heading].range.span()].ends_with(':'))
        {
            found.push(heading);
        }
    }
    for at in found {
        draft.blocks[at].role = Role::Chrome(Chrome::Navigation);
    }
}

/// How many blocks of chrome in a row make what stands between them a label.
const LIST: usize = 3;
/// The longest label, in bytes.
const LABEL: usize = 60;

/// Short blocks at the end that state a copyright.
fn foot(draft: &mut Draft) {
    let len = draft.blocks.len();
    for block in draft.blocks.iter_mut().skip(len.saturating_sub(6).max(3)) {
        let body = &draft.text[block.range.span()];
        let states =
            body.contains('©') || body.starts_with("Copyright") || body.contains("All rights reserved");
        if states && body.len() <= 300 && block.role == Role::Content && block.kind != BlockKind::Title {
            block.role = Role::Chrome(Chrome::Footer);
        }
    }
}
