import { legacyEnd, legacyFrame, work } from "../frames.ts";
import type { Row } from "../netbox-tables.ts";
import { type KnownVm, knownVms, proxboxTag, type Run, type Stage, VM_TABLE } from "./run.ts";

export const VM_INTERFACES = "virtualization/interfaces";

/** Writes the interfaces of a VM and returns them. */
export function writeVmInterfaces(run: Run, { row, guest }: KnownVm): Row[] {
  const virtual_machine = run.netbox.ref(VM_TABLE, row);
  return guest.nics.map((nic) => {
    const known = run.netbox
      .list(VM_INTERFACES)
      .find((one) => one.name === nic.name && (one.virtual_machine as { id?: number }).id === row.id);
    const values = { name: nic.name, enabled: true, mac_address: nic.mac, virtual_machine, tags: [proxboxTag(run)] };
    return known
      ? run.netbox.upsert(VM_INTERFACES, { id: known.id }, values).row
      : run.netbox.insert(VM_INTERFACES, values);
  });
}

/** Interfaces of every known VM; a failing write ends the stage. */
export function* vmInterfacesStage(run: Run): Stage {
  const vms = knownVms(run);
  const written: Row[] = [];
  for (const vm of vms) {
    for (const nic of vm.guest.nics) {
      yield work(55);
      const data = { completed: false, sync_status: "syncing", rowid: nic.name, name: nic.name, vm: vm.guest.name };
      yield legacyFrame("vm_interface", data);
    }
    written.push(...writeVmInterfaces(run, vm));
  }
  yield legacyEnd("vm_interface");
  const count = written.length;
  const final = written.map((row) => ({
    id: row.id,
    mac_address: null,
    interface: run.netbox.show(VM_INTERFACES, row),
  }));
  return { result: { count }, step: { count }, final, count };
}
