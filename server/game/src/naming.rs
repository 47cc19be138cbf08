//! Whether a text names someone: in every ordinary way of writing a name, and not in every word that
//! holds its letters. What is found is shown to a facilitator, who decides; so one too many is better
//! than one too few.
//!
//! Not found: diminutives and nicknames (*Jantje*, *Wimpie*), initials alone (*J.W.*), a slip of the
//! pen, letters of another alphabet, a name spelled out with spaces, *ö* or *ø* for a name that is written
//! with *oe*: in Dutch that is another sound, and *Koen* is not *kon*.

use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Small words in a name that name nobody by themselves.
#[rustfmt::skip]
const SMALL: [&str; 53] = [
    "a", "aan", "af", "al", "and", "bij", "bin", "bint", "d", "da", "das", "de", "del", "den", "der", "des", "di",
    "do", "dos", "du", "e", "el", "en", "het", "ibn", "in", "l", "la", "le", "les", "lo", "o", "of", "onder", "op",
    "over", "s", "st", "t", "te", "ten", "ter", "tot", "uit", "und", "van", "vanden", "vander", "ver", "von", "voor",
    "y", "zu",
];
/// Shorter names are words in many texts: an s behind them, or in front of an @, makes another word.
const LONG_ENOUGH: usize = 3;

/// A word of a text, without accents and in lower case.
struct Word {
    letters: String,
    /// Nothing but a hyphen or another sign stands between it and the word before it.
    joins: bool,
    /// It begins with a capital.
    is_capital: bool,
    /// Part of something with an @ in it.
    is_address: bool,
}

/// The words of a text.
pub(crate) struct Words {
    words: Vec<Word>,
    /// All of it without white space, for names in scripts that have none between words.
    all: Option<String>,
}

impl Words {
    pub(crate) fn of(text: &str) -> Words {
        let mut words: Vec<Word> = Vec::new();
        let mut is_address = false;
        // Where what is written without white space begins: the whole of it is an address, or nothing.
        let mut run = 0;
        let mut is_spaced = true;
        let mut before = Before::Space;
        for c in text.nfkd().filter(|c| !is_unwritten(*c)) {
            if !c.is_alphanumeric() || is_apostrophe(c) {
                is_address |= c == '@';
                // A word broken off at the end of a line goes on after it.
                if c.is_whitespace()
                    && !(c == '\n' && matches!(before, Before::Sign('-' | '\u{2010}' | '\u{AD}')))
                {
                    close(&mut words, run, is_address);
                    (run, is_address, is_spaced) = (words.len(), false, true);
                    before = Before::Space;
                } else if !c.is_whitespace() {
                    before = Before::Sign(c);
                }
                continue;
            }
            // Where a capital stands inside a word, another begins: *JanWillem*.
            let goes_on = match before {
                Before::Letter { is_lower } => !(is_lower && c.is_uppercase()),
                Before::Space | Before::Sign(_) => false,
            };
            if !goes_on {
                words.push(Word {
                    letters: String::new(),
                    joins: !is_spaced,
                    is_capital: c.is_uppercase(),
                    is_address: false,
                });
            }
            if let Some(word) = words.last_mut() {
                fold(c, &mut word.letters);
            }
            is_spaced = false;
            before = Before::Letter {
                is_lower: c.is_lowercase(),
            };
        }
        close(&mut words, run, is_address);
        let is_unspaced = text.chars().any(is_unspaced);
        let all = is_unspaced.then(|| words.iter().map(|word| word.letters.as_str()).collect());
        Words { words, all }
    }
}

/// What stands before a character.
#[derive(Clone, Copy)]
enum Before {
    Space,
    Sign(char),
    Letter { is_lower: bool },
}

/// What was written without white space from this word on has an @ in it, or not.
fn close(words: &mut [Word], run: usize, is_address: bool) {
    for word in words.iter_mut().skip(run) {
        word.is_address = is_address;
    }
}

/// A letter as it is compared: in lower case, and those that have no accent to lose by another.
fn fold(c: char, into: &mut String) {
    for c in c.to_lowercase().filter(|c| !is_combining_mark(*c)) {
        match c {
            'ß' => into.push_str("ss"),
            'æ' => into.push_str("ae"),
            'œ' => into.push_str("oe"),
            'ø' => into.push('o'),
            'ł' => into.push('l'),
            'đ' | 'ð' => into.push('d'),
            'þ' => into.push_str("th"),
            'ħ' => into.push('h'),
            'ı' => into.push('i'),
            'ς' => into.push('σ'),
            // One letter, as keyboards of two languages write it.
            'ي' | 'ى' => into.push('ی'),
            'ك' => into.push('ک'),
            'ة' => into.push('ه'),
            c => into.push(c),
        }
    }
}

/// Marks on a letter, and the line that draws Arabic letters apart.
fn is_unwritten(c: char) -> bool {
    is_combining_mark(c) || c == '\u{0640}'
}

/// Letters to Unicode, and to who types them an apostrophe.
fn is_apostrophe(c: char) -> bool {
    matches!(c, '\u{02B9}'..='\u{02BF}' | '\u{A78C}')
}

/// Scripts that are written without spaces between words, or with endings that are part of one.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0E00}'..='\u{0EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}'
        | '\u{AC00}'..='\u{D7AF}' | '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Characters that are not seen inside a word.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// The ways in which one name is written.
pub(crate) struct Naming {
    /// Words that name this person by themselves: first names, and surnames without *van den*.
    alone: BTreeSet<String>,
    /// The same for what is written as one or with hyphens: *janwillem*, *vandenberg*, *vdberg*.
    as_one: BTreeSet<String>,
    /// Only where there is an @: *jvandenberg@…*, *@annab*.
    address: BTreeSet<String>,
    /// All of it, word by word: for names of nothing but small words and letters, such as *F. Y.*
    whole: BTreeSet<Vec<String>>,
    /// In a script without spaces.
    unspaced: Option<String>,
}

impl Naming {
    pub(crate) fn of(name: &str) -> Naming {
        let mut naming = Naming {
            alone: BTreeSet::new(),
            as_one: BTreeSet::new(),
            address: BTreeSet::new(),
            whole: BTreeSet::new(),
            unspaced: None,
        };
        let seen: String = name.chars().filter(|c| !is_invisible(*c)).collect();
        naming.add(&seen);
        // What stands between two parts of one word in Persian can as well be a space.
        if name.contains('\u{200C}') {
            naming.add(&name.replace('\u{200C}', " "));
        }
        // As German is written where there are no such letters.
        let umlauts = [
            ('ä', "ae"),
            ('ö', "oe"),
            ('ü', "ue"),
            ('å', "aa"),
            ('ø', "oe"),
        ];
        let composed: String = seen.nfc().flat_map(char::to_lowercase).collect();
        let spelled = umlauts.iter().fold(composed.clone(), |name, (c, as_two)| {
            name.replace(*c, as_two)
        });
        if spelled != composed {
            naming.add(&spelled);
        }
        // And the other way round.
        let dotted = composed.replace("ae", "a").replace("ue", "u");
        if dotted != composed {
            naming.add(&dotted);
        }
        naming
    }

    fn add(&mut self, name: &str) {
        let words = Words::of(name);
        if let Some(all) = words.all {
            self.unspaced = Some(all);
        }
        let parts: Vec<Word> = words.words;
        let Some(first) = parts.first() else { return };
        let letters = |parts: &[Word]| -> Vec<String> {
            parts.iter().map(|part| part.letters.clone()).collect()
        };
        self.whole.insert(letters(&parts));
        self.as_one.insert(letters(&parts).concat());
        let count = |part: &Word| part.letters.chars().count();
        let is_name = |part: &&Word| count(part) > 1 && !SMALL.contains(&part.letters.as_str());
        self.alone.extend(
            parts
                .iter()
                .filter(is_name)
                .map(|part| part.letters.clone()),
        );
        if count(first) > 1 {
            self.alone.insert(first.letters.clone());
        }
        // The first name as one, and each surname with the small words before it, also shortened.
        let spaces = (1..parts.len()).filter(|at| parts.get(*at).is_some_and(|part| !part.joins));
        for at in spaces {
            let (before, after) = parts.split_at(at);
            self.add_as_one(before, letters(before).concat());
            self.add_as_one(before, letters(after).concat());
            let mut small: Vec<String> = Vec::new();
            for part in after {
                let part_is_name = is_name(&part);
                if part_is_name {
                    let short = small.iter().filter_map(|word| word.chars().next());
                    let short: String = short.collect();
                    self.add_as_one(before, format!("{short}{}", part.letters));
                    self.add_as_one(before, format!("{}{}", small.concat(), part.letters));
                    let last = part.letters.chars().next();
                    let first_name = letters(before).concat();
                    self.address
                        .extend(last.map(|last| format!("{first_name}{last}")));
                    small.clear();
                } else {
                    small.push(part.letters.clone());
                }
            }
        }
    }

    /// What is written as one word; in an address with the initials of what stands before it.
    fn add_as_one(&mut self, before: &[Word], one: String) {
        if one.chars().count() <= LONG_ENOUGH {
            return;
        }
        let initials: String = before
            .iter()
            .filter_map(|part| part.letters.chars().next())
            .collect();
        let first: String = initials.chars().take(1).collect();
        self.address.insert(format!("{initials}{one}"));
        self.address.insert(format!("{first}{one}"));
        self.as_one.insert(one);
    }

    /// Whether the text holds the name.
    pub(crate) fn is_in(&self, text: &Words) -> bool {
        let unspaced = self.unspaced.as_deref().zip(text.all.as_deref());
        if unspaced.is_some_and(|(name, all)| all.contains(name)) {
            return true;
        }
        let words = &text.words;
        (0..words.len()).any(|at| {
            let rest = words.get(at..).unwrap_or_default();
            self.begins(rest) || self.begins_as_one(rest)
        })
    }

    /// Whether the first word names this person, or the words that begin here are the whole name.
    fn begins(&self, rest: &[Word]) -> bool {
        let Some(word) = rest.first() else {
            return false;
        };
        let whole = |whole: &Vec<String>| {
            whole.len() <= rest.len()
                && whole
                    .iter()
                    .zip(rest)
                    .all(|(part, word)| *part == word.letters)
        };
        is_one_of(&self.alone, &word.letters, word) || self.whole.iter().any(whole)
    }

    /// Whether words that are written as one from here on are the name.
    fn begins_as_one(&self, rest: &[Word]) -> bool {
        /// More parts than any name has, each broken off once.
        const PARTS_MAX: usize = 12;
        let mut one = String::new();
        for (at, word) in rest.iter().take(PARTS_MAX).enumerate() {
            if at > 0 && !word.joins {
                return false;
            }
            one.push_str(&word.letters);
            let is_address = word.is_address && is_one_of(&self.address, &one, word);
            let is_broken = at > 0 && is_one_of(&self.alone, &one, word);
            if is_address || is_broken || is_one_of(&self.as_one, &one, word) {
                return true;
            }
        }
        false
    }
}

/// Whether it is one of these names, or one with the s of *Annas fiets*, or numbered as in an address.
fn is_one_of(names: &BTreeSet<String>, letters: &str, word: &Word) -> bool {
    if names.contains(letters) {
        return true;
    }
    let is_long = |name: &str| name.chars().count() >= LONG_ENOUGH;
    // *Ans fiets*, and not *als*.
    let without_s = letters.strip_suffix('s');
    let without_s = without_s.filter(|name| is_long(name) || word.is_capital);
    let unnumbered = letters.trim_end_matches(|c: char| c.is_ascii_digit());
    let unnumbered = Some(unnumbered).filter(|_| word.is_address);
    [without_s, unnumbered]
        .into_iter()
        .flatten()
        .any(|name| names.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str, name: &str) -> bool {
        Naming::of(name).is_in(&Words::of(text))
    }

    /// Names, and texts that hold them.
    #[rustfmt::skip]
    const NAMED: [(&str, &[&str]); 27] = [
        ("Anna", &["Anna", "anna", "ANNA", "met Anna.", "(Anna)", "“Anna”", "'Anna'", "**Anna**", "_Anna_", "`anna`", "[Anna](x)",
            "#anna", "@anna", "Anna’s fiets", "Anna's fiets", "annas fiets", "ANNA'S", "de fiets van\nAnna", "Anna\u{A0}belt",
            "An\u{AD}na", "An\u{200C}na", "An\u{200B}na", "An-\nna", "Anna-Maria", "Anna/Bas", "Anna,Bas", "Anna&Bas", "Ànna",
            "Ａｎｎａ", "anna@gemeente.nl", "@anna1", "Anna…", "Anna!", "Anna–die", "\u{202A}Anna\u{202C}", "👍Anna👍"]),
        ("José Peña", &["Jose", "José", "Jose\u{301}", "JOSÉ", "Peña", "pena", "Pen\u{303}a", "José's", "josés", "JosePena", "jose.pena"]),
        ("Jose", &["José", "Jose\u{301}"]),
        ("Jan-Willem de Vries", &["Jan-Willem", "Jan Willem", "JanWillem", "janwillem", "JAN-WILLEM", "Jan\u{2011}Willem", "Jan–Willem",
            "Jan\u{A0}Willem", "Jan -Willem", "Jan-\nWillem", "De Vries", "de vries", "Vries", "DE VRIES", "de Vries’", "A. de Vries",
            "dhr. De Vries", "devries", "jwdevries@x.nl", "j.devries", "Jan-Willems idee", "@jan_willem", "Jan", "Vries-Bakker"]),
        ("Jan van den Berg", &["v.d. Berg", "vd Berg", "v/d Berg", "van den Berg", "Van den Berg", "VAN DEN BERG", "J. v.d. Berg", "Berg, van den",
            "j.vandenberg@gemeentezwijndrecht.nl", "jvandenberg@x.nl", "janvandenberg", "vdberg", "Vandenberg", "@jvdberg", "Van\nden\nBerg",
            "van den Bergs plan", "v.d.Berg", "berg@x.nl", "janb@x.nl"]),
        ("JanWillem", &["Jan-Willem", "Jan Willem", "janwillem"]),
        ("Sem", &["Sem z'n fiets", "Sem zijn fiets", "Sems fiets", "Sem’s", "sem", "Bas en Sem"]),
        ("An", &["An", "An’s fiets", "Ans fiets", "met an"]),
        ("Hans", &["Hans'", "Hans’ fiets", "Hans's"]),
        ("Özlem Müller", &["Ozlem", "oezlem", "Mueller", "MÜLLER", "Muller", "Mullers"]),
        ("Søren Weiß", &["Soren", "Soeren", "Weiss", "WEISS"]),
        ("İrem Yıldız", &["irem", "Irem", "IREM", "Yildiz", "YILDIZ"]),
        ("D'Angelo", &["d’Angelo", "DAngelo", "Angelo", "D Angelo"]),
        ("Fatma El Khatib-de Boer", &["El-Khatib", "Khatib", "el khatib", "Boer", "de Boer", "F. de Boer", "elkhatib"]),
        ("F. Y.", &["F.Y.", "F. Y.", "f.y.", "FY", "van F. Y. en"]),
        ("Els van 't Hof", &["van ’t Hof", "van t Hof", "vantHof", "'t Hof", "Els"]),
        ("علی\u{200C}رضا", &["علی\u{200C}رضا", "علیرضا", "علی رضا"]),
        ("王伟", &["王伟很好", "王 伟"]),
        ("Naam1", &["Goed gedaan, Naam1!", "naam1"]),
        ("X", &["met X", "x"]),
        ("Aafke", &["Aafkeʼs fiets", "Aaf\u{AD}\nke", "Aafkeʻs"]),
        ("O'Neil", &["Oʼneil", "O’Neil", "Oneil"]),
        ("Mueller", &["Müller", "MÜLLER", "Müllers", "mueller"]),
        ("Saenger", &["Sänger", "sanger"]),
        ("علی", &["علي", "علـی"]),
        ("كريم", &["کریم", "كَريم"]),
        ("민준", &["민준이", "민준에게", "김민준"]),
    ];

    /// Names, and texts that hold their letters and not them.
    #[rustfmt::skip]
    const OTHERS: [(&str, &[&str]); 10] = [
        ("An", &["Anna", "kan", "van", "Jan", "dan na", "and", "anders", "a n", "Hans", "ans"]),
        ("Sem", &["Semester en samen", "assem", "se m", "Semra"]),
        ("Jan van den Berg", &["van den berm", "bergen", "van de", "den", "in den vreemde", "januari", "Janna", "v.d.", "janb"]),
        ("Al", &["als", "alle", "bal"]),
        ("Karin", &["de kar in de schuur", "kar"]),
        ("Peter", &["de pet er af"]),
        ("Jo de Boer", &["joe", "de", "boeren"]),
        ("X", &["xyz", "ex"]),
        ("", &["iets", ""]),
        ("👍", &["👍", "iets"]),
    ];

    #[test]
    fn a_name_is_found_in_every_ordinary_way_of_writing_it() {
        for (name, texts) in NAMED {
            for text in texts {
                assert!(names(text, name), "{name:?} in {text:?}");
                assert!(
                    names(&format!("gaf {text} door"), name),
                    "{name:?} in gaf {text:?} door"
                );
            }
        }
    }

    #[test]
    fn a_name_is_not_found_in_words_that_hold_its_letters() {
        for (name, texts) in OTHERS {
            for text in texts {
                assert!(!names(text, name), "{name:?} in {text:?}");
            }
        }
    }
}
