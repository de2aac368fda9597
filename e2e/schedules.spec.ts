import { expect, test } from "./fixtures.ts";

test("an operator schedules a sync, sees its next runs, pauses it and runs it now @no-js", async ({ login }) => {
  const page = await login("operator");
  await page.goto("/schedules");
  await page.getByRole("link", { name: "New schedule" }).click();
  await page.getByLabel("Name").fill("Nightly");
  await page.getByLabel("Or repeat by cron").fill("* * *");
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByRole("button", { name: "Create schedule" }).click();
  await expect(page.getByText(/needs five fields/).first()).toBeVisible();
  await expect(page.getByLabel("Name")).toHaveValue("Nightly");
  await page.getByLabel("Or repeat by cron").fill("0 3 * * *");
  await page.getByRole("button", { name: "Create schedule" }).click();
  const card = page.getByRole("article", { name: "Nightly" }).last();
  await expect(card.getByText("Cron 0 3 * * * (Europe/Berlin)")).toBeVisible();
  await expect(card.getByRole("time")).toHaveCount(5);
  await page.screenshot({ path: test.info().outputPath("schedules.png"), fullPage: true });
  await card.getByRole("button", { name: "Pause" }).click();
  await expect(card.getByText("Paused")).toBeVisible();
  await card.getByRole("button", { name: "Run now" }).click();
  await expect(page.getByRole("heading", { name: "Nightly" })).toBeVisible();
});

test("the form on the home page creates nothing untouched, and one run when a time was entered @no-js", async ({
  login,
}) => {
  const page = await login("operator");
  await page.goto("/");
  const form = page
    .getByRole("region", { name: "Schedule a sync" })
    .or(page.locator("section", { hasText: "Schedule a sync" }));
  await form.last().getByRole("button", { name: "Schedule", exact: true }).click();
  await expect(page.getByText(/say when/).first()).toBeVisible();
  await page.getByLabel("First run at").fill("2036-07-01T03:00");
  await page.getByRole("button", { name: "Schedule", exact: true }).click();
  await expect(page).toHaveURL(/\/schedules/);
  const card = page.getByRole("article", { name: "Scheduled sync" }).last();
  await expect(card.getByText("Once")).toBeVisible();
});

test("a schedule on its own page is paused, resumed, run, changed, and deleted with a second click @no-js", async ({
  login,
  world,
}) => {
  const page = await login("operator");
  const name = `Weekly ${Date.now()}`;
  await page.goto("/schedules/new");
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Repeat every so many minutes").fill("90");
  await page.getByRole("checkbox", { name: "Devices" }).check();
  await page.getByRole("checkbox", { name: "lab" }).check();
  await page.getByRole("button", { name: "Create schedule" }).click();
  await page.getByRole("article", { name }).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const own = page.url();
  const card = page.getByRole("article", { name });
  await expect(card.getByText("Every 90 minutes").first()).toBeVisible();
  await expect(card.getByText("Devices of lab")).toBeVisible();
  await expect(card.getByRole("time")).toHaveCount(5);
  await card.getByRole("button", { name: "Pause" }).click();
  await expect(card.getByText("Paused")).toBeVisible();
  await expect(page).toHaveURL(own);
  await card.getByRole("button", { name: "Resume" }).click();
  await expect(card.getByText("Paused")).toHaveCount(0);
  await expect(card.getByRole("time")).toHaveCount(5);

  await card.getByRole("button", { name: "Run now" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  const id = Number(/\/jobs\/(\d+)/.exec(page.url())?.[1]);
  expect(await world.ended(id)).toMatchObject({ outcome: "ok", params: { sync_types: ["devices"] } });
  await page.goto(own);
  await expect(card.getByRole("link", { name: `Job ${id}` })).toBeVisible();

  await page.getByLabel("Name").fill(`${name} changed`);
  await page.getByLabel("Repeat every so many minutes").fill("");
  await page.getByLabel("Or repeat by cron").fill("0 4 * * 1");
  await page.getByLabel("Time zone").fill("Europe/Berlin");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page).toHaveURL(/\/schedules#/);
  const changed = page.getByRole("article", { name: `${name} changed` });
  await expect(changed.getByText("Cron 0 4 * * 1 (Europe/Berlin)")).toBeVisible();
  await expect(changed.getByRole("listitem").filter({ hasText: /Mon .* 04:00/ })).toHaveCount(5);

  await changed.getByRole("link", { name }).click();
  const remove = page.getByRole("button", { name: `Delete schedule ${name} changed` });
  await expect(remove).toBeHidden();
  await page.getByLabel("Delete…").click();
  await remove.click();
  await expect(page).toHaveURL(/\/schedules$/);
  await expect(page.getByRole("article", { name: `${name} changed` })).toHaveCount(0);
});

test("a run that is refused says why where it was asked for, on the schedule and in the list @no-js", async ({
  login,
  world,
}) => {
  const page = await login("operator");
  const name = `Refused ${Date.now()}`;
  await page.goto("/schedules/new");
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Repeat every so many minutes").fill("90");
  await page.getByRole("checkbox", { name: "lab" }).check();
  await page.getByRole("button", { name: "Create schedule" }).click();
  const card = page.getByRole("article", { name });
  const setEnabled = (enabled: boolean) =>
    world.open.pool.query("update proxmox_endpoints set enabled = $2 where id = $1", [world.pveIds[0], enabled]);
  await setEnabled(false);
  const why = page.getByRole("alert").getByText(/is disabled; enable it or leave it out/);
  await card.getByRole("button", { name: "Run now" }).click();
  await expect(why).toBeVisible();
  await card.getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await page.context().clearCookies({ name: "form" });
  await card.getByRole("button", { name: "Run now" }).click();
  await expect(why).toBeVisible();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await setEnabled(true);
});
