import type { Part } from "../generated/types";
import { words } from "./words";

/** What stands in the picture of the werkagenda: who fits which action, and who takes it up. */
export const pictures = words({
  nl: {
    agenda: "Wie past bij welke actie, en wie pakt wat op",
    action: "Actie",
    legend: "Wat er op tafel ligt",
    needed: "een kaart die hiervoor nodig is",
    related: "een kaart die in de buurt komt",
    cards: (needed: string, related: string) =>
      [needed, related === "" ? "" : `in de buurt: ${related}`].filter((part) => part !== "").join("; "),
    decided: { owner: "pakt dit op", helper: "helpt mee" } satisfies Record<Part, string>,
    proposed: { owner: "voorstel: pakt dit op", helper: "voorstel: helpt mee" } satisfies Record<
      Part,
      string
    >,
    cell: (part: string, cards: string) => [part, cards].filter((words) => words !== "").join(". "),
    asList: "Lees het als lijst",
    row: (n: string, text: string) => `${n}. ${text}`,
    undecided: "Nog te kiezen",
    notMatched: "Nog niet gekoppeld aan kaarten",
    brings: (name: string, cards: string) => `${name}: ${cards}`,
    scrolls: "De tabel is breder of langer dan het scherm: schuif erdoor.",
  },
  en: {
    agenda: "Who fits which action, and who takes up what",
    action: "Action",
    legend: "What lies on the table",
    needed: "a card that is needed for this",
    related: "a card that comes close",
    cards: (needed, related) =>
      [needed, related === "" ? "" : `close to it: ${related}`].filter((part) => part !== "").join("; "),
    decided: { owner: "takes this up", helper: "helps" },
    proposed: { owner: "proposal: takes this up", helper: "proposal: helps" },
    cell: (part, cards) => [part, cards].filter((words) => words !== "").join(". "),
    asList: "Read it as a list",
    row: (n, text) => `${n}. ${text}`,
    undecided: "Still to be chosen",
    notMatched: "Not matched with cards yet",
    brings: (name, cards) => `${name}: ${cards}`,
    scrolls: "The table is wider or longer than the screen: scroll through it.",
  },
});
