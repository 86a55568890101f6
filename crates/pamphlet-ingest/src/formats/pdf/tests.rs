//! A PDF written by hand, whole and broken.

// what is skipped says so
#![allow(clippy::print_stderr)]

use super::{frames, poppler, write_frames};
use crate::formats::archive::tests::read;

/// A PDF whose pages have these lines; `pages` is the root of the tree of pages.
fn pdf(pages: &[&[&str]], root: &str) -> Vec<u8> {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + page * 2)).collect();
    objects.push(match root {
        "" => format!("<< /Type /Pages /Kids [{}] /Count {} >>", kids.join(" "), kids.len()),
        root => root.to_owned(),
    });
    objects
        .push("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned());
    for (number, lines) in pages.iter().enumerate() {
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 600] /Resources << /Font << /F1 3 0 R >> >> /Contents {} 0 R >>",
            5 + number * 2
        ));
        let mut content = "BT /F1 12 Tf 14 TL 50 550 Td".to_owned();
        for line in *lines {
            content.push_str(&format!(" ({line}) Tj T*"));
        }
        content.push_str(" ET");
        objects.push(format!("<< /Length {} >>\nstream\n{content}\nendstream", content.len()));
    }
    let mut out = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(out.len());
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let table = out.len();
    out.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for place in places {
        out.extend(format!("{place:010} 00000 n \n").bytes());
    }
    let size = objects.len() + 1;
    out.extend(format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n").bytes());
    out
}

const PAGES: [&[&str]; 2] = [&["The pit must stay open.", "So say we all."], &["Bread and peace."]];

#[test]
fn the_child_writes_each_page() {
    let mut out = Vec::new();
    write_frames(&pdf(&PAGES, ""), &mut out).unwrap();
    let found = frames::parse(&out).unwrap();
    assert_eq!(found.pages.len(), 2);
    assert!(found.pages[0].contains("The pit must stay open."), "{:?}", found.pages);
    assert!(found.pages[1].contains("Bread and peace."));
}

#[test]
fn pages_have_their_numbers() {
    if !poppler::installed() {
        eprintln!("skipped: pdftotext is not installed");
        return;
    }
    let (documents, failed) = read("a.pdf", &pdf(&PAGES, ""));
    assert_eq!(failed, Vec::<String>::new());
    let document = &documents[0];
    assert_eq!(document.passages.last().and_then(|passage| passage.page), Some(2));
    assert!(document.text.contains("The pit must stay open.\nSo say we all."), "{}", document.text);
}

#[test]
fn broken_ones_are_named() {
    if !poppler::installed() {
        eprintln!("skipped: pdftotext is not installed");
        return;
    }
    let circle = pdf(&PAGES, "<< /Type /Pages /Kids [2 0 R] /Count 1 >>");
    let whole = pdf(&PAGES, "");
    for bytes in [&circle[..], &whole[..40], b"%PDF-1.4\n\0"] {
        let (documents, failed) = read("a.pdf", bytes);
        assert_eq!((documents.len(), failed.len()), (0, 1), "{failed:?}");
    }
}

proptest::proptest! {
    /// Whatever another process answers.
    #[test]
    fn any_answer_is_read(parts in proptest::collection::vec(proptest::sample::select(vec![
        "<title>", "</title>", "<pre>\n", "</pre>", "<meta name=\"Author\" content=\"", "\"/>", "\u{c}", "\n", "Bread and peace", " 12 ", "&amp;",
        "P\0\0\0\0", "P\u{5}\0\0\0hello", "F\0\0\0\0", "I\u{8}\0\0\0Title\0ab", "E\0\0\0\0", "X\0\0\0\0", "é",
    ]), 0..40)) {
        super::read_answer(parts.concat().as_bytes());
    }
}
