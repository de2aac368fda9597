import { expect, test } from "./fixtures.ts";

test("a job leads to what its backend wrote meanwhile, and words narrow it @no-js", async ({ login, world }) => {
  const { id } = await world.run();
  const page = await login("operator");
  await page.goto(`/jobs/${id}`);
  await page.getByRole("link", { name: "Backend log", exact: true }).click();
  await expect(page.getByText("Starting devices synchronization.").first()).toBeVisible();
  await page.getByLabel("Text").fill("STARTING devices");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText("Starting devices synchronization.").first()).toBeVisible();
  await expect(page.getByText("Starting storage synchronization.")).toHaveCount(0);
  await page.getByLabel("Text").fill("nobody wrote this");
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByText("No line fits these filters.")).toBeVisible();
});

test("lines of a backend arrive while somebody looks", async ({ login, world }) => {
  const page = await login("operator");
  await page.goto("/backend-logs?q=starting");
  await expect(page.getByText("Live", { exact: true })).toBeVisible();
  await world.run();
  await expect(page.getByText("Starting devices synchronization.").first()).toBeVisible();
  await expect(page.getByText(/synchronization finished/)).toHaveCount(0);
});
