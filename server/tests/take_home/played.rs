//! Sessions to take home, played by the rules alone.

use competentiespel::deck::Lang;
use competentiespel::export::results::Results;
use competentiespel::export::{Kind, write};
use game::{
    Agenda, Answer, Asked, Base, CardId, CardOutline, Chance, ClusterId, Command, DeckOutline,
    Enter, Entry, Event, Form, GiftId, Lead, NewAction, Opening, PassId, Phase, Play, Recipients,
    Seat, State, TokenHash, Who, decide,
};
use sha2::Digest;

/// The morning of 9 March 2026 in UTC, in milliseconds since 1970.
const MORNING: u64 = 1_773_046_800_000;
/// A day later: the werkagenda.
pub const DAY: u64 = 24 * 60 * 60 * 1000;

/// A session under way.
pub struct Table {
    state: State,
    pub entries: Vec<Entry>,
    pub at: u64,
}

impl Table {
    /// A session of Zwijndrecht with nobody in it.
    pub fn opened(title: &str, reasons_in_exports: bool) -> Table {
        let mut table = Table {
            state: State::default(),
            entries: Vec::new(),
            at: MORNING,
        };
        let opening = Opening {
            hash: TokenHash("facilitator".into()),
            title: title.into(),
            team: "Team Zwijndrecht".into(),
            form: Form::Dealt,
            hand: Some(5),
            retention_days: 90,
            reasons_in_exports,
            deck: outline(),
        };
        let open = Enter::Open(Box::new(opening));
        table.ask(Who::Door, Command::Enter(open));
        table
    }

    fn ask(&mut self, who: Who, command: Command) {
        let n = u32::try_from(self.entries.len()).unwrap();
        let asked = Asked {
            who,
            device: u64::from(n),
            n,
            command,
        };
        let decision = decide(&self.state, &asked, &mut Chance::from_seed(1));
        let decision = decision.unwrap_or_else(|refusal| panic!("{asked:?}: {refusal:?}"));
        let entry = Entry {
            seq: self.state.seq() + 1,
            at: self.at,
            who,
            device: asked.device,
            n,
            events: decision.events,
            texts: decision.texts,
        };
        self.state.absorb(&entry);
        self.entries.push(entry);
    }

    pub fn join(&mut self, name: &str, function: Option<&str>) {
        let join = Enter::Join {
            hash: Some(TokenHash(
                format!("member {}", self.entries.len()).as_str().into(),
            )),
            name: name.into(),
            function: function.map(Into::into),
            sector: function.map(|_| "sociaal domein".into()),
            leader: None,
        };
        self.ask(Who::Door, Command::Enter(join));
    }

    pub fn lead(&mut self, lead: Lead) {
        self.ask(Who::Facilitator(PassId(1)), Command::Lead(lead));
    }

    pub fn go(&mut self, to: Phase) {
        self.lead(Lead::Phase { to });
    }

    pub fn play(&mut self, seat: u16, play: Play) {
        let seat = Seat(seat);
        self.ask(Who::Seat(seat), Command::Play(seat, play));
    }

    /// By a member, or (0) by the facilitator.
    pub fn agenda(&mut self, seat: u16, asked: Agenda) -> u64 {
        let who = match seat {
            0 => Who::Facilitator(PassId(1)),
            seat => Who::Seat(Seat(seat)),
        };
        self.ask(who, Command::Agenda(asked));
        self.state.seq()
    }

    pub fn write(&mut self, seat: u16, place: &str, text: &str) -> u64 {
        let write = Agenda::Write {
            place: place.parse().unwrap(),
            base: Base::default(),
            text: text.into(),
        };
        self.agenda(seat, write)
    }

    pub fn add(&mut self, actions: &[&str]) {
        let new = |what: &&str| NewAction {
            what: Some((*what).into()),
            ..NewAction::default()
        };
        let actions = actions.iter().map(new).collect();
        self.agenda(0, Agenda::AddActions { actions });
    }

    /// Everyone lays all cards open, and the conversation begins: anybody can give anything.
    pub fn lay_everything_open(&mut self) {
        self.go(Phase::Giving);
        let seats = self.state.seats().iter();
        let hands: Vec<(Seat, Vec<CardId>)> = seats
            .map(|(seat, member)| (*seat, member.hand.clone()))
            .collect();
        for (seat, hand) in hands {
            for card in hand {
                self.play(seat.0, Play::LayOpen { card });
            }
        }
        self.go(Phase::Conversation);
    }

    pub fn give(&mut self, from: u16, card: &str, to: u16, reason: Option<&str>) {
        let give = Play::Give {
            card: CardId::from(card),
            to: Recipients::One(Seat(to)),
            reason: reason.map(Into::into),
        };
        self.play(from, give);
    }

    /// The gifts, in the order they were given.
    fn given(&self) -> Vec<GiftId> {
        let events = self.entries.iter().flat_map(|entry| &entry.events);
        let gift = |event: &Event| match event {
            Event::Given { gift, .. } => Some(*gift),
            _ => None,
        };
        events.filter_map(gift).collect()
    }

    pub fn results(&self, lang: Lang) -> Results {
        Results::of("KWX7P2", &self.entries, cards::standard(), lang).unwrap()
    }

    pub fn file(&self, kind: Kind) -> Vec<u8> {
        write(kind, &self.results(Lang::Nl)).unwrap().unwrap()
    }
}

/// Four people, their talents, and a werkagenda with a decision in it.
pub fn evening(reasons_in_exports: bool) -> Table {
    let mut table = Table::opened("Wie past *waar*?", reasons_in_exports);
    table.join("Fatma", Some("wijkregisseur"));
    table.join("Sem", Some("jongerenwerker"));
    table.join("Joke", None);
    table.join("Joke", None);
    table.lay_everything_open();
    table.give(2, "lef", 1, Some("Je belde meteen de wethouder."));
    table.give(3, "verbinden", 1, Some("=Jij brengt mensen bij elkaar."));
    table.give(4, "praktisch", 1, None);
    table.give(1, "organiseren", 2, Some("Het buurtfeest liep goed."));
    table.give(4, "praktisch", 2, None);
    table.give(1, "structuur", 3, Some("Dit blijft liggen."));
    let answer = |gift, answer| Play::Answer { gift, answer };
    let gifts = table.given();
    table.play(3, answer(gifts[5], Answer::LetLie));
    table.go(Phase::Talents);
    let gift = gifts[0];
    table.play(4, Play::Second { gift, on: true });
    let wording = Some("durft te bellen".into());
    table.play(3, Play::Reword { gift, wording });
    table.at += DAY;
    table.add(&[
        "Gesprek met de initiatiefnemers",
        "=SUM(A1) | *niet* <b>vet</b>",
    ]);
    table.write(0, "title", "Initiatiefnemers");
    table.go(Phase::Werkagenda);
    // Sem is proposed for one action while he takes up another.
    table.lead(Lead::Cap { cap: 3 });
    table.write(
        1,
        "situation",
        "Bewoners hebben veel ideeën.\n\n- weinig lukt & duurt",
    );
    table.write(1, "reflection", "Wij zijn traag.");
    table.write(2, "reflection", "Wij luisteren goed.");
    table.write(2, "1/how", "Een avond in het dorpshuis");
    table.write(2, "1/when", "voor 1 mei");
    table.write(3, "1/measurable", "drie plannen gekozen");
    let need = |action, card: &str| Agenda::Need {
        action: game::ActionId(action),
        card: CardId::from(card),
        on: true,
    };
    table.agenda(1, need(1, "lef"));
    table.agenda(1, need(2, "organiseren"));
    let action = game::ActionId(1);
    let part = Some(game::Part::Owner);
    let seat = Seat(2);
    table.agenda(2, Agenda::Assign { action, seat, part });
    let by_function = |action, seat| Agenda::ByFunction {
        action: game::ActionId(action),
        seat: Some(Seat(seat)),
    };
    table.agenda(3, by_function(1, 1));
    table.agenda(3, by_function(2, 2));
    table
}

/// What the rules need of the standard deck.
fn outline() -> DeckOutline {
    let deck = cards::standard();
    let of = |cluster: &str| {
        let cards = deck.cards.iter().filter(|card| card.cluster == cluster);
        cards.map(|card| CardId::from(card.id.as_str())).collect()
    };
    DeckOutline {
        id: deck.id.clone(),
        hash: sha2::Sha256::digest(deck.to_json())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect(),
        clusters: deck
            .clusters
            .iter()
            .map(|cluster| (ClusterId(cluster.id.as_str().into()), of(&cluster.id)))
            .collect(),
        cards: deck
            .cards
            .iter()
            .map(|card| CardOutline {
                card: CardId::from(card.id.as_str()),
                types: card.types.values(),
                roles: card.roles.values(),
                qualities: card.qualities.values(),
                words: cards::words_of(card),
            })
            .collect(),
    }
}
