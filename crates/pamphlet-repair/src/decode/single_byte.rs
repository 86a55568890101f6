//! Encodings of one byte a character, as tables in both directions.

use encoding_rs::Encoding;

/// What the upper 128 bytes of an encoding mean.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    /// By byte, less 0x80.
    chars: [char; 128],
    /// The same pairs, sorted by character.
    back: [(char, u8); 128],
}

/// The upper half of code page 437, the character set of the first IBM PCs. The Encoding Standard does not
/// have it.
const CP437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// The upper half of code page 850, that of Western Europe. The Encoding Standard does not have it either.
const CP850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// The upper half of code page 852, that of Central Europe.
const CP852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}";

impl Table {
    fn from_chars(chars: [char; 128]) -> Self {
        let mut back = [('\0', 0); 128];
        for (i, &c) in chars.iter().enumerate() {
            back[i] = (c, 0x80 + i as u8);
        }
        back.sort_unstable();
        Self { chars, back }
    }

    /// The table of a single-byte encoding. Bytes that it leaves open mean what they mean in Latin-1, as
    /// the Encoding Standard has it for windows-1252.
    pub fn of(encoding: &'static Encoding) -> Self {
        let mut chars = ['\0'; 128];
        for (i, c) in chars.iter_mut().enumerate() {
            let byte = 0x80 + i as u8;
            let read = encoding.decode_without_bom_handling(&[byte]).0.chars().next();
            *c = read.filter(|&c| c != char::REPLACEMENT_CHARACTER).unwrap_or(char::from(byte));
        }
        Self::from_chars(chars)
    }

    /// Code page 437.
    pub fn cp437() -> Self {
        Self::of_upper_half(CP437)
    }

    /// Code page 850.
    pub fn cp850() -> Self {
        Self::of_upper_half(CP850)
    }

    /// Code page 852.
    pub fn cp852() -> Self {
        Self::of_upper_half(CP852)
    }

    fn of_upper_half(upper: &str) -> Self {
        let mut chars = ['\0'; 128];
        for (place, c) in chars.iter_mut().zip(upper.chars()) {
            *place = c;
        }
        Self::from_chars(chars)
    }

    /// What a byte means; ASCII means itself.
    pub fn char(&self, byte: u8) -> char {
        if byte < 0x80 { char::from(byte) } else { self.chars[usize::from(byte - 0x80)] }
    }

    /// The byte of a character beyond ASCII.
    pub fn byte(&self, c: char) -> Option<u8> {
        let at = self.back.binary_search_by_key(&c, |pair| pair.0).ok()?;
        Some(self.back[at].1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_lead_both_ways() {
        for upper in [CP437, CP850, CP852] {
            assert_eq!(upper.chars().count(), 128);
        }
        for table in [
            Table::of(encoding_rs::WINDOWS_1252),
            Table::of(encoding_rs::MACINTOSH),
            Table::cp437(),
            Table::cp850(),
            Table::cp852(),
        ] {
            for byte in 0x80..=0xff {
                assert_eq!(table.byte(table.char(byte)), Some(byte));
            }
        }
        assert_eq!(Table::of(encoding_rs::WINDOWS_1252).char(0x92), '’');
        assert_eq!(Table::of(encoding_rs::MACINTOSH).char(0xd5), '’');
        assert_eq!(Table::cp437().char(0x92), 'Æ');
    }
}
