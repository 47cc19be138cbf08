/** A whole game with the keyboard alone, by the facilitator and by every member. */
import { cardsIn, Facilitator, Member } from "./support/people";
import { keyboard } from "./support/hands";
import { expect, LAPTOP, test } from "./support/test";
import { conversation } from "./support/words";

test("three people play from begin to talents without touching anything but keys", async ({ device }) => {
  const laptop = await device({ viewport: LAPTOP });
  const facilitator = new Facilitator(laptop, keyboard(laptop));
  const code = await facilitator.begin({ hand: "5" });

  const names = ["Fatma", "Sem", "Ria"] as const;
  const members: Member[] = [];
  for (const name of names) {
    const page = await device({ viewport: LAPTOP });
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
});
