import type { Page } from "@playwright/test";
import { stageOf } from "#lib/sync/stages";
import { expect, test } from "./fixtures.ts";

const streamOf = (syncType: string) => `/${stageOf(syncType)?.streamPath}`;

/** Starts a sync with the button of the home page; returns the job it leads to. */
async function startSync(page: Page): Promise<number> {
  await page.goto("/");
  await page.getByRole("button", { name: "Run Sync Now" }).click();
  await page.waitForURL(/\/jobs\/\d+/);
  return Number(/\/jobs\/(\d+)/.exec(page.url())?.[1]);
}

test("a sync runs from the home page to its whole log @no-js", async ({ login, world }) => {
  const page = await login("operator");
  const id = await startSync(page);
  expect((await world.ended(id)).outcome).toBe("ok");
  // The page of a running job keeps itself up to date, with and without JavaScript.
  await expect(page.getByText("Sync finished: everything is in sync.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Proxbox Sync");
  await expect(page.getByText("Completed").first()).toBeVisible();
});

test("lines arrive while somebody watches, and a reload in between loses none", async ({ login, world }) => {
  const page = await login("operator");
  const hold = world.sim.control.hold(streamOf("storage"), 1);
  const id = await startSync(page);
  await hold.reached;
  await expect(page.getByText("Starting storage synchronization.")).toBeVisible();
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await page.reload();
  await expect(page.getByText("Starting storage synchronization.")).toBeVisible();
  const search = page.getByLabel("Search the whole log");
  await search.focus();
  hold.release();
  await expect(page.getByText("Sync finished: everything is in sync.")).toBeVisible();
  await expect(page.getByText("Complete", { exact: true })).toBeVisible();
  const frames = await world.frames(id);
  await expect(page.getByText(`${frames.length} lines`, { exact: true })).toBeVisible();
  await expect(search).toBeFocused();
});

test("a running sync is cancelled, and its page says so @no-js", async ({ login, world }) => {
  const page = await login("operator");
  const hold = world.sim.control.hold(streamOf("storage"), 1);
  const id = await startSync(page);
  await hold.reached;
  await page.getByRole("button", { name: "Cancel job" }).click();
  expect((await world.ended(id)).outcome).toBe("cancelled");
  hold.release();
  await expect(page.getByText("Cancelled", { exact: true }).first()).toBeVisible();
  await expect(page.getByText(/Stopped after \d/)).toBeVisible();
});

test("a sync whose worker is killed goes on in the next one", async ({ login, world }) => {
  const page = await login("operator");
  const hold = world.sim.control.hold(streamOf("storage"), 1);
  const id = await startSync(page);
  await hold.reached;
  await world.worker.kill();
  hold.release();
  await world.worker.start();
  await expect(page.getByText("Sync finished: everything is in sync.")).toBeVisible();
  expect(await world.ended(id)).toMatchObject({ status: "completed", outcome: "ok", attempt: 2 });
});

test("a viewer reads a sync and is offered no change @no-js", async ({ login, world }) => {
  const { id } = await world.run();
  const page = await login("viewer");
  await page.goto(`/jobs/${id}`);
  await expect(page.getByText("Sync finished: everything is in sync.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^(Run now|Cancel job|Delete)/ })).toHaveCount(0);
});
