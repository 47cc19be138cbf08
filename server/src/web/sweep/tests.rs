//! What becomes of people in a session whose time is over: over real sockets, under a clock of the
//! tests.

use super::*;
use crate::config::Options;
use crate::frame::{DoorCode, ProblemCode};
use crate::life::Life;
use crate::log::Log;
use crate::player::{Denied, Lost, Player, Site, random_token};
use crate::web::serve::accept;
use clap::Parser;
use game::Role;
use serde_json::json;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;

const DAY: u64 = 24 * 60 * 60 * 1000;

#[derive(Parser)]
struct Line {
    #[command(flatten)]
    options: Options,
}

struct Served {
    app: Arc<App>,
    site: Site,
    _data: TempDir,
}

async fn serve() -> Served {
    let data = tempfile::tempdir().unwrap();
    let log = Log::open(data.path()).unwrap();
    let options = Line::parse_from(["serve"]).options;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let site = Site::new(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
    let app = Arc::new(App::new(&options, None, log, Life::new()));
    let serving = app.clone();
    tokio::spawn(async move { accept(&listener, &serving).await });
    Served {
        app,
        site,
        _data: data,
    }
}

impl Served {
    async fn open(&self, leader: &str) -> String {
        let opened = self.site.open(leader, "Proef", "Team", json!({})).await;
        opened.unwrap()
    }

    async fn at(&self, now: u64) -> Vec<SessionId> {
        look(&self.app, now, When::Running).await
    }
}

fn why<T: std::fmt::Debug>(denied: Result<T, Denied>) -> (u16, DoorCode) {
    let denied = denied.unwrap_err();
    match denied.code {
        Some(ProblemCode::Door(code)) => (denied.status, code),
        other => panic!("{other:?}"),
    }
}

/// With people in it, and after they are sent away: a door that leads nowhere, for all alike.
#[tokio::test]
async fn a_room_whose_time_is_over_sends_all_away_and_is_found_again_when_it_is_not() {
    let served = serve().await;
    let (site, log) = (&served.site, &served.app.log);
    let (leader, member, screen) = (random_token(), random_token(), random_token());
    let code = served.open(&leader).await;
    site.sit(&code, &member, "Anna", None, None).await.unwrap();
    let pass = site.pass(&code, &leader, Role::Screen, &screen, None).await;
    pass.unwrap();
    let mut people = Vec::new();
    for token in [&leader, &member, &screen] {
        people.push(Player::connect(site, &code, token).await.unwrap());
    }

    log.run_on(Duration::from_millis(91 * DAY));
    let now = now_ms();
    assert_eq!(served.at(now + 91 * DAY).await, [], "its bytes stay");
    for person in &mut people {
        assert_eq!(person.until_closed().await.unwrap(), 4504);
    }
    let no_entry = (401, DoorCode::NoEntry);
    assert_eq!(why(site.door(&code).await), (404, DoorCode::UnknownCode));
    let seat = site.sit(&code, &random_token(), "Bas", None, None).await;
    assert_eq!(why(seat), (404, DoorCode::UnknownCode));
    assert_eq!(why(site.replay(&code, &member).await), no_entry);
    assert_eq!(why(site.deck(&code, &member).await), no_entry);
    assert_eq!(why(site.delete(&code, &leader).await), no_entry);
    for token in [&leader, &member, &screen] {
        let lost = Player::connect(site, &code, token).await.err();
        assert!(matches!(lost, Some(Lost::Closed(4503))), "{lost:?}");
    }

    assert_eq!(served.at(now).await, []);
    let again = Player::connect(site, &code, &member).await.unwrap();
    assert_eq!(again.view.seq, people[0].view.seq);
    assert_eq!(site.door(&code).await.unwrap().title.unwrap(), "Proef");
}

/// Nobody is in it, but its room is still awake.
#[tokio::test]
async fn an_empty_room_is_closed_too_and_its_bytes_go_a_day_later() {
    let served = serve().await;
    let log = &served.app.log;
    let code = served.open(&random_token()).await;
    served.site.door(&code).await.unwrap();
    log.run_on(Duration::from_millis(91 * DAY));
    let over = now_ms() + 91 * DAY;
    assert_eq!(served.at(over).await, []);
    let door = served.site.door(&code).await;
    assert_eq!(why(door), (404, DoorCode::UnknownCode));
    log.run_on(Duration::from_millis(DAY));
    let due = served.at(over).await;
    assert_eq!(due.len(), 1);
    delete(&served.app, due).await;
    assert_eq!(log.find(&code).await.unwrap(), None);
    assert_eq!(served.at(over).await, []);
}

/// It keeps its code: who began it and asks again, with the same token, gets another session, and
/// that one from then on.
#[tokio::test]
async fn who_began_it_and_asks_again_begins_another() {
    let served = serve().await;
    let log = &served.app.log;
    let leader = random_token();
    let first = served.open(&leader).await;
    assert_eq!(served.open(&leader).await, first);
    log.run_on(Duration::from_millis(91 * DAY));
    let now = now_ms();
    served.at(now + 91 * DAY).await;
    let second = served.open(&leader).await;
    assert_ne!(second, first);
    let quota = crate::limits::NEW_SESSIONS_PER_HOUR;
    for _ in 0..2 * quota {
        assert_eq!(served.open(&leader).await, second, "it costs nothing");
    }
    Player::connect(&served.site, &second, &leader)
        .await
        .unwrap();
    let all = served
        .site
        .request(reqwest::Method::POST, "/api/sessions/import");
    let body = json!({"token": leader, "example": true});
    let answer = all.json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 200, "reading in asks the same");
    // The clock is set right: it is theirs again.
    served.at(now).await;
    assert_eq!(served.open(&leader).await, first);
}
