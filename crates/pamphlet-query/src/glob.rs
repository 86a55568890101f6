//! Paths by pattern: `*` is any run of characters within a name, `**` of any, `?` one character.
//!
//! A pattern without wildcards fits every path that has it as a part.

/// A pattern for paths.
pub(crate) struct Glob {
    pieces: Vec<Piece>,
    /// The pattern has no wildcards.
    plain: Option<String>,
}

#[derive(PartialEq)]
enum Piece {
    Char(char),
    One,
    Name,
    Any,
}

impl Glob {
    pub fn new(pattern: &str) -> Glob {
        let plain = (!pattern.contains(['*', '?'])).then(|| pattern.to_lowercase());
        let mut pieces = Vec::new();
        let mut chars = pattern.chars().flat_map(char::to_lowercase).peekable();
        while let Some(c) = chars.next() {
            pieces.push(match c {
                '*' if chars.peek() == Some(&'*') => {
                    while chars.peek() == Some(&'*') {
                        chars.next();
                    }
                    Piece::Any
                }
                '*' => Piece::Name,
                '?' => Piece::One,
                c => Piece::Char(c),
            });
        }
        Glob { pieces, plain }
    }

    /// Whether a path fits, whatever its case. A pattern need not begin at the path's start, only at that
    /// of a name.
    pub fn matches(&self, path: &str) -> bool {
        let path = path.to_lowercase();
        if let Some(plain) = &self.plain {
            return path.contains(plain.as_str());
        }
        let letters: Vec<char> = path.chars().collect();
        let starts = letters.iter().enumerate().filter(|(_, c)| **c == '/').map(|(at, _)| at + 1);
        std::iter::once(0).chain(starts).any(|start| fits(&self.pieces, &letters[start..]))
    }
}

/// One table row a piece: no pattern costs more than its length times the path's.
fn fits(pieces: &[Piece], path: &[char]) -> bool {
    let mut reach = vec![false; path.len() + 1];
    reach[0] = true;
    for piece in pieces {
        let mut next = vec![false; path.len() + 1];
        for at in 0..=path.len() {
            next[at] = match piece {
                Piece::Any => reach[at] || at > 0 && next[at - 1],
                Piece::Name => reach[at] || at > 0 && next[at - 1] && path[at - 1] != '/',
                Piece::One => at > 0 && reach[at - 1] && path[at - 1] != '/',
                Piece::Char(c) => at > 0 && reach[at - 1] && path[at - 1] == *c,
            };
        }
        reach = next;
    }
    reach[path.len()]
}

#[cfg(test)]
mod tests {
    use super::Glob;

    #[track_caller]
    fn check(pattern: &str, path: &str, expected: bool) {
        assert_eq!(Glob::new(pattern).matches(path), expected, "{pattern} {path}");
    }

    #[test]
    fn patterns() {
        check("league", "corpus/chartist-League.txt", true);
        check("*.txt", "corpus/chartist-league.txt", true);
        check("*.txt", "corpus/a.html", false);
        check("corpus/*", "corpus/deep/a.txt", false);
        check("corpus/**", "corpus/deep/a.txt", true);
        check("a?c.txt", "abc.txt", true);
        check("file.jsonl#*", "x/file.jsonl#12", true);
    }
}
