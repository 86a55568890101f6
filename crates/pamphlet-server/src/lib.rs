//! The web page and the HTTP API over an index: `docs/http.md` is their reference.
//!
//! [`Server::bind`] opens the index and the port, [`Server::run`] answers until [`Handle::stop`]. Only this crate is
//! asynchronous, and only at the sockets: a question is asked on a thread of its own, of the same [`pamphlet::Index`]
//! that the command line asks. It answers GET and HEAD, writes nothing, and gives away nothing that is not in the
//! index.

#![forbid(unsafe_code)]

mod api;
mod ask;
mod assets;
mod body;
mod connection;
mod current;
mod guard;
mod host;
mod limits;
mod openapi;
mod page;
mod parameter;
mod parameters;
mod problem;
mod request;
mod reuse;
mod router;
mod server;
mod study;

pub use limits::LIMITS;
pub use openapi::{document as openapi, parameter_tables};
pub use server::{Error, Handle, Log, Options, Served, Server};
