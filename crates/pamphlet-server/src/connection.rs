//! One connection: how long a client may take, and what happens to one too many.

use crate::limits::{HEAD_BYTES, HEAD_TIME, WRITE_TIME};
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::Watcher;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_io_timeout::TimeoutStream;
use tower_service::Service;

/// The address that a connection came in at; every request carries it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Local(pub SocketAddr);

/// Answers what a client asks, until it goes, is too slow, or the server stops.
pub(crate) async fn serve(stream: TcpStream, local: SocketAddr, router: Router, watcher: Watcher) {
    // an answer is written in one piece; waiting for more of it would only delay it
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(WRITE_TIME));
    let service = hyper::service::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        request.extensions_mut().insert(Local(local));
        // a router is always ready
        router.clone().call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_TIME)
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(Box::pin(stream)), service);
    // a client that breaks off or sends no HTTP harms nobody but itself
    let _ = watcher.watch(connection).await;
}

/// What one too many is told.
const FULL: &[u8] = b"HTTP/1.1 503 Service Unavailable\r\n\
    content-type: application/json\r\n\
    retry-after: 1\r\n\
    connection: close\r\n\
    content-length: 90\r\n\r\n\
    {\"error\":{\"code\":\"busy\",\"message\":\"too many connections\",\"hint\":\"try again in a moment\"}}\n";

/// Tells a client that there is no room, and closes the connection.
pub(crate) async fn refuse(mut stream: TcpStream) {
    let told = async {
        stream.write_all(FULL).await?;
        stream.shutdown().await?;
        // what was asked is read, or the client may lose the answer
        let mut rest = [0; 4096];
        while stream.read(&mut rest).await? > 0 {}
        std::io::Result::Ok(())
    };
    let _ = tokio::time::timeout(Duration::from_secs(1), told).await;
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_refusal_is_as_long_as_it_says() {
        let text = std::str::from_utf8(super::FULL).expect("text");
        let (head, body) = text.split_once("\r\n\r\n").expect("a body");
        let length = head.rsplit("content-length: ").next().and_then(|length| length.parse().ok());
        assert_eq!(length, Some(body.len()));
    }
}
