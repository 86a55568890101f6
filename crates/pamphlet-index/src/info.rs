//! What an index holds, and whether its files are what was written.

use crate::folder::{MANIFEST, Manifest, TEXTS, is_numbered, is_own, list, regular};
use crate::schema::VALUE;
use crate::{Error, Reader, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// What an index holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Info {
    /// Documents.
    pub documents: u64,
    /// Words of all documents, page chrome included.
    pub words: u64,
    /// Every metadata field with its values, each with the number of its documents; most frequent first,
    /// equal ones in byte order. Values longer than 250 bytes are left out.
    pub fields: BTreeMap<String, Vec<FieldValue>>,
    /// First and last day that any document's date can mean, as days since 1970-01-01.
    pub days: Option<(i64, i64)>,
    /// Documents with a date.
    pub dated: u64,
    /// What the index was made with.
    pub versions: Versions,
    /// A hash over the ids, texts and metadata of all documents and over the versions, 32 hexadecimal
    /// digits: two indexes of the same documents have the same, however they were made.
    pub fingerprint: String,
    /// Bytes of all files.
    pub bytes: u64,
    /// Segments of the inverted index.
    pub segments: usize,
}

/// A value of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldValue {
    /// As the documents give it.
    pub value: String,
    /// How many documents have it.
    pub documents: u64,
}

/// What decides whether two indexes can be compared, and read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Versions {
    /// Of the files' layout.
    pub format: u32,
    /// Of the analyzer.
    pub analyzer: u32,
    /// The engine below.
    pub engine: String,
}

impl Reader {
    /// Counts what the index holds.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn info(&self) -> Result<Info> {
        let mut fields: BTreeMap<String, BTreeMap<String, u64>> = BTreeMap::new();
        let mut days: Option<(i64, i64)> = None;
        let mut dated = 0;
        for segment in self.segments() {
            let (from, to) = (segment.from_day()?, segment.to_day()?);
            let facet = segment.facet()?;
            // no list as long as the segment says: it may be damaged
            let mut counts = BTreeMap::<u64, u64>::new();
            for doc in (0..segment.max_doc()).filter(|&doc| segment.is_alive(doc)) {
                if let (Some(from), Some(to)) = (from.first(doc), to.first(doc)) {
                    dated += 1;
                    days = Some(days.map_or((from, to), |(low, high)| (low.min(from), high.max(to))));
                }
                for ord in facet.iter().flat_map(|facet| facet.term_ords(doc)) {
                    *counts.entry(ord).or_default() += 1;
                }
            }
            let Some(facet) = facet else { continue };
            let mut term = String::new();
            for (ord, count) in counts {
                term.clear();
                facet.ord_to_str(ord, &mut term).map_err(Error::io("read", "segments".as_ref()))?;
                if let Some((name, value)) = term.split_once(VALUE) {
                    *fields.entry(name.to_owned()).or_default().entry(value.to_owned()).or_default() += count;
                }
            }
        }
        let fields = fields.into_iter().map(|(name, values)| (name, by_frequency(values))).collect();
        let manifest = &self.manifest;
        Ok(Info {
            documents: manifest.documents,
            words: manifest.words,
            fields,
            days,
            dated,
            versions: Versions {
                format: manifest.format,
                analyzer: manifest.analyzer,
                engine: manifest.engine.clone(),
            },
            fingerprint: fingerprint(manifest),
            bytes: manifest.files.values().map(|entry| entry.size).sum(),
            segments: manifest.segments.len(),
        })
    }

    /// The fingerprint alone; see [`Info::fingerprint`].
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.manifest)
    }
}

fn by_frequency(values: BTreeMap<String, u64>) -> Vec<FieldValue> {
    let mut list: Vec<FieldValue> =
        values.into_iter().map(|(value, documents)| FieldValue { value, documents }).collect();
    // stable: equal counts stay in byte order
    list.sort_by_key(|value| std::cmp::Reverse(value.documents));
    list
}

/// The [`Info::fingerprint`] of an index of this version with so many documents, whose
/// [prints](crate::print_spread) add up to `prints`.
pub fn fingerprint_of(documents: u64, prints: u128) -> String {
    fingerprint(&Manifest { documents, prints: format!("{prints:032x}"), ..Manifest::empty() })
}

fn fingerprint(manifest: &Manifest) -> String {
    let all = format!(
        "{} {} {} {} {}",
        manifest.format, manifest.analyzer, manifest.engine, manifest.documents, manifest.prints
    );
    blake3::hash(all.as_bytes()).to_hex()[..32].to_owned()
}

/// What [`verify`] found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Files that were read and compared.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files that are missing or not as they were written, each with what is wrong.
    pub damaged: Vec<(String, String)>,
    /// Files that do not belong to an index.
    pub foreign: Vec<String>,
    /// What a writer that did not come to its end left behind: harmless, and removed by the next one.
    pub leftover: Vec<String>,
}

impl Verified {
    /// Whether every file is there and as it was written, and no other is.
    pub fn is_clean(&self) -> bool {
        self.damaged.is_empty() && self.foreign.is_empty()
    }
}

/// Reads every file of the index in a folder and compares it with the manifest.
///
/// # Errors
/// As [`Reader::open`] when the manifest itself cannot be read, or when the folder cannot. Damage to other
/// files is not an error but a finding.
pub fn verify(dir: impl AsRef<Path>) -> Result<Verified> {
    let dir = dir.as_ref();
    let manifest = Manifest::read(dir)?;
    let mut found = Verified::default();
    for (name, entry) in &manifest.files {
        let grows = name.starts_with(TEXTS);
        match checksum(&dir.join(name), entry.size) {
            Ok((size, rest, crc)) => {
                if size < entry.size {
                    found.damaged.push((name.clone(), format!("has {size} bytes instead of {}", entry.size)));
                } else if crc != entry.crc32 {
                    found.damaged.push((name.clone(), "does not have its checksum".to_owned()));
                } else if rest && grows {
                    found.leftover.push(name.clone());
                } else if rest {
                    found.damaged.push((name.clone(), format!("is longer than {} bytes", entry.size)));
                }
                found.bytes += size;
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                found.damaged.push((name.clone(), "is missing".to_owned()));
            }
            Err(error) => found.damaged.push((name.clone(), format!("cannot be read: {error}"))),
        }
        found.files += 1;
    }
    for name in list(dir)? {
        if !is_own(&name) {
            found.foreign.push(name);
        } else if (name.contains('/') || is_numbered(&name)) && !manifest.files.contains_key(&name) {
            found.leftover.push(name);
        }
    }
    found.files += 1;
    found.bytes += std::fs::metadata(dir.join(MANIFEST)).map_or(0, |metadata| metadata.len());
    Ok(found)
}

/// Reads up to `size` bytes of a file: how many there were, whether there are more, and their checksum.
fn checksum(path: &Path, size: u64) -> std::io::Result<(u64, bool, u32)> {
    let file = regular::open(path)?;
    let more = file.metadata()?.len() > size;
    let mut file = file.take(size);
    let mut hasher = crc32fast::Hasher::new();
    let mut buffer = vec![0; 1 << 18];
    let mut len = 0;
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&buffer[..read]);
        len += read as u64;
    }
    Ok((len, more, hasher.finalize()))
}

/// The versions that this build writes.
pub fn versions() -> Versions {
    let manifest = Manifest::empty();
    Versions { format: manifest.format, analyzer: manifest.analyzer, engine: manifest.engine }
}
