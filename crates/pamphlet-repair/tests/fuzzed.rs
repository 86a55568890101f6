//! Texts that broke a law once, found by throwing pieces together or by the targets in `fuzz/`.

use pamphlet_repair::{Repairer, replay};

#[test]
fn texts_that_broke_a_law_keep_it() {
    let repairer = Repairer::default();
    for text in [
        // a lone sign before a character of several bytes
        "les gr?ves de la r?gion et de la ville, ## ?\u{fe0f} la une",
        // English before a word is joined, French after
        "les gr?ves de la r?gion et le pays\u{ad}and of thedont? ? ",
        // a control that another round needs
        "Р\u{98}Р·-РїРѕРґ",
        // nothing but one sequence, longer than a line was looked at
        &"Ã©".repeat(5_000),
        // signs without an end
        &"\u{fffd}".repeat(5_000),
    ] {
        let repaired = repairer.repair(text);
        assert_eq!(replay(text, &repaired.edits), repaired.text);
        assert_eq!(repairer.repair(&repaired.text).text, repaired.text, "{text}");
    }
}

#[test]
fn what_consists_of_controls_is_left_alone() {
    let repairer = Repairer::default();
    let check = |text: String, expected: bool| {
        let edits = repairer.repair(&text).edits;
        let controls = edits.iter().filter(|edit| edit.rule == "invisible").count();
        assert_eq!(controls == 0, expected, "{:?}", text.chars().take(8).collect::<String>());
    };
    check("\0\u{fffd}".repeat(5_000), true);
    check("mill\u{1}".repeat(5_000), true);
    check("millers\u{1}".repeat(5_000), false);
}
