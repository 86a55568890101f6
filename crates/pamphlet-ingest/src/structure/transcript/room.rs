//! What was called out, and what the record says of the room: parted from the words of who speaks.

use pamphlet_document::{Block, BlockKind, TextRange};

/// What ends a sentence.
const ENDS: [char; 14] = ['.', '!', '?', ':', '…', '—', '”', '"', '»', ')', '。', '！', '？', '：'];

/// The longest of them, in bytes.
const LONGEST: usize = 200;

/// Beginnings of the words that such a remark has, in lower case.
const ROOM: &[&str] = &[
    "applau",
    "laugh",
    "hear",
    "interrupt",
    "interject",
    "cheer",
    "cries",
    "shout",
    "disorder",
    "ovation",
    "boo",
    "inaudible",
    "crosstalk",
    "pause",
    "division",
    "bell",
    "adjourn",
    "expunged",
    "loud",
    "prolonged",
    "renewed",
    "beifall",
    "zuruf",
    "gegenruf",
    "heiterkeit",
    "lachen",
    "widerspruch",
    "unruhe",
    "zustimmung",
    "glocke",
    "bravo",
    "applaud",
    "exclamation",
    "rires",
    "sourires",
    "murmure",
    "mouvement",
    "protestation",
    "bruit",
    "très bien",
    "aplau",
    "rumores",
    "risas",
    "protestas",
    "palmas",
    "risos",
    "protestos",
    "applausi",
    "commenti",
    "ilarità",
    "interruzion",
    "oklaski",
    "dzwonek",
    "wesołość",
    "głos",
    "potlesk",
    "hluk",
    "smích",
    "smiech",
    "смех",
    "аплодисм",
    "шум",
];

/// Whether a paragraph is nothing but a remark in brackets.
pub(super) fn is_interjection(body: &str) -> bool {
    let pairs = [('(', ')'), ('[', ']'), ('（', '）')];
    body.len() <= LONGEST
        && pairs.iter().any(|&(open, close)| {
            body.starts_with(open)
                && body.trim_end_matches('.').ends_with(close)
                && (body.chars().any(char::is_lowercase) || is_east_asian_room(body))
        })
}

/// Whether what stands in brackets is of the room.
fn is_room(inner: &str) -> bool {
    let lower = inner.to_lowercase();
    inner.len() <= LONGEST
        && (lower
            .split(|c: char| !c.is_alphabetic())
            .any(|word| ROOM.iter().any(|start| !word.is_empty() && word.starts_with(start)))
            || is_east_asian_room(inner))
}

/// The same in languages that have no spaces between words.
fn is_east_asian_room(inner: &str) -> bool {
    const ROOM: [&str; 14] = [
        "拍手",
        "笑声",
        "笑聲",
        "掌声",
        "掌聲",
        "鼓掌",
        "発言する者",
        "起立",
        "퇴장",
        "박수",
        "웃음",
        "장내",
        "呼ぶ者",
        "眾笑",
    ];
    !inner.is_ascii() && ROOM.iter().any(|word| inner.contains(word))
}

/// Parts the remarks in a paragraph of a speech from what was said. A remark counts only between sentences: what
/// stands in brackets within one is the speaker's.
pub(super) fn parted(text: &str, block: Block, out: &mut Vec<Block>) {
    let body = &text[block.range.span()];
    let mut from = 0;
    let mut at = 0;
    while let Some(open) = body[at..].find(['(', '[', '（']).map(|found| at + found) {
        let (width, close) = match body.as_bytes()[open] {
            b'(' => (1, ')'),
            b'[' => (1, ']'),
            _ => ('（'.len_utf8(), '）'),
        };
        at = open + width;
        let Some(len) = body[open..].find(close).filter(|len| *len <= LONGEST) else { continue };
        let end = open + len + close.len_utf8();
        let before = body[from..open].trim_end();
        let after = body[end..].trim_start();
        let starts = before.is_empty() || before.ends_with(ENDS);
        let ends = after.is_empty() || after.starts_with(|c: char| !c.is_lowercase() && !",;.)".contains(c));
        if !(starts && ends && is_room(&body[at..end - close.len_utf8()])) {
            continue;
        }
        push(out, &block, body, from..open, block.kind);
        push(out, &block, body, open..end, BlockKind::Interjection);
        (from, at) = (end, end);
    }
    push(out, &block, body, from..body.len(), block.kind);
}

fn push(out: &mut Vec<Block>, block: &Block, body: &str, part: std::ops::Range<usize>, kind: BlockKind) {
    let start = part.start + body[part.clone()].len() - body[part.clone()].trim_start().len();
    let len = body[part].trim().len();
    if len > 0 {
        let base = block.range.start;
        let range = TextRange::new(base + start as u32, base + (start + len) as u32);
        out.push(Block { kind, range, ..block.clone() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pamphlet_document::Role;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let range = TextRange::new(0, text.len() as u32);
        let block =
            Block { kind: BlockKind::Paragraph, range, role: Role::Content, lang: None, speech: Some(0) };
        let mut out = Vec::new();
        parted(text, block, &mut out);
        let found: Vec<String> = out
            .iter()
            .map(|block| {
                let mark = if block.kind == BlockKind::Interjection { "!" } else { "" };
                format!("{mark}{}", &text[block.range.span()])
            })
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn calls_from_the_room() {
        assert!(is_interjection("(Applause.)"));
        assert!(is_interjection("[Laughter]"));
        assert!(!is_interjection("(a) bread, and (b) work"));
    }

    #[test]
    fn remarks_between_sentences_stand_apart() {
        check("We will not go. (Hear, hear.)", &["We will not go.", "!(Hear, hear.)"]);
        check("So it is. [Interruption.] I go on.", &["So it is.", "![Interruption.]", "I go on."]);
        check(
            "Das ist so.\n(Beifall bei der SPD)\nWeiter!",
            &["Das ist so.", "!(Beifall bei der SPD)", "Weiter!"],
        );
        check(
            "The law (of 1848) and its laughter (so called) stand.",
            &["The law (of 1848) and its laughter (so called) stand."],
        );
        check("It was so. (See page 4.) It is so.", &["It was so. (See page 4.) It is so."]);
        check("", &[]);
    }
}
