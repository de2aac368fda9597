import type { Db } from "#db/client";
import type { CheckStatus, Service } from "./schema.ts";
import { findStates } from "./store.ts";

export type CheckState = { service: Service; endpointId: number; status: CheckStatus };

/** How every endpoint was found by its last look, for whoever only passes it on. */
export async function readCheckStates(db: Db): Promise<CheckState[]> {
  return (await findStates(db)).map(({ service, endpointId, status }) => ({
    service: service === "backend" ? "fastapi" : service,
    endpointId,
    status,
  }));
}
