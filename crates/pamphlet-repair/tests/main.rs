//! What holds for every text: the laws of repair, the pages of the rules, damage as it is met, and the floor
//! of quality on a set of documents that stands beside the project, where it is there.

mod bench;
mod cases;
mod floor;
mod fuzzed;
mod laws;
mod pages;
