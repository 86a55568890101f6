//! Who speaks in a document and for which parties, as its fields: `speaker:reed` finds what she spoke in.

use pamphlet_document::{Metadata, Speech, field};
use std::collections::HashSet;

/// So many names a field takes: more than any sitting has, and few beside a file that makes them up.
const MOST: usize = 1_000;

/// Adds the speakers and parties of the speeches, each once, in the order in which they first speak.
pub(crate) fn name(metadata: &mut Metadata, speeches: &[Speech]) {
    for (name, of) in [(field::SPEAKER, speaker as fn(&Speech) -> Option<&str>), (field::PARTY, party)] {
        let mut seen = HashSet::new();
        let names = speeches.iter().filter_map(of).map(str::trim).filter(|name| !name.is_empty());
        for value in names.filter(|name| seen.insert(*name)).take(MOST) {
            metadata.add(name, value);
        }
    }
}

fn speaker(speech: &Speech) -> Option<&str> {
    Some(&speech.speaker)
}

fn party(speech: &Speech) -> Option<&str> {
    speech.party.as_deref()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_stands_once_and_behind_what_the_document_gave() {
        let speech = |speaker: &str, party: Option<&str>| Speech {
            speaker: speaker.to_owned(),
            party: party.map(str::to_owned),
            ..Speech::default()
        };
        let mut metadata = Metadata::default();
        metadata.add(field::PARTY, "Liberal");
        let speeches =
            [speech("Ada Reed", Some("Labour")), speech("Tom Hall", None), speech("Ada Reed", None)];
        name(&mut metadata, &speeches);
        assert_eq!(metadata.fields[field::SPEAKER], ["Ada Reed", "Tom Hall"]);
        assert_eq!(metadata.fields[field::PARTY], ["Liberal", "Labour"]);
    }

    #[test]
    fn a_file_cannot_name_without_end() {
        let speeches: Vec<Speech> =
            (0..20_000).map(|n| Speech { speaker: format!("P{n}"), ..Speech::default() }).collect();
        let mut metadata = Metadata::default();
        name(&mut metadata, &speeches);
        assert_eq!(metadata.fields[field::SPEAKER].len(), MOST);
    }
}
