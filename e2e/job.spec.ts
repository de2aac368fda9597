import { stageOf } from "#lib/sync/stages";
import { longJob } from "#lib/testing/long-job";
import { expect, type Fixtures, test } from "./fixtures.ts";

const streamOf = (syncType: string) => `/${stageOf(syncType)?.streamPath}`;

/** A low window on a job that waits in the middle of a stage until `hold` is released; its log is followed. */
async function followRunning({ login, world }: Pick<Fixtures, "login" | "world">) {
  const hold = world.sim.control.hold(streamOf("storage"), 1);
  const page = await login("operator");
  await page.setViewportSize({ width: 1280, height: 500 });
  const { id } = await world.enqueue();
  await hold.reached;
  await page.goto(`/jobs/${id}`);
  await expect(page.getByLabel("Follow")).toBeChecked();
  return { page, id, hold };
}

test("the tabs of a job tell its objects, its changes and what was asked for @no-js", async ({ login, world }) => {
  const first = await world.run({ sync_types: ["devices"] });
  const { id } = await world.run({ sync_types: ["devices"] });
  const page = await login("viewer");
  await page.goto(`/jobs/${id}`);
  await page.getByRole("link", { name: /^Objects/ }).click();
  await expect(page).toHaveURL(/tab=objects/);
  const objects = page.getByRole("region", { name: "Objects of the job" });
  await expect(objects.getByRole("row").nth(1)).toBeVisible();
  await expect(objects.getByRole("link", { name: /pve/ }).first()).toHaveAttribute("href", /dcim\/devices/);
  await page.getByLabel("Name contains").fill("no such object");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("No object matches these filters")).toBeVisible();
  await page.getByRole("link", { name: "Changes" }).click();
  await expect(page.getByRole("link", { name: `job ${first.id}`, exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Parameters" }).click();
  await expect(page.getByText("Stage by stage, one stream each")).toBeVisible();
});

test("a failed job says first what to do, where it failed, and runs again from there @no-js", async ({
  login,
  world,
}) => {
  const detail = "NetBox refused the storage: no such cluster";
  world.sim.control.fail(streamOf("storage"), 400, "always", { detail });
  const { id, outcome } = await world.run({ sync_types: ["devices", "storage"] });
  expect(outcome).toBe("failed");
  world.sim.control.clearFaults();
  const page = await login("operator");
  await page.goto(`/jobs/${id}`);
  await expect(page.getByRole("alert").getByRole("link", { name: /First problem, line \d+/ })).toBeVisible();
  await page.getByRole("link", { name: /^Problems/ }).click();
  await expect(page.getByText(detail).first()).toBeVisible();
  await page.getByRole("button", { name: "Retry failed stages" }).click();
  await expect(page).not.toHaveURL(new RegExp(`/jobs/${id}(\\?|$)`));
  const again = Number(/\/jobs\/(\d+)/.exec(page.url())?.[1]);
  expect((await world.ended(again)).outcome).toBe("ok");
});

test("a job runs again with changed parameters @no-js", async ({ login, world }) => {
  const { id } = await world.run({ sync_types: ["devices"] });
  const page = await login("operator");
  await page.goto(`/jobs/${id}`);
  await page.getByRole("link", { name: "Run with changes" }).click();
  await expect(page.getByRole("checkbox", { name: "Devices" })).toBeChecked();
  await page.getByRole("checkbox", { name: "Devices" }).uncheck();
  await page.getByRole("checkbox", { name: "Storage" }).check();
  await page.getByLabel("Name").fill("Only storage");
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Only storage" })).toBeVisible();
  const again = await world.ended(Number(/\/jobs\/(\d+)/.exec(page.url())?.[1]));
  expect(again).toMatchObject({ parent_job_id: id, params: { sync_types: ["storage"] }, outcome: "ok" });
});

test("several jobs are cancelled from the list, and filters are kept under a name @no-js", async ({ login, world }) => {
  const hold = world.sim.control.hold(streamOf("devices"), 1);
  const running = await world.enqueue({ sync_types: ["devices"], name: "held up" });
  await hold.reached;
  const waiting = await world.enqueue({ sync_types: ["devices"], name: "held up", on_conflict: "queue" });
  const page = await login("operator");
  await page.goto("/jobs?q=held+up&status=running&status=pending");
  for (const { id } of [running, waiting]) await page.getByLabel(`Select job ${id}`).check();
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  // Held up until both are cancelled: released before, they could end by themselves.
  for (const { id } of [running, waiting]) expect((await world.ended(id)).outcome).toBe("cancelled");
  hold.release();
  await page.goto("/jobs?q=held+up");
  await page.getByLabel("Saved views").click();
  await page.getByLabel("Name of the view").fill("Held up");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await page.goto("/jobs");
  await page.getByLabel("Saved views").click();
  await page.getByRole("link", { name: "Held up", exact: true }).click();
  await expect(page).toHaveURL(/q=held/);
  await page.getByLabel("Saved views").click();
  await page.getByRole("button", { name: "Delete view Held up" }).click();
  await expect(page.getByText("No view is saved yet.")).toBeAttached();
});

test("the viewer goes through a long log by search, filter and number", async ({ login, world }) => {
  const id = await longJob(world.open, 30_000);
  const page = await login("viewer");
  await page.goto(`/jobs/${id}#L12345`);
  await expect(page.locator("#L12345")).toBeInViewport();
  await expect(page.getByRole("region", { name: "Line 12345", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("/");
  await page.keyboard.type("needle");
  await expect(page.locator("#L29999")).toBeInViewport();
  await expect(page.getByText("1 of 1", { exact: true })).toBeVisible();
  await page.getByLabel("Search the whole log").fill("refused");
  await expect(page.getByText("1 of 3", { exact: true })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.locator("#L20000")).toBeInViewport();
  await page.keyboard.press("Shift+Enter");
  await expect(page.locator("#L10000")).toBeInViewport();
  await page.getByLabel("Search the whole log").fill("");
  await page.getByLabel("Level").selectOption("error");
  await expect(page.getByText("3 shown")).toBeVisible();
});

test("keys lead through a log, also after a filter was cleared, and ? tells them", async ({ login, world }) => {
  const id = await longJob(world.open, 30_000);
  const page = await login("viewer");
  await page.goto(`/jobs/${id}#L12345`);
  await expect(page.getByRole("region", { name: "Line 12345", exact: true })).toBeVisible();
  await page.getByLabel("Level").selectOption("error");
  await expect(page.getByText("3 shown")).toBeVisible();
  await page.getByLabel("Level").selectOption("");
  await expect(page.getByText("3 shown")).toHaveCount(0);
  await page.getByRole("region", { name: "Log lines" }).focus();
  await page.keyboard.press("G");
  await expect(page.locator("#L30000")).toBeInViewport();
  await expect(page.getByLabel("At the end")).toBeChecked();
  await page.keyboard.press("g");
  await expect(page.locator("#L1")).toBeInViewport();
  await expect(page.getByLabel("At the end")).not.toBeChecked();
  await page.keyboard.press("j");
  await expect(page).toHaveURL(/#L12346$/);
  await expect(page.getByRole("region", { name: "Line 12346", exact: true })).toContainText("vm-12346");
  await page.keyboard.press("k");
  await expect(page).toHaveURL(/#L12345$/);
  await page.keyboard.press("Escape");
  await expect(page).toHaveURL(new RegExp(`/jobs/${id}$`));
  await page.keyboard.press("/");
  await page.keyboard.type("refused");
  await expect(page.getByText("1 of 3", { exact: true })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("n");
  await expect(page.locator("#L20000")).toBeInViewport();
  await page.keyboard.press("N");
  await expect(page.locator("#L10000")).toBeInViewport();
  await page.keyboard.press("w");
  await expect(page.getByLabel("Wrap")).toBeChecked();
  await page.keyboard.press("f");
  await expect(page.locator("#L30000")).toBeInViewport();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  for (const words of ["first problem", "first line", "last line, and follow", "next match"])
    await expect(keys.getByText(words, { exact: true })).toBeVisible();
  await page.keyboard.press("G");
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
});

test("chosen lines are an address to share and text to paste", async ({ login, world }) => {
  const id = await longJob(world.open, 300);
  const page = await login("viewer");
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`/jobs/${id}#L120`);
  await expect(page.getByRole("region", { name: "Line 120", exact: true })).toBeVisible();
  await page.locator("#L123 .log-text").click({ modifiers: ["Shift"] });
  await expect(page).toHaveURL(/#L120-L123$/);
  await page.keyboard.press("c");
  const pasted = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(async () => (await pasted()).trim().split("\n").length).toBe(4);
  expect(await pasted()).toMatch(/vm-120 .*\n.*vm-121 .*\n.*vm-122 .*\n.*vm-123 /);
});

test("a key leads to the first problem, also from a switch that was just used", async ({ login, world }) => {
  world.sim.control.fail(streamOf("storage"), 400, "always", { detail: "no such cluster" });
  const { id } = await world.run({ sync_types: ["devices", "storage"] });
  const page = await login("viewer");
  await page.goto(`/jobs/${id}`);
  const first = Number(await page.locator("[data-level=warning], [data-level=error]").first().getAttribute("data-seq"));
  await page.getByLabel("At the end").check();
  await page.keyboard.press("p");
  await expect(page.getByLabel("At the end")).not.toBeChecked();
  await expect(page.locator(`#L${first}`)).toBeInViewport();
});

test("a running job says how it is followed, also where no script runs @no-js", async ({
  login,
  world,
  javaScriptEnabled,
}) => {
  const hold = world.sim.control.hold(streamOf("storage"), 1);
  const page = await login("viewer");
  const { id } = await world.enqueue();
  await hold.reached;
  await page.goto(`/jobs/${id}`);
  await expect(page.getByText(javaScriptEnabled ? "Live" : "Reloads itself", { exact: true })).toBeVisible();
  await expect(page.getByText("Connecting", { exact: true })).toBeHidden();
  hold.release();
  await world.ended(id);
});

test("a hit at the end of a running log stays on the screen while lines arrive", async ({ login, world }) => {
  const { page, id, hold } = await followRunning({ login, world });
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  const last = page.locator("[data-seq]").last();
  const seq = Number(await last.getAttribute("data-seq"));
  await page.evaluate((line) => location.assign(`#L${line}`), seq);
  await expect(page.getByRole("region", { name: `Line ${seq}`, exact: true })).toBeVisible();
  await expect(page.getByLabel("Follow")).not.toBeChecked();
  hold.release();
  await world.ended(id);
  await expect(page.getByText("Complete", { exact: true })).toBeVisible();
  await expect(page.locator(`#L${seq}`)).toBeInViewport();
});

test("a click on cancel is answered before the server answers it, on the job and on home", async ({ login, world }) => {
  const { page, id, hold } = await followRunning({ login, world });
  for (const path of ["/", `/jobs/${id}`]) {
    await page.goto(path);
    // An answer that leads nowhere: the page stays as it is, and what it says is its own.
    await page.route(`**/api/jobs/${id}/cancel`, (route) => route.fulfill({ status: 204 }));
    await page.getByRole("button", { name: /^Cancel/ }).click();
    await expect(page.getByRole("button", { name: "Cancelling…" })).toBeVisible();
    await page.unroute(`**/api/jobs/${id}/cancel`);
  }
  hold.release();
  await world.ended(id);
});

test("following never takes the lines from a reader who scrolled up", async ({ login, world }) => {
  const { page, id, hold } = await followRunning({ login, world });
  const lines = page.getByRole("region", { name: "Log lines" });
  await lines.hover();
  await page.mouse.wheel(0, -5_000);
  await expect(page.locator("#L1")).toBeInViewport();
  await expect(page.getByLabel("Follow")).not.toBeChecked();
  hold.release();
  await world.ended(id);
  await expect(page.getByText("Complete", { exact: true })).toBeVisible();
  await expect(page.locator("#L1")).toBeInViewport();
  await page.getByLabel("At the end").check();
  await expect(page.getByText("Sync finished: everything is in sync.")).toBeVisible();
});

test("on a phone every line of a short log is there, however much of the screen it takes", async ({ login, world }) => {
  const detail = `${"The plugin refuses this for a reason that fills the screen. ".repeat(8)}That was all.`;
  world.sim.control.fail("/dcim/devices/create/stream", 400, "always", { detail });
  const { id } = await world.run({ sync_types: ["devices"] });
  const page = await login("viewer");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto(`/jobs/${id}`);
  const lines = page.getByLabel("Log lines");
  await expect(page.getByLabel("At the end")).toBeChecked();
  const last = lines.locator("[data-seq]").last();
  await expect(last).toHaveText(/That was all\.$/);
  const edges = async () =>
    [await lines.boundingBox(), await last.boundingBox()].map((box) => box && box.y + box.height);
  const [floor, foot] = await edges();
  expect(foot).toBeLessThanOrEqual(floor ?? 0);
  expect(foot).toBeGreaterThan((floor ?? 0) - 24);
  await lines.press("Home");
  await expect(page.locator("#L1")).toBeInViewport({ ratio: 1 });
  await page.goto(`/jobs/${id}#L9`);
  await expect(page.locator("#L9")).toBeInViewport({ ratio: 1 });
});

test("a reader gets times in the zone of their profile @no-js", async ({ login, world }) => {
  await world.run({ sync_types: ["devices"] });
  const page = await login("viewer");
  await page.goto("/settings/account");
  await page.getByLabel("Time zone").fill("Asia/Tokyo");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("Times are now shown in Asia/Tokyo.")).toBeVisible();
  await page.goto("/jobs");
  await expect(page.locator("time").first()).toHaveAttribute("title", /GMT\+9$/);
  await page.goto("/settings/account");
  await page.getByLabel("Time zone").fill("");
  await page.getByRole("button", { name: "Save profile" }).click();
  await expect(page.getByText("Times are now shown in UTC.")).toBeVisible();
});
