import { legacyEnd, legacyFrame, work } from "../frames.ts";
import type { Row } from "../netbox-tables.ts";
import { SyncError } from "../sync-error.ts";
import { type KnownVm, knownVms, type Run, type Stage, VM_TABLE } from "./run.ts";
import { VM_INTERFACES } from "./vm-interfaces.ts";

const TABLE = "ipam/ip-addresses";

/** Addresses of the VM interfaces. When NetBox refuses them all, the stage still ends well, with count 0. */
export function* vmIpAddressesStage(run: Run): Stage {
  const final: { ip_id: number; address: string }[] = [];
  for (const vm of knownVms(run)) {
    const { guest } = vm;
    for (const nic of guest.nics) {
      const shown = { rowid: nic.name, name: nic.name, vm: guest.name };
      yield work(30);
      yield legacyFrame("vm_ip", { completed: false, sync_status: "syncing", ...shown });
      yield work(45);
      const id = nic.ip && write(run, nic.ip, assignment(run, vm, nic.name));
      const written = nic.ip && id ? { ip_id: id, address: nic.ip } : null;
      if (written) final.push(written);
      yield legacyFrame("vm_ip", { completed: true, ...shown, ...(written ?? { address: "No IP" }) });
    }
  }
  yield legacyEnd("vm_ip");
  const count = final.length;
  return { result: { count }, step: { count }, final, count };
}

/** Where an address is: on an interface of a VM, which NetBox shows with its VM. */
function assignment(run: Run, { row }: KnownVm, name: string): Record<string, unknown> {
  const isOn = (nic: Row) => nic.name === name && (nic.virtual_machine as { id?: number } | undefined)?.id === row.id;
  const nic = run.netbox.list(VM_INTERFACES).find(isOn);
  if (!nic) return {};
  const assigned_object = { ...run.netbox.ref(VM_INTERFACES, nic), virtual_machine: run.netbox.ref(VM_TABLE, row) };
  return { assigned_object_type: "virtualization.vminterface", assigned_object_id: nic.id, assigned_object };
}

function write(run: Run, address: string, values: Record<string, unknown>): number | null {
  try {
    return run.netbox.upsert(TABLE, { address }, { dns_name: "", ...values }).row.id;
  } catch (error) {
    if (error instanceof SyncError) return null;
    throw error;
  }
}
