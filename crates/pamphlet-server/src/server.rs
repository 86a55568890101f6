//! The server: a port, a limit on connections, and a clean end.

use crate::connection;
use crate::current::Current;
use crate::limits::{CONNECTIONS, REFUSALS, STOP_TIME};
use crate::router::{App, router};
use hyper_util::server::graceful::GracefulShutdown;
use std::fmt;
use std::net::{SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, watch};

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The index cannot be opened.
    #[error(transparent)]
    Index(#[from] pamphlet::Error),
    /// The address cannot be listened at.
    #[error("cannot listen at {address}: {source}")]
    Bind {
        /// The address.
        address: SocketAddr,
        /// The reason.
        source: std::io::Error,
    },
    /// The system gives no threads, or no events.
    #[error("the server cannot run: {0}")]
    System(std::io::Error),
}

/// How a server answers.
#[derive(Clone)]
pub struct Options {
    /// How long a question may take before what was found by then is answered.
    pub timeout: Duration,
    /// Further names that it is called by, as `Host` gives them: with a port, or for any.
    pub hosts: Vec<String>,
    /// Told of every answer, on the threads that serve.
    pub log: Option<Log>,
}

/// Told of answers.
pub type Log = Arc<dyn Fn(&Served<'_>) + Send + Sync>;

impl Default for Options {
    /// Ten seconds for a question; loopback names only.
    fn default() -> Self {
        Self { timeout: Duration::from_secs(10), hosts: Vec::new(), log: None }
    }
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { timeout, hosts, log } = self;
        f.debug_struct("Options")
            .field("timeout", timeout)
            .field("hosts", hosts)
            .field("log", &log.is_some())
            .finish()
    }
}

/// An answer that was given.
#[derive(Clone, Copy, Debug)]
pub struct Served<'s> {
    /// As it was asked.
    pub method: &'s str,
    /// Path and query, as they were sent.
    pub target: &'s str,
    /// The status.
    pub status: u16,
    /// How long it took until the answer began.
    pub took: Duration,
}

/// A server that has its port.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    app: Arc<App>,
    stop: watch::Sender<bool>,
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Server({})", self.address)
    }
}

/// Ends a server from another thread.
#[derive(Clone, Debug)]
pub struct Handle(watch::Sender<bool>);

impl Handle {
    /// Asks the server to stop: no more connections are taken, and what is being answered is answered, for as long as
    /// [`LIMITS`](crate::LIMITS) says.
    pub fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Server {
    /// Opens the index in a folder and listens at an address; port 0 is any free one.
    ///
    /// # Errors
    /// [`Error::Index`], [`Error::Bind`].
    pub fn bind(index: PathBuf, address: SocketAddr, options: Options) -> Result<Self, Error> {
        let current = Current::open(index)?;
        let refused = |source| Error::Bind { address, source };
        let listener = TcpListener::bind(address).map_err(refused)?;
        listener.set_nonblocking(true).map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let app = Arc::new(App::new(current, options));
        Ok(Self { listener, address, app, stop: watch::Sender::new(false) })
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What ends it.
    pub fn handle(&self) -> Handle {
        Handle(self.stop.clone())
    }

    /// Answers until it is told to stop.
    ///
    /// # Errors
    /// [`Error::System`].
    pub fn run(self) -> Result<(), Error> {
        let threads = std::thread::available_parallelism().map_or(2, usize::from).min(4);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads)
            .thread_name("pamphlet-serve")
            .enable_io()
            .enable_time()
            .build()
            .map_err(Error::System)?;
        let answered = self.until_stopped(&runtime);
        // a thread that still looks for an answer nobody waits for does not keep the process
        runtime.shutdown_timeout(Duration::from_secs(1));
        answered
    }

    fn until_stopped(self, runtime: &Runtime) -> Result<(), Error> {
        let Self { listener, app, stop, .. } = self;
        runtime.block_on(async move {
            let listener = tokio::net::TcpListener::from_std(listener).map_err(Error::System)?;
            let router = router(&app);
            let room = Arc::new(Semaphore::new(CONNECTIONS));
            let refusals = Arc::new(Semaphore::new(REFUSALS));
            let graceful = GracefulShutdown::new();
            let mut stopped = stop.subscribe();
            loop {
                let accepted = tokio::select! {
                    accepted = listener.accept() => accepted,
                    _ = stopped.wait_for(|stop| *stop) => break,
                };
                let Ok((stream, _)) = accepted else {
                    // a client that was gone already, or no file descriptor left: in a moment there may be one
                    tokio::time::sleep(Duration::from_millis(10)).await;
                    continue;
                };
                let Ok(local) = stream.local_addr() else { continue };
                if let Ok(place) = Arc::clone(&room).try_acquire_owned() {
                    let (router, watcher) = (router.clone(), graceful.watcher());
                    tokio::spawn(async move {
                        connection::serve(stream, local, router, watcher).await;
                        drop(place);
                    });
                } else if let Ok(place) = Arc::clone(&refusals).try_acquire_owned() {
                    tokio::spawn(async move {
                        connection::refuse(stream).await;
                        drop(place);
                    });
                }
            }
            drop(listener);
            let _ = tokio::time::timeout(STOP_TIME, graceful.shutdown()).await;
            Ok(())
        })
    }
}
