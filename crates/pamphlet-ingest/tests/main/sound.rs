//! What a document is that keeps every law of `pamphlet-document`; the targets in `fuzz/` ask the same.

use pamphlet_document::{Document, TextRange};

/// Panics where a document is not sound.
pub fn check(document: &Document, bytes: &[u8]) {
    let text = &document.text;
    let mut last = 0;
    for block in &document.blocks {
        assert!(block.range.start >= last && block.range.end > block.range.start, "{block:?}");
        assert_eq!(text[last as usize..block.range.start as usize].trim(), "", "text between blocks");
        let body = &text[block.range.span()];
        assert_eq!(body, body.trim(), "white space at the ends");
        if let Some(speech) = block.speech {
            assert!(document.speeches[speech as usize].range.contains(block.range));
        }
        last = block.range.end;
    }
    assert_eq!(text[last as usize..].trim(), "", "text after the last block");
    let mut words = String::new();
    let mut last = 0;
    for passage in &document.passages {
        assert!(passage.range.start >= last);
        let block = &document.blocks[passage.block as usize];
        assert!(block.range.contains(passage.range) && passage.range.len() <= 4_000);
        assert!(passage.section.is_none_or(|section| section <= passage.block));
        let body = &text[passage.range.span()];
        assert_eq!(body, body.trim());
        words.push_str(body);
        last = passage.range.end;
    }
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert_eq!(squeezed(&words), squeezed(text), "passages hold all text");
    assert_eq!(document.source_map.text_len() as usize, text.len());
    // the places of a member, and of what a packed file holds, are in its own bytes, which may be more than those of the
    // file: `finish` asserts those of members
    const PACKED: [&[u8]; 4] = [b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd"];
    if !document.path.contains("!/") && !PACKED.iter().any(|head| bytes.starts_with(head)) {
        let end = document.source_map.source_of(TextRange::new(0, text.len() as u32)).end;
        assert!(
            end <= bytes.len() as u64,
            "the map of {} ({:?}) leads to {end}, out of {} bytes",
            document.path,
            document.metadata.first("type"),
            bytes.len()
        );
    }
    assert_eq!(document.id.len(), 16);
}

/// Every plain letter of the text is the letter at its place in the file.
pub fn check_places(document: &Document, bytes: &[u8]) {
    for (at, letter) in document.text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_alphanumeric()) {
        let place = document.source_map.source_of(TextRange::new(at as u32, at as u32 + 1));
        let found = &bytes[place.start as usize..place.end as usize];
        assert!(found == [letter], "{:?} at {place:?}: {found:?}\nof {:?}", letter as char, document.text);
    }
}
