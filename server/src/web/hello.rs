//! The first frame: who is there, and whether there is a room for them.

use crate::frame::{Close, Hello, VERSION};
use crate::limits::{HELLO_TIME, SHORT_TIME};
use crate::room::code::JoinCode;
use crate::room::feed::After;
use crate::room::input::{Enter, Entered, Input, Shut};
use crate::room::lobby::{Mailbox, ask};
use crate::room::right::hash_of;
use crate::room::welcome;
use crate::web::App;
use crate::web::connection::Carrier;
use crate::web::goodbye::{End, end_of, no_right, restarting};
use crate::web::quota::{Network, TooMany};
use futures_util::StreamExt;
use game::TokenHash;
use serde::Deserialize;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// The hello, checked: an old client is told so before anything else is looked at.
pub(super) struct Greeting {
    pub(super) hash: TokenHash,
    pub(super) device: u64,
    hello: Hello,
}

/// Waits for the hello and checks its form.
pub(super) async fn receive_hello(app: &App, carrier: &mut impl Carrier) -> Result<Greeting, End> {
    let bad = End::Close(Close::BadFrame, "the first frame must be a hello");
    let first = tokio::select! {
        first = timeout(HELLO_TIME, carrier.next()) => first,
        () = app.life.stopping() => return Err(restarting()),
    };
    let text = match first {
        Ok(Some(Ok(Message::Text(text)))) => text,
        Ok(Some(Ok(Message::Close(_)))) | Ok(None) => return Err(End::Lost),
        Ok(Some(Err(error))) => return Err(end_of(&error)),
        Ok(Some(Ok(_))) | Err(_) => return Err(bad),
    };
    #[derive(Deserialize)]
    struct First {
        hello: serde_json::Value,
    }
    let Ok(First { hello }) = serde_json::from_str(&text) else {
        return Err(bad);
    };
    match hello.get("v").and_then(serde_json::Value::as_u64) {
        Some(v) if v == u64::from(VERSION) => {}
        Some(_) => return Err(End::Close(Close::TooOld, "another version of the protocol")),
        None => return Err(bad),
    }
    let Ok(hello) = serde_json::from_value::<Hello>(hello) else {
        return Err(bad);
    };
    let is_device = hello.device.len() == 16 && !hello.device.starts_with('+');
    match u64::from_str_radix(&hello.device, 16) {
        Ok(device) if is_device => Ok(Greeting {
            hash: hash_of(&hello.token),
            device,
            hello,
        }),
        _ => Err(bad),
    }
}

/// A wrong token, an unknown code and a withdrawn pass take one path and get one answer.
pub(super) async fn enter(
    app: &App,
    code: Option<&JoinCode>,
    from: Network,
    greeting: &Greeting,
) -> Result<(Mailbox, Entered), End> {
    let look = async {
        let code = code?;
        let enter = Enter {
            hash: greeting.hash.clone(),
            have: greeting.hello.have.clone(),
        };
        let entered = async {
            let room = app.room(code, from).await?;
            let entered = ask(&room, |reply| Input::Enter(enter, reply)).await?;
            Ok((room, entered))
        };
        match entered.await {
            Ok(entered) => Some(Ok(entered)),
            Err(Shut::NoSession | Shut::NoRight) => None,
            Err(Shut::Unavailable | Shut::NotDeleted) => Some(Err(restarting())),
        }
    };
    match app.quotas.token(from, code, look).await {
        Ok(Some(entered)) => {
            let entered = entered?;
            if let Some(code) = code {
                app.quotas.vouch(from, code);
            }
            Ok(entered)
        }
        Ok(None) => Err(no_right()),
        // Nobody looked: the token may be good.
        Err(TooMany) => Err(restarting()),
    }
}

/// The first frame, and from where its reader reads on. With all there is to see it takes a while to
/// make, and is made in a lane.
pub(super) async fn welcome(
    app: &App,
    from: Network,
    room: &Mailbox,
    hash: &TokenHash,
    entered: &Entered,
) -> Result<(Utf8Bytes, u64), End> {
    let (right, epoch) = (entered.right, entered.epoch.clone());
    if let Some(seq) = entered.has {
        return Ok((welcome::again(right, epoch, seq), seq));
    }
    let turn = app.lanes.welcomes.turn(from, None).await;
    let turn = turn.map_err(|_| restarting())?;
    // Only now: a room whose state somebody else holds copies it for its next change.
    let shown = ask(room, |reply| Input::Show(hash.clone(), reply)).await;
    let (still, state) = shown.map_err(|shut| match shut {
        Shut::NoRight | Shut::NoSession => no_right(),
        Shut::Unavailable | Shut::NotDeleted => restarting(),
    })?;
    if still != right {
        return Err(restarting());
    }
    let seq = state.seq();
    let made = turn.work(SHORT_TIME, move |_| welcome::whole(&state, right, epoch));
    let frame = made.await.map_err(|_| restarting())?;
    // Of what happened meanwhile this must not reach anybody any more.
    match entered.reader.after(seq) {
        After::Changes(changes) if changes.iter().any(|one| right.is_in(&one.ended)) => {
            Err(no_right())
        }
        After::Changes(changes) if changes.iter().all(|one| !one.wipes) => Ok((frame, seq)),
        After::Changes(_) | After::Behind => Err(restarting()),
    }
}
