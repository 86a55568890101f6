//! `pdftotext`: text in reading order with a blank line between blocks, a form feed after each page, and
//! the document's properties in the same answer.

use super::Pages;
use crate::Reason;
use crate::child;
use pamphlet_document::{Metadata, PartialDate, field};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// Whether the program is there; asked once.
pub(super) fn installed() -> bool {
    static INSTALLED: OnceLock<bool> = OnceLock::new();
    *INSTALLED.get_or_init(|| {
        let mut command = Command::new("pdftotext");
        command.arg("-v").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().is_ok()
    })
}

/// Reads a file.
pub(super) fn read(bytes: &[u8]) -> Result<Pages, Reason> {
    let mut command = Command::new("pdftotext");
    command.args(["-htmlmeta", "-enc", "UTF-8", "-", "-"]);
    let answer = child::run(&mut command, bytes)?;
    if !answer.success && answer.output.is_empty() {
        if answer.complaints.contains("ncorrect password") {
            return Err(Reason::Encrypted);
        }
        let mut errors = answer.complaints.lines().filter(|line| line.contains("Error"));
        let what = errors.next_back().unwrap_or("pdftotext cannot read it").trim();
        return Err(Reason::Damaged(what.to_owned()));
    }
    Ok(parse(&String::from_utf8_lossy(&answer.output)))
}

/// Takes the answer apart.
pub(super) fn parse(html: &str) -> Pages {
    let (head, rest) = html.split_once("<pre>\n").unwrap_or(("", html));
    let body = rest.rsplit_once("</pre>").map_or(rest, |(body, _)| body);
    let body = unescape(body);
    let mut pages: Vec<String> = body.split('\u{c}').map(str::to_owned).collect();
    if pages.last().is_some_and(|page| page.trim().is_empty()) {
        pages.pop();
    }
    let mut metadata = Metadata::default();
    if let Some((_, title)) = head.split_once("<title>")
        && let Some((title, _)) = title.split_once("</title>")
    {
        property("Title", &unescape(title), &mut metadata);
    }
    for meta in head.split("<meta name=\"").skip(1) {
        if let Some((name, rest)) = meta.split_once("\" content=\"")
            && let Some((value, _)) = rest.rsplit_once("\"/>")
        {
            property(name, &unescape(value), &mut metadata);
        }
    }
    Pages { pages, metadata, failed: Vec::new() }
}

/// One property of the document, by its name in PDF.
pub(super) fn property(name: &str, value: &str, metadata: &mut Metadata) {
    let value = value.trim();
    let day = || value.get(..10).and_then(|day| day.parse::<PartialDate>().ok());
    match name {
        "Title" if !value.is_empty() => metadata.title = Some(value.to_owned()),
        "Author" => metadata.add(field::AUTHOR, value),
        "Subject" => metadata.add("subject", value),
        "Keywords" => metadata.add("keywords", value),
        // when the FILE was made, which is no date of the text
        "CreationDate" => metadata.add("created", &day().map(|day| day.to_string()).unwrap_or_default()),
        "ModDate" => metadata.add("modified", &day().map(|day| day.to_string()).unwrap_or_default()),
        _ => {}
    }
}

fn unescape(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_the_answer_apart() {
        let found = parse(
            "<html><head>\n<title>Bread &amp; Peace</title>\n<meta name=\"CreationDate\" content=\"2017-05-28T19:48:57+01\"/>\n\
             </head>\n<body>\n<pre>\nOne &lt;\n\u{c}Two\n\u{c}</pre>\n</body>",
        );
        assert_eq!(found.pages, ["One <\n", "Two\n"]);
        assert_eq!(found.metadata.title.as_deref(), Some("Bread & Peace"));
        assert_eq!(found.metadata.first("created"), Some("2017-05-28"));
    }
}
