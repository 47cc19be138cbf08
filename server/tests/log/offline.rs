//! The command line on a data folder, with a session that was really played.

use crate::support::{files, folder, found};
use competentiespel::config::DataFolder;
use competentiespel::deck::Lang;
use competentiespel::export::{CsvTable, Export};
use competentiespel::log::{Committed, Log, NewSession};
use competentiespel::offline::{ExportOptions, Format, ReplayOptions, export, replay};
use competentiespel::operate::command::{DeleteOptions, ForgetOptions, delete, forget};
use game::{
    Asked, Audience, CardId, Chance, ClusterId, Command, DeckOutline, Document, Enter, Entry, Form,
    Key, Lead, Opening, PassId, Phase, Play, Recipients, Seat, State, TokenHash, Who,
};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

const REASON: &str = "Je belde meteen de wethouder.";

fn hash(n: u8) -> TokenHash {
    TokenHash(format!("c0ffee{n:026x}").into())
}

/// A facilitator, three members, a gift of the first with a reason, and the talents.
fn played() -> Vec<Entry> {
    let mut state = State::default();
    let mut entries: Vec<Entry> = Vec::new();
    let mut act = |state: &mut State, who: Who, command: Command| {
        let n = state.seq() as u32;
        let asked = Asked {
            who,
            device: 5,
            n,
            command,
        };
        let decision = game::decide(state, &asked, &mut Chance::from_seed(1)).unwrap();
        let entry = Entry {
            seq: state.seq() + 1,
            at: 1_700_000_000_000 + u64::from(n),
            who,
            device: 5,
            n,
            events: decision.events,
            texts: decision.texts,
        };
        state.absorb(&entry);
        entries.push(entry);
    };
    let cards = (0..12).map(|n| CardId::from(format!("kaart{n}").as_str()));
    let opening = Opening {
        hash: hash(0),
        title: "Wie past waar?".into(),
        team: "Team Noord".into(),
        form: Form::Dealt,
        hand: None,
        retention_days: 90,
        reasons_in_exports: false,
        deck: DeckOutline {
            id: "proef".into(),
            hash: "d1".into(),
            clusters: vec![(ClusterId("doen".into()), cards.collect())],
            cards: Vec::new(),
        },
    };
    let open = Command::Enter(Enter::Open(Box::new(opening)));
    act(&mut state, Who::Door, open);
    for (n, name) in (1..).zip(["Fatma", "Sem", "Joke"]) {
        let join = Enter::Join {
            hash: Some(hash(n)),
            name: name.into(),
            function: Some("wijkmanager".into()),
            sector: None,
            leader: None,
        };
        act(&mut state, Who::Door, Command::Enter(join));
    }
    let leader = Who::Facilitator(PassId(1));
    let phase = |to| Command::Lead(Lead::Phase { to });
    act(&mut state, leader, phase(Phase::Giving));
    let give = Play::Give {
        card: state.seats()[&Seat(1)].hand[0].clone(),
        to: Recipients::One(Seat(2)),
        reason: Some(REASON.into()),
    };
    act(&mut state, Who::Seat(Seat(1)), Command::Play(Seat(1), give));
    act(&mut state, leader, phase(Phase::Conversation));
    act(&mut state, leader, phase(Phase::Talents));
    entries
}

async fn begin(dir: &Path) -> Log {
    let log = Log::open(dir).unwrap();
    let new = NewSession {
        code: "ABCDEF".into(),
        identity: "i".into(),
        retention_days: 90,
        deck_hash: "d1".into(),
        deck_json: r#"{"id":"proef"}"#.into(),
        at: 1_700_000_000_000,
        entries: played(),
    };
    assert_eq!(log.create(new).await, Committed::Done);
    log
}

/// A folder with the played session, closed.
fn closed() -> tempfile::TempDir {
    let dir = folder();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    drop(runtime.block_on(begin(dir.path())));
    dir
}

fn data(dir: &Path) -> DataFolder {
    DataFolder { dir: dir.into() }
}

fn replaying(dir: &Path, what: &str, at: Option<u64>, verify: bool) -> Result<(), String> {
    let options = ReplayOptions {
        what: what.into(),
        data: data(dir),
        at,
        verify,
    };
    replay(options).map_err(|error| format!("{error:#}"))
}

fn exported(dir: &Path) -> (PathBuf, String) {
    let file = dir.join("export.json");
    let options = ExportOptions {
        code: "abcdef".into(),
        data: data(dir),
        format: Format::Json,
        table: CsvTable::Talents,
        lang: Lang::Nl,
        output: Some(file.clone()),
    };
    export(options).unwrap();
    let json = std::fs::read_to_string(&file).unwrap();
    (file, json)
}

fn documents(entries: &[Entry]) -> BTreeMap<(Audience, Key), Document> {
    let mut state = State::default();
    entries.iter().for_each(|entry| state.absorb(entry));
    let seats = state.seats().keys().copied().map(Audience::Seat);
    let others = [Audience::Facilitator(PassId(1)), Audience::Watcher];
    let mut documents = BTreeMap::new();
    for audience in seats.chain(others) {
        for key in game::every_key(&state) {
            if let Some(document) = game::document(&state, key, audience) {
                documents.insert((audience, key), document);
            }
        }
    }
    documents
}

#[test]
fn l1_an_export_replays_to_the_same_documents_and_holds_no_hash() {
    let dir = closed();
    let (file, json) = exported(dir.path());
    assert!(!json.contains("c0ffee"), "it lets nobody in");
    let export: Export = serde_json::from_str(&json).unwrap();
    assert_eq!((export.competentiespel, export.retention_days), (3, 90));
    assert_eq!(
        (export.code.as_str(), export.deck.get()),
        ("ABCDEF", r#"{"id":"proef"}"#)
    );
    assert_eq!(documents(&export.entries), documents(&played()));
    let file = file.to_str().unwrap();
    for what in [file, "abcdef"] {
        for verify in [false, true] {
            replaying(dir.path(), what, None, verify).unwrap();
            replaying(dir.path(), what, Some(3), verify).unwrap();
        }
    }
}

#[test]
fn what_cannot_be_replayed_says_why() {
    let dir = closed();
    let (file, json) = exported(dir.path());
    let file = file.to_str().unwrap();
    let why = |what: &str, at| replaying(dir.path(), what, at, true).unwrap_err();
    assert_eq!(why("ABCDEF", Some(9)), "the session has 8 entries");
    assert!(why("GHJKLM", None).contains("there is no session GHJKLM"));

    let mut gap: serde_json::Value = serde_json::from_str(&json).unwrap();
    gap["entries"].as_array_mut().unwrap().remove(3);
    std::fs::write(file, gap.to_string()).unwrap();
    assert!(why(file, None).contains("damaged or changed"));
    std::fs::write(file, &json[..json.len() / 2]).unwrap();
    assert!(why(file, None).contains("cut off"));
    std::fs::write(file, r#"{"competentiespel":1}"#).unwrap();
    assert!(why(file, None).contains("version 1"));
    std::fs::write(file, r#"{"scores":[]}"#).unwrap();
    assert!(why(file, None).contains("is not a JSON export"));
}

fn forgetting(dir: &Path, seat: u16) -> Result<(), String> {
    let options = ForgetOptions {
        code: "ABCDEF".into(),
        seat,
        data: data(dir),
    };
    forget(options).map_err(|error| error.to_string())
}

fn deleting(dir: &Path) -> Result<(), String> {
    let options = DeleteOptions {
        code: "ABCDEF".into(),
        data: data(dir),
    };
    delete(options).map_err(|error| error.to_string())
}

#[test]
fn l9_forget_and_delete_leave_nothing_in_files_and_exports() {
    let dir = closed();
    let wiped = ["Fatma".into(), REASON.into()];
    let others = ["Sem".into(), "Wie past waar".into()];
    assert_eq!(found(dir.path(), &wiped).len(), 2);
    forgetting(dir.path(), 1).unwrap();
    exported(dir.path());
    assert_eq!(found(dir.path(), &wiped), [] as [&str; 0]);
    assert_eq!(found(dir.path(), &others).len(), 2);
    replaying(dir.path(), "ABCDEF", None, true).unwrap();
    assert!(forgetting(dir.path(), 1).is_err(), "only once");
    assert!(forgetting(dir.path(), 9).is_err(), "nobody sits there");

    std::fs::remove_file(dir.path().join("export.json")).unwrap();
    deleting(dir.path()).unwrap();
    assert_eq!(found(dir.path(), &others), [] as [&str; 0]);
    assert!(
        deleting(dir.path())
            .unwrap_err()
            .contains("there is no session")
    );
}

#[test]
fn beside_a_running_server_one_can_look_but_not_change() {
    let dir = folder();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let log = runtime.block_on(begin(dir.path()));
    replaying(dir.path(), "ABCDEF", None, true).unwrap();
    exported(dir.path());
    for refused in [forgetting(dir.path(), 1), deleting(dir.path())] {
        let why = refused.unwrap_err();
        assert!(why.contains("is in use, and no server answers"), "{why}");
    }
    let entries = runtime
        .block_on(log.load("ABCDEF"))
        .unwrap()
        .unwrap()
        .entries;
    assert_eq!(entries, played());
}

#[test]
fn a_wrong_folder_stays_as_it_is() {
    let dir = folder();
    assert!(forgetting(dir.path(), 1).is_err());
    assert!(deleting(dir.path()).is_err());
    assert!(replaying(dir.path(), "ABCDEF", None, false).is_err());
    assert!(files(dir.path()).is_empty());
    assert!(deleting(&dir.path().join("weg")).is_err());
    assert!(!dir.path().join("weg").exists());
}
