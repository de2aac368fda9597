import assert from "node:assert/strict";
import type { Scenario } from "./scenarios.ts";

type Openapi = { version: string; document?: unknown };
type Drift = {
  state: string;
  bootstrap: { needs_bootstrap: boolean | null } | null;
  copies: { fields: { field: string; state: string }[] }[];
};
type Card = {
  cluster: { name: string } | null;
  node_count: number;
  vm_count: number;
  lxc_count: number;
  stale: boolean;
};
type Check = { status: string; reachable: boolean; authenticated: boolean };
type Import = { results: { kind: string; name: string; state: string }[] };

/** What the console knows of a real backend and gives to it, outside of a sync. */
export const backendScenarios: Scenario[] = [
  {
    name: "cards and keepalive tell what the last look found, and fifty readers cause no call",
    async run({ product, ids, netbox }) {
      const card = await product.api<Card>("GET", `/api/card-data?endpoint_id=${ids.proxmox}`);
      assert.deepEqual(
        [card.cluster?.name, card.node_count, card.vm_count, card.lxc_count, card.stale],
        ["lab", 2, 2, 1, false],
      );
      const calls = netbox.calls();
      const reads = Array.from({ length: 50 }, () =>
        product.api<Check>("GET", `/api/keepalive-status/netbox/${ids.netbox}`),
      );
      const [check] = await Promise.all(reads);
      assert.deepEqual([check?.status, check?.reachable, check?.authenticated], ["success", true, true]);
      // The worker's own look may fall into this moment: that is a handful, not fifty.
      assert.ok(netbox.calls() - calls < 25, `${netbox.calls() - calls} calls of NetBox`);
    },
  },
  {
    name: "the interface of the backend is read, kept for its release, and read again when asked",
    async run({ product, ids, release }) {
      const path = `/api/backends/${ids.backend}/openapi`;
      const first = await product.api<Openapi>("POST", `${path}/refresh`, {});
      assert.equal(first.version, release, JSON.stringify(first).slice(0, 300));
      assert.match(JSON.stringify(await product.api("GET", path)), /full-update\/stream/);
    },
  },
  {
    name: "what is here is what the backend has, and a change is given to it without being asked",
    async run({ product, ids }) {
      const drift = (kind: string, id: number) => product.api<Drift>("GET", `/api/endpoints/${kind}/${id}/drift`);
      const backend = await drift("backends", ids.backend);
      assert.deepEqual(
        [backend.state, backend.bootstrap?.needs_bootstrap],
        ["in_backend", false],
        JSON.stringify(backend),
      );
      await product.api("PATCH", `/api/endpoints/proxmox/${ids.proxmox}`, { timeout: 11 });
      await product.untilPushed("proxmox", ids.proxmox);
      const after = await drift("proxmox", ids.proxmox);
      const differs = after.copies.flatMap(({ fields }) => fields.filter((one) => one.state === "differs"));
      assert.deepEqual(differs, [], JSON.stringify(after));
    },
  },
  {
    name: "what the plugin holds is offered for import, and known for what it is",
    async run({ product, ids }) {
      const { results } = await product.api<Import>("GET", `/api/endpoints/netbox/${ids.netbox}/import`);
      assert.ok(
        results.some((item) => item.kind === "proxmox" && item.state === "known"),
        JSON.stringify(results),
      );
      assert.ok(!JSON.stringify(results).includes("stand-in secret"), "no secret");
    },
  },
  {
    name: "the legacy WebSocket is refused by a backend outside of its legacy mode, and the job says so",
    async run({ product }) {
      const job = await product.run({ sync_types: ["devices"], transport: "websocket" });
      assert.equal(job.status, "errored", JSON.stringify(job));
      assert.match(`${job.error} ${job.suggestion} ${JSON.stringify(job.stages)}`, /403|legacy/i);
    },
  },
];
