import type { Db } from "#db/client";
import type { Difference } from "./schema.ts";
import { deletePreview, giveBack, type PreviewResult, saveFailure, saveResult, takePreview } from "./store.ts";

type Taken = { endpointId: number; at: Date };

/** Takes a comparison that somebody waits for; null when there is none. One worker gets it. */
export const takeNextPreview = (db: Db, at: { now: Date; before: Date }): Promise<number | null> => takePreview(db, at);

/** Replaces what the comparison before had found; call it in a transaction. */
export const savePreview = (
  db: Db,
  taken: Taken,
  result: PreviewResult,
  differences: readonly Difference[],
): Promise<void> => saveResult(db, taken, result, differences);

/** What was found before stays. */
export const savePreviewFailure = (db: Db, taken: Taken, error: string): Promise<void> => saveFailure(db, taken, error);

export const giveBackPreview = (db: Db, taken: Taken): Promise<void> => giveBack(db, taken);

/** What was found of an endpoint goes with it. */
export const forgetPreview = (db: Db, endpointId: number): Promise<void> => deletePreview(db, endpointId);
