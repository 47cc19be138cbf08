//! What is printed at the start: where to go, for people and for scripts.

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use std::io::{Write, stdout};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};

/// Where others reach a server that listens there; nothing when only this machine can.
pub(super) fn url_for_others(listening: SocketAddr, public_url: Option<&str>) -> Option<String> {
    if let Some(url) = public_url {
        return Some(url.trim_end_matches('/').to_owned());
    }
    let ip = lan_address(listening.ip())?;
    Some(format!("http://{}", SocketAddr::new(ip, listening.port())))
}

/// The first line is for scripts and stays as it is; then comes the address for others in the
/// same network, with its QR code.
pub(super) fn greet(listening: SocketAddr, for_others: Option<&str>) -> std::io::Result<()> {
    let mut out = stdout().lock();
    let here = match listening.ip() {
        ip if ip.is_unspecified() || ip.is_loopback() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        ip => ip,
    };
    let here = SocketAddr::new(here, listening.port());
    writeln!(out, "listening on http://{here}")?;
    if let Some(url) = for_others {
        let words = "Voor anderen op dit netwerk / for others on this network:";
        writeln!(out, "\n{words}\n  {url}")?;
        if let Ok(code) = QrCode::new(url) {
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
