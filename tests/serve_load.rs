//! Many clients at once: none may be failed, and how long they wait is told.

use crate::serve::Serving;
use crate::{Place, shared, tier, workspace};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// What is asked, in turn: all routes that answer in one piece, and the page.
const TARGETS: [&str; 10] = [
    "/api/search?q=peace",
    "/api/search?q=%22human+rights%22&facet=date",
    "/api/search?q=war+OR+famine&sort=date&limit=20",
    "/api/count?q=nation*",
    "/api/kwic?q=disarmament&limit=50",
    "/api/trend?q=freedom&by=decade",
    "/api/search?q=econom%C3%ADc~&where=lang%3Den",
    "/?q=peace+treaty",
    "/concordance?q=colonial*",
    "/trend?q=workers",
];

/// One request on a connection that stays open; the status and how many bytes came.
fn ask(reader: &mut BufReader<TcpStream>, host: &str, target: &str) -> std::io::Result<(u16, usize)> {
    let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\n\r\n");
    reader.get_mut().write_all(request.as_bytes())?;
    let (mut status, mut length, mut line) = (0, 0, String::new());
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let line = line.trim_end();
        if line.is_empty() {
            break;
        }
        if let Some(rest) = line.strip_prefix("HTTP/1.1 ") {
            status = rest.get(..3).and_then(|status| status.parse().ok()).unwrap_or(0);
        } else if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    Ok((status, length))
}

/// PAMPHLET_LOAD_REQUESTS requests (20,000) of PAMPHLET_LOAD_CLIENTS clients (64), over PAMPHLET_LOAD_DOCUMENTS, else over
/// speeches where the test data is there, else over the bundled corpus.
#[test]
#[ignore = "larger tier"]
fn many_clients_are_all_answered() {
    let (requests, clients) =
        (tier("PAMPHLET_LOAD_REQUESTS", 20_000) as usize, tier("PAMPHLET_LOAD_CLIENTS", 64));
    let place = Place::new();
    let documents = match std::env::var_os("PAMPHLET_LOAD_DOCUMENTS").map(PathBuf::from) {
        Some(given) => given,
        None => match shared("corpora/ungdc_txt.tar.xz") {
            Some(archive) => {
                let unpacked =
                    Command::new("tar").arg("-xJf").arg(archive).current_dir(place.path()).status();
                assert!(unpacked.expect("tar runs").success());
                place.path().join("ungdc_txt")
            }
            None => workspace().join("corpus"),
        },
    };
    let run = place.run(["index".as_ref(), "-q".as_ref(), documents.as_os_str()]);
    assert!(matches!(run.code, 0 | 3), "{}", run.stderr);
    let serving = Serving::start(&place, &[]);
    let host = serving.address.to_string();
    let next = AtomicUsize::new(0);
    let started = Instant::now();
    let mut times: Vec<(usize, Duration)> = std::thread::scope(|scope| {
        let asking: Vec<_> = (0..clients)
            .map(|_| {
                scope.spawn(|| {
                    let mut times = Vec::new();
                    let mut reader = BufReader::new(serving.connect());
                    loop {
                        let at = next.fetch_add(1, Ordering::Relaxed);
                        if at >= requests {
                            return times;
                        }
                        let target = TARGETS[at % TARGETS.len()];
                        let asked = Instant::now();
                        let (status, length) = ask(&mut reader, &host, target).expect("an answer");
                        assert!(status == 200 && length > 0, "{status} for {target}");
                        times.push((at % TARGETS.len(), asked.elapsed()));
                    }
                })
            })
            .collect();
        asking.into_iter().flat_map(|asking| asking.join().expect("no request failed")).collect()
    });
    let took = started.elapsed();
    assert_eq!(times.len(), requests);
    times.sort_by_key(|(_, time)| *time);
    let at = |of: &[(usize, Duration)], part: f64| {
        of.get((of.len() as f64 * part) as usize).map_or(0.0, |(_, time)| time.as_secs_f64() * 1e3)
    };
    println!(
        "{requests} requests of {clients} clients in {:.1} s, {:.0} a second: p50 {:.1} ms, p99 {:.1} ms, most {:.1} ms",
        took.as_secs_f64(),
        requests as f64 / took.as_secs_f64(),
        at(&times, 0.5),
        at(&times, 0.99),
        at(&times, 1.0 - f64::EPSILON)
    );
    for (number, target) in TARGETS.iter().enumerate() {
        let of: Vec<_> = times.iter().copied().filter(|(of, _)| *of == number).collect();
        println!("  p50 {:>7.1} ms  p99 {:>7.1} ms  {target}", at(&of, 0.5), at(&of, 0.99));
    }
    // one client at a time: what an answer takes without the others
    let mut reader = BufReader::new(serving.connect());
    for target in TARGETS {
        let mut alone: Vec<(usize, Duration)> = (0..20)
            .map(|_| {
                let asked = Instant::now();
                assert_eq!(ask(&mut reader, &host, target).expect("an answer").0, 200);
                (0, asked.elapsed())
            })
            .collect();
        alone.sort_by_key(|(_, time)| *time);
        println!("  alone {:>6.1} ms  {target}", at(&alone, 0.5));
    }
}
