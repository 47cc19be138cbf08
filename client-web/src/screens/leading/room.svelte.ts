/** The people at the table, as the facilitator's page asks for them again and again. Draws together, no rules. */
import type { Phase, SeatDocument } from "../../generated/types";
import type { Session } from "../../session.svelte";

/** The order of the phases, to go forward and back. */
export const PHASES: readonly Phase[] = [
  "lobby",
  "giving",
  "conversation",
  "talents",
  "werkagenda",
  "closed",
];

export class Room {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  readonly phase: Phase = $derived.by(() => this.#session.docs.session?.phase ?? "lobby");
  /** It is about what came of it: the results are a step away. */
  readonly brings: boolean = $derived(this.phase === "werkagenda" || this.phase === "closed");
  /** Everyone with a name. */
  readonly members: readonly SeatDocument[] = $derived.by(() =>
    this.#session.docs.seats.filter((member) => !member.forgotten),
  );
  /** Everyone who takes part now. */
  readonly present: readonly SeatDocument[] = $derived(this.members.filter((member) => !member.away));
  readonly gone: readonly SeatDocument[] = $derived(this.members.filter((member) => member.away));
  readonly notReady: readonly SeatDocument[] = $derived(
    this.present.filter((member) => member.dealt && !member.ready),
  );
  readonly withoutTurn: readonly SeatDocument[] = $derived(this.present.filter((member) => !member.had_turn));

  /** Whether this facilitator plays for that member, who has no device. */
  plays(member: SeatDocument): boolean {
    const { you } = this.#session;
    return you?.role === "facilitator" && member.proxy === you.pass;
  }
}
