import { expect, test } from "./fixtures.ts";

const run = { name: "Run the doctor" };

test("an operator runs the doctor and reads what fails and what to do @no-js", async ({ login, world }) => {
  const page = await login("operator");
  await page.goto("/doctor");
  await page.getByRole("button", run).click();
  await expect(page.getByText("All is well").first()).toBeVisible();
  world.sim.control.denyNetboxWrites();
  await page.getByRole("button", run).click();
  await expect(page.getByText("Something failed").first()).toBeVisible();
  world.sim.control.denyNetboxWrites(false);
  await page.getByRole("link", { name: "netbox: NetBox accepts a write" }).click();
  await expect(page).toHaveURL(/#netbox-1-write$/);
  await expect(page.getByText("Turn writing on for this token (Write enabled)", { exact: false })).toBeVisible();

  await page.goto("/endpoints/netbox/1");
  await expect(page.getByText("NetBox accepts a write failed")).toBeVisible();
  await page.getByRole("button", run).click();
  await expect(page).toHaveURL(/\/endpoints\/netbox\/1$/);
  await expect(page.getByText("NetBox accepts a write ok")).toBeVisible();
});

test("a viewer reads the doctor's result and is offered no run @no-js", async ({ login }) => {
  const page = await login("viewer");
  await page.goto("/doctor");
  await expect(page.getByRole("heading", { level: 1, name: "Doctor" })).toBeVisible();
  await expect(page.getByRole("button", run)).toHaveCount(0);
  await page.goto("/setup");
  await expect(page.getByText("This needs the role admin")).toBeVisible();
});

test("an admin imports an endpoint from the plugin, with the secret that it does not tell @no-js", async ({
  login,
  world,
}) => {
  const { id } = world.sim.netbox.insert("plugins/proxbox/endpoints/proxmox", {
    ...{ name: `edge-${Date.now()}`, domain: "edge.example", ip_address: null, port: 8006 },
    ...{ username: "sync@pve", verify_ssl: true, enabled: false, site: { slug: "hq" } },
  });
  const name = String(world.sim.netbox.get("plugins/proxbox/endpoints/proxmox", id)?.name);
  const page = await login("admin");
  await page.goto("/endpoints/netbox/1");
  await page.getByRole("link", { name: "Import from its plugin" }).click();
  await expect(page.getByRole("listitem").filter({ hasText: "lab" }).getByText("Here already")).toBeVisible();
  await expect(page.getByLabel(name)).toBeChecked();
  await page.getByRole("button", { name: "Import what is chosen" }).click();
  await expect(page.getByText(`enter the password of ${name}`, { exact: false }).first()).toBeVisible();
  await page.getByLabel("Password").fill("known to people only");
  await page.getByRole("button", { name: "Import what is chosen" }).click();
  await page.waitForURL(/\/setup$/);
  await page.goto("/endpoints/proxmox");
  await page.getByRole("link", { name }).click();
  await expect(page.getByText("edge.example:8006").first()).toBeVisible();
  await page.getByLabel("Delete…").click();
  await page.getByRole("button", { name: `Delete Proxmox endpoint ${name}` }).click();
  await expect(page.getByRole("link", { name })).toHaveCount(0);
  world.sim.netbox.remove("plugins/proxbox/endpoints/proxmox", id);
});
