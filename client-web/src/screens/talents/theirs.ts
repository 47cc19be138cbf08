/** What lies with a member for all to see, as it is drawn on every page of talents. Draws together, no rules. */
import type { CardId, GiftDocument, Seat } from "../../generated/types";
import type { Session } from "../../session.svelte";
import { textOf } from "../../words/lang.svelte";
import { talksOf, type Talk } from "../conversation/talk";

/** A member's cards with their givers, in the order they first got them. */
export function talentsOf(session: Session, seat: Seat): Talk[] {
  return talksOf(
    (session.docs.talents(seat)?.cards ?? [])
      .flatMap((talent) => talent.gifts)
      .map((id) => session.docs.gift(id))
      .filter((gift): gift is GiftDocument => gift !== undefined),
  );
}

/** How a card is called: in the team's own words for this person, or else as it stands in the deck. */
export function labelOf(session: Session, card: CardId, talk?: Talk): string {
  const label = session.card(card)?.label;
  return talk?.wording ?? (label === undefined ? card : textOf(label));
}
