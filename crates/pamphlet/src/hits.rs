//! Hits one after another, fetched in pages that grow.

use crate::{Error, Hit, Index, Request};

/// How many hits are fetched at first; each further page has twice as many.
const FIRST_PAGE: usize = 10;

/// Hits of a search, best first; made by [`Index::search`]. Should the index become unreadable on the way,
/// the hits end there, and [`Hits::error`] says why.
#[derive(Debug)]
pub struct Hits<'i> {
    index: &'i Index,
    request: Request,
    /// How many more may come; `None` is all.
    left: Option<usize>,
    ready: std::vec::IntoIter<Hit>,
    done: bool,
    error: Option<Error>,
}

impl<'i> Hits<'i> {
    pub(crate) fn start(index: &'i Index, request: Request, most: Option<usize>) -> Result<Self, Error> {
        let mut hits =
            Hits { index, request, left: most, ready: Vec::new().into_iter(), done: false, error: None };
        let all = hits.request.limit.is_none();
        hits.request.limit = (!all).then(|| most.map_or(FIRST_PAGE, |most| most.min(FIRST_PAGE)));
        hits.fill()?;
        Ok(hits)
    }

    /// Why the hits ended before their end.
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    fn fill(&mut self) -> Result<(), Error> {
        let hits = self.index.find(&self.request)?.hits;
        self.done = self.request.limit.is_none_or(|page| hits.len() < page);
        self.request.offset += hits.len();
        if let Some(left) = &mut self.left {
            *left -= hits.len().min(*left);
            self.done |= *left == 0;
        }
        if let Some(page) = self.request.limit {
            self.request.limit = Some((page * 2).min(self.left.unwrap_or(usize::MAX)));
        }
        self.ready = hits.into_iter();
        Ok(())
    }
}

impl Iterator for Hits<'_> {
    type Item = Hit;

    fn next(&mut self) -> Option<Hit> {
        if self.ready.len() == 0
            && !self.done
            && let Err(error) = self.fill()
        {
            self.done = true;
            self.error = Some(error);
        }
        self.ready.next()
    }
}
