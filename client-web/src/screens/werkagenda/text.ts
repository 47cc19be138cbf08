/** Texts that people type or paste: what nobody can see taken out, and a caret that stays where it was. */

/** Characters that hide or turn the direction of a text. Web pages and word processors leave them behind. */
const HIDDEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000E-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u180E\u200B\u200C\u200E\u200F\u202A-\u202E\u2060-\u206F\u2800\u3164\uFEFF\uFFA0\uFFF9-\uFFFB]/g;

/** The same text with ordinary line breaks and without what cannot be seen. */
export function clean(text: string): string {
  return text.replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, "\n").replace(HIDDEN, "");
}

/** A text as it is kept: without the spaces at the end of lines. */
export function tidy(text: string): string {
  return clean(text)
    .split("\n")
    .map((line) => line.replace(/\s+$/, ""))
    .join("\n")
    .replace(/\s+$/, "");
}

/** Where a caret at `at` of the old text belongs in the new one: between the same words, as far as they are there. */
export function caretAfter(old: string, next: string, at: number): number {
  let before = 0;
  while (before < old.length && old[before] === next[before]) before += 1;
  if (at <= before) return at;
  let after = 0;
  const most = Math.min(old.length, next.length) - before;
  while (after < most && old[old.length - 1 - after] === next[next.length - 1 - after]) after += 1;
  const fromEnd = next.length - (old.length - at);
  if (at >= old.length - after) return fromEnd;
  return around(old, next, at) ?? Math.max(before, Math.min(fromEnd, next.length - after));
}

/** Looks for what stands on both sides of the caret, then for what stands before it; the nearest of equals. */
function around(old: string, next: string, at: number): number | null {
  for (const sides of ["both", "before"] as const) {
    for (let length = 32; length >= 3; length = Math.floor(length / 2)) {
      const start = Math.max(0, at - length);
      const sought = old.slice(start, sides === "both" ? at + length : at);
      if (sought.length < 3) continue;
      const found = nearest(next, sought, start);
      if (found !== null) return found + (at - start);
    }
  }
  return null;
}

function nearest(text: string, sought: string, to: number): number | null {
  let best: number | null = null;
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + 1)) {
    if (best === null || Math.abs(at - to) < Math.abs(best - to)) best = at;
  }
  return best;
}

/** What to show of a text that came, to someone who is typing: the space they just typed was not kept, and stays. */
export function withTypedSpace(
  old: string,
  next: string,
  caret: number,
): { readonly text: string; readonly caret: number } {
  const typed = /[^\S\n]+$/.exec(old.slice(0, caret))?.[0] ?? /\s+$/.exec(old.slice(0, caret))?.[0] ?? "";
  const at = caretAfter(old, next, caret);
  const isKept = typed === "" || /\s$/.test(next.slice(0, at));
  const isEndOfLine = at === next.length || next[at] === "\n";
  if (isKept || !isEndOfLine) return { text: next, caret: at };
  return { text: next.slice(0, at) + typed + next.slice(at), caret: at + typed.length };
}
