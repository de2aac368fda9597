import { expect, type Page } from "@playwright/test";
import axe from "axe-core";

declare global {
  interface Window {
    axe: typeof axe;
  }
}

const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What a theme changes; names, roles and structure are the same in both. */
const COLOUR_RULES = ["color-contrast", "link-in-text-block"];

const DESK = { width: 1440, height: 900 };
const PHONE = { width: 360, height: 740 };

/**
 * Looks at a page on a desk and on a phone, in both themes: no violation, and nothing wider than the screen. It is loaded
 * once: structure is judged per size, colours per theme.
 */
export async function expectAccessible(page: Page, path?: string): Promise<void> {
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(DESK);
  if (path) await page.goto(path);
  const where = path ?? page.url();
  await page.evaluate(axe.source);
  await expectNothing(page, { runOnly: RULES }, `${where}, on a desk`);
  await page.emulateMedia({ colorScheme: "dark" });
  await expectNothing(page, { runOnly: { type: "rule", values: COLOUR_RULES } }, `${where}, dark`);
  await page.setViewportSize(PHONE);
  const rules = Object.fromEntries(COLOUR_RULES.map((rule) => [rule, { enabled: false }]));
  await expectNothing(page, { runOnly: RULES, rules }, `${where}, on a phone`);
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect.soft(width, `width of ${where} on a phone`).toBeLessThanOrEqual(PHONE.width);
}

async function expectNothing(page: Page, options: axe.RunOptions, where: string): Promise<void> {
  const found = await page.evaluate(async (chosen) => {
    const { violations } = await window.axe.run(document, { ...chosen, resultTypes: ["violations"], preload: false });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
  }, options);
  expect.soft(found, where).toEqual([]);
}
