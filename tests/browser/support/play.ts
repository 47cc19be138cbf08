/** Small games that several tests begin with. */
import type { BrowserContextOptions, Page } from "@playwright/test";
import { Facilitator, Member, type Wishes } from "./people";
import { LAPTOP } from "./test";

type Device = (options?: BrowserContextOptions) => Promise<Page>;

export interface Table {
  facilitator: Facilitator;
  code: string;
  members: Member[];
}

/** A session with these members in the lobby, each with a phone. */
export async function seat(device: Device, names: readonly string[], wishes: Wishes = {}): Promise<Table> {
  const facilitator = new Facilitator(await device({ viewport: LAPTOP }));
  const code = await facilitator.begin(wishes);
  const members: Member[] = [];
  for (const name of names) {
    const member = new Member(await device(), name);
    await member.join(code);
    members.push(member);
  }
  return { facilitator, code, members };
}

/** The same, with the cards dealt. */
export async function deal(device: Device, names: readonly string[], wishes: Wishes = {}): Promise<Table> {
  const table = await seat(device, names, wishes);
  await table.facilitator.toGiving();
  return table;
}

/**
 * From the lobby to the talents: everyone gives two cards to all others, and nobody is *aan de beurt*. Gives, for each
 * member, the card they gave with a reason: what is dealt is luck.
 */
export async function playOn({ facilitator, members }: Pick<Table, "facilitator" | "members">) {
  await facilitator.toGiving();
  const given = await Promise.all(
    members.map(async (member) => {
      const [one, two] = (await member.cards()) as [string, string];
      const others = members.filter((other) => other !== member).map(({ name }) => name);
      await member.give(one, others, reasonOf(member.name));
      await member.give(two, others);
      return one;
    }),
  );
  await facilitator.toConversation({ anyway: true });
  await facilitator.toTalents({ anyway: true });
  return given;
}

/** What someone writes on a card while playing on. */
export const reasonOf = (name: string) => `Dat zag ${name} vorige week nog.`;
