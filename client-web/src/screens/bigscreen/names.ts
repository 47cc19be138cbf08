/** Names as they can be read from the back of the room. */

/** More names than this cannot be read from there: then it is a number. */
export const NAMES_MAX = 12;

export interface Named {
  readonly seat: number;
  /** As the others read it, told apart from another of the same name. */
  readonly name: string;
}

const words = (name: string) => name.trim().split(/\s+/);

/**
 * The shortest each can be called and still be meant alone: Ayşe, or Jan V. beside Jan D., or else the whole name.
 */
export function shortNames(people: readonly Named[]): Map<number, string> {
  const first = ({ name }: Named) => words(name)[0] ?? name;
  const withLetter = (person: Named) => {
    const all = words(person.name);
    const letter = Array.from(all[all.length - 1] ?? "")[0] ?? "";
    return all.length > 1 && /\p{L}/u.test(letter)
      ? `${first(person)} ${letter.toLocaleUpperCase()}.`
      : person.name;
  };
  const isAlone = (person: Named, call: (person: Named) => string) =>
    people.every((other) => other === person || same(call(other)) !== same(call(person)));
  const call = [first, withLetter];
  return new Map(
    people.map((person) => [person.seat, call.find((by) => isAlone(person, by))?.(person) ?? person.name]),
  );
}

const same = (name: string) => name.toLocaleLowerCase();
