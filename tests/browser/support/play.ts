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
