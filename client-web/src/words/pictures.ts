import type { Part } from "../generated/types";
import { words } from "./words";

/** What stands in the picture of the werkagenda: who fits which action, and who takes it up. */
export const pictures = words({
  nl: {
    agenda: "Wie past bij welke actie, en wie pakt wat op",
    action: "Actie",
    legend: "Wat er op tafel ligt",
    needed: "een kaart die hiervoor nodig is",
    related: "een kaart die erop lijkt",
    cards: (needed: string, related: string, n: number) => {
      const like = `${related} (${n === 1 ? "lijkt" : "lijken"} op wat nodig is)`;
      return [needed, n === 0 ? "" : like].filter((part) => part !== "").join("; ");
    },
    decided: { owner: "pakt dit op", helper: "helpt mee" } satisfies Record<Part, string>,
    proposed: { owner: "voorstel: pakt dit op", helper: "voorstel: helpt mee" } satisfies Record<
      Part,
      string
    >,
    cell: (part: string, fits: string) => [part, fits].filter((words) => words !== "").join(". "),
    fits: (fit: string, cards: string) => `${fit}: ${cards}`,
    asList: "Lees het als lijst",
    row: (n: string, text: string) => `${n}. ${text}`,
    undecided: "Nog te kiezen",
    notMatched: "Nog niet gekoppeld aan kaarten",
    brings: (name: string, fits: string) => `${name} ${fits}`,
    others: (n: number) =>
      n === 1 ? "en nog iemand die iets meebrengt" : `en nog ${n} anderen die iets meebrengen`,
    scrolls: "De tabel is breder of langer dan het scherm: schuif erdoor.",
  },
  en: {
    agenda: "Who fits which action, and who takes up what",
    action: "Action",
    legend: "What lies on the table",
    needed: "a card that is needed for this",
    related: "a card that looks like it",
    cards: (needed, related, n) => {
      const like = `${related} (${n === 1 ? "looks" : "look"} like what is needed)`;
      return [needed, n === 0 ? "" : like].filter((part) => part !== "").join("; ");
    },
    decided: { owner: "takes this up", helper: "helps" },
    proposed: { owner: "proposal: takes this up", helper: "proposal: helps" },
    cell: (part, fits) => [part, fits].filter((words) => words !== "").join(". "),
    fits: (fit, cards) => `${fit}: ${cards}`,
    asList: "Read it as a list",
    row: (n, text) => `${n}. ${text}`,
    undecided: "Still to be chosen",
    notMatched: "Not matched with cards yet",
    brings: (name, fits) => `${name} ${fits}`,
    others: (n) => (n === 1 ? "and one more who brings something" : `and ${n} others who bring something`),
    scrolls: "The table is wider or longer than the screen: scroll through it.",
  },
});
