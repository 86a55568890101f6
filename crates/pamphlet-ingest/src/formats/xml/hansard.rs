//! Records of debates in vocabularies of their own: those of Canada, Australia and Germany, the historic one
//! of the United Kingdom, and that of Public Whip. They share no elements, so one table holds them all.

use super::flow::{Flow, Open};
use super::people::Person;
use super::plain::{common, formatting, state_date};
use super::reading::Reading;
use super::tag::Tag;
use super::{Ended, Vocabulary};
use crate::dates;
use pamphlet_document::{BlockKind, Speech, field};

/// The vocabulary of Hansard-like records.
#[derive(Default)]
pub(super) struct Hansard {
    titled: bool,
    /// Parts of a name, as Germany gives them.
    first: String,
}

impl Vocabulary for Hansard {
    fn name(&self) -> &'static str {
        "hansard"
    }

    fn open(&mut self, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open {
        let name = tag.local();
        let parent = reading.parent();
        match name {
            // Canada
            "ExtractedItem" => return self.extracted(tag),
            "ExtractedInformation" | "DocumentTitle" | "StartPageNumber" => return Open::head(),
            "Intervention" | "WrittenQuestionResponse" => return speech(reading, tag),
            "PersonSpeaking" | "Questioner" => return Open::block(BlockKind::MetadataLine).marked("label"),
            "Responder" => {
                reading.speech(Person::default());
                return Open::block(BlockKind::MetadataLine).marked("label");
            }
            "OrderOfBusinessTitle"
            | "SubjectOfBusinessTitle"
            | "SubjectOfBusinessQualifier"
            | "CatchLine"
            | "QuestionID"
            | "MemberListsTitle" => return Flow::Heading.into(),
            "Affiliation" if reading.within("MemberList") => return Open::block(BlockKind::TableRow),
            "Name" | "Constituency" | "Province" | "Party" | "Role" if reading.within("MemberList") => {
                return Flow::Cell.into();
            }
            "ParaText" => return Open::block(BlockKind::Paragraph),
            "QuotePara" | "CommitteeQuote" | "LegislationQuote" | "Quote" => {
                return Open::block(BlockKind::Quote);
            }
            "Poetry" => return Open::block(BlockKind::Verse),
            "Verse" | "Line" => return Flow::Line.into(),
            "ProceduralText" => return Open::block(BlockKind::Interjection),
            "Timestamp" | "FloorLanguage" if !reading.survey.inline(parent, name) => {
                return Open::block(BlockKind::MetadataLine);
            }
            // Public Whip
            "major-heading" | "oral-heading" => return self.heading(1, reading),
            "minor-heading" => return self.heading(2, reading),
            "speech" | "question" | "answer" | "ques" | "reply" if tag.has("nospeaker", "true") => {
                return Flow::Container.into();
            }
            "speech" | "question" | "answer" | "ques" | "reply" => return speech(reading, tag),
            "mpname" => return Open::block(BlockKind::ListItem),
            // Australia
            "session.header" => return Open::head(),
            "date" if reading.within("session.header") => return Open::head().marked("date"),
            "parliament.no" if parent == "session.header" => return Open::head().marked("parliament"),
            "session.no" if parent == "session.header" => return Open::head().marked("session"),
            "chamber" if parent == "session.header" => return Open::head().marked(field::ORG),
            "talker" => return Open::head(),
            "name" if parent == "talker" => return Open::from(Flow::Cell).marked("talker"),
            "party" if parent == "talker" => return Open::from(Flow::Cell).marked("talker-party"),
            "role" if parent == "talker" => return Open::from(Flow::Cell).marked("talker-role"),
            "electorate" if parent == "talker" => return Open::from(Flow::Cell).marked("talker-seat"),
            _ if parent == "talker" => return Flow::Cell.into(),
            "interjection" => return Open::block(BlockKind::Interjection),
            // Germany
            "plenarprotokoll-nummer" if !self.titled => {
                self.titled = true;
                return Open::block(BlockKind::Title);
            }
            "rede" => return speech(reading, tag),
            "name" if parent == "redner" => return Flow::Words.into(),
            "redner" => return Flow::Words.into(),
            "titel" | "vorname" | "nachname" | "fraktion" | "rolle_lang" if reading.within("redner") => {
                let mark = match name {
                    "vorname" => "first",
                    "nachname" => "last",
                    "fraktion" => "talker-party",
                    "rolle_lang" => "talker-role",
                    _ => return Flow::Words.into(),
                };
                return Open::from(Flow::Words).marked(mark);
            }
            "p" if tag.has("klasse", "redner") => return Open::block(BlockKind::MetadataLine),
            "name" if parent == "rede" || parent == "sitzungsbeginn" => {
                reading.speech(Person::default());
                return Open::block(BlockKind::MetadataLine).marked("label");
            }
            "kommentar" => return Open::block(BlockKind::Interjection),
            "datum" | "sitzungsdatum" => {
                if let Some(value) = tag.get("date") {
                    state_date(reading, &value);
                }
            }
            "sitzungsnr" => return Open::from(Flow::Words).marked("sitting"),
            "wahlperiode" => return Open::from(Flow::Words).marked("term"),
            // the United Kingdom before 2005
            "member" if parent == "p" => {
                reading.speech(Person::default());
                return Open::from(Flow::Words).marked("label");
            }
            "memberconstituency" => return Open::from(Flow::Words).marked("talker-seat"),
            "membercontribution" => return Flow::Words.into(),
            "date" => {
                if let Some(value) = tag.get("format").or_else(|| tag.get("date")) {
                    state_date(reading, &value);
                }
            }
            _ => {}
        }
        if let Some(flow) = formatting(&name.to_ascii_lowercase()) {
            return flow.into();
        }
        if reading.survey.inline(parent, name) {
            return Flow::Words.into();
        }
        let open = common(&name.to_ascii_lowercase()).unwrap_or(Flow::Container.into());
        if open.flow == Flow::Heading {
            // a heading ends a speech that no element holds
            reading.silence();
        }
        open
    }

    fn ended(&mut self, ended: Ended, reading: &mut Reading<'_>) {
        let Ended { mark, text } = ended;
        // who calls out does not speak
        let aside = mark.starts_with("talker") && reading.within("interjection");
        match mark {
            "date" => state_date(reading, &text),
            _ if aside => {}
            "label" | "talker" | "talker-party" | "talker-role" | "talker-seat" | "first" | "last" => {
                if mark == "first" {
                    self.first = text;
                    return;
                }
                let Some(speech) = reading.speaking() else { return };
                match mark {
                    "label" => {
                        *speech = Speech { range: speech.range, ..Person::from_label(&text).into() };
                    }
                    "talker" if speech.speaker.is_empty() => speech.speaker = text,
                    "last" if speech.speaker.is_empty() => {
                        speech.speaker = format!("{} {text}", self.first).trim().to_owned();
                    }
                    "talker-party" if speech.party.is_none() => {
                        speech.party = Some(text).filter(|t| !t.is_empty())
                    }
                    "talker-role" if speech.role.is_none() => {
                        speech.role = Some(text).filter(|t| !t.is_empty())
                    }
                    "talker-seat" if speech.constituency.is_none() => {
                        let seat = text.trim_matches(['(', ')', ' ']);
                        speech.constituency = Some(seat.to_owned()).filter(|t| !t.is_empty())
                    }
                    _ => {}
                }
            }
            name => reading.draft.metadata.add(name, &text),
        }
    }
}

impl Hansard {
    fn extracted(&mut self, tag: Tag<'_>) -> Open {
        let name = tag.get("Name").unwrap_or_default();
        let head = Open::head();
        match name.as_ref() {
            "InstitutionDebate" | "Institution" if !self.titled => {
                self.titled = true;
                let role = Some(pamphlet_document::Role::Content);
                Open { role, ..Open::block(BlockKind::Title) }
            }
            "Date" => head.marked("date"),
            "Volume" => head.marked("volume"),
            "Number" => head.marked("number"),
            "Session" => head.marked("session"),
            "Parliament" => head.marked("parliament"),
            "Institution" => head.marked(field::ORG),
            "Country" => head.marked("country"),
            _ => head,
        }
    }

    /// A heading whose level is its name.
    fn heading(&mut self, level: u8, reading: &mut Reading<'_>) -> Open {
        reading.silence();
        Open::block(BlockKind::Heading(level))
    }
}

/// A speech whose speaker an attribute gives, or an element to come.
fn speech(reading: &mut Reading<'_>, tag: Tag<'_>) -> Open {
    let names = ["speakername", "speaker"];
    let attribute =
        names.into_iter().find_map(|name| tag.attribute(name)).filter(|found| !found.raw.trim().is_empty());
    let person =
        attribute.map(|found| Person::from_label(&super::entities::resolved(found.raw))).unwrap_or_default();
    let stated = |name: &str| tag.get(name).map(|value| value.into_owned());
    reading.speech(Person {
        name: person.name,
        party: stated("party").or(person.party),
        role: stated("speakeroffice").or(person.role),
        constituency: stated("constituency").or(person.constituency),
    });
    if let Some(found) = attribute {
        reading.value(BlockKind::MetadataLine, found);
    }
    // the id of Public Whip holds the day
    if let Some(id) =
        tag.get("id").filter(|id| reading.draft.metadata.date.is_none() && id.contains("publicwhip"))
    {
        reading.draft.metadata.date = id.rsplit('/').find_map(|part| dates::of_name(part.get(..10)?));
    }
    Open { speech: true, ..Flow::Container.into() }
}
