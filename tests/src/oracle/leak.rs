//! What is in a frame and should not be.

use super::{Eyes, Oracle};
use game::Phase;
use serde_json::Value;
use std::collections::BTreeMap;

impl Oracle {
    /// What is wrong with these documents before these eyes, if anything.
    pub fn leak_in_docs(&self, eyes: Eyes, docs: &BTreeMap<String, Value>) -> Option<String> {
        let keys = self.keys(eyes);
        docs.iter().find_map(|(key, document)| {
            let is_mentions = key.starts_with("mentions/") && matches!(eyes, Eyes::Leader(_));
            if !keys.contains(key) && !is_mentions {
                return Some(format!("{key} is not for {eyes:?}"));
            }
            self.leak_in(key, document)
                .map(|what| format!("{key} holds {what}: {document}"))
        })
    }

    /// What a raw frame says that these eyes may not read, if anything.
    pub fn leak_in_text(&self, eyes: Eyes, frame: &str) -> Option<String> {
        self.texts
            .iter()
            .find_map(|(text, gifts)| {
                let seen = gifts
                    .iter()
                    .filter_map(|id| self.gifts.get(id))
                    .any(|gift| self.sees_gift(eyes, gift));
                let allowed = seen && !self.wiped.contains(text);
                (!allowed && frame.contains(text.as_str())).then(|| format!("{text} for {eyes:?}"))
            })
            .or_else(|| self.leak_of_agenda(eyes, frame))
    }

    /// Nothing that is prepared is told before its phase, nor where somebody is preparing it.
    fn leak_of_agenda(&self, eyes: Eyes, frame: &str) -> Option<String> {
        if !self.agenda.reached && frame.contains("\"writing\"") {
            return Some(format!("who prepares what, for {eyes:?}"));
        }
        let told = self
            .agenda
            .texts
            .iter()
            .find(|text| frame.contains(text.as_str()));
        told.filter(|_| !self.sees_agenda(eyes))
            .map(|text| format!("{text} for {eyes:?}"))
    }

    /// A field a document should not have, or a value it should not have now.
    fn leak_in(&self, key: &str, document: &Value) -> Option<String> {
        let kind = key.split('/').next().unwrap_or_default();
        let allowed: &[&str] = match kind {
            "session" => &[
                "title",
                "team",
                "phase",
                "turn",
                "locked",
                "form",
                "hand",
                "retention_days",
                "deck",
                "talents",
                "agenda",
                "reasons_in_exports",
                "imported",
            ],
            "seat" => &[
                "seat",
                "name",
                "function",
                "sector",
                "ready",
                "away",
                "forgotten",
                "proxy",
                "had_turn",
                "dealt",
                "hand",
            ],
            "hand" => &["cards", "laid"],
            "gift" => &[
                "gift", "card", "from", "to", "reason", "wording", "shown", "picked", "answer",
                "seconds", "removed",
            ],
            "table" => &["cards", "stack"],
            "flow" => &["gifts"],
            "watching" => &["facilitators", "observers"],
            "talents" => &["seat", "cards"],
            "team" => &["clusters", "rows", "many", "sole", "wishes"],
            "profile" => &["seat", "enough", "types", "roles", "qualities"],
            "coverage" => &["enough", "types", "roles", "qualities"],
            "agenda" => &["actions", "removed", "cap", "cap_chosen"],
            "field" => &["place", "seq", "text", "offers"],
            "action" => &[
                "action",
                "removed",
                "needs",
                "needs_by_team",
                "suggested",
                "by_function",
                "owner",
                "helpers",
            ],
            "fit" => &["action", "fits", "missing", "pair"],
            "proposal" => &["actions"],
            "few" | "few_count" => &["count", "seats"],
            "passes" => &["passes"],
            "mentions" => &["seat", "texts"],
            _ => &[],
        };
        let fields = document.as_object()?;
        if let Some(field) = fields
            .keys()
            .find(|field| !allowed.contains(&field.as_str()))
        {
            return Some(format!("the field {field}"));
        }
        match kind {
            "seat" if !document["hand"].is_null() => Some("a number of cards".to_string()),
            "table"
                if self.phase != Phase::Conversation
                    && document["stack"] != Value::Array(vec![]) =>
            {
                Some("a stack".to_string())
            }
            "few_count" if !document["seats"].is_null() => Some("who".to_string()),
            "talents" => self.leak_in_talents(document),
            "team" => self.leak_in_team(document),
            "profile" => self.leak_in_profile(document),
            "fit" => self.leak_in_fit(document),
            _ => None,
        }
    }

    /// Whether all may know that this person got that card.
    fn is_told(&self, seat: &Value, card: &Value) -> bool {
        let mut gifts = self.gifts.values();
        gifts.any(|gift| gift.shown && !gift.lies && *seat == gift.to && *card == gift.card)
    }

    /// Nothing but words and the cards behind them: never a number, and never another's card.
    fn leak_in_profile(&self, document: &Value) -> Option<String> {
        let views = ["types", "roles", "qualities"].map(|view| &document[view]);
        let mut strands = views.into_iter().filter_map(Value::as_array).flatten();
        strands.find_map(|strand| {
            let fields: Vec<&String> = strand.as_object()?.keys().collect();
            if fields != ["cards", "id", "level"] || !strand["level"].is_string() {
                return Some(format!("more than words: {strand}"));
            }
            let mut cards = strand["cards"].as_array().into_iter().flatten();
            let hidden = cards.find(|card| !self.is_told(&document["seat"], card));
            hidden.map(|card| format!("{card}"))
        })
    }

    fn leak_in_fit(&self, document: &Value) -> Option<String> {
        let fits = document["fits"].as_array().into_iter().flatten();
        let mut because = fits.flat_map(|fit| {
            let because = fit["because"].as_array().into_iter().flatten();
            because.map(move |because| (fit, because))
        });
        because.find_map(|(fit, because)| {
            let is_seen = |id: &Value| {
                let id = id.as_u64().and_then(|id| u32::try_from(id).ok());
                let gift = id.and_then(|id| self.gifts.get(&id));
                gift.is_some_and(|gift| gift.shown && !gift.lies && fit["seat"] == gift.to)
            };
            let mut gifts = because["gifts"].as_array().into_iter().flatten();
            let is_told = self.is_told(&fit["seat"], &because["card"]) && gifts.all(is_seen);
            (!is_told || !fit["level"].is_string()).then(|| format!("{fit}"))
        })
    }

    fn leak_in_talents(&self, document: &Value) -> Option<String> {
        let cards = document["cards"].as_array()?;
        cards
            .iter()
            .flat_map(|talent| talent["gifts"].as_array().into_iter().flatten())
            .filter_map(|id| u32::try_from(id.as_u64()?).ok())
            .find(|id| {
                !self.gifts.get(id).is_some_and(|gift| {
                    gift.shown
                        && !gift.lies
                        && document["seat"] == gift.to
                        && cards.iter().any(|talent| talent["card"] == gift.card)
                })
            })
            .map(|id| format!("gift {id}"))
    }

    fn leak_in_team(&self, document: &Value) -> Option<String> {
        let held = document["many"].as_array()?;
        held.iter()
            .flat_map(|held| {
                let seats = held["seats"].as_array().into_iter().flatten();
                seats.map(move |seat| (&held["card"], seat))
            })
            .find(|(card, seat)| {
                !self.gifts.values().any(|gift| {
                    gift.shown && !gift.lies && **card == gift.card && **seat == gift.to
                })
            })
            .map(|(card, seat)| format!("{card} of {seat}"))
    }
}
