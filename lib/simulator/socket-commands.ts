import { randomUUID } from "node:crypto";
import type { WebSocket } from "ws";
import { pyJson } from "./python-json.ts";
import { openSessions, refuseNetbox } from "./sessions.ts";
import type { Sim } from "./sim.ts";
import { devicesStage } from "./stages/devices.ts";
import type { Run, Stage } from "./stages/run.ts";
import { virtualMachinesStage } from "./stages/virtual-machines.ts";
import { SyncError } from "./sync-error.ts";

type SocketStage = { name: string; stage: (run: Run) => Stage };

const DEVICES: SocketStage = { name: "devices", stage: devicesStage };
const MACHINES: SocketStage = { name: "virtual-machines", stage: virtualMachinesStage };
/** A "full" update over the socket knows two stages only. */
const COMMANDS: Record<string, SocketStage[]> = {
  "Sync Nodes": [DEVICES],
  "Sync Virtual Machines": [MACHINES],
  "Full Update Sync": [DEVICES, MACHINES],
  "Full Update": [DEVICES, MACHINES],
};
const RUN_ID = /^[A-Za-z0-9_-]{8,64}$/;

/** One command: bare text as ever, or the newer `{"command", "run_id"}` that marks every frame and ends with a verdict. */
export async function runSocketCommand(
  socket: WebSocket,
  sim: Sim,
  query: URLSearchParams,
  text: string,
): Promise<void> {
  const envelope = parseEnvelope(text);
  const command = envelope?.command ?? text;
  const stages = COMMANDS[command];
  if (!stages || (envelope && !RUN_ID.test(envelope.runId))) return refuseCommand(socket, sim, text);
  if (!envelope) socket.send(text);
  const mark = envelope ? { run_id: envelope.runId } : {};
  const sessions = refuseNetbox(sim) ? null : openSessions(sim, query);
  if (!Array.isArray(sessions)) return socket.terminate();
  const run = { ...socketRun(sim, query, envelope?.runId ?? randomUUID()), sessions };
  const done: Record<string, string> = {};
  try {
    for (const { name, stage } of stages) {
      await play(socket, sim, stage(run), mark);
      done[name] = "completed";
    }
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    return socket.terminate();
  }
  if (envelope) socket.send(pyJson({ object: "full-update", end: true, status: "completed", stages: done, ...mark }));
}

async function play(socket: WebSocket, sim: Sim, stage: Stage, mark: object): Promise<void> {
  for (const item of stage) {
    if (socket.readyState !== socket.OPEN) return;
    if ("pauseMs" in item && sim.settings.pace === "human")
      await new Promise((resolve) => setTimeout(resolve, item.pauseMs * sim.settings.paceFactor));
    if ("event" in item && "payload" in item.data) socket.send(pyJson({ ...(item.data.payload as object), ...mark }));
  }
}

function refuseCommand(socket: WebSocket, sim: Sim, text: string): void {
  if (sim.settings.version === "0.0.30.post2") {
    socket.send("Invalid sync command");
    return;
  }
  socket.send(`Invalid command: ${text}`);
  socket.send("Valid commands: 'Sync Nodes', 'Sync Virtual Machines', 'Full Update Sync'");
}

function parseEnvelope(text: string): { command: string; runId: string } | null {
  if (!text.startsWith("{")) return null;
  try {
    const { command, run_id } = JSON.parse(text) as { command?: unknown; run_id?: unknown };
    return { command: String(command), runId: String(run_id) };
  } catch {
    return null;
  }
}

function socketRun(sim: Sim, query: URLSearchParams, runId: string): Omit<Run, "sessions"> {
  const { netbox, random, settings } = sim;
  return {
    netbox,
    vmIds: null,
    single: false,
    full: false,
    query,
    runId,
    release: settings.version,
    findsVms: true,
    random,
  };
}
