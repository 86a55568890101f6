//! `pamphlet plan`: how large a cluster a collection needs.

use crate::args::{Format, PlanArgs};
use crate::output::Output;
use crate::problem::Outcome;
use pamphlet::cluster::{
    CLIENT_SECONDS, DISK_OF_MEMORY, DISK_OF_TEXT, Demand, FULL, NODE_SECONDS, PART, SHARE_OF_CORES, Size,
    size,
};
use pamphlet_render::{Table, json, row};
use std::io::Write;

pub fn run(args: &PlanArgs, output: &Output) -> anyhow::Result<Outcome> {
    let demand = Demand {
        documents: args.documents,
        bytes: args.bytes.0,
        copies: args.copies,
        cores: args.cores,
        disk: args.disk.0,
    };
    let size = size(demand);
    let mut out = output.results();
    match output.format {
        Format::Json => writeln!(out, "{}", json(&size)?)?,
        Format::Tsv | Format::Csv => {
            let table = output.table().unwrap_or(Table::Tsv);
            out.write_all(row(table, ["what", "value"]).as_bytes())?;
            for (what, value) in numbers(&size) {
                out.write_all(row(table, [what, &value.to_string()]).as_bytes())?;
            }
        }
        _ => out.write_all(shown(&size, demand).as_bytes())?,
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Every number by its name in JSON.
fn numbers(size: &Size) -> [(&'static str, u64); 11] {
    [
        ("documents", size.documents),
        ("bytes", size.bytes),
        ("shards", size.shards),
        ("copies", size.copies.into()),
        ("documents_a_shard", size.documents_a_shard),
        ("disk_bytes", size.disk_bytes),
        ("nodes", size.nodes),
        ("memory_a_node", size.memory_a_node),
        ("processes", size.processes),
        ("load_seconds", size.load_seconds),
        ("load_seconds_one_copy", size.load_seconds_one_copy),
    ]
}

fn shown(size: &Size, demand: Demand) -> String {
    let copies = if size.copies == 1 { "1 copy".to_owned() } else { format!("{} copies", size.copies) };
    format!(
        "for {} documents, {} of text:\n\
         \x20 shards      {}, {copies} of each ({} documents a shard)\n\
         \x20 disk        {} in all\n\
         \x20 nodes       {} that hold data, with {} of memory each\n\
         \x20 load        {} by {} processes at once; {} if copies were made afterwards\n\
         assumed:\n\
         \x20 {DISK_OF_TEXT} bytes on disk a byte of text and copy; shards of {} at most; disks {:.0} % full at most\n\
         \x20 {} of disk and {} cores a node; {DISK_OF_MEMORY} bytes of disk a byte of memory, half of it heap\n\
         \x20 {NODE_SECONDS} core seconds of the nodes a megabyte and copy, on {:.0} % of their cores\n\
         \x20 {CLIENT_SECONDS} core seconds of a loading process a megabyte\n",
        size.documents,
        bytes(size.bytes as f64),
        size.shards,
        size.documents_a_shard,
        bytes(size.disk_bytes as f64),
        size.nodes,
        bytes(size.memory_a_node as f64),
        time(size.load_seconds),
        size.processes,
        time(size.load_seconds_one_copy),
        bytes(PART),
        FULL * 100.0,
        bytes(demand.disk as f64),
        demand.cores,
        SHARE_OF_CORES * 100.0,
    )
}

fn bytes(bytes: f64) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let mut value = bytes;
    let mut unit = 0;
    while value >= 999.5 && unit + 1 < UNITS.len() {
        value /= 1000.0;
        unit += 1;
    }
    if value < 9.95 && unit > 0 {
        format!("{value:.1} {}", UNITS[unit])
    } else {
        format!("{value:.0} {}", UNITS[unit])
    }
}

fn time(seconds: u64) -> String {
    match seconds {
        0..=119 => format!("{seconds} s"),
        120..=7_199 => format!("{} min", seconds.div_ceil(60)),
        7_200..=172_799 => format!("{} h", seconds.div_ceil(3_600)),
        _ => format!("{} days", seconds.div_ceil(86_400)),
    }
}
