//! Work on a thread of its own, without the interpreter's lock, while the calling thread looks for Ctrl-C.

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

/// How long a Ctrl-C may go unnoticed.
const BETWEEN: Duration = Duration::from_millis(50);

/// What the work tells meanwhile, or at its end.
enum Told<P, T> {
    Progress(P),
    Done(T),
}

/// Does the work. `interrupt` is set when Python wants the call to end (Ctrl-C): the work is to look at it, and the
/// exception is raised once it has stopped.
pub fn run<T: Send>(
    py: Python<'_>,
    interrupt: &Arc<AtomicBool>,
    work: impl FnOnce() -> T + Send,
) -> PyResult<T> {
    run_telling(py, interrupt, |_: &mut dyn FnMut(())| work(), |(), _| Ok(()))
}

/// The same for work that tells how far it is; an exception of `hear` ends it, too.
pub fn run_telling<T: Send, P: Send>(
    py: Python<'_>,
    interrupt: &Arc<AtomicBool>,
    work: impl FnOnce(&mut dyn FnMut(P)) -> T + Send,
    hear: impl Fn(P, Python<'_>) -> PyResult<()> + Send + Sync,
) -> PyResult<T> {
    py.detach(|| {
        std::thread::scope(|scope| {
            let (sender, told) = channel();
            scope.spawn(move || {
                let result = work(&mut |progress| drop(sender.send(Told::Progress(progress))));
                let _ = sender.send(Told::Done(result));
            });
            let mut raised: Option<PyErr> = None;
            let ask = |raised: &mut Option<PyErr>, what: &dyn Fn(Python<'_>) -> PyResult<()>| {
                if raised.is_none()
                    && let Err(error) = Python::attach(what)
                {
                    interrupt.store(true, Ordering::Relaxed);
                    *raised = Some(error);
                }
            };
            loop {
                match told.recv_timeout(BETWEEN) {
                    Ok(Told::Done(result)) => return raised.map_or(Ok(result), Err),
                    Ok(Told::Progress(progress)) => {
                        let mut progress = Some(progress);
                        let progress = std::sync::Mutex::new(&mut progress);
                        ask(&mut raised, &|py| {
                            let progress = progress.lock().ok().and_then(|mut progress| progress.take());
                            progress.map_or(Ok(()), |progress| hear(progress, py))?;
                            py.check_signals()
                        });
                    }
                    Err(RecvTimeoutError::Timeout) => ask(&mut raised, &|py| py.check_signals()),
                    Err(RecvTimeoutError::Disconnected) => {
                        let message = "this should not have happened: the work ended without a result";
                        return Err(PyRuntimeError::new_err(message));
                    }
                }
            }
        })
    })
}
