//! A websocket of which each message ends in time. What comes in is counted until a message is whole:
//! pieces of one that never ends are small, and could be many.

use crate::limits::UNFINISHED_BYTES_MAX;
use futures_util::{Sink, Stream};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};

/// The socket under it.
struct Counted<S> {
    io: S,
    /// Bytes since the last whole message.
    read: Arc<AtomicUsize>,
}

/// The websocket.
pub(crate) struct Heard<S> {
    socket: WebSocketStream<Counted<S>>,
    read: Arc<AtomicUsize>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Heard<S> {
    /// The server's side of a websocket on this.
    pub(crate) async fn on(io: S, config: WebSocketConfig) -> Heard<S> {
        let read = Arc::new(AtomicUsize::new(0));
        let counted = Counted {
            io,
            read: read.clone(),
        };
        let socket = WebSocketStream::from_raw_socket(counted, Role::Server, Some(config)).await;
        Heard { socket, read }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Counted<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.io).poll_read(context, buffer))?;
        let more = buffer.filled().len() - before;
        if self.read.fetch_add(more, Ordering::Relaxed) + more > UNFINISHED_BYTES_MAX {
            return Poll::Ready(Err(io::Error::other("a message that does not end")));
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Counted<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.io).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.io).poll_shutdown(context)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Stream for Heard<S> {
    type Item = Result<Message, Error>;

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Message, Error>>> {
        let message = ready!(Pin::new(&mut self.socket).poll_next(context));
        self.read.store(0, Ordering::Relaxed);
        Poll::Ready(message)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Sink<Message> for Heard<S> {
    type Error = Error;

    fn poll_ready(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.socket).poll_ready(context)
    }

    fn start_send(mut self: Pin<&mut Self>, message: Message) -> Result<(), Error> {
        Pin::new(&mut self.socket).start_send(message)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.socket).poll_flush(context)
    }

    fn poll_close(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<(), Error>> {
        Pin::new(&mut self.socket).poll_close(context)
    }
}
