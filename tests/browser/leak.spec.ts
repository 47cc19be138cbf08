/** What comes to a phone, on the raw frames: no other hand, and no one else's gift or reason. */
import type { Page } from "@playwright/test";
import type {
  Document,
  GiftDocument,
  Seat,
  SeatDocument,
  ServerFrame,
} from "../../client-web/src/generated/types";
import { Sheet } from "./support/agenda";
import { Facilitator, Member } from "./support/people";
import { playOn } from "./support/play";
import { BIG_SCREEN, expect, LAPTOP, test } from "./support/test";
import { bigscreen } from "./support/words";

/** Documents that everyone may see from the start. */
const FOR_ALL = ["session", "seat", "table", "flow", "watching"];

/** Everything the server sends to this page, as text, from now on. */
function overhear(page: Page): string[] {
  const heard: string[] = [];
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => heard.push(payload.toString()));
  });
  page.on("response", (response) => {
    // Texts of others can only be in what the session answers. The deck is the same for all.
    if (/\/api\//.test(response.url()) && !response.url().endsWith("/deck"))
      void response.text().then(
        (text) => heard.push(text),
        () => undefined,
      );
  });
  return heard;
}

/** The documents of these frames, by key; a key that comes more than once is there more than once. */
function documents(heard: readonly string[]): [string, Document][] {
  return heard.flatMap((text) => {
    const frame = JSON.parse(text) as Partial<ServerFrame>;
    if ("welcome" in frame && frame.welcome) return Object.entries(frame.welcome.docs);
    return "put" in frame ? Object.entries(frame.put ?? {}) : [];
  });
}

test("until their turn nobody's phone holds another hand, nor a gift or a reason of two others", async ({
  device,
}) => {
  const facilitator = new Facilitator(await device({ viewport: LAPTOP }));
  const code = await facilitator.begin();
  const screen = await device({ viewport: BIG_SCREEN });
  const onScreen = overhear(screen);
  await facilitator.openBigScreen(screen);

  const names = ["Fatma", "Sem", "Ria", "Bo"] as const;
  const members: Member[] = [];
  const heard: string[][] = [];
  for (const name of names) {
    const page = await device();
    heard.push(overhear(page));
    const member = new Member(page, name);
    await member.join(code);
    members.push(member);
  }
  await facilitator.toGiving();

  // Everyone gives to the next, with words nobody else can have written, and lays one card open.
  const hands: string[][] = [];
  for (const member of members) hands.push(await member.cards());
  const reason = (from: number) => `Reden ${String(from)} van ${names[from] ?? ""}, alleen voor jou`;
  const last = (list: readonly string[]) => list[list.length - 1] as string;
  for (const [i, member] of members.entries()) {
    const hand = hands[i] as string[];
    await member.give(hand[0] as string, [names[(i + 1) % 4] as string], reason(i));
    await member.layOpen(last(hand));
    await member.ready();
  }
  await members[1]?.page.reload();
  await members[1]?.sees("Geef je kaarten");
  await facilitator.toConversation();
  for (const member of members) await member.sees("Tafelronde");

  const open = new Set(hands.map(last));
  for (const [i, texts] of heard.entries()) {
    await test.step(`what came to ${names[i] ?? ""}`, () => {
      const mine = (i + 1) as Seat;
      const giver = (i + 3) % 4;
      expect(texts.length, "something was overheard").toBeGreaterThan(5);
      const all = texts.join("\n");
      expect(all).toContain(reason(i));
      expect(all).toContain(reason(giver));
      for (const other of [0, 1, 2, 3])
        if (other !== i && other !== giver) expect(all).not.toContain(reason(other));

      for (const [key, document] of documents(texts)) {
        const [kind, whose] = key.split("/");
        if (kind === "hand") expect(Number(whose), "one's own hand").toBe(mine);
        if (kind === "seat") expect((document as SeatDocument).hand, "how many cards").toBeNull();
        if (kind === "gift") {
          const { from, to } = document as GiftDocument;
          expect([from, to], "one's own gift").toContain(mine);
        }
        expect([...FOR_ALL, "hand", "gift"]).toContain(kind);
      }

      // Not one card that this person does not hold, gave, got or sees lying open.
      const known = new Set([...(hands[i] as string[]), hands[giver]?.[0] as string, ...open]);
      for (const hand of hands)
        for (const card of hand) if (!known.has(card)) expect(all).not.toContain(`"${card}"`);
    });
  }

  await test.step("what came to the big screen", () => {
    const all = onScreen.join("\n");
    expect(onScreen.length).toBeGreaterThan(5);
    for (const other of [0, 1, 2, 3]) expect(all).not.toContain(reason(other));
    for (const [key] of documents(onScreen)) expect(FOR_ALL).toContain(key.split("/")[0]);
    for (const hand of hands)
      for (const card of hand) if (!open.has(card)) expect(all).not.toContain(`"${card}"`);
  });

  await test.step("whose turn it is: their cards for all, the others' still for nobody else", async () => {
    await facilitator.turn("Sem");
    for (const member of members) await expect(member.page.getByText(reason(0)).first()).toBeVisible();
    await expect(screen.getByRole("heading", { name: bigscreen.turn("Sem") })).toBeVisible();
    expect((heard[3] as string[]).join("\n")).toContain(reason(0));
    expect((heard[3] as string[]).join("\n")).not.toContain(reason(1));
    expect(onScreen.join("\n")).not.toContain(reason(1));
  });
});

test("what a facilitator prepares is on nobody else's page before its turn", async ({ device }) => {
  const facilitator = new Facilitator(await device({ viewport: LAPTOP }));
  const code = await facilitator.begin({ hand: "5" });
  const screen = await device({ viewport: BIG_SCREEN });
  const heard = [overhear(screen)];
  await facilitator.openBigScreen(screen);
  const members: Member[] = [];
  for (const name of ["Fatma", "Sem", "Ria"]) {
    const page = await device();
    heard.push(overhear(page));
    const member = new Member(page, name);
    await member.join(code);
    members.push(member);
  }

  await facilitator.prepare();
  const sheet = new Sheet(facilitator.page);
  const action = "Nog geheim: een feest organiseren";
  const prepared = [action, "Nog geheim: het plein", "Nog geheim: met een bank"];
  await sheet.write("situation", prepared[1] as string);
  await sheet.lay(action);
  await sheet.open(action);
  await sheet.writeIn(action, "how", prepared[2] as string);
  await playOn({ facilitator, members });
  const [fatma] = members as [Member];
  await fatma.page.reload();
  for (const member of members) await member.talents();

  for (const texts of heard) {
    expect(texts.length, "something was overheard").toBeGreaterThan(5);
    for (const text of prepared) expect(texts.join("\n")).not.toContain(text);
    for (const [key] of documents(texts))
      expect(["agenda", "field", "action", "fit", "proposal"]).not.toContain(key.split("/")[0]);
  }

  await facilitator.toWerkagenda();
  for (const { page } of members) await expect(new Sheet(page).action(action)).toBeVisible();
  await expect(screen.getByText(action)).toBeVisible();
  for (const texts of heard) for (const text of prepared) expect(texts.join("\n")).toContain(text);
});
