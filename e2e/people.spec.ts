import { expect, PASSWORD, test } from "./fixtures.ts";

test("an admin adds a user, who signs in, changes the password, is disabled and deleted @no-js", async ({
  login,
  another,
}) => {
  const admin = await login("admin");
  const name = `grace-${Date.now()}`;
  await admin.goto("/settings/users/new");
  await admin.getByLabel("Username").fill(name);
  await admin.getByLabel("Password").fill("short");
  await admin.getByRole("button", { name: "Add user" }).click();
  await expect(admin.getByText("is too short", { exact: false }).first()).toBeVisible();
  await expect(admin.getByLabel("Username")).toHaveValue(name);
  await admin.getByLabel("Password").fill(PASSWORD);
  await admin.getByRole("button", { name: "Add user" }).click();
  await expect(admin.getByRole("link", { name })).toBeVisible();

  const person = await another("viewer");
  await person.context().clearCookies();
  await person.goto("/settings/account");
  await person.getByLabel("Username").fill(name);
  await person.getByLabel("Password").fill(PASSWORD);
  await person.getByRole("button", { name: "Sign in" }).click();
  await expect(person).toHaveURL(/\/settings\/account$/);
  await person.getByLabel("Current password").fill(PASSWORD);
  await person.getByLabel("New password").fill("another long sentence");
  await person.getByRole("button", { name: "Change password" }).click();
  await expect(person.getByText("Your password was changed")).toBeVisible();

  await admin.getByRole("link", { name }).click();
  await admin.getByLabel("Enabled").uncheck();
  await admin.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByRole("row", { name: new RegExp(name) }).getByText("Disabled")).toBeVisible();
  await person.goto("/jobs");
  await expect(person).toHaveURL(/\/login/);

  await admin.getByRole("link", { name }).click();
  await admin.getByLabel("Delete…").click();
  await admin.getByRole("button", { name: `Delete user ${name}` }).click();
  await expect(admin.getByRole("row", { name: new RegExp(name) })).toHaveCount(0);
  await admin.goto("/settings/audit");
  await expect(admin.getByText("set-password user").first()).toBeVisible();
});

test("a token is shown once, lets a program in, and is revoked @no-js", async ({ login, world }) => {
  const page = await login("operator");
  await page.goto("/settings/tokens/new");
  await page.getByLabel("Name").fill("nightly report");
  await page.getByRole("button", { name: "Create token" }).click();
  const token = (await page.getByText(/^pbx_/).textContent()) ?? "";
  const asProgram = () => fetch(`${world.url}/api/me`, { headers: { authorization: `Token ${token}` } });
  expect(await (await asProgram()).json()).toMatchObject({ username: "operator", role: "viewer" });
  await page.getByRole("link", { name: "nightly report" }).click();
  await page.getByLabel("Revoke…").click();
  await page.getByRole("button", { name: "Revoke token nightly report" }).click();
  await expect(page.getByText("nightly report")).toHaveCount(0);
  expect((await asProgram()).status).toBe(401);
});

test("guesses lock an account, and a browser that knows it goes on @no-js", async ({ page, world }) => {
  const enter = async (password: string) => {
    await page.goto("/login");
    await page.getByLabel("Username").fill("viewer");
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Sign in" }).click();
  };
  await enter(PASSWORD);
  await expect(page).toHaveURL(`${world.url}/`);
  const guess = () =>
    fetch(`${world.url}/login`, {
      method: "POST",
      redirect: "manual",
      headers: { "content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin" },
      body: new URLSearchParams({ username: "viewer", password: "wrong" }),
    });
  const statuses = [];
  for (let n = 0; n < 7; n += 1) statuses.push((await guess()).status);
  expect(statuses).toEqual([303, 303, 303, 303, 303, 429, 429]);
  await page.context().clearCookies({ name: "proxbox-session" });
  await enter(PASSWORD);
  await expect(page).toHaveURL(`${world.url}/`);
  await world.open.pool.query("delete from rate_limits");
});

test("the interface describes itself, answers problems, and keeps nothing in caches", async ({ login, world }) => {
  const page = await login("viewer");
  const document = await (await page.request.get("/api/openapi.json")).json();
  expect(document.openapi).toBe("3.1.0");
  const missing = await page.request.get("/api/plugins/proxbox/jobs/999999/");
  expect(missing.status()).toBe(404);
  expect(missing.headers()).toMatchObject({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    "x-request-id": expect.any(String),
  });
  const list = await (await page.request.get("/api/plugins/proxbox/endpoints/fastapi/?limit=1&brief=true")).json();
  expect(list).toMatchObject({ count: expect.any(Number), previous: null });
  expect(list.results[0].url).toBe(`${world.url}/api/plugins/proxbox/backend-endpoints/${list.results[0].id}`);
  const stranger = await fetch(`${world.url}/api/jobs`);
  expect([stranger.status, stranger.headers.get("www-authenticate")]).toEqual([401, 'Bearer realm="proxbox-console"']);
});
