/** What people take home: a file that another server reads back in, a page of one's own, and a page to print. */
import { readFileSync, writeFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import { saved, Sheet } from "./support/agenda";
import { playOn, reasonOf, seat, type Table } from "./support/play";
import { Facilitator, type Member } from "./support/people";
import { METRICS_KEY, Server } from "./support/server";
import { expect, LAPTOP, test } from "./support/test";
import { door, kinds, leading, readin, refusal, results, room, werkagenda } from "./support/words";

const NAMES = ["Fatma", "Sem", "Ria"] as const;
const ACTION = "Samen met bewoners een feest op het plein organiseren";

/** The same small session each time: two cards for everyone, one action that someone takes up. */
async function play(device: Parameters<typeof seat>[0], { reasons }: { reasons: boolean }): Promise<Table> {
  const table = await seat(device, NAMES, { title: "PAK AAN!", hand: "5", reasons });
  const { facilitator } = table;
  await playOn(table);
  await facilitator.toWerkagenda();
  const sheet = new Sheet(facilitator.page);
  await sheet.write("situation", "Het plein is leeg.");
  await sheet.lay(ACTION);
  await sheet.open(ACTION);
  await sheet.takesUp(ACTION, "Ria");
  return table;
}

/** The results as they are read, without the day they were fetched and that they were read in. */
async function readResults(page: Page): Promise<string> {
  await expect(page.getByRole("heading", { name: results.agenda })).toBeVisible();
  const text = await page.getByRole("article").first().innerText();
  const own = [results.fetched(""), results.imported];
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !own.some((begins) => line.startsWith(begins)))
    .join("\n");
}

test("a session that is kept as a file is read in by another server, and says the same", async ({
  device,
}, info) => {
  test.slow();
  const { facilitator, members } = await play(device, { reasons: false });
  const { page, hands } = facilitator;
  await facilitator.toResults();
  const before = await readResults(page);
  expect(before).toContain(ACTION);
  const json = page.getByRole("button", { name: results.json, exact: true });
  const file = await saved(page, () => hands.press(json), info.outputPath("sessie.json"));

  await test.step("reasons: on one's own page, and not in what the team takes home", async () => {
    for (const name of NAMES) expect(before).not.toContain(reasonOf(name));
    const [fatma] = members as [Member];
    await fatma.hands.press(fatma.page.getByRole("button", { name: room.lookTalents, exact: true }));
    await expectOwnPage(fatma);
  });

  const other = await Server.start();
  try {
    const far = new Facilitator(await device({ viewport: LAPTOP, baseURL: other.url }));
    await test.step("what is not a whole session is refused in plain words, and nothing is there", async () => {
      const kept = readFileSync(file, "utf8");
      const wrong = {
        "afgebroken.json": [kept.slice(0, kept.length / 2), "import_no_json"],
        "veranderd.json": [kept.replace("Het plein is leeg.", "Het plein is vol."), "import_damaged"],
        "ander.json": [JSON.stringify({ name: "iets", version: "1.0.0" }), "import_other"],
      } as const;
      for (const [name, [text, code]] of Object.entries(wrong)) {
        const path = info.outputPath(name);
        writeFileSync(path, text);
        await far.chooseFile(path);
        await expect(far.page.getByText(refusal({ code }))).toBeVisible();
        await expect(far.page).toHaveURL("/inlezen");
      }
      const headers = { authorization: `Bearer ${METRICS_KEY}` };
      const metrics = await (await far.page.request.get("/metrics", { headers })).text();
      expect(metrics).toContain("competentiespel_rooms 0");
      expect(metrics).toContain("competentiespel_entries_total 0");
    });

    await test.step("the file itself: ingelezen, and the same results", async () => {
      const code = await far.readIn(file);
      expect(code).not.toBe(facilitator.code);
      await expect(far.page.getByText(readin.imported)).toBeVisible();
      await far.toResults();
      await expect(far.page.getByText(results.imported)).toBeVisible();
      expect(await readResults(far.page)).toBe(before);
    });

    await test.step("the session goes on there: the sheet can be written on", async () => {
      await far.hands.press(far.page.getByRole("link", { name: results.back, exact: true }));
      const sheet = new Sheet(far.page);
      await expect(sheet.action(ACTION).getByText(werkagenda.takesUp("Ria"), { exact: true })).toBeVisible();
      await sheet.write("situation", "Het plein is leeg. Nu nog wel.");
    });
  } finally {
    await other.stop();
  }
});

/** Cards, givers and reasons, what they say together, and what one takes up. */
async function expectOwnPage(member: Member) {
  const { page, hands, name } = member;
  const cards = await member.talents();
  await hands.press(page.getByRole("link", { name: room.ownPage, exact: true }));
  await expect(page.getByRole("heading", { level: 1, name: results.ownTitle(name) })).toBeVisible();
  const paper = page.getByRole("article").first();
  expect(cards.length).toBeGreaterThan(0);
  for (const card of cards) await expect(paper).toContainText(card);
  for (const other of NAMES) {
    if (other === name) continue;
    await expect(paper).toContainText(other);
    await expect(paper).toContainText(reasonOf(other));
  }
  await expect(paper).not.toContainText(reasonOf(name));
  await expect(paper).toContainText(kinds.profile);
  await expect(paper.getByRole("heading", { name: results.ownActions })).toHaveCount(0);
}

test("reasons are taken home only where that was chosen, and everyone read it at the door; PDF", async ({
  device,
}) => {
  test.slow();
  const { facilitator } = await play(device, { reasons: true });
  const { page } = facilitator;
  await facilitator.toResults();
  const text = await readResults(page);
  for (const name of NAMES) expect(text).toContain(reasonOf(name));
  await expect(page.getByText(results.reasonsYes)).toBeVisible();

  const late = await device();
  await late.goto(`/${facilitator.code}`);
  await expect(late.getByText(door.reasonsOut)).toBeVisible();
  await expect(late.getByText(door.copy)).toBeVisible();

  const { bytes, pages } = await print(page);
  expect(bytes).toMatch(/^%PDF-/);
  expect(bytes).toContain("/StructTreeRoot");
  expect(bytes).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/);
  expect(pages).toBeGreaterThanOrEqual(2);
  expect(pages).toBeLessThan(10);
});

/** As "save as PDF" in the print window makes it. */
async function print(page: Page) {
  const bytes = (await page.pdf({ format: "A4", tagged: true })).toString("latin1");
  return { bytes, pages: [...bytes.matchAll(/\/Type\s*\/Page\b/g)].length };
}

test("the example calls itself one, also after a reload; on paper there is nothing to press", async ({
  device,
}) => {
  const facilitator = new Facilitator(await device({ viewport: LAPTOP }));
  const { page } = facilitator;
  await facilitator.example();
  await page.reload();
  await expect(page.getByText(readin.example)).toBeVisible();
  await expect(page.getByText(readin.imported)).toHaveCount(0);

  const goOn = page.getByRole("button", { name: leading.toClosed, exact: true });
  await expect(goOn).toBeVisible();
  await page.emulateMedia({ media: "print" });
  await expect(goOn).toBeHidden();
  await page.emulateMedia({ media: null });

  await facilitator.toResults();
  await readResults(page);
  const { pages } = await print(page);
  expect(pages, "members follow each other").toBeLessThanOrEqual(6);
  await page.setViewportSize({ width: 390, height: 844 });
  expect((await print(page)).pages, "from a phone").toBe(pages);
});
