//! Queries of every kind of the query language, from the words of an index: the same ones each time.

use pamphlet::{Index, Request, Sort, Stemming};

/// Numbers that look like chance (Knuth's MMIX).
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }

    pub fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        let at = self.below(list.len());
        &list[at]
    }
}

/// Five words in a row out of each document, where it has any.
fn rows(index: &Index) -> Vec<Vec<String>> {
    let request = Request { limit: None, snippets: 0, sort: Sort::Path, ..Request::new("*") };
    let mut chance = Chance(7);
    let mut rows = Vec::new();
    for hit in index.find(&request).expect("it is asked").hits {
        let stored = index.document(&hit.doc).expect("it is read").expect("it is there");
        let text = stored.text().expect("it is read");
        let words: Vec<&str> = text.split_whitespace().collect();
        let plain = |word: &&str| word.chars().all(char::is_alphabetic) && word.chars().count() > 1;
        let places: Vec<usize> =
            (0..words.len().saturating_sub(5)).filter(|&at| words[at..at + 5].iter().all(plain)).collect();
        for _ in 0..4.min(places.len()) {
            let at = *chance.of(&places);
            rows.push(words[at..at + 5].iter().map(|word| (*word).to_owned()).collect());
        }
    }
    rows
}

/// 300 requests.
pub fn requests(index: &Index) -> Vec<Request> {
    let rows = rows(index);
    assert!(rows.len() > 50, "{} rows of words", rows.len());
    let mut chance = Chance(11);
    let mut requests: Vec<Request> = Vec::new();
    let fixed = [
        "*",
        "-the",
        "don't",
        "workers' power",
        "\"workers? power\"",
        "anti-war",
        "antiwar",
        "\"antiwar movement\"",
        "O'Brien",
        "l'État",
        "#WorkersPower",
        "AT&T",
        "date:1900..1999",
        "date:..1950",
        "date:199?",
        "lang:en",
        "-lang:en",
        "type:html power",
        "title:power",
        "title:\"workers power\"",
        "path:corpus/*.txt",
        "path:league",
        "the -path:corpus",
        "scope:*",
        "lang:de..fr",
        "power^3 labour",
        "labour",
        "=labour",
        "=Labour",
        "labor",
        "\"what is to be done\"",
        "\"to be or not\"",
        "nosuchwordatall",
        "power nosuchwordatall",
        "(power",
        "a NOT",
        "\"open phrase",
        "/po.er/",
        "/(strike|union)s?/",
        "?",
        "sent(power union)",
        "para(power AND (union OR strike))",
        "speech(the people)",
        "sent(power -union)",
        "NOT (power OR union)",
        "power NEAR power",
        "union BEFORE/40 strike",
        "unoin~2",
        "powr~",
        "*ism",
        "wom?n",
        "un*n",
        "*",
        "\"the * of\"",
        "\"power of the\"~4",
        "\"the the\"",
    ];
    requests.extend(fixed.map(Request::new));
    let mut kind = 0;
    while requests.len() < 300 {
        let row = chance.of(&rows).clone();
        let other = chance.of(&rows).clone();
        let (a, b, c) = (&row[0], &row[2], &other[chance.below(5)]);
        let start = |word: &str, letters: usize| word.chars().take(letters).collect::<String>();
        let swapped = |word: &str| {
            let mut letters: Vec<char> = word.chars().collect();
            if letters.len() > 3 {
                letters.swap(1, 2);
            }
            letters.into_iter().collect::<String>()
        };
        let mut request = Request::new(match kind % 26 {
            0 => a.clone(),
            1 => format!("{a} {c}"),
            2 => format!("{a} {b} {c}"),
            3 => format!("\"{a} {}\"", row[1]),
            4 => format!("\"{}\"", row.join(" ")),
            5 => format!("\"{a} {b}\"~{}", 1 + chance.below(4)),
            6 => format!("\"{a} {b} {} {}\"~6", row[3], row[4]),
            7 => format!("{}*", start(a, 3)),
            8 => format!("*{}", a.chars().skip(2).collect::<String>()),
            9 => format!("{}~1", swapped(a)),
            10 => format!("/{}[a-z]*/", start(b, 2).to_lowercase()),
            11 => format!("{a} OR {c}"),
            12 => format!("{a} -{c}"),
            13 => format!("({a} OR {c}) {b}"),
            14 => format!("{a} NEAR/{} {b}", 1 + chance.below(12)),
            15 => format!("{a} BEFORE/{} {}", 1 + chance.below(6), row[4]),
            16 => format!("{a} NEAR/9 ({b} OR {c})"),
            17 => format!("sent({a} {b})"),
            18 => format!("para({a} OR {c})"),
            19 => format!("title:{a} OR {c}"),
            20 => format!("={a} =\"{b}\""),
            21 => format!("\"{a} * {b}\""),
            22 => format!("{a}^2 {}* -{c}", start(b, 4)),
            _ => row.join(" "),
        });
        match kind % 26 {
            23 => {
                request.text = format!("{} {}", row.join(" "), other.join(" "));
                request.any = true;
            }
            24 => request.stem = Stemming::Full,
            25 => request.filters.push(("lang".to_owned(), "en".to_owned())),
            _ => {}
        }
        match kind % 17 {
            4 => request.sort = Sort::Date,
            8 => request.sort = Sort::Path,
            12 => request.facets = vec!["lang".to_owned(), "date".to_owned()],
            15 => request.limit = Some(30),
            16 => request.expand = true,
            _ => {}
        }
        kind += 1;
        requests.push(request);
    }
    requests
}
