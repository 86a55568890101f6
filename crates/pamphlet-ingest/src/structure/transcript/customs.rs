//! How the records of single parliaments set who speaks, where that is not as elsewhere.

use super::mark::{MARK, bare, is_abbreviation, starts_with_office};
use super::words::{is_office, is_party};

/// Whether words say that a speech was handed in: `Anna Lind (PPE), in writing. – …`
pub(super) fn is_in_writing(words: &str) -> bool {
    const IN_WRITING: [&str; 10] = [
        "in writing",
        "par écrit",
        "schriftlich",
        "per iscritto",
        "por escrito",
        "schriftelijk",
        "skriftlig",
        "na piśmie",
        "písemně",
        "în scris",
    ];
    IN_WRITING.iter().any(|start| words.starts_with(start))
}

/// Whether a name is that of who presides in the State Duma, which is not set in capitals.
pub(super) fn presides_in_small(name: &str) -> bool {
    matches!(name, "Председательствующий" | "Председательствующая")
}

/// A name without what stands behind it with neither comma nor bracket: the office of a Hungarian (`KOVÁCS ANNA
/// belügyminiszter`), the party of a Finn (`Anna Korpi kok`).
pub(super) fn without_bare_aside(full: &str) -> (&str, Option<&str>) {
    let small = full.match_indices(' ').find(|(at, _)| full[at + 1..].starts_with(char::is_lowercase));
    let Some((at, _)) = small else { return (full, None) };
    let (name, behind) = (&full[..at], full[at + 1..].trim_start());
    if !name.contains(' ') || name.contains(',') {
        return (full, None);
    }
    let loud = name.chars().filter(|c| c.is_alphabetic()).all(|c| !c.is_lowercase());
    let office = || loud && behind.split_whitespace().any(|word| is_office(&bare(word)));
    let party = || behind.len() <= 4 && is_party(behind);
    if office() || party() { (name, Some(behind)) } else { (full, None) }
}

/// Where the name ends, and how many bytes its sign takes, in those records that give the surname in capitals, the
/// initials behind it, and then what was said: `КОВАЛЕНКО І.О. Дякую.` In Latin letters it would as well be a place (`WASHINGTON D.C. The`).
pub(super) fn surname_first(line: &str) -> Option<(usize, usize)> {
    // most lines are not of that script
    if !line.starts_with(is_cyrillic) {
        return None;
    }
    let (surname, rest) = line.split_once(' ')?;
    let letters = surname.chars().filter(|c| c.is_alphabetic()).count();
    let loud = surname.chars().all(|c| c.is_uppercase() || matches!(c, '-' | '’' | '\''));
    if !loud || letters < 3 {
        return None;
    }
    let mut at = line.len() - rest.len();
    for number in 0..2 {
        let mut signs = line[at..].trim_start_matches(' ').chars();
        match (signs.next(), signs.next()) {
            (Some(initial), Some('.')) if initial.is_uppercase() => at = line.len() - signs.as_str().len(),
            _ if number == 0 => return None,
            _ => break,
        }
    }
    // `ЖИРОВ В. В., руководитель фракции. Мы против.`
    if let Some(office) = line[at..].strip_prefix(", ").filter(|office| starts_with_office(office)) {
        let mut ends = office.match_indices(". ").map(|(end, _)| end);
        let end = ends.find(|&end| !is_abbreviation(&office[..end]))?;
        return (end <= MARK).then_some((at + ", ".len() + end, 1));
    }
    let said = line[at..].strip_prefix(' ')?;
    said.starts_with(|c: char| c.is_uppercase() || "\"«„(–—".contains(c)).then_some((at, 0))
}

pub(super) fn is_cyrillic(c: char) -> bool {
    matches!(c, '\u{400}'..='\u{52f}')
}

/// Whether words are an office in capitals and nothing else: `BAŞKAN`.
pub(super) fn is_loud_office(words: &str) -> bool {
    words.len() <= 40 && words.chars().all(char::is_uppercase) && is_office(&words.to_lowercase())
}
