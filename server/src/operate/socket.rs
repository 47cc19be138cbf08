//! The operator's socket, in the data folder: one line of JSON with a task, one with what became
//! of it. Only who owns the folder can open it.

use super::{Operator, Task};
use crate::life::Life;
use crate::limits::{OPERATOR_LINE_BYTES_MAX, OPERATOR_TIME};
use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader as Lines, Write};
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::os::unix::net::UnixStream as Stream;
use std::path::{Path, PathBuf};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::time::{sleep, timeout};

const NAME: &str = "competentiespel.sock";

/// What became of a task.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Answer {
    /// It is done: what to tell.
    Done(String),
    /// It is not: why.
    Failed(String),
}

/// A folder under a name that is short enough for a socket, however deep it lies.
struct Folder {
    path: PathBuf,
    /// Keeps the name valid.
    _open: Option<File>,
}

impl Folder {
    fn of(dir: &Path) -> std::io::Result<Folder> {
        #[cfg(target_os = "linux")]
        {
            use std::os::fd::AsRawFd;
            let open = File::open(dir)?;
            Ok(Folder {
                path: format!("/proc/self/fd/{}", open.as_raw_fd()).into(),
                _open: Some(open),
            })
        }
        #[cfg(not(target_os = "linux"))]
        Ok(Folder {
            path: dir.into(),
            _open: None,
        })
    }
}

/// Listens in this folder, which this process has for itself; what an earlier one left is replaced.
pub(crate) fn listen(dir: &Path) -> std::io::Result<UnixListener> {
    let folder = Folder::of(dir)?;
    // Made where nobody else can come, so that there is no moment in which others could open it.
    let making = folder.path.join("competentiespel.sock.new");
    let _ = std::fs::remove_dir_all(&making); // Mostly there is none.
    std::fs::DirBuilder::new().mode(0o700).create(&making)?;
    let made = making.join("s");
    let listener = UnixListener::bind(&made)?;
    std::fs::set_permissions(&made, std::fs::Permissions::from_mode(0o600))?;
    std::fs::rename(&made, folder.path.join(NAME))?;
    std::fs::remove_dir(&making)?;
    Ok(listener)
}

/// Does what is asked, until the server stops.
pub(crate) async fn serve(listener: UnixListener, operator: Operator, life: Life) {
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = life.stopping() => return,
        };
        match accepted {
            Ok((stream, _)) => {
                let operator = operator.clone();
                life.spawn(async move {
                    if let Err(error) = answer(stream, &operator).await {
                        tracing::warn!(%error, "the operator was not answered");
                    }
                });
            }
            Err(error) => {
                tracing::warn!(%error, "the operator could not be let in");
                sleep(OPERATOR_TIME).await;
            }
        }
    }
}

async fn answer(stream: UnixStream, operator: &Operator) -> std::io::Result<()> {
    let (from, mut to) = stream.into_split();
    let mut line = String::new();
    let mut from = BufReader::new(from.take(OPERATOR_LINE_BYTES_MAX));
    timeout(OPERATOR_TIME, from.read_line(&mut line)).await??;
    let done = match serde_json::from_str::<Task>(&line) {
        Ok(task) => operator.perform(task).await,
        Err(_) => Err(anyhow::anyhow!(
            "the server that runs is another version and does not know this"
        )),
    };
    let answer = match done {
        Ok(told) => Answer::Done(told),
        Err(error) => Answer::Failed(format!("{error:#}")),
    };
    let mut line = serde_json::to_string(&answer)?;
    line.push('\n');
    to.write_all(line.as_bytes()).await
}

/// Asks the server that runs on this folder, and waits as long as it takes.
pub(super) fn ask(dir: &Path, task: &Task) -> anyhow::Result<String> {
    let no_answer = || {
        format!(
            "the data folder {} is in use, and no server answers there: it is starting or \
             stopping, or another command has it; try again",
            dir.display()
        )
    };
    let folder = Folder::of(dir).with_context(no_answer)?;
    let mut stream = Stream::connect(folder.path.join(NAME)).with_context(no_answer)?;
    let mut line = serde_json::to_string(task)?;
    line.push('\n');
    stream.write_all(line.as_bytes()).with_context(no_answer)?;
    let mut answer = String::new();
    // However it ends without an answer, the server is gone.
    let read = Lines::new(stream).read_line(&mut answer).ok();
    let answer = read.and_then(|_| serde_json::from_str(&answer).ok());
    let answer = answer.context(
        "the server stopped meanwhile, and may have done it or not: give the command again; what \
         was done already is told then",
    )?;
    match answer {
        Answer::Done(told) => Ok(told),
        Answer::Failed(why) => bail!(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener as Listener;

    /// The server is killed after it read what is asked, or in the middle of its answer.
    #[test]
    fn a_server_that_stops_meanwhile_is_told_as_that() {
        for answer in ["", "{\"done\":\"KWX"] {
            let dir = tempfile::tempdir().unwrap();
            let listener = Listener::bind(dir.path().join(NAME)).unwrap();
            let served = std::thread::spawn(move || {
                let (mut stream, _) = listener.accept().unwrap();
                Lines::new(&stream).read_line(&mut String::new()).unwrap();
                stream.write_all(answer.as_bytes()).unwrap();
            });
            let code = "KWX7P2".into();
            let why = ask(dir.path(), &Task::Delete { code }).unwrap_err();
            served.join().unwrap();
            let why = format!("{why:#}");
            assert!(why.starts_with("the server stopped meanwhile"), "{why}");
            assert!(!why.contains("EOF"), "{why}");
        }
    }
}
