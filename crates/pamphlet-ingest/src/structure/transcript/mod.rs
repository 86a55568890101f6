//! Plain transcripts: paragraphs that start with who speaks, `Mr. SMITH (Leeds): …`, `THE PRESIDENT.`, and
//! what was called out in between, `(Applause.)`. Only where several such marks, or the first words of the
//! text, say that it is a transcript.

mod customs;
mod east_asian;
mod mark;
mod person;
mod room;
mod words;

use super::Shape;
use mark::{Look, Mark, lone, mark, presides};
use pamphlet_document::{Block, BlockKind, Speech, TextRange};
use person::Person;
use room::{is_interjection, parted};
use std::collections::{HashMap, HashSet};
use words::{is_part, is_particle, is_title};

/// A name that nothing else tells speaks so often at least.
const OFTEN: usize = 3;

/// Gives each block the speech that it belongs to.
pub(super) fn speeches(shape: &mut Shape<'_>, speeches: &mut Vec<Speech>) {
    if !speeches.is_empty() || shape.blocks.iter().any(|block| block.speech.is_some()) {
        return;
    }
    let text = shape.text;
    let mut marks: Vec<Option<Mark<'_>>> = shape.blocks.iter().map(|block| mark_of(text, block)).collect();
    let alone = names_alone(text, &shape.blocks);
    // names that stand alone need no evidence but that
    let evidence = if alone.is_empty() {
        let Some(evidence) = Evidence::of(text, &marks) else { return };
        Some(evidence)
    } else {
        marks = alone;
        None
    };
    let mut current = None;
    let mut out = Vec::with_capacity(shape.blocks.len());
    for (mut block, mark) in shape.blocks.drain(..).zip(&marks) {
        if block.role.is_chrome() {
            out.push(block);
            continue;
        }
        let mark =
            mark.as_ref().filter(|mark| evidence.as_ref().is_none_or(|evidence| evidence.accepts(mark)));
        if matches!(block.kind, BlockKind::Title | BlockKind::Heading(1 | 2)) && mark.is_none() {
            current = None;
            out.push(block);
            continue;
        }
        if let Some(mark) = mark {
            let is_shared = |part: &str| evidence.as_ref().is_some_and(|evidence| evidence.is_shared(part));
            let person = person::person(mark, is_shared);
            current = Some(speeches.len() as u32);
            let Person { speaker, party, role, constituency } = person;
            speeches.push(Speech { speaker, party, role, constituency, range: block.range });
            block.kind = BlockKind::Paragraph;
        } else if block.kind == BlockKind::Paragraph && is_interjection(&text[block.range.span()]) {
            block.kind = BlockKind::Interjection;
        }
        block.speech = current;
        if let Some(speech) = current.and_then(|at| speeches.get_mut(at as usize)) {
            speech.range = TextRange::new(speech.range.start, block.range.end);
        }
        match block.kind {
            BlockKind::Paragraph if current.is_some() => parted(text, block, &mut out),
            _ => out.push(block),
        }
    }
    shape.blocks = out;
}

/// Names that stand alone on their lines and say who speaks below: so it is where who presides, an office with its
/// article, is named so again and again among other names. Empty where that is not so.
fn names_alone<'t>(text: &'t str, blocks: &[Block]) -> Vec<Option<Mark<'t>>> {
    let runs = |block: &Block| block.kind == BlockKind::Paragraph && !block.role.is_chrome();
    let mut marks = Vec::with_capacity(blocks.len());
    let (mut chair, mut others) = (0, HashSet::new());
    for (at, block) in blocks.iter().enumerate() {
        let next = blocks.get(at + 1).filter(|next| runs(next) && lone(&text[next.range.span()]).is_none());
        let found = next.filter(|_| runs(block)).and_then(|_| lone(&text[block.range.span()]));
        // what stands above the first word of who presides is the head of the document
        let found = found.filter(|mark| chair > 0 || presides(mark.name));
        if let Some(mark) = &found {
            if presides(mark.name) {
                chair += 1;
            } else {
                others.insert(mark.name);
            }
        }
        marks.push(found);
    }
    let all = marks.iter().flatten().count();
    if chair >= OFTEN && others.len() >= OFTEN && all >= LONE { marks } else { Vec::new() }
}

/// So many names stand alone in a transcript that sets them so.
const LONE: usize = 10;

/// Whether a few words are an office and nothing else: `U.S. Senator`, `Governor`.
pub(crate) fn names_office(words: &str) -> bool {
    let last = words.split_whitespace().next_back().unwrap_or_default();
    words.split_whitespace().count() <= 3 && is_title(&last.trim_matches('.').to_lowercase())
}

/// Whether a line starts with a mark that can hardly be anything else: a title, capitals, or a party behind the name.
pub(super) fn starts_speech(line: &str) -> bool {
    mark(line).is_some_and(|mark| {
        let plain = mark.look == Look::Plain;
        !mark.weak && (!plain || mark.followed && person::person(&mark, |_| false).party.is_some())
    })
}

fn mark_of<'t>(text: &'t str, block: &Block) -> Option<Mark<'t>> {
    let can_start = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_));
    (can_start && !block.role.is_chrome()).then(|| mark(&text[block.range.span()]))?
}

/// What all marks of a text say together.
struct Evidence<'t> {
    /// Names that only their number tells, and how often they speak.
    plain: HashMap<&'t str, usize>,
    /// Words of names in doubt that the text also has in small letters: `Erstens`, `RESIGNATION`.
    small: HashSet<String>,
    /// What stands in brackets after several names.
    shared: HashSet<&'t str>,
    /// Whether enough names without a title have a party or an office behind them.
    partisan: bool,
    /// Whether enough names with a title end with a full stop alone.
    stopped: bool,
    /// Whether names in capitals that stand alone on their lines may be speakers.
    recurring: bool,
    /// The same of other names, with their party: `Mette Lind (S):`
    members_alone: bool,
}

impl<'t> Evidence<'t> {
    /// None where the text is no transcript.
    fn of(text: &str, marks: &[Option<Mark<'t>>]) -> Option<Evidence<'t>> {
        let found = || marks.iter().flatten();
        found().next()?;
        let mut out = Evidence {
            plain: HashMap::new(),
            small: small_words(text, found().filter(|mark| mark.look != Look::Titled)),
            shared: HashSet::new(),
            partisan: false,
            stopped: found().filter(|mark| mark.weak).count() >= OFTEN,
            recurring: false,
            members_alone: false,
        };
        out.recurring = recurs(marks);
        let mut members: HashMap<&str, HashSet<&str>> = HashMap::new();
        let mut bracketed: HashSet<&str> = HashSet::new();
        let mut partisans = 0;
        for mark in found() {
            if mark.look == Look::Plain && mark.followed && mark.said && !out.is_small(mark.name) {
                *out.plain.entry(mark.name).or_default() += 1;
                partisans += usize::from(is_qualified(mark));
            }
            for part in mark.asides.iter().flat_map(|aside| person::parts(aside)) {
                members.entry(part).or_default().insert(mark.name);
                bracketed.insert(mark.name);
            }
        }
        out.partisan = partisans >= OFTEN;
        let headed = marks.iter().enumerate().filter_map(|(at, mark)| {
            let followed = marks.get(at + 1).is_some_and(Option::is_none);
            mark.as_ref().filter(|mark| followed && is_member_alone(mark) && !out.is_small(mark.name))
        });
        out.members_alone = headed.count() >= OFTEN;
        // where brackets give the party they do so for most; several members may share a constituency too
        members.retain(|_, names| names.len() >= OFTEN);
        let covered: HashSet<&str> = members.values().flatten().copied().collect();
        if covered.len() * 10 >= bracketed.len() * 6 {
            out.shared = members.into_keys().collect();
        }
        let sure = |mark: &&Mark<'_>| mark.look != Look::Plain && out.accepts(mark);
        let sures = found().filter(sure).count();
        // one at the very start is enough
        let first = marks.iter().position(Option::is_some).filter(|&at| at <= 2);
        let starts = first.and_then(|at| marks[at].as_ref()).is_some_and(|mark| sure(&mark));
        let names: HashSet<&str> = found().filter(|mark| out.accepts(mark)).map(|mark| mark.name).collect();
        (sures >= 2 || starts || names.len() >= 2).then_some(out)
    }

    /// Whether a mark is a speaker's.
    fn accepts(&self, mark: &Mark<'_>) -> bool {
        if mark.weak && !self.stopped {
            return false;
        }
        match mark.look {
            Look::Titled => mark.followed || mark.is_office_of_person() || !is_greeting(mark.name),
            Look::Capitals => (mark.followed || self.recurring) && !self.is_small(mark.name),
            Look::Plain if !mark.followed => self.members_alone && is_member_alone(mark),
            Look::Plain => {
                let times = self.plain.get(mark.name).copied().unwrap_or(0);
                times >= OFTEN || times >= 1 && self.partisan && is_qualified(mark)
            }
        }
    }

    /// Whether all words of a name are words of the text as well.
    fn is_small(&self, name: &str) -> bool {
        let mut words = name_words(name).peekable();
        words.peek().is_some() && words.all(|word| self.small.contains(&word))
    }

    fn is_shared(&self, part: &str) -> bool {
        self.shared.contains(part)
    }
}

/// Whether names in capitals that stand alone on their lines come back, or one starts the text: several that do neither
/// are the labels of a form.
fn recurs(marks: &[Option<Mark<'_>>]) -> bool {
    let alone = || {
        let all = marks.iter().enumerate().filter_map(|(at, mark)| Some((at, mark.as_ref()?)));
        all.filter(|(_, mark)| mark.look == Look::Capitals && !mark.followed)
    };
    let mut names = HashSet::new();
    alone().any(|(at, mark)| at <= 2 || !names.insert(mark.name)) || alone().count() <= 1
}

/// Whether a name alone on its line may be a greeting: `Mr. President:`, `Honourable Members of the Senate:`.
fn is_greeting(name: &str) -> bool {
    let words = name.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let words: Vec<String> = words.map(str::to_lowercase).collect();
    words.iter().any(|word| word == "members") || words.iter().all(|word| is_title(word))
}

/// Whether a name of several words stands alone on its line with its party.
fn is_member_alone(mark: &Mark<'_>) -> bool {
    let party = || person::person(mark, |_| false).party.is_some();
    mark.look == Look::Plain && !mark.followed && mark.name.contains(' ') && party()
}

/// Whether a name of several words has a party or an office behind it.
fn is_qualified(mark: &Mark<'_>) -> bool {
    let person = person::person(mark, |_| false);
    mark.name.contains(' ') && (person.party.is_some() || person.role.is_some())
}

/// The words of a name that could be words of the language, in lower case: no particles, titles, parts of a
/// dialogue.
fn name_words(name: &str) -> impl Iterator<Item = String> {
    let words = name.split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() >= 3 && !is_particle(word) && !is_title(word) && !is_part(word))
}

/// Which words of the marks the text has in small letters.
fn small_words<'m, 't: 'm>(text: &str, marks: impl Iterator<Item = &'m Mark<'t>>) -> HashSet<String> {
    let wanted: HashSet<String> = marks.flat_map(|mark| name_words(mark.name)).collect();
    let mut out = HashSet::new();
    if wanted.is_empty() {
        return out;
    }
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        if word.starts_with(char::is_lowercase) && wanted.contains(word) && !out.contains(word) {
            out.insert(word.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(paragraphs: &[&str], expected: &[&str]) {
        let text = paragraphs.join("\n\n");
        let marks: Vec<_> = paragraphs.iter().map(|paragraph| mark(paragraph)).collect();
        let found: Vec<&str> = match Evidence::of(&text, &marks) {
            Some(evidence) => {
                marks.iter().flatten().filter(|mark| evidence.accepts(mark)).map(|mark| mark.name).collect()
            }
            None => Vec::new(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn a_heading_in_capitals_is_no_speaker() {
        check(
            &[
                "Mr. Sang: I beg to move.",
                "RESIGNATION BY MEMBER: A letter was read.",
                "LATE ADJOURNMENT: The House rose.",
                "Mr. Bett: The resignation of a member, the late hour, an adjournment.",
            ],
            &["Mr. Sang", "Mr. Bett"],
        );
    }

    #[test]
    fn words_of_the_text_are_no_speakers_however_often() {
        check(
            &[
                "Erstens: das Geld.",
                "Zweitens: das Brot.",
                "Erstens: das Recht.",
                "Erstens: die Zeit, und zweitens, wie erstens gesagt, der Ort.",
                "Zweitens: die Welt.",
                "Zweitens: das Haus.",
            ],
            &[],
        );
    }

    #[test]
    fn names_alone_speak_often_and_not_alone() {
        let lines = ["Ford: Yes.", "Hale: No.", "Ford: Why?", "Hale: So.", "Ford: Well.", "Hale: Well."];
        check(&lines, &["Ford", "Hale", "Ford", "Hale", "Ford", "Hale"]);
        check(&["Fordism: a word.", "Fordism: a thing.", "Fordism: an age."], &[]);
        check(
            &["Kari Moen (H) [10:02:13]: Takk.", "Per Li (AP) [10:04:00]: Ja.", "Jo Vik (SV): Nei."],
            &["Kari Moen", "Per Li", "Jo Vik"],
        );
    }

    #[test]
    fn labels_of_a_form_are_no_speakers() {
        check(
            &[
                "Bill 3",
                "In short",
                "See below.",
                "MAJOR STEPS:",
                "None so far.",
                "ALL STEPS:",
                "3 May",
                "Read once.",
                "OTHER PAPERS: (there are more)",
            ],
            &[],
        );
        check(
            &["ANNA MOSS:", "We want bread.", "JO VIK:", "And peace.", "ANNA MOSS:", "Both."],
            &["ANNA MOSS", "JO VIK", "ANNA MOSS"],
        );
        check(&["ANNA MOSS:", "We want bread.", "And peace."], &["ANNA MOSS"]);
    }

    #[test]
    fn labels_with_their_values_are_no_speakers() {
        check(
            &["Redezeit: 5 min", "Beginn: 10 Uhr", "Redezeit: 20 min", "Beginn: 12 Uhr", "Redezeit: 5 min"],
            &[],
        );
    }

    /// What blocks start a speech, and of whom.
    #[track_caller]
    fn check_alone(paragraphs: &[&str], expected: &[&str]) {
        let page: String = paragraphs.iter().map(|paragraph| format!("<p>{paragraph}</p>")).collect();
        let documents = crate::Ingest::default().bytes("a.html", page.as_bytes()).unwrap();
        let found: Vec<String> =
            documents[0].speeches.iter().map(|speech| speech.speaker.to_string()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_that_stand_alone_speak_where_who_presides_does() {
        let chair = ["La presidenta", "Té la paraula el diputat."];
        let mut paragraphs = vec!["Ple del Parlament", "La sessió s’obre a les nou."];
        for name in [
            "Joan Roca Vila",
            "Maria Puig Serra",
            "La consellera de Justícia (Anna Vidal)",
            "Pere Mas i Font",
        ] {
            paragraphs.extend(chair);
            paragraphs.extend([name, "Gràcies, presidenta.", "Bon dia a tothom."]);
        }
        paragraphs.extend(chair);
        paragraphs.extend(["Joan Roca Vila", "Gràcies."]);
        check_alone(
            &paragraphs,
            &[
                "La presidenta",
                "Joan Roca Vila",
                "La presidenta",
                "Maria Puig Serra",
                "La presidenta",
                "Anna Vidal",
                "La presidenta",
                "Pere Mas i Font",
                "La presidenta",
                "Joan Roca Vila",
            ],
        );
        // headings alone make no transcript
        check_alone(
            &["Our Bread", "We want bread.", "Our Land", "We want land.", "The President", "He went."],
            &[],
        );
    }

    #[test]
    fn a_full_stop_ends_a_mark_where_it_does_so_often() {
        let lines = ["M. Luc Morel. Monsieur le président,", "Mme Anne Roy. Non.", "M. Luc Morel. Si !"];
        check(&lines, &["M. Luc Morel", "Mme Anne Roy", "M. Luc Morel"]);
        check(&["M. Luc Morel. Il dort.", "Le jour vient."], &[]);
        check(
            &[
                "Jan Vos, on behalf of the Reform Group. – Mr President",
                "Ida Holm (PPE-DE). – Madam President",
                "Leo Marek (S&D). – Thank you",
            ],
            &["Jan Vos", "Ida Holm", "Leo Marek"],
        );
    }

    #[test]
    fn members_stand_alone_with_their_parties() {
        let words = "Tak for ordet, og tak for debatten.";
        let lines = ["Mette Lind (S):", words, "Lars Holm (DF):", words, "Mette Lind (S):", words];
        check(&lines, &["Mette Lind", "Lars Holm", "Mette Lind"]);
        check(&["Formanden (Lars Holm):", words, "Formanden (Lars Holm):"], &["Formanden", "Formanden"]);
        // a form, and a list
        check(&["Name Here (S):", words, "Other Name (DF):", words], &[]);
        check(&["Mette Lind (S):", "Lars Holm (DF):", "Eva Berg (V):", "Jens Dam (S):"], &[]);
    }

    #[test]
    fn a_salutation_is_no_speaker() {
        check(&["Mr. President:", "I bring you the greetings of my people."], &[]);
        check(&["Honourable Members of the Senate:", "A year has passed."], &[]);
        check(&["Mr. Bett: Do we agree?", "Hon. Members: Aye!"], &["Mr. Bett", "Hon. Members"]);
        check(&["Mr. SMITH: I bring you the greetings.", "They are many."], &["Mr. SMITH"]);
    }
}
