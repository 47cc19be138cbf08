//! Stopping in order: who waits for the end hears of it, and the end waits for who is still busy.

use std::future::Future;
use std::sync::Arc;
use tokio::sync::watch;

/// The life of the server, shared by all its tasks.
#[derive(Clone, Debug)]
pub(crate) struct Life(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    stopping: watch::Sender<bool>,
    tasks: watch::Sender<usize>,
}

/// Counts one task, however it ends.
struct Counted(Arc<Inner>);

impl Life {
    pub(crate) fn new() -> Life {
        Life(Arc::new(Inner {
            stopping: watch::Sender::new(false),
            tasks: watch::Sender::new(0),
        }))
    }

    /// Runs a task that [`Life::ended`] waits for.
    pub(crate) fn spawn(&self, task: impl Future<Output = ()> + Send + 'static) {
        self.0.tasks.send_modify(|tasks| *tasks += 1);
        let counted = Counted(self.0.clone());
        tokio::spawn(async move {
            let _counted = counted;
            task.await;
        });
    }

    /// Tells everyone to end.
    pub(crate) fn stop(&self) {
        self.0.stopping.send_replace(true);
    }

    pub(crate) fn is_stopping(&self) -> bool {
        *self.0.stopping.borrow()
    }

    /// Waits until the server stops.
    pub(crate) async fn stopping(&self) {
        let mut stopping = self.0.stopping.subscribe();
        // An error would mean that nobody can stop it any more: the sender is ours.
        let _ = stopping.wait_for(|stopping| *stopping).await;
    }

    /// Waits until every task has ended.
    pub(crate) async fn ended(&self) {
        let mut tasks = self.0.tasks.subscribe();
        let _ = tasks.wait_for(|tasks| *tasks == 0).await;
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.tasks.send_modify(|tasks| *tasks -= 1);
    }
}
