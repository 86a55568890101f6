//! Who speaks in the parts of a JSON document: an object that names a speaker and holds what was said is a turn of a
//! debate, `{"speaker": "Ada Bell", "party": "Reform", "text": "…"}`. Records of a list are not read here: each is a
//! document, and its speaker a field.

use super::json::{self, Value};
use super::names::{self, Part};
use crate::draft::Draft;
use pamphlet_document::{BlockKind, Role, Speech, field};
use std::ops::Range;

/// An object that somebody speaks in.
pub(super) struct Turn {
    /// The name as it stands in the file.
    name: Range<usize>,
    by: Speech,
    /// Keys whose values are told by the speech.
    told: Vec<Range<usize>>,
    /// Whether what is said starts with the name.
    named: bool,
}

/// Keys that say that a text was spoken: beside one, a `name` is the speaker's.
const SPOKEN: [&str; 6] = ["spoken", "utterance", "speech", "said", "speech-text", "statement"];
/// Keys of an object that is a person, the fullest name first.
const NAMES: [&str; 5] = ["full", "full-name", "fullname", "name", "label"];
/// Keys of the office in which somebody speaks.
const OFFICES: [&str; 4] = ["role", "position", "office", "speaker-role"];

/// Longer values are no name.
const NAME: usize = 200;

/// The turn that an object is, if it is one: it names who speaks, and holds a text.
pub(super) fn turn(unit: &str, members: &[(Range<usize>, Value)]) -> Option<Turn> {
    let keys: Vec<String> = members.iter().map(|(key, _)| folded(unit, key)).collect();
    let spoken = keys.iter().any(|key| SPOKEN.contains(&key.as_str()));
    let is_speaker = |key: &str| names::part(key) == Part::Field(field::SPEAKER) || spoken && key == "name";
    let at = keys.iter().position(|key| is_speaker(key))?;
    let name = name_of(unit, &members[at].1)?;
    let mut out = Turn {
        by: Speech { speaker: value(unit, &name), ..Speech::default() },
        name,
        told: vec![members[at].0.clone()],
        named: false,
    };
    let mut says = false;
    for ((key, held), folded) in members.iter().zip(&keys) {
        let Some(range) = (match held {
            Value::String(range) => Some(range.clone()),
            Value::Object(_) => name_of(unit, held),
            _ => None,
        }) else {
            continue;
        };
        let said = value(unit, &range);
        let slot = match names::part(folded) {
            Part::Body(_) => {
                says |= !said.is_empty();
                out.named |= said.starts_with(&*out.by.speaker);
                continue;
            }
            _ if super::is_nothing(&said) || said.len() > NAME => continue,
            Part::Field(field::PARTY) => &mut out.by.party,
            _ if OFFICES.contains(&folded.as_str()) => &mut out.by.role,
            _ => continue,
        };
        *slot = Some(said);
        out.told.push(key.clone());
    }
    says.then_some(out)
}

impl Turn {
    /// Whether the speech tells the value of this key.
    pub fn says(&self, key: &Range<usize>) -> bool {
        self.told.contains(key)
    }

    /// Begins the speech, or goes on with it where the same person spoke last; the name stands above what is said,
    /// as it does on a page.
    pub fn begin(&self, unit: &str, draft: &mut Draft) {
        draft.end();
        let last = draft.blocks.last().and_then(|block| block.speech);
        let same = last.and_then(|at| draft.speeches.get(at as usize)).is_some_and(|speech| {
            speech.speaker == self.by.speaker && speech.party == self.by.party && speech.role == self.by.role
        });
        if same {
            draft.speech = last;
            return;
        }
        draft.begin_speech(self.by.clone());
        if !self.named {
            draft.begin(BlockKind::MetadataLine, Role::Content);
            let (text, map) = json::text_of(unit, self.name.clone());
            let mut inner = Draft::default();
            inner.begin(BlockKind::MetadataLine, Role::Content);
            inner.fold(&text, 0);
            draft.absorb(inner, &map);
        }
    }
}

/// Ends the speech; `before` is the one that an object around it is.
pub(super) fn end(draft: &mut Draft, before: Option<u32>) {
    draft.end();
    draft.speech = before;
}

fn folded(unit: &str, key: &Range<usize>) -> String {
    names::folded(&json::text_of(unit, key.clone()).0)
}

fn value(unit: &str, range: &Range<usize>) -> String {
    crate::structure::one_line(&json::text_of(unit, range.clone()).0)
}

/// The place of a name: a string, or the fullest name of an object that is a person.
fn name_of(unit: &str, held: &Value) -> Option<Range<usize>> {
    let is_name = |range: &Range<usize>| {
        let name = value(unit, range);
        !super::is_nothing(&name) && name.len() <= NAME
    };
    match held {
        Value::String(range) => Some(range.clone()).filter(is_name),
        Value::Object(members) => NAMES.iter().find_map(|wanted| {
            members.iter().find_map(|(key, held)| match held {
                Value::String(range) if folded(unit, key) == *wanted => Some(range.clone()).filter(is_name),
                _ => None,
            })
        }),
        _ => None,
    }
}
