import { expect, test } from "./fixtures.ts";

test("everybody who is signed in finds every call, what it takes and answers, and for which role @no-js", async ({
  login,
}) => {
  const page = await login("viewer");
  const document = await (await page.request.get("/api/openapi.json")).json();
  await page.goto("/");
  await page.getByLabel("Account of viewer").click();
  await page.getByRole("link", { name: "API", exact: true }).click();
  await expect(page.getByRole("heading", { name: "API", exact: true })).toBeVisible();
  for (const path of Object.keys(document.paths))
    await expect(
      page.getByRole("link", { name: new RegExp(`^[A-Z]+ ${RegExp.escape(path)}$`) }).first(),
    ).toBeAttached();
  await page.getByRole("link", { name: "POST /api/users", exact: true }).click();
  await expect(page.getByRole("heading", { name: "POST /api/users" })).toBeVisible();
  await expect(page.getByText("admin; you are viewer, so it will be refused")).toBeVisible();
  const body = page.getByRole("region", { name: "In the body: one object, or a list" });
  await expect(body.getByRole("row", { name: "username text yes" })).toBeVisible();
  await expect(page.getByText("Something in the request is not valid", { exact: false })).toBeVisible();
  await page.goto("/api/docs?call=nothing");
  await expect(page.getByText("There is no such call")).toBeVisible();
});

test("a stranger signs in first and comes back to the reference @no-js", async ({ page }) => {
  await page.goto("/api/docs");
  await expect(page).toHaveURL(/\/login\?next=%2Fapi%2Fdocs$/);
});

test("a read is sent from its page, and a script gets the command line @no-js", async ({
  login,
  javaScriptEnabled,
}) => {
  const page = await login("viewer");
  await page.goto("/api/docs?call=getApiKeepaliveStatusServiceId");
  await page.getByLabel("service").fill("proxmox");
  await page.getByLabel("id", { exact: true }).fill("1");
  await page.getByRole("button", { name: "Send GET" }).click();
  if (javaScriptEnabled) {
    await expect(page.getByText(/^HTTP 200 after/)).toBeVisible();
    await expect(page.getByText('"service": "proxmox"')).toBeVisible();
    return;
  }
  await expect(page.getByText(/curl -X GET[\s\S]*\/api\/keepalive-status\/proxmox\/1/)).toBeVisible();
  await page.getByRole("link", { name: "Open the answer" }).click();
  await expect(page.getByText('"service":"proxmox"')).toBeVisible();
});

test("a change is sent only after its sender said so", async ({ login, world }) => {
  const page = await login("operator");
  await page.goto("/api/docs?call=postApiSchedules");
  await page
    .getByRole("textbox", { name: "Body" })
    .fill(JSON.stringify({ name: "By the reference", interval_minutes: 60, enabled: false }));
  await page.getByRole("button", { name: "Send POST" }).click();
  const count = async () =>
    (await world.open.pool.query("select 1 from schedules where name = 'By the reference'")).rowCount;
  expect(await count()).toBe(0);
  await page.getByLabel("Really do it, on this console").check();
  await page.getByRole("button", { name: "Send POST" }).click();
  await expect(page.getByText(/^HTTP 201 after/)).toBeVisible();
  expect(await count()).toBe(1);
});
