//! Closes sessions whose time is over, deletes them later, and tells the operator; when, the log
//! says (log/clock.rs).

use crate::clock::now_ms;
use crate::limits::LOOK_EVERY;
use crate::log::{SessionId, When};
use crate::room::code::JoinCode;
use crate::web::App;
use std::sync::Arc;

const HOUR_MS: u64 = 60 * 60 * 1000;

/// Until the server stops. `due`: what the look at the start left to delete.
pub(super) async fn sweep(app: Arc<App>, mut due: Vec<SessionId>) {
    let mut look_again = tokio::time::interval(LOOK_EVERY);
    look_again.tick().await; // The first is at once.
    loop {
        delete(&app, due).await;
        tokio::select! {
            _ = look_again.tick() => due = look(&app, now_ms(), When::Running).await,
            () = app.life.stopping() => break,
        }
    }
    look(&app, now_ms(), When::Stop).await;
}

/// Looks at the clock, which says `now` milliseconds since 1970. Gives what is to be deleted.
pub(super) async fn look(app: &App, now: u64, when: When) -> Vec<SessionId> {
    let found = match app.log.look(now, when).await {
        Ok(found) => found,
        Err(error) => {
            tracing::warn!(%error, "could not look for sessions whose time is over");
            return Vec::new();
        }
    };
    if let Some(leap) = found.leap_ms {
        warn_of(leap, when);
    }
    if found.is_believed {
        tracing::info!(
            "the clock stood behind the latest time seen here for 24 hours of running: it is \
             believed, and that time is forgotten"
        );
    }
    for session in &found.reopened {
        tracing::info!(?session, "its time is not over after all: it is open again");
    }
    for over in &found.over {
        if over.is_new {
            tracing::info!(
                session = ?over.id,
                "its time is over: it is closed, and its bytes go after 24 hours of running, or at \
                 a start a week or more later"
            );
        }
        // Again at each look: a room that had too much to do may not have taken it.
        if let Some(code) = JoinCode::read(&over.code) {
            app.lobby.close(&code);
        }
    }
    let due = found.over.iter().filter(|over| over.is_due);
    due.map(|over| over.id).collect()
}

fn warn_of(leap_ms: i64, when: When) {
    let hours = leap_ms.unsigned_abs() / HOUR_MS;
    let far = match hours {
        0..48 => format!("{hours} hours"),
        _ => format!("{} days", hours / 24),
    };
    let what = match when {
        When::Start => "the latest time seen here before",
        When::Running | When::Stop => "the time that passed since the last look",
    };
    match leap_ms < 0 {
        true => tracing::warn!(
            "the clock stands {far} behind {what}: if it is wrong, set it right. If it is right, \
             nothing is to be done: it is believed when it stood so for 24 hours of running"
        ),
        // What was closed earlier may go now: of that nothing is promised.
        false => tracing::warn!(
            "the clock stands {far} ahead of {what}: if it is wrong, set it right. Sessions that \
             are closed by it from now on open again when it is set right within 24 hours of running"
        ),
    }
}

/// One after the other, so that rooms can write in between.
async fn delete(app: &App, due: Vec<SessionId>) {
    for session in due {
        if app.life.is_stopping() {
            return; // It is due at the next start too.
        }
        match app.log.delete(session).await {
            Ok(_) => tracing::info!(
                ?session,
                "it is deleted: its time was over, and it was closed for long enough"
            ),
            Err(error) => tracing::error!(?session, %error, "a session was not deleted"),
        }
    }
}

#[cfg(test)]
mod tests;
