//! What who runs a server can do with what is on it: back it up, let a facilitator in, forget a
//! member, delete a session. While the server runs it does this itself, asked over a socket in the
//! data folder (`socket.rs`), so that the rooms are told; otherwise the command line does the same
//! on the folder (`command.rs`). Who can use that folder is its operator, so no token is asked.

pub mod command;
#[cfg(unix)]
pub(crate) mod socket;

use crate::life::Life;
use crate::log::{Log, Wiped};
use crate::room::code::JoinCode;
use crate::room::input::{Accepted, Input, Shut};
use crate::room::lobby::Lobby;
use crate::room::right::hash_of;
use anyhow::{Context, bail};
use game::{Command, Event, Operate, Seat};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::time::Duration;

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
}

impl Operator {
    /// For a folder that no server runs on.
    pub(crate) fn alone(log: Log, life: &Life) -> Operator {
        Operator {
            lobby: Lobby::new(log.clone(), life.clone()),
            log,
            url: None,
        }
    }

    /// Does it. Gives what to tell the operator, in whole lines.
    pub(crate) async fn perform(&self, task: Task) -> anyhow::Result<String> {
        match task {
            Task::Backup { file } => {
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
            Task::Facilitator { code, name } => self.facilitator(&self.code(&code)?, name).await,
            Task::Forget { code, seat } => self.forget(&self.code(&code)?, seat).await,
            Task::Delete { code } => self.delete(&self.code(&code)?).await,
        }
    }

    /// A code as people type it.
    fn code(&self, typed: &str) -> anyhow::Result<JoinCode> {
        read_code(typed)
    }

    async fn facilitator(&self, code: &JoinCode, name: String) -> anyhow::Result<String> {
        let token = format!("{:032x}", rand::random::<u128>());
        let hash = hash_of(&token);
        let operate = Operate::Facilitator { hash, name };
        self.decide(code, operate).await?;
        tracing::info!("a facilitator was let in by the operator");
        let link = format!("/{code}#f={token}");
        Ok(match &self.url {
            Some(url) => format!("who opens this leads {code}:\n{url}{link}\n"),
            None => format!("who opens this at the server's address leads {code}:\n{link}\n"),
        })
    }

    async fn forget(&self, code: &JoinCode, seat: Seat) -> anyhow::Result<String> {
        let accepted = self.decide(code, Operate::Forget(seat)).await?;
        tracing::info!("a member was forgotten by the operator");
        let stored = self.log.load(code.as_str()).await?;
        let entries = stored.map(|stored| stored.entries).unwrap_or_default();
        let forgot = entries.iter().find(|entry| entry.seq == accepted.seq);
        let of = |event: &Event| match event {
            Event::Forgotten { mentions, .. } => mentions.len(),
            _ => 0,
        };
        let mentions: usize = forgot.iter().flat_map(|entry| &entry.events).map(of).sum();
        wiped(self.log.wait_wiped(WIPE_PATIENCE).await)?;
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
        match self.log.find(code.as_str()).await? {
            // It has no room.
            Some((session, true)) => self.log.delete(session).await.map(drop)?,
            Some((session, false)) => match self.lobby.ask(code, Input::Delete).await {
                Ok(_) => {}
                // One that is damaged does not open, and can go all the same.
                Err(Shut::Unavailable) => self.log.delete(session).await.map(drop)?,
                Err(shut) => return Err(why(shut, code)),
            },
            None => bail!(no_session(code)),
        }
        tracing::info!("a session was deleted by the operator");
        wiped(self.log.wait_wiped(WIPE_PATIENCE).await)?;
        Ok(format!("{code} is deleted\n"))
    }

    /// Has the session's room decide it, commit it and tell everyone.
    async fn decide(&self, code: &JoinCode, operate: Operate) -> anyhow::Result<Accepted> {
        if let Some((_, true)) = self.log.find(code.as_str()).await? {
            bail!("the time of session {code} is over: it can be deleted, not changed");
        }
        // A command alone is not told that there is no such session.
        let look = self.lobby.ask(code, |reply| Input::Look(None, reply)).await;
        look.map_err(|shut| why(shut, code))?;
        let command = Command::Operate(operate);
        let outcome = self.lobby.at_the_door(code, command).await;
        let outcome = outcome.map_err(|shut| why(shut, code))?;
        outcome.map_err(|refusal| anyhow::anyhow!("{code}: {}", refusal.message()))
    }
}

/// A code as people type it.
pub(crate) fn read_code(typed: &str) -> anyhow::Result<JoinCode> {
    JoinCode::read(typed).with_context(|| format!("{typed} is not a code of six characters"))
}

pub(crate) fn no_session(code: &JoinCode) -> String {
    format!("there is no session {code} in the data folder")
}

fn why(shut: Shut, code: &JoinCode) -> anyhow::Error {
    match shut {
        Shut::NoSession | Shut::NoRight => anyhow::anyhow!(no_session(code)),
        Shut::Unavailable | Shut::NotDeleted => {
            anyhow::anyhow!("{code} cannot be changed now; the server's log says why: try again")
        }
    }
}

fn wiped(wiped: Wiped) -> anyhow::Result<()> {
    match wiped {
        Wiped::Yes => Ok(()),
        Wiped::NotYet => bail!(
            "it is gone from the session, but another program has the database open, and so it is \
             not yet wiped from the files: close that program; a server that runs wipes it then, \
             and otherwise the next start does"
        ),
    }
}
