import { defineConfig } from "@playwright/test";
import { findChromium } from "./bin/chromium.mjs";

const { executablePath, env } = findChromium(import.meta.dirname);

/** Journeys of people through the built product. A title with `@no-js` walks again without JavaScript. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/setup.ts",
  // Each of them has a world of its own: database, web, worker and simulated services.
  workers: 2,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  // Generous: a busy machine is no failure, and what is asserted is never how long something took.
  timeout: 180_000,
  expect: { timeout: 45_000 },
  reporter: [["list"], ["json", { outputFile: ".cache/playwright.json" }]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    timezoneId: "UTC",
    trace: "retain-on-failure",
    launchOptions: {
      executablePath,
      env: { ...(process.env as Record<string, string>), ...env },
      // Chromium's own sandbox does not start as root.
      chromiumSandbox: process.getuid?.() !== 0,
    },
  },
  projects: [
    { name: "js-on", use: { javaScriptEnabled: true } },
    { name: "js-off", use: { javaScriptEnabled: false }, grep: /@no-js/ },
  ],
});
