//! UK and US spelling: the other way to write an English word.
//!
//! Pairs where the two spellings are two words (`cheque` and `check`, `kerb` and `curb`, `story` and
//! `storey`) are left out. A candidate that is no word costs a look-up and matches nothing.

/// Parts of words, UK first, that are spelt in two ways wherever a word holds them.
const PARTS: &[(&str, &str)] = &[
    ("labour", "labor"),
    ("colour", "color"),
    ("honour", "honor"),
    ("favour", "favor"),
    ("neighbour", "neighbor"),
    ("behaviour", "behavior"),
    ("harbour", "harbor"),
    ("rumour", "rumor"),
    ("endeavour", "endeavor"),
    ("armour", "armor"),
    ("vigour", "vigor"),
    ("humour", "humor"),
    ("parlour", "parlor"),
    ("saviour", "savior"),
    ("splendour", "splendor"),
    ("valour", "valor"),
    ("vapour", "vapor"),
    ("odour", "odor"),
    ("fervour", "fervor"),
    ("ardour", "ardor"),
    ("candour", "candor"),
    ("clamour", "clamor"),
    ("glamour", "glamor"),
    ("rancour", "rancor"),
    ("rigour", "rigor"),
    ("succour", "succor"),
    ("tumour", "tumor"),
    ("demeanour", "demeanor"),
    ("flavour", "flavor"),
    ("arbour", "arbor"),
    ("savour", "savor"),
    ("misdemeanour", "misdemeanor"),
    ("defence", "defense"),
    ("offence", "offense"),
    ("licence", "license"),
    ("pretence", "pretense"),
    ("catalogue", "catalog"),
    ("dialogue", "dialog"),
    ("analogue", "analog"),
    ("programme", "program"),
    ("manoeuvre", "maneuver"),
    ("encyclopaed", "encycloped"),
    ("archaeolog", "archeolog"),
    ("mediaeval", "medieval"),
    ("paediatr", "pediatr"),
    ("anaem", "anem"),
    ("haemo", "hemo"),
    ("foetus", "fetus"),
    ("diarrhoea", "diarrhea"),
    ("oestrogen", "estrogen"),
    ("judgement", "judgment"),
    ("acknowledgement", "acknowledgment"),
    ("ageing", "aging"),
    ("instalment", "installment"),
    ("skilful", "skillful"),
    ("wilful", "willful"),
    ("enrolment", "enrollment"),
    ("fulfilment", "fulfillment"),
    ("sceptic", "skeptic"),
    ("sulphur", "sulfur"),
    ("connexion", "connection"),
    ("jewellery", "jewelry"),
    ("aluminium", "aluminum"),
    ("plough", "plow"),
    ("mould", "mold"),
    ("moustache", "mustache"),
    ("gaol", "jail"),
    ("grey", "gray"),
    ("artefact", "artifact"),
    ("woollen", "woolen"),
    ("marvellous", "marvelous"),
    ("counsellor", "counselor"),
    ("councillor", "councilor"),
    ("traveller", "traveler"),
    ("cancellation", "cancelation"),
    ("centrepiece", "centerpiece"),
    ("practise", "practice"),
    ("cosy", "cozy"),
    ("mum", "mom"),
    ("tyre", "tire"),
    ("speciality", "specialty"),
];

/// `-re` against `-er` at the end of a word, or before its `s` or `d`.
const RE: &[&str] =
    &["cent", "theat", "met", "lit", "fib", "calib", "spect", "sab", "meag", "lust", "somb", "kilomet"];

/// Verbs that double their `l` in the UK: before `-ed`, `-ing`.
const DOUBLED: &[&str] = &[
    "travel", "cancel", "label", "model", "counsel", "signal", "total", "level", "fuel", "quarrel",
    "marshal", "rival", "channel", "equal", "dial", "duel", "initial", "libel", "panel", "parcel", "pedal",
    "shovel", "tunnel", "unravel",
];

/// Words in `-ise` that are spelt so everywhere, by the letters before it.
const ALWAYS_ISE: &[&str] = &[
    "adv", "ar", "compr", "comprom", "conc", "dem", "desp", "dev", "disgu", "enterpr", "exc", "exerc",
    "expert", "franch", "improv", "inc", "merchand", "no", "otherw", "prec", "prem", "pra", "prom", "ra",
    "rev", "r", "superv", "surpr", "telev", "w", "likew", "para", "po", "bru", "cru", "prec", "appra",
    "apra", "chast", "surm", "treat",
];

/// The endings of `-ise` verbs, without the `s` or `z`.
const ISE: &[&str] = &["e", "es", "ed", "er", "ers", "ing", "ation", "ations", "ational"];

/// The other spellings of a folded English word; none for most words.
pub(super) fn variants(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for &(uk, us) in PARTS {
        if let Some(other) = swapped(word, uk, us) {
            found.push(other);
        }
    }
    for ending in ISE {
        for (from, to) in [("is", "iz"), ("iz", "is"), ("ys", "yz"), ("yz", "ys")] {
            let Some(stem) = word.strip_suffix(ending).and_then(|rest| rest.strip_suffix(from)) else {
                continue;
            };
            let analyse = from.starts_with('y');
            let fits =
                if analyse { stem.ends_with("al") } else { stem.len() >= 3 && !ALWAYS_ISE.contains(&stem) };
            if fits && !(analyse && ending.starts_with("at")) {
                found.push(format!("{stem}{to}{ending}"));
            }
        }
    }
    for ending in ["", "s", "d"] {
        for (from, to) in [("re", "er"), ("er", "re")] {
            let Some(stem) = word.strip_suffix(ending).and_then(|rest| rest.strip_suffix(from)) else {
                continue;
            };
            if RE.contains(&stem) {
                let ending = match (from, ending) {
                    ("re", "d") => "ed",
                    ("er", "d") => continue,
                    (_, ending) => ending,
                };
                found.push(format!("{stem}{to}{ending}"));
            }
        }
    }
    for ending in ["ed", "ing", "er", "ers"] {
        let Some(stem) = word.strip_suffix(ending) else { continue };
        if DOUBLED.contains(&stem) {
            found.push(format!("{stem}l{ending}"));
        } else if let Some(single) = stem.strip_suffix('l')
            && DOUBLED.contains(&single)
        {
            found.push(format!("{single}{ending}"));
        }
    }
    found
}

/// `word` with one spelling of a part replaced by the other; the part must start the word or be most of it.
fn swapped(word: &str, uk: &str, us: &str) -> Option<String> {
    // the longer spelling first: `program` is the start of `programme`
    let (long, short) = if uk.len() >= us.len() { (uk, us) } else { (us, uk) };
    if let Some(at) = near_start(word, long).filter(|&at| allowed(word, at, long)) {
        return Some(format!("{}{short}{}", &word[..at], &word[at + long.len()..]));
    }
    let at = near_start(word, short).filter(|&at| allowed(word, at, short))?;
    Some(format!("{}{long}{}", &word[..at], &word[at + short.len()..]))
}

/// Bytes of the longest prefix that [`allowed`] knows.
const LONGEST_PREFIX: usize = 5;

/// Where `part` first stands in `word`, if a prefix can stand before it. Each word of a query is compared with
/// 160 parts: a general search for each took longer than looking the word up.
fn near_start(word: &str, part: &str) -> Option<usize> {
    let last = word.len().checked_sub(part.len())?.min(LONGEST_PREFIX);
    (0..=last).find(|&at| word.as_bytes()[at..].starts_with(part.as_bytes()))
}

/// Prefixes that may stand before such a part.
fn allowed(word: &str, at: usize, part: &str) -> bool {
    let prefix =
        matches!(&word[..at], "" | "un" | "dis" | "re" | "mis" | "over" | "multi" | "self" | "well" | "good");
    // `labor` but not `laboratory`, `program` but not `programming`, `color` but not `colorado`
    let rest = &word[at + part.len()..];
    let ending = matches!(
        rest,
        "" | "s"
            | "ed"
            | "er"
            | "ers"
            | "ing"
            | "ite"
            | "ites"
            | "able"
            | "ably"
            | "ful"
            | "fully"
            | "less"
            | "al"
            | "hood"
            | "hoods"
            | "ly"
            | "ism"
            | "ist"
            | "ists"
            | "y"
            | "ies"
            | "ical"
            | "ically"
            | "d"
            | "ments"
            | "ia"
            | "ias"
            | "ic"
            | "ics"
            | "ian"
            | "ians"
            | "red"
            | "rs"
            | "ively"
            | "ive"
            | "ally"
            | "ially"
    );
    prefix && ending
}
