//! `competentiespel deck check FILE`: what is wrong with a deck, and whom it favours.

use anyhow::{Context, bail};
use clap::{Args, Subcommand, ValueEnum};
use serde::Deserialize;
use std::io::{ErrorKind, Write};
use std::path::PathBuf;

/// What can be done with a deck file.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Tell everything that is wrong with a deck file, or its balance
    Check(CheckOptions),
}

/// Options of `deck check`.
#[derive(Args, Clone, Debug)]
pub struct CheckOptions {
    /// The deck file
    pub file: PathBuf,
    /// In which language
    #[arg(long, env = "COMPETENTIESPEL_LANG", value_enum, default_value = "nl")]
    pub lang: Lang,
}

/// A language that sentences are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Dutch
    Nl,
    /// English
    En,
}

/// Checks a deck file: problems are a failure, warnings are not.
pub fn run(command: Command) -> anyhow::Result<()> {
    let Command::Check(options) = command;
    let file = options.file.display();
    let bytes = std::fs::read(&options.file).with_context(|| file.to_string())?;
    let deck = match cards::read_bytes(&bytes) {
        Ok(deck) => deck,
        Err(problems) => {
            for problem in &problems {
                match options.lang {
                    Lang::Nl => eprintln!("{problem}"),
                    Lang::En => eprintln!("{}", problem.english()),
                }
            }
            bail!("{file}: {} problems", problems.len());
        }
    };
    let cards = deck.cards.len();
    let mut lines = format!("{} {}, {cards} cards\n\n", deck.id, deck.version);
    lines += &format!("{}\n", cards::balance(&deck));
    for warning in cards::warnings(&deck) {
        let lang = if options.lang == Lang::En { "en" } else { "nl" };
        lines += &format!("! {}\n", warning.get(lang));
    }
    match std::io::stdout().write_all(lines.as_bytes()) {
        // Who stops reading, such as `head`, is no failure.
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
