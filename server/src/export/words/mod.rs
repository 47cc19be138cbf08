//! Every word of the exports, in both languages; a word that is missing in one is an error. How
//! levels and kinds are called is what people saw on their screens, and a test compares them.

use crate::deck::Lang;
use game::Part;
use game::talent::Related;
use game::talent::assign::NotPlaced;
use game::talent::fit::FitLevel;
use game::talent::profile::Level;
use jiff::civil::Date;

mod en;
mod nl;

/// Types, roles or qualities by their ids in decks.
type Names = &'static [(&'static str, &'static str)];

/// The words of one language.
pub(crate) struct Words {
    /// As decks and documents name the language.
    pub(crate) code: &'static str,
    pub(crate) tag: &'static str,
    months: [&'static str; 12],
    nameless: &'static str,
    pub(crate) yes: &'static str,

    // What a file says of itself.
    pub(crate) game: &'static str,
    pub(crate) played: &'static str,
    pub(crate) stands: &'static str,

    // Tables, and files named after them.
    pub(crate) talents: &'static str,
    pub(crate) given: &'static str,
    pub(crate) agenda: &'static str,
    pub(crate) matrix: &'static str,
    pub(crate) case: &'static str,
    pub(crate) part_of_case: &'static str,
    pub(crate) text: &'static str,

    // Members and their cards.
    pub(crate) who: &'static str,
    pub(crate) function: &'static str,
    pub(crate) sector: &'static str,
    pub(crate) card: &'static str,
    pub(crate) cluster: &'static str,
    pub(crate) from: &'static str,
    pub(crate) to: &'static str,
    pub(crate) wording: &'static str,
    pub(crate) seconds: &'static str,
    pub(crate) reason: &'static str,
    pub(crate) no_cards: &'static str,

    // What the cards say together.
    pub(crate) profile: &'static str,
    pub(crate) types: &'static str,
    pub(crate) roles: &'static str,
    pub(crate) qualities: &'static str,
    type_names: Names,
    role_names: Names,
    quality_names: Names,
    /// Present, clear, strong.
    levels: [&'static str; 3],

    // The team.
    pub(crate) team: &'static str,
    pub(crate) many: &'static str,
    pub(crate) sole: &'static str,
    pub(crate) only_with: &'static str,
    pub(crate) wanted: &'static str,
    pub(crate) wishes: &'static str,
    /// Where people of a type are usually found.
    found: Names,

    // The werkagenda.
    pub(crate) title: &'static str,
    pub(crate) situation: &'static str,
    pub(crate) reflection: &'static str,
    pub(crate) direction: &'static str,
    pub(crate) koppelkansen: &'static str,
    pub(crate) actions: &'static str,
    pub(crate) no_actions: &'static str,
    pub(crate) action: &'static str,
    pub(crate) number: &'static str,
    pub(crate) what: &'static str,
    pub(crate) with_whom: &'static str,
    pub(crate) how: &'static str,
    pub(crate) when: &'static str,
    /// Specific, measurable, acceptable, realistic.
    pub(crate) smart: [&'static str; 4],
    pub(crate) smart_open: &'static str,
    pub(crate) open: &'static str,
    pub(crate) beside: &'static str,
    pub(crate) empty: &'static str,

    // Who takes up what.
    pub(crate) needs: &'static str,
    pub(crate) needs_by: &'static str,
    pub(crate) by_team: &'static str,
    pub(crate) by_text: &'static str,
    pub(crate) fits: &'static str,
    /// Some, good, strong.
    fit_levels: [&'static str; 3],
    pub(crate) missing: &'static str,
    pub(crate) pair: &'static str,
    pub(crate) adds: &'static str,
    pub(crate) owner: &'static str,
    pub(crate) helpers: &'static str,
    pub(crate) decided: &'static str,
    pub(crate) proposed: &'static str,
    pub(crate) undecided: &'static str,
    /// Owner and helper: decided, and proposed.
    parts: [[&'static str; 2]; 2],
    /// No needs, nobody fits, full.
    why: [&'static str; 3],
    /// Of one cluster, alike in weights; `{}` is the card it is related to.
    related: [&'static str; 2],
    /// That such a card counts for less: said once, of cards and not of people.
    pub(crate) related_note: &'static str,
    pub(crate) by_function: &'static str,
    pub(crate) surprise: &'static str,
}

impl Words {
    pub(crate) fn of(lang: Lang) -> &'static Words {
        match lang {
            Lang::Nl => &nl::WORDS,
            Lang::En => &en::WORDS,
        }
    }

    /// A day as people write it.
    pub(crate) fn date(&self, date: Date) -> String {
        let month = usize::try_from(date.month() - 1).unwrap_or_default();
        let month = self.months.get(month).copied().unwrap_or_default();
        format!("{} {month} {}", date.day(), date.year())
    }

    /// How someone without a name is called.
    pub(crate) fn nameless(&self, letter: &str) -> String {
        format!("{} {letter}", self.nameless)
    }

    pub(crate) fn type_name(&self, id: &str) -> Option<&'static str> {
        named(self.type_names, id)
    }

    pub(crate) fn role_name(&self, id: &str) -> Option<&'static str> {
        named(self.role_names, id)
    }

    pub(crate) fn quality_name(&self, id: &str) -> Option<&'static str> {
        named(self.quality_names, id)
    }

    /// Where people of this type are usually found.
    pub(crate) fn found(&self, id: &str) -> Option<&'static str> {
        named(self.found, id)
    }

    /// How much shows; `None`: in the background, which a file does not name.
    pub(crate) fn level(&self, level: Level) -> Option<&'static str> {
        let [present, clear, strong] = self.levels;
        match level {
            Level::Background => None,
            Level::Present => Some(present),
            Level::Clear => Some(clear),
            Level::Strong => Some(strong),
        }
    }

    pub(crate) fn fit(&self, level: FitLevel) -> &'static str {
        let [some, good, strong] = self.fit_levels;
        match level {
            FitLevel::Some => some,
            FitLevel::Good => good,
            FitLevel::Strong => strong,
        }
    }

    /// What someone does in an action, as decided or as proposed.
    pub(crate) fn part(&self, part: Part, decided: bool) -> &'static str {
        let [as_decided, as_proposed] = self.parts;
        let [owner, helper] = if decided { as_decided } else { as_proposed };
        match part {
            Part::Owner => owner,
            Part::Helper => helper,
        }
    }

    pub(crate) fn why(&self, why: NotPlaced) -> &'static str {
        let [no_needs, nobody_fits, full] = self.why;
        match why {
            NotPlaced::NoNeeds => no_needs,
            NotPlaced::NobodyFits => nobody_fits,
            NotPlaced::Full => full,
        }
    }

    /// That a card stands in for the one that is needed.
    pub(crate) fn related(&self, related: Related, need: &str) -> String {
        let [cluster, weights] = self.related;
        let sentence = match related {
            Related::Cluster => cluster,
            Related::Weights => weights,
        };
        sentence.replacen("{}", need, 1)
    }
}

fn named(names: Names, id: &str) -> Option<&'static str> {
    let found = names.iter().find(|(other, _)| *other == id);
    found.map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: &str = include_str!("../../../../client-web/src/words/kinds.ts");
    const WERKAGENDA: &str = include_str!("../../../../client-web/src/words/werkagenda.ts");
    const PICTURES: &str = include_str!("../../../../client-web/src/words/pictures.ts");

    #[test]
    fn levels_and_kinds_are_called_as_on_the_screens() {
        for words in [Words::of(Lang::Nl), Words::of(Lang::En)] {
            let names = [words.type_names, words.role_names, words.quality_names];
            let names = names.concat().into_iter().map(|(_, name)| name);
            for word in names.chain(words.levels).chain([words.profile]) {
                assert!(KINDS.contains(&format!("\"{word}\"")), "{word}");
            }
            for word in words.fit_levels {
                assert!(WERKAGENDA.contains(&format!("\"{word}\"")), "{word}");
            }
            for word in words.parts.concat() {
                assert!(PICTURES.contains(&format!("\"{word}\"")), "{word}");
            }
        }
    }

    #[test]
    fn every_type_role_and_quality_has_a_name() {
        for words in [Words::of(Lang::Nl), Words::of(Lang::En)] {
            for id in cards::Types::IDS {
                assert!(
                    words.type_name(id).is_some() && words.found(id).is_some(),
                    "{id}"
                );
            }
            for id in cards::Roles::IDS {
                assert!(words.role_name(id).is_some(), "{id}");
            }
            for id in cards::Qualities::IDS {
                assert!(words.quality_name(id).is_some(), "{id}");
            }
        }
    }
}
