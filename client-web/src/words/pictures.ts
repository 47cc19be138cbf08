import type { FitLevel, Part } from "../generated/types";
import { words } from "./words";

/** What stands in the picture of the werkagenda: who fits which action, and who takes it up. */
export const pictures = words({
  nl: {
    agenda: "Wie past bij welke actie, en wie pakt wat op",
    action: "Actie",
    legend: "Wat de tekens betekenen",
    fit: {
      strong: "past heel goed",
      good: "past goed",
      some: "brengt er iets van mee",
    } satisfies Record<FitLevel, string>,
    decided: { owner: "pakt dit op", helper: "helpt mee" } satisfies Record<Part, string>,
    proposed: { owner: "voorstel: pakt dit op", helper: "voorstel: helpt mee" } satisfies Record<
      Part,
      string
    >,
    cell: (fit: string, part: string) => [fit, part].filter((word) => word !== "").join(", "),
    asList: "Lees het als lijst",
    row: (n: string, text: string) => `${n}. ${text}`,
    undecided: "Nog te kiezen",
    notMatched: "Nog niet gekoppeld aan kaarten",
    fits: (level: string, names: string) => `Wie ${level}: ${names}`,
    scrolls: "De tabel is breder of langer dan het scherm: schuif erdoor.",
  },
  en: {
    agenda: "Who fits which action, and who takes up what",
    action: "Action",
    legend: "What the signs mean",
    fit: { strong: "fits very well", good: "fits well", some: "brings some of it" },
    decided: { owner: "takes this up", helper: "helps" },
    proposed: { owner: "proposal: takes this up", helper: "proposal: helps" },
    cell: (fit, part) => [fit, part].filter((word) => word !== "").join(", "),
    asList: "Read it as a list",
    row: (n, text) => `${n}. ${text}`,
    undecided: "Still to be chosen",
    notMatched: "Not matched with cards yet",
    fits: (level, names) => `Who ${level}: ${names}`,
    scrolls: "The table is wider or longer than the screen: scroll through it.",
  },
});
