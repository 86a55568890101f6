//! What stands around every view: the search box, the ways to the other views, and what narrows the search.

use super::link::Link;
use super::shown;
use crate::parameter::Given;

/// The parameters that all views keep.
const KEPT: [&str; 8] = ["q", "from", "to", "where", "phrase", "any", "stem", "duplicates"];

/// A view of a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum View {
    Hits,
    Concordance,
    Trend,
}

/// A way to somewhere.
#[derive(Clone, Debug, Default)]
pub(crate) struct Way {
    pub name: String,
    pub href: String,
    /// Whether it leads to where one is.
    pub on: bool,
}

/// The ways to the same with another value of a parameter, each a value and its name, from where `on` holds.
pub(crate) fn choices(here: &Link, parameter: &str, values: &[(&str, &str)], on: &str, to: &str) -> Vec<Way> {
    let way = |&(value, name): &(&str, &str)| Way {
        name: name.to_owned(),
        href: here.clone().with(parameter, value).to(to),
        on: value == on,
    };
    values.iter().map(way).collect()
}

/// The frame of a page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Shell {
    pub title: String,
    pub query: String,
    /// Where the search box leads.
    pub action: &'static str,
    /// What the search box keeps beside the query.
    pub hidden: Vec<(String, String)>,
    pub tabs: Vec<Way>,
    /// What narrows the search, each with the way to do without.
    pub chips: Vec<Way>,
    /// The way to do without all of it.
    pub clear: String,
    pub from: String,
    pub to: String,
    pub phrase: bool,
    pub any: bool,
    pub full: bool,
    pub show: bool,
    /// Whether the boxes of the options are on the page.
    pub options: bool,
}

impl Shell {
    /// A page that is no search.
    pub fn plain(title: &str) -> Self {
        Self { title: title.to_owned(), action: "/", ..Self::default() }
    }

    /// A view of a search.
    pub fn of(given: &Given, view: View, title: &str) -> Self {
        let kept = Link::of(given).only(&KEPT);
        let action = match view {
            View::Hits => "/",
            View::Concordance => "/concordance",
            View::Trend => "/trend",
        };
        let tab = |name: &str, path: &str, on: bool| Way { name: name.to_owned(), href: kept.to(path), on };
        let own: &[&str] = match view {
            View::Hits => &["where", "sort"],
            View::Concordance => &["where", "sort"],
            View::Trend => &["where", "by", "show"],
        };
        let query = given.value("q").unwrap_or_default();
        let text = |name: &str| given.value(name).unwrap_or_default().to_owned();
        let here = Link::of(given).without("page");
        let chips = chips(given, &here, action);
        let mut clear = here;
        for name in ["from", "to", "where", "phrase", "any", "stem", "duplicates"] {
            clear = clear.without(name);
        }
        Self {
            title: if query.is_empty() { title.to_owned() } else { format!("{query} · {title}") },
            query: query.to_owned(),
            action,
            hidden: Link::of(given).only(own).fields().to_vec(),
            tabs: vec![
                tab("Hits", "/", view == View::Hits),
                tab("Concordance", "/concordance", view == View::Concordance),
                tab("Trend", "/trend", view == View::Trend),
            ],
            chips,
            clear: clear.to(action),
            from: text("from"),
            to: text("to"),
            phrase: given.flag("phrase"),
            any: given.flag("any"),
            full: given.value("stem") == Some("full"),
            show: given.value("duplicates") == Some("show"),
            options: true,
        }
    }
}

fn chips(given: &Given, here: &Link, action: &str) -> Vec<Way> {
    let mut chips = Vec::new();
    let mut add = |name: String, without: Link| {
        chips.push(Way { name, href: without.to(action), on: true });
    };
    if let Some(from) = given.value("from") {
        add(format!("from {}", shown::date(from)), here.clone().without("from"));
    }
    if let Some(to) = given.value("to") {
        add(format!("to {}", shown::date(to)), here.clone().without("to"));
    }
    for pair in given.values("where") {
        if let Some((field, value)) = pair.split_once('=') {
            let name = format!("{}: {}", shown::field(field), shown::value(field, value));
            add(name, here.clone().without_value("where", pair));
        }
    }
    for (name, on, label) in [
        ("phrase", given.flag("phrase"), "as one phrase"),
        ("any", given.flag("any"), "any of the words"),
        ("stem", given.value("stem") == Some("full"), "words of the same stem"),
        ("duplicates", given.value("duplicates") == Some("show"), "copies shown"),
    ] {
        if on {
            add(label.to_owned(), here.clone().without(name));
        }
    }
    chips
}

/// The ways to the page before and after; empty where there is none.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    pub now: String,
    pub before: String,
    pub after: String,
}

impl Pages {
    /// Page `now` (from 1) of what has `more` behind it.
    pub fn new(given: &Given, action: &str, now: usize, more: bool) -> Self {
        let link = |page: usize| match page {
            1 => Link::of(given).without("page").to(action),
            _ => Link::of(given).with("page", &page.to_string()).to(action),
        };
        Self {
            now: shown::number(now as u64),
            before: if now > 1 { link(now - 1) } else { String::new() },
            after: if more { link(now + 1) } else { String::new() },
        }
    }

    pub fn any(&self) -> bool {
        !self.before.is_empty() || !self.after.is_empty()
    }
}
