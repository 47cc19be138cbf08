//! Work beside the rooms, each piece on a thread of its own that stands back for those of the rooms.

use std::thread;
use tokio::sync::oneshot;

/// Begins it; its result comes here. None comes when it broke off, which was told.
pub(crate) fn begin<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> std::io::Result<oneshot::Receiver<T>> {
    let (done, made) = oneshot::channel();
    thread::Builder::new()
        .name("beside".into())
        .spawn(move || {
            stand_back();
            let _ = done.send(work()); // Perhaps nobody waits any more.
        })?;
    Ok(made)
}

/// Rooms go first on a busy processor.
fn stand_back() {
    // Of one thread only Linux can say so; it need not work.
    #[cfg(target_os = "linux")]
    let _ = rustix::process::nice(10);
}
