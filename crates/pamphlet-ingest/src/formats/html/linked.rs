//! JSON-LD: what a page says of its article for search engines. Only the article's own title, dates, author and
//! publisher are taken, and only where nothing else on the page gives them; broken JSON says nothing.

use super::tokens::Page;
use crate::formats::records::json::{self, Value};
use crate::{Options, dates};
use pamphlet_document::{Metadata, field};
use std::ops::Range;

/// The most bytes of one block that are looked at.
const LONGEST: usize = 1 << 20;

/// Kinds of things whose properties are the page's own; `Article` stands for all whose name ends so.
const KINDS: [&str; 10] = [
    "BlogPosting",
    "Report",
    "WebPage",
    "CreativeWork",
    "Legislation",
    "SpeechAct",
    "LiveBlogPosting",
    "DiscussionForumPosting",
    "Book",
    "DigitalDocument",
];

/// Adds what the blocks of JSON-LD say.
pub(super) fn metadata(unit: &str, page: &Page, metadata: &mut Metadata, options: &Options) {
    for range in page.json_ld.iter().filter(|range| range.len() <= LONGEST) {
        let text = &unit[range.clone()];
        if let Ok((value, _)) = json::value(text, json::skip_white(text, 0)) {
            let mut reader = Reader { text, metadata, options };
            reader.things(&value);
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    metadata: &'a mut Metadata,
    options: &'a Options,
}

impl Reader<'_> {
    /// Looks through lists and graphs for the article.
    fn things(&mut self, value: &Value) {
        // the parser has limited how deep this goes
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.things(value)),
            Value::Object(members) => {
                let kind = self.get(members, "@type").and_then(|kind| self.string(kind));
                if kind.is_some_and(|kind| kind.ends_with("Article") || KINDS.contains(&&*kind)) {
                    self.article(members);
                } else if let Some(graph) = self.get(members, "@graph") {
                    self.things(graph);
                }
            }
            _ => {}
        }
    }

    fn article(&mut self, members: &[(Range<usize>, Value)]) {
        let date = |reader: &Self, name: &str| {
            let value = reader.get(members, name).and_then(|value| reader.string(value))?;
            dates::of_value(&value, reader.options.date_order).map(|found| found.date)
        };
        if self.metadata.date.is_none() {
            self.metadata.date = date(self, "datePublished").or_else(|| date(self, "dateCreated"));
        }
        if !self.metadata.fields.contains_key(field::UPDATED)
            && let Some(updated) = date(self, "dateModified")
        {
            self.metadata.add(field::UPDATED, &updated.to_string());
        }
        for (name, field) in [("author", field::AUTHOR), ("publisher", "publisher")] {
            if !self.metadata.fields.contains_key(field)
                && let Some(value) = self.get(members, name)
            {
                for name in self.names(value) {
                    self.metadata.add(field, &name);
                }
            }
        }
    }

    /// A name, that of a thing, or those of several.
    fn names(&self, value: &Value) -> Vec<String> {
        match value {
            Value::Array(values) => values.iter().take(20).flat_map(|value| self.names(value)).collect(),
            Value::Object(members) => {
                self.get(members, "name").and_then(|name| self.string(name)).into_iter().collect()
            }
            value => self.string(value).into_iter().collect(),
        }
    }

    fn get<'v>(&self, members: &'v [(Range<usize>, Value)], name: &str) -> Option<&'v Value> {
        members.iter().find(|(key, _)| &self.text[key.clone()] == name).map(|(_, value)| value)
    }

    /// A string in one line, or the first of a list of them; addresses and long texts are none.
    fn string(&self, value: &Value) -> Option<String> {
        match value {
            Value::String(range) => {
                let (text, _) = json::text_of(self.text, range.clone());
                let text = super::resolved(&text);
                (!text.is_empty() && text.len() <= 300 && !text.starts_with("http")).then_some(text)
            }
            Value::Array(values) => values.first().and_then(|first| match first {
                Value::String(_) => self.string(first),
                _ => None,
            }),
            _ => None,
        }
    }
}
