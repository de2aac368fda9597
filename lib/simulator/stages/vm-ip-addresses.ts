import { legacyEnd, legacyFrame, work } from "../frames.ts";
import { SyncError } from "../sync-error.ts";
import { knownVms, type Run, type Stage } from "./run.ts";

const TABLE = "ipam/ip-addresses";

/** Addresses of the VM interfaces. When NetBox refuses them all, the stage still ends well, with count 0. */
export function* vmIpAddressesStage(run: Run): Stage {
  const final: { ip_id: number; address: string }[] = [];
  for (const { guest } of knownVms(run)) {
    for (const nic of guest.nics) {
      const shown = { rowid: nic.name, name: nic.name, vm: guest.name };
      yield work(30);
      yield legacyFrame("vm_ip", { completed: false, sync_status: "syncing", ...shown });
      yield work(45);
      const id = nic.ip && write(run, nic.ip, guest.name);
      const written = nic.ip && id ? { ip_id: id, address: nic.ip } : null;
      if (written) final.push(written);
      yield legacyFrame("vm_ip", { completed: true, ...shown, ...(written ?? { address: "No IP" }) });
    }
  }
  yield legacyEnd("vm_ip");
  const count = final.length;
  return { result: { count }, step: { count }, final, count };
}

function write(run: Run, address: string, vm: string): number | null {
  try {
    return run.netbox.upsert(TABLE, { address }, { dns_name: "", assigned_to: vm }).row.id;
  } catch (error) {
    if (error instanceof SyncError) return null;
    throw error;
  }
}
