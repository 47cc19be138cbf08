import { words } from "./words";

/** Before the cards are dealt. */
export const lobby = words({
  nl: {
    hello: (name: string) => `Fijn dat je er bent, ${name}`,
    waiting: "Je begeleider deelt de kaarten als iedereen er is.",
    table: "Aan tafel",
    first: "Je bent de eerste. De anderen komen er zo bij.",
    changeName: "Verander je naam",
    joined: (name: string) => `${name} komt erbij.`,
    cards: "De kaarten liggen klaar.",
  },
  en: {
    hello: (name) => `Good to have you here, ${name}`,
    waiting: "Your facilitator deals the cards when everyone is here.",
    table: "At the table",
    first: "You are the first. The others will be here soon.",
    changeName: "Change your name",
    joined: (name) => `${name} joins the table.`,
    cards: "The cards are ready.",
  },
});
