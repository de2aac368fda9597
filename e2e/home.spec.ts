import { stageOf } from "#lib/sync/stages";
import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";

const streamOf = (syncType: string) => `/${stageOf(syncType)?.streamPath}`;

test("home answers whether all is well, and each endpoint has its card @no-js", async ({ login, world }) => {
  const { id } = await world.run();
  const page = await login("operator");
  await page.goto("/");
  await expect(page.getByText("All is well")).toBeVisible();
  await expect(page.getByText(/^Last sync ended .*\. No sync is scheduled\.$/)).toBeVisible();
  const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "lab" }) });
  await expect(card.getByText("Cluster “lab”")).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Nodes 2" })).toBeVisible();
  await expect(card.getByRole("link", { name: /^2 \/ 2 nodes online$/ })).toBeVisible();
  await expect(card.getByRole("link", { name: `Job ${id}, the last sync: Completed` })).toBeVisible();
  await expect(
    page.getByRole("table", { name: "Jobs" }).getByRole("link", { name: String(id), exact: true }),
  ).toBeVisible();
  await card.getByRole("button", { name: "Sync Now" }).click();
  await page.waitForURL(/\/jobs\/\d+/);
  expect((await world.ended(Number(page.url().split("/").at(-1)))).params.proxmox_endpoint_ids).toEqual(world.pveIds);
});

test("a running sync is on home with its stage, the time left and its last lines @no-js", async ({ login, world }) => {
  await world.run();
  const page = await login("operator");
  const hold = world.sim.control.hold(streamOf("storage"), 1);
  const { id } = await world.enqueue();
  await hold.reached;
  await page.goto("/");
  const panel = page.getByRole("region", { name: `Job ${id}` });
  await expect(panel.getByText("Storage", { exact: true }).first()).toBeVisible();
  await expect(panel.getByText("stage 2 of 13")).toBeVisible();
  await expect(panel.getByText(/ left$/)).toBeVisible();
  await expect(panel.getByText("Starting storage synchronization.")).toBeVisible();
  await expect(page.getByText("1 sync running")).toBeVisible();
  await panel.getByRole("button", { name: "Cancel" }).click();
  expect((await world.ended(id)).outcome).toBe("cancelled");
  hold.release();
});

test("a running sync goes on under its watcher's eyes and leaves home when it has ended", async ({ login, world }) => {
  const page = await login("viewer");
  const hold = world.sim.control.hold(streamOf("storage"), 1);
  const { id } = await world.enqueue();
  await hold.reached;
  await page.goto("/");
  const panel = page.getByRole("region", { name: `Job ${id}` });
  await expect(panel.getByText("stage 2 of 13")).toBeVisible();
  await expect(panel.getByRole("button")).toHaveCount(0);
  hold.release();
  await expect(panel).toHaveCount(0);
  await expect(page.getByText("All is well")).toBeVisible();
});

test("what failed comes before everything else, with the way to it @no-js", async ({ login, world }) => {
  world.sim.control.fail(streamOf("devices"), 400, "always");
  const { id } = await world.run();
  const page = await login("viewer");
  await page.goto("/");
  const warnings = page.getByRole("list", { name: "Warnings" });
  await expect(warnings.getByText(/The last sync of lab failed/)).toBeVisible();
  await expect(page.getByText("1 problem", { exact: true })).toBeVisible();
  await warnings.getByRole("link", { name: `Open job ${id}` }).click();
  await expect(page).toHaveURL(new RegExp(`/jobs/${id}$`));
});

test("a card that was never read keeps room for its facts and is filled without a shift", async ({ login, world }) => {
  await world.run();
  const setRead = (asOf: string) =>
    world.open.pool.query(
      `update inventory_reads set as_of = ${asOf}, tried_at = now() + interval '1 hour', error = null`,
    );
  await setRead("null");
  const page = await login("viewer");
  await page.goto("/");
  const card = page.getByRole("article").filter({ has: page.getByRole("heading", { name: "lab" }) });
  await expect(card.getByText("Not read yet.", { exact: false })).toBeVisible();
  const before = await card.boundingBox();
  await setRead("now()");
  await expect(card.getByText("Cluster “lab”")).toBeVisible();
  expect((await card.boundingBox())?.height).toBe(before?.height);
  await world.open.pool.query("update inventory_reads set tried_at = now()");
});

test("every tab of a browser hears that a sync ended, through the connection of one of them", async ({
  login,
  world,
}) => {
  const page = await login("viewer");
  let connections = 0;
  await page.context().route("**/api/events", (route) => {
    connections += 1;
    return route.continue();
  });
  const other = await page.context().newPage();
  for (const tab of [page, other]) {
    await tab.goto("/nodes");
    await expect(tab.getByText("HTTP streaming", { exact: true })).toBeVisible();
  }
  const { id } = await world.run({ sync_types: ["devices"] });
  for (const tab of [page, other])
    await expect(tab.getByRole("status").getByRole("link", { name: `Job ${id}` })).toBeVisible();
  expect(connections).toBe(1);
});

test("where no push gets through, the page polls, says so, and still hears of the end", async ({ login, world }) => {
  const page = await login("viewer");
  await page.clock.install();
  await page.context().route("**/api/events", (route) => route.abort());
  const hold = world.sim.control.hold(streamOf("devices"), 1);
  const { id } = await world.enqueue({ sync_types: ["devices"] });
  await hold.reached;
  await page.goto("/nodes");
  const polls = () => page.waitForResponse((answer) => answer.url().endsWith("/api/jobs/live"));
  const first = polls();
  const label = page.getByText("Using Polling (Server-Only)", { exact: true });
  await expect(async () => {
    await page.clock.fastForward(3_000);
    await expect(label).toBeVisible({ timeout: 500 });
  }).toPass();
  await first;
  hold.release();
  await world.ended(id);
  await page.clock.fastForward(10_000);
  await expect(page.getByRole("status").getByRole("link", { name: `Job ${id}` })).toBeVisible();
});

test("a day of checks is a strip on the page and in the list of an endpoint @no-js", async ({ login, world }) => {
  await world.open.pool.query(
    `insert into check_history (service, endpoint_id, at, status, detail)
     values ('proxmox', $1, now() - interval '5 hours', 'error', 'The strip saw this refusal.')`,
    [world.pveIds[0]],
  );
  const page = await login("viewer");
  for (const path of ["/endpoints/proxmox", `/endpoints/proxmox/${world.pveIds[0]}`]) {
    await page.goto(path);
    await expect(
      page.getByRole("img", { name: /^lab: last 24 hours: .* checks were well, failures \d\d:\d\d/ }),
    ).toBeVisible();
  }
  await expect(page.getByRole("listitem").filter({ hasText: "The strip saw this refusal." })).toBeVisible();
});

test("what runs has no accessibility violation in either theme on any screen", async ({ login, world }) => {
  const hold = world.sim.control.hold(streamOf("storage"), 1);
  const { id } = await world.enqueue();
  await hold.reached;
  const page = await login("operator");
  await expectAccessible(page, "/");
  await expectAccessible(page, `/jobs/${id}`);
  hold.release();
  await world.ended(id);
});
