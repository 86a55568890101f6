use super::*;
use pamphlet_document::{Chrome, SourceMap};

/// Blocks as `kind: text`, one a line; every word must be found in its place of the page.
fn render(page_text: &str) -> (String, Draft, SourceMap) {
    let mut draft = Draft::default();
    page(page_text, &mut draft, &Options::default());
    let map = std::mem::take(&mut draft.map).finish();
    let mut out = String::new();
    for block in &draft.blocks {
        let kind = match (block.role, block.kind) {
            (Role::Chrome(Chrome::Navigation), _) => "nav".to_owned(),
            (Role::Chrome(Chrome::Header), _) => "header".to_owned(),
            (Role::Chrome(Chrome::Footer), _) => "footer".to_owned(),
            (Role::Chrome(_), _) => "chrome".to_owned(),
            (_, BlockKind::Heading(level)) => format!("h{level}"),
            (_, kind) => format!("{kind:?}").to_lowercase(),
        };
        let body = &draft.text[block.range.span()];
        for word in
            body.split_whitespace().filter(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric()))
        {
            let at = block.range.start + (word.as_ptr() as usize - body.as_ptr() as usize) as u32;
            let place = map.source_of(pamphlet_document::TextRange::new(at, at + word.len() as u32));
            let source = &page_text[place.start as usize..place.end as usize];
            assert!(resolved(&untagged(source)).contains(word), "{word} at {source:?}");
        }
        out.push_str(&format!("{kind}: {}\n", body.replace('\n', "\\n").replace('\t', "\\t")));
    }
    (out, draft, map)
}

fn untagged(source: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in source.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out
}

#[track_caller]
fn check(page: &str, expected: &str) {
    assert_eq!(render(page).0.trim_end(), expected.trim());
}

#[test]
fn blocks_and_inline_tags() {
    check(
        "<title>Bread | The Mill</title><h1>Bread</h1><p>We <b>want</b> bre<i>ad</i>.\n Now.<p>Two<ul><li>one<li>two</ul>",
        "title: Bread | The Mill\nh1: Bread\nparagraph: We want bread. Now.\nparagraph: Two\nlistitem: one\nlistitem: two",
    );
}

#[test]
fn line_breaks() {
    check("<p>one<br>two<br><br>three", "paragraph: one\\ntwo\nparagraph: three");
}

#[test]
fn references_keep_their_places() {
    check(
        "<p>AT&amp;T workers&rsquo; &#8220;bread&#x201d;&nbsp;&copy;",
        "paragraph: AT&T workers’ “bread”\u{a0}©",
    );
}

#[test]
fn scripts_and_comments_are_no_text() {
    check(
        "<script>if (a < b) '</p>';</script><!-- <p>no --><style>p{}</style><p>yes<?php echo \"<p>no\"; ?> too",
        "paragraph: yes too",
    );
}

#[test]
fn cut_off_pages_keep_their_text() {
    check("<p>one<!-- two <b>three", "paragraph: one\nthree".replace('\n', "").as_str());
    check("<p>one <a href=\"x>two</a> three", "paragraph: one two three");
    check("<p>one <", "paragraph: one <");
    check("<p>a < b and c", "paragraph: a < b and c");
    check("<title>Bread<p>one", "title: Bread\nparagraph: one");
}

#[test]
fn tables() {
    check(
        "<table><tr><th>Year<th>Votes<tr><td>1900<td>62,698</table>",
        "tablerow: Year\\tVotes\ntablerow: 1900\\t62,698",
    );
    check("<table><tr><td>menu<td><p>one<p>two</table>", "paragraph: menu\nparagraph: one\nparagraph: two");
}

#[test]
fn chrome_by_markup_and_by_links() {
    check(
        "<nav>Home</nav><header><h1>Bread</h1>The Mill</header><article><header>By A. Smith</header><p>Text of the page here, long enough to be most of it.</article><footer>Copyright</footer>",
        "nav: Home\ntitle: Bread\nheader: The Mill\nparagraph: By A. Smith\nparagraph: Text of the page here, long enough to be most of it.\nfooter: Copyright",
    );
    check(
        "<p>Text<ul><li><a href=a>One</a><li><a href=b>Two</a><li><a href=c>Three</a></ul>",
        "paragraph: Text\nnav: One\nnav: Two\nnav: Three",
    );
}

#[test]
fn chrome_by_the_words_of_a_class() {
    let text = "The lodge met in the hall at noon and sat until the lamps were lit, and nobody left early.";
    let page = |part: &str| format!("<h1>Bread</h1><p>{text}</p><p>{text}</p>{part}");
    let check_part = |part: &str, expected: &str| {
        check(&page(part), &format!("title: Bread\nparagraph: {text}\nparagraph: {text}\n{expected}"));
    };
    check_part("<div class=article__shareBar>Tell a friend</div>", "chrome: Tell a friend");
    check_part("<div class=comment-list><p>I do not agree.</div>", "chrome: I do not agree.");
    check_part("<div style='display: none'>Loading</div>", "chrome: Loading");
    // the id of a section is its heading, and what was said elsewhere is quoted
    check_part("<section id=social-justice><p>Land.</section>", "paragraph: Land.");
    check_part("<div class=social-embed><p>We met.</div>", "paragraph: We met.");
    check_part("<div class=footnotes><ol><li>See the minutes.</ol></div>", "footnote: See the minutes.");
    check_part("<aside epub:type=footnote><p>See the minutes.</aside>", "footnote: See the minutes.");
    // books have a class `footer` in the middle
    check(
        &format!("<p>{text}<div class=footer>A note.</div><p>{text}<p>{text}"),
        &format!("paragraph: {text}\nparagraph: A note.\nparagraph: {text}\nparagraph: {text}"),
    );
}

#[test]
fn labels_between_lists_of_links() {
    let list = "<ul><li><a href=a>One</a><li><a href=b>Two</a><li><a href=c>Three</a></ul>";
    let nav = "nav: One\nnav: Two\nnav: Three";
    let text = "The lodge met in the hall at noon.";
    check(
        &format!(
            "<p>You are here: Home > News</p><p>{text}</p><p>Filter by:{list}<h3>More</h3>{list}<p>{text}</p>"
        ),
        &format!(
            "nav: You are here: Home > News\nparagraph: {text}\nnav: Filter by:\n{nav}\nnav: More\n{nav}\nparagraph: {text}"
        ),
    );
    // a link that nobody closed
    let long = text.repeat(20);
    check(
        &format!("<p><a href=a>One<p>{long}<p>{text}<p>{text}<p>{text}"),
        &format!(
            "paragraph: One\nparagraph: {long}\nparagraph: {text}\nparagraph: {text}\nparagraph: {text}"
        ),
    );
}

#[test]
fn a_page_that_is_a_list_of_links_is_that_list() {
    let links: Vec<String> = (0..24).map(|n| format!("<li><a href=t{n}>Topic {n}</a> 3")).collect();
    let list = links.concat();
    let rows = |kind: &str| {
        let rows: Vec<String> = (0..24).map(|n| format!("{kind}: Topic {n} 3")).collect();
        rows.join("\n")
    };
    let nav = "<nav><a href=a>Home</a></nav>";
    check(
        &format!("{nav}<h1>Topics</h1><ul>{list}</ul>"),
        &format!("nav: Home\ntitle: Topics\n{}", rows("listitem")),
    );
    // where there is a text, the list is not what the page is for
    let text = "The lodge met in the hall at noon and sat until the lamps were lit, and nobody left.";
    check(
        &format!("{nav}<h1>Topics</h1><p>{text}</p><ul>{list}</ul>"),
        &format!("nav: Home\ntitle: Topics\nparagraph: {text}\n{}", rows("nav")),
    );
    // the index of a printed book
    check(
        "<p>Text<table><tr><td><a href=#1>Bread</a><td><a href=#1>1</a><tr><td><a href=#9>Peace</a><td><a href=#9>9</a><tr><td><a href=#12>Land</a><td><a href=#12>12</a></table>",
        "paragraph: Text\ntablerow: Bread\\t1\ntablerow: Peace\\t9\ntablerow: Land\\t12",
    );
}

#[test]
fn rows_of_links_that_recur_are_chrome() {
    let song = |n: u32| {
        format!("<h3>Song {n}</h3><p>[<a href=l{n}>Listen</a>] [<a href=p{n}>PDF</a>]</p><p>Words {n}.</p>")
    };
    check(
        &(1..=3).map(song).collect::<String>(),
        &(1..=3)
            .map(|n| format!("h3: Song {n}\nnav: [Listen] [PDF]\nparagraph: Words {n}."))
            .collect::<Vec<_>>()
            .join("\n"),
    );
    // one link alone may be who speaks
    let speech = |n: u32| format!("<p><a href=m>Mr. Reed</a></p><p>Words {n}.</p>");
    check(
        &(1..=3).map(speech).collect::<String>(),
        &(1..=3)
            .map(|n| format!("paragraph: Mr. Reed\nparagraph: Words {n}."))
            .collect::<Vec<_>>()
            .join("\n"),
    );
}

#[test]
fn the_text_itself_is_no_chrome() {
    let text = "The lodge met in the hall at noon and sat until the lamps were lit, and nobody left early.";
    for class in
        ["entry share", "l-sidebar-fixed l-article-body", "widget Blog", "paywall", "report__part--ads"]
    {
        check(
            &format!("<p>{text}</p><p>{text}</p><p>{text}</p><div class='{class}'><p>Text.</div>"),
            &format!("paragraph: {text}\nparagraph: {text}\nparagraph: {text}\nparagraph: Text."),
        );
    }
    let long = text.repeat(3);
    check(
        &format!("<header><h1>Bread</h1><p>{long}</header><p>{long}<p>{long}"),
        &format!("title: Bread\nparagraph: {long}\nparagraph: {long}\nparagraph: {long}"),
    );
}

#[test]
fn old_pages_have_headings_too() {
    check(
        "<p><font size=5><b>Thrown out</b></font></p><p>Text.</p><p><b>The rest</b></p>",
        "title: Thrown out\nparagraph: Text.\nh4: The rest",
    );
}

#[test]
fn preformatted_lines() {
    check("<pre>one\n  two\n\nthree</pre>", "paragraph: one\\n  two\nparagraph: three");
    check(
        "<pre><b>one</b>\ntwo <i>three</i>  four\n\n<b>five</b>\n\nsix\n</pre>",
        "paragraph: one\\ntwo three four\nparagraph: five\nparagraph: six",
    );
}

#[test]
fn deep_nesting_is_flattened_in_time() {
    for tag in ["div", "table><tr><td", "ul><li", "b", "blockquote", "span", "font size=2"] {
        let page = format!("<{tag}>x ").repeat(100_000);
        let start = std::time::Instant::now();
        let (out, ..) = render(&page);
        assert_eq!(out.matches('x').count(), 100_000, "{tag}");
        assert!(start.elapsed().as_secs() < 20, "{tag}: {:?}", start.elapsed());
    }
}

#[test]
fn many_attributes_take_no_time() {
    let mut page = String::from("<p ");
    for n in 0..200_000 {
        page.push_str(&format!("a{n}=\"{n}\" "));
    }
    page.push_str(">text");
    check(&page, "paragraph: text");
    check(&("<a \"".repeat(100_000) + "><p>text"), "paragraph: text");
    check(&("<!--".repeat(100_000) + "><p>text"), "paragraph: text");
}

/// What never comes is looked for once, not from every place again.
#[test]
fn ends_that_never_come_take_no_time() {
    for part in ["<!--", "</x", "<?php", "<? ", "<!x", "<title>x", "<script>x", "<style></x>", "</ "] {
        let start = std::time::Instant::now();
        let mut draft = Draft::default();
        page(&("<p>text ".to_owned() + &part.repeat(400_000)), &mut draft, &Options::default());
        assert!(draft.text.contains("text"), "{part}");
        assert!(start.elapsed().as_secs() < 20, "{part}: {:?}", start.elapsed());
    }
}

#[test]
fn fixed_spaces_are_no_block() {
    check("<p>&nbsp;</p><p>one&nbsp;</p>", "paragraph: one");
}

#[test]
fn json_ld_tells_the_date_and_the_author() {
    let page = |json: &str| format!("<script type='application/ld+json'>{json}</script><p>Text.");
    let check = |json: &str, date: Option<&str>, author: Option<&str>| {
        let (_, draft, _) = render(&page(json));
        let found = draft.metadata.date.map(|date| date.to_string());
        assert_eq!((found.as_deref(), draft.metadata.first("author")), (date, author), "{json}");
    };
    let article = r#"{"@type":"NewsArticle","datePublished":"2019-11-18T09:00Z","author":{"@type":"Person","name":"Ada Reed"}}"#;
    check(article, Some("2019-11-18"), Some("Ada Reed"));
    check(
        &format!("{{\"@graph\":[{{\"@type\":\"Organization\",\"name\":\"Mill\"}},{article}]}}"),
        Some("2019-11-18"),
        Some("Ada Reed"),
    );
    check(
        r#"[{"@type":["Article"],"datePublished":"1 May 1986","author":["Ada Reed"]}]"#,
        Some("1986-05-01"),
        Some("Ada Reed"),
    );
    check(r#"{"@type":"Event","datePublished":"2019-11-18"}"#, None, None);
    check(r#"{"@type":"Article","datePublished":"2019-02-30"}"#, None, None);
    check("{\"@type\":\"Article\", broken", None, None);
}
