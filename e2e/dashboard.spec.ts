import { fromWallClock, toWallClock } from "#lib/format/zoned";
import { expect, test } from "./fixtures.ts";

test("the dashboard shows what is there and how its syncs went, drawn and as tables @no-js", async ({
  login,
  world,
}) => {
  await world.run();
  await world.run();
  const page = await login("viewer");
  await page.goto("/");
  await page.getByRole("link", { name: "Dashboard" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Dashboard" })).toBeVisible();
  await expect(page.getByRole("img", { name: /^Jobs of the last 14 days: \d+ ended, \d+ completed/ })).toBeVisible();
  await expect(
    page.getByRole("img", { name: /^Runtime of full syncs of the last 14 days: a median of/ }),
  ).toBeVisible();
  const part = page.getByRole("region", { name: "lab", exact: true });
  await expect(part.getByText(/^cluster lab, Proxmox VE/)).toBeVisible();
  await expect(part.getByRole("img", { name: /^Memory: .* of / }).first()).toBeVisible();
  await expect(part.getByRole("list", { name: "Synced objects" }).getByText("Devices")).toBeVisible();
  await page.getByText("As a table").first().click();
  const table = page.getByRole("table", { name: "Jobs a day by outcome" });
  await expect(table.getByRole("row")).toHaveCount(15);
  await page.getByRole("link", { name: "7 days" }).click();
  await expect(page.getByRole("img", { name: /^Jobs of the last 7 days/ })).toBeVisible();
  await expect(page.getByRole("heading", { name: "Usual time of each stage" })).toBeVisible();
});

test("the days of the dashboard are those of the reader, and it says so @no-js", async ({ login, world }) => {
  const { id } = await world.run({ sync_types: ["devices"] });
  // Half past midnight of yesterday in Auckland, which is the day before that in UTC.
  const zone = "Pacific/Auckland";
  const day = (at: Date) =>
    new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", timeZone: zone }).format(at);
  const yesterday = toWallClock(new Date(Date.now() - 86_400_000), zone).slice(0, 10);
  const at = fromWallClock(`${yesterday}T00:30`, zone) ?? new Date();
  await world.open.pool.query("update jobs set completed_at = $2, outcome = 'failed' where id = $1", [id, at]);
  const page = await login("viewer");
  const zoneTo = async (name: string) => {
    await page.goto("/settings/account");
    await page.getByLabel("Time zone").fill(name);
    await page.getByRole("button", { name: "Save profile" }).click();
    await expect(page.getByText("Times are now shown in")).toBeVisible();
  };
  await zoneTo(zone);
  await page.goto("/dashboard?days=7");
  await expect(page.getByText(`Days are those of ${zone}.`)).toBeVisible();
  await page.getByText("As a table").first().click();
  const row = page.getByRole("table", { name: "Jobs a day by outcome" }).getByRole("row", { name: day(at) });
  await expect(row.getByRole("cell").nth(2)).not.toHaveText("0");
  await zoneTo("");
});

test("the chart library comes with the first pointer, and tells a day in full", async ({ login, world }) => {
  await world.run();
  const page = await login("viewer");
  const scripts: string[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith(".js")) scripts.push(response.url());
  });
  await page.goto("/dashboard", { waitUntil: "networkidle" });
  const first = scripts.length;
  const chart = page.getByRole("img", { name: /^Jobs of the last 14 days/ });
  const box = await chart.boundingBox();
  if (!box) throw new Error("the chart is not on the page");
  await page.mouse.move(box.x + 5, box.y + box.height / 2);
  await expect(page.locator(".recharts-surface").first()).toBeAttached();
  expect(scripts.length).toBeGreaterThan(first);
  await page.mouse.move(box.x + box.width - 12, box.y + box.height / 2, { steps: 5 });
  await expect(page.locator(".recharts-tooltip-wrapper").getByText("Completed : ", { exact: false })).toBeVisible();
  expect(await chart.boundingBox()).toEqual(box);
});

test("the job list compares each runtime with the usual one of its scope @no-js", async ({ login, world }) => {
  await world.run();
  await world.run();
  const page = await login("viewer");
  await page.goto("/jobs");
  await expect(page.getByRole("cell", { name: /usually / }).first()).toBeVisible();
});
