/**
 * A laptop in a meeting room: phones come in over plain http on the address of the local network, which browsers do
 * not trust with everything. Where this machine has no such address, a made-up name stands in for it: to the
 * browser that is just as little to be trusted.
 */
import { networkInterfaces } from "node:os";
import { Server } from "./support/server";
import { Facilitator, Member } from "./support/people";
import { chromium } from "./playwright.config";
import { expect, LAPTOP, test as base } from "./support/test";
import { room } from "./support/words";

const NAME = "competentiespel.test";

const ownAddress = Object.values(networkInterfaces())
  .flat()
  .find((address) => address !== undefined && address.family === "IPv4" && !address.internal)?.address;

const test = base.extend({
  // eslint-disable-next-line
  server: async ({}, use) => {
    const server = await Server.start({ host: "0.0.0.0" });
    await use(server);
    await server.stop();
  },
});

test.use({
  launchOptions: {
    ...chromium,
    args: [...chromium.args, `--host-resolver-rules=MAP ${NAME} 127.0.0.1`],
  },
});

for (const host of ownAddress === undefined ? [NAME] : [ownAddress, NAME]) {
  test(`a phone joins and plays over http://${host}`, async ({ device, server }) => {
    const baseURL = `http://${host}:${String(server.port)}`;
    const facilitator = new Facilitator(await device({ viewport: LAPTOP, baseURL }));
    const code = await facilitator.begin();
    expect(await facilitator.page.evaluate(() => isSecureContext)).toBe(false);

    const members: Member[] = [];
    for (const name of ["Fatma", "Sem", "Ria"]) {
      const member = new Member(await device({ baseURL }), name);
      await member.join(code);
      expect(await member.page.evaluate(() => isSecureContext)).toBe(false);
      members.push(member);
    }
    const [fatma, sem] = members as [Member, Member, Member];

    await test.step("copying one's own link needs no secure page", async () => {
      await fatma.hands.press(fatma.page.getByRole("button", { name: room.menu }));
      await fatma.hands.press(fatma.page.getByRole("button", { name: room.copy }));
      await expect(fatma.page.getByText(room.copied).or(fatma.page.getByText(room.copyBySelf))).toBeVisible();
      await fatma.page.keyboard.press("Escape");
    });

    await facilitator.toGiving();
    const [card] = await fatma.cards();
    await fatma.give(card as string, ["Sem"], "Over gewoon http.");
    await expect(sem.received()).toContainText("Over gewoon http.");
    await sem.page.reload();
    await expect(sem.received()).toContainText("Over gewoon http.");
  });
}
