// Made from the Rust types by the test `typescript_types_are_current`. Do not edit.

export type ActionDocument = { 
/**
 * Which.
 */
action: ActionId, 
/**
 * Taken away.
 */
removed: boolean, 
/**
 * What it needs; empty is not matched yet.
 */
needs: Array<CardId>, 
/**
 * The team said so; otherwise its text does.
 */
needs_by_team: boolean, 
/**
 * What its text asks for, best first.
 */
suggested: Array<Suggested>, 
/**
 * Who would do this by job title.
 */
by_function: Seat | null, 
/**
 * Who takes it up, as the team decided.
 */
owner: Seat | null, 
/**
 * Who helps, as the team decided.
 */
helpers: Array<Seat>, };

export type ActionFit = { 
/**
 * Who fits, in order of seat: not a ranking.
 */
fits: Array<Fit>, 
/**
 * Needs for which nobody has the card or one of its cluster.
 */
missing: Array<CardId>, 
/**
 * Two who would do it together.
 */
pair: Pair | null, };

export type ActionId = number;

export type Agenda = { "do": "write", 
/**
 * Where, such as `situation` or `2/how`.
 */
place: Place, 
/**
 * What it began with.
 */
base: Base, 
/**
 * All of the field as the writer has it; empty clears it.
 */
text: string, } | { "do": "settle", 
/**
 * Where.
 */
place: Place, 
/**
 * The entry the text beside it came with.
 */
offer: number, 
/**
 * Take it instead of what stands there, or let it go.
 */
take: boolean, 
/**
 * The entry that brought what stands there: what goes must have been seen.
 */
base: number, } | { "do": "add_actions", 
/**
 * At least one.
 */
actions: Array<NewAction>, } | { "do": "remove_action", 
/**
 * Which.
 */
action: ActionId, 
/**
 * Away or back.
 */
removed: boolean, } | { "do": "need", 
/**
 * Which action.
 */
action: ActionId, 
/**
 * Which competentie.
 */
card: CardId, 
/**
 * Needed or not.
 */
on: boolean, } | { "do": "by_function", 
/**
 * Which action.
 */
action: ActionId, 
/**
 * Who; nobody is not said.
 */
seat: Seat | null, } | { "do": "assign", 
/**
 * Which action.
 */
action: ActionId, 
/**
 * Who.
 */
seat: Seat, 
/**
 * What; nothing takes the decision back.
 */
part: Part | null, };

export type AgendaDocument = { 
/**
 * In order; those taken away are not among them.
 */
actions: Array<ActionId>, 
/**
 * Taken away; they can be put back.
 */
removed: Array<ActionId>, 
/**
 * Actions a member is proposed for at most.
 */
cap: number, 
/**
 * The facilitator chose so; otherwise it is what is fair with this many actions and members.
 */
cap_chosen: boolean, };

export type Answer = "recognise" | "talk_on" | "let_lie";

export type Base = { 
/**
 * The entry that brought it; 0 where nobody ever wrote.
 */
seq: number, 
/**
 * The text as it was sent in that entry, not as it came to stand: for who typed on meanwhile.
 */
mine: boolean, };

export type Because = { 
/**
 * What the action needs.
 */
need: CardId, 
/**
 * The member's card.
 */
card: CardId, 
/**
 * How the card is related to the need; null: it is the card itself.
 */
related: Related | null, 
/**
 * The gifts by which the member has it, in order of giver: they name the givers and the reasons.
 */
gifts: Array<GiftId>, };

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
text: TextId, } | { "do": "cap", 
/**
 * So many.
 */
cap: number, }) | { n: number, } & ({ "do": "write", 
/**
 * Where, such as `situation` or `2/how`.
 */
place: Place, 
/**
 * What it began with.
 */
base: Base, 
/**
 * All of the field as the writer has it; empty clears it.
 */
text: string, } | { "do": "settle", 
/**
 * Where.
 */
place: Place, 
/**
 * The entry the text beside it came with.
 */
offer: number, 
/**
 * Take it instead of what stands there, or let it go.
 */
take: boolean, 
/**
 * The entry that brought what stands there: what goes must have been seen.
 */
base: number, } | { "do": "add_actions", 
/**
 * At least one.
 */
actions: Array<NewAction>, } | { "do": "remove_action", 
/**
 * Which.
 */
action: ActionId, 
/**
 * Away or back.
 */
removed: boolean, } | { "do": "need", 
/**
 * Which action.
 */
action: ActionId, 
/**
 * Which competentie.
 */
card: CardId, 
/**
 * Needed or not.
 */
on: boolean, } | { "do": "by_function", 
/**
 * Which action.
 */
action: ActionId, 
/**
 * Who; nobody is not said.
 */
seat: Seat | null, } | { "do": "assign", 
/**
 * Which action.
 */
action: ActionId, 
/**
 * Who.
 */
seat: Seat, 
/**
 * What; nothing takes the decision back.
 */
part: Part | null, });

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

export type Code = "bad_frame" | "unknown_command" | "busy" | "too_fast" | "not_now" | "not_done" | "wrong_phase" | "not_allowed" | "not_in_hand" | "unknown_card" | "to_yourself" | "unknown_seat" | "seat_away" | "nobody_named" | "unknown_gift" | "already_given" | "already_shown" | "enough_picked" | "too_few" | "not_next" | "full" | "locked" | "last_facilitator" | "unknown_pass" | "unknown_text" | "already_so" | "text_empty" | "text_too_long" | "text_characters" | "hand_size" | "retention" | "deck_unfit" | "unknown_action" | "enough_actions" | "enough_needs" | "enough_offers" | "moved_on" | "cap_size";

export type Cover = { 
/**
 * Such as `frontliniewerker`.
 */
id: string, 
/**
 * Who bring it, in order of seat. Nobody: *wie zoeken we er nog bij*.
 */
seats: Array<Seat>, 
/**
 * It hangs on this one person.
 */
sole: Seat | null, };

export type Coverage = { 
/**
 * False: nobody has enough cards to say anything, and the lists are empty.
 */
enough: boolean, 
/**
 * The types of best persons.
 */
types: Array<Cover>, 
/**
 * The roles of a wijkverbinder.
 */
roles: Array<Cover>, 
/**
 * The five qualities.
 */
qualities: Array<Cover>, };

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

export type Document = SessionDocument | SeatDocument | HandDocument | GiftDocument | TableDocument | FlowDocument | WatchingDocument | TalentsDocument | ProfileDocument | Coverage | AgendaDocument | FieldDocument | ActionDocument | FitDocument | ProposalDocument | TeamDocument | FewDocument | PassesDocument | MentionsDocument;

export type Doing = "here" | "choosing" | { "writing": Place };

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
 * Exports for people hold the reasons too.
 */
reasons_in_exports: boolean, 
/**
 * Whether one can join now.
 */
open: boolean, 
/**
 * Where it is.
 */
phase: Phase, };

export type DoorCode = "unknown_code" | "no_entry" | "no_right" | "too_many_tries" | "foreign_origin" | "wrong_host" | "media_type" | "bad_request" | "deck_wrong" | "unknown_deck" | "create_key" | "import_too_large" | "import_no_json" | "import_other" | "import_older" | "import_newer" | "import_damaged" | "import_impossible" | "unavailable" | "failed";

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

export type FieldDocument = { 
/**
 * Where.
 */
place: Place, 
/**
 * The entry that brought the text: what a save begins with.
 */
seq: number, 
/**
 * What stands there.
 */
text: string, 
/**
 * What stands beside it for the team to choose.
 */
offers: Array<OfferDocument>, };

export type Fit = { 
/**
 * Who.
 */
seat: Seat, 
/**
 * In a word.
 */
level: FitLevel, 
/**
 * What they bring, in the order of the needs.
 */
because: Array<Because>, };

export type FitDocument = { 
/**
 * Which action.
 */
action: ActionId, 
/**
 * Who fits, in order of seat: not a ranking.
 */
fits: Array<Fit>, 
/**
 * Needs for which nobody has the card or one of its cluster.
 */
missing: Array<CardId>, 
/**
 * Two who would do it together.
 */
pair: Pair | null, };

export type FitLevel = "some" | "good" | "strong";

export type FlowDocument = { 
/**
 * Cards given so far, to whomever. While giving it moves for three givers at once, so it may lag;
 * with each step of the phase it is exact, and in the conversation it stays.
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

export type ImportSession = { 
/**
 * The new facilitator's token: 32 hexadecimal digits, made by the client.
 */
token: string, 
/**
 * A JSON export, as it stands in its file.
 */
session?: unknown, 
/**
 * The session that comes with the server, to look around in.
 */
example?: boolean, 
/**
 * What a closed server asks for.
 */
create_key?: string, };

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
text: TextId, } | { "do": "cap", 
/**
 * So many.
 */
cap: number, };

export type Level = "background" | "present" | "clear" | "strong";

export type Mark = "bench" | "path" | "lantern" | "bridge" | "wheelbarrow" | "tiles" | "megaphone" | "lights";

export type Mention = { 
/**
 * What to name in `wipe`.
 */
text: TextId, 
/**
 * The gift whose reason or wording it is; its own document says whether one may read it.
 */
gift: GiftId | null, 
/**
 * The place of the werkagenda where it stands.
 */
place: Place | null, 
/**
 * It stands there no more: this line is for all that stood there before and may hold the name.
 */
before: boolean, };

export type MentionsDocument = { 
/**
 * The forgotten member.
 */
seat: Seat, 
/**
 * Texts of others that held their name.
 */
texts: Array<Mention>, };

export type NewAction = { 
/**
 * What is taken up.
 */
what?: string, 
/**
 * With whom.
 */
with_whom?: string, 
/**
 * How.
 */
how?: string, 
/**
 * By when.
 */
when?: string, };

export type NotPlaced = "no_needs" | "nobody_fits" | "full";

export type OfferDocument = { 
/**
 * The entry it came with.
 */
seq: number, 
/**
 * Who wrote it; null for a facilitator.
 */
by: Seat | null, 
/**
 * What they wrote.
 */
text: string, };

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
 * Exports for people hold the reasons too; without it they do not. Told at the door.
 */
reasons_in_exports?: boolean, 
/**
 * What a closed server asks for.
 */
create_key?: string, };

export type Opened = { 
/**
 * Six of A–Z and 2–9 without I and O.
 */
code: string, };

export type Pair = { 
/**
 * Who fits well.
 */
first: Seat, 
/**
 * Who brings most of what the first lacks.
 */
second: Seat, 
/**
 * What the second adds, in the order of the needs.
 */
adds: Array<CardId>, };

export type Part = "owner" | "helper";

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

export type Phase = "lobby" | "giving" | "conversation" | "talents" | "werkagenda" | "closed";

export type Place = string;

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
 * With `deck_wrong`: what is wrong in the deck file, each with card, line and mend. With
 * `import_impossible`: which entry, and what is wrong with it.
 */
details?: Array<string>, };

export type ProblemCode = Code | DoorCode;

export type Profile = { 
/**
 * False: too few cards to say anything, and the lists are empty.
 */
enough: boolean, 
/**
 * The types of best persons.
 */
types: Array<Strand>, 
/**
 * The roles of a wijkverbinder.
 */
roles: Array<Strand>, 
/**
 * The five qualities.
 */
qualities: Array<Strand>, };

export type ProfileDocument = { 
/**
 * Whose.
 */
seat: Seat, 
/**
 * False: too few cards to say anything, and the lists are empty.
 */
enough: boolean, 
/**
 * The types of best persons.
 */
types: Array<Strand>, 
/**
 * The roles of a wijkverbinder.
 */
roles: Array<Strand>, 
/**
 * The five qualities.
 */
qualities: Array<Strand>, };

export type Proposal = { 
/**
 * Which.
 */
action: ActionId, 
/**
 * Who takes it up.
 */
owner: Seat | null, 
/**
 * Who help: those decided first, then who bring most of what the others lack.
 */
helpers: Array<Seat>, 
/**
 * Why there is no owner.
 */
why: NotPlaced | null, };

export type ProposalDocument = { 
/**
 * Of every action that stands.
 */
actions: Array<Proposal>, };

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

export type Related = "cluster" | "weights";

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
 * Always null: how many cards are in a hand is for who plays it alone, in `hand/3`. The field is
 * there for clients that look for it.
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
talents: boolean, 
/**
 * The werkagenda was reached once and stays to be seen.
 */
agenda: boolean, 
/**
 * Exports for people hold the reasons too.
 */
reasons_in_exports: boolean, 
/**
 * It was read in from a file.
 */
imported: boolean, };

export type Sole = { 
/**
 * Which cluster.
 */
cluster: ClusterId, 
/**
 * Who alone has cards in it.
 */
seat: Seat, };

export type Strand = { 
/**
 * Such as `frontliniewerker`: an id of [`cards::Types`], [`cards::Roles`] or
 * [`cards::Qualities`].
 */
id: string, 
/**
 * In a word.
 */
level: Level, 
/**
 * The cards behind it, those that say most first.
 */
cards: Array<CardId>, };

export type Suggested = { 
/**
 * Which.
 */
card: CardId, 
/**
 * The words of the text that say so.
 */
words: Array<string>, };

export type Suggestion = { 
/**
 * Id of the card.
 */
card: string, 
/**
 * The pieces of the text it was found by, as they are written there, in their order: mostly
 * one word each. Never empty.
 */
words: Array<string>, };

export type Suggestions = { 
/**
 * The competenties a text asks for, best first; ten at most.
 */
suggestions: Array<Suggestion>, };

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
 * At least one, in order of who gave it.
 */
gifts: Array<GiftId>, };

export type TalentsDocument = { 
/**
 * Whose.
 */
seat: Seat, 
/**
 * The cards they got, in the deck's order.
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

