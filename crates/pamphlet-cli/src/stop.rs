//! SIGINT and SIGTERM as a flag that long work looks at, so that it stops clean.

use signal_hook::SigId;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What ends the process at a second signal.
static SHUTDOWNS: Mutex<Vec<SigId>> = Mutex::new(Vec::new());

/// Set by the first signal; a second one ends the process at once.
pub struct Stop {
    flag: Arc<AtomicBool>,
    signal: Arc<AtomicUsize>,
}

impl Stop {
    /// Starts to listen.
    ///
    /// # Errors
    /// When the system refuses a handler.
    pub fn listen() -> std::io::Result<Self> {
        let flag = Arc::new(AtomicBool::new(false));
        let signal = Arc::new(AtomicUsize::new(0));
        for number in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
            // in this order: the shutdown is armed by the flag that the same signal sets afterwards
            let shutdown =
                signal_hook::flag::register_conditional_shutdown(number, 128 + number, Arc::clone(&flag))?;
            if number == signal_hook::consts::SIGINT {
                SHUTDOWNS.lock().unwrap_or_else(PoisonError::into_inner).push(shutdown);
            }
            signal_hook::flag::register(number, Arc::clone(&flag))?;
            signal_hook::flag::register_usize(number, Arc::clone(&signal), number as usize)?;
        }
        // beyond a limit on the size of files a write fails, and says so, instead of ending the process without a word
        #[cfg(unix)]
        signal_hook::flag::register(signal_hook::consts::SIGXFSZ, Arc::default())?;
        Ok(Self { flag, signal })
    }

    /// The flag itself.
    pub fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.flag)
    }

    /// Also ends a server when a signal comes.
    ///
    /// # Errors
    /// When the system refuses a handler or a thread.
    pub fn call(&self, server: pamphlet_server::Handle) -> std::io::Result<()> {
        use signal_hook::consts::{SIGINT, SIGTERM};
        let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM])?;
        std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
            if signals.forever().next().is_some() {
                server.stop();
            }
        })?;
        Ok(())
    }

    /// The signal that came, if one did.
    pub fn signal(&self) -> Option<i32> {
        match self.signal.load(Ordering::SeqCst) {
            0 => None,
            number => i32::try_from(number).ok(),
        }
    }
}

/// From now on Ctrl-C is the pager's: it stops to read there, and the terminal is not taken from under it. Here it only
/// sets the flag.
///
/// # Errors
/// When the system refuses a handler.
pub fn leave_to_pager(flag: &Arc<AtomicBool>) -> std::io::Result<()> {
    signal_hook::flag::register(signal_hook::consts::SIGINT, Arc::clone(flag))?;
    for shutdown in SHUTDOWNS.lock().unwrap_or_else(PoisonError::into_inner).drain(..) {
        signal_hook::low_level::unregister(shutdown);
    }
    Ok(())
}
