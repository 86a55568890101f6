//! The order of hits on queries with judgments, against pinned floors. The floors hold for the data whose
//! digest stands beside them; other data is measured and printed, and held to nothing.

use crate::{Place, shared};
use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

/// A set: its folder, the folder of its documents, the digest of both, the measure, plain BM25's best figure
/// and the floor.
struct Set {
    name: &'static str,
    documents: &'static str,
    digest: u64,
    graded: bool,
    plain: f64,
    floor: f64,
}

const SETS: [Set; 4] = [
    Set {
        name: "politifact2b",
        documents: "politifact2b",
        digest: 0xafae_cc5d_a5c9_d9f9,
        graded: false,
        plain: 0.547,
        floor: 0.595,
    },
    Set {
        name: "snopes2a",
        documents: "snopes2a",
        digest: 0xf373_8052_79cf_0d8c,
        graded: false,
        plain: 0.841,
        floor: 0.866,
    },
    Set {
        name: "ibm_motions",
        documents: "ibm_motions",
        digest: 0x07fc_875c_1093_a17a,
        graded: true,
        plain: 0.540,
        floor: 0.665,
    },
    Set {
        name: "ibm_claims",
        documents: "ibm_motions",
        digest: 0xfbba_78ca_a7a5_d212,
        graded: false,
        plain: 0.849,
        floor: 0.960,
    },
];

#[test]
#[ignore = "larger tier: indexes 34,500 articles and answers 2,851 queries"]
fn judged_queries_stay_above_their_floors() {
    let Some(data) = shared("retrieval") else { return };
    let place = Place::new();
    let mut below = Vec::new();
    for set in &SETS {
        let packed = data.join(set.documents).join("docs.jsonl.xz");
        let unpacked = place.path().join(format!("{}.jsonl", set.documents));
        if !unpacked.exists() {
            let file = std::fs::File::create(&unpacked).unwrap();
            let run = Command::new("xz").arg("-dc").arg(&packed).stdout(Stdio::from(file)).status();
            assert!(run.unwrap().success());
            place.expect(0, ["index", "--index", set.documents, unpacked.to_str().unwrap()]);
        }
        let (queries, judged) =
            (data.join(set.name).join("queries.tsv"), data.join(set.name).join("qrels.txt"));
        let found = digest(&[&packed, &queries, &judged]);
        let asked =
            ["search", "--index", set.documents, "--any", "--format", "trec", "-n", "100", "--queries"];
        let run = place.expect(0, asked.into_iter().chain([queries.to_str().unwrap()]));
        let value = measure(&run.stdout, &judged, set.graded);
        let name = if set.graded { "nDCG@10" } else { "MRR@10" };
        println!(
            "{:14} {name:8} plain BM25 {:.3}  this {value:.3}  floor {:.3}  digest {found:016x}",
            set.name, set.plain, set.floor
        );
        if found == set.digest && value < set.floor {
            below.push(set.name);
        }
        if found != set.digest {
            println!("{}: other data than the floor is for", set.name);
        }
    }
    assert!(below.is_empty(), "below their floors: {below:?}");
}

/// FNV-1a over the files.
fn digest(files: &[&Path]) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    for file in files {
        for byte in std::fs::read(file).unwrap() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// MRR@10, or nDCG@10 where judgments are graded, over all judged queries of a TREC run.
fn measure(run: &str, judged: &Path, graded: bool) -> f64 {
    let mut grades: HashMap<String, HashMap<String, f64>> = HashMap::new();
    for line in std::fs::read_to_string(judged).unwrap().lines() {
        let cells: Vec<&str> = line.split_whitespace().collect();
        grades.entry(cells[0].to_owned()).or_default().insert(cells[2].to_owned(), cells[3].parse().unwrap());
    }
    let mut hits: HashMap<&str, Vec<&str>> = HashMap::new();
    for line in run.lines() {
        let cells: Vec<&str> = line.split(' ').collect();
        hits.entry(cells[0]).or_default().push(cells[2]);
    }
    let mut sum = 0.0;
    for (query, grades) in &grades {
        let none = Vec::new();
        let gains: Vec<f64> = hits
            .get(query.as_str())
            .unwrap_or(&none)
            .iter()
            .take(10)
            .map(|doc| grades.get(*doc).copied().unwrap_or(0.0))
            .collect();
        let discounted = |gains: &[f64]| -> f64 {
            gains.iter().take(10).enumerate().map(|(at, gain)| gain / (at as f64 + 2.0).log2()).sum()
        };
        if graded {
            let mut ideal: Vec<f64> = grades.values().copied().collect();
            ideal.sort_by(|a, b| b.total_cmp(a));
            sum += discounted(&gains) / discounted(&ideal).max(f64::MIN_POSITIVE);
        } else {
            sum += gains.iter().position(|gain| *gain > 0.0).map_or(0.0, |at| 1.0 / (at as f64 + 1.0));
        }
    }
    sum / grades.len().max(1) as f64
}
