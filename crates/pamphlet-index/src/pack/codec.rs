//! Numbers and strings as bytes: LEB128 numbers, strings with their length before them.

use crate::{Error, Result};

/// Appends a number, seven bits a byte, low bits first.
pub(super) fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a number that may be negative; small ones of either sign stay short.
pub(super) fn put_signed(out: &mut Vec<u8>, value: i64) {
    put(out, (value << 1 ^ value >> 63) as u64);
}

pub(super) fn put_str(out: &mut Vec<u8>, text: &str) {
    put(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// 0 for nothing, or one more than the number.
pub(super) fn put_opt(out: &mut Vec<u8>, value: Option<u32>) {
    put(out, value.map_or(0, |value| u64::from(value) + 1));
}

pub(super) fn put_opt_str(out: &mut Vec<u8>, text: Option<&str>) {
    match text {
        Some(text) => {
            out.push(1);
            put_str(out, text);
        }
        None => out.push(0),
    }
}

/// What is wrong with bytes that no record has.
pub(super) fn broken() -> Error {
    Error::damaged("texts", "holds a record that cannot be read")
}

/// Reads back what `put` and its kin wrote.
pub(super) struct Input<'b> {
    bytes: &'b [u8],
}

impl<'b> Input<'b> {
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes }
    }

    pub(super) fn byte(&mut self) -> Result<u8> {
        let (&first, rest) = self.bytes.split_first().ok_or_else(broken)?;
        self.bytes = rest;
        Ok(first)
    }

    pub(super) fn number(&mut self) -> Result<u64> {
        let mut value = 0u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(broken())
    }

    pub(super) fn signed(&mut self) -> Result<i64> {
        let value = self.number()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    pub(super) fn u32(&mut self) -> Result<u32> {
        u32::try_from(self.number()?).map_err(|_| broken())
    }

    /// A sum that must stay a `u32`.
    pub(super) fn plus(&mut self, base: u32) -> Result<u32> {
        base.checked_add(self.u32()?).ok_or_else(broken)
    }

    /// How many items follow, each of which takes at least a byte.
    pub(super) fn count(&mut self) -> Result<usize> {
        let count = self.number()?;
        if count > self.bytes.len() as u64 {
            return Err(broken());
        }
        Ok(count as usize)
    }

    pub(super) fn opt(&mut self) -> Result<Option<u32>> {
        match self.number()? {
            0 => Ok(None),
            value => u32::try_from(value - 1).map(Some).map_err(|_| broken()),
        }
    }

    pub(super) fn bytes(&mut self, len: usize) -> Result<&'b [u8]> {
        let (taken, rest) = self.bytes.split_at_checked(len).ok_or_else(broken)?;
        self.bytes = rest;
        Ok(taken)
    }

    pub(super) fn str(&mut self) -> Result<String> {
        let len = self.count()?;
        let bytes = self.bytes(len)?;
        std::str::from_utf8(bytes).map(str::to_owned).map_err(|_| broken())
    }

    pub(super) fn opt_str(&mut self) -> Result<Option<String>> {
        match self.byte()? {
            0 => Ok(None),
            _ => self.str().map(Some),
        }
    }

    /// Whether all was read.
    pub(super) fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_strings_come_back() {
        let mut out = Vec::new();
        for value in [0, 1, 127, 128, 300, u64::MAX] {
            put(&mut out, value);
        }
        for value in [0, -1, 1, i64::MIN, i64::MAX] {
            put_signed(&mut out, value);
        }
        put_str(&mut out, "Žižek");
        put_opt(&mut out, None);
        put_opt(&mut out, Some(0));
        let mut input = Input::new(&out);
        for value in [0, 1, 127, 128, 300, u64::MAX] {
            assert_eq!(input.number().unwrap(), value);
        }
        for value in [0, -1, 1, i64::MIN, i64::MAX] {
            assert_eq!(input.signed().unwrap(), value);
        }
        assert_eq!(input.str().unwrap(), "Žižek");
        assert_eq!((input.opt().unwrap(), input.opt().unwrap()), (None, Some(0)));
        assert!(input.is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_without_a_panic(bytes: Vec<u8>) {
            let mut input = Input::new(&bytes);
            while !input.is_empty() {
                if input.str().is_err() || input.signed().is_err() || input.opt().is_err() {
                    break;
                }
            }
        }
    }
}
