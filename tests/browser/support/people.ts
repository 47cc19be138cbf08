/** What a member does on their own page, in the order a person would. */
import { expect, type Page } from "@playwright/test";
import { labelOf } from "./deck";
import { button, card, cardsIn, dialog, heading, person, section } from "./find";
import { taps, type Hands } from "./hands";
import { conversation, door, giving, listOf, lobby, talents } from "./words";

export { Facilitator, type Wishes } from "./facilitator";
export { cardsIn, section } from "./find";

export class Member {
  readonly page: Page;
  readonly name: string;
  readonly hands: Hands;

  constructor(page: Page, name: string, hands: Hands = taps()) {
    this.page = page;
    this.name = name;
    this.hands = hands;
  }

  /** From the link of the QR code to the lobby. */
  async join(code: string, about: { function?: string } = {}) {
    await this.page.goto(`/${code}`);
    await this.hands.write(this.page.getByLabel(door.name), this.name);
    if (about.function !== undefined)
      await this.hands.write(this.page.getByLabel(door.function), about.function);
    await this.hands.press(button(this.page, door.in));
    await expect(heading(this.page, lobby.hello(this.name))).toBeVisible();
  }

  async sees(title: string) {
    await expect(heading(this.page, title)).toBeVisible();
  }

  // -- giving

  get hand() {
    return this.page.getByLabel(giving.hand, { exact: true });
  }

  /** The cards in the hand, in the order they lie there. */
  async cards(): Promise<string[]> {
    await expect(this.hand).toBeVisible();
    return cardsIn(this.hand);
  }

  async choose(id: string) {
    await this.hands.press(card(this.hand, id));
    await this.sees(giving.who);
  }

  async give(id: string, to: readonly string[], reason = "") {
    await this.choose(id);
    const people = this.page.getByRole("group", { name: giving.who, exact: true });
    for (const name of to) await this.hands.press(person(people, name));
    if (reason !== "") await this.hands.write(this.page.getByLabel(giving.reason), reason);
    await this.hands.press(button(this.page, giving.give(listOf(to))));
    await this.sees(giving.heading);
    await expect(this.#given(id).getByText(giving.onItsWay)).toHaveCount(0);
    for (const name of to) await expect(this.#given(id)).toContainText(giving.to(name));
  }

  async layOpen(id: string) {
    await this.choose(id);
    await this.hands.press(button(this.page, giving.layOpen));
    await this.sees(giving.heading);
    const open = section(this.page, giving.table).locator(`[data-card="${id}"]`);
    await expect(open.filter({ hasText: giving.yours })).toBeVisible();
  }

  async ready() {
    await this.hands.press(button(this.page, giving.ready));
    await expect(button(this.page, giving.notReady)).toBeVisible();
  }

  /** A card among those this member gave. */
  #given(id: string) {
    return section(this.page, giving.given).locator(`[data-card="${id}"]`);
  }

  given() {
    return section(this.page, giving.given);
  }

  received() {
    return section(this.page, giving.received);
  }

  // -- conversation

  /** In the tafelronde: a card that lies open goes to someone. */
  async giveFromTable(id: string, to: string, reason = "") {
    await this.hands.press(card(this.page.getByRole("main"), id));
    await this.#fillSheet(conversation.giveTitle, conversation.who, to, reason);
    await expect(this.page.getByText(conversation.gave(labelOf(id), to)).first()).toBeVisible();
  }

  /** Looks closer at a card of whom is *aan de beurt*, and says that it fits `to` as well. */
  async passOn(id: string, receiver: string, to: string, reason = "") {
    await this.hands.press(card(this.page.getByRole("main"), id));
    const closer = dialog(this.page, conversation.theirCard(receiver));
    await this.hands.press(button(closer, conversation.also));
    await this.#fillSheet(conversation.alsoTitle, conversation.whoOne, to, reason);
    await expect(this.page.getByText(conversation.gave(labelOf(id), to)).first()).toBeVisible();
  }

  async #fillSheet(title: string, legend: string, to: string, reason: string) {
    const sheet = dialog(this.page, title);
    await this.hands.press(person(sheet.getByRole("group", { name: legend, exact: true }), to));
    if (reason !== "") await this.hands.write(sheet.getByLabel(conversation.reason), reason);
    await this.hands.press(button(sheet, conversation.giveTo(to)));
    await expect(sheet).toHaveCount(0);
  }

  async second(id: string, receiver: string) {
    await this.hands.press(card(this.page.getByRole("main"), id));
    const closer = dialog(this.page, conversation.theirCard(receiver));
    await this.hands.press(button(closer, conversation.second));
    await expect(closer).toHaveCount(0);
  }

  /** As who is *aan de beurt*: this card is one to talk about. */
  async pick(id: string) {
    await this.hands.press(card(this.page.getByRole("main"), id));
    const closer = dialog(this.page, conversation.whatNow);
    await this.hands.press(button(closer, conversation.pick));
    await expect(closer).toHaveCount(0);
    await expect(this.talk(id)).toBeVisible();
  }

  /** A card that was picked, with everything that can be said of it. */
  talk(id: string) {
    return this.page
      .getByRole("article")
      .filter({ has: this.page.getByText(conversation.question) })
      .filter({ has: this.page.locator(`[data-card="${id}"]`) });
  }

  /** Says what one thinks of a picked card; the others read it. */
  async answer(id: string, answer: string) {
    await this.hands.press(button(this.talk(id), answer));
  }

  /** Which of one's answers is the one that holds now. */
  async answered(id: string, answer: string) {
    await expect(button(this.talk(id), answer)).toHaveAttribute("aria-pressed", "true");
  }

  // -- talents

  /** What stands on the cards of one's own talents. */
  async talents(): Promise<string[]> {
    await this.sees(talents.yours);
    const own = this.page.locator("section").filter({ has: heading(this.page, talents.yours) });
    await expect(own.getByRole("article").first()).toBeVisible();
    return own.getByRole("article").getByRole("heading").allInnerTexts();
  }
}
