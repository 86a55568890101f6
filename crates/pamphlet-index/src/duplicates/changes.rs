//! What a writer did to the documents since the last commit, and the file that the next one gets.
//!
//! In memory are the last few thousand changes; what came before stands on disk in sorted runs, which the
//! commit merges with the file of the last one.

use super::cluster::{Links, link};
use super::file::{NONE, write};
use super::spill::{Cursor, Row, RowWriter, Rows};
use super::{Duplicates, Entry};
use crate::Result;
use crate::bits::Bits;
use crate::folder::{Disk, work_name};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

/// So many changes are held in memory; about 200 bytes each.
const HELD: usize = if cfg!(test) { 8 } else { 1 << 16 };

/// Documents that came and went since the last commit.
pub(crate) struct Changes {
    disk: Disk,
    /// The last ones, by id.
    held: BTreeMap<u64, Row>,
    /// Those before, as runs sorted by id, and where each run ends.
    runs: Option<(RowWriter, Vec<usize>)>,
    all_removed: bool,
}

/// What a commit does with the file of copies and versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nothing changed.
    Unchanged,
    /// There are no documents any more.
    Empty,
    /// The file was written.
    Written,
}

impl Changes {
    pub(crate) fn new(disk: &Disk) -> Self {
        Self { disk: disk.clone(), held: BTreeMap::new(), runs: None, all_removed: false }
    }

    /// A document was added; one with its id was removed before.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn add(&mut self, entry: Entry) -> Result<()> {
        self.change(Row::of(entry))
    }

    /// A document was removed.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn remove(&mut self, id: u64) -> Result<()> {
        self.change(Row::gone(id))
    }

    /// All documents were removed.
    pub(crate) fn remove_all(&mut self) {
        *self = Self { all_removed: true, ..Self::new(&self.disk) };
    }

    fn change(&mut self, row: Row) -> Result<()> {
        self.held.insert(row.entry.id, row);
        if self.held.len() < HELD {
            return Ok(());
        }
        let (runs, ends) = match &mut self.runs {
            Some(runs) => runs,
            None => self.runs.insert((RowWriter::create(&self.disk, &work_name("changes"))?, Vec::new())),
        };
        for row in std::mem::take(&mut self.held).into_values() {
            runs.push(&row)?;
        }
        ends.push(runs.len());
        Ok(())
    }

    /// Writes the next file, `name`, unless there is no change or no document. Forgets the changes.
    ///
    /// # Errors
    /// When the disk refuses.
    pub(crate) fn finish(&mut self, base: &Duplicates, name: &str) -> Result<Outcome> {
        let next = Self::new(&self.disk);
        let Self { disk, held, runs, all_removed } = std::mem::replace(self, next);
        if held.is_empty() && runs.is_none() && !all_removed {
            return Ok(Outcome::Unchanged);
        }
        let base_len = if all_removed { 0 } else { base.len() };
        let runs = match runs {
            Some((runs, ends)) => Some((runs.finish()?, ends)),
            None => None,
        };
        let mut changes = Merge::of(runs, held)?;
        let mut out = RowWriter::create(&disk, &work_name("rows"))?;
        let mut fresh = Bits::default();
        // clusters that lost a document may fall apart
        let mut broken = Bits::default();
        let mut at = 0;
        loop {
            let change = changes.next()?;
            while at < base_len && change.is_none_or(|change| base.id(at) < change.entry.id) {
                let (entry, cluster) = base.entry(at);
                out.push(&Row { cluster, ..Row::of(entry) })?;
                at += 1;
            }
            let Some(change) = change else { break };
            if at < base_len && base.id(at) == change.entry.id {
                let (_, cluster) = base.entry(at);
                if cluster != NONE {
                    broken.insert(cluster);
                }
                at += 1;
            }
            if !change.gone {
                fresh.insert(out.len() as u32);
                out.push(&change)?;
            }
        }
        drop(changes);
        let rows = out.finish()?;
        if rows.len() == 0 {
            return Ok(Outcome::Empty);
        }

        let mut links = Links::new(rows.len());
        let mut firsts = vec![NONE; if base_len == 0 { 0 } else { base.clusters() }];
        if !firsts.is_empty() {
            rows.for_each(|at, row| {
                match firsts.get_mut(row.cluster as usize) {
                    None => {}
                    Some(_) if broken.contains(row.cluster) => drop(fresh.insert(at)),
                    Some(first) if *first == NONE => *first = at,
                    Some(first) => links.link(*first, at),
                }
                Ok(())
            })?;
        }
        drop(firsts);
        link(&rows, &fresh, &mut links)?;
        write(&disk, name, &rows, links)?;
        Ok(Outcome::Written)
    }
}

/// All changes in the order of the ids, of several of one id the last.
struct Merge {
    runs: Option<Rows>,
    cursors: Vec<Cursor>,
    /// The next id of each cursor, the latest run first, with its row.
    heads: BinaryHeap<Reverse<(u64, Reverse<usize>)>>,
    rows: Vec<Option<Row>>,
    held: std::iter::Peekable<std::collections::btree_map::IntoValues<u64, Row>>,
}

impl Merge {
    fn of(runs: Option<(Rows, Vec<usize>)>, held: BTreeMap<u64, Row>) -> Result<Self> {
        let (runs, ends) = runs.map_or((None, Vec::new()), |(rows, ends)| (Some(rows), ends));
        let mut merge = Self {
            cursors: Vec::new(),
            rows: vec![None; ends.len()],
            runs,
            heads: BinaryHeap::new(),
            held: held.into_values().peekable(),
        };
        let mut start = 0;
        for (number, end) in ends.into_iter().enumerate() {
            merge.cursors.push(Cursor::over(start, end));
            merge.advance(number)?;
            start = end;
        }
        Ok(merge)
    }

    fn advance(&mut self, number: usize) -> Result<()> {
        let Some(runs) = &self.runs else { return Ok(()) };
        let row = self.cursors[number].next(runs)?;
        if let Some(row) = row {
            self.heads.push(Reverse((row.entry.id, Reverse(number))));
        }
        self.rows[number] = row;
        Ok(())
    }

    fn next(&mut self) -> Result<Option<Row>> {
        let run = self.heads.peek().map(|Reverse((id, _))| *id);
        let held = self.held.peek().map(|row| row.entry.id);
        let Some(id) = run.into_iter().chain(held).min() else { return Ok(None) };
        let mut last = None;
        while let Some(&Reverse((other, Reverse(number)))) = self.heads.peek()
            && other == id
        {
            self.heads.pop();
            last = last.or(self.rows[number]);
            self.advance(number)?;
        }
        Ok(if held == Some(id) { self.held.next() } else { last })
    }
}
