/** What people do on the sheet of the werkagenda, in the order a person would; and the agenda of Coevorden. */
import { expect, type Download, type Page } from "@playwright/test";
import { labelOf } from "./deck";
import { button, dialog } from "./find";
import { taps, type Hands } from "./hands";
import { common, werkagenda } from "./words";

type CaseField = "title" | "situation" | "reflection" | "direction" | "koppelkansen";
type ActionField = "what" | "with_whom" | "how" | "when" | "measurable";

/** The workbook's example, in our own words. */
export const COEVORDEN = {
  case: {
    title: "Initiatiefnemers",
    situation: "Een actieve groep in het dorp heeft veel ideeën. Het worden geen plannen die kunnen.",
    direction: "Bewoners bedenken en voeren uit. Gemeente en welzijnswerk helpen mee.",
    koppelkansen: "Coevorden verbindt; Stimuleringsfonds; pijler Dichtbij in ‘samen krachtig’",
  } satisfies Partial<Record<CaseField, string>>,
  /** As a team would paste it from a spreadsheet: with a heading, an empty line and a quoted cell. */
  list: [
    "Wat\tWie\tWanneer",
    "Gesprek met de initiatiefnemers over wat we van elkaar verwachten\tInitiatiefnemers, welzijnswerk\tVoor 1 april",
    "",
    '"Samen kiezen waar we eerst aan werken, en wat kan wachten"\tBewoners\tApril',
    "Uitzoeken welke drie plannen snel haalbaar zijn\t\tMei",
  ].join("\n"),
  actions: [
    "Gesprek met de initiatiefnemers over wat we van elkaar verwachten",
    "Samen kiezen waar we eerst aan werken, en wat kan wachten",
    "Uitzoeken welke drie plannen snel haalbaar zijn",
  ],
} as const;

/** The sheet as one person has it in front of them. */
export class Sheet {
  readonly page: Page;
  readonly hands: Hands;

  constructor(page: Page, hands: Hands = taps({ touch: false })) {
    this.page = page;
    this.hands = hands;
  }

  /** A place of the case. */
  field(name: CaseField) {
    return this.page.getByLabel(werkagenda.fields[name].label, { exact: true });
  }

  /** Writes, and goes on when it is kept. */
  async write(name: CaseField, text: string) {
    await this.hands.write(this.field(name), text);
    await this.leave();
    await expect(this.place(name).getByText(werkagenda.saved, { exact: true })).toBeVisible();
    await expect(this.field(name)).toHaveValue(text);
  }

  /** Adds to what stands in a field, and stays in it. */
  async add(name: CaseField, where: "Start" | "End", text: string) {
    await this.field(name).focus();
    await this.page.keyboard.press(where === "Start" ? "Control+Home" : "Control+End");
    await this.page.keyboard.insertText(text);
  }

  /** Goes on to whatever stands behind the field one is in. */
  async leave() {
    await this.page.keyboard.press("Tab");
  }

  /** A place with all that is said of it: who writes there, and whether it was kept. */
  place(name: CaseField) {
    return this.field(name).locator("xpath=ancestor::div[.//label][1]");
  }

  /** The texts that did not go together with what stands there. */
  offers(name: CaseField) {
    const label = `${werkagenda.offers}: ${werkagenda.fields[name].label}`;
    return this.page.getByRole("region", { name: label, exact: true });
  }

  /** Chooses the one text that stands beside what is written there, or lets it go. */
  async settle(name: CaseField, take: boolean) {
    await this.hands.press(button(this.offers(name), take ? werkagenda.take : werkagenda.letGo));
    await expect(this.offers(name)).toHaveCount(0);
  }

  /** After one chose between two texts: puts the other there. */
  putsOther(name: CaseField) {
    return this.place(name).getByRole("button", { name: new RegExp(`^${werkagenda.putOther}`) });
  }

  action(what: string) {
    return this.page
      .getByRole("article")
      .filter({ has: this.page.getByRole("heading", { level: 3, name: what, exact: true }) });
  }

  async open(what: string) {
    const action = this.action(what);
    const head = action.getByRole("heading", { level: 3 }).getByRole("button");
    if ((await head.getAttribute("aria-expanded")) !== "true") await this.hands.press(head);
    await expect(action.getByRole("heading", { name: werkagenda.needs })).toBeVisible();
    return action;
  }

  /** One more action. */
  async lay(what: string) {
    await this.hands.write(this.page.getByLabel(werkagenda.newAction, { exact: true }), what);
    await this.hands.press(button(this.page, werkagenda.newActionDo));
    await expect(this.action(what)).toBeVisible();
  }

  /** Looks a card up, and says that an action needs it. */
  async need(what: string, card: string) {
    const action = await this.open(what);
    const sheet = await this.pick(what);
    await this.hands.write(sheet.getByLabel(werkagenda.search, { exact: true }), labelOf(card));
    const face = sheet.locator(`button[data-card="${card}"]`);
    if ((await face.getAttribute("aria-pressed")) !== "true") await this.hands.press(face); // It may be suggested.
    await expect(face).toHaveAttribute("aria-pressed", "true");
    await this.hands.press(button(sheet, common.done));
    await expect(sheet).toHaveCount(0);
    await expect(action.locator(`[data-card="${card}"]`).first()).toBeVisible();
  }

  /** The whole deck to choose from. */
  async pick(what: string) {
    await this.hands.press(button(this.action(what), werkagenda.addNeed));
    const sheet = dialog(this.page, werkagenda.addNeedTitle);
    await expect(sheet).toBeVisible();
    return sheet;
  }

  async shut(what: string) {
    await this.hands.press(this.action(what).getByRole("heading", { level: 3 }).getByRole("button"));
  }

  /** Opens the five questions of an action. */
  async sharpen(what: string) {
    await this.hands.press(this.action(what).locator("summary").filter({ hasText: werkagenda.sharp }));
  }

  async writeIn(what: string, name: ActionField, text: string) {
    const field = this.action(what).getByLabel(werkagenda.fields[name].label, { exact: true });
    await this.hands.write(field, text);
    await this.leave();
    await expect(field).toHaveValue(text);
  }

  async byFunction(what: string, name: string) {
    const select = this.action(what).getByLabel(werkagenda.byFunction, { exact: true });
    const option = select.locator("option").filter({ hasText: name });
    await this.hands.select(select, (await option.getAttribute("value")) ?? "");
  }

  /** Decides who takes it up. */
  async takesUp(what: string, name: string) {
    const action = this.action(what);
    const others = action.locator("summary").filter({ hasText: werkagenda.others });
    const theirs = () =>
      button(action.getByRole("group", { name, exact: true }), new RegExp(`^${werkagenda.owner}`));
    if (!(await theirs().isVisible()) && (await others.count()) > 0) await this.hands.press(others);
    await this.hands.press(theirs());
    await expect(theirs()).toHaveAttribute("aria-pressed", "true");
  }

  /** With a mouse: someone of the team above the actions goes to one of them. */
  async dragTo(what: string, name: string) {
    const action = this.action(what);
    // Before the button goes down: what the page scrolls under a mouse that is down is not picked up.
    await action.scrollIntoViewIfNeeded();
    await this.page.locator("[draggable=true]").filter({ hasText: name }).dragTo(action);
  }

  /** Whom the tool proposes, if it proposes anyone. */
  async proposed(what: string, names: readonly string[]): Promise<string> {
    const head = this.action(what);
    for (const name of names)
      if ((await head.getByText(werkagenda.proposedSentence(name), { exact: true }).count()) > 0) return name;
    throw new Error(`nobody is proposed for: ${what}`);
  }
}

/** Presses a button that saves a file, and gives where it was saved. */
export async function saved(page: Page, press: () => Promise<void>, as: string): Promise<string> {
  const downloading: Promise<Download> = page.waitForEvent("download");
  await press();
  const download = await downloading;
  await download.saveAs(as);
  return as;
}
