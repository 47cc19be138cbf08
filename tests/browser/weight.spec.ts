/** What a member's browser loads, and whether a slow phone can join. */
import { gzipSync } from "node:zlib";
import type { Page } from "@playwright/test";
import { conversation, talents, werkagenda } from "./support/words";
import { seat } from "./support/play";
import { Facilitator, Member } from "./support/people";
import { expect, LAPTOP, test } from "./support/test";

/** Up to and including the talents: a first visit over a poor phone connection then takes some seconds. */
const SCRIPTS_AND_STYLES_BYTES_MAX = 90_000;
/** What the werkagenda adds, loaded when its turn comes while people still talk about their talents. */
const WERKAGENDA_BYTES_MAX = 25_000;

/**
 * Weighs what comes over the network, by address: what comes from the browser's own store the second time is not
 * loaded again. A build for development sends files as they are; those count as gzip makes them.
 */
async function weigh(page: Page) {
  const asked = new Map<string, { url: string; compressed: boolean }>();
  const loaded = new Map<string, Promise<number>>();
  const network = await page.context().newCDPSession(page);
  network.on("Network.responseReceived", ({ requestId, type, response }) => {
    const counts = type === "Script" || type === "Stylesheet" || /\.(js|css)$/.test(response.url);
    const compressed = Object.keys(response.headers).some((name) => /^content-encoding$/i.test(name));
    if (counts && !response.fromDiskCache) asked.set(requestId, { url: response.url, compressed });
  });
  network.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const file = asked.get(requestId);
    if (file === undefined || loaded.has(file.url)) return;
    loaded.set(file.url, file.compressed ? Promise.resolve(encodedDataLength) : gzipped(requestId));
  });
  async function gzipped(requestId: string) {
    const { body } = await network.send("Network.getResponseBody", { requestId });
    return gzipSync(body).length;
  }
  await network.send("Network.enable");
  return { network, loaded };
}

test("all scripts and styles of a member are at most 90 kB compressed to the talents, and 25 kB after", async ({
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

  const toTalents = await sum(scale.loaded);
  console.log(`    a member loads ${kB(toTalents)} of scripts and styles up to the talents`);
  expect(scale.loaded.size, "something was weighed").toBeGreaterThan(2);
  expect(toTalents).toBeLessThanOrEqual(SCRIPTS_AND_STYLES_BYTES_MAX);

  await facilitator.toWerkagenda();
  await member.sees(werkagenda.heading);
  const more = (await sum(scale.loaded)) - toTalents;
  console.log(`    and ${kB(more)} for the werkagenda`);
  expect(more, "something was weighed").toBeGreaterThan(0);
  expect(more).toBeLessThanOrEqual(WERKAGENDA_BYTES_MAX);
});

async function sum(loaded: ReadonlyMap<string, Promise<number>>): Promise<number> {
  let bytes = 0;
  for (const [url, weight] of loaded) {
    expect(await weight, url).toBeGreaterThan(0);
    bytes += await weight;
  }
  return bytes;
}

const kB = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`;

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
