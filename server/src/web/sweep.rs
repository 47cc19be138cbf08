//! Deletes sessions whose retention period is over, once an hour.

use crate::clock::now_ms;
use crate::limits::SWEEP_EVERY;
use crate::room::code::JoinCode;
use crate::room::input::Input;
use crate::web::App;
use std::sync::Arc;

/// Until the server stops.
pub(super) async fn sweep(app: Arc<App>) {
    let mut hour = tokio::time::interval(SWEEP_EVERY);
    loop {
        tokio::select! {
            _ = hour.tick() => once(&app).await,
            () = app.life.stopping() => return,
        }
    }
}

async fn once(app: &App) {
    let now = now_ms();
    let expired = match app.log.expired(now).await {
        Ok(expired) => expired,
        Err(error) => {
            tracing::warn!(%error, "could not look for sessions that are over");
            return;
        }
    };
    for (id, code) in expired {
        let Some(code) = JoinCode::read(&code) else {
            continue;
        };
        // The room deletes, after what it was doing: it may have got an entry just now.
        let deleted = app
            .lobby
            .ask(&code, |reply| Input::Delete(Some(now), reply))
            .await;
        tracing::info!(session = ?id, deleted = deleted.is_ok(), "its retention period is over");
    }
}
