//! The command line.

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use competentiespel::operate::command as operate;
use competentiespel::{clock, config, deck, logging, offline, rehearse, web};
use std::process::ExitCode;

/// What a flood took goes back to the system when it is over.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The Competentiespel: together a team finds out which competentie fits whom
#[derive(Parser)]
#[command(version, args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serve: config::Options,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the game; this is what runs when nothing else is named
    Serve(config::Options),
    /// Let members who play by themselves into a session
    Rehearse(rehearse::Options),
    /// Tell the story of a session, or verify it
    Replay(offline::ReplayOptions),
    /// Write a session out
    Export(offline::ExportOptions),
    /// Read everything there is and tell what is not as it was written
    Check(offline::CheckOptions),
    /// Wipe a member's name and everything written by or about them
    Forget(operate::ForgetOptions),
    /// Delete a session
    Delete(operate::DeleteOptions),
    /// Let a facilitator into a session, when the others have lost their link
    Facilitator(operate::FacilitatorOptions),
    /// Write everything to one file, also while the server runs
    Backup(operate::BackupOptions),
    /// Put a backup in the place of what is there, and forget again what was forgotten since
    Restore(operate::RestoreOptions),
    /// Work on a deck of competenties
    #[command(subcommand)]
    Deck(deck::Command),
}

fn main() -> ExitCode {
    let line = config::without_empty_variables(CommandLine::command()).get_matches();
    let line = CommandLine::from_arg_matches(&line).unwrap_or_else(|error| error.exit());
    let command = line.command.unwrap_or(Command::Serve(line.serve));
    let format = match &command {
        Command::Serve(options) => options.log_format,
        _ => logging::Format::default(),
    };
    let begun = logging::start(format).and_then(|()| clock::check());
    match begun.and_then(|()| run(command)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("competentiespel: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Serve(options) => wait_for(web::serve::run(options)),
        Command::Rehearse(options) => wait_for(rehearse::run(options)),
        Command::Replay(options) => offline::replay(options),
        Command::Export(options) => offline::export(options),
        Command::Check(options) => offline::check(options),
        Command::Forget(options) => operate::forget(options),
        Command::Delete(options) => operate::delete(options),
        Command::Facilitator(options) => operate::facilitator(options),
        Command::Backup(options) => operate::backup(options),
        Command::Restore(options) => operate::restore(options),
        Command::Deck(command) => deck::run(command),
    }
}

fn wait_for(work: impl Future<Output = anyhow::Result<()>>) -> anyhow::Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?
        .block_on(work)
}
