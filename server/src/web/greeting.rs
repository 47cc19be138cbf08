//! What is printed at the start: where to go, for people and for scripts.

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use std::io::{IsTerminal, Write, stdout};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// The first line is for scripts and stays as it is; then comes the address for others in the
/// same network, with its QR code when somebody is looking.
pub(super) fn greet(listening: SocketAddr, public_url: Option<&str>) -> std::io::Result<()> {
    let port = listening.port();
    let mut out = stdout().lock();
    let here = match listening.ip() {
        ip if ip.is_unspecified() || ip.is_loopback() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        ip => ip,
    };
    writeln!(out, "listening on http://{}", SocketAddr::new(here, port))?;
    let others = match public_url {
        Some(url) => Some(url.trim_end_matches('/').to_owned()),
        None => {
            lan_address(listening.ip()).map(|ip| format!("http://{}", SocketAddr::new(ip, port)))
        }
    };
    if let Some(url) = others {
        writeln!(
            out,
            "\nVoor anderen op dit netwerk / for others on this network:\n  {url}"
        )?;
        if stdout().is_terminal()
            && let Ok(code) = QrCode::new(&url)
        {
            let drawn = code.render::<Dense1x2>().quiet_zone(true).build();
            writeln!(out, "\n{drawn}")?;
        }
    }
    out.flush()
}

fn lan_address(listening: IpAddr) -> Option<IpAddr> {
    match listening {
        ip if ip.is_loopback() => None,
        ip if ip.is_unspecified() => local_ip_address::local_ip().ok(),
        ip => Some(ip),
    }
}
