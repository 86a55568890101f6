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
    let mut scan = Scan { text, lang, out, at: 0, last_end: None, position: first };
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
                self.at += 1;
                continue;
            }
            let Some(c) = self.char_at(self.at) else { return false };
            // a mojibake apostrophe starts with a letter, but outside a word it is a quote
            if let Some((_, len)) = apostrophe::mark(&self.text[self.at..]) {
                self.at += len;
            } else if matches!(chars::kind(c), Kind::Break | Kind::Skip) {
                self.at += c.len_utf8();
            } else {
                return true;
            }
        }
        false
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
        self.out.close_term(term, start, self.at, wide, sentence);
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
        sentence::starts(self.out.term(last), source, &self.text[end..start], next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str, lang: Lang) -> String {
        let mut tokens = Tokens::default();
        analyze(text, lang, &mut tokens);
        let mut out = Vec::new();
        for token in tokens.iter() {
            let sign = if token.extra { "+" } else { "" };
            out.push(format!("{sign}{}", tokens.term(token)));
        }
        out.join(" ")
    }

    #[track_caller]
    fn check(text: &str, want: &str) {
        assert_eq!(terms(text, Lang::English), want, "{text:?}");
    }

    #[test]
    fn case_and_diacritics_fold() {
        check("Žižek's CONGRÈS, Straße", "zizek's congres strasse");
        check("Søren Łódź Æsop œuvre", "soren lodz aesop oeuvre");
        check("ПРОЛЕТАРИИ всех стран", "пролетарии всех стран");
        check("Ἐλευθερία πολίτης", "ελευθερια πολιτησ");
        check("e\u{301}galite\u{301}", "egalite");
        check("ﬁnance Ｗｉｄｅ", "finance wide");
        check("demo\u{ad}cracy", "democracy");
    }

    #[test]
    fn apostrophes_of_any_style_are_one() {
        for mark in [
            "'",
            "’",
            "‘",
            "`",
            "´",
            "ʼ",
            "′",
            "＇",
            "\u{92}",
            "â€™",
            "\u{E2}\u{80}\u{99}",
            "?",
            "\u{FFFD}",
            " ",
        ] {
            check(&format!("the society{mark}s aims"), "the society's aims");
            check(&format!("don{mark}t vote"), "don't vote");
        }
        check("workers’ power", "workers power");
        check("workers? power", "workers power");
        check("‘tis 'quoted' words", "tis quoted words");
        check("rock'n'roll", "rock'n'roll");
        check("O’Brien O'Brien O?Brien", "o'brien o'brien o'brien");
        check("the 1990's", "the 1990's");
        check("SOCIETY S aims", "society's aims");
    }

    #[test]
    fn genuine_question_marks_part_words() {
        check("What is to be done?The answer", "what is to be done the answer");
        check("why?so", "why so");
        check("Reform? So be it", "reform so be it");
        check("Who? Mr. Smith", "who mr smith");
    }

    #[test]
    fn lone_letters_that_are_no_endings_stay() {
        check("Harry S Truman", "harry s truman");
        check("vitamin d supply", "vitamin d supply");
        check("point t is", "point t is");
        assert_eq!(terms("prezident s ministrom", Lang::of(Some("sk"))), "prezident s ministrom");
    }

    #[test]
    fn a_lost_letter_leaves_the_word_whole() {
        check("d\u{FFFD}mocratie", "d\u{FFFD}mocratie");
        check("sm\u{FFFD}rg\u{FFFD}s", "sm\u{FFFD}rg\u{FFFD}s");
    }

    #[test]
    fn elisions_are_two_words() {
        assert_eq!(terms("l’État d'abord qu’il s'agit", Lang::French), "l etat d abord qu il s agit");
        assert_eq!(terms("l?État", Lang::French), "l etat");
        assert_eq!(terms("dell'Unità all’opera", Lang::Italian), "dell unita all opera");
        check("Giscard d'Estaing", "giscard d estaing");
        check("aujourd'hui", "aujourd'hui");
    }

    #[test]
    fn hyphens_meet_a_space_and_nothing() {
        check("anti-war", "anti war +antiwar");
        check("anti\u{2011}war", "anti war +antiwar");
        check("state-of-the-art", "state of the art +stateoftheart");
        check("1990-1995", "1990 1995");
        check("COVID-19", "covid 19 +covid19");
        check("yes -- no – never-", "yes no never");
        check("U.S.-led", "us led +usled");
        check("Jean-Luc's", "jean luc's +jeanluc's");
    }

    #[test]
    fn a_word_broken_at_a_line_end_is_whole() {
        check("the demo-\ncracy of", "the democracy of");
        check("the demo-\r\n   cracy", "the democracy");
        check("Anglo-\nSaxon", "anglo saxon +anglosaxon");
    }

    #[test]
    fn numbers() {
        check("1,000 and 1,234,567", "1000 and 1234567");
        check("$1,000.50", "1000.50");
        check("3.5 per cent.", "3.5 per cent");
        check("18.03.1848", "18 03 1848");
        check("10:30, 1,2,3", "10 30 1 2 3");
        check("1990s 21st G20", "1990s 21st g20");
        check("power² ½", "power");
        check("1'000", "1000");
        check("12,34", "12 34");
    }

    #[test]
    fn acronyms() {
        check("U.S. and U.K.", "us and uk");
        check("the U.S.A. today", "the usa today");
        check("e.g. this, i.e. that", "eg this ie that");
        check("C++ AT&T", "c at t");
        check("J.F. Kennedy", "jf kennedy");
        check("end.Next a.bc", "end next a bc");
    }

    #[test]
    fn scripts_without_spaces_give_a_word_a_character() {
        check("全世界", "全 世 界");
        check("カタカナ 한국어", "カタカナ 한국어");
        check("GDP增长5%", "gdp 增 长 5");
        check("अधिकार", "अधिकार");
    }

    #[test]
    fn sentences() {
        let starts = |text: &str| {
            let mut tokens = Tokens::default();
            analyze(text, Lang::English, &mut tokens);
            tokens
                .iter()
                .filter(|t| t.sentence)
                .map(|t| tokens.term(t).to_owned())
                .collect::<Vec<_>>()
                .join(" ")
        };
        assert_eq!(starts("We won. They lost! \"Who?\" Nobody… And so on"), "we they who nobody and");
        assert_eq!(starts("Mr. Smith met J. P. Jones on Jan. 3. He spoke."), "mr");
        assert_eq!(starts("Art. 5 applies. See no. 7 there."), "art see");
        assert_eq!(starts("3.5 per cent. of it"), "3.5");
        assert_eq!(starts("世界。人民"), "世 人");
    }

    #[test]
    fn ranges_cover_what_a_word_was_made_from() {
        let check = |text: &str, want: &str| {
            let mut tokens = Tokens::default();
            analyze(text, Lang::English, &mut tokens);
            let token = tokens.iter().next_back().copied();
            let token = token.unwrap_or_else(|| panic!("no token in {text:?}"));
            assert_eq!(&text[token.start as usize..token.end as usize], want);
        };
        check("the society s", "society s");
        check("the U.S.", "U.S.");
        check("an anti-war", "anti-war");
        check("societyâ€™s", "societyâ€™s");
        check("the workers’", "workers");
    }

    #[test]
    fn a_long_run_is_cut() {
        let text = "a".repeat(5_000);
        let mut tokens = Tokens::default();
        analyze(&text, Lang::English, &mut tokens);
        assert_eq!(tokens.terms().next().map(str::len), Some(super::super::MAX_TERM));
        assert_eq!(tokens.iter().next().map(|t| t.end), Some(5_000));
    }

    proptest::proptest! {
        /// Any text: no panic, ranges on character borders and in order, positions rising by one.
        #[test]
        fn any_text_is_fine(text in ".{0,200}") {
            let mut tokens = Tokens::default();
            let end = analyze(&text, Lang::English, &mut tokens);
            let mut at = 0;
            let mut next = 0;
            for token in tokens.iter() {
                proptest::prop_assert!(text.get(token.start as usize..token.end as usize).is_some());
                proptest::prop_assert!(!tokens.term(token).is_empty());
                if !token.extra {
                    proptest::prop_assert!(token.start >= at);
                    proptest::prop_assert_eq!(token.position, next);
                    next += 1;
                    at = token.end;
                }
            }
            proptest::prop_assert_eq!(end, next);
        }
    }
}
