//! A websocket without a player: for frames no player sends.

use futures_util::{SinkExt, StreamExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio_tungstenite::tungstenite::Message;

/// Sends one frame, and gives the code the server closes with.
pub async fn closed_after(url: &str, address: &str, first: &str) -> u16 {
    close_code_after(url, address, first, None).await
}

/// The same; `answered` hears of the first frame that comes.
pub async fn close_code_after(
    url: &str,
    address: &str,
    first: &str,
    mut answered: Option<oneshot::Sender<()>>,
) -> u16 {
    let stream = TcpStream::connect(address)
        .await
        .expect("the server listens");
    let socket = tokio_tungstenite::client_async(url, stream).await;
    let (mut socket, _) = socket.expect("a websocket");
    let sent = socket.send(Message::text(first.to_string())).await;
    sent.expect("it can be sent");
    while let Some(Ok(message)) = socket.next().await {
        if let Message::Close(frame) = message {
            return frame.map_or(1005, |frame| u16::from(frame.code));
        }
        if let (Message::Text(_), Some(answered)) = (message, answered.take()) {
            let _ = answered.send(()); // Nobody need be listening.
        }
    }
    1006
}
