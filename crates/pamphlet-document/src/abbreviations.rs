//! Words whose full stop ends no sentence, by language. There is one list: what cuts a text into sentences and
//! what searches within one must agree.

/// Whether a full stop after `word` (in lower case, without that full stop) belongs to the word, so that a
/// sentence goes on. `lang` is an ISO 639-1 code, or empty: then the abbreviations of all languages count.
/// `before_number` says that a number follows: some words are abbreviations only then.
///
/// ```
/// use pamphlet_document::abbreviations::is_abbreviation;
/// assert!(is_abbreviation("mr", "en", false));
/// assert!(is_abbreviation("abs", "de", true) && !is_abbreviation("cl", "en", false));
/// ```
pub fn is_abbreviation(word: &str, lang: &str, before_number: bool) -> bool {
    // the last word of every sentence is asked for, and most are longer
    if word.len() > LONGEST {
        return false;
    }
    ABBREVIATIONS.iter().any(|(code, always, numbered)| {
        (lang.is_empty() || *code == lang || *code == "*")
            && (always.contains(&word) || before_number && numbered.contains(&word))
    })
}

/// The bytes of the longest abbreviation.
const LONGEST: usize = {
    let (mut longest, mut lang) = (0, 0);
    while lang < ABBREVIATIONS.len() {
        let lists = [ABBREVIATIONS[lang].1, ABBREVIATIONS[lang].2];
        let mut list = 0;
        while list < lists.len() {
            let mut at = 0;
            while at < lists[list].len() {
                if lists[list][at].len() > longest {
                    longest = lists[list][at].len();
                }
                at += 1;
            }
            list += 1;
        }
        lang += 1;
    }
    longest
};

/// By language: abbreviations after which a sentence goes on, and those after which it does before a number.
/// Chosen by hand; `*` holds what all languages share.
const ABBREVIATIONS: &[(&str, &[&str], &[&str])] = &[
    (
        "*",
        &["dr", "prof", "st", "cf", "e.g", "i.e", "viz", "ibid", "vs", "mr", "mrs", "ms", "etc.,", "approx"],
        &[
            "no", "nos", "nr", "art", "arts", "vol", "vols", "p", "pp", "fig", "ch", "cap", "sec", "sect",
            "para", "paras", "ca", "c", "op", "ed",
        ],
    ),
    (
        "en",
        &[
            "messrs", "mme", "mlle", "rev", "hon", "rt", "right", "gen", "lt", "col", "capt", "maj", "sgt",
            "cpl", "cmdr", "adm", "gov", "sen", "rep", "pres", "supt", "atty", "fr", "sr", "jr", "esq",
            "bros", "mt", "ft", "cllr", "brig", "treas", "herr", "al", "ald", "jan", "feb", "mar", "apr",
            "aug", "sept", "sep", "oct", "nov", "dec", "stat", "u.s.c", "cong", "dept", "assn", "comm",
            "cttee", "amdt", "resp", "hons",
        ],
        &[
            "jun", "jul", "cl", "cll", "reg", "regs", "sch", "s", "ss", "r", "rr", "col", "cols", "cmd",
            "cmnd", "cm", "h.r", "pub", "tit", "bk", "pt", "est", "b", "d", "fl",
        ],
    ),
    (
        "de",
        &[
            "z.b", "d.h", "u.a", "bzw", "ca", "vgl", "hr", "fr", "abg", "frhr", "geb", "gest", "bd", "hrsg",
            "sog", "ggf", "evtl", "inkl", "zzgl", "abs", "ziff", "buchst", "lit", "satz", "jan", "feb",
            "aug", "sept", "okt", "nov", "dez", "d", "z", "u", "i", "o", "v", "st", "min", "mio", "mrd",
        ],
        &["s", "bl", "kap", "anl", "rdnr", "rn", "tz", "nrn", "jg", "h"],
    ),
    (
        "fr",
        &[
            "m", "mm", "mme", "mmes", "mlle", "mlles", "me", "mgr", "gén", "janv", "févr", "avr", "juill",
            "sept", "oct", "nov", "déc", "p.ex", "c.-à-d",
        ],
        &["n", "al", "t", "chap", "f"],
    ),
    (
        "es",
        &[
            "sr", "sra", "sres", "sras", "srta", "d", "dª", "dña", "excmo", "excma", "ilmo", "ud", "uds",
            "gral", "p.ej", "ee.uu",
        ],
        &["núm", "pág", "págs", "cap"],
    ),
    ("ca", &["sr", "sra", "srs", "sres", "h", "il·lm", "hble", "p.ex"], &["núm", "pàg", "cap"]),
    (
        "pt",
        &["sr", "sra", "srs", "sras", "exmo", "exma", "v.ex", "v.exa", "d", "p.ex", "dep"],
        &["n", "pág", "págs", "inc"],
    ),
    (
        "it",
        &["sig", "sigg", "sig.ra", "on", "avv", "ing", "dott", "dott.ssa", "gen", "cav", "p.es", "ecc.,"],
        &["n", "nn", "pag", "pagg", "co", "lett"],
    ),
    ("nl", &["dhr", "mevr", "mw", "mr", "drs", "ir", "bijv", "d.w.z", "jhr", "mgr"], &["blz", "lid", "nrs"]),
    ("sv", &["t.ex", "bl.a", "d.v.s", "hr", "frk", "s.k"], &["s", "kap", "st"]),
    ("da", &["hr", "fr", "f.eks", "bl.a", "dvs"], &["stk", "s", "pkt"]),
    (
        "pl",
        &["np", "tzn", "tj", "prof", "inż", "mgr", "ks", "św", "ul", "im", "gen", "płk", "m.in"],
        &["ust", "pkt", "poz", "str", "dz"],
    ),
    (
        "cs",
        &["např", "tj", "tzv", "ing", "mgr", "judr", "mudr", "phdr", "pan", "atd.,", "sv"],
        &["č", "odst", "písm", "str", "sb"],
    ),
    (
        "sk",
        &["napr", "tj", "t.j", "tzv", "ing", "mgr", "judr", "mudr", "phdr", "sv", "resp", "tzn", "z"],
        &["č", "ods", "písm", "str"],
    ),
    (
        "ru",
        &["т.е", "т.д", "т.п", "г", "гг", "им", "тов", "проф", "акад", "ст", "руб", "млн", "млрд", "тыс"],
        &["п", "пп", "с", "стр", "гл", "см"],
    ),
    ("hu", &["dr", "ifj", "id", "özv", "pl", "ill", "ún", "szt"], &["sz", "bek", "old"]),
];
