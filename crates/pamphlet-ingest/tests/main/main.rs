//! From outside: whatever bytes a file holds, what comes out of it is sound; and whatever lies in a folder,
//! the rest of it is read.

mod bad_input;
mod footnotes;
mod fuzzed;
mod hostile;
mod laws;
mod parts;
mod places;
mod seeds;
mod sound;
mod titles;
mod typed;
