//! Accents of French that became `?` or U+FFFD: its spelling says which one stood there.

use super::english::word_after;
use super::letters::RULE;
use crate::characters::{is_letter, signs_of_loss};
use crate::repairer::edit;
use pamphlet_document::Edit;

/// How many words are looked at to tell whether a text is French.
const SAMPLE: usize = 3_000;

/// Words of French that are rare elsewhere, without those that have an accent.
const COMMON: &[&str] = &[
    "le", "la", "les", "des", "du", "et", "est", "dans", "que", "qui", "pour", "une", "un", "sur", "pas",
    "au",
];

/// How many words must have lost a letter within them before lone and last signs are taken for letters too.
const CERTAIN: usize = 2;

/// The share of right changes on texts of several languages that lost all their accents on purpose, most of the
/// changes in French ones.
const CONFIDENCE: f32 = 0.96;

/// How far around a `?` accents are looked for that were kept, in bytes, and how many tell that none was lost here:
/// what turns `é` into `?` leaves no `é` beside it.
const AROUND: usize = 600;
const KEPT: usize = 3;

/// Letters with what stands before them (the end of it; `^` for the start of the word) and after them (the
/// start of it; `$` for the end of the word, where an `s` may stand too). The first that fits counts.
const SPELT: &[(char, &[(&str, &str)])] = &[
    (
        'œ',
        &[
            ("^c", "ur$"),
            ("^s", "ur$"),
            ("^", "uvr"),
            ("^b", "uf$"),
            ("^v", "u$"),
            ("^n", "ud$"),
            ("^m", "urs$"),
        ],
    ),
    (
        'ê',
        &[
            ("^m", "me$"),
            ("^", "tre$"),
            ("^t", "te$"),
            ("^f", "te"),
            ("^b", "te$"),
            ("qu", "te"),
            ("arr", "t"),
        ],
    ),
    ('ê', &[("^for", "t$"), ("^inté", "r"), ("intér", "t$"), ("^pr", "t$"), ("^pr", "te"), ("emp", "ch")]),
    (
        'ê',
        &[
            ("dép", "ch"),
            ("extr", "m"),
            ("fen", "tr"),
            ("anc", "tr"),
            ("temp", "t"),
            ("^r", "ve$"),
            ("^r", "ver"),
        ],
    ),
    (
        'ê',
        &[
            ("^g", "ne"),
            ("^ch", "ne"),
            ("^cr", "te$"),
            ("^p", "che"),
            ("^m", "le"),
            ("^v", "te"),
            ("rev", "t"),
        ],
    ),
    (
        'ô',
        &[
            ("^c", "t?$"),
            ("^c", "te$"),
            ("contr", "l"),
            ("^r", "le$"),
            ("dipl", "m"),
            ("^h", "te"),
            ("^h", "pi"),
        ],
    ),
    (
        'ô',
        &[
            ("bient", "t$"),
            ("plut", "t$"),
            ("sit", "t$"),
            ("tant", "t$"),
            ("^t", "t$"),
            ("^p", "le$"),
            ("p", "t$"),
        ],
    ),
    (
        'ô',
        &[
            ("sympt", "m"),
            ("fant", "m"),
            ("^tr", "ne"),
            ("^dr", "le"),
            ("^ch", "m"),
            ("^v", "tre$"),
            ("^c", "ne$"),
        ],
    ),
    (
        'û',
        &[
            ("^co", "t"),
            ("^go", "t"),
            ("^ao", "t$"),
            ("^s", "r$"),
            ("^s", "re$"),
            ("^s", "reme"),
            ("^s", "ret"),
        ],
    ),
    ('û', &[("^br", "l"), ("^fl", "te"), ("^f", "t$"), ("^m", "r$"), ("surco", "t")]),
    (
        'ï',
        &[("a", "f$"), ("a", "ve$"), ("a", "que$"), ("a", "cit"), ("a", "sme$"), ("^ma", "s"), ("o", "que$")],
    ),
    ('ï', &[("o", "ne$"), ("o", "sme$"), ("o", "ste$"), ("co", "nc"), ("^ha", "r$"), ("a", "n?")]),
    (
        'î',
        &[
            ("a", "t"),
            ("a", "n"),
            ("a", "ch"),
            ("o", "t"),
            ("^d", "ner"),
            ("^", "le$"),
            ("^", "lot$"),
            ("ab", "m"),
        ],
    ),
    (
        'â',
        &[
            ("^b", "ti"),
            ("^g", "te"),
            ("^ch", "te"),
            ("^ch", "ti"),
            ("^t", "ch"),
            ("^l", "ch"),
            ("^gr", "ce$"),
        ],
    ),
    (
        'â',
        &[
            ("^p", "te$"),
            ("^m", "le$"),
            ("^b", "ton"),
            ("^", "ge$"),
            ("^", "g?$"),
            ("thé", "tr"),
            ("^h", "te$"),
        ],
    ),
    ('è', &[("^apr", "s$"), ("^tr", "s$"), ("^d", "s$"), ("succ", "s$"), ("proc", "s$"), ("progr", "s$")]),
    ('è', &[("congr", "s$"), ("acc", "s$"), ("^pr", "s$"), ("aupr", "s$"), ("exc", "s$"), ("expr", "s$")]),
    (
        'ç',
        &[
            ("an", "a"),
            ("en", "a"),
            ("on", "a"),
            ("in", "a"),
            ("an", "o"),
            ("en", "o"),
            ("on", "o"),
            ("er", "u"),
        ],
    ),
    ('ç', &[("er", "o"), ("a", "o"), ("a", "a"), ("e", "u"), ("e", "o"), ("^", "a$"), ("ou", "o")]),
    ('à', &[("^l", "$"), ("^voil", "$"), ("^déj", "$"), ("^del", "$"), ("^cel", "$")]),
    ('ù', &[("^o", "$")]),
];

/// Words that lose their vowel before another.
const ELIDED: &[&str] =
    &["l", "d", "j", "n", "s", "c", "m", "t", "qu", "jusqu", "lorsqu", "puisqu", "quelqu", "aujourd"];

/// Words that `à` stands before, and hardly ever a dash.
const AFTER_A: &[&str] = &[
    "la",
    "l",
    "un",
    "une",
    "ce",
    "cet",
    "cette",
    "ces",
    "leur",
    "leurs",
    "son",
    "sa",
    "ses",
    "notre",
    "nos",
    "votre",
    "vos",
    "mon",
    "ma",
    "mes",
    "tous",
    "toute",
    "toutes",
    "chaque",
    "plusieurs",
    "partir",
    "propos",
    "nouveau",
    "travers",
    "peine",
    "moins",
    "long",
    "court",
    "terme",
    "eux",
    "lui",
    "nous",
    "vous",
    "elle",
    "cause",
    "part",
    "peu",
    "des",
    "venir",
    "faire",
];

/// The edits for `text`: none unless it is French and has words that lost a letter within them. `english` says
/// whether it is English.
pub(super) fn find(text: &str, english: impl FnOnce() -> bool) -> Vec<Edit> {
    let mut list = Vec::new();
    if !has_certain(text) || english() || !is_french(text) {
        return list;
    }
    let words: Vec<Lost<'_>> = lost_words(text);
    if words.iter().filter(|lost| lost.certain).count() < CERTAIN {
        return list;
    }
    for lost in &words {
        let Some(letters) = restore(text, lost) else { continue };
        if lost.word.contains('?') && letters.chars().any(is_latin1) && are_kept(text, lost) {
            continue;
        }
        let mut at = lost.start;
        let mut letters = letters.chars();
        for c in lost.word.chars() {
            let Some(new) = letters.next() else { break };
            if is_sign(c) && new != c {
                list.push(edit(text, at, at + c.len_utf8(), new, &RULE, CONFIDENCE));
            }
            at += c.len_utf8();
        }
    }
    list
}

/// Whether a letter with an accent is of ISO 8859-1, as all of French are but œ.
fn is_latin1(c: char) -> bool {
    matches!(c, '\u{c0}'..='\u{ff}') && c.is_alphabetic()
}

/// Whether letters with accents around a word were kept.
fn are_kept(text: &str, lost: &Lost<'_>) -> bool {
    let from = text.ceil_char_boundary(lost.start.saturating_sub(AROUND));
    let to = text.floor_char_boundary(lost.start + lost.word.len() + AROUND);
    text[from..to].chars().filter(|&c| is_latin1(c)).nth(KEPT - 1).is_some()
}

fn is_sign(c: char) -> bool {
    matches!(c, '?' | '\u{fffd}')
}

/// Whether some signs are no question marks by what follows them: a look that is cheap, before the language is
/// asked for.
fn has_certain(text: &str) -> bool {
    let letter_at =
        |at: usize| text.as_bytes().get(at).is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80);
    let certain = |&(at, sign): &(usize, char)| sign != '?' || letter_at(at + 1);
    signs_of_loss(text).filter(certain).nth(CERTAIN - 1).is_some()
}

/// A word with signs in place of letters.
struct Lost<'t> {
    start: usize,
    word: &'t str,
    /// It has a sign between letters, or U+FFFD, which ends no question.
    certain: bool,
}

/// The words with signs, without the question marks that end them.
fn lost_words(text: &str) -> Vec<Lost<'_>> {
    let mut list: Vec<Lost<'_>> = Vec::new();
    let mut done = 0;
    for (at, _) in signs_of_loss(text) {
        if at < done {
            continue;
        }
        let part = |c: &char| is_letter(*c) || is_sign(*c);
        let before: usize = text[done..at].chars().rev().take(24).take_while(part).map(char::len_utf8).sum();
        let after: usize = text[at..].chars().take(32).take_while(part).map(char::len_utf8).sum();
        let (start, mut end) = (at - before, at + after);
        done = end;
        let rest = &text[end..];
        let goes_on = rest.starts_with([',', '.', ';', ':', ')', '’', '\''])
            || rest.strip_prefix(' ').is_some_and(|rest| rest.starts_with(|c: char| c.is_lowercase()));
        if text[..end].ends_with('?') && !goes_on {
            end -= 1;
        }
        let word = &text[start..end];
        let within = word.trim_matches(is_sign);
        let certain = within.contains(is_sign) || word.contains('\u{fffd}');
        if word.contains(is_sign) && !super::lost::in_address(text, at) {
            list.push(Lost { start, word, certain });
        }
    }
    list
}

/// The word with its letters, if the spelling tells all of them.
fn restore(text: &str, lost: &Lost<'_>) -> Option<String> {
    let signs = lost.word.chars().filter(|c| is_sign(*c)).count();
    let letters = lost.word.chars().count() - signs;
    if letters == 0 {
        // alone: a preposition, or a dash, which is rarer but not before all words
        let end = lost.start + lost.word.len();
        let next = text[end..].strip_prefix(' ').map_or("", |rest| word_after(rest, 0));
        let spaced = text[..lost.start].ends_with(' ') && !next.is_empty();
        let verb = next.len() > 3 && ["er", "ir", "dre", "ire"].iter().any(|end| next.ends_with(end));
        return (signs == 1 && spaced && (verb || AFTER_A.contains(&next))).then(|| "à".to_owned());
    }
    let end = lost.start + lost.word.len();
    let quoted =
        lost.word.starts_with(is_sign) && (lost.word.ends_with(is_sign) || text[end..].starts_with('?'));
    if signs > 4 || letters < signs || quoted {
        return None;
    }
    let capitals = letters > 1 && lost.word.chars().all(|c| is_sign(c) || c.is_uppercase());
    let small: String =
        lost.word.chars().map(|c| if is_sign(c) { '?' } else { c }).collect::<String>().to_lowercase();
    let elided = elided(&small);
    let mut out = String::with_capacity(small.len() + 4);
    for (i, c) in small.char_indices().skip(elided.chars().count()) {
        let new = match c {
            '?' if i == elided.len() && !elided.is_empty() => '’',
            '?' => letter(&out, &small[i + 1..])?,
            _ => c,
        };
        out.push(new);
        if new == '’' {
            // what follows is a word of its own
            out.clear();
        }
    }
    let out = if elided.is_empty() { out } else { format!("{elided}’{out}") };
    // the case of what is left; a first letter is a capital where a sentence starts
    let mut restored = String::with_capacity(out.len());
    let starts = text[..lost.start].trim_end_matches([' ', '"', '«', '\u{a0}', '“', '#', '*', '-']);
    let starts = starts.is_empty() || starts.ends_with(['.', '!', '?', '\n']);
    // the one that is written with a capital
    let state = out.strip_suffix("l’état").is_some();
    for (i, (new, old)) in out.chars().zip(lost.word.chars()).enumerate() {
        let upper = capitals || i == 0 && starts || i == 2 && state;
        match (is_sign(old), upper) {
            (true, true) => restored.extend(new.to_uppercase()),
            (true, false) => restored.push(new),
            (false, _) => restored.push(old),
        }
    }
    Some(restored)
}

/// The word at the start of `word` that lost its vowel before another, and its apostrophe too; or nothing.
fn elided(word: &str) -> &str {
    let Some((first, rest)) = word.split_once('?') else { return "" };
    let second = rest.chars().next().unwrap_or(' ');
    // `c?ur` and `s?ur` lost an œ
    let vowel =
        "aeiouyh".contains(second) && rest != "ur" && rest != "urs" || second == '?' && rest.len() > 2;
    if vowel && ELIDED.contains(&first) { first } else { "" }
}

/// The letter between what is before it, restored, and what is after it, in small letters.
fn letter(before: &str, after: &str) -> Option<char> {
    for (letter, places) in SPELT {
        if places.iter().any(|(left, right)| fits(before, after, left, right)) {
            return Some(*letter);
        }
    }
    let next = after.chars().next();
    match next {
        // a word's end: only after a consonant, and no word of one letter
        None => {
            let last = before.chars().next_back()?;
            (before.chars().count() > 1 && !"aeiouyàâéèêîôù".contains(last) || before.ends_with("ié"))
                .then_some('é')
        }
        // the vowel before a silent e
        Some(c) if is_open(after) && !"aeiouy?".contains(c) => Some('è'),
        Some(_) => Some('é'),
    }
}

/// Whether a place of [`SPELT`] is this one.
fn fits(before: &str, after: &str, left: &str, right: &str) -> bool {
    let fits_left = match left.strip_prefix('^') {
        Some(whole) => before == whole,
        None => before.ends_with(left),
    };
    fits_left
        && match right.strip_suffix('$') {
            Some(whole) => after == whole || after.strip_suffix('s').is_some_and(|one| one == whole),
            None => after.starts_with(right),
        }
}

/// Whether one consonant, or two that belong together, and a silent e end the word, or come before `ment`.
fn is_open(after: &str) -> bool {
    let stem = after.strip_suffix("ment").unwrap_or(after);
    let stem = if stem.ends_with('e') { stem } else { stem.strip_suffix('s').unwrap_or(stem) };
    let Some(consonants) = stem.strip_suffix('e') else { return false };
    let pairs = ["ch", "gn", "gl", "gr", "br", "bl", "cr", "cl", "dr", "fr", "pr", "tr", "vr", "qu", "gu"];
    consonants.len() == 1 || pairs.contains(&consonants)
}

/// Whether a text is French, as far as its first words tell: a tenth of them are of the commonest.
fn is_french(text: &str) -> bool {
    let (mut words, mut common) = (0usize, 0usize);
    for word in text.split(|c: char| !is_letter(c)).filter(|word| !word.is_empty()).take(SAMPLE) {
        words += 1;
        common += usize::from(word.len() < 5 && COMMON.contains(&word));
    }
    common > 3 && common * 10 >= words
}
