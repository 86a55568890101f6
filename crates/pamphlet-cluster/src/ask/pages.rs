//! Counts, lines and trends: every document that may match is looked at, one page after the other.

use super::Asked;
use crate::Result;
use crate::fetch::Most;
use crate::index::Cluster;
use pamphlet_query::{
    Concordance, Count, Groups, Line, LineGroup, LineSort, Note, NoteKind, Request, Scope, Sort, Trend,
    TrendBy,
};
use serde_json::{Value, json};
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Candidates that are listed at a time.
const LISTED: Most = Most { documents: 5_000, bytes: u64::MAX };

/// Text that is looked at together.
const PAGE: u64 = 16 << 20;

impl Cluster {
    /// Calls `each` with all candidates, page by page in the order of their paths, until it breaks or time runs out.
    fn pages(
        &self,
        asked: &Asked<'_>,
        request: &Request,
        notes: &mut Vec<Note>,
        each: &mut dyn FnMut(Scope<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let query = json!({ "bool": { "filter": [asked.filter] } });
        let mut after = Value::Null;
        loop {
            let found = self.candidates(&query, Sort::Path, &Value::Null, LISTED, after)?;
            let mut rest = &found.list[..];
            while !rest.is_empty() {
                let stopped = request.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed));
                if stopped || asked.until.is_some_and(|until| Instant::now() > until) {
                    let message = "time ran out: not all documents were looked at".to_owned();
                    notes.push(Note { kind: NoteKind::Late, place: 0..0, message });
                    return Ok(());
                }
                let (mut to, mut bytes) = (0, 0);
                while to < rest.len() && (to == 0 || bytes + rest[to].bytes <= PAGE) {
                    bytes += rest[to].bytes;
                    to += 1;
                }
                let reader = self.reader(&rest[..to])?;
                if each(Scope::of(&reader, &asked.statistics))?.is_break() {
                    return Ok(());
                }
                rest = &rest[to..];
            }
            after = found.next;
            if after.is_null() {
                return Ok(());
            }
        }
    }

    /// As the count of an index in a folder.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn count(&self, request: &Request) -> Result<Count> {
        let request = &self.plain(request)?;
        let asked = self.asked(request)?;
        self.strictly(&asked, request)?;
        let mut count = Count { notes: asked.draft.query.notes.clone(), ..Count::default() };
        let mut notes = Vec::new();
        self.pages(&asked, request, &mut notes, &mut |page| {
            let of_page = pamphlet_query::count(page, request)?;
            count.documents += of_page.documents;
            count.matches += of_page.matches;
            Ok(ControlFlow::Continue(()))
        })?;
        asked.statistics.check()?;
        count.notes.append(&mut notes);
        self.note(&mut count.notes);
        Ok(count)
    }

    /// As the concordance of an index in a folder.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn concordance(&self, request: &Request, sort: LineSort) -> Result<Concordance> {
        let mut lines = Vec::new();
        let mut made = self.each_line(request, sort, &mut |line| lines.push(line))?;
        made.lines = lines;
        Ok(made)
    }

    /// The same, line by line.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn each_line(
        &self,
        request: &Request,
        sort: LineSort,
        each: &mut dyn FnMut(Line),
    ) -> Result<Concordance> {
        let request = &self.plain(request)?;
        let asked = self.asked(request)?;
        self.strictly(&asked, request)?;
        if sort != LineSort::Document {
            let by_path = Request { sort: Sort::Path, ..request.clone() };
            let (reader, cut) = self.all(&asked, &by_path)?;
            let mut made =
                pamphlet_query::each_line(Scope::of(&reader, &asked.statistics), request, sort, each)?;
            asked.statistics.check()?;
            made.query.notes.extend(cut);
            self.note(&mut made.query.notes);
            return Ok(made);
        }
        let mut made = Concordance { query: asked.draft.query.clone(), ..Concordance::default() };
        let wanted = request.limit.map_or(usize::MAX, |limit| limit.saturating_add(request.offset));
        let mut notes = Vec::new();
        self.pages(&asked, request, &mut notes, &mut |page| {
            let before = usize::try_from(made.total).unwrap_or(usize::MAX);
            let offset = request.offset.saturating_sub(before);
            let limit = wanted.saturating_sub(before).saturating_sub(offset);
            let of_page =
                Request { offset, limit: (wanted != usize::MAX).then_some(limit), ..request.clone() };
            made.total += pamphlet_query::each_line(page, &of_page, sort, each)?.total;
            Ok(ControlFlow::Continue(()))
        })?;
        asked.statistics.check()?;
        made.query.notes.append(&mut notes);
        self.note(&mut made.query.notes);
        Ok(made)
    }

    /// As the groups of an index in a folder.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn groups(&self, request: &Request, by: LineGroup) -> Result<Groups> {
        let request = &Request { sort: Sort::Path, ..self.plain(request)? };
        let asked = self.asked(request)?;
        let (reader, cut) = self.all(&asked, request)?;
        let mut groups = pamphlet_query::groups(Scope::of(&reader, &asked.statistics), request, by)?;
        asked.statistics.check()?;
        groups.query.notes.extend(cut);
        self.note(&mut groups.query.notes);
        Ok(groups)
    }

    /// As the trend of an index in a folder.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn trend(&self, request: &Request, by: &TrendBy) -> Result<Trend> {
        let request = &self.plain(request)?;
        let asked = self.asked(request)?;
        self.strictly(&asked, request)?;
        let mut query = asked.draft.query.clone();
        let mut parts = Vec::new();
        self.pages(&asked, request, &mut query.notes, &mut |page| {
            parts.push(pamphlet_query::trend(page, request, by)?);
            Ok(ControlFlow::Continue(()))
        })?;
        // the words of all documents that the request's filters let through, whether they match or not
        let frame = Request { text: String::new(), strict: false, ..request.clone() };
        let of_frame = self.asked(&frame)?;
        let words = match (request.is_filtered(), of_frame.exact) {
            (false, _) => self.words_by(&json!({ "match_all": {} }), by)?,
            (true, true) => self.words_by(&of_frame.filter, by)?,
            (true, false) => {
                let mut words = Vec::new();
                self.pages(&of_frame, &frame, &mut query.notes, &mut |page| {
                    let points = pamphlet_query::trend(page, &frame, by)?.points;
                    words.extend(points.into_iter().map(|point| (point.bucket, point.words)));
                    Ok(ControlFlow::Continue(()))
                })?;
                words
            }
        };
        asked.statistics.check()?;
        of_frame.statistics.check()?;
        self.note(&mut query.notes);
        let (points, left_out) = Trend::join(&parts, words, by, request);
        query.notes.extend(left_out);
        Ok(Trend { points, query })
    }
}
