//! The ways from figures to the passages that they count.

use crate::page::link::Link;
use crate::parameter::Given;
use crate::parameters::QUERY;
use pamphlet::Info;
use pamphlet::query::Query;
use std::collections::BTreeSet;

/// Ways with the filters of a view.
pub(super) struct Passages<'i> {
    kept: Link,
    /// The names of all fields.
    fields: BTreeSet<&'i str>,
}

impl<'i> Passages<'i> {
    pub fn new(given: &Given, info: &'i Info) -> Self {
        let kept = Link::of(given).only(&["stem", "from", "to", "where"]);
        Self { kept, fields: info.fields.keys().map(String::as_str).chain(["date"]).collect() }
    }

    /// The way to the documents of a query; empty where it does not fit into an address.
    pub fn hits(&self, query: &str) -> String {
        self.to("/", query)
    }

    /// The way to its lines of the concordance.
    pub fn lines(&self, query: &str) -> String {
        self.to("/concordance", query)
    }

    /// The same of one bucket of time; empty where it is none.
    pub fn dated(&self, query: &str, bucket: &str) -> String {
        let years = match bucket.strip_suffix('s').map(str::parse::<u16>) {
            Some(Ok(start)) => (format!("{:04}", start.max(1)), format!("{:04}", start + 9)),
            Some(Err(_)) => return String::new(),
            None => (bucket.to_owned(), bucket.to_owned()),
        };
        let is_date = |text: &str| text.parse::<pamphlet::PartialDate>().is_ok();
        if query.is_empty() || query.chars().nth(QUERY).is_some() || !is_date(&years.0) {
            return String::new();
        }
        self.kept.clone().with("q", query).with("from", &years.0).with("to", &years.1).to("/concordance")
    }

    fn to(&self, path: &str, query: &str) -> String {
        match query.chars().nth(QUERY) {
            Some(_) => String::new(),
            None => self.kept.clone().with("q", query).to(path),
        }
    }

    /// The query of what `find` finds in the documents of another query, with no matches of that.
    pub fn within(&self, find: &str, of: &Query) -> String {
        let of = of.read_as.trim();
        if of.is_empty() {
            find.to_owned()
        } else if self.is_condition(of) {
            format!("{find} AND ({of})")
        } else {
            // the matches of the query itself are none of the word's
            format!("{find} AND NOT (* AND NOT ({of}))")
        }
    }

    /// The query of what `find` finds in all documents but those of another query. None where that has a word without
    /// quotes: it finds other forms of it, which a negation does not.
    pub fn outside(&self, find: &str, of: &Query) -> Option<String> {
        let of = of.read_as.trim();
        is_exact(of).then(|| format!("{find} AND NOT ({of})"))
    }

    /// Whether a query asks for nothing but fields and dates, and so has no matches of its own.
    fn is_condition(&self, query: &str) -> bool {
        query.split_whitespace().all(|part| {
            let field = part.trim_start_matches(['(', '-']).split_once(':').map(|(field, _)| field);
            matches!(part, "AND" | "OR" | "NOT") || field.is_some_and(|name| self.fields.contains(name))
        })
    }
}

/// Whether a query asks for nothing but phrases, quoted values of fields, and dates.
fn is_exact(query: &str) -> bool {
    let outside: Vec<&str> = query.split('"').step_by(2).collect();
    outside.join(" ").split_whitespace().all(|part| {
        let part = part.trim_matches(['(', ')', '-']);
        matches!(part, "" | "AND" | "OR" | "NOT") || part.starts_with("date:") || part.ends_with(':')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_within_documents() {
        let passages = Passages { kept: Link::default(), fields: BTreeSet::from(["lang", "date"]) };
        let check = |of: &str, want: &str| {
            let of = Query { read_as: of.to_owned(), ..Query::default() };
            assert_eq!(passages.within("\"a\"", &of), want);
        };
        check("", "\"a\"");
        check("lang:en AND (date:1900.. OR -lang:de)", "\"a\" AND (lang:en AND (date:1900.. OR -lang:de))");
        check("lang:en AND peace", "\"a\" AND NOT (* AND NOT (lang:en AND peace))");
        check("budget:10", "\"a\" AND NOT (* AND NOT (budget:10))");
        let check = |of: &str, want: bool| assert_eq!(is_exact(of), want, "{of}");
        check("party:\"new labour\" AND NOT (date:1900..1949 OR \"to be\")", true);
        check("party:labour", false);
        check("lang:\"en\" AND peace", false);
        assert_eq!(passages.lines("a b"), "/concordance?q=a+b");
        assert_eq!(passages.lines(&"a".repeat(5_000)), "");
    }
}
