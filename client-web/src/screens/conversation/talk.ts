/** What lies in front of someone: a card once, with everyone who gave it. Draws together, decides nothing. */
import type { Answer, CardId, GiftDocument, Play, Seat } from "../../generated/types";

export interface Talk {
  readonly card: CardId;
  /** By number, the same for everyone; never empty. */
  readonly gifts: readonly GiftDocument[];
  /** What is said of the card is said of this gift: the one picked, or else the first. */
  readonly main: GiftDocument;
  readonly picked: boolean;
  readonly answer: Answer | null;
  readonly wording: string | null;
  /** Who see it too and did not give it themselves. */
  readonly seconds: readonly Seat[];
}

/** The cards of these gifts, in their order; what was taken away is not among them. */
export function talksOf(gifts: readonly GiftDocument[]): Talk[] {
  const byCard = new Map<CardId, GiftDocument[]>();
  for (const gift of gifts) {
    if (gift.card === null || gift.removed) continue;
    const same = byCard.get(gift.card);
    if (same === undefined) byCard.set(gift.card, [gift]);
    else same.push(gift);
  }
  return Array.from(byCard, ([card, same]) => talk(card, same));
}

function talk(card: CardId, gifts: GiftDocument[]): Talk {
  const [first] = gifts as [GiftDocument, ...GiftDocument[]];
  const givers = new Set(gifts.map((gift) => gift.from));
  return {
    card,
    gifts,
    main: gifts.find((gift) => gift.picked) ?? first,
    picked: gifts.some((gift) => gift.picked),
    answer: gifts.find((gift) => gift.answer !== null)?.answer ?? null,
    wording: gifts.find((gift) => gift.wording !== null)?.wording ?? null,
    seconds: Array.from(new Set(gifts.flatMap((gift) => gift.seconds))).filter((seat) => !givers.has(seat)),
  };
}

const isLying = (gift: GiftDocument) => gift.answer === "let_lie";

/** What lies in front of a member now. */
export function inFrontOf(gifts: readonly GiftDocument[], seat: Seat): Talk[] {
  return talksOf(gifts.filter((gift) => gift.to === seat && !isLying(gift)));
}

/** What a member let lie: only they have these documents. */
export function leftLyingBy(gifts: readonly GiftDocument[], seat: Seat): Talk[] {
  return talksOf(gifts.filter((gift) => gift.to === seat && isLying(gift)));
}

/** What the receiver says of a card goes for every gift of it. */
export function answers(talk: Talk, answer: Answer): Play[] {
  return talk.gifts.map(({ gift }) => ({ do: "answer", gift, answer }));
}
