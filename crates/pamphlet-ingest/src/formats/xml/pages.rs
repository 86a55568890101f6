//! The XML that pdftohtml writes of a PDF: pages of short texts with their places on the page. Texts of one
//! line are joined, and lines that follow closely are one paragraph.

use super::Vocabulary;
use super::flow::{Flow, Open};
use super::plain::formatting;
use super::reading::Reading;
use super::tag::Tag;

/// The vocabulary of `pdf2xml`.
#[derive(Default)]
pub(super) struct Pages {
    last: Place,
}

/// Where a text stands on its page, in the units of the file.
#[derive(Clone, Copy, Debug, Default)]
struct Place {
    top: i32,
    left: i32,
    width: i32,
    height: i32,
}

impl Vocabulary for Pages {
    fn name(&self) -> &'static str {
        "pdf2xml"
    }

    fn open(&mut self, tag: Tag<'_>, reading: &mut Reading<'_>) -> Open {
        let number = |name: &str| tag.get(name).and_then(|value| value.parse::<i32>().ok()).unwrap_or(0);
        match tag.local() {
            "page" => {
                self.last = Place::default();
                reading.layout = |parent| parent == "page";
                reading.draft.page(number("number").max(1) as u32);
                Flow::Container.into()
            }
            "text" => {
                let here = Place {
                    top: number("top"),
                    left: number("left"),
                    width: number("width"),
                    height: number("height"),
                };
                match self.last.to(here) {
                    Some(white) => white.into_iter().for_each(|white| reading.space(white)),
                    None => reading.part(),
                }
                self.last = here;
                Flow::Inline.into()
            }
            name => formatting(name).unwrap_or(Flow::Container).into(),
        }
    }
}

impl Place {
    /// The white space before the text at `next`, where it goes on from this one; `None` where it does not.
    fn to(self, next: Self) -> Option<Option<char>> {
        if self.height == 0 {
            return None;
        }
        let down = next.top - self.top;
        if down.abs() <= self.height.max(next.height) / 2 && next.left >= self.left {
            // small capitals and quotes start where the last text ended
            let touches = next.left - self.left - self.width <= 1;
            return Some((!touches).then_some(' '));
        }
        let follows = down > 0 && down <= self.height * 3 / 2 + 2 && (next.height - self.height).abs() <= 2;
        follows.then_some(Some('\n'))
    }
}
