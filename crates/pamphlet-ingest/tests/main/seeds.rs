//! Damaged texts in the shape of those that the project was started for: a capture of a party's page with
//! lost apostrophes, an address at its head and lines of metadata at its foot.

use super::sound;
use pamphlet_document::{BlockKind, Chrome, Role};
use pamphlet_ingest::Ingest;

const PAGE: &str = "Valley Miners Organization -- Upper Valley\n\nSpringfield, Ohio 45502\nUnited States\n\
The VMO has lodges in nine valleys. The following is a brief outline of its politics, as the members put it \
down at their last delegate meeting in the hall at Upper Valley, and as it has been printed since.\n\n\
Miners? Power\n\nAlthough miners dig the valley?s coal, they have no say over the pits. Only when the miners \
themselves hold the pits can the coal be dug for those who need it, and not for the owners and their banks.\n\n\
What We Want\n\nWe want the pits? books opened.\n\nThis is a local lodge.\nGeographical Scope: Local\n\
Added on 04-23-2001\nUpdated on 04-25-2001\n\n\n";

#[test]
fn a_page_with_lost_apostrophes() {
    let document = &Ingest::default().bytes("vmo.txt", PAGE.as_bytes()).expect("text")[0];
    sound::check(document, PAGE.as_bytes());
    let metadata = &document.metadata;
    assert_eq!(metadata.title.as_deref(), Some("Valley Miners Organization -- Upper Valley"));
    assert_eq!(metadata.date.map(|date| date.to_string()).as_deref(), Some("2001-04-23"));
    for (name, value) in [
        ("scope", "Local"),
        ("added", "2001-04-23"),
        ("updated", "2001-04-25"),
        ("org", "Valley Miners Organization"),
        ("place", "Springfield, Ohio"),
        ("address", "Springfield, Ohio 45502, United States"),
        ("lang", "en"),
        ("type", "text"),
    ] {
        assert_eq!(metadata.first(name), Some(value), "{name}");
    }
    let headings: Vec<_> = document
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Heading(_)))
        .map(|block| document.slice(block.range))
        .collect();
    assert_eq!(headings, ["Miners’ Power", "What We Want"]);
    assert_eq!(document.edits.len(), 3);
    for (edit, place) in &document.edits {
        assert_eq!(edit.old.as_bytes(), &PAGE.as_bytes()[place.start as usize..place.end as usize]);
    }
    assert!(!document.text.contains("? "));
}

#[test]
fn a_page_with_anchors_and_repeats() {
    let page = "Regional Lodges\n\nValley Miners\n\nValley Miners\n\nValley Miners\n\nThe Valley Miners have dug for forty \
years, and in all that time no owner has given them more than he was made to give.\n\nA Lodge for All\u{a0}\u{a0} (Top)\n\n\
Whoever works at the pit can join the lodge, above ground or below it, and has one vote.\n";
    let document = &Ingest::default().bytes("lodges.txt", page.as_bytes()).expect("text")[0];
    sound::check(document, page.as_bytes());
    let shape: Vec<_> =
        document.blocks.iter().map(|block| (block.kind, block.role, document.slice(block.range))).collect();
    let repeat = Role::Chrome(Chrome::RepeatedHeading);
    assert_eq!(shape[0], (BlockKind::Title, Role::Content, "Regional Lodges"));
    assert_eq!(shape[1], (BlockKind::Heading(2), Role::Content, "Valley Miners"));
    assert_eq!((shape[2].1, shape[3].1), (repeat, repeat));
    assert_eq!(shape[5], (BlockKind::Heading(2), Role::Content, "A Lodge for All"));
    assert_eq!(shape[6].1, Role::Chrome(Chrome::Anchor));
}

#[test]
fn a_plain_transcript_has_speeches() {
    let page = "The House met at noon.\n\nMr. SMITH (Leeds): I beg to move the second reading.\n\nIt is a short Bill.\n\n\
(Applause.)\n\nTHE CHAIRMAN. The question is put.\n\nMrs. O’BRIEN (Minister of Labour): I oppose it.\n";
    let document = &Ingest::default().bytes("debate.txt", page.as_bytes()).expect("text")[0];
    sound::check(document, page.as_bytes());
    let speakers: Vec<_> =
        document.speeches.iter().map(|speech| (speech.speaker.as_str(), speech.role.as_deref())).collect();
    assert_eq!(
        speakers,
        [("Mr. SMITH", None), ("THE CHAIRMAN", None), ("Mrs. O’BRIEN", Some("Minister of Labour"))]
    );
    let spoken: Vec<_> = document.blocks.iter().map(|block| block.speech).collect();
    assert_eq!(spoken, [None, Some(0), Some(0), Some(0), Some(1), Some(2)]);
    assert_eq!(document.blocks[3].kind, BlockKind::Interjection);
}
