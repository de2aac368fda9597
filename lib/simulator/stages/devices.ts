import {
  discoveryFrame,
  emptyCounts,
  errorDetailFrame,
  itemFrame,
  legacyEnd,
  legacyFrame,
  summaryFrame,
  work,
} from "../frames.ts";
import type { PveNode } from "../model.ts";
import type { Row } from "../netbox-tables.ts";
import { SyncError } from "../sync-error.ts";
import { proxboxTag, type Run, requirePluginEndpoints, type Session, type Stage } from "./run.ts";

const TABLE = "dcim/devices";

/** Nodes become devices; failing dependencies end the stage, a failing device only counts. */
export function* devicesStage(run: Run): Stage {
  const nodes = run.sessions.flatMap((session) => session.cluster.nodes.map((node) => ({ session, node })));
  const items = nodes.map(({ node }) => ({ name: node.name, item_type: "node" }));
  yield work(600);
  yield discoveryFrame("devices", `Discovered ${items.length} device(s) to synchronize`, items, {
    total_devices: items.length,
  });
  try {
    requirePluginEndpoints(run);
    for (const session of run.sessions) dependencies(run, session);
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    const message = `Error during device sync dependency phases: ${error.text}`;
    yield errorDetailFrame({ phase: "devices", message, detail: error.text });
    throw error.detail === null && run.full ? new SyncError(message, error.message) : error;
  }
  const written: Row[] = [];
  const counts = { ...emptyCounts(), total: nodes.length };
  for (const [index, { session, node }] of nodes.entries()) {
    yield work(350);
    const at: [number, number] = [index + 1, nodes.length];
    const phase = { phase: "devices", item: { name: node.name, item_type: "node" }, at } as const;
    const message = `Finalizing device '${node.name}'`;
    yield itemFrame({ ...phase, status: "processing", operation: "created", message });
    const syncing = { completed: false, sync_status: "syncing", rowid: node.name, name: node.name, netbox_id: null };
    yield legacyFrame("device", syncing, "create");
    yield work(250);
    const device = writeDevice(run, session, node);
    if (!device) {
      counts.failed += 1;
      const error = "Device missing from bulk reconcile result";
      yield itemFrame({
        ...phase,
        status: "failed",
        operation: "failed",
        message: `Failed to sync device '${node.name}'`,
        error,
      });
      continue;
    }
    written.push(device);
    counts.created += 1;
    yield itemFrame({ ...phase, ...synced(run, device), status: "completed", operation: "created" });
    yield legacyFrame("device", completedData(run, session, device), "create");
  }
  yield summaryFrame("devices", `Device sync completed: ${counts.created} created, ${counts.failed} failed`, counts);
  yield legacyEnd("device");
  const result = { count: written.length };
  return { result, step: result, final: written.map((row) => run.netbox.show(TABLE, row)), count: written.length };
}

function synced(run: Run, device: Row) {
  const netbox_url = `${run.netbox.url}/dcim/devices/${device.id}/`;
  return {
    message: `Synced device '${device.name}'`,
    item: { name: String(device.name), netbox_id: device.id, netbox_url, item_type: "node" },
  };
}

function dependencies(run: Run, session: Session): void {
  const { netbox } = run;
  const { name, mode } = session.cluster;
  const slug = `proxmox-default-site-${name}`;
  const site = netbox.upsert("dcim/sites", { slug }, { name: `Proxmox Default Site - ${name}` }).row;
  netbox.upsert("dcim/device-roles", { slug: "proxmox-node" }, { name: "Proxmox Node" });
  netbox.upsert("dcim/device-types", { slug: "proxmox-generic-device" }, { model: "Proxmox Generic Device" });
  const values = { site: netbox.ref("dcim/sites", site), status: { value: "active", label: "Active" } };
  const cluster = netbox.upsert("virtualization/clusters", { name }, values).row;
  netbox.upsert(
    "plugins/proxbox/proxmox-clusters",
    { name, endpoint: session.pluginEndpointId },
    { mode, netbox_cluster: cluster.id },
  );
}

function references(run: Run, session: Session) {
  const { netbox } = run;
  const ref = (table: string, match: Record<string, unknown>) => {
    const row = netbox.find(table, match);
    return row ? netbox.ref(table, row) : null;
  };
  return {
    cluster: ref("virtualization/clusters", { name: session.cluster.name }),
    device_type: ref("dcim/device-types", { slug: "proxmox-generic-device" }),
    role: ref("dcim/device-roles", { slug: "proxmox-node" }),
    site: ref("dcim/sites", { slug: `proxmox-default-site-${session.cluster.name}` }),
  };
}

function writeDevice(run: Run, session: Session, node: PveNode): Row | null {
  const status = node.online ? { value: "active", label: "Active" } : { value: "offline", label: "Offline" };
  const refs = references(run, session);
  const description = `Proxmox Node ${node.name}`;
  try {
    return run.netbox.upsert(TABLE, { name: node.name }, { status, ...refs, description, tags: [proxboxTag(run)] }).row;
  } catch (error) {
    if (error instanceof SyncError) return null;
    throw error;
  }
}

function completedData(run: Run, session: Session, device: Row) {
  const link = (url: string, label: string) => `<a href='${url}'>${label}</a>`;
  const { cluster, role, device_type } = references(run, session);
  return {
    completed: true,
    increment_count: "yes",
    sync_status: "completed",
    rowid: device.name,
    name: link(`${run.netbox.url}/dcim/devices/${device.id}/`, String(device.name)),
    netbox_id: device.id,
    role: link(role?.url ?? "", "Proxmox Node"),
    cluster: link(cluster?.url ?? "", session.cluster.name),
    device_type: link(device_type?.url ?? "", "Proxmox Generic Device"),
  };
}
