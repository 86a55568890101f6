//! How the judge of lost marks is trained: from clean text, damaged on purpose.
//!
//! Behind the feature `train`, so that nothing of it ships. `cargo run --release --features train --example
//! train_marks` runs it; docs/repair/model.md says on which texts.

mod damage;
mod learn;
mod passages;

pub use damage::{Chance, Damage, damage};
pub use learn::{Learnt, Report, Settings, measure, measure_dropped, train};
pub use passages::{Passage, passages};

/// A model file as the judge reads it. It stays in memory for good, as the shipped one does.
pub fn model(file: Vec<u8>) -> Option<crate::marks::model::Model> {
    crate::marks::model::Model::read(Box::leak(file.into_boxed_slice()))
}
