/** What a facilitator does on their own page, in the order a person would. */
import { expect, type Locator, type Page } from "@playwright/test";
import { button, card, dialog, heading, person } from "./find";
import { taps, type Hands } from "./hands";
import { begin, conversation, leading, pasting, readin, results, room, start, werkagenda } from "./words";

export interface Wishes {
  title?: string;
  team?: string;
  hand?: string;
  /** What the team takes home says why someone got a card. */
  reasons?: boolean;
}

export class Facilitator {
  readonly page: Page;
  readonly hands: Hands;
  code = "";

  constructor(page: Page, hands: Hands = taps({ touch: false })) {
    this.page = page;
    this.hands = hands;
  }

  /** From the first page to a session with a code. */
  async begin({
    title = "Onze talenten",
    team = "Zwijndrecht",
    hand,
    reasons,
  }: Wishes = {}): Promise<string> {
    const { page, hands } = this;
    await page.goto("/");
    await hands.press(page.getByRole("link", { name: start.begin, exact: true }));
    await hands.write(page.getByLabel(begin.title), title);
    await hands.write(page.getByLabel(begin.team), team);
    if (hand !== undefined)
      await hands.choose(page.getByRole("group", { name: begin.hand, exact: true }), hand);
    if (reasons === true) await hands.press(page.getByLabel(begin.reasons, { exact: true }));
    await hands.press(button(page, begin.go));
    return this.#leads();
  }

  /** The example, from the first page. */
  async example(): Promise<string> {
    await this.page.goto("/");
    await this.hands.press(button(this.page, start.example));
    await this.#leads();
    await expect(this.page.getByText(readin.example)).toBeVisible();
    return this.code;
  }

  /** From the first page to a session out of a file. */
  async readIn(file: string): Promise<string> {
    await this.chooseFile(file);
    await this.#leads();
    await expect(this.page.getByText(readin.imported)).toBeVisible();
    return this.code;
  }

  /** The same, as far as the file. */
  async chooseFile(file: string) {
    await this.page.goto("/");
    await this.hands.press(this.page.getByRole("link", { name: start.readIn, exact: true }));
    await this.page.getByLabel(readin.file, { exact: true }).setInputFiles(file);
    await this.hands.press(button(this.page, readin.go));
  }

  async #leads(): Promise<string> {
    const { page } = this;
    await page.waitForURL(/\/[A-HJ-NP-Z2-9]{6}\/leiden$/);
    this.code = new URL(page.url()).pathname.slice(1, 7);
    await expect(page.getByText(this.code, { exact: true }).first()).toBeVisible();
    return this.code;
  }

  /** `anyway`: someone is not there yet, and one goes on all the same. */
  async #goOn(to: string, next: string, anyway: boolean) {
    await this.hands.press(button(this.page, to));
    if (anyway) await this.hands.press(button(this.page.getByRole("dialog"), leading.goOn));
    await expect(button(this.page, next)).toBeVisible();
  }

  async toGiving() {
    await this.#goOn(leading.toGiving, leading.toConversation, false);
  }

  async toConversation({ anyway = false } = {}) {
    await this.#goOn(leading.toConversation, leading.toTalents, anyway);
  }

  async toTalents({ anyway = false } = {}) {
    await this.#goOn(leading.toTalents, leading.toWerkagenda, anyway);
  }

  async toWerkagenda() {
    await this.#goOn(leading.toWerkagenda, leading.toClosed, false);
  }

  /** A list of actions, as it was copied from somewhere: looked at, and taken over. */
  async paste(list: string, actions: number) {
    await this.hands.press(this.page.locator("summary").filter({ hasText: pasting.title }));
    const paste = this.page.getByRole("group", { name: pasting.title, exact: true });
    await this.hands.write(paste.getByLabel(pasting.text, { exact: true }), list);
    await expect(paste.getByRole("status")).toHaveText(pasting.read(actions));
    await this.hands.press(button(paste, pasting.go(actions)));
    await expect(paste.getByText(pasting.arrived(actions))).toBeVisible();
    await this.hands.press(this.page.locator("summary").filter({ hasText: pasting.title }));
  }

  /** The sheet of the werkagenda before it is its turn. */
  async prepare() {
    await this.hands.press(this.page.locator("summary").filter({ hasText: leading.prepare }));
    await expect(this.page.getByText(leading.prepareLead)).toBeVisible();
  }

  /** How many actions the proposal gives one person at most. */
  async cap(actions: number) {
    const cap = this.page.getByLabel(leading.cap, { exact: true });
    await this.hands.select(cap, String(actions));
    await expect(this.page.getByText(werkagenda.proposalLead(actions))).toBeVisible();
  }

  /** What came of it, on one page. */
  async toResults() {
    const link = this.page.getByRole("link", { name: room.resultsPage, exact: true });
    if (!(await link.isVisible()))
      await this.hands.press(this.page.locator("summary").filter({ hasText: leading.keep }));
    await this.hands.press(link);
    await expect(this.page.getByRole("link", { name: results.back, exact: true })).toBeVisible();
  }

  async turn(name: string) {
    await this.hands.press(person(this.page.getByRole("group", { name: leading.turn, exact: true }), name));
    await expect(heading(this.page, leading.turnNow(name))).toBeVisible();
  }

  /** A seat for someone without a device. */
  async addPerson(name: string) {
    await this.hands.press(button(this.page, leading.addPerson));
    const sheet = dialog(this.page, leading.addPersonTitle);
    await this.hands.write(sheet.getByLabel(leading.name, { exact: true }), name);
    await this.hands.press(button(sheet, leading.add));
    await expect(sheet).toHaveCount(0);
  }

  /** Opens the hands of someone without a device. */
  async playFor(name: string): Promise<Locator> {
    await this.hands.press(this.page.getByRole("button", { name: leading.manage(name) }));
    await this.hands.press(button(this.page.getByRole("dialog"), leading.playFor(name)));
    const theirs = this.page.getByRole("region", { name: leading.playForTitle(name), exact: true });
    await expect(theirs).toBeVisible();
    return theirs;
  }

  async giveFor(id: string, to: string, reason: string) {
    await this.hands.press(card(this.page.getByRole("main"), id));
    const sheet = dialog(this.page, conversation.giveTitle);
    await this.hands.press(person(sheet.getByRole("group", { name: conversation.who, exact: true }), to));
    await this.hands.write(sheet.getByLabel(conversation.reason), reason);
    await this.hands.press(button(sheet, conversation.giveTo(to)));
    await expect(sheet).toHaveCount(0);
  }

  async stopPlayingFor() {
    await this.hands.press(button(this.page, leading.playForStop));
  }

  /** Nobody can come in any more. */
  async lock() {
    await this.hands.press(this.page.getByLabel(leading.lock, { exact: true }));
    await expect(this.page.getByLabel(leading.lock, { exact: true })).toBeChecked();
  }

  /** From the talents, past the werkagenda. */
  async close() {
    await this.#close(leading.skipWerkagenda);
  }

  /** From the werkagenda. */
  async roundOff() {
    await this.#close(leading.toClosed);
  }

  async #close(press: string) {
    await this.hands.press(button(this.page, press));
    await this.hands.press(button(this.page.getByRole("dialog"), leading.toClosed));
    await expect(heading(this.page, leading.closed)).toBeVisible();
  }

  /**
   * The big screen: opens in a tab of its own, and has a link for another computer. Here that other computer is
   * `beamer`, since a browser hardly draws the tab that is behind another.
   */
  async openBigScreen(beamer: Page) {
    const { page, hands } = this;
    const open = button(page, leading.bigScreenDo);
    if (!(await open.isVisible()))
      await hands.press(page.locator("summary").filter({ hasText: leading.bigScreen }));
    const opened = page.context().waitForEvent("page");
    await hands.press(open);
    const tab = await opened;
    await expect(tab.getByText(this.code, { exact: true }).first()).toBeVisible();
    expect(tab.url(), "the token leaves the address bar").not.toContain("#");
    await tab.close();

    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const about = page.locator("details").filter({ hasText: leading.bigScreenOpen });
    await hands.press(button(about, leading.copyLink));
    await expect(about.getByText(leading.copied)).toBeVisible();
    await beamer.goto(await page.evaluate(() => navigator.clipboard.readText()));
    await expect(beamer.getByText(this.code, { exact: true }).first()).toBeVisible();
  }
}
