//! How often terms stand in the whole collection, read from the lists of terms of each part of the index.
//!
//! A document of nothing but the terms that are asked about is made up, and each part says what it knows of them: that
//! costs a look into its dictionary for each term, however frequent it is.

use crate::Result;
use crate::index::Cluster;
use crate::lookup::Question;
use crate::statistics::Answer;
use pamphlet_query::{Field, Frequency};
use serde_json::json;
use std::collections::HashMap;

/// Terms of one question.
const TERMS: usize = 10_000;

impl Cluster {
    /// Answers all questions about frequencies.
    pub(crate) fn look_frequencies_up(
        &self,
        questions: &[&Question],
        answers: &mut HashMap<Question, Answer>,
    ) -> Result<()> {
        if questions.is_empty() {
            return Ok(());
        }
        let parts = self.parts()?;
        for field in [Field::Body, Field::Chrome] {
            let mut terms: Vec<&str> = Vec::new();
            for question in questions {
                if let Question::Frequency(of, term) = question
                    && *of == field
                {
                    terms.push(term);
                }
            }
            for terms in terms.chunks(TERMS) {
                let mut sums = vec![Frequency::default(); terms.len()];
                for (index, part) in &parts {
                    self.add_frequencies(index, *part, field, terms, &mut sums)?;
                }
                for (term, sum) in terms.iter().zip(sums) {
                    let question = Question::Frequency(field, (*term).to_owned());
                    answers.insert(question, Answer::Frequency(sum));
                }
            }
        }
        Ok(())
    }

    /// Adds what one part of an index knows.
    fn add_frequencies(
        &self,
        index: &str,
        part: u64,
        field: Field,
        terms: &[&str],
        sums: &mut [Frequency],
    ) -> Result<()> {
        let path = format!("/{index}/_termvectors?preference=_shards:{part}");
        let body = json!({
            "doc": { field.name(): terms.join(" ") }, "fields": [field.name()], "term_statistics": true,
            "field_statistics": false, "positions": false, "offsets": false, "payloads": false,
        });
        let answer = self.client.read(&path, &body, "look words up")?;
        let found = &answer["term_vectors"][field.name()]["terms"];
        for (term, sum) in terms.iter().zip(sums) {
            let number = |name: &str| found[*term][name].as_u64().unwrap_or(0);
            *sum = *sum + Frequency { documents: number("doc_freq"), occurrences: number("ttf") };
        }
        Ok(())
    }
}
