//! What a query wants, as the cluster is asked for it.

use crate::encode::lang_name;
use pamphlet_query::{Counts, Field, Wanted};
use serde_json::{Value, json};

/// A query of more clauses is refused by the cluster (its own limit is 1,024).
pub(crate) const MOST_CLAUSES: usize = 900;

/// Terms of one clause; the cluster's own limit is 65,536.
const MOST_TERMS: usize = 60_000;

/// Documents as a filter, and whether it lets through no others than it is asked for: where there would be too many
/// clauses it lets through more.
pub(crate) fn filter(wanted: &Wanted) -> (Value, bool) {
    let mut left = MOST_CLAUSES;
    translated(wanted, &mut left)
}

fn translated(wanted: &Wanted, left: &mut usize) -> (Value, bool) {
    let cost = cost(wanted);
    match wanted {
        Wanted::And(parts) => {
            let (mut filters, mut exact) = (Vec::with_capacity(parts.len()), true);
            for part in parts {
                let (filter, sure) = translated(part, left);
                exact &= sure;
                filters.push(filter);
            }
            (json!({ "bool": { "filter": filters } }), exact)
        }
        Wanted::Or(parts) => {
            let parts = joined(parts);
            let (mut filters, mut exact) = (Vec::with_capacity(parts.len()), true);
            for part in &parts {
                let (filter, sure) = translated(part, left);
                exact &= sure;
                filters.push(filter);
            }
            (any(filters), exact)
        }
        // what is too much to ask for is not asked for: all documents have a part that none may lack
        _ if cost > *left => (json!({ "match_all": {} }), false),
        Wanted::Not(part) => {
            let (filter, sure) = translated(part, left);
            match sure {
                true => (json!({ "bool": { "filter": [{ "match_all": {} }], "must_not": [filter] } }), true),
                false => (json!({ "match_all": {} }), false),
            }
        }
        leaf => {
            *left -= cost;
            (clause(leaf), true)
        }
    }
}

/// How many clauses a part takes.
fn cost(wanted: &Wanted) -> usize {
    match wanted {
        Wanted::Row { places, .. } => 2 * places.iter().map(Vec::len).sum::<usize>(),
        Wanted::Terms { fields, .. } => fields.len() + 1,
        Wanted::Days { .. } => 3,
        _ => 1,
    }
}

/// Alternatives, those that are only terms in the same fields put together.
fn joined(parts: &[Wanted]) -> Vec<Wanted> {
    let mut out: Vec<Wanted> = Vec::new();
    for part in parts {
        if let Wanted::Terms { fields, terms, langs } = part {
            let known = out.iter_mut().find_map(|known| match known {
                Wanted::Terms { fields: own, terms, langs: of } if own == fields && of == langs => {
                    Some(terms)
                }
                _ => None,
            });
            if let Some(known) = known {
                known.extend_from_slice(terms);
                continue;
            }
        }
        out.push(part.clone());
    }
    out
}

fn any(mut filters: Vec<Value>) -> Value {
    match filters.len() {
        1 => filters.swap_remove(0),
        _ => json!({ "bool": { "should": filters, "minimum_should_match": 1 } }),
    }
}

fn clause(wanted: &Wanted) -> Value {
    match wanted {
        Wanted::All => json!({ "match_all": {} }),
        Wanted::Terms { terms, .. } if terms.is_empty() => json!({ "match_none": {} }),
        Wanted::Terms { fields, terms, langs } => {
            let mut filters = Vec::new();
            for field in fields {
                for terms in terms.chunks(MOST_TERMS) {
                    filters.push(json!({ "terms": { field.name(): terms } }));
                }
            }
            match langs {
                None => any(filters),
                Some(langs) => {
                    let langs: Vec<&str> = langs.iter().map(|code| lang_name(code)).collect();
                    json!({ "bool": { "filter": [any(filters), { "terms": { "langs": langs } }] } })
                }
            }
        }
        Wanted::Row { places, between } => any([Field::Body, Field::Chrome]
            .iter()
            .map(|field| row(field.name(), places, *between))
            .collect()),
        Wanted::Starts(prefix) => json!({ "prefix": { "meta": { "value": prefix } } }),
        Wanted::Days { from, to } => {
            let mut filters = vec![json!({ "exists": { "field": "from_day" } })];
            // an end as far as days go is none
            if *to < i64::MAX {
                filters.push(json!({ "range": { "from_day": { "lte": to } } }));
            }
            if *from > i64::MIN {
                filters.push(json!({ "range": { "to_day": { "gte": from } } }));
            }
            json!({ "bool": { "filter": filters } })
        }
        Wanted::Path(pattern) => {
            json!({ "wildcard": { "path": { "value": pattern, "case_insensitive": true } } })
        }
        Wanted::Nothing | Wanted::And(_) | Wanted::Or(_) | Wanted::Not(_) => json!({ "match_none": {} }),
    }
}

/// Words in a row: what a phrase query finds, and where a place has several words or words may stand between, a query
/// over spans.
fn row(field: &str, places: &[Vec<String>], between: u32) -> Value {
    if between == 0 && places.iter().all(|place| place.len() == 1) {
        let words: Vec<&str> = places.iter().flatten().map(String::as_str).collect();
        return json!({ "match_phrase": { field: { "query": words.join(" "), "analyzer": "spaces" } } });
    }
    let term = |term: &String| json!({ "span_term": { field: { "value": term } } });
    let place = |place: &Vec<String>| match &place[..] {
        [one] => term(one),
        many => json!({ "span_or": { "clauses": many.iter().map(term).collect::<Vec<_>>() } }),
    };
    let clauses: Vec<Value> = places.iter().map(place).collect();
    json!({ "span_near": { "clauses": clauses, "slop": between, "in_order": true } })
}

/// The documents of a filter, scored by the first step of the ranking; and how much what is left out can add to a
/// score. `rarity` is what the cluster multiplies a term's part with.
pub(crate) fn scored(filter: Value, counts: &[Counts], rarity: &dyn Fn(&Counts) -> f32) -> (Value, f32) {
    // what counts most comes first
    let kept = counts.len().min(MOST_CLAUSES / 2);
    let mut should = Vec::with_capacity(kept);
    for counts in &counts[..kept] {
        let boost = counts.weight / rarity(counts);
        should.push(json!({ "term": { counts.field.name(): { "value": counts.term, "boost": boost } } }));
    }
    let rest = counts[kept..].iter().map(|counts| counts.weight).sum();
    (json!({ "bool": { "filter": [filter], "should": should } }), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(term: &str) -> Wanted {
        Wanted::Terms { fields: vec![Field::Body, Field::Chrome], terms: vec![term.to_owned()], langs: None }
    }

    #[test]
    fn alternatives_of_one_kind_are_one_clause() {
        let words: Vec<Wanted> = (0..5_000).map(|at| word(&at.to_string())).collect();
        let (filter, exact) = filter(&Wanted::Or(words));
        assert!(exact);
        assert_eq!(filter["bool"]["should"].as_array().map(Vec::len), Some(2));
    }

    #[test]
    fn too_many_clauses_let_through_more() {
        let words: Vec<Wanted> = (0..1_000).map(|at| word(&at.to_string())).collect();
        let (_, exact) = filter(&Wanted::And(words.clone()));
        assert!(!exact);
        let not = Wanted::Not(Box::new(Wanted::And(words)));
        assert_eq!(filter(&not), (json!({ "match_all": {} }), false));
    }

    #[test]
    fn a_row_of_single_words_is_a_phrase() {
        let places = vec![vec!["state".to_owned()], vec!["of".to_owned()]];
        assert!(row("body", &places, 0)["match_phrase"].is_object());
        assert!(row("body", &places, 3)["span_near"].is_object());
    }
}
