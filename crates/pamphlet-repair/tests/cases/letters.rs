//! Letters that were lost.

use super::Cases;

pub(super) const CASES: &[Cases] = &[
    Cases {
        rule: "lost-elision",
        wild: &[
            ("l?opinion d?une classe qu?on ignore", "l’opinion d’une classe qu’on ignore"),
            ("dell?arte e l?Italia, e nell?ombra", "dell’arte e l’Italia, e nell’ombra"),
        ],
        synthetic: &[("l\u{fffd}usine", "l’usine"), ("aujourd?hui et jusqu?ici", "aujourd’hui et jusqu’ici")],
        negative: &[
            "Qui est-ce? Est-ce d?accord",
            "a list: d?a",
            "of the d?ist and the n?ive, and that was all there is to say of them",
        ],
        failures: &[
            // one alone in a text
            ("Il est d?accord.", "Il est d?accord.", "Il est d’accord."),
        ],
    },
    Cases {
        rule: "lost-bullet",
        wild: &[
            (
                "The Fund will pay for:\n   ? wells in three districts;\n   ? two hundred pumps, and\n   ? the wages of those who keep them.\n",
                "The Fund will pay for:\n   • wells in three districts;\n   • two hundred pumps, and\n   • the wages of those who keep them.\n",
            ),
            (
                "\u{fffd}\tthe rates of duty on cotton\n\u{fffd}\tthe rates on tools and machines",
                "•\tthe rates of duty on cotton\n•\tthe rates on tools and machines",
            ),
        ],
        synthetic: &[(
            "Wir fordern:\n? den Achtstundentag\n? gleichen Lohn für alle",
            "Wir fordern:\n• den Achtstundentag\n• gleichen Lohn für alle",
        )],
        negative: &[
            // questions, doubtful years, one line alone
            "We ask:\n? Who closed the gates?\n? Who paid for it all?",
            "born\n? 1849\n? 1850\n? Smith",
            "So they came\n? as was said before. Nobody knew.",
        ],
        failures: &[
            // the model takes a single item for one that a dash began, or for nothing
            (
                "We demand:\n? an end to the lockout of all the men",
                "We demand:\n? an end to the lockout of all the men",
                "We demand:\n• an end to the lockout of all the men",
            ),
        ],
    },
    Cases {
        rule: "lost-section",
        wild: &[
            (
                "The right of action under 42 U.S.C. ? 1983 and 28 C.F.R. ? 35.104 is kept (? 12).",
                "The right of action under 42 U.S.C. § 1983 and 28 C.F.R. § 35.104 is kept (§ 12).",
            ),
            (
                "Die Frist nach \u{fffd} 5 Abs. 2 und den \u{fffd}\u{fffd} 7 und 8 bleibt.",
                "Die Frist nach § 5 Abs. 2 und den §§ 7 und 8 bleibt.",
            ),
        ],
        synthetic: &[
            ("as § 4 says, and ? 5 as well", "as § 4 says, and § 5 as well"),
            ("D.C. Official Code ??1-204.20 applies", "D.C. Official Code §\u{a0}1-204.20 applies"),
            (
                "Section 1. The board meets.\n\n? 2. It reports.\n\n? 3. It ends.",
                "Section 1. The board meets.\n\n§ 2. It reports.\n\n§ 3. It ends.",
            ),
        ],
        negative: &[
            "Who met under 42 U.S.C.? 1983 was the year. The others? 12 men came.",
            "born\n? 1849\nor\n? 1850",
        ],
        failures: &[
            // without a space it may be an amount
            ("under 42 U.S.C. ?1983 it is", "under 42 U.S.C. ?1983 it is", "under 42 U.S.C. §1983 it is"),
        ],
    },
    Cases {
        rule: "lost-space",
        wild: &[
            ("a fund of 250?000 francs", "a fund of 250\u{a0}000 francs"),
            ("by 12\u{fffd}% in a year", "by 12\u{a0}% in a year"),
        ],
        synthetic: &[("1?200?000 readers", "1\u{a0}200\u{a0}000 readers")],
        negative: &["pages 100?250 and 300?450", "1999?2000, 2000?000", "Was it 250? 000 said no."],
        failures: &[
            // it could as well be a range
            ("a fund of 250?500 francs", "a fund of 250?500 francs", "a fund of 250\u{a0}500 francs"),
        ],
    },
    Cases {
        rule: "lost-letter",
        wild: &[
            (
                "Le c?ur de la cité bat pour la s?ur des réfugiés, à qui l’on a fermé la gare et le port",
                "Le cœur de la cité bat pour la sœur des réfugiés, à qui l’on a fermé la gare et le port",
            ),
            (
                "Les ouvriers ont vot? la gr?ve ? la m?me heure, apr?s une r?union tr?s agit?e dans le d?p?t.",
                "Les ouvriers ont voté la grève à la même heure, après une réunion très agitée dans le dépôt.",
            ),
            (
                "Le syndicat fran?ais a d?j? re?u les premi?res r?ponses du c?t? de la soci?t?, o? le contr?le est s?r.",
                "Le syndicat français a déjà reçu les premières réponses du côté de la société, où le contrôle est sûr.",
            ),
            (
                "?tait-ce pour la libert? des d?l?gu?s ? Le congr?s est pr?t, et l?arm?e ?galement.",
                "Était-ce pour la liberté des délégués ? Le congrès est prêt, et l’armée également.",
            ),
            (
                "le c?ur de l?industrie et l??tat, que la s?ur du ministre a d?j? vus ? l?usine pr?ts ? voter",
                "le cœur de l’industrie et l’État, que la sœur du ministre a déjà vus à l’usine prêts à voter",
            ),
            (
                "As the D?il heard from Fianna F?il and Sinn F?in, the gardaí were there.",
                "As the Dáil heard from Fianna Fáil and Sinn Féin, the gardaí were there.",
            ),
            (
                "The airline?s debt of over ?50,000 crore isn?t small: ?10 lakh a day.",
                "The airline’s debt of over ₹50,000 crore isn’t small: ₹10 lakh a day.",
            ),
            (
                "the na\u{fffd}ve say that the caf\u{fffd}s and caf?s paid \u{fffd}63,000",
                "the naïve say that the cafés and cafés paid £63,000",
            ),
        ],
        synthetic: &[
            (
                "les id?es de la Commune et les \u{fffd}lections dans une p\u{fffd}riode de crise que conna\u{fffd}t le pays",
                "les idées de la Commune et les élections dans une période de crise que connaît le pays",
            ),
            (
                "LA R?PUBLIQUE ET LES PROBL?MES que la la?cit? pose pour les ma?tres et les h?pitaux sur place",
                "LA RÉPUBLIQUE ET LES PROBLÈMES que la laïcité pose pour les maîtres et les hôpitaux sur place",
            ),
        ],
        negative: &[
            "Qui est le maître ? La loi ? Les gens de la rue ? Et pour qui, dans une usine ?",
            "Est-ce que le pain est cher? Oui. Et la viande? les gens le disent dans la rue.",
            "voir http://example.org/le?la=les et http://example.org/la?une=les pour la une et les autres",
            "is this the n?ne: c?fs paid for it?",
            // letters of the same kind were kept around it
            "Le chanteur Nab?l et la chanteuse Sab?n ont été reçus à la préfecture, où la presse les a rencontrés",
        ],
        failures: &[
            // a foreign name that is spelt otherwise
            (
                "les r?gions de la Hongrie et du pays que K?d?r dirige, et qui est dans une crise",
                "les régions de la Hongrie et du pays que Kédér dirige, et qui est dans une crise",
                "les régions de la Hongrie et du pays que Kádár dirige, et qui est dans une crise",
            ),
        ],
    },
];
