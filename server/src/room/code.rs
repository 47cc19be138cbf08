//! The join code: the name of a session. It lets people join and opens nothing by itself.

use game::TokenHash;
use sha2::{Digest, Sha256};
use std::fmt;

/// A–Z and 2–9 without I and O, which are read as 1 and 0.
const ALPHABET: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LENGTH: usize = 6;

/// A well-formed code, in capitals.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct JoinCode(String);

impl JoinCode {
    /// As people type it: in any case, with spaces or dashes.
    pub fn read(typed: &str) -> Option<JoinCode> {
        let code: String = typed
            .chars()
            .filter(|c| !matches!(c, ' ' | '-' | '\u{2011}'))
            .map(|c| c.to_ascii_uppercase())
            .take(LENGTH + 1)
            .collect();
        let is_code = code.len() == LENGTH && code.bytes().all(|b| ALPHABET.contains(&b));
        is_code.then_some(JoinCode(code))
    }

    /// The code for a session that this token begins; another for every `attempt`. Made from the
    /// token, so that the same request again finds the same session.
    pub(crate) fn for_opener(hash: &TokenHash, attempt: usize) -> JoinCode {
        let digest = Sha256::digest(format!("code {attempt} {}", hash.0).as_bytes());
        let letter = |byte: &u8| char::from(ALPHABET[usize::from(byte % 32)]);
        JoinCode(digest[..LENGTH].iter().map(letter).collect())
    }

    /// The six characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for JoinCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let read = |typed| JoinCode::read(typed).map(|code| code.0);
        assert_eq!(read("kwx7p2"), Some("KWX7P2".into()));
        assert_eq!(read(" KWX-7P2 "), Some("KWX7P2".into()));
        assert_eq!(read("KWX7P"), None);
        assert_eq!(read("KWX7P2A"), None);
        assert_eq!(read("KIX7P2"), None, "no I");
        assert_eq!(read("K0X7P2"), None, "no 0");
        assert_eq!(read("ÉÉÉ"), None);
    }

    #[test]
    fn the_same_token_gives_the_same_code() {
        let hash = TokenHash("00".into());
        let first = JoinCode::for_opener(&hash, 0);
        assert_eq!(first, JoinCode::for_opener(&hash, 0));
        assert_ne!(first, JoinCode::for_opener(&hash, 1));
        assert_eq!(JoinCode::read(first.as_str()), Some(first));
    }
}
