//! Files that broke a law once, found by the targets in `fuzz/`.

use crate::sound;
use pamphlet_ingest::Ingest;

#[test]
fn files_that_broke_a_law_keep_it() {
    let ingest = Ingest::default();
    let check = |name: &str, bytes: &[u8]| {
        for document in ingest.bytes(name, bytes).expect("a file that is read") {
            sound::check(&document, bytes);
        }
    };
    // what stood before the first block as a no-break space was mended into a letter
    check("a.rtf", &[b"{\\rtf1\\ansi {\xa0rtf1\t\tn\xc2\xba\t", &[0xfa; 106][..], b"\t\t#\t0"].concat());
    // an attachment has more bytes as UTF-8 than its message
    let head = b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nHello.\n--b\n";
    let part = b"Content-Type: text/html; charset=windows-1252\n\n<p>That\x92s ";
    check("a.eml", &[&head[..], part, &[0x94; 300], b" it</p>\n--b--\n"].concat());
    // what is unpacked has more bytes than the file
    let packed = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x16\x8b\x1f\x00\x00\x00\x00\x00\x16\x8b\x1f\x8b\x1f\x8b\x08\x00\x00\x00\x00\x8b\x1f\x8b\x08\x00\x00\x00\x00";
    check("a", packed);
}
