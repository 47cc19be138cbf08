//! As much of the library `httpdate` as hyper uses: a moment as HTTP writes it.
//!
//! Hyper works a date out on each connection, also when it sends none, and the library itself panics
//! under a clock before 1970 or after 9999: then nobody would be served. Here such a clock gives the
//! first or last date there is. To be taken out when hyper leaves the date alone where it is not sent.

use jiff::Timestamp;
use std::fmt;
use std::time::SystemTime;

/// A moment, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HttpDate(Timestamp);

impl From<SystemTime> for HttpDate {
    fn from(time: SystemTime) -> HttpDate {
        let past_all = match time < SystemTime::UNIX_EPOCH {
            true => Timestamp::UNIX_EPOCH,
            false => Timestamp::MAX,
        };
        let at = Timestamp::try_from(time).unwrap_or(past_all);
        HttpDate(at.max(Timestamp::UNIX_EPOCH))
    }
}

impl fmt::Display for HttpDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.strftime("%a, %d %b %Y %H:%M:%S GMT"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    const DAY: u64 = 24 * 60 * 60;

    fn written(time: Option<SystemTime>) -> String {
        HttpDate::from(time.unwrap()).to_string()
    }

    #[test]
    fn every_time_has_a_date_of_the_same_length() {
        let epoch = SystemTime::UNIX_EPOCH;
        let after = |seconds| written(epoch.checked_add(Duration::from_secs(seconds)));
        let before = |seconds| written(epoch.checked_sub(Duration::from_secs(seconds)));
        // The example of RFC 9110.
        assert_eq!(after(784_111_777), "Sun, 06 Nov 1994 08:49:37 GMT");
        let first = "Thu, 01 Jan 1970 00:00:00 GMT";
        for seconds in [0, 1, 214 * DAY, 20_000 * 365 * DAY, i64::MAX as u64] {
            assert_eq!(before(seconds), first, "{seconds}");
        }
        let last = "Thu, 30 Dec 9999 22:00:00 GMT";
        for seconds in [8_040 * 365 * DAY, 20_000 * 365 * DAY, i64::MAX as u64] {
            assert_eq!(after(seconds), last, "{seconds}");
        }
        assert_eq!(last.len(), 29, "hyper has room for so many letters");
    }
}
