import type { Db } from "#db/client";
import type { ClusterReading } from "./schema.ts";
import { deleteClusters, findClustersOfEndpoint, upsertClusters } from "./store.ts";

/** Stores one reading of an endpoint's clusters; returns our id of each by name. */
export const saveClusters = (
  db: Db,
  reading: { endpointId: number; clusters: readonly ClusterReading[]; at: Date },
): Promise<Map<string, number>> => upsertClusters(db, reading.endpointId, reading.clusters, reading.at);

/** Nodes, storage and VMs of a cluster go with it. */
export const forgetClusters = (db: Db, which: { endpointId: number } | { missingSince: Date }): Promise<void> =>
  deleteClusters(db, which);

/** The clusters of an endpoint, missing ones left out: one, unless its release splits it. */
export const clustersOfEndpoint = (db: Db, endpointId: number) => findClustersOfEndpoint(db, endpointId);
