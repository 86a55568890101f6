//! What a search found, as a person or a program reads it: plain text, JSON lines, tables, the text of a page.
//!
//! The only crate that knows colour. It returns strings and writes nothing. Everything that comes from a
//! document, a file name or a query goes through [`safe`] or [`safe_line`] on its way to a terminal, and
//! through [`html`] on its way to a page.

#![forbid(unsafe_code)]

mod concordance;
mod html;
mod human;
mod info;
mod json;
mod marked;
mod repair;
mod safe;
mod style;
mod table;
mod trend;

pub use concordance::concordance_line;
pub use html::{html, html_marked, write_html};
pub use human::{Layout, explanation, facet, hit};
pub use info::{Dates, InfoLine, Versions};
pub use json::json;
pub use marked::Marked;
pub use repair::{RepairLine, repair_diff};
pub use safe::{safe, safe_line};
pub use style::{ADDED, DIM, MATCH, PLACE, Paint, REMOVED, TITLE};
pub use table::{
    GROUP_COLUMNS, HIT_COLUMNS, LINE_COLUMNS, POINT_COLUMNS, Table, group_row, hit_row, line_row, point_row,
    row,
};
pub use trend::trend_plot;
