import { words } from "./words";

/** Reading in a session from a file, and what is said of one that was. */
export const readin = words({
  nl: {
    heading: "Lees een sessie in",
    lead: "Heb je een sessie als bestand bewaard? Dan zet je haar hier terug op tafel, met een nieuwe code. Jij begeleidt.",
    file: "Kies het bestand",
    fileHint: "Een JSON-bestand van het Competentiespel, hoogstens 5 MB.",
    chosen: (name: string) => `Gekozen: ${name}`,
    none: "Kies eerst een bestand.",
    go: "Lees in",
    imported: "Ingelezen: deze sessie komt uit een bestand.",
    importedHow:
      "Wie erin staan, hebben hier geen eigen link. Jij ziet alles en schrijft voor hen mee. Op het grote scherm kijkt iedereen mee.",
    example: "Dit is een voorbeeld, en deze kopie is van jou. Kijk rond en verander gerust alles.",
  },
  en: {
    heading: "Read in a session",
    lead: "Did you keep a session as a file? Here you put it back on the table, with a new code. You facilitate.",
    file: "Choose the file",
    fileHint: "A JSON file of the Competentiespel, at most 5 MB.",
    chosen: (name) => `Chosen: ${name}`,
    none: "Choose a file first.",
    go: "Read in",
    imported: "Read in: this session comes from a file.",
    importedHow:
      "The people in it have no link of their own here. You see everything and write for them. On the big screen everyone can look along.",
    example: "This is an example, and this copy is yours. Look around and feel free to change everything.",
  },
});
