/** What the team wrote in one place of the werkagenda, with what still stands beside it to choose from. */
import type { Place } from "../../generated/types";
import type { Session } from "../../session.svelte";
import { werkagenda } from "../../words/werkagenda";

export function writtenIn(session: Session, place: Place): string {
  const field = session.docs.field(place);
  if (field === undefined) return "";
  return [field.text.trim(), ...field.offers.map((offer) => werkagenda.beside(offer.text.trim()))]
    .filter((text) => text !== "")
    .join("\n");
}
