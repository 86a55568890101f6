//! Every rule in four lists: damage as it was seen in the wild (retyped, or other words in the same form), made on
//! purpose, to be left alone, and known failures that must still fail until somebody mends them.
//!
//! A private-use character U+F7xx stands for the byte xx, so that a case can hold what is no text.

mod bytes;
mod english;
mod layout;
mod letters;

use pamphlet_repair::{Repairer, rules};

/// The cases of one rule.
pub(crate) struct Cases {
    /// The name of the rule.
    pub rule: &'static str,
    /// Damaged and mended, as met in public texts.
    pub wild: &'static [(&'static str, &'static str)],
    /// Damaged and mended, made for the purpose.
    pub synthetic: &'static [(&'static str, &'static str)],
    /// What looks like damage and is none.
    pub negative: &'static [&'static str],
    /// What is damaged, what comes out today, and what should.
    pub failures: &'static [(&'static str, &'static str, &'static str)],
}

fn bytes(text: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    for c in text.chars() {
        match c as u32 {
            byte @ 0xf780..=0xf7ff => out.push((byte - 0xf700) as u8),
            _ => out.extend(c.to_string().bytes()),
        }
    }
    out
}

impl Cases {
    /// What does not come out as it should, told in full: one run shows all.
    fn faults(&self) -> Vec<String> {
        let (rule, mut faults) = (self.rule, Vec::new());
        let on = Repairer::default().and(&[rule]).expect("the rule exists");
        let off = Repairer::without(&[rule]).expect("the rule exists");
        let mut must = |is: bool, what: &str, text: &str, out: &str| {
            if !is {
                faults.push(format!("{rule}: {what}: {text:?} comes out as {out:?}"));
            }
        };
        for &(damaged, mended) in self.wild.iter().chain(self.synthetic) {
            let input = bytes(damaged);
            let repaired = on.repair_bytes(&input, None);
            must(repaired.text == mended, "damage", damaged, &repaired.text);
            let part = repaired.edits.iter().any(|edit| edit.rule == rule);
            must(part, "the rule has no part in it", damaged, &repaired.text);
            // bytes that are no text cannot be left as they are
            let without = off.repair_bytes(&input, None).text;
            must(rule == "mixed-encoding" || without != mended, "the rule is off", damaged, &without);
        }
        for &text in self.negative {
            let out = on.repair_bytes(&bytes(text), None).text.into_owned();
            must(out == text, "to be left alone", text, &out);
        }
        for &(damaged, today, wanted) in self.failures {
            let out = on.repair_bytes(&bytes(damaged), None).text.into_owned();
            must(out == today, "known failure", damaged, &out);
            must(out != wanted, "mended, so that it belongs to another list", damaged, &out);
        }
        faults
    }
}

#[test]
fn every_rule_does_what_its_cases_say() {
    let mut faults = Vec::new();
    let all: Vec<&Cases> =
        [bytes::CASES, layout::CASES, english::CASES, letters::CASES].into_iter().flatten().collect();
    for rule in rules() {
        let cases: Vec<&&Cases> = all.iter().filter(|cases| cases.rule == rule.name).collect();
        let [cases] = cases[..] else { panic!("{} needs its four lists, once", rule.name) };
        let full = [cases.wild.len(), cases.synthetic.len(), cases.negative.len(), cases.failures.len()];
        assert!(full.iter().all(|&len| len > 0), "{}: {full:?}", rule.name);
        faults.extend(cases.faults());
    }
    assert_eq!(all.len(), rules().len());
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What a rule's own page shows must be so.
#[test]
fn pages_tell_the_truth() {
    for rule in rules().iter().filter(|rule| rule.name != "mixed-encoding") {
        let on = Repairer::default().and(&[rule.name]).expect("the rule exists");
        assert_eq!(on.repair(rule.before).text, rule.after, "{}", rule.name);
        assert_eq!(on.repair(rule.leave).text, rule.leave, "{}", rule.name);
    }
}
