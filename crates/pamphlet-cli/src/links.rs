//! Links from results to the files that they come from (OSC 8), for a terminal that is known to show them.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};

/// Makes links of paths.
#[derive(Clone, Debug)]
pub struct Links {
    /// The name of this machine: the same path on another one is another file.
    host: String,
    /// Folders that a path may be meant from: this one, and that of the index.
    from: Vec<PathBuf>,
}

impl Links {
    /// Paths are looked for here, and beside the index.
    pub fn new(index: &Path) -> Self {
        let here = std::env::current_dir().unwrap_or_default();
        let beside = here.join(index).parent().map(Path::to_owned);
        Self { host: host(), from: [Some(here), beside].into_iter().flatten().collect() }
    }

    /// The address of the file of a document, where that is there: of a record or of a member of an archive, the file
    /// that it is in.
    pub fn of(&self, path: &str) -> Option<String> {
        let (file, _) = path.split_once("!/").unwrap_or((path, ""));
        let without_record = file.rsplit_once('#').map(|(file, _)| file);
        for name in [Some(file), without_record].into_iter().flatten() {
            for folder in &self.from {
                let file = folder.join(name);
                if file.is_file() {
                    return Some(self.address(&file));
                }
            }
        }
        None
    }

    fn address(&self, file: &Path) -> String {
        let mut out = format!("file://{}", self.host);
        let text = file.to_string_lossy();
        if !text.starts_with('/') {
            out.push('/');
        }
        #[cfg(unix)]
        let bytes = std::os::unix::ffi::OsStrExt::as_bytes(file.as_os_str());
        #[cfg(not(unix))]
        let text = text.replace('\\', "/");
        #[cfg(not(unix))]
        let bytes = text.as_bytes();
        for &byte in bytes {
            match byte {
                b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'.' | b'_' | b'-' | b'~' => {
                    out.push(byte.into())
                }
                b':' if cfg!(windows) => out.push(':'),
                _ => out.push_str(&format!("%{byte:02X}")),
            }
        }
        out
    }
}

/// Whether the terminal is known to show links. What stands between it and us (tmux, screen) may not pass them on.
pub fn are_shown() -> bool {
    let is = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let forced = is("FORCE_HYPERLINK");
    let between = is("TMUX") || is("STY");
    let dumb = std::env::var_os("TERM").is_none_or(|term| term == "dumb");
    (forced || std::io::stdout().is_terminal() && !between && !dumb)
        && supports_hyperlinks::supports_hyperlinks()
}

/// The name of this machine, as far as it can stand in an address.
fn host() -> String {
    #[cfg(unix)]
    let name = rustix::system::uname().nodename().to_string_lossy().into_owned();
    #[cfg(not(unix))]
    let name = String::new();
    let fits = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'));
    if fits { name } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_nothing_but_what_may_stand_in_it() {
        let links = Links { host: "box".to_owned(), from: Vec::new() };
        let check = |path: &str, expected: &str| {
            assert_eq!(links.address(Path::new(path)), expected);
        };
        check("/a/b-c_d.txt", "file://box/a/b-c_d.txt");
        check("/a b/ü#?%.txt", "file://box/a%20b/%C3%BC%23%3F%25.txt");
        check("/a\u{1b}]8;;x\u{7}\n\u{202e}", "file://box/a%1B%5D8%3B%3Bx%07%0A%E2%80%AE");
    }

    #[test]
    fn records_and_members_lead_to_their_file() {
        let dir = tempfile::tempdir().expect("a folder");
        for name in ["a.jsonl", "b.zip", "odd#1"] {
            std::fs::write(dir.path().join(name), "x").expect("a file");
        }
        let links = Links { host: String::new(), from: vec![dir.path().to_owned()] };
        let end =
            |path: &str| links.of(path).map(|url| url.rsplit('/').next().unwrap_or_default().to_owned());
        assert_eq!(end("a.jsonl#12").as_deref(), Some("a.jsonl"));
        assert_eq!(end("b.zip!/deep/c.txt").as_deref(), Some("b.zip"));
        assert_eq!(end("odd#1").as_deref(), Some("odd%231"));
        assert_eq!(end("gone.txt"), None);
    }
}
