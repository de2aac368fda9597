import { itemFrame, legacyFrame, type StreamItem, substepFrame, work } from "../frames.ts";
import type { Action, Row } from "../netbox-tables.ts";
import type { Run } from "./run.ts";
import type { Target } from "./virtual-machines.ts";
import { writeVmInterfaces } from "./vm-interfaces.ts";

const PHASE = "virtual-machines";
const UNKNOWN = "undefined";

/** The frames before a VM is written; the backend starts several VMs at once. */
export function* startedVm({ session, guest }: Target): Generator<StreamItem, void> {
  const { name } = guest;
  const item = { name, item_type: guest.type };
  const message = `Processing VM '${name}'`;
  yield itemFrame({ phase: PHASE, status: "processing", message, item, operation: "created", at: [0, 0] });
  const data = {
    sync_status: "syncing",
    name,
    netbox_id: UNKNOWN,
    status: UNKNOWN,
    cluster: session.cluster.name,
    device: guest.node,
    role: UNKNOWN,
    vcpus: UNKNOWN,
    memory: UNKNOWN,
    disk: UNKNOWN,
    vm_interfaces: UNKNOWN,
    completed: false,
    rowid: name,
  };
  yield legacyFrame("virtual_machine", data, "create");
  const resolving = { substep: "resolve_dependencies", name };
  yield substepFrame({ ...resolving, status: "processing", message: `Resolving dependencies for VM '${name}'` });
  yield work(120);
  const ready = `Dependencies ready for VM '${name}'`;
  yield substepFrame({ ...resolving, status: "completed", message: ready, elapsedMs: 120 });
  yield substepFrame({
    substep: "reconcile_vm",
    name,
    status: "processing",
    message: `Reconciling VM '${name}' in NetBox`,
  });
}

/** The frames after a VM was written, its interfaces and address included. */
export function* finishedVm(
  run: Run,
  target: Target,
  written: { row: Row; action: Action },
): Generator<StreamItem, void> {
  const { guest } = target;
  const { name } = guest;
  const { row } = written;
  const message = `VM '${name}' reconciled in NetBox`;
  yield substepFrame({ substep: "reconcile_vm", name, status: "completed", message, elapsedMs: 240 });
  writeVmInterfaces(run, { row, guest, session: target.session });
  if (!guest.nics.some((nic) => nic.ip)) {
    const warning = "No IP address found; primary IP not set.";
    yield legacyFrame("virtual_machine", { completed: true, status: "warning", warning, rowid: row.name });
  }
  yield itemFrame({
    phase: PHASE,
    status: "completed",
    message: `Synced VM '${name}'`,
    item: {
      name,
      netbox_id: row.id,
      netbox_url: `${run.netbox.url}/virtualization/virtual-machines/${row.id}/`,
      item_type: guest.type,
    },
    operation: written.action === "updated" ? "updated" : "created",
    at: [0, 0],
    elapsedMs: 360,
  });
}
