/** What someone is giving or has just given: it outlives a change of turn. */
import { createContext } from "svelte";
import type { CardId, GiftId, Seat } from "../../generated/types";

export interface Giving {
  readonly card: CardId;
  /** To this person; without it the sheet asks. */
  readonly to?: Seat;
  /** *Past ook bij …*: the card as it lies in front of someone. */
  readonly also?: GiftId;
}

export class Sheets {
  giving = $state.raw<Giving | null>(null);
  given = $state.raw<{ readonly card: CardId; readonly to: readonly Seat[] } | null>(null);
}

export const [useSheets, setSheets] = createContext<Sheets>();
