/** What a screen reader says by itself: one sentence at a time, without moving anyone's focus. */

class Said {
  text = $state("");
  /** Changes with every sentence, so that the same one can be said twice. */
  n = $state(0);
}

export const said = new Said();

export function announce(sentence: string) {
  said.text = sentence;
  said.n += 1;
}
