//! XML of parliaments and laws, and any other: a vocabulary says what its elements do, [`reading`] makes
//! blocks of them. The text is read as a stream, twice; no tree is built, no other file is ever opened.
//!
//! XHTML is not read here but as HTML.

mod akoma;
mod entities;
mod flow;
mod hansard;
mod notes;
mod order;
mod pages;
mod people;
mod plain;
mod reading;
mod survey;
mod tag;
mod tei;
mod tokens;
mod words;

use super::{Extracted, Format, Input, Sink};
use crate::Reason;
use crate::draft::Draft;
use flow::{Ended, Flow, Open};
use reading::Reading;
use survey::Survey;
use tag::Tag;
use tokens::{Token, Tokens};

/// The format `xml`.
pub(crate) struct Xml;

impl Format for Xml {
    fn name(&self) -> &'static str {
        "xml"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let unit = crate::repairing::decode(input.bytes, declared(input.bytes));
        let mut draft = read(&unit.text);
        super::place_notes(&mut draft, &unit.map);
        let _ = sink.document(Extracted {
            plain: draft.is_typed(),
            draft,
            unit: Some(&unit),
            locator: String::new(),
            format: self.name(),
            first_line: None,
        });
        Ok(())
    }
}

/// The words that a kind of XML is made of.
trait Vocabulary {
    /// What it is called, in the field `schema`.
    fn name(&self) -> &'static str;

    /// What an element does, at its start; those around it are in `reading`.
    fn open(&mut self, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open;

    /// An element that was marked has ended.
    fn ended(&mut self, _ended: Ended, _reading: &mut Reading<'_>) {}

    /// All has been read.
    fn finish(&mut self, _draft: &mut Draft) {}
}

/// Reads a decoded text; places are in it.
fn read(unit: &str) -> Draft {
    let survey = Survey::of(unit);
    let mut vocabulary = vocabulary(&survey);
    let mut reading = Reading::new(&survey);
    if let Some(root) = survey.root {
        plain::stated_by_root(root, &mut reading);
    }
    let mut notes = notes::Notes::default();
    let mut tokens = Tokens::new(unit);
    while let Some(token) = tokens.next() {
        reading.at = tokens.at();
        match token {
            Token::Open(tag) | Token::Empty(tag) => {
                let mut open = match reading.too_deep() {
                    true => Open::from(Flow::Container),
                    false => vocabulary.open(tag, &mut reading),
                };
                // the mark of a note is no part of the word before it
                if notes.see(tag) && open.flow == Flow::Inline {
                    open.flow = Flow::Words;
                }
                reading.start(tag, open);
                if matches!(token, Token::Empty(_)) {
                    reading.end(tag.local(), &mut |ended, reading| vocabulary.ended(ended, reading));
                }
            }
            Token::Close(name) => reading.end(name, &mut |ended, reading| vocabulary.ended(ended, reading)),
            Token::Text(text, at) => reading.text(text, at),
            Token::Reference(name, unit) => reading.reference(name, unit),
            Token::Doctype(text) => reading.doctype(text),
            Token::Broken(at) => reading.broken(at),
        }
    }
    reading.finish(&mut |ended, reading| vocabulary.ended(ended, reading));
    let Reading { mut draft, joins, .. } = reading;
    notes.tie(&joins, &mut draft);
    vocabulary.finish(&mut draft);
    if !vocabulary.name().is_empty() {
        draft.metadata.add("schema", vocabulary.name());
    }
    people::list_speakers(&mut draft);
    order::title_first(&mut draft);
    draft
}

/// The vocabulary of a text, told by its root or by an element that no other has.
fn vocabulary(survey: &Survey<'_>) -> Box<dyn Vocabulary> {
    let root = survey.root.map_or("", |root| root.local());
    let space = survey.root.and_then(|root| root.get("xmlns")).unwrap_or_default();
    let holds = |names: &[&str]| names.iter().any(|name| survey.holds(name));
    match root {
        "TEI" | "TEI.2" | "teiCorpus" => Box::new(tei::Tei::default()),
        "akomaNtoso" => Box::new(akoma::Akoma::new()),
        "Hansard" | "hansard" | "publicwhip" | "dbtplenarprotokoll" => Box::new(hansard::Hansard::default()),
        "pdf2xml" => Box::new(pages::Pages::default()),
        _ if space.contains("tei-c.org") => Box::new(tei::Tei::default()),
        _ if holds(&["PersonSpeaking", "talk.start", "membercontribution", "major-heading", "speech"]) => {
            Box::new(hansard::Hansard::default())
        }
        _ if holds(&["num", "enum", "Pnumber"]) && holds(&["heading", "header", "section", "Title"]) => {
            Box::new(akoma::Akoma::law())
        }
        _ => Box::new(plain::Plain::default()),
    }
}

/// The encoding that the XML declaration names, if there is one.
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = &bytes[..bytes.len().min(256)];
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    let end = memchr::memchr(b'>', head)?;
    let head = std::str::from_utf8(&head[..end]).ok()?.strip_prefix("<?xml")?;
    let value = head.split_once("encoding")?.1.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// The ISO 639-1 code of a language tag: `sk`, `EN`, `en-GB`, `eng`.
fn language(tag: &str) -> Option<&'static str> {
    let code = tag.trim().split(['-', '_']).next()?;
    if code.len() > 3 || code.len() < 2 {
        return None;
    }
    let code = code.to_ascii_lowercase();
    let short = LANGUAGES.split(' ').find(|pair| {
        pair.get(..2).is_some_and(|two| two == code) || pair[3..].split(',').any(|three| three == code)
    })?;
    Some(&short[..2])
}

/// ISO 639-1 with 639-2 behind it, for the languages of parliaments.
const LANGUAGES: &str = "af:afr ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces,cze cy:cym,wel da:dan de:deu,ger \
     el:ell,gre en:eng eo:epo es:spa et:est eu:eus,baq fa:fas,per fi:fin fo:fao fr:fra,fre ga:gle gd:gla gl:glg \
     he:heb hi:hin hr:hrv hu:hun hy:hye,arm id:ind is:isl,ice it:ita ja:jpn ka:kat,geo kk:kaz km:khm ko:kor la:lat \
     lb:ltz lt:lit lv:lav mi:mri,mao mk:mkd,mac mn:mon ms:msa,may mt:mlt nb:nob ne:nep nl:nld,dut nn:nno no:nor \
     oc:oci pa:pan pl:pol ps:pus pt:por ro:ron,rum ru:rus si:sin sk:slk,slo sl:slv so:som sq:sqi,alb sr:srp \
     ss:ssw st:sot sv:swe sw:swa ta:tam te:tel th:tha tl:tgl tn:tsn tr:tur ts:tso uk:ukr ur:urd uz:uzb ve:ven \
     vi:vie xh:xho yi:yid zh:zho,chi zu:zul nr:nbl";

#[cfg(test)]
mod tests;
