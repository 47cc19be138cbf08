//! Random moves of every kind, by anybody, sensible or not.

use crate::agenda_moves;
use crate::play::Move;
use game::{
    Answer, CardId, GiftId, Lead, PassId, Phase, Play, Recipients, Role, Seat, TextId, Who,
};
use proptest::prelude::*;

fn seat() -> impl Strategy<Value = Seat> {
    (1..=7_u16).prop_map(Seat)
}

fn card() -> impl Strategy<Value = CardId> {
    (0..9_u8, 0..6_u8).prop_map(|(c, k)| CardId::from(format!("card-{c}-{k}").as_str()))
}

fn gift() -> impl Strategy<Value = GiftId> {
    (1..=24_u32).prop_map(GiftId)
}

fn reason() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(prop_oneof![
        6 => Just("Goed gedaan, Naam1!".to_owned()),
        6 => "[a-z ]{0,12}",
        1 => Just("x".repeat(401)),
    ])
}

/// One of these kinds of play.
fn play(kinds: &[Kind]) -> impl Strategy<Value = Play> + use<> {
    proptest::sample::select(kinds.to_vec()).prop_flat_map(Kind::play)
}

/// What a member can do. Named as often in a list as it should happen.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Give,
    TakeBack,
    LayOpen,
    PickUp,
    Ready,
    Pick,
    Answer,
    Second,
    Also,
    Reword,
    Describe,
    Leave,
    Return,
    ForgetMe,
}

/// While giving, with now and then something else.
#[rustfmt::skip]
const GIVING: [Kind; 20] = [
    Kind::Give, Kind::Give, Kind::Give, Kind::Give, Kind::Give, Kind::Give, Kind::Give, Kind::Give, Kind::Give,
    Kind::TakeBack, Kind::LayOpen, Kind::LayOpen, Kind::LayOpen, Kind::PickUp, Kind::PickUp, Kind::Ready,
    Kind::Leave, Kind::Return, Kind::Describe, Kind::Answer,
];
#[rustfmt::skip]
const CONVERSATION: [Kind; 20] = [
    Kind::Give, Kind::Give, Kind::TakeBack, Kind::Pick, Kind::Pick, Kind::Answer, Kind::Answer, Kind::Answer,
    Kind::Answer, Kind::Second, Kind::Second, Kind::Second, Kind::Also, Kind::Also, Kind::Reword, Kind::Reword,
    Kind::Leave, Kind::Return, Kind::Describe, Kind::LayOpen,
];
#[rustfmt::skip]
const ANYTHING: [Kind; 14] = [
    Kind::Give, Kind::TakeBack, Kind::LayOpen, Kind::PickUp, Kind::Ready, Kind::Pick, Kind::Answer, Kind::Second,
    Kind::Also, Kind::Reword, Kind::Describe, Kind::Leave, Kind::Return, Kind::ForgetMe,
];

impl Kind {
    fn play(self) -> BoxedStrategy<Play> {
        let to = prop_oneof![
            seat().prop_map(Recipients::One),
            proptest::collection::vec(seat(), 0..4).prop_map(Recipients::Many)
        ];
        let answer = prop_oneof![
            Just(Answer::Recognise),
            Just(Answer::TalkOn),
            Just(Answer::LetLie)
        ];
        match self {
            Kind::Give => (card(), to, reason())
                .prop_map(|(card, to, reason)| Play::Give { card, to, reason })
                .boxed(),
            Kind::TakeBack => gift().prop_map(|gift| Play::TakeBack { gift }).boxed(),
            Kind::LayOpen => card().prop_map(|card| Play::LayOpen { card }).boxed(),
            Kind::PickUp => card().prop_map(|card| Play::PickUp { card }).boxed(),
            Kind::Ready => any::<bool>()
                .prop_map(|ready| Play::Ready { ready })
                .boxed(),
            Kind::Pick => (gift(), any::<bool>())
                .prop_map(|(gift, picked)| Play::Pick { gift, picked })
                .boxed(),
            Kind::Answer => (gift(), answer)
                .prop_map(|(gift, answer)| Play::Answer { gift, answer })
                .boxed(),
            Kind::Second => (gift(), any::<bool>())
                .prop_map(|(gift, on)| Play::Second { gift, on })
                .boxed(),
            Kind::Also => (gift(), seat(), reason())
                .prop_map(|(gift, to, reason)| Play::Also { gift, to, reason })
                .boxed(),
            Kind::Reword => (gift(), reason())
                .prop_map(|(gift, wording)| Play::Reword { gift, wording })
                .boxed(),
            Kind::Describe => "[A-Z][a-z]{0,5}"
                .prop_map(|name| Play::Describe {
                    name,
                    function: None,
                    sector: None,
                })
                .boxed(),
            Kind::Leave => Just(Play::Leave).boxed(),
            Kind::Return => Just(Play::Return).boxed(),
            Kind::ForgetMe => Just(Play::ForgetMe).boxed(),
        }
    }
}

fn turn() -> impl Strategy<Value = Lead> {
    proptest::option::weighted(0.8, seat()).prop_map(|seat| Lead::Turn { seat })
}

fn lead() -> impl Strategy<Value = Lead> {
    let phase = proptest::sample::select(&Phase::ALL[..]);
    prop_oneof![
        8 => phase.prop_map(|to| Lead::Phase { to }),
        4 => turn(),
        1 => any::<bool>().prop_map(|locked| Lead::Lock { locked }),
        1 => seat().prop_map(|seat| Lead::Remove { seat }),
        4 => seat().prop_map(|seat| Lead::BringBack { seat }),
        2 => (1..4_u16).prop_map(|pass| Lead::Withdraw { pass: PassId(pass) }),
        1 => seat().prop_map(|seat| Lead::Forget { seat }),
        2 => (1..40_u32).prop_map(|text| Lead::Wipe { text: TextId(text) }),
        2 => (0..=21_u8).prop_map(|cap| Lead::Cap { cap }),
    ]
}

fn pass() -> impl Strategy<Value = PassId> {
    (1..4_u16).prop_map(PassId)
}

/// By a member, and now and then by a facilitator for them.
fn played(kinds: &[Kind]) -> impl Strategy<Value = Move> + use<> {
    let by = proptest::option::weighted(0.05, pass());
    (seat(), by, play(kinds)).prop_map(|(seat, by, play)| Move::Play(seat, by, play))
}

fn working() -> impl Strategy<Value = Move> {
    let who = prop_oneof![
        3 => seat().prop_map(Who::Seat),
        1 => pass().prop_map(Who::Facilitator),
    ];
    (who, agenda_moves::agenda()).prop_map(|(who, asked)| Move::Agenda(who, asked))
}

/// Any move, whatever the phase.
fn anything() -> impl Strategy<Value = Move> {
    let role = prop_oneof![
        Just(Role::Facilitator),
        Just(Role::Screen),
        Just(Role::Observer)
    ];
    prop_oneof![
        1 => Just(Move::Join),
        1 => pass().prop_map(Move::JoinWithoutDevice),
        1 => pass().prop_map(Move::JoinAsLeader),
        1 => role.prop_map(Move::Admit),
        5 => played(&ANYTHING),
        5 => working(),
        10 => (pass(), lead()).prop_map(|(by, lead)| Move::Lead(by, lead)),
    ]
}

/// Up to about `most` moves of every kind: mostly what can be done in a phase, led on from one to the
/// next. Left to luck alone hardly any game would come to a conversation.
pub fn moves(most: usize) -> impl Strategy<Value = Vec<Move>> {
    use proptest::collection::vec;
    let some = |one: BoxedStrategy<Move>, part: usize| {
        vec(
            prop_oneof![8 => one, 2 => anything()],
            most * part / 20..most * part / 10 + 1,
        )
    };
    let turn = turn().prop_map(|turn| Move::Lead(PassId(1), turn));
    let conversation = prop_oneof![1 => turn, 4 => played(&CONVERSATION)];
    let lobby = some(anything().boxed(), 1);
    let giving = some(played(&GIVING).boxed(), 3);
    let conversation = some(conversation.boxed(), 3);
    let agenda = some(working().boxed(), 3);
    (lobby, giving, conversation, agenda).prop_map(|(lobby, giving, conversation, agenda)| {
        let led = |to, moves| std::iter::once(Move::Go(to)).chain::<Vec<Move>>(moves);
        lobby
            .into_iter()
            .chain(led(Phase::Giving, giving))
            .chain(led(Phase::Conversation, conversation))
            .chain(led(Phase::Werkagenda, agenda))
            .collect()
    })
}
