//! Properties: never a panic, edits replay, the map composes, a second repair changes nothing, clean text is
//! not copied, time is linear.

use pamphlet_repair::{Repairer, replay};
use proptest::prelude::*;
use std::borrow::Cow;
use std::sync::LazyLock;
use std::time::Instant;

static REPAIRER: LazyLock<Repairer> = LazyLock::new(Repairer::default);
static ALL_RULES: LazyLock<Repairer> = LazyLock::new(|| {
    Repairer::default().and(&["line-end-hyphen", "long-s", "page-break"]).expect("the rules exist")
});

/// Pieces that the rules look for, thrown together: far likelier to find a fault than random bytes.
fn damaged() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("?"),
        Just("??"),
        Just("???"),
        Just("\u{fffd}"),
        Just("\u{fffd}\u{fffd}\u{fffd}"),
        Just("¿"),
        Just("â€™"),
        Just("â€"),
        Just("â??"),
        Just("â"),
        Just("Ã©"),
        Just("Ã¢â‚¬â„¢"),
        Just("Õ"),
        Just("í"),
        Just("&rsquo;"),
        Just("&rsquo"),
        Just("&amp;"),
        Just("amp;"),
        Just("&#146;"),
        Just("#8217;"),
        Just("<U+2019>"),
        Just("\u{92}"),
        Just("\u{85}"),
        Just("`"),
        Just("´"),
        Just("\u{ad}"),
        Just("ﬁ"),
        Just("\u{200b}"),
        Just("dont"),
        Just("isnt"),
        Just("don"),
        Just("t"),
        Just("s"),
        Just("the workers"),
        Just("and of the"),
        Just("l"),
        Just("État"),
        Just(" "),
        Just("  "),
        Just("\n"),
        Just("\n\n"),
        Just("-\n"),
        Just("tion"),
        Just("."),
        Just(", "),
        Just("“"),
        Just("’"),
        Just("Р°Р±"),
        Just("Ð°Ð±"),
        Just("caf"),
        Just("na"),
        Just("ve"),
        Just("63,000"),
        Just("les gr?ves de la r?gion et le pays"),
        Just(" ? "),
        Just("l?"),
        Just("é"),
        Just("⚙️"),
        Just("Ã "),
        Just("Å "),
        Just("à¤"),
        Just("í\u{a0}½í¸\u{8d}"),
        Just("Г©"),
        Just("√©"),
        Just("├⌐"),
        Just("\u{0}"),
        Just("a line of running text that goes on\n"),
        Just("\n7\n"),
        Just("\n8\n"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn check(repairer: &Repairer, text: &str) -> Result<(), TestCaseError> {
    let repaired = repairer.repair(text);
    prop_assert_eq!(replay(text, &repaired.edits), &*repaired.text);
    prop_assert_eq!(repaired.map.text_len() as usize, repaired.text.len());
    let mut at = 0;
    for edit in &repaired.edits {
        prop_assert!(edit.range.start >= at, "edits overlap: {:?}", repaired.edits);
        at = edit.range.end;
        prop_assert_eq!(&text[edit.range.span()], &edit.old);
        prop_assert!(edit.confidence > 0.0 && edit.confidence <= 1.0);
        prop_assert!(pamphlet_repair::rules().iter().any(|rule| rule.name == edit.rule));
    }
    prop_assert_eq!(repaired.edits.is_empty(), matches!(repaired.text, Cow::Borrowed(_)));
    let again = repairer.repair(&repaired.text);
    prop_assert_eq!(&again.text, &repaired.text, "a second repair changes the text");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text(text in "\\PC{0,120}") {
        check(&REPAIRER, &text)?;
    }

    #[test]
    fn any_damage(text in damaged()) {
        check(&REPAIRER, &text)?;
        check(&ALL_RULES, &text)?;
    }

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300), label in prop::option::of("utf-8|utf-16|big5|x")) {
        let repaired = REPAIRER.repair_bytes(&bytes, label.as_deref());
        prop_assert_eq!(repaired.map.text_len() as usize, repaired.text.len());
        for edit in &repaired.edits {
            prop_assert!(edit.byte.end <= bytes.len() as u64);
        }
    }
}

#[test]
fn clean_text_is_not_copied() {
    let text = "“We’re here,” said the workers’ delegate — “is anyone listening?” Yes… The café is open.\n"
        .repeat(50);
    let repaired = REPAIRER.repair_bytes(text.as_bytes(), None);
    assert!(matches!(repaired.text, Cow::Borrowed(_)));
    assert!(repaired.edits.is_empty());
}

#[test]
fn a_rule_that_is_left_out_leaves_no_edit() {
    let damaged = "The pit?s books weren?t &ldquo;open&rdquo; â€” and nobodyâ€™s \u{ad}were.";
    for rule in pamphlet_repair::rules() {
        let repairer = Repairer::without(&[rule.name]).expect("the rule exists");
        assert!(repairer.repair(damaged).edits.iter().all(|edit| edit.rule != rule.name), "{}", rule.name);
    }
}

/// Texts that make a rule look at many places, each without a line end.
const NASTY: &[&str] = &[
    "don?t ",
    "?",
    "? ",
    "\u{fffd}",
    "a\u{301}",
    "â€™",
    "Ã",
    "Ã ",
    "Ã©",
    "Ã\u{fffd}",
    "à¤",
    "ðŸ",
    "&amp;",
    "& ",
    "&",
    "&rsquo",
    "â",
    "â??",
    "Р",
    "РЎ",
    "it isn`t`",
    "e-\n",
    "don t  s ",
    "dont ",
    "<U+2019>",
    "<U+",
    "\u{92}",
    "\u{85} ",
    "\u{ad}",
    "ﬁ",
    "Õ",
    "l?a ",
    "n?e gr?ve la ",
    "12\n\n",
];

/// How long this thread has had a processor, in seconds: what else the machine does counts for nothing. The clock that is
/// on the wall where a system does not say.
fn processor_time(since: Instant) -> f64 {
    let own = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = own.split_whitespace().next().and_then(|number| number.parse::<f64>().ok());
    nanoseconds.map_or(since.elapsed().as_secs_f64(), |nanoseconds| nanoseconds * 1e-9)
}

/// Work in proportion to the length, whatever the text: fifty times the text in at most two hundred and fifty times the
/// time of the processor. That leaves room for full caches; a square would take two thousand five hundred times. The
/// system counts that time in steps of some milliseconds, so each text is repaired until there are enough of them.
#[test]
fn time_is_linear() {
    let start = Instant::now();
    let time = |unit: &str, bytes: usize, at_once: usize| {
        let text = unit.repeat(bytes / unit.len());
        let (from, mut rounds) = (processor_time(start), 0);
        loop {
            for _ in 0..at_once {
                let repaired = ALL_RULES.repair(&text);
                assert!(repaired.text.len() <= text.len() * 3);
            }
            rounds += at_once;
            let spent = processor_time(start) - from;
            if spent > 0.04 {
                return spent / rounds as f64;
            }
        }
    };
    for unit in NASTY {
        let (small, large) = (time(unit, 2_000, 20), time(unit, 100_000, 1));
        assert!(large < small * 250.0, "{unit:?}: {small} s for 2 kB, {large} s for 100 kB");
    }
}

/// Every kind of damage, and no line end.
const DAMAGED: &str = "The worker?s day isn?t over â€” and that&rsquo;s the end of it. ";

/// Sizes that no document has.
#[test]
fn huge_texts_are_done() {
    let line = "The delegates met at noon, and nobody asked who had called them; ".repeat(20_000_000 / 65);
    assert!(matches!(REPAIRER.repair_bytes(line.as_bytes(), None).text, Cow::Borrowed(_)));
    for unit in ["?", "&amp;", "\u{301}", "\u{fffd}", "Ã", "â€", "'", "’"] {
        let text = unit.repeat(1_000_000);
        let repaired = REPAIRER.repair_bytes(text.as_bytes(), None);
        assert!(repaired.text.len() <= text.len() * 2, "{unit:?}");
    }
    all_damage_is_mended(2_000_000);
}

/// The same a hundred times as large: `cargo test -p pamphlet-repair -- --ignored` runs them.
#[test]
#[ignore = "takes some gigabytes of memory"]
fn a_line_of_two_hundred_megabytes() {
    all_damage_is_mended(200_000_000);
}

#[test]
#[ignore = "takes some gigabytes of memory"]
fn a_hundred_megabytes_of_one_sign() {
    // where every sign is an edit, the edits take most of the memory
    let [some, all] = [10_000_000, 100_000_000];
    for (unit, bytes) in [
        ("?", all),
        ("\u{301}", all),
        ("\u{fffd}", all),
        ("Ã", all),
        ("'", all),
        ("&amp;amp;", some),
        ("â€", some),
    ] {
        let text = unit.repeat(bytes / unit.len());
        assert!(REPAIRER.repair_bytes(text.as_bytes(), None).text.len() <= text.len() * 2, "{unit:?}");
    }
}

#[track_caller]
fn all_damage_is_mended(bytes: usize) {
    let text = DAMAGED.repeat(bytes / DAMAGED.len());
    let repaired = REPAIRER.repair_bytes(text.as_bytes(), None);
    // a mark where the line is cut for the judge may be left
    let (edits, lost) = (repaired.edits.len(), bytes / DAMAGED.len() * 4);
    assert!(edits <= lost && edits * 1_000 >= lost * 999, "{edits} of {lost}");
    assert!(repaired.text.starts_with("The worker’s day isn’t over — and that’s the end of it. The"));
}
