/**
 * Tokens: what opens a seat, a facilitator's page or a screen. Made here, so that asking twice is asking once;
 * remembered on this device by session and role, and never left in the address bar.
 */

import { origin } from "./origin.svelte";

export type TokenRole = "member" | "facilitator" | "screen";

const BYTES = 16;
const letters: Record<string, TokenRole> = { m: "member", f: "facilitator", s: "screen" };

/** Random hexadecimal digits, two for each byte. `crypto.getRandomValues` also works on plain http. */
export function randomHex(bytes: number): string {
  const random = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(random, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** For where storage is switched off: as long as the page lasts. */
const memory = new Map<string, string>();

/**
 * `joining` is a member's token that was sent, but not yet answered. `example` is none at all: it says that the session
 * of a facilitator is the example.
 */
type Remembered = TokenRole | "joining" | "example";

const key = (code: string, role: Remembered) => `competentiespel.${code}.${role}`;

export function recallToken(code: string, role: Remembered): string | null {
  const name = key(code, role);
  try {
    return localStorage.getItem(name) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

export function rememberToken(code: string, role: Remembered, token: string) {
  memory.set(key(code, role), token);
  try {
    localStorage.setItem(key(code, role), token);
  } catch {
    // Not remembered beyond this page; the link of one's own still works.
  }
}

export function forgetToken(code: string, role: Remembered) {
  memory.delete(key(code, role));
  try {
    localStorage.removeItem(key(code, role));
  } catch {
    // Nothing was remembered.
  }
  if (role === "facilitator") forgetToken(code, "example");
}

export function newToken(): string {
  return randomHex(BYTES);
}

/** Takes a token from behind `#` and cleans the address bar at once, so that nobody reads it over a shoulder. */
export function takeTokenFromAddress(): { role: TokenRole; token: string } | null {
  const found = /^#([mfs])=([0-9a-f]{32})$/.exec(location.hash);
  if (location.hash !== "") history.replaceState(history.state, "", location.pathname + location.search);
  const role = letters[found?.[1] ?? ""];
  const token = found?.[2];
  return role !== undefined && token !== undefined ? { role, token } : null;
}

/** A link that opens this seat or page on any device: for its owner alone. */
export function linkOf(code: string, role: TokenRole, token: string): string {
  const page = { member: "", facilitator: "/leiden", screen: "/scherm" }[role];
  return `${origin.now}/${code}${page}#${role.slice(0, 1)}=${token}`;
}
