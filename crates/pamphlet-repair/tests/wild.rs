//! Damage as it is met, in four lists: seen in the wild (in the same form, in other words), made on purpose,
//! to be left alone, and known failures that must still fail.

use pamphlet_repair::Repairer;

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(Repairer::default().repair(text).text, expected);
}

#[track_caller]
fn stays(text: &str) {
    check(text, text);
}

#[test]
fn wild_apostrophes() {
    // the form of a page of 2002: possessives, plurals, a heading of two words
    check(
        "Miners? Power\n\nAlthough miners create the country?s wealth, they have no say.\n\n\
         We support the fight for miners? economic and political rights, a miners? council and women?s rights.",
        "Miners’ Power\n\nAlthough miners create the country’s wealth, they have no say.\n\n\
         We support the fight for miners’ economic and political rights, a miners’ council and women’s rights.",
    );
    check("What?s wrong with the party?s line? Nothing.", "What’s wrong with the party’s line? Nothing.");
    check("They aren?t here. Why? We don?t know.", "They aren’t here. Why? We don’t know.");
    check("The delegates\u{fffd} vote wasn\u{fffd}t counted.", "The delegates’ vote wasn’t counted.");
    check("The union\u{92}s \u{93}rank and file\u{94}", "The union’s “rank and file”");
}

#[test]
fn wild_mojibake() {
    check("The workerâ€™s day â€“ eight hours", "The worker’s day – eight hours");
    check("RosaÂ\u{a0}Luxemburg was bornÂ\u{a0}in ZamoÅ›Ä‡", "Rosa\u{a0}Luxemburg was born\u{a0}in Zamość");
    check("Ð¢Ñ€ÑƒÐ´ Ð¸ Ñ€Ð°Ð±Ð¾Ñ‚Ð°", "Труд и работа");
    check("the partyÃ¢â‚¬â„¢s", "the party’s");
    check("l‚Äôaction d‚Äôun syndicat fran√ßais", "l’action d’un syndicat français");
}

#[test]
fn synthetic() {
    check(
        "the party???s line and the members??? votes don???t count",
        "the party’s line and the members’ votes don’t count",
    );
    check("It&amp;rsquo;s &quot;ours&quot;", "It’s \"ours\"");
    check("We don´t know the party´s plans", "We don’t know the party’s plans");
    check(
        "We dont agree, they dont either, and thats all",
        "We don’t agree, they don’t either, and that’s all",
    );
    check("the people<U+2019>s flag", "the people’s flag");
}

#[test]
fn negative() {
    stays("What is Socialism? Who owns the mines? And why?");
    stays("Is this the workers? Have we asked them? “Yes?” she said.");
    stays("see http://example.org/list?s=1 and index.php?t=2");
    stays("Wer hat das gesagt? Müller? – »Ja?« – Größe, Straße, „IDÉ“.");
    stays("¿Qué pasa? El país — México — no está aquí.");
    stays("« Vraiment\u{a0}? » demanda-t-elle ; l’été, à Noël, « oui\u{a0}»…");
    stays("Úspěšně žluťoučký kůň; łódź, Gdańsk; Σωκράτης; Ελλάδα; Україна: Січень, Рік, Її.");
    stays("The ISO's politics; it's theirs; the '90s; rock 'n' roll; `code` and ``more''");
    stays("Sao Paulo? Café? Naïve? What??? Really?!");
}

#[test]
fn known_failures() {
    // an author who leaves apostrophes out on purpose
    check(
        "I dont care what the papers say, and they dont either; it isnt theirs to say.",
        "I don’t care what the papers say, and they don’t either; it isn’t theirs to say.",
    );
}
