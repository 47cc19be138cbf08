// One person's draft of a place against a server that answers as told: no words are lost, nobody is fought.
import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { load } from "./testing.js";

const { Draft, PAUSE_MS } = await load("screens/werkagenda/draft.svelte.ts");
const { caretAfter, clean, tidy, withTypedSpace } = await load("screens/werkagenda/text.ts");

mock.timers.enable({ apis: ["setTimeout"] });
/** Lets what waits for answers go on. */
const go = async () => {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
};

/** A place on a server: `answer` says what comes of the save that is on its way. */
function place(text = "", seq = 0) {
  const it = {
    document: seq === 0 ? undefined : { place: "how", seq, text, offers: [] },
    sent: [],
    docs: { field: () => it.document },
    agenda: (asked) => {
      it.sent.push(asked);
      return new Promise((answer) => (it.answer = answer));
    },
    stands(text, seq) {
      it.document = { place: "how", seq, text, offers: [] };
    },
    async accept(text, seq) {
      it.stands(text, seq);
      it.answer({ ok: true, seq });
      await go();
    },
  };
  return it;
}

test("saves once after a pause, with the text it began with", async () => {
  const it = place("Bel", 4);
  const draft = new Draft(it, "how");
  draft.typed("Bel de");
  mock.timers.tick(PAUSE_MS - 1);
  draft.typed("Bel de wethouder");
  mock.timers.tick(PAUSE_MS - 1);
  assert.equal(it.sent.length, 0);
  mock.timers.tick(1);
  assert.deepEqual(it.sent, [
    { do: "write", place: "how", base: { seq: 4, mine: false }, text: "Bel de wethouder" },
  ]);
  await it.accept("Bel de wethouder", 9);
  assert.equal(draft.saved, true);
  assert.equal(draft.dirty, false);
});

test("leaving saves at once, and nothing is sent where nothing changed", async () => {
  const it = place("Bel", 4);
  const draft = new Draft(it, "how");
  void draft.save();
  assert.equal(it.sent.length, 0);
  draft.typed("Bellen");
  void draft.save();
  assert.equal(it.sent.length, 1);
  await it.accept("Bellen", 5);
  mock.timers.tick(PAUSE_MS);
  assert.equal(it.sent.length, 1);
});

test("who typed on begins the next save with their own text", async () => {
  const it = place();
  const draft = new Draft(it, "how");
  draft.typed("een");
  mock.timers.tick(PAUSE_MS);
  assert.deepEqual(it.sent[0].base, { seq: 0, mine: false });
  draft.typed("een twee");
  await it.accept("nul een", 7);
  assert.equal(draft.text, "een twee", "what came does not replace what is being typed");
  assert.equal(draft.own, 7);
  mock.timers.tick(PAUSE_MS);
  assert.deepEqual(it.sent[1].base, { seq: 7, mine: true });
  await it.accept("nul een twee", 8);
  assert.equal(draft.text, "nul een twee");
  draft.typed("nul een twee drie");
  mock.timers.tick(PAUSE_MS);
  assert.deepEqual(it.sent[2].base, { seq: 8, mine: false });
});

test("leaving while a save is on its way sends the rest after it", async () => {
  const it = place();
  const draft = new Draft(it, "how");
  draft.typed("een");
  void draft.save();
  draft.typed("een twee");
  const left = draft.save();
  assert.equal(it.sent.length, 1);
  await it.accept("een", 3);
  assert.deepEqual(it.sent[1], {
    do: "write",
    place: "how",
    base: { seq: 3, mine: true },
    text: "een twee",
  });
  await it.accept("een twee", 4);
  assert.equal(await left, true);
});

test("what others wrote is shown when nothing of one's own waits", () => {
  const it = place("een", 1);
  const draft = new Draft(it, "how");
  it.stands("een twee", 2);
  draft.rest();
  assert.equal(draft.text, "een twee");
  draft.typed("een twee drie");
  it.stands("anders", 3);
  draft.rest();
  assert.equal(draft.text, "een twee drie");
});

test("a save that is refused leaves the text, and can be sent again", async () => {
  const it = place();
  const draft = new Draft(it, "how");
  draft.typed("lang");
  const saved = draft.save();
  it.answer({ ok: false, code: "text_too_long", limit: 3 });
  assert.equal(await saved, false);
  assert.deepEqual(draft.problem, { ok: false, code: "text_too_long", limit: 3 });
  it.stands("x", 2);
  draft.rest();
  assert.equal(draft.text, "lang");
  draft.typed("lan");
  assert.equal(draft.problem, null);
  mock.timers.tick(PAUSE_MS);
  assert.equal(it.sent.length, 2);
  await it.accept("lan", 3);
  assert.equal(draft.text, "lan");
});

test("what was so already counts as done", async () => {
  const it = place("een", 1);
  const draft = new Draft(it, "how");
  draft.typed("een twee");
  void draft.save();
  it.stands("een twee", 2);
  it.answer({ ok: true });
  await go();
  assert.equal(draft.dirty, false);
  draft.typed("een twee drie");
  void draft.save();
  assert.deepEqual(it.sent[1].base, { seq: 2, mine: false });
});

test("a space just typed stays while one is in the field, and goes on leaving", async () => {
  const it = place();
  const draft = new Draft(it, "how");
  let caret = 4;
  draft.at = () => caret;
  draft.typed("een ");
  void draft.save();
  await it.accept("een", 1);
  assert.equal(draft.text, "een ");
  assert.equal(draft.dirty, false);
  caret = null;
  await draft.save();
  assert.equal(draft.text, "een");
  assert.equal(it.sent.length, 1);
});

test("a word that a keyboard is putting together is left alone", async () => {
  const it = place();
  const draft = new Draft(it, "how");
  draft.at = () => 3;
  draft.composing(true);
  draft.typed("wij");
  mock.timers.tick(PAUSE_MS);
  await it.accept("nu wij", 2);
  assert.equal(draft.text, "wij");
  draft.composing(false);
  assert.equal(draft.text, "nu wij");
  assert.equal(draft.caret, 6);
});

test("the caret stays between the same words", () => {
  const at = (marked, next) => {
    const caret = marked.indexOf("|");
    const moved = caretAfter(marked.replace("|", ""), next.replace("|", ""), caret);
    assert.equal(`${next.replace("|", "").slice(0, moved)}|${next.replace("|", "").slice(moved)}`, next);
  };
  at("wij bellen| morgen", "wij bellen| morgen vroeg");
  at("wij bellen| morgen", "Samen: wij bellen| morgen");
  at("wij bellen| morgen", "Samen: wij bellen| morgen vroeg");
  at("een twee drie| vier vijf", "nul een twee drie| vier en vijf");
  at("|een", "|nul een");
  at("een|", "nul een|");
  at("weg|", "|");
});

test("a space just typed at the end of a line is not swallowed by what comes in", () => {
  assert.deepEqual(withTypedSpace("bel ", "nu: bel", 4), { text: "nu: bel ", caret: 8 });
  assert.deepEqual(withTypedSpace("bel \nmail", "nu: bel\nmail", 4), { text: "nu: bel \nmail", caret: 8 });
  assert.deepEqual(withTypedSpace("bel morgen", "nu: bel morgen", 4), { text: "nu: bel morgen", caret: 8 });
});

test("what cannot be seen is taken out, and lines end where they end", () => {
  assert.equal(clean("a\u00ADb\u200Bc\r\nd\u2028e\tf"), "abc\nd\ne\tf");
  assert.equal(clean("👩‍👧"), "👩‍👧");
  assert.equal(tidy("a  \nb \n\n"), "a\nb");
});
