//! Addresses of the page: all of its state is in them, so that every view can be kept, sent and gone back to.

use crate::parameter::Given;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands as itself in a query string; everything else is encoded.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'*')
    .remove(b'/')
    .remove(b':');

/// A value for a query string or a path.
pub(crate) fn encoded(text: &str) -> String {
    utf8_percent_encode(text, PLAIN).to_string()
}

/// An address in the making.
#[derive(Clone, Debug, Default)]
pub(crate) struct Link {
    parts: Vec<(String, String)>,
}

impl Link {
    /// What was given, with its values.
    pub fn of(given: &Given) -> Self {
        let parts = given.all().map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self { parts: parts.collect() }
    }

    /// Only the named parameters.
    pub fn only(mut self, names: &[&str]) -> Self {
        self.parts.retain(|(name, _)| names.contains(&name.as_str()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.parts.retain(|(known, _)| known != name);
        self
    }

    /// Without one value of a parameter that has several.
    pub fn without_value(mut self, name: &str, value: &str) -> Self {
        self.parts.retain(|(known, has)| known != name || has != value);
        self
    }

    /// With one more value.
    pub fn and(mut self, name: &str, value: &str) -> Self {
        self.parts.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With this value and no other.
    pub fn with(self, name: &str, value: &str) -> Self {
        self.without(name).and(name, value)
    }

    /// The parameters, for the hidden fields of a form.
    pub fn fields(&self) -> &[(String, String)] {
        &self.parts
    }

    /// The address.
    pub fn to(&self, path: &str) -> String {
        let mut out = path.to_owned();
        for (at, (name, value)) in self.parts.iter().enumerate() {
            out.push(if at == 0 { '?' } else { '&' });
            out.push_str(name);
            out.push('=');
            out.push_str(&encoded(value).replace("%20", "+"));
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parameter::Manner;

    #[test]
    fn an_address_is_read_back() {
        let table = crate::parameters::PAGE;
        let query = "q=workers%E2%80%99+power%26%23&where=party=The+%2B+Left&where=lang=en&page=2";
        let given = Given::read(Some(query), table, Manner::Lenient).expect("it is read");
        let link = Link::of(&given);
        let href = link.to("/");
        let again = Given::read(href.split_once('?').map(|(_, query)| query), table, Manner::Lenient);
        assert!(again.expect("it is read").all().eq(given.all()));
        let check = |link: Link, want: &str| assert_eq!(link.to("/x"), want);
        check(link.clone().only(&["page"]), "/x?page=2");
        check(
            link.clone().only(&["where"]).without_value("where", "lang=en"),
            "/x?where=party%3DThe+%2B+Left",
        );
        check(link.only(&[]).with("q", "a b").and("where", "a=<"), "/x?q=a+b&where=a%3D%3C");
    }
}
