pub use pamphlet_repair::Repairer;
pub(crate) use pamphlet_repair::{Decoded, decode};
