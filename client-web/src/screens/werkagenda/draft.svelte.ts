/**
 * One place of the werkagenda as one person writes in it. Keeps what is on their screen, sends it after a pause or
 * when they leave, and says with each save which text it began with; the server merges. What others wrote comes in
 * as soon as nothing of one's own waits, and a save that is refused leaves the text where it is.
 */
import type { Agenda, Base, FieldDocument, Place } from "../../generated/types";
import type { Outcome } from "../../session.svelte";
import { clean, tidy, withTypedSpace } from "./text";

/** Without typing, before a save. */
export const PAUSE_MS = 1000;

export type Refusal = Extract<Outcome, { ok: false }>;

/** What a draft needs of a session. */
export interface Writing {
  readonly docs: { field(place: Place): FieldDocument | undefined };
  agenda(asked: Agenda): Promise<Outcome>;
}

export class Draft {
  /** What stands on this screen. */
  text = $state("");
  /** Saved since this person last typed; nothing to say before they did. */
  saved = $state(false);
  problem = $state.raw<Refusal | null>(null);
  /** Where the caret belongs after a text came in; taken by who draws it. */
  caret: number | null = null;
  /** Where the caret is, while this person is in the field. */
  at: () => number | null = () => null;

  readonly place: Place;
  readonly #session: Writing;
  /** What the next save begins with: which text, and what it says. */
  #base: Base = { seq: 0, mine: false };
  #began = $state("");
  #flying = $state(false);
  #flight = Promise.resolve();
  /** A save was asked while one was on its way: it goes after it. */
  #again = false;
  #composing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: Writing, place: Place) {
    this.#session = session;
    this.place = place;
    this.#adopt();
  }

  /** On its way; nothing of it is lost, also without a connection. */
  get flying(): boolean {
    return this.#flying;
  }

  /** Something here is not yet sent. */
  get dirty(): boolean {
    return tidy(this.text) !== tidy(this.#began);
  }

  /** The entry of one's own save on which one types on: what is beside the text from there is one's own. */
  get own(): number | null {
    return this.#base.mine && (this.dirty || this.flying) ? this.#base.seq : null;
  }

  typed(text: string) {
    this.text = text;
    this.saved = false;
    this.problem = null;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), PAUSE_MS);
  }

  /** A keyboard is putting a word together: a text that changes under it would break the word. */
  composing(on: boolean) {
    this.#composing = on;
    if (!on) this.rest();
  }

  /** Sends what is there, after what is on its way; true when nothing was refused. */
  async save(): Promise<boolean> {
    clearTimeout(this.#timer);
    if (this.#flying) this.#again = true;
    else this.#flight = this.#fly();
    await this.#flight;
    return this.problem === null;
  }

  /** Shows what stands there, when nothing of one's own waits. */
  rest() {
    if (!this.dirty && !this.#flying) this.#adopt();
  }

  async #fly() {
    while (this.dirty) {
      const sent = clean(this.text);
      this.#again = false;
      this.#flying = true;
      this.problem = null;
      const asked = { do: "write", place: this.place, base: this.#base, text: sent } as const;
      const outcome = await this.#session.agenda(asked);
      this.#flying = false;
      if (!outcome.ok) {
        this.problem = outcome;
        return;
      }
      this.#took(sent, outcome.seq);
      if (!this.dirty) this.saved = true;
      else if (!this.#again) return; // Still typing: the pause that runs sends the rest.
    }
    this.rest();
  }

  #took(sent: string, seq: number | undefined) {
    const document = this.#session.docs.field(this.place);
    if (seq !== undefined) this.#base = { seq, mine: true };
    else if (document !== undefined && document.text === tidy(sent))
      this.#base = { seq: document.seq, mine: false };
    this.#began = sent;
  }

  #adopt() {
    const document = this.#session.docs.field(this.place);
    const text = document?.text ?? "";
    const caret = this.at();
    if (text !== this.text && !(caret !== null && text === tidy(this.text))) {
      if (this.#composing) return;
      if (caret === null) this.text = text;
      else {
        const shown = withTypedSpace(this.text, text, caret);
        this.caret = shown.caret;
        this.text = shown.text;
      }
    }
    this.#base = { seq: document?.seq ?? 0, mine: false };
    this.#began = text;
  }
}
