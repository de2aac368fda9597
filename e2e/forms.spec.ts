import type { Locator, Page } from "@playwright/test";
import { createEndpoint } from "#lib/endpoints/create";
import { stageTitle } from "#lib/sync/stages";
import { asAdmin } from "#lib/testing/actors";
import { expect, PASSWORD, test } from "./fixtures.ts";

/** Forms that no other journey sends: each without JavaScript, and with what it refuses. */

const startedJob = async (page: Page): Promise<number> => {
  await page.waitForURL(/\/jobs\/\d+$/);
  return Number(page.url().split("/").at(-1));
};

test("a sync of one kind, of one stream and of one endpoint is started by its form @no-js", async ({
  login,
  world,
}) => {
  const page = await login("operator");
  for (const [name, params] of [
    [stageTitle("storage"), { sync_types: ["storage"] }],
    ["Full update as one stream", { mode: "full-update" }],
  ] as const) {
    await page.goto("/jobs");
    await page.getByLabel("Sync one kind").click();
    await page.getByRole("button", { name, exact: true }).click();
    expect(await world.ended(await startedJob(page))).toMatchObject({ status: "completed", params });
  }
  await page.goto(`/endpoints/proxmox/${world.pveIds[0]}`);
  await page.getByRole("button", { name: "Run Sync Now" }).click();
  const { params } = await world.ended(await startedJob(page));
  expect(params.proxmox_endpoint_ids).toEqual([world.pveIds[0]]);
});

for (const [kind, title, secret] of [
  ["netbox", "NetBox endpoint", "0123456789abcdef0123456789abcdef01234567"],
  ["backends", "backend", "a key of more than thirty-two bytes, made up"],
] as const)
  test(`a ${title} is entered, mended, switched on and off, and deleted @no-js`, async ({ login }) => {
    const page = await login("admin");
    const name = `spare-${kind}-${Date.now()}`;
    await page.goto(`/endpoints/${kind}/new`);
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Domain", { exact: true }).fill("https://spare.example/");
    await page.getByLabel("Token", { exact: true }).fill(secret);
    await page.getByLabel("Enabled").uncheck();
    await page.getByRole("button", { name: "Create" }).click();
    await expect(page.getByText("Nothing was saved.")).toBeVisible();
    await expect(page.getByText("is a URL; enter the host name alone").first()).toBeVisible();
    await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
    await expect(page.getByLabel("Domain", { exact: true })).toHaveValue("https://spare.example/");
    await expect(page.getByLabel("Token", { exact: true })).toHaveValue("");
    await page.getByLabel("Domain", { exact: true }).fill("spare.example");
    await page.getByLabel("Token", { exact: true }).fill(secret);
    await page.getByRole("button", { name: "Create" }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await page.getByRole("link", { name: "Edit" }).click();
    await page.getByLabel("Port", { exact: true }).fill("no number");
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("Nothing was saved.")).toBeVisible();
    await expect(page.getByLabel("Port", { exact: true })).toHaveValue("no number");
    await page.getByLabel("Port", { exact: true }).fill("8443");
    // A secret is for the address that it was given for.
    await page.getByLabel("Token", { exact: true }).fill(secret);
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("spare.example:8443").first()).toBeVisible();
    await page.getByRole("button", { name: "Test connection" }).click();
    await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
    await page.getByRole("button", { name: "Enable" }).click();
    await page.getByRole("button", { name: "Disable" }).click();
    await expect(page.getByRole("button", { name: "Enable" })).toBeVisible();
    await page.getByLabel("Delete…").click();
    await page.getByRole("button", { name: `Delete ${title} ${name}`, exact: false }).click();
    await expect(page).toHaveURL(new RegExp(`/endpoints/${kind}$`));
    await expect(page.getByRole("link", { name })).toHaveCount(0);
  });

test("a push that is still to come is cancelled, and one is sent at once @no-js", async ({ login, world }) => {
  const name = `pushed-${Date.now()}`;
  world.sim.control.fail("/*", 503, "always", { detail: "simulated outage" });
  const { id } = await createEndpoint(asAdmin(world.open.db), "proxmox", {
    ...{ name, ip_address: "127.0.0.1", port: 8107, username: "root@pam", password: "x", verify_ssl: false },
  });
  const page = await login("admin");
  await page.goto(`/endpoints/proxmox/${id}`);
  await page.getByRole("button", { name: "Cancel this push" }).click();
  await expect(page.getByRole("button", { name: "Cancel this push" })).toHaveCount(0);
  world.sim.control.clearFaults();
  await page.getByRole("button", { name: "Push" }).click();
  await expect(page.getByText("The backend holds what is held here.")).toBeVisible();
  await page.getByLabel("Delete…").click();
  await page.getByRole("button", { name: `Delete Proxmox endpoint ${name}` }).click();
  await expect(page).toHaveURL(/\/endpoints\/proxmox$/);
});

test("credentials go to another place only with the own password, and what was typed stays meanwhile @no-js", async ({
  login,
  world,
}) => {
  const token = "a key of more than thirty-two bytes, made up";
  const { id } = await createEndpoint(asAdmin(world.open.db), "backends", {
    ...{ name: `elsewhere-${Date.now()}`, domain: "spare.example", port: 8800, token, enabled: false },
  });
  const page = await login("admin");
  // Whoever has just signed in is not asked again.
  await world.open.pool.query("update sessions set reauthenticated_at = now() - interval '1 day'");
  await page.goto(`/endpoints/backends/${id}/edit`);
  await page.getByLabel("Port", { exact: true }).fill("8443");
  for (const password of ["", "wrong", PASSWORD]) {
    await expect(page.getByLabel("Port", { exact: true })).toHaveValue("8443");
    await page.getByLabel("Token", { exact: true }).fill(token);
    await page.getByLabel("Your own password").fill(password);
    await page.getByRole("button", { name: "Save" }).click();
    if (password === PASSWORD) break;
    // A refused form gives back what was typed, but no secret.
    await expect(page.getByLabel("Token", { exact: true })).toHaveValue("");
    await expect(page.getByText("Nothing was saved.")).toBeVisible();
  }
  await expect(page.getByText("spare.example:8443").first()).toBeVisible();
  await page.getByLabel("Delete…").click();
  await page.getByRole("button", { name: /^Delete backend elsewhere-/ }).click();
  await expect(page).toHaveURL(/\/endpoints\/backends$/);
});

test("a job that is set for later is started now, run again, and deleted with its log @no-js", async ({
  login,
  world,
}) => {
  const later = await world.enqueue({ sync_types: ["devices"], scheduled_at: "2100-01-01T00:00:00Z" });
  const page = await login("admin");
  await page.goto(`/jobs/${later.id}`);
  await page.getByRole("button", { name: "Start now" }).click();
  expect((await world.ended(later.id)).outcome).toBe("ok");
  await page.goto(`/jobs/${later.id}`);
  await page.getByRole("button", { name: "Run now" }).click();
  await expect(page).not.toHaveURL(new RegExp(`/jobs/${later.id}$`));
  const again = await startedJob(page);
  expect((await world.ended(again)).outcome).toBe("ok");
  await page.goto(`/jobs/${again}`);
  await page.getByLabel("Delete…").click();
  await page.getByRole("button", { name: `Delete job ${again} and its log` }).click();
  await expect(page).toHaveURL(`${world.url}/jobs`);
  await page.goto(`/jobs/${again}`);
  await expect(page.getByRole("heading", { level: 1, name: `There is no job ${again}` })).toBeVisible();
});

test("jobs are found from every page and filtered, and so is the audit log @no-js", async ({ login, world }) => {
  const { id } = await world.run({ sync_types: ["devices"], name: "looked for" });
  const page = await login("admin");
  await page.goto("/nodes");
  await page.getByRole("searchbox", { name: "Search jobs" }).fill("looked for");
  await page.getByRole("searchbox", { name: "Search jobs" }).press("Enter");
  await expect(page.getByRole("link", { name: String(id), exact: true })).toBeVisible();
  await page.getByLabel("Status", { exact: true }).selectOption("running");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("No job matches these filters")).toBeVisible();
  await page.getByRole("link", { name: "Show all jobs" }).click();
  await expect(page.getByRole("link", { name: String(id), exact: true })).toBeVisible();
  await page.goto("/settings/audit");
  await page.getByRole("searchbox", { name: "Search", exact: true }).fill("nothing is called that");
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await expect(page.getByText("Nothing matches this search")).toBeVisible();
  await page.getByRole("link", { name: "Show all" }).click();
  await expect(page.getByRole("table", { name: "Audit log" })).toBeVisible();
  await page.goto("/debug/sse");
  await page.getByLabel("Job", { exact: true }).fill(String(id));
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page).toHaveURL(new RegExp(`job=${id}$`));
});

test("a token is changed, and what was typed of a refused change stays @no-js", async ({ login }) => {
  const page = await login("admin");
  await page.goto("/settings/tokens/new");
  const name = `changed-${Date.now()}`;
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Create token" }).click();
  await page.getByRole("link", { name }).click();
  await page.getByLabel("Allowed addresses").fill("10.0.0.0/99");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Nothing was saved.")).toBeVisible();
  await expect(page.getByLabel("Allowed addresses")).toHaveValue("10.0.0.0/99");
  await page.getByLabel("Allowed addresses").fill("10.0.0.0/8");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("link", { name }).click();
  await expect(page.getByLabel("Allowed addresses")).toHaveValue("10.0.0.0/8");
  await page.getByLabel("Revoke…").click();
  await page.getByRole("button", { name: `Revoke token ${name}` }).click();
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("one endpoint is compared and examined on request, and its reader signs out @no-js", async ({ login, world }) => {
  const page = await login("operator");
  await page.goto("/preview");
  await page.getByRole("table", { name: "Comparisons by endpoint" }).getByRole("button", { name: "Compare" }).click();
  await expect(
    page
      .getByText(/^(No difference|Differs)$/)
      .filter({ visible: true })
      .first(),
  ).toBeVisible();
  await page.goto(`/endpoints/proxmox/${world.pveIds[0]}`);
  await page.getByRole("button", { name: "Run the doctor" }).click();
  await expect(page).toHaveURL(new RegExp(`/endpoints/proxmox/${world.pveIds[0]}$`));
  await expect(page.getByText(/^Ran /).first()).toBeVisible();
  await page.getByLabel("Account of operator").click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto("/jobs");
  await expect(page).toHaveURL(/\/login/);
});

/** Goes on by the Tab key alone until it is there. */
async function tabTo(page: Page, to: Locator): Promise<void> {
  const isThere = () => to.evaluate((element) => element === document.activeElement);
  for (let count = 0; count < 150 && !(await isThere()); count += 1) await page.keyboard.press("Tab");
  await expect(to).toBeFocused();
}

test("with keys alone a user is added, mended, changed and deleted @no-js", async ({ login }) => {
  const page = await login("admin");
  const name = `keys-${Date.now()}`;
  await page.goto("/settings/users/new");
  await tabTo(page, page.getByLabel("Username"));
  await page.keyboard.type(name);
  await tabTo(page, page.getByLabel("Role"));
  await page.keyboard.press("ArrowDown");
  await tabTo(page, page.getByLabel("Password"));
  await page.keyboard.type("short");
  await page.keyboard.press("Enter");
  await expect(page.getByText("is too short", { exact: false }).first()).toBeVisible();
  await expect(page.getByLabel("Username")).toHaveValue(name);
  await expect(page.getByLabel("Role")).toHaveValue("operator");
  await tabTo(page, page.getByLabel("Password"));
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  const link = page.getByRole("link", { name, exact: true });
  await expect(link).toBeVisible();
  await tabTo(page, link);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await tabTo(page, page.getByLabel("Enabled"));
  await page.keyboard.press("Space");
  await tabTo(page, page.getByRole("button", { name: "Save" }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: new RegExp(name) }).getByText("Disabled")).toBeVisible();
  await tabTo(page, link);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await tabTo(page, page.getByLabel("Delete…"));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("button", { name: `Delete user ${name}` }));
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: new RegExp(name) })).toHaveCount(0);
});
