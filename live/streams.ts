import assert from "node:assert/strict";
import { stages } from "#lib/sync/stages";
import { freePort } from "../bin/files.mjs";
import { realBackend } from "./backend.ts";
import { breach } from "./contract.ts";
import { type Answer, directBackend } from "./direct.ts";
import { PLUGIN_ENDPOINTS, startNetbox } from "./standins/netbox.ts";
import { startProxmox } from "./standins/proxmox.ts";
import { AGENT_ADDRESS } from "./standins/proxmox-guests.ts";

export type DirectRig = {
  endpointId: number;
  backend: ReturnType<typeof directBackend>;
  netbox: Awaited<ReturnType<typeof startNetbox>>;
  /** What NetBox answered before is kept on disk for minutes. */
  forgetAnswers: () => void;
  close: () => Promise<void>;
};

const API_KEY = "direct-key-0123456789abcdef0123456789abcdef";
const SNAPSHOTS = "/api/plugins/proxbox/snapshots/";
/** A run may write what it did; everything else exists once however often it runs. */
const JOURNAL = "/api/extras/journal-entries/";
/** What NetBox holds of the cluster of the Proxmox stand-in after all stages. */
const ARRIVES = {
  "/api/virtualization/clusters/": 1,
  "/api/dcim/devices/": 2,
  "/api/dcim/interfaces/": 4,
  "/api/plugins/proxbox/storage/": 2,
  "/api/virtualization/virtual-machines/": 3,
  "/api/virtualization/interfaces/": 3,
  "/api/virtualization/virtual-disks/": 3,
  "/api/ipam/ip-addresses/": 4,
  "/api/plugins/proxbox/task-history/": 1,
  "/api/plugins/proxbox/backups/": 1,
  [SNAPSHOTS]: 1,
  "/api/plugins/proxbox/replications/": 1,
  "/api/plugins/proxbox/backup-routines/": 1,
};
/** With the network in the VM stage a backend stands still for ten seconds per VM; the interface stages do the same. */
const QUERIES: Record<string, string> = { "virtual-machines": "&sync_vm_network=false&sync_task_history=false" };

/** The backend and the stand-ins without the console, configured as a person would. */
export async function openDirectRig(python: string, folder: string): Promise<DirectRig> {
  const [netbox, proxmox] = await Promise.all([startNetbox(), startProxmox()]);
  const process = realBackend(python, folder, await freePort());
  await process.start();
  const backend = directBackend(process.port, API_KEY);
  netbox.insert(PLUGIN_ENDPOINTS, {
    name: "lab",
    ip_address: "127.0.0.1",
    domain: "",
    port: proxmox.port,
    enabled: true,
    username: "root@pam",
  });
  return {
    endpointId: await backend.configure(netbox.port, proxmox.port),
    backend,
    netbox,
    forgetAnswers: process.forgetAnswers,
    async close() {
      await process.kill();
      await Promise.all([netbox.close(), proxmox.close()]);
      process.forget();
    },
  };
}

/** What is wrong with an answer that should be a stream which ends well; empty when nothing is. */
function breaches(name: string, answer: Answer): string[] {
  if (answer.status !== 200 || answer.events.length === 0) {
    return [`${name} answered ${answer.status} ${JSON.stringify(answer.body)} with ${answer.events.length} events`];
  }
  const wrong = answer.events.map(({ event, data }) => breach(event, data)).filter((line) => line !== undefined);
  const last = answer.events.at(-1);
  if (last?.event !== "complete") wrong.push(`the last event is ${last?.event}`);
  else if ((last.data as { ok?: unknown }).ok !== true) wrong.push(`it ended with ${JSON.stringify(last.data)}`);
  return wrong.map((line) => `${name}: ${line}`);
}

export type DirectScenario = { name: string; run: (rig: DirectRig) => Promise<void> };

/** In this order, on one rig. */
export const directScenarios: DirectScenario[] = [
  {
    name: "directly: each stage's stream speaks the contract and fills NetBox",
    async run({ backend, endpointId, netbox }) {
      const wrong: string[] = [];
      for (const { syncType, streamPath } of stages) {
        const query = `?proxmox_endpoint_ids=${endpointId}${QUERIES[syncType] ?? ""}`;
        wrong.push(...breaches(syncType, await backend.call("GET", `${streamPath}${query}`)));
      }
      assert.deepEqual(wrong, []);
      const held = netbox.dump();
      assert.deepEqual(Object.fromEntries(Object.keys(ARRIVES).map((path) => [path, held[path]])), ARRIVES);
      const addresses = netbox.list("/api/ipam/ip-addresses/").map((row) => row.address);
      assert.ok(addresses.includes(AGENT_ADDRESS), `the guest agent's address is among ${addresses.join(", ")}`);
    },
  },
  {
    name: "directly: the full update's stream speaks the contract and makes nothing twice",
    async run({ backend, endpointId, netbox, forgetAnswers }) {
      const { [JOURNAL]: _before, ...before } = netbox.dump();
      forgetAnswers();
      const answer = await backend.call("GET", `full-update/stream?proxmox_endpoint_ids=${endpointId}`);
      assert.deepEqual(breaches("full-update", answer), []);
      const { [JOURNAL]: _after, ...after } = netbox.dump();
      assert.deepEqual(after, before);
    },
  },
  {
    name: "directly: the full update as JSON answers, or 500 after it did the work",
    async run({ backend, endpointId, netbox, forgetAnswers }) {
      netbox.clear(SNAPSHOTS);
      forgetAnswers();
      const answer = await backend.call("GET", `full-update?proxmox_endpoint_ids=${endpointId}`);
      assert.ok([200, 500].includes(answer.status), JSON.stringify(answer));
      assert.equal(netbox.list(SNAPSHOTS).length, 1, "the work is done either way");
    },
  },
];
