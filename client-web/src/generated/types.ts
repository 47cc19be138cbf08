// Made from the Rust types by the test `typescript_types_are_current`. Do not edit.

export type Answer = "recognise" | "talk_on" | "let_lie";

export type Card = { 
/**
 * Stable name: never changes once the deck is published.
 */
id: string, 
/**
 * Id of its cluster.
 */
cluster: string, 
/**
 * What stands large on the card.
 */
label: Text, 
/**
 * One sentence that says what it means.
 */
description: Text, 
/**
 * Two or three things a colleague can have seen ("zo herken je het").
 */
behaviours: Texts, 
/**
 * An open question for the conversation.
 */
question: Text, 
/**
 * Everyday words by which the text of an action finds this card. May be empty.
 */
search: Texts, 
/**
 * What it says about the four types of best persons.
 */
types: Types, 
/**
 * What it says about the four roles of a wijkverbinder.
 */
roles: Roles, 
/**
 * What it says about the five qualities.
 */
qualities: Qualities, 
/**
 * Why these weights, in one line. May be empty.
 */
reason: string, 
/**
 * Where the card comes from. May be empty.
 */
sources: Array<string>, };

export type CardId = string;

export type Change = { 
/**
 * Numbers entries; for everyone the same, without gaps.
 */
seq: number, 
/**
 * When, UTC, ISO 8601.
 */
at: string, 
/**
 * New or changed documents.
 */
put?: Record<string, Document>, 
/**
 * Documents this audience no longer has.
 */
drop?: string[], };

export type ClientFrame = { hello: Hello, } | { doing: Doing, } | { n: number, for?: Seat, } & ({ "do": "give", 
/**
 * Which card.
 */
card: CardId, 
/**
 * To whom.
 */
to: Recipients, 
/**
 * 1..=[`crate::REASON_CHARS_MAX`] characters.
 */
reason?: string, } | { "do": "take_back", 
/**
 * Which gift.
 */
gift: GiftId, } | { "do": "lay_open", 
/**
 * Which card, from the hand.
 */
card: CardId, } | { "do": "pick_up", 
/**
 * Which card.
 */
card: CardId, } | { "do": "ready", 
/**
 * Ready or not.
 */
ready: boolean, } | { "do": "pick", 
/**
 * A gift one received.
 */
gift: GiftId, 
/**
 * Picked or not.
 */
picked: boolean, } | { "do": "answer", 
/**
 * A gift one received.
 */
gift: GiftId, 
/**
 * What one says.
 */
answer: Answer, } | { "do": "second", 
/**
 * A gift all may see.
 */
gift: GiftId, 
/**
 * Said, or taken back.
 */
on: boolean, } | { "do": "also", 
/**
 * A gift all may see.
 */
gift: GiftId, 
/**
 * The other person.
 */
to: Seat, 
/**
 * 1..=[`crate::REASON_CHARS_MAX`] characters.
 */
reason?: string, } | { "do": "reword", 
/**
 * A gift all may see.
 */
gift: GiftId, 
/**
 * 1..=[`crate::WORDING_CHARS_MAX`] characters.
 */
wording?: string, } | { "do": "describe", 
/**
 * 1..=[`crate::NAME_CHARS_MAX`] characters.
 */
name: string, 
/**
 * Job title, if given.
 */
function?: string, 
/**
 * Part of the organisation, if given.
 */
sector?: string, } | { "do": "leave" } | { "do": "return" } | { "do": "forget_me" }) | { n: number, } & ({ "do": "phase", 
/**
 * A neighbour of the phase now.
 */
to: Phase, } | { "do": "turn", 
/**
 * Whose turn.
 */
seat: Seat | null, } | { "do": "lock", 
/**
 * Locked or not.
 */
locked: boolean, } | { "do": "remove", 
/**
 * Who.
 */
seat: Seat, } | { "do": "bring_back", 
/**
 * Who.
 */
seat: Seat, } | { "do": "withdraw", 
/**
 * Which.
 */
pass: PassId, } | { "do": "forget", 
/**
 * Who.
 */
seat: Seat, } | { "do": "wipe", 
/**
 * Which, from the `mentions` document.
 */
text: TextId, });

export type Cluster = { 
/**
 * Stable name; cards point to it.
 */
id: string, 
/**
 * Name to show.
 */
label: Text, 
/**
 * The drawing on its cards.
 */
mark: Mark, };

export type ClusterId = string;

export type Code = "bad_frame" | "unknown_command" | "busy" | "too_fast" | "not_now" | "not_done" | "wrong_phase" | "not_allowed" | "not_in_hand" | "unknown_card" | "to_yourself" | "unknown_seat" | "seat_away" | "nobody_named" | "unknown_gift" | "already_given" | "already_shown" | "enough_picked" | "too_few" | "not_next" | "full" | "locked" | "last_facilitator" | "unknown_pass" | "unknown_text" | "already_so" | "text_empty" | "text_too_long" | "text_characters" | "hand_size" | "retention" | "deck_unfit";

export type Deck = { 
/**
 * Number of the file format, [`crate::limits::FORMAT`].
 */
format: number, 
/**
 * Stable name for logs and exports: `a`–`z`, `0`–`9` and `-`.
 */
id: string, 
/**
 * Version of the texts, by whoever wrote them.
 */
version: string, 
/**
 * Under which licence others may use the texts.
 */
licence: string, 
/**
 * Name to show.
 */
name: Text, 
/**
 * In the order of the file; colours and marks follow it.
 */
clusters: Array<Cluster>, 
/**
 * In the order of the file.
 */
cards: Array<Card>, };

export type Document = SessionDocument | SeatDocument | HandDocument | GiftDocument | TableDocument | FlowDocument | WatchingDocument | TalentsDocument | TeamDocument | FewDocument | PassesDocument | MentionsDocument;

export type Doing = "here" | "choosing";

export type Door = { 
/**
 * What the session is called.
 */
title: string | null, 
/**
 * Who plays.
 */
team: string | null, 
/**
 * Days it is kept after its last entry.
 */
retention_days: number, 
/**
 * Whether one can join now.
 */
open: boolean, 
/**
 * Where it is.
 */
phase: Phase, };

export type DoorCode = "unknown_code" | "no_entry" | "no_right" | "too_many_tries" | "bad_request" | "deck_wrong" | "unknown_deck" | "create_key" | "unavailable" | "failed";

export type Erased = { 
/**
 * No byte of what was deleted or forgotten is left on disk; otherwise a program has the
 * database open, and it follows when that lets go.
 */
wiped: boolean, };

export type FewDocument = { 
/**
 * Members with fewer than three cards.
 */
count: number, 
/**
 * Who; null for a facilitator who plays too.
 */
seats: Array<Seat> | null, };

export type FlowDocument = { 
/**
 * Cards given so far, to whomever.
 */
gifts: number, };

export type Form = "dealt";

export type GiftDocument = { 
/**
 * Which gift.
 */
gift: GiftId, 
/**
 * Which card; null when removed.
 */
card: CardId | null, 
/**
 * Who gave it.
 */
from: Seat, 
/**
 * Who got it.
 */
to: Seat, 
/**
 * Why; null when none was given or it was wiped.
 */
reason: string | null, 
/**
 * The team's own words for it.
 */
wording: string | null, 
/**
 * All can see it.
 */
shown: boolean, 
/**
 * Picked to talk about.
 */
picked: boolean, 
/**
 * What the receiver said.
 */
answer: Answer | null, 
/**
 * Who sees it too.
 */
seconds: Array<Seat>, 
/**
 * *Weggehaald*: its giver or receiver is forgotten.
 */
removed: boolean, };

export type GiftId = number;

export type GivePass = { 
/**
 * What it is good for.
 */
role: Role, 
/**
 * The new token.
 */
token: string, 
/**
 * Who gets it; a screen has no name.
 */
name?: string, };

export type GridRow = { 
/**
 * Whose row.
 */
seat: Seat, 
/**
 * Different cards in each cluster, in the order of the grid's clusters.
 */
cards: Array<number>, };

export type HandDocument = { 
/**
 * Cards to give, in the order they came.
 */
cards: Array<CardId>, 
/**
 * Cards this member laid open and that lie there still.
 */
laid: Array<CardId>, };

export type Have = { 
/**
 * As in its last welcome.
 */
epoch: string, 
/**
 * Of the last change it took in.
 */
seq: number, };

export type Held = { 
/**
 * Which card.
 */
card: CardId, 
/**
 * Who have it, in order of seat.
 */
seats: Array<Seat>, };

export type Hello = { 
/**
 * [`VERSION`]
 */
v: number, 
/**
 * Whose eyes and hands.
 */
token: string, 
/**
 * A random number made for this page load: 16 hexadecimal digits.
 */
device: string, 
/**
 * The language the person reads.
 */
lang?: string, 
/**
 * What the client has already.
 */
have?: Have, };

export type Lead = { "do": "phase", 
/**
 * A neighbour of the phase now.
 */
to: Phase, } | { "do": "turn", 
/**
 * Whose turn.
 */
seat: Seat | null, } | { "do": "lock", 
/**
 * Locked or not.
 */
locked: boolean, } | { "do": "remove", 
/**
 * Who.
 */
seat: Seat, } | { "do": "bring_back", 
/**
 * Who.
 */
seat: Seat, } | { "do": "withdraw", 
/**
 * Which.
 */
pass: PassId, } | { "do": "forget", 
/**
 * Who.
 */
seat: Seat, } | { "do": "wipe", 
/**
 * Which, from the `mentions` document.
 */
text: TextId, };

export type Mark = "bench" | "path" | "lantern" | "bridge" | "wheelbarrow" | "tiles" | "megaphone" | "lights";

export type Mention = { 
/**
 * What to name in `wipe`.
 */
text: TextId, 
/**
 * The gift whose reason or wording it is; its own document says whether one may read it.
 */
gift: GiftId | null, };

export type MentionsDocument = { 
/**
 * The forgotten member.
 */
seat: Seat, 
/**
 * Texts of others that held their name.
 */
texts: Array<Mention>, };

export type OpenSession = { 
/**
 * What the session is called.
 */
title: string, 
/**
 * Who plays.
 */
team: string, 
/**
 * The first facilitator's token: 32 hexadecimal digits, made by the client.
 */
token: string, 
/**
 * A deck the server has; without it the standard deck.
 */
deck?: string, 
/**
 * A deck of one's own: the whole file.
 */
deck_file?: string, 
/**
 * How the cards go round.
 */
form?: Form, 
/**
 * Cards in a hand, 5 to 12; without it the deck divided by the members.
 */
hand?: number, 
/**
 * 30, 90 or 365; without it 90.
 */
retention_days?: number, 
/**
 * What a closed server asks for.
 */
create_key?: string, };

export type Opened = { 
/**
 * Six of A–Z and 2–9 without I and O.
 */
code: string, };

export type PassDocument = { 
/**
 * Which.
 */
pass: PassId, 
/**
 * What it is good for.
 */
role: Role, 
/**
 * Who holds it.
 */
name: string | null, 
/**
 * The seat this facilitator plays too.
 */
seat: Seat | null, };

export type PassGiven = { 
/**
 * Which pass.
 */
pass: PassId, };

export type PassId = number;

export type PassesDocument = { 
/**
 * In the order they were given out; withdrawn ones are left out.
 */
passes: Array<PassDocument>, };

export type Phase = "lobby" | "giving" | "conversation" | "talents" | "closed";

export type Play = { "do": "give", 
/**
 * Which card.
 */
card: CardId, 
/**
 * To whom.
 */
to: Recipients, 
/**
 * 1..=[`crate::REASON_CHARS_MAX`] characters.
 */
reason?: string, } | { "do": "take_back", 
/**
 * Which gift.
 */
gift: GiftId, } | { "do": "lay_open", 
/**
 * Which card, from the hand.
 */
card: CardId, } | { "do": "pick_up", 
/**
 * Which card.
 */
card: CardId, } | { "do": "ready", 
/**
 * Ready or not.
 */
ready: boolean, } | { "do": "pick", 
/**
 * A gift one received.
 */
gift: GiftId, 
/**
 * Picked or not.
 */
picked: boolean, } | { "do": "answer", 
/**
 * A gift one received.
 */
gift: GiftId, 
/**
 * What one says.
 */
answer: Answer, } | { "do": "second", 
/**
 * A gift all may see.
 */
gift: GiftId, 
/**
 * Said, or taken back.
 */
on: boolean, } | { "do": "also", 
/**
 * A gift all may see.
 */
gift: GiftId, 
/**
 * The other person.
 */
to: Seat, 
/**
 * 1..=[`crate::REASON_CHARS_MAX`] characters.
 */
reason?: string, } | { "do": "reword", 
/**
 * A gift all may see.
 */
gift: GiftId, 
/**
 * 1..=[`crate::WORDING_CHARS_MAX`] characters.
 */
wording?: string, } | { "do": "describe", 
/**
 * 1..=[`crate::NAME_CHARS_MAX`] characters.
 */
name: string, 
/**
 * Job title, if given.
 */
function?: string, 
/**
 * Part of the organisation, if given.
 */
sector?: string, } | { "do": "leave" } | { "do": "return" } | { "do": "forget_me" };

export type Problem = { 
/**
 * Why.
 */
code: ProblemCode, 
/**
 * One English sentence for who writes a client.
 */
message: string, 
/**
 * The most that is accepted, where that is what was wrong.
 */
limit?: number, 
/**
 * With `deck_wrong`: what is wrong in the deck file, each with card, line and mend.
 */
details?: Array<string>, };

export type ProblemCode = Code | DoorCode;

export type Qualities = { 
/**
 * Explores, minds the process, feels with others.
 */
open: number, 
/**
 * Has direction and purpose.
 */
gedreven: number, 
/**
 * Connects people, organisations, ways of thinking and interests.
 */
verbindend: number, 
/**
 * Does, fixes, keeps things running with what there is.
 */
bricolerend: number, 
/**
 * Is there.
 */
"er-zijn": number, };

export type Recipients = Seat | Array<Seat>;

export type Role = "facilitator" | "screen" | "observer";

export type Roles = { 
/**
 * Informs residents and civil servants.
 */
fixer: number, 
/**
 * Explores what is possible for initiatives and policy.
 */
"innovatieve-ondernemer": number, 
/**
 * Signals what goes wrong and puts it on the agenda.
 */
bruggenbouwer: number, 
/**
 * Makes talks between residents and officials possible.
 */
bemiddelaar: number, };

export type Seat = number;

export type SeatDocument = { 
/**
 * Which seat.
 */
seat: Seat, 
/**
 * Null when wiped: reads as *Teamlid C*.
 */
name: string | null, 
/**
 * Job title.
 */
function: string | null, 
/**
 * Part of the organisation.
 */
sector: string | null, 
/**
 * Says they are ready.
 */
ready: boolean, 
/**
 * Has left.
 */
away: boolean, 
/**
 * Wiped on request.
 */
forgotten: boolean, 
/**
 * The facilitator who plays for this member, who has no device.
 */
proxy: PassId | null, 
/**
 * Was *aan de beurt* in this conversation.
 */
had_turn: boolean, 
/**
 * Was dealt a hand.
 */
dealt: boolean, 
/**
 * Until the conversation is reached: cards not yet given. One laid open still counts, since a
 * number that drops at that moment would tell by whom it was laid.
 */
hand: number | null, };

export type Seated = { 
/**
 * Which seat.
 */
seat: Seat, };

export type ServerFrame = { welcome: Welcome, } | Change | { here: Record<string, Doing>, } | { ack: number, seq: number, } | { refused: number, code: Code, message: string, limit?: number, };

export type SessionDocument = { 
/**
 * What it is called; wiped texts are null.
 */
title: string | null, 
/**
 * Who plays.
 */
team: string | null, 
/**
 * Where it is.
 */
phase: Phase, 
/**
 * Who is *aan de beurt*; nobody in a conversation is the tafelronde.
 */
turn: Seat | null, 
/**
 * Nobody can join.
 */
locked: boolean, 
/**
 * How the cards go round.
 */
form: Form, 
/**
 * Cards in a hand: as chosen, or as dealt, or null when neither is known yet.
 */
hand: number | null, 
/**
 * Days it is kept after its last entry.
 */
retention_days: number, 
/**
 * The deck's name for itself.
 */
deck: string, 
/**
 * Talents were reached once and stay to be seen.
 */
talents: boolean, };

export type Sole = { 
/**
 * Which cluster.
 */
cluster: ClusterId, 
/**
 * Who alone has cards in it.
 */
seat: Seat, };

export type TableDocument = { 
/**
 * Open cards in the order they came to lie there; from the talents on: the open wishes.
 */
cards: Array<CardId>, 
/**
 * In the conversation: cards of the deck that nobody was dealt and that can still be given.
 */
stack: Array<CardId>, };

export type TakeSeat = { 
/**
 * As colleagues say it.
 */
name: string, 
/**
 * The member's token. Only a facilitator leaves it out: for someone without a device.
 */
token?: string, 
/**
 * Job title.
 */
function?: string, 
/**
 * Part of the organisation.
 */
sector?: string, };

export type TalentCard = { 
/**
 * Which card.
 */
card: CardId, 
/**
 * At least one, oldest first.
 */
gifts: Array<GiftId>, };

export type TalentsDocument = { 
/**
 * Whose.
 */
seat: Seat, 
/**
 * The cards they got, in the order they first got them.
 */
cards: Array<TalentCard>, };

export type TeamDocument = { 
/**
 * The columns of the grid.
 */
clusters: Array<ClusterId>, 
/**
 * A row for each member who got a card.
 */
rows: Array<GridRow>, 
/**
 * Cards that half the members or more have.
 */
many: Array<Held>, 
/**
 * Clusters in which only one member has cards.
 */
sole: Array<Sole>, 
/**
 * Cards still open: what the team would like more of.
 */
wishes: Array<CardId>, };

export type Text = { 
/**
 * Dutch.
 */
nl: string, 
/**
 * English.
 */
en: string, };

export type TextId = number;

export type Texts = { 
/**
 * Dutch.
 */
nl: Array<string>, 
/**
 * English.
 */
en: Array<string>, };

export type Types = { 
/**
 * Driven, does things, improvises, cares little for the rules around them.
 */
"alledaagse-doener": number, 
/**
 * Deep in the daily life of residents; puts what is right before the rule.
 */
frontliniewerker: number, 
/**
 * Enterprising and empathic, with a broad network and contacts in formal bodies.
 */
"sociale-ondernemer": number, 
/**
 * Eases tension between groups and services, and keeps them talking.
 */
bruggenbouwer: number, };

export type WatchingDocument = { 
/**
 * Who leads, by name; who began the session has none.
 */
facilitators: Array<string | null>, 
/**
 * Who looks on.
 */
observers: Array<string | null>, };

export type Welcome = { 
/**
 * Who the server takes the client for.
 */
you: You, 
/**
 * Which log, audience and build.
 */
epoch: string, 
/**
 * Of the last entry in these documents.
 */
seq: number, 
/**
 * By key, such as `gift/17`.
 */
docs: Record<string, Document>, };

export type Where = { 
/**
 * Where others reach this server; null when only this machine can.
 */
url: string | null, };

export type You = { "role": "member", seat: Seat, } | { "role": "facilitator", pass: PassId, } | { "role": "screen" } | { "role": "observer", pass: PassId, };

