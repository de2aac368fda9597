import type { Db } from "#db/client";
import type { StorageReading } from "./schema.ts";
import { findBackupStorages, sumStorages, upsertStorages } from "./store.ts";

/** Stores one reading of an endpoint's storage. */
export const saveStorage = (
  db: Db,
  reading: {
    endpointId: number;
    storage: readonly StorageReading[];
    clusterIds: ReadonlyMap<string, number>;
    at: Date;
  },
): Promise<void> => upsertStorages(db, reading);

/** Bytes used and there, over all storage of an endpoint. */
export const storageOfEndpoint = (db: Db, endpointId: number): Promise<{ usedBytes: number; totalBytes: number }> =>
  sumStorages(db, endpointId);

/** Where the backups of the guests of a node may be. */
export async function backupStorages(db: Db, at: { endpointId: number; node: string }): Promise<string[]> {
  return (await findBackupStorages(db, at)).map((row) => row.name);
}
