/** One thing a person asked for: on its way, refused, or done. A screen shows the first two. */
import { refusal, type Refused } from "../words/refusals";

type Ended<Code> = { ok: true } | { ok: false; code: Code; limit?: number };

export class Trying<Code extends Refused = Refused> {
  busy = $state(false);
  problem = $state.raw<{ code: Code; limit?: number } | null>(null);

  /** What was wrong and what to do now; null when nothing is. */
  readonly sentence = $derived(this.problem === null ? null : refusal(this.problem));

  /** True when it is done; a second press while it is on its way does nothing. */
  async do(asked: () => Promise<Ended<Code>>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    const ended = await asked();
    this.busy = false;
    if (!ended.ok) this.problem = ended;
    return ended.ok;
  }

  forgive() {
    this.problem = null;
  }
}
