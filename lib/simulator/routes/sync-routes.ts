import { randomUUID } from "node:crypto";
import { evolveCluster } from "../evolve.ts";
import { fullUpdateStream } from "../full-update.ts";
import { logged } from "../log-frames.ts";
import { type Call, detail, internalError, problem, type Reply, type Route } from "../router.ts";
import { openSessions, refuseNetbox } from "../sessions.ts";
import type { Sim } from "../sim.ts";
import { type StageStream, stageStream, stageStreams } from "../stage-streams.ts";
import type { Run } from "../stages/run.ts";
import { validationError } from "./validation.ts";

const FLAG = /^(overwrite_\w+|dry_run|sync_vm_network|sync_task_history|delete_nonexistent_\w+)$/;
const BOOLEAN = /^(true|false|1|0|yes|no|on|off)$/i;
const IDS = "netbox_vm_ids must be a comma-separated list of positive integers";
const SCOPE =
  "A non-dry-run orphan sweep requires endpoint_ids (or proxmox_endpoint_ids) so it can only affect the endpoints the run synchronized.";

/** The sync streams and the JSON twin of the full update. */
export function syncRoutes(sim: Sim): Route<Sim>[] {
  const streams = stageStreams.filter(
    ({ step }) => step !== "sweep-orphans" || sim.settings.version === "0.0.30.post2",
  );
  return [
    { method: "GET", path: "/full-update/stream", answer: fullUpdate },
    { method: "GET", path: "/full-update", answer: fullUpdateJson },
    ...streams.map(
      (stream): Route<Sim> => ({ method: "GET", path: stream.path, answer: (call) => oneStage(sim, stream, call) }),
    ),
  ];
}

function oneStage(sim: Sim, stream: StageStream, call: Call): Reply {
  const run = prepare(sim, call, stream);
  if (!("netbox" in run)) return run;
  return {
    stream: {
      items: logged(sim, stageStream(stream, run), null),
      keepalive: stream.keepalive ?? true,
      whenGone: "stop",
    },
  };
}

function fullUpdate(call: Call, sim: Sim): Reply {
  const run = prepare(sim, call, null);
  if (!("netbox" in run)) return run;
  const active = { id: run.runId, kind: "full-update" as const, started_at: new Date(sim.nowMs()).toISOString() };
  sim.state.active.push(active);
  sim.log({ level: "INFO", message: "Full update started", operation_id: run.runId, operation: "full-update" });
  const onEnd = (gone: boolean) => {
    if (gone && sim.leavesStaleRuns.value) return;
    sim.state.active = sim.state.active.filter(({ id }) => id !== active.id);
    sim.log({
      level: "INFO",
      message: "Full update finished: failed=0",
      operation_id: run.runId,
      operation: "full-update",
    });
  };
  return {
    stream: { items: logged(sim, fullUpdateStream(run), run.runId), keepalive: true, whenGone: "finish-stage", onEnd },
  };
}

/** Does the work, then fails: the result holds objects that cannot be written as JSON. */
function fullUpdateJson(call: Call, sim: Sim): Reply {
  const run = prepare(sim, call, null);
  if (!("netbox" in run)) return run;
  for (const item of fullUpdateStream(run)) {
    if (!("event" in item) || item.event !== "error") continue;
    return problem(400, String(item.data.error), item.data.detail);
  }
  return internalError();
}

/** Everything the backend does before the first header: checks, NetBox, Proxmox logins. */
function prepare(sim: Sim, call: Call, stream: StageStream | null): Run | Reply {
  for (const [name, value] of call.query)
    if (FLAG.test(name) && !BOOLEAN.test(value))
      return validationError(sim, ["query", name], "Input should be a valid boolean");
  const vmIds = selectedVms(call);
  if (vmIds && !Array.isArray(vmIds)) return vmIds;
  const sweep = stream?.step === "sweep-orphans" ? refuseSweep(sim, call) : null;
  if (sweep) return sweep;
  const refused = refuseNetbox(sim);
  if (refused) return refused;
  const sessions = openSessions(sim, call.query);
  if (!Array.isArray(sessions)) return sessions;
  const unknown = vmIds?.filter((id) => !sim.netbox.get("virtualization/virtual-machines", id)) ?? [];
  if (unknown.length > 0 && stream?.needsVm)
    return detail(404, `Virtual machine id=${unknown[0]} was not found in NetBox.`);
  if (unknown.length > 0 && stream?.step === "virtual-machines") {
    const why = `NetBox did not return explicitly selected VM id(s): ${unknown.join(", ")}.`;
    return problem(502, "Unable to resolve explicitly selected VM ownership", why);
  }
  if (!stream || stream.step === "devices")
    evolve(
      sim,
      sessions.map(({ cluster }) => cluster.name),
    );
  return {
    netbox: sim.netbox,
    sessions,
    vmIds,
    single: call.params.id !== undefined,
    full: stream === null,
    query: call.query,
    runId: call.query.get("run_id") ?? randomUUID(),
    release: sim.settings.version,
    findsVms: sim.settings.version === "0.0.30.post2" || sim.settings.customFields,
    random: sim.random,
  };
}

function selectedVms(call: Call): number[] | null | Reply {
  if (call.params.id !== undefined) return [Number(call.params.id)];
  const text = call.query.get("netbox_vm_ids");
  if (text === null) return null;
  const ids = text.split(",").map((id) => id.trim());
  return ids.every((id) => /^[1-9]\d*$/.test(id)) ? ids.map(Number) : detail(422, IDS);
}

function refuseSweep(sim: Sim, { query }: Call): Reply | null {
  if (!query.get("run_id")) return validationError(sim, ["query", "run_id"], "Field required");
  const scoped = query.get("endpoint_ids") || query.get("proxmox_endpoint_ids");
  return query.get("dry_run") === "true" || scoped ? null : detail(422, SCOPE);
}

function evolve(sim: Sim, names: string[]): void {
  if (!sim.settings.evolves) return;
  for (const [index, { cluster }] of sim.clusters.entries())
    if (names.includes(cluster.name)) evolveCluster(cluster, sim.settings.seed, index);
}
