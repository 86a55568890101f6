//! Points of trends and groups of lines, as the rows of a file.

use super::download::{Form, Rows};
use crate::ask::Stop;
use crate::current::State;
use crate::parameter::Given;
use crate::problem::Problem;
use crate::request::{beside, everything, line_group, trend_by};
use pamphlet_render::{GROUP_COLUMNS, OfQuery, POINT_COLUMNS, group_row, point_row, point_row_of};

/// One trend, or several, each row then with its query.
pub(super) fn all_points(state: &State, given: &Given, stop: &Stop, form: Form) -> Result<Rows, Problem> {
    let (first, by) = (everything(given, stop), trend_by(given));
    let others = beside(given, &first);
    let mut out = Vec::new();
    if others.is_empty() {
        out.push(form.head(&POINT_COLUMNS));
        let points = state.index.trend(&first, &by)?.points;
        out.extend(points.iter().map(|point| form.line(point, point_row)));
        return Ok(Box::new(out.into_iter()));
    }
    let columns: Vec<&str> = std::iter::once("query").chain(POINT_COLUMNS).collect();
    out.push(form.head(&columns));
    for request in std::iter::once(&first).chain(&others) {
        let query = request.text.as_str();
        out.extend(state.index.trend(request, &by)?.points.iter().map(|point| {
            form.line(&OfQuery { query, row: point }, |table, of| point_row_of(table, of.query, of.row))
        }));
    }
    Ok(Box::new(out.into_iter()))
}

/// Lines that were counted together.
pub(super) fn all_groups(state: &State, given: &Given, stop: &Stop, form: Form) -> Result<Rows, Problem> {
    let groups = state.index.groups(&everything(given, stop), line_group(given))?.groups;
    let head = form.head(&GROUP_COLUMNS);
    Ok(Box::new(
        std::iter::once(head).chain(groups.into_iter().map(move |group| form.line(&group, group_row))),
    ))
}
