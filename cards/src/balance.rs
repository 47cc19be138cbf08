//! Adds up what a deck says about each type, role and quality, so that a deck can favour nobody.

use std::fmt;

use crate::deck::{Deck, Text};
use crate::limits::{IMBALANCE_TENTHS_MAX, STRONG_ONE_IN, WEIGHT_STRONG};
use crate::weights::{Qualities, Roles, Types};

/// The totals of a deck. `Display` gives them as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Balance {
    /// In the order of [`Types::IDS`].
    pub types: Vec<Total>,
    /// In the order of [`Roles::IDS`].
    pub roles: Vec<Total>,
    /// In the order of [`Qualities::IDS`].
    pub qualities: Vec<Total>,
}

/// What all cards together say about one type, role or quality.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Its name, such as `frontliniewerker`.
    pub id: &'static str,
    /// Sum of the weights of all cards.
    pub sum: u32,
    /// How far the sum is from the mean of its group, in tenths of a percent (rounded).
    pub deviation_tenths: i32,
    /// Number of cards with weight 2 or 3.
    pub strong: usize,
}

/// Adds up the weights of a deck.
pub fn balance(deck: &Deck) -> Balance {
    Balance {
        types: totals(
            Types::IDS,
            deck.cards.iter().map(|card| card.types.values()),
        ),
        roles: totals(
            Roles::IDS,
            deck.cards.iter().map(|card| card.roles.values()),
        ),
        qualities: totals(
            Qualities::IDS,
            deck.cards.iter().map(|card| card.qualities.values()),
        ),
    }
}

/// What is not wrong with a deck but worth knowing before it is played: a type that is favoured or
/// has too few cards, a cluster without cards, a question that asks for yes or no.
pub fn warnings(deck: &Deck) -> Vec<Text> {
    let mut warnings = Vec::new();
    let strong_min = deck.cards.len().div_ceil(STRONG_ONE_IN);
    for total in balance(deck).types {
        let Total {
            id,
            deviation_tenths,
            strong,
            ..
        } = total;
        if deviation_tenths.abs() > IMBALANCE_TENTHS_MAX {
            let percent = percent(deviation_tenths);
            let percent_nl = percent.replace('.', ",");
            let max = IMBALANCE_TENTHS_MAX / 10;
            warnings.push(Text {
                nl: format!(
                    "Type {id} wijkt {percent_nl} af van het gemiddelde; houd het binnen {max}%."
                ),
                en: format!("Type {id} is {percent} from the mean; keep it within {max}%."),
            });
        }
        if strong < strong_min {
            warnings.push(Text {
                nl: format!("Type {id} heeft {strong} kaarten met 2 of 3; beter is {strong_min}."),
                en: format!("Type {id} has {strong} cards at 2 or 3; {strong_min} is better."),
            });
        }
    }
    for cluster in &deck.clusters {
        if !deck.cards.iter().any(|card| card.cluster == cluster.id) {
            warnings.push(Text {
                nl: format!("Cluster {} heeft geen kaarten.", cluster.id),
                en: format!("Cluster {} has no cards.", cluster.id),
            });
        }
    }
    for card in &deck.cards {
        if is_closed(&card.question.nl) {
            warnings.push(Text {
                nl: format!(
                    "De vraag van kaart {} kun je met ja of nee beantwoorden.",
                    card.id
                ),
                en: format!(
                    "The question of card {} can be answered with yes or no.",
                    card.id
                ),
            });
        }
    }
    warnings
}

/// A Dutch question that begins with its verb asks for yes or no.
fn is_closed(question: &str) -> bool {
    const VERBS: [&str; 20] = [
        "ben", "denk", "doe", "durf", "ga", "had", "heb", "heeft", "herken", "is", "kan", "ken",
        "kun", "mag", "moet", "vind", "was", "weet", "wil", "zou",
    ];
    let first = question
        .split_whitespace()
        .next()
        .unwrap_or_default()
        .to_lowercase();
    VERBS.contains(&first.as_str())
}

fn totals<const N: usize>(
    ids: [&'static str; N],
    cards: impl Iterator<Item = [u8; N]>,
) -> Vec<Total> {
    let mut sums = [0_u32; N];
    let mut strong = [0_usize; N];
    for weights in cards {
        for (index, weight) in weights.into_iter().enumerate() {
            sums[index] += u32::from(weight);
            strong[index] += usize::from(weight >= WEIGHT_STRONG);
        }
    }
    let all: u32 = sums.iter().sum();
    let mean = f64::from(all) / N as f64;
    let total = |index: usize| Total {
        id: ids[index],
        sum: sums[index],
        deviation_tenths: match all {
            0 => 0,
            _ => ((f64::from(sums[index]) / mean - 1.0) * 1000.0).round() as i32,
        },
        strong: strong[index],
    };
    (0..N).map(total).collect()
}

fn percent(tenths: i32) -> String {
    format!("{:+.1}%", f64::from(tenths) / 10.0)
}

impl fmt::Display for Balance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, totals) in [
            ("types", &self.types),
            ("roles", &self.roles),
            ("qualities", &self.qualities),
        ] {
            writeln!(
                f,
                "{name:<24}{:>7}{:>11}{:>11}",
                "total", "from mean", "cards 2-3"
            )?;
            for Total {
                id,
                sum,
                deviation_tenths,
                strong,
            } in totals
            {
                writeln!(
                    f,
                    "  {id:<22}{sum:>7}{:>11}{strong:>11}",
                    percent(*deviation_tenths)
                )?;
            }
        }
        Ok(())
    }
}
