/** Whose hands a part of the page is: one's own, or those of someone a facilitator plays for. */
import { createContext } from "svelte";
import type { Play, Seat } from "../generated/types";
import type { Outcome, Session } from "../session.svelte";

export class Player {
  readonly #session: Session;
  readonly seat: Seat;

  constructor(session: Session, seat: Seat) {
    this.#session = session;
    this.seat = seat;
  }

  play(play: Play): Promise<Outcome> {
    return this.#session.play(play, this.#session.me === this.seat ? undefined : this.seat);
  }

  /** The same for several things at once; the first that is refused is the answer. */
  async playAll(plays: readonly Play[]): Promise<Outcome> {
    const outcomes = await Promise.all(plays.map((play) => this.play(play)));
    return outcomes.find((outcome) => !outcome.ok) ?? { ok: true };
  }
}

export const [usePlayer, setPlayer] = createContext<Player>();
