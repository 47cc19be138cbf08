//! The log on standard error: how it is written, and what never stands in it. No level writes a
//! name, a token, a reason or another text of people. Our own lines hold none; libraries write
//! whole frames and headers below *warn*, so of theirs no level asked for lets that through; and a
//! fault in the program is told by its place, since its words can quote what it broke on.

use anyhow::{Context, bail};
use clap::ValueEnum;
use std::io::IsTerminal;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry, fmt};

/// The variable that says what is logged.
const VARIABLE: &str = "COMPETENTIESPEL_LOG";
/// The program itself, as lines name it.
const OURS: &str = "competentiespel";
/// The most that is ever told of libraries.
const OTHERS_MOST: LevelFilter = LevelFilter::WARN;

/// How a line of the log looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people; with colours on a terminal.
    #[default]
    Text,
    /// One JSON object a line, for programs that gather logs.
    Json,
}

/// Begins to log on standard error. An error says what is wrong with `COMPETENTIESPEL_LOG`.
pub fn start(format: Format) -> anyhow::Result<()> {
    let asked = std::env::var_os(VARIABLE).unwrap_or_default();
    let asked = asked.to_str().map(filter);
    let filter = asked
        .unwrap_or_else(|| bail!("it is not text"))
        .with_context(|| format!("{VARIABLE} is wrong"))?;
    let lines = fmt::layer().with_writer(std::io::stderr);
    let is_plain = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match format {
        Format::Text => lines
            .with_ansi(std::io::stderr().is_terminal() && !is_plain)
            .boxed(),
        Format::Json => lines.json().flatten_event(true).boxed(),
    };
    tracing_subscriber::registry()
        .with(lines.with_filter(filter))
        .init();
    std::panic::set_hook(Box::new(|fault| {
        let place = fault.location().map(ToString::to_string);
        let trace = std::backtrace::Backtrace::capture();
        tracing::error!(place, %trace, "a fault in the program");
    }));
    Ok(())
}

/// A level, or `competentiespel=LEVEL`, or several with commas between; nothing: as usual.
fn filter(asked: &str) -> anyhow::Result<Targets> {
    let (mut all, mut ours) = (None, None);
    let mut targets = Targets::new();
    for part in asked
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let (target, level) = match part.split_once('=') {
            Some((target, level)) => (Some(target.trim()), level.trim()),
            None => (None, part),
        };
        // An empty one would be read as `error`.
        let known = (!level.is_empty()).then(|| level.parse::<LevelFilter>());
        let Some(Ok(level)) = known else {
            bail!("{level:?} is no level: off, error, warn, info, debug or trace, or {OURS}=debug");
        };
        match target {
            None => all = Some(level),
            Some(OURS) => ours = Some(level),
            Some(target) if is_path(target) => {
                let is_ours = target.starts_with(&format!("{OURS}::"));
                let most = if is_ours {
                    LevelFilter::TRACE
                } else {
                    OTHERS_MOST
                };
                targets = targets.with_target(target, level.min(most));
            }
            Some(target) => bail!("{target:?} is no part of a program"),
        }
    }
    let others = all.unwrap_or(OTHERS_MOST).min(OTHERS_MOST);
    let ours = ours.or(all).unwrap_or(LevelFilter::INFO);
    Ok(targets.with_target(OURS, ours).with_default(others))
}

fn is_path(target: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | ':' | '-');
    !target.is_empty() && target.chars().all(fits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn libraries_never_tell_more_than_a_warning() {
        for asked in [
            "trace",
            "TRACE",
            "5",
            "trace,tungstenite=trace",
            "tungstenite=trace,hyper=debug,log=trace",
            "info,tungstenite::protocol=trace",
            "competentiespel=trace,tokio_tungstenite=trace",
        ] {
            let filter = filter(asked).unwrap();
            for target in [
                "tungstenite::protocol",
                "tungstenite",
                "hyper",
                "log",
                "tokio_tungstenite",
            ] {
                assert!(
                    !filter.would_enable(target, &Level::INFO),
                    "{asked}: {target}"
                );
            }
        }
    }

    #[test]
    fn of_this_program_as_much_is_told_as_was_asked() {
        for (asked, told, not_told) in [
            ("", Level::INFO, Level::DEBUG),
            ("debug", Level::DEBUG, Level::TRACE),
            ("error", Level::ERROR, Level::WARN),
            ("competentiespel=debug", Level::DEBUG, Level::TRACE),
            ("warn, competentiespel=debug", Level::DEBUG, Level::TRACE),
            ("competentiespel=debug, warn,", Level::DEBUG, Level::TRACE),
            (
                "warn,competentiespel::web=debug",
                Level::DEBUG,
                Level::TRACE,
            ),
        ] {
            let filter = filter(asked).unwrap();
            assert!(
                filter.would_enable("competentiespel::web", &told),
                "{asked}"
            );
            assert!(
                !filter.would_enable("competentiespel::web", &not_told),
                "{asked}"
            );
        }
        let off = filter("off").unwrap();
        assert!(!off.would_enable("competentiespel", &Level::ERROR));
    }

    #[test]
    fn a_filter_that_says_nothing_is_refused() {
        for asked in [
            "verbose",
            "competentiespel",
            "competentiespel=loud",
            "competentiespel=",
            "=info",
            "info;debug",
            "info debug",
            "competentiespel=info=debug",
            "[span]=info",
            "6",
        ] {
            assert!(filter(asked).is_err(), "{asked:?}");
        }
    }
}
