/** How people are told apart: by name, and by what is added when two have the same one. */

export interface NamedSeat {
  readonly seat: number;
  readonly name: string | null;
  readonly function?: string | null;
}

/** Seat 3 is C; what a wiped name reads as. */
export function seatLetter(seat: number): string {
  return seat >= 1 && seat <= 26 ? String.fromCharCode(64 + seat) : String(seat);
}

const same = (name: string) => name.trim().toLocaleLowerCase();

/**
 * What to write behind the names that are not alone: the function if that tells them apart, otherwise the
 * seat's letter. A seat that is not in the answer needs nothing.
 */
export function distinctions(people: readonly NamedSeat[]): Map<number, string> {
  const added = new Map<number, string>();
  for (const person of people) {
    const { name } = person;
    if (name === null) continue;
    const others = people.filter(
      (other) => other !== person && other.name !== null && same(other.name) === same(name),
    );
    if (others.length === 0) continue;
    const job = person.function ?? "";
    const alone = job !== "" && others.every((other) => same(other.function ?? "") !== same(job));
    added.set(person.seat, alone ? job : seatLetter(person.seat));
  }
  return added;
}

/** A grapheme, not half an emoji or an accent without its letter, as far as the browser can tell. */
export function initial(name: string): string {
  return (Array.from(name.trim().normalize("NFC"))[0] ?? "").toLocaleUpperCase();
}
