/** Not part of the program: the type checker fails here when `words` stops noticing a mistake. */
import { words } from "./words";

words({
  nl: { hello: "Hallo", cards: (n: number) => String(n) },
  en: { hello: "Hello", cards: (n) => String(n) },
});

// @ts-expect-error A sentence that is missing in English.
words({ nl: { hello: "Hallo", bye: "Dag" }, en: { hello: "Hello" } });

// @ts-expect-error A sentence that Dutch does not have.
words({ nl: { hello: "Hallo" }, en: { hello: "Hello", bye: "Bye" } });

// @ts-expect-error The same one level down.
words({ nl: { phases: { giving: "Geven" } }, en: { phases: { gift: "Giving" } } });

// @ts-expect-error A gap that Dutch does not have.
words({ nl: { cards: (n: number) => String(n) }, en: { cards: (n: number, of: number) => `${n} of ${of}` } });
