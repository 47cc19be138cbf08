/** Reading in a session, from a file or as the example: asked once, also when it must be asked again. */
import type { FailureCode } from "../api";
import { newToken, rememberToken } from "../access";
import { importSession } from "../files";
import { router } from "../route.svelte";
import { Trying } from "./trying.svelte";

export class Importing {
  readonly trying = new Trying<FailureCode>();
  /** What a closed server asks for. */
  key = $state("");
  asksKey = $state(false);
  /** What exactly is wrong in a file, a line each. */
  details = $state.raw<readonly string[]>([]);

  // The same file sent twice is the same session; another file is another one.
  #sent: { text: string | undefined; token: string } | null = null;

  /** Opens the facilitator's page of what was read in; without a text of the example. */
  async open(text?: string) {
    if (this.#sent === null || this.#sent.text !== text) this.#sent = { text, token: newToken() };
    const { token } = this.#sent;
    this.details = [];
    await this.trying.do(async () => {
      const answer = await importSession(token, this.asksKey ? this.key : undefined, text);
      if (!answer.ok) {
        this.details = answer.details ?? [];
        if (answer.code === "create_key") this.asksKey = true;
        return answer;
      }
      const { code } = answer.value;
      if (text === undefined) rememberToken(code, "example", "");
      rememberToken(code, "facilitator", token);
      router.go(`/${code}/leiden`);
      return answer;
    });
  }
}
