//! What typesetting, paging and old character sets left.

use super::Cases;

pub(super) const CASES: &[Cases] = &[
    Cases {
        rule: "soft-hyphen",
        wild: &[
            ("The repre\u{ad}sen\u{ad}ta\u{ad}tives met.", "The representatives met."),
            ("die Arbeiter\u{ad}bewegung", "die Arbeiterbewegung"),
            ("a cam¬paign of prop¬aganda", "a campaign of propaganda"),
            ("this King∣dom and the Par∣liament", "this Kingdom and the Parliament"),
            ("the Par¬\nliament of the Repu\u{ad}\n  blic", "the Par-\nliament of the Repu-\n  blic"),
        ],
        synthetic: &[
            ("wor\u{ad}kers\u{ad}", "workers\u{ad}"),
            ("ра\u{ad}бота", "работа"),
            ("PROP¬AGANDA", "PROPAGANDA"),
            ("an a¬gainst", "an against"),
            ("repre¬ \r\nsentatives", "repre- \r\nsentatives"),
        ],
        negative: &[
            "a \u{ad} by itself",
            "5\u{ad}6",
            "\u{ad}start",
            "p¬q, p ∧ ¬q, a∣b, 3∣6",
            "from person-to\u{ad}\nperson",
            "Smith\u{ad}\nJones",
            "the sign ¬\nis not one",
        ],
        failures: &[
            // a compound whose hyphen was a soft one
            ("a well\u{ad}known fact", "a wellknown fact", "a well-known fact"),
        ],
    },
    Cases {
        rule: "ligature",
        wild: &[
            ("The ﬁrst oﬃce of the ﬂoor", "The first office of the floor"),
            ("dovoǉno dobre, korišteǌem", "dovoljno dobre, korištenjem"),
            ("ŉ Mens is ŉ dier wat praat.", "’n Mens is ’n dier wat praat."),
        ],
        synthetic: &[("aﬀair, waﬄe, laﬅ", "affair, waffle, last"), ("Ǌegoš", "NJegoš")],
        negative: &["the sign ﬁ", "the letter ŉ, they say", "œuvre, æther, Straße"],
        failures: &[
            // a space that stands where the ligature's glyph was not known
            ("the of ce of the rst", "the of ce of the rst", "the office of the first"),
        ],
    },
    Cases {
        rule: "invisible",
        wild: &[
            ("wor\u{200b}kers and sol\u{feff}diers", "workers and soldiers"),
            ("The end.\n\u{1a}", "The end.\n"),
            ("a self\u{1e}employed man", "a self-employed man"),
            ("Papers laid:\0\0\0\n  page 3\nBills:\0\0page 4", "Papers laid:\n  page 3\nBills: page 4"),
        ],
        synthetic: &[("é\u{2060}t\u{200b}é", "été"), ("a\u{1}b\u{7f}", "ab")],
        negative: &["می\u{200c}خواهم", "क्\u{200d}ष", "a \u{200b} b", "one\ttwo\u{c}three\u{1b}[0m"],
        failures: &[
            // a long address in which a break was allowed
            ("www.example.org/\u{200b}about", "www.example.org/\u{200b}about", "www.example.org/about"),
        ],
    },
    Cases {
        rule: "long-s",
        wild: &[
            ("in Congreſs aſſembled", "in Congress assembled"),
            ("The Houſe of Repreſentatives", "The House of Representatives"),
        ],
        synthetic: &[("ſo", "so"), ("Waſſer", "Wasser")],
        negative: &["the letter ſ", "so, session, ß"],
        failures: &[
            // read by a machine as the letter that it looks like
            ("the Congrefs affembled", "the Congrefs affembled", "the Congress assembled"),
        ],
    },
    Cases {
        rule: "page-break",
        wild: &[(
            "The committee of the miners met in the hall and found that\n\n- 7 -\n\u{c}nothing had been said of the wages that were owed, nor of\n\n- 8 -\n\u{c}the houses in which their families had lived for years, so\n\n- 9 -\n\u{c}they went to the manager and asked him to his face.\n",
            "The committee of the miners met in the hall and found that\nnothing had been said of the wages that were owed, nor of\nthe houses in which their families had lived for years, so\nthey went to the manager and asked him to his face.\n",
        )],
        synthetic: &[(
            "The committee of the miners met in the hall and found that\n12\nTHE MINERS' REPORT\nnothing had been said of the wages that were owed, nor of\n13\nTHE MINERS' REPORT\nthe houses in which their families had lived for years, so\n14\nTHE MINERS' REPORT\nthey went to the manager and asked him to his face.\n",
            "The committee of the miners met in the hall and found that\nnothing had been said of the wages that were owed, nor of\nthe houses in which their families had lived for years, so\nthey went to the manager and asked him to his face.\n",
        )],
        negative: &[
            "First of all the wages.\n\n1\n\nSecond, the houses.\n\n2\n\nThird, the manager.\n\n3\n\nAll of it.",
            "The committee of the miners met in the hall and found that\n\nWages\n\nnothing had been said of the wages that were owed, nor of\n\nHouses\n\nthe houses in which their families had lived for years.",
        ],
        failures: &[(
            // two pages are too few to know numbers by
            "The committee of the miners met in the hall and found that\n\n7\n\nnothing had been said of the wages that were owed, nor of\n\n8\n\nthe houses in which their families had lived for years.\n",
            "The committee of the miners met in the hall and found that\n\n7\n\nnothing had been said of the wages that were owed, nor of\n\n8\n\nthe houses in which their families had lived for years.\n",
            "The committee of the miners met in the hall and found that\nnothing had been said of the wages that were owed, nor of\nthe houses in which their families had lived for years.\n",
        )],
    },
    Cases {
        rule: "line-end-hyphen",
        wild: &[
            (
                "the represen-\ntatives of the miners; other representatives",
                "the representatives\nof the miners; other representatives",
            ),
            ("a decla-\nration, signed", "a declaration,\nsigned"),
        ],
        synthetic: &[(
            "nego-\ntiated, so they say, and negotiated well",
            "negotiated,\nso they say, and negotiated well",
        )],
        negative: &[
            "the rank-and-\nfile of it",
            "twenty-\nfive, and twenty-five",
            "a well-\nknown man",
            "Marx-\nEngels",
        ],
        failures: &[
            // a word that stands nowhere else, with a second half that is a word of its own
            ("the work-\nshop was shut", "the work-\nshop was shut", "the workshop\nwas shut"),
        ],
    },
];
