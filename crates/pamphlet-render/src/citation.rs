//! A citation as styles and programs want it: text, Chicago, BibTeX, CSL-JSON, W3C Web Annotation.
//!
//! Chicago is the note of the Chicago Manual of Style (17th edition, 14.23 and following): author, "title", date, place;
//! what has no date is `n.d.` (14.145), what has no author begins with its title (14.79). CSL-JSON leaves a missing
//! date out, as its schema asks, so that each style writes its own sign for it. Text of documents is escaped for
//! each format, and in one line.

use crate::month::month_name;
use pamphlet::Citation;
use serde_json::{Map, Value, json};

/// How a citation is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CitationStyle {
    /// The passage, and where it stands.
    Text,
    /// A note in Chicago style.
    Chicago,
    /// An entry of BibTeX.
    Bibtex,
    /// CSL-JSON, a list of one item.
    Csl,
    /// A W3C Web Annotation, which `show --citation` reads.
    Annotation,
}

/// A citation in a style, ended by a line end.
///
/// ```
/// use pamphlet_render::{CitationStyle, citation};
/// let cited = pamphlet::Citation {
///     path: "a_1.txt".into(), title: Some("Bread & “roses”".into()), authors: vec!["Annie Rusk".into()],
///     ..pamphlet::Citation::default()
/// };
/// assert_eq!(citation(&cited, CitationStyle::Chicago), "Annie Rusk, “Bread & ‘roses,’” n.d., a_1.txt.\n");
/// assert!(citation(&cited, CitationStyle::Bibtex).contains("title = {{Bread \\& “roses”}},\n"));
/// ```
pub fn citation(cited: &Citation, style: CitationStyle) -> String {
    match style {
        CitationStyle::Text => text(cited),
        CitationStyle::Chicago => chicago(cited),
        CitationStyle::Bibtex => bibtex(cited),
        CitationStyle::Csl => in_lines(&json!([csl(cited)])),
        CitationStyle::Annotation => in_lines(&annotation(cited)),
    }
}

fn in_lines(value: &Value) -> String {
    // a value of texts and numbers always has a JSON form
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}

/// A text in one line without controls.
fn line(text: &str) -> String {
    let spaced: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The path with the lines or the page of the passage.
fn place(cited: &Citation, lines: bool) -> String {
    let path = line(&cited.path);
    match &cited.source {
        Some(source) if cited.quote.is_some() => match (source.page, source.line) {
            (Some(page), _) => format!("{path}, p. {page}"),
            (None, [from, to]) if lines && from < to => format!("{path}, lines {from}–{to}"),
            (None, [from, _]) if lines => format!("{path}, line {from}"),
            (None, [from, _]) => format!("{path}:{from}"),
        },
        _ => path,
    }
}

fn text(cited: &Citation) -> String {
    let mut out = String::new();
    if let Some(quote) = &cited.quote {
        out.push_str(&format!("“{}”\n", line(&quote.exact)));
    }
    let mut parts: Vec<String> = cited.authors.iter().map(|author| line(author)).collect();
    parts.extend(cited.title.as_deref().map(line));
    parts.push(cited.date.clone().unwrap_or_else(|| "no date".to_owned()));
    parts.push(place(cited, false));
    out.push_str(&format!("{}\n{}\n", parts.join(", "), cited.hash));
    out
}

/// Year, month and day of a date, as far as they are known.
fn parts(date: Option<&str>) -> Vec<u64> {
    date.into_iter().flat_map(|date| date.split('-')).filter_map(|part| part.parse().ok()).collect()
}

fn chicago(cited: &Citation) -> String {
    let date = match parts(cited.date.as_deref())[..] {
        [year] => year.to_string(),
        [year, number] => format!("{} {year}", month_name(number)),
        [year, number, day, ..] => format!("{} {day}, {year}", month_name(number)),
        [] => "n.d.".to_owned(),
    };
    let mut out: Vec<String> = Vec::new();
    let authors: Vec<String> = cited.authors.iter().map(|author| line(author)).collect();
    match &authors[..] {
        [] => {}
        [one] => out.push(one.clone()),
        [first, second] => out.push(format!("{first} and {second}")),
        [first, second, third] => out.push(format!("{first}, {second}, and {third}")),
        // more than three: the first of them (14.76)
        [first, ..] => out.push(format!("{first} et al.")),
    }
    let mut note = out.join(", ");
    if let Some(title) = &cited.title {
        // the comma stands within the quotation marks (6.9), and those within become single (13.30)
        let inner = single_quotes(&line(title));
        let (inner, closing) = match inner.strip_suffix('’') {
            Some(inner) if inner.contains('‘') => (inner, "’”"),
            _ => (&*inner, "”"),
        };
        if !note.is_empty() {
            note.push_str(", ");
        }
        note.push_str(&format!("“{inner},{closing}"));
    } else if !note.is_empty() {
        note.push(',');
    }
    let mut rest = Vec::new();
    if let Some(publisher) = &cited.publisher {
        rest.push(line(publisher));
    }
    rest.push(date);
    rest.push(place(cited, true));
    if let Some(url) = &cited.url {
        rest.push(line(url));
    }
    if !note.is_empty() {
        note.push(' ');
    }
    format!("{note}{}.\n", rest.join(", "))
}

/// Double quotation marks as single ones.
fn single_quotes(text: &str) -> String {
    let mut open = false;
    text.chars()
        .map(|c| match c {
            '“' | '„' | '«' => '‘',
            '”' | '»' => '’',
            '"' => {
                open = !open;
                if open { '‘' } else { '’' }
            }
            other => other,
        })
        .collect()
}

/// A text for a value of BibTeX.
fn tex(text: &str) -> String {
    let mut out = String::new();
    for c in line(text).chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '{' | '}' | '$' | '&' | '%' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '^' => out.push_str("\\textasciicircum{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '"' => out.push_str("\\textquotedbl{}"),
            other => out.push(other),
        }
    }
    out
}

fn bibtex(cited: &Citation) -> String {
    let date = parts(cited.date.as_deref());
    let mut fields: Vec<(&str, String)> = Vec::new();
    if !cited.authors.is_empty() {
        // braces keep a name whole: what is a family name is not known
        let names: Vec<String> = cited.authors.iter().map(|author| format!("{{{}}}", tex(author))).collect();
        fields.push(("author", format!("{{{}}}", names.join(" and "))));
    }
    if let Some(title) = &cited.title {
        fields.push(("title", format!("{{{{{}}}}}", tex(title))));
    }
    if let Some(publisher) = &cited.publisher {
        fields.push(("organization", format!("{{{{{}}}}}", tex(publisher))));
    }
    fields.push(("year", format!("{{{}}}", date.first().map_or("n.d.".to_owned(), u64::to_string))));
    if let Some(&number) = date.get(1) {
        fields.push(("month", month_name(number).get(..3).unwrap_or("").to_lowercase()));
    }
    fields.push(("howpublished", format!("{{{}}}", tex(&place(cited, true)))));
    if let Some(url) = &cited.url {
        // within \url nothing is escaped, but braces must pair and blanks cannot stand
        let safe: String = line(url).chars().filter(|c| !matches!(c, '{' | '}' | '\\' | ' ')).collect();
        fields.push(("url", format!("{{{safe}}}")));
    }
    let quote = cited.quote.as_ref().map(|quote| format!("``{}''; ", tex(&quote.exact))).unwrap_or_default();
    fields.push(("note", format!("{{{quote}{}}}", tex(&cited.hash))));
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("  {name} = {value},\n")).collect();
    format!("@misc{{{},\n{}}}\n", key(cited), body.concat())
}

/// A name for an entry: a word of the author or title, the year, and the start of the document's id.
fn key(cited: &Citation) -> String {
    let from = cited.authors.first().map(String::as_str).or(cited.title.as_deref()).unwrap_or_default();
    let word =
        |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_lowercase();
    let words: Vec<String> = from.split_whitespace().map(word).filter(|word| word.len() > 2).collect();
    let name = if cited.authors.is_empty() { words.first() } else { words.last() };
    let year = parts(cited.date.as_deref()).first().map_or("nd".to_owned(), u64::to_string);
    let id: String = cited.doc.chars().filter(char::is_ascii_alphanumeric).take(6).collect();
    format!("{}{year}{id}", name.map_or("text", String::as_str))
}

fn csl(cited: &Citation) -> Value {
    let mut item = Map::new();
    item.insert("id".to_owned(), key(cited).into());
    let kind = match (cited.speech, &cited.url) {
        (true, _) => "speech",
        (false, Some(_)) => "webpage",
        (false, None) => "document",
    };
    item.insert("type".to_owned(), kind.into());
    let mut put = |name: &str, value: Option<String>| {
        if let Some(value) = value.map(|value| line(&value)).filter(|value| !value.is_empty()) {
            item.insert(name.to_owned(), value.into());
        }
    };
    put("title", cited.title.clone());
    put("publisher", cited.publisher.clone());
    put("URL", cited.url.clone());
    put("language", cited.lang.clone());
    put("section", cited.section.clone());
    put("archive_location", Some(place(cited, true)));
    put("note", cited.quote.as_ref().map(|quote| format!("“{}”", line(&quote.exact))));
    if !cited.authors.is_empty() {
        let names: Vec<Value> = cited.authors.iter().map(|author| json!({"literal": line(author)})).collect();
        item.insert("author".to_owned(), names.into());
    }
    let date = parts(cited.date.as_deref());
    if !date.is_empty() {
        item.insert("issued".to_owned(), json!({"date-parts": [date]}));
    }
    item.insert("custom".to_owned(), json!({"doc": cited.doc, "path": cited.path, "hash": cited.hash}));
    item.into()
}

fn annotation(cited: &Citation) -> Value {
    let mut target = Map::new();
    target.insert("source".to_owned(), cited.path.clone().into());
    let mut id = format!("urn:x-pamphlet:{}", cited.doc);
    if let Some(quote) = &cited.quote {
        let [start, end] = quote.characters;
        id.push_str(&format!(":{start}-{end}"));
        target.insert(
            "selector".to_owned(),
            json!([
                {
                    "type": "TextQuoteSelector",
                    "exact": quote.exact,
                    "prefix": quote.prefix,
                    "suffix": quote.suffix,
                },
                {"type": "TextPositionSelector", "start": start, "end": end},
            ]),
        );
    }
    json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": id,
        "type": "Annotation",
        "motivation": "highlighting",
        "target": target,
        "pamphlet": {
            "doc": cited.doc,
            "path": cited.path,
            "hash": cited.hash,
            "title": cited.title,
            "date": cited.date,
            "source": cited.source,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use pamphlet::Source;
    use pamphlet::document::TextRange;

    fn hostile() -> Citation {
        Citation {
            doc: "00ff00ff00ff00ff".to_owned(),
            path: "docs/50%_of {all}.txt".to_owned(),
            title: Some("Bread & \"roses\" \\ #1\n~ $5 ^ {x}\u{1b}[31m".to_owned()),
            authors: vec!["O'Neil, Ada".to_owned(), "Tom & Sons".to_owned()],
            date: Some("1848-03".to_owned()),
            quote: Some(pamphlet::CitedPassage {
                exact: "What } is \"to\" be\tdone?".to_owned(),
                range: TextRange::new(4, 20),
                characters: [4, 20],
                ..Default::default()
            }),
            source: Some(Source { line: [3, 4], byte: [4, 20], page: None }),
            hash: "blake3:00".to_owned(),
            ..Citation::default()
        }
    }

    #[test]
    fn what_is_special_in_bibtex_is_escaped() {
        let entry = citation(&hostile(), CitationStyle::Bibtex);
        let expected = "@misc{ada1848 00ff00,".replace(' ', "");
        assert!(entry.starts_with(&expected), "{entry}");
        assert!(
            entry.contains(
                "title = {{Bread \\& \\textquotedbl{}roses\\textquotedbl{} \\textbackslash{} \\#1 "
            )
        );
        assert!(entry.contains("\\textasciitilde{} \\$5 \\textasciicircum{} \\{x\\}"), "{entry}");
        assert!(entry.contains("author = {{O'Neil, Ada} and {Tom \\& Sons}},"), "{entry}");
        assert!(entry.contains("month = mar,"), "{entry}");
        assert!(entry.contains("howpublished = {docs/50\\%\\_of \\{all\\}.txt, lines 3–4},"), "{entry}");
        // braces pair
        let unescaped = entry.replace("\\{", "").replace("\\}", "");
        assert_eq!(unescaped.matches('{').count(), unescaped.matches('}').count(), "{entry}");
        assert!(!entry.contains('\u{1b}'));
    }

    #[test]
    fn a_missing_date_is_written_as_the_style_asks() {
        let cited = Citation { path: "a.txt".to_owned(), doc: "12".to_owned(), ..Citation::default() };
        assert_eq!(citation(&cited, CitationStyle::Chicago), "n.d., a.txt.\n");
        assert!(citation(&cited, CitationStyle::Bibtex).contains("year = {n.d.},"));
        let csl: Value = serde_json::from_str(&citation(&cited, CitationStyle::Csl)).unwrap();
        assert!(csl[0].get("issued").is_none() && csl[0].get("author").is_none());
        assert!(citation(&cited, CitationStyle::Text).contains("no date"));
    }

    #[test]
    fn chicago_writes_a_note() {
        let check = |authors: &[&str], title: Option<&str>, date: &str, expected: &str| {
            let cited = Citation {
                path: "a.txt".to_owned(),
                title: title.map(str::to_owned),
                authors: authors.iter().map(|author| (*author).to_owned()).collect(),
                date: Some(date.to_owned()),
                ..Citation::default()
            };
            assert_eq!(citation(&cited, CitationStyle::Chicago), expected);
        };
        check(&["Ada Reed"], Some("On mines"), "1947-03-04", "Ada Reed, “On mines,” March 4, 1947, a.txt.\n");
        check(&["A", "B"], Some("What now?"), "1947-03", "A and B, “What now?,” March 1947, a.txt.\n");
        check(&["A", "B", "C", "D"], None, "1947", "A et al., 1947, a.txt.\n");
        check(&[], Some("\"No\" to war"), "1947", "“‘No’ to war,” 1947, a.txt.\n");
    }

    #[test]
    fn an_annotation_is_read_back() {
        let cited = hostile();
        let printed = citation(&cited, CitationStyle::Annotation);
        let anchor = pamphlet::read_annotation(&printed).unwrap();
        assert_eq!(anchor, pamphlet::Anchor::from(&cited));
    }
}
