//! Versions of a text: listed, compared sentence by sentence, and searched in what changed.

use crate::Place;

/// Three versions of a platform, a page about the same, and one about nothing of it.
fn platforms() -> Place {
    let place = Place::new();
    let body = |members: &str, demand: &str, last: &str| {
        format!(
            "The harbour association brings together dockers, seafarers, clerks and cleaners of the eastern ports. \
             It is independent of every party and of every employer. Membership stands at {members}.\n\n\
             We demand a register of all harbour labour, kept by those who do the work. {demand} No ship is loaded \
             by casual labour while a registered docker is idle.\n\nEvery death in our ports had been predicted in a \
             report. Whoever saw a danger and said so must keep the place on the quay.\n\n{last}\n"
        )
    };
    let last = "No agreement is signed before the members have voted on it.";
    let first = body("nine thousand", "We demand the forty hour week without loss of pay.", last);
    place.file("docs/platform-1996.txt", format!("Platform\n\nMay 18, 1996\n\n{first}"));
    let second = body("eight thousand", "We demand the forty hour week without loss of pay.", last);
    place.file("docs/platform-2000.txt", format!("Platform\n\nMay 20, 2000\n\n{second}"));
    let third = body(
        "eight thousand",
        "We demand the thirty hour week without loss of pay.",
        "Cranes are inspected by the crews that work under them. No agreement is signed before the members have voted on it.",
    );
    place.file("docs/platform-2004.txt", format!("Platform\n\nMay 15, 2004\n\n{third}"));
    place.file("docs/copy.txt", format!("Platform\n\nMay 15, 2004\n\n{third}"));
    place.file(
        "docs/letter.txt",
        "A letter\n\nJune 1, 2001\n\nDockers and seafarers wait on the quay for cranes and for a register.\n",
    );
    place.file("docs/other.txt", "Bread\n\nJune 1, 2002\n\nThe bakers rise at two and sleep at noon.\n");
    place.expect(0, ["index", "docs"]);
    place
}

#[test]
fn versions_come_before_what_is_about_the_same() {
    let place = platforms();
    let found = place.expect(0, ["similar", "docs/platform-2004.txt", "--format", "json"]).objects();
    let told: Vec<_> =
        found.iter().map(|one| (one["path"].as_str().unwrap(), one["kind"].as_str().unwrap())).collect();
    assert_eq!(told[0], ("docs/copy.txt", "copy"));
    assert!(told[1..3].iter().all(|one| one.1 == "version"), "{told:?}");
    assert_eq!(told[3], ("docs/letter.txt", "similar"));
    // in six documents no word is rare: what shares the least comes last
    assert_eq!(told[4..], [("docs/other.txt", "similar")]);
    assert!(found[3]["words"].as_array().unwrap().iter().any(|word| word == "dockers"));
    let found =
        place.expect(0, ["similar", "docs/platform-2004.txt", "--to", "1999", "--format", "json"]).objects();
    assert_eq!(found.len(), 1);
    let shown = place.expect(0, ["similar", "docs/platform-2004.txt", "-n", "1"]);
    assert!(shown.stdout.contains("2004-05-15  copy"), "{}", shown.stdout);
    assert!(shown.stderr.contains("5 documents, 1 shown"), "{}", shown.stderr);
    let table = place.expect(0, ["similar", "docs/letter.txt", "--format", "tsv"]).stdout;
    assert!(table.starts_with("rank\tkind\tsimilarity\t"), "{table}");
    let run = place.expect(2, ["similar", "docs/platform.txt"]);
    assert!(run.stderr.contains("did you mean docs/platform-"), "{}", run.stderr);
}

#[test]
fn what_became_of_each_sentence_is_told() {
    let place = platforms();
    let args = ["diff", "docs/platform-2000.txt", "docs/platform-2004.txt", "--format", "json"];
    let found = place.expect(0, args).objects();
    let told: Vec<_> = found
        .iter()
        .map(|one| {
            let text = one["new"]["text"].as_str().or(one["old"]["text"].as_str()).unwrap();
            (one["kind"].as_str().unwrap(), text)
        })
        .collect();
    assert_eq!(
        told,
        [
            ("dropped", "May 20, 2000"),
            ("added", "May 15, 2004"),
            ("changed", "We demand the thirty hour week without loss of pay"),
            ("added", "Cranes are inspected by the crews that work under them"),
        ]
    );
    assert_eq!(found[2]["differences"][0]["was"], "forty");
    let shown = place.expect(0, ["diff", "docs/platform-2004.txt"]);
    assert!(shown.stdout.contains("--- docs/platform-2000.txt  2000-05-20\n"), "{}", shown.stdout);
    assert!(shown.stdout.contains("We demand the [-forty-]{+thirty+} hour week"), "{}", shown.stdout);
    assert!(shown.stderr.contains("2 added, 1 dropped, 1 changed, 0 moved"), "{}", shown.stderr);
    // a document beside itself
    place.expect(1, ["diff", "docs/copy.txt", "docs/copy.txt"]);
    let run = place.expect(2, ["diff", "docs/platform-1996.txt"]);
    assert!(run.stderr.contains("has no earlier version\nhint: "), "{}", run.stderr);
}

#[test]
fn what_changed_is_searched_by_itself() {
    let place = platforms();
    let counted = |query: &str| {
        let found = place.run(["search", "--count", "--format", "json", query]).objects();
        (found[0]["documents"].as_u64().unwrap(), found[0]["matches"].as_u64().unwrap())
    };
    // once in each of the last two, which are copies
    assert_eq!(counted("added(thirty)"), (2, 2));
    assert_eq!(counted("added:thirty"), (2, 2));
    assert_eq!(counted("added:\"thirty hour week\""), (2, 2));
    assert_eq!(counted("added(cranes crews)"), (2, 4));
    // in one sentence
    assert_eq!(counted("added(cranes thirty)"), (0, 0));
    // what was there before, and what has nothing before it
    assert_eq!(counted("added(register)"), (0, 0));
    assert_eq!(counted("added(bakers)"), (0, 0));
    assert_eq!(counted("added(eight)"), (1, 1));
    assert_eq!(counted("cranes -added(cranes)"), (1, 1));
    // lines and marks are the same matches
    let lines = place.expect(0, ["kwic", "added(cranes OR thirty)", "--format", "json"]).objects();
    assert_eq!(lines.len(), 4);
    let shown = place.expect(0, ["show", "docs/platform-2004.txt", "--mark", "added(hour)"]).stdout;
    assert_eq!(shown.matches("[[").count(), 1, "{shown}");
    let run = place.run(["search", "--explain", "added:(cranes thirty) added:"]);
    assert!(run.stderr.contains("read as: added(cranes AND thirty) AND added"), "{}", run.stderr);
}
