//! The fields of a view's form. All belong to the form of the search box, so that one address has all of it.

use crate::page::shown;
use crate::parameter::Given;
use pamphlet::{Info, stop_word_languages};

/// A field of a form.
#[derive(Clone, Debug, Default)]
pub(super) struct Setting {
    pub name: &'static str,
    pub label: &'static str,
    /// `number`, `text`, `date`, `select`, `check` or `area`.
    pub kind: &'static str,
    pub value: String,
    /// Of a number.
    pub least: u32,
    pub most: u32,
    /// What stands in an empty field.
    pub hint: &'static str,
    /// Of a selection: its groups, with their values, names, and whether each is chosen.
    pub groups: Vec<(String, Vec<Chosen>)>,
    /// Of a box: whether it is ticked.
    pub on: bool,
}

/// A value of a selection with its name.
#[derive(Clone, Debug, Default)]
pub(super) struct Chosen {
    pub value: String,
    pub name: String,
    pub on: bool,
}

pub(super) fn number(
    given: &Given,
    name: &'static str,
    label: &'static str,
    (least, most): (u32, u32),
    usual: u32,
) -> Setting {
    let value = given.value(name).map_or(usual.to_string(), str::to_owned);
    Setting { name, label, kind: "number", value, least, most, ..Setting::default() }
}

pub(super) fn text(given: &Given, name: &'static str, label: &'static str, hint: &'static str) -> Setting {
    let value = given.value(name).unwrap_or_default().to_owned();
    Setting { name, label, kind: "text", value, hint, ..Setting::default() }
}

pub(super) fn date(given: &Given, name: &'static str, label: &'static str, hint: &'static str) -> Setting {
    Setting { kind: "date", ..text(given, name, label, hint) }
}

pub(super) fn choice(
    given: &Given,
    name: &'static str,
    label: &'static str,
    values: &[(&str, &str)],
    usual: &str,
) -> Setting {
    let chosen = given.value(name).unwrap_or(usual);
    let values = values.iter().map(|(value, name)| Chosen {
        value: (*value).to_owned(),
        name: (*name).to_owned(),
        on: *value == chosen,
    });
    Setting {
        name,
        label,
        kind: "select",
        groups: vec![(String::new(), values.collect())],
        ..Setting::default()
    }
}

/// Values of fields, each as `FIELD=VALUE`, under the names of their fields.
pub(super) fn of_fields(
    given: &Given,
    name: &'static str,
    label: &'static str,
    info: &Info,
    fields: &[String],
) -> Setting {
    /// Values of a field that are offered.
    const VALUES: usize = 60;
    let chosen = given.value(name).unwrap_or_default();
    let any = Chosen { name: "any".to_owned(), on: chosen.is_empty(), ..Chosen::default() };
    let mut groups = vec![(String::new(), vec![any])];
    let mut offered = chosen.is_empty();
    for field in fields {
        let Some(values) = info.fields.get(field) else { continue };
        let values = values.iter().take(VALUES).map(|value| {
            let pair = format!("{field}={}", value.value);
            let on = pair == chosen;
            Chosen { name: shown::value(field, &value.value), on, value: pair }
        });
        let values: Vec<Chosen> = values.collect();
        offered |= values.iter().any(|value| value.on);
        groups.push((shown::field(field), values));
    }
    if !offered {
        // what is chosen is never hidden
        let own = Chosen { value: chosen.to_owned(), name: chosen.replace('=', ": "), on: true };
        groups[0].1.push(own);
    }
    Setting { name, label, kind: "select", groups, ..Setting::default() }
}

pub(super) fn check(given: &Given, name: &'static str, label: &'static str, value: &'static str) -> Setting {
    let on = given.value(name) == Some(value);
    Setting { name, label, kind: "check", value: value.to_owned(), on, ..Setting::default() }
}

pub(super) fn area(given: &Given, name: &'static str, label: &'static str, hint: &'static str) -> Setting {
    let field = text(given, name, label, hint);
    Setting { kind: "area", value: shown::lines(&field.value), ..field }
}

/// Which words are listed: what all views that count words have.
pub(super) fn listed(given: &Given, least: u32) -> Vec<Setting> {
    vec![
        number(given, "min_count", "Least count", (1, 1_000_000_000), least),
        number(given, "min_documents", "Least documents", (1, 1_000_000_000), 1),
        text(given, "like", "Like", "work*"),
        stop_words(given),
    ]
}

/// The list of a language, or one's own where the address has some.
fn stop_words(given: &Given) -> Setting {
    let languages = stop_word_languages();
    let own = given.value("stop_words").is_some_and(|list| !languages.contains(&list));
    if own {
        return text(given, "stop_words", "Leave out", "en");
    }
    let named: Vec<(&str, String)> =
        languages.iter().map(|code| (*code, format!("without {}", shown::value("lang", code)))).collect();
    let mut values: Vec<(&str, &str)> = named.iter().map(|(code, name)| (*code, name.as_str())).collect();
    values.sort_by_key(|(code, name)| (*code != "en", *name));
    values.insert(0, ("", "shown"));
    choice(given, "stop_words", "Stop words", &values, "")
}
