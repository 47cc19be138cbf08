/**
 * Team Zwijndrecht, the workbook's own example: who must end with which talents, and how a team gets there from
 * any deal. A card goes to whom it fits; one that fits only its own holder is laid open for another to give; one
 * that fits its holder too is passed on in the conversation with "past ook bij".
 */

export const TALENTS = {
  Annet: [
    "enthousiasmeren",
    "collegas-inspireren",
    "juiste-personen",
    "transparant",
    "lef",
    "fouten-durven-maken",
    "teamspeler",
    "taal-van-bewoners",
  ],
  Bram: ["hands-on", "praktisch", "sfeermaker", "enthousiasmeren"],
  Chantal: [
    "in-het-zonnetje",
    "inlevingsvermogen",
    "zorgvuldig",
    "organiseren",
    "praktisch",
    "verbinden",
    "enthousiasmeren",
  ],
  Driss: [
    "structuur",
    "presenteren",
    "analyseren",
    "overzicht",
    "lef",
    "kansen-ondanks-kaders",
    "oplossingsgericht",
  ],
} as const satisfies Record<string, readonly string[]>;

export type Name = keyof typeof TALENTS;
export const NAMES = Object.keys(TALENTS) as Name[];

/** Whom a card fits. */
export function fits(card: string): Name[] {
  return NAMES.filter((name) => (TALENTS[name] as readonly string[]).includes(card));
}

export interface Plan {
  /** While giving: from the hand of `from`, to everyone it fits but `from`. */
  gifts: { from: Name; card: string; to: Name[] }[];
  /** While giving: fits only its holder. In the tafelronde someone else gives it to them. */
  laid: { holder: Name; card: string; giver: Name }[];
  /** When it is the turn of `receiver`, who got the card: `by` says that it fits `to`, its first holder, too. */
  also: { receiver: Name; card: string; by: Name; to: Name }[];
}

export function plan(hands: ReadonlyMap<Name, readonly string[]>): Plan {
  const made: Plan = { gifts: [], laid: [], also: [] };
  for (const [holder, hand] of hands) {
    const other = NAMES[(NAMES.indexOf(holder) + 1) % NAMES.length] as Name;
    for (const card of hand) {
      const whom = fits(card);
      const to = whom.filter((name) => name !== holder);
      const [receiver] = to;
      if (receiver !== undefined) made.gifts.push({ from: holder, card, to });
      if (!whom.includes(holder)) continue;
      if (receiver === undefined) made.laid.push({ holder, card, giver: other });
      else {
        const by = NAMES.find((name) => name !== holder && name !== receiver) as Name;
        made.also.push({ receiver, card, by, to: holder });
      }
    }
  }
  return made;
}
