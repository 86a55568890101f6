//! Letters and signs that were lost, where the word tells them without doubt.

use super::english::word_before;
use super::language::Language;
use super::lost::in_address;
use crate::Rule;
use crate::characters::next_beyond_ascii;
use crate::repairer::edit;
use pamphlet_document::Edit;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

pub(crate) const RULE: Rule = Rule {
    name: "lost-letter",
    default: true,
    what: "An accented letter, or the sign of pounds or euros, that became `?` or U+FFFD.",
    evidence: "The rest of the word is that of one word only: of those that the same text has in whole elsewhere, of \
               a list of the commonest such words of its language (Czech, French, German, Portuguese, Spanish, \
               Swedish), or of a short list of names and loanwords. A `?` at a word's end is taken for a letter only \
               in such a language, within a sentence, where two words have lost letters. In a French text the rules of spelling tell more: `gr?ve` \
               has è before a silent e. For the signs of money, \
               U+FFFD before an amount, or a `?` that is neither a quote nor a question in a text about that money.",
    wrong: "A name that is spelt like another but for that letter; a foreign name in a French text.",
    before: "the na\u{fffd}ve say that the caf\u{fffd}s and caf?s paid \u{fffd}63,000",
    after: "the naïve say that the cafés and cafés paid £63,000",
    leave: "is this the n?ne: c?fs paid for it?",
};

/// Words with one accented letter that English political texts have, in small letters.
const WORDS: &[&str] = &[
    "café",
    "cafés",
    "naïve",
    "naïvely",
    "naïveté",
    "cliché",
    "clichés",
    "fiancé",
    "fiancée",
    "façade",
    "façades",
    "protégé",
    "protégés",
    "communiqué",
    "communiqués",
    "détente",
    "entrée",
    "exposé",
    "décor",
    "élite",
    "élan",
    "émigré",
    "émigrés",
    "régime",
    "régimes",
    "rôle",
    "rôles",
    "señor",
    "señora",
    "mañana",
    "château",
    "dénouement",
    "coöperate",
    "coöperation",
    "são",
    "josé",
    "córdoba",
    "bogotá",
    "perón",
    "québec",
    "montréal",
    "zürich",
    "münchen",
    "köln",
    "düsseldorf",
    "nürnberg",
    "françois",
    "françoise",
    "rené",
    "andré",
    "chávez",
    "martínez",
    "garcía",
    "rodríguez",
    "pérez",
    "gonzález",
    "hernández",
    "lópez",
    "gómez",
    "sánchez",
    "fernández",
    "müller",
    "schröder",
    "göring",
    "führer",
    "guantánamo",
    "brasília",
    "curaçao",
    "réunion",
    "panamá",
    "méxico",
    "perú",
    "côte",
    "príncipe",
    "tomé",
    "doña",
    "niño",
    "niña",
    "español",
    "fédération",
    "république",
    "société",
    "général",
    "économie",
    "liberté",
    "égalité",
    "fraternité",
    "jürgen",
    "günter",
    "günther",
    "österreich",
    "länder",
    "bündnis",
    "grünen",
    "über",
    "malmö",
    "göteborg",
    "gdańsk",
    "łódź",
    "wałęsa",
    "citroën",
    "noël",
    "zoë",
    "chloë",
    "brontë",
    "raúl",
    "jesús",
    "maría",
    "sofía",
    "beyoncé",
    "dáil",
    "fáil",
    "féin",
    "tánaiste",
    "seán",
    "síochána",
    "gardaí",
    "teachtaí",
    "éire",
    "údarás",
];

/// How sure a restored letter is: of those of French and German laws that were lost on purpose so many came back right.
pub(super) const CONFIDENCE: f32 = 0.98;

/// The same for a first letter, which may have been a capital.
const FIRST: f32 = 0.95;

/// Words by what is left of them when all letters beyond ASCII are lost; `None` where two words are left
/// with the same.
type ByRest = HashMap<String, Option<String>>;

static KNOWN: LazyLock<ByRest> = LazyLock::new(|| {
    let mut known = ByRest::new();
    for word in WORDS {
        learn(word, &mut known);
    }
    known
});

/// A word with every letter beyond ASCII replaced by `?`.
pub(super) fn rest_of(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii() { c.to_ascii_lowercase() } else { '?' }).collect()
}

fn learn(word: &str, words: &mut ByRest) {
    let entry = words.entry(rest_of(word)).or_insert_with(|| Some(word.to_owned()));
    if entry.as_deref() != Some(word) {
        *entry = None;
    }
}

/// A word with lost letters.
struct Damaged {
    /// Where it starts.
    start: usize,
    /// The word, with `?` for each lost letter.
    word: String,
    /// The sign before it is the apostrophe of an elided word.
    elided: bool,
}

impl Damaged {
    fn new(start: usize, word: &str, sign: char) -> Self {
        let word = word.chars().map(|c| if c == sign { '?' } else { c }).collect();
        Self { start, word, elided: false }
    }
}

/// What the damaged words of a text can be: those words with letters beyond ASCII that the text has in whole
/// elsewhere, and those that everyone knows.
struct Words {
    own: ByRest,
}

impl Words {
    /// Those of a text that are left with the same as one of the damaged words.
    fn of(text: &str, damaged: &[Damaged]) -> Self {
        let mut own = ByRest::new();
        let mut rest = String::with_capacity(40);
        let bytes = text.as_bytes();
        let mut at = next_beyond_ascii(bytes, 0);
        if at == bytes.len() {
            return Self { own };
        }
        let wanted: HashSet<String> = damaged.iter().map(|damaged| damaged.word.to_lowercase()).collect();
        let mut last_end = 0;
        while at < bytes.len() {
            let len = bytes[last_end..at].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let whole = text[at - len..].split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            last_end = at - len + whole.len();
            if whole.len() <= len {
                // a sign beyond ASCII, which is part of no word
                last_end = at + text[at..].chars().next().map_or(1, char::len_utf8);
            } else if (3..40).contains(&whole.len()) {
                rest.clear();
                rest.extend(whole.chars().map(|c| if c.is_ascii() { c.to_ascii_lowercase() } else { '?' }));
                if wanted.contains(&rest) && rest.bytes().any(|byte| byte != b'?') {
                    learn(&whole.to_lowercase(), &mut own);
                }
            }
            at = next_beyond_ascii(bytes, last_end);
        }
        Self { own }
    }
}

/// The word that `damaged` was, of those of the text itself, of its language, or that everyone knows; with the case
/// of what is left.
fn restore(damaged: &str, words: &Words, language: Option<Language>) -> Option<String> {
    if damaged == "?" {
        return Some("à".to_owned());
    }
    let small = damaged.to_lowercase();
    let listed = || language.and_then(|language| language.word(&small));
    let word = match words.own.get(&small) {
        Some(word) => word.as_deref().or_else(listed)?,
        None => listed().or_else(|| KNOWN.get(&small)?.as_deref())?,
    };
    let letters = damaged.chars().filter(|c| *c != '?');
    let capitals = letters.clone().count() > 1 && letters.clone().all(char::is_uppercase);
    Some(if capitals {
        word.to_uppercase()
    } else {
        word.chars().zip(damaged.chars()).map(|(c, d)| if d == '?' { c } else { d }).collect()
    })
}

/// The edits for words with lost letters within them; none, and no work, for a text without such a word. In a language
/// whose words are known, letters at the ends of words too.
pub(crate) fn find_all(text: &str, english: impl FnOnce() -> bool) -> Vec<Edit> {
    let mut list = Vec::new();
    let mut language = None;
    let mut english = Some(english);
    let mut is_english = false;
    for sign in ['?', '\u{fffd}'] {
        let mut damaged = damaged_words(text, sign);
        if damaged.is_empty() {
            continue;
        }
        if let Some(english) = english.take() {
            is_english = english();
            language = if is_english { None } else { Language::of(text) };
        }
        let words = Words::of(text, &damaged);
        let mut found = restored(&damaged, sign, text, &words, language);
        // one word may be an accident; two, and the sign stands for letters
        if let Some(language) = language
            && (found.len() > 1 || sign != '?')
        {
            damaged = words_in_language(text, sign, language);
            let words = Words::of(text, &damaged);
            found = restored(&damaged, sign, text, &words, Some(language));
        }
        list.extend(found);
    }
    list.extend(super::french::find(text, || english.map_or(is_english, |english| english())));
    // a word that is known counts for more than the spelling
    list.sort_by(|a, b| a.range.start.cmp(&b.range.start).then(b.confidence.total_cmp(&a.confidence)));
    list.dedup_by(|b, a| b.range.start < a.range.end);
    list
}

/// The edits for those of the damaged words that are known, each place once.
fn restored(
    damaged: &[Damaged],
    sign: char,
    text: &str,
    words: &Words,
    language: Option<Language>,
) -> Vec<Edit> {
    let mut list = Vec::new();
    let mut done = 0;
    for damaged in damaged {
        if damaged.start < done {
            continue;
        }
        let Some(word) = restore(&damaged.word, words, language) else { continue };
        let mut place = damaged.start;
        let word = if damaged.word.starts_with('?') && starts_a_sentence(&text[..place]) {
            let mut letters = word.chars();
            letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect())
        } else {
            word
        };
        if damaged.elided {
            let end = damaged.start;
            list.push(edit(text, end - sign.len_utf8(), end, "’", &super::elision::RULE, CONFIDENCE));
        }
        for (c, d) in word.chars().zip(damaged.word.chars()) {
            let len = if d == '?' { sign.len_utf8() } else { d.len_utf8() };
            if d == '?' {
                // whether a first letter was a capital is a guess: `État`
                let first = place == damaged.start && !c.is_uppercase();
                list.push(edit(text, place, place + len, c, &RULE, if first { FIRST } else { CONFIDENCE }));
            }
            place += len;
        }
        done = place;
    }
    list
}

/// How many letters a word has at most on either side of a lost one.
const REACH: usize = 24;

/// Letters and signs around the sign at `at`, which stand together: start and end.
fn together(text: &str, from: usize, at: usize, sign: char) -> (usize, usize) {
    let part = |c: &char| c.is_alphabetic() || *c == sign;
    let after = at + sign.len_utf8();
    let before: usize = text[from..at].chars().rev().take(REACH).take_while(part).map(char::len_utf8).sum();
    let len: usize = text[after..].chars().take(REACH).take_while(part).map(char::len_utf8).sum();
    (at - before, after + len)
}

/// The words with lost letters within them. `sign` is what stands for a lost letter; a `?` at a word's end is
/// never taken for one.
fn damaged_words(text: &str, sign: char) -> Vec<Damaged> {
    let mut list = Vec::new();
    let mut done = 0;
    let mut buffer = [0; 4];
    let found = sign.encode_utf8(&mut buffer);
    let bytes = text.as_bytes();
    for at in memchr::memmem::find_iter(bytes, found.as_bytes()) {
        let after = at + found.len();
        // `?` ends most of its words
        let goes_on = bytes.get(after).is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80 || *b == b'?');
        if at < done || sign == '?' && !goes_on {
            continue;
        }
        let (start, end) = together(text, done, at, sign);
        done = end;
        let whole = &text[start..end];
        let within = if sign == '?' { whole.trim_matches('?') } else { whole };
        if within.trim_matches(sign).len() < 2
            || !within.contains(sign)
            || sign == '?' && in_address(text, at)
        {
            continue;
        }
        let start = start + (whole.len() - whole.trim_start_matches('?').len()) * usize::from(sign == '?');
        list.push(Damaged::new(start, within, sign));
    }
    list
}

/// What words with lost letters may be in a known language, the likeliest reading of each first: the whole with the
/// signs at its ends, without those, and the part after an elided word.
fn words_in_language(text: &str, sign: char, language: Language) -> Vec<Damaged> {
    let mut list = Vec::new();
    let mut done = 0;
    let mut buffer = [0; 4];
    let found = sign.encode_utf8(&mut buffer);
    for at in memchr::memmem::find_iter(text.as_bytes(), found.as_bytes()) {
        if at < done || sign == '?' && in_address(text, at) {
            continue;
        }
        let (start, end) = together(text, done, at, sign);
        done = end;
        let whole = &text[start..end];
        let inner = whole.trim_matches(sign);
        if inner.is_empty() {
            // `rien ? perdre`: a question mark between small letters is rare, à is not
            if language.is_french() && whole.chars().count() == 1 && is_a_word_alone(text, start, end) {
                list.push(Damaged { start, word: "?".to_owned(), elided: false });
            }
            continue;
        }
        let lead = whole.len() - whole.trim_start_matches(sign).len();
        let tail = whole.len() - lead - inner.len();
        let one = sign.len_utf8();
        // a sign at the end is a letter where the sentence goes on
        let goes_on = sign != '?' || sentence_goes_on(&text[end..]);
        if lead <= one && (tail == 0 || tail == one && goes_on) {
            list.push(Damaged::new(start, whole, sign));
        }
        if lead <= one && tail > 0 {
            list.push(Damaged::new(start, &whole[..lead + inner.len()], sign));
        }
        if inner.contains(sign) {
            list.push(Damaged::new(start + lead, inner, sign));
        }
        // `l??tat`
        if let Some(cut) = whole.find(sign)
            && super::elision::is_elided(&whole[..cut])
            && (tail == 0 || goes_on)
        {
            let rest = &whole[cut + one..];
            if rest.contains(sign) {
                let damaged = Damaged::new(start + cut + one, rest, sign);
                list.push(Damaged { elided: true, ..damaged });
            }
        }
    }
    list
}

/// Whether what comes before a word ends a sentence or a line.
fn starts_a_sentence(before: &str) -> bool {
    let before = before.trim_end_matches([' ', '*', '#', '_']);
    before.is_empty() || before.ends_with(['.', '!', ':', '\n'])
}

/// Whether a sign stands alone between two words in small letters.
fn is_a_word_alone(text: &str, start: usize, end: usize) -> bool {
    // after an article an opening quote is likelier
    let Some(sentence) = text[..start].strip_suffix(' ') else { return false };
    let word = word_before(sentence, sentence.len());
    if ["un", "une", "le", "la", "les", "des", "du", "ce", "cette", "son", "sa"].contains(&word) {
        return false;
    }
    let before = sentence.chars().next_back();
    let after = text[end..].strip_prefix(' ').and_then(|after| after.chars().next());
    before.is_some_and(|c| c.is_lowercase() || c == ',') && after.is_some_and(char::is_lowercase)
}

/// Whether what follows a word shows that its sentence does not end here.
fn sentence_goes_on(rest: &str) -> bool {
    let mut next = rest.chars();
    match next.next() {
        Some(' ') => next.next().is_some_and(char::is_lowercase),
        Some(c) => matches!(c, ',' | ';' | '.' | ')' | '-' | '’' | '\''),
        None => false,
    }
}

/// Whether `text[start..end]` stands before an amount of money, where its sign would.
pub(super) fn is_lost_sign(text: &str, start: usize, end: usize) -> bool {
    word_before(text, start).is_empty() && is_amount(&text[end..])
}

/// The sign of the money that a text speaks of, if it is of one kind.
pub(super) fn money(text: &str) -> Option<char> {
    let has = |words: &[&str]| {
        words.iter().any(|word| memchr::memmem::find(text.as_bytes(), word.as_bytes()).is_some())
    };
    let pounds = has(&["£", " pounds", " sterling", " pence"]);
    let euros = has(&["€"]) || speaks_of_euros(text);
    let rupees = has(&["₹", " rupee", " crore", " lakh"]);
    match (pounds, euros, rupees) {
        (true, false, false) => Some('£'),
        (false, true, false) => Some('€'),
        (false, false, true) => Some('₹'),
        _ => None,
    }
}

/// Whether a text has the word euro, alone or in another such as `eurozone`; Europe is none.
fn speaks_of_euros(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find_iter(bytes, b"uro").any(|at| {
        let euro = at > 1 && matches!(bytes[at - 1], b'e' | b'E') && !bytes[at - 2].is_ascii_alphabetic();
        euro && bytes.get(at + 3) != Some(&b'p')
    })
}

/// Whether an amount of money starts here: digits in groups of three, or with two decimals, or millions.
fn is_amount(text: &str) -> bool {
    let end = text
        .bytes()
        .take(20)
        .position(|b| !b.is_ascii_digit() && b != b',' && b != b'.')
        .unwrap_or(text.len().min(20));
    let number = text[..end].trim_end_matches(['.', ',']);
    let rest = text[end..].trim_start();
    let scaled = ["million", "billion", "thousand", "crore", "lakh", "m ", "bn", "a year", "a week"];
    let grouped = number.rsplit_once(',').is_some_and(|(_, last)| last.len() == 3);
    !number.is_empty()
        && number.starts_with(|c: char| c.is_ascii_digit())
        && (grouped || scaled.iter().any(|word| rest.starts_with(word)))
}
