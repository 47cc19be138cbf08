//! The time of day.

use anyhow::bail;
use jiff::SignedDuration;
use jiff::civil::{DateTime, date};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Milliseconds since 1970, UTC; 0 for a clock that stands before.
pub(crate) fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| {
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    })
}

/// Refuses a clock that no date can be made of: before 1970, or after 9999. Libraries that write dates
/// break off at such a one.
pub fn check() -> anyhow::Result<()> {
    let after_all = Duration::from_secs(253_402_300_800);
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    if since.is_ok_and(|since| since < after_all) {
        return Ok(());
    }
    bail!(
        "the clock of this machine stands before 1970 or after 9999: set it right, and start again"
    );
}

/// Milliseconds since 1970 as a day and a time, UTC; the last moment of 9999 for what is later.
pub(crate) fn utc(at_ms: u64) -> DateTime {
    let since = SignedDuration::from_millis(i64::try_from(at_ms).unwrap_or(i64::MAX));
    date(1970, 1, 1).at(0, 0, 0, 0).saturating_add(since)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_moment_has_a_day() {
        let end = 253_402_300_799_999;
        for (at, day) in [
            (0, "1970-01-01T00:00:00.000"),
            (1_790_000_000_123, "2026-09-21T14:13:20.123"),
            (end - 86_399_999, "9999-12-31T00:00:00.000"),
            (end, "9999-12-31T23:59:59.999"),
            (end + 1, "9999-12-31T23:59:59.999"),
            (u64::MAX, "9999-12-31T23:59:59.999"),
        ] {
            assert_eq!(format!("{:.3}", utc(at)), day, "{at}");
        }
    }
}
