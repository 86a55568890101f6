//! What a person should know about how a query was read or how far it was followed.

use serde::Serialize;
use std::ops::Range;

/// A remark about a query. None of them is an error, unless the caller asks for it to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// What sort of remark.
    pub kind: NoteKind,
    /// The bytes of the query that it is about, `start` inclusive, `end` exclusive.
    pub place: Range<usize>,
    /// One line for a person: lower case, no full stop.
    pub message: String,
}

/// Sorts of remarks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NoteKind {
    /// Something that looks like an operator was searched as words, or left out.
    ReadAsWords,
    /// Something is read as what it stands for and nothing else can: damage that was copied with a word, an operator of
    /// another program.
    ReadAs,
    /// A limit was reached: what was cut is said.
    Limit,
    /// Time ran out: the answer is what was found by then.
    Late,
    /// A word that no document holds, or one that alone made the search find nothing.
    NotFound,
    /// Words that were added to the query because that was asked for.
    Added,
    /// A node of a cluster did not answer and another one was asked, or a load into it has not ended.
    Cluster,
    /// Two parts that are compared have documents in common.
    Overlap,
}

impl Note {
    /// Whether `--strict` makes an error of it.
    pub fn is_misreading(&self) -> bool {
        !matches!(
            self.kind,
            NoteKind::ReadAs | NoteKind::NotFound | NoteKind::Added | NoteKind::Cluster | NoteKind::Overlap
        )
    }
}

/// Notes of one query; beyond [`Notes::MOST`] they are counted only, since a megabyte of brackets would
/// make a note for each.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    kept: Vec<Note>,
    more: usize,
}

impl Notes {
    const MOST: usize = 20;

    /// Adds a note; the text is made only when it is kept.
    pub fn add(&mut self, kind: NoteKind, place: Range<usize>, message: impl FnOnce() -> String) {
        if self.kept.len() < Self::MOST {
            self.kept.push(Note { kind, place, message: message() });
        } else {
            self.more += 1;
        }
    }

    /// All that was noted, in the order of the query.
    pub fn finish(mut self) -> Vec<Note> {
        self.kept.sort_by_key(|note| (note.place.start, note.place.end));
        if self.more > 0 {
            let at = self.kept.last().map_or(0, |note| note.place.end);
            let message = format!("and {} more such places", self.more);
            self.kept.push(Note { kind: NoteKind::ReadAsWords, place: at..at, message });
        }
        self.kept
    }
}
