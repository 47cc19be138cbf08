/** Whatever goes away and comes back: server, network, page, phone. Everyone keeps the chair and what they saw. */
import type { Page } from "@playwright/test";
import { Line } from "./support/line";
import { deal, seat } from "./support/play";
import { cardsIn, Member } from "./support/people";
import { expect, LAPTOP, test } from "./support/test";
import { common, conversation, door, giving, leading, lobby, room } from "./support/words";

/** The banner of a lost connection, or of a server that starts again. */
const banner = (page: Page) => {
  const drawn = page.locator("#app"); // What is only said to a screen reader stands beside it.
  return drawn.getByText(room.offline).or(drawn.getByText(room.restarting));
};

/** What a member has: the hand, what lies in front of them, what they gave. */
async function picture(member: Member) {
  return {
    hand: await cardsIn(member.hand),
    // In no order after a refresh: their numbers say nothing.
    received: (await cardsIn(member.received())).sort(),
    given: (await cardsIn(member.given())).sort(),
  };
}

test("kill -9 in the middle of giving, four times: nothing shown is lost and nobody touches anything", async ({
  device,
  server,
}) => {
  const { facilitator, members } = await deal(device, ["Fatma", "Sem", "Ria"]);
  const [fatma, sem] = members as [Member, Member];
  for (let round = 1; round <= 4; round += 1) {
    await test.step(`round ${String(round)}`, async () => {
      const [one, two] = (await fatma.cards()) as [string, string];
      await fatma.give(one, ["Sem"], `Ronde ${String(round)}.`);
      await expect(sem.received()).toContainText(`Ronde ${String(round)}.`);
      const before = await Promise.all(members.map(picture));

      // A gift is on its way at the very moment the power fails.
      await fatma.choose(two);
      const people = fatma.page.getByRole("group", { name: giving.who, exact: true });
      await people.getByRole("button", { name: /Ria/ }).tap();
      await Promise.all([
        server.kill(),
        fatma.page.getByRole("button", { name: giving.give("Ria"), exact: true }).tap(),
      ]);
      for (const { page } of members) await expect(banner(page)).toBeVisible();
      await server.run();
      for (const { page } of members) await expect(banner(page)).toHaveCount(0);
      await expect(banner(facilitator.page)).toHaveCount(0);

      // That gift arrived once: it was accepted before, or was sent again after.
      await expect(fatma.given().getByText(giving.onItsWay)).toHaveCount(0);
      const [ofFatma, ofSem, ofRia] = await Promise.all(members.map(picture));
      const [f, s, r] = before as [typeof ofFatma, typeof ofSem, typeof ofRia];
      expect(ofFatma?.hand).toEqual(f?.hand.filter((card) => card !== two));
      expect(ofFatma?.given.sort()).toEqual([...(f?.given ?? []), two].sort());
      expect(ofRia?.received.sort()).toEqual([...(r?.received ?? []), two].sort());
      expect(ofRia?.hand).toEqual(r?.hand);
      expect(ofSem).toEqual(s);
    });
  }
});

test("a refresh, and a second tab on the same phone, are the same chair", async ({ device }) => {
  const { members } = await deal(device, ["Fatma", "Sem", "Ria"]);
  const [fatma, sem] = members as [Member, Member];
  const [card, other] = (await fatma.cards()) as [string, string];
  await fatma.give(card, ["Sem"]);
  const before = await picture(fatma);
  await fatma.page.reload();
  await fatma.sees(giving.heading);
  await expect(fatma.given().locator(`[data-card="${card}"]`)).toBeVisible();
  expect(await picture(fatma)).toEqual(before);

  const page = await fatma.page.context().newPage();
  const tab = new Member(page, "Fatma");
  await page.goto(fatma.page.url());
  await tab.sees(giving.heading);
  expect(await picture(tab)).toEqual(before);
  await tab.give(other, ["Ria"]);
  await expect(fatma.given().locator(`[data-card="${other}"]`)).toBeVisible();
  await expect(fatma.hand.locator(`[data-card="${other}"]`)).toHaveCount(0);
  await page.close();
  await sem.give((await sem.cards())[0] as string, ["Fatma"], "Je bent er nog.");
  await expect(fatma.received()).toContainText("Je bent er nog.");
});

test("the link of one's own brings one back to one's chair on another device", async ({ device }) => {
  const { members } = await deal(device, ["Fatma", "Sem", "Ria"]);
  const [fatma] = members as [Member];
  const before = await picture(fatma);
  await fatma.hands.press(fatma.page.getByRole("button", { name: room.menu }));
  const link = await fatma.page.getByLabel(room.myLink, { exact: true }).inputValue();
  expect(link).toMatch(/#m=[0-9a-f]{32}$/);
  const laptop = new Member(await device({ viewport: LAPTOP }), "Fatma");
  await laptop.page.goto(link);
  await laptop.sees(giving.heading);
  expect(laptop.page.url(), "the token leaves the address bar").not.toContain("#");
  expect(await picture(laptop)).toEqual(before);
});

test("what is tapped without a connection arrives once when it is back", async ({ device, server }) => {
  const { code, facilitator, members } = await seat(device, ["Sem", "Ria"]);
  const [sem] = members as [Member];
  const line = await Line.to(server.port);
  const fatma = new Member(await device({ baseURL: line.url }), "Fatma");
  await fatma.join(code);
  await facilitator.toGiving();
  const [card, other] = (await fatma.cards()) as [string, string];

  // The phone goes into a lift: it has no network, and no connection says goodbye.
  line.silence();
  await fatma.page.context().setOffline(true);
  for (const one of [card, other]) {
    await fatma.choose(one);
    const people = fatma.page.getByRole("group", { name: giving.who, exact: true });
    await people.getByRole("button", { name: /Sem/ }).tap();
    await fatma.page.getByRole("button", { name: giving.give("Sem"), exact: true }).tap();
    // Drawn at once, as on its way; the card has left the hand.
    await expect(fatma.given().locator(`[data-card="${one}"]`)).toContainText(giving.onItsWay);
    await expect(fatma.hand.locator(`[data-card="${one}"]`)).toHaveCount(0);
  }
  await expect(banner(fatma.page)).toBeVisible();
  await expect(fatma.page.getByText(room.sending)).toBeVisible();
  await expect(sem.received().locator("[data-card]")).toHaveCount(0);

  line.restore();
  await fatma.page.context().setOffline(false);
  await expect(fatma.given().getByText(giving.onItsWay)).toHaveCount(0);
  await expect(banner(fatma.page)).toHaveCount(0);
  await expect(sem.received().locator("[data-card]")).toHaveCount(2);
  const both = [card, other].sort();
  expect((await cardsIn(sem.received())).sort()).toEqual(both);
  expect((await cardsIn(fatma.given())).sort()).toEqual(both);
  await sem.page.reload();
  await sem.sees(giving.heading);
  expect((await cardsIn(sem.received())).sort()).toEqual(both);
  line.close();
});

test("join pressed twice is one seat", async ({ device }) => {
  const { facilitator, code } = await seat(device, ["Sem"]);
  const page = await device();
  await page.goto(`/${code}`);
  await page.getByLabel(door.name).fill("Fatma");
  const join = page.getByRole("button", { name: door.in, exact: true });
  // Two presses in the same moment, before the page could say that it is busy.
  await join.evaluate((button: HTMLElement) => {
    button.click();
    button.click();
  });
  await expect(page.getByRole("heading", { name: lobby.hello("Fatma") })).toBeVisible();
  await expect(facilitator.page.getByText(leading.peopleCount(2))).toBeVisible();
  await expect(facilitator.page.getByText("Fatma", { exact: true })).toHaveCount(1);
});

test("join whose answer got lost, pressed again, is one seat", async ({ device }) => {
  const { facilitator, code } = await seat(device, ["Sem"]);
  const page = await device();
  await page.goto(`/${code}`);
  await page.getByLabel(door.name).fill("Fatma");
  // The server takes the seat; the phone never hears of it.
  await page.route("**/seats", async (route) => {
    await route.fetch();
    await route.abort();
  });
  await page.getByRole("button", { name: door.in, exact: true }).tap();
  await expect(page.getByRole("alert").filter({ hasText: common.wentWrong })).toBeVisible();
  await page.unroute("**/seats");
  await page.getByRole("button", { name: door.in, exact: true }).tap();
  await expect(page.getByRole("heading", { name: lobby.hello("Fatma") })).toBeVisible();
  await expect(facilitator.page.getByText(leading.peopleCount(2))).toBeVisible();
});

test("two people of the same name are told apart on every screen", async ({ device }) => {
  const { facilitator, members, code } = await seat(device, ["Sem", "Ria"]);
  const [sem, ria] = members as [Member, Member];
  const second = new Member(await device(), "Sem");
  await second.join(code);
  // Behind the name stands the letter of the chair: the first, and the third.
  for (const page of [facilitator.page, ria.page, second.page])
    for (const letter of [/^A( · .*)?$/, /^C( · .*)?$/])
      await expect(page.getByText(letter).first()).toBeVisible();
  await facilitator.toGiving();
  const [card] = (await ria.cards()) as [string];
  await ria.choose(card);
  const people = ria.page.getByRole("group", { name: giving.who, exact: true });
  await people
    .getByRole("button")
    .filter({ has: ria.page.getByText(/^C( · .*)?$/) })
    .tap();
  await ria.page.getByRole("button", { name: giving.give("Sem (C)"), exact: true }).tap();
  await expect(second.received().locator(`[data-card="${card}"]`)).toBeVisible();
  await expect(sem.received().locator("[data-card]")).toHaveCount(0);
});

test("the facilitator's page comes back after a reload, and leads on", async ({ device }) => {
  const { facilitator, members } = await seat(device, ["Fatma", "Sem", "Ria"]);
  await facilitator.page.reload();
  await expect(facilitator.page.getByText(leading.peopleCount(3))).toBeVisible();
  await facilitator.toGiving();
  await members[0]?.sees(giving.heading);
  await facilitator.page.reload();
  await facilitator.toConversation({ anyway: true });
  await members[0]?.sees("Tafelronde");
});

test("the facilitator plays for someone without a device", async ({ device }) => {
  const { facilitator, members } = await seat(device, ["Fatma", "Sem"]);
  const [fatma, sem] = members as [Member, Member];
  await facilitator.addPerson("Oma Jo");
  await expect(fatma.page.getByText("Oma Jo", { exact: true })).toBeVisible();
  await expect(fatma.page.getByText(common.viaFacilitator)).toBeVisible();
  await facilitator.toGiving();

  const theirs = await facilitator.playFor("Oma Jo");
  const [card] = (await cardsIn(theirs)) as [string];
  await facilitator.giveFor(card, "Sem", "Dat zei ze vanmorgen nog.");
  await expect(sem.received()).toContainText("Dat zei ze vanmorgen nog.");
  await fatma.give((await fatma.cards())[0] as string, ["Oma Jo"], "Jij kent iedereen.");
  await facilitator.stopPlayingFor();

  await facilitator.toConversation({ anyway: true });
  await facilitator.turn("Oma Jo");
  await sem.sees(conversation.theirTurn("Oma Jo"));
  await expect(sem.page.getByText("Jij kent iedereen.").first()).toBeVisible();
  // What she says of her card, the facilitator presses.
  const turn = await facilitator.playFor("Oma Jo");
  await turn.locator("button[data-card]").first().click();
  await facilitator.page
    .getByRole("dialog")
    .getByRole("button", { name: conversation.recognise, exact: true })
    .click();
  await expect(sem.page.getByText(conversation.recognises("Oma Jo"))).toBeVisible();
});
