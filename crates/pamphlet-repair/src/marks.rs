//! The trained judge of lost marks: which character a `?` (or U+FFFD, or what else stands for a lost one)
//! was, decided from the words around it, the sentence, and what the rest of the document shows.
//!
//! A [`page::Page`] is a text with its doubtful marks. Two linear models over hashed [`features`] score
//! each mark; where that leaves a doubt, boosted [`trees`] look at the neighbours and the document; [`verdict`]
//! has the last word. The trainer
//! (feature `train`) shares all of this. English only: what it has learnt says nothing about other
//! languages.

pub(crate) mod agree;
pub(crate) mod dropped;
pub(crate) mod features;
pub(crate) mod model;
pub(crate) mod opening;
pub(crate) mod page;
pub(crate) mod question;
pub(crate) mod second;
pub(crate) mod trees;
pub(crate) mod verdict;

/// What a doubtful mark is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// A question mark, as it stands.
    Question,
    /// ’, an apostrophe or a closing single quote.
    Apostrophe,
    /// ‘
    OpenSingle,
    /// “
    OpenDouble,
    /// ”
    CloseDouble,
    /// A dash of any length.
    Dash,
    /// …
    Ellipsis,
    /// A letter or a sign, which this judge cannot tell.
    Other,
}

/// How many classes there are.
pub const CLASSES: usize = 8;

/// All classes, in the order of the scores.
pub const ALL: [Class; CLASSES] = [
    Class::Question,
    Class::Apostrophe,
    Class::OpenSingle,
    Class::OpenDouble,
    Class::CloseDouble,
    Class::Dash,
    Class::Ellipsis,
    Class::Other,
];

/// One score a class.
pub type Scores = [f32; CLASSES];

/// Scores as probabilities.
pub(crate) fn probabilities<const N: usize>(scores: &[f32; N]) -> [f32; N] {
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let mut out = scores.map(|score| (score - most).exp());
    let sum: f32 = out.iter().sum();
    for p in &mut out {
        *p /= sum;
    }
    out
}
