//! What shows that a row is not what was written: CRC-32, four bytes, big-endian. It finds damage,
//! not malice.

/// Of an entry, with the session it belongs to: a row that went to another session shows too.
/// Where its texts are is not in it, since wiping changes that.
pub(super) fn of_entry(session: i64, seq: i64, at: i64, body: &[u8]) -> [u8; 4] {
    of([session, seq, at], body)
}

/// Of a text, with the entry that brought it and its number in the session.
pub(super) fn of_text(session: i64, seq: i64, number: u32, body: &[u8]) -> [u8; 4] {
    of([session, seq, i64::from(number)], body)
}

fn of(numbers: [i64; 3], body: &[u8]) -> [u8; 4] {
    let mut hasher = crc32fast::Hasher::new();
    for number in numbers {
        hasher.update(&number.to_be_bytes());
    }
    hasher.update(body);
    hasher.finalize().to_be_bytes()
}

/// Whether a stored sum is this one. What is older than sums has none, and counts as right.
pub(super) fn is_right(stored: Option<&[u8]>, of: [u8; 4]) -> bool {
    stored.is_none_or(|stored| stored == of)
}
