/**
 * Pictures of all screens of a lively game, in three sizes, light and dark, for looking at and for the README:
 * `PICTURES=/some/folder npm run pictures`. Not part of the tests.
 */
import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Page } from "@playwright/test";
import { COEVORDEN, Sheet } from "./support/agenda";
import { Line } from "./support/line";
import { cardsIn, Facilitator, Member } from "./support/people";
import { expect, LAPTOP, BIG_SCREEN, test } from "./support/test";
import {
  conversation,
  door,
  giving,
  kinds,
  leading,
  pasting,
  results,
  room,
  start,
  talents,
  werkagenda,
} from "./support/words";

const folder = resolve(process.env.PICTURES ?? "results/pictures");
const SIZES = { phone: { width: 390, height: 844 }, laptop: LAPTOP, large: BIG_SCREEN } as const;

const NAMES = ["Fatma", "Sem", "Ria", "Youssef", "Marijke"] as const;
const REASONS = [
  "Je belde aan bij mevrouw De Wit, en nu komt ze elke week koffie drinken.",
  "Toen het vergunningenloket dichtging, vond jij toch een weg.",
  "In het overleg met de woningbouw bleef jij rustig doorvragen.",
  "Bij jou voelt een straatfeest niet als werk.",
  "Zonder jouw lijstje was de buurtschouw niet gelukt.",
  "Je zei hardop wat iedereen dacht, en niemand was boos.",
  "",
];

/** The top of the screen in three sizes and two schemes; `whole` adds everything below. */
async function picture(page: Page, name: string, { whole = true } = {}) {
  const size = page.viewportSize();
  for (const [label, viewport] of Object.entries(SIZES)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => document.fonts.ready);
      const path = (part: string) => join(folder, `${name}-${label}-${colorScheme}${part}.png`);
      await page.screenshot({ path: path(""), animations: "disabled" });
      if (whole) await page.screenshot({ path: path("-whole"), animations: "disabled", fullPage: true });
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (size !== null) await page.setViewportSize(size);
}

test("pictures of a lively game", async ({ device, server }) => {
  test.setTimeout(900_000);
  await mkdir(folder, { recursive: true });
  const facilitator = new Facilitator(await device({ viewport: LAPTOP }));
  const desk = facilitator.page;
  await desk.goto("/");
  await picture(desk, "01-start");
  await desk.getByRole("link", { name: start.begin, exact: true }).click();
  await picture(desk, "02-begin");
  const code = await facilitator.begin({ title: "PAK AAN!", team: "Zwijndrecht" });
  const screen = await device({ viewport: BIG_SCREEN });
  await facilitator.openBigScreen(screen);
  const beamer = (name: string) => picture(screen, name, { whole: false });
  await picture(desk, "10-leading-empty");

  const members: Member[] = [];
  const line = await Line.to(server.port);
  for (const name of NAMES) {
    const baseURL = name === "Sem" ? line.url : server.url;
    const member = new Member(await device({ baseURL }), name);
    if (members.length === 0) {
      await member.page.goto(`/${code}`);
      await expect(member.page.getByLabel(door.name)).toBeVisible();
      await picture(member.page, "03-door");
    }
    await member.join(code, { function: "wijkmanager" });
    members.push(member);
  }
  const [fatma, sem, ria] = members as [Member, Member, Member];
  await picture(fatma.page, "04-lobby");
  await fatma.page.getByRole("button", { name: room.menu }).click();
  await picture(fatma.page, "05-menu", { whole: false });
  await fatma.page.keyboard.press("Escape");
  await picture(desk, "11-leading-lobby");
  await beamer("20-screen-lobby");

  await facilitator.toGiving();
  await fatma.sees(giving.heading);
  await picture(fatma.page, "06-hand");
  let said = 0;
  for (const [i, member] of members.entries()) {
    const hand = await member.cards();
    for (const [j, card] of hand.slice(0, 6).entries()) {
      const to = NAMES[(i + 1 + (j % 4)) % NAMES.length] as string;
      said += 1;
      await member.give(card, [to], REASONS[said % REASONS.length] ?? "");
    }
    await member.layOpen(hand[6] as string);
    if (i === 2) {
      await picture(desk, "12-leading-giving");
      await beamer("21-screen-giving");
    }
  }
  const [card] = (await fatma.cards()) as [string];
  await fatma.choose(card);
  await picture(fatma.page, "07-card-chosen");
  const people = fatma.page.getByRole("group", { name: giving.who, exact: true });
  await people.getByRole("button", { name: /Sem/ }).click();
  await fatma.page.getByLabel(giving.reason).fill("Ik zag je laatst de hele flat langsgaan.");
  await picture(fatma.page, "08-card-to-someone");
  await fatma.page.getByRole("button", { name: giving.toHand }).click();
  await ria.give((await ria.cards())[0] as string, ["Fatma"], "Zo ken ik je.");
  const landed = fatma.page.getByRole("region", { name: room.landedFrom("Ria") });
  await landed.hover();
  await picture(fatma.page, "09-a-card-lands", { whole: false });
  await landed.getByRole("button", { name: room.later, exact: true }).click();
  await picture(fatma.page, "30-gave");
  await fatma.ready();

  await facilitator.toConversation({ anyway: true });
  await sem.sees(conversation.round);
  await picture(sem.page, "31-tafelronde");
  await picture(desk, "13-leading-tafelronde");
  await beamer("22-screen-tafelronde");
  const [open] = (await cardsIn(sem.page.getByRole("main"))) as [string];
  await sem.page.getByRole("main").locator(`button[data-card="${open}"]`).click();
  await picture(sem.page, "32-giving-from-the-table", { whole: false });
  await sem.page.keyboard.press("Escape");

  await facilitator.turn("Fatma");
  await fatma.sees(conversation.yourTurn);
  await sem.sees(conversation.theirTurn("Fatma"));
  await picture(fatma.page, "33-turn-own");
  await picture(sem.page, "34-turn-other");
  await beamer("23-screen-turn");
  const [first, second] = (await cardsIn(fatma.page.getByRole("main"))) as [string, string];
  await fatma.pick(first);
  await fatma.pick(second);
  await fatma.answer(first, conversation.recognise);
  await expect(sem.talk(first)).toContainText(conversation.recognises("Fatma"));
  await picture(fatma.page, "35-turn-own-picked");
  await picture(sem.page, "36-turn-other-picked");
  await picture(desk, "14-leading-turn");
  await beamer("24-screen-turn-picked");

  await facilitator.toTalents({ anyway: true });
  await fatma.talents();
  await picture(fatma.page, "37-talents");
  await picture(desk, "15-leading-talents");
  await beamer("25-screen-talents");
  for (const fold of [kinds.roles, kinds.qualities])
    await fatma.page.locator("summary").filter({ hasText: fold }).first().tap();
  await fatma.page
    .locator("summary")
    .filter({ hasText: talents.whose("Sem") })
    .tap();
  await picture(fatma.page, "38-talents-unfolded");

  const [talk, choosing] = COEVORDEN.actions;
  const mine = new Sheet(fatma.page, fatma.hands);
  const theirs = new Sheet(sem.page, sem.hands);
  const lead = new Sheet(desk);
  await desk.locator("summary").filter({ hasText: leading.prepare }).click();
  await picture(desk, "18-leading-prepares");
  await facilitator.toWerkagenda();
  await fatma.sees(werkagenda.heading);
  await picture(fatma.page, "40-sheet-empty");
  await beamer("27-screen-werkagenda-empty");
  for (const [name, text] of Object.entries(COEVORDEN.case))
    await mine.write(name as keyof typeof COEVORDEN.case, text);
  await desk.locator("summary").filter({ hasText: pasting.title }).click();
  await desk.getByLabel(pasting.text, { exact: true }).fill(COEVORDEN.list);
  await picture(desk, "19-leading-pastes");
  await desk.getByRole("button", { name: pasting.go(3), exact: true }).click();
  await desk.locator("summary").filter({ hasText: pasting.title }).click();
  await expect(mine.action(talk)).toBeVisible();
  await picture(fatma.page, "41-sheet");
  const action = await mine.open(talk);
  await mine.sharpen(talk);
  await action.locator("summary").filter({ hasText: werkagenda.why }).first().tap();
  await picture(fatma.page, "42-sheet-open");
  await mine.pick(talk);
  await picture(fatma.page, "43-choosing-what-is-needed", { whole: false });
  await fatma.page.keyboard.press("Escape");
  await mine.byFunction(talk, "Sem");
  await mine.takesUp(talk, "Marijke");
  await mine.shut(talk);
  line.silence();
  await mine.write("direction", "Bewoners bedenken en voeren uit. De gemeente helpt mee.");
  await sem.hands.write(theirs.field("direction"), "Bewoners bedenken en voeren uit. Iedereen helpt mee.");
  await theirs.leave();
  line.restore();
  await expect(mine.offers("direction")).toBeVisible();
  await picture(fatma.page, "44-sheet-two-texts");
  await lead.open(choosing);
  await picture(desk, "50-leading-werkagenda");
  await beamer("28-screen-werkagenda");

  await facilitator.toResults();
  await picture(desk, "51-results");
  await desk.getByRole("link", { name: results.back, exact: true }).click();
  await fatma.page.getByRole("button", { name: room.lookTalents, exact: true }).tap();
  await fatma.page.getByRole("link", { name: room.ownPage, exact: true }).tap();
  await picture(fatma.page, "52-own-page");
  await fatma.page.getByRole("link", { name: results.back, exact: true }).tap();
  await facilitator.roundOff();
  await fatma.page.getByRole("button", { name: room.lookWerkagenda, exact: true }).tap();
  await fatma.sees(werkagenda.heading);
  await picture(fatma.page, "45-sheet-closed");
  await picture(desk, "16-leading-closed");
  await beamer("26-screen-closed");
  await desk.getByRole("button", { name: leading.delete, exact: true }).click();
  await picture(desk, "17-leading-delete", { whole: false });
  line.close();

  await facilitator.example();
  await picture(desk, "60-example");
  await facilitator.openBigScreen(screen);
  await beamer("61-example-screen");
  await facilitator.toResults();
  await picture(desk, "62-example-results");
  await desk.goto("/inlezen");
  await picture(desk, "63-read-in");
});
