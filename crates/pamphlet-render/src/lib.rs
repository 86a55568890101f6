//! What a search found, as a person or a program reads it: plain text, JSON lines, tables, the text of a page.
//!
//! The only crate that knows colour. It returns strings and writes nothing. Everything that comes from a
//! document, a file name or a query goes through [`safe`] or [`safe_line`] on its way to a terminal, and
//! through [`html`] on its way to a page.

#![forbid(unsafe_code)]

mod alike;
mod among;
mod chart;
mod citation;
mod coded;
mod columns;
mod concordance;
mod diff;
mod direction;
mod document;
mod figures;
mod html;
mod human;
mod info;
mod json;
mod layout;
mod marked;
mod marker;
mod marks;
mod month;
mod quotation;
mod repair;
mod rows;
mod safe;
mod style;
mod table;
mod trend;

pub use alike::{ALIKE_COLUMNS, alike, alike_row};
pub use among::{OfCategory, OfQuery};
pub use chart::{Measure, ceiling, place_of, trend_svg, years};
pub use citation::{CitationStyle, citation};
pub use coded::{CodedLine, coded_row, coded_table};
pub use columns::shortened;
pub use concordance::concordance_line;
pub use diff::{CHANGE_COLUMNS, change, change_row};
pub use document::document_text;
pub use figures::{Figures, figures_row, figures_table};
pub use html::{html, html_compared, html_marked, write_html};
pub use human::{explanation, facet, hit};
pub use info::{Dates, InfoLine, Versions};
pub use json::json;
pub use layout::{Layout, LinkOf};
pub use marked::Marked;
pub use marker::Marker;
pub use month::month_name;
pub use quotation::{QUOTATION_COLUMNS, quotation, quotation_row};
pub use repair::{RepairLine, repair_diff};
pub use rows::screen_rows;
pub use safe::{safe, safe_line};
pub use style::{ADDED, DIM, HEAD, MATCH, PLACE, Paint, REMOVED, TITLE, WRONG};
pub use table::{
    GROUP_COLUMNS, HIT_COLUMNS, LINE_COLUMNS, POINT_COLUMNS, Table, group_row, hit_row, line_row,
    line_row_of, point_row, point_row_of, row,
};
pub use trend::{joined, trend_plot, trends_plot};
