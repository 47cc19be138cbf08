/** The language of this screen: chosen by who looks at it, remembered on this device. */

import type { Text } from "../generated/types";

export type Lang = "nl" | "en";

const REMEMBERED = "competentiespel.lang";

function remembered(): Lang {
  try {
    return localStorage.getItem(REMEMBERED) === "en" ? "en" : "nl";
  } catch {
    return "nl"; // Storage is switched off: Dutch, and the choice lasts as long as the page.
  }
}

class Language {
  now = $state<Lang>(remembered());

  constructor() {
    document.documentElement.lang = this.now;
  }

  choose(lang: Lang) {
    this.now = lang;
    document.documentElement.lang = lang; // Screen readers pronounce by it, browsers hyphenate by it.
    try {
      localStorage.setItem(REMEMBERED, lang);
    } catch {
      // Not remembered; nothing else is lost.
    }
  }
}

export const lang = new Language();

/** The language in which a deck's text can be read: the chosen one, or else the one that is not empty. */
export function langOf(text: Text): Lang {
  const other: Lang = lang.now === "nl" ? "en" : "nl";
  return text[lang.now] === "" ? other : lang.now;
}

export function textOf(text: Text): string {
  return curly(text[langOf(text)]);
}

/** A deck is often typed with straight apostrophes: "collega's" is shown as "collega’s", like every other word. */
export function curly(text: string): string {
  return text.replace(/(\p{L})'(?=\p{L})/gu, "$1’").replace(/'(?=[smnt]\b)/g, "’");
}
