/**
 * The werkagenda as one page works on it: what is being written, and who takes up what as decided or proposed. One
 * for each session, so that going to another screen and back loses nothing. Draws together, knows no rules.
 */
import { createContext } from "svelte";
import type { ActionId, Agenda, Place, Proposal, Seat } from "../../generated/types";
import type { Outcome, Session } from "../../session.svelte";
import { Draft } from "./draft.svelte";

/** Someone in an action: as the team decided, or as the tool proposes. */
export interface InAction {
  readonly seat: Seat;
  readonly decided: boolean;
}

export class Work {
  readonly session: Session;
  readonly #drafts: Record<Place, Draft> = {};
  /** Entries that this page asked for: no news to who sits here. */
  readonly #own: number[] = [];
  #decided: readonly ActionId[] = [];
  /** Who is being dragged to an action. */
  dragged = $state.raw<Seat | null>(null);

  constructor(session: Session) {
    this.session = session;
  }

  async agenda(asked: Agenda): Promise<Outcome> {
    if (asked.do === "assign") this.#decided = [...this.#decided, asked.action];
    const outcome = await this.session.agenda(asked);
    if (outcome.ok && outcome.seq !== undefined) this.#own.push(outcome.seq);
    return outcome;
  }

  get docs() {
    return this.session.docs;
  }

  /** Who takes part now, in order of seat. */
  get present() {
    return this.docs.seats.filter(({ away, forgotten }) => !away && !forgotten);
  }

  isOwn(seq: number): boolean {
    return this.#own.includes(seq);
  }

  /** Someone here decided on it, since `forgetDecisions`. */
  decidedHere(id: ActionId): boolean {
    return this.#decided.includes(id);
  }

  forgetDecisions() {
    this.#decided = [];
  }

  draft(place: Place): Draft {
    return (this.#drafts[place] ??= new Draft(this, place));
  }

  /** The page goes out of sight, which on a phone may be the last of it. */
  saveAll() {
    for (const draft of Object.values(this.#drafts)) void draft.save();
  }

  get unsaved(): boolean {
    return Object.values(this.#drafts).some((draft) => draft.dirty || draft.flying);
  }

  /** What stands there now; empty where nobody wrote. */
  text(place: Place): string {
    return this.docs.field(place)?.text ?? "";
  }

  textOf(id: ActionId, field: string): string {
    return this.text(`${String(id)}/${field}`);
  }

  proposal(id: ActionId): Proposal | undefined {
    return this.docs.proposal?.actions.find(({ action }) => action === id);
  }

  owner(id: ActionId): InAction | null {
    const decided = this.docs.action(id)?.owner ?? null;
    if (decided !== null) return { seat: decided, decided: true };
    const proposed = this.proposal(id)?.owner ?? null;
    return proposed === null ? null : { seat: proposed, decided: false };
  }

  /** Those decided on first. */
  helpers(id: ActionId): InAction[] {
    const decided = this.docs.action(id)?.helpers ?? [];
    const proposed = this.proposal(id)?.helpers ?? [];
    return [
      ...decided.map((seat) => ({ seat, decided: true })),
      ...proposed.filter((seat) => !decided.includes(seat)).map((seat) => ({ seat, decided: false })),
    ];
  }

  /** Another takes it up than who would by job title. */
  surprise(id: ActionId): { readonly byFunction: Seat; readonly owner: InAction } | null {
    const byFunction = this.docs.action(id)?.by_function ?? null;
    const owner = this.owner(id);
    return byFunction === null || owner === null || owner.seat === byFunction ? null : { byFunction, owner };
  }
}

const works = new WeakMap<Session, Work>();

export function workOf(session: Session): Work {
  const work = works.get(session) ?? new Work(session);
  works.set(session, work);
  return work;
}

export const [useWork, setWork] = createContext<Work>();
