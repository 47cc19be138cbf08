import { count, words } from "./words";

/** What each person and the team as a whole is good at. */
export const talents = words({
  nl: {
    yours: "Jouw talenten",
    yoursLead: "Dit zien je collega’s in jou, en dit is waarom.",
    yoursNone:
      "Bij jou liggen nog geen kaarten die iedereen kan zien. Vraag gerust aan tafel: waarin help ik ons verder?",
    team: "Het team",
    picture: "Wie draagt wat",
    pictureHint: "Elke stip is een kaart.",
    member: "Wie",
    cell: (n: number) => count(n, "kaart", "kaarten"),
    asList: "Lees het als tekst",
    listItem: (cluster: string, names: string) => `${cluster}: ${names}`,
    each: "Ieders kaarten",
    whose: (name: string) => `De kaarten van ${name}`,
    many: "Hier hebben jullie veel van",
    manyBy: (names: string) => `bij ${names}`,
    sole: "Hier leunen jullie op één persoon",
    soleHint: "Mooi dat het er is. Wie kan meekijken of het een keer overnemen?",
    soleBy: (cluster: string, name: string) => `${cluster}: ${name}`,
    wishes: "Hier zoeken we nog iemand voor",
    wishesHint:
      "Deze kaarten bleven open liggen: een wens voor het team. Misschien kan iemand erin groeien, of ken je iemand buiten het team.",
    notYet: "De talenten komen eraan.",
  },
  en: {
    yours: "Your talents",
    yoursLead: "This is what your colleagues see in you, and why.",
    yoursNone: "There are no cards yet that everyone can see. Ask around the table: how do I help us along?",
    team: "The team",
    picture: "Who carries what",
    pictureHint: "Every dot is a card.",
    member: "Who",
    cell: (n) => count(n, "card", "cards"),
    asList: "Read it as text",
    listItem: (cluster, names) => `${cluster}: ${names}`,
    each: "Everyone’s cards",
    whose: (name) => `${name}’s cards`,
    many: "You have much of this",
    manyBy: (names) => `with ${names}`,
    sole: "Here you lean on one person",
    soleHint: "Good that it is there. Who could look along, or take over some day?",
    soleBy: (cluster, name) => `${cluster}: ${name}`,
    wishes: "Here we are still looking for someone",
    wishesHint:
      "These cards stayed open: a wish for the team. Perhaps someone can grow into it, or you know someone outside the team.",
    notYet: "The talents are on their way.",
  },
});
