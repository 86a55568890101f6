//! The name that was most likely meant by one that does not exist.

/// How alike two names must be, from 0 to 1: a letter wrong, missing or swapped in a word of five is.
const ALIKE: f64 = 0.8;

/// The known name that is most like the one that was typed, if any is like it.
pub fn nearest<'n>(typed: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    let typed = typed.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for name in known {
        let other = name.to_lowercase();
        // a beginning of three letters is as good as a likeness
        let begins = typed.chars().count() >= 3 && (other.starts_with(&typed) || typed.starts_with(&other));
        let likeness = strsim::jaro_winkler(&typed, &other).max(if begins { ALIKE } else { 0.0 });
        if likeness >= ALIKE && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, name));
        }
    }
    best.map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_meant() {
        let check = |typed: &str, expected: Option<&str>| {
            let known = ["author", "date", "party", "search.limit", "speaker"];
            assert_eq!(nearest(typed, known), expected, "{typed}");
        };
        check("autor", Some("author"));
        check("Party", Some("party"));
        check("speakers", Some("speaker"));
        check("search.limits", Some("search.limit"));
        check("dtae", Some("date"));
        check("zebra", None);
        check("", None);
    }
}
