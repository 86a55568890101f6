//! The rules, one item each, and the order in which they are applied.

pub(crate) mod c1_control;
pub(crate) mod dropped;
pub(crate) mod elision;
mod english;
pub(crate) mod entity;
mod entity_names;
pub(crate) mod layout;
pub(crate) mod letters;
pub(crate) mod lost;
pub(crate) mod mixed_encoding;
pub(crate) mod mojibake;
pub(crate) mod spaced;
pub(crate) mod written_out;
pub(crate) mod wrong_sign;
pub(crate) mod wrong_table;

use crate::Rule;
use crate::repairer::{Rules, Work};

/// All rules, in the order in which they are applied.
pub(crate) const ALL: &[Rule] = &[
    mixed_encoding::RULE,
    entity::RULE,
    entity::CUT,
    mojibake::RULE,
    mojibake::LOST,
    c1_control::RULE,
    written_out::RULE,
    wrong_table::RULE,
    layout::SOFT_HYPHEN,
    layout::LIGATURE,
    layout::INVISIBLE,
    layout::LONG_S,
    layout::LINE_END_HYPHEN,
    wrong_sign::RULE,
    spaced::RULE,
    dropped::RULE,
    elision::RULE,
    letters::RULE,
    lost::APOSTROPHE,
    lost::QUOTE,
    lost::DASH,
    lost::ELLIPSIS,
];

/// How often the rules that undo an encoding are applied to their own result: mojibake of mojibake, in
/// entities. Each round makes the damaged part at least a third shorter, so this is no limit in practice.
const ROUNDS: usize = 6;

/// How often all rules are applied to their own result. A mark that was left can be decided once its
/// neighbours are; a second round is the rule in damaged texts, a fourth is rare.
const AGAIN: usize = 8;

/// Applies the rules that are on, and again while that changes something.
pub(crate) fn apply(work: &mut Work<'_>, on: &Rules<'_>) {
    for _ in 0..AGAIN {
        if !once(work, on) {
            return;
        }
    }
}

fn once(work: &mut Work<'_>, on: &Rules<'_>) -> bool {
    let mut changed = false;
    let seen = Seen::of(&work.text);
    if seen.ampersand || seen.beyond_ascii {
        for _ in 0..ROUNDS {
            if !undo_encodings(work, on) {
                break;
            }
            changed = true;
        }
    }
    if seen.less_than && on.has(&written_out::RULE) {
        let list = written_out::find(&work.text);
        changed |= work.apply(list);
    }
    if seen.beyond_ascii {
        if on.has(&wrong_table::RULE) {
            let list = wrong_table::find(&work.text);
            changed |= work.apply(list);
        }
        let [soft, ligature, invisible, long_s] =
            [&layout::SOFT_HYPHEN, &layout::LIGATURE, &layout::INVISIBLE, &layout::LONG_S]
                .map(|rule| on.has(rule));
        let list = layout::find(&work.text, soft, ligature, invisible, long_s);
        changed |= work.apply(list);
    }
    if on.has(&layout::LINE_END_HYPHEN) {
        let list = layout::find_line_ends(&work.text);
        changed |= work.apply(list);
    }
    if (seen.backtick || seen.beyond_ascii) && on.has(&wrong_sign::RULE) {
        let list = wrong_sign::find(&work.text);
        changed |= work.apply(list);
    }
    if on.has(&spaced::RULE) {
        let list = spaced::find(&work.text);
        changed |= work.apply(list);
    }
    if on.has(&dropped::RULE) {
        let list = dropped::find(&work.text, lost::MODEL.as_ref());
        changed |= work.apply(list);
    }
    if (seen.question || seen.beyond_ascii) && on.has(&elision::RULE) {
        let list = elision::find(&work.text);
        changed |= work.apply(list);
    }
    if (seen.question || seen.beyond_ascii) && on.has(&letters::RULE) {
        let list = letters::find_all(&work.text);
        changed |= work.apply(list);
    }
    if seen.question || seen.beyond_ascii {
        let list = lost::find(&work.text, on);
        changed |= work.apply(list);
    }
    changed
}

fn undo_encodings(work: &mut Work<'_>, on: &Rules<'_>) -> bool {
    let mut changed = false;
    if on.has(&entity::RULE) || on.has(&entity::CUT) {
        let list = entity::find(&work.text, on.has(&entity::RULE), on.has(&entity::CUT));
        changed |= work.apply(list);
    }
    if on.has(&mojibake::RULE) && !work.text.is_ascii() {
        let list = mojibake::find(&work.text, on.has(&mojibake::LOST));
        changed |= work.apply(list);
    }
    if on.has(&c1_control::RULE) && !work.text.is_ascii() {
        let list = c1_control::find(&work.text);
        changed |= work.apply(list);
    }
    changed
}

/// Which signs of damage a text has at all: what decides in one pass that most texts are clean.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    ampersand: bool,
    question: bool,
    backtick: bool,
    less_than: bool,
    beyond_ascii: bool,
}

impl Seen {
    fn of(text: &str) -> Self {
        let mut seen = Self::default();
        for chunk in text.as_bytes().chunks(4096) {
            // flags by bytes: the loop has no branch, so that it becomes vector code
            let (mut amp, mut question, mut tick, mut less, mut high) = (0u8, 0u8, 0u8, 0u8, 0u8);
            for &byte in chunk {
                amp |= u8::from(byte == b'&');
                question |= u8::from(byte == b'?');
                tick |= u8::from(byte == b'`');
                less |= u8::from(byte == b'<');
                high |= byte & 0x80;
            }
            seen.ampersand |= amp != 0;
            seen.question |= question != 0;
            seen.backtick |= tick != 0;
            seen.less_than |= less != 0;
            seen.beyond_ascii |= high != 0;
        }
        seen
    }
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    /// What the items say is so: every rule turns its `before` into its `after`, and leaves `leave` alone.
    #[test]
    fn every_rule_does_what_its_item_says() {
        for rule in super::ALL {
            if rule.name == super::mixed_encoding::RULE.name {
                continue; // works on bytes; tested there
            }
            let repairer = Repairer::default().and(&[rule.name]).expect("the rule exists");
            assert_eq!(repairer.repair(rule.before).text, rule.after, "{}: before and after", rule.name);
            assert_eq!(repairer.repair(rule.leave).text, rule.leave, "{}: to leave alone", rule.name);
        }
    }

    #[test]
    fn names_are_kebab_case_and_unique() {
        for (i, rule) in super::ALL.iter().enumerate() {
            let kebab = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
            assert!(rule.name.bytes().all(kebab), "{}", rule.name);
            assert!(super::ALL[..i].iter().all(|other| other.name != rule.name), "{}", rule.name);
        }
    }
}
