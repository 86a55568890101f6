//! The documents of a query that words alone decide: no phrase, no distance, no look into a document.
//!
//! Such a query is answered by whole lists: a list is unpacked block by block into a set, which costs a
//! nanosecond a document, where a cursor that is moved from document to document costs thirty.

use crate::cursor::{Cursor, Docs, Entry, union};
use crate::plan::{Condition, Plan};
use crate::spans::Node;
use crate::view::Segment;
use std::io;
use tantivy::DocId;

/// A list that is so many times longer than what it is compared with is looked into, not unpacked.
const LONGER: u64 = 32;

/// All documents of a segment that match, ascending; `None` where words alone do not decide.
pub(crate) fn decided(segment: &Segment<'_>, plan: &Plan) -> io::Result<Option<Vec<DocId>>> {
    let root = plan.root();
    if !is_decided(root, plan) {
        return Ok(None);
    }
    let mut docs = Decided { segment, plan }.docs(root)?;
    docs.retain(|&doc| segment.is_alive(doc));
    Ok(Some(docs))
}

fn is_decided(node: &Node, plan: &Plan) -> bool {
    match node {
        Node::All | Node::None => true,
        Node::Leaf(leaf) => plan.leaves[*leaf].is_word(),
        Node::Condition(condition) => matches!(plan.conditions[*condition], Condition::Days { .. }),
        Node::Not(part) => is_decided(part, plan),
        Node::And(parts) | Node::Or(parts) => parts.iter().all(|part| is_decided(part, plan)),
        Node::Unit(..) | Node::Near(..) => false,
    }
}

struct Decided<'s> {
    segment: &'s Segment<'s>,
    plan: &'s Plan,
}

impl Decided<'_> {
    /// The documents of a node, ascending, dead ones too.
    fn docs(&self, node: &Node) -> io::Result<Vec<DocId>> {
        match node {
            _ if node.is_always() => Ok(self.all()),
            Node::Leaf(leaf) => union(&self.entries(*leaf)?, self.segment.max_doc),
            Node::And(parts) => {
                let mut wanted = Vec::with_capacity(parts.len());
                for part in parts.iter().filter(|part| !matches!(part, Node::Not(_)) && !part.is_always()) {
                    wanted.push((self.size(part)?, part));
                }
                wanted.sort_by_key(|(size, _)| *size);
                let mut wanted = wanted.into_iter();
                let mut docs = match wanted.next() {
                    Some((_, part)) => self.docs(part)?,
                    None => self.all(),
                };
                for (_, part) in wanted {
                    self.narrow(part, true, &mut docs)?;
                }
                for part in parts {
                    if let Node::Not(part) = part {
                        self.narrow(part, false, &mut docs)?;
                    }
                }
                Ok(docs)
            }
            Node::Or(parts) => {
                // words are put together at once
                let mut entries = Vec::new();
                let mut others = Vec::new();
                for part in parts {
                    match part {
                        Node::Leaf(leaf) => entries.append(&mut self.entries(*leaf)?),
                        other => others.push(other),
                    }
                }
                let docs = union(&entries, self.segment.max_doc)?;
                if others.is_empty() {
                    return Ok(docs);
                }
                let mut all = self.set(docs);
                for other in others {
                    self.docs(other)?.into_iter().for_each(|doc| all.add(doc));
                }
                Ok(all.list())
            }
            Node::Not(_) | Node::Condition(_) => {
                let mut docs = self.all();
                self.narrow(node, true, &mut docs)?;
                Ok(docs)
            }
            Node::All | Node::None | Node::Unit(..) | Node::Near(..) => Ok(Vec::new()),
        }
    }

    /// Leaves those of `docs` that the node has, or those that it has not.
    fn narrow(&self, node: &Node, has: bool, docs: &mut Vec<DocId>) -> io::Result<()> {
        match node {
            Node::Not(part) => return self.narrow(part, !has, docs),
            Node::Condition(condition) => {
                if let Condition::Days { from, to } = &self.plan.conditions[*condition] {
                    docs.retain(|&doc| {
                        self.segment.days(doc).is_some_and(|(first, last)| first <= *to && last >= *from)
                            == has
                    });
                }
                return Ok(());
            }
            Node::Leaf(leaf) => {
                let entries = self.entries(*leaf)?;
                if size_of(&entries) > LONGER * docs.len() as u64 {
                    let mut cursor = Cursor::open(entries, false, self.segment.max_doc)?;
                    docs.retain(|&doc| (cursor.seek(doc) == doc) == has);
                    return Ok(());
                }
            }
            _ => {}
        }
        let found = self.set(self.docs(node)?);
        docs.retain(|&doc| found.contains(doc) == has);
        Ok(())
    }

    /// An upper bound of how many documents a node has.
    fn size(&self, node: &Node) -> io::Result<u64> {
        Ok(match node {
            Node::Leaf(leaf) => size_of(&self.entries(*leaf)?),
            Node::And(parts) => {
                let mut least = u64::MAX;
                for part in parts {
                    least = least.min(self.size(part)?);
                }
                least
            }
            Node::Or(parts) => {
                let mut sum = 0u64;
                for part in parts {
                    sum = sum.saturating_add(self.size(part)?);
                }
                sum
            }
            Node::None => 0,
            _ => u64::MAX,
        })
    }

    fn all(&self) -> Vec<DocId> {
        (0..self.segment.max_doc).collect()
    }

    fn set(&self, docs: Vec<DocId>) -> Docs {
        let mut set = Docs::none(self.segment.max_doc);
        docs.into_iter().for_each(|doc| set.add(doc));
        set
    }

    fn entries(&self, leaf: usize) -> io::Result<Vec<Entry>> {
        let mut entries = Vec::new();
        for set in self.plan.leaves[leaf].sets() {
            entries.extend_from_slice(&self.segment.text_entries(&self.plan.sets[set])?);
        }
        Ok(entries)
    }
}

fn size_of(entries: &[Entry]) -> u64 {
    entries.iter().map(|entry| u64::from(entry.info.doc_freq)).sum()
}
