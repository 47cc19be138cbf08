/** The standard deck: what stands on a card. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./server";

const file = readFileSync(join(root, "cards/decks/wijkgericht.toml"), "utf8");
const cards = file
  .split("[[card]]")
  .slice(1)
  .map((card) => {
    const id = /^id = "(.+)"$/m.exec(card)?.[1];
    const label = /^label = \{ nl = "(.*?)"/m.exec(card)?.[1];
    if (id === undefined || label === undefined) throw new Error(`a card without id or label: ${card}`);
    return [id, label] as const;
  });
const labels = new Map(cards);

export const CARDS: readonly string[] = cards.map(([id]) => id);

/** As it is shown: with a curly apostrophe. */
export function labelOf(id: string): string {
  const label = labels.get(id);
  if (label === undefined) throw new Error(`no card ${id}`);
  return label.replace("'", "’");
}
