//! HTTP and websockets: routes, who may do what, and the client's files. What a session is and
//! does, the rooms know.

mod address;
mod answer;
mod body;
mod client;
mod connection;
mod exports;
pub(crate) mod gate;
mod goodbye;
mod greeting;
mod heard;
mod hello;
mod import;
mod incoming;
mod lanes;
mod live;
mod newcomers;
mod opening;
mod problem;
mod quota;
mod replay;
pub mod serve;
mod sessions;
mod shares;
mod status;
mod suggest;
mod sweep;

use crate::config::Options;
use crate::descriptors;
use crate::export::Kind;
use crate::life::Life;
use crate::limits::{
    ANSWER_BYTES, ANSWER_BYTES_ADDRESS, BODY_BYTES, BODY_BYTES_ADDRESS, INSIDE_ADDRESS,
    NEWCOMERS_ADDRESS, WELCOME_BYTES, WELCOME_BYTES_ADDRESS,
};
use crate::log::Log;
use crate::operate::Operator;
use crate::room::code::JoinCode;
use crate::room::input::{Input, Shut};
use crate::room::lobby::{Lobby, Mailbox, ask};
use axum::Router;
use axum::http::StatusCode;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get, post};
use gate::Host;
use ipnet::IpNet;
use lanes::Lanes;
use newcomers::Newcomers;
use problem::Failure;
use quota::{Network, Quotas};
use shares::Shares;
use std::sync::Arc;
use std::time::Instant;
use tokio::sync::oneshot;

/// What every request can reach.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) log: Log,
    pub(crate) lobby: Lobby,
    pub(crate) life: Life,
    started: Instant,
    /// Where others reach this server.
    url: Option<String>,
    quotas: Quotas,
    lanes: Lanes,
    /// Bytes of bodies.
    bodies: Arc<Shares>,
    /// Bytes of welcomes that are being read.
    welcomes: Arc<Shares>,
    /// Bytes of large answers on their way.
    answers: Arc<Shares>,
    /// Connections there can be.
    connections: usize,
    /// Those of them that were welcomed.
    inside: Arc<Shares>,
    newcomers: Arc<Newcomers>,
    trusted_proxies: Vec<IpNet>,
    /// What a browser calls this server, where that is known.
    public_host: Option<Host>,
    create_key: Option<String>,
    metrics_key: Option<String>,
}

impl App {
    pub(crate) fn new(options: &Options, url: Option<String>, log: Log, life: Life) -> App {
        let connections = descriptors::connections();
        App {
            lobby: Lobby::new(log.clone(), life.clone()),
            log,
            life,
            started: Instant::now(),
            url,
            quotas: Quotas::new(options.new_sessions),
            lanes: Lanes::new(),
            bodies: Shares::new(BODY_BYTES, BODY_BYTES_ADDRESS),
            welcomes: Shares::new(WELCOME_BYTES, WELCOME_BYTES_ADDRESS),
            answers: Shares::new(ANSWER_BYTES, ANSWER_BYTES_ADDRESS),
            newcomers: Newcomers::new(NEWCOMERS_ADDRESS.min(connections / 2)),
            inside: Shares::new(connections, connections / 4 * INSIDE_ADDRESS),
            connections,
            trusted_proxies: options.trusted_proxy.clone(),
            public_host: options.public_url.as_deref().and_then(Host::of_url),
            create_key: options.create_key.clone(),
            metrics_key: options.metrics_key.clone(),
        }
    }

    /// The room of that session. One that sleeps is opened in a lane: of a long session that takes a while.
    pub(crate) async fn room(&self, code: &JoinCode, from: Network) -> Result<Mailbox, Shut> {
        if self.lobby.is_live(code) {
            return Ok(self.lobby.room(code));
        }
        let turn = self.lanes.openings.turn(from, None).await;
        let turn = turn.map_err(|_| Shut::Unavailable)?;
        let room = self.lobby.room(code);
        let (opening, opened) = oneshot::channel();
        // Before it can have found that there is none.
        let looked = ask(&room, |reply| Input::Look(None, reply));
        // Until it is open: who goes away meanwhile makes no room for one more.
        self.life.spawn(async move {
            let looked = looked.await;
            drop(turn);
            let _ = opening.send(looked.map(|_| room));
        });
        opened.await.unwrap_or(Err(Shut::Unavailable))
    }

    /// What the operator works with.
    pub(crate) fn operator(&self) -> Operator {
        Operator {
            log: self.log.clone(),
            lobby: self.lobby.clone(),
            url: self.url.clone(),
            backups: Arc::default(),
        }
    }
}

/// Every address there is.
pub(crate) fn routes(app: Arc<App>) -> Router {
    let session = Router::new()
        .route("/", axum::routing::delete(sessions::delete))
        .route("/door", get(sessions::door))
        .route("/seats", post(sessions::take_seat))
        .route("/passes", post(sessions::give_pass))
        .route("/deck", get(sessions::deck))
        .route("/wiped", get(sessions::wiped))
        .route("/live", get(live::live))
        .route("/replay", get(replay::replay))
        .route("/export.json", get(exports::json))
        .route("/export.md", exports::file(|_| Kind::Markdown))
        .route("/export.csv", exports::file(Kind::Csv))
        .route("/export.xlsx", exports::file(|_| Kind::Xlsx))
        .route("/export.docx", exports::file(|_| Kind::Docx));
    let api = Router::new()
        .route("/where", get(status::whereabouts))
        .route("/sessions", post(sessions::open))
        .route("/sessions/import", post(import::import))
        .route("/decks/{id}/suggest", get(suggest::suggest))
        .nest("/sessions/{code}", session)
        .fallback(no_such_address)
        .method_not_allowed_fallback(no_such_address)
        .layer(from_fn_with_state(app.clone(), gate::gate));
    // With nothing after it the client's files would answer.
    let nothing = any(no_such_address).layer(from_fn_with_state(app.clone(), gate::gate));
    Router::new()
        .nest("/api", api)
        .route("/api/", nothing)
        .route("/healthz", get(status::healthz))
        .route("/readyz", get(status::readyz))
        .route("/metrics", get(status::metrics))
        .with_state(app)
        .fallback_service(client::files())
        .layer(from_fn(client::headers))
}

async fn no_such_address() -> (StatusCode, Failure) {
    let failure = Failure::bad_request("no such address or method; see PROTOCOL.md");
    (StatusCode::NOT_FOUND, failure)
}
