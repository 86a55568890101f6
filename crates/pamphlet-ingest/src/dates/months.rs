//! The names of the months in the languages of European politics.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// The month of a name in full or cut short, in the languages of European politics.
pub(super) fn month(word: &str) -> Option<u8> {
    if word.len() < 3 || word.len() > LONGEST {
        return None;
    }
    if !word.is_ascii() {
        return OF_NAME.get(word.to_lowercase().as_bytes()).copied();
    }
    let mut lower = [0; LONGEST];
    let lower = &mut lower[..word.len()];
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    OF_NAME.get(&*lower).copied()
}

/// No name is longer, in bytes.
const LONGEST: usize = 20;

/// For each name of [`MONTHS`] the number of its month, from 1: every word before a year is asked for.
static OF_NAME: LazyLock<FxHashMap<&'static [u8], u8>> = LazyLock::new(|| {
    let months = MONTHS.iter().zip(1..=12);
    // the first month that has a name keeps it
    let names =
        months.rev().flat_map(|(names, month)| names.iter().map(move |name| (name.as_bytes(), month)));
    names.collect()
});

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
