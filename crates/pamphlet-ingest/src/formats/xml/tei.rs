//! TEI and ParlaMint: utterances are speeches, what is heard beside them interjections, the header is read
//! for metadata and kept as lines of less weight. Words that are elements of their own become running text.

use super::flow::{Flow, Open};
use super::people::{People, Person};
use super::plain::{common, formatting, state_date};
use super::reading::Reading;
use super::tag::Tag;
use super::{Ended, Vocabulary};
use crate::draft::Draft;
use crate::{DateOrder, dates};
use pamphlet_document::{BlockKind, Chrome, PartialDate, Role, field};

/// The vocabulary of the Text Encoding Initiative.
#[derive(Default)]
pub(super) struct Tei {
    people: People,
    /// The person whose description is open, and its id.
    person: Option<(String, Person)>,
    forename: String,
    surname: String,
    /// The organisation whose description is open.
    org: Option<String>,
    /// The label before the next utterance.
    label: String,
    titled: bool,
    /// When the edition came out: it counts where nothing else is dated.
    edition: Option<PartialDate>,
    /// No space before the next word.
    glued: bool,
}

impl Vocabulary for Tei {
    fn name(&self) -> &'static str {
        "tei"
    }

    fn open(&mut self, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open {
        let name = tag.local();
        match name {
            "teiHeader" => {
                if reading.survey.words {
                    reading.layout = |parent| !matches!(parent, "w" | "pc");
                }
                return Open::head();
            }
            "person" => {
                let id = tag.get("xml:id").unwrap_or_default().into_owned();
                self.person = Some((id, Person::default()));
                self.forename.clear();
                self.surname.clear();
                return Open::head().marked("person");
            }
            "org" => {
                self.org = Some(tag.get("xml:id").unwrap_or_default().into_owned());
                return Open::head().marked("org");
            }
            "w" | "pc" => return self.word(tag, reading),
            _ => {}
        }
        if self.person.is_some() || self.org.is_some() {
            return self.described(name, tag);
        }
        if reading.within("teiHeader") {
            return self.header(name, tag, reading);
        }
        self.body(name, tag, reading)
    }

    fn ended(&mut self, ended: Ended, reading: &mut Reading<'_>) {
        let Ended { mark, text } = ended;
        match mark {
            "surname" => self.surname = text,
            "forename" if self.forename.is_empty() => self.forename = text,
            "forename" => self.forename = format!("{} {text}", self.forename),
            "person-name" => {
                if let Some((_, person)) = self.person.as_mut().filter(|(_, person)| person.name.is_empty()) {
                    person.name = match (self.forename.is_empty(), self.surname.is_empty()) {
                        (false, false) => format!("{} {}", self.forename, self.surname),
                        _ => text,
                    };
                }
            }
            "constituency" => {
                if let Some((_, person)) = self.person.as_mut().filter(|_| !text.is_empty()) {
                    person.constituency = person.constituency.take().or(Some(text));
                }
            }
            "person" => {
                if let Some((id, person)) = self.person.take() {
                    self.people.add(&id, person);
                }
            }
            "org-name" => {
                if let Some(id) = &self.org {
                    self.people.add_org(id, &text);
                }
            }
            "org" => self.org = None,
            "label" => self.label = text,
            "speaker" => {
                if let Some(speech) = reading.speaking() {
                    let person = Person::from_label(&text);
                    speech.constituency = speech.constituency.take().or(person.constituency);
                    if speech.speaker.is_empty() {
                        speech.speaker = person.name;
                    }
                }
            }
            "date" => state_date(reading, &text),
            name => reading.draft.metadata.add(name, &text),
        }
    }

    fn finish(&mut self, draft: &mut Draft) {
        self.people.settle(draft);
        draft.metadata.date = draft.metadata.date.or(self.edition);
    }
}

impl Tei {
    fn header(&mut self, name: &str, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open {
        let parent = reading.parent();
        match name {
            "title" if parent == "titleStmt" && !self.titled && !tag.has("type", "sub") => {
                self.titled = true;
                Open { role: Some(Role::Content), ..Open::block(BlockKind::Title) }
            }
            "meeting" => {
                let ana = tag.get("ana").unwrap_or_default();
                let kinds = ["term", "session", "meeting", "sitting", "agenda"];
                let kind = kinds
                    .into_iter()
                    .find(|kind| ana.split_whitespace().any(|one| one.strip_prefix("#parla.") == Some(kind)));
                kind.map_or(Open::head(), |kind| Open::head().marked(kind))
            }
            "date" => {
                let value = tag.get("when").or_else(|| tag.get("from"));
                let said = reading.within("sourceDesc") || reading.within("profileDesc");
                match value {
                    Some(value) if said => state_date(reading, &value),
                    Some(value) => {
                        let date = dates::of_value(&value, DateOrder::Auto).map(|found| found.date);
                        self.edition = self.edition.or(date);
                    }
                    None if said => return Open::head().marked("date"),
                    None => {}
                }
                Open::head()
            }
            "idno" if tag.has("type", "URI") && reading.within("sourceDesc") => {
                Open::head().marked(field::URL)
            }
            "author" => Open::head().marked(field::AUTHOR),
            "publisher" if reading.within("sourceDesc") => Open::head().marked("publisher"),
            "name" if tag.has("type", "city") || tag.has("type", "place") => {
                Open::head().marked(field::PLACE)
            }
            "orgName" if parent == "sponsor" || parent == "setting" => Open::head().marked(field::ORG),
            _ if reading.survey.inline(parent, name) => Flow::Words.into(),
            _ => formatting(name).unwrap_or(Flow::Container).into(),
        }
    }

    /// Within the description of a person or an organisation.
    fn described(&mut self, name: &str, tag: Tag<'_>) -> Open {
        let words = Open::from(Flow::Words);
        match name {
            "persName" => words.marked("person-name"),
            "surname" => words.marked("surname"),
            "forename" => words.marked("forename"),
            "orgName" => words.marked("org-name"),
            // ParlaMint has no element of its own for it; these are what projects use
            "state" | "trait" | "placeName" | "district" | "region"
                if name == "district" || tag.has("type", "constituency") =>
            {
                words.marked("constituency")
            }
            "affiliation" => {
                let party =
                    tag.get("ref").filter(|id| id.contains("party") || id.contains("parliamentaryGroup"));
                if let (Some((_, person)), Some(party)) = (&mut self.person, party) {
                    person.party = person.party.take().or(Some(party.trim_start_matches('#').to_owned()));
                }
                words
            }
            _ => words,
        }
    }

    fn body(&mut self, name: &str, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open {
        let parent = reading.parent();
        match name {
            "u" | "sp" => self.speech(tag, reading),
            "speaker" => Open::block(BlockKind::MetadataLine).marked("speaker"),
            "note" if tag.has("type", "speaker") => Open::block(BlockKind::MetadataLine).marked("label"),
            "note" if tag.has("place", "foot") || tag.has("place", "bottom") || tag.has("place", "end") => {
                Open::block(BlockKind::Footnote)
            }
            "note" if reading.survey.holds("u") => Open::block(BlockKind::Interjection),
            "note" => Open::block(BlockKind::Footnote),
            "vocal" | "kinesic" | "incident" | "stage" | "writing" => Open::block(BlockKind::Interjection),
            "p" | "ab" => Open::block(BlockKind::Paragraph),
            "seg" | "s" if ["u", "div", "body", "text", "sp"].contains(&parent) => {
                Open::block(BlockKind::Paragraph)
            }
            "lg" => Open::block(BlockKind::Verse),
            "l" if !reading.within("lg") => Open::block(BlockKind::Verse),
            "label" if parent == "list" => Flow::Label.into(),
            "quote" | "q" | "cit" | "said" if !reading.survey.inline(parent, name) => {
                Open::block(BlockKind::Quote)
            }
            "pb" => {
                if let Some(number) = tag.get("n").and_then(|n| n.trim().parse().ok()) {
                    reading.draft.page(number);
                }
                Flow::Words.into()
            }
            "lb" if tag.has("break", "no") => Flow::Inline.into(),
            "fw" => {
                Open { role: Some(Role::Chrome(Chrome::RunningHead)), ..Open::block(BlockKind::Paragraph) }
            }
            // two readings of a word
            _ if parent == "choice" => Flow::Words.into(),
            // what may stand within a word
            "seg" | "s" | "name" | "supplied" | "choice" | "abbr" | "ex" | "unclear" | "c" | "g" | "add"
            | "corr" | "sic" | "reg" | "orig" | "damage" | "gap" | "anchor" | "cb" | "milestone"
            | "foreign" | "q" | "quote" | "said" => Flow::Inline.into(),
            "desc" if ["vocal", "kinesic", "incident", "gap"].contains(&parent) => Flow::Container.into(),
            _ => match formatting(name).filter(|_| name != "u") {
                Some(flow) => flow.into(),
                None if reading.survey.inline(parent, name) => Flow::Words.into(),
                None => common(name).unwrap_or(Flow::Container.into()),
            },
        }
    }

    fn speech(&mut self, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open {
        let who = tag.get("who").unwrap_or_default();
        let id = who.split_whitespace().next().unwrap_or_default();
        let id = id.rsplit('#').next().unwrap_or_default();
        let label = std::mem::take(&mut self.label);
        self.people.label(id, &label);
        let said = label.clone();
        let name = if id.is_empty() { Person::from_label(&label).name } else { id.to_owned() };
        let chair = tag.has("ana", "#chair").then(|| "chair".to_owned());
        // a label that is no name tells the office
        let office = Some(label).filter(|label| {
            let named = self.people.get(id).is_some_and(|person| person.name == *label);
            !label.is_empty() && !named && !id.is_empty()
        });
        let office = office.map(|label| label.split(" (").next().unwrap_or_default().to_owned());
        let constituency = Person::from_label(&said).constituency;
        reading.speech(Person { name, party: None, role: office.or(chair), constituency });
        if !id.is_empty() {
            self.people.spoke(reading.draft.speeches.len() - 1, id);
        }
        Open { speech: true, ..Flow::Container.into() }
    }

    /// A word or a mark that is an element of its own: a space goes before it unless it is joined.
    fn word(&mut self, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open {
        if !["w", "pc"].contains(&reading.parent()) {
            let joined = tag.has("join", "left") || tag.has("join", "both");
            if !joined && !self.glued {
                reading.space(' ');
            }
            self.glued = tag.has("join", "right") || tag.has("join", "both");
        }
        Flow::Inline.into()
    }
}
