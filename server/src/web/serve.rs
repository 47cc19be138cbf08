//! `competentiespel serve`: starting, listening, and stopping in order.

use crate::clock::now_ms;
use crate::config::Options;
use crate::life::Life;
use crate::limits::{ACCEPT_RETRY, ANSWER_BYTES_LARGE, HEADER_BYTES_MAX, HEADER_TIME, STOP_TIME};
use crate::log::{Log, When};
use crate::metrics::METRICS;
#[cfg(unix)]
use crate::operate::socket;
use crate::throttle::Throttle;
use crate::web::address::{Peer, is_through_proxy};
use crate::web::answer::Paced;
use crate::web::greeting::{greet, url_for_others};
use crate::web::newcomers::Place;
use crate::web::problem::Failure;
use crate::web::quota::Network;
use crate::web::{App, routes, sweep};
use anyhow::Context;
use axum::Router;
use axum::body::HttpBody;
use axum::response::{IntoResponse, Response};
use hyper::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

/// Serves until it is told to stop.
pub async fn run(options: Options) -> anyhow::Result<()> {
    options.data.folder()?;
    let stopped = stop_signal()?;
    let listener = TcpListener::bind(options.listen).await.with_context(|| {
        format!(
            "cannot listen on {}; --listen takes another",
            options.listen
        )
    })?;
    let address = listener.local_addr()?;
    let url = url_for_others(address, options.public_url.as_deref());
    // First of all: who reads the log sees at once what runs here, also when it does not start.
    log_start(&options, address, url.as_deref());
    let log = match options.accept_loss {
        false => Log::open(&options.data.dir),
        true => Log::open_accepting_loss(&options.data.dir),
    }?;
    let life = Life::new();
    let app = Arc::new(App::new(&options, url.clone(), log, life.clone()));
    // Before anyone is let in: nobody finds a session whose time is over.
    let due = sweep::look(&app, now_ms(), When::Start).await;
    life.spawn(sweep::sweep(app.clone(), due));
    serve_operator(&options, &app);
    // Who does not read what is printed is served all the same.
    let _ = greet(address, url.as_deref());
    tokio::select! {
        () = accept(&listener, &app) => {}
        () = stopped => {}
    }
    tracing::info!("stopping");
    drop(listener);
    life.stop();
    if timeout(STOP_TIME, life.ended()).await.is_err() {
        tracing::warn!("stopped without waiting for everyone");
    }
    Ok(())
}

/// People can play without it.
fn serve_operator(options: &Options, app: &App) {
    #[cfg(unix)]
    match socket::listen(&options.data.dir) {
        Ok(listener) => {
            let served = socket::serve(listener, app.operator(), app.life.clone());
            app.life.spawn(served);
        }
        Err(error) => tracing::warn!(
            %error,
            "no socket for the operator: backup, facilitator, forget and delete work only while \
             the server is stopped"
        ),
    }
}

/// What runs here, on what, and how it was told to: of keys only whether there are any.
fn log_start(options: &Options, listening: SocketAddr, url: Option<&str>) {
    let data = std::path::absolute(&options.data.dir);
    let data = data.as_deref().unwrap_or(&options.data.dir);
    let trusted: Vec<String> = options
        .trusted_proxy
        .iter()
        .map(ToString::to_string)
        .collect();
    tracing::info!(
        version = env!("CARGO_PKG_VERSION"),
        build = env!("COMPETENTIESPEL_BUILD"),
        data = %data.display(),
        %listening,
        url,
        public_url = options.public_url,
        trusted_proxy = trusted.join(","),
        new_sessions = options.new_sessions,
        create_key = options.create_key.is_some(),
        metrics_key = options.metrics_key.is_some(),
        "starting"
    );
}

/// Ctrl-C, or what a service manager sends.
fn stop_signal() -> anyhow::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            _ = tokio::signal::ctrl_c() => {}
            _ = terminate.recv() => {}
        }
        #[cfg(not(unix))]
        let _ = tokio::signal::ctrl_c().await;
    })
}

pub(super) async fn accept(listener: &TcpListener, app: &Arc<App>) {
    static NOT_ACCEPTED: Throttle = Throttle::new();
    let router = routes(app.clone());
    let places = Arc::new(Semaphore::new(app.connections));
    loop {
        match listener.accept().await {
            Ok((stream, from)) => {
                // Otherwise the socket is closed at once: the client comes back.
                if let Some(permit) = permit(&places, app).await {
                    let address = from.ip();
                    let place = Arc::new(Place::new(permit));
                    let peer = Peer { address, place };
                    // A proxy brings many, each counted once they ask for a websocket.
                    let through_proxy = is_through_proxy(Some(&peer), &app.trusted_proxies);
                    let from = Network::from(address);
                    if !through_proxy && !peer.place.comes(&app.newcomers, from) {
                        continue;
                    }
                    let served = serve(stream, peer, router.clone(), app.clone());
                    app.life.spawn(served);
                }
            }
            // Out of file descriptors, mostly.
            Err(error) => {
                if let Some(more) = NOT_ACCEPTED.pass() {
                    tracing::warn!(%error, more, "a connection was not accepted");
                }
                app.newcomers.make_room();
                sleep(ACCEPT_RETRY).await;
            }
        }
    }
}

/// A place among the connections there can be. Where there is none left, who has shown no token yet and
/// waits for nothing makes room.
async fn permit(places: &Arc<Semaphore>, app: &App) -> Option<OwnedSemaphorePermit> {
    static FULL: Throttle = Throttle::new();
    if let Ok(permit) = places.clone().try_acquire_owned() {
        return Some(permit);
    }
    if let Some(more) = FULL.pass() {
        tracing::warn!(more, "as many connections as there can be");
    }
    if !app.newcomers.make_room() {
        return None;
    }
    let permit = timeout(ACCEPT_RETRY, places.clone().acquire_owned()).await;
    permit.ok()?.ok()
}

/// One connection, until it ends or becomes a websocket.
async fn serve(stream: TcpStream, peer: Peer, router: Router, app: Arc<App>) {
    let _ = stream.set_nodelay(true); // A gift should not wait for more to send.
    let router = TowerToHyperService::new(router);
    let (place, life) = (peer.place.clone(), app.life.clone());
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(peer.clone());
        let (answer, peer, app) = (router.call(request), peer.clone(), app.clone());
        async move { answer.await.map(|answer| paced(answer, &peer, &app)) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADER_TIME)
        .max_buf_size(HEADER_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    tokio::select! {
        // What went wrong is between the other side and its network.
        _ = connection.as_mut() => return,
        () = place.leaves() => return,
        () = place.stalls() => {
            METRICS.slow.add(1);
            return;
        }
        () = life.stopping() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

/// The answer in pieces, or *not now* where there are as many large answers on their way as fit.
fn paced(answer: Response, peer: &Peer, app: &App) -> hyper::Response<Paced> {
    let bytes = answer.body().size_hint().exact().unwrap_or_default();
    let bytes = usize::try_from(bytes).unwrap_or(usize::MAX);
    let mut share = app.answers.none(Network::from(peer.address));
    let fits = bytes < ANSWER_BYTES_LARGE || share.more(bytes);
    let answer = match fits {
        true => answer,
        false => Failure::unavailable().into_response(),
    };
    answer.map(|body| Paced::new(body, peer.place.answers(), share))
}
