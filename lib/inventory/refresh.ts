import { type Db, inTransaction } from "#db/client";
import { readClusterResources, readClusterStatus, readReleases, readStorageDefinitions } from "../backend/clusters.ts";
import type { BackendContext } from "../backend/context.ts";
import { forgetClusters, saveClusters } from "../clusters/save.ts";
import { AppError, errorMessage } from "../errors.ts";
import { publish } from "../events/publish-store.ts";
import { topics } from "../events/topics.ts";
import { findNetboxObjects, type NetboxObjects } from "../netbox/find-objects.ts";
import type { NetboxTarget } from "../netbox/target.ts";
import { saveNodes } from "../nodes/save.ts";
import { redactText } from "../redact.ts";
import { saveStorage } from "../storage/save.ts";
import { saveVms } from "../vms/save.ts";
import { type BackendReading, toReadings } from "./readings.ts";
import { lockEndpoint, saveRead } from "./store.ts";

export type RefreshInput = {
  /** Our Proxmox endpoint and its id at the backend. */
  endpointId: number;
  remoteId: number;
  backend: BackendContext;
  /** Where links are looked for; null leaves the known ones. */
  netbox: NetboxTarget | null;
  jobId?: number;
  signal?: AbortSignal;
  now?: () => Date;
};

/** Vanished objects are shown as missing for so long. */
const MISSING_MS = 30 * 86_400_000;

/**
 * Reads what one endpoint holds and stores it: what vanished is marked missing. A failed reading changes no row, is
 * remembered with its reason, and is thrown.
 */
export async function refreshInventory(db: Db, input: RefreshInput): Promise<void> {
  const { endpointId, now = () => new Date() } = input;
  try {
    const readings = toReadings(await readBackend(input));
    if (readings.clusters.length === 0)
      throw new AppError("backend_failed", "The backend has no Proxmox session of this endpoint.");
    await inTransaction(db, async (tx) => {
      await lockEndpoint(tx, endpointId);
      const at = now();
      const clusterIds = await saveClusters(tx, { endpointId, clusters: readings.clusters, at });
      const place = { endpointId, clusterIds, at };
      await saveNodes(tx, { ...place, nodes: readings.nodes });
      await saveStorage(tx, { ...place, storage: readings.storage });
      await saveVms(tx, { ...place, vms: readings.vms });
      await forgetClusters(tx, { missingSince: new Date(at.getTime() - MISSING_MS) });
      await saveRead(tx, endpointId, { now: at, error: null, jobId: input.jobId });
      await publish(tx, topics.inventory);
    });
  } catch (error) {
    if (input.signal?.aborted) throw error;
    await saveRead(db, endpointId, { now: now(), error: redactText(errorMessage(error)) });
    throw error;
  }
}

async function readBackend({ backend, remoteId, netbox, signal }: RefreshInput): Promise<BackendReading> {
  const status = await readClusterStatus(backend, remoteId, signal);
  const resources = await readClusterResources(backend, remoteId, signal);
  const definitions = await optional(readStorageDefinitions(backend, remoteId, signal), [], signal);
  const releases = await optional(readReleases(backend, remoteId, signal), new Map<string, string>(), signal);
  const names = status.map((cluster) => cluster.name);
  const found =
    netbox && (await optional<NetboxObjects | null>(findNetboxObjects(netbox, names, signal), null, signal));
  return { status, resources, definitions, releases, netbox: found };
}

/** What is nice to know: without it the rest is stored all the same. */
async function optional<T>(work: Promise<T>, otherwise: T, signal?: AbortSignal): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (signal?.aborted || !(error instanceof AppError)) throw error;
    return otherwise;
  }
}
