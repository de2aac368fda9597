/**
 * Before any stage: is the backend there, does our key hold, does it have our NetBox and Proxmox endpoints, and will
 * NetBox take what it writes? One line per check with its remedy. It blocks only when nothing could be written.
 */
import { listRemoteProxmox } from "../backend/endpoints.ts";
import { waitForBackendReady } from "../backend/ready.ts";
import { readVersion } from "../backend/version.ts";
import {
  type BackendForSync,
  type NetboxForSync,
  type ProxmoxForSync,
  saveBackendVersion,
} from "../endpoints/for-sync.ts";
import { AppError, errorMessage } from "../errors.ts";
import type { JobFailure } from "../jobs/schema.ts";
import { checkPlugin } from "./check-plugin.ts";
import { refuseSweep } from "./check-sweep.ts";
import { pushNetbox, pushProxmox } from "./push-endpoints.ts";
import { readClusters } from "./read-clusters.ts";
import { type RunContext, say } from "./run-context.ts";

export type PreflightInput = {
  backend: BackendForSync;
  netbox: NetboxForSync | null;
  endpoints: ProxmoxForSync[];
  /** One request runs everything, and may end with a sweep. */
  isWholeUpdate?: boolean;
};

/** What a later failure may be explained by. */
export type Hint = { explains: RegExp; suggestion: string };

export type PreflightResult =
  | { blocking: JobFailure }
  | {
      version: string;
      /** Our endpoint id → the backend's; an endpoint without one cannot be synced, and says why. */
      remoteIds: Map<number, number>;
      refusals: Map<number, string>;
      hints: Hint[];
      notes: number;
    };

const place = { stage: "preflight", proxmoxEndpointId: null };

export async function runPreflight(run: RunContext, input: PreflightInput): Promise<PreflightResult> {
  const notes: string[] = [];
  const note = async (message: string) => {
    notes.push(message);
    await say(run, place, { kind: "preflight", level: "warning", message });
  };
  const good = (message: string) => say(run, place, { kind: "preflight", level: "success", message });
  try {
    const version = await checkBackend(run, { good, note });
    await checkNetbox(run, input, good);
    const mapped = await mapEndpoints(run, input, { good, note });
    if (mapped.remoteIds.size === 0) {
      return { blocking: { code: "PreflightFailed", message: mapped.firstRefusal, suggestion: null } };
    }
    const remoteEndpoints = mapped.remoteCount;
    const sweep = input.isWholeUpdate
      ? await refuseSweep({ netbox: input.netbox, version, remoteEndpoints }, run.signal, { good, note })
      : null;
    if (sweep) {
      await say(run, place, { kind: "preflight", level: "error", message: sweep.message });
      return { blocking: sweep };
    }
    const hints = await checkPlugin(input, run.signal, { good, note });
    await readClusters(run, mapped.remoteIds, { good, note });
    return { version, ...mapped, hints, notes: notes.length };
  } catch (error) {
    if (run.signal.aborted || !(error instanceof AppError)) throw error;
    await say(run, place, { kind: "preflight", level: "error", message: errorMessage(error) });
    return { blocking: { code: "PreflightFailed", message: errorMessage(error), suggestion: remedy(error) } };
  }
}

export type Tell = { good: (message: string) => Promise<void>; note: (message: string) => Promise<void> };

async function checkBackend(run: RunContext, tell: Tell): Promise<string> {
  const ready = await waitForBackendReady(run.backend, {
    waitMs: run.timings.readyWaitMs,
    signal: run.signal,
    onWait: (message) => say(run, place, { kind: "preflight", level: "warning", message }),
  });
  if (ready.note) await tell.note(`${ready.note} Syncs may still work.`);
  else await tell.good(`${run.backend.name} is reachable.`);
  const { version } = await readVersion(run.backend, run.signal);
  await saveBackendVersion(run.db, run.backend.backendId, version);
  await tell.good(`The API key is valid; proxbox-api ${version}.`);
  return version;
}

async function checkNetbox(run: RunContext, input: PreflightInput, good: Tell["good"]): Promise<void> {
  if (!input.netbox) {
    throw new AppError(
      "not_found",
      "There is no enabled NetBox endpoint. Add one, so that the backend knows where to write.",
    );
  }
  const { netbox, backend } = input;
  const pushed = await pushNetbox(run.db, run.backend, { backend, netbox, signal: run.signal });
  await good(`NetBox endpoint ${netbox.name}: ${changeWords[pushed.change]}.`);
}

const changeWords = {
  created: "given to the backend",
  updated: "brought up to date in the backend",
  unchanged: "the backend has it",
} as const;

async function mapEndpoints(
  run: RunContext,
  input: PreflightInput,
  tell: Tell,
): Promise<{
  remoteIds: Map<number, number>;
  refusals: Map<number, string>;
  firstRefusal: string;
  remoteCount: number;
}> {
  const rows = await listRemoteProxmox(run.backend, run.signal);
  const remoteIds = new Map<number, number>();
  const refusals = new Map<number, string>();
  for (const endpoint of input.endpoints) {
    try {
      const pushed = await pushProxmox(run.db, run.backend, { endpoint, rows, signal: run.signal, now: run.now() });
      remoteIds.set(endpoint.id, pushed.remoteId);
      await tell.good(
        `Proxmox endpoint ${endpoint.name}: ${changeWords[pushed.change]} (id ${pushed.remoteId} there).`,
      );
    } catch (error) {
      if (run.signal.aborted || !(error instanceof AppError) || error.code === "backend_unreachable") throw error;
      refusals.set(endpoint.id, errorMessage(error));
      await tell.note(`Proxmox endpoint ${endpoint.name} cannot be synced: ${errorMessage(error)}`);
    }
  }
  const [first] = refusals.values();
  const others = rows.filter((row) => row.enabled !== false && ![...remoteIds.values()].includes(row.id));
  return {
    remoteIds,
    refusals,
    firstRefusal: first ?? "There is no Proxmox endpoint to sync.",
    remoteCount: remoteIds.size + others.length,
  };
}

function remedy(error: AppError): string | null {
  if (error.code === "backend_unreachable") {
    return "Check that proxbox-api runs and that the address and port of the backend are right.";
  }
  if (error.details.isKeyProblem) return "Enter the key of the backend at its endpoint page, or remove its keys there.";
  if (error.code === "rate_limited") return "Wait until the lock is over; it lengthens with every further try.";
  return null;
}
