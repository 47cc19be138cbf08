/** axe on a screen as it stands, light and dark; and whether it fits 320 pixels. */
import { AxeBuilder } from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Everything axe knows of the standard. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const NARROW = { width: 320, height: 640 };

/** In the dark the same things stand there; only the colours differ. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

/** Looks at everything before it fails, so that one run tells all. */
export async function expectAccessible(page: Page, screen: string, { narrow = true } = {}) {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await settled(page);
    // "Legacy" reads this page alone, without another page to gather what frames say: there are no frames.
    const axe = new AxeBuilder({ page }).setLegacyMode(true);
    const all = colorScheme === "light" ? axe.withTags(TAGS) : axe.withRules(COLOUR_RULES);
    const { violations } = await all.analyze();
    const found = violations.map(({ id, help, nodes }) => ({
      rule: `${id}: ${help}`,
      where: nodes.map(({ target, failureSummary }) => `${target.join(" ")} · ${failureSummary ?? ""}`),
    }));
    expect.soft(found, `axe, ${screen}, ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (narrow) await expectNarrow(page, screen);
}

async function expectNarrow(page: Page, screen: string) {
  const size = page.viewportSize();
  await page.setViewportSize(NARROW);
  await settled(page);
  expect.soft(await sticksOut(page, NARROW.width), `fits 320 px, ${screen}`).toEqual([]);
  if (size !== null) await page.setViewportSize(size);
}

/** No colour or place is still on its way to another. */
async function settled(page: Page) {
  await page.waitForFunction(() =>
    document.getAnimations().every(({ playState }) => playState === "finished" || playState === "idle"),
  );
}

/**
 * What reaches beyond the width. Not what may be scrolled within its own place, such as a hand of cards, nor what is
 * drawn for a screen reader only.
 */
export function sticksOut(page: Page, width: number): Promise<string[]> {
  return page.evaluate((width) => {
    const found: string[] = [];
    const page = document.scrollingElement;
    if (page !== null && page.scrollWidth > width)
      found.push(`the page is ${String(page.scrollWidth)} px wide`);
    const scrolls = (element: Element | null): boolean => {
      if (element === null || element === document.body) return false;
      return /auto|scroll/.test(getComputedStyle(element).overflowX) || scrolls(element.parentElement);
    };
    for (const element of document.body.querySelectorAll("*")) {
      const { left, right, width: wide, height } = element.getBoundingClientRect();
      if (wide <= 1 || height <= 1 || (left >= -1 && right <= width + 1) || scrolls(element)) continue;
      if (element.closest("[aria-hidden=true]") !== null || !element.checkVisibility()) continue;
      found.push(
        `${element.tagName} "${(element.textContent ?? "").trim().slice(0, 40)}" ${String(left)}…${String(right)}`,
      );
    }
    return found;
  }, width);
}
