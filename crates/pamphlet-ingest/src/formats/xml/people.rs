//! Who speaks: labels as they are printed, and persons by their ids.

use crate::draft::Draft;
use pamphlet_document::field;
use std::collections::HashSet;

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
