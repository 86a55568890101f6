//! What typesetting left in the text: soft hyphens, ligatures, invisible characters, words broken at line
//! ends.

use crate::Rule;
use crate::repairer::edit;
use pamphlet_document::Edit;
use std::cell::LazyCell;

pub(crate) const SOFT_HYPHEN: Rule = Rule {
    name: "soft-hyphen",
    default: true,
    what: "A soft hyphen within a word, which parts the word for a search; also as ¬, which old programs and people who \
           transcribe show for it, and as ∣, which transcripts of early prints do. Where it ends a line it becomes the \
           hyphen that a reader sees there.",
    evidence: "A letter on either side, in one line. At a line's end two letters of a word without another hyphen, and \
               the next line goes on in lower case. ¬ and ∣ need four letters around them, none of which is a capital \
               beside a small one: formulas have single letters there, and mojibake of other alphabets capitals.",
    wrong: "A compound whose hyphen was a soft one at a line's end.",
    before: "repre\u{ad}sen\u{ad}tatives, prop¬aganda",
    after: "representatives, propaganda",
    leave: "a \u{ad} by itself, p ∧ ¬q",
};

pub(crate) const LIGATURE: Rule = Rule {
    name: "ligature",
    default: true,
    what: "A typographic ligature (ﬁ, ﬂ, ﬀ, ﬃ, ﬄ, ﬅ, ﬆ) in place of its letters; and the characters that old \
           encodings had for two letters at once: ŉ of Afrikaans, ǆ, ǉ and ǌ of Croatian.",
    evidence: "A letter beside it; for ŉ a space on either side.",
    wrong: "A text about ligatures, which mostly stand alone there.",
    before: "the ﬁrst oﬃce",
    after: "the first office",
    leave: "the sign ﬁ",
};

pub(crate) const INVISIBLE: Rule = Rule {
    name: "invisible",
    default: true,
    what: "A zero-width space, word joiner or byte-order mark within a word of Latin letters; and the controls of \
           ASCII that no text needs, such as the end-of-file mark of old systems. U+001E, the hyphen that Word does not \
           break, becomes one; NULs that fill the place between two words become a space.",
    evidence: "A Latin letter on either side; for controls the character itself, unless a long text has a fifth of them. Zero-width joiners are left alone: some \
               alphabets need them. So are tabs, line ends, page ends, escape sequences, and the marks that part fields.",
    wrong: "A long word in which the writer allowed a break.",
    before: "wor\u{200b}kers and \u{feff}peasants, sol\u{feff}diers",
    after: "workers and \u{feff}peasants, soldiers",
    leave: "می\u{200c}خواهم \u{200b} \u{feff}",
};

pub(crate) const LINE_END_HYPHEN: Rule = Rule {
    name: "line-end-hyphen",
    default: false,
    what: "A word that was broken at a line's end. The word is joined on the first line. Off unless asked for: \
           it changes the line layout.",
    evidence: "The joined word stands elsewhere in the text, or its second half is the ending of a word and no \
               word of its own; and the joined form with its hyphen stands nowhere.",
    wrong: "A compound that is written in both ways.",
    before: "the represen-\ntatives met; all representatives",
    after: "the representatives\nmet; all representatives",
    leave: "the rank-and-\nfile, a well-\nknown fact",
};

pub(crate) const LONG_S: Rule = Rule {
    name: "long-s",
    default: false,
    what: "The long s of old print: ſ. Off unless asked for: some editions keep it on purpose.",
    evidence: "The character itself, within a word.",
    wrong: "An edition that keeps the old letters.",
    before: "the preſent Congreſs",
    after: "the present Congress",
    leave: "the letter ſ",
};

/// The edits for invisible and joined characters; the flags say which rules are on.
pub(crate) fn find(text: &str, soft: bool, ligature: bool, invisible: bool, long_s: bool) -> Vec<Edit> {
    let mut list = Vec::new();
    // looked at only where there is a control
    let full = LazyCell::new(|| is_full_of_controls(text));
    let mut filled = 0;
    for (at, found) in text.match_indices(is_wanted) {
        if at < filled {
            continue;
        }
        let mut end = at + found.len();
        if found == "\0" {
            end = text.len() - text[at..].trim_start_matches('\0').len();
            filled = end;
        }
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = text[end..].chars().next().unwrap_or(' ');
        let (within, beside) = (
            before.is_alphabetic() && after.is_alphabetic(),
            before.is_alphabetic() || after.is_alphabetic(),
        );
        let latin = |c: char| c.is_alphabetic() && (c as u32) < 0x250;
        match found {
            "\u{ad}" if soft && within => list.push(edit(text, at, end, "", &SOFT_HYPHEN, 0.999)),
            "¬" | "∣" if soft && within && is_shown_hyphen(text, at, end) => {
                list.push(edit(text, at, end, "", &SOFT_HYPHEN, 0.995));
            }
            "\u{ad}" | "¬" | "∣" if soft && ends_line(text, at, end) => {
                list.push(edit(text, at, end, "-", &SOFT_HYPHEN, 0.99));
            }
            "\u{ad}" | "¬" | "∣" => {}
            "ſ" if long_s && beside => list.push(edit(text, at, end, "s", &LONG_S, 0.99)),
            "ſ" => {}
            "\u{200b}" | "\u{2060}" | "\u{feff}" if invisible && latin(before) && latin(after) => {
                list.push(edit(text, at, end, "", &INVISIBLE, 0.99));
            }
            "\u{200b}" | "\u{2060}" | "\u{feff}" => {}
            _ if found.is_ascii() => {
                let hyphen = found == "\u{1e}" && before.is_alphanumeric() && after.is_alphanumeric();
                let filling = found == "\0" && !before.is_whitespace() && !after.is_whitespace();
                let new = match (hyphen, filling) {
                    (true, _) => "-",
                    (_, true) => " ",
                    _ => "",
                };
                if invisible && !*full {
                    list.push(edit(text, at, end, new, &INVISIBLE, 0.99));
                }
            }
            "ŉ" if ligature && !before.is_alphanumeric() && after == ' ' => {
                list.push(edit(text, at, end, "’n", &LIGATURE, 0.99));
            }
            _ if ligature && beside => {
                if let Some(letters) = letters(found) {
                    list.push(edit(text, at, end, letters, &LIGATURE, 0.999));
                }
            }
            _ => {}
        }
    }
    list
}

/// Whether a character is one that [`find`] looks at.
fn is_wanted(c: char) -> bool {
    is_stray_control(c)
        || is_soft_hyphen(c)
        || matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | 'ſ' | 'ŉ' | 'Ǆ'..='ǌ' | 'ﬀ'..='ﬆ')
}

/// A soft hyphen, or what is written to show one.
pub(super) fn is_soft_hyphen(c: char) -> bool {
    matches!(c, '\u{ad}' | '¬' | '∣')
}

/// Whether the sign from `at` to `end`, with a letter on either side, shows where a word was parted.
fn is_shown_hyphen(text: &str, at: usize, end: usize) -> bool {
    let before = text[..at].chars().rev().take_while(|c| c.is_alphabetic());
    let after = text[end..].chars().take_while(|c| c.is_alphabetic());
    let (Some(left), Some(right)) = (before.clone().next(), after.clone().next()) else { return false };
    // `Ð¬` and `Î¬` are letters of other alphabets in a wrong encoding
    let even = !left.is_uppercase() || left.is_ascii() && right.is_uppercase();
    even && before.take(4).count() + after.take(4).count() >= 4
}

/// Whether the soft hyphen from `at` to `end` is the last of its line, inside a word that the next line goes on with.
fn ends_line(text: &str, at: usize, end: usize) -> bool {
    let rest = text[end..].trim_start_matches([' ', '\t', '\r']);
    let Some(line) = rest.strip_prefix('\n') else { return false };
    let next = line.trim_start_matches([' ', '\t']).chars().next();
    let first = super::english::word_before(text, at);
    let compound = text[..at - first.len()].ends_with(['-', '\u{2010}', '\u{2011}']);
    // `Ð¬`, at a line's end
    let small = first.ends_with(|c: char| c.is_lowercase());
    next.is_some_and(char::is_lowercase) && first.chars().take(2).count() == 2 && small && !compound
}

/// Whether a character is a control of ASCII that is no tab, no line or page end, no bell (which parts the cells of
/// tables in old documents), no escape, and no mark between fields.
pub(super) fn is_stray_control(c: char) -> bool {
    matches!(c, '\0'..='\u{6}' | '\u{8}' | '\u{e}'..='\u{1a}' | '\u{1e}' | '\u{7f}')
}

/// Bytes of a text that is long enough to be told by a share of it.
const LONG: usize = 1_000;

/// Whether a fifth or more of a long text are controls: then they are what it consists of, and no accident in it. The pages that
/// are filled with NULs have a tenth.
fn is_full_of_controls(text: &str) -> bool {
    text.len() >= LONG
        && text.bytes().filter(|&byte| is_stray_control(char::from(byte))).count() * 5 >= text.len()
}

/// The letters that one character stands for.
fn letters(joined: &str) -> Option<&'static str> {
    Some(match joined {
        "ﬀ" => "ff",
        "ﬁ" => "fi",
        "ﬂ" => "fl",
        "ﬃ" => "ffi",
        "ﬄ" => "ffl",
        "ﬅ" | "ﬆ" => "st",
        "Ǆ" => "DŽ",
        "ǅ" => "Dž",
        "ǆ" => "dž",
        "Ǉ" => "LJ",
        "ǈ" => "Lj",
        "ǉ" => "lj",
        "Ǌ" => "NJ",
        "ǋ" => "Nj",
        "ǌ" => "nj",
        _ => return None,
    })
}

/// Endings that are no words of their own: the second half of a broken word.
const ENDINGS: &[&str] = &[
    "tion", "tions", "ment", "ments", "tives", "tive", "ing", "ings", "sion", "sions", "tatives", "tative",
    "ness", "ity", "ities", "ally", "tional", "mental", "ies", "ism", "ists", "ist", "cal", "cally",
    "lation", "ration", "nation", "zation", "isation", "ization", "ture", "tures", "ance", "ence", "ences",
    "ances", "ered", "ering",
];

/// The edits for words broken at line ends.
pub(crate) fn find_line_ends(text: &str) -> Vec<Edit> {
    let mut list = Vec::new();
    let breaks: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), b"-\n").collect();
    if breaks.is_empty() {
        return list;
    }
    let mut words: Vec<&str> = text.split(|c: char| !c.is_alphabetic() && c != '-').collect();
    words.sort_unstable();
    words.dedup();
    let known = |word: &str| {
        let small = word.to_lowercase();
        words.binary_search(&word).is_ok() || words.binary_search(&small.as_str()).is_ok()
    };
    for at in breaks {
        let first = super::english::word_before(text, at);
        let second = super::english::word_after(text, at + 2);
        let small = second.starts_with(char::is_lowercase);
        // a hyphen before the first half: one of those compounds that keep theirs
        if first.len() < 2 || !small || text[..at - first.len()].ends_with('-') {
            continue;
        }
        let joined = format!("{first}{second}");
        let ending = ENDINGS.contains(&second);
        if known(&format!("{first}-{second}")) || !known(&joined) && !ending {
            continue;
        }
        // the line break stays, behind the word; a space after the word is dropped
        let mut end = at + 2 + second.len();
        let mut new = second.to_owned();
        while let Some(c) = text[end..].chars().next().filter(|c| !c.is_whitespace()) {
            new.push(c);
            end += c.len_utf8();
            if new.len() > 64 {
                break;
            }
        }
        if text[end..].starts_with(' ') {
            end += 1;
        }
        if text[end..].starts_with('\n') {
            // the second half was alone on its line: its own line break is enough
            end += 1;
        }
        new.push('\n');
        list.push(edit(text, at, end, new, &LINE_END_HYPHEN, 0.97));
    }
    list.dedup_by(|b, a| b.range.start < a.range.end);
    list
}
