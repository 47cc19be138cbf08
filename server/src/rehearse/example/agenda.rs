//! The werkagenda of the example: the case of Coevorden in the workbook, active villagers whose
//! ideas do not come off the ground, in our own words.

/// A field of the agenda as a whole, its text, and the seat of who writes it; 0 is the facilitator.
pub(super) const FIELDS: [(&str, &str, u16); 5] = [
    (
        "title",
        "Initiatiefnemers: van veel ideeën naar plannen die lukken",
        0,
    ),
    (
        "situation",
        "In het dorp is een groep bewoners heel actief. Er komt het ene idee na het andere: een \
         speelplek, een dorpstuin, een bus naar het zwembad. Toch wordt bijna niets een plan dat \
         kan. Het is te groot, het mag niet, of niemand weet wie erover gaat. De bewoners worden \
         er moe van, en wij ook.",
        1,
    ),
    (
        "reflection",
        "Wij zeggen te vaak ‘we kijken ernaar’. Eén vraag komt bij drie afdelingen terecht en \
         krijgt drie antwoorden. Aan de schuif ‘proces binnen de gemeente’ kunnen we dus zelf \
         iets doen.\nAls team krijgen we mensen mee en brengen we orde. Geld vinden en lang \
         volhouden: daar willen we mensen bij zoeken.",
        3,
    ),
    (
        "direction",
        "Bewoners bedenken het en voeren het uit. Gemeente en welzijnswerk maken het mogelijk. \
         Over een jaar draaien er drie plannen van bewoners zelf, en weet iedereen in het dorp \
         wie bij ons het vaste gezicht is.",
        1,
    ),
    (
        "koppelkansen",
        "Coevorden verbindt: daar kunnen we bij aansluiten.\nStimuleringsfonds: voor een eerste \
         klein bedrag.\nPijler Dichtbij in ‘samen krachtig’: dezelfde mensen, hetzelfde dorp.",
        4,
    ),
];

/// An action, in the order of the agenda.
pub(super) struct Action {
    pub(super) what: &'static str,
    pub(super) with_whom: &'static str,
    pub(super) how: &'static str,
    pub(super) when: &'static str,
    /// The SMART questions that were answered, with the seat of who writes.
    pub(super) smart: &'static [(&'static str, &'static str, u16)],
    /// What the team says it needs; empty is left to what the text suggests.
    pub(super) needs: &'static [&'static str],
    /// The seat of who would do this by job title.
    pub(super) by_function: Option<u16>,
    /// The seats of who takes it up, as the team decided: the owner first.
    pub(super) decided: &'static [u16],
}

/// Texts that are not there yet are empty: a field that is open is part of the example.
pub(super) const ACTIONS: [Action; 6] = [
    Action {
        what: "In gesprek met de initiatiefnemers: wat verwachten we van elkaar?",
        with_whom: "De zes trekkers uit het dorp en het welzijnswerk",
        how: "Bij hen in het dorpshuis. Eerst luisteren, dan eerlijk zeggen wat kan en wat niet. \
              Wat we afspreken, past op één vel.",
        when: "Voor 1 april",
        smart: &[
            (
                "specific",
                "Eén avond van twee uur, met de zes trekkers en twee van ons.",
                3,
            ),
            (
                "measurable",
                "Er hangt een vel met afspraken, met de namen van iedereen eronder.",
                4,
            ),
            (
                "realistic",
                "Ja, als we een avond kiezen waarop zij al bij elkaar komen.",
                2,
            ),
        ],
        needs: &["inlevingsvermogen", "transparant", "verbinden"],
        by_function: Some(1),
        decided: &[3, 1],
    },
    Action {
        what: "Samen kiezen waar we het eerst aan werken",
        with_whom: "De trekkers, en wie er in het dorp nog mee wil denken",
        how: "Alle ideeën op de muur. Per idee zetten we op een rij wat het oplevert en wat ervoor \
              nodig is. Daarna kiest de groep er drie.",
        when: "Half april",
        smart: &[(
            "measurable",
            "Aan het eind van de avond hangen er drie ideeën over.",
            2,
        )],
        needs: &["structuur", "enthousiasmeren", "overzicht"],
        by_function: Some(1),
        decided: &[4],
    },
    Action {
        what: "Uitzoeken wat er nodig is voor de drie plannen die snel kunnen",
        with_whom: "Verkeer, groen en de trekkers",
        how: "Per plan nagaan wat mag, wat het kost en wie het doet. Waar een regel in de weg \
              staat, zoeken we wat er dan wel kan.",
        when: "Voor de zomer",
        smart: &[(
            "acceptable",
            "De drie afdelingen hebben er elk een dagdeel voor.",
            4,
        )],
        needs: &["analyseren", "oplossingsgericht", "kansen-ondanks-kaders"],
        by_function: Some(4),
        decided: &[],
    },
    Action {
        what: "Eén vast gezicht voor het dorp",
        with_whom: "",
        how: "Elke week op dezelfde ochtend een praatje in het dorpshuis. Wie iets vraagt, hoort \
              binnen een week hoe het zit.",
        when: "Vanaf mei",
        smart: &[],
        needs: &[],
        by_function: Some(1),
        decided: &[2, 1],
    },
    Action {
        what: "Met de bewoners een aanvraag doen bij het Stimuleringsfonds",
        with_whom: "De penningmeester van het dorpshuis",
        how: "Samen de begroting maken en de aanvraag schrijven.",
        when: "",
        smart: &[],
        needs: &[],
        by_function: Some(3),
        decided: &[],
    },
    Action {
        what: "Het eerste plan dat lukt vieren we met het hele dorp",
        with_whom: "",
        how: "",
        when: "",
        smart: &[],
        needs: &[],
        by_function: None,
        decided: &[],
    },
];
