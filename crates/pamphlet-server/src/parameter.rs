//! Reading the query string: every parameter is one of a table, and what it may hold is checked by the same entry that
//! describes it in the OpenAPI document.

use crate::problem::Problem;
use pamphlet::PartialDate;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use std::time::Duration;

/// A parameter that a route takes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Parameter {
    pub name: &'static str,
    pub kind: Kind,
    /// What it does, for the reference.
    pub about: &'static str,
    /// What it is where it is not given; empty where that is nothing.
    pub default: &'static str,
    pub required: bool,
}

/// The parameters of a route, in groups: what several routes take is said once.
pub(crate) type Parameters = &'static [&'static [Parameter]];

/// All of a table, in their order.
pub(crate) fn of_table(table: Parameters) -> impl Iterator<Item = &'static Parameter> {
    table.iter().copied().flatten()
}

/// What a parameter may hold.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Kind {
    /// Any text of so many characters.
    Text(usize),
    /// The same, up to so many times.
    Texts(usize, usize),
    /// A name or value of so many characters, once or several times.
    Names(usize, usize),
    /// `FIELD=VALUE`, of so many characters, up to so many times.
    Pairs(usize, usize),
    /// A whole number from the one to the other, both inclusive.
    Number(u64, u64),
    /// Seconds, more than none and not more than these.
    Seconds(f64),
    /// `true` or `false`.
    Flag,
    /// One of these.
    Choice(&'static [&'static str]),
    /// A year, a month or a day.
    Date,
    /// Two whole numbers, `12-40`: from the one to before the other.
    Range,
}

/// Days that there are, from 0001 to 9999: the calendar as a regular expression.
const DATE: &str = "^(?!0000)(\\d{4}(-(0[1-9]|1[0-2]))?|\\d{4}-((0[13578]|1[02])-(0[1-9]|[12]\\d|3[01])|\
    (0[469]|11)-(0[1-9]|[12]\\d|30)|02-(0[1-9]|1\\d|2[0-8]))|\
    (\\d\\d(0[48]|[2468][048]|[13579][26])|([02468][048]|[13579][26])00)-02-29)$";

impl Parameter {
    pub const fn new(name: &'static str, kind: Kind, default: &'static str, about: &'static str) -> Self {
        Self { name, kind, about, default, required: false }
    }

    pub const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// How often it may be given.
    fn times(&self) -> usize {
        match self.kind {
            Kind::Texts(_, times) | Kind::Names(_, times) | Kind::Pairs(_, times) => times,
            _ => 1,
        }
    }

    /// What it may hold, in words.
    pub fn holds(&self) -> String {
        match self.kind {
            Kind::Text(most) => format!("text of up to {most} characters"),
            Kind::Texts(most, times) => format!("text of up to {most} characters; up to {times} times"),
            Kind::Names(most, times) => format!("a name of up to {most} characters; up to {times} times"),
            Kind::Pairs(most, times) => {
                format!("`FIELD=VALUE` of up to {most} characters; up to {times} times")
            }
            Kind::Number(least, most) => format!("a whole number, {least} to {most}"),
            Kind::Seconds(most) => format!("seconds, more than 0, up to {most}"),
            Kind::Flag => "`true` or `false`".to_owned(),
            Kind::Choice(values) => {
                values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ")
            }
            Kind::Date => "`1848`, `1848-03` or `1848-03-18`".to_owned(),
            Kind::Range => "two whole numbers such as `12-40`".to_owned(),
        }
    }

    /// The same as a schema.
    pub fn schema(&self) -> Value {
        let mut schema = match self.kind {
            Kind::Text(most) => json!({"type": "string", "maxLength": most}),
            Kind::Texts(most, times) => json!({
                "type": "array", "maxItems": times, "items": {"type": "string", "maxLength": most},
            }),
            Kind::Names(most, times) => json!({
                "type": "array", "maxItems": times,
                "items": {"type": "string", "minLength": 1, "maxLength": most},
            }),
            Kind::Pairs(most, times) => json!({
                "type": "array", "maxItems": times,
                "items": {"type": "string", "pattern": "^[^=]+=", "maxLength": most},
            }),
            Kind::Number(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
            Kind::Seconds(most) => json!({"type": "number", "exclusiveMinimum": 0, "maximum": most}),
            Kind::Flag => json!({"type": "boolean"}),
            Kind::Choice(values) => json!({"type": "string", "enum": values}),
            Kind::Date => json!({"type": "string", "pattern": DATE}),
            Kind::Range => json!({"type": "string", "pattern": "^\\d{1,10}-\\d{1,10}$"}),
        };
        if !self.default.is_empty() {
            schema["default"] = match self.kind {
                Kind::Number(..) | Kind::Seconds(_) | Kind::Flag => {
                    serde_json::from_str(self.default).unwrap_or(Value::Null)
                }
                _ => self.default.into(),
            };
        }
        schema
    }

    fn check(&self, value: &str) -> Result<(), Problem> {
        let name = self.name;
        let wrong = |message: String| Err(Problem::bad_parameter(message, format!("give {}", self.holds())));
        let long = |most: usize| value.chars().nth(most).is_some();
        match self.kind {
            Kind::Text(most) | Kind::Texts(most, _) | Kind::Names(most, _) | Kind::Pairs(most, _)
                if long(most) =>
            {
                wrong(format!("'{name}' has more than {most} characters"))
            }
            Kind::Text(_) | Kind::Texts(..) => Ok(()),
            Kind::Names(..) if value.is_empty() => wrong(format!("'{name}' is empty")),
            Kind::Names(..) => Ok(()),
            Kind::Pairs(..) => match value.split_once('=') {
                Some((field, _)) if !field.is_empty() => Ok(()),
                _ => wrong(format!("'{name}' is no field with its value: '{}'", short(value))),
            },
            Kind::Number(least, most) => match whole(value) {
                Some(number) if (least..=most).contains(&number) => Ok(()),
                _ => wrong(format!("'{name}' cannot be '{}'", short(value))),
            },
            Kind::Seconds(most) => match seconds(value) {
                Some(seconds) if seconds > 0.0 && seconds <= most => Ok(()),
                _ => wrong(format!("'{name}' cannot be '{}'", short(value))),
            },
            Kind::Flag if matches!(value, "true" | "false") => Ok(()),
            Kind::Choice(values) if values.contains(&value) => Ok(()),
            Kind::Date if is_date(value) => Ok(()),
            Kind::Range if range(value).is_some() => Ok(()),
            Kind::Flag | Kind::Choice(_) | Kind::Date | Kind::Range => {
                wrong(format!("'{name}' cannot be '{}'", short(value)))
            }
        }
    }
}

/// A number as JSON writes whole numbers.
fn whole(value: &str) -> Option<u64> {
    let plain = value.bytes().all(|byte| byte.is_ascii_digit()) && (value == "0" || !value.starts_with('0'));
    value.parse().ok().filter(|_| plain)
}

/// A number as JSON writes numbers.
fn seconds(value: &str) -> Option<f64> {
    serde_json::from_str::<f64>(value).ok().filter(|number| number.is_finite())
}

/// A date with all its digits, that there is.
fn is_date(value: &str) -> bool {
    matches!(value.len(), 4 | 7 | 10)
        && value.parse::<PartialDate>().is_ok_and(|date| date.to_string() == value)
}

/// Two numbers, the second not below the first.
fn range(value: &str) -> Option<(u32, u32)> {
    let (from, to) = value.split_once('-')?;
    let number = |text: &str| whole(text).and_then(|number| u32::try_from(number).ok());
    let (from, to) = (number(from)?, number(to)?);
    (from <= to).then_some((from, to))
}

/// A value as a message repeats it.
fn short(value: &str) -> String {
    let mut shown: String = value.chars().take(60).collect();
    if shown.len() < value.len() {
        shown.push('…');
    }
    shown
}

/// How much is made of what is not quite right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Manner {
    /// A program asks: it is told what is wrong.
    Strict,
    /// A person's browser asks: empty fields of a form are not given, unknown ones belong to somebody else, dates may
    /// lack their zeros.
    Lenient,
}

/// The parameters of a request, checked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Given(Vec<(&'static str, String)>);

impl Given {
    /// Reads a query string.
    pub fn read(query: Option<&str>, table: Parameters, manner: Manner) -> Result<Self, Problem> {
        let mut given: Vec<(&'static str, String)> = Vec::new();
        for piece in query.unwrap_or_default().split('&').filter(|piece| !piece.is_empty()) {
            let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
            let (name, mut value) = (decoded(name)?, decoded(value)?);
            let Some(parameter) = of_table(table).find(|parameter| parameter.name == name) else {
                if manner == Manner::Lenient {
                    continue;
                }
                let names: Vec<_> = of_table(table).map(|parameter| parameter.name).collect();
                let hint = match names[..] {
                    [] => "it takes none".to_owned(),
                    _ => format!("it takes {}", names.join(", ")),
                };
                return Err(Problem::bad_parameter(
                    format!("there is no parameter '{}' here", short(&name)),
                    hint,
                ));
            };
            if manner == Manner::Lenient {
                if value.is_empty() && parameter.name != "q" {
                    continue;
                }
                if let (Kind::Date, Ok(date)) = (parameter.kind, value.parse::<PartialDate>()) {
                    value = date.to_string();
                }
            }
            parameter.check(&value)?;
            let times = given.iter().filter(|(known, _)| *known == parameter.name).count();
            if times >= parameter.times() {
                let message = format!("'{name}' is given more than {} times", parameter.times());
                return Err(Problem::bad_parameter(message, "give it less often"));
            }
            given.push((parameter.name, value));
        }
        if manner == Manner::Strict
            && let Some(missing) = of_table(table).find(|parameter| {
                parameter.required && !given.iter().any(|(name, _)| *name == parameter.name)
            })
        {
            return Err(Problem::bad_parameter(
                format!("'{}' is missing", missing.name),
                format!("give {}", missing.holds()),
            ));
        }
        Ok(Self(given))
    }

    pub fn all(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str()))
    }

    /// All values of a parameter, in their order.
    pub fn values<'g>(&'g self, name: &'g str) -> impl Iterator<Item = &'g str> {
        self.all().filter(move |(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The value of a parameter.
    pub fn value<'g>(&'g self, name: &'g str) -> Option<&'g str> {
        self.values(name).next()
    }

    pub fn number(&self, name: &str) -> Option<usize> {
        self.value(name)?.parse().ok()
    }

    pub fn flag(&self, name: &str) -> bool {
        self.value(name) == Some("true")
    }

    pub fn date(&self, name: &str) -> Option<PartialDate> {
        self.value(name)?.parse().ok()
    }

    pub fn range(&self, name: &str) -> Option<(u32, u32)> {
        range(self.value(name)?)
    }

    pub fn seconds(&self, name: &str) -> Option<Duration> {
        Duration::try_from_secs_f64(self.value(name)?.parse().ok()?).ok()
    }

    /// Fields with their values.
    pub fn pairs<'g>(&'g self, name: &'g str) -> impl Iterator<Item = (&'g str, &'g str)> {
        self.values(name).filter_map(|pair| pair.split_once('='))
    }
}

/// A name or value as it was before a form or a program encoded it. A `%` that starts no code is itself, as browsers
/// read it.
pub(crate) fn decoded(text: &str) -> Result<String, Problem> {
    let spaced = text.replace('+', " ");
    match percent_decode_str(&spaced).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err(Problem::new(
            axum::http::StatusCode::BAD_REQUEST,
            "bad-encoding",
            "the query string is no UTF-8",
            "encode each character's UTF-8 bytes as %XX",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: [Parameter; 6] = [
        Parameter::new("q", Kind::Text(5), "", "").required(),
        Parameter::new("limit", Kind::Number(0, 10), "", ""),
        Parameter::new("where", Kind::Pairs(20, 2), "", ""),
        Parameter::new("any", Kind::Flag, "", ""),
        Parameter::new("from", Kind::Date, "", ""),
        Parameter::new("timeout", Kind::Seconds(2.0), "", ""),
    ];

    #[test]
    fn strictly() {
        let check = |query: &str, want: Result<&str, &str>| {
            let given = Given::read(Some(query), &[&TABLE], Manner::Strict);
            let shown = given.map(|given| {
                let all: Vec<_> = given.all().map(|(name, value)| format!("{name}:{value}")).collect();
                all.join(" ")
            });
            let shown = shown.map_err(|problem| problem.message);
            assert_eq!(shown.as_deref().map_err(String::as_str), want, "{query}");
        };
        check("q=a+b", Ok("q:a b"));
        check("q=%e2%80%99&limit=3", Ok("q:’ limit:3"));
        check("q=100%", Ok("q:100%"));
        check("q", Ok("q:"));
        check("&&q=1&", Ok("q:1"));
        check("where=a=b=c&where=d=&q=", Ok("where:a=b=c where:d= q:"));
        check("q=1&timeout=0.5&any=true&from=1848-03", Ok("q:1 timeout:0.5 any:true from:1848-03"));
        check("q=%ff", Err("the query string is no UTF-8"));
        check("", Err("'q' is missing"));
        check("q=1&q=2", Err("'q' is given more than 1 times"));
        check("q=123456", Err("'q' has more than 5 characters"));
        check("q=1&limit=11", Err("'limit' cannot be '11'"));
        check("q=1&limit=+1", Err("'limit' cannot be ' 1'"));
        check("q=1&limit=", Err("'limit' cannot be ''"));
        check("q=1&from=1900-02-29", Err("'from' cannot be '1900-02-29'"));
        check("q=1&from=1848-3", Err("'from' cannot be '1848-3'"));
        check("q=1&any=1", Err("'any' cannot be '1'"));
        check("q=1&where==b", Err("'where' is no field with its value: '=b'"));
        check("q=1&timeout=0", Err("'timeout' cannot be '0'"));
        check("q=1&timeout=NaN", Err("'timeout' cannot be 'NaN'"));
        check("q=1&other=2", Err("there is no parameter 'other' here"));
    }

    #[test]
    fn leniently() {
        let read = |query| Given::read(Some(query), &[&TABLE], Manner::Lenient).expect("it is read");
        let given = read("q=&limit=&from=1848-3-5&utm=1");
        let all: Vec<_> = given.all().collect();
        assert_eq!(all, [("q", ""), ("from", "1848-03-05")]);
        assert!(Given::read(Some("limit=x"), &[&TABLE], Manner::Lenient).is_err());
    }
}
