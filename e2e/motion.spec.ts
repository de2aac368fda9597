import type { Page } from "@playwright/test";
import { stageOf } from "#lib/sync/stages";
import { expect, test } from "./fixtures.ts";

declare global {
  interface Window {
    /** What moved since the page was opened without a click: how much of it, and what. */
    shifts: () => { score: number; moved: string[] };
  }
}

const streamOf = (syncType: string) => `/${stageOf(syncType)?.streamPath}`;
/** What is called good: nobody notices it. */
const GOOD = 0.1;

/** Every element that animates, changes gradually or scrolls smoothly by its style. */
const moving = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const isLong = (durations: string) => durations.split(",").some((part) => Number.parseFloat(part) > 0.01);
    const moves = (style: CSSStyleDeclaration) =>
      (style.animationName !== "none" && isLong(style.animationDuration)) ||
      isLong(style.transitionDuration) ||
      style.scrollBehavior === "smooth";
    return [...document.querySelectorAll("*")]
      .filter((element) => [null, "::before", "::after"].some((part) => moves(getComputedStyle(element, part))))
      .map((element) => element.outerHTML.slice(0, 120));
  });

test("nothing moves for a reader who asked for no motion", async ({ login, world }) => {
  const hold = world.sim.control.hold(streamOf("storage"), 1);
  const { id } = await world.enqueue();
  await hold.reached;
  const page = await login("operator");
  await page.route("**/cancel", (route) => route.fulfill({ status: 204 }));
  for (const reducedMotion of ["no-preference", "reduce"] as const) {
    await page.emulateMedia({ reducedMotion });
    for (const path of ["/dashboard", "/jobs", "/debug/sse", "/", `/jobs/${id}`]) {
      await page.goto(path);
      if (reducedMotion === "reduce") expect.soft(await moving(page), path).toEqual([]);
    }
    await page.getByRole("button", { name: "Cancel job" }).click();
    await expect(page.getByRole("button", { name: "Cancelling…" })).toBeVisible();
    // Who did not ask sees the wheel turn, so that what is looked for is there.
    expect((await moving(page)).length > 0).toBe(reducedMotion === "no-preference");
  }
  hold.release();
  await world.ended(id);
});

async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const seen: (PerformanceEntry & { value: number; hadRecentInput: boolean; sources: { node?: Node }[] })[] = [];
    const keep = (entries: PerformanceEntry[]) => seen.push(...(entries as typeof seen));
    const observer = new PerformanceObserver((list) => keep(list.getEntries()));
    observer.observe({ type: "layout-shift", buffered: true });
    window.shifts = () => {
      keep(observer.takeRecords());
      const own = seen.filter((shift) => !shift.hadRecentInput);
      const nodes = own.flatMap((shift) => shift.sources.map(({ node }) => node));
      return {
        score: own.reduce((sum, shift) => sum + shift.value, 0),
        moved: nodes.map((node) =>
          (node instanceof Element ? node.outerHTML : (node?.textContent ?? "")).slice(0, 120),
        ),
      };
    };
  });
}

async function expectStill(page: Page, what: string): Promise<void> {
  // What was just said is on the screen after two frames.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const { score, moved } = await page.evaluate(() => window.shifts());
  expect.soft(score, `${what}: ${moved.join(" | ")}`).toBeLessThan(GOOD);
}

test("home, the jobs and a job stay where they are while they come alive, on a desk and on a phone", async ({
  login,
  world,
}) => {
  const done = await world.run();
  const hold = world.sim.control.hold(streamOf("storage"), 1);
  const { id } = await world.enqueue();
  await hold.reached;
  const page = await login("operator");
  await watchShifts(page);
  for (const size of [
    { width: 1440, height: 900 },
    { width: 360, height: 740 },
  ]) {
    await page.setViewportSize(size);
    for (const path of ["/", "/jobs", `/jobs/${id}`, `/jobs/${done.id}`]) {
      await page.goto(path);
      await expect(page.getByText("HTTP streaming", { exact: true })).toBeVisible();
      if (path === `/jobs/${id}`) await expect(page.getByText("Live", { exact: true })).toBeVisible();
      if (path === `/jobs/${done.id}`) await expect(page.getByText("Complete", { exact: true })).toBeVisible();
      await expectStill(page, `${path} at ${size.width} px`);
    }
  }
  hold.release();
  await world.ended(id);
});
