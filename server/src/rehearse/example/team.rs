//! The team of the example: people we made up, with exactly the talents of team Zwijndrecht, the
//! worked example of the workbook. Why somebody got a card, we made up as well.

/// A member. Who comes first has seat 1.
pub(super) struct Person {
    pub(super) name: &'static str,
    pub(super) function: &'static str,
    pub(super) sector: &'static str,
    /// In the order of the workbook.
    pub(super) talents: &'static [Talent],
}

/// A card a member ends with.
pub(super) struct Talent {
    pub(super) card: &'static str,
    /// The label in the workbook, where it is not that of the card.
    pub(super) wording: Option<&'static str>,
    /// What the giver writes.
    pub(super) reason: &'static str,
    /// How many others say *zie ik ook*.
    pub(super) seconds: usize,
    pub(super) said: Said,
}

/// What happens to a card when its receiver is *aan de beurt*.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// *Herken ik.*
    Recognised,
    /// The same, after it was picked to talk about.
    Picked,
    /// Picked, and *doorpraten*, which ends in *herken ik*.
    TalkedOn,
}

const fn talent(card: &'static str, reason: &'static str) -> Talent {
    Talent {
        card,
        wording: None,
        reason,
        seconds: 0,
        said: Said::Recognised,
    }
}

impl Talent {
    const fn in_their_words(mut self, wording: &'static str) -> Talent {
        self.wording = Some(wording);
        self
    }

    const fn seen_too(mut self, seconds: usize) -> Talent {
        self.seconds = seconds;
        self
    }

    const fn said(mut self, said: Said) -> Talent {
        self.said = said;
        self
    }
}

/// Cards that stay open on the table: what the team would like more of.
pub(super) const WISHES: [&str; 4] = ["lange-adem", "middelen-regelen", "netwerken", "bemiddelen"];

/// Two who work in the neighbourhood and two from a sector, of the social and the physical domain.
pub(super) const TEAM: [Person; 4] = [
    Person {
        name: "Marjan",
        function: "wijkregisseur",
        sector: "sociaal domein",
        talents: &[
            talent(
                "enthousiasmeren",
                "Als jij vertelt wat er kan, staan er na afloop mensen in de rij om mee te doen.",
            )
            .seen_too(2)
            .said(Said::Picked),
            talent(
                "collegas-inspireren",
                "Jij nam mij mee de wijk in. Nu doe ik dat zelf met nieuwe collega's.",
            ),
            talent(
                "juiste-personen",
                "Ik had een vraag over het speelveld en jij wist meteen wie ik moest bellen.",
            )
            .in_their_words("De juiste personen zoeken bij elke uitdaging")
            .seen_too(1),
            talent(
                "transparant",
                "Je vertelde de bewoners ook dat het plan later kwam, en hoe dat zo gekomen was.",
            ),
            talent(
                "lef",
                "Het liep vast en jij belde zelf de wethouder. Dat had ik niet gedurfd.",
            )
            .in_their_words("Lef"),
            talent(
                "fouten-durven-maken",
                "Na de eerste avond zei je dat je het anders had moeten doen. Daarna liep het.",
            )
            .said(Said::TalkedOn),
            talent(
                "teamspeler",
                "Toen ik ziek was, heb jij zonder te vragen mijn afspraken overgenomen.",
            )
            .in_their_words("Team player"),
            talent(
                "taal-van-bewoners",
                "Jij maakte van onze brief een gewone brief. Er kwam geen enkele vraag meer over.",
            )
            .in_their_words("Spreekt taal van bewoners")
            .said(Said::Picked),
        ],
    },
    Person {
        name: "Rachid",
        function: "wijkbeheerder",
        sector: "fysiek domein",
        talents: &[
            talent(
                "hands-on",
                "Op de opschoondag stond jij om acht uur al buiten met de bezems klaar.",
            )
            .in_their_words("Goede doener 'hands on'")
            .seen_too(1)
            .said(Said::Picked),
            talent(
                "praktisch",
                "We praatten maar door. Jij vroeg wat we de volgende ochtend gingen doen.",
            ),
            talent(
                "sfeermaker",
                "De zaal was boos. Jij schonk koffie in, maakte een grap en we konden weer praten.",
            )
            .said(Said::Picked),
            talent(
                "enthousiasmeren",
                "Eén straat zou meedoen met het groen. Door jou werden het er drie.",
            ),
        ],
    },
    Person {
        name: "Els",
        function: "beleidsmedewerker welzijn",
        sector: "sociaal domein",
        talents: &[
            talent(
                "in-het-zonnetje",
                "Jij zag wie er elke week de soep kookte, en zorgde dat de hele zaal voor haar klapte.",
            )
            .in_their_words("Ziet mensen die zich inzetten en zet ze in het zonnetje")
            .said(Said::Picked),
            talent(
                "inlevingsvermogen",
                "Die vader werd stil. Jij merkte het en liep later even met hem naar buiten.",
            )
            .seen_too(1),
            talent(
                "zorgvuldig",
                "Ook wie er niet bij was, had de volgende dag jouw verslag.",
            ),
            talent(
                "organiseren",
                "Honderd mensen op het wijkfeest en niemand die hoefde te zoeken. Dat kwam door jou.",
            ),
            talent(
                "praktisch",
                "Jij had aan het verlengsnoer gedacht. Zonder jou hadden we in het donker gezeten.",
            ),
            talent(
                "verbinden",
                "Jij zette de bewoners en de mensen van verkeer door elkaar aan tafel. Dat hielp.",
            )
            .seen_too(2)
            .said(Said::Picked),
            talent(
                "enthousiasmeren",
                "De buren van het plein kwamen nooit. Jij ging langs, en nu zijn ze er altijd.",
            ),
        ],
    },
    Person {
        name: "Jeroen",
        function: "verkeerskundige",
        sector: "fysiek domein",
        talents: &[
            talent(
                "structuur",
                "Het gesprek ging alle kanten op. Jij maakte er drie punten van op het bord.",
            )
            .in_their_words("Structuur")
            .seen_too(1)
            .said(Said::Picked),
            talent(
                "presenteren",
                "Jij liet één foto van de kruising zien, en iedereen snapte waar het over ging.",
            ),
            talent(
                "analyseren",
                "Jij legde de tellingen naast de verhalen uit de straat. Toen zagen we wat er was.",
            ),
            talent(
                "overzicht",
                "Wij waren de draad kwijt en jij wist nog wie wat zou doen.",
            )
            .said(Said::Picked),
            talent(
                "lef",
                "Jij liet het proefvak gewoon neerleggen, terwijl nog niet alles rond was.",
            )
            .in_their_words("Heeft lef: toch doen!"),
            talent(
                "kansen-ondanks-kaders",
                "Iedereen zei dat het niet mocht. Jij zocht uit wat er dan wel mocht.",
            )
            .in_their_words("Staat open voor kansen en mogelijkheden ondanks kaders")
            .seen_too(1),
            talent(
                "oplossingsgericht",
                "Wie bij jou komt met een klacht, gaat weg met twee voorstellen.",
            ),
        ],
    },
];
