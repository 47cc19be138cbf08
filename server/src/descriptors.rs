//! File descriptors: every connection takes one, and so does every file.

use crate::limits::{CONNECTIONS_MAX, CONNECTIONS_MIN, DESCRIPTORS_KEPT};

/// Raises this process's own limit as far as it may, and says how many connections there can be.
pub(crate) fn connections() -> usize {
    let descriptors = raise().unwrap_or(usize::MAX);
    let connections = descriptors.saturating_sub(DESCRIPTORS_KEPT);
    connections.clamp(CONNECTIONS_MIN, CONNECTIONS_MAX)
}

/// The limit there is now; `None` where there is none.
#[cfg(unix)]
fn raise() -> Option<usize> {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let now = getrlimit(Resource::Nofile);
    let needed = u64::try_from(CONNECTIONS_MAX + DESCRIPTORS_KEPT).ok()?;
    // Not further than is of use: some systems refuse to be told "no limit".
    let most = now.maximum.map_or(needed, |hard| hard.min(needed));
    if now.current.is_some_and(|soft| soft < most) {
        let raised = Rlimit {
            current: Some(most),
            maximum: now.maximum,
        };
        if let Err(error) = setrlimit(Resource::Nofile, raised) {
            tracing::warn!(%error, "the limit on open files stays as it is");
        }
    }
    let now = getrlimit(Resource::Nofile).current?;
    usize::try_from(now).ok()
}

#[cfg(not(unix))]
fn raise() -> Option<usize> {
    None
}
