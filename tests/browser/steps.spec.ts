/** From one step to the next: where the page is then, that nothing is skipped, and what one sees of what one did. */
import type { Locator } from "@playwright/test";
import { labelOf } from "./support/deck";
import type { Member } from "./support/people";
import { deal, seat } from "./support/play";
import { BIG_SCREEN, expect, LAPTOP, test } from "./support/test";
import { common, conversation, giving, leading, listOf, room, talents } from "./support/words";

const NAMES = ["Fatma", "Sem", "Ria"] as const;

/** As the second of two quick clicks: the first has been answered already. */
async function clickAgain(target: Locator) {
  const box = await target.boundingBox();
  if (box === null) throw new Error("there is nothing to click");
  const page = target.page();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down({ clickCount: 2 });
  await page.mouse.up({ clickCount: 2 });
}

test("after a step the facilitator's page begins at its heading, and a double click skips nobody", async ({
  device,
}) => {
  const { facilitator, members } = await deal(device, NAMES);
  const { page } = facilitator;
  // So low that the next step is always below the edge.
  await page.setViewportSize({ width: LAPTOP.width, height: 420 });
  const begins = async (title: string) => {
    await expect(page.getByRole("heading", { level: 1, name: title, exact: true })).toBeFocused();
    expect(await page.evaluate(() => scrollY), title).toBe(0);
  };
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();

  await press(leading.toConversation);
  await expect(page.getByText(leading.notReadyText(listOf(NAMES), 3))).toBeVisible();
  await press(leading.goOn);
  await begins(leading.round);

  await press(leading.turnNext("Fatma"));
  await begins(leading.turnNow("Fatma"));
  const next = page.getByRole("button", { name: leading.turnNext("Sem"), exact: true });
  await next.scrollIntoViewIfNeeded();
  await clickAgain(next);
  await next.click();
  await begins(leading.turnNow("Sem"));
  await members[1]?.sees(conversation.yourTurn);

  await press(leading.toTalents);
  await expect(page.getByText(leading.noTurnText("Ria", 1))).toBeVisible();
  await press(leading.goOn);
  await begins(leading.talents);
});

test("on a phone nothing lies over what one writes, and what one gave is said and can be undone", async ({
  device,
}) => {
  const { members } = await deal(device, NAMES);
  const [fatma, sem] = members as [Member, Member];
  const { page } = fatma;
  const [card, other] = (await fatma.cards()) as [string, string];

  await fatma.choose(card);
  const landed = page.getByRole("region", { name: room.landedFrom("Sem") });
  await sem.give((await sem.cards())[0] as string, ["Fatma"], "Zo ken ik je.");
  await expect(page.getByRole("status").getByText(/^Sem geeft je de kaart/)).toBeAttached();
  await expect(landed).toHaveCount(0);

  const people = page.getByRole("group", { name: giving.who, exact: true });
  await people.getByRole("button", { name: /Sem/ }).tap();
  // Before it is scrolled to, the field may lie below the edge: then the bar brings one there.
  await page.evaluate(() => {
    scrollTo(0, 0);
  });
  await page.setViewportSize({ width: 390, height: 560 });
  await page.getByRole("button", { name: giving.toReason, exact: true }).tap();
  const reason = page.getByLabel(giving.reason);
  await expect(reason).toBeFocused();
  await expect(reason).toBeInViewport({ ratio: 1 });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("button", { name: giving.give("Sem"), exact: true }).tap();

  await fatma.sees(giving.heading);
  await expect(page.getByText(giving.gaveDone(labelOf(card), "Sem"))).toBeInViewport();
  await expect(landed).toBeVisible();
  const undo = page.getByRole("button", { name: giving.takeBackFrom(labelOf(card), "Sem") });
  await undo.first().tap();
  await expect(page.getByText(giving.gaveDone(labelOf(card), "Sem"))).toHaveCount(0);
  await expect(fatma.hand.locator(`[data-card="${card}"]`)).toBeAttached();

  await fatma.layOpen(other);
  await expect(page.getByText(giving.laidDone(labelOf(other)))).toBeInViewport();
});

test("a card that lands lies over nothing to press, while it moves and while it lies", async ({ device }) => {
  const { members } = await deal(device, NAMES);
  const [fatma, sem] = members as [Member, Member];
  const { page } = fatma;
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await sem.give((await sem.cards())[0] as string, ["Fatma"]);
  const landed = page.getByRole("region", { name: room.landedFrom("Sem") });
  await landed.hover(); // So that it stays.
  const covered = await landed.evaluate((element: HTMLElement) => {
    const pressable = Array.from(document.querySelectorAll("main a, main button, main summary, main input"));
    element.style.animation = "none";
    element.getBoundingClientRect();
    element.style.animation = ""; // Once more from the start, a step at a time.
    const [landing] = element.getAnimations();
    if (landing === undefined) throw new Error("it does not move");
    landing.pause();
    return Array.from({ length: 11 }, (_, step) => step * 50).flatMap((now) => {
      landing.currentTime = now;
      const lies = element.getBoundingClientRect();
      return pressable
        .map((one) => ({ now, text: one.textContent, at: one.getBoundingClientRect() }))
        .filter(
          ({ at }) =>
            at.left < lies.right && at.right > lies.left && at.top < lies.bottom && at.bottom > lies.top,
        );
    });
  });
  expect(covered).toEqual([]);
  await fatma.ready();
  await expect(landed).toBeVisible();
});

test("while a card lies in the head, who gave it and where we are are there; after it the focus is not lost", async ({
  device,
}) => {
  const { facilitator, members } = await deal(device, NAMES);
  const [fatma, sem] = members as [Member, Member];
  const { page } = fatma;
  const [one, two, three] = (await sem.cards()) as [string, string, string];
  const landed = page.getByRole("region", { name: room.landedFrom("Sem") });
  const later = landed.getByRole("button", { name: room.later, exact: true });
  const start = page.getByRole("main");

  await sem.give(one, ["Fatma"]);
  await later.focus();
  await expect(landed.getByText(room.from("Sem"), { exact: true })).toBeInViewport({ ratio: 1 });
  await expect(page.getByRole("list", { name: common.steps })).toMatchAriaSnapshot(`
    - listitem: ${common.phases.giving}
  `);
  await later.press("Enter");
  await expect(landed).toHaveCount(0);
  await expect(start).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(start.locator(":focus")).toHaveCount(1);

  await sem.give(two, ["Fatma"]);
  await later.focus();
  await sem.give(three, ["Fatma"]);
  await expect(start).toBeFocused();
  await expect(landed).toHaveCount(0); // By itself: the one that was held is not the one that lay there.
  await expect(start).toBeFocused();

  await sem.give((await sem.cards())[0] as string, ["Fatma"]);
  await later.focus();
  await facilitator.toConversation({ anyway: true });
  await expect(landed).toHaveCount(0);
  await expect(page.locator("body")).not.toBeFocused();
});

test("in the talents one still says zie ik ook and finds other words; the big screen names everyone", async ({
  device,
}) => {
  const names = ["Fatma", "Fatima", "Sem van der Bovenkamp", "Ria Oosterwijk", "Bo"] as const;
  const { facilitator, members } = await seat(device, names, { hand: "5" });
  const screen = await device({ viewport: BIG_SCREEN });
  await facilitator.openBigScreen(screen);
  await facilitator.toGiving();
  const [, , sem, , bo] = members as [Member, Member, Member, Member, Member];
  // One card for four people: a row of the big screen with all their names.
  const [card, another] = (await bo.cards()) as [string, string];
  await bo.give(card, names.slice(0, 4));
  await bo.give(another, ["Fatma"]);
  await facilitator.toConversation({ anyway: true });
  await facilitator.turn("Fatma");
  await facilitator.toTalents({ anyway: true });

  const row = screen.locator("dl > div").filter({ hasText: "Fatima" }).first();
  for (const name of ["Fatma", "Fatima", "Sem", "Ria"])
    await expect(row.getByText(name, { exact: true })).toBeVisible();

  await sem.sees(talents.yours);
  await sem.page.getByText(talents.whose("Fatma"), { exact: true }).tap();
  const theirs = sem.page
    .locator("details")
    .filter({ hasText: talents.whose("Fatma") })
    .locator(`[data-card="${another}"]`);
  await theirs.getByRole("button", { name: conversation.second, exact: true }).tap();
  await expect(theirs).toContainText(conversation.secondedBy("Sem van der Bovenkamp", 1));
  await theirs.getByRole("button", { name: conversation.reword, exact: true }).tap();
  const sheet = sem.page.getByRole("dialog", { name: conversation.rewordTitle });
  await sheet.getByRole("textbox").fill("Krijgt het voor elkaar");
  await sheet.getByRole("button", { name: conversation.rewordDo, exact: true }).tap();
  await expect(theirs).toContainText("Krijgt het voor elkaar");
  await expect(theirs).toContainText(common.base(labelOf(another)));

  await test.step("closed: nothing is offered that cannot be", async () => {
    await facilitator.close();
    await expect(theirs.getByRole("button")).toHaveCount(0);
    await facilitator.page.getByRole("button", { name: leading.manage("Bo") }).click();
    const about = facilitator.page.getByRole("dialog");
    await expect(about.getByRole("button", { name: leading.forget, exact: true })).toBeVisible();
    await expect(about.getByRole("button", { name: leading.remove, exact: true })).toHaveCount(0);
  });
});
