/**
 * The tests in a real browser: Debian's Chromium, the real binary, a real database. `npm run pictures` makes pictures
 * of all screens instead (see `pictures.spec.ts`).
 */
import { defineConfig } from "@playwright/test";

export const chromium = {
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
};

const pictures = process.env.PICTURES !== undefined;

export default defineConfig({
  testDir: ".",
  testMatch: pictures ? "pictures.spec.ts" : "*.spec.ts",
  testIgnore: pictures ? [] : "pictures.spec.ts",
  globalSetup: "./support/build.ts",
  outputDir: "results",
  workers: 2,
  fullyParallel: true,
  retries: 0, // A test that fails now and then is a fault, in the product or in the test.
  forbidOnly: true,
  // Long enough for a machine that does something else meanwhile; nothing waits longer than it has to.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  reporter: [["list"]],
  use: {
    launchOptions: chromium,
    actionTimeout: 30_000,
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
    locale: "nl-NL",
    reducedMotion: "reduce",
  },
});
