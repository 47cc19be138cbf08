/** Team Zwijndrecht plays a whole game with four phones, a laptop and a big screen, and ends with its own talents. */
import { labelOf } from "./support/deck";
import { cardsIn, Facilitator, Member, section } from "./support/people";
import { BIG_SCREEN, expect, LAPTOP, test } from "./support/test";
import { bigscreen, conversation, talents } from "./support/words";
import { fits, NAMES, plan, TALENTS, type Name } from "./support/zwijndrecht";

test("team Zwijndrecht ends with exactly the talents of its table", async ({ device }) => {
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
});
