//! Plain transcripts: paragraphs that start with who speaks, `Mr. SMITH (Leeds): …`, `THE PRESIDENT.`, and
//! what was called out in between, `(Applause.)`. Only where several such marks, or the first words of the
//! text, say that it is a transcript.

use super::Shape;
use super::room::{is_interjection, parted};
use super::speakers::{Trust, mark};
use pamphlet_document::{BlockKind, Speech, TextRange};
use std::collections::HashMap;

/// A name before a colon, and a name with a title before a full stop, are believed from so many on.
const OFTEN: usize = 3;

/// Gives each block the speech that it belongs to.
pub(super) fn speeches(shape: &mut Shape<'_>, speeches: &mut Vec<Speech>) {
    if !speeches.is_empty() || shape.blocks.iter().any(|block| block.speech.is_some()) {
        return;
    }
    let text = shape.text;
    let mut said: HashMap<&str, usize> = HashMap::new();
    let (mut sure, mut stops) = (0, 0);
    let mut first = None;
    for (at, block) in shape.blocks.iter().enumerate() {
        if block.role.is_chrome() || !can_start(block.kind) {
            continue;
        }
        if let Some(mark) = mark(&text[block.range.span()]) {
            *said.entry(mark.name).or_default() += 1;
            sure += usize::from(mark.trust == Trust::Sure);
            stops += usize::from(mark.trust == Trust::Stop);
            first = first.or(Some((at, mark.trust == Trust::Sure)));
        }
    }
    // one sure mark at the very start is enough, else there must be several
    let starts = first.is_some_and(|(at, sure)| sure && at <= 2);
    if sure < 2 && !starts && stops < OFTEN && !said.values().any(|&count| count >= OFTEN) {
        return;
    }
    let believed = |name: &str, trust: Trust| match trust {
        Trust::Sure => true,
        Trust::Stop => stops + sure >= OFTEN,
        Trust::Maybe => said.get(name).is_some_and(|&count| count >= OFTEN),
    };
    let mut current = None;
    let mut out = Vec::with_capacity(shape.blocks.len());
    for mut block in shape.blocks.drain(..) {
        if block.role.is_chrome() {
            out.push(block);
            continue;
        }
        let body = &text[block.range.span()];
        if matches!(block.kind, BlockKind::Title | BlockKind::Heading(1 | 2)) && mark(body).is_none() {
            current = None;
            out.push(block);
            continue;
        }
        if can_start(block.kind)
            && let Some(mark) = mark(body)
            && believed(mark.name, mark.trust)
        {
            current = Some(speeches.len() as u32);
            speeches.push(Speech {
                speaker: mark.name.to_owned(),
                party: mark.party.map(str::to_owned),
                role: mark.role.map(str::to_owned),
                range: block.range,
            });
            block.kind = BlockKind::Paragraph;
        } else if block.kind == BlockKind::Paragraph && is_interjection(body) {
            block.kind = BlockKind::Interjection;
        }
        block.speech = current;
        if let Some(speech) = current.and_then(|at| speeches.get_mut(at as usize)) {
            speech.range = TextRange::new(speech.range.start, block.range.end);
        }
        match block.kind {
            BlockKind::Paragraph if current.is_some() => parted(text, block, &mut out),
            _ => out.push(block),
        }
    }
    shape.blocks = out;
}

fn can_start(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::Heading(_))
}

/// Whether a line starts with a mark that can be nothing else.
pub(super) fn starts_speech(line: &str) -> bool {
    mark(line).is_some_and(|mark| mark.trust == Trust::Sure)
}
