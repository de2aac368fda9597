import { expect, PASSWORD, test } from "./fixtures.ts";

test("a person signs in, and a stranger is sent to the sign-in @no-js", async ({ page }) => {
  await page.goto("/jobs");
  await expect(page).toHaveURL(/\/login\?next=%2Fjobs$/);
  await page.getByLabel("Username").fill("viewer");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/jobs$/);
});

test("a page of each role opens @no-js", async ({ login }) => {
  const page = await login("operator");
  await page.goto("/");
  await expect(page.getByRole("navigation").first()).toBeVisible();
});
