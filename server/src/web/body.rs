//! The bodies that are read: as they come, not longer than they should take, and no more of them at once
//! than fits, in all and from one address.

use crate::limits::{BODY_BYTES_MAX, BODY_GRACE, BODY_PACE, BODY_TIME};
use crate::web::App;
use crate::web::address::Origin;
use crate::web::problem::Failure;
use crate::web::shares::Share;
use axum::body::{BodyDataStream, HttpBody};
use axum::extract::{FromRequest, FromRequestParts, Request};
use bytes::BytesMut;
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, timeout_at};

/// A JSON body of at most so many bytes, whatever its content type says.
pub(crate) struct Body<T, const BYTES_MAX: usize>(pub(crate) T);

impl<T, const BYTES_MAX: usize> FromRequest<Arc<App>> for Body<T, BYTES_MAX>
where
    T: DeserializeOwned,
{
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let Ok(from) = Origin::from_request_parts(&mut parts, app).await;
        let share = app.bodies.none(from.network());
        let held = gather(body.into_data_stream(), BYTES_MAX, share).await?;
        read_body(&held.bytes).map(Body)
    }
}

/// Whether it says that its body is larger than so many bytes, or does not say.
pub(crate) fn is_larger_than(request: &Request, bytes: usize) -> bool {
    let said = request.body().size_hint().upper();
    said.is_none_or(|said| said > bytes as u64)
}

/// A body that came in, and its share of what there can be, for as long as it is worked with.
pub(crate) struct Held {
    pub(crate) bytes: BytesMut,
    _share: Share,
}

/// Why a body was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unread {
    /// It is larger than so many bytes, or was cut off.
    TooLarge(usize),
    /// It does not come, or too slowly.
    Slow,
    /// As many bodies as there can be are coming in.
    Full,
}

impl From<Unread> for Failure {
    fn from(why: Unread) -> Failure {
        let failure = match why {
            Unread::TooLarge(bytes_max) => {
                let failure = Failure::bad_request("the body is too large or was cut off");
                failure.with_limit(bytes_max)
            }
            Unread::Slow => Failure::bad_request("the body did not come"),
            Unread::Full => Failure::unavailable(),
        };
        failure.unread()
    }
}

/// The bytes of a body, at most so many.
pub(crate) async fn gather(
    mut body: BodyDataStream,
    bytes_max: usize,
    mut share: Share,
) -> Result<Held, Unread> {
    let began = Instant::now();
    let mut last = began;
    let mut bytes = BytesMut::new();
    loop {
        let until = deadline(began, bytes.len()).min(last + BODY_GRACE);
        let piece = timeout_at(until, body.next()).await;
        match piece.map_err(|_| Unread::Slow)? {
            None => break,
            Some(Ok(piece)) if bytes.len() + piece.len() <= bytes_max => {
                // What is small is not counted: who takes a seat waits for nobody's files.
                let beyond = |many: usize| many.saturating_sub(BODY_BYTES_MAX);
                let more = beyond(bytes.len() + piece.len()) - beyond(bytes.len());
                if !share.more(more) {
                    return Err(Unread::Full);
                }
                bytes.extend_from_slice(&piece);
                last = Instant::now();
            }
            Some(_) => return Err(Unread::TooLarge(bytes_max)),
        }
    }
    Ok(Held {
        bytes,
        _share: share,
    })
}

/// By when there must be more of a body that has so many bytes.
fn deadline(began: Instant, bytes: usize) -> Instant {
    let pace = Duration::from_millis((bytes * 1000 / BODY_PACE) as u64);
    began + (BODY_GRACE + pace).min(BODY_TIME)
}

/// What a body says.
pub(crate) fn read_body<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(bytes).map_err(|error| {
        // Its position, never its content.
        let (line, column) = (error.line(), error.column());
        let what = if error.is_data() {
            shape(&error)
        } else {
            "not JSON".into()
        };
        Failure::bad_request(format!("line {line}, column {column}: {what}"))
    })
}

/// What is wrong with the form of a body: a field that is missing, unknown, or of another kind.
fn shape(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let known = ["missing field", "unknown field"];
    match known.iter().any(|start| text.starts_with(start)) {
        true => text.split(" at line").next().unwrap_or_default().to_owned(),
        false => "a field is of the wrong kind".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::quota::Network;
    use crate::web::shares::Shares;
    use bytes::Bytes;
    use futures_util::{StreamExt, stream};
    use std::convert::Infallible;
    use std::net::IpAddr;
    use tokio::time::sleep;

    const MAX: usize = 1024 * 1024;

    /// A body of so many pieces of so many bytes, each so many milliseconds after the other.
    fn dripping(pieces: usize, bytes: usize, every: u64) -> BodyDataStream {
        let piece = move |_| async move {
            sleep(Duration::from_millis(every)).await;
            Ok::<_, Infallible>(Bytes::from(vec![b' '; bytes]))
        };
        let pieces = stream::iter(0..pieces).then(piece);
        axum::body::Body::from_stream(pieces).into_data_stream()
    }

    fn shares() -> Arc<Shares> {
        Shares::new(4096, 2048)
    }

    fn from(last: u8) -> Network {
        Network::from(IpAddr::from([192, 0, 2, last]))
    }

    fn why(held: Result<Held, Unread>) -> Option<Unread> {
        held.err()
    }

    #[tokio::test(start_paused = true)]
    async fn a_body_that_drips_is_cut_off_and_a_slow_one_is_not() {
        let large = Shares::new(MAX, MAX);
        let began = Instant::now();
        let drips = gather(dripping(1000, 1, 100), MAX, large.none(from(1))).await;
        assert_eq!(why(drips), Some(Unread::Slow));
        assert!(began.elapsed() <= BODY_GRACE + Duration::from_secs(1));
        // Twice the pace, for as long as a body may take.
        let slow = gather(dripping(50, 2 * BODY_PACE, 1000), MAX, large.none(from(1))).await;
        assert_eq!(why(slow), None);
        // What came before buys no time to say nothing.
        let mut first = false;
        let stalls = stream::repeat_with(move || std::mem::replace(&mut first, true));
        let stalls = stalls.then(|is_later| async move {
            sleep(Duration::from_secs(if is_later { 3600 } else { 0 })).await;
            Ok::<_, Infallible>(Bytes::from(vec![b' '; MAX / 2]))
        });
        let stalls = axum::body::Body::from_stream(stalls).into_data_stream();
        let began = Instant::now();
        let stalls = gather(stalls, MAX, large.none(from(1))).await;
        assert_eq!(why(stalls), Some(Unread::Slow));
        assert!(began.elapsed() <= BODY_GRACE + Duration::from_secs(1));
        let endless = dripping(1000, 2 * BODY_PACE, 1000);
        let began = Instant::now();
        let endless = gather(
            endless,
            16 * MAX,
            Shares::new(16 * MAX, 16 * MAX).none(from(1)),
        );
        assert_eq!(why(endless.await), Some(Unread::Slow));
        assert!(began.elapsed() <= BODY_TIME);
    }

    #[tokio::test(start_paused = true)]
    async fn bodies_of_one_address_leave_room_for_others() {
        const SMALL: usize = BODY_BYTES_MAX;
        const BYTES_MAX: usize = SMALL + 2048;
        let shares = shares();
        let large = || dripping(2, BYTES_MAX / 2, 1);
        let one = gather(large(), BYTES_MAX, shares.none(from(1))).await;
        assert!(one.is_ok());
        let more = gather(large(), BYTES_MAX, shares.none(from(1))).await;
        assert_eq!(why(more), Some(Unread::Full));
        let small = gather(dripping(2, SMALL / 2, 1), BYTES_MAX, shares.none(from(1))).await;
        assert_eq!(why(small), None, "who takes a seat waits for nobody");
        let other = gather(large(), BYTES_MAX, shares.none(from(2))).await;
        assert_eq!(why(other), None);
        drop(one);
        let again = gather(large(), BYTES_MAX, shares.none(from(1))).await;
        assert_eq!(why(again), None);
        let too_large = gather(dripping(2, 1024, 1), 2047, shares.none(from(1))).await;
        assert_eq!(why(too_large), Some(Unread::TooLarge(2047)));
    }
}
