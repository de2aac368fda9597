import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { JobParams } from "../jobs/schema.ts";
import { overwriteNames, Settings, SyncMode, syncModeNames } from "../settings/schema.ts";
import { effectiveModes, effectiveOverwrites } from "./modes.ts";
import { type PlanEndpoint, planJob } from "./plan.ts";
import { type QueryInput, stepQuery } from "./query.ts";
import { syncTypes } from "./stages.ts";

const settings = (values: unknown = {}) => Settings.parse(values);
const params = (values: unknown = {}) => JobParams.parse(values);
const pve: PlanEndpoint = { id: 1, name: "pve", syncModes: null };
const edge: PlanEndpoint = { id: 2, name: "edge", syncModes: null };

describe("sync modes", () => {
  it("let the endpoint's own value win, and a disabled parent win over both", () => {
    const modes = effectiveModes({ backups: "disabled", snapshots: "bootstrap_only" }, { backups: "always" });
    expect(modes.backups.mode).toBe("always");
    expect(modes.snapshots.mode).toBe("bootstrap_only");
    const off = effectiveModes({ "virtual-machines": "disabled" }, { "vm-ip-addresses": "always" });
    expect(off["vm-ip-addresses"]).toEqual({ mode: "disabled", because: "virtual-machines" });
  });

  it("never run a child of a disabled parent, whatever is chosen", () => {
    const modes = fc.dictionary(fc.constantFrom(...syncModeNames), fc.constantFrom(...SyncMode.options));
    fc.assert(
      fc.property(modes, modes, (global, own) => {
        const result = effectiveModes(global, own);
        if (result["virtual-machines"].mode === "disabled") expect(result.backups.mode).toBe("disabled");
        if (result["vm-interfaces"].mode === "disabled") expect(result["vm-ip-addresses"].mode).toBe("disabled");
      }),
    );
  });

  it("leave undecided overwrite flags to the backend", () => {
    expect(effectiveOverwrites({ vm_tags: false, ip_tags: true }, { ip_tags: false })).toEqual({
      vm_tags: false,
      ip_tags: false,
    });
  });
});

describe("the plan", () => {
  it("runs all stages of one endpoint in their order, then the next endpoint", () => {
    const plan = planJob(params(), settings(), [pve, edge]);
    expect(plan.map((step) => [step.proxmoxEndpointId, step.syncType])).toEqual(
      [1, 2].flatMap((id) => syncTypes.map((type) => [id, type])),
    );
    expect(plan.map((step) => step.position)).toEqual(plan.map((_, index) => index));
  });

  it("skips SDN with a reason until its mode is on", () => {
    const sdn = (values: unknown) => planJob(params(), settings(values), [pve]).find((step) => step.syncType === "sdn");
    expect(sdn({})?.skipReason).toContain("disabled");
    expect(sdn({ sync_modes: { sdn: "always" } })?.skipReason).toBeNull();
  });

  it("brings the VM interfaces with node interfaces and IP addresses", () => {
    const types = (sync_types: string[]) =>
      planJob(params({ sync_types }), settings(), [pve]).map((step) => step.syncType);
    expect(types(["ip-addresses"])).toEqual(["vm-interfaces", "ip-addresses"]);
    expect(types(["network-interfaces"])).toEqual(["network-interfaces", "vm-interfaces"]);
    expect(types(["storage", "devices"])).toEqual(["devices", "storage"]);
  });

  it("limits a run to chosen VMs and says so for the stages that cannot be", () => {
    const plan = planJob(params({ netbox_vm_ids: [5] }), settings(), [pve]);
    expect(plan.filter((step) => step.skipReason === null).map((step) => step.syncType)).toEqual([
      "virtual-machines",
      "task-history",
      "vm-disks",
      "vm-backups",
      "vm-snapshots",
    ]);
    expect(plan.find((step) => step.syncType === "virtual-machines")?.interfacesFollow).toBe(false);
  });

  it("repeats only the steps it was given", () => {
    const only_steps = [{ sync_type: "storage", proxmox_endpoint_id: 2 }];
    expect(planJob(params({ only_steps }), settings(), [pve, edge]).map((step) => step.proxmoxEndpointId)).toEqual([2]);
  });

  it("is one request for each endpoint in the other modes", () => {
    const paths = (mode: string) => planJob(params({ mode }), settings(), [pve, edge]).map((step) => step.streamPath);
    expect(paths("full-update")).toEqual(["full-update/stream", "full-update/stream"]);
    expect(paths("json")).toEqual(["full-update", "full-update"]);
  });
});

describe("the query of a step", () => {
  const input = (values: Partial<QueryInput>): QueryInput => ({
    syncType: "devices",
    remoteId: 7,
    settings: settings(),
    modes: effectiveModes({ sdn: "disabled" }, null),
    overwrites: {},
    netboxVmIds: [],
    interfacesFollow: false,
    taskHistoryFollows: false,
    wantsCustomFields: false,
    ...values,
  });

  it("always names exactly one Proxmox endpoint of the backend, and no selector that filters by accident", () => {
    for (const syncType of [...syncTypes, "full-update" as const]) {
      const query = stepQuery(input({ syncType }));
      expect(query.proxmox_endpoint_ids).toBe("7");
      for (const name of ["type", "name", "domain", "ip_address", "port", "dry_run"])
        expect(query).not.toHaveProperty(name);
    }
  });

  it("never asks for a sweep of orphans: a request is for one endpoint, and a sweep is not", () => {
    for (const mode of ["stages", "full-update", "json"])
      for (const step of planJob(params({ mode }), settings(), [pve, edge])) {
        expect(step.streamPath).not.toMatch(/orphan|sweep/);
        const query = stepQuery(input({ syncType: step.syncType }));
        expect(Object.keys(query).filter((name) => /orphan|sweep|dry_run|delete/.test(name))).toEqual([]);
      }
  });

  it("leaves the network to the interface stages when they follow", () => {
    const vm = (values: Partial<QueryInput>) => stepQuery(input({ syncType: "virtual-machines", ...values }));
    expect(vm({ interfacesFollow: true })).toMatchObject({ sync_vm_network: false });
    expect(vm({})).toMatchObject({ sync_vm_network: true, sync_task_history: true });
    expect(vm({ netboxVmIds: [3, 4] })).toMatchObject({ netbox_vm_ids: "3,4" });
  });

  it("carries only the overwrite flags that the stage knows and somebody decided", () => {
    const overwrites = { device_tags: false, vm_tags: false, ip_tags: true, vm_platform: true };
    expect(stepQuery(input({ overwrites }))).toMatchObject({ overwrite_device_tags: false });
    expect(stepQuery(input({ overwrites }))).not.toHaveProperty("overwrite_vm_tags");
    expect(stepQuery(input({ syncType: "storage", overwrites }))).not.toHaveProperty("overwrite_vm_tags");
    const all = Object.fromEntries(overwriteNames.map((name) => [name, false]));
    const whole = Object.keys(stepQuery(input({ syncType: "full-update", overwrites: all })));
    expect(whole.filter((name) => name.startsWith("overwrite_"))).toHaveLength(26);
  });

  it("turns bootstrap_only into flags where the backend has no mode for it", () => {
    const modes = effectiveModes({ devices: "bootstrap_only" }, null);
    expect(stepQuery(input({ modes }))).toMatchObject({ overwrite_device_role: false, overwrite_device_status: false });
  });
});
