/** Several people on one sheet at once, in real pages: whatever moves on under one's hands, nobody's words are lost. */
import type { Page } from "@playwright/test";
import { sticksOut } from "./support/accessible";
import { Sheet } from "./support/agenda";
import { Line } from "./support/line";
import { playOn, seat } from "./support/play";
import { Member } from "./support/people";
import { expect, test } from "./support/test";
import { room, werkagenda } from "./support/words";

const BARBECUE = "Barbecue op het plein met de flat ernaast";

test("several people write, decide and choose on one sheet, each on a phone", async ({ device, server }) => {
  test.slow();
  const { facilitator, code, members } = await seat(device, ["Fatma", "Ria", "Bo"], { hand: "5" });
  const line = await Line.to(server.port);
  const sem = new Member(await device({ baseURL: line.url }), "Sem");
  await sem.join(code);
  await playOn({ facilitator, members: [...members, sem] });
  await facilitator.toWerkagenda();
  const [fatma, ria, bo] = members as [Member, Member, Member];
  const sheetOf = ({ page, hands }: Member) => new Sheet(page, hands);
  const sheets = { fatma: sheetOf(fatma), ria: sheetOf(ria), bo: sheetOf(bo), sem: sheetOf(sem) };
  const lead = new Sheet(facilitator.page, facilitator.hands);
  const all = [...Object.values(sheets), lead];
  for (const member of [...members, sem]) await member.sees(werkagenda.heading);

  /** While it lasts, Sem hears of nothing and nobody hears of Sem. */
  async function apart(meanwhile: () => Promise<void>) {
    line.silence();
    await meanwhile();
    line.restore();
  }

  await test.step("a phone: write, add an action, say what it needs, and who takes it up", async () => {
    const { fatma: mine, ria: theirs } = sheets;
    await mine.write("title", "De Vlinderflat");
    await mine.lay(BARBECUE);
    await mine.need(BARBECUE, "organiseren");
    await mine.writeIn(BARBECUE, "when", "Voor de zomer");
    await mine.takesUp(BARBECUE, "Ria");
    expect(await sticksOut(fatma.page, 390)).toEqual([]);
    await mine.shut(BARBECUE);
    for (const sheet of [theirs, lead]) {
      const action = sheet.action(BARBECUE);
      await expect(sheet.field("title")).toHaveValue("De Vlinderflat");
      await expect(action.getByText(werkagenda.takesUp("Ria"), { exact: true })).toBeVisible();
      await expect(action.getByText(werkagenda.by("Voor de zomer"))).toBeVisible();
      await expect(action.getByText(werkagenda.proposedSentence("Ria"))).toHaveCount(0);
    }
  });

  await test.step("with a mouse: someone is dragged to an action, which says the same to everyone", async () => {
    await lead.dragTo(BARBECUE, "Bo");
    for (const sheet of all) {
      const action = sheet.action(BARBECUE);
      await expect(action.getByText(werkagenda.takesUp("Bo"), { exact: true })).toBeVisible();
    }
  });

  await test.step("who writes where is seen, until they leave", async () => {
    const { fatma: mine, ria: theirs } = sheets;
    const writes = theirs.place("reflection").getByText(werkagenda.writesHere("Fatma", 1), { exact: true });
    await fatma.hands.press(mine.field("reflection"));
    await expect(writes).toBeVisible();
    await lead.add("reflection", "Start", "Wij begonnen.");
    await expect(theirs.place("reflection")).toContainText(werkagenda.facilitator);
    await mine.leave();
    await lead.leave();
    await expect(writes).toHaveCount(0);
    await expect(theirs.field("reflection")).toHaveValue("Wij begonnen.");
  });

  await test.step("two write different sentences of one text: it holds both, for everyone", async () => {
    const text = "Het plein is leeg. Er staat een bank. Niemand groet elkaar.";
    await sheets.fatma.write("situation", text);
    await expect(sheets.sem.field("situation")).toHaveValue(text);
    await apart(async () => {
      await sheets.fatma.write("situation", text.replace("leeg", "grijs en leeg"));
      await sem.hands.write(
        sheets.sem.field("situation"),
        text.replace("Niemand groet", "Bijna niemand groet"),
      );
      await sheets.sem.leave();
    });
    for (const { field } of all.map((sheet) => ({ field: sheet.field("situation") })))
      await expect(field).toHaveValue(
        "Het plein is grijs en leeg. Er staat een bank. Bijna niemand groet elkaar.",
      );
    for (const sheet of all) await expect(sheet.offers("situation")).toHaveCount(0);
  });

  await test.step("two write the same word: both stand there, one is chosen, everyone sees the choice", async () => {
    await sheets.fatma.write("direction", "Op dinsdag koffie");
    await expect(sheets.sem.field("direction")).toHaveValue("Op dinsdag koffie");
    await apart(async () => {
      await sheets.fatma.write("direction", "Op woensdag koffie");
      await sem.hands.write(sheets.sem.field("direction"), "Op vrijdag koffie");
      await sheets.sem.leave();
    });
    for (const sheet of all) {
      await expect(sheet.field("direction")).toHaveValue("Op woensdag koffie");
      await expect(sheet.offers("direction")).toContainText("Op vrijdag koffie");
    }
    await expect(sheets.fatma.offers("direction")).toContainText(werkagenda.offerBy("Sem"));
    await expect(sheets.sem.offers("direction")).toContainText(werkagenda.offerMine);
    await sheets.ria.settle("direction", true);
    for (const sheet of all) {
      await expect(sheet.field("direction")).toHaveValue("Op vrijdag koffie");
      await expect(sheet.offers("direction")).toHaveCount(0);
    }
  });

  await test.step("who chose can still put the other text there, for everyone, until they go on elsewhere", async () => {
    const { ria: chooser, fatma: mine } = sheets;
    const { label } = werkagenda.fields.direction;
    const says = (text: string) => expect(ria.page.getByRole("status").getByText(text)).toBeAttached();
    await expect(mine.putsOther("direction")).toHaveCount(0);
    await says(werkagenda.chosen(label));
    for (const text of ["Op woensdag koffie", "Op vrijdag koffie", "Op woensdag koffie"]) {
      await ria.hands.press(chooser.putsOther("direction"));
      for (const sheet of all) await expect(sheet.field("direction")).toHaveValue(text);
    }
    await says(werkagenda.otherStands(label));

    await apart(async () => {
      await mine.write("direction", "Op maandag koffie");
      await sem.hands.write(sheets.sem.field("direction"), "Op zondag koffie");
      await sheets.sem.leave();
    });
    await chooser.settle("direction", false);
    await ria.hands.press(chooser.putsOther("direction"));
    for (const sheet of all) await expect(sheet.field("direction")).toHaveValue("Op zondag koffie");
    await expect(chooser.putsOther("direction")).toBeVisible();
    await ria.hands.press(chooser.field("title"));
    await expect(chooser.putsOther("direction")).toHaveCount(0);
    await chooser.leave();
  });

  await test.step("a phone loses its connection while someone types: nothing is lost", async () => {
    const mine = sheets.sem;
    await mine.add("title", "End", " en");
    line.silence();
    await sem.page.context().setOffline(true);
    await sem.page.keyboard.insertText(" het plein");
    await expect(mine.place("title").getByText(werkagenda.waiting, { exact: true })).toBeVisible();
    await sem.page.keyboard.insertText(" ervoor");
    await mine.leave();
    await sheets.fatma.write("koppelkansen", "De woningbouw begint met de schilders.");
    await expect(banner(sem.page)).toBeVisible();
    line.restore();
    await sem.page.context().setOffline(false);
    await expect(banner(sem.page)).toHaveCount(0);
    for (const sheet of all) {
      await expect(sheet.field("title")).toHaveValue("De Vlinderflat en het plein ervoor");
      await expect(sheet.offers("title")).toHaveCount(0);
    }
    await expect(mine.field("koppelkansen")).toHaveValue("De woningbouw begint met de schilders.");
  });

  await test.step("five write behind the same sentence at once: every word stands somewhere, for everyone", async () => {
    const words = ["appels", "brood", "citroenen", "druiven", "eieren"];
    await Promise.all(
      all.map(async (sheet, i) => {
        await sheet.add("koppelkansen", "End", ` ${words[i] ?? ""}`);
        await sheet.leave();
      }),
    );
    /** What stands in the field and beside it, without who wrote it. */
    const standing = async (sheet: Sheet) => [
      await sheet.field("koppelkansen").inputValue(),
      ...(await sheet.offers("koppelkansen").locator(".text").allInnerTexts()).sort(),
    ];
    await expect(async () => {
      const [first, ...others] = await Promise.all(all.map(standing));
      for (const other of others) expect(other).toEqual(first);
      for (const word of words) expect(first?.join("\n")).toContain(word);
    }).toPass();
  });
  line.close();
});

/** The banner of a lost connection; what is said to a screen reader stands beside it. */
const banner = (page: Page) => page.locator("#app").getByText(room.offline);
