import { globSync } from "node:fs";
import { resolve } from "node:path";
import { topics } from "#lib/events/topics";
import { waitForHint } from "#lib/events/wait";
import { VM_STATE } from "#lib/simulator/stages/run";
import type { World } from "./world.ts";

/** What the pages of this console are shown with: jobs of both outcomes, and one object of each kind. */
export type Scene = { jobs: { ok: number; failed: number }; ids: Record<string, number> };

/** Runs what the pages tell of, and makes the rest of it. */
export async function setScene(world: World): Promise<Scene> {
  const ok = (await world.run()).id;
  world.sim.control.fail("/dcim/devices/create/stream", 400, "always", { detail: "simulated refusal" });
  const failed = (await world.run({ sync_types: ["devices"] })).id;
  world.sim.control.clearFaults();
  await make(world, "/api/schedules", { name: "Nightly", cron: "0 2 * * *", enabled: false });
  await make(world, "/api/webhooks", {
    ...{ name: "Chat of the team", target_url: "https://chat.example/hooks/console" },
    ...{ events: ["job.failing"], enabled: false },
  });
  await make(world, "/api/tokens", { name: "Nightly report", role: "viewer" });
  await make(world, "/api/doctor", {});
  await compare(world);
  const tables = {
    ...{ clusters: "clusters", nodes: "nodes", vms: "vms", storage: "storages", users: "users" },
    ...{ schedules: "schedules", webhooks: "webhooks", tokens: "api_tokens" },
  };
  const first = async (table: string) => {
    const { rows } = await world.open.pool.query(`select id from ${table} order by id limit 1`);
    return Number(rows[0]?.id ?? 0);
  };
  const ids = Object.fromEntries(
    await Promise.all(Object.entries(tables).map(async ([name, table]) => [name, await first(table)] as const)),
  );
  return { jobs: { ok, failed }, ids };
}

/** A comparison that finds something of each kind. NetBox is left as it was: other journeys sync what is in it. */
async function compare(world: World): Promise<void> {
  const before = structuredClone(world.sim.netbox.dump());
  const table = "virtualization/virtual-machines";
  const [changed, missing] = world.sim.netbox.list(table);
  if (!changed || !missing) throw new Error("the sync wrote no two guests");
  world.sim.netbox.patch(table, changed.id, { vcpus: 63, memory: 512 });
  for (const row of world.sim.netbox.list(VM_STATE))
    if (Number(row.virtual_machine) === missing.id) world.sim.netbox.remove(VM_STATE, row.id);
  world.sim.netbox.remove(table, missing.id);
  const ended = comparisonEnds(world);
  await make(world, "/api/preview", {});
  await ended;
  world.sim.netbox.load(before);
}

/** Resolves when no comparison waits or runs any more. */
async function comparisonEnds({ listener, open }: World): Promise<void> {
  const left = async () =>
    (await open.pool.query("select 1 from previews where status in ('pending', 'running')")).rows.length;
  const done = async () =>
    (await open.pool.query("select 1 from previews where status in ('done', 'failed')")).rows.length;
  while ((await left()) > 0 || (await done()) === 0) await waitForHint(listener, topics.previews, { timeoutMs: 1_000 });
}

async function make(world: World, path: string, body: Record<string, unknown>): Promise<void> {
  const { name, value } = await world.session("admin");
  const answer = await fetch(world.url + path, {
    method: "POST",
    headers: { cookie: `${name}=${value}`, "content-type": "application/json", "sec-fetch-site": "same-origin" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
}

/** Every page of `app/`, with the addresses that show each of its states to an administrator. */
const states: Record<string, (scene: Scene) => string[]> = {
  "/": () => ["/"],
  "/dashboard": () => ["/dashboard"],
  "/jobs": () => ["/jobs", "/jobs?q=nothing+is+called+that"],
  "/jobs/[id]": ({ jobs }) => [
    ...["", "?tab=problems", "?tab=objects", "?tab=changes", "?tab=parameters"].map((tab) => `/jobs/${jobs.ok}${tab}`),
    ...["", "?tab=problems"].map((tab) => `/jobs/${jobs.failed}${tab}`),
    "/jobs/999999",
  ],
  "/jobs/[id]/again": ({ jobs }) => [`/jobs/${jobs.ok}/again`],
  "/jobs/[id]/coverage": ({ jobs }) => [`/jobs/${jobs.ok}/coverage`, `/jobs/${jobs.failed}/coverage`],
  "/preview": () => ["/preview"],
  "/schedules": () => ["/schedules"],
  "/schedules/new": () => ["/schedules/new"],
  "/schedules/[id]": ({ ids }) => [`/schedules/${ids.schedules}`],
  "/clusters": () => ["/clusters"],
  "/clusters/[id]": ({ ids }) => [`/clusters/${ids.clusters}`],
  "/nodes": () => ["/nodes"],
  "/nodes/[id]": ({ ids }) => [`/nodes/${ids.nodes}`],
  "/vms": () => ["/vms", "/vms?q=nothing+is+called+that"],
  "/vms/[id]": ({ ids }) =>
    ["", "?tab=config", "?tab=disks", "?tab=interfaces", "?tab=snapshots", "?tab=backups", "?tab=tasks"].map(
      (tab) => `/vms/${ids.vms}${tab}`,
    ),
  "/storage": () => ["/storage"],
  "/storage/[id]": ({ ids }) => [`/storage/${ids.storage}`],
  "/endpoints/[kind]": () => ["/endpoints/proxmox", "/endpoints/netbox", "/endpoints/backends"],
  "/endpoints/[kind]/new": () => ["/endpoints/proxmox/new", "/endpoints/netbox/new", "/endpoints/backends/new"],
  "/endpoints/[kind]/[id]": () => [
    ...["/endpoints/proxmox/1", "/endpoints/netbox/1", "/endpoints/backends/1", "/endpoints/backends/1?tab=api"],
  ],
  "/endpoints/[kind]/[id]/edit": () => ["/endpoints/proxmox/1/edit", "/endpoints/backends/1/edit"],
  "/setup": () => ["/setup"],
  "/setup/import": () => ["/setup/import?netbox=1"],
  "/doctor": () => ["/doctor"],
  "/backend-logs": () => ["/backend-logs"],
  "/settings": () => ["/settings"],
  "/settings/account": () => ["/settings/account"],
  "/settings/users": () => ["/settings/users"],
  "/settings/users/new": () => ["/settings/users/new"],
  "/settings/users/[id]": ({ ids }) => [`/settings/users/${ids.users}`, "/settings/users/999999"],
  "/settings/tokens": () => ["/settings/tokens"],
  "/settings/tokens/new": () => ["/settings/tokens/new"],
  "/settings/tokens/[id]": ({ ids }) => [`/settings/tokens/${ids.tokens}`, "/settings/tokens/999999"],
  "/settings/sessions": () => ["/settings/sessions"],
  "/settings/audit": () => ["/settings/audit"],
  "/settings/secrets": () => ["/settings/secrets"],
  "/settings/config": () => ["/settings/config"],
  "/settings/webhooks": () => ["/settings/webhooks"],
  "/settings/webhooks/new": () => ["/settings/webhooks/new"],
  "/settings/webhooks/[id]": ({ ids }) => [`/settings/webhooks/${ids.webhooks}`, "/settings/webhooks/999999"],
  "/api/docs": () => ["/api/docs", "/api/docs?call=getApiJobs", "/api/docs?call=postApiUsers"],
  "/debug/sse": ({ jobs }) => ["/debug/sse", `/debug/sse?job=${jobs.failed}`],
  "/debug/websocket": () => ["/debug/websocket"],
  "/debug/ui": () => ["/debug/ui"],
  // Who is signed in is led on: strangers have it in a test of its own.
  "/login": () => [],
};

/** Addresses of every page in every state that an address can ask for. */
export const pagePaths = (scene: Scene): string[] => Object.values(states).flatMap((paths) => paths(scene));

/** Pages that {@link pagePaths} knows nothing of, and entries without a page: both empty when the list is complete. */
export function pagesWithoutEntry(): { unknown: string[]; gone: string[] } {
  const files = globSync("app/**/page.tsx", { cwd: resolve(import.meta.dirname, "..") });
  const pages = files.map((file) => {
    const parts = file.split("/").slice(1, -1);
    return `/${parts.filter((part) => !part.startsWith("(")).join("/")}`;
  });
  const known = Object.keys(states);
  return {
    unknown: pages.filter((page) => !known.includes(page)),
    gone: known.filter((page) => !pages.includes(page)),
  };
}
