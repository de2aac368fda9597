import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { Job } from "./product.ts";
import type { NetboxCall } from "./standins/netbox.ts";
import type { World } from "./world.ts";

export type Scenario = { name: string; run: (world: World) => Promise<void> };

const VMS = "/api/virtualization/virtual-machines/";
const DEVICES = "/api/dcim/devices/";
const SITES = "/api/dcim/sites/";
const SNAPSHOTS = "/api/plugins/proxbox/snapshots/";

const stage = (job: Job, syncType: string) => {
  const found = job.stages.find((candidate) => candidate.sync_type === syncType);
  assert.ok(found, `job ${job.id} has a stage ${syncType}`);
  return found;
};

const explain = (job: Job) =>
  `${job.status}/${job.outcome}: ${job.error ?? ""} ${JSON.stringify(job.stages.filter((item) => item.status === "failed"))}`;

/** A release before the plugin row became mandatory writes without one. */
const wantsPluginRow = (world: World) => world.release.startsWith("0.0.30");

/** A call of the backend for the stage of virtual machines: looks at the health of NetBox go on beside it. */
const isOfSync = ({ path, agent }: NetboxCall): boolean =>
  agent !== "proxbox-console" && path.startsWith("/api/virtualization/");

/** In this order: each goes on with what the one before left. */
export const scenarios: Scenario[] = [
  {
    name: "first contact registers our key, and a missing row of the plugin is explained",
    async run(world) {
      const { product, ids } = world;
      const job = await product.run({ sync_types: ["devices"] });
      const backend = await product.api<{ has_token: boolean }>("GET", `/api/endpoints/backends/${ids.backend}`);
      assert.equal(backend.has_token, true, "the registered key is kept");
      assert.equal(stage(job, "preflight").status === "failed", false, explain(job));
      if (wantsPluginRow(world)) {
        assert.equal(job.status, "errored", explain(job));
        assert.match(job.suggestion ?? "", /exactly one row/, explain(job));
        assert.equal(world.netbox.list(DEVICES).length, 0);
      }
    },
  },
  {
    name: "with the row, a full sync in stages ends and NetBox holds what Proxmox has",
    async run(world) {
      world.addPluginRow();
      world.backend.forgetAnswers();
      const job = await world.product.run();
      assert.equal(job.status, "completed", explain(job));
      assert.deepEqual(
        world.netbox
          .list(DEVICES)
          .map((row) => row.name)
          .sort(),
        ["pve1", "pve2"],
      );
      assert.equal(world.netbox.list(VMS).length, 3, explain(job));
      for (const syncType of ["devices", "virtual-machines", "replications"]) {
        assert.ok(["completed", "warning"].includes(stage(job, syncType).status), explain(job));
      }
      const frames = await world.product.frames(job.id);
      assert.deepEqual(
        frames.map((frame) => frame.seq),
        frames.map((_, index) => index + 1),
      );
      assert.ok(frames.some((frame) => frame.event === "complete" && frame.stage === "virtual-machines"));
    },
  },
  {
    name: "a second run creates nothing again",
    async run(world) {
      const before = [DEVICES, VMS].map((table) => world.netbox.list(table).length);
      const job = await world.product.run();
      assert.equal(job.status, "completed", explain(job));
      assert.deepEqual(
        [DEVICES, VMS].map((table) => world.netbox.list(table).length),
        before,
      );
    },
  },
  {
    name: "a full update as one stream ends, its stages on the board",
    async run(world) {
      world.netbox.clear(SNAPSHOTS);
      world.backend.forgetAnswers();
      const job = await world.product.run({ mode: "full-update" });
      const frames = await world.product.frames(job.id);
      assert.ok(
        frames.some((frame) => frame.text.includes("Full update stream connected")),
        explain(job),
      );
      assert.equal(job.status, "completed", explain(job));
      assert.ok(
        frames.some((frame) => frame.text === "Full update sync completed."),
        explain(job),
      );
      assert.equal(world.netbox.list(SNAPSHOTS).length, 1, "what was missing in NetBox is there again");
    },
  },
  {
    name: "a full update as JSON is sent once, and its 500 after the work is told as that",
    async run(world) {
      world.netbox.clear(SNAPSHOTS);
      world.backend.forgetAnswers();
      const job = await world.product.run({ mode: "json" });
      assert.equal(world.netbox.list(SNAPSHOTS).length, 1, explain(job));
      if (job.status === "completed") return;
      assert.equal(job.error_code, "BackendFailed", explain(job));
      assert.match(job.error ?? "", /may have done all the work/);
      assert.equal(stage(job, "full-update").attempts, 1);
    },
  },
  {
    name: "a stage that fails names the backend's reason",
    async run(world) {
      world.backend.forgetAnswers();
      world.netbox.fail([
        { method: "GET", prefix: SITES, status: 500 },
        { method: "POST", prefix: SITES, status: 500 },
      ]);
      try {
        const job = await world.product.run({ sync_types: ["devices"] });
        assert.deepEqual(
          [job.status, job.outcome, job.error_code],
          ["errored", "failed", "ProxboxException"],
          explain(job),
        );
        assert.equal(stage(job, "devices").status, "failed");
        assert.match(stage(job, "devices").error ?? "", /NetBox REST request failed \| stand-in failure/, explain(job));
      } finally {
        world.netbox.fail([]);
      }
    },
  },
  {
    name: "what NetBox refused is a warning, although the stream ends with ok",
    async run(world) {
      world.netbox.clear(DEVICES);
      world.backend.forgetAnswers();
      world.netbox.fail([
        { method: "GET", prefix: DEVICES, status: 500 },
        { method: "POST", prefix: DEVICES, status: 500 },
      ]);
      try {
        const job = await world.product.run({ sync_types: ["devices"] });
        assert.deepEqual([job.status, job.outcome], ["completed", "warnings"], explain(job));
        assert.equal(world.netbox.list(DEVICES).length, 0);
      } finally {
        world.netbox.fail([]);
      }
    },
  },
  {
    name: "cancelling closes the stream in the middle of a stage, and the backend stops its work",
    async run({ netbox, product }) {
      netbox.slowDown(250);
      try {
        const job = await product.enqueue({ sync_types: ["virtual-machines"] });
        await product.untilFrame(job.id, (frame) => frame.stage === "virtual-machines" && frame.event === "step");
        await product.api("POST", `/api/jobs/${job.id}/cancel`);
        const ended = await product.ended(job.id);
        assert.deepEqual([ended.status, ended.outcome, ended.error], ["failed", "cancelled", "Cancelled by user."]);
        await delay(1_000);
        const calls = netbox.calls(isOfSync);
        assert.ok(calls > 0, "the calls of the syncs before are known as such");
        await delay(2_000);
        assert.equal(netbox.calls(isOfSync), calls, "nothing more is asked after the one call that was under way");
      } finally {
        netbox.slowDown(0);
      }
    },
  },
  {
    name: "a fallback address serves when the domain does not answer",
    async run(world) {
      const { product, ids, backend } = world;
      const path = `/api/endpoints/backends/${ids.backend}`;
      const token = "live-rig-key-0123456789abcdef0123456789";
      await product
        .api("PATCH", path, { domain: "proxbox-api.invalid", token })
        .catch((error: Error) => assert.fail(error.message));
      try {
        await backend.kill();
        backend.forget();
        await backend.start();
        const job = await product.run({ sync_types: ["devices"] });
        assert.equal(job.status, "completed", explain(job));
        const frames = await product.frames(job.id);
        assert.ok(
          frames.some((frame) => frame.text.includes("fallback address")),
          "the log says which address answered",
        );
        assert.equal(world.netbox.list(DEVICES).length, 2, "the devices are in NetBox");
      } finally {
        await product.api("PATCH", path, { domain: "", token });
      }
    },
  },
  {
    name: "a backend that dies in the middle and comes back is asked again",
    async run(world) {
      world.proxmox.slowDown(1_000);
      const job = await world.product.enqueue({ sync_types: ["devices"] });
      await world.product.until(job.id, (current) =>
        current.stages.some((item) => item.sync_type === "devices" && item.status === "running"),
      );
      await world.backend.kill();
      world.netbox.clear(DEVICES);
      world.backend.forgetAnswers();
      world.proxmox.slowDown(0);
      await world.backend.start();
      const ended = await world.product.ended(job.id);
      const frames = await world.product.frames(job.id);
      assert.ok(
        frames.some((frame) => frame.event === "console" && /Trying again/.test(frame.text)),
        "the repeat is in the log",
      );
      assert.ok(["completed", "errored"].includes(ended.status), explain(ended));
      if (ended.status === "errored")
        assert.match(ended.error_code ?? "", /BackendUnreachable|StreamReadError/, explain(ended));
      const again = await world.product.run({ sync_types: ["devices"] });
      assert.equal(again.status, "completed", explain(again));
      assert.equal(world.netbox.list(DEVICES).length, 2, "the devices are in NetBox");
    },
  },
];
