//! Dutch text as words that can be compared: where each stands, and its stem.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use snowstem::{Algorithm, Stemmer};

/// Words that say little in the text of any action, however they are meant: grammar, and the verbs
/// that stand in every sentence. They count only inside a search word of several words ("laten
/// zien"). Our own list, in plain letters; every form is written out, since a stem would take
/// along words that do say something ("kans" has the stem of "kan").
#[rustfmt::skip]
const SAYS_LITTLE: [&str; 298] = [
    // articles, pronouns, question words
    "de", "het", "een", "ik", "je", "jij", "jou", "jouw", "u", "uw", "hij", "zij", "ze", "hem", "haar", "hun", "hen",
    "zijn", "wij", "we", "ons", "onze", "mij", "me", "mijn", "jullie", "zich", "zichzelf", "zelf", "elkaar", "elkaars",
    "dit", "dat", "deze", "die", "wie", "wat", "waar", "wanneer", "waarom", "hoe", "welk", "welke", "iemand", "niemand",
    "iedereen", "ieder", "iedere", "elk", "elke", "iets", "niets", "alles", "alle", "allen", "allemaal", "er", "men",
    "mens", "mensen",
    // prepositions, conjunctions, and what is glued from them
    "aan", "achter", "af", "als", "bij", "binnen", "boven", "buiten", "door", "en", "in", "langs", "met", "na", "naar",
    "naast", "of", "om", "omdat", "onder", "op", "over", "per", "rond", "sinds", "te", "tegen", "ter", "terwijl", "tot",
    "totdat", "tussen", "uit", "van", "vanaf", "vanuit", "via", "volgens", "voor", "voordat", "want", "zoals", "zodat",
    "zonder", "daar", "daarbij", "daarin", "daarna", "daarom", "daarvoor", "ermee", "erbij", "erin", "erop", "eruit",
    "ervan", "ervoor", "erover", "hier", "hierbij", "hierover", "hiervoor", "waarbij", "waarin", "waarmee", "waarop",
    "waarvoor", "maar", "dus", "dan", "toen", "toe", "heen",
    // adverbs and numbers
    "al", "altijd", "alleen", "bijvoorbeeld", "even", "echt", "extra", "graag", "heel", "ja", "meer", "meest", "meeste",
    "minder", "misschien", "nee", "niet", "nog", "nooit", "nu", "ook", "pas", "soms", "steeds", "straks", "toch", "veel",
    "vaak", "verder", "weer", "weinig", "wel", "zeer", "zo", "zoveel", "geen", "ander", "andere", "anders", "eigen", "goed",
    "goede", "beter", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "eerst", "eerste", "samen",
    // verbs of every sentence
    "ben", "bent", "is", "was", "waren", "geweest", "wordt", "worden", "heb", "hebt", "heeft", "hebben", "had", "kan",
    "kunnen", "kun", "kon", "zal", "zullen", "zou", "zouden", "moet", "moeten", "mag", "mogen", "wil", "willen", "gaan",
    "gaat", "komt", "komen", "doen", "doet", "maken", "maakt", "laten", "laat", "krijgen", "krijgt", "geven", "geeft",
    "brengen", "brengt", "vinden", "vindt", "zetten", "zet", "zien", "ziet", "zegt", "denken", "denkt", "houden", "houdt",
    "kennen", "kent", "kijken", "kijkt", "liggen", "ligt", "lopen", "loopt", "nemen", "neemt", "spreekt", "staan", "staat",
    "stellen", "vraag", "vragen", "vraagt", "gevraagd", "werken", "werkt", "zitten", "zoeken", "zoekt", "blijven",
    "blijft", "zeggen", "speelt", "regelt",
    // what any action is about, and when (organisatie is here too: it has the stem of organiseren)
    "bewoner", "bewoners", "inwoner", "inwoners", "gemeente", "wijk", "buurt", "dorp", "straat", "plan", "plannen",
    "idee", "ideeen", "organisatie", "organisaties", "tijd", "weg", "open", "hands", "on", "lang", "lange", "langer",
    "volgende", "belangrijk", "belangrijke", "belangrijkst", "belangrijkste",
];

/// [`SAYS_LITTLE`], to look up.
static LITTLE: LazyLock<HashSet<&str>> = LazyLock::new(|| SAYS_LITTLE.into());

/// A word of a text.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Where it stands in the text, in bytes.
    pub at: Range<usize>,
    /// What it is compared by.
    pub stem: String,
    /// Whether it stands for something by itself.
    pub tells: bool,
    /// Number of its clause: what stands between two punctuation marks.
    pub clause: usize,
}

/// The words of a text in their order. A word is letters and digits, and apostrophes between them;
/// a hyphen parts two words.
pub(super) fn words(text: &str) -> Vec<Word> {
    // A mark that was typed apart from its letter (é as two characters) belongs to the word.
    let within = |c: char| c.is_alphanumeric() || is_apostrophe(c) || is_mark(c);
    let mut clause = 0;
    text.split_inclusive(|c| !within(c))
        .filter_map(|piece| {
            let here = clause;
            clause += usize::from(piece.ends_with(PARTS_CLAUSES));
            let piece = piece.trim_end_matches(|c| !within(c));
            let piece = piece.trim_matches(is_apostrophe);
            let start = piece.as_ptr() as usize - text.as_ptr() as usize;
            let plain = plain(piece);
            (!plain.is_empty()).then(|| Word {
                at: start..start + piece.len(),
                tells: plain.len() > 1 && !LITTLE.contains(plain.as_str()),
                stem: stem(&plain),
                clause: here,
            })
        })
        .collect()
}

/// Where one clause ends and the next begins.
const PARTS_CLAUSES: [char; 9] = ['.', ',', ';', ':', '?', '!', '(', ')', '\n'];

/// What a plain word is compared by: its stem by the Dutch algorithm of Snowball (Kraaij and
/// Pohlmann), and four things of our own, because forms of one word must come out alike:
/// - before it: the plural of idee is ideeën, of categorie categorieën, and these lose `en`;
/// - it is done until nothing changes (initiatieven → initiatief → initieer);
/// - the `t` of luistert and verbindt goes, and so does that of project: it is the same for all
///   its forms;
/// - in a long stem a double vowel is one (problem-en, probleem).
fn stem(plain: &str) -> String {
    let stemmer = Stemmer::create(Algorithm::Dutch);
    let mut stem = match plain.strip_suffix("en") {
        Some(rest) if rest.ends_with("ee") || rest.ends_with("ie") => rest.to_owned(),
        _ => plain.to_owned(),
    };
    for _ in 0..STEM_ROUNDS {
        let next = stemmer.stem(&stem).into_owned();
        if next == stem || next.is_empty() {
            break;
        }
        stem = next;
    }
    if stem.len() >= T_FROM && stem.ends_with('t') && !stem[..stem.len() - 1].ends_with(VOWELS) {
        stem.pop();
    }
    if stem.len() >= DOUBLE_FROM {
        for double in ["aa", "ee", "oo", "uu"] {
            stem = stem.replace(double, &double[..1]);
        }
    }
    stem
}

/// How often a word is stemmed at most: no Dutch word that we saw changes a third time.
const STEM_ROUNDS: usize = 3;
/// Letters of a stem from which a `t` after a consonant may be of the verb: not in hart and plant.
const T_FROM: usize = 6;
/// Letters of a stem from which a double vowel says nothing any more: wet and weet are two words.
const DOUBLE_FROM: usize = 7;
const VOWELS: [char; 6] = ['a', 'e', 'i', 'o', 'u', 'y'];

/// Small letters without accents, an apostrophe as `'`.
fn plain(piece: &str) -> String {
    piece
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|c| !is_mark(*c))
        .map(|c| match c {
            'à'..='å' => 'a',
            'ç' => 'c',
            'è'..='ë' => 'e',
            'ì'..='ï' => 'i',
            'ñ' => 'n',
            'ò'..='ö' => 'o',
            'ù'..='ü' => 'u',
            'ý' | 'ÿ' => 'y',
            c if is_apostrophe(c) => '\'',
            c => c,
        })
        .collect()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ')
}

/// An accent as a character of its own (Combining Diacritical Marks).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}
