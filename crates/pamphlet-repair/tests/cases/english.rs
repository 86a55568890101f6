//! Marks of English texts that were lost, dropped, or became another sign.

use super::Cases;

pub(super) const CASES: &[Cases] = &[
    Cases {
        rule: "wrong-sign",
        wild: &[
            ("We don`t know the workers` ``real'' demands", "We don’t know the workers’ “real” demands"),
            ("We don´t know the party´s plans", "We don’t know the party’s plans"),
        ],
        synthetic: &[("It isn`t `ours`, they said; that`s all.", "It isn’t ‘ours’, they said; that’s all.")],
        negative: &[
            "Run `make` in ``a'' folder; `make`s rules",
            "The ISO's `code` and ``more''",
            "vis-´a-vis the law",
        ],
        failures: &[
            // an elision that is in no list
            (
                "We don`t know what it was `bout, and that is all of it.",
                "We don’t know what it was ‘bout, and that is all of it.",
                "We don’t know what it was ’bout, and that is all of it.",
            ),
        ],
    },
    Cases {
        rule: "spaced-apostrophe",
        wild: &[
            (
                "We don t know the party s plans or the workers  demands",
                "We don’t know the party’s plans or the workers’ demands",
            ),
            (
                "It s the miners who can t pay, and that s all of it.",
                "It’s the miners who can’t pay, and that’s all of it.",
            ),
        ],
        synthetic: &[(
            "We re here, they ve gone, and she ll come.",
            "We’re here, they’ve gone, and she’ll come.",
        )],
        negative: &[
            "The plural of t is t s; see fig. 3 s and the  workers  here",
            "WHERE S. LEE SPOKE AND WHERE S. POE WAS, that is what the record of it has for us",
            "He said that s/he and the s-curve are of the same kind, and they were.",
            "Their rights under s. 7 are infringed, and it was said that s. 12 and s 213(1) of the Act do not save them.",
            "In this s money there are the s and the scans of the old ones, and we have s answered it.",
        ],
        failures: &[
            // a plural before one space is a plural
            (
                "We don t know the workers demands, and they don t say.",
                "We don’t know the workers demands, and they don’t say.",
                "We don’t know the workers’ demands, and they don’t say.",
            ),
        ],
    },
    Cases {
        rule: "dropped-apostrophe",
        wild: &[
            (
                "They dont know, and it isnt what the partys members said. Thats why we cant go on.",
                "They don’t know, and it isn’t what the party’s members said. That’s why we can’t go on.",
            ),
            (
                "Thats what theyre for: nobody doesnt want it.",
                "That’s what they’re for: nobody doesn’t want it.",
            ),
        ],
        synthetic: &[(
            "THEY DONT KNOW WHAT THE WAR WAS FOR, AND IT ISNT OVER.",
            "THEY DON’T KNOW WHAT THE WAR WAS FOR, AND IT ISN’T OVER.",
        )],
        negative: &[
            "The workers were well; its members didn’t say dont.",
            "As was their wont, the ill were shed of id and hell; lets and wells and cant.",
            "Im Haus, das dont heißt, und theres nicht.",
        ],
        failures: &[
            // an author who leaves them out on purpose
            (
                "I dont care what the papers say, and they dont either; it isnt theirs to say.",
                "I don’t care what the papers say, and they don’t either; it isn’t theirs to say.",
                "I dont care what the papers say, and they dont either; it isnt theirs to say.",
            ),
        ],
    },
    Cases {
        rule: "lost-apostrophe",
        wild: &[
            (
                "Miners? Power\n\nAlthough miners create the country?s wealth, they have no say.\n\n\
                 We support the fight for miners? economic and political rights, a miners? council and women?s rights.",
                "Miners’ Power\n\nAlthough miners create the country’s wealth, they have no say.\n\n\
                 We support the fight for miners’ economic and political rights, a miners’ council and women’s rights.",
            ),
            ("What?s wrong with the party?s line? Nothing.", "What’s wrong with the party’s line? Nothing."),
            ("They aren?t here. Why? We don?t know.", "They aren’t here. Why? We don’t know."),
            ("The delegates\u{fffd} vote wasn\u{fffd}t counted.", "The delegates’ vote wasn’t counted."),
            (
                "it wasnât the partyâs fault, and they donât know",
                "it wasn’t the party’s fault, and they don’t know",
            ),
            ("They donâ??t know the partyâ??s plans.", "They don’t know the party’s plans."),
        ],
        synthetic: &[
            (
                "the party???s line and the members??? votes don???t count",
                "the party’s line and the members’ votes don’t count",
            ),
            ("it wasn¿t the union¿s fault", "it wasn’t the union’s fault"),
        ],
        negative: &[
            "What is Socialism? Who owns the mines? And why?",
            "Is this the workers? Have we asked them? “Yes?” she said.",
            "Who keeps the books? The union? Or both? We asked.",
            "see http://example.org/list?s=1 and index.php?t=2",
            "Wer hat das gesagt? Müller? – »Ja?« – Größe, Straße, „IDÉ“.",
            "¿Qué pasa? El país — México — no está aquí.",
            "Sao Paulo? Café? Naïve? What??? Really?!",
        ],
        failures: &[
            // which of two marks was lost, of a plural that ends a question
            (
                "Whose are they, the workers?? They aren?t ours, and the men aren?t either.",
                "Whose are they, the workers?? They aren’t ours, and the men aren’t either.",
                "Whose are they, the workers’? They aren’t ours, and the men aren’t either.",
            ),
        ],
    },
    Cases {
        rule: "lost-quote",
        wild: &[
            ("?We don?t agree,? she said. ?It isn?t fair.?", "“We don’t agree,” she said. “It isn’t fair.”"),
            (
                "The minister said the talks weren?t over.?We?ll meet again on Monday,? he told reporters.?It?s a long way.?",
                "The minister said the talks weren’t over.“We’ll meet again on Monday,” he told reporters.“It’s a long way.”",
            ),
        ],
        synthetic: &[
            (
                "?They call it ?freedom?,? he said, ?and it isn?t.?",
                "“They call it ‘freedom’,” he said, “and it isn’t.”",
            ),
            (
                "\u{fffd}We won,\u{fffd} they said. \u{fffd}It wasn\u{fffd}t easy.\u{fffd}",
                "“We won,” they said. “It wasn’t easy.”",
            ),
            // nothing but a quote opens before a word that no apostrophe begins
            (
                "They weren?t asked about the ?spoilt ballots? of the year before, and they didn?t mind.",
                "They weren’t asked about the “spoilt ballots” of the year before, and they didn’t mind.",
            ),
        ],
        negative: &["Do we agree? she asked. Is it fair?", "“Who?” “We?” “Why not?”"],
        failures: &[
            // quotes within quotes within quotes
            (
                "?He told me, ?They call it ?freedom? here,? and it isn?t,? she said of the man.",
                "“He told me, ‘They call it “freedom’ here,’ and it isn’t,” she said of the man.",
                "“He told me, ‘They call it “freedom” here,’ and it isn’t,” she said of the man.",
            ),
        ],
    },
    Cases {
        rule: "lost-dash",
        wild: &[
            (
                "We don?t want charity ? we want work. The party ? and it isn?t alone ? agrees.",
                "We don’t want charity – we want work. The party – and it isn’t alone – agrees.",
            ),
            (
                "The strike of 1984\u{fffd}85 wasn\u{fffd}t lost \u{fffd} it was sold.",
                "The strike of 1984–85 wasn’t lost – it was sold.",
            ),
        ],
        synthetic: &[(
            "They don???t stop ??? they can???t, and that is what the war was for.",
            "They don’t stop – they can’t, and that is what the war was for.",
        )],
        negative: &["Was the strike won ? It was the first .", "1984? 85? Nobody knew."],
        failures: &[
            // a sentence that breaks off could be a question
            (
                "Is it that the men aren?t here? ?But I??",
                "Is it that the men aren’t here? “But I??",
                "Is it that the men aren’t here? “But I—”",
            ),
        ],
    },
    Cases {
        rule: "lost-ellipsis",
        wild: &[("We weren\u{fffd}t sure, but then\u{fffd} we won", "We weren’t sure, but then… we won")],
        synthetic: &[("They don’t know\u{fffd} and we can’t say.", "They don’t know… and we can’t say.")],
        negative: &["We were sure, but then? We won", "Well? And then? Nothing."],
        failures: &[
            // at the end of a sentence it cannot be told from a question mark
            (
                "We don?t know where it ends? Nobody does.",
                "We don’t know where it ends? Nobody does.",
                "We don’t know where it ends… Nobody does.",
            ),
        ],
    },
];
