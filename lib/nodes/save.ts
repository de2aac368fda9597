import type { Db } from "#db/client";
import type { NodeReading } from "./schema.ts";
import { findNodesOfEndpoint, upsertNodes } from "./store.ts";

/** Stores one reading of an endpoint's nodes. */
export const saveNodes = (
  db: Db,
  reading: { endpointId: number; nodes: readonly NodeReading[]; clusterIds: ReadonlyMap<string, number>; at: Date },
): Promise<void> => upsertNodes(db, reading);

/** Name and status of each node of an endpoint, missing ones left out. */
export const nodesOfEndpoint = (db: Db, endpointId: number): Promise<{ name: string; status: string }[]> =>
  findNodesOfEndpoint(db, endpointId);
