//! What office documents and books state about themselves: Dublin Core and its neighbours.

use super::markup::{Token, Tokens, attribute};
use crate::structure::one_line;
use pamphlet_document::{Metadata, field};

/// Takes over the properties in a part; the title goes into [`Metadata::title`].
pub(crate) fn read(xml: &str, metadata: &mut Metadata) {
    let mut open: Option<(String, String)> = None;
    for token in Tokens::new(xml) {
        match token {
            Token::Open(start) => {
                let name = start.local_name().as_ref().to_owned();
                let name = match name.as_str() {
                    // `<meta:user-defined meta:name="Organisation">`
                    "user-defined" => attribute(&start, "name").unwrap_or_default().to_lowercase(),
                    _ => name,
                };
                open = Some((name, String::new()));
            }
            Token::Text(text) => {
                if let Some((_, value)) = &mut open {
                    value.push_str(&text);
                }
            }
            Token::Close(_) => {
                if let Some((name, value)) = open.take() {
                    keep(&name, &one_line(&value), metadata);
                }
            }
        }
    }
}

/// One property.
pub(crate) fn keep(name: &str, value: &str, metadata: &mut Metadata) {
    if value.is_empty() {
        return;
    }
    let name = match name {
        "title" => {
            metadata.title.get_or_insert_with(|| value.to_owned());
            return;
        }
        "creator" | "initial-creator" | "author" => field::AUTHOR,
        "company" | "Company" | "organisation" | "organization" => field::ORG,
        "publisher" => "publisher",
        "language" => {
            let short: String = value.chars().take_while(|c| c.is_ascii_alphabetic()).collect();
            if short.len() == 2 {
                metadata.add(field::LANG, &short.to_ascii_lowercase());
            }
            return;
        }
        "subject" | "description" | "category" | "rights" => name,
        "keyword" | "keywords" => "keywords",
        "created" | "creation-date" => return day("created", value, metadata),
        "modified" => return day("modified", value, metadata),
        "identifier" => "identifier",
        _ => return,
    };
    // names that programs put in by themselves
    if !["unknown", "user", "admin", "microsoft office user"].contains(&&*value.to_lowercase()) {
        metadata.add(name, value);
    }
}

/// The day of a time stamp of ISO 8601: when the FILE was made, so it is no date of the document.
fn day(name: &str, value: &str, metadata: &mut Metadata) {
    let day = value.get(..10).unwrap_or(value);
    if let Ok(date) = day.parse::<pamphlet_document::PartialDate>() {
        metadata.add(name, &date.to_string());
    }
}
