/**
 * Where others reach this server. A facilitator often opens the page at an address of the laptop alone; a code
 * to scan or a link with that address would lead a phone to itself, so the server is asked for a better one.
 */
import { fetchWhere } from "./api";

class Origin {
  now = $state(location.origin);
  /** Nobody else can come in at this address. */
  onlyHere = $state(false);

  constructor() {
    if (["localhost", "127.0.0.1", "[::1]"].includes(location.hostname)) void this.#ask();
  }

  /** Without `http://`, as one would type it. */
  get address(): string {
    return this.now.replace(/^https?:\/\//, "");
  }

  async #ask() {
    const answer = await fetchWhere();
    const url = answer.ok ? answer.value.url : null;
    if (url === null) this.onlyHere = true;
    else this.now = url;
  }
}

export const origin = new Origin();
