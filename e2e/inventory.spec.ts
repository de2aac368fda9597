import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures.ts";
import type { World } from "./world.ts";

/** A sync has filled the inventory; each test may come first. */
async function synced(world: World): Promise<void> {
  const { rows } = await world.open.pool.query("select 1 from vms where netbox_id is not null limit 1");
  if (rows.length === 0) expect((await world.run()).status).toBe("completed");
}

const guests = (world: World) => world.sim.clusters[0]?.guests ?? [];
const rowOf = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByRole("link", { name, exact: true }) });

test("each list of the inventory shows what was read, by which job, and leads to its objects @no-js", async ({
  login,
  world,
}) => {
  await synced(world);
  const page = await login("viewer");
  for (const [path, heading, one] of [
    ["/clusters", "Clusters", "lab"],
    ["/nodes", "Nodes", "pve1"],
    ["/storage", "Storage", "ceph-nfs"],
    ["/vms", "Virtual machines", guests(world)[0]?.name ?? ""],
  ] as const) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1, name: heading })).toBeVisible();
    await expect(page.getByText(/lab: as of/)).toBeVisible();
    await expect(page.getByRole("button", { name: /Sync Now/ })).toHaveCount(0);
    await page.getByRole("link", { name: one, exact: true }).first().click();
    await expect(page.getByRole("heading", { level: 1, name: one })).toBeVisible();
    await expect(page.getByRole("navigation", { name: "Breadcrumbs" })).toBeVisible();
  }
});

test("filters, search, order and columns are in the address @no-js", async ({ login, world }) => {
  await synced(world);
  const page = await login("viewer");
  await page.goto("/vms");
  await page.getByRole("combobox", { name: "Type" }).selectOption("lxc");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page).toHaveURL(/type=lxc/);
  const containers = guests(world).filter((guest) => guest.type === "lxc");
  await expect(page.getByRole("row")).toHaveCount(1 + containers.length);
  await page.getByRole("link", { name: "VMID" }).click();
  await expect(page.getByRole("columnheader", { name: "VMID" })).toHaveAttribute("aria-sort", "ascending");
  await page.getByRole("link", { name: "VMID" }).click();
  await expect(page.getByRole("columnheader", { name: "VMID" })).toHaveAttribute("aria-sort", "descending");

  await page.getByLabel("Columns", { exact: true }).click();
  await page.getByRole("checkbox", { name: "Tags" }).check();
  await page.getByRole("checkbox", { name: "Node" }).uncheck();
  await page.getByRole("button", { name: "Show these" }).click();
  await expect(page).toHaveURL(/type=lxc.*columns=.*tags/);
  await expect(page.getByRole("columnheader", { name: "Tags" })).toBeVisible();
  await expect(page.getByRole("columnheader", { name: "Node" })).toHaveCount(0);
  await page.goto("/vms");
  await expect(page.getByRole("columnheader", { name: "Tags" })).toBeVisible();
  await page.getByLabel("Columns", { exact: true }).click();
  await page.getByRole("button", { name: "The usual ones" }).click();
  await expect(page.getByRole("columnheader", { name: "Tags" })).toHaveCount(0);

  await page.getByLabel("Contains").fill("no guest has this name");
  await page.getByRole("button", { name: "Filter" }).click();
  await expect(page.getByText("Nothing matches these filters")).toBeVisible();
});

test("a filtered list is downloaded as CSV @no-js", async ({ login, world }) => {
  await synced(world);
  const page = await login("viewer");
  await page.goto("/vms?type=qemu&ordering=vmid");
  const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).click()]);
  expect(file.suggestedFilename()).toBe("vms.csv");
  const [head, ...rows] = (await readFile(await file.path(), "utf8")).trim().split("\n");
  expect(head).toContain("id,vmid,name,type");
  const machines = guests(world).filter((guest) => guest.type === "qemu");
  expect(rows.map((row) => row.split(",")[2])).toEqual(
    machines.toSorted((a, b) => a.vmid - b.vmid).map((guest) => guest.name),
  );
});

test("Sync Now of a selection syncs those VMs and no other @no-js", async ({ login, world }) => {
  await synced(world);
  const page = await login("operator");
  await page.goto("/vms?ordering=vmid");
  await page.getByRole("button", { name: "Sync Now: selected" }).click();
  await expect(page.getByText(/choose at least one row/)).toBeVisible();
  const chosen = guests(world).slice(0, 2);
  for (const { name } of chosen) await page.getByLabel(`Select ${name}`, { exact: true }).check();
  world.sim.control.forgetRequests();
  await page.getByRole("button", { name: "Sync Now: selected" }).click();
  await page.waitForURL(/\/jobs\/\d+/);
  await expect(page.getByRole("heading", { level: 1, name: "Sync 2 VMs" })).toBeVisible();
  const job = await world.ended(Number(/\/jobs\/(\d+)/.exec(page.url())?.[1]));
  expect(job).toMatchObject({ status: "completed", params: { proxmox_endpoint_ids: [world.pveIds[0]] } });
  const streams = world.sim.requests().filter((request) => request.path.endsWith("/create/stream"));
  expect(streams.length).toBeGreaterThan(0);
  expect(new Set(streams.map((request) => request.query.netbox_vm_ids))).toEqual(
    new Set([job.params.netbox_vm_ids.join(",")]),
  );
  expect(job.params.netbox_vm_ids).toHaveLength(2);
});

test("one box selects every row of a page", async ({ login, world }) => {
  await synced(world);
  const page = await login("operator");
  await page.goto("/nodes");
  await page.getByLabel("All on this page").check();
  const nodes = world.sim.clusters[0]?.nodes ?? [];
  await expect(page.getByText(`${nodes.length} selected`)).toBeVisible();
  await page.getByLabel("Select pve1").uncheck();
  await expect(page.getByText(`${nodes.length - 1} selected`)).toBeVisible();
  await expect(page.getByLabel("All on this page")).not.toBeChecked();
});

test("what vanished is marked, and cannot be synced @no-js", async ({ login, world }) => {
  await synced(world);
  const [gone] = guests(world);
  const name = gone?.name ?? "";
  await world.open.pool.query("update vms set missing = true where vmid = $1", [gone?.vmid]);
  const page = await login("operator");
  await page.goto("/vms?missing=true");
  await expect(rowOf(page, name).getByText("Missing")).toBeVisible();
  await expect(page.getByLabel(`Select ${name}`, { exact: true })).toBeDisabled();
  await page.getByRole("link", { name, exact: true }).click();
  await expect(page.getByRole("button", { name: "Sync Now", exact: true })).toBeDisabled();
  await expect(page.getByText("It was not in the last reading of its endpoint, so there is nothing")).toBeVisible();
  await world.open.pool.query("update vms set missing = false where vmid = $1", [gone?.vmid]);
});

test("Sync Now of a node and of a storage is a job of the stage that holds them @no-js", async ({ login, world }) => {
  await synced(world);
  const page = await login("operator");
  for (const [path, name, title, stages] of [
    ["/nodes", "pve1", "Sync node pve1", ["devices"]],
    ["/storage", "ceph-nfs", "Sync storage ceph-nfs", ["storage"]],
  ] as const) {
    await page.goto(path);
    await page.getByRole("link", { name, exact: true }).first().click();
    await page.getByRole("button", { name: "Sync Now", exact: true }).click();
    await page.waitForURL(/\/jobs\/\d+/);
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
    const job = await world.ended(Number(/\/jobs\/(\d+)/.exec(page.url())?.[1]));
    expect(job).toMatchObject({ status: "completed", params: { sync_types: stages } });
  }
});

test("Sync Now of a cluster is a small job of its endpoint @no-js", async ({ login, world }) => {
  await synced(world);
  const page = await login("operator");
  await page.goto("/clusters");
  await page.getByRole("link", { name: "lab", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "lab" })).toBeVisible();
  await expect(page.getByText("for one cluster is broken: it answers HTTP 400")).toBeVisible();
  await page.getByRole("button", { name: "Sync Now", exact: true }).click();
  await page.waitForURL(/\/jobs\/\d+/);
  await expect(page.getByRole("heading", { level: 1, name: "Sync cluster lab" })).toBeVisible();
  const job = await world.ended(Number(/\/jobs\/(\d+)/.exec(page.url())?.[1]));
  expect(job).toMatchObject({ status: "completed", params: { sync_types: ["devices", "storage"] } });
});
