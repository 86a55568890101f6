//! The views that count words and categories: what they share. Each is a table whose figures lead to their passages,
//! with the settings that it was made with above it and what the figures mean below.

mod code;
mod collocates;
mod keyness;
mod ngrams;
mod passages;
mod settings;
mod words;

pub(crate) use code::code;
pub(crate) use collocates::collocates;
pub(crate) use keyness::keyness;
pub(crate) use ngrams::ngrams;
pub(crate) use words::words;

use super::aside::{ASKED, Aside, fields};
use super::link::Link;
use super::shell::{Pages, Shell, View, Way};
use super::summary::Summary;
use crate::ask::Stop;
use crate::current::State;
use crate::parameter::Given;
use crate::problem::Problem;
use crate::request::{Clock, request};
use askama::Template;
use pamphlet::{Info, Request, Response};
use settings::Setting;
use std::time::Instant;

/// Rows on a page.
const ROWS: usize = 100;

/// A cell of a table.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    pub text: String,
    /// The way to its passages; empty where there is none.
    pub href: String,
    /// What the way is called by who does not see the table; it begins as the text does.
    pub label: String,
}

impl Cell {
    pub fn plain(text: String) -> Self {
        Self { text, ..Self::default() }
    }

    /// A figure that leads to what it counts.
    pub fn to(text: String, href: String, what: &str) -> Self {
        let label = format!("{text} {what}");
        Self { text, href, label }
    }
}

/// A row: what it is of, with the way to it, then its figures.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub name: Cell,
    pub cells: Vec<Cell>,
}

/// Figures under their headings.
#[derive(Clone, Debug, Default)]
pub(super) struct Table {
    pub caption: String,
    pub columns: Vec<String>,
    pub rows: Vec<Row>,
}

/// What a figure means, and where it comes from.
pub(super) type Meaning = (&'static str, &'static str);

#[derive(Template)]
#[template(path = "study.html")]
struct StudyPage {
    shell: Shell,
    aside: Aside,
    summary: Summary,
    name: &'static str,
    about: &'static str,
    /// Groups of settings, each under its name; that of the first is empty.
    groups: Vec<(&'static str, Vec<Setting>)>,
    sorts: Vec<Way>,
    table: Table,
    /// A picture of the table, as SVG; empty where there is none.
    plot: String,
    /// The marks of its curves, as SVG, with their names.
    swatches: Vec<(String, String)>,
    /// What stands between settings and table: what is wrong with what was given, or what to do first.
    said: Vec<String>,
    legend: &'static [Meaning],
    pages: Pages,
    csv: String,
    jsonl: String,
}

impl StudyPage {
    /// The view before anything was counted.
    fn new(given: &Given, view: View, asked: &Asked<'_>, counts: String) -> Self {
        Self {
            shell: Shell::of(given, view, &format!("{} · pamphlet", view.name())),
            aside: Aside::new(&asked.found.facets, asked.info, given, view.path()),
            summary: Summary::new(counts, asked.started, &asked.found, &[], given).headed(),
            name: view.name(),
            about: "",
            groups: Vec::new(),
            sorts: Vec::new(),
            table: Table::default(),
            plot: String::new(),
            swatches: Vec::new(),
            said: Vec::new(),
            legend: &[],
            pages: Pages::default(),
            csv: String::new(),
            jsonl: String::new(),
        }
    }

    /// Ways to all rows as a file, from the parameters of the view.
    fn downloads(&mut self, link: &Link, route: &str) {
        self.csv = link.to(&format!("{route}.csv"));
        self.jsonl = link.to(&format!("{route}.jsonl"));
    }
}

/// What a view is made of before its own figures.
struct Asked<'s> {
    started: Instant,
    clock: Clock,
    info: &'s Info,
    /// The documents of the query, for the column beside the table.
    found: Response,
    now: usize,
}

impl<'s> Asked<'s> {
    fn new(state: &'s State, given: &Given, stop: &Stop, most: std::time::Duration) -> Result<Self, Problem> {
        let started = Instant::now();
        let clock = Clock::new(most);
        let info = state.info()?;
        let mut request = request(given, most, stop);
        if request.text.trim().is_empty() {
            request.text = "*".to_owned();
        }
        request.facets = fields(info);
        request.facet_values = ASKED;
        request.limit = Some(0);
        let found = state.index.find(&request)?;
        Ok(Self { started, clock, info, found, now: given.number("page").unwrap_or(1) })
    }

    /// What a view asks: a page of rows in the time that is left.
    fn request(&self, given: &Given, stop: &Stop) -> Request {
        let mut request = request(given, self.clock.left(), stop);
        request.limit = Some(ROWS);
        request.offset = (self.now - 1) * ROWS;
        request
    }

    /// The ways to the rows before and after.
    fn pages(&self, given: &Given, view: View, total: u64) -> Pages {
        Pages::new(given, view.path(), self.now, ((self.now * ROWS) as u64) < total)
    }
}

/// The parameters of a view as its route for programs takes them.
fn whole_link(given: &Given) -> Link {
    let query = given.value("q").unwrap_or_default();
    Link::of(given).without("page").with("q", query)
}
