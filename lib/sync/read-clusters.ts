import { readClusterStatus } from "../backend/clusters.ts";
import { AppError, errorMessage } from "../errors.ts";
import type { Tell } from "./preflight.ts";
import type { RunContext } from "./run-context.ts";

/** Asks the backend for each cluster and its nodes before the stages: proves the Proxmox login and names what will be synced. */
export async function readClusters(run: RunContext, remoteIds: ReadonlyMap<number, number>, tell: Tell): Promise<void> {
  for (const remoteId of remoteIds.values()) {
    try {
      for (const cluster of await readClusterStatus(run.backend, remoteId, run.signal)) {
        const online = cluster.node_list.filter((node) => node.online !== false && node.online !== 0).length;
        const quorum = cluster.quorate === false ? ", without quorum" : "";
        const line = `Cluster ${cluster.name}: ${online} of ${cluster.node_list.length} nodes online${quorum}.`;
        await (cluster.quorate === false || online < cluster.node_list.length ? tell.note(line) : tell.good(line));
      }
    } catch (error) {
      if (run.signal.aborted || !(error instanceof AppError)) throw error;
      await tell.note(`The cluster could not be read: ${errorMessage(error)}`);
    }
  }
}
