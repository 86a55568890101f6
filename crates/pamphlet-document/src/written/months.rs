//! The names of the months in the languages of European politics.

use std::sync::LazyLock;

/// The month, 1 to 12, of a name in full or cut short (without its full stop), in any case. A name that is of two months
/// in two languages is the earlier one's.
///
/// ```
/// use pamphlet_document::written::month;
/// assert_eq!(month("Août"), Some(8));
/// assert_eq!(month("sept"), Some(9));
/// assert_eq!(month("Thermidor"), None);
/// ```
pub fn month(word: &str) -> Option<u8> {
    if word.len() < 3 || word.len() > LONGEST {
        return None;
    }
    if !word.is_ascii() {
        return numbered(word.to_lowercase().as_bytes());
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    numbered(lower)
}

/// No name is longer, in bytes.
const LONGEST: usize = 20;

/// The names of [`MONTHS`] in order, each with the number of its month.
static IN_ORDER: LazyLock<Vec<(&'static [u8], u8)>> = LazyLock::new(|| {
    let months = MONTHS.iter().zip(1..=12);
    let mut names: Vec<(&[u8], u8)> =
        months.flat_map(|(names, month)| names.iter().map(move |name| (name.as_bytes(), month))).collect();
    names.sort_unstable();
    names.dedup_by_key(|(name, _)| *name);
    names
});

fn numbered(name: &[u8]) -> Option<u8> {
    let at = IN_ORDER.binary_search_by_key(&name, |(name, _)| *name).ok()?;
    Some(IN_ORDER[at].1)
}

const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "jan",
        "januar",
        "jänner",
        "janvier",
        "janv",
        "enero",
        "ene",
        "janeiro",
        "gennaio",
        "januari",
        "gener",
        "január",
        "januára",
        "leden",
        "ledna",
        "stycznia",
        "styczeń",
        "января",
        "январь",
    ],
    &[
        "february",
        "feb",
        "febr",
        "februar",
        "feber",
        "février",
        "févr",
        "fév",
        "febrero",
        "fevereiro",
        "fev",
        "febbraio",
        "februari",
        "febrer",
        "február",
        "februára",
        "únor",
        "února",
        "lutego",
        "luty",
        "февраля",
        "февраль",
    ],
    &[
        "march",
        "mar",
        "märz",
        "maerz",
        "mrz",
        "mars",
        "marzo",
        "março",
        "maart",
        "març",
        "marec",
        "marca",
        "březen",
        "března",
        "marzec",
        "марта",
        "март",
    ],
    &[
        "april",
        "apr",
        "avril",
        "avr",
        "abril",
        "abr",
        "aprile",
        "apríl",
        "apríla",
        "duben",
        "dubna",
        "kwietnia",
        "kwiecień",
        "апреля",
        "апрель",
    ],
    &[
        "may", "mai", "mayo", "maio", "maggio", "mei", "maig", "maj", "máj", "mája", "květen", "května",
        "maja", "мая", "май",
    ],
    &[
        "june", "jun", "juni", "juin", "junio", "junho", "giugno", "juny", "jún", "júna", "červen", "června",
        "czerwca", "czerwiec", "июня", "июнь",
    ],
    &[
        "july",
        "jul",
        "juli",
        "juillet",
        "juil",
        "julio",
        "julho",
        "luglio",
        "juliol",
        "júl",
        "júla",
        "červenec",
        "července",
        "lipca",
        "lipiec",
        "июля",
        "июль",
    ],
    &[
        "august",
        "aug",
        "août",
        "aout",
        "agosto",
        "ago",
        "augustus",
        "augusti",
        "agost",
        "augusta",
        "srpen",
        "srpna",
        "sierpnia",
        "sierpień",
        "августа",
        "август",
    ],
    &[
        "september",
        "sep",
        "sept",
        "septembre",
        "septiembre",
        "setembro",
        "settembre",
        "setembre",
        "septembra",
        "září",
        "września",
        "wrzesień",
        "сентября",
        "сентябрь",
    ],
    &[
        "october",
        "oct",
        "oktober",
        "okt",
        "octobre",
        "octubre",
        "outubro",
        "ottobre",
        "október",
        "októbra",
        "říjen",
        "října",
        "października",
        "październik",
        "октября",
        "октябрь",
    ],
    &[
        "november",
        "nov",
        "novembre",
        "noviembre",
        "novembro",
        "novembra",
        "listopad",
        "listopadu",
        "listopada",
        "ноября",
        "ноябрь",
    ],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "décembre",
        "déc",
        "diciembre",
        "dic",
        "dezembro",
        "dicembre",
        "desembre",
        "decembra",
        "prosinec",
        "prosince",
        "grudnia",
        "grudzień",
        "декабря",
        "декабрь",
    ],
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_month() {
        for (names, number) in MONTHS.iter().zip(1..=12) {
            assert_eq!(month(names[0]), Some(number));
            for name in *names {
                assert!(month(name).is_some_and(|found| found <= number), "{name}");
                assert_eq!(month(&name.to_uppercase()), month(name), "{name}");
            }
        }
        assert_eq!(
            (month(""), month("ma"), month("mayor"), month("augusteischer März")),
            (None, None, None, None)
        );
    }
}
