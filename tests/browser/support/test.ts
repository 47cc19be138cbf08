/**
 * What every test has: a server of its own, and devices. A device is a browser with its own storage, as a phone or
 * a laptop is. Whatever a test looks at, no page may call anything but the server it came from, and no page may
 * throw or be stopped by its content policy.
 */
import { test as base, expect, type BrowserContextOptions, type Page } from "@playwright/test";
import { Server } from "./server";

const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
};
export const LAPTOP = { width: 1280, height: 800 };
export const BIG_SCREEN = { width: 1920, height: 1080 };

interface Fixtures {
  server: Server;
  /** A page on a device of its own, not yet on any address: a phone, unless told otherwise. */
  device: (options?: BrowserContextOptions) => Promise<Page>;
  /** What pages did that they may not. Checked after every test. */
  faults: string[];
}

export const test = base.extend<Fixtures>({
  server: async ({}, use) => {
    const server = await Server.start();
    await use(server);
    await server.stop();
  },

  faults: async ({}, use) => {
    const faults: string[] = [];
    await use(faults);
    expect(faults, "what pages did that they may not").toEqual([]);
  },

  device: async ({ browser, server, faults }, use) => {
    const opened: Page[] = [];
    await use(async (options = {}) => {
      const phone = options.viewport === undefined ? PHONE : {};
      const context = await browser.newContext({ baseURL: server.url, ...phone, ...options });
      const origin = new URL(options.baseURL ?? server.url).host;
      context.on("request", (request) => {
        if (new URL(request.url()).host !== origin) faults.push(`called ${request.url()}`);
      });
      context.on("page", (page) => {
        watch(page, origin, faults);
      });
      const page = await context.newPage();
      opened.push(page);
      return page;
    });
    for (const page of opened) await page.context().close();
  },
});

function watch(page: Page, origin: string, faults: string[]) {
  page.on("pageerror", (error) => faults.push(`threw ${error.stack ?? error.message}`));
  page.on("websocket", (socket) => {
    if (new URL(socket.url()).host !== origin) faults.push(`called ${socket.url()}`);
  });
  page.on("console", (message) => {
    if (/content security policy|violates/i.test(message.text())) faults.push(message.text());
  });
}

export { expect };
