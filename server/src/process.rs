//! What the system says of this process. Linux tells it in files; elsewhere it is not known.

use std::fs::{read_dir, read_to_string};

/// Memory in use, in bytes.
pub(crate) fn resident_bytes() -> Option<u64> {
    let status = read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kib: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// Open descriptors, without the one that this needs to look.
pub(crate) fn open_descriptors() -> Option<u64> {
    let open = read_dir("/proc/self/fd").ok()?.count();
    u64::try_from(open).ok()?.checked_sub(1)
}

/// The most descriptors this process can have; nothing when there is no limit.
pub(crate) fn most_descriptors() -> Option<u64> {
    let limits = read_to_string("/proc/self/limits").ok()?;
    let line = limits
        .lines()
        .find_map(|line| line.strip_prefix("Max open files"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn linux_tells_it() {
        assert!(resident_bytes().unwrap() > 1024 * 1024);
        let (open, most) = (open_descriptors().unwrap(), most_descriptors().unwrap());
        assert!((3..most).contains(&open), "{open} of {most}");
    }
}
