import { stageOf } from "#lib/sync/stages";
import { expect, type Fixtures, test } from "./fixtures.ts";
import { walk } from "./focus.ts";
import { pagePaths } from "./pages.ts";

test.describe.configure({ mode: "parallel" });

const screens = { "a desk": { width: 1280, height: 700 }, "a phone": { width: 360, height: 740 } };

for (const [name, size] of Object.entries(screens))
  test(`the Tab key leads through every page on ${name}, and every stop is to be seen`, async ({ login, scene }) => {
    test.slow();
    const page = await login("admin");
    await page.setViewportSize(size);
    for (const path of pagePaths(scene)) {
      await page.goto(path);
      const stops = await walk(page);
      if (name === "a phone") stops.push(...(await walk(page, "Shift+Tab")));
      const wrong = stops.filter(({ faults }) => faults.length > 0);
      expect
        .soft(
          wrong.map(({ what, faults }) => `${what}: ${faults.join(", ")}`),
          `${path}, ${stops.length} stops`,
        )
        .toEqual([]);
      expect.soft(stops.length, path).toBeGreaterThan(3);
    }
  });

const streamOf = (syncType: string) => `/${stageOf(syncType)?.streamPath}`;

/** A job in the middle of a stage until it is let go, and its page. */
async function watch({ login, world }: Pick<Fixtures, "login" | "world">, path: (id: number) => string) {
  const page = await login("operator");
  const hold = world.sim.control.hold(streamOf("storage"), 1);
  const { id } = await world.enqueue({ sync_types: ["devices", "storage"] });
  await hold.reached;
  await page.goto(path(id));
  const end = async () => {
    hold.release();
    await world.ended(id);
  };
  return { page, id, end };
}

test("what an end takes away leaves its focus to the page, on a job and on home", async ({ login, world }) => {
  const job = await watch({ login, world }, (id) => `/jobs/${id}`);
  await expect(job.page.getByText("Live", { exact: true })).toBeVisible();
  await job.page.getByRole("button", { name: "Cancel job" }).focus();
  await job.end();
  await expect(job.page.getByRole("button", { name: "Run now" })).toBeVisible();
  await expect(job.page.getByRole("main")).toBeFocused();

  const home = await watch({ login, world }, () => "/");
  const panel = home.page.getByRole("region", { name: `Job ${home.id}` });
  await expect(home.page.getByText("HTTP streaming", { exact: true })).toBeVisible();
  for (const name of ["Cancel", "Open log"]) await expect(panel.getByText(name, { exact: true })).toBeVisible();
  await panel.getByRole("link", { name: "Open log" }).focus();
  await home.end();
  await expect(panel).toHaveCount(0);
  await expect(home.page.getByRole("main")).toBeFocused();
});

test("what stays keeps its focus when a list or a stage board is refreshed", async ({ login, world }) => {
  const job = await watch({ login, world }, (id) => `/jobs/${id}`);
  await expect(job.page.getByText("Live", { exact: true })).toBeVisible();
  const problems = job.page.getByRole("link", { name: /^Problems/ });
  await problems.focus();
  await job.end();
  await expect(job.page.getByRole("button", { name: "Run now" })).toBeVisible();
  await expect(problems).toBeFocused();

  await job.page.goto("/jobs");
  await expect(job.page.getByText("HTTP streaming", { exact: true })).toBeVisible();
  const row = job.page.getByRole("checkbox", { name: `Select job ${job.id}` });
  await row.check();
  await row.focus();
  const next = await world.run({ sync_types: ["devices"] });
  await expect(job.page.getByRole("link", { name: String(next.id), exact: true })).toBeVisible();
  await expect(row).toBeFocused();
  await expect(row).toBeChecked();
});

test("a button that works on what it was asked for keeps its focus", async ({ login, world }) => {
  const { page, id, end } = await watch({ login, world }, (job) => `/jobs/${job}`);
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.route(`**/api/jobs/${id}/cancel`, (route) => route.fulfill({ status: 204 }));
  const cancel = page.getByRole("button", { name: /^Cancel/ });
  await cancel.press("Enter");
  await expect(cancel).toHaveText("Cancelling…");
  await expect(cancel).toBeFocused();
  await world.open.pool.query("update jobs set cancel_requested_at = now() where id = $1", [id]);
  await page.goto(`/jobs/${id}`);
  await expect(cancel).toBeDisabled();
  await cancel.press("Enter");
  await expect(cancel).toBeFocused();
  await end();
});

test("what opens over a page gives the focus back where it was", async ({ login, world }) => {
  const { id } = await world.run({ sync_types: ["devices"] });
  const page = await login("admin");
  await page.goto(`/jobs/${id}`);
  await expect(page.getByText("HTTP streaming", { exact: true })).toBeVisible();
  const opener = page.getByRole("button", { name: "Find or run, Ctrl K" });
  await opener.press("Enter");
  await expect(page.getByRole("dialog", { name: "Find or run" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(opener).toBeFocused();
  const objects = page.getByRole("link", { name: /^Objects/ });
  await objects.focus();
  for (const [key, name] of [
    ["?", "Keys"],
    ["Control+k", "Find or run"],
  ] as const) {
    await page.keyboard.press(key);
    await expect(page.getByRole("dialog", { name })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(objects).toBeFocused();
  }

  const menu = page.getByLabel("Delete…", { exact: true });
  const second = page.getByRole("button", { name: `Delete job ${id} and its log` });
  await menu.press("Enter");
  await expect(second).toBeVisible();
  await expect(menu).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(second).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(menu).toBeFocused();
  await menu.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  await expect(second).toBeHidden();
  await expect(page.locator(":focus")).toBeInViewport();

  const line = page.locator("#L2").getByRole("link", { name: "Line 2", exact: true });
  await line.press("Enter");
  const detail = page.getByRole("region", { name: "Line 2", exact: true });
  await detail.getByRole("button", { name: "Close" }).press("Enter");
  await expect(detail).toHaveCount(0);
  await expect(line).toBeFocused();
});

test("a word about an ended sync takes no focus, stays while it has it, and gives it back", async ({
  login,
  world,
}) => {
  const page = await login("viewer");
  await page.clock.install();
  await page.goto("/nodes");
  await expect(page.getByText("HTTP streaming", { exact: true })).toBeVisible();
  const link = page.getByRole("main").getByRole("link", { name: "CSV" });
  await link.focus();
  const { id } = await world.run({ sync_types: ["devices"] });
  const toast = page.getByRole("status").getByRole("link", { name: `Job ${id}` });
  await expect(toast).toBeVisible();
  await expect(link).toBeFocused();
  const close = page.getByRole("button", { name: "Close" });
  await close.focus();
  await page.clock.fastForward(60_000);
  await expect(toast).toBeVisible();
  await close.press("Enter");
  await expect(toast).toHaveCount(0);
  await expect(link).toBeFocused();
});
