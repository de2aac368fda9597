import type { Db } from "#db/client";
import { type EndedJob, findLastEnded } from "./last-store.ts";

/** The last job that ended for a Proxmox endpoint, refused ones left out; null when there is none lately. */
export const lastEndedJob = (db: Db, endpointId: number): Promise<EndedJob | null> => findLastEnded(db, endpointId);
