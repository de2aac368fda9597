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
