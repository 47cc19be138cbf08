import type { Card, Cluster } from "../generated/types";

/** What a part needs to know of a card and of its cluster. */
export type CardFace = Readonly<Pick<Card, "id" | "label" | "description">>;
export type ClusterFace = Readonly<Pick<Cluster, "label" | "mark">>;

/** A deck's cards or clusters, to look up by their stable name. */
export function byId<Item extends { readonly id: string }>(
  items: readonly Item[] = [],
): ReadonlyMap<string, Item> {
  return new Map(items.map((item) => [item.id, item]));
}
