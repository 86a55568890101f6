//! The container of old Microsoft Office. Old Word documents are read by `antiword` or `catdoc` where one is
//! installed; for others, the reason says what they are.

use crate::draft::Draft;
use crate::formats::{Extracted, Format, Input, Sink, text};
use crate::repairing::decode;
use crate::{Reason, child};
use pamphlet_document::{Lines, SourceRange};
use std::process::Command;

/// A container of the kind `.doc`, `.xls`, `.ppt`, `.msg`, or an encrypted newer one.
pub(crate) struct Ole;

/// Programs that read old Word documents from standard input, with the arguments that make them write UTF-8.
const CONVERTERS: [(&str, &[&str]); 2] =
    [("antiword", &["-m", "UTF-8.txt", "-w", "0", "-"]), ("catdoc", &["-d", "utf-8", "-w", "-"])];

impl Format for Ole {
    fn name(&self) -> &'static str {
        "doc"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let streams: [(&str, Reason); 5] = [
            ("EncryptedPackage", Reason::Encrypted),
            ("Workbook", Reason::Unsupported("old Excel workbook (.xls)".to_owned())),
            ("PowerPoint Document", Reason::Unsupported("old PowerPoint presentation (.ppt)".to_owned())),
            ("__properties_version1.0", Reason::Unsupported("Outlook message (.msg)".to_owned())),
            ("VisioDocument", Reason::Unsupported("Visio drawing (.vsd)".to_owned())),
        ];
        if !has_stream(input.bytes, "WordDocument") {
            for (name, reason) in streams {
                if has_stream(input.bytes, name) {
                    return Err(reason);
                }
            }
            return Err(Reason::Unsupported("old Microsoft Office container".to_owned()));
        }
        for (program, arguments) in CONVERTERS {
            let Ok(answer) = child::run(Command::new(program).args(arguments), input.bytes) else { continue };
            if !answer.success || answer.output.is_empty() {
                continue;
            }
            let unit = decode(&answer.output, Some("utf-8"));
            let mut inner = Draft::default();
            text::paragraphs(&unit.text, 0, &mut inner);
            let place = SourceRange::new(0, input.bytes.len() as u64);
            let mut draft = Draft::default();
            for block in &inner.blocks {
                draft.begin(block.kind, block.role);
                draft.replace(&inner.text[block.range.span()], place);
                draft.end();
            }
            let _ = sink.document(Extracted {
                draft,
                unit: None,
                locator: String::new(),
                plain: true,
                format: self.name(),
                first_line: Some(Lines::default()),
            });
            return Ok(());
        }
        let what =
            "old Word document (.doc): it needs antiword or catdoc, and neither is installed or can read it";
        Err(Reason::Unsupported(what.to_owned()))
    }
}

/// Whether the container has a stream of this name: names stand in it as UTF-16.
fn has_stream(bytes: &[u8], name: &str) -> bool {
    let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    memchr::memmem::find(bytes, &wide).is_some()
}
