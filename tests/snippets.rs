//! Snippets of real documents: every highlight is a match, no word of the best passage is missing, and every
//! source place leads to the words in the original.

use crate::equality::{Dice, real_index};
use crate::plain::{Slot, Texts};
use pamphlet::index::analyzer::{Lang, Tokens, analyze, apostrophe_forms, light_forms};
use pamphlet::{Hit, Index, Request};
use std::collections::{HashMap, HashSet};
use std::path::Path;

#[test]
#[ignore = "larger tier: indexes 121 MB of real documents"]
fn snippets_of_real_documents_are_true_whole_and_lead_to_the_original() {
    let Some((place, index)) = real_index() else { return };
    let texts = Texts::read(&index);
    let mut dice = Dice(5);
    let mut figures = Figures::default();
    let mut files: HashMap<String, Option<Vec<u8>>> = HashMap::new();
    while figures.queries < 200 {
        let Some((query, slots)) = question(&texts, &mut dice) else { continue };
        figures.queries += 1;
        for hit in index.find(&Request::new(&*query)).unwrap().hits {
            figures.snippets += 1;
            let langs = langs(&hit);
            let (ready, lang) = (Ready::of(&slots, &langs), langs.first().copied().unwrap_or_default());
            highlights(&query, &ready, lang, &hit, &mut figures);
            completeness(&index, &query, &ready, lang, &hit, &mut figures);
            let file = hit.path.rsplit_once('#').map_or(&*hit.path, |(file, _)| file).to_owned();
            let bytes =
                files.entry(file.clone()).or_insert_with(|| std::fs::read(place.path().join(&file)).ok());
            source(&query, &hit, bytes.as_deref(), &mut figures);
        }
    }
    println!(
        "{} queries, {} snippets: {} highlights, {} wrong; {} lack a word of the best passage; {} places read \
         ({} word for word, {} after repair), {} elsewhere; {} in files that are packed",
        figures.queries,
        figures.snippets,
        figures.highlights,
        figures.wrong.len(),
        figures.lacking.len(),
        figures.exact + figures.repaired + figures.elsewhere.len(),
        figures.exact,
        figures.repaired,
        figures.elsewhere.len(),
        figures.packed
    );
    for (name, list) in
        [("wrong", &figures.wrong), ("lacking", &figures.lacking), ("elsewhere", &figures.elsewhere)]
    {
        for line in list.iter().take(15) {
            println!("{name}: {line}");
        }
    }
    assert!(figures.wrong.is_empty() && figures.lacking.is_empty() && figures.elsewhere.is_empty());
}

#[derive(Default)]
struct Figures {
    queries: usize,
    snippets: usize,
    highlights: usize,
    wrong: Vec<String>,
    lacking: Vec<String>,
    exact: usize,
    repaired: usize,
    packed: usize,
    elsewhere: Vec<String>,
}

/// One to four words that stand near each other in a document, or a phrase, or a pattern.
fn question(texts: &Texts, dice: &mut Dice) -> Option<(String, Vec<Slot>)> {
    let text = &texts.list[dice.roll(texts.list.len())];
    let at = dice.roll(text.words.len());
    let mut words: Vec<String> = Vec::new();
    for word in text.words[at..].iter().filter(|word| !word.extra).take(1 + dice.roll(30)) {
        let term = &texts.terms[word.term as usize];
        let plain = term.len() > 3 && term.chars().all(|c| c.is_ascii_lowercase());
        if plain && !words.contains(term) && (words.is_empty() || dice.roll(3) == 0) {
            words.push(term.clone());
        }
    }
    words.truncate(4);
    let first = words.first()?.clone();
    Some(match dice.roll(8) {
        0 => (format!("{}*", &first[..4]), vec![Slot::Starts(first[..4].to_owned())]),
        1 if first.len() > 5 => (format!("{first}~1"), vec![Slot::Near(first)]),
        2 => (format!("={first}"), vec![Slot::Exact(first)]),
        _ => (words.join(" "), words.into_iter().map(Slot::Light).collect()),
    })
}

/// A slot made ready for documents of some languages.
enum Ready {
    Forms(HashSet<String>),
    Starts(String),
    Near(String),
}

impl Ready {
    fn of(slots: &[Slot], langs: &[Lang]) -> Vec<Ready> {
        let ready = |slot: &Slot| match slot {
            Slot::Starts(start) => Ready::Starts(start.clone()),
            Slot::Near(word) => Ready::Near(word.clone()),
            Slot::Light(word) => {
                let forms = langs.iter().flat_map(|&lang| light_forms(word, lang));
                Ready::Forms(forms.chain(apostrophe_forms(word)).collect())
            }
            Slot::Exact(word) => Ready::Forms(apostrophe_forms(word).into_iter().collect()),
            _ => Ready::Forms(HashSet::new()),
        };
        slots.iter().map(ready).collect()
    }

    fn takes(&self, term: &str) -> bool {
        match self {
            Ready::Forms(forms) => forms.contains(term),
            Ready::Starts(start) => term.starts_with(start.as_str()),
            Ready::Near(word) => term.len().abs_diff(word.len()) <= 4 && crate::plain::one_edit(word, term),
        }
    }
}

fn langs(hit: &Hit) -> Vec<Lang> {
    match hit.fields.0.get("lang") {
        Some(values) => values.iter().map(|value| Lang::of(Some(value))).collect(),
        None => vec![Lang::English],
    }
}

/// How many of the slots a text has a word for.
fn held(text: &str, slots: &[Ready], lang: Lang, tokens: &mut Tokens) -> usize {
    analyze(text, lang, tokens);
    slots.iter().filter(|slot| tokens.terms().any(|term| slot.takes(term))).count()
}

fn marked(hit: &Hit) -> Vec<String> {
    let letters: Vec<char> = hit.snippet.chars().collect();
    hit.highlights.iter().map(|[start, end]| letters[*start..*end].iter().collect()).collect()
}

fn highlights(query: &str, slots: &[Ready], lang: Lang, hit: &Hit, figures: &mut Figures) {
    let mut tokens = Tokens::default();
    for marked in marked(hit) {
        figures.highlights += 1;
        if held(&marked, slots, lang, &mut tokens) == 0 {
            figures.wrong.push(format!("{query}: '{marked}' in {}: {}", hit.path, hit.snippet));
        }
    }
}

/// The best passage has the most of the query's words; the snippet must have as many.
fn completeness(index: &Index, query: &str, slots: &[Ready], lang: Lang, hit: &Hit, figures: &mut Figures) {
    let stored = index.document(&hit.doc).unwrap().unwrap();
    let mut tokens = Tokens::default();
    let mut best = 0;
    for passage in stored.passages().unwrap() {
        if best == slots.len() {
            break;
        }
        // the page around the message is not what is quoted
        if passage.role.is_chrome() {
            continue;
        }
        best = best.max(held(&stored.slice(passage.range).unwrap(), slots, lang, &mut tokens));
    }
    let shown = held(&marked(hit).join(" ; "), slots, lang, &mut tokens);
    if shown < best {
        figures.lacking.push(format!("{query}: {shown} of {best} in {}: {}", hit.path, hit.snippet));
    }
}

/// Letters alone, in lower case; of what is no UTF-8 those of ASCII.
fn letters_of(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            // what stands between `<` and `>` is markup
            let (mut out, mut inside) = (String::new(), false);
            for c in text.chars() {
                match c {
                    '<' => inside = true,
                    '>' => inside = false,
                    c if !inside && c.is_alphabetic() => out.extend(c.to_lowercase()),
                    _ => {}
                }
            }
            out
        }
        Err(_) => bytes
            .iter()
            .filter(|byte| byte.is_ascii_alphabetic())
            .map(|&byte| char::from(byte.to_ascii_lowercase()))
            .collect(),
    }
}

fn source(query: &str, hit: &Hit, file: Option<&[u8]>, figures: &mut Figures) {
    let name = Path::new(&hit.path).extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let packed = ["gz", "xz", "bz2", "zip", "docx", "odt", "epub", "pdf", "doc"].contains(&&*name);
    let (Some(file), false) = (file, packed || hit.path.contains("!/")) else {
        figures.packed += 1;
        return;
    };
    let [start, end] = hit.source.byte.map(|at| (at as usize).min(file.len()));
    let raw = &file[start..end.max(start)];
    let ascii = std::str::from_utf8(raw).is_err();
    let have = letters_of(raw);
    let keep = |c: &char| c.is_alphabetic() && (!ascii || c.is_ascii());
    let pieces = hit
        .snippet
        .split(['…', '¶'])
        .map(|piece| piece.chars().filter(keep).flat_map(char::to_lowercase).collect::<String>());
    if pieces.clone().all(|piece| have.contains(&piece)) {
        figures.exact += 1;
        return;
    }
    // what was repaired has other letters: then nearly all of its words must stand there
    let words: Vec<String> = hit
        .snippet
        .split(|c: char| !c.is_ascii_alphabetic())
        .filter(|word| word.len() > 2)
        .map(str::to_lowercase)
        .collect();
    let there = words.iter().filter(|word| have.contains(word.as_str())).count();
    if there * 10 >= words.len() * 9 {
        figures.repaired += 1;
    } else {
        let shown: String = String::from_utf8_lossy(raw).chars().take(120).collect();
        figures.elsewhere.push(format!("{query}: {}: {} | {shown:?}", hit.path, hit.snippet));
    }
}
