/** Finding things on a page the way a person does: by what they are and what they are called. */
import type { Locator, Page } from "@playwright/test";

export const button = (where: Page | Locator, name: string | RegExp) =>
  where.getByRole("button", { name, exact: true });
export const heading = (page: Page, name: string) =>
  page.getByRole("heading", { level: 1, name, exact: true });
export const card = (where: Page | Locator, id: string) => where.locator(`button[data-card="${id}"]`);
export const dialog = (page: Page, title: string) => page.getByRole("dialog", { name: title, exact: true });
/** Someone in a row of people to choose from: behind the name can stand how they are. */
export const person = (where: Locator, name: string) =>
  where.getByRole("button").filter({ has: where.page().getByText(name, { exact: true }) });

/** Part of a page under a heading. */
export function section(page: Page, title: string) {
  return page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: title, exact: true }) })
    .last();
}

/** Which cards lie somewhere, in order. */
export function cardsIn(where: Locator): Promise<string[]> {
  return where
    .locator("[data-card]")
    .evaluateAll((cards) => cards.map((card) => card.getAttribute("data-card") ?? ""));
}
