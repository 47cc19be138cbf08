//! What `serve` can be told, and what all commands have in common: the data folder, and that an
//! empty variable of the environment is none.

use crate::limits::NEW_SESSIONS_PER_HOUR;
use crate::logging::Format;
use crate::web::gate::Host;
use anyhow::bail;
use clap::builder::{NonEmptyStringValueParser, OsStr as Name, Resettable};
use clap::{ArgAction, Args, Command};
use ipnet::IpNet;
use std::ffi::OsStr;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// Where the sessions are.
#[derive(Args, Clone, Debug)]
pub struct DataFolder {
    /// Folder that holds the sessions; the server makes it when it is not there
    #[arg(
        long = "data",
        env = "COMPETENTIESPEL_DATA",
        value_name = "DIR",
        default_value = "data"
    )]
    pub dir: PathBuf,
}

impl DataFolder {
    /// That folder, which need not be there. Refuses what is none.
    ///
    /// # Errors
    /// It is a file.
    pub fn folder(&self) -> anyhow::Result<&Path> {
        let dir = &self.dir;
        let is_file = dir.metadata().is_ok_and(|found| !found.is_dir());
        if is_file {
            let given = dir.display();
            bail!("{given} is a file: --data takes the folder that competentiespel.db is in");
        }
        Ok(dir)
    }
}

/// Refuses what cannot be read to its end as a file can; what is not there is told by who opens it.
pub(crate) fn ordinary_file(file: &Path) -> anyhow::Result<()> {
    let given = file.display();
    match file.metadata() {
        Ok(found) if found.is_dir() => bail!("{given} is a folder: name a file in it"),
        Ok(found) if !found.is_file() => bail!("{given} is no ordinary file: copy it into one"),
        _ => Ok(()),
    }
}

/// Options of `serve`.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "COMPETENTIESPEL_LISTEN", default_value = "0.0.0.0:8080")]
    pub listen: SocketAddr,
    /// Where the sessions are
    #[command(flatten)]
    pub data: DataFolder,
    /// Open the database also when it holds less than it once did
    #[arg(
        long,
        env = "COMPETENTIESPEL_ACCEPT_LOSS",
        action = ArgAction::SetTrue,
        value_parser = flag
    )]
    pub accept_loss: bool,
    /// Where people reach this server, when that is not its own address, such as
    /// https://spel.example; needed behind a proxy that changes the Host
    #[arg(long, env = "COMPETENTIESPEL_PUBLIC_URL", value_parser = public_url, value_name = "URL")]
    pub public_url: Option<String>,
    /// Key that is asked of who begins a session; without it anyone may
    #[arg(long, env = "COMPETENTIESPEL_CREATE_KEY", hide_env_values = true, value_parser = key())]
    pub create_key: Option<String>,
    /// Networks of proxies whose X-Forwarded-For or Forwarded is believed, such as 10.0.0.0/8
    #[arg(
        long,
        env = "COMPETENTIESPEL_TRUSTED_PROXY",
        value_delimiter = ',',
        value_name = "CIDR"
    )]
    pub trusted_proxy: Vec<IpNet>,
    /// New sessions an hour from one address; 0: no limit
    #[arg(
        long,
        env = "COMPETENTIESPEL_NEW_SESSIONS",
        default_value_t = NEW_SESSIONS_PER_HOUR,
        value_name = "N"
    )]
    pub new_sessions: u32,
    /// Key with which /metrics can be read; without it they are closed
    #[arg(long, env = "COMPETENTIESPEL_METRICS_KEY", hide_env_values = true, value_parser = key())]
    pub metrics_key: Option<String>,
    /// How a line of the log looks; what is logged, COMPETENTIESPEL_LOG says
    #[arg(
        long,
        env = "COMPETENTIESPEL_LOG_FORMAT",
        value_enum,
        default_value_t,
        value_name = "FORMAT"
    )]
    pub log_format: Format,
}

/// The variable of an option that is given or not. Whatever else is written there is no *yes*.
pub(crate) fn flag(word: &str) -> Result<bool, &'static str> {
    match word.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Ok(true),
        "false" | "no" | "off" | "0" => Ok(false),
        _ => Err("its variable is true or false (yes or no, on or off, 1 or 0)"),
    }
}

/// An empty key would be one that anybody has.
fn key() -> NonEmptyStringValueParser {
    NonEmptyStringValueParser::new()
}

fn public_url(text: &str) -> Result<String, &'static str> {
    let known = Host::of_url(text).map(|_| text.to_owned());
    known.ok_or("an address such as https://spel.example is needed")
}

/// The same command line, on which an empty variable counts as one that is not set: files that set
/// variables for a container often can only make them empty.
pub fn without_empty_variables(command: Command) -> Command {
    let is_empty = |name: &OsStr| std::env::var_os(name).is_some_and(|value| value.is_empty());
    command
        .mut_args(|arg| match arg.get_env().is_some_and(is_empty) {
            true => arg.env(Resettable::<Name>::Reset),
            false => arg,
        })
        .mut_subcommands(without_empty_variables)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_yes_is_a_yes() {
        for yes in ["true", "TRUE", "yes", "on", "1"] {
            assert_eq!(flag(yes), Ok(true), "{yes}");
        }
        for no in ["false", "No", "off", "0"] {
            assert_eq!(flag(no), Ok(false), "{no}");
        }
        for neither in ["nee", "maybe", "ja", "2", " ", "true "] {
            assert!(flag(neither).is_err(), "{neither}");
        }
    }
}
