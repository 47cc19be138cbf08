//! One person in one field of the werkagenda, as a client is: what their save begins with, what they
//! have typed, and what becomes of both. Knows neither rules nor sockets.

use game::Base;

/// What a client has of a field.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    /// What the next save begins with.
    base: Base,
    /// That text itself.
    began: String,
    /// What stands in the field on the screen.
    pub draft: String,
    /// The document as it came last: the entry that brought its text, and the text.
    document: (u64, String),
    /// What was sent and is not answered yet.
    sending: Option<String>,
}

/// A save: what goes over the wire.
#[derive(Clone, Debug)]
pub struct Save {
    pub base: Base,
    /// What its writer had before them when they began: what they take away, they have seen.
    pub began: String,
    pub text: String,
}

impl Writer {
    /// The document came. Who is typing, or waits for an answer, keeps their draft.
    pub fn sees(&mut self, seq: u64, text: &str) {
        self.document = (seq, text.to_owned());
        if self.is_idle() {
            self.adopts();
        }
    }

    /// Nothing is typed that was not saved.
    pub fn is_idle(&self) -> bool {
        self.sending.is_none() && self.draft == self.began
    }

    fn adopts(&mut self) {
        let (seq, text) = self.document.clone();
        self.base = Base { seq, mine: false };
        self.began = text.clone();
        self.draft = text;
    }

    /// A second without typing, or leaving the field. One save at a time.
    pub fn saves(&mut self) -> Option<Save> {
        if self.sending.is_some() || self.draft == self.began {
            return None;
        }
        self.sending = Some(self.draft.clone());
        Some(Save {
            base: self.base,
            began: self.began.clone(),
            text: self.draft.clone(),
        })
    }

    /// The save became this entry. Who typed on goes on from the text as they sent it.
    pub fn is_saved(&mut self, seq: u64) {
        let Some(sent) = self.sending.take() else {
            return;
        };
        if sent == self.draft {
            self.adopts();
        } else {
            self.base = Base { seq, mine: true };
            self.began = sent;
        }
    }

    /// It stands there already. Who typed on goes on from what they began with.
    pub fn is_so_already(&mut self) {
        if self.sending.take().is_some_and(|sent| sent == self.draft) {
            self.adopts();
        }
    }

    /// The save was refused: everything stays as it was, and can be saved again.
    pub fn is_refused(&mut self) {
        self.sending = None;
    }
}
