//! Runs the examples of the crate that other programs embed: each checks what it shows. Their `main`, which reads
//! arguments, is not called.

#[path = "../crates/pamphlet/examples/concordance_csv.rs"]
#[allow(dead_code, unreachable_pub)]
mod concordance_csv;
#[path = "../crates/pamphlet/examples/embed.rs"]
#[allow(dead_code, unreachable_pub)]
mod embed;
#[path = "../crates/pamphlet/examples/own_analysis.rs"]
#[allow(dead_code, unreachable_pub)]
mod own_analysis;
#[path = "../crates/pamphlet/examples/own_source.rs"]
#[allow(dead_code, unreachable_pub)]
mod own_source;
#[path = "../crates/pamphlet/examples/server.rs"]
#[allow(dead_code, unreachable_pub)]
mod server;

#[test]
fn embed_runs() {
    embed::run(Some(crate::workspace().join("corpus"))).unwrap();
}

#[test]
fn own_source_runs() {
    own_source::run().unwrap();
}

#[test]
fn own_analysis_runs() {
    own_analysis::run().unwrap();
}

#[test]
fn concordance_csv_runs() {
    concordance_csv::run().unwrap();
}

#[test]
fn server_runs() {
    server::run().unwrap();
}
