/** axe finds nothing on any screen, light or dark, and nothing sticks out at 320 pixels. */
import { expectAccessible } from "./support/accessible";
import { seat } from "./support/play";
import { cardsIn, Facilitator, Member } from "./support/people";
import { BIG_SCREEN, expect, LAPTOP, test } from "./support/test";
import {
  begin,
  bigscreen,
  common,
  conversation,
  door,
  giving,
  leading,
  listOf,
  lobby,
  room,
  start,
  talents,
} from "./support/words";

test("before a session: start, begin, addresses that lead nowhere", async ({ device }) => {
  const page = await device();
  await page.goto("/");
  await expectAccessible(page, "start");
  await page.getByRole("button", { name: start.join, exact: true }).click();
  await expect(page.getByRole("alert")).not.toBeEmpty();
  await expectAccessible(page, "start, without a code");
  await page.getByRole("button", { name: common.otherLanguage }).click();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await expectAccessible(page, "start, in English");
  await page.getByRole("button", { name: "Nederlands" }).click();

  await page.goto("/begin");
  await expectAccessible(page, "begin");
  await page.getByText(begin.ownCards, { exact: true }).click();
  await page.getByRole("button", { name: begin.go, exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
  await expectAccessible(page, "begin, with empty fields and one's own cards");

  await page.goto("/zo/maar/wat");
  await expect(page.getByRole("heading", { name: start.nowhere })).toBeVisible();
  await expectAccessible(page, "nowhere");
  await page.goto("/ABCDEF");
  await expect(page.getByRole("heading", { name: door.unknownTitle })).toBeVisible();
  await expectAccessible(page, "a code nobody knows");
  await page.goto("/ABCDEF/leiden");
  await expect(page.getByRole("heading", { name: start.nowhere })).toBeVisible();
  await expectAccessible(page, "a facilitator's page without a token");
});

test("the door and the lobby", async ({ device }) => {
  const { code, facilitator } = await seat(device, []);
  const page = await device();
  const member = new Member(page, "Fatma");
  await page.goto(`/${code}`);
  await page.getByRole("button", { name: door.in, exact: true }).click();
  await expect(page.getByRole("alert").filter({ hasText: /\S/ }).first()).toBeVisible();
  await expectAccessible(page, "door, without a name");
  await page.reload();
  await expect(page.getByLabel(door.name)).toBeVisible();
  await expectAccessible(page, "door");
  await member.join(code);
  await expectAccessible(page, "lobby, as the first");
  for (const name of ["Sem", "Ria van den Bovenkamp-Oosterwijk"]) {
    const other = new Member(await device(), name);
    await other.join(code);
    await expect(page.getByText(name, { exact: true })).toBeVisible();
  }
  await expectAccessible(page, "lobby");

  const menu = page.getByRole("button", { name: room.menu });
  await menu.click();
  await expectAccessible(page, "menu");
  for (const [choice, title] of [
    [room.changeName, room.changeName],
    [room.leave, room.leaveTitle],
    [room.forget, room.forgetTitle],
  ] as const) {
    await page.getByRole("dialog").getByRole("button", { name: choice, exact: true }).click();
    await expect(page.getByRole("dialog", { name: title })).toBeVisible();
    await expectAccessible(page, title);
    await page.keyboard.press("Escape");
    await menu.click();
  }
  await page.getByRole("dialog").getByRole("button", { name: room.leave, exact: true }).click();
  await page.getByRole("button", { name: room.leaveDo, exact: true }).click();
  await member.sees(room.awayTitle);
  await expectAccessible(page, "away from the table");
  await page.getByRole("button", { name: room.awayReturn, exact: true }).click();
  await member.sees(lobby.hello("Fatma"));

  await page.getByRole("button", { name: room.menu }).click();
  await page.getByRole("dialog").getByRole("button", { name: room.forget, exact: true }).click();
  await page.getByRole("button", { name: room.forgetDo, exact: true }).click();
  await member.sees(room.forgottenTitle);
  await expectAccessible(page, "forgotten");

  await facilitator.lock();
  const late = await device();
  await late.goto(`/${code}`);
  await expect(late.getByRole("heading", { name: door.closedTitle })).toBeVisible();
  await expectAccessible(late, "door, closed");
});

test("a member: giving, conversation, talents, closed", async ({ device }) => {
  test.slow();
  const { facilitator, code } = await seat(device, []);
  const [page, second, third] = [await device(), await device(), await device()];
  const [fatma, sem, ria] = [new Member(page, "Fatma"), new Member(second, "Sem"), new Member(third, "Ria")];
  for (const member of [fatma, sem, ria]) await member.join(code, { function: "wijkmanager" });
  await facilitator.toGiving();

  await test.step("giving", async () => {
    // A card lands, and is looked at. With the pointer on it, it stays.
    await sem.give((await sem.cards())[0] as string, ["Ria"]);
    const landed = third.getByRole("region", { name: room.landedFrom("Sem") });
    await landed.hover();
    await expectAccessible(third, "a card lands");
    await landed.locator("button[data-card]").click();
    await expect(third.getByRole("dialog")).toBeVisible();
    await expectAccessible(third, "a card that landed, up close");
    await third.keyboard.press("Escape");

    const [one, two, three] = (await fatma.cards()) as [string, string, string];
    await expectAccessible(page, "giving, at the start");
    await fatma.choose(one);
    await expectAccessible(page, "a card chosen, nobody yet");
    const people = page.getByRole("group", { name: giving.who, exact: true });
    await people.getByRole("button", { name: /Sem/ }).click();
    await people.getByRole("button", { name: /Ria/ }).click();
    await page.getByLabel(giving.reason).fill("Een reden die net te lang is. ".repeat(14));
    await expectAccessible(page, "a card chosen, two teammates, a reason that is too long");
    await page.getByLabel(giving.reason).fill("Dat zag ik vorige week nog.");
    await page.getByRole("button", { name: giving.give(listOf(["Sem", "Ria"])), exact: true }).click();
    await fatma.sees(giving.heading);
    await fatma.give(two, ["Sem"]);
    await fatma.layOpen(three);
    await expectAccessible(page, "giving, after giving");

    for (const card of (await ria.cards()).slice(0, 4)) await ria.give(card, ["Fatma"], "Zo ken ik je.");
    await fatma.ready();
    await expectAccessible(page, "giving, ready");
  });

  await test.step("the tafelronde", async () => {
    await facilitator.toConversation({ anyway: true });
    await fatma.sees(conversation.round);
    await page.getByText(conversation.forYou, { exact: true }).click();
    await expectAccessible(page, "tafelronde");
    await page.getByText(conversation.letLie, { exact: true }).first().click();
    await page.getByText(conversation.lyingTitle, { exact: true }).click();
    await expectAccessible(page, "tafelronde, with a card left lying");
    const [open] = await cardsIn(second.getByRole("main"));
    await second
      .getByRole("main")
      .locator(`button[data-card="${open ?? ""}"]`)
      .click();
    await expect(second.getByRole("dialog", { name: conversation.giveTitle })).toBeVisible();
    await expectAccessible(second, "giving from the table");
    await second.keyboard.press("Escape");
    await sem.giveFromTable(open as string, "Ria");
    await expectAccessible(second, "tafelronde, after giving");
  });

  await test.step("someone is aan de beurt", async () => {
    await facilitator.turn("Fatma");
    await fatma.sees(conversation.yourTurn);
    await sem.sees(conversation.theirTurn("Fatma"));
    await expectAccessible(page, "one's own turn");
    await expectAccessible(second, "someone else's turn");
    const [one] = (await cardsIn(page.getByRole("main"))) as [string];
    await page.getByRole("main").locator(`button[data-card="${one}"]`).click();
    await expect(page.getByRole("dialog", { name: conversation.whatNow })).toBeVisible();
    await expectAccessible(page, "one's own card up close");
    await page.keyboard.press("Escape");
    await second.getByRole("main").locator(`button[data-card="${one}"]`).click();
    await expect(second.getByRole("dialog", { name: conversation.theirCard("Fatma") })).toBeVisible();
    await expectAccessible(second, "someone else's card up close");
    await second.getByRole("button", { name: conversation.also, exact: true }).click();
    await expect(second.getByRole("dialog", { name: conversation.alsoTitle })).toBeVisible();
    await expectAccessible(second, "past ook bij");
    await second.keyboard.press("Escape");
    await fatma.pick(one);
    await sem.page.getByText(conversation.theirOthers("Fatma")).click();
    await expectAccessible(page, "one's own turn, a card picked");
    await expectAccessible(second, "someone else's turn, a card picked");
    await second.getByRole("button", { name: conversation.reword, exact: true }).first().click();
    await expect(second.getByRole("dialog", { name: conversation.rewordTitle })).toBeVisible();
    await expectAccessible(second, "andere woorden");
    await second.keyboard.press("Escape");
    await fatma.answer(one, conversation.talkOn);
    await expect(fatma.talk(one)).toContainText(conversation.talkedOut);
    await expectAccessible(page, "doorpraten");
    await facilitator.turn("Sem");
    await ria.sees(conversation.theirTurn("Sem"));
    await expectAccessible(third, "someone with few cards");
  });

  await test.step("the talents", async () => {
    await facilitator.toTalents({ anyway: true });
    await fatma.sees(talents.yours);
    await page.getByText(talents.asList, { exact: true }).click();
    await page.getByText(talents.whose("Sem"), { exact: true }).click();
    await expectAccessible(page, "talents");
    await facilitator.close();
    await expectAccessible(page, "closed");
  });
});

test("the facilitator's page and the big screen, in every phase", async ({ device }) => {
  test.slow();
  const facilitator = new Facilitator(await device({ viewport: LAPTOP }));
  const { page } = facilitator;
  const dialog = page.getByRole("dialog");
  const press = (name: string) => page.getByRole("button", { name, exact: true }).click();
  const escape = () => page.keyboard.press("Escape");
  const unfold = (title: string) => page.getByText(title, { exact: true }).click();
  /** Opens what a button opens, looks at it, and closes it again. */
  async function look(name: string, screen: string) {
    await press(name);
    await expect(dialog).toBeVisible();
    await expectAccessible(page, screen);
    await escape();
    await expect(dialog).toHaveCount(0);
  }

  const code = await facilitator.begin();
  await expectAccessible(page, "facilitator, lobby, nobody there");
  const screen = await device({ viewport: BIG_SCREEN });
  await facilitator.openBigScreen(screen);
  const bigScreen = (name: string) => expectAccessible(screen, `big screen, ${name}`, { narrow: false });
  await bigScreen("lobby, nobody there");

  const members: Member[] = [];
  for (const name of ["Fatma", "Sem"]) {
    const member = new Member(await device(), name);
    await member.join(code);
    members.push(member);
  }
  const [fatma, sem] = members as [Member, Member];

  await test.step("lobby", async () => {
    await look(leading.addPerson, "someone without a phone");
    await look(leading.playAlong, "playing along");
    await look(leading.toGiving, "going on with two");
    await facilitator.addPerson("Oma Jo");
    await unfold(leading.others);
    await expectAccessible(page, "facilitator, lobby");
    await look(leading.inviteFacilitator, "inviting a facilitator");
    await press(leading.inviteObserver);
    await dialog.getByLabel(leading.name, { exact: true }).fill("Wethouder");
    await dialog.getByRole("button", { name: leading.inviteDo, exact: true }).click();
    await expect(dialog.getByText(leading.inviteReady("Wethouder"))).toBeVisible();
    await expectAccessible(page, "a link for an observer");
    await escape();
    await page.getByRole("button", { name: leading.manage("Sem") }).click();
    await expectAccessible(page, "about someone");
    await dialog.getByRole("button", { name: leading.forget, exact: true }).click();
    await expectAccessible(page, "forgetting someone");
    await escape();
    await bigScreen("lobby");
  });

  let withReason = "";
  await test.step("giving", async () => {
    await facilitator.toGiving();
    const [one, two, three] = (await fatma.cards()) as [string, string, string];
    withReason = one;
    await fatma.give(one, ["Sem"], "Dat zag ik vorige week nog.");
    await fatma.give(three, ["Sem", "Oma Jo"]);
    await fatma.layOpen(two);
    await fatma.ready();
    await expectAccessible(page, "facilitator, giving");
    await press(leading.onlyMe(leading.onlyMeFew));
    await expectAccessible(page, "only for me");
    await press(leading.onlyMeClose);
    await facilitator.playFor("Oma Jo");
    await expectAccessible(page, "playing for someone");
    await facilitator.stopPlayingFor();
    await bigScreen("giving");
    await look(leading.toConversation, "not everyone is ready");
  });

  await test.step("conversation", async () => {
    await facilitator.toConversation({ anyway: true });
    await expectAccessible(page, "facilitator, tafelronde");
    await bigScreen("tafelronde");
    await facilitator.turn("Sem");
    await expectAccessible(page, "facilitator, someone's turn");
    await bigScreen("someone's turn");
    await sem.pick(withReason);
    await expect(screen.getByText("Dat zag ik vorige week nog.")).toBeVisible();
    await bigScreen("someone's turn, a card picked");
    await facilitator.playFor("Oma Jo");
    await expectAccessible(page, "playing for someone, in the conversation");
    await facilitator.stopPlayingFor();
    await facilitator.turn("Fatma");
    await bigScreen("the turn of someone with few cards");
    await look(leading.toTalents, "not everyone had a turn");
  });

  await test.step("talents and closed", async () => {
    await facilitator.toTalents({ anyway: true });
    await expectAccessible(page, "facilitator, talents");
    await bigScreen("talents");
    await look(leading.backTo(leading.phaseConversation), "going back");
    await look(leading.skipWerkagenda, "closing");
    await facilitator.close();
    await expectAccessible(page, "facilitator, closed");
    await bigScreen("closed");
  });

  await test.step("a session that is gone", async () => {
    await press(leading.delete);
    await expectAccessible(page, "wiping the session");
    await dialog.getByRole("textbox").fill(code);
    await dialog.getByRole("button", { name: leading.deleteDo, exact: true }).click();
    await expect(page).toHaveURL("/");
    await fatma.sees(room.goneTitle);
    await expectAccessible(fatma.page, "the session is gone");
    await expectAccessible(screen, "big screen, the session is gone", { narrow: false });
  });
});

test("a lost connection", async ({ device, server }) => {
  const { facilitator, members } = await seat(device, ["Fatma"]);
  const screen = await device({ viewport: BIG_SCREEN });
  await facilitator.openBigScreen(screen);
  const [fatma] = members as [Member];
  await server.kill();
  await expect(fatma.page.locator("#app").getByText(room.offline)).toBeVisible();
  await expectAccessible(fatma.page, "lost connection");
  await expect(facilitator.page.locator("#app").getByText(room.offline)).toBeVisible();
  await expectAccessible(facilitator.page, "facilitator, lost connection");
  await expect(screen.locator("#app").getByText(bigscreen.offline)).toBeVisible();
  await expectAccessible(screen, "big screen, lost connection", { narrow: false });
});
