import { words } from "./words";

/** The first page: join a session with its code, or begin one. */
export const start = words({
  nl: {
    lead: "Ontdek samen aan tafel wie in het team waar goed in is.",
    code: "Code van jullie sessie",
    codeHint: "Zes letters en cijfers. Ze staan op het grote scherm, of vraag je begeleider.",
    join: "Doe mee",
    facilitate: "Begeleid je een team?",
    begin: "Begin een sessie",
    readIn: "Lees een sessie in",
    example: "Bekijk een voorbeeld",
    look: "Eerst even kijken?",
    kept: "Bewaarde je een sessie?",
    key: "Sleutel van deze server",
    nowhere: "Deze pagina is er niet",
    nowhereText: "Misschien mist er een stukje van de link. Met de code van je sessie kom je er ook.",
    toStart: "Naar het begin",
  },
  en: {
    lead: "Find out together, around the table, who in the team is good at what.",
    code: "Your session's code",
    codeHint: "Six letters and digits. They are on the big screen, or ask your facilitator.",
    join: "Join",
    facilitate: "Do you facilitate a team?",
    begin: "Begin a session",
    readIn: "Read in a session",
    example: "See an example",
    look: "A look around first?",
    kept: "Did you keep a session?",
    key: "Key of this server",
    nowhere: "There is no such page",
    nowhereText: "Perhaps a piece of the link is missing. Your session's code gets you there too.",
    toStart: "To the start",
  },
});

/** What a card looks like, before there is a deck. */
export const sample = {
  card: {
    id: "er-zijn",
    label: { nl: "Er zijn", en: "Being there" },
    description: { nl: "Je bent er als het erop aankomt.", en: "You are there when it matters." },
  },
  cluster: { label: { nl: "Aansluiten", en: "Connecting" }, mark: "bench" },
} as const;
