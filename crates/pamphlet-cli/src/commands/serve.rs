//! `pamphlet serve`: the web page and the HTTP API, until it is interrupted.

use super::query;
use crate::args::{Format, Global, ServeArgs};
use crate::location;
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use crate::stop::Stop;
use pamphlet_render::{json, safe_line};
use pamphlet_server::{Error, Options, Served, Server};
use serde::Serialize;
use std::io::Write;
use std::net::{SocketAddr, ToSocketAddrs};
use std::sync::Arc;

/// The line of `serve --format json`.
#[derive(Serialize)]
struct Listening {
    url: String,
    address: String,
}

pub fn run(global: &Global, args: &ServeArgs, output: &Output) -> anyhow::Result<Outcome> {
    let timeout = query::seconds(args.timeout)?;
    let address = address(&args.bind)?;
    let log: Option<pamphlet_server::Log> = output.verbose.then(|| Arc::new(tell) as _);
    let options = Options { timeout, hosts: args.hosts.clone(), log };
    let server = Server::bind(location::for_reading(global), address, options).map_err(explained)?;
    // before the address is told: from then on it is stopped clean
    let stop = Stop::listen()?;
    stop.call(server.handle())?;
    let address = server.address();
    let url = format!("http://{address}/");
    let mut out = output.results();
    match output.format {
        Format::Json => writeln!(out, "{}", json(&Listening { url, address: address.to_string() })?)?,
        _ => writeln!(out, "{url}")?,
    }
    out.flush()?;
    drop(out);
    if !address.ip().is_loopback() {
        output.warning(format!("warning: whoever reaches {address} can read all that is indexed"));
    }
    server.run().map_err(explained)?;
    Ok(stop.signal().map_or(Outcome::Done, Outcome::Stopped))
}

/// The first address of `ADDR:PORT`.
fn address(text: &str) -> anyhow::Result<SocketAddr> {
    let hint = "give an address with a port, such as 127.0.0.1:7878; port 0 is any free one";
    let resolved = text.to_socket_addrs().ok().and_then(|mut all| all.next());
    resolved.ok_or_else(|| Problem::new(format!("'{text}' is no address to listen at"), hint).into())
}

fn explained(error: Error) -> anyhow::Error {
    match error {
        Error::Index(error) => query::explained(error),
        Error::Bind { .. } => Problem::new(
            error.to_string(),
            "choose another port with --bind, or any free one with --bind 127.0.0.1:0",
        )
        .into(),
        error => anyhow::Error::from(error).context("serve"),
    }
}

/// A line an answer, for `--verbose`.
fn tell(served: &Served<'_>) {
    let Served { method, target, status, took } = served;
    let _ = writeln!(
        std::io::stderr().lock(),
        "{status} {method} {} {:.1} ms",
        safe_line(target),
        took.as_secs_f64() * 1e3
    );
}
