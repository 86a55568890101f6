//! Which names a request may call the server by. A page of a stranger can make a browser ask for `evil.example`, and
//! its name server can then say that this is 127.0.0.1 (DNS rebinding): whoever asks by a foreign name is refused.

use std::net::{IpAddr, SocketAddr};

/// The names that are answered to.
#[derive(Clone, Debug)]
pub(crate) struct Hosts {
    /// Given by the person who runs the server: with the port that stands there, or any.
    given: Vec<String>,
}

impl Hosts {
    pub fn new(given: &[String]) -> Self {
        Self { given: given.iter().map(|name| name.trim().to_ascii_lowercase()).collect() }
    }

    /// Whether a `Host` is one of: `localhost`, `127.0.0.1` and `[::1]` with the port, the address that the connection
    /// came in at, or a name that was given.
    pub fn allow(&self, host: &str, local: SocketAddr) -> bool {
        let host = host.to_ascii_lowercase();
        let (name, port) = match host.rsplit_once(':') {
            Some((name, port)) if !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit()) => {
                (name, port.parse().ok())
            }
            _ => (&*host, Some(80)),
        };
        if self.given.iter().any(|given| *given == host || *given == name) {
            return true;
        }
        if port != Some(local.port()) {
            return false;
        }
        if name == "localhost" {
            return true;
        }
        let address = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(inner) => inner.parse().ok().filter(IpAddr::is_ipv6),
            None => name.parse().ok().filter(IpAddr::is_ipv4),
        };
        address.is_some_and(|address| {
            address == IpAddr::from([127, 0, 0, 1])
                || address == IpAddr::from([0, 0, 0, 0, 0, 0, 0, 1])
                || address == local.ip().to_canonical()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        let check = |local: &str, host: &str, want: bool| {
            let hosts = Hosts::new(&["Texts.example".to_owned(), "other.example:8080".to_owned()]);
            assert_eq!(hosts.allow(host, local.parse().unwrap()), want, "{host}");
        };
        let at = "127.0.0.1:7878";
        check(at, "127.0.0.1:7878", true);
        check(at, "localhost:7878", true);
        check(at, "LOCALHOST:7878", true);
        check(at, "[::1]:7878", true);
        check(at, "texts.example", true);
        check(at, "texts.example:443", true);
        check(at, "other.example:8080", true);
        check(at, "other.example", false);
        check(at, "127.0.0.1", false);
        check(at, "127.0.0.1:7879", false);
        check(at, "localhost", false);
        check(at, "localhost.evil.example:7878", false);
        check(at, "evil.example:7878", false);
        check(at, "192.168.1.9:7878", false);
        check(at, "::1:7878", false);
        check(at, "[::1", false);
        check(at, "", false);
        check(at, ":7878", false);
        check("127.0.0.1:80", "localhost", true);
        check("192.168.1.9:7878", "192.168.1.9:7878", true);
        check("[fe80::1]:7878", "[fe80::1]:7878", true);
    }
}
