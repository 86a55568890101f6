//! Which segments are merged: enough to keep them few, seldom enough that writing stays cheap.

/// So many segments are left alone.
const FEW: usize = 3;

/// More are never kept, but of an index of so many documents that its segments are all [`LARGE`].
const MOST: usize = 6;

/// Documents of a segment that is not joined with others to a larger one: a merge maps the words of all that it joins,
/// and must not need the more memory the larger the index is.
const LARGE: u64 = if cfg!(test) { 20_000 } else { 600_000 };

/// Which of the segments of these sizes (documents that are alive) to merge, each group into one; each has at least two.
///
/// Beginning with the smallest, a segment joins as long as it is no larger than all before it together: then
/// each document is merged about as often as the index doubles.
pub(crate) fn choose(sizes: &[u64]) -> Vec<Vec<usize>> {
    let small: Vec<usize> = (0..sizes.len()).filter(|&i| sizes[i] < LARGE).collect();
    let group = choose_of(&small.iter().map(|&i| sizes[i]).collect::<Vec<_>>());
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut sum = LARGE;
    for i in group.into_iter().map(|at| small[at]) {
        match groups.last_mut() {
            Some(group) if sum + sizes[i] <= LARGE || group.len() < 2 => {
                group.push(i);
                sum += sizes[i];
            }
            _ => {
                groups.push(vec![i]);
                sum = sizes[i];
            }
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

/// The same for segments that are not large, all into one.
fn choose_of(sizes: &[u64]) -> Vec<usize> {
    if sizes.len() <= FEW {
        return Vec::new();
    }
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&i| (sizes[i], i));
    let mut group = Vec::new();
    let mut sum = 0;
    for (taken, i) in order.into_iter().enumerate() {
        let left = sizes.len() - taken;
        if taken < 2 || sizes[i] <= sum || left >= MOST {
            group.push(i);
            sum += sizes[i];
        } else {
            break;
        }
    }
    group
}

/// Whether so many of a segment's documents are dead that it is written anew.
pub(crate) fn is_worn(documents: u32, dead: usize) -> bool {
    dead as u64 * 3 > u64::from(documents)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sizes: &[u64], want: &[usize]) {
        let groups: Vec<Vec<usize>> = if want.is_empty() { Vec::new() } else { vec![want.to_vec()] };
        assert_eq!(choose(sizes), groups, "{sizes:?}");
    }

    #[test]
    fn few_segments_stay() {
        check(&[], &[]);
        check(&[100, 90, 80], &[]);
    }

    #[test]
    fn the_small_ones_join() {
        check(&[1000, 100, 1, 1], &[2, 3]);
        check(&[1000, 2, 1, 1], &[2, 3, 1]);
        check(&[4, 4, 4, 4], &[0, 1, 2, 3]);
    }

    #[test]
    fn large_ones_stay_apart() {
        let half = LARGE / 2;
        assert_eq!(choose(&[half; 8]), [[0, 1], [2, 3], [4, 5], [6, 7]]);
        assert_eq!(choose(&[LARGE, LARGE, LARGE, LARGE, LARGE, LARGE, 1, 1]), Vec::<Vec<usize>>::new());
        assert_eq!(choose(&[LARGE, LARGE, 1, 1, 1, 1]), [[2, 3, 4, 5]]);
    }

    #[test]
    fn single_additions_cost_little_and_leave_few() {
        let mut sizes: Vec<u64> = Vec::new();
        let mut written = 0;
        for _ in 0..4096 {
            sizes.push(1);
            for group in choose(&sizes) {
                let sum: u64 = group.iter().map(|&i| sizes[i]).sum();
                written += sum;
                let mut left: Vec<u64> =
                    (0..sizes.len()).filter(|i| !group.contains(i)).map(|i| sizes[i]).collect();
                left.push(sum);
                sizes = left;
            }
            assert!(sizes.len() <= MOST);
        }
        assert!(written < 4096 * 200, "{written}");
    }
}
