//! Entries to write, and ways to look at the files from outside.

use competentiespel::log::{Committed, Log, NewSession, SessionId};
use game::{
    CardId, DeckOutline, Entry, Event, Form, GiftId, Seat, Source, TextId, Who, WrittenText,
};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

const DECK: &str = r#"{"id":"proef"}"#;
pub const DECK_HASH: &str = "6f57464bf05ecee7fb7ee1fcaa19b5f7b87d632b0149a5e8d2145bc1a47d0d76";

pub fn folder() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn texts(texts: &[(u32, &str)]) -> Vec<WrittenText> {
    let one = |(id, text): &(u32, &str)| WrittenText {
        id: TextId(*id),
        text: (*text).into(),
    };
    texts.iter().map(one).collect()
}

/// The first entry of a session, with texts 1 and 2.
pub fn opened(title: &str) -> Entry {
    Entry {
        seq: 1,
        at: 1_000,
        who: Who::Door,
        device: 0,
        n: 0,
        events: vec![Event::Opened {
            hash: game::TokenHash("0123456789abcdef0123456789abcdef".into()),
            title: TextId(1),
            team: TextId(2),
            form: Form::Dealt,
            hand: Some(6),
            retention_days: 90,
            deck: DeckOutline {
                id: "proef".into(),
                hash: "d1".into(),
                clusters: vec![],
                cards: Vec::new(),
            },
            reasons_in_exports: false,
            imported: None,
        }],
        texts: texts(&[(1, title), (2, "Team Noord")]),
    }
}

/// A gift with these texts; the first is its reason.
pub fn given(seq: u64, written: &[(u32, &str)]) -> Entry {
    Entry {
        seq,
        at: 1_000 * seq,
        who: Who::Seat(Seat(1)),
        device: u64::MAX - seq,
        n: u32::try_from(seq).unwrap(),
        events: vec![Event::Given {
            gift: GiftId(7),
            card: CardId::from("lef"),
            from: Seat(1),
            to: Seat(2),
            reason: written.first().map(|(id, _)| TextId(*id)),
            source: Source::Hand,
        }],
        texts: texts(written),
    }
}

/// Forgetting, with the texts that go.
pub fn forgotten(seq: u64, wiped: &[u32]) -> Entry {
    let event = Event::Forgotten {
        seat: Seat(1),
        texts: wiped.iter().copied().map(TextId).collect(),
        mentions: vec![],
    };
    Entry {
        events: vec![event],
        ..given(seq, &[])
    }
}

pub fn session(code: &str) -> NewSession {
    NewSession {
        code: code.into(),
        identity: format!("identity of {code}"),
        retention_days: 90,
        deck_hash: DECK_HASH.into(),
        deck_json: DECK.into(),
        at: 1_000,
        entries: vec![opened("Wie past waar?")],
    }
}

/// Makes a session with one entry.
pub async fn begin(log: &Log, code: &str) -> SessionId {
    assert_eq!(log.create(session(code)).await, Committed::Done);
    id(log, code).await
}

pub async fn id(log: &Log, code: &str) -> SessionId {
    log.load(code).await.unwrap().unwrap().id
}

pub async fn entries(log: &Log, code: &str) -> Vec<Entry> {
    log.load(code).await.unwrap().unwrap().entries
}

/// Which of the needles stand in any file of the folder. Another program looks: a file this
/// process closes itself would give up SQLite's locks on it.
pub fn found(dir: &Path, needles: &[String]) -> Vec<String> {
    let patterns = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(patterns.path(), needles.join("\n")).unwrap();
    let grep = Command::new("grep")
        .args(["-r", "-a", "-o", "-h", "-F", "-f"])
        .arg(patterns.path())
        .arg(dir)
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    assert!(
        grep.status.code().is_some_and(|code| code < 2),
        "grep works"
    );
    let mut found: Vec<String> = String::from_utf8(grep.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Copies a folder as it is on disk now, as a killed process would leave it.
pub fn copy(from: &Path, to: &Path) {
    let copied = Command::new("cp")
        .arg("-r")
        .arg(from.join("."))
        .arg(to)
        .status()
        .unwrap();
    assert!(copied.success());
}

/// Every file of a folder that no process has open, with its bytes.
pub fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(dir)
        .unwrap()
        .map(|file| file.unwrap())
        .map(|file| {
            let name = file.file_name().into_string().unwrap();
            (name, std::fs::read(file.path()).unwrap())
        })
        .collect()
}

/// Another connection to the database, as another process would have.
pub fn stranger(dir: &Path) -> rusqlite::Connection {
    rusqlite::Connection::open(dir.join("competentiespel.db")).unwrap()
}
