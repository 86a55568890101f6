//! What is known of the whole collection, asked of the cluster in as few questions as can be.
//!
//! A query is drafted several times: what it asks for and is not known yet is noted and answered with nothing, then all
//! that was noted is asked for at once, until a draft asks for nothing new. Nothing is kept for the next request, so
//! nothing grows stale.

use crate::index::Cluster;
use crate::lookup::{Basics, Like, Question};
use crate::{Error, Result};
use pamphlet_query::{Collection, Draft, Field, Frequency, Request, draft};
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// So many times a query is drafted at most; what is asked after that is asked one by one.
const ROUNDS: usize = 8;

/// What was answered.
#[derive(Clone)]
pub(crate) enum Answer {
    Number(u64),
    Frequency(Frequency),
    Terms(Arc<Vec<(String, u64)>>),
}

/// The statistics of a collection, for one request.
pub(crate) struct Statistics<'c> {
    cluster: &'c Cluster,
    pub basics: Basics,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    answers: HashMap<Question, Answer>,
    /// What a draft asked for in vain; none where questions are asked at once.
    wanted: Option<HashSet<Question>>,
    error: Option<Error>,
}

impl<'c> Statistics<'c> {
    pub fn of(cluster: &'c Cluster) -> Result<Self> {
        Ok(Self { cluster, basics: cluster.basics()?, known: Mutex::default() })
    }

    /// A request with all that it asks of the collection.
    pub fn draft(&self, request: &Request) -> Result<Draft> {
        self.settled(|statistics| draft(statistics, request))
    }

    /// What is made with all that it asks of the collection.
    pub fn settled<T>(&self, make: impl Fn(&Self) -> pamphlet_query::Result<T>) -> Result<T> {
        for _ in 0..ROUNDS {
            self.lock().wanted = Some(HashSet::new());
            let made = make(self);
            let wanted = self.lock().wanted.take().unwrap_or_default();
            if wanted.is_empty() {
                return Ok(made?);
            }
            let mut wanted: Vec<Question> = wanted.into_iter().collect();
            // the same request is sent whatever the order of a set is
            wanted.sort_unstable();
            let answers = self.cluster.look_up(&wanted)?;
            self.lock().answers.extend(answers);
        }
        let made = make(self)?;
        self.check()?;
        Ok(made)
    }

    /// What could not be asked since this was last called.
    pub fn check(&self) -> Result<()> {
        self.lock().error.take().map_or(Ok(()), Err)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn answer(&self, question: Question) -> Option<Answer> {
        let mut known = self.lock();
        if let Some(answer) = known.answers.get(&question) {
            return Some(answer.clone());
        }
        if let Some(wanted) = &mut known.wanted {
            wanted.insert(question);
            return None;
        }
        drop(known);
        let asked = self.cluster.look_up(std::slice::from_ref(&question));
        let mut known = self.lock();
        match asked {
            Ok(answers) => known.answers.extend(answers),
            Err(error) => {
                known.error.get_or_insert(error);
            }
        }
        known.answers.get(&question).cloned()
    }

    fn number(&self, question: Question) -> u64 {
        match self.answer(question) {
            Some(Answer::Number(number)) => number,
            _ => 0,
        }
    }

    /// The rarity of a term as the cluster reckons it: out of the documents that have the field at all.
    pub fn rarity(&self, field: Field, term: &str) -> f32 {
        let some = self.holding(field, term) as f64;
        let all = self.basics.having.get(&field).map_or(0.0, |having| *having as f64).max(some);
        (1.0 + (all - some + 0.5) / (some + 0.5)).ln() as f32
    }
}

impl Collection for Statistics<'_> {
    fn documents(&self) -> u64 {
        self.basics.documents
    }

    fn languages(&self) -> Vec<(String, u64)> {
        self.basics.languages.clone()
    }

    fn has_field(&self, name: &str) -> bool {
        self.basics.names.contains(name)
    }

    fn holding(&self, field: Field, term: &str) -> u64 {
        self.number(Question::Holding(field, term.to_owned()))
    }

    fn frequency(&self, field: Field, term: &str) -> Frequency {
        // a field that no document has is not asked for: most collections have no page chrome
        if self.basics.having.get(&field) == Some(&0) {
            return Frequency::default();
        }
        match self.answer(Question::Frequency(field, term.to_owned())) {
            Some(Answer::Frequency(frequency)) => frequency,
            _ => Frequency::default(),
        }
    }

    fn words(&self) -> u64 {
        self.basics.words
    }

    fn tokens(&self, field: Field) -> u64 {
        self.basics.tokens.get(&field).copied().unwrap_or(0)
    }

    fn terms(&self, field: Field, like: pamphlet_query::Like<'_>, each: &mut dyn FnMut(&str, u64) -> bool) {
        let Some(Answer::Terms(terms)) = self.answer(Question::Terms(field, Like::from(like))) else {
            return;
        };
        for (term, documents) in terms.iter() {
            if !each(term, *documents) {
                return;
            }
        }
    }

    fn has_compound(&self, whole: &str, first: &str, second: &str) -> bool {
        whole.strip_prefix(first) == Some(second)
            && self.number(Question::Compound(first.to_owned(), second.to_owned())) > 0
    }
}
