//! The rules, one item each, and the order in which they are applied.

mod blocks;
pub(crate) mod bullet;
pub(crate) mod c1_control;
pub(crate) mod dropped;
pub(crate) mod elision;
pub(crate) mod english;
pub(crate) mod entity;
mod entity_names;
mod french;
pub(crate) mod gate;
mod language;
pub(crate) mod layout;
pub(crate) mod letters;
pub(crate) mod lost;
pub(crate) mod mixed_encoding;
pub(crate) mod mojibake;
pub(crate) mod number_space;
mod page_break;
pub(crate) mod section;
pub(crate) mod spaced;
pub(crate) mod written_out;
pub(crate) mod wrong_sign;
pub(crate) mod wrong_table;

use crate::Rule;
use crate::repairer::{Rules, Work};
use pamphlet_document::Edit;

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
    page_break::RULE,
    layout::LINE_END_HYPHEN,
    wrong_sign::RULE,
    spaced::RULE,
    dropped::RULE,
    elision::RULE,
    letters::RULE,
    bullet::RULE,
    section::RULE,
    number_space::RULE,
    lost::APOSTROPHE,
    lost::QUOTE,
    lost::DASH,
    lost::ELLIPSIS,
];

/// The rules for a lost sign of one kind each, which need nothing but the text.
const SIGNS: &[(Rule, Find)] =
    &[(bullet::RULE, bullet::find), (section::RULE, section::find), (number_space::RULE, number_space::find)];

/// The edits of a rule for a text.
type Find = fn(&str) -> Vec<Edit>;

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
    for _ in 0..ROUNDS {
        if !undo_encodings(work, on) {
            break;
        }
        changed = true;
    }
    if work.seen().written_out && on.has(&written_out::RULE) {
        let list = written_out::find(&work.text);
        changed |= work.apply(list);
    }
    if work.seen().beyond_ascii && on.has(&wrong_table::RULE) {
        let list = wrong_table::find(&work.text, || work.english());
        changed |= work.apply(list);
    }
    if work.seen().layout {
        let [soft, ligature, invisible, long_s] =
            [&layout::SOFT_HYPHEN, &layout::LIGATURE, &layout::INVISIBLE, &layout::LONG_S]
                .map(|rule| on.has(rule));
        let list = layout::find(&work.text, soft, ligature, invisible, long_s);
        changed |= work.apply(list);
    }
    if on.has(&page_break::RULE) {
        let list = page_break::find(&work.text);
        changed |= work.apply(list);
    }
    if on.has(&layout::LINE_END_HYPHEN) {
        let list = layout::find_line_ends(&work.text);
        changed |= work.apply(list);
    }
    if work.seen().tick && on.has(&wrong_sign::RULE) {
        let list = wrong_sign::find(&work.text, || work.english());
        changed |= work.apply(list);
    }
    if work.seen().spaced && on.has(&spaced::RULE) && work.english() {
        let list = spaced::find(&work.text);
        changed |= work.apply(list);
    }
    if work.seen().dropped > 0 && on.has(&dropped::RULE) {
        let list = dropped::find(&work.text, work.seen().dropped, lost::MODEL.as_ref(), || work.english());
        changed |= work.apply(list);
    }
    if (work.seen().question_within || work.seen().replacement) && on.has(&elision::RULE) {
        let list = elision::find(&work.text, || work.english());
        changed |= work.apply(list);
    }
    if (work.seen().question_within || work.seen().replacement) && on.has(&letters::RULE) {
        let list = letters::find_all(&work.text, || work.english());
        changed |= work.apply(list);
    }
    for (rule, find) in SIGNS {
        if (work.seen().question || work.seen().replacement) && on.has(rule) {
            let list = find(&work.text);
            changed |= work.apply_marks(list);
        }
    }
    if work.seen().question || work.seen().replacement || work.seen().other_sign {
        let mut judged = std::mem::take(&mut work.judged);
        let list = lost::find(&work.text, &work.seen(), on, &mut judged, || work.english());
        work.judged = judged;
        changed |= work.apply_marks(list);
    }
    changed
}

fn undo_encodings(work: &mut Work<'_>, on: &Rules<'_>) -> bool {
    let mut changed = false;
    if work.seen().entity && (on.has(&entity::RULE) || on.has(&entity::CUT)) {
        let list = entity::find(&work.text, on.has(&entity::RULE), on.has(&entity::CUT));
        changed |= work.apply(list);
    }
    if (work.seen().mojibake || has_parted_pair(work)) && on.has(&mojibake::RULE) {
        let list = mojibake::find(&work.text, on.has(&mojibake::LOST));
        changed |= work.apply(list);
    }
    // what is left of the controls when no sequence needs them
    if !changed && work.seen().control && on.has(&c1_control::RULE) {
        let list = c1_control::find(&work.text);
        changed |= work.apply(list);
    }
    changed
}

/// `â?¦`, which is no pair to the gate.
fn has_parted_pair(work: &Work<'_>) -> bool {
    let seen = work.seen();
    seen.question && seen.other_sign && memchr::memmem::find(work.text.as_bytes(), "â?".as_bytes()).is_some()
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
