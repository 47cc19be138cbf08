import { lang } from "./lang.svelte";

/** What may stand in an area of words: sentences, sentences with a gap, and groups of them. */
interface Sentences {
  readonly [key: string]: string | ((...gaps: never[]) => string) | Sentences;
}

/** The same keys and the same gaps; only the sentences differ. */
export type Same<Area> = {
  readonly [Key in keyof Area]: Area[Key] extends string
    ? string
    : Area[Key] extends (...gaps: infer Gaps) => string
      ? (...gaps: Gaps) => string
      : Same<Area[Key]>;
};

/**
 * One area of words. A key that is missing or extra in English is a type error. Reading a key gives the
 * sentence in the language chosen now, and draws again when that changes.
 */
export function words<const Area extends Sentences>(both: { nl: Area; en: Same<NoInfer<Area>> }): Same<Area> {
  const now = {};
  for (const key of Object.keys(both.nl)) {
    Object.defineProperty(now, key, { enumerable: true, get: () => (both[lang.now] as Sentences)[key] });
  }
  return now as Same<Area>;
}

/** "1 kaart", "3 kaarten". */
export function count(n: number, one: string, many: string): string {
  return `${String(n)} ${n === 1 ? one : many}`;
}
