//! The part of the Python package that is Rust: indexes, writers, repair. It hands out JSON in the shape of
//! docs/wire-format.md; what a person holds in hand is made of that in Python (`python/pamphlet`).
//!
//! Long work runs on a thread of its own without the interpreter's lock, while the calling thread looks for Ctrl-C.

mod child;
mod errors;
mod figures;
mod index;
mod options;
mod repair;
mod update;
mod wait;
mod writer;

use pyo3::prelude::*;

/// The native module of the package `pamphlet`.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::child::child_main;
    #[pymodule_export]
    use super::index::NativeIndex;
    #[pymodule_export]
    use super::repair::{repair_bytes, repair_text, rules};
    #[pymodule_export]
    use super::update::{extract, update};
    #[pymodule_export]
    use super::writer::NativeWriter;

    /// The version of pamphlet.
    #[pymodule_export]
    const VERSION: &str = env!("CARGO_PKG_VERSION");
}
