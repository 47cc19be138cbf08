//! What who runs a server can do with what is on it: back it up, let a facilitator in, forget a
//! member, delete a session. While the server runs it does this itself, asked over a socket in the
//! data folder (`socket.rs`), so that the rooms are told; otherwise the command line does the same
//! on the folder (`command.rs`). Who can use that folder is its operator, so no token is asked.

pub mod command;
#[cfg(unix)]
pub(crate) mod socket;

use crate::life::Life;
use crate::log::{Log, LogError, SessionId, Wiped};
use crate::room::code::JoinCode;
use crate::room::input::{Accepted, Input, Shut};
use crate::room::lobby::Lobby;
use crate::room::right::hash_of;
use anyhow::{Context, bail};
use game::{Code, Command, Event, Operate, Seat};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::RwLock;

/// How long forgetting and deleting wait for another program to close the database.
const WIPE_PATIENCE: Duration = Duration::from_secs(10);

/// Something to do, as it goes over the socket.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Task {
    /// Write everything to a file; its full path.
    Backup { file: PathBuf },
    /// Let a facilitator in; what the others read.
    Facilitator { code: String, name: String },
    /// Forget a member.
    Forget { code: String, seat: Seat },
    /// Delete a session.
    Delete { code: String },
}

/// With what it is done: that of the running server, or one made for it.
#[derive(Clone, Debug)]
pub(crate) struct Operator {
    pub(crate) log: Log,
    pub(crate) lobby: Lobby,
    /// Where others reach the server, if it runs.
    pub(crate) url: Option<String>,
    /// Who makes a backup holds it for reading: it has the database open for as long.
    pub(crate) backups: Arc<RwLock<()>>,
}

impl Operator {
    /// For a folder that no server runs on.
    pub(crate) fn alone(log: Log, life: &Life) -> Operator {
        Operator {
            lobby: Lobby::new(log.clone(), life.clone()),
            log,
            url: None,
            backups: Arc::default(),
        }
    }

    /// Does it. Gives what to tell the operator, in whole lines.
    pub(crate) async fn perform(&self, task: Task) -> anyhow::Result<String> {
        match task {
            Task::Backup { file } => {
                let _making = self.backups.read().await;
                let wrong = self.log.backup(&file).await?;
                tracing::info!(wrong, "a backup was made");
                let file = file.display();
                if wrong > 0 {
                    bail!(
                        "everything there is now is in {file}, and it is damaged: entries and texts \
                         that are not what was written: {wrong}; keep the backups from before, and \
                         look what it is with competentiespel check"
                    );
                }
                Ok(format!("everything there is now is in {file}\n"))
            }
            Task::Facilitator { code, name } => self.facilitator(&read_code(&code)?, name).await,
            Task::Forget { code, seat } => self.forget(&read_code(&code)?, seat).await,
            Task::Delete { code } => self.delete(&read_code(&code)?).await,
        }
    }

    async fn facilitator(&self, code: &JoinCode, name: String) -> anyhow::Result<String> {
        let token = format!("{:032x}", rand::random::<u128>());
        let hash = hash_of(&token);
        let operate = Operate::Facilitator { hash, name };
        let (session, _) = self.decide(code, operate).await?;
        tracing::info!(?session, "a facilitator was let in by the operator");
        let link = format!("/{code}#f={token}");
        Ok(match &self.url {
            Some(url) => format!("who opens this leads {code}:\n{url}{link}\n"),
            None => format!("who opens this at the server's address leads {code}:\n{link}\n"),
        })
    }

    async fn forget(&self, code: &JoinCode, seat: Seat) -> anyhow::Result<String> {
        let (session, accepted) = self.decide(code, Operate::Forget(seat)).await?;
        tracing::info!(?session, "a member was forgotten by the operator");
        let stored = self.log.load(code.as_str()).await?;
        let entries = stored.map(|stored| stored.entries).unwrap_or_default();
        let forgot = entries.iter().find(|entry| entry.seq == accepted.seq);
        let of = |event: &Event| match event {
            Event::Forgotten { mentions, .. } => mentions.len(),
            _ => 0,
        };
        let mentions: usize = forgot.iter().flat_map(|entry| &entry.events).map(of).sum();
        self.wait_wiped().await?;
        let mut lines = format!("seat {} of {code} is forgotten\n", seat.0);
        if mentions > 0 {
            lines += &format!(
                "{mentions} texts by others hold the name: a facilitator can wipe them on the \
                 dashboard\n"
            );
        }
        Ok(lines)
    }

    async fn delete(&self, code: &JoinCode) -> anyhow::Result<String> {
        let (session, is_over) = self.find(code).await?;
        // One whose time is over has no room.
        let in_room = match is_over {
            true => Err(Shut::Unavailable),
            false => self.lobby.ask(code, Input::Delete).await,
        };
        match in_room {
            Ok(_) => {}
            // One that is damaged does not open, and can go all the same.
            Err(Shut::Unavailable) => self.delete_in_log(code, session).await?,
            Err(shut) => return Err(self.why(shut, code)),
        }
        tracing::info!(?session, "a session was deleted by the operator");
        self.wait_wiped().await?;
        Ok(format!("{code} is deleted\n"))
    }

    async fn delete_in_log(&self, code: &JoinCode, session: SessionId) -> anyhow::Result<()> {
        let deleted = self.log.delete(session).await;
        deleted.map(drop).map_err(|error| {
            tracing::error!(?session, %error, "a session was not deleted");
            self.not_taken(code)
        })
    }

    /// Has the session's room decide it, commit it and tell everyone.
    async fn decide(
        &self,
        code: &JoinCode,
        operate: Operate,
    ) -> anyhow::Result<(SessionId, Accepted)> {
        let (session, is_over) = self.find(code).await?;
        if is_over {
            bail!("the time of session {code} is over: it can be deleted, not changed");
        }
        let command = Command::Operate(operate);
        let outcome = self.lobby.at_the_door(code, command).await;
        let outcome = outcome.map_err(|shut| self.why(shut, code))?;
        let accepted = outcome.map_err(|refusal| match refusal.code {
            Code::NotNow => self.not_taken(code),
            _ => anyhow::anyhow!("{code}: {}", refusal.message()),
        })?;
        Ok((session, accepted))
    }

    /// The session of that code, and whether its time is over.
    async fn find(&self, code: &JoinCode) -> anyhow::Result<(SessionId, bool)> {
        let found = self.log.find(code.as_str()).await;
        let found = found.map_err(|error| match error {
            LogError::Damaged(_) => error.into(),
            LogError::Failed(_) => anyhow::anyhow!("{error}; {}", self.look_at_disk()),
        })?;
        found.with_context(|| no_session(code))
    }

    async fn wait_wiped(&self) -> anyhow::Result<()> {
        let wiped = self.log.wait_wiped(WIPE_PATIENCE).await;
        told_wiped(wiped, self.backups.try_write().is_err())
    }

    fn why(&self, shut: Shut, code: &JoinCode) -> anyhow::Error {
        match shut {
            Shut::NoSession | Shut::NoRight => anyhow::anyhow!(no_session(code)),
            Shut::Unavailable => anyhow::anyhow!(
                "{code} cannot be changed now: it is damaged, or has too much to do; the server's \
                 log says which, and competentiespel check reads it through: try again"
            ),
            Shut::NotDeleted => self.not_taken(code),
        }
    }

    fn not_taken(&self, code: &JoinCode) -> anyhow::Error {
        let look = self.look_at_disk();
        anyhow::anyhow!("{code}: the disk does not take it; {look}")
    }

    fn look_at_disk(&self) -> String {
        let dir = self.log.dir();
        let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
        format!(
            "look at the server's log, and whether there is space left for the data folder {}, and \
             give the command again",
            dir.display()
        )
    }
}

/// A code as people type it.
pub(crate) fn read_code(typed: &str) -> anyhow::Result<JoinCode> {
    if typed.trim().is_empty() {
        bail!("the code is empty: a session's code has six characters");
    }
    JoinCode::read(typed).with_context(|| format!("{typed} is not a code of six characters"))
}

pub(crate) fn no_session(code: &JoinCode) -> String {
    format!("there is no session {code} in the data folder")
}

fn told_wiped(wiped: Wiped, is_backup: bool) -> anyhow::Result<()> {
    match (wiped, is_backup) {
        (Wiped::Yes, _) => Ok(()),
        (Wiped::NotYet, true) => bail!(
            "it is gone from the session, but a backup is being made, which still reads what was \
             there: the server wipes it from its own files by itself when that is done. That \
             backup holds it: make another one"
        ),
        (Wiped::NotYet, false) => bail!(
            "it is gone from the session, but another program has the database open, and so it is \
             not yet wiped from the files: close that program; a server that runs wipes it then, \
             and otherwise the next start does"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_keeps_it_from_being_wiped_is_told() {
        assert!(told_wiped(Wiped::Yes, true).is_ok());
        let why = |is_backup| {
            told_wiped(Wiped::NotYet, is_backup)
                .unwrap_err()
                .to_string()
        };
        assert!(why(true).contains("a backup is being made"));
        assert!(why(false).contains("another program"));
    }

    #[test]
    fn an_empty_code_is_told_as_one() {
        for typed in ["", "  "] {
            let why = read_code(typed).unwrap_err().to_string();
            assert!(why.starts_with("the code is empty"), "{why}");
        }
        let why = read_code("hallo").unwrap_err().to_string();
        assert_eq!(why, "hallo is not a code of six characters");
    }
}
