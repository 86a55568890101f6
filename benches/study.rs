//! How long a person waits for each tool of study: over the 5,500 speeches of `../shared/bench-corpus`, or over the files or
//! folder that `PAMPHLET_BENCH` names. Wall time, for these use all cores; without the speeches it says so and ends.

#![expect(clippy::print_stdout, reason = "a bench tells who runs it what it leaves out")]

use criterion::{Criterion, SamplingMode, criterion_group, criterion_main};
use pamphlet::{
    Codebook, CodebookForm, CollocatesOptions, Index, KeynessOptions, LineSort, NgramsOptions, QuoteOf,
    QuoteRequest, Request, TrendBy, Update, WordsOptions,
};
use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

fn speeches() -> Option<PathBuf> {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/bench-corpus/ungdc-5500.jsonl.xz");
    let path = std::env::var_os("PAMPHLET_BENCH").map_or_else(|| PathBuf::from(own), PathBuf::from);
    path.exists().then_some(path)
}

fn benches(c: &mut Criterion) {
    let Some(speeches) = speeches() else {
        println!("skipped: there are no speeches; PAMPHLET_BENCH names others");
        return;
    };
    let dir = std::env::temp_dir().join(format!("pamphlet-bench-study-{}", std::process::id()));
    let index = Update::new().run(&dir, &[speeches]).and_then(|_| Index::open(&dir));
    match index {
        Ok(index) => study(c, &index),
        Err(error) => println!("skipped: {error}"),
    }
    // nothing is left behind; where that fails, the system's folder for such things has one folder more
    let _ = std::fs::remove_dir_all(&dir);
}

fn study(c: &mut Criterion, index: &Index) {
    let mut group = c.benchmark_group("study");
    group.sample_size(10).sampling_mode(SamplingMode::Flat).warm_up_time(Duration::from_millis(1));
    group.measurement_time(Duration::from_secs(1));
    let of = |text: &str| Request { limit: Some(50), ..Request::new(text) };
    let mut bench = |name: &str, each: &dyn Fn() -> bool| {
        group.bench_function(name, |b| b.iter(|| black_box(each())));
    };
    for node in ["peace", "the"] {
        bench(&format!("trend {node}"), &|| index.trend(&of(node), &TrendBy::Year).is_ok());
        bench(&format!("count {node}"), &|| index.count(&of(node)).is_ok());
        bench(&format!("concordance {node}"), &|| index.concordance(&of(node), LineSort::Before).is_ok());
        let options = CollocatesOptions::default();
        bench(&format!("collocates {node}"), &|| index.collocates(&of(node), &options).is_ok());
    }
    bench("words", &|| index.words(&of(""), &WordsOptions::default()).is_ok());
    bench("keyness date:1990..", &|| {
        index.keyness(&of("date:1990.."), None, &KeynessOptions::default()).is_ok()
    });
    bench("ngrams of two and three words", &|| index.ngrams(&of(""), &NgramsOptions::default()).is_ok());
    let longer = NgramsOptions { from: 2, to: 5, ..NgramsOptions::default() };
    bench("ngrams of two to five words", &|| index.ngrams(&of(""), &longer).is_ok());
    let book =
        "peace: [peace*, disarm*]\nwar: [war, wars, conflict*, 'armed force']\ntrade: [trade*, tariff*]\n";
    let book = Arc::new(Codebook::read(book, CodebookForm::Yaml));
    bench("code by three categories", &|| index.code(&of(""), &book).is_ok());
    let passage = "to save succeeding generations from the scourge of war";
    bench("quote of nine words", &|| {
        index.quote(&QuoteRequest::new(QuoteOf::Text(passage.to_owned()))).is_ok()
    });
    // of several lengths: documents stand in the order of their ids, which tell nothing of them
    let hits = index.find(&Request { limit: Some(4), ..Request::new("charter") });
    for (at, hit) in hits.iter().flat_map(|found| &found.hits).enumerate() {
        let sought = QuoteRequest::new(QuoteOf::Document(hit.doc.clone()));
        bench(&format!("quote of a whole document, {}", at + 1), &|| index.quote(&sought).is_ok());
        bench(&format!("similar to a document, {}", at + 1), &|| index.similar(&hit.doc, &of("")).is_ok());
    }
    let documents = Box::new(Request::new("date:2015.."));
    let sought = QuoteRequest {
        within: Request::new("date:..1950"),
        ..QuoteRequest::new(QuoteOf::Documents(documents))
    };
    bench("quotations of two sets, date:2015.. and date:..1950", &|| index.quote(&sought).is_ok());
    group.finish();
}

criterion_group!(all, benches);
criterion_main!(all);
