/**
 * The table as one giver sees it while giving: the documents, with what is on its way drawn over them. What is
 * on its way is not yet so; it only stands where it will be.
 */
import type { CardId, GiftDocument, Play, Seat } from "../../generated/types";
import type { Session } from "../../session.svelte";

/** A card one gave, to one or more teammates. */
export interface GivenCard {
  readonly card: CardId;
  readonly gifts: readonly GiftDocument[];
  /** Teammates it is on its way to. */
  readonly onItsWay: readonly Seat[];
}

export class GiversTable {
  readonly #session: Session;
  readonly seat: Seat;

  constructor(session: Session, seat: Seat) {
    this.#session = session;
    this.seat = seat;
  }

  /** What this giver asked for and has no answer to yet. */
  readonly #asked: readonly Play[] = $derived.by(() => {
    const own = this.#session.me === this.seat ? null : this.seat;
    return this.#session.pending
      .filter((pending) => pending.forSeat === own)
      .map((pending) => pending.command as Play);
  });

  /** On the way to the table: once it left the hand it lies there, whatever its answer waits for. */
  readonly #laying: readonly CardId[] = $derived.by(() => {
    const hand = this.#session.docs.hand(this.seat)?.cards ?? [];
    return this.#asked.flatMap((play) =>
      play.do === "lay_open" && hand.includes(play.card) ? play.card : [],
    );
  });

  readonly #giving = $derived(this.#asked.filter((play) => play.do === "give"));

  /** Everyone a card can be given to. */
  readonly teammates = $derived.by(() =>
    this.#session.docs.seats.filter(
      (person) => person.seat !== this.seat && !person.away && !person.forgotten,
    ),
  );

  readonly present = $derived.by(() =>
    this.#session.docs.seats.filter((person) => !person.away && !person.forgotten),
  );

  /** Cards to give; undefined for who was dealt none. */
  readonly hand: readonly CardId[] | undefined = $derived.by(() => {
    const leaving = [...this.#laying, ...this.#giving.map((play) => play.card)];
    return this.#session.docs.hand(this.seat)?.cards.filter((card) => !leaving.includes(card));
  });

  readonly #gave = $derived.by(() => this.#session.docs.arrived.filter((gift) => gift.from === this.seat));

  readonly given: readonly GivenCard[] = $derived.by(() => {
    const cards = [
      ...this.#giving.map((play) => play.card),
      ...[...this.#gave].reverse().flatMap((gift) => gift.card ?? []),
    ];
    return cards
      .filter((card, i) => cards.indexOf(card) === i)
      .map((card) => {
        const gifts = this.#gave.filter((gift) => gift.card === card);
        const asked = this.#giving.filter((play) => play.card === card).flatMap((play) => play.to);
        return { card, gifts, onItsWay: asked.filter((seat) => !gifts.some((gift) => gift.to === seat)) };
      });
  });

  /** Gifts that are *weggehaald*. */
  readonly removed = $derived(this.#gave.filter((gift) => gift.removed));

  readonly received = $derived.by(() => this.#session.docs.arrived.filter((gift) => gift.to === this.seat));

  /** Teammates this giver gave nothing; nobody else is told. */
  readonly gaveNothing: readonly Seat[] = $derived(
    this.teammates
      .map((person) => person.seat)
      .filter((seat) => !this.given.some((given) => reaches(given, seat))),
  );

  /** Teammates who have this card from this giver. */
  has(card: CardId, seat: Seat): boolean {
    return this.given.some((given) => given.card === card && reaches(given, seat));
  }

  isTakingBack(gift: number): boolean {
    return this.#asked.some((play) => play.do === "take_back" && play.gift === gift);
  }

  isPickingUp(card: CardId): boolean {
    return this.#asked.some((play) => play.do === "pick_up" && play.card === card);
  }

  /** Open cards; `mine` were laid by this giver, which only they see. */
  readonly open = $derived.by(() => {
    const mine = [...(this.#session.docs.hand(this.seat)?.laid ?? [])];
    const cards = (this.#session.docs.table?.cards ?? []).map((card) => {
      const at = mine.indexOf(card); // The same card can lie there twice, by two people.
      if (at >= 0) mine.splice(at, 1);
      return { card, mine: at >= 0, onItsWay: false };
    });
    return [...cards, ...this.#laying.map((card) => ({ card, mine: true, onItsWay: true }))];
  });
}

const reaches = ({ gifts, onItsWay }: GivenCard, seat: Seat) =>
  onItsWay.includes(seat) || gifts.some((gift) => gift.to === seat);

export const onTheTable = (session: Session, seat: Seat) => new GiversTable(session, seat);
