//! The queries of the bench: `xtask/queries.tsv`, a kind and a query a line, the kinds in equal numbers.

/// A query.
pub struct Line {
    pub kind: &'static str,
    pub text: &'static str,
}

/// All queries, in the order of the list.
pub fn list() -> Vec<Line> {
    let lines = include_str!("../../queries.tsv").lines();
    lines.filter_map(|line| line.split_once('\t')).map(|(kind, text)| Line { kind, text }).collect()
}

/// The kinds, each once, in the order of the list.
pub fn kinds(lines: &[Line]) -> Vec<&'static str> {
    let mut kinds = Vec::new();
    for line in lines {
        if !kinds.contains(&line.kind) {
            kinds.push(line.kind);
        }
    }
    kinds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_balanced_and_no_query_stands_twice() {
        let lines = list();
        let kinds = kinds(&lines);
        assert!(kinds.len() >= 10);
        for kind in kinds {
            assert_eq!(lines.iter().filter(|line| line.kind == kind).count(), 10, "{kind}");
        }
        let mut texts: Vec<_> = lines.iter().map(|line| line.text).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), lines.len());
    }
}
