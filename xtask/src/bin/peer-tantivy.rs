//! Raw tantivy as a peer: its own query types, its snippets, its English stemmer, texts in its store.
//!
//! ```text
//! peer-tantivy index DOCS.jsonl FOLDER     prints CPU nanoseconds and peak kilobytes
//! peer-tantivy update DOCS.jsonl FOLDER    puts the documents in the place of those with their ids; prints the same
//! peer-tantivy serve FOLDER                a line `mode TAB query` in, `CPU nanoseconds TAB hits TAB bytes` out
//! peer-tantivy once FOLDER QUERY           one query from a cold start
//! ```
#![allow(clippy::print_stdout, reason = "it is a program, and speaks by its standard output")]

#[path = "../usage.rs"]
mod usage;

use std::io::{BufRead, BufReader, Write};
use std::ops::Bound;
use tantivy::collector::{Count, TopDocs};
use tantivy::query::{
    BooleanQuery, FuzzyTermQuery, InvertedIndexRangeQuery, Occur, PhraseQuery, Query, TermQuery,
};
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, SchemaBuilder, TextFieldIndexing, TextOptions, Value,
};
use tantivy::snippet::SnippetGenerator;
use tantivy::tokenizer::TextAnalyzer;
use tantivy::{Index, ReloadPolicy, Searcher, TantivyDocument, Term};

#[derive(serde::Deserialize)]
struct Record {
    id: String,
    title: String,
    body: String,
}

fn main() -> tantivy::Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match &args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["index", docs, folder] => {
            std::fs::create_dir_all(folder)?;
            add(&Index::create_in_dir(folder, schema())?, docs, false)
        }
        ["update", docs, folder] => add(&Index::open_in_dir(folder)?, docs, true),
        ["serve", folder] => serve(&Engine::open(folder)?),
        ["once", folder, query] => {
            let mut out = std::io::stdout().lock();
            let (hits, shown) = Engine::open(folder)?.answer("full", query)?;
            writeln!(out, "{hits}\n{shown}")?;
            Ok(())
        }
        _ => Err(tantivy::TantivyError::InvalidArgument("index, update, serve or once".to_owned())),
    }
}

fn schema() -> Schema {
    let mut schema = SchemaBuilder::new();
    schema.add_text_field("id", STRING | STORED);
    schema.add_text_field("title", STORED);
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("en_stem")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    schema.add_text_field("body", TextOptions::from(STORED).set_indexing_options(indexing));
    schema.build()
}

/// Adds documents; `replace` says that others of their ids go.
fn add(index: &Index, docs: &str, replace: bool) -> tantivy::Result<()> {
    let schema = index.schema();
    let field = |name| schema.get_field(name);
    let (id, title, body) = (field("id")?, field("title")?, field("body")?);
    let mut writer = index.writer_with_num_threads(2, 256 << 20)?;
    let mut lines = BufReader::with_capacity(1 << 20, std::fs::File::open(docs)?);
    let mut line = Vec::new();
    while lines.read_until(b'\n', &mut line)? > 0 {
        let record: Record = serde_json::from_slice(&line).map_err(std::io::Error::other)?;
        if replace {
            writer.delete_term(Term::from_field_text(id, &record.id));
        }
        let mut document = TantivyDocument::default();
        document.add_text(id, record.id);
        document.add_text(title, record.title);
        document.add_text(body, record.body);
        writer.add_document(document)?;
        line.clear();
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    println!("{}\t{}", usage::process_nanos(), usage::peak_kilobytes());
    Ok(())
}

fn serve(engine: &Engine) -> tantivy::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (mode, query) = line.split_once('\t').unwrap_or(("top", &line));
        let before = usage::thread_nanos();
        let (hits, shown) = engine.answer(mode, query)?;
        let took = usage::thread_nanos() - before;
        writeln!(out, "{took}\t{hits}\t{}", shown.len())?;
        out.flush()?;
    }
    Ok(())
}

struct Engine {
    searcher: Searcher,
    analyzer: TextAnalyzer,
    id: Field,
    title: Field,
    body: Field,
}

impl Engine {
    fn open(folder: &str) -> tantivy::Result<Engine> {
        let index = Index::open_in_dir(folder)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let schema = index.schema();
        let field = |name| schema.get_field(name);
        let (id, title, body) = (field("id")?, field("title")?, field("body")?);
        Ok(Engine {
            searcher: tantivy::IndexReader::searcher(&reader),
            analyzer: index.tokenizer_for_field(body)?,
            id,
            title,
            body,
        })
    }

    /// How many hits there are (only those of the page where all are not asked for), and what is shown.
    fn answer(&self, mode: &str, text: &str) -> tantivy::Result<(usize, String)> {
        let query = self.query(text);
        let mut shown = String::new();
        if mode == "count" {
            return Ok((self.searcher.search(&*query, &Count)?, shown));
        }
        let top = TopDocs::with_limit(10).order_by_score();
        let (best, hits) = match mode {
            "full" => self.searcher.search(&*query, &(top, Count))?,
            _ => {
                let best = self.searcher.search(&*query, &top)?;
                let hits = best.len();
                (best, hits)
            }
        };
        let snippets = match mode {
            "snippets" | "full" => Some(SnippetGenerator::create(&self.searcher, &*query, self.body)?),
            _ => None,
        };
        for (_, address) in best {
            let document: TantivyDocument = self.searcher.doc(address)?;
            for field in [self.id, self.title] {
                shown.push_str(document.get_first(field).and_then(|value| value.as_str()).unwrap_or(""));
                shown.push('\n');
            }
            if let Some(snippets) = &snippets {
                shown.push_str(&snippets.snippet_from_doc(&document).to_html());
            }
        }
        Ok((hits, shown))
    }

    fn terms(&self, text: &str) -> Vec<Term> {
        let mut analyzer = self.analyzer.clone();
        let mut stream = analyzer.token_stream(text);
        let mut terms = Vec::new();
        while stream.advance() {
            terms.push(Term::from_field_text(self.body, &stream.token().text));
        }
        terms
    }

    /// The few forms of queries that the list of the bench has.
    fn query(&self, text: &str) -> Box<dyn Query> {
        if let Some((left, rest)) = text.split_once(" NEAR/")
            && let Some((distance, right)) = rest.split_once(' ')
        {
            let slop = distance.parse().unwrap_or(0);
            let [left, right] = [self.terms(left), self.terms(right)];
            let row = |first: &[Term], second: &[Term]| -> Box<dyn Query> {
                let terms = first.iter().chain(second).cloned().enumerate().collect();
                Box::new(PhraseQuery::new_with_offset_and_slop(terms, slop))
            };
            return Box::new(BooleanQuery::union(vec![row(&left, &right), row(&right, &left)]));
        }
        if text.contains(" OR ") {
            return Box::new(BooleanQuery::union(text.split(" OR ").map(|word| self.query(word)).collect()));
        }
        if let Some(phrase) = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            return Box::new(PhraseQuery::new(self.terms(phrase)));
        }
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        for word in text.split(' ') {
            let (occur, word) = match word.strip_prefix('-') {
                Some(word) => (Occur::MustNot, word),
                None => (Occur::Must, word),
            };
            let first = |word: &str| self.terms(word).swap_remove(0);
            let part: Box<dyn Query> = if let Some(prefix) = word.strip_suffix('*') {
                let from = Term::from_field_text(self.body, prefix);
                let to = Term::from_field_text(self.body, &format!("{prefix}\u{10FFFF}"));
                Box::new(InvertedIndexRangeQuery::new(Bound::Included(from), Bound::Excluded(to)))
            } else if let Some(word) = word.strip_suffix("~1") {
                Box::new(FuzzyTermQuery::new(first(word), 1, true))
            } else {
                Box::new(TermQuery::new(first(word), IndexRecordOption::WithFreqs))
            };
            parts.push((occur, part));
        }
        match parts.len() {
            1 => parts.swap_remove(0).1,
            _ => Box::new(BooleanQuery::new(parts)),
        }
    }
}
