//! Reaching the server, and trying again as long as that may help.

use super::Site;
use futures_util::SinkExt;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::time::sleep;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{self, Message};

/// First wait before coming back; doubled each time, and each time a random half of it is left off
/// so that a whole room does not come back in the same instant.
const RETRY_FIRST: Duration = Duration::from_millis(40);
/// Longest wait before coming back.
const RETRY_MAX: Duration = Duration::from_secs(5);
/// Read buffer of a connection, in bytes: frames are small, and a rehearsal holds hundreds.
const READ_BUFFER_BYTES: usize = 4 * 1024;

/// The HTTP status that says to come back later.
const TOO_MANY: u16 = 429;

/// An open websocket.
pub(super) type Socket = WebSocketStream<TcpStream>;

/// Connects to a session and sends the `first` frames; tries until the server answers. `Err` is a
/// close code: the server answered, and not with a websocket.
pub(super) async fn dial(site: &Site, code: &str, first: Vec<String>) -> Result<Socket, u16> {
    let mut wait = RETRY_FIRST;
    loop {
        match try_dial(site, code, &first).await {
            Ok(socket) => return Ok(socket),
            Err(tungstenite::Error::Http(answer))
                if answer.status().is_client_error() && answer.status().as_u16() != TOO_MANY =>
            {
                return Err(4000 + answer.status().as_u16());
            }
            Err(_) => {
                sleep(wait.mul_f64(0.5 + rand::random::<f64>() / 2.0)).await;
                wait = (wait * 2).min(RETRY_MAX);
            }
        }
    }
}

async fn try_dial(site: &Site, code: &str, first: &[String]) -> Result<Socket, tungstenite::Error> {
    let stream = TcpStream::connect(site.address()).await?;
    stream.set_nodelay(true)?;
    let url = format!("ws://{}/api/sessions/{code}/live", site.address());
    let config = WebSocketConfig::default().read_buffer_size(READ_BUFFER_BYTES);
    let (mut socket, _) =
        tokio_tungstenite::client_async_with_config(url, stream, Some(config)).await?;
    for frame in first {
        socket.feed(Message::text(frame.clone())).await?;
    }
    socket.flush().await?;
    Ok(socket)
}
