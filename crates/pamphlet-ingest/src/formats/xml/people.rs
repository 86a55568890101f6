//! Who speaks: labels as they are printed, and persons by their ids.

use crate::draft::Draft;
use pamphlet_document::{Speech, field};
use std::collections::{HashMap, HashSet};

/// A person as a file describes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Person {
    /// The name.
    pub name: String,
    /// The party.
    pub party: Option<String>,
    /// The office in which the person speaks.
    pub role: Option<String>,
    /// Where the person was elected.
    pub constituency: Option<String>,
}

impl From<Person> for Speech {
    fn from(person: Person) -> Self {
        let Person { name: speaker, party, role, constituency } = person;
        Self { speaker, party, role, constituency, ..Self::default() }
    }
}

/// A label longer than this, in bytes, holds more than a name.
const LABEL: usize = 120;

impl Person {
    /// Reads a label such as `Ms. Ada Reed (Leeds, Lab.):` or `The CHAIRPERSON (Mr A Reed)`.
    pub fn from_label(label: &str) -> Self {
        // an element that holds the mark and what is said: `El señor ROCA.- Señor Presidente, …`
        let said = [".- ", ".– ", ".— ", ": "].iter().filter_map(|end| label.find(end)).min();
        let label = said.filter(|_| label.len() > LABEL).map_or(label, |end| &label[..end]);
        let label = label.trim().trim_end_matches([':', '—', '–', ' ']).trim();
        let label = label.strip_suffix(".-").unwrap_or(label);
        let plain = |name: &str| Self { name: name.trim().to_owned(), ..Self::default() };
        let (Some(open), Some(close)) = (label.find('('), label.rfind(')')) else { return plain(label) };
        if close < open || open == 0 {
            return plain(label);
        }
        let before = label[..open].trim();
        let inside = label[open + 1..close].trim();
        let filled = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        if starts_with_honorific(inside) && !starts_with_honorific(before) {
            return Self { name: inside.to_owned(), role: filled(before), ..Self::default() };
        }
        let (rest, party) = match inside.rsplit_once(',') {
            Some((rest, last)) if is_party(last.trim()) => (rest.trim(), filled(last)),
            None if is_party(inside) => ("", filled(inside)),
            _ => (inside, None),
        };
        let (role, constituency) = if is_office(rest) { (filled(rest), None) } else { (None, filled(rest)) };
        // a number, a time, `inaudible`: a place is written with a capital
        let constituency = constituency.filter(|place| place.starts_with(char::is_uppercase));
        Self { name: before.to_owned(), party, role, constituency }
    }
}

/// Persons and organisations by id, and the speeches that wait for them.
#[derive(Debug, Default)]
pub(super) struct People {
    persons: HashMap<String, Person>,
    /// What the parties of ids are called.
    orgs: HashMap<String, String>,
    /// For each speech whose speaker is told by an id.
    waiting: Vec<(usize, String)>,
}

impl People {
    /// A person of this id; the first description counts.
    pub fn add(&mut self, id: &str, person: Person) {
        if !id.is_empty() && !person.name.is_empty() {
            self.persons.entry(id.to_owned()).or_insert(person);
        }
    }

    /// An organisation of this id.
    pub fn add_org(&mut self, id: &str, name: &str) {
        if !id.is_empty() && !name.is_empty() {
            self.orgs.entry(id.to_owned()).or_insert_with(|| name.to_owned());
        }
    }

    /// The person of this id, if it has been described.
    pub fn get(&self, id: &str) -> Option<&Person> {
        self.persons.get(id)
    }

    /// The speech at this place is by the person of this id, whoever that will turn out to be.
    pub fn spoke(&mut self, speech: usize, id: &str) {
        self.waiting.push((speech, id.to_owned()));
    }

    /// A label stands before a speech of this id: it gives the name, if its words are those of the id.
    pub fn label(&mut self, id: &str, label: &str) {
        let person = Person::from_label(label);
        let inside =
            label.split_once('(').and_then(|(_, rest)| rest.split_once(')')).map(|(inside, _)| inside);
        for name in [person.name.as_str(), inside.unwrap_or_default()] {
            let known = id.to_lowercase();
            let words = name.split_whitespace().filter(|word| word.starts_with(char::is_uppercase));
            let common =
                words.filter(|word| word.chars().count() > 2 && known.contains(&word.to_lowercase()));
            if common.count() > 0 {
                self.add(id, Person { name: name.trim().to_owned(), ..Person::default() });
            }
        }
    }

    /// Gives the speeches their names.
    pub fn settle(&mut self, draft: &mut Draft) {
        for (speech, id) in &self.waiting {
            let (Some(speech), Some(person)) = (draft.speeches.get_mut(*speech), self.persons.get(id)) else {
                continue;
            };
            speech.speaker.clone_from(&person.name);
            let party = person.party.as_ref().map(|id| match self.orgs.get(id) {
                Some(name) => name.clone(),
                None => name_in_id(id).to_owned(),
            });
            speech.party = speech.party.take().or(party);
            speech.role = speech.role.take().or_else(|| person.role.clone());
            speech.constituency = speech.constituency.take().or_else(|| person.constituency.clone());
        }
    }
}

/// What an organisation is called whose id alone is known, for its list is a file of its own: `SPD` in
/// `parliamentaryGroup.SPD`.
fn name_in_id(id: &str) -> &str {
    const KINDS: [&str; 5] = ["parliamentaryGroup", "politicalParty", "politicalGroup", "party", "group"];
    id.split_once('.')
        .filter(|(kind, name)| KINDS.contains(kind) && !name.is_empty())
        .map_or(id, |(_, name)| name)
}

/// Adds everyone who speaks to the field `speaker`, in the order of first speech.
pub(super) fn list_speakers(draft: &mut Draft) {
    let mut known: HashSet<&str> = HashSet::new();
    let mut names = Vec::new();
    for speech in &draft.speeches {
        if !speech.speaker.is_empty() && known.insert(&speech.speaker) {
            names.push(speech.speaker.clone());
        }
    }
    if !names.is_empty() {
        draft.metadata.fields.entry(field::SPEAKER.to_owned()).or_default().extend(names);
    }
}

/// Whether a text starts as the name of a person does in a record of debates.
fn starts_with_honorific(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default().trim_end_matches('.');
    HONORIFICS.iter().any(|known| known.eq_ignore_ascii_case(first))
}

const HONORIFICS: [&str; 29] = [
    "Mr",
    "Mrs",
    "Ms",
    "Miss",
    "Dr",
    "Prof",
    "Professor",
    "Adv",
    "Sir",
    "Dame",
    "Lord",
    "Lady",
    "Baroness",
    "Hon",
    "Honourable",
    "M",
    "Mme",
    "Mlle",
    "MM",
    "Mnr",
    "Mev",
    "Me",
    "Rev",
    "Prince",
    "Princess",
    "Chief",
    "Herr",
    "Frau",
    "Inkosi",
];

/// Whether a word is the short name of a party: `NDP`, `Lib.`, or one of the well-known long ones.
fn is_party(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic()).count();
    let one = !word.contains(char::is_whitespace);
    let capitals = word.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase);
    one && (2..=6).contains(&letters)
        && (capitals || word.ends_with('.') && word.starts_with(char::is_uppercase))
        || PARTIES.contains(&word)
}

const PARTIES: [&str; 14] = [
    "Lab",
    "Con",
    "Lib",
    "Ind",
    "Labour",
    "Conservative",
    "Liberal",
    "Liberal Democrat",
    "Green",
    "Democrat",
    "Republican",
    "Independent",
    "Labour Co-op",
    "Plaid Cymru",
];

/// Whether a text in brackets tells an office, rather than a constituency.
fn is_office(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.len() > 60 || OFFICES.iter().any(|word| lower.contains(word))
}

const OFFICES: [&str; 20] = [
    "minister",
    "secretary",
    "leader",
    "chair",
    "speaker",
    "president",
    "premier",
    "ministre",
    "secrétaire",
    "directeur",
    "directrice",
    "director",
    "professor",
    "professeur",
    "chancellor",
    "solicitor",
    "attorney",
    "commissioner",
    "for the ",
    "officer",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(label: &str, name: &str, party: Option<&str>, role: Option<&str>, seat: Option<&str>) {
        let person = Person::from_label(label);
        assert_eq!(
            (
                person.name.as_str(),
                person.party.as_deref(),
                person.role.as_deref(),
                person.constituency.as_deref()
            ),
            (name, party, role, seat),
            "{label}"
        );
    }

    #[test]
    fn names_in_ids() {
        for (id, expected) in [
            ("parliamentaryGroup.SPD", "SPD"),
            ("party.Bread.2", "Bread.2"),
            ("P.Bread", "P.Bread"),
            ("group.", "group."),
        ] {
            assert_eq!(name_in_id(id), expected);
        }
    }

    #[test]
    fn labels_of_speakers() {
        check("El señor ROCA.-", "El señor ROCA", None, None, None);
        let said = format!("El señor ROCA.- Señor Presidente, {}", "pan y sal, ".repeat(12));
        check(&said, "El señor ROCA", None, None, None);
        check("Ms. Ada Reed (Leeds—North, NDP): ", "Ms. Ada Reed", Some("NDP"), None, Some("Leeds—North"));
        check(
            "Hon. Ada Reed (Minister of Mines, Lib.)",
            "Hon. Ada Reed",
            Some("Lib."),
            Some("Minister of Mines"),
            None,
        );
        check("The Acting Speaker (Mr. Tom Hall):", "Mr. Tom Hall", None, Some("The Acting Speaker"), None);
        check("The MINISTER OF MINES", "The MINISTER OF MINES", None, None, None);
        check("Ada Reed (Lab)", "Ada Reed", Some("Lab"), None, None);
        check("M. Tom Hall (Trois-Rivières)", "M. Tom Hall", None, None, Some("Trois-Rivières"));
        check("Ada Reed (via video link)", "Ada Reed", None, None, None);
        check("Mr Hall (", "Mr Hall (", None, None, None);
        check("(nobody)", "(nobody)", None, None, None);
        check("", "", None, None, None);
    }

    #[test]
    fn a_label_names_an_id_when_they_share_a_word() {
        let mut people = People::default();
        people.label("ReedAda", "La presidenta");
        assert_eq!(people.get("ReedAda"), None);
        people.label("ReedAda", "La presidenta (Ada Reed i Puig)");
        assert_eq!(people.get("ReedAda").map(|person| person.name.as_str()), Some("Ada Reed i Puig"));
    }
}
