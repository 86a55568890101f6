//! Encodings read wrong, and characters written out.

use super::Cases;

pub(super) const CASES: &[Cases] = &[
    Cases {
        rule: "mixed-encoding",
        wild: &[
            ("the worker\u{f792}s café, the naïve été", "the worker’s café, the naïve été"),
            ("Größe, müßig, \u{f784}schön\u{f793} – so", "Größe, müßig, „schön“ – so"),
        ],
        synthetic: &[("é\u{f7e9}é", "ééé"), ("– caf\u{f7e9}, “naïve” —", "– café, “naïve” —")],
        negative: &["the worker’s café", "plain ASCII"],
        failures: &[
            // a third encoding: é of Mac Roman is Ž in windows-1252
            (
                "the worker\u{f792}s caf\u{f78e}, été, été",
                "the worker’s cafŽ, été, été",
                "the worker’s café, été, été",
            ),
        ],
    },
    Cases {
        rule: "entity",
        wild: &[
            ("The Workers&#146; Party &#150; a history", "The Workers’ Party – a history"),
            ("It&amp;rsquo;s &amp;quot;ours&amp;quot;", "It’s \"ours\""),
            ("Health &amp; Education &nbsp; Ltd", "Health & Education \u{a0} Ltd"),
        ],
        synthetic: &[("a&amp;amp;amp;#8217;b", "a’b"), ("&#x2019;tis &hellip;", "’tis …")],
        negative: &[
            "Marks & Spencer; AT&T; &c.; &unknown;",
            "&#0; &#xd800; &#99999999;",
            "<a href='x'>&rsquo;</a>",
        ],
        failures: &[
            // a text about entities cannot be told from a damaged one
            (
                "In HTML, write &amp;copy; for the sign.",
                "In HTML, write © for the sign.",
                "In HTML, write &amp;copy; for the sign.",
            ),
        ],
    },
    Cases {
        rule: "entity-cut",
        wild: &[
            ("society&rsquos wealth &mdash so it is", "society’s wealth — so it is"),
            ("workers&rsquo rights", "workers’ rights"),
        ],
        synthetic: &[("caf&eacutes", "cafés"), ("&pound63 a week", "£63 a week")],
        negative: &["http://example.org/?x=1&pound=3&nbsp=4", "R&Detail, &copy 2002, &sect 5"],
        failures: &[
            // the name of a sign at the start of a name in source code
            ("if (a && b) &bullet", "if (a && b) •et", "if (a && b) &bullet"),
        ],
    },
    Cases {
        rule: "mojibake",
        wild: &[
            ("The workerâ€™s day â€“ eight hours", "The worker’s day – eight hours"),
            (
                "RosaÂ\u{a0}Luxemburg was bornÂ\u{a0}in ZamoÅ›Ä‡",
                "Rosa\u{a0}Luxemburg was born\u{a0}in Zamość",
            ),
            ("Ð¢Ñ€ÑƒÐ´ Ð¸ Ñ€Ð°Ð±Ð¾Ñ‚Ð°", "Труд и работа"),
            ("the partyÃ¢â‚¬â„¢s", "the party’s"),
            ("l‚Äôaction d‚Äôun syndicat fran√ßais", "l’action d’un syndicat français"),
            ("RÃ‰SISTANCE ET GRÃˆVE", "RÉSISTANCE ET GRÈVE"),
            ("Ä°zmir grevi", "İzmir grevi"),
            ("Ă‰tait-ce la grĂ¨ve gĂ©nĂ©rale ?", "Était-ce la grève générale ?"),
            ("×©×‘×™×ª×”", "שביתה"),
            ("grÃ¨ve ðŸ‘\u{8d} í\u{a0}½í±\u{8d}", "grève 👍 👍"),
            ("Solidarityï¼\u{81}", "Solidarity！"),
            ("the price Г‚ВЈ5 a head", "the price £5 a head"),
            ("libert√† e unit√†, per√≤", "libertà e unità, però"),
            ("HÃ”TEL DES GRÃˆVES OÃ™ ?", "HÔTEL DES GRÈVES OÙ ?"),
            ("It’s the worker’s cafÃ©.", "It’s the worker’s café."),
            ("á»§ng há»™ Ä‘Ã¬nh cÃ´ng", "ủng hộ đình công"),
        ],
        synthetic: &[
            (
                "“Ours,” they said.\nThe workerâ€™s day â€“ eight hours.\nIt’s won.",
                "“Ours,” they said.\nThe worker’s day – eight hours.\nIt’s won.",
            ),
            ("GrÃ¶ÃŸe: mÃ¼ÃŸig", "Größe: müßig"),
        ],
        negative: &[
            "« CAFÉ » et “CAFÉ”, „IDÉ“, IRMÃ… e «LÃ»",
            "zvlášť Tomáš Šudík, tříšť",
            "BLÅØYD, HÅØYA, VÅR Å LEVE",
            "the letter “Â” and the letter “Ã”; Ã is a letter",
            "5√2 ≤ 2√π, √≠, ¬∞ and a ¬´ face",
            "├┤a┼┐a ┌──┐ │ ok │ └──┘",
            "Її Україна, Він і Вона; «ВЕРГИЛИЙ»… А»",
            "Voilà ! Ça va ? À Noël… “Où ?”",
            "CD&V © 2019 ® ™ 10 µg ½ 3² × 4°",
            "MĂSURĂ» ȘI ŢARĂ”",
        ],
        failures: &[
            // put in small letters, which bytes they were cannot be told
            ("ã¢â‚¬å“ oursã¢â‚¬", "ã¢â‚¬å“ oursã¢â‚¬", "“ ours”"),
            // a title in strange capitals, with a no-break space
            ("MISUTÂ\u{a0}AJIKKO", "MISUT\u{a0}AJIKKO", "MISUTÂ\u{a0}AJIKKO"),
        ],
    },
    Cases {
        rule: "mojibake-cut",
        wild: &[
            ("â€œours,â€\u{fffd} they said", "“ours,” they said"),
            ("â€œthe strikeâ€ù is on, see http://tâ€_", "“the strike” is on, see http://t…"),
            (
                "la grÃ¨ve est Ã reprendre, Ã  Lyon et Ã\u{a0} Paris",
                "la grève est à reprendre, à Lyon et à Paris",
            ),
            (
                "Ã s trabalhadoras e Ã queles da greve, saudaÃ§Ãµes",
                "às trabalhadoras e àqueles da greve, saudações",
            ),
            ("Å iandien streikas baigÄ—si", "Šiandien streikas baigėsi"),
            ("Ð ÐµÐ²Ð¾Ð»ÑŽÑ†Ð¸Ð¸", "Революции"),
            ("phim hĂ i má»›i nháşĄt", "phim hài mới nhất"),
            ("ItÃ?Â¢â?¬â?¢s Ã?Â¢â?¬Å?oursÃ?Â¢â?¬Â?", "It’s “ours”"),
            ("Ù…Ù† Ù Ù Ù¡ Ø¨Ù„Ø¯", "من ٠٠١ بلد"),
            ("giÃ¡ hÃ\u{a0}ng vÃ  lÆ°Æ¡ng cÃ´ng nhÃ¢n: má»™t", "giá hàng và lương công nhân: một"),
        ],
        synthetic: &[
            ("the pitÃ¢â\u{fffd}¬â\u{fffd}¢s", "the pit’s"),
            ("so it wasâ¦ and â¢ one", "so it was… and • one"),
        ],
        negative: &["pâte at 5€ each", "â and €", "the plaza is Ã"],
        failures: &[
            // 8F, a mark of direction
            ("folks from â€è@ProvCM", "folks from â€è@ProvCM", "folks from \u{200f}@ProvCM"),
        ],
    },
    Cases {
        rule: "c1-control",
        wild: &[
            (
                "the union\u{92}s \u{93}rank and file\u{94} \u{96} all of it",
                "the union’s “rank and file” – all of it",
            ),
            ("on en a beaucoup parlé\u{85} Tu le sais", "on en a beaucoup parlé… Tu le sais"),
            ("en Mazatl\u{87}n conf\u{92}an", "en Mazatlán confían"),
            ("un barco tur\u{92}stico", "un barco turístico"),
        ],
        synthetic: &[("wait\u{85}", "wait…"), ("\u{80}5 and 5\u{80}", "€5 and 5€")],
        negative: &["one line\u{85}another", "\u{85}\u{85}", "\u{85} a", "an open byte \u{81}"],
        failures: &[
            // one í of Mac Roman in a word of no list
            ("un barco argent\u{92}smo", "un barco argent’smo", "un barco argentísmo"),
        ],
    },
    Cases {
        rule: "written-out",
        wild: &[
            ("the people<U+2019>s flag <U+2013> red", "the people’s flag – red"),
            ("pay <U+0097> all of it", "pay — all of it"),
        ],
        synthetic: &[("caf<U+00E9>", "café"), ("<U+1F44D>", "👍")],
        negative: &["the code point U+2019", "<U+0041>", "<U+12>", "<U+110000>"],
        failures: &[
            // as JSON and source code write it
            ("the people\\u2019s flag", "the people\\u2019s flag", "the people’s flag"),
        ],
    },
    Cases {
        rule: "wrong-table",
        wild: &[
            (
                "The workerÕs pay ÒisnÕt enoughÓ Ð we donÕt agree",
                "The worker’s pay “isn’t enough” – we don’t agree",
            ),
            (
                "We donít know the workersí demands ñ nobody does",
                "We don’t know the workers’ demands – nobody does",
            ),
        ],
        synthetic: &[
            (
                "We donÆt know the partyÆs plans, and they donÆt",
                "We don’t know the party’s plans, and they don’t",
            ),
            ("the workerÕs pay", "the worker’s pay"),
        ],
        negative: &[
            "El País said that in México the Café Õ is closed",
            "a façade of naïveté",
            "Ærø and Århus",
            "minister of the mills\tministro delle attività dei mulini\nminister of bread\tministro della qualità del pane\n\
             minister of the towns\tministro della città\nminister of the arts\tministro delle attività\n\
             minister of truth\tministro della verità\nminister of health\tministro della sanità\n\
             minister for the young\tministro per le nuove età\nminister of wills\tministro delle volontà\n\
             minister for the poor\tministro per la povertà\nminister of time\tministro delle comodità",
        ],
        failures: &[
            // dashes alone are too little to know a table by
            (
                "the war was Ð they say Ð the end of it",
                "the war was Ð they say Ð the end of it",
                "the war was – they say – the end of it",
            ),
        ],
    },
];
