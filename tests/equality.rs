//! Counts, concordances, highlights and a plain scan of the text agree, for queries of every kind that are
//! made of the documents' own words. Seeded: the same queries every time.

use crate::plain::{Ask, Ready, Slot, Text, Texts};
use crate::{Place, shared, workspace};
use pamphlet::{Index, LineSort, Request};
use std::process::Command;

/// Numbers that look random and are the same every time.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }
}

#[test]
fn commands_and_a_plain_scan_agree_on_the_sample_documents() {
    let place = Place::new();
    let corpus = workspace().join("corpus");
    let run = place.run(["index".as_ref(), corpus.as_os_str()]);
    assert!(matches!(run.code, 0 | 3), "{}", run.stderr);
    agree(&Index::open(place.path().join("index")).unwrap(), 150, 11);
}

#[test]
#[ignore = "larger tier: indexes 121 MB of real documents"]
fn commands_and_a_plain_scan_agree_on_real_documents() {
    if let Some(index) = real_index() {
        // a plain scan of 20 million words takes its time: `PAMPHLET_QUERIES=300` asks for the whole of it
        let queries = std::env::var("PAMPHLET_QUERIES").ok().and_then(|number| number.parse().ok());
        agree(&index.1, queries.unwrap_or(42), 7);
    }
}

/// The index of the real corpora; made for the test, unless `PAMPHLET_REAL_INDEX` names one.
pub(crate) fn real_index() -> Option<(Place, Index)> {
    let place = Place::new();
    if let Some(known) = std::env::var_os("PAMPHLET_REAL_INDEX") {
        return Some((place, Index::open(known).unwrap()));
    }
    let unpack = shared("corpora/unpack.sh")?;
    assert!(Command::new(unpack).arg(place.path().join("real")).status().unwrap().success());
    let run = place.run(["index", "real"]);
    assert!(matches!(run.code, 0 | 3), "{}", run.stderr);
    let index = Index::open(place.path().join("index")).unwrap();
    Some((place, index))
}

/// Holds `queries` queries against a plain scan of every document.
fn agree(index: &Index, queries: usize, seed: u64) {
    let texts = Texts::read(index);
    let mut dice = Dice(seed);
    let (mut matches, mut documents, mut wrong) = (0u64, 0u64, Vec::new());
    for number in 0..queries {
        let (query, ask) = question(&texts, &mut dice, number);
        let mut ready = Ready::new(&texts);
        let mut expected: Vec<(&str, usize)> = Vec::new();
        for text in &texts.list {
            if let Some(found) = ready.matches(&ask, text) {
                expected.push((&text.id, found.len()));
            }
        }
        let scanned: u64 = expected.iter().map(|found| found.1 as u64).sum();
        let request = Request { limit: None, snippets: 0, ..Request::new(&*query) };
        let count = index.count(&request).unwrap();
        let mut lines = 0u64;
        let made = index.each_line(&request, LineSort::Document, &mut |_| lines += 1).unwrap();
        let total = index.find(&Request { limit: Some(0), ..request.clone() }).unwrap().total;
        let told = (expected.len() as u64, scanned, scanned, scanned, expected.len() as u64);
        if (count.documents, count.matches, lines, made.total, total) != told {
            wrong.push(format!(
                "{query}: count {count:?}, {lines} lines, total {total}; scan {} in {}",
                scanned,
                expected.len()
            ));
        }
        // the highlights of some of the documents, spread over all
        for (id, scanned) in expected.iter().step_by(1 + expected.len() / 20) {
            let marked = index.highlights(&request, id).unwrap().len();
            if marked != *scanned {
                wrong.push(format!("{query}: {marked} highlights in {id}, scan {scanned}"));
            }
        }
        matches += scanned;
        documents += expected.len() as u64;
    }
    println!("{queries} queries over {} documents: {matches} matches in {documents} hits", texts.list.len());
    assert!(wrong.is_empty(), "{} of {queries} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(matches > queries as u64);
}

/// A word of a document, of letters alone.
fn word(texts: &Texts, text: &Text, at: usize) -> Option<String> {
    let word = text.words.get(at).filter(|word| !word.extra)?;
    let term = texts.terms[word.term as usize].as_str();
    let plain = term.len() > 2 && term.chars().all(char::is_lowercase) && term.is_ascii();
    // words that the language takes for itself
    let own = matches!(term, "sent" | "para" | "speech");
    (plain && !own).then(|| term.to_owned())
}

/// A query of one of many kinds, made of words of a document, with what it means.
fn question(texts: &Texts, dice: &mut Dice, number: usize) -> (String, Ask) {
    loop {
        let text = &texts.list[dice.roll(texts.list.len())];
        let at = dice.roll(text.words.len());
        if let Some(found) = question_at(texts, text, at, dice, number % 21) {
            return found;
        }
    }
}

fn one(slot: Slot) -> Ask {
    Ask::Row { slots: vec![slot], slop: 0 }
}

fn question_at(texts: &Texts, text: &Text, at: usize, dice: &mut Dice, kind: usize) -> Option<(String, Ask)> {
    let plain: Vec<usize> = (at..text.words.len()).filter(|&at| !text.words[at].extra).take(12).collect();
    let nth = |n: usize| word(texts, text, *plain.get(n)?);
    // words that follow each other without a gap
    let row = |from: usize, to: usize| -> Option<Vec<String>> {
        let mut out = Vec::new();
        for n in from..to {
            let here = &text.words[*plain.get(n)?];
            if n > from && here.position != text.words[plain[n - 1]].position + 1 {
                return None;
            }
            out.push(nth(n)?);
        }
        Some(out)
    };
    let a = nth(0)?;
    let light = |word: &str| one(Slot::Light(word.to_owned()));
    let exact = |word: &str| one(Slot::Exact(word.to_owned()));
    let slots = |words: &[String]| words.iter().map(|word| Slot::Exact(word.clone())).collect::<Vec<_>>();
    Some(match kind {
        0 => (a.clone(), light(&a)),
        1 => (format!("={a}"), exact(&a)),
        2 => {
            let words = row(0, 2 + dice.roll(3))?;
            (format!("\"{}\"", words.join(" ")), Ask::Row { slots: slots(&words), slop: 0 })
        }
        3 => {
            let words = row(0, 3)?;
            let any = vec![Slot::Exact(words[0].clone()), Slot::Any, Slot::Exact(words[2].clone())];
            (format!("\"{} * {}\"", words[0], words[2]), Ask::Row { slots: any, slop: 0 })
        }
        4 => {
            let words = [row(0, 3)?[0].clone(), nth(2)?];
            let slop = 1 + dice.roll(4) as u32;
            (format!("\"{} {}\"~{slop}", words[0], words[1]), Ask::Row { slots: slots(&words), slop })
        }
        5 | 6 => {
            let (b, words) = (nth(3)?, dice.roll(9) as u32);
            let ordered = kind == 6;
            let name = if ordered { "BEFORE" } else { "NEAR" };
            let items = [Box::new(light(&a)), Box::new(light(&b))];
            (format!("{a} {name}/{words} {b}"), Ask::Near { items, words, ordered })
        }
        7 => {
            let (b, c) = (nth(2)?, nth(5)?);
            let group = Ask::Or(vec![light(&b), exact(&c)]);
            let items = [Box::new(light(&a)), Box::new(group)];
            (format!("{a} NEAR/6 ({b} OR ={c})"), Ask::Near { items, words: 6, ordered: false })
        }
        8 => {
            let (b, start) = (nth(2)?, a.get(..4)?.to_owned());
            let items = [Box::new(one(Slot::Starts(start.clone()))), Box::new(light(&b))];
            (format!("{start}* NEAR/4 {b}"), Ask::Near { items, words: 4, ordered: false })
        }
        9 => {
            let start = a.get(..4)?.to_owned();
            (format!("{start}*"), one(Slot::Starts(start)))
        }
        10 => {
            let end = a.get(a.len().checked_sub(4)?..)?.to_owned();
            (format!("*{end}"), one(Slot::Ends(end)))
        }
        11 => {
            let mut letters: Vec<char> = a.chars().collect();
            let inside = 1 + dice.roll(letters.len() - 2);
            letters[inside] = '?';
            let letters: String = letters.into_iter().collect();
            (letters.clone(), one(Slot::Letters(letters)))
        }
        12 => (a.len() > 3).then(|| (format!("{a}~1"), one(Slot::Near(a.clone()))))?,
        13 => {
            let b = nth(1)?;
            (format!("/({a}|{b})/"), one(Slot::OneOf(vec![a, b])))
        }
        14 => {
            let b = nth(2)?;
            (format!("sent({a} {b})"), Ask::Sentence(Box::new(Ask::And(vec![light(&a), light(&b)]))))
        }
        15 => {
            let b = nth(6)?;
            (format!("para({a} -{b})"), {
                Ask::Paragraph(Box::new(Ask::And(vec![light(&a), Ask::Not(Box::new(exact(&b)))])))
            })
        }
        16 => {
            let b = nth(4)?;
            (format!("speech({a} ={b})"), Ask::Speech(Box::new(Ask::And(vec![light(&a), exact(&b)]))))
        }
        17 => (format!("-{a}"), Ask::Not(Box::new(exact(&a)))),
        18 => {
            let (b, c) = (nth(1)?, nth(4)?);
            let parts = vec![light(&a), Ask::Or(vec![light(&b), light(&c)])];
            (format!("{a} ({b} | {c})"), Ask::And(parts))
        }
        19 => {
            let code = ["en", "de", "fr", "es", "pt", "it"][dice.roll(6)];
            (format!("{a} lang:{code}"), Ask::And(vec![light(&a), Ask::Lang(code.to_owned())]))
        }
        _ => {
            let (from, to) = (1790 + dice.roll(200) as u16, 0);
            let to = to + from + dice.roll(60) as u16;
            let days = |year| pamphlet::PartialDate::year(year).unwrap().days();
            let range = Ask::Days(days(from).0, days(to).1);
            (format!("{a} date:{from}..{to}"), Ask::And(vec![light(&a), range]))
        }
    })
}
