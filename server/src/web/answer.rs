//! An answer on its way: in pieces, so that it shows whether they are taken, and large ones counted, so
//! that those nobody reads do not fill the memory.

use crate::limits::ANSWER_PIECE_BYTES;
use crate::web::newcomers::Answering;
use crate::web::shares::Share;
use axum::body::{Body, HttpBody};
use bytes::Bytes;
use http_body::{Frame, SizeHint};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

/// The body of an answer.
pub(crate) struct Paced {
    body: Body,
    /// What is left of the piece that came last.
    rest: Bytes,
    answering: Answering,
    /// Of the bytes of large answers there can be.
    _share: Share,
}

impl Paced {
    pub(crate) fn new(body: Body, answering: Answering, share: Share) -> Paced {
        Paced {
            body,
            rest: Bytes::new(),
            answering,
            _share: share,
        }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        // Asked for the next piece: the ones before it are on their way.
        self.answering.goes_on();
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(data) => self.rest = data,
                    Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                },
                end => return Poll::Ready(end),
            }
        }
        let piece = self.rest.len().min(ANSWER_PIECE_BYTES);
        Poll::Ready(Some(Ok(Frame::data(self.rest.split_to(piece)))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let rest = self.rest.len() as u64;
        let body = self.body.size_hint();
        let mut hint = SizeHint::new();
        hint.set_lower(body.lower() + rest);
        if let Some(upper) = body.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::newcomers::Place;
    use crate::web::quota::Network;
    use crate::web::shares::Shares;
    use axum::body::to_bytes;
    use std::net::IpAddr;
    use std::sync::Arc;
    use tokio::sync::Semaphore;

    #[tokio::test]
    async fn an_answer_arrives_whole_and_says_how_long_it_is() {
        let permits = Arc::new(Semaphore::new(1));
        let place = Place::new(permits.try_acquire_owned().unwrap());
        let shares = Shares::new(0, 0);
        for many in [0, 1, ANSWER_PIECE_BYTES, 3 * ANSWER_PIECE_BYTES + 7] {
            let bytes: Vec<u8> = (0..many).map(|n| (n % 251) as u8).collect();
            let share = shares.none(Network::from(IpAddr::from([192, 0, 2, 1])));
            let paced = Paced::new(Body::from(bytes.clone()), place.answers(), share);
            assert_eq!(paced.size_hint().exact(), Some(many as u64));
            let told = to_bytes(Body::new(paced), usize::MAX).await.unwrap();
            assert_eq!(told, bytes);
        }
    }
}
