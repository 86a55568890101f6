//! How the judge of lost marks is trained: from clean text, damaged on purpose.
//!
//! Behind the feature `train`, so that nothing of it ships. `cargo run --release --features train --example
//! train_marks` runs it; docs/repair/model.md says on which texts.

mod damage;
mod dropped;
mod grow;
mod learn;
mod measure;
mod passages;

pub use damage::{Chance, Damage, damage};
use dropped::dropped_model;
pub use dropped::measure_dropped;
pub use learn::{Settings, recount, train};
pub use measure::{Kind, Report, calibration, measure};
pub use passages::{Passage, passages};

pub use crate::marks::model::Model;

/// A model file as the judge reads it. It stays in memory for good, as the shipped one does.
pub fn model(file: Vec<u8>) -> Option<Model> {
    Model::read(Box::leak(file.into_boxed_slice()))
}
