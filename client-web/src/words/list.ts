import { lang } from "./lang.svelte";

/** "Fatma", "Fatma en Sem", "Fatma, Sem en Ria". */
export function listOf(names: readonly string[]): string {
  return new Intl.ListFormat(lang.now, { type: "conjunction" }).format(names);
}
