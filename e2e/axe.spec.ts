import { expectAccessible } from "./accessible.ts";
import { expect, test } from "./fixtures.ts";
import { pagePaths, pagesWithoutEntry } from "./pages.ts";

/** Every page on a desk and on a phone, light and dark. The tests share the pages out: they may run beside each other. */
test.describe.configure({ mode: "parallel" });

const SHARES = 4;

for (let share = 0; share < SHARES; share += 1)
  test(`no page has an accessibility violation in either theme on any screen, share ${share + 1} of ${SHARES}`, async ({
    login,
    scene,
  }) => {
    test.slow();
    const paths = pagePaths(scene).filter((_, index) => index % SHARES === share);
    const page = await login("admin");
    for (const path of paths) await expectAccessible(page, path);
  });

test("every page is on the list that is looked at", () => {
  expect(pagesWithoutEntry()).toEqual({ unknown: [], gone: [] });
});

test("the sign-in, a refusal for the role, and nothing at all are for everybody as well", async ({ page, login }) => {
  await expectAccessible(page, "/login");
  await page.getByLabel("Username").fill("viewer");
  await page.getByLabel("Password").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByText("User name or password is wrong.")).toBeVisible();
  await expectAccessible(page);
  await login("viewer");
  for (const path of ["/settings/users", "/debug/sse", "/nowhere"]) await expectAccessible(page, path);
});
