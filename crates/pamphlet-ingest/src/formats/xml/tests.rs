//! Whole documents in, blocks and speeches out: a table for each vocabulary.

use super::*;
use pamphlet_document::{BlockKind, TextRange, field};

/// Blocks, one a line: kind, speaker, text.
fn shown(draft: &Draft) -> String {
    let mut out = String::new();
    for block in &draft.blocks {
        let kind = match block.kind {
            BlockKind::Heading(level) => format!("h{level}"),
            other => format!("{other:?}").to_lowercase(),
        };
        let chrome = if block.role.is_chrome() { "~" } else { "" };
        let lang = block.lang.as_ref().map(|lang| format!("[{lang}]")).unwrap_or_default();
        let who =
            block.speech.map(|at| format!(" <{}>", draft.speeches[at as usize].speaker)).unwrap_or_default();
        let text = draft.text[block.range.span()].replace('\n', "/").replace('\t', "|");
        out.push_str(&format!("{chrome}{kind}{lang}{who}: {text}\n"));
    }
    out
}

#[track_caller]
fn check(unit: &str, expected: &str) -> Draft {
    let draft = read(unit);
    let lines: Vec<_> = expected.trim().lines().map(str::trim).collect();
    assert_eq!(shown(&draft).trim().lines().collect::<Vec<_>>(), lines, "{unit}");
    places(unit, &draft);
    draft
}

/// Every letter of the text stands in the file where the map says, or comes from a reference there.
#[track_caller]
fn places(unit: &str, draft: &Draft) {
    let map = draft.map.clone().finish();
    assert_eq!(map.text_len() as usize, draft.text.len());
    for (at, c) in draft.text.char_indices().filter(|(_, c)| !c.is_whitespace()) {
        let range = TextRange::new(at as u32, (at + c.len_utf8()) as u32);
        let source = map.source_of(range);
        let there = &unit[source.start as usize..source.end as usize];
        assert!(there.contains(c) || there.starts_with('&'), "{c:?} at {at} is {there:?}");
    }
}

#[test]
fn any_xml() {
    check("<a><c>One</c><c>two &amp; three</c></a>", "paragraph: One\nparagraph: two & three");
    check("<r><p>See <x>this</x>, and<x>that</x>one.</p></r>", "paragraph: See this, and that one.");
    check("<r><p>un<b>believ</b>able</p>\n<p/></r>", "paragraph: unbelievable");
    check("<r>One\ntwo\n\n  three</r>", "paragraph: One two\nparagraph: three");
    check("<r><list><item>a</item><item>b</item></list></r>", "listitem: a\nlistitem: b");
    check("<r><row><cell>a</cell><cell>b c</cell></row></r>", "tablerow: a|b c");
    check("<r><![CDATA[x < y]]> &#8217;t</r>", "paragraph: x < y ’t");
    check("<r attribute='never read'>x</r>", "paragraph: x");
    check("<r>a<br/>b</r>", "paragraph: a/b");
    check("", "");
    check("<r/>", "");
}

#[test]
fn what_the_root_states() {
    let draft = check(
        "<speech title='bread_and_peace' speaker='A. Lind' date='1912-05-03'><p>Friends!</p></speech>",
        "title: bread_and_peace\nmetadataline <A. Lind>: A. Lind\nparagraph <A. Lind>: Friends!",
    );
    assert_eq!(draft.metadata.title.as_deref(), Some("bread and peace"));
    assert_eq!(draft.metadata.date.map(|date| date.to_string()).as_deref(), Some("1912-05-03"));
    let draft = check(
        "<text title='Bread' author='A &amp; B' date='May 1912'>x</text>",
        "title: Bread\nparagraph: x",
    );
    assert_eq!(draft.metadata.first(field::AUTHOR), Some("A & B"));
    assert_eq!(draft.metadata.date.map(|date| date.to_string()).as_deref(), Some("1912-05"));
    // the date of a file, and a title of its own
    let draft = check("<r date='2001-02-03'>x</r>", "paragraph: x");
    assert_eq!(draft.metadata.date, None);
    check("<r title='Menu'><title>Bread</title><p>x</p></r>", "title: Bread\nparagraph: x");
}

#[test]
fn feeds_and_fields() {
    let draft = check(
        "<rss><channel><title>Dispatch</title><item><title>Strike</title><pubDate>Tue, 3 May 2005</pubDate>\
         <author>A. Reed</author><p>It is on.</p></item></channel></rss>",
        "title: Dispatch\nh1: Strike\nmetadataline: Tue, 3 May 2005\nmetadataline: A. Reed\nparagraph: It is on.",
    );
    assert_eq!(draft.metadata.date.map(|date| date.to_string()).as_deref(), Some("2005-05-03"));
    assert_eq!(draft.metadata.first(field::AUTHOR), Some("A. Reed"));
    let draft = check(
        "<rdf:RDF><b><creator><name>Reed, Ada</name><born>1837</born></creator><language>eng</language>\
         <title>Tides</title></b></rdf:RDF>",
        "title: Tides\nmetadataline: Reed, Ada\nmetadataline: 1837\nmetadataline: eng",
    );
    assert_eq!(draft.metadata.first(field::AUTHOR), Some("Reed, Ada"));
    assert_eq!(draft.metadata.first(field::LANG), Some("en"));
}

#[test]
fn entities_of_the_file_and_of_others() {
    let unit =
        "<!DOCTYPE r [<!ENTITY u 'the  union'><!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&u; &x; &no;</r>";
    let draft = check(unit, "paragraph: the union &x; &no;");
    assert_eq!(draft.notes.len(), 1);
    assert_eq!(draft.notes[0].code, "xml-entity-refused");
}

#[test]
fn tei_speeches() {
    let draft = check(
        "<TEI xml:lang='en'><teiHeader><titleStmt><title>Sitting 4</title><meeting ana='#parla.uni #parla.sitting'>4\
         </meeting></titleStmt><sourceDesc><date when='2011-02-03'/></sourceDesc><listOrg><org xml:id='party.L'>\
         <orgName>Left List</orgName></org></listOrg><listPerson><person xml:id='RA'><persName><surname>Reed</surname>\
         <forename>Ada</forename></persName><affiliation ref='#party.L'/></person></listPerson></teiHeader><text><body>\
         <head>Bread</head><note type='speaker'>The Chair (Tom Hall):</note>\
         <u who='#HallTom' ana='#chair'><seg>Order. <note>Bell.</note> I call her.</seg></u>\
         <vocal><desc>Noise</desc></vocal><u who='#RA'><seg>One.</seg><seg xml:lang='fr'>Deux.</seg></u>\
         <u who='#X.1'><seg>Two.</seg></u><u who='#RA'/></body></text></TEI>",
        "title: Sitting 4
         ~metadataline: 4
         ~metadataline: Left List
         ~metadataline: Reed Ada
         h1: Bread
         metadataline: The Chair (Tom Hall):
         paragraph <Tom Hall>: Order.
         interjection <Tom Hall>: Bell.
         paragraph <Tom Hall>: I call her.
         interjection: Noise
         paragraph <Ada Reed>: One.
         paragraph[fr] <Ada Reed>: Deux.
         paragraph <X.1>: Two.",
    );
    assert_eq!(draft.speeches[1].party.as_deref(), Some("Left List"));
    assert_eq!(draft.metadata.first("sitting"), Some("4"));
    assert_eq!(draft.metadata.fields[field::SPEAKER], ["Tom Hall", "Ada Reed", "X.1"]);
    assert_eq!(draft.metadata.date.map(|date| date.to_string()).as_deref(), Some("2011-02-03"));
}

#[test]
fn tei_prose_and_verse() {
    check(
        "<TEI><text><body><pb n='7'/><p>We <choice><sic>maet</sic><corr>meet</corr></choice> at <lb/>noon.\
         <note place='foot'>Or one.</note></p><lg><l>Bread and</l><l>salt</l></lg><quote><p>So it is.</p></quote>\
         <list><item>one</item></list><table><row><cell>a</cell><cell>b</cell></row></table></body></text></TEI>",
        "paragraph: We maet meet at/noon.
         footnote: Or one.
         verse: Bread and/salt
         quote: So it is.
         listitem: one
         tablerow: a|b",
    );
}

#[test]
fn tei_words_are_running_text() {
    check(
        "<TEI><teiHeader/><text><body><u who='#a'><seg>\n<s>\n<pc join='right'>(</pc>\n<w>We</w>\n<w>don't<w norm='do'/></w>\
         \n<name>\n<w>stop</w>\n</name>\n<pc join='left'>.</pc>\n</s>\n<s>\n<w>Never</w>\n</s></seg></u></body></text></TEI>",
        "paragraph <a>: (We don't stop. Never",
    );
}

#[test]
fn hansard_of_canada() {
    let draft = check(
        "<Hansard xml:lang='EN'><ExtractedInformation><ExtractedItem Name='Institution'>House</ExtractedItem><ExtractedItem \
         Name='Date'>Monday, May 2, 2011</ExtractedItem></ExtractedInformation><OrderOfBusiness><OrderOfBusinessTitle>Orders\
         </OrderOfBusinessTitle><SubjectOfBusiness><SubjectOfBusinessTitle>Mines</SubjectOfBusinessTitle><Intervention>\
         <PersonSpeaking><Affiliation>Ms. Ada Reed (Leeds, NDP)</Affiliation>: </PersonSpeaking><Content><ParaText>The\
         <Affiliation>Minister</Affiliation> lied. He is <I>un</I>fit.</ParaText><ProceduralText>Vote</ProceduralText>\
         </Content></Intervention></SubjectOfBusiness></OrderOfBusiness></Hansard>",
        "title: House
         ~metadataline: Monday, May 2, 2011
         h1: Orders
         h2: Mines
         metadataline <Ms. Ada Reed>: Ms. Ada Reed (Leeds, NDP):
         paragraph <Ms. Ada Reed>: The Minister lied. He is unfit.
         interjection <Ms. Ada Reed>: Vote",
    );
    assert_eq!(draft.speeches[0].party.as_deref(), Some("NDP"));
    assert_eq!(draft.metadata.date.map(|date| date.to_string()).as_deref(), Some("2011-05-02"));
}

#[test]
fn hansard_of_others() {
    let draft = check(
        "<publicwhip><major-heading>Oral</major-heading><minor-heading>Mines</minor-heading><speech \
         id='uk.org.publicwhip/debate/2010-01-05a.1.0' speakername='Ada Reed' speakeroffice='Minister'><p>No.</p></speech>\
         <speech nospeaker='true'><p>The House rose.</p></speech></publicwhip>",
        "h1: Oral
         h2: Mines
         metadataline <Ada Reed>: Ada Reed
         paragraph <Ada Reed>: No.
         paragraph: The House rose.",
    );
    assert_eq!(draft.speeches[0].role.as_deref(), Some("Minister"));
    assert_eq!(draft.metadata.date.map(|date| date.to_string()).as_deref(), Some("2010-01-05"));
    let draft = check(
        "<hansard><session.header><date>2010-02-03</date></session.header><debate><debateinfo><title>BILLS</title></debateinfo>\
         <speech><talk.start><talker><name role='metadata'>Reed, Ada</name><name role='display'>Ms REED</name><party>ALP\
         </party></talker><para>Yes.</para></talk.start><interjection><talk.start><talker><name>Mr HALL</name></talker>\
         <para>Shame!</para></talk.start></interjection></speech></debate></hansard>",
        "~metadataline: 2010-02-03
         h1: BILLS
         ~metadataline <Reed, Ada>: Reed, Ada|Ms REED|ALP
         paragraph <Reed, Ada>: Yes.
         ~metadataline <Reed, Ada>: Mr HALL
         interjection <Reed, Ada>: Shame!",
    );
    assert_eq!(draft.speeches[0].party.as_deref(), Some("ALP"));
    check(
        "<dbtplenarprotokoll><rede><p klasse='redner'><redner><name><vorname>Ada</vorname><nachname>Reed</nachname><fraktion>\
         SPD</fraktion></name></redner>Ada Reed (SPD):</p><p>Nein.</p><kommentar>(Beifall)</kommentar></rede>\
         </dbtplenarprotokoll>",
        "metadataline <Ada Reed>: Ada Reed SPD Ada Reed (SPD):
         paragraph <Ada Reed>: Nein.
         interjection <Ada Reed>: (Beifall)",
    );
    check(
        "<hansard><section><title>MINES</title><p><member>MR. REED</member><membercontribution>: No.</membercontribution></p>\
         <p>Never.</p></section><section><title>TIDES</title><p>The House rose.</p></section></hansard>",
        "h1: MINES
         paragraph <MR. REED>: MR. REED: No.
         paragraph <MR. REED>: Never.
         h1: TIDES
         paragraph: The House rose.",
    );
}

#[test]
fn akoma_ntoso() {
    let draft = check(
        "<akomaNtoso><debate><meta><FRBRWork><FRBRdate date='3000-01-01' name='generation'/></FRBRWork><references>\
         <TLCPerson id='reed' showAs='Ms A REED'/></references></meta><preface><p>Friday, <docDate date='2012-05-11'>11 May\
         </docDate></p></preface><debateBody><debateSection><heading>SITTING</heading><debateSection><heading>MINES</heading>\
         <speech by='#hall'><from>The CHAIR (Mr T HALL)</from><p>Order!</p></speech><scene>Noise</scene>\
         <speech by='#reed'><p>No.</p></speech></debateSection></debateSection></debateBody></debate></akomaNtoso>",
        "title: SITTING
         paragraph: Friday, 11 May
         h1: MINES
         metadataline <Mr T HALL>: The CHAIR (Mr T HALL)
         paragraph <Mr T HALL>: Order!
         interjection: Noise
         paragraph <Ms A REED>: No.",
    );
    assert_eq!(draft.speeches[0].role.as_deref(), Some("The CHAIR"));
    assert_eq!(draft.metadata.date.map(|date| date.to_string()).as_deref(), Some("2012-05-11"));
}

#[test]
fn laws() {
    let draft = check(
        "<document><num>8-31</num><heading>Commons Act</heading><meta><effective>1989-09-20</effective></meta><section><num>1.\
         </num><heading>Name</heading><text>This is <cite>the Act</cite>.</text><para><num>(a)</num><text>It binds.</text>\
         </para><para><num>(b)</num></para></section><annotations><annotation>Sept. 20, 1989</annotation></annotations>\
         </document>",
        "title: 8-31 Commons Act
         ~metadataline: 1989-09-20
         h1: 1. Name
         paragraph: This is the Act.
         paragraph: (a) It binds.
         paragraph: (b)
         footnote: Sept. 20, 1989",
    );
    assert_eq!(draft.metadata.date.map(|date| date.to_string()).as_deref(), Some("1989-09-20"));
    // what a bill is to do is its title, not that it is one
    check(
        "<bill><docTitle>A BILL</docTitle><officialTitle>To give bread to all.</officialTitle><section><num>1.</num><heading>Name\
         </heading><content>It is the Bread Act.</content></section></bill>",
        "title: To give bread to all.
         h1: A BILL
         h2: 1. Name
         paragraph: It is the Bread Act.",
    );
}

#[test]
fn questions_and_answers_of_public_whip() {
    check(
        "<publicwhip><minor-heading>Bread</minor-heading><ques id='uk.org.publicwhip/wrans/1999-03-05.1.0' speakername='Ada Reed'><p>To \
         ask what bread costs.</p></ques><reply speakername='Jo Hall'><p>Too much.</p></reply></publicwhip>",
        "h2: Bread
         metadataline <Ada Reed>: Ada Reed
         paragraph <Ada Reed>: To ask what bread costs.
         metadataline <Jo Hall>: Jo Hall
         paragraph <Jo Hall>: Too much.",
    );
}

#[test]
fn pages_of_a_pdf() {
    let draft = check(
        "<pdf2xml><page number='3'>\n<text top='10' left='5' width='20' height='12'>F</text>\n<text top='13' left='25' width='30' \
         height='8'><b>IFTH</b></text>\n<text top='10' left='70' width='9' height='12'>year</text>\n<text top='26' left='5' \
         width='9' height='12'>of it</text>\n<text top='80' left='5' width='9' height='12'>End</text>\n</page></pdf2xml>",
        "paragraph: FIFTH year/of it\nparagraph: End",
    );
    assert_eq!(draft.pages, [(0, 3)]);
}

#[test]
fn broken_and_hostile_xml_keeps_its_text() {
    let draft = check(
        "<r><p>one</p><p>two < three</p><q a='>four</q></r>",
        "paragraph: one\nparagraph: two < three\nparagraph: four",
    );
    assert_eq!(draft.notes.len(), 1);
    assert_eq!(draft.notes[0].place.map(|place| place.start), Some(20));
    check("<r><p>one<b>two</p><p>three</r>", "paragraph: onetwo\nparagraph: three");
    check("</x>one</y>", "paragraph: one");
    let deep = "<a>".repeat(200_000) + "deep" + &"</a>".repeat(200_000);
    check(&deep, "paragraph: deep");
    let wide = format!("<a {}>wide</a>", (0..1_000_000).map(|n| format!("a{n}='' ")).collect::<String>());
    check(&wide, "paragraph: wide");
    let mut bomb = "<!DOCTYPE a [<!ENTITY l0 'lol'>".to_owned();
    for n in 1..10 {
        bomb += &format!("<!ENTITY l{n} '{}'>", format!("&l{};", n - 1).repeat(10));
    }
    check(&(bomb + "]><a>x &l9;</a>"), "paragraph: x &l9;");
}

#[test]
fn declared_encodings() {
    assert_eq!(declared(b"<?xml version='1.0' encoding=\"ISO-8859-2\"?><a/>"), Some("ISO-8859-2"));
    assert_eq!(declared(b"\xef\xbb\xbf<?xml version=\"1.0\" encoding = 'utf-8' ?>"), Some("utf-8"));
    assert_eq!(declared(b"<?xml version='1.0'?><a encoding='x'/>"), None);
    assert_eq!(declared(b"<a/>"), None);
}

#[test]
fn languages_of_tags() {
    for (tag, expected) in
        [("sk", Some("sk")), ("EN", Some("en")), ("en-GB", Some("en")), ("deu", Some("de"))]
    {
        assert_eq!(language(tag), expected);
    }
    for tag in ["", "x", "zz", "english", "é"] {
        assert_eq!(language(tag), None);
    }
}
