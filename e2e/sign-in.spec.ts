import { expect, PASSWORD, test } from "./fixtures.ts";

test("a person signs in, and a stranger is sent to the sign-in @no-js", async ({ page }) => {
  await page.goto("/jobs");
  await expect(page).toHaveURL(/\/login\?next=%2Fjobs$/);
  await page.getByLabel("Username").fill("viewer");
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL(/\/jobs$/);
});

for (const role of ["viewer", "operator", "admin"] as const) {
  test(`a signed-in ${role} comes home @no-js`, async ({ login }) => {
    const page = await login(role);
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1, name: "Home" })).toBeVisible();
    await expect(page.getByText(role, { exact: true }).first()).toBeVisible();
  });
}
