//! Texts people write, checked once and then carried in the type.

use crate::refusal::{Code, Refusal};

/// A name as colleagues say it; longer does not fit under a coloured initial.
pub const NAME_CHARS_MAX: usize = 40;
/// A session's title, a team, a function or a sector.
pub const TITLE_CHARS_MAX: usize = 80;
/// A reason is a sentence or two; longer is a report.
pub const REASON_CHARS_MAX: usize = 400;
/// A reworded label must still fit on a card.
pub const WORDING_CHARS_MAX: usize = 60;
/// A field of the werkagenda that is one thing: a title, an action, a date.
pub const AGENDA_LINE_CHARS_MAX: usize = 300;
/// A field of the werkagenda that tells something: longer is a note of its own.
pub const AGENDA_TEXT_CHARS_MAX: usize = 2000;
/// The stable key of a card.
pub const CARD_ID_CHARS_MAX: usize = 40;

/// A text of 1 to so many characters on one line: trimmed, white space folded to single spaces,
/// without control, invisible or direction-override characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Line(pub(crate) String);

impl Line {
    /// Checks what came from outside. Errors: empty, too long (with the limit), bad characters.
    pub(crate) fn read(raw: &str, chars_max: usize) -> Result<Line, Refusal> {
        let folded = raw.split_whitespace().collect::<Vec<_>>().join(" ");
        if !folded.chars().any(is_visible) {
            return Err(Code::TextEmpty.into());
        }
        if folded.chars().count() > chars_max {
            return Err(Code::TextTooLong.with_limit(chars_max));
        }
        if folded.chars().any(is_deceptive) {
            return Err(Code::TextCharacters.into());
        }
        Ok(Line(folded))
    }

    /// The same for a text that may be left out; spaces alone count as left out.
    pub(crate) fn read_optional(
        raw: Option<&str>,
        chars_max: usize,
    ) -> Result<Option<Line>, Refusal> {
        match raw {
            Some(raw) if !raw.trim().is_empty() => Line::read(raw, chars_max).map(Some),
            _ => Ok(None),
        }
    }
}

/// A text of 0 to so many characters on any number of lines: trimmed at the end of each line and of
/// the whole, without control, invisible or direction-override characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block(pub(crate) String);

impl Block {
    /// Checks what came from outside. Errors: too long (with the limit), bad characters.
    pub(crate) fn read(raw: &str, chars_max: usize) -> Result<Block, Refusal> {
        let lines = raw
            .split('\n')
            .map(|line| line.trim_end().replace('\t', " "));
        let text = lines.collect::<Vec<_>>().join("\n").trim_end().to_owned();
        if text.chars().count() > chars_max {
            return Err(Code::TextTooLong.with_limit(chars_max));
        }
        if text.chars().any(|c| c != '\n' && is_deceptive(c)) {
            return Err(Code::TextCharacters.into());
        }
        Ok(Block(text))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether there is something to see: not a joiner or a choice of how an emoji is drawn alone.
fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '\u{200D}' | '\u{FE00}'..='\u{FE0F}')
}

/// Characters that hide, or turn the direction of what stands around them. The joiner U+200D stays:
/// emoji are made with it.
fn is_deceptive(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{00AD}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{2800}' | '\u{3164}' | '\u{FFA0}' | '\u{180E}' | '\u{200B}' | '\u{200C}' | '\u{200E}' | '\u{200F}'
            | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(raw: &str, max: usize) -> Result<String, Code> {
        Line::read(raw, max)
            .map(|line| line.0)
            .map_err(|refusal| refusal.code)
    }

    #[test]
    fn a_line_is_trimmed_and_folded() {
        assert_eq!(code("  Anna \n Maria\t", 40), Ok("Anna Maria".into()));
        assert_eq!(code("👩‍👧", 40), Ok("👩‍👧".into()));
    }

    #[test]
    fn what_is_no_line() {
        assert_eq!(code(" \t\n", 40), Err(Code::TextEmpty));
        assert_eq!(code("abcdef", 5), Err(Code::TextTooLong));
        assert_eq!(
            code("éééée", 5),
            Ok("éééée".into()),
            "characters, not bytes"
        );
        for bad in [
            "a\u{0}b",
            "a\u{1b}[31m",
            "a\u{202e}b",
            "a\u{2066}b",
            "\u{200b}",
            "a\u{7f}",
        ] {
            assert_eq!(code(bad, 40), Err(Code::TextCharacters), "{bad:?}");
        }
    }
}
