import { words } from "./words";

/** Of a session as a file to read in again: what is not in it, and when it cannot be. */
export const wholeCopy = words({
  nl: {
    noAgenda:
      "Wat al klaarstaat voor de werkagenda en nog niet voor iedereen te zien was, gaat in geen enkel bestand mee. Ook niet in het bestand om weer in te lezen.",
    large: "Dit bestand is te groot om weer in te lezen. Je kunt het wel bewaren.",
  },
  en: {
    noAgenda:
      "What was prepared for the work agenda and was not yet there for everyone to see, is in no file. Nor is it in the file to read in again.",
    large: "This file is too large to read in again. You can keep it all the same.",
  },
});
