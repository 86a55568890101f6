//! Bodies of answers: one piece, or pieces that a thread makes while they are sent.

use axum::body::Body;
use bytes::Bytes;
use http_body::Frame;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::sync::mpsc;

/// A body of one piece.
pub(crate) fn full(content: impl Into<Bytes>) -> Body {
    Body::from(content.into())
}

/// Why a body ended before its end: the client sees a broken transfer, and cannot take the part for the whole.
#[derive(Debug, thiserror::Error)]
#[error("the download could not be finished")]
pub(crate) struct Broken;

/// Pieces that are sent as they come; no more than a few wait.
pub(crate) struct Pieces(mpsc::Receiver<Result<Bytes, Broken>>);

impl Pieces {
    /// Where pieces are put, and the body that they make.
    pub fn new() -> (mpsc::Sender<Result<Bytes, Broken>>, Self) {
        let (sender, receiver) = mpsc::channel(4);
        (sender, Self(receiver))
    }
}

impl http_body::Body for Pieces {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Broken>>> {
        self.0.poll_recv(context).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}
