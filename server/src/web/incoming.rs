//! The shape of a client's frames. Who asks comes from the token, never from here.

use crate::frame::Doing;
use game::{Agenda, Code, Lead, Play, Seat};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// A frame after the hello.
#[derive(Debug, PartialEq)]
pub(crate) enum Incoming {
    /// What a member is doing.
    Doing(Doing),
    /// Playing a seat: one's own, or the one that is named.
    Play(u32, Option<Seat>, Play),
    /// Leading.
    Lead(u32, Lead),
    /// Working on the werkagenda.
    Agenda(u32, Agenda),
}

/// A frame that is none of these.
#[derive(Debug, PartialEq)]
pub(crate) enum Unreadable {
    /// Its number is known, so it can be refused.
    Refused(u32, Code),
    /// Nothing is known.
    Frame,
}

/// What every frame may have, read before anything else.
#[derive(Deserialize)]
struct Head {
    n: Option<u32>,
    doing: Option<Doing>,
    #[serde(rename = "do")]
    command: Option<String>,
}

/// Its number alone, for a frame that is refused whatever it holds.
pub(crate) fn number_of(text: &str) -> Option<u32> {
    #[derive(Deserialize)]
    struct Numbered {
        n: u32,
    }
    let numbered = serde_json::from_str::<Numbered>(text).ok()?;
    Some(numbered.n).filter(|n| *n > 0)
}

/// Reads a frame.
pub(crate) fn read(text: &str) -> Result<Incoming, Unreadable> {
    let frame: Value = serde_json::from_str(text).map_err(|_| Unreadable::Frame)?;
    let n = frame.get("n").and_then(Value::as_u64);
    let n = n.and_then(|n| u32::try_from(n).ok()).filter(|n| *n > 0);
    let bad = || {
        n.map_or(Unreadable::Frame, |n| {
            Unreadable::Refused(n, Code::BadFrame)
        })
    };
    let head = Head::deserialize(&frame).map_err(|_| bad())?;
    if let (None, Some(doing)) = (head.n, head.doing) {
        return Ok(Incoming::Doing(doing));
    }
    let (Some(n), Some(command)) = (n, head.command) else {
        return Err(bad());
    };
    let refused = |code| Err(Unreadable::Refused(n, code));
    match command_of::<Play>(&frame, &command) {
        Some(Ok(play)) => {
            let for_seat = frame.get("for").map(Seat::deserialize).transpose();
            let for_seat = for_seat.map_err(|_| bad())?;
            return Ok(Incoming::Play(n, for_seat, play));
        }
        Some(Err(code)) => return refused(code),
        None => {}
    }
    match command_of::<Lead>(&frame, &command) {
        Some(Ok(lead)) => return Ok(Incoming::Lead(n, lead)),
        Some(Err(code)) => return refused(code),
        None => {}
    }
    match command_of::<Agenda>(&frame, &command) {
        Some(Ok(agenda)) => Ok(Incoming::Agenda(n, agenda)),
        Some(Err(code)) => refused(code),
        None => refused(Code::UnknownCommand),
    }
}

/// The frame as a command of this kind; `None` when this kind has no command of that name.
fn command_of<T: DeserializeOwned>(frame: &Value, name: &str) -> Option<Result<T, Code>> {
    match T::deserialize(frame) {
        Ok(command) => Some(Ok(command)),
        Err(_) => has_command::<T>(name).then_some(Err(Code::BadFrame)),
    }
}

/// Which names there are is known to the rules alone: serde says it when it meets another.
fn has_command<T: DeserializeOwned>(name: &str) -> bool {
    let alone = serde_json::json!({ "do": name });
    match T::deserialize(alone) {
        Ok(_) => true,
        Err(error) => !error.to_string().starts_with("unknown variant"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use game::{CardId, Phase, Recipients};

    #[test]
    fn what_is_understood() {
        let give = Play::Give {
            card: CardId::from("lef"),
            to: Recipients::One(Seat(2)),
            reason: None,
        };
        let frame = r#"{"n":17,"do":"give","card":"lef","to":2}"#;
        assert_eq!(read(frame), Ok(Incoming::Play(17, None, give.clone())));
        let frame = r#"{"n":17,"for":5,"do":"give","card":"lef","to":2}"#;
        assert_eq!(read(frame), Ok(Incoming::Play(17, Some(Seat(5)), give)));
        let frame = r#"{"n":1,"do":"phase","to":"giving"}"#;
        let to = Phase::Giving;
        assert_eq!(read(frame), Ok(Incoming::Lead(1, Lead::Phase { to })));
        let frame = r#"{"doing":"choosing"}"#;
        assert_eq!(read(frame), Ok(Incoming::Doing(Doing::Choosing)));
    }

    #[test]
    fn what_is_refused() {
        let code = |frame: &str| match read(frame) {
            Err(Unreadable::Refused(n, code)) => Some((n, code)),
            _ => None,
        };
        let unknown = r#"{"n":3,"do":"fly","card":"lef"}"#;
        assert_eq!(code(unknown), Some((3, Code::UnknownCommand)));
        let no_card = r#"{"n":3,"do":"give","to":2}"#;
        assert_eq!(code(no_card), Some((3, Code::BadFrame)));
        let bad_answer = r#"{"n":3,"do":"answer","gift":1,"answer":"answer"}"#;
        assert_eq!(code(bad_answer), Some((3, Code::BadFrame)));
        assert_eq!(code(r#"{"n":3}"#), Some((3, Code::BadFrame)));
        assert_eq!(code(r#"{"n":3,"do":7}"#), Some((3, Code::BadFrame)));
    }

    #[test]
    fn what_cannot_be_answered() {
        for frame in [
            "",
            "hello",
            "[]",
            "7",
            r#"{"n":0,"do":"leave"}"#,
            r#"{"n":-1,"do":"leave"}"#,
            r#"{"n":4294967296,"do":"leave"}"#,
            r#"{"do":"leave"}"#,
        ] {
            assert_eq!(read(frame), Err(Unreadable::Frame), "{frame}");
        }
    }
}
