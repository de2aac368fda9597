import type { Page } from "@playwright/test";
import { stageOf } from "#lib/sync/stages";
import { expect, type Fixtures, test } from "./fixtures.ts";

const streamOf = (syncType: string) => `/${stageOf(syncType)?.streamPath}`;
/** What a reader does not see move. */
const STILL_PX = 2;
/** Long enough to be broken into several rows on any screen. */
const LINE_BYTES = 150;

/** A running job whose log is broken into rows; after so many lines it waits, and goes on for hundreds more. */
async function followBroken({ login, world }: Pick<Fixtures, "login" | "world">, lines: number) {
  const gate = { reached: Promise.withResolvers<void>(), opened: Promise.withResolvers<void>() };
  world.sim.control.shape(streamOf("devices"), {
    flood: { frames: lines + 700, bytes: LINE_BYTES },
    gate: { after: lines, reached: gate.reached.resolve, opened: gate.opened.promise },
  });
  const page = await login("viewer");
  await page.setViewportSize({ width: 1000, height: 900 });
  const { id } = await world.enqueue({ sync_types: ["devices"] });
  await gate.reached.promise;
  await page.goto(`/jobs/${id}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.getByLabel("Wrap").check();
  await expect(page.getByText(`frame ${lines - 1} `, { exact: false })).toBeInViewport();
  return { page, id, release: () => gate.opened.resolve() };
}

/** The lines that are seen whole, each with where it begins. */
const seen = (page: Page): Promise<Record<string, number>> =>
  page.getByRole("region", { name: "Log lines" }).evaluate((region) => {
    const frame = region.getBoundingClientRect();
    const lines = [...region.querySelectorAll<HTMLElement>("[data-seq]")].map(
      (line) => [line.dataset.seq ?? "", line.getBoundingClientRect()] as const,
    );
    const whole = lines.filter(([, { top, bottom }]) => top >= frame.top && bottom <= frame.bottom);
    return Object.fromEntries(whole.map(([seq, { top }]) => [seq, top - frame.top]));
  });

async function scrollUp(page: Page, byPx: number): Promise<Record<string, number>> {
  await page.getByRole("region", { name: "Log lines" }).hover();
  await page.mouse.wheel(0, -byPx);
  await expect(page.getByLabel("Follow")).not.toBeChecked();
  // Scrolling has come to rest when two looks, some frames apart, see the same.
  let before = "";
  await expect(async () => {
    const now = JSON.stringify(await seen(page));
    const isSame = now === before;
    before = now;
    expect(isSame).toBe(true);
  }).toPass();
  return seen(page);
}

/** Few lines are painted all at once, many only near the eye: between the two the reader must not notice. */
for (const [where, lines, byPx] of [
  ["far from the end of a log that grows too long to be painted whole", 150, 4_000],
  ["near the end of a log that grows too long to be painted whole", 190, 150],
  ["in the middle of a long log", 400, 4_000],
  ["near the end of a long log", 400, 150],
] as const)
  test(`a reader stays at a broken line ${where} while hundreds arrive`, async ({ login, world }) => {
    const { page, id, release } = await followBroken({ login, world }, lines);
    const before = await scrollUp(page, byPx);
    expect(Object.keys(before).length).toBeGreaterThan(2);
    release();
    await world.ended(id);
    await expect(page.getByText("Complete", { exact: true })).toBeVisible();
    const after = await seen(page);
    const moved = Object.entries(before).map(([seq, top]) => `${seq}: ${Math.abs((after[seq] ?? Number.NaN) - top)}`);
    for (const line of moved) expect.soft(Number(line.split(": ")[1]), `line ${line} px`).toBeLessThan(STILL_PX);
    await page.mouse.wheel(0, 1_000_000);
    await expect(page.locator("[data-seq]").last()).toBeInViewport({ ratio: 1 });
    await page.getByRole("region", { name: "Log lines" }).press("Home");
    await expect(page.locator("#L1")).toBeInViewport({ ratio: 1 });
  });

test("who follows broken lines is at the end after hundreds arrived", async ({ login, world }) => {
  const { page, id, release } = await followBroken({ login, world }, 150);
  await expect(page.getByLabel("Follow")).toBeChecked();
  release();
  await world.ended(id);
  await expect(page.getByText("Complete", { exact: true })).toBeVisible();
  await expect(page.getByLabel("At the end")).toBeChecked();
  await expect(page.locator("[data-seq]").last()).toBeInViewport({ ratio: 1 });
});
