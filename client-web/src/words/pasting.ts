import { count, words } from "./words";

/** Taking over a list of actions that was pasted or chosen as a file. */
export const pasting = words({
  nl: {
    title: "Plak een lijst met acties",
    lead: "Uit een mail, een tekst of een spreadsheet. Je ziet eerst wat we ervan begrijpen.",
    text: "Plak hier je lijst",
    textHint: "Elke regel wordt een actie. Met kolommen kan ook.",
    file: "Of kies een bestand (.txt of .csv)",
    fileLarge: "Dit bestand is te groot voor een lijst met acties. Kies een kleiner bestand.",
    fileFailed: "We kunnen dit bestand niet lezen. Kies het opnieuw, of plak de tekst.",
    fileTable: "Dit is een bestand van een spreadsheet. Sla het op als CSV, of plak de cellen hier.",
    drop: "Laat het bestand hier los",
    understood: "Dit begrijpen we ervan",
    read: (n: number) => `We lezen ${count(n, "actie", "acties")}.`,
    nothing: "Hier lezen we nog geen actie in.",
    separator: "De kolommen zijn gescheiden door",
    separators: {
      tab: "tabs",
      semicolon: "puntkomma’s",
      comma: "komma’s",
      none: "niets: elke regel is een actie",
    },
    header: "De eerste regel is de kop",
    column: (n: number) => `Kolom ${n}`,
    roles: { what: "Wat", with_whom: "Met wie", how: "Hoe", when: "Wanneer", ignore: "laat weg" },
    rowTake: (what: string) => `Neem mee: ${what}`,
    take: "Mee",
    rowNumber: (n: number) => `regel ${n}`,
    empty: (n: number) => `${count(n, "lege regel telt", "lege regels tellen")} niet mee.`,
    ignored: (columns: string, n: number) =>
      n === 1 ? `Deze kolom laten we weg: ${columns}.` : `Deze kolommen laten we weg: ${columns}.`,
    withoutText: (n: number) =>
      `${count(n, "regel heeft", "regels hebben")} alleen tekst in kolommen die je weglaat, en ${n === 1 ? "gaat" : "gaan"} niet mee.`,
    unticked: (n: number) =>
      `${count(n, "regel gaat", "regels gaan")} niet mee, omdat er geen vinkje bij staat.`,
    mixed: "Sommige regels waren anders gescheiden. Kijk of ze kloppen.",
    looseQuotes: "De aanhalingstekens klopten niet. We lezen ze als gewone tekens.",
    tooLong: (rows: string, n: number) =>
      n === 1
        ? `Deze regel gaat niet mee, want een tekst is te lang: ${rows}. Maak hem korter in de lijst hierboven.`
        : `Deze regels gaan niet mee, want een tekst is te lang: ${rows}. Maak ze korter in de lijst hierboven.`,
    tooLongRow: (n: number, role: string, over: number) =>
      `regel ${n} (${role}: ${count(over, "teken", "tekens")} te lang)`,
    go: (n: number) => `Neem ${count(n, "actie", "acties")} over`,
    arrived: (n: number) => `${count(n, "actie staat", "acties staan")} op het blad.`,
    notArrived: (n: number) =>
      `${count(n, "actie kwam", "acties kwamen")} niet over en ${n === 1 ? "staat" : "staan"} hieronder nog.`,
    again: "Nog een lijst",
    clear: "Maak leeg",
  },
  en: {
    title: "Paste a list of actions",
    lead: "From a mail, a text or a spreadsheet. First you see what we make of it.",
    text: "Paste your list here",
    textHint: "Each line becomes an action. Columns are fine too.",
    file: "Or choose a file (.txt or .csv)",
    fileLarge: "This file is too large for a list of actions. Choose a smaller one.",
    fileFailed: "We cannot read this file. Choose it again, or paste the text.",
    fileTable: "This is a spreadsheet’s own file. Save it as CSV, or paste the cells here.",
    drop: "Drop the file here",
    understood: "This is what we make of it",
    read: (n) => `We read ${count(n, "action", "actions")}.`,
    nothing: "We read no action in this yet.",
    separator: "The columns are separated by",
    separators: {
      tab: "tabs",
      semicolon: "semicolons",
      comma: "commas",
      none: "nothing: each line is an action",
    },
    header: "The first line is the heading",
    column: (n) => `Column ${n}`,
    roles: { what: "What", with_whom: "With whom", how: "How", when: "When", ignore: "leave out" },
    rowTake: (what) => `Take along: ${what}`,
    take: "Take",
    rowNumber: (n) => `line ${n}`,
    empty: (n) => `${count(n, "empty line does", "empty lines do")} not count.`,
    ignored: (columns, n) =>
      n === 1 ? `This column is left out: ${columns}.` : `These columns are left out: ${columns}.`,
    withoutText: (n) =>
      `${count(n, "line has", "lines have")} text only in columns you leave out, and ${n === 1 ? "does" : "do"} not come along.`,
    unticked: (n) => `${count(n, "line does", "lines do")} not come along, because there is no tick.`,
    mixed: "Some lines were separated in another way. See whether they are right.",
    looseQuotes: "The quotation marks did not match. We read them as ordinary ones.",
    tooLong: (rows, n) =>
      n === 1
        ? `This line does not come along, since a text is too long: ${rows}. Make it shorter in the list above.`
        : `These lines do not come along, since a text is too long: ${rows}. Make them shorter in the list above.`,
    tooLongRow: (n, role, over) => `line ${n} (${role}: ${count(over, "character", "characters")} too long)`,
    go: (n) => `Take over ${count(n, "action", "actions")}`,
    arrived: (n) => `${count(n, "action is", "actions are")} on the sheet.`,
    notArrived: (n) =>
      `${count(n, "action", "actions")} did not come across and ${n === 1 ? "is" : "are"} still below.`,
    again: "Another list",
    clear: "Clear",
  },
});
