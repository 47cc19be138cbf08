/** What a member's browser loads, and whether a slow phone can join. */
import type { Page } from "@playwright/test";
import { conversation, talents } from "./support/words";
import { seat } from "./support/play";
import { Facilitator, Member } from "./support/people";
import { expect, LAPTOP, test } from "./support/test";

const SCRIPTS_AND_STYLES_BYTES_MAX = 90_000;

/** Adds up what comes over the network, as it comes: compressed, with its headers. */
async function weigh(page: Page) {
  const asked = new Map<string, string>();
  /** By address: what comes from the browser's own store the second time is not loaded again. */
  const loaded = new Map<string, number>();
  const network = await page.context().newCDPSession(page);
  network.on("Network.responseReceived", ({ requestId, type, response }) => {
    const counts = type === "Script" || type === "Stylesheet" || /\.(js|css)$/.test(response.url);
    if (counts) asked.set(requestId, response.url);
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const url = asked.get(requestId);
    if (url !== undefined) loaded.set(url, (loaded.get(url) ?? 0) + encodedDataLength);
  });
  await network.send("Network.enable");
  return { network, loaded };
}

test("all scripts and styles of a member are at most 90 kB compressed, from start to talents", async ({
  device,
}) => {
  const { facilitator, code } = await seat(device, ["Fatma", "Sem"]);
  const member = new Member(await device(), "Ria");
  const scale = await weigh(member.page);
  await member.page.goto("/");
  await member.join(code);
  await facilitator.toGiving();
  const [card] = await member.cards();
  await member.give(card as string, ["Sem"]);
  await facilitator.toConversation({ anyway: true });
  await member.sees(conversation.round);
  await facilitator.turn("Sem");
  await member.sees(conversation.theirTurn("Sem"));
  await facilitator.turn("Ria");
  await member.sees(conversation.yourTurn);
  await facilitator.toTalents({ anyway: true });
  await member.sees(talents.yours);

  const sizes = [...scale.loaded.values()];
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  console.log(`    a member loads ${(bytes / 1000).toFixed(1)} kB of scripts and styles`);
  for (const [url, size] of scale.loaded) expect(size, url).toBeGreaterThan(0);
  expect(sizes.length, "something was weighed").toBeGreaterThan(2);
  expect(bytes).toBeLessThanOrEqual(SCRIPTS_AND_STYLES_BYTES_MAX);
});

test("over a slow phone connection one comes in at the door and gets a hand", async ({ device }) => {
  const facilitator = new Facilitator(await device({ viewport: LAPTOP }));
  const code = await facilitator.begin();
  const member = new Member(await device(), "Ria");
  const { network } = await weigh(member.page);
  await network.send("Network.emulateNetworkConditions", {
    offline: false,
    latency: 400,
    downloadThroughput: (400 * 1000) / 8,
    uploadThroughput: (400 * 1000) / 8,
  });
  await member.join(code);
  const sem = new Member(await device(), "Sem");
  const fatma = new Member(await device(), "Fatma");
  for (const other of [sem, fatma]) await other.join(code);
  await facilitator.toGiving();
  const [card] = await member.cards();
  await member.give(card as string, ["Sem"], "Ook met weinig bereik.");
  await expect(sem.received()).toContainText("Ook met weinig bereik.");
});
