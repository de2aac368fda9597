import type { Guest } from "../model.ts";
import type { Row } from "../netbox-tables.ts";
import { type Call, internalError, json, ok, problem, type Reply, type Route } from "../router.ts";
import { openSessions, refuseNetbox } from "../sessions.ts";
import type { Sim } from "../sim.ts";
import type { Session } from "../stages/run.ts";
import { SyncError } from "../sync-error.ts";
import { type Described, describers, type ObjectName } from "./individual-objects.ts";
import { validationError } from "./validation.ts";

const GUEST = ["cluster_name", "node", "type", "vmid"];
const REQUIRED: Record<ObjectName, string[]> = {
  vm: GUEST,
  interface: [...GUEST, "interface_name"],
  disk: [...GUEST, "disk_name"],
  snapshot: [...GUEST, "snapshot_name"],
  "task-history": ["node", "type", "vmid"],
  backup: ["cluster_name", "node", "storage", "vmid", "volid"],
  replication: ["cluster_name", "replication_id"],
  "backup-routines": ["cluster_name", "job_id"],
};
/** What the routes of single objects ask for, as the description tells it. */
export const individualParameters: Record<string, string[]> = {
  ...REQUIRED,
  cluster: ["cluster_name"],
  node: ["cluster_name", "node_name"],
  storage: ["cluster_name", "storage_name"],
  ip: [...GUEST, "ip_address"],
};
const NOT_IN_NETBOX = "Could not import PLUGINS CONFIG from configuration.py";

/** Syncs of one object; four of them are as broken as in the backend. */
export const individualRoutes: readonly Route<Sim>[] = [
  ...(Object.keys(REQUIRED) as ObjectName[]).map(
    (name): Route<Sim> => ({
      method: "GET",
      path: `/sync/individual/${name}`,
      answer: (call, sim) => one(name, call, sim),
    }),
  ),
  { method: "GET", path: "/sync/individual/cluster", answer: () => problem(400, NOT_IN_NETBOX) },
  { method: "GET", path: "/sync/individual/node", answer: internalError },
  { method: "GET", path: "/sync/individual/storage", answer: internalError },
  {
    method: "GET",
    path: "/sync/individual/ip",
    answer: () =>
      problem(
        400,
        "No result found for Proxmox Sessions based on the provided ip_address",
        "Check if the provided parameters are correct",
      ),
  },
];

function one(name: ObjectName, call: Call, sim: Sim): Reply {
  const { query } = call;
  const missing = REQUIRED[name].find((field) => !query.get(field));
  if (missing) return validationError(sim, ["query", missing], "Field required");
  const refused = refuseNetbox(sim);
  if (refused) return refused;
  const sessions = openSessions(sim, query);
  if (!Array.isArray(sessions)) return sessions;
  const wanted = query.get("cluster_name");
  const session = sessions.find(({ cluster }) => !wanted || cluster.name.toLowerCase() === wanted.toLowerCase());
  if (!session) return ok({ error: `No Proxmox session found for cluster: ${wanted}` });
  const guest = session.cluster.guests.find((each) => each.vmid === Number(query.get("vmid")));
  if (!guest && REQUIRED[name].includes("vmid")) return unknownGuest(call);
  const described = describers[name]({ sim, session, guest, query });
  return reply(sim, described, query.get("dry_run") === "true", { session, guest });
}

function unknownGuest({ query }: Call): Reply {
  const place = `${query.get("type") ?? "qemu"} vmid=${query.get("vmid")} on node ${query.get("node")}`;
  return problem(
    400,
    `Failed to fetch Proxmox config for ${place}; refusing to sync with empty config to avoid overwriting NetBox values.`,
  );
}

type Place = { session: Session; guest: Guest | undefined };

function reply(sim: Sim, described: Described, dryRun: boolean, { session, guest }: Place): Reply {
  const { object_type, resource, table, match, values, error } = described;
  const stamp = new Date(sim.nowMs()).toISOString().replace("Z", "+00:00");
  const base = { object_type, proxmox_resource: { ...resource, proxmox_last_updated: stamp }, dry_run: dryRun };
  const dependencies = guest ? [{ object_type: "vm", vmid: guest.vmid, ...(dryRun ? {} : { action: "updated" }) }] : [];
  const known = sim.netbox.find(table, match);
  const shown = (row: Row | undefined) => (row ? sim.netbox.show(table, row) : null);
  if (dryRun)
    return ok({
      ...base,
      action: "dry_run",
      netbox_object: shown(known),
      dependencies_synced: dependencies,
      error: null,
    });
  try {
    if (error) throw new SyncError(error);
    if (session.pluginEndpointId === null) throw new SyncError("No NetBox ProxmoxEndpoint matches this session.");
    const { row, action } = described.write?.() ?? sim.netbox.upsert(table, match, values);
    // The backend calls everything that was there "updated".
    const told = action === "unchanged" ? "updated" : action;
    return ok({ ...base, action: told, netbox_object: shown(row), dependencies_synced: dependencies, error: null });
  } catch (cause) {
    if (!(cause instanceof SyncError)) throw cause;
    return json(200, { ...base, action: "error", netbox_object: null, dependencies_synced: [], error: cause.text });
  }
}
