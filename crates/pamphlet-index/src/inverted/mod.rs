//! The inverted index of a segment, in memory: gathered by document on the threads that analyze, joined by
//! term on the one that writes, and handed to the engine's serializers in its own format.
//!
//! The engine's own builder looks every token up in one table, on the writing thread. Here a token is looked up
//! once in a table that fits the thread's cache, its stem comes with it, and the writing thread sees each
//! term of a document once. Merging segments and reading them stay with the engine.

mod gather;
mod keys;
mod lists;
mod strings;
mod terms;
mod vocabulary;
mod whole;

pub(crate) use gather::{DocumentTerms, Gatherer, Word};
pub(crate) use whole::Inverted;

/// Appends a number, seven bits a byte, low bits first.
fn put(out: &mut Vec<u8>, mut value: u32) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Reads back what [`put`] wrote, from the front of `bytes`; 0 at their end.
fn take(bytes: &mut &[u8]) -> u32 {
    let mut value = 0;
    for shift in (0..32).step_by(7) {
        let Some((&byte, rest)) = bytes.split_first() else { break };
        *bytes = rest;
        value |= u32::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            break;
        }
    }
    value
}
