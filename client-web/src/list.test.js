// Lists of actions as people have them: from a mail, a word processor, and every spreadsheet's dialect.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "./testing.js";

const { decode, understand } = await load("screens/werkagenda/list/read.ts");
const { inParts, toRows } = await load("screens/werkagenda/list/actions.ts");

const actions = (raw, wished) => {
  const { rows, roles, header } = understand(raw, wished);
  return toRows(rows, roles, header).map(({ action }) => action);
};

test("plain lines, with bullets and numbers taken off and commas left alone", () => {
  const raw =
    "- Bel de buren\n\n• Praat met de school, de wijkagent en de kerk\n3. Maak een plan\n  b) Vier het";
  const it = understand(raw);
  assert.equal(it.separator, "none");
  assert.equal(it.empty, 1);
  assert.deepEqual(actions(raw), [
    { what: "Bel de buren" },
    { what: "Praat met de school, de wijkagent en de kerk" },
    { what: "Maak een plan" },
    { what: "Vier het" },
  ]);
  assert.deepEqual(actions("2 avonden organiseren"), [{ what: "2 avonden organiseren" }]);
});

test("boxes to tick are taken off like bullets", () => {
  assert.deepEqual(actions("[ ] Bel de buren\n- [x] Praat door\n[ ]\tMaak een plan\n[x]wat"), [
    { what: "Bel de buren" },
    { what: "Praat door" },
    { what: "Maak een plan" },
    { what: "[x]wat" },
  ]);
});

test("bullets of a word processor, which put a tab behind them", () => {
  assert.deepEqual(actions("•\tBel de buren\no\tPraat door\n1.\tMaak een plan"), [
    { what: "Bel de buren" },
    { what: "Praat door" },
    { what: "Maak een plan" },
  ]);
});

test("cells pasted from a spreadsheet, with names above them and a line break in a cell", () => {
  const raw =
    'Nr\tActie\tWie\tStatus\tWanneer\tHoe\r\n1\tGesprek\tDorpsraad\topen\tmei\t"Eerst bellen\r\ndan langs"\r\n\t\t\t\t\t\r\n';
  const it = understand(raw);
  assert.equal(it.separator, "tab");
  assert.equal(it.header, true);
  assert.deepEqual(it.roles, ["ignore", "what", "with_whom", "ignore", "when", "how"]);
  assert.equal(it.empty, 1);
  assert.deepEqual(actions(raw), [
    { what: "Gesprek", with_whom: "Dorpsraad", how: "Eerst bellen\ndan langs", when: "mei" },
  ]);
});

test("a file of a Dutch spreadsheet: byte order mark, sep line, semicolons, doubled quotes", () => {
  const raw = '\uFEFFsep=;\r\nWat;Met wie?;Voor wanneer\r\n"Kies ""drie"" plannen; samen";Ria;\r\n';
  assert.deepEqual(actions(raw), [{ what: 'Kies "drie" plannen; samen', with_whom: "Ria" }]);
});

test("commas separate only where there are names or quotes", () => {
  assert.deepEqual(actions("wat,wie\nBellen,Sem"), [{ what: "Bellen", with_whom: "Sem" }]);
  assert.deepEqual(actions('"Bellen","Sem"\n"Mailen","Ria"'), [
    { what: "Bellen", with_whom: "Sem" },
    { what: "Mailen", with_whom: "Ria" },
  ]);
  assert.deepEqual(actions("Bellen, mailen\nPraten, luisteren"), [
    { what: "Bellen, mailen" },
    { what: "Praten, luisteren" },
  ]);
});

test("without names the columns follow the sheet, and a column of numbers is left out", () => {
  assert.deepEqual(understand("1\tBellen\tSem\n2\tMailen\tRia").roles, ["ignore", "what", "with_whom"]);
});

test("rows that are separated in another way are taken along, and said", () => {
  const it = understand("Bellen\tSem\nMailen;Ria\nPraten");
  assert.equal(it.mixed, true);
  assert.deepEqual(it.rows, [
    ["Bellen", "Sem"],
    ["Mailen", "Ria"],
    ["Praten", ""],
  ]);
});

test("quotes that do not match swallow nothing", () => {
  const it = understand('"Bellen\tSem\nMailen\tRia');
  assert.equal(it.looseQuotes, true);
  assert.equal(it.rows.length, 2);
});

test("one can say otherwise", () => {
  assert.deepEqual(actions("Bellen; dan mailen\nPraten; eten", "none"), [
    { what: "Bellen; dan mailen" },
    { what: "Praten; eten" },
  ]);
});

test("what is too long is named, and what has only other columns is kept", () => {
  const { rows, roles, header } = understand(`wat\twie\n${"a".repeat(305)}\tSem\n\tRia`);
  const [long, other] = toRows(rows, roles, header);
  assert.deepEqual(long.tooLong, [{ role: "what", over: 5 }]);
  assert.deepEqual(other.action, { with_whom: "Ria" });
});

test("parts are small enough in number and in bytes", () => {
  const row = (text) => ({ at: 0, action: { what: text }, tooLong: [] });
  assert.deepEqual(
    inParts(Array.from({ length: 45 }, () => row("x"))).map((part) => part.length),
    [20, 20, 5],
  );
  const large = inParts(Array.from({ length: 20 }, () => row("é".repeat(2000))));
  assert.ok(large.every((part) => JSON.stringify(part.map(({ action }) => action)).length * 2 < 32 * 1024));
  assert.equal(large.flat().length, 20);
});

test("files in the tables that programs use", () => {
  const bytes = (...all) => new Uint8Array(all).buffer;
  assert.equal(decode(new TextEncoder().encode("één").buffer), "één");
  assert.equal(decode(bytes(0xe9, 0xe9, 0x6e)), "één");
  assert.equal(decode(bytes(0xff, 0xfe, 0xe9, 0, 0x6e, 0)), "én");
});

test("no text makes it fail", () => {
  for (const raw of ["", "\n", "sep=;", "sep=|\na|b", '"', '""""', "\t\t\t", ";;;", "\u0000\uFEFF", "=1+1"]) {
    assert.ok(Array.isArray(actions(raw)), JSON.stringify(raw));
  }
});
