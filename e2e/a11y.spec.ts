import { expect, test } from "./fixtures.ts";
import { pagePaths } from "./pages.ts";

test("every page has one heading, a title of its own, its landmarks, and leads back @no-js", async ({
  login,
  scene,
}) => {
  const page = await login("admin");
  for (const path of pagePaths(scene)) {
    await page.goto(path);
    expect.soft(await page.locator("h1").count(), `headings of ${path}`).toBe(1);
    expect.soft(await page.title(), `title of ${path}`).toMatch(/^.+ · Proxbox Console$|^Proxbox Console$/);
    for (const landmark of ["main", "banner"] as const)
      expect.soft(await page.getByRole(landmark).count(), `${landmark} of ${path}`).toBe(1);
    if (path.split("/").length > 2 && !path.startsWith("/settings"))
      expect.soft(await page.getByRole("navigation", { name: "Breadcrumbs" }).count(), `way back of ${path}`).toBe(1);
  }
});

test("a reader without a mouse gets into the log, through it and out again", async ({ login, world }) => {
  const { id } = await world.run({ sync_types: ["devices"] });
  const page = await login("viewer");
  await page.goto(`/jobs/${id}`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByLabel("Search the whole log")).toBeFocused();
  const lines = page.getByRole("region", { name: "Log lines" });
  for (let count = 0; count < 12 && !(await lines.evaluate((region) => region === document.activeElement)); count += 1)
    await page.keyboard.press("Tab");
  await expect(lines).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("region", { name: /^Line \d+$/ })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("region", { name: /^Line \d+$/ })).toHaveCount(0);
});
