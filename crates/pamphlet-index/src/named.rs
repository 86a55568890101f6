//! Finding documents by what a person calls them: a path, or the start of an id.

use crate::{Reader, Result};
use tantivy::DocAddress;

/// The fewest digits of an id that stand for it.
const SHORTEST: usize = 4;

impl Reader {
    /// The documents with exactly this path, or, where there is none, those whose id starts with `name` (at
    /// least four hexadecimal digits), in the order of the index.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn named(&self, name: &str) -> Result<Vec<DocAddress>> {
        let mut found = Vec::new();
        for (ord, segment) in self.segments().iter().enumerate() {
            let Some(paths) = segment.path()? else { continue };
            let Some(path) = paths.dictionary().term_ord(name).ok().flatten() else { continue };
            for doc in 0..segment.max_doc() {
                if paths.term_ords(doc).any(|ord| ord == path) && segment.is_alive(doc) {
                    found.push(DocAddress::new(ord as u32, doc));
                }
            }
        }
        let digits = name.len() >= SHORTEST && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if found.is_empty() && digits {
            let mut ids = Vec::new();
            for segment in self.segments() {
                segment.for_each_prefix(self.fields().key, name, &mut |id, _| {
                    ids.push(id.to_owned());
                    true
                })?;
            }
            for id in ids {
                found.extend(self.find(&id)?);
            }
        }
        Ok(found)
    }
}
