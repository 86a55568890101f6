//! Work on many things at once, in order.

use crate::error::Result;
use std::panic::resume_unwind;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// How many threads the machine runs at a time.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// What `each` gives for every one of `items`, in their order, on up to so many threads. `own` makes what a thread keeps
/// from one item to the next. After an error nothing more is begun; a thread that panics takes its caller along.
pub(crate) fn in_order<I: Sync, S, R: Send>(
    threads: usize,
    items: &[I],
    own: impl Fn() -> S + Sync,
    each: impl Fn(&mut S, &I) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let (next, failed) = (AtomicUsize::new(0), AtomicBool::new(false));
    let work = || -> Result<Vec<(usize, R)>> {
        let (mut own, mut done) = (own(), Vec::new());
        while !failed.load(Ordering::Relaxed) {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { break };
            let made = each(&mut own, item).inspect_err(|_| failed.store(true, Ordering::Relaxed));
            done.push((at, made?));
        }
        Ok(done)
    };
    let mut all = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(items.len())).map(|_| scope.spawn(work)).collect();
        let mut all = work();
        for other in others {
            let other = other.join().unwrap_or_else(|panic| resume_unwind(panic));
            all = all.and_then(|mut all| {
                all.extend(other?);
                Ok(all)
            });
        }
        all
    })?;
    all.sort_unstable_by_key(|(at, _)| *at);
    Ok(all.into_iter().map(|(_, made)| made).collect())
}

#[cfg(test)]
mod tests {
    use super::in_order;
    use crate::error::Error;

    #[test]
    fn the_order_is_that_of_the_items() {
        let items: Vec<usize> = (0..1_000).collect();
        for threads in [0, 1, 2, 7] {
            let made = in_order(
                threads,
                &items,
                || 0,
                |met, &item| {
                    *met += 1;
                    Ok((item * 2, *met))
                },
            );
            let made = made.expect("no error");
            assert!(made.iter().enumerate().all(|(at, (twice, _))| *twice == at * 2));
        }
        assert_eq!(in_order(3, &[0u8; 0], || (), |(), _| Ok(())).expect("no error"), []);
    }

    #[test]
    fn an_error_is_told() {
        let items: Vec<usize> = (0..100).collect();
        let made = in_order(
            2,
            &items,
            || (),
            |(), &item| match item {
                70 => Err(Error::NoDocument { id: "70".to_owned() }),
                _ => Ok(item),
            },
        );
        assert!(matches!(made, Err(Error::NoDocument { .. })));
    }
}
