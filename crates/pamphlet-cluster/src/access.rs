//! Who asks, and whom to trust: what the environment says of it.

use crate::{Address, Error, Result};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// The header that says who asks a cluster at an address, if anybody.
///
/// # Errors
/// [`Error::Setting`]; [`Error::Address`] where it would be sent in the open.
pub(crate) fn who_asks(address: &Address) -> Result<Option<String>> {
    let who = who()?;
    if who.is_some() && !address.tls && !address.hosts.iter().all(|host| is_this_machine(host)) {
        return Err(Error::Address {
            given: address.to_string(),
            why: "a password or key is sent over TLS only: write 'opensearch+https://'",
        });
    }
    Ok(who)
}

fn is_this_machine(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name).trim_matches(['[', ']']);
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn variable(name: &'static str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Who asks: a key, or a user with a password.
fn who() -> Result<Option<String>> {
    if let Some(key) = variable("PAMPHLET_CLUSTER_API_KEY") {
        return Ok(Some(format!("ApiKey {key}")));
    }
    let Some(user) = variable("PAMPHLET_CLUSTER_USER") else { return Ok(None) };
    let password = variable("PAMPHLET_CLUSTER_PASSWORD").ok_or_else(|| Error::Setting {
        name: "PAMPHLET_CLUSTER_PASSWORD",
        why: format!("it is not set, but a user '{user}' is"),
    })?;
    Ok(Some(format!("Basic {}", base64(format!("{user}:{password}").as_bytes()))))
}

/// Whom to trust: the CAs of a file, or those that browsers trust.
pub(crate) fn tls() -> Result<TlsConfig> {
    const NAME: &str = "PAMPHLET_CLUSTER_CA";
    let Some(file) = variable(NAME) else { return Ok(TlsConfig::default()) };
    let wrong = |why: String| Error::Setting { name: NAME, why };
    let pem = std::fs::read(&file).map_err(|error| wrong(format!("cannot read '{file}': {error}")))?;
    let mut trusted: Vec<Certificate<'static>> = Vec::new();
    for item in parse_pem(&pem) {
        if let Ok(PemItem::Certificate(certificate)) = item {
            trusted.push(certificate);
        }
    }
    if trusted.is_empty() {
        return Err(wrong(format!("'{file}' holds no certificate in PEM")));
    }
    Ok(TlsConfig::builder().root_certs(RootCerts::new_with_certs(&trusted)).build())
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let number =
            three.iter().enumerate().fold(0u32, |sum, (at, &byte)| sum | u32::from(byte) << (16 - 8 * at));
        for at in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * at)) as usize & 63];
            out.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_the_rfc() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in cases {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn this_machine() {
        assert!(
            is_this_machine("localhost:1")
                && is_this_machine("127.0.0.2:9200")
                && is_this_machine("[::1]:9200")
        );
        assert!(!is_this_machine("search.example:9200"));
    }
}
