//! Patterns over words, and the words of an index that they match.
//!
//! Wildcards, misspellings and regular expressions are turned into plain lists of terms before a search, so
//! that they are matched, counted and highlighted as any other word. A list is cut at
//! [`MOST_EXPANSIONS`], the most frequent words first, and the cut is said.

/// Words that one pattern can stand for.
pub const MOST_EXPANSIONS: usize = 16_384;

/// A misspelt word of more letters is compared with all terms: what finds the near ones would grow too large.
const LONGEST_NEAR: usize = 48;

/// Takes a term and the number of its documents; false asks for no more.
pub(crate) type EachTerm<'e> = dyn FnMut(&str, u64) -> bool + 'e;

/// The words that an index holds.
pub(crate) trait Lexicon {
    /// In how many documents a term stands, at most (one that is in a text and in the page's chrome may
    /// count twice).
    fn documents(&self, term: &str) -> u64;

    /// Calls `each` with every term that starts with `prefix` and its documents, until it returns false; a
    /// term may come several times, once for each part of the index.
    fn terms(&self, prefix: &str, each: &mut EachTerm<'_>);

    /// As `terms`, for the terms that are at most `edits` away from `word`, and perhaps others.
    fn terms_near(&self, word: &str, edits: u8, each: &mut EachTerm<'_>) {
        let _ = (word, edits);
        self.terms("", each);
    }

    /// As `terms`, for the terms that fit a word with `*` and `?`, which starts with `prefix`, and perhaps others.
    fn terms_like(&self, wildcard: &str, prefix: &str, each: &mut EachTerm<'_>) {
        let _ = wildcard;
        self.terms(prefix, each);
    }

    /// Whether a document writes `whole` as `first-second`.
    fn has_compound(&self, whole: &str, first: &str, second: &str) -> bool {
        let _ = (whole, first, second);
        false
    }

    /// As `terms`, for the words of a field's values (`title` among them).
    fn field_terms(&self, field: &str, prefix: &str, each: &mut EachTerm<'_>) {
        let _ = (field, prefix, each);
    }
}

/// What a term must look like.
#[derive(Clone, Debug)]
pub(crate) enum Pattern {
    /// A word with `*` and `?`.
    Wildcard(Vec<Piece>),
    /// At most that many letters are other ones, missing, added or swapped with their neighbour.
    Fuzzy(Vec<char>, u8),
    /// The whole term matches.
    Regex(regex::Regex),
}

/// A piece of a wildcard word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Piece {
    Letter(char),
    /// `?`: one letter or an apostrophe.
    One,
    /// `*`: any letters, or none.
    Many,
}

impl Pattern {
    /// What every matching term starts with.
    pub fn prefix(&self) -> String {
        match self {
            Pattern::Wildcard(pieces) => {
                let letters = pieces.iter().map_while(|piece| match piece {
                    Piece::Letter(c) => Some(*c),
                    _ => None,
                });
                letters.collect()
            }
            Pattern::Fuzzy(..) | Pattern::Regex(_) => String::new(),
        }
    }

    /// Whether a term matches.
    pub fn matches(&self, term: &str, letters: &mut Vec<char>) -> bool {
        match self {
            Pattern::Regex(regex) => regex.is_match(term),
            Pattern::Wildcard(pieces) => {
                if let [head @ .., Piece::Many] = &pieces[..]
                    && head.iter().all(|piece| matches!(piece, Piece::Letter(_)))
                {
                    return true; // the prefix was all there is
                }
                letters.clear();
                letters.extend(term.chars());
                wildcard(pieces, letters)
            }
            Pattern::Fuzzy(word, most) => {
                letters.clear();
                letters.extend(term.chars());
                let (a, b) = (word.len(), letters.len());
                a.abs_diff(b) <= usize::from(*most) && distance(word, letters, *most).is_some()
            }
        }
    }

    /// All terms of an index that match, the most frequent first, and how many there were before the cut.
    pub fn expand(&self, lexicon: &dyn Lexicon) -> (Vec<(String, u64)>, usize) {
        let mut found: std::collections::HashMap<String, u64> = std::collections::HashMap::new();
        let mut letters = Vec::new();
        let each: &mut EachTerm<'_> = &mut |term, documents| {
            if self.matches(term, &mut letters) {
                match found.get_mut(term) {
                    Some(sum) => *sum += documents,
                    None => {
                        found.insert(term.to_owned(), documents);
                    }
                }
            }
            true
        };
        match self {
            Pattern::Fuzzy(word, edits) if word.len() <= LONGEST_NEAR && *edits <= 2 => {
                lexicon.terms_near(&word.iter().collect::<String>(), *edits, each);
            }
            Pattern::Wildcard(pieces) => lexicon.terms_like(&written(pieces), &self.prefix(), each),
            _ => lexicon.terms(&self.prefix(), each),
        }
        let mut list: Vec<(String, u64)> = found.into_iter().collect();
        list.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let all = list.len();
        list.truncate(MOST_EXPANSIONS);
        (list, all)
    }
}

/// A word with wildcards as it is typed.
fn written(pieces: &[Piece]) -> String {
    let of = |piece: &Piece| match piece {
        Piece::Letter(c) => *c,
        Piece::One => '?',
        Piece::Many => '*',
    };
    pieces.iter().map(of).collect()
}

/// Matches by going back to the last `*` only: linear in practice, never worse than the product of lengths.
pub(crate) fn wildcard(pieces: &[Piece], term: &[char]) -> bool {
    let (mut piece, mut at) = (0, 0);
    let mut retry: Option<(usize, usize)> = None;
    while at < term.len() {
        let fits = match pieces.get(piece) {
            Some(Piece::Many) => {
                retry = Some((piece + 1, at));
                piece += 1;
                continue;
            }
            Some(Piece::Letter(c)) => *c == term[at],
            Some(Piece::One) => term[at].is_alphabetic() || term[at] == '\'',
            None => false,
        };
        if fits {
            piece += 1;
            at += 1;
        } else if let Some((after, from)) = retry {
            piece = after;
            at = from + 1;
            retry = Some((after, at));
        } else {
            return false;
        }
    }
    pieces[piece..].iter().all(|piece| *piece == Piece::Many)
}

/// The number of edits between two words, when there are no more than `most`; neighbours swapped are one
/// (optimal string alignment).
pub(crate) fn distance(a: &[char], b: &[char], most: u8) -> Option<u8> {
    let width = b.len() + 1;
    let (mut before, mut last): (Vec<usize>, Vec<usize>) = (vec![0; width], (0..width).collect());
    for i in 1..=a.len() {
        let mut row = vec![i; width];
        let mut least = i;
        for j in 1..width {
            let same = usize::from(a[i - 1] != b[j - 1]);
            let mut cost = (last[j] + 1).min(row[j - 1] + 1).min(last[j - 1] + same);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                cost = cost.min(before[j - 2] + 1);
            }
            row[j] = cost;
            least = least.min(cost);
        }
        if least > usize::from(most) + 1 {
            return None;
        }
        before = last;
        last = row;
    }
    u8::try_from(last[b.len()]).ok().filter(|&found| found <= most)
}

/// A regular expression over whole words, with limits on its size.
pub(crate) fn regex(pattern: &str) -> Result<regex::Regex, String> {
    regex::RegexBuilder::new(&format!("^(?:{pattern})$"))
        .case_insensitive(true)
        .size_limit(1 << 18)
        .dfa_size_limit(1 << 20)
        .nest_limit(50)
        .build()
        .map_err(|error| match error {
            regex::Error::CompiledTooBig(_) => "the expression is too big".to_owned(),
            _ => "it is no regular expression".to_owned(),
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<Piece> {
        let piece = |c| match c {
            '*' => Piece::Many,
            '?' => Piece::One,
            c => Piece::Letter(c),
        };
        text.chars().map(piece).collect()
    }

    #[track_caller]
    fn check(pattern: &str, term: &str, expected: bool) {
        let found = wildcard(&pieces(pattern), &term.chars().collect::<Vec<_>>());
        assert_eq!(found, expected, "{pattern} {term}");
    }

    #[test]
    fn wildcards() {
        check("wom?n", "women", true);
        check("wom?n", "womn", false);
        check("society?s", "society's", true);
        check("*ism", "socialism", true);
        check("*ism", "socialist", false);
        check("a*b*c", "axxbyybc", true);
        check("a*b*c", "axxbyyb", false);
        check("**", "", true);
        check("rev*", "rev", true);
    }

    #[test]
    fn edits() {
        let edits =
            |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), 2);
        assert_eq!(edits("tariff", "tariff"), Some(0));
        assert_eq!(edits("tarrif", "tariff"), Some(2));
        assert_eq!(edits("teh", "the"), Some(1));
        assert_eq!(edits("labour", "labor"), Some(1));
        assert_eq!(edits("labour", "lab"), None);
    }
}
