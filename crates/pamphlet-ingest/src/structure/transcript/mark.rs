//! The mark of a speaker at the start of a paragraph: `Mr. SMITH (Leeds): …`, `THE PRESIDENT. …`,
//! `M. le président. …`, `Abgeordneter Dr. Maier (SPÖ): …`. Read from one line alone; whether the text is a
//! transcript at all is decided elsewhere.

use super::words::{
    is_address, is_addressed, is_article, is_no_name, is_office, is_ordinal, is_particle, is_title,
};
use super::{customs, east_asian};

/// The longest mark of a speaker, in bytes: ministers' offices are long.
pub(super) const MARK: usize = 160;
/// The longest name without brackets, in bytes, and in words.
const NAME: usize = 110;
const WORDS: usize = 14;
/// The value of a label is shorter, in bytes.
const SAID: usize = 100;
/// What stands behind a name and a comma and is no office, in bytes at most.
const DEGREE: usize = 12;

/// The name in a mark, and what brackets say of the person.
pub(super) struct Mark<'t> {
    pub name: &'t str,
    /// What stands in brackets after the name, in order; times are left out.
    pub asides: Vec<&'t str>,
    pub look: Look,
    /// Whether words follow in the same paragraph.
    pub followed: bool,
    /// Whether a full stop alone ends it behind a name that is not in capitals: a sentence may end so too.
    pub weak: bool,
    /// Whether what follows ends as what is said ends; the value of a label does not: `Beginn: 10 Uhr`.
    pub said: bool,
}

impl Mark<'_> {
    /// Whether it is one word, an office, with the person in brackets: `Formanden (Søren Lind)`.
    pub fn is_office_of_person(&self) -> bool {
        !self.asides.is_empty() && !self.name.contains(' ')
    }
}

/// How a mark looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// A title or an office before or in place of the name.
    Titled,
    /// A name of several words in capitals, or with empty brackets behind it.
    Capitals,
    /// A name as any other words before a colon could be.
    Plain,
}

/// What ends a mark.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Colon,
    /// `.—`, or a dash behind a full stop or a bracket.
    Dash,
    /// A full stop alone.
    Stop,
}

/// The mark of a speaker at the start of a paragraph.
pub(super) fn mark(body: &str) -> Option<Mark<'_>> {
    if east_asian::may_start(body.trim_start())
        && let Some(mark) = east_asian::mark(body)
    {
        return Some(mark);
    }
    let line = without_lead(body.lines().next()?.trim_start());
    let (end, width, kind) = end(line)?;
    let head = without_signs(&line[..end]);
    let (full, mut asides) = brackets(head)?;
    let (full, behind) = customs::without_bare_aside(full);
    asides.extend(behind);
    let name = full.split_once(", ").map_or(full, |(name, _)| name).trim();
    let look = look(name, &asides)?;
    let rest = line[(end + width).min(line.len())..].trim_start();
    let weak = kind == End::Stop && !is_loud(name, look);
    if kind == End::Stop && !(may_stop(name, look, &asides) && begins(rest)) {
        return None;
    }
    // behind a comma stand an office, or a degree after a name that is one beyond doubt
    let after = full[name.len()..].trim_start_matches([',', ' ']);
    let office = starts_with_office(after) || speaks_for(after);
    if !after.is_empty() && !office && (look == Look::Plain || after.len() > DEGREE) {
        return None;
    }
    let followed = !rest.is_empty() || body.trim_end().contains('\n');
    // `LAST UPDATE: 18.08.2015; 17:41`
    let has_words = || body.lines().skip(1).chain([rest]).any(|line| line.contains(char::is_alphabetic));
    if look != Look::Titled && followed && !has_words() {
        return None;
    }
    // `DEPUTY EDITOR (FINANCE)—Anna Lind` is a line of a list
    let listed = kind == End::Dash && look == Look::Capitals;
    let said = kind != End::Colon && !listed
        || body.len() >= SAID
        || body.trim_end().ends_with(|c: char| ".!?…\"”’»):—–-".contains(c));
    let asides =
        asides.into_iter().filter(|aside| !aside.is_empty() && !is_time(aside) && !is_continued(aside));
    let asides = asides.chain(office.then_some(after)).collect();
    Some(Mark { name, asides, look, followed, weak, said })
}

/// Who speaks, alone on a line and without a sign behind it: `La presidenta`, `Mónica Lora Cisquer`. Only the rest of
/// the document can tell it from a short heading.
pub(super) fn lone(body: &str) -> Option<Mark<'_>> {
    // most blocks are long: nothing more is asked of them
    if body.len() > MARK || !body.ends_with(|c: char| c.is_alphabetic() || c == ')') || body.contains('\n') {
        return None;
    }
    if !(2..=WORDS).contains(&body.split_whitespace().count()) {
        return None;
    }
    let (name, asides) = brackets(without_signs(body))?;
    let look = look(name, &asides)?;
    if look == Look::Plain && !(2..=5).contains(&name.split_whitespace().count()) {
        return None;
    }
    Some(Mark { name, asides, look, followed: true, weak: false, said: true })
}

/// Whether a name is an office with its article, that of who presides: `El president`, `The Speaker`.
pub(super) fn presides(name: &str) -> bool {
    let mut words = name.split_whitespace().map(bare);
    words.next().is_some_and(|word| is_article(&word))
        && words.next().is_some_and(|word| is_office(&word))
        && words.next().is_none()
}

/// A line without a time of day, the number of a speech, or a tag of plain text, before its mark: `14:05 Mr X`,
/// `[10.30]`, `Anf. 12`, `<speech>`.
fn without_lead(line: &str) -> &str {
    let tag = line.strip_prefix('<').and_then(|rest| rest.split_once('>'));
    let is_word =
        |tag: &str| !tag.is_empty() && tag.len() <= 20 && tag.bytes().all(|byte| byte.is_ascii_alphabetic());
    let line = tag.filter(|(tag, _)| is_word(tag)).map_or(line, |(_, rest)| rest.trim_start());
    let rest = line.trim_start_matches(['○', '◯', '•', '*', '\u{feff}']).trim_start();
    let rest = match rest.strip_prefix("Anf. ") {
        Some(number) => number.trim_start_matches(|c: char| c.is_ascii_digit()),
        None => rest,
    };
    let inner = rest.trim_start_matches(['(', '[']);
    if !inner.starts_with(|c: char| c.is_ascii_digit()) {
        return rest.trim_start();
    }
    let figures = inner.trim_start_matches(|c: char| c.is_ascii_digit() || ":.".contains(c));
    if inner.len() - figures.len() < 4 {
        return rest;
    }
    let mut after = figures.trim_start();
    for noon in ["a.m.", "p.m.", "am", "pm", "Uhr", "h"] {
        if let Some(cut) = after.strip_prefix(noon).filter(|cut| !cut.starts_with(char::is_alphabetic)) {
            after = cut.trim_start();
            break;
        }
    }
    after.trim_start_matches([')', ']', '†', '¦', ' '])
}

/// A name without what a page printed behind it: `Abgeordneter Moser¦ (SPÖ)`.
fn without_signs(name: &str) -> &str {
    name.trim_end_matches(|c: char| !c.is_alphanumeric() && !")].”\"’'".contains(c)).trim_start()
}

/// Where a mark ends, how many bytes its sign takes, and which sign it is.
fn end(line: &str) -> Option<(usize, usize, End)> {
    if let Some((at, width)) = customs::surname_first(line) {
        return Some((at, width, End::Stop));
    }
    let mut depth = 0usize;
    let mut before = ' ';
    let mut next = 0;
    while let Some(&byte) = line.as_bytes().get(next) {
        let at = next;
        if at > MARK {
            return None;
        }
        // most of a line says nothing here, and every paragraph of every text is asked
        if byte.is_ascii_alphanumeric() || matches!(byte, b' ' | b',') {
            before = char::from(byte);
            next += 1;
            continue;
        }
        let c = line[at..].chars().next()?;
        next += c.len_utf8();
        let rest = &line[next..];
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth = depth.saturating_sub(1),
            _ if depth > 0 => {}
            ':' | '：' => {
                let figure = before.is_ascii_digit() && rest.starts_with(|c: char| c.is_ascii_digit());
                return (!figure && !rest.starts_with("//")).then_some((at, c.len_utf8(), End::Colon));
            }
            '.' => {
                let dashed = rest.trim_start_matches(' ');
                if dashed.starts_with(['—', '–']) || dashed.starts_with("--") || dashed.starts_with("- ")
                {
                    return Some((at, 1, End::Dash));
                }
                let ends = rest.is_empty() || rest.starts_with(' ');
                if ends && !is_abbreviation(&line[..at]) {
                    return Some((at, 1, End::Stop));
                }
            }
            '—' | '–' | '-' if matches!(before, ')' | ']') || line[..at].ends_with(") ") => {
                return Some((at, c.len_utf8(), End::Dash));
            }
            '—' | '–' if before == ' ' && customs::is_loud_office(line[..at].trim_end()) => {
                return Some((at, c.len_utf8(), End::Dash));
            }
            '?' | '!' | ';' => return None,
            _ => {}
        }
        before = c;
    }
    None
}

/// Whether a full stop after `head` belongs to its last word: `Mr`, `J`, `Hon`.
pub(super) fn is_abbreviation(head: &str) -> bool {
    let word = head.rsplit([' ', '.', '(']).next().unwrap_or_default();
    word.chars().count() == 1 || word == "Parl" || word.len() <= 5 && is_address(&word.to_lowercase())
}

/// The text outside of brackets, and what each pair of brackets holds; brackets stand at the end.
fn brackets(head: &str) -> Option<(&str, Vec<&str>)> {
    let Some(open) = head.find(['(', '[']) else { return Some((head.trim(), Vec::new())) };
    let name = without_signs(&head[..open]);
    let mut asides = Vec::new();
    let mut rest = &head[open..];
    loop {
        let mut depth = 0;
        let (end, _) = rest.char_indices().find(|&(_, c)| {
            depth += i32::from(matches!(c, '(' | '[')) - i32::from(matches!(c, ')' | ']'));
            depth == 0
        })?;
        asides.push(rest[1..end].trim());
        rest = rest[end + 1..].trim_start();
        if rest.is_empty() {
            return Some((name, asides));
        }
        if let Some(more) = rest.strip_prefix(", ")
            && (customs::is_in_writing(more) || starts_with_office(more) || speaks_for(more))
            && !more.contains(['(', '['])
        {
            asides.push(more);
            return Some((name, asides));
        }
        if !rest.starts_with(['(', '[']) {
            return None;
        }
    }
}

/// Whether what stands in brackets is a time of day.
fn is_time(aside: &str) -> bool {
    aside.starts_with(|c: char| c.is_ascii_digit())
        && aside.chars().filter(|c| c.is_alphabetic()).count() <= 4
}

/// Whether brackets only say that a speech goes on, as at the head of a page: `MR. MOSS (CTD.):`.
fn is_continued(aside: &str) -> bool {
    ["ctd", "cont", "contd", "cont'd", "cont’d", "continued", "continuing", "suite", "continuación", "forts"]
        .contains(&bare(aside).as_str())
}

/// A word in lower case, without signs around it.
pub(super) fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Whether words start with an office, also behind an article or a number: `ministre de l’intérieur`, `the
/// Second Secretary`.
pub(super) fn starts_with_office(words: &str) -> bool {
    let mut words = words.split_whitespace().map(bare).peekable();
    words.next_if(|word| is_article(word));
    words.next_if(|word| is_ordinal(word));
    words.next().is_some_and(|word| is_office(&word))
}

/// How a name looks; none where it is none.
fn look(name: &str, asides: &[&str]) -> Option<Look> {
    let (has_aside, has_empty_aside) = (!asides.is_empty(), asides.iter().any(|aside| aside.is_empty()));
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty()
        || words.len() > WORDS
        || name.len() > NAME
        || !name.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || ".,-'’“”\"‘&/‑".contains(c))
    {
        return None;
    }
    let first = bare(words[0]);
    let second = words.get(1).map(|word| bare(word)).unwrap_or_default();
    // `Formanden (Søren Lind)`: the office first, the person in brackets
    let holds_person = || {
        let mut words = asides.first().copied().unwrap_or_default().split_whitespace();
        words.clone().count() >= 2 && words.all(|word| word.starts_with(char::is_uppercase))
    };
    let titled = words.len() == 1 && is_office(&first) && holds_person()
        || words.len() >= 2
            && (is_title(&first) || starts_with_office(name) || is_article(&first) && is_title(&second));
    if !titled && is_no_name(&first) {
        return None;
    }
    let large = |word: &str| word.starts_with(|c: char| c.is_uppercase() || "\"“‘('’".contains(c));
    // offices of the Romance languages are written small: `M. le président`, `La señora vicepresidenta`
    let named = |word: &&str| {
        large(word)
            // `Dr. h. c. Moser`
            || titled && word.len() <= 5 && word.ends_with('.')
            || is_particle(&word.to_lowercase())
            || titled && (is_title(&bare(word)) || is_ordinal(&bare(word)))
    };
    // `Ministr financí ČR Petr Novák`
    let of_what = matches!(&*first, "ministr" | "ministryně") && words.len() >= 4;
    let sure = if of_what { &words[words.len() - 2..] } else { &words[..] };
    if !sure.iter().all(named) || !titled && !large(words[0]) {
        return None;
    }
    // `Herr Kollege Moser: …`, `Ladies and Gentlemen: …` speak to someone; few lines come as far as this
    if words.iter().any(|word| is_addressed(&bare(word))) {
        return None;
    }
    if !titled && (words.len() > 7 || name.len() > 60) {
        return None;
    }
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let small = name.chars().filter(|c| c.is_lowercase()).count();
    if titled {
        // `GENERAL CONCLUSION`: in capitals a title may be a word of a heading
        let heading = small == 0 && !words[0].ends_with('.') && !is_article(&first) && first.len() > 3;
        return Some(if heading { Look::Capitals } else { Look::Titled });
    }
    // `ORDER OF THE DAY` is no name
    let function =
        words.iter().any(|word| ["OF", "THE", "BY", "ON", "TO", "IN", "FOR", "AND"].contains(word));
    let capitals = letters >= 4
        && !function
        && (small == 0 && words.len() >= 2 || small <= 2 && small * 4 <= letters && has_aside);
    Some(if capitals || has_empty_aside && words.len() >= 2 { Look::Capitals } else { Look::Plain })
}

/// Whether words say for whom someone speaks: `on behalf of the PSE Group`.
pub(super) fn speaks_for(words: &str) -> bool {
    const FOR: [&str; 6] = ["on behalf of", "au nom d", "im namen", "en nombre de", "em nome d", "a nome de"];
    let lower = words.to_lowercase();
    FOR.iter().any(|start| lower.starts_with(start))
}

/// Whether words can begin what is said.
fn begins(rest: &str) -> bool {
    rest.is_empty()
        || rest.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"“«‘'(¿¡".contains(c))
}

/// Whether a full stop alone may end such a mark: `Mr. REID.`, `THE PRESIDENT.`, `M. le président.`,
/// `ROSSI (PD).`
fn may_stop(name: &str, look: Look, asides: &[&str]) -> bool {
    match look {
        Look::Titled => {
            let first = bare(name.split_whitespace().next().unwrap_or_default());
            is_loud(name, look) || matches!(&*first, "m" | "mme" | "mlle" | "mm" | "sr" | "sra" | "sēdes")
        }
        Look::Capitals => !asides.is_empty() || name.starts_with(customs::is_cyrillic) && name.ends_with('.'),
        // `J.Bērziņš (ZZS). Godātie`
        Look::Plain => {
            let mut letters = name.chars().skip(1);
            let initial = !asides.is_empty() && letters.next() == Some('.') && name.len() > 4;
            is_loud(name, look) || initial || customs::presides_in_small(name)
        }
    }
}

/// Whether what speaks is set in capitals: a surname behind a title, as the records of the United States print it,
/// also with its State, or an office of the chair.
fn is_loud(name: &str, look: Look) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let capital = |word: &str| {
        let small = word.chars().filter(|c| c.is_lowercase()).count();
        word.chars().filter(|c| c.is_uppercase()).count() >= 2 && small <= 2
    };
    let first = bare(words[0]);
    match look {
        Look::Titled => {
            let surname: Vec<&str> = words[1..].iter().copied().take_while(|word| *word != "of").collect();
            let shouted = surname.iter().any(|word| capital(word))
                && surname.iter().all(|word| capital(word) || is_particle(word) || word.ends_with('.'));
            let french = is_address(&first) && words.len() >= 3 && is_article(&bare(words[1]));
            shouted && (is_address(&first) || words.len() <= 4) || french && is_office(&bare(words[2]))
        }
        Look::Capitals => true,
        // `PRESIDENTE. La seduta è aperta.`
        Look::Plain => {
            words.len() == 1 && capital(name) && !name.contains(char::is_lowercase) && is_office(&first)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: Option<(&str, &[&str], Look)>) {
        let found = mark(body).map(|mark| (mark.name, mark.asides, mark.look));
        let expected = expected.map(|(name, asides, look)| (name, asides.to_vec(), look));
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn marks_with_a_title() {
        use Look::Titled;
        check("Mr. SMITH (Leeds): I beg to move", Some(("Mr. SMITH", &["Leeds"], Titled)));
        check("THE PRESIDENT. I call upon", Some(("THE PRESIDENT", &[], Titled)));
        check("Mr. O’Brien.—No.", Some(("Mr. O’Brien", &[], Titled)));
        check("Mr. HOLLIS. Madam President, I yield.", Some(("Mr. HOLLIS", &[], Titled)));
        check("Ms. DEAL LEE of Ohio. Mr. Speaker, I rise", Some(("Ms. DEAL LEE of Ohio", &[], Titled)));
        check("The PRESIDING OFFICER. Without objection", Some(("The PRESIDING OFFICER", &[], Titled)));
        check("Mr. J. P. Hall (Wells) (Lab): No", Some(("Mr. J. P. Hall", &["Wells", "Lab"], Titled)));
        check(
            "Senator MOSS (Tasmania—Leader of the Greens) (14:01): I ask",
            Some(("Senator MOSS", &["Tasmania—Leader of the Greens"], Titled)),
        );
        check("MR. HART (CTD.): No", Some(("MR. HART", &[], Titled)));
        check("14:05 Mrs Hart: No", Some(("Mrs Hart", &[], Titled)));
        check("[10.30 a.m.] Mrs Hart: No", Some(("Mrs Hart", &[], Titled)));
        check(
            "The Temporary Deputy Speaker (Hon. Otieno): Order!",
            Some(("The Temporary Deputy Speaker", &["Hon. Otieno"], Titled)),
        );
        check("Präsident Dr. Karl Auer¦: Ich bitte", Some(("Präsident Dr. Karl Auer", &[], Titled)));
        check("Zweiter Präsident Dr. Auer: Bitte", Some(("Zweiter Präsident Dr. Auer", &[], Titled)));
        check(
            "Abgeordnete Dr. Eva Lang, MSc (SPÖ): Nein!",
            Some(("Abgeordnete Dr. Eva Lang", &["SPÖ"], Titled)),
        );
        check(
            "Abgeordnete Mag. Eva Lang (SPÖ): Nein!",
            Some(("Abgeordnete Mag. Eva Lang", &["SPÖ"], Titled)),
        );
        check("M. le président. La séance est ouverte.", Some(("M. le président", &[], Titled)));
        check(
            "M. Luc Morel, ministre de l’intérieur. – Oui.",
            Some(("M. Luc Morel", &["ministre de l’intérieur"], Titled)),
        );
        check("Mr. J. R. ASHE. I ask: why?", Some(("Mr. J. R. ASHE", &[], Titled)));
        check("El señor PRESIDENTE: Se abre la sesión.", Some(("El señor PRESIDENTE", &[], Titled)));
        check("The SPEAKER (14:02): Order!", Some(("The SPEAKER", &[], Titled)));
        check("Dr. h. c. Ernst Moser (SPD): Nein", Some(("Dr. h. c. Ernst Moser", &["SPD"], Titled)));
        check("Innenminister Karl Moser: Nein", Some(("Innenminister Karl Moser", &[], Titled)));
        check("Formanden (Søren Lind): Tak", Some(("Formanden", &["Søren Lind"], Titled)));
        check("Fjerde næstformand (Trine Holm): Tak", Some(("Fjerde næstformand", &["Trine Holm"], Titled)));
        check("A Sr.ª Ana Silva (PS): — Não", Some(("A Sr.ª Ana Silva", &["PS"], Titled)));
        check("Ministr financí ČR Petr Novák: Děkuji", Some(("Ministr financí ČR Petr Novák", &[], Titled)));
        check("Sēdes vadītāja. Labrīt!", Some(("Sēdes vadītāja", &[], Titled)));
        check("Domnul Ion Stan (PSD): Nu", Some(("Domnul Ion Stan", &["PSD"], Titled)));
        check("La señora vicepresidenta: Gracias", Some(("La señora vicepresidenta", &[], Titled)));
        check(
            "10.03†Abgeordneter Karl Moser¦ (SPÖ): Ja",
            Some(("Abgeordneter Karl Moser", &["SPÖ"], Titled)),
        );
        check("De heer Bos (PVV): Nee", Some(("De heer Bos", &["PVV"], Titled)));
        check("O SR. PRESIDENTE (João Prado) - Declaro", Some(("O SR. PRESIDENTE", &["João Prado"], Titled)));
    }

    #[test]
    fn marks_of_names_alone() {
        use Look::{Capitals, Plain};
        check("ANNA KOWALSKA: Friends!", Some(("ANNA KOWALSKA", &[], Capitals)));
        check("Anf. 12 EVA LIND (S): Fru talman!", Some(("EVA LIND", &["S"], Capitals)));
        check("ROSSI (PD). Signor Presidente", Some(("ROSSI", &["PD"], Capitals)));
        check("Anna Kowalska (): Friends!", Some(("Anna Kowalska", &[], Capitals)));
        check("PRESIDENTE. La seduta è aperta.", Some(("PRESIDENTE", &[], Plain)));
        check("Volker Kraus (CDU/CSU): Nein", Some(("Volker Kraus", &["CDU/CSU"], Plain)));
        check("Kowalska: Friends!", Some(("Kowalska", &[], Plain)));
        check(
            "Peter Moser, Parl. Staatssekretär beim Bundesminister: Ja",
            Some(("Peter Moser", &["Parl. Staatssekretär beim Bundesminister"], Plain)),
        );
        check("Anna Korpi kok: Arvoisa puhemies!", Some(("Anna Korpi", &["kok"], Plain)));
        check("J.Bērziņš (ZZS). Kolēģi!", Some(("J.Bērziņš", &["ZZS"], Plain)));
        check("BAŞKAN – Buyurun.", Some(("BAŞKAN", &[], Plain)));
        check("Председательствующий. Спасибо.", Some(("Председательствующий", &[], Plain)));
        check(
            "ЖИРОВ В. В., руководитель фракции. Мы против.",
            Some(("ЖИРОВ В. В.", &["руководитель фракции"], Capitals)),
        );
        check(
            "Ska Lind (Verts/ALE), in writing. – Yes.",
            Some(("Ska Lind", &["Verts/ALE", "in writing"], Plain)),
        );
        check("PIRMININKAS. Dėkoju.", Some(("PIRMININKAS", &[], Plain)));
        check("ГОЛОВУЮЧИЙ. Дякую.", Some(("ГОЛОВУЮЧИЙ", &[], Plain)));
        check("КОВАЛЕНКО І.О. Дякую. Ми проти.", Some(("КОВАЛЕНКО І.О.", &[], Capitals)));
        check("ПЕТРОВ В. В. Спасибо.", Some(("ПЕТРОВ В. В.", &[], Capitals)));
        check(
            "KOVÁCS ANNA földművelésügyi miniszter: Tisztelt Ház!",
            Some(("KOVÁCS ANNA", &["földművelésügyi miniszter"], Capitals)),
        );
        check("Kari Moen (H) [10:02:13]: Takk", Some(("Kari Moen", &["H"], Plain)));
    }

    #[test]
    fn what_is_no_mark() {
        for body in [
            "LETZTES UPDATE: 18.08.2015; 17:41",
            "Note: this is late",
            "WASHINGTON D.C. The men met. It rained",
            "ПРАВДА – это хлеб",
            "ЗАКОН С.С.С.Р. Текст",
            "It is late: we go",
            "The truth is this. It is late",
            "The law of 1848: a reading",
            "Mr. Smith went home. It was late",
            "M. Thiers went home. He slept.",
            "INTRODUCTION. The mills of the north",
            "The President went home. He slept.",
            "Dr. Jones of Leeds. He came",
            "see http://example.org: a page",
            "At 10:30 we met",
            "Where now? Nobody: not one",
            "Q: and A: are letters",
            "Die zweite Feststellung: Es geht",
            "Herr Kollege Moser: Nein",
            "Mr Speaker, may I quote what the Minister wrote to us: here it is",
            "Abgeordneten Moser, Kolleginnen und Kollegen an den Minister: Anfrage",
            "",
        ] {
            let found = mark(body).filter(|mark| mark.look != Look::Plain);
            assert!(found.is_none(), "{body}");
        }
        assert!(mark("DEPUTY EDITOR (FINANCE)—Anna Lind").is_some_and(|mark| !mark.said));
        assert!(mark("ANNA LIND (Leeds)—No.").is_some_and(|mark| mark.said));
        assert_eq!(mark("ORDER OF THE DAY: Bills").map(|mark| mark.look), None);
        assert_eq!(mark("VOTE ON THE BILL: Ayes").map(|mark| mark.look), Some(Look::Plain));
    }
}
