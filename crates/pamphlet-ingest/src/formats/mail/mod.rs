//! E-mail: single messages and mailboxes.

use crate::sniff::Kind;

/// Whether bytes are a message or a mailbox.
pub(crate) fn sniff(_bytes: &[u8], _name: &str) -> Option<Kind> {
    None
}
