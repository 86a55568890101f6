//! The code pages of DOS: 437, 850 and 852. The Encoding Standard does not have them, and chardetng does not know
//! them; 866 is in both.
//!
//! The same bytes are letters in Windows' encodings too, so a page is only chosen where it makes letters of what
//! the other reading has signs within words for, and by far the better text.

use super::{Table, plausible};

/// A code page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Page {
    /// The first IBM PCs.
    Cp437,
    /// Western Europe.
    Cp850,
    /// Central Europe.
    Cp852,
}

/// In the order in which one is taken where two make the same of a text.
const PAGES: [Page; 3] = [Page::Cp850, Page::Cp437, Page::Cp852];

/// What a page must have over the other reading: so much in all, and so much a character. Of Italian and Danish only
/// every third letter beyond ASCII tells Mac Roman from these: the others are letters in both.
const MARGIN: f32 = 1.5;
const MARGIN_EACH: f32 = 0.35;

/// What a character of the text must weigh at least, on the average: a letter of a word weighs about 1.
const GOOD: f32 = 0.6;

impl Page {
    /// What its bytes mean.
    pub fn table(self) -> Table {
        match self {
            Self::Cp437 => Table::cp437(),
            Self::Cp850 => Table::cp850(),
            Self::Cp852 => Table::cp852(),
        }
    }

    /// Its name among the labels of IANA.
    pub fn name(self) -> &'static str {
        match self {
            Self::Cp437 => "IBM437",
            Self::Cp850 => "IBM850",
            Self::Cp852 => "IBM852",
        }
    }

    /// The page that a label declares: `cp850`, `ibm850`, `850`, `dos-850`.
    pub fn of_label(label: &str) -> Option<Self> {
        let label = label.trim().to_ascii_lowercase();
        let number = ["cp", "ibm", "dos-", "csibm", "oem"].iter().find_map(|start| label.strip_prefix(start));
        match number.unwrap_or(&label).trim_start_matches(['-', '_']) {
            "437" => Some(Self::Cp437),
            "850" | "858" => Some(Self::Cp850),
            "852" => Some(Self::Cp852),
            _ => None,
        }
    }
}

/// The page that the bytes of a sample were written in, where that is beyond doubt; `other` is what the best of the
/// other encodings makes of them.
pub(super) fn page(sample: &[u8], other: &str, declared: Option<Page>) -> Option<Page> {
    let (known, count) = plausible::weigh(other.chars());
    if count == 0 {
        return None;
    }
    let mut best: Option<(Page, f32, usize)> = None;
    for page in PAGES {
        let table = page.table();
        let (sum, count) = plausible::weigh(sample.iter().map(|&byte| table.char(byte)));
        let margin = if declared == Some(page) { MARGIN } else { 0.0 };
        if best.is_none_or(|(_, other, _)| sum + margin > other + 0.01) {
            best = Some((page, sum + margin, count));
        }
    }
    let (page, sum, of) = best?;
    let margin = MARGIN + MARGIN_EACH * of.max(count) as f32;
    let table = page.table();
    let gained = letters(sample.iter().map(|&byte| table.char(byte))) > letters(other.chars());
    (gained && sum >= known + margin && sum >= GOOD * of as f32).then_some(page)
}

/// How many letters of a text stand where letters do: a capital right behind a small letter does not.
fn letters(text: impl Iterator<Item = char>) -> usize {
    let mut before = ' ';
    text.filter(|&c| {
        let last = std::mem::replace(&mut before, c);
        c.is_alphabetic() && !(c.is_uppercase() && last.is_lowercase())
    })
    .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GERMAN: &str = "Die Bürger forderten für alle gleiche Löhne; die Behörden wählten später, daß größere Städte zahlen. \
                          Über Öl und Äcker schwieg man.";
    const FRENCH: &str = "L’été dernier, les ouvrières de la fabrique ont décidé la grève générale : « à bas la misère », où \
                          qu’elle soit, même là-bas, et ça dès le début.";
    const POLISH: &str = "Związek żąda, aby każdy robotnik otrzymał płacę, i głosi równość; wśród żołnierzy też są członkowie.";
    const CZECH: &str =
        "Dělníci žádají vyšší mzdy, kratší pracovní den a příští týden začnou stávku ve všech závodech.";

    const ITALIAN: &str =
        "La libertà è di tutti: perché già più d’uno è là, e così ciò che c’è sarà dell’umanità.";
    const DANISH: &str =
        "Så gik de på arbejde på gården; på tærsklen stod både mænd, som så på søen, og børnene.";

    /// The text in a code page.
    fn written(text: &str, page: Page) -> Vec<u8> {
        let table = page.table();
        text.chars().filter_map(|c| if c.is_ascii() { Some(c as u8) } else { table.byte(c) }).collect()
    }

    #[test]
    fn texts_of_dos() {
        for (text, page, name) in [
            (GERMAN, Page::Cp850, "IBM850"),
            (GERMAN, Page::Cp437, "IBM850"),
            (FRENCH, Page::Cp850, "IBM850"),
            (ITALIAN, Page::Cp850, "IBM850"),
            (DANISH, Page::Cp850, "IBM850"),
            (POLISH, Page::Cp852, "IBM852"),
            (CZECH, Page::Cp852, "IBM852"),
        ] {
            let bytes = written(text, page);
            let expected: String = bytes.iter().map(|&byte| page.table().char(byte)).collect();
            let decoded = super::super::decode(&bytes, None);
            assert_eq!(decoded.encoding, name, "{text}");
            assert_eq!(decoded.text, expected);
        }
    }

    #[test]
    fn no_other_text_is_one_of_dos() {
        for (text, encoding) in [
            (GERMAN, encoding_rs::WINDOWS_1252),
            (GERMAN, encoding_rs::MACINTOSH),
            (FRENCH, encoding_rs::WINDOWS_1252),
            (FRENCH, encoding_rs::MACINTOSH),
            (ITALIAN, encoding_rs::MACINTOSH),
            (DANISH, encoding_rs::MACINTOSH),
            (POLISH, encoding_rs::WINDOWS_1250),
            (POLISH, encoding_rs::ISO_8859_2),
            (CZECH, encoding_rs::WINDOWS_1250),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            let decoded = super::super::decode(&bytes, None);
            assert!(!decoded.encoding.starts_with("IBM"), "{}: {text}", encoding.name());
        }
    }

    #[test]
    fn labels() {
        for (label, page) in [
            ("cp850", Some(Page::Cp850)),
            ("IBM437", Some(Page::Cp437)),
            ("852", Some(Page::Cp852)),
            ("utf-8", None),
            ("cp1252", None),
        ] {
            assert_eq!(Page::of_label(label), page, "{label}");
        }
    }
}
