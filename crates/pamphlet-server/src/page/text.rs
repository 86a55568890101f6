//! The text of a document as HTML: its blocks as elements, every match in `<mark>`, on request a dot where something
//! was repaired, and names for the places that the page leads to.

use super::marks::Mark;
use super::shown;
use pamphlet::document::{Block, BlockKind, Edit, SourceMap, SourceRange, TextRange};
use pamphlet::index::{Result, Stored};
use pamphlet_render::{html, write_html};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Sections that are listed.
const SECTIONS: usize = 300;
/// Speakers that are listed.
const SPEAKERS: usize = 60;

/// A text as HTML.
#[derive(Default)]
pub(super) struct Shown {
    /// The title that the text begins with, without its element; empty where it has none.
    pub heading: String,
    pub html: String,
    pub sections: Vec<Section>,
    pub speakers: Vec<Speaker>,
    /// The first byte in the text and the name of each mark.
    pub ids: Vec<(u32, String)>,
    /// Which repairs stand in the text, by their number.
    pub repaired: Vec<usize>,
}

/// What stands under a heading.
pub(super) struct Section {
    pub name: String,
    pub id: String,
    /// From 1, the highest of the document.
    pub level: u8,
}

/// Who speaks in a document.
pub(super) struct Speaker {
    pub name: String,
    pub party: String,
    /// The name of the first speech's place.
    pub id: String,
    pub speeches: usize,
}

/// What is put into a text while its blocks are written.
struct Within<'t> {
    text: &'t str,
    marks: &'t [Mark],
    ids: Vec<(u32, String)>,
    next_mark: usize,
    /// Where something was repaired, ascending, with what the dot there says.
    repairs: Vec<(u32, usize, String)>,
    next_repair: usize,
    repaired: Vec<usize>,
}

/// The blocks of a document as elements, with matches and repairs.
pub(super) fn elements(
    stored: &Stored,
    text: &str,
    marks: &[Mark],
    repairs: &[(Edit, SourceRange)],
) -> Result<Shown> {
    let mut out = Shown { html: String::with_capacity(text.len() * 5 / 4), ..Shown::default() };
    let repairs = match repairs {
        [] => Vec::new(),
        _ => places(stored.source_map()?, text, repairs),
    };
    let mut within = Within {
        text,
        marks,
        ids: names(stored, marks)?,
        next_mark: 0,
        repairs,
        next_repair: 0,
        repaired: Vec::new(),
    };
    let lang = stored.first("lang").unwrap_or_default().to_owned();
    let (mut open, mut speech) = ("", None);
    for (number, block) in stored.blocks()?.iter().enumerate() {
        if number == 0 && block.kind == BlockKind::Title {
            within.fill(&mut out.heading, block.range);
            continue;
        }
        let (name, outer) = element(block);
        if outer != open {
            if !open.is_empty() {
                let _ = write!(out.html, "</{open}>");
            }
            if !outer.is_empty() {
                let _ = write!(out.html, "<{outer}>");
            }
            open = outer;
        }
        let class = class(block);
        let _ = write!(out.html, "<{name} dir=\"auto\"");
        if !class.is_empty() {
            let _ = write!(out.html, " class=\"{class}\"");
        }
        if let Some(own) = block.lang.as_deref().filter(|own| *own != lang) {
            let own = shown::lang(Some(own));
            if !own.is_empty() {
                let _ = write!(out.html, " lang=\"{own}\"");
            }
        }
        match block.kind {
            BlockKind::Heading(level) if !block.role.is_chrome() && out.sections.len() < SECTIONS => {
                let id = format!("s{number}");
                let _ = write!(out.html, " id=\"{id}\"");
                let name = one_line(text.get(block.range.span()).unwrap_or_default());
                out.sections.push(Section { name, id, level: level.clamp(1, 6) });
            }
            _ => {
                if let Some(new) = block.speech.filter(|new| speech != Some(*new)) {
                    let _ = write!(out.html, " id=\"v{new}\"");
                }
            }
        }
        speech = block.speech;
        out.html.push('>');
        within.fill(&mut out.html, block.range);
        let _ = writeln!(out.html, "</{name}>");
    }
    if !open.is_empty() {
        let _ = write!(out.html, "</{open}>");
    }
    // a page whose headings begin at the third level has sections of the first
    let highest = out.sections.iter().map(|section| section.level).min().unwrap_or(1);
    for section in &mut out.sections {
        section.level -= highest - 1;
    }
    within.ids.truncate(within.next_mark);
    out.ids = within.ids;
    out.repaired = within.repaired;
    out.speakers = speakers(stored)?;
    Ok(out)
}

/// The name of each mark: its first byte in the file. Matches of one place in the file, such as a page of a PDF, are
/// told apart by their number.
fn names(stored: &Stored, marks: &[Mark]) -> Result<Vec<(u32, String)>> {
    let mut ids = Vec::with_capacity(marks.len());
    let mut same: HashMap<u64, usize> = HashMap::new();
    for range in marks.iter().map(|mark| mark.range) {
        let byte = stored.source_of(range)?.start;
        let number = same.entry(byte).or_default();
        let id = if *number == 0 { format!("b{byte}") } else { format!("b{byte}-{number}") };
        *number += 1;
        ids.push((range.start, id));
    }
    Ok(ids)
}

/// Who speaks, in the order of their first speeches.
fn speakers(stored: &Stored) -> Result<Vec<Speaker>> {
    let mut known: HashMap<&str, usize> = HashMap::new();
    let mut out: Vec<Speaker> = Vec::new();
    for (number, speech) in stored.speeches()?.iter().enumerate() {
        if let Some(at) = known.get(speech.speaker.as_str()) {
            out[*at].speeches += 1;
        } else if out.len() < SPEAKERS {
            known.insert(&speech.speaker, out.len());
            out.push(Speaker {
                name: speech.speaker.clone(),
                party: speech.party.clone().unwrap_or_default(),
                id: format!("v{number}"),
                speeches: 1,
            });
        }
    }
    Ok(out)
}

/// Where in the text each repair stands, with its number and what is said of it.
fn places(map: &SourceMap, text: &str, repairs: &[(Edit, SourceRange)]) -> Vec<(u32, usize, String)> {
    // the runs stand in the order of the text, which footnotes leave
    let mut runs: Vec<_> = map.runs().iter().filter(|run| run.source_step > 0).collect();
    runs.sort_by_key(|run| run.source);
    let mut out = Vec::with_capacity(repairs.len());
    for (number, (edit, source)) in repairs.iter().enumerate() {
        let after = runs.partition_point(|run| run.source <= source.start);
        let Some(run) = after.checked_sub(1).and_then(|at| runs.get(at)) else { continue };
        let mut at = if source.start < run.source_end() {
            let steps = (source.start - run.source) / u64::from(run.source_step);
            run.text as usize + steps as usize * run.text_step as usize
        } else {
            run.text_end() as usize
        };
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let became = if edit.new.is_empty() { "was taken out" } else { "became" };
        let said = format!("Repair {}: {} {became} {}", number + 1, edit.old, edit.new);
        out.push((at as u32, number, said.trim_end().to_owned()));
    }
    out.sort();
    out
}

impl Within<'_> {
    /// Writes the text of a block, with what stands in it.
    fn fill(&mut self, out: &mut String, block: TextRange) {
        let mut at = block.start;
        while let Some(mark) = self.marks.get(self.next_mark).filter(|mark| mark.range.start < block.end) {
            let from = mark.range.start.max(at);
            let to = mark.range.end.min(block.end).max(from);
            self.push(out, at, from);
            let first = if self.next_mark == 0 { "<span id=\"first\"></span>" } else { "" };
            out.push_str(first);
            let class = match mark.was.as_deref() {
                None => "",
                Some(was) => {
                    if !was.is_empty() {
                        let _ = write!(out, "<del>{}</del> ", html(was));
                    }
                    " class=\"other\""
                }
            };
            if from < to {
                let _ = write!(out, "<mark id=\"{}\"{class}>", html(&self.ids[self.next_mark].1));
                self.push(out, from, to);
                out.push_str("</mark>");
            }
            at = to;
            self.next_mark += 1;
        }
        self.push(out, at, block.end);
    }

    /// Writes a piece of text, with a dot where it was repaired.
    fn push(&mut self, out: &mut String, from: u32, to: u32) {
        let mut at = from;
        while let Some((place, number, said)) =
            self.repairs.get(self.next_repair).filter(|(place, ..)| *place < to)
        {
            if *place >= at {
                plain(out, self.text, at, *place);
                at = *place;
            }
            let _ = write!(
                out,
                "<a class=\"fix\" id=\"r{number}\" href=\"#f{number}\" aria-label=\"{0}\" title=\"{0}\"></a>",
                html(said)
            );
            self.repaired.push(*number);
            self.next_repair += 1;
        }
        plain(out, self.text, at, to);
    }
}

fn plain(out: &mut String, text: &str, from: u32, to: u32) {
    // a String takes all
    let _ = write_html(text.get(from as usize..to as usize).unwrap_or_default(), out);
}

fn one_line(text: &str) -> String {
    let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = line.char_indices().nth(90) {
        line.truncate(at);
        line.push('…');
    }
    line
}

/// The element of a block, and the one that it stands in with its like.
fn element(block: &Block) -> (&'static str, &'static str) {
    match block.kind {
        _ if block.role.is_chrome() => ("p", ""),
        BlockKind::Title => ("p", ""),
        // the page has the title as its first heading
        BlockKind::Heading(1 | 2) => ("h2", ""),
        BlockKind::Heading(_) => ("h3", ""),
        BlockKind::ListItem => ("li", "ul"),
        BlockKind::Quote => ("blockquote", ""),
        _ => ("p", ""),
    }
}

fn class(block: &Block) -> &'static str {
    match block.kind {
        _ if block.role.is_chrome() => "chrome",
        BlockKind::Title => "title",
        BlockKind::TableRow => "row",
        BlockKind::Verse => "verse",
        BlockKind::Footnote => "footnote",
        BlockKind::Interjection => "interjection",
        BlockKind::MetadataLine => "metadata",
        _ => "",
    }
}
