//! The limits against bombs. One budget is shared by a file and all that is nested in it, so that archives
//! in archives do not multiply.

use crate::Reason;
use std::cell::Cell;
use std::io::Read;

/// What a file, with all files inside it, may still unpack.
#[derive(Debug)]
pub(crate) struct Budget {
    bytes: Cell<u64>,
    members: Cell<u32>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: Cell::new(Self::ARCHIVE), members: Cell::new(Self::MEMBERS) }
    }
}

impl Budget {
    /// How deep archives may stand in archives.
    pub const DEPTH: u32 = 3;
    /// The most bytes that one member may unpack to.
    pub const MEMBER: u64 = 256 << 20;
    /// The most bytes that a file may unpack to, with all that is nested in it.
    pub const ARCHIVE: u64 = 1 << 30;
    /// The most members a file may have, with all that is nested in it.
    pub const MEMBERS: u32 = 100_000;
    /// The most bytes that a packed byte may unpack to, once there are more than [`Budget::FREE`].
    pub const RATIO: u64 = 100;
    /// Up to here the ratio does not count: small files of blanks are no bombs.
    pub const FREE: u64 = 10 << 20;

    /// Counts a member.
    ///
    /// # Errors
    /// When there were too many.
    pub fn member(&self) -> Result<(), Reason> {
        match self.members.get().checked_sub(1) {
            Some(left) => {
                self.members.set(left);
                Ok(())
            }
            None => Err(Reason::Limit(format!("more than {} members", Self::MEMBERS))),
        }
    }

    /// Whether nothing more may be unpacked or no more members be read: the rest of the archive is left.
    pub fn spent(&self) -> bool {
        self.bytes.get() == 0 || self.members.get() == 0
    }

    /// Counts bytes that were unpacked.
    ///
    /// # Errors
    /// When they are more than what was left.
    pub fn take(&self, bytes: u64) -> Result<(), Reason> {
        let left = self.bytes.get();
        self.bytes.set(left.saturating_sub(bytes));
        if bytes > left { Err(too_much("the archive", Self::ARCHIVE)) } else { Ok(()) }
    }

    /// All bytes that `unpacked` gives, which come from `packed` bytes.
    ///
    /// # Errors
    /// When they are too many, or damaged. What was unpacked until then counts all the same.
    pub fn read(&self, unpacked: impl Read, packed: u64) -> Result<Vec<u8>, Reason> {
        let by_ratio = packed.saturating_mul(Self::RATIO).max(Self::FREE);
        let limit = Self::MEMBER.min(by_ratio).min(self.bytes.get());
        let mut bytes = Vec::new();
        // one byte more than allowed tells that there is more
        let outcome = unpacked.take(limit + 1).read_to_end(&mut bytes);
        let len = bytes.len() as u64;
        if len > limit {
            let _ = self.take(limit);
            return Err(match limit {
                _ if limit == by_ratio => {
                    Reason::Limit(format!("unpacks to more than {} times its size", Self::RATIO))
                }
                Self::MEMBER => too_much("it", Self::MEMBER),
                _ => too_much("the archive", Self::ARCHIVE),
            });
        }
        let _ = self.take(len);
        outcome.map_err(|error| Reason::Damaged(error.to_string()))?;
        Ok(bytes)
    }
}

fn too_much(what: &str, limit: u64) -> Reason {
    Reason::Limit(format!("{what} unpacks to more than {} MiB", limit >> 20))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::repeat;

    #[track_caller]
    fn check(unpacked: u64, packed: u64, expected: Result<(), &str>) {
        let budget = Budget::default();
        let found = budget.read(repeat(b' ').take(unpacked), packed).map(|bytes| bytes.len() as u64);
        match (found, expected) {
            (Ok(len), Ok(())) => assert_eq!(len, unpacked),
            (Err(Reason::Limit(what)), Err(expected)) => assert_eq!(what, expected),
            (found, _) => panic!("{unpacked} of {packed}: {found:?}"),
        }
    }

    #[test]
    fn limits() {
        check(5_000, 1, Ok(()));
        check(Budget::FREE, 1, Ok(()));
        check(Budget::FREE + 1, 1, Err("unpacks to more than 100 times its size"));
        check(Budget::FREE + 1, 200_000, Ok(()));
    }

    #[test]
    fn members_have_an_end() {
        let budget = Budget::default();
        assert!((0..100_000).all(|_| budget.member().is_ok()));
        assert!(budget.spent());
        assert_eq!(budget.member(), Err(Reason::Limit("more than 100000 members".to_owned())));
    }

    #[test]
    fn all_members_count_together() {
        let budget = Budget::default();
        assert!(budget.take(Budget::ARCHIVE - 10).is_ok());
        assert!(budget.read(repeat(0).take(10), 10).is_ok());
        assert!(budget.read(repeat(0).take(10), 10).is_err());
        assert!(budget.spent());
    }
}
