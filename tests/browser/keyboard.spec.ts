/** A whole game with the keyboard alone, by the facilitator and by every member. */
import { readFileSync } from "node:fs";
import { saved, Sheet } from "./support/agenda";
import { cardsIn, Facilitator, Member } from "./support/people";
import { keyboard } from "./support/hands";
import { Line } from "./support/line";
import { expect, LAPTOP, test } from "./support/test";
import { conversation, results, werkagenda } from "./support/words";

test("three people play from begin to a file to take home without touching anything but keys", async ({
  device,
  server,
}, info) => {
  test.slow();
  const laptop = await device({ viewport: LAPTOP });
  const facilitator = new Facilitator(laptop, keyboard(laptop));
  const code = await facilitator.begin({ hand: "5" });

  const names = ["Fatma", "Sem", "Ria"] as const;
  const members: Member[] = [];
  const line = await Line.to(server.port);
  for (const name of names) {
    const baseURL = name === "Sem" ? line.url : server.url;
    const page = await device({ viewport: LAPTOP, baseURL });
    members.push(new Member(page, name, keyboard(page)));
  }
  const [fatma, sem, ria] = members as [Member, Member, Member];
  await Promise.all(members.map((member) => member.join(code)));

  await facilitator.toGiving();
  // Everyone gives one card to the next with a reason and one to both others, and lays one open.
  const given = new Map<string, string>();
  await Promise.all(
    members.map(async (member, i) => {
      const [next, last] = [names[(i + 1) % 3], names[(i + 2) % 3]] as [string, string];
      const [one, two, three] = (await member.cards()) as [string, string, string];
      await member.give(one, [next], "Dat zag ik vorige week nog.");
      await member.give(two, [next, last]);
      await member.layOpen(three);
      await member.ready();
      given.set(member.name, one);
    }),
  );

  await facilitator.toConversation();
  await ria.sees(conversation.round);
  const open = await cardsIn(ria.page.getByRole("main"));
  expect(open.length).toBeGreaterThanOrEqual(3);
  await ria.giveFromTable(open[0] as string, "Fatma", "Dit past bij jou.");

  await facilitator.turn("Sem");
  const card = given.get("Fatma") as string;
  await sem.pick(card);
  await sem.answer(card, conversation.recognise);
  await sem.answered(card, conversation.recognise);
  await expect(fatma.talk(card)).toContainText(conversation.recognises("Sem"));

  await facilitator.turn("Fatma");
  await sem.sees(conversation.theirTurn("Fatma"));
  await sem.second(open[0] as string, "Fatma");
  await fatma.sees(conversation.yourTurn);
  await expect(fatma.page.getByText(conversation.secondedBy("Sem", 1))).toBeVisible();
  await sem.passOn(open[0] as string, "Fatma", "Ria");

  await facilitator.turn("Ria");
  await facilitator.toTalents();
  for (const member of members) expect((await member.talents()).length).toBeGreaterThanOrEqual(3);

  const LIST = ["Koffie op het plein", "Langs alle deuren van de flat", "Een lijst met wie wat wil"] as const;
  const [coffee] = LIST;
  const mine = new Sheet(fatma.page, fatma.hands);
  const sems = new Sheet(sem.page, sem.hands);

  await test.step("a list is pasted, and the proposal may give someone two", async () => {
    await facilitator.toWerkagenda();
    await facilitator.paste(LIST.join("\n"), LIST.length);
    await facilitator.cap(2);
    for (const member of members) await member.sees(werkagenda.heading);
  });

  await test.step("a member writes, says what an action needs, and takes it up", async () => {
    await mine.write("situation", "Het plein is leeg.");
    await mine.need(coffee, "organiseren");
    await mine.writeIn(coffee, "when", "Voor de zomer");
    await mine.takesUp(coffee, "Fatma");
    await mine.shut(coffee);
    await expect(sems.action(coffee).getByText(werkagenda.takesUp("Fatma"), { exact: true })).toBeVisible();
  });

  await test.step("of two texts that do not go together one is chosen", async () => {
    await expect(sems.field("situation")).toHaveValue("Het plein is leeg.");
    line.silence();
    await mine.write("situation", "Het plein is grijs.");
    await sem.hands.write(sems.field("situation"), "Het plein is kaal.");
    await sems.leave();
    line.restore();
    await expect(mine.offers("situation")).toContainText("Het plein is kaal.");
    await mine.settle("situation", true);
    for (const sheet of [mine, sems]) {
      await expect(sheet.field("situation")).toHaveValue("Het plein is kaal.");
      await expect(sheet.offers("situation")).toHaveCount(0);
    }
    const label = mine.page.locator("label").getByText(werkagenda.fields.situation.label, { exact: true });
    await expect(label, "the focus stays with the text").toBeFocused();
  });

  await test.step("the facilitator takes a file home", async () => {
    await facilitator.toResults();
    const press = () =>
      facilitator.hands.press(laptop.getByRole("button", { name: results.md, exact: true }));
    const text = readFileSync(await saved(laptop, press, info.outputPath("uitkomst.md")), "utf8");
    expect(text).toContain("Het plein is kaal.");
    expect(text).toContain(coffee);
  });
  line.close();
});
