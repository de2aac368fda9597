import { legacyEnd, legacyFrame, work } from "../frames.ts";
import { type Run, requirePluginEndpoints, type Stage } from "./run.ts";

const INTERFACES = "dcim/interfaces";
const ADDRESSES = "ipam/ip-addresses";

/** Interfaces of the nodes with their addresses; a failing write ends the stage. */
export function* nodeInterfacesStage(run: Run): Stage {
  requirePluginEndpoints(run);
  const final: Record<string, unknown>[] = [];
  for (const node of run.sessions.flatMap((session) => session.cluster.nodes)) {
    const { name } = node;
    yield work(300);
    yield legacyFrame("node_interface", { completed: false, sync_status: "syncing", rowid: name, name });
    for (const { iface, type, cidr } of node.nics) {
      yield work(180);
      const row = run.netbox.upsert(INTERFACES, { device: name, name: iface }, { type, enabled: true }).row;
      const address = cidr && run.netbox.upsert(ADDRESSES, { address: cidr }, { dns_name: "", assigned_to: iface }).row;
      const data = { completed: true, rowid: iface, name: iface, netbox_id: row.id, device: name, ip_address: cidr };
      yield legacyFrame("interface", data);
      final.push({ id: row.id, name: iface, ...(address ? { ip_id: address.id, ip_address: cidr } : {}) });
    }
    yield legacyFrame("node_interface", { completed: true, rowid: name, name, count: node.nics.length });
  }
  yield legacyEnd("node_interface");
  const count = final.length;
  return { result: { count }, step: { count }, final, count };
}
