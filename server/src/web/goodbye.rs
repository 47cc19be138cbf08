//! Goodbye: why a connection ends, and the close code that says whether to come back.

use crate::frame::Close;
use crate::limits::{CLOSE_TIME, GOODBYE_MESSAGES};
use crate::web::connection::Carrier;
use futures_util::{SinkExt, StreamExt};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};

/// Why a connection ends.
#[derive(Debug)]
pub(super) enum End {
    /// The server says goodbye.
    Close(Close, &'static str),
    /// The other side is gone, or said goodbye.
    Lost,
}

/// A wrong token, an unknown code or a right that ended: one goodbye for all.
pub(super) fn no_right() -> End {
    End::Close(Close::NoRight, "no right, or no such session")
}

/// Come back in a moment.
pub(super) fn restarting() -> End {
    End::Close(Close::Restarting, "not now; come back")
}

/// What an error of the carrier means.
pub(super) fn end_of(error: &Error) -> End {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { .. }) => {
            bad_frame("a frame over the limit")
        }
        // A socket that just goes away, as phones do.
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => End::Lost,
        Error::Utf8(_) | Error::Protocol(_) => bad_frame("a frame that is not text"),
        _ => End::Lost,
    }
}

/// A frame that cannot be answered; the log says so, without its content.
pub(super) fn bad_frame(what: &'static str) -> End {
    tracing::debug!("{what}");
    End::Close(Close::BadFrame, what)
}

/// Says it, and gives the other side a moment to hear it.
pub(super) async fn say_goodbye(carrier: &mut impl Carrier, end: End) {
    let frame = match end {
        End::Close(close, reason) => Some((close as u16, reason)),
        End::Lost => None,
    };
    let frame = frame.map(|(code, reason)| CloseFrame {
        code: code.into(),
        reason: reason.into(),
    });
    let goodbye = async {
        let is_lost = frame.is_none();
        if !is_lost && carrier.send(Message::Close(frame)).await.is_err() {
            return;
        }
        // The other side's answer, so that ours is not lost with the socket.
        let mut is_answered = is_lost;
        let mut heard = 0;
        while let Some(Ok(message)) = carrier.next().await {
            is_answered |= message.is_close();
            heard += 1;
            if heard == GOODBYE_MESSAGES {
                break; // Who floods on waits with the rest of it.
            }
        }
        // After a frame that could not be read nothing more can be: then only time is left.
        if !is_answered {
            sleep(CLOSE_TIME).await;
        }
    };
    let _ = timeout(CLOSE_TIME, goodbye).await;
}
