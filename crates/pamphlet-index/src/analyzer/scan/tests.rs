//! Texts and their tokens.

use super::*;

fn terms(text: &str, lang: Lang) -> String {
    let mut tokens = Tokens::default();
    analyze(text, lang, &mut tokens);
    let mut out = Vec::new();
    for token in tokens.iter() {
        let sign = if token.extra { "+" } else { "" };
        out.push(format!("{sign}{}", tokens.term(token)));
    }
    out.join(" ")
}

#[track_caller]
fn check(text: &str, want: &str) {
    assert_eq!(terms(text, Lang::English), want, "{text:?}");
}

#[test]
fn case_and_diacritics_fold() {
    check("Žižek's CONGRÈS, Straße", "zizek's congres strasse");
    check("Søren Łódź Æsop œuvre", "soren lodz aesop oeuvre");
    check("ПРОЛЕТАРИИ всех стран", "пролетарии всех стран");
    check("Ἐλευθερία πολίτης", "ελευθερια πολιτησ");
    check("e\u{301}galite\u{301}", "egalite");
    check("ﬁnance Ｗｉｄｅ", "finance wide");
    check("demo\u{ad}cracy", "democracy");
}

#[test]
fn apostrophes_of_any_style_are_one() {
    for mark in
        ["'", "’", "‘", "`", "´", "ʼ", "′", "＇", "\u{92}", "â€™", "\u{E2}\u{80}\u{99}", "?", "\u{FFFD}", " "]
    {
        check(&format!("the society{mark}s aims"), "the society's aims");
        check(&format!("don{mark}t vote"), "don't vote");
    }
    check("workers’ power", "workers power");
    check("workers? power", "workers power");
    check("‘tis 'quoted' words", "tis quoted words");
    check("rock'n'roll", "rock'n'roll");
    check("O’Brien O'Brien O?Brien", "o'brien o'brien o'brien");
    check("the 1990's", "the 1990's");
    check("SOCIETY S aims", "society's aims");
}

#[test]
fn the_mark_of_a_plural_possessive_is_shown_with_its_word() {
    let shown = |text: &str| {
        let mut tokens = Tokens::default();
        analyze(text, Lang::English, &mut tokens);
        let all: Vec<_> =
            tokens.iter().map(|token| &text[token.start as usize..token.end as usize]).collect();
        all.join("|")
    };
    assert_eq!(shown("Workers’ power, miners' lamps"), "Workers’|power|miners'|lamps");
    assert_eq!(shown("‘all the workers’ and ‘the hatters.’"), "all|the|workers|and|the|hatters");
    assert_eq!(shown("the workers? power of Marx’s"), "the|workers|power|of|Marx’s");
    assert_eq!(shown("he said ‘no’. The hands’ vote"), "he|said|no|The|hands’|vote");
}

#[test]
fn genuine_question_marks_part_words() {
    check("What is to be done?The answer", "what is to be done the answer");
    check("why?so", "why so");
    check("Reform? So be it", "reform so be it");
    check("Who? Mr. Smith", "who mr smith");
}

#[test]
fn lone_letters_that_are_no_endings_stay() {
    check("Harry S Truman", "harry s truman");
    check("vitamin d supply", "vitamin d supply");
    check("point t is", "point t is");
    assert_eq!(terms("prezident s ministrom", Lang::of(Some("sk"))), "prezident s ministrom");
}

#[test]
fn a_lost_letter_leaves_the_word_whole() {
    check("d\u{FFFD}mocratie", "d\u{FFFD}mocratie");
    check("sm\u{FFFD}rg\u{FFFD}s", "sm\u{FFFD}rg\u{FFFD}s");
}

#[test]
fn elisions_are_two_words() {
    assert_eq!(terms("l’État d'abord qu’il s'agit", Lang::French), "l etat d abord qu il s agit");
    assert_eq!(terms("l?État", Lang::French), "l etat");
    assert_eq!(terms("dell'Unità all’opera", Lang::Italian), "dell unita all opera");
    check("Giscard d'Estaing", "giscard d estaing");
    check("aujourd'hui", "aujourd'hui");
}

#[test]
fn hyphens_meet_a_space_and_nothing() {
    check("anti-war", "anti war +antiwar");
    check("anti\u{2011}war", "anti war +antiwar");
    check("state-of-the-art", "state of the art +stateoftheart");
    check("1990-1995", "1990 1995");
    check("COVID-19", "covid 19 +covid19");
    check("yes -- no – never-", "yes no never");
    check("U.S.-led", "us led +usled");
    check("Jean-Luc's", "jean luc's +jeanluc's");
}

#[test]
fn a_word_broken_at_a_line_end_is_whole() {
    check("the demo-\ncracy of", "the democracy of");
    check("the demo-\r\n   cracy", "the democracy");
    check("Anglo-\nSaxon", "anglo saxon +anglosaxon");
}

#[test]
fn numbers() {
    check("1,000 and 1,234,567", "1000 and 1234567");
    check("$1,000.50", "1000.50");
    check("3.5 per cent.", "3.5 per cent");
    check("18.03.1848", "18 03 1848");
    check("10:30, 1,2,3", "10 30 1 2 3");
    check("1990s 21st G20", "1990s 21st g20");
    check("power² ½", "power");
    check("1'000", "1000");
    check("12,34", "12 34");
}

#[test]
fn acronyms() {
    check("U.S. and U.K.", "us and uk");
    check("the U.S.A. today", "the usa today");
    check("e.g. this, i.e. that", "eg this ie that");
    check("C++ AT&T", "c at t");
    check("J.F. Kennedy", "jf kennedy");
    check("end.Next a.bc", "end next a bc");
}

#[test]
fn scripts_without_spaces_give_a_word_a_character() {
    check("全世界", "全 世 界");
    check("カタカナ 한국어", "カタカナ 한국어");
    check("GDP增长5%", "gdp 增 长 5");
    check("अधिकार", "अधिकार");
}

#[test]
fn sentences() {
    let starts = |text: &str| {
        let mut tokens = Tokens::default();
        analyze(text, Lang::English, &mut tokens);
        tokens.iter().filter(|t| t.sentence).map(|t| tokens.term(t).to_owned()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(starts("We won. They lost! \"Who?\" Nobody… And so on"), "we they who nobody and");
    assert_eq!(starts("Mr. Smith met J. P. Jones on Jan. 3. He spoke."), "mr");
    assert_eq!(starts("Art. 5 applies. See no. 7 there."), "art see");
    assert_eq!(starts("3.5 per cent. of it"), "3.5");
    assert_eq!(starts("世界。人民"), "世 人");
}

#[test]
fn ranges_cover_what_a_word_was_made_from() {
    let check = |text: &str, want: &str| {
        let mut tokens = Tokens::default();
        analyze(text, Lang::English, &mut tokens);
        let token = tokens.iter().next_back().copied();
        let token = token.unwrap_or_else(|| panic!("no token in {text:?}"));
        assert_eq!(&text[token.start as usize..token.end as usize], want);
    };
    check("the society s", "society s");
    check("the U.S.", "U.S.");
    check("an anti-war", "anti-war");
    check("societyâ€™s", "societyâ€™s");
    check("the workers’", "workers’");
}

#[test]
fn a_long_run_is_cut() {
    let text = "a".repeat(5_000);
    let mut tokens = Tokens::default();
    analyze(&text, Lang::English, &mut tokens);
    assert_eq!(tokens.terms().next().map(str::len), Some(super::super::MAX_TERM));
    assert_eq!(tokens.iter().next().map(|t| t.end), Some(5_000));
}

proptest::proptest! {
    /// Any text: no panic, ranges on character borders and in order, positions rising by one.
    #[test]
    fn any_text_is_fine(text in ".{0,200}") {
        let mut tokens = Tokens::default();
        let end = analyze(&text, Lang::English, &mut tokens);
        let mut at = 0;
        let mut next = 0;
        for token in tokens.iter() {
            proptest::prop_assert!(text.get(token.start as usize..token.end as usize).is_some());
            proptest::prop_assert!(!tokens.term(token).is_empty());
            if !token.extra {
                proptest::prop_assert!(token.start >= at);
                proptest::prop_assert_eq!(token.position, next);
                next += 1;
                at = token.end;
            }
        }
        proptest::prop_assert_eq!(end, next);
    }
}
