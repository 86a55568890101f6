//! From text to tokens: one pass, front to back.

use super::apostrophe::{self, Mark};
use super::chars::{self, Kind};
use super::{Lang, Tokens, sentence};

/// A compound of more parts, or one that is longer, gets no joined form.
const MAX_PARTS: usize = 6;
const MAX_JOINED: usize = 60;

/// Replaces `out` by the tokens of `text`, positions from 0. Returns the position after the last.
///
/// ```
/// use pamphlet_index::analyzer::{Lang, Tokens, analyze};
/// let mut tokens = Tokens::default();
/// let end = analyze("The workers\u{2019} anti-war Congr\u{e8}s", Lang::English, &mut tokens);
/// assert_eq!(tokens.terms().collect::<Vec<_>>(), ["the", "workers", "anti", "war", "antiwar", "congres"]);
/// assert_eq!(end, 5); // `antiwar` shares the position of `anti`
/// ```
pub fn analyze(text: &str, lang: Lang, out: &mut Tokens) -> u32 {
    out.clear();
    analyze_from(text, lang, 0, out)
}

/// Appends the tokens of `text`, positions from `first` on, ranges from the start of `text`. Returns the
/// position after the last, or `first` when there is no word. Only the first 4 GiB of a text are read.
pub fn analyze_from(text: &str, lang: Lang, first: u32, out: &mut Tokens) -> u32 {
    out.jump(first);
    let text = &text[..text.floor_char_boundary(u32::MAX as usize)];
    let mut scan = Scan { text, lang, out, at: 0, last_end: None, position: first, quoted: false };
    while scan.compound() {}
    scan.position
}

struct Scan<'t, 'o> {
    text: &'t str,
    lang: Lang,
    out: &'o mut Tokens,
    /// Up to where the text is read.
    at: usize,
    /// Where the last token ended.
    last_end: Option<usize>,
    position: u32,
    /// A single quote was opened and not closed yet.
    quoted: bool,
}

impl Scan<'_, '_> {
    /// Reads the next word, with the parts that hyphens add to it. False at the end of the text.
    fn compound(&mut self) -> bool {
        if !self.skip_to_word() {
            return false;
        }
        let mut parts = 0;
        loop {
            parts += usize::from(self.word());
            match self.hyphen() {
                Some(next) => self.at = next,
                None => break,
            }
        }
        if (2..=MAX_PARTS).contains(&parts) {
            let list = &self.out.list[self.out.list.len() - parts..];
            let len: usize = list.iter().map(|token| usize::from(token.term_len)).sum();
            let letters =
                list.iter().any(|t| !self.out.term(t).bytes().all(|b| b.is_ascii_digit() || b == b'.'));
            if letters && len <= MAX_JOINED {
                self.out.push_joined(parts);
            }
        }
        true
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    fn is_word_at(&self, at: usize) -> bool {
        self.char_at(at).is_some_and(chars::is_word)
    }

    fn skip_to_word(&mut self) -> bool {
        let bytes = self.text.as_bytes();
        while let Some(&byte) = bytes.get(self.at) {
            if byte.is_ascii() {
                if byte.is_ascii_alphanumeric() {
                    return true;
                }
                if byte == b'\'' {
                    self.quoted = self.opens_quote();
                }
                self.at += 1;
                continue;
            }
            let Some(c) = self.char_at(self.at) else { return false };
            // a mojibake apostrophe starts with a letter, but outside a word it is a quote
            if let Some((_, len)) = apostrophe::mark(&self.text[self.at..]) {
                self.quoted = self.opens_quote();
                self.at += len;
            } else if matches!(chars::kind(c), Kind::Break | Kind::Skip) {
                self.at += c.len_utf8();
            } else {
                return true;
            }
        }
        false
    }

    /// Whether the mark at `self.at` stands where a quotation opens: at the start, or behind a space or a bracket.
    fn opens_quote(&self) -> bool {
        let before = self.text[..self.at].chars().next_back();
        before.is_none_or(|c| {
            c.is_whitespace() || matches!(c, '(' | '[' | '\u{201C}' | '"' | '\u{2014}' | '\u{2013}')
        })
    }

    /// Bytes of the apostrophe behind the word of a plural possessive (`workers’`): it is shown with the word,
    /// though it is no part of its term. Where a single quote is open it closes that instead.
    fn possessive_mark(&self, term: usize) -> usize {
        // languages without this possessive have closing quotes there
        if !matches!(self.lang, Lang::English | Lang::Other) {
            return 0;
        }
        let mark = self.text[self.at..].chars().next().filter(|c| matches!(c, '\'' | '\u{2019}'));
        match mark {
            Some(mark) if !self.quoted && self.out.terms[term..].ends_with('s') => mark.len_utf8(),
            _ => 0,
        }
    }

    /// Reads one word at `self.at`, which a word character starts, and closes its token.
    fn word(&mut self) -> bool {
        let start = self.at;
        let term = self.out.open_term();
        let mut wide = self.run(term);
        let mut acronym = false;
        loop {
            let bytes = self.text.as_bytes();
            match bytes.get(self.at) {
                Some(b' ') => {
                    if !self.spaced_suffix(term) {
                        break;
                    }
                }
                Some(b'.') if self.acronym_letter(start, acronym) => {
                    acronym = true;
                    self.at += 1;
                    wide |= self.run(term);
                }
                Some(b'.' | b',' | b'\'') if self.number_part(start, term) => {}
                Some(b'-') if self.broken_line(term) => wide |= self.run(term),
                Some(b'\'' | b'`' | b'?' | 0x80..) => {
                    if !self.apostrophe(term) {
                        break;
                    }
                    wide |= self.run(term);
                }
                _ => break,
            }
        }
        if acronym && self.text.as_bytes().get(self.at) == Some(&b'.') {
            self.at += 1;
        }
        let sentence = self.starts_sentence(start);
        let before = self.out.list.len();
        wide |= !self.text.is_char_boundary(start + 1);
        let end = self.at + self.possessive_mark(term);
        self.out.close_term(term, start, end, wide, sentence);
        let added = self.out.list.len() > before;
        if added {
            self.last_end = Some(self.at);
            self.position += 1;
        }
        added
    }

    /// Appends the folded form of the letters and digits from `self.at` on. True when one is beyond ASCII.
    fn run(&mut self, term: usize) -> bool {
        let bytes = self.text.as_bytes();
        let mut wide = false;
        loop {
            let from = self.at;
            while bytes.get(self.at).is_some_and(u8::is_ascii_alphanumeric) {
                self.at += 1;
            }
            if self.at > from {
                let start = self.out.terms.len();
                self.out.terms.push_str(&self.text[from..self.at]);
                self.out.terms[start..].make_ascii_lowercase();
            }
            if bytes.get(self.at).is_none_or(u8::is_ascii) {
                return wide;
            }
            let Some(c) = self.char_at(self.at) else { return wide };
            match chars::kind(c) {
                Kind::Break => return wide,
                Kind::Skip => {}
                // the ruin of an apostrophe starts with `â`
                _ if c == '\u{E2}' && apostrophe::mark(&self.text[self.at..]).is_some() => return wide,
                Kind::Letter(folded) => self.out.terms.push(folded),
                Kind::Many => chars::fold_many(c, &mut self.out.terms),
                Kind::Alone(folded) => {
                    if self.out.terms.len() > term {
                        return wide;
                    }
                    self.out.terms.push(folded);
                    self.at += c.len_utf8();
                    self.marks();
                    return true;
                }
            }
            wide = true;
            self.at += c.len_utf8();
        }
    }

    /// Takes the vowel signs and accents behind a character that is a word of its own.
    fn marks(&mut self) {
        while let Some(c) = self.char_at(self.at) {
            match chars::kind(c) {
                Kind::Skip => {}
                Kind::Letter(mark) if unicode_normalization::char::is_combining_mark(mark) => {
                    self.out.terms.push(mark)
                }
                _ => return,
            }
            self.at += c.len_utf8();
        }
    }

    /// `society s`: takes a lone ending behind one space.
    fn spaced_suffix(&mut self, term: usize) -> bool {
        if self.lang != Lang::English {
            return false;
        }
        let bytes = self.text.as_bytes();
        let Some(&next) = bytes.get(self.at + 1) else { return false };
        let capital = bytes[self.at - 1].is_ascii_uppercase();
        if !matches!(next | 0x20, b's' | b't' | b'r' | b'v' | b'l' | b'd' | b'm')
            || next.is_ascii_uppercase() && !capital
        {
            return false;
        }
        let Some(suffix) = apostrophe::suffix(&self.text[self.at + 1..]) else { return false };
        if !apostrophe::can_follow(&self.out.terms[term..], suffix) {
            return false;
        }
        self.out.terms.push('\'');
        self.out.terms.push_str(suffix);
        self.at += 1 + suffix.len();
        true
    }

    /// Whether the point at `self.at` parts two single letters, as in `U.S.`
    fn acronym_letter(&self, start: usize, acronym: bool) -> bool {
        let single = |at: usize| {
            self.char_at(at).is_some_and(|c| c.is_alphabetic() && !self.is_word_at(at + c.len_utf8()))
        };
        (acronym || single(start) && self.char_at(start).is_some_and(|c| start + c.len_utf8() == self.at))
            && single(self.at + 1)
    }

    /// `1,000` and `3.5`: takes the next group of digits, without the comma, with the point.
    fn number_part(&mut self, start: usize, term: usize) -> bool {
        let bytes = self.text.as_bytes();
        let digits = |mut at: usize| {
            let from = at;
            while bytes.get(at).is_some_and(u8::is_ascii_digit) {
                at += 1;
            }
            at - from
        };
        if !self.out.terms[term..].bytes().all(|b| b.is_ascii_digit()) {
            return false;
        }
        let next = self.at + 1;
        let len = digits(next);
        if len == 0 || self.is_word_at(next + len) {
            return false;
        }
        if bytes[self.at] == b'.' {
            let inside = start >= 2 && bytes[start - 1] == b'.' && bytes[start - 2].is_ascii_digit();
            let more = bytes.get(next + len) == Some(&b'.') && digits(next + len + 1) > 0;
            if inside || more {
                return false;
            }
            self.out.terms.push('.');
        } else if len != 3 || self.out.terms.len() - term > 3 && bytes[self.at - 4] != bytes[self.at] {
            return false;
        }
        self.out.terms.push_str(&self.text[next..next + len]);
        self.at = next + len;
        true
    }

    /// A hyphen at the end of a line inside a word that goes on in lower case: steps over both.
    fn broken_line(&mut self, term: usize) -> bool {
        if !self.out.terms[term..].chars().next_back().is_some_and(char::is_alphabetic) {
            return false;
        }
        match self.line_break(self.at + 1) {
            Some(next) if self.char_at(next).is_some_and(char::is_lowercase) => {
                self.at = next;
                true
            }
            _ => false,
        }
    }

    /// Where the next line's text starts, when only blanks and one line break stand at `at`.
    fn line_break(&self, at: usize) -> Option<usize> {
        let rest = self.text.get(at..)?;
        let blank = rest.trim_start_matches([' ', '\t', '\r']);
        let line = blank.strip_prefix('\n')?.trim_start_matches([' ', '\t']);
        Some(self.text.len() - line.len())
    }

    /// An apostrophe, or its ruin, at `self.at`: steps over it when the word goes on behind it.
    fn apostrophe(&mut self, term: usize) -> bool {
        let rest = &self.text[self.at..];
        let Some((mark, len)) = apostrophe::mark(rest) else { return false };
        let after = &rest[len..];
        let Some(next) = after.chars().next() else { return false };
        if !matches!(chars::kind(next), Kind::Letter(_) | Kind::Many) || apostrophe::mark(after).is_some() {
            return false;
        }
        let word = &self.out.terms[term..];
        if apostrophe::is_elision(word, next) {
            return false;
        }
        let joins = match mark {
            Mark::Sure => true,
            Mark::Question | Mark::Replacement => {
                word == "o" && next.is_uppercase()
                    || apostrophe::suffix(after).is_some_and(|suffix| apostrophe::can_follow(word, suffix))
            }
        };
        match (joins, mark) {
            (true, _) => self.out.terms.push('\''),
            // a letter was lost: the word stays whole, and `?` in a query meets it
            (false, Mark::Replacement) => self.out.terms.push('\u{FFFD}'),
            (false, _) => return false,
        }
        self.at += len;
        true
    }

    /// Where the next part of a compound starts, when a hyphen stands at `self.at`.
    fn hyphen(&self) -> Option<usize> {
        let len = match self.text.as_bytes().get(self.at)? {
            b'-' => 1,
            0xE2 if matches!(self.char_at(self.at), Some('\u{2010}' | '\u{2011}')) => 3,
            _ => return None,
        };
        let mut next = self.at + len;
        if let Some(line) = self.line_break(next) {
            next = line;
        }
        match chars::kind(self.char_at(next)?) {
            Kind::Letter(_) | Kind::Many => Some(next),
            _ => None,
        }
    }

    fn starts_sentence(&self, start: usize) -> bool {
        let Some(end) = self.last_end else { return true };
        if start - end == 1 {
            return false;
        }
        let Some(last) = self.out.list.iter().rev().find(|token| !token.extra) else { return true };
        let next = self.char_at(start).unwrap_or(' ');
        let source = &self.text[last.start as usize..last.end as usize];
        sentence::starts(self.out.term(last), source, &self.text[end..start], next, self.lang)
    }
}

#[cfg(test)]
mod tests;
