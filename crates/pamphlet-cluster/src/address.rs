//! Where an index on a cluster is: `opensearch://HOST:PORT[,HOST:PORT…]/NAME`, and what the environment adds.

use crate::{Error, Result};

/// What an address starts with; `opensearch+https://` is the same over TLS.
pub const SCHEME: &str = "opensearch://";
const OVER_TLS: &str = "opensearch+https://";

/// The port of a cluster where none is given.
const PORT: u16 = 9200;

/// The longest name of an index, so that what is added to it fits in the 255 bytes that the cluster allows.
const LONGEST: usize = 200;

/// Where an index on a cluster is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The nodes to ask, each `host:port`.
    pub hosts: Vec<String>,
    /// Whether they are asked over TLS.
    pub tls: bool,
    /// The name of the index.
    pub name: String,
}

/// Whether an index of this name is one on a cluster.
///
/// ```
/// assert!(pamphlet_cluster::is_address("opensearch://127.0.0.1:9200/speeches"));
/// assert!(!pamphlet_cluster::is_address("index"));
/// ```
pub fn is_address(index: &str) -> bool {
    index.starts_with(SCHEME) || index.starts_with(OVER_TLS)
}

impl std::str::FromStr for Address {
    type Err = Error;

    /// ```
    /// let address: pamphlet_cluster::Address = "opensearch://one:9200,two/speeches".parse()?;
    /// assert_eq!(address.hosts, ["one:9200", "two:9200"]);
    /// assert_eq!((address.name.as_str(), address.tls), ("speeches", false));
    /// assert!("opensearch://one:9200/Speeches".parse::<pamphlet_cluster::Address>().is_err());
    /// # Ok::<(), pamphlet_cluster::Error>(())
    /// ```
    fn from_str(given: &str) -> Result<Self> {
        let wrong = |why| Error::Address { given: shown(given), why };
        let (tls, rest) = match (given.strip_prefix(SCHEME), given.strip_prefix(OVER_TLS)) {
            (Some(rest), _) => (false, rest),
            (None, Some(rest)) => (true, rest),
            (None, None) => return Err(wrong("it starts with 'opensearch://' or 'opensearch+https://'")),
        };
        if rest.contains('@') {
            return Err(wrong("user and password come from the environment, not from the address"));
        }
        let (hosts, name) = rest
            .trim_end_matches('/')
            .split_once('/')
            .ok_or_else(|| wrong("the name of the index is missing"))?;
        let mut list = Vec::new();
        for host in hosts.split(',') {
            list.push(host_of(host).ok_or_else(|| wrong("a host is written HOST or HOST:PORT"))?);
        }
        let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.');
        if name.is_empty()
            || name.len() > LONGEST
            || !name.chars().all(fits)
            || name.starts_with(['-', '_', '.'])
        {
            return Err(wrong(
                "a name is made of lower-case letters, digits, '-', '_' and '.', a letter or digit first",
            ));
        }
        Ok(Self { hosts: list, tls, name: name.to_owned() })
    }
}

/// A host with its port; `None` when it cannot be one.
fn host_of(host: &str) -> Option<String> {
    let (name, port) = match host.rsplit_once(':') {
        // an address of version 6 stands in brackets
        Some((name, _)) if name.starts_with('[') != name.ends_with(']') => (host, PORT),
        Some((name, port)) => (name, port.parse().ok()?),
        None => (host, PORT),
    };
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '[' | ']');
    (!name.is_empty() && name.chars().all(fits)).then(|| format!("{name}:{port}"))
}

/// An address as a message shows it: nothing that stands before an `@` is repeated.
fn shown(given: &str) -> String {
    match (given.find("://"), given.rfind('@')) {
        (Some(start), Some(at)) if at > start => format!("{}…{}", &given[..start + 3], &given[at..]),
        _ => given.to_owned(),
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let scheme = if self.tls { OVER_TLS } else { SCHEME };
        write!(f, "{scheme}{}/{}", self.hosts.join(","), self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(given: &str, expected: Option<&str>) {
        assert_eq!(
            given.parse::<Address>().ok().map(|address| address.to_string()).as_deref(),
            expected,
            "{given}"
        );
    }

    #[test]
    fn addresses() {
        check("opensearch://a/x", Some("opensearch://a:9200/x"));
        check("opensearch+https://a:1,[::1]:2/x/", Some("opensearch+https://a:1,[::1]:2/x"));
        check("opensearch://a:9200", None);
        check("opensearch:///x", None);
        check("opensearch://a:nine/x", None);
        check("opensearch://a/x/y", None);
        check("opensearch://a/_all", None);
        check("opensearch://a/x*", None);
        check("http://a/x", None);
    }

    #[test]
    fn a_password_is_not_repeated() {
        let error = "opensearch://me:secret@a/x".parse::<Address>().unwrap_err();
        assert!(!error.to_string().contains("secret"), "{error}");
    }
}
