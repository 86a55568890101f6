//! The rules, one file each, and the order in which they are applied.

pub(crate) mod lost_apostrophe;
pub(crate) mod mixed_encoding;

use crate::Rule;
use crate::repairer::{Rules, Work};

/// All rules, in the order in which they are applied.
pub(crate) const ALL: &[Rule] = &[mixed_encoding::RULE, lost_apostrophe::RULE];

/// Applies the rules that are on.
pub(crate) fn apply(work: &mut Work<'_>, on: &Rules<'_>) {
    if on.has(&lost_apostrophe::RULE) {
        let list = lost_apostrophe::find(&work.text);
        work.apply(list);
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
            assert!(
                rule.name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                rule.name
            );
            assert!(super::ALL[..i].iter().all(|other| other.name != rule.name), "{}", rule.name);
        }
    }
}
