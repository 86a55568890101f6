//! Any bytes are repaired without a panic; the edits of a text make the repaired one, and a second repair changes
//! nothing.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pamphlet_repair::{Repairer, replay, rules};
use std::sync::LazyLock;

static REPAIRERS: LazyLock<[Repairer; 2]> = LazyLock::new(|| {
    let off: Vec<&str> = rules().iter().filter(|rule| !rule.default).map(|rule| rule.name).collect();
    let all = Repairer::default().and(&off).unwrap_or_else(|error| panic!("{error}"));
    [Repairer::default(), all]
});

fuzz_target!(|bytes: &[u8]| {
    for repairer in REPAIRERS.iter() {
        let whole = repairer.repair_bytes(bytes, None);
        assert_eq!(whole.map.text_len() as usize, whole.text.len());
        assert!(whole.edits.iter().all(|edit| edit.byte.end <= bytes.len() as u64));
        let Ok(text) = str::from_utf8(bytes) else { continue };
        let repaired = repairer.repair(text);
        assert_eq!(replay(text, &repaired.edits), repaired.text);
        let again = repairer.repair(&repaired.text);
        assert_eq!(again.text, repaired.text, "a second repair changes the text");
    }
});
