//! Akoma Ntoso, and laws in vocabularies like it (USLM, state codes, legislation of the United Kingdom): a
//! number, a heading and a text make a section; debates have speeches with `from`.

use super::flow::{Flow, Open};
use super::people::{People, Person};
use super::plain::{common, formatting, state_date};
use super::reading::Reading;
use super::tag::Tag;
use super::{Ended, Vocabulary};
use crate::draft::Draft;
use crate::{DateOrder, dates};
use pamphlet_document::{BlockKind, Chrome, PartialDate, Role, field};

/// The vocabulary of laws and of debates in Akoma Ntoso.
#[derive(Default)]
pub(super) struct Akoma {
    /// Whether it is Akoma Ntoso, or a law of another kind.
    debates: bool,
    people: People,
    titled: bool,
    /// The date of the work in its identification: it counts where the text gives none.
    work: Option<PartialDate>,
}

impl Akoma {
    /// Akoma Ntoso.
    pub fn new() -> Self {
        Self { debates: true, ..Self::default() }
    }

    /// Other laws.
    pub fn law() -> Self {
        Self::default()
    }
}

impl Vocabulary for Akoma {
    fn name(&self) -> &'static str {
        if self.debates { "akoma-ntoso" } else { "law" }
    }

    fn open(&mut self, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open {
        let name = tag.local();
        let parent = reading.parent();
        match name {
            "meta" => return Open::head(),
            "num" | "enum" | "Pnumber" | "prefix" if parent != "tr" => return Flow::Label.into(),
            "speech" | "question" | "answer" | "speechGroup" if self.debates => {
                return self.speech(tag, reading);
            }
            "from" if self.debates => return Open::block(BlockKind::MetadataLine).marked("from"),
            "scene" | "narrative" | "summary" if self.debates && !reading.within("meta") => {
                return Open::block(BlockKind::Interjection);
            }
            "search-text" | "narrative" | "summary" => {
                return Open { role: Some(Role::Content), ..Open::block(BlockKind::Paragraph) };
            }
            "docDate" | "date" => {
                if let Some(value) = tag.get("date") {
                    state_date(reading, &value);
                }
            }
            // a debate without a title of its own is called as its preface says
            "preface" if self.debates && self.called_by_preface(reading) => {
                self.titled = true;
                return Open::block(BlockKind::Title);
            }
            "p" if self.debates && parent == "preface" => return Flow::Line.into(),
            // `A BILL`, above what it is to do
            "docTitle" if reading.survey.holds("officialTitle") && !reading.within("meta") => {
                return Flow::Heading.into();
            }
            "docTitle" | "shortTitle" | "officialTitle" if !self.titled && !reading.within("meta") => {
                self.titled = true;
                return Open::block(BlockKind::Title);
            }
            "heading" | "header" | "Title" if !self.titled && self.titles(reading) => {
                self.titled = true;
                return Open::block(BlockKind::Title);
            }
            "authorialNote" | "annotation" | "sourceCredit" | "Footnote" => {
                return Open::block(BlockKind::Footnote);
            }
            "quotedStructure" | "quotedContent" | "include" | "BlockAmendment" => {
                return Open::block(BlockKind::Quote);
            }
            "toc" | "Contents" => {
                let role = Some(Role::Chrome(Chrome::Navigation));
                return Open { role, ..Flow::Container.into() };
            }
            "eop" => {
                if let Some(number) = tag.get("n").and_then(|n| n.parse().ok()) {
                    reading.draft.page(number);
                }
            }
            _ if reading.within("meta") => return self.meta(name, tag, reading),
            _ => {}
        }
        if let Some(flow) = formatting(name) {
            return flow.into();
        }
        match name {
            "heading" | "subheading" | "crossHeading" | "header" | "Title" | "longTitle" => {
                Flow::Heading.into()
            }
            _ if reading.survey.inline(parent, name) => Flow::Words.into(),
            // a point of a list is a paragraph with its number
            "item" | "point" if reading.survey.holds("num") => Flow::Container.into(),
            _ => common(name).unwrap_or(Flow::Container.into()),
        }
    }

    fn ended(&mut self, ended: Ended, reading: &mut Reading<'_>) {
        let Ended { mark, text } = ended;
        match mark {
            "from" => {
                if let Some(speech) = reading.speaking() {
                    let person = Person::from_label(&text);
                    if !person.name.is_empty() {
                        speech.speaker = person.name;
                        speech.party = person.party;
                        speech.role = person.role.or(speech.role.take());
                        speech.constituency = person.constituency;
                    }
                }
            }
            "date" => state_date(reading, &text),
            name => reading.draft.metadata.add(name, &text),
        }
    }

    fn finish(&mut self, draft: &mut Draft) {
        draft.metadata.date = draft.metadata.date.or(self.work);
    }
}

impl Akoma {
    /// Whether the sections of a debate nest: then the outer one stands for the whole.
    fn nested(reading: &Reading<'_>) -> bool {
        reading.survey.occurs("debateSection", "debateSection")
    }

    fn called_by_preface(&self, reading: &Reading<'_>) -> bool {
        reading.survey.holds("debate") && !reading.survey.holds("docTitle") && !Self::nested(reading)
    }

    /// Whether a heading here is the title of the whole.
    fn titles(&self, reading: &Reading<'_>) -> bool {
        !reading.within("meta") && (reading.depth() <= 1 || self.debates && Self::nested(reading))
    }

    fn speech(&mut self, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open {
        let id = |name: &str| tag.get(name).map(|id| id.trim_start_matches('#').to_owned());
        let by = id("by").unwrap_or_default();
        let shown = |id: &str| self.people.get(id).map(|person| person.name.clone());
        let name = shown(&by).unwrap_or(by);
        let role = id("as").map(|role| shown(&role).unwrap_or(role));
        reading.speech(Person { name, role, ..Person::default() });
        Open { speech: true, ..Flow::Container.into() }
    }

    /// Within the identification of the document.
    fn meta(&mut self, name: &str, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open {
        let metadata = &mut reading.draft.metadata;
        match name {
            "FRBRdate" | "publication" => {
                let value = tag.get("date").unwrap_or_default();
                // of the text, not of its encoding; some write the year 3000 for an unknown one
                let date = dates::of_value(&value, DateOrder::Auto).map(|found| found.date);
                let known = date.filter(|date| (1000..2200).contains(&date.parts().0));
                if !tag.has("name", "generation") && !tag.has("name", "markup") {
                    self.work = self.work.or(known);
                }
            }
            "FRBRthis" => {
                let value = tag.get("value").unwrap_or_default();
                self.work = self.work.or_else(|| value.split('/').find_map(dates::of_name));
            }
            "FRBRalias" if tag.has("name", "title") || tag.has("name", "Title") => {
                metadata.title = metadata.title.take().or(tag.get("value").map(|value| value.into_owned()));
            }
            "FRBRlanguage" => {
                if let Some(lang) = tag.get("language").and_then(|tag| super::language(&tag)) {
                    metadata.add(field::LANG, lang);
                }
            }
            "FRBRcountry" => metadata.add("country", &tag.get("value").unwrap_or_default()),
            "TLCPerson" | "TLCRole" => {
                let id = tag.get("eId").or_else(|| tag.get("id")).unwrap_or_default();
                let name = tag.get("showAs").unwrap_or_default().into_owned();
                self.people.add(&id, Person { name, ..Person::default() });
            }
            "effective" | "enacted" | "introduced" => return Open::head().marked("date"),
            "citation" => return Open::head().marked("citation"),
            "creator" => return Open::head().marked(field::AUTHOR),
            "publisher" => return Open::head().marked("publisher"),
            _ if reading.survey.inline(reading.parent(), name) => return Flow::Words.into(),
            _ => {}
        }
        Flow::Container.into()
    }
}
