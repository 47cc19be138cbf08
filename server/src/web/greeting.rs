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
    let here = url_here(listening);
    writeln!(out, "listening on {here}")?;
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

/// Where this machine itself reaches it.
fn url_here(listening: SocketAddr) -> String {
    let ip = match listening.ip().to_canonical() {
        // Who listens on `::` is reached over IPv4 too.
        ip if ip.is_unspecified() => IpAddr::V4(Ipv4Addr::LOCALHOST),
        ip => ip,
    };
    format!("http://{}", SocketAddr::new(ip, listening.port()))
}

fn lan_address(listening: IpAddr) -> Option<IpAddr> {
    match listening.to_canonical() {
        ip if ip.is_loopback() => None,
        ip if ip.is_unspecified() => local_ip_address::local_ip().ok(),
        ip => Some(ip),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_printed_is_where_it_listens() {
        for (listening, here) in [
            ("127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("127.0.0.2:8080", "http://127.0.0.2:8080"),
            ("0.0.0.0:8080", "http://127.0.0.1:8080"),
            ("[::]:8080", "http://127.0.0.1:8080"),
            ("[::1]:8080", "http://[::1]:8080"),
            ("[::ffff:127.0.0.1]:8080", "http://127.0.0.1:8080"),
            ("[2001:db8::1]:80", "http://[2001:db8::1]:80"),
            ("192.0.2.7:8080", "http://192.0.2.7:8080"),
        ] {
            let listening: SocketAddr = listening.parse().unwrap();
            assert_eq!(url_here(listening), here);
            let is_alone = listening.ip().to_canonical().is_loopback();
            let others = url_for_others(listening, None);
            assert!(!is_alone || others.is_none(), "{listening}: {others:?}");
        }
    }
}
