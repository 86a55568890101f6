//! Clean text damaged on purpose: the examples that the judge learns from.
//!
//! First the text is made to look like other texts (dashes spaced or not, single quotes for double ones,
//! capitals throughout, dialect, sentences that break off), then some of its marks become `?`.

use crate::marks::Class;
use crate::marks::page::MARK;

/// A small generator of chance, the same on every machine (xorshift64*).
#[derive(Clone, Debug)]
pub struct Chance(u64);

impl Chance {
    /// From a seed, which must not be 0.
    pub fn new(seed: u64) -> Self {
        Self(seed.max(1))
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 16
    }

    /// Below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    /// From 0 to 1.
    pub fn unit(&mut self) -> f32 {
        (self.next() % 1_000_003) as f32 / 1_000_003.0
    }

    fn is(&mut self, chance: f32) -> bool {
        self.unit() < chance
    }
}

/// Which characters are lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// ’ only.
    Apostrophes,
    /// ’ and ', and in half of the texts ‘.
    AllApostrophes,
    /// Everything beyond ASCII.
    Everything,
    /// Everything beyond Latin-1.
    BeyondLatin1,
    /// Everything beyond ASCII, in some of the lines.
    SomeLines,
    /// Quotes only, double quotes only, or dashes only.
    OneKind,
}

impl Damage {
    /// One kind of damage, apostrophes and the rest about evenly.
    pub fn any(chance: &mut Chance) -> Self {
        match chance.below(100) {
            0..26 => Damage::Apostrophes,
            26..34 => Damage::AllApostrophes,
            34..68 => Damage::Everything,
            68..76 => Damage::BeyondLatin1,
            76..90 => Damage::SomeLines,
            _ => Damage::OneKind,
        }
    }
}

/// What a character of clean text teaches.
fn class(c: char) -> Class {
    match c {
        '?' => Class::Question,
        '’' | '\'' | 'ʼ' => Class::Apostrophe,
        '‘' => Class::OpenSingle,
        '“' | '„' => Class::OpenDouble,
        '”' => Class::CloseDouble,
        '—' | '–' | '―' | '−' => Class::Dash,
        '…' => Class::Ellipsis,
        _ => Class::Other,
    }
}

/// The damaged characters, the places of `?` in them, and what each was.
pub fn damage(
    text: &str,
    kind: Damage,
    vary: bool,
    chance: &mut Chance,
) -> (Vec<char>, Vec<usize>, Vec<Class>) {
    let varied = if vary { vary_text(text, kind, chance) } else { text.to_owned() };
    let mut chars: Vec<char> = Vec::with_capacity(varied.len());
    let (mut marks, mut classes) = (Vec::new(), Vec::new());
    let single_too = chance.is(0.5);
    let one_kind = chance.below(3);
    let per_line = match kind {
        Damage::SomeLines => {
            if chance.is(0.5) {
                0.5
            } else {
                0.15
            }
        }
        _ => 1.0,
    };
    let mut hit_line = chance.is(per_line);
    for c in varied.chars() {
        let lost = hit_line
            && match kind {
                Damage::Apostrophes => c == '’',
                Damage::AllApostrophes => c == '’' || c == '\'' || single_too && c == '‘',
                Damage::Everything | Damage::SomeLines => !c.is_ascii(),
                Damage::BeyondLatin1 => c as u32 > 0xff,
                Damage::OneKind => match one_kind {
                    0 => matches!(c, '’' | '‘' | '“' | '”'),
                    1 => matches!(c, '“' | '”'),
                    _ => matches!(c, '—' | '–'),
                },
            };
        if lost || c == MARK {
            marks.push(chars.len());
            classes.push(class(c));
        }
        chars.push(if lost { MARK } else { c });
        if c == '\n' {
            hit_line = chance.is(per_line);
        }
    }
    (chars, marks, classes)
}

/// The same text in another hand.
fn vary_text(text: &str, kind: Damage, chance: &mut Chance) -> String {
    let apostrophes_only = matches!(kind, Damage::Apostrophes | Damage::AllApostrophes);
    let mut out = text.to_owned();
    match chance.below(10) {
        0 | 1 => out = out.replace(" — ", "—").replace(" – ", "—").replace('—', " – "),
        2 => out = out.replace(" — ", "—").replace('—', " — "),
        3 => out = out.replace(" — ", "—").replace(" – ", "—"),
        _ => {}
    }
    // where both kinds were lost nothing tells them apart, and double quotes are far commoner
    if chance.is(if apostrophes_only { 0.10 } else { 0.025 }) {
        out = out.replace('“', "‘").replace('”', "’");
    } else if chance.is(if apostrophes_only { 0.35 } else { 0.04 }) {
        out = short_quotes_single(&out, chance);
    }
    if chance.is(0.1) {
        while out.contains("\n\n") {
            out = out.replace("\n\n", "\n");
        }
    } else if chance.is(0.03) {
        // paragraphs run together, as in texts that were taken from web pages
        while out.contains("\n\n") {
            out = out.replace("\n\n", "\n");
        }
        out = out.replace('\n', "");
    } else if chance.is(0.08) {
        out = wrap_lines(&out, 50 + chance.below(35) as usize);
    }
    if apostrophes_only {
        if chance.is(0.4) {
            out = out.replace(['“', '”'], "\"");
        }
        if chance.is(0.3) {
            out = out.replace('—', "--");
        }
        if chance.is(0.3) {
            out = out.replace('–', "-");
        }
    } else {
        if chance.is(0.35) {
            out = out.replace("....", ".…").replace("...", "…");
        }
        if chance.is(0.26) {
            out = break_off(&out, chance);
        }
        if chance.is(0.12) {
            out = hesitate(&out, chance);
        }
        if chance.is(0.15) {
            out = with_currency(&out, chance);
        }
        if chance.is(0.15) {
            out = with_accents(&out, chance);
        }
        if chance.is(0.08) {
            out = with_bullets(&out, chance);
        }
        if chance.is(0.04) {
            out = out.replace(". ", ".\u{a0} ");
        }
    }
    if chance.is(0.05) {
        out = in_dialect(&out, chance);
    }
    if chance.is(0.15) {
        // typewriters put two spaces after a sentence
        out = out
            .replace(". ", ".  ")
            .replace("? ", "?  ")
            .replace("! ", "!  ")
            .replace(".” ", ".”  ")
            .replace("?” ", "?”  ");
    }
    if chance.is(0.06) {
        out = space_before_marks(&out, chance);
    }
    match chance.below(200) {
        0..18 => out.to_uppercase(),
        18..22 => out.to_lowercase(),
        _ => out,
    }
}

/// Short quotations in single quotes instead of double ones.
fn short_quotes_single(text: &str, chance: &mut Chance) -> String {
    let share = 0.3 + 0.6 * chance.unit();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('“') {
        out.push_str(&rest[..open]);
        let inside = &rest[open + '“'.len_utf8()..];
        match inside.find(['”', '“', '\n']) {
            Some(close) if close < 80 && inside[close..].starts_with('”') && chance.is(share) => {
                out.push('‘');
                out.push_str(&inside[..close]);
                out.push('’');
                rest = &inside[close + '”'.len_utf8()..];
            }
            _ => {
                out.push('“');
                rest = inside;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Lines broken at a width.
fn wrap_lines(text: &str, width: usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut column = 0;
    for c in text.chars() {
        column += 1;
        if c == ' ' && column > width {
            out.push('\n');
            column = 0;
        } else {
            out.push(c);
            if c == '\n' {
                column = 0;
            }
        }
    }
    out
}

/// Sentences that break off with … or —.
fn break_off(text: &str, chance: &mut Chance) -> String {
    let mark = if chance.is(0.7) { '…' } else { '—' };
    // whole sentences with `.…` or `…` after them, as transcripts and reports have them
    let whole = chance.is(0.6);
    let most = if whole { 0.45 } else { 0.2 };
    let share = 0.03 + most * chance.unit() * chance.unit();
    let stopped = if chance.is(0.6) { 0.95 } else { 0.3 };
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    for (i, &c) in chars.iter().enumerate() {
        let next = chars.get(i + 1).copied().unwrap_or('\n');
        let ends = c == '.' && i > 0 && chars[i - 1].is_lowercase() && matches!(next, '\n' | '”' | ' ');
        if ends && chance.is(if next == ' ' && !whole { share * 0.4 } else { share }) {
            if whole && mark == '…' && chance.is(stopped) {
                out.push('.');
            } else if !whole && next != ' ' && chance.is(0.6) {
                // cut off within the sentence
                let cut = out.trim_end_matches(|c: char| c.is_alphanumeric() || c == '’').len();
                out.truncate(out[..cut].trim_end().len());
            }
            out.push(mark);
        } else {
            out.push(c);
        }
    }
    out
}

/// Amounts with £ or € before them.
fn with_currency(text: &str, chance: &mut Chance) -> String {
    let sign = if chance.is(0.5) { '£' } else { '€' };
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for (i, &c) in chars.iter().enumerate() {
        let next = chars.get(i + 1).copied().unwrap_or(' ');
        if c == '$' && next.is_ascii_digit() {
            out.push(sign);
            continue;
        }
        out.push(c);
        if c == ' ' && next.is_ascii_digit() {
            let number =
                chars[i + 1..].iter().take_while(|c| c.is_ascii_digit() || matches!(c, ',' | '.')).count();
            let rest: String = chars[i + 1 + number..].iter().take(5).collect();
            let amount = chars[i + 1..i + 1 + number].iter().any(|c| matches!(c, ',' | '.'));
            if [" mill", " bill", " a ye", " per "].contains(&rest.as_str()) || amount && chance.is(0.7) {
                out.push(sign);
            }
        }
    }
    out
}

/// Names with accents, the same word always the same way.
fn with_accents(text: &str, chance: &mut Chance) -> String {
    let salt = chance.next();
    let share = 5 + chance.below(30);
    let mut out = String::with_capacity(text.len());
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let core = word.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
        let core = core.split(['’', '\'']).next().unwrap_or(core);
        let drawn =
            core.bytes().fold(salt, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3) ^ (h >> 29));
        let name = core.len() > 2 && core.starts_with(|c: char| c.is_ascii_uppercase());
        let vowels: Vec<usize> =
            core.bytes().enumerate().skip(1).filter(|(_, b)| b"aeiou".contains(b)).map(|v| v.0).collect();
        if !name || vowels.is_empty() || drawn % 100 >= share {
            out.push_str(word);
            continue;
        }
        let at = vowels[(drawn / 100) as usize % vowels.len()];
        let accented = match core.as_bytes()[at] {
            b'a' => 'á',
            b'e' => 'é',
            b'i' => 'í',
            b'o' => 'ö',
            _ => 'ü',
        };
        out.push_str(&word[..at]);
        out.push(accented);
        out.push_str(&word[at + 1..]);
    }
    out
}

/// Some paragraphs as items of a list.
fn with_bullets(text: &str, chance: &mut Chance) -> String {
    let sign = if chance.is(0.7) { "• " } else { "§ " };
    let share = 0.1 + 0.5 * chance.unit();
    let mut out = String::with_capacity(text.len());
    for (i, line) in text.split('\n').enumerate() {
        if i > 0 {
            out.push('\n');
        }
        if !line.is_empty() && chance.is(share) {
            out.push_str(sign);
        }
        out.push_str(line);
    }
    out
}

/// Some question marks with a space before them, as some typists and scanners have them.
fn space_before_marks(text: &str, chance: &mut Chance) -> String {
    let share = chance.unit();
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c == '?' && chance.is(share) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// Pauses within sentences: … in place of a comma or a dash, or between two words.
fn hesitate(text: &str, chance: &mut Chance) -> String {
    let share = 0.02 + 0.1 * chance.unit();
    let spaced = chance.is(0.3);
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let pause = match c {
            ',' => chars.peek() == Some(&' '),
            '—' => true,
            ' ' => chance.is(0.02) && out.ends_with(char::is_lowercase),
            _ => false,
        };
        if !pause || !chance.is(share) {
            out.push(c);
            continue;
        }
        if spaced {
            out.push(' ');
        }
        out.push('…');
        if c == ' ' || c == '—' && (spaced || chance.is(0.5)) {
            out.push(' ');
        }
    }
    out
}

/// Some words as dialect writes them.
fn in_dialect(text: &str, chance: &mut Chance) -> String {
    let share = 0.1 + 0.5 * chance.unit();
    let mut out = String::with_capacity(text.len());
    for (i, word) in text.split(' ').enumerate() {
        if i > 0 {
            out.push(' ');
        }
        let core = word.trim_end_matches(|c: char| !c.is_alphabetic());
        let tail = &word[core.len()..];
        let said = match core {
            _ if !chance.is(share) => None,
            "though" => Some("tho’"),
            "through" => Some("thro’"),
            "them" => Some("’em"),
            "of" if chance.is(0.2) => Some("o’"),
            "and" if chance.is(0.15) => Some("an’"),
            "and" if chance.is(0.1) => Some("’n’"),
            "old" => Some("ol’"),
            "about" => Some("’bout"),
            "because" => Some("’cause"),
            "it" if chance.is(0.1) => Some("’t"),
            "until" => Some("’til"),
            _ => None,
        };
        match said {
            Some(said) => out.push_str(said),
            None if core.len() > 5 && core.ends_with("ing") && core.is_ascii() && chance.is(share) => {
                out.push_str(&core[..core.len() - 1]);
                out.push('’');
            }
            None => out.push_str(core),
        }
        out.push_str(tail);
    }
    out
}
