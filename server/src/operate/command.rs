//! The operator's commands: `backup`, `restore`, `facilitator`, `forget` and `delete`.

use super::{Operator, Task};
use crate::config::{DataFolder, flag, ordinary_file};
use crate::life::Life;
use crate::log::{Log, OpenError, is_in_use, must_be_there, restore as put_back};
use crate::offline::print;
use crate::room::publish::time;
use anyhow::{Context, bail};
use clap::{ArgAction, Args};
use game::Seat;
use std::fmt::Write;
use std::path::{Path, PathBuf};

/// `backup FILE`
#[derive(Clone, Debug, Args)]
pub struct BackupOptions {
    /// Where to write it; it must not be there yet.
    pub file: PathBuf,
    /// The data folder.
    #[command(flatten)]
    pub data: DataFolder,
}

/// `restore FILE`
#[derive(Clone, Debug, Args)]
pub struct RestoreOptions {
    /// A file that `backup` wrote.
    pub file: PathBuf,
    /// The data folder.
    #[command(flatten)]
    pub data: DataFolder,
    /// Restore also where the list of what was forgotten since is not there
    #[arg(
        long,
        env = "COMPETENTIESPEL_ACCEPT_LOSS",
        action = ArgAction::SetTrue,
        value_parser = flag
    )]
    pub accept_loss: bool,
}

/// `facilitator CODE`
#[derive(Clone, Debug, Args)]
pub struct FacilitatorOptions {
    /// The session.
    pub code: String,
    /// What the others read
    #[arg(long, env = "COMPETENTIESPEL_NAME", default_value = "Beheer")]
    pub name: String,
    /// The data folder.
    #[command(flatten)]
    pub data: DataFolder,
}

/// `forget CODE SEAT`
#[derive(Clone, Debug, Args)]
pub struct ForgetOptions {
    /// The session.
    pub code: String,
    /// The member's seat; `replay` shows it.
    pub seat: u16,
    /// The data folder.
    #[command(flatten)]
    pub data: DataFolder,
}

/// `delete CODE`
#[derive(Clone, Debug, Args)]
pub struct DeleteOptions {
    /// The session.
    pub code: String,
    /// The data folder.
    #[command(flatten)]
    pub data: DataFolder,
}

/// Writes everything there is to a file, also while the server runs.
pub fn backup(options: BackupOptions) -> anyhow::Result<()> {
    let file = std::path::absolute(&options.file)?;
    run(&options.data, Task::Backup { file })
}

/// Lets a facilitator in and prints their link.
pub fn facilitator(options: FacilitatorOptions) -> anyhow::Result<()> {
    let FacilitatorOptions { code, name, data } = options;
    run(&data, Task::Facilitator { code, name })
}

/// Wipes a member's name and everything written by or about them.
pub fn forget(options: ForgetOptions) -> anyhow::Result<()> {
    let ForgetOptions { code, seat, data } = options;
    let seat = Seat(seat);
    run(&data, Task::Forget { code, seat })
}

/// Deletes a session.
pub fn delete(options: DeleteOptions) -> anyhow::Result<()> {
    let DeleteOptions { code, data } = options;
    run(&data, Task::Delete { code })
}

/// Puts a backup in the place of what is there; no server may run.
pub fn restore(options: RestoreOptions) -> anyhow::Result<()> {
    ordinary_file(&options.file)?;
    let dir = options.data.folder()?;
    let restored = put_back(dir, &options.file, options.accept_loss)?;
    let mut lines = format!("restored sessions: {}", restored.sessions);
    if let Some(at) = restored.last_at {
        lines += &format!("; the last thing in them happened at {}", time(at));
    }
    lines += "\n";
    // Writing to a string cannot fail.
    let _ = writeln!(
        lines,
        "forgotten again: texts {}, sessions {}",
        restored.texts_again, restored.sessions_again
    );
    if restored.wrong > 0 {
        let _ = writeln!(
            lines,
            "entries and texts that are not what was written: {}; their sessions do not open, and \
             competentiespel check names them",
            restored.wrong
        );
    }
    if !restored.before.is_empty() {
        let before: Vec<_> = restored
            .before
            .iter()
            .map(|file| file.display().to_string())
            .collect();
        let _ = writeln!(
            lines,
            "the database that was there is {} now: delete it when all is well, since what is \
             forgotten from now on stays in it",
            before.join(" and ")
        );
    }
    print(lines.as_bytes())
}

/// Has the server that runs there do it, or does it on the folder. A folder without a database
/// stays so.
fn run(data: &DataFolder, task: Task) -> anyhow::Result<()> {
    let dir = data.folder()?;
    // The server knows what is there, also where the file is gone under it.
    if is_in_use(dir) {
        return print(ask(dir, &task)?.as_bytes());
    }
    must_be_there(dir)?;
    let told = match Log::open(dir) {
        Ok(log) => alone(log, task)?,
        Err(OpenError::InUse(dir)) => ask(&dir, &task)?,
        Err(error) => bail!(error),
    };
    print(told.as_bytes())
}

fn alone(log: Log, task: Task) -> anyhow::Result<String> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .context("this machine gives no time")?;
    runtime.block_on(async {
        let life = Life::new();
        let told = Operator::alone(log, &life).perform(task).await;
        life.stop();
        life.ended().await;
        told
    })
}

#[cfg(unix)]
fn ask(dir: &Path, task: &Task) -> anyhow::Result<String> {
    super::socket::ask(dir, task)
}

#[cfg(not(unix))]
fn ask(dir: &Path, _: &Task) -> anyhow::Result<String> {
    bail!("a server runs on {}: stop it first", dir.display())
}
