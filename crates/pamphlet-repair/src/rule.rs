//! What a rule is: the item that a person reads, switches off, and finds in the report.

/// One kind of repair, as it is documented. The pages in `docs/repair/` are made from these items.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Its name, in kebab case: what `--without` takes and what a report gives as `kind`.
    pub name: &'static str,
    /// Whether [`Repairer::default`](crate::Repairer::default) applies it.
    pub default: bool,
    /// What it repairs.
    pub what: &'static str,
    /// What must be seen before anything is changed.
    pub evidence: &'static str,
    /// Where it would be, or is, wrong.
    pub wrong: &'static str,
    /// A damaged text.
    pub before: &'static str,
    /// The same text as the rule leaves it.
    pub after: &'static str,
    /// A text that looks like it and must stay as it is.
    pub leave: &'static str,
}

/// All rules, in the order in which they are applied.
///
/// ```
/// assert!(pamphlet_repair::rules().iter().any(|rule| rule.name == "lost-apostrophe"));
/// ```
pub fn rules() -> &'static [Rule] {
    crate::rules::ALL
}
