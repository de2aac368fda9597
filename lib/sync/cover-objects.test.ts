import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JobObject } from "../frames/objects.ts";
import { JobParams } from "../jobs/schema.ts";
import type { WireStage } from "../jobs/wire.ts";
import { type CoveredJob, coverObjects, type InventoryObject } from "./cover-objects.ts";

const vm = (name: string, more: Partial<InventoryObject> = {}): InventoryObject => ({
  ...{
    kind: "vm",
    id: 1,
    name,
    node: "pve1",
    vmid: 100,
    proxmox_endpoint_id: 1,
    netbox_url: null,
    display_url: "/vms/1",
  },
  ...{ netboxId: null, isTemplate: false },
  ...more,
});

const object = (name: string, more: Partial<JobObject> = {}): JobObject => ({
  ...{ name, kind: "qemu", operation: "created", status: "completed", stage: "virtual-machines" },
  ...{ proxmox_endpoint_id: 1, netbox_id: null, netbox_url: null, message: null, duration_ms: null, seq: 5 },
  ...more,
});

const stage = (more: Partial<WireStage> = {}): WireStage =>
  ({
    ...{ sync_type: "virtual-machines", proxmox_endpoint_id: 1, status: "completed", counts: {} },
    ...{ reason: null, error: null },
    ...more,
  }) as WireStage; // safe because nothing else is looked at

type More = Partial<CoveredJob> & { objects?: JobObject[]; leavesTemplates?: boolean };
const cover = (inventory: InventoryObject[], more: More = {}) =>
  coverObjects(inventory, {
    params: JobParams.parse({}),
    stages: [stage()],
    isOver: true,
    objects: [],
    endpointNames: new Map([[2, "edge"]]),
    ...more,
    leavesTemplates: () => more.leavesTemplates === true,
  });
const verdict = (one: InventoryObject, more: More = {}) => {
  const [row] = cover([one], more);
  return [row?.coverage, row?.reason];
};

describe("the coverage of a job", () => {
  it("is what the backend told of an object last", () => {
    expect(verdict(vm("web"), { objects: [object("web")] })).toEqual(["covered", null]);
    const failed = object("web", { status: "failed", message: "NetBox refused it", seq: 9 });
    expect(verdict(vm("web"), { objects: [object("web"), failed] })).toEqual(["failed", "NetBox refused it"]);
    expect(cover([vm("web")], { objects: [failed] })[0]?.seq).toBe(9);
  });

  it("trusts the count of a stage that only lists what it found, unless something failed", () => {
    const objects = [object("web", { status: "discovered", operation: "discovered" })];
    expect(verdict(vm("web"), { objects })).toEqual(["covered", null]);
    const [coverage, reason] = verdict(vm("web"), { objects, stages: [stage({ counts: { failed: 3 } })] });
    expect([coverage, reason]).toEqual(["unknown", expect.stringContaining("counted 3 failed")]);
    const stages = [stage({ status: "failed", error: "boom" })];
    expect(verdict(vm("web"), { objects, stages })).toEqual(["failed", "Its stage failed: boom"]);
  });

  it("gives each object that was left out its reason", () => {
    const elsewhere = vm("web", { proxmox_endpoint_id: 2 });
    expect(verdict(elsewhere)).toEqual(["left_out", "edge is not in the scope of this job."]);
    expect(verdict(vm("pve1", { kind: "node" }))).toEqual(["left_out", "This job did not run the stage Devices."]);
    const skipped = [stage({ status: "skipped", reason: "Its sync mode is disabled." })];
    expect(verdict(vm("web"), { stages: skipped })).toEqual(["left_out", "Its sync mode is disabled."]);
    const params = JobParams.parse({ netbox_vm_ids: [7] });
    expect(verdict(vm("web", { netboxId: 8 }), { params })[1]).toContain("limited to chosen VMs");
    expect(verdict(vm("web", { netboxId: 7 }), { params, objects: [object("web")] })[0]).toBe("covered");
    const pending = { stages: [stage({ status: "pending" })] };
    expect(verdict(vm("web"), pending)).toEqual(["left_out", "The job ended before this stage."]);
    expect(verdict(vm("web"), { ...pending, isOver: false })[0]).toBe("unknown");
    const template = verdict(vm("tmpl", { isTemplate: true }), { leavesTemplates: true });
    expect(template).toEqual(["left_out", "It is a template, and their sync mode is disabled."]);
    expect(verdict(vm("new"))[1]).toContain("newer than this run");
  });

  it("says what it cannot know", () => {
    const json = { params: JobParams.parse({ mode: "json" }), stages: [stage({ sync_type: "full-update" })] };
    expect(verdict(vm("web"), json)).toEqual(["unknown", "The JSON mode tells nothing of single objects."]);
    const twins = cover([vm("web"), vm("web", { id: 2, vmid: 101 })], { objects: [object("web")] });
    expect(twins.map((row) => row.coverage)).toEqual(["unknown", "unknown"]);
  });

  it("finds the objects of a single stream by its stages", () => {
    const stages = [stage({ sync_type: "full-update" })];
    expect(verdict(vm("web"), { stages, objects: [object("web")] })).toEqual(["covered", null]);
  });

  it("has one row for every object, and a reason for everything that is not covered", () => {
    const statuses = fc.constantFrom("completed", "failed", "warning", "discovered", "skipped");
    const stageStatuses = fc.constantFrom("completed", "failed", "skipped", "pending", "running", "warning");
    const names = fc.constantFrom("a", "b", "c");
    fc.assert(
      fc.property(
        fc.array(fc.tuple(names, fc.integer({ min: 1, max: 3 }))),
        fc.array(fc.tuple(names, statuses)),
        stageStatuses,
        fc.boolean(),
        (inventory, told, status, isOver) => {
          const rows = inventory.map(([name, endpoint], id) => vm(name, { id, proxmox_endpoint_id: endpoint }));
          const objects = told.map(([name, state], seq) => object(name, { status: state, seq }));
          const covered = cover(rows, { objects, isOver, stages: [stage({ status } as Partial<WireStage>)] });
          expect(covered.map((row) => row.id)).toEqual(rows.map((row) => row.id));
          for (const row of covered) if (row.coverage !== "covered") expect(row.reason).toMatch(/\.$|boom|refused/);
        },
      ),
    );
  });
});
