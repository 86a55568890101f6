//! The best of many, in a fixed order: by a number, and where it is the same by path.

use crate::ranking::Ranked;
use crate::view::View;
use std::cmp::Ordering;

fn by_score(a: &Ranked, b: &Ranked) -> Ordering {
    b.score.total_cmp(&a.score)
}

/// The first `most` of `found`, highest score first, then by path (and for records of one path, as they
/// stand in the index). Another split of the index into segments gives the same order.
pub(crate) fn best(view: &View<'_>, found: Vec<Ranked>, most: usize) -> Vec<Ranked> {
    let mut found = chosen(view, found, most);
    found.sort_by(by_score);
    let mut from = 0;
    while from < found.len() {
        let same = found[from..].iter().take_while(|next| next.score == found[from].score).count().max(1);
        if same > 1 {
            sort_by_path(view, &mut found[from..from + same]);
        }
        from += same;
    }
    found
}

/// The same documents in any order.
pub(crate) fn chosen(view: &View<'_>, mut found: Vec<Ranked>, most: usize) -> Vec<Ranked> {
    if most == 0 {
        return Vec::new();
    }
    if found.len() > most {
        let (_, edge, _) = found.select_nth_unstable_by(most - 1, by_score);
        let edge = edge.score;
        let mut ties = Vec::new();
        found.retain(|ranked| match ranked.score.total_cmp(&edge) {
            Ordering::Greater => true,
            Ordering::Equal => {
                ties.push(*ranked);
                false
            }
            Ordering::Less => false,
        });
        let wanted = most - found.len();
        found.extend(first_by_path(view, ties, wanted));
    }
    found
}

/// Orders hits by path. Within a segment paths are numbered in their order, so that only those of several
/// segments are read.
fn sort_by_path(view: &View<'_>, ties: &mut [Ranked]) {
    let number = |ranked: &Ranked| {
        let address = ranked.address;
        view.segments[address.segment as usize].path_number(address.doc)
    };
    if ties.iter().all(|ranked| ranked.address.segment == ties[0].address.segment) {
        ties.sort_by_cached_key(|ranked| (number(ranked), ranked.address));
    } else {
        ties.sort_by_cached_key(|ranked| (path_of(view, ranked), ranked.address));
    }
}

fn path_of(view: &View<'_>, ranked: &Ranked) -> String {
    view.segments[ranked.address.segment as usize].path(ranked.address.doc)
}

/// The `wanted` of `ties` whose paths come first. Paths are numbered in order within a segment, so that
/// only as many as are wanted are read.
fn first_by_path(view: &View<'_>, ties: Vec<Ranked>, wanted: usize) -> Vec<Ranked> {
    if ties.len() <= wanted {
        return ties;
    }
    let mut firsts: Vec<Ranked> = Vec::new();
    for segment in &view.segments {
        let mut numbered: Vec<(u64, Ranked)> = ties
            .iter()
            .filter(|ranked| ranked.address.segment == segment.number)
            .map(|ranked| (segment.path_number(ranked.address.doc).unwrap_or(0), *ranked))
            .collect();
        if numbered.len() > wanted {
            numbered.select_nth_unstable_by_key(wanted, |(number, ranked)| (*number, ranked.address));
            numbered.truncate(wanted);
        }
        firsts.extend(numbered.into_iter().map(|(_, ranked)| ranked));
    }
    // where one segment has all of them no path is read
    if firsts.len() > wanted {
        sort_by_path(view, &mut firsts);
        firsts.truncate(wanted);
    }
    firsts
}
