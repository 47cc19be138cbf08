//! What `serve` can be told, on the command line or in the environment.

use crate::limits::NEW_SESSIONS_PER_HOUR;
use clap::Args;
use ipnet::IpNet;
use std::net::SocketAddr;
use std::path::PathBuf;

/// Options of `serve`.
#[derive(Args, Clone, Debug)]
pub struct Options {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, env = "COMPETENTIESPEL_LISTEN", default_value = "0.0.0.0:8080")]
    pub listen: SocketAddr,
    /// Folder that holds the sessions; it is made when it is not there
    #[arg(long, env = "COMPETENTIESPEL_DATA", default_value = "data")]
    pub data: PathBuf,
    /// Where people reach this server, when that is not its own address
    #[arg(long, env = "COMPETENTIESPEL_PUBLIC_URL")]
    pub public_url: Option<String>,
    /// Key that is asked of who begins a session; without it anyone may
    #[arg(long, env = "COMPETENTIESPEL_CREATE_KEY", hide_env_values = true)]
    pub create_key: Option<String>,
    /// Networks of proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8
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
    /// Key with which /metrics can be read from elsewhere than this machine
    #[arg(long, env = "COMPETENTIESPEL_METRICS_KEY", hide_env_values = true)]
    pub metrics_key: Option<String>,
}
