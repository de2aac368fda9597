import { createEndpoint } from "#lib/endpoints/create";
import { asAdmin } from "#lib/testing/actors";
import { expect, test } from "./fixtures.ts";

test("an admin enters an endpoint, mends what is wrong with it, changes it and deletes it @no-js", async ({
  login,
}) => {
  const page = await login("admin");
  const name = `spare-${Date.now()}`;
  await page.goto("/endpoints/proxmox");
  await page.getByRole("link", { name: "Add a Proxmox endpoint" }).click();
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Domain").fill("https://spare.example/");
  await page.getByLabel("Password").fill("not known to anybody");
  await page.getByLabel("Enabled").uncheck();
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByText("Nothing was saved.")).toBeVisible();
  await expect(page.getByLabel("Name", { exact: true })).toHaveValue(name);
  await page.getByLabel("Domain").fill("spare.example");
  await page.getByLabel("Password").fill("not known to anybody");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("heading", { level: 1, name })).toBeVisible();
  await expect(page.getByText("spare.example:8006").first()).toBeVisible();
  await page.getByRole("link", { name: "Edit" }).click();
  await expect(page.getByLabel("Password")).toHaveValue("");
  await page.getByLabel("Timeout in seconds").fill("20");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("timeout 20 s")).toBeVisible();
  await page.getByLabel("Delete…").click();
  await page.getByRole("button", { name: `Delete Proxmox endpoint ${name}` }).click();
  await expect(page).toHaveURL(/\/endpoints\/proxmox$/);
  await expect(page.getByRole("link", { name })).toHaveCount(0);
});

test("an admin changes the settings, a viewer reads them @no-js", async ({ login, another }) => {
  const page = await login("admin");
  await page.goto("/settings");
  const everySeconds = page.getByLabel("Check connections every so many seconds");
  const before = await everySeconds.inputValue();
  await everySeconds.fill("2");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("Nothing was saved.")).toBeVisible();
  await expect(everySeconds).toHaveValue("2");
  await everySeconds.fill("45");
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(page.getByText("The settings were saved.")).toBeVisible();
  const reader = await another("viewer");
  await reader.goto("/settings");
  await expect(reader.getByText("changing them needs the role admin", { exact: false })).toBeVisible();
  await expect(reader.getByLabel("Check connections every so many seconds")).toHaveValue("45");
  await expect(reader.getByLabel("Check connections every so many seconds")).toBeDisabled();
  await everySeconds.fill(before);
  await page.getByRole("button", { name: "Save settings" }).click();
  await expect(everySeconds).toHaveValue(before);
});

test("an admin looks at what a configuration file would change, mends it and imports it @no-js", async ({
  login,
  another,
}) => {
  const page = await login("admin");
  await page.goto("/settings/config");
  await expect(page.getByRole("link", { name: "Download YAML" })).toHaveAttribute("href", "/api/config");
  const exported = await (await page.request.get("/api/config")).text();
  const kept = /retention_days: (\d+)/.exec(exported)?.[1];
  const show = async (days: string) => {
    await page
      .getByLabel("Configuration", { exact: true })
      .fill(exported.replace(/retention_days: \d+/, `retention_days: ${days}`));
    await page.getByRole("button", { name: "Show the differences" }).click();
  };
  await show("never");
  await expect(page.getByText(/settings\.retention_days: .*line \d+, is "never"/)).toBeVisible();
  await expect(page.getByLabel("Configuration", { exact: true })).toHaveValue(/retention_days: never/);
  await show("55");
  await expect(page.getByText(`retention days: ${kept} → 55`)).toBeVisible();
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("The configuration was imported: 0 created, 1 changed.")).toBeVisible();
  await show(kept ?? "");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await expect(page.getByText("0 created, 1 changed.")).toBeVisible();
  await show(kept ?? "");
  await expect(page.getByText("Nothing: all is here as it is in the file.")).toBeVisible();
  await page.getByRole("button", { name: "Discard" }).click();
  await expect(page.getByRole("heading", { name: "What would change" })).toHaveCount(0);
  const reader = await another("viewer");
  await reader.goto("/settings/config");
  await expect(reader.getByText("admin", { exact: false }).first()).toBeVisible();
  await expect(reader.getByRole("button", { name: "Show the differences" })).toHaveCount(0);
});

test("somebody signs out everywhere else, and the other browser is asked to sign in @no-js", async ({
  login,
  another,
}) => {
  const page = await login("operator");
  const other = await another("operator");
  await other.goto("/jobs");
  await page.goto("/settings/sessions");
  await expect(page.getByText("This one")).toHaveCount(1);
  await page.getByRole("button", { name: "Sign out everywhere else" }).click();
  await expect(page.getByRole("table", { name: "Sessions" }).getByRole("row")).toHaveCount(2);
  await other.goto("/jobs");
  await expect(other).toHaveURL(/\/login/);
});

test("what a backend can do is listed call by call, filtered, and read again @no-js", async ({ login, world }) => {
  const page = await login("operator");
  await page.goto(`/endpoints/backends/${world.backendId}`);
  await page.getByRole("link", { name: "API", exact: true }).click();
  await expect(page.getByText("Reads snapshots and tasks of a guest")).toBeVisible();
  await expect(page.getByText("Sync Now runs the stage Devices for its whole endpoint. The call of")).toBeVisible();
  await expect(page.getByText("streams that take a choice of guests")).toBeVisible();
  const calls = page.getByRole("table", { name: "Calls of this backend" });
  await expect(calls.getByRole("row").filter({ hasText: "/health" })).toBeVisible();
  await page.getByLabel("Contains").fill("SDN");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(calls.getByRole("row").filter({ hasText: "/proxmox/sdn/create/stream" })).toBeVisible();
  await expect(calls.getByRole("row").filter({ hasText: "/health" })).toHaveCount(0);
  world.sim.control.fail("/openapi.json", 503, "always");
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "HTTP 503" })).toBeVisible();
  world.sim.control.clearFaults();
  await page.getByRole("button", { name: "Read again" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "HTTP 503" })).toHaveCount(0);
  await expect(calls.getByRole("row").filter({ hasText: "/health" })).toBeVisible();
});

test("an endpoint is deleted together with its copy at the backend @no-js", async ({ login, world }) => {
  const name = `given-${Date.now()}`;
  const { id } = await createEndpoint(asAdmin(world.open.db), "proxmox", {
    ...{ name, ip_address: "127.0.0.1", port: 8106, username: "root@pam", password: "x", verify_ssl: false },
  });
  const remoteId = async () =>
    (await world.open.pool.query("select remote_id from proxmox_endpoints where id = $1", [id])).rows[0]?.remote_id;
  await expect.poll(remoteId).toEqual(expect.any(Number));
  const page = await login("admin");
  await page.goto(`/endpoints/proxmox/${id}`);
  await page.getByLabel("Delete…").click();
  await expect(page.getByText(`Proxmox endpoint ${name} to backend backend`, { exact: false })).toBeVisible();
  await page.getByLabel("Delete its copies at backends, too").check();
  await page.getByRole("button", { name: `Delete Proxmox endpoint ${name}` }).click();
  await expect(page).toHaveURL(`${world.url}/endpoints/proxmox`);
  expect(world.sim.backend.proxmox.map((row) => row.name)).not.toContain(name);
  await page.goto("/settings/audit");
  await expect(page.getByText("remove-copies proxmox").first()).toBeVisible();
});
