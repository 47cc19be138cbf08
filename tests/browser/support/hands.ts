/** How someone works a page: by tapping, or with the keyboard alone. What they do is the same. */
import { expect, type Locator, type Page } from "@playwright/test";

export interface Hands {
  /** A button, a link, something that folds open, a tick box. */
  press(target: Locator): Promise<void>;
  /** One of a row of choices, of which one can be chosen. */
  choose(group: Locator, choice: string): Promise<void>;
  write(field: Locator, text: string): Promise<void>;
  /** One of a list that folds out. */
  select(list: Locator, value: string): Promise<void>;
}

/** A finger on a phone; a mouse where the device has no touch. */
export function taps({ touch = true } = {}): Hands {
  const press = (target: Locator) => (touch ? target.tap() : target.click());
  return {
    press,
    choose: (group, choice) => press(group.getByText(choice, { exact: true })),
    async write(field, text) {
      await press(field);
      // Not by selecting all with keys: where a finger tapped, the caret comes a moment later.
      await field.fill(text);
    },
    async select(list, value) {
      await list.selectOption(value);
    },
  };
}

/** More stops than any screen has. */
const STOPS_MAX = 200;

/** Tab, Enter, space and arrows; no pointer, and no focus that the person did not bring there. */
export function keyboard(page: Page): Hands {
  async function goTo(target: Locator) {
    await expect(target).toBeVisible();
    await expect(target).toBeEnabled();
    for (let stops = 0; stops < STOPS_MAX; stops += 1) {
      if (await target.evaluate((element) => element === document.activeElement)) {
        await expectFocusSeen(page);
        return;
      }
      await page.keyboard.press("Tab");
    }
    throw new Error(`the keyboard does not reach ${target.toString()}`);
  }

  return {
    async press(target) {
      await goTo(target);
      const isTick = await target.evaluate((element) => element.matches("input[type=checkbox]"));
      await page.keyboard.press(isTick ? "Space" : "Enter");
    },
    async choose(group, choice) {
      const radios = group.getByRole("radio");
      const wanted = group.getByRole("radio", { name: choice, exact: true });
      await goTo(radios.and(page.locator(":checked")));
      for (let steps = await radios.count(); steps > 0; steps -= 1) {
        if (await wanted.isChecked()) return;
        await page.keyboard.press("ArrowRight");
      }
      throw new Error(`the arrow keys do not reach ${choice}`);
    },
    async write(field, text) {
      await goTo(field);
      await page.keyboard.press("Control+A");
      await page.keyboard.type(text);
    },
    async select(list, value) {
      await goTo(list);
      await page.keyboard.press("Home");
      for (let steps = await list.locator("option").count(); steps > 0; steps -= 1) {
        if ((await list.inputValue()) === value) return;
        await page.keyboard.press("ArrowDown");
      }
      throw new Error(`the arrow keys do not reach ${value}`);
    },
  };
}

/** Where the focus is must be on the screen, and not wholly under something else. */
async function expectFocusSeen(page: Page) {
  const seen = await page.evaluate(() => {
    const focused = document.activeElement;
    if (!(focused instanceof HTMLElement)) return false;
    // A choice in a row is drawn by its label.
    const drawn = focused.matches("input.visually-hidden") ? focused.parentElement : focused;
    if (drawn === null) return false;
    const { left, right, top, bottom } = drawn.getBoundingClientRect();
    // At least somewhere nothing lies over it.
    return [0.1, 0.5, 0.9].some((across) =>
      [0.1, 0.5, 0.9].some((down) => {
        const there = document.elementFromPoint(left + across * (right - left), top + down * (bottom - top));
        return there !== null && (drawn.contains(there) || there.contains(drawn));
      }),
    );
  });
  expect(seen, "the focus can be seen").toBe(true);
}
