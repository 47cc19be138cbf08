/**
 * Team Zwijndrecht plays a whole game with four phones, a laptop and a big screen, and ends with its own talents. Then
 * it takes on the werkagenda of Coevorden, overrules what the tool proposes, and takes the result home.
 */
import { readFileSync } from "node:fs";
import { COEVORDEN, saved, Sheet } from "./support/agenda";
import { labelOf } from "./support/deck";
import { rows, sheets, textOf } from "./support/office";
import { cardsIn, Facilitator, Member, section } from "./support/people";
import { BIG_SCREEN, expect, LAPTOP, test } from "./support/test";
import {
  bigscreen,
  conversation,
  leading,
  pictures,
  results,
  room,
  talents,
  werkagenda,
} from "./support/words";
import { fits, NAMES, plan, TALENTS, type Name } from "./support/zwijndrecht";

test("team Zwijndrecht: from the cards to who takes up what, and home with it", async ({ device }, info) => {
  test.setTimeout(300_000);
  const facilitator = new Facilitator(await device({ viewport: LAPTOP }));
  const code = await facilitator.begin({ title: "PAK AAN!", team: "Zwijndrecht" });
  const screen = await device({ viewport: BIG_SCREEN });
  await facilitator.openBigScreen(screen);

  const team = new Map<Name, Member>();
  for (const name of NAMES) {
    const member = new Member(await device(), name);
    await member.join(code);
    team.set(name, member);
    await expect(screen.getByText(name, { exact: true }).first()).toBeVisible();
  }
  const of = (name: Name) => team.get(name) as Member;

  await test.step("everyone is dealt a hand: the whole deck, no card twice", async () => {
    await facilitator.toGiving();
    for (const name of NAMES) expect(await of(name).cards()).toHaveLength(12);
  });
  const hands = new Map<Name, string[]>();
  for (const name of NAMES) hands.set(name, await of(name).cards());
  expect(new Set([...hands.values()].flat()).size).toBe(48);
  const todo = plan(hands);

  await test.step("giving: each gives what fits, and lays open what fits only themselves", async () => {
    const play = async (name: Name) => {
      for (const { from, card, to } of todo.gifts)
        if (from === name) await of(name).give(card, to, `Daarin zie ik ${to.join(" en ")}.`);
      for (const { holder, card } of todo.laid) if (holder === name) await of(name).layOpen(card);
      await of(name).ready();
    };
    await Promise.all(NAMES.map(play));
  });

  await test.step("the tafelronde: what lies open is given by someone else", async () => {
    await facilitator.toConversation();
    for (const { holder, card, giver } of todo.laid) {
      await of(giver).sees(conversation.round);
      await of(giver).giveFromTable(card, holder);
    }
  });

  for (const name of NAMES) {
    await test.step(`${name} is aan de beurt`, async () => {
      await facilitator.turn(name);
      await of(name).sees(conversation.yourTurn);
      await expect(screen.getByRole("heading", { name: bigscreen.turn(name) })).toBeVisible();
      for (const { receiver, card, by, to } of todo.also) {
        if (receiver !== name) continue;
        await of(by).sees(conversation.theirTurn(name));
        await of(by).passOn(card, receiver, to);
      }
      const [first, second] = await cardsIn(of(name).page.getByRole("main"));
      for (const card of [first, second]) {
        if (card === undefined) throw new Error(`${name} has too few cards to pick from`);
        await of(name).pick(card);
        await of(name).answer(card, conversation.recognise);
        await of(name).answered(card, conversation.recognise);
      }
    });
  }

  await test.step("the talents: everyone has exactly those of the table", async () => {
    await facilitator.toTalents();
    for (const name of NAMES) {
      const shown = await of(name).talents();
      expect(shown.sort(), name).toEqual(TALENTS[name].map(labelOf).sort());
    }
  });

  await test.step("the team: Enthousiasmeren three times, and nothing that is not theirs", async () => {
    for (const name of NAMES) {
      const many = section(of(name).page, talents.many);
      const three = many.getByRole("article").filter({ hasText: labelOf("enthousiasmeren") });
      for (const other of fits("enthousiasmeren")) await expect(three).toContainText(other);
      await expect(three).not.toContainText("Driss");
    }
    await expect(screen.getByRole("heading", { name: bigscreen.team })).toBeVisible();
  });

  const [first, second, third] = COEVORDEN.actions;
  const lead = new Sheet(facilitator.page);
  const annet = new Sheet(of("Annet").page, of("Annet").hands);

  await test.step("the werkagenda: pasted by the facilitator, written by the team, seen by all", async () => {
    await facilitator.toWerkagenda();
    await facilitator.paste(COEVORDEN.list, COEVORDEN.actions.length);
    await of("Annet").sees(werkagenda.heading);
    for (const [name, text] of Object.entries(COEVORDEN.case))
      await annet.write(name as keyof typeof COEVORDEN.case, text);
    for (const [name, text] of Object.entries(COEVORDEN.case))
      await expect(lead.field(name as keyof typeof COEVORDEN.case)).toHaveValue(text);
    await annet.open(first);
    await annet.sharpen(first);
    await annet.writeIn(first, "measurable", "We weten van elkaar wie wat doet.");
    for (const what of COEVORDEN.actions) await expect(annet.action(what)).toBeVisible();
  });

  let proposed: Name;
  let chosen: Name;
  await test.step("a proposal, and the cards it comes from", async () => {
    proposed = (await lead.proposed(first, NAMES)) as Name;
    chosen = NAMES.find((name) => name !== proposed) as Name;
    const action = await lead.open(first);
    const why = action.locator("summary").filter({ hasText: werkagenda.whyWho(proposed) });
    await facilitator.hands.press(why);
    const cards = why.locator("xpath=..");
    const behind = await cards.getByRole("heading").allInnerTexts();
    expect(behind.length).toBeGreaterThan(0);
    for (const card of behind) expect(TALENTS[proposed].map(labelOf)).toContain(card);
  });

  await test.step("the team decides otherwise, and that stands", async () => {
    await lead.byFunction(first, proposed);
    await lead.takesUp(first, chosen);
    await annet.shut(first);
    for (const sheet of [annet, new Sheet(of("Bram").page, of("Bram").hands)]) {
      const action = sheet.action(first);
      await expect(action.getByText(werkagenda.takesUp(chosen), { exact: true })).toBeVisible();
      await expect(action.getByText(werkagenda.surprise, { exact: true })).toBeVisible();
    }
    // What else is written may change a proposal, and no decision.
    await annet.open(second);
    await annet.writeIn(second, "how", "Met een avond in het dorpshuis, goed georganiseerd.");
    await lead.shut(first);
    await expect(lead.action(first).getByText(werkagenda.takesUp(chosen), { exact: true })).toBeVisible();
  });

  const files = (name: string) => info.outputPath(name);
  await test.step("the results hold what the screens showed", async () => {
    const { page, hands } = facilitator;
    await hands.press(page.locator("summary").filter({ hasText: leading.keep }));
    await hands.press(page.getByRole("link", { name: room.resultsPage, exact: true }));
    await expect(page.getByRole("heading", { level: 1, name: "PAK AAN!" })).toBeVisible();
    const matrix = page.getByRole("table", { name: pictures.agenda });
    const row = matrix.getByRole("row").filter({ hasText: first });
    await expect(row).toContainText(pictures.decided.owner);
    await expect(page.getByRole("main")).toContainText(COEVORDEN.case.situation);
  });

  await test.step("XLSX, opened by LibreOffice", async () => {
    const { page, hands } = facilitator;
    const press = () => hands.press(page.getByRole("button", { name: results.xlsx, exact: true }));
    const book = sheets(await saved(page, press, files("uitkomst.xlsx")));
    const cells = [...book.values()].flat(2).join("\n");
    for (const name of NAMES)
      for (const card of TALENTS[name])
        expect(cells, `${name}: ${card}`).toContain(labelOf(card).replace("’", "'"));
    const agenda = [...book].find(([name]) => /werkagenda/i.test(name))?.[1] ?? [];
    const action = agenda.find((cells) => cells.includes(first)) ?? [];
    expect(action.join(" ")).toContain(chosen);
    for (const what of COEVORDEN.actions) expect(cells).toContain(what);
  });

  await test.step("DOCX, opened by LibreOffice", async () => {
    const { page, hands } = facilitator;
    const press = () => hands.press(page.getByRole("button", { name: results.docx, exact: true }));
    const text = textOf(await saved(page, press, files("werkagenda.docx")));
    for (const said of [...Object.values(COEVORDEN.case), ...COEVORDEN.actions]) expect(text).toContain(said);
    expect(text).toContain(chosen);
  });

  await test.step("CSV, read by a reader of CSV", async () => {
    const { page, hands } = facilitator;
    const press = (name: string) => () => hands.press(page.getByRole("button", { name, exact: true }));
    const cards = rows(await saved(page, press(results.csvTalents), files("talenten.csv")));
    for (const name of NAMES) {
      const theirs = cards.filter((row) => Object.values(row).includes(name));
      expect(theirs.length, name).toBeGreaterThanOrEqual(TALENTS[name].length);
    }
    const actions = rows(await saved(page, press(results.csvAgenda), files("werkagenda.csv")));
    expect(actions).toHaveLength(COEVORDEN.actions.length);
    expect(Object.values(actions[0] ?? {})).toContain(first);
    expect(JSON.stringify(actions[2])).toContain(third);
  });

  await test.step("Markdown and JSON", async () => {
    const { page, hands } = facilitator;
    const press = (name: string) => () => hands.press(page.getByRole("button", { name, exact: true }));
    const text = readFileSync(await saved(page, press(results.md), files("uitkomst.md")), "utf8");
    for (const what of [...COEVORDEN.actions, ...NAMES]) expect(text).toContain(what);
    const json = JSON.parse(
      readFileSync(await saved(page, press(results.json), files("sessie.json")), "utf8"),
    ) as {
      competentiespel: number;
      entries: unknown[];
    };
    expect(json.competentiespel).toBe(3);
    expect(json.entries.length).toBeGreaterThan(50);
  });
});
