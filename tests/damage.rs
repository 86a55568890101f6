//! A damaged index: `verify` finds it, and no command gives a wrong answer, panics, or leaves a person without
//! knowing what to do.

use crate::crash::copy;
use crate::{Place, tier};
use pamphlet::index::Error as Below;
use pamphlet::{CiteOf, Error, Index, LineSort, QuoteOf, QuoteRequest, Request, TrendBy};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A small index that has every kind of file: several segments, dead documents, copies, records.
fn make() -> Place {
    let place = Place::new();
    let text = |n: u32| {
        format!(
            "Leaflet {n}\n\nThe millers of lodge {n} met at noon. {}\n\nDate: 190{n}-05-01\n",
            "Bread and peace, they said, and peace and bread. ".repeat(9)
        )
    };
    for n in 0..4 {
        place.file(&format!("docs/{n}.txt"), text(n));
        place.file("docs/copy.txt", text(1));
        place.expect(0, ["index", "docs"]);
    }
    std::fs::remove_file(place.path().join("docs/0.txt")).expect("it was there");
    place.file("docs/lines.jsonl", "{\"id\": \"a\", \"title\": \"A row\", \"text\": \"The coopers met, too, and said no more.\", \"party\": \"league\"}\n");
    place.expect(0, ["index", "docs"]);
    place
}

fn files(index: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![index.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("it is there") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.file_name().is_some_and(|name| name != "lock") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Everything that can be asked of an index, as text.
fn ask(index: &Path) -> Result<String, Error> {
    let index = Index::open(index)?;
    let mut all = format!("{:?}\n", index.info()?);
    for query in [
        "millers",
        "\"bread and peace\"",
        "peace -coopers",
        "coop*",
        "lodge NEAR/3 met",
        "party:league",
        "date:1901..1903",
    ] {
        let request = Request { facets: vec!["party".to_owned()], ..Request::new(query) };
        all.push_str(&format!("{:?}\n", index.find(&request)?));
        all.push_str(&format!("{:?}\n", index.concordance(&request, LineSort::Document)?));
        all.push_str(&format!("{:?}\n", index.count(&request)?));
        all.push_str(&format!("{:?}\n", index.trend(&request, &TrendBy::Year)?));
        all.push_str(&format!("{:?}\n", index.words(&request, &Default::default())?));
        all.push_str(&format!("{:?}\n", index.keyness(&request, None, &Default::default())?));
        all.push_str(&format!("{:?}\n", index.collocates(&request, &Default::default())?));
        all.push_str(&format!("{:?}\n", index.ngrams(&request, &Default::default())?));
        for hit in index.find(&request)?.hits {
            let stored =
                index.document(&hit.doc)?.ok_or_else(|| std::io::Error::other("a hit without a document"))?;
            all.push_str(&format!("{:?}\n", stored.document()?));
            all.push_str(&format!("{:?}\n", index.similar(&hit.doc, &Request::new(""))?));
            all.push_str(&format!("{:?}\n", index.earlier_version(&hit.doc)?));
            all.push_str(&format!("{:?}\n", index.cite(&hit.doc, &CiteOf::Whole)?));
        }
    }
    let passage = QuoteOf::Text("Bread and peace, they said, and peace and bread".to_owned());
    all.push_str(&format!("{:?}\n", index.quote(&QuoteRequest::new(passage))?));
    Ok(all)
}

/// What of the index was damaged in one way, and what came of it.
#[derive(Debug, Default)]
struct Found {
    tried: u64,
    refused: u64,
    same_answer: u64,
}

/// Damages every file of the index in every way, puts it back, and holds what is seen of it.
fn damage(place: &Place, mut flip: impl FnMut(&Path, usize) -> Option<u8>) -> Found {
    let index = place.path().join("index");
    let clean = ask(&index).expect("it is whole");
    let mut found = Found::default();
    for path in files(&index) {
        let whole = std::fs::read(&path).expect("it is there");
        let name = path.strip_prefix(&index).expect("below").display().to_string();
        let mut check = |bytes: Option<&[u8]>, what: &str| {
            match bytes {
                Some(bytes) => std::fs::write(&path, bytes).expect("a file"),
                None => std::fs::remove_file(&path).expect("it was there"),
            }
            let seen =
                pamphlet::verify(&index).map_or(true, |seen| !seen.is_clean() || !seen.leftover.is_empty());
            assert!(seen, "verify does not see: {name} {what}");
            found.tried += 1;
            match ask(&index) {
                Ok(answer) => {
                    assert!(answer == clean, "a wrong answer, and no error: {name} {what}");
                    found.same_answer += 1;
                }
                Err(Error::Index(Below::NotFound { .. } | Below::Foreign { .. }))
                    if name == "manifest.json" =>
                {
                    found.refused += 1
                }
                Err(Error::Index(error)) if error.is_damage() => found.refused += 1,
                Err(error) => panic!("{name} {what}: {error:?}"),
            }
        };
        check(None, "missing");
        check(Some(&[]), "emptied");
        check(Some(&[&whole[..], b"x"].concat()), "longer");
        for cut in [1, 4, whole.len() / 2, whole.len() - 1] {
            check(Some(&whole[..whole.len().saturating_sub(cut)]), &format!("cut by {cut}"));
        }
        for at in 0..whole.len() {
            if let Some(bits) = flip(&path, at) {
                let mut flipped = whole.clone();
                flipped[at] ^= bits;
                check(Some(&flipped), &format!("byte {at} flipped by {bits:#04x}"));
            }
        }
        std::fs::write(&path, &whole).expect("a file");
    }
    assert_eq!(ask(&index).expect("it is whole again"), clean);
    println!("{found:?}");
    found
}

#[test]
fn damage_is_seen_and_never_answers() {
    let place = make();
    let mut n = 0;
    let found = damage(&place, |_, at| {
        n += 1;
        (n % 37 == 0 || at < 4).then_some(1 << (n / 37 % 8))
    });
    assert!(found.tried > 300 && found.refused > found.tried / 2, "{found:?}");
}

#[test]
#[ignore = "the larger tier: a bit of every byte, or every bit with PAMPHLET_BITS=8"]
fn every_byte_flipped_is_seen_and_never_answers() {
    let place = make();
    let bits = tier("PAMPHLET_BITS", 1);
    let mut total = BTreeMap::new();
    for bit in 0..bits {
        let found = damage(&place, |path, at| {
            *total.entry(path.to_owned()).or_insert(0u64) += 1;
            Some(1 << ((at as u64 + bit) % 8))
        });
        assert!(found.refused > found.tried / 2, "{found:?}");
    }
    println!("{} bytes in {} files", total.values().sum::<u64>() / bits, total.len());
}

/// A merge compares what it reads: of files of many blocks, opening the index has looked at the ends only. So damage in
/// the middle is met there, and is no part of what it makes.
#[test]
fn damage_is_not_merged() {
    let place = Place::new();
    let mut seed = 7u64;
    let mut noise = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("w{:x} of ", seed >> 44)
    };
    for n in 0..6 {
        let text: String = (0..60_000).map(|_| noise()).collect();
        place.file(&format!("docs/{n}.txt"), format!("Leaflet {n}\n\n{text}\n"));
    }
    place.expect(0, ["index", "docs"]);
    // with a dead document there is something to merge
    std::fs::remove_file(place.path().join("docs/0.txt")).expect("it was there");
    place.expect(0, ["index", "docs"]);
    let index = place.path().join("index");
    let pristine = place.path().join("pristine");
    copy(&index, &pristine);
    let mut tried = 0;
    for path in files(&index).into_iter().filter(|path| path.parent() == Some(&index.join("segments"))) {
        let whole = std::fs::read(&path).expect("it is there");
        for at in [whole.len() / 3, whole.len() / 2].into_iter().filter(|_| whole.len() > 300_000) {
            let mut flipped = whole.clone();
            flipped[at] ^= 0x04;
            std::fs::write(&path, &flipped).expect("a file");
            let run = place.run(["index", "--optimize"]);
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            let said = run.stderr.contains("damaged") && run.stderr.contains(&name);
            assert!(run.code == 2 && said, "{name} at {at}: exit {}: {}", run.code, run.stderr);
            tried += 1;
            copy(&pristine, &index);
        }
    }
    assert!(tried >= 4, "{tried}");
    place.expect(0, ["index", "--optimize"]);
    place.expect(0, ["verify"]);
}

/// What a person meets: exit code 2, what is damaged, how to go on; and a rebuild mends it.
#[test]
fn a_person_is_told_what_is_damaged_and_what_to_do() {
    let place = make();
    let index = place.path().join("index");
    let fingerprint =
        |place: &Place| place.expect(0, ["info", "--format", "json"]).objects()[0]["fingerprint"].clone();
    let clean = fingerprint(&place);
    let doc = place.hits("coopers")[0]["doc"].as_str().expect("an id").to_owned();
    let commands: [&[&str]; 6] = [
        &["search", "millers OR coopers", "--facet", "party"],
        &["kwic", "millers OR coopers"],
        &["trend", "peace"],
        &["show", &doc],
        &["info"],
        &["verify"],
    ];
    let before: Vec<_> = commands.iter().map(|args| place.run(*args).stdout).collect();
    let pristine = place.path().join("pristine");
    copy(&index, &pristine);
    for (n, path) in files(&index).into_iter().enumerate() {
        let mut bytes = std::fs::read(&path).expect("it is there");
        let at = bytes.len() * (n % 5) / 5;
        bytes[at] ^= 0x10;
        std::fs::write(&path, &bytes).expect("a file");
        for (args, before) in commands.iter().zip(&before) {
            let run = place.run(*args);
            let say = format!("{args:?}, {} at {at}: exit {}: {}", path.display(), run.code, run.stderr);
            assert!(!run.stderr.contains("panicked"), "{say}");
            match run.code {
                2 if args[0] == "verify" => {}
                2 => {
                    assert_eq!(run.stderr.lines().count(), 2, "{say}");
                    assert!(run.stderr.contains("damaged") && run.stderr.contains("--rebuild"), "{say}");
                }
                _ => assert!(args[0] != "verify" && run.stdout == *before, "{say}"),
            }
        }
        // an update refuses, or has nothing to do; it never makes the damage look sound
        place.file("docs/new.txt", "New\n\nThe tanners met.\n");
        let run = place.run(["index", "docs"]);
        assert!(matches!(run.code, 0 | 2), "{}", run.stderr);
        if run.code == 0 && place.run(["verify"]).code == 0 {
            assert_eq!(place.run(["search", "millers OR coopers", "--facet", "party"]).code, 0);
            assert!(!path.exists(), "{}: it was replaced", path.display());
        }
        std::fs::remove_file(place.path().join("docs/new.txt")).expect("it was there");
        place.expect(0, ["index", "--rebuild", "docs"]);
        assert_eq!(fingerprint(&place), clean, "{}", path.display());
        place.expect(0, ["verify"]);
        copy(&pristine, &index);
    }
}

/// What is no file in the place of one is named, never waited for and never read without end.
#[cfg(target_os = "linux")]
#[test]
fn what_is_no_file_is_no_part_of_an_index() {
    use std::os::unix::fs::symlink;
    let place = make();
    let index = place.path().join("index");
    place.file("docs/new.txt", "New\n\nThe tanners met.\n");
    let in_time = |args: &[&str], what: &str| {
        let mut command = place.command();
        let piped =
            command.args(args).stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        let mut child = piped.spawn().expect("it starts");
        let started = std::time::Instant::now();
        while child.try_wait().expect("it can be asked").is_none() {
            if started.elapsed().as_secs() > 30 {
                child.kill().expect("it is ended");
                panic!("{args:?} waits for {what}");
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        crate::Run::of(child.wait_with_output().expect("it ended"))
    };
    let pristine = place.path().join("pristine");
    copy(&index, &pristine);
    for path in files(&index) {
        let name = path.strip_prefix(&index).expect("below").display().to_string();
        for kind in ["a FIFO", "a device", "a folder"] {
            std::fs::remove_file(&path).expect("it was there");
            match kind {
                "a FIFO" => {
                    let made = std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo runs");
                    assert!(made.success());
                }
                "a device" => symlink("/dev/zero", &path).expect("a link"),
                _ => std::fs::create_dir(&path).expect("a folder"),
            }
            for args in [&["search", "millers"][..], &["verify"], &["index", "docs"]] {
                let run = in_time(args, &format!("{kind} at {name}"));
                let said = format!("{}{}", run.stdout, run.stderr);
                assert!(
                    run.code == 2 && said.contains(&name),
                    "{args:?}, {kind} at {name}: exit {}: {said}",
                    run.code
                );
            }
            if kind != "a folder" {
                assert_eq!(in_time(&["index", "--rebuild", "docs"], "nothing").code, 0, "{kind} at {name}");
                place.expect(0, ["verify"]);
            }
            copy(&pristine, &index);
        }
    }
}

/// An index that came from somewhere cannot make a writer change a file beside it.
#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link() {
    let place = make();
    let letter = place.file("letter", "Dear Ada,\n");
    place.file("docs/new.txt", "New\n\nThe tanners met.\n");
    for name in ["lock", "texts/000001.pack"] {
        let path = place.path().join("index").join(name);
        let whole = std::fs::read(&path).expect("it is there");
        let target = if name == "lock" { letter.clone() } else { place.file("moved", &whole) };
        std::fs::remove_file(&path).expect("it was there");
        std::os::unix::fs::symlink(&target, &path).expect("a link");
        let before = std::fs::read(&target).expect("it is there");
        let run = place.expect(2, ["index", "docs"]);
        assert!(
            run.stderr.contains(name) && run.stderr.contains("not a regular file"),
            "{name}: {}",
            run.stderr
        );
        assert_eq!(std::fs::read(&target).expect("it is there"), before, "{name}");
        assert_eq!(place.hits("millers").len(), 3, "{name}: it is searched");
        std::fs::remove_file(&path).expect("it was there");
        std::fs::write(&path, whole).expect("a file");
    }
    place.expect(0, ["index", "docs"]);
}
