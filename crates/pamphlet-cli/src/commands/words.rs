//! `pamphlet words`, `keyness`, `collocates`, `ngrams`: figures about words.

use super::{fields, figures, query, saved};
use crate::args::{
    CollocatesArgs, Format, Global, KeynessArgs, NgramsArgs, SortCollocates, SortKeyness, SortWords,
    WordsArgs,
};
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use pamphlet::{
    CollocateSort, CollocatesOptions, Index, KeynessOptions, KeynessSort, NgramsOptions, Request, RunOf,
    WordSort, WordsOptions,
};

pub fn words(global: &Global, args: &WordsArgs, output: &Output) -> anyhow::Result<Outcome> {
    let request = query::request(&args.query, query::text(&args.query), output)?;
    let mut request = figures::paged(request, &args.listed);
    let options = WordsOptions {
        filter: figures::filter(&args.listed, 1)?,
        once: figures::once(&args.listed),
        sort: match args.sort {
            SortWords::Count => WordSort::Count,
            SortWords::Documents => WordSort::Documents,
            SortWords::Dp => WordSort::Spread,
            SortWords::Word => WordSort::Word,
        },
    };
    let index = query::open(global)?;
    saved::since(&args.saved, &index, &mut request)?;
    saved::save(&args.saved, &index, RunOf::Words(options.clone()), &request, output)?;
    let made = index.words(&request, &options).map_err(query::explained)?;
    figures::print(&made.rows, output)?;
    query::notes(&made.query.notes, output);
    let told = format!(
        "{} of {} different words, {} words in {} documents{}",
        made.total,
        made.distinct,
        made.words,
        made.documents,
        figures::shown(made.rows.len(), made.total)
    );
    Ok(ended(&index, &[&request], made.total, told, output))
}

pub fn ngrams(global: &Global, args: &NgramsArgs, output: &Output) -> anyhow::Result<Outcome> {
    let request = query::request(&args.query, query::text(&args.query), output)?;
    let mut request = figures::paged(request, &args.listed);
    let options = NgramsOptions {
        from: args.lengths.from,
        to: args.lengths.to,
        filter: figures::filter(&args.listed, 2)?,
        within: figures::within(args.within),
        once: figures::once(&args.listed),
        ..NgramsOptions::default()
    };
    let index = query::open(global)?;
    saved::since(&args.saved, &index, &mut request)?;
    saved::save(&args.saved, &index, RunOf::Ngrams(options.clone()), &request, output)?;
    let made = index.ngrams(&request, &options).map_err(query::explained)?;
    figures::print(&made.rows, output)?;
    query::notes(&made.query.notes, output);
    let shown = figures::shown(made.rows.len(), made.total);
    let told =
        format!("{} n-grams in {} words of {} documents{shown}", made.total, made.words, made.documents);
    Ok(ended(&index, &[&request], made.total, told, output))
}

pub fn collocates(global: &Global, args: &CollocatesArgs, output: &Output) -> anyhow::Result<Outcome> {
    let text = saved::text(&args.saved, &args.query)?;
    let request = query::request(&args.query, text, output)?;
    let mut request = figures::paged(request, &args.listed);
    let options = CollocatesOptions {
        left: args.left.unwrap_or(args.window),
        right: args.right.unwrap_or(args.window),
        within: figures::within(args.within),
        filter: figures::filter(&args.listed, 2)?,
        once: figures::once(&args.listed),
        sort: match args.sort {
            SortCollocates::Ll => CollocateSort::LogLikelihood,
            SortCollocates::LogDice => CollocateSort::LogDice,
            SortCollocates::Pmi => CollocateSort::Pmi,
            SortCollocates::Mi3 => CollocateSort::Mi3,
            SortCollocates::TScore => CollocateSort::TScore,
            SortCollocates::Count => CollocateSort::Count,
            SortCollocates::Word => CollocateSort::Word,
        },
    };
    let index = query::open(global)?;
    saved::since(&args.saved, &index, &mut request)?;
    saved::save(&args.saved, &index, RunOf::Collocates(options.clone()), &request, output)?;
    let made = index.collocates(&request, &options).map_err(query::explained)?;
    figures::print(&made.rows, output)?;
    query::notes(&made.query.notes, output);
    let told = format!(
        "{} collocates of {} matches in {} documents{}",
        made.total,
        made.matches,
        made.documents,
        figures::shown(made.rows.len(), made.total)
    );
    Ok(ended(&index, &[&request], made.total, told, output))
}

pub fn keyness(global: &Global, args: &KeynessArgs, output: &Output) -> anyhow::Result<Outcome> {
    let text = args.target.clone().unwrap_or_else(|| query::text(&args.query));
    if text.trim().is_empty() && args.saved.since.is_none() {
        let hint = "for example: pamphlet keyness --target party:Labour --reference party:Conservative";
        return Err(Problem::new("no target was given", hint).into());
    }
    let mut target = figures::paged(query::request(&args.query, text, output)?, &args.listed);
    let index = query::open(global)?;
    saved::since(&args.saved, &index, &mut target)?;
    let reference = args.reference.as_ref().map(|text| Request { text: text.clone(), ..target.clone() });
    let options = KeynessOptions {
        filter: figures::filter(&args.listed, 2)?,
        once: figures::once(&args.listed),
        negative: args.negative,
        sort: match args.sort {
            SortKeyness::Ll => KeynessSort::LogLikelihood,
            SortKeyness::LogRatio => KeynessSort::LogRatio,
            SortKeyness::Count => KeynessSort::Count,
            SortKeyness::Word => KeynessSort::Word,
        },
    };
    let asked = RunOf::Keyness { reference: args.reference.clone(), options: options.clone() };
    saved::save(&args.saved, &index, asked, &target, output)?;
    let made = index.keyness(&target, reference.as_ref(), &options).map_err(query::explained)?;
    figures::print(&made.rows, output)?;
    query::notes(&made.target.notes, output);
    query::notes(&made.reference.notes, output);
    for (part, documents) in [("target", made.documents), ("reference", made.reference_documents)] {
        if documents == 0 {
            output.note(format!("no document is in the {part}"));
        }
    }
    let told = format!(
        "{} words; target: {} words in {} documents, reference: {} in {}{}",
        made.total,
        made.words,
        made.documents,
        made.reference_words,
        made.reference_documents,
        figures::shown(made.rows.len(), made.total)
    );
    let requests: Vec<&Request> = std::iter::once(&target).chain(&reference).collect();
    Ok(ended(&index, &requests, made.total, told, output))
}

/// Says what was looked at, or that nothing was found and perhaps why.
fn ended(index: &Index, requests: &[&Request], total: u64, told: String, output: &Output) -> Outcome {
    if total == 0 {
        for request in requests {
            fields::note_misspelt(index, request, output);
        }
    }
    if output.format == Format::Human {
        output.note(if total == 0 { "nothing found".to_owned() } else { told });
    }
    if total > 0 { Outcome::Done } else { Outcome::NotFound }
}
