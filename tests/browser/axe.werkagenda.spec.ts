/** axe finds nothing on the screens of the werkagenda and of what is taken home; nothing sticks out at 320 pixels. */
import { writeFileSync } from "node:fs";
import { expectAccessible } from "./support/accessible";
import { Sheet } from "./support/agenda";
import { Line } from "./support/line";
import { playOn, seat } from "./support/play";
import { Facilitator, Member } from "./support/people";
import { BIG_SCREEN, expect, LAPTOP, test } from "./support/test";
import {
  door,
  kinds,
  leading,
  pasting,
  pictures,
  readin,
  refusal,
  results,
  room,
  talents,
  werkagenda,
} from "./support/words";

test("the werkagenda: prepared, written by several, kept on paper", async ({ device, server }) => {
  test.slow();
  const { facilitator, code, members } = await seat(device, ["Fatma", "Ria"], { hand: "5", reasons: true });
  const desk = facilitator.page;
  const lead = new Sheet(desk);
  const line = await Line.to(server.port);
  const sem = new Member(await device({ baseURL: line.url }), "Sem");
  const unfold = (title: string) => desk.locator("summary").filter({ hasText: title }).click();

  await test.step("the door, where reasons are taken home", async () => {
    await sem.page.goto(`/${code}`);
    await expect(sem.page.getByText(door.reasonsOut)).toBeVisible();
    await expectAccessible(sem.page, "door, reasons are taken home");
    await sem.join(code, { function: "bewoner" });
  });

  const feast = "Samen met bewoners een feest op het plein organiseren";
  await test.step("prepared in the lobby, with a list that is understood", async () => {
    await facilitator.prepare();
    await lead.write("situation", "Het plein is leeg. Niemand groet elkaar.");
    await lead.lay(feast);
    await unfold(pasting.title);
    await desk
      .getByLabel(pasting.text, { exact: true })
      .fill(`Wat;Wie;Status\nGa langs de deuren;Fatma;open\n\n${"Te lang. ".repeat(60)};Sem;`);
    await expect(desk.getByText(pasting.read(2))).toBeVisible();
    await expectAccessible(desk, "facilitator, preparing, a pasted list");
    await desk.getByRole("button", { name: pasting.clear, exact: true }).click();
    await unfold(leading.prepare);
  });

  const [fatma] = members as [Member];
  const { page } = fatma;
  let given: string[] = [];
  await test.step("talents with what they say together", async () => {
    given = await playOn({ facilitator, members: [...members, sem] });
    await fatma.sees(talents.yours);
    for (const fold of [kinds.roles, kinds.qualities, kinds.coveredAlso])
      await page.locator("summary").filter({ hasText: fold }).first().tap();
    await expectAccessible(page, "talents, everything unfolded");
  });

  const screen = await device({ viewport: BIG_SCREEN });
  const mine = new Sheet(page, fatma.hands);
  const theirs = new Sheet(sem.page, sem.hands);
  await test.step("the sheet", async () => {
    await facilitator.openBigScreen(screen);
    await facilitator.toWerkagenda();
    await fatma.sees(werkagenda.heading);
    await mine.lay("Iets zonder woorden die het spel kent");
    await expectAccessible(page, "sheet, actions folded");
    await mine.need(feast, given[0] as string); // However the cards were dealt, someone fits.
    const action = await mine.open(feast);
    await mine.sharpen(feast);
    await action.locator("summary").filter({ hasText: werkagenda.why }).first().tap();
    await expectAccessible(page, "sheet, an action open, and why someone fits");
    await mine.byFunction(feast, "Sem");
    await mine.takesUp(feast, "Fatma");
    await expect(action.getByText(werkagenda.surprise)).toBeVisible();
    await expectAccessible(page, "sheet, an action decided on");
    const pick = await mine.pick(feast);
    await expectAccessible(page, "choosing what is needed");
    await pick.getByLabel(werkagenda.search, { exact: true }).fill("xyz");
    await expect(pick.getByText(werkagenda.searchNone)).toBeVisible();
    await expectAccessible(page, "choosing what is needed, nothing found");
    await page.keyboard.press("Escape");
    await mine.shut(feast);
  });

  await test.step("two texts that do not go together, and someone who writes", async () => {
    await expect(theirs.field("situation")).toHaveValue("Het plein is leeg. Niemand groet elkaar.");
    line.silence();
    await mine.write("situation", "Het plein is grijs. Niemand groet elkaar.");
    await sem.hands.write(theirs.field("situation"), "Het plein is kaal. Niemand groet elkaar.");
    await theirs.leave();
    line.restore();
    await expect(mine.offers("situation")).toBeVisible();
    await expect(mine.place("reflection")).toContainText(werkagenda.writesHere("Sem", 1));
    await expectAccessible(page, "sheet, two texts to choose from");
    await expectAccessible(desk, "facilitator, the werkagenda, two texts to choose from");
    await expectAccessible(screen, "big screen, the werkagenda", { narrow: false });
    await unfold(werkagenda.inOnePicture);
    await expect(desk.getByRole("table", { name: pictures.agenda })).toBeVisible();
    await expectAccessible(desk, "facilitator, the werkagenda in one picture");
  });

  await test.step("on paper", async () => {
    await page.getByRole("button", { name: room.lookTalents, exact: true }).tap();
    await page.getByRole("link", { name: room.ownPage, exact: true }).tap();
    await expect(page.getByRole("heading", { name: results.ownTitle("Fatma") })).toBeVisible();
    await expectAccessible(page, "own page");
    await page.getByRole("link", { name: results.back, exact: true }).tap();
    await facilitator.toResults();
    await desk.getByRole("button", { name: results.mdShow, exact: true }).click();
    await expect(desk.getByLabel(results.mdLabel)).toBeVisible();
    await expectAccessible(desk, "results");
    await desk.getByRole("link", { name: results.back, exact: true }).click();
  });

  await test.step("closed: the sheet is there to be read", async () => {
    await facilitator.roundOff();
    await page.getByRole("button", { name: room.lookWerkagenda, exact: true }).tap();
    await fatma.sees(werkagenda.heading);
    await mine.open(feast);
    await expectAccessible(page, "closed, the sheet");
    await unfold(leading.theSheet);
    await expectAccessible(desk, "facilitator, closed, the sheet");
  });

  await test.step("a link that was withdrawn, and a page that is too old", async () => {
    await unfold(leading.others);
    await desk
      .getByRole("button", { name: new RegExp(`^${leading.withdraw}.*${leading.roleScreen}`) })
      .first()
      .click();
    await expectAccessible(desk, "withdrawing a link");
    await desk.getByRole("dialog").getByRole("button", { name: leading.withdraw, exact: true }).click();
    await expect(screen.getByRole("heading", { name: room.noRightTitle })).toBeVisible();
    await expectAccessible(screen, "a link that was withdrawn", { narrow: false });
    await sem.page.routeWebSocket(/\/api\//, (socket) => socket.close({ code: 4505 }));
    await sem.page.reload();
    await expect(sem.page.getByText(room.tooOld)).toBeVisible();
    await expectAccessible(sem.page, "a page that is too old");
  });
  line.close();
});

test("the example, reading in, and a file that is refused", async ({ device }, info) => {
  const facilitator = new Facilitator(await device({ viewport: LAPTOP }));
  const { page } = facilitator;
  const wrong = info.outputPath("ander.json");
  writeFileSync(wrong, "{}");
  await facilitator.chooseFile(wrong);
  await expect(page.getByText(refusal({ code: "import_other" }))).toBeVisible();
  await expectAccessible(page, "reading in, refused");
  await facilitator.example();
  await expectAccessible(page, "the example");
  await page.locator("summary").filter({ hasText: leading.theTalents }).click();
  await expectAccessible(page, "the example, its talents");
  await facilitator.toResults();
  await expectAccessible(page, "the example, results");
  await page.goto("/inlezen");
  await expect(page.getByRole("heading", { name: readin.heading })).toBeVisible();
  await expectAccessible(page, "reading in");
});
